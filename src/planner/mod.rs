//! Targets → staffing: how many agents, of which group, in which interval.
//!
//! In: a [`Question`]: a center, how it is simulated, what its staff must keep to and between which numbers it
//! may be chosen. Out: an [`Answer`]: a plan that holds on days the search never saw, what it rests on and how
//! far from the best it can be, or which target cannot be met.
//!
//! # The way of a question
//!
//! [`plan`] (`search`) takes it from stage to stage, and keeps the best plan so far for whoever ends it early:
//!
//! - *Theory alone* (`stationary`) answers where one queue's demand never changes and its law is known exactly.
//! - More staff than anybody needs (`plenty` in `start`) tells which goals cannot be kept at all: then there is
//!   no plan (`infeasible`).
//! - A *start* (`start`) comes from each queue's need by theory, shared out over groups by an integer program.
//! - A *walk* (`walk`) is a plan on its way: it tries moves in many places of the day at once and keeps those
//!   that hold. Its methods are in the files of what they do: agents are added where goals are missed
//!   (`repair`), moved as integer programs over cuts propose (`cuts`), taken out and exchanged until nothing
//!   more is saved (`descent`), many at a time where there are hundreds of numbers (`thin`), first on some of
//!   the planner's days, then on all.
//! - *Few numbers* are also searched by a quadratic surface (`surface`); where few plans are cheaper, each is
//!   tried, which proves the best (`enumerate`).
//! - A *check* (`check`) holds the plan against the scenario's own days and a third set, and repairs it.
//! - Valleys of its curve are filled for a small part of its cost (`smooth`).
//! - Then it is told (`telling`): a cost below which there is none (`bound`), formulas beside it, agents fewer and more,
//!   prices of targets (`shape`).
//!
//! A question that is asked the other way round, from a budget or from the staff there is, goes its own way
//! through the same stages (`turned`).
//!
//! # What all of them use
//!
//! `bench` tries plans on sets of days that have nothing in common: those of the search, of the certificate, of
//! the proof, and the scenario's own. `gauge` says how far a day lies from each goal, `reach` how far in time
//! an agent is felt, `assess` gives every figure that a run would print. `formulas` has the staffing rules,
//! `program` the one solver, `watch` whoever follows a search and may end it. `question` and `answer` are what
//! comes in and goes out.

mod answer;
mod assess;
mod bench;
mod bound;
mod check;
mod comers;
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
mod telling;
mod thin;
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
