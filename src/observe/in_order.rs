//! The same listener, told in order of time.

use super::{AGES, Agent, Brings, Busy, Contact, Dialed, IvrEnd, Observer, Origin, Presence, Step, Story};
use crate::model::{GroupId, QueueId, Ticks};

/// Passes everything on to another listener, and has the engine tell it in order of time: abandonments
/// become events. What the other hears is the same; how it came about is not.
#[derive(Debug)]
pub struct InOrder<'o, O>(pub &'o mut O);

impl<O: Observer> Observer for InOrder<'_, O> {
    const IN_ORDER: bool = true;

    fn day_started(&mut self, busyness: f64) {
        self.0.day_started(busyness);
    }

    fn interval_started(&mut self, interval: usize) {
        self.0.interval_started(interval);
    }

    fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        self.0.arrived(contact, brings);
    }

    fn balked(&mut self, contact: &Contact) {
        self.0.balked(contact);
    }

    fn queued(&mut self, contact: &Contact) {
        self.0.queued(contact);
    }

    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        self.0.answered(contact, agent, now, ends);
    }

    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.0.abandoned(contact, left);
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        self.0.left_waiting(contact, until);
    }

    fn completed(&mut self, agent: Agent, now: Ticks) {
        self.0.completed(agent, now);
    }

    fn queue_peak(&mut self, interval: usize, queue: QueueId, waiting: u32) {
        self.0.queue_peak(interval, queue, waiting);
    }

    fn center_peak(&mut self, interval: usize, waiting: u32) {
        self.0.center_peak(interval, waiting);
    }

    fn on_duty(&mut self, group: GroupId, from: Ticks, to: Ticks, agents: u32) {
        self.0.on_duty(group, from, to, agents);
    }

    fn stepped(&mut self, contact: &Contact, step: Step, now: Ticks) {
        self.0.stepped(contact, step, now);
    }

    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        self.0.follows(contact, origin);
    }

    fn blocked(&mut self, contact: &Contact, why: Busy, now: Ticks) {
        self.0.blocked(contact, why, now);
    }

    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        self.0.entered_ivr(contact, now);
    }

    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        self.0.left_ivr(contact, end, now);
    }

    fn announced(&mut self, contact: &Contact, wait: Ticks, now: Ticks) {
        self.0.announced(contact, wait, now);
    }

    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        self.0.overflowed(contact, to, now);
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        self.0.left_message(contact, now);
    }

    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        self.0.callback_accepted(contact, now);
    }

    fn callback_dropped(&mut self, contact: &Contact, now: Ticks) {
        self.0.callback_dropped(contact, now);
    }

    fn callback_missed(&mut self, contact: &Contact, agent: Agent, now: Ticks, last: bool) {
        self.0.callback_missed(contact, agent, now, last);
    }

    fn callback_reached(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        self.0.callback_reached(contact, agent, now, ends);
    }

    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        self.0.busy(agent, from, to);
    }

    fn transferred(&mut self, contact: &Contact, agent: Agent, to: QueueId, warm: bool, now: Ticks) {
        self.0.transferred(contact, agent, to, warm, now);
    }

    fn handled(&mut self, contact: &Contact, agent: Agent, resolved: bool, now: Ticks) {
        self.0.handled(contact, agent, resolved, now);
    }

    fn story_ended(&mut self, story: &Story) {
        self.0.story_ended(story);
    }

    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        self.0.presence(agent, what, now);
    }

    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        self.0.overran(agent, by, now);
    }
    fn held(&mut self, agent: Agent, queues: &[QueueId], from: Ticks, to: Ticks) {
        self.0.held(agent, queues, from, to);
    }

    fn spent(&mut self, agent: Agent, queue: QueueId, from: Ticks, to: Ticks) {
        self.0.spent(agent, queue, from, to);
    }

    fn replied(&mut self, contact: &Contact, agent: Agent, wait: Ticks, now: Ticks) {
        self.0.replied(contact, agent, wait, now);
    }

    fn left_silently(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        self.0.left_silently(contact, agent, now);
    }

    fn interrupted(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        self.0.interrupted(contact, agent, now);
    }

    fn resumed(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        self.0.resumed(contact, agent, now);
    }

    fn wrote(&mut self, contact: &Contact, now: Ticks) {
        self.0.wrote(contact, now);
    }

    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        self.0.concluded(contact, now);
    }

    fn unfinished(&mut self, contact: &Contact, now: Ticks) {
        self.0.unfinished(contact, now);
    }

    fn dialed(&mut self, queue: QueueId, interval: usize, what: Dialed, now: Ticks) {
        self.0.dialed(queue, interval, what, now);
    }

    fn backlog(&mut self, interval: usize, queue: QueueId, ages: &[u32; AGES]) {
        self.0.backlog(interval, queue, ages);
    }
}
