//! Agents come on duty, break, are away, pause, and leave; they always finish the contact in hand.

use super::core::{AgentState, Core, Duty};
use super::roster::{StaffChange, Staffing};
use super::timer::Timer;
use crate::engine::source::to_ticks;
use crate::model::{AtClose, GroupId, Ticks};
use crate::observe::{Observer, Presence};
use crate::random::{Dice, Question};

impl Core<'_> {
    /// One change of staff. Where the center closes for the night and serves those who wait, nobody goes before
    /// they are served.
    pub(super) fn staff_changes<O: Observer>(&mut self, change: &StaffChange, now: u64, observer: &mut O) {
        let goes = match change.what {
            Staffing::To(agents) => agents < self.groups[change.group].wanted,
            Staffing::Break(_) | Staffing::Home(_) => true,
            Staffing::On(_) => false,
        };
        let stays = goes
            && self.rules.at_close == AtClose::Serve
            && self.rules.closed.iter().any(|&(from, _)| from == now)
            && !self.nobody_waits();
        if stays {
            self.postponed.push(*change);
        } else {
            self.postponed
                .retain(|other| other.group != change.group || other.what.agent() != change.what.agent());
            self.change(change, now, observer);
        }
    }

    /// The staff that waited for the queues to empty goes.
    pub(super) fn send_home<O: Observer>(&mut self, now: u64, observer: &mut O) {
        for change in std::mem::take(&mut self.postponed) {
            self.change(&change, now, observer);
        }
    }

    fn change<O: Observer>(&mut self, change: &StaffChange, now: u64, observer: &mut O) {
        let first = self.plan.groups[change.group].first_agent;
        match change.what {
            Staffing::To(agents) => self.bring_to(change.group, agents, now, observer),
            Staffing::On(agent) => {
                if !self.is_absent(change.group, agent, now) {
                    self.on(first + agent as usize, now, observer);
                }
            }
            Staffing::Break(agent) | Staffing::Home(agent) => {
                self.off(first + agent as usize, change.what, now, observer);
            }
        }
    }

    /// Brings a group to so many agents, absences apart. A rise first keeps those about to leave; then agents
    /// come, who look at the queues at once. A fall takes the longest idle; then whoever finishes (or is back)
    /// first.
    fn bring_to<O: Observer>(&mut self, group: GroupId, agents: u32, now: u64, observer: &mut O) {
        self.groups[group].wanted = agents;
        let absent = (0..agents)
            .filter(|&agent| self.is_absent(group, agent, now))
            .count() as u32;
        let wanted = agents - absent;
        let going = self.going(group).count() as u32;
        let state = &self.groups[group];
        let staying = state.on_duty + state.out - state.leaving.len() as u32 - going;
        if wanted < staying {
            let idle = (state.idle.len() as u32).min(staying - wanted);
            for _ in 0..idle {
                let agent = self.groups[group].idle[0] as usize;
                self.no_longer_idle(agent);
                self.leave(agent, Presence::Leaves, now, observer);
            }
            for _ in 0..staying - wanted - idle {
                if let Some(agent) = self.who_goes(group) {
                    self.agents[agent].goes = Some((now, Staffing::To(agents)));
                    self.note_room(agent);
                    self.leaves_threads(agent, now);
                } else {
                    self.groups[group].leaving.push_back(now);
                }
            }
        } else {
            let mut come = wanted - staying;
            while come > 0 && self.groups[group].leaving.pop_back().is_some() {
                come -= 1;
            }
            while come > 0
                && let Some(agent) = self.who_was_to_go(group)
            {
                self.agents[agent].goes = None;
                self.find_more(agent, now, observer);
                come -= 1;
            }
            for _ in 0..come {
                if let Some(agent) = self.groups[group].off.pop() {
                    self.come(agent as usize, now, observer);
                }
            }
        }
    }

    /// Which agents of a group may hold several contacts and take no more since they are to go. Elsewhere whoever
    /// finishes first goes, but here an agent who always took one more would never finish.
    fn going(&self, group: GroupId) -> impl Iterator<Item = usize> + '_ {
        let rules = &self.rules.groups[group];
        let numbers = self.plan.groups[group].numbers();
        let any = rules.concurrency.is_some() && !rules.rostered;
        let agents = any.then_some(numbers).into_iter().flatten();
        agents.filter(|&agent| {
            let state = &self.agents[agent];
            state.duty == Duty::On && state.goes.is_some()
        })
    }

    /// The agent of such a group who goes next: whoever holds least.
    fn who_goes(&self, group: GroupId) -> Option<usize> {
        self.rules.groups[group].concurrency.as_ref()?;
        let stays = |(_, agent): &(usize, &AgentState)| agent.duty == Duty::On && agent.goes.is_none();
        let agents = self.agents_of(group).iter().enumerate().filter(stays);
        let least = agents.min_by_key(|(index, agent)| (agent.held.len(), *index));
        least.map(|(index, _)| self.plan.groups[group].first_agent + index)
    }

    /// An agent of such a group who was to go and may stay.
    fn who_was_to_go(&self, group: GroupId) -> Option<usize> {
        self.going(group).next()
    }

    fn agents_of(&self, group: GroupId) -> &[AgentState] {
        &self.agents[self.plan.groups[group].numbers()]
    }

    /// Whether an agent is absent on the calendar day of a moment.
    fn is_absent(&mut self, group: GroupId, agent: u32, now: u64) -> bool {
        let rules = &self.rules.groups[group];
        if rules.absence <= 0.0 {
            return false;
        }
        let day = self.rules.day[self.interval_at(now) as usize];
        let dice = Dice::new(self.seed, self.replication, rules.dice, u64::from(agent));
        dice.uniform(Question::Absent, day) < rules.absence
    }

    /// A rostered agent's time on queue begins.
    fn on<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let state = &mut self.agents[agent];
        if state.duty == Duty::On {
            // Still on the contact that ran into the break: they go on.
            if let Some((since, _)) = state.goes.take() {
                observer.overran(self.told(agent), Ticks(now - since), Ticks(now));
                self.find_more(agent, now, observer);
            }
        } else if state.duty == Duty::Off {
            self.come(agent, now, observer);
        }
    }

    /// A rostered agent's time on queue ends.
    fn off<O: Observer>(&mut self, agent: usize, what: Staffing, now: u64, observer: &mut O) {
        let state = &mut self.agents[agent];
        match state.duty {
            Duty::Off => {}
            Duty::On if state.busy => {
                state.goes = Some((now, what));
                self.note_room(agent);
                self.leaves_threads(agent, now);
            }
            Duty::On => {
                self.no_longer_idle(agent);
                self.leave(agent, presence_of(what), now, observer);
            }
            Duty::Out => {
                self.groups[state.group as usize].out -= 1;
                state.duty = Duty::Off;
                state.stamp += 1;
                observer.presence(self.told(agent), presence_of(what), Ticks(now));
            }
        }
    }

    /// An agent comes on duty and looks at the queues.
    fn come<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let group = self.agents[agent].group as usize;
        self.tell_duty(group, now, observer);
        self.groups[group].on_duty += 1;
        let state = &mut self.agents[agent];
        state.duty = Duty::On;
        state.stamp += 1;
        state.on_since = now;
        state.goes = None;
        observer.presence(self.told(agent), Presence::Comes, Ticks(now));
        self.expect_absence(agent, now);
        self.find_work(agent, now, observer);
    }

    /// Sets when an agent on duty next goes for a short absence.
    fn expect_absence(&mut self, agent: usize, now: u64) {
        let (group, stamp) = (self.agents[agent].group as usize, self.agents[agent].stamp);
        let every = self.rules.groups[group].away.as_ref().map(|(every, _)| *every);
        if let (Some(every), Some(stream)) = (every, &mut self.groups[group].absences) {
            let at = now + to_ticks(stream.exponential() * every);
            if at < self.plan.closes() {
                let agent = agent as u32;
                self.timers.set(at, 0, Timer::AgentAway { agent, stamp });
            }
        }
    }

    /// An agent without a contact goes off duty.
    fn leave<O: Observer>(&mut self, agent: usize, what: Presence, now: u64, observer: &mut O) {
        self.off_duty(agent, Duty::Off, what, now, observer);
        let group = self.agents[agent].group as usize;
        if !self.rules.groups[group].rostered {
            self.groups[group].off.push(agent as u32);
        }
    }

    fn off_duty<O: Observer>(
        &mut self,
        agent: usize,
        duty: Duty,
        what: Presence,
        now: u64,
        observer: &mut O,
    ) {
        let group = self.agents[agent].group as usize;
        self.tell_duty(group, now, observer);
        self.groups[group].on_duty -= 1;
        let state = &mut self.agents[agent];
        state.duty = duty;
        state.stamp += 1;
        state.on_duty += now - state.on_since;
        state.away_due = false;
        observer.presence(self.told(agent), what, Ticks(now));
        self.leaves_threads(agent, now);
    }

    /// An agent on duty without a contact goes for a while.
    fn goes_out<O: Observer>(
        &mut self,
        agent: usize,
        what: Presence,
        length: u64,
        now: u64,
        observer: &mut O,
    ) {
        self.off_duty(agent, Duty::Out, what, now, observer);
        let state = &self.agents[agent];
        self.groups[state.group as usize].out += 1;
        let back = Timer::AgentBack {
            agent: agent as u32,
            stamp: state.stamp,
        };
        self.timers.set(now + length, 0, back);
    }

    /// An agent is back from an absence or a pause.
    pub(super) fn agent_back<O: Observer>(&mut self, agent: usize, stamp: u32, now: u64, observer: &mut O) {
        let state = &mut self.agents[agent];
        if state.stamp != stamp || state.duty != Duty::Out {
            return;
        }
        let group = &mut self.groups[state.group as usize];
        group.out -= 1;
        if group.leaving.pop_front().is_some() {
            state.duty = Duty::Off;
            state.stamp += 1;
            group.off.push(agent as u32);
            observer.presence(self.told(agent), Presence::Leaves, Ticks(now));
        } else {
            self.come(agent, now, observer);
        }
    }

    /// A short absence is due.
    pub(super) fn agent_away<O: Observer>(&mut self, agent: usize, stamp: u32, now: u64, observer: &mut O) {
        let state = &mut self.agents[agent];
        if state.stamp != stamp || state.duty != Duty::On {
            return;
        }
        if state.busy {
            state.away_due = true;
            self.note_room(agent);
        } else {
            self.no_longer_idle(agent);
            self.is_away(agent, now, observer);
        }
    }

    fn is_away<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let group = self.agents[agent].group as usize;
        let law = self.rules.groups[group].away.as_ref().map(|(_, law)| law);
        if let (Some(law), Some(stream)) = (law, &mut self.groups[group].absences) {
            let length = to_ticks(law.sample(stream));
            self.goes_out(agent, Presence::Away, length, now, observer);
        }
    }

    /// An agent has finished a contact: goes if their time is over, pauses, is away, or looks for the next.
    pub(super) fn is_free<O: Observer>(
        &mut self,
        agent: usize,
        pause: Option<u64>,
        now: u64,
        observer: &mut O,
    ) {
        let group = self.agents[agent].group as usize;
        if let Some((since, what)) = self.agents[agent].goes.take() {
            observer.overran(self.told(agent), Ticks(now - since), Ticks(now));
            self.leave(agent, presence_of(what), now, observer);
        } else if let Some(since) = self.groups[group].leaving.pop_front() {
            observer.overran(self.told(agent), Ticks(now - since), Ticks(now));
            self.leave(agent, Presence::Leaves, now, observer);
        } else if let Some(length) = pause {
            self.goes_out(agent, Presence::Pauses, length, now, observer);
        } else if self.agents[agent].away_due {
            self.is_away(agent, now, observer);
        } else {
            self.find_work(agent, now, observer);
        }
    }

    /// An agent without a contact takes one, or is idle.
    fn find_work<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        if let Some(number) = self.seek_contact(agent, now) {
            self.answer(agent, number, now, observer);
            self.find_more(agent, now, observer);
        } else {
            self.agents[agent].idle_since = now;
            let group = self.agents[agent].group as usize;
            self.groups[group].idle.push_back(agent as u32);
        }
    }

    /// An agent who holds contacts takes as many more as they may.
    pub(super) fn find_more<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        if self.rules.interrupts {
            self.makes_way(agent, now, observer);
        }
        while self.may_take_more(agent)
            && let Some(number) = self.seek_contact(agent, now)
        {
            self.answer(agent, number, now, observer);
        }
        self.note_room(agent);
    }

    /// Whether a group has anybody who does not go after the contact in hand.
    pub(super) fn is_staffed(&self, group: GroupId) -> bool {
        let state = &self.groups[group];
        let stays = if self.rules.groups[group].rostered {
            self.agents_of(group)
                .iter()
                .any(|agent| agent.duty == Duty::On && agent.goes.is_none())
        } else {
            state.on_duty > state.leaving.len() as u32 + self.going(group).count() as u32
        };
        stays || state.out > 0
    }

    /// Tells how long a group has had its present number on duty; to be called before that changes.
    fn tell_duty<O: Observer>(&mut self, group: GroupId, now: u64, observer: &mut O) {
        let state = &mut self.groups[group];
        let until = now.min(self.plan.closes());
        if state.since < until {
            if state.on_duty > 0 {
                observer.on_duty(group, Ticks(state.since), Ticks(until), state.on_duty);
            }
            state.since = until;
        }
    }

    /// Closing time: duty is counted up to here.
    pub(super) fn end_presence<O: Observer>(&mut self, now: u64, observer: &mut O) {
        for group in 0..self.groups.len() {
            self.tell_duty(group, now, observer);
        }
    }
}

fn presence_of(what: Staffing) -> Presence {
    match what {
        Staffing::Break(_) => Presence::Breaks,
        Staffing::Home(_) | Staffing::To(_) => Presence::Leaves,
        Staffing::On(_) => Presence::Comes,
    }
}
