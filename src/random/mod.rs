//! Random numbers: seeds derived by hashing, streams, and samplers of every distribution.
//!
//! In: the master seed, a replication's number, the name of an entity and a purpose. Out: a [`Stream`] of
//! its own, so that the n-th contact of a queue is the same contact whatever else is in the scenario. That
//! is what makes common random numbers work: two staffings are compared on the same callers.
//!
//! Sample paths are the same bytes on every machine: they use only correctly rounded arithmetic, `libm` and
//! tables computed by the compiler. (rand_distr serves where its arithmetic is of that kind; its ziggurat
//! and gamma samplers call the system's mathematics, whose last bit differs between processors.)

mod copula;
mod dice;
mod sampler;
mod strata;
mod stream;
mod ziggurat;

pub use copula::Copula;
pub use dice::{Dice, Question, by_share};
pub use sampler::Sampler;
pub use strata::{STRATA, Strata};
pub use stream::{Purpose, Stream, StreamKey};
