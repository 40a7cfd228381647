//! How contacts come: the arrival processes of queues and mixed streams, and the random factors of their
//! volumes.
//!
//! Every process lives in its own time, in which one contact is expected per unit; the inverse of the
//! cumulative rate (times the day's factors) turns it into the time of the day. A process whose contacts are
//! known beforehand (fixed numbers, a record) is a list.

use std::sync::Arc;

use crate::engine::plan::{Rate, Varying, rates};
use crate::engine::source::{Bend, Course};
use crate::engine::tree::{self, NEVER};
use crate::model::{Arrivals, Center, Distribution, Mix, QueueId, RateShape, Replayed};
use crate::random::{Copula, Purpose, Sampler, Stream, StreamKey, by_share};

/// An arrival process, compiled.
#[derive(Debug, Clone)]
pub(super) struct Inflow {
    pub(super) of: Of,
    volume: Vec<f64>,
    process: Process,
    /// By interval, where the rate bends.
    bends: Option<Vec<Bend>>,
    arrival: StreamKey,
    /// Random factors of its own intervals.
    own_factor: Option<(Sampler, StreamKey)>,
    /// Numbers of the factors that multiply its volume.
    factors: Vec<usize>,
}

/// Whose contacts they are.
#[derive(Debug, Clone)]
pub(super) enum Of {
    Queue(QueueId),
    Mix(Vec<(QueueId, Varying<f64>)>, StreamKey),
}

#[derive(Debug, Clone)]
enum Process {
    Poisson,
    Fixed,
    /// Gaps with mean 1.
    Renewal(Sampler),
    /// Sizes with the share up to each, and their mean.
    Batches(Vec<(u32, f64)>, f64),
    Replay(Arc<[Replayed]>),
}

/// A random factor, compiled.
#[derive(Debug, Clone)]
pub(super) struct Factor {
    day: Option<Sampler>,
    intervals: Option<Copula>,
    key: StreamKey,
}

impl Factor {
    pub(super) fn new(rule: &crate::model::Factor) -> Self {
        Self {
            day: rule.day.as_ref().map(|law| Sampler::new(law, 1.0)),
            intervals: rule.intervals.as_ref().map(|intervals| {
                let law = Distribution::gamma_by_mean_cv(1.0, intervals.cv);
                Copula::new(&law, intervals.correlation)
            }),
            key: StreamKey::new(&rule.name, Purpose::Factor),
        }
    }

    /// The factor of every interval in a replication, `day` giving each interval's calendar day.
    pub(super) fn path(&self, seed: u64, replication: u32, day: &[u32]) -> Vec<f64> {
        let mut stream = Stream::new(seed, replication, self.key);
        let mut path = vec![1.0; day.len()];
        if let Some(law) = &self.day {
            let mut factor = (0, 1.0);
            for (value, &day) in path.iter_mut().zip(day) {
                if factor.0 != day {
                    factor = (day, law.sample(&mut stream));
                }
                *value = factor.1;
            }
        }
        if let Some(copula) = &self.intervals {
            for (value, factor) in path.iter_mut().zip(copula.path(day.len(), &mut stream)) {
                *value *= factor;
            }
        }
        path
    }
}

impl Inflow {
    /// The processes of a center: each queue's own, then each mixed stream.
    pub(super) fn of_center(center: &Center) -> Vec<Inflow> {
        let of_queue = |queue: QueueId| -> Vec<usize> {
            let factors = center.rules.factors.iter().enumerate();
            factors
                .filter(|(_, factor)| factor.queues.contains(&queue))
                .map(|(index, _)| index)
                .collect()
        };
        let mixed = |queue: QueueId| {
            let mut shares = center.rules.mixes.iter().flat_map(|mix| &mix.shares);
            shares.any(|(of, _)| *of == queue)
        };
        let queues = center.queues.iter().enumerate().map(|(index, queue)| {
            let volume = if mixed(index) {
                vec![0.0; queue.volume.len()]
            } else {
                queue.volume.clone()
            };
            let (arrivals, shape) = (&queue.rules.arrivals, queue.rules.shape);
            Inflow::new(
                Of::Queue(index),
                &queue.name,
                volume,
                (arrivals, shape),
                of_queue(index),
            )
        });
        let mixes = center.rules.mixes.iter().map(|mix: &Mix| {
            let shares = mix.shares.iter();
            let shares = shares.map(|(queue, share)| (*queue, Varying::new(share, |&share| share)));
            let of = Of::Mix(shares.collect(), StreamKey::new(&mix.name, Purpose::Mix));
            // A factor of all its queues is one of the stream.
            let common = |factor: &usize| {
                mix.shares
                    .iter()
                    .all(|(queue, _)| of_queue(*queue).contains(factor))
            };
            let factors = (0..center.rules.factors.len()).filter(common).collect();
            Inflow::new(
                of,
                &mix.name,
                mix.volume.clone(),
                (&mix.arrivals, mix.shape),
                factors,
            )
        });
        queues.chain(mixes).collect()
    }

