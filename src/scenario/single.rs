//! Single values and small tables in the scenario's own words, for commands that need no scenario.
//!
//! In: the text of an argument, such as `80%`, `4m10s` or `survival = [["1m", 0.9], ["3m", 0.4]]`, or a CSV
//! file whose columns hold such values. Out: numbers in the model's units and laws, or every problem with a
//! caret under the text.

use std::path::PathBuf;

use super::csv::Csv;
use super::distribution::{Family, LawSeries};
use super::leaf::{Unit, Word, clock};
use super::node::{Cell, Node, Value, parse_value};
use super::problem::{Complaint, Found, Problems, nearest};
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

/// Words being read, and what is wrong with them so far.
pub struct Words<'f> {
    reading: Reading<'f>,
}

impl<'f> Words<'f> {
    /// Nothing read yet; `files` reads lists of values that a law names.
    pub fn new(files: Files<'f>) -> Self {
        Self {
            reading: Reading::new(files, PathBuf::new()),
        }
    }

    /// All that is wrong with what was read; call it last.
    ///
    /// # Errors
    /// Every problem, with a caret under the text.
    pub fn finish(self) -> Result<(), Problems> {
        if self.reading.found.failed() {
            Err(self.reading.found.into_problems())
        } else {
            Ok(())
        }
    }

    /// A number of an argument that goes by `name`, in the model's unit; nothing if it is wrong.
    pub fn number(&mut self, name: &str, text: &str, quantity: Quantity) -> Option<f64> {
        let source = self.source(name, text);
        self.read(text, quantity.unit(), Place::new(source, 0..text.len()))
    }

    /// Numbers with commas or white space between them, at least one; nothing if any is wrong.
    pub fn numbers(&mut self, name: &str, text: &str, quantity: Quantity) -> Option<Vec<f64>> {
        let source = self.source(name, text);
        let (mut values, mut start) = (Vec::new(), 0);
        for word in text.split([',', ' ', '\t', '\n']) {
            let place = Place::new(source, start..start + word.len());
            start += word.len() + 1;
            if !word.is_empty() {
                values.push(self.read(word, quantity.unit(), place));
            }
        }
        if values.is_empty() {
            let complaint = Complaint::new(
                "there is no value here",
                "a value is wanted",
                format!("write {}", quantity.unit().example()),
            );
            self.reading.error(&Place::new(source, 0..text.len()), complaint);
            return None;
        }
        values.into_iter().collect()
    }

    /// How long a contact would wait, as `patience` of a scenario is written: `2m` (the mean of an
    /// exponential), `forever`, `survival = [["1m", 0.9], ["3m", 0.4]]`, with or without braces.
    pub fn patience(&mut self, name: &str, text: &str) -> Option<Distribution> {
        self.law(name, text, Family::Patience)
    }

    /// How long a contact takes, as `handle` of a scenario is written; a bare duration is the mean of an
    /// exponential, the law that formulas suppose.
    pub fn handle(&mut self, name: &str, text: &str) -> Option<Distribution> {
        if !text.contains(['=', '{']) {
            let mean = self.number(name, text, Quantity::PositiveDuration)?;
            return Some(Distribution::Exponential { mean });
        }
        let law = self.law(name, text, Family::Times)?;
        if law.mean() > 0.0 {
            return Some(law);
        }
        let source = self.source(name, text);
        let complaint = Complaint::new("this time is zero", "it must be longer than that", "");
        self.reading.error(&Place::new(source, 0..text.len()), complaint);
        None
    }

    fn source(&mut self, name: &str, text: &str) -> usize {
        self.reading.found.add_source(Source::new(name, text))
    }

    fn read(&mut self, text: &str, unit: Unit, place: Place) -> Option<f64> {
        match unit.read(Word { text, seconds: false }) {
            Ok(value) => Some(value),
            Err(complaint) => {
                self.reading.error(&place, complaint);
                None
            }
        }
    }

