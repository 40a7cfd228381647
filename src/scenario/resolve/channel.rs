//! What a queue's channel brings with it: its clock, conversations by text, threads, and what does not go with it.

use super::rules::Of;
use crate::model::{Channel, Clock, Conversation, Distribution, Thread, Ticks};
use crate::scenario::distribution::LawSeries;
use crate::scenario::file::{Spot, Typed, TypedQueue};
use crate::scenario::leaf::show_duration;
use crate::scenario::source::Place;

/// A reply in a chat within this time is one in time, in seconds.
const REPLY_WITHIN_S: f64 = 60.0;
/// A chat left without a word takes a place for so long, in seconds.
const TIMEOUT_S: f64 = 120.0;
/// The most turns of a thread.
const MOST_TURNS: u32 = 50;

/// The channel of a queue: telephone calls where none is typed.
pub(super) fn of_queue(typed: &TypedQueue) -> Channel {
    typed
        .medium
        .channel
        .as_ref()
        .map_or(Channel::Voice, |(channel, _)| *channel)
}

/// The channel of every queue.
pub(super) fn channels(typed: &Typed) -> Vec<Channel> {
    typed.queues.iter().map(of_queue).collect()
}

/// Contacts of a channel, in words.
pub(super) fn contacts(channel: Channel) -> &'static str {
    match channel {
        Channel::Voice => "telephone calls",
        Channel::Chat => "chats",
        Channel::Messaging => "messages",
        Channel::Email => "e-mails",
        Channel::Social => "posts on social networks",
        Channel::Outbound => "calls that the center makes",
    }
}

/// By what the queue's waits are measured.
pub(super) fn clock(of: &mut Of<'_, '_>) -> Clock {
    let closes = !of.setting.frame.closed.is_empty();
    match &of.typed.medium.clock {
        Some((index, place)) => {
            let clock = [Clock::Wall, Clock::Open][*index];
            if clock == Clock::Open && !closes {
                of.warn(
                    place,
                    "this clock has no effect here",
                    "the center never closes, so it never stands",
                    "give the center `hours`, or remove it",
                );
            }
            clock
        }
        None if of.channel().is_deferred() => {
            if closes && !of.typed.present.has("clock") {
                of.assume("clock", "open", "waits and T count opening hours only");
            }
            Clock::Open
        }
        None => Clock::Wall,
    }
}

/// How a chat goes.
pub(super) fn conversation(of: &mut Of<'_, '_>) -> Option<Option<Conversation>> {
    let Some(typed) = &of.typed.medium.conversation else {
        return Some(None);
    };
    if of.channel() != Channel::Chat {
        let remedy = "write channel = \"chat\", or remove it";
        of.wrong_channel(&typed.place, "conversation", "only chats hold one", remedy);
        return None;
    }
    let absent = |key: &str| !typed.present.has(key);
    if absent("reply") {
        let remedy = "add reply = \"40s\", the work from one reply to the next";
        of.missing(&typed.place, "reply", remedy);
    }
    if absent("within") {
        let meaning = "a reply within this is one in time";
        of.assume("conversation.within", show_duration(REPLY_WITHIN_S), meaning);
    }
    let leaves = typed.leaves.as_ref().map_or(0.0, |(share, _)| *share);
    if absent("leaves") {
        of.assume(
            "conversation.leaves",
            "0",
            "nobody leaves in mid-chat by themselves",
        );
    }
    let patience = match &typed.patience {
        Some(law) => Some(of.law("conversation.patience", law)?).filter(|law| *law != Distribution::Forever),
        None => {
            if absent("patience") {
                let meaning = "nobody leaves for waiting for a reply";
                of.assume("conversation.patience", "forever", meaning);
            }
            None
        }
    };
    let left = leaves > 0.0 || patience.is_some();
    match &typed.timeout {
        Some((_, place)) if !left => of.warn(
            place,
            "this timeout has no effect",
            "nobody leaves a chat without a word",
            "add leaves = \"5%\" or a patience, or remove it",
        ),
        None if left && absent("timeout") => {
            let meaning = "a chat left without a word takes a place so long";
            of.assume("conversation.timeout", show_duration(TIMEOUT_S), meaning);
        }
        _ => {}
    }
    let value = |spot: &Option<Spot<f64>>, default: f64| spot.as_ref().map_or(default, |(value, _)| *value);
    Some(Some(Conversation {
        reply_s: typed.reply.as_ref()?.0,
        within: Ticks::from_seconds(value(&typed.within, REPLY_WITHIN_S)),
        leaves,
        patience,
        timeout_s: value(&typed.timeout, TIMEOUT_S),
    }))
}

