//! Below the tables: hours and cost, what was not shown, what the words mean, what to do next.

use super::intervals::Shown;
use super::spans::Spans;
use super::style::Tone;
use super::{Source, View, words};
use crate::estimate::{GroupMeasure, Measure};
use crate::model::{Group, ServiceLevelDefinition};
use crate::report::number;

/// More groups than this are not listed one by one.
const MOST_GROUPS: usize = 6;

/// `157.5 h on queue (generalists 83.5, 76 % busy; …) = 225.0 paid h, cost 5,929`.
pub fn totals(view: &View<'_>) -> String {
    let groups = &view.results.groups;
    let days: Vec<_> = groups.iter().map(|group| group.day.clone()).collect();
    let all = &view.results.agents.day;
    let hours = |measure| all.mean(measure).unwrap_or(0.0);
    let decimals = usize::from(hours(GroupMeasure::StaffedHours) < 10_000.0);
    let figure = |value: f64| number::grouped(value, decimals);
    let busy = |occupancy: Option<f64>| {
        occupancy.map_or_else(
            || "nobody there".into(),
            |share| format!("{} % busy", number::percent(share, 0)),
        )
    };
    let mut text = format!("{} h on queue", figure(hours(GroupMeasure::StaffedHours)));
    if groups.len() > MOST_GROUPS {
        text += &format!(
            " ({} groups, {})",
            groups.len(),
            busy(all.mean(GroupMeasure::Occupancy))
        );
    } else {
        let named = view.center.groups.iter().zip(&days).map(|(group, day)| {
            let staffed = day.mean(GroupMeasure::StaffedHours).unwrap_or(0.0);
            let name = words::plain(&group.name);
            let busy = busy(day.mean(GroupMeasure::Occupancy));
            if groups.len() == 1 {
                format!("{name}, {busy}")
            } else {
                format!("{name} {}, {busy}", figure(staffed))
            }
        });
        text += &format!(" ({})", named.collect::<Vec<_>>().join("; "));
    }
    let paid = hours(GroupMeasure::PaidHours);
    if (paid - hours(GroupMeasure::StaffedHours)).abs() > 0.05 {
        text += &format!(" = {} paid h", figure(paid));
    }
    let cost = hours(GroupMeasure::Cost);
    if cost > 0.0 {
        text += &format!(", cost {}", number::grouped(cost, 0));
    }
    let overtime = hours(GroupMeasure::OvertimeHours);
    if overtime >= 0.05 {
        text += &format!("; {} h of handling after closing", number::grouped(overtime, 1));
    }
    text
}

/// Contacts that are in none of the tables' figures, so that none is hidden.
pub fn apart(view: &View<'_>) -> Vec<String> {
    let kinds = [
        (Measure::Balked, "left at once rather than wait (balked)"),
        (Measure::Blocked, "were turned away (blocked)"),
        (Measure::WaitingAtEnd, "still waited at the end"),
    ];
    let mut text = Vec::new();
    let told_apart = view.results.outcomes.is_some();
    for (measure, what) in kinds {
        if told_apart && measure == Measure::Blocked {
            continue;
        }
        let each: Vec<String> = view
            .center
            .queues
            .iter()
            .zip(&view.results.queues)
            .filter_map(|(queue, panel)| {
                let mean = panel.day.mean(measure).filter(|&mean| mean >= 0.05)?;
                let figure = number::grouped(mean, usize::from(mean < 100.0));
                Some(format!("{} {figure}", words::title(&queue.name)))
            })
            .collect();
        if each.is_empty() {
            continue;
        }
        let listed = if each.len() > 4 {
            let all = view.results.center.day.mean(measure).unwrap_or(0.0);
            format!("{} in {} queues", number::grouped(all, 1), each.len())
        } else {
            each.join(", ")
        };
        let place = if measure == Measure::WaitingAtEnd {
            "among"
        } else {
            "besides"
        };
        let counted = format!("{place} the {} above", words::contacts(view.center));
        text.push(format!(
            "A {}'s contacts that {what}, {counted}: {listed}.",
            view.day.one
        ));
    }
    text
}

/// What the figures mean.
pub fn definitions(view: &View<'_>, spans: &Spans, shown: &Shown, any_marked: bool) -> String {
    let results = view.results;
    let count = number::grouped(f64::from(results.replications), 0);
    let day = &view.day;
    let mut text = vec![format!("SL = {}.", service_level(view))];
    if results.replications > 1 {
        let level = number::limit_percent(results.confidence);
        let each = shown
            .widest
            .filter(|_| !spans.together)
            .map_or_else(String::new, |widest| {
                let widest = number::grouped(widest, number::decimals(Some(widest), 1));
                format!(" ({}: ± {widest} at most)", spans.noun.many)
            });
        text.push(format!(
            "± is how well {count} {} pin the average, with {level} % confidence{each}.",
            day.many
        ));
        text.extend(narrowed(view));
        let varies = view.center.busyness.as_ref().map_or_else(String::new, |factor| {
            format!(" (volume varies by {} %)", number::percent(factor.cv(), 0))
        });
        text.push(format!(
            "\"8 {} in 10\" is how {} differ{varies}.",
            day.many, day.many
        ));
    } else {
        text.push(format!("One {} alone says nothing about the next.", day.one));
    }
    text.push("ASA = mean wait of those answered.".into());
    text.push("Busy = handling / (handling + available).".into());
    if view.center.queues.iter().any(|queue| queue.actual.is_some()) {
        text.push("Actual = what was recorded, as the scenario says.".into());
    }
    if any_marked {
        text.push(if spans.together && shown.marked {
            format!(
                "! misses a target, in the average or in at least one {} of the line.",
                words::interval(view.center.calendar.interval.seconds()).one
            )
        } else {
            "! misses a target.".into()
        });
    }
    text.join(" ")
}

