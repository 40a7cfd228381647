//! `headcount run`: simulates a scenario and shows what comes out.

use std::path::PathBuf;

use clap::Args;
use rayon::ThreadPool;

use super::archive::Keeping;
use super::effort::Effort;
use super::failure::Failure;
use super::job::{Job, Prepared};
use super::load::{self, Which};
use super::output;
use super::pictures;
use super::progress::Progress;
use crate::estimate::{
    self, Archive, Cases, Detail, Manner, NoArchive, Outcome, Results, Risk, Sample, run_share,
};
use crate::insight;
use crate::model::{Center, Experiment, Mode};
use crate::report::plot::{self, Inputs, Picture};
use crate::report::terminal::{risk_screen, run_screen, segments_screen};
use crate::report::{self, csv, json, tsv};
use crate::store::Key;

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    effort: Effort,
    /// Schedule every abandonment as an event; slower, and it never changes the answer
    #[arg(long)]
    in_order: bool,
    #[command(flatten)]
    keeping: Keeping,
    #[command(flatten)]
    shown: Shown,
}

/// What a run shows and writes.
#[derive(Debug, Args)]
pub struct Shown {
    /// Print every figure as JSON
    #[arg(long, conflicts_with = "tsv")]
    pub json: bool,
    /// Print the table of intervals separated by tabs, to paste into a spreadsheet
    #[arg(long)]
    pub tsv: bool,
    /// Write queues.csv, groups.csv and center.csv (and segments.csv, channels.csv) into a directory
    #[arg(long, value_name = "DIR")]
    pub csv: Option<PathBuf>,
    /// Show how single days differ: on how many a target is met, and how bad bad days are
    #[arg(long, conflicts_with = "tsv")]
    pub risk: bool,
    /// Show the segments of each queue side by side: whether the ordinary caller pays for the VIP
    #[arg(long, conflicts_with = "tsv")]
    pub segments: bool,
    /// Write every picture as SVG and PNG into a directory
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
    /// Write four pictures on one page, as PNG or (by its ending) SVG
    #[arg(long, value_name = "FILE.png")]
    pub board: Option<PathBuf>,
}

impl Run {
    /// Simulates and reports.
    pub fn answer(&self) -> Result<(), Failure> {
        let prepared = Job::asked_for(&self.which, &self.effort.asked, None)?;
        load::warn(&prepared.scenario);
        self.shown.check(&prepared)?;
        let pool = self.effort.pool()?;
        let kept = self.keeping.open(&prepared)?;
        let progress = Progress::over(prepared.scenario.experiment.replications.into());
        if let Some(kept) = &kept {
            progress.begin_at(kept.replications(&prepared.experiments));
        }
        let manner = Manner {
            in_order: self.in_order,
            detail: Detail::Intervals,
            archive: match &kept {
                Some(kept) => kept,
                None => &NoArchive,
            },
            progress: &|done| progress.advance(done),
        };
        if let (Some((share, _)), Some(kept)) = (self.keeping.share(), &kept) {
            let ours = |case, block| share.holds(Key { case, block });
            pool.install(|| run_share(&prepared, &manner, &ours))?;
            progress.finish();
            kept.finish()?;
            kept.say_written();
            return Ok(());
        }
        let outcome = pool.install(|| estimate::run_one(prepared.case(0), &manner))?;
        progress.finish();
        if let Some(kept) = &kept {
            kept.finish()?;
        }
        self.shown.show(&prepared, &outcome, &pool)
    }
}

/// What comes of a run all of whose blocks were made before.
pub fn merged(prepared: &Prepared, archive: &dyn Archive, pool: &ThreadPool) -> Result<Outcome, Failure> {
    let manner = Manner {
        in_order: false,
        detail: Detail::Intervals,
        archive,
        progress: &|_| (),
    };
    Ok(pool.install(|| estimate::run_one(prepared.case(0), &manner))?)
}

