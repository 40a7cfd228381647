//! The settings of where a contact may go: steps of a route, overflow, transfers.

use super::{CONTACTS, Kind, STAFF, Section, key};
use crate::scenario::distribution::Family;
use crate::scenario::leaf::Unit;

pub(in crate::scenario) const STEP: Section = Section {
    owner: "a step of a route",
    keys: &[
        key("groups", Kind::Texts, "The groups of the step, one rank.").also(&["group"]),
        key(
            "after",
            Kind::One(Unit::Duration),
            "The wait from which on they may take a contact. Default: 0s.",
        )
        .also(&["delay"]),
        key(
            "when",
            Kind::Table(&WHEN),
            "What must hold for them to take one; all of it.",
        )
        .also(&["if"]),
    ],
};

pub(in crate::scenario) const WHEN: Section = Section {
    owner: "a condition",
    keys: &[
        key(
            "queue_over",
            Kind::One(CONTACTS),
            "More than this many of the queue wait, the contact in question among them.",
        ),
        key(
            "idle_over",
            Kind::One(STAFF),
            "More than this many agents of the group are idle, the agent in question among them.",
        ),
        key(
            "busy_over",
            Kind::One(Unit::Share),
            "More than this share of the agents of the first rank is busy.",
        ),
        key(
            "service_below",
            Kind::Table(&SERVICE_BELOW),
            "Less than a share of the queue's last contacts was answered within T.",
        ),
    ],
};

pub(in crate::scenario) const SERVICE_BELOW: Section = Section {
    owner: "a recent service level",
    keys: &[
        key("share", Kind::One(Unit::Share), "The share."),
        key(
            "over",
            Kind::One(Unit::PositiveDuration),
            "How far back it looks: \"15m\".",
        )
        .also(&["last", "within"]),
    ],
};

pub(in crate::scenario) const OVERFLOW: Section = Section {
    owner: "an overflow",
    keys: &[
        key("to", Kind::Text, "The queue in which the contact waits on.").also(&["queue"]),
        key(
            "after",
            Kind::One(Unit::Duration),
            "The wait after which it moves on.",
        ),
        key(
            "when_unstaffed",
            Kind::Switch,
            "Moves on as soon as no group of its route has anybody on duty. Default: false.",
        ),
    ],
};

pub(in crate::scenario) const TRANSFER: Section = Section {
    owner: "a transfer",
    keys: &[
        key("to", Kind::Text, "The queue to which it goes.").also(&["queue"]),
        key(
            "share",
            Kind::VaryingOrEach(Unit::Share),
            "Share of the queue's answered contacts; or by group.",
        ),
        key(
            "after",
            Kind::One(Unit::Share),
            "How much of the talk is over then. Default: 100 %.",
        ),
        key(
            "warm",
            Kind::OneLaw(Family::Times),
            "The first agent stays until the second takes it, and talks with both for this long. Default: leaves at once.",
        )
        .also(&["conference"]),
        key(
            "priority",
            Kind::One(Unit::Whole(-1_000_000.0, 1_000_000.0)),
            "Added to the priority of the second queue. Default: 0.",
        ),
    ],
};
