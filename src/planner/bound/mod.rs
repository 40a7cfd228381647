//! A cost below which no plan can meet the targets.
//!
//! In: a question. Out: a bound with its confidence and from what it follows, or nothing where no target
//! allows one. It assumes nothing of how service depends on staff, least of all concavity: every step is a
//! relaxation, that is, it only makes the targets easier to meet.
//!
//! # From a center to queues of one kind
//!
//! Let S be a set of queues, and n the agents of all groups that serve any of them. Whatever the routing,
//! contacts of S are handled by at most n agents at a time. So the targets of S are met, at best, as well as by n
//! agents who serve only S, each as fast as the fastest group, in the best order that does not know handle
//! times in advance. If that is not enough, Σ n over these groups is at least one more. Such rows, for single
//! queues, the queues that share a group, all queues (and all subsets of few), give an integer program over the
//! groups, and its least cost is the bound.
//!
//! # What the best order can do
//!
//! *Answered within T.* The most starts within a fixed T of arrival come from serving first come, first served
//! and dropping whom T has passed, for any arrivals and any common law of handle times. Proof: as the order does
//! not know handle times, the j-th start may draw the j-th of a row of them. Interchanging, starts happen in
//! order of arrival. By induction the rule's j-th start is no later than any other order's: at the moment of that
//! order's j-th start the rule, its earlier starts being no later, has an agent free as well; and if it has
//! dropped a contact that the other order answered, it had by that time answered one more of those before it. For
//! exponential times it is the multi-server case of Panwar, Towsley and Wolf (*J. ACM* 35 (1988), 832–844: the
//! shortest time to extinction). It follows that more agents, shorter times and longer T only help. Queues
//! of different T are given the longest one, exponential handle times of different means the shortest, and other
//! laws that differ their lower envelope, without wrap-up. T = 0 bounds the chance of waiting: a loss system.
//!
//! *Abandonment*, for handle times and patience that are both exponential and common to S: serving without
//! idling, first come, first served, has by any time at least as many starts and at most as many abandonments as
//! any other order. Proof: couple the completions of each agent and the abandonments of each place in line; while
//! starts C* ≥ C, completions D* ≥ D and abandonments A* ≤ A, none of the three can be broken first: C* = C leaves
//! at least as many waiting, so if another order starts one, the rule has someone waiting and thus all n agents
//! busy, whence D ≥ C + 1 − n > D*; where D* = D or A* = A the rates are in the right order.
//!
//! *One queue with groups of its own*, exponential handle times, and patience that is endless or exponential with
//! a mean not below that of handling: there the center's own order is first come, first served without idling,
//! and late callers do take agents. The number waiting or with an agent on queue is then a birth-and-death process
//! whose departures grow with it and with n, so that it is least, at every time, if the interval begins with
//! nobody; a contact's wait grows with it. Targets are judged with the real patience.
//!
//! # Time
//!
//! Each interval is taken by itself. It begins empty: nobody who came before holds an agent, which the proofs
//! above allow (an agent still busy is a start that one may not make, and agents about to leave take nobody).
//! Who still waits at its end is taken as answered there and then, so that no later agent need be counted.
//! A random busyness is drawn for the queue as for the center, since each statement holds for any arrivals. These
//! queues are simulated; a number of agents is ruled out only where the mean of (met − asked), over days, lies so
//! many standard errors below zero that all tests together err with less than 1 − confidence (Bonferroni). In
//! equilibrium the same queues have formulas where handle times are exponential: M/M/n+G with T as everybody's
//! patience. For one queue with one group that is the center itself, and every smaller number of agents is tried that is not ruled out already.
//!
//! # What is asked
//!
//! Balking takes contacts from offered ones, at most the share that would balk: answered ≥ α (1 − balk) of those
//! who arrive. Short abandonments are at most the contacts with so short a patience. Targets on the day, on a share
//! of days, on mean waits, on queue lengths and on shares of answered contacts are left out (a relaxation) except
//! where they say the same as one of the others.

