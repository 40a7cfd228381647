//! What one replication asked of the center, whatever became of it: arrivals and work, and how many would
//! be in service at once if nobody ever had to wait.
//!
//! The horizon is cut into slots. Each contact is counted in the slot of its arrival, and is *present* at the
//! start of every slot that its handling from arrival would cover, if it began at once. That number is the
//! infinite-server load; its law is known exactly, which makes it a control variate.

use super::{Brings, Contact};
use crate::model::{PerInterval, TICKS_PER_SECOND, Ticks};

/// How the horizon is cut, and how long a contact would be present.
#[derive(Debug, Clone, PartialEq)]
pub struct Slots {
    /// Slots in all.
    pub count: usize,
    /// Slots in one tick.
    pub per_tick: f64,
    /// The first slot that counts: those before lie in warm-up.
    pub first: usize,
    /// By queue: a contact is present for this many times its talk.
    pub stretch: Vec<PerInterval<f64>>,
}

/// The demand of one replication, cleared and used again for the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    slots: Slots,
    busyness: f64,
    /// By queue, then slot.
    arrivals: Vec<u32>,
    /// By queue, then slot, one more than there are: how the number present changes at its start.
    changes: Vec<i32>,
    /// By queue, in seconds.
    work_s: Vec<f64>,
}

impl Demand {
    /// No demand yet.
    pub fn new(slots: Slots) -> Self {
        let queues = slots.stretch.len();
        Self {
            busyness: 1.0,
            arrivals: vec![0; queues * slots.count],
            changes: vec![0; queues * (slots.count + 1)],
            work_s: vec![0.0; queues],
            slots,
        }
    }

    /// Forgets the replication.
    pub fn clear(&mut self) {
        self.busyness = 1.0;
        self.arrivals.fill(0);
        self.changes.fill(0);
        self.work_s.fill(0.0);
    }

    /// How busy the day is.
    pub fn busyness(&self) -> f64 {
        self.busyness
    }

    /// Arrivals of a queue by slot.
    pub fn arrivals(&self, queue: usize) -> &[u32] {
        let count = self.slots.count;
        &self.arrivals[queue * count..(queue + 1) * count]
    }

    /// How the number of a queue's contacts present changes at the start of each slot.
    pub fn changes(&self, queue: usize) -> &[i32] {
        let count = self.slots.count;
        &self.changes[queue * (count + 1)..queue * (count + 1) + count]
    }

    /// Work, at normal speed, of the contacts of a queue that arrived in slots that count, in seconds.
    pub fn work_s(&self, queue: usize) -> f64 {
        self.work_s[queue]
    }

    pub(super) fn set_busyness(&mut self, busyness: f64) {
        self.busyness = busyness;
    }

    #[inline]
    pub(super) fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        let slots = &self.slots;
        let last = slots.count - 1;
        let slot = ((contact.arrived.0 as f64 * slots.per_tick) as i64 as usize).min(last);
        self.arrivals[contact.queue * slots.count + slot] += 1;
        let until =
            contact.arrived.0 as f64 + brings.talk * slots.stretch[contact.queue].at(contact.interval);
        let first = contact.queue * (slots.count + 1);
        self.changes[first + slot + 1] += 1;
        let gone = ((until * slots.per_tick) as i64 as usize).min(last) + 1;
        self.changes[first + gone] -= 1;
        if slot >= slots.first {
            self.work_s[contact.queue] += brings.work * (1.0 / TICKS_PER_SECOND);
        }
    }
}

impl Slots {
    /// The slot in which a time lies, rounded up: the first that begins at or after it.
    pub fn from_time(per_tick: f64, time: Ticks) -> usize {
        (time.0 as f64 * per_tick).ceil() as usize
    }
}
