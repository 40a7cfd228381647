//! What was typed, setting by setting.
//!
//! In: the tree of the scenario, sheets and changes in it. Out: [`Typed`], in which every single value is
//! read and every value that may vary is a series; nothing is filled in and nothing is held against
//! anything else. Every problem is reported; a setting with a problem is absent, and `present` tells it
//! from one that was never typed.

mod caller;
mod channel;
mod demand;
mod entry;
mod experiment;
mod forms;
mod hours;
mod lists;
mod plan;
mod presence;
mod ranks;
mod route;
mod target;

use super::distribution::{Family, LawSeries, the_law};
use super::keys::{self, Kind, Section};
use super::leaf::{Unit, clock};
use super::node::{Node, Table, Value};
use super::problem::Complaint;
use super::reading::{Fields, Reading};
use super::series::Series;
use super::source::Place;
pub(super) use caller::{Again, TypedCaller, TypedSegment};
pub(super) use channel::{TypedDialer, TypedHands, TypedInterrupts, TypedMedium, TypedSpeed};
pub(super) use demand::{TypedArrivals, TypedBacklog, TypedFactor, TypedMix, TypedStream, show_share};
pub(super) use entry::{PredictorWord, TypedEntry, TypedIvr, TypedLines};
pub(super) use experiment::{TypedExperiment, WarmUp};
pub(super) use forms::{ByName, is_series};
pub(super) use hours::Hours;
pub(super) use lists::{Moments, Pause};
pub(super) use plan::{Fixed, TypedPlan};
pub(super) use presence::{TypedClass, TypedPresence, TypedShift};
use ranks::ranks;
pub(super) use ranks::{Ranks, find_name, find_names};
pub(super) use route::{TypedAccess, TypedOnward, TypedTransfer};
pub(super) use target::TypedTarget;

/// A value and where it was typed.
pub(super) type Spot<T> = (T, Place);

/// A scenario as it was typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub center: TypedCenter,
    pub queues: Vec<TypedQueue>,
    pub groups: Vec<TypedGroup>,
    pub lines: Vec<TypedLines>,
    pub factors: Vec<TypedFactor>,
    pub mixes: Vec<TypedMix>,
    pub routing: TypedRouting,
    pub experiment: TypedExperiment,
}

/// `[center]`.
#[derive(Debug)]
pub(super) struct TypedCenter {
    pub place: Place,
    pub present: Present,
    pub name: Option<Spot<String>>,
    pub opens: Option<Spot<u32>>,
    pub closes: Option<Spot<u32>>,
    pub length: Option<Spot<f64>>,
    /// Opening hours of each day, in order.
    pub hours: Option<Spot<Vec<Spot<Hours>>>>,
    pub interval: Option<Spot<f64>>,
    pub busyness: Option<Busyness>,
    pub service_level: Option<Spot<usize>>,
    pub short: Option<Spot<f64>>,
    pub at_close: Option<Spot<usize>>,
    pub shrinkage: Option<Series<f64>>,
    pub target: Option<TypedTarget>,
}

