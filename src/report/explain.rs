//! An explanation as JSON, schema `headcount.explain/1`: every figure in full precision.
//!
//! In: a center and the formulas beside its simulation. Out: one JSON document. A figure that does not exist
//! is null, as is an infinite wait; `"stable": false` says that there is no equilibrium unless callers
//! hang up.

use std::io;

use serde_json::{Map, Value, json};

use crate::insight::explain::{Exact, Explanation, Figure, Model, QueueExplanation, Row, Simulated, Step};
use crate::model::Center;

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.explain/1";

/// The document and a line break.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json(center: &Center, explanation: &Explanation) -> io::Result<Vec<u8>> {
    let queues: Map<String, Value> = explanation
        .queues
        .iter()
        .map(|queue| (center.queues[queue.queue].name.clone(), one(center, queue)))
        .collect();
    let all: Vec<usize> = (0..center.queues.len()).collect();
    let document = json!({
        "schema": SCHEMA,
        "scenario": { "name": center.name },
        "seed": explanation.seed,
        "replications": explanation.replications,
        "confidence": explanation.confidence,
        "service_level_definition": explanation.service_level.formula(),
        "sentences": explanation.sentences(center, &all),
        "queues": queues,
    });
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn one(center: &Center, queue: &QueueExplanation) -> Value {
    let pool: Vec<&str> = queue
        .pool
        .iter()
        .map(|&queue| &*center.queues[queue].name)
        .collect();
    let intervals = queue.intervals.iter().enumerate().map(|(interval, row)| {
        let (day, start) = center.calendar.label(interval);
        let mut value = row.as_ref().map_or_else(Map::new, |row| fields(queue, row));
        value.insert("day".into(), json!(day));
        value.insert("start".into(), json!(start));
        Value::Object(value)
    });
    json!({
        "pool": pool,
        "nearest": queue.models.last().map(|&model| key(model)),
        "day": queue.day.as_ref().map(|row| fields(queue, row)),
        "intervals": intervals.collect::<Vec<_>>(),
        "steps": queue.steps.iter().map(|step| step_value(center, step)).collect::<Vec<_>>(),
        "control": queue.check.map(|check| json!({
            "simulated": simulated(&check.simulated),
            "exact": check.exact,
            "z": check.simulated.z(check.exact),
        })),
    })
}

fn key(model: Model) -> &'static str {
    match model {
        Model::ErlangC => "erlang_c",
        Model::ErlangA => "erlang_a",
        Model::GeneralPatience => "general_patience",
    }
}

fn simulated(figure: &Simulated) -> Value {
    let end = |sign: f64| figure.half_width.map(|half| figure.mean + sign * half);
    json!({ "mean": figure.mean, "low": end(-1.0), "high": end(1.0) })
}

fn fields(queue: &QueueExplanation, row: &Row) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("volume".into(), json!(row.volume));
    map.insert("offered_load".into(), json!(row.load));
    map.insert("pool_load".into(), json!(row.pool_load));
    map.insert("agents".into(), json!(row.agents));
    map.insert("stable".into(), json!(row.stable));
    let figures = Figure::ALL.iter().zip(&row.simulated);
    let found: Map<String, Value> = figures
        .map(|(figure, found)| (figure.key().into(), found.as_ref().map_or(Value::Null, simulated)))
        .collect();
    map.insert("simulated".into(), Value::Object(found));
    for (&model, figures) in queue.models.iter().zip(&row.pooled) {
        map.insert(key(model).into(), exact(figures, row));
    }
    if queue.pool.len() > 1 {
        map.insert("split_agents".into(), json!(row.split_agents));
        map.insert("split".into(), exact(&row.split, row));
    }
    map
}

/// A formula's figures, each with the z-score of the simulation against it.
fn exact(figures: &Exact, row: &Row) -> Value {
    let each = Figure::ALL.iter().zip(figures).zip(&row.simulated);
    let map: Map<String, Value> = each
        .map(|((figure, exact), found)| {
            let z = exact.and_then(|exact| found.as_ref()?.z(exact));
            let exact = exact.filter(|exact| exact.is_finite());
            (figure.key().into(), json!({ "exact": exact, "z": z }))
        })
        .collect();
    Value::Object(map)
}

fn step_value(center: &Center, step: &Step) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    let at = |(interval, effect): (usize, f64)| {
        let (day, start) = center.calendar.label(interval);
        json!({ "day": day, "start": start, "effect": effect })
    };
    json!({
        "assumption": step.assumption.name(),
        "effect": step.effect,
        "low": finite(step.effect - step.half_width),
        "high": finite(step.effect + step.half_width),
        "most_gained": step.extremes.gain.map(at),
        "most_lost": step.extremes.loss.map(at),
    })
}
