//! Several centers simulated on the same callers.
//!
//! In: centers that differ in rules but not in queues and intervals. Out: every figure with its confidence
//! interval, and the differences of service levels between neighbours with theirs, which common random
//! numbers make narrow. A difference of ratios has the variance of its linear part (the delta method, as
//! for a single ratio).

use std::sync::Mutex;

use rayon::prelude::*;

use super::{Figure, Simulated};
use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment, QueueId, ServiceCounts, ServiceLevelDefinition, TICKS_PER_SECOND};
use crate::observe::{ContactCell, Counters};
use crate::stats::{Confidence, JointMoments};

/// Replications that one thread makes before it hands its sums over.
const BLOCK: u32 = 32;

const MET: usize = 0;
const OF: usize = 1;
const MUST_WAIT: usize = 2;
const MAY_WAIT: usize = 3;
const ABANDONED: usize = 4;
const OFFERED: usize = 5;
const WAITED: usize = 6;
/// Numerator and denominator of each [`Figure`].
const RATIOS: [(usize, usize); 4] = [
    (MET, OF),
    (MUST_WAIT, MAY_WAIT),
    (ABANDONED, OFFERED),
    (WAITED, OFFERED),
];

/// The pairs that a difference of two ratios needs.
const BETWEEN: [(usize, usize); 6] = [(0, 1), (2, 3), (0, 2), (0, 3), (1, 2), (1, 3)];

/// Counts of a queue in an interval or over the day, over replications.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell(JointMoments<7, 4>);

impl Cell {
    /// Takes in one replication.
    pub(super) fn push(&mut self, counts: &[u64; 7]) {
        self.0.push(counts, &RATIOS);
    }

    /// The estimate of a figure; nothing where its denominator is zero.
    pub(super) fn figure(&self, figure: Figure, confidence: &Confidence) -> Option<Simulated> {
        let (over, under) = RATIOS[figure as usize];
        let per = self.0.mean(under);
        if per <= 0.0 {
            return None;
        }
        let unit = if figure == Figure::WaitAll {
            TICKS_PER_SECOND
        } else {
            1.0
        };
        let half_width = confidence
            .of_ratio(&self.0, figure as usize, &RATIOS)
            .map(|half| half / unit);
        Some(Simulated {
            mean: self.0.mean(over) / per / unit,
            half_width,
            standard_error: half_width.map(|half| half / confidence.student(self.0.count() - 1)),
        })
    }
}

/// What one replication counted of a queue.
pub(super) fn counts(cell: &ContactCell, definition: ServiceLevelDefinition) -> [u64; 7] {
    let (offered, balked) = (u64::from(cell.offered()), u64::from(cell.balked));
    let (met, of) = definition.ratio(ServiceCounts {
        offered,
        answered: u64::from(cell.answered()),
        answered_within: u64::from(cell.answered_within()),
        abandoned_short: u64::from(cell.abandoned_short),
    });
    [
        met,
        of,
        u64::from(cell.waited()) + balked,
        offered + balked,
        u64::from(cell.abandoned),
        offered,
        cell.wait_answered + cell.wait_abandoned + cell.wait_left,
    ]
}

/// One center.
#[derive(Debug, Clone)]
pub(super) struct Rung {
    queues: usize,
    /// All queues of the first interval, then of the second.
    cells: Vec<Cell>,
    days: Vec<Cell>,
}

impl Rung {
    fn new(queues: usize, intervals: usize) -> Self {
        Self {
            queues,
            cells: vec![Cell::default(); queues * intervals],
            days: vec![Cell::default(); queues],
        }
    }

    /// A queue in an interval.
    pub(super) fn interval(&self, queue: QueueId, interval: usize) -> &Cell {
        &self.cells[interval * self.queues + queue]
    }

    /// A queue over the day.
    pub(super) fn day(&self, queue: QueueId) -> &Cell {
        &self.days[queue]
    }

    fn merge(&mut self, other: &Self) {
        let mine = self.cells.iter_mut().chain(&mut self.days);
        for (mine, theirs) in mine.zip(other.cells.iter().chain(&other.days)) {
            mine.0.merge(&theirs.0);
        }
    }
}

/// All centers, and each beside the next.
#[derive(Debug, Clone)]
pub(super) struct Paired {
    rungs: Vec<Rung>,
    /// By center (but the last) and queue: met and of here, met and of in the next.
    between: Vec<Vec<JointMoments<4, 6>>>,
}

