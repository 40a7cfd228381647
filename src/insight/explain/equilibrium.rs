//! What the formulas say of a queue: alone, pooled with others, or with its part of the agents.
//!
//! In: a center and its pools. Out: [`Ideal`] shares and waits in equilibrium.
//!
//! Pooled queues wait in one line, so the offered wait V is the same for all, and is that of M/M/n+G whose
//! patience is the mixture of theirs. What becomes of one queue's contacts follows from V and their own
//! patience: P(answered within T) = P(V = 0) + ∫₀ᵀ S dP(V ≤ x), and so on. Where the laws differ, the mixture
//! is tabulated and the integrals are sums over a grid; both are good to about 1e-4.

use std::sync::Arc;

use super::super::load::{Pool, staff};
use super::ladder::pooled_handle_s;
use super::{Exact, Model};
use crate::model::{Center, Distribution, QueueId, ServiceCounts, ServiceLevelDefinition, SurvivalPoint};
use crate::theory::{Demand, SteadyState};

/// Points of a tabulated mixture of patience laws, and of the grid on which they are integrated.
const POINTS: usize = 160;
/// Rounds in which the split evens out the load.
const ROUNDS: usize = 400;

/// What becomes of one contact in equilibrium, or of several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ideal {
    contacts: f64,
    answered: f64,
    within: f64,
    short: f64,
    waits: f64,
    abandoned: f64,
    wait_s: f64,
}

impl Ideal {
    /// Adds `contacts` times another.
    pub(super) fn add(&mut self, other: &Ideal, contacts: f64) {
        self.contacts += contacts * other.contacts;
        self.answered += contacts * other.answered;
        self.within += contacts * other.within;
        self.short += contacts * other.short;
        self.waits += contacts * other.waits;
        self.abandoned += contacts * other.abandoned;
        self.wait_s += contacts * other.wait_s;
    }

    /// The figures, by [`Figure`](super::Figure).
    pub(super) fn figures(&self, definition: ServiceLevelDefinition) -> Exact {
        let (met, of) = definition.ratio(ServiceCounts {
            offered: self.contacts,
            answered: self.answered,
            answered_within: self.within,
            abandoned_short: self.short,
        });
        let ratio = |over: f64, under: f64| (under > 0.0).then(|| over / under);
        [
            ratio(met, of),
            ratio(self.waits, self.contacts),
            ratio(self.abandoned, self.contacts),
            ratio(self.wait_s, self.contacts),
        ]
    }
}

/// The pools of a center, each with what the formulas need of it.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    pools: Vec<PoolFormulas>,
    /// The pool of each queue.
    of: Vec<usize>,
}

impl Pools {
    pub(super) fn of(center: &Center, pools: &[Pool]) -> Self {
        let mut of = vec![0; center.queues.len()];
        for (index, pool) in pools.iter().enumerate() {
            for &queue in &pool.queues {
                of[queue] = index;
            }
        }
        Self {
            pools: pools.iter().map(|pool| PoolFormulas::new(center, pool)).collect(),
            of,
        }
    }

