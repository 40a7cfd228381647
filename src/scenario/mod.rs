//! From a scenario file to a model: the door through which people's numbers come in.
//!
//! In: a [`Source`] (TOML), changes asked for on the command line, a plan, and a way to read the sheets it
//! names. Out: a [`Scenario`], valid in every respect, or all its [`Problems`] at once, each with its
//! place, the rule it breaks and a remedy. Nothing else of the disk is touched, no clock is read.
//!
//! What was typed becomes a tree with places (`node`), into which sheets put their columns (`sheet`) and
//! changes their values ([`edit`]); the walker (`file`) reads it setting by setting, and `resolve` says
//! what it means. Where many scenarios are made of one, a [`design`] says what is changed for each.

mod apply;
mod bundled;
mod csv;
pub mod design;
mod distribution;
pub mod edit;
mod file;
mod keys;
mod leaf;
mod moment;
mod node;
mod precision;
mod problem;
mod range;
mod reading;
mod resolve;
mod rewrite;
mod schema;
mod series;
mod sheet;
pub mod single;
mod source;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use bundled::{BUNDLED, Bundled};
pub use design::Design;
pub use edit::Edit;
pub use moment::moment;
pub use precision::precision_from_text;
pub use problem::{Location, Problem, Problems, Severity, did_you_mean};
pub use reading::Files;
pub use resolve::{Assumption, MOST_REPLICATIONS};
pub use rewrite::{ReadBack, Rewritten, Unwritable, scenario_with_staff, sheet_with_staff};
pub use schema::schema;
pub use source::Source;

use crate::model::{Center, Experiment};
use node::{Node, Value};
use problem::Complaint;
use reading::Reading;
use source::Place;

/// A scenario that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The center it describes.
    pub center: Center,
    /// How it is to be simulated.
    pub experiment: Experiment,
    /// The defaults that were filled in, in the order of the file.
    pub assumptions: Vec<Assumption>,
    /// What is legal but hardly meant.
    pub warnings: Problems,
}

/// Reads a scenario. `plan` is a sheet (CSV) that replaces what the scenario says; `edits` are made last,
/// in their order; `files` reads the sheets and lists of values that the scenario names, relative to its
/// own directory.
///
/// # Errors
/// Every problem found, warnings among them.
pub fn read(
    source: &Source,
    edits: &[Edit],
    plan: Option<&Source>,
    files: Files<'_>,
) -> Result<Scenario, Problems> {
    let mut reading = Reading::of(source, files);
    let resolved = read_all(&mut reading, source, edits, plan);
    let failed = reading.found.failed();
    let problems = reading.found.into_problems();
    match resolved {
        Some((center, experiment, assumed)) if !failed => Ok(Scenario {
            center,
            experiment,
            assumptions: assumed.0,
            warnings: problems,
        }),
        _ => Err(problems),
    }
}

/// Reads a scenario, its sheets and a plan from the disk.
///
/// # Errors
/// As for [`read`], and where a file cannot be read.
pub fn read_from_disk(path: &Path, edits: &[Edit], plan: Option<&Path>) -> Result<Scenario, Problems> {
    let source = source_from_disk(path)?;
    let plan = plan.map(source_from_disk).transpose()?;
    read(&source, edits, plan.as_ref(), &|path| {
        std::fs::read_to_string(path)
    })
}

/// A file as a source.
///
/// # Errors
/// A problem that names the file and says why it cannot be read.
pub fn source_from_disk(path: &Path) -> Result<Source, Problems> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let remedy = match error.kind() {
                std::io::ErrorKind::InvalidData => Some("save it as UTF-8".to_owned()),
                _ => None,
            };
            Err(Problems::of_file(
                format!("`{name}` cannot be read: {error}"),
                remedy,
            ))
        }
    }
}

fn read_all(
    reading: &mut Reading<'_>,
    source: &Source,
    edits: &[Edit],
    plan: Option<&Source>,
) -> Option<(Center, Experiment, resolve::Assumed)> {
    // A byte-order mark is no part of TOML; without it every place still counts from the text shown.
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let index = reading.found.add_source(Source::new(&source.name, text));
    let mut root = node::parse(&mut reading.found, index);
    if reading.found.failed() {
        read_in_spite_of_syntax(reading, &root);
        return None;
    }
    let mut sheets = Vec::new();
    if let Some((name, place)) = sheet_name(reading, &root)
        && let Some(index) = reading.open(&name, &place)
    {
        let without = sheet_without(reading, &root);
        sheets.push(sheet::read(
            reading,
            &mut root,
            index,
            0,
            sheet::Role::Part(&without),
        ));
    }
    if let Some(plan) = plan {
        let index = reading.found.add_source(plan.clone());
        let sheet = sheets.len();
        sheets.push(sheet::read(
            reading,
            &mut root,
            index,
            sheet,
            sheet::Role::Overlay,
        ));
    }
    for edit in edits {
        apply::apply(reading, &mut root, edit);
    }
    let typed = file::read(reading, &root)?;
    resolve::resolve(reading, &typed, &sheets, &source.name)
}

/// With syntax errors in the file, what could be read is still held against the rules for single
/// settings, so that those problems need not wait for the next attempt; nothing is called missing, and
/// the lines with syntax errors are left in peace.
fn read_in_spite_of_syntax(reading: &mut Reading<'_>, root: &Node) {
    let mut bad_lines: Vec<usize> = Vec::new();
    reading.found.retain(|problem| {
        bad_lines.extend(problem.place.as_ref().map(|place| place.line));
        true
    });
    let syntax = bad_lines.len();
    file::read(reading, root);
    let mut seen = 0;
    reading.found.retain(|problem| {
        seen += 1;
        let line = problem.place.as_ref().map_or(0, |place| place.line);
        seen <= syntax
            || !bad_lines.contains(&line)
                && !problem.what.contains("missing")
                && !problem.what.starts_with("the scenario has no")
                && !problem.what.starts_with("there are no")
    });
}

/// The headings of the sheet that `[center]` leaves out.
fn sheet_without(reading: &mut Reading<'_>, root: &Node) -> Vec<(String, Place)> {
    let center = root.table().and_then(|root| root.get("center")?.table());
    let Some(node) = center.and_then(|center| center.get("sheet_without")) else {
        return Vec::new();
    };
    let Value::List(items) = &node.value else {
        let complaint = Complaint::new(
            format!("{} where a list of headings should be", node.kind()),
            "these columns of the sheet are not read",
            "write sheet_without = [\"desk.staff\"]",
        );
        reading.error(&node.place, complaint);
        return Vec::new();
    };
    let headings = items
        .iter()
        .filter_map(|item| Some((reading.text(item, "a heading")?, item.place.clone())));
    headings.collect()
}

/// The sheet that `[center]` names.
fn sheet_name(reading: &mut Reading<'_>, root: &Node) -> Option<(String, Place)> {
    let node = root.table()?.get("center")?.table()?.get("sheet")?;
    match &node.value {
        Value::Text { text, .. } => Some((text.clone(), node.place.clone())),
        _ => {
            let complaint = Complaint::new(
                format!("{} where the name of a file should be", node.kind()),
                "a sheet is a CSV file beside the scenario",
                "write sheet = \"monday.csv\"",
            );
            reading.error(&node.place, complaint);
            None
        }
    }
}
