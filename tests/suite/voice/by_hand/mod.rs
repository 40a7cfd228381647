//! Small centers whose every event is worked out on paper: a call or two too many for the agents there are,
//! moments and lengths that are given, chances of nothing or one.

mod agents;
mod callers;
mod closing;
mod entry;
mod handling;
mod routing;
mod waiting;

use super::{compare, diary};
use headcount::model::Center;

/// Checks what happens in a center, event by event.
#[track_caller]
fn tells(center: &Center, expected: &str) {
    compare(diary(center, 0, false), expected);
}

/// The same, with the comings and goings of agents.
#[track_caller]
fn tells_of_agents(center: &Center, expected: &str) {
    compare(diary(center, 0, true), expected);
}
