//! The tally of a run: blocks added up. It holds everything from which results are made, and parts of it
//! merge to the same tally in any order.

use std::collections::BTreeMap;

use super::block::{BLOCK, Block, IntervalSums};
use super::day::Day;
use super::frame::Frame;
use super::waits::SectionedWaits;

/// What the blocks of a run leave together.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Days of each block, by its number.
    days: BTreeMap<u32, Vec<Day>>,
    pub sums: IntervalSums,
    pub waits: SectionedWaits,
}

impl Tally {
    pub fn new(frame: &Frame) -> Self {
        Self {
            days: BTreeMap::new(),
            sums: IntervalSums::new(frame),
            waits: SectionedWaits::new(frame),
        }
    }

    /// Adds a block, and takes its days; it may be started anew afterwards.
    pub fn absorb(&mut self, block: &mut Block) {
        debug_assert!(block.days.len() <= BLOCK as usize);
        for (place, waits) in block.waits[..block.days.len()].iter().enumerate() {
            self.waits.absorb(place, waits);
        }
        self.sums.merge(&block.sums);
        self.days.insert(block.number, std::mem::take(&mut block.days));
    }

    /// Replications made.
    pub fn replications(&self) -> u32 {
        self.days.values().map(|days| days.len() as u32).sum()
    }

    /// Single days of each block, in order.
    pub fn blocks(&self) -> Vec<&[Day]> {
        self.days.values().map(Vec::as_slice).collect()
    }

    /// Single days in order of replication.
    pub fn days(&self) -> impl Iterator<Item = &Day> + Clone {
        self.days.values().flatten()
    }
}
