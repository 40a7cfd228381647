//! The calculator: one queue, one group, one formula; any quantity given, asked or left out.
//!
//! In: what is [`Given`] of calls, handle time, agents, patience, lines and goals. Out: an [`Answer`]: which
//! formula it is, what was asked and found, all figures there and with a few agents less and more, and the
//! answer in a sentence; or a [`Refusal`] that says what is missing.
//!
//! Decided at the edges. No calls: no agents are needed, nobody waits, any handle time will do. No agents:
//! nobody is answered. Load not below the staff where nobody hangs up: no equilibrium, waits without end.
//! T = 0: the share answered without a wait. A goal of 100 %, or of no wait or loss at all: no number of
//! agents promises it, and the answer says what 99.9 % takes. Loads over a million erlangs are refused.

mod comparison;
mod figures;
mod given;
mod sentence;
#[cfg(test)]
mod tests;

pub use comparison::{Compared, Simulated, compare};
pub use figures::{Figures, QUANTILES};
pub use given::{Formula, Given, Refusal, Sought};
pub use sentence::sentence;

use crate::theory::{Workload, least_agents_for, longest_handle_s, most_calls_per_s};

/// The most agents that are looked at.
pub const MOST_AGENTS: u32 = 2_000_000;
/// The greatest load that is computed, in erlangs.
pub const MOST_ERLANGS: f64 = 1_000_000.0;
/// How many agents less and more are shown.
const AROUND: u32 = 3;

/// What was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What it answers.
    pub given: Given,
    /// The formula.
    pub formula: Formula,
    /// What was asked.
    pub sought: Sought,
    /// What of the input plays no part, or plays another part than its name says, in sentences.
    pub notes: Vec<String>,
    /// Calls in the given period; nothing where any number will do.
    pub calls: Option<f64>,
    /// Mean handle time, in seconds; nothing where any will do.
    pub handle_s: Option<f64>,
    /// Agents; nothing where no number is enough.
    pub agents: Option<u32>,
    /// The figures with those agents; nothing where there is no such number.
    pub figures: Option<Figures>,
    /// The agents that reach 99.9 % where 100 % was asked.
    pub nearly: Option<u32>,
}

impl Answer {
    /// Whether what was asked can be had at all.
    pub fn is_feasible(&self) -> bool {
        let refused = match self.sought {
            Sought::Service => false,
            Sought::Agents => self.agents.is_none(),
            Sought::Calls => self.calls == Some(0.0),
            Sought::HandleTime => self.handle_s == Some(0.0),
        };
        !refused
    }

    /// Whether a goal is one that chance never lets be reached.
    fn leaves_nothing_to_chance(&self) -> bool {
        self.given.goals.leave_nothing_to_chance(&self.work())
    }

    /// Whether it matters which figures reach the goals.
    pub fn has_goals(&self) -> bool {
        self.given.goals_given || self.sought != Sought::Service
    }

    /// People to schedule so that so many are on queue.
    pub fn scheduled(&self, agents: u32) -> f64 {
        (f64::from(agents) / (1.0 - self.given.shrinkage) - 1e-9).ceil()
    }

    /// The figures of any number of agents at the answer's calls and handle time.
    pub fn with_agents(&self, agents: u32) -> Figures {
        Figures::of(&self.work(), agents, &self.given)
    }

    /// The figures with up to three agents less and more, in order, the answer among them; none where there
    /// is no such number.
    pub fn around(&self) -> Vec<Figures> {
        let work = self.work();
        let numbers = self
            .agents
            .map(|agents| agents.saturating_sub(AROUND)..=agents.saturating_add(AROUND));
        numbers
            .into_iter()
            .flatten()
            .map(|agents| Figures::of(&work, agents, &self.given))
            .collect()
    }

    fn work(&self) -> Workload {
        let (rate, handle_s) = (
            self.calls.unwrap_or(0.0) / self.given.per_s,
            self.handle_s.unwrap_or(0.0),
        );
        self.given.workload(self.formula, rate, handle_s)
    }

    /// Offered load of first calls, in erlangs.
    pub fn load(&self) -> f64 {
        self.calls.unwrap_or(0.0) / self.given.per_s * self.handle_s.unwrap_or(0.0)
    }
}

/// Answers what is asked.
///
/// # Errors
/// What is missing or makes no sense together, with a remedy.
pub fn answer(given: &Given) -> Result<Answer, Refusal> {
    let sought = given.sought()?;
    let (formula, notes) = given.formula()?;
    let given = given.completed(formula)?;
    let rate = given.calls.map(|calls| calls / given.per_s);
    let handle_s = given.handle.as_ref().map(|handle| handle.mean());
    let mut answer = Answer {
        formula,
        sought,
        notes,
        calls: given.calls,
        handle_s,
        agents: given.agents,
        figures: None,
        nearly: None,
        given,
    };
    if answer.load() > MOST_ERLANGS {
        return Err(Refusal::new(
            format!("a load of {:.0} erlangs is more than is computed", answer.load()),
            "one million erlangs is the most: check the units of calls and handle time",
        ));
    }
    let given = &answer.given;
    let work = given.workload(formula, rate.unwrap_or(0.0), handle_s.unwrap_or(0.0));
    let chance = given.goals.leave_nothing_to_chance(&work);
    match sought {
        Sought::Service => {}
        Sought::Agents if chance && answer.load() > 0.0 => {
            answer.agents = None;
            answer.nearly = given
                .nearly(&work)
                .and_then(|goals| least_agents_for(&work, &goals, MOST_AGENTS));
        }
        Sought::Agents => answer.agents = least_agents_for(&work, &given.goals, MOST_AGENTS),
        Sought::Calls => {
            let agents = given.agents.unwrap_or(0);
            let rate = if chance {
                0.0
            } else {
                most_calls_per_s(&work, agents, &given.goals)
            };
            answer.calls = rate.is_finite().then_some(rate * given.per_s);
        }
        Sought::HandleTime => {
            let agents = given.agents.unwrap_or(0);
            let time = match rate {
                Some(0.0) => f64::INFINITY,
                _ if chance => 0.0,
                _ => longest_handle_s(&work, agents, &given.goals),
            };
            answer.handle_s = time.is_finite().then_some(time);
        }
    }
    answer.figures = answer.agents.map(|agents| answer.with_agents(agents));
    Ok(answer)
}
