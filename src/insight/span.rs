//! Runs of neighbouring intervals and how they are called.

use super::wording::{count, horizon_noun, list};
use crate::model::Calendar;

/// Neighbouring intervals, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Index of the first interval.
    pub first: usize,
    /// Index of the last interval.
    pub last: usize,
}

/// No more spans than these are listed one by one.
const LISTED: usize = 3;

impl Span {
    /// The runs into which ascending intervals fall.
    pub fn of(intervals: impl IntoIterator<Item = usize>) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for interval in intervals {
            match spans.last_mut() {
                Some(span) if span.last + 1 == interval => span.last = interval,
                _ => spans.push(Span {
                    first: interval,
                    last: interval,
                }),
            }
        }
        spans
    }

    /// Number of intervals.
    pub fn len(&self) -> usize {
        self.last - self.first + 1
    }

    /// Never: a span holds at least one interval.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Its length, in seconds.
    pub fn seconds(&self, calendar: &Calendar) -> f64 {
        self.len() as f64 * calendar.interval.seconds()
    }

    /// "12:00–13:30"; beyond one day "day 2 12:00–13:30".
    pub fn label(&self, calendar: &Calendar) -> String {
        let (start, end) = self.ends(calendar);
        format!("{start}–{end}")
    }

    /// "from 12:00 to 13:30".
    pub fn from_to(&self, calendar: &Calendar) -> String {
        let (start, end) = self.ends(calendar);
        format!("from {start} to {end}")
    }

    /// Start and end as clock times, with the day where the horizon has several.
    fn ends(&self, calendar: &Calendar) -> (String, String) {
        let (first_day, start) = calendar.label(self.first);
        let (mut last_day, mut end) = calendar.label(self.last + 1);
        if end == "00:00" {
            (last_day, end) = (last_day - 1, "24:00".into());
        }
        if calendar.horizon().seconds() <= 86_400.0 {
            (start, end)
        } else if first_day == last_day {
            (format!("day {first_day} {start}"), end)
        } else {
            (
                format!("day {first_day} {start}"),
                format!("day {last_day} {end}"),
            )
        }
    }
}

/// "all day", "from 12:00 to 13:30" or "12:00–13:30 and 17:00–18:00"; beyond three, the rest is counted.
pub(super) fn times(spans: &[Span], calendar: &Calendar) -> String {
    match spans {
        [all] if all.len() == calendar.intervals && calendar.intervals > 1 => match horizon_noun(calendar) {
            "run" => "all the time".into(),
            noun => format!("all {noun}"),
        },
        [only] => only.from_to(calendar),
        _ => {
            let mut parts: Vec<String> = spans
                .iter()
                .take(LISTED)
                .map(|span| span.label(calendar))
                .collect();
            if spans.len() > LISTED {
                parts.push(count(spans.len() - LISTED, "other time"));
            }
            list(&parts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ticks;

    #[test]
    fn spans_are_runs_with_clock_times() {
        let mut calendar = Calendar {
            opens_s: 8 * 3600,
            interval: Ticks::from_seconds(1800.0),
            intervals: 32,
        };
        let spans = Span::of([0, 1, 8, 9, 10, 31]);
        assert_eq!(spans.len(), 3);
        assert_eq!(spans[1].label(&calendar), "12:00–13:30");
        assert_eq!(spans[1].from_to(&calendar), "from 12:00 to 13:30");
        assert_eq!(
            times(&spans, &calendar),
            "08:00–09:00, 12:00–13:30 and 23:30–24:00"
        );
        calendar.intervals = 96;
        assert_eq!(Span { first: 40, last: 41 }.label(&calendar), "day 2 04:00–05:00");
        assert_eq!(
            Span { first: 30, last: 33 }.label(&calendar),
            "day 1 23:00–day 2 01:00"
        );
        assert_eq!(Span::of([]), []);
    }
}
