//! What is changed to see how much depends on it, one thing at a time.
//!
//! In: a center and a share. Out: the center with so much less and so much more of a factor, or why that
//! makes no sense there.

use crate::model::{Arrivals, Center, Distribution, Group, MAX_AGENTS, MAX_VOLUME, PerInterval, Queue};

/// One thing that a plan rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// The expected contacts of every queue.
    Volume,
    /// Talk and wrap-up times of every queue.
    HandleTime,
    /// How long callers would wait.
    Patience,
    /// Agents on queue in every group.
    Staff,
    /// Shrinkage, with the paid hours as they are.
    Absence,
}

impl Factor {
    /// All of them.
    pub const ALL: [Factor; 5] = [
        Self::Volume,
        Self::HandleTime,
        Self::Patience,
        Self::Staff,
        Self::Absence,
    ];

    /// The name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::HandleTime => "handle_time",
            Self::Patience => "patience",
            Self::Staff => "staff",
            Self::Absence => "absence",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::HandleTime => "handle time",
            Self::Patience => "patience",
            Self::Staff => "staff",
            Self::Absence => "absence",
        }
    }

    /// Whether it moves whole agents.
    pub fn moves_agents(self) -> bool {
        matches!(self, Self::Staff | Self::Absence)
    }

    /// The center with `1 + change` times as much of it.
    ///
    /// # Errors
    /// Why there is no such center.
    pub(super) fn changed(self, center: &Center, change: f64) -> Result<Center, String> {
        let factor = 1.0 + change;
        let mut changed = center.clone();
        match self {
            Self::Volume => {
                let replayed = |queue: &Queue| matches!(queue.rules.arrivals, Arrivals::Replay(_));
                if center.queues.iter().any(replayed) {
                    return Err("the calls of a record are what they were".into());
                }
                let volumes = changed.queues.iter_mut().flat_map(|queue| &mut queue.volume);
                let mixes = changed.rules.mixes.iter_mut().flat_map(|mix| &mut mix.volume);
                volumes.chain(mixes).for_each(|volume| *volume *= factor);
                let most = changed.queues.iter().flat_map(|queue| &queue.volume);
                if most.copied().fold(0.0, f64::max) > MAX_VOLUME {
                    return Err("there are too many calls for more".into());
                }
            }
            Self::HandleTime => {
                for queue in &mut changed.queues {
                    each(&mut queue.handle, |handle| {
                        handle.talk = handle.talk.scaled(factor);
                        handle.wrap_up = handle.wrap_up.as_ref().map(|law| law.scaled(factor));
                    });
                }
            }
            Self::Patience => {
                let waits_forever = |queue: &Queue| queue.patience.values().iter().all(is_forever);
                if center.queues.iter().all(waits_forever) {
                    return Err("nobody hangs up".into());
                }
                for queue in &mut changed.queues {
                    each(&mut queue.patience, |law| *law = law.scaled(factor));
                }
            }
            Self::Staff => {
                for group in &mut changed.groups {
                    group.staff = carried(&group.staff, |_| factor);
                    let agents: Vec<u32> = group.rules.shifts.iter().map(|shift| shift.agents).collect();
                    let shifts = group.rules.shifts.iter_mut().zip(carried(&agents, |_| factor));
                    shifts.for_each(|(shift, agents)| shift.agents = agents);
                    let agents: Vec<u32> = group.rules.staff_at.iter().map(|(_, agents)| *agents).collect();
                    let times = group.rules.staff_at.iter_mut().zip(carried(&agents, |_| factor));
                    times.for_each(|((_, there), agents)| *there = agents);
                }
                if changed.agents() > MAX_AGENTS {
                    return Err("there are too many agents for more".into());
                }
            }
            Self::Absence => {
                let mut groups = center.groups.iter();
                if groups.all(|group| group.shrinkage.values().iter().all(|&share| share == 0.0)) {
                    return Err("no group has shrinkage".into());
                }
                if center.groups.iter().any(Group::is_scheduled) {
                    return Err("the staff of a group follows from its shifts or times".into());
                }
                for group in &mut changed.groups {
                    let before = group.shrinkage.clone();
                    let after = |share: f64| (share * factor).min(ALL_ABSENT);
                    group.staff = carried(&group.staff, |interval| {
                        let share = *before.at(interval);
                        (1.0 - after(share)) / (1.0 - share)
                    });
                    each(&mut group.shrinkage, |share| *share = after(*share));
                }
            }
        }
        Ok(changed)
    }
}

/// Shrinkage stays below one.
const ALL_ABSENT: f64 = 0.999;

fn is_forever(law: &Distribution) -> bool {
    *law == Distribution::Forever
}

/// Changes every entry.
fn each<T>(parameter: &mut PerInterval<T>, change: impl FnMut(&mut T)) {
    match parameter {
        PerInterval::Same(value) => std::slice::from_mut(value).iter_mut().for_each(change),
        PerInterval::Each(values) => values.iter_mut().for_each(change),
    }
}

/// Staff times a factor an interval, in whole agents. What an interval's rounding leaves over is carried to
/// the next, so that the hours of the day come out right to half an interval of one agent; half up in every
/// interval would change a group of four not at all, and one of five by a fifth.
fn carried(staff: &[u32], factor: impl Fn(usize) -> f64) -> Vec<u32> {
    let (mut exact, mut whole) = (0.0, 0.0);
    staff
        .iter()
        .enumerate()
        .map(|(interval, &agents)| {
            exact += f64::from(agents) * (factor(interval) - 1.0);
            let step = (exact + 0.5).floor() - whole;
            whole += step;
            (f64::from(agents) + step).max(0.0) as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_agents_add_up_to_the_share() {
        let staff = [4, 6, 7, 8, 9, 9, 9, 9, 6, 6, 7, 8];
        for share in [-0.9, -0.25, -0.1, -0.03, 0.02, 0.1, 0.5, 1.0] {
            let changed = carried(&staff, |_| 1.0 + share);
            let (before, after): (u32, u32) = (staff.iter().sum(), changed.iter().sum());
            let exact = f64::from(before) * (1.0 + share);
            assert!(
                (f64::from(after) - exact).abs() <= 0.5 + 1e-9,
                "{share}: {after} {exact}"
            );
            for (before, after) in staff.iter().zip(&changed) {
                let exact = f64::from(*before) * (1.0 + share);
                assert!(
                    (f64::from(*after) - exact).abs() <= 1.0 + 1e-9,
                    "{share}: {changed:?}"
                );
            }
        }
        assert_eq!(carried(&[0, 0, 5], |_| 1.2), [0, 0, 6]);
        // The additions are spread over the day, not heaped at its start.
        assert_eq!(carried(&[4; 10], |_| 1.1), [4, 5, 4, 5, 4, 4, 5, 4, 5, 4]);
    }
}
