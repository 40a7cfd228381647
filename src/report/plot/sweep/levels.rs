//! Levels that are no numbers: a row each, a dot with its interval of confidence for each line.

use super::super::axis::draw_axes;
use super::super::canvas::{Anchor, Canvas, width_of};
use super::super::frame::Area;
use super::super::lettering::fitted;
use super::super::palette::{GRID, LABEL, TICK, Type, VERMILION};
use super::panel::Panel;
use crate::insight::sweep::Sweep;
use crate::report::plot::axis::Axis;

/// The least height of a row with a name, in pixels.
const ROW: f64 = 15.0;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, panel: &Panel, sweep: &Sweep<'_>) {
    let rows = sweep.variants.len();
    let names: Vec<String> = sweep
        .variants
        .iter()
        .map(|variant| fitted(&variant.label, LABEL, area.width() * 0.45))
        .collect();
    let left = names.iter().map(|name| width_of(name, LABEL)).fold(0.0, f64::max) + 10.0;
    let labelled = panel.lines.len() > 1;
    let area = if labelled {
        legend(canvas, area, panel)
    } else {
        area
    };
    let inner = Area {
        left: area.left + left,
        ..area
    };
    let up = Axis::rows(rows);
    let frame = draw_axes(canvas, inner, 0.0, &up, |width| panel.axis(width, 70.0, ""));
    let height = frame.area.height() / rows.max(1) as f64;
    let every = (ROW / height.max(0.1)).ceil().max(1.0) as usize;
    let place = |row: f64| rows as f64 - 1.0 - row;
    for (row, name) in names.iter().enumerate().step_by(every) {
        let y = frame.up(place(row as f64));
        canvas.line(&[(frame.area.left, y), (frame.area.right, y)], 1.0, GRID);
        canvas.text((frame.area.left - 8.0, y + 4.5), Anchor::End, LABEL, name);
    }
    let gap = (height * 0.7 / panel.lines.len().max(1) as f64).min(14.0);
    for (index, line) in panel.lines.iter().enumerate() {
        let off = (index as f64 - (panel.lines.len() as f64 - 1.0) / 2.0) * gap;
        if let Some(limit) = line.limit {
            let x = frame.across(limit);
            let (width, ink) = panel.limit_mark(line);
            canvas.line(&[(x, frame.area.top), (x, frame.area.bottom)], width, ink);
        }
        for (row, figure) in &line.points {
            let y = frame.up(place(*row)) + off;
            if let Some((low, high)) = figure.interval {
                canvas.line(
                    &[(frame.across(low), y), (frame.across(high), y)],
                    2.0,
                    line.ink.at(0.5),
                );
            }
            let ink = if panel.misses(line, figure.mean) {
                VERMILION
            } else {
                line.ink
            };
            canvas.dot((frame.across(figure.mean), y), 4.2, ink);
        }
    }
}

/// Names the lines by their colours, in a row; tells what is left below.
fn legend(canvas: &mut Canvas<'_>, area: Area, panel: &Panel) -> Area {
    let most = (area.width() - 18.0 * panel.lines.len() as f64) / panel.lines.len() as f64;
    let mut x = area.left;
    for line in &panel.lines {
        let words = fitted(&line.label, TICK, most);
        canvas.dot((x + 5.0, area.top + 6.0), 4.2, line.ink);
        canvas.text(
            (x + 14.0, area.top + 10.5),
            Anchor::Start,
            Type::plain(TICK.size, line.ink),
            &words,
        );
        x += 14.0 + width_of(&words, TICK) + 16.0;
    }
    area.below(area.top + 18.0)
}
