//! Risk: how single days differ.
//!
//! In: the sample of a run. Out: [`Risk`]: for the center and each queue the figures of every simulated
//! day in order of size, the share of days on which each limit of the target is kept, and by how much it is
//! missed on the others; the same for each calendar day where a replication covers several.
//!
//! Days of one replication share their busyness, so over all days of a week the interval of a share comes
//! from the shares of replications (Student); elsewhere it is Wilson's.

use super::calendar_day::{Part, p90_of};
use super::day::Day;
use super::frame::Frame;
use super::hours::Hours;
use super::results::Estimate;
use super::run::Sample;
use super::target::{Bound, Limit, Limited};
use crate::model::{GroupMeasure, Measure, TICKS_PER_SECOND};
use crate::stats::{Bins, Closed, Confidence, JointMoments, percentile};

/// The figures of single days.
pub const DAY_MEASURES: [Measure; 4] = [
    Measure::ServiceLevel,
    Measure::AbandonmentRate,
    Measure::Asa,
    Measure::WaitP90,
];

/// How single days differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// Level of the intervals of shares.
    pub confidence: f64,
    /// The numbers, from 1, of the calendar days of a replication; only those not wholly within warm-up.
    pub days: Vec<u32>,
    /// All queues together; its target is met where every queue's is, and its own if it has one.
    pub center: RiskOf,
    /// Each queue, in the center's order.
    pub queues: Vec<RiskOf>,
    /// Cost of the paid hours of each calendar day. The staffing fixes it: it is the same in every
    /// replication.
    pub cost: Vec<f64>,
    /// Hours worked after closing, by replication.
    pub overtime_hours: Figures,
    /// What they come to, by replication: each group's hours at its rate of the last interval. It is not
    /// part of the cost of paid hours.
    pub overtime_cost: Figures,
}

/// How the days of a queue or the center differ.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskOf {
    /// All of them together.
    pub all: SingleDays,
    /// Those of each calendar day of the horizon, as [`Risk::days`] lists them; empty where there is one.
    pub each: Vec<SingleDays>,
}

/// A number of days.
#[derive(Debug, Clone, PartialEq)]
pub struct SingleDays {
    /// How many.
    pub days: u64,
    /// Their figures, as [`DAY_MEASURES`] lists them.
    pub figures: [Figures; DAY_MEASURES.len()],
    /// The share of days on which the whole target is met; nothing where there is none.
    pub met: Option<Estimate>,
    /// Each limit of the target, in its order; for the center those of its own.
    pub limits: Vec<Kept>,
}

impl SingleDays {
    /// The bound on a figure, where the target has one.
    pub fn bound(&self, measure: Measure) -> Option<Bound> {
        let on_it = |limit: &Limit| match limit.on {
            Limited::Measure(other) => other == measure,
            Limited::WaitQuantile(share) => measure == Measure::WaitP90 && (share - 0.9).abs() < 1e-9,
        };
        let mut limits = self.limits.iter().map(|kept| kept.limit);
        limits.find(on_it).map(|limit| limit.bound)
    }
}

/// How one limit is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    /// The limit.
    pub limit: Limit,
    /// The share of days on which it is.
    pub share: Estimate,
    /// By how much it is missed on average on the days that miss it, in the unit of its figure; nothing
    /// where none does.
    pub shortfall: Option<f64>,
}

/// One figure of many days, ascending; days on which it does not exist are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures(Vec<f64>);

impl Figures {
    fn new(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        Self(values)
    }

    /// The values, ascending.
    pub fn sorted(&self) -> &[f64] {
        &self.0
    }

    /// The value that a share of the days does not pass, between order statistics as
    /// [`percentile`] has it.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        percentile(&mut self.0.clone(), share)
    }

    /// The sample in at most `most` bars, none of which holds days on both sides of the bound, if one is
    /// given and can be an edge.
    pub fn bins(&self, bound: Option<Bound>, most: usize) -> Option<Bins> {
        let (limit, closed) = match bound {
            Some(Bound::AtMost(limit)) => (Some(limit), Closed::Above),
            Some(Bound::AtLeast(limit)) => (Some(limit), Closed::Below),
            None => (None, Closed::Below),
        };
        Bins::of(&self.0, limit, closed, most)
    }
}

/// One calendar day of one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct SingleDay {
    /// Number of the replication, from 1.
    pub replication: u32,
    /// Number of the calendar day within it, from 1.
    pub day: u32,
    /// The center.
    pub center: DayContacts,
    /// Each queue, in the center's order.
    pub queues: Vec<DayContacts>,
    /// Hours worked after closing; on the last day of a replication.
    pub overtime_hours: Option<f64>,
}

