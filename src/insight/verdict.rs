//! What a queue's results amount to against its target: which intervals count, which miss what.
//!
//! In: a center and its results. Out: a [`Verdict`] for each queue that has a target.

use super::shortfall::{Shortfall, unmet, wants_more};
use crate::estimate::{Measure, Measures, Panel, Results};
use crate::model::{Center, QueueId, Target};

/// A queue against its target.
pub(super) struct Verdict<'a> {
    pub(super) queue: QueueId,
    pub(super) target: &'a Target,
    pub(super) panel: &'a Panel<Measures>,
    /// Intervals in which something was offered; in equilibrium the whole counts as one.
    pub(super) judged: Vec<usize>,
    /// Of these, the ones that miss a limit; none if the target is not per interval.
    pub(super) missed: Vec<(usize, Vec<Shortfall>)>,
    /// The limits that the whole horizon misses; none if the target is not per day.
    pub(super) day: Vec<Shortfall>,
}

/// The verdicts, in the order of the queues.
pub(super) fn verdicts<'a>(center: &'a Center, results: &'a Results) -> Vec<Verdict<'a>> {
    let queues = center.queues.iter().zip(&results.queues).enumerate();
    queues
        .filter_map(|(queue, (facts, panel))| {
            let target = facts
                .target
                .as_ref()
                .filter(|target| target.per_interval || target.per_day)?;
            let offered = |measures: &Measures| {
                measures
                    .mean(Measure::Offered)
                    .is_some_and(|offered| offered > 0.0)
            };
            if results.steady.is_some() {
                let missed = vec![(0, unmet(target, &panel.day))];
                return Some(Verdict {
                    queue,
                    target,
                    panel,
                    judged: if offered(&panel.day) { vec![0] } else { Vec::new() },
                    missed: missed
                        .into_iter()
                        .filter(|(_, missed)| !missed.is_empty())
                        .collect(),
                    day: Vec::new(),
                });
            }
            let judged: Vec<usize> = (0..panel.intervals.len())
                .filter(|&interval| offered(&panel.intervals[interval]))
                .collect();
            let missed = judged
                .iter()
                .filter(|_| target.per_interval)
                .map(|&interval| (interval, unmet(target, &panel.intervals[interval])))
                .filter(|(_, shortfalls)| !shortfalls.is_empty())
                .collect();
            let day = if target.per_day {
                unmet(target, &panel.day)
            } else {
                Vec::new()
            };
            Some(Verdict {
                queue,
                target,
                panel,
                judged,
                missed,
                day,
            })
        })
        .collect()
}

impl Verdict<'_> {
    /// Whether nothing is missed.
    pub(super) fn is_met(&self) -> bool {
        self.missed.is_empty() && self.day.is_empty()
    }

    /// The limit by which to tell the story: the one missed in most intervals, the earlier in the target's
    /// order among equals; where none is missed, the service level or the first limit there is.
    pub(super) fn story(&self) -> Option<(Measure, f64)> {
        let mut limits: Vec<(Measure, f64, usize)> = Vec::new();
        for shortfall in self.missed.iter().flat_map(|(_, shortfalls)| shortfalls) {
            match limits
                .iter_mut()
                .find(|(measure, ..)| *measure == shortfall.measure)
            {
                Some((_, _, times)) => *times += 1,
                None => limits.push((shortfall.measure, shortfall.limit, 1)),
            }
        }
        let most = limits.iter().map(|(.., times)| *times).max();
        limits
            .iter()
            .find(|(.., times)| Some(*times) == most)
            .map(|&(measure, limit, _)| (measure, limit))
            .or_else(|| self.first_limit())
    }

    /// The first limit of the target.
    fn first_limit(&self) -> Option<(Measure, f64)> {
        let target = self.target;
        (target
            .service
            .map(|service| (Measure::ServiceLevel, service.answered)))
        .or(target.abandoned.map(|limit| (Measure::AbandonmentRate, limit)))
        .or(target.asa_s.map(|limit| (Measure::Asa, limit)))
        .or(target.reply_s.map(|limit| (Measure::ReplyWait, limit)))
        .or_else(|| {
            target.waits.iter().find_map(|wait| {
                let measured = Measure::QUANTILES
                    .iter()
                    .find(|(_, share)| (share - wait.share).abs() < 1e-9)?;
                Some((measured.0, wait.at_most_s))
            })
        })
        .or(target.p_wait.map(|limit| (Measure::PWait, limit)))
        .or(target.queue_mean.map(|limit| (Measure::QueueMean, limit)))
    }

    /// A measure's least and most over some intervals, with the interval in which it is worst; nothing if
    /// it exists in none of them.
    pub(super) fn ends(&self, measure: Measure, intervals: impl Iterator<Item = usize>) -> Option<Ends> {
        let mut ends: Option<Ends> = None;
        for interval in intervals {
            let Some(value) = self.panel.intervals[interval].mean(measure) else {
                continue;
            };
            let so_far = ends.get_or_insert(Ends {
                low: value,
                high: value,
                worst: interval,
            });
            let worse = if wants_more(measure) {
                value < so_far.low
            } else {
                value > so_far.high
            };
            if worse {
                so_far.worst = interval;
            }
            so_far.low = so_far.low.min(value);
            so_far.high = so_far.high.max(value);
        }
        ends
    }
}

/// The least and the most of a measure over some intervals.
pub(super) struct Ends {
    pub(super) low: f64,
    pub(super) high: f64,
    /// The interval in which it is worst, the first among equals.
    pub(super) worst: usize,
}
