//! How often 95 % intervals cover the truth: 2,000 experiments on M/M/n+M after warm-up, with 20 and with
//! 200 replications each, against the exact stationary values.

use headcount::estimate::{Estimate, GroupMeasure, Measure, Results, run};
use headcount::model::{
    AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Experiment, Group, Handle,
    Mode, PerInterval, PlanLimits, Queue, Routing, ServiceLevelDefinition, Ticks,
};
use headcount::theory::Demand;
use rayon::prelude::*;

const EXPERIMENTS: u64 = 2000;
/// Where the share of experiments whose interval covers the truth must lie.
pub const COVERED: std::ops::RangeInclusive<f64> = 0.93..=0.97;

pub const AGENTS: u32 = 10;
pub const PER_HOUR: f64 = 600.0;
pub const HANDLE_S: f64 = 60.0;
pub const PATIENCE_S: f64 = 120.0;
pub const WITHIN_S: f64 = 20.0;
/// Half-hours of a replication, of which the first is warm-up: 30 mean handle times from an empty center.
const HALF_HOURS: usize = 5;

pub fn center(agents: u32) -> Center {
    let within = Ticks::from_seconds(WITHIN_S);
    Center {
        name: "M/M/n+M".into(),
        calendar: Calendar {
            opens_s: 0,
            interval: Ticks::from_seconds(1800.0),
            intervals: HALF_HOURS,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues: vec![Queue {
            name: "calls".into(),
            channel: Channel::Voice,
            volume: vec![PER_HOUR / 2.0; HALF_HOURS],
            handle: PerInterval::Same(Handle {
                talk: Distribution::Exponential { mean: HANDLE_S },
                wrap_up: None,
            }),
            patience: PerInterval::Same(Distribution::Exponential { mean: PATIENCE_S }),
            balk: PerInterval::Same(0.0),
            priority: 0,
            route: vec![vec![0]],
            within,
            short: within,
            target: None,
            actual: None,
            rules: Default::default(),
        }],
        groups: vec![Group {
            name: "agents".into(),
            skills: vec![vec![0]],
            staff: vec![agents; HALF_HOURS],
            handle_factor: vec![1.0],
            shrinkage: PerInterval::Same(0.0),
            cost_per_hour: PerInterval::Same(0.0),
            occupancy_max: None,
            plan: PlanLimits::default(),
            rules: Default::default(),
        }],
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    }
}

/// A measure whose exact value is known, and how to find its estimate.
struct Known {
    name: &'static str,
    exact: f64,
    estimate: fn(&Results) -> Option<Estimate>,
}

fn known() -> Vec<Known> {
    let demand = Demand::new(
        PER_HOUR / 3600.0,
        HANDLE_S,
        &Distribution::Exponential { mean: PATIENCE_S },
    );
    let state = demand.with_agents(AGENTS);
    vec![
        Known {
            name: "service level",
            exact: state.service_level(ServiceLevelDefinition::OfOffered, WITHIN_S, WITHIN_S),
            estimate: |results| results.queues[0].day.get(Measure::ServiceLevel),
        },
        Known {
            name: "abandonment",
            exact: state.abandoned(),
            estimate: |results| results.queues[0].day.get(Measure::AbandonmentRate),
        },
        Known {
            name: "ASA",
            exact: state.asa_s().expect("somebody is answered"),
            estimate: |results| results.queues[0].day.get(Measure::Asa),
        },
        Known {
            name: "P(wait)",
            exact: state.p_wait(),
            estimate: |results| results.queues[0].day.get(Measure::PWait),
        },
        Known {
            name: "occupancy",
            exact: state.occupancy(),
            estimate: |results| results.groups[0].day.get(GroupMeasure::Occupancy),
        },
        Known {
            name: "p90 of waits",
            exact: state.wait_quantile_answered_s(0.9).expect("somebody is answered"),
            estimate: |results| results.queues[0].day.get(Measure::WaitP90),
        },
    ]
}

#[test]
fn coverage() {
    let (center, known) = (center(AGENTS), known());
    let mut failed = false;
    for replications in [20, 200] {
        let covered: Vec<Vec<bool>> = (0..EXPERIMENTS)
            .into_par_iter()
            .map(|number| {
                let experiment = Experiment {
                    replications,
                    mode: Mode::Days,
                    precision: Vec::new(),
                    variance_reduction: false,
                    // Its own seeds for each number of replications.
                    seed: 1_000_000 * u64::from(replications) + number,
                    confidence: 0.95,
                    warm_up: Ticks::from_seconds(1800.0),
                };
                let results = run(&center, &experiment, &|_| {});
                known
                    .iter()
                    .map(|known| {
                        let estimate = (known.estimate)(&results).expect("the measure exists");
                        let (low, high) = estimate.interval.expect("there are many replications");
                        (low..=high).contains(&known.exact)
                    })
                    .collect()
            })
            .collect();
        for (index, known) in known.iter().enumerate() {
            let share = covered.iter().filter(|covered| covered[index]).count() as f64 / EXPERIMENTS as f64;
            println!(
                "{replications:>4} replications, {:<14} exactly {:>10.6}: covered in {:.1} %",
                known.name,
                known.exact,
                100.0 * share
            );
            failed |= !COVERED.contains(&share);
        }
    }
    assert!(
        !failed,
        "an interval covers the exact value too rarely or too often"
    );
}
