//! Contacts wait: they join a queue, leave it by themselves, move on to another, are counted, and are sent
//! away.

use super::call::{Leaves, Stage};
use super::core::Core;
use super::parting::Failure;
use super::timer::Timer;
use crate::engine::source::to_ticks;
use crate::model::{ContactChoice, MAX_TICKS, QueueId, TICKS_PER_SECOND, Ticks};
use crate::observe::{AGE_FROM_H, AGES, Observer, Step};
use crate::random::Question;

impl Core<'_> {
    /// A contact waits in its queue.
    pub(super) fn wait<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        observer.queued(&self.calls.at(number).contact);
        let leaves = self.leaves(number, now);
        self.calls.at_mut(number).leaves = leaves;
        if leaves.0 <= now {
            self.leaves_queue(number, leaves.1, now, observer);
            return;
        }
        self.calls.goes_on(number, Stage::Waiting);
        self.stand_in_line(number, now);
    }

    /// When a contact that begins to wait leaves, and how.
    fn leaves(&self, number: u32, now: u64) -> (u64, Leaves) {
        let call = self.calls.at(number);
        let rules = &self.rules.queues[call.contact.queue];
        let since = |after: u64| {
            (now + after)
                .checked_sub(call.contact.before.0)
                .filter(|&at| at >= now)
        };
        let mut leaves = ((now + to_ticks(call.patience)).min(MAX_TICKS.0), Leaves::Abandons);
        for (index, &(after, share)) in rules.hang_ups.iter().enumerate() {
            if let Some(at) = since(after)
                && at < leaves.0
                && call.dice.uniform(Question::HangUp, index as u32) < share
            {
                leaves = (at, Leaves::Abandons);
            }
        }
        if let Some((after, share)) = rules.message
            && let Some(at) = since(after)
            && at < leaves.0
            && call.dice.uniform(Question::Message, 0) < share
        {
            leaves = (at, Leaves::LeavesMessage);
        }
        leaves
    }

    /// A contact takes its place in the queue where it stands, waiting or to be called back.
    pub(super) fn stand_in_line(&mut self, number: u32, now: u64) {
        self.joined += 1;
        let joined = self.joined;
        let moves = self.may_move(number);
        let call = self.calls.at_mut(number);
        let (place, waits) = (call.place, call.stage == Stage::Waiting);
        let rules = &self.rules.queues[place];
        let since = call.since as i64 - (call.contact.before.0 + call.credit) as i64;
        let gain = rules.standing.gain_per_minute / (60.0 * TICKS_PER_SECOND);
        call.key = match self.rules.contact_choice {
            // What is gained runs alike for all of a queue: ahead by rank is ahead by so much waiting.
            ContactChoice::Priority if gain > 0.0 => {
                let ahead = f64::from(call.priority) / gain;
                (0, since.saturating_sub(ahead as i64), joined)
            }
            ContactChoice::Priority => (-i64::from(call.priority), since, joined),
            ContactChoice::LongestWait
            | ContactChoice::LongestQueue
            | ContactChoice::Random
            | ContactChoice::EarliestDue
            | ContactChoice::WeightedWait => (0, since, joined),
        };
        let (key, leaves, waited) = (call.key, call.leaves.0, call.waited(now));
        let of_thread = (call.stage == Stage::Turn).then_some(call.owner as usize);
        let reference = self.calls.reference(number);
        if let Some(owner) = of_thread.and_then(|owner| self.agents.get_mut(owner)) {
            owner.turns.push(number);
        }
        let queue = &mut self.queues[place];
        queue.order.insert(key, number);
        if waits {
            queue.live += 1;
            queue.peak = queue.peak.max(queue.live);
            self.waiting += 1;
            self.center_peak = self.center_peak.max(self.waiting);
            self.deadlines.set(leaves, place as u32, reference);
            if moves
                && let Some(overflow) = rules.overflow
                && let Some(after_s) = overflow.after_s
            {
                let left = Ticks::from_seconds(after_s).0.saturating_sub(waited);
                self.timers
                    .set(now + left, place as u32, Timer::Overflows(reference));
            }
        }
        self.expect_opening(number, now);
    }

    /// Sets when further groups may take a contact, if any ever do.
    fn expect_opening(&mut self, number: u32, now: u64) {
        let call = self.calls.at(number);
        let (place, waited) = (call.place, call.waited(now));
        let opens = self.rules.queues[place].opens.iter();
        if let Some(opens) = opens.copied().find(|&opens| opens > waited) {
            let timer = Timer::RouteOpens(self.calls.reference(number));
            self.timers.set(now + (opens - waited), place as u32, timer);
        }
    }

    /// A contact gives its place up.
    pub(super) fn leave_line(&mut self, number: u32) {
        let call = self.calls.at(number);
        let (place, key, waits) = (call.place, call.key, call.stage == Stage::Waiting);
        let of_thread = (call.stage == Stage::Turn).then_some(call.owner as usize);
        if let Some(owner) = of_thread.and_then(|owner| self.agents.get_mut(owner)) {
            owner.turns.retain(|&other| other != number);
        }
        let queue = &mut self.queues[place];
        if queue.order.remove(&key).is_some() && waits {
            queue.live -= 1;
            self.waiting -= 1;
        }
    }

    /// Somebody's time to leave a queue has come, if they still wait.
    pub(super) fn gives_up<O: Observer>(&mut self, now: u64, observer: &mut O) {
        let Some((_, reference)) = self.deadlines.pop() else {
            return;
        };
        if self.calls.holds(reference) {
            self.leave_line(reference.call);
            let how = self.calls.at(reference.call).leaves.1;
            self.leaves_queue(reference.call, how, now, observer);
        }
    }

    fn leaves_queue<O: Observer>(&mut self, number: u32, how: Leaves, now: u64, observer: &mut O) {
        let contact = self.as_told(number, now);
        self.remember_service(contact.queue, false, now);
        match how {
            Leaves::Abandons => {
                observer.abandoned(&contact, Ticks(now));
                observer.stepped(&contact, Step::Abandons, Ticks(now));
                self.fails(number, Failure::Abandoned, now, observer);
            }
            Leaves::LeavesMessage => {
                observer.left_message(&contact, Ticks(now));
                self.departs(number, now, observer);
            }
        }
    }

    /// Further groups may take a contact.
    pub(super) fn route_opens<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        match self.seek_agent(number, false, now) {
            Some(agent) => {
                self.leave_line(number);
                self.answer(agent, number, now, observer);
            }
            None => self.expect_opening(number, now),
        }
    }

    /// Whether a contact may move on once more: through every other queue, but not round a circle for ever.
    fn may_move(&self, number: u32) -> bool {
        (self.calls.at(number).moves as usize) + 1 < self.queues.len()
    }

    /// A waiting contact moves on to another queue.
    pub(super) fn overflows<O: Observer>(&mut self, number: u32, now: u64, observer: &mut O) {
        let place = self.calls.at(number).place;
        let Some(overflow) = self.rules.queues[place].overflow else {
            return;
        };
        self.leave_line(number);
        let call = self.calls.at_mut(number);
        call.place = overflow.to;
        call.moves += 1;
        observer.overflowed(&self.calls.at(number).contact, overflow.to, Ticks(now));
        match self.seek_agent(number, true, now) {
            Some(agent) => self.answer(agent, number, now, observer),
            None => {
                self.calls.goes_on(number, Stage::Waiting);
                self.stand_in_line(number, now);
            }
        }
    }

    /// Queues whose groups have all gone pass those who wait on, where their rule says so.
    pub(super) fn pass_on<O: Observer>(&mut self, now: u64, observer: &mut O) {
        for queue in 0..self.queues.len() {
            let rules = &self.rules.queues[queue];
            if !rules.overflow.is_some_and(|overflow| overflow.when_unstaffed) || self.queues[queue].live == 0
            {
                continue;
            }
            let staffed = rules.route.iter().flatten().any(|&group| self.is_staffed(group));
            if !staffed {
                for number in self.in_line(queue) {
                    if self.calls.at(number).stage == Stage::Waiting && self.may_move(number) {
                        self.overflows(number, now, observer);
                    }
                }
            }
        }
    }

    /// Tells how much deferred work waits at the end of an interval, by age.
    pub(super) fn tell_backlog<O: Observer>(&self, interval: usize, now: u64, observer: &mut O) {
        for (queue, state) in self.queues.iter().enumerate() {
            if !self.rules.queues[queue].channel.comes_when_closed() {
                continue;
            }
            let mut ages = [0; AGES];
            for &number in state.order.values() {
                let since = self.calls.at(number).since;
                let age = Ticks(now - since - self.stood(queue, since, now)).seconds() / 3600.0;
                let class = AGE_FROM_H.partition_point(|&from| from <= age);
                ages[class.max(1) - 1] += 1;
            }
            observer.backlog(interval, queue, &ages);
        }
    }

    fn in_line(&self, queue: QueueId) -> Vec<u32> {
        self.queues[queue].order.values().copied().collect()
    }

    /// Tells the longest queues of the interval that ends.
    pub(super) fn tell_peaks<O: Observer>(&mut self, observer: &mut O) {
        for (queue, state) in self.queues.iter().enumerate() {
            observer.queue_peak(self.interval, queue, state.peak);
        }
        observer.center_peak(self.interval, self.center_peak);
    }

    /// The longest queues of the interval that starts begin with those who wait already.
    pub(super) fn start_peaks(&mut self) {
        for queue in &mut self.queues {
            queue.peak = queue.live;
        }
        self.center_peak = self.waiting;
    }

    /// Nobody waits for whom staff stays on, and nobody in such a queue is to be called back.
    pub(super) fn nobody_waits(&self) -> bool {
        let queues = self.queues.iter().zip(&self.rules.queues);
        queues
            .filter(|(_, rules)| !rules.carries)
            .all(|(queue, _)| queue.order.is_empty())
    }

    /// Sends everybody away who waits, in queues that carry them over the night or in the others.
    pub(super) fn clear_queues<O: Observer>(&mut self, carrying: bool, now: u64, observer: &mut O) {
        let rules = self.rules;
        for queue in (0..self.queues.len()).filter(|&queue| rules.queues[queue].carries == carrying) {
            for number in self.in_line(queue) {
                self.sent_away(number, now, now, observer);
            }
        }
    }

    /// Nobody is at work any more who could take those who still wait. They count as waiting at closing time, or
    /// when they came if that was later. Gives whether there were any.
    pub(super) fn dismiss_the_rest<O: Observer>(&mut self, now: u64, observer: &mut O) -> bool {
        let mut any = false;
        for queue in 0..self.queues.len() {
            for number in self.in_line(queue) {
                let arrived = self.calls.at(number).contact.arrived.0;
                self.sent_away(number, arrived.max(self.plan.closes()), now, observer);
                any = true;
            }
        }
        any
    }

    fn sent_away<O: Observer>(&mut self, number: u32, until: u64, now: u64, observer: &mut O) {
        let (contact, stage) = (self.as_told(number, until), self.calls.at(number).stage);
        self.leave_line(number);
        match stage {
            Stage::Callback => observer.callback_dropped(&contact, Ticks(until)),
            Stage::Aside | Stage::Turn => observer.unfinished(&contact, Ticks(now)),
            _ => {
                observer.left_waiting(&contact, Ticks(until));
                observer.stepped(&contact, Step::IsLeftWaiting, Ticks(until));
            }
        }
        self.gives_thread_up(number, now);
        self.departs(number, now, observer);
    }
}
