//! The same listener, told in order of time.

use super::{Agent, Brings, Contact, Observer};
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
}
