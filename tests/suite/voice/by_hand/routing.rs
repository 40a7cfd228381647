//! Who takes whom: delays and conditions of a route, the choice of an agent, the choice of a contact.

use super::super::{calls, calls_of, center, diary, group, impatient_calls};
use super::tells;
use headcount::model::{Access, AgentChoice, Center, ContactChoice, Queue, Segment, When};

/// A queue `a` that goes to group 0 and then to group 1, the second under a condition.
fn second_only(mut queue: Queue, after_s: f64, when: Vec<When>) -> Queue {
    queue.route = vec![vec![0], vec![1]];
    queue.rules.access = vec![Access {
        group: 1,
        after_s,
        when,
    }];
    queue
}

#[test]
fn a_second_desk_opens_after_a_delay() {
    let a = second_only(
        calls_of("a", &[(0.0, 60.0), (10.0, 60.0), (50.0, 60.0)]),
        30.0,
        vec![],
    );
    tells(
        &center(vec![a], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         40 a#1 to h1 until 100
         50 a#2 arrives
         50 a#2 waits
         60 a#2 to g0 until 120",
    );
}

/// The second desk frees before the delay is over: it stays idle until then.
#[test]
fn a_freed_agent_respects_the_delay() {
    let a = second_only(calls_of("a", &[(0.0, 60.0), (5.0, 60.0)]), 30.0, vec![]);
    let mut b = calls_of("b", &[(0.0, 20.0)]);
    b.route = vec![vec![1]];
    tells(
        &center(vec![a, b], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         0 b#0 arrives
         0 b#0 to h1 until 20
         5 a#1 arrives
         5 a#1 waits
         35 a#1 to h1 until 95",
    );
}

/// More than one waits when the third call comes: the desk opens, for the one who has waited longest.
#[test]
fn a_desk_opens_when_the_queue_is_long() {
    let a = second_only(
        calls_of("a", &[(0.0, 60.0), (10.0, 60.0), (20.0, 60.0)]),
        0.0,
        vec![When::QueueOver(1)],
    );
    tells(
        &center(vec![a], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#1 to h1 until 80
         20 a#2 waits
         60 a#2 to g0 until 120",
    );
}

/// Two agents, one of them kept for `a`: `b` is taken only while both are idle.
#[test]
fn a_reserve_is_kept_idle() {
    let a = calls_of("a", &[(20.0, 60.0)]);
    let mut b = calls_of("b", &[(0.0, 60.0), (10.0, 60.0)]);
    b.rules.access = vec![Access {
        group: 0,
        after_s: 0.0,
        when: vec![When::IdleOver(1)],
    }];
    tells(
        &center(vec![a, b], vec![group("g", 2)]),
        "0 b#0 arrives
         0 b#0 to g0 until 60
         10 b#1 arrives
         10 b#1 waits
         20 a#0 arrives
         20 a#0 to g1 until 80
         80 b#1 to g1 until 140",
    );
}

/// `b` takes two of three at the first desk, which keeps one; two thirds busy are not over two thirds, all are.
#[test]
fn a_desk_opens_when_the_first_is_busy() {
    let mut a = calls_of("a", &[(30.0, 60.0)]);
    a.route = vec![vec![0]];
    let mut b = second_only(
        calls_of("b", &[(0.0, 60.0), (10.0, 60.0), (20.0, 60.0)]),
        0.0,
        vec![When::BusyOver(2.0 / 3.0)],
    );
    b.rules.access.push(Access {
        group: 0,
        after_s: 0.0,
        when: vec![When::IdleOver(1)],
    });
    tells(
        &center(vec![a, b], vec![group("g", 3), group("h", 1)]),
        "0 b#0 arrives
         0 b#0 to g0 until 60
         10 b#1 arrives
         10 b#1 to g1 until 70
         20 b#2 arrives
         20 b#2 waits
         30 a#0 arrives
         30 a#0 to g2 until 90
         30 b#2 to h3 until 90",
    );
}

fn service_below(share: f64) -> Vec<When> {
    vec![When::ServiceBelow { share, over_s: 100.0 }]
}

/// T is 20 s. At 60 one of two was in time: the next call gets the second desk. At 165 the last 100 s hold only
/// calls in time: the next one waits.
#[test]
fn a_desk_opens_when_service_is_poor() {
    let a = second_only(
        calls_of(
            "a",
            &[
                (0.0, 60.0),
                (10.0, 60.0),
                (65.0, 60.0),
                (100.0, 100.0),
                (165.0, 10.0),
            ],
        ),
        0.0,
        service_below(0.8),
    );
    tells(
        &center(vec![a], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         60 a#1 to g0 until 120
         65 a#2 arrives
         65 a#2 to h1 until 125
         100 a#3 arrives
         100 a#3 waits
         120 a#3 to g0 until 220
         165 a#4 arrives
         165 a#4 waits
         220 a#4 to g0 until 230",
    );
}

/// Nothing happens but that a good call grows older than the 100 s: the next look, every 10 s, sees it.
#[test]
fn service_grows_poor_by_time_alone() {
    let a = second_only(
        calls_of("a", &[(0.0, 60.0), (10.0, 100.0), (65.0, 60.0)]),
        0.0,
        service_below(0.5),
    );
    tells(
        &center(vec![a], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         60 a#1 to g0 until 160
         65 a#2 arrives
         65 a#2 waits
         110 a#2 to h1 until 170",
    );
}

/// Two groups in one rank; g0 is idle since 35, h1 since 38 but has worked 8 s of 40, not 35.
fn two_desks(choice: AgentChoice) -> Center {
    let a = calls_of("a", &[(0.0, 35.0), (30.0, 8.0), (40.0, 10.0)]);
    let mut center = center(vec![a], vec![group("g", 1), group("h", 1)]);
    center.routing.agent = choice;
    center
}

#[test]
fn the_agent_idle_longest() {
    tells(
        &two_desks(AgentChoice::LongestIdle),
        "0 a#0 arrives
         0 a#0 to g0 until 35
         30 a#1 arrives
         30 a#1 to h1 until 38
         40 a#2 arrives
         40 a#2 to g0 until 50",
    );
}

#[test]
fn the_agent_least_occupied() {
    tells(
        &two_desks(AgentChoice::LeastOccupied),
        "0 a#0 arrives
         0 a#0 to g0 until 35
         30 a#1 arrives
         30 a#1 to h1 until 38
         40 a#2 arrives
         40 a#2 to h1 until 50",
    );
}

#[test]
fn the_group_with_most_idle_agents() {
    let a = calls_of("a", &[(0.0, 60.0), (1.0, 60.0)]);
    let mut center = center(vec![a], vec![group("g", 1), group("h", 2)]);
    center.routing.agent = AgentChoice::MostIdleGroup;
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to h1 until 60
         1 a#1 arrives
         1 a#1 to g0 until 61",
    );
    // One of weight three counts for more than two of weight one.
    center.groups[0].rules.weight = Some(3.0);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         1 a#1 arrives
         1 a#1 to h1 until 61",
    );
}

/// Each of three agents has the first call of a third of 900 days (standard deviation 14).
#[test]
fn any_agent_and_any_contact() {
    let mut day = center(vec![calls("a", &[0.0])], vec![group("g", 1), group("h", 2)]);
    day.routing.agent = AgentChoice::Random;
    let mut days = [0.0; 3];
    for replication in 0..900 {
        let told = diary(&day, replication, false);
        let agent = (0..3).position(|agent| told[1].contains(&format!("{agent} until")));
        days[agent.expect("an agent answers")] += 1.0;
    }
    let expected = 300.0_f64;
    assert!(
        days.iter()
            .all(|of| (of - expected).abs() < 3.5 * 200.0_f64.sqrt()),
        "{days:?}"
    );
    // One call of `a` and two of `b` wait: two thirds of the first are of `b`.
    let a = calls("a", &[0.0, 10.0]);
    let b = calls("b", &[11.0, 12.0]);
    let mut day = center(vec![a, b], vec![group("g", 1)]);
    day.routing.contact = ContactChoice::Random;
    let mut of_b = 0.0;
    for replication in 0..900 {
        let told = diary(&day, replication, false);
        let first = told
            .iter()
            .find(|line| line.starts_with("60 "))
            .expect("answered");
        of_b += f64::from(u8::from(first.contains("b#")));
    }
    assert!((of_b - 600.0_f64).abs() < 3.5 * 200.0_f64.sqrt(), "{of_b}");
}

/// One agent, busy until 60; then `b` has waited 50 s, `a` 40 s. Calls last 10 s.
fn who_is_first(choice: ContactChoice) -> Center {
    let a = calls_of("a", &[(0.0, 60.0), (20.0, 10.0)]);
    let b = calls_of("b", &[(10.0, 10.0)]);
    let mut center = center(vec![a, b], vec![group("g", 1)]);
    center.routing.contact = choice;
    center
}

const B_FIRST: &str = "0 a#0 arrives
    0 a#0 to g0 until 60
    10 b#0 arrives
    10 b#0 waits
    20 a#1 arrives
    20 a#1 waits
    60 b#0 to g0 until 70
    70 a#1 to g0 until 80";

const A_FIRST: &str = "0 a#0 arrives
    0 a#0 to g0 until 60
    10 b#0 arrives
    10 b#0 waits
    20 a#1 arrives
    20 a#1 waits
    60 a#1 to g0 until 70
    70 b#0 to g0 until 80";

#[test]
fn the_longest_wait() {
    tells(&who_is_first(ContactChoice::LongestWait), B_FIRST);
}

/// 40 × 3 against 50; 40 × 1.2 against 50.
#[test]
fn the_weighted_wait() {
    let mut center = who_is_first(ContactChoice::WeightedWait);
    center.queues[0].rules.standing.weight = 3.0;
    tells(&center, A_FIRST);
    center.queues[0].rules.standing.weight = 1.2;
    tells(&center, B_FIRST);
}

/// A minute of credit makes 40 s more than 50; 5 s do not.
#[test]
fn credit_counts_as_waiting() {
    let mut center = who_is_first(ContactChoice::LongestWait);
    center.queues[0].rules.standing.credit_s = 60.0;
    tells(&center, A_FIRST);
    center.queues[0].rules.standing.credit_s = 5.0;
    tells(&center, B_FIRST);
}

#[test]
fn priority_comes_first() {
    let mut center = who_is_first(ContactChoice::Priority);
    tells(&center, B_FIRST);
    center.queues[0].priority = 1;
    tells(&center, A_FIRST);
}

/// `a` has priority 2; `b` gains 6 a minute, 5 in 50 s, or 1 a minute, less than one.
#[test]
fn priority_grows_with_waiting() {
    let mut center = who_is_first(ContactChoice::Priority);
    center.queues[0].priority = 2;
    center.queues[1].rules.standing.gain_per_minute = 6.0;
    tells(&center, B_FIRST);
    center.queues[1].rules.standing.gain_per_minute = 1.0;
    tells(&center, A_FIRST);
}

/// All customers of `b` are of a segment with priority 5, half the handle time and twice the patience.
#[test]
fn a_segment_has_a_rank_and_needs_of_its_own() {
    let a = calls_of("a", &[(0.0, 60.0), (10.0, 20.0)]);
    let b = impatient_calls("b", &[(20.0, 20.0, 30.0), (25.0, 20.0, 21.0)]);
    let mut center = center(vec![a, b], vec![group("g", 1)]);
    center.routing.contact = ContactChoice::Priority;
    center.queues[1].rules.segments = vec![Segment {
        name: "vip".into(),
        share: 1.0,
        patience_factor: 2.0,
        handle_factor: 0.5,
        priority: 5,
        credit_s: 0.0,
    }];
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 b#0 arrives
         20 b#0 waits
         25 b#1 arrives
         25 b#1 waits
         60 b#0 to g0 until 70
         67 b#1 abandons
         70 a#1 to g0 until 90",
    );
}

/// Segments of one queue: who has the higher rank is taken first, and the longer wait among equals.
#[test]
fn segments_of_one_queue_stand_in_their_order() {
    let moments: Vec<f64> = (0..30).map(f64::from).collect();
    let mut center = center(vec![calls("a", &moments)], vec![group("g", 1)]);
    center.routing.contact = ContactChoice::Priority;
    let segment = |name: &str, priority| Segment {
        name: name.into(),
        share: 0.5,
        patience_factor: 1.0,
        handle_factor: 1.0,
        priority,
        credit_s: 0.0,
    };
    center.queues[0].rules.segments = vec![segment("vip", 1), segment("others", 0)];
    let plan = headcount::engine::Plan::new(&center);
    let mut order = Order::default();
    headcount::engine::Engine::new(&plan).replicate(1, 0, &mut order);
    let waited = &order.0[1..];
    let vips = waited.iter().filter(|&&(segment, _)| segment == 0).count();
    assert!((5..=25).contains(&vips) && waited.is_sorted(), "{waited:?}");
}

/// Segment and number of those answered, in order.
#[derive(Default)]
struct Order(Vec<(u16, u32)>);

impl headcount::observe::Observer for Order {
    fn answered(
        &mut self,
        contact: &headcount::observe::Contact,
        _agent: headcount::observe::Agent,
        _now: headcount::model::Ticks,
        _ends: headcount::model::Ticks,
    ) {
        self.0.push((contact.segment, contact.number));
    }
}

/// Two of `a` wait at 60, one of `b` waits longer; then one of each: the first queue.
#[test]
fn the_longest_queue() {
    let a = calls_of("a", &[(0.0, 60.0), (20.0, 10.0), (30.0, 10.0)]);
    let b = calls_of("b", &[(10.0, 10.0)]);
    let mut center = center(vec![a, b], vec![group("g", 1)]);
    center.routing.contact = ContactChoice::LongestQueue;
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 b#0 arrives
         10 b#0 waits
         20 a#1 arrives
         20 a#1 waits
         30 a#2 arrives
         30 a#2 waits
         60 a#1 to g0 until 70
         70 a#2 to g0 until 80
         80 b#0 to g0 until 90",
    );
}

#[test]
fn skills_go_before_waits() {
    let mut center = who_is_first(ContactChoice::LongestWait);
    center.groups[0].skills = vec![vec![0], vec![1]];
    tells(&center, A_FIRST);
    center.groups[0].skills = vec![vec![1], vec![0]];
    tells(&center, B_FIRST);
}