    fn new(
        of: Of,
        name: &str,
        volume: Vec<f64>,
        (arrivals, shape): (&Arrivals, RateShape),
        factors: Vec<usize>,
    ) -> Self {
        let own = |cv: f64| Sampler::new(&Distribution::gamma_by_mean_cv(1.0, cv), 1.0);
        Self {
            of,
            process: Process::new(arrivals),
            bends: (shape == RateShape::Linear).then(|| bends(&volume)),
            volume,
            arrival: StreamKey::new(name, Purpose::Arrival),
            own_factor: match arrivals {
                Arrivals::Mixed { cv } if *cv > 0.0 => {
                    Some((own(*cv), StreamKey::new(name, Purpose::Factor)))
                }
                _ => None,
            },
            factors,
        }
    }

    /// The process of one replication, on a day this busy and with these paths of the center's factors.
    pub(super) fn start(
        &self,
        seed: u64,
        replication: u32,
        busyness: f64,
        paths: &[Vec<f64>],
        interval: u64,
    ) -> Flow {
        let mut volume = self.volume.clone();
        for &factor in &self.factors {
            volume
                .iter_mut()
                .zip(&paths[factor])
                .for_each(|(volume, factor)| *volume *= factor);
        }
        if let Some((law, key)) = &self.own_factor {
            let mut stream = Stream::new(seed, replication, *key);
            volume
                .iter_mut()
                .for_each(|volume| *volume *= law.sample(&mut stream));
        }
        let mut arrival = Stream::new(seed, replication, self.arrival);
        let listed = match &self.process {
            Process::Fixed => fixed(&volume, busyness, interval, self.bends.as_deref(), &mut arrival),
            Process::Replay(calls) => calls
                .iter()
                .enumerate()
                .map(|(index, call)| (call.at.0, Some(index)))
                .rev()
                .collect(),
            Process::Poisson | Process::Renewal(_) | Process::Batches(..) => Vec::new(),
        };
        let rates = rates(&volume, interval);
        let mut epoch = 0.0;
        if let Process::Renewal(gaps) = &self.process {
            // Long before opening, so that the first gap is one that opening falls into.
            epoch = -RUN_UP;
            while epoch < 0.0 {
                epoch += gaps.sample(&mut arrival);
            }
        }
        Flow {
            course: Course::new(rates[0], busyness),
            rates,
            listed,
            arrival,
            epoch,
            first: true,
            more: 0,
            mix: match &self.of {
                Of::Mix(_, key) => Some(Stream::new(seed, replication, *key)),
                Of::Queue(_) => None,
            },
            due: Due::default(),
        }
    }
}

/// Gaps that pass before opening.
const RUN_UP: f64 = 100.0;

/// An arrival process in one replication.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    rates: Vec<Rate>,
    course: Course,
    arrival: Stream,
    epoch: f64,
    /// Whether the first epoch is still to come.
    first: bool,
    /// Further contacts of the batch that is arriving.
    more: u32,
    /// Moments known beforehand, the next one last.
    listed: Vec<(u64, Option<usize>)>,
    mix: Option<Stream>,
    due: Due,
}

/// The arrival that is due.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Due {
    pub(super) at: u64,
    pub(super) interval: u32,
    /// Its place in the record.
    pub(super) recorded: Option<usize>,
}

impl Flow {
    pub(super) fn due(&self) -> Due {
        self.due
    }

    /// The key of the next arrival, or [`NEVER`] if none comes any more.
    pub(super) fn schedule(&mut self, index: usize, inflow: &Inflow, interval: u64) -> u64 {
        let first = std::mem::take(&mut self.first);
        match &inflow.process {
            Process::Fixed | Process::Replay(_) => {
                let Some((at, recorded)) = self.listed.pop() else {
                    return NEVER;
                };
                let last = (self.rates.len() - 1) as u64;
                self.due = Due {
                    at,
                    interval: (at / interval).min(last) as u32,
                    recorded,
                };
                return tree::key(at, index);
            }
            Process::Poisson => self.epoch += self.arrival.exponential(),
            Process::Renewal(gaps) => {
                if !first {
                    self.epoch += gaps.sample(&mut self.arrival);
                }
            }
            Process::Batches(sizes, mean) => {
                if self.more > 0 {
                    self.more -= 1;
                    return tree::key(self.due.at, index);
                }
                self.epoch += self.arrival.exponential() * mean;
                let pick = self.arrival.uniform();
                let size = sizes.iter().find(|(_, up_to)| pick < *up_to).or(sizes.last());
                self.more = size.map_or(1, |(size, _)| *size).max(1) - 1;
            }
        }
        let Some(contacts) = self.course.advance(self.epoch, &self.rates) else {
            return NEVER;
        };
        let at = match &inflow.bends {
            None => self.course.moment(contacts, interval),
            Some(bends) => {
                let bend = &bends[self.course.interval as usize];
                self.course.bent_moment(contacts, interval, bend)
            }
        };
        self.due = Due {
            at,
            interval: self.course.interval,
            recorded: None,
        };
        tree::key(at, index)
    }

