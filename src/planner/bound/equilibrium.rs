//! Needs in equilibrium, by formulas.

use super::Need;
use super::asked::{Within, asked_of, goals_in, loses_nobody, may_abandon};
use super::queues::{exponential_mean_s, fastest, groups_of, serves, sets, shortest_handle};
use crate::model::{ContactChoice, Distribution, MAX_AGENTS, QueueId};
use crate::planner::answer::Goal;
use crate::planner::question::Question;
use crate::planner::stationary;
use crate::theory::{Demand, meets};

/// Needs in equilibrium: by M/M/n+G where handle times are exponential, else by work alone.
pub(super) fn in_equilibrium(question: &Question) -> Vec<Need> {
    let center = &question.center;
    let interval_s = center.calendar.interval.seconds();
    let mut needs = Vec::new();
    for set in sets(question) {
        let groups = groups_of(center, &set);
        let load = |share: &dyn Fn(QueueId) -> f64| -> f64 {
            set.iter()
                .map(|&queue| share(queue) * center.offered_load(queue, 0) * fastest(center, &groups, queue))
                .sum()
        };
        // Callers who never leave must all be served, and there must be time to spare.
        let forever = load(&|queue| f64::from(u8::from(loses_nobody(center, queue, 0))));
        let mut agents = if forever > 0.0 {
            (forever * (1.0 - 1e-12)).floor() as u32 + 1
        } else {
            0
        };
        let volume: f64 = set.iter().map(|&queue| center.queues[queue].volume[0]).sum();
        if let Some((handle, factor)) = shortest_handle(center, &set, &groups, 0) {
            let handle_s = handle.mean_s() * factor;
            for Within { asked, within_s } in asked_of(question, &set, 0) {
                let dropped = Distribution::Deterministic { value: within_s };
                let demand = Demand::new(volume / interval_s, handle_s, &dropped);
                let work = (asked * demand.load() * (1.0 - 1e-12)).ceil() as u32;
                let exponential = exponential_mean_s(&handle).is_some();
                agents = agents.max(work);
                while exponential
                    && agents < MAX_AGENTS as u32
                    && demand.with_agents(agents).answered() < asked * (1.0 - 1e-12)
                {
                    agents += 1;
                }
            }
            if let Some((patience, most)) = may_abandon(question, &set, 0) {
                let demand = Demand::new(volume / interval_s, handle_s, &patience);
                while agents < MAX_AGENTS as u32
                    && demand.with_agents(agents).abandoned() > most * (1.0 + 1e-12)
                {
                    agents += 1;
                }
            }
        }
        needs.extend((0..center.calendar.intervals).map(|interval| Need {
            groups: groups.clone(),
            interval,
            agents,
        }));
    }
    needs
}

/// The least agents of one queue and one group in equilibrium: every smaller number is tried that pooling leaves.
pub(super) fn by_exact_theory(question: &Question) -> Option<Vec<Need>> {
    let center = &question.center;
    let ([queue], [group]) = (&center.queues[..], &center.groups[..]) else {
        return None;
    };
    let handle_s = exponential_mean_s(queue.handle.at(0))? * group.handle_factor[0];
    let fair = center.routing.contact != ContactChoice::Random && *queue.balk.at(0) == 0.0;
    let goals: Vec<&Goal> = goals_in(question, 0).collect();
    let target = stationary::target(center, 0, &goals, 0).filter(|_| fair && serves(center, 0, 0))?;
    let rate_per_s = queue.volume[0] / center.calendar.interval.seconds();
    let demand = Demand::new(rate_per_s, handle_s, queue.patience.at(0));
    let least = in_equilibrium(question)
        .iter()
        .map(|need| need.agents)
        .max()
        .unwrap_or(0);
    let agents = (least..=MAX_AGENTS as u32).find(|&agents| {
        let state = demand.with_agents(agents);
        state.is_stable() && meets(&state, &target, center.service_level, queue.short.seconds())
    })?;
    let need = |interval| Need {
        groups: vec![0],
        interval,
        agents,
    };
    Some((0..center.calendar.intervals).map(need).collect())
}
