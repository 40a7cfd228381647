//! Chats beside each other on one agent: moments of replies and ends after every change of the number in hand.

use headcount::model::{AtClose, Center, Channel, Conversation, PerInterval, Queue, Transfer};

use super::super::super::voice::{always, calls, calls_of, center, group, handled, of_intervals, queue};
use super::super::{by, chats, conversation, record, together};
use super::tells;

fn chat(name: &str, at: &[(f64, f64)], reply_s: f64) -> Queue {
    let mut queue = by(Channel::Chat, calls_of(name, at));
    queue.rules.conversation = Some(conversation(reply_s));
    queue
}

fn desk(queue: Queue, agents: u32, most: u32, speed: &[f64]) -> Center {
    let mut g = group("g", agents);
    g.rules.concurrency = chats(most, speed);
    center(vec![queue], vec![g])
}

/// Two hold the agent from 40 to 200: each goes at 3/4. The first has 60 of 100 left at 40, and is done at 120: the
/// second has 60 of 120 done then and ends at 180. Replies come every 50 s of work of the first (50 are done at
/// 40 + 10 / 0.75), every 40 of the second (at 40 + 40 / 0.75; 80 done at 140; 120 at 180).
#[test]
fn two_chats_share_an_agent() {
    let mut queue = chat("a", &[(0.0, 100.0)], 50.0);
    let second = chat("b", &[(40.0, 120.0)], 40.0);
    queue.route = vec![vec![0]];
    let mut g = group("g", 1);
    g.rules.concurrency = chats(2, &[1.0, 1.5]);
    let center = center(vec![queue, second], vec![g]);
    tells(
        &center,
        "a#0: 0 arrives, 0 to g0 after 0, 53.333 reply by g0 after 53.333, 120 reply by g0 after 66.667, 120 concluded
         b#0: 40 arrives, 40 to g0 after 0, 93.333 reply by g0 after 53.333, 140 reply by g0 after 46.667, 180 reply by g0 after 40, 180 concluded",
    );
    let told = record(&center);
    let hours = told.hours(0);
    assert_eq!(
        hours,
        [80.0, 100.0],
        "40 alone and half of 80; half of 80 and 60 alone"
    );
    let held: f64 = told.held.iter().map(|held| (held.to - held.from).seconds()).sum();
    assert_eq!(held, 180.0);
}

/// A third waits until one of two places is free: the first has 90 done when the second comes at 90, and so ends at
/// 90 + 10 / 0.75; from then on the second and third share.
#[test]
fn a_third_chat_waits_for_a_place() {
    // Done at 103.333; the second has 10 of 60 done, the third begins. The second needs 50 / 0.75 more: 170. The
    // third has 50 of 90 then, and goes on alone: 210.
    tells(
        &desk(
            chat("a", &[(0.0, 100.0), (90.0, 60.0), (95.0, 90.0)], 1000.0),
            1,
            2,
            &[1.0, 1.5],
        ),
        "a#0: 0 arrives, 0 to g0 after 0, 103.333 reply by g0 after 103.333, 103.333 concluded
         a#1: 90 arrives, 90 to g0 after 0, 170 reply by g0 after 80, 170 concluded
         a#2: 95 arrives, 103.333 to g0 after 8.333, 210 reply by g0 after 106.667, 210 concluded",
    );
}

/// Who comes next goes to who is idle, then to who holds fewest, and of those to who took none for longest.
#[test]
fn chats_go_to_who_holds_fewest() {
    let at: Vec<(f64, f64)> = (0..6).map(|at| (f64::from(at), 500.0)).collect();
    let told = record(&desk(chat("a", &at, 1000.0), 2, 3, &[1.0, 2.0, 3.0])).by_contact();
    let agents: Vec<&str> = told
        .iter()
        .filter_map(|line| line.split("to ").nth(1).and_then(|rest| rest.split(' ').next()))
        .collect();
    assert_eq!(agents, ["g0", "g1", "g0", "g1", "g0", "g1"], "{told:#?}");
}

/// At half speed each, replies come after 2 × 30 s, later than the customer of the second waits for. It takes its
/// place for 20 s more, but no work: the first goes on alone from 50 on, and a third waits until 70.
#[test]
fn customers_leave_silently_and_the_place_stays_taken() {
    let mut queue = chat("a", &[(0.0, 90.0)], 1000.0);
    let mut second = chat("b", &[(10.0, 60.0), (30.0, 15.0)], 30.0);
    second.rules.conversation = Some(Conversation {
        patience: Some(always(40.0)),
        timeout_s: 20.0,
        ..conversation(30.0)
    });
    queue.route = vec![vec![0]];
    let mut g = group("g", 1);
    g.rules.concurrency = chats(2, &[1.0, 1.0]);
    let center = center(vec![queue, second], vec![g]);
    // The first: 10 alone, 20 of 40 beside the second, alone for 20 s up to 70 (50 done), then half speed with the
    // third; the third has 15 to do: 30 s, to 100. The first has 65 then, and 25 more: 125.
    tells(
        &center,
        "a#0: 0 arrives, 0 to g0 after 0, 125 reply by g0 after 125, 125 concluded
         b#0: 10 arrives, 10 to g0 after 0, 50 leaves silently
         b#1: 30 arrives, 70 to g0 after 40, 100 reply by g0 after 30, 100 concluded",
    );
}

