//! What stands between arriving and waiting: lines, places, the IVR, announcements, callbacks.

use super::caller::ROUNDING;
use super::channel::contacts;
use super::rules::Of;
use super::{Assumed, percent};
use crate::model::{
    Announce, BotFailure, Callback, Channel, Ivr, Lines, PerInterval, Places, Predictor, QueueId,
};
use crate::scenario::file::{PredictorWord, Spot, Typed, TypedIvr, find_name};
use crate::scenario::leaf::Unit;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::{Filling, Series};

/// The sets of lines of the center.
pub(super) fn lines(
    reading: &mut Reading<'_>,
    typed: &Typed,
    queue_names: &[String],
    channels: &[Channel],
    assumed: &mut Assumed,
) -> Option<Vec<Lines>> {
    let mut sets: Vec<Option<Lines>> = Vec::new();
    let mut held: Vec<Option<&str>> = vec![None; queue_names.len()];
    for set in &typed.lines {
        let (name, place) = &set.name;
        if !set.present.has("trunks") {
            super::group::missing(reading, place, "trunks", "add trunks = 40");
        }
        let named: Option<Vec<(QueueId, _)>> = match &set.queues {
            Some(names) => names
                .iter()
                .map(|spot| Some((find_name(reading, spot, queue_names, "queue")?, &spot.1)))
                .collect(),
            None if set.present.has("queues") => None,
            None => {
                let all = channels.iter().all(|channel| *channel == Channel::Voice);
                let (value, meaning) = match all {
                    true => ("all", "contacts of every queue hold a line"),
                    false => (
                        "all telephone calls",
                        "contacts of every queue of telephone calls hold a line",
                    ),
                };
                assumed.add(format!("lines.{name}.queues"), value, meaning);
                let calls = (0..queue_names.len()).filter(|queue| channels[*queue] == Channel::Voice);
                Some(calls.map(|queue| (queue, place)).collect())
            }
        };
        for (queue, place) in named.iter().flatten() {
            if channels[*queue] != Channel::Voice {
                let what = contacts(channels[*queue]);
                let complaint = Complaint::new(
                    format!("`{}` holds no line: its contacts are {what}", queue_names[*queue]),
                    "a line is held by a telephone call that comes in",
                    "take it out of this set of lines",
                );
                reading.error(place, complaint);
            }
            match held[*queue] {
                Some(other) if other != name => {
                    let complaint = Complaint::new(
                        format!("`{}` holds lines of `{other}` already", queue_names[*queue]),
                        "a contact holds one line, of one set",
                        "name each queue in one set of lines only",
                    );
                    reading.error(place, complaint);
                }
                _ => held[*queue] = Some(name),
            }
        }
        sets.push(named.and_then(|named| {
            Some(Lines {
                name: name.clone(),
                trunks: set.trunks.as_ref()?.0 as u32,
                queues: named.into_iter().map(|(queue, _)| queue).collect(),
            })
        }));
    }
    sets.into_iter().collect()
}

/// Which queues hold lines, as far as can be told.
pub(super) fn has_lines(typed: &Typed, queue_names: &[String], channels: &[Channel]) -> Vec<bool> {
    let holds = |(queue, channel): (&String, &Channel)| {
        *channel == Channel::Voice
            && typed.lines.iter().any(|set| match &set.queues {
                Some(names) => names.iter().any(|(name, _)| name == queue),
                None => true,
            })
    };
    queue_names.iter().zip(channels).map(holds).collect()
}

/// The most who may wait.
pub(super) fn places(of: &mut Of<'_, '_>) -> Option<Places> {
    let entry = &of.typed.entry;
    match (&entry.places, &entry.places_per_agent) {
        (Some(_), Some((_, place))) => {
            of.error(
                place,
                "`places` and `places_per_agent` both say how many may wait",
                "a thing is said once",
                "remove one of the two",
            );
            None
        }
        (Some((places, _)), None) => Some(Places::Fixed(*places as u32)),
        (None, Some((each, _))) => Some(Places::PerAgent(*each)),
        (None, None) => None,
    }
}

