//! Every event of one replication, written down.
//!
//! In: what the engine tells, in order of time. Out: [`Trace`]: the contacts with what became of each, and one
//! [`Entry`] an event. A contact that follows from another (another attempt, a transfer, a choice in the IVR)
//! is linked to the one before it, so that a whole chain can be read by the name of its first contact.

use std::collections::BTreeMap;

use super::{Agent, Brings, Busy, Cause, Contact, Dialed, IvrEnd, Observer, Origin, Presence};
use crate::model::{Calendar, Center, GroupId, QueueId, Ticks};

/// What happened, apart from when and to whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// An interval starts; at closing time the index is one beyond the last.
    Interval(usize),
    /// A contact arrives.
    Arrives(Brings),
    /// It leaves at once rather than wait.
    Balks,
    /// It waits.
    Waits {
        /// Contacts that wait in its queue already.
        ahead: u32,
    },
    /// An agent takes it.
    Answered {
        /// How long it waited.
        wait: Ticks,
        /// When the agent will have handled it.
        ends: Ticks,
    },
    /// It hangs up.
    Abandons {
        /// How long it waited.
        wait: Ticks,
    },
    /// It is not answered any more: the center closed, or nobody could ever take it.
    LeftWaiting {
        /// How long it waited.
        wait: Ticks,
    },
    /// An agent is done with it, or (without a contact) with calling back in vain.
    Completed {
        /// Time since the agent took it; nothing without a contact.
        handled: Ticks,
    },
    /// It gets a busy tone.
    Blocked(Busy),
    /// It enters the IVR.
    EntersIvr,
    /// It leaves the IVR.
    LeavesIvr(IvrEnd),
    /// It is told how long it would wait.
    Announced {
        /// The wait it is told.
        wait: Ticks,
    },
    /// It waits on in another queue.
    Overflows {
        /// That queue.
        to: QueueId,
    },
    /// It leaves a message.
    LeavesMessage {
        /// How long it waited.
        wait: Ticks,
    },
    /// It is to be called back.
    CallbackAccepted,
    /// An agent calls back in vain.
    CallbackMissed {
        /// Whether nobody tries again.
        last: bool,
    },
    /// An agent calls back and is answered.
    CallbackReached {
        /// Time since it arrived.
        wait: Ticks,
        /// When the agent will have handled it.
        ends: Ticks,
    },
    /// An agent is busy with something else than a contact that was answered.
    Busy {
        /// Until then.
        until: Ticks,
    },
    /// An agent hands it over.
    Transferred {
        /// To this queue.
        to: QueueId,
        /// Whether the agent stays until another has taken it.
        warm: bool,
    },
    /// Whether its matter is resolved.
    Handled {
        /// It is.
        resolved: bool,
    },
    /// The customer gets a reply by text.
    Replied {
        /// How long they waited for it.
        wait: Ticks,
    },
    /// The customer leaves in mid-conversation without a word.
    LeavesSilently,
    /// An agent puts it aside for another contact.
    PutAside,
    /// An agent takes it up again.
    Resumed,
    /// The customer writes again.
    Writes,
    /// All work on a contact by text is done.
    Concluded {
        /// Time since it arrived.
        after: Ticks,
    },
    /// The horizon ends before a contact by text is done with.
    Unfinished,
    /// A number is dialed.
    Dialed {
        /// Of this queue.
        queue: QueueId,
        /// What becomes of it.
        what: Dialed,
    },
    /// An agent comes, goes, or is absent for a while.
    Presence(Presence),
    /// An agent finished the contact in hand after a time on queue.
    Overran {
        /// So late.
        by: Ticks,
    },
}

/// One event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// When, since opening.
    pub at: Ticks,
    /// What happened.
    pub event: Event,
    /// The contact, as index into [`Trace::contacts`].
    pub contact: Option<usize>,
    /// The agent.
    pub agent: Option<Member>,
}

/// An agent by their place in their group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The group.
    pub group: GroupId,
    /// Their number in it, from 1.
    pub number: usize,
}

