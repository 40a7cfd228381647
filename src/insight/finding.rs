//! The answer of a run in words, most important first.
//!
//! In: a center and its results. Out: [`Finding`]s: what is short, when, by how much; where agents are too
//! many or too few; or that all is well. Every sentence is true of the figures as they are printed.

use std::fmt;

use super::load::{pools, staff};
use super::shortfall::{Shortfall, describe, plain, wants_more};
use super::span::{Span, times};
use super::verdict::{Verdict, verdicts};
use super::wording::{
    count, horizon_noun, interval_noun, list, number, percent, percent_ceiling, percent_floor, range,
    seconds, title,
};
use crate::estimate::{Estimate, GroupMeasure, Measure, Measures, Results, Unit};
use crate::model::{Center, QueueId};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A target is missed.
    Trouble,
    /// Worth knowing: too many agents, too busy ones, what explains a miss.
    Notice,
    /// As it should be.
    Good,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How much it matters.
    pub weight: Weight,
    /// The queue it is about; nothing if it is about the center or a group.
    pub queue: Option<QueueId>,
    /// The sentence.
    pub sentence: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// A queue that misses its target in at least this share of the intervals is short nearly all day.
const NEARLY_ALL: f64 = 0.75;
/// Up to this many times of trouble are named one by one.
const NAMED_SPANS: usize = 3;
/// More queues in trouble than this are first summed up.
const SUMMED_UP: usize = 3;
/// Occupancy below which, with every target met, a group has agents to spare.
const IDLE: f64 = 0.5;
/// Less than this on average is nobody left waiting.
const SOMEBODY: f64 = 0.5;

/// What a run found, trouble first.
pub fn findings(center: &Center, results: &Results) -> Vec<Finding> {
    let verdicts = verdicts(center, results);
    let mut findings = Vec::new();
    sum_up(center, &verdicts, &mut findings);
    for verdict in verdicts.iter().filter(|verdict| !verdict.is_met()) {
        short_intervals(center, results, verdict, &mut findings);
        short_day(center, verdict, &mut findings);
    }
    left_waiting(center, results, &mut findings);
    overload(center, results, &verdicts, &mut findings);
    occupancy(center, results, &verdicts, &mut findings);
    risk(center, results, &verdicts, &mut findings);
    well(center, &verdicts, &mut findings);
    untargeted(center, results, &mut findings);
    findings.sort_by_key(|finding| finding.weight);
    findings
}

/// What the horizon is called where "the day" would be said.
fn the_day(center: &Center) -> &'static str {
    match horizon_noun(&center.calendar) {
        "day" => "the day",
        "week" => "the week",
        _ => "the whole time",
    }
}

/// Where many queues are in trouble: how many, before each of them.
fn sum_up(center: &Center, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    let short: Vec<&Verdict<'_>> = verdicts.iter().filter(|verdict| !verdict.is_met()).collect();
    if short.len() > SUMMED_UP {
        let all = if short.len() == verdicts.len() {
            format!("All {} queues", verdicts.len())
        } else {
            format!("{} of {} queues", short.len(), verdicts.len())
        };
        let worst = short
            .iter()
            .max_by_key(|verdict| verdict.missed.len())
            .filter(|worst| worst.missed.len() > 1);
        let most = worst.map_or_else(String::new, |worst| {
            format!(
                ", {} most often ({} of {})",
                title(&center.queues[worst.queue].name),
                worst.missed.len(),
                count(worst.judged.len(), interval_noun(&center.calendar))
            )
        });
        findings.push(Finding {
            weight: Weight::Trouble,
            queue: None,
            sentence: format!("{all} miss a target{most}."),
        });
    }
}

