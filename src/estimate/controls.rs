//! The control variates of a center: what they are, and what they are expected to be.
//!
//! In: a center; then the demand of each replication. Out: for every scope (queue or center) four numbers
//! whose mean, on a day as busy as it was, is zero:
//!
//! - contacts that arrived,
//! - the work that they brought,
//! - contacts that would have been answered within T, had nobody ever waited before them, judged by the
//!   *infinite-server load* of their own queue against the agents of its route,
//! - and the same by the load of the whole center against all agents;
//!
//! and for the day four more, functions of its busyness b less their means: b, its square, and by how much b
//! passes its quantiles at 7/8 and 31/32, since what callers feel grows steeply on the busiest days. Given how busy the day
//! is, all arrivals are Poisson, and so is the infinite-server load, independent of the arrivals that follow:
//! the expectations are sums over slots of λ · E[g(N)] with N Poisson. Over all days they are means of the
//! law of busyness. Nothing is fitted here, so nothing is biased.

use super::expected::{Expected, Term};
use super::frame::Frame;
use crate::model::{Center, Distribution, PerInterval, Queue};
use crate::observe::{Demand, Slots};
use crate::random::{Purpose, STRATA, Strata};
use crate::theory::{mean_excess, mean_in_service};

/// Controls of a scope.
pub(super) const OF_SCOPE: usize = 4;
/// Controls of the day's busyness.
const OF_DAY: usize = 4;
/// The controls of a scope and the first two of the day: all that a few blocks suffice to fit.
pub(super) const WITH_FEW_BLOCKS: usize = OF_SCOPE + 2;
/// Strata beyond whose ends a day is among the busiest.
const BUSIEST: [usize; 2] = [STRATA as usize * 7 / 8 - 1, STRATA as usize - 2];
/// Slots to a mean handle time: fewer blur the load, more cost time.
const SLOTS_TO_HANDLE: f64 = 2.0;
/// The most slots that a horizon is cut into.
const MOST_SLOTS: usize = 20_000;
/// Beyond so many steps of preparation controls would cost more than they gain.
const MOST_WORK: usize = 50_000_000;
/// From here on a chance of being answered in time is none.
const HOPELESS: f64 = 1e-9;

/// What is needed to make controls of a demand.
#[derive(Debug)]
pub(super) struct ControlPlan {
    slots: Slots,
    per_interval: usize,
    /// By queue: contacts expected in each slot on an ordinary day.
    rates: Vec<Vec<f64>>,
    work_s: Vec<f64>,
    /// By queue and interval: the chance to be answered within T by the number of one's own queue present.
    own: Vec<Vec<Vec<f64>>>,
    /// By interval: the same by the number of all present, against all agents.
    pooled: Vec<Vec<f64>>,
    /// By queue: what the third and the fourth control expect, as functions of busyness.
    expected: Vec<[Expected; 2]>,
    busyness: Option<BusyDays>,
}

impl ControlPlan {
    /// The controls of a center; nothing where they would cost more than they gain, and nothing where the center
    /// is not plain: its demand need not be Poisson, nor be all there is.
    pub fn new(center: &Center, frame: &Frame) -> Option<Self> {
        if !center.is_plain() {
            return None;
        }
        let interval_s = center.calendar.interval.seconds();
        let load: f64 = total(center, |queue, interval| center.offered_load(queue, interval));
        let volume: f64 = total(center, |queue, interval| center.queues[queue].volume[interval]);
        if load <= 0.0 {
            return None;
        }
        let handle_s = load * interval_s / volume;
        let per_interval = (SLOTS_TO_HANDLE * interval_s / handle_s).ceil().max(1.0);
        let per_interval = per_interval.min((MOST_SLOTS / frame.intervals).max(1) as f64) as usize;
        let count = per_interval * frame.intervals;
        if count * frame.intervals * frame.queues > MOST_WORK {
            return None;
        }
        let slot_ticks = center.calendar.interval.0 as f64 / per_interval as f64;
        let slots = Slots {
            count,
            per_tick: 1.0 / slot_ticks,
            first: Slots::from_time(1.0 / slot_ticks, frame.warm_up),
            stretch: center.queues.iter().map(stretch).collect(),
        };
        let counted = |queue: &Queue| -> Vec<f64> {
            (0..count)
                .map(|slot| {
                    let counts = slot >= slots.first;
                    if counts {
                        queue.volume[slot / per_interval] / per_interval as f64
                    } else {
                        0.0
                    }
                })
                .collect()
        };
        let rates: Vec<Vec<f64>> = center.queues.iter().map(counted).collect();
        let loads: Vec<Vec<f64>> = center
            .queues
            .iter()
            .zip(&slots.stretch)
            .map(|(queue, stretch)| {
                let talk = talk_of(queue);
                mean_in_service(&queue.volume, &talk, stretch, interval_s, per_interval)
            })
            .collect();
        let own = (0..frame.queues).map(|queue| own_tables(center, queue)).collect();
        let pooled = pooled_tables(center);
        let mut plan = Self {
            work_s: center
                .queues
                .iter()
                .zip(&rates)
                .map(|(queue, rates)| work(queue, rates, per_interval))
                .collect(),
            slots,
            per_interval,
            rates,
            own,
            pooled,
            expected: Vec::new(),
            busyness: center.busyness.as_ref().and_then(BusyDays::new),
        };
        plan.expected = plan.expectations(&loads, center.busyness.as_ref());
        Some(plan)
    }

