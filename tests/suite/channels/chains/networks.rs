//! Networks of product form: where a customer is one of those whom an agent serves at shared speed, or one of
//! those whom nobody serves, the numbers in both places are known whatever the laws of work and delay are
//! (Baskett, Chandy, Muntz and Palacios 1975; Kelly 1979).

use headcount::model::{Channel, Conversation, Distribution, PerInterval, Places, Thread};
use headcount::theory;

use super::super::super::voice::{exponential, group, handled, of_intervals, poisson, s};
use super::super::{by, chats, conversation};
use super::{ratio, ratio_of, simulate, simulate_from};

/// One agent, nobody waits, some leave in mid-chat without a word: chats that go on share the agent at speeds by
/// their number, those left take a place for two minutes. The chance of (a, z) is that of a truncated product.
#[test]
fn chats_left_silently_take_places() {
    let (speed, rate, leaves, timeout) = ([1.0, 1.85, 2.5, 2.9], 1.8 / 60.0, 0.4, 90.0);
    let mut queue = by(Channel::Chat, poisson("chat", 3600.0 * rate, 60.0));
    queue.handle = handled(Distribution::lognormal_by_mean_cv(60.0, 1.2), None);
    queue.rules.places = Some(Places::Fixed(0));
    queue.rules.conversation = Some(Conversation {
        leaves,
        timeout_s: timeout,
        ..conversation(20.0)
    });
    let mut desk = group("desk", 1);
    desk.rules.concurrency = chats(4, &speed);
    let center = of_intervals(21, 3600.0, vec![queue], vec![desk]);
    // Half of the work of those who leave is never done.
    let work = rate * 60.0 * (1.0 - leaves / 2.0);
    let idle = rate * leaves * timeout;
    let (mut all, mut full, mut held) = (0.0, 0.0, [0.0; 5]);
    for going in 0..=4_usize {
        for gone in 0..=4 - going {
            let slow: f64 = speed[..going].iter().product();
            let factorial: f64 = (1..=gone).map(|number| number as f64).product();
            let weight = work.powi(going as i32) / slow * idle.powi(gone as i32) / factorial;
            all += weight;
            held[going + gone] += weight;
            full += if going + gone == 4 { weight } else { 0.0 };
        }
    }
    let tallies = simulate(&center, 60, 0.0);
    ratio(
        "blocked",
        &tallies,
        0,
        |cell| (cell.blocked, cell.arrived),
        full / all,
    );
    ratio(
        "left silently",
        &tallies,
        0,
        |cell| (cell.left, cell.answered),
        leaves,
    );
    for (number, weight) in held.iter().enumerate().skip(1) {
        ratio_of(
            &format!("time with {number} places taken"),
            &tallies,
            |tally| {
                (
                    tally.holding_s.get(number).copied().unwrap_or(0.0),
                    tally.window_s(),
                )
            },
            weight / all,
        );
    }
}

/// Threads of four turns on average: agents see M/M/n with all turns, at every turn; between them customers take
/// their time by any law.
#[test]
fn threads_are_a_network_with_feedback() {
    let (again, rate, turn, delay, agents) = (0.75, 16.0, 100.0, 1200.0, 3_u32);
    let mut queue = by(Channel::Messaging, poisson("messages", rate, turn));
    queue.rules.thread = Some(Thread {
        again,
        most: 200,
        delay: Distribution::lognormal_by_mean_cv(delay, 1.5),
        same_agent_s: 0.0,
        within: s(30.0),
    });
    let mut center = of_intervals(44, 3600.0, vec![queue], vec![group("desk", agents)]);
    center.queues[0].patience = PerInterval::Same(Distribution::Forever);
    let turns = 1.0 / (1.0 - again);
    let exact = theory::Demand::new(rate * turns / 3600.0, turn, &Distribution::Forever);
    let exact = exact.with_agents(agents);
    // A few hours for the number of threads under way to settle, and for the last ones to end.
    let tallies = simulate_from(&center, 120, 6.0, 8.0);
    ratio(
        "P(wait)",
        &tallies,
        0,
        |cell| (cell.delayed, cell.arrived),
        exact.p_wait(),
    );
    ratio(
        "wait",
        &tallies,
        0,
        |cell| (cell.wait_s, cell.answered),
        exact.wait_all_s(),
    );
    ratio(
        "turns",
        &tallies,
        0,
        |cell| (cell.replies + cell.answered, cell.answered),
        turns,
    );
    ratio(
        "wait of turns",
        &tallies,
        0,
        |cell| (cell.reply_s, cell.replies),
        exact.wait_all_s(),
    );
    let stay = turns * (turn + exact.wait_all_s()) + (turns - 1.0) * delay;
    ratio("stay", &tallies, 0, |cell| (cell.stay_s, cell.concluded), stay);
    ratio_of(
        "load",
        &tallies,
        |tally| (tally.holding_s[1], tally.window_s()),
        exact.load(),
    );
}

/// Nobody ever waits: every chat is alone with its agent, and replies come after the work on them.
#[test]
fn replies_to_chats_that_are_alone() {
    let mut queue = by(Channel::Chat, poisson("chat", 60.0, 100.0));
    queue.handle = handled(exponential(100.0), None);
    queue.rules.conversation = Some(conversation(40.0));
    let center = of_intervals(6, 3600.0, vec![queue], vec![group("desk", 40)]);
    // round(talk / 40 s) replies, at least one, by the law of the talk.
    let beyond = |replies: f64| (-(replies - 0.5) * 40.0 / 100.0_f64).exp();
    let replies = 1.0 + (2..60).map(|number| beyond(f64::from(number))).sum::<f64>();
    let tallies = simulate(&center, 60, 0.0);
    ratio(
        "replies",
        &tallies,
        0,
        |cell| (cell.replies, cell.answered),
        replies,
    );
    ratio(
        "reply wait",
        &tallies,
        0,
        |cell| (cell.reply_s, cell.replies),
        100.0 / replies,
    );
}
