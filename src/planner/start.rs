//! Where a search begins: enough agents by theory, shared out over groups at the least cost, then as few of the
//! spare ones as the simulation lets go.
//!
//! A queue by itself needs its load and some agents more; queues that share agents need fewer of these. So the
//! search begins with every queue's own need (which puts it where service levels are concave in staff, not at
//! their flat foot) and finds for each block of the day which part of the spare agents pooling saves.

use super::bench::{Bench, Cells, Days, Stopped, Trial};
use super::descent::WIDE;
use super::formulas::modified_offered_load;
use super::program::{Program, Row};
use super::question::{Cell, Question};
use super::reach::Reach;
use super::stationary::need;

/// Parts of what queues need beyond their load that are tried, least first.
const PARTS: [f64; 8] = [-0.1, 0.1, 0.3, 0.45, 0.6, 0.8, 1.0, 1.3];
/// By how much all of what queues need is raised where it is not enough, as with many groups whose routes deal out
/// work otherwise than a program would.
const RAISED: [f64; 5] = [1.15, 1.3, 1.5, 2.0, 3.0];
/// Nodes of each small program.
const NODES: usize = 400;
/// More agents than any block needs.
const UNLIMITED: i64 = 1_000_000;

/// Load and need of every queue in every interval.
#[derive(Debug, Clone)]
pub(super) struct Needs {
    /// By queue, then interval.
    load: Vec<Vec<f64>>,
    need: Vec<Vec<f64>>,
}

impl Needs {
    pub fn new(question: &Question) -> Self {
        let queues = 0..question.center.queues.len();
        let load: Vec<Vec<f64>> = queues.map(|queue| load(question, queue)).collect();
        let need = load
            .iter()
            .enumerate()
            .map(|(queue, loads)| {
                let needs = loads.iter().enumerate();
                needs
                    .map(|(interval, &load)| f64::from(need(question, queue, interval, load)))
                    .collect()
            })
            .collect();
        Self { load, need }
    }

    /// What a queue is to have in an interval, with this part of its spare agents.
    fn at(&self, queue: usize, interval: usize, part: f64) -> f64 {
        let (load, need) = (self.load[queue][interval], self.need[queue][interval]);
        // All of it is exactly the need, which is whole.
        ((1.0 - part) * load + part * need).max(0.0)
    }
}

/// The load of a queue in each interval, at normal speed.
fn load(question: &Question, queue: usize) -> Vec<f64> {
    let center = &question.center;
    if question.is_steady() {
        let intervals = 0..center.calendar.intervals;
        return intervals
            .map(|interval| center.offered_load(queue, interval))
            .collect();
    }
    modified_offered_load(center, queue, 1.0)
}

/// Agents with which every goal holds if it can be kept at all: each group could serve all of its queues alone.
pub(super) fn plenty(question: &Question, needs: &Needs) -> Cells {
    let groups = &question.center.groups;
    let plenty = |cell: &Cell| {
        let group = &groups[cell.group];
        let most = cell.intervals.clone().map(|interval| {
            let queues = group.skills.iter().flatten();
            let needs = queues.map(|&queue| needs.need[queue][interval] * group.handle_factor[queue]);
            needs.sum::<f64>()
        });
        let agents = (1.25 * most.fold(0.0, f64::max)).ceil() as u32 + 2;
        let agents = agents.max(cell.min);
        cell.max.unwrap_or(agents)
    };
    question.cells.iter().map(plenty).collect()
}

/// The staff that shares out a part of what queues need at the least cost, block by block.
fn shared_out(question: &Question, needs: &Needs, part: f64) -> Cells {
    let cells = &question.cells;
    let mut staff: Cells = cells.iter().map(|cell| cell.min).collect();
    let groups: Vec<Vec<usize>> = (0..question.center.groups.len())
        .map(|group| {
            (0..cells.len())
                .filter(|&cell| cells[cell].group == group)
                .collect()
        })
        .collect();
    for interval in 0..question.center.calendar.intervals {
        let here: Vec<usize> = groups
            .iter()
            .filter_map(|group| {
                group
                    .iter()
                    .copied()
                    .find(|&cell| question.covers(cell, interval))
            })
            .collect();
        let least = |cell: usize| (cells[cell].min, cells[cell].max);
        let found = of_interval(question, needs, part, interval, &here, &least);
        for (&cell, agents) in here.iter().zip(found) {
            staff[cell] = staff[cell].max(agents);
        }
    }
    staff
}

