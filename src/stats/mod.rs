//! Pure numerics of simulation output: histograms that merge exactly, intervals of confidence, and the
//! warm-up and the batches of a long run.
//!
//! In: integer counts and sums of replications, or a series in order of time. Out: estimates with their
//! uncertainty. Knows no queue and no agent.

mod batches;
mod histogram;
mod interval;
mod joint;
mod percentile;
mod warm_up;

pub use batches::{Batching, batches, neighbours_correlation};
pub use histogram::{Histogram, cell_bounds, cell_of, quantile_of_cells};
pub use interval::Confidence;
pub use joint::JointMoments;
pub use percentile::percentile;
pub use warm_up::{WarmUpEnd, mser5};
