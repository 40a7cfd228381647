//! What two scenarios can be compared by: a figure that means something else in each is not compared.
//!
//! In: two cases. Out: what is unlike, each with what it leaves out.

use super::super::case::Case;
use super::super::target;
use crate::model::{Center, Measure, ServiceLevelDefinition, Target};

/// Something that means something else in the two scenarios.
#[derive(Debug, Clone, PartialEq)]
pub enum Unlike {
    /// The definition of the service level, so that no service level is compared.
    Definition {
        /// That of BASE.
        base: ServiceLevelDefinition,
        /// That of OTHER.
        other: ServiceLevelDefinition,
    },
    /// The T of a queue (or what is a short abandonment), and so its service level.
    Within {
        /// The queue's name.
        queue: String,
        /// T in BASE, in seconds.
        base_s: f64,
        /// T in OTHER, in seconds.
        other_s: f64,
    },
    /// What is asked of a queue, so that how often it is met is not compared.
    Target {
        /// The queue's name.
        queue: String,
    },
    /// What is asked of all queues together.
    CenterTarget,
    /// The length of intervals, so that numbers of intervals are not compared.
    Interval,
    /// The time that one replication covers: a day and a week. Only ratios, waits and means over time are
    /// compared, no count, hours or cost.
    Horizon,
}

/// How like two scenarios are.
#[derive(Debug, Clone)]
pub(super) struct Likeness {
    pub unlike: Vec<Unlike>,
    definition: bool,
    pub span: bool,
    interval: bool,
    /// By matched queue: whether service levels and whether targets are alike.
    queues: Vec<(bool, bool)>,
    /// Whether no queue is without its counterpart.
    pub complete: bool,
    occupancy: bool,
    /// Whether the same is asked of all queues together.
    center: bool,
}

const DAY_S: f64 = 86_400.0;

/// Whether one replication is the same length of time in both, or a day of some length in both.
fn same_span(base: &Center, other: &Center) -> bool {
    let (base, other) = (base.calendar.horizon(), other.calendar.horizon());
    base == other || (base.seconds() <= DAY_S && other.seconds() <= DAY_S)
}

fn same_limits(base: Option<&Target>, other: Option<&Target>) -> bool {
    base.map(target::limits) == other.map(target::limits)
}

impl Likeness {
    /// Of two cases whose queues are matched as `pairs` say.
    pub fn new(base: &Case, other: &Case, pairs: &[(usize, usize)]) -> Self {
        let (base, other) = (&base.center, &other.center);
        let mut unlike = Vec::new();
        let definition = base.service_level == other.service_level;
        if !definition {
            unlike.push(Unlike::Definition {
                base: base.service_level,
                other: other.service_level,
            });
        }
        let span = same_span(base, other);
        if !span {
            unlike.push(Unlike::Horizon);
        }
        let interval = base.calendar.interval == other.calendar.interval;
        if !interval {
            unlike.push(Unlike::Interval);
        }
        let mut queues = Vec::with_capacity(pairs.len());
        for &(left, right) in pairs {
            let (left, right) = (&base.queues[left], &other.queues[right]);
            let within = left.within == right.within && left.short == right.short;
            let target = same_limits(left.target.as_ref(), right.target.as_ref());
            if !within {
                unlike.push(Unlike::Within {
                    queue: left.name.clone(),
                    base_s: left.within.seconds(),
                    other_s: right.within.seconds(),
                });
            } else if !target {
                unlike.push(Unlike::Target {
                    queue: left.name.clone(),
                });
            }
            queues.push((definition && within, definition && within && target));
        }
        let center = same_limits(base.target.as_ref(), other.target.as_ref());
        if !center {
            unlike.push(Unlike::CenterTarget);
        }
        let limits = |center: &Center| -> Vec<(String, Option<f64>)> {
            let groups = center.groups.iter();
            groups
                .map(|group| (group.name.clone(), group.occupancy_max))
                .collect()
        };
        Self {
            unlike,
            definition,
            span,
            interval,
            queues,
            center,
            complete: pairs.len() == base.queues.len() && pairs.len() == other.queues.len(),
            occupancy: limits(base) == limits(other)
                || [base, other]
                    .iter()
                    .all(|center| center.groups.iter().all(|group| group.occupancy_max.is_none())),
        }
    }

    /// Whether a measure of a matched queue (by its place among the pairs), or of the center, means the same
    /// in both.
    pub fn compares(&self, measure: Measure, pair: Option<usize>) -> bool {
        let (level, target) = match pair {
            Some(pair) => self.queues[pair],
            None => (
                self.definition && self.queues.iter().all(|alike| alike.0),
                self.center && self.complete && self.queues.iter().all(|alike| alike.1),
            ),
        };
        match measure {
            Measure::ServiceLevel => level,
            Measure::AnsweredWithin | Measure::AbandonedWithin => level && self.span,
            Measure::TargetMet => target && self.span,
            Measure::IntervalsMet => target && self.span && self.interval,
            Measure::Arrived
            | Measure::Offered
            | Measure::Answered
            | Measure::Abandoned
            | Measure::Balked
            | Measure::Blocked
            | Measure::WaitingAtEnd
            | Measure::WaitMax
            | Measure::QueueMax => self.span,
            Measure::Lost
            | Measure::AbandonmentRate
            | Measure::Asa
            | Measure::WaitAbandoned
            | Measure::WaitAll
            | Measure::PWait
            | Measure::WaitP50
            | Measure::WaitP80
            | Measure::WaitP90
            | Measure::WaitP95
            | Measure::WaitP99
            | Measure::QueueMean
            | Measure::OfferedLoad
            | Measure::ReplyWait => true,
        }
    }

    /// Whether "every queue and group met its target" asks the same in both.
    pub fn compares_all_targets(&self) -> bool {
        self.compares(Measure::TargetMet, None) && self.occupancy
    }
}
