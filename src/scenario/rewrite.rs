//! A scenario written back with other staff, and with nothing else changed.
//!
//! In: the scenario as it was typed, a center made from it (with whatever changes were asked for) and its new
//! staff. Out: the text of the scenario, its comments and layout kept, or of its sheet with the same columns,
//! delimiter and line ends; and what it means when it is read again.

mod cells;
mod document;
#[cfg(test)]
mod tests;

use thiserror::Error;

use super::reading::Files;
use super::{Problems, Scenario, Source, read};
use crate::model::{Center, PerInterval};

/// A text with other staff in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewritten {
    /// The whole text.
    pub text: String,
    /// What it means when it is read again.
    pub read_back: ReadBack,
}

/// What a scenario that was written means when it is read again.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadBack {
    /// The center with the new staff, and nothing else.
    Same,
    /// The new staff in another center: changes that were asked for are not written, only staff is.
    Other,
    /// Nothing: without the changes that were asked for it is no sound scenario.
    Refused(Problems),
}

/// Why staff cannot be written back.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Unwritable {
    /// The scenario is no TOML.
    #[error("`{0}` is not TOML")]
    Syntax(String),
    /// The scenario has no such group.
    #[error("the scenario has no group `{0}`")]
    NoGroup(String),
    /// Its sheet cannot be read.
    #[error("the sheet of the scenario cannot be read")]
    Sheet(Problems),
}

/// The scenario (TOML) with this staff: agents by group, then interval, as `center` has them. A group whose
/// staff the scenario says already keeps it as it is written. Where staff stands in the sheet, the scenario
/// now says it, and leaves that column of the sheet out.
///
/// # Errors
/// Where the text is not that of a scenario with the center's groups.
pub fn scenario_with_staff(
    source: &Source,
    staff: &[Vec<u32>],
    center: &Center,
    files: Files<'_>,
) -> Result<Rewritten, Unwritable> {
    let typed = read(source, &[], None, files).ok();
    let text = document::written(source, staff, center, typed.as_ref(), files)?;
    let written = read(&Source::new(&source.name, &text), &[], None, files);
    let read_back = read_back(written, staff, center);
    Ok(Rewritten { text, read_back })
}

/// The sheet of the scenario with this staff: agents by group, then interval, as `center` has them. Every
/// other cell stays as it is, and groups without a column of staff get one. A scenario without a sheet gets
/// one of times and staff alone. Either is read beside the scenario, as a plan.
///
/// # Errors
/// Where the sheet cannot be read.
pub fn sheet_with_staff(
    source: &Source,
    staff: &[Vec<u32>],
    center: &Center,
    files: Files<'_>,
) -> Result<Rewritten, Unwritable> {
    let text = cells::written(source, staff, center, files)?;
    let plan = Source::new("plan.csv", &text);
    let read_back = read_back(read(source, &[], Some(&plan), files), staff, center);
    Ok(Rewritten { text, read_back })
}

fn read_back(written: Result<Scenario, Problems>, staff: &[Vec<u32>], center: &Center) -> ReadBack {
    let found = match written {
        Ok(scenario) => scenario.center,
        Err(problems) => return ReadBack::Refused(problems),
    };
    let mut meant = center.clone();
    for (group, staff) in meant.groups.iter_mut().zip(staff) {
        let kept = |limit: u32, interval: usize| limit == group.staff[interval];
        let fixed = (0..group.staff.len()).all(|interval| {
            kept(*group.plan.min.at(interval), interval)
                && group.plan.max.at(interval).is_some_and(|max| kept(max, interval))
        });
        group.staff.clone_from(staff);
        // What is fixed at the staff follows it.
        if fixed {
            group.plan.min = PerInterval::Each(staff.clone());
            group.plan.max = PerInterval::Each(staff.iter().copied().map(Some).collect());
        }
    }
    let same = |found: &Center| {
        let mut found = found.clone();
        for (group, meant) in found.groups.iter_mut().zip(&meant.groups) {
            let intervals = 0..group.staff.len();
            let alike = meant.staff.len() == group.staff.len()
                && intervals.into_iter().all(|interval| {
                    group.plan.min.at(interval) == meant.plan.min.at(interval)
                        && group.plan.max.at(interval) == meant.plan.max.at(interval)
                });
            if alike && group.plan.block == meant.plan.block {
                group.plan = meant.plan.clone();
            }
        }
        found == meant
    };
    if same(&found) {
        ReadBack::Same
    } else {
        ReadBack::Other
    }
}
