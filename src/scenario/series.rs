//! Values that may vary over the day, in every form in which they may be typed.
//!
//! In: a [`Node`]. Out: a [`Series`], which [`expands`](Series::expand) over the intervals of a calendar:
//!
//! - one value: the same all day;
//! - a list, or a text with white space: one value an interval;
//! - times, `{ "08:00" = 4, "10:00" = 9 }`: each value holds until the next. Of a volume, it is what each
//!   interval from then on expects. Where the center is open around the clock the times recur every day,
//!   and the last holds until the first of the next day;
//! - coarser steps, `{ every = "1h", values = [4, 9] }`: a level is repeated, a count spread evenly over
//!   the intervals of its step;
//! - a column of a sheet: the row whose time is the interval's.

use super::edit::{Amount, TimeRange};
use super::leaf::{Unit, Word, clock, show_duration};
use super::node::{Cell, Column, Node, Table, Value};
use super::problem::Complaint;
use super::reading::Reading;
use super::source::Place;
use crate::model::{Calendar, PerInterval};

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
    Steps { every: f64, values: Vec<Option<T>> },
    Rows { sheet: usize, cells: Vec<CellValue<T>> },
    Broken,
}

#[derive(Debug, Clone)]
enum CellValue<T> {
    Value(T),
    Blank(Place),
    Bad,
}

/// A time of day, on every day or on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Day from 1.
    pub day: Option<u32>,
    /// Seconds after midnight.
    pub seconds: u32,
}

impl Moment {
    /// `08:00`, or `2 08:00` for the second day only.
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        if let Some(seconds) = clock(text) {
            return Some(Moment { day: None, seconds });
        }
        let (day, time) = text.split_once(char::is_whitespace)?;
        let day = day.parse().ok().filter(|day| *day > 0)?;
        Some(Moment {
            day: Some(day),
            seconds: clock(time)?,
        })
    }
}

/// The intervals over which series expand, and which row of each sheet belongs to which of them.
pub(super) struct Frame {
    pub calendar: Calendar,
    pub rows: Vec<Vec<Option<usize>>>,
}

impl Frame {
    fn around_the_clock(&self) -> bool {
        self.calendar.horizon().seconds() >= 86_400.0
    }

    /// "24 intervals of 30m from 08:00 to 20:00".
    fn describe(&self) -> String {
        let (opens, closes) = self.calendar.hours();
        let days = match self.calendar.days() {
            0 | 1 => String::new(),
            days => format!(" over {days} days"),
        };
        format!(
            "{} intervals of {} from {opens} to {closes}{days}",
            self.calendar.intervals,
            show_duration(self.calendar.interval.seconds())
        )
    }

    /// Whether an interval lies in a range of times.
    pub fn contains(&self, range: &TimeRange, interval: usize) -> bool {
        let (day, time) = self.calendar.day_and_time(interval);
        if range.from.day.is_some() || range.to.day.is_some() {
            let at = |moment: Moment, default: u32| {
                f64::from(moment.day.unwrap_or(default) - 1) * 86_400.0 + f64::from(moment.seconds)
            };
            let now = f64::from(day - 1) * 86_400.0 + time;
            let from = at(range.from, 1);
            let to = at(range.to, range.from.day.unwrap_or(1));
            return from <= now && now < to;
        }
        let (from, to) = (f64::from(range.from.seconds), f64::from(range.to.seconds));
        if from < to {
            from <= time && time < to
        } else {
            time >= from || time < to
        }
    }

    /// Why a range of times makes no sense here, if it doesn't.
    pub fn refuse(&self, range: &TimeRange) -> Option<Complaint> {
        let step = self.calendar.interval.seconds();
        let offset = |moment: &Moment| (f64::from(moment.seconds) - f64::from(self.calendar.opens_s)) / step;
        let ragged = [range.from, range.to]
            .iter()
            .any(|moment| offset(moment).fract() != 0.0);
        let backwards = match (range.from.day, range.to.day) {
            (None, None) => range.from.seconds >= range.to.seconds && !self.around_the_clock(),
            (from, to) => {
                let from_day = from.unwrap_or(1);
                (from_day, range.from.seconds) >= (to.unwrap_or(from_day), range.to.seconds)
            }
        };
        if backwards {
            Some(Complaint::new(
                "this range ends before it begins",
                "FROM is earlier than TO",
                "",
            ))
        } else if ragged {
            Some(Complaint::new(
                "this range cuts an interval in two",
                format!("the center has {}", self.describe()),
                "use times at which intervals start",
            ))
        } else if !(0..self.calendar.intervals).any(|interval| self.contains(range, interval)) {
            Some(Complaint::new(
                "this range holds no interval",
                format!("the center has {}", self.describe()),
                "",
            ))
        } else {
            None
        }
    }
}

/// How to fill what a series leaves open.
#[derive(Clone, Copy)]
pub(super) struct Filling<T> {
    /// The value of a setting that is not typed.
    pub default: Option<T>,
    /// The value of a blank cell; without one it is a problem.
    pub blank: Option<T>,
    /// A part of a value of a coarser step: of a count its share, of a level itself.
    pub part: fn(T, f64) -> T,
}

