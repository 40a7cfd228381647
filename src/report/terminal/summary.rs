//! The day on one line a queue: calls, target, average, how days differ, share of days on target.

use super::limits::{self, Misses};
use super::style::Tone;
use super::table::{Align, Block, Cell, Column};
use super::{SHORT_WAIT_S, View, words};
use crate::estimate::{Estimate, Measure, Measures};
use crate::model::{Actual, Center, Queue, Target};
use crate::report::number;

/// A line of the table.
enum Line<'a> {
    Queue(&'a Queue, &'a Measures),
    /// What really happened, beside the queue above it.
    Actual(&'a Queue, &'a Actual, &'a [f64]),
    Center(&'a Center, &'a Measures, Option<Estimate>),
}

impl Line<'_> {
    fn measures(&self) -> Option<&Measures> {
        match self {
            Line::Queue(_, measures) | Line::Center(_, measures, _) => Some(measures),
            Line::Actual(..) => None,
        }
    }

    fn target(&self) -> Option<&Target> {
        match self {
            Line::Queue(queue, _) => queue.target.as_ref(),
            Line::Actual(queue, ..) => queue.target.as_ref(),
            Line::Center(center, ..) => center.target.as_ref(),
        }
    }

    fn misses(&self) -> Misses {
        match (self.target(), self.measures()) {
            (Some(target), Some(measures)) => limits::misses(target, measures),
            _ => Misses::default(),
        }
    }

    fn estimate(&self, measure: Measure) -> Option<Estimate> {
        self.measures()?.get(measure)
    }

    /// A wait in units that fit the channel.
    fn wait(&self, seconds: f64, decimals: usize) -> String {
        match self {
            Line::Queue(queue, _) if queue.channel.comes_when_closed() => number::long_wait(seconds),
            _ => number::wait(seconds, decimals),
        }
    }
}

/// The table, with the limits that have no column of their own below it.
pub fn lines(view: &View<'_>, shown: &[usize]) -> Vec<String> {
    let (center, results) = (view.center, view.results);
    let mut rows = Vec::new();
    for &queue in shown {
        let (facts, measures) = (&center.queues[queue], &results.queues[queue].day);
        rows.push(Line::Queue(facts, measures));
        if let Some(actual) = &facts.actual {
            rows.push(Line::Actual(facts, actual, &facts.volume));
        }
    }
    if center.queues.len() > 1 || center.target.is_some() {
        rows.push(Line::Center(center, &results.center.day, results.all_targets_met));
    }
    let room = view.screen.width.saturating_sub(super::INDENT);
    let fitting = FITS
        .iter()
        .map(|fit| [Block::untitled(columns(view, &rows, *fit))])
        .find(|table| super::table::width(table) <= room);
    let table = fitting.unwrap_or_else(|| [Block::untitled(columns(view, &rows, FITS[FITS.len() - 1]))]);
    let mut text = super::table::lines(&table, view.screen.style);
    let queues = shown.iter().map(|&queue| {
        let facts = &center.queues[queue];
        (
            words::title(&facts.name),
            &facts.target,
            &results.queues[queue].day,
        )
    });
    let all = ("All queues".to_owned(), &center.target, &results.center.day);
    for (name, target, day) in queues.chain([all]) {
        let Some(target) = target else { continue };
        for (sentence, missed) in limits::others(target, day) {
            let mark = if missed { "! " } else { "" };
            let line = format!("{name}: {mark}{sentence}");
            let tone = if missed { Tone::Alarm } else { Tone::Normal };
            text.push(view.screen.style.paint(tone, &line));
        }
    }
    text
}

/// How much of the table there is room for.
#[derive(Clone, Copy)]
struct Fit {
    name: usize,
    long_headings: bool,
    on_target: bool,
    days: bool,
}

/// From all of it to what nobody can do without.
const FITS: [Fit; 4] = {
    let all = Fit {
        name: 24,
        long_headings: true,
        on_target: true,
        days: true,
    };
    let brief = Fit {
        name: 16,
        long_headings: false,
        ..all
    };
    let bare = Fit {
        on_target: false,
        ..brief
    };
    [all, brief, bare, Fit { days: false, ..bare }]
};

fn columns(view: &View<'_>, rows: &[Line<'_>], fit: Fit) -> Vec<Column> {
    let day = &view.day;
    let heading = |long: String, brief: &str| if fit.long_headings { long } else { brief.into() };
    let mut columns = vec![
        Column::new(
            "",
            Align::Left,
            rows.iter().map(|row| name(row, fit.name)).collect(),
        ),
        Column::new(
            words::contacts(view.center),
            Align::Right,
            rows.iter().map(calls).collect(),
        ),
    ];
    if rows.iter().any(|row| row.target().is_some()) {
        columns.push(Column::new(
            "target",
            Align::Left,
            rows.iter().map(target).collect(),
        ));
    }
    columns.push(average(rows, heading(format!("average {}", day.one), "average")));
    if fit.days && rows.iter().any(|row| days(row).is_some()) {
        let cells = rows
            .iter()
            .map(|row| days(row).map_or_else(Cell::default, Cell::of_parts))
            .collect();
        columns.push(Column::new(
            heading(format!("8 {} in 10", day.many), "8 in 10"),
            Align::Right,
            cells,
        ));
    }
    if fit.on_target && rows.iter().any(|row| on_target(row).is_some()) {
        let cells = rows
            .iter()
            .map(|row| on_target(row).map_or_else(Cell::default, |share| on_target_cell(row, share)))
            .collect();
        columns.push(Column::new("on target", Align::Right, cells));
    }
    let leave = rows.iter().any(|row| {
        row.estimate(Measure::AbandonmentRate)
            .is_some_and(|rate| rate.mean > 0.0)
            || row.target().is_some_and(|target| target.abandoned.is_some())
    });
    if leave {
        columns.push(abandoned(rows));
    }
    columns.push(asa(rows));
    columns
}

