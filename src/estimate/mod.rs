//! Many replications → estimates: runs in parallel, exact merging, intervals of confidence.
//!
//! In: a validated center and how to run it. Out: [`Results`]: every measure for every queue, group and
//! the center, by interval and for the day.
//!
//! The way of a replication: a `Workshop` makes it in a `Block` of 32, from what the engine tells
//! [`Counters`](crate::observe::Counters); a `Tally` adds blocks up, and a summary makes the results, narrower
//! by what a `Reduction` knows of the demand that was drawn. [`run_cases`] does so for any number of cases on all
//! cores, a block at a time; [`differences`] pairs the days of two of them.

mod block;
mod calendar_day;
mod case;
mod compare;
mod controls;
mod day;
mod expected;
mod figure;
mod frame;
mod hours;
mod linear;
mod outcomes;
mod point;
mod precision;
mod queue_paths;
mod reduction;
mod results;
mod risk;
mod run;
mod schedule;
mod span;
mod steady;
mod stored;
mod summary;
mod tally;
mod target;
mod trace;
mod waits;
mod workshop;

pub(crate) use controls::{stretch, talk_of};
pub use workshop::{blocks_of, replications_of};

pub use crate::model::{GroupMeasure, Measure, OutcomeMeasure, PresenceMeasure, Unit};
pub use block::Block;
pub use case::{Archive, Case, Cases, NoArchive};
pub use compare::{
    AgentDifferences, ContactDifferences, Difference, Differences, Headline, Matched, Unlike, Unmatched,
    correct, differences,
};
pub use frame::Detail;
pub use outcomes::{
    BacklogByAge, ChannelResults, OutcomeMeasures, OutcomeResults, PresenceMeasures, SegmentResults,
    WorkResults, possible_outcomes,
};
pub use point::Point;
pub use precision::Reached;
pub use queue_paths::queue_paths;
pub use results::{Estimate, Gains, GroupMeasures, Measures, Panel, QueuePaths, Results, Waits};
pub use risk::{DAY_MEASURES, DayContacts, Figures, Kept, Risk, RiskOf, SingleDay, SingleDays};
pub use run::{Outcome, Sample, run, run_one};
pub use schedule::{Manner, Ours, run_cases, run_share};
pub use span::{agents_over, contacts_over};
pub use steady::{Batches, SteadyRun};
pub use target::{Bound, Limit, Limited, all_hold, limits};
pub use trace::trace;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use tests::results_of as results_of_days;