    /// The pool of a queue.
    pub(super) fn of_queue(&self, queue: QueueId) -> &PoolFormulas {
        &self.pools[self.of[queue]]
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &PoolFormulas> {
        self.pools.iter()
    }
}

/// Queues and agents that deal only with each other.
#[derive(Debug, Clone)]
pub(super) struct PoolFormulas {
    pool: Pool,
    models: Vec<Model>,
    intervals: Vec<InInterval>,
    /// Each queue of the pool, each interval.
    queues: Vec<Vec<Facts>>,
    interval_s: f64,
}

#[derive(Debug, Clone)]
struct InInterval {
    agents: u32,
    volume: f64,
    /// Mean over all contacts, in seconds.
    handle_s: f64,
    /// By [`Model::ALL`], the patience of all contacts together.
    patience: [Distribution; 3],
    /// Whether the laws of the queues differ.
    mixed: bool,
}

/// One queue in an interval.
#[derive(Debug, Clone)]
struct Facts {
    volume: f64,
    handle_s: f64,
    patience: Distribution,
    within_s: f64,
    short_s: f64,
    split_agents: u32,
}

impl PoolFormulas {
    fn new(center: &Center, pool: &Pool) -> Self {
        let count = center.calendar.intervals;
        let mut queues: Vec<Vec<Facts>> = pool
            .queues
            .iter()
            .map(|&queue| {
                let queue = &center.queues[queue];
                (0..count)
                    .map(|interval| Facts {
                        volume: queue.volume[interval],
                        handle_s: queue.handle.at(interval).mean_s(),
                        patience: queue.patience.at(interval).clone(),
                        within_s: queue.within.seconds(),
                        short_s: queue.short.seconds(),
                        split_agents: 0,
                    })
                    .collect()
            })
            .collect();
        let intervals: Vec<InInterval> = (0..count)
            .map(|interval| {
                let parts: Vec<(&Distribution, f64)> = queues
                    .iter()
                    .map(|each| (&each[interval].patience, each[interval].volume))
                    .collect();
                let general = mixture(&parts);
                let mean_s = mean_patience_s(&parts);
                let average = if mean_s.is_finite() {
                    Distribution::Exponential { mean: mean_s }
                } else {
                    Distribution::Forever
                };
                InInterval {
                    agents: staff(center, &pool.groups, interval),
                    volume: parts.iter().map(|(_, volume)| volume).sum(),
                    handle_s: pooled_handle_s(center, pool, interval),
                    mixed: parts.iter().any(|(law, _)| *law != parts[0].0),
                    patience: [Distribution::Forever, average, general],
                }
            })
            .collect();
        for interval in 0..count {
            let shares = split(center, pool, interval);
            for (each, agents) in queues.iter_mut().zip(shares) {
                each[interval].split_agents = agents;
            }
        }
        let busy = || intervals.iter().filter(|interval| interval.volume > 0.0);
        let mut models = vec![Model::ErlangC];
        if busy().any(|interval| interval.patience[2] != Distribution::Forever) {
            if busy().any(|interval| interval.patience[1] != Distribution::Forever) {
                models.push(Model::ErlangA);
            }
            if busy().any(|interval| interval.patience[2] != interval.patience[1]) {
                models.push(Model::GeneralPatience);
            }
        }
        Self {
            pool: pool.clone(),
            models,
            intervals,
            queues,
            interval_s: center.calendar.interval.seconds(),
        }
    }

    /// The formulas that apply, nearest last.
    pub(super) fn models(&self) -> Vec<Model> {
        self.models.clone()
    }

    /// The queues.
    pub(super) fn queues(&self) -> &[QueueId] {
        &self.pool.queues
    }

    /// Agents of all groups in an interval.
    pub(super) fn agents(&self, interval: usize) -> u32 {
        self.intervals[interval].agents
    }

    /// Agents that the split leaves to a queue.
    pub(super) fn split_agents(&self, queue: QueueId, interval: usize) -> u32 {
        self.facts(queue, interval).split_agents
    }

    /// Whether an interval has an equilibrium under the nearest model.
    pub(super) fn is_stable(&self, interval: usize) -> bool {
        let nearest = self.models.last().copied().unwrap_or(Model::ErlangC);
        let demand = self.demand(interval, nearest);
        demand.with_agents(self.intervals[interval].agents).is_stable()
    }

    /// About how long an interval takes to forget how it began, in seconds, where it has an equilibrium: the
    /// slower of service and the queue's drift, but no longer than callers wait.
    pub(super) fn relaxation_s(&self, interval: usize) -> f64 {
        let here = &self.intervals[interval];
        let load = here.volume * here.handle_s / self.interval_s;
        let room = f64::from(here.agents).sqrt() - load.sqrt();
        let drift = if room > 0.0 {
            here.handle_s / (room * room)
        } else {
            f64::INFINITY
        };
        let patience = mean_patience_s(&[(&here.patience[2], 1.0)]);
        here.handle_s + drift.min(patience + here.handle_s)
    }

    fn facts(&self, queue: QueueId, interval: usize) -> &Facts {
        let place = self.pool.queues.iter().position(|&other| other == queue);
        let place = place.expect("a pool is asked only of its own queues");
        &self.queues[place][interval]
    }

    fn demand(&self, interval: usize, model: Model) -> Demand {
        let here = &self.intervals[interval];
        Demand::new(
            here.volume / self.interval_s,
            here.handle_s,
            &here.patience[model as usize],
        )
    }

    /// A queue's contacts with all agents of the pool, in one line with the other queues.
    pub(super) fn ideal(&self, queue: QueueId, interval: usize, model: Model) -> Ideal {
        let here = &self.intervals[interval];
        let facts = self.facts(queue, interval);
        let demand = self.demand(interval, model);
        let state = demand.with_agents(here.agents);
        if model == Model::GeneralPatience && here.mixed {
            in_line(&state, &here.patience[2], facts)
        } else {
            alone(&state, facts)
        }
    }

