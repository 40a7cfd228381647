//! What happens beyond waiting, over many replications: callbacks, transfers, retries and the like with their
//! intervals of confidence, segments side by side, and where agents are when they are not on queue.
//!
//! In: single days and sums by interval of a center that is not plain. Out: [`OutcomeResults`], in the manner
//! of the measures of waiting: counts are means over days by Student, ratios by the delta method.

mod channels;
mod day;
pub(super) mod figure;
mod possible;
mod work;

pub use channels::ChannelResults;
pub(super) use day::{OutcomeDay, OutcomeSums};
pub use work::WorkResults;

use super::day::Day;
use super::figure::{self as waiting, ContactMoments};
use super::frame::Frame;
use super::results::{Estimate, Measures, Panel};
use super::summary::band;
use crate::model::{Center, Channel, Measure, OutcomeMeasure, PresenceMeasure, Unit};
use crate::observe::{AGES, Count};
use crate::stats::Confidence;

/// Every measure beyond waiting for one queue, segment or the center and one interval or the day. A measure
/// that the scenario cannot produce, or that does not exist, is absent.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeMeasures([Option<Estimate>; OutcomeMeasure::ALL.len()]);

impl Default for OutcomeMeasures {
    fn default() -> Self {
        Self([None; OutcomeMeasure::ALL.len()])
    }
}

impl OutcomeMeasures {
    /// The estimate of a measure.
    pub fn get(&self, measure: OutcomeMeasure) -> Option<Estimate> {
        self.0[measure as usize]
    }

    /// The point estimate of a measure.
    pub fn mean(&self, measure: OutcomeMeasure) -> Option<f64> {
        self.get(measure).map(|estimate| estimate.mean)
    }

    /// Records an estimate.
    pub fn set(&mut self, measure: OutcomeMeasure, estimate: Option<Estimate>) {
        self.0[measure as usize] = estimate;
    }

    /// What waits when the center closes; nothing where it does not close.
    pub fn backlog(&self) -> Option<BacklogByAge> {
        Some(BacklogByAge {
            all: self.mean(OutcomeMeasure::Backlog)?,
            by_age: OutcomeMeasure::BACKLOG_BY_AGE.map(|age| self.mean(age)),
        })
    }
}

/// What waits when the center closes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BacklogByAge {
    /// All of it.
    pub all: f64,
    /// Of each age, youngest first.
    pub by_age: [Option<f64>; AGES],
}

/// Where a group's agents are when they are not on queue, in one interval or over the day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PresenceMeasures([Option<Estimate>; PresenceMeasure::ALL.len()]);

impl PresenceMeasures {
    /// The estimate of a measure; nothing where the scenario cannot produce it.
    pub fn get(&self, measure: PresenceMeasure) -> Option<Estimate> {
        self.0[measure as usize]
    }

    /// The point estimate of a measure.
    pub fn mean(&self, measure: PresenceMeasure) -> Option<f64> {
        self.get(measure).map(|estimate| estimate.mean)
    }

    /// Records an estimate.
    pub fn set(&mut self, measure: PresenceMeasure, estimate: Option<Estimate>) {
        self.0[measure as usize] = estimate;
    }
}

/// A segment of a queue over the day.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentResults {
    /// Its name.
    pub name: String,
    /// Its share of those who came to the queue; nothing where nobody came.
    pub share: Option<Estimate>,
    /// Waits and answers; without quantiles, the longest queue, load and targets, which no segment has alone.
    pub measures: Measures,
    /// What happened beyond waiting.
    pub outcomes: OutcomeMeasures,
}

/// What happened beyond waiting.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeResults {
    /// Measures that the scenario can produce, by queue and for the center last, in the order of every table.
    pub possible: Vec<Vec<OutcomeMeasure>>,
    /// All queues together.
    pub center: Panel<OutcomeMeasures>,
    /// Each queue, in the center's order.
    pub queues: Vec<Panel<OutcomeMeasures>>,
    /// By queue, its segments over the day; none where it has none.
    pub segments: Vec<Vec<SegmentResults>>,
    /// Measures that the scenario can produce, by group and for all of them last.
    pub possible_presence: Vec<Vec<PresenceMeasure>>,
    /// All groups together.
    pub agents: Panel<PresenceMeasures>,
    /// Each group, in the center's order.
    pub groups: Vec<Panel<PresenceMeasures>>,
    /// What agents' time went to over the day, by group and for all of them last.
    pub work: Vec<WorkResults>,
    /// The channels of the center side by side, in the order of [`Channel::ALL`](crate::model::Channel::ALL).
    pub channels: Vec<ChannelResults>,
}

