//! Axes: ticks at round figures, hours of the day, and the light grid behind the data.

use super::canvas::{Anchor, Canvas, width_of};
use super::figures::{NBSP, shortest};
use super::frame::{Area, Frame};
use super::palette::{FAINT, GREY, GRID, LABEL, TICK};
use crate::model::Calendar;

/// An axis: its range, its ticks in order, and what it measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub(super) range: (f64, f64),
    ticks: Vec<(f64, String)>,
    /// Divisions of a long time, labelled on a second line: where each begins and ends, and its name.
    days: Vec<(f64, f64, String)>,
    unit: String,
}

impl Axis {
    /// Shares from `low` to 100 %.
    pub(super) fn shares(low: f64, unit: &str) -> Axis {
        let step = if low >= 0.5 { 10 } else { 20 };
        let ticks = (0..=100)
            .step_by(step)
            .map(|value| (f64::from(value) / 100.0, format!("{value}{NBSP}%")))
            .filter(|(value, _)| *value >= low - 1e-9)
            .collect();
        Axis {
            range: (low, 1.0),
            ticks,
            days: Vec::new(),
            unit: unit.to_owned(),
        }
    }

    /// Figures from 0 to `high`, written by `label`.
    pub(super) fn figures(high: f64, unit: &str, label: impl Fn(f64) -> String) -> Axis {
        let high = if high.is_finite() && high > 0.0 { high } else { 1.0 };
        let step = round_step(high / 6.0);
        let steps = (high / step + 1e-9).floor();
        Axis {
            range: (0.0, high),
            ticks: (0..=steps as u32)
                .map(|index| f64::from(index) * step)
                .map(|value| (value, label(value)))
                .collect(),
            days: Vec::new(),
            unit: unit.to_owned(),
        }
    }

    /// Whole numbers between two ends, as many as `width` pixels have room for.
    pub(super) fn between((low, high): (f64, f64), width: f64, unit: &str) -> Axis {
        let room = (width / (width_of(&shortest(high), TICK) + 22.0)).max(2.0);
        let step = round_step(((high - low) / room).max(0.6));
        let first = (low / step).ceil();
        let last = (high / step + 1e-9).floor();
        let ticks = (0..=(last - first).max(0.0) as u32)
            .map(|index| (first + f64::from(index)) * step)
            .map(|value| (value, shortest(value)))
            .collect();
        Axis {
            range: (low, high),
            ticks,
            days: Vec::new(),
            unit: unit.to_owned(),
        }
    }

    /// Differences about zero, as many as `width` pixels have room for.
    pub(super) fn about_zero((low, high): (f64, f64), width: f64, unit: &str) -> Axis {
        let (low, high) = (low.min(0.0), high.max(0.0));
        let (low, high) = if low < high { (low, high) } else { (-1.0, 1.0) };
        let step = round_step((high - low) / (width / 70.0).clamp(2.0, 8.0));
        let (first, last) = ((low / step).ceil() as i64, (high / step + 1e-9).floor() as i64);
        let ticks = (first..=last)
            .map(|index| index as f64 * step)
            .map(|value| (value, signed(value)))
            .collect();
        Axis {
            range: (low, high),
            ticks,
            days: Vec::new(),
            unit: unit.to_owned(),
        }
    }

    /// Figures between two ends, with ticks at least `room` pixels apart on `length` and written by `label`.
    pub(super) fn span(
        (low, high): (f64, f64),
        (length, room): (f64, f64),
        unit: &str,
        label: impl Fn(f64) -> String,
    ) -> Axis {
        let high = if high > low { high } else { low + 1.0 };
        let step = round_step((high - low) / (length / room).clamp(1.0, 12.0));
        let first = (low / step - 1e-9).ceil();
        let last = (high / step + 1e-9).floor();
        let ticks = (0..=(last - first).max(0.0) as u32)
            .map(|index| (first + f64::from(index)) * step)
            .map(|value| (value, label(value)))
            .collect();
        Axis {
            range: (low, high),
            ticks,
            days: Vec::new(),
            unit: unit.to_owned(),
        }
    }

    /// Rows from the top, each with its name; row k is centred at [`row_at`].
    pub(super) fn named_rows(names: &[String]) -> Axis {
        let count = names.len();
        let named = names.iter().enumerate();
        Axis {
            range: (0.0, count.max(1) as f64),
            ticks: named
                .map(|(row, name)| (row_at(row, count), name.clone()))
                .collect(),
            days: Vec::new(),
            unit: String::new(),
        }
    }

    /// Counts from 0 to `high`.
    pub(super) fn counts(high: f64, unit: &str) -> Axis {
        Axis::figures(high, unit, shortest)
    }

