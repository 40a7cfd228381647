//! A queue: one kind of contact, its demand, its callers and its targets.

use serde::Serialize;

use super::distribution::Distribution;
use super::target::Target;
use super::{GroupId, PerInterval, Ticks};

/// The way a contact reaches the center.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A telephone call.
    Voice,
}

/// One kind of contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Its name in the scenario; streams of random numbers are keyed by it.
    pub name: String,
    /// How its contacts arrive.
    pub channel: Channel,
    /// Expected contacts in each interval, spread evenly over it.
    pub volume: Vec<f64>,
    /// How long a contact holds an agent at normal speed.
    pub handle: PerInterval<Handle>,
    /// How long a contact would wait, in seconds.
    pub patience: PerInterval<Distribution>,
    /// Probability that a contact which would have to wait leaves at once.
    pub balk: PerInterval<f64>,
    /// Rank among queues where [`ContactChoice::Priority`](super::ContactChoice::Priority) rules:
    /// highest first.
    pub priority: i32,
    /// Groups that a contact may go to, in order of choice; an inner list is one rank.
    pub route: Vec<Vec<GroupId>>,
    /// The T of the service level: answered within it counts.
    pub within: Ticks,
    /// An abandonment within this time is a short one.
    pub short: Ticks,
    /// What the queue should reach, if anything is asked of it.
    pub target: Option<Target>,
    /// What really happened, to set beside the model.
    pub actual: Option<Actual>,
}

/// Handle time: talk and, apart from it, wrap-up.
#[derive(Debug, Clone, PartialEq)]
pub struct Handle {
    /// Talk and hold (or all of the handle time where no wrap-up is told apart), in seconds.
    pub talk: Distribution,
    /// After-call work, in seconds.
    pub wrap_up: Option<Distribution>,
}

impl Handle {
    /// Average handle time (AHT), in seconds.
    pub fn mean_s(&self) -> f64 {
        self.talk.mean() + self.wrap_up.as_ref().map_or(0.0, Distribution::mean)
    }

    /// Variance of the handle time, in seconds squared; talk and wrap-up are independent.
    pub fn variance_s2(&self) -> f64 {
        self.talk.variance() + self.wrap_up.as_ref().map_or(0.0, Distribution::variance)
    }
}

/// Observed figures of the day that the scenario describes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Actual {
    /// Service level by the scenario's definition, a share.
    pub service_level: Option<ActualSeries>,
    /// Mean wait of answered contacts, in seconds.
    pub asa_s: Option<ActualSeries>,
    /// Abandoned of offered, a share.
    pub abandoned: Option<ActualSeries>,
}

/// One observed figure for the day, or one an interval (absent where nothing was recorded).
#[derive(Debug, Clone, PartialEq)]
pub enum ActualSeries {
    /// One figure for the whole horizon.
    Day(f64),
    /// A figure an interval.
    Intervals(Vec<Option<f64>>),
}
