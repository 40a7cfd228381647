//! The screen of a run: the answer in words, the day by queue, the day by interval, what it means.
//!
//! In: a center, its results, findings as sentences, and how large the screen is. Out: text to print. The
//! average and its certainty stand apart from how days differ; what misses a target is marked.

mod beyond;
mod channels;
mod check;
mod compare;
mod erlang;
mod explain;
mod foot;
mod intervals;
mod lesson;
mod limits;
mod risk;
mod sensitivity;
mod spans;
mod staff;
mod steady;
mod style;
mod summary;
mod sweep;
mod table;
mod trace;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use beyond::segments_screen;
pub use check::check_screen;
pub use compare::compare_screen;
pub use erlang::{ErlangScreen, erlang_screen};
pub use explain::explain_screen;
pub use lesson::{lesson_list, lesson_text};
pub use risk::risk_screen;
pub use sensitivity::sensitivity_screen;
pub use staff::{budget_screen, kept_screen, staff_screen};
pub use style::Style;
pub use sweep::sweep_screen;
pub use trace::trace_listing;

use crate::estimate::{Measure, Results};
use crate::model::Center;
use crate::report::number;
use style::Tone;
use unicode_width::UnicodeWidthStr;
use words::Noun;

/// Spaces before every line but the title.
const INDENT: usize = 2;
/// Below this, waits are told in tenths of a second.
const SHORT_WAIT_S: f64 = 2.0;
/// Text is not wrapped wider than this: longer lines are hard to read.
const WIDEST_TEXT: usize = 110;
/// Queues that are listed where the screen's height does not limit them.
const MOST_QUEUES: usize = 20;

/// Where a screen is shown, and what it may say of how it came to be.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// Columns.
    pub width: usize,
    /// Rows, where the screen has an end.
    pub height: Option<usize>,
    /// Whether to use colour.
    pub style: Style,
    /// Where the scenario came from.
    pub source: Source<'a>,
}

/// Where a scenario came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// One that comes with headcount.
    BuiltIn(&'a str),
    /// A file.
    File(&'a str),
    /// Standard input.
    Input,
}

/// All that the parts of the screen are made from.
struct View<'a> {
    center: &'a Center,
    results: &'a Results,
    screen: &'a Screen<'a>,
    /// What one replication is called.
    day: Noun,
}

/// The screen of a run, ending in a line break.
pub fn run_screen(center: &Center, results: &Results, findings: &[String], screen: &Screen<'_>) -> String {
    let view = View {
        center,
        results,
        screen,
        day: words::horizon(&center.name, &center.calendar),
    };
    let worst = in_trouble_first(center, results);
    let mut listed = worst[..worst.len().min(queues_listed(screen.height))].to_vec();
    listed.sort_unstable();

    let text_width = screen.width.min(WIDEST_TEXT);
    if let Some(run) = &results.steady {
        let mut text = steady::lines(&view, run, findings, &listed, text_width).join("\n");
        text.push('\n');
        return text;
    }
    let paragraph = |text: &str| words::wrapped(text, text_width, INDENT);
    let indented = |line: &String| " ".repeat(INDENT) + line;

    let mut head = vec![title(&view)];
    if !findings.is_empty() {
        head.push(String::new());
        let findings = findings.iter().flat_map(|finding| paragraph(finding));
        head.extend(findings.map(|line| screen.style.paint(Tone::Strong, &line)));
    }
    head.push(String::new());
    head.extend(summary::lines(&view, &listed).iter().map(indented));
    head.push(String::new());
    for line in channels::lines(&view)
        .into_iter()
        .chain(beyond::lines(&view, &listed))
    {
        head.push(if line.is_empty() { line } else { indented(&line) });
    }

    let foot = |spans: &spans::Spans, shown: &intervals::Shown| {
        let mut foot = paragraph(&foot::totals(&view));
        foot.push(String::new());
        let marked = shown.marked
            || center
                .queues
                .iter()
                .map(|queue| &queue.target)
                .zip(&results.queues)
                .chain([(&center.target, &results.center)])
                .any(|(target, panel)| {
                    let target = target.as_ref();
                    target.is_some_and(|target| limits::misses(target, &panel.day).any())
                });
        let mut notes = foot::apart(&view);
        notes.push(foot::definitions(&view, spans, shown, marked));
        notes.extend(foot::left_out(
            &view,
            spans,
            shown,
            center.queues.len() - listed.len(),
        ));
        let notes = notes.iter().flat_map(|note| paragraph(note));
        foot.extend(notes.map(|line| screen.style.paint(Tone::Faint, &line)));
        foot.extend(foot::next(&view, hardest(center, results)).iter().map(indented));
        foot
    };
    let draw = |room| {
        let spans = spans::choose(&center.calendar, room).of_opening(center);
        let shown = intervals::show(&view, &spans, &worst);
        let foot = foot(&spans, &shown);
        (shown, foot)
    };
    let (mut shown, mut below) = draw(None);
    if let Some(height) = screen.height {
        // The prompt needs a line, too.
        let used = head.len() + shown.lines.len() + below.len() + 1;
        if used > height {
            (shown, below) = draw(Some(shown.lines.len().saturating_sub(used - height)));
        }
    }
    head.extend(shown.lines.iter().map(indented));
    head.extend(below);
    let mut text = head.join("\n");
    text.push('\n');
    text
}

