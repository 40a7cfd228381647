//! The scenario that a command is about: a file, one that comes with headcount, or standard input.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::output;
use crate::model::{Center, GroupId, QueueId};
use crate::report::terminal;
use crate::scenario::{self, BUNDLED, Bundled, Edit, Scenario, Source};

/// Which scenario, and what is to be changed in it.
#[derive(Debug, Args)]
pub struct Which {
    /// A scenario file, the name of one that comes with headcount, or - for standard input [default: bank]
    #[arg(value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// Change the scenario: PATH[@FROM..TO]=VALUE, where VALUE replaces, or x1.1 scales, or +5 -5 shifts;
    /// may be given more than once
    #[arg(long, value_name = "CHANGE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// A plan: a sheet (CSV) whose columns replace what the scenario says
    #[arg(long, value_name = "PLAN.csv")]
    with: Option<PathBuf>,
}

/// Where a scenario came from.
pub enum Origin {
    BuiltIn(&'static Bundled),
    File(PathBuf),
    Input,
}

impl Origin {
    /// What a word on the command line names; the first of those that come with headcount where there is none.
    pub fn of(word: Option<&Path>) -> Self {
        match word {
            None => Origin::BuiltIn(&BUNDLED[0]),
            Some(path) if path.as_os_str() == "-" => Origin::Input,
            Some(path) => match path.to_str().and_then(Bundled::named) {
                Some(bundled) if !path.exists() => Origin::BuiltIn(bundled),
                _ => Origin::File(path.to_owned()),
            },
        }
    }

    /// Its text. Standard input can be read once only.
    pub fn text(&self) -> Result<Source, Failure> {
        match self {
            Origin::BuiltIn(bundled) => Ok(bundled.source()),
            Origin::File(path) => file(path),
            Origin::Input => {
                let mut text = String::new();
                io::stdin()
                    .read_to_string(&mut text)
                    .map_err(|error| Failure::Could(format!("standard input: {error}")))?;
                Ok(Source::new("-", text))
            }
        }
    }

    /// The same in a report's terms; `path` keeps the text of a file's name.
    pub fn source<'a>(&self, path: &'a str) -> terminal::Source<'a> {
        match self {
            Origin::BuiltIn(bundled) => terminal::Source::BuiltIn(bundled.name),
            Origin::File(_) => terminal::Source::File(path),
            Origin::Input => terminal::Source::Input,
        }
    }

    /// The path of a file.
    pub fn path(&self) -> String {
        match self {
            Origin::File(path) => path.display().to_string(),
            Origin::BuiltIn(_) | Origin::Input => String::new(),
        }
    }
}

impl Which {
    /// Reads the scenario with its changes, and with those that another option asks for.
    pub fn read(&self, also: &[Edit]) -> Result<(Origin, Scenario), Failure> {
        let (origin, text, plan) = self.texts()?;
        let edits = [&edits(&self.set)?, also].concat();
        Ok((origin, scenario(&text, &edits, plan.as_ref())?))
    }

    /// The texts of the scenario and of the plan.
    pub fn texts(&self) -> Result<(Origin, Source, Option<Source>), Failure> {
        let origin = Origin::of(self.scenario.as_deref());
        let plan = self.with.as_deref().map(file).transpose()?;
        let text = origin.text()?;
        Ok((origin, text, plan))
    }

    /// The changes asked for.
    pub fn changes(&self) -> &[String] {
        &self.set
    }
}

/// Says what is legal but hardly meant.
pub fn warn(scenario: &Scenario) {
    if !scenario.warnings.is_empty() {
        output::say(&scenario.warnings.render(output::colour_on_stderr()));
    }
}

/// The queue of a name that was typed.
pub fn queue_of(center: &Center, name: &str) -> Result<QueueId, Failure> {
    center.queue(name).ok_or_else(|| {
        let names = center.queues.iter().map(|queue| &*queue.name);
        Failure::Input(format!(
            "there is no queue `{name}`: {}",
            scenario::did_you_mean(name, names)
        ))
    })
}

/// The group of a name that was typed.
pub fn group_of(center: &Center, name: &str) -> Result<GroupId, Failure> {
    center.group(name).ok_or_else(|| {
        let names = center.groups.iter().map(|group| &*group.name);
        Failure::Input(format!(
            "there is no group `{name}`: {}",
            scenario::did_you_mean(name, names)
        ))
    })
}

/// Changes as they were typed.
pub fn edits(typed: &[String]) -> Result<Vec<Edit>, Failure> {
    let edits = typed.iter().map(|change| Edit::parse(change));
    Ok(edits.collect::<Result<Vec<_>, _>>()?)
}

/// Reads a scenario with changes and a plan.
pub fn scenario(source: &Source, edits: &[Edit], plan: Option<&Source>) -> Result<Scenario, Failure> {
    Ok(scenario::read(source, edits, plan, &|path| {
        std::fs::read_to_string(path)
    })?)
}

/// The text of a file.
pub fn file(path: &Path) -> Result<Source, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let mut message = format!("{}: {error}", path.display());
        if error.kind() == io::ErrorKind::NotFound && path.extension().is_none() {
            let names: Vec<&str> = BUNDLED.iter().map(|bundled| bundled.name).collect();
            message += &format!("; scenarios that come with headcount: {}", names.join(", "));
        }
        Failure::Could(message)
    })?;
    Ok(Source::new(path.display().to_string(), text))
}
