//! The state of a replication and its loop.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::mask::Mask;
use super::ring::{Ring, Waiting};
use crate::engine::plan::{Masks, Plan};
use crate::engine::source::{Source, to_ticks};
use crate::engine::tree::{self, ID_MASK, NEVER, WinnerTree};
use crate::model::{AtClose, MAX_TICKS, QueueId, Ticks};
use crate::observe::{Agent, Contact, Observer};
use crate::random::Stream;

/// No agent: the end of a list.
pub(in crate::engine) const NOBODY: u32 = u32::MAX;

/// Everything that changes during one replication.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Core<'p, M> {
    pub(super) plan: &'p Plan,
    pub(super) masks: &'p Masks<M>,

    sources: Vec<Source>,
    pub(super) routing: Stream,
    arrivals: WinnerTree,
    pub(super) completions: WinnerTree,
    /// (deadline, queue, place) of all who wait, for observers that need events in order of time.
    pub(super) deadlines: BinaryHeap<Reverse<(u64, u32, u32)>>,

    pub(super) queues: Vec<QueueState>,
    /// Queues whose ring is in use.
    pub(super) waiting: M,
    /// Places in use over all rings, and the most contacts that waited at once in this interval.
    pub(super) places: u32,
    pub(super) center_peak: u32,

    pub(super) agents: Vec<AgentState>,
    pub(super) groups: Vec<GroupState>,
    /// Groups with an idle agent.
    pub(super) idle: M,
}

#[derive(Debug, Clone)]
pub(super) struct QueueState {
    pub(super) ring: Ring,
    /// Who really waits: kept only where abandonments are events.
    pub(super) live: u32,
    /// The most that waited at once in this interval.
    pub(super) peak: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct AgentState {
    /// Since when idle, in ticks.
    pub(super) idle_since: u64,
    /// The next idle agent of the group.
    pub(super) next: u32,
    pub(super) group: u32,
    /// Ticks spent handling.
    pub(super) handled: u64,
    /// Ticks on duty before `on_since`.
    pub(super) on_duty: u64,
    pub(super) on_since: u64,
}

#[derive(Debug, Clone)]
pub(super) struct GroupState {
    /// The idle, longest idle first.
    pub(super) first_idle: u32,
    pub(super) last_idle: u32,
    pub(super) idle: u32,
    /// On duty, those about to leave among them.
    pub(super) on_duty: u32,
    /// Leave when they finish the contact in hand.
    pub(super) leaving: u32,
    /// Since when `on_duty` is what it is.
    pub(super) since: u64,
    /// Off duty; the last one comes first.
    pub(super) off: Vec<u32>,
}

impl<'p, M: Mask> Core<'p, M> {
    pub(in crate::engine) fn new(plan: &'p Plan, masks: &'p Masks<M>) -> Self {
        let (queues, groups) = (plan.queues.len(), plan.groups.len());
        let nobody = AgentState {
            idle_since: 0,
            next: NOBODY,
            group: 0,
            handled: 0,
            on_duty: 0,
            on_since: 0,
        };
        Self {
            plan,
            masks,
            sources: Vec::with_capacity(queues),
            routing: Stream::new(0, 0, plan.routing),
            arrivals: WinnerTree::new(queues),
            completions: WinnerTree::new(plan.agents),
            deadlines: BinaryHeap::new(),
            queues: vec![
                QueueState {
                    ring: Ring::new(),
                    live: 0,
                    peak: 0
                };
                queues
            ],
            waiting: M::with_room(queues),
            places: 0,
            center_peak: 0,
            agents: vec![nobody; plan.agents],
            groups: plan
                .groups
                .iter()
                .map(|group| GroupState {
                    first_idle: NOBODY,
                    last_idle: NOBODY,
                    idle: 0,
                    on_duty: 0,
                    leaving: 0,
                    since: 0,
                    off: Vec::with_capacity(group.agents as usize),
                })
                .collect(),
            idle: M::with_room(groups),
        }
    }

    /// Sets everything to the moment before opening.
    fn reset(&mut self, seed: u64, replication: u32, busyness: f64) {
        let plan = self.plan;
        self.routing = Stream::new(seed, replication, plan.routing);
        self.sources.clear();
        self.sources.extend(
            plan.queues
                .iter()
                .map(|queue| Source::new(queue, seed, replication, busyness)),
        );
        self.arrivals.clear();
        self.completions.clear();
        self.deadlines.clear();
        for queue in &mut self.queues {
            queue.ring.clear();
            queue.live = 0;
            queue.peak = 0;
        }
        self.waiting.clear();
        self.places = 0;
        self.center_peak = 0;
        self.idle.clear();
        for (index, (group, state)) in plan.groups.iter().zip(&mut self.groups).enumerate() {
            state.first_idle = NOBODY;
            state.last_idle = NOBODY;
            state.idle = 0;
            state.on_duty = 0;
            state.leaving = 0;
            state.since = 0;
            state.off.clear();
            for agent in group.numbers().rev() {
                state.off.push(agent as u32);
                let agent = &mut self.agents[agent];
                agent.group = index as u32;
                agent.handled = 0;
                agent.on_duty = 0;
            }
        }
    }