mod relaxed;

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use self::relaxed::{Relaxed, TRIES, Worth};
use super::answer::{Figure, Goal, LowerBound, Price, Proof, When, Whom};
use super::formulas;
use super::program::{Program, Row};
use super::question::Question;
use crate::estimate::{Bound, Limited};
use crate::model::{
    Center, ContactChoice, Distribution, GroupId, Handle, MAX_AGENTS, Measure, Mode, QueueId,
    ServiceLevelDefinition,
};
use crate::stats::Confidence;
use crate::theory::{Demand, meets};

/// Subsets of so many queues are all looked at.
const ALL_SUBSETS: usize = 6;
/// Nodes of the program of one stretch of intervals.
const NODES: usize = 5000;
/// Parts into which a lower envelope of laws is cut.
const ENVELOPE_PARTS: u32 = 200;
/// Quantiles of waits are known to this share.
const QUANTILE_GRAIN: f64 = 1.01;

/// Agents that a set of groups needs in an interval.
struct Need {
    groups: Vec<GroupId>,
    interval: usize,
    agents: u32,
}

/// The lower bound of the cost of any plan; nothing where no target allows one or no plan meets it.
pub(super) fn lower_bound(question: &Question) -> Option<LowerBound> {
    let center = &question.center;
    let (needs, confidence, from) = match question.experiment.mode {
        Mode::Steady(_) if center.busyness.is_some() => return None,
        Mode::Steady(_) => match by_exact_theory(question) {
            Some(needs) => (needs, 1.0, Proof::Theory),
            None => (in_equilibrium(question), 1.0, Proof::Pooling),
        },
        Mode::Days => (
            interval_by_interval(question),
            question.experiment.confidence,
            Proof::Pooling,
        ),
    };
    if needs.iter().all(|need| need.agents == 0) {
        return None;
    }
    let cost: f64 = stretches(question)
        .into_par_iter()
        .map(|stretch| least_cost(question, stretch, &needs))
        .collect::<Vec<f64>>()
        .into_iter()
        .sum();
    cost.is_finite().then_some(LowerBound {
        cost: Price(cost),
        confidence,
        from,
    })
}

/// Stretches of intervals that no block of equal staff joins to others.
fn stretches(question: &Question) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = question.cells.iter().map(|cell| cell.intervals.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match stretches.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => stretches.push(range),
        }
    }
    stretches
}

fn least_cost(question: &Question, stretch: Range<usize>, needs: &[Need]) -> f64 {
    let cells: Vec<_> = question
        .cells
        .iter()
        .filter(|cell| stretch.contains(&cell.intervals.start))
        .collect();
    let most = |max: Option<u32>| i64::from(max.unwrap_or(MAX_AGENTS as u32));
    let mut program = Program::new(
        cells.iter().map(|cell| cell.cost).collect(),
        cells
            .iter()
            .map(|cell| (i64::from(cell.min), most(cell.max).max(i64::from(cell.min))))
            .collect(),
    );
    for need in needs
        .iter()
        .filter(|need| stretch.contains(&need.interval) && need.agents > 0)
    {
        let terms = (0..cells.len()).filter(|&place| {
            need.groups.contains(&cells[place].group) && cells[place].intervals.contains(&need.interval)
        });
        program.rows.push(Row {
            terms: terms.map(|place| (place, 1.0)).collect(),
            at_least: f64::from(need.agents),
        });
    }
    program.minimise(NODES).lower_bound
}

/// Sets of queues to look at, ascending: those of which something is asked.
fn sets(question: &Question) -> Vec<Vec<QueueId>> {
    let center = &question.center;
    let queues = center.queues.len();
    let mut sets: BTreeSet<Vec<QueueId>> = (0..queues).map(|queue| vec![queue]).collect();
    sets.insert((0..queues).collect());
    if queues <= ALL_SUBSETS {
        for chosen in 1_u32..1 << queues {
            sets.insert((0..queues).filter(|queue| chosen >> queue & 1 == 1).collect());
        }
    }
    for group in 0..center.groups.len() {
        sets.insert(
            (0..queues)
                .filter(|&queue| serves(center, group, queue))
                .collect(),
        );
    }
    let asked = |queue: QueueId| {
        let of = |goal: &Goal| goal.of == Whom::Queue(queue) || goal.of == Whom::Center;
        question.goals.iter().any(of)
    };
    let sets: BTreeSet<Vec<QueueId>> = sets
        .into_iter()
        .map(|set| set.into_iter().filter(|&queue| asked(queue)).collect())
        .collect();
    sets.into_iter().filter(|set| !set.is_empty()).collect()
}

