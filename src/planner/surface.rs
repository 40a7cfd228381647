//! Plans of few numbers: a surface through all that was tried says where to try next.
//!
//! Where a center is planned by a handful of numbers, single exchanges stall: the cheapest plan may be four
//! exchanges away, each of which misses a target. But slack is a smooth function of staff, so a quadratic surface
//! fitted to the plans tried near the best one (those near weigh most; Myers, Montgomery & Anderson-Cook, *Response
//! Surface Methodology*, 2016) foresees it for thousands of others. Those that cost less and are foreseen to have
//! most slack are tried, the surface is fitted anew, and so on until cheaper ones stop turning up. The cheapest that
//! held, and those near to holding, are the finalists, who meet again on all days.

use std::collections::BTreeSet;

use super::bench::{Cells, Stopped, Trial};
use super::walk::Walk;
use crate::stats::least_squares;

/// The most cells for which this pays.
pub(super) const FEW: usize = 7;
/// Plans of each kind tried before the surface is fitted again: cheaper ones, and equally cheap ones.
const TRIED: usize = 8;
/// Rounds without a cheaper plan after which the search ends.
const PATIENCE: usize = 5;
/// Rounds at most.
const ROUNDS: usize = 60;
/// A cell changes by at most this much from the best plan, and all together by this much.
const FAR: i64 = 3;
const FAR_IN_ALL: i64 = 9;
/// Distance, in agents, at which a plan weighs e^−½ of one that is near.
const NEAR: f64 = 3.0;
/// What draws coefficients to zero where the plans tried do not tell.
const RIDGE: f64 = 1e-3;
/// Plans that meet on all days.
const FINALISTS: usize = 40;

/// A plan and the slack of every goal that is surely there, in the unit of its figure.
type Tried = (Cells, Vec<f64>);

impl Walk<'_, '_> {
    /// Looks for cheaper plans by a surface; gives the finalists, in order of cost, those that hold and those that
    /// nearly do.
    pub fn survey(&mut self) -> Result<Vec<Cells>, Stopped> {
        let mut tried: Vec<Tried> = vec![(self.at.clone(), slacks(&self.trial))];
        let first = self.around();
        self.try_all(first, &mut tried)?;
        let mut waited = 0;
        for _ in 0..ROUNDS {
            let best = self.cheapest(&tried);
            let next = self.most_promising(&best, &tried);
            if next.is_empty() {
                break;
            }
            self.try_all(next, &mut tried)?;
            waited = if self.cheapest(&tried) == best {
                waited + 1
            } else {
                0
            };
            if waited == PATIENCE {
                break;
            }
        }
        let best = self.cheapest(&tried);
        self.go(best)?;
        Ok(self.finalists(tried))
    }

    fn cost(&self, plan: &Cells) -> f64 {
        self.bench.question.cost_of(plan).0
    }

    fn try_all(&self, plans: Vec<Cells>, tried: &mut Vec<Tried>) -> Result<(), Stopped> {
        let trials = self.bench.trials(&plans, self.days)?;
        tried.extend(plans.into_iter().zip(trials.iter().map(slacks)));
        Ok(())
    }

    /// The cheapest plan that holds; of several, the one with most slack, from which it is nearest to cheaper ones.
    fn cheapest(&self, tried: &[Tried]) -> Cells {
        let hold = tried.iter().filter(|(_, slacks)| least(slacks) >= 0.0);
        let cheapest = hold.min_by(|a, b| {
            let (first, second) = (self.cost(&a.0), self.cost(&b.0));
            let alike = (first - second).abs() <= 1e-9 * first;
            let by_slack = least(&b.1).total_cmp(&least(&a.1));
            if alike { by_slack } else { first.total_cmp(&second) }
        });
        cheapest.map_or_else(|| self.at.clone(), |(plan, _)| plan.clone())
    }

    /// The plans one agent or one exchange away.
    fn around(&self) -> Vec<Cells> {
        let cells = self.at.len();
        let steps = (0..cells).flat_map(|cell| [vec![(cell, 1)], vec![(cell, -1)]]);
        let exchanges = (0..cells).flat_map(|first| {
            let others = (0..cells).filter(move |&second| second != first);
            others.map(move |second| vec![(first, -1), (second, 1)])
        });
        let moves = steps.chain(exchanges).map(|changes| self.change(&changes));
        moves.filter_map(|change| self.after([&change])).collect()
    }

    /// Plans that cost less than the best one and are foreseen to have most slack.
    fn most_promising(&self, best: &Cells, tried: &[Tried]) -> Vec<Cells> {
        let goals = self.trial.goals.len();
        let surfaces: Vec<Vec<f64>> = (0..goals).filter_map(|goal| fitted(best, tried, goal)).collect();
        if surfaces.len() < goals {
            return Vec::new();
        }
        let known: BTreeSet<&Cells> = tried.iter().map(|(plan, _)| plan).collect();
        let cost = self.cost(best);
        // Cheaper plans, and beside them plans that cost as much with more to spare.
        let mut cheaper = Most::default();
        let mut as_cheap = Most::default();
        self.each_near(best, &mut |plan| {
            let by = self.cost(plan) - cost;
            if by > 1e-9 * cost || known.contains(plan) {
                return;
            }
            let features = features(best, plan);
            let slack = surfaces.iter().map(|surface| dot(surface, &features));
            let slack = slack.fold(f64::INFINITY, f64::min);
            let to = if by < -1e-9 * cost {
                &mut cheaper
            } else {
                &mut as_cheap
            };
            to.put(slack, plan);
        });
        let mut found = cheaper.0;
        found.extend(as_cheap.0);
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        found.into_iter().map(|(_, plan)| plan).collect()
    }

