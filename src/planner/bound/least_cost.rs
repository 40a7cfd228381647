//! The least cost of staff that meets every need: an integer program for each stretch of the day.

use std::ops::Range;

use rayon::prelude::*;

use super::Need;
use crate::model::MAX_AGENTS;
use crate::planner::program::{Program, Row};
use crate::planner::question::Question;

/// Nodes of the program of one stretch of intervals.
const NODES: usize = 5000;

/// No staff that meets every need costs less; infinite where none does.
pub(super) fn least_cost(question: &Question, needs: &[Need]) -> f64 {
    let costs: Vec<f64> = stretches(question)
        .into_par_iter()
        .map(|stretch| of_stretch(question, stretch, needs))
        .collect();
    costs.into_iter().sum()
}

/// Stretches of intervals that no block of equal staff joins to others.
fn stretches(question: &Question) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = question.cells.iter().map(|cell| cell.intervals.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match stretches.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => stretches.push(range),
        }
    }
    stretches
}

fn of_stretch(question: &Question, stretch: Range<usize>, needs: &[Need]) -> f64 {
    let here = |&cell: &usize| stretch.contains(&question.cells[cell].intervals.start);
    let places: Vec<usize> = (0..question.cells.len()).filter(here).collect();
    let cells: Vec<_> = places.iter().map(|&cell| &question.cells[cell]).collect();
    let most = |max: Option<u32>| i64::from(max.unwrap_or(MAX_AGENTS as u32));
    let mut program = Program::new(
        places.iter().map(|&cell| question.price_of(cell)).collect(),
        cells
            .iter()
            .map(|cell| (i64::from(cell.min), most(cell.max).max(i64::from(cell.min))))
            .collect(),
    );
    for need in needs
        .iter()
        .filter(|need| stretch.contains(&need.interval) && need.agents > 0)
    {
        let terms = (0..cells.len()).filter(|&place| {
            need.groups.contains(&cells[place].group) && cells[place].intervals.contains(&need.interval)
        });
        program.rows.push(Row {
            terms: terms.map(|place| (place, 1.0)).collect(),
            at_least: f64::from(need.agents),
        });
    }
    program.minimise(NODES).lower_bound
}
