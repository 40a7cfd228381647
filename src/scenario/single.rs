//! Single values and small tables in the scenario's own words, for commands that need no scenario.
//!
//! In: the text of an argument, such as `80%`, `4m10s` or `survival = [["1m", 0.9], ["3m", 0.4]]`, or a CSV
//! file whose columns hold such values. Out: numbers in the model's units and laws, or every problem with a
//! caret under the text.

use std::path::PathBuf;

use super::csv::Csv;
use super::distribution::{Family, LawSeries};
use super::leaf::{Unit, Word};
use super::node::{Cell, Node, Value, parse_value};
use super::problem::{Complaint, Found, Problems, did_you_mean};
use super::reading::{Files, Reading};
use super::series::Frame;
use super::source::{Place, Source};
use crate::model::{Calendar, Distribution, Ticks};

/// What a number stands for, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// A number, not negative.
    Count,
    /// A whole number from 0 to a most.
    Whole(f64),
    /// A part of a whole, `80%` or `0.8`.
    Share,
    /// A share that must be below 100 %.
    ShareBelowOne,
    /// A time, in seconds.
    Duration,
    /// A time above zero, in seconds.
    PositiveDuration,
}

impl Quantity {
    fn unit(self) -> Unit {
        match self {
            Quantity::Count => Unit::Count,
            Quantity::Whole(most) => Unit::Whole(0.0, most),
            Quantity::Share => Unit::Share,
            Quantity::ShareBelowOne => Unit::ShareBelowOne,
            Quantity::Duration => Unit::Duration,
            Quantity::PositiveDuration => Unit::PositiveDuration,
        }
    }
}

/// A number of an argument that goes by `name`, in the model's unit.
///
/// # Errors
/// What is wrong with it and what to write instead.
pub fn number(name: &str, text: &str, quantity: Quantity) -> Result<f64, Problems> {
    let numbers = numbers(name, text, quantity)?;
    match numbers[..] {
        [number] => Ok(number),
        _ => Err(refused(
            name,
            text,
            Complaint::new("there is more than one value", "one value is wanted here", ""),
        )),
    }
}

/// Numbers with commas or white space between them, at least one.
///
/// # Errors
/// All that is wrong with them.
pub fn numbers(name: &str, text: &str, quantity: Quantity) -> Result<Vec<f64>, Problems> {
    let mut found = Found::default();
    let source = found.add_source(Source::new(name, text));
    let mut values = Vec::new();
    let mut start = 0;
    for word in text.split(|c: char| c == ',' || c.is_whitespace()) {
        let place = Place::new(source, start..start + word.len());
        start += word.len() + 1;
        if word.is_empty() {
            continue;
        }
        match quantity.unit().read(Word {
            text: word,
            seconds: false,
        }) {
            Ok(value) => values.push(value),
            Err(complaint) => found.error(&place, complaint),
        }
    }
    if values.is_empty() && !found.failed() {
        let complaint = Complaint::new(
            "there is no value here",
            "a value is wanted",
            format!("write {}", quantity.unit().example()),
        );
        found.error(&Place::new(source, 0..text.len()), complaint);
    }
    if found.failed() {
        Err(found.into_problems())
    } else {
        Ok(values)
    }
}

/// How long a contact would wait, as `patience` of a scenario is written: `2m` (the mean of an exponential),
/// `forever`, `survival = [["1m", 0.9], ["3m", 0.4]]`, with or without braces.
///
/// # Errors
/// All that is wrong with it.
pub fn patience(name: &str, text: &str, files: Files<'_>) -> Result<Distribution, Problems> {
    law(name, text, Family::Patience, files)
}

/// How long a contact takes, as `handle` of a scenario is written; a bare duration is the mean of an
/// exponential, the law that formulas suppose.
///
/// # Errors
/// All that is wrong with it.
pub fn handle(name: &str, text: &str, files: Files<'_>) -> Result<Distribution, Problems> {
    let word = Word { text, seconds: false };
    if !text.contains(['=', '{']) {
        let mean = Unit::PositiveDuration.read(word);
        return mean
            .map(|mean| Distribution::Exponential { mean })
            .map_err(|complaint| refused(name, text, complaint));
    }
    let law = law(name, text, Family::Times, files)?;
    if law.mean() > 0.0 {
        return Ok(law);
    }
    Err(refused(
        name,
        text,
        Complaint::new("this time is zero", "it must be longer than that", ""),
    ))
}

