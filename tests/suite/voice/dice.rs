//! What random centers are drawn with.

use headcount::model::Distribution;
use headcount::random::{Purpose, Stream, StreamKey};

use super::{always, exponential};

/// Throws the dice of one center.
pub struct Dice(Stream);

impl Dice {
    /// Those of a center of a family, which has a seed and a name.
    pub fn new(seed: u64, index: u32, family: &str) -> Self {
        Self(Stream::new(seed, index, StreamKey::new(family, Purpose::Talk)))
    }

    /// Between nothing and one.
    pub fn uniform(&mut self) -> f64 {
        self.0.uniform()
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound as u64) as usize
    }

    /// One in three.
    pub fn some(&mut self) -> bool {
        self.below(3) == 0
    }

    pub fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub fn share(&mut self) -> f64 {
        self.one_of(&[0.0, 0.2, 0.5, 1.0])
    }

    pub fn law(&mut self, mean: f64) -> Distribution {
        match self.below(3) {
            0 => always(mean),
            1 => exponential(mean),
            // Whole seconds and nothing: much happens at one moment.
            _ => Distribution::Empirical {
                values: [0.0, mean.ceil(), 2.0 * mean.ceil()].into(),
            },
        }
    }
}
