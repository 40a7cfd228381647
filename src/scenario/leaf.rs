//! Single values: durations, shares, rates, numbers and clock times, each as people write them.
//!
//! In: one word of a file or cell of a sheet. Out: a number in the unit of the model (seconds, shares,
//! contacts a second), or a complaint with the rule and the remedy.

use super::problem::Complaint;
use crate::model::MAX_HORIZON_S;

/// A word that was typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    /// A bare number is a number of seconds: a sheet's heading says so.
    pub seconds: bool,
}

/// What a number stands for, and so how it is written and which values are sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    /// A time, in seconds.
    Duration,
    /// A time above zero, in seconds.
    PositiveDuration,
    /// A part of a whole, from 0 to 1.
    Share,
    /// A share that must be below 1.
    ShareBelowOne,
    /// A number that is not negative, fractions allowed.
    Count,
    /// A whole number from one bound to the other.
    Whole(f64, f64),
    /// A number from one bound to the other.
    Number(f64, f64),
    /// Contacts per time, as contacts a second.
    Rate,
}

impl Unit {
    /// Reads a word.
    pub fn read(self, word: Word<'_>) -> Result<f64, Complaint> {
        let text = word.text.trim();
        match self {
            Unit::Duration => duration(text, word.seconds),
            Unit::PositiveDuration => match duration(text, word.seconds) {
                Ok(0.0) => Err(Complaint::new(
                    "this time is zero",
                    "it must be longer than that",
                    "write a time such as \"3m\"",
                )),
                read => read,
            },
            Unit::Share => share(text),
            Unit::ShareBelowOne => match share(text) {
                Ok(1.0) => Err(Complaint::new(
                    format!("`{text}` is the whole"),
                    "this share must be below 100 %",
                    "write a share such as \"30%\"",
                )),
                read => read,
            },
            Unit::Count => match number(text)? {
                value if value < 0.0 => Err(negative(text)),
                value => Ok(value),
            },
            Unit::Whole(low, high) => match number(text)? {
                value if value.fract() != 0.0 => Err(Complaint::new(
                    format!("`{text}` is not a whole number"),
                    "only whole numbers make sense here",
                    format!("write {} or {}", value.floor().max(low), value.ceil().max(low)),
                )),
                value => within(value, low, high, text),
            },
            Unit::Number(low, high) => within(number(text)?, low, high, text),
            Unit::Rate => rate(text),
        }
    }

    /// Reads the size of a step up or down, such as the 5 of `+5`, in the unit of the value.
    pub fn read_step(self, text: &str) -> Result<f64, Complaint> {
        let word = Word { text, seconds: false };
        match self {
            Unit::PositiveDuration => Unit::Duration.read(word),
            Unit::ShareBelowOne => Unit::Share.read(word),
            Unit::Whole(_, high) => Unit::Whole(0.0, high).read(word),
            Unit::Number(..) => Unit::Count.read(word),
            unit => unit.read(word),
        }
        .map_err(|complaint| match text.strip_suffix('%') {
            Some(percent) if matches!(self, Unit::Count | Unit::Whole(..) | Unit::Number(..)) => {
                let example = percent.trim().parse().map_or(1.05, |p: f64| 1.0 + p / 100.0);
                Complaint::new(
                    format!("`{text}` is not a number"),
                    "a step is in the value's own unit",
                    format!("to scale it write x{example}"),
                )
            }
            _ => complaint,
        })
    }

    /// Whether a value that came out of changes still makes sense; if not, why.
    pub fn check(self, value: f64) -> Result<(), &'static str> {
        match self {
            Unit::Duration | Unit::Rate | Unit::Count if value < 0.0 => Err("it must not be negative"),
            Unit::PositiveDuration if value <= 0.0 => Err("it must be above zero"),
            Unit::Share if !(0.0..=1.0).contains(&value) => Err("a share lies between 0 and 1"),
            Unit::ShareBelowOne if !(0.0..1.0).contains(&value) => Err("this share lies between 0 and 1"),
            Unit::Whole(low, high) | Unit::Number(low, high) if !(low..=high).contains(&value) => {
                Err("it is out of its range")
            }
            _ if !value.is_finite() => Err("it is not a finite number"),
            _ => Ok(()),
        }
    }

    /// An example, for messages about something that is no word at all.
    pub fn example(self) -> &'static str {
        match self {
            Unit::Duration | Unit::PositiveDuration => "\"4m10s\"",
            Unit::Share | Unit::ShareBelowOne => "\"80%\" or 0.8",
            Unit::Count => "120 or 31.5",
            Unit::Whole(..) => "12",
            Unit::Number(..) => "1.1",
            Unit::Rate => "\"100/h\"",
        }
    }
}

