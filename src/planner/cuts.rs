//! Many agents moved at once: integer programs over cuts.
//!
//! Around a plan, what each agent of a block is worth to each goal is known from trials without them (a
//! subgradient of the sample average, for every day is simulated with the same random numbers). Where service is
//! concave in staff, slack lies below every such plane; an integer program finds the cheapest staff of the block
//! on the good side of all planes found so far, within some agents of the plan. What it proposes is tried; where
//! that breaks a goal, the slack found there makes another cut and the distance is halved. (Atlason, Epelman &
//! Henderson, *Management Science* 54 (2008), 295–309; Cezik & L'Ecuyer, *Management Science* 54 (2008), 310–323.)
//!
//! The planes prove nothing, since service levels are S-shaped: a proposal counts for what its trial shows.

use rayon::prelude::*;

use super::bench::Stopped;
use super::program::{Program, Row};
use super::reach::Reach;
use super::walk::{Fate, Move, Walk};

/// Rounds of proposals.
const ROUNDS: usize = 8;
/// Rounds after which it is learnt anew what agents are worth.
const LEARN: usize = 4;
/// Refusals of a block's proposals after which it is left to single exchanges.
const REFUSALS: usize = 3;

/// A plane that slack is held to lie below.
#[derive(Debug, Clone)]
struct Cut {
    /// Slope by cell of the block.
    slopes: Vec<f64>,
    /// Slack where the plane touches, and the block's staff there.
    slack: f64,
    at: Vec<u32>,
}

/// A block of cells with the cuts found so far.
struct Block {
    cells: Vec<usize>,
    cuts: Vec<Cut>,
    /// Agents by which a cell may change at once.
    distance: u32,
    refusals: usize,
}

impl Walk<'_, '_> {
    /// Moves agents between groups as integer programs propose, block by block; whether anything was saved.
    pub fn follow_cuts(&mut self, nodes: usize) -> Result<bool, Stopped> {
        let mut blocks: Vec<Block> = self
            .blocks()
            .into_iter()
            .map(|cells| Block {
                distance: cells
                    .iter()
                    .map(|&cell| self.at[cell] / 4)
                    .max()
                    .unwrap_or(0)
                    .max(2),
                cells,
                cuts: Vec::new(),
                refusals: 0,
            })
            .collect();
        let mut any = false;
        for round in 0..ROUNDS {
            if round % LEARN == 0 {
                self.learn_all()?;
                for block in &mut blocks {
                    block.cuts.clear();
                    self.cut(block);
                }
            }
            let proposals: Vec<(usize, Move)> = (0..blocks.len())
                .into_par_iter()
                .filter(|&index| blocks[index].refusals < REFUSALS)
                .filter_map(|index| Some((index, self.propose(&blocks[index], nodes)?)))
                .collect();
            if proposals.is_empty() {
                break;
            }
            let mut moved = false;
            for round in Reach::rounds(proposals, |(_, change)| change.window.clone()) {
                let (indices, moves): (Vec<usize>, Vec<Move>) = round.into_iter().unzip();
                let before = self.at.clone();
                let fates = self.step(&moves)?;
                for (place, (&index, fate)) in indices.iter().zip(&fates).enumerate() {
                    let block = &mut blocks[index];
                    if *fate == Fate::Kept {
                        moved = true;
                        block.refusals = 0;
                    } else {
                        block.refusals += 1;
                        block.distance = (block.distance / 2).max(1);
                        self.cut_there(block, &before, &moves[place], place);
                    }
                }
            }
            any |= moved;
            if moved {
                for block in &mut blocks {
                    self.cut(block);
                }
            }
        }
        Ok(any)
    }

    /// Learns what one agent of every cell is worth; changes nothing.
    pub fn learn_all(&mut self) -> Result<(), Stopped> {
        for group in 0..self.bench.question.center.groups.len() {
            let cells = self.reach.cells(group).iter();
            let moves: Vec<Move> = cells
                .filter(|&&cell| self.at[cell] > self.bench.question.cells[cell].min)
                .map(|&cell| self.change(&[(cell, -1)]))
                .collect();
            for round in Reach::rounds(moves, |change| change.window.clone()) {
                self.look(&round)?;
            }
        }
        Ok(())
    }

