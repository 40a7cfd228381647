//! The number waiting over one replication, in steps finer than an interval: a listener that needs events
//! in order of time.

use std::collections::BTreeSet;

use super::{Agent, Contact, Observer};
use crate::model::{Center, QueueId, Ticks};

/// The time-average of the number waiting, over the whole center, in each step of a replication.
#[derive(Debug, Clone)]
pub struct QueuePath {
    step: Ticks,
    closes: Ticks,
    waiting: u64,
    /// Who they are, where a wait does not show by when a contact arrived and was answered: where the center
    /// is not plain.
    who: Option<BTreeSet<(QueueId, u32)>>,
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
            who: (!center.is_plain()).then(BTreeSet::new),
            since: Ticks::ZERO,
            integral: vec![0; steps],
        }
    }

    /// Forgets the replication.
    pub fn clear(&mut self) {
        self.waiting = 0;
        if let Some(who) = &mut self.who {
            who.clear();
        }
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
        self.since = self.since.max(until);
    }

    /// A contact that waited does so no more. Where the center is not plain it may never have joined the queue:
    /// it was in the IVR at closing, or came when nobody could take it.
    fn ends_waiting(&mut self, contact: &Contact, now: Ticks) {
        let waited = match &mut self.who {
            Some(who) => who.remove(&(contact.queue, contact.number)),
            None => true,
        };
        if waited {
            self.advance(now);
            self.waiting -= 1;
        }
    }

    /// A contact waits no more, if it did.
    fn leaves(&mut self, contact: &Contact, now: Ticks) {
        let waited = match &mut self.who {
            Some(who) => who.remove(&(contact.queue, contact.number)),
            None => now > contact.arrived,
        };
        if waited {
            self.advance(now);
            self.waiting -= 1;
        }
    }
}

impl Observer for QueuePath {
    const IN_ORDER: bool = true;

    fn queued(&mut self, contact: &Contact) {
        self.advance(contact.arrived);
        self.waiting += 1;
        if let Some(who) = &mut self.who {
            who.insert((contact.queue, contact.number));
        }
    }

    fn answered(&mut self, contact: &Contact, _agent: Agent, now: Ticks, _ends: Ticks) {
        self.leaves(contact, now);
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        self.leaves(contact, now);
    }

    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        self.leaves(contact, now);
    }

    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.ends_waiting(contact, left);
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        self.ends_waiting(contact, until);
    }
}
