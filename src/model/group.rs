//! A group: agents with the same skills and schedule.

use super::{GroupRules, PerInterval, QueueId};

/// Agents with the same skills and schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name in the scenario.
    pub name: String,
    /// What a freed agent takes, in order; an inner list is one rank.
    pub skills: Vec<Vec<QueueId>>,
    /// Agents on queue in each interval.
    pub staff: Vec<u32>,
    /// How many times as long as normal this group needs for each queue of the center.
    pub handle_factor: Vec<f64>,
    /// Share of paid time in which agents are unavailable: paid = on queue / (1 − shrinkage).
    pub shrinkage: PerInterval<f64>,
    /// Cost of one paid hour, in the scenario's currency.
    pub cost_per_hour: PerInterval<f64>,
    /// The occupancy that the group should not pass, a share.
    pub occupancy_max: Option<f64>,
    /// Within what a planner may choose the staff.
    pub plan: PlanLimits,
    /// What it does beyond that.
    pub rules: GroupRules,
}

/// Within what a planner may choose a group's staff.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLimits {
    /// The fewest agents on queue in each interval.
    pub min: PerInterval<u32>,
    /// The most; nothing where there is no limit.
    pub max: PerInterval<Option<u32>>,
    /// Staff is the same over so many intervals on end, counted from opening.
    pub block: usize,
}

impl Default for PlanLimits {
    fn default() -> Self {
        Self {
            min: PerInterval::Same(0),
            max: PerInterval::Same(None),
            block: 1,
        }
    }
}

impl Group {
    /// The most agents on queue in any interval.
    pub fn peak_staff(&self) -> u32 {
        self.staff.iter().copied().max().unwrap_or(0)
    }

    /// Whether the group can take contacts of a queue.
    pub fn has_skill(&self, queue: QueueId) -> bool {
        self.skills.iter().any(|rank| rank.contains(&queue))
    }
}