/// The law of the day's busyness.
#[derive(Debug)]
pub(super) struct Busyness {
    pub law: &'static str,
    pub place: Place,
    pub parameters: Vec<(&'static str, f64)>,
}

/// `[queues.NAME]`.
#[derive(Debug)]
pub(super) struct TypedQueue {
    pub name: Spot<String>,
    pub present: Present,
    pub medium: TypedMedium,
    pub volume: Option<Series<f64>>,
    pub rate: Option<Series<f64>>,
    pub stream: TypedStream,
    pub backlog: Option<TypedBacklog>,
    pub handle: Option<LawSeries>,
    pub talk: Option<LawSeries>,
    pub wrap_up: Option<LawSeries>,
    pub patience: Option<LawSeries>,
    pub balk: Option<Series<f64>>,
    pub priority: Option<Spot<f64>>,
    pub route: Option<Spot<Ranks>>,
    /// Delays and conditions of ranks of the route.
    pub access: Vec<TypedAccess>,
    pub caller: TypedCaller,
    pub entry: TypedEntry,
    pub onward: TypedOnward,
    pub target: Option<TypedTarget>,
    pub short: Option<Spot<f64>>,
    pub actual: [Option<Series<f64>>; 3],
}

/// `[groups.NAME]`.
#[derive(Debug)]
pub(super) struct TypedGroup {
    pub name: Spot<String>,
    pub present: Present,
    pub skills: Option<Spot<Ranks>>,
    pub staff: Option<Series<f64>>,
    pub handle_factor: Vec<(Spot<String>, f64)>,
    pub shrinkage: Option<Series<f64>>,
    pub cost_per_hour: Option<Series<f64>>,
    pub occupancy_max: Option<Spot<f64>>,
    pub plan: Option<TypedPlan>,
    pub presence: TypedPresence,
    pub hands: TypedHands,
}

/// `[routing]`.
#[derive(Debug, Default)]
pub(super) struct TypedRouting {
    pub agent: Option<Spot<usize>>,
    pub contact: Option<Spot<usize>>,
}

/// Which keys of a table were typed, well or not; a key that was misspelt counts as the one it meant, so
/// that it is not called missing as well.
#[derive(Debug, Default)]
pub(super) struct Present(Vec<String>);

impl Present {
    fn of(table: &Table, section: &Section) -> Self {
        let meant = |key| match section.key(key) {
            Some(_) => key,
            None => section.meant(key).unwrap_or(key),
        };
        Present(table.keys().map(|key| meant(key).to_owned()).collect())
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.iter().any(|known| known == key)
    }
}

const SERVICE_LEVEL: &[&str] = choices(&keys::CENTER, "service_level");
const AT_CLOSE: &[&str] = choices(&keys::CENTER, "at_close");
const AGENT: &[&str] = choices(&keys::ROUTING, "agent");
const CONTACT: &[&str] = choices(&keys::ROUTING, "contact");

/// The words of a choice, from the table of keys.
const fn choices(section: &Section, name: &str) -> &'static [&'static str] {
    let mut index = 0;
    while index < section.keys.len() {
        let (known, wanted) = (section.keys[index].name.as_bytes(), name.as_bytes());
        let mut same = known.len() == wanted.len();
        let mut byte = 0;
        while same && byte < known.len() {
            same = known[byte] == wanted[byte];
            byte += 1;
        }
        if same && let Kind::Choice(words) | Kind::Choices(words) = section.keys[index].kind {
            return words;
        }
        index += 1;
    }
    &[]
}

/// Reads the whole tree.
pub(super) fn read(reading: &mut Reading<'_>, root: &Node) -> Option<Typed> {
    let fields = reading.fields(root, &keys::SCENARIO)?;
    let center = fields.get(reading, "center");
    if center.is_none() {
        let complaint = Complaint::new(
            "`[center]` is missing",
            "a scenario says when the center is open",
            "add [center] with opens, closes and interval",
        );
        reading.error(&root.place, complaint);
    }
    let center = center.and_then(|node| read_center(reading, node));
    let queues = named(reading, &fields, "queues", "[queues.sales]", read_queue);
    let groups = named(reading, &fields, "groups", "[groups.desk]", read_group);
    let lines = fields
        .get(reading, "lines")
        .map(|node| tables(reading, node, TypedLines::read))
        .unwrap_or_default();
    let factors = fields
        .get(reading, "factors")
        .map(|node| tables(reading, node, TypedFactor::read))
        .unwrap_or_default();
    let mixes = fields
        .get(reading, "mixes")
        .map(|node| tables(reading, node, TypedMix::read))
        .unwrap_or_default();
    let routing = fields.get(reading, "routing").and_then(|node| {
        let fields = reading.fields(node, &keys::ROUTING)?;
        Some(TypedRouting {
            agent: fields.choice(reading, "agent", AGENT),
            contact: fields.choice(reading, "contact", CONTACT),
        })
    });
    let experiment = fields
        .get(reading, "experiment")
        .and_then(|node| TypedExperiment::read(reading, node));
    Some(Typed {
        center: center?,
        queues,
        groups,
        lines,
        factors,
        mixes,
        routing: routing.unwrap_or_default(),
        experiment: experiment.unwrap_or_default(),
    })
}