/// What became of a contact in the end; every contact has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// An agent answered.
    Answered,
    /// An agent answered, and the customer left in mid-conversation without a word.
    LeftSilently,
    /// An agent answered, and was not done with it when the horizon ended.
    Unfinished,
    /// It hung up while waiting.
    Abandoned,
    /// It left at once rather than wait.
    Balked,
    /// It got a busy tone.
    Blocked,
    /// It was called back and answered.
    CalledBack,
    /// It was called back in vain until nobody tried again.
    NotReached,
    /// It left a message.
    Message,
    /// The IVR served it.
    Contained,
    /// It hung up in the IVR.
    HungUpInIvr,
    /// It chose another queue in the IVR and arrived there as another contact.
    Chose,
    /// It still waited when the center closed.
    LeftWaiting,
    /// Nothing that ends a contact was told.
    Open,
}

impl Fate {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Fate; 14] = [
        Fate::Answered,
        Fate::LeftSilently,
        Fate::Unfinished,
        Fate::Abandoned,
        Fate::Balked,
        Fate::Blocked,
        Fate::CalledBack,
        Fate::NotReached,
        Fate::Message,
        Fate::Contained,
        Fate::HungUpInIvr,
        Fate::Chose,
        Fate::LeftWaiting,
        Fate::Open,
    ];
}

/// A contact of the trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traced {
    /// Its queue.
    pub queue: QueueId,
    /// Its number among the contacts of its queue, from 0.
    pub number: u32,
    /// Its segment among those of its queue.
    pub segment: u16,
    /// How long it had waited when the center opened.
    pub before: Ticks,
    /// The contact that it follows from, as index into [`Trace::contacts`], and why.
    pub follows: Option<(usize, Cause)>,
    /// The first contact of its chain: itself where it follows from none.
    pub first: usize,
    /// Which attempt of its client it is, from 1.
    pub attempt: u32,
    /// What became of it.
    pub fate: Fate,
    /// The queue in which it waits now.
    waits_in: Option<QueueId>,
}

/// A listener that writes everything down.
#[derive(Debug, Clone)]
pub struct Trace {
    /// How busy the day is; 1 is the ordinary day.
    pub busyness: f64,
    /// Every contact, in order of arrival.
    pub contacts: Vec<Traced>,
    entries: Vec<Entry>,
    calendar: Calendar,
    first_agents: Vec<usize>,
    /// By queue: whether its contacts are by text, of which an agent may hold several.
    by_text: Vec<bool>,
    by_number: BTreeMap<(QueueId, u32), usize>,
    /// With whom each agent of the center talks, and since when.
    in_hand: Vec<Option<(usize, Ticks)>>,
    waiting: Vec<u32>,
    now: Ticks,
}

impl Trace {
    /// An empty trace. `first_agents` has, for each group, the number of its first agent among all agents of
    /// the center.
    pub fn new(center: &Center, first_agents: Vec<usize>) -> Self {
        Self {
            busyness: 1.0,
            contacts: Vec::new(),
            entries: Vec::new(),
            calendar: center.calendar.clone(),
            first_agents,
            by_text: center
                .queues
                .iter()
                .map(|queue| queue.channel.is_text())
                .collect(),
            by_number: BTreeMap::new(),
            in_hand: Vec::new(),
            waiting: vec![0; center.queues.len()],
            now: Ticks::ZERO,
        }
    }

    /// Every event in order of time; at one moment, in the order in which it was told.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The queues that a contact has gone through in its present attempt, ending with its own; the first of
    /// its chain is left out where the attempt began there.
    pub fn path(&self, contact: usize) -> Vec<QueueId> {
        let mut path = Vec::new();
        let mut at = contact;
        loop {
            let traced = &self.contacts[at];
            path.push(traced.queue);
            match traced.follows {
                Some((before, Cause::Transfer | Cause::Choice)) => at = before,
                _ => break,
            }
        }
        path.reverse();
        if path[0] == self.contacts[self.contacts[contact].first].queue {
            path.remove(0);
        }
        path
    }

    /// A first contact by its queue and number (from 0).
    pub fn find(&self, queue: QueueId, number: u32) -> Option<usize> {
        self.by_number.get(&(queue, number)).copied()
    }

