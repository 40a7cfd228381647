//! The settings of a queue, its targets and what really happened.

use super::caller::{MESSAGE, REPEAT, RETRY, SEGMENT};
use super::channel::{CHANNELS, CONVERSATION, DIALER, THREAD};
use super::demand::{ARRIVALS_KEY, BACKLOG, RATE_KEY, RATE_SHAPE_KEY, VOLUME_KEY};
use super::entry::{CALLBACK, CONTACTS, IVR, PREDICTOR, PREDICTORS};
use super::route::{OVERFLOW, TRANSFER};
use super::{Kind, PATIENCE, Section, TIMES, key};
use crate::scenario::leaf::Unit;

pub(in crate::scenario) const QUEUE: Section = Section {
    owner: "a queue",
    keys: &[
        key(
            "channel",
            Kind::Choice(CHANNELS),
            "How contacts reach the center. Default: voice.",
        )
        .also(&["type", "media"]),
        VOLUME_KEY,
        RATE_KEY,
        ARRIVALS_KEY,
        RATE_SHAPE_KEY,
        key(
            "backlog",
            Kind::Table(&BACKLOG),
            "Contacts that are there when the center opens.",
        ),
        key("handle", Kind::Law(TIMES), "Handle time (AHT), wrap-up inside.")
            .also(&["aht", "aht_s", "service"]),
        key(
            "talk",
            Kind::Law(TIMES),
            "Talk and hold time, where wrap-up is told apart.",
        ),
        key("wrap_up", Kind::Law(TIMES), "After-call work, beside `talk`.").also(&[
            "wrapup",
            "acw",
            "after_call_work",
        ]),
        key(
            "patience",
            Kind::Law(PATIENCE),
            "How long a contact would wait. Default: forever; for outbound calls 0s.",
        )
        .also(&["abandonment"]),
        key(
            "balk",
            Kind::Varying(Unit::Share),
            "Share that leaves at once rather than wait. Default: 0.",
        )
        .also(&["balking"]),
        key(
            "priority",
            Kind::One(Unit::Whole(-1_000_000.0, 1_000_000.0)),
            "Highest first, where routing.contact = \"priority\". Default: 0.",
        ),
        key(
            "route",
            Kind::Route,
            "Groups in order of choice; an inner list is one rank, a table one with a delay or conditions.",
        )
        .also(&["groups"]),
        key("target", Kind::Table(&TARGET), "What the queue should reach.").also(&["targets", "goal"]),
        key(
            "short",
            Kind::One(Unit::Duration),
            "Short abandonments of this queue.",
        ),
        key(
            "actual",
            Kind::Table(&ACTUAL),
            "What really happened, to set beside the model.",
        )
        .also(&["actuals"]),
        key(
            "segments",
            Kind::Named(&SEGMENT),
            "Kinds of customer, each under a name; what their shares leave is the segment `others`.",
        )
        .also(&["segment", "classes", "customers"]),
        key(
            "balk_by_length",
            Kind::Pairs(CONTACTS, Unit::Share),
            "Share that leaves at once, from so many waiting on: [[5, \"10%\"], [10, \"30%\"]].",
        ),
        key(
            "balk_by_announced",
            Kind::Pairs(Unit::Duration, Unit::Share),
            "Share that leaves at once, from an announced wait on: [[\"1m\", \"10%\"]]. Needs `announce`.",
        ),
        key(
            "hang_ups",
            Kind::Pairs(Unit::Duration, Unit::Share),
            "Hang-ups at announcements: after such a wait, this share of those still there.",
        )
        .also(&["hangups", "hang_up"]),
        key(
            "message",
            Kind::Table(&MESSAGE),
            "A message left in place of waiting on.",
        )
        .also(&["voicemail", "messages"]),
        key(
            "retry",
            Kind::Table(&RETRY),
            "Trying again after a call that failed.",
        )
        .also(&["retries", "redial", "redials"]),
        key(
            "repeat",
            Kind::Table(&REPEAT),
            "Coming back after an answered call because the matter was not resolved.",
        )
        .also(&["repeats", "repeat_contact", "returns"]),
        key(
            "places",
            Kind::One(CONTACTS),
            "The most who may wait; others get a busy tone.",
        )
        .also(&["capacity", "queue_max", "max_queue"]),
        key(
            "places_per_agent",
            Kind::One(Unit::Number(0.0, 1000.0)),
            "The most who may wait, for each agent on duty, instead of `places`.",
        ),
        key(
            "ivr",
            Kind::Table(&IVR),
            "A stage before the queue, without agents.",
        ),
        key(
            "bot",
            Kind::Table(&IVR),
            "The same under another name: a bot or self-service before the queue.",
        )
        .also(&["self_service", "chatbot"]),
        key(
            "clock",
            Kind::Choice(&["wall", "open"]),
            "Waits and T by the wall's clock, or by one that stands while the center is closed. Default: open for e-mail and social, wall else.",
        ),
        key(
            "conversation",
            Kind::Table(&CONVERSATION),
            "How a chat goes: replies, and customers who leave it.",
        ),
        key(
            "thread",
            Kind::Table(&THREAD),
            "How a thread of messages goes: turns, and the time between them.",
        )
        .also(&["threads"]),
        key(
            "dialer",
            Kind::Table(&DIALER),
            "How the numbers of an outbound queue are called.",
        ),
        key(
            "announce",
            Kind::ChoiceOrTable(PREDICTORS, &PREDICTOR),
            "An announced wait, and how it is predicted.",
        )
        .also(&["announcement", "announced"]),
        key("callback", Kind::Table(&CALLBACK), "The offer to be called back.")
            .also(&["callbacks", "virtual_hold"]),
        key(
            "credit",
            Kind::One(Unit::Duration),
            "A contact counts as having waited this much longer than it has. Default: 0s.",
        ),
        key(
            "priority_gain",
            Kind::One(Unit::Number(0.0, 1_000_000.0)),
            "Priority gained by each minute of waiting, where routing.contact = \"priority\". Default: 0.",
        ),
        key(
            "weight",
            Kind::One(Unit::Number(0.001, 1_000_000.0)),
            "By what a wait is multiplied where routing.contact = \"weighted-wait\". Default: 1.",
        ),
        key(
            "overflow",
            Kind::Table(&OVERFLOW),
            "Moving on to another queue while waiting.",
        ),
        key(
            "transfers",
            Kind::Tables(&TRANSFER, "to"),
            "Moving on to another queue after talking.",
        )
        .also(&["transfer"]),
    ],
};

