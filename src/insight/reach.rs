//! Targets out of reach: what theory says of a queue that has every agent who may serve it to itself.
//!
//! In: a center. Out: the queues and times at which even that misses the target, with the agents that
//! theory asks for; nothing of queues with rules that no formula knows. Other queues can only take agents away, so the remark is not about routing. Handle
//! times count at the speed of the fastest group; talk and wrap-up are taken as exponential.

use super::beyond::of_queue;
use super::load::{serving, staff};
use super::span::Span;
use crate::model::{Center, Distribution, MAX_AGENTS, QueueId, ServiceTarget, Target};
use crate::theory::{Demand, SteadyState, least_agents_for_target, meets};

/// A run of intervals in which a queue's target is out of reach.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OutOfReach {
    pub(super) queue: QueueId,
    pub(super) span: Span,
    /// Agents there, least and most.
    pub(super) agents: (u32, u32),
    /// Agents that theory asks for, least and most; nothing where no number is enough.
    pub(super) needed: Option<(u32, u32)>,
    /// Offered load at the fastest group's speed, least and most, in erlangs.
    pub(super) load: (f64, f64),
    /// The share answered within T by the scenario's definition, least and most, where the target has one.
    pub(super) service: Option<(f64, f64)>,
    /// The formula used.
    pub(super) formula: &'static str,
}

/// One interval out of reach.
struct Gap {
    interval: usize,
    agents: u32,
    needed: Option<u32>,
    load: f64,
    service: f64,
}

/// Balking beyond this share makes the formulas, which know none, too dark.
const BALKING_IGNORED: f64 = 0.02;

/// The queue's own load and patience in an interval, at the speed of the fastest group that may serve it.
pub(super) fn demand(center: &Center, queue: QueueId, interval: usize) -> Demand {
    let fastest = serving(center, queue)
        .into_iter()
        .map(|group| {
            center.groups[group]
                .handle_factor
                .get(queue)
                .copied()
                .unwrap_or(1.0)
        })
        .fold(f64::INFINITY, f64::min);
    let facts = &center.queues[queue];
    Demand::new(
        facts.volume[interval] / center.calendar.interval.seconds(),
        facts.handle.at(interval).mean_s() * if fastest.is_finite() { fastest } else { 1.0 },
        facts.patience.at(interval),
    )
}

/// The name of the formula that fits a patience.
pub(super) fn formula(patience: &Distribution) -> &'static str {
    match patience {
        Distribution::Forever => "Erlang C",
        Distribution::Exponential { .. } => "Erlang A",
        _ => "theory (M/M/n+G)",
    }
}

/// The service level asked, if any, that a state reaches.
fn service(center: &Center, queue: QueueId, state: &SteadyState<'_>, target: Option<ServiceTarget>) -> f64 {
    target.map_or(f64::NAN, |asked| {
        let short = center.queues[queue].short.seconds();
        state.service_level(center.service_level, asked.within.seconds(), short)
    })
}

/// Everything out of reach, queue by queue. Intervals with nobody on duty are told elsewhere.
pub(super) fn out_of_reach(center: &Center) -> Vec<OutOfReach> {
    let mut found = Vec::new();
    for (queue, facts) in center.queues.iter().enumerate() {
        let Some(target) = facts.target.as_ref().filter(|target| target.per_interval) else {
            continue;
        };
        if !of_queue(center, queue).is_empty() {
            continue;
        }
        let groups = serving(center, queue);
        let gaps: Vec<Gap> = (0..center.calendar.intervals)
            .filter(|&interval| *facts.balk.at(interval) <= BALKING_IGNORED)
            .filter_map(|interval| gap(center, queue, target, interval, staff(center, &groups, interval)))
            .collect();
        for span in Span::of(gaps.iter().map(|gap| gap.interval)) {
            let inside: Vec<&Gap> = gaps
                .iter()
                .filter(|gap| (span.first..=span.last).contains(&gap.interval))
                .collect();
            let ends = |value: fn(&Gap) -> f64| {
                inside
                    .iter()
                    .map(|gap| value(gap))
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                        (low.min(value), high.max(value))
                    })
            };
            let whole = |(low, high): (f64, f64)| (low as u32, high as u32);
            found.push(OutOfReach {
                queue,
                span,
                agents: whole(ends(|gap| f64::from(gap.agents))),
                needed: inside
                    .iter()
                    .all(|gap| gap.needed.is_some())
                    .then(|| whole(ends(|gap| f64::from(gap.needed.unwrap_or(0))))),
                load: ends(|gap| gap.load),
                service: target.service.map(|_| ends(|gap| gap.service)),
                formula: formula(facts.patience.at(span.first)),
            });
        }
    }
    found
}

/// The gap of one interval, if its target is out of reach.
fn gap(center: &Center, queue: QueueId, target: &Target, interval: usize, agents: u32) -> Option<Gap> {
    let facts = &center.queues[queue];
    if facts.volume[interval] <= 0.0 || agents == 0 {
        return None;
    }
    let demand = demand(center, queue, interval);
    let short = facts.short.seconds();
    let state = demand.with_agents(agents);
    if meets(&state, target, center.service_level, short) {
        return None;
    }
    Some(Gap {
        interval,
        agents,
        needed: least_agents_for_target(&demand, target, center.service_level, short, MAX_AGENTS as u32),
        load: demand.load(),
        service: service(center, queue, &state, target.service),
    })
}

/// A queue whose target for the whole horizon is out of reach.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OutOfReachOverall {
    pub(super) queue: QueueId,
    /// The service level of all intervals together, each contact counting once.
    pub(super) service: f64,
    pub(super) asked: ServiceTarget,
    pub(super) formula: &'static str,
}

/// Service levels per day that no routing could reach. Queues without an equilibrium at some hour are
/// left out: what they carry over is for the simulation to say.
pub(super) fn out_of_reach_over_the_day(center: &Center) -> Vec<OutOfReachOverall> {
    let queues = center.queues.iter().enumerate();
    queues
        .filter_map(|(queue, facts)| {
            let target = facts.target.as_ref().filter(|target| target.per_day)?;
            let asked = target.service?;
            if !of_queue(center, queue).is_empty() {
                return None;
            }
            let groups = serving(center, queue);
            let (mut met, mut of) = (0.0, 0.0);
            for interval in 0..center.calendar.intervals {
                let demand = demand(center, queue, interval);
                let state = demand.with_agents(staff(center, &groups, interval));
                if !state.is_stable() || *facts.balk.at(interval) > BALKING_IGNORED {
                    return None;
                }
                let counts = state.counts(asked.within.seconds(), facts.short.seconds());
                let (part_met, part_of) = center.service_level.ratio(counts);
                met += facts.volume[interval] * part_met;
                of += facts.volume[interval] * part_of;
            }
            (of > 0.0 && met < asked.answered * of).then(|| OutOfReachOverall {
                queue,
                service: met / of,
                asked,
                formula: formula(facts.patience.at(0)),
            })
        })
        .collect()
}
