//! A design as a sheet: a row a scenario, a column a factor.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Design, MAX_POINTS, Points, Row, factor, refuse_repeated, refuse_too_many};
use crate::scenario::csv::Csv;
use crate::scenario::edit::{Edit, Meaning, Origin, parse};
use crate::scenario::node::Cell;
use crate::scenario::problem::{Complaint, Found, Problems};
use crate::scenario::source::{Place, Source};

/// The heading of the column that names the scenarios.
const NAME: &str = "name";

impl Design {
    /// The scenarios of a CSV file. Its headings are paths of settings (`groups.desk.staff@10:00..12:00`;
    /// paths that vary together between quotes with a comma), its cells values as in a change: `120`,
    /// `x1.1`, `+5`, `80%`; an empty cell leaves the scenario as it is. A first column `name` names the
    /// rows.
    ///
    /// # Errors
    /// Every heading that is no path or stands there twice, every cell without a meaning or beyond the
    /// headings, every name that stands there twice; no column or no row; more than [`MAX_POINTS`] rows.
    pub fn table(source: &Source) -> Result<Design, Problems> {
        let mut found = Found::default();
        found.add_source(source.clone());
        let csv = Csv::parse(&source.text, 0);
        let named = csv
            .headings
            .first()
            .is_some_and(|heading| heading.text.eq_ignore_ascii_case(NAME));
        let skipped = usize::from(named);
        let headings = csv.headings.get(skipped..).unwrap_or_default();
        if headings.is_empty() || csv.rows.is_empty() {
            let (what, rule) = if headings.is_empty() {
                (
                    "this design has no factor",
                    "each column is a setting that varies",
                )
            } else {
                ("this design has no row", "each row is a scenario")
            };
            let end = source.text.trim_end().len();
            let complaint = Complaint::new(
                what,
                rule,
                "for example a heading name,groups.desk.staff and below it lunch,6",
            );
            found.error(&Place::new(0, 0..end), complaint);
            return Err(found.into_problems());
        }
        if csv.rows.len() > MAX_POINTS {
            let place = csv.rows[MAX_POINTS].first().map(|cell| cell.place.clone());
            let place = place.unwrap_or(Place::new(0, 0..0));
            refuse_too_many(&mut found, &place, &csv.rows.len().to_string());
            return Err(found.into_problems());
        }
        let patterns: Vec<Option<Edit>> = headings
            .iter()
            .map(|heading| pattern(&mut found, heading))
            .collect();
        let starts = headings.iter().map(|heading| unquoted(source, heading).start);
        refuse_repeated(
            &mut found,
            patterns
                .iter()
                .zip(starts)
                .filter_map(|(pattern, start)| Some((pattern.as_ref()?, 0, start))),
        );
        for (column, heading) in headings.iter().enumerate() {
            let given = |row: &Vec<Cell>| {
                row.get(column + skipped)
                    .is_some_and(|cell| !cell.text.is_empty())
            };
            if !csv.rows.iter().any(given) {
                let complaint = Complaint::new(
                    "this column has no value",
                    "each column is a setting that varies",
                    "give it values, or remove it",
                );
                found.error(&heading.place, complaint);
            }
        }
        check_rows(&mut found, &csv, named);
        if found.failed() {
            return Err(found.into_problems());
        }
        let sheet = Arc::new(source.clone());
        let mut rows: Vec<Row> = csv
            .rows
            .iter()
            .map(|row| Row {
                name: row
                    .first()
                    .filter(|cell| named && !cell.text.is_empty())
                    .map(|cell| cell.text.clone()),
                levels: Vec::new(),
            })
            .collect();
        let mut factors = Vec::new();
        for (column, (pattern, heading)) in patterns.into_iter().flatten().zip(headings).enumerate() {
            let given: Vec<Option<&Cell>> = csv
                .rows
                .iter()
                .map(|row| row.get(column + skipped).filter(|cell| !cell.text.is_empty()))
                .collect();
            let typed = given.iter().flatten().map(|cell| {
                let origin = Origin::Cells {
                    sheet: Arc::clone(&sheet),
                    heading: unquoted(source, heading),
                    cell: unquoted(source, cell),
                };
                (cell.text.clone(), origin)
            });
            let (factor, indices) = factor(pattern, typed);
            let mut indices = indices.into_iter();
            for (row, cell) in rows.iter_mut().zip(&given) {
                row.levels.push(cell.and_then(|_| indices.next()));
            }
            factors.push(factor);
        }
        Ok(Design {
            factors,
            points: Points::Rows(rows),
        })
    }
}

/// The text of a cell in the file, quotes left out.
fn unquoted(source: &Source, cell: &Cell) -> Range<usize> {
    let Range { start, end } = cell.place.span.clone();
    let typed = source.text.get(start..end).unwrap_or_default();
    if typed.len() > 1 && typed.starts_with('"') && typed.ends_with('"') && !cell.text.starts_with('"') {
        start + 1..end - 1
    } else {
        start..end
    }
}

/// A change of the path in a heading.
fn pattern(found: &mut Found, heading: &Cell) -> Option<Edit> {
    let refused = match heading.text.as_str() {
        "" => Some(Complaint::new(
            "this column has no heading",
            "a heading is the path of a setting",
            "write groups.desk.staff, or remove the column",
        )),
        NAME | "Name" => Some(Complaint::new(
            "names stand in the first column",
            "what follows are settings",
            "move this column to the front",
        )),
        path => match parse(&format!("{path}=0")) {
            Ok(edit) if &edit.text()[edit.value.clone()] == "0" => return Some(edit),
            Ok(_) => Some(Complaint::new(
                format!("`{path}` is no path"),
                "a heading is the path of a setting, its values stand below",
                "leave out the `=` and what follows",
            )),
            Err((_, complaint)) => Some(complaint),
        },
    };
    found.error(&heading.place, refused?);
    None
}

fn check_rows(found: &mut Found, csv: &Csv, named: bool) {
    let mut names = BTreeSet::new();
    for row in &csv.rows {
        if let Some(name) = row.first().filter(|cell| named && !cell.text.is_empty())
            && !names.insert(&name.text)
        {
            let complaint = Complaint::new(
                format!("`{}` is there twice", name.text),
                "a name tells one scenario from the others",
                "",
            );
            found.error(&name.place, complaint);
        }
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            if column >= csv.headings.len() {
                let complaint = Complaint::new(
                    "this cell stands under no heading",
                    format!("the file has {} columns", csv.headings.len()),
                    "a value with a comma stands between quotes",
                );
                found.error(&cell.place, complaint);
                break;
            }
            if named && column == 0 {
                continue;
            }
            if let Err(complaint) = Meaning::of(&cell.text) {
                found.error(&cell.place, complaint);
            }
        }
    }
}