fn within(value: f64, low: f64, high: f64, text: &str) -> Result<f64, Complaint> {
    if value < 0.0 && low >= 0.0 {
        Err(negative(text))
    } else if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(Complaint::new(
            format!("`{text}` is out of range"),
            format!("it lies between {low} and {high}"),
            if (low..=high).contains(&(value / 100.0)) && high <= 1.0 {
                format!("write {}", value / 100.0)
            } else {
                String::new()
            },
        ))
    }
}

fn negative(text: &str) -> Complaint {
    Complaint::new(
        format!("`{text}` is negative"),
        "nothing below zero makes sense here",
        format!("write {} or 0", text.trim_start_matches(['-', '−'])),
    )
}

/// A number with a decimal point, or with a decimal comma where that cannot be a thousands mark.
pub(super) fn number(text: &str) -> Result<f64, Complaint> {
    let wrong = || {
        Complaint::new(
            format!("`{text}` is not a number"),
            "a number is written 120 or 31.5",
            "",
        )
    };
    let plain = text.replace('−', "-");
    let decimal = match plain.split_once(',') {
        None => plain,
        Some((whole, rest)) if !rest.contains([',', '.']) && rest.len() != 3 && !rest.is_empty() => {
            format!("{whole}.{rest}")
        }
        Some((whole, rest)) if rest.len() == 3 => {
            return Err(Complaint::new(
                format!("`{text}` can be read in two ways"),
                "a comma may mark thousands or decimals",
                format!("write {whole}{rest} or {whole}.{rest}"),
            ));
        }
        Some(_) => {
            return Err(Complaint {
                remedy: "separate values by spaces; decimals have a point".into(),
                ..wrong()
            });
        }
    };
    // `inf`, `nan` and `infinity` are numbers to Rust only.
    let digits = decimal
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    match decimal.parse::<f64>() {
        Ok(value) if digits && value.is_finite() => Ok(value),
        _ if text.ends_with('%') => Err(Complaint {
            remedy: "this is no share: leave the % out".into(),
            ..wrong()
        }),
        _ if text.starts_with(|c: char| c.is_ascii_digit()) && units(text).is_ok() => Err(Complaint {
            remedy: "this is no time: leave the unit out".into(),
            ..wrong()
        }),
        _ => Err(wrong()),
    }
}

fn share(text: &str) -> Result<f64, Complaint> {
    let rule = "a share is 0.8 or \"80%\"";
    if let Some(percent) = text.strip_suffix('%') {
        let value = number(percent.trim())
            .map_err(|_| Complaint::new(format!("`{text}` is not a share"), rule, ""))?;
        return if value < 0.0 {
            Err(negative(text))
        } else if value > 100.0 {
            Err(Complaint::new(
                format!("`{text}` is more than the whole"),
                "a share is at most 100 %",
                "",
            ))
        } else {
            Ok(value / 100.0)
        };
    }
    let value = number(text).map_err(|complaint| {
        if complaint.what.contains("two ways") {
            complaint
        } else {
            Complaint::new(format!("`{text}` is not a share"), rule, "")
        }
    })?;
    if value < 0.0 {
        Err(negative(text))
    } else if value > 1.0 {
        let remedy = if value <= 100.0 {
            format!("write \"{text}%\" or {}", value / 100.0)
        } else {
            String::new()
        };
        Err(Complaint::new(
            format!("`{text}` is more than the whole"),
            rule,
            remedy,
        ))
    } else {
        Ok(value)
    }
}

const DURATION_RULE: &str = "a duration is numbers with units: d, h, m, s or ms";

/// `20s`, `4m10s`, `7.5m`, and `h:mm:ss` as spreadsheets write it.
fn duration(text: &str, bare_seconds: bool) -> Result<f64, Complaint> {
    let wrong = |remedy: String| Complaint::new(format!("`{text}` is not a duration"), DURATION_RULE, remedy);
    if text.starts_with(['-', '−']) {
        return Err(Complaint::new(
            format!("`{text}` is negative"),
            "a duration is not negative",
            "write \"0s\" for no time at all",
        ));
    }
    let seconds = if let Ok(value) = number(text) {
        if !bare_seconds {
            let unitless = text.trim_start_matches('+');
            return Err(wrong(format!(
                "write \"{unitless}s\" for seconds or \"{unitless}m\" for minutes"
            )));
        }
        value
    } else if text.contains(':') {
        colons(text).ok_or_else(|| wrong("write \"4m10s\", or h:mm:ss as in \"0:04:10\"".into()))?
    } else {
        units(text).map_err(wrong)?
    };
    if seconds > MAX_HORIZON_S {
        return Err(Complaint::new(
            format!("`{text}` is longer than ten years"),
            "no time in a scenario is longer",
            "",
        ));
    }
    Ok(seconds)
}

