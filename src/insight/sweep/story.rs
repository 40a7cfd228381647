//! The one figure by which a sweep's story is told: that of the queue whose target binds, else the center's
//! service level.

use super::{Sweep, Variant};
use crate::estimate::{Bound, Limited};
use crate::estimate::{Estimate, Measure, limits};
use crate::insight::shortfall::{unmet, wants_more};
use crate::insight::wording::title;
use crate::model::{QueueId, Target};

/// A figure of a queue or the center.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Story {
    /// The queue; nothing for all queues together.
    pub queue: Option<QueueId>,
    /// What is measured.
    pub measure: Measure,
    /// What is asked of it, where that is the same in every variant.
    pub limit: Option<f64>,
}

impl Story {
    /// The figure that binds: of the queues with a target the one that misses it in most variants (the one
    /// nearest to its limit where none misses), and of its limits the one missed most often.
    pub fn of(sweep: &Sweep<'_>) -> Story {
        let queues = 0..sweep.center.queues.len();
        let binding = queues
            .filter(|&queue| {
                sweep
                    .variants
                    .iter()
                    .any(|variant| target(variant, queue).is_some())
            })
            .map(|queue| (queue, pressure(sweep, queue)))
            .reduce(|most, other| {
                let order = most.1.0.cmp(&other.1.0).then(most.1.1.total_cmp(&other.1.1));
                if order.is_lt() { other } else { most }
            });
        match binding {
            None => Story {
                queue: None,
                measure: Measure::ServiceLevel,
                limit: None,
            },
            Some((queue, _)) => Story::of_queue(sweep, queue),
        }
    }

    /// A queue's limit missed in most variants; its first where none is missed.
    fn of_queue(sweep: &Sweep<'_>, queue: QueueId) -> Story {
        let mut times: Vec<(Measure, usize)> = Vec::new();
        let missed = sweep.variants.iter().flat_map(|variant| {
            target(variant, queue).map_or_else(Vec::new, |target| unmet(target, &variant.point.queues[queue]))
        });
        for shortfall in missed {
            match times
                .iter_mut()
                .find(|(measure, _)| *measure == shortfall.measure)
            {
                Some((_, times)) => *times += 1,
                None => times.push((shortfall.measure, 1)),
            }
        }
        let most = times.iter().map(|(_, times)| *times).max();
        let measure = times
            .iter()
            .find(|(_, times)| Some(*times) == most)
            .map(|(measure, _)| *measure)
            .or_else(|| {
                let target = sweep.variants.iter().find_map(|variant| target(variant, queue))?;
                limits(target).first().and_then(|limit| match limit.on {
                    Limited::Measure(measure) => Some(measure),
                    Limited::WaitQuantile(share) => {
                        let above = |(_, quantile): &&(Measure, f64)| *quantile >= share - 1e-9;
                        Measure::QUANTILES.iter().find(above).map(|(measure, _)| *measure)
                    }
                })
            })
            .unwrap_or(Measure::ServiceLevel);
        Story::about(sweep, Some(queue), measure)
    }

    /// A measure of a queue or the center, with the limit that every variant sets on it.
    pub fn about(sweep: &Sweep<'_>, queue: Option<QueueId>, measure: Measure) -> Story {
        let limit_of = |variant: &Variant| asked(target(variant, queue?)?, measure);
        let mut asked = sweep.variants.iter().map(limit_of);
        let first = asked.next().flatten();
        Story {
            queue,
            measure,
            limit: first.filter(|_| asked.all(|limit| limit == first)),
        }
    }

    /// Its estimate in a variant.
    pub fn estimate(&self, variant: &Variant) -> Option<Estimate> {
        let day = match self.queue {
            None => &variant.point.center,
            Some(queue) => variant.point.queues.get(queue)?,
        };
        day.get(self.measure).filter(|estimate| estimate.mean.is_finite())
    }

    /// Whether more of it is better.
    pub fn wants_more(&self) -> bool {
        wants_more(self.measure)
    }

    /// Whose it is: "Service", or "All queues".
    pub fn whose(&self, sweep: &Sweep<'_>) -> String {
        match self.queue {
            Some(queue) => title(&sweep.center.queues[queue].name),
            None if sweep.center.queues.len() == 1 => title(&sweep.center.queues[0].name),
            None => "All queues".into(),
        }
    }
}

fn target(variant: &Variant, queue: QueueId) -> Option<&Target> {
    variant.targets.get(queue)?.as_ref()
}

/// How often a queue misses its target, and how far its service level is from it at worst.
fn pressure(sweep: &Sweep<'_>, queue: QueueId) -> (usize, f64) {
    let mut misses = 0;
    let mut nearest = f64::NEG_INFINITY;
    for variant in &sweep.variants {
        let (Some(target), Some(day)) = (target(variant, queue), variant.point.queues.get(queue)) else {
            continue;
        };
        misses += usize::from(!unmet(target, day).is_empty());
        for limit in limits(target) {
            let Limited::Measure(measure) = limit.on else {
                continue;
            };
            let Some(figure) = day.mean(measure) else { continue };
            nearest = nearest.max(match limit.bound {
                Bound::AtLeast(least) => (least - figure) / least.max(1e-9),
                Bound::AtMost(most) => (figure - most) / most.max(1e-9),
            });
        }
    }
    (misses, nearest)
}

/// What a target asks of a measure.
fn asked(target: &Target, measure: Measure) -> Option<f64> {
    match measure {
        Measure::ServiceLevel => target.service.map(|service| service.answered),
        Measure::AbandonmentRate => target.abandoned,
        Measure::Asa => target.asa_s,
        Measure::PWait => target.p_wait,
        Measure::ReplyWait => target.reply_s,
        Measure::QueueMean => target.queue_mean,
        Measure::TargetMet => target.on_days,
        _ => {
            let (_, share) = Measure::QUANTILES
                .iter()
                .find(|(quantile, _)| *quantile == measure)?;
            let limit = target
                .waits
                .iter()
                .find(|wait| (wait.share - share).abs() < 1e-9)?;
            Some(limit.at_most_s)
        }
    }
}
