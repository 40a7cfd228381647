//! Values that may vary over the day, in every form in which they may be typed.
//!
//! In: a [`Node`]. Out: a [`Series`], which [`expands`](Series::expand) over the intervals of a calendar:
//!
//! - one value: the same all day;
//! - a list, or a text with white space: one value an interval, or one an open interval where the center
//!   closes in between;
//! - times, `{ "08:00" = 4, "10:00" = 9 }`: each value holds until the next. Of a volume, it is what each
//!   interval from then on expects. Where the center is open around the clock the times recur every day,
//!   and the last holds until the first of the next day;
//! - coarser steps, `{ every = "1h", values = [4, 9] }`: a level is repeated, a count spread evenly over
//!   the intervals of its step;
//! - days, `{ per_day = [1200, 1000], shape = "1 3 2" }`: how many come each day, spread by the weights of a
//!   day's intervals;
//! - a column of a sheet: the row whose time is the interval's.

mod days;
mod expand;
mod frame;

use super::edit::{Amount, TimeRange};
use super::leaf::{Unit, Word};
use super::node::{Cell, Column, Node, Table, Value};
use super::problem::Complaint;
use super::reading::Reading;
use super::source::Place;
pub(super) use expand::{Filling, change, change_numbers};
pub(super) use frame::{Frame, Moment};

/// More problems of one kind in one series than this are counted, not listed.
const LISTED: usize = 5;

/// Reads the values of a series one by one.
pub(super) trait Leaf<T> {
    /// A word of a text, a number, or a cell.
    fn word(&mut self, reading: &mut Reading<'_>, word: Word<'_>, place: &Place) -> Option<T>;
    /// A table that is neither times nor steps.
    fn table(&mut self, reading: &mut Reading<'_>, node: &Node, table: &Table) -> Option<T>;
    /// The unit of steps up and down, if there can be any.
    fn unit(&self) -> Option<Unit>;
    /// An example for messages.
    fn example(&self) -> &'static str;
}

impl Leaf<f64> for Unit {
    fn word(&mut self, reading: &mut Reading<'_>, word: Word<'_>, place: &Place) -> Option<f64> {
        self.read(word)
            .map_err(|complaint| reading.error(place, complaint))
            .ok()
    }

    fn table(&mut self, reading: &mut Reading<'_>, node: &Node, _: &Table) -> Option<f64> {
        let complaint = Complaint::new(
            "this table is neither times nor steps",
            "a value that varies over the day",
            "write { \"08:00\" = …, \"10:00\" = … } or { every = \"1h\", values = [ … ] }",
        );
        reading.error(&node.place, complaint);
        None
    }

    fn unit(&self) -> Option<Unit> {
        Some(*self)
    }

    fn example(&self) -> &'static str {
        Unit::example(*self)
    }
}

/// What was typed for a value that may vary.
#[derive(Debug, Clone)]
pub(super) struct Series<T> {
    shape: Option<Shape<T>>,
    pub changes: Vec<Change<T>>,
    pub place: Place,
}

/// A change to some intervals of a series.
#[derive(Debug, Clone)]
pub(super) struct Change<T> {
    pub how: How<T>,
    pub range: Option<TimeRange>,
    pub place: Place,
}

#[derive(Debug, Clone)]
pub(super) enum How<T> {
    By(Amount),
    Replace(Option<T>),
}

/// `None` where a value could not be read; that is already a problem.
#[derive(Debug, Clone)]
enum Shape<T> {
    One(Option<T>),
    Each(Vec<Option<T>>),
    Times(Vec<(Moment, Place, Option<T>)>),
    Steps {
        every: f64,
        values: Vec<Option<T>>,
    },
    Days {
        per_day: Vec<Option<T>>,
        shape: Vec<Option<f64>>,
    },
    Rows {
        sheet: usize,
        cells: Vec<CellValue<T>>,
    },
    Broken,
}

#[derive(Debug, Clone)]
enum CellValue<T> {
    Value(T),
    Blank(Place),
    Bad,
}