    /// The place of a contact among all, which it gets when it is first told of.
    fn place(&mut self, queue: QueueId, number: u32) -> usize {
        let next = self.contacts.len();
        let place = *self.by_number.entry((queue, number)).or_insert(next);
        if place == next {
            self.contacts.push(Traced {
                queue,
                number,
                segment: 0,
                before: Ticks::ZERO,
                follows: None,
                first: next,
                attempt: 1,
                fate: Fate::Open,
                waits_in: None,
            });
        }
        place
    }

    fn of(&mut self, contact: &Contact) -> usize {
        self.place(contact.queue, contact.number)
    }

    fn member(&self, agent: Agent) -> Member {
        let first = self.first_agents.get(agent.group).copied().unwrap_or(0);
        Member {
            group: agent.group,
            number: agent.number.saturating_sub(first) + 1,
        }
    }

    fn write(&mut self, at: Ticks, event: Event, contact: Option<usize>, agent: Option<Agent>) {
        self.now = self.now.max(at);
        let agent = agent.map(|agent| self.member(agent));
        // An event that began before it was told goes to its place in time.
        let place = self.entries.partition_point(|entry| entry.at <= at);
        self.entries.insert(
            place,
            Entry {
                at,
                event,
                contact,
                agent,
            },
        );
    }

    /// Something happens to a contact alone.
    fn tell(&mut self, contact: &Contact, at: Ticks, event: Event) {
        let place = self.of(contact);
        self.write(at, event, Some(place), None);
    }

    /// A contact ends its wait, if it waits.
    fn waits_no_more(&mut self, place: usize) {
        if let Some(queue) = self.contacts[place].waits_in.take() {
            self.waiting[queue] -= 1;
        }
    }

    /// What becomes of a contact in the end.
    fn end(&mut self, contact: &Contact, at: Ticks, event: Event, fate: Fate) {
        let place = self.of(contact);
        self.waits_no_more(place);
        self.contacts[place].fate = fate;
        self.write(at, event, Some(place), None);
    }

    /// An agent takes a contact in hand.
    fn take(&mut self, contact: &Contact, agent: Agent, at: Ticks, event: Event, fate: Fate) {
        let place = self.of(contact);
        self.waits_no_more(place);
        self.contacts[place].fate = fate;
        if !self.by_text[contact.queue] {
            if self.in_hand.len() <= agent.number {
                self.in_hand.resize(agent.number + 1, None);
            }
            self.in_hand[agent.number] = Some((place, at));
        }
        self.write(at, event, Some(place), Some(agent));
    }
}

impl Observer for Trace {
    const IN_ORDER: bool = true;

    fn day_started(&mut self, busyness: f64) {
        self.busyness = busyness;
        self.contacts.clear();
        self.entries.clear();
        self.by_number.clear();
        self.in_hand.clear();
        self.waiting.fill(0);
        self.now = Ticks::ZERO;
    }