    fn law(&mut self, name: &str, text: &str, family: Family) -> Option<Distribution> {
        let trimmed = text.trim();
        let typed = if trimmed.contains('=') && !trimmed.starts_with('{') {
            format!("{{ {trimmed} }}")
        } else {
            trimmed.to_owned()
        };
        let source = self.source(name, &typed);
        let node = if typed.starts_with(['{', '"', '\'']) {
            match parse_value(&typed, source, 0) {
                Ok(node) => node,
                Err((place, complaint)) => {
                    self.reading.error(&place, complaint);
                    return None;
                }
            }
        } else {
            let value = Value::Text {
                text: typed.clone(),
                verbatim: Some(0),
            };
            Node::new(value, Place::new(source, 0..typed.len()))
        };
        // Earlier arguments may be wrong, so whether this one is shows in the number of problems.
        let before = self.reading.found.len();
        let series = LawSeries::read(&mut self.reading, &node, family);
        if self.reading.found.len() > before {
            return None;
        }
        let frame = Frame {
            calendar: Calendar {
                opens_s: 0,
                interval: Ticks::from_seconds(3600.0),
                intervals: 1,
            },
            rows: Vec::new(),
            closed: Vec::new(),
        };
        let law = series.resolve(&mut self.reading, &frame)?;
        (self.reading.found.len() == before).then(|| law.at(0).clone())
    }

    /// Reads a CSV file: a row of entries, one for each of `columns`, for each row of the file. Case does not
    /// matter in headings, and a space is an underscore. Columns of other names are left alone, unless they
    /// are nearly one of these.
    pub fn table(&mut self, name: &str, text: &str, columns: &[Column]) -> Vec<Vec<Entry>> {
        let index = self.source(name, text);
        let found = &mut self.reading.found;
        let csv = Csv::parse(found.text(index), index);
        let mut which: Vec<Option<(usize, bool)>> = vec![None; columns.len()];
        for (at, cell) in csv.headings.iter().enumerate() {
            let heading = cell.text.to_lowercase().replace(' ', "_");
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
                None => {
                    let names = columns.iter().flat_map(|column| column.names).copied();
                    let Some(near) = nearest(&heading, names).filter(|_| !heading.is_empty()) else {
                        continue;
                    };
                    Complaint::new(
                        format!("`{}` is no column here", cell.text),
                        "unknown column",
                        format!("did you mean `{near}`?"),
                    )
                }
            };
            found.error(&cell.place, complaint);
        }
        if csv.rows.is_empty() {
            let complaint = Complaint::new("this table has no rows", "a heading, then a row an interval", "");
            found.error(&Place::new(index, 0..0), complaint);
        }
        let row = |cells: &Vec<Cell>| {
            let entries = columns.iter().zip(&which).map(|(column, which)| {
                let (at, seconds) = (*which)?;
                Some((column, cells.get(at)?, seconds))
            });
            entries
                .map(|cell| {
                    cell.map_or(Entry::Empty, |(column, cell, seconds)| {
                        entry(found, column, cell, seconds)
                    })
                })
                .collect()
        };
        csv.rows.iter().map(row).collect()
    }
}

