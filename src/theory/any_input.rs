//! Tests over inputs of every kind and size: nothing panics, nothing is not a number, measures move the right
//! way, the inverses invert.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{
    Demand, Goals, Lines, SteadyState, Workload, least_agents_for, longest_handle_s, most_calls_per_s,
};
use crate::model::{Distribution, ServiceLevelDefinition, ServiceTarget, Target, Ticks};

/// The same settings every time.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Logarithms uniform between those of two ends.
fn log_uniform(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

/// A model of every kind, with its parameters.
#[derive(Debug, Clone, Copy)]
enum Kind {
    B,
    C,
    A,
    Deterministic,
    Weibull(f64),
    Lines(u32),
    PatientLines(u32),
    Retry(f64),
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        1 => Just(Kind::B),
        1 => Just(Kind::C),
        4 => Just(Kind::A),
        1 => Just(Kind::Deterministic),
        1 => (0.5..3.0f64).prop_map(Kind::Weibull),
        1 => (0u32..400).prop_map(Kind::Lines),
        1 => (0u32..400).prop_map(Kind::PatientLines),
        1 => (0.0..0.95f64).prop_map(Kind::Retry),
    ]
}

fn work(kind: Kind, rate: f64, handle_s: f64, patience_s: f64) -> Workload {
    let exponential = Distribution::Exponential { mean: patience_s };
    let (law, lines, again) = match kind {
        Kind::B => (Distribution::Forever, Lines::OneAnAgent, 0.0),
        Kind::C => (Distribution::Forever, Lines::Endless, 0.0),
        Kind::A => (exponential, Lines::Endless, 0.0),
        Kind::Deterministic => (
            Distribution::Deterministic { value: patience_s },
            Lines::Endless,
            0.0,
        ),
        Kind::Weibull(shape) => (
            Distribution::weibull_by_mean_shape(patience_s, shape),
            Lines::Endless,
            0.0,
        ),
        Kind::Lines(lines) => (exponential, Lines::Limited(lines), 0.0),
        Kind::PatientLines(lines) => (Distribution::Forever, Lines::Limited(lines), 0.0),
        Kind::Retry(again) => (exponential, Lines::Endless, again),
    };
    let demand = Demand::new(rate, handle_s, &law)
        .with_lines(lines)
        .expect("exact");
    Workload::new(demand, again)
}

/// Everything a state tells, checked to be what it should.
fn sound(state: &SteadyState<'_>, t: f64) -> [f64; 4] {
    let shares = [
        state.p_wait(),
        state.abandoned(),
        state.answered(),
        state.blocked(),
        state.occupancy(),
        state.answered_within(t),
        state.abandoned_within(t),
    ];
    for share in shares {
        assert!((0.0..=1.0 + 1e-9).contains(&share), "{share} is no share");
    }
    let waits = [
        Some(state.wait_all_s()),
        state.asa_s(),
        state.wait_abandoned_s(),
        state.wait_delayed_s(),
        Some(state.queue_mean()),
    ];
    for wait in waits.into_iter().flatten() {
        assert!(wait >= 0.0, "{wait} is no wait");
    }
    [
        state.answered_within(t),
        1.0 - state.p_wait(),
        1.0 - state.abandoned(),
        1.0 - state.blocked(),
    ]
}

fn goals(answered: f64, within_s: f64) -> Goals {
    Goals {
        target: Target {
            service: Some(ServiceTarget {
                answered,
                within: Ticks::from_seconds(within_s),
            }),
            ..Target::default()
        },
        blocked: None,
        occupancy: None,
        definition: ServiceLevelDefinition::OfOffered,
        short_s: within_s,
    }
}

proptest! {
    #![proptest_config(cases(10_000))]

    /// More agents, fewer calls, a longer T: never worse, whatever the model.
    #[test]
    fn every_model_is_sound_and_monotone(
        kind in kinds(), load in log_uniform(1e-3, 300.0), ratio in 0.0..2.0f64, handle_s in log_uniform(1.0, 3600.0),
        patience_s in log_uniform(0.1, 1e5), t in prop_oneof![Just(0.0), log_uniform(0.1, 1e3)]
    ) {
        let agents = (load * ratio).round() as u32;
        let facing = |load: f64, agents: u32| work(kind, load / handle_s, handle_s, patience_s).facing(agents);
        let demand = facing(load, agents);
        let state = demand.with_agents(agents);
        let here = sound(&state, t);
        prop_assert!(state.answered_within(t * 1.1) >= here[0] - 1e-9);
        for definition in ServiceLevelDefinition::ALL {
            let level = state.service_level(definition, t, t);
            prop_assert!((0.0..=1.0).contains(&level), "{level} is no share");
        }
        // On limited lines more calls are let in to wait where fewer are lost, so that the shares of those who
        // got in have no order; and who hangs up sooner than he would be served holds his line for less long.
        let (by_agents, by_calls) = match kind {
            Kind::Lines(_) => (0..0, 3..4),
            Kind::PatientLines(_) => (3..4, 3..4),
            _ => (0..4, 0..4),
        };
        let more = sound(&facing(load, agents + 1).with_agents(agents + 1), t);
        let busier = sound(&facing(load * 1.01, agents).with_agents(agents), t);
        for index in by_agents {
            prop_assert!(more[index] >= here[index] - 1e-9, "agents: {index} {more:?} {here:?}");
        }
        for index in by_calls {
            prop_assert!(here[index] >= busier[index] - 1e-9, "calls: {index} {here:?} {busier:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Agents → the calls they carry → as many agents; the same through the handle time.
    #[test]
    fn round_trips(
        retry in prop_oneof![Just(None), (0.0..0.9f64).prop_map(Some)], patient in proptest::bool::ANY, agents in 1u32..400,
        handle_s in log_uniform(10.0, 2000.0), patience_s in log_uniform(10.0, 1e4), answered in 0.3..0.98f64, t in log_uniform(1.0, 120.0)
    ) {
        let kind = match retry {
            Some(again) => Kind::Retry(again),
            None if patient => Kind::C,
            None => Kind::A,
        };
        let goals = goals(answered, t);
        let rate = most_calls_per_s(&work(kind, 0.0, handle_s, patience_s), agents, &goals);
        prop_assert!(rate > 0.0 && rate.is_finite());
        let carried = work(kind, rate, handle_s, patience_s);
        prop_assert_eq!(least_agents_for(&carried, &goals, 100_000), Some(agents));
        let more = work(kind, rate * (1.0 + 1e-7), handle_s, patience_s);
        prop_assert_eq!(least_agents_for(&more, &goals, 100_000), Some(agents + 1));
        let service = goals.target.service.expect("asked");
        let level = carried.facing(agents).with_agents(agents).answered_within(service.within.seconds());
        prop_assert!((level - answered).abs() < 1e-7, "{level} {answered}");
        let longest = longest_handle_s(&carried, agents, &goals);
        approx::assert_relative_eq!(longest, handle_s, max_relative = 1e-6);
    }
}

/// Twenty thousand erlangs have an answer near the load, with and without patience.
#[test]
fn twenty_thousand_erlangs_are_sized() {
    let goals = goals(0.8, 20.0);
    for kind in [Kind::A, Kind::C] {
        let agents = least_agents_for(&work(kind, 20_000.0 / 180.0, 180.0, 120.0), &goals, 100_000);
        assert!(
            agents.is_some_and(|agents| (17_000..20_200).contains(&agents)),
            "{kind:?}: {agents:?}"
        );
    }
}
