//! Single days: what one replication says as a whole. They are kept by replication, because how days
//! differ, and how two scenarios differ day by day, cannot be told from sums.

use super::calendar_day::{Part, PartScratch};
use super::figure::{self, Counts};
use super::frame::Frame;
use super::outcomes::OutcomeDay;
use super::target::{self, Limit, Limited};
use crate::model::{Measure, ServiceLevelDefinition};
use crate::observe::{Beyond, ContactCell, Counters, GroupCell};
use serde::{Deserialize, Serialize};

use crate::stats::{Histogram, quantile_of_cells};

/// One day's contacts of a queue or the center.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct ContactDay {
    pub cell: ContactCell,
    /// Quantiles of the wait of answered contacts, as [`Measure::QUANTILES`] lists them, in seconds;
    /// nothing if nobody was answered.
    pub quantiles: Option<[f64; Measure::QUANTILES.len()]>,
    /// Whether the day's figures met the target.
    pub met: bool,
    /// Intervals whose figures met it.
    pub intervals_met: u32,
}

/// One day as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Day {
    /// By scope.
    pub contacts: Vec<ContactDay>,
    /// Handling, on duty and overtime, by team.
    pub agents: Vec<[u64; 3]>,
    /// Contacts answered, by team, then queue.
    pub handled: Vec<u32>,
    /// Whether every target of queues and groups was met.
    pub all_met: bool,
    /// Control variates, scope by scope; empty where there are none.
    pub controls: Vec<f64>,
    /// Where the replication covers several calendar days, each of them, by day, then scope.
    pub parts: Vec<Part>,
    /// The figures that targets limit, by calendar day, then scope and limit.
    pub limited: Vec<Option<f64>>,
    /// What happened beyond waiting; nothing where the center is plain.
    pub outcomes: Option<OutcomeDay>,
}

impl Day {
    pub fn new(frame: &Frame) -> Self {
        Self {
            contacts: vec![ContactDay::default(); frame.scopes()],
            agents: vec![[0; 3]; frame.teams()],
            handled: vec![0; frame.teams() * frame.queues],
            all_met: false,
            controls: Vec::new(),
            parts: Vec::with_capacity(frame.parts() * frame.scopes()),
            limited: Vec::with_capacity(frame.days.len() * frame.limits_set()),
            outcomes: OutcomeDay::new(frame),
        }
    }

    /// What is counted of a scope's contacts.
    pub fn counts(&self, scope: usize, definition: ServiceLevelDefinition) -> Counts {
        let outcomes = self.outcomes.as_ref();
        let beyond = outcomes.map_or_else(Beyond::default, |outcomes| outcomes.beyond(scope));
        figure::counts(&self.contacts[scope].cell, beyond, definition)
    }

    /// Adds an interval of a group.
    pub fn add_agents(&mut self, group: usize, cell: &GroupCell, handled: &[u32]) {
        self.agents[group][0] += cell.handling;
        self.agents[group][1] += cell.on_duty;
        let first = group * handled.len();
        for (mine, count) in self.handled[first..].iter_mut().zip(handled) {
            *mine += count;
        }
    }

    /// Adds the handling of a group in an interval in which the center is closed, in ticks, and the contacts
    /// that arrived in it.
    pub fn add_after_closing(&mut self, group: usize, handling: u64, handled: &[u32]) {
        self.add_agents(group, &GroupCell::default(), handled);
        self.agents[group][2] += handling;
    }

