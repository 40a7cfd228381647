//! One replication, event by event.

use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment};
use crate::observe::Trace;

/// Every event of one replication (from 0) of an experiment. It is the very day that a run simulates under that
/// number, by the engine that tells of agents as well.
pub fn trace(center: &Center, experiment: &Experiment, replication: u32) -> Trace {
    let plan = Plan::in_full(center, experiment);
    let first_agents = (0..center.groups.len())
        .map(|group| plan.first_agent(group))
        .collect();
    let mut trace = Trace::new(center, first_agents);
    Engine::new(&plan).replicate(experiment.seed, replication, &mut trace);
    trace
}
