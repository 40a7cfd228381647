//! The shape of the answer around a plan: some agents fewer and more, other targets and their prices, other volumes,
//! and what formulas would have said.

use rayon::prelude::*;

use super::answer::{
    Around, Assessed, CurvePoint, Figure, Formula, Goal, Loosened, Price, Rule, Staff, TargetPrice, When,
    Whom,
};
use super::assess::assess;
use super::bench::{Bench, Cells, Stopped};
use super::formulas as by_formula;
use super::question::Question;
use super::reach::Reach;
use super::search::{Budget, again};
use super::watch::Watch;
use crate::estimate::{Bound, Limited};
use crate::model::{Measure, QueueId};

/// Agents fewer and more that are shown.
const STEPS: i32 = 3;
/// Volumes that a plan is tried on beside the scenario's.
const BUSIER: f64 = 1.1;
/// Shares answered in time for which the cost is found.
const SHARES: [f64; 6] = [0.70, 0.75, 0.80, 0.85, 0.90, 0.95];
/// Limits that are loosened, at most: more would take too long.
const MOST_LIMITS: usize = 12;
/// By how much a share is loosened.
const SHARE_STEP: f64 = 0.05;
/// By how much a share of contacts lost is loosened.
const LOST_STEP: f64 = 0.02;
/// By which factor a time or a number is loosened.
const FACTOR: f64 = 1.5;

/// What each formula would have staffed, and what becomes of it.
pub(super) fn formulas(question: &Question, days: u32) -> Vec<Formula> {
    let rules = [Rule::ErlangC, Rule::ErlangA, Rule::SquareRoot];
    let tried = rules.into_iter().filter_map(|rule| {
        let staff = by_formula::staff(question, rule);
        let assessed = assess(question, &staff, days).ok()?;
        Some(Formula { rule, assessed })
    });
    tried.collect()
}

/// The plan when every volume is a tenth higher.
pub(super) fn busier(question: &Question, staff: &Staff, days: u32) -> Option<Assessed> {
    assess(&question.with_volume(BUSIER), staff, days).ok()
}

/// Agents fewer and more where the plan is tightest.
pub(super) fn around(
    bench: &Bench<'_>,
    reach: &Reach,
    plan: &Cells,
    binding: &[Option<usize>],
    budget: Budget,
) -> Option<Around> {
    let question = bench.question;
    let trial = bench.trial(plan, bench.own_days(budget.shown)).ok()?;
    let bound_by = |cell: usize| binding.get(cell).copied().flatten();
    let tightest = (0..plan.len())
        .filter_map(|cell| Some((cell, bound_by(cell)?)))
        .min_by(|(_, a), (_, b)| {
            trial.goals[*a]
                .on_average()
                .total_cmp(&trial.goals[*b].on_average())
        });
    let (cell, goal) = match tightest {
        Some(found) => found,
        None => {
            let goal = (0..trial.goals.len()).min_by(|&a, &b| {
                trial.goals[a]
                    .on_average()
                    .total_cmp(&trial.goals[b].on_average())
            })?;
            let interval = *bench.gauge.sums[goal].intervals.first()?;
            (
                (0..plan.len()).find(|&cell| question.covers(cell, interval))?,
                goal,
            )
        }
    };
    let facts = &question.cells[cell];
    let goal = &question.goals[goal];
    let all_day = reach
        .cells(facts.group)
        .iter()
        .all(|&other| plan[other] == plan[cell])
        && reach.cells(facts.group).len() > 1
        || facts.intervals.len() == question.center.calendar.intervals;
    let interval = match &goal.when {
        When::Intervals(intervals) => {
            let felt = intervals.first().copied();
            // A number may be felt later only, by the queue that it leaves behind.
            let within = felt.filter(|&interval| question.covers(cell, interval));
            within.unwrap_or(facts.intervals.start)
        }
        When::Day => facts.intervals.start,
    };
    let steps = (-STEPS..=STEPS).filter_map(|by| {
        let mut cells = plan.clone();
        let changed: Vec<usize> = if all_day {
            reach.cells(facts.group).to_vec()
        } else {
            vec![cell]
        };
        for other in changed {
            cells[other] = u32::try_from(i64::from(cells[other]) + i64::from(by)).ok()?;
        }
        let assessed = assess(question, &question.staff(&cells), budget.shown).ok()?;
        Some((by, assessed))
    });
    Some(Around {
        group: facts.group,
        interval,
        all_day,
        queue: queue_of(question, goal),
        steps: steps.collect(),
    })
}

/// The queue whose figures show a goal.
fn queue_of(question: &Question, goal: &Goal) -> QueueId {
    match goal.of {
        Whom::Queue(queue) => queue,
        Whom::Group(group) => question.center.groups[group]
            .skills
            .iter()
            .flatten()
            .next()
            .copied()
            .unwrap_or(0),
        Whom::Center => 0,
    }
}

