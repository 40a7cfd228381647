//! Variance reduction: the day's figures from adjusted replications instead of plain ones.
//!
//! In: single days with their control variates. Out: means and ratios whose expectation is the same and whose
//! variance is smaller, with standard errors from what single replications, or whole blocks of them where
//! the day's busyness is stratified, contribute. Quantiles, shares of days and how days differ are left as
//! they are, and so are intervals: with stratified days their plain standard errors are too large rather
//! than too small.

use std::ops::Range;

use super::case::Case;
use super::controls;
use super::day::Day;
use super::frame::Frame;
use crate::random::{Purpose, Strata};
use crate::stats::{Confidence, Controls, Independent, standard_error};

/// Below so many blocks β is fitted to too little.
const LEAST_BLOCKS: usize = 5;
/// The same where days are stratified and only blocks are independent.
const LEAST_STRATIFIED: usize = 7;
/// From so many blocks on there are enough of the busiest days to fit controls of their own.
const MANY_BLOCKS: usize = 20;

/// What makes a run's figures of the day narrower.
#[derive(Debug)]
pub(super) struct Reduction {
    /// By scope; nothing where a scope has no controls.
    controls: Vec<Option<Controls>>,
    independent: Independent,
}

/// A figure with half the width of its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Narrowed {
    pub value: f64,
    pub half_width: f64,
    /// How many times as many replications a plain run takes for the same standard error.
    pub gain: f64,
}

impl Reduction {
    /// The reduction of a run whose blocks hold these days; nothing where it has none.
    pub fn new(case: &Case, frame: &Frame, blocks: &[&[Day]]) -> Option<Self> {
        let experiment = &case.experiment;
        if !experiment.variance_reduction || blocks.len() < LEAST_BLOCKS {
            return None;
        }
        let law = case.center.busyness.as_ref();
        let stratified = law.is_some_and(|law| Strata::new(law, Purpose::Busyness).is_some());
        if stratified && blocks.len() < LEAST_STRATIFIED {
            return None;
        }
        let length = blocks[0].len();
        let ends = blocks.iter().scan(0, |end, days| {
            *end += days.len();
            Some(*end - days.len()..*end)
        });
        let ranges: Vec<Range<usize>> = ends.collect();
        let width = blocks[0].first().map_or(0, |day| day.controls.len());
        let count = width / frame.scopes();
        let used = if blocks.len() < MANY_BLOCKS {
            count.min(controls::WITH_FEW_BLOCKS)
        } else {
            count
        };
        let whole = blocks
            .iter()
            .flat_map(|days| *days)
            .all(|day| day.controls.len() == width);
        let controls: Vec<Option<Controls>> = (0..frame.scopes())
            .map(|scope| {
                let days = blocks.iter().flat_map(|days| *days);
                let rows = days.flat_map(|day| day.controls.get(scope * count..scope * count + used));
                let rows: Vec<f64> = rows.flatten().copied().collect();
                if whole {
                    Controls::new(used, rows, &ranges)
                } else {
                    None
                }
            })
            .collect();
        let adjusts = controls.iter().any(Option::is_some);
        (adjusts || stratified).then_some(Self {
            controls,
            independent: if stratified {
                Independent::Blocks {
                    length,
                    fitted: used.saturating_sub(controls::OF_SCOPE),
                }
            } else {
                Independent::Replications
            },
        })
    }

    /// A mean over replications.
    pub fn mean(&self, scope: usize, figures: &[f64], confidence: &Confidence) -> Option<Narrowed> {
        let adjusted = self.adjust(scope, figures);
        let value = mean(&adjusted);
        let residuals: Vec<f64> = adjusted.iter().map(|figure| figure - value).collect();
        let about = mean(figures);
        let plain: Vec<f64> = figures.iter().map(|figure| figure - about).collect();
        self.narrowed(value, &residuals, &plain, confidence)
    }

    /// A ratio of two means over replications; nothing where the second is not positive.
    pub fn ratio(&self, scope: usize, of: &[f64], per: &[f64], confidence: &Confidence) -> Option<Narrowed> {
        let (adjusted_of, adjusted_per) = (self.adjust(scope, of), self.adjust(scope, per));
        let under = mean(&adjusted_per);
        if under <= 0.0 {
            return None;
        }
        let value = mean(&adjusted_of) / under;
        let about = mean(of) / mean(per);
        let residuals = |of: &[f64], per: &[f64], ratio: f64, under: f64| -> Vec<f64> {
            of.iter()
                .zip(per)
                .map(|(of, per)| (of - ratio * per) / under)
                .collect()
        };
        let plain = residuals(of, per, about, mean(per));
        let adjusted = residuals(&adjusted_of, &adjusted_per, value, under);
        self.narrowed(value, &adjusted, &plain, confidence)
    }

    /// What replications are independent of.
    pub fn independent(&self) -> Independent {
        self.independent
    }

    /// Replications of a scope with what its controls explain taken out.
    pub fn adjust(&self, scope: usize, figures: &[f64]) -> Vec<f64> {
        match &self.controls[scope] {
            Some(controls) => controls.adjust(figures),
            None => figures.to_vec(),
        }
    }

    fn narrowed(
        &self,
        value: f64,
        residuals: &[f64],
        plain: &[f64],
        confidence: &Confidence,
    ) -> Option<Narrowed> {
        let error = standard_error(residuals, self.independent)?;
        let as_plain = standard_error(plain, Independent::Replications)?;
        // What the controls explain wholly is known but for rounding.
        let half_width = error.half_width(confidence).max(ROUNDING * value.abs());
        Some(Narrowed {
            value,
            half_width,
            gain: (as_plain.value / error.value).powi(2),
        })
    }
}

/// Relative error that rounding may leave.
const ROUNDING: f64 = 1e-9;

fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}
