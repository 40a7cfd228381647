//! Clients who try again or come back.

use super::super::{always, calls, calls_of, center, group, impatient_calls, of_intervals, queue};
use super::tells;
use headcount::model::{Again, Center, Ivr, PerInterval, Places, Queue, Repeat, Retry};

fn again(first: f64, later: f64) -> Again {
    Again { first, later }
}

/// 100 s after each failure, up to three attempts.
fn trying(mut queue: Queue) -> Queue {
    let surely = again(1.0, 1.0);
    queue.rules.retry = Some(Retry {
        abandoned: surely,
        blocked: surely,
        balked: surely,
        delay: always(100.0),
        attempts: 3,
    });
    queue
}

fn rule(center: &mut Center) -> &mut Retry {
    center.queues[0].rules.retry.as_mut().expect("there is one")
}

/// The agent is busy for 1000 s; patience is 30 s.
#[test]
fn after_abandoning() {
    let mut a = trying(calls_of("a", &[(0.0, 1000.0), (10.0, 60.0)]));
    a.patience = PerInterval::Same(always(30.0));
    let mut center = center(vec![a], vec![group("g", 1)]);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 1000
         10 a#1 arrives
         10 a#1 waits
         40 a#1 abandons
         140 a+0 follows a#1: retry, attempt 2
         140 a+0 arrives
         140 a+0 waits
         170 a+0 abandons
         270 a+1 follows a+0: retry, attempt 3
         270 a+1 arrives
         270 a+1 waits
         300 a+1 abandons
         client of a at 10: 3 attempts, never served
         client of a at 0: 1 attempts, resolved",
    );
    rule(&mut center).abandoned = again(1.0, 0.0);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 1000
         10 a#1 arrives
         10 a#1 waits
         40 a#1 abandons
         140 a+0 follows a#1: retry, attempt 2
         140 a+0 arrives
         140 a+0 waits
         170 a+0 abandons
         client of a at 10: 2 attempts, never served
         client of a at 0: 1 attempts, resolved",
    );
    rule(&mut center).abandoned = again(0.0, 1.0);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 1000
         10 a#1 arrives
         10 a#1 waits
         40 a#1 abandons
         client of a at 10: 1 attempts, never served
         client of a at 0: 1 attempts, resolved",
    );
}

const SECOND_TIME: &str = "110 a+0 follows a#1: retry, attempt 2
    110 a+0 arrives
    110 a+0 to g0 until 170
    client of a at 10: 2 attempts, resolved";

#[test]
fn after_a_busy_tone() {
    let a = trying(calls("a", &[0.0, 10.0]));
    let mut center = center(vec![a], vec![group("g", 1)]);
    center.queues[0].rules.places = Some(Places::Fixed(0));
    let told = |why: &str| {
        format!(
            "0 a#0 arrives
             0 a#0 to g0 until 60
             10 a#1 arrives
             10 a#1 finds no {why}
             client of a at 0: 1 attempts, resolved
             {SECOND_TIME}"
        )
    };
    tells(&center, &told("place"));
    center.queues[0].rules.places = None;
    center.rules.lines = vec![headcount::model::Lines {
        name: "trunks".into(),
        trunks: 1,
        queues: vec![0],
    }];
    tells(&center, &told("line"));
}

#[test]
fn after_balking() {
    let mut a = trying(calls("a", &[0.0, 10.0]));
    a.balk = PerInterval::Same(1.0);
    tells(
        &center(vec![a], vec![group("g", 1)]),
        &format!(
            "0 a#0 arrives
             0 a#0 to g0 until 60
             10 a#1 arrives
             10 a#1 balks
             client of a at 0: 1 attempts, resolved
             {SECOND_TIME}"
        ),
    );
}