/// The time from one row to the next, in seconds, where all of `labels` are times of day, equally far
/// apart.
pub fn step_s(labels: &[&str]) -> Option<f64> {
    let times: Vec<u32> = labels
        .iter()
        .map(|label| clock(label.split(['-', '–']).next().unwrap_or("")))
        .collect::<Option<_>>()?;
    let step = times
        .get(1)?
        .checked_sub(*times.first()?)
        .filter(|&step| step > 0)?;
    let even = times
        .windows(2)
        .all(|pair| pair[1].checked_sub(pair[0]) == Some(step));
    even.then_some(f64::from(step))
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

    /// What is read, or the problems as they are shown.
    fn read<T>(reader: impl FnOnce(&mut Words<'_>) -> T) -> Result<T, String> {
        let mut words = Words::new(&no_files);
        let value = reader(&mut words);
        words
            .finish()
            .map(|()| value)
            .map_err(|problems| problems.render(false))
    }

    #[test]
    fn numbers_are_read_as_in_a_scenario() {
        let share = |text: &str| read(|words| words.number("--target", text, Quantity::Share));
        assert_eq!(share("80%"), Ok(Some(0.8)));
        assert_eq!(share("0.8"), Ok(Some(0.8)));
        let shown = share("80").expect_err("no share");
        assert!(
            shown.contains("--target:1:1") && shown.contains("write \"80%\" or 0.8"),
            "{shown}"
        );
        let time = read(|words| words.number("--aht", "4m10s", Quantity::PositiveDuration));
        assert_eq!(time, Ok(Some(250.0)));
        let calls = |text: &str| read(|words| words.numbers("--calls", text, Quantity::Count));
        assert_eq!(calls("80, 100 120"), Ok(Some(vec![80.0, 100.0, 120.0])));
        assert!(calls(" ").is_err() && calls("80,-3").is_err());
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let shown = read(|words| {
            words.number("--target", "80", Quantity::Share);
            words.patience("--patience", "2");
            words.handle("--aht", "0s")
        })
        .expect_err("three mistakes");
        for name in ["--target:1", "--patience:1", "--aht:1", "3 errors"] {
            assert!(shown.contains(name), "{shown}");
        }
    }

    #[test]
    fn laws_are_read_with_and_without_braces() {
        let patience = |text: &str| read(|words| words.patience("--patience", text));
        let exponential = |mean| Ok(Some(Distribution::Exponential { mean }));
        assert_eq!(patience("2m"), exponential(120.0));
        assert_eq!(patience("forever"), Ok(Some(Distribution::Forever)));
        let points = "survival = [[\"1m\", 0.9], [\"3m\", 0.4]]";
        assert_eq!(patience(points), patience(&format!("{{ {points} }}")));
        assert!(matches!(
            patience(points),
            Ok(Some(Distribution::Survival { .. }))
        ));
        for wrong in [
            "survival = [[\"1m\", 0.4], [\"3m\", 0.9]]",
            "2",
            "surviva = 3",
            "survival = [",
            "",
        ] {
            assert!(
                patience(wrong).is_err_and(|shown| shown.contains("--patience:1")),
                "{wrong}"
            );
        }
        let handle = |text: &str| read(|words| words.handle("--aht", text));
        assert_eq!(handle("3m"), exponential(180.0));
        assert!(handle("180").is_err());
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
        let table = |text: &str| read(|words| words.table("day.csv", text, &columns));
        let rows = table("Time;Volume;AHT_s;remark\n08:00;31,5;180;x\n08:30;46;;\n").expect("a table");
        let expected = [
            Entry::Text("08:00".into()),
            Entry::Number(31.5),
            Entry::Number(180.0),
        ];
        assert_eq!((rows.len(), &rows[0][..]), (2, &expected[..]));
        assert_eq!(rows[1][2], Entry::Empty);
        let shown = table("time,call,aht\n08:00,31,180\n").expect_err("two mistakes");
        assert!(
            shown.contains("did you mean `calls`?") && shown.contains("180s"),
            "{shown}"
        );
        assert!(table("time,calls\n").is_err());
    }

    #[test]
    fn equal_steps_are_seen() {
        assert_eq!(step_s(&["08:00", "08:15", "08:30"]), Some(900.0));
        assert_eq!(step_s(&["08:00-08:30", "08:30-09:00"]), Some(1800.0));
        assert_eq!(step_s(&["08:00", "08:15", "09:00"]), None);
        assert_eq!(step_s(&["Monday", "Tuesday"]), None);
        assert_eq!(step_s(&["08:00"]), None);
    }
}
