//! Listeners to the engine: the [`Observer`] trait in the engine's terms, and those who listen.
//!
//! In: what happened to a contact or a group, told as it becomes known. Out: whatever the listener makes of
//! it; [`Counters`] keeps the exact counts and integrals from which all estimates are made. The engine
//! knows nothing of statistics, and a listener nothing of routing.

mod cells;
mod counters;
mod demand;
mod in_order;
mod outcomes;
mod queue_path;
mod run_on;
mod trace;
mod worked;

pub use cells::{ContactCell, GroupCell, WaitRecord};
pub use counters::Counters;
pub use demand::{Demand, Slots};
pub use in_order::InOrder;
pub use outcomes::{ABSENCES, Absence, AbsenceCell, Beyond, COUNTS, Count, OutcomeCell, Outcomes};
pub use queue_path::QueuePath;
pub use run_on::RunOn;
pub use trace::{Entry, Event, Fate, Member, Trace, Traced};
pub use worked::{Worked, held_numbers};

use std::ops::AddAssign;

use crate::model::{GroupId, QueueId, Ticks};

/// A contact, as the engine tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Its queue.
    pub queue: QueueId,
    /// Its number among the contacts of its queue in this replication, from 0.
    pub number: u32,
    /// The interval in which it arrived.
    pub interval: usize,
    /// When it arrived; opening for those who came before it.
    pub arrived: Ticks,
    /// How long it had waited at `arrived`: nothing but for those who came before opening.
    pub before: Ticks,
    /// Time since `arrived` that does not count as waiting: the center was closed, and the queue's clock stood.
    pub paused: Ticks,
    /// Its segment among those of its queue; 0 where the queue has none.
    pub segment: u16,
}

impl Contact {
    /// How long it has waited at a moment, which is not before it arrived.
    #[inline]
    pub fn wait(&self, now: Ticks) -> Ticks {
        now - self.arrived + self.before - self.paused
    }
}

/// From where a contact comes that is not a first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The contact before it: its queue and number.
    pub queue: QueueId,
    /// Its number there.
    pub number: u32,
    /// Why there is another.
    pub cause: Cause,
    /// The first of the chain arrived then; a transfer or a choice belongs to the same contact as a whole.
    pub first_arrived: Ticks,
    /// Which attempt of its client this is, from 1; retries and repeats count.
    pub attempt: u32,
}

/// Why one contact follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Tried again after abandoning, balking, a busy tone or hanging up in the IVR.
    Retry,
    /// Came back because the matter was not resolved.
    Repeat,
    /// An agent handed it over.
    Transfer,
    /// It chose this queue in the IVR.
    Choice,
    /// Came back to an agent because the bot had failed.
    BotFailed,
}

/// Why a contact got a busy tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// No line was free.
    Line,
    /// No place to wait was free.
    Place,
}

/// How a stay in the IVR ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IvrEnd {
    /// It wants an agent and goes on to its queue.
    Queue,
    /// It wants an agent of another queue, where it arrives next as another contact ([`Cause::Choice`]).
    Chosen(QueueId),
    /// It was served without an agent.
    Contained,
    /// It hung up.
    HungUp,
}

/// A step of a contact that plain centers know as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It arrived.
    Arrives,
    /// It was answered.
    IsAnswered,
    /// It gave up waiting.
    Abandons,
    /// It left at once.
    Balks,
    /// It still waited at the end.
    IsLeftWaiting,
}

/// How a client's story ends, told once for every client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    /// The queue of the first attempt.
    pub queue: QueueId,
    /// The interval of the first attempt.
    pub interval: usize,
    /// When the first attempt was made.
    pub began: Ticks,
    /// Attempts in all: retries and repeats count.
    pub attempts: u32,
    /// Whether an agent (or the IVR) ever served the client.
    pub served: bool,
    /// Whether the matter was resolved in the end: served, and not left unresolved the last time.
    pub resolved: bool,
}

/// What becomes of an agent's presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// On queue.
    Comes,
    /// Gone for a planned break.
    Breaks,
    /// Gone for a short unplanned absence.
    Away,
    /// Gone for a pause after a contact.
    Pauses,
    /// Off duty.
    Leaves,
}

/// What a contact brings, whatever becomes of it, in ticks at normal speed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brings {
    /// Talk: all of the handle time where no wrap-up is told apart.
    pub talk: f64,
    /// Handle time: talk and wrap-up.
    pub work: f64,
}

