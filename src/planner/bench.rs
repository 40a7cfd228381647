//! Where plans are tried: many days of the center under one staffing, the same days for every plan.
//!
//! In: staff and a set of days. Out: a [`Trial`]: the slack of every goal with its standard error. Common random
//! numbers make the difference of two plans far better known than either.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::answer::Staff;
use super::gauge::{Gauge, Slack};
use super::question::Question;
use super::{News, Watch};
use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment};
use crate::observe::Counters;
use crate::random::{Purpose, STRATA, Stream, StreamKey};
use crate::stats::Confidence;

/// Agents of every cell of a question, in its order.
pub(super) type Cells = Vec<u32>;

/// The watcher asked for an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stopped;

/// Some replications: the first ones of a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Days {
    pub seed: u64,
    /// How many.
    pub days: u32,
    /// How many there are of this set in all: that is how well goals are to be known to hold.
    pub of: u32,
}

impl Days {
    /// The first of these days.
    pub fn first(self, days: u32) -> Self {
        Self {
            days: days.min(self.days),
            ..self
        }
    }
}

/// What a plan does on some days.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trial {
    /// Means over the days, by track and then interval.
    pub slacks: Vec<Slack>,
    /// By goal.
    pub goals: Vec<Standing>,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// Mean slack a day: of the figure's numerator, or of the share of days.
    pub slack: f64,
    /// Its standard error.
    pub error: f64,
    /// What the figure is a share or a mean of, a day.
    pub of: f64,
    /// Standard errors that the slack must lie above zero.
    pub sure: f64,
}

impl Standing {
    /// Slack that is surely there, in the unit of the figure: not negative where the goal surely holds.
    pub fn surely(&self) -> f64 {
        if self.of > 0.0 {
            self.spare() / self.of
        } else {
            0.0
        }
    }

    /// Slack that is surely there, in contacts, seconds or days.
    pub fn spare(&self) -> f64 {
        self.slack - self.sure * self.error
    }

    /// Mean slack in the unit of the figure.
    pub fn on_average(&self) -> f64 {
        if self.of > 0.0 { self.slack / self.of } else { 0.0 }
    }

    /// Whether the goal surely holds.
    pub fn holds(&self) -> bool {
        self.surely() >= 0.0
    }

    /// Whether it surely does not.
    pub fn fails(&self) -> bool {
        self.slack + self.sure * self.error < 0.0
    }
}

impl Trial {
    /// Whether every goal surely holds.
    pub fn holds(&self) -> bool {
        self.goals.iter().all(Standing::holds)
    }

    /// Whether a goal is missed for sure, even as one of many that are looked at together (Bonferroni).
    pub fn surely_missed(&self, goal: usize) -> bool {
        let standing = &self.goals[goal];
        let alpha = DOUBT / self.goals.len().max(1) as f64;
        let sure = Confidence::new(1.0 - 2.0 * alpha, 2).normal();
        standing.slack + sure.max(standing.sure) * standing.error < 0.0
    }

    /// The goals that do not surely hold.
    pub fn missed(&self) -> impl Iterator<Item = usize> {
        let goals = self.goals.iter().enumerate();
        goals
            .filter(|(_, standing)| !standing.holds())
            .map(|(goal, _)| goal)
    }
}

/// Sums over one block of days, or a piece of it.
#[derive(Clone)]
struct Part {
    slacks: Vec<Slack>,
    /// Sum and sum of squares of each goal's daily slack, and the sum of its denominator.
    goals: Vec<[f64; 3]>,
    days: u32,
}

impl Part {
    fn and(mut self, other: &Part) -> Part {
        for (sum, one) in self.slacks.iter_mut().zip(&other.slacks) {
            sum.slack += one.slack;
            sum.of += one.of;
        }
        for (sums, others) in self.goals.iter_mut().zip(&other.goals) {
            sums.iter_mut().zip(others).for_each(|(sum, one)| *sum += one);
        }
        self.days += other.days;
        self
    }
}

/// The place of trials.
pub(super) struct Bench<'a> {
    pub question: &'a Question,
    pub gauge: Gauge,
    watch: &'a dyn Watch,
    center: Center,
    experiment: Experiment,
    /// By goal: even the most staff keeps it on average only, so that no more is asked.
    lenient: Vec<bool>,
    known: Mutex<HashMap<(Days, Cells), Trial>>,
    plans: AtomicU64,
    days: AtomicU64,
}

/// Sets of days that have nothing in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// On which plans are looked for.
    Planner,
    /// On which the plan is certified.
    Certificate,
    /// On which cheaper plans are refuted.
    Proof,
}

