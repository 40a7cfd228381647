//! A plan that people can be rostered to: of all that cost little more, the one whose curve moves least.
//!
//! Agents are only added, so whatever held goes on holding. Filling a valley of the curve, a run of blocks with
//! fewer agents than on both sides, saves one coming and one going for every agent it is raised by; the cheapest
//! valleys are filled first, as far as the budget goes.

use super::bench::Cells;
use super::question::Question;

/// A run of a group's blocks that lies lower than its neighbours.
struct Valley {
    cells: Vec<usize>,
    cost: f64,
}

/// Fills valleys for at most `budget`.
pub(super) fn fill_valleys(question: &Question, plan: &[u32], budget: f64) -> Cells {
    let mut at = plan.to_vec();
    let mut left = budget;
    loop {
        let valleys = (0..question.center.groups.len()).flat_map(|group| valleys(question, &at, group));
        let affordable = valleys.filter(|valley| valley.cost <= left + 1e-9);
        let Some(next) =
            affordable.min_by(|a, b| a.cost.total_cmp(&b.cost).then(a.cells[0].cmp(&b.cells[0])))
        else {
            return at;
        };
        left -= next.cost;
        for cell in next.cells {
            at[cell] += 1;
        }
    }
}

/// The valleys of a group that may be raised by one agent.
fn valleys(question: &Question, at: &[u32], group: usize) -> Vec<Valley> {
    let cells: Vec<usize> = (0..at.len())
        .filter(|&cell| question.cells[cell].group == group)
        .collect();
    let mut found = Vec::new();
    let mut first = 0;
    while first < cells.len() {
        let level = at[cells[first]];
        let mut last = first;
        while last + 1 < cells.len() && at[cells[last + 1]] == level {
            last += 1;
        }
        let higher = |place: Option<usize>| {
            place
                .and_then(|place| cells.get(place))
                .is_some_and(|&cell| at[cell] > level)
        };
        let run = &cells[first..=last];
        let free = run
            .iter()
            .all(|&cell| question.cells[cell].max.is_none_or(|max| level < max));
        if higher(first.checked_sub(1)) && higher(Some(last + 1)) && free {
            found.push(Valley {
                cells: run.to_vec(),
                cost: run.iter().map(|&cell| question.cells[cell].cost).sum(),
            });
        }
        first = last + 1;
    }
    found
}
