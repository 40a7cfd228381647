//! headcount: a call-center queue simulator and staffing planner.
#![warn(missing_docs)]

pub mod cli;
pub mod engine;
pub mod estimate;
pub mod insight;
pub mod lesson;
pub mod model;
pub mod observe;
pub mod planner;
pub mod random;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod store;
pub mod theory;
