//! What stands between arriving and waiting, as typed: lines, places, the IVR, announcements, callbacks.

use super::forms;
use super::ranks::names;
use super::{Present, Spot};
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys::{self, CONTACTS, PREDICTORS};
use crate::scenario::leaf::Unit;
use crate::scenario::node::Node;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::series::Series;
use crate::scenario::source::Place;

/// The rules of a queue's entry.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedEntry {
    pub places: Option<Spot<f64>>,
    pub places_per_agent: Option<Spot<f64>>,
    pub ivr: Option<TypedIvr>,
    /// The same under another name.
    pub bot: Option<TypedIvr>,
    pub announce: Option<Spot<PredictorWord>>,
    pub callback: Option<TypedCallback>,
}

/// How a wait is predicted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) enum PredictorWord {
    /// The index of a word.
    Word(usize),
    /// The mean of the last so many.
    MeanOfLast(f64),
}

/// `[lines.NAME]`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedLines {
    pub name: Spot<String>,
    pub present: Present,
    pub trunks: Option<Spot<f64>>,
    pub queues: Option<Vec<Spot<String>>>,
}

/// `ivr` or `bot`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedIvr {
    /// The name it was typed under.
    pub key: &'static str,
    pub place: Place,
    pub present: Present,
    pub length: Option<LawSeries>,
    pub contained: Option<Series<f64>>,
    pub hang_up: Option<Spot<f64>>,
    pub choice: Vec<(Spot<String>, f64)>,
    pub failed: Option<Spot<f64>>,
    pub returns_after: Option<LawSeries>,
    pub patience_factor: Option<Spot<f64>>,
}

/// `callback`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedCallback {
    pub place: Place,
    pub present: Present,
    pub when_wait: Option<Spot<f64>>,
    pub when_length: Option<Spot<f64>>,
    pub predictor: Option<Spot<PredictorWord>>,
    pub accept: Option<Spot<f64>>,
    pub window: Option<LawSeries>,
    pub dial: Option<Spot<f64>>,
    pub reached: Option<Spot<f64>>,
    pub again: Option<Spot<f64>>,
    pub attempts: Option<Spot<f64>>,
}

impl TypedEntry {
    /// The stage before the queue, under whichever name.
    pub fn stage(&self) -> Option<&TypedIvr> {
        self.ivr.as_ref().or(self.bot.as_ref())
    }

    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Self {
        TypedEntry {
            places: fields.one(reading, "places", CONTACTS),
            places_per_agent: fields.one(reading, "places_per_agent", keys::QUEUE.unit("places_per_agent")),
            ivr: TypedIvr::read(reading, fields, "ivr"),
            bot: TypedIvr::read(reading, fields, "bot"),
            announce: predictor(reading, fields, "announce"),
            callback: TypedCallback::read(reading, fields),
        }
    }
}

impl TypedLines {
    pub fn read(reading: &mut Reading<'_>, name: Spot<String>, node: &Node) -> Option<Self> {
        let fields = reading.fields(node, &keys::LINES)?;
        Some(TypedLines {
            present: Present::of(fields.table, &keys::LINES),
            name,
            trunks: fields.one(reading, "trunks", keys::LINES.unit("trunks")),
            queues: fields
                .get(reading, "queues")
                .and_then(|node| names(reading, node, "a queue")),
        })
    }
}

impl TypedIvr {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &'static str) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, key, &keys::IVR)?;
        Some(TypedIvr {
            key,
            place,
            present,
            length: forms::law(reading, &fields, "length", Family::Times),
            contained: super::varying(reading, &fields, "contained", Unit::Share),
            hang_up: fields.one(reading, "hang_up", Unit::Share),
            choice: fields
                .get(reading, "choice")
                .and_then(|node| forms::each(reading, node, Unit::Share))
                .unwrap_or_default(),
            failed: fields.one(reading, "failed", Unit::Share),
            returns_after: forms::law(reading, &fields, "returns_after", Family::Delay),
            patience_factor: fields.one(reading, "patience_factor", keys::IVR.unit("patience_factor")),
        })
    }
}

impl TypedCallback {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "callback", &keys::CALLBACK)?;
        Some(TypedCallback {
            place,
            present,
            when_wait: fields.one(reading, "when_wait", Unit::Duration),
            when_length: fields.one(reading, "when_length", CONTACTS),
            predictor: predictor(reading, &fields, "predictor"),
            accept: fields.one(reading, "accept", Unit::Share),
            window: forms::law(reading, &fields, "window", Family::Window),
            dial: fields.one(reading, "dial", Unit::Duration),
            reached: fields.one(reading, "reached", Unit::Share),
            again: fields.one(reading, "again", Unit::Duration),
            attempts: fields.one(reading, "attempts", keys::CALLBACK.unit("attempts")),
        })
    }
}

/// A word, or `{ mean_of_last = 10 }`.
fn predictor(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &str) -> Option<Spot<PredictorWord>> {
    let node = fields.get(reading, key)?;
    let place = node.place.clone();
    if node.table().is_none() {
        let word = reading.choice(node, PREDICTORS)?;
        return Some((PredictorWord::Word(word), place));
    }
    let fields = reading.fields(node, &keys::PREDICTOR)?;
    let typed = fields.one(reading, "mean_of_last", keys::PREDICTOR.unit("mean_of_last"));
    if fields.table.entries.is_empty() {
        let complaint = Complaint::new(
            "no predictor is named here",
            "a wait is predicted by one rule",
            format!("write {key} = {{ mean_of_last = 10 }}, or one of the words"),
        );
        reading.error(&place, complaint);
    }
    Some((PredictorWord::MeanOfLast(typed?.0), place))
}
