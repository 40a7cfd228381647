//! From the staff of now to the plan: who needs more hours, and when.

use super::super::span::Span;
use super::super::wording::{list, title};
use super::totals::amount;
use crate::model::GroupId;
use crate::planner::{Price, Question, Staff};

/// More groups than this are counted rather than told one by one.
const TOLD: usize = 3;

/// What changes of one group.
struct Change {
    group: GroupId,
    now_h: f64,
    plan_h: f64,
    /// Hours that are added in some intervals and taken in others.
    added_h: f64,
    taken_h: f64,
}

/// How the hours change, group by group: "You need 13 hours more on queue (157.5 → 170.5; cost 5,929 → 6,496): …".
pub fn moved(question: &Question, now: &Staff, plan: &Staff) -> String {
    told_of(question, now, plan, true)
}

/// The same without what it adds up to, as a title.
pub fn moved_shortly(question: &Question, now: &Staff, plan: &Staff) -> String {
    told_of(question, now, plan, false)
}

fn told_of(question: &Question, now: &Staff, plan: &Staff, sums: bool) -> String {
    let hours = question.center.calendar.interval.seconds() / 3600.0;
    let changes: Vec<Change> = now
        .iter()
        .zip(plan)
        .enumerate()
        .map(|(group, (now, plan))| {
            let change = change(group, now, plan, hours);
            let facts = &question.center.groups[group];
            if !facts.is_scheduled() {
                return change;
            }
            // No plan changes it, and the most in an interval are not its hours.
            let staffed = facts.mean_on_queue(&question.center.calendar);
            let staffed = staffed.iter().sum::<f64>() * hours;
            Change {
                now_h: staffed,
                plan_h: staffed,
                ..change
            }
        })
        .collect();
    let now_h: f64 = changes.iter().map(|change| change.now_h).sum();
    let plan_h: f64 = changes.iter().map(|change| change.plan_h).sum();
    let (before, after) = (question.cost(now), question.cost(plan));
    if changes
        .iter()
        .all(|change| change.added_h + change.taken_h == 0.0)
    {
        return format!(
            "The staff you have is the plan: {} h on queue, {}.",
            one(plan_h),
            costs(question, after)
        );
    }
    let more = plan_h - now_h;
    let sums = if sums {
        format!(
            " ({} → {}; {})",
            one(now_h),
            one(plan_h),
            from_to(question, before, after)
        )
    } else {
        String::new()
    };
    let head = if more.abs() < 0.05 {
        format!("The hours you have are enough, at other times{sums}")
    } else if more > 0.0 {
        format!("You need {} more on queue{sums}", hours_of(more))
    } else {
        format!("{} fewer on queue are enough{sums}", hours_of(-more))
    };
    let parts = if changes.len() <= TOLD {
        let several = changes.len() > 1;
        changes
            .iter()
            .map(|change| told(question, change, now, plan, several))
            .collect()
    } else {
        largest(question, &changes)
    };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        format!("{head}.")
    } else {
        format!("{head}: {}.", parts.join("; "))
    }
}

fn change(group: GroupId, now: &[u32], plan: &[u32], hours: f64) -> Change {
    let sum = |staff: &[u32]| staff.iter().map(|&agents| f64::from(agents)).sum::<f64>() * hours;
    let differences = || {
        now.iter()
            .zip(plan)
            .map(|(&now, &plan)| f64::from(plan) - f64::from(now))
    };
    Change {
        group,
        now_h: sum(now),
        plan_h: sum(plan),
        added_h: differences().filter(|&more| more > 0.0).sum::<f64>() * hours,
        taken_h: -differences().filter(|&more| more < 0.0).sum::<f64>() * hours,
    }
}

