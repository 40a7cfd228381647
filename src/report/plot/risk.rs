//! The service levels of single days as bars: a panel a queue, or, where a replication has several days, a
//! panel a day of the queue that is off its target most often.

use super::axis::{Axis, draw_axes};
use super::canvas::{Anchor, Canvas, page};
use super::figures::{NBSP, contacts, percent, run_word, shortest, title_of, whole};
use super::frame::{Area, Frame};
use super::page::frame_page;
use super::palette::{BLACK, BLUE, GREY, LABEL, Type, VERMILION};
use super::panel::{GUTTER, Mark, headings, key, note, nothing};
use super::{PlotError, Size, Svg};
use crate::estimate::{Bound, Figures, Measure, Risk, SingleDays};
use crate::insight::{DayNames, risk_title, riskiest_first};
use crate::model::{Center, Experiment};
use crate::stats::{Bins, Closed};

/// Panels that stay legible on a page.
const MOST_PANELS: usize = 8;
/// Of more panels than these, each has no room for words within and for an axis of its own.
const LARGE_PANELS: usize = 3;
/// Bars of a panel.
const MOST_BARS: usize = 40;

struct Panel<'a> {
    name: String,
    aside: String,
    levels: &'a Figures,
    least: Option<f64>,
}

/// Draws how single days differ.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn risk(center: &Center, experiment: &Experiment, risk: &Risk) -> Result<Svg, PlotError> {
    let title = risk_title(center, risk);
    let names = DayNames::of(&center.name, &center.calendar);
    let replications = risk.overtime_hours.sorted().len();
    let words = match (risk.days.len(), replications) {
        (0 | 1, 1) => &*names.one,
        (0 | 1, _) => &*names.many,
        _ => run_word(&center.calendar, replications != 1),
    };
    let subtitle = format!(
        "{} · {} simulated {} · seed {}",
        center.name,
        whole(replications as f64),
        words,
        experiment.seed
    );
    let foot = format!(
        "Service level = {}. On target: every limit of the target is kept, of which the service level is one.",
        center.service_level.formula()
    );
    let (panels, remark) = panels(center, risk, &names);
    let size = Size {
        width: 1200,
        height: if panels.len() > LARGE_PANELS { 800 } else { 675 },
    };
    page(size, &title, |canvas| {
        let area = frame_page(canvas, size, &title, Type::bold(25.0, BLACK), &subtitle, &foot);
        let many = &names.many;
        let targets = panels.iter().any(|panel| panel.least.is_some());
        let mut entries = vec![(Mark::Band(BLUE), many.clone())];
        if targets {
            entries[0].1 = format!("{many} whose service level is on target");
            entries.push((Mark::Band(VERMILION), format!("{many} below it")));
            entries.push((Mark::Line(BLACK, 1.6), "target".into()));
        }
        entries.push((
            Mark::Line(GREY, 1.6),
            format!("p10: one {} in ten is below", names.one),
        ));
        entries.extend(remark.map(|remark| (Mark::Words, remark)));
        let area = key(canvas, area, &entries);
        draw(canvas, area, &panels, many, contacts(center));
    })
}

/// What is drawn, and what to say of the rest.
fn panels<'a>(center: &Center, risk: &'a Risk, names: &DayNames) -> (Vec<Panel<'a>>, Option<String>) {
    let order = riskiest_first(center, risk);
    let of = |name: String, days: &'a SingleDays| Panel {
        aside: in_words(days),
        name,
        levels: &days.figures[0],
        least: match days.bound(Measure::ServiceLevel) {
            Some(Bound::AtLeast(least)) => Some(least),
            _ => None,
        },
    };
    let Some(&worst) = order.first() else {
        return (Vec::new(), None);
    };
    let each = &risk.queues[worst].each;
    if !each.is_empty() {
        let name = title_of(&center.queues[worst].name);
        let shown = each.len().min(MOST_PANELS);
        let panels = risk.days.iter().zip(each).take(shown);
        let panels = panels.map(|(&number, days)| of(title_of(&names.name(number)), days));
        let remark = match (center.queues.len(), each.len() > shown) {
            (1, false) => None,
            (1, true) => Some(format!("shown: the first {shown} of {} days", each.len())),
            (queues, _) => Some(format!(
                "shown: {name}, of {queues} queues the one most often off target"
            )),
        };
        return (panels.collect(), remark);
    }
    let mut shown = order;
    shown.truncate(MOST_PANELS);
    shown.sort_unstable();
    let remark = (shown.len() < center.queues.len())
        .then(|| format!("shown: {} of {} queues", shown.len(), center.queues.len()));
    let panels = shown.iter().map(|&queue| {
        let days = &risk.queues[queue].all;
        of(title_of(&center.queues[queue].name), days)
    });
    (panels.collect(), remark)
}

/// `89 % on target, p10 80 %, worst 61 %`.
fn in_words(days: &SingleDays) -> String {
    let levels = &days.figures[0];
    let mut said = Vec::new();
    if let Some(met) = &days.met {
        said.push(format!("{} on target", percent(met.mean)));
    }
    let quantiles = [("p10", 0.1), ("worst", 0.0)];
    let known = quantiles
        .iter()
        .filter_map(|(name, share)| Some((name, levels.quantile(*share)?)));
    said.extend(known.map(|(name, value)| format!("{name} {}", percent(value))));
    said.join(", ")
}

