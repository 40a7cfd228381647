//! The table of intervals, tab-separated, to be pasted into a spreadsheet.
//!
//! In: a center and its results. Out: one row an interval, columns named as in a scenario's sheet
//! (`service.service_level`, `generalists.staff`); shares are shares of one, waits are seconds, numbers have
//! a decimal point and no separators. Of a run in equilibrium there is one row, contacts per hour.

use crate::estimate::{Estimate, GroupMeasure, Measure, Panel, Results, Unit};
use crate::model::{Center, Group};

/// What is told of every queue and of the center.
const CONTACTS: [Measure; 7] = [
    Measure::Offered,
    Measure::ServiceLevel,
    Measure::Asa,
    Measure::WaitP90,
    Measure::AbandonmentRate,
    Measure::TargetMet,
    Measure::QueueMean,
];

/// The table, each line with its line break.
pub fn intervals(center: &Center, results: &Results) -> String {
    let mut headings = vec!["day".to_owned(), "time".into(), "offered_load".into()];
    headings.extend(
        center
            .groups
            .iter()
            .map(|group| format!("{}.staff", cell(&group.name))),
    );
    for queue in &center.queues {
        headings.extend(CONTACTS.map(|measure| format!("{}.{}", cell(&queue.name), measure.key())));
    }
    let occupancy = GroupMeasure::Occupancy.key();
    headings.extend(
        center
            .groups
            .iter()
            .map(|group| format!("{}.{occupancy}", cell(&group.name))),
    );
    let mut text = headings.join("\t");
    text.push('\n');
    let mut row = |time: [String; 2], interval: Option<usize>| {
        fn of<M>(panel: &Panel<M>, interval: Option<usize>) -> &M {
            interval.map_or(&panel.day, |interval| &panel.intervals[interval])
        }
        let load = of(&results.center, interval).get(Measure::OfferedLoad);
        let mut row = time.to_vec();
        row.push(figure(load, Unit::Erlangs));
        let staff = |group: &Group| group.staff.get(interval.unwrap_or(0)).map(u32::to_string);
        row.extend(center.groups.iter().map(|group| staff(group).unwrap_or_default()));
        for panel in &results.queues {
            let measures = of(panel, interval);
            row.extend(CONTACTS.map(|measure| figure(measures.get(measure), measure.unit())));
        }
        row.extend(results.groups.iter().map(|panel| {
            let occupancy = of(panel, interval).get(GroupMeasure::Occupancy);
            figure(occupancy, Unit::Share)
        }));
        text += &row.join("\t");
        text.push('\n');
    };
    if results.steady.is_some() {
        row([String::new(), "steady state".into()], None);
    } else {
        for interval in 0..center.calendar.intervals {
            let (day, start) = center.calendar.label(interval);
            row([day.to_string(), start], Some(interval));
        }
    }
    text
}

/// A figure with the digits that its unit is read with; empty where there is none.
fn figure(estimate: Option<Estimate>, unit: Unit) -> String {
    let Some(estimate) = estimate.filter(|estimate| estimate.mean.is_finite()) else {
        return String::new();
    };
    let decimals = match unit {
        Unit::Share => 4,
        Unit::Count | Unit::Seconds | Unit::Erlangs | Unit::Hours | Unit::Money => 2,
    };
    format!("{:.decimals$}", estimate.mean)
}

/// A name that stays within its cell.
fn cell(name: &str) -> String {
    name.replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_row_has_every_column_and_nothing_breaks_a_cell() {
        let mut center = fixture::bank();
        center.queues[0].name = "a\tb\n".into();
        let mut results = fixture::results(&center);
        results.queues[1].intervals[3].set(Measure::Asa, None);
        let text = intervals(&center, &results);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(lines.len(), 25);
        assert!(lines.iter().all(|line| line.len() == lines[0].len()));
        assert_eq!(
            lines[0][..5],
            [
                "day",
                "time",
                "offered_load",
                "generalists.staff",
                "loan_desk.staff"
            ]
        );
        assert_eq!(lines[1][..2], ["1", "08:00"]);
        let asa = lines[0]
            .iter()
            .position(|&heading| heading == "loans.asa_s")
            .expect("a column");
        assert_eq!(lines[4][asa], "");
        assert!(lines[5][asa].parse::<f64>().is_ok());
    }
}
