//! What is said of sweeps of the bank.

use super::*;
use crate::estimate::{Estimate, GroupMeasures, Measure, Measures};

/// Prints what is said of every sweep, where `HEADCOUNT_PICTURES` asks for things to look at.
#[test]
fn findings_can_be_read() {
    if std::env::var_os("HEADCOUNT_PICTURES").is_none() {
        return;
    }
    for made in fixture::all() {
        println!("{}", made.name);
        for finding in findings(&made.sweep()) {
            println!("    {finding}");
        }
    }
}

/// A sweep of the bank's center in which only the queue "service" has a target and every figure follows from
/// the factor's value by formulas.
fn made_up<'a>(
    center: &'a Center,
    factor: Factor,
    values: &[f64],
    level: impl Fn(f64) -> f64,
    cost: impl Fn(f64) -> f64,
) -> Sweep<'a> {
    let estimate = |mean: f64, half: f64| {
        Some(Estimate {
            mean,
            interval: Some((mean - half, mean + half)),
            days: None,
        })
    };
    let variants = values.iter().map(|&value| {
        let mut day = Measures::default();
        day.set(Measure::Offered, estimate(1000.0, 0.0));
        day.set(Measure::ServiceLevel, estimate(level(value), 0.004));
        let mut agents = GroupMeasures::default();
        agents.set(GroupMeasure::Cost, Some(Estimate::exact(cost(value))));
        let target = Target {
            per_day: true,
            per_interval: false,
            ..center.queues[0].target.clone().expect("80 % in 20 s")
        };
        Variant {
            label: format!("{value}"),
            levels: vec![Level {
                text: format!("{value}"),
                value: Some(value),
            }],
            targets: vec![Some(target), None],
            point: Point {
                replications: 100,
                center: day.clone(),
                queues: vec![day.clone(), day],
                agents,
                groups: vec![GroupMeasures::default(); center.groups.len()],
                outcomes: Vec::new(),
                all_targets_met: None,
            },
        }
    });
    Sweep {
        center,
        seed: 1,
        confidence: 0.95,
        factors: vec![factor],
        variants: variants.collect(),
    }
}

fn said(sweep: &Sweep<'_>) -> Vec<String> {
    findings(sweep).iter().map(ToString::to_string).collect()
}

fn agents() -> Factor {
    Factor {
        name: "groups.generalists.staff".into(),
        kind: FactorKind::Replaces(FactorUnit::Number),
    }
}

#[test]
fn the_knee_and_where_the_target_begins_to_hold_are_named() {
    let made = fixture::staff();
    let center = made.sweep().center;
    let values: Vec<f64> = (16..=28).map(f64::from).collect();
    let bent = |x: f64| 0.82 + 0.04 * (x - 21.0).min(0.0) + 0.005 * (x - 21.0).max(0.0);
    let sweep = made_up(center, agents(), &values, bent, |x| 100.0 * x);
    assert_eq!(
        said(&sweep),
        [
            "Service is on target over the day from 21 agents on, surely (cost 2,100).",
            "Below 21 agents each agent less costs 4.0 points of Service's service level; above, each one more \
             gains half a point."
        ]
    );
    assert_eq!(cheapest(&sweep), Some(5));
    let straight = made_up(
        center,
        agents(),
        &values,
        |x| 0.5 + 0.02 * (x - 16.0),
        |x| 100.0 * x,
    );
    assert_eq!(knee(&straight, &Story::of(&straight)), None);
    assert_eq!(
        said(&straight),
        ["Service is on target over the day at no level."]
    );
}

#[test]
fn what_gets_worse_upwards_is_told_from_above() {
    let made = fixture::staff();
    let center = made.sweep().center;
    let volume = Factor {
        name: "queues.*.volume".into(),
        kind: FactorKind::Scales,
    };
    let values: Vec<f64> = (0..11).map(|index| 0.8 + 0.05 * f64::from(index)).collect();
    let bent = |x: f64| 0.81 - 0.6 * (x - 1.05).max(0.0) - 0.04 * (x - 1.05).min(0.0);
    let sweep = made_up(center, volume, &values, bent, |_| 100.0);
    let sentences = said(&sweep);
    assert!(
        sentences[0].starts_with("Service is on target over the day up to 1.05 times the volume, surely"),
        "{sentences:?}"
    );
    assert!(
        sentences[1].starts_with("Above 1.05 times the volume each 5 % more volume costs 3.0 points"),
        "{sentences:?}"
    );
}

/// Points made by a rule in which one factor moves the figure three times as far as the other: in variance
/// nine times.
#[test]
fn shares_of_variance_are_those_of_the_rule() {
    let made = fixture::grid();
    let sweep = made.sweep();
    let story = Story::of(&sweep);
    let mut other = sweep.clone();
    for (index, variant) in other.variants.iter_mut().enumerate() {
        // A full grid of 7 by 7 with its first point left out: nearly orthogonal.
        let (a, b) = ((index + 1) / 7, (index + 1) % 7);
        variant.levels[0].value = Some(a as f64);
        variant.levels[1].value = Some(b as f64);
        let value = 0.5 + 0.03 * a as f64 + 0.01 * b as f64;
        let figure = Some(Estimate::exact(value));
        variant.point.queues[story.queue.expect("a queue")].set(story.measure, figure);
    }
    let story = Story::about(&other, story.queue, story.measure);
    let found = importance(&other, &story).expect("enough points");
    assert!(found.together > 0.97, "{found:?}");
    assert!((found.shares[0] - 0.9).abs() < 0.03, "{found:?}");
    assert!((found.shares[1] - 0.1).abs() < 0.03, "{found:?}");
}

#[test]
fn the_frontier_needs_more_agents_for_more_calls() {
    let made = fixture::grid();
    let sweep = made.sweep();
    let frontier = frontier(&sweep).expect("a grid with targets");
    assert_eq!(
        (frontier.along, frontier.solved),
        (1, 0),
        "volume is given, staff costs"
    );
    let least: Vec<f64> = frontier
        .rows
        .iter()
        .map(|(_, reach)| match reach {
            Reach::From(level, _) => level.number(),
            Reach::All(_) => f64::NEG_INFINITY,
            _ => f64::INFINITY,
        })
        .collect();
    assert!(least.is_sorted() && least[0] < least[5], "{least:?}");
}

#[test]
fn nothing_is_said_of_one_point_or_of_none() {
    let made = fixture::staff();
    for number in [0, 1] {
        let mut sweep = made.sweep();
        sweep.variants.truncate(number);
        assert_eq!(findings(&sweep), []);
    }
    let mut free = made.sweep();
    for variant in &mut free.variants {
        variant.targets = vec![None, None];
    }
    let sentences = said(&free);
    assert!(
        sentences
            .iter()
            .any(|sentence| sentence.contains("The center's service level: from")),
        "{sentences:?}"
    );
}
