//! When agents come and go, compiled: shifts, staff at any time and staff by interval become one list of
//! changes.

use super::plan::{ascending, in_ticks, ticks};
use crate::model::{CHANNELS, Center, Class, Concurrency, Fatigue, Group, TICKS_PER_SECOND, Then};
use crate::random::{Purpose, Sampler, StreamKey};

/// What a group does beyond the plan that every group has.
#[derive(Debug, Clone)]
pub(super) struct GroupRules {
    /// Queues that a freed agent looks through, rank by rank, those of a rank ascending.
    pub(super) skills: Vec<Vec<usize>>,
    /// Whether agents have shifts of their own.
    pub(super) rostered: bool,
    /// Probability that an agent is absent on a day.
    pub(super) absence: f64,
    /// Mean time on duty between short absences, in ticks, and how long they last.
    pub(super) away: Option<(f64, Sampler)>,
    /// Probability of a pause after a contact, and how long it lasts.
    pub(super) pause: Option<(f64, Sampler)>,
    /// How many times as long as normal each agent takes.
    pub(super) pace: Vec<f64>,
    pub(super) fatigue: Option<Fatigue>,
    /// By what the number of idle agents is multiplied where the group with most of them is chosen.
    pub(super) weight: f64,
    pub(super) dice: StreamKey,
    pub(super) absences: StreamKey,
    pub(super) concurrency: Option<Concurrency>,
    pub(super) interruption: Option<Interruption>,
    /// The most open threads of one agent.
    pub(super) threads: Option<u32>,
}

/// Which contacts an agent puts aside for which others, by channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interruption {
    pub(super) of: [bool; CHANNELS],
    pub(super) by: [bool; CHANNELS],
    /// Work that a resumption adds, in ticks.
    pub(super) switching: u64,
}

/// A change of staff.
#[derive(Debug, Clone, Copy)]
pub(super) struct StaffChange {
    pub(super) at: u64,
    pub(super) group: usize,
    pub(super) what: Staffing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Staffing {
    /// So many agents from now on.
    To(u32),
    /// The group's agent of this number comes.
    On(u32),
    /// The agent goes for a break.
    Break(u32),
    /// The agent goes home.
    Home(u32),
}

impl Staffing {
    /// The agent whom it is about; nothing where it is about the whole group.
    pub(super) fn agent(self) -> Option<u32> {
        match self {
            Staffing::To(_) => None,
            Staffing::On(agent) | Staffing::Break(agent) | Staffing::Home(agent) => Some(agent),
        }
    }
}

impl GroupRules {
    pub(super) fn new(group: &Group) -> Self {
        let rules = &group.rules;
        Self {
            skills: ascending(&group.skills),
            rostered: !rules.shifts.is_empty(),
            absence: rules.absence,
            away: rules
                .away
                .as_ref()
                .map(|away| (away.every_s * TICKS_PER_SECOND, in_ticks(&away.length))),
            pause: rules
                .disconnect
                .as_ref()
                .map(|pause| (pause.share, in_ticks(&pause.length))),
            pace: paces(&rules.classes, agents_of(group) as usize),
            fatigue: rules.fatigue,
            weight: rules.weight.unwrap_or(1.0),
            dice: StreamKey::new(&group.name, Purpose::Contact),
            absences: StreamKey::new(&group.name, Purpose::Absence),
            concurrency: rules
                .concurrency
                .clone()
                .filter(|concurrency| concurrency.in_all > 1),
            interruption: rules.interruption.map(|rule| Interruption {
                of: rule.of,
                by: rule.by,
                switching: ticks(rule.switching_s),
            }),
            threads: rules.threads,
        }
    }
}

/// Agents that a group ever has, each with a number.
pub(in crate::engine) fn agents_of(group: &Group) -> u32 {
    if group.rules.shifts.is_empty() {
        let at_any_time = group.rules.staff_at.iter().map(|&(_, agents)| agents).max();
        at_any_time.unwrap_or_else(|| group.peak_staff())
    } else {
        group.rules.shifts.iter().map(|shift| shift.agents).sum()
    }
}

/// Deals classes out evenly over the agents: the next agent is of the class that lags most behind its share.
fn paces(classes: &[Class], agents: usize) -> Vec<f64> {
    if classes.is_empty() {
        return vec![1.0; agents];
    }
    let mut dealt = vec![0.0; classes.len()];
    (1..=agents)
        .map(|so_far| {
            let lag = |class: usize| classes[class].share * so_far as f64 - dealt[class];
            let next =
                (1..classes.len()).fold(0, |best, class| if lag(class) > lag(best) { class } else { best });
            dealt[next] += 1.0;
            classes[next].handle_factor
        })
        .collect()
}

/// All changes of staff before closing time, in order. (Who is there at closing time stays or leaves as the
/// closing says.)
pub(super) fn staff_changes(center: &Center) -> Vec<StaffChange> {
    let mut changes = Vec::new();
    let closes = center.calendar.horizon().0;
    for (group, of) in center.groups.iter().enumerate() {
        let mut add = |at: u64, what| changes.push(StaffChange { at, group, what });
        if !of.rules.shifts.is_empty() {
            let mut first = 0;
            for shift in &of.rules.shifts {
                for agent in first..first + shift.agents {
                    for span in &shift.on_queue {
                        add(span.from.0, Staffing::On(agent));
                        let end = match span.then {
                            Then::Break => Staffing::Break(agent),
                            Then::Home => Staffing::Home(agent),
                        };
                        add(span.to.0, end);
                    }
                }
                first += shift.agents;
            }
        } else if !of.rules.staff_at.is_empty() {
            for &(at, agents) in &of.rules.staff_at {
                add(at.0, Staffing::To(agents));
            }
        } else {
            // Who is absent changes from day to day, so that every interval is told even where staff stays.
            for (interval, &agents) in of.staff.iter().enumerate() {
                add(center.calendar.start(interval).0, Staffing::To(agents));
            }
        }
    }
    changes.retain(|change| change.at < closes);
    // Whoever goes makes way before another comes.
    let comes = |change: &StaffChange| matches!(change.what, Staffing::On(_));
    changes.sort_by_key(|change| (change.at, change.group, comes(change)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_dealt_evenly() {
        let class = |share, handle_factor| Class { share, handle_factor };
        let paces = paces(&[class(0.7, 1.0), class(0.3, 1.4)], 10);
        assert_eq!(paces.iter().filter(|&&pace| pace == 1.4).count(), 3);
        // No prefix is off by a whole agent.
        for so_far in 1..=10 {
            let novices = paces[..so_far].iter().filter(|&&pace| pace == 1.4).count() as f64;
            assert!((novices - 0.3 * so_far as f64).abs() < 1.0, "{paces:?}");
        }
    }
}
