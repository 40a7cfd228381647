//! What the numbers mean, in words: remarks on a center before it is simulated, findings of a run.
//!
//! In: a center, and for findings the [`Results`](crate::estimate::Results) of its simulation. Out:
//! sentences with the numbers behind them. Nothing here aligns a table, prints or reads anything.
//!
//! - [`remarks`]: what `check` has to say of a center, and [`LoadSummary`], its load against its staff.
//! - [`findings`]: the answer of a run, most important first.
//! - [`unmet`]: which limits of a target a figure misses.
//! - [`explain`](mod@explain): the formulas beside the simulation, and which assumption makes them part.
//! - [`against_actual`]: the model beside what really happened.
//! - [`Beside`]: what differs between two scenarios.
//! - [`risk_sentences`]: how single days differ, and how often a target is met.
//! - [`sensitivity`]: on what a figure depends most.
//! - [`staff`]: a plan, what sets it and what was proved of it.
//! - [`calculator`]: one queue by formula, any quantity from the others.

mod actual;
mod beyond;
pub mod calculator;
mod capacity;
mod compare;
mod day_names;
pub mod explain;
mod finding;
mod load;
mod precise;
mod reach;
mod remark;
mod risk;
pub mod sensitivity;
mod served;
mod shortfall;
mod span;
pub mod staff;
mod steady;
pub mod sweep;
mod together;
mod trace;
mod trouble;
mod verdict;
mod wording;

#[cfg(test)]
mod cases;

pub use actual::{Comparison, against_actual, comparison_sentences};
pub use beyond::{beside_load, beyond_formulas};
pub use compare::{Beside, most_changed};
pub use day_names::DayNames;
pub use finding::{Finding, Weight, findings};
pub use load::{IntervalLoad, LoadSummary, agents_needed};
pub use precise::precision_sentences;
pub use remark::{Remark, Severity, Subject, remarks};
pub use risk::{center_limit_name, limit_name, risk_sentences, risk_title, riskiest_first, short_by};
pub use shortfall::{Shortfall, unmet};
pub use span::Span;
pub use together::asked_in_intervals;
pub use trace::{CAUSES, Extract, Wanted};
pub use wording::{callers, contacts, title};
