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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    fn day() -> Question {
        from_text(
            r#"
[center]
opens = "08:00"
length = "4h"
interval = "30m"
[queues.calls]
volume = "20 20 20 20 20 20 20 20"
handle = "16m"
target = { answered = "80%", within = "20s", per = ["interval", "day"] }
[groups.a]
skills = ["calls"]
staff = 1
plan = { block = "1h" }
"#,
            Basis::default(),
        )
    }

    /// A block is felt from the interval before it until two and a half handle times (40 minutes) after it.
    #[test]
    fn a_window_reaches_as_far_as_a_block_is_felt() {
        let question = day();
        let gauge = Gauge::new(&question.center, &question);
        let reach = Reach::new(&question, &gauge);
        let windows: Vec<Range<usize>> = (0..4).map(|cell| reach.window(cell)).collect();
        assert_eq!(windows, [0..4, 1..6, 3..8, 5..8]);
        // Goals of intervals are the first eight; the ninth is over the day.
        assert_eq!(reach.within(&windows[1]), [1, 2, 3, 4, 5]);
        assert_eq!(reach.day_goals(), [8]);
        assert!(reach.over_day(8) && !reach.over_day(0));
        assert!(reach.touches(8, &windows[3]) && !reach.touches(0, &windows[3]));
        assert_eq!(reach.cells(0), [0, 1, 2, 3]);
    }

    #[test]
    fn no_two_windows_of_a_round_overlap() {
        let windows: Vec<Range<usize>> = (0..20).map(|start| start..start + 1 + start * 7 % 5).collect();
        let rounds = Reach::rounds(windows.clone(), Range::clone);
        for round in &rounds {
            assert!(round.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
        let mut all: Vec<Range<usize>> = rounds.into_iter().flatten().collect();
        all.sort_by_key(|window| window.start);
        assert_eq!(all, windows);
    }
}