impl<T> Filling<T> {
    /// A level (a share, a time, a staff) without default.
    pub fn level() -> Self {
        Filling {
            default: None,
            blank: None,
            part: |value, _| value,
        }
    }

    pub fn or(self, default: T) -> Self {
        Filling {
            default: Some(default),
            ..self
        }
    }
}

impl Filling<f64> {
    /// A count, which a coarser step spreads.
    pub fn count() -> Self {
        Filling {
            part: |value, share| value * share,
            ..Filling::level()
        }
    }
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

    /// Whether a value was typed at all, and not only a change to it.
    pub fn is_typed(&self) -> bool {
        self.shape.is_some()
    }

    /// The values over the intervals, before changes. `None` where a problem stands in the way.
    pub fn expand(
        &self,
        reading: &mut Reading<'_>,
        frame: &Frame,
        filling: Filling<T>,
    ) -> Option<PerInterval<T>> {
        let calendar = &frame.calendar;
        let Some(shape) = &self.shape else {
            if filling.default.is_none() {
                for change in &self.changes {
                    let complaint = Complaint::new(
                        "the scenario doesn't set this, so there is nothing to change",
                        "a change needs a value to start from",
                        "write PATH=VALUE to set it",
                    );
                    reading.error(&change.place, complaint);
                }
            }
            return filling.default.map(PerInterval::Same);
        };
        match shape {
            Shape::Broken => None,
            Shape::One(value) => value.map(PerInterval::Same),
            Shape::Each(values) => {
                if values.len() != calendar.intervals {
                    let complaint = wrong_length(values.len(), frame);
                    reading.error(&self.place, complaint);
                    return None;
                }
                values
                    .iter()
                    .copied()
                    .collect::<Option<_>>()
                    .map(PerInterval::Each)
            }
            Shape::Steps { every, values } => {
                let ratio = every / calendar.interval.seconds();
                let per_step = ratio.round() as usize;
                if per_step == 0 || (ratio - per_step as f64).abs() > 1e-9 {
                    let interval = show_duration(calendar.interval.seconds());
                    let complaint = Complaint::new(
                        format!(
                            "steps of {} don't fit intervals of {interval}",
                            show_duration(*every)
                        ),
                        "a step is a whole number of intervals",
                        format!("use a multiple of {interval}"),
                    );
                    reading.error(&self.place, complaint);
                    return None;
                }
                if values.len().saturating_mul(per_step) != calendar.intervals {
                    let needed = calendar.intervals as f64 / per_step as f64;
                    let complaint = Complaint::new(
                        format!("{} values where the day has {needed} steps", values.len()),
                        format!("the center has {}", frame.describe()),
                        "give one value a step",
                    );
                    reading.error(&self.place, complaint);
                    return None;
                }
                let share = 1.0 / per_step as f64;
                let values: Vec<T> = values.iter().copied().collect::<Option<_>>()?;
                let values = values
                    .into_iter()
                    .flat_map(|value| std::iter::repeat_n((filling.part)(value, share), per_step));
                Some(PerInterval::Each(values.collect()))
            }
            Shape::Times(entries) => expand_times(reading, frame, entries),
            Shape::Rows { sheet, cells } => {
                let rows = frame.rows.get(*sheet)?;
                let mut values = Vec::with_capacity(calendar.intervals);
                let (mut blanks, mut complete) = (0, true);
                for row in rows {
                    let value = match row.and_then(|row| cells.get(row)) {
                        Some(CellValue::Value(value)) => Some(*value),
                        Some(CellValue::Blank(place)) => {
                            if filling.blank.is_none() {
                                blanks += 1;
                                if blanks <= LISTED {
                                    let complaint = Complaint::new(
                                        "this cell is empty",
                                        "every interval of the day needs a value here",
                                        "write 0 if it is nothing",
                                    );
                                    reading.error(place, complaint);
                                }
                            }
                            filling.blank
                        }
                        Some(CellValue::Bad) | None => None,
                    };
                    match value {
                        Some(value) => values.push(value),
                        None => complete = false,
                    }
                }
                complete.then_some(PerInterval::Each(values))
            }
        }
    }
}

fn wrong_length(given: usize, frame: &Frame) -> Complaint {
    let intervals = frame.calendar.intervals;
    let remedy = if given > 0 && intervals.is_multiple_of(given) {
        let every = frame.calendar.interval.seconds() * (intervals / given) as f64;
        format!(
            "for coarser steps write {{ every = \"{}\", values = [ … ] }}",
            show_duration(every)
        )
    } else if given < intervals {
        match intervals - given {
            1 => "one value is missing".into(),
            missing => format!("{missing} values are missing"),
        }
    } else {
        match given - intervals {
            1 => "there is one value too many".into(),
            more => format!("there are {more} values too many"),
        }
    };
    Complaint::new(
        format!("{given} values where {intervals} are needed"),
        format!("the center has {}", frame.describe()),
        remedy,
    )
}