/// The contacts of a queue or the center on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayContacts {
    /// Answered + abandoned + waiting at the end.
    pub offered: u32,
    /// Answered.
    pub answered: u32,
    /// Abandoned.
    pub abandoned: u32,
    /// The figures, as [`DAY_MEASURES`] lists them; nothing where nobody came or was answered.
    pub figures: [Option<f64>; DAY_MEASURES.len()],
    /// Whether the target was met; nothing without one.
    pub met: Option<bool>,
}

impl Sample {
    /// How its days differ.
    pub fn risk(&self) -> Risk {
        let (frame, center) = (&self.frame, &self.case.center);
        let replications = self.tally.replications();
        let level = self.case.experiment.confidence;
        let confidence = Confidence::new(level, u64::from(replications));
        let of = |scope| risk_of(frame, self.tally.days(), scope, &confidence);
        let hours = Hours::new(center, frame);
        let cost = frame.days.iter().map(|day| {
            let of_interval = |interval| {
                let mut measures = hours.of(frame.groups, interval);
                measures.find(|(measure, _)| *measure == GroupMeasure::Cost)
            };
            let costs = day.intervals.clone().filter_map(of_interval);
            costs.map(|(_, cost)| cost).sum()
        });
        let last = frame.intervals.saturating_sub(1);
        let overtime_cost = |day: &Day| {
            let groups = center.groups.iter().zip(&day.agents);
            groups
                .map(|(group, time)| hours_of(time[2]) * group.cost_per_hour.at(last))
                .sum::<f64>()
        };
        Risk {
            confidence: level,
            days: frame.days.iter().map(|day| day.number).collect(),
            center: of(frame.queues),
            queues: (0..frame.queues).map(of).collect(),
            cost: cost.collect(),
            overtime_hours: Figures::new(self.tally.days().map(|day| overtime(frame, day)).collect()),
            overtime_cost: Figures::new(self.tally.days().map(overtime_cost).collect()),
        }
    }

    /// Every calendar day of every replication, in order.
    pub fn single_days(&self) -> impl Iterator<Item = SingleDay> {
        let frame = &self.frame;
        let replications = self.tally.days().zip(1_u32..);
        replications.flat_map(move |(day, replication)| {
            frame
                .days
                .iter()
                .enumerate()
                .map(move |(index, calendar)| SingleDay {
                    replication,
                    day: calendar.number,
                    center: contacts(frame, day, index, frame.queues),
                    queues: (0..frame.queues)
                        .map(|queue| contacts(frame, day, index, queue))
                        .collect(),
                    overtime_hours: (index + 1 == frame.days.len()).then(|| overtime(frame, day)),
                })
        })
    }
}

fn hours_of(ticks: u64) -> f64 {
    ticks as f64 / TICKS_PER_SECOND / 3600.0
}

fn overtime(frame: &Frame, day: &Day) -> f64 {
    hours_of(day.agents[frame.groups][2])
}

fn contacts(frame: &Frame, day: &Day, index: usize, scope: usize) -> DayContacts {
    let part = part(frame, day, index, scope);
    let met = |scope| limited(frame, day, index, scope).all(|(limit, figure)| limit.bound.holds(figure));
    DayContacts {
        offered: part.offered,
        answered: part.answered,
        abandoned: part.abandoned,
        figures: part.figures(),
        met: frame.has_target(scope).then(|| {
            if scope < frame.queues {
                met(scope)
            } else {
                (0..frame.scopes()).all(met)
            }
        }),
    }
}

/// What is kept of a scope on one calendar day.
fn part(frame: &Frame, day: &Day, index: usize, scope: usize) -> Part {
    if frame.parts() > 0 {
        day.parts[index * frame.scopes() + scope]
    } else {
        let whole = &day.contacts[scope];
        Part::new(&whole.cell, p90_of(whole.quantiles.as_ref()), frame.definition)
    }
}

/// The limits of a scope's own target with their figures on one calendar day.
fn limited<'a>(
    frame: &'a Frame,
    day: &'a Day,
    index: usize,
    scope: usize,
) -> impl Iterator<Item = (Limit, Option<f64>)> + 'a {
    let before = frame.limits[..scope]
        .iter()
        .flatten()
        .map(Vec::len)
        .sum::<usize>();
    let first = index * frame.limits_set() + before;
    let limits = frame.limits[scope].iter().flatten();
    limits.copied().zip(day.limited[first..].iter().copied())
}

