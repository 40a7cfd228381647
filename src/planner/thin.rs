//! Hundreds of numbers: agents taken out many at a time.
//!
//! A trial for every agent would take too long. So in every block of the day as many agents go at once as the
//! slack of its goals is foreseen to bear, those first who save most for what they use of it. Where that breaks a
//! goal, half as many go next, and what agents are worth to it is corrected by what was seen; where it holds,
//! twice as many. Far from the least plan slack hardly falls with the first agents, so that what one is worth is
//! guessed there from the share they have in serving a queue; nearer to it, it is learnt from trials without them.
//! What is foreseen only says what to try: each step is tried as every other is.

use super::answer::Whom;
use super::bench::Stopped;
use super::reach::Reach;
use super::walk::{Fate, Move, Walk};

/// Agents of a block that go at once: at first, and at most.
const FIRST: usize = 8;
const MOST: usize = 64;
/// Of one cell's agents, this part may go at once, and one.
const PART: u32 = 8;
/// With guesses, a block rests when so few were refused so many times in a row.
const ROUGHLY: usize = 3;
const REFUSALS: usize = 3;
/// Rounds over all blocks, at most.
const ROUNDS: usize = 120;
/// A single agent is tried where a goal is foreseen to be missed by no more than this part of what one is worth.
const HOPE: f64 = 0.5;
/// By how much what agents are worth to a goal is corrected at once.
const CORRECTION: (f64, f64) = (0.5, 2.0);
/// A goal whose slack was foreseen to fall by less than this, in the unit of its figure, corrects nothing.
const TELLING: f64 = 1e-3;
/// Guess: what part of its contacts a queue serves too late without a share of its agents, for each such share.
const STEEPNESS: f64 = 1.5;
/// Guess: how much of it is felt in the interval after.
const AFTERWARDS: f64 = 0.3;
/// What was learnt is not believed to be less than this part of the guess.
const LEAST: f64 = 0.1;

/// How a block of cells fares.
struct Block {
    cells: Vec<usize>,
    goals: Vec<usize>,
    /// Agents that are to go at once.
    many: usize,
    refused: usize,
    rests: bool,
}

impl Walk<'_, '_> {
    /// Takes out agents by guesses of what they are worth, until few more would go at once.
    pub fn thin_roughly(&mut self) -> Result<(), Stopped> {
        self.thin_down_to(ROUGHLY)
    }

    /// Takes out agents by what was learnt of them, down to single ones.
    pub fn thin(&mut self) -> Result<(), Stopped> {
        self.thin_down_to(1)
    }

    fn thin_down_to(&mut self, few: usize) -> Result<(), Stopped> {
        let mut growth = vec![1.0; self.trial.goals.len()];
        let blocks = self.blocks().into_iter();
        let mut blocks: Vec<Block> = blocks
            .map(|cells| Block {
                goals: self.goals_of(&cells),
                cells,
                many: FIRST,
                refused: 0,
                rests: false,
            })
            .collect();
        for _ in 0..ROUNDS {
            let proposals: Vec<(usize, Move)> = (0..blocks.len())
                .filter(|&index| !blocks[index].rests)
                .filter_map(|index| Some((index, self.spare_ones(&blocks[index], &growth)?)))
                .collect();
            if proposals.is_empty() {
                break;
            }
            for round in Reach::rounds(proposals, |(_, change)| change.window.clone()) {
                let (indices, moves): (Vec<usize>, Vec<Move>) = round.into_iter().unzip();
                let before: Vec<f64> = self.trial.goals.iter().map(|goal| goal.spare()).collect();
                let foreseen: Vec<Vec<f64>> = indices
                    .iter()
                    .zip(&moves)
                    .map(|(&index, change)| self.foreseen_loss(&blocks[index], change, &growth))
                    .collect();
                let fates = self.step(&moves)?;
                for (place, (&index, fate)) in indices.iter().zip(fates).enumerate() {
                    self.correct(&blocks[index], &foreseen[place], &before, place, &mut growth);
                    self.draw_lesson(&mut blocks[index], &moves[place], fate, few);
                }
            }
        }
        Ok(())
    }

