//! A job: all that decides the answer of `run` or `sweep`, as it was read, so that it can be gone on with
//! later or elsewhere and compared with another.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::effort::Asked;
use super::failure::Failure;
use super::load::{Origin, Which};
use crate::estimate::{Case, Cases};
use crate::model::{Center, Experiment, Mode};
use crate::scenario::{self, Bundled, Design, Edit, Scenario, Source};

/// All that decides an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The version of headcount: another one may simulate differently.
    version: String,
    origin: Named,
    scenario: Text,
    plan: Option<Text>,
    /// Changes of `--set`, in their order.
    changes: Vec<String>,
    asked: Asked,
    /// The scenarios of a sweep.
    design: Option<DesignText>,
    /// Other files that the scenarios name, by their path.
    files: BTreeMap<PathBuf, String>,
}

/// Where the scenario came from, so that hints name it as it was named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Named {
    BuiltIn(String),
    File(PathBuf),
    Input,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Text {
    name: String,
    text: String,
}

impl Text {
    fn source(&self) -> Source {
        Source::new(&self.name, &self.text)
    }
}

impl From<Source> for Text {
    fn from(source: Source) -> Self {
        Text {
            name: source.name,
            text: source.text,
        }
    }
}

/// The scenarios of a sweep as they were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DesignText {
    /// `--vary`, every combination.
    Grid(Vec<String>),
    /// `--design`: a name and the text.
    Table(String, String),
    /// `--random` and `--within`.
    Random(u32, Vec<String>),
}

/// A job whose scenario was read.
pub struct Prepared {
    pub job: Job,
    pub origin: Origin,
    pub scenario: Scenario,
    /// The points of a sweep, every one of which was read as well.
    pub design: Option<Design>,
    /// How each case is simulated: the one of a run, or every point of a sweep.
    pub experiments: Vec<Experiment>,
}

impl Job {
    /// The job that was asked for. Every file it needs is read now.
    pub fn asked_for(which: &Which, asked: &Asked, design: Option<DesignText>) -> Result<Prepared, Failure> {
        let (origin, scenario, plan) = which.texts()?;
        let job = Job {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            origin: match &origin {
                Origin::BuiltIn(bundled) => Named::BuiltIn(bundled.name.to_owned()),
                Origin::File(path) => Named::File(path.clone()),
                Origin::Input => Named::Input,
            },
            scenario: scenario.into(),
            plan: plan.map(Text::from),
            changes: which.changes().to_vec(),
            asked: asked.clone(),
            design,
            files: BTreeMap::new(),
        };
        let seen = RefCell::new(BTreeMap::new());
        let mut prepared = job.prepare(&|path| {
            let text = std::fs::read_to_string(path)?;
            seen.borrow_mut().insert(path.to_owned(), text.clone());
            Ok(text)
        })?;
        prepared.job.files = seen.into_inner();
        Ok(prepared)
    }

    /// A job that was kept in a file.
    pub fn kept(bytes: &[u8], path: &Path) -> Result<Job, Failure> {
        postcard::from_bytes(bytes).map_err(|_| {
            let version = env!("CARGO_PKG_VERSION");
            Failure::Could(format!(
                "{}: was not written by this version of headcount ({version})",
                path.display()
            ))
        })
    }

