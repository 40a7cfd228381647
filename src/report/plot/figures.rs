//! Figures and names as pictures write them: the field's units, thousands set apart, no more digits than
//! tell something.

pub(super) use crate::insight::{callers, contacts, title as title_of};
use crate::model::{Calendar, Ticks};

/// A no-break space, so that a figure stays with its unit when a line is wrapped.
pub(super) const NBSP: char = '\u{a0}';

/// A whole number with thousands set apart.
pub(super) fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && digits != "0" {
        text.insert(0, '−');
    }
    text
}

/// A count that may be fractional: one decimal below ten, none above.
pub(super) fn count(value: f64) -> String {
    if value.abs() < 9.95 && (value - value.round()).abs() > 0.04 {
        format!("{value:.1}")
    } else {
        whole(value)
    }
}

/// A round figure of an axis with the decimals that it needs and no more.
pub(super) fn shortest(value: f64) -> String {
    let digits = (0..6_usize).find(|&digits| {
        let scale = libm::exp10(digits as f64);
        ((value * scale).round() / scale - value).abs() <= 1e-6 * value.abs()
    });
    match digits {
        Some(0) => whole(value),
        Some(digits) => format!("{value:.digits$}"),
        None => format!("{value:.6}"),
    }
}

/// Erlangs: one decimal below a hundred.
pub(super) fn erlangs(value: f64) -> String {
    if value < 99.95 {
        format!("{value:.1}")
    } else {
        whole(value)
    }
}

/// A share as a percentage: one decimal below 10 and above 99, none elsewhere.
pub(super) fn percent(share: f64) -> String {
    let value = 100.0 * share;
    let near_an_end = (value > 0.0 && value < 9.95) || (value > 99.0 && value < 100.0);
    let digits = match () {
        () if value > 0.0 && value < 0.05 => "<0.1".to_owned(),
        () if (99.95..100.0).contains(&value) => "99.9".to_owned(),
        () if near_an_end => format!("{value:.1}").trim_end_matches(".0").to_owned(),
        () => format!("{value:.0}"),
    };
    format!("{digits}{NBSP}%")
}

/// A time in seconds as people say it: `20 s`, `1 min 30 s`, `2 h`.
pub(super) fn duration(seconds: f64) -> String {
    if seconds < 9.95 && (seconds - seconds.round()).abs() > 0.04 {
        return format!("{seconds:.1}{NBSP}s");
    }
    let whole = seconds.round() as u64;
    let parts = [(whole / 3600, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")];
    let text: Vec<String> = parts
        .iter()
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, unit)| format!("{amount}{NBSP}{unit}"))
        .collect();
    if text.is_empty() {
        format!("0{NBSP}s")
    } else {
        text.join(&NBSP.to_string())
    }
}

/// What an interval of the calendar is called, in the singular or the plural.
pub(super) fn interval_word(calendar: &Calendar, many: bool) -> &'static str {
    let names = match (calendar.interval.seconds() / 60.0).round() as u64 {
        15 => ("quarter-hour", "quarter-hours"),
        30 => ("half-hour", "half-hours"),
        60 => ("hour", "hours"),
        1440 => ("day", "days"),
        _ => ("interval", "intervals"),
    };
    if many { names.1 } else { names.0 }
}

/// What one replication of a calendar is called, in the singular or the plural.
pub(super) fn run_word(calendar: &Calendar, many: bool) -> &'static str {
    let names = match (calendar.days(), calendar.horizon().seconds() > 86_400.0) {
        (0 | 1, _) | (2, false) => ("day", "days"),
        (7, _) => ("week", "weeks"),
        _ => ("run", "runs"),
    };
    if many { names.1 } else { names.0 }
}

/// When an interval starts: `12:00`, or `day 3, 12:00` where there are several days.
pub(super) fn start_of(calendar: &Calendar, interval: usize) -> String {
    let (day, time) = calendar.label(interval);
    with_day(calendar, day, &time)
}

/// A moment after opening, to the minute.
pub(super) fn moment(calendar: &Calendar, seconds: f64) -> String {
    let minutes = Calendar {
        opens_s: calendar.opens_s,
        interval: Ticks::from_seconds(60.0),
        intervals: 1,
    };
    let (day, time) = minutes.label((seconds / 60.0).floor().max(0.0) as usize);
    // An opening with odd seconds would print them.
    with_day(calendar, day, time.get(..5).unwrap_or(&time))
}

fn with_day(calendar: &Calendar, day: u32, time: &str) -> String {
    if calendar.days() > 1 {
        format!("day{NBSP}{day}, {time}")
    } else {
        time.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        let plain = |text: String| text.replace(NBSP, " ");
        assert_eq!(whole(1_403_000.4), "1,403,000");
        assert_eq!(whole(-1234.0), "−1,234");
        assert_eq!(whole(-0.2), "0");
        assert_eq!(shortest(0.05), "0.05");
        assert_eq!(shortest(3.0 * 0.1), "0.3");
        assert_eq!(shortest(2000.0), "2,000");
        assert_eq!(count(3.24), "3.2");
        assert_eq!(count(9.97), "10");
        assert_eq!(count(4.0), "4");
        assert_eq!(plain(percent(0.884)), "88 %");
        assert_eq!(plain(percent(0.0194)), "1.9 %");
        assert_eq!(plain(percent(0.9999)), "99.9 %");
        assert_eq!(plain(percent(0.0098)), "1 %");
        assert_eq!(plain(percent(0.0001)), "<0.1 %");
        assert_eq!(plain(percent(0.995)), "99.5 %");
        assert_eq!(plain(percent(1.0)), "100 %");
        assert_eq!(plain(percent(0.0)), "0 %");
        assert_eq!(plain(duration(20.0)), "20 s");
        assert_eq!(plain(duration(0.5)), "0.5 s");
        assert_eq!(plain(duration(90.0)), "1 min 30 s");
        assert_eq!(plain(duration(7200.0)), "2 h");
        assert_eq!(plain(duration(0.0)), "0 s");
        assert_eq!(title_of("loan_desk"), "Loan desk");
        assert_eq!(title_of(""), "");
        assert_eq!(title_of("élite"), "Élite");
    }

    #[test]
    fn moments_name_the_day_only_where_there_are_several() {
        let mut calendar = Calendar {
            opens_s: 8 * 3600,
            interval: Ticks::from_seconds(1800.0),
            intervals: 24,
        };
        assert_eq!(moment(&calendar, 4.0 * 3600.0 + 90.0), "12:01");
        assert_eq!(interval_word(&calendar, true), "half-hours");
        calendar.intervals = 96;
        assert_eq!(
            moment(&calendar, 24.0 * 3600.0).replace(NBSP, " "),
            "day 2, 08:00"
        );
    }
}
