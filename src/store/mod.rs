//! Results kept in files, so that what was simulated is not simulated again: checkpoints and shares of a job.
//!
//! In: finished blocks of replications as opaque bytes, each under its [`Key`]. Out: a [`Log`], the file that
//! keeps them whatever ends the program; [`Parts`], several such files read as one job; and
//! [`files`], for everything else that is written whole or not at all.

pub mod files;

mod fault;
mod key;
mod layout;
mod log;
mod missing;
mod parts;
mod share;

pub use fault::{Damage, Fault, LogError};
pub use key::Key;
pub use log::Log;
pub use missing::{Gap, Lack, Missing};
pub use parts::{Parts, PartsError};
pub use share::{NoShare, Share};

#[cfg(test)]
mod tests;
