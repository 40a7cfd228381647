//! Threads of messages: the customer writes again when it suits them, and the agent who knows the thread comes
//! first.

use super::call::Stage;
use super::core::{Core, Duty};
use super::timer::Timer;
use crate::engine::lean::NOBODY;
use crate::engine::source::to_ticks;
use crate::model::{QueueId, Ticks};
use crate::observe::Observer;
use crate::random::Question;

impl Core<'_> {
    /// Whether a contact is no turn of a thread, or one that an agent may take: it is not kept for another, and
    /// theirs already or within the most that they may have open.
    pub(super) fn may_have(&self, agent: usize, number: u32, now: u64) -> bool {
        let call = self.calls.at(number);
        if self.rules.queues[call.contact.queue].thread.is_none() || call.owner == agent as u32 {
            return true;
        }
        !self.has_all_threads(agent) && (call.kept_until <= now || !self.is_there(call.owner))
    }

    /// Whether an agent has as many threads open as they may.
    pub(super) fn has_all_threads(&self, agent: usize) -> bool {
        let state = &self.agents[agent];
        let most = self.rules.groups[state.group as usize].threads;
        most.is_some_and(|most| state.threads >= most)
    }

    /// The first of an agent's own threads whose turn waits in a queue.
    pub(super) fn own_turn(&self, agent: usize, queue: QueueId) -> Option<u32> {
        let turns = self.agents[agent].turns.iter().copied();
        turns
            .filter(|&number| self.calls.at(number).place == queue)
            .min_by_key(|&number| self.calls.at(number).key)
    }

    /// Whether the agent of a thread is on duty.
    fn is_there(&self, owner: u32) -> bool {
        let agent = self.agents.get(owner as usize);
        agent.is_some_and(|agent| agent.duty == Duty::On && agent.goes.is_none())
    }

    /// The agent of the turn before, if they are there and may take this one now.
    pub(super) fn seek_owner(&self, number: u32, now: u64) -> Option<usize> {
        let owner = self.calls.at(number).owner;
        let may = |&owner: &u32| self.is_there(owner) && self.may_hold(owner as usize, number, now);
        Some(owner).filter(may).map(|owner| owner as usize)
    }

    /// A thread is an agent's from now on.
    pub(super) fn owns_thread(&mut self, agent: usize, number: u32, now: u64) {
        if self.calls.at(number).owner != agent as u32 {
            self.gives_thread_up(number, now);
            self.calls.at_mut(number).owner = agent as u32;
            self.agents[agent].threads += 1;
        }
    }

    /// A thread is nobody's any more; whose it was may take another.
    pub(super) fn gives_thread_up(&mut self, number: u32, now: u64) {
        let owner = std::mem::replace(&mut self.calls.at_mut(number).owner, NOBODY);
        let Some(agent) = self.agents.get_mut(owner as usize) else {
            return;
        };
        agent.threads -= 1;
        let most = self.rules.groups[agent.group as usize].threads;
        if most == Some(agent.threads + 1) {
            self.timers.set(now, 0, Timer::AgentLooks(owner));
        }
    }

    /// An agent looks whether there is anything to do that they could not take before.
    pub(super) fn agent_looks<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let state = &self.agents[agent];
        if state.duty == Duty::On && !state.busy && state.goes.is_none() {
            if let Some(number) = self.seek_contact(agent, now) {
                self.no_longer_idle(agent);
                self.answer(agent, number, now, observer);
                self.find_more(agent, now, observer);
            }
        } else {
            self.find_more(agent, now, observer);
        }
    }

    /// Whether the customer will write again after this turn; sets when.
    pub(super) fn writes_again<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) -> bool {
        let rules = self.rules;
        let call = self.calls.at(number);
        let Some(thread) = &rules.queues[call.contact.queue].thread else {
            return false;
        };
        let turn = call.turns;
        if turn + 1 >= thread.most || call.dice.uniform(Question::Writes, turn) >= thread.again {
            return false;
        }
        let delay = to_ticks(
            thread
                .delay
                .sample(&mut call.dice.stream(Question::WritesAfter, turn)),
        );
        let contact = call.contact;
        self.calls.at_mut(number).turns += 1;
        let reference = self.calls.goes_on(number, Stage::Writing);
        if now + delay >= self.plan.closes() {
            observer.unfinished(&contact, Ticks(now));
            self.gives_thread_up(number, now);
            self.departs(number, now, observer);
        } else {
            self.timers.set(now + delay, 0, Timer::Writes(reference));
        }
        true
    }

    /// The customer writes again: the turn goes to the agent of the one before, or waits.
    pub(super) fn writes<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let rules = self.rules;
        let call = self.calls.at(number);
        let (contact, turn, dice) = (call.contact, call.turns, call.dice);
        observer.wrote(&contact, Ticks(now));
        let interval = self.interval_at(now);
        let plan = &self.plan.queues[contact.queue];
        let of = &rules.queues[contact.queue];
        let factor = of
            .segments
            .get(usize::from(contact.segment))
            .map_or(1.0, |segment| segment.handle_factor);
        let talk = plan
            .talk
            .at(interval)
            .sample(&mut dice.stream(Question::Talk, turn));
        let wrap_up = plan.wrap_up.as_ref().map_or(0.0, |wrap_up| {
            wrap_up
                .at(interval)
                .sample(&mut dice.stream(Question::WrapUp, turn))
        });
        let kept = of.thread.as_ref().map_or(0, |thread| thread.same_agent);
        self.calls.goes_on(number, Stage::Turn);
        let call = self.calls.at_mut(number);
        call.talk = talk * factor;
        call.work = (talk + wrap_up) * factor;
        call.done = 0.0;
        call.since = now;
        call.kept_until = now + kept;
        match self.seek_agent(number, true, now) {
            Some(agent) => self.answer(agent, number, now, observer),
            None => {
                let until = self.calls.at(number).kept_until;
                self.stand_in_line(number, now);
                if kept > 0 {
                    let reference = self.calls.reference(number);
                    self.timers.set(until, 0, Timer::RouteOpens(reference));
                }
            }
        }
    }

    /// An agent goes: turns that were kept for them are for anybody.
    pub(super) fn leaves_threads(&mut self, agent: usize, now: u64) {
        for &number in &self.agents[agent].turns {
            if self.calls.at(number).kept_until > now {
                let reference = self.calls.reference(number);
                self.timers.set(now, 0, Timer::RouteOpens(reference));
            }
        }
    }
}
