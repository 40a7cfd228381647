//! `headcount compare`: scenarios beside each other on the same days.

use std::path::PathBuf;

use clap::Args;

use super::effort::Effort;
use super::failure::Failure;
use super::load::{self, Origin};
use super::output;
use super::pictures;
use super::progress::Progress;
use crate::estimate::{
    Case, Detail, Differences, Manner, NoArchive, correct, differences, run_cases, run_one,
};
use crate::insight::Beside;
use crate::model::{Experiment, Mode};
use crate::report::terminal::compare_screen;
use crate::report::{self, change, plot};
use crate::scenario::{Edit, Scenario};

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
BASE's seed, replications, confidence and warm-up hold for all. Queues and groups are matched by name; what \
only one scenario has is listed.

  headcount compare bank --set 'groups.generalists.staff@10:00..12:00=-5'
  headcount compare monday.toml merged.toml bilingual.toml")]
pub struct Compare {
    /// The scenario to compare with: a file, the name of one that comes with headcount, or - [default: bank]
    #[arg(value_name = "BASE")]
    base: Option<PathBuf>,
    /// Scenarios to be set beside it; without any, BASE with the changes of --set and --with
    #[arg(value_name = "OTHER")]
    others: Vec<PathBuf>,
    /// A change that makes OTHER of BASE: PATH[@FROM..TO]=VALUE, where VALUE replaces, or x1.1 scales, or +5 -5
    /// shifts; given more than once, they are made together
    #[arg(long, value_name = "CHANGE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// A change made in BASE and in every OTHER alike, before the others
    #[arg(long, value_name = "CHANGE", allow_hyphen_values = true)]
    set_all: Vec<String>,
    /// A plan that makes OTHER of BASE: a sheet (CSV) whose columns replace what the scenario says
    #[arg(long, value_name = "PLAN.csv")]
    with: Option<PathBuf>,
    #[command(flatten)]
    effort: Effort,
    /// Print every figure as JSON
    #[arg(long)]
    json: bool,
    /// Write a picture of the differences as SVG and PNG into a directory
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
}

/// What is set beside BASE.
struct Other {
    name: String,
    changes: Vec<String>,
    case: Case,
}

impl Compare {
    /// Simulates all on the same days and says what differs.
    pub fn answer(&self) -> Result<(), Failure> {
        self.unambiguous()?;
        let (origin, base, others) = self.read()?;
        let pool = self.effort.pool()?;
        let all = u32::try_from(others.len()).unwrap_or(u32::MAX).saturating_add(1);
        let progress = Progress::over(u64::from(base.experiment.replications) * u64::from(all));
        let found = pool.install(|| compared(&base, &others, &|done| progress.advance(done)))?;
        progress.finish();
        let (mut found, experiment) = found;
        let family = correct(&mut found);
        let beside: Vec<Beside> = others
            .into_iter()
            .zip(found)
            .map(|(other, found)| Beside::new(&base.center, other.name, other.changes, found))
            .collect();
        if let Some(directory) = &self.plots {
            let svg = plot::differences(&base.center, &experiment, &beside);
            pictures::into(directory, [("differences".to_owned(), svg)])?;
        }
        if self.json {
            let bytes = report::compare::json(&base.center, &experiment, &beside, family)?;
            return Ok(output::answer(&bytes)?);
        }
        let path = origin.path();
        let screen = output::screen(origin.source(&path));
        let text = compare_screen(&base.center, &experiment, &beside, family, &screen);
        Ok(output::answer(text.as_bytes())?)
    }

    /// Refuses what could be meant in two ways.
    fn unambiguous(&self) -> Result<(), Failure> {
        let changed = !self.set.is_empty() || self.with.is_some();
        let refused = if self.others.is_empty() && !changed {
            "there is nothing to compare with: name another scenario, or a change to BASE with --set"
        } else if !self.others.is_empty() && changed {
            "with scenarios to compare, --set and --with could mean BASE, the others, or all: say --set-all for \
             a change in all of them, or compare BASE with a change of its own"
        } else if self
            .base
            .iter()
            .chain(&self.others)
            .filter(|path| path.as_os_str() == "-")
            .count()
            > 1
        {
            "standard input can be one scenario only"
        } else {
            return Ok(());
        };
        Err(Failure::Input(refused.into()))
    }

