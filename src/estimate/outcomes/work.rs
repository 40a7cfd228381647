//! What agents' time went to: each queue, being available, and so many contacts at once.
//!
//! In: single days. Out: [`WorkResults`] by group. Hours over the queues, and over the numbers held, add up to those of
//! handling; with those of being available, to the hours on duty.

use super::Summary;
use super::day::OutcomeDay;
use crate::estimate::day::Day;
use crate::estimate::figure::{HOUR, about};
use crate::estimate::results::Estimate;
use crate::estimate::summary::band;
use crate::model::Unit;
use crate::stats::JointMoments;

/// What the agents of a group did over the day.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkResults {
    /// Hours of handling by queue, in the center's order; of several contacts held at once each has its share.
    pub by_queue: Vec<Estimate>,
    /// The same by channel, as [`OutcomeResults::channels`](super::OutcomeResults::channels) lists them.
    pub by_channel: Vec<Estimate>,
    /// Hours on duty without a contact.
    pub available: Estimate,
    /// Hours with 1, 2, 3 … contacts held at once.
    pub at_number: Vec<Estimate>,
    /// Contacts held on average while handling; nothing where nothing is.
    pub concurrency: Option<Estimate>,
}

impl WorkResults {
    /// The share of the time of handling with so many contacts held, or more where `and_more`; nothing where
    /// nothing is handled.
    pub fn share_at(&self, number: usize, and_more: bool) -> Option<f64> {
        let all: f64 = self.at_number.iter().map(|hours| hours.mean).sum();
        let last = if and_more { self.at_number.len() } else { number };
        let of = self
            .at_number
            .get(number.checked_sub(1)?..last.min(self.at_number.len()))?;
        let of: f64 = of.iter().map(|hours| hours.mean).sum();
        (all > 0.0).then(|| of / all)
    }
}

const PAIR: [(usize, usize); 1] = [(0, 1)];

impl Summary<'_> {
    /// Of a group, or of all groups as the one after the last.
    pub(super) fn work(&self, team: usize) -> WorkResults {
        let frame = self.frame;
        let groups = || (0..frame.groups).filter(move |&group| team == group || team == frame.groups);
        let most = groups()
            .map(|group| frame.numbers[group].len())
            .max()
            .unwrap_or(1);
        let at_number = |day: &OutcomeDay, number: usize| -> u64 {
            let ticks = groups().map(|group| {
                let mine = &day.by_number[frame.numbers[group].clone()];
                mine.get(number).copied().unwrap_or(0)
            });
            ticks.sum()
        };
        WorkResults {
            by_queue: (0..frame.queues)
                .map(|queue| self.hours(|_, day| self.given(day, groups(), queue)))
                .collect(),
            by_channel: self
                .channels_used()
                .iter()
                .map(|(_, queues)| {
                    self.hours(|_, day| {
                        let queues = queues.iter();
                        queues.map(|&queue| self.given(day, groups(), queue)).sum()
                    })
                })
                .collect(),
            available: self.hours(|day, _| {
                let [handling, on_duty, _] = day.agents[team];
                on_duty.saturating_sub(handling)
            }),
            at_number: (0..most)
                .map(|number| self.hours(|_, day| at_number(day, number)))
                .collect(),
            concurrency: self.ratio(Unit::Count, |_, day| {
                let times: Vec<u64> = (0..most).map(|number| at_number(day, number)).collect();
                let held = (1..).zip(&times).map(|(number, ticks)| number * ticks).sum();
                [held, times.iter().sum()]
            }),
        }
    }

    /// Ticks that some groups gave a queue on a day.
    pub(super) fn given(&self, day: &OutcomeDay, groups: impl Iterator<Item = usize>, queue: usize) -> u64 {
        groups
            .map(|group| day.by_queue[group * self.frame.queues + queue])
            .sum()
    }

    /// The mean over days of a number of ticks, in hours.
    pub(super) fn hours(&self, ticks: impl Fn(&Day, &OutcomeDay) -> u64) -> Estimate {
        let mut moments = JointMoments::<1, 0>::default();
        let mut figures = Vec::with_capacity(self.days.len());
        for (day, outcomes) in self.days {
            let ticks = ticks(day, outcomes);
            moments.push(&[ticks], &[]);
            figures.push(ticks as f64 * HOUR);
        }
        let half = self.confidence.of_mean(&moments, 0).map(|half| half * HOUR);
        Estimate {
            days: band(&mut figures),
            ..about(moments.mean(0) * HOUR, half, Unit::Hours)
        }
    }

    /// The ratio of two sums over days; nothing where the second is zero.
    pub(super) fn ratio(&self, unit: Unit, pair: impl Fn(&Day, &OutcomeDay) -> [u64; 2]) -> Option<Estimate> {
        let mut moments = JointMoments::<2, 1>::default();
        let mut figures = Vec::with_capacity(self.days.len());
        for (day, outcomes) in self.days {
            let [of, per] = pair(day, outcomes);
            moments.push(&[of, per], &PAIR);
            if per > 0 {
                figures.push(of as f64 / per as f64);
            }
        }
        (moments.sum(1) > 0).then(|| {
            let mean = moments.sum(0) as f64 / moments.sum(1) as f64;
            Estimate {
                days: band(&mut figures),
                ..about(mean, self.confidence.of_ratio(&moments, 0, &PAIR), unit)
            }
        })
    }
}
