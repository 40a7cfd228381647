//! A block: what 32 replications in a row leave. It is the unit of parallel work, of the rule that stops a
//! run, and of what can be stored and merged.

use super::day::{Day, DayScratch};
use super::figure::{self, ContactMoments, GroupMoments};
use super::frame::Frame;
use super::outcomes::OutcomeSums;
use crate::observe::{Beyond, ContactCell, Counters, GroupCell, WaitRecord, add_each};
use crate::random::STRATA;
use crate::stats::JointMoments;

use serde::{Deserialize, Serialize};

/// Replications in a block, and sections to which replications are dealt for quantiles: one round of the
/// strata of busyness.
pub(super) const BLOCK: u32 = STRATA;

/// Sums over replications, by interval. They are integers and add up in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IntervalSums {
    /// By interval, then scope.
    pub contacts: Vec<ContactMoments>,
    /// Days on which the scope met its target in the interval.
    pub met: Vec<u32>,
    /// By interval, then team.
    pub agents: Vec<GroupMoments>,
    /// Contacts answered, by interval, team and queue.
    pub handled: Vec<JointMoments<1, 0>>,
    /// What happened beyond waiting.
    pub outcomes: OutcomeSums,
}

impl IntervalSums {
    pub fn new(frame: &Frame) -> Self {
        let (scopes, teams, intervals) = (frame.scopes(), frame.teams(), frame.intervals);
        Self {
            contacts: vec![ContactMoments::default(); intervals * scopes],
            met: vec![0; intervals * scopes],
            agents: vec![GroupMoments::default(); intervals * teams],
            handled: vec![JointMoments::default(); intervals * teams * frame.queues],
            outcomes: OutcomeSums::new(frame),
        }
    }

    pub fn clear(&mut self) {
        self.contacts.iter_mut().for_each(JointMoments::clear);
        self.met.fill(0);
        self.agents.iter_mut().for_each(JointMoments::clear);
        self.handled.iter_mut().for_each(JointMoments::clear);
        self.outcomes.clear();
    }

    pub fn merge(&mut self, other: &Self) {
        fn add<const K: usize, const P: usize>(
            mine: &mut [JointMoments<K, P>],
            theirs: &[JointMoments<K, P>],
        ) {
            mine.iter_mut()
                .zip(theirs)
                .for_each(|(mine, theirs)| mine.merge(theirs));
        }
        add(&mut self.contacts, &other.contacts);
        add(&mut self.agents, &other.agents);
        add(&mut self.handled, &other.handled);
        self.outcomes.merge(&other.outcomes);
        add_each(&mut self.met, &other.met);
    }
}

/// The waits of one replication's contacts, kept until they are counted with those of other blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct DayWaits {
    /// Answered without a wait, by interval, then queue.
    pub at_once: Vec<u32>,
    /// Answered after a wait, by queue.
    pub answered: Vec<Vec<WaitRecord>>,
    /// Abandoned, by queue.
    pub abandoned: Vec<Vec<WaitRecord>>,
}

/// What the replications of one block leave.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its number: the first replication is 32 times this.
    pub(super) number: u32,
    /// Single days, in order of replication.
    pub(super) days: Vec<Day>,
    pub(super) sums: IntervalSums,
    /// Waits of each day; longer than the block where an earlier use of this memory was.
    pub(super) waits: Vec<DayWaits>,
}

impl Block {
    pub(super) fn new(frame: &Frame) -> Self {
        Self {
            number: 0,
            days: Vec::new(),
            sums: IntervalSums::new(frame),
            waits: Vec::new(),
        }
    }

    /// Makes it an empty block of that number, and keeps the memory.
    pub(super) fn start(&mut self, number: u32) {
        self.number = number;
        self.days = Vec::with_capacity(BLOCK as usize);
        self.sums.clear();
    }

    /// Takes in the next replication.
    pub(super) fn record(&mut self, frame: &Frame, counters: &Counters, scratch: &mut DayScratch) {
        self.copy_waits(frame, counters);
        scratch.start(frame, counters);
        let mut day = Day::new(frame);
        for interval in 0..frame.intervals {
            if frame.closed[interval] {
                record_closed(frame, counters, interval, &mut day);
            } else if frame.covered[interval] > 0 {
                self.record_contacts(frame, counters, scratch, interval, &mut day);
                self.record_agents(frame, counters, interval, &mut day);
            } else {
                continue;
            }
            if let Some(day) = &mut day.outcomes {
                self.sums.outcomes.record(frame, counters, interval, day);
            }
        }
        day.close(frame, counters, scratch);
        self.days.push(day);
    }

