//! Which factor matters most in a design that varies several at once.
//!
//! By linear regression on ranks (Iman & Conover, "The use of the rank transform in regression",
//! *Technometrics* 21 (1979), 499–509): a factor's share is the part of the variance of the figure's ranks
//! that the fit loses without it (its squared semipartial correlation), so that what two factors explain
//! together only is counted for neither. A factor that is no number has a column for each level but one.

use super::{Story, Sweep};
use crate::stats::{least_squares, ranks};

/// How much of a figure's variance the factors explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Importance {
    /// Each factor's own share, in the order of the factors.
    pub shares: Vec<f64>,
    /// What all explain together.
    pub together: f64,
}

/// Shares of the variance of a figure over a sweep of several factors; nothing for one factor, for fewer than
/// three variants a column and five more, or for a figure that never changes.
pub fn importance(sweep: &Sweep<'_>, story: &Story) -> Option<Importance> {
    if sweep.factors.len() < 2 {
        return None;
    }
    let (variants, figures): (Vec<_>, Vec<f64>) = sweep
        .variants
        .iter()
        .filter_map(|variant| Some((variant, story.estimate(variant)?.mean)))
        .unzip();
    let columns: Vec<Vec<Vec<f64>>> = (0..sweep.factors.len())
        .map(|factor| {
            if sweep.is_numeric(factor) {
                let values: Vec<f64> = variants
                    .iter()
                    .map(|variant| variant.levels[factor].number())
                    .collect();
                return vec![ranks(&values)];
            }
            let others = sweep.levels(factor).into_iter().skip(1);
            others
                .map(|level| {
                    let is = |variant: &&super::Variant| f64::from(variant.levels[factor] == level);
                    variants.iter().map(is).collect()
                })
                .collect()
        })
        .collect();
    let number: usize = columns.iter().map(Vec::len).sum();
    if figures.len() < 3 * number + 5 {
        return None;
    }
    let figures = ranks(&figures);
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    let total: f64 = figures
        .iter()
        .map(|figure| (figure - mean) * (figure - mean))
        .sum();
    if total <= 0.0 {
        return None;
    }
    let explained = |without: Option<usize>| {
        let kept = columns
            .iter()
            .enumerate()
            .filter(|(factor, _)| Some(*factor) != without);
        let constant = std::iter::once(vec![1.0; figures.len()]);
        let all: Vec<Vec<f64>> = constant
            .chain(kept.flat_map(|(_, columns)| columns.clone()))
            .collect();
        Some(1.0 - least_squares(&all, &figures)?.residual / total)
    };
    let together = explained(None)?;
    let shares = (0..columns.len())
        .map(|factor| Some((together - explained(Some(factor))?).max(0.0)))
        .collect::<Option<_>>()?;
    Some(Importance { shares, together })
}
