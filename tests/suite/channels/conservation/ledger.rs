//! Keeps the books of one replication of a center of any channels, and stops at the first entry that cannot be.
//!
//! The work on every contact by text is followed here on its own: it is done at the agent's speed over the number
//! in hand, and must be over when the contact is told to be.

use std::collections::{BTreeMap, BTreeSet};

use headcount::model::{Center, Channel, Clock, QueueId, Ticks};
use headcount::observe::{Agent, Brings, Cause, Contact};

use super::super::record::Id;

/// How a contact ends, and what may happen to it on the way.
pub const OUTCOMES: &[&str] = &[
    "answered",
    "abandoned",
    "balked",
    "blocked",
    "contained",
    "hung up",
    "left a message",
    "left waiting",
    "concluded",
    "left silently",
    "unfinished",
    "put aside",
    "resumed",
    "wrote",
    "reply",
    "overflowed",
    "bot failed",
    "retry",
    "repeat",
    "beside another",
    "reached",
    "wrong party",
    "never reached",
    "tried again",
    "backlog",
];

/// Work may be off by this much for every change of speed, in ticks.
pub(super) const OFF: f64 = 4.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Arriving,
    Ivr,
    Waiting(QueueId),
    With(usize),
    Aside,
    /// Between two turns, and the customer has written again.
    Between,
    Turn(Ticks),
    Over,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) place: Place,
    /// The queue in which it waits, or waited last.
    pub(super) stands: QueueId,
    pub(super) outcome: Option<&'static str>,
    /// Of an answered contact by text.
    pub(super) end: Option<&'static str>,
    pub(super) brings: Brings,
    /// Work done before it was put aside, in ticks at normal speed.
    pub(super) done: f64,
    /// When the last reply was given, or the answer, and how many were.
    pub(super) replied: Ticks,
    pub(super) replies: u32,
    pub(super) owner: Option<usize>,
}

/// A contact in an agent's hand.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    pub(super) id: Id,
    /// In ticks at the agent's speed with nothing else in hand.
    pub(super) left: f64,
    /// The agent's work for one tick of work at normal speed.
    pub(super) factor: f64,
    /// Rounding so far.
    pub(super) off: f64,
    /// Until when it takes a place without work.
    pub(super) gone: Option<Ticks>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Worker {
    pub(super) group: usize,
    pub(super) on: bool,
    pub(super) hand: Vec<Hand>,
    /// Since when the hand is as it is, and until when the time of it was told.
    pub(super) since: Ticks,
    pub(super) told: Ticks,
    /// Ended at this very moment, which is yet to be told.
    pub(super) ended: Vec<Hand>,
    /// On a call, or calling, until then.
    pub(super) busy: Option<Ticks>,
    /// The call in hand.
    pub(super) call: Option<Id>,
    pub(super) threads: u32,
    /// Ticks on calls as told when they began, and by queue.
    pub(super) calls: u64,
    pub(super) spent: u64,
    pub(super) spent_until: Ticks,
}

pub struct Ledger<'c> {
    pub(super) center: &'c Center,
    pub(super) index: u32,
    pub(super) now: Ticks,
    pub(super) contacts: BTreeMap<Id, Entry>,
    pub(super) next: Option<(Id, Cause)>,
    /// A number that was reached, whose contact arrives next.
    pub(super) reached: Option<QueueId>,
    pub(super) workers: BTreeMap<usize, Worker>,
    pub(super) touched: BTreeSet<usize>,
    /// Contacts that wait, in a queue or to be resumed or for a further answer.
    pub(super) waiting: BTreeSet<Id>,
    pub seen: BTreeMap<&'static str, u32>,
}

pub(super) fn id(contact: &Contact) -> Id {
    (contact.queue, contact.number)
}

impl<'c> Ledger<'c> {
    pub fn new(center: &'c Center, index: u32) -> Self {
        Self {
            center,
            index,
            now: Ticks::ZERO,
            contacts: BTreeMap::new(),
            next: None,
            reached: None,
            workers: BTreeMap::new(),
            touched: BTreeSet::new(),
            waiting: BTreeSet::new(),
            seen: BTreeMap::new(),
        }
    }

