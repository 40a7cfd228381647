//! Blocks kept in files: checkpoints, shares of a job, and parts put together.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::job::{Job, Prepared};
use super::output;
use crate::estimate::{Archive, Block, replications_of};
use crate::model::Experiment;
use crate::store::{Key, Log, Parts, Share};

/// Where blocks are kept.
#[derive(Debug, Args)]
pub struct Keeping {
    /// Keep finished blocks of replications in a file; the same command goes on from there after it was
    /// interrupted, however that came about
    #[arg(long, value_name = "FILE", conflicts_with = "shard")]
    checkpoint: Option<PathBuf>,
    /// Simulate only the I-th of N shares of the work and write it to --out; `headcount merge` puts the
    /// shares together
    #[arg(long, value_name = "I/N", requires = "out")]
    shard: Option<Share>,
    /// The file that takes the share
    #[arg(long, value_name = "FILE", requires = "shard")]
    out: Option<PathBuf>,
}

impl Keeping {
    /// The share asked for and its file.
    pub fn share(&self) -> Option<(Share, &Path)> {
        Some((self.shard?, self.out.as_deref()?))
    }

    /// The file in which the blocks of a job are kept, if any; a new one, or one to go on with.
    pub fn open(&self, prepared: &Prepared) -> Result<Option<Kept>, Failure> {
        let (path, share) = match (self.share(), &self.checkpoint) {
            (Some((share, path)), _) => (path, share),
            (None, Some(path)) => (path.as_path(), Share::WHOLE),
            (None, None) => return Ok(None),
        };
        if prepared.is_steady() {
            return Err(Failure::Input(
                "a steady state is one run, not blocks of days: it has neither a checkpoint nor shares"
                    .into(),
            ));
        }
        if self.shard.is_some() {
            refuse_precision(prepared)?;
        }
        let header = prepared.job.to_bytes();
        if !path.exists() {
            let log = Log::create(path, &header, share).map_err(could)?;
            return Ok(Some(Kept { log }));
        }
        let log = Log::open(path).map_err(could)?;
        let job = Job::kept(log.header(), path)?;
        let refused = if let Some(reason) = prepared.job.differs_from(&job) {
            Some(reason)
        } else if log.share() != share {
            Some(format!(
                "it holds share {}, and this is share {share}",
                log.share()
            ))
        } else {
            None
        };
        match refused {
            Some(reason) => Err(Failure::Could(format!(
                "{} belongs to another job: {reason}; name another file, or remove it to begin anew",
                path.display()
            ))),
            None => Ok(Some(Kept { log })),
        }
    }
}

/// How many replications each share needs is known only when all blocks can be looked at in order.
fn refuse_precision(prepared: &Prepared) -> Result<(), Failure> {
    let asks = prepared
        .experiments
        .iter()
        .any(|experiment| !experiment.precision.is_empty());
    if !asks {
        return Ok(());
    }
    Err(Failure::Input(
        "a precision decides from all replications when they are enough, and a share sees only its own: \
         give --replications instead"
            .into(),
    ))
}

/// Blocks of one file.
pub struct Kept {
    log: Log,
}

impl Kept {
    /// Replications that are there already.
    pub fn replications(&self, experiments: &[Experiment]) -> u64 {
        let of = |key: Key| {
            let experiment = experiments.get(key.case as usize)?;
            Some(replications_of(experiment, key.block).len() as u64)
        };
        self.log.keys().into_iter().filter_map(of).sum()
    }

    /// Makes sure that all of it is on the disk.
    pub fn finish(&self) -> Result<(), Failure> {
        self.log.finish().map_err(could)
    }

    /// Says that the file is whole.
    pub fn say_written(&self) {
        output::say(&format!(
            "Written: {} (share {}). Next: headcount merge with all {} parts",
            self.log.path().display(),
            self.log.share(),
            self.log.share().of()
        ));
    }
}

impl Archive for Kept {
    fn find(&self, case: u32, block: u32) -> io::Result<Option<Block>> {
        let bytes = self.log.get(Key { case, block }).map_err(io::Error::other)?;
        bytes.map(|bytes| read(&bytes, self.log.path())).transpose()
    }

    fn keep(&self, case: u32, block: &Block) -> io::Result<()> {
        let key = Key {
            case,
            block: block.number(),
        };
        self.log.append(key, &block.to_bytes()).map_err(io::Error::other)
    }
}

/// Blocks of all parts of a job.
pub struct Merged(pub Parts);

impl Archive for Merged {
    fn find(&self, case: u32, block: u32) -> io::Result<Option<Block>> {
        let bytes = self.0.get(Key { case, block }).map_err(io::Error::other)?;
        let path = self.0.files().next().unwrap_or(Path::new("the parts")).to_owned();
        bytes.map(|bytes| read(&bytes, &path)).transpose()
    }

    fn keep(&self, _case: u32, _block: &Block) -> io::Result<()> {
        Err(io::Error::other("the parts lack a block"))
    }
}

fn read(bytes: &[u8], path: &Path) -> io::Result<Block> {
    Block::from_bytes(bytes)
        .ok_or_else(|| io::Error::other(format!("{}: a block in it cannot be read", path.display())))
}

/// What went wrong with a file.
pub fn could(error: impl std::fmt::Display) -> Failure {
    Failure::Could(error.to_string())
}
