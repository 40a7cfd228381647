//! Keeps the books of one replication, and stops at the first entry that cannot be.

use std::collections::BTreeMap;

use headcount::model::{Center, Places, QueueId, Ticks};
use headcount::observe::{Agent, Brings, Busy, Cause, Contact, IvrEnd, Observer, Origin, Presence, Story};

/// How a contact ends. One that was handed over was answered; one that chose another queue goes on as another.
pub const OUTCOMES: &[&str] = &[
    "answered",
    "abandoned",
    "balked",
    "blocked",
    "contained",
    "hung up",
    "chose",
    "left a message",
    "called back",
    "not reached",
    "dropped",
    "left waiting",
];

type Id = (QueueId, u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Arriving,
    Ivr,
    Waiting(QueueId),
    Callback,
    /// With an agent, by their number.
    With(usize),
    Over,
}

#[derive(Debug, Clone)]
struct Entry {
    place: Place,
    outcome: Option<&'static str>,
    /// The client's first contact.
    root: Id,
    line: bool,
    /// Whether it held a line until its talk was over: if it is handed over at that moment, the next leg does.
    held_line: bool,
    handed_over: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Worker {
    on_since: Option<Ticks>,
    /// Until when, as told last; and the contact in hand.
    busy: Option<(Ticks, Option<Id>)>,
    /// Since when the agent stays with somebody handed over.
    stays: bool,
}

pub struct Ledger<'c> {
    center: &'c Center,
    index: u32,
    now: Ticks,
    calls: BTreeMap<Id, Entry>,
    /// The contact that must arrive next, and the one it follows.
    announced: Option<(Id, Id, Cause)>,
    workers: BTreeMap<usize, Worker>,
    /// Lines in use, by set, where that can be told: see [`Ledger::knows_lines`].
    lines: Vec<u32>,
    waiting: Vec<u32>,
    stories: BTreeMap<QueueId, (u64, u64)>,
    attempts: BTreeMap<QueueId, (u64, u64)>,
    /// Ticks on duty by group: as told, and by comings and goings.
    duty: Vec<(u64, u64)>,
}

impl<'c> Ledger<'c> {
    pub fn new(center: &'c Center, index: u32) -> Self {
        Self {
            center,
            index,
            now: Ticks::ZERO,
            calls: BTreeMap::new(),
            announced: None,
            workers: BTreeMap::new(),
            lines: vec![0; center.rules.lines.len()],
            waiting: vec![0; center.queues.len()],
            stories: BTreeMap::new(),
            attempts: BTreeMap::new(),
            duty: vec![(0, 0); center.groups.len()],
        }
    }

    #[track_caller]
    fn must(&self, holds: bool, what: &str, id: Id) {
        assert!(
            holds,
            "center {}, at {}: {what}: {id:?} {:?}\n{:#?}",
            self.index,
            self.now.seconds(),
            self.calls.get(&id),
            self.center
        );
    }

    #[track_caller]
    fn at(&mut self, now: Ticks, id: Id) {
        if now < self.now {
            self.must(false, &format!("told of {}", now.seconds()), id);
        }
        self.must(self.announced.is_none(), "what was to arrive has not", id);
        self.now = now;
    }

    /// The end of a talk is not told where there is work after it: then nobody knows when a line is free.
    fn knows_lines(&self) -> bool {
        let mut handles = self.center.queues.iter().flat_map(|queue| queue.handle.values());
        handles.all(|handle| handle.wrap_up.is_none())
    }

    fn set_of(&self, queue: QueueId) -> Option<usize> {
        self.center
            .rules
            .lines
            .iter()
            .position(|set| set.queues.contains(&queue))
    }

    /// The set is that of the client's way in: every leg holds the line of the one before.
    fn free_line(&mut self, id: Id) {
        let entry = self.calls.get_mut(&id).expect("known");
        if std::mem::take(&mut entry.line) {
            entry.held_line = true;
            self.lines[0] -= 1;
        }
    }

    fn moves(&mut self, id: Id, from: &[Place], to: Place, what: &str) {
        let place = self.calls.get(&id).map(|entry| entry.place);
        let fits = place.is_some_and(|place| from.contains(&place));
        self.must(fits, what, id);
        if let Some(Place::Waiting(queue)) = place {
            self.waiting[queue] -= 1;
        }
        if let Place::Waiting(queue) = to {
            self.waiting[queue] += 1;
        }
        self.calls.get_mut(&id).expect("known").place = to;
    }

    fn ends(&mut self, id: Id, from: &[Place], outcome: &'static str) {
        self.moves(id, from, Place::Over, outcome);
        self.decides(id, outcome);
        self.free_line(id);
    }

