//! How many contacts a queue may expect in each interval, those that come to it from elsewhere among them.
//!
//! In: a center. Out: contacts by queue and interval, as precise as it takes to tell intervals in which a queue
//! can be judged from those in which nobody comes. A contact handed on is counted in the interval in which it
//! first came; one that comes again may do so in any interval from then on.

use crate::model::Center;

/// Expected in an interval in which a contact may come again: somebody, but hardly a crowd.
const SOMEBODY: f64 = 1e-3;

/// Expected contacts by queue, then interval; 0 where nobody ever comes.
pub(super) fn comers(center: &Center) -> Vec<Vec<f64>> {
    let own: Vec<Vec<f64>> = center.queues.iter().map(|queue| queue.volume.clone()).collect();
    if center.is_plain() {
        return own;
    }
    let mut all = own.clone();
    // A contact goes on to another queue at most as often as there are queues, but for circles.
    for _ in 0..center.queues.len() {
        let mut next = own.clone();
        for (from, came) in all.iter().enumerate() {
            for (interval, &came) in came.iter().enumerate().filter(|(_, came)| **came > 0.0) {
                for (to, share) in onward(center, from, interval) {
                    next[to][interval] += came * share;
                }
            }
        }
        all = next;
    }
    for from in 0..center.queues.len() {
        let rules = &center.queues[from].rules;
        let returns = rules.repeat.as_ref().map(|repeat| repeat.to.unwrap_or(from));
        let tries = rules.retry.as_ref().map(|_| from);
        let first = all[from].iter().position(|&came| came > 0.0);
        let Some(first) = first.filter(|_| returns.is_some() || tries.is_some()) else {
            continue;
        };
        for to in [returns, tries].into_iter().flatten() {
            for (interval, came) in all[to].iter_mut().enumerate().skip(first) {
                if center.is_open(interval) {
                    *came = came.max(SOMEBODY);
                }
            }
        }
    }
    all
}

/// The queues to which contacts of an interval go on, and the share that does.
fn onward(center: &Center, from: usize, interval: usize) -> Vec<(usize, f64)> {
    let rules = &center.queues[from].rules;
    let mut onward = Vec::new();
    let mut stays = 1.0;
    if let Some(ivr) = &rules.ivr {
        let through = (1.0 - ivr.hang_up - ivr.contained.at(interval)).max(0.0);
        onward.extend(ivr.choice.iter().map(|&(to, share)| (to, through * share)));
        stays = through * (1.0 - ivr.choice.iter().map(|(_, share)| share).sum::<f64>()).max(0.0);
    }
    for transfer in &rules.transfers {
        let shares = transfer.share.iter().map(|share| *share.at(interval));
        onward.push((transfer.to, stays * shares.fold(0.0, f64::max)));
    }
    onward
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::{Basis, from_text};

    /// Worked out by hand: of 100, 60 leave the IVR, 15 of them for sales; of the 45 others at most 10 % are
    /// handed over.
    #[test]
    fn those_from_elsewhere_are_expected() {
        let question = from_text(
            "[center]\nopens = \"08:00\"\ncloses = \"10:00\"\ninterval = \"1h\"\n\
             [queues.service]\nvolume = \"100 0\"\nhandle = \"5m\"\n\
             ivr = { length = \"30s\", contained = 0.3, hang_up = 0.1, choice = { sales = 0.25 } }\n\
             transfers = [{ to = \"sales\", share = 0.1 }]\n\
             retry = { abandoned = 0.5, delay = \"20m\" }\n\
             [queues.sales]\nvolume = 0\nhandle = \"5m\"\ntarget = { answered = 0.8, within = \"20s\" }\n\
             [groups.desk]\nskills = [\"service\", \"sales\"]\nstaff = 9\n",
            Basis::default(),
        );
        let found = comers(&question.center);
        assert_eq!(found[0], [100.0, SOMEBODY]);
        assert!((found[1][0] - 19.5).abs() < 1e-9, "{found:?}");
        assert!(found[1][1] <= SOMEBODY);
        // Judged: the queue without a volume of its own.
        assert!(!question.goals.is_empty());
    }
}
