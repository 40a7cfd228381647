//! What is asked of a set of queues in an interval, as far as a relaxation can use it.

use super::queues::exponential_mean_s;
use super::relaxed::Worth;
use crate::estimate::{Bound, Limited};
use crate::model::{AtClose, Center, Distribution, Measure, Mode, QueueId, ServiceLevelDefinition};
use crate::planner::answer::{Figure, Goal, When, Whom};
use crate::planner::question::Question;

/// Quantiles of waits are known to this share.
const QUANTILE_GRAIN: f64 = 1.01;

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
pub(super) fn loses_nobody(center: &Center, queue: QueueId, interval: usize) -> bool {
    let queue = &center.queues[queue];
    center.at_close == AtClose::Serve
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

/// The share of a queue's arrivals that a goal asks to be answered, and within which time (seconds).
pub(super) fn answered_at_least(
    center: &Center,
    goal: &Goal,
    queue: QueueId,
    interval: usize,
) -> Option<(f64, f64)> {
    let of_answered = matches!(goal.figure, Figure::Contacts(Limited::WaitQuantile(_)));
    match Limit::of(center, goal, queue)? {
        Limit::Service { share, within_s } => {
            must_be_answered(center, queue, interval, share, of_answered).map(|asked| (asked, within_s))
        }
        Limit::PWait(most) => Some((1.0 - most, 0.0)),
        Limit::Abandoned(_) => None,
    }
}

/// The share of those offered that may abandon by a goal.
pub(super) fn abandoned_at_most(center: &Center, goal: &Goal, queue: QueueId) -> Option<f64> {
    match Limit::of(center, goal, queue)? {
        Limit::Abandoned(most) => Some(most),
        Limit::Service { .. } | Limit::PWait(_) => None,
    }
}

/// What is asked of a set of queues in one interval: so much of all arrivals, within this time.
#[derive(PartialEq)]
pub(super) struct Within {
    pub asked: f64,
    pub within_s: f64,
}

/// The goals that hold in an interval by its own contacts.
pub(super) fn goals_in(question: &Question, interval: usize) -> impl Iterator<Item = &Goal> {
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
pub(super) fn asked_of(question: &Question, set: &[QueueId], interval: usize) -> Vec<Within> {
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
    let share = |goal: &Goal, queue: QueueId| answered_at_least(center, goal, queue, interval);
    let pooled = |shares: &[(f64, f64)]| {
        let parts = set.iter().zip(shares);
        let sum: f64 = parts.map(|(&queue, (asked, _))| volume(queue) * asked).sum();
        Within {
            asked: sum / all,
            within_s: shares.iter().map(|share| share.1).fold(0.0, f64::max),
        }
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
        asked.push(pooled(&shares));
    }
    if whole {
        for goal in of_center() {
            let shares: Option<Vec<(f64, f64)>> = set.iter().map(|&queue| share(goal, queue)).collect();
            if let Some(shares) = shares {
                asked.push(pooled(&shares));
            }
        }
    }
    asked.retain(|within| within.asked > 0.0);
    asked.dedup();
    asked
}

/// What a contact is worth for a goal, where waits and patience are the center's own; nothing for goals whose
/// worth does not fall with the wait.
pub(super) fn worth_alone(center: &Center, goal: &Goal, queue: QueueId, interval: usize) -> Option<Worth> {
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
pub(super) fn may_abandon(
    question: &Question,
    set: &[QueueId],
    interval: usize,
) -> Option<(Distribution, f64)> {
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
