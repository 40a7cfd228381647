//! What other service levels cost.

use super::super::axis::{Axis, draw_axes};
use super::super::canvas::{Anchor, Canvas};
use super::super::figures::percent;
use super::super::frame::Area;
use super::super::palette::{BLACK, GREEN, GREY, LABEL, Type};
use super::super::panel::{Mark, key};
use super::super::{PlotError, Svg};
use super::sheet;
use crate::insight::staff::amount;
use crate::planner::{CurvePoint, Planned, Price, Question};

/// The service levels by which the title tells the price, where both are on the curve.
const BETTER: (f64, f64) = (0.8, 0.9);

/// Whether there is a curve: two points at least.
pub fn has_something(planned: &Planned) -> bool {
    known(planned).len() > 1
}

fn known(planned: &Planned) -> Vec<(f64, f64)> {
    let point = |point: &CurvePoint| Some((point.answered, point.cost?.0));
    planned.curve.iter().filter_map(point).collect()
}

/// Draws the least cost found against the share asked to be answered in time.
pub fn draw(question: &Question, planned: &Planned) -> Result<Svg, PlotError> {
    let points = known(planned);
    let foot = "Every service target set to the same share, each within its own time; all else as in this plan's \
                targets.";
    sheet(
        question,
        &planned.plan,
        &title(question, &points),
        foot,
        |canvas, area| {
            let what = if question.in_money {
                "least cost found"
            } else {
                "least paid hours found"
            };
            let mut entries = vec![
                (Mark::Line(GREEN, 2.4), what.to_owned()),
                (
                    Mark::Line(BLACK, 1.2),
                    format!("this plan: {}", amount(question, planned.cost)),
                ),
            ];
            let none = planned.curve.iter().filter(|point| point.cost.is_none());
            let none: Vec<String> = none.map(|point| percent(point.answered)).collect();
            if !none.is_empty() {
                entries.push((Mark::Words, format!("no plan found for {}", none.join(", "))));
            }
            let area = key(canvas, area, &entries);
            panel(canvas, area, question, planned, &points);
        },
    )
}

/// "90 % in time costs 145 more than 80 % (2.3 %)".
fn title(question: &Question, points: &[(f64, f64)]) -> String {
    let at = |share: f64| {
        points
            .iter()
            .find(|(answered, _)| (answered - share).abs() < 1e-9)
    };
    let pair = at(BETTER.0)
        .zip(at(BETTER.1))
        .or_else(|| points.first().zip(points.last()));
    pair.map_or_else(String::new, |(low, high)| {
        format!(
            "{} in time costs {} more than {} ({} of it)",
            percent(high.0),
            amount(question, Price((high.1 - low.1).max(0.0))),
            percent(low.0),
            percent((high.1 / low.1 - 1.0).max(0.0))
        )
    })
}

fn panel(canvas: &mut Canvas<'_>, area: Area, question: &Question, planned: &Planned, points: &[(f64, f64)]) {
    let costs = || points.iter().map(|point| point.1).chain([planned.cost.0]);
    let (low, high) = (
        costs().fold(f64::INFINITY, f64::min),
        costs().fold(f64::NEG_INFINITY, f64::max),
    );
    let margin = (high - low).max(high * 0.01) * 0.15;
    let unit = if question.in_money { "cost" } else { "paid hours" };
    let label = |value: f64| amount(question, Price(value)).replace(" paid h", "");
    let range = ((low - margin).max(0.0), high + margin);
    let up = Axis::span(range, (area.height(), 60.0), unit, label);
    let ends = (points[0].0, points[points.len() - 1].0);
    let breadth = (ends.1 - ends.0).max(0.01) * 0.06;
    let frame = draw_axes(canvas, area, 0.0, &up, |width| {
        let range = (100.0 * (ends.0 - breadth), 100.0 * (ends.1 + breadth));
        let mut axis = Axis::span(range, (width, 90.0), "asked to be answered in time", |value| {
            percent(value / 100.0)
        });
        axis.rescale(0.01);
        axis
    });
    let here = frame.up(planned.cost.0);
    canvas.line(&[(frame.area.left, here), (frame.area.right, here)], 1.2, BLACK);
    let line: Vec<_> = points
        .iter()
        .map(|&(share, cost)| frame.at(share, cost))
        .collect();
    canvas.line(&line, 2.4, GREEN);
    let style = Type::bold(LABEL.size, GREY);
    for (&(_, cost), &at) in points.iter().zip(&line) {
        canvas.ring(at, 4.5, 2.2, GREEN);
        canvas.text((at.0, at.1 - 12.0), Anchor::Middle, style, &label(cost));
    }
}
