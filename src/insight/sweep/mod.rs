//! What many variants of one scenario say together: where the targets begin to hold, what it costs, where a
//! curve bends, which factor matters most.
//!
//! In: a [`Sweep`]: the factors that were varied and the figures of every variant, all simulated with the
//! same random numbers. Out: [`findings`] in words, and the numbers that tables and pictures mark:
//! [`Story`], [`Standing`], [`knee`], [`cheapest`], [`frontier`], [`importance`].

mod factor;
mod findings;
mod hold;
mod importance;
mod knee;
mod standing;
mod story;
mod words;

pub use factor::{Factor, FactorKind, FactorUnit, Level};
pub use findings::findings;
pub use hold::{Frontier, Reach, cheapest, frontier, reach};
pub use importance::{Importance, importance};
pub use knee::{Knee, knee};
pub use standing::Standing;
pub use story::Story;

use crate::estimate::{GroupMeasure, Point};
use crate::model::{Center, Target};

/// Many variants of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep<'a> {
    /// The scenario as it is, before any change.
    pub center: &'a Center,
    /// The master seed, the same for all variants.
    pub seed: u64,
    /// Level of the confidence intervals.
    pub confidence: f64,
    /// What was varied.
    pub factors: Vec<Factor>,
    /// The variants, in the order in which they were asked for.
    pub variants: Vec<Variant>,
}

/// One variant of the scenario and what came out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What it is called; its levels joined where it has no name of its own.
    pub label: String,
    /// Its level of each factor, in their order.
    pub levels: Vec<Level>,
    /// What its queues should reach, in the center's order.
    pub targets: Vec<Option<Target>>,
    /// The figures of its day.
    pub point: Point,
}

impl Sweep<'_> {
    /// The different levels of a factor: numbers in ascending order, others as they were given.
    pub fn levels(&self, factor: usize) -> Vec<Level> {
        let mut levels: Vec<Level> = Vec::new();
        for variant in &self.variants {
            if let Some(level) = variant.levels.get(factor)
                && !levels.contains(level)
            {
                levels.push(level.clone());
            }
        }
        if self.is_numeric(factor) {
            levels.sort_by(|a, b| a.number().total_cmp(&b.number()));
            levels.dedup_by(|a, b| a.value == b.value);
        }
        levels
    }

    /// Whether every level of a factor is a number.
    pub fn is_numeric(&self, factor: usize) -> bool {
        self.factors
            .get(factor)
            .is_some_and(|factor| factor.kind != FactorKind::Words)
            && self.variants.iter().all(|variant| {
                variant
                    .levels
                    .get(factor)
                    .is_some_and(|level| level.value.is_some())
            })
    }

    /// Whether every combination of levels is there once.
    pub fn is_grid(&self) -> bool {
        let combinations = (0..self.factors.len()).try_fold(1_usize, |product, factor| {
            product.checked_mul(self.levels(factor).len())
        });
        let mut seen: Vec<Vec<&str>> = self
            .variants
            .iter()
            .map(|variant| variant.levels.iter().map(|level| level.text.as_str()).collect())
            .collect();
        seen.sort_unstable();
        seen.dedup();
        combinations == Some(self.variants.len()) && seen.len() == self.variants.len()
    }

    /// The variant with these levels of the first two factors.
    pub fn variant_at(&self, first: &Level, second: &Level) -> Option<usize> {
        self.variants.iter().position(|variant| {
            variant.levels.first() == Some(first) && variant.levels.get(1) == Some(second)
        })
    }

    /// Whether the cost (or, where nothing costs anything, the paid time) depends on a factor.
    pub fn moves_cost(&self, factor: usize) -> bool {
        let mut others: Vec<(Vec<&str>, f64)> = self
            .variants
            .iter()
            .map(|variant| {
                let levels = variant.levels.iter().enumerate();
                let rest = levels.filter(|(index, _)| *index != factor);
                (
                    rest.map(|(_, level)| level.text.as_str()).collect(),
                    variant.price(),
                )
            })
            .collect();
        others.sort_by(|a, b| a.0.cmp(&b.0));
        others
            .windows(2)
            .any(|pair| pair[0].0 == pair[1].0 && (pair[1].1 - pair[0].1).abs() > 1e-9 * pair[0].1.abs())
    }
}

impl Variant {
    /// Its cost; its paid hours where nothing costs anything.
    pub fn price(&self) -> f64 {
        let agents = &self.point.agents;
        match agents.mean(GroupMeasure::Cost) {
            Some(cost) if cost > 0.0 => cost,
            _ => agents.mean(GroupMeasure::PaidHours).unwrap_or(0.0),
        }
    }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use fixture::{Made, all, grid, random, staff, words};
