//! The question the other way round: the best service for so much, and how much so many can carry.

use statrs::distribution::{ContinuousCDF, Normal};

use super::answer::{Budgeted, Figure, Kept, Price};
use super::assess::judge;
use super::bench::{Bench, Cells, Days};
use super::question::Question;
use super::reach::Reach;
use super::search::{Budget as Effort, again};
use super::start::{Needs, begin};
use super::watch::{Unwatched, Watch};
use crate::estimate::{Bound, Limited};
use crate::model::Measure;

/// What may be spent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spend {
    /// Money.
    Money(f64),
    /// Paid hours.
    Hours(f64),
}

/// Steps of halving the range in which an answer lies.
const HALVINGS: usize = 9;
/// Volumes are told to this part.
const VOLUME_GRAIN: f64 = 0.005;
/// More volume than this times what there is, is not looked at.
const MOST_VOLUME: f64 = 8.0;
/// How much stricter or looser than asked service can become, in standard deviations.
const STRICTEST: f64 = 2.0;

/// Which targets the center's own staff meets, and how much more volume it could carry.
pub fn keep_staff(question: &Question, watch: &dyn Watch) -> Kept {
    let quiet = Bench::new(question, &Unwatched);
    let effort = Effort::new(question, quiet.contacts());
    let cells = own_cells(question);
    let bare = unlimited(question);
    let bench = Bench::new(&bare, &Unwatched);
    let (Ok(now), Ok(trial)) = (
        bench.assess(&cells, effort.shown),
        bench.trial(&cells, bench.own_days(effort.shown)),
    ) else {
        unreachable!("nobody ends what nobody watches");
    };
    let goals = judge(question, &now.results, Some(&trial));
    let missed = |factor: f64| -> Option<usize> {
        let other = bare.with_volume(factor);
        let bench = Bench::new(&other, &Unwatched);
        let own = Days {
            of: u32::MAX,
            ..bench.own_days(effort.shown)
        };
        let trial = bench.trial(&cells, own).ok()?;
        (0..trial.goals.len())
            .filter(|&goal| !trial.goals[goal].holds())
            .min_by(|&a, &b| {
                trial.goals[a]
                    .on_average()
                    .total_cmp(&trial.goals[b].on_average())
            })
    };
    let (mut low, mut high) = (0.0, 1.0);
    let mut breaks = missed(high);
    while breaks.is_none() && high < MOST_VOLUME && !watch.stop() {
        low = high;
        high *= 1.5;
        breaks = missed(high);
    }
    while breaks.is_some() && high - low > VOLUME_GRAIN && !watch.stop() {
        let middle = (low + high) / 2.0;
        match missed(middle) {
            Some(goal) => {
                high = middle;
                breaks = Some(goal);
            }
            None => low = middle,
        }
    }
    Kept {
        now,
        goals,
        volume: (low > 0.0).then_some(low),
        first: breaks.map(|goal| question.goals[goal].clone()),
    }
}

/// The best service for a budget: targets are made stricter or looser together, all by as many standard
/// deviations, until the least plan that meets them costs what may be spent.
pub fn with_budget(question: &Question, spend: Spend, watch: &dyn Watch) -> Option<Budgeted> {
    let (money, amount) = match spend {
        Spend::Money(amount) => (true, amount),
        Spend::Hours(amount) => (false, amount),
    };
    let priced = question.priced(money);
    let bench = Bench::new(&priced, &Unwatched);
    let effort = Effort::new(&priced, bench.contacts());
    let reach = Reach::new(&priced, &bench.gauge);
    let days = bench
        .days(super::bench::Set::Planner, effort.fine)
        .first(effort.coarse);
    let mut from = begin(&bench, &reach, days, &Needs::new(&priced)).ok()?;
    let mut best: Option<Cells> = None;
    let (mut loose, mut strict) = (-STRICTEST * 2.0, STRICTEST);
    for step in 0..HALVINGS {
        if watch.stop() {
            break;
        }
        let by = if step == 0 { 0.0 } else { (loose + strict) / 2.0 };
        let found = again(&shifted(&priced, by), &Unwatched, &from, effort).ok()?;
        match found {
            Some((cells, Price(cost))) if cost <= amount + 1e-9 => {
                from.clone_from(&cells);
                best = Some(cells);
                loose = by;
            }
            Some((cells, _)) => {
                from = cells;
                strict = by;
            }
            None => strict = by,
        }
    }
    let best = best?;
    let plan = bench.assess(&best, effort.shown).ok()?;
    let trial = bench.trial(&best, bench.own_days(effort.shown)).ok()?;
    let now = super::assess::assess(&priced, &priced.staff_now(), effort.shown).ok()?;
    Some(Budgeted {
        budget: Price(amount),
        goals: judge(&priced, &plan.results, Some(&trial)),
        plan,
        now,
    })
}

/// The question with every limit stricter by so many standard deviations: shares on the scale of the normal law,
/// times and numbers by their logarithm.
fn shifted(question: &Question, by: f64) -> Question {
    let normal = Normal::standard();
    let share = |share: f64, by: f64| normal.cdf(normal.inverse_cdf(share.clamp(1e-6, 1.0 - 1e-6)) + by);
    let shares = [Measure::AbandonmentRate, Measure::PWait];
    let mut other = question.clone();
    for goal in &mut other.goals {
        goal.bound = match (goal.figure, goal.bound) {
            (Figure::Occupancy, bound) => bound,
            (_, Bound::AtLeast(least)) => Bound::AtLeast(share(least, by)),
            (Figure::Contacts(Limited::Measure(measure)), Bound::AtMost(most))
                if shares.contains(&measure) =>
            {
                Bound::AtMost(share(most, -by))
            }
            (_, Bound::AtMost(most)) => Bound::AtMost(most * libm::exp(-by)),
        };
    }
    other
}

/// The question with a cell for every group and interval and no limits: for staff as it is.
fn unlimited(question: &Question) -> Question {
    let mut other = question.clone();
    for group in &mut other.center.groups {
        group.plan = crate::model::PlanLimits::default();
    }
    other.with_cells()
}

fn own_cells(question: &Question) -> Cells {
    let bare = unlimited(question);
    bare.cells_of(&bare.staff_now())
}
