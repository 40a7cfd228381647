//! Keeps the books of one replication of a center of any channels, and stops at the first entry that cannot be.
//!
//! The work on every contact by text is followed here on its own: it is done at the agent's speed over the number
//! in hand, and must be over when the contact is told to be.

use std::collections::{BTreeMap, BTreeSet};

use headcount::model::{Center, Channel, Clock, QueueId, TICKS_PER_SECOND, Ticks};
use headcount::observe::{
    AGES, Agent, Brings, Busy, Cause, Contact, Dialed, IvrEnd, Observer, Origin, Presence,
};

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
const OFF: f64 = 4.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
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
struct Entry {
    place: Place,
    outcome: Option<&'static str>,
    /// Of an answered contact by text.
    end: Option<&'static str>,
    brings: Brings,
    /// Work done before it was put aside, in ticks at normal speed.
    done: f64,
    /// When the last reply was given, or the answer, and how many were.
    replied: Ticks,
    replies: u32,
    owner: Option<usize>,
}

/// A contact in an agent's hand.
#[derive(Debug, Clone)]
struct Hand {
    id: Id,
    /// In ticks at the agent's speed with nothing else in hand.
    left: f64,
    /// The agent's work for one tick of work at normal speed.
    factor: f64,
    /// Rounding so far.
    off: f64,
    /// Until when it takes a place without work.
    gone: Option<Ticks>,
}

#[derive(Debug, Clone, Default)]
struct Worker {
    group: usize,
    on: bool,
    hand: Vec<Hand>,
    /// Since when the hand is as it is, and until when the time of it was told.
    since: Ticks,
    told: Ticks,
    /// Ended at this very moment, which is yet to be told.
    ended: Vec<Hand>,
    /// On a call, or calling, until then.
    busy: Option<Ticks>,
    /// The call in hand.
    call: Option<Id>,
    threads: u32,
    /// Ticks on calls as told when they began, and by queue.
    calls: u64,
    spent: u64,
    spent_until: Ticks,
}

pub struct Ledger<'c> {
    center: &'c Center,
    index: u32,
    now: Ticks,
    contacts: BTreeMap<Id, Entry>,
    next: Option<(Id, Cause)>,
    /// A number that was reached, whose contact arrives next.
    reached: Option<QueueId>,
    workers: BTreeMap<usize, Worker>,
    touched: BTreeSet<usize>,
    pub seen: BTreeMap<&'static str, u32>,
}

