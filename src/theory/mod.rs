//! Exact queueing formulas: Erlang B, C and A, and M/M/n+G with any patience.
//!
//! In: demand (contacts a second, mean handle time, patience) and a number of agents. Out: what a queue
//! in equilibrium does: chances of waiting and of leaving, mean waits and their quantiles, service
//! levels by any definition, the number waiting, occupancy; and the least agents that reach a goal.
//! These are oracles for the simulation's tests, starting points for planning and a calculator for
//! people. Contacts arrive by a Poisson process, handle times are exponential, one group serves all.
//!
//! - [`blocking`]: Erlang B, no place to wait.
//! - [`Demand::with_agents`]: Erlang C where patience is [`Forever`](crate::model::Distribution::Forever),
//!   Erlang A where it is exponential, M/M/n+G otherwise.
//!   [`Demand::with_lines`]: the same on limited [`Lines`], M/M/n/K and M/M/n/K+M.
//! - [`Workload`]: callers who hang up may call again, as a fixed point.
//! - [`least_agents`], [`least_agents_for_target`]: the inverse; [`least_agents_for`], [`most_calls_per_s`]
//!   and [`longest_handle_s`]: any of the three from the others.
//! - [`square_root`]: the many-agent limits of Halfin and Whitt, and of Garnett, Mandelbaum and Reiman.

mod infinite_server;
mod lines;
mod loss;
mod patience;
mod quadrature;
mod retrial;
pub mod square_root;
mod staffing;
mod waiting;

#[cfg(test)]
mod any_input;
#[cfg(test)]
mod markov_chain;
#[cfg(test)]
mod reference;

pub use infinite_server::{mean_in_service, poisson_mean};
pub use lines::Lines;
pub use loss::{blocking, least_agents_for_blocking, ln_inverse_blocking};
pub use patience::mean_excess;
pub use retrial::Workload;
pub use staffing::{
    Goals, least_agents, least_agents_for, least_agents_for_target, longest_handle_s, meets, most_calls_per_s,
};
pub use waiting::{Demand, SteadyState};
