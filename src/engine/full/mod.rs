//! The engine of every rule: one replication of any center, told in order of time.
//!
//! # The path of a contact, and where its rules live
//!
//! ```text
//!   inflow ──▶ entry ─────────▶ waiting ─────────▶ handling ─────────▶ parting
//!   arrives    lines, IVR,      its place in the   talk, wrap-up,      resolved or not,
//!              choice, places,  queue, patience,   pace, fatigue,      transfer, retry,
//!              balking,         hang-ups,          conference          repeat, story
//!              announcement,    messages,             ▲
//!              callback         overflow              │
//!                   ▲              │  choice: who takes whom, access, conditions
//!                   │              └──────────────────┘
//!                   └────────── transfers, retries, repeats come in again
//!
//!   presence: agents come, break, are away, pause and go        roster: when (compiled)
//! ```
//!
//! A rule has one home on this path. Its state lives in the contact (`call`), in its queue or in its agent; what
//! it waits for is a `timer`. The loop in `core` knows clocks, not rules.
//!
//! # The clocks
//!
//! Arrivals and completions are winner trees, as in the lean engine; ends of patience, changes of staff and
//! timers each have a list of their own. At one tick the end of patience comes first, then completion, the next
//! interval and changes of staff, timers, and arrivals.
//!
//! Where a center is plain, this engine and the lean one do the same to every contact.

mod call;
mod choice;
mod clock;
mod core;
mod desk;
mod dialing;
mod entry;
mod handling;
mod inflow;
mod parting;
mod plan;
mod prediction;
mod presence;
mod roster;
mod threads;
mod timer;
mod waiting;

pub(super) use core::Core;
pub(super) use plan::Rules;
pub(super) use roster::agents_of;
