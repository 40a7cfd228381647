//! A tally → results: every measure of every queue, group and the center, with its interval.

use super::block::IntervalSums;
use super::case::Case;
use super::day::{ContactDay, Day};
use super::figure::{self, ContactMoments, Counts, GroupMoments};
use super::frame::{Detail, Frame};
use super::hours::Hours;
use super::outcomes;
use super::precision::Reached;
use super::reduction::Reduction;
use super::results::{Estimate, Gains, GroupMeasures, Measures, Panel, Results, Waits};
use super::tally::Tally;
use super::target::Limited;
use super::waits::Sections;
use crate::model::Center;
use crate::model::{GroupMeasure, Measure, Unit};
use crate::stats::{Confidence, JointMoments, percentile};

/// Makes the results of a run.
pub(super) fn results(case: &Case, frame: &Frame, tally: &mut Tally, precision: Vec<Reached>) -> Results {
    let (center, experiment) = (&case.center, &case.experiment);
    tally.waits.settle();
    let tally = &*tally;
    let summary = Summary::new(case, frame, tally);
    let (queues, all, waits, gains) = summary.contacts(tally);
    let reduced = summary.reduction.is_some();
    let asked = frame.has_targets() || frame.occupancy_max.iter().any(Option::is_some);
    Results {
        name: center.name.clone(),
        seed: experiment.seed,
        replications: tally.replications(),
        steady: None,
        confidence: experiment.confidence,
        precision,
        service_level: center.service_level,
        center: all,
        queues,
        agents: summary.team(frame.groups),
        groups: (0..frame.groups).map(|group| summary.team(group)).collect(),
        waits,
        outcomes: outcomes::results(
            center,
            frame,
            &tally.sums.outcomes,
            &summary.days,
            &summary.confidence,
        ),
        gains: reduced.then_some(gains),
        all_targets_met: asked.then(|| summary.share_of_days(|day| day.all_met)),
    }
}

/// The day's figures of one scope, without those that take all intervals together.
pub(super) fn day_of(case: &Case, frame: &Frame, tally: &mut Tally, scope: usize) -> Measures {
    tally.waits.settle();
    let mut sections = Sections::default();
    for queue in (0..frame.queues).filter(|&queue| scope == queue || scope == frame.queues) {
        for interval in 0..frame.wait_intervals() {
            sections.merge(&tally.waits.of_interval(interval, queue));
        }
    }
    Summary::new(case, frame, tally).day(scope, &sections, &[]).0
}

/// Panels of the queues and of the center, the queues' distributions of waits, and what variance reduction
/// gained by scope.
type Contacts = (Vec<Panel<Measures>>, Panel<Measures>, Vec<Waits>, Vec<Gains>);

struct Summary<'a> {
    center: &'a Center,
    frame: &'a Frame,
    sums: &'a IntervalSums,
    days: Vec<&'a Day>,
    reduction: Option<Reduction>,
    confidence: Confidence,
}

/// Whether an interval meets a target by its figures over all days, and whether it does at the worse and
/// at the better ends of their intervals.
#[derive(Clone, Copy)]
struct Verdict {
    met: bool,
    surely: bool,
    possibly: bool,
}

impl Verdict {
    const MET: Verdict = Verdict {
        met: true,
        surely: true,
        possibly: true,
    };

    fn and(self, other: Verdict) -> Verdict {
        Verdict {
            met: self.met && other.met,
            surely: self.surely && other.surely,
            possibly: self.possibly && other.possibly,
        }
    }
}

impl<'a> Summary<'a> {
    fn new(case: &'a Case, frame: &'a Frame, tally: &'a Tally) -> Self {
        Self {
            center: &case.center,
            frame,
            sums: &tally.sums,
            days: tally.days().collect(),
            reduction: Reduction::new(case, frame, &tally.blocks()),
            confidence: Confidence::new(case.experiment.confidence, u64::from(tally.replications())),
        }
    }

