//! Small centers whose every event is worked out on paper.

mod bots;
mod chat;
mod deferred;
mod interruption;
mod outbound;
mod threads;

use super::super::voice::compare;
use super::record;
use headcount::model::Center;

/// Checks what happens to every contact of a center: a line each.
#[track_caller]
fn tells(center: &Center, expected: &str) {
    compare(record(center).by_contact(), expected);
}
