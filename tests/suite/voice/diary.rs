//! What happens in a center as text, a line an event.

use headcount::model::{Center, QueueId, Ticks};
use headcount::observe::{Agent, Brings, Busy, Contact, IvrEnd, Observer, Origin, Presence, Story};

use super::why;

/// Contacts that are not a queue's first are numbered from here on.
const FOLLOWERS: u32 = 1 << 30;

/// Writes down every event as a line of text, and checks what must hold of any order of events: time does not
/// run backwards, and agents are free when they were told to be.
pub struct Diary {
    queues: Vec<String>,
    groups: Vec<String>,
    /// Whether the presence of agents is written down too.
    presence: bool,
    pub lines: Vec<String>,
    now: Ticks,
    /// Until when each agent is busy, as told last.
    pub until: Vec<Option<Ticks>>,
}

impl Diary {
    pub fn new(center: &Center, presence: bool) -> Self {
        Self {
            queues: center.queues.iter().map(|queue| queue.name.clone()).collect(),
            groups: center.groups.iter().map(|group| group.name.clone()).collect(),
            presence,
            lines: Vec::new(),
            now: Ticks::ZERO,
            until: Vec::new(),
        }
    }

    fn call(&self, queue: QueueId, number: u32) -> String {
        match number.checked_sub(FOLLOWERS) {
            None => format!("{}#{number}", self.queues[queue]),
            Some(number) => format!("{}+{number}", self.queues[queue]),
        }
    }

    fn agent(&self, agent: Agent) -> String {
        format!("{}{}", self.groups[agent.group], agent.number)
    }

    fn at(&mut self, now: Ticks, contact: &Contact, what: &str) {
        assert!(now >= self.now, "{} told after {}: {what}", now, self.now);
        self.now = now;
        let call = self.call(contact.queue, contact.number);
        self.lines.push(format!("{} {call} {what}", now.seconds()));
    }

    fn of_agent(&mut self, agent: Agent, now: Ticks, what: &str) {
        assert!(now >= self.now, "{} told after {}: {what}", now, self.now);
        self.now = now;
        if self.presence {
            let line = format!("{} {} {what}", now.seconds(), self.agent(agent));
            self.lines.push(line);
        }
    }

    fn is_busy(&mut self, agent: Agent, until: Ticks) {
        if self.until.len() <= agent.number {
            self.until.resize(agent.number + 1, None);
        }
        self.until[agent.number] = Some(until);
    }
}

impl Observer for Diary {
    const IN_ORDER: bool = true;

    fn arrived(&mut self, contact: &Contact, _brings: &Brings) {
        self.at(contact.arrived, contact, "arrives");
    }
    fn balked(&mut self, contact: &Contact) {
        self.at(contact.arrived, contact, "balks");
    }
    fn queued(&mut self, contact: &Contact) {
        self.at(contact.arrived, contact, "waits");
    }
    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        self.is_busy(agent, ends);
        let what = format!("to {} until {}", self.agent(agent), ends.seconds());
        self.at(now, contact, &what);
    }
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.at(left, contact, "abandons");
    }
    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        let call = self.call(contact.queue, contact.number);
        self.lines
            .push(format!("{} {call} left waiting", until.seconds()));
    }
    fn completed(&mut self, agent: Agent, now: Ticks) {
        let until = self.until[agent.number].take();
        assert_eq!(until, Some(now), "{}", self.agent(agent));
    }
    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        let cause = why(origin.cause);
        let before = self.call(origin.queue, origin.number);
        let what = format!("follows {before}: {cause}, attempt {}", origin.attempt);
        self.at(contact.arrived, contact, &what);
    }
    fn blocked(&mut self, contact: &Contact, why: Busy, now: Ticks) {
        let what = match why {
            Busy::Line => "finds no line",
            Busy::Place => "finds no place",
        };
        self.at(now, contact, what);
    }
    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, contact, "hears the ivr");
    }
    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        let what = match end {
            IvrEnd::Queue => "wants an agent".into(),
            IvrEnd::Chosen(queue) => format!("chooses {}", self.queues[queue]),
            IvrEnd::Contained => "is served by the ivr".into(),
            IvrEnd::HungUp => "hangs up".into(),
        };
        self.at(now, contact, &what);
    }
    fn announced(&mut self, contact: &Contact, wait: Ticks, now: Ticks) {
        self.at(now, contact, &format!("is told {}", wait.seconds()));
    }
    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        let what = format!("overflows to {}", self.queues[to]);
        self.at(now, contact, &what);
    }
    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, contact, "leaves a message");
    }
    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, contact, "accepts a callback");
    }
    fn callback_dropped(&mut self, contact: &Contact, now: Ticks) {
        let call = self.call(contact.queue, contact.number);
        self.lines.push(format!("{} {call} dropped", now.seconds()));
    }
    fn callback_missed(&mut self, contact: &Contact, agent: Agent, now: Ticks, last: bool) {
        let for_good = if last { " for good" } else { "" };
        let what = format!("missed by {}{for_good}", self.agent(agent));
        self.at(now, contact, &what);
    }
    fn callback_reached(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        self.is_busy(agent, ends);
        let what = format!("called back by {} until {}", self.agent(agent), ends.seconds());
        self.at(now, contact, &what);
    }
    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        self.is_busy(agent, to);
        let line = format!(
            "{} busy {} to {}",
            self.agent(agent),
            from.seconds(),
            to.seconds()
        );
        self.lines.push(line);
    }
    fn transferred(&mut self, contact: &Contact, agent: Agent, to: QueueId, warm: bool, now: Ticks) {
        let how = if warm { "warm" } else { "cold" };
        let what = format!("from {} to {}, {how}", self.agent(agent), self.queues[to]);
        self.at(now, contact, &what);
    }
    fn handled(&mut self, contact: &Contact, _agent: Agent, resolved: bool, now: Ticks) {
        self.at(now, contact, if resolved { "resolved" } else { "unresolved" });
    }
    fn story_ended(&mut self, story: &Story) {
        let how = match (story.served, story.resolved) {
            (_, true) => "resolved",
            (true, false) => "served",
            (false, false) => "never served",
        };
        let queue = &self.queues[story.queue];
        let line = format!(
            "client of {queue} at {}: {} attempts, {how}",
            story.began.seconds(),
            story.attempts
        );
        self.lines.push(line);
    }
    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        let what = match what {
            Presence::Comes => "comes",
            Presence::Breaks => "breaks",
            Presence::Away => "is away",
            Presence::Pauses => "pauses",
            Presence::Leaves => "leaves",
        };
        self.of_agent(agent, now, what);
    }
    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        self.of_agent(agent, now, &format!("late by {}", by.seconds()));
    }
}
