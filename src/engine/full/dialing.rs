//! Calls that the center makes: numbers wait on a list, a dialer rings them when agents are free, and who answers
//! arrives as a contact.

use super::call::Stage;
use super::core::Core;
use super::timer::Timer;
use crate::engine::source::{Caller, to_ticks};
use crate::engine::tree;
use crate::model::{QueueId, Ticks};
use crate::observe::{Dialed, Observer};
use crate::random::{Question, Sampler};

/// A dialer, compiled; times in ticks.
#[derive(Debug, Clone)]
pub(super) struct Dialer {
    pub(super) rule: crate::model::Dialer,
    pub(super) mode: Mode,
    pub(super) ring: Sampler,
    pub(super) wrong_length: Sampler,
}

#[derive(Debug, Clone)]
pub(super) enum Mode {
    /// An agent waits for the answer, after reading for so long where there is anything to read.
    ByAgent(Option<Sampler>),
    /// So many numbers ring for each free agent.
    Ratio(f64),
}

impl Core<'_> {
    /// A number comes on the list of those to be called.
    pub(super) fn comes_on_list(&mut self, queue: QueueId, caller: Caller, now: u64) {
        let mut call = self.client(queue, &caller, now);
        call.stage = Stage::Listed;
        let number = self.calls.add(call);
        self.queues[queue].list.push_back(number);
    }

    /// Numbers that are on the lists at opening.
    pub(super) fn open_with_lists(&mut self) {
        for queue in 0..self.rules.queues.len() {
            let listed = self.rules.queues[queue].dialer.as_ref();
            for _ in 0..listed.map_or(0, |dialer| dialer.rule.list) {
                let caller = self.draws[queue].take(&self.plan.queues[queue], 0);
                self.comes_on_list(queue, caller, 0);
            }
        }
    }

    /// Dials as many numbers as the free agents allow.
    pub(super) fn dial<O: Observer>(&mut self, now: u64, observer: &mut O) {
        if self.closed || now >= self.plan.closes() {
            return;
        }
        let rules = self.rules;
        for queue in 0..rules.queues.len() {
            let Some(dialer) = &rules.queues[queue].dialer else {
                continue;
            };
            while let Some(&number) = self.queues[queue].list.front() {
                let route = rules.queues[queue].route.iter().flatten();
                let idle: usize = route.map(|&group| self.groups[group].idle.len()).sum();
                let free = idle.saturating_sub(dialer.rule.idle_over as usize);
                if free == 0 {
                    break;
                }
                match &dialer.mode {
                    Mode::ByAgent(preview) => {
                        let Some(agent) = self.seek_agent(number, true, now) else {
                            break;
                        };
                        self.dials_herself(agent, number, preview.as_ref(), now, observer);
                    }
                    Mode::Ratio(ratio) => {
                        if f64::from(self.queues[queue].ringing) >= (ratio * free as f64).floor() {
                            break;
                        }
                        let rings = self.rings(number, now);
                        let reference = self.calls.reference(number);
                        self.queues[queue].ringing += 1;
                        self.timers.set(now + rings, 0, Timer::RingEnds(reference));
                    }
                }
                self.queues[queue].list.pop_front();
            }
        }
    }

    /// A number is dialed: gives how long it rings.
    fn rings(&mut self, number: u32, now: u64) -> u64 {
        self.calls.goes_on(number, Stage::Ringing);
        let interval = self.interval_at(now) as usize;
        let rules = self.rules;
        let call = self.calls.at_mut(number);
        let Some(dialer) = &rules.queues[call.contact.queue].dialer else {
            return 0;
        };
        let attempt = 2 * call.dialed;
        call.dialed += 1;
        call.answers = call.dice.uniform(Question::Answers, attempt) < *dialer.rule.reach.at(interval);
        call.wrong_party = call.dice.uniform(Question::Answers, attempt + 1) < dialer.rule.wrong_party;
        if call.answers {
            to_ticks(
                dialer
                    .ring
                    .sample(&mut call.dice.stream(Question::Rings, attempt)),
            )
        } else {
            Ticks::from_seconds(dialer.rule.no_answer_s).0
        }
    }

    /// An agent dials a number, after reading about it, and waits for the answer.
    fn dials_herself<O: Observer>(
        &mut self,
        agent: usize,
        number: u32,
        preview: Option<&Sampler>,
        now: u64,
        observer: &mut O,
    ) {
        if !self.agents[agent].held.is_empty() {
            self.put_aside(agent, now, observer);
        }
        let call = self.calls.at(number);
        let (queue, dice, attempt) = (call.contact.queue, call.dice, call.dialed);
        let reads = preview.map_or(0, |preview| {
            to_ticks(preview.sample(&mut dice.stream(Question::Preview, attempt)))
        });
        let ends = now + reads + self.rings(number, now);
        let told = self.told(agent);
        observer.busy(told, Ticks(now), Ticks(ends));
        observer.spent(told, queue, Ticks(now), Ticks(ends));
        self.handles(agent, now, ends);
        let state = &mut self.agents[agent];
        state.busy = true;
        state.dials = Some(number);
        self.completions.set(agent, tree::key(ends, agent));
    }

    /// It has rung long enough: somebody answers and arrives, or nobody does. Gives whether somebody did.
    pub(super) fn ring_ends<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) -> bool {
        let rules = self.rules;
        let interval = self.interval_at(now) as usize;
        let call = self.calls.at_mut(number);
        let queue = call.contact.queue;
        let Some(dialer) = &rules.queues[queue].dialer else {
            return false;
        };
        if !call.answers {
            let again = now + Ticks::from_seconds(dialer.rule.again_s).0;
            let tries = call.dialed < dialer.rule.attempts && again < self.plan.closes();
            let what = if tries { Dialed::Again } else { Dialed::Never };
            observer.dialed(queue, interval, what, Ticks(now));
            if tries {
                let reference = self.calls.goes_on(number, Stage::Listed);
                self.timers.set(again, 0, Timer::DialsAgain(reference));
            } else {
                self.calls.remove(number);
            }
            return false;
        }
        let what = if call.wrong_party {
            Dialed::Wrong
        } else {
            Dialed::Right
        };
        if call.wrong_party {
            let mut stream = call.dice.stream(Question::WrongParty, 0);
            call.talk = dialer.wrong_length.sample(&mut stream);
            call.work = call.talk;
        }
        call.contact.arrived = Ticks(now);
        call.contact.interval = interval;
        call.story.began = Ticks(now);
        call.story.interval = interval;
        (call.first_arrived, call.since) = (now, now);
        observer.dialed(queue, interval, what, Ticks(now));
        self.tell_arrival(number, observer);
        true
    }

    /// A number rang without an agent waiting for the answer.
    pub(super) fn rang<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        self.queues[self.calls.at(number).contact.queue].ringing -= 1;
        if self.ring_ends(number, now, observer) {
            self.join(number, now, observer);
        }
    }

    /// An agent has dialed and waited for the answer.
    pub(super) fn has_dialed<O: Observer>(&mut self, agent: usize, number: u32, now: u64, observer: &mut O) {
        if self.ring_ends(number, now, observer) {
            self.answer(agent, number, now, observer);
        } else {
            self.is_free(agent, None, now, observer);
        }
    }

    /// A number that nobody answered is on the list again.
    pub(super) fn dials_again(&mut self, number: u32) {
        let queue = self.calls.at(number).contact.queue;
        self.queues[queue].list.push_back(number);
    }
}
