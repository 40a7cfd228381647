//! Paired comparisons: against exact theory, against the single runs, and what is not compared.

use super::by_engine::{experiment, markovian, quiet};
use crate::estimate::{
    Case, Detail, Differences, GroupMeasure, Headline, Manner, Measure, NoArchive, Outcome, Unlike, correct,
    differences, run_one,
};
use crate::model::{Center, Distribution, Experiment, PerInterval, ServiceLevelDefinition, Ticks};
use crate::theory::Demand;

fn outcome(center: &Center, experiment: &Experiment) -> Outcome {
    let case = Case {
        center: center.clone(),
        experiment: experiment.clone(),
    };
    let manner = Manner {
        in_order: false,
        detail: Detail::Day,
        archive: &NoArchive,
        progress: &quiet,
    };
    run_one(case, &manner).expect("nothing is kept, so nothing fails")
}

fn compared(base: &Center, other: &Center, experiment: &Experiment) -> Differences {
    differences(&outcome(base, experiment), &outcome(other, experiment))
}

fn busy(center: &Center) -> Center {
    Center {
        busyness: Some(Distribution::gamma_by_mean_cv(1.0, 0.1)),
        ..center.clone()
    }
}

#[test]
fn both_sides_are_what_the_single_runs_say() {
    let (base, other) = (
        markovian(600.0, 11, 60.0, 120.0, 4),
        markovian(600.0, 12, 60.0, 120.0, 4),
    );
    sides_agree(&base, &other, &experiment(70, 0.0));
    let reduced = Experiment {
        variance_reduction: true,
        ..experiment(330, 0.0)
    };
    sides_agree(&base, &other, &reduced);
    sides_agree(&busy(&base), &busy(&other), &reduced);
}

fn sides_agree(base: &Center, other: &Center, experiment: &Experiment) {
    let (base, other) = (outcome(base, experiment), outcome(other, experiment));
    let found = differences(&base, &other);
    for measure in Measure::ALL {
        for (day, left, right) in [
            (&found.center, &base.results.center, &other.results.center),
            (
                &found.queues[0].day,
                &base.results.queues[0],
                &other.results.queues[0],
            ),
        ] {
            let Some(difference) = day.get(measure) else {
                panic!("{measure:?} is not compared");
            };
            assert_eq!(Some(difference.base), left.day.mean(measure), "{measure:?}");
            // What is the same on every day is told as the same, last digits of adjusted values aside.
            let other = right.day.mean(measure).expect("compared");
            assert!(
                (difference.other - other).abs() <= 1e-12 * other.abs(),
                "{measure:?}"
            );
        }
    }
    for measure in GroupMeasure::ALL {
        let difference = found.groups[0].day.get(measure).expect("compared");
        assert_eq!(Some(difference.other), other.results.groups[0].day.mean(measure));
    }
    let handled = found.agents.handled[0].1.expect("compared");
    assert_eq!(
        Some(handled.base),
        base.results.agents.day.handled[0].map(|handled| handled.mean)
    );
    let cost = found.agents.get(GroupMeasure::Cost).expect("compared");
    // One agent for two hours at 20 a paid hour, 30 % of which is shrinkage.
    assert!((cost.difference() - 40.0 / 0.7).abs() < 1e-9);
    assert_eq!(cost.interval, Some((cost.difference(), cost.difference())));
    let arrived = found.center.get(Measure::Arrived).expect("compared");
    assert_eq!(arrived.interval, Some((0.0, 0.0)), "the callers are the same");
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let center = markovian(600.0, 11, 60.0, 120.0, 4);
    for center in [busy(&center), center] {
        let mut found = [compared(&center, &center, &experiment(400, 0.0))];
        correct(&mut found);
        for measure in Measure::ALL {
            let difference = found[0].center.get(measure).expect("compared");
            assert_eq!(difference.difference(), 0.0);
            assert!(!difference.is_distinguishable(), "{measure:?}");
        }
        let met = found[0].queues[0].day.get(Measure::TargetMet).expect("compared");
        let (low, high) = met.interval.expect("many days");
        assert!(low < 0.0 && high > 0.0, "seen on no day is not never");
    }
}

/// One agent more in M/M/n+M: what the difference is exactly, and how often intervals cover it.
#[test]
fn intervals_cover_the_exact_difference() {
    const EXPERIMENTS: u64 = 200;
    let agents = [10, 11];
    let (per_hour, handle_s, patience_s) = (600.0, 60.0, 120.0);
    let demand = Demand::new(
        per_hour / 3600.0,
        handle_s,
        &Distribution::Exponential { mean: patience_s },
    );
    let [base, other] = agents.map(|agents| demand.with_agents(agents));
    let level = |state: &crate::theory::SteadyState<'_>| {
        state.service_level(ServiceLevelDefinition::OfOffered, 20.0, 20.0)
    };
    let exact = [
        (Measure::ServiceLevel, level(&other) - level(&base)),
        (Measure::AbandonmentRate, other.abandoned() - base.abandoned()),
        (
            Measure::WaitP90,
            other.wait_quantile_answered_s(0.9).expect("answered")
                - base.wait_quantile_answered_s(0.9).expect("answered"),
        ),
    ];
    let centers = agents.map(|agents| markovian(per_hour, agents, handle_s, patience_s, 3));
    let mut covered = [0; 3];
    for number in 0..EXPERIMENTS {
        let experiment = Experiment {
            seed: 77_000 + number,
            ..experiment(20, 1800.0)
        };
        let found = compared(&centers[0], &centers[1], &experiment);
        for (covered, (measure, exact)) in covered.iter_mut().zip(exact) {
            let difference = found.queues[0].day.get(measure).expect("compared");
            let (low, high) = difference.interval.expect("many days");
            *covered += u64::from((low..=high).contains(&exact));
        }
    }
    // Three standard errors of a share of 95 % in 200 experiments: 4.6 %.
    for (covered, (measure, _)) in covered.into_iter().zip(exact) {
        let share = covered as f64 / EXPERIMENTS as f64;
        assert!((0.904..=0.996).contains(&share), "{measure:?}: {share}");
    }
}