impl Shown {
    /// Refuses what the experiment cannot show.
    pub fn check(&self, prepared: &Prepared) -> Result<(), Failure> {
        if self.risk && prepared.scenario.experiment.mode != Mode::Days {
            return Err(Failure::Input(
                "a steady state has no single days: --risk needs mode = \"days\"".into(),
            ));
        }
        Ok(())
    }

    /// Shows and writes what was asked for.
    pub fn show(&self, prepared: &Prepared, outcome: &Outcome, pool: &ThreadPool) -> Result<(), Failure> {
        let Outcome { results, sample } = outcome;
        let risk = self.risk.then(|| sample.risk());
        let (center, experiment) = (&prepared.scenario.center, &prepared.scenario.experiment);
        if let Some(directory) = &self.csv {
            pictures::written(&csv::write(center, results, directory)?);
        }
        if self.plots.is_some() || self.board.is_some() {
            pool.install(|| self.pictures(center, experiment, results))?;
        }
        if let Some(risk) = &risk {
            self.risk_files(center, experiment, sample, risk)?;
        }
        if self.json {
            let mut bytes = Vec::new();
            json::write_with_risk(center, results, risk.as_ref(), &mut bytes)?;
            return Ok(output::answer(&bytes)?);
        }
        if self.tsv {
            return Ok(output::answer(tsv::intervals(center, results).as_bytes())?);
        }
        let path = prepared.origin.path();
        let screen = output::screen(prepared.origin.source(&path));
        let mut text = run_screen(center, results, &sentences(center, results), &screen);
        if self.segments {
            text.push('\n');
            text += &segments_screen(center, results, &screen);
        }
        if let Some(risk) = &risk {
            text.push('\n');
            text += &risk_screen(center, risk, &screen);
        }
        Ok(output::answer(text.as_bytes())?)
    }

    /// What single days add to the tables and pictures.
    fn risk_files(
        &self,
        center: &Center,
        experiment: &Experiment,
        sample: &Sample,
        risk: &Risk,
    ) -> Result<(), Failure> {
        if let Some(directory) = &self.csv {
            pictures::written(&[report::risk::write_days(center, sample, directory)?]);
        }
        if let Some(directory) = &self.plots {
            let svg = plot::risk(center, experiment, risk);
            pictures::into(directory, [("risk".to_owned(), svg)])?;
        }
        Ok(())
    }

    fn pictures(&self, center: &Center, experiment: &Experiment, results: &Results) -> Result<(), Failure> {
        let paths = estimate::queue_paths(center, experiment);
        let inputs = Inputs {
            center,
            results,
            queue_paths: Some(&paths),
        };
        if results.steady.is_some() {
            output::say(if self.plots.is_some() {
                "In equilibrium there are no intervals: only the waits are drawn."
            } else {
                "In equilibrium there are no intervals, so no board: --plots DIR draws the waits."
            });
        }
        if let Some(directory) = &self.plots {
            let drawn = Picture::of(results).iter().map(|&picture| {
                let svg = plot::draw(picture, &inputs, picture.size());
                (picture.name().to_owned(), svg)
            });
            pictures::into(directory, drawn)?;
        }
        if let Some(path) = self.board.as_ref().filter(|_| results.steady.is_none()) {
            let said = sentences(center, results);
            let (title, notes) = said.split_first().map_or(("", ""), |(title, rest)| {
                (title.as_str(), rest.first().map_or("", String::as_str))
            });
            pictures::at(path, plot::board(&inputs, title, notes))?;
        }
        Ok(())
    }
}

/// The answer in words, model beside actual last.
fn sentences(center: &Center, results: &Results) -> Vec<String> {
    let findings = insight::findings(center, results);
    let mut sentences: Vec<String> = findings.iter().map(ToString::to_string).collect();
    sentences.extend(insight::precision_sentences(center, results));
    let comparisons = insight::against_actual(center, results);
    sentences.extend(insight::comparison_sentences(center, &comparisons));
    sentences
}
