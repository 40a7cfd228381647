//! Load against staff, interval by interval.

use crate::model::{Center, Channel, GroupId, QueueId};

/// The load that comes and the agents there to carry it.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadSummary {
    /// One entry an interval of the calendar.
    pub intervals: Vec<IntervalLoad>,
}

/// One interval.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalLoad {
    /// Offered load of each queue at normal speed, in erlangs.
    pub queues: Vec<f64>,
    /// Agents on queue of each group: the mean over the interval, of a shift what its breaks leave.
    pub groups: Vec<f64>,
}

impl LoadSummary {
    /// Reads a center.
    pub fn of(center: &Center) -> Self {
        let on_queue = on_queue(center);
        let intervals = (0..center.calendar.intervals)
            .map(|interval| IntervalLoad {
                queues: (0..center.queues.len())
                    .map(|queue| center.offered_load(queue, interval))
                    .collect(),
                groups: on_queue.iter().map(|group| group[interval]).collect(),
            })
            .collect();
        Self { intervals }
    }
}

impl IntervalLoad {
    /// Load of all queues, in erlangs.
    pub fn load(&self) -> f64 {
        self.queues.iter().sum()
    }

    /// Agents of all groups.
    pub fn staff(&self) -> f64 {
        self.groups.iter().sum()
    }

    /// Load over staff; nothing where nobody is on queue.
    pub fn per_agent(&self) -> Option<f64> {
        (self.staff() > 0.0).then(|| self.load() / self.staff())
    }
}

/// Queues and groups that only deal with each other: load can move within a pool, never between pools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pool {
    pub(super) queues: Vec<QueueId>,
    pub(super) groups: Vec<GroupId>,
}

/// The groups that may take a queue's contacts: those of its route and those with the skill.
pub(super) fn serving(center: &Center, queue: QueueId) -> Vec<GroupId> {
    (0..center.groups.len())
        .filter(|&group| {
            center.groups[group].has_skill(queue)
                || center.queues[queue]
                    .route
                    .iter()
                    .any(|rank| rank.contains(&group))
        })
        .collect()
}

/// Agents on queue by group, then interval: the mean over the interval, of a shift what its breaks leave.
pub(super) fn on_queue(center: &Center) -> Vec<Vec<f64>> {
    let groups = center.groups.iter();
    groups
        .map(|group| group.mean_on_queue(&center.calendar))
        .collect()
}

/// The most agents on queue at once in an interval, over some groups.
pub(super) fn staff(center: &Center, groups: &[GroupId], interval: usize) -> u32 {
    groups.iter().fold(0, |sum, &group| {
        sum.saturating_add(center.groups[group].staff[interval])
    })
}

/// How many times as fast as with one contact the agents of a group work on those of a queue, with as many in hand as
/// they may hold.
fn fastest(center: &Center, group: GroupId, queue: QueueId) -> f64 {
    let facts = &center.groups[group];
    let channel = center.queues[queue].channel;
    let Some(held) = facts.rules.concurrency.as_ref().filter(|_| channel.is_text()) else {
        return 1.0;
    };
    let others: Vec<Channel> = facts
        .skills
        .iter()
        .flatten()
        .map(|&skill| center.queues[skill].channel)
        .collect();
    let most = held.most_held(channel, &others) as usize;
    (1..=most)
        .map(|held_now| held.speed_with(held_now))
        .fold(1.0, f64::max)
}

/// Agents whom the load of a queue keeps busy in an interval, each with as many contacts in hand as they may hold: for
/// calls the offered load itself.
pub(super) fn agents_needed(center: &Center, queue: QueueId, interval: usize) -> f64 {
    center.offered_load(queue, interval) / speed(center, queue)
}

/// How many times as fast as with one contact the agents of a queue work, with as many in hand as they may hold.
pub(super) fn speed(center: &Center, queue: QueueId) -> f64 {
    let groups = serving(center, queue);
    let speeds = groups.into_iter().map(|group| fastest(center, group, queue));
    speeds.fold(1.0, f64::max)
}

/// Whether the work of some queues may wait for the next morning, so that the load of an hour does not tell what its
/// agents have to do.
pub(super) fn may_wait(center: &Center, queues: &[QueueId]) -> bool {
    queues
        .iter()
        .any(|&queue| center.queues[queue].channel.comes_when_closed())
}

/// The pools of a center, in the order of their first queue.
pub(super) fn pools(center: &Center) -> Vec<Pool> {
    let mut pools: Vec<Pool> = Vec::new();
    for queue in 0..center.queues.len() {
        let mut merged = Pool {
            queues: vec![queue],
            groups: serving(center, queue),
        };
        let (touching, apart): (Vec<Pool>, Vec<Pool>) = pools
            .into_iter()
            .partition(|pool| pool.groups.iter().any(|group| merged.groups.contains(group)));
        for pool in touching {
            merged.queues.extend(pool.queues);
            merged.groups.extend(pool.groups);
        }
        merged.queues.sort_unstable();
        merged.groups.sort_unstable();
        merged.groups.dedup();
        pools = apart;
        pools.push(merged);
    }
    pools.sort_by_key(|pool| pool.queues[0]);
    pools
}
