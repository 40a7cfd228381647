//! What agents' handling time went to.
//!
//! In: from when to when an agent held contacts, and of which queues. Out: exact ticks by interval, group and
//! queue, and by interval, group and number of contacts held at once, within opening hours and after warm-up.
//! Over the queues, and over the numbers, the time of a group is the same.

use std::ops::Range;

use super::{add_each, spread};
use crate::model::{Center, GroupId, QueueId, Ticks};

/// Agent time of one replication by what was held.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    interval_length: Ticks,
    warm_up: Ticks,
    closes: Ticks,
    queues: usize,
    groups: usize,
    /// By group: its numbers of contacts held, from 1, among those of all groups.
    numbers: Vec<Range<usize>>,
    /// By interval, then group, then queue.
    by_queue: Vec<u64>,
    /// By interval, then group and number.
    by_number: Vec<u64>,
}

/// By group: its numbers of contacts held at once, from 1 to the most, among those of all groups.
pub fn held_numbers(center: &Center) -> Vec<Range<usize>> {
    let mut all = 0;
    let most = center.groups.iter().map(|group| {
        let concurrency = group.rules.concurrency.as_ref();
        concurrency.map_or(1, |concurrency| concurrency.in_all.max(1) as usize)
    });
    most.map(|most| {
        let first = all;
        all += most;
        first..all
    })
    .collect()
}

impl Worked {
    pub(super) fn new(center: &Center, warm_up: Ticks) -> Self {
        let (queues, groups) = (center.queues.len(), center.groups.len());
        let intervals = center.calendar.intervals;
        let numbers = held_numbers(center);
        let all = numbers.last().map_or(0, |range| range.end);
        Self {
            interval_length: center.calendar.interval,
            warm_up,
            closes: center.calendar.horizon(),
            queues,
            groups,
            numbers,
            by_queue: vec![0; intervals * groups * queues],
            by_number: vec![0; intervals * all],
        }
    }

    pub(super) fn clear(&mut self) {
        self.by_queue.fill(0);
        self.by_number.fill(0);
    }

    /// The time that a group gave each queue in an interval, in ticks.
    pub fn by_queue(&self, interval: usize, group: GroupId) -> &[u64] {
        &self.by_queue[(interval * self.groups + group) * self.queues..][..self.queues]
    }

    /// The time that a group's agents held 1, 2, 3 … contacts in an interval, in ticks.
    pub fn by_number(&self, interval: usize, group: GroupId) -> &[u64] {
        let numbers = self.numbers[group].clone();
        &self.by_number[interval * self.all_numbers()..][numbers]
    }

    fn all_numbers(&self) -> usize {
        self.numbers.last().map_or(0, |range| range.end)
    }

    /// An agent held contacts of these queues, each with the same share of the time.
    pub(super) fn held(&mut self, group: GroupId, queues: &[QueueId], from: Ticks, to: Ticks) {
        let Some(most) = queues.len().checked_sub(1) else {
            return;
        };
        let numbers = &self.numbers[group];
        let (number, all) = ((numbers.start + most).min(numbers.end - 1), self.all_numbers());
        let (from, to) = (from.max(self.warm_up), to.min(self.closes));
        let (mine, by_queue, by_number) =
            (self.groups * self.queues, &mut self.by_queue, &mut self.by_number);
        let row = group * self.queues;
        spread(self.interval_length, from, to, |interval, ticks| {
            by_number[interval * all + number] += ticks;
            let held = queues.len() as u64;
            // Whole ticks that add up: what is left of one share goes to the next.
            for (nth, queue) in (0..).zip(queues) {
                let share = ticks * (nth + 1) / held - ticks * nth / held;
                by_queue[interval * mine + row + queue] += share;
            }
        });
    }

    /// Takes over some intervals of another run as the first of this one, in place of what was here.
    pub(super) fn take_as_one(&mut self, run: &Worked, intervals: Range<usize>) {
        self.clear();
        let (by_queue, by_number) = (self.groups * self.queues, self.all_numbers());
        for interval in intervals {
            add_each(
                &mut self.by_queue[..by_queue],
                &run.by_queue[interval * by_queue..][..by_queue],
            );
            add_each(
                &mut self.by_number[..by_number],
                &run.by_number[interval * by_number..][..by_number],
            );
        }
    }
}
