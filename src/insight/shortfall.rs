//! Which limits of a target a figure misses.
//!
//! In: a target and the measures of an interval or a day. Out: one [`Shortfall`] for each limit missed.
//! The point estimate decides: an interval meets a target when its ratio over all days does.

use super::wording::{
    number, percent, percent_beside, percent_ceiling, percent_floor, seconds, seconds_beside,
};
use crate::estimate::{Estimate, Measure, Measures, Unit};
use crate::model::Target;

/// A limit that is missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortfall {
    /// The measure that misses it.
    pub measure: Measure,
    /// What the target asks.
    pub limit: f64,
    /// What was found; infinite for a wait where nobody is answered.
    pub found: f64,
    /// Whether the interval of confidence lies wholly on the wrong side of the limit.
    pub certain: bool,
}

/// Relative slack below which a difference from a limit is rounding.
const ROUNDING: f64 = 1e-12;

/// The limits of `target` that `measures` miss, service level first. A measure that does not exist
/// because nothing was offered misses nothing; where something was offered and nobody answered, limits on
/// answering and on waits are missed. A limit on a quantile that is not measured counts as missed where
/// the next lower measured quantile is already beyond it.
pub fn unmet(target: &Target, measures: &Measures) -> Vec<Shortfall> {
    if measures
        .mean(Measure::Offered)
        .is_none_or(|offered| offered <= 0.0)
    {
        return Vec::new();
    }
    let mut missed = Vec::new();
    let mut at_least = |measure: Measure, limit: f64, absent: Option<f64>| {
        let estimate = measures.get(measure).or(absent.map(Estimate::exact));
        if let Some(estimate) = estimate.filter(|estimate| estimate.mean < limit - ROUNDING) {
            missed.push(Shortfall {
                measure,
                limit,
                found: estimate.mean,
                certain: estimate.interval.is_some_and(|(_, high)| high < limit),
            });
        }
    };
    if let Some(service) = target.service {
        at_least(Measure::ServiceLevel, service.answered, Some(0.0));
    }
    if let Some(days) = target.on_days {
        at_least(Measure::TargetMet, days, None);
    }
    let mut at_most = |measure: Measure, limit: f64, absent: Option<f64>| {
        let estimate = measures.get(measure).or(absent.map(Estimate::exact));
        if let Some(estimate) = estimate.filter(|estimate| estimate.mean > limit * (1.0 + ROUNDING)) {
            missed.push(Shortfall {
                measure,
                limit,
                found: estimate.mean,
                certain: estimate.interval.is_some_and(|(low, _)| low > limit),
            });
        }
    };
    if let Some(limit) = target.abandoned {
        at_most(Measure::AbandonmentRate, limit, None);
    }
    if let Some(limit) = target.asa_s {
        at_most(Measure::Asa, limit, Some(f64::INFINITY));
    }
    if let Some(limit) = target.reply_s {
        at_most(Measure::ReplyWait, limit, None);
    }
    for wait in &target.waits {
        let measured = Measure::QUANTILES
            .iter()
            .rev()
            .find(|(_, share)| *share <= wait.share + 1e-9);
        if let Some(&(measure, _)) = measured {
            at_most(measure, wait.at_most_s, Some(f64::INFINITY));
        }
    }
    if let Some(limit) = target.p_wait {
        at_most(Measure::PWait, limit, None);
    }
    if let Some(limit) = target.queue_mean {
        at_most(Measure::QueueMean, limit, None);
    }
    // On days comes after what it counts.
    missed.sort_by_key(|shortfall| shortfall.measure == Measure::TargetMet);
    missed
}

impl Shortfall {
    /// "84 % in time (90 % wanted)", "5.6 % abandon (3.0 % allowed)".
    pub(super) fn phrase(&self) -> String {
        let Self {
            measure,
            limit,
            found,
            ..
        } = *self;
        let bound = if is_share(measure) {
            percent(limit)
        } else {
            plain(measure, limit)
        };
        let word = if wants_more(measure) { "wanted" } else { "allowed" };
        format!(
            "{} ({bound} {word})",
            describe(measure, &beside(measure, found, limit))
        )
    }
}

/// Whether more of it is better.
pub(super) fn wants_more(measure: Measure) -> bool {
    matches!(measure, Measure::ServiceLevel | Measure::TargetMet)
}

fn is_share(measure: Measure) -> bool {
    measure.unit() == Unit::Share
}

/// A figure in its unit.
pub(super) fn plain(measure: Measure, value: f64) -> String {
    if is_share(measure) {
        percent(value)
    } else if measure == Measure::QueueMean {
        number(value)
    } else {
        seconds(value)
    }
}

/// A figure in its unit, told apart from the limit that it misses.
pub(super) fn beside(measure: Measure, value: f64, limit: f64) -> String {
    if is_share(measure) {
        percent_beside(value, limit)
    } else if measure == Measure::QueueMean {
        let short = number(value);
        if short == number(limit) && value != limit {
            format!("{value:.4}")
        } else {
            short
        }
    } else {
        seconds_beside(value, limit)
    }
}

/// A figure rounded to the side on which "at least" (where more is better) or "at most" is true of it.
pub(super) fn bound(measure: Measure, value: f64) -> String {
    if wants_more(measure) {
        return format!("at least {}", percent_floor(value));
    }
    let figure = match measure.unit() {
        Unit::Share => percent_ceiling(value),
        Unit::Seconds if value >= 1.0 => seconds(value.ceil()),
        _ => plain(measure, (10.0 * value).ceil() / 10.0),
    };
    format!("at most {figure}")
}

