//! What is well, and how queues are served of which nothing is asked.
//!
//! In: a center, its results and verdicts. Out: good findings.

use super::finding::{Finding, SUMMED_UP, Weight};
use super::shortfall::{bound, describe, plain, wants_more};
use super::verdict::Verdict;
use super::wording::{interval_noun, list, percent, seconds, the_day, title};
use crate::estimate::{Measure, Measures, Results};
use crate::model::{Center, QueueId};

/// Queues that meet their targets, together where all of them do.
pub(super) fn well(center: &Center, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    let met: Vec<&Verdict<'_>> = verdicts
        .iter()
        .filter(|verdict| verdict.is_met() && !verdict.judged.is_empty())
        .collect();
    if met.len() == verdicts.len() && met.len() > SUMMED_UP {
        let per_interval = met.iter().all(|verdict| verdict.target.per_interval);
        let when = if met.iter().all(|verdict| verdict.judged.len() == 1) {
            String::new()
        } else if per_interval {
            format!(" in every {}", interval_noun(&center.calendar))
        } else {
            format!(" over {}", the_day(&center.calendar))
        };
        findings.push(Finding {
            weight: Weight::Good,
            queue: None,
            sentence: format!("All {} queues are on target{when}.", met.len()),
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
                let width = bound(measure, if wants_more(measure) { ends.low } else { ends.high });
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
                format!(" over {}", the_day(&center.calendar))
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

/// Queues of which nothing is asked: how they are served; together where they are many.
pub(super) fn untargeted(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
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
    if free.len() > SUMMED_UP {
        let levels = free
            .iter()
            .filter_map(|&queue| results.queues[queue].day.mean(Measure::ServiceLevel));
        let (low, high) = levels.fold((f64::INFINITY, 0.0_f64), |(low, high), level| {
            (low.min(level), high.max(level))
        });
        if low <= high {
            let (low, high) = (percent(low), percent(high));
            let range = if low == high {
                format!("{low} each")
            } else {
                format!("{low} to {high}")
            };
            findings.push(Finding {
                weight: Weight::Good,
                queue: None,
                sentence: format!("{} queues have no target: {range} in time.", free.len()),
            });
        }
        return;
    }
    for queue in free {
        let facts = &center.queues[queue];
        let in_time = format!("in time (within {})", seconds(facts.within.seconds()));
        let target = if center.target.is_some() {
            "target of its own"
        } else {
            "target"
        };
        if let Some(served) = service_in_words(&results.queues[queue].day, &in_time) {
            findings.push(Finding {
                weight: Weight::Good,
                queue: Some(queue),
                sentence: format!("{} has no {target}: {served}.", title(&facts.name)),
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
