//! What is counted of one queue or group in one interval, and the wait of one contact.

use serde::{Deserialize, Serialize};

use crate::model::Ticks;
use crate::stats::cell_of;

/// Counts of the contacts of one queue that arrived in one interval, and of what happened to the queue
/// during it. Waits are sums in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactCell {
    /// Answered without a wait.
    pub answered_at_once: u32,
    /// Answered after a wait.
    pub answered_later: u32,
    /// Of those answered after a wait, within T.
    pub later_within: u32,
    /// Gave up while waiting.
    pub abandoned: u32,
    /// Of those, within T.
    pub abandoned_within: u32,
    /// Of those, within the limit of a short abandonment.
    pub abandoned_short: u32,
    /// Left at once because they would have had to wait.
    pub balked: u32,
    /// Still waiting at the end.
    pub waiting_at_end: u32,
    /// The longest queue during the interval.
    pub queue_max: u32,
    /// Sum of the waits of answered contacts.
    pub wait_answered: u64,
    /// Sum of the waits of abandoned contacts.
    pub wait_abandoned: u64,
    /// Sum of the waits, up to closing, of those still waiting at the end.
    pub wait_left: u64,
    /// Longest wait of an answered contact.
    pub wait_max: u64,
    /// Integral of the queue's length over the interval.
    pub queue_time: u64,
}

impl ContactCell {
    /// Answered contacts.
    pub fn answered(&self) -> u32 {
        self.answered_at_once + self.answered_later
    }

    /// Answered within T.
    pub fn answered_within(&self) -> u32 {
        self.answered_at_once + self.later_within
    }

    /// Answered, abandoned or waiting at the end.
    pub fn offered(&self) -> u32 {
        self.answered() + self.abandoned + self.waiting_at_end
    }

    /// Offered contacts that had to wait.
    pub fn waited(&self) -> u32 {
        self.answered_later + self.abandoned + self.waiting_at_end
    }

    /// Adds the counts and integrals of another cell; maxima become the larger one, so the longest queue
    /// of several intervals of one queue is right and that of several queues is not.
    pub fn add(&mut self, other: &ContactCell) {
        self.answered_at_once += other.answered_at_once;
        self.answered_later += other.answered_later;
        self.later_within += other.later_within;
        self.abandoned += other.abandoned;
        self.abandoned_within += other.abandoned_within;
        self.abandoned_short += other.abandoned_short;
        self.balked += other.balked;
        self.waiting_at_end += other.waiting_at_end;
        self.queue_max = self.queue_max.max(other.queue_max);
        self.wait_answered += other.wait_answered;
        self.wait_abandoned += other.wait_abandoned;
        self.wait_left += other.wait_left;
        self.wait_max = self.wait_max.max(other.wait_max);
        self.queue_time += other.queue_time;
    }
}

/// Agent time of one group in one interval, in ticks, within opening hours and after warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupCell {
    /// Time spent handling contacts.
    pub handling: u64,
    /// Time on duty: on queue, or finishing a contact after their time; handling + available.
    pub on_duty: u64,
}

/// The wait of one contact that had to wait: its interval and its cell of a histogram, in 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaitRecord(u32);

/// Bits for the cell: the longest time of the engine lies in cell 3,841.
const CELL_BITS: u32 = 12;

impl WaitRecord {
    pub(super) fn new(interval: usize, wait: Ticks) -> Self {
        Self((interval as u32) << CELL_BITS | cell_of(wait))
    }

    /// The record as a number, by which records are also ordered.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The record of that number.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The interval in which the contact arrived.
    pub fn interval(self) -> usize {
        (self.0 >> CELL_BITS) as usize
    }

    /// The cell of [`Histogram`](crate::stats::Histogram) in which its wait lies.
    pub fn cell(self) -> u32 {
        self.0 & ((1 << CELL_BITS) - 1)
    }
}