impl Paired {
    fn new(centers: usize, queues: usize, intervals: usize) -> Self {
        Self {
            rungs: vec![Rung::new(queues, intervals); centers],
            between: vec![vec![JointMoments::default(); queues]; centers.saturating_sub(1)],
        }
    }

    /// A center.
    pub(super) fn rung(&self, index: usize) -> &Rung {
        &self.rungs[index]
    }

    /// The service level of a queue's day in a center less that in the next, with the half-width of its
    /// interval; nothing where there is none to compare. With one replication the half-width is infinite.
    pub(super) fn difference(
        &self,
        index: usize,
        queue: QueueId,
        confidence: &Confidence,
    ) -> Option<(f64, f64)> {
        let moments = &self.between[index][queue];
        let (here, next) = (moments.mean(1), moments.mean(3));
        if here <= 0.0 || next <= 0.0 {
            return None;
        }
        let (level, beside) = (moments.mean(0) / here, moments.mean(2) / next);
        let Some(variance) =
            linear_variance(moments, [1.0 / here, -level / here, -1.0 / next, beside / next])
        else {
            return Some((level - beside, f64::INFINITY));
        };
        let half = confidence.of_variance(variance, moments.count());
        Some((level - beside, half))
    }

    fn record(
        &mut self,
        index: usize,
        counters: &Counters,
        definition: ServiceLevelDefinition,
    ) -> Vec<[u64; 2]> {
        let rung = &mut self.rungs[index];
        let intervals = rung.cells.len() / rung.queues.max(1);
        (0..rung.queues)
            .map(|queue| {
                let mut day = [0; 7];
                for interval in 0..intervals {
                    let counts = counts(counters.contacts(interval, queue), definition);
                    rung.cells[interval * rung.queues + queue].push(&counts);
                    for (sum, count) in day.iter_mut().zip(counts) {
                        *sum += count;
                    }
                }
                rung.days[queue].push(&day);
                [day[MET], day[OF]]
            })
            .collect()
    }

    fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.rungs.iter_mut().zip(&other.rungs) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self
            .between
            .iter_mut()
            .flatten()
            .zip(other.between.iter().flatten())
        {
            mine.merge(theirs);
        }
    }
}

/// Variance of Σ aᵢ xᵢ.
fn linear_variance(moments: &JointMoments<4, 6>, a: [f64; 4]) -> Option<f64> {
    let mut sum = 0.0;
    for (index, factor) in a.iter().enumerate() {
        sum += factor * factor * moments.variance(index)?;
    }
    for (pair, &(left, right)) in BETWEEN.iter().enumerate() {
        sum += 2.0 * a[left] * a[right] * moments.covariance(pair, &BETWEEN)?;
    }
    Some(sum)
}

/// Simulates every center on the same callers. The sums are integers, so the answer does not depend on the
/// threads.
pub(super) fn simulate(
    centers: &[&Center],
    experiment: &Experiment,
    progress: &(dyn Fn(u32) + Sync),
) -> Paired {
    let queues = centers.first().map_or(0, |center| center.queues.len());
    let intervals = centers.first().map_or(0, |center| center.calendar.intervals);
    let plans: Vec<Plan> = centers
        .iter()
        .map(|center| Plan::of(center, experiment))
        .collect();
    let total = Mutex::new(Paired::new(centers.len(), queues, intervals));
    (0..experiment.replications.div_ceil(BLOCK))
        .into_par_iter()
        .for_each(|block| {
            let first = block * BLOCK;
            let last = first.saturating_add(BLOCK).min(experiment.replications);
            let mut part = Paired::new(centers.len(), queues, intervals);
            let mut workers: Vec<(Engine<'_>, Counters)> = centers
                .iter()
                .zip(&plans)
                .map(|(center, plan)| (Engine::new(plan), Counters::new(center, experiment.warm_up)))
                .collect();
            for replication in first..last {
                let mut above: Option<Vec<[u64; 2]>> = None;
                for (index, (engine, counters)) in workers.iter_mut().enumerate() {
                    counters.clear();
                    engine.replicate(experiment.seed, replication, counters);
                    let days = part.record(index, counters, centers[index].service_level);
                    if let Some(above) = above {
                        let pairs = part.between[index - 1].iter_mut().zip(above.iter().zip(&days));
                        for (moments, (above, below)) in pairs {
                            moments.push(&[above[0], above[1], below[0], below[1]], &BETWEEN);
                        }
                    }
                    above = Some(days);
                    progress(1);
                }
            }
            // A thread that panicked takes the run down with it.
            total
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .merge(&part);
        });
    total
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
