//! A plan that people can be rostered to: of all that cost little more, the one whose curve moves least.
//!
//! Agents are only added, so whatever held goes on holding. Filling a valley of the curve, a run of blocks with
//! fewer agents than on both sides, saves one coming and one going for every agent it is raised by; the cheapest
//! valleys are filled first, as far as the budget goes.

use super::bench::{Bench, Cells, Days, Stopped};
use super::question::Question;
use super::reach::Reach;
use super::walk::{Fate, Move, Walk};

/// A run of a group's blocks that lies lower than its neighbours.
struct Valley {
    cells: Vec<usize>,
    cost: f64,
}

/// The smoothest plan that costs at most `part` more and holds on the planner's days and on others.
///
/// More agents could, by a twist of routing, serve one queue at another's cost: a valley whose filling does that
/// is left.
pub(super) fn smooth(
    bench: &Bench<'_>,
    reach: &Reach,
    plan: Cells,
    part: f64,
    planner: Days,
    others: Days,
) -> Result<Cells, Stopped> {
    let question = bench.question;
    let mut left = part * question.cost_of(&plan).0;
    let mut walk = Walk::new(bench, reach, planner, plan)?;
    let mut barred = vec![false; walk.at.len()];
    loop {
        let mut chosen: Vec<Move> = Vec::new();
        let mut spent = 0.0;
        for valley in all_valleys(question, &walk.at) {
            let free = !valley.cells.iter().any(|&cell| barred[cell]);
            if free && spent + valley.cost <= left + 1e-9 {
                spent += valley.cost;
                let changes: Vec<(usize, i32)> = valley.cells.iter().map(|&cell| (cell, 1)).collect();
                chosen.push(walk.change(&changes));
            }
        }
        if chosen.is_empty() {
            return Ok(walk.at);
        }
        chosen.sort_by_key(|change| change.window.start);
        for round in Reach::rounds(chosen, |change| change.window.clone()) {
            let before = walk.at.clone();
            let fates = walk.step(&round)?;
            let held = bench.trial(&walk.at, others)?.holds();
            if !held {
                walk.go(before)?;
            }
            for (change, fate) in round.iter().zip(fates) {
                if held && fate == Fate::Kept {
                    left += change.saves;
                } else {
                    change.changes.iter().for_each(|&(cell, _)| barred[cell] = true);
                }
            }
        }
    }
}

/// The valleys of all groups, the cheapest first.
fn all_valleys(question: &Question, at: &[u32]) -> Vec<Valley> {
    let groups = 0..question.center.groups.len();
    let mut all: Vec<Valley> = groups.flat_map(|group| valleys(question, at, group)).collect();
    all.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.cells[0].cmp(&b.cells[0])));
    all
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    fn eight(plan: &str) -> Question {
        from_text(
            &format!(
                r#"
[center]
opens = "08:00"
length = "4h"
interval = "30m"
[queues.calls]
volume = "20 20 20 20 20 20 20 20"
handle = "5m"
target = {{ answered = "80%", within = "20s" }}
[groups.a]
skills = ["calls"]
staff = 1
{plan}
"#
            ),
            Basis::default(),
        )
    }

    /// Only what is lower than both sides: not a slope, a plateau, or the ends of the day.
    #[test]
    fn a_valley_is_lower_than_both_sides() {
        let question = eight("");
        let cells = |plan: &[u32]| -> Vec<Vec<usize>> {
            let found = valleys(&question, plan, 0);
            found.into_iter().map(|valley| valley.cells).collect()
        };
        assert_eq!(cells(&[1, 3, 2, 2, 4, 3, 5, 1]), [vec![2, 3], vec![5]]);
        assert!(cells(&[1, 2, 3, 3, 3, 2, 2, 1]).is_empty());
        assert!(cells(&[3; 8]).is_empty());
    }

    #[test]
    fn the_cheapest_valley_comes_first_and_none_rises_above_its_limit() {
        let plan = [4, 2, 2, 4, 3, 4, 4, 4];
        let all = all_valleys(&eight(""), &plan);
        let costs: Vec<f64> = all.iter().map(|valley| valley.cost).collect();
        assert_eq!(costs, [0.5, 1.0]);
        let limited = eight(r#"plan = { max = "9 9 2 9 9 9 9 9" }"#);
        let left = all_valleys(&limited, &plan);
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].cells, [4]);
    }
}
