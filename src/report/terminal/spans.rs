//! Which stretches of time the table has a line for: intervals, or hours, or days where intervals would be
//! too many for the screen.

use std::ops::Range;

use super::words::{self, Noun};
use crate::model::{Calendar, Center};

/// The lines of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Spans {
    /// What a line is.
    pub noun: Noun,
    /// Whether a line is more than one interval.
    pub together: bool,
    /// Whether a line is a day or more.
    pub days: bool,
    /// One an entry, in order of time.
    pub lines: Vec<Span>,
}

/// One line: consecutive intervals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// When it starts: `08:00`, `day 3`.
    pub label: String,
    /// Its intervals.
    pub intervals: Range<usize>,
}

const HOUR_S: f64 = 3600.0;
const DAY_S: f64 = 86_400.0;
/// Lines that are readable where the screen does not limit them.
const ROLL: usize = 60;

/// The finest lines that fit into `room`: intervals, hours or days; never coarser than an hour for one day,
/// because a screen can be scrolled but what is lost in an average cannot be seen.
pub fn choose(calendar: &Calendar, room: Option<usize>) -> Spans {
    let interval_s = calendar.interval.seconds();
    let room = room.unwrap_or(ROLL).min(ROLL);
    let days = calendar.days() as usize;
    if calendar.intervals <= room && days <= 2 {
        return by(calendar, interval_s);
    }
    if days <= 2 {
        return by(calendar, HOUR_S.max(interval_s));
    }
    let mut step = DAY_S;
    while days as f64 * DAY_S / step > ROLL as f64 {
        step *= 7.0;
    }
    by(calendar, step.max(interval_s))
}

impl Spans {
    /// The same without the closed intervals before opening and after closing, and without lines in which the
    /// center is closed throughout.
    pub fn of_opening(mut self, center: &Center) -> Spans {
        for line in &mut self.lines {
            let closed = |interval: &usize| !center.is_open(*interval);
            let before = line.intervals.clone().take_while(closed).count();
            let after = line.intervals.clone().rev().take_while(closed).count();
            line.intervals.start += before;
            line.intervals.end = (line.intervals.end - after).max(line.intervals.start);
        }
        self.lines.retain(|line| !line.intervals.is_empty());
        self
    }
}

/// Lines of `step_s` seconds, aligned to midnight.
fn by(calendar: &Calendar, step_s: f64) -> Spans {
    let several_days = calendar.days() > 1;
    let mut lines: Vec<(u64, Span)> = Vec::new();
    for interval in 0..calendar.intervals {
        let (day, time) = calendar.day_and_time(interval);
        let moment = f64::from(day - 1) * DAY_S + time;
        let line = (moment / step_s + 1e-9).floor() as u64;
        match lines.last_mut() {
            Some((last, span)) if *last == line => span.intervals.end = interval + 1,
            _ => {
                let clock = calendar.label(interval).1;
                let label = if step_s >= DAY_S {
                    format!("day {day}")
                } else if several_days {
                    format!("{day} {clock}")
                } else {
                    clock
                };
                lines.push((
                    line,
                    Span {
                        label,
                        intervals: interval..interval + 1,
                    },
                ));
            }
        }
    }
    Spans {
        noun: words::interval(step_s),
        together: step_s > calendar.interval.seconds(),
        days: step_s >= DAY_S,
        lines: lines.into_iter().map(|(_, span)| span).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ticks;

    fn calendar(opens_h: u32, minutes: f64, intervals: usize) -> Calendar {
        Calendar {
            opens_s: opens_h * 3600,
            interval: Ticks::from_seconds(60.0 * minutes),
            intervals,
        }
    }

    fn shape(spans: &Spans) -> (usize, &str, Range<usize>) {
        let first = &spans.lines[0];
        (spans.lines.len(), &first.label, first.intervals.clone())
    }

    #[test]
    fn half_hours_become_hours_on_a_short_screen() {
        let day = calendar(8, 30.0, 24);
        assert_eq!(shape(&choose(&day, None)), (24, "08:00", 0..1));
        assert_eq!(shape(&choose(&day, Some(24))), (24, "08:00", 0..1));
        assert_eq!(shape(&choose(&day, Some(23))), (12, "08:00", 0..2));
        assert_eq!(shape(&choose(&day, Some(3))), (12, "08:00", 0..2));
    }

    #[test]
    fn hours_start_on_the_clock() {
        let mut day = calendar(8, 30.0, 5);
        day.opens_s += 1800;
        let spans = choose(&day, Some(4));
        assert_eq!(spans.lines[0].intervals, 0..1);
        assert_eq!(spans.lines[1].label, "09:00");
        assert_eq!(spans.lines[1].intervals, 1..3);
    }

    #[test]
    fn a_week_has_a_line_a_day_and_years_have_few() {
        let week = choose(&calendar(0, 30.0, 336), None);
        assert_eq!(shape(&week), (7, "day 1", 0..48));
        assert!(week.together);
        let years = choose(&calendar(0, 60.0, 24 * 366 * 10), None);
        assert!(years.lines.len() <= 60, "{}", years.lines.len());
        let covered: usize = years.lines.iter().map(|line| line.intervals.len()).sum();
        assert_eq!(covered, 24 * 366 * 10);
    }

    #[test]
    fn two_days_tell_their_days_apart() {
        let night = choose(&calendar(20, 60.0, 8), None);
        assert_eq!(night.lines[0].label, "1 20:00");
        assert_eq!(night.lines[4].label, "2 00:00");
    }
}
