//! How contacts come, as typed: arrivals, random factors, mixes, and who is there at opening.

use super::forms::law;
use super::lists::{needs, values};
use super::ranks::names;
use super::{Busyness, Present, Spot, choices, read_busyness, varying};
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys::{self, ARRIVAL_WORDS, BATCH, CV};
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::series::Series;
use crate::scenario::source::Place;

/// How contacts arrive around a volume.
#[derive(Debug)]
pub(in crate::scenario) enum TypedArrivals {
    Poisson,
    Fixed,
    Mixed(Option<f64>),
    Renewal(LawSeries),
    Batches(Vec<(f64, f64)>),
    /// The name of a file.
    Replay(Spot<String>),
    /// A problem stands in the way.
    Broken,
}

/// How the contacts of a queue or mix arrive.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedStream {
    pub arrivals: Option<Spot<TypedArrivals>>,
    pub rate_shape: Option<Spot<usize>>,
}

/// `backlog`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedBacklog {
    pub place: Place,
    pub present: Present,
    /// Nothing where they are not typed or have a problem.
    pub waiting: Option<Vec<Spot<f64>>>,
    pub in_service: Option<Vec<Spot<f64>>>,
    pub early: Option<Spot<f64>>,
    pub early_over: Option<Spot<f64>>,
}

/// `[factors.NAME]`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedFactor {
    pub name: Spot<String>,
    pub present: Present,
    pub queues: Option<Vec<Spot<String>>>,
    pub day: Option<Busyness>,
    pub interval: Option<TypedIntervalFactor>,
}

/// `interval` of a factor.
#[derive(Debug)]
pub(in crate::scenario) struct TypedIntervalFactor {
    pub place: Place,
    pub present: Present,
    pub cv: Option<f64>,
    pub correlation: Option<f64>,
}

/// `[mixes.NAME]`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedMix {
    pub name: Spot<String>,
    pub present: Present,
    pub volume: Option<Series<f64>>,
    pub rate: Option<Series<f64>>,
    pub stream: TypedStream,
    pub shares: Option<Spot<Vec<TypedShare>>>,
}

/// A queue's share of a mix.
pub(in crate::scenario) type TypedShare = (Spot<String>, Series<f64>);

const RATE_SHAPE: &[&str] = choices(&keys::MIX, "rate_shape");
const ARRIVALS_EXAMPLE: &str = "\"fixed\", { mixed = { cv = 0.2 } } or { replay = \"calls.csv\" }";

impl TypedStream {
    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> TypedStream {
        TypedStream {
            arrivals: fields
                .get(reading, "arrivals")
                .map(|node| (TypedArrivals::read(reading, node), node.place.clone())),
            rate_shape: fields.choice(reading, "rate_shape", RATE_SHAPE),
        }
    }

    /// The file of a replay.
    pub fn replay(&self) -> Option<&Spot<String>> {
        match &self.arrivals {
            Some((TypedArrivals::Replay(file), _)) => Some(file),
            _ => None,
        }
    }
}

impl TypedArrivals {
    fn read(reading: &mut Reading<'_>, node: &Node) -> TypedArrivals {
        if node.table().is_some() {
            return Self::read_table(reading, node).unwrap_or(TypedArrivals::Broken);
        }
        let Value::Text { text, .. } = &node.value else {
            let complaint = Complaint::new(
                format!("{} where an arrival process should be", node.kind()),
                "a word, or a table that names the process",
                format!("write {ARRIVALS_EXAMPLE}"),
            );
            reading.error(&node.place, complaint);
            return TypedArrivals::Broken;
        };
        reading.refuse_changes(node);
        match ARRIVAL_WORDS.iter().position(|word| word == text) {
            Some(0) => TypedArrivals::Poisson,
            Some(_) => TypedArrivals::Fixed,
            None => {
                let known = keys::ARRIVALS.key(text).map(|key| key.name);
                let remedy = match known {
                    Some(_) => format!("it needs more than a word: write {ARRIVALS_EXAMPLE}"),
                    None => did_you_mean(text, ARRIVAL_WORDS.iter().copied()),
                };
                let complaint = Complaint::new(
                    format!("`{text}` is no arrival process"),
                    "poisson, fixed, or a table: mixed, renewal, batches, replay",
                    remedy,
                );
                reading.error(&node.place, complaint);
                TypedArrivals::Broken
            }
        }
    }

