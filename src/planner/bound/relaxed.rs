//! A queue of one kind of contact and one group that does at least as well as the center it stands for.
//!
//! In: demand over a stretch of time, a number of agents, what each contact is worth by its wait. Out: the mean
//! worth of a day, and its standard error. The queue begins empty and is served first come, first served; a
//! contact's wait follows from the times at which agents will be free (Kiefer and Wolfowitz, 1955). What still
//! waits at the end of the stretch counts as answered there and then. The j-th service takes the same time
//! whatever the number of agents.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::{Distribution, Handle, TICKS_PER_SECOND};
use crate::random::{Purpose, Sampler, Stream, StreamKey};

/// Contacts simulated to judge one number of agents, about, and within which number of days.
const CONTACTS: f64 = 30_000.0;
const DAYS: (f64, f64) = (80.0, 1000.0);
/// Numbers of agents that one search may judge.
pub(super) const TRIES: usize = 24;

/// What a contact is worth by its wait (seconds) and patience (seconds); never more after a longer wait.
pub(super) type Worth = Box<dyn Fn(f64, f64) -> f64 + Send + Sync>;

/// The queue.
pub(super) struct Relaxed {
    /// Contacts expected on an ordinary day.
    pub volume: f64,
    /// The stretch of time over which they come evenly, in seconds.
    pub length_s: f64,
    /// How long a contact takes.
    pub handle: Handle,
    /// How many times as long as normal.
    pub factor: f64,
    /// How long a contact waits before it is gone, in seconds.
    pub patience: Distribution,
    /// Chance that a contact which would wait leaves at once; it is worth nothing then.
    pub balk: f64,
    /// The day's common factor.
    pub busyness: Option<Distribution>,
    /// The master seed.
    pub seed: u64,
    /// What a day's contacts must be worth on average: zero at least.
    pub worth: Worth,
}

impl Relaxed {
    /// The least number of agents, up to `limit`, that cannot be ruled out: with fewer, the mean worth lies below
    /// zero by more than `deviations` standard errors of a normal law, or as many more as Student's law of so few
    /// days needs for the same chance (the first term of Fisher's expansion). The mean never falls as agents are
    /// added.
    pub fn least_agents(&self, deviations: f64, limit: u32) -> u32 {
        let freedom = f64::from(self.days() - 1);
        let deviations = deviations + (deviations.powi(3) + deviations) / (4.0 * freedom);
        let mut tries = 0;
        let mut ruled_out = |agents: u32| {
            tries += 1;
            (tries <= TRIES).then(|| {
                let (mean, error) = self.mean_worth(agents);
                mean + deviations * error < 0.0
            })
        };
        // `low` agents are the least that may do; `high` are not ruled out.
        let load = self.volume * self.handle.mean_s() * self.factor / self.length_s;
        let start = ((0.8 * load) as u32).min(limit);
        let step = 1 + (0.5 * f64::from(start).sqrt()) as u32;
        let (mut low, mut high) = (0, start);
        match ruled_out(start) {
            Some(true) => {
                let mut stride = step;
                loop {
                    low = high + 1;
                    high = high.saturating_add(stride).min(limit);
                    if low > limit || ruled_out(high) != Some(true) {
                        break;
                    }
                    stride = stride.saturating_mul(2);
                }
            }
            _ => {
                let mut stride = step;
                while let Some(below) = high.checked_sub(stride) {
                    if ruled_out(below) == Some(true) {
                        low = below + 1;
                        break;
                    }
                    high = below;
                    stride = stride.saturating_mul(2);
                }
            }
        }
        while low < high {
            let middle = low + (high - low) / 2;
            match ruled_out(middle) {
                Some(true) => low = middle + 1,
                Some(false) => high = middle,
                None => break,
            }
        }
        low
    }

    fn days(&self) -> u32 {
        (CONTACTS / self.volume.max(1.0)).clamp(DAYS.0, DAYS.1) as u32
    }

    /// Mean worth of a day and its standard error.
    pub fn mean_worth(&self, agents: u32) -> (f64, f64) {
        let days = self.days();
        let (mut sum, mut squares) = (0.0, 0.0);
        let laws = Laws::new(self);
        let mut free = BinaryHeap::with_capacity(agents as usize);
        for day in 0..days {
            let worth = self.day(day, agents, &laws, &mut free);
            sum += worth;
            squares += worth * worth;
        }
        let count = f64::from(days);
        let mean = sum / count;
        let variance = (squares / count - mean * mean).max(0.0) * count / (count - 1.0);
        (mean, (variance / count).sqrt())
    }

    fn day(&self, day: u32, agents: u32, laws: &Laws, free: &mut BinaryHeap<Reverse<u64>>) -> f64 {
        let stream = |purpose| Stream::new(self.seed, day, StreamKey::new("lower bound", purpose));
        let busyness = laws
            .busyness
            .as_ref()
            .map_or(1.0, |law| law.sample(&mut stream(Purpose::Busyness)));
        let rate = busyness * self.volume / (self.length_s * TICKS_PER_SECOND);
        let mut arrival = stream(Purpose::Arrival);
        let mut talk = stream(Purpose::Talk);
        let mut wrap_up = stream(Purpose::WrapUp);
        let mut patience = stream(Purpose::Patience);
        let mut balk = stream(Purpose::Balk);
        free.clear();
        free.extend((0..agents).map(|_| Reverse(0)));
        let end = self.length_s * TICKS_PER_SECOND;
        let (mut now, mut worth) = (0.0, 0.0);
        loop {
            now += arrival.exponential() / rate;
            if now.is_nan() || now >= end {
                return worth;
            }
            let stays = laws.patience.sample(&mut patience);
            let balks = self.balk > 0.0 && balk.uniform() < self.balk;
            let next = free.peek_mut();
            let wait = next
                .as_ref()
                .map_or(f64::INFINITY, |next| (next.0 as f64 - now).max(0.0));
            if wait > 0.0 && balks {
                continue;
            }
            worth += (self.worth)(wait.min(end - now) / TICKS_PER_SECOND, stays / TICKS_PER_SECOND);
            if let Some(mut next) = next
                && wait <= stays
            {
                let takes = laws.talk.sample(&mut talk)
                    + laws.wrap_up.as_ref().map_or(0.0, |law| law.sample(&mut wrap_up));
                *next = Reverse((now + wait + takes * self.factor) as u64);
            }
        }
    }
}

/// Laws ready to be drawn from, in ticks.
struct Laws {
    talk: Sampler,
    wrap_up: Option<Sampler>,
    patience: Sampler,
    busyness: Option<Sampler>,
}

impl Laws {
    fn new(of: &Relaxed) -> Self {
        let in_ticks = |law: &Distribution| Sampler::new(law, TICKS_PER_SECOND);
        Self {
            talk: in_ticks(&of.handle.talk),
            wrap_up: of.handle.wrap_up.as_ref().map(in_ticks),
            patience: in_ticks(&of.patience),
            busyness: of.busyness.as_ref().map(|law| Sampler::new(law, 1.0)),
        }
    }
}
