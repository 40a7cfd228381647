//! `[experiment]`, as it was typed.

use super::{Present, Spot, choices};
use crate::scenario::keys::{self, AUTO};
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::precision::{self, TypedPrecision};
use crate::scenario::reading::{Fields, Reading};

/// `[experiment]`.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedExperiment {
    pub present: Present,
    /// Index of "days" and "steady".
    pub mode: Option<Spot<usize>>,
    /// Index of "batch-means" and "replications".
    pub method: Option<Spot<usize>>,
    pub replications: Option<Spot<f64>>,
    pub precision: Vec<TypedPrecision>,
    pub seed: Option<Spot<u64>>,
    pub confidence: Option<Spot<f64>>,
    pub warm_up: Option<Spot<WarmUp>>,
    pub variance_reduction: Option<bool>,
}

/// `warm_up`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) enum WarmUp {
    /// Found from the run itself.
    Auto,
    /// In seconds.
    Given(f64),
}

const MODE: &[&str] = choices(&keys::EXPERIMENT, "mode");
const METHOD: &[&str] = choices(&keys::EXPERIMENT, "method");

impl TypedExperiment {
    pub fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedExperiment> {
        let fields = reading.fields(node, &keys::EXPERIMENT)?;
        let precision = fields.get(reading, "precision");
        let variance_reduction = fields.get(reading, "variance_reduction");
        Some(TypedExperiment {
            present: Present::of(fields.table, &keys::EXPERIMENT),
            mode: fields.choice(reading, "mode", MODE),
            method: fields.choice(reading, "method", METHOD),
            replications: fields.one(reading, "replications", keys::REPLICATIONS),
            precision: precision.map_or_else(Vec::new, |node| precision::read(reading, node)),
            seed: seed(reading, &fields),
            confidence: fields.one(reading, "confidence", keys::CONFIDENCE),
            warm_up: warm_up(reading, &fields),
            variance_reduction: variance_reduction.and_then(|node| reading.switch(node)),
        })
    }

    /// Whether equilibrium is asked for.
    pub fn is_steady(&self) -> bool {
        matches!(self.mode, Some((1, _)))
    }
}

/// A seed is read as the whole number that it is: as a float, neighbouring large seeds would be one.
fn seed(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Spot<u64>> {
    let node = fields.get(reading, "seed")?;
    match &node.value {
        Value::Number(text) if node.changes.is_empty() && text.parse::<u64>().is_ok() => {
            Some((text.parse().ok()?, node.place.clone()))
        }
        _ => {
            let value = reading.one(node, Unit::Whole(0.0, 9_007_199_254_740_992.0))?;
            Some((value as u64, node.place.clone()))
        }
    }
}

fn warm_up(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Spot<WarmUp>> {
    let node = fields.get(reading, "warm_up")?;
    let warm_up = match &node.value {
        Value::Text { text, .. } if text == AUTO => {
            reading.refuse_changes(node);
            WarmUp::Auto
        }
        _ => WarmUp::Given(reading.one(node, Unit::Duration)?),
    };
    Some((warm_up, node.place.clone()))
}
