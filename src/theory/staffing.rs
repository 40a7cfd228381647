//! The inverse question: the least agents that reach a goal.
//!
//! In: demand and what must hold. Out: a number of agents, or nothing within a limit.

use super::waiting::{Demand, SteadyState};
use crate::model::{ServiceLevelDefinition, Target};

/// The least number of agents, up to `limit`, with which `holds` is true; nothing if it is not with
/// `limit` agents. `holds` must not turn false again as agents are added, which is so for every limit on
/// waiting, leaving or (with a short limit that does not pass T) service.
pub fn least_agents(demand: &Demand, limit: u32, holds: impl Fn(&SteadyState<'_>) -> bool) -> Option<u32> {
    let reached = |agents: u32| holds(&demand.with_agents(agents));
    if reached(0) {
        return Some(0);
    }
    // Steps that double, from the load outwards, then bisection: the answer is mostly near the load.
    let start = (demand.load().min(f64::from(u32::MAX)) as u32).clamp(1, limit.max(1));
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