/// What variance reduction did to the ± of the day, where it did anything.
fn narrowed(view: &View<'_>) -> Option<String> {
    let gain = view.results.gains.as_ref()?.last()?.get(Measure::ServiceLevel)?;
    if gain < 1.5 {
        return None;
    }
    Some(format!(
        "The ± of the whole {} is what {} times as many {} would give without variance reduction.",
        view.day.one,
        number::grouped(gain, 0),
        view.day.many
    ))
}

/// The service level's formula with its limits.
pub fn service_level(view: &View<'_>) -> String {
    let definition = view.results.service_level;
    let mut formula = definition.formula().to_string();
    let short_matters = matches!(
        definition,
        ServiceLevelDefinition::ShortAbandonsMet | ServiceLevelDefinition::ShortAbandonsExcluded
    );
    let mut thresholds: Vec<_> = view.center.queues.iter().map(|queue| queue.within).collect();
    thresholds.dedup();
    if let [one] = thresholds[..] {
        formula += &format!(", T = {}", number::duration(one.seconds()));
    }
    if short_matters {
        let mut shorts: Vec<_> = view.center.queues.iter().map(|queue| queue.short).collect();
        shorts.dedup();
        formula += &match shorts[..] {
            [one] => format!(", short: within {}", number::duration(one.seconds())),
            _ => ", short: within each queue's limit".into(),
        };
    }
    formula
}

/// What the width left out, and where it is.
pub fn left_out(view: &View<'_>, spans: &Spans, shown: &Shown, summary_left_out: usize) -> Option<String> {
    let mut what = Vec::new();
    if summary_left_out > 0 {
        what.push(format!(
            "{summary_left_out} queues in less trouble are not listed"
        ));
    }
    if shown.queues_left_out > 0 {
        what.push(format!(
            "the {} of {} {} are not shown",
            spans.noun.many,
            shown.queues_left_out,
            if summary_left_out > 0 || shown.queues_left_out == 1 {
                "of the queues"
            } else {
                "queues"
            }
        ));
    }
    if spans.together {
        what.push(format!("a line is {}", spans.noun.a()));
    }
    if what.is_empty() {
        return None;
    }
    let all = words::interval(view.center.calendar.interval.seconds());
    Some(format!(
        "On this screen {}; every queue and {}: --tsv, --csv DIR or --json{}.",
        what.join(", "),
        all.one,
        if shown.queues_left_out > 0 || shown.groups_together {
            "; a wider terminal shows more"
        } else {
            ""
        }
    ))
}

/// The change that gives a group one more agent at all hours.
fn one_more(group: &Group) -> String {
    let what = match (group.rules.shifts.is_empty(), group.rules.staff_at.is_empty()) {
        (false, _) => "shifts.*.agents",
        (true, false) => "staff_at.*",
        (true, true) => "staff",
    };
    format!("groups.{}.{what}=+1", group.name)
}

/// What to do next, with a change that can be tried as it stands.
pub fn next(view: &View<'_>, worst: Option<(usize, std::ops::Range<usize>)>) -> Vec<String> {
    let command = command(view, "run");
    let change = worst.and_then(|(queue, intervals)| {
        let group = *view.center.queues[queue].route.first()?.first()?;
        let calendar = &view.center.calendar;
        if view.center.groups[group].is_scheduled() {
            return Some(one_more(&view.center.groups[group]));
        }
        let path = format!("groups.{}.staff", view.center.groups[group].name);
        if calendar.days() > 1 || intervals.len() == calendar.intervals {
            return Some(format!("{path}=+1"));
        }
        let from = calendar.label(intervals.start).1;
        let to = if intervals.end < calendar.intervals {
            calendar.label(intervals.end).1
        } else {
            calendar.hours().1
        };
        Some(format!("{path}@{from}..{to}=+1"))
    });
    let change = change.unwrap_or_else(|| "queues.*.volume=x1.1".into());
    let style = view.screen.style;
    let more = if view.screen.width < 80 {
        "--plots DIR · --tsv · --csv DIR · --json"
    } else {
        "--plots DIR for pictures · --tsv for Excel · --csv DIR · --json"
    };
    vec![
        format!(
            "{} {command} --set '{change}'",
            style.paint(Tone::Faint, "What if:")
        ),
        format!("{} {more}", style.paint(Tone::Faint, "More:   ")),
    ]
}

/// A command about the scenario at hand.
pub fn command(view: &View<'_>, verb: &str) -> String {
    match view.screen.source {
        Source::BuiltIn(name) => format!("headcount {verb} {name}"),
        Source::File(path) => format!("headcount {verb} {}", shell_word(path)),
        Source::Input => format!("headcount {verb} -"),
    }
}

/// A path as one word of a shell.
pub fn shell_word(path: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+,:@%=".contains(letter);
    if !path.is_empty() && path.chars().all(plain) {
        path.into()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
