//! One scenario: many replications in parallel → results.
//!
//! Replications run in blocks of 32, each block on one thread. What a block leaves are integers and single
//! days by their number, so the tally, and every byte of the results, is the same for any number of
//! threads.

use std::sync::Mutex;

use super::case::{Case, NoArchive};
use super::frame::{Detail, Frame};
use super::precision::Reached;
use super::results::Results;
use super::schedule::{Manner, run_cases};
use super::summary;
use super::tally::Tally;
use super::workshop::{Workshop, lock};
use crate::model::{Center, Experiment, Target};

/// What came of one case.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Every figure.
    pub results: Results,
    /// What they were made from: what pairs the days of one case with those of another.
    pub sample: Sample,
}

/// The replications of a case, day by day.
#[derive(Debug, Clone)]
pub struct Sample {
    pub(super) case: Case,
    pub(super) frame: Frame,
    pub(super) tally: Tally,
}

impl Sample {
    /// What each queue should reach.
    pub fn targets(&self) -> Vec<Option<Target>> {
        let queues = self.case.center.queues.iter();
        queues.map(|queue| queue.target.clone()).collect()
    }

    /// The experiment that makes exactly these replications of any center: what was asked, with their number
    /// where a precision decided it.
    pub fn experiment_made(&self) -> Experiment {
        Experiment {
            replications: self.tally.replications(),
            precision: Vec::new(),
            ..self.case.experiment.clone()
        }
    }
}

impl Outcome {
    pub(super) fn new(workshop: &Workshop, mut tally: Tally, precision: Vec<Reached>) -> Self {
        let results = summary::results(&workshop.case, &workshop.frame, &mut tally, precision);
        let results = workshop.in_its_terms(results);
        Self {
            results,
            sample: Sample {
                case: workshop.case.clone(),
                frame: workshop.frame.clone(),
                tally,
            },
        }
    }
}

/// Simulates a center as the experiment says, in the caller's rayon pool, and estimates every measure.
///
/// With `experiment.precision`, the run ends when every interval asked for is narrow enough;
/// `experiment.replications` is then the most.
///
/// `progress` is called with the number of replications just finished, from any thread.
pub fn run(center: &Center, experiment: &Experiment, progress: &(dyn Fn(u32) + Sync)) -> Results {
    let manner = Manner {
        in_order: false,
        detail: Detail::Intervals,
        archive: &NoArchive,
        progress,
    };
    let case = Case {
        center: center.clone(),
        experiment: experiment.clone(),
    };
    run_one(case, &manner)
        .expect("nothing is kept, so nothing fails")
        .results
}

/// Simulates one case.
///
/// # Errors
/// When the archive fails.
pub fn run_one(case: Case, manner: &Manner<'_>) -> std::io::Result<Outcome> {
    let found = Mutex::new(None);
    run_cases(
        [case].as_slice(),
        manner,
        |_, outcome| outcome,
        |_, outcome| {
            *lock(&found) = Some(outcome);
            Ok(())
        },
    )?;
    let outcome = lock(&found).take();
    Ok(outcome.expect("every case is delivered unless something failed"))
}
