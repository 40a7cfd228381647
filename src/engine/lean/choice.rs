//! Who takes whom: a contact its agent, an agent its contact.

use super::core::{Core, NOBODY, told};
use super::mask::{Mask, Members};
use crate::model::{AgentChoice, ContactChoice, GroupId, QueueId};
use crate::observe::Observer;

/// An idle agent and the one before in the list of their group.
#[derive(Clone, Copy)]
struct Idle {
    before: u32,
    agent: u32,
}

/// The groups of a rank in which somebody is idle.
enum IdleGroups {
    None,
    One(GroupId),
    /// At least one.
    Several,
}

impl<M: Mask> Core<'_, M> {
    /// The free agent that a contact takes, no longer idle; nothing if nobody of its route is free.
    #[inline(always)]
    pub(super) fn take_agent(&mut self, queue: QueueId, now: u64) -> Option<usize> {
        let masks = self.masks;
        for rank in &masks.routes[queue] {
            let idle = match self.idle_in_rank(rank) {
                IdleGroups::None => continue,
                IdleGroups::One(group) => Some(group),
                IdleGroups::Several => None,
            };
            let group = match (self.plan.agent_choice, idle) {
                (AgentChoice::LongestIdle | AgentChoice::MostIdleGroup, Some(group)) => group,
                (AgentChoice::LongestIdle, None) => self.least_group(rank, |core, group| {
                    core.agents[core.groups[group].first_idle as usize].idle_since
                }),
                (AgentChoice::MostIdleGroup, None) => {
                    self.least_group(rank, |core, group| u64::from(u32::MAX - core.groups[group].idle))
                }
                (AgentChoice::LeastOccupied, _) => return Some(self.take_least_occupied(rank, now)),
                (AgentChoice::Random, _) => return Some(self.take_random_agent(rank)),
            };
            return Some(self.pop_idle(group));
        }
        None
    }

    /// Which groups of a rank have somebody idle.
    #[inline(always)]
    fn idle_in_rank(&self, rank: &M) -> IdleGroups {
        if self.idle.words() == 1 {
            let bits = rank.word(0) & self.idle.word(0);
            return if bits == 0 {
                IdleGroups::None
            } else if bits & (bits - 1) == 0 {
                IdleGroups::One(bits.trailing_zeros() as usize)
            } else {
                IdleGroups::Several
            };
        }
        let anybody = (0..self.idle.words()).any(|word| rank.word(word) & self.idle.word(word) != 0);
        if anybody {
            IdleGroups::Several
        } else {
            IdleGroups::None
        }
    }

    /// The group of a rank with an idle agent for which a number is least; among equals the first.
    #[inline(always)]
    fn least_group(&self, rank: &M, number: impl Fn(&Self, GroupId) -> u64) -> GroupId {
        let (mut least, mut best) = (u64::MAX, 0);
        for word in 0..self.idle.words() {
            for member in Members(rank.word(word) & self.idle.word(word)) {
                let group = 64 * word + member;
                let candidate = number(self, group);
                if candidate < least {
                    (least, best) = (candidate, group);
                }
            }
        }
        best
    }

    /// The idle agents of a rank, group by group, each group's longest idle first.
    fn idle_of_rank<'a>(&'a self, rank: &'a M) -> impl Iterator<Item = Idle> + 'a {
        let words = self.idle.words();
        (0..words)
            .flat_map(move |word| {
                Members(rank.word(word) & self.idle.word(word)).map(move |member| 64 * word + member)
            })
            .flat_map(move |group| {
                let first = Idle {
                    before: NOBODY,
                    agent: self.groups[group].first_idle,
                };
                std::iter::successors(Some(first), move |idle| {
                    let next = self.agents[idle.agent as usize].next;
                    (next != NOBODY).then_some(Idle {
                        before: idle.agent,
                        agent: next,
                    })
                })
            })
    }

    fn take_least_occupied(&mut self, rank: &M, now: u64) -> usize {
        let occupancy = |idle: &Idle| {
            let agent = &self.agents[idle.agent as usize];
            (
                u128::from(agent.handled),
                u128::from((agent.on_duty + now - agent.on_since).max(1)),
            )
        };
        let chosen = self
            .idle_of_rank(rank)
            .min_by(|a, b| {
                let ((a_busy, a_time), (b_busy, b_time)) = (occupancy(a), occupancy(b));
                let since = |idle: &Idle| self.agents[idle.agent as usize].idle_since;
                (a_busy * b_time)
                    .cmp(&(b_busy * a_time))
                    .then(since(a).cmp(&since(b)))
            })
            .expect("a rank with an idle group has an idle agent");
        self.unlink_idle(chosen)
    }

    fn take_random_agent(&mut self, rank: &M) -> usize {
        let idle = self.idle_of_rank(rank).count();
        let pick = self.routing.below(idle as u64) as usize;
        let chosen = self
            .idle_of_rank(rank)
            .nth(pick)
            .expect("fewer than were counted");
        self.unlink_idle(chosen)
    }

    /// Adds an agent to the idle of their group.
    #[inline(always)]
    pub(super) fn push_idle(&mut self, agent: usize, now: u64) {
        let state = &mut self.agents[agent];
        state.idle_since = now;
        state.next = NOBODY;
        let group = state.group as usize;
        let list = &mut self.groups[group];
        let last = std::mem::replace(&mut list.last_idle, agent as u32);
        list.idle += 1;
        if list.first_idle == NOBODY {
            list.first_idle = agent as u32;
            self.idle.insert(group);
        } else {
            self.agents[last as usize].next = agent as u32;
        }
    }

    /// Takes the longest idle agent of a group; there must be one.
    #[inline(always)]
    pub(super) fn pop_idle(&mut self, group: GroupId) -> usize {
        let list = &mut self.groups[group];
        let agent = list.first_idle as usize;
        list.first_idle = self.agents[agent].next;
        list.idle -= 1;
        if list.first_idle == NOBODY {
            self.idle.remove(group);
        }
        agent
    }

    /// Takes an agent from anywhere among the idle of their group.
    fn unlink_idle(&mut self, Idle { before, agent }: Idle) -> usize {
        let group = self.agents[agent as usize].group as usize;
        if before == NOBODY {
            return self.pop_idle(group);
        }
        let next = self.agents[agent as usize].next;
        self.agents[before as usize].next = next;
        let list = &mut self.groups[group];
        list.idle -= 1;
        if next == NOBODY {
            list.last_idle = before;
        }
        agent as usize
    }

    /// Gives a free agent the contact they should take, if one waits.
    #[inline(always)]
    pub(super) fn take_contact<O: Observer>(&mut self, agent: usize, now: u64, observer: &mut O) -> bool {
        let group = self.agents[agent].group as usize;
        let masks = self.masks;
        for rank in &masks.skills[group] {
            let chosen = match self.plan.contact_choice {
                ContactChoice::LongestWait | ContactChoice::Priority => {
                    self.longest_wait(rank, now, observer)
                }
                ContactChoice::WeightedWait | ContactChoice::EarliestDue => {
                    unreachable!("a center that weighs waits is not plain")
                }
                ContactChoice::LongestQueue => self.longest_queue(rank, now, observer),
                ContactChoice::Random => {
                    if let Some((queue, place)) = self.random_contact(rank, now, observer) {
                        self.take_from_amid(agent, queue, place, now, observer);
                        return true;
                    }
                    None
                }
            };
            if let Some(queue) = chosen {
                let ring = &mut self.queues[queue].ring;
                let waiting = *ring.first();
                ring.pop();
                if ring.is_empty() {
                    self.waiting.remove(queue);
                }
                if O::IN_ORDER {
                    self.left(queue, 1);
                    self.purge(queue, now, observer);
                } else {
                    self.places -= 1;
                }
                self.answer(agent, &told(queue, &waiting), waiting.work, now, observer);
                return true;
            }
        }
        false
    }

    /// The queue of a rank whose first contact has waited longest; among equals the first queue.
    #[inline(always)]
    fn longest_wait<O: Observer>(&mut self, rank: &M, now: u64, observer: &mut O) -> Option<QueueId> {
        let (mut earliest, mut chosen) = (u64::MAX, None);
        for word in 0..self.waiting.words() {
            for member in Members(self.waiting.word(word) & rank.word(word)) {
                let queue = 64 * word + member;
                self.purge(queue, now, observer);
                let ring = &self.queues[queue].ring;
                if !ring.is_empty() && ring.first().arrived < earliest {
                    (earliest, chosen) = (ring.first().arrived, Some(queue));
                }
            }
        }
        chosen
    }

    /// The queue of a rank in which most wait; among equals the first.
    fn longest_queue<O: Observer>(&mut self, rank: &M, now: u64, observer: &mut O) -> Option<QueueId> {
        let (mut most, mut chosen) = (0, None);
        for word in 0..self.waiting.words() {
            for member in Members(self.waiting.word(word) & rank.word(word)) {
                let queue = 64 * word + member;
                let live = self.live(queue, now, observer);
                if live > most {
                    (most, chosen) = (live, Some(queue));
                }
            }
        }
        if let Some(queue) = chosen {
            self.purge(queue, now, observer);
        }
        chosen
    }

    /// Any contact that waits in the queues of a rank: its queue and place.
    fn random_contact<O: Observer>(
        &mut self,
        rank: &M,
        now: u64,
        observer: &mut O,
    ) -> Option<(QueueId, u32)> {
        let mut total = 0;
        for word in 0..self.waiting.words() {
            for member in Members(self.waiting.word(word) & rank.word(word)) {
                total += u64::from(self.live(64 * word + member, now, observer));
            }
        }
        if total == 0 {
            return None;
        }
        let mut pick = self.routing.below(total);
        for word in 0..self.waiting.words() {
            for member in Members(self.waiting.word(word) & rank.word(word)) {
                let queue = 64 * word + member;
                let live = u64::from(self.live(queue, now, observer));
                if pick < live {
                    let ring = &self.queues[queue].ring;
                    return ring
                        .in_use()
                        .filter(|&place| !ring.at(place).is_gone())
                        .nth(pick as usize)
                        .map(|place| (queue, place));
                }
                pick -= live;
            }
        }
        None
    }

    /// An agent takes a contact from anywhere in a queue.
    fn take_from_amid<O: Observer>(
        &mut self,
        agent: usize,
        queue: QueueId,
        place: u32,
        now: u64,
        observer: &mut O,
    ) {
        let ring = &mut self.queues[queue].ring;
        let waiting = *ring.at(place);
        ring.mark_gone(place);
        if O::IN_ORDER {
            self.left(queue, 1);
        }
        self.purge(queue, now, observer);
        self.answer(agent, &told(queue, &waiting), waiting.work, now, observer);
    }
}