    /// Waits from 0 to `high` seconds, in seconds, minutes or hours, with a remark after the unit.
    pub(super) fn waits(high: f64, width: f64, remark: &str) -> Axis {
        const STEPS: [f64; 16] = [
            0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0,
            14_400.0,
        ];
        let (name, unit_s) = match high {
            _ if high <= 180.0 => ("seconds waited", 1.0),
            _ if high <= 3.0 * 3600.0 => ("minutes waited", 60.0),
            _ => ("hours waited", 3600.0),
        };
        let most = (width / 55.0).clamp(2.0, 12.0);
        let step = STEPS
            .into_iter()
            .filter(|step| *step >= unit_s || unit_s == 1.0)
            .find(|step| high / step <= most)
            .unwrap_or_else(|| round_step(high / most / 3600.0) * 3600.0);
        let ticks = (0..=(high / step + 1e-9) as u32)
            .map(|index| f64::from(index) * step)
            .map(|value| (value, shortest(value / unit_s)))
            .collect();
        Axis {
            range: (0.0, high),
            ticks,
            days: Vec::new(),
            unit: format!("{name}{remark}"),
        }
    }

    /// The hours of a calendar, as many as `width` pixels have room for; seconds from opening.
    pub(super) fn time(calendar: &Calendar, width: f64) -> Axis {
        const STEPS: [u32; 11] = [
            60, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200,
        ];
        let horizon = calendar.horizon().seconds().max(1.0);
        let label_width = width_of("00:00", TICK) + 20.0;
        let opens = f64::from(calendar.opens_s);
        let days = if calendar.days() > 1 {
            day_spans(calendar, width)
        } else {
            Vec::new()
        };
        let step = STEPS
            .into_iter()
            .map(f64::from)
            .find(|step| horizon / step * label_width <= width);
        let mut ticks = Vec::new();
        if let Some(step) = step {
            let mut time = (opens / step).ceil() * step;
            while time <= opens + horizon + 1e-6 {
                let minutes = (time / 60.0).round() as u64;
                let mut hour = minutes / 60 % 24;
                let closing = (time - opens - horizon).abs() < 1e-6;
                if closing && hour == 0 && minutes.is_multiple_of(60) {
                    hour = 24;
                }
                ticks.push((time - opens, format!("{hour:02}:{:02}", minutes % 60)));
                time += step;
            }
        }
        Axis {
            range: (0.0, horizon),
            ticks,
            days,
            unit: String::new(),
        }
    }

    /// The same labels for figures `scale` times as large: minutes for seconds.
    pub(super) fn rescale(&mut self, scale: f64) {
        self.range = (self.range.0 * scale, self.range.1 * scale);
        for (value, _) in &mut self.ticks {
            *value *= scale;
        }
    }

    /// From 0 to `high` without labels, where only shapes are compared.
    pub(super) fn unmarked(high: f64) -> Axis {
        Axis {
            range: (0.0, high),
            ticks: Vec::new(),
            days: Vec::new(),
            unit: String::new(),
        }
    }

    /// Rows without labels, the first half a row from the edge.
    pub(super) fn rows(number: usize) -> Axis {
        Axis {
            range: (-0.5, number as f64 - 0.5),
            ticks: Vec::new(),
            days: Vec::new(),
            unit: String::new(),
        }
    }

    /// Pixels that its labels need beside it, as a vertical axis.
    fn label_width(&self) -> f64 {
        self.ticks
            .iter()
            .map(|(_, label)| width_of(label, TICK))
            .fold(0.0, f64::max)
            + 8.0
    }

    /// Pixels that its labels need below it, as a horizontal axis.
    fn label_height(&self) -> f64 {
        let ticks = if self.ticks.is_empty() { 4.0 } else { 22.0 };
        let second = if self.days.is_empty() && self.unit.is_empty() {
            0.0
        } else {
            18.0
        };
        ticks + second
    }
}

/// Where row `row` of `count` lies on an axis of [`Axis::rows`].
pub(super) fn row_at(row: usize, count: usize) -> f64 {
    count as f64 - row as f64 - 0.5
}

/// A round figure with its sign.
fn signed(value: f64) -> String {
    let text = shortest(value.abs());
    match value {
        value if value > 0.0 => format!("+{text}"),
        value if value < 0.0 => format!("−{text}"),
        _ => text,
    }
}

