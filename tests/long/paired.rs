//! How often intervals of paired differences cover the truth: 1,000 experiments on one agent more in M/M/n+M
//! after warm-up, against the exact stationary difference; and how much narrower pairing makes them.

use std::path::Path;

use headcount::estimate::{
    Case, Detail, Differences, GroupMeasure, Manner, Measure, NoArchive, Outcome, differences, run_one,
};
use headcount::model::{Center, Distribution, Experiment, Mode, ServiceLevelDefinition, Ticks};
use headcount::scenario::{Edit, read_from_disk};
use headcount::theory::Demand;
use rayon::prelude::*;

use super::coverage::{AGENTS, COVERED, HANDLE_S, PATIENCE_S, PER_HOUR, WITHIN_S, center};

const EXPERIMENTS: u64 = 1000;

fn outcome(center: &Center, experiment: &Experiment) -> Outcome {
    let case = Case {
        center: center.clone(),
        experiment: experiment.clone(),
    };
    let manner = Manner {
        in_order: false,
        detail: Detail::Day,
        archive: &NoArchive,
        progress: &|_| {},
    };
    run_one(case, &manner).expect("nothing is kept, so nothing fails")
}

/// OTHER less BASE.
type Of = fn(&Differences) -> Option<(f64, f64)>;

fn contacts(found: &Differences, measure: Measure) -> Option<(f64, f64)> {
    found.queues[0].day.get(measure)?.interval
}

/// Name, exact difference, and how to find its interval.
fn known() -> Vec<(&'static str, f64, Of)> {
    let demand = Demand::new(
        PER_HOUR / 3600.0,
        HANDLE_S,
        &Distribution::Exponential { mean: PATIENCE_S },
    );
    let (fewer, more) = (demand.with_agents(AGENTS), demand.with_agents(AGENTS + 1));
    let level = ServiceLevelDefinition::OfOffered;
    vec![
        (
            "service level",
            more.service_level(level, WITHIN_S, WITHIN_S) - fewer.service_level(level, WITHIN_S, WITHIN_S),
            |found| contacts(found, Measure::ServiceLevel),
        ),
        ("abandonment", more.abandoned() - fewer.abandoned(), |found| {
            contacts(found, Measure::AbandonmentRate)
        }),
        (
            "ASA",
            more.asa_s().expect("answered") - fewer.asa_s().expect("answered"),
            |found| contacts(found, Measure::Asa),
        ),
        ("P(wait)", more.p_wait() - fewer.p_wait(), |found| {
            contacts(found, Measure::PWait)
        }),
        (
            "p90 of waits",
            more.wait_quantile_answered_s(0.9).expect("answered")
                - fewer.wait_quantile_answered_s(0.9).expect("answered"),
            |found| contacts(found, Measure::WaitP90),
        ),
        ("occupancy", more.occupancy() - fewer.occupancy(), |found| {
            found.groups[0].day.get(GroupMeasure::Occupancy)?.interval
        }),
    ]
}

#[test]
fn paired_coverage() {
    let (base, other, known) = (center(AGENTS), center(AGENTS + 1), known());
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
                    seed: 7_000_000 * u64::from(replications) + number,
                    confidence: 0.95,
                    warm_up: Ticks::from_seconds(1800.0),
                };
                let found = differences(&outcome(&base, &experiment), &outcome(&other, &experiment));
                known
                    .iter()
                    .map(|(_, exact, of)| {
                        let (low, high) = of(&found).expect("there are many replications");
                        (low..=high).contains(exact)
                    })
                    .collect()
            })
            .collect();
        for (index, (name, exact, _)) in known.iter().enumerate() {
            let share = covered.iter().filter(|covered| covered[index]).count() as f64 / EXPERIMENTS as f64;
            println!(
                "{replications:>4} replications, {name:<14} exactly {exact:>10.6}: covered in {:.1} %",
                100.0 * share
            );
            failed |= !COVERED.contains(&share);
        }
    }
    assert!(
        !failed,
        "an interval covers the exact difference too rarely or too often"
    );
}

/// One agent more and one fewer on the bank: printed, to be told.
#[test]
fn pairing_pays() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/bank.toml");
    let read = |edits: &[Edit]| {
        let scenario = read_from_disk(&path, edits, None);
        scenario.unwrap_or_else(|problems| panic!("{}", problems.render(false)))
    };
    let base = read(&[]);
    let experiment = Experiment {
        replications: 10_000,
        ..base.experiment
    };
    let base = outcome(&base.center, &experiment);
    for group in ["generalists", "loan_desk"] {
        for (hours, least) in [("@12:00..12:30", 50.0), ("", 20.0)] {
            for step in ["+1", "-1"] {
                let change = format!("groups.{group}.staff{hours}={step}");
                let other = read(&[Edit::parse(&change).expect("a change")]);
                let found = differences(&base, &outcome(&other.center, &experiment));
                for queue in &found.queues {
                    let level = queue.day.get(Measure::ServiceLevel).expect("compared");
                    let gain = level.gain().expect("many days");
                    println!("{change:<42} {:<8} variance {gain:.1} times smaller", queue.name);
                    assert!(gain > least, "{change} {}: only {gain}", queue.name);
                }
            }
        }
    }
}
