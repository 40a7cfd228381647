//! A plan in words: what it takes, what sets it, what was proved, what a looser target would save.

use super::super::day_names::DayNames;
use super::super::wording::{
    count, horizon_noun, interval_noun, list, percent, percent_ceiling, the_day, thousands, title,
};
use super::Said;
use super::binding;
use super::change::moved;
use super::goal::{figure_name, limit_short, whose};
use super::totals::{Missed, amount};
use crate::estimate::Measure;
use crate::planner::{
    Assessed, Decided, Ended, Loosened, LowerBound, Planned, Price, Proof, Question, TargetPrice,
};

/// Costs that differ by less than this share are the same.
const SAME: f64 = 1e-9;
/// Prices of targets that are told.
const PRICES: usize = 4;
/// Queues whose service under more volume is told.
const BUSIER: usize = 3;

/// What is said of a plan.
pub fn plan(question: &Question, planned: &Planned) -> Said {
    let answer = [
        ended(planned),
        Some(moved(question, &planned.now.staff, &planned.staff)),
        missed(question, planned),
        binding::sentence(question, planned),
    ];
    let notes = [
        checked(question, planned),
        spare(question, planned),
        Some(proof(question, planned)),
        prices(question, &planned.prices),
        busier(question, planned),
    ];
    Said {
        answer: answer.into_iter().flatten().collect(),
        notes: notes.into_iter().flatten().collect(),
    }
}

fn ended(planned: &Planned) -> Option<String> {
    (planned.ended == Ended::Early).then(|| {
        "The search was ended early: this plan meets every target, but a longer search may find a cheaper one."
            .into()
    })
}

/// What of the targets is still missed on the fresh days, by the average of all days.
fn missed(question: &Question, planned: &Planned) -> Option<String> {
    let missed = Missed::of(&question.goals, &planned.plan);
    if missed.nothing() {
        return None;
    }
    let noun = interval_noun(&question.center.calendar);
    let mut parts = Vec::new();
    if missed.intervals > 0 {
        parts.push(format!(
            "in {} of {}",
            missed.intervals,
            count(missed.of_intervals, noun)
        ));
    }
    if missed.day > 0 {
        parts.push(format!("over {}", the_day(&question.center.calendar)));
    }
    Some(format!(
        "On the days shown its average misses a target {} (marked !).",
        list(&parts)
    ))
}

fn checked(question: &Question, planned: &Planned) -> Option<String> {
    let effort = planned.effort;
    if effort.fresh_days == 0 {
        return None;
    }
    let fresh = thousands(f64::from(effort.fresh_days));
    let how = match planned.decided {
        Decided::ByTheory => format!(
            "Decided by exact theory, since demand never changes, and confirmed on {fresh} simulated {}.",
            days(question, effort.fresh_days)
        ),
        Decided::BySimulation => format!(
            "Checked on {fresh} fresh {}, which the search never saw{}.",
            days(question, effort.fresh_days),
            match effort.repairs {
                0 => String::new(),
                1 => "; a first plan failed there and was repaired".into(),
                several => format!("; plans failed there {several} times and were repaired"),
            }
        ),
    };
    let searched = (effort.plans > 0).then(|| {
        format!(
            " Tried {} on {} {}.",
            several(effort.plans, "plan"),
            thousands(f64::from(effort.planner_days)),
            days(question, effort.planner_days)
        )
    });
    Some(how + &searched.unwrap_or_default())
}

/// What so many replications of a search are called.
fn days(question: &Question, number: u32) -> String {
    let calendar = &question.center.calendar;
    if question.is_steady() {
        let hours = question.simulated().0.calendar.horizon().seconds() / 3600.0;
        let plural = if number == 1 { "" } else { "es" };
        return format!("stretch{plural} of {} h", thousands(hours));
    }
    let names = DayNames::of(&question.center.name, calendar);
    match (horizon_noun(calendar), number) {
        ("day", 1) => names.one,
        ("day", _) => names.many,
        (noun, 1) => noun.into(),
        (noun, _) => format!("{noun}s"),
    }
}

fn several(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(number as f64))
}

/// What is kept for a smooth curve, and what it costs.
fn spare(question: &Question, planned: &Planned) -> Option<String> {
    let hours = question.center.calendar.interval.seconds() / 3600.0;
    let spare: f64 = planned
        .spare
        .iter()
        .flatten()
        .map(|&agents| f64::from(agents) * hours)
        .sum();
    if spare <= 0.0 {
        return None;
    }
    let (Price(cost), Price(least)) = (planned.cost, planned.least);
    let more = if least > 0.0 && cost > least * (1.0 + SAME) {
        format!(
            " (+{}; --minimal: {})",
            percent_ceiling(cost / least - 1.0),
            amount(question, planned.least)
        )
    } else {
        String::new()
    };
    let noun = if (spare - 1.0).abs() < 1e-9 {
        "hour"
    } else {
        "hours"
    };
    Some(format!(
        "\"Spare\": {} agent {noun} kept for a smooth curve{more}.",
        trimmed(spare)
    ))
}

fn trimmed(value: f64) -> String {
    format!("{value:.2}")
        .trim_end_matches('0')
        .trim_end_matches('.')
        .into()
}

