//! Shifts and staff at any time: from times of day to moments of the horizon, and the staff of each interval.

use std::ops::Range;

use crate::model::{Calendar, Shift, Span, Then, Ticks};
use crate::scenario::file::{Moments, Pause, TypedShift};
use crate::scenario::leaf::show_duration;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::Frame;
use crate::scenario::source::Place;

use super::DAY_S;

/// A stretch of time, in seconds.
type Stretch = Range<f64>;

/// A shift over the whole horizon; `None` where a problem stands in the way.
pub(super) fn shift(reading: &mut Reading<'_>, typed: &TypedShift, frame: &Frame) -> Option<Shift> {
    let pieces = pieces(reading, typed);
    let days = days(reading, typed, frame);
    let (pieces, days) = (pieces?, days?);
    let open = opening(frame);
    let mut on_queue: Vec<Span> = Vec::new();
    let mut cut = None;
    for &day in &days {
        let midnight = (f64::from(day) - 1.0) * DAY_S - f64::from(frame.calendar.opens_s);
        let mut of_day: Vec<Span> = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            let piece = midnight + piece.start..midnight + piece.end;
            let mut covered = 0.0;
            for open in &open {
                let (from, to) = (piece.start.max(open.start), piece.end.min(open.end));
                if from < to {
                    covered += to - from;
                    of_day.push(Span {
                        from: Ticks::from_seconds(from),
                        to: Ticks::from_seconds(to),
                        then: if index + 1 < pieces.len() && to == piece.end {
                            Then::Break
                        } else {
                            Then::Home
                        },
                    });
                }
            }
            // A night that began before the horizon, or ends after it, is cut by nobody's mistake.
            let night = typed.end <= typed.start;
            let begins_before = night && piece.start < 0.0;
            let ends_after = night && piece.end > frame.calendar.horizon().seconds();
            if covered < piece.end - piece.start - 1e-6 && !begins_before && !ends_after {
                cut.get_or_insert(day);
            }
        }
        if let Some(last) = of_day.last_mut() {
            last.then = Then::Home;
        }
        on_queue.extend(of_day);
    }
    if on_queue.is_empty() {
        let complaint = Complaint::new(
            "this shift lies outside opening hours",
            hours_of(frame, *days.last()?),
            "move its start or end into them",
        );
        reading.error(&typed.place, complaint);
        return None;
    }
    if let Some(day) = cut {
        let complaint = Complaint::new(
            "this shift reaches beyond opening hours",
            format!("{}; it counts within them only", hours_of(frame, day)),
            "for shorter days write a shift of their own, with days = [ … ]",
        );
        reading.warn(&typed.place, complaint);
    }
    Some(Shift {
        agents: typed.agents,
        on_queue,
    })
}

/// "the center is open from 09:00 to 13:00 on day 6".
fn hours_of(frame: &Frame, day: u32) -> String {
    let calendar = &frame.calendar;
    let of_day: Vec<usize> = (0..calendar.intervals)
        .filter(|&interval| frame.is_open(interval) && calendar.day_and_time(interval).0 == day)
        .collect();
    let on = if calendar.days() > 1 {
        format!(" on day {day}")
    } else {
        String::new()
    };
    let (Some(first), Some(last)) = (of_day.first(), of_day.last()) else {
        return format!("the center is closed{on}");
    };
    let (_, closes) = Calendar {
        opens_s: calendar.day_and_time(*first).1 as u32,
        interval: calendar.interval,
        intervals: last + 1 - first,
    }
    .hours();
    format!(
        "the center is open from {} to {closes}{on}",
        calendar.label(*first).1
    )
}

/// The openings, in seconds since the start of the horizon.
fn opening(frame: &Frame) -> Vec<Stretch> {
    let seconds = |interval: usize| frame.calendar.start(interval).seconds();
    let ranges = frame.open_ranges().into_iter();
    ranges
        .map(|range| seconds(range.start)..seconds(range.end))
        .collect()
}

