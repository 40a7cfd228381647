//! What waits whenever the center closes, by age, of each queue whose work may wait.

use crate::estimate::{BacklogByAge, OutcomeMeasure, OutcomeResults};
use crate::insight::DayNames;
use crate::report::number;
use crate::report::terminal::style::Tone;
use crate::report::terminal::table::{self, Align, Block, Cell, Column};
use crate::report::terminal::{INDENT, View, words};

/// Longest name of a queue.
const NAME: usize = 26;
/// More closings than this are not listed one by one.
const MOST: usize = 14;
/// The headings of the figures of a row.
const HEADINGS: [&str; 6] = ["waiting", "< 4 h", "4–8 h", "8–24 h", "24–48 h", "48 h +"];
/// The same where there is little room.
const SHORT_HEADINGS: [&str; 6] = ["waiting", "<4h", "4–8h", "8–24h", "24–48h", "48h+"];

/// A row a closing, under the name of each queue.
pub(super) fn lines(view: &View<'_>, outcomes: &OutcomeResults) -> Vec<String> {
    let calendar = &view.center.calendar;
    let days = DayNames::of(&view.center.name, calendar);
    let mut rows: Vec<(Cell, Option<BacklogByAge>)> = Vec::new();
    let mut left_out = 0;
    for (queue, facts) in view.center.queues.iter().enumerate() {
        let (panel, possible) = outcomes.scope(queue);
        if !possible.contains(&OutcomeMeasure::Backlog) {
            continue;
        }
        let Some(average) = panel.day.backlog() else {
            continue;
        };
        let closings = panel.intervals.iter().enumerate();
        let closings: Vec<(usize, BacklogByAge)> = closings
            .filter_map(|(interval, cell)| Some((interval, cell.backlog()?)))
            .collect();
        let title = words::cut(&words::title(&facts.name), NAME);
        rows.push((Cell::new(title).toned(Tone::Strong), None));
        left_out += closings.len().saturating_sub(MOST);
        for &(interval, backlog) in closings.iter().take(MOST) {
            let name = match calendar.days() {
                0 | 1 => "at closing".into(),
                _ => days.name(calendar.label(interval).0),
            };
            rows.push((Cell::new(format!("  {name}")), Some(backlog)));
        }
        if closings.len() != 1 {
            rows.push((Cell::new("  on average"), Some(average)));
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let told = rows.iter().filter_map(|(_, backlog)| Some(backlog.as_ref()?.all));
    let decimals = usize::from(told.fold(0.0, f64::max) < 100.0);
    let room = view.screen.width.saturating_sub(INDENT);
    let mut block = Vec::new();
    for (title, headings) in [
        ("waiting at closing, by age", HEADINGS),
        ("left, by age", SHORT_HEADINGS),
    ] {
        let names = rows.iter().map(|(name, _)| name.clone()).collect();
        let mut columns = vec![Column::new(title, Align::Left, names)];
        for (place, heading) in headings.into_iter().enumerate() {
            let cells = rows.iter().map(|(_, backlog)| match backlog {
                None => Cell::default(),
                Some(backlog) => place
                    .checked_sub(1)
                    .map_or(Some(backlog.all), |age| backlog.by_age[age])
                    .map_or_else(Cell::nothing, |waiting| {
                        Cell::new(number::grouped(waiting, decimals))
                    }),
            });
            columns.push(Column::new(heading, Align::Right, cells.collect()));
        }
        block = vec![Block::untitled(columns)];
        if table::width(&block) <= room {
            break;
        }
    }
    let mut text = table::lines(&block, view.screen.style);
    if left_out > 0 {
        text.push(format!(
            "{left_out} further closings are in the files (--csv, --json)."
        ));
    }
    text
}