/// The tables under `[queues]` or `[groups]`.
fn named<T>(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    example: &str,
    read: impl Fn(&mut Reading<'_>, Spot<String>, &Node) -> Option<T>,
) -> Vec<T> {
    let Some(node) = fields.get(reading, key) else {
        if Present::of(fields.table, &keys::SCENARIO).has(key) {
            return Vec::new();
        }
        let complaint = Complaint::new(
            format!("the scenario has no {key}"),
            "a center has at least one queue and one group",
            format!("add {example}"),
        );
        let place = fields
            .table
            .entries
            .last()
            .map_or(Place::new(0, 0..0), |entry| entry.key_place.clone());
        reading.error(&place, complaint);
        return Vec::new();
    };
    if node.table().is_some_and(|table| table.entries.is_empty()) {
        let complaint = Complaint::new(
            format!("there are no {key} here"),
            "at least one",
            format!("add {example}"),
        );
        reading.error(&node.place, complaint);
    }
    tables(reading, node, read)
}

/// Tables under names of the user's.
fn tables<T>(
    reading: &mut Reading<'_>,
    node: &Node,
    read: impl Fn(&mut Reading<'_>, Spot<String>, &Node) -> Option<T>,
) -> Vec<T> {
    let Some(table) = reading.table(node, "a table of names") else {
        return Vec::new();
    };
    let mut list = Vec::new();
    for entry in &table.entries {
        let sound = !entry.key.trim().is_empty()
            && entry
                .key
                .chars()
                .all(|c| !c.is_control() && !matches!(c, '.' | '*' | '@' | '=' | ',' | '"' | '\''));
        if !sound {
            let complaint = Complaint::new(
                format!("`{}` is no name", entry.key),
                "a name has no quotes, and none of . * @ = ,",
                "letters, digits, spaces, - and _ are fine",
            );
            reading.error(&entry.key_place, complaint);
        }
        list.extend(read(
            reading,
            (entry.key.clone(), entry.key_place.clone()),
            &entry.node,
        ));
    }
    list
}

fn read_center(reading: &mut Reading<'_>, node: &Node) -> Option<TypedCenter> {
    let fields = reading.fields(node, &keys::CENTER)?;
    let place = fields
        .table
        .entries
        .first()
        .map_or(node.place.clone(), |entry| entry.key_place.clone());
    // The sheet itself was read before; here only its keys are known.
    let _ = (fields.get(reading, "sheet"), fields.get(reading, "sheet_without"));
    Some(TypedCenter {
        place: if node.place.span.is_empty() {
            place
        } else {
            node.place.clone()
        },
        present: Present::of(fields.table, &keys::CENTER),
        name: fields.text(reading, "name", "a name"),
        opens: time_of_day(reading, &fields, "opens"),
        closes: time_of_day(reading, &fields, "closes"),
        length: fields.one(reading, "length", Unit::PositiveDuration),
        hours: hours::read(reading, &fields),
        interval: fields.one(reading, "interval", Unit::PositiveDuration),
        busyness: fields
            .get(reading, "busyness")
            .and_then(|node| read_busyness(reading, node)),
        service_level: fields.choice(reading, "service_level", SERVICE_LEVEL),
        short: fields.one(reading, "short", Unit::Duration),
        at_close: fields.choice(reading, "at_close", AT_CLOSE),
        shrinkage: varying(reading, &fields, "shrinkage", Unit::ShareBelowOne),
        target: fields
            .get(reading, "target")
            .and_then(|node| TypedTarget::read(reading, node)),
    })
}

fn time_of_day(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &str) -> Option<Spot<u32>> {
    let (text, place) = fields.text(reading, key, "a time of day")?;
    let seconds = clock(&text);
    if seconds.is_none() {
        let complaint = Complaint::new(
            format!("`{text}` is not a time of day"),
            "a time is hh:mm, from 00:00 to 24:00",
            format!("write {key} = \"08:00\""),
        );
        reading.error(&place, complaint);
    }
    Some((seconds?, place))
}

fn read_busyness(reading: &mut Reading<'_>, node: &Node) -> Option<Busyness> {
    let example = "{ gamma = { cv = 0.10 } }";
    let Value::Table(table) = &node.value else {
        let complaint = Complaint::new(
            format!("{} where a distribution should be", node.kind()),
            "busyness is a random factor with mean 1",
            format!("write {example}"),
        );
        reading.error(&node.place, complaint);
        return None;
    };
    reading.refuse_changes(node);
    let (law, inner) = the_law(reading, node, table, keys::BUSYNESS, example)?;
    let fields = reading.fields(inner, law)?;
    let mut parameters = Vec::new();
    for key in law.keys {
        let Kind::Varying(unit) = key.kind else {
            continue;
        };
        match fields.get(reading, key.name) {
            Some(node) => parameters.push((key.name, reading.one(node, unit)?)),
            None => {
                let complaint = Complaint::new(
                    format!("`{}` is missing", key.name),
                    "busyness is a random factor with mean 1",
                    format!("write {example}"),
                );
                reading.error(&inner.place, complaint);
                return None;
            }
        }
    }
    Some(Busyness {
        law: law.owner,
        place: inner.place.clone(),
        parameters,
    })
}

fn varying(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &str, mut unit: Unit) -> Option<Series<f64>> {
    let node = fields.get(reading, key)?;
    Some(Series::read(reading, node, &mut unit))
}

fn law(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &str, family: Family) -> Option<LawSeries> {
    let node = fields.get(reading, key)?;
    Some(LawSeries::read(reading, node, family))
}

fn read_queue(reading: &mut Reading<'_>, name: Spot<String>, node: &Node) -> Option<TypedQueue> {
    let fields = reading.fields(node, &keys::QUEUE)?;
    let (route, access) = fields
        .get(reading, "route")
        .map(|node| route::read(reading, node))
        .unwrap_or_default();
    Some(TypedQueue {
        present: Present::of(fields.table, &keys::QUEUE),
        name,
        medium: TypedMedium::read(reading, &fields),
        volume: varying(reading, &fields, "volume", Unit::Count),
        rate: varying(reading, &fields, "rate", Unit::Rate),
        stream: TypedStream::read(reading, &fields),
        backlog: fields
            .get(reading, "backlog")
            .and_then(|node| TypedBacklog::read(reading, node)),
        handle: law(reading, &fields, "handle", Family::Times),
        talk: law(reading, &fields, "talk", Family::Times),
        wrap_up: law(reading, &fields, "wrap_up", Family::Times),
        patience: law(reading, &fields, "patience", Family::Patience),
        balk: varying(reading, &fields, "balk", Unit::Share),
        priority: fields.one(reading, "priority", Unit::Whole(-1_000_000.0, 1_000_000.0)),
        route,
        access,
        caller: TypedCaller::read(reading, &fields),
        entry: TypedEntry::read(reading, &fields),
        onward: TypedOnward::read(reading, &fields),
        target: fields
            .get(reading, "target")
            .and_then(|node| TypedTarget::read(reading, node)),
        short: fields.one(reading, "short", Unit::Duration),
        actual: fields
            .get(reading, "actual")
            .and_then(|node| {
                let fields = reading.fields(node, &keys::ACTUAL)?;
                Some([
                    varying(reading, &fields, "service_level", Unit::Share),
                    varying(reading, &fields, "asa", Unit::Duration),
                    varying(reading, &fields, "abandoned", Unit::Share),
                ])
            })
            .unwrap_or_default(),
    })
}

fn read_group(reading: &mut Reading<'_>, name: Spot<String>, node: &Node) -> Option<TypedGroup> {
    let fields = reading.fields(node, &keys::GROUP)?;
    let mut handle_factor = Vec::new();
    if let Some(node) = fields.get(reading, "handle_factor")
        && let Some(table) = reading.table(node, "a table of factors")
    {
        for entry in &table.entries {
            if let Some(factor) = reading.one(&entry.node, Unit::Number(0.01, 100.0)) {
                handle_factor.push(((entry.key.clone(), entry.key_place.clone()), factor));
            }
        }
    }
    Some(TypedGroup {
        present: Present::of(fields.table, &keys::GROUP),
        name,
        skills: fields
            .get(reading, "skills")
            .and_then(|node| Some((ranks(reading, node, "a queue")?, node.place.clone()))),
        staff: varying(reading, &fields, "staff", keys::STAFF),
        handle_factor,
        shrinkage: varying(reading, &fields, "shrinkage", Unit::ShareBelowOne),
        cost_per_hour: varying(reading, &fields, "cost_per_hour", Unit::Count),
        occupancy_max: fields.get(reading, "target").and_then(|node| {
            let fields = reading.fields(node, &keys::GROUP_TARGET)?;
            fields.one(reading, "occupancy_max", Unit::Share)
        }),
        plan: fields
            .get(reading, "plan")
            .and_then(|node| TypedPlan::read(reading, node)),
        presence: TypedPresence::read(reading, &fields),
        hands: TypedHands::read(reading, &fields),
    })
}
