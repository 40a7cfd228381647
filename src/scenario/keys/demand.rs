//! The settings of how contacts come: arrivals around a volume, random factors, streams of several queues,
//! and who is there at opening.

use super::{CV, Key, Kind, Section, key};
use crate::scenario::distribution::Family;
use crate::scenario::leaf::Unit;

/// Arrivals that need no more than a word.
pub(in crate::scenario) const ARRIVAL_WORDS: &[&str] = &["poisson", "fixed"];

pub(super) const VOLUME_KEY: Key = key("volume", Kind::Volume, "Expected contacts in each interval.")
    .also(&["calls", "volumes", "contacts"]);

pub(super) const RATE_KEY: Key = key(
    "rate",
    Kind::Varying(Unit::Rate),
    "Expected contacts per time instead of `volume`: \"100/h\".",
);

pub(super) const ARRIVALS_KEY: Key = key(
    "arrivals",
    Kind::ChoiceOrTable(ARRIVAL_WORDS, &ARRIVALS),
    "How contacts arrive around the volume. Default: poisson.",
)
.also(&["arrival_process", "process"]);

pub(super) const RATE_SHAPE_KEY: Key = key(
    "rate_shape",
    Kind::Choice(&["constant", "linear"]),
    "How the rate runs within and between intervals. Default: constant.",
);

/// Contacts of one batch.
pub(in crate::scenario) const BATCH: Unit = Unit::Whole(1.0, 10_000.0);

pub(in crate::scenario) const ARRIVALS: Section = Section {
    owner: "an arrival process",
    keys: &[
        key(
            "mixed",
            Kind::Table(&MIXED),
            "Poisson with a gamma factor of each interval, with mean 1.",
        )
        .also(&["gamma"]),
        key(
            "renewal",
            Kind::OneLaw(Family::Times),
            "Gaps of this law, stretched so that the volume is as given.",
        )
        .also(&["gaps"]),
        key(
            "batches",
            Kind::Pairs(BATCH, Unit::Share),
            "Sizes of batches and their shares, which sum to 1: [[1, 0.8], [5, 0.2]].",
        )
        .also(&["batch"]),
        key(
            "replay",
            Kind::Text,
            "The very contacts of a CSV file beside the scenario: `time`, and if known `queue`, `handle` and `patience`.",
        )
        .also(&["file", "csv"]),
    ],
};

pub(in crate::scenario) const MIXED: Section = Section {
    owner: "a mixed process",
    keys: &[key(
        "cv",
        Kind::One(CV),
        "Coefficient of variation of the factor.",
    )],
};

pub(in crate::scenario) const FACTOR: Section = Section {
    owner: "a factor",
    keys: &[
        key(
            "queues",
            Kind::Names,
            "The queues whose volumes it multiplies. Default: all.",
        ),
        key(
            "day",
            Kind::Busyness,
            "A factor of each calendar day, with mean 1.",
        ),
        key(
            "interval",
            Kind::Table(&INTERVAL_FACTOR),
            "Gamma factors of the intervals, with mean 1.",
        )
        .also(&["intervals"]),
    ],
};

pub(in crate::scenario) const INTERVAL_FACTOR: Section = Section {
    owner: "a factor of the intervals",
    keys: &[
        key("cv", Kind::One(CV), "Coefficient of variation."),
        key(
            "correlation",
            Kind::One(Unit::Number(-0.9999, 0.9999)),
            "Correlation of neighbouring intervals (of the underlying normal variables). Default: 0.",
        ),
    ],
};

pub(in crate::scenario) const MIX: Section = Section {
    owner: "a mix",
    keys: &[
        VOLUME_KEY,
        RATE_KEY,
        ARRIVALS_KEY,
        RATE_SHAPE_KEY,
        key(
            "queues",
            Kind::VaryingEach(Unit::Share),
            "The share of each queue; they sum to 1 in every interval.",
        )
        .also(&["shares"]),
    ],
};

pub(in crate::scenario) const BACKLOG: Section = Section {
    owner: "a backlog",
    keys: &[
        key(
            "waiting",
            Kind::List(Unit::Duration),
            "How long those who wait at opening have waited.",
        ),
        key(
            "in_service",
            Kind::List(Unit::Duration),
            "How long those in service at opening have been handled.",
        ),
        key(
            "early",
            Kind::One(Unit::Count),
            "Expected contacts that come before opening and wait for it. Default: 0.",
        ),
        key(
            "early_over",
            Kind::One(Unit::PositiveDuration),
            "How long before opening they begin to come, such as \"15m\".",
        ),
    ],
};
