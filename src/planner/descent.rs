//! From a plan that holds to one from which nothing can be taken.
//!
//! Three kinds of moves, in every block of the day at once: agents taken out; one agent for a cheaper one of
//! another group; two for one, two for two. And one over the whole day: an agent of a group for one of another in
//! every block, which may hold where no block can change alone. Of the many exchanges only those are tried for which the effects
//! that were learnt from taking agents out say that they may hold.

use super::bench::Stopped;
use super::reach::Reach;
use super::walk::{Fate, Move, Walk};

/// Exchanges foreseen to hold that are tried in a block between two rounds of taking agents out.
const EXCHANGES: usize = 10;
/// Up to so many groups every pair is tried.
const SYSTEMATIC: usize = 6;
/// With so many groups, pairs are all that there is.
const PAIR: usize = 2;
/// Agents of one group that come in one exchange, at most.
const MOST_EXCHANGED: i32 = 3;
/// An agent who comes is worth this part of one who goes: service grows ever more slowly.
const NEXT_IS_WORTH: f64 = 0.8;
/// Groups of a block among which exchanges are looked for: those whose agents are worth least for what they
/// cost, and those worth most.
const EXCHANGED: usize = 6;
/// Beyond so many numbers a round does not try again what was needed in the round before.
pub(super) const WIDE: usize = 200;
/// Of so many numbers a round of exchanges that saves less than this part of the cost is the last.
const LITTLE: f64 = 0.001;
/// An exchange is tried where it is foreseen to miss by no more than this part of what it changes.
const HOPE: f64 = 0.5;

impl Walk<'_, '_> {
    /// Takes out whatever can be taken out and makes every exchange that saves, until nothing more can be done.
    /// The plan must hold.
    pub fn descend(&mut self, tell: &mut dyn FnMut(&Self)) -> Result<(), Stopped> {
        self.take_out_all()?;
        tell(self);
        let cost = |walk: &Self| walk.bench.question.cost_of(&walk.at).0;
        let mut before = cost(self);
        while self.exchange()? {
            self.take_out_rest()?;
            tell(self);
            let now = cost(self);
            if self.is_wide() && before - now < LITTLE * before {
                break;
            }
            before = now;
        }
        if self.is_wide() {
            // What was passed over so far may have become free meanwhile.
            self.binding.fill(None);
            self.take_out_rest()?;
            tell(self);
        }
        Ok(())
    }

    /// The same with one round of exchanges only: quick, and near enough to compare two questions.
    pub fn descend_quickly(&mut self) -> Result<(), Stopped> {
        self.take_out_all()?;
        if self.exchange()? {
            self.take_out_rest()?;
        }
        Ok(())
    }

    /// Whether there are so many numbers that a cell whose agents were all needed is not tried again in every
    /// round.
    fn is_wide(&self) -> bool {
        self.at.len() > WIDE
    }

    /// Whether they are of so many groups that agents go many at a time.
    pub fn is_thinned(&self) -> bool {
        self.is_wide() && self.bench.question.center.groups.len() > SYSTEMATIC
    }

    /// Takes out agents from a plan that may have many too many.
    fn take_out_all(&mut self) -> Result<(), Stopped> {
        if self.is_thinned() {
            return self.thin();
        }
        self.take_out(self.bench.question.center.groups.len() == 1)
    }

    /// Takes out agents from a plan that can spare a few.
    pub fn take_out_rest(&mut self) -> Result<(), Stopped> {
        if self.is_thinned() {
            return self.thin();
        }
        self.take_out(false)
    }

    /// Takes out agents wherever all goals go on holding, until there is nobody left to be spared. `coarse`:
    /// begins with several at once.
    pub fn take_out(&mut self, coarse: bool) -> Result<(), Stopped> {
        let most = self.at.iter().copied().max().unwrap_or(0);
        let mut many = if coarse {
            (most / 8).next_power_of_two().max(1)
        } else {
            1
        };
        loop {
            let mut any = false;
            for group in self.dearest_first() {
                any |= self.take_out_of(group, many)?;
            }
            if !any {
                if many == 1 {
                    return Ok(());
                }
                many /= 2;
            }
        }
    }

