//! `headcount sweep`: many scenarios on the same callers.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use rayon::ThreadPool;

use super::archive::Keeping;
use super::effort::Effort;
use super::failure::Failure;
use super::job::{DesignText, Job, Prepared};
use super::load::{self, Which};
use super::output;
use super::pictures;
use super::progress::Progress;
use crate::estimate::{Archive, Detail, Manner, NoArchive, Outcome, Point, run_cases, run_share};
use crate::insight::sweep::{self, Factor, FactorKind, FactorUnit, Level, Sweep as Swept, Variant};
use crate::report::plot;
use crate::report::sweep::{Csv, Head, Json};
use crate::report::terminal::sweep_screen;
use crate::scenario::Design;
use crate::scenario::design::{LevelKind, LevelUnit};
use crate::store::{Key, files};

/// Arguments of `sweep`.
#[derive(Debug, Args)]
#[command(after_help = "\
  headcount sweep bank --vary groups.generalists.staff=-4..+4
  headcount sweep bank --vary 'queues.*.volume=x0.8..x1.3:0.1' --vary groups.loan_desk.staff=-2..+3 --plots out
  headcount sweep bank --random 200 --within 'queues.*.volume=x0.8..x1.2' --within groups.generalists.staff=-3..+3")]
pub struct Sweep {
    #[command(flatten)]
    which: Which,
    /// A factor and its values: PATH=2m,3m,5m, PATH=16..28:2, PATH=x0.8..x1.3:0.05, PATH=-3..+3; two paths joined
    /// by a comma vary together; given more than once, every combination is simulated
    #[arg(
        long,
        value_name = "PATH=VALUES",
        allow_hyphen_values = true,
        group = "points"
    )]
    vary: Vec<String>,
    /// Scenarios from a CSV file: a column a path, a row a scenario; a first column `name` names them
    #[arg(long, value_name = "FILE.csv", group = "points")]
    design: Option<PathBuf>,
    /// So many scenarios at random, spread evenly over the ranges of --within (a Latin hypercube)
    #[arg(long, value_name = "N", requires = "within", value_parser = clap::value_parser!(u32).range(1..), group = "points")]
    random: Option<u32>,
    /// A factor and its range for --random: PATH=LOW..HIGH
    #[arg(
        long,
        value_name = "PATH=LOW..HIGH",
        allow_hyphen_values = true,
        requires = "random"
    )]
    within: Vec<String>,
    #[command(flatten)]
    effort: Effort,
    #[command(flatten)]
    keeping: Keeping,
    #[command(flatten)]
    shown: Shown,
}

/// What a sweep shows and writes.
#[derive(Debug, Args)]
pub struct Shown {
    /// Print every figure of every scenario as JSON, one after another as they are finished
    #[arg(long)]
    pub json: bool,
    /// Write a row a scenario
    #[arg(long, value_name = "FILE.csv")]
    pub csv: Option<PathBuf>,
    /// Write curves (and a map, for two factors) as SVG and PNG into a directory
    #[arg(long, value_name = "DIR")]
    pub plots: Option<PathBuf>,
    /// Write the curves on one page, as PNG or (by its ending) SVG
    #[arg(long, value_name = "FILE.png")]
    pub board: Option<PathBuf>,
}

impl Sweep {
    /// Simulates every scenario and reports.
    pub fn answer(&self) -> Result<(), Failure> {
        let prepared = Job::asked_for(&self.which, &self.effort.asked, Some(self.design()?))?;
        load::warn(&prepared.scenario);
        let pool = self.effort.pool()?;
        let kept = self.keeping.open(&prepared)?;
        let replications = prepared
            .experiments
            .iter()
            .map(|experiment| experiment.replications);
        let progress = Progress::over(replications.map(u64::from).sum());
        if let Some(kept) = &kept {
            progress.begin_at(kept.replications(&prepared.experiments));
        }
        let archive: &dyn Archive = match &kept {
            Some(kept) => kept,
            None => &NoArchive,
        };
        let advance = |done| progress.advance(done);
        if let (Some((share, _)), Some(kept)) = (self.keeping.share(), &kept) {
            let ours = |case, block| share.holds(Key { case, block });
            pool.install(|| run_share(&prepared, &manner(archive, &advance), &ours))?;
            progress.finish();
            kept.finish()?;
            kept.say_written();
            return Ok(());
        }
        self.shown.show(&prepared, archive, &progress, &pool)?;
        match &kept {
            Some(kept) => kept.finish(),
            None => Ok(()),
        }
    }

    fn design(&self) -> Result<DesignText, Failure> {
        if let Some(path) = &self.design {
            let source = load::file(path)?;
            return Ok(DesignText::Table(source.name, source.text));
        }
        if let Some(points) = self.random {
            return Ok(DesignText::Random(points, self.within.clone()));
        }
        if self.vary.is_empty() {
            return Err(Failure::Input(
                "nothing varies: say --vary PATH=VALUES, --design FILE.csv, or --random N --within PATH=LOW..HIGH; for \
                 example --vary groups.generalists.staff=-3..+3"
                    .into(),
            ));
        }
        Ok(DesignText::Grid(self.vary.clone()))
    }
}

fn manner<'a>(archive: &'a dyn Archive, progress: &'a (dyn Fn(u32) + Sync)) -> Manner<'a> {
    Manner {
        in_order: false,
        detail: Detail::Day,
        archive,
        progress,
    }
}

