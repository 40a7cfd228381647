//! Contacts part: resolved or not, to try or to come again, or for good.

use super::call::Call;
use super::core::Core;
use super::timer::Timer;
use crate::engine::source::to_ticks;
use crate::model::{QueueId, Ticks};
use crate::observe::{Agent, Cause, Observer};
use crate::random::Question;

/// How a contact failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Abandoned,
    Blocked,
    /// Balked, or hung up in the IVR.
    Balked,
}

/// A client who will try or come again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Return {
    call: Call,
    cause: Cause,
    to: QueueId,
}

impl Core<'_> {
    /// A contact failed: its client tries again, or does not.
    pub(super) fn fails<O: Observer>(&mut self, number: u32, how: Failure, now: u64, observer: &mut O) {
        let call = *self.calls.at(number);
        let Some(retry) = &self.rules.queues[call.contact.queue].retry else {
            self.departs(number, now, observer);
            return;
        };
        let again = match how {
            Failure::Abandoned => retry.rule.abandoned,
            Failure::Blocked => retry.rule.blocked,
            Failure::Balked => retry.rule.balked,
        };
        let share = if call.story.attempts == 1 {
            again.first
        } else {
            again.later
        };
        let tries =
            call.story.attempts < retry.rule.attempts && call.dice.uniform(Question::Retry, 0) < share;
        let at = now + to_ticks(retry.delay.sample(&mut call.dice.stream(Question::Retry, 1)));
        if tries && self.returns_at(number, at, Cause::Retry, call.contact.queue) {
            self.vanishes(number, now, observer);
        } else {
            self.departs(number, now, observer);
        }
    }

    /// An agent has done with a contact: its matter is resolved, or its client may come back.
    pub(super) fn parts<O: Observer>(&mut self, number: u32, agent: Agent, now: u64, observer: &mut O) {
        let call = self.calls.at_mut(number);
        call.story.served = true;
        call.story.resolved = true;
        if let Some(repeat) = &self.rules.queues[call.contact.queue].repeat {
            let unresolved = repeat.rule.unresolved[agent.group];
            let resolved = call.dice.uniform(Question::Resolved, 0) >= unresolved;
            observer.handled(&call.contact, agent, resolved, Ticks(now));
            call.story.resolved = resolved;
            let comes_back = !resolved
                && call.repeats < repeat.rule.times
                && call.dice.uniform(Question::Returns, 0) < repeat.rule.returns;
            if comes_back {
                let delay = repeat.delay.sample(&mut call.dice.stream(Question::Returns, 1));
                let to = repeat.rule.to.unwrap_or(call.contact.queue);
                call.repeats += 1;
                if self.returns_at(number, now + to_ticks(delay), Cause::Repeat, to) {
                    self.vanishes(number, now, observer);
                    return;
                }
            }
        }
        self.departs(number, now, observer);
    }

    /// A client will try or come again then, or when the center opens; whether it ever does.
    pub(super) fn returns_at(&mut self, number: u32, at: u64, cause: Cause, to: QueueId) -> bool {
        let Some(at) = self.when_open(at) else {
            return false;
        };
        let call = *self.calls.at(number);
        let place = self.returns.len() as u32;
        self.returns.push(Return { call, cause, to });
        self.timers.set(at, 0, Timer::Returns(place));
        true
    }

    /// A client tries or comes again.
    pub(super) fn comes_again<O: Observer>(&mut self, place: usize, now: u64, observer: &mut O) {
        let Return { mut call, cause, to } = self.returns[place];
        call.story.attempts += 1;
        let number = self.follows(&call, cause, to, now, observer);
        self.enter(number, now, observer);
    }

    /// A contact is gone, and its client's story ends.
    pub(super) fn departs<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let story = self.calls.at(number).story;
        let rules = &self.rules.queues[story.queue];
        if rules.retry.is_some() || rules.repeat.is_some() {
            observer.story_ended(&story);
        }
        self.vanishes(number, now, observer);
    }

    /// A contact is gone; what it held is free.
    pub(super) fn vanishes<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        self.release_line(number);
        self.let_go(number, now, observer);
        self.calls.remove(number);
    }
}
