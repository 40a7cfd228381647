//! What callers do beside waiting, as typed: segments, balking, hang-ups, messages, trying again, coming back.

use super::forms::{self, ByName, Pairs};
use super::{Present, Spot, tables};
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys;
use crate::scenario::leaf::Unit;
use crate::scenario::node::Node;
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::source::Place;

/// The rules of a queue's callers.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedCaller {
    pub segments: Vec<TypedSegment>,
    pub balk_by_length: Option<Spot<Pairs>>,
    pub balk_by_announced: Option<Spot<Pairs>>,
    pub hang_ups: Option<Spot<Pairs>>,
    pub message: Option<TypedMessage>,
    pub retry: Option<TypedRetry>,
    pub repeat: Option<TypedRepeat>,
}

/// `segments.NAME`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedSegment {
    pub name: Spot<String>,
    pub present: Present,
    pub share: Option<Spot<f64>>,
    pub patience_factor: Option<Spot<f64>>,
    pub handle_factor: Option<Spot<f64>>,
    pub priority: Option<Spot<f64>>,
    pub credit: Option<Spot<f64>>,
}

/// `message`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedMessage {
    pub place: Place,
    pub present: Present,
    pub after: Option<Spot<f64>>,
    pub share: Option<Spot<f64>>,
}

/// Shares that try again, after the first attempt and after a later one.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) struct Again {
    pub first: f64,
    pub later: f64,
}

/// `retry`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedRetry {
    pub place: Place,
    pub present: Present,
    pub abandoned: Option<Spot<Again>>,
    pub blocked: Option<Spot<Again>>,
    pub balked: Option<Spot<Again>>,
    pub delay: Option<LawSeries>,
    pub attempts: Option<Spot<f64>>,
}

/// `repeat`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedRepeat {
    pub place: Place,
    pub present: Present,
    pub unresolved: Option<ByName<f64>>,
    pub returns: Option<Spot<f64>>,
    pub delay: Option<LawSeries>,
    pub to: Option<Spot<String>>,
    pub times: Option<Spot<f64>>,
}

impl TypedCaller {
    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Self {
        TypedCaller {
            segments: fields
                .get(reading, "segments")
                .map(|node| tables(reading, node, TypedSegment::read))
                .unwrap_or_default(),
            balk_by_length: forms::pairs(
                reading,
                fields,
                "balk_by_length",
                keys::CONTACTS,
                "[[5, \"10%\"], [10, \"30%\"]]",
            ),
            balk_by_announced: forms::pairs(
                reading,
                fields,
                "balk_by_announced",
                Unit::Duration,
                "[[\"1m\", \"10%\"], [\"3m\", \"40%\"]]",
            ),
            hang_ups: forms::pairs(
                reading,
                fields,
                "hang_ups",
                Unit::Duration,
                "[[\"30s\", \"5%\"], [\"1m\", \"5%\"]]",
            ),
            message: TypedMessage::read(reading, fields),
            retry: TypedRetry::read(reading, fields),
            repeat: TypedRepeat::read(reading, fields),
        }
    }
}

impl TypedSegment {
    fn read(reading: &mut Reading<'_>, name: Spot<String>, node: &Node) -> Option<Self> {
        let fields = reading.fields(node, &keys::SEGMENT)?;
        let mut one = |key| fields.one(reading, key, keys::SEGMENT.unit(key));
        Some(TypedSegment {
            share: one("share"),
            patience_factor: one("patience_factor"),
            handle_factor: one("handle_factor"),
            priority: one("priority"),
            credit: one("credit"),
            present: Present::of(fields.table, &keys::SEGMENT),
            name,
        })
    }
}

impl TypedMessage {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "message", &keys::MESSAGE)?;
        Some(TypedMessage {
            place,
            present,
            after: fields.one(reading, "after", Unit::Duration),
            share: fields.one(reading, "share", Unit::Share),
        })
    }
}

impl TypedRetry {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "retry", &keys::RETRY)?;
        Some(TypedRetry {
            place,
            present,
            abandoned: again(reading, &fields, "abandoned"),
            blocked: again(reading, &fields, "blocked"),
            balked: again(reading, &fields, "balked"),
            delay: forms::law(reading, &fields, "delay", Family::Delay),
            attempts: fields.one(reading, "attempts", keys::RETRY.unit("attempts")),
        })
    }
}

/// A share, or one for the first attempt and one for later ones; the one that is left out is the other.
fn again(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &str) -> Option<Spot<Again>> {
    let node = fields.get(reading, key)?;
    let place = node.place.clone();
    if node.table().is_none() {
        let share = reading.one(node, Unit::Share)?;
        let again = Again {
            first: share,
            later: share,
        };
        return Some((again, place));
    }
    let fields = reading.fields(node, &keys::AGAIN)?;
    let first = fields.one(reading, "first", Unit::Share).map(|(share, _)| share);
    let later = fields.one(reading, "later", Unit::Share).map(|(share, _)| share);
    let again = Again {
        first: first.or(later).unwrap_or(0.0),
        later: later.or(first).unwrap_or(0.0),
    };
    Some((again, place))
}

impl TypedRepeat {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "repeat", &keys::REPEAT)?;
        Some(TypedRepeat {
            place,
            present,
            unresolved: fields
                .get(reading, "unresolved")
                .and_then(|node| forms::one_or_each(reading, node, Unit::Share)),
            returns: fields.one(reading, "returns", Unit::Share),
            delay: forms::law(reading, &fields, "delay", Family::Delay),
            to: fields.text(reading, "to", "the name of a queue"),
            times: fields.one(reading, "times", keys::REPEAT.unit("times")),
        })
    }
}
