//! What exact theory says of a queue by itself: whether a goal holds in equilibrium, how many agents it takes.
//!
//! In: a queue, its load and its goals. Out: the least agents by M/M/n+G (Erlang C where nobody hangs up, Erlang A
//! where patience is exponential). Where demand never changes and handle times are exponential, that is the
//! answer; elsewhere it is where a search begins.

use super::answer::{Figure, Goal, When, Whom};
use super::question::Question;
use crate::estimate::Limited;
use crate::model::{Distribution, Measure, PerInterval, QueueId};
use crate::theory::{Demand, SteadyState, least_agents};

/// The most agents that theory is asked for.
const MOST: u32 = 100_000;
/// How many mean handle times a day must have for its empty start to be of no account.
const LONG: f64 = 24.0;

/// Whether a goal about a queue holds in equilibrium; goals about anything else do.
pub(super) fn holds(question: &Question, goal: &Goal, queue: QueueId, state: &SteadyState<'_>) -> bool {
    if goal.of != Whom::Queue(queue) && goal.of != Whom::Center {
        return true;
    }
    let Figure::Contacts(limited) = goal.figure else {
        return true;
    };
    let facts = &question.center.queues[queue];
    let figure = match limited {
        Limited::WaitQuantile(share) => state.wait_quantile_answered_s(share),
        Limited::Measure(Measure::AbandonmentRate) => Some(state.abandoned()),
        Limited::Measure(Measure::Asa) => state.asa_s(),
        Limited::Measure(Measure::PWait) => Some(state.p_wait()),
        Limited::Measure(Measure::QueueMean) => Some(state.queue_mean()),
        Limited::Measure(_) => Some(state.service_level(
            question.center.service_level,
            facts.within.seconds(),
            facts.short.seconds(),
        )),
    };
    goal.bound.holds(figure)
}

/// The goals that are asked of a queue in an interval; those over the day count in every interval.
fn asked(question: &Question, queue: QueueId, interval: usize) -> Vec<&Goal> {
    let goals = question.goals.iter().filter(|goal| {
        let when = match &goal.when {
            When::Day => true,
            When::Intervals(intervals) => intervals.contains(&interval),
        };
        when && (goal.of == Whom::Queue(queue) || goal.of == Whom::Center)
    });
    goals.collect()
}

/// The least agents that a queue needs in an interval when it carries `load` erlangs and has them to itself.
pub(super) fn need(question: &Question, queue: QueueId, interval: usize, load: f64) -> u32 {
    let facts = &question.center.queues[queue];
    let handle_s = facts.handle.at(interval).mean_s();
    let goals = asked(question, queue, interval);
    if load <= 0.0 || handle_s <= 0.0 {
        return 0;
    }
    if goals.is_empty() {
        return load.ceil() as u32;
    }
    let demand = Demand::new(load / handle_s, handle_s, facts.patience.at(interval));
    let most = MOST.min((4.0 * load + 100.0) as u32);
    let found = least_agents(&demand, most, |state| {
        state.is_stable() && goals.iter().all(|goal| holds(question, goal, queue, state))
    });
    found.unwrap_or(most)
}

/// The least staff by exact theory where the question is stationary: one queue, one group, demand that never
/// changes, exponential handle times, and a day long enough to forget its empty start. Nothing elsewhere.
pub(super) fn least(question: &Question) -> Option<u32> {
    let center = &question.center;
    let ([queue], [group]) = (&center.queues[..], &center.groups[..]) else {
        return None;
    };
    let first = *queue.volume.first()?;
    let (PerInterval::Same(handle), PerInterval::Same(_)) = (&queue.handle, &queue.patience) else {
        return None;
    };
    let exponential = matches!(handle.talk, Distribution::Exponential { .. });
    let never_balks = queue.balk.values().iter().all(|&share| share == 0.0);
    let alike = queue.volume.iter().all(|&volume| volume == first);
    let factor = group.handle_factor[0];
    let handle_s = handle.mean_s() * factor;
    let long = question.is_steady() || center.calendar.horizon().seconds() >= LONG * handle_s;
    let on_average = question
        .goals
        .iter()
        .all(|goal| goal.on_days.is_none() && matches!(goal.of, Whom::Queue(_) | Whom::Center));
    let unlimited = question
        .cells
        .iter()
        .all(|cell| cell.min == 0 && cell.max.is_none());
    let applies = exponential
        && handle.wrap_up.is_none()
        && never_balks
        && alike
        && long
        && on_average
        && unlimited
        && first > 0.0
        && center.busyness.is_none();
    if !applies {
        return None;
    }
    let rate = first / center.calendar.interval.seconds();
    let demand = Demand::new(rate, handle_s, queue.patience.at(0));
    let most = MOST.min((4.0 * demand.load() + 100.0) as u32);
    least_agents(&demand, most, |state| {
        state.is_stable() && question.goals.iter().all(|goal| holds(question, goal, 0, state))
    })
}
