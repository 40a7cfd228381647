//! What a control variate expects, as a function of how busy the day is.
//!
//! In: for every slot a rate λ, the mean of a Poisson number N and a function g. Out: Σ b λ · E[g(N)] where N
//! has b times its mean: at once for ordinary days, by Chebyshev's interpolation in b otherwise.

use crate::model::Distribution;
use crate::theory::poisson_mean;

/// λ · E[g(N)] of one slot.
#[derive(Debug)]
pub(super) struct Term {
    /// λ: contacts expected in the slot on an ordinary day.
    pub rate: f64,
    /// Mean of N on an ordinary day.
    pub load: f64,
    /// Which table has g.
    pub table: usize,
}

/// The expectation of a control as a function of busyness.
#[derive(Debug)]
pub(super) struct Expected {
    terms: Vec<Term>,
    tables: Vec<Vec<f64>>,
    quick: Quick,
}

/// A faster way to the same.
#[derive(Debug)]
enum Quick {
    /// Every day is an ordinary one.
    Ordinary(f64),
    /// Chebyshev's interpolation between two ends.
    Between {
        low: f64,
        high: f64,
        coefficients: Vec<f64>,
    },
    /// There is none.
    No,
}

/// Relative error of an interpolation that is good enough: far below any standard error.
const CLOSE: f64 = 1e-9;
const FEWEST_NODES: usize = 24;
const MOST_NODES: usize = 192;
/// A day is busier, or quieter, than the interpolation's ends with this chance.
const BEYOND: f64 = 1e-7;

impl Expected {
    /// Prepares the sum over `terms`; `tables` are the g, `law` is that of busyness.
    pub fn new(terms: Vec<Term>, tables: Vec<Vec<f64>>, law: Option<&Distribution>) -> Self {
        let mut expected = Self {
            terms,
            tables,
            quick: Quick::No,
        };
        expected.quick = match law {
            None => Quick::Ordinary(expected.exactly(1.0)),
            Some(law) => expected.interpolate(law),
        };
        expected
    }

    /// The expectation on a day this busy.
    pub fn at(&self, busyness: f64) -> f64 {
        match &self.quick {
            Quick::Ordinary(value) if busyness == 1.0 => *value,
            Quick::Between {
                low,
                high,
                coefficients,
            } if busyness >= *low && busyness <= *high => {
                clenshaw(coefficients, (2.0 * busyness - low - high) / (high - low))
            }
            _ => self.exactly(busyness),
        }
    }

    fn exactly(&self, busyness: f64) -> f64 {
        self.terms
            .iter()
            .map(|term| busyness * term.rate * poisson_mean(busyness * term.load, &self.tables[term.table]))
            .sum()
    }

    fn interpolate(&self, law: &Distribution) -> Quick {
        let (mut low, mut high) = (1.0, 1.0);
        while law.survival(high) > BEYOND && high < 1e3 {
            high *= 1.05;
        }
        while 1.0 - law.survival(low) > BEYOND && low > 1e-3 {
            low /= 1.05;
        }
        let whole: f64 = self.terms.iter().map(|term| term.rate).sum();
        let mut nodes = FEWEST_NODES;
        while nodes <= MOST_NODES {
            let coefficients = chebyshev(nodes, |x| self.exactly(0.5 * (low + high + x * (high - low))));
            let tail = coefficients[nodes - 4..]
                .iter()
                .map(|c| c.abs())
                .fold(0.0, f64::max);
            if tail <= CLOSE * whole {
                return Quick::Between {
                    low,
                    high,
                    coefficients,
                };
            }
            nodes *= 2;
        }
        Quick::No
    }
}

/// Coefficients of the interpolation at Chebyshev's points (Trefethen, *Approximation Theory and
/// Approximation Practice*, 2013, chapter 3).
fn chebyshev(nodes: usize, f: impl Fn(f64) -> f64) -> Vec<f64> {
    let angle = |k: usize| std::f64::consts::PI * (k as f64 + 0.5) / nodes as f64;
    let values: Vec<f64> = (0..nodes).map(|k| f(libm::cos(angle(k)))).collect();
    (0..nodes)
        .map(|order| {
            let sum: f64 = (0..nodes)
                .map(|k| values[k] * libm::cos(order as f64 * angle(k)))
                .sum();
            sum * if order == 0 { 1.0 } else { 2.0 } / nodes as f64
        })
        .collect()
}

fn clenshaw(coefficients: &[f64], x: f64) -> f64 {
    let (mut one, mut two) = (0.0, 0.0);
    for coefficient in coefficients[1..].iter().rev() {
        (one, two) = (2.0 * x * one - two + coefficient, one);
    }
    x * one - two + coefficients[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> (Vec<Term>, Vec<Vec<f64>>) {
        let tables = vec![
            vec![1.0; 40],
            (0..60).map(|n| 1.0 / (1.0 + f64::from(n))).collect(),
        ];
        let terms = (0..500)
            .map(|slot| Term {
                rate: 3.0 + f64::from(slot % 7),
                load: 30.0 + 15.0 * libm::sin(f64::from(slot) / 40.0),
                table: usize::from(slot % 3 == 0),
            })
            .collect();
        (terms, tables)
    }

    #[test]
    fn the_quick_way_gives_what_the_exact_one_does() {
        let (of, tables) = terms();
        let whole: f64 = of.iter().map(|term| term.rate).sum();
        for law in [
            Distribution::gamma_by_mean_cv(1.0, 0.3),
            Distribution::lognormal_by_mean_cv(1.0, 0.1),
            Distribution::Uniform { low: 0.7, high: 1.3 },
        ] {
            let (of, _) = terms();
            let expected = Expected::new(of, tables.clone(), Some(&law));
            assert!(matches!(expected.quick, Quick::Between { .. }));
            for busyness in [0.05, 0.4, 0.71, 0.9, 1.0, 1.13, 1.29, 2.2, 7.0] {
                let (quick, exact) = (expected.at(busyness), expected.exactly(busyness));
                assert!(
                    (quick - exact).abs() < 1e-8 * whole,
                    "{law:?} {busyness}: {quick} {exact}"
                );
            }
        }
        let ordinary = Expected::new(of, tables, None);
        assert_eq!(ordinary.at(1.0), ordinary.exactly(1.0));
    }
}
