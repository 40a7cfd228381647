//! What happened to every contact and what every agent did, each in order of time: nothing here depends on the
//! order in which two of them are told of at one moment.

use std::collections::BTreeMap;

use headcount::model::{Center, QueueId, Ticks};
use headcount::observe::{
    AGES, Agent, Brings, Busy, Contact, Dialed, IvrEnd, Observer, Origin, Presence, Story,
};

use super::super::voice::why;

/// Contacts that are not a queue's first are numbered from here on.
const FOLLOWERS: u32 = 1 << 30;

pub type Id = (QueueId, u32);

/// A stretch of an agent's time, given to contacts of some queues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub agent: usize,
    pub queues: Vec<QueueId>,
    pub from: Ticks,
    pub to: Ticks,
}

#[derive(Debug, Default, PartialEq)]
pub struct Record {
    queues: Vec<String>,
    groups: Vec<String>,
    /// By contact: moments and what happened then.
    pub contacts: BTreeMap<Id, Vec<(Ticks, String)>>,
    pub held: Vec<Stretch>,
    pub spent: Vec<Stretch>,
    /// Presence of agents, numbers dialed, backlogs: what is not of one contact.
    pub others: Vec<(Ticks, String)>,
}

fn seconds(time: Ticks) -> f64 {
    // As on paper: moments that are thirds of a second are told to a tick.
    (time.seconds() * 1000.0).round() / 1000.0
}

impl Record {
    pub fn new(center: &Center) -> Self {
        Self {
            queues: center.queues.iter().map(|queue| queue.name.clone()).collect(),
            groups: center.groups.iter().map(|group| group.name.clone()).collect(),
            ..Self::default()
        }
    }

    fn name(&self, (queue, number): Id) -> String {
        match number.checked_sub(FOLLOWERS) {
            None => format!("{}#{number}", self.queues[queue]),
            Some(number) => format!("{}+{number}", self.queues[queue]),
        }
    }

    fn agent(&self, agent: Agent) -> String {
        format!("{}{}", self.groups[agent.group], agent.number)
    }

    fn of(&mut self, contact: &Contact, now: Ticks, what: impl Into<String>) {
        let events = self.contacts.entry((contact.queue, contact.number)).or_default();
        events.push((now, what.into()));
    }

    /// A line a contact.
    pub fn by_contact(&self) -> Vec<String> {
        let line = |(&id, events): (&Id, &Vec<(Ticks, String)>)| {
            let mut events = events.clone();
            events.sort_by_key(|(at, _)| *at);
            let events = events.iter();
            let told: Vec<String> = events
                .map(|(at, what)| format!("{} {what}", seconds(*at)))
                .collect();
            format!("{}: {}", self.name(id), told.join(", "))
        };
        self.contacts.iter().map(line).collect()
    }

    /// What is not of one contact, in order of time.
    pub fn of_others(&self) -> Vec<String> {
        let mut others = self.others.clone();
        others.sort_by_key(|(at, _)| *at);
        let others = others.iter();
        others
            .map(|(at, what)| format!("{} {what}", seconds(*at)))
            .collect()
    }

    /// The time that an agent gave to contacts of each queue, in seconds: of stretches with several its share.
    pub fn hours(&self, agent: usize) -> Vec<f64> {
        let mut hours = vec![0.0; self.queues.len()];
        for stretch in self.held.iter().chain(&self.spent) {
            let each = (stretch.to - stretch.from).seconds() / stretch.queues.len() as f64;
            let own = stretch.queues.iter().filter(|_| stretch.agent == agent);
            own.for_each(|&queue| hours[queue] += each);
        }
        hours
    }
}

impl Observer for Record {
    const IN_ORDER: bool = true;

    fn arrived(&mut self, contact: &Contact, _brings: &Brings) {
        self.of(contact, contact.arrived, "arrives");
    }
    fn balked(&mut self, contact: &Contact) {
        self.of(contact, contact.arrived, "balks");
    }
    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let mut what = format!("to {} after {}", self.agent(agent), seconds(contact.wait(now)));
        if ends > now {
            what = format!("{what} until {}", seconds(ends));
        }
        self.of(contact, now, what);
    }
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.of(contact, left, "abandons");
    }
    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        self.of(contact, until, "left waiting");
    }
    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        let cause = why(origin.cause);
        let before = self.name((origin.queue, origin.number));
        self.of(contact, contact.arrived, format!("follows {before} ({cause})"));
    }
    fn blocked(&mut self, contact: &Contact, why: Busy, now: Ticks) {
        self.of(contact, now, format!("blocked: {why:?}"));
    }
    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        self.of(contact, now, "hears the ivr");
    }
    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        self.of(contact, now, format!("leaves the ivr: {end:?}"));
    }
    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        let what = format!("overflows to {}", self.queues[to]);
        self.of(contact, now, what);
    }
    fn transferred(&mut self, contact: &Contact, _agent: Agent, to: QueueId, _warm: bool, now: Ticks) {
        let what = format!("handed over to {}", self.queues[to]);
        self.of(contact, now, what);
    }
    fn story_ended(&mut self, story: &Story) {
        let what = format!(
            "client of {}: {} attempts",
            self.queues[story.queue], story.attempts
        );
        self.others.push((story.began, what));
    }
    fn held(&mut self, agent: Agent, queues: &[QueueId], from: Ticks, to: Ticks) {
        self.held.push(Stretch {
            agent: agent.number,
            queues: queues.to_vec(),
            from,
            to,
        });
    }
    fn spent(&mut self, agent: Agent, queue: QueueId, from: Ticks, to: Ticks) {
        self.spent.push(Stretch {
            agent: agent.number,
            queues: vec![queue],
            from,
            to,
        });
    }
    fn replied(&mut self, contact: &Contact, agent: Agent, wait: Ticks, now: Ticks) {
        let what = format!("reply by {} after {}", self.agent(agent), seconds(wait));
        self.of(contact, now, what);
    }
    fn left_silently(&mut self, contact: &Contact, _agent: Agent, now: Ticks) {
        self.of(contact, now, "leaves silently");
    }
    fn interrupted(&mut self, contact: &Contact, _agent: Agent, now: Ticks) {
        self.of(contact, now, "put aside");
    }
    fn resumed(&mut self, contact: &Contact, agent: Agent, now: Ticks) {
        let what = format!("resumed by {}", self.agent(agent));
        self.of(contact, now, what);
    }
    fn wrote(&mut self, contact: &Contact, now: Ticks) {
        self.of(contact, now, "writes");
    }
    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        self.of(contact, now, "concluded");
    }
    fn unfinished(&mut self, contact: &Contact, now: Ticks) {
        self.of(contact, now, "unfinished");
    }
    fn dialed(&mut self, queue: QueueId, _interval: usize, what: Dialed, now: Ticks) {
        let what = format!("{} dialed: {what:?}", self.queues[queue]);
        self.others.push((now, what));
    }
    fn backlog(&mut self, interval: usize, queue: QueueId, ages: &[u32; AGES]) {
        let what = format!("{} backlog {ages:?}", self.queues[queue]);
        self.others.push((super::s(interval as f64), what));
    }
    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        if what == Presence::Leaves {
            let what = format!("{} leaves", self.agent(agent));
            self.others.push((now, what));
        }
    }
    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        let what = format!("{} late by {}", self.agent(agent), seconds(by));
        self.others.push((now, what));
    }
}
