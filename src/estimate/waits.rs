//! Waits of answered contacts by queue, interval and section, for quantiles and pictures.
//!
//! Replications are dealt to 32 sections by their number; a quantile is taken from all of them, and its
//! interval from how those of the sections lie about it.

use std::borrow::Cow;

use super::block::{BLOCK, DayWaits};
use super::figure;
use super::frame::Frame;
use super::results::{Estimate, Waits};
use crate::model::Unit;
use crate::observe::WaitRecord;
use crate::stats::{Confidence, Histogram};

/// Records of a queue that a section may have waiting to be counted, for each interval. Counting many at
/// once keeps the histograms at hand in the processor's cache; a list longer than this would take more
/// memory than they do.
const PENDING: usize = 512;

/// Waits over many replications. Counts are integers and add up in any order.
#[derive(Debug, Clone, Default)]
pub(super) struct SectionedWaits {
    queues: usize,
    /// As many as the frame divides waits into: one where only the day is asked for.
    intervals: usize,
    /// By section, interval, then queue: waits in histograms, and answers without a wait not yet in them.
    answered: Vec<Histogram>,
    at_once: Vec<u64>,
    /// By section, then queue: waits not yet in the histograms.
    pending: Vec<Vec<WaitRecord>>,
    /// By queue.
    abandoned: Vec<Histogram>,
}

impl SectionedWaits {
    pub fn new(frame: &Frame) -> Self {
        let sections = BLOCK as usize;
        let intervals = frame.wait_intervals();
        let cells = sections * intervals * frame.queues;
        Self {
            queues: frame.queues,
            intervals,
            answered: vec![Histogram::default(); cells],
            at_once: vec![0; cells],
            pending: vec![Vec::new(); sections * frame.queues],
            abandoned: vec![Histogram::default(); frame.queues],
        }
    }

    /// Takes in the waits of one replication; `section` is its number modulo 32.
    pub fn absorb(&mut self, section: usize, day: &DayWaits) {
        let first = section * self.intervals * self.queues;
        for (place, &at_once) in day.at_once.iter().enumerate() {
            self.at_once[first + place % (self.intervals * self.queues)] += u64::from(at_once);
        }
        for queue in 0..self.queues {
            let pending = &mut self.pending[section * self.queues + queue];
            pending.extend_from_slice(&day.answered[queue]);
            if pending.len() > PENDING * self.intervals {
                self.count_pending(section, queue);
            }
            for record in &day.abandoned[queue] {
                self.abandoned[queue].add(record.cell(), 1);
            }
        }
    }

    fn count_pending(&mut self, section: usize, queue: usize) {
        let first = section * self.intervals * self.queues;
        let pending = &mut self.pending[section * self.queues + queue];
        for record in pending.drain(..) {
            let interval = record.interval().min(self.intervals - 1);
            self.answered[first + interval * self.queues + queue].add(record.cell(), 1);
        }
    }

    /// Counts all that is pending; to be called before anything is asked.
    pub fn settle(&mut self) {
        for section in 0..BLOCK as usize {
            (0..self.queues).for_each(|queue| self.count_pending(section, queue));
        }
        for (histogram, at_once) in self.answered.iter_mut().zip(&mut self.at_once) {
            histogram.add(0, std::mem::take(at_once));
        }
    }

    /// Waits of one queue in one interval.
    pub fn of_interval(&self, interval: usize, queue: usize) -> Sections<'_> {
        let stride = self.intervals * self.queues;
        let sections = self
            .answered
            .iter()
            .skip(interval * self.queues + queue)
            .step_by(stride);
        Sections::new(sections.map(Cow::Borrowed).collect())
    }

    /// Waits of a queue's abandoned contacts over the day.
    pub fn abandoned(&self, queue: usize) -> &Histogram {
        &self.abandoned[queue]
    }
}

/// The waits of one scope in one interval, or over the day, by section.
#[derive(Debug, Clone)]
pub(super) struct Sections<'a> {
    all: Histogram,
    sections: Vec<Cow<'a, Histogram>>,
}

impl Default for Sections<'_> {
    fn default() -> Self {
        Self::new(vec![Cow::Owned(Histogram::default()); BLOCK as usize])
    }
}

impl<'a> Sections<'a> {
    fn new(sections: Vec<Cow<'a, Histogram>>) -> Self {
        let mut all = Histogram::default();
        sections.iter().for_each(|section| all.merge(section));
        Self { all, sections }
    }

    /// Adds the waits of another scope or interval, section by section.
    pub fn merge(&mut self, other: &Sections<'_>) {
        self.all.merge(&other.all);
        for (mine, theirs) in self.sections.iter_mut().zip(&other.sections) {
            mine.to_mut().merge(theirs);
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
