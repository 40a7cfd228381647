//! The choice within a rank, of agents by a contact and of contacts by an agent.

use serde::Serialize;

/// How contacts and agents find each other within a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Routing {
    /// Which free agent a contact takes.
    pub agent: AgentChoice,
    /// Which waiting contact a freed agent takes.
    pub contact: ContactChoice,
}

/// Which free agent of a rank a contact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentChoice {
    /// The agent who has been idle longest.
    LongestIdle,
    /// The agent who has spent the least share of their time on duty handling contacts; among equals
    /// the longest idle.
    LeastOccupied,
    /// Any free agent of the rank, each with the same probability.
    Random,
    /// The longest-idle agent of the group with most idle agents; among equals the first group.
    MostIdleGroup,
}

/// Which waiting contact of a rank a freed agent takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactChoice {
    /// The contact that has waited longest.
    LongestWait,
    /// Highest priority of the queue first, then longest wait.
    Priority,
    /// The first contact of the queue in which most wait; among equals the first queue.
    LongestQueue,
    /// Any waiting contact of the rank, each with the same probability.
    Random,
    /// The contact whose wait × its queue's weight is largest; among equals the first queue.
    WeightedWait,
    /// The contact whose T runs out first, by its queue's clock; among equals the first queue.
    EarliestDue,
}
