//! What the formulas say of a queue: alone, pooled with others, or with its part of the agents.
//!
//! In: a center and its pools. Out: [`Ideal`] shares and waits in equilibrium.
//!
//! Pooled queues wait in one line, so the offered wait V is the same for all, and is that of M/M/n+G whose
//! patience is the mixture of theirs. What becomes of one queue's contacts follows from V and their own
//! patience: P(answered within T) = P(V = 0) + ∫₀ᵀ S dP(V ≤ x), and so on. Where all have the same patience,
//! [`theory`](crate::theory) has it all; where the laws differ, `line` integrates over V.

use super::super::load::{Pool, staff};
use super::ladder::pooled_handle_s;
use super::line::Line;
use super::{Exact, Model};
use crate::model::{Center, Distribution, QueueId, ServiceCounts, ServiceLevelDefinition};
use crate::theory::{Demand, SteadyState};

/// Rounds in which the split evens out the load.
const ROUNDS: usize = 400;

/// What becomes of one contact in equilibrium, or of several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ideal {
    pub(super) contacts: f64,
    pub(super) answered: f64,
    pub(super) within: f64,
    pub(super) short: f64,
    pub(super) waits: f64,
    pub(super) abandoned: f64,
    pub(super) wait_s: f64,
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
    /// Each interval, each queue of the pool.
    queues: Vec<Vec<Facts>>,
    interval_s: f64,
}

/// All queues of a pool in an interval.
#[derive(Debug, Clone)]
struct InInterval {
    agents: u32,
    volume: f64,
    /// Mean over all contacts, in seconds.
    handle_s: f64,
    /// Mean over all contacts, in seconds; infinite if some never hang up.
    patience_s: f64,
    /// Share of the contacts that never hang up.
    forever: f64,
}

/// One queue in an interval.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) volume: f64,
    pub(super) handle_s: f64,
    pub(super) patience: Distribution,
    pub(super) within_s: f64,
    pub(super) short_s: f64,
    split_agents: u32,
    /// What each of the pool's models says, pooled.
    ideals: Vec<Ideal>,
}

