//! Spreadsheets saved as CSV: a row an interval, a column a setting.
//!
//! In: the text of a CSV file. Out: columns put into the tree of what was typed, and for a calendar the row
//! of each interval. A byte-order mark, `;` `,` or tab between cells, a decimal comma, thousands marks,
//! `h:mm:ss` and `94.01%` are understood.
//!
//! The column `time` (or `start`, `interval`) says when a row's interval starts: `08:00`, `8:00 AM`,
//! `08:00-08:30`; where the horizon is longer than a day, `day` counts from 1. Every other column is headed by a path, with
//! or without `queues.` or `groups.` before it; `_s` behind it says that its bare numbers are seconds:
//!
//! - of a queue: `service.volume`, `service.rate`, `service.handle_s` (or `aht_s`), `service.talk_s`,
//!   `service.wrap_up_s`, `service.patience_s`, `service.balk`, and any parameter of a law
//!   (`service.talk.lognormal.mean_s`, `service.patience.exponential.mean_s`), the share that its IVR serves
//!   (`service.ivr.contained`);
//! - what happened: `service.actual_service_level`, `service.actual_asa_s`, `service.actual_abandoned`;
//! - of a group: `generalists.staff`, `generalists.shrinkage`, `generalists.cost_per_hour`, and within what
//!   it may be planned: `generalists.plan.min`, `generalists.plan.max`, `generalists.plan.fixed`.
//!
//! A mean time (`aht_s`) joins the law of the scenario where that gives no mean of its own:
//! `handle = { lognormal = { cv = 1.2 } }`.

use std::collections::HashMap;

use super::apply::take_back_rivals;
use super::csv::Csv;
use super::keys::{self, Kind, Section};
use super::leaf::clock;
use super::node::{Cell, Column, Node, Table, Value};
use super::problem::{Complaint, did_you_mean, nearest};
use super::reading::Reading;
use super::source::Place;
use crate::model::Calendar;

/// A sheet: the time of each row. Its columns are in the tree.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The heading of the times, to blame for what is missing.
    time: Place,
    has_days: bool,
    rows: Vec<Label>,
}

/// Where a row stands in time; what could not be read is already a problem.
#[derive(Debug)]
struct Label {
    day: Option<u32>,
    seconds: Option<u32>,
    text: String,
    place: Place,
}

/// What a sheet is to the scenario.
#[derive(Clone, Copy)]
pub(super) enum Role<'s> {
    /// A part of it, without the columns under these headings: it must not say a thing again.
    Part(&'s [(String, Place)]),
    /// It replaces what the scenario says.
    Overlay,
}

/// Reads a sheet and puts its columns into the tree.
pub(super) fn read(
    reading: &mut Reading<'_>,
    root: &mut Node,
    source: usize,
    index: usize,
    role: Role<'_>,
) -> Option<Sheet> {
    let csv = Csv::parse(reading.found.text(source), source);
    let heading = |names: &[&str]| {
        csv.headings
            .iter()
            .position(|cell| names.contains(&cell.text.to_lowercase().as_str()))
    };
    let Some(time) = heading(&["time", "start", "interval"]) else {
        let complaint = Complaint::new(
            "this sheet has no column `time`",
            "a row is found by the time at which its interval starts",
            "head the column of times (08:00, 08:30, …) with `time`",
        );
        reading.error(&Place::new(source, 0..0), complaint);
        return None;
    };
    let day = heading(&["day"]);
    let (overlay, without) = match role {
        Role::Part(without) => (false, without),
        Role::Overlay => (true, &[][..]),
    };
    for (name, place) in without {
        if !csv.headings.iter().any(|cell| cell.text == *name) {
            let complaint = Complaint::new(
                format!("the sheet has no column `{name}`"),
                "so it cannot be left out",
                did_you_mean(name, csv.headings.iter().map(|cell| cell.text.as_str())),
            );
            reading.warn(place, complaint);
        }
    }
    for (at, cell) in csv.headings.iter().enumerate() {
        if at == time || Some(at) == day || cell.text.is_empty() {
            continue;
        }
        if without.iter().any(|(name, _)| *name == cell.text) {
            continue;
        }
        if csv.headings[..at].iter().any(|other| other.text == cell.text) {
            let complaint = Complaint::new(
                format!("the heading `{}` stands here twice", cell.text),
                "a thing is said once",
                "remove or rename one of the columns",
            );
            reading.error(&cell.place, complaint);
            continue;
        }
        let cells = csv.rows.iter().map(|row| {
            row.get(at).cloned().unwrap_or_else(|| Cell {
                text: String::new(),
                place: row.last().map_or(cell.place.clone(), |last| last.place.clone()),
            })
        });
        let column = Column {
            sheet: index,
            seconds: cell.text.ends_with("_s"),
            cells: cells.collect(),
        };
        put(reading, root, cell, column, overlay);
    }
    let rows = csv.rows.iter().map(|row| label(reading, row, time, day));
    Some(Sheet {
        time: csv.headings[time].place.clone(),
        has_days: day.is_some(),
        rows: rows.collect(),
    })
}

