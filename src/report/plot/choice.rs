//! Which queues and groups to show where there are more than a page has room for.

use super::Inputs;
use crate::estimate::{GroupMeasure, Measure};
use crate::model::{GroupId, Queue, QueueId, ServiceTarget};

/// Those shown, in the order of the scenario, and what to say about the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) shown: Vec<usize>,
    pub(super) remark: Option<String>,
}

fn choose(number: usize, most: usize, badness: impl Fn(usize) -> f64, kind: &str, why: &str) -> Choice {
    let mut shown: Vec<usize> = (0..number).collect();
    if number <= most {
        return Choice { shown, remark: None };
    }
    shown.sort_by(|&a, &b| badness(b).total_cmp(&badness(a)));
    shown.truncate(most);
    shown.sort_unstable();
    let remark = Some(format!("shown: {most} of {number} {kind}, {why}"));
    Choice { shown, remark }
}

/// At most `most` queues: those furthest below their service level target (or, without targets, those
/// with the lowest service level).
pub(super) fn queues(inputs: &Inputs<'_>, most: usize) -> Choice {
    let targets = inputs.center.queues.iter().any(|queue| asked(queue).is_some());
    let why = if targets {
        "furthest from target"
    } else {
        "lowest service level"
    };
    choose(
        inputs.center.queues.len(),
        most,
        |queue| shortfall(inputs, queue),
        "queues",
        why,
    )
}

/// At most `most` groups: the busiest.
pub(super) fn groups(inputs: &Inputs<'_>, most: usize) -> Choice {
    let occupancy = |group: GroupId| {
        inputs
            .results
            .groups
            .get(group)
            .and_then(|panel| panel.day.mean(GroupMeasure::Occupancy))
            .unwrap_or(f64::NEG_INFINITY)
    };
    choose(
        inputs.center.groups.len(),
        most,
        occupancy,
        "groups",
        "the busiest",
    )
}

/// The service level that a queue should reach.
pub(super) fn asked(queue: &Queue) -> Option<ServiceTarget> {
    queue.target.as_ref().and_then(|target| target.service)
}

/// How far a queue's service level of the day lies below its target, or below all calls where it has
/// none; a queue without calls comes last.
fn shortfall(inputs: &Inputs<'_>, queue: QueueId) -> f64 {
    let target = asked(&inputs.center.queues[queue]).map_or(1.0, |target| target.answered);
    inputs
        .results
        .queues
        .get(queue)
        .and_then(|panel| panel.day.mean(Measure::ServiceLevel))
        .map_or(f64::NEG_INFINITY, |level| target - level)
}