fn proof(question: &Question, planned: &Planned) -> String {
    let Some(bound) = &planned.bound else {
        if planned.decided == Decided::ByTheory {
            return "No smaller number all day meets the targets: that is exact.".into();
        }
        if !question.center.is_plain() {
            return "Nothing is proved of how near this is to the least cost: proofs know none of the rules of this \
                    center, and that the search found no cheaper plan is no proof."
                .into();
        }
        return "Nothing is proved of how near this is to the least cost: the search found no cheaper plan, which \
                is no proof."
            .into();
    };
    let (Price(least), Price(floor)) = (planned.least, bound.cost);
    let floor_text = amount(question, bound.cost);
    let sure = confidence(bound);
    let from = match bound.from {
        Proof::Theory => "by exact theory".to_owned(),
        Proof::Enumeration(plans) => format!("every one of {} was tried", cheaper(plans)),
        Proof::Pooling => {
            "from the work that must be done in time, as if all who share a skill were one group".into()
        }
        Proof::Work => {
            "from the work that the targets ask for over the whole day, whenever it is done".into()
        }
    };
    let which = if planned.cost.0 > least * (1.0 + SAME) {
        "the least plan found"
    } else {
        "this one"
    };
    if floor <= 0.0 {
        return "Nothing useful is proved of how near this is to the least cost.".into();
    }
    let gap = least / floor - 1.0;
    if gap <= 1e-6 {
        let is = if which == "this one" {
            "this plan is the cheapest there is".to_owned()
        } else {
            format!(
                "the least plan, {}, is the cheapest there is",
                amount(question, planned.least)
            )
        };
        return format!("Proved{sure}: {is} ({from}).");
    }
    format!(
        "Proved{sure}: no plan below {floor_text} exists ({from}); {which} is at most {} above the best.",
        percent_ceiling(gap)
    )
}

fn cheaper(plans: u64) -> String {
    if plans == 1 {
        "the cheaper plans (one)".into()
    } else {
        format!("{} cheaper plans", thousands(plans as f64))
    }
}

fn confidence(bound: &LowerBound) -> String {
    if bound.confidence >= 1.0 {
        String::new()
    } else {
        format!(" with {} confidence", percent(bound.confidence))
    }
}

fn prices(question: &Question, prices: &[TargetPrice]) -> Option<String> {
    let told: Vec<String> = prices
        .iter()
        .filter(|price| price.saves.0 > 0.0)
        .take(PRICES)
        .map(|price| {
            format!(
                "{} +{}",
                loosened(question, &price.loosened),
                amount(question, price.saves)
            )
        })
        .collect();
    if told.is_empty() {
        return (!prices.is_empty())
            .then(|| "No target has a price: loosened a step, none would save anything.".into());
    }
    Some(format!("Price of your targets: {}.", told.join(" · ")))
}

/// What is asked rather than what would be looser: "Loans abandoned ≤ 3 % rather than ≤ 5 %".
pub fn loosened(question: &Question, loosened: &Loosened) -> String {
    let center = &question.center;
    match *loosened {
        Loosened::Limit { of, figure, from, to } => {
            let short = |value| limit_short(center, of, figure, value);
            let (from, to) = (short(from), short(to));
            // What both begin with is said once.
            let to = match to.split_once('≤') {
                Some((_, rest)) => format!("≤{rest}"),
                None => to.split(" in ").next().unwrap_or(&to).to_owned(),
            };
            format!("{} {from} rather than {to}", whose(center, of))
        }
        Loosened::DayNotInterval { of } => format!(
            "{} target in each {} rather than over the day",
            whose(center, of),
            interval_noun(&center.calendar)
        ),
    }
}

/// "If volume is 10 % up: Service 90 %, Loans 89 % in time; a target is missed in 23 of 24 half-hours."
fn busier(question: &Question, planned: &Planned) -> Option<String> {
    let busier = planned.busier.as_ref()?;
    let center = &question.center;
    let missed = Missed::of(&question.goals, busier);
    let levels = if center.queues.len() <= BUSIER {
        let each = center
            .queues
            .iter()
            .zip(&busier.results.queues)
            .filter_map(|(queue, panel)| {
                let level = panel.day.mean(Measure::ServiceLevel)?;
                Some(format!("{} {}", title(&queue.name), percent(level)))
            });
        format!("{} in time", each.collect::<Vec<_>>().join(", "))
    } else {
        let level = busier
            .results
            .center
            .day
            .mean(Measure::ServiceLevel)
            .unwrap_or(1.0);
        format!("{} in time", percent(level))
    };
    let noun = interval_noun(&center.calendar);
    let misses = match missed {
        none if none.nothing() => "every target still holds".to_owned(),
        Missed { intervals: 0, .. } => "a target of the whole day is missed".into(),
        some => format!(
            "a target is missed in {} of {}",
            some.intervals,
            count(some.of_intervals, noun)
        ),
    };
    Some(format!("If volume is 10 % up: {levels}; {misses}."))
}

/// "Loans' abandonment", for those who count goals by limit.
pub(super) fn limit_of(question: &Question, goal: &crate::planner::Goal) -> String {
    format!(
        "{} {}",
        whose(&question.center, goal.of),
        figure_name(goal.figure)
    )
}

/// How many goals an assessment misses, for sentences that need no more.
pub(super) fn missed_of(question: &Question, assessed: &Assessed) -> Missed {
    Missed::of(&question.goals, assessed)
}
