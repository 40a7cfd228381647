//! Centers with fewer and fewer assumptions, from the center as it is down to what the formulas describe.
//!
//! In: a center. Out: the rungs. Each differs from the one above by one assumption; queues keep their names,
//! so that all rungs have the same callers.

use super::super::load::{Pool, pools};
use super::Assumption;
use crate::model::{
    AgentChoice, Center, CenterRules, Channel, ContactChoice, Distribution, GroupRules, Handle, PerInterval,
    QueueRules, Routing,
};

/// The center as it is, then what is left as one assumption after the other is taken away; with each the
/// assumption that the rung above has and it has not. What a center does not have makes no rung.
pub(super) fn rungs(center: &Center) -> Vec<(Option<Assumption>, Center)> {
    let pools = pools(center);
    let mut rungs = vec![(None, center.clone())];
    let mut down = |assumption, change: &dyn Fn(&mut Center)| {
        let mut next = rungs
            .last()
            .map_or_else(|| center.clone(), |(_, center)| center.clone());
        change(&mut next);
        if rungs.last().is_none_or(|(_, above)| *above != next) {
            rungs.push((Some(assumption), next));
        }
    };
    down(Assumption::Rules, &|center| {
        let intervals = 0..center.calendar.intervals;
        for queue in 0..center.queues.len() {
            // A formula knows who is to be handled while somebody is there to do it.
            let handled = intervals.clone().map(|interval| match center.is_open(interval) {
                true => center.to_handle(queue, interval),
                false => 0.0,
            });
            center.queues[queue].volume = handled.collect();
        }
        center.rules = CenterRules::default();
        for queue in &mut center.queues {
            queue.rules = QueueRules::default();
            queue.channel = Channel::Voice;
        }
        for group in &mut center.groups {
            group.rules = GroupRules::default();
        }
        if matches!(
            center.routing.contact,
            ContactChoice::WeightedWait | ContactChoice::EarliestDue
        ) {
            center.routing.contact = ContactChoice::LongestWait;
        }
    });
    down(Assumption::DayFactor, &|center| center.busyness = None);
    down(Assumption::Skills, &|center| pool_agents(center, &pools));
    down(Assumption::HandleSpread, &|center| {
        for pool in &pools {
            make_handle_times_exponential(center, pool);
        }
    });
    down(Assumption::Balking, &|center| {
        for queue in &mut center.queues {
            if queue.balk.values().iter().any(|&share| share > 0.0) {
                queue.balk = PerInterval::Same(0.0);
            }
        }
    });
    rungs
}

/// Whether skills, speeds or routing make any difference within a pool: a single queue whose agents are
/// alike is served in order of arrival whoever serves it.
fn has_skills(center: &Center, pool: &Pool) -> bool {
    let [queue] = pool.queues[..] else {
        return !pool.groups.is_empty();
    };
    let routed: usize = center.queues[queue].route.iter().map(Vec::len).sum();
    routed < pool.groups.len()
        || pool.groups.iter().any(|&group| {
            let group = &center.groups[group];
            group.handle_factor[queue] != 1.0 || !group.has_skill(queue)
        })
        || center.routing.contact == ContactChoice::Random
}

/// Every agent of a pool takes every call of it at normal speed, in order of arrival.
fn pool_agents(center: &mut Center, pools: &[Pool]) {
    let pools: Vec<&Pool> = pools.iter().filter(|pool| has_skills(center, pool)).collect();
    if pools.is_empty() {
        return;
    }
    for pool in pools {
        for &queue in &pool.queues {
            center.queues[queue].route = vec![pool.groups.clone()];
            center.queues[queue].priority = 0;
        }
        for &group in &pool.groups {
            center.groups[group].skills = vec![pool.queues.clone()];
            center.groups[group].handle_factor.fill(1.0);
        }
    }
    center.routing = Routing {
        agent: AgentChoice::LongestIdle,
        contact: ContactChoice::LongestWait,
    };
}

/// Handle times of all queues of a pool become exponential with their common mean.
fn make_handle_times_exponential(center: &mut Center, pool: &Pool) {
    let mean = |interval| pooled_handle_s(center, pool, interval);
    let means: Vec<f64> = (0..center.calendar.intervals).map(mean).collect();
    let is_so = |handle: &Handle, mean: f64| {
        handle.wrap_up.is_none() && handle.talk == Distribution::Exponential { mean }
    };
    for &queue in &pool.queues {
        let handle = &center.queues[queue].handle;
        let so = means
            .iter()
            .enumerate()
            .all(|(interval, &mean)| is_so(handle.at(interval), mean));
        if !so {
            let each = means.iter().map(|&mean| Handle {
                talk: Distribution::Exponential { mean },
                wrap_up: None,
            });
            center.queues[queue].handle = PerInterval::Each(each.collect());
        }
    }
}

/// Mean handle time over all contacts that a pool expects in an interval, in seconds.
pub(super) fn pooled_handle_s(center: &Center, pool: &Pool, interval: usize) -> f64 {
    let queues = pool.queues.iter().map(|&queue| &center.queues[queue]);
    let (mut work, mut volume) = (0.0, 0.0);
    let mut first = None;
    let mut all_alike = true;
    for queue in queues {
        let mean = queue.handle.at(interval).mean_s();
        all_alike &= *first.get_or_insert(mean) == mean;
        work += queue.volume[interval] * mean;
        volume += queue.volume[interval];
    }
    match first {
        Some(mean) if all_alike || volume <= 0.0 => mean,
        _ => work / volume,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, read};

    /// What no formula knows is taken away first, at once, and then nothing of it is left.
    #[test]
    fn rules_make_one_rung() {
        let text = r#"
[center]
opens = "08:00"
closes = "09:00"
interval = "30m"
busyness = { gamma = { cv = 0.1 } }
[queues.calls]
volume = 10
handle = { exponential = { mean = "5m" } }
places = 5
retry = { blocked = 0.5, delay = "10m" }
[groups.agents]
skills = ["calls"]
staff = 3
[lines.all]
trunks = 20
[routing]
contact = "weighted-wait"
"#;
        let files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
        let center = read(&Source::new("a.toml", text), &[], None, &files)
            .unwrap()
            .center;
        let rungs = rungs(&center);
        assert_eq!(rungs[0].1, center);
        assert_eq!(rungs[1].0, Some(Assumption::Rules));
        assert!(rungs[1].1.is_plain());
        assert_eq!(rungs[2].0, Some(Assumption::DayFactor));
    }
}
