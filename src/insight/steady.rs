//! The answer of a run in equilibrium, in words: no times of day, no days.
//!
//! In: a center and its results in equilibrium. Out: findings: what is missed or met in the long run, and
//! whether the run was long enough to tell.

use super::beyond::{stays, waits_forever};
use super::finding::{Finding, Weight, sum_up};
use super::load::{pools, staff};
use super::served::{untargeted, well};
use super::shortfall::Shortfall;
use super::together::together;
use super::verdict::{Verdict, verdicts};
use super::wording::{by_text, callers, list, number, percent, percent_beside, title};
use crate::estimate::{GroupMeasure, Measure, Results, SteadyRun};
use crate::model::{Center, Distribution, QueueId};

/// What a run in equilibrium found, trouble first.
pub(super) fn findings(center: &Center, results: &Results, run: &SteadyRun) -> Vec<Finding> {
    let verdicts = verdicts(center, results);
    let mut findings = Vec::new();
    let growing = overload(center, results, &mut findings);
    too_short(run, growing, &mut findings);
    sum_up(center, &verdicts, &mut findings);
    for verdict in &verdicts {
        missed(center, verdict, &mut findings);
    }
    left_waiting(center, results, &mut findings);
    too_busy(center, results, &mut findings);
    together(center, results, &mut findings);
    well(center, &verdicts, &mut findings);
    untargeted(center, results, &mut findings);
    findings.sort_by_key(|finding| finding.weight);
    findings
}

/// More work than the agents can do: a queue that only grows where callers never leave, busy agents and
/// callers who give up where they do. Whether any queue only grows.
fn overload(center: &Center, results: &Results, findings: &mut Vec<Finding>) -> bool {
    let mut growing = false;
    for pool in pools(center) {
        let load = |queue: &QueueId| results.queues.get(*queue)?.day.mean(Measure::OfferedLoad);
        let load: f64 = pool.queues.iter().filter_map(load).sum();
        let agents = f64::from(staff(center, &pool.groups, 0));
        if agents == 0.0 || load < agents {
            continue;
        }
        let patient = |&queue: &QueueId| waits_forever(center, queue);
        // What those bring who stay whatever they meet, though others of their queue leave.
        let lasting = pool.queues.iter().filter_map(|&queue| {
            let forever = *center.queues[queue].patience.at(0) == Distribution::Forever;
            let load = results.queues.get(queue)?.day.mean(Measure::OfferedLoad)?;
            forever.then(|| load * stays(center, queue))
        });
        let lasting = lasting.sum::<f64>() >= agents;
        let others = pool.queues.iter().any(|&queue| stays(center, queue) < 1.0);
        let names: Vec<String> = pool
            .queues
            .iter()
            .map(|&queue| title(&center.queues[queue].name))
            .collect();
        let whose = if pools(center).len() == 1 {
            String::new()
        } else {
            format!(" for {}", list(&names))
        };
        let work = if load > agents {
            format!(
                "More work comes{whose} than the agents can do ({} of their time)",
                percent_beside(load / agents, 1.0)
            )
        } else {
            format!("As much work comes{whose} as the agents can do")
        };
        let (weight, sentence) = if lasting && others {
            growing = true;
            let sentence = format!(
                "{work}, and too many {} stay however long it takes, so the queue only grows. There is no \
                 equilibrium, and the figures depend on how long the run is.",
                callers(center)
            );
            (Weight::Trouble, sentence)
        } else if pool.queues.iter().any(patient) {
            growing = true;
            let sentence = format!(
                "{work}, and {} never {}, so the queue only grows. There is no equilibrium, and the \
                 figures depend on how long the run is.",
                callers(center),
                if by_text(center) { "give up" } else { "hang up" }
            );
            (Weight::Trouble, sentence)
        } else if others {
            (
                Weight::Notice,
                format!("{work}; only those who get no agent keep the queue from growing."),
            )
        } else {
            (
                Weight::Notice,
                format!(
                    "{work}; only {} who give up keep the queue from growing.",
                    if by_text(center) { "those" } else { "callers" }
                ),
            )
        };
        findings.push(Finding {
            weight,
            queue: None,
            sentence,
        });
    }
    growing
}

/// Whether the run was long enough to tell.
fn too_short(run: &SteadyRun, growing: bool, findings: &mut Vec<Finding>) {
    let mut tell = |sentence: String| {
        findings.push(Finding {
            weight: Weight::Trouble,
            queue: None,
            sentence,
        });
    };
    if run.unsettled && !growing {
        tell(
            "The run is too short: MSER-5 finds the warm-up to last for half of it or longer. Take a longer \
             horizon or more replications."
                .into(),
        );
    }
    if let Some(batches) = run.batches.filter(|batches| batches.alike && !growing) {
        let correlation = batches.correlation.unwrap_or(0.0);
        tell(format!(
            "The run is too short: even its {} batches are alike (neighbours' correlation {correlation:.2}), so \
             that the intervals are too narrow. Take more replications.",
            batches.number
        ));
    }
}

/// A queue that misses its target.
fn missed(center: &Center, verdict: &Verdict<'_>, findings: &mut Vec<Finding>) {
    let shortfalls = verdict.missed.iter().flat_map(|(_, shortfalls)| shortfalls);
    let phrases: Vec<String> = shortfalls.clone().map(Shortfall::phrase).collect();
    if phrases.is_empty() {
        return;
    }
    let doubt = if shortfalls.clone().any(|shortfall| shortfall.certain) {
        ""
    } else {
        "; this run cannot tell it from the target"
    };
    findings.push(Finding {
        weight: Weight::Trouble,
        queue: Some(verdict.queue),
        sentence: format!(
            "{} misses its target: {}{doubt}.",
            title(&center.queues[verdict.queue].name),
            list(&phrases)
        ),
    });
}

/// Contacts that nobody can ever take.
fn left_waiting(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
    for (queue, panel) in results.queues.iter().enumerate() {
        let left = panel.day.mean(Measure::WaitingAtEnd).unwrap_or(0.0);
        if left > 0.0 {
            findings.push(Finding {
                weight: Weight::Trouble,
                queue: Some(queue),
                sentence: format!(
                    "Of {}, {} contacts an hour are never answered.",
                    title(&center.queues[queue].name),
                    number(left)
                ),
            });
        }
    }
}

/// Groups busier than their limit.
fn too_busy(center: &Center, results: &Results, findings: &mut Vec<Finding>) {
    for (group, panel) in center.groups.iter().zip(&results.groups) {
        let busy = panel.day.mean(GroupMeasure::Occupancy);
        if let (Some(limit), Some(busy)) = (group.occupancy_max, busy)
            && busy > limit
        {
            findings.push(Finding {
                weight: Weight::Trouble,
                queue: None,
                sentence: format!(
                    "{}: busy {} of the time, more than the {} allowed.",
                    title(&group.name),
                    percent_beside(busy, limit),
                    percent(limit)
                ),
            });
        }
    }
}
