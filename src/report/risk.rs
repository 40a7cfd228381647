//! How single days differ, for programs: `risk` in the JSON of a run, and `days.csv`.
//!
//! In: a center and its risk or its sample. Out: a JSON value; a table with a row a replication and
//! calendar day, in full precision. A figure that does not exist is null, or empty.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::files;
use crate::estimate::{
    DAY_MEASURES, DayContacts, Estimate, Figures, Measure, Risk, RiskOf, Sample, SingleDays,
};
use crate::insight::{DayNames, center_limit_name, limit_name, risk_sentences};
use crate::model::{Center, Queue};

/// The quantiles that are told, with their names.
const QUANTILES: [(&str, f64); 9] = [
    ("min", 0.0),
    ("p5", 0.05),
    ("p10", 0.1),
    ("p25", 0.25),
    ("p50", 0.5),
    ("p75", 0.75),
    ("p90", 0.9),
    ("p95", 0.95),
    ("max", 1.0),
];
/// Bars of a distribution.
const MOST_BARS: usize = 40;

/// The value of `risk`.
pub fn json(center: &Center, risk: &Risk) -> Value {
    let names = DayNames::of(&center.name, &center.calendar);
    let of = |of: &RiskOf, queue: Option<&Queue>| {
        let mut value = days(&of.all, center, queue);
        if !of.each.is_empty() {
            let each = risk.days.iter().zip(&of.each).map(|(&number, single)| {
                let mut value = days(single, center, queue);
                value.insert("day".into(), json!(number));
                value.insert("weekday".into(), json!(names.weekday(number)));
                Value::Object(value)
            });
            value.insert("by_day".into(), each.collect());
        }
        Value::Object(value)
    };
    let queues = center.queues.iter().zip(&risk.queues);
    let queues: Map<String, Value> = queues
        .map(|(queue, risk)| (queue.name.clone(), of(risk, Some(queue))))
        .collect();
    json!({
        "sentences": risk_sentences(center, risk),
        "center": of(&risk.center, None),
        "queues": queues,
        "cost_by_day": risk.cost,
        "overtime_hours": quantiles(&risk.overtime_hours),
        "overtime_cost": quantiles(&risk.overtime_cost),
    })
}

fn days(single: &SingleDays, center: &Center, queue: Option<&Queue>) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("days".into(), json!(single.days));
    value.insert(
        "target_met".into(),
        single.met.as_ref().map_or(Value::Null, share),
    );
    if queue.is_some() || center.target.is_some() {
        let limits = single.limits.iter().map(|kept| {
            let name = match queue {
                Some(queue) => limit_name(queue, &kept.limit),
                None => center_limit_name(center, &kept.limit),
            };
            json!({
                "limit": name,
                "kept": share(&kept.share),
                "mean_shortfall": kept.shortfall,
            })
        });
        value.insert("limits".into(), limits.collect());
    }
    for (measure, figures) in DAY_MEASURES.into_iter().zip(&single.figures) {
        let mut told = quantiles(figures);
        if let (Some(told), Some(bins)) = (
            told.as_object_mut(),
            figures.bins(single.bound(measure), MOST_BARS),
        ) {
            let bars = json!({
                "from": bins.edges(0).0,
                "width": bins.width(),
                "counts": bins.counts,
            });
            told.insert("histogram".into(), bars);
        }
        value.insert(measure.key().into(), told);
    }
    value
}

fn share(estimate: &Estimate) -> Value {
    json!({
        "mean": estimate.mean,
        "low": estimate.interval.map(|(low, _)| low),
        "high": estimate.interval.map(|(_, high)| high),
    })
}

/// Null where the figure exists on no day.
fn quantiles(figures: &Figures) -> Value {
    if figures.sorted().is_empty() {
        return Value::Null;
    }
    let told = QUANTILES.map(|(name, share)| (name.to_owned(), json!(figures.quantile(share))));
    Value::Object(told.into_iter().collect())
}

/// Writes `days.csv` into a directory, which is made if it does not exist, whole or not at all. Returns its
/// path. A measure's name alone heads a column of the center; one of a queue ends in its name.
///
/// # Errors
/// When the directory or the file cannot be written; the message names it.
pub fn write_days(center: &Center, sample: &Sample, directory: &Path) -> io::Result<PathBuf> {
    let names = DayNames::of(&center.name, &center.calendar);
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let ends =
        std::iter::once(String::new()).chain(center.queues.iter().map(|queue| format!("_{}", queue.name)));
    let measures = || {
        let counts = [Measure::Offered, Measure::Answered, Measure::Abandoned];
        let all = counts.into_iter().chain(DAY_MEASURES).chain([Measure::TargetMet]);
        all.map(Measure::key)
    };
    let figures = ends.flat_map(|end| measures().map(move |measure| format!("{measure}{end}")));
    let head = ["replication", "day", "weekday"].map(str::to_owned);
    let head = head
        .into_iter()
        .chain(figures)
        .chain(["overtime_hours".to_owned()]);
    writer.write_record(head).map_err(io::Error::other)?;
    for day in sample.single_days() {
        let mut record = vec![
            day.replication.to_string(),
            day.day.to_string(),
            names.weekday(day.day).unwrap_or_default().to_owned(),
        ];
        for contacts in std::iter::once(&day.center).chain(&day.queues) {
            record.extend(cells(contacts));
        }
        record.push(cell(day.overtime_hours));
        writer.write_record(record).map_err(io::Error::other)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))?;
    files::make_directory(directory)?;
    let path = directory.join("days.csv");
    files::write_whole(&path, &bytes)?;
    Ok(path)
}

fn cell(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value}"))
}

/// The counts, the figures, and whether the target was met as 1 or 0.
fn cells(contacts: &DayContacts) -> impl Iterator<Item = String> {
    let counts = [contacts.offered, contacts.answered, contacts.abandoned];
    let met = contacts.met.map(|met| f64::from(u8::from(met)));
    let figures = contacts.figures.into_iter().chain([met]);
    counts
        .map(|count| count.to_string())
        .into_iter()
        .chain(figures.map(cell))
}
