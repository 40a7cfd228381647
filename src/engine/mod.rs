//! One replication of a center: single-threaded, pure, deterministic.
//!
//! In: a [`Plan`] (a compiled center), a seed and the number of the replication. Out: what happened, told to
//! an [`Observer`]. Knows nothing of statistics; allocates nothing per contact once its rings have grown;
//! cannot fail on a valid center.
//!
//! # Three clocks
//!
//! Instead of one list of events there are three, and the loop in `core` takes the earliest:
//!
//! - the next *arrival* of every queue, in a small winner tree (`tree`);
//! - the *completion* of every agent, in another, one leaf an agent;
//! - the next *interval*, when staff changes (a single number).
//!
//! At one tick completions come first, then the staff change, then arrivals; among themselves they go by
//! queue, group and agent number, which the keys of the trees contain.
//!
//! # A contact's path
//!
//! It arrives (`source`) with all it will need: handle time at normal speed, patience, whether it balks. It
//! takes an agent at once if one of its route is free (`choice`); else it balks, or waits (`waiting`, in a
//! `ring`) until an agent takes it (`choice`) or its patience ends. An agent comes and goes at interval
//! edges (`presence`) and always finishes the contact in hand.
//!
//! # Abandonment, lazily
//!
//! Nobody needs to be told at once that a caller hung up. When an agent frees, the head of the queue is purged
//! of those whose deadline has passed; their abandonment is told with its true time. The length of a ring is
//! then only an upper bound of the queue: when it passes the interval's maximum so far, the ring is compacted
//! and counted, which keeps the maximum exact. For a listener that needs events in order of time
//! ([`Observer::IN_ORDER`]) deadlines are events, kept in a heap. Both ways the same happens.

mod full;
mod lean;
mod plan;
mod source;
mod tree;

pub use plan::Plan;

use crate::observe::Observer;

/// The state of one replication, reused for many.
#[derive(Debug, Clone)]
pub struct Engine<'p>(Size<'p>);

/// Sets of queues and groups fit one machine word, or do not.
#[derive(Debug, Clone)]
enum Size<'p> {
    Narrow(Box<lean::Core<'p, u64>>),
    Wide(Box<lean::Core<'p, Box<[u64]>>>),
    /// The center has rules.
    Full(Box<full::Core<'p>>),
}

impl<'p> Engine<'p> {
    /// An engine for a plan.
    pub fn new(plan: &'p Plan) -> Self {
        match (&plan.rules, &plan.narrow, &plan.wide) {
            (Some(rules), ..) => Self(Size::Full(Box::new(full::Core::new(plan, rules)))),
            (None, Some(masks), _) => Self(Size::Narrow(Box::new(lean::Core::new(plan, masks)))),
            (None, None, Some(masks)) => Self(Size::Wide(Box::new(lean::Core::new(plan, masks)))),
            (None, None, None) => unreachable!("a plan has rules, or sets of one size or the other"),
        }
    }

    /// Simulates one replication from opening until nobody is left, and tells the observer all of it. The
    /// same seed and number give the same replication, whatever was simulated before.
    pub fn replicate<O: Observer>(&mut self, seed: u64, replication: u32, observer: &mut O) {
        match &mut self.0 {
            Size::Narrow(core) => core.replicate(seed, replication, observer),
            Size::Wide(core) => core.replicate(seed, replication, observer),
            Size::Full(core) => core.replicate(seed, replication, observer),
        }
    }
}

#[cfg(test)]
mod tests;
