//! A center compiled for the engine: everything that does not change while it runs.

use std::ops::Range;

use super::full::{Rules, agents_of};
use super::lean::Mask;
use crate::model::{
    AgentChoice, AtClose, Center, ContactChoice, Distribution, Experiment, GroupId, PerInterval,
    TICKS_PER_SECOND,
};
use crate::random::{Purpose, Sampler, Strata, Stream, StreamKey};

/// A center ready to be simulated; threads share one.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) queues: Vec<QueuePlan>,
    pub(super) groups: Vec<GroupPlan>,
    /// Number of agents of all groups.
    pub(super) agents: usize,
    /// Number of intervals.
    pub(super) intervals: usize,
    /// Length of an interval, in ticks.
    pub(super) interval: u64,
    pub(super) at_close: AtClose,
    pub(super) agent_choice: AgentChoice,
    pub(super) contact_choice: ContactChoice,
    pub(super) busyness: Busyness,
    pub(super) routing: StreamKey,
    /// What the center does beyond queues, ranks and staff by interval; nothing where it is plain.
    pub(super) rules: Option<Rules>,
    /// Who goes to whom, where sets of queues and groups fit one word.
    pub(super) narrow: Option<Masks<u64>>,
    /// The same where they do not.
    pub(super) wide: Option<Masks<Box<[u64]>>>,
}

/// Ranks as sets.
#[derive(Debug, Clone)]
pub(super) struct Masks<M> {
    /// Groups of each queue's route, rank by rank.
    pub(super) routes: Vec<Box<[M]>>,
    /// Queues that each group looks through, rank by rank.
    pub(super) skills: Vec<Box<[M]>>,
}

impl<M: Mask> Masks<M> {
    fn new(queues: &[QueuePlan], groups: &[GroupPlan]) -> Self {
        let masks = |ranks: &[Vec<usize>], members: usize| -> Box<[M]> {
            let mask = |rank: &Vec<usize>| {
                let mut mask = M::with_room(members);
                rank.iter().for_each(|&member| mask.insert(member));
                mask
            };
            ranks.iter().map(mask).collect()
        };
        Self {
            routes: queues
                .iter()
                .map(|queue| masks(&queue.route, groups.len()))
                .collect(),
            skills: groups
                .iter()
                .map(|group| masks(&group.skills, queues.len()))
                .collect(),
        }
    }
}

/// How busy each day is.
#[derive(Debug, Clone)]
pub(super) enum Busyness {
    Same,
    Drawn(StreamKey, Sampler),
    Stratified(Strata),
}

