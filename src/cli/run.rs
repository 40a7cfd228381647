//! `headcount run`: simulates a scenario and shows what comes out.

use std::path::PathBuf;

use clap::Args;

use super::effort::Effort;
use super::failure::Failure;
use super::load::{Origin, Which};
use super::output;
use super::pictures;
use super::progress::Progress;
use crate::estimate::{self, Case, Detail, Manner, NoArchive, Outcome, Results, Risk, Sample};
use crate::insight;
use crate::model::{Center, Experiment, Mode};
use crate::report::plot::{self, Inputs, Picture};
use crate::report::terminal::{risk_screen, run_screen};
use crate::report::{self, csv, json, tsv};

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
    /// Print every figure as JSON
    #[arg(long, conflicts_with = "tsv")]
    json: bool,
    /// Print the table of intervals separated by tabs, to paste into a spreadsheet
    #[arg(long)]
    tsv: bool,
    /// Write queues.csv, groups.csv and center.csv into a directory
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
    /// Show how single days differ: on how many a target is met, and how bad bad days are
    #[arg(long, conflicts_with = "tsv")]
    risk: bool,
    /// Write every picture as SVG and PNG into a directory
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
    /// Write four pictures on one page, as PNG or (by its ending) SVG
    #[arg(long, value_name = "FILE.png")]
    board: Option<PathBuf>,
}

impl Run {
    /// Simulates and reports.
    pub fn answer(&self) -> Result<(), Failure> {
        let (origin, scenario) = self.which.read()?;
        if !scenario.warnings.is_empty() {
            output::say(&scenario.warnings.render(output::colour_on_stderr()));
        }
        let (center, experiment) = (scenario.center, self.effort.of(scenario.experiment));
        if self.risk && experiment.mode != Mode::Days {
            return Err(Failure::Input(
                "a steady state has no single days: --risk needs mode = \"days\"".into(),
            ));
        }
        let pool = self.effort.pool()?;
        let progress = Progress::over(experiment.replications);
        let manner = Manner {
            in_order: self.in_order,
            detail: Detail::Intervals,
            archive: &NoArchive,
            progress: &|done| progress.advance(done),
        };
        let case = Case {
            center: center.clone(),
            experiment: experiment.clone(),
        };
        let Outcome { results, sample } = pool.install(|| estimate::run_one(case, &manner))?;
        progress.finish();
        let risk = self.risk.then(|| sample.risk());

        if let Some(directory) = &self.csv {
            pictures::written(&csv::write(&center, &results, directory)?);
        }
        if self.plots.is_some() || self.board.is_some() {
            pool.install(|| self.pictures(&center, &experiment, &results))?;
        }
        if let Some(risk) = &risk {
            self.risk_files(&center, &experiment, &sample, risk)?;
        }
        self.print(&origin, &center, &results, risk.as_ref())
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

    fn print(
        &self,
        origin: &Origin,
        center: &Center,
        results: &Results,
        risk: Option<&Risk>,
    ) -> Result<(), Failure> {
        if self.json {
            let mut bytes = Vec::new();
            json::write_with_risk(center, results, risk, &mut bytes)?;
            return Ok(output::answer(&bytes)?);
        }
        if self.tsv {
            return Ok(output::answer(tsv::intervals(center, results).as_bytes())?);
        }
        let path = origin.path();
        let screen = output::screen(origin.source(&path));
        let mut text = run_screen(center, results, &sentences(center, results), &screen);
        if let Some(risk) = risk {
            text += "\n";
            text += &risk_screen(center, risk, &screen);
        }
        Ok(output::answer(text.as_bytes())?)
    }

    fn pictures(&self, center: &Center, experiment: &Experiment, results: &Results) -> Result<(), Failure> {
        let paths = (results.steady.is_none()).then(|| estimate::queue_paths(center, experiment));
        let inputs = Inputs {
            center,
            results,
            queue_paths: paths.as_ref(),
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
    let comparisons = insight::against_actual(center, results);
    sentences.extend(insight::comparison_sentences(center, &comparisons));
    sentences
}
