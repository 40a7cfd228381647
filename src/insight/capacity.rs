//! Agents against work, as the run shows it: too few, too busy, too many, and who was left waiting.
//!
//! In: a center, its results and verdicts. Out: findings.

use super::beyond::moves_work;
use super::finding::{Finding, SUMMED_UP, Weight};
use super::load::{may_wait, on_queue, pools, serving, speed};
use super::span::{Span, times};
use super::verdict::Verdict;
use super::wording::{list, number, percent, percent_beside, title};
use crate::estimate::{GroupMeasure, Measure, Results};
use crate::model::{Center, QueueId};

/// Occupancy below which, with every target met, a group has agents to spare.
const IDLE: f64 = 0.5;
/// Less than this on average is nobody left waiting.
const SOMEBODY: f64 = 0.5;

/// Contacts that nobody had taken when the center closed.
pub(super) fn left_waiting(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
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
pub(super) fn overload(
    center: &Center,
    results: &Results,
    verdicts: &[Verdict<'_>],
    findings: &mut Vec<Finding>,
) {
    let on_queue = on_queue(center);
    for pool in pools(center) {
        // Their volume does not tell the work of their agents.
        if pool.queues.iter().any(|&queue| moves_work(center, queue)) || may_wait(center, &pool.queues) {
            continue;
        }
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
                    .map(|load| load / speed(center, queue))
            };
            pool.queues.iter().filter_map(of).sum()
        };
        let agents =
            |interval: usize| -> f64 { pool.groups.iter().map(|&group| on_queue[group][interval]).sum() };
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
                percent_beside(most, 1.0)
            ),
        });
    }
}

/// Groups busier than their limit, or with agents to spare.
pub(super) fn occupancy(
    center: &Center,
    results: &Results,
    verdicts: &[Verdict<'_>],
    findings: &mut Vec<Finding>,
) {
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
                        percent_beside(most, limit)
                    ),
                });
            }
        }
        let served: Vec<&Verdict<'_>> = verdicts
            .iter()
            .filter(|verdict| serving(center, verdict.queue).contains(&group))
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
