//! Below the tables of a plan: what the words mean, and what to do next.

use super::super::View;
use super::super::foot::{command, service_level};
use super::super::style::Tone;
use super::intervals::Shown;
use super::sheet::{Sheet, price};
use crate::estimate::GroupMeasure;
use crate::insight::staff::{DAY_OF_FTE_H, WEEK_OF_FTE_H};
use crate::insight::{beyond_formulas, callers};
use crate::planner::{Infeasible, Kept, Question, Remedy};
use crate::report::{number, steady};

/// What the figures of a plan mean.
pub fn definitions(sheet: &Sheet<'_>, shown: &Shown) -> Vec<String> {
    let center = &sheet.question.center;
    let noun = sheet.interval();
    let mut text = vec![format!("SL = {}.", service_level(&sheet.view()))];
    let week = sheet.day().one == "week";
    let paid = if sheet.any_shrinkage() {
        ". Rostered, paid = on queue / (1 − shrinkage)."
    } else {
        "; no shrinkage, so as many are paid."
    };
    text.push(format!("On queue: agents there for {}{paid}", callers(center)));
    text.push(if week {
        format!("FTE = {WEEK_OF_FTE_H} paid hours a week.")
    } else {
        format!("FTE = {DAY_OF_FTE_H} paid hours a day.")
    });
    if shown.in_hours {
        text.push(format!(
            "A line is {}, and staff is in agent hours.",
            shown.noun.a()
        ));
    }
    if let Some(planned) = sheet.binding
        && !planned.formulas.is_empty()
    {
        let by = if center.queues.len() > 1 {
            format!("every queue and {} by itself", noun.one)
        } else {
            format!("every {} by itself", noun.one)
        };
        text.push(format!(
            "Erlang C, Erlang A and the square root are what the formulas staff, {by}, and what comes of it in the \
             same simulation."
        ));
    }
    let rules = beyond_formulas(center);
    if sheet.binding.is_some_and(|planned| !planned.formulas.is_empty()) && !rules.is_empty() {
        text.push(format!("No formula knows {}.", rules.join(", ")));
    }
    let day = sheet.day();
    let results = &sheet.plan.results;
    text.push(match &results.steady {
        Some(run) => format!(
            "Figures are averages of {} for each staff.",
            steady::runs(results, run)
        ),
        None => {
            let days = number::grouped(f64::from(results.replications), 0);
            format!("Figures are averages of the same {days} {}.", day.many)
        }
    });
    if sheet.now.results.all_targets_met.is_some() {
        text.push(format!(
            "All met: the share of {} on which every target holds for the {} as a whole.",
            day.many,
            if day.one == "week" || day.one == "run" {
                &*day.one
            } else {
                "day"
            }
        ));
    }
    if !sheet.plan.missed.is_empty() {
        text.push("! misses a target.".into());
    }
    vec![text.join(" ")]
}

/// What the figures of goals mean.
pub fn judged(sheet: &Sheet<'_>) -> String {
    format!(
        "SL = {}. Met: by the average of {}. ! misses a target.",
        service_level(&sheet.view()),
        sheet.simulated()
    )
}

/// With how many agents the best attainable was found.
pub fn most_allowed(sheet: &Sheet<'_>) -> String {
    let cost = price(sheet.question, sheet.now.cost);
    let cost = if sheet.question.in_money {
        format!("cost {cost}")
    } else {
        cost
    };
    format!(
        "Best attainable: with the most agents that the plan's limits allow ({}), on {}. SL = {}.",
        cost,
        sheet.simulated(),
        service_level(&sheet.view())
    )
}

/// Commands that go on from a plan.
pub fn next(sheet: &Sheet<'_>, written: &[String]) -> Vec<String> {
    let (view, question) = (&sheet.view(), sheet.question);
    let staff = command(view, "staff");
    let table = written
        .iter()
        .find(|name| name.to_lowercase().ends_with(".csv"))
        .map(|name| super::super::foot::shell_word(name));
    let scenario = written.iter().find(|name| name.to_lowercase().ends_with(".toml"));
    let first = match (table, scenario) {
        (_, Some(name)) => format!("headcount run {}", super::super::foot::shell_word(name)),
        (Some(name), None) => format!("{} --with {name}", command(view, "run")),
        (None, None) => format!("{staff} --out plan.csv"),
    };
    let label = if written.is_empty() {
        "Write it:"
    } else {
        "Next:    "
    };
    let days = if question.goals.iter().any(|goal| goal.on_days.is_some()) {
        "--each day"
    } else {
        "--on-days 90%"
    };
    let files = if view.screen.width < 100 {
        "--plots DIR · --json".into()
    } else {
        let paid = sheet.now.results.agents.day.mean(GroupMeasure::PaidHours);
        let budget = paid.map_or_else(String::new, |paid| format!("--budget {paid:.0}h · "));
        format!("{budget}--plots DIR · --csv DIR · --json")
    };
    let options = format!("--minimal · {days} · --keep-staff · {files}");
    let style = view.screen.style;
    let mut lines = Vec::new();
    if !written.is_empty() {
        lines.push(format!(
            "{} {}",
            style.paint(Tone::Faint, "Written: "),
            written.join(", ")
        ));
    }
    lines.push(format!("{} {first}", style.paint(Tone::Faint, label)));
    lines.push(format!("{} {options}", style.paint(Tone::Faint, "More:    ")));
    lines
}

/// Commands that would make a plan possible.
pub fn next_infeasible(view: &View<'_>, question: &Question, found: &Infeasible) -> Vec<String> {
    let center = &question.center;
    let staff = command(view, "staff");
    let remedy = found.remedies.iter().find_map(|remedy| match remedy {
        Remedy::Allow {
            group,
            interval,
            agents,
        } => {
            let name = &center.groups[*group].name;
            let calendar = &center.calendar;
            let most = center.groups[*group]
                .plan
                .max
                .values()
                .iter()
                .all(|max| max.is_some());
            let path = format!("groups.{name}.plan.max");
            if !most || calendar.days() > 1 || calendar.intervals == 1 {
                return Some(format!("{staff} --set '{path}={agents}'"));
            }
            let (_, from) = calendar.label(*interval);
            let to = if interval + 1 < calendar.intervals {
                calendar.label(interval + 1).1
            } else {
                calendar.hours().1
            };
            Some(format!("{staff} --set '{path}@{from}..{to}={agents}'"))
        }
        Remedy::Loosen { .. } => None,
    });
    let style = view.screen.style;
    let mut lines: Vec<String> = remedy
        .map(|remedy| format!("{} {remedy}", style.paint(Tone::Faint, "Try: ")))
        .into_iter()
        .collect();
    lines.push(format!(
        "{} {} · {staff} --keep-staff",
        style.paint(Tone::Faint, "More:"),
        command(view, "run"),
    ));
    lines
}

/// Commands that go on from what a staff can do.
pub fn next_kept(view: &View<'_>, found: &Kept) -> Vec<String> {
    let style = view.screen.style;
    let mut lines = vec![format!(
        "{} {}",
        style.paint(Tone::Faint, "A plan:"),
        command(view, "staff")
    )];
    if let Some(factor) = found.volume.filter(|factor| (factor - 1.0).abs() >= 0.005) {
        let factor = (factor * 100.0).floor() / 100.0;
        lines.push(format!(
            "{} {} --set 'queues.*.volume=x{factor}'",
            style.paint(Tone::Faint, "See it:"),
            command(view, "run")
        ));
    }
    lines
}
