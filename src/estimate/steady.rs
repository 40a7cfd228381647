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

use std::sync::Mutex;

use rayon::prelude::*;

use self::sliced::{Sliced, Worker};
use super::block::{BLOCK, Block};
use super::day::DayScratch;
use super::frame::Frame;
use super::results::Results;
use super::summary;
use super::tally::Tally;
use crate::model::{Center, Experiment, MAX_HORIZON_S, Steady, SteadyMethod, Ticks};
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

/// Estimates equilibrium.
pub(super) fn results(
    center: &Center,
    experiment: &Experiment,
    how: Steady,
    in_order: bool,
    progress: &(dyn Fn(u32) + Sync),
) -> Results {
    match how.method {
        SteadyMethod::BatchMeans => one_run(center, experiment, how, in_order, progress),
        SteadyMethod::Replications => many_runs(center, experiment, how, in_order, progress),
    }
}

/// One long run, cut into batches.
fn one_run(
    center: &Center,
    experiment: &Experiment,
    how: Steady,
    in_order: bool,
    progress: &(dyn Fn(u32) + Sync),
) -> Results {
    let all = center
        .calendar
        .horizon()
        .0
        .saturating_mul(u64::from(experiment.replications));
    let length = Ticks(all).min(Ticks::from_seconds(MAX_HORIZON_S));
    let sliced = Sliced::new(center, length, given(experiment, how), LEAST_IN_LONG);
    let mut worker = Worker::new(&sliced, in_order);
    worker.replicate(experiment.seed, 0);
    let series = in_center(&sliced, &worker.counters.in_center(), 1);
    let warm_up = warm_up(&sliced, experiment, how, &series);
    let cut = batches(&series[warm_up.values..]);

    let (batch, settled) = (sliced.stretch(cut.length), without_warm_up(experiment));
    let frame = Frame::new(&batch, &settled);
    let mut block = Block::new(&frame);
    let mut day = Counters::new(&batch, Ticks::ZERO);
    let mut scratch = DayScratch::default();
    worker.counters.sort_waits();
    block.start(0);
    for number in 0..cut.batches {
        let first = warm_up.values + number * cut.length;
        day.take_as_one(&worker.counters, first..first + cut.length);
        block.record(&frame, &day, &mut scratch);
    }
    let mut tally = Tally::new(&frame);
    tally.absorb(&mut block);
    progress(experiment.replications);

    let run = SteadyRun {
        batches: Some(Batches {
            number: cut.batches,
            length_s: batch.calendar.horizon().seconds(),
            correlation: cut.correlation,
            alike: cut.alike,
        }),
        ..told(&sliced, how, warm_up)
    };
    let results = summary::results(&batch, &settled, &frame, tally);
    Results {
        replications: 1,
        ..per_hour::results(results, run, batch.calendar.horizon())
    }
}

/// Many runs of the horizon, in blocks on all threads.
fn many_runs(
    center: &Center,
    experiment: &Experiment,
    how: Steady,
    in_order: bool,
    progress: &(dyn Fn(u32) + Sync),
) -> Results {
    let sliced = Sliced::new(
        center,
        center.calendar.horizon(),
        given(experiment, how),
        LEAST_IN_SHORT,
    );
    let series = if how.finds_warm_up {
        let looked_at = experiment.replications.min(BLOCK);
        let runs: Vec<Vec<u64>> = (0..looked_at)
            .into_par_iter()
            .map_init(
                || Worker::new(&sliced, in_order),
                |worker, replication| {
                    worker.replicate(experiment.seed, replication);
                    worker.counters.in_center()
                },
            )
            .collect();
        let sums: Vec<u64> = (0..sliced.slices)
            .map(|slice| runs.iter().map(|run| run[slice]).sum())
            .collect();
        in_center(&sliced, &sums, looked_at)
    } else {
        Vec::new()
    };
    let warm_up = warm_up(&sliced, experiment, how, &series);

    let rest = warm_up.values..sliced.slices;
    let (batch, settled) = (sliced.stretch(rest.len()), without_warm_up(experiment));
    let frame = Frame::new(&batch, &settled);
    let tally = Mutex::new(Tally::new(&frame));
    (0..experiment.replications.div_ceil(BLOCK))
        .into_par_iter()
        .for_each_init(
            || {
                let day = Counters::new(&batch, Ticks::ZERO);
                (
                    Worker::new(&sliced, in_order),
                    day,
                    Block::new(&frame),
                    DayScratch::default(),
                )
            },
            |(worker, day, block, scratch), number| {
                block.start(number);
                let first = number * BLOCK;
                let last = first.saturating_add(BLOCK).min(experiment.replications);
                for replication in first..last {
                    worker.replicate(experiment.seed, replication);
                    worker.counters.sort_waits();
                    day.take_as_one(&worker.counters, rest.clone());
                    block.record(&frame, day, scratch);
                }
                tally
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .absorb(block);
                progress(last - first);
            },
        );
    let tally = tally
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let results = summary::results(&batch, &settled, &frame, tally);
    per_hour::results(results, told(&sliced, how, warm_up), batch.calendar.horizon())
}

/// The warm-up that the experiment gives.
fn given(experiment: &Experiment, how: Steady) -> Ticks {
    if how.finds_warm_up {
        Ticks::ZERO
    } else {
        experiment.warm_up
    }
}

/// The slices to leave out at the start: those found, or as many as cover the warm-up that is given.
fn warm_up(sliced: &Sliced<'_>, experiment: &Experiment, how: Steady, series: &[f64]) -> WarmUpEnd {
    if how.finds_warm_up {
        return mser5(series);
    }
    let slices = experiment.warm_up.0.div_ceil(sliced.slice.0) as usize;
    WarmUpEnd {
        values: slices.min(sliced.slices - 1),
        at_edge: false,
    }
}

/// The mean number in the center in each slice, from ticks summed over `runs`.
fn in_center(sliced: &Sliced<'_>, ticks: &[u64], runs: u32) -> Vec<f64> {
    let slice = sliced.slice.0 as f64 * f64::from(runs);
    ticks.iter().map(|&ticks| ticks as f64 / slice).collect()
}

fn without_warm_up(experiment: &Experiment) -> Experiment {
    Experiment {
        warm_up: Ticks::ZERO,
        ..experiment.clone()
    }
}

fn told(sliced: &Sliced<'_>, how: Steady, warm_up: WarmUpEnd) -> SteadyRun {
    SteadyRun {
        method: how.method,
        length_s: Ticks(sliced.slice.0 * sliced.slices as u64).seconds(),
        warm_up_s: Ticks(sliced.slice.0 * warm_up.values as u64).seconds(),
        warm_up_found: how.finds_warm_up,
        unsettled: warm_up.at_edge,
        slice_s: sliced.slice.seconds(),
        batches: None,
    }
}
