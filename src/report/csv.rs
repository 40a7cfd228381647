//! Results as tables for programs: one row a queue (or group) and interval, one column a figure.
//!
//! In: a center and its results. Out: `queues.csv`, `groups.csv`, `center.csv`, `segments.csv` where a queue has
//! segments, and `channels.csv` where there is any channel beside the telephone. Rows whose `span` is `day`
//! cover the whole horizon (of a run in equilibrium there is only a row `steady`, per hour); only they have `_p10` and `_p90` (how days differ). `_low` and `_high` are the
//! ends of the interval of confidence. A figure that does not exist is empty. Shares are shares of one.

use std::io;
use std::path::{Path, PathBuf};

use super::files;
use crate::estimate::{
    Estimate, GroupMeasure, GroupMeasures, Measure, Measures, OutcomeMeasure, OutcomeResults,
    PresenceMeasure, Results, WorkResults,
};
use crate::model::{Calendar, Center};

/// Writes the files into a directory, which is made if it does not exist; each whole or not at all.
/// Returns their paths.
///
/// # Errors
/// When the directory or a file cannot be written; the message names it.
pub fn write(center: &Center, results: &Results, directory: &Path) -> io::Result<Vec<PathBuf>> {
    let calendar = &center.calendar;
    let queue_names: Vec<&str> = center.queues.iter().map(|queue| &*queue.name).collect();
    let outcomes = Beyond::of(center, results);
    let contacts = || [contact_columns(), outcomes.contact_columns()].concat();
    let agents = || [agent_columns(&queue_names), outcomes.agent_columns()].concat();

    let whole_is = if results.steady.is_some() { "steady" } else { "day" };
    let of_queue = |queue: usize, interval: Option<usize>, cell: &Measures| {
        [contact_figures(cell), outcomes.contacts(queue, interval)].concat()
    };
    let of_group = |group: usize, interval: Option<usize>, cell: &GroupMeasures| {
        [
            agent_figures(cell, queue_names.len()),
            outcomes.agents(group, interval),
        ]
        .concat()
    };
    let mut queues = Table::new(Some("queue"), whole_is, contacts());
    for (index, (queue, panel)) in center.queues.iter().zip(&results.queues).enumerate() {
        let name = Some(&*queue.name);
        queues.row(name, None, calendar, &of_queue(index, None, &panel.day));
        for (interval, cell) in panel.intervals.iter().enumerate() {
            let figures = of_queue(index, Some(interval), cell);
            queues.row(name, Some(interval), calendar, &figures);
        }
    }
    let mut groups = Table::new(Some("group"), whole_is, agents());
    for (index, (group, panel)) in center.groups.iter().zip(&results.groups).enumerate() {
        let name = Some(&*group.name);
        groups.row(name, None, calendar, &of_group(index, None, &panel.day));
        for (interval, cell) in panel.intervals.iter().enumerate() {
            let figures = of_group(index, Some(interval), cell);
            groups.row(name, Some(interval), calendar, &figures);
        }
    }
    let mut whole = Table::new(None, whole_is, [contacts(), agents()].concat());
    let both = |interval, contacts: &Measures, agents: &GroupMeasures| {
        [
            of_queue(queue_names.len(), interval, contacts),
            of_group(center.groups.len(), interval, agents),
        ]
        .concat()
    };
    whole.row(
        None,
        None,
        calendar,
        &both(None, &results.center.day, &results.agents.day),
    );
    let cells = results.center.intervals.iter().zip(&results.agents.intervals);
    for (interval, (contacts, agents)) in cells.enumerate() {
        whole.row(
            None,
            Some(interval),
            calendar,
            &both(Some(interval), contacts, agents),
        );
    }

    files::make_directory(directory)?;
    let mut written = Vec::new();
    let tables = [
        ("queues.csv", Some(queues)),
        ("groups.csv", Some(groups)),
        ("center.csv", Some(whole)),
        ("segments.csv", segments(center, results, whole_is)),
        ("channels.csv", channels(center, results, whole_is)),
    ];
    let tables = tables
        .into_iter()
        .filter_map(|(name, table)| Some((name, table?)));
    for (name, table) in tables {
        let path = directory.join(name);
        files::write_whole(&path, &table.bytes()?)?;
        written.push(path);
    }
    Ok(written)
}

fn contact_columns() -> Vec<String> {
    Measure::ALL.iter().map(|measure| measure.key().into()).collect()
}

fn contact_figures(cell: &Measures) -> Vec<Option<Estimate>> {
    Measure::ALL.iter().map(|&measure| cell.get(measure)).collect()
}