/// A stage before the queue.
pub(super) fn ivr(of: &mut Of<'_, '_>) -> Option<Option<Ivr>> {
    let entry = &of.typed.entry;
    if let (Some(_), Some(bot)) = (&entry.ivr, &entry.bot) {
        of.error(
            &bot.place,
            "`ivr` and `bot` are both a stage before the queue",
            "there is one, under either name",
            "remove one of the two",
        );
        return None;
    }
    let Some(typed) = entry.stage() else {
        return Some(None);
    };
    let key = |key: &str| format!("{}.{key}", typed.key);
    if !typed.present.has("length") {
        of.missing(&typed.place, "length", "add length = \"45s\"");
    }
    let zero = Filling::level().or(0.0);
    let contained = match &typed.contained {
        Some(series) => series.resolve(of.reading, of.setting.frame, Unit::Share, zero),
        None => Some(PerInterval::Same(0.0)),
    };
    if !typed.contained.as_ref().is_some_and(Series::is_typed) {
        of.assume(&key("contained"), "0", "nobody is served without an agent");
    }
    if !typed.present.has("hang_up") {
        of.assume(&key("hang_up"), "0", "nobody hangs up in it");
    }
    let hang_up = typed.hang_up.as_ref().map_or(0.0, |(share, _)| *share);
    let length = typed.length.as_ref().and_then(|law| of.law(&key("length"), law));
    let choice = choice(of, &typed.choice);
    let contained = contained?;
    let failure = failure(of, typed, &contained);
    let most = contained.values().iter().copied().fold(0.0, f64::max);
    if most + hang_up > 1.0 + ROUNDING {
        let place = typed.hang_up.as_ref().map_or(&typed.place, |(_, place)| place);
        of.error(
            place,
            format!(
                "{} are served by the {} or hang up in it",
                percent(most + hang_up),
                if typed.key == "ivr" { "IVR" } else { "bot" }
            ),
            "both are shares of all who come to it",
            "lower one of the two",
        );
        return None;
    }
    Some(Some(Ivr {
        length: length?,
        contained,
        hang_up,
        choice: choice?,
        failure: failure?,
    }))
}

/// Who seemed to be served and comes back after all.
fn failure(
    of: &mut Of<'_, '_>,
    typed: &TypedIvr,
    contained: &PerInterval<f64>,
) -> Option<Option<BotFailure>> {
    let share = match &typed.failed {
        Some((share, _)) => *share,
        None if typed.present.has("failed") => return None,
        None => 0.0,
    };
    let nobody = if share == 0.0 {
        Some(("nobody comes back", "add failed = \"15%\", or remove it"))
    } else if contained.values().iter().all(|share| *share == 0.0) {
        Some(("nobody is served by it", "add contained = \"40%\", or remove it"))
    } else {
        None
    };
    if let Some((rule, remedy)) = nobody {
        let failed = typed.failed.as_ref().filter(|(share, _)| *share > 0.0);
        let spots = [
            ("failed", failed.map(|(_, place)| place)),
            (
                "returns_after",
                typed.returns_after.as_ref().map(|law| law.place()),
            ),
            (
                "patience_factor",
                typed.patience_factor.as_ref().map(|(_, place)| place),
            ),
        ];
        of.no_effect(&spots, rule, remedy);
        return Some(None);
    }
    if !typed.present.has("returns_after") {
        let remedy = "add returns_after = \"10m\", the mean time until they come back";
        of.missing(&typed.place, "returns_after", remedy);
    }
    let patience_factor = match &typed.patience_factor {
        Some((factor, place)) => {
            if of.waits_forever() {
                of.warn(
                    place,
                    "this factor has no effect",
                    "the queue's customers wait forever",
                    "give the queue a patience",
                );
            }
            *factor
        }
        None => {
            if !typed.present.has("patience_factor") && !of.waits_forever() {
                let meaning = "they wait as long as others would";
                of.assume(&format!("{}.patience_factor", typed.key), "1", meaning);
            }
            1.0
        }
    };
    let law = typed.returns_after.as_ref()?;
    Some(Some(BotFailure {
        share,
        delay: of.law(&format!("{}.returns_after", typed.key), law)?,
        patience_factor,
    }))
}

