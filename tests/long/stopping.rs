//! How often 95 % intervals cover the truth when a precision stopped the run: 1,000 experiments each on
//! M/M/n+M against exact values, for precisions that take from 64 to about 2,000 replications, with and
//! without variance reduction.

use headcount::estimate::{Estimate, Measure, NoArchive, Results};
use headcount::model::{Distribution, Experiment, Precision};
use rayon::prelude::*;

use super::coverage::COVERED;
use super::markovian::{WATCHED, exact, experiment, markovian};
use super::reduction::{Made, day};

const EXPERIMENTS: u64 = 1000;
/// About so many replications are to be enough.
const ABOUT: [u32; 6] = [40, 80, 160, 400, 800, 1800];
/// Enough replications to know how wide an interval is.
const PILOT: u32 = 4000;
/// What is watched, by its place there.
const STOPPED_BY: [(usize, Measure); 2] = [(1, Measure::ServiceLevel), (2, Measure::Asa)];

/// How one run ended: its replications, and whether it covers the truth.
#[derive(Clone, Copy)]
struct Ended {
    replications: u32,
    covers: bool,
}

#[test]
fn stopped_runs_cover() {
    let mut failed = Vec::new();
    println!(
        "| center | variance reduction | figure | asked: ± | replications: least, median, most | covered |"
    );
    println!("|---|---|---|---|---|---|");
    for (name, shape, reduces) in [
        ("M/M/n+M", None, false),
        ("M/M/n+M", None, true),
        ("M/M/n+M, day factor of shape 10", Some(10.0), true),
    ] {
        let busyness = shape.map(|shape: f64| Distribution::gamma_by_mean_cv(1.0, 1.0 / shape.sqrt()));
        let (center, truth) = (markovian(busyness), exact(shape));
        let of = |results: &Results, index: usize| -> Estimate {
            (WATCHED[index].1)(results).expect("the figure exists")
        };
        let pilot = day(&center, &experiment(PILOT, 77, reduces), &NoArchive);
        let asked = STOPPED_BY.map(|(index, measure)| {
            let known = of(&pilot, index)
                .half_width()
                .expect("there are many replications");
            ABOUT.map(|about| Precision {
                measure,
                queue: None,
                half_width: known * (f64::from(PILOT) / f64::from(about)).sqrt(),
            })
        });
        let ended: Vec<[[Ended; ABOUT.len()]; STOPPED_BY.len()]> = (0..EXPERIMENTS)
            .into_par_iter()
            .map(|number| {
                let made = Made::default();
                std::array::from_fn(|figure| {
                    asked[figure].map(|precision| {
                        let experiment = Experiment {
                            precision: vec![precision],
                            ..experiment(20_000, 5_000_000 + number, reduces)
                        };
                        let results = day(&center, &experiment, &made);
                        assert!(results.precision.iter().all(|asked| asked.reached));
                        let index = STOPPED_BY[figure].0;
                        let (low, high) = of(&results, index).interval.expect("there are many");
                        Ended {
                            replications: results.replications,
                            covers: (low..=high).contains(&truth[index]),
                        }
                    })
                })
            })
            .collect();
        for (figure, (index, _)) in STOPPED_BY.into_iter().enumerate() {
            for (place, precision) in asked[figure].into_iter().enumerate() {
                let covering = ended.iter().filter(|ended| ended[figure][place].covers).count();
                let share = covering as f64 / EXPERIMENTS as f64;
                let lengths = ended.iter().map(|ended| ended[figure][place].replications);
                let mut lengths: Vec<u32> = lengths.collect();
                lengths.sort_unstable();
                let line = format!(
                    "| {name} | {} | {} | {:.5} | {}, {}, {} | {:.1} % |",
                    if reduces { "on" } else { "off" },
                    WATCHED[index].0,
                    precision.half_width,
                    lengths[0],
                    lengths[lengths.len() / 2],
                    lengths[lengths.len() - 1],
                    100.0 * share
                );
                println!("{line}");
                // Stratified days have wider intervals than need be until there are enough blocks.
                let wide = reduces && shape.is_some() && lengths[0] < 160;
                if share < *COVERED.start() || (share > *COVERED.end() && !wide) {
                    failed.push(line);
                }
            }
        }
    }
    assert!(
        failed.is_empty(),
        "too rarely or too often:\n{}",
        failed.join("\n")
    );
}