/// Whether a group may ever take contacts of a queue.
fn serves(center: &Center, group: GroupId, queue: QueueId) -> bool {
    center.groups[group].has_skill(queue) || routed(center, group, queue)
}

fn routed(center: &Center, group: GroupId, queue: QueueId) -> bool {
    center.queues[queue].route.iter().flatten().any(|&of| of == group)
}

fn groups_of(center: &Center, set: &[QueueId]) -> Vec<GroupId> {
    (0..center.groups.len())
        .filter(|&group| set.iter().any(|&queue| serves(center, group, queue)))
        .collect()
}

fn fastest(center: &Center, groups: &[GroupId], queue: QueueId) -> f64 {
    groups
        .iter()
        .filter(|&&group| serves(center, group, queue))
        .map(|&group| center.groups[group].handle_factor[queue])
        .fold(f64::INFINITY, f64::min)
}

/// A handle time that is no longer than that of any queue of the set, as a law and a factor; nothing where the
/// laws cannot be compared.
fn shortest_handle(
    center: &Center,
    set: &[QueueId],
    groups: &[GroupId],
    interval: usize,
) -> Option<(Handle, f64)> {
    let laws: Vec<(&Handle, f64)> = set
        .iter()
        .map(|&queue| {
            (
                center.queues[queue].handle.at(interval),
                fastest(center, groups, queue),
            )
        })
        .collect();
    let alike = laws.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if !alike
        && laws
            .iter()
            .any(|(handle, _)| exponential_mean_s(handle).is_none())
    {
        return None;
    }
    laws.into_iter()
        .min_by(|a, b| (a.0.mean_s() * a.1).total_cmp(&(b.0.mean_s() * b.1)))
        .map(|(handle, factor)| (handle.clone(), factor))
        .filter(|(_, factor)| factor.is_finite())
}

/// A law that is passed, at every time, no more often than the talk of any of these, as its values at whole
/// parts of the way, from below: what lies between two is counted as the lower one.
fn lower_envelope(laws: &[(&Handle, f64)]) -> Option<Handle> {
    if laws
        .iter()
        .any(|(_, factor)| !(factor.is_finite() && *factor > 0.0))
    {
        return None;
    }
    let survival = |time: f64| {
        let of = |(handle, factor): &(&Handle, f64)| handle.talk.survival(time / factor);
        laws.iter().map(of).fold(1.0, f64::min)
    };
    let mean_s = |(handle, factor): &(&Handle, f64)| handle.talk.mean() * factor;
    let scale = laws.iter().map(mean_s).fold(f64::INFINITY, f64::min);
    let mut values = vec![0.0];
    let mut low = 0.0;
    for part in 1..ENVELOPE_PARTS {
        // The greatest time that is still passed with this chance, at least.
        let share = 1.0 - f64::from(part) / f64::from(ENVELOPE_PARTS);
        let mut high = low + scale / 16.0;
        while survival(high) >= share && high < 1e6 * scale {
            (low, high) = (high, 2.0 * high);
        }
        while high - low > 1e-4 * scale {
            let middle = low + (high - low) / 2.0;
            if survival(middle) >= share {
                low = middle;
            } else {
                high = middle;
            }
        }
        values.push(low);
    }
    Some(Handle {
        talk: Distribution::Empirical {
            values: values.into(),
        },
        wrap_up: None,
    })
}

fn exponential_mean_s(handle: &Handle) -> Option<f64> {
    match (&handle.talk, &handle.wrap_up) {
        (Distribution::Exponential { mean }, None) => Some(*mean),
        _ => None,
    }
}

/// One limit on a queue in an interval, as far as a relaxation can use it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Limit {
    /// Met / asked as the scenario defines service, within T (seconds).
    Service {
        share: f64,
        within_s: f64,
    },
    Abandoned(f64),
    PWait(f64),
}

