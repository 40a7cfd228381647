//! Hours and costs that the staffing fixes, whatever the callers do.

use std::ops::Range;

use super::frame::Frame;
use crate::model::{Center, Group, GroupMeasure, Then, Ticks};

/// Staffed hours, paid hours and cost by interval and group, after warm-up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hours {
    groups: usize,
    /// By interval, then group.
    cells: Vec<[f64; 3]>,
}

/// Agent hours of a group that are planned on queue, and on breaks, in a part of an interval. Absence and
/// pauses do not change what is planned.
fn scheduled(group: &Group, interval: usize, part: &Range<Ticks>) -> (f64, f64) {
    let hours = |ticks: u64| Ticks(ticks).seconds() / 3600.0;
    let within = |from: Ticks, to: Ticks| to.min(part.end).saturating_sub(from.max(part.start)).0;
    let rules = &group.rules;
    if !rules.shifts.is_empty() {
        let (mut staffed, mut breaks) = (0, 0);
        for shift in &rules.shifts {
            let agents = u64::from(shift.agents);
            for (place, span) in shift.on_queue.iter().enumerate() {
                staffed += agents * within(span.from, span.to);
                if let (Then::Break, Some(next)) = (span.then, shift.on_queue.get(place + 1)) {
                    breaks += agents * within(span.to, next.from);
                }
            }
        }
        return (hours(staffed), hours(breaks));
    }
    if !rules.staff_at.is_empty() {
        let until = rules.staff_at.iter().skip(1).map(|&(from, _)| from);
        let steps = rules.staff_at.iter().zip(until.chain([part.end.max(part.start)]));
        let staffed = steps.map(|(&(from, agents), to)| u64::from(agents) * within(from, to));
        return (hours(staffed.sum()), 0.0);
    }
    let staffed = hours(part.end.saturating_sub(part.start).0);
    (f64::from(group.staff[interval]) * staffed, 0.0)
}

/// What the three figures of a cell are.
const MEASURES: [GroupMeasure; 3] = [
    GroupMeasure::StaffedHours,
    GroupMeasure::PaidHours,
    GroupMeasure::Cost,
];

impl Hours {
    pub fn new(center: &Center, frame: &Frame) -> Self {
        let mut cells = Vec::with_capacity(frame.intervals * frame.groups);
        for interval in 0..frame.intervals {
            let end = center.calendar.start(interval + 1);
            let covered = end.saturating_sub(Ticks(frame.covered[interval]))..end;
            cells.extend(center.groups.iter().map(|group| {
                let (staffed, breaks) = scheduled(group, interval, &covered);
                let paid = (staffed + breaks) / (1.0 - group.shrinkage.at(interval));
                [staffed, paid, paid * group.cost_per_hour.at(interval)]
            }));
        }
        Self {
            groups: frame.groups,
            cells,
        }
    }

    /// The figures of a group, or of all groups together, in one interval.
    pub fn of(&self, team: usize, interval: usize) -> impl Iterator<Item = (GroupMeasure, f64)> {
        let cells = &self.cells[interval * self.groups..(interval + 1) * self.groups];
        self.sum(team, cells)
    }

    /// The same over the day.
    pub fn of_day(&self, team: usize) -> impl Iterator<Item = (GroupMeasure, f64)> {
        self.sum(team, &self.cells)
    }

    /// Sums the cells of a team among whole intervals of cells.
    fn sum(&self, team: usize, cells: &[[f64; 3]]) -> impl Iterator<Item = (GroupMeasure, f64)> + use<> {
        let mut sums = [0.0; 3];
        for (index, cell) in cells.iter().enumerate() {
            if team == self.groups || index % self.groups == team {
                sums.iter_mut().zip(cell).for_each(|(sum, value)| *sum += value);
            }
        }
        MEASURES.into_iter().zip(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GroupRules, PerInterval, PlanLimits, Shift, Span};

    fn group(rules: GroupRules) -> Group {
        Group {
            name: "desk".into(),
            skills: vec![vec![0]],
            staff: vec![3, 3],
            handle_factor: vec![1.0],
            shrinkage: PerInterval::Same(0.0),
            cost_per_hour: PerInterval::Same(1.0),
            occupancy_max: None,
            plan: PlanLimits::default(),
            rules,
        }
    }

    fn minutes(minutes: u64) -> Ticks {
        Ticks::from_seconds(60.0 * minutes as f64)
    }

    #[test]
    fn hours_follow_shifts_their_breaks_and_staff_at_any_time() {
        let hour = |first: u64| minutes(first)..minutes(first + 60);
        let shifts = GroupRules {
            shifts: vec![Shift {
                agents: 2,
                on_queue: vec![
                    Span {
                        from: minutes(0),
                        to: minutes(45),
                        then: Then::Break,
                    },
                    Span {
                        from: minutes(75),
                        to: minutes(105),
                        then: Then::Home,
                    },
                ],
            }],
            ..GroupRules::default()
        };
        let desk = group(shifts);
        assert_eq!(scheduled(&desk, 0, &hour(0)), (1.5, 0.5));
        assert_eq!(scheduled(&desk, 1, &hour(60)), (1.0, 0.5));
        // What lies in warm-up is left out.
        assert_eq!(scheduled(&desk, 0, &(minutes(30)..minutes(60))), (0.5, 0.5));
        let steps = GroupRules {
            staff_at: vec![(minutes(15), 4), (minutes(75), 2)],
            ..GroupRules::default()
        };
        let desk = group(steps);
        assert_eq!(scheduled(&desk, 0, &hour(0)), (3.0, 0.0));
        assert_eq!(scheduled(&desk, 1, &hour(60)), (2.5, 0.0));
        let plain = group(GroupRules::default());
        assert_eq!(scheduled(&plain, 1, &hour(60)), (3.0, 0.0));
    }
}
