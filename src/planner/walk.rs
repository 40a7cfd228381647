//! A plan on its way: moves are tried in many places at once and kept where they hold.
//!
//! What an agent does in one interval is felt there and a little later, not all day. So one trial can judge a move
//! in every third half-hour or so at once, each by the goals within its *window*. Goals over the whole day are
//! shared: moves draw on their slack in the order of what they save for what they use. Whatever is kept is then
//! tried together; a plan that held before a step holds after it.

use std::ops::Range;

use super::bench::{Bench, Cells, Days, Stopped, Trial};
use super::reach::Reach;

/// A change to a plan that is felt within a window only.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Move {
    /// Cells and by how much each changes.
    pub changes: Vec<(usize, i32)>,
    /// Intervals in which it is felt.
    pub window: Range<usize>,
    /// What it saves; negative where it costs more.
    pub saves: f64,
}

/// By cell: how much less slack there is, by track and interval of the cell's window, without one agent, as far as
/// that was learnt.
pub(super) type Effects = Vec<Option<Vec<f64>>>;

/// What came of a move that was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It holds and was made.
    Kept,
    /// It would break this goal, or others too.
    Breaks(usize),
    /// It cannot be made: a cell is at its end.
    Impossible,
}

/// A plan, what it does on the days of the search, and what was learnt of it.
pub(super) struct Walk<'b, 'q> {
    pub bench: &'b Bench<'q>,
    pub reach: &'b Reach,
    pub days: Days,
    pub at: Cells,
    pub trial: Trial,
    /// What agents are worth.
    pub effects: Effects,
    /// By cell: the goal that breaks without one agent.
    pub binding: Vec<Option<usize>>,
    /// Of the moves of the last step: the slack, less what is unsure, of the goals in the window of each.
    pub tried: Vec<Vec<(usize, f64)>>,
}

/// On this part of all days a plan is looked at before it is tried on all.
const SCREENED: u32 = 4;
/// It is given up where it is foreseen to miss a goal by this part of a standard error: how two plans differ varies
/// far less than either from one set of days to another.
const CLEARLY: f64 = 0.25;
/// Attempts to find out which moves of a step do not go together.
const ATTEMPTS: usize = 4;

impl<'b, 'q> Walk<'b, 'q> {
    pub fn new(bench: &'b Bench<'q>, reach: &'b Reach, days: Days, at: Cells) -> Result<Self, Stopped> {
        let trial = bench.trial(&at, days)?;
        let cells = at.len();
        Ok(Self {
            bench,
            reach,
            days,
            at,
            trial,
            effects: vec![None; cells],
            binding: vec![None; cells],
            tried: Vec::new(),
        })
    }

