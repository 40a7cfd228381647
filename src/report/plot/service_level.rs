//! Service level by interval: how well the average is known, the target, and where it is missed.

use super::Inputs;
use super::by_interval::{self, Limit, Shares};
use super::canvas::Canvas;
use super::choice::{self, Choice, asked};
use super::figures::{contacts, duration, interval_word, percent, run_word, start_of, title_of};
use super::frame::Area;
use super::palette::{BLACK, BLUE, VERMILION};
use super::panel::{BAND, GUTTER, Mark, headings, key};
use crate::estimate::Measure;
use crate::model::{ActualSeries, Queue, QueueId, Ticks};

/// The service level of a queue by interval.
fn shares(inputs: &Inputs<'_>, queue: QueueId) -> Shares {
    let facts = &inputs.center.queues[queue];
    let observed = facts
        .actual
        .as_ref()
        .and_then(|actual| actual.service_level.as_ref());
    Shares {
        estimates: inputs.results.queues.get(queue).map_or_else(Vec::new, |panel| {
            panel
                .intervals
                .iter()
                .map(|measures| measures.get(Measure::ServiceLevel))
                .collect()
        }),
        limit: asked(facts).map(|target| Limit::AtLeast(target.answered)),
        low_is_worst: true,
        each: facts.target.as_ref().is_some_and(|target| target.per_interval),
        actual: match observed {
            Some(ActualSeries::Intervals(values)) => values.clone(),
            _ => Vec::new(),
        },
    }
}

/// What the picture says.
pub(super) fn headline(inputs: &Inputs<'_>) -> String {
    let calendar = &inputs.center.calendar;
    let names: Vec<String> = inputs
        .center
        .queues
        .iter()
        .map(|queue| title_of(&queue.name))
        .collect();
    let all: Vec<Shares> = (0..names.len()).map(|queue| shares(inputs, queue)).collect();
    if all.iter().all(|shares| shares.known() == 0) {
        return nobody(inputs);
    }
    let mut missing: Vec<(QueueId, usize)> = all
        .iter()
        .enumerate()
        .map(|(queue, shares)| (queue, shares.missed().count()))
        .filter(|(_, missed)| *missed > 0)
        .collect();
    missing.sort_by(|a, b| badness(inputs, b.0).total_cmp(&badness(inputs, a.0)));
    let many = interval_word(calendar, true);
    let asked_of_each = all.iter().any(|shares| shares.each && shares.limit.is_some());
    if calendar.intervals == 1 {
        return of_the_day(inputs, &names);
    }
    match missing.as_slice() {
        [] if asked_of_each => {
            let one = interval_word(calendar, false);
            if names.len() == 1 {
                format!("{} meets its service level in every {one}", names[0])
            } else {
                format!("Every queue meets its service level in every {one}")
            }
        }
        [(queue, missed)] => {
            let lowest = all[*queue].worst().map_or_else(String::new, |(interval, level)| {
                let lowest = if *missed > 1 { "lowest " } else { "" };
                format!(
                    ", {lowest}at {}: {}",
                    start_of(calendar, interval),
                    percent(level)
                )
            });
            format!(
                "{} misses its service level in {missed} of {} {many}{lowest}",
                names[*queue],
                all[*queue].known()
            )
        }
        [(first, missed), (second, fewer)] => format!(
            "{} misses its service level in {missed} of {} {many}, {} in {fewer}",
            names[*first],
            all[*first].known(),
            names[*second]
        ),
        [(first, missed), ..] => {
            let which = if missing.len() == names.len() {
                format!("All {} queues", names.len())
            } else {
                format!("{} of {} queues", missing.len(), names.len())
            };
            format!(
                "{which} miss their service level at times, {} most often: in {missed} of {} {many}",
                names[*first],
                all[*first].known(),
            )
        }
        [] => of_the_day(inputs, &names),
    }
}

fn nobody(inputs: &Inputs<'_>) -> String {
    format!("No {}, so no service level", contacts(inputs.center))
}

/// How much a queue asks for attention: the intervals in which it misses its target, then how far the
/// whole day's service level lies below it (or below all calls, where it has none). A queue without calls
/// comes last.
fn badness(inputs: &Inputs<'_>, queue: QueueId) -> f64 {
    let target = asked(&inputs.center.queues[queue]).map_or(1.0, |target| target.answered);
    let level = inputs
        .results
        .queues
        .get(queue)
        .and_then(|panel| panel.day.mean(Measure::ServiceLevel));
    let missed = shares(inputs, queue).missed().count() as f64;
    level.map_or(f64::NEG_INFINITY, |level| missed + (target - level) / 10.0)
}

