//! Where a contact may go, as typed: a route with delays and conditions, rank among those who wait,
//! overflow, transfers.

use super::forms::{self, ByName};
use super::ranks::{self, Ranks};
use super::{Present, Spot};
use crate::model::When;
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys;
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::series::Series;
use crate::scenario::source::Place;

/// The delay and conditions of one rank of a route.
#[derive(Debug)]
pub(in crate::scenario) struct TypedAccess {
    /// Which rank.
    pub rank: usize,
    pub after: Option<Spot<f64>>,
    pub when: Vec<Spot<When>>,
}

/// The rank of a queue's contacts among those who wait, and where they go on to.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedOnward {
    pub credit: Option<Spot<f64>>,
    pub priority_gain: Option<Spot<f64>>,
    pub weight: Option<Spot<f64>>,
    pub overflow: Option<TypedOverflow>,
    pub transfers: Vec<TypedTransfer>,
}

/// `overflow`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedOverflow {
    pub place: Place,
    pub present: Present,
    pub to: Option<Spot<String>>,
    pub after: Option<Spot<f64>>,
    pub when_unstaffed: Option<bool>,
}

/// One of `transfers`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedTransfer {
    pub place: Place,
    pub present: Present,
    pub to: Option<Spot<String>>,
    pub share: Option<Spot<ByName<Series<f64>>>>,
    pub after: Option<Spot<f64>>,
    pub warm: Option<LawSeries>,
    pub priority: Option<Spot<f64>>,
}

/// Reads a route: its ranks, and the delays and conditions of some.
pub(super) fn read(reading: &mut Reading<'_>, node: &Node) -> (Option<Spot<Ranks>>, Vec<TypedAccess>) {
    let Some(items) = ranks::in_order(reading, node) else {
        return (None, Vec::new());
    };
    let mut sound = true;
    let (mut ranks, mut access): (Ranks, _) = (Vec::new(), Vec::new());
    for item in items {
        let rank = match &item.value {
            Value::Table(_) => step(reading, item, ranks.len(), &mut access),
            _ => ranks::rank(reading, item, "a group"),
        };
        match rank {
            Some(rank) if rank.is_empty() => {}
            Some(rank) => ranks.push(rank),
            None => sound = false,
        }
    }
    if !sound || !ranks::checked(reading, node, &ranks, "a group") {
        return (None, Vec::new());
    }
    (Some((ranks, node.place.clone())), access)
}

/// A rank with a delay or conditions.
fn step(
    reading: &mut Reading<'_>,
    node: &Node,
    rank: usize,
    access: &mut Vec<TypedAccess>,
) -> Option<Vec<Spot<String>>> {
    let fields = reading.fields(node, &keys::STEP)?;
    let groups = fields.get(reading, "groups");
    if groups.is_none() && !Present::of(fields.table, &keys::STEP).has("groups") {
        let complaint = Complaint::new(
            "`groups` is missing",
            "a step of a route names its groups",
            "write { groups = [\"desk\"], after = \"30s\" }",
        );
        reading.error(&node.place, complaint);
    }
    let after = fields.one(reading, "after", Unit::Duration);
    let when = fields.get(reading, "when").map(|node| conditions(reading, node));
    let names = ranks::names(reading, groups?, "a group")?;
    access.push(TypedAccess {
        rank,
        after,
        when: when.unwrap_or_default(),
    });
    Some(names)
}

fn conditions(reading: &mut Reading<'_>, node: &Node) -> Vec<Spot<When>> {
    let Some(fields) = reading.fields(node, &keys::WHEN) else {
        return Vec::new();
    };
    if fields.table.entries.is_empty() {
        let complaint = Complaint::new(
            "this condition says nothing",
            "it holds always",
            "write when = { queue_over = 5 }, or remove it",
        );
        reading.warn(&node.place, complaint);
    }
    let mut when = Vec::new();
    let mut one = |reading: &mut Reading<'_>, key: &str, of: fn(f64) -> When| {
        let typed = fields.one(reading, key, keys::WHEN.unit(key));
        when.extend(typed.map(|(value, place)| (of(value), place)));
    };
    one(reading, "queue_over", |value| When::QueueOver(value as u32));
    one(reading, "idle_over", |value| When::IdleOver(value as u32));
    one(reading, "busy_over", When::BusyOver);
    if let Some(node) = fields.get(reading, "service_below") {
        when.extend(service_below(reading, node).map(|below| (below, node.place.clone())));
    }
    when
}

fn service_below(reading: &mut Reading<'_>, node: &Node) -> Option<When> {
    let fields = reading.fields(node, &keys::SERVICE_BELOW)?;
    let share = fields.one(reading, "share", Unit::Share);
    let over = fields.one(reading, "over", Unit::PositiveDuration);
    let present = Present::of(fields.table, &keys::SERVICE_BELOW);
    for key in ["share", "over"] {
        if !present.has(key) {
            let complaint = Complaint::new(
                format!("`{key}` is missing"),
                "a recent service level needs a share and how far back it looks",
                "write service_below = { share = \"80%\", over = \"15m\" }",
            );
            reading.error(&node.place, complaint);
        }
    }
    Some(When::ServiceBelow {
        share: share?.0,
        over_s: over?.0,
    })
}

impl TypedOnward {
    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Self {
        let mut one = |key| fields.one(reading, key, keys::QUEUE.unit(key));
        TypedOnward {
            credit: one("credit"),
            priority_gain: one("priority_gain"),
            weight: one("weight"),
            overflow: TypedOverflow::read(reading, fields),
            transfers: transfers(reading, fields),
        }
    }
}

impl TypedOverflow {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "overflow", &keys::OVERFLOW)?;
        Some(TypedOverflow {
            place,
            present,
            to: fields.text(reading, "to", "the name of a queue"),
            after: fields.one(reading, "after", Unit::Duration),
            when_unstaffed: fields
                .get(reading, "when_unstaffed")
                .and_then(|node| reading.switch(node)),
        })
    }
}

fn transfers(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Vec<TypedTransfer> {
    let Some(node) = fields.get(reading, "transfers") else {
        return Vec::new();
    };
    reading.refuse_changes(node);
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        // A single one may stand without the list around it.
        Value::Table(_) => std::slice::from_ref(node),
        Value::Absent => return Vec::new(),
        _ => {
            let complaint = Complaint::new(
                format!("{} where a list of transfers should be", node.kind()),
                "each transfer is a table of settings",
                "write [[queues.NAME.transfers]] above its settings",
            );
            reading.error(&node.place, complaint);
            return Vec::new();
        }
    };
    let mut transfers = Vec::new();
    for item in items {
        transfers.extend(TypedTransfer::read(reading, item));
    }
    transfers
}

impl TypedTransfer {
    fn read(reading: &mut Reading<'_>, node: &Node) -> Option<Self> {
        let fields = reading.fields(node, &keys::TRANSFER)?;
        // The place of a `[[table]]` is its heading, where it has one.
        let place = match fields.table.entries.first() {
            Some(entry) if node.place.span.is_empty() => entry.key_place.clone(),
            _ => node.place.clone(),
        };
        Some(TypedTransfer {
            place,
            present: Present::of(fields.table, &keys::TRANSFER),
            to: fields.text(reading, "to", "the name of a queue"),
            share: fields.get(reading, "share").map(|node| {
                let share = forms::varying_or_each(reading, node, Unit::Share);
                (share, node.place.clone())
            }),
            after: fields.one(reading, "after", Unit::Share),
            warm: forms::law(reading, &fields, "warm", Family::Times),
            priority: fields.one(reading, "priority", keys::TRANSFER.unit("priority")),
        })
    }
}
