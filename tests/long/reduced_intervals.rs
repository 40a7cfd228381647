//! How often 95 % intervals cover the truth when variance reduction is on: 1,000 experiments each on M/M/n+M,
//! CallCC and the bank, with and without a day factor.
//!
//! Where no formula gives the truth it is the mean of all experiments of 1,000 replications, a million in all:
//! its own error is a thirtieth of theirs.

use std::path::Path;

use headcount::model::{Center, Distribution, Experiment};
use headcount::scenario::read_from_disk;
use rayon::prelude::*;

use super::coverage::COVERED;
use super::markovian::{self, WATCHED, markovian};
use super::reduction::{Made, call_cc, day};

const EXPERIMENTS: u64 = 1000;
/// Five blocks are the fewest of which anything is reduced. A longer experiment goes on from the shorter one.
const REPLICATIONS: [u32; 3] = [160, 320, 1000];
/// One estimate: its value and its interval.
#[derive(Clone, Copy)]
struct Told {
    mean: f64,
    low: f64,
    high: f64,
}

/// What one experiment tells after so many replications, of each figure.
type Experienced = [[Told; WATCHED.len()]; REPLICATIONS.len()];

fn experience(center: &Center, experiment: &Experiment, number: u64) -> Experienced {
    let made = Made::default();
    REPLICATIONS.map(|replications| {
        let experiment = Experiment {
            replications,
            variance_reduction: true,
            precision: Vec::new(),
            seed: 3_000_000 + number,
            ..experiment.clone()
        };
        let results = day(center, &experiment, &made);
        WATCHED.map(|(_, estimate)| {
            let estimate = estimate(&results).expect("the figure exists");
            let (low, high) = estimate.interval.expect("there are many replications");
            Told {
                mean: estimate.mean,
                low,
                high,
            }
        })
    })
}

/// A line for each number of replications; whether all is as it should be.
fn study(name: &str, center: &Center, experiment: &Experiment, exact: Option<[f64; WATCHED.len()]>) -> bool {
    let told: Vec<Experienced> = (0..EXPERIMENTS)
        .into_par_iter()
        .map(|number| experience(center, experiment, number))
        .collect();
    let longest = REPLICATIONS.len() - 1;
    let mean = |index: usize| {
        let sum: f64 = told.iter().map(|told| told[longest][index].mean).sum();
        sum / EXPERIMENTS as f64
    };
    let truth = exact.unwrap_or_else(|| std::array::from_fn(mean));
    let mut good = true;
    for (length, replications) in REPLICATIONS.into_iter().enumerate() {
        let shares: [f64; WATCHED.len()] = std::array::from_fn(|index| {
            let covers = |told: &&Experienced| {
                let told = told[length][index];
                (told.low..=told.high).contains(&truth[index])
            };
            told.iter().filter(covers).count() as f64 / EXPERIMENTS as f64
        });
        let shown = shares.map(|share| format!("{:.1} %", 100.0 * share));
        let kind = if exact.is_some() { "exact" } else { "long run" };
        println!("| {name} | {kind} | {replications} | {} |", shown.join(" | "));
        good &= shares.iter().all(|share| COVERED.contains(share));
    }
    good
}

#[test]
fn cover() {
    let names = WATCHED.map(|(name, _)| name).join(" | ");
    println!("| center | truth | replications | {names} |");
    println!("|---|---|---|{}", "---|".repeat(WATCHED.len()));
    let mut good = true;
    for (name, shape) in [("M/M/n+M", None), ("M/M/n+M, day factor of shape 10", Some(10.0))] {
        let busyness = shape.map(|shape: f64| Distribution::gamma_by_mean_cv(1.0, 1.0 / shape.sqrt()));
        let experiment = markovian::experiment(1, 1, true);
        let exact = markovian::exact(shape);
        good &= study(name, &markovian(busyness), &experiment, Some(exact));
    }
    for (name, shape) in [("CallCC", None), ("CallCC, day factor of shape 10", Some(10.0))] {
        let (center, experiment) = call_cc(shape);
        good &= study(name, &center, &experiment, None);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/bank.toml");
    let bank = read_from_disk(&path, &[], None);
    let bank = bank.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let name = "the bank, day factor of shape 100";
    good &= study(name, &bank.center, &bank.experiment, None);
    assert!(good, "an interval covers the truth too rarely or too often");
}
