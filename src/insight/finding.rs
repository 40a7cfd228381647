//! The answer of a run in words, most important first.
//!
//! In: a center and its results. Out: [`Finding`]s: what is short, when, by how much; where agents are too
//! many or too few; or that all is well. Every sentence is true of the figures as they are printed.

use std::fmt;

use super::capacity::{left_waiting, occupancy, overload};
use super::served::{untargeted, well};
use super::steady;
use super::together::together;
use super::trouble::{short_day, short_intervals};
use super::verdict::{Verdict, verdicts};
use super::wording::{count, horizon_noun, interval_noun, percent, title};
use crate::estimate::{Estimate, Results};
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

/// More queues in trouble than this are first summed up, and only the worst are told of.
pub(super) const SUMMED_UP: usize = 3;

/// What a run found, trouble first.
pub fn findings(center: &Center, results: &Results) -> Vec<Finding> {
    if let Some(run) = &results.steady {
        return steady::findings(center, results, run);
    }
    let verdicts = verdicts(center, results);
    let mut findings = Vec::new();
    sum_up(center, &verdicts, &mut findings);
    for verdict in worst(&verdicts) {
        short_intervals(center, results, verdict, &mut findings);
        short_day(center, verdict, &mut findings);
    }
    left_waiting(center, results, &mut findings);
    overload(center, results, &verdicts, &mut findings);
    occupancy(center, results, &verdicts, &mut findings);
    risk(center, results, &verdicts, &mut findings);
    together(center, results, &mut findings);
    well(center, &verdicts, &mut findings);
    untargeted(center, results, &mut findings);
    findings.sort_by_key(|finding| finding.weight);
    findings
}

/// The queues in trouble, in the order of the center; of many only those that miss most often.
fn worst<'v, 'a>(verdicts: &'v [Verdict<'a>]) -> Vec<&'v Verdict<'a>> {
    let mut short: Vec<&Verdict<'_>> = verdicts.iter().filter(|verdict| !verdict.is_met()).collect();
    short.sort_by_key(|verdict| std::cmp::Reverse((verdict.missed.len(), verdict.day.len())));
    short.truncate(SUMMED_UP);
    short.sort_by_key(|verdict| verdict.queue);
    short
}

/// Where many queues are in trouble: how many, before the worst of them.
pub(super) fn sum_up(center: &Center, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
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
            .filter(|worst| worst.missed.len() > 1)
            .filter(|worst| {
                let as_often = |other: &&&Verdict<'_>| other.missed.len() == worst.missed.len();
                short.iter().filter(as_often).count() == 1
            });
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

/// How often all targets are met together.
fn risk(center: &Center, results: &Results, verdicts: &[Verdict<'_>], findings: &mut Vec<Finding>) {
    let several = verdicts.len() > 1 && results.replications > 1;
    let Some(Estimate { mean, .. }) = results.all_targets_met.filter(|_| several) else {
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
