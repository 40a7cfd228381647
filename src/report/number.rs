//! Figures as people read them: no more digits than the interval of confidence justifies, thousands
//! separated, waits in seconds or in minutes.
//!
//! In: plain numbers. Out: text without padding; columns align it.

/// What stands where a figure does not exist.
pub const NOTHING: &str = "–";

/// The decimals that a half-width of confidence justifies: its first digit is the last one shown, at most
/// `most`. One replication justifies none; an exact figure (half-width zero) is no reason for decimals.
pub fn decimals(half_width: Option<f64>, most: usize) -> usize {
    match half_width {
        Some(half) if half > 0.0 && half.is_finite() => {
            (-libm::floor(libm::log10(half) + 1e-9)).clamp(0.0, most as f64) as usize
        }
        _ => 0,
    }
}

/// A number with thousands separated: `1,403`, `-12.5`, `∞`.
pub fn grouped(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return NOTHING.into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "-∞" }.into();
    }
    let plain = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_str(), None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let mut text = String::with_capacity(plain.len() + whole.len() / 3 + 1);
    if value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.push('-');
    }
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A share as a number of percent, without the sign: 0.874 → `87`.
pub fn percent(share: f64, decimals: usize) -> String {
    grouped(100.0 * share, decimals)
}

/// A share that misses a limit, in percent, with as many more decimals (two at most) as it takes to be told
/// from the limit: 0.897 where 90 % is wanted is `89.7`, not `90`. In two parts, to be aligned at the point.
pub fn percent_beside(share: f64, limit: f64, decimals: usize) -> [String; 2] {
    let told = (decimals..decimals + 2)
        .find(|&decimals| percent(share, decimals) != percent(limit, decimals))
        .unwrap_or(decimals + 2);
    at_the_point(&percent(share, told))
}

/// A number cut before its point.
pub fn at_the_point(number: &str) -> [String; 2] {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    [whole.into(), fraction.into()]
}

/// The shortest text of a limit given as a share: 0.8 → `80`, 0.025 → `2.5`.
pub fn limit_percent(share: f64) -> String {
    let hundredths = (share * 1e4).round() / 100.0;
    format!("{hundredths}")
}

/// Seconds from which a wait is told in minutes, and from which in hours.
const MINUTES_FROM_S: f64 = 600.0;
const HOURS_FROM_S: f64 = 36_000.0;

/// A wait: `7 s`, `0.6 s`, `10m05s`, `12h30m`.
pub fn wait(seconds: f64, decimals: usize) -> String {
    if !seconds.is_finite() || seconds < MINUTES_FROM_S {
        return format!("{} s", grouped(seconds, decimals));
    }
    if seconds < HOURS_FROM_S {
        let whole = seconds.round() as u64;
        return format!("{}m{:02}s", whole / 60, whole % 60);
    }
    let minutes = (seconds / 60.0).round();
    format!(
        "{}h{:02}m",
        grouped((minutes / 60.0).floor(), 0),
        (minutes % 60.0) as u64
    )
}

/// A wait that may last for hours: as [`wait`], in hours and minutes from an hour on: `1h20m`.
pub fn long_wait(seconds: f64) -> String {
    const HOUR_S: f64 = 3600.0;
    if seconds.is_finite() && (HOUR_S..HOURS_FROM_S).contains(&seconds) {
        let minutes = (seconds / 60.0).round() as u64;
        return format!("{}h{:02}m", minutes / 60, minutes % 60);
    }
    wait(seconds, 0)
}

/// A length of time that somebody chose: `20 s`, `1.5 s`, `10 min`, `4 h`; odd ones as [`wait`] tells them.
pub fn duration(seconds: f64) -> String {
    let whole = |unit: f64| (seconds / unit).fract() == 0.0;
    if seconds >= 7200.0 && whole(3600.0) {
        format!("{} h", grouped(seconds / 3600.0, 0))
    } else if seconds >= 180.0 && whole(60.0) {
        format!("{} min", seconds / 60.0)
    } else if seconds < MINUTES_FROM_S {
        let milliseconds = (seconds * 1e3).round() / 1e3;
        format!("{milliseconds} s")
    } else {
        wait(seconds, 0)
    }
}

/// The words of a text, a figure together with the unit that follows it.
pub fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.trim_matches(|letter: char| ".,;:()".contains(letter));
        let unit = ["%", "s", "h", "min"].contains(&letters);
        match words.last_mut() {
            Some(last) if unit && last.ends_with(|letter: char| letter.is_ascii_digit()) => {
                last.push(' ');
                last.push_str(word);
            }
            Some(last) if last.ends_with('±') || last == "cost" => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.into()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digit_of_the_half_width_is_the_last_one_shown() {
        for (half, expected) in [
            (Some(1.1), 0),
            (Some(0.95), 1),
            (Some(0.3), 1),
            (Some(0.1), 1),
            (Some(0.04), 2),
            (Some(0.0004), 2),
            (Some(12.0), 0),
            (Some(0.0), 0),
            (Some(f64::NAN), 0),
            (None, 0),
        ] {
            assert_eq!(decimals(half, 2), expected, "{half:?}");
        }
    }

    #[test]
    fn thousands_are_separated_and_zero_has_no_sign() {
        for (value, decimals, expected) in [
            (0.0, 0, "0"),
            (999.0, 0, "999"),
            (1403.4, 0, "1,403"),
            (62_625.25, 1, "62,625.2"),
            (1_234_567.0, 0, "1,234,567"),
            (-1234.5, 1, "-1,234.5"),
            (-0.04, 1, "0.0"),
            (999.96, 1, "1,000.0"),
            (f64::INFINITY, 0, "∞"),
            (f64::NAN, 2, "–"),
        ] {
            assert_eq!(grouped(value, decimals), expected);
        }
    }

    #[test]
    fn what_misses_a_limit_does_not_look_like_it() {
        assert_eq!(percent_beside(0.8968, 0.9, 0).concat(), "89.7");
        assert_eq!(percent_beside(0.64, 0.9, 0).concat(), "64");
        assert_eq!(percent_beside(0.03004, 0.03, 1).concat(), "3.004");
        assert_eq!(percent_beside(0.9 - 1e-9, 0.9, 0).concat(), "90.00");
    }

    #[test]
    fn limits_keep_the_digits_they_were_given() {
        for (share, expected) in [
            (0.8, "80"),
            (0.025, "2.5"),
            (0.995, "99.5"),
            (1.0, "100"),
            (0.29, "29"),
        ] {
            assert_eq!(limit_percent(share), expected);
        }
    }

    #[test]
    fn waits_grow_from_seconds_to_minutes_to_hours() {
        for (seconds, decimals, expected) in [
            (0.0, 0, "0 s"),
            (0.62, 1, "0.6 s"),
            (130.4, 0, "130 s"),
            (605.0, 0, "10m05s"),
            (3599.7, 0, "60m00s"),
            (45_000.0, 0, "12h30m"),
            (f64::INFINITY, 0, "∞ s"),
        ] {
            assert_eq!(wait(seconds, decimals), expected);
        }
        for (seconds, expected) in [
            (0.0, "0 s"),
            (20.0, "20 s"),
            (1.5, "1.5 s"),
            (90.0, "90 s"),
            (300.0, "5 min"),
            (14_400.0, "4 h"),
            (3601.0, "60m01s"),
        ] {
            assert_eq!(duration(seconds), expected);
        }
    }
}