/// "loan desk 17.0 more, most from 12:00 to 14:00"; without a name where there is one group only.
fn told(question: &Question, change: &Change, now: &Staff, plan: &Staff, named: bool) -> String {
    let name = if named {
        format!("{} ", question.center.groups[change.group].name.replace('_', " "))
    } else {
        String::new()
    };
    let more = change.plan_h - change.now_h;
    if change.added_h + change.taken_h == 0.0 {
        return if named {
            format!("{name}as now")
        } else {
            String::new()
        };
    }
    if more.abs() < 0.05 {
        return format!("{name}{} moved", hours_of(change.added_h));
    }
    let (word, when) = if more > 0.0 {
        ("more", most(question, &now[change.group], &plan[change.group]))
    } else {
        ("fewer", most(question, &plan[change.group], &now[change.group]))
    };
    let when = when.map_or_else(String::new, |when| format!("most {when}"));
    let against = change.added_h.min(change.taken_h);
    let moved = if against > 0.0 {
        format!("{} moved", hours_of(against))
    } else {
        String::new()
    };
    if !named {
        return [when, moved]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
    }
    let mut text = format!("{name}{} {word}", one(more.abs()));
    for part in [when, moved] {
        if !part.is_empty() {
            text += &format!(", {part}");
        }
    }
    text
}

/// The shortest time on end, a third of the horizon at most, that holds half of what is added.
fn most(question: &Question, before: &[u32], after: &[u32]) -> Option<String> {
    let calendar = &question.center.calendar;
    if calendar.horizon().seconds() > 86_400.0 {
        return None;
    }
    let added: Vec<u32> = before
        .iter()
        .zip(after)
        .map(|(&before, &after)| after.saturating_sub(before))
        .collect();
    let all: u32 = added.iter().sum();
    if all < 2 {
        return None;
    }
    (1..=added.len() / 3).find_map(|length| {
        let (first, sum) = (0..=added.len() - length)
            .map(|first| (first, added[first..first + length].iter().sum::<u32>()))
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let span = Span {
            first,
            last: first + length - 1,
        };
        (2 * sum > all).then(|| span.from_to(calendar))
    })
}

/// Of many groups: how many grow and shrink, and those that change most.
fn largest(question: &Question, changes: &[Change]) -> Vec<String> {
    let mut order: Vec<&Change> = changes.iter().collect();
    order.sort_by(|a, b| {
        let size = |change: &Change| (change.plan_h - change.now_h).abs();
        size(b).total_cmp(&size(a)).then(a.group.cmp(&b.group))
    });
    let count = |test: fn(f64) -> bool| {
        changes
            .iter()
            .filter(|change| test(change.plan_h - change.now_h))
            .count()
    };
    let (grow, shrink) = (count(|more| more > 0.05), count(|more| more < -0.05));
    let named: Vec<String> = order
        .iter()
        .filter(|change| (change.plan_h - change.now_h).abs() > 0.05)
        .take(TOLD)
        .map(|change| {
            let more = change.plan_h - change.now_h;
            let sign = if more > 0.0 { '+' } else { '−' };
            format!(
                "{} {sign}{}",
                title(&question.center.groups[change.group].name),
                one(more.abs())
            )
        })
        .collect();
    let all = changes.len();
    let of_all = |count: usize| {
        if count == all {
            format!("all {all} groups")
        } else {
            format!("{count} of {all} groups")
        }
    };
    let mut parts = vec![match (grow, shrink) {
        (0, 0) => "hours move within groups".to_owned(),
        (0, shrink) => format!("{} shrink", of_all(shrink)),
        (grow, 0) => format!("{} grow", of_all(grow)),
        (grow, shrink) => format!("{} grow, {shrink} shrink", of_all(grow)),
    }];
    if !named.is_empty() {
        parts.push(format!("most change {}", list(&named)));
    }
    parts
}

fn from_to(question: &Question, before: Price, after: Price) -> String {
    if question.in_money {
        format!("cost {} → {}", amount(question, before), amount(question, after))
    } else {
        let Price(before) = before;
        format!("{} → {}", one(before), amount(question, after))
    }
}

fn costs(question: &Question, price: Price) -> String {
    if question.in_money {
        format!("cost {}", amount(question, price))
    } else {
        amount(question, price)
    }
}

/// "1 hour", "16.5 hours".
fn hours_of(hours: f64) -> String {
    if (hours - 1.0).abs() < 0.05 {
        "1 hour".into()
    } else {
        format!("{} hours", one(hours))
    }
}

/// One decimal, none where it would be 0 or the figure is large; thousands set apart.
fn one(value: f64) -> String {
    use super::super::wording::thousands;
    let tenths = (value * 10.0).round();
    if tenths % 10.0 == 0.0 || value.abs() >= 1000.0 {
        thousands(value)
    } else {
        format!("{value:.1}")
    }
}