fn title(view: &View<'_>) -> String {
    let calendar = &view.center.calendar;
    let (opens, closes) = calendar.hours();
    let hours = match calendar.days() {
        0 | 1 => format!("{opens}–{closes}"),
        days => format!("{days} days from {opens}"),
    };
    let replications = view.results.replications;
    let mut rest = vec![
        hours,
        format!(
            "{} simulated {}",
            number::grouped(f64::from(replications), 0),
            view.day.of(replications as usize)
        ),
        format!("seed {}", view.results.seed),
    ];
    if let Source::BuiltIn(name) = view.screen.source {
        rest.push(format!("edit: headcount new {name}"));
    }
    headed(&view.results.name, rest, view.screen)
}

/// The first line of a screen: the scenario's name, and as much of the rest as has room (the first at least).
fn headed(name: &str, mut rest: Vec<String>, screen: &Screen<'_>) -> String {
    while rest.len() > 1
        && name.width() + rest.iter().map(|part| part.width() + 3).sum::<usize>() > screen.width
    {
        rest.pop();
    }
    format!(
        "{} · {}",
        screen.style.paint(Tone::Strong, name),
        screen.style.paint(Tone::Faint, &rest.join(" · "))
    )
}

fn queues_listed(height: Option<usize>) -> usize {
    height.map_or(MOST_QUEUES, |height| (height / 3).clamp(5, MOST_QUEUES))
}

/// All queues: those that miss a target first, then by how far the service level lies from its target (or
/// from 100 % where there is none).
fn in_trouble_first(center: &Center, results: &Results) -> Vec<usize> {
    let trouble = |queue: usize| {
        let day = &results.queues[queue].day;
        let target = center.queues[queue].target.as_ref();
        let missed = target.is_some_and(|target| limits::misses(target, day).any());
        let wanted = target
            .and_then(|target| target.service)
            .map_or(1.0, |service| service.answered);
        let short = day
            .mean(Measure::ServiceLevel)
            .map_or(f64::NEG_INFINITY, |level| wanted - level);
        (missed, target.is_some(), short)
    };
    let mut queues: Vec<(usize, (bool, bool, f64))> = (0..center.queues.len())
        .map(|queue| (queue, trouble(queue)))
        .collect();
    queues.sort_by(|(_, left), (_, right)| {
        (right.0, right.1)
            .cmp(&(left.0, left.1))
            .then(right.2.total_cmp(&left.2))
    });
    queues.into_iter().map(|(queue, _)| queue).collect()
}

/// The queue and the intervals on end in which most contacts are served too late for the target.
fn hardest(center: &Center, results: &Results) -> Option<(usize, Range<usize>)> {
    let mut hardest: Option<(f64, usize, Range<usize>)> = None;
    for (queue, facts) in center.queues.iter().enumerate() {
        let Some(target) = &facts.target else { continue };
        let cells = &results.queues[queue].intervals;
        let late = |interval: usize| {
            let cell = &cells[interval];
            if !limits::misses(target, cell).any() {
                return None;
            }
            let level = cell.mean(Measure::ServiceLevel)?;
            let wanted = target.service.map_or(1.0, |service| service.answered);
            Some((wanted - level).max(0.0) * cell.mean(Measure::Offered)?)
        };
        let mut start = 0;
        while start < cells.len() {
            let run: Vec<f64> = (start..cells.len()).map_while(late).collect();
            let sum: f64 = run.iter().sum();
            if !run.is_empty() && hardest.as_ref().is_none_or(|(most, ..)| sum > *most) {
                hardest = Some((sum, queue, start..start + run.len()));
            }
            start += run.len().max(1);
        }
    }
    hardest.map(|(_, queue, intervals)| (queue, intervals))
}
