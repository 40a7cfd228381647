//! The scenarios of a sweep: which settings vary, and through which values.
//!
//! In: texts of the command line or a sheet, in the language of [changes](super::edit). Out: a [`Design`]:
//! its [`Factor`]s with their [`Level`]s, and its [`Point`]s, each a scenario as [`Edit`]s to be made, in
//! the order of the factors, after those of `--set`.
//!
//! - [`Design::grid`]: every combination of the factors' levels.
//! - [`Design::table`]: a row a scenario, a column a factor.
//! - [`Design::random`]: a Latin hypercube.
//!
//! Points are made when they are asked for: a design of a hundred thousand needs little memory.

mod grid;
mod level;
mod random;
mod table;
#[cfg(test)]
mod tests;

pub use level::{Level, LevelKind, LevelUnit};

use std::collections::BTreeMap;

use super::edit::{Edit, Origin, Target};
use super::problem::{Complaint, Found};
use super::source::Place;

/// The most scenarios that one sweep may have.
pub const MAX_POINTS: usize = 100_000;

/// The scenarios of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    factors: Vec<Factor>,
    points: Points,
}

/// Which levels each point takes.
#[derive(Debug, Clone, PartialEq)]
enum Points {
    /// All combinations, the last factor fastest.
    Grid,
    /// A row a point.
    Rows(Vec<Row>),
}

/// A point that was listed.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    name: Option<String>,
    /// For every factor the index of its level; nothing where the scenario is left as it is.
    levels: Vec<Option<usize>>,
}

/// Something that varies: one setting, or several together.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The path as it was typed: `groups.generalists.staff@10:00..12:00`; paths that vary together are
    /// joined by a comma.
    pub name: String,
    /// What its values do.
    pub kind: LevelKind,
    /// Its values: as listed for a grid, as they first appear in a sheet, from low to high in a random
    /// design. No text stands here twice.
    pub levels: Vec<Level>,
    /// A change of the same path.
    pattern: Edit,
}

/// One scenario of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Point<'d> {
    /// Its name in the sheet.
    pub name: Option<&'d str>,
    /// The level of every factor; nothing where the scenario is left as it is.
    pub levels: Vec<Option<&'d Level>>,
    /// What is to be changed, after the changes of `--set`.
    pub edits: Vec<Edit>,
}

impl Design {
    /// What varies.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// How many scenarios there are: from 1 to [`MAX_POINTS`].
    pub fn len(&self) -> usize {
        match &self.points {
            Points::Grid => self.factors.iter().map(|factor| factor.levels.len()).product(),
            Points::Rows(rows) => rows.len(),
        }
    }

    /// Whether there is no scenario, which no design allows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the points are all combinations of the levels, the last factor fastest.
    pub fn is_grid(&self) -> bool {
        self.points == Points::Grid
    }

    /// The index of each factor's level at a point, from 0.
    ///
    /// # Panics
    /// If there is no such point.
    pub fn level_indices(&self, point: usize) -> Vec<Option<usize>> {
        match &self.points {
            Points::Rows(rows) => rows[point].levels.clone(),
            Points::Grid => {
                assert!(point < self.len(), "the design has no point {point}");
                let mut rest = point;
                let mut indices: Vec<_> = self
                    .factors
                    .iter()
                    .rev()
                    .map(|factor| {
                        let index = rest % factor.levels.len();
                        rest /= factor.levels.len();
                        Some(index)
                    })
                    .collect();
                indices.reverse();
                indices
            }
        }
    }

    /// A scenario, by its number from 0.
    ///
    /// # Panics
    /// If there is no such point.
    pub fn point(&self, index: usize) -> Point<'_> {
        let chosen = self.level_indices(index);
        let levels: Vec<Option<&Level>> = self
            .factors
            .iter()
            .zip(chosen)
            .map(|(factor, index)| Some(&factor.levels[index?]))
            .collect();
        let edits = self.factors.iter().zip(&levels).filter_map(|(factor, level)| {
            let level = (*level)?;
            Some(factor.pattern.with_value(&level.text, level.origin.clone()))
        });
        Point {
            name: match &self.points {
                Points::Rows(rows) => rows[index].name.as_deref(),
                Points::Grid => None,
            },
            edits: edits.collect(),
            levels,
        }
    }

    /// All scenarios in their order.
    pub fn points(&self) -> impl ExactSizeIterator<Item = Point<'_>> {
        (0..self.len()).map(|index| self.point(index))
    }
}

/// The path of a change as it was typed.
fn path(edit: &Edit) -> &str {
    let before = edit.text()[..edit.value.start].trim_end();
    before.strip_suffix('=').unwrap_or(before).trim()
}

/// A value with the place where it was typed.
type Typed = (String, Origin);

/// A factor and, for each of the values given, the index of its level.
fn factor(pattern: Edit, values: impl IntoIterator<Item = Typed>) -> (Factor, Vec<usize>) {
    let mut levels: Vec<Level> = Vec::new();
    let mut known = BTreeMap::new();
    let indices = values
        .into_iter()
        .map(|(text, origin)| {
            *known.entry(text).or_insert_with_key(|text| {
                levels.push(Level::read(text, origin));
                levels.len() - 1
            })
        })
        .collect();
    let factor = Factor {
        name: path(&pattern).to_owned(),
        kind: level::agree(&mut levels),
        levels,
        pattern,
    };
    (factor, indices)
}

/// Complains of paths that vary twice; each change comes with the source and the first byte of its path.
fn refuse_repeated<'e>(found: &mut Found, changes: impl IntoIterator<Item = (&'e Edit, usize, usize)>) {
    let names = |target: &Target| -> Vec<String> {
        target
            .segments
            .iter()
            .map(|segment| segment.name.clone())
            .collect()
    };
    let mut seen = Vec::new();
    for (edit, source, start) in changes {
        for target in &edit.targets {
            let varied = (target.range, names(target));
            if seen.contains(&varied) {
                let span = target.span.clone();
                let complaint = Complaint::new(
                    format!("`{}` varies twice", &edit.text()[span.clone()]),
                    "a setting is one factor of a design",
                    "give all its values at once: PATH=2m,3m,5m",
                );
                found.error(
                    &Place::new(source, start + span.start..start + span.end),
                    complaint,
                );
            }
            seen.push(varied);
        }
    }
}

/// Complains of a design that is too large.
fn refuse_too_many(found: &mut Found, place: &Place, points: &str) {
    let complaint = Complaint::new(
        format!("this makes {points} scenarios"),
        format!("a sweep has at most {MAX_POINTS}"),
        "take wider steps, or draw some of them: --random 200 --within PATH=LOW..HIGH",
    );
    found.error(place, complaint);
}
