//! A run that goes on beyond what is counted, so that those who arrived in time end their wait under
//! unchanged conditions.

use super::{AGES, Agent, Brings, Busy, Contact, Dialed, IvrEnd, Observer, Origin, Presence, Step, Story};
use crate::model::{GroupId, QueueId, Ticks};

/// Passes on to another listener only what belongs to the first intervals of a run: contacts that arrived in
/// them, whenever they are answered or give up, and the agents' time. It notes whether the run went on for
/// long enough.
#[derive(Debug)]
pub struct RunOn<'o, O> {
    counted: &'o mut O,
    /// Number of intervals that count.
    intervals: usize,
    /// Until when contacts arrive.
    ends: Ticks,
    cut_off: bool,
}

impl<'o, O> RunOn<'o, O> {
    /// A listener to a run whose first `intervals` count and in which contacts arrive until `ends`.
    pub fn new(counted: &'o mut O, intervals: usize, ends: Ticks) -> Self {
        Self {
            counted,
            intervals,
            ends,
            cut_off: false,
        }
    }

    /// Whether a contact that counts still waited when arrivals ended: what it then met were not the
    /// conditions of the run.
    pub fn cut_off(&self) -> bool {
        self.cut_off
    }

    #[inline]
    fn counts(&mut self, contact: &Contact, until: Ticks) -> bool {
        let counts = contact.interval < self.intervals;
        self.cut_off |= counts && until > self.ends;
        counts
    }
}

impl<O: Observer> Observer for RunOn<'_, O> {
    const IN_ORDER: bool = O::IN_ORDER;

    #[inline]
    fn interval_started(&mut self, interval: usize) {
        if interval <= self.intervals {
            self.counted.interval_started(interval);
        }
    }

    #[inline]
    fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        if contact.interval < self.intervals {
            self.counted.arrived(contact, brings);
        }
    }

    #[inline]
    fn balked(&mut self, contact: &Contact) {
        if contact.interval < self.intervals {
            self.counted.balked(contact);
        }
    }

    #[inline]
    fn queued(&mut self, contact: &Contact) {
        if contact.interval < self.intervals {
            self.counted.queued(contact);
        }
    }

    #[inline]
    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        if self.counts(contact, now) {
            self.counted.answered(contact, agent, now, ends);
        }
    }

    #[inline]
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        if self.counts(contact, left) {
            self.counted.abandoned(contact, left);
        }
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        if self.counts(contact, until) {
            self.counted.left_waiting(contact, until);
        }
    }

    #[inline]
    fn completed(&mut self, agent: Agent, now: Ticks) {
        self.counted.completed(agent, now);
    }

    fn queue_peak(&mut self, interval: usize, queue: QueueId, waiting: u32) {
        if interval < self.intervals {
            self.counted.queue_peak(interval, queue, waiting);
        }
    }

    fn center_peak(&mut self, interval: usize, waiting: u32) {
        if interval < self.intervals {
            self.counted.center_peak(interval, waiting);
        }
    }

    #[inline]
    fn on_duty(&mut self, group: GroupId, from: Ticks, to: Ticks, agents: u32) {
        self.counted.on_duty(group, from, to, agents);
    }

    fn stepped(&mut self, contact: &Contact, step: Step, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.stepped(contact, step, now);
        }
    }

    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        if contact.interval < self.intervals {
            self.counted.follows(contact, origin);
        }
    }

    fn blocked(&mut self, contact: &Contact, why: Busy, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.blocked(contact, why, now);
        }
    }

    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.entered_ivr(contact, now);
        }
    }

    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.left_ivr(contact, end, now);
        }
    }

    fn announced(&mut self, contact: &Contact, wait: Ticks, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.announced(contact, wait, now);
        }
    }

    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.overflowed(contact, to, now);
        }
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.left_message(contact, now);
        }
    }

    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.callback_accepted(contact, now);
        }
    }

    fn callback_dropped(&mut self, contact: &Contact, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.callback_dropped(contact, now);
        }
    }

    fn callback_missed(&mut self, contact: &Contact, agent: Agent, now: Ticks, last: bool) {
        if contact.interval < self.intervals {
            self.counted.callback_missed(contact, agent, now, last);
        }
    }

    fn callback_reached(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        if self.counts(contact, now) {
            self.counted.callback_reached(contact, agent, now, ends);
        }
    }

    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        self.counted.busy(agent, from, to);
    }

    fn transferred(&mut self, contact: &Contact, agent: Agent, to: QueueId, warm: bool, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.transferred(contact, agent, to, warm, now);
        }
    }

    fn handled(&mut self, contact: &Contact, agent: Agent, resolved: bool, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.handled(contact, agent, resolved, now);
        }
    }

    fn story_ended(&mut self, story: &Story) {
        if story.interval < self.intervals {
            self.counted.story_ended(story);
        }
    }

    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        self.counted.presence(agent, what, now);
    }

    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        self.counted.overran(agent, by, now);
    }

    fn held(&mut self, agent: Agent, queues: &[QueueId], from: Ticks, to: Ticks) {
        self.counted.held(agent, queues, from, to);
    }

    fn spent(&mut self, agent: Agent, queue: QueueId, from: Ticks, to: Ticks) {
        self.counted.spent(agent, queue, from, to);
    }

    fn replied(&mut self, contact: &Contact, agent: Agent, wait: Ticks, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.replied(contact, agent, wait, now);
        }
    }

    fn left_silently(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.left_silently(contact, agent, now);
        }
    }

    fn interrupted(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.interrupted(contact, agent, now);
        }
    }

    fn resumed(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.resumed(contact, agent, now);
        }
    }

    fn wrote(&mut self, contact: &Contact, now: Ticks) {
        if contact.interval < self.intervals {
            self.counted.wrote(contact, now);
        }
    }

    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.concluded(contact, now);
        }
    }

    fn unfinished(&mut self, contact: &Contact, now: Ticks) {
        if self.counts(contact, now) {
            self.counted.unfinished(contact, now);
        }
    }

    fn dialed(&mut self, queue: QueueId, interval: usize, what: Dialed, now: Ticks) {
        if interval < self.intervals {
            self.counted.dialed(queue, interval, what, now);
        }
    }

    fn backlog(&mut self, interval: usize, queue: QueueId, ages: &[u32; AGES]) {
        if interval < self.intervals {
            self.counted.backlog(interval, queue, ages);
        }
    }
}
