//! Why a log cannot be used: the file, what is wrong with it, the rule behind that, and the remedy.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A log that cannot be used. Its file is left as it was.
#[derive(Debug, Error)]
pub struct LogError {
    file: PathBuf,
    fault: Fault,
}

/// What is wrong.
#[derive(Debug)]
pub enum Fault {
    /// There is something of that name, and it is not replaced.
    Exists,
    /// It is a directory.
    Directory,
    /// There is nothing in it.
    Empty,
    /// Something else wrote it.
    Foreign,
    /// Another version of headcount wrote it, in that format.
    Format(u16),
    /// Another process writes to it.
    InUse,
    /// It was opened for reading only.
    ReadOnly,
    /// It is not what was written.
    Damaged(Damage),
    /// The system refused.
    System(io::Error),
}

/// What is not as it was written; bytes are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Damage {
    /// The head is not whole.
    #[error("it ends at byte {length}, within its head")]
    HeadCutOff {
        /// Bytes of the file.
        length: u64,
    },
    /// The head is not what was written.
    #[error("its head, up to byte {end}, does not match its checksum")]
    Head {
        /// The first byte after it.
        end: u64,
    },
    /// Neither of the two notes of what is safely on the disk is what was written.
    #[error("neither note of what is safely stored, at bytes {first} and {second}, matches its checksum")]
    Notes {
        /// Where one begins.
        first: u64,
        /// Where the other begins.
        second: u64,
    },
    /// What was safely on the disk is gone.
    #[error("it ends at byte {length}, but was written up to byte {written}")]
    CutOff {
        /// Bytes of the file.
        length: u64,
        /// Bytes that were safely stored.
        written: u64,
    },
    /// A record is not what was written.
    #[error("the record at byte {at} does not match its checksum")]
    Record {
        /// Where it begins.
        at: u64,
    },
}

impl LogError {
    pub(super) fn new(file: &Path, fault: Fault) -> Self {
        LogError {
            file: file.to_owned(),
            fault,
        }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// What is wrong with it.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::System(error)
    }
}

impl From<Damage> for Fault {
    fn from(damage: Damage) -> Self {
        Fault::Damaged(damage)
    }
}

impl Fault {
    fn rule(&self) -> Option<&'static str> {
        match self {
            Fault::Exists => Some("results are never written over another file"),
            Fault::Damaged(_) => Some("its results cannot be trusted; nothing in it has been changed"),
            Fault::InUse => Some("two that write to one file would spoil it"),
            Fault::Directory
            | Fault::Empty
            | Fault::Foreign
            | Fault::Format(_)
            | Fault::ReadOnly
            | Fault::System(_) => None,
        }
    }

    fn remedy(&self) -> Option<&'static str> {
        match self {
            Fault::Exists | Fault::Empty => Some("delete it, or name another file"),
            Fault::Directory => Some("name a file"),
            Fault::Foreign => Some("name a file that headcount wrote, or one that does not exist yet"),
            Fault::Format(_) => Some("use the version of headcount that wrote it, or name another file"),
            Fault::InUse => Some("wait until the other has ended, or name another file"),
            Fault::Damaged(_) => {
                Some("use a copy if there is one; or delete it and run again what wrote it, from the start")
            }
            Fault::ReadOnly | Fault::System(_) => None,
        }
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.fault {
            Fault::Exists => write!(f, "{file} exists already")?,
            Fault::Directory => write!(f, "{file} is a directory")?,
            Fault::Empty => write!(f, "{file} is empty: it is neither a checkpoint nor a part")?,
            Fault::Foreign => write!(
                f,
                "{file} is neither a checkpoint nor a part written by headcount"
            )?,
            Fault::Format(found) => write!(
                f,
                "{file} is in format {found}; this version of headcount knows format {}",
                super::layout::FORMAT
            )?,
            Fault::InUse => write!(f, "{file} is being written by another headcount")?,
            Fault::ReadOnly => write!(f, "{file} was opened for reading only")?,
            Fault::Damaged(damage) => write!(f, "{file} is damaged: {damage}")?,
            Fault::System(error) => write!(f, "{file}: {error}")?,
        }
        for (word, text) in [("note", self.fault.rule()), ("help", self.fault.remedy())] {
            if let Some(text) = text {
                write!(f, "\n  = {word}: {text}")?;
            }
        }
        Ok(())
    }
}
