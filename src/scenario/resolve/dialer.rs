//! Calls that the center makes: how a dialer works, and what it needs.

use super::rules::Of;
use crate::model::{Channel, Dialer, Dialing, Distribution};
use crate::scenario::distribution::LawSeries;
use crate::scenario::file::{Spot, TypedDialer};
use crate::scenario::leaf::{Unit, show_duration};
use crate::scenario::series::Filling;

/// How long it rings until somebody answers, in seconds.
const RING_S: f64 = 12.0;
/// How long it rings where nobody does, in seconds.
const NO_ANSWER_S: f64 = 25.0;

/// The rules of a queue's dialer; calls that the center makes need one, others have none.
pub(super) fn dialer(of: &mut Of<'_, '_>) -> Option<Option<Dialer>> {
    let outbound = of.channel() == Channel::Outbound;
    let Some(typed) = &of.typed.medium.dialer else {
        if outbound && !of.typed.present.has("dialer") {
            let place = of.typed.name.1.clone();
            let remedy = "add dialer = { mode = \"progressive\", reach = \"30%\" }";
            of.missing(&place, "dialer", remedy);
        }
        return (!outbound).then_some(None);
    };
    if !outbound {
        let remedy = "write channel = \"outbound\", or remove it";
        of.wrong_channel(
            &typed.place,
            "dialer",
            "only calls that the center makes have one",
            remedy,
        );
        return None;
    }
    let absent = |key: &str| !typed.present.has(key);
    if absent("mode") {
        let remedy = "add mode = \"preview\", \"progressive\" or \"ratio\"";
        of.missing(&typed.place, "mode", remedy);
    }
    if absent("reach") {
        let remedy = "add reach = \"30%\", the share of attempts that somebody answers";
        of.missing(&typed.place, "reach", remedy);
    }
    let dialing = dialing(of, typed);
    let reach = typed
        .reach
        .as_ref()
        .and_then(|series| series.resolve(of.reading, of.setting.frame, Unit::Share, Filling::level()));
    if let (Some(reach), Some(series)) = (&reach, &typed.reach)
        && reach.values().iter().all(|share| *share == 0.0)
    {
        of.warn(
            &series.place,
            "nobody is ever reached",
            "the share of attempts that somebody answers is 0 at every hour",
            "write a share such as \"30%\"",
        );
    }
    let ring = match &typed.ring {
        Some(law) => of.law("dialer.ring", law),
        None => {
            if absent("ring") {
                of.assume("dialer.ring", show_duration(RING_S), "until somebody answers");
            }
            Some(Distribution::Deterministic { value: RING_S })
        }
    };
    if absent("no_answer") {
        of.assume(
            "dialer.no_answer",
            show_duration(NO_ANSWER_S),
            "where nobody answers",
        );
    }
    let wrong = wrong_party(of, typed);
    let again = attempts(of, typed);
    let value = |spot: &Option<Spot<f64>>, default: f64| spot.as_ref().map_or(default, |(value, _)| *value);
    let (wrong_party, wrong_length) = wrong?;
    let (attempts, again_s) = again?;
    Some(Some(Dialer {
        dialing: dialing?,
        list: value(&typed.list, 0.0) as u32,
        reach: reach?,
        ring: ring?,
        no_answer_s: value(&typed.no_answer, NO_ANSWER_S),
        wrong_party,
        wrong_length,
        attempts,
        again_s,
        idle_over: value(&typed.idle_over, 0.0) as u32,
    }))
}

/// The way of dialing, with what it needs.
fn dialing(of: &mut Of<'_, '_>, typed: &TypedDialer) -> Option<Dialing> {
    let absent = |key: &str| !typed.present.has(key);
    let (mode, _) = typed.mode.as_ref()?;
    let preview = typed.preview.as_ref().map(LawSeries::place);
    let ratio = typed.ratio.as_ref().map(|(_, place)| place);
    for (key, place, of_mode) in [("preview", preview, 0), ("ratio", ratio, 2)] {
        let place = place.filter(|_| *mode != of_mode);
        let remedy = format!("write mode = \"{key}\", or remove it");
        of.no_effect(&[(key, place)], "another mode is chosen", &remedy);
    }
    match mode {
        0 => {
            if absent("preview") {
                let remedy = "add preview = \"25s\", the time an agent reads the record";
                of.missing(&typed.place, "preview", remedy);
            }
            let law = typed.preview.as_ref()?;
            Some(Dialing::Preview(of.law("dialer.preview", law)?))
        }
        1 => Some(Dialing::Progressive),
        _ => {
            if absent("ratio") {
                let remedy = "add ratio = 1.5, the numbers under way for each free agent";
                of.missing(&typed.place, "ratio", remedy);
            }
            Some(Dialing::Ratio(typed.ratio.as_ref()?.0))
        }
    }
}

/// The share of somebody else among those who answer, and how long such a talk lasts.
fn wrong_party(of: &mut Of<'_, '_>, typed: &TypedDialer) -> Option<(f64, Distribution)> {
    let share = match &typed.wrong_party {
        Some((share, _)) => *share,
        None if typed.present.has("wrong_party") => return None,
        None => {
            of.assume("dialer.wrong_party", "0", "who answers is who was meant");
            0.0
        }
    };
    if share > 0.0 {
        if !typed.present.has("wrong_length") {
            let remedy = "add wrong_length = \"20s\", how long a talk with somebody else lasts";
            of.missing(&typed.place, "wrong_length", remedy);
        }
        let law = typed.wrong_length.as_ref()?;
        return Some((share, of.law("dialer.wrong_length", law)?));
    }
    of.no_effect(
        &[("wrong_length", typed.wrong_length.as_ref().map(LawSeries::place))],
        "nobody else ever answers",
        "add wrong_party = \"10%\", or remove it",
    );
    Some((0.0, Distribution::Deterministic { value: 0.0 }))
}

/// The most attempts, and the time until the next.
fn attempts(of: &mut Of<'_, '_>, typed: &TypedDialer) -> Option<(u32, f64)> {
    let attempts = match &typed.attempts {
        Some((attempts, _)) => *attempts as u32,
        None if typed.present.has("attempts") => return None,
        None => {
            of.assume("dialer.attempts", "1", "who is not reached is not tried again");
            1
        }
    };
    match &typed.again {
        Some((_, place)) if attempts == 1 => {
            of.warn(
                place,
                "`again` has no effect here",
                "each number is tried once",
                "add attempts = 3, or remove it",
            );
            Some((1, 0.0))
        }
        Some((again, _)) => Some((attempts, *again)),
        None if attempts == 1 => Some((1, 0.0)),
        None => {
            if !typed.present.has("again") {
                let remedy = "add again = \"2h\", the time until the next attempt";
                of.missing(&typed.place, "again", remedy);
            }
            None
        }
    }
}
