//! A group: agents with the same skills and schedule.

use super::{Calendar, GroupRules, PerInterval, QueueId, Then, Ticks};

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

/// Agent time that the staffing fixes for one interval, in ticks of one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgentTime {
    /// On queue: what a shift's breaks leave.
    pub on_queue: u64,
    /// On duty: on queue and in the breaks of a shift.
    pub on_duty: u64,
}

impl AgentTime {
    /// On queue, in hours.
    pub fn on_queue_h(self) -> f64 {
        hours(self.on_queue)
    }

    /// On duty, in hours.
    pub fn on_duty_h(self) -> f64 {
        hours(self.on_duty)
    }
}

fn hours(ticks: u64) -> f64 {
    Ticks(ticks).seconds() / 3600.0
}

impl Group {
    /// Whether staff follows from shifts or from times, so that it may change within an interval.
    pub fn is_scheduled(&self) -> bool {
        !self.rules.shifts.is_empty() || !self.rules.staff_at.is_empty()
    }

    /// The agent time of every interval, as far as it lies after `from`; absence is not counted out.
    pub fn agent_time(&self, calendar: &Calendar, from: Ticks) -> Vec<AgentTime> {
        let mut times = vec![AgentTime::default(); calendar.intervals];
        if !self.is_scheduled() {
            for (interval, time) in times.iter_mut().enumerate() {
                let covered = calendar
                    .start(interval + 1)
                    .saturating_sub(calendar.start(interval).max(from));
                time.on_queue = u64::from(self.staff.get(interval).copied().unwrap_or(0)) * covered.0;
                time.on_duty = time.on_queue;
            }
            return times;
        }
        let mut add = |start: Ticks, end: Ticks, agents: u32, on_queue: bool| {
            let mut start = start.max(from);
            let end = end.min(calendar.horizon());
            while let Some(interval) = calendar.interval_at(start).filter(|_| start < end) {
                let until = end.min(calendar.start(interval + 1));
                let time = u64::from(agents) * (until - start).0;
                times[interval].on_duty += time;
                if on_queue {
                    times[interval].on_queue += time;
                }
                start = until;
            }
        };
        for shift in &self.rules.shifts {
            for (index, span) in shift.on_queue.iter().enumerate() {
                add(span.from, span.to, shift.agents, true);
                let back = shift.on_queue.get(index + 1);
                if let (Then::Break, Some(back)) = (span.then, back) {
                    add(span.to, back.from, shift.agents, false);
                }
            }
        }
        for (index, &(start, agents)) in self.rules.staff_at.iter().enumerate() {
            let next = self.rules.staff_at.get(index + 1);
            add(
                start,
                next.map_or(calendar.horizon(), |next| next.0),
                agents,
                true,
            );
        }
        times
    }

    /// Agents on queue in each interval: the mean over it where staff changes within, and of a shift what its
    /// breaks leave; absence is not counted out.
    pub fn mean_on_queue(&self, calendar: &Calendar) -> Vec<f64> {
        if !self.is_scheduled() {
            return self.staff.iter().map(|&agents| f64::from(agents)).collect();
        }
        let times = self.agent_time(calendar, Ticks::ZERO).into_iter();
        times
            .map(|time| time.on_queue as f64 / calendar.interval.0 as f64)
            .collect()
    }

    /// The most agents on queue in any interval.
    pub fn peak_staff(&self) -> u32 {
        self.staff.iter().copied().max().unwrap_or(0)
    }

    /// Whether the group can take contacts of a queue.
    pub fn has_skill(&self, queue: QueueId) -> bool {
        self.skills.iter().any(|rank| rank.contains(&queue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Shift, Span};

    fn group(rules: GroupRules) -> Group {
        Group {
            name: "desk".into(),
            skills: vec![vec![0]],
            staff: vec![3, 4],
            handle_factor: vec![1.0],
            shrinkage: PerInterval::Same(0.0),
            cost_per_hour: PerInterval::Same(0.0),
            occupancy_max: None,
            plan: PlanLimits::default(),
            rules,
        }
    }

    fn minutes(minutes: u32) -> Ticks {
        Ticks::from_seconds(60.0 * f64::from(minutes))
    }

    /// Minutes of agents on queue and on duty in two intervals of an hour, counted from a moment.
    fn agent_minutes(rules: GroupRules, from: u32) -> [(u64, u64); 2] {
        let calendar = Calendar {
            opens_s: 0,
            interval: minutes(60),
            intervals: 2,
        };
        let time = group(rules).agent_time(&calendar, minutes(from));
        let minute = minutes(1).0;
        [0, 1].map(|interval: usize| (time[interval].on_queue / minute, time[interval].on_duty / minute))
    }

    #[test]
    fn plain_staff_is_there_all_the_time() {
        assert_eq!(agent_minutes(GroupRules::default(), 0), [(180, 180), (240, 240)]);
        assert_eq!(agent_minutes(GroupRules::default(), 90), [(0, 0), (120, 120)]);
    }

    #[test]
    fn a_shift_is_on_duty_in_its_breaks_and_nowhere_else() {
        let span = |from, to, then| Span {
            from: minutes(from),
            to: minutes(to),
            then,
        };
        let rules = || GroupRules {
            shifts: vec![Shift {
                agents: 2,
                on_queue: vec![
                    span(10, 50, Then::Break),
                    span(70, 80, Then::Home),
                    span(100, 120, Then::Home),
                ],
            }],
            ..Default::default()
        };
        assert_eq!(agent_minutes(rules(), 0), [(80, 100), (60, 80)]);
        assert_eq!(agent_minutes(rules(), 55), [(0, 10), (60, 80)]);
    }

    #[test]
    fn staff_that_changes_within_an_interval_counts_by_its_mean() {
        let calendar = Calendar {
            opens_s: 0,
            interval: minutes(60),
            intervals: 2,
        };
        assert_eq!(group(GroupRules::default()).mean_on_queue(&calendar), [3.0, 4.0]);
        let rules = GroupRules {
            staff_at: vec![(minutes(0), 2), (minutes(45), 4), (minutes(60), 1)],
            ..Default::default()
        };
        assert_eq!(group(rules).mean_on_queue(&calendar), [2.5, 1.0]);
    }

    #[test]
    fn staff_at_any_time_holds_until_it_changes() {
        let rules = GroupRules {
            staff_at: vec![(minutes(0), 0), (minutes(10), 4), (minutes(90), 1)],
            ..Default::default()
        };
        assert_eq!(agent_minutes(rules, 0), [(200, 200), (150, 150)]);
    }
}
