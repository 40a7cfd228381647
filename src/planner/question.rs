//! What is asked of the planner: which numbers may be chosen, what they cost, what they must keep to.

use std::collections::BTreeMap;
use std::ops::Range;

use super::answer::{Figure, Goal, Price, Staff, When, Whom};
use crate::estimate::{Bound, limits};
use crate::model::{Center, Experiment, GroupId, MAX_AGENTS, Target};

/// Intervals in which a queue expects fewer contacts a day than this are judged together.
const JUDGED_ALONE: f64 = 1.0;

/// What is to be planned, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The center, with the staff that it has now.
    pub center: Center,
    /// How it is simulated: its days are the planner's days.
    pub experiment: Experiment,
    /// What a plan must keep to.
    pub goals: Vec<Goal>,
    /// The numbers that are chosen.
    pub cells: Vec<Cell>,
    /// Whether cost is money; paid hours where no group has a cost.
    pub in_money: bool,
}

/// One number to be chosen: the staff of a group over one block of intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The group.
    pub group: GroupId,
    /// The intervals of the block.
    pub intervals: Range<usize>,
    /// The fewest agents.
    pub min: u32,
    /// The most agents, as far as any limit is set.
    pub max: Option<u32>,
    /// What one agent costs over the block.
    pub cost: f64,
    /// Hours on queue of one agent over the block.
    pub hours: f64,
}

/// What targets are judged by, in place of what the scenario says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Basis {
    /// Every interval, or the day as a whole: `Some(true)` asks for each interval.
    pub each_interval: Option<bool>,
    /// The share of days on which targets must be met.
    pub on_days: Option<f64>,
}

impl Question {
    /// The question that a center asks by its targets.
    pub fn new(center: Center, experiment: Experiment, basis: Basis) -> Self {
        let in_money = center
            .groups
            .iter()
            .any(|group| group.cost_per_hour.values().iter().any(|&cost| cost > 0.0));
        let cells = cells(&center, in_money);
        let goals = goals(&center, basis);
        Self {
            center,
            experiment,
            goals,
            cells,
            in_money,
        }
    }

    /// What some staff costs.
    pub fn cost(&self, staff: &Staff) -> Price {
        let interval_h = self.center.calendar.interval.seconds() / 3600.0;
        let mut sum = 0.0;
        for (group, staff) in self.center.groups.iter().zip(staff) {
            for (interval, &agents) in staff.iter().enumerate() {
                sum += f64::from(agents) * interval_h * rate(group, interval, self.in_money);
            }
        }
        Price(sum)
    }

    /// The center's own staff.
    pub fn staff_now(&self) -> Staff {
        self.center
            .groups
            .iter()
            .map(|group| group.staff.clone())
            .collect()
    }
}

/// What an hour on queue costs: money or paid hours.
fn rate(group: &crate::model::Group, interval: usize, in_money: bool) -> f64 {
    let paid = 1.0 / (1.0 - group.shrinkage.at(interval));
    if in_money {
        paid * group.cost_per_hour.at(interval)
    } else {
        paid
    }
}

/// The numbers to be chosen, group by group in order of time.
fn cells(center: &Center, in_money: bool) -> Vec<Cell> {
    let intervals = center.calendar.intervals;
    let interval_h = center.calendar.interval.seconds() / 3600.0;
    let mut cells = Vec::new();
    for (index, group) in center.groups.iter().enumerate() {
        let block = group.plan.block.clamp(1, intervals.max(1));
        for first in (0..intervals).step_by(block) {
            let covered = first..(first + block).min(intervals);
            let min = covered.clone().map(|interval| *group.plan.min.at(interval)).max();
            let max = covered
                .clone()
                .filter_map(|interval| *group.plan.max.at(interval))
                .min();
            cells.push(Cell {
                group: index,
                min: min.unwrap_or(0),
                max: max.map(|max| max.min(MAX_AGENTS as u32)),
                cost: covered
                    .clone()
                    .map(|interval| interval_h * rate(group, interval, in_money))
                    .sum(),
                hours: covered.len() as f64 * interval_h,
                intervals: covered,
            });
        }
    }
    cells
}

/// What the targets ask for, in the order of queues, the center, groups.
fn goals(center: &Center, basis: Basis) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (index, queue) in center.queues.iter().enumerate() {
        if let Some(target) = &queue.target {
            add_goals(&mut goals, Whom::Queue(index), target, &queue.volume, basis);
        }
    }
    if let Some(target) = &center.target {
        let volume: Vec<f64> = (0..center.calendar.intervals)
            .map(|interval| center.queues.iter().map(|queue| queue.volume[interval]).sum())
            .collect();
        add_goals(&mut goals, Whom::Center, target, &volume, basis);
    }
    for (index, group) in center.groups.iter().enumerate() {
        if let Some(most) = group.occupancy_max {
            goals.push(Goal {
                of: Whom::Group(index),
                figure: Figure::Occupancy,
                bound: Bound::AtMost(most),
                when: When::Day,
                on_days: None,
            });
        }
    }
    goals
}

fn add_goals(goals: &mut Vec<Goal>, of: Whom, target: &Target, volume: &[f64], basis: Basis) {
    let per_interval = basis.each_interval.unwrap_or(target.per_interval);
    let per_day = basis.each_interval.map_or(target.per_day, |each| !each);
    let on_days = basis.on_days.or(target.on_days);
    for limit in limits(target) {
        let goal = |when| Goal {
            of,
            figure: Figure::Contacts(limit.on),
            bound: limit.bound,
            when,
            on_days,
        };
        if per_interval {
            goals.extend(
                judged(volume)
                    .into_iter()
                    .map(|together| goal(When::Intervals(together))),
            );
        }
        if per_day {
            goals.push(goal(When::Day));
        }
    }
}

/// Intervals that are judged together: each alone, but those in which hardly anybody comes.
fn judged(volume: &[f64]) -> Vec<Vec<usize>> {
    let (alone, few): (Vec<usize>, Vec<usize>) =
        (0..volume.len()).partition(|&interval| volume[interval] >= JUDGED_ALONE);
    let few: Vec<usize> = few
        .into_iter()
        .filter(|&interval| volume[interval] > 0.0)
        .collect();
    let mut judged: BTreeMap<usize, Vec<usize>> = alone
        .into_iter()
        .map(|interval| (interval, vec![interval]))
        .collect();
    if let Some(&first) = few.first() {
        judged.insert(first, few);
    }
    judged.into_values().collect()
}
