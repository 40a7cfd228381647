//! What callers do beside waiting: balk, hang up, leave a message, try again, come back.

use super::{Distribution, GroupId, QueueId};

/// When a caller who would have to wait leaves at once, beside [`Queue::balk`](super::Queue::balk).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Balking {
    /// Probability by the number waiting: from so many waiting on, this share; ascending.
    pub by_length: Vec<(u32, f64)>,
    /// Probability by the announced wait: from so many seconds on, this share; ascending. Without an
    /// announcement nobody balks by it.
    pub by_announced: Vec<(f64, f64)>,
}

/// A message left in place of waiting on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    /// Offered after this wait, in seconds.
    pub after_s: f64,
    /// Share that leaves one; the others wait on.
    pub share: f64,
}

/// Trying again after a call that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    /// Probability after abandoning.
    pub abandoned: Again,
    /// Probability after a busy tone, for want of a line or of a place to wait.
    pub blocked: Again,
    /// Probability after balking, and after hanging up in the IVR.
    pub balked: Again,
    /// Time until the next attempt, in seconds.
    pub delay: Distribution,
    /// The most attempts of one client, the first among them.
    pub attempts: u32,
}

/// The probability of another attempt.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Again {
    /// After the first attempt.
    pub first: f64,
    /// After a later one.
    pub later: f64,
}

/// Coming back after an answered call because the matter was not resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// Probability that a call leaves the matter unresolved, by group of the center.
    pub unresolved: Vec<f64>,
    /// Share of the unresolved who come back; the others never do.
    pub returns: f64,
    /// Time from the end of the call until the next, in seconds.
    pub delay: Distribution,
    /// The queue to which they come back, if not the same.
    pub to: Option<QueueId>,
    /// The most times that a client comes back.
    pub times: u32,
}

/// A kind of customer within a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its name in the scenario.
    pub name: String,
    /// Share of the queue's contacts; the shares of a queue sum to 1.
    pub share: f64,
    /// How many times as long as the queue's others they would wait.
    pub patience_factor: f64,
    /// How many times as long as the queue's others they take.
    pub handle_factor: f64,
    /// Added to the queue's priority.
    pub priority: i32,
    /// Added to the queue's credit, in seconds.
    pub credit_s: f64,
}

/// The rank of a contact among those who wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// A contact counts as having waited this much longer than it has, in seconds.
    pub credit_s: f64,
    /// Priority gained for each minute of waiting.
    pub gain_per_minute: f64,
    /// By what a wait is multiplied where the weighted wait decides.
    pub weight: f64,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            credit_s: 0.0,
            gain_per_minute: 0.0,
            weight: 1.0,
        }
    }
}

/// Another conversation that a contact may go on to.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// The queue to which it goes.
    pub to: QueueId,
    /// Probability by group of the center, then by interval of the call's arrival.
    pub share: Vec<super::PerInterval<f64>>,
    /// How much of the talk is over when it goes on, a share.
    pub after: f64,
    /// Whether the first agent stays until the second takes it, and talks with both for this long, in seconds.
    pub warm: Option<Distribution>,
    /// Added to the priority of the second queue.
    pub priority: i32,
}

/// Who may never take a contact of a queue, and when the others may.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// A group of the queue's route.
    pub group: GroupId,
    /// The contact must have waited this long, in seconds.
    pub after_s: f64,
    /// All of these must hold.
    pub when: Vec<When>,
}

/// A condition on the state of the center.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// More than this many contacts of the queue wait (the one in question among them).
    QueueOver(u32),
    /// More than this many agents of the group are idle (the one in question among them).
    IdleOver(u32),
    /// More than this share of the agents on duty in the groups of the queue's first rank is busy.
    BusyOver(f64),
    /// Of the queue's contacts that left it within the last so many seconds, less than this share was answered
    /// within T.
    ServiceBelow {
        /// The share.
        share: f64,
        /// How far back, in seconds.
        over_s: f64,
    },
}

/// Moving on to another queue while waiting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overflow {
    /// The queue in which the contact waits on; it keeps its wait and stays a contact of its own queue.
    pub to: QueueId,
    /// After this wait, in seconds.
    pub after_s: Option<f64>,
    /// As soon as no group of its route has anybody on duty.
    pub when_unstaffed: bool,
}