/// Trouble in intervals: when, how bad, and how it is the rest of the day.
fn short_intervals(center: &Center, results: &Results, verdict: &Verdict<'_>, findings: &mut Vec<Finding>) {
    let Some((measure, limit)) = verdict.story().filter(|_| !verdict.missed.is_empty()) else {
        return;
    };
    let name = title(&center.queues[verdict.queue].name);
    let (missed, judged) = (verdict.missed.len(), verdict.judged.len());
    let intervals = || verdict.missed.iter().map(|(interval, _)| *interval);
    let spans = Span::of(intervals());
    let noun = interval_noun(&center.calendar);
    let wanted = match measure.unit() {
        Unit::Share => percent(limit),
        _ => plain(measure, limit),
    };
    let wanted = format!(
        "{wanted} {}",
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
                describe(measure, &exact(measure, value, limit)),
                the_day(center)
            )
        });
        format!(
            "{name} is short {extent} {}: it misses a target {times}{day}",
            horizon_word(center)
        )
    } else {
        let figures = verdict.ends(measure, intervals()).map(|ends| {
            let width = range(ends.low, ends.high, |value| exact(measure, value, limit));
            (describe(measure, &width), ends.worst)
        });
        let rest = verdict
            .judged
            .iter()
            .copied()
            .filter(|&interval| intervals().all(|short| short != interval));
        let rest = verdict.ends(measure, rest).map_or_else(String::new, |ends| {
            let figure = if wants_more(measure) {
                format!("at least {}", floor(measure, ends.low))
            } else {
                format!("at most {}", ceiling(measure, ends.high))
            };
            format!(", {figure} the rest of {}", the_day(center))
        });
        if spans.len() <= NAMED_SPANS {
            let when: Vec<String> = spans.iter().map(|span| span.from_to(&center.calendar)).collect();
            let what = figures.map_or_else(String::new, |(figures, _)| format!(": {figures} ({wanted})"));
            let subject = if spans.len() == 1 && is_lunch(center, spans[0]) {
                format!("Lunch breaks {name}{}", what_when(&what, &when))
            } else {
                format!("{name} is short {}{what}", list(&when))
            };
            format!("{subject}{rest}")
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
                        describe(measure, &exact(measure, value, limit))
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
        {
            let days = count(results.replications as usize, horizon_noun(&center.calendar));
            format!("; {days} cannot tell it from the target")
        }
    };
    findings.push(Finding {
        weight: Weight::Trouble,
        queue: Some(verdict.queue),
        sentence: format!("{body}{doubt}."),
    });
}

/// "day", "week" after "all".
fn horizon_word(center: &Center) -> &'static str {
    match horizon_noun(&center.calendar) {
        "day" => "day",
        "week" => "week",
        _ => "the time",
    }
}

