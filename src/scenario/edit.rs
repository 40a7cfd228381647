//! The one language of changes to a scenario: `PATH[@FROM..TO]=VALUE`.
//!
//! A path names a setting as the file does, `groups.generalists.staff`; `*` is any name; a name with a
//! dot stands between quotes. Two paths joined by a comma change together. `@10:00..20:00` limits the
//! change to the intervals that start at or after the first time and before the second (on each day;
//! `@2 10:00..2 20:00` on the second day only). Of the value,
//!
//! - `120`, `2m`, `80%`, `"text"`, `[…]`, `{…}` replace what was there;
//! - `x1.1` scales it; of a whole law of times, such as `handle`, it scales every time;
//! - `+5`, `-5s`, `+2%` shift it, in its own unit (so `+2%` is only for shares). A negative value to
//!   replace with stands between quotes.
//!
//! Where many values are asked for, [`Edit::variations`] understands lists `2m,3m,5m` and ranges with both
//! ends, `16..28`, `16..28:2`, `x0.8..x1.3:0.05`, `-3..+3`.
//!
//! In: text. Out: an [`Edit`], which [`read`](super::read) makes to what was typed before it is read, so
//! that a change is checked by the rules of the setting it changes.

use std::ops::Range;
use std::sync::Arc;

use super::leaf::{Unit, number};
use super::node::Node;
use super::problem::{Complaint, Found, Problems};
use super::range::{MAX_VALUES, ValueRange};
use super::series::Moment;
use super::source::{Place, Source};

/// The name under which the text of a change appears in problems.
const SET: &str = "--set";

/// A change asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    text: String,
    pub(super) targets: Vec<Target>,
    /// Where the value stands in the text.
    pub(super) value: Range<usize>,
    pub(super) origin: Origin,
}

/// Where a change was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// Behind this option of the command line.
    Option(&'static str),
    /// Its path in the heading of a sheet, its value in a cell below.
    Cells {
        sheet: Arc<Source>,
        heading: Range<usize>,
        cell: Range<usize>,
    },
}

/// The places of a change among the texts read so far.
pub(super) struct Places {
    source: usize,
    /// The first byte of the path.
    path: usize,
    pub value: Place,
    /// Path and value stand side by side.
    together: bool,
}

impl Places {
    /// The place of a part of the path.
    pub fn path(&self, span: &Range<usize>) -> Place {
        Place::new(self.source, self.path + span.start..self.path + span.end)
    }

    /// The place of a path with its value.
    pub fn whole(&self, path: &Range<usize>) -> Place {
        if self.together {
            Place::new(self.source, path.start..self.value.span.end)
        } else {
            self.value.clone()
        }
    }
}

/// One path of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub segments: Vec<Segment>,
    pub range: Option<TimeRange>,
    /// Where the path and its range stand in the text.
    pub span: Range<usize>,
}

/// One name of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub name: String,
    /// It is `*`.
    pub any: bool,
    pub span: Range<usize>,
}

/// From one time of day to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeRange {
    pub from: Moment,
    pub to: Moment,
}

/// A change to be made to what a node means.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub kind: ChangeKind,
    pub range: Option<TimeRange>,
    pub place: Place,
}

#[derive(Debug, Clone)]
pub(super) enum ChangeKind {
    Scale(f64),
    Shift {
        down: bool,
        step: String,
    },
    /// Replace in a range of hours; elsewhere replacing happens in the tree.
    Replace(Box<Node>),
}

/// A relative change, in the unit of what it changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    Scale(f64),
    Shift(f64),
}

impl Amount {
    pub fn of(self, value: f64) -> f64 {
        match self {
            Amount::Scale(factor) => value * factor,
            Amount::Shift(step) => value + step,
        }
    }
}

impl Change {
    pub fn replacement(&self) -> Option<&Node> {
        match &self.kind {
            ChangeKind::Replace(node) => Some(node),
            _ => None,
        }
    }