    #[track_caller]
    pub(super) fn must(&self, holds: bool, what: &str, id: Id) {
        assert!(
            holds,
            "center {}, at {}: {what}: {id:?} {:?}\n{:#?}\n{:#?}",
            self.index,
            self.now.seconds(),
            self.contacts.get(&id),
            self.workers,
            self.center
        );
    }

    pub(super) fn see(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    #[track_caller]
    pub(super) fn at(&mut self, now: Ticks, id: Id) {
        if now < self.now {
            self.must(false, &format!("told of {}", now.seconds()), id);
        }
        self.must(self.next.is_none(), "what was to arrive has not", id);
        if now > self.now {
            self.settles();
            self.now = now;
        }
    }

    pub(super) fn channel(&self, queue: QueueId) -> Channel {
        self.center.queues[queue].channel
    }

    pub(super) fn entry(&mut self, id: Id) -> &mut Entry {
        self.contacts.get_mut(&id).expect("known")
    }

    pub(super) fn set(&mut self, id: Id, place: Place) {
        if matches!(place, Place::Waiting(_) | Place::Aside | Place::Turn(_)) {
            self.waiting.insert(id);
        } else {
            self.waiting.remove(&id);
        }
        if let Place::Waiting(queue) = place {
            self.entry(id).stands = queue;
        }
        self.entry(id).place = place;
    }

    pub(super) fn moves(
        &mut self,
        id: Id,
        fits: impl Fn(Place) -> bool,
        to: Place,
        what: &'static str,
    ) -> Place {
        let place = self.contacts.get(&id).map(|entry| entry.place);
        self.must(place.is_some_and(&fits), what, id);
        self.set(id, to);
        place.expect("known")
    }

    pub(super) fn ends(&mut self, id: Id, fits: impl Fn(Place) -> bool, outcome: &'static str) {
        self.moves(id, fits, Place::Over, outcome);
        self.decides(id, outcome);
    }

    pub(super) fn decides(&mut self, id: Id, outcome: &'static str) {
        self.must(self.contacts[&id].outcome.is_none(), outcome, id);
        self.entry(id).outcome = Some(outcome);
        self.see(outcome);
    }

    /// An answered contact by text is done with in one way.
    pub(super) fn is_done(&mut self, id: Id, how: &'static str) {
        let entry = &self.contacts[&id];
        let answered = entry.outcome == Some("answered") && self.channel(id.0).is_text();
        self.must(answered && entry.end.is_none(), how, id);
        self.entry(id).end = Some(how);
        self.see(how);
        self.set(id, Place::Over);
        if let Some(owner) = self.entry(id).owner.take() {
            self.workers.get_mut(&owner).expect("known").threads -= 1;
        }
    }

    pub(super) fn worker(&mut self, agent: Agent) -> &mut Worker {
        self.touched.insert(agent.number);
        let worker = self.workers.entry(agent.number).or_default();
        worker.group = agent.group;
        worker
    }

    /// An agent's time was told up to now, and their work is brought up to date.
    pub(super) fn advances(&mut self, agent: Agent) {
        let now = self.now;
        let group = &self.center.groups[agent.group].rules;
        let worker = self.worker(agent);
        let going = worker.hand.iter().filter(|hand| hand.gone.is_none()).count();
        let all = group
            .concurrency
            .as_ref()
            .map_or(1.0, |rule| rule.speed_with(going.max(1)));
        let speed = all / going.max(1) as f64;
        let time = (now - worker.since).0 as f64;
        for hand in worker.hand.iter_mut().filter(|hand| hand.gone.is_none()) {
            hand.left -= time * speed;
            hand.off += if time > 0.0 { OFF * speed.max(1.0) } else { 0.0 };
        }
        let told = worker.hand.is_empty() || worker.told == now || worker.since == now;
        worker.since = now;
        let number = agent.number;
        self.must(
            told,
            "time with contacts in hand was not told",
            (agent.group, number as u32),
        );
    }

    pub(super) fn takes(&mut self, id: Id, agent: Agent, work: f64) {
        self.advances(agent);
        let factor = self.center.groups[agent.group].handle_factor[id.0];
        let worker = self.worker(agent);
        let (on, busy) = (worker.on, worker.busy.is_some());
        let (since, told) = (worker.since, worker.told);
        worker.hand.push(Hand {
            id,
            left: work * factor,
            factor,
            off: OFF,
            gone: None,
        });
        let hands = worker.hand.len();
        self.must(on && !busy, "its agent is not there or on a call", id);
        self.must(told <= since, "told ahead", id);
        if hands > 1 {
            self.see("beside another");
        }
        self.set(id, Place::With(agent.number));
    }

    /// Takes out of an agent's hand what has just ended there: of several the one asked for.
    pub(super) fn lets_go(&mut self, id: Id, agent: usize) -> Option<Hand> {
        let worker = self.workers.get_mut(&agent)?;
        if let Some(place) = worker.ended.iter().position(|hand| hand.id == id) {
            return Some(worker.ended.remove(place));
        }
        // Another that ended at the same moment was taken for it.
        let over = |hand: &Hand| hand.gone.is_none() && hand.left.abs() <= hand.off;
        let place = worker.hand.iter().position(|hand| hand.id == id && over(hand))?;
        let other = worker.ended.pop()?;
        let hand = worker.hand.remove(place);
        worker.hand.push(other);
        Some(hand)
    }

    /// What must hold once everything of a moment was told.
    fn settles(&mut self) {
        for number in std::mem::take(&mut self.touched) {
            let worker = self.workers.get_mut(&number).expect("known");
            let ended = std::mem::take(&mut worker.ended);
            for hand in ended.iter().filter(|hand| hand.gone.is_none()) {
                // A turn of a thread is over, and the customer may write again.
                let thread = self.center.queues[hand.id.0].rules.thread.is_some();
                self.must(thread, "work is over and nothing was told", hand.id);
                self.moves(
                    hand.id,
                    |place| place == Place::With(number),
                    Place::Between,
                    "a turn is over",
                );
            }
            self.holds_what_it_may(number);
        }
        for &id in &self.waiting {
            self.must(self.nobody_may_take(id), "waits though an agent may take it", id);
        }
    }

    /// Whether no agent could take a contact that waits. Agents who may be about to go are not asked.
    fn nobody_may_take(&self, id: Id) -> bool {
        let entry = &self.contacts[&id];
        let (of, rules) = (&self.center.queues[entry.stands], &self.center.queues[id.0].rules);
        let kept = match (entry.place, &rules.thread) {
            (Place::Turn(since), Some(thread)) => self.now < since + Ticks::from_seconds(thread.same_agent_s),
            _ => false,
        };
        if kept {
            return true;
        }
        self.workers.iter().all(|(&number, worker)| {
            let conditional = of.rules.access.iter().any(|access| access.group == worker.group);
            if conditional
                || !of.route.concat().contains(&worker.group)
                || !worker.on
                || worker.busy.is_some()
            {
                return true;
            }
            let group = &self.center.groups[worker.group].rules;
            let capped = rules.thread.is_some()
                && entry.owner != Some(number)
                && group.threads.is_some_and(|most| worker.threads >= most);
            let channel = self.channel(id.0);
            capped || !(self.has_room(worker, channel) || self.may_put_aside(worker, channel))
        })
    }

    /// Whether an agent who is not on a call has room for one more of a channel, and surely stays.
    fn has_room(&self, worker: &Worker, channel: Channel) -> bool {
        let group = &self.center.groups[worker.group];
        if worker.hand.is_empty() {
            return true;
        }
        let (Some(rule), true) = (&group.rules.concurrency, channel.is_text()) else {
            return false;
        };
        if !self.surely_stays(worker) {
            return false;
        }
        let held = |of: Channel| {
            worker
                .hand
                .iter()
                .filter(|hand| self.channel(hand.id.0) == of)
                .count() as u32
        };
        let mut others = Channel::ALL
            .into_iter()
            .filter(|&other| other != channel && held(other) > 0);
        let together = others.all(|other| rule.together[channel as usize][other as usize]);
        together && held(channel) < rule.most[channel as usize] && (worker.hand.len() as u32) < rule.in_all
    }

    /// Whether an agent on duty is surely not about to go or to be away.
    pub(super) fn surely_stays(&self, worker: &Worker) -> bool {
        let group = &self.center.groups[worker.group];
        let rules = &group.rules;
        let by_interval = rules.shifts.is_empty() && rules.absence == 0.0;
        let always_there = rules.away.is_none() && rules.disconnect.is_none();
        let interval = self.center.calendar.interval_at(self.now);
        let staff = interval.map_or(0, |interval| group.staff[interval]);
        let here = self.workers.values();
        let here = here.filter(|other| other.on && other.group == worker.group);
        worker.on && by_interval && always_there && here.count() as u32 <= staff
    }

    /// Whether an agent holds nothing but what they put aside for a contact of some channel.
    fn may_put_aside(&self, worker: &Worker, channel: Channel) -> bool {
        let Some(rule) = self.center.groups[worker.group].rules.interruption else {
            return false;
        };
        let mut hand = worker.hand.iter();
        let all = hand.all(|hand| rule.of[self.channel(hand.id.0) as usize]);
        rule.by[channel as usize] && !rule.of[channel as usize] && all && self.surely_stays(worker)
    }

    fn holds_what_it_may(&mut self, number: usize) {
        let worker = &self.workers[&number];
        let Some(first) = worker.hand.first() else {
            return;
        };
        let (rule, first) = (&self.center.groups[worker.group].rules, first.id);
        self.must(worker.busy.is_none(), "a call beside another contact", first);
        let mut held = BTreeMap::new();
        for hand in &worker.hand {
            *held.entry(self.channel(hand.id.0)).or_insert(0_u32) += 1;
        }
        let Some(concurrency) = &rule.concurrency else {
            self.must(worker.hand.len() == 1, "two in a hand for one", first);
            return;
        };
        for (&channel, &number) in &held {
            let may = concurrency.most[channel as usize];
            self.must(number <= may, "more of a channel than may be", first);
            for &other in held.keys().filter(|&&other| other != channel) {
                let may = concurrency.together[channel as usize][other as usize];
                self.must(may, "channels that do not go together", first);
            }
        }
        let all = worker.hand.len() as u32;
        self.must(all <= concurrency.in_all, "more in all than may be", first);
    }

    /// A thread is an agent's from now on.
    pub(super) fn owns(&mut self, id: Id, agent: Agent) {
        let before = self.entry(id).owner.replace(agent.number);
        if let Some(before) = before {
            self.workers.get_mut(&before).expect("known").threads -= 1;
        }
        let worker = self.worker(agent);
        worker.threads += 1;
        let threads = worker.threads;
        let most = self.center.groups[agent.group].rules.threads;
        self.must(most.is_none_or(|most| threads <= most), "too many threads", id);
    }

    /// The time for which a queue's clock stands between two moments.
    fn stands(&self, queue: QueueId, from: Ticks, to: Ticks) -> Ticks {
        let of = &self.center.queues[queue].rules;
        let start = |interval| self.center.calendar.start(interval);
        let closed = self
            .center
            .rules
            .closed
            .iter()
            .filter(|_| of.clock == Clock::Open);
        closed
            .map(|closed| {
                to.min(start(closed.end))
                    .saturating_sub(from.max(start(closed.start)))
            })
            .sum()
    }

    pub(super) fn knows_its_wait(&self, contact: &Contact, now: Ticks) {
        let stood = self.stands(contact.queue, contact.arrived, now);
        self.must(
            contact.paused == stood,
            &format!("the clock stood {stood}"),
            id(contact),
        );
    }

    /// Nothing is held at the end, and every contact has one outcome.
    pub fn close(&mut self) {
        self.settles();
        for (&id, entry) in &self.contacts {
            self.must(entry.outcome.is_some(), "no outcome", id);
            let text = self.channel(id.0).is_text() && entry.outcome == Some("answered");
            self.must(entry.end.is_some() == text, "not done with", id);
            self.must(entry.place == Place::Over, "not over", id);
        }
        for (&number, worker) in &self.workers {
            let free = worker.hand.is_empty() && worker.busy.is_none() && worker.threads == 0;
            self.must(free, "an agent is held", (worker.group, number as u32));
            let all = worker.spent == worker.calls;
            self.must(
                all,
                "time on calls by queue is not that of the calls",
                (worker.group, number as u32),
            );
        }
    }
}