    /// Panels of the queues and of the center, and the queues' distributions of waits.
    fn contacts(&self, tally: &Tally) -> Contacts {
        let frame = self.frame;
        let mut intervals: Vec<Vec<Measures>> = vec![Vec::with_capacity(frame.intervals); frame.scopes()];
        let mut verdicts: Vec<Vec<Verdict>> = vec![Vec::new(); frame.scopes()];
        let mut over_day = vec![Sections::default(); frame.scopes()];
        for interval in 0..frame.intervals {
            if frame.covered[interval] == 0 {
                intervals
                    .iter_mut()
                    .for_each(|panel| panel.push(Measures::default()));
                if frame.closed[interval] && frame.detail == Detail::Intervals {
                    for queue in 0..frame.queues {
                        let sections = tally.waits.of_interval(interval, queue);
                        over_day[queue].merge(&sections);
                        over_day[frame.queues].merge(&sections);
                    }
                }
                continue;
            }
            let mut all = Sections::default();
            let mut all_met = Verdict::MET;
            for queue in 0..frame.queues {
                let sections = match frame.detail {
                    Detail::Intervals => tally.waits.of_interval(interval, queue),
                    Detail::Day => Sections::default(),
                };
                let measures = self.interval(queue, interval, &sections);
                if let Some(verdict) = self.verdict(queue, &measures, &sections) {
                    verdicts[queue].push(verdict);
                    all_met = all_met.and(verdict);
                }
                intervals[queue].push(measures);
                over_day[queue].merge(&sections);
                all.merge(&sections);
            }
            let measures = self.interval(frame.queues, interval, &all);
            if let Some(verdict) = self.verdict(frame.queues, &measures, &all) {
                all_met = all_met.and(verdict);
            }
            intervals[frame.queues].push(measures);
            verdicts[frame.queues].push(all_met);
            over_day[frame.queues].merge(&all);
        }
        if frame.detail == Detail::Day {
            for queue in 0..frame.queues {
                let sections = tally.waits.of_interval(0, queue);
                over_day[frame.queues].merge(&sections);
                over_day[queue] = sections;
            }
        }
        let waits = (0..frame.queues)
            .map(|queue| over_day[queue].with_abandoned(tally.waits.abandoned(queue)))
            .collect();
        let mut gains = Vec::with_capacity(frame.scopes());
        let mut panels: Vec<Panel<Measures>> = intervals
            .into_iter()
            .enumerate()
            .map(|(scope, intervals)| {
                let (day, gained) = self.day(scope, &over_day[scope], &verdicts[scope]);
                gains.push(gained);
                Panel { day, intervals }
            })
            .collect();
        let center = panels
            .pop()
            .expect("the center is the scope after the last queue");
        (panels, center, waits, gains)
    }

    /// Every measure of a scope in one interval.
    fn interval(&self, scope: usize, interval: usize, sections: &Sections<'_>) -> Measures {
        let at = interval * self.frame.scopes() + scope;
        let mut measures = Measures::default();
        let covered = self.frame.covered[interval];
        self.count_measures(&mut measures, &self.sums.contacts[at], covered, sections);
        let load = self.offered_load(scope, interval);
        measures.set(Measure::OfferedLoad, Some(self.fixed(load)));
        if self.frame.has_target(scope) {
            let met = self.share(u64::from(self.sums.met[at]));
            measures.set(Measure::TargetMet, Some(met));
        }
        measures
    }

    /// Every measure of a scope over the day.
    fn day(&self, scope: usize, sections: &Sections<'_>, verdicts: &[Verdict]) -> (Measures, Gains) {
        let frame = self.frame;
        let covered = frame.covered_day();
        let mut moments = ContactMoments::default();
        let days = self.days.iter();
        let counts: Vec<_> = days.map(|day| day.counts(scope, frame.definition)).collect();
        counts
            .iter()
            .for_each(|counts| figure::push(&mut moments, counts));
        let mut measures = Measures::default();
        self.count_measures(&mut measures, &moments, covered, sections);
        let gains = self.reduce(&mut measures, scope, &counts);
        for measure in Measure::EVERY {
            let figures = counts
                .iter()
                .filter_map(|counts| figure::figure(measure, counts, covered));
            self.spread(&mut measures, measure, figures.collect());
        }
        for (index, (measure, _)) in Measure::QUANTILES.into_iter().enumerate() {
            let figures = self
                .of_scope(scope)
                .filter_map(|day| Some(day.quantiles.as_ref()?[index]));
            self.spread(&mut measures, measure, figures.collect());
        }
        if covered > 0 {
            let load = (0..frame.intervals)
                .map(|interval| self.offered_load(scope, interval) * frame.covered[interval] as f64)
                .sum::<f64>()
                / covered as f64;
            measures.set(Measure::OfferedLoad, Some(self.fixed_daily(load)));
        }
        if frame.has_target(scope) {
            let met = self.share_of_days(|day| day.contacts[scope].met);
            measures.set(Measure::TargetMet, Some(met));
            let count =
                |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count() as f64;
            let (surely, possibly) = (count(|verdict| verdict.surely), count(|verdict| verdict.possibly));
            let met = Estimate {
                mean: count(|verdict| verdict.met),
                interval: self.has_intervals().then_some((surely, possibly)),
                days: None,
            };
            measures.set(Measure::IntervalsMet, Some(met));
            let figures = self.of_scope(scope).map(|day| f64::from(day.intervals_met));
            self.spread(&mut measures, Measure::IntervalsMet, figures.collect());
        }
        (measures, gains)
    }