/// The days of a calendar, named at most as densely as the width allows.
fn day_spans(calendar: &Calendar, width: f64) -> Vec<(f64, f64, String)> {
    let horizon = calendar.horizon().seconds().max(1.0);
    let opens = f64::from(calendar.opens_s);
    let days = calendar.days();
    let room = width.max(1.0) / f64::from(days);
    let name_width = width_of(&format!("day{NBSP}{days}"), LABEL) + 8.0;
    let every = if room >= name_width {
        1
    } else {
        round_step(name_width / room).ceil() as u32
    };
    (0..days)
        .step_by(every.max(1) as usize)
        .map(|day| {
            let start = (f64::from(day) * 86_400.0 - opens).max(0.0);
            let end = (f64::from(day.saturating_add(every)) * 86_400.0 - opens).min(horizon);
            let last = day.saturating_add(every).min(days);
            let name = if every > 1 && last > day + 1 {
                format!("{}–{last}", day + 1)
            } else {
                format!("day{NBSP}{}", day + 1)
            };
            (start, end, name)
        })
        .collect()
}

/// The least of 1, 2, 5 times a power of ten that is no smaller than `least`.
pub(super) fn round_step(least: f64) -> f64 {
    let magnitude = libm::exp10(libm::log10(least).floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * magnitude)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * magnitude)
}

/// Draws both axes and the grid into an area, with `right` pixels kept free for labels beside it, and
/// tells where the data go. `across` gets the width that it has to fill.
pub(super) fn draw_axes(
    canvas: &mut Canvas<'_>,
    area: Area,
    right: f64,
    up: &Axis,
    across: impl FnOnce(f64) -> Axis,
) -> Frame {
    let left = area.left + up.label_width();
    // The last label of the axis reaches beyond it by half its width.
    let right = area.right - right.max(20.0);
    let across = across(right - left);
    let top = area.top + if up.unit.is_empty() { 6.0 } else { 24.0 };
    let inner = Area {
        left,
        top,
        right,
        bottom: (area.bottom - across.label_height()).max(top + 1.0),
    };
    let frame = Frame::new(inner, across.range, up.range);
    canvas.text((area.left, area.top + 11.0), Anchor::Start, LABEL, &up.unit);
    for (value, label) in &up.ticks {
        let y = frame.up(*value);
        canvas.line(&[(inner.left, y), (inner.right, y)], 1.0, GRID);
        canvas.text((inner.left - 7.0, y + 4.5), Anchor::End, TICK, label);
    }
    for (value, label) in &across.ticks {
        let x = frame.across(*value);
        canvas.line(&[(x, inner.bottom), (x, inner.bottom + 4.0)], 1.0, FAINT);
        canvas.text((x, inner.bottom + 19.0), Anchor::Middle, TICK, label);
    }
    let second = area.bottom - 3.0;
    for (start, end, name) in &across.days {
        let (from, to) = (frame.across(*start), frame.across(*end));
        if *start > 0.0 {
            canvas.line(&[(from, inner.top), (from, second)], 1.0, GRID);
        }
        if width_of(name, LABEL) <= to - from {
            canvas.text((f64::midpoint(from, to), second), Anchor::Middle, LABEL, name);
        }
    }
    canvas.text((inner.right, second), Anchor::End, LABEL, &across.unit);
    canvas.line(
        &[(inner.left, inner.bottom), (inner.right, inner.bottom)],
        1.2,
        GREY,
    );
    frame
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ticks;

    fn calendar(opens_s: u32, intervals: usize) -> Calendar {
        super::super::canvas::fonts().expect("the fonts are sound");
        Calendar {
            opens_s,
            interval: Ticks::from_seconds(1800.0),
            intervals,
        }
    }

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn a_day_is_labelled_at_round_hours_within_it() {
        let axis = Axis::time(&calendar(8 * 3600 + 1800, 23), 400.0);
        assert_eq!(
            labels(&axis),
            ["10:00", "12:00", "14:00", "16:00", "18:00", "20:00"]
        );
        let day = Axis::time(&calendar(0, 48), 500.0);
        assert_eq!(labels(&day).first(), Some(&"00:00"));
        assert_eq!(labels(&day).last(), Some(&"24:00"));
    }

    #[test]
    fn a_week_is_labelled_by_days_and_a_year_by_groups_of_them() {
        let week = Axis::time(&calendar(0, 336), 700.0);
        assert_eq!(week.days.len(), 7);
        assert_eq!(week.days[6].2, format!("day{NBSP}7"));
        let year = Axis::time(&calendar(0, 48 * 365), 700.0);
        assert!(year.days.len() <= 12 && year.ticks.is_empty());
        assert_eq!(year.days[1].2, "51–100");
    }

    #[test]
    fn steps_are_round_and_cover_the_data() {
        assert_eq!(round_step(0.3), 0.5);
        assert_eq!(round_step(7.0), 10.0);
        assert_eq!(round_step(20.0), 20.0);
        for high in [0.0, 0.004, 3.0, 17.0, 493.0, 1e6] {
            let axis = Axis::counts(high, "");
            assert!(axis.range.1 >= high && (3..=8).contains(&axis.ticks.len()));
        }
    }
}
