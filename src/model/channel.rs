//! The way a contact reaches the center, and what follows from it: conversations by text, threads, dialers,
//! clocks, and how many contacts one agent may hold.

use serde::Serialize;

use super::{Distribution, PerInterval, Ticks};

/// The way a contact reaches the center.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
#[repr(usize)]
pub enum Channel {
    /// A telephone call.
    #[default]
    Voice,
    /// A chat: both sides are there until it ends.
    Chat,
    /// A thread of messages: the customer answers when it suits them.
    Messaging,
    /// An e-mail: nobody waits on the line, and it waits over night.
    Email,
    /// A post or message on a social network, treated as an e-mail is.
    Social,
    /// A telephone call that the center makes.
    Outbound,
}

/// How many channels there are.
pub const CHANNELS: usize = Channel::ALL.len();

impl Channel {
    /// All of them, in the order of every table.
    pub const ALL: [Channel; 6] = [
        Self::Voice,
        Self::Chat,
        Self::Messaging,
        Self::Email,
        Self::Social,
        Self::Outbound,
    ];

    /// The name in scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Messaging => "messaging",
            Self::Email => "email",
            Self::Social => "social",
            Self::Outbound => "outbound",
        }
    }

    /// Whether agent and customer write: such contacts may be held beside others, and be interrupted.
    pub fn is_text(self) -> bool {
        !matches!(self, Self::Voice | Self::Outbound)
    }

    /// Whether the work may wait for hours: nobody holds on.
    pub fn is_deferred(self) -> bool {
        matches!(self, Self::Email | Self::Social)
    }

    /// Whether contacts come while the center is closed, and wait until it opens again.
    pub fn comes_when_closed(self) -> bool {
        self.is_deferred() || self == Self::Messaging
    }
}

/// What a wait is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// Time as it passes.
    #[default]
    Wall,
    /// Opening hours only: the clock stands while the center is closed.
    Open,
}

/// A conversation by text in which the customer waits for replies.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    /// Work from one reply to the next at normal speed, in seconds: a talk has as many replies as it holds such
    /// stretches (rounded, at least one), all of the same length.
    pub reply_s: f64,
    /// A reply within this time is one in time.
    pub within: Ticks,
    /// Probability that the customer leaves in mid-conversation without a word, at a point of the talk that is
    /// uniform over its work.
    pub leaves: f64,
    /// How long the customer waits for a reply before leaving without a word, in seconds; nothing where they
    /// always wait.
    pub patience: Option<Distribution>,
    /// For how long a conversation that the customer has left still takes one of the agent's places, in seconds.
    pub timeout_s: f64,
}

impl Conversation {
    /// Whether a customer may leave without a word.
    pub fn may_be_left(&self) -> bool {
        self.leaves > 0.0 || self.patience.is_some()
    }
}

/// A thread of messages: after each of the agent's replies the customer may write again.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// Probability that the customer writes again after a reply.
    pub again: f64,
    /// The most turns of one thread.
    pub most: u32,
    /// How long the customer takes to write, in seconds.
    pub delay: Distribution,
    /// How long a turn waits for the agent of the turn before, where they are on duty, before any may take it, in
    /// seconds.
    pub same_agent_s: f64,
    /// A turn taken up within this time is one in time.
    pub within: Ticks,
}

impl Thread {
    /// Mean number of turns: geometric, cut off at the most.
    pub fn mean_turns(&self) -> f64 {
        if self.again >= 1.0 {
            return f64::from(self.most);
        }
        (1.0 - libm::pow(self.again, f64::from(self.most))) / (1.0 - self.again)
    }
}

/// How a dialer works.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialing {
    /// An agent reads the record for this long, in seconds, then dials and waits for an answer.
    Preview(Distribution),
    /// A number is dialed for each free agent, who waits for the answer.
    Progressive,
    /// So many numbers are under way for each free agent; who answers waits for one of them.
    Ratio(f64),
}

/// Calls that the center makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialer {
    /// How it works.
    pub dialing: Dialing,
    /// Numbers to call that are there at opening, beside those that come by the queue's volume.
    pub list: u32,
    /// Probability that somebody answers, by interval of dialing.
    pub reach: PerInterval<f64>,
    /// How long it rings until somebody answers, in seconds.
    pub ring: Distribution,
    /// How long it rings where nobody does, in seconds.
    pub no_answer_s: f64,
    /// Share of those who answer who are somebody else.
    pub wrong_party: f64,
    /// How long a talk with somebody else lasts, in seconds.
    pub wrong_length: Distribution,
    /// The most attempts to reach a number; somebody else, or a call abandoned, is not tried again.
    pub attempts: u32,
    /// Time until the next attempt, in seconds.
    pub again_s: f64,
    /// Numbers are dialed only while more agents than this are free in the queue's groups, and for those alone.
    pub idle_over: u32,
}

