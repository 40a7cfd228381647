//! A share by interval: its curve and band, the limit that it should keep, and where it does not.

use super::axis::{Axis, draw_axes};
use super::canvas::Canvas;
use super::figures::{contacts, percent, start_of};
use super::frame::Area;
use super::palette::{BLACK, Ink, Type, VERMILION};
use super::panel::{Reading, curve, note, nothing};
use crate::estimate::Estimate;
use crate::model::{Calendar, Center};

/// What a share should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Limit {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

impl Limit {
    pub(super) fn share(self) -> f64 {
        match self {
            Limit::AtLeast(share) | Limit::AtMost(share) => share,
        }
    }

    pub(super) fn is_missed_by(self, value: f64) -> bool {
        match self {
            Limit::AtLeast(share) => value < share,
            Limit::AtMost(share) => value > share,
        }
    }
}

/// A share by interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shares {
    pub(super) estimates: Vec<Option<Estimate>>,
    pub(super) limit: Option<Limit>,
    /// Whether the interval to point at is the one with the least share, rather than the greatest.
    pub(super) low_is_worst: bool,
    /// Whether the limit is asked of each interval: only then are those that miss it marked.
    pub(super) each: bool,
    /// What was observed, interval by interval; empty where nothing was.
    pub(super) actual: Vec<Option<f64>>,
}

impl Shares {
    /// Intervals that miss the limit, if it is asked of each.
    pub(super) fn missed(&self) -> impl Iterator<Item = usize> + '_ {
        let limit = self.limit.filter(|_| self.each);
        self.estimates
            .iter()
            .enumerate()
            .filter_map(move |(interval, estimate)| {
                let missed = limit?.is_missed_by(estimate.as_ref()?.mean);
                missed.then_some(interval)
            })
    }

    /// Intervals in which there is a figure at all.
    pub(super) fn known(&self) -> usize {
        self.estimates.iter().flatten().count()
    }

    /// The interval to point at, the first of equals.
    pub(super) fn worst(&self) -> Option<(usize, f64)> {
        let known = self
            .estimates
            .iter()
            .enumerate()
            .filter_map(|(interval, estimate)| Some((interval, estimate.as_ref()?.mean)));
        known.reduce(|worst, other| {
            let worse = if self.low_is_worst {
                other.1 < worst.1
            } else {
                other.1 > worst.1
            };
            if worse { other } else { worst }
        })
    }

    /// The least share that has to be shown.
    fn least(&self) -> f64 {
        self.estimates
            .iter()
            .flatten()
            .map(|estimate| estimate.interval.map_or(estimate.mean, |(low, _)| low))
            .chain(self.limit.map(Limit::share))
            .chain(self.actual.iter().flatten().copied())
            .fold(1.0, f64::min)
    }
}

/// Where the axis of several panels begins, so that they can be compared: at zero unless all is far above.
pub(super) fn floor<'a>(panels: impl IntoIterator<Item = &'a Shares>) -> f64 {
    let least = panels.into_iter().map(Shares::least).fold(1.0, f64::min);
    if least >= 0.6 { 0.5 } else { 0.0 }
}

/// Draws one panel.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Area,
    center: &Center,
    shares: &Shares,
    from: f64,
    ink: Ink,
) {
    let calendar = &center.calendar;
    if shares.known() == 0 {
        nothing(canvas, area, &format!("nothing to show: no {}", contacts(center)));
        return;
    }
    let up = Axis::shares(from, "");
    let frame = draw_axes(canvas, area, 0.0, &up, |width| Axis::time(calendar, width));
    let length = calendar.interval.seconds();
    let middle = |interval: usize| calendar.start(interval).seconds() + length / 2.0;
    if let Some(limit) = shares.limit {
        let (start, end) = frame_ends(calendar);
        canvas.line(
            &[frame.at(start, limit.share()), frame.at(end, limit.share())],
            1.6,
            BLACK,
        );
    }
    let readings: Vec<Option<Reading>> = shares
        .estimates
        .iter()
        .enumerate()
        .map(|(interval, estimate)| {
            estimate.as_ref().map(|estimate| Reading {
                x: middle(interval),
                value: estimate.mean,
                band: estimate.interval,
            })
        })
        .collect();
    curve(canvas, &frame, &readings, ink, 2.2);
    let spacing = frame.area.width() / calendar.intervals.max(1) as f64;
    let radius = (spacing * 0.3).clamp(1.6, 4.0);
    if spacing >= 8.0 {
        for reading in readings.iter().flatten() {
            canvas.dot(frame.at(reading.x, reading.value), radius * 0.75, ink);
        }
    }
    for interval in shares.missed() {
        if let Some(reading) = readings[interval] {
            canvas.dot(frame.at(reading.x, reading.value), radius, VERMILION);
        }
    }
    for (interval, actual) in shares.actual.iter().enumerate() {
        if let Some(actual) = actual {
            canvas.ring(frame.at(middle(interval), *actual), radius.max(2.4), 1.4, BLACK);
        }
    }
    name_the_worst(canvas, &frame, calendar, shares, &readings);
}

/// Writes the figure of the worst interval beside its dot, where there is room.
fn name_the_worst(
    canvas: &mut Canvas<'_>,
    frame: &super::frame::Frame,
    calendar: &Calendar,
    shares: &Shares,
    readings: &[Option<Reading>],
) {
    let Some((interval, value)) = shares.worst() else {
        return;
    };
    let Some(Some(reading)) = readings.get(interval) else {
        return;
    };
    let missed = shares.missed().any(|other| other == interval);
    let style = Type::bold(13.0, if missed { VERMILION } else { BLACK });
    let (low, high) = reading.band.unwrap_or((value, value));
    let (below, above) = (frame.up(low) + 20.0, frame.up(high) - 9.0);
    let order = if shares.low_is_worst {
        [below, above]
    } else {
        [above, below]
    };
    let fits = |y: &f64| y - 12.0 >= frame.area.top && y + 4.0 <= frame.area.bottom;
    let Some(y) = order.into_iter().find(fits) else {
        return;
    };
    let words = format!("{} at {}", percent(value), start_of(calendar, interval));
    note(canvas, frame, (frame.across(reading.x), y), style, &words);
}

fn frame_ends(calendar: &Calendar) -> (f64, f64) {
    (0.0, calendar.horizon().seconds())
}