    fn draw_lesson(&mut self, block: &mut Block, change: &Move, fate: Fate, few: usize) {
        let agents: usize = change.changes.iter().map(|&(_, by)| -by as usize).sum();
        if fate == Fate::Kept {
            block.refused = 0;
            block.many = (2 * agents).clamp(1, MOST);
            return;
        }
        block.many = (agents / 2).max(1);
        if agents <= few {
            block.refused += 1;
            block.rests = few > 1 && block.refused >= REFUSALS;
        }
        if let (1, Fate::Breaks(goal)) = (agents, fate) {
            self.binding[change.changes[0].0] = Some(goal);
        }
    }

    /// The agents of a block who are foreseen to be spared together, or a single one of whom that is near.
    fn spare_ones(&self, block: &Block, growth: &[f64]) -> Option<Move> {
        let question = self.bench.question;
        let worths = self.worths(block, growth);
        let mut slack: Vec<f64> = block
            .goals
            .iter()
            .map(|&goal| {
                let whole = self.trial.goals[goal].spare();
                if self.reach.over_day(goal) {
                    whole * self.part_of(goal, &block.cells)
                } else {
                    whole
                }
            })
            .collect();
        let unit: Vec<f64> = block
            .goals
            .iter()
            .map(|&goal| 0.01 * self.trial.goals[goal].of + 1e-9)
            .collect();
        let mut gone = vec![0_u32; block.cells.len()];
        let mut agents = 0;
        while agents < block.many {
            let hope = if agents == 0 { HOPE } else { 0.0 };
            let mut best: Option<(f64, usize)> = None;
            for (place, &cell) in block.cells.iter().enumerate() {
                let left = self.at[cell] - gone[place];
                let at_once = gone[place] <= self.at[cell] / PART;
                if self.binding[cell].is_some() || left <= question.cells[cell].min || !at_once {
                    continue;
                }
                let borne = slack
                    .iter()
                    .zip(&worths[place])
                    .all(|(slack, worth)| slack - worth >= -hope * worth - 1e-12);
                if !borne {
                    continue;
                }
                let uses: f64 = worths[place]
                    .iter()
                    .zip(slack.iter().zip(&unit))
                    .map(|(worth, (slack, unit))| worth / (slack.max(0.0) + unit))
                    .sum();
                let saves = question.cells[cell].cost / (uses + 1e-6);
                if best.is_none_or(|(most, _)| saves > most) {
                    best = Some((saves, place));
                }
            }
            let Some((_, place)) = best else { break };
            gone[place] += 1;
            agents += 1;
            for (slack, worth) in slack.iter_mut().zip(&worths[place]) {
                *slack -= worth;
            }
        }
        let changes: Vec<(usize, i32)> = block
            .cells
            .iter()
            .zip(&gone)
            .filter(|(_, gone)| **gone > 0)
            .map(|(&cell, &gone)| (cell, -(gone as i32)))
            .collect();
        (!changes.is_empty()).then(|| self.change(&changes))
    }

    /// What one agent of each cell of a block is worth to each of its goals.
    fn worths(&self, block: &Block, growth: &[f64]) -> Vec<Vec<f64>> {
        let center = &self.bench.question.center;
        let group = |cell: usize| &center.groups[self.bench.question.cells[cell].group];
        let share = |cell: usize| 1.0 / group(cell).skills.iter().flatten().count().max(1) as f64;
        // Each group serves its queues alike, as far as one knows before trying.
        let mut serve = vec![0.0; center.queues.len()];
        for &cell in &block.cells {
            for &queue in group(cell).skills.iter().flatten() {
                serve[queue] += share(cell) * f64::from(self.at[cell]);
            }
        }
        let all: f64 = serve.iter().sum();
        let of_cell = |cell: usize| {
            let of_goal = |&goal: &usize| {
                let guess = match self.bench.gauge.of(self.bench.gauge.sums[goal].track) {
                    Whom::Queue(queue) if group(cell).has_skill(queue) => share(cell) / serve[queue].max(1.0),
                    Whom::Center => 1.0 / all.max(1.0),
                    _ => 0.0,
                };
                let guess = STEEPNESS * guess * self.felt_by(cell, goal);
                let worth = match self.effects[cell] {
                    Some(_) => self.effect(cell, goal).max(LEAST * guess),
                    None => guess,
                };
                growth[goal] * worth
            };
            block.goals.iter().map(of_goal).collect()
        };
        block.cells.iter().map(|&cell| of_cell(cell)).collect()
    }

