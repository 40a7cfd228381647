//! Waits of answered contacts by queue, interval and section, for quantiles and pictures.
//!
//! Replications are dealt to 32 sections by their number; a quantile is taken from all of them, and its
//! interval from how those of the sections lie about it.

use super::block::{BLOCK, DayWaits};
use super::figure;
use super::frame::Frame;
use super::measure::Unit;
use super::results::{Estimate, Waits};
use crate::stats::{Confidence, Histogram};

/// Waits over many replications. Counts are integers and add up in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SectionedWaits {
    queues: usize,
    intervals: usize,
    /// By section, interval, then queue.
    answered: Vec<Histogram>,
    /// By queue.
    abandoned: Vec<Histogram>,
}

impl SectionedWaits {
    pub fn new(frame: &Frame) -> Self {
        Self {
            queues: frame.queues,
            intervals: frame.intervals,
            answered: vec![Histogram::default(); BLOCK as usize * frame.intervals * frame.queues],
            abandoned: vec![Histogram::default(); frame.queues],
        }
    }

    /// Counts the waits of one replication; `section` is its number modulo 32.
    pub fn absorb(&mut self, section: usize, day: &DayWaits) {
        let first = section * self.intervals * self.queues;
        let section = &mut self.answered[first..first + self.intervals * self.queues];
        for (histogram, &at_once) in section.iter_mut().zip(&day.at_once) {
            if at_once > 0 {
                histogram.add(0, u64::from(at_once));
            }
        }
        for queue in 0..self.queues {
            for record in &day.answered[queue] {
                section[record.interval() * self.queues + queue].add(record.cell(), 1);
            }
            for record in &day.abandoned[queue] {
                self.abandoned[queue].add(record.cell(), 1);
            }
        }
    }

    /// Waits of one queue in one interval.
    pub fn of_interval(&self, interval: usize, queue: usize) -> Sections {
        let stride = self.intervals * self.queues;
        Sections::new(|section| self.answered[section * stride + interval * self.queues + queue].clone())
    }

    /// Waits of a queue's abandoned contacts over the day.
    pub fn abandoned(&self, queue: usize) -> &Histogram {
        &self.abandoned[queue]
    }
}

/// The waits of one scope in one interval, or over the day, by section.
#[derive(Debug, Clone)]
pub(super) struct Sections {
    all: Histogram,
    sections: Vec<Histogram>,
}

impl Default for Sections {
    fn default() -> Self {
        Self {
            all: Histogram::default(),
            sections: vec![Histogram::default(); BLOCK as usize],
        }
    }
}

impl Sections {
    fn new(section: impl Fn(usize) -> Histogram) -> Self {
        let sections: Vec<Histogram> = (0..BLOCK as usize).map(section).collect();
        let mut all = Histogram::default();
        sections.iter().for_each(|section| all.merge(section));
        Self { all, sections }
    }

    /// Adds the waits of another scope or interval, section by section.
    pub fn merge(&mut self, other: &Sections) {
        self.all.merge(&other.all);
        for (mine, theirs) in self.sections.iter_mut().zip(&other.sections) {
            mine.merge(theirs);
        }
    }

    /// Estimates of several quantiles, in seconds; `shares` ascend. Nothing if nobody was answered.
    pub fn quantiles<const N: usize>(
        &self,
        shares: [f64; N],
        confidence: &Confidence,
    ) -> Option<[Estimate; N]> {
        let values = self.all.quantiles(shares)?;
        let sections: Vec<([f64; N], f64)> = self
            .sections
            .iter()
            .filter_map(|section| Some((section.quantiles(shares)?, section.total() as f64)))
            .collect();
        Some(std::array::from_fn(|index| {
            let of_sections = sections.iter().map(|(values, weight)| (values[index], *weight));
            let half = confidence.of_sections(values[index], of_sections);
            figure::about(values[index], half, Unit::Seconds)
        }))
    }

    /// The distribution for pictures, with that of abandoned contacts.
    pub fn with_abandoned(&self, abandoned: &Histogram) -> Waits {
        Waits {
            answered: self.all.clone(),
            abandoned: abandoned.clone(),
        }
    }
}
