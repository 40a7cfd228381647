//! The settings of what stands between arriving and waiting.

use super::{Kind, Section, key};
use crate::scenario::distribution::Family;
use crate::scenario::leaf::Unit;

/// A number of contacts.
pub(in crate::scenario) const CONTACTS: Unit = Unit::Whole(0.0, 1_000_000.0);

pub(in crate::scenario) const LINES: Section = Section {
    owner: "a set of lines",
    keys: &[
        key("trunks", Kind::One(Unit::Whole(1.0, 1_000_000.0)), "How many.")
            .also(&["lines", "count", "number"]),
        key(
            "queues",
            Kind::Texts,
            "The queues whose contacts hold one. Default: all.",
        ),
    ],
};

pub(in crate::scenario) const IVR: Section = Section {
    owner: "an IVR or bot",
    keys: &[
        key(
            "length",
            Kind::OneLaw(Family::Times),
            "How long a contact stays in it.",
        )
        .also(&["duration", "time"]),
        key(
            "contained",
            Kind::Varying(Unit::Share),
            "Share served by it without an agent. Default: 0.",
        )
        .also(&["containment"]),
        key(
            "hang_up",
            Kind::One(Unit::Share),
            "Share that hangs up in it. Default: 0.",
        )
        .also(&["hang_ups", "abandoned"]),
        key(
            "choice",
            Kind::Each(Unit::Share),
            "Shares of the others that choose another queue: { sales = \"30%\" }.",
        )
        .also(&["choices"]),
        key(
            "failed",
            Kind::One(Unit::Share),
            "Share of those served by it who come back to an agent after all. Default: 0.",
        )
        .also(&["fails", "failure"]),
        key(
            "returns_after",
            Kind::OneLaw(Family::Delay),
            "Time until they come back.",
        )
        .also(&["delay"]),
        key(
            "patience_factor",
            Kind::One(Unit::Number(0.01, 100.0)),
            "How many times as long as others they would wait. Default: 1.",
        ),
    ],
};

/// How a wait is predicted, in one word.
pub(in crate::scenario) const PREDICTORS: &[&str] = &["last-wait", "queue-over-rate", "head-of-queue"];

pub(in crate::scenario) const PREDICTOR: Section = Section {
    owner: "a predictor",
    keys: &[key(
        "mean_of_last",
        Kind::One(Unit::Whole(1.0, 10_000.0)),
        "The mean wait of the last so many contacts answered.",
    )],
};

pub(in crate::scenario) const CALLBACK: Section = Section {
    owner: "a callback",
    keys: &[
        key(
            "when_wait",
            Kind::One(Unit::Duration),
            "Offered when the predicted wait is longer.",
        ),
        key(
            "when_length",
            Kind::One(CONTACTS),
            "Offered when more wait already.",
        ),
        key(
            "predictor",
            Kind::ChoiceOrTable(PREDICTORS, &PREDICTOR),
            "How the wait is predicted for `when_wait`. Default: queue-over-rate.",
        ),
        key("accept", Kind::One(Unit::Share), "Share that accepts.").also(&["accepted", "share"]),
        key(
            "window",
            Kind::OneLaw(Family::Window),
            "Time after which the callback is due. Default: the caller keeps the place in the queue.",
        )
        .also(&["delay", "after"]),
        key(
            "dial",
            Kind::One(Unit::Duration),
            "How long an agent is busy with an attempt that reaches nobody. Default: 20s.",
        ),
        key(
            "reached",
            Kind::One(Unit::Share),
            "Share of attempts that reach the caller. Default: 100 %.",
        ),
        key(
            "again",
            Kind::One(Unit::Duration),
            "Time until the next attempt. Default: 30m.",
        ),
        key(
            "attempts",
            Kind::One(Unit::Whole(1.0, 1000.0)),
            "The most attempts. Default: 2.",
        ),
    ],
};