pub(in crate::scenario) const TARGET: Section = Section {
    owner: "a target",
    keys: &[
        key(
            "answered",
            Kind::One(Unit::Share),
            "Share to be answered within `within`.",
        )
        .also(&["service_level", "sl"]),
        key(
            "within",
            Kind::One(Unit::Duration),
            "The T of the service level; \"0s\" means no wait. Default: 20s for calls, and what is usual for other channels.",
        )
        .also(&["threshold", "t", "in"]),
        key(
            "abandoned",
            Kind::One(Unit::Share),
            "At most this share of offered contacts abandons.",
        )
        .also(&["abandonment", "abandonment_rate"]),
        key(
            "asa",
            Kind::One(Unit::Duration),
            "Mean wait of answered contacts at most this.",
        ),
        key(
            "p_wait",
            Kind::One(Unit::Share),
            "At most this share has to wait.",
        ),
        key(
            "queue_mean",
            Kind::One(Unit::Count),
            "At most this many wait on average.",
        ),
        key(
            "reply",
            Kind::One(Unit::PositiveDuration),
            "Mean wait for a reply at most this: in a chat, or for a turn of a thread.",
        ),
        key(
            "per",
            Kind::Choices(&["interval", "day"]),
            "Whether each interval, the day or both must meet it. Default: interval; for messages, e-mail and social day.",
        ),
        key(
            "on_days",
            Kind::One(Unit::Share),
            "The share of days on which it must be met.",
        )
        .also(&["days"]),
    ],
};

pub(in crate::scenario) const ACTUAL: Section = Section {
    owner: "what actually happened",
    keys: &[
        key(
            "service_level",
            Kind::Varying(Unit::Share),
            "By the scenario's definition.",
        )
        .also(&["sl", "answered"]),
        key(
            "asa",
            Kind::Varying(Unit::Duration),
            "Mean wait of answered contacts.",
        )
        .also(&["asa_s"]),
        key("abandoned", Kind::Varying(Unit::Share), "Abandoned of offered.")
            .also(&["abandonment", "abandonment_rate"]),
    ],
};
