//! What callers do beside waiting: segments, balking, hang-ups, messages, trying again, coming back.

use super::percent;
use super::rules::Of;
use crate::model::{Again, Balking, Distribution, Message, Repeat, Retry, Segment};
use crate::scenario::file::{Again as TypedAgain, Spot, TypedSegment};
use crate::scenario::leaf::show_duration;
use crate::scenario::source::Place;

/// A share of callers that is none.
const NOBODY: f64 = 1e-6;
/// The segment of all who are in none that is named.
const OTHERS: &str = "others";
/// Shares that sum to within this of the whole are all of it.
pub(super) const ROUNDING: f64 = 1e-9;

/// Kinds of customer; those who are in none that is named are the last.
pub(super) fn segments(of: &mut Of<'_, '_>) -> Option<Vec<Segment>> {
    let typed = &of.typed.caller.segments;
    let segments: Vec<_> = typed.iter().map(|typed| segment(of, typed)).collect();
    let mut segments = segments.into_iter().collect::<Option<Vec<_>>>()?;
    let Some(first) = typed.first() else {
        return Some(segments);
    };
    let sum: f64 = segments.iter().map(|segment| segment.share).sum();
    if sum > 1.0 + ROUNDING {
        let place = typed
            .iter()
            .rev()
            .find_map(|typed| Some(&typed.share.as_ref()?.1));
        of.error(
            place.unwrap_or(&first.name.1),
            format!("the segments are {} of the queue together", percent(sum)),
            "shares of a whole sum to 1 at most",
            "lower a share",
        );
        return None;
    }
    if sum >= 1.0 - ROUNDING {
        return Some(segments);
    }
    if let Some(named) = typed.iter().find(|typed| typed.name.0 == OTHERS) {
        of.error(
            &named.name.1,
            format!(
                "`{OTHERS}` and the other segments are only {} of the queue",
                percent(sum)
            ),
            "the rest would be a segment `others` of its own",
            "raise its share, or call it something else",
        );
        return None;
    }
    let rest = 1.0 - sum;
    of.assume(
        &format!("segments.{OTHERS}"),
        percent(rest),
        "contacts of no segment that is named",
    );
    segments.push(Segment {
        name: OTHERS.into(),
        share: rest,
        patience_factor: 1.0,
        handle_factor: 1.0,
        priority: 0,
        credit_s: 0.0,
    });
    Some(segments)
}

fn segment(of: &mut Of<'_, '_>, typed: &TypedSegment) -> Option<Segment> {
    let (name, place) = &typed.name;
    let key = |key: &str| format!("segments.{name}.{key}");
    if !typed.present.has("share") {
        of.missing(place, "share", "add share = \"10%\"");
    }
    if !typed.present.has("handle_factor") {
        of.assume(&key("handle_factor"), "1", "takes as long as the queue's others");
    }
    let all_wait = of.waits_forever();
    if let (Some((_, place)), true) = (&typed.patience_factor, all_wait) {
        of.warn(
            place,
            "this factor has no effect",
            "the queue's callers wait forever",
            "give the queue a patience",
        );
    }
    if !typed.present.has("patience_factor") && !all_wait {
        of.assume(
            &key("patience_factor"),
            "1",
            "waits as long as the queue's others would",
        );
    }
    if of.setting.by_priority && !typed.present.has("priority") {
        of.assume(&key("priority"), "0", "the queue's own priority");
    }
    let value = |typed: &Option<Spot<f64>>, default: f64| typed.as_ref().map_or(default, |(value, _)| *value);
    Some(Segment {
        name: name.clone(),
        share: typed.share.as_ref()?.0,
        patience_factor: value(&typed.patience_factor, 1.0),
        handle_factor: value(&typed.handle_factor, 1.0),
        priority: value(&typed.priority, 0.0) as i32,
        credit_s: value(&typed.credit, 0.0),
    })
}

/// Who leaves at once.
pub(super) fn balking(of: &mut Of<'_, '_>) -> Balking {
    let typed = &of.typed.caller;
    if let Some((pairs, place)) = &typed.balk_by_announced
        && !pairs.is_empty()
        && !of.typed.present.has("announce")
    {
        of.error(
            place,
            "nobody announces a wait here",
            "callers balk by a wait that they are told",
            "add announce = \"queue-over-rate\"",
        );
    }
    let by_length = typed.balk_by_length.as_ref();
    let by_announced = typed.balk_by_announced.as_ref();
    Balking {
        by_length: by_length.map_or_else(Vec::new, |(pairs, _)| {
            pairs
                .iter()
                .map(|(length, share)| (*length as u32, *share))
                .collect()
        }),
        by_announced: by_announced.map_or_else(Vec::new, |(pairs, _)| pairs.clone()),
    }
}