fn label(reading: &mut Reading<'_>, row: &[Cell], time: usize, day: Option<usize>) -> Label {
    let cell = row.get(time).or(row.last()).cloned().unwrap_or_else(|| Cell {
        text: String::new(),
        place: Place::new(0, 0..0),
    });
    let start = cell.text.split(['-', '–']).next().unwrap_or("");
    let seconds = clock(start);
    if seconds.is_none() {
        let complaint = Complaint::new(
            format!("`{}` is not a time of day", cell.text),
            "each row starts with the time of its interval, such as 08:00",
            "remove rows that are no interval, such as totals",
        );
        reading.error(&cell.place, complaint);
    }
    let day = day.and_then(|day| row.get(day)).and_then(|cell| {
        let day = cell.text.parse().ok().filter(|day| *day > 0);
        if day.is_none() {
            let complaint = Complaint::new(
                format!("`{}` is not a day", cell.text),
                "days are counted 1, 2, 3, …",
                "",
            );
            reading.error(&cell.place, complaint);
        }
        day
    });
    Label {
        day,
        seconds,
        text: cell.text,
        place: cell.place,
    }
}

/// Where a heading leads: the table (`queues` or `groups`), the name in it, and the path below.
struct Destination {
    section: &'static str,
    name: String,
    path: Vec<String>,
}

/// The group whose staff a heading gives.
pub(super) fn staff_of(root: &Node, heading: &str) -> Option<String> {
    let destination = destination(root, heading)?;
    (destination.section == "groups" && destination.path == ["staff"]).then_some(destination.name)
}

fn destination(root: &Node, heading: &str) -> Option<Destination> {
    let mut parts: Vec<&str> = heading.split('.').map(str::trim).collect();
    let only = match parts.first() {
        Some(&"queues") => Some("queues"),
        Some(&"groups") => Some("groups"),
        _ => None,
    };
    if only.is_some() {
        parts.remove(0);
    }
    let (name, rest) = parts.split_first()?;
    let sections: [(&'static str, &'static Section); 2] =
        [("queues", &keys::QUEUE), ("groups", &keys::GROUP)];
    sections
        .into_iter()
        .filter(|(section, _)| only.is_none_or(|only| only == *section))
        .find_map(|(section, settings)| {
            root.table()?.get(section)?.table()?.get(name)?;
            Some(Destination {
                section,
                name: (*name).to_owned(),
                path: setting_path(settings, rest)?,
            })
        })
}