    /// How demand is to be counted.
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// Controls of one scope: those of the scope and of the day.
    pub fn count(&self) -> usize {
        OF_SCOPE + if self.busyness.is_some() { OF_DAY } else { 0 }
    }

    /// The controls of one replication: scope by scope.
    pub fn values(&self, demand: &Demand) -> Vec<f64> {
        let queues = self.rates.len();
        let busyness = demand.busyness();
        let mut values = vec![0.0; queues * OF_SCOPE];
        let mut present_in_all = vec![0_i32; self.slots.count];
        let mut present = vec![0_i32; self.slots.count];
        for queue in 0..queues {
            running_sum(demand.changes(queue), &mut present);
            present_in_all
                .iter_mut()
                .zip(&present)
                .for_each(|(all, own)| *all += own);
            let arrivals = demand.arrivals(queue);
            let all: f64 = arrivals[self.slots.first..]
                .iter()
                .map(|&count| f64::from(count))
                .sum();
            let expected: f64 = self.rates[queue].iter().sum();
            let values = &mut values[queue * OF_SCOPE..];
            values[0] = all - busyness * expected;
            values[1] = demand.work_s(queue) - busyness * self.work_s[queue];
            values[2] = self.answered(arrivals, &present, |interval| &self.own[queue][interval])
                - self.expected[queue][0].at(busyness);
        }
        for queue in 0..queues {
            let in_time = self.answered(demand.arrivals(queue), &present_in_all, |interval| {
                &self.pooled[interval]
            });
            values[queue * OF_SCOPE + 3] = in_time - self.expected[queue][1].at(busyness);
        }
        let mut center = [0.0; OF_SCOPE];
        for (place, value) in values.iter().enumerate() {
            center[place % OF_SCOPE] += value;
        }
        let day = self.busyness.as_ref().map(|days| days.values(busyness));
        let mut all = Vec::with_capacity((queues + 1) * self.count());
        for scope in values.chunks_exact(OF_SCOPE).chain([&center[..]]) {
            all.extend_from_slice(scope);
            all.extend(day.iter().flatten());
        }
        all
    }

    fn answered<'a>(
        &'a self,
        arrivals: &[u32],
        present: &[i32],
        table: impl Fn(usize) -> &'a Vec<f64>,
    ) -> f64 {
        let mut sum = 0.0;
        for slot in self.slots.first..self.slots.count {
            if arrivals[slot] > 0
                && let Some(chance) = table(slot / self.per_interval).get(present[slot] as usize)
            {
                sum += f64::from(arrivals[slot]) * chance;
            }
        }
        sum
    }

    /// By queue: the expectations of the third and fourth control.
    fn expectations(&self, loads: &[Vec<f64>], law: Option<&Distribution>) -> Vec<[Expected; 2]> {
        let all: Vec<f64> = (0..self.slots.count)
            .map(|slot| loads.iter().map(|load| load[slot]).sum())
            .collect();
        (0..self.rates.len())
            .map(|queue| {
                let expected = |loads: &[f64], tables: &[Vec<f64>]| {
                    let terms: Vec<Term> = (self.slots.first..self.slots.count)
                        .filter(|&slot| self.rates[queue][slot] > 0.0)
                        .map(|slot| Term {
                            rate: self.rates[queue][slot],
                            load: loads[slot],
                            table: slot / self.per_interval,
                        })
                        .collect();
                    Expected::new(terms, tables.to_vec(), law)
                };
                [
                    expected(&loads[queue], &self.own[queue]),
                    expected(&all, &self.pooled),
                ]
            })
            .collect()
    }
}

/// The controls of the day's busyness.
#[derive(Debug)]
struct BusyDays {
    variance: f64,
    /// Where the busiest days begin, and by how much a day passes that on average.
    busiest: [(f64, f64); BUSIEST.len()],
}

