//! When agents are there and how fast they are.

use super::super::{always, calls, calls_of, center, diary, group, handled, of_intervals, s};
use super::tells_of_agents;
use headcount::model::{Away, Center, Class, Disconnect, Fatigue, Shift, Span, Then};

/// Agents on queue from and to these moments, in seconds.
pub fn shift(agents: u32, on_queue: &[(f64, f64, Then)]) -> Shift {
    let span = |&(from, to, then): &(f64, f64, Then)| Span {
        from: s(from),
        to: s(to),
        then,
    };
    Shift {
        agents,
        on_queue: on_queue.iter().map(span).collect(),
    }
}

/// One agent, on queue until 100 and from 150 to 400.
fn with_break(calls: &[(f64, f64)]) -> Center {
    let mut g = group("g", 1);
    g.rules.shifts = vec![shift(1, &[(0.0, 100.0, Then::Break), (150.0, 400.0, Then::Home)])];
    of_intervals(1, 600.0, vec![calls_of("a", calls)], vec![g])
}

#[test]
fn a_call_runs_into_the_break() {
    tells_of_agents(
        &with_break(&[
            (0.0, 60.0),
            (90.0, 30.0),
            (110.0, 60.0),
            (390.0, 30.0),
            (410.0, 10.0),
        ]),
        "0 g0 comes
         0 a#0 arrives
         0 a#0 to g0 until 60
         90 a#1 arrives
         90 a#1 to g0 until 120
         110 a#2 arrives
         110 a#2 waits
         120 g0 late by 20
         120 g0 breaks
         150 g0 comes
         150 a#2 to g0 until 210
         390 a#3 arrives
         390 a#3 to g0 until 420
         410 a#4 arrives
         410 a#4 waits
         420 g0 late by 20
         420 g0 leaves
         600 a#4 left waiting",
    );
}

/// The call outlasts the break, which is lost.
#[test]
fn a_call_runs_past_the_break() {
    tells_of_agents(
        &with_break(&[(90.0, 100.0), (110.0, 60.0)]),
        "0 g0 comes
         90 a#0 arrives
         90 a#0 to g0 until 190
         110 a#1 arrives
         110 a#1 waits
         150 g0 late by 50
         190 a#1 to g0 until 250
         400 g0 leaves",
    );
}

/// The break comes while the agent is idle.
#[test]
fn a_break_on_time() {
    tells_of_agents(
        &with_break(&[(120.0, 60.0)]),
        "0 g0 comes
         100 g0 breaks
         120 a#0 arrives
         120 a#0 waits
         150 g0 comes
         150 a#0 to g0 until 210
         400 g0 leaves",
    );
}

/// One from 0, two from 70, nobody from 130: g0 is idle and goes, g1 finishes the call in hand.
#[test]
fn staff_changes_at_any_time() {
    let mut g = group("g", 2);
    g.rules.staff_at = vec![(s(0.0), 1), (s(70.0), 2), (s(130.0), 0)];
    let a = calls_of("a", &[(0.0, 100.0), (10.0, 100.0), (140.0, 10.0)]);
    tells_of_agents(
        &of_intervals(1, 600.0, vec![a], vec![g]),
        "0 g0 comes
         0 a#0 arrives
         0 a#0 to g0 until 100
         10 a#1 arrives
         10 a#1 waits
         70 g1 comes
         70 a#1 to g1 until 170
         130 g0 leaves
         140 a#2 arrives
         140 a#2 waits
         170 g1 late by 40
         170 g1 leaves
         600 a#2 left waiting",
    );
}

#[test]
fn everybody_or_nobody_is_absent() {
    let mut center = of_intervals(1, 600.0, vec![calls("a", &[10.0])], vec![group("g", 2)]);
    center.groups[0].rules.absence = 1.0;
    tells_of_agents(
        &center,
        "10 a#0 arrives
         10 a#0 waits
         600 a#0 left waiting",
    );
    center.groups[0].rules.absence = 1e-300;
    tells_of_agents(
        &center,
        "0 g0 comes
         0 g1 comes
         10 a#0 arrives
         10 a#0 to g0 until 70",
    );
    // The same with a shift.
    center.groups[0].rules.shifts = vec![shift(2, &[(0.0, 500.0, Then::Home)])];
    tells_of_agents(
        &center,
        "0 g0 comes
         0 g1 comes
         10 a#0 arrives
         10 a#0 to g0 until 70
         500 g0 leaves
         500 g1 leaves",
    );
    center.groups[0].rules.absence = 1.0;
    tells_of_agents(
        &center,
        "10 a#0 arrives
         10 a#0 waits
         600 a#0 left waiting",
    );
}

