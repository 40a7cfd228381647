//! A target as a list of limits, each on one figure, to be held against a single day or against what all
//! days say.

use crate::model::Measure;
use crate::model::Target;

/// One limit of a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The figure that is limited.
    pub on: Limited,
    /// Where it should lie.
    pub bound: Bound,
}

/// The figure that a limit is on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limited {
    /// A measure.
    Measure(Measure),
    /// The quantile of this share of the waits of answered contacts, in seconds.
    WaitQuantile(f64),
}

/// Where a figure should lie; the value itself is good enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Not below.
    AtLeast(f64),
    /// Not above.
    AtMost(f64),
}

impl Bound {
    /// Whether a figure keeps to the bound; a figure that does not exist (nobody came) does.
    pub fn holds(self, figure: Option<f64>) -> bool {
        match (figure, self) {
            (None, _) => true,
            (Some(figure), Self::AtLeast(least)) => figure >= least,
            (Some(figure), Self::AtMost(most)) => figure <= most,
        }
    }

    /// Of the two ends of an interval, the one that is worse for this bound and the better one.
    pub fn worse_and_better(self, (low, high): (f64, f64)) -> (f64, f64) {
        match self {
            Self::AtLeast(_) => (low, high),
            Self::AtMost(_) => (high, low),
        }
    }
}

/// Every limit that a target sets.
pub fn limits(target: &Target) -> Vec<Limit> {
    let at_most = |measure: Measure, most: Option<f64>| {
        most.map(|most| Limit {
            on: Limited::Measure(measure),
            bound: Bound::AtMost(most),
        })
    };
    let service = target.service.map(|service| Limit {
        on: Limited::Measure(Measure::ServiceLevel),
        bound: Bound::AtLeast(service.answered),
    });
    let waits = target.waits.iter().map(|wait| Limit {
        on: Limited::WaitQuantile(wait.share),
        bound: Bound::AtMost(wait.at_most_s),
    });
    [
        service,
        at_most(Measure::AbandonmentRate, target.abandoned),
        at_most(Measure::Asa, target.asa_s),
        at_most(Measure::ReplyWait, target.reply_s),
        at_most(Measure::PWait, target.p_wait),
        at_most(Measure::QueueMean, target.queue_mean),
    ]
    .into_iter()
    .flatten()
    .chain(waits)
    .collect()
}

/// Whether every limit holds; `figure` looks a figure up.
pub fn all_hold(limits: &[Limit], mut figure: impl FnMut(Limited) -> Option<f64>) -> bool {
    limits.iter().all(|limit| limit.bound.holds(figure(limit.on)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ServiceTarget, Ticks, WaitLimit};

    #[test]
    fn every_limit_that_is_given_must_hold() {
        let target = Target {
            service: Some(ServiceTarget {
                answered: 0.8,
                within: Ticks::from_seconds(20.0),
            }),
            abandoned: Some(0.03),
            waits: vec![WaitLimit {
                share: 0.85,
                at_most_s: 60.0,
            }],
            ..Target::default()
        };
        let limits = limits(&target);
        assert_eq!(limits.len(), 3);
        let day = |service, abandoned, wait| {
            all_hold(&limits, |on| match on {
                Limited::Measure(Measure::ServiceLevel) => service,
                Limited::Measure(Measure::AbandonmentRate) => abandoned,
                Limited::WaitQuantile(0.85) => wait,
                other => panic!("{other:?} is not limited"),
            })
        };
        assert!(day(Some(0.8), Some(0.03), Some(60.0)));
        assert!(!day(Some(0.79), Some(0.03), Some(60.0)));
        assert!(!day(Some(0.8), Some(0.04), Some(60.0)));
        assert!(!day(Some(0.8), Some(0.03), Some(60.1)));
        assert!(day(None, None, None), "nobody came: nothing is missed");
    }
}
