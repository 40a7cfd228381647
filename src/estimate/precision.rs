//! When replications are enough: the sequential rule.
//!
//! The rule looks after whole blocks, in order of their number: after the first two (64 replications) and
//! then each time a thirty-second more have come, so that it has few occasions to stop by luck. It stops
//! when every interval asked for is narrow enough with a little to spare for having looked: half-width ×
//! (1 + 1 / blocks), a correction that vanishes like the 1 / n of Chow & Robbins, *Ann. Math. Statist.* 36
//! (1965), 457–462, by whom such intervals cover as they say when they are narrow.

use super::case::Case;
use super::frame::Frame;
use super::summary;
use super::tally::Tally;
use super::workshop::{Workshop, blocks_of};
use crate::model::Precision;

/// Blocks before the first look.
const LEAST: u32 = 2;
/// The rule looks again when this share of the blocks has been added.
const GROWTH: u32 = 32;

/// How a precision that was asked for stands at the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// What was asked.
    pub asked: Precision,
    /// Half the width of the interval; nothing where the figure does not exist.
    pub half_width: Option<f64>,
    /// Whether the rule was content with it.
    pub reached: bool,
    /// About how many replications it takes; nothing where that cannot be told.
    pub replications: Option<u64>,
}

/// The rule of one case.
#[derive(Debug)]
pub(super) struct Rule {
    asked: Vec<Precision>,
    most: u32,
    next_look: u32,
    reached: Vec<Reached>,
}

impl Rule {
    pub fn new(case: &Case) -> Self {
        let most = blocks_of(&case.experiment);
        Self {
            asked: case.experiment.precision.clone(),
            most,
            next_look: LEAST.min(most),
            reached: Vec::new(),
        }
    }

    /// Whether a precision decides how many replications are made.
    pub fn is_asked(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Blocks needed before the rule can decide.
    pub fn needed(&self) -> u32 {
        if self.is_asked() {
            self.next_look
        } else {
            self.most
        }
    }

    /// Looks at the first `blocks` blocks, if it is time; whether they are enough.
    pub fn look(&mut self, workshop: &Workshop, tally: &mut Tally, blocks: u32) -> bool {
        if blocks < self.next_look && blocks < self.most {
            return false;
        }
        self.next_look = (blocks + (blocks / GROWTH).max(1)).min(self.most);
        let spare = 1.0 + 1.0 / f64::from(blocks);
        let (case, frame): (&Case, &Frame) = (&workshop.case, &workshop.frame);
        self.reached = self
            .asked
            .iter()
            .map(|&asked| {
                let scope = asked.queue.unwrap_or(frame.queues);
                let mut day = summary::day_of(case, frame, tally, scope);
                workshop.day_in_its_terms(&mut day);
                let half_width = day.get(asked.measure).and_then(|estimate| estimate.half_width());
                let made = f64::from(workshop.replications_after(blocks));
                Reached {
                    asked,
                    half_width,
                    reached: half_width.is_some_and(|half| half * spare <= asked.half_width),
                    replications: half_width
                        .map(|half| (made * (half / asked.half_width).powi(2)).ceil() as u64),
                }
            })
            .collect();
        self.reached.iter().all(|reached| reached.reached)
    }

    /// How every precision asked for stood at the last look.
    pub fn verdict(&self) -> Vec<Reached> {
        self.reached.clone()
    }
}
