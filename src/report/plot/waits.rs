//! How long contacts waited: those answered in time, those answered later, those who gave up.

use super::Inputs;
use super::axis::{Axis, draw_axes};
use super::canvas::{Anchor, Canvas};
use super::choice;
use super::figures::{NBSP, callers, contacts, duration, percent, shortest, title_of};
use super::frame::{Area, Frame};
use super::palette::{BLACK, BLUE, Ink, LABEL, Type, VERMILION};
use super::panel::{GUTTER, Mark, headings, key, note, nothing};
use crate::estimate::Waits;
use crate::model::QueueId;
use crate::stats::Histogram;

/// Answered, but after T.
const LATER: Ink = Ink(86, 180, 233, 1.0);

/// Widths of a bar that people can name, in seconds.
const WIDTHS: [f64; 17] = [
    0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
    14_400.0,
];

/// The distribution of one queue's waits in bars.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bars {
    /// Width of a bar, in seconds.
    pub(super) width_s: f64,
    /// Share of offered contacts that were answered after a wait in each bar's span.
    pub(super) answered: Vec<f64>,
    /// Share of offered contacts that gave up in each bar's span.
    pub(super) abandoned: Vec<f64>,
    /// Share answered without a wait.
    pub(super) at_once: f64,
    /// Share answered at all.
    pub(super) answered_all: f64,
    /// Share that gave up.
    pub(super) abandoned_all: f64,
    /// Share that waited longer than the last bar shows.
    pub(super) beyond: f64,
}

/// Bars of a queue with threshold `within_s`, as many as `width` pixels have room for; nothing if nobody
/// came.
pub(super) fn bars(waits: &Waits, within_s: f64, width: f64) -> Option<Bars> {
    let mut all = waits.answered.clone();
    all.merge(&waits.abandoned);
    let total = all.total();
    if total == 0 {
        return None;
    }
    let total = total as f64;
    let at_once = waits.answered.counts().first().copied().unwrap_or(0) as f64;
    let long = all.quantile(0.99).unwrap_or(0.0).max(1.6 * within_s).max(5.0);
    let most = (width / 9.0).clamp(8.0, 60.0);
    let first = WIDTHS
        .iter()
        .position(|bar| long / bar <= most)
        .unwrap_or(WIDTHS.len() - 1);
    // A bar that ends at T shows exactly who was in time: worth a somewhat wider bar.
    let divides = |bar: &f64| within_s > 0.0 && (within_s / bar - (within_s / bar).round()).abs() < 1e-9;
    let width_s = WIDTHS[first..]
        .iter()
        .take(3)
        .copied()
        .find(|bar| divides(bar))
        .unwrap_or(WIDTHS[first]);
    let number = (long / width_s).ceil().clamp(1.0, 400.0) as usize;
    let share = |histogram: &Histogram, from: f64, to: f64| {
        (histogram.at_most(to) - histogram.at_most(from)).max(0.0) / total
    };
    let span = |bar: usize| (bar as f64 * width_s, (bar + 1) as f64 * width_s);
    let by_bar = |histogram: &Histogram| -> Vec<f64> {
        (0..number)
            .map(|bar| share(histogram, span(bar).0, span(bar).1))
            .collect()
    };
    let (answered, abandoned) = (by_bar(&waits.answered), by_bar(&waits.abandoned));
    // Who gave up at the very moment of arrival belongs to the first bar.
    let mut abandoned = abandoned;
    abandoned[0] += waits.abandoned.at_most(0.0) / total;
    let beyond = 1.0 - all.at_most(number as f64 * width_s) / total;
    Some(Bars {
        width_s,
        answered,
        abandoned,
        at_once: at_once / total,
        answered_all: waits.answered.total() as f64 / total,
        abandoned_all: waits.abandoned.total() as f64 / total,
        beyond: beyond.max(0.0),
    })
}

/// What the picture says.
pub(super) fn headline(inputs: &Inputs<'_>) -> String {
    let worst = inputs
        .center
        .queues
        .iter()
        .zip(&inputs.results.waits)
        .filter_map(|(queue, waits)| Some((queue, waits.answered.quantile(0.9)?)))
        .reduce(|best, other| if other.1 > best.1 { other } else { best });
    let Some((queue, p90)) = worst else {
        return if inputs
            .results
            .waits
            .iter()
            .any(|waits| waits.abandoned.total() > 0)
        {
            "Nobody is answered".into()
        } else {
            format!("No {}, so no waits", contacts(inputs.center))
        };
    };
    let name = title_of(&queue.name);
    let many = callers(inputs.center);
    let one = many.trim_end_matches('s');
    match (inputs.center.queues.len(), p90 > 0.0) {
        (1, true) => format!("One answered {one} in ten waits longer than {}", duration(p90)),
        (1, false) => format!("Nine answered {many} in ten do not wait at all"),
        (_, true) => format!(
            "{name} has the longest waits: one answered {one} in ten waits longer than {}",
            duration(p90)
        ),
        (_, false) => format!("In every queue nine answered {many} in ten do not wait at all"),
    }
}

