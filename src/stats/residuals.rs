//! From what single replications contribute to an estimate → its standard error.
//!
//! In: residuals, one a replication, in order of replication: how far each lies from its share of the
//! estimate (for a mean x − x̄, for a ratio (x − r y) / ȳ; Asmussen & Glynn, *Stochastic Simulation*, 2007,
//! III.3). They sum to zero. Out: the standard error of the estimate with its degrees of freedom.
//!
//! Where replications are independent, var = Σ e² / n² × n / (n − 1). Where they are so only in whole
//! blocks (the days of a block share out the day factor among them), the same holds of the sums of blocks:
//! var = Σ_b (Σ_{r∈b} e_r)² / n² × B / (B − 1), with B − 1 degrees of freedom, fewer where coefficients were fitted to them.

use super::Confidence;

/// Blocks with fewer degrees of freedom say too little of how their sums vary.
const LEAST_FREEDOM: usize = 4;

/// What is independent of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Independent {
    /// Every replication of every other.
    Replications,
    /// Blocks of so many replications in a row; within one they depend on each other so that their mean
    /// varies less.
    Blocks {
        /// Replications in a block.
        length: usize,
        /// Coefficients that were fitted to how blocks differ, each of which costs a degree of freedom.
        fitted: usize,
    },
}

/// How uncertain an estimate is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardError {
    /// The standard error, in the unit of the residuals.
    pub value: f64,
    /// Degrees of freedom of its Student distribution.
    pub freedom: u64,
}

impl StandardError {
    /// Half the width of the interval of confidence.
    pub fn half_width(self, confidence: &Confidence) -> f64 {
        confidence.student(self.freedom) * self.value
    }
}

/// The standard error of a mean of residuals; nothing with fewer than two.
///
/// With few blocks they are taken one by one, which says too much rather than too little of how the estimate
/// varies. Where a few blocks make most of the variance, it is itself known badly, and the degrees of
/// freedom are those of a variance with such a kurtosis: f / (1 + excess / 2), after Box, *Biometrika* 40
/// (1953), 318–335.
pub fn standard_error(residuals: &[f64], independent: Independent) -> Option<StandardError> {
    let blocks = |length: usize| residuals.len().div_ceil(length.max(1));
    let (length, fitted) = match independent {
        Independent::Blocks { length, fitted } if blocks(length) > fitted + LEAST_FREEDOM => (length, fitted),
        _ => (1, 0),
    };
    let parts = blocks(length);
    if parts < 2 {
        return None;
    }
    let sums = residuals
        .chunks(length.max(1))
        .map(|block| block.iter().sum::<f64>());
    let (mut squares, mut fourths) = (0.0, 0.0);
    for square in sums.map(|sum| sum * sum) {
        squares += square;
        fourths += square * square;
    }
    let (n, count, freedom) = (residuals.len() as f64, parts as f64, (parts - 1 - fitted) as f64);
    let excess = if length > 1 && squares > 0.0 {
        (count * fourths / (squares * squares) - 3.0).max(0.0)
    } else {
        0.0
    };
    Some(StandardError {
        value: (squares * (count / freedom)).sqrt() / n,
        freedom: ((freedom / (1.0 + excess / 2.0)) as u64).max(2.min(parts as u64 - 1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_replications_give_the_textbook_error() {
        // 1, 2, 3, 4: variance 5/3, so the mean's standard error is √(5/12).
        let residuals = [-1.5, -0.5, 0.5, 1.5];
        let error = standard_error(&residuals, Independent::Replications).expect("four");
        assert!((error.value - (5.0_f64 / 12.0).sqrt()).abs() < 1e-15);
        assert_eq!(error.freedom, 3);
        assert_eq!(standard_error(&[0.0], Independent::Replications), None);
        assert_eq!(
            standard_error(
                &[],
                Independent::Blocks {
                    length: 32,
                    fitted: 0
                }
            ),
            None
        );
    }

    #[test]
    fn blocks_whose_days_balance_each_other_are_known_to() {
        // Twelve blocks of two: the sums are 0.2 and −0.2 in turn, the single values ± 10 or so.
        let residuals: Vec<f64> = (0..24)
            .map(|index| {
                let (block, place) = (index / 2, index % 2);
                let sum = if block % 2 == 0 { 0.2 } else { -0.2 };
                if place == 0 { 10.0 + sum } else { -10.0 }
            })
            .collect();
        let error =
            standard_error(&residuals, Independent::Blocks { length: 2, fitted: 0 }).expect("twelve blocks");
        let expected = (12.0 * 0.04 / 576.0 * 12.0 / 11.0_f64).sqrt();
        assert!((error.value - expected).abs() < 1e-15, "{error:?}");
        assert_eq!(error.freedom, 11);
        let single = standard_error(&residuals, Independent::Replications).expect("many");
        assert!(single.value > 20.0 * error.value);
    }

    #[test]
    fn few_blocks_are_taken_apart() {
        let residuals: Vec<f64> = (0..8).map(|index| f64::from(index) - 3.5).collect();
        assert_eq!(
            standard_error(&residuals, Independent::Blocks { length: 2, fitted: 0 }),
            standard_error(&residuals, Independent::Replications)
        );
        // An incomplete last block counts as one.
        let error =
            standard_error(&residuals[..], Independent::Blocks { length: 1, fitted: 0 }).expect("eight");
        assert_eq!(error.freedom, 7);
    }

    /// Days that share out a common factor: the block form covers the truth, the other is far too wide.
    #[test]
    fn of_stratified_days_blocks_tell_the_variance() {
        let (blocks, length) = (400_usize, 8_usize);
        let mut state = 7_u64;
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut values = Vec::new();
        for _ in 0..blocks {
            values.extend((0..length).map(|stratum| (stratum as f64 + uniform()) / length as f64));
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let residuals: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let error =
            standard_error(&residuals, Independent::Blocks { length, fitted: 0 }).expect("many blocks");
        // Exactly: each day varies by 1 / (12 · 8²) about the middle of its stratum.
        let exact = (1.0 / (12.0 * 64.0) / (blocks * length) as f64).sqrt();
        assert!(
            (error.value / exact - 1.0).abs() < 0.11,
            "three standard errors of it"
        );
        assert!((mean - 0.5).abs() < 3.5 * exact);
    }
}
