//! Many comparisons at once: of twenty differences that are none, one looks like one.
//!
//! In: all differences that a comparison shows. Out: the same with p-values corrected by Holm over the
//! headlines: of every queue the service level, abandonment, ASA and how often its target is met, of every
//! group the occupancy, in every OTHER. What does not change on any day is no comparison.

use super::{Difference, Differences};
use crate::model::{GroupMeasure, Measure};
use crate::stats::holm;

/// A figure of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headline {
    /// Of every queue.
    Queue(Measure),
    /// Of every group.
    Group(GroupMeasure),
}

impl Headline {
    /// All of them, in the order of every table.
    pub const ALL: [Headline; 5] = [
        Self::Queue(Measure::ServiceLevel),
        Self::Queue(Measure::AbandonmentRate),
        Self::Queue(Measure::Asa),
        Self::Queue(Measure::TargetMet),
        Self::Group(GroupMeasure::Occupancy),
    ];
}

/// Corrects the headlines of all comparisons together; tells how many there are.
pub fn correct(comparisons: &mut [Differences]) -> usize {
    let mut family: Vec<&mut Difference> = comparisons.iter_mut().flat_map(headlines).collect();
    let p: Vec<f64> = family.iter().filter_map(|difference| difference.p).collect();
    for (difference, adjusted) in family.iter_mut().zip(holm(&p)) {
        difference.p_holm = Some(adjusted);
    }
    p.len()
}

/// Headlines that have a p-value.
fn headlines(differences: &mut Differences) -> impl Iterator<Item = &mut Difference> {
    let queues = differences.queues.iter_mut().flat_map(|queue| {
        let measured = queue.day.measures.iter_mut().zip(Measure::ALL);
        measured.filter_map(|(difference, measure)| {
            Headline::ALL
                .contains(&Headline::Queue(measure))
                .then_some(difference.as_mut())
                .flatten()
        })
    });
    let groups = differences.groups.iter_mut().flat_map(|group| {
        let measured = group.day.measures.iter_mut().zip(GroupMeasure::ALL);
        measured.filter_map(|(difference, measure)| {
            Headline::ALL
                .contains(&Headline::Group(measure))
                .then_some(difference.as_mut())
                .flatten()
        })
    });
    queues
        .chain(groups)
        .filter(|difference| difference.p.is_some() && difference.interval != Some((0.0, 0.0)))
}
