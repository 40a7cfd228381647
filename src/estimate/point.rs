//! One scenario among many: what remains of its results when the next one comes.

use super::outcomes::OutcomeMeasures;
use super::results::{Estimate, GroupMeasures, Measures, Results};

/// The figures of the day, without intervals and distributions: small enough to keep for any number of
/// scenarios.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Replications made.
    pub replications: u32,
    /// All queues together.
    pub center: Measures,
    /// Each queue, in the center's order.
    pub queues: Vec<Measures>,
    /// All groups together.
    pub agents: GroupMeasures,
    /// Each group, in the center's order.
    pub groups: Vec<GroupMeasures>,
    /// What happened beyond waiting, by queue and for the center last; empty where the center is plain.
    pub outcomes: Vec<OutcomeMeasures>,
    /// Share of days on which every queue and every group met its target; absent if none has one.
    pub all_targets_met: Option<Estimate>,
}

impl From<Results> for Point {
    fn from(results: Results) -> Self {
        Self {
            replications: results.replications,
            center: results.center.day,
            queues: results.queues.into_iter().map(|panel| panel.day).collect(),
            agents: results.agents.day,
            groups: results.groups.into_iter().map(|panel| panel.day).collect(),
            outcomes: results.outcomes.map_or_else(Vec::new, |outcomes| {
                let panels = outcomes.queues.into_iter().chain([outcomes.center]);
                panels.map(|panel| panel.day).collect()
            }),
            all_targets_met: results.all_targets_met,
        }
    }
}