/// What loosening each limit a step would save, the most first, and what other service levels would cost,
/// ascending.
pub(super) fn other_targets(
    question: &Question,
    watch: &dyn Watch,
    least: &Cells,
    budget: Budget,
) -> (Vec<TargetPrice>, Vec<CurvePoint>) {
    let looser = loosenings(question);
    let shares = service_levels(question);
    let questions: Vec<&Question> = std::iter::once(question)
        .chain(looser.iter().map(|(_, question)| question))
        .chain(shares.iter().map(|(_, question)| question))
        .collect();
    // All by the same quick search from the same plan, so that differences mean something.
    let found: Result<Vec<Option<(Cells, Price)>>, Stopped> = questions
        .into_par_iter()
        .map(|other| again(other, watch, least, budget))
        .collect();
    let Ok(found) = found else {
        return (Vec::new(), Vec::new());
    };
    let (base, rest) = (found[0].as_ref(), &found[1..]);
    let (of_looser, of_shares) = rest.split_at(looser.len());
    let mut prices: Vec<TargetPrice> = looser
        .into_iter()
        .zip(of_looser)
        .filter_map(|((loosened, _), found)| {
            Some(TargetPrice {
                loosened,
                saves: Price((base?.1.0 - found.as_ref()?.1.0).max(0.0)),
            })
        })
        .collect();
    prices.sort_by(|a, b| b.saves.0.total_cmp(&a.saves.0));
    let hours = |cells: &Cells| {
        let hours = question.cells.iter().zip(cells);
        hours.map(|(cell, &agents)| cell.hours * f64::from(agents)).sum()
    };
    let curve = shares
        .into_iter()
        .zip(of_shares)
        .map(|((answered, _), found)| CurvePoint {
            answered,
            cost: found.as_ref().map(|found| found.1),
            hours: found.as_ref().map(|found| hours(&found.0)),
        })
        .collect();
    (prices, curve)
}

/// The question with each limit a step looser, and with each target asked of the day.
fn loosenings(question: &Question) -> Vec<(Loosened, Question)> {
    let mut limits: Vec<(Whom, Figure, Bound)> = Vec::new();
    for goal in &question.goals {
        let limit = (goal.of, goal.figure, goal.bound);
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    limits.truncate(MOST_LIMITS);
    let mut found: Vec<(Loosened, Question)> = limits
        .iter()
        .map(|&(of, figure, bound)| {
            let (from, looser) = loosened(figure, bound);
            let mut other = question.clone();
            for goal in &mut other.goals {
                if (goal.of, goal.figure, goal.bound) == (of, figure, bound) {
                    goal.bound = looser;
                }
            }
            let (Bound::AtLeast(to) | Bound::AtMost(to)) = looser;
            (Loosened::Limit { of, figure, from, to }, other)
        })
        .collect();
    let mut whose: Vec<Whom> = limits.iter().map(|limit| limit.0).collect();
    whose.dedup();
    found.extend(
        whose
            .into_iter()
            .filter_map(|of| Some((Loosened::DayNotInterval { of }, of_the_day(question, of)?))),
    );
    found
}

/// The question with every service level set to some shares.
fn service_levels(question: &Question) -> Vec<(f64, Question)> {
    let service = Figure::Contacts(Limited::Measure(Measure::ServiceLevel));
    if !question.goals.iter().any(|goal| goal.figure == service) {
        return Vec::new();
    }
    let with = |answered: f64| {
        let mut other = question.clone();
        for goal in other.goals.iter_mut().filter(|goal| goal.figure == service) {
            goal.bound = Bound::AtLeast(answered);
        }
        (answered, other)
    };
    SHARES.into_iter().map(with).collect()
}

/// A limit and the next looser one.
fn loosened(figure: Figure, bound: Bound) -> (f64, Bound) {
    let lost =
        [Measure::AbandonmentRate, Measure::PWait].map(|measure| Figure::Contacts(Limited::Measure(measure)));
    match bound {
        Bound::AtLeast(from) => (from, Bound::AtLeast((from - SHARE_STEP).max(0.0))),
        Bound::AtMost(from) if lost.contains(&figure) => (from, Bound::AtMost(from + LOST_STEP)),
        Bound::AtMost(from) if figure == Figure::Occupancy => {
            (from, Bound::AtMost((from + SHARE_STEP).min(1.0)))
        }
        Bound::AtMost(from) => (from, Bound::AtMost(from * FACTOR)),
    }
}

/// The question with one target asked of the day instead of each interval; nothing where it was not asked of
/// intervals.
fn of_the_day(question: &Question, of: Whom) -> Option<Question> {
    let each = |goal: &Goal| goal.of == of && matches!(goal.when, When::Intervals(_));
    if question.is_steady() || !question.goals.iter().any(each) {
        return None;
    }
    let mut other = question.clone();
    other.goals.clear();
    for goal in &question.goals {
        let mut goal = goal.clone();
        if each(&goal) {
            goal.when = When::Day;
        }
        if !other.goals.contains(&goal) {
            other.goals.push(goal);
        }
    }
    Some(other)
}