/// Alone the replies come after 30 s, in time for a patience of 40; the chat that comes at 70 slows the third reply
/// down: 30 s of work from 60 on are 10 alone and 20 at half speed: 110, ten too late.
#[test]
fn a_chat_too_many_makes_the_first_customer_leave() {
    let mut queue = chat("a", &[(0.0, 120.0)], 30.0);
    queue.rules.conversation = Some(Conversation {
        patience: Some(always(40.0)),
        timeout_s: 0.0,
        ..conversation(30.0)
    });
    let second = chat("b", &[(70.0, 45.0)], 45.0);
    let mut g = group("g", 1);
    g.rules.concurrency = chats(2, &[1.0, 1.0]);
    // The second has 15 done when the first leaves at 100, and is alone from then on.
    tells(
        &center(vec![queue, second], vec![g]),
        "a#0: 0 arrives, 0 to g0 after 0, 30 reply by g0 after 30, 60 reply by g0 after 30, 100 leaves silently
         b#0: 70 arrives, 70 to g0 after 0, 130 reply by g0 after 60, 130 concluded",
    );
}

/// A patience that is just reached is not passed: the reply comes at that very moment.
#[test]
fn a_reply_at_the_last_moment_is_in_time() {
    let mut queue = chat("a", &[(0.0, 90.0)], 30.0);
    queue.rules.conversation = Some(Conversation {
        patience: Some(always(30.0)),
        ..conversation(30.0)
    });
    tells(
        &desk(queue, 1, 1, &[1.0]),
        "a#0: 0 arrives, 0 to g0 after 0, 30 reply by g0 after 30, 60 reply by g0 after 30, 90 reply by g0 after 30, 90 concluded",
    );
}

/// A talk of 100 s holds round(100 / 40) = 3 replies (2.5 rounds up), one of 10 s holds one; wrap-up holds none.
#[test]
fn a_talk_holds_so_many_replies() {
    let mut queue = chat("a", &[], 40.0);
    queue.rules.arrivals = calls("a", &[0.0]).rules.arrivals;
    queue.handle = handled(always(100.0), Some(always(25.0)));
    tells(
        &desk(queue, 1, 1, &[1.0]),
        "a#0: 0 arrives, 0 to g0 after 0, 33.333 reply by g0 after 33.333, 66.667 reply by g0 after 33.333, 100 reply by g0 after 33.333, 125 concluded",
    );
    tells(
        &desk(chat("a", &[(0.0, 10.0)], 40.0), 1, 1, &[1.0]),
        "a#0: 0 arrives, 0 to g0 after 0, 10 reply by g0 after 10, 10 concluded",
    );
}

/// A call is alone: it does not go to who chats, and no chat goes to who talks. Chat and e-mail go together in
/// the first center, in the second they do not.
#[test]
fn what_goes_together() {
    let built = |pairs: &[(Channel, Channel)]| {
        let mut mail = by(Channel::Email, calls_of("m", &[(10.0, 60.0)]));
        let mut call = calls_of("v", &[(20.0, 30.0)]);
        mail.route = vec![vec![0]];
        call.route = vec![vec![0]];
        let mut g = group("g", 1);
        let most = [(Channel::Chat, 2), (Channel::Email, 1)];
        g.rules.concurrency = together(&most, 3, pairs, &[1.0, 1.0, 1.0]);
        let chats = chat("c", &[(0.0, 60.0), (25.0, 20.0)], 1000.0);
        center(vec![chats, mail, call], vec![g])
    };
    // Beside the e-mail, the chat has 35 done at 60 … all three share: 10 alone, 15 s at 1/2, then 1/3 each. At 25
    // the chat has 17.5 done, the e-mail 7.5; the second chat ends first, after 60 s: 85. The chat has 37.5 then,
    // the e-mail 27.5: half speed: chat at 85 + 45 = 130; e-mail 50 then, alone: 140; then the call.
    tells(
        &built(&[(Channel::Chat, Channel::Email)]),
        "c#0: 0 arrives, 0 to g0 after 0, 130 reply by g0 after 130, 130 concluded
         c#1: 25 arrives, 25 to g0 after 0, 85 reply by g0 after 60, 85 concluded
         m#0: 10 arrives, 10 to g0 after 0, 140 concluded
         v#0: 20 arrives, 140 to g0 after 120 until 170",
    );
    // Not together: the second chat joins the first at 25 (25 done), it ends at 65, the first with 45 at 80. Then
    // the e-mail, which has waited longest.
    tells(
        &built(&[]),
        "c#0: 0 arrives, 0 to g0 after 0, 80 reply by g0 after 80, 80 concluded
         c#1: 25 arrives, 25 to g0 after 0, 65 reply by g0 after 40, 65 concluded
         m#0: 10 arrives, 80 to g0 after 70, 140 concluded
         v#0: 20 arrives, 140 to g0 after 120 until 170",
    );
}