    /// Every plan near another one.
    fn each_near(&self, best: &Cells, visit: &mut dyn FnMut(&Cells)) {
        let mut plan = best.clone();
        self.vary(best, 0, FAR_IN_ALL, &mut plan, visit);
    }

    fn vary(&self, best: &Cells, cell: usize, left: i64, plan: &mut Cells, visit: &mut dyn FnMut(&Cells)) {
        let Some(facts) = self.bench.question.cells.get(cell) else {
            return visit(plan);
        };
        for by in -FAR.min(left)..=FAR.min(left) {
            let agents = i64::from(best[cell]) + by;
            let high = facts.max.map_or(i64::MAX, i64::from);
            if agents < i64::from(facts.min) || agents > high {
                continue;
            }
            plan[cell] = u32::try_from(agents).unwrap_or(u32::MAX);
            self.vary(best, cell + 1, left - by.abs(), plan, visit);
        }
        plan[cell] = best[cell];
    }

    /// Those that hold or might on other days, in order of cost.
    fn finalists(&self, tried: Vec<Tried>) -> Vec<Cells> {
        let unsure = |slacks: &[f64]| {
            let sure = self
                .trial
                .goals
                .iter()
                .map(|goal| goal.sure * goal.error / goal.of.max(1e-12));
            slacks.iter().zip(sure).all(|(slack, sure)| *slack >= -sure)
        };
        let mut found: Vec<Cells> = tried
            .into_iter()
            .filter(|(_, slacks)| unsure(slacks))
            .map(|(plan, _)| plan)
            .collect();
        found.sort_by(|a, b| self.cost(a).total_cmp(&self.cost(b)).then_with(|| a.cmp(b)));
        found.dedup();
        found.truncate(FINALISTS);
        found
    }
}

/// The plans of which most slack is foreseen.
#[derive(Default)]
struct Most(Vec<(f64, Cells)>);

impl Most {
    fn put(&mut self, slack: f64, plan: &Cells) {
        if self.0.len() < TRIED {
            self.0.push((slack, plan.clone()));
        } else if let Some(least) = (0..TRIED).min_by(|&a, &b| self.0[a].0.total_cmp(&self.0[b].0))
            && slack > self.0[least].0
        {
            self.0[least] = (slack, plan.clone());
        }
    }
}

/// The coefficients of a quadratic surface for one goal's slack about a plan.
fn fitted(about: &Cells, tried: &[Tried], goal: usize) -> Option<Vec<f64>> {
    let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
    for (plan, slacks) in tried {
        let away: f64 = plan
            .iter()
            .zip(about)
            .map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2))
            .sum();
        let weight = libm::exp(-away / (4.0 * NEAR * NEAR));
        let row = features(about, plan).into_iter().map(|feature| weight * feature);
        rows.push((row.collect(), weight * slacks[goal]));
    }
    let count = rows.first()?.0.len();
    for feature in 1..count {
        let mut row = vec![0.0; count];
        row[feature] = RIDGE.sqrt();
        rows.push((row, 0.0));
    }
    let columns: Vec<Vec<f64>> = (0..count)
        .map(|feature| rows.iter().map(|(row, _)| row[feature]).collect())
        .collect();
    let y: Vec<f64> = rows.iter().map(|(_, y)| *y).collect();
    Some(least_squares(&columns, &y)?.coefficients)
}

/// 1, the changes, and their products.
fn features(about: &Cells, plan: &Cells) -> Vec<f64> {
    let by: Vec<f64> = plan
        .iter()
        .zip(about)
        .map(|(a, b)| f64::from(*a) - f64::from(*b))
        .collect();
    let mut features = vec![1.0];
    features.extend(&by);
    for first in 0..by.len() {
        features.extend((first..by.len()).map(|second| 0.1 * by[first] * by[second]));
    }
    features
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn slacks(trial: &Trial) -> Vec<f64> {
    trial.goals.iter().map(|goal| goal.surely()).collect()
}

fn least(slacks: &[f64]) -> f64 {
    slacks.iter().copied().fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    /// Slack that is quadratic in staff is foreseen where nothing was tried.
    #[test]
    fn a_quadratic_slack_is_foreseen() {
        let about = vec![10, 20];
        let slack = |plan: &Cells| {
            let (a, b) = (f64::from(plan[0]) - 10.0, f64::from(plan[1]) - 20.0);
            0.02 + 0.03 * a + 0.01 * b - 0.004 * a * a + 0.002 * a * b - 0.001 * b * b
        };
        let mut tried: Vec<Tried> = Vec::new();
        for a in 8..=12 {
            for b in 18..=22 {
                let plan = vec![a, b];
                let of_goal = slack(&plan);
                tried.push((plan, vec![9.0, of_goal]));
            }
        }
        let surface = fitted(&about, &tried, 1).expect("a surface");
        for plan in [vec![10, 20], vec![7, 20], vec![13, 17], vec![9, 23]] {
            let foreseen = dot(&surface, &features(&about, &plan));
            // What draws coefficients to zero leaves a little of each out.
            assert!(
                (foreseen - slack(&plan)).abs() < 5e-3,
                "{plan:?}: {foreseen} {}",
                slack(&plan)
            );
        }
    }

    #[test]
    fn the_best_few_are_kept() {
        let mut most = Most::default();
        for slack in 0_u32..3 * TRIED as u32 {
            most.put(f64::from(slack * 7 % 24), &vec![slack]);
        }
        let mut kept: Vec<f64> = most.0.iter().map(|(slack, _)| *slack).collect();
        kept.sort_by(f64::total_cmp);
        let best: Vec<f64> = (16..24).map(f64::from).collect();
        assert_eq!(kept, best);
    }
}