fn chosen(inputs: &Inputs<'_>, most: usize) -> Choice {
    let targets = inputs.center.queues.iter().any(|queue| asked(queue).is_some());
    let why = if targets {
        "furthest from target"
    } else {
        "lowest service level"
    };
    choice::queues(inputs, most, |queue| badness(inputs, queue), why)
}

/// What to say where nothing is asked of intervals: the worst queue's day.
fn of_the_day(inputs: &Inputs<'_>, names: &[String]) -> String {
    let Some(&queue) = chosen(inputs, 1).shown.first() else {
        return "No queues".into();
    };
    let facts = &inputs.center.queues[queue];
    let level = inputs
        .results
        .queues
        .get(queue)
        .and_then(|panel| panel.day.mean(Measure::ServiceLevel));
    match (level, asked(facts)) {
        (Some(level), Some(target)) => format!(
            "{}: {} in time, target {}",
            names[queue],
            percent(level),
            percent(target.answered)
        ),
        (Some(level), None) => format!("{}: {} {}", names[queue], percent(level), within(facts)),
        (None, _) => nobody(inputs),
    }
}

/// Draws a panel a queue.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, inputs: &Inputs<'_>, most: usize) {
    let choice = chosen(inputs, most);
    let panels: Vec<(QueueId, Shares)> = choice
        .shown
        .iter()
        .map(|&queue| (queue, shares(inputs, queue)))
        .collect();
    let area = key(canvas, area, &entries(inputs, &panels, choice.remark.as_deref()));
    let from = by_interval::floor(panels.iter().map(|(_, shares)| shares));
    let words: Vec<(String, String)> = choice
        .shown
        .iter()
        .map(|&queue| {
            (
                title_of(&inputs.center.queues[queue].name),
                day_in_words(inputs, queue),
            )
        })
        .collect();
    let parts = headings(canvas, &area.divided(panels.len(), GUTTER), &words);
    for ((_, shares), part) in panels.iter().zip(parts) {
        by_interval::draw(canvas, part, inputs.center, shares, from, BLUE);
    }
}

/// `within 20 s`, or `without a wait`.
fn within(queue: &Queue) -> String {
    if queue.within == Ticks::ZERO {
        "without a wait".into()
    } else {
        format!("within {}", duration(queue.within.seconds()))
    }
}

/// `88 % within 20 s over the day, target 80 %, really 78 %`.
fn day_in_words(inputs: &Inputs<'_>, queue: QueueId) -> String {
    let facts = &inputs.center.queues[queue];
    let within = within(facts);
    let level = inputs
        .results
        .queues
        .get(queue)
        .and_then(|panel| panel.day.mean(Measure::ServiceLevel));
    let day = match level {
        Some(level) => format!(
            "{} {within} over the {}",
            percent(level),
            run_word(&inputs.center.calendar, false)
        ),
        None => within,
    };
    let target = asked(facts).map_or_else(String::new, |target| {
        format!(", target {}", percent(target.answered))
    });
    let observed = facts
        .actual
        .as_ref()
        .and_then(|actual| actual.service_level.as_ref());
    let really = match observed {
        Some(ActualSeries::Day(level)) => format!(", really {}", percent(*level)),
        _ => String::new(),
    };
    format!("{day}{target}{really}")
}

fn entries(inputs: &Inputs<'_>, panels: &[(QueueId, Shares)], remark: Option<&str>) -> Vec<(Mark, String)> {
    let mut entries = vec![(
        Mark::Line(BLUE, 2.2),
        "service level by interval, average".to_owned(),
    )];
    entries.push(certainty(inputs, Mark::Band(BLUE.at(BAND))));
    let any = |test: fn(&Shares) -> bool| panels.iter().any(|(_, shares)| test(shares));
    if any(|shares| shares.limit.is_some()) {
        let words = if any(|shares| shares.limit.is_some() && shares.each) {
            "target".to_owned()
        } else {
            format!(
                "target for the whole {}",
                run_word(&inputs.center.calendar, false)
            )
        };
        entries.push((Mark::Line(BLACK, 1.6), words));
    }
    if any(|shares| shares.missed().next().is_some()) {
        entries.push((Mark::Dot(VERMILION), "misses it".into()));
    }
    if any(|shares| shares.actual.iter().any(Option::is_some)) {
        entries.push((Mark::Ring(BLACK), "what really happened".into()));
    }
    entries.extend(remark.map(|remark| (Mark::Words, remark.to_owned())));
    entries
}

/// What a band of confidence means, or why there is none.
pub(super) fn certainty(inputs: &Inputs<'_>, mark: Mark) -> (Mark, String) {
    if inputs.results.replications > 1 {
        (
            mark,
            format!("{} certain of the average", percent(inputs.results.confidence)),
        )
    } else {
        (
            Mark::Words,
            format!(
                "no band: one {} alone says nothing of certainty",
                run_word(&inputs.center.calendar, false)
            ),
        )
    }
}
