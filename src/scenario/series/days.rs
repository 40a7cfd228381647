//! Volumes of whole days spread over their intervals.

use super::Frame;
use crate::scenario::problem::Complaint;

/// How many weights a day's shape has: one for each time of day at which some interval starts, of the open ones
/// or of all.
pub(super) fn weights(frame: &Frame, open: bool) -> usize {
    let calendar = &frame.calendar;
    let intervals = (0..calendar.intervals).filter(|&interval| !open || frame.is_open(interval));
    let mut times: Vec<f64> = intervals
        .map(|interval| calendar.day_and_time(interval).1)
        .collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    times.len()
}

/// Spreads what each day expects over its open intervals, in proportion to the weights of `shape`: one for
/// each time of day at which some open interval starts, in order. A day that opens later or closes earlier
/// than others has its own open intervals only. `per_day` has one value a day of the horizon, or one an open
/// day, or recurs.
pub(super) fn spread<T: Copy>(
    frame: &Frame,
    per_day: &[T],
    shape: &[f64],
    part: fn(T, f64) -> T,
) -> Result<Vec<T>, Complaint> {
    let calendar = &frame.calendar;
    let one_day = calendar.horizon().seconds() <= 86_400.0;
    let time = |interval: usize| {
        let (day, time) = calendar.day_and_time(interval);
        if one_day {
            (1, calendar.start(interval).seconds())
        } else {
            (day, time)
        }
    };
    let open: Vec<usize> = (0..calendar.intervals)
        .filter(|&interval| frame.is_open(interval))
        .collect();
    let mut slots: Vec<f64> = open.iter().map(|&interval| time(interval).1).collect();
    slots.sort_by(f64::total_cmp);
    slots.dedup();
    if slots.len() != shape.len() {
        return Err(Complaint::new(
            format!(
                "{} weights where a day has {} open intervals",
                shape.len(),
                slots.len()
            ),
            format!("the center has {}", frame.describe()),
            "give `shape` one weight for each interval of a day, from the earliest opening to the latest closing",
        ));
    }
    let days = if one_day { 1 } else { calendar.days() as usize };
    let mut open_days: Vec<usize> = open.iter().map(|&interval| time(interval).0 as usize).collect();
    open_days.dedup();
    let of_open_days = per_day.len() == open_days.len() && !days.is_multiple_of(per_day.len().max(1));
    if !of_open_days && (per_day.is_empty() || !days.is_multiple_of(per_day.len())) {
        return Err(Complaint::new(
            format!("{} days where the horizon has {days}", per_day.len()),
            "`per_day` has one value for each calendar day",
            "give each day a value; that of a closed day is not read",
        ));
    }
    let weight = |interval: usize| {
        let (_, time) = time(interval);
        shape[slots.partition_point(|slot| *slot < time)]
    };
    let mut sums = vec![0.0; days + 1];
    for &interval in &open {
        sums[time(interval).0 as usize] += weight(interval);
    }
    if let Some(day) = open_days.iter().find(|&&day| sums[day] <= 0.0) {
        return Err(Complaint::new(
            format!("the weights of day {day} are all zero"),
            "a day is spread by the weights of its open intervals",
            "give some of them a weight above zero",
        ));
    }
    let mut values = Vec::with_capacity(calendar.intervals);
    for interval in 0..calendar.intervals {
        let day = time(interval).0 as usize;
        let index = if of_open_days {
            open_days
                .partition_point(|open| *open < day)
                .min(per_day.len() - 1)
        } else {
            (day - 1) % per_day.len()
        };
        let share = if frame.is_open(interval) {
            weight(interval) / sums[day]
        } else {
            0.0
        };
        values.push(part(per_day[index], share));
    }
    Ok(values)
}
