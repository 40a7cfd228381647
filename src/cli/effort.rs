//! How much is simulated, with which seed, on how many threads: what every command that simulates may be told.

use clap::Args;
use rayon::ThreadPool;

use super::failure::Failure;
use crate::model::Experiment;

/// Arguments of commands that simulate.
#[derive(Debug, Args)]
pub struct Effort {
    /// Independent replications of the horizon, instead of the scenario's number or precision
    #[arg(long, visible_alias = "days", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// The master seed, instead of the scenario's
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Threads [default: one for each core]; they never change the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

impl Effort {
    /// The experiment as it is asked for here.
    pub fn of(&self, mut experiment: Experiment) -> Experiment {
        if let Some(replications) = self.replications {
            experiment.replications = replications;
            experiment.precision.clear();
        }
        if let Some(seed) = self.seed {
            experiment.seed = seed;
        }
        experiment
    }

    /// The threads to work on.
    pub fn pool(&self) -> Result<ThreadPool, Failure> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()
            .map_err(|error| Failure::Could(format!("threads: {error}")))
    }
}
