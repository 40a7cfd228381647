//! What is varied, and how people call it: names from paths, levels, steps.

use FactorKind::{Replaces, Scales, Shifts, Words};
use FactorUnit::{Number, PerHour, Seconds, Share};

use crate::insight::wording::{digits, list, seconds};

/// Something that is varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The path as it was typed: `groups.generalists.staff`, perhaps several with commas between.
    pub name: String,
    /// What its values do.
    pub kind: FactorKind,
}

/// What the values of a factor do to what the scenario says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// They stand for it, in this unit.
    Replaces(FactorUnit),
    /// They multiply it.
    Scales,
    /// They are added to it, in this unit.
    Shifts(FactorUnit),
    /// They stand for it and are no numbers: names, laws, lists.
    Words,
}

/// The unit of a factor's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorUnit {
    /// Plain numbers: agents, contacts.
    Number,
    /// Seconds.
    Seconds,
    /// Shares of one.
    Share,
    /// Contacts an hour.
    PerHour,
}

/// A value of a factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// As it was typed: `21`, `x1.1`, `+5`, `2m`, `longest-idle`.
    pub text: String,
    /// The number in it, in the factor's unit.
    pub value: Option<f64>,
}

impl Level {
    /// The number, which one that is none has not.
    pub(super) fn number(&self) -> f64 {
        self.value.unwrap_or(f64::NAN)
    }
}

/// The parts of one path.
struct Path {
    parts: Vec<String>,
    hours: Option<String>,
}

impl Path {
    fn of(text: &str) -> Path {
        let (path, hours) = match cut(text, '@').as_slice() {
            [path, hours, ..] => (path.clone(), Some(hours.replace("..", "–"))),
            [path] => (path.clone(), None),
            [] => (String::new(), None),
        };
        let unquoted = |part: &String| part.trim().trim_matches(['"', '\'']).to_owned();
        Path {
            parts: cut(&path, '.').iter().map(unquoted).collect(),
            hours,
        }
    }

    /// What is set: `staff`, `volume`, `patience (exponential mean)`.
    fn what(&self) -> String {
        let words: Vec<String> = self.keys().iter().map(|key| key.replace('_', " ")).collect();
        let first = match words.first().map(String::as_str) {
            Some("agent") if self.is_routing() => "choice of agent",
            Some("contact") if self.is_routing() => "choice of contact",
            Some("handle") => "handle time",
            Some("talk") => "talk time",
            Some("wrap up") => "wrap-up time",
            Some(first) => first,
            None => return self.parts.join(" "),
        };
        match words.get(1..) {
            Some(rest) if !rest.is_empty() => format!("{first} ({})", rest.join(" ")),
            _ => first.to_owned(),
        }
    }

    fn is_routing(&self) -> bool {
        self.parts.first().is_some_and(|part| part == "routing")
    }

    /// Whose it is: `generalists`, `all queues`.
    fn whose(&self) -> Option<String> {
        match self.parts.as_slice() {
            [kind, name, _, ..] if kind == "queues" || kind == "groups" => Some(match name.as_str() {
                "*" => format!("all {kind}"),
                name => name.replace('_', " "),
            }),
            _ => None,
        }
    }

    fn keys(&self) -> &[String] {
        match self.whose() {
            Some(_) => &self.parts[2..],
            None => self.parts.get(1..).unwrap_or(&[]),
        }
    }
}

/// The parts of a text between separators outside quotes and brackets.
fn cut(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for letter in text.chars() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            _ => {}
        }
        if letter == separator && quote.is_none() {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(letter);
        }
    }
    parts
}

impl Factor {
    fn paths(&self) -> Vec<Path> {
        cut(&self.name, ',').iter().map(|path| Path::of(path)).collect()
    }

