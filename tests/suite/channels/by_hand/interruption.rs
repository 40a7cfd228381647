//! Calls put e-mails aside.

use headcount::model::{Center, Channel, Queue};

use super::super::super::voice::{calls_of, center, group, of_intervals};
use super::super::{by, calls_interrupt, record, together};
use super::tells;

fn mails(at: &[(f64, f64)]) -> Queue {
    by(Channel::Email, calls_of("m", at))
}

fn desk(mail: &[(f64, f64)], calls: &[(f64, f64)], agents: u32, switching_s: f64) -> Center {
    let mut g = group("g", agents);
    g.rules.interruption = calls_interrupt(switching_s);
    center(vec![calls_of("v", calls), mails(mail)], vec![g])
}

/// At 30, seventy of a hundred are left; with ten of switching the e-mail ends at 90 + 80. The other e-mail came
/// later and waits on.
#[test]
fn an_agent_comes_back_to_an_email() {
    tells(
        &desk(&[(0.0, 100.0), (10.0, 20.0)], &[(30.0, 60.0)], 1, 10.0),
        "v#0: 30 arrives, 30 to g0 after 0 until 90
         m#0: 0 arrives, 0 to g0 after 0, 30 put aside, 90 resumed by g0, 170 concluded
         m#1: 10 arrives, 170 to g0 after 160, 190 concluded",
    );
}

/// Put aside again halfway through finding the way back: each resumption adds its ten seconds of work, and the five
/// that were not spent on the first are still to be.
#[test]
fn switching_is_paid_for_each_time() {
    let center = desk(&[(0.0, 100.0)], &[(30.0, 60.0), (95.0, 10.0)], 1, 10.0);
    tells(
        &center,
        "v#0: 30 arrives, 30 to g0 after 0 until 90
         v#1: 95 arrives, 95 to g0 after 0 until 105
         m#0: 0 arrives, 0 to g0 after 0, 30 put aside, 90 resumed by g0, 95 put aside, 105 resumed by g0, 190 concluded",
    );
    assert_eq!(record(&center).hours(0), [70.0, 120.0]);
}

/// The second agent is free at 50, and resumes what the first has put aside.
#[test]
fn another_agent_resumes() {
    tells(
        &desk(&[(1.0, 100.0)], &[(0.0, 50.0), (31.0, 60.0)], 2, 10.0),
        "v#0: 0 arrives, 0 to g0 after 0 until 50
         v#1: 31 arrives, 31 to g1 after 0 until 91
         m#0: 1 arrives, 1 to g1 after 0, 31 put aside, 50 resumed by g0, 130 concluded",
    );
}

/// Work is what is carried over: g takes twice as long as h.
#[test]
fn pace_is_the_agents_own() {
    let mut g = group("g", 1);
    g.rules.interruption = calls_interrupt(0.0);
    g.handle_factor = vec![1.0, 2.0, 1.0];
    let mut h = group("h", 1);
    h.rules.interruption = calls_interrupt(6.0);
    let mut v = calls_of("v", &[(50.0, 100.0)]);
    v.route = vec![vec![0]];
    let mut c = calls_of("c", &[(0.0, 60.0)]);
    c.route = vec![vec![1]];
    let mut m = mails(&[(0.0, 100.0)]);
    m.route = vec![vec![0], vec![1]];
    // 50 s of g are a quarter of the e-mail; 75 of work are left for h, from 60 on, with 6 of switching.
    tells(
        &center(vec![v, m, c], vec![g, h]),
        "v#0: 50 arrives, 50 to g0 after 0 until 150
         m#0: 0 arrives, 0 to g0 after 0, 50 put aside, 60 resumed by h1, 141 concluded
         c#0: 0 arrives, 0 to h1 after 0 until 60",
    );
}

/// Of two who may, who took up theirs last; an idle agent comes before either.
#[test]
fn the_latest_is_put_aside() {
    let told = record(&desk(&[(0.0, 100.0), (5.0, 100.0)], &[(30.0, 60.0)], 2, 0.0)).by_contact();
    assert_eq!(told[0], "v#0: 30 arrives, 30 to g1 after 0 until 90");
    assert!(
        told[2].contains("30 put aside") && !told[1].contains("aside"),
        "{told:#?}"
    );
    let told = record(&desk(&[(0.0, 100.0)], &[(30.0, 60.0)], 2, 0.0)).by_contact();
    assert_eq!(told[0], "v#0: 30 arrives, 30 to g1 after 0 until 90");
}

/// Who chats beside the e-mail does not put it aside: the chat would be left alone.
#[test]
fn chats_are_not_put_aside() {
    let mut g = group("g", 1);
    g.rules.interruption = calls_interrupt(0.0);
    let pair = [(Channel::Chat, Channel::Email)];
    g.rules.concurrency = together(&[], 2, &pair, &[1.0, 2.0]);
    let chat = by(Channel::Chat, calls_of("c", &[(10.0, 50.0)]));
    tells(
        &center(
            vec![calls_of("v", &[(30.0, 40.0)]), mails(&[(0.0, 100.0)]), chat],
            vec![g],
        ),
        "v#0: 30 arrives, 60 to g0 after 30 until 100
         m#0: 0 arrives, 0 to g0 after 0, 60 put aside, 100 resumed by g0, 140 concluded
         c#0: 10 arrives, 10 to g0 after 0, 60 concluded",
    );
}

/// Two e-mails beside each other are both put aside, and both resumed.
#[test]
fn all_in_hand_is_put_aside() {
    let mut g = group("g", 1);
    g.rules.interruption = calls_interrupt(0.0);
    g.rules.concurrency = together(&[(Channel::Email, 2)], 2, &[], &[1.0, 1.0]);
    // Half of 30 each at 30, of 40 and 60: at 100, 25 and 45 are left; the first ends at 150, the second has 20
    // left then.
    tells(
        &center(
            vec![calls_of("v", &[(30.0, 70.0)]), mails(&[(0.0, 40.0), (0.0, 60.0)])],
            vec![g],
        ),
        "v#0: 30 arrives, 30 to g0 after 0 until 100
         m#0: 0 arrives, 0 to g0 after 0, 30 put aside, 100 resumed by g0, 150 concluded
         m#1: 0 arrives, 0 to g0 after 0, 30 put aside, 100 resumed by g0, 170 concluded",
    );
}

/// Calls until after the end: the e-mail is unfinished, and was answered once.
#[test]
fn what_lies_aside_at_the_end_is_unfinished() {
    let mut center = desk(&[(0.0, 100.0)], &[(50.0, 200.0)], 1, 0.0);
    center = of_intervals(1, 200.0, center.queues, center.groups);
    let told = record(&center).by_contact();
    assert_eq!(
        told[1], "m#0: 0 arrives, 0 to g0 after 0, 50 put aside, 200 unfinished",
        "{told:#?}"
    );
}

/// Without the rule calls wait.
#[test]
fn nothing_is_put_aside_without_the_rule() {
    let mut center = desk(&[(0.0, 100.0)], &[(30.0, 60.0)], 1, 0.0);
    center.groups[0].rules.interruption = None;
    tells(
        &center,
        "v#0: 30 arrives, 100 to g0 after 70 until 160
         m#0: 0 arrives, 0 to g0 after 0, 100 concluded",
    );
}
