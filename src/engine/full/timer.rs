//! What happens at a moment of its own, beside arrivals, completions and the end of patience.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::model::MAX_TICKS;

/// A contact at one stage of its path. When it has gone on, the stamp no longer fits, and what was to happen
/// does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CallRef {
    pub(super) call: u32,
    pub(super) stamp: u32,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// The talk ends: the line is free, or the contact is handed over.
    TalkEnds(CallRef),
    /// The stay in the IVR ends.
    IvrEnds(CallRef),
    /// Further groups may take the contact from now on.
    RouteOpens(CallRef),
    /// The contact moves on to another queue.
    Overflows(CallRef),
    /// The contact is to be called back.
    CallbackDue(CallRef),
    /// It has rung long enough for the dialer.
    RingEnds(CallRef),
    /// A number is to be dialed again.
    DialsAgain(CallRef),
    /// The customer of a thread writes again.
    Writes(CallRef),
    /// A client tries or comes again: its place among those who will.
    Returns(u32),
    /// An agent is back from an absence; with the stamp of their presence.
    AgentBack { agent: u32, stamp: u32 },
    /// An agent on duty goes for a short absence.
    AgentAway { agent: u32, stamp: u32 },
    /// An agent may take what they could not before.
    AgentLooks(u32),
    /// Time for a look whether conditions have come to hold.
    Look,
}

/// A heap of things to come, those of one moment in the order in which they were set.
#[derive(Debug, Clone)]
pub(super) struct Heap<T> {
    heap: BinaryHeap<Reverse<(u64, u32, u64, T)>>,
    set: u64,
}

impl<T: Ord + Copy> Heap<T> {
    pub(super) fn new() -> Self {
        Self {
            heap: BinaryHeap::new(),
            set: 0,
        }
    }

    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.set = 0;
    }

    /// Sets a thing for a moment; what comes at the end of the engine's time never comes. Among those of one
    /// moment the least `rank` comes first.
    pub(super) fn set(&mut self, moment: u64, rank: u32, what: T) {
        if moment < MAX_TICKS.0 {
            self.heap.push(Reverse((moment, rank, self.set, what)));
            self.set += 1;
        }
    }

    /// The next moment; the largest number if nothing is set.
    pub(super) fn next(&self) -> u64 {
        self.heap.peek().map_or(u64::MAX, |Reverse((moment, ..))| *moment)
    }

    pub(super) fn pop(&mut self) -> Option<(u64, T)> {
        let Reverse((moment, _, _, what)) = self.heap.pop()?;
        Some((moment, what))
    }
}