impl PoolFormulas {
    fn new(center: &Center, pool: &Pool) -> Self {
        let count = center.calendar.intervals;
        let interval_s = center.calendar.interval.seconds();
        let facts = |queue: QueueId, interval: usize| {
            let queue = &center.queues[queue];
            Facts {
                volume: queue.volume[interval],
                handle_s: queue.handle.at(interval).mean_s(),
                patience: queue.patience.at(interval).clone(),
                within_s: queue.within.seconds(),
                short_s: queue.short.seconds(),
                split_agents: 0,
                ideals: Vec::new(),
            }
        };
        let mut queues: Vec<Vec<Facts>> = (0..count)
            .map(|interval| pool.queues.iter().map(|&queue| facts(queue, interval)).collect())
            .collect();
        let models = models(queues.iter().flatten());
        let mut intervals = Vec::with_capacity(count);
        for (interval, queues) in queues.iter_mut().enumerate() {
            let volume: f64 = queues.iter().map(|facts| facts.volume).sum();
            let mean = |of: &dyn Fn(&Facts) -> f64| -> f64 {
                let present = queues.iter().filter(|facts| facts.volume > 0.0);
                present.map(|facts| of(facts) * facts.volume / volume).sum()
            };
            let here = InInterval {
                agents: staff(center, &pool.groups, interval),
                volume,
                handle_s: pooled_handle_s(center, pool, interval),
                patience_s: mean(&|facts| mean_patience_s(&facts.patience)),
                forever: mean(&|facts| forever(&facts.patience)),
            };
            if volume > 0.0 {
                let ideals: Vec<Vec<Ideal>> = models
                    .iter()
                    .map(|&model| here.pooled(queues, model, interval_s))
                    .collect();
                for (place, facts) in queues.iter_mut().enumerate() {
                    facts.ideals = ideals.iter().map(|each| each[place]).collect();
                }
            }
            for (facts, agents) in queues.iter_mut().zip(split(center, pool, interval)) {
                facts.split_agents = agents;
            }
            intervals.push(here);
        }
        Self {
            pool: pool.clone(),
            models,
            intervals,
            queues,
            interval_s,
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

    /// Whether an interval has an equilibrium, callers being as patient as they are.
    pub(super) fn is_stable(&self, interval: usize) -> bool {
        let here = &self.intervals[interval];
        let stays = here.volume * here.forever * here.handle_s / self.interval_s;
        stays == 0.0 || stays < f64::from(here.agents)
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
        here.handle_s + drift.min(here.patience_s + here.handle_s)
    }

    fn facts(&self, queue: QueueId, interval: usize) -> &Facts {
        let place = self.pool.queues.iter().position(|&other| other == queue);
        let place = place.expect("a pool is asked only of its own queues");
        &self.queues[interval][place]
    }

    /// A queue's contacts with all agents of the pool, in one line with the other queues, by each of the
    /// models; nothing where the pool has no calls.
    pub(super) fn ideals(&self, queue: QueueId, interval: usize) -> &[Ideal] {
        &self.facts(queue, interval).ideals
    }

    /// A queue's contacts with the agents that the split leaves to it, patience as it is.
    pub(super) fn split(&self, queue: QueueId, interval: usize) -> Ideal {
        let facts = self.facts(queue, interval);
        let demand = Demand::new(facts.volume / self.interval_s, facts.handle_s, &facts.patience);
        alone(&demand.with_agents(facts.split_agents), facts)
    }
}

impl InInterval {
    /// The contacts of every queue, all in one line.
    fn pooled(&self, queues: &[Facts], model: Model, interval_s: f64) -> Vec<Ideal> {
        let rate_per_s = self.volume / interval_s;
        let in_one_line = |patience: &Distribution| {
            let demand = Demand::new(rate_per_s, self.handle_s, patience);
            let state = demand.with_agents(self.agents);
            queues.iter().map(|facts| alone(&state, facts)).collect()
        };
        let mut present = queues.iter().filter(|facts| facts.volume > 0.0);
        let first = present
            .next()
            .map_or(&Distribution::Forever, |facts| &facts.patience);
        match model {
            Model::ErlangC => in_one_line(&Distribution::Forever),
            Model::ErlangA if self.patience_s.is_finite() => {
                let mean = self.patience_s;
                in_one_line(&Distribution::Exponential { mean })
            }
            Model::ErlangA => in_one_line(&Distribution::Forever),
            Model::GeneralPatience if present.all(|facts| facts.patience == *first) => in_one_line(first),
            Model::GeneralPatience => {
                let line = Line::new(queues, rate_per_s, self.handle_s, self.agents);
                queues.iter().map(|facts| line.ideal(facts)).collect()
            }
        }
    }
}

/// The formulas that apply to queues in one line.
fn models<'a>(facts: impl Iterator<Item = &'a Facts>) -> Vec<Model> {
    let laws: Vec<&Distribution> = facts
        .filter(|facts| facts.volume > 0.0)
        .map(|facts| &facts.patience)
        .collect();
    let mut models = vec![Model::ErlangC];
    if laws.iter().any(|law| mean_patience_s(law).is_finite()) {
        models.push(Model::ErlangA);
    }
    let exponential = |law: &&Distribution| matches!(law, Distribution::Exponential { .. });
    let general = |law: &&Distribution| !exponential(law) && **law != Distribution::Forever;
    // One law for all, or several in one line or one after the other: only the latter need more than A.
    if laws.iter().any(general) || laws.iter().any(|law| *law != laws[0]) {
        models.push(Model::GeneralPatience);
    }
    models
}

/// A contact of a queue that has the agents, or shares them with its like.
pub(super) fn alone(state: &SteadyState<'_>, facts: &Facts) -> Ideal {
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

/// Mean patience, in seconds; infinite where a share never hangs up.
fn mean_patience_s(law: &Distribution) -> f64 {
    if forever(law) > 0.0 {
        f64::INFINITY
    } else {
        law.mean()
    }
}

/// Share of contacts that never hang up.
fn forever(law: &Distribution) -> f64 {
    match law {
        Distribution::Forever => 1.0,
        Distribution::Survival { points } if law.tail_rate() <= 0.0 => {
            points.last().map_or(1.0, |point| point.survival)
        }
        _ => 0.0,
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
impl Facts {
    /// Facts for a test.
    pub(super) fn of(
        volume: f64,
        handle_s: f64,
        patience: Distribution,
        within_s: f64,
        short_s: f64,
    ) -> Self {
        Self {
            volume,
            handle_s,
            patience,
            within_s,
            short_s,
            split_agents: 0,
            ideals: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_keep_the_sum() {
        assert_eq!(whole(&[2.5, 3.4, 1.1]), [3, 3, 1]);
        assert_eq!(whole(&[0.0, 4.0]), [0, 4]);
        assert_eq!(whole(&[]), Vec::<u32>::new());
    }
}