/// What a figure of a measure says of callers: "65–78 %" becomes "65–78 % in time".
pub(super) fn describe(measure: Measure, figure: &str) -> String {
    match measure {
        Measure::ServiceLevel => format!("{figure} in time"),
        Measure::AbandonmentRate => format!("{figure} abandon"),
        Measure::Asa => format!("a mean wait of {figure}"),
        Measure::WaitP50 => format!("half of the answered wait up to {figure}"),
        Measure::WaitP80 => format!("8 in 10 of the answered wait up to {figure}"),
        Measure::WaitP90 => format!("9 in 10 of the answered wait up to {figure}"),
        Measure::WaitP95 => format!("95 in 100 of the answered wait up to {figure}"),
        Measure::WaitP99 => format!("99 in 100 of the answered wait up to {figure}"),
        Measure::PWait => format!("{figure} have to wait"),
        Measure::ReplyWait => format!("a mean wait for replies of {figure}"),
        Measure::QueueMean => format!("{figure} waiting on average"),
        Measure::TargetMet => format!("on target on {figure} of days"),
        _ => format!("{} {figure}", measure.key()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ServiceTarget, Ticks, WaitLimit};

    fn measures(values: &[(Measure, f64)]) -> Measures {
        let mut measures = Measures::default();
        for &(measure, mean) in values {
            let interval = Some((mean - 0.01, mean + 0.01));
            measures.set(
                measure,
                Some(Estimate {
                    mean,
                    interval,
                    days: None,
                }),
            );
        }
        measures
    }

    fn everything() -> Target {
        Target {
            service: Some(ServiceTarget {
                answered: 0.8,
                within: Ticks::from_seconds(20.0),
            }),
            abandoned: Some(0.03),
            asa_s: Some(30.0),
            waits: vec![
                WaitLimit {
                    share: 0.9,
                    at_most_s: 60.0,
                },
                WaitLimit {
                    share: 0.85,
                    at_most_s: 50.0,
                },
            ],
            p_wait: Some(0.5),
            queue_mean: Some(2.0),
            ..Target::default()
        }
    }

    #[test]
    fn every_limit_is_looked_at() {
        let bad = measures(&[
            (Measure::Offered, 50.0),
            (Measure::ServiceLevel, 0.795),
            (Measure::AbandonmentRate, 0.056),
            (Measure::Asa, 31.0),
            (Measure::WaitP80, 51.0),
            (Measure::WaitP90, 61.0),
            (Measure::PWait, 0.6),
            (Measure::QueueMean, 2.5),
        ]);
        let missed = unmet(&everything(), &bad);
        let which: Vec<Measure> = missed.iter().map(|shortfall| shortfall.measure).collect();
        assert_eq!(
            which,
            [
                Measure::ServiceLevel,
                Measure::AbandonmentRate,
                Measure::Asa,
                Measure::WaitP90,
                Measure::WaitP80,
                Measure::PWait,
                Measure::QueueMean
            ]
        );
        assert!(!missed[0].certain && missed[1].certain);
        assert_eq!(missed[0].phrase(), "79.5 % in time (80 % wanted)");
        assert_eq!(missed[1].phrase(), "5.6 % abandon (3.0 % allowed)");
        let good = measures(&[
            (Measure::Offered, 50.0),
            (Measure::ServiceLevel, 0.8),
            (Measure::AbandonmentRate, 0.03),
            (Measure::Asa, 30.0),
            (Measure::WaitP80, 50.0),
            (Measure::WaitP90, 60.0),
            (Measure::PWait, 0.5),
            (Measure::QueueMean, 2.0),
        ]);
        assert_eq!(unmet(&everything(), &good), []);
    }

    #[test]
    fn nobody_offered_misses_nothing_and_nobody_answered_misses_what_needs_answers() {
        assert_eq!(unmet(&everything(), &Measures::default()), []);
        assert_eq!(unmet(&everything(), &measures(&[(Measure::Offered, 0.0)])), []);
        let lost = measures(&[
            (Measure::Offered, 5.0),
            (Measure::Answered, 0.0),
            (Measure::AbandonmentRate, 1.0),
        ]);
        let missed = unmet(&everything(), &lost);
        assert!(
            missed
                .iter()
                .any(|shortfall| shortfall.measure == Measure::ServiceLevel && shortfall.found == 0.0)
        );
        assert!(
            missed
                .iter()
                .any(|shortfall| shortfall.measure == Measure::Asa && shortfall.found.is_infinite())
        );
    }

    #[test]
    fn days_are_asked_for_only_with_on_days() {
        let mut target = everything();
        let figures = measures(&[
            (Measure::Offered, 5.0),
            (Measure::ServiceLevel, 0.9),
            (Measure::TargetMet, 0.7),
        ]);
        assert!(
            unmet(&target, &figures)
                .iter()
                .all(|shortfall| shortfall.measure != Measure::TargetMet)
        );
        target.on_days = Some(0.9);
        let missed = unmet(&target, &figures);
        assert_eq!(
            missed.last().map(|shortfall| shortfall.measure),
            Some(Measure::TargetMet)
        );
    }
}
