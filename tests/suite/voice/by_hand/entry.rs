//! Getting in: lines, the IVR, places to wait, announced waits, balking.

use super::super::{always, calls, calls_of, center, diary, group, handled, of_intervals, queue};
use super::tells;
use headcount::model::{Announce, Callback, Center, Ivr, Lines, PerInterval, Places, Predictor};

fn lines(trunks: u32, queues: Vec<usize>) -> Vec<Lines> {
    vec![Lines {
        name: "trunks".into(),
        trunks,
        queues,
    }]
}

/// A minute of talk, half a minute of work after it. A line is free when the talk ends, an agent later.
#[test]
fn lines_are_held_until_the_talk_ends() {
    let mut a = calls("a", &[0.0, 10.0, 50.0, 65.0, 68.0]);
    a.handle = handled(always(60.0), Some(always(30.0)));
    let mut center = center(vec![a], vec![group("g", 2)]);
    center.rules.lines = lines(2, vec![0]);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 90
         10 a#1 arrives
         10 a#1 to g1 until 100
         50 a#2 arrives
         50 a#2 finds no line
         65 a#3 arrives
         65 a#3 waits
         68 a#4 arrives
         68 a#4 finds no line
         90 a#3 to g0 until 180",
    );
}

fn ivr(length_s: f64) -> Option<Ivr> {
    Some(Ivr {
        length: always(length_s),
        contained: PerInterval::Same(0.0),
        hang_up: 0.0,
        choice: vec![],
        failure: None,
    })
}

#[test]
fn lines_are_held_in_the_ivr_and_shared_by_queues() {
    let mut a = calls("a", &[0.0, 90.0]);
    a.rules.ivr = ivr(20.0);
    let b = calls("b", &[10.0, 30.0, 81.0]);
    let mut center = center(vec![a, b], vec![group("g", 2)]);
    center.rules.lines = lines(1, vec![0, 1]);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 hears the ivr
         10 b#0 arrives
         10 b#0 finds no line
         20 a#0 wants an agent
         20 a#0 to g0 until 80
         30 b#1 arrives
         30 b#1 finds no line
         81 b#2 arrives
         81 b#2 to g1 until 141
         90 a#1 arrives
         90 a#1 finds no line",
    );
}

#[test]
fn the_ivr_serves_loses_and_sorts() {
    let mut a = calls("a", &[0.0]);
    a.route = vec![vec![0]];
    a.rules.ivr = ivr(20.0);
    let mut b = queue("b");
    b.route = vec![vec![1]];
    let mut center = center(vec![a, b], vec![group("g", 1), group("h", 1)]);
    let rule = |center: &mut Center, contained: f64, hang_up: f64, choice: Vec<(usize, f64)>| {
        let ivr = center.queues[0].rules.ivr.as_mut().expect("there is one");
        (ivr.contained, ivr.hang_up, ivr.choice) = (PerInterval::Same(contained), hang_up, choice);
    };
    rule(&mut center, 1.0, 0.0, vec![]);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 hears the ivr
         20 a#0 is served by the ivr",
    );
    rule(&mut center, 0.0, 0.0, vec![(1, 1.0)]);
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 hears the ivr
         20 a#0 chooses b
         20 b+0 follows a#0: choice, attempt 1
         20 b+0 arrives
         20 b+0 to h1 until 80",
    );
    rule(&mut center, 0.0, 1.0, vec![]);
    let mut stays = Vec::new();
    for replication in 0..200 {
        let told = diary(&center, replication, false);
        assert_eq!(told.len(), 3);
        let (stay, rest) = told[2].split_once(' ').expect("a moment");
        assert_eq!(rest, "a#0 hangs up");
        stays.push(stay.parse::<f64>().expect("a number"));
    }
    assert!(stays.iter().all(|stay| (0.0..20.0).contains(stay)));
    super::super::agree("stay of those who hang up", &stays, 10.0);
}