impl Shown {
    /// Simulates what is not kept yet, and shows and writes what was asked for.
    pub fn show(
        &self,
        prepared: &Prepared,
        archive: &dyn Archive,
        progress: &Progress,
        pool: &ThreadPool,
    ) -> Result<(), Failure> {
        let Some(design) = &prepared.design else {
            return Err(Failure::Input("this is a run, not a sweep".into()));
        };
        let (center, experiment) = (&prepared.scenario.center, &prepared.scenario.experiment);
        let factors: Vec<Factor> = design.factors().iter().map(factor).collect();
        let head = Head {
            center,
            seed: experiment.seed,
            confidence: experiment.confidence,
            factors: &factors,
        };
        let keeps = !self.json || self.plots.is_some() || self.board.is_some();
        let mut json = self
            .json
            .then(|| Json::begin(Quiet::default(), head))
            .transpose()?;
        let mut csv = match &self.csv {
            Some(_) => Some(Csv::begin(Vec::new(), head)?),
            None => None,
        };
        let mut variants = Vec::new();
        let done = pool.install(|| {
            run_cases(
                prepared,
                &manner(archive, &|done| progress.advance(done)),
                |index, outcome| {
                    let most = prepared.experiments[index as usize].replications;
                    progress.spare(u64::from(most.saturating_sub(outcome.results.replications)));
                    variant(design, index, outcome)
                },
                |_, variant: Variant| {
                    if let Some(json) = &mut json {
                        json.point(&variant)?;
                    }
                    if let Some(csv) = &mut csv {
                        csv.point(&variant)?;
                    }
                    if keeps {
                        variants.push(variant);
                    }
                    Ok(())
                },
            )
        });
        progress.finish();
        done?;
        if let (Some(csv), Some(path)) = (csv, &self.csv) {
            files::write_whole(path, &csv.end()?)?;
            pictures::written(std::slice::from_ref(path));
        }
        let swept = Swept {
            center,
            seed: experiment.seed,
            confidence: experiment.confidence,
            factors: factors.clone(),
            variants,
        };
        let findings: Vec<String> = if keeps {
            sweep::findings(&swept).iter().map(ToString::to_string).collect()
        } else {
            Vec::new()
        };
        self.pictures(&swept, &findings)?;
        if let Some(json) = json {
            json.end()?.flush()?;
            return Ok(());
        }
        let path = prepared.origin.path();
        let screen = output::screen(prepared.origin.source(&path));
        Ok(output::answer(
            sweep_screen(&swept, &findings, &screen).as_bytes(),
        )?)
    }

    fn pictures(&self, swept: &Swept<'_>, findings: &[String]) -> Result<(), Failure> {
        if let Some(directory) = &self.plots {
            let drawn = plot::sweep_pictures(swept)
                .into_iter()
                .map(|picture| (picture.name(swept), plot::draw_sweep(picture, swept)));
            pictures::into(directory, drawn)?;
        }
        if let Some(path) = &self.board {
            let title = findings.first().map_or("", String::as_str);
            let notes = findings.get(1).map_or("", String::as_str);
            pictures::at(path, plot::sweep_board(swept, title, notes))?;
        }
        Ok(())
    }
}

/// One scenario with what came out of it.
fn variant(design: &Design, index: u32, outcome: Outcome) -> Variant {
    let of_design = design.point(index as usize);
    let levels: Vec<Level> = of_design
        .levels
        .iter()
        .map(|level| match level {
            Some(level) => Level {
                text: level.text.clone(),
                value: level.value,
            },
            None => Level {
                text: "as it is".to_owned(),
                value: None,
            },
        })
        .collect();
    let texts: Vec<&str> = levels.iter().map(|level| level.text.as_str()).collect();
    Variant {
        label: of_design.name.map_or_else(|| texts.join(", "), str::to_owned),
        targets: outcome.sample.targets(),
        levels,
        point: Point::from(outcome.results),
    }
}

fn factor(factor: &crate::scenario::design::Factor) -> Factor {
    let unit = |unit: LevelUnit| match unit {
        LevelUnit::Number => FactorUnit::Number,
        LevelUnit::Share => FactorUnit::Share,
        LevelUnit::Seconds => FactorUnit::Seconds,
        LevelUnit::PerHour => FactorUnit::PerHour,
    };
    Factor {
        name: factor.name.clone(),
        kind: match factor.kind {
            LevelKind::Replaces(of) => FactorKind::Replaces(unit(of)),
            LevelKind::Scales => FactorKind::Scales,
            LevelKind::Shifts(of) => FactorKind::Shifts(unit(of)),
            LevelKind::Words => FactorKind::Words,
        },
    }
}

/// Standard output; once its reader has gone away, nothing is written and nobody minds.
#[derive(Debug, Default)]
struct Quiet {
    gone: bool,
}

impl Quiet {
    fn unless_gone<T>(
        &mut self,
        value: T,
        write: impl FnOnce(&mut io::StdoutLock<'_>) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.gone {
            return Ok(value);
        }
        match write(&mut io::stdout().lock()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(value)
            }
            other => other,
        }
    }
}

impl Write for Quiet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_gone(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_gone((), |out| out.flush())
    }
}
