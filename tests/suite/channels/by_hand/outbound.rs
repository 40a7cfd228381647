//! Dialers, number by number.

use headcount::model::{Center, Dialer, Dialing, PerInterval, Queue};

use super::super::super::voice::{always, calls, calls_of, center, group, of_intervals, queue};
use super::super::{dialer, outbound, record};
use super::{compare, tells};

/// A campaign of minutes of talk, and rings of ten seconds.
fn campaign(list: u32, rule: Dialer) -> Queue {
    let ring = always(10.0);
    outbound(queue("c"), Dialer { list, ring, ..rule })
}

fn desk(list: u32, rule: Dialer, agents: u32) -> Center {
    center(vec![campaign(list, rule)], vec![group("g", agents)])
}

/// Twenty seconds of reading and ten of ringing before each minute.
#[test]
fn an_agent_previews_each_number() {
    let center = desk(2, dialer(Dialing::Preview(always(20.0))), 1);
    tells(
        &center,
        "c#0: 30 arrives, 30 to g0 after 0 until 90
         c#1: 120 arrives, 120 to g0 after 0 until 180",
    );
    let told = record(&center);
    compare(told.of_others(), "30 c dialed: Right\n120 c dialed: Right");
    assert_eq!(told.hours(0), [180.0]);
}

#[test]
fn a_number_for_each_free_agent() {
    let center = desk(3, dialer(Dialing::Progressive), 2);
    tells(
        &center,
        "c#0: 10 arrives, 10 to g0 after 0 until 70
         c#1: 10 arrives, 10 to g1 after 0 until 70
         c#2: 80 arrives, 80 to g0 after 0 until 140",
    );
    let told = record(&center);
    assert_eq!((told.hours(0), told.hours(1)), (vec![140.0], vec![70.0]));
}

/// Two under way for one agent: the second to answer finds nobody and hangs up.
#[test]
fn who_answers_and_finds_nobody_hangs_up() {
    let center = desk(4, dialer(Dialing::Ratio(2.0)), 1);
    tells(
        &center,
        "c#0: 10 arrives, 10 to g0 after 0 until 70
         c#1: 10 arrives, 10 abandons
         c#2: 80 arrives, 80 to g0 after 0 until 140
         c#3: 80 arrives, 80 abandons",
    );
    assert_eq!(record(&center).hours(0), [120.0], "nobody waits for a ring");
    // With some patience they wait.
    let mut patient = center.clone();
    patient.queues[0].patience = PerInterval::Same(always(100.0));
    let told = record(&patient).by_contact();
    assert_eq!(
        told[1], "c#1: 10 arrives, 70 to g0 after 60 until 130",
        "{told:#?}"
    );
    // One and a half of one agent is one.
    tells(
        &desk(2, dialer(Dialing::Ratio(1.5)), 1),
        "c#0: 10 arrives, 10 to g0 after 0 until 70
         c#1: 80 arrives, 80 to g0 after 0 until 140",
    );
}

/// Two attempts of 25 s, a hundred seconds apart.
#[test]
fn attempts_in_vain() {
    let rule = Dialer {
        reach: PerInterval::Same(0.0),
        attempts: 2,
        again_s: 100.0,
        ..dialer(Dialing::Progressive)
    };
    let told = record(&desk(1, rule, 1));
    compare(told.of_others(), "25 c dialed: Again\n150 c dialed: Never");
    assert!(told.contacts.is_empty());
    assert_eq!(told.hours(0), [50.0]);
}

/// Nobody is at home in the first hundred seconds, everybody in the next.
#[test]
fn reach_is_of_the_interval_of_dialing() {
    let rule = Dialer {
        reach: PerInterval::Each(vec![0.0, 1.0]),
        attempts: 10,
        again_s: 10.0,
        ..dialer(Dialing::Progressive)
    };
    let center = of_intervals(2, 100.0, vec![campaign(1, rule)], vec![group("g", 1)]);
    let told = record(&center);
    compare(
        told.of_others(),
        "25 c dialed: Again
         60 c dialed: Again
         95 c dialed: Again
         115 c dialed: Right",
    );
    compare(told.by_contact(), "c#0: 115 arrives, 115 to g0 after 0 until 175");
}

/// Somebody else answers for twenty seconds, and the number is not tried again.
#[test]
fn the_wrong_party() {
    let rule = Dialer {
        wrong_party: 1.0,
        attempts: 5,
        again_s: 50.0,
        ..dialer(Dialing::Progressive)
    };
    let told = record(&desk(1, rule, 1));
    compare(told.of_others(), "10 c dialed: Wrong");
    compare(told.by_contact(), "c#0: 10 arrives, 10 to g0 after 0 until 30");
}

/// Of two free agents one is left to others: a number at a time, each with who is idle longest.
#[test]
fn some_agents_stay_free() {
    let rule = |dialing| Dialer {
        idle_over: 1,
        ..dialer(dialing)
    };
    let told = "c#0: 10 arrives, 10 to g0 after 0 until 70
         c#1: 80 arrives, 80 to g1 after 0 until 140
         c#2: 150 arrives, 150 to g0 after 0 until 210";
    tells(&desk(3, rule(Dialing::Progressive), 2), told);
    tells(&desk(3, rule(Dialing::Ratio(1.0)), 2), told);
}

/// A call comes in while it rings: with a number for each agent it waits for the talk to end; with a ratio it takes
/// the agent, and who answers at 10 finds nobody.
#[test]
fn a_call_comes_in_while_it_rings() {
    let built = |dialing| {
        let call = calls_of("v", &[(5.0, 30.0)]);
        center(vec![call, campaign(1, dialer(dialing))], vec![group("g", 1)])
    };
    tells(
        &built(Dialing::Progressive),
        "v#0: 5 arrives, 70 to g0 after 65 until 100
         c#0: 10 arrives, 10 to g0 after 0 until 70",
    );
    tells(
        &built(Dialing::Ratio(1.0)),
        "v#0: 5 arrives, 5 to g0 after 0 until 35
         c#0: 10 arrives, 10 abandons",
    );
}

/// Numbers that come by the volume are called as they come; nothing is dialed while the center is closed.
#[test]
fn numbers_come_and_wait_for_opening() {
    let mut c = campaign(0, dialer(Dialing::Progressive));
    c.rules.arrivals = calls("c", &[5.0, 150.0, 160.0]).rules.arrivals;
    let mut g = group("g", 0);
    g.staff = vec![1, 0, 1, 1];
    let mut center = of_intervals(4, 100.0, vec![c], vec![g]);
    let night = 1..2;
    center.rules.closed = vec![night];
    compare(
        record(&center)
            .of_others()
            .into_iter()
            .filter(|line| line.contains("dialed"))
            .collect(),
        "15 c dialed: Right\n210 c dialed: Right\n280 c dialed: Right",
    );
}
