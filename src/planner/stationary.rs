//! What exact theory says of a queue by itself: how many agents its goals take in equilibrium.
//!
//! In: a queue, its load and its goals. Out: the least agents by M/M/n+G (Erlang C where nobody hangs up, Erlang A
//! where patience is exponential). Where demand never changes and handle times are exponential, that is the
//! answer; elsewhere it is where a search begins.

use super::answer::{Figure, Goal, When, Whom};
use super::question::Question;
use crate::estimate::{Bound, Limited};
use crate::model::{Center, Distribution, Measure, PerInterval, QueueId, ServiceTarget, Target, WaitLimit};
use crate::theory::{self, Demand, meets};

/// The most agents that theory is asked for.
const MOST: u32 = 100_000;
/// How many mean handle times a day must have for its empty start to be of no account.
const LONG: f64 = 24.0;
/// What only chance can break is asked for to within this.
pub(super) const NEARLY: f64 = 1e-6;

/// The least agents, up to `most`, with which a queue meets a target in equilibrium.
pub(super) fn least_agents(
    center: &Center,
    queue: QueueId,
    demand: &Demand,
    target: &Target,
    most: u32,
) -> Option<u32> {
    let short_s = center.queues[queue].short.seconds();
    theory::least_agents(demand, most, |state| {
        state.is_stable() && meets(state, target, center.service_level, short_s)
    })
}

/// More agents than a load of so many erlangs ever needs.
fn most(load: f64) -> u32 {
    MOST.min((4.0 * load + 100.0) as u32)
}

/// What goals ask of an interval: the strictest where two are on the same figure, the day's where there is
/// nothing on the interval; nothing where nothing is asked of it.
pub(super) fn target(center: &Center, queue: QueueId, goals: &[&Goal], interval: usize) -> Option<Target> {
    let mut asked = Target::default();
    let mut some = false;
    for goal in goals {
        let concerns = match &goal.when {
            When::Intervals(intervals) => intervals.contains(&interval),
            When::Day => true,
        };
        let Figure::Contacts(limited) = goal.figure else {
            continue;
        };
        if !concerns {
            continue;
        }
        some = true;
        let at_most = |limit: &mut Option<f64>, most: f64| {
            let most = most.max(NEARLY);
            *limit = Some(limit.map_or(most, |limit| limit.min(most)));
        };
        match (limited, goal.bound) {
            (Limited::Measure(Measure::ServiceLevel), Bound::AtLeast(least)) => {
                let least = least.min(1.0 - NEARLY);
                asked.service = Some(ServiceTarget {
                    answered: asked.service.map_or(least, |service| service.answered.max(least)),
                    within: center.queues[queue].within,
                });
            }
            (Limited::Measure(Measure::AbandonmentRate), Bound::AtMost(most)) => {
                at_most(&mut asked.abandoned, most);
            }
            (Limited::Measure(Measure::Asa), Bound::AtMost(most)) => at_most(&mut asked.asa_s, most),
            (Limited::Measure(Measure::PWait), Bound::AtMost(most)) => at_most(&mut asked.p_wait, most),
            (Limited::Measure(Measure::QueueMean), Bound::AtMost(most)) => {
                at_most(&mut asked.queue_mean, most);
            }
            (Limited::WaitQuantile(share), Bound::AtMost(at_most_s)) => {
                asked.waits.push(WaitLimit {
                    share: share.min(1.0 - NEARLY),
                    at_most_s,
                });
            }
            _ => {}
        }
    }
    some.then_some(asked)
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
    let Some(target) = target(&question.center, queue, &goals, interval) else {
        return load.ceil() as u32;
    };
    let demand = Demand::new(load / handle_s, handle_s, facts.patience.at(interval));
    let most = most(load);
    least_agents(&question.center, queue, &demand, &target, most).unwrap_or(most)
}

/// The least staff by exact theory where the question is stationary: one queue, one group, demand that never
/// changes, exponential handle times, no rules beyond patience, and a day long enough to forget its empty start.
/// Nothing elsewhere.
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
        && center.busyness.is_none()
        && center.is_plain();
    if !applies {
        return None;
    }
    let rate = first / center.calendar.interval.seconds();
    let demand = Demand::new(rate, handle_s, queue.patience.at(0));
    let goals: Vec<&Goal> = question.goals.iter().collect();
    let target = target(center, 0, &goals, 0).unwrap_or_default();
    least_agents(center, 0, &demand, &target, most(demand.load()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    fn steady(target: &str, more: &str) -> Question {
        from_text(
            &format!(
                r#"
[center]
opens = "00:00"
length = "1h"
interval = "1h"
[queues.calls]
volume = 3204
handle = {{ exponential = {{ mean = "5m" }} }}
patience = {{ exponential = {{ mean = "3m" }} }}
target = {target}
[groups.agents]
skills = ["calls"]
staff = 1
{more}
[experiment]
mode = "steady"
"#
            ),
            Basis::default(),
        )
    }

    /// Reference: 267 erlangs with patience of three minutes take 258 agents for 80 % within 20 s.
    #[test]
    fn the_least_is_that_of_theory() {
        let target = r#"{ answered = "80%", within = "20s" }"#;
        let question = steady(target, "");
        assert_eq!(least(&question), Some(258));
        assert_eq!(need(&question, 0, 0, 267.0), 258);
        assert_eq!(need(&question, 0, 0, 0.0), 0);
        // Limits of staff are for the search.
        assert_eq!(least(&steady(target, "plan = { max = 300 }")), None);
        // Nor does theory know of lines.
        let lines = steady(target, "[lines.all]\ntrunks = 400");
        assert_eq!(least(&lines), None);
    }

    /// One agent fewer breaks one of the goals, and with so many all hold.
    #[test]
    fn the_strictest_of_several_goals_decides() {
        let question = steady(
            r#"{ answered = "80%", within = "20s", asa = "4s", abandoned = "3%" }"#,
            "",
        );
        let agents = least(&question).expect("an answer");
        let patience = Distribution::Exponential { mean: 180.0 };
        let demand = Demand::new(3204.0 / 3600.0, 300.0, &patience);
        let all = |agents| {
            let state = demand.with_agents(agents);
            state.answered_within(20.0) >= 0.8
                && state.asa_s().is_some_and(|asa| asa <= 4.0)
                && state.abandoned() <= 0.03
        };
        assert!(agents > 258 && all(agents) && !all(agents - 1), "{agents}");
    }
}
