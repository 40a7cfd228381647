//! The formulas beside the simulation: what each queue would do in equilibrium, what it does, and which
//! assumption makes them part.
//!
//! In: a center and how to simulate it. Out: an [`Explanation`]. Nothing is guessed: between the formula and
//! the center as it is stand centers with one assumption more each, simulated on the same callers, so that
//! the effects of all assumptions add up to the whole difference. The way leads from Erlang C by way of
//! Erlang A and M/M/n+G (exact, no simulation) to a day that starts empty and changes from interval to
//! interval, and from there by way of balking, handle times as they are, and skills and routing to days
//! that differ in volume, and last to the rules that no formula knows. Another order would share the difference out a little differently.
//!
//! Where agents have several skills no formula is exact. *Pooled* lets every agent of a pool take every
//! call, in order of arrival; *split* deals the agents out so that all queues have the same load per agent
//! and nobody helps. Between them lies, for all queues of a pool together, what sensible routing makes of
//! the skills.

mod equilibrium;
mod ladder;
mod line;
mod look;
mod paired;
mod settled;
mod words;

use self::equilibrium::Pools;
use self::look::Look;
use super::load::pools;
use crate::model::{Center, Experiment, QueueId, ServiceLevelDefinition};
use crate::stats::Confidence;

/// A formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// M/M/n: nobody hangs up.
    ErlangC,
    /// M/M/n+M: patience is exponential with the mean of the scenario's.
    ErlangA,
    /// M/M/n+G: patience as the scenario has it.
    GeneralPatience,
}

impl Model {
    /// From the simplest on.
    pub const ALL: [Model; 3] = [Self::ErlangC, Self::ErlangA, Self::GeneralPatience];
}

/// Why the simulation and Erlang C part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumption {
    /// Callers hang up; the formula is then Erlang A.
    Abandonment,
    /// Patience is not exponential, or not the same in all queues; the formula is then M/M/n+G.
    PatienceShape,
    /// The day starts empty, every interval inherits from the one before, and none lasts for ever.
    CarryOver,
    /// Some hang up at once when they are told to wait.
    Balking,
    /// Handle times are not exponential, or not the same in all queues of a pool.
    HandleSpread,
    /// Not every agent takes every call at the same speed in order of arrival.
    Skills,
    /// Volumes differ from day to day by a common factor.
    DayFactor,
    /// Retries, an IVR, callbacks and whatever else is beyond queues, patience and staff by interval.
    Rules,
}

/// The figures that are compared, in the order in which every list here has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Figure {
    /// The service level, by the scenario's definition.
    ServiceLevel,
    /// Share that has to wait (balkers among them).
    PWait,
    /// Abandoned / offered.
    Abandoned,
    /// Mean wait of all offered, in seconds.
    WaitAll,
}

impl Figure {
    /// All of them.
    pub const ALL: [Figure; 4] = [Self::ServiceLevel, Self::PWait, Self::Abandoned, Self::WaitAll];

    /// The name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::ServiceLevel => "service_level",
            Self::PWait => "p_wait",
            Self::Abandoned => "abandonment_rate",
            Self::WaitAll => "wait_all_s",
        }
    }
}

/// A figure of the simulation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The estimate.
    pub mean: f64,
    /// Half the width of its confidence interval; absent with one replication.
    pub half_width: Option<f64>,
    /// Its standard error; absent with one replication.
    pub standard_error: Option<f64>,
}

impl Simulated {
    /// How many standard errors the estimate lies above an exact value; nothing where that is infinite or
    /// the error unknown or zero.
    pub fn z(&self, exact: f64) -> Option<f64> {
        let error = self
            .standard_error
            .filter(|&error| error > 0.0 && exact.is_finite())?;
        Some((self.mean - exact) / error)
    }
}

/// The figures of a formula, by [`Figure`]; waits are infinite where there is no equilibrium.
pub type Exact = [Option<f64>; Figure::ALL.len()];

/// A queue in one interval, or over the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Expected contacts.
    pub volume: f64,
    /// Offered load of the queue, in erlangs (over the day, its mean).
    pub load: f64,
    /// Offered load of all queues of the pool.
    pub pool_load: f64,
    /// Agents of all groups of the pool (over the day, their mean).
    pub agents: f64,
    /// Agents that the split leaves to the queue; the same as `agents` where the pool has no other queue.
    pub split_agents: f64,
    /// The simulation, by [`Figure`].
    pub simulated: [Option<Simulated>; Figure::ALL.len()],
    /// The formulas that apply to the queue, pooled; in the order of [`QueueExplanation::models`].
    pub pooled: Vec<Exact>,
    /// The last of these formulas for the queue alone with its part of the agents.
    pub split: Exact,
    /// Whether the pool has an equilibrium without hanging up.
    pub stable: bool,
}

