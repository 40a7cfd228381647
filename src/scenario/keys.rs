//! The settings of a scenario file: one table, from which the walker knows its keys and the schema is
//! built.

mod caller;
mod channel;
mod demand;
mod entry;
mod group;
mod laws;
mod queue;
mod route;

use super::distribution::Family;
use super::leaf::Unit;
use super::problem::nearest;
pub(super) use caller::*;
pub(super) use channel::*;
pub(super) use demand::*;
pub(super) use entry::*;
pub(super) use group::*;
pub(super) use laws::*;
pub(super) use queue::*;
pub(super) use route::*;

/// The settings that one table of the file may hold.
#[derive(Debug)]
pub(super) struct Section {
    /// What the table describes, for messages: "a queue".
    pub owner: &'static str,
    pub keys: &'static [Key],
}

/// One setting.
#[derive(Debug)]
pub(super) struct Key {
    pub name: &'static str,
    /// Other words that people type for it.
    pub also: &'static [&'static str],
    pub kind: Kind,
    /// What it says, for the schema.
    pub about: &'static str,
}

/// How a setting is written.
#[derive(Debug)]
pub(super) enum Kind {
    Text,
    /// A list of texts.
    Texts,
    Clock,
    One(Unit),
    /// One value or a word instead.
    OneOr(Unit, &'static str),
    /// True or false.
    Switch,
    /// How well figures are to be known.
    Precision,
    /// A value that may vary over the day.
    Varying(Unit),
    /// The same of contacts, or how many come each day and the shape of a day.
    Volume,
    /// A value that may vary over the day for each of some names.
    VaryingEach(Unit),
    /// A list of values.
    List(Unit),
    /// Times and what holds from each on.
    Moments(Unit),
    /// A list of starts, each with a length.
    Pauses,
    /// The same, or true for the value that another setting has.
    VaryingOrTrue(Unit),
    Choice(&'static [&'static str]),
    /// One choice or a list of them.
    Choices(&'static [&'static str]),
    /// Lists of choices.
    Sets(&'static [&'static str]),
    /// A law of times that may vary over the day.
    Law(&'static [&'static Section]),
    /// A law of times that does not vary.
    OneLaw(Family),
    /// The law of the day's busyness.
    Busyness,
    /// A list of names.
    Names,
    /// Names, an inner list being one rank.
    Ranks,
    /// Groups in order of choice, some under conditions.
    Route,
    /// A factor for each of some names.
    Factors,
    /// A value for each of some names.
    Each(Unit),
    /// One value, or one for each of some names.
    OneOrEach(Unit),
    /// The same of a value that may vary over the day.
    VaryingOrEach(Unit),
    /// Pairs of a bound and what holds from there on.
    Pairs(Unit, Unit),
    Table(&'static Section),
    /// One value for all settings of a table, or the table.
    OneOrTable(Unit, &'static Section),
    /// A list of values, or a table.
    ListOrTable(Unit, &'static Section),
    /// A word, or a table of one setting.
    ChoiceOrTable(&'static [&'static str], &'static Section),
    /// A list of tables, each known by the text of this setting.
    Tables(&'static Section, &'static str),
    /// A list of tables, each known by its number from 1.
    Numbered(&'static Section),
    /// A table of tables, each under a name of the user's.
    Named(&'static Section),
}

const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key {
        name,
        also: &[],
        kind,
        about,
    }
}

impl Key {
    const fn also(mut self, also: &'static [&'static str]) -> Key {
        self.also = also;
        self
    }
}

impl Section {
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys.iter().map(|key| key.name)
    }

    /// The setting that was probably meant by a word that is none.
    pub fn meant(&self, typed: &str) -> Option<&'static str> {
        let lower = typed.to_lowercase();
        let synonym = self.keys.iter().find(|key| key.also.contains(&lower.as_str()));
        synonym
            .map(|key| key.name)
            .or_else(|| nearest(typed, self.names()))
    }

    /// The unit of a setting that is one value.
    pub fn unit(&self, name: &str) -> Unit {
        match self.key(name).map(|key| &key.kind) {
            Some(Kind::One(unit)) => *unit,
            _ => unreachable!("{name} of {} is one value", self.owner),
        }
    }

    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Shares of waits that a target may limit, as `wait_p80`.
pub(super) const WAIT_PERCENTS: std::ops::RangeInclusive<u32> = 50..=99;

/// The percent of `wait_p80`.
pub(super) fn wait_percent(key: &str) -> Option<u32> {
    let percent = key.strip_prefix("wait_p")?;
    let two_digits = percent.len() == 2 && percent.bytes().all(|byte| byte.is_ascii_digit());
    let percent = percent.parse().ok()?;
    (two_digits && WAIT_PERCENTS.contains(&percent)).then_some(percent)
}

pub(super) const SCENARIO: Section = Section {
    owner: "a scenario",
    keys: &[
        key(
            "center",
            Kind::Table(&CENTER),
            "The center: opening hours, interval, the day's busyness.",
        ),
        key(
            "queues",
            Kind::Named(&QUEUE),
            "Kinds of contact, each under its name.",
        )
        .also(&["queue", "skills", "call_types"]),
        key(
            "groups",
            Kind::Named(&GROUP),
            "Agents with the same skills and schedule, under a name.",
        )
        .also(&["group", "agents", "teams"]),
        key(
            "lines",
            Kind::Named(&LINES),
            "Sets of trunks, each under its name: a contact holds one from arrival to hanging up.",
        )
        .also(&["line", "trunks"]),
        key(
            "factors",
            Kind::Named(&FACTOR),
            "Random factors of volumes beside the day's busyness, each under its name.",
        )
        .also(&["factor"]),
        key(
            "mixes",
            Kind::Named(&MIX),
            "Streams whose contacts are of several queues, each under its name.",
        )
        .also(&["mix", "streams"]),
        key("routing", Kind::Table(&ROUTING), "The choice within a rank."),
        key(
            "experiment",
            Kind::Table(&EXPERIMENT),
            "How the scenario is simulated.",
        )
        .also(&["simulation", "run"]),
    ],
};

pub(super) const CENTER: Section = Section {
    owner: "the center",
    keys: &[
        key(
            "name",
            Kind::Text,
            "What people call it. Default: the name of the file.",
        ),
        key(
            "opens",
            Kind::Clock,
            "Opening time. Default, where `length` is given: 00:00.",
        )
        .also(&["open", "start"]),
        key(
            "closes",
            Kind::Clock,
            "Closing time, later the same day, at most 24:00.",
        )
        .also(&["close", "end"]),
        key(
            "length",
            Kind::One(Unit::PositiveDuration),
            "Length of the horizon instead of a closing time, such as \"7d\".",
        )
        .also(&["horizon", "duration"]),
        key(
            "hours",
            Kind::Texts,
            "Opening hours of each calendar day, such as \"08:00-20:00\", or \"closed\"; they recur where there are more days.",
        )
        .also(&["opening_hours", "open_hours"]),
        key(
            "interval",
            Kind::One(Unit::PositiveDuration),
            "Length of an interval, such as \"30m\".",
        )
        .also(&["period", "step"]),
        key(
            "sheet",
            Kind::Text,
            "A CSV file with a row an interval, beside the scenario.",
        )
        .also(&["file", "csv"]),
        key(
            "sheet_without",
            Kind::Texts,
            "Headings of the sheet's columns that are not read, such as those said here instead.",
        )
        .also(&["ignore", "skip"]),
        key(
            "busyness",
            Kind::Busyness,
            "A common random factor of the day, with mean 1. Default: none.",
        ),
        key(
            "service_level",
            Kind::Choice(&[
                "of-offered",
                "of-answered",
                "short-abandons-met",
                "short-abandons-excluded",
            ]),
            "Which share is called the service level. Default: of-offered.",
        ),
        key(
            "short",
            Kind::One(Unit::Duration),
            "An abandonment within this time is a short one. Default: each queue's T.",
        ),
        key(
            "at_close",
            Kind::Choice(&["serve", "clear", "carry"]),
            "What becomes of those who wait at closing time; with `carry` they wait until it opens again. Default: serve.",
        ),
        key(
            "shrinkage",
            Kind::Varying(Unit::ShareBelowOne),
            "The shrinkage of every group that has none of its own. Default: 0.",
        ),
        key(
            "target",
            Kind::Table(&TARGET),
            "What all queues together should reach, each contact by its own queue's T; its `within` is the T of queues without one.",
        )
        .also(&["targets", "goal"]),
    ],
};

pub(super) const ROUTING: Section = Section {
    owner: "routing",
    keys: &[
        key(
            "agent",
            Kind::Choice(&["longest-idle", "least-occupied", "random", "most-idle-group"]),
            "Which free agent a contact takes. Default: longest-idle.",
        ),
        key(
            "contact",
            Kind::Choice(&[
                "longest-wait",
                "priority",
                "longest-queue",
                "random",
                "weighted-wait",
                "earliest-due",
            ]),
            "Which waiting contact a freed agent takes. Default: longest-wait.",
        ),
    ],
};

pub(super) const EXPERIMENT: Section = Section {
    owner: "the experiment",
    keys: &[
        key(
            "replications",
            Kind::One(REPLICATIONS),
            "Independent replications of the horizon. Default: 1000.",
        )
        .also(&["days", "runs", "reps"]),
        key(
            "precision",
            Kind::Precision,
            "Stop when the day's service level is known to ± this share, or each of some figures to its ±.",
        ),
        key(
            "seed",
            Kind::One(Unit::Whole(0.0, 1.8e19)),
            "The master seed. Default: 1.",
        ),
        key(
            "confidence",
            Kind::One(CONFIDENCE),
            "Level of the confidence intervals. Default: 0.95.",
        ),
        key(
            "warm_up",
            Kind::OneOr(Unit::Duration, AUTO),
            "Discarded from the start of every replication. Default: 0s, in steady mode auto.",
        )
        .also(&["warmup"]),
        key(
            "mode",
            Kind::Choice(&["days", "steady"]),
            "Days from opening to closing, or equilibrium. Default: days.",
        ),
        key(
            "method",
            Kind::Choice(&["batch-means", "replications"]),
            "In steady mode one long run or many short ones. Default: batch-means.",
        ),
        key(
            "variance_reduction",
            Kind::Switch,
            "Make intervals narrower by what is known of the demand drawn. Default: true.",
        )
        .also(&["control_variates"]),
    ],
};

/// A warm-up that is found from the run itself.
pub(super) const AUTO: &str = "auto";

/// Agents; the center's own limit is checked over all groups.
pub(super) const STAFF: Unit = Unit::Whole(0.0, crate::model::MAX_AGENTS as f64);
pub(super) const REPLICATIONS: Unit = Unit::Whole(1.0, 10_000_000.0);
pub(super) const CONFIDENCE: Unit = Unit::Number(0.5, 0.9999);
/// Beyond these bounds a coefficient of variation or a shape is a slip of the pen, and moments overflow.
pub(super) const CV: Unit = Unit::Number(0.001, 100.0);
pub(super) const WEIBULL_SHAPE: Unit = Unit::Number(0.1, 100.0);
pub(super) const PHASES: Unit = Unit::Whole(1.0, 10_000.0);
