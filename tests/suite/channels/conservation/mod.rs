//! What must hold of every center, whatever it does: random weeks that switch every rule of every channel on and
//! off, checked event by event.

mod events;
mod ledger;
mod random_center;

use std::collections::BTreeMap;

use headcount::engine::{Engine, Plan};
use headcount::model::{Center, Ticks};
use headcount::observe::Counters;

use super::record::Record;
use ledger::Ledger;
use random_center::random_center;

/// Every contact that arrives ends in exactly one way, and so does every answered one by text; nobody holds more
/// than they may; work takes as long as it takes; nothing is held at the end; and the same replication is the
/// same event by event, whatever the engine did before.
#[test]
fn nothing_is_lost_or_counted_twice() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut contacts = 0;
    for index in 0..CENTERS {
        let center = random_center(index);
        let plan = Plan::new(&center);
        let mut engine = Engine::new(&plan);
        let mut ledger = Ledger::new(&center, index);
        engine.replicate(17, index, &mut ledger);
        ledger.close();
        for (what, times) in &ledger.seen {
            *seen.entry(what).or_default() += times;
        }
        shares_add_up(&center, &mut engine, index);
        let mut again = Record::new(&center);
        engine.replicate(17, index, &mut again);
        let mut anew = Record::new(&center);
        Engine::new(&plan).replicate(17, index, &mut anew);
        contacts += again.contacts.len();
        assert!(again == anew, "center {index} is not the same twice");
    }
    // The random centers do come to all that can happen.
    for outcome in ledger::OUTCOMES {
        let times = seen.get(outcome).copied().unwrap_or(0);
        assert!(times > 50, "{outcome} happened {times} times only");
    }
    assert!(contacts > 50_000, "{contacts} contacts");
}

const CENTERS: u32 = 250;

/// The time of agents by queue, and by the number of contacts in hand, is all that they handled.
fn shares_add_up(center: &Center, engine: &mut Engine, index: u32) {
    let mut counters = Counters::new(center, Ticks::ZERO);
    engine.replicate(17, index, &mut counters);
    let outcomes = counters.outcomes().expect("not plain");
    for interval in 0..center.calendar.intervals {
        for group in 0..center.groups.len() {
            let handling = counters.agents(interval, group).handling;
            let by_queue: u64 = outcomes.worked().by_queue(interval, group).iter().sum();
            let by_number: u64 = outcomes.worked().by_number(interval, group).iter().sum();
            assert_eq!(
                (by_queue, by_number),
                (handling, handling),
                "center {index}, interval {interval}, group {group}"
            );
        }
    }
}