/// An agent, as the engine tells of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agent {
    /// Their group.
    pub group: GroupId,
    /// Their number among all agents of the center; a group's agents are numbered in a row.
    pub number: usize,
}

/// What became of a number that was dialed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialed {
    /// Nobody answered; it will be tried again.
    Again,
    /// Nobody answered for the last time.
    Never,
    /// Whom it was meant for answered: the contact arrives next.
    Right,
    /// Somebody else answered: the contact arrives next.
    Wrong,
}

/// Ages of work that waits when the center closes.
pub const AGES: usize = 5;

/// The age from which on each class of [`AGES`] holds, in hours of the queue's clock.
pub const AGE_FROM_H: [f64; AGES] = [0.0, 4.0, 8.0, 24.0, 48.0];

/// Who listens to one replication.
///
/// Every method does nothing unless it is overridden, and what nobody overrides is compiled away.
///
/// By default a departure of a waiting contact is told when the engine comes to know of it, which may be
/// later than it happened (each event carries its true time). A listener that sets [`Self::IN_ORDER`] is
/// told everything in order of time; the engine then schedules every abandonment, for 5 to 40 ns a call.
/// What is told is the same either way.
pub trait Observer {
    /// Whether events must be told in order of time.
    const IN_ORDER: bool = false;

    /// The replication starts, on a day this busy (1 is the ordinary day).
    fn day_started(&mut self, _busyness: f64) {}

    /// An interval starts; at closing time the index is one beyond the last.
    fn interval_started(&mut self, _interval: usize) {}

    /// A contact arrived (before it is answered, balks or waits).
    fn arrived(&mut self, _contact: &Contact, _brings: &Brings) {}

    /// A contact found nobody free and left at once.
    fn balked(&mut self, _contact: &Contact) {}

    /// A contact found nobody free and waits.
    fn queued(&mut self, _contact: &Contact) {}

    /// A contact was answered at `now`; the agent will have handled it at `ends`.
    fn answered(&mut self, _contact: &Contact, _agent: Agent, _now: Ticks, _ends: Ticks) {}

    /// A waiting contact gave up at `left`.
    fn abandoned(&mut self, _contact: &Contact, _left: Ticks) {}

    /// A contact still waited when the center closed at `until`, or nobody could ever take it.
    fn left_waiting(&mut self, _contact: &Contact, _until: Ticks) {}

    /// An agent finished a contact.
    fn completed(&mut self, _agent: Agent, _now: Ticks) {}

    /// A contact took a step that was just told by the method of its own. Told where a center is not plain: who
    /// counts more there listens to this, and a plain center pays nothing for it.
    fn stepped(&mut self, _contact: &Contact, _step: Step, _now: Ticks) {}

    /// A contact that arrives next is not a first one.
    fn follows(&mut self, _contact: &Contact, _origin: &Origin) {}

    /// A contact got a busy tone when it arrived, or on its way from the IVR to the queue.
    fn blocked(&mut self, _contact: &Contact, _why: Busy, _now: Ticks) {}

    /// A contact entered the IVR.
    fn entered_ivr(&mut self, _contact: &Contact, _now: Ticks) {}

    /// A contact left the IVR.
    fn left_ivr(&mut self, _contact: &Contact, _end: IvrEnd, _now: Ticks) {}

    /// A contact that joins its queue was told how long it would wait.
    fn announced(&mut self, _contact: &Contact, _wait: Ticks, _now: Ticks) {}

    /// A waiting contact moved on to another queue, where it waits on; it stays a contact of its own queue.
    fn overflowed(&mut self, _contact: &Contact, _to: QueueId, _now: Ticks) {}

    /// A waiting contact left a message and is gone.
    fn left_message(&mut self, _contact: &Contact, _now: Ticks) {}

    /// A contact that would have waited is to be called back instead; it waits no more in the queue.
    fn callback_accepted(&mut self, _contact: &Contact, _now: Ticks) {}

    /// A contact was to be called back, but the center closed, or nobody could ever do it.
    fn callback_dropped(&mut self, _contact: &Contact, _now: Ticks) {}

    /// An agent called back in vain; `last` where nobody tries again.
    fn callback_missed(&mut self, _contact: &Contact, _agent: Agent, _now: Ticks, _last: bool) {}

    /// An agent called back and the caller answered; the agent will have handled it at `ends`.
    fn callback_reached(&mut self, _contact: &Contact, _agent: Agent, _now: Ticks, _ends: Ticks) {}

