//! What happened beyond waiting: a line a measure, a column a queue; and segments side by side.
//!
//! Only what the scenario uses is shown. Figures of calls, waits and clients stand apart, each named as such.

use unicode_width::UnicodeWidthStr;

use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Screen, View, WIDEST_TEXT, words};
use crate::estimate::{Estimate, Measure, OutcomeMeasure, OutcomeResults, Results, SegmentResults};
use crate::model::{Center, Unit};
use crate::report::number;

/// Longest title of a queue.
const TITLE: usize = 16;
/// Room for a column of figures and the gap before it, where only one fits.
const NARROWEST: usize = 16;

/// From this on, times are told in minutes, and in hours.
const MINUTES_FROM_S: f64 = 600.0;
const HOURS_FROM_S: f64 = 7200.0;

/// A line of the table.
enum Line {
    Heading(&'static str),
    Figure(OutcomeMeasure),
}

/// The section, ending in an empty line; nothing where the center is plain or uses none of it.
pub fn lines(view: &View<'_>, listed: &[usize]) -> Vec<String> {
    let Some(outcomes) = &view.results.outcomes else {
        return Vec::new();
    };
    let mut text = Vec::new();
    let rows = rows(view.center, outcomes.scope(view.center.queues.len()).1);
    if !rows.is_empty() {
        text.extend(table::lines(
            &fitting(view, outcomes, &rows, listed),
            view.screen.style,
        ));
    }
    let text_width = view.screen.width.min(WIDEST_TEXT).saturating_sub(INDENT);
    if let Some(sentence) = presence(view, outcomes) {
        if !text.is_empty() {
            text.push(String::new());
        }
        text.extend(words::wrapped(&sentence, text_width, 0));
    }
    if !text.is_empty() {
        text.push(String::new());
    }
    text
}

/// The measures under headings that say of what they are told.
fn rows(center: &Center, possible: &[OutcomeMeasure]) -> Vec<Line> {
    const CLIENTS: &str = "Clients, with all their attempts";
    const WRITTEN: &str = "By text";
    const DIALED: &str = "Numbers called";
    const WAITS: &str = "Waits";
    let contacts = match words::contacts(center) {
        "calls" => "Calls that",
        _ => "Contacts that",
    };
    let heading = |measure: OutcomeMeasure| match measure.unit() {
        _ if measure.is_per_client() => CLIENTS,
        _ if measure.is_written() || measure.is_backlog() => WRITTEN,
        _ if measure.is_dialed() => DIALED,
        Unit::Seconds => WAITS,
        _ => contacts,
    };
    let mut rows = Vec::new();
    for kind in [contacts, WRITTEN, DIALED, WAITS, CLIENTS] {
        // The backlog by age has a table of its own.
        let of = possible
            .iter()
            .copied()
            .filter(|&measure| heading(measure) == kind)
            .filter(|measure| !OutcomeMeasure::BACKLOG_BY_AGE.contains(measure));
        let of: Vec<Line> = of.map(Line::Figure).collect();
        if !of.is_empty() {
            rows.push(Line::Heading(kind));
            rows.extend(of);
        }
    }
    rows
}

/// The table with as many queues as there is room for, those in most trouble being listed already; all of
/// them together come last.
fn fitting(view: &View<'_>, outcomes: &OutcomeResults, rows: &[Line], listed: &[usize]) -> [Block; 1] {
    let room = view.screen.width.saturating_sub(INDENT);
    let used: Vec<usize> = listed
        .iter()
        .copied()
        .filter(|&queue| !outcomes.scope(queue).1.is_empty())
        .collect();
    let queues = view.center.queues.len();
    for (count, halves) in (0..=used.len())
        .rev()
        .flat_map(|count| [(count, true), (count, false)])
    {
        let most = if count == 0 {
            room.saturating_sub(NARROWEST)
        } else {
            room
        };
        let mut columns = vec![labels(view, rows, most)];
        for &queue in &used[..count] {
            let title = words::cut(&words::title(&view.center.queues[queue].name), TITLE);
            columns.push(column(title, outcomes, queue, rows, halves));
        }
        if queues > 1 {
            columns.push(column("All queues".into(), outcomes, queues, rows, halves));
        }
        let block = [Block::untitled(columns)];
        if table::width(&block) <= room || (count == 0 && !halves) {
            return block;
        }
    }
    [Block::untitled(vec![labels(view, rows, room)])]
}

fn labels(view: &View<'_>, rows: &[Line], most: usize) -> Column {
    let cells = rows.iter().map(|row| match row {
        Line::Heading(text) => Cell::new(*text).toned(Tone::Strong),
        Line::Figure(measure) => Cell::new(words::cut(&format!("  {}", measure.definition()), most)),
    });
    let span = if view.results.steady.is_some() {
        "beyond waiting, an hour".into()
    } else {
        format!("beyond waiting, average {}", view.day.one)
    };
    Column::new(words::cut(&span, most), Align::Left, cells.collect())
}

fn column(title: String, outcomes: &OutcomeResults, scope: usize, rows: &[Line], halves: bool) -> Column {
    let (panel, possible) = outcomes.scope(scope);
    let figures = rows.iter().map(|row| match row {
        Line::Figure(measure) if possible.contains(measure) => {
            let estimate = panel.day.get(*measure);
            estimate.map_or_else(
                || [number::NOTHING.into(), String::new()],
                |estimate| figure(estimate, *measure, halves),
            )
        }
        _ => Default::default(),
    });
    let figures: Vec<[String; 2]> = figures.collect();
    // Flush left, so that the signs stand below each other.
    let width = figures.iter().map(|[_, half]| half.width()).max().unwrap_or(0);
    let cells = figures
        .into_iter()
        .map(|[figure, half]| Cell::of_parts([figure, table::pad(&half, width, Align::Left)]));
    Column::new(title, Align::Right, cells.collect())
}

/// A figure with its unit, and how well it is known.
fn figure(estimate: Estimate, measure: OutcomeMeasure, halves: bool) -> [String; 2] {
    let (scale, unit) = match measure.unit() {
        Unit::Share => (100.0, " %"),
        Unit::Seconds if estimate.mean.abs() >= HOURS_FROM_S => (1.0 / 3600.0, " h"),
        Unit::Seconds if estimate.mean.abs() >= MINUTES_FROM_S => (1.0 / 60.0, " min"),
        Unit::Seconds => (1.0, " s"),
        _ => (1.0, ""),
    };
    let half = estimate.half_width().map(|half| half * scale);
    let value = estimate.mean * scale;
    let decimals = number::decimals(half, 2).max(usize::from(value.abs() < 100.0 && half.is_none()));
    let half = half
        .filter(|&half| halves && half > 0.0)
        .map_or_else(String::new, |half| {
            format!(" ± {}", number::grouped(half, decimals))
        });
    [number::grouped(value, decimals) + unit, half]
}

/// Where agents are when they are not on queue, in a sentence.
fn presence(view: &View<'_>, outcomes: &OutcomeResults) -> Option<String> {
    let (panel, possible) = outcomes.team(view.center.groups.len());
    let hours = possible.iter().filter_map(|&measure| {
        let hours = panel.day.mean(measure)?;
        Some(format!(
            "{} h {}",
            number::grouped(hours, if hours < 1.0 { 2 } else { 1 }),
            measure.definition()
        ))
    });
    let hours: Vec<String> = hours.collect();
    (!hours.is_empty()).then(|| format!("Agents: {}.", hours.join("; ")))
}

/// What follows the screen of a run where segments were asked for: those of each queue side by side, ending in
/// a line break.
pub fn segments_screen(center: &Center, results: &Results, screen: &Screen<'_>) -> String {
    let style = screen.style;
    let mut lines = vec![
        style.paint(Tone::Strong, "Segments: who waits how long within a queue"),
        String::new(),
    ];
    let segments = results.outcomes.iter().flat_map(|outcomes| &outcomes.segments);
    let mut shown = false;
    for (queue, segments) in center.queues.iter().zip(segments) {
        if segments.is_empty() {
            continue;
        }
        shown = true;
        let block = [Block::untitled(of_queue(
            center,
            &words::title(&queue.name),
            segments,
        ))];
        let indented = |line: &String| " ".repeat(INDENT) + line;
        lines.extend(table::lines(&block, style).iter().map(indented));
        lines.push(String::new());
    }
    if !shown {
        let text = "No queue has segments: they are given as [queues.NAME.segments.NAME].";
        lines.push(" ".repeat(INDENT) + text);
        lines.push(String::new());
    }
    lines.pop();
    lines.join("\n") + "\n"
}

/// A share with at most so many decimals, and with how well it is known where `halves` asks for it.
pub(super) fn share(estimate: Option<Estimate>, most: usize, halves: bool) -> Cell {
    estimate.map_or_else(Cell::nothing, |share| {
        let half = share.half_width();
        let decimals = number::decimals(half.map(|half| 100.0 * half), most);
        let half = half.filter(|&half| halves && half > 0.0);
        let half = half.map_or_else(String::new, |half| {
            format!(" ± {}", number::percent(half, decimals))
        });
        Cell::of_parts([number::percent(share.mean, decimals), " %".into(), half])
    })
}

fn of_queue(center: &Center, title: &str, segments: &[SegmentResults]) -> Vec<Column> {
    let names = segments
        .iter()
        .map(|segment| Cell::new(words::plain(&segment.name)));
    let measured = |measure: Measure| segments.iter().map(move |segment| segment.measures.get(measure));
    let calls = measured(Measure::Offered).map(|offered| match offered {
        None => Cell::nothing(),
        Some(offered) => Cell::new(number::grouped(offered.mean, usize::from(offered.mean < 100.0))),
    });
    let asa = measured(Measure::Asa).map(|asa| match asa {
        None => Cell::nothing(),
        Some(asa) => {
            let decimals = number::decimals(asa.half_width(), 1);
            let half = asa
                .half_width()
                .filter(|_| asa.mean < 600.0)
                .map_or_else(String::new, |half| {
                    format!(" ± {}", number::grouped(half, decimals))
                });
            Cell::of_parts([number::wait(asa.mean, decimals), half])
        }
    });
    vec![
        Column::new(title, Align::Left, names.collect()),
        Column::new(
            "share",
            Align::Right,
            segments
                .iter()
                .map(|segment| {
                    Cell::of_parts(
                        segment
                            .share
                            .map_or([number::NOTHING.into(), String::new()], |share| {
                                [number::percent(share.mean, 1), " %".into()]
                            }),
                    )
                })
                .collect(),
        ),
        Column::new(words::contacts(center), Align::Right, calls.collect()),
        Column::new(
            "service level",
            Align::Right,
            measured(Measure::ServiceLevel)
                .map(|level| share(level, 2, true))
                .collect(),
        ),
        Column::new(
            "abandoned",
            Align::Right,
            measured(Measure::AbandonmentRate)
                .map(|rate| share(rate, 2, true))
                .collect(),
        ),
        Column::new("ASA", Align::Right, asa.collect()),
    ]
}
