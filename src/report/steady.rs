//! How a run in equilibrium came about, in words.
//!
//! In: a [`SteadyRun`]. Out: its parts, most important first, for the head of a screen or the foot of a picture.

use super::number;
use crate::estimate::{Results, SteadyRun};

/// `steady state`, `one run of 12,000 h`, `first 35 min discarded (MSER-5)`, `32 batches of 375 h, neighbours'
/// correlation 0.03`.
pub fn parts(results: &Results, run: &SteadyRun) -> Vec<String> {
    let found = if run.warm_up_found { " (MSER-5)" } else { "" };
    let each = if run.batches.is_none() && results.replications > 1 {
        " of each"
    } else {
        ""
    };
    let discarded = if run.warm_up_s > 0.0 {
        format!("first {}{each} discarded{found}", time(run.warm_up_s))
    } else {
        format!("nothing discarded{found}")
    };
    let mut parts = vec!["steady state".into(), runs(results, run), discarded];
    if let Some(batches) = run.batches {
        let alike = batches.correlation.map_or_else(String::new, |correlation| {
            format!(", neighbours' correlation {}", number::grouped(correlation, 2))
        });
        parts.push(format!(
            "{} batches of {}{alike}",
            batches.number,
            time(batches.length_s)
        ));
    }
    parts
}

/// `one run of 12,000 h`.
pub fn runs(results: &Results, run: &SteadyRun) -> String {
    let length = time(run.length_s);
    match (run.batches, results.replications) {
        (Some(_), _) | (None, 1) => format!("one run of {length}"),
        (None, runs) => format!("{} runs of {length}", number::grouped(f64::from(runs), 0)),
    }
}

/// A length of time to some three digits: `45 s`, `35 min`, `4.5 h`, `12,000 h`.
fn time(seconds: f64) -> String {
    let decimals = |value: f64| usize::from(value < 100.0 && (value - value.round()).abs() >= 0.05);
    let (value, unit) = if seconds < 119.5 {
        (seconds, "s")
    } else if seconds < 2.5 * 3600.0 {
        (seconds / 60.0, "min")
    } else {
        (seconds / 3600.0, "h")
    };
    format!("{} {unit}", number::grouped(value, decimals(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::run;
    use crate::model::{Center, Experiment, Mode, Steady, SteadyMethod};
    use crate::report::plot::{self, Inputs, Picture};
    use crate::report::{csv, fixture, json, tsv};

    fn in_equilibrium() -> (Center, Results) {
        let center = fixture::bank();
        let experiment = Experiment {
            mode: Mode::Steady(Steady {
                method: SteadyMethod::BatchMeans,
                finds_warm_up: true,
            }),
            replications: 10,
            precision: Vec::new(),
            seed: 1,
            confidence: 0.95,
            warm_up: Default::default(),
            variance_reduction: false,
        };
        let results = run(&center, &experiment, &|_| ());
        (center, results)
    }

    #[test]
    fn tables_have_one_row_and_no_intervals() {
        let (center, results) = in_equilibrium();
        let mut bytes = Vec::new();
        json::write(&center, &results, &mut bytes).expect("memory takes everything");
        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(value["mode"], "steady");
        assert_eq!(value["steady"]["method"], "batch-means");
        assert_eq!(value["replications"], 1);
        for of in [
            &value["center"],
            &value["queues"]["loans"],
            &value["groups"]["loan_desk"],
        ] {
            assert_eq!(of["intervals"].as_array().map(Vec::len), Some(0));
        }
        let asa = &value["queues"]["loans"]["day"]["asa_s"];
        assert!(
            asa["mean"].is_f64() && asa["low"].is_f64() && asa["p10"].is_null(),
            "{asa}"
        );

        let directory = tempfile::tempdir().expect("a temporary directory");
        for (path, rows) in csv::write(&center, &results, directory.path())
            .expect("writable")
            .iter()
            .zip([2, 2, 1])
        {
            let text = std::fs::read_to_string(path).expect("readable");
            assert_eq!(text.lines().count(), 1 + rows);
            assert!(
                text.lines().skip(1).all(|line| line.contains("steady,,,")),
                "{text}"
            );
        }
        let text = tsv::intervals(&center, &results);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!((lines.len(), lines[1].len()), (2, lines[0].len()));
        assert_eq!(lines[1][..2], ["", "steady state"]);
    }

    #[test]
    fn only_the_waits_are_drawn_and_say_what_they_are_of() {
        let (center, results) = in_equilibrium();
        assert_eq!(Picture::of(&results), [Picture::Waits]);
        let inputs = Inputs {
            center: &center,
            results: &results,
            queue_paths: None,
        };
        let svg = plot::draw(Picture::Waits, &inputs, Picture::Waits.size()).expect("a picture");
        assert!(svg.as_str().contains("steady state") && !svg.as_str().contains("simulated"));
    }

    #[test]
    fn times_are_told_to_three_digits() {
        for (seconds, told) in [
            (45.0, "45 s"),
            (900.0, "15 min"),
            (2_100.000_01, "35 min"),
            (2130.0, "35.5 min"),
            (8_999.9, "150 min"),
            (16_200.0, "4.5 h"),
            (43_200_000.0, "12,000 h"),
        ] {
            assert_eq!(time(seconds), told);
        }
    }
}