#[test]
fn the_same_callers_make_intervals_narrow() {
    let (base, other) = (
        markovian(600.0, 11, 60.0, 120.0, 8),
        markovian(600.0, 12, 60.0, 120.0, 8),
    );
    let found = compared(&busy(&base), &busy(&other), &experiment(640, 0.0));
    let gain = |measure| {
        let difference = found.queues[0].day.get(measure).expect("compared");
        difference.gain().expect("an interval")
    };
    assert!(
        gain(Measure::ServiceLevel) > 5.0,
        "{}",
        gain(Measure::ServiceLevel)
    );
    assert!(gain(Measure::Asa) > 2.0);
    assert!(gain(Measure::WaitP90) > 2.0);
}

#[test]
fn what_means_something_else_is_not_compared() {
    let base = markovian(600.0, 11, 60.0, 120.0, 4);
    let experiment = experiment(10, 0.0);
    let absent = |found: &Differences| -> Vec<Measure> {
        let gone = |measure: &Measure| found.queues[0].day.get(*measure).is_none();
        Measure::ALL.into_iter().filter(gone).collect()
    };

    let mut other = base.clone();
    other.service_level = ServiceLevelDefinition::OfAnswered;
    let found = compared(&base, &other, &experiment);
    assert!(matches!(found.unlike[..], [Unlike::Definition { .. }]));
    let level = [
        Measure::AnsweredWithin,
        Measure::AbandonedWithin,
        Measure::ServiceLevel,
        Measure::TargetMet,
        Measure::IntervalsMet,
    ];
    assert_eq!(absent(&found), level);
    assert_eq!(found.all_targets_met, None);

    let mut other = base.clone();
    other.queues[0].within = Ticks::from_seconds(30.0);
    let found = compared(&base, &other, &experiment);
    assert!(matches!(found.unlike[..], [Unlike::Within { .. }]));
    assert_eq!(absent(&found), level);
    assert_eq!(found.center.get(Measure::ServiceLevel), None);

    let mut other = base.clone();
    other.queues[0].target = None;
    let found = compared(&base, &other, &experiment);
    assert!(matches!(found.unlike[..], [Unlike::Target { .. }]));
    assert_eq!(absent(&found), [Measure::TargetMet, Measure::IntervalsMet]);

    let mut other = base.clone();
    other.target = base.queues[0].target.clone();
    let found = compared(&base, &other, &experiment);
    assert!(matches!(found.unlike[..], [Unlike::CenterTarget]));
    assert_eq!(absent(&found), []);
    assert_eq!(found.center.get(Measure::TargetMet), None);

    let mut other = markovian(600.0, 11, 60.0, 120.0, 96);
    let found = compared(&base, &other, &experiment);
    assert!(matches!(found.unlike[..], [Unlike::Horizon]));
    assert!(found.queues[0].day.get(Measure::ServiceLevel).is_some());
    assert!(found.queues[0].day.get(Measure::Offered).is_none());
    assert_eq!(found.agents.get(GroupMeasure::Cost), None);
    assert!(found.agents.get(GroupMeasure::Occupancy).is_some());

    other = base.clone();
    other.queues[0].name = "mails".into();
    let found = compared(&base, &other, &experiment);
    assert!(found.queues.is_empty());
    assert_eq!(found.unmatched_queues.base, ["calls"]);
    assert_eq!(found.unmatched_queues.other, ["mails"]);
    assert!(found.unmatched_groups.is_empty());
    assert!(found.center.get(Measure::ServiceLevel).is_some());
    assert_eq!(found.center.get(Measure::TargetMet), None);
}

#[test]
fn one_day_has_differences_and_no_intervals() {
    let base = markovian(600.0, 11, 60.0, 120.0, 4);
    let mut other = base.clone();
    other.queues[0].balk = PerInterval::Same(0.2);
    let found = compared(&base, &other, &experiment(1, 0.0));
    for measure in Measure::ALL {
        let difference = found.center.get(measure).expect("compared");
        assert_eq!((difference.interval, difference.p), (None, None), "{measure:?}");
    }
}

#[test]
fn headlines_are_corrected_together() {
    let base = markovian(600.0, 11, 60.0, 120.0, 4);
    let mut other = base.clone();
    other.queues[0].balk = PerInterval::Same(0.002);
    let many = [compared(&base, &other, &experiment(20, 0.0))];
    let mut twice = [many[0].clone(), many[0].clone()];
    let mut once = many;
    assert_eq!(correct(&mut once), Headline::ALL.len());
    assert_eq!(correct(&mut twice), 2 * Headline::ALL.len());
    let corrected = |found: &Differences| {
        let level = found.queues[0].day.get(Measure::ServiceLevel).expect("compared");
        (level.p.expect("many days"), level.p_holm.expect("a headline"))
    };
    let (p, one) = corrected(&once[0]);
    let (_, two) = corrected(&twice[0]);
    assert!(p <= one && one <= two, "{p} {one} {two}");
    let outside = once[0].queues[0].day.get(Measure::WaitP90).expect("compared");
    assert_eq!(outside.p_holm, None);
}
