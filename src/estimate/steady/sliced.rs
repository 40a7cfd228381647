//! A run of an unchanging center, counted in slices.

use std::sync::OnceLock;

use crate::engine::{Engine, Plan};
use crate::model::{
    Arrivals, AtClose, Backlog, Calendar, Center, Distribution, MAX_TICKS, PerInterval, Queue, QueueRules,
    RateShape, Ticks,
};
use crate::observe::{ContactCell, Counters, GroupCell, InOrder, RunOn};

/// The most slices of a run.
const MOST: u64 = 1 << 18;
/// Memory that the counts of a run may take, in bytes; a large center is counted in longer slices.
const MEMORY: usize = 256 << 20;
/// A run goes on for this part of what is counted at first, and for twice as long as often as that was not
/// enough: until it has doubled.
const RUN_ON: usize = 64;
/// Slices for which it goes on at least.
const LEAST_RUN_ON: usize = 16;
/// Enough to double the 64th part to the whole.
const LEVELS: usize = 8;

/// A run: an unchanging center and the slices in which it is counted.
#[derive(Debug)]
pub(super) struct Sliced {
    center: Center,
    /// Length of a slice.
    pub slice: Ticks,
    /// How many are counted; never none.
    pub slices: usize,
    /// Runs that go on for longer and longer, by level.
    plans: [OnceLock<Plan>; LEVELS],
}

impl Sliced {
    /// A run of (nearly) some length in at least (nearly) some slices, each about as long as a contact is
    /// handled. A warm-up that is longer than a slice takes whole slices.
    pub fn new(center: &Center, length: Ticks, warm_up: Ticks, least: usize) -> Self {
        let length = length.0.max(1);
        let longest = (length / least as u64).max(1);
        let shortest = length.div_ceil(MOST.min((MEMORY / cell_bytes(center)) as u64).max(1));
        let handled = mean_handle(center).0.min(longest).max(shortest).max(1);
        let parts = warm_up.0 / handled;
        let slice = if parts > 0 {
            warm_up.0.div_ceil(parts)
        } else {
            handled
        };
        Self {
            center: center.clone(),
            slice: Ticks(slice),
            slices: ((length / slice) as usize).max(1),
            plans: Default::default(),
        }
    }

    /// The center with one interval that is as long as some slices.
    pub fn stretch(&self, slices: usize) -> Center {
        unchanging(&self.center, Ticks(self.slice.0 * slices as u64), 1)
    }

    /// How long some slices are.
    pub fn seconds(&self, slices: usize) -> f64 {
        Ticks(self.slice.0 * slices as u64).seconds()
    }

    /// Means over each slice from ticks summed over `runs`.
    pub fn means(&self, ticks: &[u64], runs: u32) -> Vec<f64> {
        let slice = self.slice.0 as f64 * f64::from(runs);
        ticks.iter().map(|&ticks| ticks as f64 / slice).collect()
    }

    /// Slices for which the run goes on.
    fn run_on(&self, level: usize) -> usize {
        let first = (self.slices / RUN_ON).max(LEAST_RUN_ON);
        let room = (MAX_TICKS.0 / self.slice.0) as usize - self.slices;
        (first << level).min(self.slices).min(room)
    }

    fn plan(&self, level: usize) -> &Plan {
        self.plans[level].get_or_init(|| {
            Plan::new(&unchanging(
                &self.center,
                self.slice,
                self.slices + self.run_on(level),
            ))
        })
    }

    /// Until when contacts arrive.
    fn ends(&self, level: usize) -> Ticks {
        Ticks(self.slice.0 * (self.slices + self.run_on(level)) as u64)
    }
}

/// What one thread needs to make runs.
pub(super) struct Worker<'s> {
    sliced: &'s Sliced,
    engine: Engine<'s>,
    in_order: bool,
    /// The counts of the latest run.
    pub counters: Counters,
}

