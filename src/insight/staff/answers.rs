//! The other answers in words: no plan is possible, what a staff can do, the best for a budget.

use super::super::wording::{count, interval_noun, list, percent, percent_ceiling, percent_floor};
use super::Said;
use super::change::moved;
use super::goal::{figure_text, goal_name, is_met, limit_in_words, limit_value, when_name};
use super::plan::{limit_of, missed_of};
use super::totals::amount;
use crate::planner::{Budgeted, Goal, Infeasible, Kept, Miss, Question, Remedy, When};

/// Goals of which a sentence is said.
const TOLD: usize = 3;
/// Remedies that are told.
const REMEDIES: usize = 6;

/// Why there is no plan, and what would make one possible.
pub fn infeasible(question: &Question, found: &Infeasible) -> Said {
    let center = &question.center;
    let Some(worst) = found.goals.first() else {
        return Said {
            answer: vec!["No plan within your limits meets every target.".into()],
            notes: remedies(question, found),
        };
    };
    let (limit, when) = (
        limit_of(question, &worst.goal),
        when_name(&center.calendar, &worst.goal.when),
    );
    let (best, asked) = (
        figure_text(&worst.goal, worst.figure),
        limit_in_words(center, &worst.goal),
    );
    // On average it may just do, which is not yet a plan that holds.
    let mut answer = vec![if is_met(&worst.goal, worst.figure) {
        format!(
            "No plan meets your targets for sure: {limit} {when} comes to {best} at best, too near to what is asked \
             ({asked}) to be certain of it."
        )
    } else {
        format!(
            "No plan meets your targets: {limit} cannot be met {when}. The best attainable is {best}; asked is {asked}."
        )
    }];
    let others: Vec<String> = found.goals[1..]
        .iter()
        .take(TOLD)
        .map(|miss| shortly(question, miss))
        .collect();
    if !others.is_empty() {
        let rest = found.goals.len() - 1 - others.len();
        let more = if rest > 0 {
            format!(", and {rest} more")
        } else {
            String::new()
        };
        answer.push(format!("Nor can {}{more}.", others.join("; ")));
    }
    Said {
        answer,
        notes: remedies(question, found),
    }
}

fn shortly(question: &Question, miss: &Miss) -> String {
    format!(
        "{} (best {})",
        goal_name(&question.center, &miss.goal),
        figure_text(&miss.goal, miss.figure)
    )
}

fn remedies(question: &Question, found: &Infeasible) -> Vec<String> {
    // To ask for more than is asked would be no remedy.
    let loosens = |remedy: &&Remedy| match remedy {
        Remedy::Loosen { goal, attainable } => !is_met(goal, Some(*attainable)),
        Remedy::Allow { .. } => true,
    };
    let all: Vec<&Remedy> = found.remedies.iter().filter(loosens).collect();
    let mut told: Vec<String> = all.iter().take(REMEDIES).map(|of| remedy(question, of)).collect();
    let rest = all.len().saturating_sub(REMEDIES);
    if rest > 0 {
        told.push(format!("{rest} more with --json"));
    }
    if told.is_empty() {
        return Vec::new();
    }
    vec![format!("What would make it possible: {}.", told.join("; or "))]
}

/// "allow generalists 9 at 12:00 (max is 6)", "ask for no more than 91 % …".
pub fn remedy(question: &Question, remedy: &Remedy) -> String {
    let center = &question.center;
    match remedy {
        Remedy::Allow {
            group,
            interval,
            agents,
        } => {
            let facts = &center.groups[*group];
            let when = when_name(&center.calendar, &When::Intervals(vec![*interval]));
            let now = facts
                .plan
                .max
                .at(*interval)
                .map_or_else(String::new, |max| format!(" (max is {max})"));
            format!("allow {} {agents} {when}{now}", facts.name.replace('_', " "))
        }
        Remedy::Loosen { goal, attainable } => format!(
            "ask for {} {} instead of {}",
            figure_text(goal, Some(*attainable)),
            when_name(&center.calendar, &goal.when),
            limit_in_words(center, goal)
        ),
    }
}