/// The staff that gives every queue its own need.
#[cfg(test)]
pub(super) fn by_need(question: &Question) -> super::answer::Staff {
    question.staff(&shared_out(question, &Needs::new(question), 1.0))
}

/// One interval: agents by group, and the work of each queue dealt out to groups.
fn of_interval(
    question: &Question,
    needs: &Needs,
    part: f64,
    interval: usize,
    here: &[usize],
    range: &dyn Fn(usize) -> (u32, Option<u32>),
) -> Vec<u32> {
    let center = &question.center;
    let (mut costs, mut bounds) = (Vec::new(), Vec::new());
    for &cell in here {
        let (min, max) = range(cell);
        let facts = &question.cells[cell];
        costs.push(facts.cost / facts.hours);
        bounds.push((i64::from(min), max.map_or(UNLIMITED, i64::from)));
    }
    let mut rows = Vec::new();
    let mut capacity: Vec<Vec<(usize, f64)>> = (0..here.len()).map(|place| vec![(place, 1.0)]).collect();
    for queue in 0..center.queues.len() {
        let wanted = needs.at(queue, interval, part);
        if wanted <= 0.0 {
            continue;
        }
        let mut terms = Vec::new();
        for (place, &cell) in here.iter().enumerate() {
            let group = &center.groups[question.cells[cell].group];
            if group.has_skill(queue) {
                terms.push((costs.len(), 1.0));
                capacity[place].push((costs.len(), -group.handle_factor[queue]));
                costs.push(0.0);
                bounds.push((0, wanted.ceil() as i64));
            }
        }
        rows.push(Row {
            terms,
            at_least: wanted,
        });
    }
    rows.extend(capacity.into_iter().map(|terms| Row { terms, at_least: 0.0 }));
    let shares = (here.len()..costs.len()).collect();
    let mut program = Program::new(costs, bounds);
    program.continuous = shares;
    program.rows = rows;
    let mut found = program.minimise(NODES).best;
    if found.is_none() {
        // Too many groups for so few nodes: parts of agents, rounded up.
        program.continuous = (0..program.costs.len()).collect();
        found = program.minimise(NODES).best;
    }
    match found {
        Some(best) => best.values[..here.len()]
            .iter()
            .map(|value| (value - 1e-6).ceil().max(0.0) as u32)
            .collect(),
        // Limits leave no room for so much: as much as they allow.
        None => {
            let most = plenty(question, needs);
            here.iter().map(|&cell| most[cell]).collect()
        }
    }
}

/// A plan near the least: in each block the least part of the spare agents with which its goals hold.
pub(super) fn begin(bench: &Bench<'_>, reach: &Reach, days: Days, needs: &Needs) -> Result<Cells, Stopped> {
    let question = bench.question;
    let mut plans: Vec<Cells> = vec![plenty(question, needs)];
    let mut trials = bench.trials(&plans, days)?;
    // The fewest last, and not at all once nothing holds any more: long queues take long.
    let mut any_held = false;
    for part in PARTS.into_iter().rev() {
        let plan = shared_out(question, needs, part);
        let trial = bench.trial(&plan, days)?;
        let any_holds = trial.goals.iter().any(|goal| goal.holds());
        plans.push(plan);
        trials.push(trial);
        if any_held && !any_holds {
            break;
        }
        any_held |= any_holds;
    }
    plans.reverse();
    trials.reverse();
    let holds_in = |trial: &Trial, cell: usize| {
        let goals = reach.within(&reach.window(cell));
        let asked = if goals.is_empty() {
            reach.day_goals()
        } else {
            goals
        };
        asked.iter().all(|&goal| trial.goals[goal].holds())
    };
    let cells = 0..question.cells.len();
    if question.cells.len() > WIDE {
        let needed = shared_out(question, needs, 1.0);
        for by in RAISED {
            let enough = |cell: usize| {
                trials[..trials.len() - 1]
                    .iter()
                    .any(|trial| holds_in(trial, cell))
            };
            if cells.clone().all(enough) {
                break;
            }
            let raised = |(&agents, facts): (&u32, &Cell)| {
                let raised = (by * f64::from(agents)).ceil() as u32;
                facts.max.map_or(raised, |max| raised.min(max))
            };
            let plan: Cells = needed.iter().zip(&question.cells).map(raised).collect();
            let before = plans.len() - 1;
            trials.insert(before, bench.trial(&plan, days)?);
            plans.insert(before, plan);
        }
    }
    let best = cells.map(|cell| {
        let enough = trials.iter().position(|trial| holds_in(trial, cell));
        plans[enough.unwrap_or(plans.len() - 1)][cell]
    });
    Ok(best.collect())
}
