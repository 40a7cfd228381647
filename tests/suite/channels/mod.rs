//! Contacts by text, deferred work and calls that the center makes: against exact chains, worked out on paper,
//! and what must hold of every center whatever it does.
//!
//! Centers are built as those of the `voice` tests are; what happens is told to listeners of these tests.

mod as_voice;
mod by_hand;
mod chains;
mod conservation;
mod record;
mod same_bytes;

use headcount::engine::{Engine, Plan};
use headcount::model::{
    CHANNELS, Center, Channel, Concurrency, Conversation, Dialer, Dialing, Interruption, PerInterval, Queue,
    Thread,
};

use super::voice::{always, in_full, s};
use record::Record;

/// A queue of another channel.
fn by(channel: Channel, mut queue: Queue) -> Queue {
    queue.channel = channel;
    queue
}

/// So many of each channel at most, so many in all, pairs that go together, and the speed with 1, 2 … in hand.
fn together(
    most: &[(Channel, u32)],
    in_all: u32,
    pairs: &[(Channel, Channel)],
    speed: &[f64],
) -> Option<Concurrency> {
    let mut rule = Concurrency {
        most: [1; CHANNELS],
        in_all,
        together: [[false; CHANNELS]; CHANNELS],
        speed: speed.to_vec(),
    };
    for &(channel, number) in most {
        rule.most[channel as usize] = number;
    }
    for &(one, other) in pairs {
        rule.together[one as usize][other as usize] = true;
        rule.together[other as usize][one as usize] = true;
    }
    Some(rule)
}

/// So many chats at once, and the speed with each number of them.
fn chats(most: u32, speed: &[f64]) -> Option<Concurrency> {
    together(&[(Channel::Chat, most)], most, &[], speed)
}

/// E-mail is put aside for calls.
fn calls_interrupt(switching_s: f64) -> Option<Interruption> {
    let mut rule = Interruption {
        of: [false; CHANNELS],
        by: [false; CHANNELS],
        switching_s,
    };
    rule.of[Channel::Email as usize] = true;
    rule.by[Channel::Voice as usize] = true;
    Some(rule)
}

/// Replies after so much work, within a minute in time; nobody leaves.
fn conversation(reply_s: f64) -> Conversation {
    Conversation {
        reply_s,
        within: s(60.0),
        leaves: 0.0,
        patience: None,
        timeout_s: 120.0,
    }
}

/// So many turns on average, the customer writing after so long.
fn thread(again: f64, most: u32, delay_s: f64) -> Thread {
    Thread {
        again,
        most,
        delay: always(delay_s),
        same_agent_s: 0.0,
        within: s(60.0),
    }
}

/// Everybody answers at once, and is the right one; numbers are tried once.
fn dialer(dialing: Dialing) -> Dialer {
    Dialer {
        dialing,
        list: 0,
        reach: PerInterval::Same(1.0),
        ring: always(0.0),
        no_answer_s: 25.0,
        wrong_party: 0.0,
        wrong_length: always(20.0),
        attempts: 1,
        again_s: 3600.0,
        idle_over: 0,
    }
}

/// A queue of numbers to call; who answers and finds nobody hangs up at once.
fn outbound(mut queue: Queue, dialer: Dialer) -> Queue {
    queue.channel = Channel::Outbound;
    queue.patience = PerInterval::Same(always(0.0));
    queue.rules.dialer = Some(dialer);
    queue
}

/// What one replication of a center tells.
fn record(center: &Center) -> Record {
    let plan: Plan = in_full(center);
    let mut record = Record::new(center);
    Engine::new(&plan).replicate(2026, 0, &mut record);
    record
}
