//! Days the search never saw: a plan that was chosen for how it did on some days did a little better there than it
//! will on others.
//!
//! A plan is held against the scenario's own days, on which every goal must be kept by the average, as `run` will
//! judge it; then against a third set, on which none may surely be missed. Where it fails, agents are added there
//! and both are looked at again.

use super::bench::{Bench, Cells, Days, Set, Stopped};
use super::reach::Reach;
use super::walk::{Effects, Walk};

/// Rounds of repair.
const ROUNDS: usize = 6;

/// A plan that stood the check.
pub(super) struct Checked {
    pub plan: Cells,
    /// Rounds in which it had to be repaired.
    pub repairs: u32,
}

/// Checks a plan that holds on the planner's days, and repairs it. `effects` is what the search learnt of the
/// worth of agents, if anything.
pub(super) fn check(
    bench: &Bench<'_>,
    reach: &Reach,
    plan: Cells,
    effects: &Effects,
    planner: Days,
    fresh: u32,
) -> Result<Checked, Stopped> {
    let own = Days {
        of: u32::MAX,
        ..bench.own_days(fresh)
    };
    let certificate = Days {
        of: u32::MAX,
        ..bench.days(Set::Certificate, fresh)
    };
    let (mut plan, mut repairs) = (plan, 0);
    for _ in 0..ROUNDS {
        let before = plan.clone();
        plan = repaired(bench, reach, plan, effects, own)?;
        let surely = bench.trial(
            &plan,
            Days {
                of: fresh,
                ..certificate
            },
        )?;
        if surely.goals.iter().any(|goal| goal.fails()) {
            plan = repaired(bench, reach, plan, effects, certificate)?;
        }
        plan = repaired(bench, reach, plan, effects, planner)?;
        if plan == before {
            break;
        }
        repairs += 1;
        plan = spare(bench, reach, plan, &[planner, own])?;
    }
    Ok(Checked { plan, repairs })
}

/// Adds agents until every goal holds on some days, as far as it can.
fn repaired(
    bench: &Bench<'_>,
    reach: &Reach,
    plan: Cells,
    effects: &Effects,
    days: Days,
) -> Result<Cells, Stopped> {
    let mut walk = Walk::new(bench, reach, days, plan)?;
    if walk.is_thinned() {
        walk.effects.clone_from(effects);
    }
    walk.repair()?;
    Ok(walk.at)
}

/// Takes out agents, one at a time, who are needed on none of some sets of days.
fn spare(bench: &Bench<'_>, reach: &Reach, plan: Cells, sets: &[Days]) -> Result<Cells, Stopped> {
    let Some(&first) = sets.first() else {
        return Ok(plan);
    };
    let mut walk = Walk::new(bench, reach, first, plan)?;
    if walk.is_thinned() {
        // A trial for each of so many would take longer than they are worth.
        return Ok(walk.at);
    }
    for cell in walk.spared()? {
        let mut at = walk.at.clone();
        at[cell] -= 1;
        let mut holds = true;
        for &days in sets {
            holds = holds && bench.trial(&at, days)?.holds();
        }
        if holds {
            walk.go(at)?;
        }
    }
    Ok(walk.at)
}
