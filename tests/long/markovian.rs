//! One hour of M/M/n+M of which the first half is warm-up, with or without a day factor, and its exact values.

use headcount::estimate::{Estimate, GroupMeasure, Measure, Results};
use headcount::model::{Center, Distribution, Experiment, Mode, ServiceLevelDefinition, Ticks};
use headcount::theory::Demand;

use super::coverage::{AGENTS, HANDLE_S, PATIENCE_S, PER_HOUR, WITHIN_S, center};

/// The second begins 30 mean handle times after an empty start.
const HALF_HOURS: usize = 2;
const COUNTED_S: f64 = 1800.0;

/// What is watched in every study of the day's figures, of the center.
pub type Watched = (&'static str, fn(&Results) -> Option<Estimate>);

pub const WATCHED: [Watched; 5] = [
    ("answered within", |results| {
        results.center.day.get(Measure::AnsweredWithin)
    }),
    ("service level", |results| {
        results.center.day.get(Measure::ServiceLevel)
    }),
    ("ASA", |results| results.center.day.get(Measure::Asa)),
    ("abandonment", |results| {
        results.center.day.get(Measure::AbandonmentRate)
    }),
    ("occupancy", |results| {
        results.agents.day.get(GroupMeasure::Occupancy)
    }),
];

pub fn markovian(busyness: Option<Distribution>) -> Center {
    let mut center = center(AGENTS);
    center.calendar.intervals = HALF_HOURS;
    center.queues[0].volume.truncate(HALF_HOURS);
    center.groups[0].staff.truncate(HALF_HOURS);
    center.busyness = busyness;
    center
}

pub fn experiment(replications: u32, seed: u64, variance_reduction: bool) -> Experiment {
    Experiment {
        replications,
        mode: Mode::Days,
        precision: Vec::new(),
        variance_reduction,
        seed,
        confidence: 0.95,
        warm_up: Ticks::from_seconds(1800.0),
    }
}

/// The exact values of what is watched, in its order. Of a day factor that is gamma with mean 1 and `shape`
/// they are ratios of means over its law: (mean of answered in time) / (mean of offered), and so on.
pub fn exact(shape: Option<f64>) -> [f64; WATCHED.len()] {
    let days: Vec<(f64, f64)> = match shape {
        None => vec![(1.0, 1.0)],
        Some(shape) => gamma(shape),
    };
    let patience = Distribution::Exponential { mean: PATIENCE_S };
    let [
        mut offered,
        mut answered,
        mut within,
        mut abandoned,
        mut waited_s,
        mut occupancy,
    ] = [0.0; 6];
    for (factor, chance) in days {
        let rate = factor * PER_HOUR / 3600.0;
        let demand = Demand::new(rate, HANDLE_S, &patience);
        let state = demand.with_agents(AGENTS);
        let arrive = chance * rate;
        let level = state.service_level(ServiceLevelDefinition::OfOffered, WITHIN_S, WITHIN_S);
        offered += arrive;
        within += arrive * level;
        abandoned += arrive * state.abandoned();
        answered += arrive * state.answered();
        waited_s += arrive * state.answered() * state.asa_s().expect("somebody is answered");
        occupancy += chance * state.occupancy();
    }
    [
        within * COUNTED_S,
        within / offered,
        waited_s / answered,
        abandoned / offered,
        occupancy,
    ]
}

/// Values and chances of a gamma law with mean 1, by midpoints: smooth, so that the error is far below any
/// standard error.
fn gamma(shape: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 1000;
    let step = 5.0 / f64::from(STEPS);
    let at = (0..STEPS).map(|index| (f64::from(index) + 0.5) * step);
    let density: Vec<(f64, f64)> = at
        .map(|x| (x, ((shape - 1.0) * x.ln() - shape * (x - 1.0)).exp()))
        .collect();
    let whole: f64 = density.iter().map(|(_, density)| density).sum();
    density
        .into_iter()
        .map(|(x, density)| (x, density / whole))
        .collect()
}