/// Hang-ups at announcements.
pub(super) fn hang_ups(of: &mut Of<'_, '_>) -> Vec<(f64, f64)> {
    let Some((pairs, place)) = &of.typed.caller.hang_ups else {
        return Vec::new();
    };
    if let Some((last, _)) = pairs.last() {
        of.check_reached(place, *last, "for the last of these hang-ups");
    }
    pairs.clone()
}

/// A message in place of waiting on.
pub(super) fn message(of: &mut Of<'_, '_>) -> Option<Option<Message>> {
    let Some(typed) = &of.typed.caller.message else {
        return Some(None);
    };
    if !typed.present.has("after") {
        of.missing(&typed.place, "after", "add after = \"2m\"");
    }
    if !typed.present.has("share") {
        of.assume(
            "message.share",
            "100%",
            "everyone who still waits then leaves one",
        );
    }
    let share = typed.share.as_ref().map_or(1.0, |(share, _)| *share);
    let (after_s, place) = typed.after.as_ref()?;
    of.check_reached(place, *after_s, "for this message");
    let all_gone = share >= 1.0;
    let later = of.typed.caller.hang_ups.as_ref();
    if let Some((pairs, place)) = later.filter(|_| all_gone)
        && pairs.iter().any(|(at, _)| at > after_s)
    {
        of.warn(
            place,
            format!("nobody waits longer than {}", show_duration(*after_s)),
            "by then everyone has left a message",
            "",
        );
    }
    let overflow = of.typed.onward.overflow.as_ref();
    if let Some((after, place)) = overflow.and_then(|overflow| overflow.after.as_ref())
        && all_gone
        && after > after_s
    {
        of.warn(
            place,
            format!("nobody waits longer than {}", show_duration(*after_s)),
            "by then everyone has left a message",
            "",
        );
    }
    Some(Some(Message {
        after_s: *after_s,
        share,
    }))
}

/// Trying again.
pub(super) fn retry(of: &mut Of<'_, '_>) -> Option<Option<Retry>> {
    let Some(typed) = &of.typed.caller.retry else {
        return Some(None);
    };
    if !typed.present.has("delay") {
        of.missing(
            &typed.place,
            "delay",
            "add delay = \"20m\", the mean time until the next attempt",
        );
    }
    let abandons = !of.waits_forever() || of.has_pairs(&of.typed.caller.hang_ups);
    let caller = &of.typed.caller;
    let balks = of.typed.balk.is_some()
        || of.has_pairs(&caller.balk_by_length)
        || of.has_pairs(&caller.balk_by_announced)
        || of
            .typed
            .entry
            .stage()
            .is_some_and(|stage| stage.hang_up.is_some());
    let entry = &of.typed.entry;
    let blocks = entry.places.is_some() || entry.places_per_agent.is_some() || of.setting.has_lines[of.queue];
    let abandoned = again(
        of,
        "abandoned",
        &typed.abandoned,
        abandons,
        "nobody abandons here: patience is \"forever\"",
        "nobody tries again after abandoning",
    );
    let blocked = again(
        of,
        "blocked",
        &typed.blocked,
        blocks,
        "nobody gets a busy tone here: neither lines nor `places` are limited",
        "nobody tries again after a busy tone",
    );
    let balked = again(
        of,
        "balked",
        &typed.balked,
        balks,
        "nobody balks here, nor hangs up in an IVR",
        "nobody tries again after balking",
    );
    let none = [abandoned, blocked, balked]
        .iter()
        .all(|again| again.first == 0.0);
    let read_well = ["abandoned", "blocked", "balked"]
        .into_iter()
        .zip([&typed.abandoned, &typed.blocked, &typed.balked])
        .all(|(key, again)| again.is_some() || !typed.present.has(key));
    if none && read_well {
        of.warn(
            &typed.place,
            "nobody ever tries again",
            "every share is 0",
            "write abandoned = 0.5, blocked = 0.8 or balked = 0.2",
        );
    }
    let attempts = match &typed.attempts {
        Some((1.0, place)) => {
            of.warn(
                place,
                "nobody ever tries again",
                "the first attempt is one of them",
                "write attempts = 2 or more",
            );
            1
        }
        Some((attempts, _)) => *attempts as u32,
        None => {
            if !typed.present.has("attempts") {
                of.assume("retry.attempts", "10", "the most attempts of one client");
            }
            10
        }
    };
    Some(Some(Retry {
        abandoned,
        blocked,
        balked,
        delay: of.law("retry.delay", typed.delay.as_ref()?)?,
        attempts,
    }))
}