    /// The change as an amount of a unit.
    pub fn amount(&self, unit: Unit) -> Result<Amount, Complaint> {
        match &self.kind {
            ChangeKind::Scale(factor) => Ok(Amount::Scale(*factor)),
            ChangeKind::Shift { down, step } => {
                let step = unit.read_step(step)?;
                Ok(Amount::Shift(if *down { -step } else { step }))
            }
            ChangeKind::Replace(_) => Err(Complaint::new(
                "this cannot change for some hours only",
                "it does not vary over the day",
                "leave out the @FROM..TO",
            )),
        }
    }
}

/// What stands behind the `=`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    Scale(f64),
    Shift { down: bool, step: String },
    Replace,
}

impl Meaning {
    /// The kind of change that a value means.
    pub fn of(value: &str) -> Result<Meaning, Complaint> {
        let after = |prefix: char| {
            value
                .strip_prefix(prefix)
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-')))
        };
        if let Some(factor) = after('x') {
            return match number(factor)? {
                factor if factor < 0.0 => Err(Complaint::new(
                    "this factor is negative",
                    "x1.1 makes it a tenth more, x0.9 a tenth less",
                    "",
                )),
                factor => Ok(Meaning::Scale(factor)),
            };
        }
        for (sign, down) in [('+', false), ('-', true), ('−', true)] {
            if let Some(step) = value.strip_prefix(sign) {
                return Ok(Meaning::Shift {
                    down,
                    step: step.trim().to_owned(),
                });
            }
        }
        Ok(Meaning::Replace)
    }
}

impl Edit {
    /// Reads a change.
    ///
    /// # Errors
    /// A problem with a caret under the part of the text that is no change.
    pub fn parse(text: &str) -> Result<Edit, Problems> {
        let checked = parse(text).and_then(|edit| {
            let value = edit.value.clone();
            let meaning = Meaning::of(&text[value.clone()]);
            meaning.map_err(|complaint| (value, complaint))?;
            Ok(edit)
        });
        checked.map_err(|(span, complaint)| problem(text, span, complaint))
    }

    /// The same change with another value; `origin` says where that was typed.
    pub(super) fn with_value(&self, value: &str, origin: Origin) -> Edit {
        let path = &self.text[..self.value.start];
        Edit {
            text: format!("{path}{value}"),
            targets: self.targets.clone(),
            value: path.len()..path.len() + value.len(),
            origin,
        }
    }

    /// Takes the text of the change in among those read so far.
    pub(super) fn places(&self, found: &mut Found) -> Places {
        match &self.origin {
            Origin::Option(name) => {
                let source = found.add_source(Source::new(*name, &self.text));
                Places {
                    source,
                    path: 0,
                    value: Place::new(source, self.value.clone()),
                    together: true,
                }
            }
            Origin::Cells { sheet, heading, cell } => {
                let known = found.sources.iter().position(|source| *source == **sheet);
                let source = known.unwrap_or_else(|| found.add_source(sheet.as_ref().clone()));
                Places {
                    source,
                    path: heading.start,
                    value: Place::new(source, cell.clone()),
                    together: false,
                }
            }
        }
    }

    /// Reads a change that asks for many values: one change for each, in the order of the text.
    ///
    /// # Errors
    /// As for [`parse`](Edit::parse), and for a range that cannot be counted out.
    pub fn variations(text: &str) -> Result<Vec<Edit>, Problems> {
        let varied = variations(text).map_err(|(span, complaint)| problem(text, span, complaint))?;
        let (edit, values) = varied;
        let with_value = |(_, value): &Listed| edit.with_value(value, edit.origin.clone());
        Ok(values.iter().map(with_value).collect())
    }

    /// The change as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Edit {
    type Err = Problems;
    fn from_str(text: &str) -> Result<Edit, Problems> {
        Edit::parse(text)
    }
}

impl std::fmt::Display for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

