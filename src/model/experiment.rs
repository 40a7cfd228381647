//! How a center is to be simulated.

use super::{Measure, QueueId, Ticks};

/// How a scenario is to be run, as its `[experiment]` says.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// What is simulated.
    pub mode: Mode,
    /// Number of independent replications of the horizon; with a precision asked for, the most.
    pub replications: u32,
    /// Stop when every one of these is reached; nothing to make all replications.
    pub precision: Vec<Precision>,
    /// The master seed.
    pub seed: u64,
    /// Level of the confidence intervals, such as 0.95.
    pub confidence: f64,
    /// Discarded from the start of every replication.
    pub warm_up: Ticks,
    /// Whether the day's figures may be made narrower by what is known of the demand that was drawn.
    pub variance_reduction: bool,
}

/// What is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The horizon as it is, from opening to closing, again and again.
    #[default]
    Days,
    /// A center whose demand and staff never change, in equilibrium.
    Steady(Steady),
}

/// How equilibrium is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    /// One long run or many short ones.
    pub method: SteadyMethod,
    /// Whether the warm-up is to be found from the run itself (MSER-5) instead of given.
    pub finds_warm_up: bool,
}

/// How steady-state figures get their intervals of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SteadyMethod {
    /// One run as long as all replications together, cut into batches.
    BatchMeans,
    /// Independent replications of the horizon, each without its warm-up.
    Replications,
}

/// How well a figure of the day is to be known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The figure.
    pub measure: Measure,
    /// Of this queue; of the center where none is named.
    pub queue: Option<QueueId>,
    /// Half the width of its interval of confidence, at most, in the unit of the measure.
    pub half_width: f64,
}
