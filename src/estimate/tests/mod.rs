//! Estimates from days made by hand, and from days of the engine.

mod by_engine;
mod by_hand;
mod channels;
mod controls;
mod outcomes;
mod paired;
mod risk;
mod steady;

pub(crate) use by_hand::results_of;
