//! Targets: of queues, and of all queues together.

use super::{Assumed, Setting};
use crate::model::{Channel, Queue, ServiceTarget, Target, Ticks, WaitLimit};
use crate::scenario::file::{Typed, TypedQueue, TypedTarget};
use crate::scenario::leaf::show_duration;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;

/// The T of the service level where no target says another, in seconds.
const USUAL_T_S: f64 = usual_t_s(Channel::Voice);

/// The T that is usual for a channel, in seconds.
const fn usual_t_s(channel: Channel) -> f64 {
    match channel {
        Channel::Voice => 20.0,
        Channel::Chat => 60.0,
        Channel::Messaging => 900.0,
        Channel::Email | Channel::Social => 14_400.0,
        Channel::Outbound => 2.0,
    }
}

/// Of what each replication has one figure, where a target does not say.
fn usual_per(channel: Channel) -> usize {
    usize::from(channel.comes_when_closed())
}

/// The target of a queue, and its T in seconds: its own, the center's, or the usual one.
pub(super) fn of_queue(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    channel: Channel,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> (Option<Target>, f64) {
    let owner = format!("queues.{}", typed.name.0);
    let own = typed.target.as_ref().and_then(|target| target.within.as_ref());
    let within = match (own, setting.within) {
        (Some((within, _)), _) => *within,
        (None, Some(within)) => within,
        (None, None) => usual_t(&owner, channel, assumed),
    };
    let target = typed.target.as_ref();
    if let Some((_, place)) = target.and_then(|target| target.reply.as_ref())
        && !has_replies(typed)
    {
        let complaint = Complaint::new(
            "nobody waits for a reply here",
            "replies are waited for in a chat with a `conversation` and in a `thread` of messages",
            "add conversation = { reply = \"40s\" } or thread = { turns = 4, … }, or remove it",
        );
        reading.error(place, complaint);
    }
    let target =
        target.and_then(|target| resolve(reading, &owner, target, (within, channel), setting, assumed));
    (target, within)
}

/// Whether replies are waited for in a queue.
fn has_replies(typed: &TypedQueue) -> bool {
    typed.present.has("conversation") || typed.present.has("thread")
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
    if let Some((_, place)) = &target.reply
        && !typed.queues.iter().any(has_replies)
    {
        let complaint = Complaint::new(
            "nobody waits for a reply here",
            "no queue has a `conversation` or a `thread`",
            "remove it",
        );
        reading.error(place, complaint);
    }
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
    resolve(
        reading,
        "center",
        target,
        (within, Channel::Voice),
        setting,
        assumed,
    )
}

fn usual_t(owner: &str, channel: Channel, assumed: &mut Assumed) -> f64 {
    let usual = usual_t_s(channel);
    let value = show_duration(usual);
    assumed.add(
        format!("{owner}.target.within"),
        value,
        "the T of the service level",
    );
    usual
}

fn resolve(
    reading: &mut Reading<'_>,
    owner: &str,
    target: &TypedTarget,
    (within, channel): (f64, Channel),
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
        || target.reply.is_some()
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
        } else if usual_per(channel) == 1 {
            ("day", "the days as a whole must meet the target")
        } else {
            ("interval", "each interval must meet the target")
        };
        assumed.add(format!("{owner}.target.per"), per, meaning);
    }
    let per = |index: usize| {
        let typed = target.per.as_ref();
        match setting.steady {
            true => index == 1,
            false => typed.map_or(index == usual_per(channel), |(per, _)| per.contains(&index)),
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
        reply_s: value(&target.reply),
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
