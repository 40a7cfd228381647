//! A moment of a scenario's calendar as people type it.

use super::series::Moment;
use crate::model::{Calendar, Ticks};

/// The moment since opening of `09:30`, or `2 09:30` on the second day; without a day, the first after opening.
/// What lies before opening is opening; nothing for a text that is no time.
pub fn moment(calendar: &Calendar, text: &str) -> Option<Ticks> {
    let typed = Moment::parse(text)?;
    let opens = f64::from(calendar.opens_s);
    let of_day = f64::from(typed.seconds);
    let since = match typed.day {
        Some(day) => f64::from(day - 1) * DAY_S + of_day - opens,
        None if of_day < opens && calendar.days() > 1 => of_day + DAY_S - opens,
        None => of_day - opens,
    };
    Some(Ticks::from_seconds(since.max(0.0)))
}

/// Seconds in a day.
const DAY_S: f64 = 86_400.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_from_opening_and_days_from_one() {
        let calendar = |intervals| Calendar {
            opens_s: 8 * 3600,
            interval: Ticks::from_seconds(1800.0),
            intervals,
        };
        for (text, intervals, seconds) in [
            ("08:00", 24, Some(0.0)),
            ("9:30", 24, Some(5400.0)),
            ("07:00", 24, Some(0.0)),
            ("07:00", 48, Some(23.0 * 3600.0)),
            ("2 09:00", 96, Some(25.0 * 3600.0)),
            ("soon", 24, None),
        ] {
            let found = moment(&calendar(intervals), text).map(Ticks::seconds);
            assert_eq!(found, seconds, "{text}");
        }
    }
}