fn agent_columns(queues: &[&str]) -> Vec<String> {
    let measures = GroupMeasure::ALL.iter().map(|measure| measure.key().into());
    measures
        .chain(queues.iter().map(|queue| format!("handled_{queue}")))
        .collect()
}

fn agent_figures(cell: &GroupMeasures, queues: usize) -> Vec<Option<Estimate>> {
    let measures = GroupMeasure::ALL.iter().map(|&measure| cell.get(measure));
    let handled = (0..queues).map(|queue| cell.handled.get(queue).copied().flatten());
    measures.chain(handled).collect()
}

/// What happened beyond waiting, in columns that are the same for every queue and every group.
struct Beyond<'a> {
    center: &'a Center,
    outcomes: Option<&'a OutcomeResults>,
    contacts: &'a [OutcomeMeasure],
    agents: &'a [PresenceMeasure],
    /// By team, all groups last.
    work: &'a [WorkResults],
}

impl<'a> Beyond<'a> {
    fn of(center: &'a Center, results: &'a Results) -> Self {
        let outcomes = results.outcomes.as_ref();
        Self {
            center,
            outcomes,
            work: outcomes.map_or(&[], |outcomes| &outcomes.work),
            contacts: outcomes.map_or(&[], |outcomes| outcomes.scope(center.queues.len()).1),
            agents: outcomes.map_or(&[], |outcomes| outcomes.team(center.groups.len()).1),
        }
    }

    fn contact_columns(&self) -> Vec<String> {
        self.contacts.iter().map(|measure| measure.key().into()).collect()
    }

    fn agent_columns(&self) -> Vec<String> {
        let measures = self.agents.iter().map(|measure| measure.key().into());
        let mut columns: Vec<String> = measures.collect();
        if let Some(work) = self.work.last() {
            let queues = self.center.queues.iter();
            columns.extend(queues.map(|queue| format!("hours_{}", queue.name)));
            columns.push("available_hours".into());
            if work.at_number.len() > 1 {
                let numbers = 1..=work.at_number.len();
                columns.extend(numbers.map(|number| format!("hours_at_concurrency_{number}")));
                columns.push("concurrency".into());
            }
        }
        columns
    }

    /// What a team's hours went to; nothing in an interval.
    fn work(&self, team: usize, interval: Option<usize>) -> Vec<Option<Estimate>> {
        let Some(all) = self.work.last() else {
            return Vec::new();
        };
        let work = self.work.get(team).filter(|_| interval.is_none());
        let queues = 0..all.by_queue.len();
        let mut figures: Vec<Option<Estimate>> = queues
            .map(|queue| work.and_then(|work| work.by_queue.get(queue).copied()))
            .collect();
        figures.push(work.map(|work| work.available));
        if all.at_number.len() > 1 {
            let numbers = 0..all.at_number.len();
            figures.extend(numbers.map(|number| work?.at_number.get(number).copied()));
            figures.push(work.and_then(|work| work.concurrency));
        }
        figures
    }

    fn contacts(&self, scope: usize, interval: Option<usize>) -> Vec<Option<Estimate>> {
        let panel = self.outcomes.map(|outcomes| outcomes.scope(scope).0);
        let cell = panel.map(|panel| interval.map_or(&panel.day, |interval| &panel.intervals[interval]));
        let figures = self.contacts.iter().map(|&measure| cell?.get(measure));
        figures.collect()
    }

    fn agents(&self, team: usize, interval: Option<usize>) -> Vec<Option<Estimate>> {
        let panel = self.outcomes.map(|outcomes| outcomes.team(team).0);
        let cell = panel.map(|panel| interval.map_or(&panel.day, |interval| &panel.intervals[interval]));
        let figures = self.agents.iter().map(|&measure| cell?.get(measure));
        let figures: Vec<Option<Estimate>> = figures.collect();
        [figures, self.work(team, interval)].concat()
    }
}

/// A row a channel; nothing where all come by telephone.
fn channels(center: &Center, results: &Results, whole_is: &'static str) -> Option<Table> {
    let outcomes = results.outcomes.as_ref()?;
    if !outcomes.has_channels() {
        return None;
    }
    let possible = outcomes.scope(center.queues.len()).1;
    let measures = possible.iter().map(|measure| measure.key().to_owned());
    let own = outcomes.channels.first()?.figures();
    let own = own.map(|(key, _)| key.to_owned()).to_vec();
    let columns = [contact_columns(), measures.collect(), own].concat();
    let mut table = Table::new(Some("channel"), whole_is, columns);
    for channel in &outcomes.channels {
        let beyond = possible.iter().map(|&measure| channel.outcomes.get(measure));
        let own = channel.figures().map(|(_, estimate)| estimate).to_vec();
        let figures = [contact_figures(&channel.measures), beyond.collect(), own];
        table.row(
            Some(channel.channel.name()),
            None,
            &center.calendar,
            &figures.concat(),
        );
    }
    Some(table)
}

