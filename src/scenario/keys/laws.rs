//! The parameters of distributions.

use super::{CV, Kind, PHASES, Section, WEIBULL_SHAPE, key};
use crate::scenario::leaf::Unit;

macro_rules! law {
    ($name:ident, $owner:literal, $($key:literal: $unit:expr, $about:literal);+) => {
        pub(in crate::scenario) const $name: Section = Section {
            owner: $owner,
            keys: &[$(key($key, Kind::Varying($unit), $about)),+],
        };
    };
}

law!(EXPONENTIAL, "exponential", "mean": Unit::PositiveDuration, "Mean.");
law!(LOGNORMAL, "lognormal",
    "mean": Unit::PositiveDuration, "Mean, with `cv`.";
    "cv": Unit::Number(0.0, 100.0), "Coefficient of variation: standard deviation / mean.";
    "median": Unit::PositiveDuration, "Median, with `p90`.";
    "p90": Unit::PositiveDuration, "Nine in ten are at most this.");
law!(GAMMA, "gamma",
    "mean": Unit::PositiveDuration, "Mean, with `cv`.";
    "cv": CV, "Coefficient of variation.");
law!(ERLANG, "erlang",
    "mean": Unit::PositiveDuration, "Mean of the sum of all phases.";
    "shape": PHASES, "Number of phases.");
law!(WEIBULL, "weibull",
    "mean": Unit::PositiveDuration, "Mean.";
    "shape": WEIBULL_SHAPE, "Shape: above 1 the hazard rises.");
law!(HYPEREXPONENTIAL, "hyperexponential",
    "mean": Unit::PositiveDuration, "Mean.";
    "cv": Unit::Number(1.0, 100.0), "Coefficient of variation, at least 1; two phases of balanced means.");
law!(UNIFORM, "uniform",
    "low": Unit::Duration, "Least value.";
    "high": Unit::Duration, "Greatest value.");
law!(TRIANGULAR, "triangular",
    "low": Unit::Duration, "Least value.";
    "mode": Unit::Duration, "Most likely value.";
    "high": Unit::Duration, "Greatest value.");
// The three below are not tables of numbers; the walker reads them by hand.
pub(in crate::scenario) const DETERMINISTIC: Section = Section {
    owner: "deterministic",
    keys: &[],
};
pub(in crate::scenario) const EMPIRICAL: Section = Section {
    owner: "empirical",
    keys: &[
        key("file", Kind::Text, "A CSV file beside the scenario."),
        key(
            "column",
            Kind::Text,
            "Its column; under a heading ending in _s numbers are seconds.",
        ),
    ],
};
pub(in crate::scenario) const SURVIVAL: Section = Section {
    owner: "survival",
    keys: &[],
};
pub(in crate::scenario) const OBSERVED: Section = Section {
    owner: "observed",
    keys: &[
        key("answered", Kind::One(Unit::Count), "Contacts answered."),
        key("asa", Kind::One(Unit::Duration), "Their mean wait."),
        key("abandoned", Kind::One(Unit::Count), "Contacts that abandoned."),
        key("abandon_wait", Kind::One(Unit::Duration), "Their mean wait."),
    ],
};

/// Laws of handle, talk and wrap-up times.
pub(in crate::scenario) const TIMES: &[&Section] = &[
    &EXPONENTIAL,
    &LOGNORMAL,
    &GAMMA,
    &ERLANG,
    &WEIBULL,
    &HYPEREXPONENTIAL,
    &DETERMINISTIC,
    &UNIFORM,
    &TRIANGULAR,
    &EMPIRICAL,
];

/// Laws of patience.
pub(in crate::scenario) const PATIENCE: &[&Section] = &[
    &EXPONENTIAL,
    &LOGNORMAL,
    &GAMMA,
    &ERLANG,
    &WEIBULL,
    &HYPEREXPONENTIAL,
    &DETERMINISTIC,
    &UNIFORM,
    &TRIANGULAR,
    &EMPIRICAL,
    &SURVIVAL,
    &OBSERVED,
];

/// Laws of the day's busyness: their mean is 1.
pub(in crate::scenario) const BUSYNESS: &[&Section] =
    &[&BUSYNESS_GAMMA, &BUSYNESS_LOGNORMAL, &BUSYNESS_UNIFORM];
law!(BUSYNESS_GAMMA, "gamma", "cv": CV, "Coefficient of variation.");
law!(BUSYNESS_LOGNORMAL, "lognormal", "cv": CV, "Coefficient of variation.");
law!(BUSYNESS_UNIFORM, "uniform",
    "low": Unit::Count, "Least factor.";
    "high": Unit::Count, "Greatest factor; the mean of both is 1.");