fn law(name: &str, text: &str, family: Family, files: Files<'_>) -> Result<Distribution, Problems> {
    let trimmed = text.trim();
    let typed = if trimmed.contains('=') && !trimmed.starts_with('{') {
        format!("{{ {trimmed} }}")
    } else {
        trimmed.to_owned()
    };
    let mut reading = Reading::new(files, PathBuf::new());
    let source = reading.found.add_source(Source::new(name, typed.as_str()));
    let place = Place::new(source, 0..typed.len());
    let node = if typed.starts_with(['{', '"', '\'']) {
        parse_value(&typed, source, 0)
    } else {
        Ok(Node::new(
            Value::Text {
                text: typed.clone(),
                verbatim: Some(0),
            },
            place,
        ))
    };
    let read = match node {
        Ok(node) => {
            let series = LawSeries::read(&mut reading, &node, family);
            let frame = Frame {
                calendar: Calendar {
                    opens_s: 0,
                    interval: Ticks::from_seconds(3600.0),
                    intervals: 1,
                },
                rows: Vec::new(),
            };
            let failed = reading.found.failed();
            (!failed)
                .then(|| series.resolve(&mut reading, &frame))
                .flatten()
                .map(|law| law.at(0).clone())
        }
        Err((place, complaint)) => {
            reading.error(&place, complaint);
            None
        }
    };
    match read {
        Some(law) if !reading.found.failed() => Ok(law),
        _ => Err(reading.found.into_problems()),
    }
}

fn refused(name: &str, text: &str, complaint: Complaint) -> Problems {
    let mut found = Found::default();
    let source = found.add_source(Source::new(name, text));
    found.error(&Place::new(source, 0..text.len()), complaint);
    found.into_problems()
}

/// A column that a table may have.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// What it may be headed, the preferred name first. A heading that ends in `_s` means that bare numbers
    /// are seconds.
    pub names: &'static [&'static str],
    /// What its cells hold; nothing for words.
    pub quantity: Option<Quantity>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Nothing stands there.
    Empty,
    /// A number in the model's unit.
    Number(f64),
    /// Words.
    Text(String),
}

/// Reads a CSV file: a row of entries, one for each of `columns`, for each row of the file. Case does not
/// matter in headings, and a space is an underscore.
///
/// # Errors
/// All that is wrong with it, unknown columns among it.
pub fn table(source: &Source, columns: &[Column]) -> Result<Vec<Vec<Entry>>, Problems> {
    let mut found = Found::default();
    let index = found.add_source(source.clone());
    let csv = Csv::parse(found.text(index), index);
    let mut which: Vec<Option<(usize, bool)>> = vec![None; columns.len()];
    let all: Vec<&str> = columns.iter().flat_map(|column| column.names).copied().collect();
    for (at, cell) in csv.headings.iter().enumerate() {
        let heading = cell.text.to_lowercase().replace(' ', "_");
        if heading.is_empty() {
            continue;
        }
        let known = columns
            .iter()
            .position(|column| column.names.contains(&heading.as_str()));
        let complaint = match known {
            Some(column) if which[column].is_none() => {
                which[column] = Some((at, heading.ends_with("_s")));
                continue;
            }
            Some(_) => Complaint::new(
                format!("`{}` says again what another column says", cell.text),
                "a thing is said once",
                "remove one of the columns",
            ),
            None => Complaint::new(
                format!("`{}` is no column here", cell.text),
                "unknown column",
                did_you_mean(&heading, all.iter().copied()),
            ),
        };
        found.error(&cell.place, complaint);
    }
    let mut rows = Vec::new();
    for cells in &csv.rows {
        let entry = |found: &mut Found, column: &Column, which: Option<(usize, bool)>| {
            let Some(cell) = which.and_then(|(at, _)| cells.get(at)) else {
                return Entry::Empty;
            };
            entry(found, column, cell, which.is_some_and(|(_, seconds)| seconds))
        };
        let row = columns.iter().zip(&which);
        rows.push(
            row.map(|(column, which)| entry(&mut found, column, *which))
                .collect(),
        );
    }
    if rows.is_empty() && !found.failed() {
        let complaint = Complaint::new("this table has no rows", "a heading, then a row an interval", "");
        found.error(&Place::new(index, 0..0), complaint);
    }
    if found.failed() {
        Err(found.into_problems())
    } else {
        Ok(rows)
    }
}