fn choice(of: &mut Of<'_, '_>, typed: &[(Spot<String>, f64)]) -> Option<Vec<(QueueId, f64)>> {
    let itself = "who chooses nothing stays in this queue";
    let chosen: Vec<Option<(QueueId, f64)>> = typed
        .iter()
        .map(|(name, share)| Some((of.other(name, Some(itself))?, *share)))
        .collect();
    let sum: f64 = typed.iter().map(|(_, share)| share).sum();
    if let Some(((_, place), _)) = typed.last()
        && sum > 1.0 + ROUNDING
    {
        of.error(
            place,
            format!("{} choose another queue", percent(sum)),
            "shares of a whole sum to 1 at most",
            "lower a share",
        );
        return None;
    }
    chosen.into_iter().collect()
}

fn predictor(word: PredictorWord) -> Predictor {
    match word {
        PredictorWord::Word(index) => [
            Predictor::LastWait,
            Predictor::QueueOverRate,
            Predictor::HeadOfQueue,
        ][index],
        PredictorWord::MeanOfLast(count) => Predictor::MeanOfLast(count as u32),
    }
}

/// An announced wait.
pub(super) fn announce(of: &Of<'_, '_>) -> Option<Announce> {
    let (word, _) = of.typed.entry.announce.as_ref()?;
    Some(Announce {
        predictor: predictor(*word),
    })
}

/// The offer to be called back.
pub(super) fn callback(of: &mut Of<'_, '_>) -> Option<Option<Callback>> {
    let Some(typed) = &of.typed.entry.callback else {
        return Some(None);
    };
    let absent = |key: &str| !typed.present.has(key);
    if absent("accept") {
        of.missing(&typed.place, "accept", "add accept = \"50%\"");
    }
    if absent("when_wait") && absent("when_length") {
        of.assume(
            "callback.when_length",
            "none",
            "offered to everyone who has to wait",
        );
    }
    let decides = !absent("when_wait");
    let predicted = match &typed.predictor {
        Some((word, place)) => {
            if !decides {
                of.warn(
                    place,
                    "this predictor has no effect",
                    "no `when_wait` asks for a predicted wait",
                    "add when_wait = \"3m\", or remove it",
                );
            }
            predictor(*word)
        }
        None => {
            if decides && absent("predictor") {
                of.assume(
                    "callback.predictor",
                    "queue-over-rate",
                    "the queue's length over the rate at which all its agents complete contacts",
                );
            }
            Predictor::QueueOverRate
        }
    };
    if absent("window") {
        of.assume(
            "callback.window",
            "none",
            "the caller keeps the place in the queue",
        );
    }
    let reached = match &typed.reached {
        Some((share, _)) => *share,
        None => {
            if absent("reached") {
                of.assume("callback.reached", "100%", "every attempt reaches the caller");
            }
            1.0
        }
    };
    // What follows an attempt that fails is of no account where none does.
    let fails = reached < 1.0;
    let default = |of: &mut Of<'_, '_>, key: &str, value: &str, meaning: &str| {
        if fails && absent(key) {
            of.assume(&format!("callback.{key}"), value, meaning);
        }
    };
    default(
        of,
        "dial",
        "20s",
        "an agent is busy so long with an attempt that fails",
    );
    default(of, "attempts", "2", "the most attempts to call back");
    let attempts = typed
        .attempts
        .as_ref()
        .map_or(2, |(attempts, _)| *attempts as u32);
    if attempts > 1 {
        default(of, "again", "30m", "the time until the next attempt");
    }
    if !fails {
        let spots = [
            ("dial", &typed.dial),
            ("again", &typed.again),
            ("attempts", &typed.attempts),
        ]
        .map(|(key, spot)| (key, spot.as_ref().map(|(_, place)| place)));
        of.no_effect(
            &spots,
            "every attempt reaches the caller",
            "add reached = \"90%\", or remove it",
        );
    }
    let window = match &typed.window {
        Some(law) => Some(of.law("callback.window", law)?),
        None => None,
    };
    let value = |spot: &Option<Spot<f64>>| spot.as_ref().map(|(value, _)| *value);
    Some(Some(Callback {
        when_wait_s: value(&typed.when_wait),
        when_length: value(&typed.when_length).map(|length| length as u32),
        predictor: predicted,
        accept: value(&typed.accept)?,
        window,
        dial_s: value(&typed.dial).unwrap_or(20.0),
        reached,
        again_s: value(&typed.again).unwrap_or(1800.0),
        attempts,
    }))
}