    /// Cells from which one agent could be taken, each by itself as far as trials of many at once can tell.
    pub fn spared(&mut self) -> Result<Vec<usize>, Stopped> {
        let mut found = Vec::new();
        for group in self.dearest_first() {
            let cells = self.reach.cells(group).iter().copied();
            let moves: Vec<Move> = cells
                .filter(|&cell| self.at[cell] > self.bench.question.cells[cell].min)
                .map(|cell| self.change(&[(cell, -1)]))
                .collect();
            for round in Reach::rounds(moves, |change| change.window.clone()) {
                let fates = self.fates(&round)?;
                let kept = round.iter().zip(fates).filter(|(_, fate)| *fate == Fate::Kept);
                found.extend(kept.map(|(change, _)| change.changes[0].0));
            }
        }
        Ok(found)
    }

    fn dearest_first(&self) -> Vec<usize> {
        let cost = |group: usize| -> f64 {
            let cells = self.reach.cells(group).iter();
            let cells = cells.map(|&cell| &self.bench.question.cells[cell]);
            cells.map(|cell| cell.cost / cell.hours).fold(0.0, f64::max)
        };
        let mut groups: Vec<usize> = (0..self.bench.question.center.groups.len()).collect();
        groups.sort_by(|&a, &b| cost(b).total_cmp(&cost(a)).then(a.cmp(&b)));
        groups
    }

    fn take_out_of(&mut self, group: usize, many: u32) -> Result<bool, Stopped> {
        let moves: Vec<Move> = self
            .reach
            .cells(group)
            .iter()
            .filter_map(|&cell| {
                let facts = &self.bench.question.cells[cell];
                let by = many.min(self.at[cell] - facts.min.min(self.at[cell]));
                let needed = self.is_wide() && self.binding[cell].is_some();
                (by == many && !needed).then(|| self.change(&[(cell, -(by as i32))]))
            })
            .collect();
        let mut any = false;
        for round in Reach::rounds(moves, |change| change.window.clone()) {
            let fates = self.step(&round)?;
            for (change, fate) in round.iter().zip(fates) {
                let (cell, _) = change.changes[0];
                match fate {
                    Fate::Kept => {
                        any = true;
                        self.binding[cell] = None;
                    }
                    Fate::Breaks(goal) if many == 1 => self.binding[cell] = Some(goal),
                    _ => {}
                }
            }
        }
        Ok(any)
    }

    /// A move with its window and what it saves.
    pub fn change(&self, changes: &[(usize, i32)]) -> Move {
        let windows = changes.iter().map(|&(cell, _)| self.reach.window(cell));
        let window = windows.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        Move {
            saves: changes
                .iter()
                .map(|&(cell, by)| -f64::from(by) * self.bench.question.cells[cell].cost)
                .sum(),
            changes: changes.to_vec(),
            window: window.unwrap_or(0..0),
        }
    }

    /// Tries exchanges that save something; whether any was made. Of few groups every pair is tried in every
    /// ratio, of many what is foreseen to hold.
    fn exchange(&mut self) -> Result<bool, Stopped> {
        let blocks = self.blocks();
        let groups = self.bench.question.center.groups.len();
        if groups <= SYSTEMATIC {
            let lists = blocks.iter().map(|block| self.ratios(block)).collect();
            let in_blocks = self.try_in_turn(lists)?;
            let any = self.exchange_groups(&blocks)? || in_blocks;
            if any || groups <= PAIR {
                return Ok(any);
            }
        }
        let lists = blocks.iter().map(|block| self.exchanges(block)).collect();
        self.try_in_turn(lists)
    }

    /// Tries the first move of every list, then the second; a list ends when one of its moves was made.
    fn try_in_turn(&mut self, mut lists: Vec<Vec<Move>>) -> Result<bool, Stopped> {
        let mut any = false;
        loop {
            let next: Vec<(usize, Move)> = lists
                .iter_mut()
                .enumerate()
                .filter(|(_, list)| !list.is_empty())
                .map(|(block, list)| (block, list.remove(0)))
                .collect();
            if next.is_empty() {
                return Ok(any);
            }
            for round in Reach::rounds(next, |(_, change)| change.window.clone()) {
                let (blocks, moves): (Vec<usize>, Vec<Move>) = round.into_iter().unzip();
                for ((block, change), fate) in blocks.into_iter().zip(&moves).zip(self.step(&moves)?) {
                    if fate == Fate::Kept {
                        any = true;
                        lists[block].clear();
                        // Whoever is felt there may be free now.
                        let window = change.window.clone();
                        for cell in 0..self.at.len() {
                            let felt = self.reach.window(cell);
                            if felt.start < window.end && window.start < felt.end {
                                self.binding[cell] = None;
                            }
                        }
                    }
                }
            }
        }
    }

