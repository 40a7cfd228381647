//! The many-agent limits behind square-root staffing, n = a + β √a.
//!
//! In: β, or the chance of waiting asked for. Out: the other. Halfin and Whitt, *Heavy-traffic limits for
//! queues with many exponential servers* (1981), for callers who never leave; Garnett, Mandelbaum and
//! Reiman, *Designing a call center with impatient customers* (2002), for exponential patience.

use statrs::function::erf::erfc;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The hazard rate φ(x) / (1 − Φ(x)) of the standard normal distribution.
fn hazard(x: f64) -> f64 {
    if x > 35.0 {
        // The tail underflows; two terms of its asymptotic series are exact to 1e-9 here.
        return x / (1.0 - 1.0 / (x * x));
    }
    libm::exp(-x * x / 2.0) / (2.0 * PI).sqrt() / (0.5 * erfc(x * FRAC_1_SQRT_2))
}

/// P(wait) without abandonment: α(β) = 1 / (1 + β Φ(β) / φ(β)); 1 for β ≤ 0, where no equilibrium exists.
pub fn p_wait(beta: f64) -> f64 {
    if beta > 0.0 {
        1.0 / (1.0 + beta / hazard(-beta))
    } else {
        1.0
    }
}

/// P(wait) with exponential patience: 1 / (1 + √r h(β / √r) / h(−β)), with r the rate of
/// leaving over the rate of service and h the normal hazard rate.
pub fn p_wait_with_patience(beta: f64, leaving_over_service: f64) -> f64 {
    let root = leaving_over_service.sqrt();
    1.0 / (1.0 + root * hazard(beta / root) / hazard(-beta))
}

/// The β at which P(wait) without abandonment has a value between 0 and 1.
pub fn beta(p_wait_asked: f64) -> f64 {
    bisect(0.0, 40.0, |beta| p_wait(beta) <= p_wait_asked)
}

/// The β at which P(wait) with exponential patience has a value between 0 and 1.
pub fn beta_with_patience(p_wait_asked: f64, leaving_over_service: f64) -> f64 {
    bisect(-40.0, 40.0, |beta| {
        p_wait_with_patience(beta, leaving_over_service) <= p_wait_asked
    })
}

/// The point between `low` and `high` from which `holds` is true.
fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halfin_whitt() {
        for (beta_given, alpha) in [
            (0.25, 0.720_932),
            (0.5, 0.504_539),
            (1.0, 0.223_361),
            (1.5, 0.084_690),
            (2.0, 0.026_881),
        ] {
            assert!((p_wait(beta_given) - alpha).abs() < 5.1e-7);
            assert!((beta(p_wait(beta_given)) - beta_given).abs() < 1e-10);
        }
    }

    #[test]
    fn garnett() {
        for (ratio, betas) in [
            (0.5, [1.338_58, 0.182_63, -0.846_10]),
            (1.0, [1.281_55, 0.0, -1.281_55]),
            (2.0, [1.196_56, -0.258_28, -1.893_04]),
        ] {
            for (asked, exact) in [0.1, 0.5, 0.9].into_iter().zip(betas) {
                let found = beta_with_patience(asked, ratio);
                assert!(
                    (found - exact).abs() < 5.1e-6,
                    "{ratio} {asked}: {found} is not {exact}"
                );
            }
        }
    }

    /// The exact formula tends to the limits as the load grows.
    #[test]
    fn the_exact_formula_tends_to_the_limits() {
        use crate::model::Distribution;
        use crate::theory::Demand;
        let load = 40_000.0;
        let agents = 40_100; // β = 0.5
        let exact = Demand::new(load, 1.0, &Distribution::Forever)
            .with_agents(agents)
            .p_wait();
        assert!((exact - p_wait(0.5)).abs() < 2e-3);
        let patience = Distribution::Exponential { mean: 2.0 };
        let exact = Demand::new(load, 1.0, &patience).with_agents(agents).p_wait();
        assert!((exact - p_wait_with_patience(0.5, 0.5)).abs() < 2e-3);
    }
}
