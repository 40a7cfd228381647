//! A contact under way, from its arrival until it has parted.

use super::timer::CallRef;
use crate::engine::lean::NOBODY;
use crate::model::{MAX_TICKS, QueueId};
use crate::observe::{Contact, Story};
use crate::random::Dice;

/// Where a contact is on its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Arriving, or on its way between two stages.
    Moving,
    /// In the IVR.
    Ivr,
    /// Waiting in a queue.
    Waiting,
    /// Waiting to be called back: in a queue without holding on, or for its hour.
    Callback,
    /// With an agent.
    Handled,
    /// Put aside by an agent, waiting to be resumed.
    Aside,
    /// The customer of a thread has yet to write again.
    Writing,
    /// A further turn of a thread waits.
    Turn,
    /// On the list of those to be called.
    Listed,
    /// Being called.
    Ringing,
}

/// How a contact leaves its queue if nobody takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    Abandons,
    LeavesMessage,
}

/// The place of a contact among those of its queue: the least comes first. The rank is the higher the less it
/// counts; among equals the longest wait (credit included), then who came first.
pub(super) type Key = (i64, i64, u64);

/// A contact under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    /// As observers are told of it.
    pub(super) contact: Contact,
    pub(super) dice: Dice,
    /// What its client has been through.
    pub(super) story: Story,
    /// Times that the client came back unresolved.
    pub(super) repeats: u32,
    /// When the first leg of this conversation arrived.
    pub(super) first_arrived: u64,
    pub(super) stage: Stage,
    /// Raised whenever the contact goes on to another stage.
    pub(super) stamp: u32,
    /// The queue in which it waits: its own, or one to which it overflowed.
    pub(super) place: QueueId,
    pub(super) key: Key,
    /// Times that it moved on to another queue while waiting.
    pub(super) moves: u32,
    /// Talk, and talk with wrap-up, at normal speed, in ticks.
    pub(super) talk: f64,
    pub(super) work: f64,
    /// In ticks.
    pub(super) patience: f64,
    /// Whether it leaves at once if it would have to wait.
    pub(super) balks: bool,
    pub(super) priority: i32,
    /// In ticks.
    pub(super) credit: u64,
    /// The set of lines of which it holds one.
    pub(super) line: Option<usize>,
    /// When it leaves its queue if nobody takes it, and how.
    pub(super) leaves: (u64, Leaves),
    /// Attempts to call it back so far.
    pub(super) called: u32,
    /// The queue to which it is handed over when the talk ends, by its place among the transfers.
    pub(super) transfer: Option<usize>,
    /// The agent who handles it, and when their talk ends.
    pub(super) handler: u32,
    pub(super) talk_ends: u64,
    /// Whether an agent handed it over.
    pub(super) handed_over: bool,
    /// The agent of the leg before, who stays until the next one takes it.
    pub(super) handed_by: Option<u32>,
    /// How long that agent talks on with the next, and works after it, in ticks.
    pub(super) conference: u64,
    pub(super) wrap_up: u64,
    /// Since when that agent has nothing to do but wait.
    pub(super) handed_at: u64,
    /// Since when it waits for this answer, for its place among the others: its arrival, or a further message.
    pub(super) since: u64,
    /// Work done before it was put aside, in ticks at normal speed.
    pub(super) done: f64,
    /// Further turns of its thread.
    pub(super) turns: u32,
    /// The agent whose thread it is, and until when a turn is kept for them.
    pub(super) owner: u32,
    pub(super) kept_until: u64,
    /// Attempts to reach it by a dialer so far.
    pub(super) dialed: u32,
    /// Whether its client comes past the bot that failed.
    pub(super) bot_failed: bool,
    /// Whether this attempt is answered, and by somebody else.
    pub(super) answers: bool,
    pub(super) wrong_party: bool,
}

/// Contacts under way, each at a number that it keeps.
#[derive(Debug, Clone, Default)]
pub(super) struct Calls {
    calls: Vec<Call>,
    free: Vec<u32>,
}

impl Calls {
    pub(super) fn clear(&mut self) {
        self.calls.clear();
        self.free.clear();
    }

    /// Takes a contact in and gives its number.
    pub(super) fn add(&mut self, mut call: Call) -> u32 {
        match self.free.pop() {
            Some(number) => {
                call.stamp = self.calls[number as usize].stamp + 1;
                self.calls[number as usize] = call;
                number
            }
            None => {
                self.calls.push(call);
                (self.calls.len() - 1) as u32
            }
        }
    }

    /// Forgets a contact; what was set for it no longer happens.
    pub(super) fn remove(&mut self, number: u32) {
        self.calls[number as usize].stamp += 1;
        self.free.push(number);
    }

    pub(super) fn at(&self, number: u32) -> &Call {
        &self.calls[number as usize]
    }

    pub(super) fn at_mut(&mut self, number: u32) -> &mut Call {
        &mut self.calls[number as usize]
    }

    /// A contact where it is now.
    pub(super) fn reference(&self, number: u32) -> CallRef {
        CallRef {
            call: number,
            stamp: self.at(number).stamp,
        }
    }

    /// Brings a contact to another stage; what was set for the one before no longer happens.
    pub(super) fn goes_on(&mut self, number: u32, stage: Stage) -> CallRef {
        let call = self.at_mut(number);
        call.stage = stage;
        call.stamp += 1;
        self.reference(number)
    }

    /// Whether a contact is still where it was.
    pub(super) fn holds(&self, reference: CallRef) -> bool {
        self.at(reference.call).stamp == reference.stamp
    }
}

impl Call {
    /// A contact that arrives, nothing decided yet.
    pub(super) fn new(contact: Contact, dice: Dice, story: Story) -> Self {
        Self {
            contact,
            dice,
            story,
            repeats: 0,
            first_arrived: contact.arrived.0,
            stage: Stage::Moving,
            stamp: 0,
            place: contact.queue,
            key: (0, 0, 0),
            moves: 0,
            talk: 0.0,
            work: 0.0,
            patience: f64::INFINITY,
            balks: false,
            priority: 0,
            credit: 0,
            line: None,
            leaves: (MAX_TICKS.0, Leaves::Abandons),
            called: 0,
            transfer: None,
            handler: NOBODY,
            talk_ends: 0,
            handed_over: false,
            handed_by: None,
            conference: 0,
            wrap_up: 0,
            handed_at: 0,
            since: contact.arrived.0,
            done: 0.0,
            turns: 0,
            owner: NOBODY,
            kept_until: 0,
            dialed: 0,
            bot_failed: false,
            answers: false,
            wrong_party: false,
        }
    }

    /// How long it has waited for this answer, without credit.
    pub(super) fn waited(&self, now: u64) -> u64 {
        now.saturating_sub(self.since) + self.contact.before.0
    }

    /// How long it counts as having waited, with credit.
    pub(super) fn counts_as_waited(&self, now: u64) -> u64 {
        self.waited(now) + self.credit
    }
}
