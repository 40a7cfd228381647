//! What must hold of every center, whatever it does: three hundred random centers that switch every rule on and
//! off, checked event by event.

mod ledger;
mod random_center;

use headcount::engine::{Engine, Plan};

use super::Diary;
use ledger::Ledger;
use random_center::random_center;

/// Every arrival ends in exactly one outcome, agents and lines are held by one contact at a time, clients have one
/// story each, nothing is held at the end; and the same replication is the same event by event.
#[test]
fn nothing_is_lost_or_counted_twice() {
    let mut seen = Vec::new();
    for index in 0..300 {
        let center = random_center(index);
        let plan = Plan::new(&center);
        let mut engine = Engine::new(&plan);
        let mut ledger = Ledger::new(&center, index);
        engine.replicate(17, index, &mut ledger);
        ledger.close();
        seen.extend(ledger.outcomes());

        let mut first = Diary::new(&center, true);
        engine.replicate(17, index, &mut first);
        let mut second = Diary::new(&center, true);
        Engine::new(&plan).replicate(17, index, &mut second);
        let parted = first
            .lines
            .iter()
            .zip(&second.lines)
            .find(|(first, second)| first != second);
        assert!(
            parted.is_none() && first.lines.len() == second.lines.len(),
            "center {index}: {parted:?}"
        );
    }
    // The random centers do come to all that can happen.
    for outcome in ledger::OUTCOMES {
        let times = seen.iter().filter(|seen| *seen == outcome).count();
        assert!(times > 20, "{outcome} happened {times} times only");
    }
    assert!(seen.len() > 20_000, "{} contacts", seen.len());
}
