//! A plan as tables for programs and spreadsheets.
//!
//! `plan.csv`: a row a group and interval. `service.csv`: a row a staffing, queue and interval (and one of the
//! whole day), every figure with the ends of its interval of confidence. `staffings.csv`: a row a staffing.

use std::io;
use std::path::{Path, PathBuf};

use super::super::files;
use crate::estimate::{Estimate, Measure, Measures};
use crate::insight::staff::Totals;
use crate::planner::{Assessed, Budgeted, Planned, Question, Rule, Staff};

/// Writes the tables of a plan into a directory, which is made if it does not exist; each whole or not at all.
/// Returns their paths.
///
/// # Errors
/// When the directory or a file cannot be written; the message names it.
pub fn write_plan(question: &Question, planned: &Planned, directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut staffings = vec![("now", &planned.now), ("plan", &planned.plan)];
    staffings.extend(planned.formulas.iter().map(|formula| {
        let name = match formula.rule {
            Rule::ErlangC => "erlang_c",
            Rule::ErlangA => "erlang_a",
            Rule::SquareRoot => "square_root",
        };
        (name, &formula.assessed)
    }));
    written(
        directory,
        [
            ("plan.csv", plan(question, &planned.staff, &planned.spare)),
            ("service.csv", service(question, &staffings)),
            ("staffings.csv", sums(question, &staffings)),
        ],
    )
}

/// The same of the best plan for a budget.
///
/// # Errors
/// When the directory or a file cannot be written; the message names it.
pub fn write_budget(question: &Question, found: &Budgeted, directory: &Path) -> io::Result<Vec<PathBuf>> {
    let staffings = [("now", &found.now), ("plan", &found.plan)];
    let spare: Staff = Vec::new();
    written(
        directory,
        [
            ("plan.csv", plan(question, &found.plan.staff, &spare)),
            ("service.csv", service(question, &staffings)),
            ("staffings.csv", sums(question, &staffings)),
        ],
    )
}

type Records = Vec<Vec<String>>;

fn written(directory: &Path, tables: [(&str, Records); 3]) -> io::Result<Vec<PathBuf>> {
    files::make_directory(directory)?;
    let mut paths = Vec::new();
    for (name, records) in tables {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        for record in records {
            writer.write_record(record).map_err(io::Error::other)?;
        }
        let bytes = writer
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        let path = directory.join(name);
        files::write_whole(&path, &bytes)?;
        paths.push(path);
    }
    Ok(paths)
}

fn headings(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn plan(question: &Question, staff: &Staff, spare: &Staff) -> Records {
    let center = &question.center;
    let hours = center.calendar.interval.seconds() / 3600.0;
    let mut records = vec![headings(&[
        "group",
        "day",
        "time",
        "now",
        "on_queue",
        "spare",
        "scheduled",
        "on_queue_hours",
        "paid_hours",
        "cost",
    ])];
    for (index, group) in center.groups.iter().enumerate() {
        for (interval, &agents) in staff[index].iter().enumerate() {
            let (day, time) = center.calendar.label(interval);
            let scheduled = f64::from(agents) / (1.0 - group.shrinkage.at(interval));
            let spared = spare.get(index).and_then(|row| row.get(interval)).copied();
            records.push(vec![
                group.name.clone(),
                day.to_string(),
                time,
                group.staff[interval].to_string(),
                agents.to_string(),
                spared.unwrap_or(0).to_string(),
                scheduled.to_string(),
                (f64::from(agents) * hours).to_string(),
                (scheduled * hours).to_string(),
                (scheduled * hours * group.cost_per_hour.at(interval)).to_string(),
            ]);
        }
    }
    records
}

/// What follows a measure's name in the headings of its three columns.
const ENDINGS: [&str; 3] = ["", "_low", "_high"];

fn service(question: &Question, staffings: &[(&str, &Assessed)]) -> Records {
    let center = &question.center;
    let mut head = headings(&["staffing", "queue", "span", "day", "time"]);
    for measure in Measure::ALL {
        head.extend(ENDINGS.map(|ending| format!("{}{ending}", measure.key())));
    }
    let mut records = vec![head];
    for &(name, assessed) in staffings {
        for (queue, panel) in center.queues.iter().zip(&assessed.results.queues) {
            let start = |span: &str, day: String, time: String| {
                vec![name.to_owned(), queue.name.clone(), span.to_owned(), day, time]
            };
            records.push(with_figures(
                start("day", String::new(), String::new()),
                &panel.day,
            ));
            for (interval, cell) in panel.intervals.iter().enumerate() {
                let (day, time) = center.calendar.label(interval);
                records.push(with_figures(start("interval", day.to_string(), time), cell));
            }
        }
    }
    records
}

fn with_figures(mut record: Vec<String>, cell: &Measures) -> Vec<String> {
    for measure in Measure::ALL {
        record.extend(three(cell.get(measure)));
    }
    record
}

/// A figure and the ends of its interval of confidence; empty where there is none.
fn three(figure: Option<Estimate>) -> [String; 3] {
    let of = |value: Option<f64>| {
        value
            .filter(|value| value.is_finite())
            .map_or_else(String::new, |value| value.to_string())
    };
    let ends = figure.and_then(|figure| figure.interval);
    [
        of(figure.map(|figure| figure.mean)),
        of(ends.map(|ends| ends.0)),
        of(ends.map(|ends| ends.1)),
    ]
}

fn sums(question: &Question, staffings: &[(&str, &Assessed)]) -> Records {
    let mut head = headings(&[
        "staffing",
        "on_queue_hours",
        "paid_hours",
        "fte",
        "cost",
        "intervals_missed",
        "intervals_with_target",
        "day_limits_missed",
        "day_limits",
    ]);
    for figure in ["service_level", "abandonment_rate", "all_targets_met"] {
        head.extend(ENDINGS.map(|ending| format!("{figure}{ending}")));
    }
    let mut records = vec![head];
    for &(name, assessed) in staffings {
        let totals = Totals::of(question, assessed);
        let mut record = vec![
            name.to_owned(),
            totals.on_queue_h.to_string(),
            totals.paid_h.to_string(),
            totals.fte.to_string(),
            totals.cost.0.to_string(),
            totals.missed.intervals.to_string(),
            totals.missed.of_intervals.to_string(),
            totals.missed.day.to_string(),
            totals.missed.of_day.to_string(),
        ];
        for figure in [totals.service_level, totals.abandonment, totals.days_met] {
            record.extend(three(figure));
        }
        records.push(record);
    }
    records
}