/// The path of a setting that may vary, from the words of a heading.
fn setting_path(section: &'static Section, words: &[&str]) -> Option<Vec<String>> {
    let (first, rest) = words.split_first()?;
    if let (Some(actual), true) = (first.strip_prefix("actual_"), rest.is_empty()) {
        let actual = actual.strip_suffix("_s").unwrap_or(actual);
        return Some(vec!["actual".into(), keys::ACTUAL.key(actual)?.name.into()]);
    }
    let bare = first
        .strip_suffix("_s")
        .filter(|_| rest.is_empty())
        .unwrap_or(first);
    let name = if bare == "aht" && rest.is_empty() {
        "handle"
    } else {
        bare
    };
    let key = section.key(name)?;
    match &key.kind {
        Kind::Varying(_) | Kind::Volume => rest.is_empty().then(|| vec![name.to_owned()]),
        Kind::Law(laws) => match rest {
            [] => Some(vec![name.to_owned()]),
            [law, parameter] => {
                let law = laws.iter().find(|known| known.owner == *law)?;
                let parameter = parameter.strip_suffix("_s").unwrap_or(parameter);
                let parameter = law.key(parameter)?;
                matches!(parameter.kind, Kind::Varying(_))
                    .then(|| vec![name.to_owned(), law.owner.to_owned(), parameter.name.to_owned()])
            }
            _ => None,
        },
        Kind::Table(inner) => match rest {
            [word] => {
                let key = inner.key(word.strip_suffix("_s").unwrap_or(word))?;
                let varies = matches!(key.kind, Kind::Varying(_) | Kind::VaryingOrTrue(_));
                varies.then(|| vec![name.to_owned(), key.name.to_owned()])
            }
            _ => None,
        },
        _ => None,
    }
}

fn put(reading: &mut Reading<'_>, root: &mut Node, heading: &Cell, column: Column, overlay: bool) {
    let Some(destination) = destination(root, &heading.text) else {
        let known = known_headings(root);
        let remedy = match nearest(&heading.text, known.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => String::new(),
        };
        let complaint = Complaint::new(
            format!("the column `{}` is not used", heading.text),
            "its heading names no setting of this scenario",
            remedy,
        );
        return reading.warn(&heading.place, complaint);
    };
    let Destination { section, name, path } = destination;
    let Some(mut table) = root
        .make_table()
        .get_mut(section)
        .and_then(|names| names.make_table().get_mut(&name))
        .map(Node::make_table)
    else {
        return;
    };
    let mut path = path.as_slice();
    if overlay {
        take_back_rivals(table, &path[0]);
    }
    while let [first, rest @ ..] = path {
        if rest.is_empty() {
            break;
        }
        table = table.entry(first, &heading.place).make_table();
        path = rest;
    }
    let leaf = &path[0];
    if let Some(existing) = table.get_mut(leaf) {
        if let Some(law) = open_law(existing, overlay) {
            *law.entry("mean", &heading.place) = Node::new(Value::Column(column), heading.place.clone());
            return;
        }
        if !overlay {
            let complaint = Complaint::new(
                format!("`{}` is said twice", heading.text),
                format!("{} says it too", reading.found.mention(&existing.place)),
                "remove it in one of the two places",
            );
            return reading.error(&heading.place, complaint);
        }
    }
    *table.entry(leaf, &heading.place) = Node::new(Value::Column(column), heading.place.clone());
}

/// The parameters of a law whose mean a sheet may give: those that lack one, or any if it overlays.
fn open_law(node: &mut Node, overlay: bool) -> Option<&mut Table> {
    let Value::Table(table) = &mut node.value else {
        return None;
    };
    let [entry] = table.entries.as_mut_slice() else {
        return None;
    };
    let law = keys::TIMES.iter().find(|law| law.owner == entry.key)?;
    law.key("mean")?;
    let Value::Table(parameters) = &mut entry.node.value else {
        return None;
    };
    let by_quantiles = parameters.get("median").is_some() || parameters.get("p90").is_some();
    (!by_quantiles && (overlay || parameters.get("mean").is_none())).then_some(parameters)
}

/// Headings that this scenario would understand, for "did you mean".
fn known_headings(root: &Node) -> Vec<String> {
    let mut known = Vec::new();
    let queue = [
        "volume",
        "rate",
        "aht_s",
        "handle_s",
        "talk_s",
        "wrap_up_s",
        "patience_s",
        "balk",
    ];
    let actual = ["actual_service_level", "actual_asa_s", "actual_abandoned"];
    let group = [
        "staff",
        "shrinkage",
        "cost_per_hour",
        "plan.min",
        "plan.max",
        "plan.fixed",
    ];
    let sections: [(&str, Vec<&str>); 2] = [
        ("queues", [&queue[..], &actual[..]].concat()),
        ("groups", group.to_vec()),
    ];
    for (section, settings) in sections {
        let names = root.table().and_then(|root| root.get(section)?.table());
        for name in names.into_iter().flat_map(Table::keys) {
            known.extend(settings.iter().map(|setting| format!("{name}.{setting}")));
        }
    }
    known
}

