//! Calendar days: what is kept of each day where one replication covers several.
//!
//! An interval belongs to the day on which it starts. A horizon of up to 24 hours is one day, whether or
//! not it crosses midnight.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::figure;
use super::frame::Frame;
use super::target::Limited;
use crate::model::{Calendar, Measure, ServiceCounts, ServiceLevelDefinition, TICKS_PER_SECOND};
use crate::observe::{Beyond, ContactCell, Counters};
use crate::stats::Histogram;

/// A calendar day of the horizon, or what of it lies after warm-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CalendarDay {
    /// Its number, from 1.
    pub number: u32,
    /// Its intervals.
    pub intervals: Range<usize>,
}

/// The days of a calendar in which some time is covered, each from there to its end.
pub(super) fn days(calendar: &Calendar, covered: &[u64]) -> Vec<CalendarDay> {
    let one = calendar.horizon().seconds() <= 86_400.0;
    let mut days: Vec<CalendarDay> = Vec::new();
    for (interval, &covered) in covered.iter().enumerate().take(calendar.intervals) {
        let number = if one { 1 } else { calendar.day_and_time(interval).0 };
        match days.last_mut() {
            Some(day) if day.number == number => day.intervals.end = interval + 1,
            _ if covered == 0 => {}
            _ => days.push(CalendarDay {
                number,
                intervals: interval..interval + 1,
            }),
        }
    }
    days
}

/// What is kept of the contacts of a queue or the center on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Part {
    pub offered: u32,
    pub answered: u32,
    pub abandoned: u32,
    /// Numerator and denominator of the service level.
    pub service: (u32, u32),
    /// Sum of the waits of answered contacts, in ticks.
    pub wait_answered: u64,
    /// 90th percentile of these waits, in seconds; nothing if nobody was answered.
    pub wait_p90: Option<f64>,
}

impl Part {
    /// From the counts of a day.
    pub fn new(cell: &ContactCell, wait_p90: Option<f64>, definition: ServiceLevelDefinition) -> Self {
        Self {
            offered: cell.offered(),
            answered: cell.answered(),
            abandoned: cell.abandoned,
            service: definition.ratio(ServiceCounts {
                offered: cell.offered(),
                answered: cell.answered(),
                answered_within: cell.answered_within(),
                abandoned_short: cell.abandoned_short,
            }),
            wait_answered: cell.wait_answered,
            wait_p90,
        }
    }

    /// Service level, abandonment rate, mean wait and its 90th percentile, as
    /// [`DAY_MEASURES`](super::risk::DAY_MEASURES) lists them; nothing where nobody came or was answered.
    pub fn figures(&self) -> [Option<f64>; 4] {
        let ratio = |of: f64, per: u32| (per > 0).then(|| of / f64::from(per));
        [
            ratio(f64::from(self.service.0), self.service.1),
            ratio(f64::from(self.abandoned), self.offered),
            ratio(self.wait_answered as f64, self.answered).map(|ticks| ticks * (1.0 / TICKS_PER_SECOND)),
            self.wait_p90,
        ]
    }
}

/// Memory for the waits of one replication by day, used again for the next.
#[derive(Debug, Clone, Default)]
pub(super) struct PartScratch {
    /// Cells of waits, by queue, then day.
    waits: Vec<Vec<u32>>,
    queue: Histogram,
    center: Histogram,
}

impl PartScratch {
    /// Adds each day of a replication: to `parts` by day, then scope; to `limited` the figures that targets
    /// limit, by day, then scope and limit.
    pub fn divide(
        &mut self,
        frame: &Frame,
        counters: &Counters,
        parts: &mut Vec<Part>,
        limited: &mut Vec<Option<f64>>,
    ) {
        self.sort_waits(frame, counters);
        let p90 = |waits: &Histogram| waits.quantile(0.9);
        for (index, day) in frame.days.iter().enumerate() {
            self.center.clear();
            let covered = frame.covered[day.intervals.clone()].iter().sum();
            let (mut all, mut all_beyond) = (ContactCell::default(), Beyond::default());
            for queue in 0..frame.queues {
                let (mut cell, mut beyond) = (ContactCell::default(), Beyond::default());
                for interval in day.intervals.clone() {
                    cell.add(counters.contacts(interval, queue));
                    beyond.add(counters.beyond(interval, queue));
                }
                self.queue.clear();
                self.queue.add(0, u64::from(cell.answered_at_once));
                for &wait in &self.waits[queue * frame.days.len() + index] {
                    self.queue.add(wait, 1);
                }
                self.center.merge(&self.queue);
                parts.push(Part::new(&cell, p90(&self.queue), frame.definition));
                let counts = figure::counts(&cell, beyond, frame.definition);
                let limits = frame.limits[queue].iter().flatten();
                limited.extend(limits.map(|limit| match limit.on {
                    Limited::Measure(measure) => figure::figure(measure, &counts, covered),
                    Limited::WaitQuantile(share) => self.queue.quantile(share),
                }));
                all.add(&cell);
                all_beyond.add(beyond);
            }
            parts.push(Part::new(&all, p90(&self.center), frame.definition));
            let counts = figure::counts(&all, all_beyond, frame.definition);
            let limits = frame.limits[frame.queues].iter().flatten();
            limited.extend(limits.map(|limit| match limit.on {
                Limited::Measure(measure) => figure::figure(measure, &counts, covered),
                Limited::WaitQuantile(share) => self.center.quantile(share),
            }));
        }
    }

    /// Sorts the waits of answered contacts by queue and day.
    fn sort_waits(&mut self, frame: &Frame, counters: &Counters) {
        let days = frame.days.len();
        self.waits.resize_with(frame.queues * days, Vec::new);
        self.waits.iter_mut().for_each(Vec::clear);
        for queue in 0..frame.queues {
            for record in counters.waits_answered(queue) {
                // The first day that does not end before the interval.
                let day = frame
                    .days
                    .partition_point(|day| day.intervals.end <= record.interval());
                if let Some(waits) = self.waits.get_mut(queue * days + day) {
                    waits.push(record.cell());
                }
            }
        }
    }
}

/// Where the 90th percentile stands among the quantiles of a day.
pub(super) fn p90_of(quantiles: Option<&[f64; Measure::QUANTILES.len()]>) -> Option<f64> {
    let place = Measure::QUANTILES
        .iter()
        .position(|(measure, _)| *measure == Measure::WaitP90)?;
    Some(quantiles?[place])
}
