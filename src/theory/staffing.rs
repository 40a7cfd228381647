//! The inverse questions: the least agents that reach a goal, the most calls or the longest handle time
//! that some agents can carry.
//!
//! In: demand and what must hold. Out: a number of agents, or nothing within a limit; a rate or a time.

use super::retrial::Workload;
use super::waiting::{Demand, SteadyState};
use crate::model::{ServiceLevelDefinition, Target};

/// The least number of agents, up to `limit`, with which `holds` is true; nothing if it is not with
/// `limit` agents. `holds` must not turn false again as agents are added, which is so for every limit on
/// waiting, leaving or (with a short limit that does not pass T) service.
pub fn least_agents(demand: &Demand, limit: u32, holds: impl Fn(&SteadyState<'_>) -> bool) -> Option<u32> {
    least(demand.load(), limit, |agents| holds(&demand.with_agents(agents)))
}

/// The least number up to `limit` that is reached, looked for from the load outwards.
fn least(load: f64, limit: u32, reached: impl Fn(u32) -> bool) -> Option<u32> {
    if reached(0) {
        return Some(0);
    }
    // Steps that double, from the load outwards, then bisection: the answer is mostly near the load.
    let start = (load.min(f64::from(u32::MAX)) as u32).clamp(1, limit.max(1));
    let (mut low, mut high) = (0, start);
    let mut step = 1 + f64::from(start).sqrt() as u32;
    if start <= limit && reached(start) {
        while let Some(below) = high.checked_sub(step).filter(|&below| below > 0) {
            if !reached(below) {
                low = below;
                break;
            }
            high = below;
            step = step.saturating_mul(2);
        }
    } else {
        loop {
            low = high;
            if low >= limit {
                return None;
            }
            high = high.saturating_add(step).min(limit);
            if reached(high) {
                break;
            }
            step = step.saturating_mul(2);
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// Whether every limit of a target holds, with `short_s` (seconds) as the limit of short abandonments.
/// Where nobody is answered, no limit on the waits of answered contacts is met.
pub fn meets(
    state: &SteadyState<'_>,
    target: &Target,
    definition: ServiceLevelDefinition,
    short_s: f64,
) -> bool {
    let nobody_calls = state.load() == 0.0 && state.p_wait() == 0.0;
    let most = |wait: Option<f64>, limit: f64| wait.map_or(nobody_calls, |wait| wait <= limit);
    target.p_wait.is_none_or(|limit| state.p_wait() <= limit)
        && target.abandoned.is_none_or(|limit| state.abandoned() <= limit)
        && target.queue_mean.is_none_or(|limit| state.queue_mean() <= limit)
        && target.asa_s.is_none_or(|limit| most(state.asa_s(), limit))
        && target.service.is_none_or(|service| {
            state.service_level(definition, service.within.seconds(), short_s) >= service.answered
        })
        && target
            .waits
            .iter()
            .all(|limit| most(state.wait_quantile_answered_s(limit.share), limit.at_most_s))
}

/// The least number of agents, up to `limit`, that meets a target.
pub fn least_agents_for_target(
    demand: &Demand,
    target: &Target,
    definition: ServiceLevelDefinition,
    short_s: f64,
    limit: u32,
) -> Option<u32> {
    least_agents(demand, limit, |state| meets(state, target, definition, short_s))
}

/// All that may be asked of a queue at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Goals {
    /// Service, abandonment, waits, the number waiting.
    pub target: Target,
    /// At most this share of contacts is blocked.
    pub blocked: Option<f64>,
    /// Agents are busy at most this share of their time.
    pub occupancy: Option<f64>,
    /// How the service level is defined.
    pub definition: ServiceLevelDefinition,
    /// The limit of short abandonments, in seconds.
    pub short_s: f64,
}

impl Goals {
    /// Whether every goal is reached; without an equilibrium none is.
    pub fn met_by(&self, state: &SteadyState<'_>) -> bool {
        state.is_stable()
            && meets(state, &self.target, self.definition, self.short_s)
            && self.blocked.is_none_or(|limit| state.blocked() <= limit)
            && self
                .occupancy
                .is_none_or(|limit| state.occupancy() <= limit && (state.agents() > 0 || state.load() == 0.0))
    }

    /// Whether a goal lies at the end of its range, which chance comes as near as one likes and never
    /// reaches: 100 % answered in time, nobody ever waiting, blocked or (where callers hang up) gone.
    pub fn leave_nothing_to_chance(&self, work: &Workload) -> bool {
        let target = &self.target;
        let none = |limit: Option<f64>| limit.is_some_and(|limit| limit <= 0.0);
        target.service.is_some_and(|service| service.answered >= 1.0)
            || none(target.p_wait)
            || none(target.asa_s)
            || none(target.queue_mean)
            || none(target.abandoned) && !work.first().is_patient()
            || none(self.blocked)
            || none(self.occupancy)
            || target.waits.iter().any(|limit| limit.share >= 1.0)
    }
}

/// The least number of agents, up to `limit`, with which a workload's goals are reached.
pub fn least_agents_for(work: &Workload, goals: &Goals, limit: u32) -> Option<u32> {
    least(work.first().load(), limit, |agents| {
        goals.met_by(&work.facing(agents).with_agents(agents))
    })
}

/// The most calls a second with which that many agents reach the goals; the workload's own rate does not
/// count. Zero where they never do, infinite where no number is too many.
pub fn most_calls_per_s(work: &Workload, agents: u32, goals: &Goals) -> f64 {
    let handle_s = work.first().handle_s();
    let start = f64::from(agents.max(1)) / handle_s.max(f64::MIN_POSITIVE);
    greatest(start, |rate| {
        let work = work.at(rate, handle_s);
        goals.met_by(&work.facing(agents).with_agents(agents))
    })
}

/// The longest mean handle time, in seconds, with which that many agents reach the goals; the workload's
/// own does not count. Zero where they never do, infinite where none is too long.
pub fn longest_handle_s(work: &Workload, agents: u32, goals: &Goals) -> f64 {
    let rate = work.first().rate_per_s();
    let start = f64::from(agents.max(1)) / rate.max(f64::MIN_POSITIVE);
    greatest(start, |handle_s| {
        let work = work.at(rate, handle_s);
        goals.met_by(&work.facing(agents).with_agents(agents))
    })
}

/// The greatest value at which `holds` is true, to the last digits, given that it turns false once;
/// `start` is of its size. A value so found still holds.
fn greatest(start: f64, holds: impl Fn(f64) -> bool) -> f64 {
    /// Beyond so many times the start there is no end in either direction.
    const FAR: f64 = 1e12;
    let start = start.min(f64::MAX / (4.0 * FAR));
    let (mut low, mut high) = (start, start);
    while !holds(low) {
        high = low;
        low /= 2.0;
        if low < start / FAR {
            return 0.0;
        }
    }
    while high == low || holds(high) {
        low = high;
        high *= 2.0;
        if high > start * FAR {
            return f64::INFINITY;
        }
    }
    while high - low > 1e-15 * high {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
