//! Pure numerics of simulation output: histograms that merge exactly, intervals of confidence and tests.
//!
//! In: integer counts and sums of replications. Out: estimates with their uncertainty. Knows no queue and
//! no agent.

mod control;
mod histogram;
mod interval;
mod joint;
mod matched;
mod percentile;
mod residuals;

pub use control::Controls;
pub use histogram::{Histogram, cell_bounds, cell_of, quantile_of_cells};
pub use interval::Confidence;
pub use joint::JointMoments;
pub use matched::{MatchedDays, holm, student_p};
pub use percentile::percentile;
pub use residuals::{Independent, StandardError, standard_error};
