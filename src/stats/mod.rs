//! Pure numerics of simulation output: histograms that merge exactly, intervals of confidence, tests, and the
//! warm-up and the batches of a long run.
//!
//! In: integer counts and sums of replications, or a series in order of time. Out: estimates with their
//! uncertainty. Knows no queue and no agent.

mod batches;
mod bins;
mod control;
mod histogram;
mod interval;
mod joint;
mod matched;
mod percentile;
mod regression;
mod residuals;
mod warm_up;

pub use batches::{Batching, batches, neighbours_correlation};
pub use bins::{Bins, Closed};
pub use control::Controls;
pub use histogram::{Histogram, cell_bounds, cell_of, quantile_of_cells};
pub use interval::{Confidence, eight_digits};
pub use joint::JointMoments;
pub use matched::{MatchedDays, holm, student_p};
pub use percentile::percentile;
pub use regression::{Bend, Fit, Slope, bend, least_squares, ranks};
pub use residuals::{Independent, StandardError, standard_error};
pub use warm_up::{WarmUpEnd, mser5};