fn problem(text: &str, span: Range<usize>, complaint: Complaint) -> Problems {
    let mut found = Found::default();
    let source = found.add_source(Source::new(SET, text));
    found.error(&Place::new(source, span), complaint);
    found.into_problems()
}

/// Where a text is no change, and why.
pub(super) type Refused = (Range<usize>, Complaint);

/// A value of a list or range, with the place of its item in the text.
pub(super) type Listed = (Range<usize>, String);

/// A change that asks for many values, and these.
pub(super) fn variations(text: &str) -> Result<(Edit, Vec<Listed>), Refused> {
    let edit = parse(text)?;
    let mut values = Vec::new();
    for (offset, item) in split(&text[edit.value.clone()], ',') {
        let start = edit.value.start + offset;
        let span = start..start + item.len();
        let at_item = |complaint| (span.clone(), complaint);
        for value in enumerate(item.trim()).map_err(at_item)? {
            Meaning::of(&value).map_err(at_item)?;
            values.push((span.clone(), value));
        }
        if values.len() > MAX_VALUES {
            let complaint = Complaint::new(
                format!("this asks for more than {MAX_VALUES} values"),
                "a list or range has at most that many",
                "take a wider step: 16..28:2",
            );
            return Err((span, complaint));
        }
    }
    Ok((edit, values))
}

pub(super) fn parse(text: &str) -> Result<Edit, Refused> {
    let mut halves = split(text, '=');
    let (_, left) = halves.next().unwrap_or((0, ""));
    let rule = "a change is PATH=VALUE or PATH@FROM..TO=VALUE";
    let example = "for example groups.generalists.staff@10:00..20:00=-5";
    let Some((start, _)) = halves.next() else {
        return Err((
            0..text.len(),
            Complaint::new("this change has no `=`", rule, example),
        ));
    };
    let value = text[start..].trim();
    let start = start + text[start..].find(value).unwrap_or(0);
    if value.is_empty() {
        let complaint = Complaint::new("this change has no value", rule, example);
        return Err((left.len()..text.len(), complaint));
    }
    let value_span = start..start + value.len();
    let targets = split(left, ',')
        .map(|(offset, path)| target(path, offset))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Edit {
        text: text.to_owned(),
        targets,
        value: value_span,
        origin: Origin::Option(SET),
    })
}

fn target(text: &str, offset: usize) -> Result<Target, Refused> {
    let span = offset..offset + text.len();
    let mut halves = split(text, '@');
    let (_, path) = halves.next().unwrap_or((0, ""));
    let range = match halves.next() {
        None => None,
        Some((start, _)) => {
            let range = &text[start..];
            Some(time_range(range).map_err(|complaint| (offset + start..span.end, complaint))?)
        }
    };
    let mut segments = Vec::new();
    for (start, part) in split(path, '.') {
        let name = part.trim();
        let start = offset + start + part.find(name).unwrap_or(0);
        let span = start..start + name.len();
        let bare = name
            .strip_prefix(['"', '\''])
            .and_then(|name| name.strip_suffix(['"', '\'']));
        if bare.unwrap_or(name).is_empty() {
            let complaint = Complaint::new(
                "a name is missing in this path",
                "a path names a setting: queues.sales.volume",
                "",
            );
            return Err((offset..offset + text.len(), complaint));
        }
        segments.push(Segment {
            name: bare.unwrap_or(name).to_owned(),
            any: name == "*",
            span,
        });
    }
    Ok(Target {
        segments,
        range,
        span,
    })
}

fn time_range(text: &str) -> Result<TimeRange, Complaint> {
    let wrong = || {
        Complaint::new(
            format!("`{text}` is not a range of times"),
            "a range is FROM..TO, the end not included",
            "for example @10:00..12:30",
        )
    };
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    Ok(TimeRange {
        from: Moment::parse(from).ok_or_else(wrong)?,
        to: Moment::parse(to).ok_or_else(wrong)?,
    })
}

