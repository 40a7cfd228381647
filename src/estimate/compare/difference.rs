//! One figure in two scenarios that were simulated on the same days, and how sure their difference is.

use super::super::linear::Linear;
use super::super::waits::BySection;
use crate::stats::{Confidence, Independent, MatchedDays, StandardError, standard_error, student_p};

/// A figure in BASE and in OTHER.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// In BASE.
    pub base: f64,
    /// In OTHER.
    pub other: f64,
    /// Ends of the interval of confidence of OTHER less BASE, from the differences of the same days. Absent
    /// with one replication, and where a figure is not made of days.
    pub interval: Option<(f64, f64)>,
    /// Half the width that the interval would have if each scenario had been simulated on days of its own,
    /// without variance reduction.
    pub unpaired_half_width: Option<f64>,
    /// Two-sided p-value of no difference; absent for what the model fixes.
    pub p: Option<f64>,
    /// The same, corrected for the family of comparisons to which it belongs; absent outside it.
    pub p_holm: Option<f64>,
    /// About how many replications would tell a difference of this size from none; absent where the two
    /// never differ and where there is no interval.
    pub days_needed: Option<u64>,
}

impl Difference {
    /// OTHER less BASE.
    pub fn difference(&self) -> f64 {
        self.other - self.base
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> Option<f64> {
        self.interval.map(|(low, high)| (high - low) / 2.0)
    }

    /// Whether the interval excludes zero.
    pub fn is_distinguishable(&self) -> bool {
        self.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }

    /// Whether the difference still stands after the correction for many comparisons, where it belongs to
    /// their family; else whether the interval excludes zero.
    pub fn stands(&self, confidence: f64) -> bool {
        self.is_distinguishable() && self.p_holm.is_none_or(|p| p < 1.0 - confidence)
    }

    /// How many times narrower in variance the interval is than one from plain days of each scenario's own;
    /// absent where there is none, and where the two differ by the same on every day.
    pub fn gain(&self) -> Option<f64> {
        let half = self.half_width().filter(|&half| half > 0.0)?;
        Some((self.unpaired_half_width? / half).powi(2))
    }

    /// A figure that the model fixes.
    pub(super) fn exact(base: f64, other: f64, replications: u32) -> Self {
        let interval = (replications > 1).then_some((other - base, other - base));
        Self {
            interval,
            unpaired_half_width: interval.map(|_| 0.0),
            ..Self::bare(base, other)
        }
    }

    /// Without an interval.
    pub(super) fn bare(base: f64, other: f64) -> Self {
        Self {
            base,
            other,
            interval: None,
            unpaired_half_width: None,
            p: None,
            p_holm: None,
            days_needed: None,
        }
    }

    /// About an estimate with its standard error.
    fn estimated(base: f64, other: f64, error: StandardError, confidence: &Confidence, days: u32) -> Self {
        let half = error.half_width(confidence);
        let difference = other - base;
        Self {
            interval: Some((difference - half, difference + half)),
            p: Some(student_p(difference, error)),
            days_needed: needed(difference, half, days),
            ..Self::bare(base, other)
        }
    }

    /// Of means and ratios.
    pub(super) fn of_linear(
        base: &Linear,
        other: &Linear,
        independent: Independent,
        confidence: &Confidence,
    ) -> Self {
        let days = base.residuals.len() as u32;
        if days > 1 && base.is_same_on_every_day(other) {
            // Adjusted values may differ in their last digits, which is no difference.
            let certain = StandardError {
                value: 0.0,
                freedom: u64::from(days) - 1,
            };
            return Self {
                unpaired_half_width: Some(0.0),
                ..Self::estimated(base.value, base.value, certain, confidence, days)
            };
        }
        let pairs = other.residuals.iter().zip(&base.residuals);
        let residuals: Vec<f64> = pairs.map(|(other, base)| other - base).collect();
        let Some(error) = standard_error(&residuals, independent) else {
            return Self::bare(base.value, other.value);
        };
        let alone = |linear: &Linear| {
            standard_error(&linear.plain, Independent::Replications).map_or(0.0, |error| error.value)
        };
        let unpaired = StandardError {
            value: alone(base).hypot(alone(other)),
            freedom: u64::from(days) - 1,
        };
        Self {
            unpaired_half_width: Some(unpaired.half_width(confidence)),
            ..Self::estimated(base.value, other.value, error, confidence, days)
        }
    }

    /// Of shares of days.
    pub(super) fn of_days(pairs: impl Iterator<Item = (bool, bool)>, confidence: &Confidence) -> Self {
        let mut days = MatchedDays::default();
        let (mut base, mut other, mut n) = (0_u64, 0_u64, 0_u64);
        for (in_base, in_other) in pairs {
            days.push(in_base, in_other);
            base += u64::from(in_base);
            other += u64::from(in_other);
            n += 1;
        }
        let share = |met: u64| met as f64 / n.max(1) as f64;
        let Some(interval) = days.interval(confidence) else {
            return Self::bare(share(base), share(other));
        };
        // Each alone with one success and one failure more: Agresti & Caffo, Am. Statist. 54 (2000), 280–288.
        let variance = |met: u64| {
            let p = (met as f64 + 1.0) / (n as f64 + 2.0);
            p * (1.0 - p) / (n as f64 + 2.0)
        };
        let unpaired = (variance(base) + variance(other)).sqrt();
        Self {
            interval: Some(interval),
            unpaired_half_width: Some(confidence.normal() * unpaired),
            p: Some(days.p()),
            days_needed: needed(
                days.difference(),
                confidence.normal() * days.standard_error(),
                u32::try_from(n).unwrap_or(u32::MAX),
            ),
            ..Self::bare(share(base), share(other))
        }
    }

    /// Of quantiles, by the `place` of the one meant; sections of the same days are paired.
    pub(super) fn of_sections<const N: usize>(
        base: &BySection<N>,
        other: &BySection<N>,
        place: usize,
        confidence: &Confidence,
        days: u32,
    ) -> Self {
        let (own, others) = (contributions(base, place), contributions(other, place));
        let residuals: Vec<f64> = own
            .iter()
            .zip(&others)
            .filter(|(base, other)| base.is_some() || other.is_some())
            .map(|(base, other)| other.unwrap_or(0.0) - base.unwrap_or(0.0))
            .collect();
        let (base, other) = (base.0[place], other.0[place]);
        let Some(error) = of_contributions(&residuals) else {
            return Self::bare(base, other);
        };
        let alone = |of: &[Option<f64>]| {
            let own: Vec<f64> = of.iter().flatten().copied().collect();
            of_contributions(&own).map_or(0.0, |error| error.value)
        };
        let unpaired = StandardError {
            value: alone(&own).hypot(alone(&others)),
            ..error
        };
        Self {
            unpaired_half_width: Some(unpaired.half_width(confidence)),
            ..Self::estimated(base, other, error, confidence, days)
        }
    }
}

/// What each section adds to the quantile of all waits: its weight times how far its own lies from that.
fn contributions<const N: usize>(of: &BySection<N>, place: usize) -> Vec<Option<f64>> {
    let total: f64 = of.1.iter().flatten().map(|(_, weight)| weight).sum();
    of.1.iter()
        .map(|section| {
            section
                .as_ref()
                .map(|(values, weight)| weight / total * (values[place] - of.0[place]))
        })
        .collect()
}

/// The standard error of a sum of independent contributions about zero, by Student with one degree of freedom
/// fewer than there are.
fn of_contributions(contributions: &[f64]) -> Option<StandardError> {
    let m = contributions.len() as f64;
    (contributions.len() > 1).then(|| StandardError {
        value: (contributions.iter().map(|e| e * e).sum::<f64>() * m / (m - 1.0)).sqrt(),
        freedom: contributions.len() as u64 - 1,
    })
}

/// Replications at which the interval of a difference would just exclude zero: widths shrink with their root.
fn needed(difference: f64, half: f64, days: u32) -> Option<u64> {
    if difference == 0.0 {
        return None;
    }
    let needed = f64::from(days) * (half / difference).powi(2);
    Some((needed.ceil() as u64).max(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(values: &[f64]) -> Linear {
        let value = values.iter().sum::<f64>() / values.len() as f64;
        Linear {
            value,
            residuals: values.iter().map(|x| x - value).collect(),
            plain: values.iter().map(|x| x - value).collect(),
            plain_value: value,
        }
    }

    #[test]
    fn a_paired_difference_is_students_of_the_differences() {
        let base = linear(&[10.0, 20.0, 30.0, 40.0]);
        let other = linear(&[11.0, 22.0, 33.0, 44.0]);
        let confidence = Confidence::new(0.95, 4);
        let found = Difference::of_linear(&base, &other, Independent::Replications, &confidence);
        // Differences 1, 2, 3, 4: mean 2.5, standard error √(5/12), t(3) = 3.182446.
        let half = 3.182_446_3 * (5.0_f64 / 12.0).sqrt();
        let (low, high) = found.interval.expect("four days");
        assert!((low - (2.5 - half)).abs() < 1e-6 && (high - (2.5 + half)).abs() < 1e-6);
        assert!(found.is_distinguishable());
        // 4 × (half / 2.5)² = 2.7 days.
        assert_eq!(found.days_needed, Some(3));
        // Alone: variances 500/3 and 605/3 over four days, against 5/3.
        assert!((found.gain().expect("an interval") - 221.0).abs() < 1e-6);
    }

    #[test]
    fn what_never_differs_cannot_be_told_apart_by_any_number_of_days() {
        let same = linear(&[1.0, 2.0, 4.0]);
        let confidence = Confidence::new(0.95, 3);
        let found = Difference::of_linear(&same, &same, Independent::Replications, &confidence);
        assert_eq!(found.interval, Some((0.0, 0.0)));
        assert_eq!((found.p, found.days_needed), (Some(1.0), None));
        assert!(!found.is_distinguishable() && found.gain().is_none());
        let one = linear(&[3.0]);
        let found = Difference::of_linear(&one, &one, Independent::Replications, &confidence);
        assert_eq!(found, Difference::bare(3.0, 3.0));
    }

    #[test]
    fn equal_sections_pair_like_days() {
        let confidence = Confidence::new(0.95, 4);
        let of = |values: [f64; 4]| -> BySection<1> {
            let middle = values.iter().sum::<f64>() / 4.0;
            ([middle], values.map(|value| Some(([value], 7.0))).to_vec())
        };
        let (base, other) = (of([10.0, 20.0, 30.0, 40.0]), of([11.0, 22.0, 33.0, 44.0]));
        let found = Difference::of_sections(&base, &other, 0, &confidence, 4);
        let half = 3.182_446_3 * (5.0_f64 / 12.0).sqrt();
        assert!((found.half_width().expect("four sections") - half).abs() < 1e-6);
        assert!((found.gain().expect("an interval") - 221.0).abs() < 1e-6);
    }

    #[test]
    fn a_fixed_figure_is_exact() {
        let found = Difference::exact(100.0, 88.0, 30);
        assert_eq!(found.interval, Some((-12.0, -12.0)));
        assert!(found.is_distinguishable() && found.stands(0.95));
        assert_eq!(Difference::exact(1.0, 2.0, 1).interval, None);
    }
}
