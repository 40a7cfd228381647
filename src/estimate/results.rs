//! Estimates: what many replications say, each figure with its confidence interval.

use super::outcomes::OutcomeResults;
use super::steady::SteadyRun;
use crate::model::ServiceLevelDefinition;
use crate::model::{GroupMeasure, Measure};
use crate::stats::Histogram;

use super::precision::Reached;

/// One estimated figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub mean: f64,
    /// Ends of the confidence interval: how well the mean is known. Absent with one replication.
    pub interval: Option<(f64, f64)>,
    /// 10th and 90th percentile of the figure over the days: how days differ. Only for a whole day, and absent
    /// with one replication.
    pub days: Option<(f64, f64)>,
}

impl Estimate {
    /// A figure that the model fixes: the same on every day.
    pub fn exact(value: f64) -> Self {
        Self {
            mean: value,
            interval: Some((value, value)),
            days: None,
        }
    }

    /// Half the width of the confidence interval; nothing with one replication.
    pub fn half_width(&self) -> Option<f64> {
        self.interval.map(|(low, high)| (high - low) / 2.0)
    }
}

/// Every measure of contacts for one queue (or the center) and one interval (or the day). A measure that
/// does not exist (a mean wait where nobody was answered) is absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measures([Option<Estimate>; Measure::EVERY.len()]);

impl Measures {
    /// The estimate of a measure.
    pub fn get(&self, measure: Measure) -> Option<Estimate> {
        self.0[measure as usize]
    }

    /// The point estimate of a measure.
    pub fn mean(&self, measure: Measure) -> Option<f64> {
        self.get(measure).map(|estimate| estimate.mean)
    }

    /// Records an estimate.
    pub fn set(&mut self, measure: Measure, estimate: Option<Estimate>) {
        self.0[measure as usize] = estimate;
    }
}

/// What variance reduction gained for each measure of one scope's day: how many times as many replications a
/// plain run takes for the same standard error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gains([Option<f64>; Measure::EVERY.len()]);

impl Gains {
    /// The gain for a measure; nothing where it is estimated plainly.
    pub fn get(&self, measure: Measure) -> Option<f64> {
        self.0[measure as usize]
    }

    /// Records a gain.
    pub fn set(&mut self, measure: Measure, gain: f64) {
        self.0[measure as usize] = Some(gain);
    }
}

/// Every measure of a group for one interval (or the day), and the contacts that it handled by queue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupMeasures {
    measures: [Option<Estimate>; GroupMeasure::ALL.len()],
    /// Contacts answered, per queue of the center in its order.
    pub handled: Vec<Option<Estimate>>,
}

impl GroupMeasures {
    /// The estimate of a measure.
    pub fn get(&self, measure: GroupMeasure) -> Option<Estimate> {
        self.measures[measure as usize]
    }

    /// The point estimate of a measure.
    pub fn mean(&self, measure: GroupMeasure) -> Option<f64> {
        self.get(measure).map(|estimate| estimate.mean)
    }

    /// Records an estimate.
    pub fn set(&mut self, measure: GroupMeasure, estimate: Option<Estimate>) {
        self.measures[measure as usize] = estimate;
    }
}

/// The day as a whole and each of its intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel<M> {
    /// Over the whole horizon after warm-up.
    pub day: M,
    /// Interval by interval, as the calendar has them.
    pub intervals: Vec<M>,
}

/// How long contacts of one queue (or the center) waited, over all replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Waits {
    /// Waits of answered contacts.
    pub answered: Histogram,
    /// Waits of abandoned contacts.
    pub abandoned: Histogram,
}

/// The number waiting over the day, in fine steps.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuePaths {
    /// Length of a step, in seconds; step k covers [k, k + 1) × this from opening.
    pub step_s: f64,
    /// Mean number waiting in each step, over the days looked at.
    pub mean: Vec<f64>,
    /// 10th percentile over those days.
    pub p10: Vec<f64>,
    /// 90th percentile over those days.
    pub p90: Vec<f64>,
    /// Single days: the first replications.
    pub days: Vec<Vec<f64>>,
    /// Number of days looked at for mean and percentiles.
    pub replications: u32,
}

/// The answer of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The scenario's name.
    pub name: String,
    /// The master seed.
    pub seed: u64,
    /// Replications made.
    pub replications: u32,
    /// How equilibrium was found, where that was asked for. Then there are no intervals, nothing is said of
    /// how days differ or how often they meet a target, and contacts, hours and cost are those of an hour.
    pub steady: Option<SteadyRun>,
    /// Level of the confidence intervals.
    pub confidence: f64,
    /// How every precision that was asked for stands.
    pub precision: Vec<Reached>,
    /// How the service level is defined.
    pub service_level: ServiceLevelDefinition,
    /// All queues together.
    pub center: Panel<Measures>,
    /// Each queue, in the center's order.
    pub queues: Vec<Panel<Measures>>,
    /// All groups together.
    pub agents: Panel<GroupMeasures>,
    /// Each group, in the center's order.
    pub groups: Vec<Panel<GroupMeasures>>,
    /// Wait distributions over the day, per queue.
    pub waits: Vec<Waits>,
    /// What happened beyond waiting; absent where the center is plain.
    pub outcomes: Option<OutcomeResults>,
    /// What variance reduction gained, by queue and for the center last; absent in a plain run.
    pub gains: Option<Vec<Gains>>,
    /// Share of days on which every queue, all queues together and every group met its target; absent if none
    /// has one.
    pub all_targets_met: Option<Estimate>,
}
