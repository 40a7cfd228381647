//! Several logs that are parts of one job, read as one.
//!
//! In: logs in any order, each with some of the job's blocks. Out: every block, whichever log it is in; or
//! what is missing, or which files do not belong together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::fault::LogError;
use super::key::Key;
use super::log::Log;
use super::missing::{Lack, Missing};
use super::share::Share;

/// Parts of one job that agree with each other.
#[derive(Debug)]
pub struct Parts {
    logs: Vec<Log>,
    /// Which of them holds a block.
    holders: BTreeMap<Key, usize>,
}

/// Why logs are not parts of one job.
#[derive(Debug, Error)]
pub enum PartsError {
    /// There are none.
    #[error("there are no parts to merge")]
    NoParts,
    /// Their headers differ.
    #[error(
        "{} and {} are parts of different jobs\n  = note: parts belong together if scenario, seed and all else that changes results are the same\n  = help: merge the parts of one job only",
        first.display(), second.display()
    )]
    DifferentJobs {
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Both hold a block, but not the same.
    #[error(
        "{} and {} disagree about {key}\n  = note: the same job gives the same results on every machine: one of the two is wrong\n  = help: run both parts again",
        first.display(), second.display()
    )]
    Disagreement {
        /// The block.
        key: Key,
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// One cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl Parts {
    /// Puts logs together. Blocks that several hold are compared.
    ///
    /// # Errors
    /// If there are none, they are of different jobs, they disagree about a block, or one cannot be read.
    pub fn new(logs: Vec<Log>) -> Result<Parts, PartsError> {
        let Some(one) = logs.first() else {
            return Err(PartsError::NoParts);
        };
        if let Some(other) = logs.iter().find(|log| log.header() != one.header()) {
            return Err(PartsError::DifferentJobs {
                first: one.path().to_owned(),
                second: other.path().to_owned(),
            });
        }
        let mut holders = BTreeMap::new();
        for (index, log) in logs.iter().enumerate() {
            for key in log.keys() {
                let holder: &Log = &logs[*holders.entry(key).or_insert(index)];
                if holder.path() != log.path() && holder.get(key)? != log.get(key)? {
                    return Err(PartsError::Disagreement {
                        key,
                        first: holder.path().to_owned(),
                        second: log.path().to_owned(),
                    });
                }
            }
        }
        Ok(Parts { logs, holders })
    }

    /// What describes the job.
    pub fn header(&self) -> &[u8] {
        // All are the same, and there is one: else these would be no parts.
        self.logs.first().map_or(&[], Log::header)
    }

    /// The parts' files, in the order given.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.logs.iter().map(Log::path)
    }

    /// Reads a block, if any part holds it.
    ///
    /// # Errors
    /// If its file cannot be read, or is no longer what was written.
    pub fn get(&self, key: Key) -> Result<Option<Vec<u8>>, LogError> {
        match self.holders.get(&key) {
            Some(&holder) => self.logs[holder].get(key),
            None => Ok(None),
        }
    }

    /// What is missing of a job of scenarios with so many blocks each; none if the job is whole.
    pub fn missing(&self, blocks: &[u32]) -> Option<Missing> {
        let split = self.split();
        let mut lacks: BTreeMap<Share, Lack> = BTreeMap::new();
        for (case, &count) in (0..).zip(blocks) {
            for key in (0..count).map(|block| Key { case, block }) {
                let share = split.holder(key);
                lacks
                    .entry(share)
                    .or_insert_with(|| Lack::new(share, self.files_of(share), blocks.len() == 1))
                    .tell(key, self.holders.contains_key(&key));
            }
        }
        let lacks: Vec<Lack> = lacks.into_values().filter(|lack| !lack.gaps.is_empty()).collect();
        (!lacks.is_empty()).then_some(Missing { lacks })
    }

    /// One share of those into which the job was split; the whole if not all files were split alike.
    fn split(&self) -> Share {
        let mut shares = self.logs.iter().map(Log::share);
        let first = shares.next().unwrap_or(Share::WHOLE);
        if shares.all(|share| share.of() == first.of()) {
            first
        } else {
            Share::WHOLE
        }
    }

    fn files_of(&self, share: Share) -> Vec<PathBuf> {
        self.logs
            .iter()
            .filter(|log| share == Share::WHOLE || log.share() == share)
            .map(|log| log.path().to_owned())
            .collect()
    }
}
