//! Several queues in one line, each with its own patience: what becomes of the contacts of each.
//!
//! In: the queues, how many contacts come a second, their mean handle time, a number of agents. Out:
//! [`Ideal`] for a contact of any of them. The offered wait V has the density v(x) = λ f(x) / (ε + λ J) of
//! M/M/n+G with S the survival of the mixture (Zeltyn and Mandelbaum, *Call centers with impatient
//! customers*, 2005, section 4 of the online supplement); f(x) = exp(λ H(x) − n μ x), H(x) = ∫₀ˣ S,
//! J = ∫ f, ε = 1 / B(n − 1). It is integrated by Simpson's rule on a grid on which every limit of the
//! queues lies; good to about 1e-6 where patience is smooth.

use super::equilibrium::{Facts, Ideal};
use crate::theory::ln_inverse_blocking;

/// Panels of the grid.
const PANELS: usize = 600;
/// ln f this far below its peak is nothing.
const NEGLIGIBLE: f64 = 40.0;

/// The offered wait of a line.
pub(super) enum Line {
    /// No agents, or no equilibrium: the share that agents can answer.
    Hopeless(f64),
    /// An atom at zero and a density.
    Waits {
        /// P(V > 0).
        p_wait: f64,
        /// Places in pairs of panels: start, middle, end; with Simpson's weight × f / J.
        grid: Vec<[(f64, f64); 3]>,
    },
}

impl Line {
    pub(super) fn new(queues: &[Facts], rate_per_s: f64, handle_s: f64, agents: u32) -> Self {
        let volume: f64 = queues.iter().map(|facts| facts.volume).sum();
        let willing = |x: f64| -> f64 {
            let present = queues.iter().filter(|facts| facts.volume > 0.0);
            present
                .map(|facts| facts.patience.survival(x) * facts.volume / volume)
                .sum()
        };
        let capacity = f64::from(agents) / handle_s;
        let load = rate_per_s * handle_s;
        if agents == 0 {
            return Self::Hopeless(0.0);
        }
        // How far anybody waits: f falls for good where fewer are willing than the agents take.
        let mut far = handle_s / f64::from(agents);
        while rate_per_s * willing(far) >= capacity {
            far *= 2.0;
            if far > 1e12 {
                return Self::Hopeless(f64::from(agents) / load);
            }
        }
        let (exponents, places) = loop {
            let places = places(far, queues);
            let exponents = exponents(&places, &willing, rate_per_s, capacity);
            let peak = exponents.iter().flatten().copied().fold(0.0, f64::max);
            let last = exponents.last().map_or(0.0, |panel| panel[2]);
            if peak - last > NEGLIGIBLE || far > 1e12 {
                break (exponents, places);
            }
            far *= 1.5;
        };
        let peak = exponents.iter().flatten().copied().fold(0.0, f64::max);
        let mut grid: Vec<[(f64, f64); 3]> = places
            .iter()
            .zip(&exponents)
            .map(|(&[from, to], panel)| {
                let sixth = (to - from) / 6.0;
                let f = |place: usize, share: f64| share * sixth * libm::exp(panel[place] - peak);
                [(from, f(0, 1.0)), ((from + to) / 2.0, f(1, 4.0)), (to, f(2, 1.0))]
            })
            .collect();
        let j: f64 = grid.iter().flatten().map(|(_, weight)| weight).sum();
        for (_, weight) in grid.iter_mut().flatten() {
            *weight /= j;
        }
        let ln_odds = libm::log(rate_per_s * j) + peak - ln_inverse_blocking(agents - 1, load);
        Self::Waits {
            p_wait: 1.0 / (1.0 + libm::exp(-ln_odds)),
            grid,
        }
    }