fn expand_times<T: Copy>(
    reading: &mut Reading<'_>,
    frame: &Frame,
    entries: &[(Moment, Place, Option<T>)],
) -> Option<PerInterval<T>> {
    let calendar = &frame.calendar;
    let mut starting: Vec<Option<T>> = vec![None; calendar.intervals];
    let (mut sound, mut last_of_day) = (true, None::<(u32, T)>);
    for (moment, place, value) in entries {
        let mut used = false;
        for (interval, start) in starting.iter_mut().enumerate() {
            let (day, time) = calendar.day_and_time(interval);
            if time == f64::from(moment.seconds) && moment.day.is_none_or(|only| only == day) {
                *start = *value;
                used = true;
            }
        }
        if !used {
            let complaint = Complaint::new(
                "no interval starts at this time",
                format!("the center has {}", frame.describe()),
                "use a time at which an interval starts",
            );
            reading.error(place, complaint);
            sound = false;
        }
        match value {
            Some(value) if moment.day.is_none() && last_of_day.is_none_or(|(at, _)| at < moment.seconds) => {
                last_of_day = Some((moment.seconds, *value));
            }
            Some(_) => {}
            None => sound = false,
        }
    }
    if !sound {
        return None;
    }
    let wrapped = last_of_day
        .filter(|_| frame.around_the_clock())
        .map(|(_, value)| value);
    if starting.first()?.is_none() && wrapped.is_none() {
        let (_, opening) = calendar.label(0);
        let complaint = Complaint::new(
            format!("nothing is said for the time from {opening}"),
            "the first time is the opening time",
            format!("add \"{opening}\" = …"),
        );
        let place = entries.first().map(|(_, place, _)| place.clone())?;
        reading.error(&place, complaint);
        return None;
    }
    let mut current = wrapped;
    let values = starting.into_iter().map(|start| {
        current = start.or(current);
        current
    });
    values.collect::<Option<_>>().map(PerInterval::Each)
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
        Value::Absent | Value::Other(_) => {
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

/// Makes changes to values that are already spread over the intervals.
pub(super) fn change<T: Clone, R: Copy>(
    reading: &mut Reading<'_>,
    frame: &Frame,
    mut values: PerInterval<T>,
    changes: &[Change<R>],
    mut alter: impl FnMut(&mut Reading<'_>, &Change<R>, usize, &T) -> Option<T>,
) -> Option<PerInterval<T>> {
    for change in changes {
        values = match (&change.range, values) {
            (None, PerInterval::Same(value)) if !matches!(change.how, How::Replace(None)) => {
                PerInterval::Same(alter(reading, change, 0, &value)?)
            }
            (range, before) => {
                if let Some(complaint) = range.as_ref().and_then(|range| frame.refuse(range)) {
                    reading.error(&change.place, complaint);
                    return None;
                }
                let mut after = Vec::with_capacity(frame.calendar.intervals);
                for interval in 0..frame.calendar.intervals {
                    let value = before.at(interval);
                    after.push(match range {
                        Some(range) if !frame.contains(range, interval) => value.clone(),
                        _ => alter(reading, change, interval, value)?,
                    });
                }
                PerInterval::Each(after)
            }
        };
    }
    Some(values)
}

impl Series<f64> {
    /// The values over the intervals with every change made. Whole numbers are rounded half up; they and
    /// counts stop falling at zero. Anything else that leaves its range is a problem.
    pub fn resolve(
        &self,
        reading: &mut Reading<'_>,
        frame: &Frame,
        unit: Unit,
        filling: Filling<f64>,
    ) -> Option<PerInterval<f64>> {
        let values = self.expand(reading, frame, filling)?;
        change_numbers(reading, frame, values, &self.changes, unit)
    }
}

/// Makes changes to numbers of a unit.
pub(super) fn change_numbers(
    reading: &mut Reading<'_>,
    frame: &Frame,
    values: PerInterval<f64>,
    changes: &[Change<f64>],
    unit: Unit,
) -> Option<PerInterval<f64>> {
    change(
        reading,
        frame,
        values,
        changes,
        |reading, change, interval, value| {
            let mut value = match &change.how {
                How::By(amount) => amount.of(*value),
                How::Replace(value) => (*value)?,
            };
            if let Unit::Whole(low, _) = unit {
                // Half up, whatever the last bit of 45 × 1.1 says.
                value = (value + 0.5 + 1e-9).floor().max(low);
            }
            if matches!(unit, Unit::Count | Unit::Rate) {
                value = value.max(0.0);
            }
            match unit.check(value) {
                Ok(()) => Some(value),
                Err(why) => {
                    let (_, label) = frame.calendar.label(interval);
                    let complaint =
                        Complaint::new(format!("this change makes it {value} at {label}"), why, "");
                    reading.error(&change.place, complaint);
                    None
                }
            }
        },
    )
}
