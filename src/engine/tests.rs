//! The engine against itself (both ways of abandonment, both widths of sets) and against a simulation
//! written independently of it: a plain list of events over the same contacts, contact by contact.

use super::*;
use crate::model::{
    AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Group, Handle, PerInterval,
    PlanLimits, Queue, Routing, ServiceLevelDefinition, SurvivalPoint, Ticks,
};
use crate::observe::{Agent, Contact, Counters, InOrder};
use crate::random::{Purpose, Stream, StreamKey};

/// What became of a contact: queue, number, arrival, what, when, and the agent's number.
type Fate = (usize, u32, u64, What, u64, usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Answered,
    Abandoned,
    Balked,
    Left,
}

const NO_AGENT: usize = usize::MAX;

/// Writes down what becomes of every contact, and checks that time does not run backwards where the
/// engine promises order.
#[derive(Default)]
struct Diary<const IN_ORDER: bool> {
    fates: Vec<Fate>,
    now: u64,
}

impl<const IN_ORDER: bool> Diary<IN_ORDER> {
    fn note(&mut self, contact: &Contact, what: What, when: Ticks, agent: usize) {
        if IN_ORDER {
            assert!(when.0 >= self.now, "told of {} after {}", when.0, self.now);
            self.now = when.0;
        }
        self.fates.push((
            contact.queue,
            contact.number,
            contact.arrived.0,
            what,
            when.0,
            agent,
        ));
    }

    fn sorted(mut self) -> Vec<Fate> {
        self.fates.sort_unstable();
        self.fates
    }
}

impl<const ORDERED: bool> Observer for Diary<ORDERED> {
    const IN_ORDER: bool = ORDERED;

    fn balked(&mut self, contact: &Contact) {
        self.note(contact, What::Balked, contact.arrived, NO_AGENT);
    }
    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, _ends: Ticks) {
        self.note(contact, What::Answered, now, agent.number);
    }
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.note(contact, What::Abandoned, left, NO_AGENT);
    }
    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        // Those whom nobody can ever take are told last, with closing time.
        self.fates.push((
            contact.queue,
            contact.number,
            contact.arrived.0,
            What::Left,
            until.0,
            NO_AGENT,
        ));
    }
}

