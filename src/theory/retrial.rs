//! Callers who hang up and call again.
//!
//! In: the demand of first calls, the share r of those who hang up that calls again, a number of agents.
//! Out: the demand that the agents face, repeated calls among it. With λ₀ first calls a second, λ calls in
//! all and P(λ) the share that hangs up of them,
//!
//! λ = λ₀ + r λ P(λ).
//!
//! It supposes that callers wait much longer before they call again than a queue lasts, so that repeated
//! calls are Poisson like the first and find the same equilibrium (the limit of a low retrial rate: Falin
//! and Templeton, *Retrial Queues*, 1997), that every attempt is as patient as the first, and that blocked
//! callers do not call again. What agents answer, λ (1 − P(λ)), grows with λ, so λ − r λ P(λ) =
//! (1 − r) λ + r λ (1 − P(λ)) does, and for r < 1 there is one solution, between λ₀ and λ₀ / (1 − r).

use super::waiting::Demand;

/// First calls, and whether those who hang up call again.
#[derive(Debug, Clone)]
pub struct Workload {
    first: Demand,
    again: f64,
}

impl Workload {
    /// Demand of first calls, and the share of callers who hang up that calls again, each time: from 0 to
    /// below 1.
    pub fn new(first: Demand, again: f64) -> Self {
        debug_assert!((0.0..1.0).contains(&again));
        Self { first, again }
    }

    /// The demand of first calls.
    pub fn first(&self) -> &Demand {
        &self.first
    }

    /// The share of callers who hang up that calls again.
    pub fn again(&self) -> f64 {
        self.again
    }

    /// The same callers at another rate of first calls (a second) and mean handle time, in seconds.
    pub fn at(&self, rate_per_s: f64, handle_s: f64) -> Self {
        Self {
            first: self.first.at(rate_per_s, handle_s),
            again: self.again,
        }
    }

    /// The demand that so many agents face, repeated calls among it.
    pub fn facing(&self, agents: u32) -> Demand {
        let (first, handle_s) = (self.first.rate_per_s(), self.first.handle_s());
        if self.again <= 0.0 || first <= 0.0 {
            return self.first.clone();
        }
        let excess = |rate: f64| {
            let demand = self.first.at(rate, handle_s);
            let state = demand.with_agents(agents);
            let gone = (1.0 - state.blocked()) * state.abandoned();
            rate * (1.0 - self.again * gone) - first
        };
        // Regula falsi, halving the weight of an end that stays (the Illinois rule).
        let (mut low, mut high) = (first, first / (1.0 - self.again));
        let (mut below, mut above) = (excess(low), excess(high));
        let mut side = 0;
        for _ in 0..200 {
            if below >= 0.0 {
                high = low;
            }
            if above <= 0.0 {
                low = high;
            }
            if high - low <= 4.0 * f64::EPSILON * high {
                break;
            }
            let middle = (low * above - high * below) / (above - below);
            let middle = if middle > low && middle < high {
                middle
            } else {
                low + (high - low) / 2.0
            };
            let at = excess(middle);
            if at.abs() <= 1e-15 * first {
                (low, high) = (middle, middle);
            } else if at > 0.0 {
                (high, above) = (middle, at);
                if side == 1 {
                    below /= 2.0;
                }
                side = 1;
            } else {
                (low, below) = (middle, at);
                if side == -1 {
                    above /= 2.0;
                }
                side = -1;
            }
        }
        self.first.at(high, handle_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Distribution;

    /// The equation holds, and without retries nothing changes.
    #[test]
    fn the_fixed_point_is_one() {
        let patience = Distribution::Exponential { mean: 90.0 };
        for (rate, agents, again) in [
            (0.05, 9, 0.5),
            (0.05, 14, 0.9),
            (2.0, 300, 0.3),
            (2.0, 0, 0.75),
            (1e-6, 1, 0.99),
        ] {
            let work = Workload::new(Demand::new(rate, 180.0, &patience), again);
            let facing = work.facing(agents);
            let gone = facing.with_agents(agents).abandoned();
            let (all, expected) = (facing.rate_per_s(), rate + again * facing.rate_per_s() * gone);
            approx::assert_relative_eq!(all, expected, max_relative = 1e-12);
            let none = Workload::new(Demand::new(rate, 180.0, &patience), 0.0);
            assert_eq!(none.facing(agents).rate_per_s(), rate);
        }
        // Nobody answers: everyone calls 1 / (1 − r) times.
        let work = Workload::new(Demand::new(2.0, 180.0, &patience), 0.75);
        approx::assert_relative_eq!(work.facing(0).rate_per_s(), 8.0, max_relative = 1e-14);
    }
}
