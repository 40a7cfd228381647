//! The least cost of doing the work of a day, whenever agents do it.
//!
//! In: a question. Out: a cost below which no plan meets the targets on average, or nothing.
//!
//! # The work
//!
//! Targets say how many contacts of each queue must be answered, on average: so many in time, or all but those who
//! may abandon. Orders do not know handle times, so that whoever is answered takes the mean time (Wald), by the
//! fastest group at best. Those whom T, or their patience, lets wait beyond the close are left out: agents who stay
//! until nobody waits may answer them then.
//!
//! # The time
//!
//! An agent works while on queue, and may finish one contact after that. How long that takes on average depends on
//! when contacts were begun, and an order could choose that. But where no contact, however long it has taken, is
//! expected to take more than ρ beyond that, no order leaves more than ρ on average to be done: let g be the most
//! that any leaves, with d left until the agent goes; then g(d) = sup over u ≤ d of E(H − u)⁺ + E[g(u − H); H ≤ u],
//! and E(H − u)⁺ ≤ ρ P(H > u) gives g ≤ ρ. Laws with a heavy tail have no such ρ, but their contacts may be counted
//! as no longer than some c, as work and as time alike. Wrap-up adds its own ρ to that of talking.
//!
//! Every block of staff ends with all of its agents gone: some do go on, which only leaves less time. So hours on
//! queue, and ρ for every block, of all groups that serve a set of queues must make up the work of the set: rows of
//! a linear program over the day.

use std::collections::BTreeMap;

use super::asked::{abandoned_at_most, answered_at_least};
use super::queues::{fastest, groups_of, sets};
use crate::model::{Distribution, Handle, MAX_AGENTS, QueueId};
use crate::planner::answer::{Goal, When, Whom};
use crate::planner::program::{Program, Row};
use crate::planner::question::Question;

/// Steps into which a mean is cut where a law is summed up.
const STEPS: usize = 200;
/// Contacts are counted as no longer than one of these, in means.
const CUTS: [usize; 7] = [2, 3, 4, 6, 8, 12, 20];
/// Steps into which an interval is cut where those are counted who wait beyond the close.
const ARRIVALS: u32 = 1000;

/// What a contact takes at least, on average, and what of it may be done by an agent whose time is over, in
/// seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Counted {
    pub work_s: f64,
    pub beyond_s: f64,
    /// As which a longer one is counted.
    pub longest_s: f64,
}

/// What a contact of a law takes, counted as no longer than serves a bound best where agents stay for some time.
pub(super) fn counted(law: &Distribution, stay_s: f64) -> Counted {
    let mean = law.mean();
    if !(mean.is_finite() && mean > 0.0) {
        return Counted::default();
    }
    let step = mean / STEPS as f64;
    let most = CUTS[CUTS.len() - 1] * STEPS;
    let survival: Vec<f64> = (0..=most)
        .map(|place| law.survival(place as f64 * step))
        .collect();
    let of_cut = |cut: usize| {
        let places = cut * STEPS;
        // Sums from below for the work, from above for what is left.
        let work_s = step * survival[1..=places].iter().sum::<f64>();
        let (mut left, mut beyond_s) = (0.0, 0.0_f64);
        for place in (0..places).rev() {
            left += step * survival[place];
            let whole = (places - place) as f64 * step;
            beyond_s = beyond_s.max(whole.min(left / survival[place + 1]));
        }
        Counted {
            work_s,
            beyond_s,
            longest_s: places as f64 * step,
        }
    };
    let worth = |counted: &Counted| counted.work_s / (stay_s + counted.beyond_s);
    CUTS.into_iter()
        .map(of_cut)
        .max_by(|a, b| worth(a).total_cmp(&worth(b)))
        .unwrap_or_default()
}

fn counted_handle(handle: &Handle, stay_s: f64) -> Counted {
    let talk = counted(&handle.talk, stay_s);
    let wrap_up = handle.wrap_up.as_ref().map(|law| counted(law, stay_s));
    let wrap_up = wrap_up.unwrap_or_default();
    Counted {
        work_s: talk.work_s + wrap_up.work_s,
        beyond_s: talk.beyond_s + wrap_up.beyond_s,
        longest_s: talk.longest_s + wrap_up.longest_s,
    }
}

/// The cost of the agents whom the work of the day takes; nothing where no target asks for any.
pub(super) fn least_cost_of_work(question: &Question) -> Option<f64> {
    let work = Work::new(question);
    let rows = work.rows();
    if rows.is_empty() {
        return None;
    }
    let cells = &question.cells;
    let most = |max: Option<u32>| i64::from(max.unwrap_or(MAX_AGENTS as u32));
    let bounds = cells.iter().map(|cell| {
        let min = i64::from(cell.min);
        (min, most(cell.max).max(min))
    });
    let prices = (0..cells.len()).map(|cell| question.price_of(cell));
    let mut program = Program::new(prices.collect(), bounds.collect());
    program.rows = rows;
    program.relaxed().map(|point| point.cost)
}

/// The work of each queue, by interval.
struct Work<'a> {
    question: &'a Question,
    /// Intervals from which on contacts are judged.
    first: usize,
    /// By queue, then interval: what a contact takes by an agent of normal speed.
    takes: Vec<Vec<Counted>>,
}