fn entry(found: &mut Found, column: &Column, cell: &Cell, seconds: bool) -> Entry {
    if cell.text.is_empty() {
        return Entry::Empty;
    }
    let Some(quantity) = column.quantity else {
        return Entry::Text(cell.text.clone());
    };
    let word = Word {
        text: &cell.text,
        seconds,
    };
    match quantity.unit().read(word) {
        Ok(value) => Entry::Number(value),
        Err(complaint) => {
            found.error(&cell.place, complaint);
            Entry::Empty
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn no_files(_: &Path) -> std::io::Result<String> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    #[test]
    fn numbers_are_read_as_in_a_scenario() {
        assert_eq!(number("--target", "80%", Quantity::Share).ok(), Some(0.8));
        assert_eq!(
            number("--aht", "4m10s", Quantity::PositiveDuration).ok(),
            Some(250.0)
        );
        assert_eq!(
            numbers("--calls", "80, 100 120", Quantity::Count).ok(),
            Some(vec![80.0, 100.0, 120.0])
        );
        let problems = number("--target", "80", Quantity::Share).expect_err("no share");
        let shown = problems.render(false);
        assert!(
            shown.contains("--target:1:1") && shown.contains("write \"80%\" or 0.8"),
            "{shown}"
        );
        assert!(numbers("--calls", " ", Quantity::Count).is_err());
    }

    #[test]
    fn laws_are_read_with_and_without_braces() {
        let read = |text: &str| patience("--patience", text, &no_files);
        assert_eq!(read("2m").ok(), Some(Distribution::Exponential { mean: 120.0 }));
        assert_eq!(read("forever").ok(), Some(Distribution::Forever));
        let bare = read("survival = [[\"1m\", 0.9], [\"3m\", 0.4]]").expect("a law");
        assert_eq!(
            read("{ survival = [[\"1m\", 0.9], [\"3m\", 0.4]] }").ok(),
            Some(bare)
        );
        for wrong in [
            "survival = [[\"1m\", 0.4], [\"3m\", 0.9]]",
            "2",
            "surviva = 3",
            "survival = [",
            "",
        ] {
            let problems = read(wrong).expect_err("no law");
            assert!(problems.render(false).contains("--patience:1"), "{wrong}");
        }
        let handle = |text: &str| handle("--aht", text, &no_files);
        assert_eq!(handle("3m").ok(), Some(Distribution::Exponential { mean: 180.0 }));
        assert!(handle("0s").is_err() && handle("180").is_err());
        assert!(handle("lognormal = { mean = \"3m\", cv = 1.2 }").is_ok());
    }

    #[test]
    fn tables_say_what_is_wrong_where() {
        let columns = [
            Column {
                names: &["time"],
                quantity: None,
            },
            Column {
                names: &["calls", "volume"],
                quantity: Some(Quantity::Count),
            },
            Column {
                names: &["aht", "aht_s"],
                quantity: Some(Quantity::PositiveDuration),
            },
        ];
        let good = Source::new("day.csv", "Time;Volume;AHT_s\n08:00;31,5;180\n08:30;46;\n");
        let rows = table(&good, &columns).expect("a table");
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0],
            [
                Entry::Text("08:00".into()),
                Entry::Number(31.5),
                Entry::Number(180.0)
            ]
        );
        assert_eq!(rows[1][2], Entry::Empty);
        let bad = Source::new("day.csv", "time,call,aht\n08:00,31,180\n");
        let shown = table(&bad, &columns).expect_err("bad").render(false);
        assert!(
            shown.contains("did you mean `calls`?") && shown.contains("180s"),
            "{shown}"
        );
        assert!(table(&Source::new("day.csv", "time,calls\n"), &columns).is_err());
    }
}
