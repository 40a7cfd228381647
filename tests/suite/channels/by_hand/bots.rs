//! Bots in front of a queue, and those for whom they failed.

use headcount::model::{BotFailure, Center, Channel, Ivr, PerInterval};

use super::super::super::voice::{always, calls, calls_of, center, group};
use super::super::by;
use super::tells;

/// Half a minute with the bot, which serves everybody; so many come back after a hundred seconds and would wait
/// half of a minute. The agent has a call of so many seconds.
fn behind_a_bot(channel: Channel, failed: f64, busy_s: f64) -> Center {
    let mut queue = by(channel, calls("a", &[0.0]));
    queue.patience = PerInterval::Same(always(60.0));
    queue.rules.ivr = Some(Ivr {
        length: always(30.0),
        contained: PerInterval::Same(1.0),
        hang_up: 0.0,
        choice: vec![],
        failure: Some(BotFailure {
            share: failed,
            delay: always(100.0),
            patience_factor: 0.5,
        }),
    });
    center(vec![queue, calls_of("v", &[(0.0, busy_s)])], vec![group("g", 1)])
}

#[test]
fn who_comes_back_is_less_patient() {
    for channel in [Channel::Voice, Channel::Chat, Channel::Messaging, Channel::Email] {
        tells(
            &behind_a_bot(channel, 1.0, 500.0),
            "a#0: 0 arrives, 0 hears the ivr, 30 leaves the ivr: Contained
             a+0: 130 follows a#0 (bot failed), 130 arrives, 160 abandons
             v#0: 0 arrives, 0 to g0 after 0 until 500",
        );
    }
}

/// They come to the queue past the bot, and are served like others.
#[test]
fn who_comes_back_is_served() {
    tells(
        &behind_a_bot(Channel::Chat, 1.0, 150.0),
        "a#0: 0 arrives, 0 hears the ivr, 30 leaves the ivr: Contained
         a+0: 130 follows a#0 (bot failed), 130 arrives, 150 to g0 after 20, 210 concluded
         v#0: 0 arrives, 0 to g0 after 0 until 150",
    );
}

#[test]
fn nobody_comes_back_from_a_good_bot() {
    tells(
        &behind_a_bot(Channel::Chat, 0.0, 150.0),
        "a#0: 0 arrives, 0 hears the ivr, 30 leaves the ivr: Contained
         v#0: 0 arrives, 0 to g0 after 0 until 150",
    );
}
