//! Equilibrium: what a center whose demand and staff never change does in the long run.
//!
//! In: a center that is the same in every interval. Out: [`Results`] per hour, and a [`SteadyRun`] that says
//! how they came about. Either one long run is cut into batches, or many runs of the horizon are made; from
//! each run the warm-up is left out, and what is left of it is to the summary what a day is otherwise.
//!
//! A run is counted in slices of about a handle time. The series from which the warm-up and the batches are
//! told is the mean number of contacts in the center, waiting or being handled, slice by slice: unlike waits
//! it exists at every moment, it starts from zero, and all that happens to a contact follows from it. The
//! center never closes: a run goes on beyond what is counted until everybody who counts has been answered or
//! has given up.

mod per_hour;
mod sliced;

use std::ops::Range;

use self::sliced::{Sliced, Worker};
use super::block::BLOCK;
use super::case::Case;
use super::results::{Measures, Results};
use crate::model::{Experiment, MAX_HORIZON_S, Steady, SteadyMethod, Ticks};
use crate::observe::Counters;
use crate::stats::{WarmUpEnd, batches, mser5};

/// Slices of one long run, at least: half of them leave 32 batches of ten.
const LEAST_IN_LONG: usize = 640;
/// Slices of one of many runs, at least: ten of the groups that MSER-5 looks at.
const LEAST_IN_SHORT: usize = 50;

/// How equilibrium was estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SteadyRun {
    /// One long run or many.
    pub method: SteadyMethod,
    /// Length of a run, warm-up included, in seconds. One run is as long as all replications together, but at
    /// most ten years.
    pub length_s: f64,
    /// Left out at the start of every run, in seconds, in whole slices.
    pub warm_up_s: f64,
    /// Whether the warm-up was found by MSER-5, not given.
    pub warm_up_found: bool,
    /// Whether it is half a run, where MSER-5 stops looking: the run is too short to have settled, or the
    /// center never does.
    pub unsettled: bool,
    /// Length of a slice, in seconds.
    pub slice_s: f64,
    /// The batches of one long run.
    pub batches: Option<Batches>,
}

/// How one long run was cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batches {
    /// How many.
    pub number: usize,
    /// Length of each, in seconds.
    pub length_s: f64,
    /// The correlation of neighbours' mean number of contacts in the center; nothing where it never varies.
    pub correlation: Option<f64>,
    /// Whether even these batches are alike by the test: the run is too short, and intervals are too narrow.
    pub alike: bool,
}

/// The runs of a case, cut into pieces: the batches of one long run, or what is left of each of many without
/// its warm-up.
#[derive(Debug)]
pub(super) struct Pieces {
    sliced: Sliced,
    told: SteadyRun,
    /// Slices at the start of every run to leave out.
    warm_up: usize,
    /// Slices of a piece.
    length: usize,
    seed: u64,
    in_order: bool,
    /// The one long run, and the replications it is worth.
    long: Option<(Counters, u32)>,
}