/// A random small center: every routing rule, closings, staff that rises and falls to nothing, patience
/// of every sort, work in whole seconds now and then so that things happen at the same tick.
fn random_center(index: u32) -> Center {
    let mut stream = Stream::new(99, index, StreamKey::new("center", Purpose::Talk));
    let mut below = |bound: u64| stream.below(bound) as usize;
    let (queues, groups, intervals) = (1 + below(4), 1 + below(4), 1 + below(5));
    let agent = [
        AgentChoice::LongestIdle,
        AgentChoice::LeastOccupied,
        AgentChoice::Random,
        AgentChoice::MostIdleGroup,
    ][below(4)];
    let contact = [
        ContactChoice::LongestWait,
        ContactChoice::Priority,
        ContactChoice::LongestQueue,
        ContactChoice::Random,
    ][below(4)];
    let groups: Vec<Group> = (0..groups)
        .map(|g| {
            let mut skills: Vec<Vec<usize>> = Vec::new();
            for queue in 0..queues {
                match below(4) {
                    0 => {}
                    1 if !skills.is_empty() => skills.last_mut().expect("not empty").push(queue),
                    _ => skills.push(vec![queue]),
                }
            }
            Group {
                name: format!("g{g}"),
                skills,
                staff: (0..intervals).map(|_| below(6) as u32).collect(),
                handle_factor: (0..queues).map(|_| [1.0, 1.3][below(2)]).collect(),
                shrinkage: PerInterval::Same(0.0),
                cost_per_hour: PerInterval::Same(0.0),
                occupancy_max: None,
                plan: PlanLimits::default(),
                rules: Default::default(),
            }
        })
        .collect();
    let patience = |kind| match kind {
        0 => Distribution::Forever,
        1 => Distribution::Exponential { mean: 60.0 },
        2 => Distribution::Deterministic { value: 30.0 },
        3 => Distribution::Deterministic { value: 0.0 },
        _ => Distribution::Survival {
            points: [(0.0, 0.8), (60.0, 0.4), (90.0, 0.0)]
                .map(|(time, survival)| SurvivalPoint { time, survival })
                .into(),
        },
    };
    let queues = (0..queues)
        .map(|q| {
            let with_skill: Vec<usize> = (0..groups.len()).filter(|&g| groups[g].has_skill(q)).collect();
            let mut route: Vec<Vec<usize>> = Vec::new();
            for g in with_skill {
                if route.is_empty() || below(2) == 0 {
                    route.push(vec![g]);
                } else {
                    route.last_mut().expect("not empty").push(g);
                }
            }
            let talk = match below(3) {
                0 => Distribution::Deterministic { value: 60.0 },
                1 => Distribution::Exponential { mean: 90.0 },
                _ => Distribution::Empirical {
                    values: [0.0, 30.0, 60.0, 300.0].into(),
                },
            };
            Queue {
                name: format!("q{q}"),
                channel: Channel::Voice,
                volume: (0..intervals).map(|_| [0.0, 3.0, 20.0, 40.0][below(4)]).collect(),
                handle: PerInterval::Same(Handle { talk, wrap_up: None }),
                patience: PerInterval::Same(patience(below(5))),
                balk: PerInterval::Same([0.0, 0.3][below(2)]),
                priority: below(2) as i32,
                route,
                within: Ticks::from_seconds(20.0),
                short: Ticks::from_seconds(5.0),
                target: None,
                actual: None,
                rules: Default::default(),
            }
        })
        .collect();
    Center {
        name: String::new(),
        calendar: Calendar {
            opens_s: 0,
            interval: Ticks::from_seconds(600.0),
            intervals,
        },
        at_close: [AtClose::Serve, AtClose::Clear][below(2)],
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: [None, Some(Distribution::gamma_by_mean_cv(1.0, 0.5))][below(2)].clone(),
        queues,
        groups,
        routing: Routing { agent, contact },
        target: None,
        rules: Default::default(),
    }
}

/// The center by the engine of every rule.
fn in_full(center: &Center) -> Plan {
    Plan {
        rules: Some(full::Rules::new(center)),
        ..Plan::new(center)
    }
}

#[test]
fn lean_and_full_lazy_and_scheduled_narrow_and_wide_count_the_same() {
    for index in 0..400 {
        let center = random_center(index);
        let plan = Plan::new(&center);
        let mut engine = Engine::new(&plan);
        let masks = plan.wide.as_ref().expect("tests have wide sets too");
        let mut wide = Engine(Size::Wide(Box::new(lean::Core::new(&plan, masks))));
        let in_full = in_full(&center);
        let mut full = Engine::new(&in_full);
        let warm_up = Ticks::from_seconds([0.0, 700.0][index as usize % 2]);
        for replication in 0..3 {
            let mut lazy = Counters::new(&center, warm_up);
            engine.replicate(5, replication, &mut lazy);
            let mut scheduled = Counters::new(&center, warm_up);
            engine.replicate(5, replication, &mut InOrder(&mut scheduled));
            let mut wide_counts = Counters::new(&center, warm_up);
            wide.replicate(5, replication, &mut wide_counts);
            // The order in which waits become known is not part of the promise.
            lazy.sort_waits();
            scheduled.sort_waits();
            wide_counts.sort_waits();
            let mut full_counts = Counters::new(&center, warm_up);
            full.replicate(5, replication, &mut full_counts);
            full_counts.sort_waits();
            assert!(
                lazy == full_counts,
                "center {index}, by the engine of every rule: {center:#?}"
            );
            assert!(
                lazy == scheduled,
                "center {index}, lazy and scheduled: {center:#?}"
            );
            assert!(
                lazy == wide_counts,
                "center {index}, narrow and wide: {center:#?}"
            );
        }
    }
}