/// A share that tries again; `fails` is whether anybody comes to it.
fn again(
    of: &mut Of<'_, '_>,
    key: &str,
    typed: &Option<Spot<TypedAgain>>,
    fails: bool,
    nobody: &str,
    default: &str,
) -> Again {
    match typed {
        Some((again, place)) => {
            if !fails && again.first > 0.0 {
                of.warn(place, format!("`{key}` has no effect here"), nobody, "");
            }
            Again {
                first: again.first,
                later: again.later,
            }
        }
        None => {
            let present = of.typed.caller.retry.as_ref();
            if fails && !present.is_some_and(|retry| retry.present.has(key)) {
                of.assume(&format!("retry.{key}"), "0", default);
            }
            Again::default()
        }
    }
}

/// Coming back.
pub(super) fn repeat(of: &mut Of<'_, '_>) -> Option<Option<Repeat>> {
    let Some(typed) = &of.typed.caller.repeat else {
        return Some(None);
    };
    if !typed.present.has("unresolved") {
        of.missing(&typed.place, "unresolved", "add unresolved = \"20%\"");
    }
    if !typed.present.has("delay") {
        of.missing(
            &typed.place,
            "delay",
            "add delay = \"1h\", the mean time until they come back",
        );
    }
    let returns = match &typed.returns {
        Some((share, _)) => *share,
        None => {
            if !typed.present.has("returns") {
                of.assume("repeat.returns", "100%", "every unresolved client comes back");
            }
            1.0
        }
    };
    let to = match &typed.to {
        Some(name) => Some(of.other(name, None)?).filter(|to| *to != of.queue),
        None if typed.present.has("to") => return None,
        None => {
            let name = of.name().to_owned();
            of.assume("repeat.to", name, "they come back to the same queue");
            None
        }
    };
    let times = match &typed.times {
        Some((times, _)) => *times as u32,
        None => {
            if !typed.present.has("times") {
                of.assume("repeat.times", "3", "the most times that a client comes back");
            }
            3
        }
    };
    let delay = typed.delay.as_ref().and_then(|law| of.law("repeat.delay", law));
    let nothing = (0.0, "it leaves nothing unresolved");
    let unresolved = of.by_group(
        "repeat.unresolved",
        typed.unresolved.as_ref()?,
        nothing,
        |_, share| Some(*share),
    )?;
    if unresolved.iter().all(|share| *share == 0.0) || returns == 0.0 {
        of.warn(
            &typed.place,
            "nobody ever comes back",
            "the share of them is 0",
            "",
        );
    }
    Some(Some(Repeat {
        unresolved,
        returns,
        delay: delay?,
        to,
        times,
    }))
}

impl Of<'_, '_> {
    /// Whether patience is never lost.
    pub(super) fn waits_forever(&self) -> bool {
        self.patience
            .is_some_and(|patience| patience.values().iter().all(|law| *law == Distribution::Forever))
    }

    fn has_pairs(&self, typed: &Option<Spot<Vec<(f64, f64)>>>) -> bool {
        typed.as_ref().is_some_and(|(pairs, _)| !pairs.is_empty())
    }

    /// Warns of what comes after a wait that nobody has.
    pub(super) fn check_reached(&mut self, place: &Place, after_s: f64, what: &str) {
        let longest = self.typed.caller.segments.iter().filter_map(|segment| {
            let (factor, _) = segment.patience_factor.as_ref()?;
            Some(*factor)
        });
        let longest = longest.fold(1.0, f64::max);
        let nobody = self.patience.is_some_and(|laws| {
            laws.values()
                .iter()
                .all(|law| law.survival(after_s / longest) < NOBODY)
        });
        if nobody {
            self.warn(
                place,
                format!("nobody waits long enough {what}"),
                &format!("no patience lasts {}", show_duration(after_s)),
                "choose a shorter wait",
            );
        }
    }
}
