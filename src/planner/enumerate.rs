//! Proof by trying every cheaper plan.
//!
//! Where few plans cost less than the best one known, each of them is simulated until it surely misses a goal. That
//! proves the best plan without any assumption on how service depends on staff; chance is left as much as the
//! confidence says, shared out over all plans, goals and looks (Bonferroni). A cheaper plan that holds after all
//! becomes the best one.

use super::answer::{LowerBound, Price, Proof};
use super::bench::{Bench, Cells, Days, Set, Stopped, Trial};
use super::question::Question;
use crate::stats::Confidence;

/// Contacts after which plans are looked at; those that surely miss a goal are done with.
const LOOKS: [f64; 5] = [1.6e4, 8e4, 4e5, 2e6, 1e7];
/// Days of a look, at least.
const FEWEST: u32 = 8;
/// Contacts that the first look at all plans may take.
const MOST_CONTACTS: f64 = 2e7;
/// Plans that are listed, at most.
const MOST: usize = 4000;
/// Plans tried at once.
const AT_ONCE: usize = 16;

/// What trying every cheaper plan showed.
pub(super) enum Outcome {
    /// No cheaper plan meets the targets.
    Proved(LowerBound),
    /// This one does, or cannot be told from one that does.
    Cheaper(Cells),
    /// There are too many.
    TooMany,
}

/// Tries every plan that costs less than `best`.
pub(super) fn try_all(bench: &Bench<'_>, best: &[u32]) -> Result<Outcome, Stopped> {
    let question = bench.question;
    let cost = question.cost_of(best).0;
    let looks = LOOKS.map(|contacts| ((contacts / bench.contacts().max(1.0)) as u32).max(FEWEST));
    let first = f64::from(looks[0]) * bench.contacts();
    let most = ((MOST_CONTACTS / first.max(1.0)) as usize).min(MOST);
    let Some(mut left) = cheaper(question, cost, most) else {
        return Ok(Outcome::TooMany);
    };
    let tried = left.len() as u64;
    let tests = left.len() * question.goals.len() * looks.len();
    let alpha = (1.0 - question.experiment.confidence) / tests.max(1) as f64;
    let all = bench.days(Set::Proof, looks[looks.len() - 1]);
    for days in looks {
        // One-sided at alpha is two-sided at twice as much.
        let sure = Confidence::new(1.0 - 2.0 * alpha, u64::from(days)).student(u64::from(days - 1));
        let mut open = Vec::new();
        for plans in left.chunks(AT_ONCE) {
            let trials = bench.trials(plans, Days { days, ..all })?;
            let undecided = plans
                .iter()
                .zip(&trials)
                .filter(|(_, trial)| !misses(trial, sure));
            open.extend(undecided.map(|(plan, _)| plan.clone()));
        }
        left = open;
        if left.is_empty() {
            return Ok(Outcome::Proved(LowerBound {
                cost: Price(cost),
                confidence: question.experiment.confidence,
                from: Proof::Enumeration(tried),
            }));
        }
    }
    let cheapest = |a: &&Cells, b: &&Cells| question.cost_of(a).0.total_cmp(&question.cost_of(b).0);
    Ok(left
        .iter()
        .min_by(cheapest)
        .map_or(Outcome::TooMany, |plan| Outcome::Cheaper(plan.clone())))
}

/// Whether a trial shows that some goal is missed.
fn misses(trial: &Trial, sure: f64) -> bool {
    trial
        .goals
        .iter()
        .any(|goal| goal.slack + sure * goal.error < 0.0)
}

/// Every plan that costs less; nothing where there are too many.
fn cheaper(question: &Question, cost: f64, most: usize) -> Option<Vec<Cells>> {
    let mut found = Vec::new();
    let mut plan: Cells = question.cells.iter().map(|cell| cell.min).collect();
    let free = question.cells.iter().all(|cell| cell.cost > 0.0);
    let complete = free && list(question, cost, 0, &mut plan, &mut found, most);
    complete.then_some(found)
}

/// Lists the plans that agree with `plan` on the cells before `from`; whether all could be listed.
fn list(
    question: &Question,
    cost: f64,
    from: usize,
    plan: &mut Cells,
    found: &mut Vec<Cells>,
    most: usize,
) -> bool {
    let floor = question.cost_of(plan).0;
    if floor >= cost - 1e-9 * cost.abs() {
        return true;
    }
    let Some(cell) = question.cells.get(from) else {
        found.push(plan.clone());
        return found.len() <= most;
    };
    let min = cell.min;
    let mut complete = true;
    while complete && cell.max.is_none_or(|max| plan[from] <= max) && question.cost_of(plan).0 < cost {
        complete = list(question, cost, from + 1, plan, found, most);
        plan[from] += 1;
    }
    plan[from] = min;
    complete
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    fn three_groups() -> Question {
        from_text(
            r#"
[center]
opens = "08:00"
length = "1h"
interval = "1h"
[queues.calls]
volume = 10
handle = "5m"
target = { answered = "80%", within = "20s" }
[groups.a]
skills = ["calls"]
staff = 1
cost_per_hour = 2
plan = { min = 1, max = 4 }
[groups.b]
skills = ["calls"]
staff = 1
cost_per_hour = 3
[groups.c]
skills = ["calls"]
staff = 1
cost_per_hour = 5
plan = { max = 1 }
"#,
            Basis::default(),
        )
    }

    /// Against counting out every combination; a plan of just the same cost is not cheaper.
    #[test]
    fn every_cheaper_plan_is_listed_once() {
        let question = three_groups();
        let cost = 17.0;
        let mut found = cheaper(&question, cost, 1000).expect("not too many");
        found.sort();
        let mut expected = Vec::new();
        for a in 1..=4 {
            for b in 0..10 {
                for c in 0..=1 {
                    if 2 * a + 3 * b + 5 * c < 17 {
                        expected.push(vec![a, b, c]);
                    }
                }
            }
        }
        assert_eq!(found, expected);
        let count = expected.len();
        assert!(cheaper(&question, cost, count).is_some());
        assert!(cheaper(&question, cost, count - 1).is_none());
    }
}