impl OutcomeResults {
    /// Whether the center has any channel beside the telephone.
    pub fn has_channels(&self) -> bool {
        let mut channels = self.channels.iter();
        channels.any(|channel| channel.channel != Channel::Voice)
    }

    /// The figures of a queue, or of the center as the one after the last queue, and which of them the scenario
    /// can produce.
    pub fn scope(&self, scope: usize) -> (&Panel<OutcomeMeasures>, &[OutcomeMeasure]) {
        let panel = self.queues.get(scope).unwrap_or(&self.center);
        (panel, self.possible.get(scope).map_or(&[], Vec::as_slice))
    }

    /// The same of a group, or of all groups as the one after the last.
    pub fn team(&self, team: usize) -> (&Panel<PresenceMeasures>, &[PresenceMeasure]) {
        let panel = self.groups.get(team).unwrap_or(&self.agents);
        (panel, self.possible_presence.get(team).map_or(&[], Vec::as_slice))
    }
}

/// The measures beyond waiting that a center can produce in a queue, or in any as the one after the last; none
/// where the center is plain.
pub fn possible_outcomes(center: &Center, scope: usize) -> Vec<OutcomeMeasure> {
    let queues = 0..center.queues.len();
    let here: Vec<usize> = queues
        .filter(|&queue| scope == queue || scope == center.queues.len())
        .collect();
    let has = |measure: &OutcomeMeasure| {
        here.iter()
            .any(|&queue| possible::of_queue(center, queue, *measure))
    };
    OutcomeMeasure::ALL.into_iter().filter(has).collect()
}

/// The results of a run beyond waiting; nothing where the center is plain.
pub(super) fn results(
    center: &Center,
    frame: &Frame,
    sums: &OutcomeSums,
    days: &[&Day],
    confidence: &Confidence,
) -> Option<OutcomeResults> {
    frame.segments.as_ref()?;
    let outcome_days: Vec<(&Day, &OutcomeDay)> = days
        .iter()
        .filter_map(|day| Some((*day, day.outcomes.as_ref()?)))
        .collect();
    let summary = Summary {
        center,
        frame,
        sums,
        days: &outcome_days,
        confidence,
    };
    let queues = 0..frame.queues;
    let groups = 0..frame.groups;
    Some(OutcomeResults {
        possible: (0..frame.scopes())
            .map(|scope| possible_outcomes(center, scope))
            .collect(),
        center: summary.panel(frame.queues),
        queues: queues.clone().map(|queue| summary.panel(queue)).collect(),
        segments: queues.map(|queue| summary.segments(queue)).collect(),
        possible_presence: (0..frame.teams())
            .map(|team| {
                let all = PresenceMeasure::ALL.into_iter();
                all.filter(|&measure| summary.has_presence(team, measure))
                    .collect()
            })
            .collect(),
        agents: summary.team(frame.groups),
        groups: groups.map(|group| summary.team(group)).collect(),
        work: (0..frame.teams()).map(|team| summary.work(team)).collect(),
        channels: summary.channels(),
    })
}

struct Summary<'a> {
    center: &'a Center,
    frame: &'a Frame,
    sums: &'a OutcomeSums,
    days: &'a [(&'a Day, &'a OutcomeDay)],
    confidence: &'a Confidence,
}