/// Staff falls from two to one at 100: nobody is idle. Who holds fewest takes no more and goes when their last chat
/// is over, though a chat waits.
#[test]
fn staff_falls_with_chats_in_hand() {
    let queue = chat(
        "a",
        &[
            (0.0, 300.0),
            (1.0, 120.0),
            (2.0, 300.0),
            (110.0, 10.0),
            (115.0, 10.0),
        ],
        1000.0,
    );
    let mut g = group("g", 0);
    g.staff = vec![2, 1, 1, 1];
    g.rules.concurrency = chats(2, &[1.0, 2.0]);
    let mut center = of_intervals(4, 100.0, vec![queue], vec![g]);
    center.at_close = AtClose::Serve;
    // g0 has #0 and #2 (the first idle longest, then both hold one: who took one first), g1 has #1 and is to go. #3
    // and #4 wait for a place with g0, until 300; they end at 310.
    tells(
        &center,
        "a#0: 0 arrives, 0 to g0 after 0, 300 reply by g0 after 300, 300 concluded
         a#1: 1 arrives, 1 to g1 after 0, 121 reply by g1 after 120, 121 concluded
         a#2: 2 arrives, 2 to g0 after 0, 302 reply by g0 after 300, 302 concluded
         a#3: 110 arrives, 300 to g0 after 190, 310 reply by g0 after 10, 310 concluded
         a#4: 115 arrives, 302 to g0 after 187, 312 reply by g0 after 10, 312 concluded",
    );
    let others = record(&center).of_others();
    assert!(
        others.contains(&"121 g1 leaves".into()) && others.contains(&"121 g1 late by 21".into()),
        "{others:?}"
    );
}

/// Half of the talk with the first desk, then half a minute of work after it, while the second desk chats on.
#[test]
fn a_chat_is_handed_over() {
    let mut first = chat("a", &[], 1000.0);
    first.rules.arrivals = calls("a", &[0.0, 10.0]).rules.arrivals;
    first.handle = handled(always(100.0), Some(always(30.0)));
    first.rules.transfers = vec![Transfer {
        to: 1,
        share: vec![PerInterval::Same(1.0); 2],
        after: 0.5,
        warm: None,
        priority: 0,
    }];
    first.route = vec![vec![0]];
    let mut second = by(Channel::Chat, queue("b"));
    second.route = vec![vec![1]];
    // Two each: the first desk at half speed from 10 on. #0 has 40 to go at 10: 90; #1 has 40 done then, and half of
    // 10 s: 110, when #0 has 10 of 30 s of work left. Together with the 30 of #1: the first is free at 150.
    let mut desks = [group("g", 1), group("h", 1)];
    for desk in &mut desks {
        desk.rules.concurrency = chats(2, &[1.0, 1.0]);
    }
    let told = record(&center(vec![first, second], desks.into())).by_contact();
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(
        told[0].contains("90 handed over to b") && told[0].contains("90 concluded"),
        "{told:#?}"
    );
    assert!(told[1].contains("110 handed over to b"), "{told:#?}");
    assert!(
        told[2].starts_with("b+0: 90 follows a#0 (transfer), 90 arrives, 90 to h1 after 0"),
        "{told:#?}"
    );
    // The first of them has 20 done at 110, and goes on at half speed with 40 left: 190; the other ends at 210.
    assert!(
        told[2].ends_with("190 concluded") && told[3].ends_with("210 concluded"),
        "{told:#?}"
    );
}

/// A talk of no length holds no reply; the work after it is done all the same.
#[test]
fn a_talk_of_no_length() {
    let mut queue = chat("a", &[], 40.0);
    queue.rules.arrivals = calls("a", &[0.0]).rules.arrivals;
    queue.handle = handled(always(0.0), Some(always(25.0)));
    tells(
        &desk(queue, 1, 1, &[1.0]),
        "a#0: 0 arrives, 0 to g0 after 0, 25 concluded",
    );
}

/// A desk that takes twice as long replies half as often.
#[test]
fn a_slow_desk_replies_late() {
    let mut center = desk(chat("a", &[(0.0, 60.0)], 30.0), 1, 1, &[1.0]);
    center.groups[0].handle_factor = vec![2.0];
    tells(
        &center,
        "a#0: 0 arrives, 0 to g0 after 0, 60 reply by g0 after 60, 120 reply by g0 after 60, 120 concluded",
    );
}
