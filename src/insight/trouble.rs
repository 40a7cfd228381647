//! Targets missed: when, by how much, and how it is the rest of the day.
//!
//! In: a queue's verdict. Out: findings of trouble.

use super::finding::{Finding, Weight};
use super::shortfall::{Shortfall, beside, bound, describe, plain, wants_more};
use super::span::Span;
use super::verdict::Verdict;
use super::wording::{count, day_after_all, horizon_noun, interval_noun, list, range, the_day, title};
use crate::estimate::Results;
use crate::model::Center;

/// A queue that misses its target in at least this share of the intervals is short nearly all day.
const NEARLY_ALL: f64 = 0.75;
/// Up to this many times of trouble are named one by one.
const NAMED_SPANS: usize = 3;

/// Trouble in intervals: when, how bad, and how it is the rest of the day.
pub(super) fn short_intervals(
    center: &Center,
    results: &Results,
    verdict: &Verdict<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some((measure, limit)) = verdict.story().filter(|_| !verdict.missed.is_empty()) else {
        return;
    };
    let name = title(&center.queues[verdict.queue].name);
    let (missed, judged) = (verdict.missed.len(), verdict.judged.len());
    let intervals = || verdict.missed.iter().map(|(interval, _)| *interval);
    let spans = Span::of(intervals());
    let noun = interval_noun(&center.calendar);
    let wanted = format!(
        "{} {}",
        plain(measure, limit),
        if wants_more(measure) { "wanted" } else { "allowed" }
    );

    let body = if judged == 1 {
        let phrases: Vec<String> = verdict.missed[0].1.iter().map(Shortfall::phrase).collect();
        format!("{name} misses its target: {}", list(&phrases))
    } else if missed as f64 >= NEARLY_ALL * judged as f64 {
        let extent = if missed == judged { "all" } else { "nearly all" };
        let times = if missed == judged {
            format!("in every one of its {}", count(judged, noun))
        } else {
            format!("in {missed} of {}", count(judged, noun))
        };
        let day = verdict.panel.day.mean(measure).map_or_else(String::new, |value| {
            format!(
                " ({} over {}, {wanted})",
                describe(measure, &beside(measure, value, limit)),
                the_day(&center.calendar)
            )
        });
        format!(
            "{name} is short {extent} {}: it misses a target {times}{day}",
            day_after_all(&center.calendar)
        )
    } else {
        let figures = verdict.ends(measure, intervals()).map(|ends| {
            let width = range(ends.low, ends.high, |value| beside(measure, value, limit));
            (describe(measure, &width), ends.worst)
        });
        let rest = verdict
            .judged
            .iter()
            .copied()
            .filter(|&interval| intervals().all(|short| short != interval));
        let rest = verdict.ends(measure, rest).map_or_else(String::new, |ends| {
            let figure = bound(measure, if wants_more(measure) { ends.low } else { ends.high });
            format!(", {figure} the rest of {}", the_day(&center.calendar))
        });
        if spans.len() <= NAMED_SPANS {
            let when: Vec<String> = spans.iter().map(|span| span.from_to(&center.calendar)).collect();
            let when = list(&when);
            let lunch = spans.len() == 1 && is_lunch(center, spans[0]);
            match figures {
                Some((figures, _)) if lunch => {
                    format!("Lunch breaks {name}: {figures} {when} ({wanted}){rest}")
                }
                Some((figures, _)) => format!("{name} is short {when}: {figures} ({wanted}){rest}"),
                None => format!("{name} is short {when}"),
            }
        } else {
            let worst = figures.map_or_else(String::new, |(_, worst)| {
                let value = verdict.panel.intervals[worst].mean(measure);
                let start = Span {
                    first: worst,
                    last: worst,
                }
                .label(&center.calendar);
                value.map_or_else(String::new, |value| {
                    format!(
                        ", worst at {start} ({}, {wanted})",
                        describe(measure, &beside(measure, value, limit))
                    )
                })
            });
            format!(
                "{name} misses a target in {missed} of {}{worst}",
                count(judged, noun)
            )
        }
    };
    let certain = verdict
        .missed
        .iter()
        .flat_map(|(_, shortfalls)| shortfalls)
        .any(|shortfall| shortfall.certain);
    let doubt = if certain {
        String::new()
    } else {
        let days = count(results.replications as usize, horizon_noun(&center.calendar));
        format!("; {days} cannot tell it from the target")
    };
    findings.push(Finding {
        weight: Weight::Trouble,
        queue: Some(verdict.queue),
        sentence: format!("{body}{doubt}."),
    });
}

/// Whether a time of trouble is what people would call lunch.
fn is_lunch(center: &Center, span: Span) -> bool {
    let calendar = &center.calendar;
    let (_, start) = calendar.day_and_time(span.first);
    let end = start + span.seconds(calendar);
    calendar.days() == 1
        && start >= 11.0 * 3600.0
        && end <= 14.5 * 3600.0
        && start < 13.0 * 3600.0
        && end > 12.0 * 3600.0
}

/// Limits that the day as a whole misses.
pub(super) fn short_day(center: &Center, verdict: &Verdict<'_>, findings: &mut Vec<Finding>) {
    if verdict.day.is_empty() || (verdict.judged.len() == 1 && !verdict.missed.is_empty()) {
        return;
    }
    let phrases: Vec<String> = verdict.day.iter().map(Shortfall::phrase).collect();
    findings.push(Finding {
        weight: Weight::Trouble,
        queue: Some(verdict.queue),
        sentence: format!(
            "Over {} {} misses its target: {}.",
            the_day(&center.calendar),
            title(&center.queues[verdict.queue].name),
            list(&phrases)
        ),
    });
}
