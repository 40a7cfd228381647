//! Many replications → estimates: runs in parallel, exact merging, intervals of confidence.
//!
//! In: a validated center and how to run it. Out: [`Results`]: every measure for every queue, group and
//! the center, by interval and for the day.
//!
//! The way of a replication: the engine tells [`Counters`](crate::observe::Counters), a `Block` of 32 takes
//! in what they counted, a `Tally` adds blocks up, and a summary makes the results.

mod block;
mod day;
mod figure;
mod frame;
mod hours;
mod point;
mod queue_paths;
mod results;
mod run;
mod span;
mod steady;
mod summary;
mod tally;
mod target;
mod waits;

pub use crate::model::{GroupMeasure, Measure, Unit};
pub use point::Point;
pub use queue_paths::queue_paths;
pub use results::{Estimate, GroupMeasures, Measures, Panel, QueuePaths, Results, Waits};
pub use run::{run, run_in_order};
pub use span::{agents_over, contacts_over};
pub use steady::{Batches, SteadyRun};
pub use target::{Bound, Limit, Limited, all_hold, limits};

#[cfg(test)]
mod tests;