    /// Fills in what can be told once every interval is added.
    pub fn close(&mut self, frame: &Frame, counters: &Counters, scratch: &mut DayScratch) {
        for group in 0..frame.groups {
            self.agents[group][2] += counters.overtime(group);
            let time = self.agents[group];
            let all = &mut self.agents[frame.groups];
            all.iter_mut().zip(time).for_each(|(all, time)| *all += time);
            for queue in 0..frame.queues {
                self.handled[frame.groups * frame.queues + queue] +=
                    self.handled[group * frame.queues + queue];
            }
        }
        let mut all_met = true;
        for queue in 0..frame.queues {
            self.contacts[queue].quantiles =
                scratch.day_quantiles(counters, queue, &self.contacts[queue].cell);
            if let Some(limits) = &frame.limits[queue] {
                let counts = self.counts(queue, frame.definition);
                let figure = |limit: &Limit| match limit.on {
                    Limited::Measure(measure) => figure::figure(measure, &counts, frame.covered_day()),
                    Limited::WaitQuantile(share) => scratch.day.quantile(share),
                };
                let met = limits.iter().all(|limit| limit.bound.holds(figure(limit)));
                if frame.days.len() == 1 {
                    self.limited.extend(limits.iter().map(figure));
                }
                self.contacts[queue].met = met;
                all_met &= met;
            }
        }
        if let Some(limits) = &frame.limits[frame.queues] {
            let counts = self.counts(frame.queues, frame.definition);
            let figure = |limit: &Limit| match limit.on {
                Limited::Measure(measure) => figure::figure(measure, &counts, frame.covered_day()),
                Limited::WaitQuantile(share) => scratch.center.quantile(share),
            };
            all_met &= limits.iter().all(|limit| limit.bound.holds(figure(limit)));
            if frame.days.len() == 1 {
                self.limited.extend(limits.iter().map(figure));
            }
        }
        if frame.parts() > 0 {
            let (parts, limited) = (&mut self.parts, &mut self.limited);
            scratch.parts.divide(frame, counters, parts, limited);
        }
        self.contacts[frame.queues].quantiles = scratch.center_quantiles();
        self.contacts[frame.queues].met = frame.has_targets() && all_met;
        self.all_met = all_met
            && frame
                .occupancy_max
                .iter()
                .zip(&self.agents)
                .all(|(most, time)| most.is_none_or(|most| time[0] as f64 <= most * time[1] as f64));
    }
}

/// Memory for the waits of one day, used again for the next.
#[derive(Debug, Clone, Default)]
pub(super) struct DayScratch {
    /// Waits of the answered contacts of the queue at hand.
    day: Histogram,
    /// The same over the queues so far.
    center: Histogram,
    /// Interval and cell of each wait, ascending, by scope; only where its target limits a quantile.
    cells: Vec<Vec<(u32, u32)>>,
    /// Where the replication covers several calendar days.
    parts: PartScratch,
}

impl DayScratch {
    /// Begins a new day.
    pub fn start(&mut self, frame: &Frame, counters: &Counters) {
        self.center.clear();
        self.cells.resize_with(frame.scopes(), Vec::new);
        for scope in (0..frame.scopes()).filter(|&scope| frame.limits_waits(scope)) {
            let cells = &mut self.cells[scope];
            cells.clear();
            for queue in (0..frame.queues).filter(|&queue| scope == queue || scope == frame.queues) {
                let records = counters.waits_answered(queue).iter();
                cells.extend(records.map(|record| (record.interval() as u32, record.cell())));
            }
            cells.sort_unstable();
        }
    }

    /// Whether a scope's figures of one interval keep to its limits.
    pub fn interval_meets(
        &self,
        limits: &[Limit],
        counts: &Counts,
        covered: u64,
        (scope, interval): (usize, usize),
        at_once: u32,
    ) -> bool {
        target::all_hold(limits, |on| match on {
            Limited::Measure(measure) => figure::figure(measure, counts, covered),
            Limited::WaitQuantile(share) => {
                let cells = &self.cells[scope];
                let first = cells.partition_point(|cell| (cell.0 as usize) < interval);
                let last = cells.partition_point(|cell| (cell.0 as usize) <= interval);
                let waited = cells[first..last].iter().map(|cell| cell.1);
                quantile_of_cells(u64::from(at_once), waited, share)
            }
        })
    }

    /// Quantiles of one queue's waits over the day; keeps them for the center's.
    fn day_quantiles(
        &mut self,
        counters: &Counters,
        queue: usize,
        cell: &ContactCell,
    ) -> Option<[f64; Measure::QUANTILES.len()]> {
        self.day.clear();
        self.day.add(0, u64::from(cell.answered_at_once));
        for record in counters.waits_answered(queue) {
            self.day.add(record.cell(), 1);
        }
        self.center.merge(&self.day);
        self.day.quantiles(Measure::QUANTILES.map(|(_, share)| share))
    }

    fn center_quantiles(&self) -> Option<[f64; Measure::QUANTILES.len()]> {
        self.center.quantiles(Measure::QUANTILES.map(|(_, share)| share))
    }
}
