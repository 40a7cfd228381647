//! Hours and costs that the staffing fixes, whatever the callers do. The breaks of a shift are paid, not staffed.

use super::frame::Frame;
use crate::model::{AgentTime, Center, GroupMeasure, Ticks};

/// Staffed hours, paid hours and cost by interval and group, after warm-up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hours {
    groups: usize,
    /// By interval, then group.
    cells: Vec<[f64; 3]>,
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
        let scheduled: Vec<Option<Vec<AgentTime>>> = center
            .groups
            .iter()
            .map(|group| {
                let time = || group.agent_time(&center.calendar, frame.warm_up);
                group.is_scheduled().then(time)
            })
            .collect();
        for interval in 0..frame.intervals {
            let hours = Ticks(frame.covered[interval]).seconds() / 3600.0;
            cells.extend(center.groups.iter().zip(&scheduled).map(|(group, scheduled)| {
                let (staffed, on_duty) = match scheduled {
                    Some(times) => (times[interval].on_queue_h(), times[interval].on_duty_h()),
                    None => {
                        let staffed = f64::from(group.staff[interval]) * hours;
                        (staffed, staffed)
                    }
                };
                let paid = on_duty / (1.0 - group.shrinkage.at(interval));
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
