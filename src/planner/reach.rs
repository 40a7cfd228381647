//! How far in time the staff of a block is felt, and which goals that touches.

use std::ops::Range;

use super::gauge::Gauge;
use super::question::{Question, longest_handle_s};
use crate::model::Center;

/// Mean handle times after which what happened before is forgotten.
const FORGOTTEN: f64 = 2.5;

/// Windows of cells, and goals by interval.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    windows: Vec<Range<usize>>,
    /// Cells of each group in order of time.
    groups: Vec<Vec<usize>>,
    /// Goals of single intervals by interval.
    by_interval: Vec<Vec<usize>>,
    /// Goals over the whole day.
    day: Vec<usize>,
    over_day: Vec<bool>,
    /// First and last interval of each goal.
    spans: Vec<Range<usize>>,
}

impl Reach {
    pub fn new(question: &Question, gauge: &Gauge) -> Self {
        let intervals = gauge.intervals();
        let after = memory(&question.center);
        let windows: Vec<Range<usize>> = question
            .cells
            .iter()
            .map(|cell| {
                if question.is_steady() {
                    return 0..intervals;
                }
                // Who arrives late in an interval waits into the next one.
                let start = cell.intervals.start.saturating_sub(1);
                start..(cell.intervals.end + after).min(intervals)
            })
            .collect();
        let mut groups = vec![Vec::new(); question.center.groups.len()];
        for (index, cell) in question.cells.iter().enumerate() {
            groups[cell.group].push(index);
        }
        let mut by_interval = vec![Vec::new(); intervals];
        let (mut day, mut over_day, mut spans) = (Vec::new(), Vec::new(), Vec::new());
        for (goal, sum) in gauge.sums.iter().enumerate() {
            let first = sum.intervals.first().copied().unwrap_or(0);
            let last = sum.intervals.last().copied().unwrap_or(0);
            spans.push(first..last + 1);
            let shared = sum.intervals.len() == intervals && intervals > 1;
            over_day.push(shared);
            if shared {
                day.push(goal);
            } else {
                for &interval in &sum.intervals {
                    by_interval[interval].push(goal);
                }
            }
        }
        Self {
            windows,
            groups,
            by_interval,
            day,
            over_day,
            spans,
        }
    }

    /// The intervals in which a cell is felt.
    pub fn window(&self, cell: usize) -> Range<usize> {
        self.windows[cell].clone()
    }

    /// Cells of a group, in order of time.
    pub fn cells(&self, group: usize) -> &[usize] {
        &self.groups[group]
    }

    /// Goals within a window but those over the day.
    pub fn within(&self, window: &Range<usize>) -> Vec<usize> {
        let mut goals: Vec<usize> = self.by_interval[window.clone()]
            .iter()
            .flatten()
            .copied()
            .collect();
        goals.sort_unstable();
        goals.dedup();
        goals
    }

    /// Goals over the whole day.
    pub fn day_goals(&self) -> Vec<usize> {
        self.day.clone()
    }

    /// Whether a goal is over the whole day.
    pub fn over_day(&self, goal: usize) -> bool {
        self.over_day[goal]
    }

    /// Whether a goal has to do with a window.
    pub fn touches(&self, goal: usize, window: &Range<usize>) -> bool {
        let span = &self.spans[goal];
        span.start < window.end && window.start < span.end
    }

    /// Divides windows into rounds within which no two overlap; in order.
    pub fn rounds<T>(items: Vec<T>, window: impl Fn(&T) -> Range<usize>) -> Vec<Vec<T>> {
        let mut rounds: Vec<(usize, Vec<T>)> = Vec::new();
        for item in items {
            let window = window(&item);
            match rounds.iter_mut().find(|(end, _)| *end <= window.start) {
                Some((end, round)) => {
                    *end = window.end;
                    round.push(item);
                }
                None => rounds.push((window.end, vec![item])),
            }
        }
        rounds.into_iter().map(|(_, round)| round).collect()
    }
}

/// Intervals after a block in which it is still felt.
fn memory(center: &Center) -> usize {
    let longest = longest_handle_s(center);
    let intervals = (FORGOTTEN * longest / center.calendar.interval.seconds()).ceil();
    (intervals as usize).clamp(1, center.calendar.intervals.max(1))
}
