//! Who takes whom: priorities, reserves, skills, transfers.

use super::super::{agree, exponential, group, of_intervals, poisson};
use super::{equilibrium, occupancy, ratio, simulate, tallies};
use headcount::engine::{Engine, Plan};
use headcount::model::{
    Access, ContactChoice, PerInterval, Places, Segment, TICKS_PER_SECOND, Ticks, Transfer, When,
};
use headcount::observe::{Contact, Observer, Origin};
use headcount::theory;

/// Two segments of one queue, the smaller with priority: mean waits of M/M/n with non-preemptive priorities,
/// C/(nμ) / ((1 − σ₍k−1₎)(1 − σ₍k₎)) (Kella and Yechiali 1985; Cobham 1954 for one agent).
#[test]
fn two_classes_with_priority() {
    let (agents, load, share) = (5.0, 4.5, 0.3);
    let mut center = of_intervals(
        9,
        3600.0,
        vec![poisson("a", 60.0 * load, 60.0)],
        vec![group("g", 5)],
    );
    center.routing.contact = ContactChoice::Priority;
    let segment = |name: &str, share, priority| Segment {
        name: name.into(),
        share,
        patience_factor: 1.0,
        handle_factor: 1.0,
        priority,
        credit_s: 0.0,
    };
    center.queues[0].rules.segments = vec![segment("vip", share, 1), segment("others", 1.0 - share, 0)];
    let demand = theory::Demand::new(load / 60.0, 60.0, &headcount::model::Distribution::Forever);
    let delayed = demand.with_agents(5).p_wait();
    let (of_vip, of_all) = (share * load / agents, load / agents);
    let tallies = tallies(&center, 80, 3600.0, true);
    for (class, exact) in [
        (0, delayed * 60.0 / agents / (1.0 - of_vip)),
        (1, delayed * 60.0 / agents / ((1.0 - of_vip) * (1.0 - of_all))),
    ] {
        let error = ratio(
            "wait",
            &tallies,
            class,
            |cell| (cell.wait_s, cell.answered),
            exact,
        );
        assert!(error < 0.05 * exact, "not sharp: {error} of {exact}");
    }
}

/// No places to wait; `b` is taken only while more than two of eight are idle (trunk reservation): a chain of
/// the number busy, since both take as long.
#[test]
fn a_reserve() {
    let (a, b, agents, reserve) = (3.0, 4.0, 8_usize, 2);
    let queues = vec![poisson("a", 60.0 * a, 60.0), poisson("b", 60.0 * b, 60.0)];
    let mut center = of_intervals(5, 3600.0, queues, vec![group("g", agents as u32)]);
    for queue in &mut center.queues {
        queue.rules.places = Some(Places::Fixed(0));
    }
    center.queues[1].rules.access = vec![Access {
        group: 0,
        after_s: 0.0,
        when: vec![When::IdleOver(reserve as u32)],
    }];
    let up: Vec<f64> = (0..agents)
        .map(|busy| if agents - busy > reserve { a + b } else { a })
        .collect();
    let down: Vec<f64> = (1..=agents).map(|busy| busy as f64).collect();
    let chance = equilibrium(&up, &down);
    let tallies = simulate(&center, 60, 3600.0);
    let blocked_b = chance[agents - reserve..].iter().sum();
    ratio(
        "blocked a",
        &tallies,
        0,
        |cell| (cell.blocked, cell.arrived),
        chance[agents],
    );
    ratio(
        "blocked b",
        &tallies,
        1,
        |cell| (cell.blocked, cell.arrived),
        blocked_b,
    );
}

/// Three types and two groups, an exact chain computed elsewhere: chance of a delay, of being lost (balkers are
/// among the delayed and the lost), occupancy.
#[test]
fn three_types_and_two_groups() {
    let queues = [(60.0, 300.0, 0.08), (120.0, 600.0, 0.06), (60.0, 300.0, 0.08)]
        .into_iter()
        .enumerate()
        .map(|(index, (per_hour, patience_s, balk))| {
            let mut queue = poisson(&format!("type {index}"), per_hour, 60.0);
            queue.patience = PerInterval::Same(exponential(patience_s));
            queue.balk = PerInterval::Same(balk);
            queue.route = [vec![vec![0]], vec![vec![0], vec![1]], vec![vec![1]]][index].clone();
            queue
        })
        .collect();
    let mut groups = vec![group("0", 1), group("1", 2)];
    groups[0].skills = vec![vec![1], vec![0]];
    groups[1].skills = vec![vec![1], vec![2]];
    let center = of_intervals(21, 3600.0, queues, groups);
    let tallies = simulate(&center, 60, 3600.0);
    let exact = [(0.968949, 0.588806), (0.849507, 0.106029), (0.867716, 0.397707)];
    for (class, (delayed, lost)) in exact.into_iter().enumerate() {
        ratio(
            "delayed",
            &tallies,
            class,
            |cell| (cell.delayed, cell.arrived),
            delayed,
        );
        ratio(
            "lost",
            &tallies,
            class,
            |cell| (cell.balked + cell.abandoned, cell.arrived),
            lost,
        );
    }
    occupancy(&tallies, 0, 1.0, 0.968949);
    occupancy(&tallies, 1, 2.0, 0.916237);
}

/// Two stages of so many agents that nobody waits: the number of calls in each stage of a network of infinite
/// servers is Poisson, and so are the arrivals of the second: in windows of ten minutes their variance is
/// their mean.
#[test]
fn transfers_are_a_network() {
    let (per_hour, share, after) = (600.0, 0.6, 0.5);
    let queues = vec![poisson("a", per_hour, 120.0), poisson("b", 0.0, 240.0)];
    let mut center = of_intervals(6, 3600.0, queues, vec![group("g", 60), group("h", 70)]);
    center.queues[0].route = vec![vec![0]];
    center.queues[1].route = vec![vec![1]];
    center.groups[0].skills = vec![vec![0]];
    center.groups[1].skills = vec![vec![1]];
    center.queues[0].rules.transfers = vec![Transfer {
        to: 1,
        share: vec![PerInterval::Same(share), PerInterval::Same(0.0)],
        after,
        warm: None,
        priority: 0,
    }];
    let tallies = simulate(&center, 40, 3600.0);
    let load = per_hour / 3600.0 * 120.0 * (1.0 - share * (1.0 - after));
    occupancy(&tallies, 0, 60.0, load / 60.0);
    occupancy(&tallies, 1, 70.0, per_hour / 3600.0 * share * 240.0 / 70.0);

    let mut counts = Vec::new();
    let plan = Plan::new(&center);
    for replication in 0..40 {
        let mut legs = Legs(vec![0.0; 36]);
        Engine::new(&plan).replicate(8, replication, &mut legs);
        counts.extend_from_slice(&legs.0[6..]);
    }
    let mean = per_hour / 6.0 * share;
    agree("legs in ten minutes", &counts, mean);
    let squares: Vec<f64> = counts.iter().map(|count| (count - mean).powi(2)).collect();
    agree("their variance", &squares, mean);
}

/// Counts arrivals of second legs by ten minutes.
struct Legs(Vec<f64>);

impl Observer for Legs {
    fn follows(&mut self, contact: &Contact, _origin: &Origin) {
        let window = (contact.arrived.0 as f64 / (600.0 * TICKS_PER_SECOND)) as usize;
        if let Some(count) = self.0.get_mut(window) {
            *count += 1.0;
        }
        assert!(contact.arrived > Ticks::ZERO);
    }
}
