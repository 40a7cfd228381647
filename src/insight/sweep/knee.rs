//! Where the curve of a figure against the one factor of a sweep bends.
//!
//! By the nearest line of two straight pieces ([`bend`]). It counts only where the difference of the two
//! slopes is greater than its interval of confidence is wide, the steeper slope can be told from none, and
//! is at least twice the other.

use super::{Level, Story, Sweep};
use crate::stats::{Slope, bend};

/// A bend in a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Knee {
    /// The level nearest to it.
    pub level: Level,
    /// Change of the figure for one unit of the factor, below it.
    pub below: Slope,
    /// The same above it.
    pub above: Slope,
}

/// How many times steeper one side is than the other, at least.
const STEEPER: f64 = 2.0;

/// The bend of a figure along the only factor of a sweep; nothing where there are more, it is no number, or
/// no bend can be told from chance.
pub fn knee(sweep: &Sweep<'_>, story: &Story) -> Option<Knee> {
    if sweep.factors.len() != 1 || !sweep.is_numeric(0) {
        return None;
    }
    let mut data: Vec<(f64, f64, f64)> = sweep
        .variants
        .iter()
        .filter_map(|variant| {
            let figure = story.estimate(variant)?;
            Some((variant.levels.first()?.value?, figure.mean, figure.half_width()?))
        })
        .collect();
    data.sort_by(|a, b| a.0.total_cmp(&b.0));
    let column = |of: fn(&(f64, f64, f64)) -> f64| data.iter().map(of).collect::<Vec<f64>>();
    let bend = bend(
        &column(|datum| datum.0),
        &column(|datum| datum.1),
        &column(|datum| datum.2),
        sweep.confidence,
    )?;
    let told = |slope: Slope| slope.value.abs() > slope.half_width;
    let (steep, flat) = if bend.left.value.abs() > bend.right.value.abs() {
        (bend.left, bend.right)
    } else {
        (bend.right, bend.left)
    };
    let real = told(bend.difference) && told(steep) && steep.value.abs() >= STEEPER * flat.value.abs();
    let off = |level: &Level| (level.number() - bend.at).abs();
    let level = sweep
        .levels(0)
        .into_iter()
        .min_by(|a, b| off(a).total_cmp(&off(b)))?;
    real.then_some(Knee {
        level,
        below: bend.left,
        above: bend.right,
    })
}
