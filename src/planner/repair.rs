//! From any plan to one that holds: agents added where goals are missed, of the group that helps most for what it
//! costs.

use super::answer::Whom;
use super::bench::Stopped;
use super::walk::{Move, Walk};

/// Groups that are tried for one missed goal.
const CANDIDATES: usize = 4;
/// Rounds of adding agents; each adds at least one wherever something is missed.
const ROUNDS: usize = 60;
/// Of a goal over the day, agents are added in this part of the blocks at a time: where most is lost.
const AT_A_TIME: usize = 6;

impl Walk<'_, '_> {
    /// Adds agents until every goal surely holds. Gives back the goals that cannot be kept within the limits:
    /// none if all hold.
    pub fn repair(&mut self) -> Result<Vec<usize>, Stopped> {
        let mut stuck = Vec::new();
        for _ in 0..ROUNDS {
            if self.trial.holds() {
                return Ok(Vec::new());
            }
            stuck = self.add()?;
            if !stuck.is_empty() && stuck.len() == self.trial.missed().count() {
                return Ok(stuck);
            }
        }
        Ok(if self.trial.holds() {
            Vec::new()
        } else if stuck.is_empty() {
            self.trial.missed().collect()
        } else {
            stuck
        })
    }

    /// One round of adding; the goals for which nothing can be added any more.
    fn add(&mut self) -> Result<Vec<usize>, Stopped> {
        let missed: Vec<usize> = self.trial.missed().collect();
        let mut stuck = Vec::new();
        // By the interval in which something is missed: the cells that might help, best guess first.
        let mut places: Vec<(usize, Vec<usize>)> = Vec::new();
        for goal in missed {
            let intervals = self.where_missed(goal);
            let mut helped = false;
            for interval in intervals {
                let cells = self.helpers(goal, interval);
                if cells.is_empty() {
                    continue;
                }
                helped = true;
                match places.iter_mut().find(|(other, _)| *other == interval) {
                    Some((_, known)) => {
                        let new: Vec<usize> =
                            cells.into_iter().filter(|cell| !known.contains(cell)).collect();
                        known.extend(new);
                    }
                    None => places.push((interval, cells)),
                }
            }
            if !helped {
                stuck.push(goal);
            }
        }
        if places.is_empty() {
            return Ok(stuck);
        }
        let chosen = self.choose(&places)?;
        if let Some(at) = self.after(&chosen) {
            self.go(at)?;
        }
        Ok(stuck)
    }

    /// For each place the cell that helps most, as a move.
    fn choose(&mut self, places: &[(usize, Vec<usize>)]) -> Result<Vec<Move>, Stopped> {
        let most = places.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let mut moves: Vec<Move> = Vec::new();
        let mut best: Vec<(usize, f64, i32)> = places.iter().map(|(_, cells)| (cells[0], 0.0, 1)).collect();
        // Of so many agents it was learnt what they are worth.
        let known = self.effects.iter().all(Option::is_some);
        let candidates = if self.is_thinned() && known { 1 } else { CANDIDATES };
        for rank in 0..most.min(candidates) {
            let mut tried: Vec<usize> = places
                .iter()
                .filter_map(|(_, cells)| cells.get(rank).copied())
                .collect();
            tried.sort_unstable();
            tried.dedup();
            let changes: Vec<Move> = tried.iter().map(|&cell| self.change(&[(cell, 1)])).collect();
            let Some(cells) = self.after(&changes) else {
                continue;
            };
            let trial = self.bench.trial(&cells, self.days)?;
            for (place, (_, cells)) in places.iter().enumerate() {
                let Some(&cell) = cells.get(rank) else { continue };
                let window = self.reach.window(cell);
                let goals = self
                    .reach
                    .within(&window)
                    .into_iter()
                    .chain(self.reach.day_goals());
                let (mut gain, mut steps) = (0.0, 1.0_f64);
                for goal in goals {
                    let (before, after) = (&self.trial.goals[goal], &trial.goals[goal]);
                    if before.holds() {
                        continue;
                    }
                    let gained = after.surely().min(0.0) - before.surely();
                    gain += gained;
                    if gained > 0.0 && !self.reach.over_day(goal) {
                        steps = steps.max(-before.surely() / gained);
                    }
                }
                let facts = &self.bench.question.cells[cell];
                let worth = gain / facts.cost.max(1e-9);
                if rank == 0 || worth > best[place].1 {
                    // Service grows ever more slowly, so what is foreseen is not too many; half of it is careful.
                    let most = (self.at[cell] / 8).max(1);
                    let many = ((steps / 2.0).floor() as u32).clamp(1, most);
                    best[place] = (cell, worth, many as i32);
                }
            }
        }
        for (cell, _, many) in best {
            let facts = &self.bench.question.cells[cell];
            let room = facts
                .max
                .map_or(i32::MAX, |max| max.saturating_sub(self.at[cell]) as i32);
            let many = many.min(room);
            match moves.iter_mut().find(|change| change.changes[0].0 == cell) {
                Some(known) => known.changes[0].1 = known.changes[0].1.max(many),
                None => moves.push(self.change(&[(cell, many)])),
            }
        }
        Ok(moves)
    }

    /// The intervals in which a missed goal loses most.
    fn where_missed(&self, goal: usize) -> Vec<usize> {
        let sum = &self.bench.gauge.sums[goal];
        let intervals = self.bench.gauge.intervals();
        let slack = |interval: usize| self.trial.slacks[sum.track * intervals + interval].slack;
        let mut order = sum.intervals.clone();
        order.sort_by(|&a, &b| slack(a).total_cmp(&slack(b)).then(a.cmp(&b)));
        let many = if self.reach.over_day(goal) {
            order.len().div_ceil(AT_A_TIME)
        } else {
            1
        };
        order.truncate(many);
        order
    }

    /// Cells with room that can help a goal in an interval: in it, or where it cannot be raised, before it.
    fn helpers(&self, goal: usize, interval: usize) -> Vec<usize> {
        let question = self.bench.question;
        let of = self.bench.gauge.of(self.bench.gauge.sums[goal].track);
        let groups: Vec<usize> = match of {
            Whom::Group(group) => vec![group],
            Whom::Queue(queue) => question.center.queues[queue]
                .route
                .iter()
                .flatten()
                .copied()
                .collect(),
            Whom::Center => (0..question.center.groups.len()).collect(),
        };
        let at = |interval: usize| -> Vec<usize> {
            let cells = groups.iter().filter_map(|&group| {
                let cells = self.reach.cells(group).iter().copied();
                cells.into_iter().find(|&cell| question.covers(cell, interval))
            });
            cells
                .filter(|&cell| {
                    let max = question.cells[cell].max;
                    max.is_none_or(|max| self.at[cell] < max)
                })
                .collect()
        };
        let mut cells = at(interval);
        let mut before = interval;
        while cells.is_empty() && before > 0 && interval - before < 4 {
            before -= 1;
            cells = at(before);
        }
        let cost = |cell: usize| question.cells[cell].cost / question.cells[cell].hours;
        let worth = |cell: usize| self.effect(cell, goal) / question.cells[cell].cost.max(1e-9);
        cells.sort_by(|&a, &b| {
            worth(b)
                .total_cmp(&worth(a))
                .then(cost(a).total_cmp(&cost(b)))
                .then(a.cmp(&b))
        });
        cells.dedup();
        cells
    }
}