/// Short absences so frequent that each begins as soon as it can: on coming, or when the call in hand is over.
#[test]
fn agents_are_away() {
    let mut g = group("g", 1);
    g.rules.away = Some(Away {
        every_s: 1e-9,
        length: always(50.0),
    });
    tells_of_agents(
        &of_intervals(1, 200.0, vec![calls("a", &[10.0])], vec![g]),
        "0 g0 comes
         0 g0 is away
         10 a#0 arrives
         10 a#0 waits
         50 g0 comes
         50 a#0 to g0 until 110
         110 g0 is away
         160 g0 comes
         160 g0 is away
         210 g0 comes",
    );
}

#[test]
fn agents_pause_after_a_call() {
    let mut g = group("g", 1);
    g.rules.disconnect = Some(Disconnect {
        share: 1.0,
        length: always(30.0),
    });
    tells_of_agents(
        &of_intervals(1, 600.0, vec![calls("a", &[0.0, 10.0])], vec![g]),
        "0 g0 comes
         0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         60 g0 pauses
         90 g0 comes
         90 a#1 to g0 until 150
         150 g0 pauses
         180 g0 comes",
    );
}

/// A pause that runs into a break, and one cut short by the end of the shift.
#[test]
fn a_pause_ends_with_the_time_on_queue() {
    let mut center = with_break(&[(20.0, 60.0), (340.0, 50.0)]);
    center.groups[0].rules.disconnect = Some(Disconnect {
        share: 1.0,
        length: always(30.0),
    });
    tells_of_agents(
        &center,
        "0 g0 comes
         20 a#0 arrives
         20 a#0 to g0 until 80
         80 g0 pauses
         100 g0 breaks
         150 g0 comes
         340 a#1 arrives
         340 a#1 to g0 until 390
         390 g0 pauses
         400 g0 leaves",
    );
}

/// The second agent takes twice as long, and the group one and a half times as long as normal.
#[test]
fn classes_have_their_pace() {
    let class = |share, handle_factor| Class { share, handle_factor };
    let mut g = group("g", 2);
    g.rules.classes = vec![class(0.5, 1.0), class(0.5, 2.0)];
    g.handle_factor = vec![1.5];
    super::tells(
        &center(vec![calls("a", &[0.0, 10.0])], vec![g]),
        "0 a#0 arrives
         0 a#0 to g0 until 90
         10 a#1 arrives
         10 a#1 to g1 until 190",
    );
}

/// At 2700, busy for three quarters of the last hour, a quarter above a half: at slope 2 half as long again. At
/// 4500 the hour since 900 was busy for 1890 s, 2.5 % above a half: a twentieth longer.
#[test]
fn fatigue_slows_down() {
    let mut g = group("g", 1);
    g.rules.fatigue = Some(Fatigue {
        above: 0.5,
        slope: 2.0,
    });
    super::tells(
        &of_intervals(
            2,
            3600.0,
            vec![calls_of("a", &[(0.0, 2700.0), (10.0, 60.0), (4500.0, 60.0)])],
            vec![g],
        ),
        "0 a#0 arrives
         0 a#0 to g0 until 2700
         10 a#1 arrives
         10 a#1 waits
         2700 a#1 to g0 until 2790
         4500 a#2 arrives
         4500 a#2 to g0 until 4563",
    );
}

/// The engine keeps no agent of the night: whose going waited for the last caller goes before the morning, even
/// if another of the group comes first.
#[test]
fn the_morning_shift_does_not_keep_the_evening_shift() {
    let mut g = group("g", 2);
    g.rules.shifts = vec![
        shift(1, &[(0.0, 100.0, Then::Home)]),
        shift(1, &[(200.0, 300.0, Then::Home)]),
    ];
    let mut a = calls_of("a", &[(10.0, 250.0), (20.0, 20.0)]);
    a.handle = handled(always(60.0), None);
    let mut center = of_intervals(4, 100.0, vec![a], vec![g]);
    let closed = 1..2;
    center.rules.closed = vec![closed];
    let told = diary(&center, 0, true);
    let leaves = |agent: &str| told.iter().any(|line| line.ends_with(&format!("{agent} leaves")));
    assert!(leaves("g0") && leaves("g1"), "{told:#?}");
}