    fn decides(&mut self, id: Id, outcome: &'static str) {
        let before = self.calls[&id].outcome;
        self.must(before.is_none(), outcome, id);
        self.calls.get_mut(&id).expect("known").outcome = Some(outcome);
    }

    fn waits_anywhere(&self, id: Id) -> Place {
        match self.calls.get(&id) {
            Some(Entry {
                place: Place::Waiting(queue),
                ..
            }) => Place::Waiting(*queue),
            _ => Place::Waiting(usize::MAX),
        }
    }

    fn takes(&mut self, id: Id, agent: Agent, until: Ticks, in_hand: bool) {
        let worker = *self.workers.entry(agent.number).or_default();
        self.must(worker.busy.is_none(), "its agent is busy", id);
        self.must(worker.on_since.is_some(), "its agent is not there", id);
        self.must(until >= self.now, "ends before", id);
        self.workers.get_mut(&agent.number).expect("known").busy = Some((until, in_hand.then_some(id)));
    }

    pub fn outcomes(&self) -> Vec<&'static str> {
        self.calls.values().filter_map(|entry| entry.outcome).collect()
    }

    /// The end of the replication: nothing is held any more, and the sums are right.
    pub fn close(&mut self) {
        self.must(self.announced.is_none(), "what was to arrive has not", (0, 0));
        for (id, entry) in &self.calls {
            self.must(entry.outcome.is_some(), "no outcome", *id);
            self.must(entry.place == Place::Over, "not over", *id);
        }
        let closes = self.center.calendar.horizon();
        for (number, worker) in self.workers.clone() {
            self.must(
                worker.busy.is_none() && !worker.stays,
                "an agent is held",
                (number, 0),
            );
            if let Some(since) = worker.on_since {
                self.counts_duty(number, since, self.now.max(closes));
            }
        }
        for (group, &(told, derived)) in self.duty.iter().enumerate() {
            self.must(
                told == derived,
                &format!("duty told {told}, by presence {derived}"),
                (group, 0),
            );
        }
        self.must(
            self.lines.iter().all(|&lines| lines == 0),
            "lines are held",
            (0, 0),
        );
        for (queue, of) in self.center.queues.iter().enumerate() {
            let told = self.stories.get(&queue).copied().unwrap_or_default();
            let tells = of.rules.retry.is_some() || of.rules.repeat.is_some();
            let known = self
                .attempts
                .get(&queue)
                .copied()
                .filter(|_| tells)
                .unwrap_or_default();
            self.must(
                told == known,
                &format!("stories {told:?}, clients {known:?}"),
                (queue, 0),
            );
        }
    }

    fn counts_duty(&mut self, number: usize, since: Ticks, until: Ticks) {
        let closes = self.center.calendar.horizon();
        let mut first = 0;
        for (group, of) in self.center.groups.iter().enumerate() {
            first += if !of.rules.shifts.is_empty() {
                of.rules.shifts.iter().map(|shift| shift.agents as usize).sum()
            } else if !of.rules.staff_at.is_empty() {
                of.rules
                    .staff_at
                    .iter()
                    .map(|at| at.1 as usize)
                    .max()
                    .unwrap_or(0)
            } else {
                of.peak_staff() as usize
            };
            if number < first {
                self.duty[group].1 += until.min(closes).saturating_sub(since).0;
                return;
            }
        }
    }
}

fn id(contact: &Contact) -> Id {
    (contact.queue, contact.number)
}