    /// Puts adjusted estimates of the day in the place of plain ones; how much each gained.
    fn reduce(&self, measures: &mut Measures, scope: usize, days: &[Counts]) -> Gains {
        let mut gains = Gains::default();
        let Some(reduction) = &self.reduction else {
            return gains;
        };
        let covered = self.frame.covered_day();
        for measure in Measure::EVERY {
            if measures.get(measure).is_some()
                && let Some(linear) = figure::linear(measure, days, covered, Some((reduction, scope)))
                && let Some((estimate, gain)) = reduction.estimate(&linear, measure.unit(), &self.confidence)
            {
                measures.set(measure, Some(estimate));
                gains.set(measure, gain);
            }
        }
        gains
    }

    fn reduce_team(&self, measures: &mut GroupMeasures, team: usize) {
        let Some(reduction) = &self.reduction else { return };
        let times: Vec<[u64; 3]> = self.days.iter().map(|day| day.agents[team]).collect();
        for measure in GroupMeasure::ALL {
            if measures.get(measure).is_some()
                && let Some(linear) =
                    figure::group_linear(measure, &times, Some((reduction, self.frame.queues)))
                && let Some((estimate, _)) = reduction.estimate(&linear, measure.unit(), &self.confidence)
            {
                measures.set(measure, Some(estimate));
            }
        }
    }

    /// The measures that follow from counts and from waits by section.
    fn count_measures(
        &self,
        measures: &mut Measures,
        moments: &ContactMoments,
        covered: u64,
        sections: &Sections<'_>,
    ) {
        for measure in Measure::EVERY {
            let estimate = figure::estimate(measure, moments, covered, &self.confidence);
            measures.set(measure, estimate);
        }
        let shares = Measure::QUANTILES.map(|(_, share)| share);
        if let Some(quantiles) = sections.quantiles(shares, &self.confidence) {
            for ((measure, _), estimate) in Measure::QUANTILES.into_iter().zip(quantiles) {
                measures.set(measure, Some(estimate));
            }
        }
    }

    /// How a scope's figures of one interval over all days stand to its own target; nothing without one.
    fn verdict(&self, scope: usize, measures: &Measures, sections: &Sections<'_>) -> Option<Verdict> {
        let limits = self.frame.limits[scope].as_ref()?;
        Some(limits.iter().fold(Verdict::MET, |so_far, limit| {
            let estimate = match limit.on {
                Limited::Measure(measure) => measures.get(measure),
                Limited::WaitQuantile(share) => sections
                    .quantiles([share], &self.confidence)
                    .map(|[estimate]| estimate),
            };
            let Some(estimate) = estimate else { return so_far };
            let met = limit.bound.holds(Some(estimate.mean));
            let ends = estimate.interval.unwrap_or((estimate.mean, estimate.mean));
            let (worse, better) = limit.bound.worse_and_better(ends);
            so_far.and(Verdict {
                met,
                surely: limit.bound.holds(Some(worse)),
                possibly: limit.bound.holds(Some(better)),
            })
        }))
    }

    /// Every measure of a group, or of all groups together.
    fn team(&self, team: usize) -> Panel<GroupMeasures> {
        let (frame, hours) = (self.frame, Hours::new(self.center, self.frame));
        let intervals = (0..frame.intervals)
            .map(|interval| {
                let at = interval * frame.teams() + team;
                let mut measures = GroupMeasures::default();
                if frame.covered[interval] == 0 {
                    measures.handled = vec![None; frame.queues];
                    return measures;
                }
                self.team_measures(&mut measures, &self.sums.agents[at]);
                // Work after closing belongs to the day, not to an interval.
                measures.set(GroupMeasure::OvertimeHours, None);
                for (measure, value) in hours.of(team, interval) {
                    measures.set(measure, Some(self.fixed(value)));
                }
                let handled = &self.sums.handled[at * frame.queues..(at + 1) * frame.queues];
                measures.handled = handled
                    .iter()
                    .map(|moments| Some(self.mean_count(moments)))
                    .collect();
                measures
            })
            .collect();
        Panel {
            day: self.team_day(team, &hours),
            intervals,
        }
    }

