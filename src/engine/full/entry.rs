//! Contacts come in: lines, the IVR, a free agent, places to wait, balking, announcements, the offer of a
//! callback.

use super::call::{Call, Stage};
use super::core::Core;
use super::parting::Failure;
use super::timer::Timer;
use crate::engine::source::{Caller, to_ticks};
use crate::model::{AtClose, Places, QueueId, TICKS_PER_SECOND, Ticks};
use crate::observe::{Brings, Busy, Cause, Contact, IvrEnd, Observer, Origin, Step, Story};
use crate::random::{Dice, Question, Stream, by_share};

/// Contacts that are not a queue's first are numbered from here on.
const FOLLOWERS: u32 = 1 << 30;
/// Tries to draw what is left of a patience or a handle time that is longer than it has lasted.
const TRIES: u32 = 1000;

impl Core<'_> {
    /// The contact that is due of an arrival process arrives.
    pub(super) fn arrive<O: Observer>(&mut self, inflow: usize, now: u64, observer: &mut O) {
        let rules = self.rules;
        let flow = &mut self.flows[inflow];
        let queue = flow.queue(&rules.inflows[inflow]);
        let interval = flow.due().interval;
        let record = flow.record(&rules.inflows[inflow]).copied();
        let mut caller = self.draws[queue].take(&self.plan.queues[queue], interval);
        if let Some(record) = record {
            if let Some(handle_s) = record.handle_s {
                let work = handle_s * TICKS_PER_SECOND;
                caller.brings = Brings { talk: work, work };
            }
            if let Some(patience_s) = record.patience_s {
                caller.patience = patience_s * TICKS_PER_SECOND;
            }
        }
        if rules.queues[queue].dialer.is_some() {
            self.comes_on_list(queue, caller, now);
            return;
        }
        let call = self.first_contact(queue, caller, now, observer);
        self.enter(call, now, observer);
    }

    /// A client's first contact, told as it arrives.
    fn first_contact<O: Observer>(
        &mut self,
        queue: QueueId,
        caller: Caller,
        now: u64,
        observer: &mut O,
    ) -> u32 {
        let call = self.client(queue, &caller, now);
        self.arrives(call, observer)
    }

    /// A client's first contact, with all it brings.
    pub(super) fn client(&self, queue: QueueId, caller: &Caller, now: u64) -> Call {
        let dice = Dice::new(
            self.seed,
            self.replication,
            self.rules.queues[queue].dice,
            u64::from(caller.number),
        );
        let contact = Contact {
            queue,
            number: caller.number,
            interval: caller.interval as usize,
            arrived: Ticks(now),
            before: Ticks::ZERO,
            paused: Ticks::ZERO,
            segment: 0,
        };
        let story = Story {
            queue,
            interval: contact.interval,
            began: contact.arrived,
            attempts: 1,
            served: false,
            resolved: false,
        };
        let mut call = Call::new(contact, dice, story);
        self.endow(&mut call, caller);
        call
    }

    /// A contact arrives: it is under way, and told of.
    fn arrives<O: Observer>(&mut self, call: Call, observer: &mut O) -> u32 {
        let number = self.calls.add(call);
        self.tell_arrival(number, observer);
        number
    }

    pub(super) fn tell_arrival<O: Observer>(&self, number: u32, observer: &mut O) {
        let call = self.calls.at(number);
        let brings = Brings {
            talk: call.talk,
            work: call.work,
        };
        observer.arrived(&call.contact, &brings);
        observer.stepped(&call.contact, Step::Arrives, call.contact.arrived);
    }

    /// Gives a contact what it brings, as its segment has it.
    fn endow(&self, call: &mut Call, caller: &Caller) {
        let rules = &self.rules.queues[call.contact.queue];
        call.talk = caller.brings.talk;
        call.work = caller.brings.work;
        call.patience = caller.patience;
        call.balks = caller.balks;
        call.priority += rules.priority;
        let mut credit_s = rules.standing.credit_s;
        if !rules.segments.is_empty() {
            let shares = rules.segments.iter().map(|segment| segment.share);
            let chosen = by_share(call.dice.uniform(Question::Segment, 0), shares);
            let index = chosen.unwrap_or(rules.segments.len() - 1);
            let segment = &rules.segments[index];
            call.contact.segment = index as u16;
            call.talk *= segment.handle_factor;
            call.work *= segment.handle_factor;
            call.patience *= segment.patience_factor;
            call.priority += segment.priority;
            credit_s += segment.credit_s;
        }
        call.credit = Ticks::from_seconds(credit_s).0;
    }

    /// A contact that follows from another arrives: with dice and needs of its own, at the queue's normal hand.
    pub(super) fn follows<O: Observer>(
        &mut self,
        from: &Call,
        cause: Cause,
        queue: QueueId,
        now: u64,
        observer: &mut O,
    ) -> u32 {
        let interval = self.interval_at(now);
        let contact = Contact {
            queue,
            number: FOLLOWERS + self.followers,
            interval: interval as usize,
            arrived: Ticks(now),
            before: Ticks::ZERO,
            paused: Ticks::ZERO,
            segment: 0,
        };
        self.followers += 1;
        let dice = from.dice.next(cause as u32);
        let plan = &self.plan.queues[queue];
        let mut work = plan.talk.at(interval).sample(&mut dice.stream(Question::Talk, 0));
        let talk = work;
        if let Some(wrap_up) = &plan.wrap_up {
            work += wrap_up.at(interval).sample(&mut dice.stream(Question::WrapUp, 0));
        }
        let caller = Caller {
            interval,
            number: contact.number,
            brings: Brings { talk, work },
            patience: plan
                .patience
                .at(interval)
                .sample(&mut dice.stream(Question::Patience, 0)),
            balks: plan
                .balk
                .as_ref()
                .is_some_and(|share| dice.uniform(Question::Balks, 0) < *share.at(interval)),
        };
        let mut call = Call::new(contact, dice, from.story);
        call.repeats = from.repeats;
        call.bot_failed = cause == Cause::BotFailed || (cause == Cause::Retry && from.bot_failed);
        if matches!(cause, Cause::Transfer | Cause::Choice) {
            call.first_arrived = from.first_arrived;
        }
        self.endow(&mut call, &caller);
        let origin = Origin {
            queue: from.contact.queue,
            number: from.contact.number,
            cause,
            first_arrived: Ticks(call.first_arrived),
            attempt: call.story.attempts,
        };
        observer.follows(&call.contact, &origin);
        self.arrives(call, observer)
    }

    /// A contact that came from outside takes a line, and hears the IVR or goes on to its queue.
    pub(super) fn enter<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let contact = self.calls.at(number).contact;
        let rules = &self.rules.queues[contact.queue];
        if let Some(set) = rules.lines {
            if self.lines[set] >= self.rules.lines[set] {
                observer.blocked(&contact, Busy::Line, Ticks(now));
                self.fails(number, Failure::Blocked, now, observer);
                return;
            }
            self.lines[set] += 1;
            self.calls.at_mut(number).line = Some(set);
        }
        let Some(ivr) = &rules.ivr else {
            self.join(number, now, observer);
            return;
        };
        if let (Some((_, _, factor)), true) = (&ivr.failure, self.calls.at(number).bot_failed) {
            self.calls.at_mut(number).patience *= factor;
            self.join(number, now, observer);
            return;
        }
        observer.entered_ivr(&contact, Ticks(now));
        let dice = self.calls.at(number).dice;
        let mut length = ivr.length.sample(&mut dice.stream(Question::IvrLength, 0));
        if dice.uniform(Question::Ivr, 0) < ivr.hang_up {
            length *= dice.uniform(Question::Ivr, 1);
        }
        let reference = self.calls.goes_on(number, Stage::Ivr);
        self.timers
            .set(now + to_ticks(length), 0, Timer::IvrEnds(reference));
    }

    /// A stay in the IVR ends.
    pub(super) fn ivr_ends<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let call = *self.calls.at(number);
        let contact = call.contact;
        let Some(ivr) = &self.rules.queues[contact.queue].ivr else {
            return;
        };
        let pick = call.dice.uniform(Question::Ivr, 0);
        if pick < ivr.hang_up {
            observer.left_ivr(&contact, IvrEnd::HungUp, Ticks(now));
            self.fails(number, Failure::Balked, now, observer);
            return;
        }
        if pick < ivr.hang_up + ivr.contained.at(contact.interval as u32) {
            observer.left_ivr(&contact, IvrEnd::Contained, Ticks(now));
            if let Some((share, delay, _)) = &ivr.failure
                && call.dice.uniform(Question::BotFails, 0) < *share
            {
                let at = now + to_ticks(delay.sample(&mut call.dice.stream(Question::BotFails, 1)));
                if self.returns_at(number, at, Cause::BotFailed, contact.queue) {
                    self.vanishes(number, now, observer);
                } else {
                    self.departs(number, now, observer);
                }
                return;
            }
            let story = &mut self.calls.at_mut(number).story;
            (story.served, story.resolved) = (true, true);
            self.departs(number, now, observer);
            return;
        }
        let shares = ivr.choice.iter().map(|&(_, share)| share);
        if let Some(chosen) = by_share(call.dice.uniform(Question::Choice, 0), shares) {
            let (queue, _) = ivr.choice[chosen];
            observer.left_ivr(&contact, IvrEnd::Chosen(queue), Ticks(now));
            let next = self.follows(&call, Cause::Choice, queue, now, observer);
            self.calls.at_mut(next).line = call.line;
            self.calls.remove(number);
            self.join(next, now, observer);
        } else {
            observer.left_ivr(&contact, IvrEnd::Queue, Ticks(now));
            // It counts as a contact of its queue from now on.
            let interval = self.interval_at(now) as usize;
            let call = self.calls.at_mut(number);
            call.contact.arrived = Ticks(now);
            call.contact.interval = interval;
            call.since = now;
            self.join(number, now, observer);
        }
    }

    /// A contact comes to its queue: it takes a free agent; else it finds no place, balks, accepts to be called
    /// back, or waits.
    pub(super) fn join<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let call = *self.calls.at(number);
        let contact = call.contact;
        let carries = self.rules.queues[contact.queue].carries;
        let after_hours = self.closed
            && match self.rules.at_close {
                _ if carries => now >= self.plan.closes(),
                AtClose::Clear => true,
                AtClose::Serve | AtClose::Carry => false,
            };
        if after_hours {
            observer.left_waiting(&contact, Ticks(now));
            observer.stepped(&contact, Step::IsLeftWaiting, Ticks(now));
            self.departs(number, now, observer);
            return;
        }
        self.match_those_before(contact.queue, now, observer);
        if let Some(agent) = self.seek_agent(number, true, now) {
            self.answer(agent, number, now, observer);
            return;
        }
        let rules = &self.rules.queues[contact.queue];
        // Who was handed over is already in.
        if !call.handed_over {
            let live = self.queues[contact.queue].live;
            if rules
                .places
                .is_some_and(|places| live >= self.room(contact.queue, places))
            {
                observer.blocked(&contact, Busy::Place, Ticks(now));
                self.fails(number, Failure::Blocked, now, observer);
                return;
            }
            let by_length = share_from(&rules.balking.by_length, |&(length, _)| length <= live);
            let announced = rules.announce.map(|announce| {
                let wait = self.predict(contact.queue, announce.predictor, now);
                observer.announced(&contact, Ticks(wait), Ticks(now));
                wait
            });
            let by_announced = announced.map_or(0.0, |wait| {
                let seconds = Ticks(wait).seconds();
                share_from(&rules.balking.by_announced, |&(from, _)| from <= seconds)
            });
            if call.balks
                || call.dice.uniform(Question::Balk, 0) < by_length
                || call.dice.uniform(Question::Balk, 1) < by_announced
            {
                observer.balked(&contact);
                observer.stepped(&contact, Step::Balks, Ticks(now));
                self.fails(number, Failure::Balked, now, observer);
                return;
            }
            if self.is_called_back(number, now) {
                self.accepts_callback(number, now, observer);
                return;
            }
        }
        self.wait(number, now, observer);
    }

    /// Places to wait in a queue now.
    fn room(&self, queue: QueueId, places: Places) -> u32 {
        match places {
            Places::Fixed(places) => places,
            Places::PerAgent(places) => {
                let groups = self.rules.queues[queue].route.iter().flatten();
                let agents: u32 = groups.map(|&group| self.groups[group].on_duty).sum();
                (f64::from(agents) * places) as u32
            }
        }
    }

    /// Whether a contact that would wait is offered a callback, and accepts.
    fn is_called_back(&self, number: u32, now: u64) -> bool {
        let call = self.calls.at(number);
        let Some(callback) = &self.rules.queues[call.contact.queue].callback else {
            return false;
        };
        let rule = &callback.rule;
        let long = rule.when_wait_s.is_some_and(|limit| {
            Ticks(self.predict(call.contact.queue, rule.predictor, now)).seconds() > limit
        });
        let many = rule
            .when_length
            .is_some_and(|limit| self.queues[call.contact.queue].live > limit);
        let always = rule.when_wait_s.is_none() && rule.when_length.is_none();
        let due = now + self.callback_window(number);
        (long || many || always)
            && due < self.next_closing(now)
            && call.dice.uniform(Question::Callback, 0) < rule.accept
    }

    /// Until a callback is due; nothing where the place in the queue is kept.
    fn callback_window(&self, number: u32) -> u64 {
        let call = self.calls.at(number);
        let callback = self.rules.queues[call.contact.queue].callback.as_ref();
        let window = callback.and_then(|callback| callback.window.as_ref());
        window.map_or(0, |window| {
            to_ticks(window.sample(&mut call.dice.stream(Question::CallbackWindow, 0)))
        })
    }

    fn accepts_callback<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        observer.callback_accepted(&self.calls.at(number).contact, Ticks(now));
        self.release_line(number);
        let window = self.callback_window(number);
        let reference = self.calls.goes_on(number, Stage::Callback);
        if window > 0 {
            self.timers.set(now + window, 0, Timer::CallbackDue(reference));
        } else {
            self.stand_in_line(number, now);
        }
    }

    /// A callback is due: somebody dials at once, or as soon as its turn comes.
    pub(super) fn callback_due<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        if let Some(agent) = self.seek_agent(number, true, now) {
            self.answer(agent, number, now, observer);
        } else {
            self.stand_in_line(number, now);
        }
    }

    /// Those who are there when the center opens: first who is in service, then who waits, longest first.
    pub(super) fn open_with_backlog<O: Observer>(&mut self, observer: &mut O) {
        for queue in 0..self.rules.queues.len() {
            let Some(backlog) = &self.rules.queues[queue].backlog else {
                continue;
            };
            for &age_s in &backlog.rule.in_service_s {
                let age = age_s * TICKS_PER_SECOND;
                let mut caller = self.draws[queue].take(&self.plan.queues[queue], 0);
                for _ in 0..TRIES {
                    if caller.brings.work > age {
                        break;
                    }
                    caller = self.draws[queue].again(&self.plan.queues[queue], 0);
                }
                caller.brings.work = (caller.brings.work - age).max(0.0);
                caller.brings.talk = (caller.brings.talk - age).max(0.0);
                let call = self.first_contact(queue, caller, 0, observer);
                self.enter_at_opening(call, observer);
            }
        }
        for queue in 0..self.rules.queues.len() {
            let Some(backlog) = &self.rules.queues[queue].backlog else {
                continue;
            };
            let mut waited: Vec<(f64, bool)> =
                backlog.rule.waiting_s.iter().map(|&age| (age, false)).collect();
            let mut stream = Stream::new(self.seed, self.replication, backlog.key);
            let mut expected = stream.exponential();
            while expected < backlog.rule.early {
                waited.push((stream.uniform() * backlog.rule.early_over_s, true));
                expected += stream.exponential();
            }
            waited.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (age_s, may_have_left) in waited {
                let age = age_s * TICKS_PER_SECOND;
                let mut caller = self.draws[queue].take(&self.plan.queues[queue], 0);
                for _ in 0..TRIES {
                    if may_have_left || caller.patience > age {
                        break;
                    }
                    caller = self.draws[queue].again(&self.plan.queues[queue], 0);
                }
                let left = caller.patience - age;
                let before = if left > 0.0 { age } else { caller.patience };
                caller.patience = left.max(0.0);
                let call = self.first_contact(queue, caller, 0, observer);
                self.calls.at_mut(call).contact.before = Ticks(to_ticks(before));
                if left > 0.0 {
                    self.enter_at_opening(call, observer);
                } else {
                    let contact = self.calls.at(call).contact;
                    observer.queued(&contact);
                    observer.abandoned(&contact, Ticks::ZERO);
                    observer.stepped(&contact, Step::Abandons, Ticks::ZERO);
                    self.fails(call, Failure::Abandoned, 0, observer);
                }
            }
        }
    }

    /// Who is in before opening holds a line, has heard the IVR, and neither balks nor is turned away.
    fn enter_at_opening<O: Observer>(&mut self, number: u32, observer: &mut O) {
        let queue = self.calls.at(number).contact.queue;
        if let Some(set) = self.rules.queues[queue].lines {
            self.lines[set] += 1;
            self.calls.at_mut(number).line = Some(set);
        }
        match self.seek_agent(number, true, 0) {
            Some(agent) => self.answer(agent, number, 0, observer),
            None => self.wait(number, 0, observer),
        }
    }

    /// A contact hangs up: its line is free.
    pub(super) fn release_line(&mut self, number: u32) {
        if let Some(set) = self.calls.at_mut(number).line.take() {
            self.lines[set] -= 1;
        }
    }
}

/// The share of the last step that holds, of steps that ascend.
fn share_from<T>(steps: &[(T, f64)], holds: impl Fn(&(T, f64)) -> bool) -> f64 {
    steps
        .iter()
        .take_while(|step| holds(step))
        .last()
        .map_or(0.0, |(_, share)| *share)
}
