//! Why there is no plan: which targets cannot be kept, how near one can come, and what would help.

use super::answer::{Answer, Goal, Infeasible, Miss, Remedy, Whom};
use super::bench::{Bench, Cells, Set};
use super::question::Question;
use super::reach::Reach;
use super::search::Budget;
use super::start::{Needs, plenty};
use super::walk::Walk;
use super::watch::Unwatched;
use crate::estimate::Bound;

/// Goals that are told of.
const TOLD: usize = 12;
/// Goals for which it is found how many agents would be enough.
const REMEDIED: usize = 3;

/// The answer when some goals cannot be kept within the limits.
pub(super) fn explain(question: &Question, stuck: &[usize], budget: Budget) -> Answer {
    let bench = Bench::new(question, &Unwatched);
    let most = plenty(question, &Needs::new(question));
    let own = bench.own_days(budget.shown);
    let (Ok(trial), Ok(assessed)) = (bench.trial(&most, own), bench.assess(&most, budget.shown)) else {
        unreachable!("nobody ends what nobody watches");
    };
    let mut worst: Vec<usize> = (0..question.goals.len())
        .filter(|goal| stuck.contains(goal) || trial.goals[*goal].on_average() < 0.0)
        .collect();
    worst.sort_by(|&a, &b| {
        trial.goals[a]
            .on_average()
            .total_cmp(&trial.goals[b].on_average())
            .then(a.cmp(&b))
    });
    let figure = |goal: usize| {
        let by = trial.goals[goal].on_average();
        match question.goals[goal].bound {
            _ if question.goals[goal].on_days.is_some() => question.goals[goal].on_days.unwrap_or(0.0) + by,
            Bound::AtLeast(bound) => bound + by,
            Bound::AtMost(bound) => bound - by,
        }
    };
    let goals = worst
        .iter()
        .take(TOLD)
        .map(|&goal| Miss {
            goal: question.goals[goal].clone(),
            figure: Some(figure(goal)),
        })
        .collect();
    let mut remedies: Vec<Remedy> = worst
        .iter()
        .take(REMEDIED)
        .flat_map(|&goal| allowances(question, goal, budget))
        .collect();
    remedies.dedup();
    // Where only chance keeps a goal from being sure, asking for less is no remedy.
    let missed = worst.iter().filter(|&&goal| trial.goals[goal].on_average() < 0.0);
    remedies.extend(missed.take(REMEDIED).map(|&goal| Remedy::Loosen {
        goal: question.goals[goal].clone(),
        attainable: figure(goal),
    }));
    Answer::Infeasible(Box::new(Infeasible {
        goals,
        most: assessed,
        remedies,
    }))
}

/// The least agents, beyond what is allowed, with which a goal could be kept, all else at its most.
fn allowances(question: &Question, goal: usize, budget: Budget) -> Vec<Remedy> {
    let mut freed = question.clone();
    let of: &Goal = &question.goals[goal];
    freed.goals = vec![of.clone()];
    let limited = |cell: &super::question::Cell| match of.of {
        Whom::Queue(queue) => question.center.groups[cell.group].has_skill(queue),
        Whom::Group(group) => cell.group == group,
        Whom::Center => true,
    };
    for cell in freed.cells.iter_mut().filter(|cell| limited(cell)) {
        cell.max = None;
    }
    let bench = Bench::new(&freed, &Unwatched);
    let reach = Reach::new(&freed, &bench.gauge);
    let most: Cells = plenty(question, &Needs::new(question));
    let days = bench.days(Set::Planner, budget.fine).first(budget.coarse);
    let Ok(mut walk) = Walk::new(&bench, &reach, days, most.clone()) else {
        return Vec::new();
    };
    match walk.repair() {
        Ok(stuck) if stuck.is_empty() => {}
        _ => return Vec::new(),
    }
    let raised = (0..most.len()).filter(|&cell| walk.at[cell] > most[cell]);
    raised
        .map(|cell| Remedy::Allow {
            group: question.cells[cell].group,
            interval: question.cells[cell].intervals.start,
            agents: walk.at[cell],
        })
        .collect()
}