impl Sheet {
    /// The row of every interval.
    pub fn rows(&self, reading: &mut Reading<'_>, calendar: &Calendar) -> Vec<Option<usize>> {
        let by_day = self.has_days;
        if !by_day && calendar.horizon().seconds() > 86_400.0 {
            let complaint = Complaint::new(
                "this sheet has no column `day`",
                format!("the horizon has {} days", calendar.days()),
                "add a column `day` that counts 1, 2, 3, …",
            );
            reading.error(&self.time, complaint);
            return vec![None; calendar.intervals];
        }
        let key = |interval: usize| {
            let (day, seconds) = calendar.day_and_time(interval);
            (if by_day { day } else { 0 }, seconds as u32)
        };
        let intervals: HashMap<(u32, u32), usize> = (0..calendar.intervals)
            .map(|interval| (key(interval), interval))
            .collect();
        let mut rows = vec![None; calendar.intervals];
        let mut unread = false;
        let mut outside: Vec<&Label> = Vec::new();
        for (row, label) in self.rows.iter().enumerate() {
            let day = if by_day { label.day } else { Some(0) };
            let (Some(day), Some(seconds)) = (day, label.seconds) else {
                unread = true;
                continue;
            };
            let Some(interval) = intervals.get(&(day, seconds % 86_400)) else {
                outside.push(label);
                continue;
            };
            if rows[*interval].is_some() {
                let complaint = Complaint::new(
                    format!("a second row for {}", label.text),
                    "an interval has one row",
                    "remove one of the two",
                );
                reading.error(&label.place, complaint);
            }
            rows[*interval] = Some(row);
        }
        self.complain_of(reading, calendar, &outside);
        let missing: Vec<usize> = (0..calendar.intervals)
            .filter(|interval| rows[*interval].is_none())
            .collect();
        if let (Some(first), false) = (missing.first(), unread) {
            let (day, time) = calendar.label(*first);
            let when = if calendar.days() > 1 {
                format!("{time} on day {day}")
            } else {
                time
            };
            let more = match missing.len() {
                1 => String::new(),
                count => format!(" and {} other intervals", count - 1),
            };
            let (opens, closes) = calendar.hours();
            let complaint = Complaint::new(
                format!("this sheet has no row for {when}{more}"),
                format!("the center is open from {opens} to {closes}, and every interval has a row"),
                "add the rows, or change opens, closes or interval",
            );
            reading.error(&self.time, complaint);
        }
        rows
    }

    /// Rows that belong to no interval: outside opening hours a warning, between two starts a problem.
    fn complain_of(&self, reading: &mut Reading<'_>, calendar: &Calendar, outside: &[&Label]) {
        let opens = f64::from(calendar.opens_s);
        let step = calendar.interval.seconds();
        let ragged = |label: &&&Label| {
            let seconds = f64::from(label.seconds.unwrap_or(0));
            let day = f64::from(label.day.unwrap_or(1).saturating_sub(1));
            let since = day * 86_400.0 + seconds - opens;
            since >= 0.0 && since < calendar.horizon().seconds() && (since / step).fract() != 0.0
        };
        if let Some(label) = outside.iter().find(ragged) {
            let complaint = Complaint::new(
                format!("no interval starts at {}", label.text),
                format!("intervals last {}", super::leaf::show_duration(step)),
                "give the sheet one row an interval, or set `interval` to its step",
            );
            reading.error(&label.place, complaint);
        } else if let Some(label) = outside.first() {
            let count = match outside.len() {
                1 => "1 row lies".to_owned(),
                count => format!("{count} rows lie"),
            };
            let complaint = Complaint::new(
                format!("{count} outside opening hours and will be ignored"),
                "the first of them",
                "",
            );
            reading.warn(&label.place, complaint);
        }
    }
}