    /// An agent was busy from one moment to another beyond what `answered` or `callback_reached` told: calling
    /// back in vain, staying with a transferred contact.
    fn busy(&mut self, _agent: Agent, _from: Ticks, _to: Ticks) {}

    /// An agent handed a contact over; it arrives next at the other queue.
    fn transferred(&mut self, _contact: &Contact, _agent: Agent, _to: QueueId, _warm: bool, _now: Ticks) {}

    /// The handling of a contact ended, and its matter is resolved or not. Told where a queue has repeats.
    fn handled(&mut self, _contact: &Contact, _agent: Agent, _resolved: bool, _now: Ticks) {}

    /// A client will not try or come again. Told where a queue has retries or repeats.
    fn story_ended(&mut self, _story: &Story) {}

    /// An agent who works by text held contacts of these queues from one moment to the next, and gave each the
    /// same share of that time: told in place of the `ends` of `answered`, which is then the moment itself.
    fn held(&mut self, _agent: Agent, _queues: &[QueueId], _from: Ticks, _to: Ticks) {}

    /// An agent gave a contact of a queue all of this time, which `answered`, `callback_reached` or `busy` also
    /// told.
    fn spent(&mut self, _agent: Agent, _queue: QueueId, _from: Ticks, _to: Ticks) {}

    /// A customer by text got a reply after this wait: in a chat since the reply before, in a thread from their
    /// message until an agent took it up. `now` may be before what was told last.
    fn replied(&mut self, _contact: &Contact, _agent: Agent, _wait: Ticks, _now: Ticks) {}

    /// A customer left in mid-conversation without a word.
    fn left_silently(&mut self, _contact: &Contact, _agent: Agent, _now: Ticks) {}

    /// An agent put a contact aside for another; it waits to be resumed.
    fn interrupted(&mut self, _contact: &Contact, _agent: Agent, _now: Ticks) {}

    /// An agent took a contact up again that was put aside.
    fn resumed(&mut self, _contact: &Contact, _agent: Agent, _now: Ticks) {}

    /// A thread's customer will write, and wrote again.
    fn wrote(&mut self, _contact: &Contact, _now: Ticks) {}

    /// A contact by text is done with: answered, and all work on it finished.
    fn concluded(&mut self, _contact: &Contact, _now: Ticks) {}

    /// The horizon ended before an answered contact by text was done with.
    fn unfinished(&mut self, _contact: &Contact, _now: Ticks) {}

    /// A number of a queue was dialed; what became of it is known now.
    fn dialed(&mut self, _queue: QueueId, _interval: usize, _what: Dialed, _now: Ticks) {}

    /// The center closes, for the night or at the end of the horizon (or a calendar day ends where it never does), and
    /// so many contacts of a queue whose work
    /// may wait are there to be taken up, by age on the queue's clock ([`AGE_FROM_H`]).
    fn backlog(&mut self, _interval: usize, _queue: QueueId, _ages: &[u32; AGES]) {}

    /// An agent comes, goes, or is absent for a while.
    fn presence(&mut self, _agent: Agent, _what: Presence, _now: Ticks) {}

    /// An agent finished the contact in hand so late after the end of a time on queue.
    fn overran(&mut self, _agent: Agent, _by: Ticks, _now: Ticks) {}

    /// The most contacts of a queue that waited at once during an interval, told at its end.
    fn queue_peak(&mut self, _interval: usize, _queue: QueueId, _waiting: u32) {}

    /// The most contacts of the whole center that waited at once during an interval, told at its end.
    fn center_peak(&mut self, _interval: usize, _waiting: u32) {}

    /// `agents` of a group were on duty (on queue, or finishing a contact after their time) from one
    /// moment to another, both within opening hours.
    fn on_duty(&mut self, _group: GroupId, _from: Ticks, _to: Ticks, _agents: u32) {}
}

/// Adds numbers to others, place by place.
pub(crate) fn add_each<T: AddAssign + Copy>(mine: &mut [T], theirs: &[T]) {
    for (mine, &theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}

/// Calls `add` with every interval that `[from, to)` touches and the ticks that lie in it.
#[inline]
pub(crate) fn spread(interval: Ticks, from: Ticks, to: Ticks, mut add: impl FnMut(usize, u64)) {
    let mut index = (from.0 / interval.0) as usize;
    let mut from = from.0;
    while from < to.0 {
        let end = (index as u64 + 1) * interval.0;
        add(index, end.min(to.0) - from);
        from = end;
        index += 1;
    }
}
