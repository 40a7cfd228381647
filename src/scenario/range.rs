//! Ranges of values, as a sweep asks for them: `16..28`, `2m..5m:30s`, `x0.8..x1.3:0.05`, `-3..+3`.
//!
//! In: one item of a list of values. Out: a [`ValueRange`], whose values are written in the form of its
//! ends, so that they can be typed again.

use super::leaf::{Unit, Word, show_duration};
use super::problem::Complaint;

/// The most values that one range may count out.
pub(super) const MAX_VALUES: usize = 10_000;

/// Durations are written to the microsecond, other values to a billionth.
const MOST_DECIMALS: [usize; 2] = [6, 9];

/// From one value to another, both included.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValueRange {
    mark: Mark,
    tail: Tail,
    /// The ends, in the unit in which they are written; of durations, seconds.
    pub low: f64,
    pub high: f64,
    /// The width of its steps: as typed, or 1 between whole numbers.
    pub step: Option<f64>,
    low_decimals: usize,
    high_decimals: usize,
    step_decimals: usize,
}

/// What stands before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// `x`.
    Factor,
    /// A sign.
    Shift,
}

/// What stands behind the digits.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tail {
    Duration,
    /// `%`, `/h` or nothing.
    Suffix(String),
}

impl ValueRange {
    /// Reads a range; `None` for an item that is a single value.
    pub fn parse(item: &str) -> Option<Result<ValueRange, Complaint>> {
        let (low, rest) = item
            .split_once("..")
            .filter(|_| !item.starts_with(['"', '[', '{', '\'']))?;
        let (high, step) = rest
            .split_once(':')
            .map_or((rest, None), |(high, step)| (high, Some(step)));
        Some(Self::of(low, high, step).map_err(|remedy| wrong(item, remedy)))
    }

    /// The error is the remedy.
    fn of(low: &str, high: &str, step: Option<&str>) -> Result<ValueRange, &'static str> {
        let example = "for example 16..28, 2m..5m:30s or x0.8..x1.3:0.05";
        let low = End::parse(low).ok_or(example)?;
        let high = End::parse(high).ok_or(example)?;
        let step = step.map(|step| End::parse(step).ok_or(example)).transpose()?;
        let one_sided = low.mark != high.mark && !(low.mark == Mark::Factor && high.mark == Mark::None);
        if one_sided && low.mark != Mark::Factor && high.mark != Mark::Factor {
            return Err("write a sign at both ends for a change, -3..+3, and at none to replace");
        }
        let alike = |step: &End| {
            (step.mark == Mark::None || step.mark == low.mark)
                && (step.tail == low.tail || step.tail == Tail::Suffix(String::new()))
                && (low.tail != Tail::Duration || step.tail == Tail::Duration)
        };
        if one_sided || high.tail != low.tail || !step.as_ref().is_none_or(alike) {
            return Err("write both ends and the step in the same unit");
        }
        if high.value < low.value || step.as_ref().is_some_and(|step| step.value <= 0.0) {
            return Err("LOW comes first, and the step is above zero");
        }
        let bare = low.tail == Tail::Suffix(String::new()) && low.mark != Mark::Factor;
        let whole = bare && low.decimals == 0 && high.decimals == 0;
        Ok(ValueRange {
            mark: low.mark,
            tail: low.tail,
            low: low.value,
            high: high.value,
            low_decimals: low.decimals,
            high_decimals: high.decimals,
            step_decimals: step.as_ref().map_or(0, |step| step.decimals),
            step: step.map(|step| step.value).or(whole.then_some(1.0)),
        })
    }

    /// Its values, a step apart from the lowest on.
    pub fn values(&self, item: &str) -> Result<Vec<String>, Complaint> {
        let Some(step) = self.step else {
            return Err(wrong(item, "say how wide the steps are: LOW..HIGH:STEP"));
        };
        let steps = ((self.high - self.low) / step + 1e-9).floor();
        if steps >= MAX_VALUES as f64 {
            return Err(wrong(item, "take a wider step"));
        }
        let decimals = self.low_decimals.max(self.step_decimals);
        Ok((0..=steps as usize)
            .map(|index| self.write(self.low + index as f64 * step, decimals))
            .collect())
    }

    /// The decimals with which both ends and the step are typed.
    pub fn decimals(&self) -> usize {
        self.low_decimals.max(self.high_decimals).max(self.step_decimals)
    }

    /// The most decimals with which its values can be written.
    pub fn most_decimals(&self) -> usize {
        MOST_DECIMALS[usize::from(self.tail != Tail::Duration)]
    }

    /// A value in the form of the ends.
    pub fn write(&self, value: f64, decimals: usize) -> String {
        let power = 10_f64.powi(decimals as i32);
        let value = (value * power).round() / power;
        let mark = match self.mark {
            Mark::None => "",
            Mark::Factor => "x",
            Mark::Shift if value < 0.0 => "-",
            Mark::Shift => "+",
        };
        let size = value.abs();
        match &self.tail {
            Tail::Duration => format!("{mark}{}", show_duration(size)),
            Tail::Suffix(suffix) => format!("{mark}{size:.decimals$}{suffix}"),
        }
    }
}

/// What is wrong with a range.
pub(super) fn wrong(item: &str, remedy: impl Into<String>) -> Complaint {
    Complaint::new(
        format!("`{item}` is not a range of values"),
        "a range is LOW..HIGH or LOW..HIGH:STEP, both ends included",
        remedy,
    )
}

/// One end of a range, or its step.
struct End {
    mark: Mark,
    value: f64,
    decimals: usize,
    tail: Tail,
}

impl End {
    fn parse(text: &str) -> Option<End> {
        let text = text.trim();
        let (mark, sign, rest) = match text.chars().next()? {
            'x' => (Mark::Factor, 1.0, &text[1..]),
            '+' => (Mark::Shift, 1.0, &text[1..]),
            '-' => (Mark::Shift, -1.0, &text[1..]),
            '−' => (Mark::Shift, -1.0, &text['−'.len_utf8()..]),
            _ => (Mark::None, 1.0, text),
        };
        let word = Word {
            text: rest,
            seconds: false,
        };
        if !rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return None;
        }
        if mark != Mark::Factor
            && let Ok(seconds) = Unit::Duration.read(word)
        {
            let micros = |decimals: &usize| {
                let ticks = seconds * 10_f64.powi(*decimals as i32);
                (ticks - ticks.round()).abs() < 1e-6
            };
            return Some(End {
                mark,
                value: sign * seconds,
                decimals: (0..6).find(micros).unwrap_or(6),
                tail: Tail::Duration,
            });
        }
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (digits, suffix) = rest.split_at(end);
        let plain = !suffix.contains(|c: char| c.is_ascii_digit() || c == ':');
        let value: f64 = digits.parse().ok().filter(|_| plain)?;
        Some(End {
            mark,
            value: sign * value,
            decimals: digits.split_once('.').map_or(0, |(_, decimals)| decimals.len()),
            tail: Tail::Suffix(suffix.to_owned()),
        })
    }
}