fn colons(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    let whole = |part: &str| part.parse::<u32>().ok().map(f64::from);
    let (hours, minutes, seconds) = (whole(hours)?, whole(minutes)?, number(seconds).ok()?);
    ((0.0..60.0).contains(&seconds) && minutes < 60.0).then_some(hours * 3600.0 + minutes * 60.0 + seconds)
}

/// Sums numbers with units; the error is the remedy.
fn units(text: &str) -> Result<f64, String> {
    let (mut rest, mut seconds, mut parts) = (text, 0.0, 0);
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
            .unwrap_or(rest.len());
        let (value, after) = rest.split_at(digits);
        let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let size = match unit {
            "d" => 86_400.0,
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            _ if parts == 0 && value.is_empty() => return Err(String::new()),
            "" if after.starts_with(char::is_whitespace) => {
                let joined: String = text.split_whitespace().collect();
                return Err(match units(&joined) {
                    Ok(_) => format!("leave out the spaces: \"{joined}\""),
                    Err(remedy) => remedy,
                });
            }
            _ => {
                let meant = match unit.to_lowercase().as_str() {
                    "sec" | "secs" | "second" | "seconds" => "s",
                    "min" | "mins" | "minute" | "minutes" => "m",
                    "hr" | "hrs" | "hour" | "hours" => "h",
                    "day" | "days" => "d",
                    "msec" | "millis" | "milliseconds" => "ms",
                    other => ["d", "h", "m", "s", "ms"]
                        .into_iter()
                        .find(|known| *known == other)
                        .unwrap_or(""),
                };
                return Err(match meant {
                    "" if unit.is_empty() => String::new(),
                    "" => format!("`{unit}` is no unit"),
                    _ => format!("write \"{value}{meant}\""),
                });
            }
        };
        let value: f64 = number(value).map_err(|complaint| complaint.what)?;
        seconds += value * size;
        parts += 1;
        rest = after;
        if rest.starts_with(char::is_whitespace) {
            let joined: String = text.split_whitespace().collect();
            return Err(format!("leave out the spaces: \"{joined}\""));
        }
    }
    if parts == 0 {
        return Err("write a time such as \"20s\"".into());
    }
    Ok(seconds)
}

fn rate(text: &str) -> Result<f64, Complaint> {
    let rule = "a rate is a number per h, m, s or d";
    let (count, per) = text.split_once('/').ok_or_else(|| {
        Complaint::new(
            format!("`{text}` is not a rate"),
            rule,
            format!("write \"{text}/h\""),
        )
    })?;
    let size = match per.trim() {
        "d" => 86_400.0,
        "h" => 3600.0,
        "m" => 60.0,
        "s" => 1.0,
        other => {
            let meant = match other.to_lowercase().as_str() {
                "min" | "minute" => "m",
                "sec" | "second" => "s",
                "hour" | "hr" => "h",
                "day" => "d",
                _ => "h",
            };
            return Err(Complaint::new(
                format!("`{text}` is not a rate"),
                rule,
                format!("write \"{count}/{meant}\""),
            ));
        }
    };
    match number(count.trim())? {
        value if value < 0.0 => Err(negative(count)),
        value => Ok(value / size),
    }
}

/// A time of day in seconds after midnight: `08:00`, `8:30`, `08:00:30`, `24:00`, `8:30 PM`.
pub(super) fn clock(text: &str) -> Option<u32> {
    let lower = text.trim().to_lowercase();
    let (time, half) = if let Some(time) = lower.strip_suffix("am") {
        (time.trim_end(), Some(0))
    } else if let Some(time) = lower.strip_suffix("pm") {
        (time.trim_end(), Some(12))
    } else {
        (lower.as_str(), None)
    };
    let mut parts = Vec::new();
    for part in time.split(':') {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        parts.push(plain.then(|| part.parse::<u32>().ok()).flatten()?);
    }
    let (mut hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] => (*hours, *minutes, 0),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    if let Some(offset) = half {
        if !(1..=12).contains(&hours) {
            return None;
        }
        hours = hours % 12 + offset;
    }
    let total = hours * 3600 + minutes * 60 + seconds;
    (minutes < 60 && seconds < 60 && total <= 86_400).then_some(total)
}

