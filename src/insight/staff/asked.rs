//! What the targets ask for, in one line.

use super::super::wording::{interval_noun, percent, the_day, title};
use super::goal::{limit_short, limit_value};
use crate::planner::{Question, When, Whom};

/// More than this with targets are told by limit rather than by name.
const TOLD: usize = 5;

/// The limits of one queue, group or the center, and when they must hold.
struct Asked {
    of: Whom,
    limits: Vec<String>,
    each: bool,
    day: bool,
    on_days: Option<f64>,
}

/// "in each half-hour, Service 80 % in 20 s; in each half-hour and over the day, Loans 90 % in 30 s, …".
pub fn asked(question: &Question) -> String {
    let calendar = &question.center.calendar;
    let each = format!("in each {}", interval_noun(calendar));
    let day = format!("over {}", the_day(calendar));
    let all = collected(question);
    let mut parts: Vec<(String, Vec<&Asked>)> = Vec::new();
    for one in &all {
        let mut when = match (one.each, one.day) {
            (true, true) => format!("{each} and {day}"),
            (true, false) => each.clone(),
            _ => day.clone(),
        };
        if let Some(share) = one.on_days {
            when += &format!(" on {} of days", percent(share));
        }
        match parts.iter_mut().find(|(known, _)| *known == when) {
            Some((_, asked)) => asked.push(one),
            None => parts.push((when, vec![one])),
        }
    }
    let parts = parts.into_iter().map(|(when, asked)| {
        let texts = if all.len() > TOLD {
            counted(question, &asked)
        } else {
            asked.iter().map(|one| named(question, one)).collect()
        };
        format!("{when}, {}", texts.join("; "))
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// "Loans 90 % in 30 s, abandoned ≤ 3 %".
fn named(question: &Question, asked: &Asked) -> String {
    format!("{} {}", name(question, asked.of), asked.limits.join(", "))
}

fn name(question: &Question, of: Whom) -> String {
    match of {
        Whom::Queue(queue) => title(&question.center.queues[queue].name),
        Whom::Center => "all queues together".into(),
        Whom::Group(group) => title(&question.center.groups[group].name),
    }
}

/// Limits that are the same, once each: "80 % in 20 s (16 queues)".
fn counted(question: &Question, asked: &[&Asked]) -> Vec<String> {
    let kind = |of: Whom| match of {
        Whom::Queue(_) => "queues",
        Whom::Center => "all together",
        Whom::Group(_) => "groups",
    };
    let mut found: Vec<(&Asked, usize)> = Vec::new();
    for one in asked {
        let same =
            |(known, _): &&mut (&Asked, usize)| known.limits == one.limits && kind(known.of) == kind(one.of);
        match found.iter_mut().find(same) {
            Some((_, count)) => *count += 1,
            None => found.push((one, 1)),
        }
    }
    found
        .into_iter()
        .map(|(one, count)| match count {
            1 => named(question, one),
            _ => format!("{} ({count} {})", one.limits.join(", "), kind(one.of)),
        })
        .collect()
}

fn collected(question: &Question) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for goal in &question.goals {
        let limit = limit_short(&question.center, goal.of, goal.figure, limit_value(goal));
        let place = all
            .iter()
            .position(|asked| asked.of == goal.of)
            .unwrap_or_else(|| {
                all.push(Asked {
                    of: goal.of,
                    limits: Vec::new(),
                    each: false,
                    day: false,
                    on_days: goal.on_days,
                });
                all.len() - 1
            });
        let asked = &mut all[place];
        if !asked.limits.contains(&limit) {
            asked.limits.push(limit);
        }
        match goal.when {
            When::Day => asked.day = true,
            When::Intervals(_) => asked.each = true,
        }
    }
    all
}
