//! Small centers whose every event is worked out on paper.

mod bots;
mod chat;
mod deferred;
mod interruption;
mod outbound;
mod threads;

use super::record;
use headcount::model::Center;

/// Checks what happens to every contact of a center: a line each.
#[track_caller]
fn tells(center: &Center, expected: &str) {
    compare(record(center).by_contact(), expected);
}

#[track_caller]
fn compare(told: Vec<String>, expected: &str) {
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert!(
        told == expected,
        "told:\n{}\n\nexpected:\n{}\n",
        told.join("\n"),
        expected.join("\n")
    );
}
