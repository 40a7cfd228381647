//! What single replications leave beyond waiting, and their sums by interval.

use serde::{Deserialize, Serialize};

use super::figure::{self, Moments, PresenceMoments};
use crate::estimate::frame::Frame;
use crate::observe::{AbsenceCell, Beyond, ContactCell, Counters, OutcomeCell, Worked, add_each};
use crate::stats::JointMoments;

/// One day beyond waiting.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(in crate::estimate) struct OutcomeDay {
    /// By scope.
    pub contacts: Vec<OutcomeCell>,
    /// Of each segment of all queues: what happened beyond waiting, and waits and answers.
    pub segments: Vec<(OutcomeCell, ContactCell)>,
    /// By team.
    pub agents: Vec<AbsenceCell>,
    /// Time that groups gave queues, in ticks, by group, then queue.
    pub by_queue: Vec<u64>,
    /// Time that groups' agents held so many contacts at once, in ticks, by group and number.
    pub by_number: Vec<u64>,
}

impl OutcomeDay {
    /// An empty day; nothing where the center is plain.
    pub fn new(frame: &Frame) -> Option<Self> {
        let segments = frame.segments?;
        Some(Self {
            contacts: vec![OutcomeCell::default(); frame.scopes()],
            segments: vec![Default::default(); segments],
            agents: vec![AbsenceCell::default(); frame.teams()],
            by_queue: vec![0; frame.groups * frame.queues],
            by_number: vec![0; frame.all_numbers()],
        })
    }

    /// What figures of waiting take from beyond it, in a scope.
    pub fn beyond(&self, scope: usize) -> Beyond {
        self.contacts[scope].beyond()
    }

    /// Whether every list is as long as a run of this frame makes it.
    pub fn fits(&self, frame: &Frame) -> bool {
        Some(self.segments.len()) == frame.segments
            && self.contacts.len() == frame.scopes()
            && self.agents.len() == frame.teams()
            && self.by_queue.len() == frame.groups * frame.queues
            && self.by_number.len() == frame.all_numbers()
    }

    /// Adds the time of agents in an interval.
    fn add_work(&mut self, frame: &Frame, worked: &Worked, interval: usize) {
        for group in 0..frame.groups {
            let queues = group * frame.queues..(group + 1) * frame.queues;
            add_each(&mut self.by_queue[queues], worked.by_queue(interval, group));
            let numbers = frame.numbers[group].clone();
            add_each(&mut self.by_number[numbers], worked.by_number(interval, group));
        }
    }
}

/// Sums over replications, by interval; empty where the center is plain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::estimate) struct OutcomeSums {
    /// By interval, then scope.
    pub contacts: Vec<Moments>,
    /// By interval, then team.
    pub agents: Vec<PresenceMoments>,
}

impl OutcomeSums {
    pub fn new(frame: &Frame) -> Self {
        if frame.segments.is_none() {
            return Self::default();
        }
        Self {
            contacts: vec![Moments::default(); frame.intervals * frame.scopes()],
            agents: vec![PresenceMoments::default(); frame.intervals * frame.teams()],
        }
    }

    pub fn clear(&mut self) {
        self.contacts.iter_mut().for_each(JointMoments::clear);
        self.agents.iter_mut().for_each(JointMoments::clear);
    }

    pub fn merge(&mut self, other: &Self) {
        let contacts = self.contacts.iter_mut().zip(&other.contacts);
        contacts.for_each(|(mine, theirs)| mine.merge(theirs));
        let agents = self.agents.iter_mut().zip(&other.agents);
        agents.for_each(|(mine, theirs)| mine.merge(theirs));
    }

    /// Whether every list is as long as a run of this frame makes it.
    pub fn fits(&self, frame: &Frame) -> bool {
        let intervals = frame.segments.map_or(0, |_| frame.intervals);
        self.contacts.len() == intervals * frame.scopes() && self.agents.len() == intervals * frame.teams()
    }

    /// Adds an interval of one replication, here and to its day.
    pub fn record(&mut self, frame: &Frame, counters: &Counters, interval: usize, day: &mut OutcomeDay) {
        let Some(outcomes) = counters.outcomes() else {
            return;
        };
        let first = interval * frame.scopes();
        let (mut all, mut all_contacts) = (OutcomeCell::default(), ContactCell::default());
        for queue in 0..frame.queues {
            let (cell, contacts) = (outcomes.cell(interval, queue), counters.contacts(interval, queue));
            figure::push(&mut self.contacts[first + queue], &figure::counts(cell, contacts));
            day.contacts[queue].add(cell);
            figure::add_scope(&mut all, cell);
            all_contacts.add(contacts);
        }
        figure::push(
            &mut self.contacts[first + frame.queues],
            &figure::counts(&all, &all_contacts),
        );
        day.contacts[frame.queues].add(&all);
        // Work after closing is overtime, and in none of the hours by queue.
        if !frame.closed[interval] {
            day.add_work(frame, outcomes.worked(), interval);
        }
        for (segment, (cell, contacts)) in day.segments.iter_mut().enumerate() {
            cell.add(outcomes.segment_cell(interval, segment));
            contacts.add(outcomes.segment_contacts(interval, segment));
        }
        let first = interval * frame.teams();
        let mut all = AbsenceCell::default();
        for group in 0..frame.groups {
            let cell = outcomes.absences(interval, group);
            self.agents[first + group].push(cell, &[]);
            add_each(&mut day.agents[group], cell);
            add_each(&mut all, cell);
        }
        self.agents[first + frame.groups].push(&all, &[]);
        add_each(&mut day.agents[frame.groups], &all);
    }
}
