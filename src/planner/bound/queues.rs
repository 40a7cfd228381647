//! Sets of queues, the groups that serve them, and the shortest handle times they could have.

use std::collections::BTreeSet;

use crate::model::{Center, Distribution, GroupId, Handle, QueueId};
use crate::planner::answer::{Goal, Whom};
use crate::planner::question::Question;

/// Subsets of so many queues are all looked at.
const ALL_SUBSETS: usize = 6;
/// Parts into which a lower envelope of laws is cut.
const ENVELOPE_PARTS: u32 = 200;

/// Sets of queues to look at, ascending: those of which something is asked.
pub(super) fn sets(question: &Question) -> Vec<Vec<QueueId>> {
    let center = &question.center;
    let queues = center.queues.len();
    let mut sets: BTreeSet<Vec<QueueId>> = (0..queues).map(|queue| vec![queue]).collect();
    sets.insert((0..queues).collect());
    if queues <= ALL_SUBSETS {
        for chosen in 1_u32..1 << queues {
            sets.insert((0..queues).filter(|queue| chosen >> queue & 1 == 1).collect());
        }
    }
    for group in 0..center.groups.len() {
        sets.insert(
            (0..queues)
                .filter(|&queue| serves(center, group, queue))
                .collect(),
        );
    }
    let asked = |queue: QueueId| {
        let of = |goal: &Goal| goal.of == Whom::Queue(queue) || goal.of == Whom::Center;
        question.goals.iter().any(of)
    };
    let sets: BTreeSet<Vec<QueueId>> = sets
        .into_iter()
        .map(|set| set.into_iter().filter(|&queue| asked(queue)).collect())
        .collect();
    sets.into_iter().filter(|set| !set.is_empty()).collect()
}

/// Whether a group may ever take contacts of a queue.
pub(super) fn serves(center: &Center, group: GroupId, queue: QueueId) -> bool {
    center.groups[group].has_skill(queue) || routed(center, group, queue)
}

pub(super) fn routed(center: &Center, group: GroupId, queue: QueueId) -> bool {
    center.queues[queue].route.iter().flatten().any(|&of| of == group)
}

pub(super) fn groups_of(center: &Center, set: &[QueueId]) -> Vec<GroupId> {
    (0..center.groups.len())
        .filter(|&group| set.iter().any(|&queue| serves(center, group, queue)))
        .collect()
}

pub(super) fn fastest(center: &Center, groups: &[GroupId], queue: QueueId) -> f64 {
    groups
        .iter()
        .filter(|&&group| serves(center, group, queue))
        .map(|&group| center.groups[group].handle_factor[queue])
        .fold(f64::INFINITY, f64::min)
}

/// A handle time that is no longer than that of any queue of the set, as a law and a factor; nothing where nobody
/// serves one of them.
pub(super) fn shortest_handle(
    center: &Center,
    set: &[QueueId],
    groups: &[GroupId],
    interval: usize,
) -> Option<(Handle, f64)> {
    let laws: Vec<(&Handle, f64)> = set
        .iter()
        .map(|&queue| {
            (
                center.queues[queue].handle.at(interval),
                fastest(center, groups, queue),
            )
        })
        .collect();
    let alike = laws.windows(2).all(|pair| pair[0].0 == pair[1].0);
    let is_exponential = |law: &(&Handle, f64)| exponential_mean_s(law.0).is_some();
    if !alike && !laws.iter().all(is_exponential) {
        return lower_envelope(&laws).map(|envelope| (envelope, 1.0));
    }
    laws.into_iter()
        .min_by(|a, b| (a.0.mean_s() * a.1).total_cmp(&(b.0.mean_s() * b.1)))
        .map(|(handle, factor)| (handle.clone(), factor))
        .filter(|(_, factor)| factor.is_finite())
}

/// A law that is passed, at every time, no more often than the talk of any of these, as its values at whole
/// parts of the way, from below: what lies between two is counted as the lower one.
pub(super) fn lower_envelope(laws: &[(&Handle, f64)]) -> Option<Handle> {
    if laws
        .iter()
        .any(|(_, factor)| !(factor.is_finite() && *factor > 0.0))
    {
        return None;
    }
    let survival = |time: f64| {
        let of = |(handle, factor): &(&Handle, f64)| handle.talk.survival(time / factor);
        laws.iter().map(of).fold(1.0, f64::min)
    };
    let mean_s = |(handle, factor): &(&Handle, f64)| handle.talk.mean() * factor;
    let scale = laws.iter().map(mean_s).fold(f64::INFINITY, f64::min);
    let mut values = vec![0.0];
    let mut low = 0.0;
    for part in 1..ENVELOPE_PARTS {
        // The greatest time that is still passed with this chance, at least.
        let share = 1.0 - f64::from(part) / f64::from(ENVELOPE_PARTS);
        let mut high = low + scale / 16.0;
        while survival(high) >= share && high < 1e6 * scale {
            (low, high) = (high, 2.0 * high);
        }
        while high - low > 1e-4 * scale {
            let middle = low + (high - low) / 2.0;
            if survival(middle) >= share {
                low = middle;
            } else {
                high = middle;
            }
        }
        values.push(low);
    }
    Some(Handle {
        talk: Distribution::Empirical {
            values: values.into(),
        },
        wrap_up: None,
    })
}

/// The mean of an exponential handle time; nothing for any other law.
pub(super) fn exponential_mean_s(handle: &Handle) -> Option<f64> {
    match (&handle.talk, &handle.wrap_up) {
        (Distribution::Exponential { mean }, None) => Some(*mean),
        _ => None,
    }
}