fn id(contact: &Contact) -> Id {
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
            seen: BTreeMap::new(),
        }
    }

    #[track_caller]
    fn must(&self, holds: bool, what: &str, id: Id) {
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

    fn see(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    #[track_caller]
    fn at(&mut self, now: Ticks, id: Id) {
        if now < self.now {
            self.must(false, &format!("told of {}", now.seconds()), id);
        }
        self.must(self.next.is_none(), "what was to arrive has not", id);
        if now > self.now {
            self.settles();
            self.now = now;
        }
    }

    fn channel(&self, queue: QueueId) -> Channel {
        self.center.queues[queue].channel
    }

    fn entry(&mut self, id: Id) -> &mut Entry {
        self.contacts.get_mut(&id).expect("known")
    }

    fn moves(&mut self, id: Id, fits: impl Fn(Place) -> bool, to: Place, what: &'static str) -> Place {
        let place = self.contacts.get(&id).map(|entry| entry.place);
        self.must(place.is_some_and(&fits), what, id);
        self.entry(id).place = to;
        place.expect("known")
    }

    fn ends(&mut self, id: Id, fits: impl Fn(Place) -> bool, outcome: &'static str) {
        self.moves(id, fits, Place::Over, outcome);
        self.decides(id, outcome);
    }

    fn decides(&mut self, id: Id, outcome: &'static str) {
        self.must(self.contacts[&id].outcome.is_none(), outcome, id);
        self.entry(id).outcome = Some(outcome);
        self.see(outcome);
    }

    /// An answered contact by text is done with in one way.
    fn is_done(&mut self, id: Id, how: &'static str) {
        let entry = &self.contacts[&id];
        let answered = entry.outcome == Some("answered") && self.channel(id.0).is_text();
        self.must(answered && entry.end.is_none(), how, id);
        self.entry(id).end = Some(how);
        self.see(how);
        self.entry(id).place = Place::Over;
        if let Some(owner) = self.entry(id).owner.take() {
            self.workers.get_mut(&owner).expect("known").threads -= 1;
        }
    }

    fn worker(&mut self, agent: Agent) -> &mut Worker {
        self.touched.insert(agent.number);
        let worker = self.workers.entry(agent.number).or_default();
        worker.group = agent.group;
        worker
    }

    /// An agent's time was told up to now, and their work is brought up to date.
    fn advances(&mut self, agent: Agent) {
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

    fn takes(&mut self, id: Id, agent: Agent, work: f64) {
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
        self.entry(id).place = Place::With(agent.number);
    }

    /// Takes out of an agent's hand what has just ended there: of several the one asked for.
    fn lets_go(&mut self, id: Id, agent: usize) -> Option<Hand> {
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

    fn knows_its_wait(&self, contact: &Contact, now: Ticks) {
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

impl Observer for Ledger<'_> {
    const IN_ORDER: bool = true;

    fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        let (id, next) = (id(contact), self.next.take());
        self.at(contact.arrived, id);
        self.must(!self.contacts.contains_key(&id), "arrives twice", id);
        self.must(next.is_none_or(|next| next.0 == id), "another was to arrive", id);
        let called = self.channel(id.0) == Channel::Outbound;
        let reached = self.reached.take();
        self.must((reached == Some(id.0)) == called, "not reached before", id);
        let open = self.center.calendar.interval_at(contact.arrived);
        let open = open.is_some_and(|interval| self.center.is_open(interval));
        let comes = self.channel(id.0).comes_when_closed() || next.is_some() || called;
        self.must(open || comes, "comes when closed", id);
        let entry = Entry {
            place: Place::Arriving,
            outcome: None,
            end: None,
            brings: *brings,
            done: 0.0,
            replied: Ticks::ZERO,
            replies: 0,
            owner: None,
        };
        self.contacts.insert(id, entry);
    }

    fn balked(&mut self, contact: &Contact) {
        self.at(contact.arrived, id(contact));
        self.ends(id(contact), |place| place == Place::Arriving, "balked");
    }

    fn queued(&mut self, contact: &Contact) {
        let id = id(contact);
        self.at(contact.arrived, id);
        self.moves(
            id,
            |place| place == Place::Arriving,
            Place::Waiting(id.0),
            "waits",
        );
    }

    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let id = id(contact);
        self.at(now, id);
        self.knows_its_wait(contact, now);
        let waits = |place| matches!(place, Place::Arriving | Place::Waiting(_));
        let place = self.moves(id, waits, Place::With(agent.number), "answered");
        let queue = if let Place::Waiting(queue) = place {
            queue
        } else {
            id.0
        };
        let routed = self.center.queues[queue].route.concat().contains(&agent.group);
        self.must(routed, "not on its route", id);
        self.decides(id, "answered");
        if self.channel(id.0).is_text() {
            self.must(ends == now, "its end is told with the answer", id);
            let work = self.contacts[&id].brings.work;
            self.takes(id, agent, work);
            self.entry(id).replied = now;
            if self.center.queues[id.0].rules.thread.is_some() {
                self.owns(id, agent);
            }
        } else {
            let worker = self.worker(agent);
            let free = worker.on && worker.busy.is_none() && worker.hand.is_empty();
            worker.busy = Some(ends);
            worker.call = Some(id);
            worker.calls += (ends - now).0;
            self.must(free, "its agent is not free", id);
        }
    }

    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.at(left, id(contact));
        self.knows_its_wait(contact, left);
        let waits = |place| matches!(place, Place::Waiting(_));
        self.ends(id(contact), waits, "abandoned");
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        let id = id(contact);
        self.knows_its_wait(contact, until);
        let carries = self.channel(id.0).comes_when_closed();
        let late = until >= self.center.calendar.horizon();
        self.must(late || !carries, "lost over the night", id);
        let waits = |place| matches!(place, Place::Waiting(_) | Place::Arriving);
        self.ends(id, waits, "left waiting");
    }

    fn completed(&mut self, agent: Agent, now: Ticks) {
        let who = (agent.group, agent.number as u32);
        self.at(now, who);
        let worker = self.worker(agent);
        if let Some(until) = worker.busy.take() {
            let call = worker.call.take();
            self.must(until == now, &format!("busy until {}", until.seconds()), who);
            if let Some(call) = call {
                self.moves(
                    call,
                    |place| place == Place::With(agent.number),
                    Place::Over,
                    "is done",
                );
            }
            return;
        }
        self.advances(agent);
        let worker = self.worker(agent);
        let over = |hand: &Hand| match hand.gone {
            Some(until) => until == now,
            None => hand.left.abs() <= hand.off,
        };
        let Some(place) = worker.hand.iter().position(over) else {
            self.must(false, "completed with work left", who);
            return;
        };
        let hand = worker.hand.remove(place);
        worker.ended.push(hand);
    }

    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        let from = (origin.queue, origin.number);
        self.at(contact.arrived, id(contact));
        let before = self.contacts.get(&from);
        let outcome = before.and_then(|entry| entry.outcome);
        let (fits, what) = match origin.cause {
            Cause::Retry => (
                matches!(outcome, Some("abandoned" | "blocked" | "balked" | "hung up")),
                "retry",
            ),
            Cause::Repeat => (outcome == Some("answered"), "repeat"),
            Cause::BotFailed => (outcome == Some("contained"), "bot failed"),
            Cause::Transfer | Cause::Choice => (false, "transfer"),
        };
        self.see(what);
        self.must(fits, &format!("{what} after {outcome:?}"), id(contact));
        self.next = Some((id(contact), origin.cause));
    }

    fn blocked(&mut self, contact: &Contact, _why: Busy, now: Ticks) {
        self.at(now, id(contact));
        self.ends(id(contact), |place| place == Place::Arriving, "blocked");
    }

    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, id(contact));
        self.moves(
            id(contact),
            |place| place == Place::Arriving,
            Place::Ivr,
            "in the ivr",
        );
    }

    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        let ivr = |place| place == Place::Ivr;
        match end {
            IvrEnd::Contained => self.ends(id, ivr, "contained"),
            IvrEnd::HungUp => self.ends(id, ivr, "hung up"),
            IvrEnd::Queue | IvrEnd::Chosen(_) => {
                self.moves(id, ivr, Place::Arriving, "out of the ivr");
            }
        }
    }

    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        self.at(now, id(contact));
        self.see("overflowed");
        let waits = |place| matches!(place, Place::Waiting(_));
        self.moves(id(contact), waits, Place::Waiting(to), "overflows");
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, id(contact));
        let waits = |place| matches!(place, Place::Waiting(_));
        self.ends(id(contact), waits, "left a message");
    }

    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        let who = (agent.group, agent.number as u32);
        self.at(from, who);
        let worker = self.worker(agent);
        let free = worker.on && worker.busy.is_none() && worker.hand.is_empty();
        worker.busy = Some(to);
        worker.calls += (to - from).0;
        self.must(free, "busy with two things", who);
    }

    fn held(&mut self, agent: Agent, queues: &[QueueId], from: Ticks, to: Ticks) {
        let who = (agent.group, agent.number as u32);
        self.at(to, who);
        let worker = self.worker(agent);
        let mut told = queues.to_vec();
        let mut known: Vec<QueueId> = worker.hand.iter().map(|hand| hand.id.0).collect();
        told.sort_unstable();
        known.sort_unstable();
        let since = worker.since;
        worker.told = to;
        self.must(told == known, &format!("held {told:?}, not {known:?}"), who);
        self.must(
            from == since && from < to,
            &format!("since {}", from.seconds()),
            who,
        );
    }

    fn spent(&mut self, agent: Agent, _queue: QueueId, from: Ticks, to: Ticks) {
        let worker = self.worker(agent);
        let apart = from >= worker.spent_until && from >= worker.told;
        worker.spent_until = to;
        worker.spent += (to - from).0;
        self.must(
            apart && from <= to,
            "spent twice",
            (agent.group, agent.number as u32),
        );
    }

    fn replied(&mut self, contact: &Contact, agent: Agent, wait: Ticks, now: Ticks) {
        let id = id(contact);
        self.see("reply");
        if let Place::Turn(since) = self.contacts[&id].place {
            self.at(now, id);
            self.must(wait == now - since, "a turn's wait", id);
            let handle = &self.center.queues[id.0].handle.at(0);
            self.takes(id, agent, (handle.mean_s() * TICKS_PER_SECOND).trunc());
            self.owns(id, agent);
            return;
        }
        // A reply may be told late, but before what comes after it.
        let entry = &self.contacts[&id];
        let replied = entry.replied;
        let fits = entry.place == Place::With(agent.number) && entry.end.is_none();
        self.must(
            fits && now <= self.now.max(now) && wait == now - replied,
            "a reply",
            id,
        );
        let entry = self.entry(id);
        entry.replied = now;
        entry.replies += 1;
    }

    fn left_silently(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        self.advances(agent);
        let rule = self.center.queues[id.0]
            .rules
            .conversation
            .clone()
            .expect("a conversation");
        let patience = rule
            .patience
            .as_ref()
            .map(|law| (law.mean() * TICKS_PER_SECOND) as u64);
        let waited = (now - self.contacts[&id].replied).0;
        // Patience is the same for all here, unless some leave at any time.
        let over = patience.is_some_and(|patience| waited.abs_diff(patience) <= 8);
        let early = patience.is_none_or(|patience| waited <= patience + 8);
        self.must(
            if rule.leaves > 0.0 { early } else { over },
            "leaves too early or late",
            id,
        );
        let until = now + Ticks::from_seconds(rule.timeout_s);
        let worker = self.worker(agent);
        let hand = worker.hand.iter_mut().find(|hand| hand.id == id);
        let left = hand.map(|hand| {
            hand.gone = Some(until);
            hand.left
        });
        self.must(
            left.is_some_and(|left| left > -OFF * 8.0),
            "nothing left of it",
            id,
        );
        self.is_done(id, "left silently");
    }

    fn interrupted(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        self.advances(agent);
        self.see("put aside");
        let of = self.center.groups[agent.group].rules.interruption;
        let channel = self.channel(id.0) as usize;
        self.must(of.is_some_and(|of| of.of[channel]), "may not be put aside", id);
        let worker = self.worker(agent);
        let place = worker.hand.iter().position(|hand| hand.id == id);
        let Some(hand) = place.map(|place| worker.hand.remove(place)) else {
            self.must(false, "not in hand", id);
            return;
        };
        let work = self.contacts[&id].brings.work;
        self.entry(id).done = (work - hand.left / hand.factor).max(0.0);
        self.moves(
            id,
            |place| place == Place::With(agent.number),
            Place::Aside,
            "put aside",
        );
    }

    fn resumed(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        self.see("resumed");
        self.moves(id, |place| place == Place::Aside, Place::Aside, "resumed");
        let factor = self.center.groups[agent.group].handle_factor[id.0];
        let rule = self.center.groups[agent.group].rules.interruption;
        let switching = rule.map_or(0.0, |rule| rule.switching_s * TICKS_PER_SECOND);
        let entry = &self.contacts[&id];
        let work = entry.brings.work - entry.done + switching / factor;
        self.takes(id, agent, work);
    }

    fn wrote(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, id(contact));
        self.see("wrote");
        self.moves(
            id(contact),
            |place| place == Place::Between,
            Place::Turn(now),
            "wrote",
        );
    }

    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        let Place::With(agent) = self.contacts[&id].place else {
            self.must(false, "concluded", id);
            return;
        };
        let hand = self.lets_go(id, agent);
        self.must(hand.is_some(), "concluded with work left", id);
        if let Some(rule) = &self.center.queues[id.0].rules.conversation {
            let replies = (self.contacts[&id].brings.talk / rule.reply_s / TICKS_PER_SECOND).round();
            let told = f64::from(self.contacts[&id].replies);
            // A talk of no length holds none.
            let talks = self.contacts[&id].brings.talk >= 1.0;
            self.must(!talks || told == replies.max(1.0), "replies", id);
        }
        self.is_done(id, "concluded");
    }

    fn unfinished(&mut self, contact: &Contact, now: Ticks) {
        let id = id(contact);
        if now > self.now {
            self.at(now, id);
        }
        match self.contacts[&id].place {
            Place::With(agent) => {
                let hand = self.lets_go(id, agent);
                self.must(hand.is_some(), "unfinished in hand", id);
            }
            place => self.must(
                matches!(place, Place::Aside | Place::Turn(_) | Place::Between),
                "unfinished",
                id,
            ),
        }
        self.is_done(id, "unfinished");
    }

    fn dialed(&mut self, queue: QueueId, _interval: usize, what: Dialed, now: Ticks) {
        self.at(now, (queue, 0));
        self.must(self.reached.is_none(), "reached and not arrived", (queue, 0));
        self.see(match what {
            Dialed::Right => "reached",
            Dialed::Wrong => "wrong party",
            Dialed::Again => "tried again",
            Dialed::Never => "never reached",
        });
        if matches!(what, Dialed::Right | Dialed::Wrong) {
            self.reached = Some(queue);
        }
    }

    fn backlog(&mut self, _interval: usize, queue: QueueId, ages: &[u32; AGES]) {
        self.must(self.channel(queue).comes_when_closed(), "a backlog", (queue, 0));
        if ages.iter().any(|&number| number > 0) {
            self.see("backlog");
        }
    }

    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        let who = (agent.group, agent.number as u32);
        self.at(now, who);
        let comes = what == Presence::Comes;
        let worker = self.worker(agent);
        let free = worker.busy.is_none() && worker.hand.is_empty();
        let before = std::mem::replace(&mut worker.on, comes);
        self.must(free, "comes or goes with a contact in hand", who);
        self.must(!(comes && before), "comes twice", who);
    }
}

impl Ledger<'_> {
    /// A thread is an agent's from now on.
    fn owns(&mut self, id: Id, agent: Agent) {
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
}
