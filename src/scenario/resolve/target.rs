//! Targets: of queues, and of all queues together.

use super::{Assumed, Setting};
use crate::model::{Queue, ServiceTarget, Target, Ticks, WaitLimit};
use crate::scenario::file::{Typed, TypedQueue, TypedTarget};
use crate::scenario::leaf::show_duration;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;

/// The T of the service level where no target says another.
const USUAL_T_S: f64 = 20.0;

/// The target of a queue, and its T in seconds: its own, the center's, or the usual one.
pub(super) fn of_queue(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> (Option<Target>, f64) {
    let owner = format!("queues.{}", typed.name.0);
    let own = typed.target.as_ref().and_then(|target| target.within.as_ref());
    let within = match (own, setting.within) {
        (Some((within, _)), _) => *within,
        (None, Some(within)) => within,
        (None, None) => usual_t(&owner, assumed),
    };
    let target = typed.target.as_ref();
    let target = target.and_then(|target| resolve(reading, &owner, target, within, setting, assumed));
    (target, within)
}

/// The target of all queues together.
pub(super) fn of_center(
    reading: &mut Reading<'_>,
    typed: &Typed,
    queues: &[Option<Queue>],
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<Target> {
    let target = typed.center.target.as_ref()?;
    let mut own = queues.iter().flatten().map(|queue| queue.within.seconds());
    let within = match &target.within {
        Some((within, place)) => {
            let others: Vec<String> = typed
                .queues
                .iter()
                .filter_map(|queue| {
                    let (own, _) = queue.target.as_ref()?.within.as_ref()?;
                    (own != within).then(|| format!("`{}` ({})", queue.name.0, show_duration(*own)))
                })
                .collect();
            if !others.is_empty() {
                let complaint = Complaint::new(
                    format!("not the T of {}", others.join(", ")),
                    "each contact counts by its own queue's T, so this is only for queues without one",
                    "leave `within` out here, or where it differs",
                );
                reading.warn(place, complaint);
            }
            *within
        }
        // Where queues part, each contact goes by its own queue's, and there is no one T to name.
        None => {
            let first = own.next().unwrap_or(USUAL_T_S);
            if own.all(|other| other == first) {
                first
            } else {
                USUAL_T_S
            }
        }
    };
    resolve(reading, "center", target, within, setting, assumed)
}

fn usual_t(owner: &str, assumed: &mut Assumed) -> f64 {
    let value = show_duration(USUAL_T_S);
    assumed.add(
        format!("{owner}.target.within"),
        value,
        "the T of the service level",
    );
    USUAL_T_S
}

fn resolve(
    reading: &mut Reading<'_>,
    owner: &str,
    target: &TypedTarget,
    within: f64,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<Target> {
    let value = |spot: &Option<(f64, _)>| spot.as_ref().map(|(value, _)| *value);
    for (spot, what) in [(&target.answered, "answered"), (&target.on_days, "on_days")] {
        if let Some((0.0, place)) = spot {
            let complaint = Complaint::new(
                format!("`{what}` of 0 asks for nothing"),
                "a target asks for something",
                "write a share such as \"80%\"",
            );
            reading.warn(place, complaint);
        }
    }
    let has_limits = target.answered.is_some()
        || target.abandoned.is_some()
        || target.asa.is_some()
        || target.p_wait.is_some()
        || target.queue_mean.is_some()
        || !target.waits.is_empty();
    if !has_limits {
        if !target.limited {
            without_limits(reading, target);
        }
        return None;
    }
    if target.per.is_none() {
        let (per, meaning) = if setting.steady {
            ("day", "equilibrium has no intervals")
        } else {
            ("interval", "each interval must meet the target")
        };
        assumed.add(format!("{owner}.target.per"), per, meaning);
    }
    let per = |index: usize| {
        let typed = target.per.as_ref();
        match setting.steady {
            true => index == 1,
            false => typed.map_or(index == 0, |(per, _)| per.contains(&index)),
        }
    };
    let mut waits: Vec<WaitLimit> = target
        .waits
        .iter()
        .map(|(percent, limit)| WaitLimit {
            share: f64::from(*percent) / 100.0,
            at_most_s: *limit,
        })
        .collect();
    waits.sort_by(|one, other| one.share.total_cmp(&other.share));
    Some(Target {
        service: value(&target.answered).map(|answered| ServiceTarget {
            answered,
            within: Ticks::from_seconds(within),
        }),
        abandoned: value(&target.abandoned),
        asa_s: value(&target.asa),
        waits,
        p_wait: value(&target.p_wait),
        queue_mean: value(&target.queue_mean),
        reply_s: None,
        per_interval: per(0),
        per_day: per(1),
        on_days: value(&target.on_days).filter(|_| !setting.steady),
    })
}

/// A target without a limit sets at most the T of the figures.
fn without_limits(reading: &mut Reading<'_>, target: &TypedTarget) {
    let complaint = if target.within.is_some() {
        Complaint::new(
            "this target says within what time, but not how many",
            "without `answered` nothing is asked for; figures use this T",
            "add answered = \"80%\"",
        )
    } else {
        Complaint::new(
            "this target asks for nothing",
            "a target has a limit",
            "write { answered = \"80%\", within = \"20s\" }",
        )
    };
    reading.warn(&target.place, complaint);
}
