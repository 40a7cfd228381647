//! How much variance reduction gains on CallCC, with and without a day factor: the variance over seeds of the
//! day's figures from 1,000 replications, against that of plain replications.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use headcount::estimate::{Archive, Block, Case, Detail, Manner, Measure, NoArchive, Results, run_one};
use headcount::model::{Center, Experiment};
use headcount::scenario::{Source, read};
use rayon::prelude::*;

use super::markovian::WATCHED;

const SEEDS: u64 = 400;
const REPLICATIONS: u32 = 1000;

/// The day's figures, without those of intervals that nobody asks for here.
pub fn day(center: &Center, experiment: &Experiment, archive: &dyn Archive) -> Results {
    let case = Case {
        center: center.clone(),
        experiment: experiment.clone(),
    };
    let manner = Manner {
        in_order: false,
        detail: Detail::Day,
        archive,
        progress: &|_| {},
    };
    run_one(case, &manner)
        .expect("nothing is kept that can fail")
        .results
}

/// Blocks of one center and seed, so that a longer run goes on from a shorter one.
#[derive(Default)]
pub struct Made(Mutex<BTreeMap<u32, Block>>);

impl Archive for Made {
    fn find(&self, _case: u32, block: u32) -> io::Result<Option<Block>> {
        Ok(self.0.lock().expect("nobody panics").get(&block).cloned())
    }

    fn keep(&self, _case: u32, block: &Block) -> io::Result<()> {
        let mut blocks = self.0.lock().expect("nobody panics");
        blocks.insert(block.number(), block.clone());
        Ok(())
    }
}

/// CallCC (Avramidis, Deslauriers and L'Ecuyer 2004): 13 hours, one kind of calls, with a gamma day factor of
/// mean 1 and that shape, if any.
pub fn call_cc(shape: Option<f64>) -> (Center, Experiment) {
    let busyness = shape.map_or(String::new(), |shape| {
        format!("busyness = {{ gamma = {{ cv = {} }} }}", 1.0 / shape.sqrt())
    });
    let text = format!(
        r#"
        [center]
        name = "CallCC"
        opens = "08:00"
        closes = "21:00"
        interval = "1h"
        {busyness}
        [queues.calls]
        channel = "voice"
        volume = "100 150 150 180 200 150 150 150 120 100 80 70 60"
        handle = {{ exponential = {{ mean = "100s" }} }}
        patience = {{ exponential = {{ mean = "1000s" }} }}
        balk = 0.1
        target = {{ answered = "80%", within = "20s" }}
        [groups.agents]
        skills = ["calls"]
        staff = "4 6 8 8 8 7 8 8 6 6 4 4 4""#
    );
    let read = read(&Source::new("call_cc.toml", text), &[], None, &|_| {
        Err(std::io::ErrorKind::NotFound.into())
    });
    let scenario = read.unwrap_or_else(|problems| panic!("{problems}"));
    (scenario.center, scenario.experiment)
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, squares / (n - 1.0))
}

#[test]
fn gain() {
    let mut failed = Vec::new();
    println!("CallCC, {REPLICATIONS} replications, {SEEDS} seeds");
    println!(
        "| day factor | figure | plain: standard deviation over seeds | reduced | variance so many times smaller | as a run tells it | means apart |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (name, shape, promised) in [("gamma, shape 10", Some(10.0), 30.0), ("none", None, 4.0)] {
        let (center, experiment) = call_cc(shape);
        let of = |reduces: bool| -> Vec<Results> {
            (0..SEEDS)
                .into_par_iter()
                .map(|seed| {
                    let experiment = Experiment {
                        replications: REPLICATIONS,
                        variance_reduction: reduces,
                        // Not the same callers: the two sides are to be independent.
                        seed: 2 * seed + u64::from(reduces),
                        ..experiment.clone()
                    };
                    day(&center, &experiment, &NoArchive)
                })
                .collect()
        };
        let (plain, reduced) = (of(false), of(true));
        for (figure, estimate) in WATCHED {
            let means = |results: &[Results]| -> Vec<f64> {
                let mean = |results| estimate(results).expect("the figure exists").mean;
                results.iter().map(mean).collect()
            };
            let (plain_mean, plain_variance) = mean_and_variance(&means(&plain));
            let (reduced_mean, reduced_variance) = mean_and_variance(&means(&reduced));
            let gain = plain_variance / reduced_variance;
            let error = ((plain_variance + reduced_variance) / SEEDS as f64).sqrt();
            let apart = (reduced_mean - plain_mean) / error;
            let told = told(&reduced, figure).map_or("".into(), |told| format!("{told:.1}"));
            println!(
                "| {name} | {figure} | {:.5} | {:.5} | {gain:.1} | {told} | {apart:+.2} standard errors |",
                plain_variance.sqrt(),
                reduced_variance.sqrt()
            );
            if apart.abs() > 3.5 {
                failed.push(format!(
                    "{name}: the means of {figure} are {apart:.2} errors apart"
                ));
            }
            if figure == "answered within" && gain < promised {
                failed.push(format!("{name}: {figure} gains only {gain:.1}, not {promised}"));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The gain that runs report of themselves, on average.
fn told(results: &[Results], figure: &str) -> Option<f64> {
    let measure = match figure {
        "answered within" => Measure::AnsweredWithin,
        "service level" => Measure::ServiceLevel,
        "ASA" => Measure::Asa,
        "abandonment" => Measure::AbandonmentRate,
        _ => return None,
    };
    let gains = results
        .iter()
        .map(|results| results.gains.as_ref()?.last()?.get(measure));
    let gains: Vec<f64> = gains.collect::<Option<_>>()?;
    Some(gains.iter().sum::<f64>() / gains.len() as f64)
}
