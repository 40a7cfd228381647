//! Threads of messages: turns, their agent, their cap, and the night between.

use headcount::model::{Center, Channel, ContactChoice, Queue, Thread};

use super::super::super::voice::{always, calls_of, center, group, handled, of_intervals, s};
use super::super::{by, record, thread, together};
use super::tells;

/// Messages with so many turns at most, the customer always writing again.
fn messages(name: &str, at: &[(f64, f64)], rule: Thread) -> Queue {
    let mut queue = by(Channel::Messaging, calls_of(name, at));
    // Further turns are drawn.
    queue.handle = handled(always(40.0), None);
    queue.rules.thread = Some(rule);
    queue
}

/// Three turns of 30, 40 and 40 s, the customer writing after 100 s; the agent is free in between.
#[test]
fn a_thread_has_turns() {
    let a = messages("a", &[(0.0, 30.0)], thread(1.0, 3, 100.0));
    let b = calls_of("b", &[(50.0, 60.0), (290.0, 50.0)]);
    tells(
        &center(vec![a, b], vec![group("g", 1)]),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 130 reply by g0 after 0, 270 writes, 270 reply by g0 after 0, 310 concluded
         b#0: 50 arrives, 50 to g0 after 0 until 110
         b#1: 290 arrives, 310 to g0 after 20 until 360",
    );
}

/// The agent of the thread, g0, is busy when the customer writes at 130 (a call until 200): the turn waits for 20 s,
/// then anybody may take it. With a minute and a half it is kept until g0 is free.
#[test]
fn a_turn_waits_for_its_agent() {
    let built = |same_agent_s: f64| {
        let rule = Thread {
            same_agent_s,
            ..thread(1.0, 2, 100.0)
        };
        let a = messages("a", &[(0.0, 30.0)], rule);
        let b = calls_of("b", &[(31.0, 5.0), (40.0, 160.0)]);
        // g1 has been idle longest at 31 and takes the first call; at 40 g0 is idle longest.
        center(vec![a, b], vec![group("g", 2)])
    };
    tells(
        &built(20.0),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 150 reply by g1 after 20, 190 concluded
         b#0: 31 arrives, 31 to g1 after 0 until 36
         b#1: 40 arrives, 40 to g0 after 0 until 200",
    );
    tells(
        &built(90.0),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 200 reply by g0 after 70, 240 concluded
         b#0: 31 arrives, 31 to g1 after 0 until 36
         b#1: 40 arrives, 40 to g0 after 0 until 200",
    );
}

/// The agent of the thread takes it back even where another has been idle for longer.
#[test]
fn a_turn_goes_to_its_agent_first() {
    let rule = Thread {
        same_agent_s: 10.0,
        ..thread(1.0, 2, 100.0)
    };
    let a = messages("a", &[(0.0, 30.0)], rule);
    tells(
        &center(vec![a], vec![group("g", 2)]),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 130 reply by g0 after 0, 170 concluded",
    );
}

/// The one agent of the first interval goes home at 100: the turn of 130 is not kept for them.
#[test]
fn an_agent_off_shift_keeps_no_turn() {
    let rule = Thread {
        same_agent_s: 1000.0,
        ..thread(1.0, 2, 100.0)
    };
    let a = messages("a", &[(0.0, 30.0)], rule);
    let (mut g, mut h) = (group("g", 0), group("h", 0));
    g.staff = vec![1, 0, 0];
    h.staff = vec![0, 1, 1];
    tells(
        &of_intervals(3, 100.0, vec![a], vec![g, h]),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 130 reply by h1 after 0, 170 concluded",
    );
    // Nor does one who goes while it waits: busy with a call until 150, off from then on.
    let a = messages("a", &[(0.0, 30.0)], thread(1.0, 2, 100.0));
    let mut a = a;
    a.rules.thread.as_mut().expect("a thread").same_agent_s = 1000.0;
    let mut b = calls_of("b", &[(60.0, 90.0)]);
    let (mut g, mut h) = (group("g", 0), group("h", 0));
    g.staff = vec![1, 0, 0];
    h.staff = vec![0, 1, 1];
    b.route = vec![vec![0]];
    let center: Center = of_intervals(3, 100.0, vec![a, b], vec![g, h]);
    let told = record(&center).by_contact();
    // From 100 on g0 is about to go, which is as good as gone: h1 takes it at once.
    assert!(
        told[0].contains("130 reply by h1 after 0") || told[0].contains("150 reply by h1 after 20"),
        "{told:#?}"
    );
}

