//! Figures and names as people say them.

use crate::model::{Calendar, Center, Measure};

/// A name of the scenario as a title: `loan_desk` becomes "Loan desk".
pub fn title(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => spaced,
    }
}

/// Whether any contacts come by text, and are no calls.
pub(super) fn by_text(center: &Center) -> bool {
    center.queues.iter().any(|queue| queue.channel.is_text())
}

/// What contacts are called: calls, unless some come by text.
pub fn contacts(center: &Center) -> &'static str {
    if by_text(center) { "contacts" } else { "calls" }
}

/// What those are called who wait: callers, unless some come by text.
pub fn callers(center: &Center) -> &'static str {
    if by_text(center) { "contacts" } else { "callers" }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "no queue", "1 queue", "2 queues".
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// What an interval of this calendar is called.
pub(super) fn interval_noun(calendar: &Calendar) -> &'static str {
    match calendar.interval.seconds().round() as u64 {
        900 => "quarter-hour",
        1800 => "half-hour",
        3600 => "hour",
        86_400 => "day",
        _ => "interval",
    }
}

/// What one replication of this calendar is called.
pub(super) fn horizon_noun(calendar: &Calendar) -> &'static str {
    match calendar.horizon().seconds() / 86_400.0 {
        days if days <= 1.0 => "day",
        7.0 => "week",
        _ => "run",
    }
}

/// What the horizon is called where "the day" would be said.
pub(super) fn the_day(calendar: &Calendar) -> &'static str {
    match horizon_noun(calendar) {
        "day" => "the day",
        "week" => "the week",
        _ => "the whole time",
    }
}

/// What the horizon is called after "all".
pub(super) fn day_after_all(calendar: &Calendar) -> &'static str {
    match horizon_noun(calendar) {
        "day" => "day",
        "week" => "week",
        _ => "the time",
    }
}

/// A share in percent without its sign: whole percents, tenths below 10.
fn percent_digits(share: f64) -> usize {
    usize::from(share > 0.0 && share.abs() < 0.0995)
}

/// "84 %", "5.6 %".
pub(super) fn percent(share: f64) -> String {
    format!("{:.*} %", percent_digits(share), 100.0 * share)
}

/// A share beside a limit that it misses: with as many digits as tell them apart.
pub(super) fn percent_beside(share: f64, limit: f64) -> String {
    let digits = (percent_digits(share)..=4)
        .find(|&digits| format!("{:.digits$}", 100.0 * share) != format!("{:.digits$}", 100.0 * limit))
        .unwrap_or(4);
    format!("{:.digits$} %", 100.0 * share)
}

/// A share rounded down, so that "at least" is true.
pub(super) fn percent_floor(share: f64) -> String {
    let scale = 100.0 * 10f64.powi(percent_digits(share) as i32);
    percent((share * scale + 1e-9).floor() / scale)
}

/// A share rounded up, so that "at most" is true.
pub(super) fn percent_ceiling(share: f64) -> String {
    let scale = 100.0 * 10f64.powi(percent_digits(share) as i32);
    percent((share * scale - 1e-9).ceil() / scale)
}

/// "0.4 s", "7 s", "3 min 20 s", "1 h 5 min".
pub(super) fn seconds(time: f64) -> String {
    if time == f64::INFINITY {
        return "for ever".into();
    }
    if time > 0.0 && time < 0.95 {
        return format!("{time:.1} s");
    }
    let whole = time.round() as u64;
    let two = |large: u64, large_unit: &str, small: u64, small_unit: &str| {
        if small == 0 {
            format!("{large} {large_unit}")
        } else {
            format!("{large} {large_unit} {small} {small_unit}")
        }
    };
    match whole {
        0..120 => format!("{whole} s"),
        120..7200 => two(whole / 60, "min", whole % 60, "s"),
        _ => two(whole / 3600, "h", whole % 3600 / 60, "min"),
    }
}

/// Seconds beside a limit that they miss: with as many digits as tell them apart.
pub(super) fn seconds_beside(time: f64, limit: f64) -> String {
    if seconds(time) != seconds(limit) {
        return seconds(time);
    }
    let digits = (1..=3)
        .find(|&digits| format!("{time:.digits$}") != format!("{limit:.digits$}"))
        .unwrap_or(3);
    format!("{time:.digits$} s")
}

/// A number to two or three digits: "0.38", "7.2", "52", "1,403".
pub(super) fn number(value: f64) -> String {
    match value.abs() {
        small if small < 1.0 => format!("{value:.2}"),
        medium if medium < 20.0 => format!("{value:.1}"),
        _ => thousands(value),
    }
}

/// A number to so many significant digits at most: "10", "0.0123", "266.7".
pub(super) fn digits(value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let before = value.abs().log10().floor() as i32 + 1;
    let decimals = usize::try_from(digits - before).unwrap_or(0);
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        thousands(value)
    }
}

/// What a measure is called within a sentence.
pub(super) fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::ServiceLevel => "service level",
        Measure::AbandonmentRate => "abandonment",
        Measure::Asa => "mean wait",
        Measure::WaitP50 => "median wait",
        Measure::WaitP80 => "80th percentile of waits",
        Measure::WaitP90 => "90th percentile of waits",
        Measure::WaitP95 => "95th percentile of waits",
        Measure::WaitP99 => "99th percentile of waits",
        Measure::PWait => "share who have to wait",
        Measure::ReplyWait => "mean wait for a reply",
        Measure::QueueMean => "mean number waiting",
        Measure::TargetMet => "share of days on target",
        Measure::Lost => "share lost",
        Measure::Offered => "number offered",
        Measure::Answered => "number answered",
        Measure::AnsweredWithin => "number answered in time",
        Measure::Abandoned => "number abandoned",
        Measure::WaitAbandoned => "mean wait of those who left",
        Measure::WaitAll => "mean wait of all",
        Measure::WaitMax => "longest wait",
        Measure::QueueMax => "longest queue",
        _ => "figure",
    }
}

/// A whole number with its thousands set apart.
pub(super) fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

/// "7" or "7–9" from the least and the most, as `format` writes them.
pub(super) fn range(low: f64, high: f64, format: impl Fn(f64) -> String) -> String {
    let (low, high) = (format(low), format(high));
    if low == high {
        return low;
    }
    // A common unit is said once.
    match (low.rsplit_once(' '), high.rsplit_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same && !number.contains(' ') => {
            format!("{number}–{high}")
        }
        _ => format!("{low}–{high}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_say_them() {
        assert_eq!(title("loan_desk"), "Loan desk");
        assert_eq!(percent(0.8404), "84 %");
        assert_eq!(percent(0.056), "5.6 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(seconds(7.3), "7 s");
        assert_eq!(seconds(0.4), "0.4 s");
        assert_eq!(seconds(200.0), "3 min 20 s");
        assert_eq!(seconds(7500.0), "2 h 5 min");
        assert_eq!(number(12_345.0), "12,345");
        assert_eq!(range(0.65, 0.78, percent), "65–78 %");
        assert_eq!(range(0.65, 0.651, percent), "65 %");
        assert_eq!(range(0.04, 0.124, percent), "4.0–12 %");
    }

    #[test]
    fn rounding_never_makes_a_sentence_false() {
        assert_eq!(percent_beside(0.7996, 0.8), "79.96 %");
        assert_eq!(percent_beside(0.66, 0.8), "66 %");
        assert_eq!(percent_floor(0.8399), "83 %");
        assert_eq!(percent_floor(0.83), "83 %");
        assert_eq!(percent_ceiling(0.0201), "2.1 %");
        assert_eq!(seconds_beside(20.2, 20.0), "20.2 s");
    }
}
