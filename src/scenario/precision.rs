//! How well figures are to be known, as it is typed: in a scenario or on the command line.
//!
//! In: `0.005`, the ± on the day's service level, or figures by the names they have in JSON, of the center
//! or behind a queue's name and a dot: `{ asa = "1s", "loans.abandonment_rate" = "0.2%" }`. Out: each
//! figure with half the width of its interval of confidence, in the unit of the figure.

use std::ops::Range;

use super::leaf::{Unit, Word};
use super::node::{Node, Value};
use super::problem::{Complaint, Found, Problems, did_you_mean, nearest, one_of};
use super::reading::Reading;
use super::source::{Place, Source};
use crate::model::{self, Center, Measure, Precision};

/// A precision, its queue still a name.
#[derive(Debug, Clone)]
pub(super) struct TypedPrecision {
    pub queue: Option<(String, Place)>,
    pub measure: Measure,
    pub half_width: f64,
}

/// The half-widths that a share may have.
const SHARES: std::ops::RangeInclusive<f64> = 1e-5..=0.25;

/// Other words that people type for a figure.
const ALSO: [(&str, Measure); 6] = [
    ("sl", Measure::ServiceLevel),
    ("answered_within_t", Measure::ServiceLevel),
    ("abandonment", Measure::AbandonmentRate),
    ("abandon_rate", Measure::AbandonmentRate),
    ("queue", Measure::QueueMean),
    ("wait", Measure::Asa),
];

/// The figures whose interval becomes narrower with every replication. The load is known exactly, and the
/// intervals that meet a target are told from all replications together.
pub(super) fn measures() -> impl Iterator<Item = Measure> + Clone {
    let exact = [Measure::OfferedLoad, Measure::IntervalsMet];
    Measure::ALL
        .into_iter()
        .filter(move |measure| !exact.contains(measure))
}

/// Its name without the unit.
pub(super) fn short_name(measure: Measure) -> &'static str {
    measure.key().trim_end_matches("_s")
}

/// The unit in which its precision is typed.
pub(super) fn unit(measure: Measure) -> Unit {
    match measure.unit() {
        model::Unit::Share => Unit::Share,
        model::Unit::Seconds => Unit::PositiveDuration,
        _ => Unit::Count,
    }
}

/// The figure of a name, with or without the unit at its end.
fn measure_named(name: &str) -> Result<Measure, Complaint> {
    let names = measures().map(short_name);
    let known = |measure: &Measure| measure.key() == name || short_name(*measure) == name;
    match Measure::ALL.into_iter().find(known) {
        Some(measure) if measures().any(|other| other == measure) => Ok(measure),
        Some(measure) => Err(Complaint::new(
            format!(
                "`{}` has no interval that replications make narrower",
                measure.key()
            ),
            "a precision is for a figure that is estimated",
            format!("it may be {}", one_of(names)),
        )),
        None => {
            let lower = name.to_lowercase();
            let meant = ALSO.iter().find(|(word, _)| *word == lower);
            let meant = meant.map(|(_, measure)| short_name(*measure));
            Err(Complaint::new(
                format!("there is no figure `{name}`"),
                "a precision is for a figure of a queue or the center",
                match meant.or_else(|| nearest(name, names.clone())) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => format!("it may be {}", one_of(names)),
                },
            ))
        }
    }
}

/// Why a half-width makes no sense.
fn refused(measure: Measure, half_width: f64) -> Option<Complaint> {
    let (sound, rule, remedy) = match measure.unit() {
        model::Unit::Share => (
            SHARES.contains(&half_width),
            format!("it is a ± on `{}`, a share of at most 0.25", measure.key()),
            "write 0.005 or \"0.5%\"",
        ),
        model::Unit::Seconds => (
            half_width >= 0.001,
            "it is a ±, at least a millisecond".to_owned(),
            "write a time such as \"1s\"",
        ),
        _ => (
            half_width >= 1e-6,
            "it is a ±, above zero".to_owned(),
            "write a number such as 0.5",
        ),
    };
    (!sound).then(|| Complaint::new("this precision makes no sense", rule, remedy))
}

/// What was typed where a figure takes another unit, as far as that can be told.
fn hint(measure: Measure, text: &str, complaint: Complaint) -> Complaint {
    let share = match measure {
        Measure::Abandoned => "abandonment_rate",
        Measure::Answered | Measure::AnsweredWithin => "service_level",
        _ => return complaint,
    };
    if !text.trim_end().ends_with('%') {
        return complaint;
    }
    Complaint {
        rule: format!("`{}` is a number of contacts", measure.key()),
        remedy: format!("the share is called `{share}`"),
        ..complaint
    }
}

