//! Lists in which demand and presence are typed: values, pauses, moments, numbered tables.

use super::Spot;
use crate::scenario::leaf::{Unit, clock};
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::series::Moment;
use crate::scenario::source::Place;

/// Time away from the queue within a shift.
#[derive(Debug, Clone)]
pub(in crate::scenario) struct Pause {
    /// Start, in seconds after midnight.
    pub start: u32,
    /// Length, in seconds.
    pub length: f64,
    pub place: Place,
}

/// A value of some moments of the day; nothing where it could not be read.
pub(in crate::scenario) type Moments = Vec<(Moment, Place, Option<f64>)>;

/// A list of values, a text with white space between them, or only one.
pub(super) fn values(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    unit: Unit,
) -> Option<Spot<Vec<Spot<f64>>>> {
    let node = fields.get(reading, key)?;
    let items: Vec<Node> = match &node.value {
        Value::List(items) => {
            reading.refuse_changes(node);
            items.clone()
        }
        Value::Text { text, .. } if text.split_whitespace().count() != 1 => {
            reading.refuse_changes(node);
            let word = |word: &str| Value::Text {
                text: word.to_owned(),
                verbatim: None,
            };
            let words = text.split_whitespace();
            words
                .map(|text| Node::new(word(text), node.place.clone()))
                .collect()
        }
        _ => vec![node.clone()],
    };
    let read = |item: &Node| Some((reading.one(item, unit)?, item.place.clone()));
    let values: Vec<_> = items.iter().map(read).collect();
    Some((values.into_iter().collect::<Option<_>>()?, node.place.clone()))
}

/// Starts and lengths: `[["10:00", "15m"]]`, or a single one without the outer brackets.
pub(super) fn pauses(reading: &mut Reading<'_>, fields: &Fields<'_>, key: &str) -> Option<Vec<Pause>> {
    let node = fields.get(reading, key)?;
    reading.refuse_changes(node);
    let items = match &node.value {
        Value::List(items) if items.iter().any(|item| matches!(item.value, Value::List(_))) => {
            items.as_slice()
        }
        Value::List(items) if items.is_empty() => return Some(Vec::new()),
        _ => std::slice::from_ref(node),
    };
    let read: Vec<_> = items.iter().map(|item| pause(reading, item, key)).collect();
    read.into_iter().collect()
}

fn pause(reading: &mut Reading<'_>, node: &Node, key: &str) -> Option<Pause> {
    let wrong = |reading: &mut Reading<'_>, what: String| {
        let complaint = Complaint::new(
            what,
            "a start and a length",
            format!("write {key} = [[\"10:00\", \"15m\"]]"),
        );
        reading.error(&node.place, complaint);
    };
    let Value::List(parts) = &node.value else {
        wrong(
            reading,
            format!("{} where a start and a length should be", node.kind()),
        );
        return None;
    };
    let [start, length] = parts.as_slice() else {
        wrong(reading, format!("{} parts where there are two", parts.len()));
        return None;
    };
    let text = reading.text(start, "a time of day");
    let length = reading.one(length, Unit::PositiveDuration);
    let text = text?;
    let seconds = clock(&text);
    if seconds.is_none() {
        let complaint = Complaint::new(
            format!("`{text}` is not a time of day"),
            "a time is hh:mm, from 00:00 to 24:00",
            "write [\"10:00\", \"15m\"]",
        );
        reading.error(&start.place, complaint);
    }
    Some(Pause {
        start: seconds?,
        length: length?,
        place: node.place.clone(),
    })
}

/// Times and what holds from each on.
pub(super) fn moments(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    unit: Unit,
) -> Option<Spot<Moments>> {
    let node = fields.get(reading, key)?;
    let table = reading.table(node, "a table of times")?;
    if table.entries.is_empty() {
        let complaint = Complaint::new(
            "this table is empty",
            "it says from when on how many are there",
            format!("write {key} = {{ \"08:10\" = 4, \"12:35\" = 6 }}"),
        );
        reading.error(&node.place, complaint);
        return None;
    }
    let mut sound = true;
    let mut read: Moments = Vec::new();
    for entry in &table.entries {
        let place = entry.key_place.clone();
        let complaint = match Moment::parse(&entry.key) {
            Some(moment) if read.iter().all(|(known, ..)| *known != moment) => {
                read.push((moment, place, reading.one(&entry.node, unit)));
                continue;
            }
            Some(_) => Complaint::new(
                format!("`{}` stands here twice", entry.key),
                "a time has one value",
                "remove one of the two",
            ),
            None => Complaint::new(
                format!("`{}` is not a time of day", entry.key),
                "a time is written \"08:10\", or \"2 08:10\" for the second day only",
                "",
            ),
        };
        reading.error(&place, complaint);
        sound = false;
    }
    sound.then(|| (read, node.place.clone()))
}

/// The tables of a list.
pub(super) fn numbered<T>(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    example: &str,
    read: impl Fn(&mut Reading<'_>, &Node) -> Option<T>,
) -> Option<Spot<Vec<T>>> {
    let node = fields.get(reading, key)?;
    reading.refuse_changes(node);
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Table(_) => std::slice::from_ref(node),
        _ => {
            let complaint = Complaint::new(
                format!("{} where a list of tables should be", node.kind()),
                "each table of the list stands for itself",
                format!("write {key} = [{example}]"),
            );
            reading.error(&node.place, complaint);
            return None;
        }
    };
    if items.is_empty() {
        let complaint = Complaint::new(
            "this list is empty",
            "at least one",
            format!("write {key} = [{example}]"),
        );
        reading.error(&node.place, complaint);
        return None;
    }
    let tables: Vec<_> = items.iter().map(|item| read(reading, item)).collect();
    Some((tables.into_iter().collect::<Option<_>>()?, node.place.clone()))
}

/// Complains of settings that a table needs and that were not typed.
pub(super) fn needs(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    place: &Place,
    keys: &[&str],
    example: &str,
) {
    let present = |key: &&&str| fields.meant().any(|typed| typed == **key);
    let missing: Vec<&str> = keys.iter().filter(|key| !present(key)).copied().collect();
    if !missing.is_empty() {
        let complaint = Complaint::new(
            format!("`{}` is missing", missing.join("` and `")),
            format!("{} needs {}", fields.owner(), keys.join(" and ")),
            format!("write {example}"),
        );
        reading.error(place, complaint);
    }
}
