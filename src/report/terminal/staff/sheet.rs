//! What the tables of a plan are made from.

use super::super::words::{self, Noun};
use super::super::{Screen, View};
use crate::estimate::{Limited, Measure, Results};
use crate::insight::staff::amount;
use crate::model::{AgentTime, GroupId, QueueId, Ticks};
use crate::planner::{Assessed, Figure, Planned, Price, Question, Staff, When, Whom};
use crate::report::{number, steady};

/// A staffing beside that of now.
pub struct Sheet<'a> {
    pub question: &'a Question,
    pub now: &'a Assessed,
    pub plan: &'a Assessed,
    /// Agents kept for a smooth curve.
    pub spare: Option<&'a Staff>,
    /// What Erlang C would have staffed.
    pub erlang: Option<&'a Assessed>,
    /// What binds.
    pub binding: Option<&'a Planned>,
    /// Agent time of every interval of the groups whose staff follows from shifts or times.
    pub scheduled: Vec<Option<Vec<AgentTime>>>,
    pub screen: &'a Screen<'a>,
}

/// What was simulated: `1,000 simulated Mondays`, `one run of 10,000 h`.
pub fn simulated(results: &Results, day: &Noun) -> String {
    match &results.steady {
        Some(run) => steady::runs(results, run),
        None => format!(
            "{} simulated {}",
            number::grouped(f64::from(results.replications), 0),
            day.of(results.replications as usize)
        ),
    }
}

impl<'a> Sheet<'a> {
    /// Two staffings and no more.
    pub fn of(question: &'a Question, now: &'a Assessed, plan: &'a Assessed, screen: &'a Screen<'a>) -> Self {
        Self {
            question,
            now,
            plan,
            spare: None,
            erlang: None,
            binding: None,
            scheduled: Self::scheduled(question),
            screen,
        }
    }

    /// The plan as what other screens are made from.
    pub fn view(&self) -> View<'a> {
        View {
            center: &self.question.center,
            results: &self.plan.results,
            screen: self.screen,
            day: self.day(),
        }
    }

    /// What one replication is called.
    pub fn day(&self) -> Noun {
        words::horizon(&self.question.center.name, &self.question.center.calendar)
    }

    /// What was simulated.
    pub fn simulated(&self) -> String {
        simulated(&self.plan.results, &self.day())
    }

    /// What an interval is called.
    pub fn interval(&self) -> Noun {
        words::interval(self.question.center.calendar.interval.seconds())
    }

    /// Whether there are figures of intervals; in equilibrium there are none.
    pub fn has_intervals(&self) -> bool {
        self.plan.results.center.intervals.len() == self.question.center.calendar.intervals
    }

    /// Agents of a group kept for a smooth curve in an interval.
    pub fn spare(&self, group: GroupId, interval: usize) -> u32 {
        self.spare
            .and_then(|spare| spare.get(group)?.get(interval).copied())
            .unwrap_or(0)
    }

    /// Whether any agent is kept for a smooth curve.
    pub fn any_spare(&self) -> bool {
        self.spare
            .is_some_and(|spare| spare.iter().flatten().any(|&agents| agents > 0))
    }

    /// Whether paid time is longer than time on queue anywhere.
    pub fn any_shrinkage(&self) -> bool {
        let groups = self.question.center.groups.iter();
        groups
            .flat_map(|group| group.shrinkage.values())
            .any(|&share| share > 0.0)
    }

    /// Agents of a staffing on queue in an interval: the mean over it where they follow from shifts or times.
    pub fn on_queue(&self, staff: &Staff, group: GroupId, interval: usize) -> f64 {
        match self.time(group, interval) {
            Some(time) => time.on_queue as f64 / self.question.center.calendar.interval.0 as f64,
            None => f64::from(staff[group][interval]),
        }
    }

    /// Agents to be rostered for the plan: of a shift, those in its breaks too.
    pub fn rostered(&self, group: GroupId, interval: usize) -> f64 {
        let on_duty = match self.time(group, interval) {
            Some(time) => time.on_duty as f64 / self.question.center.calendar.interval.0 as f64,
            None => f64::from(self.plan.staff[group][interval]),
        };
        on_duty / (1.0 - self.question.center.groups[group].shrinkage.at(interval))
    }

    /// The agent time of a group that no plan changes, because it follows from shifts or times.
    fn time(&self, group: GroupId, interval: usize) -> Option<AgentTime> {
        self.scheduled.get(group)?.as_ref()?.get(interval).copied()
    }

    /// The same of all groups, for [`Self::scheduled`].
    pub fn scheduled(question: &Question) -> Vec<Option<Vec<AgentTime>>> {
        let center = &question.center;
        let groups = center.groups.iter();
        groups
            .map(|group| {
                let time = || group.agent_time(&center.calendar, Ticks::ZERO);
                group.is_scheduled().then(time)
            })
            .collect()
    }

    /// Whether the plan misses a limit on this measure of a queue in any of these intervals.
    pub fn misses(&self, queue: QueueId, measure: Measure, intervals: std::ops::Range<usize>) -> bool {
        self.plan.missed.iter().any(|miss| {
            let figure = match miss.goal.figure {
                Figure::Contacts(Limited::Measure(limited)) => limited == measure,
                // A quantile has no column of its own.
                Figure::Contacts(Limited::WaitQuantile(_)) => measure == Measure::Asa,
                Figure::Occupancy => false,
            };
            let when = match &miss.goal.when {
                When::Intervals(several) => several.iter().any(|interval| intervals.contains(interval)),
                When::Day => !self.has_intervals(),
            };
            figure && when && miss.goal.of == Whom::Queue(queue)
        })
    }

    /// Whether a queue's measure has a limit.
    pub fn limited(&self, queue: QueueId, measure: Measure) -> bool {
        self.question.goals.iter().any(|goal| {
            goal.of == Whom::Queue(queue) && goal.figure == Figure::Contacts(Limited::Measure(measure))
        })
    }
}

/// Costs down a column: whole where they are large, all with the same decimals.
pub fn costs(question: &Question, prices: &[Option<Price>]) -> Vec<String> {
    let largest = prices
        .iter()
        .flatten()
        .map(|price| price.0.abs())
        .fold(0.0, f64::max);
    let decimals = match largest {
        _ if !question.in_money => 1,
        small if small < 100.0 => 2,
        middle if middle < 1000.0 => 1,
        _ => 0,
    };
    let text = |price: &Option<Price>| {
        price.map_or_else(
            || number::NOTHING.into(),
            |price| number::grouped(price.0, decimals),
        )
    };
    prices.iter().map(text).collect()
}

/// What a column of costs is headed.
pub fn cost_heading(question: &Question) -> &'static str {
    if question.in_money { "cost" } else { "paid h" }
}

/// A price within a sentence.
pub fn price(question: &Question, price: Price) -> String {
    amount(question, price)
}

/// A difference with its sign: `+3`, `−1`, nothing where there is none.
pub fn signed(value: f64, decimals: usize) -> String {
    if value.abs() < 0.5 * libm::exp10(-(decimals as f64)) {
        return String::new();
    }
    let sign = if value > 0.0 { '+' } else { '−' };
    format!("{sign}{}", number::grouped(value.abs(), decimals))
}
