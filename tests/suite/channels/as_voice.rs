//! An agent who holds one contact at a time does with chats, e-mails, posts and messages what they do with calls:
//! every contact is answered at the same moment by the same agent and ends at the same moment.

use std::collections::BTreeMap;

use headcount::engine::Engine;
use headcount::model::{
    Again, AgentChoice, AtClose, Backlog, Center, Channel, ContactChoice, Distribution, PerInterval, Queue,
    Retry, Segment, Ticks,
};
use headcount::observe::{Agent, Contact, Observer};

use super::super::voice::{exponential, group, handled, in_full, of_intervals, poisson};
use super::record::Id;

/// What became of a contact, and when; with the agent if one took it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Course {
    what: &'static str,
    at: u64,
    agent: Option<usize>,
    ends: Option<u64>,
}

#[derive(Debug, Default)]
struct Courses(BTreeMap<Id, Course>);

impl Courses {
    fn tell(
        &mut self,
        contact: &Contact,
        what: &'static str,
        at: u64,
        agent: Option<usize>,
        ends: Option<u64>,
    ) {
        let course = Course {
            what,
            at,
            agent,
            ends,
        };
        let before = self.0.insert((contact.queue, contact.number), course);
        assert_eq!(before, None, "{contact:?}");
    }
}

impl Observer for Courses {
    const IN_ORDER: bool = true;

    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        self.tell(contact, "answered", now.0, Some(agent.number), Some(ends.0));
    }
    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        let course = self
            .0
            .get_mut(&(contact.queue, contact.number))
            .expect("answered before");
        assert_eq!(course.ends, Some(course.at), "told when answered");
        course.ends = Some(now.0);
    }
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.tell(contact, "abandoned", left.0, None, None);
    }
    fn balked(&mut self, contact: &Contact) {
        self.tell(contact, "balked", contact.arrived.0, None, None);
    }
    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        self.tell(contact, "left waiting", until.0, None, None);
    }
}

/// Two queues and two groups through a short day of changing staff.
fn center(at_close: AtClose) -> Center {
    let queue = |name: &str, per_hour, handle_s| -> Queue {
        let mut queue = poisson(name, per_hour, handle_s);
        queue.patience = PerInterval::Same(exponential(200.0));
        queue.balk = PerInterval::Same(0.1);
        queue.handle = handled(
            Distribution::lognormal_by_mean_cv(handle_s, 1.2),
            Some(exponential(20.0)),
        );
        queue
    };
    let mut queues = vec![queue("a", 100.0, 120.0), queue("b", 60.0, 180.0)];
    queues[0].route = vec![vec![0], vec![1]];
    queues[0].rules.segments = vec![segment("vip", 0.3, 2, 1.3), segment("others", 0.7, 0, 0.8)];
    queues[1].rules.retry = Some(Retry {
        abandoned: Again {
            first: 0.5,
            later: 0.5,
        },
        blocked: Default::default(),
        balked: Default::default(),
        delay: exponential(300.0),
        attempts: 3,
    });
    queues[1].rules.backlog = Backlog {
        waiting_s: vec![100.0, 30.0],
        ..Default::default()
    };
    let mut groups = vec![group("g", 0), group("h", 0)];
    groups[0].staff = vec![3, 4, 2, 4, 1, 3];
    groups[1].staff = vec![2, 5, 3, 2, 4, 3];
    groups[0].handle_factor = vec![1.0, 1.0];
    groups[1].handle_factor = vec![1.3, 0.9];
    groups[1].skills = vec![vec![1, 0]];
    let mut center = of_intervals(6, 1800.0, queues, groups);
    center.at_close = at_close;
    center
}

fn segment(name: &str, share: f64, priority: i32, handle_factor: f64) -> Segment {
    Segment {
        name: name.into(),
        share,
        patience_factor: 1.0,
        handle_factor,
        priority,
        credit_s: 0.0,
    }
}

fn courses(center: &Center, replication: u32) -> BTreeMap<Id, Course> {
    let plan = in_full(center);
    let mut courses = Courses::default();
    Engine::new(&plan).replicate(5, replication, &mut courses);
    courses.0
}

#[test]
fn one_contact_at_a_time_is_a_call() {
    let (mut contacts, mut answered) = (0, 0);
    for agent in [
        AgentChoice::LongestIdle,
        AgentChoice::LeastOccupied,
        AgentChoice::Random,
        AgentChoice::MostIdleGroup,
    ] {
        for contact in [
            ContactChoice::LongestWait,
            ContactChoice::Priority,
            ContactChoice::LongestQueue,
            ContactChoice::Random,
            ContactChoice::WeightedWait,
            ContactChoice::EarliestDue,
        ] {
            for channel in [Channel::Chat, Channel::Messaging, Channel::Email, Channel::Social] {
                // Where those who wait at closing are sent away: nobody stays on for deferred work.
                let choices = [AtClose::Clear, AtClose::Serve];
                let deferred = channel.comes_when_closed();
                for at_close in choices.into_iter().take(if deferred { 1 } else { 2 }) {
                    let mut calls = center(at_close);
                    calls.routing.agent = agent;
                    calls.routing.contact = contact;
                    let mut texts = calls.clone();
                    for queue in &mut texts.queues {
                        queue.channel = channel;
                    }
                    let replication = contacts as u32;
                    let (told, same) = (courses(&calls, replication), courses(&texts, replication));
                    for (id, course) in &told {
                        assert_eq!(
                            Some(course),
                            same.get(id),
                            "{agent:?} {contact:?} {channel:?} {id:?}"
                        );
                    }
                    assert_eq!(told.len(), same.len());
                    contacts += told.len();
                    answered += told.values().filter(|course| course.agent.is_some()).count();
                }
            }
        }
    }
    assert!(
        answered > contacts / 3 && contacts > 100_000,
        "{answered} of {contacts}"
    );
}