    /// The job as bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("texts and numbers can always be written")
    }

    /// Reads the scenarios of a job that was kept, from what was kept of their files.
    pub fn again(self) -> Result<Prepared, Failure> {
        let files = self.files.clone();
        self.prepare(&|path| kept_file(&files, path))
    }

    /// Whether it is a sweep.
    pub fn is_sweep(&self) -> bool {
        self.design.is_some()
    }

    /// What tells this job from another, if anything does.
    pub fn differs_from(&self, other: &Job) -> Option<String> {
        let reason = if self.version != other.version {
            format!(
                "it was made by headcount {}, and this is headcount {}",
                other.version, self.version
            )
        } else if self.design.is_some() != other.design.is_some() {
            let of = |job: &Job| if job.is_sweep() { "a sweep" } else { "a run" };
            format!("it is {}, and this is {}", of(other), of(self))
        } else if self.scenario.text != other.scenario.text || self.files != other.files {
            "its scenario, or a file that the scenario names, has another text".to_owned()
        } else if self.plan.as_ref().map(|plan| &plan.text) != other.plan.as_ref().map(|plan| &plan.text) {
            "its plan is another one".to_owned()
        } else if self.changes != other.changes {
            format!("its changes are {}", listed(&other.changes))
        } else if self.design != other.design {
            "its scenarios to sweep are others".to_owned()
        } else if self.asked != other.asked {
            "its seed, replications, precision or variance reduction are others".to_owned()
        } else {
            return None;
        };
        Some(reason)
    }

    fn prepare(self, files: scenario::Files<'_>) -> Result<Prepared, Failure> {
        let origin = match &self.origin {
            Named::File(path) => Origin::File(path.clone()),
            Named::BuiltIn(name) => Origin::BuiltIn(Bundled::named(name).ok_or_else(|| {
                Failure::Could(format!(
                    "there is no scenario `{name}` in this version of headcount"
                ))
            })?),
            Named::Input => Origin::Input,
        };
        let edits = self.edits()?;
        let (source, plan) = (self.scenario.source(), self.plan.as_ref().map(Text::source));
        let mut scenario = scenario::read(&source, &edits, plan.as_ref(), files)?;
        scenario.experiment = self.asked.of(&scenario.center, scenario.experiment)?;
        let design = match &self.design {
            None => None,
            Some(DesignText::Grid(vary)) => Some(Design::grid(vary)?),
            Some(DesignText::Table(name, text)) => Some(Design::table(&Source::new(name, text))?),
            Some(DesignText::Random(points, within)) => {
                Some(Design::random(*points, within, scenario.experiment.seed)?)
            }
        };
        let experiments = match &design {
            None => vec![scenario.experiment.clone()],
            Some(design) => design
                .points()
                .map(|point| {
                    let edits = [&edits[..], &point.edits].concat();
                    let read = scenario::read(&source, &edits, plan.as_ref(), files)?;
                    self.asked.of(&read.center, read.experiment)
                })
                .collect::<Result<_, _>>()?,
        };
        Ok(Prepared {
            job: self,
            origin,
            scenario,
            design,
            experiments,
        })
    }

    fn edits(&self) -> Result<Vec<Edit>, Failure> {
        let typed = self.changes.iter().map(|change| Edit::parse(change));
        let mut edits: Vec<Edit> = typed.collect::<Result<_, _>>()?;
        edits.extend(self.asked.edits()?);
        Ok(edits)
    }
}

fn listed(changes: &[String]) -> String {
    if changes.is_empty() {
        "none".to_owned()
    } else {
        changes.join(" and ")
    }
}

fn kept_file(files: &BTreeMap<PathBuf, String>, path: &Path) -> io::Result<String> {
    files.get(path).cloned().ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::NotFound,
            "it is not among the files that were kept",
        )
    })
}

impl Prepared {
    /// Whether it looks for equilibrium, in which there are no blocks to be kept.
    pub fn is_steady(&self) -> bool {
        self.experiments
            .iter()
            .any(|experiment| experiment.mode != Mode::Days)
    }
}

/// The one case of a run, or those of a sweep, made again when they are needed.
impl Cases for Prepared {
    fn count(&self) -> u32 {
        self.experiments.len() as u32
    }

    fn case(&self, index: u32) -> Case {
        let read = |design: &Design| -> Result<Center, Failure> {
            let job = &self.job;
            let edits = [job.edits()?, design.point(index as usize).edits].concat();
            let plan = job.plan.as_ref().map(Text::source);
            let files = |path: &Path| kept_file(&job.files, path);
            Ok(scenario::read(&job.scenario.source(), &edits, plan.as_ref(), &files)?.center)
        };
        Case {
            center: match &self.design {
                None => self.scenario.center.clone(),
                Some(design) => read(design).expect("every scenario was read before, from the same texts"),
            },
            experiment: self.experiments[index as usize].clone(),
        }
    }
}