/// Draws a panel a queue.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, inputs: &Inputs<'_>, most: usize) {
    let longest = |queue: QueueId| {
        let waits = inputs.results.waits.get(queue);
        let p90 = waits.and_then(|waits| waits.answered.quantile(0.9));
        p90.unwrap_or(f64::NEG_INFINITY)
    };
    let choice = choice::queues(inputs, most, longest, "the longest waits");
    let mut entries = vec![
        (Mark::Band(BLUE), "answered within T".to_owned()),
        (Mark::Band(LATER), "answered later".to_owned()),
        (Mark::Band(VERMILION), "gave up".to_owned()),
    ];
    entries.extend(choice.remark.map(|remark| (Mark::Words, remark)));
    let area = key(canvas, area, &entries);
    let parts = area.divided(choice.shown.len(), GUTTER);
    let panels: Vec<(QueueId, Option<Bars>)> = choice
        .shown
        .iter()
        .zip(&parts)
        .map(|(&queue, part)| {
            let within_s = inputs.center.queues[queue].within.seconds();
            let waits = inputs.results.waits.get(queue);
            (
                queue,
                waits.and_then(|waits| bars(waits, within_s, part.width() - 60.0)),
            )
        })
        .collect();
    let words: Vec<(String, String)> = panels
        .iter()
        .map(|(queue, bars)| {
            let aside = bars.as_ref().map_or_else(String::new, in_words);
            (title_of(&inputs.center.queues[*queue].name), aside)
        })
        .collect();
    let contacts = contacts(inputs.center);
    for ((queue, bars), rest) in panels.iter().zip(headings(canvas, &parts, &words)) {
        match bars {
            Some(bars) => {
                let within_s = inputs.center.queues[*queue].within.seconds();
                panel(canvas, rest, bars, within_s, contacts);
            }
            None => nothing(canvas, rest, &format!("nothing to show: no {contacts}")),
        }
    }
}

fn panel(canvas: &mut Canvas<'_>, rest: Area, bars: &Bars, within_s: f64, contacts: &str) {
    let highest = bars
        .answered
        .iter()
        .zip(&bars.abandoned)
        .map(|(answered, abandoned)| answered + abandoned)
        .fold(0.0, f64::max);
    if highest == 0.0 {
        let why = if bars.answered_all > 0.0 {
            "nobody waits"
        } else {
            "everybody gives up at once"
        };
        nothing(canvas, rest, why);
        return;
    }
    let up = Axis::figures(
        highest * 1.1,
        &format!("share of {contacts}, per {} of waiting", duration(bars.width_s)),
        |share| format!("{}{NBSP}%", shortest(100.0 * share)),
    );
    let end = bars.width_s * bars.answered.len() as f64;
    let longer = if bars.beyond >= 0.0005 {
        format!(" ({} of {contacts} longer)", percent(bars.beyond))
    } else {
        String::new()
    };
    let frame = draw_axes(canvas, rest, 0.0, &up, |width| Axis::waits(end, width, &longer));
    draw_bars(canvas, &frame, bars, within_s);
    mark_threshold(canvas, &frame, within_s);
}

/// `70 % answered at once (not drawn), 1.9 % gave up`.
fn in_words(bars: &Bars) -> String {
    format!(
        "{} answered at once (not drawn), {} gave up",
        percent(bars.at_once),
        percent(bars.abandoned_all)
    )
}

fn draw_bars(canvas: &mut Canvas<'_>, frame: &Frame, bars: &Bars, within_s: f64) {
    let pixels = frame.across(bars.width_s) - frame.across(0.0);
    let gap = if pixels > 5.0 { 1.0 } else { 0.0 };
    for (index, (&answered, &abandoned)) in bars.answered.iter().zip(&bars.abandoned).enumerate() {
        let (start, end) = (index as f64 * bars.width_s, (index + 1) as f64 * bars.width_s);
        let mut piece = |from: f64, to: f64, low: f64, high: f64, ink: Ink| {
            if high > low {
                let (left, top) = frame.at(from, high);
                let (right, bottom) = frame.at(to, low);
                canvas.rectangle((left, top), (right - gap, bottom), ink);
            }
        };
        // Where T falls inside a bar, the bar changes colour there.
        let turn = within_s.clamp(start, end);
        if turn > start {
            piece(start, turn, 0.0, answered, BLUE);
        }
        if end > turn {
            piece(turn, end, 0.0, answered, LATER);
        }
        piece(start, end, answered, answered + abandoned, VERMILION);
    }
}

fn mark_threshold(canvas: &mut Canvas<'_>, frame: &Frame, within_s: f64) {
    let x = frame.across(within_s);
    canvas.line(&[(x, frame.area.top), (x, frame.area.bottom)], 1.6, BLACK);
    let words = format!("T = {}", duration(within_s));
    let style = Type::bold(LABEL.size, BLACK);
    let half = super::canvas::width_of(&words, style) / 2.0;
    if x + 2.0 * half + 12.0 < frame.area.right {
        canvas.text((x + 6.0, frame.area.top + 12.0), Anchor::Start, style, &words);
    } else {
        note(
            canvas,
            frame,
            (x - half - 8.0, frame.area.top + 12.0),
            style,
            &words,
        );
    }
}
