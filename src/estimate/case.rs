//! What is to be simulated: one or many cases, and where their blocks may lie already.

use std::io;

use super::block::Block;
use crate::model::{Center, Experiment};

/// One scenario to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The center.
    pub center: Center,
    /// How it is simulated.
    pub experiment: Experiment,
}

/// Cases, made when they are needed: any number of them takes the memory of a few.
pub trait Cases: Sync {
    /// How many.
    fn count(&self) -> u32;

    /// The case of that index, from 0. The same index gives the same case.
    fn case(&self, index: u32) -> Case;
}

impl Cases for [Case] {
    fn count(&self) -> u32 {
        self.len() as u32
    }

    fn case(&self, index: u32) -> Case {
        self[index as usize].clone()
    }
}

/// Where finished blocks of replications are kept, to go on later or elsewhere.
pub trait Archive: Sync {
    /// A block that was kept before.
    ///
    /// # Errors
    /// When it cannot be read.
    fn find(&self, case: u32, block: u32) -> io::Result<Option<Block>>;

    /// Keeps a block that was made just now.
    ///
    /// # Errors
    /// When it cannot be written.
    fn keep(&self, case: u32, block: &Block) -> io::Result<()>;
}

/// Nothing is kept.
#[derive(Debug, Clone, Copy)]
pub struct NoArchive;

impl Archive for NoArchive {
    fn find(&self, _case: u32, _block: u32) -> io::Result<Option<Block>> {
        Ok(None)
    }

    fn keep(&self, _case: u32, _block: &Block) -> io::Result<()> {
        Ok(())
    }
}
