//! Agents handle contacts: they answer or call back, talk, hand over, work after the call, and are free again.

use super::call::Stage;
use super::core::Core;
use super::timer::Timer;
use crate::engine::source::to_ticks;
use crate::engine::tree::{self, NEVER};
use crate::model::{Fatigue, MAX_TICKS, QueueId, Ticks};
use crate::observe::{Cause, Observer, Step};
use crate::random::{Question, by_share};

/// Ticks of the hour over which fatigue looks back.
const HOUR: u64 = 3600 << 18;

impl Core<'_> {
    /// An agent takes a contact, which is in no queue any more: answers it, or calls back.
    pub(super) fn answer<O: Observer>(&mut self, agent: usize, number: u32, now: u64, observer: &mut O) {
        let queue = self.calls.at(number).contact.queue;
        if !self.agents[agent].held.is_empty() && !self.may_hold(agent, number, now) {
            self.put_aside(agent, now, observer);
        }
        if self.rules.queues[queue].channel.is_text() {
            self.take_up(agent, number, now, observer);
            return;
        }
        let called_back = self.calls.at(number).stage == Stage::Callback;
        if called_back && !self.reaches(agent, number, now, observer) {
            return;
        }
        let told = self.told(agent);
        let contact = self.as_told(number, now);
        let factor = self.factor(agent, queue, now);
        let transfer = self.picks_transfer(number, told.group);
        let conference = self.relieve(number, now, observer);
        let reference = self.calls.goes_on(number, Stage::Handled);
        let call = self.calls.at_mut(number);
        call.transfer = transfer;
        call.conference = 0;
        let begins = now + conference;
        let rule = transfer.map(|transfer| &self.rules.queues[contact.queue].transfers[transfer]);
        let talk = to_ticks(call.talk * factor * rule.map_or(1.0, |rule| rule.after));
        call.talk_ends = (begins + talk).min(MAX_TICKS.0);
        let wrap_up = to_ticks((call.work - call.talk) * factor);
        call.wrap_up = wrap_up;
        let stays = rule.is_some_and(|rule| rule.warm.is_some());
        let ends = match rule {
            None => begins + to_ticks(call.work * factor),
            Some(_) if stays => call.talk_ends,
            Some(_) => call.talk_ends + wrap_up,
        }
        .min(MAX_TICKS.0);
        if transfer.is_some() || call.line.is_some() {
            self.timers.set(call.talk_ends, 0, Timer::TalkEnds(reference));
        }
        let state = &mut self.agents[agent];
        state.busy = true;
        state.call = Some(number);
        self.handles(agent, now, ends);
        let key = if stays { NEVER } else { tree::key(ends, agent) };
        self.completions.set(agent, key);
        if called_back {
            observer.callback_reached(&contact, told, Ticks(now), Ticks(ends));
        } else {
            observer.answered(&contact, told, Ticks(now), Ticks(ends));
            observer.stepped(&contact, Step::IsAnswered, Ticks(now));
            let wait = contact.wait(Ticks(now)).0;
            self.remember_wait(contact.queue, wait);
            self.remember_service(
                contact.queue,
                wait <= self.rules.queues[contact.queue].within,
                now,
            );
        }
        observer.spent(told, queue, Ticks(now), Ticks(ends));
        self.calls.at_mut(number).handler = agent as u32;
    }

    /// How many times as long as normal an agent takes for a contact of a queue.
    pub(super) fn factor(&mut self, agent: usize, queue: QueueId, now: u64) -> f64 {
        let group = self.agents[agent].group as usize;
        let plan = &self.plan.groups[group];
        plan.handle_factor[queue]
            * self.rules.groups[group].pace[agent - plan.first_agent]
            * self.weariness(agent, now)
    }

    /// Counts a time of handling to an agent.
    pub(super) fn handles(&mut self, agent: usize, from: u64, to: u64) {
        let state = &mut self.agents[agent];
        state.handled += to - from;
        if self.rules.groups[state.group as usize].fatigue.is_some() {
            state.spells.push_back((from, to));
        }
    }

    /// How many times as long an agent takes for having been busy over the last hour.
    fn weariness(&mut self, agent: usize, now: u64) -> f64 {
        let state = &mut self.agents[agent];
        let Some(Fatigue { above, slope }) = self.rules.groups[state.group as usize].fatigue else {
            return 1.0;
        };
        let from = now.saturating_sub(HOUR);
        while state.spells.front().is_some_and(|&(_, to)| to <= from) {
            state.spells.pop_front();
        }
        let busy: u64 = state
            .spells
            .iter()
            .map(|&(start, to)| to.min(now) - start.max(from).min(now))
            .sum();
        1.0 + slope * (busy as f64 / HOUR as f64 - above).max(0.0)
    }

    /// The transfer that a contact will take after this talk, by its place among those of its queue.
    pub(super) fn picks_transfer(&self, number: u32, group: usize) -> Option<usize> {
        let call = self.calls.at(number);
        let transfers = &self.rules.queues[call.contact.queue].transfers;
        if transfers.is_empty() {
            return None;
        }
        let shares = transfers.iter().map(|transfer| {
            *transfer.share[group.min(transfer.share.len() - 1)].at(call.contact.interval as u32)
        });
        by_share(call.dice.uniform(Question::Transfer, 0), shares)
    }

    /// The talk with an agent ends: the contact is handed over, or hangs up.
    pub(super) fn talk_ends<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        if self.calls.at(number).transfer.is_some() {
            self.hand_over(number, now, observer);
        } else {
            self.release_line(number);
        }
    }

    /// A contact goes on to another queue. A cold transfer leaves the agent with the work after the call, a warm
    /// one keeps them until somebody takes it.
    pub(super) fn hand_over<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let mut call = *self.calls.at(number);
        let rules = self.rules;
        let Some(rule) = call
            .transfer
            .map(|transfer| &rules.queues[call.contact.queue].transfers[transfer])
        else {
            return;
        };
        let agent = call.handler as usize;
        // At this very moment the agent may have taken the next one already.
        if self.agents[agent].call == Some(number) {
            self.agents[agent].call = None;
            self.agents[agent].pause = self.pause_after(number, self.agents[agent].group as usize);
        }
        observer.transferred(
            &call.contact,
            self.told(agent),
            rule.to,
            rule.warm.is_some(),
            Ticks(now),
        );
        call.story.served = true;
        let next = self.follows(&call, Cause::Transfer, rule.to, now, observer);
        let leg = self.calls.at_mut(next);
        leg.handed_over = true;
        leg.line = call.line;
        leg.priority += rule.priority;
        if let Some(conference) = &rule.warm {
            leg.handed_by = Some(agent as u32);
            leg.handed_at = now;
            leg.wrap_up = call.wrap_up;
            leg.conference = to_ticks(conference.sample(&mut leg.dice.stream(Question::Conference, 0)));
        }
        self.calls.remove(number);
        self.join(next, now, observer);
    }

    /// The agent who handed a contact over is released: after the conference if somebody takes it now. Gives
    /// the length of the conference.
    fn relieve<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) -> u64 {
        let call = self.calls.at_mut(number);
        if call.handed_by.is_none() {
            return 0;
        }
        let conference = call.conference;
        self.let_go(number, now + conference, observer);
        conference
    }

    /// The agent who handed a contact over and stayed has done with it at a moment, and works after the call.
    pub(super) fn let_go<O: Observer>(&mut self, number: u32, until: u64, observer: &mut O) {
        let call = self.calls.at_mut(number);
        let Some(agent) = call.handed_by.take() else {
            return;
        };
        let (from, queue) = (call.handed_at, call.contact.queue);
        let ends = (until + call.wrap_up).clamp(from, MAX_TICKS.0);
        let agent = agent as usize;
        self.completions.set(agent, tree::key(ends, agent));
        self.handles(agent, from, ends);
        observer.busy(self.told(agent), Ticks(from), Ticks(ends));
        observer.spent(self.told(agent), queue, Ticks(from), Ticks(ends));
    }

    /// An agent calls back; whether the caller answers. In vain, they are busy with it for a while.
    fn reaches<O: Observer>(&mut self, agent: usize, number: u32, now: u64, observer: &mut O) -> bool {
        let call = self.calls.at_mut(number);
        call.called += 1;
        let (called, contact, dice) = (call.called, call.contact, call.dice);
        let rules = self.rules;
        let Some(callback) = &rules.queues[contact.queue].callback else {
            return true;
        };
        let rule = &callback.rule;
        if dice.uniform(Question::Reached, called) < rule.reached {
            return true;
        }
        let again = now + Ticks::from_seconds(rule.again_s).0;
        let last = called >= rule.attempts || again >= self.next_closing(now);
        observer.callback_missed(&contact, self.told(agent), Ticks(now), last);
        let ends = now + Ticks::from_seconds(rule.dial_s).0;
        observer.busy(self.told(agent), Ticks(now), Ticks(ends));
        observer.spent(self.told(agent), contact.queue, Ticks(now), Ticks(ends));
        self.agents[agent].busy = true;
        self.handles(agent, now, ends);
        self.completions.set(agent, tree::key(ends, agent));
        if last {
            self.departs(number, now, observer);
        } else {
            let reference = self.calls.goes_on(number, Stage::Callback);
            self.timers.set(again, 0, Timer::CallbackDue(reference));
        }
        false
    }

    /// An agent has done with a contact and all that comes after it.
    pub(super) fn complete<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        if !self.agents[agent].held.is_empty() {
            self.comes_to_pass(agent, now, observer);
            return;
        }
        let told = self.told(agent);
        observer.completed(told, Ticks(now));
        self.completions.set(agent, NEVER);
        let state = &mut self.agents[agent];
        state.busy = false;
        if let Some(number) = state.dials.take() {
            self.has_dialed(agent, number, now, observer);
            return;
        }
        let number = state.call.take();
        let after_transfer = state.pause.take();
        let pause = number.and_then(|number| self.pause_after(number, told.group));
        let pause = pause.or(after_transfer);
        self.is_free(agent, pause, now, observer);
        if let Some(number) = number {
            // The end of the talk, at this very moment, has yet to be told of.
            if self.calls.at(number).transfer.is_some() {
                self.hand_over(number, now, observer);
            } else {
                self.parts(number, told, now, observer);
            }
        }
    }

    /// The pause that an agent makes after a contact.
    pub(super) fn pause_after(&self, number: u32, group: usize) -> Option<u64> {
        let (share, length) = self.rules.groups[group].pause.as_ref()?;
        let dice = self.calls.at(number).dice;
        (dice.uniform(Question::Pause, 0) < *share)
            .then(|| to_ticks(length.sample(&mut dice.stream(Question::Pause, 1))))
    }
}