/// The IVR takes no time, and everybody hangs up in it.
#[test]
fn after_hanging_up_in_the_ivr() {
    let mut a = trying(calls("a", &[0.0]));
    a.rules.ivr = Some(Ivr {
        length: always(0.0),
        contained: PerInterval::Same(0.0),
        hang_up: 1.0,
        choice: vec![],
        failure: None,
    });
    let mut center = center(vec![a], vec![group("g", 1)]);
    rule(&mut center).attempts = 2;
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 hears the ivr
         0 a#0 hangs up
         100 a+0 follows a#0: retry, attempt 2
         100 a+0 arrives
         100 a+0 hears the ivr
         100 a+0 hangs up
         client of a at 0: 2 attempts, never served",
    );
}

/// Nobody tries again after closing.
#[test]
fn until_closing() {
    let a = trying(impatient_calls("a", &[(0.0, 150.0, 30.0), (10.0, 60.0, 30.0)]));
    tells(
        &of_intervals(1, 140.0, vec![a], vec![group("g", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 150
         10 a#1 arrives
         10 a#1 waits
         40 a#1 abandons
         client of a at 10: 1 attempts, never served
         client of a at 0: 1 attempts, resolved",
    );
}

/// Who would try at night tries in the morning.
#[test]
fn at_night_they_wait_for_the_morning() {
    let a = trying(impatient_calls("a", &[(0.0, 80.0, 30.0), (10.0, 60.0, 30.0)]));
    let mut center = of_intervals(4, 100.0, vec![a], vec![group("g", 1)]);
    let closed = 1..3;
    center.rules.closed = vec![closed];
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 80
         10 a#1 arrives
         10 a#1 waits
         40 a#1 abandons
         client of a at 0: 1 attempts, resolved
         300 a+0 follows a#1: retry, attempt 2
         300 a+0 arrives
         300 a+0 to g0 until 360
         client of a at 10: 2 attempts, resolved",
    );
}

/// Unresolved with certainty, back after 100 s, twice at most.
fn repeat(unresolved: f64) -> Option<Repeat> {
    Some(Repeat {
        unresolved: vec![unresolved],
        returns: 1.0,
        delay: always(100.0),
        to: None,
        times: 2,
    })
}

#[test]
fn unresolved_matters_come_back() {
    let mut a = calls("a", &[0.0]);
    a.rules.repeat = repeat(1.0);
    let mut center = center(vec![a, queue("b")], vec![group("g", 1)]);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         60 a#0 unresolved
         160 a+0 follows a#0: repeat, attempt 2
         160 a+0 arrives
         160 a+0 to g0 until 220
         220 a+0 unresolved
         320 a+1 follows a+0: repeat, attempt 3
         320 a+1 arrives
         320 a+1 to g0 until 380
         380 a+1 unresolved
         client of a at 0: 3 attempts, served",
    );
    center.queues[0].rules.repeat.as_mut().expect("there is one").to = Some(1);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         60 a#0 unresolved
         160 b+0 follows a#0: repeat, attempt 2
         160 b+0 arrives
         160 b+0 to g0 until 220
         client of a at 0: 2 attempts, resolved",
    );
    center.queues[0]
        .rules
        .repeat
        .as_mut()
        .expect("there is one")
        .returns = 0.0;
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         60 a#0 unresolved
         client of a at 0: 1 attempts, served",
    );
    center.queues[0].rules.repeat = repeat(0.0);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         60 a#0 resolved
         client of a at 0: 1 attempts, resolved",
    );
}

/// The novices' desk resolves nothing, the other everything.
#[test]
fn resolving_depends_on_the_group() {
    let mut a = calls("a", &[0.0, 10.0]);
    a.rules.repeat = repeat(1.0);
    a.rules.repeat.as_mut().expect("there is one").unresolved = vec![1.0, 0.0];
    a.rules.repeat.as_mut().expect("there is one").times = 1;
    tells(
        &center(vec![a], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 to h1 until 70
         60 a#0 unresolved
         70 a#1 resolved
         client of a at 10: 1 attempts, resolved
         160 a+0 follows a#0: repeat, attempt 2
         160 a+0 arrives
         160 a+0 to g0 until 220
         220 a+0 unresolved
         client of a at 0: 2 attempts, served",
    );
}
