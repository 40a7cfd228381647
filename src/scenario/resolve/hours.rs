//! Opening hours of each day: in which intervals the center is closed.

use std::ops::Range;

use crate::model::Calendar;
use crate::scenario::file::TypedCenter;
use crate::scenario::leaf::show_duration;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;

/// The closed intervals of a horizon, in order; `None` where a problem stands in the way.
pub(super) fn closed(
    reading: &mut Reading<'_>,
    typed: &TypedCenter,
    calendar: &Calendar,
) -> Option<Vec<Range<usize>>> {
    let Some((hours, place)) = &typed.hours else {
        return (!typed.present.has("hours")).then(Vec::new);
    };
    let days = calendar.days() as usize;
    if !days.is_multiple_of(hours.len()) {
        let complaint = Complaint::new(
            format!("{} opening hours where the horizon has {days} days", hours.len()),
            "there is one entry for each calendar day, or a pattern that recurs",
            "give each day its hours, or \"closed\"",
        );
        reading.error(place, complaint);
        return None;
    }
    let step = calendar.interval.seconds();
    let mut open = vec![false; calendar.intervals];
    let mut sound = true;
    for (hours, place) in hours {
        let Some((from, to)) = hours else { continue };
        for time in [*from, *to] {
            if ((f64::from(time) - f64::from(calendar.opens_s)) / step).fract() != 0.0 {
                let complaint = Complaint::new(
                    "these hours cut an interval in two",
                    format!("intervals last {}", show_duration(step)),
                    "use times at which intervals start, or a shorter interval",
                );
                reading.error(place, complaint);
                sound = false;
                break;
            }
        }
    }
    // The night before the first day may reach into it.
    for day in 0..=days {
        let (Some((from, to)), _) = &hours[(day + hours.len() - 1) % hours.len()] else {
            continue;
        };
        let midnight = (day as f64 - 1.0) * super::DAY_S - f64::from(calendar.opens_s);
        let next = if to <= from { super::DAY_S } else { 0.0 };
        let interval = |time: f64| ((midnight + time) / step).round().max(0.0) as usize;
        let (from, to) = (interval(f64::from(*from)), interval(f64::from(*to) + next));
        let to = to.min(calendar.intervals);
        open[from.min(to)..to].fill(true);
    }
    if sound && !open.contains(&true) {
        let complaint = Complaint::new(
            "the center never opens",
            "it is open at some hour of the horizon",
            "write hours = [\"08:00-20:00\"]",
        );
        reading.error(place, complaint);
        return None;
    }
    let mut closed: Vec<Range<usize>> = Vec::new();
    for interval in (0..calendar.intervals).filter(|&interval| !open[interval]) {
        match closed.last_mut() {
            Some(range) if range.end == interval => range.end += 1,
            _ => closed.push(interval..interval + 1),
        }
    }
    sound.then_some(closed)
}