impl<T: Copy> Series<T> {
    /// Reads whatever was typed.
    pub fn read(reading: &mut Reading<'_>, node: &Node, leaf: &mut impl Leaf<T>) -> Series<T> {
        let shape = match &node.value {
            Value::Absent => None,
            _ => Some(read_shape(reading, node, leaf)),
        };
        let mut changes = Vec::new();
        for change in &node.changes {
            let how = match change.replacement() {
                Some(value) => How::Replace(match read_shape(reading, value, leaf) {
                    Shape::One(value) => value,
                    Shape::Broken => None,
                    _ => {
                        let complaint = Complaint::new(
                            "a range of hours takes one value",
                            "every interval of the range gets it",
                            "",
                        );
                        reading.error(&value.place, complaint);
                        None
                    }
                }),
                None => {
                    let unit = leaf.unit().unwrap_or(Unit::Duration);
                    match change.amount(unit) {
                        Ok(amount) => How::By(amount),
                        Err(complaint) => {
                            reading.error(&change.place, complaint);
                            How::Replace(None)
                        }
                    }
                }
            };
            changes.push(Change {
                how,
                range: change.range,
                place: change.place.clone(),
            });
        }
        Series {
            shape,
            changes,
            place: node.place.clone(),
        }
    }

    /// Where it was made to vary over the day: by the last change to some hours, or where it was typed.
    pub fn varied_at(&self) -> &Place {
        let by_hours = self.changes.iter().rfind(|change| change.range.is_some());
        by_hours.map_or(&self.place, |change| &change.place)
    }

    /// Whether every interval of the horizon has a value of its own, the closed ones too.
    pub fn is_said_when_closed(&self, frame: &Frame) -> bool {
        match &self.shape {
            Some(Shape::Each(values)) => values.len() == frame.calendar.intervals,
            Some(Shape::Rows { .. }) => true,
            _ => false,
        }
    }

    /// Whether values are said for the open intervals alone, and nothing for the closed ones.
    pub fn is_of_open_hours(&self, frame: &Frame) -> bool {
        let (open, all) = (frame.open_intervals(), frame.calendar.intervals);
        if open == all {
            return false;
        }
        match &self.shape {
            Some(Shape::Each(values)) => values.len() == open,
            Some(Shape::Steps { every, values }) => {
                let per_step = (every / frame.calendar.interval.seconds()).round() as usize;
                values.len().saturating_mul(per_step) == open
            }
            Some(Shape::Days { shape, .. }) => {
                let open_slots = days::weights(frame, true);
                shape.len() == open_slots && open_slots < days::weights(frame, false)
            }
            _ => false,
        }
    }

    /// Whether a value was typed at all, and not only a change to it.
    pub fn is_typed(&self) -> bool {
        self.shape.is_some()
    }
}

fn read_shape<T>(reading: &mut Reading<'_>, node: &Node, leaf: &mut impl Leaf<T>) -> Shape<T> {
    match &node.value {
        Value::Number(text) => Shape::One(leaf.word(reading, Word { text, seconds: false }, &node.place)),
        Value::Text { text, verbatim } => {
            let words = words(text);
            // "80 %", "3 min": one value and its unit apart.
            let unit_apart = words.len() == 2 && !words[1].1.contains(|c: char| c.is_ascii_digit());
            if words.len() == 1 || unit_apart && words[0].1.starts_with(|c: char| c.is_ascii_digit()) {
                let word = Word {
                    text: text.trim(),
                    seconds: false,
                };
                return Shape::One(leaf.word(reading, word, &node.place));
            }
            if words.is_empty() {
                let complaint = Complaint::new(
                    "this text is empty",
                    "a value, or one an interval",
                    format!("write {}", leaf.example()),
                );
                reading.error(&node.place, complaint);
                return Shape::Broken;
            }
            let mut bad = 0;
            let values = words.into_iter().map(|(offset, text)| {
                let place = verbatim.map_or(node.place.clone(), |start| {
                    Place::new(node.place.source, start + offset..start + offset + text.len())
                });
                listed(&mut bad, reading, |reading| {
                    leaf.word(reading, Word { text, seconds: false }, &place)
                })
            });
            Shape::Each(values.collect())
        }
        Value::List(items) => {
            let mut bad = 0;
            let values = items
                .iter()
                .map(|item| listed(&mut bad, reading, |reading| single(reading, item, leaf)));
            Shape::Each(values.collect())
        }
        Value::Table(table) => read_table(reading, node, table, leaf),
        Value::Column(column) => read_column(reading, node, column, leaf),
        Value::Absent | Value::Switch(_) | Value::Other(_) => {
            let complaint = Complaint::new(
                format!("{} where a value should be", node.kind()),
                "a value, or one an interval",
                format!("write {}", leaf.example()),
            );
            reading.error(&node.place, complaint);
            Shape::Broken
        }
    }
}

