//! Questions for the planner, and how far some staff lies from their targets on days of another seed.

use headcount::estimate::{Bound, Estimate, Limited, Measure, Measures, Results, run};
use headcount::model::Experiment;
use headcount::planner::{Basis, Figure, Goal, Question, Staff, When, Whom};
use headcount::scenario::{Source, read};

/// The question of a scenario.
pub fn question(text: &str) -> Question {
    let no_files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
    let scenario = read(&Source::new("scenario.toml", text), &[], None, &no_files)
        .unwrap_or_else(|problems| panic!("{problems}"));
    Question::new(scenario.center, scenario.experiment, Basis::default())
}

/// A day of half-hours whose rate is a sine: load R (1 + A sin), nobody hangs up, one in ten may wait. (Green,
/// Kolesar and Soares, *Operations Research* 49 (2001), 549–564.)
pub fn sine(served_per_hour: f64, load: f64, amplitude: f64) -> Question {
    let turn = std::f64::consts::TAU / 24.0;
    let volume: Vec<String> = (0..48)
        .map(|half_hour| {
            let (from, to) = (f64::from(half_hour) * 0.5, f64::from(half_hour + 1) * 0.5);
            let wave = ((turn * from).cos() - (turn * to).cos()) / (turn * 0.5);
            format!("{:.6}", load * served_per_hour * 0.5 * (1.0 + amplitude * wave))
        })
        .collect();
    question(&format!(
        r#"
        [center]
        opens = "00:00"
        length = "24h"
        interval = "30m"
        [queues.calls]
        volume = "{}"
        handle = {{ exponential = {{ mean = "{}m" }} }}
        patience = "forever"
        target = {{ p_wait = 0.1 }}
        [groups.agents]
        skills = ["calls"]
        staff = {load}"#,
        volume.join(" "),
        60.0 / served_per_hour
    ))
}

/// Some staff on days of a seed.
pub fn simulate(question: &Question, staff: &Staff, days: u32, seed: u64) -> Results {
    let experiment = Experiment {
        replications: days,
        seed,
        confidence: 0.95,
        ..question.experiment.clone()
    };
    run(&question.staffed(staff), &experiment, &|_| ())
}

/// How far a goal's figure lies on the good side of its limit, and its standard error.
#[derive(Debug)]
pub struct Margin {
    pub goal: Goal,
    pub by: f64,
    pub error: f64,
}

impl Margin {
    pub fn in_errors(&self) -> f64 {
        self.by / self.error.max(1e-12)
    }
}

/// The margin of every goal that has a figure.
pub fn margins(question: &Question, results: &Results) -> Vec<Margin> {
    let goals = question.goals.iter();
    goals
        .filter_map(|goal| {
            let (figure, error) = figure(goal, results)?;
            let by = match goal.bound {
                Bound::AtLeast(least) => figure - least,
                Bound::AtMost(most) => most - figure,
            };
            let goal = goal.clone();
            Some(Margin { goal, by, error })
        })
        .collect()
}

/// The one that is furthest on the bad side, in standard errors.
pub fn worst(question: &Question, results: &Results) -> Margin {
    let all = margins(question, results).into_iter();
    all.min_by(|a, b| a.in_errors().total_cmp(&b.in_errors()))
        .expect("a goal with a figure")
}

fn figure(goal: &Goal, results: &Results) -> Option<(f64, f64)> {
    let panel = match goal.of {
        Whom::Queue(queue) => &results.queues[queue],
        Whom::Center => &results.center,
        Whom::Group(_) => return None,
    };
    let measure = match goal.figure {
        Figure::Contacts(Limited::Measure(measure)) => measure,
        Figure::Contacts(Limited::WaitQuantile(share)) => {
            Measure::QUANTILES.iter().find(|(_, of)| *of == share)?.0
        }
        Figure::Occupancy => return None,
    };
    match &goal.when {
        When::Day => panel.day.get(measure).and_then(with_error),
        When::Intervals(intervals) => together(intervals.iter().map(|&at| &panel.intervals[at]), measure),
    }
}

/// Intervals that are judged together, each by its contacts.
fn together<'a>(intervals: impl Iterator<Item = &'a Measures>, measure: Measure) -> Option<(f64, f64)> {
    let parts: Vec<(f64, f64, f64)> = intervals
        .filter_map(|interval| {
            let (figure, error) = interval.get(measure).and_then(with_error)?;
            Some((interval.mean(Measure::Arrived)?, figure, error))
        })
        .collect();
    let all: f64 = parts.iter().map(|(of, ..)| of).sum();
    let figure: f64 = parts.iter().map(|(of, figure, _)| of * figure).sum();
    let square: f64 = parts.iter().map(|(of, _, error)| (of * error).powi(2)).sum();
    (all > 0.0).then(|| (figure / all, square.sqrt() / all))
}

/// A figure and its standard error, from an interval of 95 % confidence over many days.
fn with_error(estimate: Estimate) -> Option<(f64, f64)> {
    let (low, high) = estimate.interval?;
    Some((estimate.mean, (high - low) / 2.0 / 1.96))
}
