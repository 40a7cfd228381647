//! `headcount check`: what a scenario means, or every problem it has.

use clap::Args;

use super::failure::Failure;
use super::load::{self, Which};
use super::output;
use crate::insight;
use crate::report::check;
use crate::report::terminal::check_screen;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    which: Which,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Reads the scenario and says what was read.
    pub fn answer(&self) -> Result<(), Failure> {
        let (origin, scenario) = match self.which.read(&[]) {
            Ok(read) => read,
            Err(Failure::Problems(problems)) if self.json => {
                let listed: Vec<_> = problems.iter().collect();
                output::answer(&check::problems_json(&listed)?)?;
                return Err(Failure::Problems(problems));
            }
            Err(failure) => return Err(failure),
        };
        let (center, experiment) = (&scenario.center, &scenario.experiment);
        let remarks = insight::remarks(center, experiment);
        if self.json {
            let warnings: Vec<_> = scenario.warnings.iter().collect();
            let found = check::json(center, experiment, &remarks, &scenario.assumptions, &warnings)?;
            return Ok(output::answer(&found)?);
        }
        load::warn(&scenario);
        let path = origin.path();
        let screen = output::screen(origin.source(&path));
        let assumed: Vec<[&str; 3]> = scenario
            .assumptions
            .iter()
            .map(|assumed| [&*assumed.setting, &*assumed.value, &*assumed.meaning])
            .collect();
        let text = check_screen(center, experiment, &remarks, &assumed, &screen);
        Ok(output::answer(text.as_bytes())?)
    }
}
