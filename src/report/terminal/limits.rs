//! What a queue's target asks for, in words, and which of its figures miss it.

use crate::estimate::{Measure, Measures};
use crate::insight;
use crate::model::{Center, ServiceTarget, Target};
use crate::report::number;

/// Which of the figures in a table miss their limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Misses {
    /// The service level is below its target.
    pub service: bool,
    /// More abandon than allowed.
    pub abandoned: bool,
    /// Answered contacts wait longer than allowed on average.
    pub asa: bool,
    /// The target is met on fewer days than asked for.
    pub days: bool,
    /// A limit that has no column of its own: a quantile of waits, replies, P(wait) or the mean queue.
    pub other: bool,
}

impl Misses {
    /// Any of them.
    pub fn any(self) -> bool {
        self.service || self.abandoned || self.asa || self.days || self.other
    }

    /// What is missed in either.
    pub fn or(self, other: Misses) -> Misses {
        Misses {
            service: self.service || other.service,
            abandoned: self.abandoned || other.abandoned,
            asa: self.asa || other.asa,
            days: self.days || other.days,
            other: self.other || other.other,
        }
    }
}

/// The misses of a cell of results.
pub fn misses(target: &Target, measures: &Measures) -> Misses {
    let mut misses = Misses::default();
    for shortfall in insight::unmet(target, measures) {
        match shortfall.measure {
            Measure::ServiceLevel => misses.service = true,
            Measure::AbandonmentRate => misses.abandoned = true,
            Measure::Asa => misses.asa = true,
            Measure::TargetMet => misses.days = true,
            _ => misses.other = true,
        }
    }
    misses
}

/// What all queues together should answer: `80 % in 20 s`, or `80 % in time` where they do not share a T.
pub fn center_target(center: &Center, service: &ServiceTarget) -> String {
    if center.queues.iter().all(|queue| queue.within == service.within) {
        service_target(service)
    } else {
        format!("{} % in time", number::limit_percent(service.answered))
    }
}

/// `80 % in 20 s`; `20 % at once` where T is zero.
pub fn service_target(service: &ServiceTarget) -> String {
    let share = number::limit_percent(service.answered);
    if service.within.0 == 0 {
        format!("{share} % at once")
    } else {
        format!("{share} % in {}", number::duration(service.within.seconds()))
    }
}

/// The limits that have no column, each in words with its figure and whether it is missed.
pub fn others(target: &Target, measures: &Measures) -> Vec<(String, bool)> {
    let mut said = Vec::new();
    for limit in &target.waits {
        let figure = Measure::QUANTILES
            .iter()
            .find(|(_, quantile)| (quantile - limit.share).abs() < 1e-9)
            .and_then(|&(measure, _)| measures.mean(measure));
        said.push((
            format!(
                "{} % of answered contacts wait at most {} (limit {})",
                number::limit_percent(limit.share),
                figure.map_or_else(|| number::NOTHING.into(), |wait| number::wait(wait, 0)),
                number::duration(limit.at_most_s)
            ),
            figure.is_some_and(|wait| wait > limit.at_most_s),
        ));
    }
    if let Some(limit) = target.reply_s {
        let figure = measures.mean(Measure::ReplyWait);
        said.push((
            format!(
                "replies come after {} on average (limit {})",
                figure.map_or_else(|| number::NOTHING.into(), |wait| number::wait(wait, 0)),
                number::duration(limit)
            ),
            figure.is_some_and(|wait| wait > limit),
        ));
    }
    if let Some(limit) = target.p_wait {
        let figure = measures.mean(Measure::PWait);
        said.push((
            format!(
                "{} % have to wait (limit {} %)",
                figure.map_or_else(|| number::NOTHING.into(), |share| number::percent(share, 1)),
                number::limit_percent(limit)
            ),
            figure.is_some_and(|share| share > limit),
        ));
    }
    if let Some(limit) = target.queue_mean {
        let figure = measures.mean(Measure::QueueMean);
        said.push((
            format!(
                "{} wait on average (limit {limit})",
                figure.map_or_else(|| number::NOTHING.into(), |queue| number::grouped(queue, 2)),
            ),
            figure.is_some_and(|queue| queue > limit),
        ));
    }
    said
}
