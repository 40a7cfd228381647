//! Results → terminal, JSON, CSV, tab-separated text, pictures. Formats; never computes.
//!
//! In: a center, its [`Results`](crate::estimate::Results) and findings in words. Out: text, pictures, or
//! files written whole or not at all. Nothing here prints.

pub mod change;
pub mod check;
pub mod compare;
pub mod csv;
pub mod erlang;
pub mod explain;
#[cfg(test)]
mod fixture;
pub mod json;
pub mod number;
pub mod plot;
pub mod risk;
pub mod sensitivity;
pub mod staff;
pub mod steady;
pub mod sweep;
pub mod terminal;
pub mod trace;
pub mod tsv;

pub use crate::store::files;