/// What one assumption does to the service level of the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The assumption.
    pub assumption: Assumption,
    /// Its effect, as a share (0.01 is one point).
    pub effect: f64,
    /// Half the width of the effect's confidence interval; zero where both sides are exact.
    pub half_width: f64,
    /// The intervals in which it adds and takes most, and the effect there; only where that is plainly more
    /// than chance.
    pub extremes: Extremes,
}

/// Where an assumption adds and takes most: intervals, each with the effect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extremes {
    /// The greatest gain.
    pub gain: Option<(usize, f64)>,
    /// The greatest loss (a negative effect).
    pub loss: Option<(usize, f64)>,
}

impl Extremes {
    /// The larger of the two.
    pub fn most(&self) -> Option<(usize, f64)> {
        let both = self.gain.into_iter().chain(self.loss);
        both.max_by(|(_, left), (_, right)| left.abs().total_cmp(&right.abs()))
    }
}

/// What is left when nothing but the formula's own assumptions hold, each interval for itself and in its
/// steady state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// The service level as simulated over those intervals that have an equilibrium.
    pub simulated: Simulated,
    /// What the formula says of the same.
    pub exact: f64,
}

/// One queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueExplanation {
    /// The queue.
    pub queue: QueueId,
    /// All queues of its pool.
    pub pool: Vec<QueueId>,
    /// The formulas that apply; the last is nearest to the scenario.
    pub models: Vec<Model>,
    /// The whole horizon after warm-up; nothing where no calls are expected.
    pub day: Option<Row>,
    /// Interval by interval; nothing where no calls are expected or all is warm-up.
    pub intervals: Vec<Option<Row>>,
    /// From Erlang C to the simulation, in order; what has no effect is left out.
    pub steps: Vec<Step>,
    /// The control.
    pub check: Option<Check>,
}

/// What the formulas say, what the simulation says, and why they differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Each queue, in the center's order.
    pub queues: Vec<QueueExplanation>,
    /// Replications simulated.
    pub replications: u32,
    /// The master seed.
    pub seed: u64,
    /// Level of the confidence intervals.
    pub confidence: f64,
    /// How the service level is defined.
    pub service_level: ServiceLevelDefinition,
}

impl Explanation {
    /// What is to be said of some queues, one after the other, and of the pools they are in.
    pub fn sentences(&self, center: &Center, of: &[QueueId]) -> Vec<String> {
        words::sentences(center, self, of)
    }

    /// The queues for which the simulation lies farthest from the nearest formula over the day, in standard
    /// errors; at most so many, in the center's order.
    pub fn farthest(&self, most: usize) -> Vec<QueueId> {
        const LEVEL: usize = Figure::ServiceLevel as usize;
        let far = |queue: &QueueExplanation| {
            let day = queue.day.as_ref()?;
            day.simulated[LEVEL]?.z((*day.pooled.last()?)[LEVEL]?)
        };
        let mut queues: Vec<&QueueExplanation> =
            self.queues.iter().filter(|queue| queue.day.is_some()).collect();
        queues.sort_by(|left, right| {
            let far = |queue| far(queue).map_or(0.0, f64::abs);
            far(right).total_cmp(&far(left))
        });
        let mut found: Vec<QueueId> = queues.iter().take(most).map(|queue| queue.queue).collect();
        found.sort_unstable();
        found
    }
}

/// How many times `explain` will simulate all replications, for a progress bar.
pub fn passes(center: &Center) -> u32 {
    ladder::rungs(center).len() as u32
}

/// Simulates a center with fewer and fewer assumptions in the caller's rayon pool, and sets the formulas
/// beside it. Always makes `experiment.replications`, whatever its precision. `progress` is called with the
/// number of replications just finished, from any thread.
pub fn explain(center: &Center, experiment: &Experiment, progress: &(dyn Fn(u32) + Sync)) -> Explanation {
    let rungs = ladder::rungs(center);
    let pools = Pools::of(center, &pools(center));
    let centers: Vec<&Center> = rungs.iter().map(|(_, center)| center).collect();
    let simulated = paired::simulate(&centers, experiment, progress);
    let bare = centers.last().copied().unwrap_or(center);
    let weights = weights(center, experiment);
    let settled = settled::simulate(bare, experiment, &pools, &weights);
    let confidence = Confidence::new(experiment.confidence, u64::from(experiment.replications));

    let queues = (0..center.queues.len())
        .map(|queue| {
            let look = Look {
                center,
                queue,
                pools: &pools,
                weights: &weights,
                confidence: &confidence,
            };
            look.explain(&rungs, &simulated, &settled)
        })
        .collect();
    Explanation {
        queues,
        replications: experiment.replications,
        seed: experiment.seed,
        confidence: experiment.confidence,
        service_level: center.service_level,
    }
}

/// Share of each interval that lies after warm-up.
fn weights(center: &Center, experiment: &Experiment) -> Vec<f64> {
    let calendar = &center.calendar;
    (0..calendar.intervals)
        .map(|interval| {
            let start = calendar.start(interval).max(experiment.warm_up);
            calendar.start(interval + 1).saturating_sub(start).seconds() / calendar.interval.seconds()
        })
        .collect()
}