fn name(row: &Line<'_>, width: usize) -> Cell {
    match row {
        Line::Queue(queue, _) => Cell::new(words::cut(&words::title(&queue.name), width)).toned(Tone::Strong),
        Line::Actual(..) => Cell::new("  actual").toned(Tone::Faint),
        Line::Center(..) => Cell::new("All queues").toned(Tone::Strong),
    }
}

fn calls(row: &Line<'_>) -> Cell {
    row.estimate(Measure::Offered)
        .map_or_else(Cell::default, |offered| {
            Cell::new(number::grouped(offered.mean, 0))
        })
}

fn target(row: &Line<'_>) -> Cell {
    match row {
        Line::Queue(queue, _) => match queue.target.as_ref().and_then(|target| target.service.as_ref()) {
            Some(service) => Cell::new(limits::service_target(service)),
            None => Cell::nothing(),
        },
        Line::Center(center, ..) => match &center.target {
            Some(target) => match &target.service {
                Some(service) => Cell::new(limits::center_target(center, service)),
                None => Cell::nothing(),
            },
            None => Cell::default(),
        },
        Line::Actual(..) => Cell::default(),
    }
}

/// Decimals for a column of shares shown in percent: those that its least certain figure justifies.
fn share_decimals(rows: &[Line<'_>], measure: Measure) -> usize {
    let widest = rows
        .iter()
        .filter_map(|row| row.estimate(measure)?.half_width())
        .fold(None, |widest: Option<f64>, half| {
            Some(widest.map_or(half, |widest| widest.max(half)))
        });
    number::decimals(widest.map(|half| 100.0 * half), 2)
}

fn average(rows: &[Line<'_>], heading: String) -> Column {
    let decimals = share_decimals(rows, Measure::ServiceLevel);
    let cells = rows
        .iter()
        .map(|row| {
            if let Line::Actual(_, actual, volume) = row {
                let level = actual
                    .service_level
                    .as_ref()
                    .and_then(|series| series.over(volume));
                return level.map_or_else(Cell::default, |level| {
                    Cell::of_parts([number::percent(level, decimals), " %".into()])
                });
            }
            let Some(level) = row.estimate(Measure::ServiceLevel) else {
                return Cell::nothing();
            };
            let mut parts = vec![number::percent(level.mean, decimals), " %".into()];
            if let Some(half) = level.half_width() {
                parts.push(" ± ".into());
                parts.push(number::percent(half, decimals));
            }
            Cell::of_parts(parts).marked(row.misses().service)
        })
        .collect();
    Column::new(heading, Align::Right, cells)
}

fn days(row: &Line<'_>) -> Option<[String; 4]> {
    let (low, high) = row.estimate(Measure::ServiceLevel)?.days?;
    Some([
        number::percent(low, 0),
        " … ".into(),
        number::percent(high, 0),
        " %".into(),
    ])
}

fn on_target(row: &Line<'_>) -> Option<String> {
    let share = match row {
        Line::Queue(..) => row.estimate(Measure::TargetMet),
        Line::Center(_, _, all) => *all,
        Line::Actual(..) => None,
    };
    share.map(|share| number::percent(share.mean, 0))
}

fn on_target_cell(row: &Line<'_>, share: String) -> Cell {
    let mut parts = vec![share, " %".into()];
    if let Some(asked) = row.target().and_then(|target| target.on_days) {
        parts.push(format!(" (≥{})", number::limit_percent(asked)));
    }
    Cell::of_parts(parts).marked(row.misses().days)
}

fn abandoned(rows: &[Line<'_>]) -> Column {
    let decimals = share_decimals(rows, Measure::AbandonmentRate).clamp(1, 2);
    let cells = rows
        .iter()
        .map(|row| {
            if let Line::Actual(_, actual, volume) = row {
                let rate = actual.abandoned.as_ref().and_then(|series| series.over(volume));
                return rate.map_or_else(Cell::default, |rate| {
                    Cell::of_parts([number::percent(rate, decimals), " %".into()])
                });
            }
            let Some(rate) = row.estimate(Measure::AbandonmentRate) else {
                return Cell::nothing();
            };
            let mut parts = vec![number::percent(rate.mean, decimals), " %".into()];
            if let Some(limit) = row.target().and_then(|target| target.abandoned) {
                parts.push(format!(" (≤{})", number::limit_percent(limit)));
            }
            Cell::of_parts(parts).marked(row.misses().abandoned)
        })
        .collect();
    Column::new("abandoned", Align::Right, cells)
}

fn asa(rows: &[Line<'_>]) -> Column {
    let longest = rows
        .iter()
        .filter_map(|row| row.estimate(Measure::Asa))
        .fold(0.0, |longest: f64, asa| longest.max(asa.mean));
    let decimals = usize::from(longest < SHORT_WAIT_S);
    let cells = rows
        .iter()
        .map(|row| {
            if let Line::Actual(_, actual, volume) = row {
                let asa = actual.asa_s.as_ref().and_then(|series| series.over(volume));
                return asa.map_or_else(Cell::default, |asa| {
                    Cell::of_parts([number::wait(asa, decimals), String::new()])
                });
            }
            let Some(asa) = row.estimate(Measure::Asa) else {
                return Cell::nothing();
            };
            let limit = row.target().and_then(|target| target.asa_s);
            let limit = limit.map_or_else(String::new, |limit| format!(" (≤{})", number::duration(limit)));
            Cell::of_parts([row.wait(asa.mean, decimals), limit]).marked(row.misses().asa)
        })
        .collect();
    Column::new("ASA", Align::Right, cells)
}
