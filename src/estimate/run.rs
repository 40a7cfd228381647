//! Many replications in parallel.
//!
//! Replications run in blocks of 32, each block on one thread. What a block leaves are integers and single
//! days by their number, so the tally, and every byte of the results, is the same for any number of
//! threads.

use std::sync::Mutex;

use rayon::prelude::*;

use super::block::{BLOCK, Block};
use super::day::DayScratch;
use super::figure::{self, ContactMoments};
use super::frame::Frame;
use super::results::Results;
use super::tally::Tally;
use super::{steady, summary};
use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment, Mode};
use crate::observe::{Counters, InOrder};
use crate::stats::Confidence;

/// With a precision asked for, at least this many replications.
const LEAST: u32 = 64;

/// Simulates a center as the experiment says, in the caller's rayon pool, and estimates every measure.
///
/// With `experiment.precision`, blocks are looked at in order of their number and the run ends after the
/// first, from 64 replications on, with which the interval of the center's service level over the day is
/// narrow enough; `experiment.replications` is then the most.
///
/// `progress` is called with the number of replications just finished, from any thread.
pub fn run(center: &Center, experiment: &Experiment, progress: &(dyn Fn(u32) + Sync)) -> Results {
    estimate(center, experiment, false, progress)
}

/// The same with every abandonment scheduled as an event instead of told when it is noticed. Slower, and
/// the results are the same to the byte: a check on the engine.
pub fn run_in_order(center: &Center, experiment: &Experiment, progress: &(dyn Fn(u32) + Sync)) -> Results {
    estimate(center, experiment, true, progress)
}

fn estimate(
    center: &Center,
    experiment: &Experiment,
    in_order: bool,
    progress: &(dyn Fn(u32) + Sync),
) -> Results {
    if let Mode::Steady(how) = experiment.mode {
        return steady::results(center, experiment, how, in_order, progress);
    }
    let run = Run::new(center, experiment, progress);
    let plan = Plan::new(center);
    let crew = Crew {
        in_order,
        ..Crew::new(center, experiment, &run.frame, &plan)
    };
    let tally = match experiment.precision.first() {
        None => run.to_the_end(&crew),
        Some(asked) => run.until_precise(&crew, asked.half_width),
    };
    summary::results(center, experiment, &run.frame, tally)
}

struct Run<'a> {
    experiment: &'a Experiment,
    frame: Frame,
    progress: &'a (dyn Fn(u32) + Sync),
}

impl<'a> Run<'a> {
    fn new(center: &Center, experiment: &'a Experiment, progress: &'a (dyn Fn(u32) + Sync)) -> Self {
        Self {
            experiment,
            frame: Frame::new(center, experiment),
            progress,
        }
    }

    fn blocks(&self) -> u32 {
        self.experiment.replications.div_ceil(BLOCK)
    }

    /// Makes one block.
    fn block(&self, crew: &Crew<'_>, number: u32) -> Block {
        let mut worker = crew.take_worker();
        let mut block = crew.take_block();
        block.start(number);
        let first = number * BLOCK;
        let last = first.saturating_add(BLOCK).min(self.experiment.replications);
        for replication in first..last {
            worker.replicate(self.experiment.seed, replication);
            block.record(&self.frame, &worker.counters, &mut worker.scratch);
        }
        crew.give_worker(worker);
        (self.progress)(last - first);
        block
    }

    fn to_the_end(&self, crew: &Crew<'_>) -> Tally {
        let tally = Mutex::new(Tally::new(&self.frame));
        (0..self.blocks()).into_par_iter().for_each(|number| {
            let mut block = self.block(crew, number);
            lock(&tally).absorb(&mut block);
            crew.give_block(block);
        });
        tally
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Runs blocks some at a time, and takes them in order until they are enough; what was made beyond
    /// that is thrown away.
    fn until_precise(&self, crew: &Crew<'_>, half_width: f64) -> Tally {
        let mut tally = Tally::new(&self.frame);
        let mut service = ContactMoments::default();
        let mut next = 0;
        while next < self.blocks() {
            let wave = next..self.blocks().min(next + rayon::current_num_threads() as u32);
            let made: Vec<Block> = wave
                .clone()
                .into_par_iter()
                .map(|number| self.block(crew, number))
                .collect();
            for mut block in made {
                for day in &block.days {
                    let cell = &day.contacts[self.frame.queues].cell;
                    figure::push(&mut service, &figure::counts(cell, self.frame.definition));
                }
                tally.absorb(&mut block);
                crew.give_block(block);
                if service.count() >= u64::from(LEAST) && self.is_precise(&service, half_width) {
                    return tally;
                }
            }
            next = wave.end;
        }
        tally
    }

    fn is_precise(&self, service: &ContactMoments, half_width: f64) -> bool {
        let confidence = Confidence::new(self.experiment.confidence, service.count());
        figure::service_level_half_width(service, &confidence).is_some_and(|half| half <= half_width)
    }
}

/// What one thread needs to make replications.
struct Worker<'p> {
    engine: Engine<'p>,
    in_order: bool,
    counters: Counters,
    scratch: DayScratch,
}

impl Worker<'_> {
    fn replicate(&mut self, seed: u64, replication: u32) {
        self.counters.clear();
        if self.in_order {
            self.engine
                .replicate(seed, replication, &mut InOrder(&mut self.counters));
        } else {
            self.engine.replicate(seed, replication, &mut self.counters);
        }
    }
}

/// Workers and blocks at rest, to be used again; there are never more than threads at work.
struct Crew<'a> {
    center: &'a Center,
    experiment: &'a Experiment,
    frame: &'a Frame,
    plan: &'a Plan,
    in_order: bool,
    workers: Mutex<Vec<Worker<'a>>>,
    blocks: Mutex<Vec<Block>>,
}

impl<'a> Crew<'a> {
    fn new(center: &'a Center, experiment: &'a Experiment, frame: &'a Frame, plan: &'a Plan) -> Self {
        Self {
            center,
            experiment,
            frame,
            plan,
            in_order: false,
            workers: Mutex::new(Vec::new()),
            blocks: Mutex::new(Vec::new()),
        }
    }

    fn take_worker(&self) -> Worker<'a> {
        lock(&self.workers).pop().unwrap_or_else(|| Worker {
            engine: Engine::new(self.plan),
            in_order: self.in_order,
            counters: Counters::new(self.center, self.experiment.warm_up),
            scratch: DayScratch::default(),
        })
    }

    fn give_worker(&self, worker: Worker<'a>) {
        lock(&self.workers).push(worker);
    }

    fn take_block(&self) -> Block {
        let idle = lock(&self.blocks).pop();
        idle.unwrap_or_else(|| Block::new(self.frame))
    }

    fn give_block(&self, block: Block) {
        lock(&self.blocks).push(block);
    }
}

/// Locks; a thread that panicked takes the run down with it, so what it left is never looked at.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
