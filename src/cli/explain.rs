//! `headcount explain`: the formulas beside the simulation, and why they part.

use clap::Args;

use super::failure::Failure;
use super::load::Which;
use super::output;
use super::progress::Progress;
use crate::insight::explain::{explain, passes};
use crate::report;
use crate::report::terminal::{Screen, explain_screen};

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    which: Which,
    /// Show this queue only
    #[arg(long, value_name = "NAME")]
    queue: Option<String>,
    /// Independent replications of the horizon, instead of the scenario's number
    #[arg(long, visible_alias = "days", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// The master seed, instead of the scenario's
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Threads [default: one for each core]; they never change the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Print every figure as JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    /// Simulates, computes and says why.
    pub fn answer(&self) -> Result<(), Failure> {
        let (origin, scenario) = self.which.read()?;
        if !scenario.warnings.is_empty() {
            output::say(&scenario.warnings.render(output::colour_on_stderr()));
        }
        let (center, mut experiment) = (scenario.center, scenario.experiment);
        if let Some(replications) = self.replications {
            experiment.replications = replications;
        }
        if let Some(seed) = self.seed {
            experiment.seed = seed;
        }
        let only = match &self.queue {
            None => None,
            Some(name) => Some(center.queue(name).ok_or_else(|| {
                let names: Vec<String> = center
                    .queues
                    .iter()
                    .map(|queue| format!("`{}`", queue.name))
                    .collect();
                Failure::Input(format!(
                    "there is no queue `{name}`: there is {}",
                    names.join(", ")
                ))
            })?),
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()
            .map_err(|error| Failure::Could(format!("threads: {error}")))?;
        let progress = Progress::over(experiment.replications.saturating_mul(passes(&center)));
        let explanation = pool.install(|| explain(&center, &experiment, &|done| progress.advance(done)));
        progress.finish();
        if self.json {
            return Ok(output::answer(&report::explain::json(&center, &explanation)?)?);
        }
        let (width, height) = output::size();
        let path = origin.path();
        let screen = Screen {
            width,
            height,
            style: output::style(),
            source: origin.source(&path),
        };
        let text = explain_screen(&center, &explanation, only, &screen);
        Ok(output::answer(text.as_bytes())?)
    }
}