#[test]
fn a_place_to_wait_is_found_or_not() {
    let mut a = calls("a", &[0.0, 10.0, 20.0, 70.0]);
    a.rules.places = Some(Places::Fixed(1));
    tells(
        &center(vec![a], vec![group("g", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 finds no place
         60 a#1 to g0 until 120
         70 a#3 arrives
         70 a#3 waits
         120 a#3 to g0 until 180",
    );
}

/// Three for two agents: one agent has one place, two have three.
#[test]
fn places_grow_with_the_staff() {
    let calls =
        [0.0, 10.0, 20.0, 110.0, 120.0, 130.0, 140.0].map(|at| (at, if at < 100.0 { 300.0 } else { 10.0 }));
    let mut a = calls_of("a", &calls);
    a.rules.places = Some(Places::PerAgent(1.5));
    let mut g = group("g", 0);
    g.staff = vec![1, 2];
    tells(
        &of_intervals(2, 100.0, vec![a], vec![g]),
        "0 a#0 arrives
         0 a#0 to g0 until 300
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 finds no place
         100 a#1 to g1 until 400
         110 a#3 arrives
         110 a#3 waits
         120 a#4 arrives
         120 a#4 waits
         130 a#5 arrives
         130 a#5 waits
         140 a#6 arrives
         140 a#6 finds no place
         300 a#3 to g0 until 310
         310 a#4 to g0 until 320
         320 a#5 to g0 until 330",
    );
}

/// One agent, calls at these moments of a minute each, and a wait announced to all who must wait.
fn announcing(predictor: Predictor, at: &[f64]) -> Center {
    let mut a = calls("a", at);
    a.rules.announce = Some(Announce { predictor });
    center(vec![a], vec![group("g", 1)])
}

/// What each call is told.
fn told(center: &Center) -> Vec<String> {
    let lines = diary(center, 0, false).into_iter();
    lines
        .filter_map(|line| line.split_once(" is told ").map(|(_, wait)| wait.to_owned()))
        .collect()
}

/// Answered at 0, 60 (after 50 s), 120 (after 30 s) and 180.
#[test]
fn the_last_wait_is_announced() {
    let at = [0.0, 10.0, 90.0, 150.0];
    tells(
        &announcing(Predictor::LastWait, &at),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 is told 0
         10 a#1 waits
         60 a#1 to g0 until 120
         90 a#2 arrives
         90 a#2 is told 50
         90 a#2 waits
         120 a#2 to g0 until 180
         150 a#3 arrives
         150 a#3 is told 30
         150 a#3 waits
         180 a#3 to g0 until 240",
    );
    // After a call that does not wait, the last wait is still that of the one before.
    let mut center = announcing(Predictor::LastWait, &[0.0, 10.0, 130.0, 140.0]);
    assert_eq!(told(&center), ["0", "50"]);
    // The same if the offer of a callback looks at the mean of several.
    center.queues[0].rules.callback = Some(Callback {
        when_wait_s: Some(1e6),
        when_length: None,
        predictor: Predictor::MeanOfLast(3),
        accept: 1.0,
        window: None,
        dial_s: 0.0,
        reached: 1.0,
        again_s: 0.0,
        attempts: 1,
    });
    assert_eq!(told(&center), ["0", "50"]);
}

/// Waits of 0 and 50 s, then of 50 and 30 s.
#[test]
fn the_mean_of_the_last_waits_is_announced() {
    let center = announcing(Predictor::MeanOfLast(2), &[0.0, 10.0, 90.0, 150.0]);
    assert_eq!(told(&center), ["0", "25", "40"]);
}

#[test]
fn the_wait_of_the_head_is_announced() {
    let center = announcing(Predictor::HeadOfQueue, &[0.0, 10.0, 30.0, 50.0]);
    assert_eq!(told(&center), ["0", "20", "40"]);
}

/// A call a minute from one agent; two a minute from two.
#[test]
fn the_queue_over_the_rate_is_announced() {
    let mut center = announcing(Predictor::QueueOverRate, &[0.0, 10.0, 30.0, 50.0]);
    assert_eq!(told(&center), ["60", "120", "180"]);
    center.groups[0].staff = vec![2];
    assert_eq!(told(&center), ["30", "60"]);
}

#[test]
fn callers_balk() {
    let base = center(vec![calls("a", &[0.0, 10.0, 20.0])], vec![group("g", 1)]);
    let first_waits = "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 balks
         60 a#1 to g0 until 120";
    let mut by_length = base.clone();
    by_length.queues[0].rules.balking.by_length = vec![(1, 1.0)];
    tells(&by_length, first_waits);
    let mut at_any = base.clone();
    at_any.queues[0].balk = PerInterval::Same(1.0);
    tells(
        &at_any,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 balks
         20 a#2 arrives
         20 a#2 balks",
    );
    // A minute is borne, two are not.
    let mut by_announced = base;
    by_announced.queues[0].rules.announce = Some(Announce {
        predictor: Predictor::QueueOverRate,
    });
    by_announced.queues[0].rules.balking.by_announced = vec![(30.0, 0.0), (100.0, 1.0)];
    tells(
        &by_announced,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 is told 60
         10 a#1 waits
         20 a#2 arrives
         20 a#2 is told 120
         20 a#2 balks
         60 a#1 to g0 until 120",
    );
}