impl Summary<'_> {
    /// Whether a scope can have a figure.
    fn has(&self, scope: usize, measure: OutcomeMeasure) -> bool {
        (0..self.frame.queues)
            .filter(|&queue| scope == queue || scope == self.frame.queues)
            .any(|queue| possible::of_queue(self.center, queue, measure))
    }

    fn has_presence(&self, team: usize, measure: PresenceMeasure) -> bool {
        (0..self.frame.groups)
            .filter(|&group| team == group || team == self.frame.groups)
            .any(|group| possible::of_group(self.center, group, measure))
    }

    fn panel(&self, scope: usize) -> Panel<OutcomeMeasures> {
        let intervals = (0..self.frame.intervals).map(|interval| {
            let mut measures = OutcomeMeasures::default();
            let moments = &self.sums.contacts[interval * self.frame.scopes() + scope];
            let (open, closed) = (self.frame.covered[interval] > 0, self.frame.closed[interval]);
            // A horizon may end, or a day, while the center is closed: what waits then is told.
            let told = |measure: &OutcomeMeasure| {
                (open || (closed && measure.is_backlog())) && self.has(scope, *measure)
            };
            for measure in OutcomeMeasure::ALL.into_iter().filter(told) {
                measures.set(measure, figure::estimate(measure, moments, self.confidence));
            }
            measures
        });
        let counts = self
            .days
            .iter()
            .map(|(day, outcomes)| figure::counts(&outcomes.contacts[scope], &day.contacts[scope].cell));
        Panel {
            intervals: intervals.collect(),
            day: self.day(&counts.collect::<Vec<_>>(), |measure| self.has(scope, measure)),
        }
    }

    fn day(&self, counts: &[figure::Counts], has: impl Fn(OutcomeMeasure) -> bool) -> OutcomeMeasures {
        let mut moments = figure::Moments::default();
        counts
            .iter()
            .for_each(|counts| figure::push(&mut moments, counts));
        let mut measures = OutcomeMeasures::default();
        for measure in OutcomeMeasure::ALL.into_iter().filter(|&measure| has(measure)) {
            let figures = counts.iter().filter_map(|counts| figure::figure(measure, counts));
            let days = band(&mut figures.collect::<Vec<_>>());
            let estimate = figure::estimate(measure, &moments, self.confidence);
            measures.set(measure, estimate.map(|estimate| Estimate { days, ..estimate }));
        }
        measures
    }

    fn segments(&self, queue: usize) -> Vec<SegmentResults> {
        let first: usize = self.center.queues[..queue]
            .iter()
            .map(|queue| queue.rules.segments.len())
            .sum();
        let segments = self.center.queues[queue].rules.segments.iter().enumerate();
        segments
            .map(|(place, segment)| {
                let at = first + place;
                let counts = self.days.iter().map(|(_, day)| {
                    let (cell, contacts) = &day.segments[at];
                    figure::counts(cell, contacts)
                });
                SegmentResults {
                    name: segment.name.clone(),
                    share: self.share(queue, at),
                    measures: self.waiting(at),
                    outcomes: self.day(&counts.collect::<Vec<_>>(), |measure| {
                        possible::of_segment(self.center, queue, measure)
                    }),
                }
            })
            .collect()
    }

    /// A segment's share of those who came to its queue.
    fn share(&self, queue: usize, segment: usize) -> Option<Estimate> {
        self.ratio(Unit::Share, |_, day| {
            [&day.segments[segment].0, &day.contacts[queue]].map(|cell| cell.get(Count::Came))
        })
    }

    /// A segment's waits and answers over the day.
    fn waiting(&self, segment: usize) -> Measures {
        let days = self.days.iter().map(|(_, day)| {
            let (cell, contacts) = &day.segments[segment];
            waiting::counts(contacts, cell.beyond(), self.frame.definition)
        });
        self.waits_of(&days.collect::<Vec<_>>())
    }

    /// Waits and answers of some contacts over the day, without quantiles, the longest queue, load and targets.
    fn waits_of(&self, days: &[waiting::Counts]) -> Measures {
        let covered = self.frame.covered_day();
        let mut moments = ContactMoments::default();
        days.iter().for_each(|counts| waiting::push(&mut moments, counts));
        let mut measures = Measures::default();
        for measure in Measure::EVERY.into_iter().filter(|&m| m != Measure::QueueMax) {
            let figures = days
                .iter()
                .filter_map(|counts| waiting::figure(measure, counts, covered));
            let days = band(&mut figures.collect::<Vec<_>>());
            let estimate = waiting::estimate(measure, &moments, covered, self.confidence);
            measures.set(measure, estimate.map(|estimate| Estimate { days, ..estimate }));
        }
        measures
    }

    fn team(&self, team: usize) -> Panel<PresenceMeasures> {
        let has = |measure: &PresenceMeasure| self.has_presence(team, *measure);
        let intervals = (0..self.frame.intervals).map(|interval| {
            let mut measures = PresenceMeasures::default();
            if self.frame.covered[interval] > 0 {
                let moments = &self.sums.agents[interval * self.frame.teams() + team];
                for measure in PresenceMeasure::ALL.into_iter().filter(has) {
                    let estimate = figure::hours_estimate(measure, moments, self.confidence);
                    measures.set(measure, Some(estimate));
                }
            }
            measures
        });
        let mut moments = figure::PresenceMoments::default();
        for (_, day) in self.days {
            moments.push(&day.agents[team], &[]);
        }
        let mut day = PresenceMeasures::default();
        for measure in PresenceMeasure::ALL.into_iter().filter(has) {
            let figures = self
                .days
                .iter()
                .map(|(_, day)| figure::hours(measure, &day.agents[team]));
            let estimate = Estimate {
                days: band(&mut figures.collect::<Vec<_>>()),
                ..figure::hours_estimate(measure, &moments, self.confidence)
            };
            day.set(measure, Some(estimate));
        }
        Panel {
            day,
            intervals: intervals.collect(),
        }
    }
}
