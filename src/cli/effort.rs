//! How much is simulated, with which seed, on how many threads: what every command that simulates may be told.

use clap::Args;
use rayon::ThreadPool;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use crate::model::{Center, Experiment};
use crate::scenario::{self, Edit, MOST_REPLICATIONS};

/// Arguments of commands that simulate.
#[derive(Debug, Args)]
pub struct Effort {
    #[command(flatten)]
    pub asked: Asked,
    /// Threads [default: one for each core]; they never change the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

/// What of it changes the answer.
#[derive(Debug, Clone, Default, PartialEq, Args, Serialize, Deserialize)]
pub struct Asked {
    /// Independent replications of the horizon, instead of the scenario's number or precision
    #[arg(long, visible_alias = "days", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Replicate until a figure of the day is known to ± this: 0.005 for the service level, asa=1s,
    /// loans.abandonment_rate=0.2%; may be given more than once. --replications is then the most
    #[arg(long, value_name = "[QUEUE.]MEASURE=±")]
    precision: Vec<String>,
    /// The master seed, instead of the scenario's
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Plain replications: no strata and no control variates
    #[arg(long)]
    no_variance_reduction: bool,
}

impl Asked {
    /// As a change to the scenario, so that a number is judged by its rules.
    pub fn edits(&self) -> Result<Vec<Edit>, Failure> {
        let most = (!self.precision.is_empty()).then_some(MOST_REPLICATIONS);
        let replications = self.replications.or(most);
        let edit = replications.map(|number| Edit::parse(&format!("experiment.replications={number}")));
        Ok(edit.into_iter().collect::<Result<_, _>>()?)
    }

    /// The experiment as it is asked for here.
    pub fn of(&self, center: &Center, mut experiment: Experiment) -> Result<Experiment, Failure> {
        if let Some(replications) = self.replications {
            experiment.replications = replications;
            experiment.precision.clear();
        }
        if !self.precision.is_empty() {
            let read = |text: &String| scenario::precision_from_text(text, center);
            experiment.precision = self.precision.iter().map(read).collect::<Result<_, _>>()?;
            experiment.replications = self.replications.unwrap_or(MOST_REPLICATIONS);
        }
        if let Some(seed) = self.seed {
            experiment.seed = seed;
        }
        if self.no_variance_reduction {
            experiment.variance_reduction = false;
        }
        Ok(experiment)
    }
}

impl Effort {
    /// The experiment as it is asked for here.
    pub fn of(&self, center: &Center, experiment: Experiment) -> Result<Experiment, Failure> {
        self.asked.of(center, experiment)
    }

    /// The threads to work on.
    pub fn pool(&self) -> Result<ThreadPool, Failure> {
        pool(self.threads)
    }
}

/// So many threads, or one for each core.
pub fn pool(threads: Option<u16>) -> Result<ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.map_or(0, usize::from))
        .build()
        .map_err(|error| Failure::Could(format!("threads: {error}")))
}
