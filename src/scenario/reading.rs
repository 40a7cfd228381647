//! What every reader of a scenario shares: the problems found so far, the texts, the way to other files,
//! and the fields of a table.

use std::io;
use std::path::{Path, PathBuf};

use super::keys::Section;
use super::leaf::{Unit, Word};
use super::node::{Node, Table, Value};
use super::problem::{Complaint, Found, did_you_mean, nearest};
use super::source::{Place, Source};

/// The way to other files: a path in, its text out.
pub type Files<'f> = &'f dyn Fn(&Path) -> io::Result<String>;

/// A scenario in the course of being read.
pub(super) struct Reading<'f> {
    pub found: Found,
    files: Files<'f>,
    /// Where the scenario stands; other files are named relative to it.
    directory: PathBuf,
    /// Which keys the walker has looked for, to be held against the schema.
    #[cfg(test)]
    pub asked: std::collections::BTreeSet<(&'static str, String)>,
}

impl<'f> Reading<'f> {
    pub fn new(files: Files<'f>, directory: PathBuf) -> Self {
        Reading {
            found: Found::default(),
            files,
            directory,
            #[cfg(test)]
            asked: Default::default(),
        }
    }

    /// The reading of a scenario that stands where its name says.
    pub fn of(source: &Source, files: Files<'f>) -> Self {
        let directory = Path::new(&source.name).parent().unwrap_or(Path::new(""));
        Self::new(files, directory.to_owned())
    }

    /// Reads another file that the scenario names; the index of its text.
    pub fn open(&mut self, name: &str, place: &Place) -> Option<usize> {
        let path = self.directory.join(name);
        let shown = path.display().to_string();
        if let Some(known) = self.found.sources.iter().position(|source| source.name == shown) {
            return Some(known);
        }
        match (self.files)(&path) {
            Ok(text) => Some(self.found.add_source(Source::new(shown, text))),
            Err(error) => {
                let complaint = Complaint::new(
                    format!("`{shown}` cannot be read: {error}"),
                    "a file is named relative to the scenario",
                    "",
                );
                self.found.error(place, complaint);
                None
            }
        }
    }

    pub fn error(&mut self, place: &Place, complaint: Complaint) {
        self.found.error(place, complaint);
    }

    pub fn warn(&mut self, place: &Place, complaint: Complaint) {
        self.found.warn(place, complaint);
    }

