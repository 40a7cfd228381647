//! What is to be said of the best plan found: what it does, what stands beside it, how far it is from the best.

use super::answer::{Answer, Assessed, Binding, Decided, Effort, Ended, Goal, Planned, Staff};
use super::assess::assess;
use super::bench::{Bench, Cells, Set};
use super::bound;
use super::check;
use super::descent::WIDE;
use super::question::Question;
use super::reach::Reach;
use super::search::{Best, Budget, Wishes, tell_stage};
use super::shape;
use super::start::{Needs, plenty};
use super::watch::Unwatched;

/// All that is to be said of the best plan found.
pub(super) fn tell(
    bench: &Bench<'_>,
    reach: &Reach,
    budget: Budget,
    wishes: Wishes,
    best: Best,
    (decided, early): (Decided, bool),
) -> Answer {
    let question = bench.question;
    // What a plan does is told in full, however the search ended.
    let quiet = Bench::new(question, &Unwatched);
    let (least, repairs) = least(&quiet, reach, budget, &best, early);
    let plan = best.plan.clone().unwrap_or_else(|| least.clone());
    let confirm = |assessed: &mut Assessed| {
        if decided == Decided::ByTheory {
            drop_what_chance_misses(&quiet, assessed, budget);
        }
    };
    let (Ok(mut shown), Ok(now)) = (
        quiet.assess(&plan, budget.shown),
        assess(question, &question.staff_now(), budget.shown),
    ) else {
        unreachable!("nobody ends what nobody watches");
    };
    confirm(&mut shown);
    tell_stage(bench, "proving how far it is from the best", Some(&least), 0.75);
    let by_days = decided == Decided::ByTheory && !question.is_steady();
    // Of one number all day theory says the least; of other plans it says nothing.
    let proven = || (!by_days).then(|| bound::lower_bound(question)).flatten();
    let bound = best.bound.clone().or_else(proven);
    let (staff, lean) = (question.staff(&plan), question.staff(&least));
    tell_stage(bench, "setting formulas beside it", Some(&least), 0.8);
    let (mut formulas, mut around, mut busier) = (Vec::new(), None, None);
    if wishes.beside {
        formulas = shape::formulas(question, budget.shown);
        around = shape::around(&quiet, reach, &least, &best.binding, budget);
        busier = shape::busier(question, &staff, budget.shown);
    }
    let steps = around.iter_mut().flat_map(|around| around.steps.iter_mut());
    let beside = formulas.iter_mut().map(|formula| &mut formula.assessed);
    beside
        .chain(steps.map(|(_, assessed)| assessed))
        .for_each(confirm);
    tell_stage(bench, "pricing the targets", Some(&least), 0.85);
    // Each takes a search of its own.
    let (prices, curve) = if wishes.curve && !early && question.cells.len() <= WIDE {
        shape::other_targets(question, bench.watch(), &least, budget)
    } else {
        (Vec::new(), Vec::new())
    };
    let (plans, days) = bench.effort();
    Answer::Plan(Box::new(Planned {
        cost: question.cost(&staff),
        least: question.cost(&lean),
        spare: spare(&staff, &lean),
        staff,
        decided,
        ended: if early { Ended::Early } else { Ended::Complete },
        plan: shown,
        now,
        formulas,
        busier,
        bound,
        binding: by_interval(question, &best.binding),
        prices,
        around,
        curve,
        effort: Effort {
            plans,
            days,
            planner_days: budget.fine,
            fresh_days: budget.shown,
            repairs,
        },
    }))
}

/// The least plan found, and the repairs that its check took. What a search that was ended had found so far was
/// never checked: it is now.
fn least(quiet: &Bench<'_>, reach: &Reach, budget: Budget, best: &Best, early: bool) -> (Cells, u32) {
    let question = quiet.question;
    let found = best.least.clone();
    let found = found.unwrap_or_else(|| plenty(question, &Needs::new(question)));
    if early && best.plan.is_none() {
        let planner = quiet.days(Set::Planner, budget.fine);
        let unknown = vec![None; found.len()];
        if let Ok(checked) = check::check(quiet, reach, found.clone(), &unknown, planner, budget.shown) {
            return (checked.plan, checked.repairs);
        }
    }
    (found, best.repairs)
}

/// A few days confirm what theory says unless they surely contradict it.
fn drop_what_chance_misses(quiet: &Bench<'_>, assessed: &mut Assessed, budget: Budget) {
    let question = quiet.question;
    let cells = question.cells_of(&assessed.staff);
    let Ok(trial) = quiet.trial(&cells, quiet.own_days(budget.shown)) else {
        return;
    };
    assessed.missed.retain(|miss| {
        let goal = question.goals.iter().position(|goal| *goal == miss.goal);
        goal.is_none_or(|goal| trial.surely_missed(goal))
    });
}

/// Agents beyond the least plan, kept for a smooth curve.
fn spare(staff: &Staff, lean: &Staff) -> Staff {
    let beyond = |(all, lean): (&u32, &u32)| all.saturating_sub(*lean);
    let groups = staff.iter().zip(lean);
    groups
        .map(|(staff, lean)| staff.iter().zip(lean).map(beyond).collect())
        .collect()
}

/// What binds, by group and interval.
fn by_interval(question: &Question, binding: &[Option<usize>]) -> Vec<Vec<Option<Binding>>> {
    let goal = |goal: usize| -> Option<Goal> { question.goals.get(goal).cloned() };
    let mut told = vec![vec![None; question.center.calendar.intervals]; question.center.groups.len()];
    for (cell, bound) in question.cells.iter().zip(binding) {
        if let Some(goal) = bound.and_then(goal) {
            told[cell.group][cell.intervals.clone()].fill(Some(Binding { goal }));
        }
    }
    told
}
