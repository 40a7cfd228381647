//! Erlang's loss formula B: Poisson arrivals, any handle time, no place to wait.
//!
//! In: offered load in erlangs and a number of agents. Out: the share blocked. The inverse of B follows
//! the recursion 1/B(n) = 1 + (n/a) / B(n−1), 1/B(0) = 1 (Jagerman, *Some properties of the Erlang loss
//! function*, 1974), whose terms are all positive, so that no digit is lost for any n and a; beyond
//! the range of a double it goes on with a scale of its own.

/// The recursion is rescaled when it passes this; far from the largest double, so that one step with a
/// tiny load does not overflow.
const RESCALE: f64 = 1e100;

/// ln(1 / B): zero for no agents, infinite for no load and at least one agent.
pub fn ln_inverse_blocking(agents: u32, load: f64) -> f64 {
    if agents == 0 {
        return 0.0;
    }
    if load.is_nan() || load <= 0.0 {
        return f64::INFINITY;
    }
    let (mut inverse, mut ln_scale, mut one) = (1.0, 0.0, 1.0);
    for agent in 1..=agents {
        inverse = one + f64::from(agent) / load * inverse;
        if inverse > RESCALE {
            ln_scale += libm::log(inverse);
            one /= inverse;
            inverse = 1.0;
        }
    }
    ln_scale + libm::log(inverse)
}

/// Erlang B: the share of contacts that find all agents busy and are turned away. Zero load is never
/// blocked where there is an agent; without agents everything is. Values below the smallest double are
/// zero.
pub fn blocking(agents: u32, load: f64) -> f64 {
    libm::exp(-ln_inverse_blocking(agents, load))
}

/// The least number of agents that blocks at most a share, up to `limit`; nothing if `limit` agents
/// block more.
pub fn least_agents_for_blocking(load: f64, at_most: f64, limit: u32) -> Option<u32> {
    let mut blocked = 1.0;
    for agents in 0..=limit {
        if agents > 0 {
            blocked = load.max(0.0) * blocked / (f64::from(agents) + load.max(0.0) * blocked);
        }
        if blocked <= at_most {
            return Some(agents);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exact values by rational arithmetic, and two large ones from independent computations.
    #[test]
    fn known_values() {
        for (agents, load, exact) in [
            (12, 8.4, 0.063_316_87),
            (11, 10.0, 0.163_232_33),
            (14, 10.0, 0.056_819_14),
            (50, 48.0, 0.083_337_35),
            (110, 100.0, 0.027_463_45),
            (410, 400.0, 0.024_778_05),
            (1030, 1000.0, 0.009_560_04),
        ] {
            assert!((blocking(agents, load) - exact).abs() < 5.1e-9, "{agents} {load}");
        }
        approx::assert_relative_eq!(blocking(2, 1.0), 0.2, max_relative = 1e-15);
    }

    #[test]
    fn edges_are_decided() {
        assert_eq!(blocking(0, 5.0), 1.0);
        assert_eq!(blocking(0, 0.0), 1.0);
        assert_eq!(blocking(3, 0.0), 0.0);
        assert_eq!(blocking(100_000, 1e-300), 0.0);
        approx::assert_relative_eq!(blocking(1, 1e300), 1.0, max_relative = 1e-15);
    }

    /// ln(1/B) for n far above the load is ln(n!/aⁿ) + a, whatever the size.
    #[test]
    fn the_logarithm_goes_on_where_doubles_end() {
        let (agents, load) = (100_000, 1000.0f64);
        let expected =
            statrs::function::gamma::ln_gamma(f64::from(agents) + 1.0) - f64::from(agents) * load.ln() + load;
        approx::assert_relative_eq!(ln_inverse_blocking(agents, load), expected, max_relative = 1e-12);
        assert_eq!(blocking(agents, load), 0.0);
    }

    #[test]
    fn least_agents_is_least() {
        let agents = least_agents_for_blocking(100.0, 0.01, 1000).expect("within the limit");
        assert!(blocking(agents, 100.0) <= 0.01 && blocking(agents - 1, 100.0) > 0.01);
        assert_eq!(least_agents_for_blocking(100.0, 0.01, 50), None);
        assert_eq!(least_agents_for_blocking(0.0, 0.0, 5), Some(1));
    }
}
