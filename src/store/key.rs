//! What a kept block is known by.

use std::fmt;

/// Which block of replications of which scenario of the job, both from 0.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct Key {
    /// The scenario: its place in the job.
    pub case: u32,
    /// The block of replications: its number within the scenario.
    pub block: u32,
}

impl fmt::Display for Key {
    /// "scenario 2, block 14": as people count, from 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [case, block] = [self.case, self.block].map(|number| u64::from(number) + 1);
        write!(f, "scenario {case}, block {block}")
    }
}