    /// What becomes of a contact of a queue.
    pub(super) fn ideal(&self, facts: &Facts) -> Ideal {
        let own = &facts.patience;
        let (p_wait, grid) = match self {
            Self::Hopeless(answered) => {
                return Ideal {
                    contacts: 1.0,
                    answered: *answered,
                    waits: 1.0,
                    short: 1.0 - own.survival(facts.short_s),
                    abandoned: 1.0 - answered,
                    wait_s: if *answered > 0.0 {
                        f64::INFINITY
                    } else {
                        own.mean()
                    },
                    ..Ideal::default()
                };
            }
            Self::Waits { p_wait, grid } => (*p_wait, grid),
        };
        let gone_short = 1.0 - own.survival(facts.short_s);
        let (mut answered, mut within, mut short, mut wait, mut waited) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for panel in grid {
            let [from, middle, to] = panel.map(|(x, _)| x);
            let willing = panel.map(|(x, _)| own.survival(x));
            let half = (middle - from) / 2.0;
            // H of the queue's own patience at the three places.
            let waited_here = [
                waited,
                waited + half * (willing[0] + willing[1]),
                waited + (to - from) / 6.0 * (willing[0] + 4.0 * willing[1] + willing[2]),
            ];
            for (((_, weight), willing), waited) in panel.iter().zip(willing).zip(waited_here) {
                answered += weight * willing;
                wait += weight * waited;
                if to <= facts.within_s {
                    within += weight * willing;
                }
                short += weight
                    * if to <= facts.short_s {
                        1.0 - willing
                    } else {
                        gone_short
                    };
            }
            waited = waited_here[2];
        }
        Ideal {
            contacts: 1.0,
            answered: 1.0 - p_wait * (1.0 - answered),
            within: 1.0 - p_wait * (1.0 - within),
            short: p_wait * short,
            waits: p_wait,
            abandoned: p_wait * (1.0 - answered),
            wait_s: p_wait * wait,
        }
    }
}

/// Panels up to `far`, finer near zero; the queues' limits are ends of panels.
fn places(far: f64, queues: &[Facts]) -> Vec<[f64; 2]> {
    let limits = queues.iter().flat_map(|facts| [facts.within_s, facts.short_s]);
    let mut ends: Vec<f64> = (0..=PANELS)
        .map(|panel| far * libm::pow(panel as f64 / PANELS as f64, 2.0))
        .chain(limits.filter(|&limit| limit > 0.0 && limit < far))
        .collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    ends.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// ln f at the start, middle and end of each panel.
fn exponents(places: &[[f64; 2]], willing: &dyn Fn(f64) -> f64, rate: f64, capacity: f64) -> Vec<[f64; 3]> {
    let mut spared = 0.0;
    places
        .iter()
        .map(|&[from, to]| {
            let middle = (from + to) / 2.0;
            let survival = [from, middle, to].map(willing);
            let half = spared + (middle - from) / 2.0 * (survival[0] + survival[1]);
            let whole = spared + (to - from) / 6.0 * (survival[0] + 4.0 * survival[1] + survival[2]);
            let start = spared;
            spared = whole;
            [(from, start), (middle, half), (to, whole)].map(|(x, h)| rate * h - capacity * x)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::equilibrium::alone;
    use super::*;
    use crate::model::Distribution;
    use crate::theory::Demand;

    #[test]
    fn a_line_of_like_queues_is_a_single_queue() {
        let laws = [
            Distribution::Exponential { mean: 180.0 },
            Distribution::lognormal_by_mean_cv(180.0, 1.0),
            Distribution::Uniform {
                low: 0.0,
                high: 360.0,
            },
        ];
        for patience in laws {
            for agents in [7, 10, 12, 20] {
                let facts = Facts::of(1.0, 180.0, patience.clone(), 20.0, 10.0);
                let demand = Demand::new(200.0 / 3600.0, 180.0, &patience);
                let exact = alone(&demand.with_agents(agents), &facts);
                let queues = [facts.clone(), facts.clone()];
                let found = Line::new(&queues, 200.0 / 3600.0, 180.0, agents).ideal(&facts);
                for (found, exact) in [
                    (found.answered, exact.answered),
                    (found.within, exact.within),
                    (found.short, exact.short),
                    (found.waits, exact.waits),
                    (found.abandoned, exact.abandoned),
                    (found.wait_s / 180.0, exact.wait_s / 180.0),
                ] {
                    assert!(
                        (found - exact).abs() < 2e-6,
                        "{patience:?} {agents}: {found} {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_never_ends_is_said_so() {
        let facts = Facts::of(1.0, 180.0, Distribution::Forever, 20.0, 10.0);
        let queues = [
            facts.clone(),
            Facts::of(1.0, 180.0, Distribution::Exponential { mean: 60.0 }, 20.0, 10.0),
        ];
        let found = Line::new(&queues, 200.0 / 3600.0, 180.0, 5).ideal(&facts);
        assert_eq!(
            (found.waits, found.within, found.wait_s),
            (1.0, 0.0, f64::INFINITY)
        );
        assert!(
            Line::new(&queues, 200.0 / 3600.0, 180.0, 6)
                .ideal(&facts)
                .wait_s
                .is_finite()
        );
        assert_eq!(
            Line::new(&queues, 200.0 / 3600.0, 180.0, 0)
                .ideal(&facts)
                .answered,
            0.0
        );
    }
}
