//! Whether a variant keeps its targets, and how surely.

use super::Variant;
use crate::estimate::{Bound, Estimate, GroupMeasure, Limit, Limited, Measure, Measures, limits};
use crate::insight::shortfall::unmet;
use crate::model::{Center, Target};

/// How a variant stands to its targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// At least one is missed.
    Misses,
    /// All are met, but the interval of confidence of some figure reaches beyond its limit.
    Barely,
    /// All are met, and the intervals of confidence leave no doubt.
    Surely,
}

impl Standing {
    fn of(met: bool, surely: bool) -> Standing {
        match (met, surely) {
            (false, _) => Standing::Misses,
            (true, false) => Standing::Barely,
            (true, true) => Standing::Surely,
        }
    }

    /// Whether the targets are met.
    pub fn is_met(self) -> bool {
        self != Standing::Misses
    }
}

impl Variant {
    /// Over the day: every limit of every queue on the day's figure, and every group's limit on occupancy;
    /// nothing where nothing is asked.
    pub fn over_the_day(&self, center: &Center) -> Option<Standing> {
        let queues = self
            .targets
            .iter()
            .zip(&self.point.queues)
            .filter_map(|(target, day)| Some(queue_over_the_day(target.as_ref()?, day)));
        let groups = center
            .groups
            .iter()
            .zip(&self.point.groups)
            .filter_map(|(group, day)| {
                let most = Bound::AtMost(group.occupancy_max?);
                Some(bounded(most, day.get(GroupMeasure::Occupancy)))
            });
        queues.chain(groups).min()
    }

    /// In every interval of every queue whose target asks for that; nothing where none does.
    pub fn in_every_interval(&self, center: &Center) -> Option<Standing> {
        let all = center.open_intervals() as f64;
        self.targets
            .iter()
            .zip(&self.point.queues)
            .filter(|(target, _)| target.as_ref().is_some_and(|target| target.per_interval))
            .filter_map(|(_, day)| day.get(Measure::IntervalsMet))
            .map(|met| {
                let surely = met.interval.is_some_and(|(surely, _)| surely >= all);
                Standing::of(met.mean >= all, surely)
            })
            .min()
    }
}

fn queue_over_the_day(target: &Target, day: &Measures) -> Standing {
    let met = unmet(target, day).is_empty();
    let asked = limits(target)
        .into_iter()
        .chain(target.on_days.map(|share| Limit {
            on: Limited::Measure(Measure::TargetMet),
            bound: Bound::AtLeast(share),
        }));
    let surely = asked
        .map(|limit| bounded(limit.bound, limited(day, limit.on)))
        .all(|standing| standing == Standing::Surely);
    Standing::of(met, surely)
}

/// The figure that a limit is on; for a quantile that is not measured the next one above.
fn limited(day: &Measures, on: Limited) -> Option<Estimate> {
    match on {
        Limited::Measure(measure) => day.get(measure),
        Limited::WaitQuantile(share) => {
            let measured = Measure::QUANTILES
                .iter()
                .find(|(_, quantile)| *quantile >= share - 1e-9)?;
            day.get(measured.0)
        }
    }
}

fn bounded(bound: Bound, figure: Option<Estimate>) -> Standing {
    let Some(figure) = figure else {
        return Standing::Surely;
    };
    let surely = figure
        .interval
        .is_some_and(|ends| bound.holds(Some(bound.worse_and_better(ends).0)));
    Standing::of(bound.holds(Some(figure.mean)), surely)
}