impl BusyDays {
    fn new(law: &Distribution) -> Option<Self> {
        let strata = Strata::new(law, Purpose::Busyness)?;
        Some(Self {
            variance: law.variance(),
            busiest: BUSIEST.map(|stratum| {
                let end = strata.end(stratum);
                (end, mean_excess(law, end))
            }),
        })
    }

    fn values(&self, busyness: f64) -> [f64; OF_DAY] {
        let off = busyness - 1.0;
        let [one, other] = self
            .busiest
            .map(|(end, excess)| (busyness - end).max(0.0) - excess);
        [off, off * off - self.variance, one, other]
    }
}

fn total(center: &Center, of: impl Fn(usize, usize) -> f64) -> f64 {
    let intervals = center.calendar.intervals;
    let queues = 0..center.queues.len();
    queues
        .map(|queue| (0..intervals).map(|interval| of(queue, interval)).sum::<f64>())
        .sum()
}

/// The law of talk by interval.
pub(crate) fn talk_of(queue: &Queue) -> PerInterval<Distribution> {
    match &queue.handle {
        PerInterval::Same(handle) => PerInterval::Same(handle.talk.clone()),
        PerInterval::Each(handles) => {
            PerInterval::Each(handles.iter().map(|handle| handle.talk.clone()).collect())
        }
    }
}

/// How many times the talk a contact is present, so that its mean is that of the whole handle time.
pub(crate) fn stretch(queue: &Queue) -> PerInterval<f64> {
    let of = |handle: &crate::model::Handle| {
        let talk = handle.talk.mean();
        if talk > 0.0 { handle.mean_s() / talk } else { 0.0 }
    };
    match &queue.handle {
        PerInterval::Same(handle) => PerInterval::Same(of(handle)),
        PerInterval::Each(handles) => PerInterval::Each(handles.iter().map(of).collect()),
    }
}

/// The work that the counted slots bring on an ordinary day, in seconds.
fn work(queue: &Queue, rates: &[f64], per_interval: usize) -> f64 {
    let of = |(slot, rate): (usize, &f64)| rate * queue.handle.at(slot / per_interval).mean_s();
    rates.iter().enumerate().map(of).sum()
}

/// By interval: the chance to be answered in time by the number of the queue's own contacts present.
fn own_tables(center: &Center, queue: usize) -> Vec<Vec<f64>> {
    let of = &center.queues[queue];
    (0..center.calendar.intervals)
        .map(|interval| {
            let agents = of
                .route
                .iter()
                .flatten()
                .map(|&group| center.groups[group].staff[interval])
                .sum();
            chances(agents, of.within.seconds() / of.handle.at(interval).mean_s())
        })
        .collect()
}

/// By interval: the same by the number of all contacts present, with T and handle time weighted by volume.
fn pooled_tables(center: &Center) -> Vec<Vec<f64>> {
    (0..center.calendar.intervals)
        .map(|interval| {
            let agents = center.groups.iter().map(|group| group.staff[interval]).sum();
            let weighted = |of: &dyn Fn(&Queue) -> f64| -> f64 {
                center
                    .queues
                    .iter()
                    .map(|queue| queue.volume[interval] * of(queue))
                    .sum()
            };
            let within = weighted(&|queue| queue.within.seconds());
            let handle = weighted(&|queue| queue.handle.at(interval).mean_s());
            chances(agents, if handle > 0.0 { within / handle } else { 0.0 })
        })
        .collect()
}

/// g(0), g(1), …: the chance to be answered in time by one of `agents` where so many are present, if T is
/// `within` mean handle times: all before me are served as fast as a full house serves.
fn chances(agents: u32, within: f64) -> Vec<f64> {
    let mut chances = vec![1.0; agents as usize];
    let served = f64::from(agents) * within;
    if agents == 0 || !served.is_finite() {
        return chances;
    }
    // P(Poisson(served) ≥ k) for k = 1, 2, …, from below: 1 − P(0) − P(1) − …
    let mut left = 1.0;
    for done in 0_u32.. {
        let done = f64::from(done);
        left -=
            libm::exp(done * libm::log(served.max(f64::MIN_POSITIVE)) - served - libm::lgamma(done + 1.0));
        if left < HOPELESS {
            break;
        }
        chances.push(left);
    }
    chances
}

fn running_sum(changes: &[i32], sums: &mut [i32]) {
    let mut sum = 0;
    for (place, change) in sums.iter_mut().zip(changes) {
        sum += change;
        *place = sum;
    }
}