    /// Adds the planes that touch at the plan itself.
    fn cut(&self, block: &mut Block) {
        let goals = self.goals_of(&block.cells);
        for goal in goals {
            let slopes = self.slopes(block, goal);
            if slopes.iter().all(|&slope| slope <= 0.0) {
                continue;
            }
            let mut slack = self.trial.goals[goal].spare();
            if self.reach.over_day(goal) {
                // Each block may draw on its part of what the day has to spare.
                slack *= self.part_of(goal, &block.cells);
            }
            block.cuts.push(Cut {
                slopes,
                slack,
                at: block.cells.iter().map(|&cell| self.at[cell]).collect(),
            });
        }
    }

    /// Adds the planes that touch where a proposal was refused.
    fn cut_there(&self, block: &mut Block, before: &[u32], change: &Move, place: usize) {
        let mut at: Vec<u32> = block.cells.iter().map(|&cell| before[cell]).collect();
        for &(cell, by) in &change.changes {
            if let Some(index) = block.cells.iter().position(|&other| other == cell) {
                at[index] = at[index].saturating_add_signed(by);
            }
        }
        for &(goal, slack) in self.tried.get(place).into_iter().flatten() {
            if slack >= 0.0 || self.reach.over_day(goal) {
                continue;
            }
            let slopes = self.slopes(block, goal);
            block.cuts.push(Cut {
                slopes,
                slack,
                at: at.clone(),
            });
        }
    }

    fn slopes(&self, block: &Block, goal: usize) -> Vec<f64> {
        block
            .cells
            .iter()
            .map(|&cell| self.effect(cell, goal).max(0.0))
            .collect()
    }

    /// Goals that feel some cells: those in their windows and those over the day.
    pub fn goals_of(&self, cells: &[usize]) -> Vec<usize> {
        let windows = cells.iter().map(|&cell| self.reach.window(cell));
        let window = windows
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
            .unwrap_or(0..0);
        let mut goals = self.reach.within(&window);
        goals.extend(self.reach.day_goals());
        goals
    }

    /// The part of a goal's contacts that arrive in a block.
    pub fn part_of(&self, goal: usize, cells: &[usize]) -> f64 {
        let intervals = self.bench.gauge.intervals();
        let first = self.bench.gauge.sums[goal].track * intervals;
        let of = |interval: usize| self.trial.slacks[first + interval].of;
        let all: f64 = (0..intervals).map(of).sum();
        let here = self.bench.question.cells[cells[0]].intervals.clone();
        if all > 0.0 && !self.bench.question.is_steady() {
            here.map(of).sum::<f64>() / all
        } else {
            1.0
        }
    }

    /// The cheapest staff of a block within its cuts, as a move; nothing where that saves nothing.
    fn propose(&self, block: &Block, nodes: usize) -> Option<Move> {
        let question = self.bench.question;
        let costs: Vec<f64> = block
            .cells
            .iter()
            .map(|&cell| question.cells[cell].cost)
            .collect();
        let bounds: Vec<(i64, i64)> = block
            .cells
            .iter()
            .map(|&cell| {
                let facts = &question.cells[cell];
                let (at, distance) = (i64::from(self.at[cell]), i64::from(block.distance));
                let low = (at - distance).max(i64::from(facts.min));
                let high = facts
                    .max
                    .map_or(at + distance, |max| (at + distance).min(i64::from(max)));
                (low, high.max(low))
            })
            .collect();
        let mut program = Program::new(costs, bounds);
        program.rows = block
            .cuts
            .iter()
            .map(|cut| {
                let touched: f64 = cut
                    .slopes
                    .iter()
                    .zip(&cut.at)
                    .map(|(slope, &at)| slope * f64::from(at))
                    .sum();
                let scale = cut.slopes.iter().copied().fold(0.0, f64::max);
                Row {
                    terms: cut
                        .slopes
                        .iter()
                        .enumerate()
                        .filter(|(_, slope)| **slope > 0.0)
                        .map(|(place, slope)| (place, slope / scale))
                        .collect(),
                    at_least: (touched - cut.slack) / scale,
                }
            })
            .collect();
        let now: Vec<i64> = block.cells.iter().map(|&cell| i64::from(self.at[cell])).collect();
        let best = program.minimise_from(Some(&now), nodes).best?;
        let changes: Vec<(usize, i32)> = block
            .cells
            .iter()
            .zip(&best.values)
            .map(|(&cell, value)| (cell, (value.round() as i64 - i64::from(self.at[cell])) as i32))
            .filter(|(_, by)| *by != 0)
            .collect();
        let change = self.change(&changes);
        (change.saves > 1e-9).then_some(change)
    }
}
