//! Targets → staffing: how many agents, of which group, in which interval.
//!
//! In: a [`Question`]: a center, how it is simulated, what its staff must keep to and between which numbers it
//! may be chosen. Out: an [`Answer`]: a plan that holds on days the search never saw, what it rests on and how
//! far from the best it can be, or which target cannot be met.

mod answer;
mod assess;
mod bench;
mod bound;
mod check;
mod cuts;
mod descent;
mod enumerate;
mod formulas;
mod gauge;
mod infeasible;
mod program;
mod question;
mod reach;
mod repair;
mod search;
mod shape;
mod smooth;
mod start;
mod stationary;
mod surface;
mod turned;
mod walk;
mod watch;

pub use answer::{
    Answer, Around, Assessed, Binding, Budgeted, CurvePoint, Decided, Effort, Ended, Figure, Formula, Goal,
    Infeasible, Kept, Loosened, LowerBound, Miss, Planned, Price, Proof, Remedy, Rule, Staff, TargetPrice,
    When, Whom,
};
pub use question::{Basis, Cell, Question};
pub use search::{Wishes, plan};
pub use turned::{Spend, keep_staff, with_budget};
pub use watch::{News, Unwatched, Watch};

/// The question of a scenario written for a test.
#[cfg(test)]
fn from_text(text: &str, basis: Basis) -> Question {
    use crate::scenario::{Edit, Source, read};
    let no_files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
    let scenario = read(&Source::new("scenario", text), &[] as &[Edit], None, &no_files)
        .map_err(|problems| problems.render(false))
        .expect("a scenario");
    Question::new(scenario.center, scenario.experiment, basis)
}
