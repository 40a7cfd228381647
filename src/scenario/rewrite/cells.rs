//! Staff in a sheet.

use super::Unwritable;
use crate::model::{Calendar, Center};
use crate::scenario::csv::{Csv, delimiter};
use crate::scenario::node::Cell;
use crate::scenario::reading::{Files, Reading};
use crate::scenario::{Source, node, sheet, sheet_name};

/// The text of the scenario's sheet, or of one of its own, with this staff.
pub(super) fn written(
    source: &Source,
    staff: &[Vec<u32>],
    center: &Center,
    files: Files<'_>,
) -> Result<String, Unwritable> {
    let mut reading = Reading::of(source, files);
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let index = reading.found.add_source(Source::new(&source.name, text));
    let mut root = node::parse(&mut reading.found, index);
    if reading.found.failed() {
        return Err(Unwritable::Syntax(source.name.clone()));
    }
    let Some((name, place)) = sheet_name(&mut reading, &root) else {
        return Ok(of_its_own(staff, center));
    };
    let rows = reading.open(&name, &place).and_then(|index| {
        let sheet = sheet::read(&mut reading, &mut root, index, 0, sheet::Role::Overlay)?;
        Some((index, sheet.rows(&mut reading, &center.calendar)))
    });
    let Some((index, rows)) = rows.filter(|_| !reading.found.failed()) else {
        return Err(Unwritable::Sheet(reading.found.into_problems()));
    };
    let text = reading.found.text(index);
    let csv = Csv::parse(text, index);
    let columns = center.groups.iter().map(|group| {
        let of_group = |heading: &Cell| sheet::staff_of(&root, &heading.text).as_ref() == Some(&group.name);
        csv.headings.iter().position(of_group)
    });
    let names = center.groups.iter().map(|group| heading(&group.name)).collect();
    Ok(Table {
        text,
        delimiter: char::from(delimiter(text)),
        csv: &csv,
    }
    .with(&columns.collect::<Vec<_>>(), names, |row, group| {
        let interval = rows.iter().position(|known| *known == Some(row))?;
        Some(staff[group][interval].to_string())
    }))
}

/// A sheet of times and staff alone.
fn of_its_own(staff: &[Vec<u32>], center: &Center) -> String {
    let calendar: &Calendar = &center.calendar;
    let by_day = calendar.horizon().seconds() > 86_400.0;
    let mut text = String::from(if by_day { "day,time" } else { "time" });
    for group in &center.groups {
        text += ",";
        text += &cell(&heading(&group.name), ',');
    }
    text.push('\n');
    for interval in 0..calendar.intervals {
        let (day, time) = calendar.label(interval);
        if by_day {
            text += &format!("{day},");
        }
        text += &time;
        for staff in staff {
            text += &format!(",{}", staff[interval]);
        }
        text.push('\n');
    }
    text
}

/// The heading of a group's staff; a group called like a table needs the table's name before its own.
fn heading(group: &str) -> String {
    if matches!(group, "queues" | "groups") {
        format!("groups.{group}.staff")
    } else {
        format!("{group}.staff")
    }
}

/// A cell as it is typed.
fn cell(text: &str, delimiter: char) -> String {
    if text.contains([delimiter, '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A CSV file and its cells.
struct Table<'t> {
    text: &'t str,
    delimiter: char,
    csv: &'t Csv,
}

impl Table<'_> {
    /// The text with other values in some columns, each at its place or, where it has none yet, behind the
    /// others under its name. `value` says what stands in a row; rows of which it says nothing stay.
    fn with(
        &self,
        columns: &[Option<usize>],
        names: Vec<String>,
        value: impl Fn(usize, usize) -> Option<String>,
    ) -> String {
        let adds = columns.iter().any(Option::is_none);
        let widest = self.csv.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = self.csv.headings.len().max(if adds { widest } else { 0 });
        let heads = names
            .into_iter()
            .enumerate()
            .filter(|(group, _)| columns[*group].is_none());
        let heads: Vec<(usize, Option<String>)> = heads.map(|(group, name)| (group, Some(name))).collect();
        let mut out = String::with_capacity(self.text.len() * 2);
        let mut done = 0;
        let added: Vec<Option<String>> = heads.iter().map(|(_, name)| name.clone()).collect();
        self.row(&mut out, &mut done, &self.csv.headings, &[], width, &added);
        for (index, row) in self.csv.rows.iter().enumerate() {
            let replaced: Vec<(usize, String)> = columns
                .iter()
                .enumerate()
                .filter_map(|(group, column)| Some(((*column)?, value(index, group)?)))
                .collect();
            let added: Vec<Option<String>> = heads.iter().map(|(group, _)| value(index, *group)).collect();
            self.row(&mut out, &mut done, row, &replaced, width, &added);
        }
        out += &self.text[done..];
        out
    }

    /// Copies the text up to the end of a row, with some of its cells replaced and others added behind `width`
    /// of them. `done` is the first byte that is not copied yet.
    fn row(
        &self,
        out: &mut String,
        done: &mut usize,
        row: &[Cell],
        replaced: &[(usize, String)],
        width: usize,
        added: &[Option<String>],
    ) {
        let Some(last) = row.last() else { return };
        for (index, typed) in row.iter().enumerate() {
            let Some((_, new)) = replaced.iter().find(|(column, _)| *column == index) else {
                continue;
            };
            let span = &typed.place.span;
            *out += &self.text[*done..span.start];
            *out += &if self.text[span.clone()].starts_with('"') {
                format!("\"{new}\"")
            } else {
                new.clone()
            };
            *done = span.end;
        }
        let beyond = replaced.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
        let until = if added.is_empty() { beyond } else { width };
        if row.len() >= until && added.is_empty() {
            return;
        }
        let end = last.place.span.end.max(*done);
        let end = self.text[end..]
            .find(['\r', '\n'])
            .map_or(self.text.len(), |found| end + found);
        *out += &self.text[*done..end];
        *done = end;
        for index in row.len()..until {
            out.push(self.delimiter);
            if let Some((_, new)) = replaced.iter().find(|(column, _)| *column == index) {
                *out += new;
            }
        }
        for new in added {
            out.push(self.delimiter);
            *out += &cell(new.as_deref().unwrap_or(""), self.delimiter);
        }
    }
}
