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
pub fn agents_needed(center: &Center, queue: QueueId, interval: usize) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::remarks;
    use crate::scenario::{Source, read};

    /// Two days open from 08:00 to 10:00; what the remarks say, and the center.
    fn checked(queue: &str, group: &str) -> (Center, Vec<String>) {
        let text = format!(
            "[center]\nlength = \"2d\"\nhours = [\"08:00-10:00\"]\ninterval = \"1h\"\n[queues.q]\n{queue}\n\
             [groups.g]\nskills = [\"q\"]\n{group}\n"
        );
        let files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
        let found = read(&Source::new("a.toml", text), &[], None, &files);
        let scenario = found.unwrap_or_else(|problems| panic!("{problems}"));
        let told = remarks(&scenario.center, &scenario.experiment);
        let told = told.iter().map(ToString::to_string).collect();
        (scenario.center, told)
    }

    /// Worked out by hand: 60 chats of 6 min in an hour are 6 erlangs, at 2.4 times the speed 2.5 agents' work.
    #[test]
    fn several_in_hand_take_fewer_agents() {
        let chat = "channel = \"chat\"\nvolume = 60\nhandle = \"6m\"\npatience = \"3m\"";
        let three = "concurrency = { chat = 3 }\nspeed = [1, 1.8, 2.4]";
        let (center, told) = checked(chat, &format!("staff = 3\n{three}"));
        assert!((center.offered_load(0, 8) - 6.0).abs() < 1e-12);
        assert!((agents_needed(&center, 0, 8) - 2.5).abs() < 1e-12);
        assert!(!told.iter().any(|remark| remark.contains("work")), "{told:?}");
        let (_, told) = checked(chat, &format!("staff = 2\n{three}"));
        assert!(
            told[0].contains("2.5 agents' work for 2 agents of g (up to 125 %)"),
            "{told:?}"
        );
    }

    /// Worked out by hand: 48 hours with 5 e-mails of 6 min are 24 hours of work, for four open hours.
    #[test]
    fn work_that_waits_is_held_against_all_hours() {
        let mail = "channel = \"email\"\nvolume = 5\nhandle = \"6m\"";
        let (center, told) = checked(mail, "staff = 8");
        assert!((center.offered_load(0, 0) - 0.5).abs() < 1e-12);
        assert!(told.is_empty(), "{told:?}");
        let (_, told) = checked(mail, "staff = 5");
        assert!(
            told[0].contains("24 hours of it for 20 hours of g; its backlog grows"),
            "{told:?}"
        );
        let (_, told) = checked(mail, "staff = 20");
        assert!(
            told[0].contains("fills only 30 % of the time of g over all hours"),
            "{told:?}"
        );
    }

    /// Worked out by hand: a turn of 2 min, 3 of them in 20 threads an hour, are 2 erlangs.
    #[test]
    fn a_thread_is_handled_once_a_turn() {
        let app = "channel = \"messaging\"\nvolume = 20\nhandle = \"2m\"\nthread = { turns = 3, most = 1000, delay = \"1h\" }";
        let (center, _) = checked(app, "staff = 8");
        assert!((center.offered_load(0, 0) - 2.0).abs() < 1e-9);
    }

    /// Worked out by hand: 10 an hour and 40 on a list over four open hours, half of them reached, 3 min each.
    #[test]
    fn numbers_count_as_they_are_reached() {
        let calls = "channel = \"outbound\"\nvolume = 10\nhandle = \"3m\"\ndialer = { mode = \"progressive\", reach = 0.5, list = 40 }";
        let (center, _) = checked(calls, "staff = 8");
        assert!((center.offered_load(0, 8) - 0.5).abs() < 1e-12);
        assert_eq!(center.offered_load(0, 0), 0.0);
    }
}
