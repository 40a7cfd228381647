//! The number waiting over one replication, in steps finer than an interval: a listener that needs events
//! in order of time.

use super::{Agent, Contact, Observer};
use crate::model::{Center, Ticks};

/// The time-average of the number waiting, over the whole center, in each step of a replication.
#[derive(Debug, Clone)]
pub struct QueuePath {
    step: Ticks,
    closes: Ticks,
    waiting: u64,
    since: Ticks,
    /// Contact-ticks in each step.
    integral: Vec<u64>,
}

impl QueuePath {
    /// An empty path in steps of at most `step`; a step divides the interval evenly.
    pub fn new(center: &Center, step: Ticks) -> Self {
        let interval = center.calendar.interval.0;
        let per_interval = interval.div_ceil(step.0.max(1)).max(1);
        let step = Ticks(interval.div_ceil(per_interval));
        let closes = center.calendar.horizon();
        let steps = closes.0.div_ceil(step.0) as usize;
        Self {
            step,
            closes,
            waiting: 0,
            since: Ticks::ZERO,
            integral: vec![0; steps],
        }
    }

    /// Forgets the replication.
    pub fn clear(&mut self) {
        self.waiting = 0;
        self.since = Ticks::ZERO;
        self.integral.fill(0);
    }

    /// Length of a step.
    pub fn step(&self) -> Ticks {
        self.step
    }

    /// Mean number waiting in each step. To be asked after the replication has ended.
    pub fn means(&mut self) -> Vec<f64> {
        self.advance(self.closes);
        self.integral
            .iter()
            .map(|&ticks| ticks as f64 / self.step.0 as f64)
            .collect()
    }

    fn advance(&mut self, now: Ticks) {
        let until = now.min(self.closes);
        if self.waiting > 0 {
            let (waiting, integral) = (self.waiting, &mut self.integral);
            super::spread(self.step, self.since, until, |step, ticks| {
                integral[step] += waiting * ticks
            });
        }
        self.since = until;
    }
}

impl Observer for QueuePath {
    const IN_ORDER: bool = true;

    fn queued(&mut self, contact: &Contact) {
        self.advance(contact.arrived);
        self.waiting += 1;
    }

    fn answered(&mut self, contact: &Contact, _agent: Agent, now: Ticks, _ends: Ticks) {
        if now > contact.arrived {
            self.advance(now);
            self.waiting -= 1;
        }
    }

    fn abandoned(&mut self, _contact: &Contact, left: Ticks) {
        self.advance(left);
        self.waiting -= 1;
    }

    fn left_waiting(&mut self, _contact: &Contact, until: Ticks) {
        self.advance(until);
        self.waiting -= 1;
    }
}
