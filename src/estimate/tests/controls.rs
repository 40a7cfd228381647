//! Control variates have the mean zero that they claim, and leave every estimate where it is.

use crate::estimate::frame::Detail;
use crate::estimate::workshop::Workshop;
use crate::estimate::{Case, Measure, run};
use crate::model::{Distribution, Ticks};
use crate::scenario::{Edit, Source, read};

/// A center with all that expectations must know of: two queues that share agents, talk with wrap-up, laws
/// that vary over the day, balking, warm-up and a busy factor.
fn case(busyness: &str) -> Case {
    let text = format!(
        r#"
[center]
opens = "08:00"
closes = "12:00"
interval = "30m"
{busyness}
[queues.a]
volume = [20, 60, 80, 70, 0, 90, 60, 30]
talk = {{ lognormal = {{ mean = ["2m", "3m", "3m", "3m", "2m", "2m", "4m", "2m"], cv = 1.2 }} }}
wrap_up = {{ exponential = {{ mean = "30s" }} }}
patience = {{ exponential = {{ mean = "3m" }} }}
balk = 0.1
target = {{ answered = "80%", within = "20s" }}
[queues.b]
volume = 12
handle = "5m"
patience = "2m"
[groups.one]
skills = ["a"]
staff = [4, 6, 8, 8, 6, 7, 7, 4]
[groups.two]
skills = ["b", "a"]
staff = 3
handle_factor = {{ a = 1.2 }}
[experiment]
replications = 1600
warm_up = "40m"
seed = 5
"#
    );
    let no_files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
    let scenario = read(&Source::new("case", text), &[] as &[Edit], None, &no_files)
        .map_err(|problems| problems.render(false))
        .expect("a scenario");
    assert_eq!(scenario.experiment.warm_up, Ticks::from_seconds(2400.0));
    Case {
        center: scenario.center,
        experiment: scenario.experiment,
    }
}

/// Every control's mean over 1,600 days lies within 3.5 of its standard errors (by blocks of 32 days) of
/// zero, and the standard errors are small enough to notice an expectation that is 1.2 % off.
#[test]
fn every_control_has_mean_zero() {
    for busyness in ["", "busyness = { gamma = { cv = 0.3 } }"] {
        let workshop = Workshop::new(case(busyness), Detail::Day, false);
        let blocks: Vec<Vec<Vec<f64>>> = (0..workshop.blocks())
            .map(|number| {
                let block = workshop.make(number);
                block.days.iter().map(|day| day.controls.clone()).collect()
            })
            .collect();
        let count = blocks[0][0].len();
        let of_scope = if busyness.is_empty() { 4 } else { 8 };
        assert_eq!(count, 3 * of_scope);
        for control in 0..count {
            let means: Vec<f64> = blocks
                .iter()
                .map(|days| days.iter().map(|day| day[control]).sum::<f64>() / days.len() as f64)
                .collect();
            let n = means.len() as f64;
            let mean = means.iter().sum::<f64>() / n;
            let error = (means.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt();
            assert!(error > 0.0, "control {control} never moves");
            assert!(
                mean.abs() < 3.5 * error,
                "{busyness} control {control}: {mean} ± {error}"
            );
            // Contacts after warm-up on an ordinary day; the second control counts seconds instead.
            let contacts = [330.0, 80.0, 410.0][control / of_scope];
            if control % of_scope != 1 && control % of_scope < 4 {
                let shows = 3.5 * error < 0.012 * contacts;
                assert!(shows, "control {control}: {error} shows nothing");
            }
        }
    }
}

/// With and without reduction the same truth: the estimates differ by less than 3.5 standard errors of the
/// plain one, and the reduced one is known better.
#[test]
fn reduction_moves_no_estimate() {
    for busyness in ["", "busyness = { lognormal = { cv = 0.2 } }"] {
        let mut case = case(busyness);
        let reduced = run(&case.center, &case.experiment, &|_| ());
        case.experiment.variance_reduction = false;
        let plain = run(&case.center, &case.experiment, &|_| ());
        assert!(plain.gains.is_none());
        for measure in [
            Measure::Offered,
            Measure::AnsweredWithin,
            Measure::ServiceLevel,
            Measure::AbandonmentRate,
            Measure::Asa,
            Measure::QueueMean,
        ] {
            for (narrow, wide) in reduced.queues.iter().zip(&plain.queues) {
                let (narrow, wide) = (narrow.day.get(measure), wide.day.get(measure));
                let (narrow, wide) = (narrow.expect("calls"), wide.expect("calls"));
                let error = wide.half_width().expect("an interval") / 1.96;
                assert!(
                    (narrow.mean - wide.mean).abs() < 3.5 * error,
                    "{busyness} {}: {} {} ± {error}",
                    measure.key(),
                    narrow.mean,
                    wide.mean
                );
                assert!(narrow.half_width() < wide.half_width(), "{}", measure.key());
            }
        }
        let gain = reduced.gains.expect("reduced")[2].get(Measure::AnsweredWithin);
        assert!(gain.expect("a gain") > 2.0, "{gain:?}");
    }
}

#[test]
fn a_law_without_strata_is_drawn_plainly() {
    let mut case = case("");
    case.center.busyness = Some(Distribution::Deterministic { value: 1.0 });
    case.experiment.replications = 320;
    let results = run(&case.center, &case.experiment, &|_| ());
    assert_eq!(results.replications, 320);
}