    /// A queue's contacts with the agents that the split leaves to it, patience as it is.
    pub(super) fn split(&self, queue: QueueId, interval: usize) -> Ideal {
        let facts = self.facts(queue, interval);
        let demand = Demand::new(facts.volume / self.interval_s, facts.handle_s, &facts.patience);
        alone(&demand.with_agents(facts.split_agents), facts)
    }
}

/// A contact of a queue that has the agents, or shares them with its like.
fn alone(state: &SteadyState<'_>, facts: &Facts) -> Ideal {
    Ideal {
        contacts: 1.0,
        answered: state.answered(),
        within: state.answered_within(facts.within_s),
        short: state.abandoned_within(facts.short_s),
        waits: state.p_wait(),
        abandoned: state.abandoned(),
        wait_s: state.wait_all_s(),
    }
}

/// A contact with its own patience in a line of contacts whose patience is `mixture`.
fn in_line(state: &SteadyState<'_>, mixture: &Distribution, facts: &Facts) -> Ideal {
    let waits = state.p_wait();
    let offered_exceeds = |t: f64| {
        let willing = mixture.survival(t);
        if willing > 1e-12 {
            (state.wait_exceeds(t) / willing).clamp(0.0, waits)
        } else {
            0.0
        }
    };
    // The grid: fine near zero, as far as anybody waits; the limits lie on it.
    let mut far = facts.within_s.max(facts.handle_s).max(1.0);
    while offered_exceeds(far) > 1e-7 && mixture.survival(far) > 1e-7 && far < 1e9 {
        far *= 1.5;
    }
    let mut grid: Vec<f64> = (1..=POINTS)
        .map(|point| far * libm::pow(point as f64 / POINTS as f64, 2.0))
        .chain([facts.within_s, facts.short_s])
        .filter(|&t| t > 0.0)
        .collect();
    grid.sort_by(f64::total_cmp);
    grid.dedup();

    let own = &facts.patience;
    let gone_at_once = 1.0 - own.survival(0.0);
    let (mut from, mut exceeds) = (0.0, waits);
    let mut ideal = Ideal {
        contacts: 1.0,
        waits,
        answered: 1.0 - waits,
        within: 1.0 - waits,
        short: waits * gone_at_once,
        ..Ideal::default()
    };
    let short_of_those_beyond = |to: f64, exceeds: f64| {
        if to <= facts.short_s {
            (1.0 - own.survival(to)) * exceeds
        } else {
            0.0
        }
    };
    let mut answered_after = 0.0;
    let mut gone_before = 0.0;
    for &to in &grid {
        let next = offered_exceeds(to).min(exceeds);
        let ends_here = exceeds - next;
        let middle = (from + to) / 2.0;
        let willing = (own.survival(from) + 4.0 * own.survival(middle) + own.survival(to)) / 6.0;
        answered_after += ends_here * willing;
        gone_before += ends_here * (1.0 - willing);
        if to <= facts.within_s {
            ideal.within += ends_here * willing;
        }
        if to <= facts.short_s {
            ideal.short = gone_before + short_of_those_beyond(to, next);
        }
        // Everybody whose offered wait passes x and who is willing at x waits at x.
        ideal.wait_s += (to - from) * willing * (exceeds + next) / 2.0;
        (from, exceeds) = (to, next);
    }
    ideal.answered += answered_after;
    ideal.abandoned = 1.0 - ideal.answered;
    ideal
}

/// Mean patience of all contacts, in seconds.
fn mean_patience_s(parts: &[(&Distribution, f64)]) -> f64 {
    let volume: f64 = parts.iter().map(|(_, volume)| volume).sum();
    let alike = parts.iter().all(|(law, _)| law == &parts[0].0);
    let mean = |law: &Distribution| match law {
        // A survival table that ends level never lets the rest go.
        Distribution::Survival { .. } if law.tail_rate() <= 0.0 => f64::INFINITY,
        law => law.mean(),
    };
    match parts {
        [(law, _), ..] if alike || volume <= 0.0 => mean(law),
        _ => {
            let weighted = parts.iter().filter(|(_, volume)| *volume > 0.0);
            weighted.map(|(law, weight)| mean(law) * weight / volume).sum()
        }
    }
}

/// Patience of a contact of any of the queues, weighted by volume; the law itself where all are alike.
fn mixture(parts: &[(&Distribution, f64)]) -> Distribution {
    let present: Vec<&(&Distribution, f64)> = parts.iter().filter(|(_, volume)| *volume > 0.0).collect();
    let Some((first, _)) = present.first() else {
        return parts
            .first()
            .map_or(Distribution::Forever, |(law, _)| (*law).clone());
    };
    if present.iter().all(|(law, _)| law == first) {
        return (*first).clone();
    }
    let volume: f64 = present.iter().map(|(_, volume)| volume).sum();
    let survival = |t: f64| -> f64 {
        let sum: f64 = present.iter().map(|(law, weight)| law.survival(t) * weight).sum();
        (sum / volume).clamp(0.0, 1.0)
    };
    let mut far = 1.0;
    while survival(far) > 1e-4 && far < 1e7 {
        far *= 1.25;
    }
    let mut last = 1.0;
    let points: Vec<SurvivalPoint> = (1..=POINTS)
        .map(|point| {
            let time = far * libm::pow(point as f64 / POINTS as f64, 2.0);
            last = survival(time).min(last);
            SurvivalPoint { time, survival: last }
        })
        .collect();
    Distribution::Survival {
        points: Arc::from(points),
    }
}

/// The agents of a pool dealt out to its queues, whole agents, so that each queue has as nearly as may be
/// the same load per agent: the shares of each group move towards the queues with more load until they rest.
fn split(center: &Center, pool: &Pool, interval: usize) -> Vec<u32> {
    let loads: Vec<f64> = pool
        .queues
        .iter()
        .map(|&queue| center.offered_load(queue, interval))
        .collect();
    if loads.len() == 1 {
        return vec![staff(center, &pool.groups, interval)];
    }
    let serves: Vec<(f64, Vec<f64>)> = pool
        .groups
        .iter()
        .map(|&group| {
            let group = &center.groups[group];
            let able = pool.queues.iter().zip(&loads);
            let weights = able.map(|(&queue, &load)| if group.has_skill(queue) { load } else { 0.0 });
            (f64::from(group.staff[interval]), weights.collect())
        })
        .collect();
    let mut shares = serves;
    let mut agents = vec![0.0; loads.len()];
    for round in 0..=ROUNDS {
        agents.fill(0.0);
        for (staff, weights) in &mut shares {
            let sum: f64 = weights.iter().sum();
            if sum > 0.0 {
                for (weight, agents) in weights.iter_mut().zip(&mut agents) {
                    *weight /= sum;
                    *agents += *staff * *weight;
                }
            }
        }
        if round < ROUNDS {
            for (_, weights) in &mut shares {
                for (weight, (load, agents)) in weights.iter_mut().zip(loads.iter().zip(&agents)) {
                    if *agents > 0.0 {
                        *weight *= load / agents;
                    }
                }
            }
        }
    }
    whole(&agents)
}

/// Whole numbers with the same sum, by largest remainder.
fn whole(parts: &[f64]) -> Vec<u32> {
    let mut numbers: Vec<u32> = parts.iter().map(|&part| (part + 1e-9) as u32).collect();
    let total = parts.iter().sum::<f64>().round() as u32;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&left, &right| {
        let rest = |place: usize| parts[place] - f64::from(numbers[place]);
        rest(right).total_cmp(&rest(left)).then(left.cmp(&right))
    });
    let missing = total.saturating_sub(numbers.iter().sum());
    for &place in order.iter().take(missing as usize) {
        numbers[place] += 1;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_two_like_queues_is_a_single_queue() {
        let patience = Distribution::Exponential { mean: 180.0 };
        let law = mixture(&[
            (&patience, 1.0),
            (&Distribution::Exponential { mean: 180.0001 }, 1.0),
        ]);
        let facts = Facts {
            volume: 0.0,
            handle_s: 180.0,
            patience: patience.clone(),
            within_s: 20.0,
            short_s: 10.0,
            split_agents: 0,
        };
        for agents in [7, 10, 12] {
            let exact = Demand::new(200.0 / 3600.0, 180.0, &patience);
            let exact = alone(&exact.with_agents(agents), &facts);
            let tabulated = Demand::new(200.0 / 3600.0, 180.0, &law);
            let found = in_line(&tabulated.with_agents(agents), &law, &facts);
            for (found, exact) in [
                (found.answered, exact.answered),
                (found.within, exact.within),
                (found.short, exact.short),
                (found.waits, exact.waits),
                (found.wait_s / 180.0, exact.wait_s / 180.0),
            ] {
                assert!((found - exact).abs() < 2e-4, "{agents}: {found} {exact}");
            }
        }
    }

    #[test]
    fn whole_numbers_keep_the_sum() {
        assert_eq!(whole(&[2.5, 3.4, 1.1]), [3, 3, 1]);
        assert_eq!(whole(&[0.0, 4.0]), [0, 4]);
        assert_eq!(whole(&[]), Vec::<u32>::new());
    }
}
