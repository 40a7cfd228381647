//! The sums of a staffing: hours, full-time equivalents, cost, and how many targets it misses.

use std::collections::BTreeSet;

use super::super::wording::{digits, thousands};
use crate::estimate::{Estimate, Measure};
use crate::model::Ticks;
use crate::planner::{Assessed, Goal, Price, Question, When};

/// Paid hours of a full-time equivalent in a day.
pub const DAY_OF_FTE_H: f64 = 7.5;
/// Paid hours of a full-time equivalent in a week.
pub const WEEK_OF_FTE_H: f64 = 37.5;

const DAY_S: f64 = 86_400.0;

/// What a staffing adds up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// Agent hours on queue.
    pub on_queue_h: f64,
    /// Hours that are paid for them.
    pub paid_h: f64,
    /// Full-time equivalents: paid hours / 7.5 a day, or / 37.5 a week where the horizon is whole weeks.
    pub fte: f64,
    /// What it costs.
    pub cost: Price,
    /// Targets that are missed.
    pub missed: Missed,
    /// Share of days on which the day's figures meet every target; nothing where there is no target.
    pub days_met: Option<Estimate>,
    /// Service level of all queues together, over the horizon.
    pub service_level: Option<Estimate>,
    /// Abandonment of all queues together.
    pub abandonment: Option<Estimate>,
}

/// How many targets are missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missed {
    /// Intervals in which a target of an interval is missed.
    pub intervals: usize,
    /// Intervals for which a target is asked.
    pub of_intervals: usize,
    /// Limits on the whole horizon that are missed.
    pub day: usize,
    /// Limits on the whole horizon.
    pub of_day: usize,
}

impl Missed {
    /// The misses of a staffing among the goals that were asked.
    pub fn of(goals: &[Goal], assessed: &Assessed) -> Self {
        let count = |goals: &mut dyn Iterator<Item = &Goal>| {
            let (mut intervals, mut day) = (BTreeSet::new(), 0);
            for goal in goals {
                match &goal.when {
                    When::Intervals(several) => intervals.extend(several.iter().copied()),
                    When::Day => day += 1,
                }
            }
            (intervals.len(), day)
        };
        let (of_intervals, of_day) = count(&mut goals.iter());
        let (intervals, day) = count(&mut assessed.missed.iter().map(|miss| &miss.goal));
        Self {
            intervals,
            of_intervals,
            day,
            of_day,
        }
    }

    /// Whether nothing is missed.
    pub fn nothing(self) -> bool {
        self.intervals == 0 && self.day == 0
    }
}

impl Totals {
    /// The sums of a staffing.
    pub fn of(question: &Question, assessed: &Assessed) -> Self {
        // The staff's own hours: a steady state is simulated for longer than the scenario's horizon.
        let facts = &question.center;
        let interval_h = facts.calendar.interval.seconds() / 3600.0;
        let (mut on_queue_h, mut paid_h) = (0.0, 0.0);
        for (group, row) in facts.groups.iter().zip(&assessed.staff) {
            let scheduled = group
                .is_scheduled()
                .then(|| group.agent_time(&facts.calendar, Ticks::ZERO));
            for (interval, &agents) in row.iter().enumerate().take(facts.calendar.intervals) {
                let hours = f64::from(agents) * interval_h;
                let (on_queue, on_duty) = match &scheduled {
                    Some(times) => (times[interval].on_queue_h(), times[interval].on_duty_h()),
                    None => (hours, hours),
                };
                on_queue_h += on_queue;
                paid_h += on_duty / (1.0 - group.shrinkage.at(interval));
            }
        }
        let center = &assessed.results.center.day;
        Self {
            on_queue_h,
            paid_h,
            fte: paid_h / fte_hours(question.center.calendar.horizon().seconds()),
            cost: assessed.cost,
            missed: Missed::of(&question.goals, assessed),
            days_met: assessed.results.all_targets_met,
            service_level: center.get(Measure::ServiceLevel),
            abandonment: center.get(Measure::AbandonmentRate),
        }
    }
}

/// Paid hours of one full-time equivalent over a horizon.
fn fte_hours(horizon_s: f64) -> f64 {
    let days = (horizon_s / DAY_S).ceil().max(1.0);
    if days % 7.0 == 0.0 {
        WEEK_OF_FTE_H * days / 7.0
    } else {
        DAY_OF_FTE_H * days
    }
}

/// A price as it is said: money as a number, hours with their unit.
pub fn amount(question: &Question, price: Price) -> String {
    let Price(value) = price;
    let figure = match value.abs() {
        small if small < 100.0 => digits((value * 100.0).round() / 100.0, 3),
        _ => thousands(value),
    };
    if question.in_money {
        figure
    } else {
        format!("{figure} paid h")
    }
}
