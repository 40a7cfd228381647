//! What the parts of a job lack, by the share that should have brought it.
//!
//! In: the blocks there should be, and the shares and files there are. Out: [`Missing`], in words that fit on
//! a screen however much it is.

use std::fmt;
use std::path::PathBuf;

use super::key::Key;
use super::share::Share;

/// Gaps of one share that are named; more are counted.
const NAMED: usize = 4;

/// Everything that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// By share, each of which lacks something.
    pub lacks: Vec<Lack>,
}

/// What a share lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The share.
    pub share: Share,
    /// The files that hold it, as far as it goes; none if no file does.
    pub files: Vec<PathBuf>,
    /// Runs of missing blocks, in order.
    pub gaps: Vec<Gap>,
    /// Blocks the share has, if whole.
    pub blocks: u64,
    /// Whether the job has but one scenario.
    alone: bool,
    /// Whether the last block told was missing.
    open: bool,
}

/// Blocks missing in a row: nothing of the share lies between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The first of them.
    pub first: Key,
    /// The last of them.
    pub last: Key,
    /// How many they are.
    pub blocks: u64,
}

impl Lack {
    /// Of a share in those files, of a job of one scenario or of several; its blocks are yet to be told.
    pub(super) fn new(share: Share, files: Vec<PathBuf>, alone: bool) -> Self {
        Lack {
            share,
            files,
            gaps: Vec::new(),
            blocks: 0,
            alone,
            open: false,
        }
    }

    /// Takes in the share's next block, in ascending order, and whether it is here.
    pub(super) fn tell(&mut self, key: Key, here: bool) {
        self.blocks += 1;
        match self.gaps.last_mut() {
            _ if here => {}
            Some(gap) if self.open => {
                gap.last = key;
                gap.blocks += 1;
            }
            _ => self.gaps.push(Gap {
                first: key,
                last: key,
                blocks: 1,
            }),
        }
        self.open = !here;
    }

    /// How many blocks are missing.
    pub fn missing(&self) -> u64 {
        self.gaps.iter().map(|gap| gap.blocks).sum()
    }
}

impl fmt::Display for Missing {
    /// A line for each share.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, lack) in self.lacks.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{lack}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Lack {
    /// "part 2 of 3 is missing: none of these files holds it", or "part 3 of 3 (c.part) is unfinished: 12 of
    /// its 40 blocks are missing: scenario 2, block 14 to scenario 5, block 3".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        match (self.share, files.as_slice()) {
            (share, []) => return write!(f, "part {share} is missing: none of these files holds it"),
            (Share::WHOLE, [file]) => write!(f, "{file} is unfinished")?,
            (Share::WHOLE, files) => write!(f, "these {} files do not make up the job", files.len())?,
            (share, files) => write!(f, "part {share} ({}) is unfinished", files.join(", "))?,
        }
        let (missing, all) = (self.missing(), self.blocks);
        if missing == all {
            return f.write_str(": it holds nothing yet");
        }
        let verb = if missing == 1 { "is" } else { "are" };
        write!(f, ": {missing} of its {all} blocks {verb} missing: ")?;
        let named: Vec<String> = self.gaps.iter().take(NAMED).map(|gap| self.words(gap)).collect();
        f.write_str(&named.join("; "))?;
        match self.gaps.len().saturating_sub(NAMED) {
            0 => Ok(()),
            1 => f.write_str("; and 1 more gap"),
            more => write!(f, "; and {more} more gaps"),
        }
    }
}

impl Lack {
    fn words(&self, gap: &Gap) -> String {
        let Gap { first, last, .. } = gap;
        let [from, to] = [first, last].map(|key| u64::from(key.block) + 1);
        let case = u64::from(first.case) + 1;
        let here = match self.alone {
            true => String::new(),
            false => format!("scenario {case}, "),
        };
        match (first.case == last.case, from == to) {
            (false, _) => format!("{first} to {last}"),
            (true, true) => format!("{here}block {from}"),
            (true, false) => format!("{here}blocks {from} to {to}"),
        }
    }
}
