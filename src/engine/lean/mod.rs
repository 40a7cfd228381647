//! The engine of plain centers: queues with patience, ranks of groups, staff by interval.
//!
//! Nobody needs to be told at once that a caller hung up. When an agent frees, the head of the queue is purged
//! of those whose deadline has passed; their abandonment is told with its true time. The length of a ring is
//! then only an upper bound of the queue: when it passes the interval's maximum so far, the ring is compacted
//! and counted, which keeps the maximum exact. For a listener that needs events in order of time
//! ([`Observer::IN_ORDER`](crate::observe::Observer::IN_ORDER)) deadlines are events, kept in a heap. Both ways
//! the same happens.

mod choice;
mod core;
mod mask;
mod presence;
mod ring;
mod waiting;

pub(super) use core::{Core, NOBODY};
pub(super) use mask::Mask;
