//! The settings of channels: conversations by text, threads, dialers, and what one agent may hold at once.

use super::{Kind, Section, key};
use crate::scenario::distribution::Family;
use crate::scenario::leaf::Unit;

/// The ways in which contacts come, in the order of the model.
pub(in crate::scenario) const CHANNELS: &[&str] =
    &["voice", "chat", "messaging", "email", "social", "outbound"];
/// Channels of which one agent may hold several.
pub(in crate::scenario) const TEXT_CHANNELS: &[&str] = &["chat", "messaging", "email", "social"];
/// Channels whose contacts may be put aside.
pub(in crate::scenario) const DEFERRED_CHANNELS: &[&str] = &["email", "social"];

/// The most contacts that anybody holds at once.
const HELD: Unit = Unit::Whole(1.0, 1000.0);
/// A call is alone.
const ALONE: Unit = Unit::Whole(1.0, 1.0);

pub(in crate::scenario) const CONVERSATION: Section = Section {
    owner: "a conversation",
    keys: &[
        key(
            "reply",
            Kind::One(Unit::PositiveDuration),
            "Work from one reply to the next; the handle time holds as many replies, at least one.",
        )
        .also(&["reply_time", "response"]),
        key(
            "within",
            Kind::One(Unit::Duration),
            "A reply within this time is one in time. Default: 60s.",
        )
        .also(&["threshold", "in"]),
        key(
            "leaves",
            Kind::One(Unit::Share),
            "Share that leaves in mid-chat without a word. Default: 0.",
        )
        .also(&["leave", "left", "silent"]),
        key(
            "patience",
            Kind::OneLaw(Family::Patience),
            "How long a customer waits for a reply before leaving without a word. Default: forever.",
        ),
        key(
            "timeout",
            Kind::One(Unit::Duration),
            "How long a chat left without a word still takes one of the agent's places. Default: 2m.",
        )
        .also(&["time_out", "closes_after"]),
    ],
};

pub(in crate::scenario) const THREAD: Section = Section {
    owner: "a thread",
    keys: &[
        key(
            "turns",
            Kind::One(Unit::Number(1.0, 1000.0)),
            "Mean number of turns, each a message of the customer's and its answer.",
        )
        .also(&["messages", "mean"]),
        key(
            "most",
            Kind::One(Unit::Whole(1.0, 100_000.0)),
            "The most turns of one thread. Default: 50.",
        )
        .also(&["max", "maximum"]),
        key(
            "delay",
            Kind::OneLaw(Family::Delay),
            "Time until the customer writes again.",
        )
        .also(&["gap", "after"]),
        key(
            "same_agent",
            Kind::One(Unit::Duration),
            "How long a turn waits for the agent of the turn before, while that agent is on duty. Default: 0s.",
        )
        .also(&["sticky", "affinity"]),
        key(
            "within",
            Kind::One(Unit::Duration),
            "A turn taken up within this time is one in time. Default: the queue's T.",
        )
        .also(&["threshold", "in"]),
    ],
};

/// The ways of dialing, in the order of the model.
pub(in crate::scenario) const DIALING: &[&str] = &["preview", "progressive", "ratio"];

pub(in crate::scenario) const DIALER: Section = Section {
    owner: "a dialer",
    keys: &[
        key(
            "mode",
            Kind::Choice(DIALING),
            "Preview: the agent reads the record first; progressive: a number for each free agent; ratio: several.",
        )
        .also(&["dialing", "type"]),
        key(
            "preview",
            Kind::OneLaw(Family::Times),
            "How long an agent reads the record, where mode = \"preview\".",
        ),
        key(
            "ratio",
            Kind::One(Unit::Number(0.01, 100.0)),
            "Numbers under way for each free agent, where mode = \"ratio\".",
        )
        .also(&["pace", "lines_per_agent"]),
        key(
            "list",
            Kind::One(Unit::Whole(0.0, 10_000_000.0)),
            "Numbers to call that are there at opening, beside those of `volume`. Default: 0.",
        )
        .also(&["numbers", "records"]),
        key(
            "reach",
            Kind::Varying(Unit::Share),
            "Share of attempts that somebody answers, by the interval of dialing.",
        )
        .also(&["reached", "connect", "right_party"]),
        key(
            "ring",
            Kind::OneLaw(Family::Window),
            "How long it rings until somebody answers; a bare duration is the same for every call. Default: 12s.",
        )
        .also(&["ringing"]),
        key(
            "no_answer",
            Kind::One(Unit::Duration),
            "How long it rings where nobody answers. Default: 25s.",
        ),
        key(
            "wrong_party",
            Kind::One(Unit::Share),
            "Share of those who answer who are somebody else. Default: 0.",
        )
        .also(&["wrong", "wrong_number"]),
        key(
            "wrong_length",
            Kind::OneLaw(Family::Times),
            "How long a talk with somebody else lasts.",
        ),
        key(
            "attempts",
            Kind::One(Unit::Whole(1.0, 1000.0)),
            "The most attempts to reach a number. Default: 1.",
        )
        .also(&["tries"]),
        key(
            "again",
            Kind::One(Unit::Duration),
            "Time until the next attempt, where there is one.",
        )
        .also(&["retry_after", "delay"]),
        key(
            "idle_over",
            Kind::One(super::STAFF),
            "Dials only while more than so many agents of its groups are free, and for those beyond. Default: 0.",
        )
        .also(&["idle_min", "threshold"]),
    ],
};

pub(in crate::scenario) const CONCURRENCY: Section = Section {
    owner: "concurrency",
    keys: &[
        key("voice", Kind::One(ALONE), "A call is always alone: 1."),
        key("chat", Kind::One(HELD), "The most chats at once. Default: 1.").also(&["chats"]),
        key(
            "messaging",
            Kind::One(HELD),
            "The most messages at once. Default: 1.",
        )
        .also(&["messages"]),
        key("email", Kind::One(HELD), "The most e-mails at once. Default: 1.").also(&["emails", "e-mail"]),
        key("social", Kind::One(HELD), "The most posts at once. Default: 1."),
        key("outbound", Kind::One(ALONE), "A call is always alone: 1."),
        key(
            "all",
            Kind::One(HELD),
            "The most over all channels. Default: the most that may be held together.",
        )
        .also(&["total", "max"]),
    ],
};

pub(in crate::scenario) const SPEED: Section = Section {
    owner: "a speed",
    keys: &[key(
        "each",
        Kind::One(Unit::Number(0.0, 1.0)),
        "Each further contact in hand adds so many times what the one before added.",
    )],
};

pub(in crate::scenario) const INTERRUPTS: Section = Section {
    owner: "an interruption",
    keys: &[
        key(
            "of",
            Kind::Choices(DEFERRED_CHANNELS),
            "Channels whose contacts are put aside.",
        ),
        key(
            "by",
            Kind::Choices(CHANNELS),
            "Channels for whose contacts that is done. Default: voice.",
        )
        .also(&["for"]),
        key(
            "switching",
            Kind::One(Unit::Duration),
            "Work that each resumption adds. Default: 0s.",
        )
        .also(&["switching_cost", "cost"]),
    ],
};