impl<'a> Work<'a> {
    fn new(question: &'a Question) -> Self {
        let center = &question.center;
        let interval = center.calendar.interval;
        let stay_s = question
            .cells
            .iter()
            .map(|cell| 3600.0 * cell.hours)
            .fold(f64::INFINITY, f64::min);
        let takes = center.queues.iter().map(|queue| {
            let laws: Vec<Counted> = queue
                .handle
                .values()
                .iter()
                .map(|handle| counted_handle(handle, stay_s))
                .collect();
            let of = |interval: usize| if laws.len() == 1 { laws[0] } else { laws[interval] };
            (0..center.calendar.intervals).map(of).collect()
        });
        Self {
            takes: takes.collect(),
            first: question.experiment.warm_up.0.div_ceil(interval.0.max(1)) as usize,
            question,
        }
    }

    /// By set of queues: the hours that agents of its groups must be there, or beyond.
    fn rows(&self) -> Vec<Row> {
        let center = &self.question.center;
        let queues = center.queues.len();
        let mut rows = Vec::new();
        for set in sets(self.question) {
            let groups = groups_of(center, &set);
            let speed = |queue: QueueId| fastest(center, &groups, queue);
            if !set.iter().all(|&queue| speed(queue).is_finite()) {
                continue;
            }
            let mut work_s: f64 = set.iter().map(|&queue| speed(queue) * self.of_queue(queue)).sum();
            if set.len() == queues {
                work_s = work_s.max(self.of_all(&speed));
            }
            let takes = set.iter().flat_map(|&queue| {
                self.takes[queue]
                    .iter()
                    .map(move |takes| speed(queue) * takes.beyond_s)
            });
            let beyond_h = takes.fold(0.0, f64::max) / 3600.0;
            if work_s > 0.0 {
                let cells = self.question.cells.iter().enumerate();
                rows.push(Row {
                    terms: cells
                        .filter(|(_, cell)| groups.contains(&cell.group))
                        .map(|(place, cell)| (place, cell.hours + beyond_h))
                        .collect(),
                    at_least: work_s / 3600.0,
                });
            }
        }
        rows
    }

    /// Seconds of work that the targets of a queue ask for, at normal speed.
    fn of_queue(&self, queue: QueueId) -> f64 {
        let mut by_time: BTreeMap<&When, f64> = BTreeMap::new();
        for goal in &self.question.goals {
            if goal.of != Whom::Queue(queue) || goal.on_days.is_some() {
                continue;
            }
            let intervals = self.intervals(&goal.when);
            let least = intervals
                .iter()
                .map(|&interval| self.takes[queue][interval].work_s);
            let least = least.fold(f64::INFINITY, f64::min);
            let answered: f64 = intervals
                .iter()
                .map(|&interval| self.answered(goal, queue, interval))
                .sum();
            if answered > 0.0 {
                let work = by_time.entry(&goal.when).or_default();
                *work = work.max(answered * least);
            }
        }
        let (day, by_interval): (Vec<_>, Vec<_>) =
            by_time.into_iter().partition(|(when, _)| **when == When::Day);
        let each: f64 = by_interval.into_iter().map(|(_, work)| work).sum();
        day.into_iter().map(|(_, work)| work).fold(each, f64::max)
    }

    /// Seconds of work that the targets of all queues together ask for, by the fastest agents: those contacts are
    /// answered who take least.
    fn of_all(&self, speed: &dyn Fn(QueueId) -> f64) -> f64 {
        let mut by_time: BTreeMap<&When, f64> = BTreeMap::new();
        let queues = 0..self.question.center.queues.len();
        for goal in &self.question.goals {
            if goal.of != Whom::Center || goal.on_days.is_some() {
                continue;
            }
            let mut left = 0.0;
            let mut kinds: Vec<(f64, f64)> = Vec::new();
            for interval in self.intervals(&goal.when) {
                for queue in queues.clone() {
                    left += self.answered(goal, queue, interval);
                    let takes = speed(queue) * self.takes[queue][interval].work_s;
                    kinds.push((takes, self.question.center.queues[queue].volume[interval]));
                }
            }
            kinds.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut work_s = 0.0;
            for (takes, volume) in kinds {
                let answered = volume.min(left).max(0.0);
                work_s += takes * answered;
                left -= answered;
            }
            let work = by_time.entry(&goal.when).or_default();
            *work = work.max(work_s);
        }
        let day = by_time.remove(&When::Day).unwrap_or(0.0);
        by_time.into_values().sum::<f64>().max(day)
    }

    fn intervals(&self, when: &When) -> Vec<usize> {
        let all = match when {
            When::Day => (0..self.question.center.calendar.intervals).collect(),
            When::Intervals(intervals) => intervals.clone(),
        };
        all.into_iter()
            .filter(|&interval| interval >= self.first)
            .collect()
    }

    /// Contacts of an interval who must be answered before the close, on average.
    fn answered(&self, goal: &Goal, queue: QueueId, interval: usize) -> f64 {
        let center = &self.question.center;
        let of = &center.queues[queue];
        let (share, waits) = if let Some((share, within_s)) = answered_at_least(center, goal, queue, interval)
        {
            (share, Distribution::Deterministic { value: within_s })
        } else if let Some(most) = abandoned_at_most(center, goal, queue) {
            let stay = 1.0 - of.balk.at(interval);
            ((1.0 - most) * stay, of.patience.at(interval).clone())
        } else {
            return 0.0;
        };
        let (length_s, intervals) = (center.calendar.interval.seconds(), center.calendar.intervals);
        let step_s = length_s / f64::from(ARRIVALS);
        let until_close = |step: u32| length_s * (intervals - interval) as f64 - f64::from(step + 1) * step_s;
        let beyond = (0..ARRIVALS).map(|step| waits.survival(until_close(step)));
        let beyond = beyond.sum::<f64>() / f64::from(ARRIVALS);
        of.volume[interval] * (share - beyond)
    }
}
