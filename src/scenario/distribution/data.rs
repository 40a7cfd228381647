//! Distributions from data: observed times, a survival table, or the figures that a planner has.

use crate::model::{Distribution, SurvivalPoint};
use crate::scenario::csv::Csv;
use crate::scenario::keys;
use crate::scenario::leaf::{Unit, Word};
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::Reading;
use crate::scenario::source::Place;

pub(super) fn empirical(reading: &mut Reading<'_>, node: &Node) -> Option<Distribution> {
    reading.refuse_changes(node);
    let mut values: Vec<f64> = match &node.value {
        Value::Table(_) => {
            let fields = reading.fields(node, &keys::EMPIRICAL)?;
            let file = fields.text(reading, "file", "the name of a file");
            let column = fields.text(reading, "column", "the heading of a column");
            let (Some((file, file_place)), Some((column, column_place))) = (file, column) else {
                if fields.table.get("file").is_none() || fields.table.get("column").is_none() {
                    let complaint = Complaint::new(
                        "`file` or `column` is missing",
                        "values from a file need both",
                        "write { file = \"calls.csv\", column = \"handle_s\" }",
                    );
                    reading.error(&node.place, complaint);
                }
                return None;
            };
            let source = reading.open(&file, &file_place)?;
            let csv = Csv::parse(reading.found.text(source), source);
            let headings: Vec<String> = csv.headings.iter().map(|cell| cell.text.clone()).collect();
            let Some(index) = headings.iter().position(|heading| *heading == column) else {
                let complaint = Complaint::new(
                    format!("`{file}` has no column `{column}`"),
                    "a column is named by its heading",
                    did_you_mean(&column, headings.iter().map(String::as_str)),
                );
                reading.error(&column_place, complaint);
                return None;
            };
            let seconds = column.ends_with("_s");
            let cells = csv.rows.iter().filter_map(|row| row.get(index));
            let cells = cells.filter(|cell| !cell.text.is_empty());
            durations(
                reading,
                cells.map(|cell| (cell.text.clone(), cell.place.clone(), seconds)),
            )?
        }
        Value::List(items) => {
            let mut words = Vec::new();
            for item in items {
                match &item.value {
                    Value::Text { text, .. } | Value::Number(text) => {
                        words.push((text.clone(), item.place.clone(), false));
                    }
                    _ => {
                        let complaint = Complaint::new(
                            format!("{} where a time should be", item.kind()),
                            "observed values are times",
                            "write [\"31s\", \"58s\", …]",
                        );
                        reading.error(&item.place, complaint);
                        return None;
                    }
                }
            }
            durations(reading, words.into_iter())?
        }
        Value::Text { text, .. } => {
            let words = text.split_whitespace();
            durations(
                reading,
                words.map(|word| (word.to_owned(), node.place.clone(), false)),
            )?
        }
        _ => {
            let complaint = Complaint::new(
                format!("{} where observed values should be", node.kind()),
                "observed values are a list or a column of a file",
                "write [\"31s\", \"58s\", …] or { file = \"calls.csv\", column = \"handle_s\" }",
            );
            reading.error(&node.place, complaint);
            return None;
        }
    };
    if values.is_empty() {
        let complaint = Complaint::new("there are no values here", "at least one value is needed", "");
        reading.error(&node.place, complaint);
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some(Distribution::Empirical {
        values: values.into(),
    })
}

/// Reads times; after the first few bad ones the rest is not listed.
fn durations(
    reading: &mut Reading<'_>,
    words: impl Iterator<Item = (String, Place, bool)>,
) -> Option<Vec<f64>> {
    let (mut values, mut bad) = (Vec::new(), 0);
    for (text, place, seconds) in words {
        match Unit::Duration.read(Word { text: &text, seconds }) {
            Ok(value) => values.push(value),
            Err(complaint) => {
                reading.error(&place, complaint);
                bad += 1;
                if bad >= 5 {
                    break;
                }
            }
        }
    }
    (bad == 0).then_some(values)
}

pub(super) fn survival(reading: &mut Reading<'_>, node: &Node) -> Option<Distribution> {
    reading.refuse_changes(node);
    let example = "write [[\"1m\", 0.90], [\"3m\", 0.40]]";
    let rule = "each point is a time and the share still willing to wait then";
    let items = match &node.value {
        Value::List(items) if !items.is_empty() => items,
        _ => {
            let complaint = Complaint::new("this is no survival table", rule, example);
            reading.error(&node.place, complaint);
            return None;
        }
    };
    let mut points: Vec<SurvivalPoint> = Vec::new();
    let mut sound = true;
    for item in items {
        let pair = match &item.value {
            Value::List(pair) if pair.len() == 2 => pair,
            _ => {
                reading.error(
                    &item.place,
                    Complaint::new("this is no point of a survival table", rule, example),
                );
                sound = false;
                continue;
            }
        };
        let time = reading.one(&pair[0], Unit::Duration);
        let survival = reading.one(&pair[1], Unit::Share);
        let (Some(time), Some(survival)) = (time, survival) else {
            sound = false;
            continue;
        };
        let last = points.last().copied().unwrap_or(SurvivalPoint {
            time: 0.0,
            survival: 1.0,
        });
        if time == 0.0 && survival == 1.0 && points.is_empty() {
            continue;
        }
        let wrong = if time <= last.time {
            Some((
                "this time is not later than the one before",
                "times rise from point to point",
            ))
        } else if survival > last.survival {
            Some((
                "more are willing to wait here than before",
                "the share still willing to wait never rises",
            ))
        } else {
            None
        };
        if let Some((what, rule)) = wrong {
            let remedy = if survival > last.survival {
                "give the share that has NOT hung up by then: 0.9 where one in ten has"
            } else {
                ""
            };
            reading.error(&item.place, Complaint::new(what, rule, remedy));
            sound = false;
        }
        points.push(SurvivalPoint { time, survival });
    }
    if !sound {
        return None;
    }
    let before = points
        .len()
        .checked_sub(2)
        .map_or(1.0, |index| points[index].survival);
    match points.last() {
        Some(last) if last.survival == 0.0 || last.survival < before => Some(Distribution::Survival {
            points: points.into(),
        }),
        _ => {
            let complaint = Complaint::new(
                "the last point leaves nobody less willing than the one before",
                "beyond the last point the share falls on as it did before it",
                "end with a lower share, or 0",
            );
            reading.error(&node.place, complaint);
            None
        }
    }
}

pub(super) fn observed(reading: &mut Reading<'_>, node: &Node) -> Option<Distribution> {
    let fields = reading.fields(node, &keys::OBSERVED)?;
    let mut missing = Vec::new();
    let mut values = [None; 4];
    for (value, key) in values.iter_mut().zip(keys::OBSERVED.keys) {
        let keys::Kind::One(unit) = key.kind else {
            continue;
        };
        *value = fields.one(reading, key.name, unit).map(|(value, _)| value);
        if fields.table.get(key.name).is_none() {
            missing.push(key.name);
        }
    }
    if !missing.is_empty() {
        let complaint = Complaint::new(
            format!("`{}` is missing", missing.join("` and `")),
            "observed needs answered, asa, abandoned and abandon_wait",
            "",
        );
        reading.error(&node.place, complaint);
    }
    let [Some(answered), Some(asa), Some(abandoned), Some(abandon_wait)] = values else {
        return None;
    };
    let waiting = answered * asa + abandoned * abandon_wait;
    if abandoned == 0.0 || waiting == 0.0 {
        let complaint = Complaint::new(
            "nobody abandoned, or nobody waited",
            "patience is all waiting over abandonments; from these figures it cannot be told",
            "write \"forever\", or a duration",
        );
        reading.error(&node.place, complaint);
        return None;
    }
    Some(Distribution::Exponential {
        mean: waiting / abandoned,
    })
}