/// An agent may have one thread open: the second waits though the agent is idle between the turns of the first.
#[test]
fn open_threads_are_capped() {
    let a = messages("a", &[(0.0, 30.0), (10.0, 20.0)], thread(1.0, 2, 100.0));
    let mut g = group("g", 1);
    g.rules.threads = Some(1);
    tells(
        &center(vec![a.clone()], vec![g]),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 130 reply by g0 after 0, 170 concluded
         a#1: 10 arrives, 170 to g0 after 160, 290 writes, 290 reply by g0 after 0, 330 concluded",
    );
    // With two, the second goes in between.
    let mut g = group("g", 1);
    g.rules.threads = Some(2);
    tells(
        &center(vec![a], vec![g]),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 130 reply by g0 after 0, 170 concluded
         a#1: 10 arrives, 30 to g0 after 20, 150 writes, 170 reply by g0 after 20, 210 concluded",
    );
}

/// A turn has waited since its message, not since the thread began: the call that came before it goes first.
#[test]
fn a_turn_waits_since_its_message() {
    let a = messages("a", &[(0.0, 30.0)], thread(1.0, 2, 100.0));
    let b = calls_of("b", &[(110.0, 60.0), (120.0, 60.0)]);
    tells(
        &center(vec![a, b], vec![group("g", 1)]),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 230 reply by g0 after 100, 270 concluded
         b#0: 110 arrives, 110 to g0 after 0 until 170
         b#1: 120 arrives, 170 to g0 after 50 until 230",
    );
}

/// Turns written at night wait for the morning (the wall's clock goes on); a thread whose customer would write
/// after the end, and one whose turn still waits then, are unfinished.
#[test]
fn threads_outlive_the_night_and_not_the_horizon() {
    let a = messages(
        "a",
        &[(50.0, 30.0), (210.0, 30.0), (350.0, 30.0)],
        thread(1.0, 2, 100.0),
    );
    let mut g = group("g", 0);
    g.staff = vec![1, 0, 1, 1];
    let mut center = of_intervals(4, 100.0, vec![a], vec![g]);
    let night = 1..2;
    center.rules.closed = vec![night];
    // The first writes at 180, in the night, and is first in the morning; the second is answered at 240, writes at
    // 370; the third comes at 350, is answered at once, and would write at 480.
    let told = record(&center).by_contact();
    assert_eq!(
        told[..2],
        [
            "a#0: 50 arrives, 50 to g0 after 0, 180 writes, 200 reply by g0 after 20, 240 concluded",
            "a#1: 210 arrives, 240 to g0 after 30, 370 writes, 380 reply by g0 after 10, 420 concluded",
        ]
    );
    assert!(
        told[2].starts_with("a#2: 350 arrives, 350 to g0 after 0, ") && told[2].ends_with("unfinished"),
        "{told:#?}"
    );
    assert!(!told[2].contains("reply"), "{told:#?}");
}

/// Two threads beside each other share the agent, as chats do.
#[test]
fn turns_beside_each_other() {
    let a = messages("a", &[(0.0, 40.0), (0.0, 40.0)], thread(1.0, 2, 100.0));
    let mut g = group("g", 1);
    g.rules.concurrency = together(&[(Channel::Messaging, 2)], 2, &[], &[1.0, 1.6]);
    tells(
        &center(vec![a], vec![g]),
        "a#0: 0 arrives, 0 to g0 after 0, 150 writes, 150 reply by g0 after 0, 200 concluded
         a#1: 0 arrives, 0 to g0 after 0, 150 writes, 150 reply by g0 after 0, 200 concluded",
    );
}

/// A turn is due within its own T from its message on: in time after the call due at 160, or before it.
#[test]
fn a_turn_is_due_from_its_message_on() {
    let built = |within_s: f64| {
        let mut rule = thread(1.0, 2, 100.0);
        rule.within = s(within_s);
        let a = messages("a", &[(0.0, 30.0)], rule);
        let busy = calls_of("v", &[(120.0, 80.0)]);
        let mut center = center(
            vec![a, calls_of("c", &[(140.0, 10.0)]), busy],
            vec![group("g", 1)],
        );
        center.routing.contact = ContactChoice::EarliestDue;
        center
    };
    tells(
        &built(1000.0),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 210 reply by g0 after 80, 250 concluded
         c#0: 140 arrives, 200 to g0 after 60 until 210
         v#0: 120 arrives, 120 to g0 after 0 until 200",
    );
    tells(
        &built(10.0),
        "a#0: 0 arrives, 0 to g0 after 0, 130 writes, 200 reply by g0 after 70, 240 concluded
         c#0: 140 arrives, 240 to g0 after 100 until 250
         v#0: 120 arrives, 120 to g0 after 0 until 200",
    );
}
