//! `headcount run`: simulates a scenario and shows what comes out.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::load::{Origin, Which};
use super::output;
use super::progress::Progress;
use crate::estimate::{self, Case, Detail, Manner, NoArchive, Results};
use crate::insight;
use crate::model::{Center, Experiment};
use crate::report::plot::{self, Inputs, Picture};
use crate::report::terminal::{Screen, run_screen};
use crate::report::{csv, files, json, tsv};

/// Pixels of a PNG for each of the page's.
const SCALE: f32 = 2.0;

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    which: Which,
    /// Independent replications of the horizon, instead of the scenario's number or precision
    #[arg(long, visible_alias = "days", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// The master seed, instead of the scenario's
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Threads [default: one for each core]; they never change the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
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
        let (center, mut experiment) = (scenario.center, scenario.experiment);
        if let Some(replications) = self.replications {
            experiment.replications = replications;
            experiment.precision.clear();
        }
        if let Some(seed) = self.seed {
            experiment.seed = seed;
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()
            .map_err(|error| Failure::Could(format!("threads: {error}")))?;
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
        let results = pool.install(|| estimate::run_one(case, &manner))?.results;
        progress.finish();

        if let Some(directory) = &self.csv {
            written(&csv::write(&center, &results, directory)?);
        }
        if self.plots.is_some() || self.board.is_some() {
            pool.install(|| self.pictures(&center, &experiment, &results))?;
        }
        self.print(&origin, &center, &results)
    }

    fn print(&self, origin: &Origin, center: &Center, results: &Results) -> Result<(), Failure> {
        if self.json {
            let mut bytes = Vec::new();
            json::write(center, results, &mut bytes)?;
            return Ok(output::answer(&bytes)?);
        }
        if self.tsv {
            return Ok(output::answer(tsv::intervals(center, results).as_bytes())?);
        }
        let (width, height) = output::size();
        let path = origin.path();
        let screen = Screen {
            width,
            height,
            style: output::style(),
            source: origin.source(&path),
        };
        let text = run_screen(center, results, &sentences(center, results), &screen);
        Ok(output::answer(text.as_bytes())?)
    }

    fn pictures(&self, center: &Center, experiment: &Experiment, results: &Results) -> Result<(), Failure> {
        let paths = estimate::queue_paths(center, experiment);
        let inputs = Inputs {
            center,
            results,
            queue_paths: Some(&paths),
        };
        let drawn = |error: plot::PlotError| Failure::Could(error.to_string());
        if let Some(directory) = &self.plots {
            files::make_directory(directory)?;
            let mut paths = Vec::new();
            for picture in Picture::ALL {
                let svg = plot::draw(picture, &inputs, picture.size()).map_err(drawn)?;
                let png = svg.to_png(SCALE).map_err(drawn)?;
                for (ending, bytes) in [("svg", svg.as_str().as_bytes()), ("png", &png)] {
                    let path = directory.join(format!("{}.{ending}", picture.name()));
                    files::write_whole(&path, bytes)?;
                    paths.push(path);
                }
            }
            written(&paths);
        }
        if let Some(path) = &self.board {
            let said = sentences(center, results);
            let (title, notes) = said.split_first().map_or(("", ""), |(title, rest)| {
                (title.as_str(), rest.first().map_or("", String::as_str))
            });
            let svg = plot::board(&inputs, title, notes).map_err(drawn)?;
            if path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("svg"))
            {
                files::write_whole(path, svg.as_str().as_bytes())?;
            } else {
                files::write_whole(path, &svg.to_png(SCALE).map_err(drawn)?)?;
            }
            written(&[path]);
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

fn written<P: AsRef<Path>>(paths: &[P]) {
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.as_ref().display().to_string())
        .collect();
    output::say(&format!("Written: {}", names.join(", ")));
}
