//! A tornado: what less and more of each factor does to one figure, the largest effect on top.

use super::axis::{Axis, draw_axes, row_at};
use super::canvas::{Canvas, page};
use super::figures::{run_word, title_of, whole};
use super::frame::{Area, Frame};
use super::page::frame_page;
use super::palette::{BLACK, BLUE, Ink, Type};
use super::panel::{Mark, key};
use super::{PlotError, Size, Svg};
use crate::insight::sensitivity::{Sensitivity, Side};
use crate::model::{Center, Experiment, Unit};
use crate::report::number;

/// Bars of less of a factor.
const LESS: Ink = Ink(86, 180, 233, 0.75);
/// How much of a row's height a bar takes.
const THICK: f64 = 0.6;

/// Draws a sensitivity.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn tornado(center: &Center, experiment: &Experiment, found: &Sensitivity) -> Result<Svg, PlotError> {
    let title = found
        .sentences(center)
        .into_iter()
        .next()
        .unwrap_or_else(|| center.name.clone());
    let subtitle = format!(
        "{} · {} simulated {}, the same for all · seed {}",
        center.name,
        whole(f64::from(found.replications)),
        run_word(&center.calendar, found.replications != 1),
        experiment.seed
    );
    let share = number::limit_percent(found.question.share);
    let foot = format!(
        "Service level = {}. Absence is the shrinkage, with paid hours as they are.",
        center.service_level.formula()
    );
    let size = Size {
        width: 1200,
        height: 675,
    };
    page(size, &title, |canvas| {
        let area = frame_page(canvas, size, &title, Type::bold(25.0, BLACK), &subtitle, &foot);
        let level = number::limit_percent(found.confidence);
        let area = key(
            canvas,
            area,
            &[
                (Mark::Band(LESS), format!("{share} % less")),
                (Mark::Band(BLUE), format!("{share} % more")),
                (
                    Mark::Line(BLACK, 1.8),
                    format!("the interval in which the difference lies ({level} % confidence)"),
                ),
            ],
        );
        draw(canvas, area, found);
    })
}

fn draw(canvas: &mut Canvas<'_>, area: Area, found: &Sensitivity) {
    let (scale, unit) = match found.question.figure.unit() {
        Unit::Share => (100.0, "points"),
        Unit::Seconds => (1.0, "seconds"),
        Unit::Hours => (1.0, "hours"),
        _ => (1.0, ""),
    };
    let sides = || found.swings.iter().flat_map(|swing| [&swing.less, &swing.more]);
    let ends = |side: &Side| {
        let middle = side.difference.difference();
        side.difference.interval.unwrap_or((middle, middle))
    };
    let low = sides().map(|side| scale * ends(side).0).fold(0.0, f64::min);
    let high = sides().map(|side| scale * ends(side).1).fold(0.0, f64::max);
    let names: Vec<String> = found
        .swings
        .iter()
        .map(|swing| title_of(swing.factor.name()))
        .collect();
    let up = Axis::named_rows(&names);
    let range = (1.05 * low, 1.05 * high);
    let frame = draw_axes(canvas, area, 0.0, &up, |width| {
        Axis::about_zero(range, width, unit)
    });
    for (place, swing) in found.swings.iter().enumerate() {
        let row = row_at(place, found.swings.len());
        let size = |side: &Side| side.difference.difference().abs();
        // The shorter bar lies over the longer where both go the same way.
        let mut bars = [(&swing.less, LESS), (&swing.more, BLUE)];
        if size(&swing.less) < size(&swing.more) {
            bars.swap(0, 1);
        }
        for (side, ink) in bars {
            bar(canvas, &frame, row, scale * side.difference.difference(), ink);
        }
        for side in [&swing.less, &swing.more] {
            if let Some((low, high)) = side.difference.interval {
                whisker(canvas, &frame, row, (scale * low, scale * high));
            }
        }
    }
    let (bottom, top) = (frame.at(0.0, 0.0), frame.at(0.0, found.swings.len() as f64));
    canvas.line(&[bottom, top], 1.4, BLACK);
}

fn bar(canvas: &mut Canvas<'_>, frame: &Frame, row: f64, value: f64, ink: Ink) {
    let (from, to) = (value.min(0.0), value.max(0.0));
    let upper_left = frame.at(from, row + THICK / 2.0);
    let lower_right = frame.at(to, row - THICK / 2.0);
    canvas.rectangle(upper_left, lower_right, ink);
}

fn whisker(canvas: &mut Canvas<'_>, frame: &Frame, row: f64, (low, high): (f64, f64)) {
    let (left, right) = (frame.at(low, row), frame.at(high, row));
    canvas.line(&[left, right], 1.8, BLACK);
    for end in [left, right] {
        canvas.line(&[(end.0, end.1 - 5.0), (end.0, end.1 + 5.0)], 1.8, BLACK);
    }
}
