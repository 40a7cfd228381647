//! Every figure of a queue with some agents.

use super::given::Given;
use crate::model::ServiceLevelDefinition;
use crate::theory::Workload;

/// Shares of answered calls whose longest wait is told.
pub const QUANTILES: [f64; 4] = [0.5, 0.8, 0.9, 0.95];

/// The figures; shares and means are over calls that get a line, repeated ones among them, unless said
/// otherwise. A time may be infinite; one that does not exist is nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Agents on queue.
    pub agents: u32,
    /// Whether there is an equilibrium.
    pub stable: bool,
    /// Whether every goal is reached.
    pub meets_goals: bool,
    /// Calls a second, repeated ones among them.
    pub rate_per_s: f64,
    /// Their load, in erlangs.
    pub load: f64,
    /// Share of calls turned away because all lines are taken.
    pub blocked: f64,
    /// Share that finds no free agent.
    pub p_wait: f64,
    /// Share that hangs up.
    pub abandoned: f64,
    /// Share of first callers who are answered in the end.
    pub answered_in_the_end: f64,
    /// Service level by each definition, in the order of [`ServiceLevelDefinition::ALL`].
    pub service_levels: [f64; 4],
    /// Mean wait of the answered, in seconds.
    pub asa_s: Option<f64>,
    /// Mean wait of all, in seconds.
    pub wait_all_s: Option<f64>,
    /// Mean wait of those who have to wait, in seconds.
    pub wait_delayed_s: Option<f64>,
    /// Mean wait of those who hang up, in seconds.
    pub wait_abandoned_s: Option<f64>,
    /// The waits of the answered at [`QUANTILES`], in seconds.
    pub wait_quantiles_s: [Option<f64>; 4],
    /// The time within which the target's share of calls is answered, in seconds; nothing where so many
    /// never are.
    pub share_within_s: Option<f64>,
    /// Mean number waiting.
    pub queue_mean: f64,
    /// Share of their time that agents are busy.
    pub occupancy: f64,
}

impl Figures {
    /// The figures of a workload.
    pub(super) fn of(work: &Workload, agents: u32, given: &Given) -> Figures {
        let demand = work.facing(agents);
        let state = demand.with_agents(agents);
        let short_s = given.goals.short_s;
        let levels = ServiceLevelDefinition::ALL
            .map(|definition| state.service_level(definition, given.within_s, short_s));
        let calls = demand.rate_per_s() > 0.0;
        let answered = state.answered();
        let share = given.share();
        let first = work.first().rate_per_s();
        Figures {
            agents,
            stable: state.is_stable(),
            meets_goals: given.goals.met_by(&state),
            rate_per_s: demand.rate_per_s(),
            load: state.load(),
            blocked: state.blocked(),
            p_wait: state.p_wait(),
            abandoned: state.abandoned(),
            answered_in_the_end: if calls {
                (demand.rate_per_s() / first * (1.0 - state.blocked()) * answered).min(1.0)
            } else {
                1.0
            },
            service_levels: levels,
            asa_s: state.asa_s(),
            wait_all_s: calls.then(|| state.wait_all_s()),
            wait_delayed_s: state.wait_delayed_s(),
            wait_abandoned_s: state.wait_abandoned_s(),
            wait_quantiles_s: QUANTILES.map(|share| state.wait_quantile_answered_s(share)),
            share_within_s: (calls && share <= answered)
                .then(|| state.wait_quantile_answered_s(share / answered))
                .flatten(),
            queue_mean: state.queue_mean(),
            occupancy: state.occupancy(),
        }
    }

    /// The service level by a definition.
    pub fn service_level(&self, definition: ServiceLevelDefinition) -> f64 {
        let place = ServiceLevelDefinition::ALL
            .iter()
            .position(|one| *one == definition);
        place.map_or(f64::NAN, |place| self.service_levels[place])
    }
}
