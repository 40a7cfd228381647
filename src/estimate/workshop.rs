//! Where the blocks of one case are made: its frame and plan, and memory at rest to be used again.

use std::sync::Mutex;

use super::block::{BLOCK, Block};
use super::case::Case;
use super::day::DayScratch;
use super::frame::{Detail, Frame};
use crate::engine::{Engine, Plan};
use crate::model::Experiment;
use crate::observe::{Counters, InOrder};

/// One case made ready.
#[derive(Debug)]
pub(super) struct Workshop {
    pub case: Case,
    pub frame: Frame,
    plan: Plan,
    in_order: bool,
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

/// Number of blocks that an experiment's replications fill, one at least.
pub(super) fn blocks_of(experiment: &Experiment) -> u32 {
    experiment.replications.div_ceil(BLOCK).max(1)
}

/// Replications that a block holds.
pub(super) fn replications_of(experiment: &Experiment, block: u32) -> std::ops::Range<u32> {
    let first = block * BLOCK;
    first..first.saturating_add(BLOCK).min(experiment.replications)
}

impl Workshop {
    pub fn new(case: Case, detail: Detail, in_order: bool) -> Self {
        Self {
            frame: Frame::new(&case.center, &case.experiment, detail),
            plan: Plan::new(&case.center),
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
        let mut engine = Engine::new(&self.plan);
        let mut desk = lock(&self.desks).pop().unwrap_or_else(|| Desk {
            counters: Counters::new(&self.case.center, experiment.warm_up),
            scratch: DayScratch::default(),
        });
        let idle = lock(&self.blocks).pop();
        let mut block = idle.unwrap_or_else(|| Block::new(&self.frame));
        block.start(number);
        for replication in replications_of(experiment, number) {
            desk.counters.clear();
            if self.in_order {
                engine.replicate(experiment.seed, replication, &mut InOrder(&mut desk.counters));
            } else {
                engine.replicate(experiment.seed, replication, &mut desk.counters);
            }
            block.record(&self.frame, &desk.counters, &mut desk.scratch);
        }
        lock(&self.desks).push(desk);
        block
    }

    /// Takes a block back whose content is no longer needed.
    pub fn give_back(&self, block: Block) {
        lock(&self.blocks).push(block);
    }
}

/// Locks; a thread that panicked takes the run down with it, so what it left is never looked at.
pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