    /// The queue of the contact that is due.
    pub(super) fn queue(&mut self, inflow: &Inflow) -> QueueId {
        match (&inflow.of, &mut self.mix) {
            (Of::Queue(queue), _) => *queue,
            (Of::Mix(shares, _), Some(stream)) => {
                let of = shares.iter().map(|(_, share)| *share.at(self.due.interval));
                let chosen = by_share(stream.uniform(), of).unwrap_or(shares.len() - 1);
                shares[chosen].0
            }
            (Of::Mix(shares, _), None) => shares.first().map_or(0, |(queue, _)| *queue),
        }
    }

    /// What was recorded of the contact that is due.
    pub(super) fn record<'a>(&self, inflow: &'a Inflow) -> Option<&'a Replayed> {
        match &inflow.process {
            Process::Replay(calls) => self.due.recorded.map(|index| &calls[index]),
            _ => None,
        }
    }
}

/// Exactly the volume of each interval, uniformly placed, the last one first.
fn fixed(
    volume: &[f64],
    busyness: f64,
    interval: u64,
    bends: Option<&[Bend]>,
    stream: &mut Stream,
) -> Vec<(u64, Option<usize>)> {
    let mut moments = Vec::new();
    for (index, volume) in volume.iter().enumerate() {
        let expected = volume * busyness;
        let extra = stream.uniform() < expected.fract();
        let number = expected.floor() as u64 + u64::from(extra);
        for _ in 0..number {
            let share = stream.uniform();
            let place = bends.map_or(share, |bends| bends[index].place(share));
            let into = (place * interval as f64) as u64;
            moments.push((index as u64 * interval + into.min(interval - 1), None));
        }
    }
    moments.sort_unstable_by(|a, b| b.cmp(a));
    moments
}

impl Process {
    fn new(arrivals: &Arrivals) -> Self {
        match arrivals {
            Arrivals::Poisson | Arrivals::Mixed { .. } => Process::Poisson,
            Arrivals::Fixed => Process::Fixed,
            Arrivals::Renewal { gaps } => Process::Renewal(Sampler::new(gaps, 1.0 / gaps.mean())),
            Arrivals::Batches { sizes } => {
                let mut up_to = 0.0;
                let mut shares = Vec::with_capacity(sizes.len());
                for &(size, share) in sizes {
                    up_to += share;
                    shares.push((size, up_to));
                }
                let mean = sizes.iter().map(|&(size, share)| f64::from(size) * share).sum();
                Process::Batches(shares, mean)
            }
            Arrivals::Replay(calls) => Process::Replay(Arc::clone(calls)),
        }
    }
}

/// Straight lines from the edges of each interval to its middle. At an edge the rate is the mean of its
/// neighbours, but at most twice the lesser, so that the middle, which keeps the volume, is not negative.
fn bends(volume: &[f64]) -> Vec<Bend> {
    let edge = |at: usize| {
        let left = at.checked_sub(1).map(|before| volume[before]);
        match (left, volume.get(at).copied()) {
            (Some(left), Some(right)) => (0.5 * (left + right)).min(2.0 * left.min(right)),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => 0.0,
        }
    };
    (0..volume.len())
        .map(|interval| {
            let own = volume[interval];
            if own <= 0.0 {
                return Bend { rate: [1.0; 3] };
            }
            let (start, end) = (edge(interval) / own, edge(interval + 1) / own);
            Bend {
                rate: [start, 2.0 - (start + end) / 2.0, end],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of every share of an interval's contacts against the rate summed up in small steps.
    #[test]
    fn bent_rates_keep_volumes_and_meet_at_edges() {
        let volume = [10.0, 40.0, 30.0, 0.0, 5.0];
        let bends = bends(&volume);
        for (at, bend) in bends.iter().enumerate() {
            let [start, middle, end] = bend.rate;
            assert!(start >= 0.0 && middle >= 0.0 && end >= 0.0, "{bend:?}");
            assert!(((start + 2.0 * middle + end) / 4.0 - 1.0).abs() < 1e-12);
            if volume[at] > 0.0 && at + 1 < volume.len() && volume[at + 1] > 0.0 {
                let next = bends[at + 1].rate[0] * volume[at + 1];
                assert!((end * volume[at] - next).abs() < 1e-9);
            }
            let rate = |x: f64| {
                if x < 0.5 {
                    start + (middle - start) * 2.0 * x
                } else {
                    middle + (end - middle) * (2.0 * x - 1.0)
                }
            };
            let steps = 20_000;
            let mut sum = 0.0;
            for step in 0..steps {
                let x = (f64::from(step) + 0.5) / f64::from(steps);
                sum += rate(x) / f64::from(steps);
                assert!((bend.place(sum) - (x + 0.5 / f64::from(steps))).abs() < 1e-4 || rate(x) < 1e-2);
            }
        }
    }
}