/// Which targets a staff meets, and how much more it could carry.
pub fn kept(question: &Question, found: &Kept) -> Said {
    let missed: Vec<&(Goal, Option<f64>, bool)> = found.goals.iter().filter(|(.., met)| !met).collect();
    let mut answer = Vec::new();
    answer.push(if missed.is_empty() {
        "The staff you have meets every target.".into()
    } else {
        let misses = missed_of(question, &found.now);
        let noun = interval_noun(&question.center.calendar);
        let mut limits: Vec<String> = Vec::new();
        for (goal, ..) in &missed {
            let name = limit_of(question, goal);
            if !limits.contains(&name) {
                limits.push(name);
            }
        }
        let rest = limits.len().saturating_sub(TOLD);
        limits.truncate(TOLD);
        if rest > 0 {
            limits.push(format!("{rest} other limits"));
        }
        let when = match (misses.intervals, misses.day) {
            (0, _) => "over the whole day".into(),
            (1, _) => format!("in 1 of {}", count(misses.of_intervals, noun)),
            (several, _) => format!("in {several} of {}", count(misses.of_intervals, noun)),
        };
        format!("The staff you have misses a target {when}: {}.", list(&limits))
    });
    answer.push(match (found.volume, &found.first) {
        (None, _) => "No volume is small enough for this staff to meet every target.".into(),
        (Some(factor), first) => {
            let first = first.as_ref().map_or_else(String::new, |goal| {
                format!("; beyond that {} breaks first", goal_name(&question.center, goal))
            });
            if factor >= 1.0 {
                let more = percent_floor(factor - 1.0);
                if more == "0 %" {
                    format!("It could carry no more volume{first}.")
                } else {
                    format!("It could carry {more} more volume before a target breaks{first}.")
                }
            } else {
                format!(
                    "Volume would have to fall by {} for every target to hold{first}.",
                    percent_ceiling(1.0 - factor)
                )
            }
        }
    });
    Said {
        answer,
        notes: Vec::new(),
    }
}

/// The best service for what may be spent.
pub fn budgeted(question: &Question, found: &Budgeted) -> Said {
    let missed: Vec<&(Goal, Option<f64>, bool)> = found.goals.iter().filter(|(.., met)| !met).collect();
    let budget = amount(question, found.budget);
    let spent = amount(question, found.plan.cost);
    let mut answer = Vec::new();
    answer.push(if missed.is_empty() {
        format!("{budget} is enough for every target: this plan takes {spent}.")
    } else {
        let met = found.goals.len() - missed.len();
        format!(
            "{budget} is not enough for every target: the best plan found takes {spent} and keeps {met} of {} limits \
             ({}).",
            found.goals.len(),
            percent(met as f64 / found.goals.len().max(1) as f64)
        )
    });
    if let Some((goal, figure, _)) = missed
        .iter()
        .max_by(|a, b| by_how_much(a).total_cmp(&by_how_much(b)))
    {
        answer.push(format!(
            "Furthest off is {}: {}, asked {}.",
            goal_name(&question.center, goal),
            figure_text(goal, *figure),
            limit_in_words(&question.center, goal)
        ));
    }
    answer.push(moved(question, &found.now.staff, &found.plan.staff));
    Said {
        answer,
        notes: Vec::new(),
    }
}

/// How far a figure lies beyond its limit, as a share of the limit.
fn by_how_much((goal, figure, _): &&(Goal, Option<f64>, bool)) -> f64 {
    let limit = goal.on_days.unwrap_or_else(|| limit_value(goal));
    figure.map_or(f64::INFINITY, |figure| {
        (figure - limit).abs() / limit.abs().max(1e-9)
    })
}
