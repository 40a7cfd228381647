//! A sensitivity as JSON, schema `headcount.sensitivity/1`: every figure in full precision.
//!
//! In: a center and on what a figure of it depends. Out: one JSON document, factors by the size of their
//! effect.

use std::io;

use serde_json::{Value, json};

use crate::insight::sensitivity::{Sensitivity, Side};
use crate::model::{Center, Experiment};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.sensitivity/1";

/// The document and a line break.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json(center: &Center, experiment: &Experiment, found: &Sensitivity) -> io::Result<Vec<u8>> {
    let queue = found.question.queue.map(|queue| &center.queues[queue].name);
    let factors = found.swings.iter().map(|swing| {
        json!({
            "factor": swing.factor.key(),
            "less": side(&swing.less),
            "more": side(&swing.more),
        })
    });
    let left_out = found
        .left_out
        .iter()
        .map(|(factor, why)| json!({ "factor": factor.key(), "why": why }));
    let document = json!({
        "schema": SCHEMA,
        "scenario": { "name": center.name },
        "seed": experiment.seed,
        "replications": found.replications,
        "confidence": found.confidence,
        "measure": found.question.figure.key(),
        "queue": queue,
        "by": found.question.share,
        "base": found.base,
        "service_level_definition": center.service_level.formula(),
        "sentences": found.sentences(center),
        "factors": factors.collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn side(side: &Side) -> Value {
    let found = &side.difference;
    json!({
        "change": side.change,
        "value": found.other,
        "difference": found.difference(),
        "low": found.interval.map(|(low, _)| low),
        "high": found.interval.map(|(_, high)| high),
        "p": found.p,
        "days_needed": found.days_needed,
        "staffed_hours_change": side.hours,
    })
}