    /// Exchanges an agent of one group for a cheaper one of another in all blocks at once, as often as that holds.
    fn exchange_groups(&mut self, blocks: &[Vec<usize>]) -> Result<bool, Stopped> {
        let mut any = false;
        if blocks.len() < 2 {
            return Ok(any);
        }
        let groups = self.dearest_first();
        for &first in &groups {
            for &second in groups.iter().filter(|&&second| second != first) {
                while let Some(change) = self.all_day(blocks, first, second)
                    && self.step(&[change])? == [Fate::Kept]
                {
                    any = true;
                    self.binding.fill(None);
                }
            }
        }
        Ok(any)
    }

    /// An agent of one group less and one of another more, wherever both may be; nothing where that saves nothing.
    fn all_day(&self, blocks: &[Vec<usize>], first: usize, second: usize) -> Option<Move> {
        let cells = &self.bench.question.cells;
        let mut changes = Vec::new();
        for block in blocks {
            let of = |group: usize| block.iter().copied().find(|&cell| cells[cell].group == group);
            if let (Some(goes), Some(comes)) = (of(first), of(second))
                && self.at[goes] > cells[goes].min
                && cells[comes].max.is_none_or(|max| self.at[comes] < max)
            {
                changes.extend([(goes, -1), (comes, 1)]);
            }
        }
        let change = self.change(&changes);
        (change.saves > 1e-9).then_some(change)
    }

    /// Exchanges of two groups of a block in every ratio that saves something: so many of one for as many of the
    /// other as cost just more.
    fn ratios(&self, block: &[usize]) -> Vec<Move> {
        let cost = |cell: usize| self.bench.question.cells[cell].cost;
        let mut found = Vec::new();
        for come in 1..=MOST_EXCHANGED {
            for &first in block {
                for &second in block.iter().filter(|&&second| second != first) {
                    let ratio = f64::from(come) * cost(second) / cost(first).max(1e-9);
                    let go = ((ratio + 1e-9).floor() as i32).saturating_add(1);
                    if !(1..=2 * MOST_EXCHANGED).contains(&go) {
                        continue;
                    }
                    let change = self.change(&[(first, -go), (second, come)]);
                    if self.after([&change]).is_some() {
                        found.push(change);
                    }
                }
            }
        }
        found
    }

    /// Cells that cover the same intervals, in order of time.
    pub fn blocks(&self) -> Vec<Vec<usize>> {
        let cells = &self.bench.question.cells;
        let mut order: Vec<usize> = (0..cells.len()).collect();
        let span = |cell: usize| (cells[cell].intervals.start, cells[cell].intervals.end);
        order.sort_by_key(|&cell| (span(cell), cell));
        let same = order.chunk_by(|&a, &b| span(a) == span(b));
        same.filter(|block| block.len() > 1)
            .map(<[usize]>::to_vec)
            .collect()
    }

