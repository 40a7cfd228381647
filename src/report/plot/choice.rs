//! Which queues and groups to show where there are more than a page has room for.

use super::Inputs;
use crate::estimate::GroupMeasure;
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

/// At most `most` queues: those that `badness` makes most of, for the reason `why`.
pub(super) fn queues(
    inputs: &Inputs<'_>,
    most: usize,
    badness: impl Fn(QueueId) -> f64,
    why: &str,
) -> Choice {
    choose(inputs.center.queues.len(), most, badness, "queues", why)
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
