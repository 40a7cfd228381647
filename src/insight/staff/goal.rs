//! Goals by name: whose figure, which limit, when.

use super::super::risk::limit_name;
use super::super::span::{Span, times};
use super::super::wording::{
    interval_noun, measure_name, number, percent, percent_beside, seconds, seconds_beside, the_day, title,
};
use crate::estimate::{Bound, Limit, Limited, Measure, Unit};
use crate::model::{Calendar, Center};
use crate::planner::{Figure, Goal, When, Whom};

/// "Loans'", "Service's", "All queues'", "Loan desk's".
pub fn whose(center: &Center, of: Whom) -> String {
    let name = match of {
        Whom::Queue(queue) => title(&center.queues[queue].name),
        Whom::Center => "All queues".into(),
        Whom::Group(group) => title(&center.groups[group].name),
    };
    if name.ends_with('s') {
        format!("{name}'")
    } else {
        format!("{name}'s")
    }
}

/// "service level", "abandonment", "90 % wait", "occupancy".
pub fn figure_name(figure: Figure) -> String {
    match figure {
        Figure::Contacts(Limited::Measure(measure)) => measure_name(measure).into(),
        Figure::Contacts(Limited::WaitQuantile(share)) => format!("{} wait", percent(share)),
        Figure::Occupancy => "occupancy".into(),
    }
}

/// "at 12:00", "from 12:00 to 13:30", "over the day".
pub fn when_name(calendar: &Calendar, when: &When) -> String {
    match when {
        When::Day => format!("over {}", the_day(calendar)),
        When::Intervals(intervals) => match intervals[..] {
            [] => format!("over {}", the_day(calendar)),
            [only] => {
                let (day, start) = calendar.label(only);
                if calendar.horizon().seconds() > 86_400.0 {
                    format!("on day {day} at {start}")
                } else {
                    format!("at {start}")
                }
            }
            _ => {
                let spans = Span::of(intervals.iter().copied());
                match spans[..] {
                    [_] => times(&spans, calendar),
                    _ => format!(
                        "in {} quiet {}s together",
                        intervals.len(),
                        interval_noun(calendar)
                    ),
                }
            }
        },
    }
}

/// "Loans' abandonment at 12:00".
pub fn goal_name(center: &Center, goal: &Goal) -> String {
    format!(
        "{} {} {}",
        whose(center, goal.of),
        figure_name(goal.figure),
        when_name(&center.calendar, &goal.when)
    )
}

/// The limit itself: 0.03 of "at most 3 % abandoned".
pub fn limit_value(goal: &Goal) -> f64 {
    let (Bound::AtLeast(value) | Bound::AtMost(value)) = goal.bound;
    value
}

/// "at most 3.0 % abandoned", "80 % within 20 s", with the share of days where one is asked for.
pub fn limit_in_words(center: &Center, goal: &Goal) -> String {
    let value = limit_value(goal);
    let text = match (goal.figure, goal.of) {
        (Figure::Occupancy, _) => format!("occupancy at most {}", percent(value)),
        (Figure::Contacts(on), Whom::Queue(queue)) => limit_name(
            &center.queues[queue],
            &Limit {
                on,
                bound: goal.bound,
            },
        ),
        (Figure::Contacts(Limited::Measure(Measure::ServiceLevel)), _) => {
            format!("{} within each queue's T", percent(value))
        }
        (figure, _) => format!("{} at most {}", figure_name(figure), plain(figure, value)),
    };
    match goal.on_days {
        Some(share) => format!("{text} on {} of days", percent(share)),
        None => text,
    }
}

/// As short as a title needs it: "80 % in 20 s", "abandoned ≤ 3 %", "ASA ≤ 30 s".
pub fn limit_short(center: &Center, of: Whom, figure: Figure, value: f64) -> String {
    let share = |value: f64| format!("{} %", (value * 1e4).round() / 100.0);
    match figure {
        Figure::Contacts(Limited::Measure(Measure::ServiceLevel)) => match of {
            Whom::Queue(queue) => {
                let within = center.queues[queue].within.seconds();
                if within > 0.0 {
                    format!("{} in {}", share(value), seconds(within))
                } else {
                    format!("{} at once", share(value))
                }
            }
            _ => format!("{} in time", share(value)),
        },
        Figure::Contacts(Limited::Measure(Measure::AbandonmentRate)) => {
            format!("abandoned ≤ {}", share(value))
        }
        Figure::Contacts(Limited::Measure(Measure::Asa)) => format!("ASA ≤ {}", seconds(value)),
        Figure::Contacts(Limited::Measure(Measure::PWait)) => format!("waiting at all ≤ {}", share(value)),
        Figure::Contacts(Limited::Measure(Measure::ReplyWait)) => format!("replies ≤ {}", seconds(value)),
        Figure::Contacts(Limited::Measure(Measure::QueueMean)) => format!("queue ≤ {}", number(value)),
        Figure::Contacts(Limited::Measure(measure)) => {
            format!("{} ≤ {}", measure_name(measure), number(value))
        }
        Figure::Contacts(Limited::WaitQuantile(quantile)) => {
            format!("{} of waits ≤ {}", share(quantile), seconds(value))
        }
        Figure::Occupancy => format!("busy ≤ {}", share(value)),
    }
}

fn plain(figure: Figure, value: f64) -> String {
    match figure {
        Figure::Occupancy => percent(value),
        Figure::Contacts(Limited::WaitQuantile(_)) => seconds(value),
        Figure::Contacts(Limited::Measure(Measure::QueueMean)) => number(value),
        Figure::Contacts(Limited::Measure(measure)) => match measure.unit() {
            Unit::Share => percent(value),
            Unit::Seconds => seconds(value),
            _ => number(value),
        },
    }
}

/// A figure beside the limit of its goal, with as many digits as tell them apart; a share of days where days
/// are counted.
pub fn figure_text(goal: &Goal, figure: Option<f64>) -> String {
    let limit = limit_value(goal);
    match (goal.on_days, figure) {
        (_, None) => "nobody answered".into(),
        (Some(days), Some(share)) => format!("{} of days", percent_beside(share, days)),
        (None, Some(value)) => match plain(goal.figure, limit) {
            text if text.ends_with('%') => percent_beside(value, limit),
            text if text == number(limit) => number(value),
            _ => seconds_beside(value, limit),
        },
    }
}

/// Whether a figure keeps to its goal: a share of days where days are counted.
pub fn is_met(goal: &Goal, figure: Option<f64>) -> bool {
    match goal.on_days {
        Some(days) => Bound::AtLeast(days).holds(figure),
        None => goal.bound.holds(figure),
    }
}
