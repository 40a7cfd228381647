//! While they wait: hang-ups, messages, overflow.

use super::super::{calls_of, center, diary, group, impatient_calls, of_intervals, queue};
use super::tells;
use headcount::model::{Center, Message, Overflow};

/// The agent is busy for 100 s; the second call would wait as long as it likes.
fn one_waits(patience_s: f64) -> Center {
    let a = impatient_calls("a", &[(0.0, 100.0, 1e6), (10.0, 60.0, patience_s)]);
    center(vec![a], vec![group("g", 1)])
}

#[track_caller]
fn leaves(center: &Center, last: &str) {
    let told = diary(center, 0, false);
    assert_eq!(told.last().map(String::as_str), Some(last), "{told:#?}");
}

#[test]
fn callers_hang_up_at_announcements() {
    let mut center = one_waits(1e6);
    center.queues[0].rules.hang_ups = vec![(30.0, 1.0)];
    leaves(&center, "40 a#1 abandons");
    center.queues[0].rules.hang_ups = vec![(30.0, 0.0), (45.0, 1.0)];
    leaves(&center, "55 a#1 abandons");
    center = one_waits(20.0);
    center.queues[0].rules.hang_ups = vec![(30.0, 1.0)];
    leaves(&center, "30 a#1 abandons");
}

#[test]
fn callers_leave_messages() {
    let message = |after_s, share| Some(Message { after_s, share });
    let mut center = one_waits(1e6);
    center.queues[0].rules.message = message(25.0, 1.0);
    leaves(&center, "35 a#1 leaves a message");
    center.queues[0].rules.message = message(25.0, 0.0);
    leaves(&center, "100 a#1 to g0 until 160");
    center = one_waits(24.0);
    center.queues[0].rules.message = message(25.0, 1.0);
    leaves(&center, "34 a#1 abandons");
}

/// Queue `a` goes to g, `b` to h; who waits 30 s in `a` moves on to `b`.
fn overflowing(a: headcount::model::Queue, mut b: headcount::model::Queue) -> Center {
    let mut a = a;
    a.route = vec![vec![0]];
    b.route = vec![vec![1]];
    a.rules.overflow = Some(Overflow {
        to: 1,
        after_s: Some(30.0),
        when_unstaffed: false,
    });
    center(vec![a, b], vec![group("g", 1), group("h", 1)])
}

#[test]
fn a_contact_overflows_to_an_idle_desk() {
    tells(
        &overflowing(calls_of("a", &[(0.0, 100.0), (10.0, 60.0)]), queue("b")),
        "0 a#0 arrives
         0 a#0 to g0 until 100
         10 a#1 arrives
         10 a#1 waits
         40 a#1 overflows to b
         40 a#1 to h1 until 100",
    );
}

/// It keeps its wait: since 10 is before since 20; and its patience: a#2 leaves at 75.
#[test]
fn a_contact_overflows_with_its_wait_and_patience() {
    let a = impatient_calls("a", &[(0.0, 200.0, 1e6), (10.0, 60.0, 1e6), (15.0, 60.0, 60.0)]);
    let b = calls_of("b", &[(0.0, 50.0), (20.0, 10.0)]);
    tells(
        &overflowing(a, b),
        "0 a#0 arrives
         0 a#0 to g0 until 200
         0 b#0 arrives
         0 b#0 to h1 until 50
         10 a#1 arrives
         10 a#1 waits
         15 a#2 arrives
         15 a#2 waits
         20 b#1 arrives
         20 b#1 waits
         40 a#1 overflows to b
         45 a#2 overflows to b
         50 a#1 to h1 until 110
         75 a#2 abandons
         110 b#1 to h1 until 120",
    );
}

/// Two queues that overflow to each other do not pass a contact to and fro for ever.
#[test]
fn overflow_in_a_circle_ends() {
    let mut center = overflowing(
        calls_of("a", &[(0.0, 100.0), (10.0, 60.0)]),
        calls_of("b", &[(0.0, 200.0)]),
    );
    center.queues[1].rules.overflow = Some(Overflow {
        to: 0,
        after_s: Some(20.0),
        when_unstaffed: true,
    });
    let told = diary(&center, 0, false);
    let moves = told.iter().filter(|line| line.contains("overflows")).count();
    assert!((1..=2).contains(&moves), "{told:#?}");
    assert!(
        told.contains(&"100 a#1 to g0 until 160".into()) || moves == 1,
        "{told:#?}"
    );
}

/// The desk of `a` closes at 100; its last agent finishes the call in hand, and who waits goes to `b`.
#[test]
fn a_queue_without_staff_passes_on_who_waits() {
    let mut a = calls_of("a", &[(0.0, 150.0), (50.0, 60.0), (105.0, 20.0)]);
    a.route = vec![vec![0]];
    a.rules.overflow = Some(Overflow {
        to: 1,
        after_s: None,
        when_unstaffed: true,
    });
    let mut b = queue("b");
    b.route = vec![vec![1]];
    let mut g = group("g", 0);
    g.staff = vec![1, 0];
    let expected = "0 a#0 arrives
         0 a#0 to g0 until 150
         50 a#1 arrives
         50 a#1 waits
         100 a#1 overflows to b
         100 a#1 to h1 until 160
         105 a#2 arrives
         105 a#2 waits
         105 a#2 overflows to b
         160 a#2 to h1 until 180";
    let mut center = of_intervals(2, 100.0, vec![a, b], vec![g, group("h", 1)]);
    tells(&center, expected);
    // The same if its hours are those of a shift.
    center.groups[0].rules.shifts = vec![super::agents::shift(
        1,
        &[(0.0, 100.0, headcount::model::Then::Home)],
    )];
    tells(&center, expected);
}
