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
use super::figure;
use super::frame::Frame;
use super::linear::Linear;
use super::results::Estimate;
use crate::model::Unit;
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

    /// The estimate of an adjusted figure, and how many times as many replications a plain run takes for the
    /// same standard error.
    pub fn estimate(&self, linear: &Linear, unit: Unit, confidence: &Confidence) -> Option<(Estimate, f64)> {
        let error = standard_error(&linear.residuals, self.independent)?;
        let as_plain = standard_error(&linear.plain, Independent::Replications)?;
        // What the controls explain wholly is known but for rounding.
        let half_width = error.half_width(confidence).max(ROUNDING * linear.value.abs());
        let gain = (as_plain.value / error.value).powi(2);
        Some((figure::about(linear.value, Some(half_width), unit), gain))
    }
}

/// Relative error that rounding may leave.
const ROUNDING: f64 = 1e-9;
