//! Pure numerics of simulation output: histograms that merge exactly and intervals of confidence.
//!
//! In: integer counts and sums of replications. Out: estimates with their uncertainty. Knows no queue and
//! no agent.

mod histogram;

pub use histogram::{Histogram, cell_bounds, cell_of};