    /// Adds the control variates of the replication taken in last.
    pub(super) fn add_controls(&mut self, controls: Vec<f64>) {
        if let Some(day) = self.days.last_mut() {
            day.controls = controls;
        }
    }

    fn copy_waits(&mut self, frame: &Frame, counters: &Counters) {
        let place = self.days.len();
        if self.waits.len() <= place {
            self.waits.resize_with(place + 1, DayWaits::default);
        }
        let waits = &mut self.waits[place];
        waits.at_once.clear();
        for interval in 0..frame.intervals {
            let at_once = (0..frame.queues).map(|queue| counters.contacts(interval, queue).answered_at_once);
            waits.at_once.extend(at_once);
        }
        waits.answered.resize_with(frame.queues, Vec::new);
        waits.abandoned.resize_with(frame.queues, Vec::new);
        for queue in 0..frame.queues {
            waits.answered[queue].clear();
            waits.answered[queue].extend_from_slice(counters.waits_answered(queue));
            waits.abandoned[queue].clear();
            waits.abandoned[queue].extend_from_slice(counters.waits_abandoned(queue));
        }
    }

    fn record_contacts(
        &mut self,
        frame: &Frame,
        counters: &Counters,
        scratch: &DayScratch,
        interval: usize,
        day: &mut Day,
    ) {
        let covered = frame.covered[interval];
        let first = interval * frame.scopes();
        let (mut all, mut all_beyond) = (ContactCell::default(), Beyond::default());
        let mut all_met = true;
        for queue in 0..frame.queues {
            let cell = counters.contacts(interval, queue);
            let beyond = counters.beyond(interval, queue);
            let counts = figure::counts(cell, beyond, frame.definition);
            figure::push(&mut self.sums.contacts[first + queue], &counts);
            if let Some(limits) = &frame.limits[queue] {
                let met = scratch.interval_meets(
                    limits,
                    &counts,
                    covered,
                    (queue, interval),
                    cell.answered_at_once,
                );
                self.sums.met[first + queue] += u32::from(met);
                day.contacts[queue].intervals_met += u32::from(met);
                all_met &= met;
            }
            day.contacts[queue].cell.add(cell);
            all.add(cell);
            all_beyond.add(beyond);
        }
        all.queue_max = counters.center_peak(interval);
        let center = frame.queues;
        let counts = figure::counts(&all, all_beyond, frame.definition);
        figure::push(&mut self.sums.contacts[first + center], &counts);
        if let Some(limits) = &frame.limits[center] {
            all_met &=
                scratch.interval_meets(limits, &counts, covered, (center, interval), all.answered_at_once);
        }
        if frame.has_targets() {
            self.sums.met[first + center] += u32::from(all_met);
            day.contacts[center].intervals_met += u32::from(all_met);
        }
        day.contacts[center].cell.add(&all);
    }

    fn record_agents(&mut self, frame: &Frame, counters: &Counters, interval: usize, day: &mut Day) {
        let first = interval * frame.teams();
        let mut all = GroupCell::default();
        for group in 0..frame.groups {
            let cell = counters.agents(interval, group);
            all.handling += cell.handling;
            all.on_duty += cell.on_duty;
            figure::push_group(&mut self.sums.agents[first + group], &figure::agent_time(cell, 0));
            day.add_agents(group, cell, counters.handled_by(interval, group));
        }
        figure::push_group(
            &mut self.sums.agents[first + frame.groups],
            &figure::agent_time(&all, 0),
        );
        for queue in 0..frame.queues {
            let mut total = 0;
            for group in 0..frame.groups {
                let handled = u64::from(counters.handled_by(interval, group)[queue]);
                total += handled;
                self.sums.handled[(first + group) * frame.queues + queue].push(&[handled], &[]);
            }
            self.sums.handled[(first + frame.groups) * frame.queues + queue].push(&[total], &[]);
        }
    }
}

/// Adds an interval in which the center is closed to its day: whoever arrived in it, without their time in the
/// queue, and work as work after closing.
fn record_closed(frame: &Frame, counters: &Counters, interval: usize, day: &mut Day) {
    let mut all = ContactCell::default();
    for queue in 0..frame.queues {
        let cell = ContactCell {
            queue_time: 0,
            queue_max: 0,
            ..*counters.contacts(interval, queue)
        };
        day.contacts[queue].cell.add(&cell);
        all.add(&cell);
    }
    day.contacts[frame.queues].cell.add(&all);
    for group in 0..frame.groups {
        let worked = counters.agents(interval, group).handling;
        day.add_after_closing(group, worked, counters.handled_by(interval, group));
    }
}
