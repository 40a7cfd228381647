//! The state of a replication and its loop.

use std::collections::{BTreeMap, VecDeque};

use super::call::{Calls, Key};
use super::desk::{Held, Next};
use super::inflow::Flow;
use super::parting::Return;
use super::plan::Rules;
use super::roster::StaffChange;
use super::timer::{CallRef, Heap, Timer};
use crate::engine::plan::Plan;
use crate::engine::source::Draws;
use crate::engine::tree::{self, NEVER, WinnerTree};
use crate::model::{AtClose, QueueId};
use crate::observe::{Agent, Observer};
use crate::random::Stream;

/// How often conditions that change by time alone are looked at.
const LOOK: u64 = 10 << 18;

/// Everything that changes during one replication.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Core<'p> {
    pub(super) plan: &'p Plan,
    pub(super) rules: &'p Rules,
    pub(super) seed: u64,
    pub(super) replication: u32,

    pub(super) flows: Vec<Flow>,
    pub(super) draws: Vec<Draws>,
    pub(super) routing: Stream,
    arrivals: WinnerTree,
    pub(super) completions: WinnerTree,
    pub(super) deadlines: Heap<CallRef>,
    pub(super) timers: Heap<Timer>,
    /// The next change of staff in the plan's list.
    staff: usize,
    /// Goings that wait until nobody waits any more.
    pub(super) postponed: Vec<StaffChange>,

    pub(super) calls: Calls,
    pub(super) returns: Vec<Return>,
    pub(super) queues: Vec<QueueState>,
    /// Contacts that wait over all queues, and the most at once in this interval.
    pub(super) waiting: u32,
    pub(super) center_peak: u32,
    /// Lines in use, by set.
    pub(super) lines: Vec<u32>,

    pub(super) agents: Vec<AgentState>,
    pub(super) groups: Vec<GroupState>,
    /// Memory for the groups of a rank that have somebody free, used again for the next contact.
    pub(super) free: Vec<usize>,
    /// The same for the queues of what an agent holds.
    pub(super) in_hand: Vec<QueueId>,
    /// Contacts so far that are not a queue's first: they are numbered apart.
    pub(super) followers: u32,
    /// Counts who join a queue.
    pub(super) joined: u64,
    pub(super) interval: usize,
    pub(super) closed: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct QueueState {
    /// Those who wait or are to be called back, in order.
    pub(super) order: BTreeMap<Key, u32>,
    /// Those of them who hold on.
    pub(super) live: u32,
    /// The most who held on at once in this interval.
    pub(super) peak: u32,
    /// The wait of the last one answered who had to wait.
    pub(super) last_wait: u64,
    /// Waits of those answered last, the latest last; no more than a prediction asks for.
    pub(super) last_waits: VecDeque<u64>,
    /// Numbers to be called, and how many ring with no agent waiting for the answer.
    pub(super) list: VecDeque<u32>,
    pub(super) ringing: u32,
    /// When contacts left, and whether they were answered within T; no older than a condition asks for.
    pub(super) recent: VecDeque<(u64, bool)>,
}

/// Where an agent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    Off,
    On,
    /// Away or pausing: still of the staff.
    Out,
}

