//! The clocks by which waits are measured: the wall's, or one that stands while the center is closed.

use super::call::Call;
use super::core::Core;
use crate::model::{Clock, MAX_TICKS, QueueId, Ticks};
use crate::observe::Contact;

impl Core<'_> {
    /// The contact as observers are told of it at a moment: with the time for which its queue's clock stood.
    pub(super) fn as_told(&self, number: u32, now: u64) -> Contact {
        let mut contact = self.calls.at(number).contact;
        contact.paused = Ticks(self.stood(contact.queue, contact.arrived.0, now));
        contact
    }

    /// For how long a queue's clock stood between two moments.
    pub(super) fn stood(&self, queue: QueueId, from: u64, to: u64) -> u64 {
        if self.rules.queues[queue].clock == Clock::Wall {
            return 0;
        }
        let first = self.rules.closed.partition_point(|&(_, until)| until <= from);
        let closed = self.rules.closed[first..].iter();
        closed
            .take_while(|&&(start, _)| start < to)
            .map(|&(start, until)| until.min(to) - start.max(from))
            .sum()
    }

    /// When a queue's clock has run for `ticks` after a moment.
    pub(super) fn runs_until(&self, queue: QueueId, from: u64, ticks: u64) -> u64 {
        let mut at = from.saturating_add(ticks).min(MAX_TICKS.0);
        if self.rules.queues[queue].clock == Clock::Wall {
            return at;
        }
        let first = self.rules.closed.partition_point(|&(_, until)| until <= from);
        for &(start, until) in &self.rules.closed[first..] {
            if start >= at {
                break;
            }
            at += until - start.max(from);
        }
        at
    }

    /// When the T of a contact runs out.
    pub(super) fn due(&self, call: &Call) -> u64 {
        let queue = call.contact.queue;
        let rules = &self.rules.queues[queue];
        let within = match &rules.thread {
            Some(thread) if call.turns > 0 => thread.within,
            _ => rules.within,
        };
        self.runs_until(queue, call.since, within.saturating_sub(call.contact.before.0))
    }
}