impl Limit {
    /// What a goal asks of one queue.
    fn of(center: &Center, goal: &Goal, queue: QueueId) -> Option<Self> {
        let Figure::Contacts(on) = goal.figure else {
            return None;
        };
        let within_s = center.queues[queue].within.seconds();
        match (on, goal.bound) {
            (Limited::Measure(Measure::ServiceLevel), Bound::AtLeast(share)) => {
                Some(Self::Service { share, within_s })
            }
            (Limited::Measure(Measure::AbandonmentRate), Bound::AtMost(most)) => Some(Self::Abandoned(most)),
            (Limited::Measure(Measure::PWait), Bound::AtMost(most)) => Some(Self::PWait(most)),
            (Limited::WaitQuantile(share), Bound::AtMost(most_s)) => Some(Self::Service {
                share,
                within_s: most_s * QUANTILE_GRAIN,
            }),
            _ => None,
        }
    }
}

/// Whether nobody of a queue is ever lost, so that answered contacts are all contacts.
fn loses_nobody(center: &Center, queue: QueueId, interval: usize) -> bool {
    let queue = &center.queues[queue];
    center.at_close == crate::model::AtClose::Serve
        && *queue.balk.at(interval) == 0.0
        && *queue.patience.at(interval) == Distribution::Forever
}

/// The share of a queue's arrivals that must be answered within T, at least; nothing where the definition of
/// service leaves it open.
fn must_be_answered(
    center: &Center,
    queue: QueueId,
    interval: usize,
    share: f64,
    of_answered: bool,
) -> Option<f64> {
    let of = &center.queues[queue];
    let (stay, short) = (
        1.0 - of.balk.at(interval),
        1.0 - of.patience.at(interval).survival(of.short.seconds()),
    );
    let lost = !loses_nobody(center, queue, interval);
    match center.service_level {
        _ if of_answered => (!lost).then_some(share),
        ServiceLevelDefinition::OfOffered => Some(share * stay),
        ServiceLevelDefinition::OfAnswered => (!lost).then_some(share),
        ServiceLevelDefinition::ShortAbandonsMet => Some((share * stay - short).max(0.0)),
        ServiceLevelDefinition::ShortAbandonsExcluded => Some(share * stay * (1.0 - short)),
    }
}

/// What is asked of a set of queues in one interval: so much of all arrivals, within this time.
#[derive(PartialEq)]
struct Within {
    asked: f64,
    within_s: f64,
}

/// The goals that hold in an interval by its own contacts.
fn goals_in(question: &Question, interval: usize) -> impl Iterator<Item = &Goal> {
    let steady = question.experiment.mode != Mode::Days;
    let alone = steady || question.center.calendar.intervals == 1;
    question.goals.iter().filter(move |goal| {
        goal.on_days.is_none()
            && match &goal.when {
                When::Intervals(intervals) => steady || intervals[..] == [interval],
                When::Day => alone,
            }
    })
}

