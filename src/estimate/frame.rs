//! What all replications of a run have in common: sizes, the time that counts, and the limits to be met.

use std::ops::Range;

use super::calendar_day::{self, CalendarDay};
use super::target::{self, Limit, Limited};
use crate::model::{Center, Experiment, ServiceLevelDefinition, Ticks};
use crate::observe::held_numbers;

/// The frame of a run. A *scope* is a queue, or the center as the one after the last queue.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub queues: usize,
    pub groups: usize,
    pub intervals: usize,
    pub definition: ServiceLevelDefinition,
    /// The time at the start that is discarded.
    pub warm_up: Ticks,
    /// Ticks of each interval that lie after warm-up and in which the center is open.
    pub covered: Vec<u64>,
    /// Whether the center is closed in an interval after warm-up. Somebody handed over after closing, or who
    /// chose another queue in the IVR then, arrives in it; they belong to the day, not to an interval.
    pub closed: Vec<bool>,
    /// The calendar days of the horizon in which some time is covered.
    pub days: Vec<CalendarDay>,
    /// The limits of each scope's own target; nothing where it has none.
    pub limits: Vec<Option<Vec<Limit>>>,
    /// Each group's greatest occupancy, where one is set.
    pub occupancy_max: Vec<Option<f64>>,
    /// How finely the waits of contacts are kept.
    pub detail: Detail,
    /// Segments of all queues; nothing where the center is plain, and nothing happens beyond waiting.
    pub segments: Option<usize>,
    /// By group: its numbers of contacts held at once, from 1, among those of all groups.
    pub numbers: Vec<Range<usize>>,
}

/// How finely the waits of contacts are kept for quantiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// By interval and over the day.
    #[default]
    Intervals,
    /// Over the day only: intervals have every measure but quantiles, for a fraction of the memory. Where a
    /// target limits a quantile they are kept by interval all the same.
    Day,
}

impl Frame {
    pub fn new(center: &Center, experiment: &Experiment, detail: Detail) -> Self {
        let calendar = &center.calendar;
        let covered: Vec<u64> = (0..calendar.intervals)
            .map(|interval| {
                let start = calendar.start(interval).max(experiment.warm_up);
                let after_warm_up = calendar.start(interval + 1).saturating_sub(start).0;
                if center.is_open(interval) {
                    after_warm_up
                } else {
                    0
                }
            })
            .collect();
        let closed = (0..calendar.intervals)
            .map(|interval| !center.is_open(interval) && calendar.start(interval + 1) > experiment.warm_up);
        let mut frame = Self {
            queues: center.queues.len(),
            groups: center.groups.len(),
            intervals: calendar.intervals,
            definition: center.service_level,
            days: calendar_day::days(calendar, &covered),
            warm_up: experiment.warm_up,
            covered,
            closed: closed.collect(),
            limits: center
                .queues
                .iter()
                .map(|queue| &queue.target)
                .chain(std::iter::once(&center.target))
                .map(|target| target.as_ref().map(target::limits))
                .collect(),
            occupancy_max: center.groups.iter().map(|group| group.occupancy_max).collect(),
            detail,
            segments: (!center.is_plain()).then(|| {
                let queues = center.queues.iter();
                queues.map(|queue| queue.rules.segments.len()).sum()
            }),
            numbers: held_numbers(center),
        };
        if (0..frame.scopes()).any(|scope| frame.limits_waits(scope)) {
            frame.detail = Detail::Intervals;
        }
        frame
    }

    /// Into how many parts of the day waits are divided.
    pub fn wait_intervals(&self) -> usize {
        match self.detail {
            Detail::Intervals => self.intervals,
            Detail::Day => 1,
        }
    }

    /// Calendar days of a replication that are kept one by one: none where the replication is a day.
    pub fn parts(&self) -> usize {
        if self.days.len() > 1 { self.days.len() } else { 0 }
    }

    /// Limits of all scopes.
    pub fn limits_set(&self) -> usize {
        self.limits.iter().flatten().map(Vec::len).sum()
    }

    /// Numbers of contacts held at once, of all groups.
    pub fn all_numbers(&self) -> usize {
        self.numbers.last().map_or(0, |range| range.end)
    }

    /// Queues and the center.
    pub fn scopes(&self) -> usize {
        self.queues + 1
    }

    /// Groups and all of them together.
    pub fn teams(&self) -> usize {
        self.groups + 1
    }

    /// Ticks of the horizon that lie after warm-up and in which the center is open.
    pub fn covered_day(&self) -> u64 {
        self.covered.iter().sum()
    }

    /// Whether anything is asked of any queue, or of all together.
    pub fn has_targets(&self) -> bool {
        self.limits.iter().any(Option::is_some)
    }

    /// Whether anything is asked of a scope. The center is asked what its queues are, and what all of them
    /// together are.
    pub fn has_target(&self, scope: usize) -> bool {
        if scope == self.queues {
            self.has_targets()
        } else {
            self.limits[scope].is_some()
        }
    }

    /// Whether a scope's own target limits a quantile of its waits.
    pub fn limits_waits(&self, scope: usize) -> bool {
        self.limits[scope]
            .iter()
            .flatten()
            .any(|limit| matches!(limit.on, Limited::WaitQuantile(_)))
    }
}