fn draw(canvas: &mut Canvas<'_>, area: Area, panels: &[Panel<'_>], many: &str, contacts: &str) {
    let nobody = format!("nothing to show: no {contacts}");
    // One range and one width of bars for all, so that panels compare.
    let lowest = panels.iter().filter_map(|panel| panel.levels.quantile(0.0));
    let lowest = panels
        .iter()
        .filter_map(|panel| panel.least)
        .chain(lowest)
        .fold(0.95, f64::min);
    let from = ((lowest - 0.01) * 10.0).floor().max(0.0) / 10.0;
    let own = panels
        .iter()
        .filter_map(|panel| panel.levels.bins(panel.least.map(Bound::AtLeast), MOST_BARS));
    let Some(bins) = own.reduce(|wide, other| if other.width() > wide.width() { other } else { wide }) else {
        nothing(canvas, area, &nobody);
        return;
    };
    let bars: Vec<Vec<(f64, f64, f64)>> = panels.iter().map(|panel| bars(panel.levels, &bins)).collect();
    let highest = bars.iter().flatten().map(|bar| bar.2).fold(0.0, f64::max);
    let words: Vec<(String, String)> = panels
        .iter()
        .map(|panel| (panel.name.clone(), panel.aside.clone()))
        .collect();
    let parts = headings(canvas, &area.divided(panels.len(), GUTTER), &words);
    let small = panels.len() > LARGE_PANELS;
    for ((panel, bars), part) in panels.iter().zip(&bars).zip(parts) {
        if bars.is_empty() {
            nothing(canvas, part, &nobody);
            continue;
        }
        let up = if small {
            Axis::unmarked(1.12 * highest)
        } else {
            Axis::figures(1.12 * highest, &format!("share of {many}"), |share| {
                format!("{}{NBSP}%", shortest(100.0 * share))
            })
        };
        let name = if small { "" } else { "service level" };
        let frame = draw_axes(canvas, part, 0.0, &up, |_| Axis::shares(from, name));
        draw_bars(canvas, &frame, bars, panel.least);
        if let Some(p10) = panel.levels.quantile(0.1) {
            let beyond = panel.least.is_some_and(|least| p10 > least);
            let style = Type::plain(LABEL.size, GREY);
            mark(canvas, &frame, p10, "p10", style, (small, beyond));
        }
        if let Some(least) = panel.least {
            mark(
                canvas,
                &frame,
                least,
                "target",
                Type::bold(LABEL.size, BLACK),
                (small, false),
            );
        }
    }
}

/// Where bars begin and end, and the share of days in each, ascending.
fn bars(levels: &Figures, bins: &Bins) -> Vec<(f64, f64, f64)> {
    let days = levels.sorted().len() as f64;
    let places = levels
        .sorted()
        .iter()
        .map(|&level| bins.place_of(level, Closed::Below));
    let places: Vec<i64> = places.collect();
    places
        .chunk_by(|a, b| a == b)
        .map(|same| {
            let (low, high) = bins.edges(same[0]);
            // Days on which everybody is in time belong to the last bar that the axis has.
            let (low, high) = if low >= 1.0 {
                (low - bins.width(), low)
            } else {
                (low, high)
            };
            (low, high, same.len() as f64 / days)
        })
        .collect::<Vec<_>>()
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| (same[0].0, same[0].1, same.iter().map(|bar| bar.2).sum()))
        .collect()
}

/// Draws bars; one that the target divides changes colour there.
fn draw_bars(canvas: &mut Canvas<'_>, frame: &Frame, bars: &[(f64, f64, f64)], least: Option<f64>) {
    for &(low, high, share) in bars {
        let turn = least.unwrap_or(low).clamp(low, high);
        let gap = if frame.across(high) - frame.across(low) > 5.0 {
            1.0
        } else {
            0.0
        };
        for (from, to, ink) in [(low, turn, VERMILION), (turn, high, BLUE)] {
            if to > from {
                let (left, top) = frame.at(from, share);
                let (right, bottom) = frame.at(to, 0.0);
                canvas.rectangle((left, top), (right - gap, bottom), ink);
            }
        }
    }
}

/// A vertical line with its name, to the left if there is room unless `right` is asked for: the target's on
/// top, p10's below it; in a small panel the key and the
/// words beside the heading must do.
fn mark(
    canvas: &mut Canvas<'_>,
    frame: &Frame,
    at: f64,
    name: &str,
    style: Type,
    (small, right): (bool, bool),
) {
    let x = frame.across(at);
    let from = frame.area.top + if style.bold || small { 0.0 } else { 17.0 };
    canvas.line(&[(x, from), (x, frame.area.bottom)], 1.6, style.ink);
    if small {
        return;
    }
    let words = format!("{name} {}", percent(at));
    let width = super::canvas::width_of(&words, style);
    let baseline = frame.area.top + if style.bold { 12.0 } else { 29.0 };
    if !right && x - width - 8.0 > frame.area.left {
        canvas.text((x - 6.0, baseline), Anchor::End, style, &words);
    } else {
        note(canvas, frame, (x + width / 2.0 + 8.0, baseline), style, &words);
    }
}
