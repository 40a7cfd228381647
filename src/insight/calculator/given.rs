//! What the calculator is given, which formula that makes, and what it asks.

use std::fmt;

use crate::model::{Distribution, ServiceTarget, Target, Ticks};
use crate::theory::{Demand, Goals, Lines, Workload};

/// A formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// Nobody can wait.
    B,
    /// Everybody waits as long as it takes.
    C,
    /// Exponential patience.
    A,
    /// Any patience.
    G,
    /// Limited lines.
    Lines,
    /// Those who hang up may call again.
    Retry,
}

impl Formula {
    /// All of them.
    pub const ALL: [Formula; 6] = [Self::B, Self::C, Self::A, Self::G, Self::Lines, Self::Retry];

    /// What it goes by as an argument.
    pub fn key(self) -> &'static str {
        match self {
            Self::B => "b",
            Self::C => "c",
            Self::A => "a",
            Self::G => "g",
            Self::Lines => "lines",
            Self::Retry => "retry",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::B => "Erlang B",
            Self::C => "Erlang C",
            Self::A => "Erlang A",
            Self::G => "M/M/n+G",
            Self::Lines => "Erlang with limited lines",
            Self::Retry => "Erlang A with retries",
        }
    }

    /// What it supposes of those who find no free agent.
    pub fn supposes(self) -> &'static str {
        match self {
            Self::B => "who finds no free agent is turned away",
            Self::C => "everybody waits until answered",
            Self::A => "patience is exponential",
            Self::G => "any patience, integrated exactly",
            Self::Lines => "who finds all lines taken is turned away",
            Self::Retry => "a share of those who hang up calls again, later",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// The least agents that reach the goals.
    Agents,
    /// What some agents achieve.
    Service,
    /// The most calls that some agents can carry.
    Calls,
    /// The longest handle time that some agents can afford.
    HandleTime,
}

impl Sought {
    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Agents => "agents",
            Self::Service => "service",
            Self::Calls => "calls",
            Self::HandleTime => "handle_time",
        }
    }
}

/// What is known; what is asked is left out.
#[derive(Debug, Clone)]
pub struct Given {
    /// What the row is called: mostly a time of day.
    pub label: Option<String>,
    /// Calls in a period of `per_s` seconds.
    pub calls: Option<f64>,
    /// The period, in seconds.
    pub per_s: f64,
    /// Handle time, in seconds; formulas use its mean, the simulation its law.
    pub handle: Option<Distribution>,
    /// Agents on queue.
    pub agents: Option<u32>,
    /// How long callers would wait, in seconds.
    pub patience: Option<Distribution>,
    /// Lines: calls answered and waiting at once.
    pub lines: Option<u32>,
    /// Share of those who hang up that calls again.
    pub again: Option<f64>,
    /// What is to be reached, as far as it was said.
    pub goals: Goals,
    /// Whether any goal was said; if not, a usual one is filled in.
    pub goals_given: bool,
    /// The T of the service level, in seconds.
    pub within_s: f64,
    /// Share of paid time in which agents are unavailable.
    pub shrinkage: f64,
    /// The formula asked for; without it the one that fits what is given.
    pub formula: Option<Formula>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    what: String,
    remedy: String,
}

impl Refusal {
    pub(super) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.remedy)
    }
}

impl std::error::Error for Refusal {}

/// A service level of 80 % is asked where nothing is.
const USUAL_SERVICE: f64 = 0.8;
/// Blocking of 1 % is allowed where nothing is said.
const USUAL_BLOCKING: f64 = 0.01;

impl Given {
    /// What is asked: whatever of agents, calls and handle time is left out.
    pub(super) fn sought(&self) -> Result<Sought, Refusal> {
        match (self.agents.is_some(), self.calls.is_some(), self.handle.is_some()) {
            (true, true, true) => Ok(Sought::Service),
            (false, true, true) => Ok(Sought::Agents),
            (true, false, true) => Ok(Sought::Calls),
            (true, true, false) => Ok(Sought::HandleTime),
            _ => Err(Refusal::new(
                "two of calls, handle time and agents are needed to find the third",
                "for example --calls 100 --per 30m --aht 180s, or --agents 14 --aht 180s",
            )),
        }
    }

