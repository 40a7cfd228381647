//! What is counted of contacts and clients beyond waiting.

use serde::{Deserialize, Serialize};

use crate::observe::{AGES, Cause, add_each};

/// What is counted of contacts and clients. Times are sums in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Count {
    /// Contacts that came, whatever became of them.
    Came,
    /// Of those, another attempt after one that failed.
    Retries,
    /// Of those, back because the matter was not resolved.
    Repeats,
    /// Of those, handed over by an agent.
    TransferredIn,
    /// Of those, here by choice in the IVR.
    ChosenIn,
    /// Busy tone for want of a line.
    BlockedLine,
    /// Busy tone for want of a place to wait.
    BlockedPlace,
    /// Served by the IVR.
    Contained,
    /// Hung up in the IVR.
    IvrHungUp,
    /// Chose another queue in the IVR.
    ChoseElsewhere,
    /// Left a message in place of waiting on.
    Messages,
    /// To be called back.
    Callbacks,
    /// Called back and reached.
    CallbacksReached,
    /// Never reached: called back in vain for the last time, or not at all before the center closed.
    CallbacksMissed,
    /// From accepting until being reached.
    CallbackWait,
    /// Moved on to wait in another queue.
    Overflowed,
    /// Handed over at once.
    TransferredCold,
    /// Handed over with the first agent staying.
    TransferredWarm,
    /// Handled, and the matter not resolved.
    Unresolved,
    /// Told how long they would wait.
    Announced,
    /// What they were told.
    AnnouncedWait,
    /// Of those told, answered.
    Compared,
    /// What these were told.
    ComparedAnnounced,
    /// What these then waited.
    ComparedWait,
    /// By how much the two differed.
    ComparedError,
    /// Clients, by their first attempt.
    Clients,
    /// Their attempts.
    Attempts,
    /// Clients served in the end.
    ClientsServed,
    /// Clients whose matter was resolved in the end.
    ClientsResolved,
    /// Clients whose matter was resolved at the first attempt.
    ResolvedAtFirst,
    /// Contacts over all their legs, of which one was answered.
    Wholes,
    /// Their waits over all legs.
    WholeWait,
    /// Of those who came, back because the bot had failed.
    BotFailures,
    /// Replies to customers by text.
    Replies,
    /// Their waits.
    ReplyWait,
    /// Of the replies, in time.
    RepliesWithin,
    /// Left in mid-conversation without a word.
    LeftSilently,
    /// Times that work was put aside for another contact.
    Interruptions,
    /// By text, and done with.
    Concluded,
    /// From their arrival until they were done with, on the wall's clock.
    ConclusionTime,
    /// Answered by text, and not done with at the end of the horizon.
    Unfinished,
    /// Numbers dialed, by the interval of dialing.
    Dials,
    /// Of those, answered by whom they were meant for.
    RightParty,
    /// Of those, answered by somebody else.
    WrongParty,
    /// Numbers that nobody answered at the last attempt.
    NeverReached,
    /// Times that the center closed (or a day ended) with the backlog counted.
    Closings,
    /// Work that waited then, of each age.
    Backlog0,
    /// See [`Count::Backlog0`].
    Backlog1,
    /// See [`Count::Backlog0`].
    Backlog2,
    /// See [`Count::Backlog0`].
    Backlog3,
    /// See [`Count::Backlog0`].
    Backlog4,
}

/// How many counts there are.
pub const COUNTS: usize = Count::Backlog4 as usize + 1;

/// The counts of one queue (or segment) and interval, by [`Count`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeCell(pub [u64; COUNTS]);

impl Default for OutcomeCell {
    fn default() -> Self {
        Self([0; COUNTS])
    }
}

impl Serialize for OutcomeCell {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0[..].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OutcomeCell {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Vec::<u64>::deserialize(deserializer)?;
        let wrong = |list: Vec<u64>| serde::de::Error::invalid_length(list.len(), &"all counts");
        list.try_into().map(Self).map_err(wrong)
    }
}

impl OutcomeCell {
    /// One of the counts.
    pub fn get(&self, count: Count) -> u64 {
        self.0[count as usize]
    }

    /// Adds another cell.
    pub fn add(&mut self, other: &OutcomeCell) {
        add_each(&mut self.0, &other.0);
    }

    /// What figures of waiting take from it.
    pub fn beyond(&self) -> Beyond {
        let sum = |of: &[Count]| of.iter().map(|&count| self.get(count)).sum();
        Beyond {
            blocked: sum(&[Count::BlockedLine, Count::BlockedPlace]),
            elsewhere: sum(&[
                Count::Contained,
                Count::IvrHungUp,
                Count::ChoseElsewhere,
                Count::Messages,
                Count::Callbacks,
            ]),
            lost: sum(&[Count::IvrHungUp, Count::CallbacksMissed]),
            replies: self.get(Count::Replies),
            reply_wait: self.get(Count::ReplyWait),
        }
    }

    pub(super) fn bump(&mut self, count: Count, by: u64) {
        self.0[count as usize] += by;
    }
}

/// What figures of waiting take from beyond it: contacts that came and were neither offered nor balked, and
/// replies by text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beyond {
    /// Got a busy tone.
    pub blocked: u64,
    /// Ended otherwise: in the IVR, with a message, to be called back.
    pub elsewhere: u64,
    /// Of the latter, lost: hung up in the IVR, or called back and never reached.
    pub lost: u64,
    /// Replies by text.
    pub replies: u64,
    /// Their waits, in ticks.
    pub reply_wait: u64,
}

impl Beyond {
    /// Adds others.
    pub fn add(&mut self, other: Beyond) {
        self.blocked += other.blocked;
        self.elsewhere += other.elsewhere;
        self.lost += other.lost;
        self.replies += other.replies;
        self.reply_wait += other.reply_wait;
    }
}

impl Count {
    /// What counts a contact that follows another for this reason.
    pub(super) fn of_cause(cause: Cause) -> Self {
        match cause {
            Cause::Retry => Self::Retries,
            Cause::Repeat => Self::Repeats,
            Cause::Transfer => Self::TransferredIn,
            Cause::Choice => Self::ChosenIn,
            Cause::BotFailed => Self::BotFailures,
        }
    }

    /// What counts the waiting work of each age.
    pub const BACKLOG: [Count; AGES] = [
        Self::Backlog0,
        Self::Backlog1,
        Self::Backlog2,
        Self::Backlog3,
        Self::Backlog4,
    ];
}