impl<'s> Worker<'s> {
    pub fn new(sliced: &'s Sliced, in_order: bool) -> Self {
        let counted = unchanging(&sliced.center, sliced.slice, sliced.slices);
        // Where callers never leave a queue may grow for as long as the run, and told lazily, its longest is
        // counted at every arrival. In order of time it is known, and nobody's leaving costs anything.
        let patient = |queue: &Queue| *queue.patience.at(0) == Distribution::Forever;
        Self {
            sliced,
            engine: Engine::new(sliced.plan(0)),
            in_order: in_order || sliced.center.queues.iter().any(patient),
            counters: Counters::new(&counted, Ticks::ZERO),
        }
    }

    /// Makes a run, and once more from the start for as long as somebody who counts still waited when
    /// arrivals ended. The same happens each time up to there, so that nothing is chosen by its outcome.
    pub fn replicate(&mut self, seed: u64, replication: u32) {
        let sliced = self.sliced;
        for level in 0..LEVELS {
            self.counters.clear();
            let mut listener = RunOn::new(&mut self.counters, sliced.slices, sliced.ends(level));
            let mut longer;
            let engine = if level == 0 {
                &mut self.engine
            } else {
                longer = Engine::new(sliced.plan(level));
                &mut longer
            };
            if self.in_order {
                engine.replicate(seed, replication, &mut InOrder(&mut listener));
            } else {
                engine.replicate(seed, replication, &mut listener);
            }
            if !listener.cut_off() || sliced.run_on(level) == sliced.run_on(level + 1) {
                break;
            }
        }
    }
}

/// The mean handle time of the center's contacts, by their shares.
fn mean_handle(center: &Center) -> Ticks {
    let queues = 0..center.queues.len();
    let load: f64 = queues.clone().map(|queue| center.offered_load(queue, 0)).sum();
    let contacts: f64 = queues.map(|queue| center.queues[queue].volume[0]).sum();
    if contacts > 0.0 {
        Ticks::from_seconds(load * center.calendar.interval.seconds() / contacts)
    } else {
        center.calendar.interval
    }
}

/// Bytes that a slice takes.
fn cell_bytes(center: &Center) -> usize {
    let (queues, groups) = (center.queues.len(), center.groups.len());
    queues * (size_of::<ContactCell>() + 48) + groups * (size_of::<GroupCell>() + 4) + queues * groups * 4 + 4
}

/// A center that is always as it is in its first interval, over other intervals, and that nobody leaves
/// unanswered at closing.
fn unchanging(center: &Center, interval: Ticks, intervals: usize) -> Center {
    let longer = interval.0 as f64 / center.calendar.interval.0 as f64;
    let mut center = Center {
        calendar: Calendar {
            interval,
            intervals,
            ..center.calendar
        },
        at_close: AtClose::Serve,
        busyness: None,
        ..center.clone()
    };
    for queue in &mut center.queues {
        queue.volume = vec![queue.volume[0] * longer; intervals];
        queue.handle = first(&queue.handle);
        queue.patience = first(&queue.patience);
        queue.balk = first(&queue.balk);
        queue.actual = None;
        unchanging_queue(&mut queue.rules);
    }
    for group in &mut center.groups {
        group.staff = vec![group.staff[0]; intervals];
        group.shrinkage = first(&group.shrinkage);
        group.cost_per_hour = first(&group.cost_per_hour);
        group.rules.shifts.clear();
        group.rules.staff_at.clear();
    }
    // In equilibrium every factor stands at its mean, and the center never closes.
    center.rules.factors.clear();
    center.rules.closed.clear();
    for mix in &mut center.rules.mixes {
        mix.volume = vec![mix.volume[0] * longer; intervals];
        for (_, share) in &mut mix.shares {
            *share = first(share);
        }
    }
    center
}

/// The first interval of every series. Nobody is there at the start; calls that are replayed, which come when
/// they came, come at random.
fn unchanging_queue(rules: &mut QueueRules) {
    rules.backlog = Backlog::default();
    rules.shape = RateShape::default();
    if let Arrivals::Replay(_) = rules.arrivals {
        rules.arrivals = Arrivals::default();
    }
    if let Some(ivr) = &mut rules.ivr {
        ivr.contained = first(&ivr.contained);
    }
    for transfer in &mut rules.transfers {
        transfer.share.iter_mut().for_each(|share| *share = first(share));
    }
}

fn first<T: Clone>(values: &PerInterval<T>) -> PerInterval<T> {
    PerInterval::Same(values.at(0).clone())
}