/// Trials that are remembered.
const REMEMBERED: usize = 4096;
/// Pieces of a block, so that one block keeps several threads at work.
const PIECES: u32 = 4;

impl<'a> Bench<'a> {
    pub fn new(question: &'a Question, watch: &'a dyn Watch) -> Self {
        let (center, experiment) = question.simulated();
        Self {
            gauge: Gauge::new(&center, question),
            question,
            watch,
            center,
            experiment,
            lenient: vec![false; question.goals.len()],
            known: Mutex::default(),
            plans: AtomicU64::new(0),
            days: AtomicU64::new(0),
        }
    }

    /// Holds the goals against the most staff there may be. Those that it keeps on average but not surely are from
    /// now on asked for on average; those that it does not keep at all are given back.
    pub fn settle(&mut self, most: &Cells, days: Days) -> Result<Vec<usize>, Stopped> {
        let trial = self.trial(most, days)?;
        self.lenient = trial.goals.iter().map(|goal| !goal.holds()).collect();
        self.memory().clear();
        let goals = trial.goals.iter().enumerate();
        Ok(goals
            .filter(|(_, goal)| goal.slack < 0.0)
            .map(|(goal, _)| goal)
            .collect())
    }

    /// Contacts expected on one simulated day.
    pub fn contacts(&self) -> f64 {
        let queues = self.center.queues.iter();
        queues.map(|queue| queue.volume.iter().sum::<f64>()).sum()
    }

    /// Days of a set.
    pub fn days(&self, set: Set, days: u32) -> Days {
        let key = StreamKey::new("", Purpose::Planner);
        let mut stream = Stream::new(self.experiment.seed, set as u32, key);
        Days {
            seed: stream.bits(),
            days,
            of: days,
        }
    }

    /// The scenario's own days.
    pub fn own_days(&self, days: u32) -> Days {
        Days {
            seed: self.experiment.seed,
            days,
            of: days,
        }
    }

    /// Plans tried and days simulated so far.
    pub fn effort(&self) -> (u64, u64) {
        (
            self.plans.load(Ordering::Relaxed),
            self.days.load(Ordering::Relaxed),
        )
    }

