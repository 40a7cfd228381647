//! Records of past contacts, to be replayed.
//!
//! In: a CSV file beside the scenario with the columns `time` (`08:03:12`, or a date and time) and, if they
//! are known, `day`, `queue`, `handle` and `patience` (bare seconds under `handle_s` and `patience_s`). Out:
//! the contacts of one queue in order of time.

use std::sync::Arc;

use crate::model::{Replayed, Ticks};
use crate::scenario::csv::Csv;
use crate::scenario::file::Spot;
use crate::scenario::leaf::{Unit, Word};
use crate::scenario::node::Cell;
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::Reading;
use crate::scenario::series::Frame;
use crate::scenario::source::Place;

/// More bad rows than this are counted, not listed.
const LISTED: usize = 5;

/// Which column holds what.
struct Columns {
    time: usize,
    day: Option<usize>,
    queue: Option<usize>,
    /// With whether bare numbers are seconds.
    handle: Option<(usize, bool)>,
    patience: Option<(usize, bool)>,
}

/// When a contact came.
#[derive(Clone, Copy)]
struct When {
    /// A number of days that has meaning only beside others (a date), or the day of the horizon.
    date: Option<i64>,
    day: Option<i64>,
    seconds: f64,
}

/// The contacts of `queue` among those of a file.
pub(super) fn read(
    reading: &mut Reading<'_>,
    (file, place): &Spot<String>,
    queue: &str,
    queues: &[String],
    frame: &Frame,
) -> Option<Arc<[Replayed]>> {
    let source = reading.open(file, place)?;
    let csv = Csv::parse(reading.found.text(source), source);
    let columns = columns(reading, &csv, file, place)?;
    let mut bad = Bad::default();
    let cell = |row: &[Cell], at: Option<usize>| -> Option<Cell> {
        let cell = row.get(at?)?;
        (!matches!(cell.text.trim(), "" | "-" | "–" | "n/a" | "N/A")).then(|| cell.clone())
    };
    let mut strangers: Vec<String> = Vec::new();
    let mut read: Vec<(When, Cell, Option<f64>, Option<f64>)> = Vec::new();
    for row in &csv.rows {
        if let Some(at) = columns.queue {
            let name = row.get(at).map_or("", |cell| cell.text.trim());
            if name != queue {
                if !queues.iter().any(|known| known == name) && !strangers.iter().any(|known| known == name) {
                    strangers.push(name.to_owned());
                }
                continue;
            }
        }
        let Some(time) = cell(row, Some(columns.time)) else {
            let place = row
                .first()
                .map_or(Place::new(source, 0..0), |cell| cell.place.clone());
            let complaint = Complaint::new("this row has no time", "each row is a contact", TIMES);
            bad.complain(reading, &place, complaint);
            continue;
        };
        let Some(mut when) = moment(&time.text) else {
            let complaint = Complaint::new(
                format!("`{}` is not a time", time.text),
                "when a contact came",
                TIMES,
            );
            bad.complain(reading, &time.place, complaint);
            continue;
        };
        if let Some(day) = cell(row, columns.day) {
            match day.text.parse::<i64>() {
                Ok(day) if day >= 1 => when.day = Some(day),
                _ => {
                    let complaint =
                        Complaint::new(format!("`{}` is not a day", day.text), "days count from 1", "");
                    bad.complain(reading, &day.place, complaint);
                    continue;
                }
            }
        }
        let handle = duration(
            reading,
            &mut bad,
            row,
            columns.handle,
            Unit::PositiveDuration,
            &cell,
        );
        let patience = duration(reading, &mut bad, row, columns.patience, Unit::Duration, &cell);
        if let (Some(handle), Some(patience)) = (handle, patience) {
            read.push((when, time, handle, patience));
        }
    }
    if read.is_empty() && bad.count == 0 {
        let complaint = if columns.queue.is_some() {
            Complaint::new(
                format!("`{file}` has no contact of `{queue}`"),
                "the column `queue` names the queues of the scenario",
                did_you_mean(queue, strangers.iter().map(String::as_str)),
            )
        } else {
            Complaint::new(
                format!("`{file}` has no contacts"),
                "each row below the headings is one",
                "",
            )
        };
        reading.error(place, complaint);
        return None;
    }
    if !strangers.is_empty() {
        let complaint = Complaint::new(
            format!("`{file}` has contacts of `{}`", strangers.join("`, `")),
            "the scenario has no such queue: they are left out",
            "",
        );
        reading.warn(place, complaint);
    }
    place_in_time(reading, &mut bad, read, frame, place)
}

const TIMES: &str = "write 08:03:12, or 2026-11-23 08:03:12 where there are several days";

/// Counts bad rows and complains of the first few.
#[derive(Default)]
struct Bad {
    count: usize,
}

impl Bad {
    fn complain(&mut self, reading: &mut Reading<'_>, place: &Place, complaint: Complaint) {
        self.count += 1;
        if self.count <= LISTED {
            reading.error(place, complaint);
        }
    }
}