/// How a thread of messages goes; `within` is the queue's T.
pub(super) fn thread(of: &mut Of<'_, '_>, within: Ticks) -> Option<Option<Thread>> {
    let Some(typed) = &of.typed.medium.thread else {
        if of.channel() == Channel::Messaging && !of.typed.present.has("thread") {
            of.assume("thread.turns", "1", "nobody writes again");
        }
        return Some(None);
    };
    if of.channel() != Channel::Messaging {
        let remedy = "write channel = \"messaging\", or remove it";
        of.wrong_channel(&typed.place, "thread", "only messages make one", remedy);
        return None;
    }
    let absent = |key: &str| !typed.present.has(key);
    if absent("turns") {
        of.missing(&typed.place, "turns", "add turns = 4, the mean number of turns");
    }
    let most = typed.most.as_ref().map_or(MOST_TURNS, |(most, _)| *most as u32);
    if absent("most") {
        of.assume(
            "thread.most",
            MOST_TURNS.to_string(),
            "the most turns of a thread",
        );
    }
    if absent("same_agent") {
        let meaning = "a turn goes to whoever is free, first to the agent of the turn before";
        of.assume("thread.same_agent", "0s", meaning);
    }
    if absent("within") {
        let meaning = "a turn taken up within the queue's T is one in time";
        of.assume("thread.within", show_duration(within.seconds()), meaning);
    }
    let (turns, place) = typed.turns.as_ref()?;
    let delay = if *turns > 1.0 {
        if absent("delay") {
            let remedy = "add delay = \"40m\", the mean time until the customer writes again";
            of.missing(&typed.place, "delay", remedy);
        }
        of.law("thread.delay", typed.delay.as_ref()?)?
    } else {
        let spots = [
            ("delay", typed.delay.as_ref().map(LawSeries::place)),
            ("most", typed.most.as_ref().map(|(_, place)| place)),
            ("same_agent", typed.same_agent.as_ref().map(|(_, place)| place)),
        ];
        of.no_effect(
            &spots,
            "a thread has one turn: nobody writes again",
            "write turns = 4, or remove it",
        );
        Distribution::Deterministic { value: 0.0 }
    };
    if f64::from(most) < *turns {
        of.warn(
            place,
            format!("threads of {turns} turns on average, and {most} at most"),
            "most of them are cut off",
            "raise `most`",
        );
    }
    Some(Some(Thread {
        again: 1.0 - 1.0 / turns,
        most,
        delay,
        same_agent_s: typed.same_agent.as_ref().map_or(0.0, |(time, _)| *time),
        within: typed
            .within
            .as_ref()
            .map_or(within, |(within, _)| Ticks::from_seconds(*within)),
    }))
}

/// Refuses what does not go with the queue's channel.
pub(super) fn refuse(of: &mut Of<'_, '_>) {
    let channel = of.channel();
    if channel == Channel::Outbound {
        return refuse_outbound(of);
    }
    if !channel.is_text() {
        return;
    }
    let what = contacts(channel);
    if let Some(callback) = &of.typed.entry.callback {
        of.error(
            &callback.place,
            format!("`callback` does not go with {what}"),
            "only who holds on a line can be offered to be called back",
            "remove it, or add a queue of telephone calls",
        );
    }
    for transfer in &of.typed.onward.transfers {
        if let Some(law) = &transfer.warm {
            of.error(
                law.place(),
                format!("a warm transfer does not go with {what}"),
                "agents talk to each other beside a call only",
                "remove `warm`: the next agent reads what was written",
            );
        }
    }
}

fn refuse_outbound(of: &mut Of<'_, '_>) {
    let queue = of.typed;
    let (entry, caller) = (&queue.entry, &queue.caller);
    fn at<T>(spot: Option<&Spot<T>>) -> Option<&Place> {
        spot.map(|(_, place)| place)
    }
    let overflow = queue.onward.overflow.as_ref();
    let spots = [
        ("ivr", entry.ivr.as_ref().map(|ivr| &ivr.place)),
        ("bot", entry.bot.as_ref().map(|bot| &bot.place)),
        (
            "callback",
            entry.callback.as_ref().map(|callback| &callback.place),
        ),
        ("places", at(entry.places.as_ref())),
        ("places_per_agent", at(entry.places_per_agent.as_ref())),
        ("announce", at(entry.announce.as_ref())),
        ("message", caller.message.as_ref().map(|message| &message.place)),
        ("retry", caller.retry.as_ref().map(|retry| &retry.place)),
        ("overflow", overflow.map(|overflow| &overflow.place)),
        ("balk", queue.balk.as_ref().map(|balk| &balk.place)),
        ("balk_by_length", at(caller.balk_by_length.as_ref())),
        ("balk_by_announced", at(caller.balk_by_announced.as_ref())),
        ("hang_ups", at(caller.hang_ups.as_ref())),
        ("backlog", queue.backlog.as_ref().map(|backlog| &backlog.place)),
        ("arrivals", at(queue.stream.replay())),
    ];
    for (key, place) in spots {
        let Some(place) = place else { continue };
        let remedy = match key {
            "retry" => "remove it: the dialer says when it tries again",
            "backlog" => "remove it: numbers there at opening are the `list` of the dialer",
            "arrivals" => "remove the record: its contacts were not calls of a dialer",
            _ => "remove it",
        };
        of.error(
            place,
            format!("`{key}` does not go with outbound calls"),
            "the center makes these calls: nobody comes, and nobody means to wait",
            remedy,
        );
    }
    let repeat = caller.repeat.as_ref();
    if let Some(repeat) = repeat.filter(|repeat| {
        let to_itself = repeat.to.as_ref().is_some_and(|(name, _)| *name == queue.name.0);
        to_itself || !repeat.present.has("to")
    }) {
        of.error(
            &repeat.place,
            "nobody comes back to a queue of outbound calls",
            "who was called and comes back calls another queue",
            "add to = \"service\", a queue that takes calls",
        );
    }
}

impl Of<'_, '_> {
    /// The queue's channel.
    pub(super) fn channel(&self) -> Channel {
        self.setting.channels[self.queue]
    }

    /// Complains of a table that another channel has.
    pub(super) fn wrong_channel(&mut self, place: &Place, key: &str, rule: &str, remedy: &str) {
        let what = contacts(self.channel());
        self.error(place, format!("`{key}` does not go with {what}"), rule, remedy);
    }
}