    /// The table of a node; anything else is a problem.
    pub fn table<'n>(&mut self, node: &'n Node, owner: &str) -> Option<&'n Table> {
        self.refuse_changes(node);
        let table = node.table();
        if table.is_none() {
            let complaint = Complaint::new(
                format!("{} where {owner} should be", node.kind()),
                "this is a table of settings",
                "",
            );
            self.error(&node.place, complaint);
        }
        table
    }

    /// The fields of a table that may only hold a section's keys; others are problems.
    pub fn fields<'n>(&mut self, node: &'n Node, section: &'static Section) -> Option<Fields<'n>> {
        let table = self.table(node, section.owner)?;
        for entry in &table.entries {
            if section.key(&entry.key).is_none() {
                self.unknown(&entry.key, &entry.key_place, section);
            }
        }
        Some(Fields { table, section })
    }

    /// Complains of a key that a section does not have.
    pub fn unknown(&mut self, key: &str, place: &Place, section: &'static Section) {
        let remedy = match section.meant(key) {
            Some(name) if nearest(key, [name]).is_some() => format!("did you mean `{name}`?"),
            Some(name) => format!("it is called `{name}` here"),
            None if section.names().next().is_none() => String::new(),
            None => {
                let names: Vec<&str> = section.names().collect();
                format!("{} has {}", section.owner, names.join(", "))
            }
        };
        let complaint = Complaint::new(
            format!("{} has no setting `{key}`", section.owner),
            "unknown setting",
            remedy,
        );
        self.error(place, complaint);
    }

    /// Complains of changes to something that cannot be scaled or shifted.
    pub fn refuse_changes(&mut self, node: &Node) {
        for change in &node.changes {
            let complaint = Complaint::new(
                "this setting cannot be scaled, shifted or changed for some hours only",
                "only numbers and times can",
                "write PATH=VALUE to replace it",
            );
            self.error(&change.place, complaint);
        }
    }

    /// A text.
    pub fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        self.refuse_changes(node);
        match &node.value {
            Value::Text { text, .. } => Some(text.clone()),
            Value::Absent => None,
            _ => {
                let complaint = Complaint::new(
                    format!("{} where {what} should be", node.kind()),
                    "this is a text, between quotes",
                    "",
                );
                self.error(&node.place, complaint);
                None
            }
        }
    }

    /// One of some words; its index.
    pub fn choice(&mut self, node: &Node, choices: &'static [&'static str]) -> Option<usize> {
        let text = self.text(node, "one of some words")?;
        let index = choices.iter().position(|choice| *choice == text);
        if index.is_none() {
            let complaint = Complaint::new(
                format!("`{text}` is not a choice here"),
                "one of a few words",
                did_you_mean(&text, choices.iter().copied()),
            );
            self.error(&node.place, complaint);
        }
        index
    }

    /// True or false.
    pub fn switch(&mut self, node: &Node) -> Option<bool> {
        self.refuse_changes(node);
        match &node.value {
            Value::Switch(switch) => Some(*switch),
            Value::Absent => None,
            // Behind the `=` of a change nothing tells it from a word.
            Value::Text { text, .. } if text == "true" => Some(true),
            Value::Text { text, .. } if text == "false" => Some(false),
            _ => {
                let complaint = Complaint::new(
                    format!("{} where true or false should be", node.kind()),
                    "this is on or off",
                    "write true or false",
                );
                self.error(&node.place, complaint);
                None
            }
        }
    }

    /// A single value that does not vary over the day.
    pub fn one(&mut self, node: &Node, unit: Unit) -> Option<f64> {
        let text = match &node.value {
            Value::Text { text, .. } | Value::Number(text) => text,
            Value::Absent => {
                for change in &node.changes {
                    let complaint = Complaint::new(
                        "the scenario doesn't set this, so there is nothing to change",
                        "a step or a factor needs a value to start from",
                        "write PATH=VALUE to set it",
                    );
                    self.error(&change.place, complaint);
                }
                return None;
            }
            _ => {
                let complaint = Complaint::new(
                    format!("{} where one value should be", node.kind()),
                    "this does not vary over the day",
                    format!("write one value, such as {}", unit.example()),
                );
                self.error(&node.place, complaint);
                return None;
            }
        };
        let mut value = match unit.read(Word { text, seconds: false }) {
            Ok(value) => value,
            Err(complaint) => {
                self.error(&node.place, complaint);
                return None;
            }
        };
        for change in &node.changes {
            if change.range.is_some() {
                let complaint = Complaint::new(
                    "this does not vary over the day",
                    "so it cannot change for some hours only",
                    "leave out the @FROM..TO",
                );
                self.error(&change.place, complaint);
                return None;
            }
            value = match change.amount(unit) {
                Ok(amount) => amount.of(value),
                Err(complaint) => {
                    self.error(&change.place, complaint);
                    return None;
                }
            };
            if matches!(unit, Unit::Whole(..)) {
                value = (value + 0.5).floor();
            }
            if let Err(why) = unit.check(value) {
                let complaint = Complaint::new(format!("the change makes this {value}"), why, "");
                self.error(&change.place, complaint);
                return None;
            }
        }
        Some(value)
    }
}

/// The fields of one table.
pub(super) struct Fields<'n> {
    pub table: &'n Table,
    section: &'static Section,
}

impl<'n> Fields<'n> {
    /// What the table describes: "a queue".
    pub fn owner(&self) -> &'static str {
        self.section.owner
    }

    /// The keys that were typed; one that was misspelt counts as the one it meant.
    pub fn meant(&self) -> impl Iterator<Item = &'n str> {
        let section = self.section;
        self.table.keys().map(move |key| match section.key(key) {
            Some(_) => key,
            None => section.meant(key).unwrap_or(key),
        })
    }

    /// The value of one of the section's keys.
    pub fn get(&self, reading: &mut Reading<'_>, key: &str) -> Option<&'n Node> {
        debug_assert!(
            self.section.key(key).is_some(),
            "{key} is not in the table of keys"
        );
        #[cfg(test)]
        reading.asked.insert((self.section.owner, key.to_owned()));
        #[cfg(not(test))]
        let _ = reading;
        self.table.get(key)
    }

    pub fn text(&self, reading: &mut Reading<'_>, key: &str, what: &str) -> Option<(String, Place)> {
        let node = self.get(reading, key)?;
        Some((reading.text(node, what)?, node.place.clone()))
    }

    pub fn choice(
        &self,
        reading: &mut Reading<'_>,
        key: &str,
        choices: &'static [&'static str],
    ) -> Option<(usize, Place)> {
        let node = self.get(reading, key)?;
        Some((reading.choice(node, choices)?, node.place.clone()))
    }

    pub fn one(&self, reading: &mut Reading<'_>, key: &str, unit: Unit) -> Option<(f64, Place)> {
        let node = self.get(reading, key)?;
        Some((reading.one(node, unit)?, node.place.clone()))
    }
}
