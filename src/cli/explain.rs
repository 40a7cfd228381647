//! `headcount explain`: the formulas beside the simulation, and why they part.

use clap::Args;

use super::effort::Effort;
use super::failure::Failure;
use super::load::{self, Which, queue_of};
use super::output;
use super::progress::Progress;
use crate::insight::explain::{explain, passes};
use crate::report;
use crate::report::terminal::explain_screen;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    which: Which,
    /// Show this queue only
    #[arg(long, value_name = "NAME")]
    queue: Option<String>,
    #[command(flatten)]
    effort: Effort,
    /// Print every figure as JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    /// Simulates, computes and says why.
    pub fn answer(&self) -> Result<(), Failure> {
        let (origin, scenario) = self.which.read(&self.effort.asked.edits()?)?;
        load::warn(&scenario);
        let center = scenario.center;
        let experiment = self.effort.of(&center, scenario.experiment)?;
        let only = self
            .queue
            .as_deref()
            .map(|name| queue_of(&center, name))
            .transpose()?;
        let pool = self.effort.pool()?;
        let progress = Progress::over(u64::from(experiment.replications) * u64::from(passes(&center)));
        let explanation = pool.install(|| explain(&center, &experiment, &|done| progress.advance(done)));
        progress.finish();
        if self.json {
            return Ok(output::answer(&report::explain::json(&center, &explanation)?)?);
        }
        let path = origin.path();
        let screen = output::screen(origin.source(&path));
        let text = explain_screen(&center, &explanation, only, &screen);
        Ok(output::answer(text.as_bytes())?)
    }
}
