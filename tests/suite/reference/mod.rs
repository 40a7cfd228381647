//! The simulation against exact results and published figures, each written as a scenario.
//!
//! A scenario's confidence is set to 68.27 %, so that half an interval is one standard error. An estimate
//! agrees if it lies within 3.5 of them of the exact value; where the other side was simulated too, its
//! own standard error is added.

mod days;
mod patience;
mod reduction;
mod skills;
mod steady;

use headcount::estimate::{self, Estimate, GroupMeasure, Measure, Measures, Results};
use headcount::model::Center;
use headcount::scenario::{self, Source};

/// How many standard errors apart two figures may be.
const STANDARD_ERRORS: f64 = 3.5;

/// A scenario that has been simulated.
struct Simulated {
    center: Center,
    results: Results,
}

/// Simulates a scenario written in a test.
fn simulate(text: &str) -> Simulated {
    let text = format!("{text}\nconfidence = 0.6826894921370859\n");
    let source = Source::new("test.toml", text);
    let read = scenario::read(&source, &[], None, &|_| Err(std::io::ErrorKind::NotFound.into()));
    let scenario = read.unwrap_or_else(|problems| panic!("{problems}"));
    let results = estimate::run(&scenario.center, &scenario.experiment, &|_| {});
    Simulated {
        center: scenario.center,
        results,
    }
}

impl Simulated {
    fn queue(&self, name: &str) -> &Measures {
        &self.results.queues[self.center.queue(name).expect("the queue exists")].day
    }

    fn center(&self) -> &Measures {
        &self.results.center.day
    }

    fn occupancy(&self, group: &str) -> Estimate {
        let group = self.center.group(group).expect("the group exists");
        self.results.groups[group]
            .day
            .get(GroupMeasure::Occupancy)
            .expect("somebody is on duty")
    }
}

/// The estimate of a measure that must exist.
fn of(measures: &Measures, measure: Measure) -> Estimate {
    measures
        .get(measure)
        .unwrap_or_else(|| panic!("{} does not exist", measure.key()))
}

fn standard_error(estimate: &Estimate) -> f64 {
    estimate.half_width().expect("there are many replications")
}

/// Fails unless an estimate lies within 3.5 standard errors of an exact value given to `digits` decimals.
fn agree(what: &str, estimate: Estimate, exact: f64, digits: i32) {
    agree_with_simulated(what, estimate, exact, 0.0, digits);
}

/// The same where the other figure has a standard error of its own.
fn agree_with_simulated(what: &str, estimate: Estimate, other: f64, other_error: f64, digits: i32) {
    let error = standard_error(&estimate).hypot(other_error);
    let rounding = 0.5 * 10f64.powi(-digits);
    let apart = (estimate.mean - other).abs();
    println!(
        "{what}: {:.6} against {other:.6}, {:+.2} standard errors of {error:.6}",
        estimate.mean,
        (estimate.mean - other) / error
    );
    assert!(
        apart <= STANDARD_ERRORS * error + rounding,
        "{what}: simulated {}, expected {other}, standard error {error}",
        estimate.mean
    );
}

/// Fails unless the standard error is at most a share of the exact value: an agreement within a wide
/// interval would show nothing.
fn precise(what: &str, estimate: Estimate, exact: f64, share: f64) {
    let error = standard_error(&estimate);
    assert!(
        error <= share * exact,
        "{what}: standard error {error} is more than {share} of {exact}"
    );
}

/// The same for a share of one, which is as well known as its complement.
fn precise_share(what: &str, estimate: Estimate, exact: f64, share: f64) {
    precise(what, estimate, exact.max(1.0 - exact), share);
}
