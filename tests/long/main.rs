//! Studies that take minutes, each run by its name.

mod coverage;
mod paired;