    /// Who watches.
    pub fn watch(&self) -> &'a dyn Watch {
        self.watch
    }

    /// Tells the watcher how the search goes.
    pub fn tell(&self, news: &News) {
        self.watch.tell(news);
    }

    /// The staff that cells stand for.
    pub fn staff(&self, cells: &[u32]) -> Staff {
        self.question.staff(cells)
    }

    /// Tries one plan.
    pub fn trial(&self, cells: &[u32], days: Days) -> Result<Trial, Stopped> {
        let mut found = self.trials(std::slice::from_ref(&cells.to_vec()), days)?;
        Ok(found.swap_remove(0))
    }

    /// Tries several plans on the same days.
    pub fn trials(&self, plans: &[Cells], days: Days) -> Result<Vec<Trial>, Stopped> {
        let lookup = |cells: &Cells| self.memory().get(&(days, cells.clone())).cloned();
        let mut found: Vec<Option<Trial>> = plans.iter().map(lookup).collect();
        let new: Vec<usize> = (0..plans.len()).filter(|&plan| found[plan].is_none()).collect();
        let compiled: Vec<Plan> = new
            .par_iter()
            .map(|&plan| Plan::of(&self.staffed(&plans[plan]), &self.experiment))
            .collect();
        let blocks = days.days.div_ceil(STRATA).max(1);
        let tasks: Vec<(usize, u32)> = (0..new.len())
            .flat_map(|plan| (0..blocks * PIECES).map(move |piece| (plan, piece)))
            .collect();
        let pieces: Vec<Part> = tasks
            .par_iter()
            .map(|&(plan, piece)| self.part(&compiled[plan], days, piece))
            .collect::<Result<_, _>>()?;
        let parts: Vec<Part> = pieces
            .chunks(PIECES as usize)
            .map(|pieces| pieces[1..].iter().fold(pieces[0].clone(), Part::and))
            .collect();
        for (place, parts) in new.iter().zip(parts.chunks(blocks as usize)) {
            found[*place] = Some(self.summed(parts, days));
        }
        self.plans.fetch_add(new.len() as u64, Ordering::Relaxed);
        self.days
            .fetch_add(new.len() as u64 * u64::from(days.days), Ordering::Relaxed);
        let mut memory = self.memory();
        if memory.len() + new.len() > REMEMBERED {
            memory.clear();
        }
        for place in new {
            if let Some(trial) = &found[place] {
                memory.insert((days, plans[place].clone()), trial.clone());
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, HashMap<(Days, Cells), Trial>> {
        self.known
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn staffed(&self, cells: &[u32]) -> Center {
        let mut center = self.center.clone();
        for (group, staff) in center.groups.iter_mut().zip(self.question.staff(cells)) {
            group.staff = self.question.simulated_staff(staff, center.calendar.intervals);
        }
        center
    }

    /// One piece of a block of days.
    fn part(&self, plan: &Plan, days: Days, piece: u32) -> Result<Part, Stopped> {
        if self.watch.stop() {
            return Err(Stopped);
        }
        let mut engine = Engine::new(plan);
        let mut counters = Counters::new(&self.center, self.experiment.warm_up);
        let (mut day, intervals) = (Vec::new(), self.gauge.intervals());
        let first = (piece * STRATA / PIECES).min(days.days);
        let last = ((piece + 1) * STRATA / PIECES).min(days.days);
        let mut part = Part {
            slacks: vec![Slack::default(); self.gauge.tracks() * intervals],
            goals: vec![[0.0; 3]; self.gauge.sums.len()],
            days: last - first,
        };
        for replication in first..last {
            counters.clear();
            engine.replicate(days.seed, replication, &mut counters);
            self.gauge.read(&mut counters, &mut day);
            for (sum, one) in part.slacks.iter_mut().zip(&day) {
                sum.slack += one.slack;
                sum.of += one.of;
            }
            for (sums, goal) in part.goals.iter_mut().zip(&self.gauge.sums) {
                let track = &day[goal.track * intervals..][..intervals];
                let mut slack: f64 = goal.intervals.iter().map(|&interval| track[interval].slack).sum();
                let mut of: f64 = goal.intervals.iter().map(|&interval| track[interval].of).sum();
                if let Some(share) = goal.on_days {
                    slack = f64::from(u8::from(slack >= 0.0)) - share;
                    of = 1.0;
                }
                sums[0] += slack;
                sums[1] += slack * slack;
                sums[2] += of;
            }
        }
        Ok(part)
    }

    fn summed(&self, parts: &[Part], set: Days) -> Trial {
        let days: u32 = parts.iter().map(|part| part.days).sum();
        let count = f64::from(days.max(1));
        let mut slacks = vec![Slack::default(); self.gauge.tracks() * self.gauge.intervals()];
        for part in parts {
            for (sum, one) in slacks.iter_mut().zip(&part.slacks) {
                sum.slack += one.slack;
                sum.of += one.of;
            }
        }
        for sum in &mut slacks {
            sum.slack /= count;
            sum.of /= count;
        }
        // Strata make the days of a block differ less on average than days do: blocks, where there are enough.
        let by_blocks = self.center.busyness.is_some()
            && self.experiment.variance_reduction
            && parts.len() >= FEWEST_BLOCKS
            && parts.iter().all(|part| part.days == STRATA);
        let freedom = if by_blocks { parts.len() } else { days as usize }.saturating_sub(1);
        let one_sided = (2.0 * self.experiment.confidence - 1.0).clamp(0.0, 0.999_999);
        let sure = Confidence::new(one_sided, u64::from(days)).student(freedom.max(1) as u64);
        // On the first few of many days a goal needs the same slack as on all of them.
        let sure = sure * (f64::from(set.days) / f64::from(set.of.max(1))).sqrt();
        let goals = (0..self.gauge.sums.len())
            .map(|goal| {
                let sum: [f64; 3] = parts.iter().fold([0.0; 3], |sum, part| {
                    std::array::from_fn(|place| sum[place] + part.goals[goal][place])
                });
                let slack = sum[0] / count;
                let squares = if by_blocks {
                    let of_block = |part: &Part| part.goals[goal][0] / f64::from(STRATA) - slack;
                    parts.iter().map(|part| of_block(part).powi(2)).sum::<f64>()
                } else {
                    (sum[1] - slack * sum[0]).max(0.0)
                };
                let samples = freedom as f64 + 1.0;
                Standing {
                    slack,
                    error: (squares / samples / (freedom as f64).max(1.0)).sqrt(),
                    of: sum[2] / count,
                    sure: if self.lenient[goal] { 0.0 } else { sure },
                }
            })
            .collect();
        Trial { slacks, goals }
    }
}

/// The chance that any of many goals that hold is taken for missed.
const DOUBT: f64 = 0.05;
/// Blocks from which the variance between blocks is told from.
const FEWEST_BLOCKS: usize = 20;
