//! What waits whenever the center closes, by age, of each queue whose work may wait.

use super::nothing;
use crate::estimate::{OutcomeMeasure, OutcomeMeasures, OutcomeResults};
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
const AGES: [&str; 6] = ["waiting", "< 4 h", "4–8 h", "8–24 h", "24–48 h", "48 h +"];
/// The same where there is little room.
const SHORT_AGES: [&str; 6] = ["waiting", "<4h", "4–8h", "8–24h", "24–48h", "48h+"];

/// All of it, and by age.
type Figures = [Option<f64>; AGES.len()];

/// A row a closing, under the name of each queue.
pub(super) fn lines(view: &View<'_>, outcomes: &OutcomeResults) -> Vec<String> {
    let calendar = &view.center.calendar;
    let days = DayNames::of(&view.center.name, calendar);
    let mut rows: Vec<(Cell, Option<Figures>)> = Vec::new();
    let mut left_out = 0;
    for (queue, facts) in view.center.queues.iter().enumerate() {
        let (panel, possible) = outcomes.scope(queue);
        if !possible.contains(&OutcomeMeasure::Backlog) {
            continue;
        }
        let Some(average) = figures(&panel.day) else {
            continue;
        };
        let closings = panel.intervals.iter().enumerate();
        let closings: Vec<(usize, Figures)> = closings
            .filter_map(|(interval, cell)| Some((interval, figures(cell)?)))
            .collect();
        let title = words::cut(&words::title(&facts.name), NAME);
        rows.push((Cell::new(title).toned(Tone::Strong), None));
        left_out += closings.len().saturating_sub(MOST);
        for &(interval, figures) in closings.iter().take(MOST) {
            let name = match calendar.days() {
                0 | 1 => "at closing".into(),
                _ => days.name(calendar.label(interval).0),
            };
            rows.push((Cell::new(format!("  {name}")), Some(figures)));
        }
        if closings.len() != 1 {
            rows.push((Cell::new("  on average"), Some(average)));
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let told = rows.iter().filter_map(|(_, figures)| figures.as_ref()?[0]);
    let decimals = usize::from(told.fold(0.0, f64::max) < 100.0);
    let room = view.screen.width.saturating_sub(INDENT);
    let mut block = Vec::new();
    for (title, ages) in [("waiting at closing, by age", AGES), ("left, by age", SHORT_AGES)] {
        let names = rows.iter().map(|(name, _)| name.clone()).collect();
        let mut columns = vec![Column::new(title, Align::Left, names)];
        for (place, heading) in ages.into_iter().enumerate() {
            let cells = rows.iter().map(|(_, figures)| match figures {
                None => Cell::default(),
                Some(figures) => figures[place]
                    .map_or_else(nothing, |waiting| Cell::new(number::grouped(waiting, decimals))),
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

/// The figures of a cell in which the center closes.
fn figures(cell: &OutcomeMeasures) -> Option<Figures> {
    let mut figures: Figures = [cell.mean(OutcomeMeasure::Backlog); AGES.len()];
    figures[0]?;
    for (place, measure) in OutcomeMeasure::BACKLOG_BY_AGE.into_iter().enumerate() {
        figures[place + 1] = cell.mean(measure);
    }
    Some(figures)
}