impl Pieces {
    /// Finds the warm-up and cuts, and makes the case of which every piece is one replication.
    pub fn new(case: &Case, how: Steady, in_order: bool) -> (Self, Case) {
        let experiment = &case.experiment;
        let given = if how.finds_warm_up {
            Ticks::ZERO
        } else {
            experiment.warm_up
        };
        let horizon = case.center.calendar.horizon();
        let all = horizon.0.saturating_mul(u64::from(experiment.replications));
        let (length, least) = match how.method {
            SteadyMethod::BatchMeans => (Ticks(all).min(Ticks::from_seconds(MAX_HORIZON_S)), LEAST_IN_LONG),
            SteadyMethod::Replications => (horizon, LEAST_IN_SHORT),
        };
        let sliced = Sliced::new(&case.center, length, given, least);
        let mut told = SteadyRun {
            method: how.method,
            length_s: sliced.seconds(sliced.slices),
            warm_up_s: 0.0,
            warm_up_found: how.finds_warm_up,
            unsettled: false,
            slice_s: sliced.slice.seconds(),
            batches: None,
        };
        let mut worker = Worker::new(&sliced, in_order);
        let (warm_up, pieces, length, long);
        match how.method {
            SteadyMethod::BatchMeans => {
                worker.replicate(experiment.seed, 0);
                let series = sliced.means(&worker.counters.in_center(), 1);
                warm_up = end_of_warm_up(&sliced, experiment, how, &series);
                let cut = batches(&series[warm_up.values..]);
                told.batches = Some(Batches {
                    number: cut.batches,
                    length_s: sliced.seconds(cut.length),
                    correlation: cut.correlation,
                    alike: cut.alike,
                });
                let mut counters = worker.counters;
                counters.sort_waits();
                (pieces, length) = (cut.batches as u32, cut.length);
                long = Some((counters, experiment.replications));
            }
            SteadyMethod::Replications => {
                let looked_at = if how.finds_warm_up {
                    experiment.replications.min(BLOCK)
                } else {
                    0
                };
                let mut sums = vec![0; sliced.slices];
                for replication in 0..looked_at {
                    worker.replicate(experiment.seed, replication);
                    let run = worker.counters.in_center();
                    sums.iter_mut().zip(run).for_each(|(sum, ticks)| *sum += ticks);
                }
                let series = sliced.means(&sums, looked_at.max(1));
                warm_up = end_of_warm_up(&sliced, experiment, how, &series);
                (pieces, length) = (experiment.replications, sliced.slices - warm_up.values);
                long = None;
            }
        }
        told.unsettled = warm_up.at_edge;
        told.warm_up_s = sliced.seconds(warm_up.values);
        let piece = Case {
            center: sliced.stretch(length),
            experiment: Experiment {
                replications: pieces,
                warm_up: Ticks::ZERO,
                ..experiment.clone()
            },
        };
        let pieces = Self {
            sliced,
            told,
            warm_up: warm_up.values,
            length,
            seed: experiment.seed,
            in_order,
            long,
        };
        (pieces, piece)
    }

    /// Makes some pieces, each in `piece`, and has them counted.
    pub fn make(&self, numbers: Range<u32>, piece: &mut Counters, mut counted: impl FnMut(&Counters)) {
        if let Some((run, _)) = &self.long {
            for number in numbers {
                let first = self.warm_up + number as usize * self.length;
                piece.take_as_one(run, first..first + self.length);
                counted(piece);
            }
            return;
        }
        let mut worker = Worker::new(&self.sliced, self.in_order);
        for replication in numbers {
            worker.replicate(self.seed, replication);
            worker.counters.sort_waits();
            piece.take_as_one(&worker.counters, self.warm_up..self.sliced.slices);
            counted(piece);
        }
    }

    /// The replications that so many pieces are worth: all of them for the batches of one long run.
    pub fn replications(&self, pieces: u32) -> u32 {
        match self.long {
            Some((_, all)) if pieces > 0 => all,
            _ => pieces,
        }
    }

    /// Results of the pieces as those of equilibrium.
    pub fn results(&self, pieces: Results) -> Results {
        let mut results = per_hour::results(pieces, self.told, self.hours());
        if self.long.is_some() {
            results.replications = 1;
        }
        results
    }

    /// One scope's figures of the pieces as those of equilibrium.
    pub fn day(&self, pieces: &mut Measures) {
        per_hour::contacts(pieces, self.hours());
    }

    /// Length of a piece.
    fn hours(&self) -> f64 {
        self.sliced.seconds(self.length) / 3600.0
    }
}

/// The slices to leave out at the start: those found, or as many as cover the warm-up that is given.
fn end_of_warm_up(sliced: &Sliced, experiment: &Experiment, how: Steady, series: &[f64]) -> WarmUpEnd {
    if how.finds_warm_up {
        return mser5(series);
    }
    let slices = experiment.warm_up.0.div_ceil(sliced.slice.0) as usize;
    WarmUpEnd {
        values: slices.min(sliced.slices - 1),
        at_edge: false,
    }
}