/// Reads one of many values; after a few bad ones the rest is no longer looked at, so that a column in
/// the wrong unit does not bury every other problem.
fn listed<T>(
    bad: &mut usize,
    reading: &mut Reading<'_>,
    read: impl FnOnce(&mut Reading<'_>) -> Option<T>,
) -> Option<T> {
    if *bad >= LISTED {
        return None;
    }
    let value = read(reading);
    *bad += usize::from(value.is_none());
    value
}

/// One value of a list.
fn single<T>(reading: &mut Reading<'_>, node: &Node, leaf: &mut impl Leaf<T>) -> Option<T> {
    match &node.value {
        Value::Number(text) | Value::Text { text, .. } => {
            leaf.word(reading, Word { text, seconds: false }, &node.place)
        }
        Value::Table(table) if leaf.unit().is_none() => leaf.table(reading, node, table),
        _ => {
            let complaint = Complaint::new(
                format!("{} where one value should be", node.kind()),
                "a list holds one value an interval",
                format!("write {}", leaf.example()),
            );
            reading.error(&node.place, complaint);
            None
        }
    }
}

fn read_table<T>(reading: &mut Reading<'_>, node: &Node, table: &Table, leaf: &mut impl Leaf<T>) -> Shape<T> {
    if table.get("every").is_some() || table.get("values").is_some() {
        return read_steps(reading, node, table, leaf);
    }
    if leaf.unit() == Some(Unit::Count) && (table.get("per_day").is_some() || table.get("shape").is_some()) {
        return read_days(reading, node, table, leaf);
    }
    let timed = table
        .keys()
        .any(|key| key.starts_with(|c: char| c.is_ascii_digit()));
    if !timed {
        return match leaf.table(reading, node, table) {
            Some(value) => Shape::One(Some(value)),
            None => Shape::Broken,
        };
    }
    let mut entries: Vec<(Moment, Place, Option<T>)> = Vec::new();
    let mut sound = true;
    for entry in &table.entries {
        match Moment::parse(&entry.key) {
            Some(moment) if entries.iter().any(|(known, ..)| *known == moment) => {
                let complaint = Complaint::new(
                    format!("`{}` stands here twice", entry.key),
                    "a time has one value",
                    "remove one of the two",
                );
                reading.error(&entry.key_place, complaint);
                sound = false;
            }
            Some(moment) => {
                let value = single(reading, &entry.node, leaf);
                entries.push((moment, entry.key_place.clone(), value));
            }
            None => {
                let complaint = Complaint::new(
                    format!("`{}` is not a time of day", entry.key),
                    "a time is written \"08:00\"",
                    "",
                );
                reading.error(&entry.key_place, complaint);
                sound = false;
            }
        }
    }
    if sound {
        Shape::Times(entries)
    } else {
        Shape::Broken
    }
}

fn read_steps<T>(reading: &mut Reading<'_>, node: &Node, table: &Table, leaf: &mut impl Leaf<T>) -> Shape<T> {
    let mut sound = true;
    for entry in &table.entries {
        if entry.key != "every" && entry.key != "values" {
            let complaint = Complaint::new(
                format!("steps have no setting `{}`", entry.key),
                "unknown setting",
                "steps are { every = \"1h\", values = [ … ] }",
            );
            reading.error(&entry.key_place, complaint);
            sound = false;
        }
    }
    let (Some(every), Some(values)) = (table.get("every"), table.get("values")) else {
        let missing = if table.get("every").is_none() {
            "every"
        } else {
            "values"
        };
        let complaint = Complaint::new(
            format!("`{missing}` is missing"),
            "steps need both `every` and `values`",
            "write { every = \"1h\", values = [ … ] }",
        );
        reading.error(&node.place, complaint);
        return Shape::Broken;
    };
    let every = reading.one(every, Unit::PositiveDuration);
    reading.refuse_changes(values);
    let values = match read_shape(reading, values, leaf) {
        Shape::Each(values) => Some(values),
        Shape::One(value) => Some(vec![value]),
        Shape::Broken => None,
        _ => {
            let complaint = Complaint::new(
                "these steps are no list",
                "`values` is a list or a text, one value a step",
                "",
            );
            reading.error(&values.place, complaint);
            None
        }
    };
    match (every, values) {
        (Some(every), Some(values)) if sound => Shape::Steps { every, values },
        _ => Shape::Broken,
    }
}

fn read_days<T>(reading: &mut Reading<'_>, node: &Node, table: &Table, leaf: &mut impl Leaf<T>) -> Shape<T> {
    let example = "write { per_day = [1200, 1000], shape = \"1 3 2\" }";
    let mut sound = true;
    for entry in &table.entries {
        if entry.key != "per_day" && entry.key != "shape" {
            let complaint = Complaint::new(
                format!("days have no setting `{}`", entry.key),
                "unknown setting",
                example,
            );
            reading.error(&entry.key_place, complaint);
            sound = false;
        }
    }
    let (Some(per_day), Some(shape)) = (table.get("per_day"), table.get("shape")) else {
        let missing = if table.get("shape").is_none() {
            "shape"
        } else {
            "per_day"
        };
        let complaint = Complaint::new(
            format!("`{missing}` is missing"),
            "days need both `per_day` and `shape`",
            example,
        );
        reading.error(&node.place, complaint);
        return Shape::Broken;
    };
    let per_day = read_list(reading, per_day, leaf);
    let shape = read_list(reading, shape, &mut Unit::Count);
    match (per_day, shape) {
        (Some(per_day), Some(shape)) if sound => Shape::Days { per_day, shape },
        _ => Shape::Broken,
    }
}

/// A list of values, or only one.
fn read_list<T>(reading: &mut Reading<'_>, node: &Node, leaf: &mut impl Leaf<T>) -> Option<Vec<Option<T>>> {
    reading.refuse_changes(node);
    match read_shape(reading, node, leaf) {
        Shape::Each(values) => Some(values),
        Shape::One(value) => Some(vec![value]),
        Shape::Broken => None,
        _ => {
            let complaint = Complaint::new("this is no list", "a list or a text of values", "");
            reading.error(&node.place, complaint);
            None
        }
    }
}

fn read_column<T>(
    reading: &mut Reading<'_>,
    node: &Node,
    column: &Column,
    leaf: &mut impl Leaf<T>,
) -> Shape<T> {
    let times = matches!(leaf.unit(), None | Some(Unit::Duration | Unit::PositiveDuration));
    let bare = |cell: &Cell| cell.text.parse::<f64>().is_ok();
    if times && !column.seconds && column.cells.iter().any(bare) {
        let heading = reading.found.text(node.place.source).get(node.place.span.clone());
        let heading = heading.unwrap_or_default().trim_matches('"').to_owned();
        let complaint = Complaint::new(
            format!("the times under `{heading}` have no unit"),
            "bare numbers are seconds only under a heading ending in _s",
            format!("head it `{heading}_s`, or write times as 0:04:10 or 4m10s"),
        );
        reading.error(&node.place, complaint);
        return Shape::Broken;
    }
    let mut bad = 0;
    let cells = column.cells.iter().map(|Cell { text, place }| {
        if matches!(text.trim(), "" | "-" | "–" | "n/a" | "N/A") {
            return CellValue::Blank(place.clone());
        }
        let word = Word {
            text,
            seconds: column.seconds,
        };
        match listed(&mut bad, reading, |reading| leaf.word(reading, word, place)) {
            Some(value) => CellValue::Value(value),
            None => CellValue::Bad,
        }
    });
    Shape::Rows {
        sheet: column.sheet,
        cells: cells.collect(),
    }
}

/// The words of a text with their first bytes.
fn words(text: &str) -> Vec<(usize, &str)> {
    text.split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect()
}
