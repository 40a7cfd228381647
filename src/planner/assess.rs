//! Some staff on the scenario's own days, with every figure that a run would print, and which goals it misses.

use super::answer::{Assessed, Figure, Goal, Miss, Staff, When, Whom};
use super::bench::{Bench, Stopped, Trial};
use super::question::Question;
use crate::estimate::{Bound, Limited, Measures, Panel, Results, run};
use crate::model::{Experiment, GroupMeasure, Measure};

/// A goal, its figure as far as it can be told, and whether it is kept by the average of all days.
pub(super) type Judged = (Goal, Option<f64>, bool);

/// Simulates some staff as `run` would, on at most `days` replications.
pub(super) fn assess(question: &Question, staff: &Staff, days: u32) -> Result<Assessed, Stopped> {
    let experiment = Experiment {
        replications: question.experiment.replications.min(days),
        precision: Vec::new(),
        ..question.experiment.clone()
    };
    let results = run(&question.staffed(staff), &experiment, &|_| ());
    let missed = judge(question, &results, None)
        .into_iter()
        .filter(|(.., kept)| !kept)
        .map(|(goal, figure, _)| Miss { goal, figure })
        .collect();
    Ok(Assessed {
        staff: staff.clone(),
        cost: question.cost(staff),
        results,
        missed,
    })
}

/// How every goal stands; `trial` is of the same staff on the same days, and tells of goals for which the
/// results have no figure.
pub(super) fn judge(question: &Question, results: &Results, trial: Option<&Trial>) -> Vec<Judged> {
    let goals = question.goals.iter().enumerate();
    goals
        .map(|(index, goal)| {
            let figure = figure(goal, results);
            let standing = trial.map(|trial| &trial.goals[index]);
            match (figure, standing) {
                (Known::Figure(figure), _) => (goal.clone(), figure, goal.bound.holds(figure)),
                (Known::Share(figure), _) => {
                    let enough = Bound::AtLeast(goal.on_days.unwrap_or(0.0));
                    (goal.clone(), figure, enough.holds(figure))
                }
                (Known::Not, Some(standing)) => (goal.clone(), None, standing.slack >= 0.0),
                (Known::Not, None) => (goal.clone(), None, true),
            }
        })
        .collect()
}

/// What results say of a goal.
enum Known {
    /// Its figure; nothing where nobody came.
    Figure(Option<f64>),
    /// The share of days on which the queue's targets are met.
    Share(Option<f64>),
    /// No figure of theirs is the goal's.
    Not,
}

fn figure(goal: &Goal, results: &Results) -> Known {
    let panel = |panel: &Panel<Measures>, measure| match &goal.when {
        When::Day => Known::Figure(panel.day.mean(measure)),
        When::Intervals(intervals) => match intervals[..] {
            [interval] => Known::Figure(panel.intervals.get(interval).and_then(|cell| cell.mean(measure))),
            _ => Known::Not,
        },
    };
    let scope = match goal.of {
        Whom::Group(group) => {
            let occupancy = results.groups[group].day.mean(GroupMeasure::Occupancy);
            return Known::Figure(occupancy);
        }
        Whom::Queue(queue) => &results.queues[queue],
        Whom::Center => &results.center,
    };
    if goal.on_days.is_some() {
        return Known::Share(scope.day.mean(Measure::TargetMet));
    }
    match goal.figure {
        Figure::Occupancy => Known::Not,
        Figure::Contacts(Limited::Measure(measure)) => panel(scope, measure),
        Figure::Contacts(Limited::WaitQuantile(share)) => {
            let known = Measure::QUANTILES
                .iter()
                .find(|(_, of)| (of - share).abs() < 1e-9);
            known.map_or(Known::Not, |(measure, _)| panel(scope, *measure))
        }
    }
}

impl Bench<'_> {
    /// How some staff stands on the scenario's own days, goals without a figure of their own among them.
    pub fn assess(&self, cells: &[u32], days: u32) -> Result<Assessed, Stopped> {
        let staff = self.staff(cells);
        let mut assessed = assess(self.question, &staff, days)?;
        let trial = self.trial(
            cells,
            self.own_days(self.question.experiment.replications.min(days)),
        )?;
        assessed.missed = judge(self.question, &assessed.results, Some(&trial))
            .into_iter()
            .filter(|(.., kept)| !kept)
            .map(|(goal, figure, _)| Miss { goal, figure })
            .collect();
        Ok(assessed)
    }
}
