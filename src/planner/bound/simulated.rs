//! Needs by simulation: the least agents of each queue that stands for the center, each interval by itself.

use rayon::prelude::*;

use super::Need;
use super::asked::{Within, asked_of, goals_in, may_abandon, worth_alone};
use super::queues::{exponential_mean_s, groups_of, routed, serves, sets, shortest_handle};
use super::relaxed::{Relaxed, TRIES, Worth};
use crate::model::{Center, ContactChoice, Distribution, GroupId, MAX_AGENTS, QueueId};
use crate::planner::answer::{Goal, Whom};
use crate::planner::question::Question;
use crate::stats::Confidence;

/// One search: the groups, the interval, and the queue that stands for the center.
pub(super) struct Search {
    groups: Vec<GroupId>,
    interval: usize,
    pub relaxed: Relaxed,
}

/// Needs by simulation, each interval by itself.
pub(super) fn interval_by_interval(question: &Question) -> Vec<Need> {
    let center = &question.center;
    let sets = sets(question);
    let first = question
        .experiment
        .warm_up
        .0
        .div_ceil(center.calendar.interval.0.max(1)) as usize;
    let searches: Vec<Search> = (first..center.calendar.intervals)
        .into_par_iter()
        .flat_map_iter(|interval| {
            sets.iter()
                .flat_map(move |set| searches_of(question, set, interval))
        })
        .collect();
    let tests = (searches.len().max(1) * TRIES) as f64;
    let level = 1.0 - 2.0 * (1.0 - question.experiment.confidence) / tests;
    let deviations = Confidence::new(level, 0).normal();
    searches
        .into_par_iter()
        .map(|search| Need {
            agents: search.relaxed.least_agents(deviations, MAX_AGENTS as u32),
            groups: search.groups,
            interval: search.interval,
        })
        .collect()
}

pub(super) fn searches_of(question: &Question, set: &[QueueId], interval: usize) -> Vec<Search> {
    let center = &question.center;
    let groups = groups_of(center, set);
    let volume: f64 = set
        .iter()
        .map(|&queue| center.queues[queue].volume[interval])
        .sum();
    let Some((handle, factor)) = shortest_handle(center, set, &groups, interval) else {
        return Vec::new();
    };
    let search = |patience: Distribution, balk: f64, worth: Worth| Search {
        groups: groups.clone(),
        interval,
        relaxed: Relaxed {
            volume,
            length_s: center.calendar.interval.seconds(),
            handle: handle.clone(),
            factor,
            patience,
            balk,
            busyness: center.busyness.clone(),
            seed: question.experiment.seed,
            worth,
        },
    };
    let alone = set.len() == 1 && runs_by_itself(center, set[0], &groups, interval);
    let mut searches = Vec::new();
    if volume <= 0.0 {
        return searches;
    }
    if let (true, &[queue]) = (alone, set) {
        let of = &center.queues[queue];
        let whose = |goal: &&Goal| {
            goal.of == Whom::Queue(queue) || goal.of == Whom::Center && center.queues.len() == 1
        };
        for goal in goals_in(question, interval).filter(whose) {
            if let Some(worth) = worth_alone(center, goal, queue, interval) {
                let patience = of.patience.at(interval).clone();
                searches.push(search(patience, *of.balk.at(interval), worth));
            }
        }
    } else {
        for Within { asked, within_s } in asked_of(question, set, interval) {
            let worth: Worth = Box::new(move |wait, _| f64::from(u8::from(wait <= within_s)) - asked);
            searches.push(search(
                Distribution::Deterministic { value: within_s },
                0.0,
                worth,
            ));
        }
        if let Some((patience, most)) = may_abandon(question, set, interval) {
            let worth: Worth = Box::new(move |wait, stays| most - f64::from(u8::from(stays < wait)));
            searches.push(search(patience, 0.0, worth));
        }
    }
    searches
}

/// Whether a queue and its groups are a center of their own in which service is first come, first served,
/// without idling, and the number present grows with what was there before.
fn runs_by_itself(center: &Center, queue: QueueId, groups: &[GroupId], interval: usize) -> bool {
    let of = &center.queues[queue];
    let factor = |group: GroupId| center.groups[group].handle_factor[queue];
    let own = groups.iter().all(|&group| {
        center.groups[group].has_skill(queue)
            && routed(center, group, queue)
            && (0..center.queues.len()).all(|other| other == queue || !serves(center, group, other))
            && factor(group) == factor(groups[0])
    });
    let (Some(mean_s), Some(&first)) = (exponential_mean_s(of.handle.at(interval)), groups.first()) else {
        return false;
    };
    // The laws of other intervals are in play at the edges.
    let constant =
        of.handle.values().len() == 1 && of.patience.values().len() == 1 && of.balk.values().len() == 1;
    let patient = match of.patience.at(interval) {
        Distribution::Forever => true,
        Distribution::Exponential { mean } => *mean >= mean_s * factor(first),
        _ => false,
    };
    own && constant && patient && center.routing.contact != ContactChoice::Random
}