    fn interval_started(&mut self, interval: usize) {
        let at = self.calendar.start(interval);
        self.write(at, Event::Interval(interval), None, None);
    }

    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        let before = self.place(origin.queue, origin.number);
        let place = self.of(contact);
        let first = self.contacts[before].first;
        let traced = &mut self.contacts[place];
        traced.follows = Some((before, origin.cause));
        traced.first = first;
        traced.attempt = origin.attempt;
    }

    fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        let place = self.of(contact);
        self.contacts[place].segment = contact.segment;
        self.contacts[place].before = contact.before;
        self.write(contact.arrived, Event::Arrives(*brings), Some(place), None);
    }

    fn balked(&mut self, contact: &Contact) {
        // It may have been in the IVR since it arrived.
        let at = self.now.max(contact.arrived);
        self.end(contact, at, Event::Balks, Fate::Balked);
    }

    fn queued(&mut self, contact: &Contact) {
        let at = self.now.max(contact.arrived);
        let place = self.of(contact);
        let ahead = self.waiting[contact.queue];
        self.waiting[contact.queue] += 1;
        self.contacts[place].waits_in = Some(contact.queue);
        self.write(at, Event::Waits { ahead }, Some(place), None);
    }

    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let wait = contact.wait(now);
        self.take(
            contact,
            agent,
            now,
            Event::Answered { wait, ends },
            Fate::Answered,
        );
    }

    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        let wait = contact.wait(left);
        self.end(contact, left, Event::Abandons { wait }, Fate::Abandoned);
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        let wait = contact.wait(until);
        self.end(contact, until, Event::LeftWaiting { wait }, Fate::LeftWaiting);
    }

    fn completed(&mut self, agent: Agent, now: Ticks) {
        let had = self.in_hand.get_mut(agent.number).and_then(Option::take);
        let handled = had.map_or(Ticks::ZERO, |(_, since)| now.saturating_sub(since));
        self.write(
            now,
            Event::Completed { handled },
            had.map(|(contact, _)| contact),
            Some(agent),
        );
    }

    fn blocked(&mut self, contact: &Contact, why: Busy, now: Ticks) {
        self.end(contact, now, Event::Blocked(why), Fate::Blocked);
    }

    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        self.tell(contact, now, Event::EntersIvr);
    }

    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        let event = Event::LeavesIvr(end);
        match end {
            IvrEnd::Queue => self.tell(contact, now, event),
            IvrEnd::Chosen(_) => self.end(contact, now, event, Fate::Chose),
            IvrEnd::Contained => self.end(contact, now, event, Fate::Contained),
            IvrEnd::HungUp => self.end(contact, now, event, Fate::HungUpInIvr),
        }
    }

    fn announced(&mut self, contact: &Contact, wait: Ticks, now: Ticks) {
        self.tell(contact, now, Event::Announced { wait });
    }

    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        let place = self.of(contact);
        self.waits_no_more(place);
        self.waiting[to] += 1;
        self.contacts[place].waits_in = Some(to);
        self.write(now, Event::Overflows { to }, Some(place), None);
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        let wait = contact.wait(now);
        self.end(contact, now, Event::LeavesMessage { wait }, Fate::Message);
    }

    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        let place = self.of(contact);
        self.waits_no_more(place);
        self.write(now, Event::CallbackAccepted, Some(place), None);
    }

    fn callback_missed(&mut self, contact: &Contact, agent: Agent, now: Ticks, last: bool) {
        let place = self.of(contact);
        if last {
            self.contacts[place].fate = Fate::NotReached;
        }
        self.write(now, Event::CallbackMissed { last }, Some(place), Some(agent));
    }

    fn callback_reached(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let wait = contact.wait(now);
        self.take(
            contact,
            agent,
            now,
            Event::CallbackReached { wait, ends },
            Fate::CalledBack,
        );
    }

    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        self.write(from, Event::Busy { until: to }, None, Some(agent));
    }

    fn transferred(&mut self, contact: &Contact, agent: Agent, to: QueueId, warm: bool, now: Ticks) {
        let place = self.of(contact);
        self.write(now, Event::Transferred { to, warm }, Some(place), Some(agent));
    }

    fn handled(&mut self, contact: &Contact, agent: Agent, resolved: bool, now: Ticks) {
        let place = self.of(contact);
        self.write(now, Event::Handled { resolved }, Some(place), Some(agent));
    }

    fn replied(&mut self, contact: &Contact, agent: Agent, wait: Ticks, now: Ticks) {
        let place = self.of(contact);
        self.write(now, Event::Replied { wait }, Some(place), Some(agent));
    }

    fn left_silently(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let place = self.of(contact);
        self.contacts[place].fate = Fate::LeftSilently;
        self.write(now, Event::LeavesSilently, Some(place), Some(agent));
    }

    fn interrupted(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let place = self.of(contact);
        self.write(now, Event::PutAside, Some(place), Some(agent));
    }

    fn resumed(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let place = self.of(contact);
        self.write(now, Event::Resumed, Some(place), Some(agent));
    }

    fn wrote(&mut self, contact: &Contact, now: Ticks) {
        self.tell(contact, now, Event::Writes);
    }

    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        let after = now - contact.arrived + contact.before;
        self.tell(contact, now, Event::Concluded { after });
    }

    fn unfinished(&mut self, contact: &Contact, now: Ticks) {
        self.end(contact, now, Event::Unfinished, Fate::Unfinished);
    }

    fn dialed(&mut self, queue: QueueId, _interval: usize, what: Dialed, now: Ticks) {
        self.write(now, Event::Dialed { queue, what }, None, None);
    }

    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        self.write(now, Event::Presence(what), None, Some(agent));
    }

    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        self.write(now, Event::Overran { by }, None, Some(agent));
    }
}

#[cfg(test)]
mod tests;
