//! How contacts come: the process by which a queue's volume arrives, random factors of days and intervals,
//! streams whose contacts are of several queues, and who waits already when the center opens.

use std::sync::Arc;

use super::{Distribution, PerInterval, QueueId, Ticks};

/// How a queue's (or a stream's) contacts arrive around its volume.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Arrivals {
    /// A Poisson process.
    #[default]
    Poisson,
    /// Exactly the volume of each interval, each contact uniformly placed in it. A fraction of a contact comes
    /// with that probability.
    Fixed,
    /// A Poisson process whose rate in each interval is multiplied by a gamma factor of its own, with mean 1.
    Mixed {
        /// Coefficient of variation of the factor.
        cv: f64,
    },
    /// A renewal process: gaps of this law, stretched so that the volume is as given.
    Renewal {
        /// The law of the gaps; only its shape matters.
        gaps: Distribution,
    },
    /// Batches that arrive by a Poisson process; the volume counts contacts.
    Batches {
        /// Sizes and their probabilities, which sum to 1.
        sizes: Vec<(u32, f64)>,
    },
    /// The very contacts of a record.
    Replay(Arc<[Replayed]>),
}

/// One contact of a record, in order of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Replayed {
    /// When it arrived, since opening.
    pub at: Ticks,
    /// Its handle time at normal speed, in seconds; drawn where it was not recorded.
    pub handle_s: Option<f64>,
    /// Its patience, in seconds; drawn where it was not recorded.
    pub patience_s: Option<f64>,
}

/// How a rate runs within and between intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RateShape {
    /// The same over each interval.
    #[default]
    Constant,
    /// Straight lines whose corners lie in the middle of the intervals; each interval keeps its volume.
    Linear,
}

/// A random factor of the volumes of some queues, beside the day's busyness.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name in the scenario.
    pub name: String,
    /// The queues that it multiplies.
    pub queues: Vec<QueueId>,
    /// A factor of each calendar day, with mean 1.
    pub day: Option<Distribution>,
    /// Factors of the intervals.
    pub intervals: Option<IntervalFactor>,
}

/// Gamma factors of the intervals, with mean 1, correlated by a normal copula of first order: "PGnorta",
/// Channouf and L'Ecuyer (2012), *A normal copula model for the arrival process in a call center*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntervalFactor {
    /// Coefficient of variation.
    pub cv: f64,
    /// Correlation of the underlying normal variables of neighbouring intervals; k intervals apart, its k-th
    /// power.
    pub correlation: f64,
}

/// One stream of contacts, each of which is of a random queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// Its name in the scenario.
    pub name: String,
    /// Expected contacts in each interval.
    pub volume: Vec<f64>,
    /// How they arrive.
    pub arrivals: Arrivals,
    /// How the rate runs.
    pub shape: RateShape,
    /// The share of each queue, by interval; they sum to 1. A queue is of one stream at most, and its
    /// [`volume`](super::Queue::volume) is what it expects of it.
    pub shares: Vec<(QueueId, PerInterval<f64>)>,
}

/// Contacts that are there when the center opens.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Backlog {
    /// Waits so far of those who wait, in seconds, longest first.
    pub waiting_s: Vec<f64>,
    /// How long those in service have been handled, in seconds; the rest of their handle time is drawn given
    /// that it is longer.
    pub in_service_s: Vec<f64>,
    /// Expected number (Poisson) of contacts that come before opening and wait for it, evenly over
    /// `early_over_s`.
    pub early: f64,
    /// How long before opening contacts begin to come, in seconds.
    pub early_over_s: f64,
}
