//! Targets of queues and of the center, as typed.

use super::{Present, Spot, choices};
use crate::scenario::keys::{self, wait_percent};
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::source::Place;

const PER: &[&str] = choices(&keys::TARGET, "per");

/// The `target` of a queue or of the center.
#[derive(Debug)]
pub(in crate::scenario) struct TypedTarget {
    pub place: Place,
    /// Whether some limit was typed, well or not.
    pub limited: bool,
    pub answered: Option<Spot<f64>>,
    pub within: Option<Spot<f64>>,
    pub abandoned: Option<Spot<f64>>,
    pub asa: Option<Spot<f64>>,
    pub p_wait: Option<Spot<f64>>,
    pub queue_mean: Option<Spot<f64>>,
    pub reply: Option<Spot<f64>>,
    /// Percent and time.
    pub waits: Vec<(u32, f64)>,
    /// Indices of "interval" and "day".
    pub per: Option<Spot<Vec<usize>>>,
    pub on_days: Option<Spot<f64>>,
}

impl TypedTarget {
    pub fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedTarget> {
        let table = reading.table(node, keys::TARGET.owner)?;
        let mut waits = Vec::new();
        // `wait_p80` and its like are too many to list among the keys.
        let mut others = node.clone();
        others
            .make_table()
            .entries
            .retain(|entry| wait_percent(&entry.key).is_none());
        for entry in &table.entries {
            match wait_percent(&entry.key) {
                Some(percent) => {
                    waits.extend(
                        reading
                            .one(&entry.node, Unit::Duration)
                            .map(|limit| (percent, limit)),
                    );
                }
                None if entry.key.starts_with("wait_p") => {
                    let complaint = Complaint::new(
                        format!("`{}` is no share of waits", entry.key),
                        "wait_p50 to wait_p99, in whole percents",
                        "write wait_p90 = \"60s\"",
                    );
                    reading.error(&entry.key_place, complaint);
                    others.make_table().remove(&entry.key);
                }
                None => {}
            }
        }
        let fields = reading.fields(&others, &keys::TARGET)?;
        let per = fields.get(reading, "per").and_then(|node| {
            let nodes = match &node.value {
                Value::List(items) if !items.is_empty() => items.as_slice(),
                _ => std::slice::from_ref(node),
            };
            let chosen = nodes
                .iter()
                .map(|node| reading.choice(node, PER))
                .collect::<Vec<_>>();
            Some((
                chosen.into_iter().collect::<Option<Vec<_>>>()?,
                node.place.clone(),
            ))
        });
        let present = Present::of(table, &keys::TARGET);
        let limits = ["answered", "abandoned", "asa", "p_wait", "queue_mean", "reply"];
        Some(TypedTarget {
            place: node.place.clone(),
            limited: limits.iter().any(|key| present.has(key))
                || table.keys().any(|key| key.starts_with("wait_p")),
            answered: fields.one(reading, "answered", Unit::Share),
            within: fields.one(reading, "within", Unit::Duration),
            abandoned: fields.one(reading, "abandoned", Unit::Share),
            asa: fields.one(reading, "asa", Unit::Duration),
            p_wait: fields.one(reading, "p_wait", Unit::Share),
            queue_mean: fields.one(reading, "queue_mean", Unit::Count),
            reply: fields.one(reading, "reply", Unit::PositiveDuration),
            waits,
            per,
            on_days: fields.one(reading, "on_days", Unit::Share),
        })
    }
}
