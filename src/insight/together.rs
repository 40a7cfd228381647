//! All queues together against the center's own target.
//!
//! In: a center and its results. Out: one finding: what is missed and when, or that nothing is.

use super::finding::{Finding, Weight};
use super::shortfall::{Shortfall, unmet};
use super::span::Span;
use super::wording::{count, interval_noun, list, the_day};
use crate::estimate::{Measure, Measures, Results};
use crate::model::{Center, Target};

/// What is asked of all queues together in an interval. On how many days they are on target counts there only
/// where no queue has a target of its own: on target means all of them.
pub fn asked_in_intervals(center: &Center) -> Option<Target> {
    let alone = center.queues.iter().all(|queue| queue.target.is_none());
    let target = center.target.clone().filter(|target| target.per_interval)?;
    Some(Target {
        on_days: target.on_days.filter(|_| alone),
        ..target
    })
}

/// How all queues together stand to the center's target, if it has one.
pub(super) fn together(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
    let Some(target) = &center.target else { return };
    let calendar = &center.calendar;
    let offered = |measures: &Measures| {
        let offered = measures.mean(Measure::Offered);
        offered.is_some_and(|offered| offered > 0.0)
    };
    let in_intervals = asked_in_intervals(center).filter(|_| results.steady.is_none());
    let by_interval = in_intervals.is_some();
    let intervals = results.center.intervals.iter().enumerate();
    let judged: Vec<(usize, &Measures)> = intervals
        .filter(|(_, measures)| by_interval && offered(measures))
        .collect();
    let missed: Vec<(usize, Vec<Shortfall>)> = judged
        .iter()
        .filter_map(|(interval, measures)| Some((*interval, unmet(in_intervals.as_ref()?, measures))))
        .filter(|(_, missed)| !missed.is_empty())
        .collect();
    let day = if target.per_day {
        unmet(target, &results.center.day)
    } else {
        Vec::new()
    };
    let phrases = |missed: &[Shortfall]| list(&missed.iter().map(Shortfall::phrase).collect::<Vec<_>>());
    let over = if results.steady.is_some() {
        String::new()
    } else {
        format!(" over {}", the_day(calendar))
    };
    let mut trouble = |sentence: String| {
        findings.push(Finding {
            weight: Weight::Trouble,
            queue: None,
            sentence,
        });
    };
    if let Some((worst, shortfalls)) = missed
        .iter()
        .max_by(|(_, one), (_, other)| how_far(one).total_cmp(&how_far(other)))
    {
        let at = Span {
            first: *worst,
            last: *worst,
        }
        .from_to(calendar);
        let often = match missed.len() {
            1 => format!("{at}: "),
            times if times == judged.len() => {
                format!("in every {}, worst {at}: ", interval_noun(calendar))
            }
            times => format!(
                "in {times} of {}, worst {at}: ",
                count(judged.len(), interval_noun(calendar))
            ),
        };
        trouble(format!(
            "All queues together miss their target {often}{}.",
            phrases(shortfalls)
        ));
    }
    if !day.is_empty() {
        trouble(format!(
            "All queues together miss their target{over}: {}.",
            phrases(&day)
        ));
    }
    if missed.is_empty() && day.is_empty() && offered(&results.center.day) {
        let when = if by_interval {
            format!(" in every {}", interval_noun(calendar))
        } else {
            over
        };
        findings.push(Finding {
            weight: Weight::Good,
            queue: None,
            sentence: format!("All queues together are on target{when}."),
        });
    }
}

/// How far the first limit that is missed is missed, as a part of it.
fn how_far(missed: &[Shortfall]) -> f64 {
    missed.first().map_or(0.0, |shortfall| {
        (shortfall.found - shortfall.limit).abs() / shortfall.limit.max(f64::MIN_POSITIVE)
    })
}
