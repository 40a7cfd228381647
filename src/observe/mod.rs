//! Listeners to the engine: the [`Observer`] trait in the engine's terms, and those who listen.
//!
//! In: what happened to a contact or a group, told as it becomes known. Out: whatever the listener makes of
//! it; [`Counters`] keeps the exact counts and integrals from which all estimates are made. The engine
//! knows nothing of statistics, and a listener nothing of routing.

mod counters;
mod demand;
mod in_order;
mod queue_path;
mod run_on;

pub use counters::{ContactCell, Counters, GroupCell, WaitRecord};
pub use demand::{Demand, Slots};
pub use in_order::InOrder;
pub use queue_path::QueuePath;
pub use run_on::RunOn;

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
    /// When it arrived.
    pub arrived: Ticks,
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

    /// The most contacts of a queue that waited at once during an interval, told at its end.
    fn queue_peak(&mut self, _interval: usize, _queue: QueueId, _waiting: u32) {}

    /// The most contacts of the whole center that waited at once during an interval, told at its end.
    fn center_peak(&mut self, _interval: usize, _waiting: u32) {}

    /// `agents` of a group were on duty (on queue, or finishing a contact after their time) from one
    /// moment to another, both within opening hours.
    fn on_duty(&mut self, _group: GroupId, _from: Ticks, _to: Ticks, _agents: u32) {}
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