    /// Simulates one replication.
    pub(in crate::engine) fn replicate<O: Observer>(
        &mut self,
        seed: u64,
        replication: u32,
        observer: &mut O,
    ) {
        let plan = self.plan;
        let busyness = plan.busyness.sample(seed, replication);
        self.reset(seed, replication, busyness);
        observer.day_started(busyness);
        observer.interval_started(0);
        self.change_staff(0, 0, observer);
        for (queue, (source, of)) in self.sources.iter_mut().zip(&plan.queues).enumerate() {
            self.arrivals
                .set(queue, source.schedule(queue, of, plan.interval));
        }
        let mut interval = 0;
        let mut edge = tree::key(plan.interval, 0);
        // Beyond the end of the engine's time nothing is done any more.
        let end = tree::key(MAX_TICKS.0, 0);
        loop {
            let completion = self.completions.top();
            let arrival = self.arrivals.top();
            let next = arrival.min(edge);
            if O::IN_ORDER
                && let Some(&Reverse((deadline, queue, place))) = self.deadlines.peek()
                && deadline <= tree::ticks(next.min(completion))
            {
                self.deadlines.pop();
                self.give_up(queue as usize, place, observer);
                continue;
            }
            // A completion of the same tick goes first.
            if completion <= next | ID_MASK {
                if completion >= end {
                    break;
                }
                self.complete(tree::leaf(completion), tree::ticks(completion), observer);
            } else if edge <= arrival {
                let now = tree::ticks(edge);
                self.end_interval(interval, observer);
                interval += 1;
                observer.interval_started(interval);
                if interval < plan.intervals {
                    self.change_staff(interval, now, observer);
                    edge = tree::key(now + plan.interval, 0);
                } else {
                    self.close(now, observer);
                    edge = NEVER;
                }
                self.start_peaks::<O>(now, observer);
            } else {
                self.arrive(tree::leaf(arrival), tree::ticks(arrival), observer);
            }
        }
        self.dismiss_the_rest(observer);
    }

    /// A contact arrives: it takes an agent, balks, or waits.
    #[inline(always)]
    fn arrive<O: Observer>(&mut self, queue: QueueId, now: u64, observer: &mut O) {
        let plan = &self.plan.queues[queue];
        let source = &mut self.sources[queue];
        let caller = source.take(plan);
        let key = source.schedule(queue, plan, self.plan.interval);
        self.arrivals.set(queue, key);
        let contact = Contact {
            queue,
            number: caller.number,
            interval: caller.interval as usize,
            arrived: Ticks(now),
            before: Ticks::ZERO,
            paused: Ticks::ZERO,
            segment: 0,
        };
        observer.arrived(&contact, &caller.brings);
        if let Some(agent) = self.take_agent(queue, now) {
            self.answer(agent, &contact, caller.brings.work, now, observer);
        } else if caller.balks {
            observer.balked(&contact);
        } else {
            self.wait(&contact, &caller, now, observer);
        }
    }

    /// An agent takes a contact.
    #[inline(always)]
    pub(super) fn answer<O: Observer>(
        &mut self,
        agent: usize,
        contact: &Contact,
        work: f64,
        now: u64,
        observer: &mut O,
    ) {
        let state = &mut self.agents[agent];
        let group = state.group as usize;
        let takes = to_ticks(work * self.plan.groups[group].handle_factor[contact.queue]);
        let ends = (now + takes).min(MAX_TICKS.0);
        state.handled += takes;
        self.completions.set(agent, tree::key(ends, agent));
        observer.answered(contact, Agent { group, number: agent }, Ticks(now), Ticks(ends));
    }

    /// The center closes.
    fn close<O: Observer>(&mut self, now: u64, observer: &mut O) {
        self.end_presence(now, observer);
        if self.plan.at_close == AtClose::Clear {
            for queue in 0..self.queues.len() {
                self.clear_queue(queue, now, observer);
            }
            self.deadlines.clear();
        }
    }
}

/// A waiting contact as observers are told of it.
#[inline(always)]
pub(super) fn told(queue: QueueId, waiting: &Waiting) -> Contact {
    Contact {
        queue,
        number: waiting.number,
        interval: waiting.interval as usize,
        arrived: Ticks(waiting.arrived),
        before: Ticks::ZERO,
        paused: Ticks::ZERO,
        segment: 0,
    }
}
