//! What the ledger enters of each event.

use headcount::model::{Channel, QueueId, TICKS_PER_SECOND, Ticks};
use headcount::observe::{
    AGES, Agent, Brings, Busy, Cause, Contact, Dialed, IvrEnd, Observer, Origin, Presence,
};

use super::ledger::{Entry, Hand, Ledger, OFF, Place, id};

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
            stands: id.0,
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
            let thread = self.center.queues[id.0].rules.thread.as_ref();
            let kept = thread.is_some_and(|rule| now < since + Ticks::from_seconds(rule.same_agent_s));
            let owner = self.contacts[&id].owner.filter(|&owner| owner != agent.number);
            let there = owner.is_some_and(|owner| self.surely_stays(&self.workers[&owner]));
            self.must(!(kept && there), "a turn taken from its agent", id);
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
        let id = id(contact);
        if let Place::With(agent) = self.contacts[&id].place {
            // At the very moment at which the turn before is over.
            let over = self.lets_go(id, agent).is_some();
            self.must(over, "wrote in the agent's hand", id);
            self.set(id, Place::Between);
        }
        self.moves(id, |place| place == Place::Between, Place::Turn(now), "wrote");
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
            let replies = if talks { replies.max(1.0) } else { 0.0 };
            self.must(told == replies, "replies", id);
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