/// A row a segment; nothing where no queue has segments.
fn segments(center: &Center, results: &Results, whole_is: &'static str) -> Option<Table> {
    let outcomes = results.outcomes.as_ref()?;
    if outcomes.segments.iter().all(Vec::is_empty) {
        return None;
    }
    let possible = outcomes.scope(center.queues.len()).1;
    let measures = possible.iter().map(|measure| measure.key().to_owned());
    let columns = [vec!["share".into()], contact_columns(), measures.collect()].concat();
    let mut table = Table::new(Some("queue"), whole_is, columns);
    table.records[0].insert(1, "segment".into());
    for (queue, segments) in center.queues.iter().zip(&outcomes.segments) {
        for segment in segments {
            let beyond = possible.iter().map(|&measure| segment.outcomes.get(measure));
            let figures = [
                vec![segment.share],
                contact_figures(&segment.measures),
                beyond.collect(),
            ];
            table.row(Some(&queue.name), None, &center.calendar, &figures.concat());
            if let Some(record) = table.records.last_mut() {
                record.insert(1, segment.name.clone());
            }
        }
    }
    Some(table)
}

/// What follows a measure's name in the headings of its five columns.
const ENDINGS: [&str; 5] = ["", "_low", "_high", "_p10", "_p90"];

struct Table {
    records: Vec<Vec<String>>,
    named: bool,
    /// What the span of a row without an interval is called.
    whole_is: &'static str,
}

impl Table {
    fn new(what: Option<&str>, whole_is: &'static str, figures: Vec<String>) -> Self {
        let head = what
            .into_iter()
            .chain(["span", "day", "start"])
            .map(str::to_owned);
        let figures = figures
            .iter()
            .flat_map(|figure| ENDINGS.map(|ending| format!("{figure}{ending}")));
        Self {
            records: vec![head.chain(figures).collect()],
            named: what.is_some(),
            whole_is,
        }
    }

