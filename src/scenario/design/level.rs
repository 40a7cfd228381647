//! The values of a factor, and what they are in numbers.

use crate::scenario::edit::{Meaning, Origin};
use crate::scenario::leaf::{Unit, Word, number};

/// A value of a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// As it may be typed behind the `=` of a change: `120`, `x1.1`, `-5`, `2m30s`.
    pub text: String,
    /// In the unit of the factor's [kind](LevelKind); nothing where the factor's values are words.
    pub value: Option<f64>,
    kind: LevelKind,
    pub(super) origin: Origin,
}

/// What the values of a factor do to a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelKind {
    /// Replace it by a value of this unit.
    Replaces(LevelUnit),
    /// Multiply it: the value is the factor.
    Scales,
    /// Add to it, or take away where the value is negative, in this unit.
    Shifts(LevelUnit),
    /// They are no numbers, or not of one kind: `longest-idle`; `2m` and `forever`; `12` and `x1.1`.
    Words,
}

/// The unit of a level's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelUnit {
    /// A plain number: agents, contacts.
    Number,
    /// A share of one, from `80%` or, beside such, from `0.8`.
    Share,
    /// Seconds, from `2m30s`.
    Seconds,
    /// Contacts an hour, from `100/h`.
    PerHour,
}

impl Level {
    /// Reads a value that means a change.
    pub(super) fn read(text: &str, origin: Origin) -> Level {
        let (kind, value) = match Meaning::of(text) {
            Ok(Meaning::Scale(factor)) => (LevelKind::Scales, Some(factor)),
            Ok(Meaning::Shift { down, step }) => match quantity(&step) {
                Some((unit, size)) => (LevelKind::Shifts(unit), Some(if down { -size } else { size })),
                None => (LevelKind::Words, None),
            },
            _ => {
                let bare = text
                    .strip_prefix(['"', '\''])
                    .and_then(|text| text.strip_suffix(['"', '\'']));
                match quantity(bare.unwrap_or(text)) {
                    Some((unit, value)) => (LevelKind::Replaces(unit), Some(value)),
                    None => (LevelKind::Words, None),
                }
            }
        };
        Level {
            text: text.to_owned(),
            value,
            kind,
            origin,
        }
    }

    /// Whether it changes what the scenario says instead of replacing it.
    pub(super) fn is_relative(&self) -> bool {
        matches!(
            Meaning::of(&self.text),
            Ok(Meaning::Scale(_) | Meaning::Shift { .. })
        )
    }
}

/// A number in the base of its unit.
fn quantity(text: &str) -> Option<(LevelUnit, f64)> {
    let text = text.trim();
    if let Ok(value) = number(text) {
        return Some((LevelUnit::Number, value));
    }
    if let Some(percent) = text.strip_suffix('%') {
        return Some((LevelUnit::Share, number(percent.trim()).ok()? / 100.0));
    }
    let word = Word { text, seconds: false };
    if let Ok(seconds) = Unit::Duration.read(word) {
        return Some((LevelUnit::Seconds, seconds));
    }
    let rate = Unit::Rate.read(word).ok()?;
    Some((LevelUnit::PerHour, rate * 3600.0))
}

/// What the levels of a factor have in common; where that is nothing, they are words.
pub(super) fn agree(levels: &mut [Level]) -> LevelKind {
    use LevelKind::{Replaces, Shifts, Words};
    use LevelUnit::{Number, Share};
    let common = levels
        .iter()
        .map(|level| level.kind)
        .reduce(|one, other| match (one, other) {
            (one, other) if one == other => one,
            // `0.05` beside `5%` is a share too.
            (Replaces(Number | Share), Replaces(Number | Share)) => Replaces(Share),
            (Shifts(Number | Share), Shifts(Number | Share)) => Shifts(Share),
            _ => Words,
        })
        .unwrap_or(Words);
    if common == Words {
        for level in levels {
            level.value = None;
        }
    }
    common
}