    /// Exchanges within a block that save something and may hold, the most promising first.
    fn exchanges(&self, block: &[usize]) -> Vec<Move> {
        let foreseen = self.foreseen(block);
        let (out, come) = self.worth_exchanging(block, &foreseen);
        let mut found: Vec<(f64, Move)> = Vec::new();
        let mut consider = |changes: &[(usize, i32)]| {
            let change = self.change(changes);
            if change.saves <= 1e-9 || self.after([&change]).is_none() {
                return;
            }
            if let Some(least) = foreseen.least(&change.changes) {
                found.push((least, change));
            }
        };
        for (place, &first) in out.iter().enumerate() {
            for &second in come.iter().filter(|&&second| second != first) {
                consider(&[(first, -1), (second, 1)]);
                for &also in &out[place..] {
                    if also == second {
                        continue;
                    }
                    let gone = if also == first {
                        vec![(first, -2)]
                    } else {
                        vec![(first, -1), (also, -1)]
                    };
                    let with = |new: &[(usize, i32)]| [&gone, new].concat();
                    consider(&with(&[(second, 1)]));
                    for &third in come.iter().filter(|&&third| third >= second) {
                        if third == first || third == also {
                            continue;
                        }
                        let new = if third == second {
                            vec![(second, 2)]
                        } else {
                            vec![(second, 1), (third, 1)]
                        };
                        consider(&with(&new));
                    }
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.truncate(EXCHANGES);
        found.into_iter().map(|(_, change)| change).collect()
    }

    /// The cells of a block whose agents might go, and those who might come in their place.
    fn worth_exchanging(&self, block: &[usize], foreseen: &Foreseen) -> (Vec<usize>, Vec<usize>) {
        let known: Vec<usize> = block
            .iter()
            .copied()
            .filter(|&cell| self.effects[cell].is_some())
            .collect();
        let worth = |cell: usize| foreseen.worth(cell) / self.bench.question.cells[cell].cost.max(1e-9);
        let mut order = known;
        order.sort_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(a.cmp(&b)));
        let out = order
            .iter()
            .copied()
            .filter(|&cell| self.at[cell] > 0)
            .take(EXCHANGED)
            .collect();
        let come = order.iter().rev().copied().take(EXCHANGED).collect();
        (out, come)
    }

    /// What the effects that were learnt foresee for a block.
    fn foreseen(&self, block: &[usize]) -> Foreseen {
        let windows = block.iter().map(|&cell| self.reach.window(cell));
        let window = windows
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
            .unwrap_or(0..0);
        let mut goals = self.reach.within(&window);
        goals.extend(self.reach.day_goals());
        let slack: Vec<f64> = goals.iter().map(|&goal| self.trial.goals[goal].spare()).collect();
        let effects = block
            .iter()
            .map(|&cell| (cell, goals.iter().map(|&goal| self.effect(cell, goal)).collect()))
            .collect();
        Foreseen { slack, effects }
    }
}

/// Slack of the goals of a block, and what one agent of each cell is worth to each.
struct Foreseen {
    slack: Vec<f64>,
    effects: Vec<(usize, Vec<f64>)>,
}

impl Foreseen {
    fn of(&self, cell: usize) -> &[f64] {
        let found = self.effects.iter().find(|(other, _)| *other == cell);
        found.map_or(&[], |(_, effects)| effects)
    }

    /// The least slack after some changes, as a part of what they change; nothing where it is hopeless.
    fn least(&self, changes: &[(usize, i32)]) -> Option<f64> {
        let mut least = f64::INFINITY;
        for (goal, slack) in self.slack.iter().enumerate() {
            let (mut after, mut size) = (*slack, 0.0);
            for &(cell, by) in changes {
                let effect = self.of(cell).get(goal).copied().unwrap_or(0.0).max(0.0);
                let worth = if by > 0 { NEXT_IS_WORTH * effect } else { effect };
                after += f64::from(by) * worth;
                size += f64::from(by.abs()) * effect;
            }
            if size > 0.0 {
                least = least.min(after / size);
            } else if *slack < 0.0 {
                least = least.min(0.0);
            }
        }
        (least >= -HOPE).then_some(least)
    }

    /// What an agent of a cell is worth, against the slack there is: agents who serve what is short are worth
    /// more.
    fn worth(&self, cell: usize) -> f64 {
        let pairs = self.of(cell).iter().zip(&self.slack);
        pairs
            .map(|(effect, slack)| effect.max(0.0) / (slack.abs() + effect.abs() + 1e-9))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::bench::{Bench, Set};
    use super::super::watch::Unwatched;
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    /// Two groups who do the same: the cheaper one takes over, over the whole day, as far as it may.
    #[test]
    fn the_cheaper_of_two_groups_takes_over_the_whole_day() {
        let question = from_text(
            r#"
[center]
opens = "08:00"
length = "4h"
interval = "1h"
[queues.calls]
volume = "40 60 50 30"
handle = "5m"
patience = "3m"
target = { answered = "80%", within = "20s" }
[groups.dear]
skills = ["calls"]
staff = "7 9 8 6"
cost_per_hour = 30
plan = { min = "0 0 2 0" }
[groups.cheap]
skills = ["calls"]
staff = 0
cost_per_hour = 20
plan = { max = "9 3 9 9" }
"#,
            Basis::default(),
        );
        let bench = Bench::new(&question, &Unwatched);
        let reach = Reach::new(&question, &bench.gauge);
        let start = question.cells_of(&question.staff_now());
        let mut walk =
            Walk::new(&bench, &reach, bench.days(Set::Planner, 64), start).expect("nobody ends it");
        assert!(walk.trial.holds(), "{:?}", walk.trial.goals);
        let blocks = walk.blocks();
        assert!(walk.exchange_groups(&blocks).expect("nobody ends it"));
        assert_eq!(question.staff(&walk.at), [vec![0, 6, 2, 0], vec![7, 3, 6, 6]]);
        assert!(walk.trial.holds());
        assert!(!walk.exchange_groups(&blocks).expect("nobody ends it"));
    }
}
