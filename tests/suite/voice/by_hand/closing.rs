//! Who is there at opening, and what becomes of those who are still there at closing.

use super::super::{
    always, calls, calls_of, diary, exponential, group, handled, of_intervals, queue, recorded,
};
use super::tells;
use headcount::model::{AtClose, Backlog, Center, Ivr, Message, PerInterval};

/// A call of a minute in service for 40 s, and two that wait for 120 s and 30 s.
#[test]
fn some_are_there_at_opening() {
    let mut a = calls("a", &[10.0]);
    a.patience = PerInterval::Same(always(200.0));
    a.rules.backlog = Backlog {
        waiting_s: vec![120.0, 30.0],
        in_service_s: vec![40.0],
        early: 0.0,
        early_over_s: 0.0,
    };
    tells(
        &of_intervals(1, 3600.0, vec![a], vec![group("g", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 20
         0 a#1 arrives
         0 a#1 waits
         0 a#2 arrives
         0 a#2 waits
         10 a#3 arrives
         10 a#3 waits
         20 a#1 to g0 until 80
         80 a#2 to g0 until 140
         140 a#3 to g0 until 200",
    );
}

/// Patience has run before opening: of 150 s, 120 are over.
#[test]
fn patience_began_before_opening() {
    let mut a = queue("a");
    a.patience = PerInterval::Same(always(150.0));
    a.rules.backlog.waiting_s = vec![120.0];
    a.rules.backlog.in_service_s = vec![10.0];
    tells(
        &of_intervals(1, 3600.0, vec![a], vec![group("g", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 50
         0 a#1 arrives
         0 a#1 waits
         30 a#1 abandons",
    );
}

/// So does the time after which a message is left: of 150 s, 120 are over.
#[test]
fn a_message_counts_the_wait_before_opening() {
    let mut a = queue("a");
    a.rules.message = Some(Message {
        after_s: 150.0,
        share: 1.0,
    });
    a.rules.backlog.waiting_s = vec![120.0];
    a.rules.backlog.in_service_s = vec![10.0];
    tells(
        &of_intervals(1, 3600.0, vec![a], vec![group("g", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 50
         0 a#1 arrives
         0 a#1 waits
         30 a#1 leaves a message",
    );
}

/// Those who are drawn again until their handle time is longer than it has lasted still count as one.
#[test]
fn contacts_are_numbered_in_a_row() {
    let mut a = recorded("a", [(10.0, Some(60.0), None)].into_iter());
    a.handle = handled(exponential(60.0), None);
    a.rules.backlog.in_service_s = vec![120.0, 240.0];
    let center = of_intervals(1, 3600.0, vec![a], vec![group("g", 3)]);
    for replication in 0..20 {
        let arrivals: Vec<String> = diary(&center, replication, false)
            .into_iter()
            .filter(|line| line.ends_with("arrives"))
            .collect();
        assert_eq!(arrivals, ["0 a#0 arrives", "0 a#1 arrives", "10 a#2 arrives"]);
    }
}

/// Half an hour in four parts, the third of which is night; one call is in hand and one waits when it closes.
fn night(at_close: AtClose) -> Center {
    let mut g = group("g", 0);
    g.staff = vec![1, 1, 0, 1];
    let a = calls_of("a", &[(150.0, 80.0), (180.0, 20.0)]);
    let mut center = of_intervals(4, 100.0, vec![a], vec![g]);
    let closed = 2..3;
    center.rules.closed = vec![closed];
    center.at_close = at_close;
    center
}

#[test]
fn who_waits_at_night_is_sent_away() {
    super::tells_of_agents(
        &night(AtClose::Clear),
        "0 g0 comes
         150 a#0 arrives
         150 a#0 to g0 until 230
         180 a#1 arrives
         180 a#1 waits
         200 a#1 left waiting
         230 g0 late by 30
         230 g0 leaves
         300 g0 comes",
    );
}

/// The staff goes when nobody waits any more: at 230, but is busy until 250.
#[test]
fn who_waits_at_night_is_served() {
    super::tells_of_agents(
        &night(AtClose::Serve),
        "0 g0 comes
         150 a#0 arrives
         150 a#0 to g0 until 230
         180 a#1 arrives
         180 a#1 waits
         230 a#1 to g0 until 250
         250 g0 late by 20
         250 g0 leaves
         300 g0 comes",
    );
}

#[test]
fn who_waits_at_night_waits_until_morning() {
    super::tells_of_agents(
        &night(AtClose::Carry),
        "0 g0 comes
         150 a#0 arrives
         150 a#0 to g0 until 230
         180 a#1 arrives
         180 a#1 waits
         230 g0 late by 30
         230 g0 leaves
         300 g0 comes
         300 a#1 to g0 until 320",
    );
}

/// At the end of the horizon nobody is carried on.
#[test]
fn who_waits_at_the_end_is_counted() {
    let a = calls_of("a", &[(0.0, 80.0), (50.0, 80.0), (60.0, 80.0)]);
    let mut center = of_intervals(1, 100.0, vec![a], vec![group("g", 1)]);
    let told = "0 a#0 arrives
         0 a#0 to g0 until 80
         50 a#1 arrives
         50 a#1 waits
         60 a#2 arrives
         60 a#2 waits
         80 a#1 to g0 until 160";
    for at_close in [AtClose::Clear, AtClose::Carry] {
        center.at_close = at_close;
        tells(&center, &format!("{told}\n100 a#2 left waiting"));
    }
    center.at_close = AtClose::Serve;
    tells(&center, &format!("{told}\n160 a#2 to g0 until 240"));
}

/// A call that leaves the IVR after closing finds nobody where queues are cleared.
#[test]
fn the_ivr_outlasts_the_day() {
    let mut a = calls_of("a", &[(90.0, 30.0)]);
    a.rules.ivr = Some(Ivr {
        length: always(20.0),
        contained: PerInterval::Same(0.0),
        hang_up: 0.0,
        choice: vec![],
        failure: None,
    });
    let mut center = of_intervals(1, 100.0, vec![a], vec![group("g", 1)]);
    let told = "90 a#0 arrives
         90 a#0 hears the ivr
         110 a#0 wants an agent";
    center.at_close = AtClose::Clear;
    tells(&center, &format!("{told}\n110 a#0 left waiting"));
    center.at_close = AtClose::Serve;
    tells(&center, &format!("{told}\n110 a#0 to g0 until 140"));
}