#[test]
fn every_contact_has_one_fate_and_the_listed_simulation_agrees() {
    let mut compared = 0;
    for index in 0..600 {
        let center = random_center(index);
        if center.routing.agent == AgentChoice::Random || center.routing.contact == ContactChoice::Random {
            continue;
        }
        let plan = Plan::new(&center);
        let mut engine = Engine::new(&plan);
        let (mut lazy, mut ordered) = (Diary::<false>::default(), Diary::<true>::default());
        engine.replicate(3, index, &mut lazy);
        engine.replicate(3, index, &mut ordered);
        let lazy = lazy.sorted();
        assert!(lazy == ordered.sorted(), "center {index}");
        let (in_full, mut full) = (in_full(&center), Diary::<true>::default());
        Engine::new(&in_full).replicate(3, index, &mut full);
        let full = full.sorted();
        let parted = lazy.iter().zip(&full).find(|(lean, full)| lean != full);
        assert!(
            parted.is_none() && lazy.len() == full.len(),
            "center {index}, by the engine of every rule: {parted:?}"
        );
        let listed = listed::simulate(&center, &plan, 3, index);
        let parted = lazy.iter().zip(&listed).find(|(engine, listed)| engine != listed);
        assert!(
            parted.is_none() && lazy.len() == listed.len(),
            "center {index}: {parted:?}"
        );
        compared += lazy.len();
    }
    assert!(compared > 10_000, "only {compared} contacts were compared");
}

/// A simulation that shares nothing with the engine but the contacts themselves: all of them are drawn in
/// advance, the next event is searched for among all that may happen, and every list is a plain vector.
mod listed {
    use super::*;
    use crate::engine::source::{Source, to_ticks};
    use crate::engine::tree::{NEVER, ticks};
    use crate::model::MAX_TICKS;

    struct Caller {
        queue: usize,
        number: u32,
        arrived: u64,
        deadline: u64,
        work: f64,
        balks: bool,
    }

    struct Worker {
        number: usize,
        group: usize,
        on_duty: bool,
        /// When the contact in hand is finished.
        busy_until: Option<u64>,
        idle_since: u64,
        /// Among agents idle since the same tick, the one told first is taken first.
        idle_order: u64,
        busy: u64,
        duty: u64,
        came: u64,
    }

