//! Work by text: an agent may hold several contacts at once, each of which goes the slower the more there are,
//! and puts work aside for contacts that cannot wait.
//!
//! What an agent holds is brought up to date only when it changes: between two changes every contact advances at
//! the same constant speed, so that replies given in between, the end of the work, and the moment at which a
//! customer loses patience all follow from where it stood. The agent's leaf of the completions has the earliest
//! moment at which something happens to any of them.

use super::call::Stage;
use super::core::{AgentState, Core, Duty};
use super::plan::QueueRules;
use crate::engine::source::to_ticks;
use crate::engine::tree::{self, NEVER};
use crate::model::{Channel, Concurrency, MAX_TICKS, QueueId, Ticks};
use crate::observe::{Agent, Observer, Step};
use crate::random::Question;

/// Work this close to a mark has reached it, in ticks.
const REACHED: f64 = 0.5;

/// A contact that an agent holds. Work is in ticks at the speed of this agent with nothing else in hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    /// Nothing once the contact has gone on or its customer has left, and only the agent's part remains.
    call: Option<u32>,
    queue: QueueId,
    /// This agent's work for one tick of work at normal speed.
    factor: f64,
    /// Work done; negative while the agent finds their way back into it.
    done: f64,
    /// Work in all.
    total: f64,
    /// Work after which the talk ends.
    talk: f64,
    /// Work after which the contact is handed over.
    hands_over: f64,
    /// Work after which the customer leaves without a word.
    leaves: f64,
    /// Replies that the talk holds, evenly spread over it.
    replies: u32,
    /// Replies given, and when the last one was, or the answer.
    given: u32,
    replied: u64,
    /// How long the customer waits for a reply, in ticks.
    patience: u64,
    /// Where the customer has left: until when the contact still takes a place.
    gone: Option<u64>,
}

/// What happens next to what an agent holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The customer leaves without a word.
    Leaves,
    /// The talk is over, and the contact is handed over.
    HandsOver,
    /// All work is done, or the place of a customer who has left is free.
    Ends,
}

impl Held {
    fn is_worked_on(&self) -> bool {
        self.gone.is_none()
    }

    /// Work at which the next reply is given; nothing where none is waited for any more.
    fn next_reply(&self) -> Option<f64> {
        let at = self.talk * f64::from(self.given + 1) / f64::from(self.replies);
        (self.call.is_some() && self.given < self.replies).then_some(at)
    }

    /// What happens next, and after how many ticks, if work goes on at this speed from `since`.
    fn outlook(&self, since: u64, speed: f64) -> (u64, Next) {
        if let Some(until) = self.gone {
            return (until, Next::Ends);
        }
        let reaches = |work: f64| (since + to_ticks(((work - self.done) / speed).max(0.0))).min(MAX_TICKS.0);
        let mut next = (reaches(self.total), Next::Ends);
        if self.call.is_none() {
            return next;
        }
        if self.hands_over <= self.total {
            next = earlier(next, (reaches(self.hands_over), Next::HandsOver));
        }
        if self.leaves <= self.total {
            next = earlier(next, (reaches(self.leaves), Next::Leaves));
        }
        if self.patience < MAX_TICKS.0
            && let Some(reply) = self.next_reply()
        {
            let first = reaches(reply);
            let later = self.given + 1 < self.replies;
            let between = self.talk / f64::from(self.replies) / speed;
            if first - self.replied.min(first) > self.patience {
                next = earlier(next, ((self.replied + self.patience).max(since), Next::Leaves));
            } else if later && between > self.patience as f64 {
                next = earlier(next, (first + self.patience, Next::Leaves));
            }
        }
        next
    }
}

/// The earlier of two; of one moment the later in the list of what may happen.
fn earlier(one: (u64, Next), other: (u64, Next)) -> (u64, Next) {
    if other.0 <= one.0 { other } else { one }
}

impl AgentState {
    /// Contacts in hand that take the agent's time.
    fn worked_on(&self) -> usize {
        self.held.iter().filter(|held| held.is_worked_on()).count()
    }
}