impl Observer for Ledger<'_> {
    const IN_ORDER: bool = true;

    fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        let id = id(contact);
        let before = self.announced.take();
        self.at(contact.arrived, id);
        self.must(!self.calls.contains_key(&id), "arrives twice", id);
        self.must(
            brings.work >= brings.talk && brings.talk >= 0.0,
            "brings less than nothing",
            id,
        );
        let mut entry = Entry {
            place: Place::Arriving,
            outcome: None,
            root: id,
            line: false,
            held_line: false,
            handed_over: false,
        };
        let mut attempt = 1;
        if let Some((next, from, cause)) = before {
            self.must(next == id, "another was to arrive", id);
            entry.root = self.calls[&from].root;
            entry.handed_over = cause == Cause::Transfer;
            let goes_on = matches!(cause, Cause::Transfer | Cause::Choice);
            attempt = u64::from(!goes_on);
            if goes_on {
                let knows = self.knows_lines();
                let before = self.calls.get_mut(&from).expect("known");
                if before.line {
                    before.line = false;
                    entry.line = true;
                } else if before.held_line && knows {
                    entry.line = true;
                    self.lines[0] += 1;
                }
            }
        }
        let root = entry.root.0;
        let first = entry.root == id;
        // A line is taken on arrival, unless the busy tone tells otherwise.
        let comes_in = !entry.handed_over && !before.is_some_and(|(.., cause)| cause == Cause::Choice);
        if comes_in && self.set_of(id.0).is_some() {
            entry.line = true;
            self.lines[0] += 1;
        }
        self.calls.insert(id, entry);
        let (clients, attempts) = self.attempts.entry(root).or_default();
        *clients += u64::from(first);
        *attempts += attempt;
    }

    fn balked(&mut self, contact: &Contact) {
        self.at(contact.arrived, id(contact));
        self.ends(id(contact), &[Place::Arriving], "balked");
    }

    fn queued(&mut self, contact: &Contact) {
        let id = id(contact);
        self.at(contact.arrived, id);
        self.moves(id, &[Place::Arriving], Place::Waiting(id.0), "waits");
        self.within_trunks(id);
    }

    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let id = id(contact);
        self.at(now, id);
        let waits = self.waits_anywhere(id);
        let place = match waits {
            Place::Waiting(queue) if queue != usize::MAX => queue,
            _ => id.0,
        };
        self.within_trunks(id);
        let routed = self.center.queues[place].route.concat().contains(&agent.group);
        self.must(routed, "not on its route", id);
        self.takes(id, agent, ends, true);
        self.moves(
            id,
            &[Place::Arriving, waits],
            Place::With(agent.number),
            "answered",
        );
        self.decides(id, "answered");
        if !self.knows_lines() {
            self.free_line(id);
        }
    }

    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.at(left, id(contact));
        let waits = self.waits_anywhere(id(contact));
        self.ends(id(contact), &[waits], "abandoned");
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        let id = id(contact);
        self.must(until >= contact.arrived, "left before it came", id);
        let waits = self.waits_anywhere(id);
        self.ends(id, &[waits, Place::Arriving], "left waiting");
    }

    fn completed(&mut self, agent: Agent, now: Ticks) {
        self.at(now, (agent.group, agent.number as u32));
        let worker = self.workers.entry(agent.number).or_default();
        let busy = worker.busy.take();
        worker.stays = false;
        let on_time = busy.is_some_and(|(until, _)| until == now);
        if !on_time {
            self.must(
                false,
                &format!("agent done, told {busy:?}"),
                (agent.group, agent.number as u32),
            );
        }
        if let Some((_, Some(id))) = busy {
            self.moves(id, &[Place::With(agent.number)], Place::Over, "is done");
            self.free_line(id);
        }
    }

    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        let from = (origin.queue, origin.number);
        self.at(contact.arrived, id(contact));
        self.must(self.calls.contains_key(&from), "follows nobody", id(contact));
        let outcome = self.calls[&from].outcome;
        let fits = match origin.cause {
            Cause::Retry => matches!(outcome, Some("abandoned" | "blocked" | "balked" | "hung up")),
            Cause::Repeat | Cause::Transfer => matches!(outcome, Some("answered" | "called back")),
            Cause::Choice => outcome == Some("chose"),
            Cause::BotFailed => outcome == Some("contained"),
        };
        self.must(
            fits,
            &format!("{:?} after {outcome:?}", origin.cause),
            id(contact),
        );
        self.must(
            origin.first_arrived <= contact.arrived,
            "before the first leg",
            id(contact),
        );
        self.announced = Some((id(contact), from, origin.cause));
    }

    fn blocked(&mut self, contact: &Contact, why: Busy, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        match (why, self.center.queues[id.0].rules.places) {
            (Busy::Line, _) => {
                let trunks = self.center.rules.lines[0].trunks;
                // It counts itself as yet.
                let full = self.lines[0] > trunks;
                self.must(full || !self.knows_lines(), "lines are free", id);
            }
            (Busy::Place, Some(Places::Fixed(places))) => {
                self.must(self.waiting[id.0] >= places, "places are free", id);
            }
            (Busy::Place, places) => self.must(places.is_some(), "there are no limits", id),
        }
        self.ends(id, &[Place::Arriving], "blocked");
    }

    fn entered_ivr(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, id(contact));
        self.within_trunks(id(contact));
        self.moves(id(contact), &[Place::Arriving], Place::Ivr, "in the ivr");
    }

    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        match end {
            IvrEnd::Queue => self.moves(id, &[Place::Ivr], Place::Arriving, "out of the ivr"),
            IvrEnd::Contained => self.ends(id, &[Place::Ivr], "contained"),
            IvrEnd::HungUp => self.ends(id, &[Place::Ivr], "hung up"),
            IvrEnd::Chosen(_) => {
                self.moves(id, &[Place::Ivr], Place::Over, "chose");
                self.decides(id, "chose");
            }
        }
    }

    fn announced(&mut self, contact: &Contact, _wait: Ticks, now: Ticks) {
        self.at(now, id(contact));
        self.moves(id(contact), &[Place::Arriving], Place::Arriving, "is told a wait");
    }

    fn overflowed(&mut self, contact: &Contact, to: QueueId, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        let waits = self.waits_anywhere(id);
        self.moves(id, &[waits], Place::Waiting(to), "overflows");
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, id(contact));
        let waits = self.waits_anywhere(id(contact));
        self.ends(id(contact), &[waits], "left a message");
    }

    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        self.at(now, id(contact));
        self.moves(id(contact), &[Place::Arriving], Place::Callback, "accepts");
        self.free_line(id(contact));
        self.calls.get_mut(&id(contact)).expect("known").held_line = false;
    }

    fn callback_dropped(&mut self, contact: &Contact, _now: Ticks) {
        self.ends(id(contact), &[Place::Callback], "dropped");
    }

    fn callback_missed(&mut self, contact: &Contact, agent: Agent, now: Ticks, last: bool) {
        let id = id(contact);
        self.at(now, id);
        self.takes(id, agent, now, false);
        if last {
            self.ends(id, &[Place::Callback], "not reached");
        } else {
            self.moves(id, &[Place::Callback], Place::Callback, "missed");
        }
    }

    fn callback_reached(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let id = id(contact);
        self.at(now, id);
        self.takes(id, agent, ends, true);
        self.moves(id, &[Place::Callback], Place::With(agent.number), "called back");
        self.decides(id, "called back");
    }

    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        let worker = self.workers.entry(agent.number).or_default();
        let fits = worker.busy.is_some() && from <= to && to >= self.now;
        worker.busy = Some((to, None));
        worker.stays = false;
        self.must(fits, "busy", (agent.group, agent.number as u32));
    }

    fn transferred(&mut self, contact: &Contact, agent: Agent, _to: QueueId, warm: bool, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        // At the end of the talk, or at that of the work after it where there is none.
        self.moves(
            id,
            &[Place::With(agent.number), Place::Over],
            Place::Over,
            "handed over",
        );
        let worker = self.workers.get_mut(&agent.number).expect("known");
        if let Some((_, in_hand)) = &mut worker.busy
            && *in_hand == Some(id)
        {
            *in_hand = None;
            worker.stays = warm;
        }
    }

    fn handled(&mut self, contact: &Contact, _agent: Agent, _resolved: bool, now: Ticks) {
        let id = id(contact);
        self.at(now, id);
        self.must(self.calls[&id].place == Place::Over, "handled", id);
        self.must(
            self.center.queues[id.0].rules.repeat.is_some(),
            "nobody asked",
            id,
        );
        self.free_line(id);
    }

    fn story_ended(&mut self, story: &Story) {
        let (clients, attempts) = self.stories.entry(story.queue).or_default();
        *clients += 1;
        *attempts += u64::from(story.attempts);
        assert!(story.served || !story.resolved);
    }

    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        let who = (agent.group, agent.number as u32);
        self.at(now, who);
        let worker = *self.workers.entry(agent.number).or_default();
        match (what, worker.on_since) {
            (Presence::Comes, None) => {
                self.workers.get_mut(&agent.number).expect("known").on_since = Some(now);
            }
            (Presence::Comes, Some(_)) => self.must(false, "comes twice", who),
            (_, Some(since)) => {
                self.must(worker.busy.is_none(), "goes while busy", who);
                self.workers.get_mut(&agent.number).expect("known").on_since = None;
                self.counts_duty(agent.number, since, now);
            }
            // From an absence they may go for good.
            (Presence::Breaks | Presence::Leaves, None) => {}
            (Presence::Away | Presence::Pauses, None) => self.must(false, "is not there", who),
        }
    }

    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        let who = (agent.group, agent.number as u32);
        self.at(now, who);
        self.must(by <= now, "late by more than the day", who);
    }

    fn on_duty(&mut self, group: usize, from: Ticks, to: Ticks, agents: u32) {
        assert!(from < to && to <= self.center.calendar.horizon());
        self.duty[group].0 += (to - from).0 * u64::from(agents);
    }
}

impl Ledger<'_> {
    /// Lines are never above the trunks, but for those who hold one at opening.
    fn within_trunks(&self, id: Id) {
        let backlog = |queue: &headcount::model::Queue| queue.rules.backlog != Default::default();
        if self.set_of(id.0).is_some() && !self.center.queues.iter().any(backlog) {
            let trunks = self.center.rules.lines[0].trunks;
            self.must(self.lines[0] <= trunks, "more lines than trunks", id);
        }
    }
}