/// The times on queue of a shift between its pauses, in seconds after midnight of its first day.
fn pieces(reading: &mut Reading<'_>, typed: &TypedShift) -> Option<Vec<Stretch>> {
    let start = f64::from(typed.start);
    let next = if typed.end <= typed.start { DAY_S } else { 0.0 };
    let end = f64::from(typed.end) + next;
    let mut sound = true;
    let mut pauses: Vec<(Stretch, &str, &Pause)> = Vec::new();
    for (what, pause) in &typed.pauses {
        let next = if pause.start < typed.start { DAY_S } else { 0.0 };
        let from = f64::from(pause.start) + next;
        let to = from + pause.length;
        if from < start || to > end {
            let complaint = Complaint::new(
                format!("this {what} lies outside the shift"),
                format!(
                    "the shift lasts {} from {}",
                    show_duration(end - start),
                    show_clock(start)
                ),
                format!("move the {what} or change the shift"),
            );
            reading.error(&pause.place, complaint);
            sound = false;
        }
        pauses.push((from..to, what, pause));
    }
    pauses.sort_by(|(one, ..), (other, ..)| one.start.total_cmp(&other.start));
    for pair in pauses.windows(2) {
        if pair[1].0.start < pair[0].0.end {
            let complaint = Complaint::new(
                format!(
                    "this {} begins before the {} from {} is over",
                    pair[1].1,
                    pair[0].1,
                    show_clock(pair[0].0.start)
                ),
                "breaks, lunch and meetings follow one another",
                "move one of the two",
            );
            reading.error(&pair[1].2.place, complaint);
            sound = false;
        }
    }
    let mut pieces = Vec::new();
    let mut from = start;
    for (pause, ..) in &pauses {
        pieces.push(from..pause.start);
        from = pause.end;
    }
    pieces.push(from..end);
    pieces.retain(|piece| piece.start < piece.end);
    if sound && pieces.is_empty() {
        let complaint = Complaint::new(
            "this shift is nothing but breaks",
            "its agents are on queue at some time",
            "",
        );
        reading.error(&typed.place, complaint);
        return None;
    }
    sound.then_some(pieces)
}