    /// The contacts of a goal that feel an agent of a cell.
    fn felt_by(&self, cell: usize, goal: usize) -> f64 {
        let span = &self.bench.question.cells[cell].intervals;
        let sum = &self.bench.gauge.sums[goal];
        let first = sum.track * self.bench.gauge.intervals();
        let felt = |interval: usize| match interval {
            _ if span.contains(&interval) => 1.0,
            _ if interval == span.end => AFTERWARDS,
            _ => 0.0,
        };
        let intervals = sum.intervals.iter();
        intervals
            .map(|&interval| felt(interval) * self.trial.slacks[first + interval].of)
            .sum()
    }

    /// By goal of a block: the slack that a move is foreseen to take.
    fn foreseen_loss(&self, block: &Block, change: &Move, growth: &[f64]) -> Vec<f64> {
        let worths = self.worths(block, growth);
        let mut loss = vec![0.0; block.goals.len()];
        for &(cell, by) in &change.changes {
            let Some(place) = block.cells.iter().position(|&other| other == cell) else {
                continue;
            };
            for (loss, worth) in loss.iter_mut().zip(&worths[place]) {
                *loss -= f64::from(by) * worth;
            }
        }
        loss
    }

    /// Corrects what agents are worth to the goals of a block by what a step showed.
    fn correct(&self, block: &Block, foreseen: &[f64], before: &[f64], place: usize, growth: &mut [f64]) {
        for &(goal, after) in self.tried.get(place).into_iter().flatten() {
            let Some(index) = block.goals.iter().position(|&other| other == goal) else {
                continue;
            };
            if foreseen[index] > TELLING * self.trial.goals[goal].of {
                let (low, high) = CORRECTION;
                growth[goal] *= ((before[goal] - after) / foreseen[index]).clamp(low, high);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bench::{Bench, Set};
    use super::super::start::{Needs, plenty};
    use super::super::watch::Unwatched;
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    /// Seven queues in a ring of seven groups, each with two of them, over fifteen hours: 210 numbers.
    fn ring() -> String {
        let mut text = String::from("[center]\nopens = \"08:00\"\nlength = \"15h\"\ninterval = \"30m\"\n");
        for queue in 0..7 {
            text += &format!(
                "[queues.q{queue}]\nvolume = {}\nhandle = \"4m\"\npatience = \"3m\"\n\
                 target = {{ answered = \"80%\", within = \"20s\" }}\n\
                 [groups.g{queue}]\nskills = [\"q{queue}\", \"q{}\"]\nstaff = 5\ncost_per_hour = {}\n",
                20 + queue,
                (queue + 1) % 7,
                20 + queue % 3,
            );
        }
        text
    }

    #[test]
    fn many_agents_go_and_the_plan_still_holds() {
        let question = from_text(&ring(), Basis::default());
        let bench = Bench::new(&question, &Unwatched);
        let reach = Reach::new(&question, &bench.gauge);
        let days = bench.days(Set::Planner, 32);
        let start = plenty(&question, &Needs::new(&question));
        let mut walk = Walk::new(&bench, &reach, days, start.clone()).expect("nobody ends it");
        assert!(walk.is_thinned() && walk.trial.holds());
        walk.thin_roughly().expect("nobody ends it");
        assert!(walk.trial.holds());
        let roughly = question.cost_of(&walk.at).0;
        walk.learn_all().expect("nobody ends it");
        walk.thin().expect("nobody ends it");
        assert!(walk.trial.holds());
        let cost = question.cost_of(&walk.at).0;
        let before = question.cost_of(&start).0;
        assert!(
            cost <= roughly && cost < 0.75 * before,
            "{before} {roughly} {cost}"
        );
        // A trial for every agent would have been hundreds more.
        let gone: u32 = start
            .iter()
            .zip(&walk.at)
            .map(|(before, after)| before - after)
            .sum();
        assert!(bench.effort().0 < u64::from(gone), "{:?} {gone}", bench.effort());
    }
}
