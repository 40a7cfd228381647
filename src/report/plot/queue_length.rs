//! The number waiting over the day: its average, how days differ, and a few single days.

use super::Inputs;
use super::axis::{Axis, draw_axes};
use super::canvas::{Canvas, Point};
use super::figures::{contacts, count, moment, run_word, whole};
use super::frame::{Area, Frame};
use super::palette::{BLUE, FAINT};
use super::panel::{BAND, Mark, key, nothing};
use crate::estimate::QueuePaths;

/// Single days drawn behind the band.
const SINGLE_DAYS: usize = 5;

/// The step with the greatest value, the first of equals.
fn peak(values: &[f64]) -> Option<(usize, f64)> {
    values
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, value)| value.is_finite())
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// What the picture says.
pub(super) fn headline(inputs: &Inputs<'_>) -> String {
    let Some(paths) = inputs.queue_paths else {
        return "The queue over the day was not recorded".into();
    };
    let (Some((_, average)), Some((step, tenth))) = (peak(&paths.mean), peak(&paths.p90)) else {
        return "The queue over the day was not recorded".into();
    };
    let single_day = paths
        .days
        .iter()
        .take(SINGLE_DAYS)
        .filter_map(|day| peak(day))
        .map(|(_, most)| most);
    if average == 0.0 && single_day.fold(0.0, f64::max) == 0.0 {
        return "Nobody waits".into();
    }
    if paths.replications <= 1 {
        let (step, most) = peak(&paths.mean).unwrap_or((0, 0.0));
        return format!("At most {} wait, around {}", whole(most), at(inputs, paths, step));
    }
    let runs = run_word(&inputs.center.calendar, true);
    let run = run_word(&inputs.center.calendar, false);
    if tenth < 0.5 {
        return format!("At any moment, nobody waits on nine {runs} in ten");
    }
    format!(
        "Longest around {}: one {run} in ten, {} or more wait then; on average at most {}",
        at(inputs, paths, step),
        whole(tenth.round()),
        count(average)
    )
}

fn at(inputs: &Inputs<'_>, paths: &QueuePaths, step: usize) -> String {
    moment(&inputs.center.calendar, step as f64 * paths.step_s)
}

/// Draws the band, the average, and single days behind them.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, inputs: &Inputs<'_>) {
    let Some(paths) = inputs.queue_paths.filter(|paths| !paths.mean.is_empty()) else {
        nothing(canvas, area, "nothing to show: the queue was not recorded");
        return;
    };
    let days: Vec<&Vec<f64>> = paths.days.iter().take(SINGLE_DAYS).collect();
    let calendar = &inputs.center.calendar;
    let (run, runs) = (run_word(calendar, false), run_word(calendar, true));
    let mut entries = Vec::new();
    if paths.replications > 1 {
        entries.push((
            Mark::Line(BLUE, 2.4),
            format!("average of {} {runs}", whole(f64::from(paths.replications))),
        ));
        entries.push((
            Mark::Band(BLUE.at(BAND)),
            format!("8 {runs} in 10: how {runs} differ"),
        ));
    }
    if !days.is_empty() {
        let words = match days.len() {
            1 => format!("one single {run}"),
            2 => format!("two single {runs}"),
            3 => format!("three single {runs}"),
            4 => format!("four single {runs}"),
            _ => format!("five single {runs}"),
        };
        entries.push((Mark::Line(FAINT, 1.0), words));
    }
    let highest = days
        .iter()
        .flat_map(|day| day.iter())
        .chain(&paths.p90)
        .chain(&paths.mean)
        .copied()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    if highest == 0.0 {
        nothing(canvas, area, "nothing to show: nobody waits");
        return;
    }
    let area = key(canvas, area, &entries);
    let up = Axis::counts(highest * 1.05, &format!("{} waiting", contacts(inputs.center)));
    let frame = draw_axes(canvas, area, 0.0, &up, |width| {
        Axis::time(&inputs.center.calendar, width)
    });
    for day in days {
        canvas.line(&path(&frame, paths.step_s, day, f64::max), 1.0, FAINT);
    }
    if paths.replications > 1 {
        let mut outline = path(&frame, paths.step_s, &paths.p90, f64::max);
        outline.extend(path(&frame, paths.step_s, &paths.p10, f64::min).into_iter().rev());
        canvas.polygon(&outline, BLUE.at(BAND));
        canvas.line(&path(&frame, paths.step_s, &paths.mean, f64::max), 2.4, BLUE);
    }
}

/// Steps as points: both ends of each where they are few; where they are denser than pixels, `pick` of
/// those that share one.
fn path(frame: &Frame, step_s: f64, values: &[f64], pick: fn(f64, f64) -> f64) -> Vec<Point> {
    let per_point = (values.len() as f64 / frame.area.width().max(1.0))
        .ceil()
        .max(1.0) as usize;
    values
        .chunks(per_point)
        .enumerate()
        .flat_map(|(index, chunk)| {
            let start = (index * per_point) as f64 * step_s;
            let end = start + chunk.len() as f64 * step_s;
            let value = chunk.iter().copied().reduce(pick).unwrap_or(0.0);
            [frame.at(start, value), frame.at(end, value)]
        })
        .collect()
}