#[derive(Debug, Clone)]
pub(super) struct AgentState {
    pub(super) group: u32,
    pub(super) duty: Duty,
    /// Raised whenever the agent comes or goes.
    pub(super) stamp: u32,
    pub(super) busy: bool,
    /// The contact in hand; the agent may be busy without one.
    pub(super) call: Option<u32>,
    /// Since when idle, in ticks.
    pub(super) idle_since: u64,
    /// Ticks spent handling.
    pub(super) handled: u64,
    /// Ticks on duty before `on_since`.
    pub(super) on_duty: u64,
    pub(super) on_since: u64,
    /// When a time on queue ended while the agent was busy, and what comes then.
    pub(super) goes: Option<(u64, super::roster::Staffing)>,
    /// The pause that follows the work after a contact handed over.
    pub(super) pause: Option<u64>,
    /// Whether a short absence is due when the agent is free.
    pub(super) away_due: bool,
    /// Times handling within the last hour; kept only where fatigue counts.
    pub(super) spells: VecDeque<(u64, u64)>,
    /// Contacts by text in hand, since when they are as they stand, and what happens next to which of them.
    pub(super) held: Vec<Held>,
    pub(super) held_since: u64,
    pub(super) next: (usize, Next),
    /// Whether they are among those of their group who may take more.
    pub(super) is_open: bool,
    /// When the agent last took a contact by text.
    pub(super) took: u64,
    /// Open threads of messages that are theirs, and those whose turn waits.
    pub(super) threads: u32,
    pub(super) turns: Vec<u32>,
    /// The number that the agent calls, on its way.
    pub(super) dials: Option<u32>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct GroupState {
    /// The idle, longest idle first.
    pub(super) idle: VecDeque<u32>,
    /// Those who hold contacts by text and may take more.
    pub(super) open: Vec<u32>,
    /// On duty, those about to leave among them.
    pub(super) on_duty: u32,
    /// Away or pausing.
    pub(super) out: u32,
    /// Since when each of those is about to leave who go when they finish the contact in hand.
    pub(super) leaving: VecDeque<u64>,
    /// Since when `on_duty` is what it is.
    pub(super) since: u64,
    /// Off duty; the last one comes first.
    pub(super) off: Vec<u32>,
    /// The staff as planned, absences apart.
    pub(super) wanted: u32,
    /// When short absences come and how long they last.
    pub(super) absences: Option<Stream>,
}

impl<'p> Core<'p> {
    pub(in crate::engine) fn new(plan: &'p Plan, rules: &'p Rules) -> Self {
        let nobody = AgentState {
            group: 0,
            duty: Duty::Off,
            stamp: 0,
            busy: false,
            call: None,
            idle_since: 0,
            handled: 0,
            on_duty: 0,
            on_since: 0,
            goes: None,
            pause: None,
            away_due: false,
            spells: VecDeque::new(),
            held: Vec::new(),
            held_since: 0,
            next: (0, Next::Ends),
            is_open: false,
            took: 0,
            threads: 0,
            turns: Vec::new(),
            dials: None,
        };
        Self {
            plan,
            rules,
            seed: 0,
            replication: 0,
            flows: Vec::new(),
            draws: Vec::new(),
            routing: Stream::new(0, 0, plan.routing),
            arrivals: WinnerTree::new(rules.inflows.len()),
            completions: WinnerTree::new(plan.agents),
            deadlines: Heap::new(),
            timers: Heap::new(),
            staff: 0,
            postponed: Vec::new(),
            calls: Calls::default(),
            returns: Vec::new(),
            queues: vec![QueueState::default(); plan.queues.len()],
            waiting: 0,
            center_peak: 0,
            lines: vec![0; rules.lines.len()],
            agents: vec![nobody; plan.agents],
            groups: vec![GroupState::default(); plan.groups.len()],
            free: Vec::with_capacity(plan.groups.len()),
            in_hand: Vec::new(),
            followers: 0,
            joined: 0,
            interval: 0,
            closed: false,
        }
    }

