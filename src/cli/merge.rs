//! `headcount merge`: puts the shares of a job together and shows what the whole job would have shown.

use std::path::{Path, PathBuf};

use clap::Args;

use super::archive::{Merged, could};
use super::effort;
use super::failure::Failure;
use super::job::Job;
use super::progress::Progress;
use super::{load, run, sweep};
use crate::estimate::blocks_of;
use crate::store::{Log, Parts};

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The files that `--shard` wrote, in any order
    #[arg(value_name = "PART", required = true)]
    parts: Vec<PathBuf>,
    /// Threads [default: one for each core]; they never change the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Print every figure as JSON
    #[arg(long, conflicts_with = "tsv")]
    json: bool,
    /// Of a run: print the table of intervals separated by tabs, to paste into a spreadsheet
    #[arg(long)]
    tsv: bool,
    /// Of a run: write queues.csv, groups.csv and center.csv into this directory; of a sweep: write this file
    #[arg(long, value_name = "PATH")]
    csv: Option<PathBuf>,
    /// Of a run: show how single days differ
    #[arg(long, conflicts_with = "tsv")]
    risk: bool,
    /// Of a run: show the segments of each queue side by side
    #[arg(long, conflicts_with = "tsv")]
    segments: bool,
    /// Write every picture as SVG and PNG into a directory
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
    /// Write pictures on one page, as PNG or (by its ending) SVG
    #[arg(long, value_name = "FILE.png")]
    board: Option<PathBuf>,
}

impl Merge {
    /// Shows the whole job, or says what is missing.
    pub fn answer(&self) -> Result<(), Failure> {
        let logs: Vec<Log> = self
            .parts
            .iter()
            .map(|path| Log::read(path))
            .collect::<Result<_, _>>()
            .map_err(could)?;
        let jobs: Vec<Job> = logs
            .iter()
            .map(|log| Job::kept(log.header(), log.path()))
            .collect::<Result<_, _>>()?;
        for (log, job) in logs.iter().zip(&jobs).skip(1) {
            if let Some(reason) = jobs[0].differs_from(job) {
                return Err(Failure::Could(format!(
                    "{} is part of another job than {}: {reason}",
                    log.path().display(),
                    self.parts
                        .first()
                        .map_or(Path::new(""), PathBuf::as_path)
                        .display()
                )));
            }
        }
        let Some(job) = jobs.into_iter().next() else {
            return Err(Failure::Input("name the parts to be merged".into()));
        };
        let parts = Parts::new(logs).map_err(could)?;
        let prepared = job.again()?;
        let blocks: Vec<u32> = prepared.experiments.iter().map(blocks_of).collect();
        if let Some(missing) = parts.missing(&blocks) {
            return Err(Failure::Could(missing.to_string()));
        }
        load::warn(&prepared.scenario);
        let pool = effort::pool(self.threads)?;
        let archive = Merged(parts);
        if prepared.job.is_sweep() {
            if self.tsv {
                return Err(Failure::Input(
                    "--tsv is for a run, and these are parts of a sweep: take --csv FILE".into(),
                ));
            }
            if self.risk {
                return Err(Failure::Input(
                    "--risk is for a run, and these are parts of a sweep".into(),
                ));
            }
            if self.segments {
                return Err(Failure::Input(
                    "--segments is for a run, and these are parts of a sweep".into(),
                ));
            }
            let shown = sweep::Shown {
                json: self.json,
                csv: self.csv.clone(),
                plots: self.plots.clone(),
                board: self.board.clone(),
            };
            return shown.show(&prepared, &archive, &Progress::over(0), &pool);
        }
        let shown = run::Shown {
            json: self.json,
            tsv: self.tsv,
            csv: self.csv.clone(),
            risk: self.risk,
            segments: self.segments,
            plots: self.plots.clone(),
            board: self.board.clone(),
        };
        shown.check(&prepared)?;
        let outcome = run::merged(&prepared, &archive, &pool)?;
        shown.show(&prepared, &outcome, &pool)
    }
}
