//! `headcount new`: a commented scenario to start from.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValue;

use super::failure::Failure;
use super::output;
use crate::report::files;
use crate::scenario::{BUNDLED, Bundled};

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// Which scenario
    #[arg(value_name = "TEMPLATE", value_parser = templates(), default_value = BUNDLED[0].name)]
    template: String,
    /// The file to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    force: bool,
}

fn templates() -> Vec<PossibleValue> {
    BUNDLED
        .iter()
        .map(|bundled| PossibleValue::new(bundled.name).help(bundled.about))
        .collect()
}

impl New {
    /// Prints or writes the scenario.
    pub fn answer(&self) -> Result<(), Failure> {
        let bundled = Bundled::named(&self.template)
            .ok_or_else(|| Failure::Input(format!("there is no scenario `{}`", self.template)))?;
        let Some(path) = &self.out else {
            return Ok(output::answer(bundled.text.as_bytes())?);
        };
        if path.exists() && !self.force {
            return Err(Failure::Could(format!(
                "{} exists already: choose another name, or --force to replace it",
                path.display()
            )));
        }
        files::write_whole(path, bundled.text.as_bytes())?;
        output::say(&format!("Written: {0}. Next: headcount run {0}", path.display()));
        Ok(())
    }
}