/// Reads the `precision` of an experiment.
pub(super) fn read(reading: &mut Reading<'_>, node: &Node) -> Vec<TypedPrecision> {
    let mut list: Vec<TypedPrecision> = Vec::new();
    let Value::Table(table) = &node.value else {
        list.extend(
            half_width(reading, node, Measure::ServiceLevel).map(|half_width| TypedPrecision {
                queue: None,
                measure: Measure::ServiceLevel,
                half_width,
            }),
        );
        return list;
    };
    reading.refuse_changes(node);
    if table.entries.is_empty() {
        let complaint = Complaint::new(
            "this asks for no figure",
            "a precision is for one figure or more",
            "write precision = 0.005, or { asa = \"1s\" }",
        );
        reading.error(&node.place, complaint);
    }
    for entry in &table.entries {
        let mut keep =
            |reading: &mut Reading<'_>, queue: Option<&str>, name: &str, place: &Place, node: &Node| {
                let measure = match measure_named(name) {
                    Ok(measure) => measure,
                    Err(complaint) => return reading.error(place, complaint),
                };
                let same = |other: &TypedPrecision| {
                    other.measure == measure && other.queue.as_ref().map(|(name, _)| name.as_str()) == queue
                };
                if list.iter().any(same) {
                    let complaint = Complaint::new(
                        format!("the precision of `{name}` is there twice"),
                        "a thing is said once",
                        "remove one of the two",
                    );
                    return reading.error(place, complaint);
                }
                if let Some(half_width) = half_width(reading, node, measure) {
                    list.push(TypedPrecision {
                        queue: queue.map(|queue| (queue.to_owned(), entry.key_place.clone())),
                        measure,
                        half_width,
                    });
                }
            };
        if let Value::Table(of_queue) = &entry.node.value {
            reading.refuse_changes(&entry.node);
            for inner in &of_queue.entries {
                keep(
                    reading,
                    Some(&entry.key),
                    &inner.key,
                    &inner.key_place,
                    &inner.node,
                );
            }
        } else {
            let (queue, name) = parted(&entry.key);
            keep(reading, queue, name, &entry.key_place, &entry.node);
        }
    }
    list
}

/// A queue's name, if there is one, and a figure's.
fn parted(name: &str) -> (Option<&str>, &str) {
    name.split_once('.')
        .map_or((None, name), |(queue, name)| (Some(queue.trim()), name.trim()))
}

fn half_width(reading: &mut Reading<'_>, node: &Node, measure: Measure) -> Option<f64> {
    if let Value::Text { text, .. } | Value::Number(text) = &node.value {
        let word = Word { text, seconds: false };
        if let Err(complaint) = unit(measure).read(word) {
            reading.error(&node.place, hint(measure, text, complaint));
            return None;
        }
    }
    let half_width = reading.one(node, unit(measure))?;
    match refused(measure, half_width) {
        Some(complaint) => {
            reading.error(&node.place, complaint);
            None
        }
        None => Some(half_width),
    }
}

/// What is wrong with the name of a queue.
pub(super) fn no_such_queue<'a>(name: &str, queues: impl IntoIterator<Item = &'a str> + Clone) -> Complaint {
    Complaint::new(
        format!("there is no queue `{name}`"),
        "a precision is for a figure of a queue or the center",
        did_you_mean(name, queues),
    )
}

/// Reads a precision from the command line: `0.005` or `0.5%` for the day's service level of the center,
/// `asa=1s` for another of its figures, `loans.abandonment_rate=0.2%` for a figure of a queue.
///
/// # Errors
/// A problem with a caret under the part of the text that makes no sense.
pub fn precision_from_text(text: &str, center: &Center) -> Result<Precision, Problems> {
    parse(text, center).map_err(|(span, complaint)| {
        let mut found = Found::default();
        let source = found.add_source(Source::new("--precision", text));
        found.error(&Place::new(source, span), complaint);
        found.into_problems()
    })
}

fn parse(text: &str, center: &Center) -> Result<Precision, (Range<usize>, Complaint)> {
    let whole = 0..text.len();
    let (queue, measure, value) = match text.split_once('=') {
        None => (None, Measure::ServiceLevel, whole.clone()),
        Some((name, _)) => {
            let (queue, figure) = parted(name.trim());
            let start = name.find(figure).unwrap_or(0);
            let measure =
                measure_named(figure).map_err(|complaint| (start..start + figure.len(), complaint))?;
            let queue = queue
                .map(|queue| {
                    let start = name.find(queue).unwrap_or(0);
                    let names = center.queues.iter().map(|queue| queue.name.as_str());
                    center
                        .queue(queue)
                        .ok_or_else(|| (start..start + queue.len(), no_such_queue(queue, names)))
                })
                .transpose()?;
            (queue, measure, name.len() + 1..text.len())
        }
    };
    let typed = text[value.clone()].trim().trim_matches(['"', '\'']);
    let read = unit(measure).read(Word {
        text: typed,
        seconds: false,
    });
    let half_width = read.map_err(|complaint| {
        let named = value == whole && (typed.is_empty() || typed.starts_with(|c: char| c.is_alphabetic()));
        let complaint = if named {
            Complaint::new(
                format!("`{typed}` is no precision"),
                "a precision is SHARE, FIGURE=VALUE or QUEUE.FIGURE=VALUE",
                "for example 0.005, asa=1s or sales.abandonment_rate=0.2%",
            )
        } else {
            hint(measure, typed, complaint)
        };
        (value.clone(), complaint)
    })?;
    match refused(measure, half_width) {
        Some(complaint) => Err((value, complaint)),
        None => Ok(Precision {
            measure,
            queue,
            half_width,
        }),
    }
}
