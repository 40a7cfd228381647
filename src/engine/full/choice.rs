//! Who takes whom: a contact its agent, an agent their contact, and who may.

use super::call::Call;
use super::core::Core;
use crate::model::{AgentChoice, ContactChoice, GroupId, QueueId, TICKS_PER_SECOND, Ticks, When};
use crate::observe::Observer;

/// Ticks of a minute.
const MINUTE: f64 = 60.0 * TICKS_PER_SECOND;

/// Who is looked at beside those who are already counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// A contact that joins its queue.
    Joins,
    /// A contact that waits in it.
    Waits,
    /// An agent who has become free.
    Frees,
}

impl Core<'_> {
    /// The wait from which on a group may now take contacts of a queue; nothing where it may take none.
    fn may_from(&self, queue: QueueId, group: GroupId, asks: Asks, now: u64) -> Option<u64> {
        let Some(access) = &self.rules.queues[queue].access[group] else {
            return Some(0);
        };
        let mut when = access.when.iter();
        when.all(|&when| self.holds(when, queue, group, asks, now))
            .then_some(access.after)
    }

    /// Whether a group may take a contact of a queue that has waited for so long.
    fn may(&self, queue: QueueId, group: GroupId, asks: Asks, waited: u64, now: u64) -> bool {
        let from = self.may_from(queue, group, asks, now);
        from.is_some_and(|from| waited >= from)
    }

    fn holds(&self, when: When, queue: QueueId, group: GroupId, asks: Asks, now: u64) -> bool {
        let frees = |of: GroupId| usize::from(asks == Asks::Frees && of == group);
        match when {
            When::QueueOver(length) => {
                let waiting = self.queues[queue].order.len() + usize::from(asks == Asks::Joins);
                waiting > length as usize
            }
            When::IdleOver(idle) => self.groups[group].idle.len() + frees(group) > idle as usize,
            When::BusyOver(share) => {
                let first = self.rules.queues[queue].route.first();
                let (mut on_duty, mut idle) = (0, 0);
                for &of in first.into_iter().flatten() {
                    on_duty += self.groups[of].on_duty as usize;
                    idle += self.groups[of].idle.len() + frees(of);
                }
                on_duty == 0 || on_duty.saturating_sub(idle) as f64 > share * on_duty as f64
            }
            When::ServiceBelow { share, over_s } => {
                let from = now.saturating_sub(Ticks::from_seconds(over_s).0);
                let recent = self.queues[queue]
                    .recent
                    .iter()
                    .rev()
                    .take_while(|(at, _)| *at >= from);
                let (met, all) = recent.fold((0, 0), |(met, all), &(_, within)| {
                    (met + u32::from(within), all + 1)
                });
                all > 0 && f64::from(met) < share * f64::from(all)
            }
        }
    }

    /// The agent that a contact takes: one who is free, and no longer idle then; else one who puts what they hold
    /// aside for it. Nothing if there is nobody.
    pub(super) fn seek_agent(&mut self, number: u32, joins: bool, now: u64) -> Option<usize> {
        let rules = self.rules;
        let call = self.calls.at(number);
        let (queue, waited) = (call.place, call.waited(now));
        let channel = rules.queues[call.contact.queue].channel;
        let asks = if joins { Asks::Joins } else { Asks::Waits };
        if let Some(owner) = self.seek_owner(number, now) {
            self.no_longer_idle(owner);
            return Some(owner);
        }
        let mut groups = std::mem::take(&mut self.free);
        let mut agent = None;
        for rank in &rules.queues[queue].route {
            groups.clear();
            let free = |&group: &GroupId| {
                let of = &self.groups[group];
                let any = !of.idle.is_empty() || (channel.is_text() && !of.open.is_empty());
                any && self.may(queue, group, asks, waited, now)
            };
            groups.extend(rank.iter().copied().filter(free));
            agent = self.one_of(&mut groups, number, now);
            if agent.is_some() {
                break;
            }
        }
        if agent.is_none() && rules.interrupts {
            for rank in &rules.queues[queue].route {
                groups.clear();
                let may = |&group: &GroupId| self.may(queue, group, asks, waited, now);
                groups.extend(rank.iter().copied().filter(may));
                agent = self.seek_interruptible(&groups, channel);
                if agent.is_some() {
                    break;
                }
            }
        }
        self.free = groups;
        agent
    }

    /// One of the agents of some groups who is free for a contact, no longer idle: somebody idle, else whoever
    /// has room beside what they hold.
    fn one_of(&mut self, groups: &mut Vec<GroupId>, number: u32, now: u64) -> Option<usize> {
        let rules = &self.rules.queues[self.calls.at(number).contact.queue];
        if rules.thread.is_some() {
            // Not everybody idle may have one more thread.
            let idle = self
                .idle_of(groups)
                .filter(|&agent| self.may_hold(agent, number, now));
            let longest = idle.min_by_key(|&agent| self.agents[agent].idle_since);
            if let Some(agent) = longest {
                self.no_longer_idle(agent);
                return Some(agent);
            }
            return self.seek_room(groups, number, now);
        }
        if rules.channel.is_text() {
            if groups.iter().all(|&group| self.groups[group].idle.is_empty()) {
                return self.seek_room(groups, number, now);
            }
            groups.retain(|&group| !self.groups[group].idle.is_empty());
        }
        (!groups.is_empty()).then(|| self.take_agent(groups, now))
    }

    /// One of the idle agents of some groups, no longer idle.
    fn take_agent(&mut self, groups: &[GroupId], now: u64) -> usize {
        let first = |group: GroupId| self.groups[group].idle[0] as usize;
        let agent =
            match self.rules.agent_choice {
                AgentChoice::LongestIdle => {
                    let since = |&&group: &&GroupId| self.agents[first(group)].idle_since;
                    groups.iter().min_by_key(since).map(|&group| first(group))
                }
                AgentChoice::MostIdleGroup => {
                    let weight = |group: GroupId| {
                        self.groups[group].idle.len() as f64 * self.rules.groups[group].weight
                    };
                    let most = groups.iter().copied().reduce(|best, group| {
                        if weight(group) > weight(best) { group } else { best }
                    });
                    most.map(first)
                }
                AgentChoice::LeastOccupied => {
                    let occupancy = |agent: usize| {
                        let agent = &self.agents[agent];
                        (
                            u128::from(agent.handled),
                            u128::from((agent.on_duty + now - agent.on_since).max(1)),
                        )
                    };
                    self.idle_of(groups).min_by(|&a, &b| {
                        let ((a_busy, a_time), (b_busy, b_time)) = (occupancy(a), occupancy(b));
                        (a_busy * b_time)
                            .cmp(&(b_busy * a_time))
                            .then(self.agents[a].idle_since.cmp(&self.agents[b].idle_since))
                    })
                }
                AgentChoice::Random => {
                    let idle = self.idle_of(groups).count();
                    let pick = self.routing.below(idle as u64) as usize;
                    self.idle_of(groups).nth(pick)
                }
            }
            .expect("these groups have idle agents");
        self.no_longer_idle(agent);
        agent
    }

    /// The idle agents of some groups, group by group, each group's longest idle first.
    fn idle_of<'a>(&'a self, groups: &'a [GroupId]) -> impl Iterator<Item = usize> + 'a {
        let agents = groups.iter().flat_map(|&group| &self.groups[group].idle);
        agents.map(|&agent| agent as usize)
    }

    /// Takes an agent out of the idle of their group.
    pub(super) fn no_longer_idle(&mut self, agent: usize) {
        let idle = &mut self.groups[self.agents[agent].group as usize].idle;
        if let Some(place) = idle.iter().position(|&other| other as usize == agent) {
            idle.remove(place);
        }
    }

    /// The contact that a freed agent takes, out of its queue; nothing if nobody waits whom they may take.
    pub(super) fn seek_contact(&mut self, agent: usize, now: u64) -> Option<u32> {
        let rules = self.rules;
        if rules.interrupts
            && self.agents[agent].held.is_empty()
            && let Some(number) = self.seek_pressing(agent, now)
        {
            self.leave_line(number);
            return Some(number);
        }
        for rank in &rules.groups[self.agents[agent].group as usize].skills {
            let chosen = match rules.contact_choice {
                ContactChoice::LongestWait => {
                    self.best_head(rank, agent, now, |call| call.counts_as_waited(now) as f64)
                }
                ContactChoice::WeightedWait => self.best_head(rank, agent, now, |call| {
                    call.counts_as_waited(now) as f64 * rules.queues[call.place].standing.weight
                }),
                ContactChoice::Priority => {
                    let waited = |call: &Call| call.counts_as_waited(now) as f64;
                    let gain = |call: &Call| rules.queues[call.place].standing.gain_per_minute;
                    let rank_of = |call: &Call| f64::from(call.priority) + gain(call) * waited(call) / MINUTE;
                    self.best_head_by(rank, agent, now, |call| (rank_of(call), waited(call)))
                }
                ContactChoice::EarliestDue => {
                    self.best_head(rank, agent, now, |call| -(self.due(call) as f64))
                }
                ContactChoice::LongestQueue => self.longest_queue(rank, agent, now),
                ContactChoice::Random => self.random_contact(rank, agent, now),
            };
            if let Some(number) = chosen {
                self.leave_line(number);
                return Some(number);
            }
        }
        None
    }

    /// The contact, still in its queue, for which an agent puts others aside: of the first rank with any the one
    /// that has waited longest.
    pub(super) fn seek_pressing(&self, agent: usize, now: u64) -> Option<u32> {
        let group = self.agents[agent].group as usize;
        let rules = &self.rules.groups[group];
        let rule = rules.interruption?;
        let presses = |queue: &QueueId| rule.by[self.rules.queues[*queue].channel as usize];
        rules.skills.iter().find_map(|rank| {
            let queues = rank.iter().copied().filter(presses);
            let heads = queues.filter_map(|queue| {
                let waits = !self.queues[queue].order.is_empty();
                let fits = |number: &u32| self.may_have(agent, *number, now);
                waits.then(|| self.may_take(queue, group, Asks::Frees, now).find(fits))?
            });
            heads.max_by_key(|&number| self.calls.at(number).counts_as_waited(now))
        })
    }

    /// The first contact of a queue that a freed agent may take.
    fn head(&self, queue: QueueId, agent: usize, now: u64) -> Option<u32> {
        self.theirs(queue, agent, now).next()
    }

    /// The contacts of a queue that a freed agent may take, in their order.
    fn theirs(&self, queue: QueueId, agent: usize, now: u64) -> impl Iterator<Item = u32> + '_ {
        let group = self.agents[agent].group as usize;
        let rules = &self.rules.queues[queue];
        let any = !self.queues[queue].order.is_empty() && self.has_room(agent, rules.channel);
        let threads = rules.thread.is_some() || rules.takes_over;
        // Among many new threads, whoever may have no more looks for their own alone.
        let full = rules.thread.is_some() && !rules.takes_over && self.has_all_threads(agent);
        let own = (any && full)
            .then(|| self.own_turn(agent, queue))
            .flatten()
            .filter(|&number| {
                let waited = self.calls.at(number).waited(now);
                self.may(queue, group, Asks::Frees, waited, now)
            });
        let contacts = (any && !full).then(|| self.may_take(queue, group, Asks::Frees, now));
        let fits = move |number: &u32| !threads || self.may_have(agent, *number, now);
        contacts.into_iter().flatten().filter(fits).chain(own)
    }

    /// The contacts of a queue that a group may take, in their order.
    fn may_take<'a>(
        &'a self,
        queue: QueueId,
        group: GroupId,
        asks: Asks,
        now: u64,
    ) -> impl Iterator<Item = u32> + 'a {
        let from = self.may_from(queue, group, asks, now);
        let contacts = from.map(|from| (from, self.queues[queue].order.values()));
        contacts.into_iter().flat_map(move |(from, contacts)| {
            let long_enough = move |number: &u32| from == 0 || self.calls.at(*number).waited(now) >= from;
            contacts.copied().filter(long_enough)
        })
    }

    fn best_head(
        &self,
        rank: &[QueueId],
        agent: usize,
        now: u64,
        worth: impl Fn(&Call) -> f64,
    ) -> Option<u32> {
        self.best_head_by(rank, agent, now, |call| (worth(call), 0.0))
    }

    /// Of the first contacts of some queues the one worth most; among equals that of the first queue.
    fn best_head_by(
        &self,
        rank: &[QueueId],
        agent: usize,
        now: u64,
        worth: impl Fn(&Call) -> (f64, f64),
    ) -> Option<u32> {
        let heads = rank.iter().filter_map(|&queue| self.head(queue, agent, now));
        heads.reduce(|best, next| {
            if worth(self.calls.at(next)) > worth(self.calls.at(best)) {
                next
            } else {
                best
            }
        })
    }

    /// The first contact of the queue in which most wait whom the group may take.
    fn longest_queue(&self, rank: &[QueueId], agent: usize, now: u64) -> Option<u32> {
        let (mut most, mut chosen) = (0, None);
        for &queue in rank {
            let length = self.queues[queue].order.len();
            if length > most
                && let Some(head) = self.head(queue, agent, now)
            {
                (most, chosen) = (length, Some(head));
            }
        }
        chosen
    }

    /// Any contact of some queues that the group may take.
    fn random_contact(&mut self, rank: &[QueueId], agent: usize, now: u64) -> Option<u32> {
        let all = |core: &Self| -> Vec<u32> {
            let queues = rank.iter();
            queues.flat_map(|&queue| core.theirs(queue, agent, now)).collect()
        };
        let contacts = all(self);
        if contacts.is_empty() {
            return None;
        }
        Some(contacts[self.routing.below(contacts.len() as u64) as usize])
    }

    /// Looks whether anybody idle may now take somebody who waits, where that depends on the state of the
    /// center.
    pub(super) fn match_anew<O: Observer>(&mut self, now: u64, observer: &mut O) {
        for queue in 0..self.rules.queues.len() {
            self.match_queue(queue, Asks::Waits, now, observer);
        }
    }

    /// A contact more may open a group: to those before it first.
    pub(super) fn match_those_before<O: Observer>(&mut self, queue: QueueId, now: u64, observer: &mut O) {
        self.match_queue(queue, Asks::Joins, now, observer);
    }

    fn match_queue<O: Observer>(&mut self, queue: QueueId, asks: Asks, now: u64, observer: &mut O) {
        let of = &self.rules.queues[queue];
        if !of.conditional {
            return;
        }
        for &group in of.route.iter().flatten() {
            let depends = of.access[group]
                .as_ref()
                .is_some_and(|access| !access.when.is_empty());
            while depends && !self.groups[group].idle.is_empty() {
                let takes = |number: &u32| {
                    let mut idle = self.idle_of(std::slice::from_ref(&group));
                    idle.any(|agent| self.may_hold(agent, *number, now))
                };
                let Some(number) = self.may_take(queue, group, asks, now).find(takes) else {
                    break;
                };
                let mut alone = std::mem::take(&mut self.free);
                alone.clear();
                alone.push(group);
                let agent = self.one_of(&mut alone, number, now);
                self.free = alone;
                let Some(agent) = agent else { break };
                self.leave_line(number);
                self.answer(agent, number, now, observer);
            }
        }
    }
}