/// `hh:mm` of a time in seconds after midnight.
fn show_clock(seconds: f64) -> String {
    let minutes = (seconds / 60.0).floor() as u64;
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// The days on which a shift starts, in order. Where none are typed, a night shift of the day before the horizon
/// reaches into it.
fn days(reading: &mut Reading<'_>, typed: &TypedShift, frame: &Frame) -> Option<Vec<u32>> {
    let calendar = &frame.calendar;
    let last = calendar.days();
    let opens = |day: u32| {
        let of_day = |interval: &usize| calendar.day_and_time(*interval).0 == day;
        (0..calendar.intervals)
            .filter(of_day)
            .any(|interval| frame.is_open(interval))
    };
    let Some(given) = &typed.days else {
        let open = open_days(frame);
        let before = typed.end <= typed.start && frame.is_open(0) && calendar.opens_s == 0;
        return Some(before.then_some(0).into_iter().chain(open).collect());
    };
    let mut sound = true;
    let mut days: Vec<u32> = Vec::new();
    for (day, place) in given {
        let day = *day as u32;
        let complaint = if day > last {
            Complaint::new(
                format!("day {day} lies beyond the horizon"),
                match last {
                    1 => "the horizon has one day".to_owned(),
                    _ => format!("the horizon has {last} days, counted from 1"),
                },
                "take it out",
            )
        } else if days.contains(&day) {
            Complaint::new(
                format!("day {day} stands here twice"),
                "a shift starts once a day",
                "remove one of the two",
            )
        } else {
            days.push(day);
            if !opens(day) {
                let complaint = Complaint::new(
                    format!("the center is closed on day {day}"),
                    "nobody is on queue while it is closed",
                    "take it out",
                );
                reading.warn(place, complaint);
            }
            continue;
        };
        reading.error(place, complaint);
        sound = false;
    }
    days.sort_unstable();
    sound.then_some(days)
}

/// The days of the horizon on which the center is open at some time.
fn open_days(frame: &Frame) -> Vec<u32> {
    let calendar = &frame.calendar;
    let open = (0..calendar.intervals).filter(|&interval| frame.is_open(interval));
    let mut days: Vec<u32> = open.map(|interval| calendar.day_and_time(interval).0).collect();
    days.dedup();
    days
}

/// The most agents of some shifts who are on queue at once in each interval.
pub(super) fn most_on_queue(shifts: &[Shift], calendar: &Calendar) -> Vec<u32> {
    let mut steps: Vec<(Ticks, i64)> = Vec::new();
    for shift in shifts {
        for span in &shift.on_queue {
            steps.push((span.from, i64::from(shift.agents)));
            steps.push((span.to, -i64::from(shift.agents)));
        }
    }
    // Who leaves at a moment is gone before others come.
    steps.sort_unstable();
    let mut steps = steps.into_iter().peekable();
    let mut now: i64 = 0;
    let mut most = Vec::with_capacity(calendar.intervals);
    for interval in 0..calendar.intervals {
        let (from, to) = (calendar.start(interval), calendar.start(interval + 1));
        while let Some((_, step)) = steps.next_if(|(at, _)| *at <= from) {
            now += step;
        }
        let mut peak = now;
        while let Some((_, step)) = steps.next_if(|(at, _)| *at < to) {
            now += step;
            peak = peak.max(now);
        }
        most.push(u32::try_from(peak.max(0)).unwrap_or(u32::MAX));
    }
    most
}

/// Agents on queue from each moment on, over the whole horizon: from each opening nobody until the first time of
/// that day (of a center open around the clock: who was there the day before), and nobody after a closing.
pub(super) fn staff_at(
    reading: &mut Reading<'_>,
    typed: &Moments,
    frame: &Frame,
) -> Option<Vec<(Ticks, u32)>> {
    let calendar = &frame.calendar;
    let last = calendar.days();
    let opens = f64::from(calendar.opens_s);
    let open = opening(frame);
    let mut sound = true;
    let mut all: Vec<(f64, bool, u32)> = Vec::new();
    for (moment, place, value) in typed {
        let days = match moment.day {
            Some(day) => day..day + 1,
            None => 0..last + 1,
        };
        let mut used = false;
        for day in days {
            let at = (f64::from(day) - 1.0) * DAY_S + f64::from(moment.seconds) - opens;
            used |= open.iter().any(|open| open.contains(&at));
            let Some(value) = value else {
                sound = false;
                continue;
            };
            all.push((at, moment.day.is_some(), *value as u32));
        }
        if !used {
            complain_of_moment(reading, frame, place);
            sound = false;
        }
    }
    // At the same time, what is said of that very day comes last and so holds.
    all.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut staff: Vec<(Ticks, u32)> = Vec::new();
    let mut change = |at: f64, agents: u32| {
        let at = Ticks::from_seconds(at);
        staff.retain(|(known, _)| *known != at);
        if staff
            .last()
            .map_or(agents > 0 || at == Ticks::ZERO, |(_, before)| *before != agents)
        {
            staff.push((at, agents));
        }
    };
    for stretch in &open {
        let time = (stretch.start + opens).rem_euclid(DAY_S);
        let since = if time == 0.0 { DAY_S } else { time };
        let before = all
            .iter()
            .rfind(|(at, ..)| *at <= stretch.start)
            .filter(|(at, ..)| *at >= stretch.start - since);
        change(stretch.start, before.map_or(0, |(.., agents)| *agents));
        for (at, _, agents) in all
            .iter()
            .filter(|(at, ..)| stretch.start < *at && *at < stretch.end)
        {
            change(*at, *agents);
        }
        if stretch.end < calendar.horizon().seconds() {
            change(stretch.end, 0);
        }
    }
    sound.then_some(staff)
}

fn complain_of_moment(reading: &mut Reading<'_>, frame: &Frame, place: &Place) {
    let calendar = &frame.calendar;
    let rule = match calendar.days() {
        1 => hours_of(frame, 1),
        days if frame.closed.is_empty() => format!("the horizon has {days} days, counted from 1"),
        _ => "it is closed at this time on every day it could mean".to_owned(),
    };
    let complaint = Complaint::new(
        "this time lies outside opening hours",
        rule,
        "use a time at which the center is open",
    );
    reading.error(place, complaint);
}

/// The most agents on queue in each interval, of staff that changes at any time.
pub(super) fn most_at(staff_at: &[(Ticks, u32)], calendar: &Calendar) -> Vec<u32> {
    let mut changes = staff_at.iter().peekable();
    let mut now = 0;
    let mut most = Vec::with_capacity(calendar.intervals);
    for interval in 0..calendar.intervals {
        let (from, to) = (calendar.start(interval), calendar.start(interval + 1));
        while let Some((_, agents)) = changes.next_if(|(at, _)| *at <= from) {
            now = *agents;
        }
        let mut peak = now;
        while let Some((_, agents)) = changes.next_if(|(at, _)| *at < to) {
            now = *agents;
            peak = peak.max(now);
        }
        most.push(peak);
    }
    most
}
