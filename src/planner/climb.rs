//! Plans of few numbers: down a step in cost, then up in service at that cost, again and again.
//!
//! Where one exchange at a time finds nothing cheaper that holds, two may: the first gives up service to save
//! money, the second wins it back at the same cost. So the search gives up the goals for a while: it takes the
//! next cheaper plan that misses them least, and among plans that cost no more climbs towards the one with most
//! slack. When that holds it is the new best plan; when no exchange gains any more, another way down is tried.

use super::bench::{Cells, Stopped, Trial};
use super::walk::Walk;

/// The most cells for which this pays.
pub(super) const FEW: usize = 12;
/// Ways down that are tried from one plan.
const WAYS: usize = 5;
/// Plans tried in one step of a climb.
const TRIED: usize = 16;
/// Steps of one climb.
const STEPS: usize = 12;
/// Agents that leave or come in one step, at most.
const MOST: usize = 2;

impl Walk<'_, '_> {
    /// Looks for cheaper plans by descending in cost and climbing in service; whether one was found.
    pub fn climb(&mut self) -> Result<bool, Stopped> {
        let mut any = false;
        while self.next_cheaper()? {
            any = true;
        }
        Ok(any)
    }

    /// One cheaper plan that holds.
    fn next_cheaper(&mut self) -> Result<bool, Stopped> {
        let question = self.bench.question;
        let cost = question.cost_of(&self.at).0;
        let slopes = self.worth_at(&self.at.clone(), &self.trial.clone())?;
        let cheaper = |plan: &Cells| question.cost_of(plan).0 < cost - 1e-9 * cost;
        let ways = self.neighbours(&self.at, &slopes, &self.trial, &cheaper);
        let trials = self.bench.trials(&ways, self.days)?;
        let mut ways: Vec<(Cells, Trial)> = ways.into_iter().zip(trials).collect();
        ways.sort_by(|a, b| merit(&b.1).total_cmp(&merit(&a.1)));
        for (mut at, mut trial) in ways.into_iter().take(WAYS) {
            for _ in 0..STEPS {
                if trial.holds() {
                    self.at = at;
                    self.trial = trial;
                    return Ok(true);
                }
                let slopes = self.worth_at(&at, &trial)?;
                let near = self.neighbours(&at, &slopes, &trial, &cheaper);
                let trials = self.bench.trials(&near, self.days)?;
                let best = near
                    .into_iter()
                    .zip(trials)
                    .max_by(|a, b| merit(&a.1).total_cmp(&merit(&b.1)));
                match best {
                    Some((next, found)) if merit(&found) > merit(&trial) + 1e-9 => {
                        at = next;
                        trial = found;
                    }
                    _ => break,
                }
            }
        }
        Ok(false)
    }

    /// By cell, what one agent is worth to each goal at some plan.
    fn worth_at(&self, at: &Cells, trial: &Trial) -> Result<Vec<Vec<f64>>, Stopped> {
        let steps: Vec<(Cells, f64)> = (0..at.len())
            .map(|cell| {
                let mut other = at.clone();
                let down = at[cell] > self.bench.question.cells[cell].min;
                other[cell] = if down { at[cell] - 1 } else { at[cell] + 1 };
                (other, if down { 1.0 } else { -1.0 })
            })
            .collect();
        let plans: Vec<Cells> = steps.iter().map(|(plan, _)| plan.clone()).collect();
        let trials = self.bench.trials(&plans, self.days)?;
        let slopes = trials.iter().zip(&steps).map(|(other, (_, sign))| {
            let goals = trial.goals.iter().zip(&other.goals);
            goals
                .map(|(here, there)| (sign * (here.slack - there.slack)).max(0.0))
                .collect()
        });
        Ok(slopes.collect())
    }

    /// The plans a few agents away that are allowed, those first of which most is foreseen.
    fn neighbours(
        &self,
        at: &Cells,
        slopes: &[Vec<f64>],
        trial: &Trial,
        allowed: &dyn Fn(&Cells) -> bool,
    ) -> Vec<Cells> {
        let mut found: Vec<(f64, Cells)> = Vec::new();
        let sums = sums(at.len(), MOST);
        for out in &sums {
            for come in &sums {
                let meet = |(out, come): (&i32, &i32)| *out > 0 && *come > 0;
                if out.iter().zip(come).any(meet) {
                    continue;
                }
                let Some(plan) = self.moved(at, out, come) else {
                    continue;
                };
                if plan == *at || !allowed(&plan) {
                    continue;
                }
                let foreseen = (0..trial.goals.len()).map(|goal| {
                    let standing = &trial.goals[goal];
                    let change: f64 = (0..at.len())
                        .map(|cell| f64::from(come[cell] - out[cell]) * slopes[cell][goal])
                        .sum();
                    (standing.slack - standing.sure * standing.error + change) / standing.error.max(1e-12)
                });
                found.push((foreseen.fold(f64::INFINITY, f64::min), plan));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        found.truncate(TRIED);
        found.into_iter().map(|(_, plan)| plan).collect()
    }

    fn moved(&self, at: &Cells, out: &[i32], come: &[i32]) -> Option<Cells> {
        (0..at.len())
            .map(|cell| {
                let facts = &self.bench.question.cells[cell];
                let agents =
                    u32::try_from(i64::from(at[cell]) - i64::from(out[cell]) + i64::from(come[cell])).ok()?;
                let fits = agents >= facts.min && facts.max.is_none_or(|max| agents <= max);
                fits.then_some(agents)
            })
            .collect()
    }
}

/// Slack of the worst goal, less what is unsure, in standard errors.
fn merit(trial: &Trial) -> f64 {
    let goals = trial.goals.iter();
    goals
        .map(|goal| (goal.slack - goal.sure * goal.error) / goal.error.max(1e-12))
        .fold(f64::INFINITY, f64::min)
}

/// All ways to take at most `most` from `cells` cells.
fn sums(cells: usize, most: usize) -> Vec<Vec<i32>> {
    let mut all = vec![vec![0; cells]];
    let mut last = all.clone();
    for _ in 0..most {
        let mut next: Vec<Vec<i32>> = Vec::new();
        for one in &last {
            let from = one.iter().rposition(|&count| count > 0).unwrap_or(0);
            for cell in from..cells {
                let mut other = one.clone();
                other[cell] += 1;
                next.push(other);
            }
        }
        all.extend(next.iter().cloned());
        last = next;
    }
    all
}
