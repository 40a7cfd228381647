//! The contacts of one queue: when the next one arrives and what it brings.

use super::plan::{QueuePlan, Rate};
use super::tree::{self, NEVER};
use crate::model::MAX_TICKS;
use crate::observe::Brings;
use crate::random::Stream;

/// The streams of one queue in one replication and the arrival that is due next.
#[derive(Debug, Clone)]
pub(super) struct Source {
    arrival: Stream,
    patience: Stream,
    talk: Stream,
    wrap_up: Stream,
    balk: Stream,
    /// Arrivals of a Poisson process of rate 1 happen at these epochs; the inverse of the cumulative rate
    /// turns them into moments of the day.
    epoch: f64,
    /// 1 / the day's busyness.
    inverse_busyness: f64,
    /// Interval of the arrival that is due, and its rate.
    interval: u32,
    rate: Rate,
    /// Number of the arrival that is due.
    number: u32,
}

/// What a contact brings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    pub(super) interval: u32,
    pub(super) number: u32,
    /// Talk, and talk with wrap-up, at normal speed.
    pub(super) brings: Brings,
    /// In ticks; infinite for those who never give up.
    pub(super) patience: f64,
    /// Whether it leaves at once if it would have to wait.
    pub(super) balks: bool,
}

impl Source {
    pub(super) fn new(plan: &QueuePlan, seed: u64, replication: u32, busyness: f64) -> Self {
        let stream = |key| Stream::new(seed, replication, key);
        Self {
            arrival: stream(plan.keys.arrival),
            patience: stream(plan.keys.patience),
            talk: stream(plan.keys.talk),
            wrap_up: stream(plan.keys.wrap_up),
            balk: stream(plan.keys.balk),
            epoch: 0.0,
            inverse_busyness: 1.0 / busyness,
            interval: 0,
            rate: plan.rates[0],
            number: 0,
        }
    }

    /// The arrival that is due now, with all it brings. Every stream is drawn from whether or not the
    /// contact will need it, so that the n-th contact is the same under any staffing.
    #[inline(always)]
    pub(super) fn take(&mut self, plan: &QueuePlan) -> Caller {
        let interval = self.interval;
        let talk = plan.talk.at(interval).sample(&mut self.talk);
        let mut work = talk;
        if let Some(wrap_up) = &plan.wrap_up {
            work += wrap_up.at(interval).sample(&mut self.wrap_up);
        }
        let patience = plan.patience.at(interval).sample(&mut self.patience);
        let balks = match &plan.balk {
            Some(share) => self.balk.uniform() < *share.at(interval),
            None => false,
        };
        let number = self.number;
        self.number += 1;
        Caller {
            interval,
            number,
            brings: Brings { talk, work },
            patience,
            balks,
        }
    }

    /// The key of the next arrival, or [`NEVER`] if the center closes first.
    #[inline(always)]
    pub(super) fn schedule(&mut self, queue: usize, plan: &QueuePlan, interval: u64) -> u64 {
        self.epoch += self.arrival.exponential();
        let contacts = self.epoch * self.inverse_busyness;
        while contacts >= self.rate.until {
            let next = self.interval + 1;
            let Some(&rate) = plan.rates.get(next as usize) else {
                return NEVER;
            };
            self.interval = next;
            self.rate = rate;
        }
        let into = (contacts - self.rate.before) * self.rate.ticks_per_contact;
        let moment = self.rate.starts + (into as i64 as u64).min(interval - 1);
        tree::key(moment, queue)
    }
}

/// A length of time drawn as a real number, in whole ticks, at most [`MAX_TICKS`].
#[inline(always)]
pub(super) fn to_ticks(time: f64) -> u64 {
    // Through a signed integer: processors convert to those in one step.
    time.min(MAX_TICKS.0 as f64) as i64 as u64
}
