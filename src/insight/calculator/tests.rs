//! Whatever is given, there is an answer in words and numbers or a refusal with a remedy.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::model::{Distribution, ServiceLevelDefinition, ServiceTarget, SurvivalPoint, Target, Ticks};
use crate::theory::Goals;

fn given() -> Given {
    Given {
        label: None,
        calls: Some(100.0),
        per_s: 1800.0,
        handle: Some(Distribution::Exponential { mean: 180.0 }),
        agents: None,
        patience: None,
        lines: None,
        again: None,
        goals: Goals {
            target: Target::default(),
            blocked: None,
            occupancy: None,
            definition: ServiceLevelDefinition::OfOffered,
            short_s: 20.0,
        },
        goals_given: false,
        within_s: 20.0,
        shrinkage: 0.0,
        formula: None,
    }
}

#[test]
fn the_formula_is_the_one_that_fits() {
    let exponential = Distribution::Exponential { mean: 120.0 };
    let survival = Distribution::Survival {
        points: [SurvivalPoint {
            time: 60.0,
            survival: 0.5,
        }]
        .into(),
    };
    for (patience, lines, again, formula) in [
        (None, None, None, Formula::C),
        (Some(Distribution::Forever), None, None, Formula::C),
        (Some(exponential.clone()), None, None, Formula::A),
        (Some(survival), None, None, Formula::G),
        (None, Some(30), None, Formula::Lines),
        (Some(exponential), None, Some(0.4), Formula::Retry),
    ] {
        let given = Given {
            patience,
            lines,
            again,
            ..given()
        };
        assert_eq!(answer(&given).expect("an answer").formula, formula);
    }
}

/// A number that is zero, tiny, usual or huge.
fn number(usual: f64) -> impl Strategy<Value = f64> {
    prop_oneof![
        1 => Just(0.0),
        1 => Just(1e-9 * usual),
        4 => (0.05..3.0f64).prop_map(move |times| times * usual),
        1 => Just(1e4 * usual),
    ]
}

fn law() -> impl Strategy<Value = Option<Distribution>> {
    prop_oneof![
        Just(None),
        Just(Some(Distribution::Forever)),
        Just(Some(Distribution::Deterministic { value: 0.0 })),
        (1.0..1e4f64).prop_map(|mean| Some(Distribution::Exponential { mean })),
        (1.0..1e4f64).prop_map(|mean| Some(Distribution::lognormal_by_mean_cv(mean, 1.2))),
    ]
}

fn share() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![2 => Just(None), 1 => Just(Some(0.0)), 1 => Just(Some(1.0)), 4 => (0.0..1.0f64).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn there_is_always_an_answer_or_a_remedy(
        (calls, mean, agents) in (prop::option::weighted(0.8, number(100.0)), prop::option::weighted(0.8, 1.0..900.0f64),
            prop::option::weighted(0.5, number(20.0))),
        (patience, lines, again) in (law(), prop::option::weighted(0.2, 0u32..60), prop::option::weighted(0.2, 0.0..0.95f64)),
        (answered, abandoned, p_wait, blocked) in (share(), share(), share(), share()),
        within_s in prop_oneof![Just(0.0), 1.0..300.0f64], shrinkage in 0.0..0.6f64,
        formula in prop::option::weighted(0.4, prop::sample::select(Formula::ALL.to_vec())),
    ) {
        let goals = Goals {
            target: Target {
                service: answered.map(|answered| ServiceTarget { answered, within: Ticks::from_seconds(within_s) }),
                abandoned,
                p_wait,
                ..Target::default()
            },
            blocked,
            ..given().goals
        };
        let given = Given {
            calls,
            handle: mean.map(|mean| Distribution::Exponential { mean }),
            agents: agents.map(|agents| agents as u32),
            patience,
            lines,
            again,
            goals_given: goals.target != Target::default() || blocked.is_some(),
            goals,
            within_s,
            shrinkage,
            formula,
            ..given()
        };
        match answer(&given) {
            Err(refusal) => prop_assert!(refusal.to_string().contains("; ")),
            Ok(answer) => {
                let said = sentence(&answer);
                prop_assert!(said.ends_with('.') && !said.contains("NaN") && !said.contains("inf"), "{said}");
                let figures = format!("{:?} {:?}", answer.figures, answer.calls);
                prop_assert!(!figures.contains("NaN"), "{figures}");
                if let (Sought::Agents, Some(figures)) = (answer.sought, &answer.figures) {
                    prop_assert!(figures.meets_goals, "{said}");
                }
            }
        }
    }
}