impl Busyness {
    pub(super) fn sample(&self, seed: u64, replication: u32) -> f64 {
        match self {
            Busyness::Same => 1.0,
            Busyness::Drawn(key, sampler) => sampler.sample(&mut Stream::new(seed, replication, *key)),
            Busyness::Stratified(strata) => strata.sample(seed, replication),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct QueuePlan {
    /// Interval by interval.
    pub(super) rates: Vec<Rate>,
    pub(super) talk: Varying<Sampler>,
    pub(super) wrap_up: Option<Varying<Sampler>>,
    pub(super) patience: Varying<Sampler>,
    /// Absent where nobody balks in any interval.
    pub(super) balk: Option<Varying<f64>>,
    /// Groups in order of choice, rank by rank.
    pub(super) route: Vec<Vec<usize>>,
    pub(super) keys: QueueKeys,
}

/// The streams of a queue.
#[derive(Debug, Clone)]
pub(super) struct QueueKeys {
    pub(super) arrival: StreamKey,
    pub(super) patience: StreamKey,
    pub(super) talk: StreamKey,
    pub(super) wrap_up: StreamKey,
    pub(super) balk: StreamKey,
}

/// How contacts arrive in one interval: a piece of the cumulative rate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    /// When the interval starts, in ticks.
    pub(super) starts: u64,
    /// Contacts expected before it.
    pub(super) before: f64,
    /// Contacts expected before its end.
    pub(super) until: f64,
    /// Ticks in which one contact is expected.
    pub(super) ticks_per_contact: f64,
}

#[derive(Debug, Clone)]
pub(super) struct GroupPlan {
    /// Number of the first agent.
    pub(super) first_agent: usize,
    /// The most agents ever on queue.
    pub(super) agents: u32,
    /// On queue in each interval.
    pub(super) staff: Vec<u32>,
    /// Queues that a freed agent looks through, rank by rank.
    pub(super) skills: Vec<Vec<usize>>,
    /// How many times as long as normal a contact of each queue takes.
    pub(super) handle_factor: Vec<f64>,
}

impl GroupPlan {
    /// The numbers of its agents among all of the center.
    pub(super) fn numbers(&self) -> Range<usize> {
        self.first_agent..self.first_agent + self.agents as usize
    }
}

/// A parameter by interval, looked up without a branch.
#[derive(Debug, Clone)]
pub(super) struct Varying<T> {
    values: Vec<T>,
    /// 1 where there is a value an interval, 0 where there is one for all.
    stride: usize,
}

impl<T> Varying<T> {
    pub(super) fn new<S>(values: &PerInterval<S>, compile: impl FnMut(&S) -> T) -> Self {
        let stride = usize::from(matches!(values, PerInterval::Each(_)));
        Self {
            values: values.values().iter().map(compile).collect(),
            stride,
        }
    }

    #[inline(always)]
    pub(super) fn at(&self, interval: u32) -> &T {
        &self.values[interval as usize * self.stride]
    }
}

fn in_ticks(law: &Distribution) -> Sampler {
    Sampler::new(law, TICKS_PER_SECOND)
}

impl Plan {
    /// Compiles a center for an experiment: the same for every one that is run on the same days.
    pub fn of(center: &Center, experiment: &Experiment) -> Self {
        let mut plan = Self::new(center);
        if experiment.variance_reduction
            && let Some(law) = &center.busyness
            && let Some(strata) = Strata::new(law, Purpose::Busyness)
        {
            plan.busyness = Busyness::Stratified(strata);
        }
        plan
    }

    /// Compiles a center; every day's busyness is drawn by itself.
    pub fn new(center: &Center) -> Self {
        let calendar = &center.calendar;
        let queues: Vec<QueuePlan> = center
            .queues
            .iter()
            .map(|queue| QueuePlan {
                rates: rates(&queue.volume, calendar.interval.0),
                talk: Varying::new(&queue.handle, |handle| in_ticks(&handle.talk)),
                wrap_up: queue
                    .handle
                    .values()
                    .iter()
                    .any(|handle| handle.wrap_up.is_some())
                    .then(|| {
                        let nothing = Distribution::Deterministic { value: 0.0 };
                        Varying::new(&queue.handle, |handle| {
                            in_ticks(handle.wrap_up.as_ref().unwrap_or(&nothing))
                        })
                    }),
                patience: Varying::new(&queue.patience, in_ticks),
                balk: queue
                    .balk
                    .values()
                    .iter()
                    .any(|&share| share > 0.0)
                    .then(|| Varying::new(&queue.balk, |&share| share)),
                route: queue.route.clone(),
                keys: QueueKeys {
                    arrival: StreamKey::new(&queue.name, Purpose::Arrival),
                    patience: StreamKey::new(&queue.name, Purpose::Patience),
                    talk: StreamKey::new(&queue.name, Purpose::Talk),
                    wrap_up: StreamKey::new(&queue.name, Purpose::WrapUp),
                    balk: StreamKey::new(&queue.name, Purpose::Balk),
                },
            })
            .collect();
        let mut first_agent = 0;
        let groups: Vec<GroupPlan> = center
            .groups
            .iter()
            .map(|group| {
                let agents = agents_of(group);
                let plan = GroupPlan {
                    first_agent,
                    agents,
                    staff: group.staff.clone(),
                    skills: ranks(center, &group.skills),
                    handle_factor: group.handle_factor.clone(),
                };
                first_agent += agents as usize;
                plan
            })
            .collect();
        let rules = (!center.is_plain()).then(|| Rules::new(center));
        let fits = queues.len() <= 64 && groups.len() <= 64;
        Self {
            rules,
            narrow: fits.then(|| Masks::new(&queues, &groups)),
            // Tests take the wide path for any center.
            wide: (!fits || cfg!(test)).then(|| Masks::new(&queues, &groups)),
            queues,
            groups,
            agents: first_agent,
            intervals: calendar.intervals,
            interval: calendar.interval.0,
            at_close: center.at_close,
            agent_choice: center.routing.agent,
            contact_choice: center.routing.contact,
            busyness: center.busyness.as_ref().map_or(Busyness::Same, |law| {
                Busyness::Drawn(StreamKey::new("", Purpose::Busyness), Sampler::new(law, 1.0))
            }),
            routing: StreamKey::new("", Purpose::Routing),
        }
    }

    /// The same days of the same center by the engine of every rule, whether or not it has any.
    pub fn in_full(center: &Center, experiment: &Experiment) -> Self {
        Self {
            rules: Some(Rules::new(center)),
            ..Self::of(center, experiment)
        }
    }

    /// The number of a group's first agent among all agents of the center; the others of the group follow.
    pub fn first_agent(&self, group: GroupId) -> usize {
        self.groups[group].first_agent
    }

    /// Closing time, in ticks.
    pub(super) fn closes(&self) -> u64 {
        self.interval * self.intervals as u64
    }
}

/// The ranks in which a freed agent looks. "Highest priority first, then longest wait" within a rank is the
/// longest wait within finer ranks, one for each priority.
fn ranks(center: &Center, skills: &[Vec<usize>]) -> Vec<Vec<usize>> {
    if center.routing.contact != ContactChoice::Priority {
        return skills.to_vec();
    }
    skills
        .iter()
        .flat_map(|rank| {
            let mut rank = rank.clone();
            rank.sort_by_key(|&queue| (std::cmp::Reverse(center.queues[queue].priority), queue));
            rank.chunk_by(|&a, &b| center.queues[a].priority == center.queues[b].priority)
                .map(<[usize]>::to_vec)
                .collect::<Vec<_>>()
        })
        .collect()
}

pub(super) fn rates(volume: &[f64], interval: u64) -> Vec<Rate> {
    let mut before = 0.0;
    let rate = |(index, &contacts): (usize, &f64)| {
        let until = before + contacts;
        let rate = Rate {
            starts: index as u64 * interval,
            before,
            until,
            ticks_per_contact: interval as f64 / contacts,
        };
        before = until;
        rate
    };
    volume.iter().enumerate().map(rate).collect()
}
