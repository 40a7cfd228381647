//! The control: each interval simulated by itself, in its steady state.
//!
//! In: a center that has nothing but the formulas' assumptions. Out: service levels that must be the
//! formulas'. Every interval becomes two that are longer and have the same rates and agents; the first of
//! them only lets the queues settle, the second counts. Intervals without equilibrium get no calls.

use rayon::prelude::*;

use super::equilibrium::Pools;
use super::paired::{self, Cell};
use super::{Figure, Simulated};
use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment, PerInterval, QueueId, Ticks};
use crate::observe::Counters;
use crate::stats::Confidence;

/// An interval is made at least so many times as long.
const LONGER: f64 = 2.0;
/// And so many relaxation times.
const RELAXATIONS: f64 = 25.0;
/// But no longer than so many times.
const LONGEST: f64 = 200.0;
/// Replications are at least so many, and at most as many as of the center itself.
const LEAST: u32 = 32;
const BLOCK: u32 = 8;

/// What the control found.
pub(super) struct Settled {
    /// Which intervals have an equilibrium.
    stable: Vec<bool>,
    /// By queue: over all intervals that count.
    days: Vec<Cell>,
    confidence: Confidence,
}

impl Settled {
    /// Whether an interval is in the control.
    pub(super) fn has(&self, interval: usize) -> bool {
        self.stable[interval]
    }

    /// A queue's service level over all intervals in the control; nothing where it has none.
    pub(super) fn service_level(&self, queue: QueueId) -> Option<Simulated> {
        self.days[queue].figure(Figure::ServiceLevel, &self.confidence)
    }
}

/// Simulates the control; `weights` is the share of each interval that lies after warm-up, and those with
/// none are left out.
pub(super) fn simulate(bare: &Center, experiment: &Experiment, pools: &Pools, weights: &[f64]) -> Settled {
    let intervals = bare.calendar.intervals;
    let stable: Vec<bool> = (0..intervals)
        .map(|interval| weights[interval] > 0.0 && pools.iter().all(|pool| pool.is_stable(interval)))
        .collect();
    let interval_s = bare.calendar.interval.seconds();
    let relaxation_s = (0..intervals)
        .filter(|&interval| stable[interval])
        .flat_map(|interval| pools.iter().map(move |pool| pool.relaxation_s(interval)))
        .fold(0.0, f64::max);
    let longer = (RELAXATIONS * relaxation_s / interval_s).clamp(LONGER, LONGEST);
    let center = stretched(bare, &stable, longer);
    let most = experiment.replications.max(1);
    let replications = ((f64::from(most) / (2.0 * longer)).ceil() as u32)
        .max(LEAST)
        .min(most);

    let queues = center.queues.len();
    let plan = Plan::new(&center);
    let parts: Vec<Vec<Vec<[u64; 7]>>> = (0..replications.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let mut engine = Engine::new(&plan);
            let mut counters = Counters::new(&center, Ticks::ZERO);
            let first = block * BLOCK;
            (first..(first + BLOCK).min(replications))
                .map(|replication| {
                    counters.clear();
                    engine.replicate(experiment.seed, replication, &mut counters);
                    (0..queues)
                        .map(|queue| {
                            let mut day = [0; 7];
                            for interval in (0..intervals).filter(|&interval| stable[interval]) {
                                let cell = counters.contacts(2 * interval + 1, queue);
                                let counts = paired::counts(cell, center.service_level);
                                for (sum, count) in day.iter_mut().zip(counts) {
                                    *sum += count;
                                }
                            }
                            day
                        })
                        .collect()
                })
                .collect()
        })
        .collect();
    let mut days = vec![Cell::default(); queues];
    for replication in parts.iter().flatten() {
        for (day, counts) in days.iter_mut().zip(replication) {
            day.push(counts);
        }
    }
    Settled {
        stable,
        days,
        confidence: Confidence::new(experiment.confidence, u64::from(replications)),
    }
}

/// The center with two longer intervals for each of its own.
fn stretched(bare: &Center, stable: &[bool], longer: f64) -> Center {
    let mut center = bare.clone();
    center.calendar.interval = Ticks::from_seconds(bare.calendar.interval.seconds() * longer);
    center.calendar.intervals *= 2;
    for queue in &mut center.queues {
        for (volume, &stable) in queue.volume.iter_mut().zip(stable) {
            *volume = if stable { *volume * longer } else { 0.0 };
        }
        queue.volume = twice(&queue.volume);
        queue.handle = each_twice(&queue.handle);
        queue.patience = each_twice(&queue.patience);
        queue.balk = each_twice(&queue.balk);
        queue.actual = None;
    }
    for group in &mut center.groups {
        group.staff = twice(&group.staff);
        group.shrinkage = each_twice(&group.shrinkage);
        group.cost_per_hour = each_twice(&group.cost_per_hour);
    }
    center
}

fn twice<T: Clone>(values: &[T]) -> Vec<T> {
    values
        .iter()
        .flat_map(|value| [value.clone(), value.clone()])
        .collect()
}

fn each_twice<T: Clone>(values: &PerInterval<T>) -> PerInterval<T> {
    match values {
        PerInterval::Same(value) => PerInterval::Same(value.clone()),
        PerInterval::Each(values) => PerInterval::Each(twice(values)),
    }
}