    fn read(&self) -> Result<(Origin, Case, Vec<Other>), Failure> {
        let origin = Origin::of(self.base.as_deref());
        let source = origin.text()?;
        let in_all = [load::edits(&self.set_all)?, self.effort.asked.edits()?].concat();
        let base = said(load::scenario(&source, &in_all, None)?);
        let experiment = self.effort.of(&base.center, base.experiment)?;
        let base = checked(Case {
            center: base.center,
            experiment,
        })?;
        let mut others = Vec::new();
        for word in &self.others {
            let text = Origin::of(Some(word)).text()?;
            let scenario = said(load::scenario(&text, &in_all, None)?);
            let mut name = scenario.center.name.clone();
            let known = |name: &String| {
                *name == base.center.name || others.iter().any(|other: &Other| other.name == *name)
            };
            if known(&name)
                && let Some(stem) = word.file_stem()
            {
                name = stem.to_string_lossy().into_owned();
            }
            others.push(Other {
                name,
                changes: Vec::new(),
                case: self.like(&base, scenario)?,
            });
        }
        if others.is_empty() {
            let own = load::edits(&self.set)?;
            let plan = self.with.as_deref().map(load::file).transpose()?;
            let edits: Vec<Edit> = in_all.iter().chain(&own).cloned().collect();
            let scenario = said(load::scenario(&source, &edits, plan.as_ref())?);
            let plan = self.with.as_deref().map(|path| path.display().to_string());
            let mut name = change::in_words(&own);
            if let Some(plan) = &plan {
                name = if name.is_empty() {
                    format!("With the plan {plan}")
                } else {
                    format!("{name} and with the plan {plan}")
                };
            }
            let changes = own.iter().map(|edit| edit.text().to_owned()).chain(plan);
            others.push(Other {
                name,
                changes: changes.collect(),
                case: self.like(&base, scenario)?,
            });
        }
        Ok((origin, base, others))
    }

    /// OTHER under BASE's experiment; says so where its own would mean something else.
    fn like(&self, base: &Case, scenario: Scenario) -> Result<Case, Failure> {
        let own = Case {
            experiment: scenario.experiment,
            center: scenario.center,
        };
        let own = checked(own)?;
        if own.experiment.warm_up != base.experiment.warm_up {
            output::say(&format!(
                "note: {}: BASE's warm-up holds for all, not its own",
                own.center.name
            ));
        }
        Ok(Case {
            experiment: base.experiment.clone(),
            ..own
        })
    }
}

/// Says what is legal but hardly meant.
fn said(scenario: Scenario) -> Scenario {
    load::warn(&scenario);
    scenario
}

/// Refuses what has no days to pair.
fn checked(case: Case) -> Result<Case, Failure> {
    if case.experiment.mode == Mode::Days {
        return Ok(case);
    }
    Err(Failure::Input(format!(
        "{}: a steady state has no days that could be paired: compare with mode = \"days\" and a warm-up",
        case.center.name
    )))
}

/// Every OTHER beside BASE, and the experiment that all were given. A precision asked for decides how many
/// replications BASE needs; the others get as many.
fn compared(
    base: &Case,
    others: &[Other],
    progress: &(dyn Fn(u32) + Sync),
) -> std::io::Result<(Vec<Differences>, Experiment)> {
    let manner = Manner {
        in_order: false,
        detail: Detail::Day,
        archive: &NoArchive,
        progress,
    };
    let base = run_one(base.clone(), &manner)?;
    let experiment = base.sample.experiment_made();
    let cases: Vec<Case> = others
        .iter()
        .map(|other| Case {
            center: other.case.center.clone(),
            experiment: experiment.clone(),
        })
        .collect();
    let mut found = Vec::with_capacity(cases.len());
    run_cases(
        cases.as_slice(),
        &manner,
        |_, outcome| differences(&base, &outcome),
        |_, differences| {
            found.push(differences);
            Ok(())
        },
    )?;
    Ok((found, experiment))
}