/// The parts between separators that stand outside quotes and brackets, with their first bytes.
fn split(text: &str, separator: char) -> impl Iterator<Item = (usize, &str)> {
    let (mut quote, mut depth, mut start) = (None, 0_usize, 0);
    let mut parts = Vec::new();
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, c) if c == separator && depth == 0 => {
                parts.push((start, &text[start..at]));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push((start, &text[start..]));
    parts.into_iter()
}

/// The values of one item of a list: a single one, or a range counted out.
fn enumerate(item: &str) -> Result<Vec<String>, Complaint> {
    if item.is_empty() {
        return Err(Complaint::new(
            "a value is missing here",
            "values are joined by commas",
            "",
        ));
    }
    match ValueRange::parse(item) {
        Some(range) => range?.values(item),
        None => Ok(vec![item.to_owned()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_ranges_and_values_are_taken_apart() {
        let edit = Edit::parse("groups.generalists.staff@10:00..20:00=-5").unwrap();
        let names: Vec<&str> = edit.targets[0].segments.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["groups", "generalists", "staff"]);
        let range = edit.targets[0].range.unwrap();
        assert_eq!((range.from.seconds, range.to.seconds), (36_000, 72_000));
        assert_eq!(&edit.text()[edit.value.clone()], "-5");

        let edit = Edit::parse("queues.\"a.b\".volume, queues.*.balk = { x = \"1=2\" }").unwrap();
        assert_eq!(edit.targets.len(), 2);
        assert_eq!(edit.targets[0].segments[1].name, "a.b");
        assert!(edit.targets[1].segments[1].any);
    }

    #[test]
    fn what_is_no_change_is_refused_with_a_caret() {
        for text in [
            "",
            "=",
            "a",
            "a=",
            "a..b=1",
            "a@10=1",
            "a@10:00..=1",
            "a=x1.2.3",
            "a=x-1",
            "@=,",
        ] {
            let problems = Edit::parse(text).unwrap_err();
            assert_eq!(problems.len(), 1, "{text}");
        }
    }

    fn values(text: &str) -> Vec<String> {
        let edits = Edit::variations(text).unwrap();
        edits
            .iter()
            .map(|edit| edit.text()[edit.value.clone()].to_owned())
            .collect()
    }

    #[test]
    fn lists_and_ranges_are_counted_out() {
        assert_eq!(values("a=16..19"), ["16", "17", "18", "19"]);
        assert_eq!(values("a=16..21:2"), ["16", "18", "20"]);
        assert_eq!(values("a=2m,3m,5m"), ["2m", "3m", "5m"]);
        assert_eq!(values("a=2m..3m:30s"), ["2m", "2m30s", "3m"]);
        assert_eq!(values("a=-2..+1"), ["-2", "-1", "+0", "+1"]);
        assert_eq!(values("a=-30s..+1m:30s"), ["-30s", "+0s", "+30s", "+1m"]);
        assert_eq!(values("a=10%..11%:0.5"), ["10.0%", "10.5%", "11.0%"]);
    }

    #[test]
    fn factors_are_counted_without_noise() {
        assert_eq!(
            values("a=x0.8..x1.1:0.05"),
            ["x0.80", "x0.85", "x0.90", "x0.95", "x1.00", "x1.05", "x1.10"]
        );
        assert_eq!(values("a=[1, 2],5"), ["[1, 2]", "5"]);
    }

    #[test]
    fn ranges_that_cannot_be_counted_are_refused() {
        for text in [
            "a=5..1",
            "a=1..9:0",
            "a=1m..9s:1m",
            "a=x1..x2",
            "a=-2..2",
            "a=2..+4",
            "a=-1..-3",
            "a=1..x2:1",
            "a=x1m..x2m:1m",
            "a=2m..5m:1",
            "a=1..99999999",
            "a=1,,2",
            "a=..",
            "a=1..",
        ] {
            assert!(Edit::variations(text).is_err(), "{text}");
        }
    }
}
