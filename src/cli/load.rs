//! The scenario that a command is about: a file, one that comes with headcount, or standard input.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
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
    fn origin(&self) -> Origin {
        match &self.scenario {
            None => Origin::BuiltIn(&BUNDLED[0]),
            Some(path) if path.as_os_str() == "-" => Origin::Input,
            Some(path) => match path.to_str().and_then(Bundled::named) {
                Some(bundled) if !path.exists() => Origin::BuiltIn(bundled),
                _ => Origin::File(path.clone()),
            },
        }
    }

    /// Reads the scenario with its changes.
    pub fn read(&self) -> Result<(Origin, Scenario), Failure> {
        let origin = self.origin();
        let edits = self
            .set
            .iter()
            .map(|change| Edit::parse(change))
            .collect::<Result<Vec<_>, _>>()?;
        let plan = self.with.as_deref().map(file).transpose()?;
        let source = match &origin {
            Origin::BuiltIn(bundled) => bundled.source(),
            Origin::File(path) => file(path)?,
            Origin::Input => {
                let mut text = String::new();
                io::stdin()
                    .read_to_string(&mut text)
                    .map_err(|error| Failure::Could(format!("standard input: {error}")))?;
                Source::new("-", text)
            }
        };
        let scenario = scenario::read(&source, &edits, plan.as_ref(), &|path| {
            std::fs::read_to_string(path)
        })?;
        Ok((origin, scenario))
    }
}

fn file(path: &Path) -> Result<Source, Failure> {
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