    fn team_day(&self, team: usize, hours: &Hours) -> GroupMeasures {
        let frame = self.frame;
        let mut moments = GroupMoments::default();
        for day in &self.days {
            figure::push_group(&mut moments, &day.agents[team]);
        }
        let mut measures = GroupMeasures::default();
        self.team_measures(&mut measures, &moments);
        self.reduce_team(&mut measures, team);
        for measure in GroupMeasure::ALL {
            let mut figures: Vec<f64> = self
                .days
                .iter()
                .filter_map(|day| figure::group_figure(measure, &day.agents[team]))
                .collect();
            let estimate = measures.get(measure).map(|estimate| Estimate {
                days: band(&mut figures),
                ..estimate
            });
            measures.set(measure, estimate);
        }
        for (measure, value) in hours.of_day(team) {
            measures.set(measure, Some(self.fixed_daily(value)));
        }
        measures.handled = (0..frame.queues)
            .map(|queue| {
                let mut moments = JointMoments::<1, 0>::default();
                let handled = |day: &&Day| day.handled[team * frame.queues + queue];
                let mut figures: Vec<f64> = self.days.iter().map(handled).map(f64::from).collect();
                for count in self.days.iter().map(handled) {
                    moments.push(&[u64::from(count)], &[]);
                }
                Some(Estimate {
                    days: band(&mut figures),
                    ..self.mean_count(&moments)
                })
            })
            .collect();
        measures
    }

    fn team_measures(&self, measures: &mut GroupMeasures, moments: &GroupMoments) {
        for measure in GroupMeasure::ALL {
            let estimate = figure::group_estimate(measure, moments, &self.confidence);
            measures.set(measure, estimate);
        }
    }

    fn of_scope(&self, scope: usize) -> impl Iterator<Item = &ContactDay> {
        self.days.iter().map(move |day| &day.contacts[scope])
    }

    /// Offered load in erlangs that the model fixes; the center's is the sum over its queues.
    fn offered_load(&self, scope: usize, interval: usize) -> f64 {
        if scope < self.frame.queues {
            self.center.offered_load(scope, interval)
        } else {
            (0..self.frame.queues)
                .map(|queue| self.center.offered_load(queue, interval))
                .sum()
        }
    }

    /// Adds to an estimate how single days differ.
    fn spread(&self, measures: &mut Measures, measure: Measure, mut figures: Vec<f64>) {
        if let (Some(estimate), Some(days)) = (measures.get(measure), band(&mut figures)) {
            let days = Some(days);
            measures.set(measure, Some(Estimate { days, ..estimate }));
        }
    }

    fn share_of_days(&self, holds: impl Fn(&Day) -> bool) -> Estimate {
        self.share(self.days.iter().filter(|day| holds(day)).count() as u64)
    }

    fn share(&self, met: u64) -> Estimate {
        let days = self.days.len() as u64;
        Estimate {
            mean: met as f64 / days.max(1) as f64,
            interval: self.confidence.of_share(met, days),
            days: None,
        }
    }

    fn mean_count(&self, moments: &JointMoments<1, 0>) -> Estimate {
        let half = self.confidence.of_mean(moments, 0);
        figure::about(moments.mean(0), half, Unit::Count)
    }

    /// A figure of an interval that the model fixes.
    fn fixed(&self, value: f64) -> Estimate {
        Estimate {
            mean: value,
            interval: self.has_intervals().then_some((value, value)),
            days: None,
        }
    }

    /// A figure of the day that the model fixes: the same on every day.
    fn fixed_daily(&self, value: f64) -> Estimate {
        Estimate {
            days: self.has_intervals().then_some((value, value)),
            ..self.fixed(value)
        }
    }

    /// One replication alone knows nothing of its own uncertainty.
    fn has_intervals(&self) -> bool {
        self.days.len() > 1
    }
}

/// 10th and 90th percentile; one day alone does not say how days differ.
pub(super) fn band(figures: &mut [f64]) -> Option<(f64, f64)> {
    if figures.len() < 2 {
        return None;
    }
    Some((percentile(figures, 0.1)?, percentile(figures, 0.9)?))
}
