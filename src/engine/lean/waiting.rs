//! Contacts wait: they join a queue, give up, are counted, and are sent away.

use std::cmp::Reverse;

use super::core::{Core, told};
use super::mask::{Mask, Members};
use super::ring::Waiting;
use crate::engine::source::{Caller, to_ticks};
use crate::model::{MAX_TICKS, QueueId, Ticks};
use crate::observe::{Contact, Observer};

impl<M: Mask> Core<'_, M> {
    /// A contact joins its queue.
    #[inline(always)]
    pub(super) fn wait<O: Observer>(
        &mut self,
        contact: &Contact,
        caller: &Caller,
        now: u64,
        observer: &mut O,
    ) {
        observer.queued(contact);
        let deadline = now + to_ticks(caller.patience);
        if deadline <= now {
            observer.abandoned(contact, Ticks(now));
            return;
        }
        let Caller {
            brings,
            interval,
            number,
            ..
        } = *caller;
        let state = &mut self.queues[contact.queue];
        let place = state.ring.push(Waiting {
            arrived: now,
            deadline,
            work: brings.work,
            interval,
            number,
        });
        self.waiting.insert(contact.queue);
        self.places += 1;
        if O::IN_ORDER {
            state.live += 1;
            state.peak = state.peak.max(state.live);
            if deadline < MAX_TICKS.0 {
                self.deadlines
                    .push(Reverse((deadline, contact.queue as u32, place)));
            }
            self.center_peak = self.center_peak.max(self.places);
            return;
        }
        // Places in use are an upper bound of those who wait: count only where it would be a new maximum.
        if state.ring.len() > state.peak {
            self.compact(contact.queue, now, observer);
            let state = &mut self.queues[contact.queue];
            state.peak = state.peak.max(state.ring.len());
        }
        if self.places > self.center_peak {
            self.compact_all(now, observer);
            self.center_peak = self.center_peak.max(self.places);
        }
    }

    /// A contact's patience ends, where that is an event.
    pub(super) fn give_up<O: Observer>(&mut self, queue: QueueId, place: u32, observer: &mut O) {
        let state = &mut self.queues[queue];
        if !state.ring.holds(place) || state.ring.at(place).is_gone() {
            return;
        }
        let waiting = *state.ring.at(place);
        state.ring.mark_gone(place);
        self.left(queue, 1);
        observer.abandoned(&told(queue, &waiting), Ticks(waiting.deadline));
        self.purge::<O>(queue, waiting.deadline, observer);
    }

    /// Counts contacts that wait no more, where abandonments are events.
    #[inline(always)]
    pub(super) fn left(&mut self, queue: QueueId, contacts: u32) {
        self.queues[queue].live -= contacts;
        self.places -= contacts;
    }

    /// Forgets the contacts at the head of a queue who have gone, and tells of those whose patience has
    /// ended. Afterwards the head, if there is one, waits.
    #[inline(always)]
    pub(super) fn purge<O: Observer>(&mut self, queue: QueueId, now: u64, observer: &mut O) {
        let state = &mut self.queues[queue];
        loop {
            if state.ring.is_empty() {
                self.waiting.remove(queue);
                return;
            }
            let first = *state.ring.first();
            if O::IN_ORDER {
                if !first.is_gone() {
                    return;
                }
            } else {
                if first.is_gone() {
                } else if first.deadline <= now {
                    observer.abandoned(&told(queue, &first), Ticks(first.deadline));
                } else {
                    return;
                }
                self.places -= 1;
            }
            state.ring.pop();
        }
    }

    /// Brings a ring down to those who wait, where abandonments are told lazily.
    pub(super) fn compact<O: Observer>(&mut self, queue: QueueId, now: u64, observer: &mut O) {
        let ring = &mut self.queues[queue].ring;
        if !ring.may_shrink(now) {
            return;
        }
        let before = ring.len();
        ring.compact(|waiting| {
            let gave_up = !waiting.is_gone() && waiting.deadline <= now;
            if gave_up {
                observer.abandoned(&told(queue, waiting), Ticks(waiting.deadline));
            }
            !gave_up && !waiting.is_gone()
        });
        self.places -= before - ring.len();
        if ring.is_empty() {
            self.waiting.remove(queue);
        }
    }

    #[cold]
    pub(super) fn compact_all<O: Observer>(&mut self, now: u64, observer: &mut O) {
        for word in 0..self.waiting.words() {
            for member in Members(self.waiting.word(word)) {
                self.compact(64 * word + member, now, observer);
            }
        }
    }

    /// How many wait in a queue now.
    pub(super) fn live<O: Observer>(&mut self, queue: QueueId, now: u64, observer: &mut O) -> u32 {
        if O::IN_ORDER {
            return self.queues[queue].live;
        }
        self.compact(queue, now, observer);
        self.queues[queue].ring.len()
    }

    /// Tells the longest queues of the interval that ends.
    pub(super) fn end_interval<O: Observer>(&mut self, interval: usize, observer: &mut O) {
        for (queue, state) in self.queues.iter().enumerate() {
            observer.queue_peak(interval, queue, state.peak);
        }
        observer.center_peak(interval, self.center_peak);
    }

    /// The longest queues of the interval that starts begin with those who wait already.
    pub(super) fn start_peaks<O: Observer>(&mut self, now: u64, observer: &mut O) {
        for queue in 0..self.queues.len() {
            let live = self.live(queue, now, observer);
            self.queues[queue].peak = live;
        }
        self.center_peak = self.places;
    }

    /// Sends everybody in a queue away.
    pub(super) fn clear_queue<O: Observer>(&mut self, queue: QueueId, now: u64, observer: &mut O) {
        let state = &mut self.queues[queue];
        for place in state.ring.in_use() {
            let waiting = state.ring.at(place);
            if waiting.is_gone() {
                continue;
            }
            let contact = told(queue, waiting);
            if waiting.deadline <= now {
                observer.abandoned(&contact, Ticks(waiting.deadline));
            } else {
                observer.left_waiting(&contact, Ticks(now));
            }
        }
        self.places -= if O::IN_ORDER { state.live } else { state.ring.len() };
        state.live = 0;
        state.ring.clear();
        self.waiting.remove(queue);
    }

    /// Nobody is at work any more: those who wait do so until their patience ends, or for ever.
    pub(super) fn dismiss_the_rest<O: Observer>(&mut self, observer: &mut O) {
        let closes = Ticks(self.plan.closes());
        for (queue, state) in self.queues.iter().enumerate() {
            for place in state.ring.in_use() {
                let waiting = state.ring.at(place);
                if waiting.is_gone() {
                    continue;
                }
                let contact = told(queue, waiting);
                if waiting.deadline < MAX_TICKS.0 {
                    observer.abandoned(&contact, Ticks(waiting.deadline));
                } else {
                    observer.left_waiting(&contact, closes);
                }
            }
        }
    }
}
