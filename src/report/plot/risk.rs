//! The service levels of single days as bars: a panel a queue, or, where a replication has several days, a
//! panel a day of the queue that is off its target most often.

use super::axis::{Axis, draw_axes};
use super::canvas::{Anchor, Canvas, page};
use super::figures::{NBSP, percent, run_word, shortest, title_of, whole};
use super::frame::{Area, Frame};
use super::page::frame_page;
use super::palette::{BLACK, BLUE, GREY, LABEL, Type, VERMILION};
use super::panel::{GUTTER, Mark, headings, key, note, nothing};
use super::{PlotError, Size, Svg};
use crate::estimate::{Bound, Figures, Measure, Risk, SingleDays};
use crate::insight::{DayNames, risk_title, riskiest_first};
use crate::model::{Center, Experiment};
use crate::stats::Bins;

/// Panels that stay legible on a page.
const MOST_PANELS: usize = 8;
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
    let subtitle = format!(
        "{} · {} simulated {} · seed {}",
        center.name,
        whole(replications as f64),
        run_word(&center.calendar, replications != 1),
        experiment.seed
    );
    let foot = format!(
        "Service level = {}. A bar that begins at the target holds days that met it.",
        center.service_level.formula()
    );
    let (panels, remark) = panels(center, risk, &names);
    let size = Size {
        width: 1200,
        height: 675,
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
        draw(canvas, area, &panels, many);
    })
}

/// What is drawn, and what to say of the rest.
fn panels<'a>(center: &Center, risk: &'a Risk, names: &DayNames) -> (Vec<Panel<'a>>, Option<String>) {
    let order = riskiest_first(center, risk);
    let of = |name: String, days: &'a SingleDays, bounds: &SingleDays| Panel {
        aside: in_words(days, names),
        name,
        levels: &days.figures[0],
        least: match bounds.bound(Measure::ServiceLevel) {
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
        let panels = panels.map(|(&number, days)| of(title_of(&names.name(number)), days, days));
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
    let remark = (shown.len() < center.queues.len()).then(|| {
        format!(
            "shown: {} of {} queues, most often off target",
            shown.len(),
            center.queues.len()
        )
    });
    let panels = shown.iter().map(|&queue| {
        let days = &risk.queues[queue].all;
        of(title_of(&center.queues[queue].name), days, days)
    });
    (panels.collect(), remark)
}

/// `on target on 89 %, p10 80 %, worst 61 %`.
fn in_words(days: &SingleDays, names: &DayNames) -> String {
    let levels = &days.figures[0];
    let mut said = Vec::new();
    if let Some(met) = &days.met {
        said.push(format!("on target on {} of {}", percent(met.mean), names.many));
    }
    let quantiles = [("p10", 0.1), ("worst", 0.0)];
    let known = quantiles
        .iter()
        .filter_map(|(name, share)| Some((name, levels.quantile(*share)?)));
    said.extend(known.map(|(name, value)| format!("{name} {}", percent(value))));
    said.join(", ")
}

fn draw(canvas: &mut Canvas<'_>, area: Area, panels: &[Panel<'_>], many: &str) {
    // One range for all, so that panels compare.
    let lowest = panels.iter().filter_map(|panel| panel.levels.quantile(0.0));
    let lowest = panels
        .iter()
        .filter_map(|panel| panel.least)
        .chain(lowest)
        .fold(0.95, f64::min);
    let from = ((lowest - 0.01) * 10.0).floor().max(0.0) / 10.0;
    let words: Vec<(String, String)> = panels
        .iter()
        .map(|panel| (panel.name.clone(), panel.aside.clone()))
        .collect();
    let parts = headings(canvas, &area.divided(panels.len(), GUTTER), &words);
    for (panel, part) in panels.iter().zip(parts) {
        let bound = panel.least.map(Bound::AtLeast);
        match panel.levels.bins(bound, MOST_BARS) {
            Some(bins) => draw_panel(canvas, part, panel, &bins, from, many),
            None => nothing(canvas, part, "nothing to show: no calls"),
        }
    }
}

fn draw_panel(canvas: &mut Canvas<'_>, part: Area, panel: &Panel<'_>, bins: &Bins, from: f64, many: &str) {
    let days = panel.levels.sorted().len() as f64;
    let highest = bins.counts.iter().copied().max().unwrap_or(0) as f64 / days;
    let up = Axis::figures(1.12 * highest, &format!("share of {many}"), |share| {
        format!("{}{NBSP}%", shortest(100.0 * share))
    });
    let frame = draw_axes(canvas, part, 0.0, &up, |_| Axis::shares(from, "service level"));
    let pixels = frame.across(from + bins.width()) - frame.across(from);
    let gap = if pixels > 5.0 { 1.0 } else { 0.0 };
    for (bar, &count) in bins.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (low, high) = bins.edges(bar);
        let ink = if panel.least.is_some_and(|least| low < least) {
            VERMILION
        } else {
            BLUE
        };
        let (left, top) = frame.at(low, count as f64 / days);
        let (right, bottom) = frame.at(high, 0.0);
        // Days on which all were in time end the axis: their bar is drawn before it.
        let (left, right) = if right - left < 1.0 {
            (left - pixels.max(3.0), right)
        } else {
            (left, right)
        };
        canvas.rectangle((left, top), (right - gap, bottom), ink);
    }
    if let Some(p10) = panel.levels.quantile(0.1) {
        mark(canvas, &frame, p10, "p10", Type::plain(LABEL.size, GREY));
    }
    if let Some(least) = panel.least {
        mark(canvas, &frame, least, "target", Type::bold(LABEL.size, BLACK));
    }
}

/// A vertical line with its name: the target's on top, p10's below it.
fn mark(canvas: &mut Canvas<'_>, frame: &Frame, at: f64, name: &str, style: Type) {
    let x = frame.across(at);
    canvas.line(&[(x, frame.area.top), (x, frame.area.bottom)], 1.6, style.ink);
    let words = format!("{name} {}", percent(at));
    let width = super::canvas::width_of(&words, style);
    let baseline = frame.area.top + if style.bold { 12.0 } else { 29.0 };
    if x - width - 8.0 > frame.area.left {
        canvas.text((x - 6.0, baseline), Anchor::End, style, &words);
    } else {
        note(canvas, frame, (x + width / 2.0 + 8.0, baseline), style, &words);
    }
}