impl Core<'_> {
    /// The speed at which each contact in an agent's hand advances.
    fn speed(&self, agent: usize) -> f64 {
        let state = &self.agents[agent];
        let worked_on = state.worked_on().max(1);
        let together = self.rules.groups[state.group as usize]
            .concurrency
            .as_ref()
            .map_or(1.0, |concurrency| concurrency.speed_with(worked_on));
        together / worked_on as f64
    }

    /// The speed of a group's agent who holds as many contacts of a queue as they may.
    pub(super) fn full_speed(&self, group: usize, queue: QueueId) -> f64 {
        let concurrency = self.rules.groups[group].concurrency.as_ref();
        concurrency.map_or(1.0, |concurrency| {
            let most = concurrency.most[self.rules.queues[queue].channel as usize];
            concurrency.speed_with(most.min(concurrency.in_all) as usize)
        })
    }

    /// Whether an agent who is there and stays could hold one more of a channel beside what they hold.
    pub(super) fn has_room(&self, agent: usize, channel: Channel) -> bool {
        let state = &self.agents[agent];
        if state.held.is_empty() {
            return !state.busy;
        }
        let Some(concurrency) = &self.rules.groups[state.group as usize].concurrency else {
            return false;
        };
        let mut same = 0;
        let apart = state.held.iter().any(|held| {
            let other = self.rules.queues[held.queue].channel;
            same += u32::from(other == channel);
            other != channel && !concurrency.together[other as usize][channel as usize]
        });
        channel.is_text()
            && !apart
            && same < concurrency.most[channel as usize]
            && (state.held.len() as u32) < concurrency.in_all
            && self.stays(agent)
    }

    /// Whether an agent is on duty and takes contacts.
    fn stays(&self, agent: usize) -> bool {
        let state = &self.agents[agent];
        state.duty == Duty::On && state.goes.is_none() && !state.away_due
    }

    /// Whether an agent may take a contact beside what they hold, as far as it depends on these two.
    pub(super) fn may_hold(&self, agent: usize, number: u32, now: u64) -> bool {
        let queue = self.calls.at(number).contact.queue;
        self.has_room(agent, self.rules.queues[queue].channel) && self.may_have(agent, number, now)
    }

    /// Whether an agent may take anything more beside what they hold.
    pub(super) fn may_take_more(&self, agent: usize) -> bool {
        let state = &self.agents[agent];
        let group = &self.rules.groups[state.group as usize];
        let room =
            |concurrency: &Concurrency| (state.held.len() as u32) < concurrency.in_all && self.stays(agent);
        state.call.is_none() && !state.held.is_empty() && group.concurrency.as_ref().is_some_and(room)
    }

    /// Keeps the list of those of a group who hold something and may take more.
    pub(super) fn note_room(&mut self, agent: usize) {
        let more = self.may_take_more(agent);
        let state = &mut self.agents[agent];
        if std::mem::replace(&mut state.is_open, more) == more {
            return;
        }
        let open = &mut self.groups[state.group as usize].open;
        if more {
            open.push(agent as u32);
        } else if let Some(place) = open.iter().position(|&other| other as usize == agent) {
            open.swap_remove(place);
        }
    }

    /// Of the agents of some groups who hold something the one with room for a contact who holds least; among
    /// equals the one who took none for longest.
    pub(super) fn seek_room(&self, groups: &[usize], number: u32, now: u64) -> Option<usize> {
        let agents = groups.iter().flat_map(|&group| &self.groups[group].open);
        let mut best = None;
        for agent in agents.map(|&agent| agent as usize) {
            let state = &self.agents[agent];
            let rank = (state.held.len(), state.took, agent);
            if best.is_none_or(|best| rank < best) && self.may_hold(agent, number, now) {
                best = Some(rank);
            }
        }
        best.map(|(_, _, agent)| agent)
    }

    /// Of the agents of some groups the one who puts what they hold aside for a contact: who took it last.
    pub(super) fn seek_interruptible(&self, groups: &[usize], channel: Channel) -> Option<usize> {
        let interrupts = |&group: &usize| {
            let rule = self.rules.groups[group].interruption;
            rule.is_some_and(|rule| rule.by[channel as usize])
        };
        let groups = groups.iter().copied().filter(interrupts);
        let agents = groups.flat_map(|group| {
            let agents = self.plan.groups[group].numbers();
            agents.filter(|&agent| {
                let holds = !self.agents[agent].held.is_empty();
                holds && self.stays(agent) && self.holds_only_what_waits(agent)
            })
        });
        agents.max_by_key(|&agent| (self.agents[agent].took, agent))
    }

    /// Whether an agent holds nothing that they would not put aside.
    fn holds_only_what_waits(&self, agent: usize) -> bool {
        let state = &self.agents[agent];
        let rule = self.rules.groups[state.group as usize].interruption;
        rule.is_some_and(|rule| {
            state
                .held
                .iter()
                .all(|held| held.call.is_some() && rule.of[self.rules.queues[held.queue].channel as usize])
        })
    }

    /// An agent who holds only what they would put aside does so if anybody waits for whom that is done.
    pub(super) fn makes_way<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        if self.agents[agent].held.is_empty() || !self.stays(agent) || !self.holds_only_what_waits(agent) {
            return;
        }
        if let Some(number) = self.seek_pressing(agent, now) {
            self.leave_line(number);
            self.put_aside(agent, now, observer);
            self.answer(agent, number, now, observer);
        }
    }

    /// An agent takes a contact by text, which is in no queue any more: for the first time, or again.
    pub(super) fn take_up<O: Observer>(&mut self, agent: usize, number: u32, now: u64, observer: &mut O) {
        self.catch_up(agent, now, observer);
        let told = self.told(agent);
        let stage = self.calls.at(number).stage;
        let contact = self.as_told(number, now);
        let factor = self.factor(agent, contact.queue, now);
        let transfer = if stage == Stage::Aside {
            self.calls.at(number).transfer
        } else {
            self.picks_transfer(number, told.group)
        };
        self.calls.goes_on(number, Stage::Handled);
        let rules = self.rules;
        let of: &QueueRules = &rules.queues[contact.queue];
        let call = self.calls.at_mut(number);
        call.transfer = transfer;
        call.handler = agent as u32;
        let rule = transfer.map(|transfer| &of.transfers[transfer]);
        let ticks = |work: f64| to_ticks(work) as f64;
        let talk = ticks(call.talk * factor * rule.map_or(1.0, |rule| rule.after));
        let total = match rule {
            None => ticks(call.work * factor),
            Some(_) => talk + ticks((call.work - call.talk) * factor),
        };
        let mut held = Held {
            call: Some(number),
            queue: contact.queue,
            factor,
            done: call.done * factor,
            total,
            talk,
            hands_over: rule.map_or(f64::INFINITY, |_| talk),
            leaves: f64::INFINITY,
            replies: 0,
            given: 0,
            replied: now,
            patience: MAX_TICKS.0,
            gone: None,
        };
        if let Some(conversation) = &of.conversation {
            if talk > 0.0 {
                held.replies = (call.talk / conversation.reply).round().max(1.0) as u32;
            }
            if call.dice.uniform(Question::Leaves, 0) < conversation.leaves {
                held.leaves = talk * call.dice.uniform(Question::Leaves, 1);
            }
            if let Some(patience) = &conversation.patience {
                held.patience = to_ticks(patience.sample(&mut call.dice.stream(Question::ReplyPatience, 0)));
            }
        }
        match stage {
            Stage::Aside => {
                let switching = rules.groups[told.group]
                    .interruption
                    .map_or(0, |rule| rule.switching);
                held.done -= switching as f64;
                observer.resumed(&contact, told, Ticks(now));
            }
            Stage::Turn => {
                observer.replied(&contact, told, Ticks(now - call.since), Ticks(now));
            }
            _ => {
                observer.answered(&contact, told, Ticks(now), Ticks(now));
                observer.stepped(&contact, Step::IsAnswered, Ticks(now));
                let wait = contact.wait(Ticks(now)).0;
                self.remember_wait(contact.queue, wait);
                self.remember_service(contact.queue, wait <= of.within, now);
            }
        }
        if of.thread.is_some() {
            self.owns_thread(agent, number, now);
        }
        let state = &mut self.agents[agent];
        state.busy = true;
        state.took = now;
        state.held.push(held);
        self.look_ahead(agent);
        self.note_room(agent);
    }

    /// Brings what an agent holds up to date: tells the time spent and the replies given since the last change.
    pub(super) fn catch_up<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let since = std::mem::replace(&mut self.agents[agent].held_since, now);
        if since == now || self.agents[agent].held.is_empty() {
            return;
        }
        let (told, speed) = (self.told(agent), self.speed(agent));
        let mut queues = std::mem::take(&mut self.in_hand);
        queues.clear();
        queues.extend(self.agents[agent].held.iter().map(|held| held.queue));
        observer.held(told, &queues, Ticks(since), Ticks(now));
        self.in_hand = queues;
        self.handles(agent, since, now);
        let mut all = std::mem::take(&mut self.agents[agent].held);
        for held in all.iter_mut().filter(|held| held.is_worked_on()) {
            let before = held.done;
            held.done += (now - since) as f64 * speed;
            while let Some(work) = held.next_reply()
                && work <= held.done + REACHED
            {
                let at = since + to_ticks(((work - before) / speed).max(0.0));
                self.replies(held, told, at.min(now), observer);
            }
        }
        self.agents[agent].held = all;
    }

    /// A reply is given.
    fn replies<O: Observer>(&self, held: &mut Held, agent: Agent, at: u64, observer: &mut O) {
        if let Some(number) = held.call {
            let wait = at.saturating_sub(held.replied);
            observer.replied(&self.calls.at(number).contact, agent, Ticks(wait), Ticks(at));
        }
        held.replied = at;
        held.given += 1;
    }

    /// The talk is over, all its replies given: moments are whole ticks, so that work may fall short by a little.
    fn ends_talk<O: Observer>(&self, held: &mut Held, agent: Agent, now: u64, observer: &mut O) {
        while held.next_reply().is_some() {
            self.replies(held, agent, now, observer);
        }
    }

    /// Finds what happens next to what an agent holds.
    fn look_ahead(&mut self, agent: usize) {
        let speed = self.speed(agent);
        let state = &mut self.agents[agent];
        let outlooks = state.held.iter().enumerate().map(|(index, held)| {
            let (at, what) = held.outlook(state.held_since, speed);
            (at, index, what)
        });
        let key = match outlooks.min_by_key(|&(at, index, _)| (at, index)) {
            Some((at, index, what)) => {
                state.next = (index, what);
                tree::key(at, agent)
            }
            None => NEVER,
        };
        self.completions.set(agent, key);
    }

    /// Something happens to what an agent holds.
    pub(super) fn comes_to_pass<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        self.catch_up(agent, now, observer);
        let (index, what) = self.agents[agent].next;
        let told = self.told(agent);
        let held = &mut self.agents[agent].held[index];
        match what {
            Next::Leaves => {
                let (number, queue) = (held.call.take(), held.queue);
                let timeout = self.rules.queues[queue]
                    .conversation
                    .as_ref()
                    .map_or(0, |rule| rule.timeout);
                held.gone = Some((now + timeout).min(MAX_TICKS.0));
                if let Some(number) = number {
                    observer.left_silently(&self.calls.at(number).contact, told, Ticks(now));
                    self.calls.at_mut(number).story.served = true;
                    self.departs(number, now, observer);
                }
                self.look_ahead(agent);
            }
            Next::HandsOver => {
                held.done = held.done.max(held.hands_over);
                let mut over = *held;
                let number = held.call.take();
                self.ends_talk(&mut over, told, now, observer);
                self.look_ahead(agent);
                if let Some(number) = number {
                    observer.concluded(&self.calls.at(number).contact, Ticks(now));
                    self.gives_thread_up(number, now);
                    self.hand_over(number, now, observer);
                }
            }
            Next::Ends => {
                let mut held = self.agents[agent].held.remove(index);
                self.ends_talk(&mut held, told, now, observer);
                self.look_ahead(agent);
                observer.completed(told, Ticks(now));
                let pause = held.call.and_then(|number| self.pause_after(number, told.group));
                self.is_free_again(agent, pause, now, observer);
                if let Some(number) = held.call {
                    self.is_done(number, agent, now, observer);
                }
            }
        }
    }

    /// An agent has one contact less in hand.
    fn is_free_again<O: Observer>(&mut self, agent: usize, pause: Option<u64>, now: u64, observer: &mut O) {
        if self.agents[agent].held.is_empty() {
            self.agents[agent].busy = false;
            self.note_room(agent);
            self.is_free(agent, pause, now, observer);
        } else {
            self.find_more(agent, now, observer);
        }
    }

    /// All work on a contact by text is done, for now or for good.
    fn is_done<O: Observer>(&mut self, number: u32, agent: usize, now: u64, observer: &mut O) {
        if self.writes_again(number, now, observer) {
            return;
        }
        observer.concluded(&self.calls.at(number).contact, Ticks(now));
        self.gives_thread_up(number, now);
        self.parts(number, self.told(agent), now, observer);
    }

    /// An agent puts all they hold aside; it waits at its old place, unless somebody else resumes it at once.
    pub(super) fn put_aside<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        self.catch_up(agent, now, observer);
        let told = self.told(agent);
        let mut all = std::mem::take(&mut self.agents[agent].held);
        for held in &all {
            let Some(number) = held.call else { continue };
            self.calls.at_mut(number).done = held.done.max(0.0) / held.factor;
            observer.interrupted(&self.calls.at(number).contact, told, Ticks(now));
            self.calls.goes_on(number, Stage::Aside);
            match self.seek_agent(number, false, now) {
                Some(other) => self.answer(other, number, now, observer),
                None => self.stand_in_line(number, now),
            }
        }
        all.clear();
        let state = &mut self.agents[agent];
        state.held = all;
        state.busy = false;
        self.completions.set(agent, NEVER);
        self.note_room(agent);
    }
}
