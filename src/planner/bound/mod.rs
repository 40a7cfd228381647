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
//! Whatever the intervals, the work of a day must be done by those who are there (module `work`): where agents of
//! many skills share many queues, that says more than what each interval needs by itself, and it knows targets on
//! the day. The greater of the two bounds counts.
//!
//! # What is asked
//!
//! Balking takes contacts from offered ones, at most the share that would balk: answered ≥ α (1 − balk) of those
//! who arrive. Short abandonments are at most the contacts with so short a patience. Targets on a share
//! of days, on mean waits, on queue lengths and on shares of answered contacts are left out (a relaxation) except
//! where they say the same as one of the others; those on the day where intervals are taken by themselves.

mod asked;
mod equilibrium;
mod least_cost;
mod queues;
mod relaxed;
mod simulated;
mod work;

use self::equilibrium::{by_exact_theory, in_equilibrium};
use self::least_cost::least_cost;
use self::simulated::interval_by_interval;
use self::work::least_cost_of_work;
use super::answer::{LowerBound, Price, Proof};
use super::question::Question;
use crate::model::{GroupId, Mode};

/// Agents that a set of groups needs in an interval.
struct Need {
    groups: Vec<GroupId>,
    interval: usize,
    agents: u32,
}

/// The lower bound of the cost of any plan; nothing where no target allows one or no plan meets it, nor where the
/// center has rules that the relaxations do not know.
pub(super) fn lower_bound(question: &Question) -> Option<LowerBound> {
    let center = &question.center;
    if !center.is_plain() {
        return None;
    }
    match question.experiment.mode {
        Mode::Steady(_) if center.busyness.is_some() => None,
        Mode::Steady(_) => match by_exact_theory(question) {
            Some(needs) => of_needs(question, &needs, 1.0, Proof::Theory),
            None => of_needs(question, &in_equilibrium(question), 1.0, Proof::Pooling),
        },
        Mode::Days => {
            let confidence = question.experiment.confidence;
            let by_interval = of_needs(
                question,
                &interval_by_interval(question),
                confidence,
                Proof::Pooling,
            );
            let of_work = least_cost_of_work(question).and_then(|cost| proven(cost, 1.0, Proof::Work));
            let cost = |bound: &LowerBound| bound.cost.0;
            by_interval
                .into_iter()
                .chain(of_work)
                .max_by(|a, b| cost(a).total_cmp(&cost(b)))
        }
    }
}

/// The bound that follows from what groups need in each interval.
fn of_needs(question: &Question, needs: &[Need], confidence: f64, from: Proof) -> Option<LowerBound> {
    if needs.iter().all(|need| need.agents == 0) {
        return None;
    }
    proven(least_cost(question, needs), confidence, from)
}

fn proven(cost: f64, confidence: f64, from: Proof) -> Option<LowerBound> {
    cost.is_finite().then_some(LowerBound {
        cost: Price(cost),
        confidence,
        from,
    })
}

#[cfg(test)]
mod tests;