    /// The plan after some moves; nothing where a cell would leave its range.
    pub fn after<'m>(&self, moves: impl IntoIterator<Item = &'m Move>) -> Option<Cells> {
        let mut at = self.at.clone();
        for change in moves {
            for &(cell, by) in &change.changes {
                let facts = &self.bench.question.cells[cell];
                let agents = i64::from(at[cell]) + i64::from(by);
                if agents < i64::from(facts.min) || facts.max.is_some_and(|max| agents > i64::from(max)) {
                    return None;
                }
                at[cell] = u32::try_from(agents).ok()?;
            }
        }
        Some(at)
    }

    /// Puts the plan elsewhere.
    pub fn go(&mut self, at: Cells) -> Result<(), Stopped> {
        self.trial = self.bench.trial(&at, self.days)?;
        self.at = at;
        Ok(())
    }

    /// Tries moves whose windows do not overlap, and keeps those that hold. Of a single agent taken out it
    /// learns what they are worth.
    pub fn step(&mut self, moves: &[Move]) -> Result<Vec<Fate>, Stopped> {
        let mut fates: Vec<Fate> = moves
            .iter()
            .map(|change| match self.after([change]) {
                Some(_) => Fate::Kept,
                None => Fate::Impossible,
            })
            .collect();
        let chosen = |fates: &[Fate]| -> Vec<usize> {
            (0..moves.len())
                .filter(|&index| fates[index] == Fate::Kept)
                .collect()
        };
        let all = chosen(&fates);
        let Some(tried) = self
            .after(all.iter().map(|&index| &moves[index]))
            .filter(|_| !all.is_empty())
        else {
            return Ok(fates);
        };
        // Most single agents on the last days are needed, and some of the days tell.
        let last = self.bench.question.is_steady() && self.days.days == self.days.of;
        if let (true, [only]) = (last, &all[..])
            && let Some(goal) = self.hopeless(&tried)?
        {
            fates[*only] = Fate::Breaks(goal);
            self.tried = vec![Vec::new(); moves.len()];
            return Ok(fates);
        }
        let trial = self.bench.trial(&tried, self.days)?;
        self.tried = vec![Vec::new(); moves.len()];
        for &index in &all {
            self.learn(&moves[index], &trial);
            let goals = self.reach.within(&moves[index].window).into_iter();
            self.tried[index] = goals.map(|goal| (goal, trial.goals[goal].spare())).collect();
        }
        self.judge(moves, &all, &trial, &mut fates);
        let mut kept = chosen(&fates);
        let mut found = (kept.len() == all.len()).then_some((tried, trial));
        for _ in 0..ATTEMPTS {
            if kept.is_empty() {
                break;
            }
            let (cells, trial) = match found.take() {
                Some(found) => found,
                None => {
                    let Some(cells) = self.after(kept.iter().map(|&index| &moves[index])) else {
                        break;
                    };
                    let trial = self.bench.trial(&cells, self.days)?;
                    (cells, trial)
                }
            };
            if self.as_good(&trial) {
                self.at = cells;
                self.trial = trial;
                return Ok(fates);
            }
            for goal in trial.missed().collect::<Vec<_>>() {
                let touching = |index: &usize| self.reach.touches(goal, &moves[*index].window);
                // Of those that share a goal over the day, the one that saves least goes.
                let shared = self.reach.over_day(goal);
                let mut guilty: Vec<usize> = kept.iter().copied().filter(touching).collect();
                if shared {
                    guilty.sort_by(|&a, &b| moves[a].saves.total_cmp(&moves[b].saves).then(a.cmp(&b)));
                    guilty.truncate(guilty.len().div_ceil(2));
                }
                for index in guilty {
                    fates[index] = Fate::Breaks(goal);
                }
            }
            kept = chosen(&fates);
        }
        for &index in &kept {
            fates[index] = Fate::Breaks(0);
        }
        Ok(fates)
    }

    /// The goal that a plan misses so clearly on some of the days that it need not be tried on all. What those
    /// days show too well or too badly they show of the plan of the walk as well.
    pub fn hopeless(&self, plan: &Cells) -> Result<Option<usize>, Stopped> {
        let some = self.days.first(self.days.days.div_ceil(SCREENED));
        let mut trials = self.bench.trials(&[plan.clone(), self.at.clone()], some)?;
        let (here, there) = (trials.pop(), trials.pop());
        let (Some(here), Some(there)) = (here, there) else {
            return Ok(None);
        };
        let missed = |&goal: &usize| {
            let by_chance = here.goals[goal].spare() - self.trial.goals[goal].spare();
            there.goals[goal].spare() - by_chance < -CLEARLY * there.goals[goal].error
        };
        Ok((0..there.goals.len()).find(missed))
    }

    /// What would come of moves whose windows do not overlap; the plan stays as it is.
    pub fn fates(&mut self, moves: &[Move]) -> Result<Vec<Fate>, Stopped> {
        let mut fates = vec![Fate::Impossible; moves.len()];
        if let Some(cells) = self.after(moves) {
            let trial = self.bench.trial(&cells, self.days)?;
            fates.fill(Fate::Kept);
            let all: Vec<usize> = (0..moves.len()).collect();
            self.judge(moves, &all, &trial, &mut fates);
        }
        Ok(fates)
    }

    /// Tries moves whose windows do not overlap, to learn what they are worth; the plan stays as it is.
    pub fn look(&mut self, moves: &[Move]) -> Result<(), Stopped> {
        if let Some(cells) = self.after(moves) {
            let trial = self.bench.trial(&cells, self.days)?;
            for change in moves {
                self.learn(change, &trial);
            }
        }
        Ok(())
    }

    /// Whether nothing is missed that was not missed before.
    fn as_good(&self, trial: &Trial) -> bool {
        let before = &self.trial.goals;
        trial.goals.iter().zip(before).all(|(after, before)| {
            after.holds() || !before.holds() && after.surely() >= before.surely() - 1e-12
        })
    }

    /// Which of the moves that were tried together may be kept.
    fn judge(&self, moves: &[Move], tried: &[usize], trial: &Trial, fates: &mut [Fate]) {
        for &index in tried {
            let window = &moves[index].window;
            let mut worst: Option<(f64, usize)> = None;
            for &goal in self.reach.within(window).iter() {
                let (after, before) = (&trial.goals[goal], &self.trial.goals[goal]);
                let missed = !after.holds() && (before.holds() || after.surely() < before.surely() - 1e-12);
                if missed && worst.is_none_or(|(least, _)| after.surely() < least) {
                    worst = Some((after.surely(), goal));
                }
            }
            if let Some((_, goal)) = worst {
                fates[index] = Fate::Breaks(goal);
            }
        }
        for goal in self.reach.day_goals() {
            self.share_out(goal, moves, tried, trial, fates);
        }
    }

    /// Lets moves draw on the slack of a goal over the day, as far as it goes.
    fn share_out(&self, goal: usize, moves: &[Move], tried: &[usize], trial: &Trial, fates: &mut [Fate]) {
        let (before, after) = (&self.trial.goals[goal], &trial.goals[goal]);
        let mut room = before.slack - after.sure * after.error.max(before.error);
        let used: Vec<f64> = tried
            .iter()
            .map(|&index| self.slack_lost(goal, &moves[index].window, trial))
            .collect();
        // Where days are counted, the share of days falls as the slack of the day does.
        let scale = if self.bench.gauge.sums[goal].on_days.is_some() {
            let total: f64 = used.iter().sum();
            if total > 0.0 {
                (before.slack - after.slack) / total
            } else {
                0.0
            }
        } else {
            1.0
        };
        let mut order: Vec<usize> = (0..tried.len())
            .filter(|&place| fates[tried[place]] == Fate::Kept)
            .collect();
        let worth = |place: usize| moves[tried[place]].saves / (used[place] * scale).max(1e-12);
        order.sort_by(|&a, &b| worth(b).total_cmp(&worth(a)).then(a.cmp(&b)));
        for place in order {
            let takes = used[place] * scale;
            if takes <= room.max(0.0) || takes <= 0.0 {
                room -= takes;
            } else {
                fates[tried[place]] = Fate::Breaks(goal);
            }
        }
    }

    /// Slack of a goal's track that is lost within a window.
    fn slack_lost(&self, goal: usize, window: &Range<usize>, trial: &Trial) -> f64 {
        let intervals = self.bench.gauge.intervals();
        let first = self.bench.gauge.sums[goal].track * intervals;
        window
            .clone()
            .map(|interval| self.trial.slacks[first + interval].slack - trial.slacks[first + interval].slack)
            .sum()
    }

    /// What one agent of a cell is worth, from a trial without them.
    fn learn(&mut self, change: &Move, trial: &Trial) {
        let [(cell, by)] = change.changes[..] else { return };
        if by >= 0 {
            return;
        }
        let intervals = self.bench.gauge.intervals();
        let mut effect = Vec::with_capacity(self.bench.gauge.tracks() * change.window.len());
        for track in 0..self.bench.gauge.tracks() {
            effect.extend(change.window.clone().map(|interval| {
                let place = track * intervals + interval;
                (self.trial.slacks[place].slack - trial.slacks[place].slack) / f64::from(-by)
            }));
        }
        self.effects[cell] = Some(effect);
    }

    /// How much slack a goal loses without one agent of a cell, as far as that is known.
    pub fn effect(&self, cell: usize, goal: usize) -> f64 {
        let Some(effect) = &self.effects[cell] else {
            return 0.0;
        };
        let window = self.reach.window(cell);
        let sum = &self.bench.gauge.sums[goal];
        let first = sum.track * window.len();
        let inside = sum.intervals.iter().filter(|interval| window.contains(interval));
        inside
            .map(|interval| effect[first + interval - window.start])
            .sum()
    }
}