    fn row(
        &mut self,
        name: Option<&str>,
        interval: Option<usize>,
        calendar: &Calendar,
        figures: &[Option<Estimate>],
    ) {
        let mut record: Vec<String> = Vec::new();
        if self.named {
            record.push(name.unwrap_or_default().into());
        }
        match interval {
            None => record.extend([self.whole_is.into(), String::new(), String::new()]),
            Some(interval) => {
                let (day, start) = calendar.label(interval);
                record.extend(["interval".into(), day.to_string(), start]);
            }
        }
        for figure in figures {
            let figure = figure.filter(|figure| figure.mean.is_finite());
            let ends = figure.and_then(|figure| figure.interval);
            let days = figure.and_then(|figure| figure.days);
            let of = |value: Option<f64>| {
                value
                    .filter(|value| value.is_finite())
                    .map_or_else(String::new, |value| format!("{value}"))
            };
            record.extend([
                of(figure.map(|figure| figure.mean)),
                of(ends.map(|ends| ends.0)),
                of(ends.map(|ends| ends.1)),
                of(days.map(|days| days.0)),
                of(days.map(|days| days.1)),
            ]);
        }
        self.records.push(record);
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        for record in &self.records {
            writer.write_record(record).map_err(io::Error::other)?;
        }
        writer
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_queue_group_and_interval_has_a_row_and_every_row_every_column() {
        let mut center = fixture::bank();
        center.queues[1].name = "loans, \"new\"".into();
        let results = fixture::results(&center);
        let directory = tempfile::tempdir().expect("a temporary directory");
        let target = directory.path().join("new").join("deep");
        let written = write(&center, &results, &target).expect("writable");
        let read = |index: usize| {
            let mut reader = ::csv::Reader::from_path(&written[index]).expect("readable");
            let headings = reader.headers().expect("a heading").clone();
            let rows: Vec<::csv::StringRecord> = reader
                .records()
                .collect::<Result<_, _>>()
                .expect("rows of equal length");
            (headings, rows)
        };
        let (headings, rows) = read(0);
        assert_eq!(rows.len(), 2 * 25);
        assert_eq!(
            headings.iter().take(6).collect::<Vec<_>>(),
            ["queue", "span", "day", "start", "arrived", "arrived_low"]
        );
        let column = |name: &str| {
            headings
                .iter()
                .position(|heading| heading == name)
                .expect("a column")
        };
        let noon = rows
            .iter()
            .find(|row| &row[0] == "loans, \"new\"" && &row[3] == "12:00")
            .expect("an interval at noon");
        let level = results.queues[1].intervals[8]
            .mean(Measure::ServiceLevel)
            .expect("made up");
        assert_eq!(noon[column("service_level")].parse::<f64>(), Ok(level));
        assert_eq!(&noon[column("service_level_p10")], "");
        assert_ne!(&rows[0][column("service_level_p10")], "");
        assert_eq!(&rows[0][1], "day");

        let (headings, rows) = read(1);
        assert_eq!(rows.len(), 2 * 25);
        assert!(headings.iter().any(|heading| heading == "handled_service_high"));
        assert_eq!(&rows[0][0], "generalists");
        let (headings, rows) = read(2);
        assert_eq!(rows.len(), 25);
        assert_eq!(&headings[0], "span");
        assert!(headings.iter().any(|heading| heading == "occupancy"));
    }

    #[test]
    fn what_happened_beyond_waiting_has_columns_and_segments_a_file() {
        let center = fixture::beyond::eventful();
        let results = fixture::beyond::eventful_results(&center);
        let directory = tempfile::tempdir().expect("a temporary directory");
        let written = write(&center, &results, directory.path()).expect("writable");
        assert_eq!(written.len(), 4);
        let read = |index: usize| {
            let mut reader = ::csv::Reader::from_path(&written[index]).expect("readable");
            let headings = reader.headers().expect("a heading").clone();
            let rows: Vec<::csv::StringRecord> = reader
                .records()
                .collect::<Result<_, _>>()
                .expect("rows of equal length");
            (headings, rows)
        };
        let at = |headings: &::csv::StringRecord, name: &str| {
            let place = headings.iter().position(|heading| heading == name);
            place.expect("a column")
        };
        let (headings, rows) = read(0);
        assert_ne!(&rows[0][at(&headings, "callbacks")], "");
        assert_eq!(&rows[25][at(&headings, "callbacks")], "");
        assert_ne!(&rows[25][at(&headings, "transferred_in_p90")], "");
        let (headings, rows) = read(1);
        assert_eq!(&rows[0][at(&headings, "break_hours")], "10");
        let (headings, rows) = read(2);
        assert_ne!(&rows[0][at(&headings, "callbacks")], "");
        assert_eq!(&rows[0][at(&headings, "break_hours")], "18");
        let (headings, rows) = read(3);
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[0][0], &rows[0][1]), ("service", "vip"));
        assert_eq!(&rows[0][at(&headings, "service_level")], "0.97");
    }

    #[test]
    fn channels_have_a_file_and_groups_their_hours_by_queue() {
        let center = fixture::channels::shop();
        let results = fixture::channels::shop_results(&center);
        let directory = tempfile::tempdir().expect("a temporary directory");
        let written = write(&center, &results, directory.path()).expect("writable");
        let read = |name: &str| {
            let path = written.iter().find(|path| path.ends_with(name)).expect(name);
            let mut reader = ::csv::Reader::from_path(path).expect("readable");
            let headings = reader.headers().expect("a heading").clone();
            let rows: Result<Vec<::csv::StringRecord>, _> = reader.records().collect();
            (headings, rows.expect("rows of equal length"))
        };
        let at = |headings: &::csv::StringRecord, name: &str| {
            let place = headings.iter().position(|heading| heading == name);
            place.expect("a column")
        };
        let (headings, rows) = read("channels.csv");
        let names: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(names, ["voice", "chat", "messaging", "email", "outbound"]);
        assert_eq!(&rows[3][at(&headings, "backlog")], "26.5");
        assert_eq!(&rows[0][at(&headings, "backlog")], "");
        assert_ne!(&rows[0][at(&headings, "cost")], "");
        let (headings, rows) = read("groups.csv");
        assert_ne!(&rows[0][at(&headings, "hours_service")], "");
        assert_eq!(&rows[1][at(&headings, "hours_service")], "", "only of the day");
        let (headings, rows) = read("queues.csv");
        let mail = rows.iter().find(|row| &row[0] == "mail" && &row[3] == "19:00");
        assert_eq!(&mail.expect("an interval")[at(&headings, "backlog")], "42");
    }
}
