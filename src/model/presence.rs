//! When agents are there and how fast they are: shifts, absence, seniority, fatigue.

use super::{Distribution, Ticks};

/// Agents who come, break and go together.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// How many.
    pub agents: u32,
    /// When they are on queue, over the whole horizon: spans in order of time, a break between two of a day.
    pub on_queue: Vec<Span>,
}

/// From one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From here on.
    pub from: Ticks,
    /// Up to here.
    pub to: Ticks,
    /// What the agents do next.
    pub then: Then,
}

/// What follows a time on queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// A break, lunch or meeting: they come back the same day.
    Break,
    /// The end of the shift.
    Home,
}

/// Short unplanned absences.
#[derive(Debug, Clone, PartialEq)]
pub struct Away {
    /// Mean time on duty between them, in seconds (exponential).
    pub every_s: f64,
    /// How long they last, in seconds.
    pub length: Distribution,
}

/// A pause after a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Disconnect {
    /// Probability after each contact.
    pub share: f64,
    /// How long the agent is gone, in seconds.
    pub length: Distribution,
}

/// Agents of the same experience.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Class {
    /// Share of the group's agents; the shares of a group sum to 1.
    pub share: f64,
    /// How many times as long as normal they take.
    pub handle_factor: f64,
}

/// Slower work after a busy hour: handle times are multiplied by 1 + slope × (occupancy of the agent over the
/// last hour − above), where that is more than 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fatigue {
    /// The occupancy from which on it counts.
    pub above: f64,
    /// What full occupancy above it would add, per unit.
    pub slope: f64,
}
