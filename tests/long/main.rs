//! Studies that take minutes, each run by its name.

#[path = "../suite/planner/centers.rs"]
mod centers;
mod coverage;
mod markovian;
mod paired;
mod planner;
mod reduced_intervals;
mod reduction;
mod stopping;
#[path = "../../benches/centers/mod.rs"]
mod workloads;