    /// In words: "staff of generalists", "volume of all queues", "staff of a and b from 12:00–13:30".
    pub fn title(&self) -> String {
        let paths = self.paths();
        let whats: Vec<String> = paths.iter().map(Path::what).collect();
        let hours = |path: &Path| {
            path.hours
                .as_ref()
                .map_or_else(String::new, |hours| format!(", {hours}"))
        };
        let same = whats.windows(2).all(|pair| pair[0] == pair[1])
            && paths.windows(2).all(|pair| pair[0].hours == pair[1].hours);
        let owners: Vec<String> = paths.iter().filter_map(Path::whose).collect();
        match paths.first() {
            Some(first) if same && owners.len() == paths.len() => {
                format!("{} of {}{}", whats[0], list(&owners), hours(first))
            }
            _ => {
                let each = paths.iter().zip(&whats).map(|(path, what)| {
                    let whose = path
                        .whose()
                        .map_or_else(String::new, |whose| format!(" of {whose}"));
                    format!("{what}{whose}{}", hours(path))
                });
                list(&each.collect::<Vec<_>>())
            }
        }
    }

    /// In as few words as name it at the head of a column: "generalists staff".
    pub fn short_title(&self) -> String {
        match self.paths().as_slice() {
            [only] => match only.whose() {
                Some(whose) => format!("{whose} {}", only.keys()[0].replace('_', " ")),
                None => only.what(),
            },
            several => {
                let keys: Vec<String> = several.iter().map(Path::what).collect();
                if keys.windows(2).all(|pair| pair[0] == pair[1]) {
                    format!("{} (together)", keys[0])
                } else {
                    list(&keys)
                }
            }
        }
    }

    /// What an axis along it says of its unit, after the title: "agents", "seconds", "times the scenario's".
    pub fn axis_unit(&self) -> &'static str {
        match self.kind {
            Replaces(_) if self.is_agents() => "agents",
            Shifts(_) if self.is_agents() => "agents more or fewer",
            Scales => "times the scenario's",
            Shifts(Seconds) => "seconds added to the scenario's",
            Shifts(_) => "added to the scenario's",
            Replaces(Seconds) => "seconds",
            Replaces(PerHour) => "an hour",
            Replaces(Number | Share) | Words => "",
        }
    }

    /// Whether it is the planner's to choose: a matter of groups or routing, not of callers.
    pub fn is_choice(&self) -> bool {
        let ours =
            |path: &Path| path.parts.first().is_some_and(|first| first == "groups") || path.is_routing();
        self.paths().iter().all(ours)
    }

    /// Whether it is a number of agents.
    pub fn is_agents(&self) -> bool {
        let paths = self.paths();
        paths.iter().all(|path| path.keys() == ["staff"])
            && matches!(self.kind, Replaces(Number) | Shifts(Number))
    }

    /// Whether it changes more than one thing at once.
    fn is_joint(&self) -> bool {
        let paths = self.paths();
        paths.len() > 1 || paths.iter().any(|path| path.parts.iter().any(|part| part == "*"))
    }

    /// A level within a sentence: "21 agents", "1.1 times the volume", "the staff as it is".
    pub fn level_in_words(&self, level: &Level) -> String {
        let Some(value) = level.value else {
            return level.text.clone();
        };
        let what = self.paths().first().map_or_else(String::new, Path::what);
        match self.kind {
            Shifts(_) | Scales if value == self.kind.neutral() => format!("the {what} as it is"),
            Replaces(_) | Shifts(_) if self.is_agents() => agents(&level.text, value),
            Scales => format!("{} times the {what}", digits(value, 4)),
            Replaces(Seconds) => seconds(value),
            Replaces(_) | Shifts(_) | Words => level.text.clone(),
        }
    }

    /// A round step along it, no smaller than `least`, with what one less and one more are called: "each
    /// agent less", "each one more".
    pub(super) fn step(&self, least: f64) -> Step {
        let round = |least: f64| {
            let magnitude = libm::exp10(libm::log10(least.max(1e-9)).floor());
            [1.0, 2.0, 5.0, 10.0]
                .map(|factor| factor * magnitude)
                .into_iter()
                .find(|step| *step >= least * (1.0 - 1e-9))
                .unwrap_or(least)
        };
        let what = self.paths().first().map_or_else(String::new, Path::what);
        let each = if self.is_joint() { " in each" } else { "" };
        match self.kind {
            _ if self.is_agents() => {
                let size = round(least.max(1.0));
                let count = digits(size, 6);
                let (first, after) = if size == 1.0 {
                    ("agent".to_owned(), "one".to_owned())
                } else {
                    (format!("{count} agents"), count)
                };
                Step {
                    size,
                    less: format!("each {first} less{each}"),
                    more: format!("each {after} more"),
                    more_first: format!("each {first} more{each}"),
                    less_after: format!("each {after} less"),
                }
            }
            Scales => {
                let size = round(least);
                let percent = format!("{} %", digits(100.0 * size, 4));
                Step {
                    size,
                    less: format!("each {percent} less {what}"),
                    more: format!("each {percent} more"),
                    more_first: format!("each {percent} more {what}"),
                    less_after: format!("each {percent} less"),
                }
            }
            Replaces(Share) | Shifts(Share) => {
                Step::amount(round(least), |size| format!("{} points", digits(100.0 * size, 4)))
            }
            Replaces(Seconds) | Shifts(Seconds) => {
                const STEPS: [f64; 9] = [1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0];
                let size = STEPS.into_iter().find(|step| *step >= least).unwrap_or(3600.0);
                Step::amount(size, seconds)
            }
            Replaces(Number | PerHour) | Shifts(Number | PerHour) | Words => {
                Step::amount(round(least), |size| digits(size, 4))
            }
        }
    }
}