/// ": 65–78 % in time (80 % wanted)" with the time put after the figure.
fn what_when(what: &str, when: &[String]) -> String {
    match what.rsplit_once(" (") {
        Some((figures, wanted)) => format!("{figures} {} ({wanted}", list(when)),
        None => format!(" {}", list(when)),
    }
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

/// A figure, told apart from the limit it may miss.
fn exact(measure: Measure, value: f64, limit: f64) -> String {
    match measure.unit() {
        Unit::Share => super::wording::percent_beside(value, limit),
        _ if measure == Measure::QueueMean => number(value),
        _ => super::wording::seconds_beside(value, limit),
    }
}

/// A figure rounded down.
fn floor(measure: Measure, value: f64) -> String {
    match measure.unit() {
        Unit::Share => percent_floor(value),
        _ => plain(measure, value),
    }
}

/// A figure rounded up.
fn ceiling(measure: Measure, value: f64) -> String {
    match measure.unit() {
        Unit::Share => percent_ceiling(value),
        Unit::Seconds if value >= 1.0 => seconds(value.ceil()),
        Unit::Seconds => seconds((10.0 * value).ceil() / 10.0),
        _ => plain(measure, (10.0 * value).ceil() / 10.0),
    }
}

/// Limits that the day as a whole misses, or that it meets where intervals do not.
fn short_day(center: &Center, verdict: &Verdict<'_>, findings: &mut Vec<Finding>) {
    if verdict.day.is_empty() || (verdict.judged.len() == 1 && !verdict.missed.is_empty()) {
        return;
    }
    let phrases: Vec<String> = verdict.day.iter().map(Shortfall::phrase).collect();
    findings.push(Finding {
        weight: Weight::Trouble,
        queue: Some(verdict.queue),
        sentence: format!(
            "Over {} {} misses its target: {}.",
            the_day(center),
            title(&center.queues[verdict.queue].name),
            list(&phrases)
        ),
    });
}

/// Contacts that nobody had taken when the center closed.
fn left_waiting(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
    for (queue, panel) in results.queues.iter().enumerate() {
        let left = panel.day.mean(Measure::WaitingAtEnd).unwrap_or(0.0);
        if left >= SOMEBODY {
            findings.push(Finding {
                weight: Weight::Trouble,
                queue: Some(queue),
                sentence: format!(
                    "{} contacts of {} still wait at closing, on average.",
                    number(left),
                    title(&center.queues[queue].name)
                ),
            });
        }
    }
}

/// Why it is short: more work than the agents on duty can do.
fn overload(center: &Center, results: &Results, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    for pool in pools(center) {
        let has_target = pool
            .queues
            .iter()
            .any(|&queue| center.queues[queue].target.is_some());
        let trouble = verdicts
            .iter()
            .any(|verdict| pool.queues.contains(&verdict.queue) && !verdict.is_met());
        if has_target && !trouble {
            continue;
        }
        let load = |interval: usize| -> f64 {
            let of = |&queue: &QueueId| {
                results
                    .queues
                    .get(queue)?
                    .intervals
                    .get(interval)?
                    .mean(Measure::OfferedLoad)
            };
            pool.queues.iter().filter_map(of).sum()
        };
        let agents = |interval| f64::from(staff(center, &pool.groups, interval));
        let over: Vec<usize> = (0..center.calendar.intervals)
            .filter(|&interval| agents(interval) > 0.0 && load(interval) > agents(interval))
            .collect();
        if over.is_empty() {
            continue;
        }
        let most = over
            .iter()
            .map(|&interval| load(interval) / agents(interval))
            .fold(0.0, f64::max);
        let names: Vec<String> = pool
            .queues
            .iter()
            .map(|&queue| title(&center.queues[queue].name))
            .collect();
        let whose = if pools(center).len() == 1 || names.len() > SUMMED_UP {
            String::new()
        } else {
            format!(" for {}", list(&names))
        };
        findings.push(Finding {
            weight: Weight::Notice,
            queue: None,
            sentence: format!(
                "More work comes{whose} than the agents on duty can do {}: up to {} of their time.",
                times(&Span::of(over), &center.calendar),
                super::wording::percent_beside(most, 1.0)
            ),
        });
    }
}

/// Groups busier than their limit, or with agents to spare.
fn occupancy(center: &Center, results: &Results, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    for (group, (facts, panel)) in center.groups.iter().zip(&results.groups).enumerate() {
        let name = title(&facts.name);
        if let Some(limit) = facts.occupancy_max {
            let busy = |interval: &usize| panel.intervals.get(*interval)?.mean(GroupMeasure::Occupancy);
            let over: Vec<usize> = (0..center.calendar.intervals)
                .filter(|interval| busy(interval).is_some_and(|busy| busy > limit))
                .collect();
            let most = over.iter().filter_map(busy).fold(0.0, f64::max);
            if !over.is_empty() {
                findings.push(Finding {
                    weight: Weight::Trouble,
                    queue: None,
                    sentence: format!(
                        "{name}: busier than the {} allowed {}, up to {}.",
                        percent(limit),
                        times(&Span::of(over), &center.calendar),
                        super::wording::percent_beside(most, limit)
                    ),
                });
            }
        }
        let served: Vec<&Verdict<'_>> = verdicts
            .iter()
            .filter(|verdict| super::load::serving(center, verdict.queue).contains(&group))
            .collect();
        let day = panel.day.mean(GroupMeasure::Occupancy);
        if let Some(day) = day.filter(|&day| {
            day < IDLE
                && facts.peak_staff() > 1
                && !served.is_empty()
                && served.iter().all(|verdict| verdict.is_met())
        }) {
            findings.push(Finding {
                weight: Weight::Notice,
                queue: None,
                sentence: format!(
                    "{name}: busy only {} of the time, so there are agents to spare.",
                    percent(day)
                ),
            });
        }
    }
}

/// How often all targets are met together.
fn risk(center: &Center, results: &Results, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    let Some(Estimate { mean, .. }) = results.all_targets_met.filter(|_| verdicts.len() > 1) else {
        return;
    };
    let noun = horizon_noun(&center.calendar);
    findings.push(Finding {
        weight: Weight::Notice,
        queue: None,
        sentence: format!(
            "On {} of {noun}s every queue is on target over the {noun}.",
            percent(mean)
        ),
    });
}

/// Queues that meet their targets, together where all of them do.
fn well(center: &Center, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    let met: Vec<&Verdict<'_>> = verdicts
        .iter()
        .filter(|verdict| verdict.is_met() && !verdict.judged.is_empty())
        .collect();
    if met.len() == verdicts.len() && met.len() > SUMMED_UP {
        let per_interval = met.iter().all(|verdict| verdict.target.per_interval);
        let when = if per_interval {
            format!("in every {}", interval_noun(&center.calendar))
        } else {
            format!("over {}", the_day(center))
        };
        findings.push(Finding {
            weight: Weight::Good,
            queue: None,
            sentence: format!("All {} queues are on target {when}.", met.len()),
        });
        return;
    }
    for verdict in met {
        let name = title(&center.queues[verdict.queue].name);
        let Some((measure, limit)) = verdict.story() else {
            continue;
        };
        let wanted = plain(measure, limit);
        let word = if wants_more(measure) { "wanted" } else { "allowed" };
        let several = verdict.target.per_interval && verdict.judged.len() > 1;
        let sentence = if several {
            let ends = verdict.ends(measure, verdict.judged.iter().copied());
            let figures = ends.map_or_else(String::new, |ends| {
                let width = if wants_more(measure) {
                    format!("at least {}", floor(measure, ends.low))
                } else {
                    format!("at most {}", ceiling(measure, ends.high))
                };
                format!(": {} ({wanted} {word})", describe(measure, &width))
            });
            format!(
                "{name} is on target in every {}{figures}.",
                interval_noun(&center.calendar)
            )
        } else {
            let value = verdict.panel.day.mean(measure);
            let figures = value.map_or_else(String::new, |value| {
                format!(
                    ": {} ({wanted} {word})",
                    describe(measure, &plain(measure, value))
                )
            });
            let over = if verdict.judged.len() > 1 {
                format!(" over {}", the_day(center))
            } else {
                String::new()
            };
            format!("{name} is on target{over}{figures}.")
        };
        findings.push(Finding {
            weight: Weight::Good,
            queue: Some(verdict.queue),
            sentence,
        });
    }
}

/// Queues of which nothing is asked: how they are served; all together where they are many.
fn untargeted(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
    let free: Vec<QueueId> = (0..center.queues.len().min(results.queues.len()))
        .filter(|&queue| center.queues[queue].target.is_none())
        .collect();
    if free.len() > SUMMED_UP && free.len() == center.queues.len() {
        if let Some(served) = service_in_words(&results.center.day, "in time") {
            findings.push(Finding {
                weight: Weight::Good,
                queue: None,
                sentence: format!("None of the {} queues has a target: {served}.", free.len()),
            });
        }
        return;
    }
    for queue in free {
        let facts = &center.queues[queue];
        let in_time = format!("in time (within {})", seconds(facts.within.seconds()));
        if let Some(served) = service_in_words(&results.queues[queue].day, &in_time) {
            findings.push(Finding {
                weight: Weight::Good,
                queue: Some(queue),
                sentence: format!("{} has no target: {served}.", title(&facts.name)),
            });
        }
    }
}

/// "88 % in time, a mean wait of 7 s, …"; nothing where nothing was offered.
fn service_in_words(day: &Measures, in_time: &str) -> Option<String> {
    day.mean(Measure::Offered).filter(|&offered| offered > 0.0)?;
    let mut parts = Vec::new();
    if let Some(level) = day.mean(Measure::ServiceLevel) {
        parts.push(format!("{} {in_time}", percent(level)));
    }
    for measure in [Measure::Asa, Measure::WaitP90] {
        if let Some(wait) = day.mean(measure) {
            parts.push(describe(measure, &seconds(wait)));
        }
    }
    if let Some(rate) = day.mean(Measure::AbandonmentRate).filter(|&rate| rate > 0.0) {
        parts.push(describe(Measure::AbandonmentRate, &percent(rate)));
    }
    (!parts.is_empty()).then(|| list(&parts))
}
