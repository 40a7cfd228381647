//! What is asked of the planner: which numbers may be chosen, what they cost, what they must keep to.

use std::collections::BTreeMap;
use std::ops::Range;

use super::answer::{Figure, Goal, Price, Staff, When, Whom};
use super::comers::comers;
use crate::estimate::{Bound, limits};
use crate::model::{
    Center, Experiment, Group, GroupId, Handle, MAX_AGENTS, Mode, PerInterval, Target, Ticks,
};

/// Intervals in which a queue expects fewer contacts a day than this are judged together.
const JUDGED_ALONE: f64 = 1.0;

/// Mean handle times after which an empty start is forgotten.
const FORGOTTEN: f64 = 12.0;

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
        let costs = |group: &Group| group.cost_per_hour.values().iter().any(|&cost| cost > 0.0);
        // Where only those cost whose staff stays what it is, money says nothing of the choice.
        let chosen = || center.groups.iter().filter(|group| !group.is_scheduled());
        let in_money = match chosen().next() {
            Some(_) => chosen().any(costs),
            None => center.groups.iter().any(costs),
        };
        let steady = experiment.mode != Mode::Days;
        let basis = Basis {
            each_interval: if steady { Some(false) } else { basis.each_interval },
            ..basis
        };
        let cells = cells(&center, &experiment, in_money);
        let goals = goals(&center, basis);
        Self {
            center,
            experiment,
            goals,
            cells,
            in_money,
        }
    }

    /// Whether equilibrium is asked about.
    pub fn is_steady(&self) -> bool {
        self.experiment.mode != Mode::Days
    }

    /// The staff that numbers for the cells stand for.
    pub fn staff(&self, cells: &[u32]) -> Staff {
        let mut staff = vec![vec![0; self.center.calendar.intervals]; self.center.groups.len()];
        for (cell, &agents) in self.cells.iter().zip(cells) {
            staff[cell.group][cell.intervals.clone()].fill(agents);
        }
        for closed in &self.center.rules.closed {
            staff.iter_mut().for_each(|staff| staff[closed.clone()].fill(0));
        }
        staff
    }

    /// The numbers of the cells that come nearest to some staff from above.
    pub fn cells_of(&self, staff: &Staff) -> Vec<u32> {
        let most = |cell: &Cell| staff[cell.group][cell.intervals.clone()].iter().copied().max();
        self.cells
            .iter()
            .map(|cell| {
                let agents = most(cell).unwrap_or(0).max(cell.min);
                cell.max.map_or(agents, |max| agents.min(max))
            })
            .collect()
    }

    /// Whether a cell covers an interval (of a steady state: any).
    pub fn covers(&self, cell: usize, interval: usize) -> bool {
        self.is_steady() || self.cells[cell].intervals.contains(&interval)
    }

    /// The center with other staff.
    pub fn staffed(&self, staff: &Staff) -> Center {
        let mut center = self.center.clone();
        for (group, staff) in center.groups.iter_mut().zip(staff) {
            group.staff.clone_from(staff);
        }
        center
    }

    /// The center and experiment in which plans are tried: days as they are; for a steady state, days long
    /// enough to forget that they began empty.
    pub fn simulated(&self) -> (Center, Experiment) {
        let (mut center, mut experiment) = (self.center.clone(), self.experiment.clone());
        if self.is_steady() {
            let longest = longest_handle_s(&center);
            let calendar = &mut center.calendar;
            let warm_up = Ticks::from_seconds(longest * FORGOTTEN).max(experiment.warm_up);
            let length = calendar.horizon().0.max(10 * warm_up.0) + warm_up.0;
            calendar.intervals = length.div_ceil(calendar.interval.0) as usize;
            let intervals = calendar.intervals;
            for queue in &mut center.queues {
                queue.volume = vec![queue.volume[0]; intervals];
                queue.handle = PerInterval::Same(queue.handle.at(0).clone());
                queue.patience = PerInterval::Same(queue.patience.at(0).clone());
                queue.balk = PerInterval::Same(*queue.balk.at(0));
            }
            experiment.mode = Mode::Days;
            experiment.warm_up = warm_up;
        }
        experiment.precision.clear();
        (center, experiment)
    }

    /// A group's staff over the intervals that are simulated.
    pub fn simulated_staff(&self, mut staff: Vec<u32>, intervals: usize) -> Vec<u32> {
        let last = staff.last().copied().unwrap_or(0);
        staff.resize(intervals, last);
        staff
    }

    /// The same question with every volume times a factor.
    pub fn with_volume(&self, factor: f64) -> Self {
        let mut other = self.clone();
        for queue in &mut other.center.queues {
            queue.volume.iter_mut().for_each(|volume| *volume *= factor);
        }
        for mix in &mut other.center.rules.mixes {
            mix.volume.iter_mut().for_each(|volume| *volume *= factor);
        }
        other
    }

    /// The same question with cost in money, or in paid hours.
    pub fn priced(&self, in_money: bool) -> Self {
        Self {
            in_money,
            ..self.clone()
        }
        .with_cells()
    }

    /// The same question with its cells made anew from the limits of its groups.
    pub fn with_cells(self) -> Self {
        Self {
            cells: cells(&self.center, &self.experiment, self.in_money),
            ..self
        }
    }

    /// What one agent of a cell costs: nothing where an hour of the group does, whatever the search counts.
    pub fn price_of(&self, cell: usize) -> f64 {
        let cell = &self.cells[cell];
        let group = &self.center.groups[cell.group];
        let open: Vec<usize> = cell
            .intervals
            .clone()
            .filter(|&interval| self.center.is_open(interval))
            .collect();
        let rates = open.iter().map(|&interval| rate(group, interval, self.in_money));
        cell.hours * rates.sum::<f64>() / open.len().max(1) as f64
    }

    /// What numbers for the cells cost.
    pub fn cost_of(&self, cells: &[u32]) -> Price {
        let costs = self.cells.iter().zip(cells);
        Price(costs.map(|(cell, &agents)| cell.cost * f64::from(agents)).sum())
    }

    /// What some staff costs.
    pub fn cost(&self, staff: &Staff) -> Price {
        let mut sum = 0.0;
        for (group, staff) in self.center.groups.iter().zip(staff) {
            for (interval, hours) in paid_hours(&self.center, group, staff).into_iter().enumerate() {
                sum += hours * rate(group, interval, self.in_money);
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

/// Hours on duty in each interval of a group with this staff, which must be its own where it follows from shifts
/// or times.
pub(super) fn paid_hours(center: &Center, group: &Group, staff: &[u32]) -> Vec<f64> {
    if group.is_scheduled() {
        let times = group.agent_time(&center.calendar, Ticks::ZERO);
        return times.iter().map(|time| time.on_duty_h()).collect();
    }
    let interval_h = center.calendar.interval.seconds() / 3600.0;
    staff
        .iter()
        .map(|&agents| f64::from(agents) * interval_h)
        .collect()
}

/// What an hour on duty costs: money or paid hours.
fn rate(group: &crate::model::Group, interval: usize, in_money: bool) -> f64 {
    let paid = 1.0 / (1.0 - group.shrinkage.at(interval));
    if in_money {
        paid * group.cost_per_hour.at(interval)
    } else {
        paid
    }
}

/// The longest mean handle time, in seconds, of any group and queue that it serves.
pub(super) fn longest_handle_s(center: &Center) -> f64 {
    let of = |group: &Group, queue: usize| {
        let handles = center.queues[queue].handle.values().iter();
        handles.map(Handle::mean_s).fold(0.0, f64::max) * group.handle_factor[queue]
    };
    let groups = center.groups.iter();
    let all = groups.flat_map(|group| group.skills.iter().flatten().map(move |&queue| of(group, queue)));
    all.fold(0.0, f64::max)
}

/// What an hour of an agent who costs nothing counts in the search, as a part of what the cheapest other costs:
/// without it, no search would end and no plan be the smallest.
const OF_THE_CHEAPEST: f64 = 0.01;

/// The numbers to be chosen, group by group in order of time.
fn cells(center: &Center, experiment: &Experiment, in_money: bool) -> Vec<Cell> {
    let steady = experiment.mode != Mode::Days;
    // Nobody is judged in warm-up: its staff is that of the first block after it.
    let judged_from = (experiment.warm_up.0 / center.calendar.interval.0.max(1)) as usize;
    let intervals = center.calendar.intervals;
    let interval_h = center.calendar.interval.seconds() / 3600.0;
    let mut cells = Vec::new();
    let prices = center
        .groups
        .iter()
        .flat_map(|group| (0..intervals).map(|interval| rate(group, interval, in_money)));
    let cheapest = prices.filter(|&price| price > 0.0).fold(f64::INFINITY, f64::min);
    let counted = |price: f64| match price > 0.0 || cheapest.is_infinite() {
        true => price,
        false => cheapest * OF_THE_CHEAPEST,
    };
    for (index, group) in center.groups.iter().enumerate() {
        if group.is_scheduled() {
            cells.extend(kept_cells(center, index, in_money));
            continue;
        }
        let block = if steady { intervals } else { group.plan.block };
        for covered in blocks(center, block.clamp(1, intervals.max(1)), judged_from) {
            let open = || covered.clone().filter(|&interval| center.is_open(interval));
            let min = open().map(|interval| *group.plan.min.at(interval)).max();
            let max = open().filter_map(|interval| *group.plan.max.at(interval)).min();
            cells.push(Cell {
                group: index,
                min: min.unwrap_or(0),
                max: max.map(|max| max.min(MAX_AGENTS as u32)),
                cost: open()
                    .map(|interval| interval_h * counted(rate(group, interval, in_money)))
                    .sum(),
                hours: open().count() as f64 * interval_h,
                intervals: covered,
            });
        }
    }
    cells
}

/// Blocks of intervals counted from each opening. Nobody is judged before `judged_from`: the first block that
/// is judged begins with the horizon.
fn blocks(center: &Center, block: usize, judged_from: usize) -> Vec<Range<usize>> {
    let closed = &center.rules.closed;
    let opens = std::iter::once(0).chain(closed.iter().map(|closed| closed.end));
    let closes = closed.iter().map(|closed| closed.start);
    let closes = closes.chain(std::iter::once(center.calendar.intervals));
    let mut blocks: Vec<Range<usize>> = opens
        .zip(closes)
        .flat_map(|(opens, closes)| {
            let firsts = (opens..closes).step_by(block);
            firsts.map(move |first| first..(first + block).min(closes))
        })
        .collect();
    let unjudged = blocks.partition_point(|block| block.end <= judged_from);
    let unjudged = unjudged.min(blocks.len().saturating_sub(1));
    if unjudged > 0 {
        blocks.drain(..unjudged);
        blocks[0].start = 0;
    }
    blocks
}

/// The cells of a group whose staff follows from shifts or times: one an interval, at what it is.
fn kept_cells(center: &Center, group: GroupId, in_money: bool) -> Vec<Cell> {
    let facts = &center.groups[group];
    let interval_h = center.calendar.interval.seconds() / 3600.0;
    let hours = paid_hours(center, facts, &facts.staff);
    let cell = |(interval, (&agents, hours)): (usize, (&u32, f64))| {
        // Of one of those who are there at most.
        let each = if agents > 0 {
            hours / f64::from(agents)
        } else {
            interval_h
        };
        Cell {
            group,
            intervals: interval..interval + 1,
            min: agents,
            max: Some(agents),
            cost: each * rate(facts, interval, in_money),
            hours: each,
        }
    };
    let cells = facts.staff.iter().zip(hours).enumerate().map(cell);
    cells.collect()
}

/// What the targets ask for, in the order of queues, the center, groups.
fn goals(center: &Center, basis: Basis) -> Vec<Goal> {
    let mut goals = Vec::new();
    let comers = comers(center);
    for (index, queue) in center.queues.iter().enumerate() {
        if let Some(target) = &queue.target {
            add_goals(&mut goals, Whom::Queue(index), target, &comers[index], basis);
        }
    }
    if let Some(target) = &center.target {
        let volume: Vec<f64> = (0..center.calendar.intervals)
            .map(|interval| comers.iter().map(|queue| queue[interval]).sum())
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
        let goal = |when, on_days| Goal {
            of,
            figure: Figure::Contacts(limit.on),
            bound: limit.bound,
            when,
            on_days,
        };
        if per_interval {
            let together = judged(volume).into_iter();
            goals.extend(together.map(|together| goal(When::Intervals(together), None)));
        }
        if per_day && on_days.is_none() {
            goals.push(goal(When::Day, None));
        }
        // Risk is about days: hardly any half-hour of few contacts is on target on nine days in ten.
        if on_days.is_some() {
            goals.push(goal(When::Day, on_days));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::from_text;

    /// Three and a half hours of half-hours; hardly anybody calls in the last three of them.
    fn morning() -> Question {
        from_text(
            r#"
[center]
opens = "08:00"
length = "3h30m"
interval = "30m"
[queues.sales]
volume = "20 30 30 20 0.5 0 0.25"
handle = "4m"
target = { answered = "80%", within = "20s", abandoned = "5%" }
[groups.bound]
skills = ["sales"]
staff = "4 5 5 4 2 1 1"
cost_per_hour = 20
shrinkage = "20%"
plan = { block = "1h", min = "1 2 3 1 1 1 1", max = "9 8 7 9 9 9 9" }
[groups.free]
skills = ["sales"]
staff = 3
cost_per_hour = 30
plan = { fixed = true }
"#,
            Basis::default(),
        )
    }

    #[test]
    fn a_block_keeps_to_the_limits_of_all_its_intervals() {
        let question = morning();
        let bound: Vec<&Cell> = question.cells.iter().filter(|cell| cell.group == 0).collect();
        let facts: Vec<_> = bound
            .iter()
            .map(|cell| (cell.intervals.clone(), cell.min, cell.max))
            .collect();
        assert_eq!(
            facts,
            [
                (0..2, 2, Some(8)),
                (2..4, 3, Some(7)),
                (4..6, 1, Some(9)),
                (6..7, 1, Some(9))
            ]
        );
        // An hour on queue is 1.25 paid hours at 20; the last block is half an hour.
        let costs: Vec<(f64, f64)> = bound.iter().map(|cell| (cell.cost, cell.hours)).collect();
        assert_eq!(costs, [(25.0, 1.0), (25.0, 1.0), (25.0, 1.0), (12.5, 0.5)]);
        let fixed = question.cells.iter().filter(|cell| cell.group == 1);
        assert!(fixed.clone().count() > 0);
        assert!(fixed.into_iter().all(|cell| (cell.min, cell.max) == (3, Some(3))));
    }

    #[test]
    fn numbers_stand_for_staff_and_back() {
        let question = morning();
        // Blocks are filled to the most of their intervals.
        let cells = question.cells_of(&question.staff_now());
        assert_eq!(cells[..4], [5, 5, 2, 1]);
        let staff = question.staff(&cells);
        assert_eq!(staff, [vec![5, 5, 5, 5, 2, 2, 1], vec![3; 7]]);
        assert_eq!(question.cells_of(&staff), cells);
        // 12.5 hours on queue at 25, and 10.5 at 30.
        assert_eq!(question.cost(&staff), Price(12.5 * 25.0 + 10.5 * 30.0));
        assert_eq!(question.cost_of(&cells), question.cost(&staff));
    }

    #[test]
    fn intervals_of_few_contacts_are_judged_together() {
        let question = morning();
        let asked: Vec<&When> = question.goals.iter().map(|goal| &goal.when).collect();
        let one = |interval: usize| When::Intervals(vec![interval]);
        let times = [one(0), one(1), one(2), one(3), When::Intervals(vec![4, 6])];
        // Once for service, once for abandonment.
        assert_eq!(asked, times.iter().chain(&times).collect::<Vec<_>>());
        assert!(question.goals.iter().all(|goal| goal.of == Whom::Queue(0)));
    }

    #[test]
    fn the_basis_overrides_the_targets() {
        let question = morning();
        let ask = |basis| Question::new(question.center.clone(), question.experiment.clone(), basis).goals;
        let by_day = ask(Basis {
            each_interval: Some(false),
            on_days: None,
        });
        assert_eq!(by_day.len(), 2);
        assert!(
            by_day
                .iter()
                .all(|goal| goal.when == When::Day && goal.on_days.is_none())
        );
        let on_days = ask(Basis {
            each_interval: Some(false),
            on_days: Some(0.9),
        });
        assert_eq!(on_days.len(), 2);
        assert!(on_days.iter().all(|goal| goal.on_days == Some(0.9)));
    }

    #[test]
    fn a_steady_state_is_one_number_a_group() {
        let day = morning();
        let mut experiment = day.experiment.clone();
        experiment.mode = Mode::Steady(crate::model::Steady {
            method: crate::model::SteadyMethod::BatchMeans,
            finds_warm_up: true,
        });
        let question = Question::new(day.center, experiment, Basis::default());
        let bound: Vec<&Cell> = question.cells.iter().filter(|cell| cell.group == 0).collect();
        assert_eq!(bound.len(), 1);
        assert_eq!(bound[0].intervals, 0..7);
        assert!(question.goals.iter().all(|goal| goal.when == When::Day));
        // Trials are long enough to forget that they began empty: ten times what is discarded, and that.
        let (center, experiment) = question.simulated();
        assert!(experiment.warm_up >= Ticks::from_seconds(12.0 * 240.0));
        assert!(center.calendar.horizon().0 >= 11 * experiment.warm_up.0);
        assert!(center.queues[0].volume.iter().all(|&volume| volume == 20.0));
    }
}
