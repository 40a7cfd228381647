//! What a check found, as JSON (`headcount.check/1`).
//!
//! In: a center, how it is to be run, what was assumed and what is odd; or problems. Out: one document.

use std::io;

use serde::Serialize;

use crate::insight::{LoadSummary, Remark, Severity};
use crate::model::{Center, Experiment, Mode};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.check/1";

#[derive(Serialize)]
struct Document<'a, A: ?Sized, W: ?Sized> {
    schema: &'static str,
    valid: bool,
    scenario: Option<Scenario<'a>>,
    intervals: Vec<Interval>,
    remarks: Vec<Said>,
    assumptions: &'a A,
    problems: &'a W,
}

#[derive(Serialize)]
struct Scenario<'a> {
    name: &'a str,
    /// "days" or "steady".
    mode: &'static str,
    seed: u64,
    replications: u32,
    queues: Vec<&'a str>,
    groups: Vec<&'a str>,
}

#[derive(Serialize)]
struct Interval {
    day: u32,
    start: String,
    /// Erlangs, per queue.
    offered_load: serde_json::Map<String, serde_json::Value>,
    /// Agents on queue, per group: the mean over the interval.
    staff: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Said {
    severity: &'static str,
    text: String,
}

/// Agents on queue, which need not be a whole number where staff changes within the interval.
fn agents(staff: f64) -> serde_json::Value {
    if staff.fract() == 0.0 {
        (staff as u64).into()
    } else {
        staff.into()
    }
}

/// A valid scenario: its load against its staff, remarks, assumptions, and warnings as `problems`.
///
/// # Errors
/// When a figure cannot be written as JSON.
pub fn json<A: Serialize + ?Sized, W: Serialize + ?Sized>(
    center: &Center,
    experiment: &Experiment,
    remarks: &[Remark],
    assumptions: &A,
    warnings: &W,
) -> io::Result<Vec<u8>> {
    let load = LoadSummary::of(center);
    let intervals = load.intervals.iter().enumerate().map(|(interval, load)| {
        let (day, start) = center.calendar.label(interval);
        let queues = center.queues.iter().zip(&load.queues);
        let groups = center.groups.iter().zip(&load.groups);
        Interval {
            day,
            start,
            offered_load: queues
                .map(|(queue, &load)| (queue.name.clone(), load.into()))
                .collect(),
            staff: groups
                .map(|(group, &staff)| (group.name.clone(), agents(staff)))
                .collect(),
        }
    });
    let remarks = remarks.iter().map(|remark| Said {
        severity: match remark.severity {
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        text: remark.to_string(),
    });
    document(&Document {
        schema: SCHEMA,
        valid: true,
        scenario: Some(Scenario {
            name: &center.name,
            mode: match experiment.mode {
                Mode::Days => "days",
                Mode::Steady(_) => "steady",
            },
            seed: experiment.seed,
            replications: experiment.replications,
            queues: center.queues.iter().map(|queue| &*queue.name).collect(),
            groups: center.groups.iter().map(|group| &*group.name).collect(),
        }),
        intervals: intervals.collect(),
        remarks: remarks.collect(),
        assumptions,
        problems: warnings,
    })
}

/// A scenario that makes no sense: its problems alone.
///
/// # Errors
/// When a problem cannot be written as JSON.
pub fn problems_json<P: Serialize + ?Sized>(problems: &P) -> io::Result<Vec<u8>> {
    document(&Document {
        schema: SCHEMA,
        valid: false,
        scenario: None,
        intervals: Vec::new(),
        remarks: Vec::new(),
        assumptions: &[(); 0],
        problems,
    })
}

fn document(document: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