/// Seconds as a duration that reads back as the same.
pub(super) fn show_duration(seconds: f64) -> String {
    if seconds == 0.0 {
        return "0s".into();
    }
    let mut rest = (seconds * 1e6).round() / 1e6;
    let mut shown = String::new();
    for (unit, size) in [("d", 86_400.0), ("h", 3600.0), ("m", 60.0)] {
        let whole = (rest / size).floor();
        if whole > 0.0 {
            shown += &format!("{whole}{unit}");
            rest -= whole * size;
        }
    }
    rest = (rest * 1e6).round() / 1e6;
    if rest > 0.0 {
        shown += &format!("{rest}s");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(unit: Unit, text: &str) -> Result<f64, Complaint> {
        unit.read(Word { text, seconds: false })
    }

    #[test]
    fn durations_are_numbers_with_units() {
        for (text, seconds) in [
            ("20s", 20.0),
            ("4m10s", 250.0),
            ("7.5m", 450.0),
            ("0s", 0.0),
            ("1d2h", 93_600.0),
            ("250ms", 0.25),
            ("0:04:10", 250.0),
            ("1:00:00", 3600.0),
        ] {
            assert_eq!(read(Unit::Duration, text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn a_wrong_duration_has_its_remedy() {
        for (text, remedy) in [
            ("20", "write \"20s\" for seconds or \"20m\" for minutes"),
            ("20sec", "write \"20s\""),
            ("3min", "write \"3m\""),
            ("4m 10s", "leave out the spaces: \"4m10s\""),
            ("4:10", "write \"4m10s\", or h:mm:ss as in \"0:04:10\""),
            ("-5s", "write \"0s\" for no time at all"),
            ("5x", "`x` is no unit"),
        ] {
            assert_eq!(read(Unit::Duration, text).unwrap_err().remedy, remedy, "{text}");
        }
        for text in ["", "s", "abc", "inf", "1e400", "..s", "9999999d"] {
            assert!(read(Unit::Duration, text).is_err(), "{text}");
        }
    }

    #[test]
    fn seconds_without_a_unit_only_where_the_heading_says_so() {
        let word = Word {
            text: "250",
            seconds: true,
        };
        assert_eq!(Unit::Duration.read(word), Ok(250.0));
    }

    #[test]
    fn shares_are_parts_or_percents() {
        assert_eq!(read(Unit::Share, "0.8"), Ok(0.8));
        assert_eq!(read(Unit::Share, "80%"), Ok(0.8));
        assert_eq!(read(Unit::Share, "94.01 %"), Ok(0.9401));
        assert_eq!(
            read(Unit::Share, "80").unwrap_err().remedy,
            "write \"80%\" or 0.8"
        );
        assert!(read(Unit::Share, "120%").is_err());
        assert!(read(Unit::Share, "-1%").is_err());
    }

    #[test]
    fn rates_become_contacts_a_second() {
        assert_eq!(read(Unit::Rate, "3600/h"), Ok(1.0));
        assert_eq!(read(Unit::Rate, "4.2/m"), Ok(0.07));
        assert_eq!(read(Unit::Rate, "100").unwrap_err().remedy, "write \"100/h\"");
        assert_eq!(read(Unit::Rate, "5/min").unwrap_err().remedy, "write \"5/m\"");
    }

    #[test]
    fn a_comma_that_may_mark_thousands_is_refused() {
        assert_eq!(read(Unit::Count, "31,5"), Ok(31.5));
        assert_eq!(
            read(Unit::Count, "1,250").unwrap_err().remedy,
            "write 1250 or 1.250"
        );
        assert!(read(Unit::Count, "1,2,3").is_err());
    }

    #[test]
    fn clock_times() {
        assert_eq!(clock("08:00"), Some(28_800));
        assert_eq!(clock("24:00"), Some(86_400));
        assert_eq!(clock("8:30 PM"), Some(73_800));
        assert_eq!(clock("12:15 am"), Some(900));
        for text in ["8", "25:00", "24:01", "8:60", "aa:bb", "8:30:99", "13:00 pm", ""] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn shown_durations_read_back() {
        for seconds in [0.0, 20.0, 250.0, 3600.0, 93_784.5, 0.25] {
            assert_eq!(read(Unit::Duration, &show_duration(seconds)), Ok(seconds));
        }
    }
}