    /// Sets everything to the moment before opening.
    fn reset(&mut self, seed: u64, replication: u32, busyness: f64) {
        let (plan, rules) = (self.plan, self.rules);
        (self.seed, self.replication) = (seed, replication);
        self.routing = Stream::new(seed, replication, plan.routing);
        let path = |factor: &super::inflow::Factor| factor.path(seed, replication, &rules.day);
        let paths: Vec<Vec<f64>> = rules.factors.iter().map(path).collect();
        self.flows.clear();
        self.flows.extend(
            rules
                .inflows
                .iter()
                .map(|inflow| inflow.start(seed, replication, busyness, &paths, plan.interval)),
        );
        self.draws.clear();
        self.draws.extend(
            plan.queues
                .iter()
                .map(|queue| Draws::new(queue, seed, replication)),
        );
        self.arrivals.clear();
        self.completions.clear();
        self.deadlines.clear();
        self.timers.clear();
        self.staff = 0;
        self.postponed.clear();
        self.calls.clear();
        self.returns.clear();
        for queue in &mut self.queues {
            queue.order.clear();
            queue.live = 0;
            queue.peak = 0;
            queue.last_wait = 0;
            queue.last_waits.clear();
            queue.recent.clear();
            queue.list.clear();
            queue.ringing = 0;
        }
        self.waiting = 0;
        self.center_peak = 0;
        self.lines.fill(0);
        self.followers = 0;
        self.joined = 0;
        self.interval = 0;
        self.closed = false;
        for (index, (group, state)) in plan.groups.iter().zip(&mut self.groups).enumerate() {
            state.idle.clear();
            state.open.clear();
            state.on_duty = 0;
            state.out = 0;
            state.leaving.clear();
            state.since = 0;
            state.off.clear();
            state.wanted = 0;
            let rule = &rules.groups[index];
            state.absences = (rule.away.is_some()).then(|| Stream::new(seed, replication, rule.absences));
            for agent in group.numbers().rev() {
                state.off.push(agent as u32);
                let agent = &mut self.agents[agent];
                agent.group = index as u32;
                agent.duty = Duty::Off;
                agent.busy = false;
                agent.call = None;
                agent.handled = 0;
                agent.on_duty = 0;
                agent.goes = None;
                agent.pause = None;
                agent.away_due = false;
                agent.spells.clear();
                agent.held.clear();
                agent.held_since = 0;
                agent.is_open = false;
                agent.took = 0;
                agent.threads = 0;
                agent.turns.clear();
                agent.dials = None;
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
        let (plan, rules) = (self.plan, self.rules);
        let busyness = plan.busyness.sample(seed, replication);
        self.reset(seed, replication, busyness);
        observer.day_started(busyness);
        observer.interval_started(0);
        self.change_staff(0, observer);
        for (index, flow) in self.flows.iter_mut().enumerate() {
            let key = flow.schedule(index, &rules.inflows[index], plan.interval);
            self.arrivals.set(index, key);
        }
        self.open_with_backlog(observer);
        self.open_with_lists();
        self.dial(0, observer);
        if rules.looks {
            self.timers.set(LOOK, 0, Timer::Look);
        }
        let mut edge = plan.interval;
        let mut last = 0;
        loop {
            let completion = self.completions.top();
            let arrival = self.arrivals.top();
            let moment = |key| if key == NEVER { u64::MAX } else { tree::ticks(key) };
            let (completes, arrives) = (moment(completion), moment(arrival));
            let change = rules.staff.get(self.staff).map_or(u64::MAX, |change| change.at);
            let (deadline, timer) = (self.deadlines.next(), self.timers.next());
            let now = deadline
                .min(completes)
                .min(edge)
                .min(change)
                .min(timer)
                .min(arrives);
            if now == u64::MAX {
                // Who is let go with them may still have something to do.
                if self.dismiss_the_rest(last, observer) {
                    continue;
                }
                break;
            }
            last = now;
            if deadline == now {
                self.gives_up(now, observer);
            } else if completes == now {
                self.complete(tree::leaf(completion), now, observer);
            } else if edge == now {
                self.next_interval(now, observer);
                edge = if self.interval < plan.intervals {
                    now + plan.interval
                } else {
                    u64::MAX
                };
            } else if change == now {
                self.change_staff(now, observer);
            } else if timer == now {
                self.ring(now, observer);
            } else {
                let index = tree::leaf(arrival);
                self.arrive(index, now, observer);
                let key = self.flows[index].schedule(index, &rules.inflows[index], plan.interval);
                self.arrivals.set(index, key);
            }
            if rules.conditional {
                self.match_anew(now, observer);
            }
            if rules.dials {
                self.dial(now, observer);
            }
            if rules.passes_on {
                self.pass_on(now, observer);
            }
            if !self.postponed.is_empty() && self.nobody_waits() {
                self.send_home(now, observer);
            }
        }
    }

    /// An interval ends, and the next one starts or the center closes.
    fn next_interval<O: Observer>(&mut self, now: u64, observer: &mut O) {
        self.tell_peaks(observer);
        self.interval += 1;
        observer.interval_started(self.interval);
        let was_closed = self.closed;
        if self.rules.closed.iter().any(|&(_, until)| until == now) {
            self.closed = false;
        }
        let for_the_night = self.rules.closed.iter().any(|&(from, _)| from == now);
        let for_good = self.interval == self.plan.intervals;
        if for_good {
            self.end_presence(now, observer);
        }
        let day_ends = || self.rules.day[self.interval] != self.rules.day[self.interval - 1];
        // Where the horizon ends at night, the last closing was that of the evening.
        if for_the_night || (for_good && !was_closed) || (self.rules.closed.is_empty() && day_ends()) {
            self.tell_backlog(self.interval - 1, now, observer);
        }
        if for_the_night || for_good {
            self.closed = true;
            if self.rules.at_close == AtClose::Clear {
                self.clear_queues(false, now, observer);
            }
            if for_good {
                self.clear_queues(true, now, observer);
            }
        }
        // Whom the new staff takes at once did not wait in this interval.
        self.change_staff(now, observer);
        self.start_peaks();
    }

    /// Changes of staff that are due.
    fn change_staff<O: Observer>(&mut self, now: u64, observer: &mut O) {
        let rules = self.rules;
        while let Some(change) = rules.staff.get(self.staff)
            && change.at == now
        {
            self.staff += 1;
            self.staff_changes(change, now, observer);
        }
    }

    /// A timer rings.
    fn ring<O: Observer>(&mut self, now: u64, observer: &mut O) {
        let Some((_, timer)) = self.timers.pop() else {
            return;
        };
        match timer {
            Timer::TalkEnds(of) if self.calls.holds(of) => self.talk_ends(of.call, now, observer),
            Timer::IvrEnds(of) if self.calls.holds(of) => self.ivr_ends(of.call, now, observer),
            Timer::RouteOpens(of) if self.calls.holds(of) => self.route_opens(of.call, now, observer),
            Timer::Overflows(of) if self.calls.holds(of) => self.overflows(of.call, now, observer),
            Timer::CallbackDue(of) if self.calls.holds(of) => self.callback_due(of.call, now, observer),
            Timer::RingEnds(of) if self.calls.holds(of) => self.rang(of.call, now, observer),
            Timer::DialsAgain(of) if self.calls.holds(of) => self.dials_again(of.call),
            Timer::Writes(of) if self.calls.holds(of) => self.writes(of.call, now, observer),
            Timer::TalkEnds(_)
            | Timer::IvrEnds(_)
            | Timer::RouteOpens(_)
            | Timer::Overflows(_)
            | Timer::CallbackDue(_)
            | Timer::RingEnds(_)
            | Timer::DialsAgain(_)
            | Timer::Writes(_) => {}
            Timer::Returns(place) => self.comes_again(place as usize, now, observer),
            Timer::AgentBack { agent, stamp } => self.agent_back(agent as usize, stamp, now, observer),
            Timer::AgentAway { agent, stamp } => self.agent_away(agent as usize, stamp, now, observer),
            Timer::AgentLooks(agent) => self.agent_looks(agent as usize, now, observer),
            Timer::Look => {
                if now + LOOK < self.plan.closes() {
                    self.timers.set(now + LOOK, 0, Timer::Look);
                }
            }
        }
    }

    /// An agent as observers are told of them.
    pub(super) fn told(&self, agent: usize) -> Agent {
        Agent {
            group: self.agents[agent].group as usize,
            number: agent,
        }
    }

    /// The interval of a moment; what comes after closing counts to the last.
    pub(super) fn interval_at(&self, now: u64) -> u32 {
        ((now / self.plan.interval) as usize).min(self.plan.intervals - 1) as u32
    }

    /// When the center next closes.
    pub(super) fn next_closing(&self, now: u64) -> u64 {
        let closings = self.rules.closed.iter().map(|&(from, _)| from);
        closings
            .chain([self.plan.closes()])
            .find(|&at| at > now)
            .unwrap_or(now)
    }

    /// The moment itself, or when the center next opens if it is closed then; nothing if it never does again.
    pub(super) fn when_open(&self, moment: u64) -> Option<u64> {
        let night = self
            .rules
            .closed
            .iter()
            .find(|&&(from, until)| from <= moment && moment < until);
        let opens = night.map_or(moment, |&(_, until)| until);
        (opens < self.plan.closes()).then_some(opens)
    }
}
