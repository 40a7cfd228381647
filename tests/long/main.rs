//! Studies that take minutes, each run by its name.

mod coverage;
mod markovian;
mod paired;
mod reduced_intervals;
mod reduction;
mod stopping;