    fn read_table(reading: &mut Reading<'_>, node: &Node) -> Option<TypedArrivals> {
        let fields = reading.fields(node, &keys::ARRIVALS)?;
        let typed: Vec<&str> = fields
            .table
            .keys()
            .filter(|key| keys::ARRIVALS.key(key).is_some())
            .collect();
        let mixed = fields.get(reading, "mixed").and_then(|node| {
            let fields = reading.fields(node, &keys::MIXED)?;
            needs(reading, &fields, &node.place, &["cv"], "{ mixed = { cv = 0.2 } }");
            let cv = fields.one(reading, "cv", CV);
            Some(TypedArrivals::Mixed(cv.map(|(cv, _)| cv)))
        });
        let renewal = law(reading, &fields, "renewal", Family::Times).map(TypedArrivals::Renewal);
        let batches = batches(reading, &fields).map(TypedArrivals::Batches);
        let replay = fields
            .text(reading, "replay", "the name of a file")
            .map(TypedArrivals::Replay);
        if let [first, second, ..] = typed.as_slice() {
            let complaint = Complaint::new(
                format!("`{first}` and `{second}` are two arrival processes"),
                "there can be only one",
                "remove one of them",
            );
            reading.error(&node.place, complaint);
            return None;
        }
        if typed.is_empty() && fields.table.entries.is_empty() {
            let complaint = Complaint::new(
                "no arrival process is named here",
                "a process is named by its key",
                format!("write {ARRIVALS_EXAMPLE}"),
            );
            reading.error(&node.place, complaint);
        }
        mixed.or(renewal).or(batches).or(replay)
    }
}

/// Sizes of batches and their shares.
fn batches(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Vec<(f64, f64)>> {
    let example = "[[1, 0.8], [5, 0.2]]";
    let (pairs, place) = super::forms::pairs(reading, fields, "batches", BATCH, example)?;
    let sum: f64 = pairs.iter().map(|(_, share)| share).sum();
    if (sum - 1.0).abs() > 1e-6 {
        let complaint = Complaint::new(
            format!("these shares sum to {}", show_share(sum)),
            "every batch has one of the sizes: they sum to 100 %",
            format!("write batches = {example}"),
        );
        reading.error(&place, complaint);
        return None;
    }
    Some(pairs)
}

/// A share as a percentage of few digits.
pub(in crate::scenario) fn show_share(share: f64) -> String {
    format!("{} %", (share * 1e6).round() / 1e4)
}

impl TypedBacklog {
    pub fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedBacklog> {
        let fields = reading.fields(node, &keys::BACKLOG)?;
        let list = |reading: &mut Reading<'_>, key: &str| {
            let read = values(reading, &fields, key, Unit::Duration);
            read.map(|(values, _)| values)
        };
        Some(TypedBacklog {
            place: node.place.clone(),
            present: Present::of(fields.table, &keys::BACKLOG),
            waiting: list(reading, "waiting"),
            in_service: list(reading, "in_service"),
            early: fields.one(reading, "early", Unit::Count),
            early_over: fields.one(reading, "early_over", Unit::PositiveDuration),
        })
    }
}

impl TypedFactor {
    pub fn read(reading: &mut Reading<'_>, name: Spot<String>, node: &Node) -> Option<TypedFactor> {
        let fields = reading.fields(node, &keys::FACTOR)?;
        Some(TypedFactor {
            present: Present::of(fields.table, &keys::FACTOR),
            name,
            queues: fields
                .get(reading, "queues")
                .and_then(|node| names(reading, node, "a queue")),
            day: fields
                .get(reading, "day")
                .and_then(|node| read_busyness(reading, node)),
            interval: fields.get(reading, "interval").and_then(|node| {
                let fields = reading.fields(node, &keys::INTERVAL_FACTOR)?;
                let example = "interval = { cv = 0.2, correlation = 0.8 }";
                needs(reading, &fields, &node.place, &["cv"], example);
                let unit = keys::INTERVAL_FACTOR.unit("correlation");
                Some(TypedIntervalFactor {
                    place: node.place.clone(),
                    present: Present::of(fields.table, &keys::INTERVAL_FACTOR),
                    cv: fields.one(reading, "cv", CV).map(|(cv, _)| cv),
                    correlation: fields.one(reading, "correlation", unit).map(|(value, _)| value),
                })
            }),
        })
    }
}

impl TypedMix {
    pub fn read(reading: &mut Reading<'_>, name: Spot<String>, node: &Node) -> Option<TypedMix> {
        let fields = reading.fields(node, &keys::MIX)?;
        let shares = fields.get(reading, "queues").and_then(|node| {
            let table = reading.table(node, "a table of shares")?;
            let shares = table.entries.iter().map(|entry| {
                let series = Series::read(reading, &entry.node, &mut Unit::Share);
                ((entry.key.clone(), entry.key_place.clone()), series)
            });
            Some((shares.collect(), node.place.clone()))
        });
        Some(TypedMix {
            present: Present::of(fields.table, &keys::MIX),
            name,
            volume: varying(reading, &fields, "volume", Unit::Count),
            rate: varying(reading, &fields, "rate", Unit::Rate),
            stream: TypedStream::read(reading, &fields),
            shares,
        })
    }
}
