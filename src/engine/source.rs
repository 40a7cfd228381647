//! The contacts of one queue: when the next one arrives and what it brings.

use super::plan::{QueuePlan, Rate};
use super::tree::{self, NEVER};
use crate::model::MAX_TICKS;
use crate::observe::Brings;
use crate::random::Stream;

/// The arrivals of one queue in one replication: when the next one is due, and what each brings.
#[derive(Debug, Clone)]
pub(super) struct Source {
    arrival: Stream,
    /// Arrivals of a Poisson process of rate 1 happen at these epochs.
    epoch: f64,
    course: Course,
    draws: Draws,
}

/// The way through the cumulative rate: its inverse turns epochs of unit rate into moments of the day.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// 1 / the day's busyness.
    inverse_busyness: f64,
    /// Interval of the arrival that is due, and its rate.
    pub(super) interval: u32,
    rate: Rate,
}

/// What a queue's contacts bring is drawn from these.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    patience: Stream,
    talk: Stream,
    wrap_up: Stream,
    balk: Stream,
    /// Number of the next contact.
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
        Self {
            arrival: Stream::new(seed, replication, plan.keys.arrival),
            epoch: 0.0,
            course: Course::new(plan.rates[0], busyness),
            draws: Draws::new(plan, seed, replication),
        }
    }

    /// The arrival that is due now, with all it brings.
    #[inline(always)]
    pub(super) fn take(&mut self, plan: &QueuePlan) -> Caller {
        self.draws.take(plan, self.course.interval)
    }

    /// The key of the next arrival, or [`NEVER`] if the center closes first.
    #[inline(always)]
    pub(super) fn schedule(&mut self, queue: usize, plan: &QueuePlan, interval: u64) -> u64 {
        self.epoch += self.arrival.exponential();
        match self.course.advance(self.epoch, &plan.rates) {
            Some(contacts) => tree::key(self.course.moment(contacts, interval), queue),
            None => NEVER,
        }
    }
}

impl Course {
    pub(super) fn new(first: Rate, busyness: f64) -> Self {
        Self {
            inverse_busyness: 1.0 / busyness,
            interval: 0,
            rate: first,
        }
    }

    /// Goes on to the interval of an epoch, and gives the contacts expected until then on the ordinary day;
    /// nothing if the center closes first. Epochs must not fall.
    #[inline(always)]
    pub(super) fn advance(&mut self, epoch: f64, rates: &[Rate]) -> Option<f64> {
        let contacts = epoch * self.inverse_busyness;
        while contacts >= self.rate.until {
            let next = self.interval + 1;
            self.rate = *rates.get(next as usize)?;
            self.interval = next;
        }
        Some(contacts)
    }

    /// The moment at which so many contacts are expected, in the interval of the last advance.
    #[inline(always)]
    pub(super) fn moment(&self, contacts: f64, interval: u64) -> u64 {
        let into = (contacts - self.rate.before) * self.rate.ticks_per_contact;
        self.rate.starts + (into as i64 as u64).min(interval - 1)
    }

    /// The same where the rate bends within the interval.
    pub(super) fn bent_moment(&self, contacts: f64, interval: u64, bend: &Bend) -> u64 {
        let share = (contacts - self.rate.before) / (self.rate.until - self.rate.before);
        let into = bend.place(share) * interval as f64;
        self.rate.starts + (into as i64 as u64).min(interval - 1)
    }
}

/// How the rate runs within an interval: two straight lines that meet in its middle, the mean being 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bend {
    /// At the start, in the middle and at the end.
    pub(super) rate: [f64; 3],
}

impl Bend {
    /// Where in the interval this share of its contacts has come.
    pub(super) fn place(&self, share: f64) -> f64 {
        let [start, middle, end] = self.rate;
        let first = (start + middle) / 4.0;
        if share < first {
            0.5 * along(start, middle, share / 0.5)
        } else {
            0.5 + 0.5 * along(middle, end, (share - first) / 0.5)
        }
        .clamp(0.0, 1.0)
    }
}

/// Where a rate that runs straight from one value to another over [0, 1] has brought so many contacts.
fn along(from: f64, to: f64, contacts: f64) -> f64 {
    // from·x + (to − from)·x²/2 = contacts, in the form that is safe where the line is flat.
    let root = (from * from + 2.0 * (to - from) * contacts).max(0.0).sqrt();
    if from + root > 0.0 {
        2.0 * contacts / (from + root)
    } else {
        0.0
    }
}

impl Draws {
    pub(super) fn new(plan: &QueuePlan, seed: u64, replication: u32) -> Self {
        let stream = |key| Stream::new(seed, replication, key);
        Self {
            patience: stream(plan.keys.patience),
            talk: stream(plan.keys.talk),
            wrap_up: stream(plan.keys.wrap_up),
            balk: stream(plan.keys.balk),
            number: 0,
        }
    }

    /// The contact taken last, drawn anew.
    pub(super) fn again(&mut self, plan: &QueuePlan, interval: u32) -> Caller {
        self.number -= 1;
        self.take(plan, interval)
    }

    /// The next contact, which arrives in this interval. Every stream is drawn from whether or not the contact
    /// will need it, so that the n-th contact is the same under any staffing.
    #[inline(always)]
    pub(super) fn take(&mut self, plan: &QueuePlan, interval: u32) -> Caller {
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
}

/// A length of time drawn as a real number, in whole ticks, at most [`MAX_TICKS`].
#[inline(always)]
pub(super) fn to_ticks(time: f64) -> u64 {
    // Through a signed integer: processors convert to those in one step.
    time.min(MAX_TICKS.0 as f64) as i64 as u64
}