impl FactorKind {
    /// The value that leaves the scenario as it is; none of those that replace.
    pub fn neutral(self) -> f64 {
        match self {
            Scales => 1.0,
            Shifts(_) => 0.0,
            Replaces(_) | Words => f64::NAN,
        }
    }
}

fn agents(text: &str, value: f64) -> String {
    let noun = if value.abs() == 1.0 { "agent" } else { "agents" };
    format!("{text} {noun}")
}

/// A step along a factor and its names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) size: f64,
    /// One step down where it is said first: "each agent less".
    pub(super) less: String,
    /// One step up after that: "each one more".
    pub(super) more: String,
    /// One step up where it is said first.
    pub(super) more_first: String,
    /// One step down after that.
    pub(super) less_after: String,
}

impl Step {
    fn amount(size: f64, name: impl Fn(f64) -> String) -> Step {
        let name = name(size);
        let (less, more) = (format!("each {name} less"), format!("each {name} more"));
        Step {
            size,
            less_after: less.clone(),
            more_first: more.clone(),
            less,
            more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(name: &str, kind: FactorKind) -> Factor {
        Factor {
            name: name.into(),
            kind,
        }
    }

    #[test]
    fn paths_become_words() {
        for (path, title, short) in [
            (
                "groups.generalists.staff",
                "staff of generalists",
                "generalists staff",
            ),
            ("queues.*.volume", "volume of all queues", "all queues volume"),
            (
                "queues.sales.patience.exponential.mean",
                "patience (exponential mean) of sales",
                "sales patience",
            ),
            (
                "groups.loan_desk.staff@12:00..13:30",
                "staff of loan desk, 12:00–13:30",
                "loan desk staff",
            ),
            (
                "groups.a.staff,groups.\"b.c\".staff",
                "staff of a and b.c",
                "staff (together)",
            ),
            ("routing.agent", "choice of agent", "choice of agent"),
            (
                "queues.a.volume,groups.b.staff",
                "volume of a and staff of b",
                "volume and staff",
            ),
        ] {
            let factor = factor(path, Replaces(Number));
            assert_eq!(factor.title(), title);
            assert_eq!(factor.short_title(), short);
        }
    }

    #[test]
    fn levels_are_said_as_people_say_them() {
        let level = |text: &str, value: f64| Level {
            text: text.into(),
            value: Some(value),
        };
        let staff = factor("groups.a.staff", Replaces(Number));
        assert_eq!(staff.level_in_words(&level("21", 21.0)), "21 agents");
        let shift = factor("groups.a.staff", Shifts(Number));
        assert_eq!(shift.level_in_words(&level("-1", -1.0)), "-1 agent");
        assert_eq!(shift.level_in_words(&level("+0", 0.0)), "the staff as it is");
        let volume = factor("queues.*.volume", Scales);
        assert_eq!(
            volume.level_in_words(&level("x1.10", 1.1)),
            "1.1 times the volume"
        );
        assert_eq!(volume.step(0.05).more_first, "each 5 % more volume");
        assert_eq!(staff.step(1.0).less, "each agent less");
        let patience = factor("queues.a.patience", Replaces(Seconds));
        assert_eq!(patience.step(40.0).less, "each 60 s less");
    }
}
