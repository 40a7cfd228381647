//! A block as bytes, to be kept in a file and read again.
//!
//! Waits are sorted and stored as differences, which takes about a byte each.

use serde::{Deserialize, Serialize};

use super::block::{Block, DayWaits, IntervalSums};
use super::day::Day;
use super::frame::Frame;
use super::workshop::replications_of;
use crate::model::Experiment;
use crate::observe::WaitRecord;

#[derive(Serialize, Deserialize)]
struct Stored {
    number: u32,
    days: Vec<Day>,
    sums: IntervalSums,
    waits: Vec<StoredWaits>,
}

#[derive(Serialize, Deserialize)]
struct StoredWaits {
    at_once: Vec<u32>,
    answered: Vec<Vec<u32>>,
    abandoned: Vec<Vec<u32>>,
}

impl Block {
    /// Its number: its first replication is 32 times this.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The block as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let stored = Stored {
            number: self.number,
            days: self.days.clone(),
            sums: self.sums.clone(),
            waits: self.waits[..self.days.len()]
                .iter()
                .map(|waits| StoredWaits {
                    at_once: waits.at_once.clone(),
                    answered: waits.answered.iter().map(|list| differences(list)).collect(),
                    abandoned: waits.abandoned.iter().map(|list| differences(list)).collect(),
                })
                .collect(),
        };
        postcard::to_stdvec(&stored).expect("numbers in lists can always be written")
    }

    /// The block that bytes hold; nothing if they hold none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Block> {
        let stored: Stored = postcard::from_bytes(bytes).ok()?;
        let waits = stored
            .waits
            .iter()
            .map(|waits| {
                Some(DayWaits {
                    at_once: waits.at_once.clone(),
                    answered: waits
                        .answered
                        .iter()
                        .map(|list| sums(list))
                        .collect::<Option<_>>()?,
                    abandoned: waits
                        .abandoned
                        .iter()
                        .map(|list| sums(list))
                        .collect::<Option<_>>()?,
                })
            })
            .collect::<Option<_>>()?;
        Some(Block {
            number: stored.number,
            days: stored.days,
            sums: stored.sums,
            waits,
        })
    }

    /// Whether it can be this block of a run: every list has the length that the frame asks for, and every
    /// wait lies in an interval.
    pub(super) fn fits(&self, frame: &Frame, experiment: &Experiment, number: u32) -> bool {
        let (scopes, teams) = (frame.scopes(), frame.teams());
        let days = replications_of(experiment, number).len();
        let sums = &self.sums;
        self.number == number
            && self.days.len() == days
            && self.waits.len() >= days
            && sums.contacts.len() == frame.intervals * scopes
            && sums.met.len() == frame.intervals * scopes
            && sums.agents.len() == frame.intervals * teams
            && sums.handled.len() == frame.intervals * teams * frame.queues
            && sums.outcomes.fits(frame)
            && self.days.iter().all(|day| {
                day.contacts.len() == scopes
                    && day.agents.len() == teams
                    && day.handled.len() == teams * frame.queues
                    && day.controls.len() == self.days[0].controls.len()
                    && day.parts.len() == frame.parts() * scopes
                    && day.limited.len() == frame.days.len() * frame.limits_set()
                    && match &day.outcomes {
                        Some(outcomes) => outcomes.fits(frame),
                        None => frame.segments.is_none(),
                    }
            })
            && self.waits[..days].iter().all(|waits| {
                let inside =
                    |list: &Vec<WaitRecord>| list.iter().all(|record| record.interval() < frame.intervals);
                waits.at_once.len() == frame.intervals * frame.queues
                    && waits.answered.len() == frame.queues
                    && waits.abandoned.len() == frame.queues
                    && waits.answered.iter().chain(&waits.abandoned).all(inside)
            })
    }
}

/// Each record, ascending, as the difference to the one before.
fn differences(list: &[WaitRecord]) -> Vec<u32> {
    let mut bits: Vec<u32> = list.iter().map(|record| record.bits()).collect();
    bits.sort_unstable();
    let mut before = 0;
    for value in &mut bits {
        (*value, before) = (*value - before, *value);
    }
    bits
}

fn sums(differences: &[u32]) -> Option<Vec<WaitRecord>> {
    let mut sum = 0_u32;
    differences
        .iter()
        .map(|&difference| {
            sum = sum.checked_add(difference)?;
            Some(WaitRecord::from_bits(sum))
        })
        .collect()
}