    /// The formula, with notes on what of the input it leaves out.
    pub(super) fn formula(&self) -> Result<(Formula, Vec<String>), Refusal> {
        let patience = self.patience.as_ref();
        let leaves = patience.is_some_and(|law| *law != Distribution::Forever);
        let formula = self.formula.unwrap_or(match patience {
            _ if self.again.is_some() => Formula::Retry,
            _ if self.lines.is_some() => Formula::Lines,
            Some(Distribution::Exponential { .. }) => Formula::A,
            Some(Distribution::Deterministic { value }) if *value == 0.0 => Formula::A,
            Some(law) if *law != Distribution::Forever => Formula::G,
            _ => Formula::C,
        });
        let mut notes = Vec::new();
        let name = formula.name();
        let takes_patience = !matches!(formula, Formula::B | Formula::C);
        if !takes_patience && leaves {
            notes.push(format!("{name} knows no patience: --patience plays no part."));
        }
        if self.lines.is_some() && formula != Formula::Lines {
            notes.push(format!(
                "{name} has no limit on waiting callers: --lines plays no part."
            ));
        }
        if self.again.is_some() && formula != Formula::Retry {
            notes.push(format!("{name} knows no retries: --retry plays no part."));
        }
        if matches!(formula, Formula::A | Formula::G) && patience.is_none() {
            return Err(Refusal::new(
                format!("{name} needs to know how long callers wait"),
                "add --patience 2m",
            ));
        }
        if formula == Formula::Retry && (!leaves || self.again.is_none()) {
            return Err(Refusal::new(
                "retries need the patience of callers and the share that calls again",
                "add --patience 2m --retry 40%",
            ));
        }
        if formula == Formula::Lines && self.lines.is_none() {
            return Err(Refusal::new("the number of lines is missing", "add --lines 40"));
        }
        let bare = matches!(
            patience,
            None | Some(Distribution::Exponential { .. } | Distribution::Forever)
        ) || patience.is_some_and(|law| law.mean() == 0.0);
        if matches!(formula, Formula::A | Formula::Lines) && !bare {
            let mean = patience.map_or(f64::INFINITY, Distribution::mean);
            if !mean.is_finite() {
                return Err(Refusal::new(
                    format!("{name} takes exponential patience, and this has no finite mean"),
                    "use --model g",
                ));
            }
            notes.push(format!(
                "{name} takes exponential patience: of this only the mean, {mean:.1} s, plays a part{}.",
                if formula == Formula::A {
                    " (--model g takes all of it)"
                } else {
                    ""
                }
            ));
        }
        Ok((formula, notes))
    }

    /// With the usual goal where none is said.
    pub(super) fn completed(&self, formula: Formula) -> Result<Given, Refusal> {
        let mut given = self.clone();
        if formula == Formula::B {
            let waits = Target {
                service: None,
                ..given.goals.target.clone()
            };
            if given.goals.target.service.is_some() || waits != Target::default() {
                return Err(Refusal::new(
                    "nobody waits in Erlang B, so no goal on waiting or hanging up makes sense",
                    "ask --blocked 1%, or use --model c",
                ));
            }
            if given.goals.blocked.is_none() && given.goals.occupancy.is_none() {
                given.goals.blocked = Some(USUAL_BLOCKING);
            }
        } else if !given.goals_given {
            given.goals.target.service = Some(ServiceTarget {
                answered: USUAL_SERVICE,
                within: Ticks::from_seconds(given.within_s),
            });
        }
        if given.goals.blocked.is_some() && !matches!(formula, Formula::B | Formula::Lines) {
            return Err(Refusal::new(
                format!("{} blocks nobody", formula.name()),
                "leave out --blocked, or use --model b, or say --lines",
            ));
        }
        Ok(given)
    }

    /// The goals with 99.9 % in place of 100 %, where a service level is asked.
    pub(super) fn nearly(&self, work: &Workload) -> Option<Goals> {
        let mut goals = self.goals.clone();
        goals.target.service.as_mut()?.answered = 0.999;
        (!goals.leave_nothing_to_chance(work)).then_some(goals)
    }

    /// The share of calls whose time to be answered is told: the target's, else 80 %.
    pub fn share(&self) -> f64 {
        let service = self.goals.target.service;
        service.map_or(USUAL_SERVICE, |service| service.answered)
    }

    /// What callers do by a formula, at a rate a second and a mean handle time in seconds.
    pub(super) fn workload(&self, formula: Formula, rate: f64, handle_s: f64) -> Workload {
        let patience = self.patience.as_ref().unwrap_or(&Distribution::Forever);
        let law = match (formula, patience) {
            (Formula::B | Formula::C, _) | (_, Distribution::Forever) => Distribution::Forever,
            (Formula::A | Formula::Lines, law) => Distribution::Exponential { mean: law.mean() },
            (_, law) => law.clone(),
        };
        let lines = match (formula, self.lines) {
            (Formula::B, _) => Lines::OneAnAgent,
            (Formula::Lines, Some(lines)) => Lines::Limited(lines),
            _ => Lines::Endless,
        };
        let demand = Demand::new(rate, handle_s, &law);
        let limited = demand.clone().with_lines(lines).unwrap_or(demand);
        let again = if formula == Formula::Retry {
            self.again.unwrap_or(0.0)
        } else {
            0.0
        };
        Workload::new(limited, again)
    }
}
