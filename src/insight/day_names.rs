//! What single days are called: by weekday where the scenario's name says it, else by number.

use crate::model::Calendar;

/// The days of the week.
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The names of single days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayNames {
    /// Any of them: "day", "Monday".
    pub one: String,
    /// Several: "days", "Mondays".
    pub many: String,
    /// The weekday of day 1 of a longer horizon, where it is known.
    first: Option<usize>,
}

impl DayNames {
    /// The names of a scenario's days. A horizon of up to 24 hours is a Monday if the scenario's name has
    /// that word. Day 1 of a longer one is a Monday if the name has "from Monday", or "Monday to Sunday" for
    /// seven days (or as many as lie between the two).
    pub fn of(name: &str, calendar: &Calendar) -> Self {
        let words: Vec<&str> = name
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| !word.is_empty())
            .collect();
        let weekday = |word: &str| WEEKDAYS.iter().position(|day| *day == word);
        if calendar.horizon().seconds() <= 86_400.0 {
            let one = words
                .iter()
                .find_map(|word| weekday(word))
                .map_or("day", |day| WEEKDAYS[day]);
            return Self {
                one: one.into(),
                many: format!("{one}s"),
                first: None,
            };
        }
        let from = words
            .windows(2)
            .find(|pair| pair[0] == "from")
            .and_then(|pair| weekday(pair[1]));
        let days = calendar.days() as usize;
        let span = || {
            let named: Vec<usize> = words.iter().filter_map(|word| weekday(word)).collect();
            match named[..] {
                [first, last] if (last + 7 - first) % 7 + 1 == days => Some(first),
                _ => None,
            }
        };
        Self {
            one: "day".into(),
            many: "days".into(),
            first: from.or_else(span),
        }
    }

    /// A day of a longer horizon, by its number from 1: "Tuesday", "day 2".
    pub fn name(&self, number: u32) -> String {
        self.weekday(number)
            .map_or_else(|| format!("day {number}"), str::to_owned)
    }

    /// Its weekday, where that is known.
    pub fn weekday(&self, number: u32) -> Option<&'static str> {
        let first = self.first?;
        Some(WEEKDAYS[(first + number.saturating_sub(1) as usize) % 7])
    }

    /// All such days as the subject of a sentence, and the verb: "Tuesdays are", "Day 2 is".
    pub(super) fn all_are(&self, number: u32) -> String {
        self.weekday(number)
            .map_or_else(|| format!("Day {number} is"), |day| format!("{day}s are"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ticks;

    #[test]
    fn weekdays_are_known_only_where_the_name_says_them() {
        let names = |name: &str, hours: usize| {
            let calendar = Calendar {
                opens_s: 0,
                interval: Ticks::from_seconds(3600.0),
                intervals: hours,
            };
            DayNames::of(name, &calendar)
        };
        assert_eq!(names("Retail bank, a Monday", 12).many, "Mondays");
        assert_eq!(names("Retail bank", 12).many, "days");
        let week = names("Support, Monday to Sunday", 7 * 24);
        assert_eq!((week.one.as_str(), week.name(3)), ("day", "Wednesday".into()));
        assert_eq!(week.all_are(7), "Sundays are");
        let run = names("Line from Saturday on", 240);
        assert_eq!(
            (run.name(1), run.name(3), run.name(8)),
            ("Saturday".into(), "Monday".into(), "Saturday".into())
        );
        // Five days from Monday to Sunday cannot be, and one day alone says nothing of the first.
        for name in ["Monday to Sunday", "A Monday", "The week"] {
            let names = names(name, 5 * 24);
            assert_eq!(
                (names.name(2), names.all_are(2)),
                ("day 2".into(), "Day 2 is".into())
            );
        }
    }
}
