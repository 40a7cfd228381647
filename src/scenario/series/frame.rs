//! Times of day, and the intervals over which series expand.

use std::ops::Range;

use crate::model::Calendar;
use crate::scenario::edit::TimeRange;
use crate::scenario::leaf::{clock, show_duration};
use crate::scenario::problem::Complaint;

/// A time of day, on every day or on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario) struct Moment {
    /// Day from 1.
    pub day: Option<u32>,
    /// Seconds after midnight.
    pub seconds: u32,
}

impl Moment {
    /// `08:00`, or `2 08:00` for the second day only.
    pub fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        if let Some(seconds) = clock(text) {
            return Some(Moment { day: None, seconds });
        }
        let (day, time) = text.split_once(char::is_whitespace)?;
        let day = day.parse().ok().filter(|day| *day > 0)?;
        Some(Moment {
            day: Some(day),
            seconds: clock(time)?,
        })
    }
}

/// The intervals over which series expand, and which row of each sheet belongs to which of them.
pub(in crate::scenario) struct Frame {
    pub calendar: Calendar,
    pub rows: Vec<Vec<Option<usize>>>,
    /// Intervals in which the center is closed.
    pub closed: Vec<Range<usize>>,
}

impl Frame {
    pub(super) fn around_the_clock(&self) -> bool {
        self.calendar.horizon().seconds() >= 86_400.0
    }

    /// Whether the center is open in an interval.
    pub fn is_open(&self, interval: usize) -> bool {
        let before = self.closed.partition_point(|closed| closed.end <= interval);
        self.closed
            .get(before)
            .is_none_or(|closed| interval < closed.start)
    }

    /// Number of intervals in which it is open.
    pub fn open_intervals(&self) -> usize {
        let closed: usize = self.closed.iter().map(|closed| closed.len()).sum();
        self.calendar.intervals - closed
    }

    /// The intervals from each opening to the next closing.
    pub fn open_ranges(&self) -> Vec<Range<usize>> {
        let mut from = 0;
        let mut ranges = Vec::new();
        for closed in &self.closed {
            ranges.push(from..closed.start);
            from = closed.end;
        }
        ranges.push(from..self.calendar.intervals);
        ranges.retain(|range| !range.is_empty());
        ranges
    }

    /// Whether every opening lasts a whole number of steps.
    pub(super) fn opens_in_steps_of(&self, step: usize) -> bool {
        let ranges = self.open_ranges();
        ranges.iter().all(|range| range.len().is_multiple_of(step))
    }

    /// Values of the open intervals over all of them; where it is closed, the one before holds on.
    pub(super) fn spread_open<T: Copy>(&self, values: Vec<T>) -> Option<Vec<T>> {
        let mut open = values.iter().copied();
        let mut current = *values.first()?;
        let spread = (0..self.calendar.intervals).map(|interval| {
            if self.is_open(interval) {
                current = open.next().unwrap_or(current);
            }
            current
        });
        Some(spread.collect())
    }

    /// "24 intervals of 30m from 08:00 to 20:00".
    pub(super) fn describe(&self) -> String {
        let (opens, closes) = self.calendar.hours();
        let days = match self.calendar.days() {
            0 | 1 => String::new(),
            days => format!(" over {days} days"),
        };
        let open = match self.open_intervals() {
            all if all == self.calendar.intervals => String::new(),
            open => format!(", {open} of them open"),
        };
        format!(
            "{} intervals of {} from {opens} to {closes}{days}{open}",
            self.calendar.intervals,
            show_duration(self.calendar.interval.seconds())
        )
    }

    /// When an interval starts: "12:00", or "12:00 on day 2" where there are several.
    pub fn when(&self, interval: usize) -> String {
        let (day, time) = self.calendar.label(interval);
        if self.calendar.days() > 1 {
            format!("{time} on day {day}")
        } else {
            time
        }
    }

    /// Whether an interval lies in a range of times.
    pub fn contains(&self, range: &TimeRange, interval: usize) -> bool {
        let (day, time) = self.calendar.day_and_time(interval);
        if range.from.day.is_some() || range.to.day.is_some() {
            let at = |moment: Moment, default: u32| {
                f64::from(moment.day.unwrap_or(default) - 1) * 86_400.0 + f64::from(moment.seconds)
            };
            let now = f64::from(day - 1) * 86_400.0 + time;
            let from = at(range.from, 1);
            let to = at(range.to, range.from.day.unwrap_or(1));
            return from <= now && now < to;
        }
        let (from, to) = (f64::from(range.from.seconds), f64::from(range.to.seconds));
        if from < to {
            from <= time && time < to
        } else {
            time >= from || time < to
        }
    }

    /// Why a range of times makes no sense here, if it doesn't.
    pub fn refuse(&self, range: &TimeRange) -> Option<Complaint> {
        let step = self.calendar.interval.seconds();
        let offset = |moment: &Moment| (f64::from(moment.seconds) - f64::from(self.calendar.opens_s)) / step;
        let ragged = [range.from, range.to]
            .iter()
            .any(|moment| offset(moment).fract() != 0.0);
        let backwards = match (range.from.day, range.to.day) {
            (None, None) => range.from.seconds >= range.to.seconds && !self.around_the_clock(),
            (from, to) => {
                let from_day = from.unwrap_or(1);
                (from_day, range.from.seconds) >= (to.unwrap_or(from_day), range.to.seconds)
            }
        };
        if backwards {
            Some(Complaint::new(
                "this range ends before it begins",
                "FROM is earlier than TO",
                "",
            ))
        } else if ragged {
            Some(Complaint::new(
                "this range cuts an interval in two",
                format!("the center has {}", self.describe()),
                "use times at which intervals start",
            ))
        } else if !(0..self.calendar.intervals).any(|interval| self.contains(range, interval)) {
            Some(Complaint::new(
                "this range holds no interval",
                format!("the center has {}", self.describe()),
                "",
            ))
        } else {
            None
        }
    }
}
