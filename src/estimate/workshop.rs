//! Where the blocks of one case are made: its frame and plan, and memory at rest to be used again.

use std::sync::Mutex;

use super::block::{BLOCK, Block};
use super::case::Case;
use super::controls::ControlPlan;
use super::day::DayScratch;
use super::frame::{Detail, Frame};
use super::results::{Measures, Results};
use super::steady::Pieces;
use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment, Mode};
use crate::observe::{Counters, InOrder};

/// One case made ready.
#[derive(Debug)]
pub(super) struct Workshop {
    pub case: Case,
    pub frame: Frame,
    plan: Plan,
    controls: Option<ControlPlan>,
    in_order: bool,
    /// Whether one replication is long enough for two threads to share a block.
    long: bool,
    /// Where equilibrium is asked for. The case is then that of the pieces of its runs.
    steady: Option<Pieces>,
    /// There are never more of these than threads at work.
    desks: Mutex<Vec<Desk>>,
    blocks: Mutex<Vec<Block>>,
}

/// What one thread needs beside an engine.
#[derive(Debug)]
struct Desk {
    counters: Counters,
    scratch: DayScratch,
}

/// Expected contacts of a replication from which on two threads share a block: far beyond what sharing costs.
const LONG: f64 = 20_000.0;

/// Number of blocks that an experiment's replications fill, one at least.
pub fn blocks_of(experiment: &Experiment) -> u32 {
    experiment.replications.div_ceil(BLOCK).max(1)
}

/// Replications that a block holds.
pub fn replications_of(experiment: &Experiment, block: u32) -> std::ops::Range<u32> {
    let first = block * BLOCK;
    first..first.saturating_add(BLOCK).min(experiment.replications)
}

impl Workshop {
    pub fn new(case: Case, detail: Detail, in_order: bool) -> Self {
        let (steady, case) = match case.experiment.mode {
            Mode::Days => (None, case),
            Mode::Steady(how) => {
                let (pieces, case) = Pieces::new(&case, how, in_order);
                (Some(pieces), case)
            }
        };
        let frame = Frame::new(&case.center, &case.experiment, detail);
        let reduces = case.experiment.variance_reduction && steady.is_none();
        Self {
            steady,
            controls: reduces.then(|| ControlPlan::new(&case.center, &frame)).flatten(),
            frame,
            plan: Plan::of(&case.center, &case.experiment),
            long: is_long(&case.center),
            case,
            in_order,
            desks: Mutex::default(),
            blocks: Mutex::default(),
        }
    }

    pub fn blocks(&self) -> u32 {
        blocks_of(&self.case.experiment)
    }

    /// Makes one block.
    pub fn make(&self, number: u32) -> Block {
        let experiment = &self.case.experiment;
        let mut desk = lock(&self.desks).pop().unwrap_or_else(|| self.desk());
        let idle = lock(&self.blocks).pop();
        let mut block = idle.unwrap_or_else(|| Block::new(&self.frame));
        block.start(number);
        if let Some(pieces) = &self.steady {
            let counted = |piece: &Counters| block.record(&self.frame, piece, &mut desk.scratch);
            pieces.make(replications_of(experiment, number), &mut desk.counters, counted);
            lock(&self.desks).push(desk);
            return block;
        }
        let replications: Vec<u32> = replications_of(experiment, number).collect();
        let mut engine = Engine::new(&self.plan);
        if self.long {
            // Whoever has no block left helps with one of two replications; they are recorded in order.
            let mut other = lock(&self.desks).pop().unwrap_or_else(|| self.desk());
            let mut helper = Engine::new(&self.plan);
            for pair in replications.chunks(2) {
                rayon::join(
                    || self.simulate(&mut engine, pair[0], &mut desk),
                    || {
                        if let Some(&second) = pair.get(1) {
                            self.simulate(&mut helper, second, &mut other);
                        }
                    },
                );
                self.record(&mut desk, &mut block);
                if pair.len() > 1 {
                    self.record(&mut other, &mut block);
                }
            }
            lock(&self.desks).push(other);
        } else {
            for replication in replications {
                self.simulate(&mut engine, replication, &mut desk);
                self.record(&mut desk, &mut block);
            }
        }
        lock(&self.desks).push(desk);
        block
    }

    fn simulate(&self, engine: &mut Engine<'_>, replication: u32, desk: &mut Desk) {
        let seed = self.case.experiment.seed;
        desk.counters.clear();
        if self.in_order {
            engine.replicate(seed, replication, &mut InOrder(&mut desk.counters));
        } else {
            engine.replicate(seed, replication, &mut desk.counters);
        }
    }

    fn record(&self, desk: &mut Desk, block: &mut Block) {
        block.record(&self.frame, &desk.counters, &mut desk.scratch);
        if let (Some(controls), Some(demand)) = (&self.controls, desk.counters.demand()) {
            block.add_controls(controls.values(demand));
        }
    }

    fn desk(&self) -> Desk {
        let counters = Counters::new(&self.case.center, self.case.experiment.warm_up);
        Desk {
            counters: match &self.controls {
                Some(controls) => counters.with_demand(controls.slots().clone()),
                None => counters,
            },
            scratch: DayScratch::default(),
        }
    }

    /// Replications that so many blocks took.
    pub fn replications_after(&self, blocks: u32) -> u32 {
        let pieces = blocks
            .saturating_mul(BLOCK)
            .min(self.case.experiment.replications);
        let steady = self.steady.as_ref();
        steady.map_or(pieces, |steady| steady.replications(pieces))
    }

    /// Results as they are to be told: per hour where equilibrium was asked for.
    pub fn in_its_terms(&self, results: Results) -> Results {
        match &self.steady {
            None => results,
            Some(pieces) => pieces.results(results),
        }
    }

    /// The same for the day of one scope alone.
    pub fn day_in_its_terms(&self, day: &mut Measures) {
        if let Some(pieces) = &self.steady {
            pieces.day(day);
        }
    }

    /// Takes a block back whose content is no longer needed.
    pub fn give_back(&self, block: Block) {
        lock(&self.blocks).push(block);
    }
}

fn is_long(center: &Center) -> bool {
    let volumes = center.queues.iter().flat_map(|queue| &queue.volume);
    volumes.sum::<f64>() > LONG
}

/// Locks; a thread that panicked takes the run down with it, so what it left is never looked at.
pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