    struct World<'a> {
        center: &'a Center,
        workers: Vec<Worker>,
        waiting: Vec<Caller>,
        /// How many of each group leave when they finish the contact in hand.
        leaving: Vec<usize>,
        fates: Vec<Fate>,
        order: u64,
    }

    fn callers(center: &Center, plan: &Plan, seed: u64, replication: u32) -> Vec<Caller> {
        let busyness = plan.busyness.sample(seed, replication);
        let mut callers = Vec::new();
        for queue in 0..center.queues.len() {
            let mut source = Source::new(&plan.queues[queue], seed, replication, busyness);
            loop {
                let key = source.schedule(queue, &plan.queues[queue], plan.interval);
                if key == NEVER {
                    break;
                }
                let caller = source.take(&plan.queues[queue]);
                let arrived = ticks(key);
                callers.push(Caller {
                    queue,
                    number: caller.number,
                    arrived,
                    deadline: arrived + to_ticks(caller.patience),
                    work: caller.brings.work,
                    balks: caller.balks,
                });
            }
        }
        callers.sort_by_key(|caller| (caller.arrived, caller.queue, caller.number));
        callers
    }

    impl World<'_> {
        fn note(&mut self, caller: &Caller, what: What, when: u64, agent: usize) {
            self.fates
                .push((caller.queue, caller.number, caller.arrived, what, when, agent));
        }

        fn answer(&mut self, worker: usize, caller: &Caller, now: u64) {
            let state = &mut self.workers[worker];
            let takes = to_ticks(caller.work * self.center.groups[state.group].handle_factor[caller.queue]);
            state.busy_until = Some(now + takes);
            state.busy += takes;
            let number = state.number;
            self.note(caller, What::Answered, now, number);
        }

        fn is_idle(&self, worker: usize) -> bool {
            self.workers[worker].on_duty && self.workers[worker].busy_until.is_none()
        }

        fn choose_worker(&self, queue: usize, now: u64) -> Option<usize> {
            for rank in &self.center.queues[queue].route {
                let idle: Vec<usize> = (0..self.workers.len())
                    .filter(|&w| self.is_idle(w) && rank.contains(&self.workers[w].group))
                    .collect();
                let count = |group| idle.iter().filter(|&&w| self.workers[w].group == group).count();
                let chosen = idle.iter().copied().min_by(|&a, &b| {
                    let (a, b) = (&self.workers[a], &self.workers[b]);
                    let since =
                        (a.idle_since, a.group, a.idle_order).cmp(&(b.idle_since, b.group, b.idle_order));
                    match self.center.routing.agent {
                        AgentChoice::LeastOccupied => {
                            let time = |w: &Worker| u128::from((w.duty + now - w.came).max(1));
                            (u128::from(a.busy) * time(b))
                                .cmp(&(u128::from(b.busy) * time(a)))
                                .then(since)
                        }
                        AgentChoice::MostIdleGroup => (count(b.group), a.group)
                            .cmp(&(count(a.group), b.group))
                            .then(since),
                        _ => since,
                    }
                });
                if chosen.is_some() {
                    return chosen;
                }
            }
            None
        }

        /// Gives a worker the contact they should take; else they are idle.
        fn find_work(&mut self, worker: usize, now: u64) {
            let group = self.workers[worker].group;
            let center = self.center;
            for rank in &center.groups[group].skills {
                let length = |queue| self.waiting.iter().filter(|c| c.queue == queue).count();
                let priority = |queue: usize| match center.routing.contact {
                    ContactChoice::Priority => center.queues[queue].priority,
                    _ => 0,
                };
                let chosen = (0..self.waiting.len())
                    .filter(|&i| rank.contains(&self.waiting[i].queue))
                    .min_by_key(|&i| {
                        let caller = &self.waiting[i];
                        let longest = match center.routing.contact {
                            ContactChoice::LongestQueue => (usize::MAX - length(caller.queue), caller.queue),
                            _ => (0, 0),
                        };
                        (
                            std::cmp::Reverse(priority(caller.queue)),
                            longest,
                            caller.arrived,
                            caller.queue,
                            caller.number,
                        )
                    });
                if let Some(index) = chosen {
                    let caller = self.waiting.remove(index);
                    self.answer(worker, &caller, now);
                    return;
                }
            }
            self.order += 1;
            let state = &mut self.workers[worker];
            state.busy_until = None;
            state.idle_since = now;
            state.idle_order = self.order;
        }

        fn leave(&mut self, worker: usize, now: u64) {
            let state = &mut self.workers[worker];
            state.on_duty = false;
            state.busy_until = None;
            state.duty += now - state.came;
        }

        fn change_staff(&mut self, interval: usize, now: u64, off: &mut [Vec<usize>]) {
            for (group, off) in off.iter_mut().enumerate() {
                let wanted = self.center.groups[group].staff[interval] as usize;
                loop {
                    let on_duty = self
                        .workers
                        .iter()
                        .filter(|w| w.group == group && w.on_duty)
                        .count();
                    let staying = on_duty - self.leaving[group];
                    if staying < wanted {
                        if self.leaving[group] > 0 {
                            self.leaving[group] -= 1;
                        } else {
                            let worker = off.pop().expect("enough agents");
                            self.workers[worker].on_duty = true;
                            self.workers[worker].came = now;
                            self.find_work(worker, now);
                        }
                    } else if staying > wanted {
                        let idle = (0..self.workers.len())
                            .filter(|&w| self.workers[w].group == group && self.is_idle(w))
                            .min_by_key(|&w| (self.workers[w].idle_since, self.workers[w].idle_order));
                        if let Some(worker) = idle {
                            self.leave(worker, now);
                            off.push(worker);
                        } else {
                            self.leaving[group] += 1;
                        }
                    } else {
                        break;
                    }
                }
            }
        }
    }

    pub(super) fn simulate(center: &Center, plan: &Plan, seed: u64, replication: u32) -> Vec<Fate> {
        let mut workers = Vec::new();
        let mut off: Vec<Vec<usize>> = Vec::new();
        for (group, of) in center.groups.iter().enumerate() {
            let first = workers.len();
            for number in first..first + of.peak_staff() as usize {
                workers.push(Worker {
                    number,
                    group,
                    on_duty: false,
                    busy_until: None,
                    idle_since: 0,
                    idle_order: 0,
                    busy: 0,
                    duty: 0,
                    came: 0,
                });
            }
            off.push((first..workers.len()).rev().collect());
        }
        let mut world = World {
            center,
            workers,
            waiting: Vec::new(),
            fates: Vec::new(),
            leaving: vec![0; center.groups.len()],
            order: 0,
        };
        let mut callers = callers(center, plan, seed, replication).into_iter().peekable();
        let (length, closes) = (center.calendar.interval.0, center.calendar.horizon().0);
        let mut interval = 0;
        world.change_staff(0, 0, &mut off);
        loop {
            // (time, kind, details): at one tick abandonment, completion, staff change, arrival.
            let abandonment = world
                .waiting
                .iter()
                .enumerate()
                .filter(|(_, caller)| caller.deadline < MAX_TICKS.0)
                .map(|(index, caller)| (caller.deadline, 0, caller.queue, index))
                .min();
            let completion = world
                .workers
                .iter()
                .enumerate()
                .filter_map(|(index, worker)| worker.busy_until.map(|end| (end, 1, index, index)))
                .min();
            let edge =
                (interval < center.calendar.intervals).then(|| ((interval as u64 + 1) * length, 2, 0, 0));
            let arrival = callers.peek().map(|caller| (caller.arrived, 3, caller.queue, 0));
            let Some((now, kind, _, index)) = [abandonment, completion, edge, arrival]
                .into_iter()
                .flatten()
                .min()
            else {
                break;
            };
            match kind {
                0 => {
                    let caller = world.waiting.remove(index);
                    world.note(&caller, What::Abandoned, now, NO_AGENT);
                }
                1 => {
                    let group = world.workers[index].group;
                    if world.leaving[group] > 0 {
                        world.leaving[group] -= 1;
                        world.leave(index, now);
                        off[group].push(index);
                    } else {
                        world.find_work(index, now);
                    }
                }
                2 => {
                    interval += 1;
                    if now < closes {
                        world.change_staff(interval, now, &mut off);
                    } else if center.at_close == AtClose::Clear {
                        for caller in std::mem::take(&mut world.waiting) {
                            world.note(&caller, What::Left, now, NO_AGENT);
                        }
                    }
                }
                _ => {
                    let caller = callers.next().expect("was looked at");
                    if let Some(worker) = world.choose_worker(caller.queue, now) {
                        world.answer(worker, &caller, now);
                    } else if caller.balks {
                        world.note(&caller, What::Balked, now, NO_AGENT);
                    } else {
                        world.waiting.push(caller);
                    }
                }
            }
        }
        for caller in std::mem::take(&mut world.waiting) {
            world.note(&caller, What::Left, closes, NO_AGENT);
        }
        world.fates.sort_unstable();
        world.fates
    }
}