/// What each kind of limit asks of a set in an interval: service and the chance of waiting.
fn asked_of(question: &Question, set: &[QueueId], interval: usize) -> Vec<Within> {
    let center = &question.center;
    let volume = |queue: QueueId| center.queues[queue].volume[interval];
    let all: f64 = set.iter().map(|&queue| volume(queue)).sum();
    let mut asked = Vec::new();
    if all <= 0.0 {
        return asked;
    }
    let whole = set.len() == center.queues.len();
    let own = |queue: QueueId| goals_in(question, interval).filter(move |goal| goal.of == Whom::Queue(queue));
    let of_center = || goals_in(question, interval).filter(|goal| goal.of == Whom::Center);
    let of_answered = |goal: &Goal| matches!(goal.figure, Figure::Contacts(Limited::WaitQuantile(_)));
    let share = |goal: &Goal, queue: QueueId| match Limit::of(center, goal, queue)? {
        Limit::Service { share, within_s } => {
            must_be_answered(center, queue, interval, share, of_answered(goal)).map(|asked| (asked, within_s))
        }
        Limit::PWait(most) => Some((1.0 - most, 0.0)),
        Limit::Abandoned(_) => None,
    };
    // Every queue by the strictest of its goals; with a time each, without waiting, and with the longest time.
    for at_once in [true, false] {
        let of_queue = |queue: QueueId| {
            own(queue)
                .filter_map(|goal| share(goal, queue))
                .filter(|(_, within_s)| !at_once || *within_s == 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap_or((0.0, 0.0))
        };
        let shares: Vec<(f64, f64)> = set.iter().map(|&queue| of_queue(queue)).collect();
        let sum: f64 = set
            .iter()
            .zip(&shares)
            .map(|(&queue, (asked, _))| volume(queue) * asked)
            .sum();
        asked.push(Within {
            asked: sum / all,
            within_s: shares.iter().map(|share| share.1).fold(0.0, f64::max),
        });
    }
    if whole {
        for goal in of_center() {
            let shares: Option<Vec<(f64, f64)>> = set.iter().map(|&queue| share(goal, queue)).collect();
            if let Some(shares) = shares {
                let sum: f64 = set
                    .iter()
                    .zip(&shares)
                    .map(|(&queue, (asked, _))| volume(queue) * asked)
                    .sum();
                asked.push(Within {
                    asked: sum / all,
                    within_s: shares.iter().map(|share| share.1).fold(0.0, f64::max),
                });
            }
        }
    }
    asked.retain(|within| within.asked > 0.0);
    asked.dedup();
    asked
}

/// One search: the groups, the interval, and the queue that stands for the center.
struct Search {
    groups: Vec<GroupId>,
    interval: usize,
    relaxed: Relaxed,
}

/// Needs by simulation, each interval by itself.
fn interval_by_interval(question: &Question) -> Vec<Need> {
    let center = &question.center;
    let sets = sets(question);
    let first = question
        .experiment
        .warm_up
        .0
        .div_ceil(center.calendar.interval.0.max(1)) as usize;
    let searches: Vec<Search> = (first..center.calendar.intervals)
        .flat_map(|interval| {
            sets.iter()
                .flat_map(move |set| searches_of(question, set, interval))
        })
        .collect();
    let tests = (searches.len().max(1) * TRIES) as f64;
    let level = 1.0 - 2.0 * (1.0 - question.experiment.confidence) / tests;
    let deviations = Confidence::new(level, 0).normal();
    searches
        .into_par_iter()
        .map(|search| Need {
            agents: search.relaxed.least_agents(deviations, MAX_AGENTS as u32),
            groups: search.groups,
            interval: search.interval,
        })
        .collect()
}

fn searches_of(question: &Question, set: &[QueueId], interval: usize) -> Vec<Search> {
    let center = &question.center;
    let groups = groups_of(center, set);
    let volume: f64 = set
        .iter()
        .map(|&queue| center.queues[queue].volume[interval])
        .sum();
    let Some((handle, factor)) = shortest_handle(center, set, &groups, interval) else {
        return Vec::new();
    };
    let search = |patience: Distribution, balk: f64, worth: Worth| Search {
        groups: groups.clone(),
        interval,
        relaxed: Relaxed {
            volume,
            length_s: center.calendar.interval.seconds(),
            handle: handle.clone(),
            factor,
            patience,
            balk,
            busyness: center.busyness.clone(),
            seed: question.experiment.seed,
            worth,
        },
    };
    let alone = set.len() == 1 && runs_by_itself(center, set[0], &groups, interval);
    let mut searches = Vec::new();
    if volume <= 0.0 {
        return searches;
    }
    if let (true, &[queue]) = (alone, set) {
        let of = &center.queues[queue];
        let whose = |goal: &&Goal| {
            goal.of == Whom::Queue(queue) || goal.of == Whom::Center && center.queues.len() == 1
        };
        for goal in goals_in(question, interval).filter(whose) {
            if let Some(worth) = worth_alone(center, goal, queue, interval) {
                let patience = of.patience.at(interval).clone();
                searches.push(search(patience, *of.balk.at(interval), worth));
            }
        }
    } else {
        for Within { asked, within_s } in asked_of(question, set, interval) {
            let worth: Worth = Box::new(move |wait, _| f64::from(u8::from(wait <= within_s)) - asked);
            searches.push(search(
                Distribution::Deterministic { value: within_s },
                0.0,
                worth,
            ));
        }
        if let Some((patience, most)) = may_abandon(question, set, interval) {
            let worth: Worth = Box::new(move |wait, stays| most - f64::from(u8::from(stays < wait)));
            searches.push(search(patience, 0.0, worth));
        }
    }
    searches
}

/// Whether a queue and its groups are a center of their own in which service is first come, first served,
/// without idling, and the number present grows with what was there before.
fn runs_by_itself(center: &Center, queue: QueueId, groups: &[GroupId], interval: usize) -> bool {
    let of = &center.queues[queue];
    let factor = |group: GroupId| center.groups[group].handle_factor[queue];
    let own = groups.iter().all(|&group| {
        center.groups[group].has_skill(queue)
            && routed(center, group, queue)
            && (0..center.queues.len()).all(|other| other == queue || !serves(center, group, other))
            && factor(group) == factor(groups[0])
    });
    let (Some(mean_s), Some(&first)) = (exponential_mean_s(of.handle.at(interval)), groups.first()) else {
        return false;
    };
    // The laws of other intervals are in play at the edges.
    let constant =
        of.handle.values().len() == 1 && of.patience.values().len() == 1 && of.balk.values().len() == 1;
    let patient = match of.patience.at(interval) {
        Distribution::Forever => true,
        Distribution::Exponential { mean } => *mean >= mean_s * factor(first),
        _ => false,
    };
    own && constant && patient && center.routing.contact != ContactChoice::Random
}

/// What a contact is worth for a goal, where waits and patience are the center's own; nothing for goals whose
/// worth does not fall with the wait.
fn worth_alone(center: &Center, goal: &Goal, queue: QueueId, interval: usize) -> Option<Worth> {
    let short_s = center.queues[queue].short.seconds();
    let share = |is: bool| f64::from(u8::from(is));
    let quantile = matches!(goal.figure, Figure::Contacts(Limited::WaitQuantile(_)));
    Some(match Limit::of(center, goal, queue)? {
        Limit::Abandoned(most) => Box::new(move |wait, stays| most - share(stays < wait)),
        Limit::PWait(most) => Box::new(move |wait, _| most - share(wait > 0.0)),
        Limit::Service {
            share: asked,
            within_s,
        } => {
            let met = move |wait: f64, stays: f64| share(wait <= within_s && wait <= stays);
            let is_short = move |wait: f64, stays: f64| share(stays <= short_s && stays < wait);
            match center.service_level {
                _ if loses_nobody(center, queue, interval) => {
                    Box::new(move |wait, stays| met(wait, stays) - asked)
                }
                _ if quantile || short_s > within_s => return None,
                ServiceLevelDefinition::OfAnswered => return None,
                ServiceLevelDefinition::OfOffered => Box::new(move |wait, stays| met(wait, stays) - asked),
                ServiceLevelDefinition::ShortAbandonsMet => {
                    Box::new(move |wait, stays| met(wait, stays) + is_short(wait, stays) - asked)
                }
                ServiceLevelDefinition::ShortAbandonsExcluded => {
                    Box::new(move |wait, stays| met(wait, stays) - asked * (1.0 - is_short(wait, stays)))
                }
            }
        }
    })
}

/// The share of a set that may abandon, and its patience, where handle times and patience are exponential and
/// common to the set and nobody balks.
fn may_abandon(question: &Question, set: &[QueueId], interval: usize) -> Option<(Distribution, f64)> {
    let center = &question.center;
    let of = |queue: QueueId| &center.queues[queue];
    let patience = of(set[0]).patience.at(interval);
    let alike = set.iter().all(|&queue| {
        of(queue).patience.at(interval) == patience
            && *of(queue).balk.at(interval) == 0.0
            && exponential_mean_s(of(queue).handle.at(interval)).is_some()
    });
    if !alike || !matches!(patience, Distribution::Exponential { .. }) {
        return None;
    }
    let most_of = |whom: Whom, queue: QueueId| {
        goals_in(question, interval)
            .filter(|goal| goal.of == whom)
            .filter_map(|goal| match Limit::of(center, goal, queue) {
                Some(Limit::Abandoned(most)) => Some(most),
                _ => None,
            })
            .min_by(f64::total_cmp)
    };
    let volume: f64 = set.iter().map(|&queue| of(queue).volume[interval]).sum();
    let own: f64 = set
        .iter()
        .map(|&queue| of(queue).volume[interval] * most_of(Whom::Queue(queue), queue).unwrap_or(1.0))
        .sum();
    let whole = set.len() == center.queues.len();
    let common = most_of(Whom::Center, set[0]).filter(|_| whole).unwrap_or(1.0);
    let most = (own / volume).min(common);
    (most < 1.0).then(|| (patience.clone(), most))
}

/// Needs in equilibrium: by M/M/n+G where handle times are exponential, else by work alone.
fn in_equilibrium(question: &Question) -> Vec<Need> {
    let center = &question.center;
    let interval_s = center.calendar.interval.seconds();
    let mut needs = Vec::new();
    for set in sets(question) {
        let groups = groups_of(center, &set);
        let load = |share: &dyn Fn(QueueId) -> f64| -> f64 {
            set.iter()
                .map(|&queue| share(queue) * center.offered_load(queue, 0) * fastest(center, &groups, queue))
                .sum()
        };
        // Callers who never leave must all be served, and there must be time to spare.
        let forever = load(&|queue| f64::from(u8::from(loses_nobody(center, queue, 0))));
        let mut agents = if forever > 0.0 {
            (forever * (1.0 - 1e-12)).floor() as u32 + 1
        } else {
            0
        };
        let volume: f64 = set.iter().map(|&queue| center.queues[queue].volume[0]).sum();
        if let Some((handle, factor)) = shortest_handle(center, &set, &groups, 0) {
            let handle_s = handle.mean_s() * factor;
            for Within { asked, within_s } in asked_of(question, &set, 0) {
                let dropped = Distribution::Deterministic { value: within_s };
                let demand = Demand::new(volume / interval_s, handle_s, &dropped);
                let work = (asked * demand.load() * (1.0 - 1e-12)).ceil() as u32;
                let exponential = exponential_mean_s(&handle).is_some();
                agents = agents.max(work);
                while exponential
                    && agents < MAX_AGENTS as u32
                    && demand.with_agents(agents).answered() < asked * (1.0 - 1e-12)
                {
                    agents += 1;
                }
            }
            if let Some((patience, most)) = may_abandon(question, &set, 0) {
                let demand = Demand::new(volume / interval_s, handle_s, &patience);
                while agents < MAX_AGENTS as u32
                    && demand.with_agents(agents).abandoned() > most * (1.0 + 1e-12)
                {
                    agents += 1;
                }
            }
        }
        needs.extend((0..center.calendar.intervals).map(|interval| Need {
            groups: groups.clone(),
            interval,
            agents,
        }));
    }
    needs
}

/// The least agents of one queue and one group in equilibrium: every smaller number is tried that pooling leaves.
fn by_exact_theory(question: &Question) -> Option<Vec<Need>> {
    let center = &question.center;
    let ([queue], [group]) = (&center.queues[..], &center.groups[..]) else {
        return None;
    };
    let handle_s = exponential_mean_s(queue.handle.at(0))? * group.handle_factor[0];
    let fair = center.routing.contact != ContactChoice::Random && *queue.balk.at(0) == 0.0;
    let goals: Vec<&Goal> = goals_in(question, 0).collect();
    let target = formulas::target(center, 0, &goals, 0).filter(|_| fair && serves(center, 0, 0))?;
    let rate_per_s = queue.volume[0] / center.calendar.interval.seconds();
    let demand = Demand::new(rate_per_s, handle_s, queue.patience.at(0));
    let least = in_equilibrium(question)
        .iter()
        .map(|need| need.agents)
        .max()
        .unwrap_or(0);
    let agents = (least..=MAX_AGENTS as u32).find(|&agents| {
        let state = demand.with_agents(agents);
        state.is_stable() && meets(&state, &target, center.service_level, queue.short.seconds())
    })?;
    let need = |interval| Need {
        groups: vec![0],
        interval,
        agents,
    };
    Some((0..center.calendar.intervals).map(need).collect())
}

#[cfg(test)]
mod tests;
