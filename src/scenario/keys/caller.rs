//! The settings of what callers do beside waiting.

use super::{Kind, Section, key};
use crate::scenario::distribution::Family;
use crate::scenario::leaf::Unit;

/// Factors beyond these bounds are a slip of the pen.
const FACTOR: Unit = Unit::Number(0.01, 100.0);
/// Beyond so many tries or returns nothing is to be seen.
const TIMES_AGAIN: Unit = Unit::Whole(1.0, 10_000.0);

pub(in crate::scenario) const SEGMENT: Section = Section {
    owner: "a segment",
    keys: &[
        key("share", Kind::One(Unit::Share), "Share of the queue's contacts."),
        key(
            "patience_factor",
            Kind::One(FACTOR),
            "How many times as long as the queue's others they would wait. Default: 1.",
        ),
        key(
            "handle_factor",
            Kind::One(FACTOR),
            "How many times as long as the queue's others they take. Default: 1.",
        ),
        key(
            "priority",
            Kind::One(Unit::Whole(-1_000_000.0, 1_000_000.0)),
            "Added to the queue's priority. Default: 0.",
        ),
        key(
            "credit",
            Kind::One(Unit::Duration),
            "Added to the queue's credit. Default: 0s.",
        ),
    ],
};

pub(in crate::scenario) const MESSAGE: Section = Section {
    owner: "a message",
    keys: &[
        key(
            "after",
            Kind::One(Unit::Duration),
            "The wait after which it is offered.",
        ),
        key(
            "share",
            Kind::One(Unit::Share),
            "Share that leaves one; the others wait on. Default: 100 %.",
        ),
    ],
};

pub(in crate::scenario) const RETRY: Section = Section {
    owner: "a retry",
    keys: &[
        key(
            "abandoned",
            Kind::OneOrTable(Unit::Share, &AGAIN),
            "Share that tries again after abandoning. Default: 0.",
        ),
        key(
            "blocked",
            Kind::OneOrTable(Unit::Share, &AGAIN),
            "Share that tries again after a busy tone. Default: 0.",
        )
        .also(&["busy"]),
        key(
            "balked",
            Kind::OneOrTable(Unit::Share, &AGAIN),
            "Share that tries again after balking, or hanging up in the IVR. Default: 0.",
        ),
        key(
            "delay",
            Kind::OneLaw(Family::Delay),
            "Time until the next attempt.",
        )
        .also(&["after"]),
        key(
            "attempts",
            Kind::One(TIMES_AGAIN),
            "The most attempts of one client, the first among them. Default: 10.",
        ),
    ],
};

pub(in crate::scenario) const AGAIN: Section = Section {
    owner: "a share that tries again",
    keys: &[
        key("first", Kind::One(Unit::Share), "After the first attempt."),
        key("later", Kind::One(Unit::Share), "After a later one."),
    ],
};

pub(in crate::scenario) const REPEAT: Section = Section {
    owner: "a repeat contact",
    keys: &[
        key(
            "unresolved",
            Kind::OneOrEach(Unit::Share),
            "Share of answered calls that leave the matter unresolved; or by group.",
        ),
        key(
            "returns",
            Kind::One(Unit::Share),
            "Share of the unresolved who come back. Default: 100 %.",
        ),
        key(
            "delay",
            Kind::OneLaw(Family::Delay),
            "Time from the end of the call until the next.",
        )
        .also(&["after"]),
        key(
            "to",
            Kind::Text,
            "The queue to which they come back. Default: the same.",
        )
        .also(&["queue"]),
        key(
            "times",
            Kind::One(TIMES_AGAIN),
            "The most times that a client comes back. Default: 3.",
        ),
    ],
};
