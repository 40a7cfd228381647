//! What differs between scenarios: a dot for each difference, with its interval, by queue and group.

use super::axis::{Axis, draw_axes, row_at};
use super::canvas::{Canvas, page};
use super::figures::{run_word, whole};
use super::frame::Area;
use super::lettering::fitted;
use super::page::frame_page;
use super::palette::{BLACK, BLUE, GREY, LABEL, Type};
use super::panel::{GUTTER, Mark, headings, key, nothing};
use super::{PlotError, Size, Svg};
use crate::estimate::{Difference, GroupMeasure, Measure, Unit};
use crate::insight::{Beside, most_changed, title};
use crate::model::{Center, Experiment};
use crate::report::number;

/// Rows that stay legible in a panel.
const MOST_ROWS: usize = 10;
/// Width that the names of rows may take, in pixels.
const NAMES: f64 = 190.0;

struct Row<'a> {
    name: String,
    difference: &'a Difference,
    stands: bool,
}

struct Panel<'a> {
    name: String,
    unit: Unit,
    rows: Vec<Row<'a>>,
}

/// Draws the differences of service level, abandonment, waits and occupancy.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn differences(base: &Center, experiment: &Experiment, others: &[Beside]) -> Result<Svg, PlotError> {
    let title = match others {
        [only] => only
            .sentences
            .first()
            .cloned()
            .unwrap_or_else(|| only.name.clone()),
        many => format!("{} scenarios beside {}", many.len(), base.name),
    };
    let panels: Vec<Panel<'_>> = [
        queues("In time", Measure::ServiceLevel, others),
        queues("Abandoned", Measure::AbandonmentRate, others),
        queues("Mean wait of the answered (ASA)", Measure::Asa, others),
        groups("Busy", GroupMeasure::Occupancy, others),
    ]
    .into_iter()
    .filter(|panel| !panel.rows.is_empty())
    .collect();
    let replications = others
        .first()
        .map_or(experiment.replications, |other| other.differences.replications);
    let subtitle = format!(
        "{}: differences from it · {} simulated {}, the same in all · seed {}",
        base.name,
        whole(f64::from(replications)),
        run_word(&base.calendar, replications != 1),
        experiment.seed
    );
    let foot = format!("In time = {}.", base.service_level.formula());
    let size = Size {
        width: 1200,
        height: 675,
    };
    page(size, &title, |canvas| {
        let area = frame_page(canvas, size, &title, Type::bold(25.0, BLACK), &subtitle, &foot);
        if panels.is_empty() {
            nothing(canvas, area, "no queue and no group has a figure in both");
            return;
        }
        let level = number::limit_percent(experiment.confidence);
        let area = key(
            canvas,
            area,
            &[
                (
                    Mark::Dot(BLUE),
                    format!("the difference, with the interval in which it lies ({level} % confidence)"),
                ),
                (
                    Mark::Ring(GREY),
                    "not to be told from chance (Holm's correction)".into(),
                ),
            ],
        );
        let words: Vec<(String, String)> = panels
            .iter()
            .map(|panel| (panel.name.clone(), unit_of(panel.unit).to_owned()))
            .collect();
        let parts = headings(canvas, &area.divided(panels.len(), GUTTER), &words);
        for (panel, part) in panels.iter().zip(parts) {
            draw(canvas, part, panel);
        }
    })
}

fn unit_of(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "points",
        Unit::Seconds => "seconds",
        _ => "",
    }
}

/// How many units of the axis are one of the figure.
fn scale(unit: Unit) -> f64 {
    if unit == Unit::Share { 100.0 } else { 1.0 }
}

/// The name of a row: the queue's, and the scenario's where there are several.
fn row_name(name: &str, other: &Beside, others: &[Beside]) -> String {
    if others.len() == 1 {
        title(name)
    } else {
        format!("{} · {}", title(name), other.name)
    }
}

fn queues<'a>(name: &str, measure: Measure, others: &'a [Beside]) -> Panel<'a> {
    let mut rows = Vec::new();
    let order = others
        .first()
        .map_or_else(Vec::new, |other| most_changed(&other.differences));
    let names = order
        .into_iter()
        .filter_map(|place| others.first().map(|other| &other.differences.queues[place].name));
    for queue in names {
        for other in others {
            let found = &other.differences;
            let matched = found.queues.iter().find(|matched| matched.name == *queue);
            if let Some(difference) = matched.and_then(|matched| matched.day.get(measure)) {
                rows.push(Row {
                    name: row_name(queue, other, others),
                    difference,
                    stands: difference.stands(found.confidence),
                });
            }
        }
    }
    rows.truncate(MOST_ROWS);
    Panel {
        name: name.into(),
        unit: measure.unit(),
        rows,
    }
}

fn groups<'a>(name: &str, measure: GroupMeasure, others: &'a [Beside]) -> Panel<'a> {
    let mut rows = Vec::new();
    for other in others {
        let found = &other.differences;
        for group in &found.groups {
            if let Some(difference) = group.day.get(measure) {
                rows.push(Row {
                    name: row_name(&group.name, other, others),
                    difference,
                    stands: difference.stands(found.confidence),
                });
            }
        }
    }
    rows.truncate(MOST_ROWS);
    Panel {
        name: name.into(),
        unit: measure.unit(),
        rows,
    }
}

fn draw(canvas: &mut Canvas<'_>, area: Area, panel: &Panel<'_>) {
    let scale = scale(panel.unit);
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for row in &panel.rows {
        let middle = row.difference.difference();
        let ends = row.difference.interval.unwrap_or((middle, middle));
        low = low.min(scale * ends.0);
        high = high.max(scale * ends.1);
    }
    let margin = 0.06 * (high - low);
    let range = (
        if low < 0.0 { low - margin } else { low },
        if high > 0.0 { high + margin } else { high },
    );
    let names: Vec<String> = panel
        .rows
        .iter()
        .map(|row| fitted(&row.name, LABEL, NAMES.min(area.width() / 3.0)))
        .collect();
    let up = Axis::named_rows(&names);
    let frame = draw_axes(canvas, area, 0.0, &up, |width| Axis::about_zero(range, width, ""));
    let (bottom, top) = (0.0, panel.rows.len() as f64);
    canvas.line(&[frame.at(0.0, bottom), frame.at(0.0, top)], 1.4, BLACK);
    for (place, row) in panel.rows.iter().enumerate() {
        let y = row_at(place, panel.rows.len());
        let ink = if row.stands { BLUE } else { GREY };
        if let Some((low, high)) = row.difference.interval {
            let (left, right) = (frame.at(scale * low, y), frame.at(scale * high, y));
            canvas.line(&[left, right], 2.2, ink);
            for end in [left, right] {
                canvas.line(&[(end.0, end.1 - 5.0), (end.0, end.1 + 5.0)], 2.0, ink);
            }
        }
        let middle = frame.at(scale * row.difference.difference(), y);
        if row.stands {
            canvas.dot(middle, 5.0, ink);
        } else {
            canvas.ring(middle, 4.5, 1.6, ink);
        }
    }
}
