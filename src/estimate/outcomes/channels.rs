//! The channels of a center side by side: waits and answers, work and cost of all queues of each.
//!
//! The hours that a group is paid for, and their cost, are dealt out among the channels by the hours of handling that
//! the group gave each that day: a channel has its fair share of idle time, breaks and shrinkage. What a
//! group costs on a day on which it handled nothing is in none.

use super::{OutcomeMeasures, Summary, possible};
use crate::estimate::figure::{self as waiting, about};
use crate::estimate::hours::Hours;
use crate::estimate::outcomes::figure;
use crate::estimate::results::{Estimate, Measures};
use crate::estimate::summary::band;
use crate::model::{Channel, GroupMeasure, OutcomeMeasure, QueueId, Unit};
use crate::observe::{Beyond, ContactCell, Count, OutcomeCell};

/// All queues of a channel over the day.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelResults {
    /// The channel.
    pub channel: Channel,
    /// Its queues.
    pub queues: Vec<QueueId>,
    /// Waits and answers, each contact by the T of its queue; without quantiles, the longest queue, load and
    /// targets.
    pub measures: Measures,
    /// Measures beyond waiting that one of its queues can produce, in the order of every table.
    pub possible: Vec<OutcomeMeasure>,
    /// What happened beyond waiting.
    pub outcomes: OutcomeMeasures,
    /// Left while waiting or, without a word, in mid-conversation / offered; nothing where nobody came.
    pub left: Option<Estimate>,
    /// Answered / offered; nothing where nobody came.
    pub answered: Option<Estimate>,
    /// Agent hours of handling.
    pub hours: Estimate,
    /// Their share of those of all channels; nothing where nothing was handled.
    pub share: Option<Estimate>,
    /// Paid hours, dealt out by the hours of handling of each group.
    pub paid_hours: Estimate,
    /// Their cost.
    pub cost: Estimate,
}

impl ChannelResults {
    /// What it has beside measures, by name in JSON and CSV.
    pub fn figures(&self) -> [(&'static str, Option<Estimate>); 6] {
        [
            ("answered_share", self.answered),
            ("left_share", self.left),
            ("handling_hours", Some(self.hours)),
            ("share_of_handling", self.share),
            ("paid_hours", Some(self.paid_hours)),
            ("cost", Some(self.cost)),
        ]
    }
}

impl Summary<'_> {
    /// The channels that have a queue.
    pub(super) fn channels(&self) -> Vec<ChannelResults> {
        let hours = Hours::new(self.center, self.frame);
        let of_group = |measure: GroupMeasure| -> Vec<f64> {
            (0..self.frame.groups)
                .map(|group| {
                    let mut figures = hours.of_day(group);
                    figures
                        .find(|(of, _)| *of == measure)
                        .map_or(0.0, |(_, value)| value)
                })
                .collect()
        };
        let (paid, cost) = (of_group(GroupMeasure::PaidHours), of_group(GroupMeasure::Cost));
        self.channels_used()
            .into_iter()
            .map(|(channel, queues)| self.channel(channel, queues, &paid, &cost))
            .collect()
    }

    /// The same with their queues.
    pub(super) fn channels_used(&self) -> Vec<(Channel, Vec<QueueId>)> {
        let of = |channel: Channel| -> Vec<QueueId> {
            let queues = self.center.queues.iter().enumerate();
            queues
                .filter(|(_, queue)| queue.channel == channel)
                .map(|(queue, _)| queue)
                .collect()
        };
        Channel::ALL
            .into_iter()
            .map(|channel| (channel, of(channel)))
            .filter(|(_, queues)| !queues.is_empty())
            .collect()
    }

    fn channel(&self, channel: Channel, queues: Vec<QueueId>, paid: &[f64], cost: &[f64]) -> ChannelResults {
        let frame = self.frame;
        let (mut waits, mut counts) = (Vec::new(), Vec::new());
        for (day, outcomes) in self.days {
            let (mut cell, mut all) = (ContactCell::default(), OutcomeCell::default());
            let mut beyond = Beyond::default();
            for &queue in &queues {
                cell.add(&day.contacts[queue].cell);
                figure::add_scope(&mut all, &outcomes.contacts[queue]);
                beyond.add(outcomes.beyond(queue));
            }
            waits.push(waiting::counts(&cell, beyond, frame.definition));
            counts.push(figure::counts(&all, &cell));
        }
        let possible = |measure: &OutcomeMeasure| {
            let mut queues = queues.iter();
            queues.any(|&queue| possible::of_queue(self.center, queue, *measure))
        };
        let given = |outcomes: &super::OutcomeDay, group: usize| -> u64 {
            let queues = queues.iter();
            queues
                .map(|&queue| self.given(outcomes, std::iter::once(group), queue))
                .sum()
        };
        let of_offered = |counted: &dyn Fn(&ContactCell, &OutcomeCell) -> u64| {
            self.ratio(Unit::Share, |day, outcomes| {
                let mut pair = [0, 0];
                for &queue in &queues {
                    let cell = &day.contacts[queue].cell;
                    pair[0] += counted(cell, &outcomes.contacts[queue]);
                    pair[1] += u64::from(cell.offered());
                }
                pair
            })
        };
        ChannelResults {
            left: of_offered(&|cell, beyond| u64::from(cell.abandoned) + beyond.get(Count::LeftSilently)),
            answered: of_offered(&|cell, _| u64::from(cell.answered())),
            measures: self.waits_of(&waits),
            outcomes: self.day(&counts, |measure| possible(&measure)),
            possible: OutcomeMeasure::ALL.into_iter().filter(possible).collect(),
            hours: self.hours(|_, day| (0..frame.groups).map(|group| given(day, group)).sum()),
            share: self.ratio(Unit::Share, |_, day| {
                let mine = (0..frame.groups).map(|group| given(day, group)).sum();
                [mine, day.by_queue.iter().sum()]
            }),
            paid_hours: self.dealt(paid, Unit::Hours, &given),
            cost: self.dealt(cost, Unit::Money, &given),
            channel,
            queues,
        }
    }

    /// What each group has in a day, dealt out by the share of its handling that `given` says, over all groups.
    fn dealt(
        &self,
        of_group: &[f64],
        unit: Unit,
        given: &impl Fn(&super::OutcomeDay, usize) -> u64,
    ) -> Estimate {
        let queues = self.frame.queues;
        let days = self.days.iter().map(|(_, day)| {
            let parts = of_group.iter().enumerate().map(|(group, value)| {
                let handled: u64 = day.by_queue[group * queues..][..queues].iter().sum();
                value * given(day, group) as f64 / handled.max(1) as f64
            });
            parts.sum::<f64>()
        });
        let mut days: Vec<f64> = days.collect();
        let number = days.len().max(1) as f64;
        let mean = days.iter().sum::<f64>() / number;
        let half = (days.len() > 1).then(|| {
            let squares: f64 = days.iter().map(|day| (day - mean) * (day - mean)).sum();
            self.confidence
                .of_variance(squares / (number - 1.0), days.len() as u64)
        });
        Estimate {
            days: band(&mut days),
            ..about(mean, half, unit)
        }
    }
}
