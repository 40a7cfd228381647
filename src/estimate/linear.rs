//! A figure over replications as a sum of what single replications contribute: what standard errors, variance
//! reduction and paired differences are made from.

use super::reduction::Reduction;
use crate::model::Unit;

/// A figure over replications in linear form: a sum of what single replications contribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Linear {
    pub value: f64,
    /// How far each replication lies from its share of the value; nearly, for a ratio (the delta method).
    pub residuals: Vec<f64>,
    /// The same without variance reduction.
    pub plain: Vec<f64>,
    /// The value without variance reduction.
    pub plain_value: f64,
}

/// The variance reduction of a scope.
pub(super) type By<'a> = Option<(&'a Reduction, usize)>;

impl Linear {
    /// Whether another has the same replications.
    pub fn is_same_on_every_day(&self, other: &Self) -> bool {
        self.plain_value == other.plain_value && self.plain == other.plain
    }

    /// The mean of a count, or of a time where one of them is worth `worth`.
    pub fn mean(of: &[u64], worth: f64, by: By<'_>, unit: Unit) -> Self {
        let mean = sum(of) as f64 / of.len().max(1) as f64;
        let figures: Vec<f64> = of.iter().map(|&x| x as f64).collect();
        let residuals =
            |figures: &[f64], mean: f64| -> Vec<f64> { figures.iter().map(|x| (x - mean) * worth).collect() };
        let plain = residuals(&figures, mean);
        let plain_value = mean * worth;
        let Some((reduction, scope)) = by else {
            return Self {
                value: plain_value,
                residuals: plain.clone(),
                plain,
                plain_value,
            };
        };
        let adjusted = reduction.adjust(scope, &figures);
        let mean = mean_of(&adjusted);
        Self {
            value: possible(mean * worth, unit),
            residuals: residuals(&adjusted, mean),
            plain,
            plain_value,
        }
    }

    /// The ratio of two means, times `worth`; nothing where the denominator is zero.
    pub fn ratio(of: &[u64], per: &[u64], worth: f64, by: By<'_>, unit: Unit) -> Option<Self> {
        let under = sum(per);
        if under == 0 {
            return None;
        }
        let residuals = |of: &[f64], per: &[f64], ratio: f64, under: f64| -> Vec<f64> {
            let scale = worth / under;
            let pairs = of.iter().zip(per);
            pairs.map(|(of, per)| (of - ratio * per) * scale).collect()
        };
        let ratio = sum(of) as f64 / under as f64;
        let (of, per): (Vec<f64>, Vec<f64>) = of.iter().zip(per).map(|(&x, &y)| (x as f64, y as f64)).unzip();
        let plain = residuals(&of, &per, ratio, under as f64 / per.len() as f64);
        let plain_value = ratio * worth;
        let Some((reduction, scope)) = by else {
            return Some(Self {
                value: plain_value,
                residuals: plain.clone(),
                plain,
                plain_value,
            });
        };
        let (of, per) = (reduction.adjust(scope, &of), reduction.adjust(scope, &per));
        let under = mean_of(&per);
        let ratio = mean_of(&of) / under;
        (under > 0.0).then(|| Self {
            value: possible(ratio * worth, unit),
            residuals: residuals(&of, &per, ratio, under),
            plain,
            plain_value,
        })
    }
}

impl Linear {
    /// One figure less another of the same replications.
    pub fn less(&self, other: &Self) -> Self {
        let differences = |mine: &[f64], theirs: &[f64]| {
            mine.iter()
                .zip(theirs)
                .map(|(mine, theirs)| mine - theirs)
                .collect()
        };
        Self {
            value: self.value - other.value,
            residuals: differences(&self.residuals, &other.residuals),
            plain: differences(&self.plain, &other.plain),
            plain_value: self.plain_value - other.plain_value,
        }
    }
}

fn sum(of: &[u64]) -> u128 {
    of.iter().map(|&x| u128::from(x)).sum()
}

fn mean_of(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}

/// An adjusted count or share may lie a little outside of where it can lie.
fn possible(value: f64, unit: Unit) -> f64 {
    let most = if unit == Unit::Share { 1.0 } else { f64::INFINITY };
    value.clamp(0.0, most)
}
