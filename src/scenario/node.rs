//! The tree of what was typed, each value with its place.
//!
//! In: the text of a scenario (TOML). Out: [`Node`]s, into which the sheet puts its columns and
//! [`edit`](super::edit) its changes before anything is read, so that whatever a value came from it is
//! read by the same rules.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::edit::Change;
use super::problem::{Complaint, Found};
use super::source::Place;

/// A value that was typed.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub value: Value,
    pub place: Place,
    /// Changes asked for, in order, to be made to whatever the value means.
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Nothing was typed here; there are only changes.
    Absent,
    /// A text; `verbatim` is its first byte in the source where its bytes stand there as they are.
    Text {
        text: String,
        verbatim: Option<usize>,
    },
    /// A number as it was typed, without underscores.
    Number(String),
    /// True or false.
    Switch(bool),
    /// Something that no setting takes, by its name.
    Other(&'static str),
    List(Vec<Node>),
    Table(Table),
    Column(Column),
}

/// Keys and values in the order of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub key: String,
    pub key_place: Place,
    pub node: Node,
}

/// A column of a sheet, a cell a row.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Which of the sheets.
    pub sheet: usize,
    /// The heading says that bare numbers are seconds.
    pub seconds: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub text: String,
    pub place: Place,
}

impl Table {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries
            .iter_mut()
            .find(|entry| entry.key == key)
            .map(|entry| &mut entry.node)
    }

    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }

    /// The value of a key, which is made (absent, and placed where it is asked for) if it isn't there.
    pub fn entry(&mut self, key: &str, place: &Place) -> &mut Node {
        let index = self.entries.iter().position(|entry| entry.key == key);
        let index = index.unwrap_or_else(|| {
            self.entries.push(Entry {
                key: key.to_owned(),
                key_place: place.clone(),
                node: Node::new(Value::Absent, place.clone()),
            });
            self.entries.len() - 1
        });
        &mut self.entries[index].node
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|entry| entry.key.as_str())
    }
}

impl Node {
    pub fn new(value: Value, place: Place) -> Self {
        Node {
            value,
            place,
            changes: Vec::new(),
        }
    }

    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table of this node, which becomes an empty one if it was anything else.
    pub fn make_table(&mut self) -> &mut Table {
        if !matches!(self.value, Value::Table(_)) {
            self.value = Value::Table(Table::default());
        }
        match &mut self.value {
            Value::Table(table) => table,
            _ => unreachable!("it was just made a table"),
        }
    }

    /// What kind of thing it is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Absent => "nothing",
            Value::Text { .. } => "a text",
            Value::Number(_) => "a number",
            Value::Switch(_) => "true or false",
            Value::Other(kind) => kind,
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Column(_) => "a column of a sheet",
        }
    }
}

/// Reads the text of a scenario. Syntax errors are reported, and what could be understood in spite of
/// them is returned.
pub(super) fn parse(found: &mut Found, source: usize) -> Node {
    let text = found.text(source).to_owned();
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        found.error(&Place::new(source, span), syntax_complaint(error.message()));
    }
    let place = Place::new(source, 0..0);
    let reader = Reader { source, text: &text };
    Node::new(Value::Table(reader.table(table.get_ref())), place)
}

/// Reads a single TOML value that stands at a byte of a source.
pub(super) fn parse_value(text: &str, source: usize, offset: usize) -> Result<Node, (Place, Complaint)> {
    match DeValue::parse(text) {
        Ok(value) => {
            let mut node = Reader { source, text }.node(&value);
            shift(&mut node, offset);
            Ok(node)
        }
        Err(error) => {
            let span = error.span().unwrap_or(0..text.len());
            let place = Place::new(source, span.start + offset..span.end + offset);
            Err((place, syntax_complaint(error.message())))
        }
    }
}

fn syntax_complaint(message: &str) -> Complaint {
    let remedy = match message {
        m if m.starts_with("duplicate key") => "a key stands once in a table: remove one of the two",
        m if m.contains("string") => "text stands between quotes: name = \"Monday\"",
        m if m.contains("extra") || m.contains("unquoted") || m.contains("key with no value") => {
            "a line reads key = value; text and durations stand between quotes"
        }
        _ => "",
    };
    Complaint::new(
        format!("this is not TOML: {message}"),
        "the file cannot be read here",
        remedy,
    )
}

fn shift(node: &mut Node, offset: usize) {
    let move_place = |place: &mut Place| {
        place.span = place.span.start + offset..place.span.end + offset;
    };
    move_place(&mut node.place);
    match &mut node.value {
        Value::Text { verbatim, .. } => *verbatim = verbatim.map(|start| start + offset),
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, offset)),
        Value::Table(table) => {
            for entry in &mut table.entries {
                move_place(&mut entry.key_place);
                shift(&mut entry.node, offset);
            }
        }
        Value::Absent | Value::Number(_) | Value::Switch(_) | Value::Other(_) | Value::Column(_) => {}
    }
}

struct Reader<'t> {
    source: usize,
    text: &'t str,
}

impl Reader<'_> {
    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let span = value.span();
        let typed = self.text.get(span.clone()).unwrap_or_default();
        let read = match value.get_ref() {
            DeValue::String(text) => Value::Text {
                text: text.to_string(),
                verbatim: verbatim(typed, text).map(|offset| span.start + offset),
            },
            DeValue::Integer(number) if number.radix() == 10 => Value::Number(number.as_str().to_owned()),
            DeValue::Integer(_) => Value::Other("a number in another base"),
            DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
            DeValue::Boolean(switch) => Value::Switch(*switch),
            // A clock time without quotes is a local time to TOML.
            DeValue::Datetime(_) => Value::Text {
                text: typed.to_owned(),
                verbatim: Some(span.start),
            },
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node::new(read, Place::new(self.source, span))
    }

    fn table(&self, table: &DeTable<'_>) -> Table {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_place: Place::new(self.source, key.span()),
                node: self.node(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_place.span.start);
        Table { entries }
    }
}

/// Where in the typed literal the bytes of the text stand as they are, if they do.
fn verbatim(typed: &str, text: &str) -> Option<usize> {
    let quotes = if typed.starts_with("\"\"\"") || typed.starts_with("'''") {
        3
    } else {
        1
    };
    let newline = match typed.as_bytes().get(quotes..) {
        Some([b'\r', b'\n', ..]) if quotes == 3 => 2,
        Some([b'\n', ..]) if quotes == 3 => 1,
        _ => 0,
    };
    let start = quotes + newline;
    typed
        .get(start..)
        .is_some_and(|rest| rest.starts_with(text))
        .then_some(start)
}
