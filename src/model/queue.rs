//! A queue: one kind of contact, its demand, its callers and its targets.

use super::distribution::Distribution;
use super::target::Target;
use super::{Channel, GroupId, PerInterval, QueueRules, Ticks};

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
    /// What it does beyond that.
    pub rules: QueueRules,
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

impl ActualSeries {
    /// The figure of the whole horizon: as recorded, or the recorded intervals weighted by their
    /// volume. Nothing where nothing was recorded.
    pub fn over(&self, volume: &[f64]) -> Option<f64> {
        match self {
            ActualSeries::Day(figure) => Some(*figure),
            ActualSeries::Intervals(figures) => weighted(figures, volume),
        }
    }

    /// The figure of some intervals, weighted by their volume; nothing where only the day's is known or
    /// nothing was recorded.
    pub fn within(&self, intervals: std::ops::Range<usize>, volume: &[f64]) -> Option<f64> {
        match self {
            ActualSeries::Day(_) => None,
            ActualSeries::Intervals(figures) => {
                weighted(figures.get(intervals.clone())?, volume.get(intervals)?)
            }
        }
    }
}

fn weighted(figures: &[Option<f64>], volume: &[f64]) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (figure, volume) in figures.iter().zip(volume) {
        if let Some(figure) = figure {
            sum += figure * volume;
            weight += volume;
        }
    }
    (weight > 0.0).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_intervals_weigh_by_their_volume() {
        let recorded = ActualSeries::Intervals(vec![Some(0.9), None, Some(0.6)]);
        let volume = [30.0, 1000.0, 60.0];
        assert!((recorded.over(&volume).expect("recorded") - 0.7).abs() < 1e-12);
        assert_eq!(recorded.within(0..2, &volume), Some(0.9));
        assert_eq!(recorded.within(1..2, &volume), None);
        assert_eq!(recorded.within(2..9, &volume), None);
        assert_eq!(ActualSeries::Day(0.8).over(&[]), Some(0.8));
        assert_eq!(ActualSeries::Day(0.8).within(0..1, &volume), None);
    }
}
