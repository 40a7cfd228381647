//! Many replications → estimates: runs in parallel, exact merging, intervals of confidence.
//!
//! In: a validated center and how to run it. Out: [`Results`]: every measure for every queue, group and
//! the center, by interval and for the day.

mod measure;
mod results;
mod span;

pub use measure::{GroupMeasure, Measure, Unit};
pub use results::{Estimate, GroupMeasures, Measures, Panel, QueuePaths, Results, Waits};
pub use span::{agents_over, contacts_over};