fn risk_of<'a>(
    frame: &'a Frame,
    days: impl Iterator<Item = &'a Day> + Clone,
    scope: usize,
    confidence: &Confidence,
) -> RiskOf {
    let some = |wanted: &[usize]| {
        let mut gathered = Gathered::new(frame, scope);
        for day in days.clone() {
            gathered.add(frame, day, scope, wanted);
        }
        gathered.close(confidence)
    };
    let indices: Vec<usize> = (0..frame.days.len()).collect();
    let each = if frame.parts() > 0 { &*indices } else { &[] };
    RiskOf {
        all: some(&indices),
        each: each.iter().map(|&index| some(&[index])).collect(),
    }
}

/// Days so far.
struct Gathered {
    replications: u64,
    /// Calendar days of a replication that are looked at.
    per_replication: u64,
    figures: [Vec<f64>; DAY_MEASURES.len()],
    /// Days a replication that meet the target; nothing without one.
    met: Option<Share>,
    limits: Vec<(Limit, Share, f64)>,
}

/// Days a replication on which something is so.
type Share = JointMoments<1, 0>;

impl Gathered {
    fn new(frame: &Frame, scope: usize) -> Self {
        let limits = frame.limits[scope].iter().flatten();
        Self {
            replications: 0,
            per_replication: 0,
            figures: Default::default(),
            met: frame.has_target(scope).then(Share::default),
            limits: limits.map(|&limit| (limit, Share::default(), 0.0)).collect(),
        }
    }

    /// Adds some calendar days of a replication.
    fn add(&mut self, frame: &Frame, day: &Day, scope: usize, indices: &[usize]) {
        self.replications += 1;
        self.per_replication = indices.len() as u64;
        let mut met = 0;
        let mut kept = vec![0; self.limits.len()];
        for &index in indices {
            let contacts = contacts(frame, day, index, scope);
            for (values, figure) in self.figures.iter_mut().zip(contacts.figures) {
                values.extend(figure);
            }
            met += u64::from(contacts.met == Some(true));
            let limits = self.limits.iter_mut().zip(&mut kept);
            for ((_, figure), ((limit, _, short), kept)) in limited(frame, day, index, scope).zip(limits) {
                *kept += u64::from(limit.bound.holds(figure));
                *short += figure.map_or(0.0, |figure| shortfall(limit.bound, figure));
            }
        }
        if let Some(share) = &mut self.met {
            share.push(&[met], &[]);
        }
        for ((_, share, _), kept) in self.limits.iter_mut().zip(kept) {
            share.push(&[kept], &[]);
        }
    }

    fn close(self, confidence: &Confidence) -> SingleDays {
        let per = self.per_replication;
        let days = |share: &Share| share.count() * per;
        let limits = self.limits.iter().map(|(limit, share, short)| {
            let missed = days(share) - met_days(share);
            Kept {
                limit: *limit,
                share: estimate(share, per, confidence),
                shortfall: (missed > 0).then(|| short / missed as f64),
            }
        });
        SingleDays {
            days: self.replications * per,
            met: self.met.as_ref().map(|share| estimate(share, per, confidence)),
            limits: limits.collect(),
            figures: self.figures.map(Figures::new),
        }
    }
}

/// How far a figure lies beyond a bound.
fn shortfall(bound: Bound, figure: f64) -> f64 {
    match bound {
        Bound::AtLeast(least) => (least - figure).max(0.0),
        Bound::AtMost(most) => (figure - most).max(0.0),
    }
}

fn met_days(share: &Share) -> u64 {
    (share.mean(0) * share.count() as f64).round() as u64
}

/// A share of days from the days a replication, out of `per`.
fn estimate(share: &Share, per: u64, confidence: &Confidence) -> Estimate {
    let (replications, met) = (share.count(), met_days(share));
    let days = replications * per;
    let mean = met as f64 / days.max(1) as f64;
    // With none or all of the days, replications do not differ, and say nothing of how far they might.
    let interval = if per == 1 {
        confidence.of_share(met, days)
    } else if met == 0 || met == days {
        confidence.of_share(if met == 0 { 0 } else { replications }, replications)
    } else {
        confidence.of_mean(share, 0).map(|half| {
            let half = half / per as f64;
            ((mean - half).max(0.0), (mean + half).min(1.0))
        })
    };
    Estimate {
        mean,
        interval,
        days: None,
    }
}