fn columns(reading: &mut Reading<'_>, csv: &Csv, file: &str, place: &Place) -> Option<Columns> {
    let heading = |names: &[&str]| {
        csv.headings
            .iter()
            .position(|cell| names.contains(&cell.text.trim().to_lowercase().as_str()))
    };
    let Some(time) = heading(&["time", "start", "arrival", "arrived"]) else {
        let complaint = Complaint::new(
            format!("`{file}` has no column `time`"),
            "a record says when each contact came",
            "head the column of times with `time`",
        );
        let place = csv.headings.first().map_or(place, |cell| &cell.place);
        reading.error(place, complaint);
        return None;
    };
    let timed = |name: &str| {
        let seconds = format!("{name}_s");
        heading(&[name])
            .map(|at| (at, false))
            .or(heading(&[&seconds]).map(|at| (at, true)))
    };
    let columns = Columns {
        time,
        day: heading(&["day"]),
        queue: heading(&["queue"]),
        handle: timed("handle"),
        patience: timed("patience"),
    };
    let used = [
        Some(columns.time),
        columns.day,
        columns.queue,
        columns.handle.map(|(at, _)| at),
        columns.patience.map(|(at, _)| at),
    ];
    for (at, cell) in csv.headings.iter().enumerate() {
        if !used.contains(&Some(at)) && !cell.text.trim().is_empty() {
            let complaint = Complaint::new(
                format!("the column `{}` is not used", cell.text),
                "a record has time, day, queue, handle or handle_s, patience or patience_s",
                "",
            );
            reading.warn(&cell.place, complaint);
        }
    }
    Some(columns)
}

/// The time in a cell; `None` for a bad one, `Some(None)` where there is none.
fn duration(
    reading: &mut Reading<'_>,
    bad: &mut Bad,
    row: &[Cell],
    column: Option<(usize, bool)>,
    unit: Unit,
    cell: &impl Fn(&[Cell], Option<usize>) -> Option<Cell>,
) -> Option<Option<f64>> {
    let Some((at, seconds)) = column else {
        return Some(None);
    };
    let Some(cell) = cell(row, Some(at)) else {
        return Some(None);
    };
    let word = Word {
        text: &cell.text,
        seconds,
    };
    match unit.read(word) {
        Ok(value) => Some(Some(value)),
        Err(complaint) => {
            bad.complain(reading, &cell.place, complaint);
            None
        }
    }
}

/// `08:03:12.5`, `2026-11-23T08:03:12`, `2026-11-23 08:03`, with a trailing `Z` left out of account.
fn moment(text: &str) -> Option<When> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) if date.contains('-') => (Some(civil_days(date)?), time.trim()),
        _ => (None, text),
    };
    let parts: Vec<&str> = time.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] => (*hours, *minutes, "0"),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let whole = |part: &str, below: u32| {
        let digits = !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let value = part
            .parse::<u32>()
            .ok()
            .filter(|value| digits && *value < below)?;
        Some(f64::from(value))
    };
    let digits = seconds.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = seconds.parse::<f64>().ok();
    let seconds = seconds.filter(|value| digits && (0.0..60.0).contains(value))?;
    Some(When {
        date,
        day: None,
        seconds: whole(hours, 24)? * 3600.0 + whole(minutes, 60)? * 60.0 + seconds,
    })
}

/// Days of a date `2026-11-23` since some fixed day, by Hinnant, *chrono-compatible low-level date algorithms*.
fn civil_days(date: &str) -> Option<i64> {
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let sound = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    sound.then_some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year)
}

/// The contacts since opening, in order of time. The first date of the record is day 1.
fn place_in_time(
    reading: &mut Reading<'_>,
    bad: &mut Bad,
    read: Vec<(When, Cell, Option<f64>, Option<f64>)>,
    frame: &Frame,
    place: &Place,
) -> Option<Arc<[Replayed]>> {
    let calendar = &frame.calendar;
    let opens = f64::from(calendar.opens_s);
    let horizon = calendar.horizon();
    let several = horizon.seconds() > super::DAY_S;
    let first = read.iter().filter_map(|(when, ..)| when.date).min();
    let mut contacts: Vec<Replayed> = Vec::with_capacity(read.len());
    let mut closed = 0;
    for (when, cell, handle_s, patience_s) in read {
        let dated = when.date.zip(first).map(|(date, first)| date - first + 1);
        let day = match when.day.or(dated) {
            Some(day) => day,
            None if several => {
                let complaint = Complaint::new(
                    format!("on which day is {}?", cell.text),
                    format!("the horizon has {} days", calendar.days()),
                    "add a column `day` that counts 1, 2, 3, …, or write 2026-11-23 08:03:12",
                );
                bad.complain(reading, &cell.place, complaint);
                continue;
            }
            // A night: what lies before the hour of opening is of the next day.
            None if when.seconds < opens && calendar.days() > 1 => 2,
            None => 1,
        };
        let since = (day - 1) as f64 * super::DAY_S + when.seconds - opens;
        let at = Ticks::from_seconds(since);
        let interval = calendar.interval_at(at).filter(|_| since >= 0.0);
        let Some(interval) = interval else {
            let (from, to) = calendar.hours();
            let complaint = Complaint::new(
                format!("{} lies outside opening hours", cell.text),
                match calendar.days() {
                    0 | 1 => format!("the center is open from {from} to {to}"),
                    days => {
                        format!("the horizon has {days} days, from {from} on the first to {to} on the last")
                    }
                },
                "leave this row out, or change the opening hours",
            );
            bad.complain(reading, &cell.place, complaint);
            continue;
        };
        if frame.is_open(interval) {
            contacts.push(Replayed {
                at,
                handle_s,
                patience_s,
            });
        } else {
            closed += 1;
        }
    }
    if closed > 0 {
        let complaint = Complaint::new(
            match closed {
                1 => "a contact of this record came while the center is closed".to_owned(),
                _ => format!("{closed} contacts of this record came while the center is closed"),
            },
            "they are left out",
            "",
        );
        reading.warn(place, complaint);
    }
    if bad.count > 0 {
        if bad.count > LISTED {
            let complaint = Complaint::new(
                format!("{} more rows of this record are wrong", bad.count - LISTED),
                "the first few are listed",
                "",
            );
            reading.error(place, complaint);
        }
        return None;
    }
    contacts.sort_by_key(|contact| contact.at);
    Some(contacts.into())
}
