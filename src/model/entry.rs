//! What stands between arriving and waiting: lines, the IVR, places to wait, announcements, callbacks.

use super::{BotFailure, Distribution, PerInterval, QueueId};

/// Trunks shared by some queues: a contact holds one from arrival until it hangs up.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Its name in the scenario.
    pub name: String,
    /// Number of trunks.
    pub trunks: u32,
    /// The queues whose contacts hold one; a queue is of one set at most.
    pub queues: Vec<QueueId>,
}

/// The most contacts that may wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Places {
    /// So many.
    Fixed(u32),
    /// So many for each agent on duty in the groups of the queue's route, rounded down.
    PerAgent(f64),
}

/// A stage before the queue: an IVR, a bot, self-service.
#[derive(Debug, Clone, PartialEq)]
pub struct Ivr {
    /// How long a contact stays in it, in seconds.
    pub length: Distribution,
    /// Share served by it without an agent.
    pub contained: PerInterval<f64>,
    /// Share that hangs up in it, halfway through on average (uniformly over its stay).
    pub hang_up: f64,
    /// Shares, among the others, that choose another queue; what is left stays in this one.
    pub choice: Vec<(QueueId, f64)>,
    /// Of those served by it, who come back to an agent after all.
    pub failure: Option<BotFailure>,
}

/// How the wait of a contact is predicted when it joins the queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Predictor {
    /// The wait of the last contact that was answered after a wait.
    LastWait,
    /// The mean wait of the last so many contacts answered.
    MeanOfLast(u32),
    /// The queue's length with this contact, divided by the rate at which its groups complete contacts when
    /// all on duty are busy.
    QueueOverRate,
    /// How long the head of the queue has waited.
    HeadOfQueue,
}

/// An announced wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Announce {
    /// How it is predicted.
    pub predictor: Predictor,
}

/// The offer to be called back.
#[derive(Debug, Clone, PartialEq)]
pub struct Callback {
    /// Offered when the predicted wait is longer, in seconds.
    pub when_wait_s: Option<f64>,
    /// Offered when more wait already.
    pub when_length: Option<u32>,
    /// How the wait is predicted for this offer.
    pub predictor: Predictor,
    /// Share that accepts.
    pub accept: f64,
    /// Nothing where the caller keeps the place in the queue; else the time after which the callback is due,
    /// in seconds.
    pub window: Option<Distribution>,
    /// How long an agent is busy with an attempt that reaches nobody, in seconds.
    pub dial_s: f64,
    /// Probability that an attempt reaches the caller.
    pub reached: f64,
    /// Time until the next attempt, in seconds.
    pub again_s: f64,
    /// The most attempts.
    pub attempts: u32,
}
