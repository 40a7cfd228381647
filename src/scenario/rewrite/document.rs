//! Staff in the scenario itself.

use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use super::Unwritable;
use crate::model::{Calendar, Center};
use crate::scenario::csv::Csv;
use crate::scenario::reading::{Files, Reading};
use crate::scenario::{Scenario, Source, node, sheet, sheet_name};

/// The text of the scenario with this staff. `typed` is what it means as it stands, if it means anything.
pub(super) fn written(
    source: &Source,
    staff: &[Vec<u32>],
    center: &Center,
    typed: Option<&Scenario>,
    files: Files<'_>,
) -> Result<String, Unwritable> {
    let syntax = || Unwritable::Syntax(source.name.clone());
    let (mark, text) = match source.text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", source.text.as_str()),
    };
    let windows = text.contains("\r\n");
    let mut document: DocumentMut = text.replace("\r\n", "\n").parse().map_err(|_| syntax())?;
    let mut moved = Vec::new();
    for (group, staff) in center.groups.iter().zip(staff) {
        let unchanged = typed.is_some_and(|typed| {
            let known = typed.center.group(&group.name);
            known.is_some_and(|known| typed.center.groups[known].staff == *staff)
        });
        if unchanged {
            continue;
        }
        let table = document
            .get_mut("groups")
            .and_then(Item::as_table_like_mut)
            .and_then(|groups| groups.get_mut(&group.name))
            .and_then(Item::as_table_like_mut)
            .ok_or_else(|| Unwritable::NoGroup(group.name.clone()))?;
        set(table, staff, &center.calendar);
        moved.push(group.name.as_str());
    }
    leave_out(&mut document, &headings(source, &moved, files));
    let text = document.to_string();
    Ok(format!(
        "{mark}{}",
        if windows { text.replace('\n', "\r\n") } else { text }
    ))
}

/// The headings under which the sheet gives the staff of some groups.
fn headings(source: &Source, groups: &[&str], files: Files<'_>) -> Vec<String> {
    let mut reading = Reading::of(source, files);
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let index = reading.found.add_source(Source::new(&source.name, text));
    let root = node::parse(&mut reading.found, index);
    let named = sheet_name(&mut reading, &root);
    let Some(index) = named.and_then(|(name, place)| reading.open(&name, &place)) else {
        return Vec::new();
    };
    let csv = Csv::parse(reading.found.text(index), index);
    let headings = csv.headings.iter().filter(|heading| {
        let group = sheet::staff_of(&root, &heading.text);
        group.is_some_and(|group| groups.contains(&group.as_str()))
    });
    headings.map(|heading| heading.text.clone()).collect()
}

/// Adds to the columns of the sheet that are not read.
fn leave_out(document: &mut DocumentMut, headings: &[String]) {
    let Some(center) = document.get_mut("center").and_then(Item::as_table_like_mut) else {
        return;
    };
    let mut left_out: Vec<&String> = headings.iter().collect();
    if let Some(list) = center.get_mut("sheet_without").and_then(Item::as_array_mut) {
        left_out.retain(|heading| !list.iter().any(|known| known.as_str() == Some(heading.as_str())));
        list.extend(left_out);
    } else if !left_out.is_empty() {
        let list: Array = left_out.into_iter().collect();
        insert(center, "sheet_without", Value::from(list));
    }
}

/// Puts staff into the table of a group.
fn set(group: &mut dyn TableLike, staff: &[u32], calendar: &Calendar) {
    match group.get_mut("staff") {
        Some(Item::Value(old)) => {
            let mut new = value(Some(old), staff, calendar);
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        Some(_) => {
            group.remove("staff");
            insert(group, "staff", value(None, staff, calendar));
        }
        None => insert(group, "staff", value(None, staff, calendar)),
    }
}

/// Adds a key behind the others of a table.
fn insert(table: &mut dyn TableLike, key: &str, mut value: Value) {
    // Behind the last value of an inline table stands the space before its brace.
    let inline = table.iter().last().is_some_and(|(_, last)| {
        last.is_value()
            && last_suffix(last).is_some_and(|suffix| suffix.trim().is_empty() && !suffix.is_empty())
    });
    if inline
        && let Some(name) = table.iter().last().map(|(name, _)| name.to_owned())
        && let Some(last) = table.get_mut(&name).and_then(Item::as_value_mut)
    {
        let suffix = last.decor().suffix().cloned().unwrap_or_default();
        last.decor_mut().set_suffix("");
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix(suffix);
    }
    table.insert(key, Item::Value(value));
}

fn last_suffix(item: &Item) -> Option<&str> {
    item.as_value()?.decor().suffix()?.as_str()
}

/// Staff in the form that it had: one number where it never changes, else a list or a text of one number an
/// interval, a line a day where there are several.
fn value(old: Option<&Value>, staff: &[u32], calendar: &Calendar) -> Value {
    if let Some(first) = staff.first()
        && staff.iter().all(|agents| agents == first)
    {
        return Value::from(i64::from(*first));
    }
    match old {
        Some(Value::Array(list)) => {
            let mut list = list.clone();
            let numbers = staff.iter().map(|&agents| i64::from(agents));
            if list.len() == staff.len() {
                for (index, agents) in numbers.enumerate() {
                    list.replace(index, agents);
                }
            } else {
                list = numbers.collect();
            }
            Value::Array(list)
        }
        Some(Value::String(text)) => {
            let text = text.value();
            match replaced(text, staff) {
                Some(text) => quoted(&text),
                None => quoted(&rows(staff, calendar)),
            }
        }
        _ => quoted(&rows(staff, calendar)),
    }
}

/// The text with its words replaced one by one, where there are as many.
fn replaced(text: &str, staff: &[u32]) -> Option<String> {
    if text.split_whitespace().count() != staff.len() {
        return None;
    }
    let mut staff = staff.iter();
    let (mut out, mut inside) = (String::new(), false);
    for c in text.chars() {
        if c.is_whitespace() {
            out.push(c);
        } else if !inside {
            out += &staff.next()?.to_string();
        }
        inside = !c.is_whitespace();
    }
    Some(out)
}

/// One number an interval, a line a day where there are several.
fn rows(staff: &[u32], calendar: &Calendar) -> String {
    let mut text = String::new();
    let mut last_day = None;
    for (interval, agents) in staff.iter().enumerate() {
        let (day, _) = calendar.label(interval);
        let parted = last_day.is_some_and(|last| last != day) && calendar.horizon().seconds() > 86_400.0;
        if interval > 0 {
            text.push(if parted { '\n' } else { ' ' });
        }
        text += &agents.to_string();
        last_day = Some(day);
    }
    if text.contains('\n') {
        text.push('\n');
    }
    text
}

/// A text between quotes, as it would be typed.
fn quoted(text: &str) -> Value {
    let literal = if text.contains('\n') {
        format!("\"\"\"\n{text}\"\"\"")
    } else {
        format!("\"{text}\"")
    };
    literal.parse().unwrap_or_else(|_| Value::from(text))
}
