//! What things are called on the screen: queues and groups, intervals, the day that is simulated.

use unicode_width::UnicodeWidthStr;

use crate::insight::DayNames;
pub use crate::insight::{callers, contacts, title};
use crate::model::Calendar;
use crate::report::number;

/// A noun with its plural.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    /// One of them.
    pub one: String,
    /// Several.
    pub many: String,
}

impl Noun {
    fn new(one: &str, many: &str) -> Self {
        Self {
            one: one.into(),
            many: many.into(),
        }
    }

    /// With its article: `an hour`, `a day`.
    pub fn a(&self) -> String {
        let vowel = self.one.starts_with(['a', 'e', 'i', 'o', 'u']) || self.one == "hour";
        format!("{} {}", if vowel { "an" } else { "a" }, self.one)
    }

    /// The form that goes with a number.
    pub fn of(&self, count: usize) -> &str {
        if count == 1 { &self.one } else { &self.many }
    }
}

const DAY_S: f64 = 86_400.0;

/// What one replication is: a Monday if the scenario's name says so, a day, a week.
pub fn horizon(name: &str, calendar: &Calendar) -> Noun {
    let seconds = calendar.horizon().seconds();
    if seconds == 7.0 * DAY_S {
        return Noun::new("week", "weeks");
    }
    if seconds > DAY_S {
        return Noun::new("run", "runs");
    }
    let names = DayNames::of(name, calendar);
    Noun::new(&names.one, &names.many)
}

/// What a length of time is called as a part of the day.
pub fn interval(seconds: f64) -> Noun {
    match seconds as u64 {
        900 => Noun::new("quarter-hour", "quarter-hours"),
        1800 => Noun::new("half-hour", "half-hours"),
        3600 => Noun::new("hour", "hours"),
        86_400 => Noun::new("day", "days"),
        _ => Noun::new("interval", "intervals"),
    }
}

/// A scenario's name of a queue or group within a sentence: `loan_desk` → `loan desk`.
pub fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// Short names, each at most `longest` wide and all different: what the names have in common at the start
/// is left out if need be, and what still does not differ is numbered.
pub fn short_names(names: &[String], longest: usize) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let cut = |name: &str| -> String {
        let mut short = String::new();
        for letter in name.chars() {
            if short.width() + letter.to_string().width() > longest {
                let whole_words = short.rfind(' ').filter(|_| letter != ' ');
                short.truncate(whole_words.unwrap_or(short.len()));
                break;
            }
            short.push(letter);
        }
        short.trim_end().into()
    };
    let common = names.iter().skip(1).fold(
        names.first().map_or(0, |name| name.chars().count()),
        |common, name| {
            names[0]
                .chars()
                .zip(name.chars())
                .take(common)
                .take_while(|(left, right)| left == right)
                .count()
        },
    );
    let rest = |name: &str| name.chars().skip(common).collect::<String>();
    let tries: [Vec<String>; 2] = [
        names.iter().map(|name| cut(name)).collect(),
        names.iter().map(|name| cut(rest(name).trim_start())).collect(),
    ];
    for short in tries {
        let mut sorted = short.clone();
        sorted.sort();
        sorted.dedup();
        if sorted.len() == names.len() && short.iter().all(|name| !name.is_empty()) {
            return short;
        }
    }
    (1..=names.len()).map(|number| format!("{number}.")).collect()
}

/// Text broken into lines of at most `width`, each indented; words longer than a line stand alone.
pub fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let margin = " ".repeat(indent);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in number::unbroken(text) {
        if !line.is_empty() && indent + line.width() + 1 + word.width() > width {
            lines.push(format!("{margin}{line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(format!("{margin}{line}"));
    }
    lines
}

/// A name cut to a width, with a sign that something is missing.
pub fn cut(name: &str, width: usize) -> String {
    if name.width() <= width {
        return name.into();
    }
    let mut short = String::new();
    for letter in name.chars() {
        short.push(letter);
        if short.width() + 1 > width {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ticks;

    fn calendar(interval_s: f64, intervals: usize) -> Calendar {
        Calendar {
            opens_s: 0,
            interval: Ticks::from_seconds(interval_s),
            intervals,
        }
    }

    #[test]
    fn a_replication_is_called_what_the_scenario_calls_it() {
        let day = calendar(1800.0, 24);
        assert_eq!(horizon("Retail bank, a Monday", &day).many, "Mondays");
        assert_eq!(horizon("Mondayish", &day).one, "day");
        assert_eq!(horizon("A Monday", &calendar(1800.0, 336)).one, "week");
        assert_eq!(horizon("A Monday", &calendar(1800.0, 96)).one, "run");
    }

    #[test]
    fn short_names_differ() {
        let short =
            |names: &[&str]| short_names(&names.iter().map(|name| (*name).into()).collect::<Vec<_>>(), 5);
        assert_eq!(short(&["generalists", "loan_desk"]), ["gener", "loan"]);
        assert_eq!(short(&["tier_1", "tier_2"]), ["1", "2"]);
        assert_eq!(short(&["desk"]), ["desk"]);
        assert_eq!(
            short(&["abcdefx", "abcdefghij", "abcdefghijk"]),
            ["x", "ghij", "ghijk"]
        );
        assert_eq!(
            short(&["abcdef", "abcdefghijklm", "abcdefghijkln"]),
            ["1.", "2.", "3."]
        );
        assert_eq!(short(&["東京都庁前", "大阪"]), ["東京", "大阪"]);
        assert_eq!(short(&[]), Vec::<String>::new());
    }

    #[test]
    fn text_breaks_between_words() {
        assert_eq!(wrapped("one two three", 9, 2), ["  one two", "  three"]);
        assert_eq!(wrapped("overlong a", 4, 0), ["overlong", "a"]);
        assert_eq!(wrapped("up 10 %, cost 5", 7, 0), ["up", "10 %,", "cost 5"]);
        assert_eq!(cut("東京都庁", 5), "東京…");
        assert_eq!(cut("exact", 5), "exact");
        assert_eq!(wrapped("", 10, 2), Vec::<String>::new());
    }
}