impl Dialer {
    /// Probability that a number first dialed in `interval` ever reaches whom it is meant for, were all its attempts
    /// of that interval: somebody else who answers ends them.
    pub fn reached(&self, interval: usize) -> f64 {
        let missed = libm::pow(1.0 - self.reach.at(interval), f64::from(self.attempts));
        (1.0 - missed) * (1.0 - self.wrong_party)
    }
}

/// Customers whom a bot seemed to have served and who come back to an agent.
#[derive(Debug, Clone, PartialEq)]
pub struct BotFailure {
    /// Share of those served by it.
    pub share: f64,
    /// Time until they come back, in seconds.
    pub delay: Distribution,
    /// How many times as long as others they would wait.
    pub patience_factor: f64,
}

/// How many contacts one agent may hold at once, and how fast they then go.
#[derive(Debug, Clone, PartialEq)]
pub struct Concurrency {
    /// The most of each channel, by [`Channel`]; 1 for calls.
    pub most: [u32; CHANNELS],
    /// The most over all channels.
    pub in_all: u32,
    /// Channels whose contacts may be held together, both ways; calls are always alone. How many of one channel
    /// go together is said by `most` alone.
    pub together: [[bool; CHANNELS]; CHANNELS],
    /// The agent's speed over all contacts in hand with 1, 2, 3 … of them, in units of the speed with one; the
    /// first is 1. With more contacts than entries the last holds.
    pub speed: Vec<f64>,
}

impl Concurrency {
    /// The agent's speed over all of `contacts` in hand.
    pub fn speed_with(&self, contacts: usize) -> f64 {
        let at = contacts.clamp(1, self.speed.len().max(1)) - 1;
        self.speed.get(at).copied().unwrap_or(1.0)
    }

    /// The most of a channel's contacts that one agent holds, with those of the `others` that may be held beside them.
    pub fn most_held(&self, channel: Channel, others: &[Channel]) -> u32 {
        let beside = Channel::ALL.into_iter().filter(|other| {
            let goes = self.together[channel as usize][*other as usize];
            *other != channel && goes && others.contains(other)
        });
        let most: u32 = beside.map(|other| self.most[other as usize]).sum();
        (self.most[channel as usize] + most).min(self.in_all)
    }
}

/// Which contacts an agent puts aside for which others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interruption {
    /// Channels whose contacts are put aside, by [`Channel`]: deferred ones.
    pub of: [bool; CHANNELS],
    /// Channels for whose contacts that is done.
    pub by: [bool; CHANNELS],
    /// Work that each resumption adds, in seconds.
    pub switching_s: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialer(attempts: u32, wrong_party: f64) -> Dialer {
        let at_once = Distribution::Deterministic { value: 0.0 };
        Dialer {
            dialing: Dialing::Progressive,
            list: 0,
            reach: PerInterval::Each(vec![0.5, 0.2]),
            ring: at_once.clone(),
            no_answer_s: 25.0,
            wrong_party,
            wrong_length: at_once,
            attempts,
            again_s: 3600.0,
            idle_over: 0,
        }
    }

    /// Worked out by hand: 1 + 3/4 + 9/16 turns of three at most; 4 were there no end.
    #[test]
    fn threads_have_their_mean_number_of_turns() {
        let thread = |most| Thread {
            again: 0.75,
            most,
            delay: Distribution::Exponential { mean: 600.0 },
            same_agent_s: 0.0,
            within: Ticks::ZERO,
        };
        assert!((thread(3).mean_turns() - 2.3125).abs() < 1e-12);
        assert!((thread(1).mean_turns() - 1.0).abs() < 1e-12);
        assert!((thread(10_000).mean_turns() - 4.0).abs() < 1e-9);
    }

    /// Worked out by hand: 1 − 0.5³ are answered, one in ten by somebody else.
    #[test]
    fn numbers_are_reached_in_so_many_attempts() {
        assert!((dialer(3, 0.1).reached(0) - 0.7875).abs() < 1e-12);
        assert!((dialer(1, 0.0).reached(1) - 0.2).abs() < 1e-12);
    }

    #[test]
    fn contacts_are_held_beside_those_that_go_with_them() {
        let mut together = [[false; CHANNELS]; CHANNELS];
        together[Channel::Chat as usize][Channel::Email as usize] = true;
        together[Channel::Email as usize][Channel::Chat as usize] = true;
        let concurrency = Concurrency {
            most: [1, 3, 4, 2, 1, 1],
            in_all: 4,
            together,
            speed: vec![1.0, 1.5],
        };
        let all = Channel::ALL;
        assert_eq!(concurrency.most_held(Channel::Chat, &all), 4);
        assert_eq!(concurrency.most_held(Channel::Chat, &[Channel::Chat]), 3);
        assert_eq!(concurrency.most_held(Channel::Email, &all), 4);
        assert_eq!(concurrency.most_held(Channel::Voice, &all), 1);
        assert_eq!(concurrency.speed_with(3), 1.5);
    }
}
