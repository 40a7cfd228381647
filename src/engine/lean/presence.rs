//! Agents come on duty and leave it.

use super::core::Core;
use super::mask::Mask;
use crate::engine::tree::NEVER;
use crate::model::{GroupId, Ticks};
use crate::observe::{Agent, Observer};

impl<M: Mask> Core<'_, M> {
    /// Brings every group to the staff of an interval. A rise first keeps those about to leave; then agents
    /// come, who look at the queues at once. A fall takes the longest idle; then whoever finishes first.
    pub(super) fn change_staff<O: Observer>(&mut self, interval: usize, now: u64, observer: &mut O) {
        let plan = self.plan;
        for (group, planned) in plan.groups.iter().enumerate() {
            let wanted = planned.staff[interval];
            let state = &mut self.groups[group];
            let staying = state.on_duty - state.leaving;
            if wanted < staying {
                let idle = state.idle.min(staying - wanted);
                state.leaving += staying - wanted - idle;
                for _ in 0..idle {
                    let agent = self.pop_idle(group);
                    self.leave(agent, now, observer);
                }
            } else {
                let kept = state.leaving.min(wanted - staying);
                state.leaving -= kept;
                for _ in 0..wanted - staying - kept {
                    self.come(group, now, observer);
                }
            }
        }
    }

    /// An agent of a group comes on duty.
    fn come<O: Observer>(&mut self, group: GroupId, now: u64, observer: &mut O) {
        self.tell_duty(group, now, observer);
        let state = &mut self.groups[group];
        let agent = state
            .off
            .pop()
            .expect("a group has as many agents as its largest staff") as usize;
        state.on_duty += 1;
        self.agents[agent].on_since = now;
        self.find_work(agent, now, observer);
    }

    /// An agent without a contact leaves.
    fn leave<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let group = self.agents[agent].group as usize;
        self.tell_duty(group, now, observer);
        let state = &mut self.groups[group];
        state.on_duty -= 1;
        state.off.push(agent as u32);
        let agent = &mut self.agents[agent];
        agent.on_duty += now - agent.on_since;
    }

    /// An agent finishes a contact and leaves, takes the next one, or is idle.
    #[inline(always)]
    pub(super) fn complete<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        let group = self.agents[agent].group as usize;
        observer.completed(Agent { group, number: agent }, Ticks(now));
        if self.groups[group].leaving > 0 {
            self.groups[group].leaving -= 1;
            self.completions.set(agent, NEVER);
            self.leave(agent, now, observer);
        } else if !self.take_contact(agent, now, observer) {
            self.completions.set(agent, NEVER);
            self.push_idle(agent, now);
        }
    }

    /// An agent without a contact takes one, or is idle.
    fn find_work<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) {
        if !self.take_contact(agent, now, observer) {
            self.push_idle(agent, now);
        }
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
