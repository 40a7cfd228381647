//! Pure numerics of simulation output: histograms that merge exactly and intervals of confidence.
//!
//! In: integer counts and sums of replications. Out: estimates with their uncertainty. Knows no queue and
//! no agent.

mod histogram;
mod interval;
mod joint;
mod percentile;
mod regression;

pub use histogram::{Histogram, cell_bounds, cell_of, quantile_of_cells};
pub use interval::Confidence;
pub use joint::JointMoments;
pub use percentile::percentile;
pub use regression::{Bend, Fit, Slope, bend, least_squares, ranks};
