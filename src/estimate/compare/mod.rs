//! Paired comparison: two scenarios simulated on the same days, figure by figure.
//!
//! In: the outcomes of BASE and OTHER, made with the same seed. The n-th contact of a queue is the same in
//! both, whatever the staffing (common random numbers), so that most of what makes days differ cancels out.
//! Out: every measure of the day that means the same in both, with the interval of confidence of its
//! difference.
//!
//! - Means: differences day by day, with variance reduction where the runs have it. Ratios: the same with the linear part of each ratio (the delta method:
//!   (x − r y) / ȳ; Asmussen & Glynn, *Stochastic Simulation*, 2007, III.3).
//! - Quantiles: sectioning, the sections of both being the same days.
//! - Shares of days: Agresti & Min, *Statistics in Medicine* 24 (2005), 729–740.
//! - Hours, costs and offered loads: exact, as the model fixes them.
//! - Many comparisons: [`correct`], by Holm.

mod difference;
mod family;
mod likeness;

use super::day::Day;
use super::figure::{self, Counts};
use super::linear::By;
use super::outcomes;
use super::reduction::Reduction;
use super::run::{Outcome, Sample};
use crate::model::{GroupMeasure, Measure, OutcomeMeasure, ServiceLevelDefinition};
use crate::stats::{Confidence, Independent};
use likeness::Likeness;

pub use difference::Difference;
pub use family::{Headline, correct};
pub use likeness::Unlike;

/// Every measure of contacts; absent where it does not exist in both, or means something else in each.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactDifferences {
    measures: [Option<Difference>; Measure::EVERY.len()],
    outcomes: [Option<Difference>; OutcomeMeasure::ALL.len()],
}

impl ContactDifferences {
    /// The difference of a measure.
    pub fn get(&self, measure: Measure) -> Option<&Difference> {
        self.measures[measure as usize].as_ref()
    }

    /// The difference of a measure beyond waiting; absent too where one of the scenarios cannot produce it.
    pub fn outcome(&self, measure: OutcomeMeasure) -> Option<&Difference> {
        self.outcomes[measure as usize].as_ref()
    }
}

/// Every measure of a group, and the contacts that it handled.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentDifferences {
    measures: [Option<Difference>; GroupMeasure::ALL.len()],
    /// Contacts answered, by the name of each queue that both scenarios have.
    pub handled: Vec<(String, Option<Difference>)>,
}

impl AgentDifferences {
    /// The difference of a measure.
    pub fn get(&self, measure: GroupMeasure) -> Option<&Difference> {
        self.measures[measure as usize].as_ref()
    }
}

/// A queue or group that both scenarios have.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched<T> {
    /// Its name.
    pub name: String,
    /// Its place in BASE.
    pub base: usize,
    /// Its place in OTHER.
    pub other: usize,
    /// Its figures of the day.
    pub day: T,
}

/// Names that only one of the scenarios has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unmatched {
    /// Only BASE.
    pub base: Vec<String>,
    /// Only OTHER.
    pub other: Vec<String>,
}

impl Unmatched {
    /// Whether both have the same names.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty() && self.other.is_empty()
    }
}

/// OTHER beside BASE.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// Replications that both have.
    pub replications: u32,
    /// Level of the intervals.
    pub confidence: f64,
    /// How BASE defines the service level.
    pub service_level: ServiceLevelDefinition,
    /// All queues together.
    pub center: ContactDifferences,
    /// All groups together.
    pub agents: AgentDifferences,
    /// The queues that both have, in BASE's order.
    pub queues: Vec<Matched<ContactDifferences>>,
    /// The groups that both have, in BASE's order.
    pub groups: Vec<Matched<AgentDifferences>>,
    /// Queues that only one has.
    pub unmatched_queues: Unmatched,
    /// Groups that only one has.
    pub unmatched_groups: Unmatched,
    /// Share of days on which every queue and group met its target.
    pub all_targets_met: Option<Difference>,
    /// What means something else in each, and so is not compared.
    pub unlike: Vec<Unlike>,
}

/// Sets OTHER beside BASE. Both are to be simulated with the same seed; of different numbers of replications
/// only those that both have are compared, quantiles then without an interval.
pub fn differences(base: &Outcome, other: &Outcome) -> Differences {
    let pair = Pair::new(base, other);
    let (left, right) = (&base.sample.case.center, &other.sample.case.center);
    let (queues, unmatched_queues) = matched(
        left.queues.iter().map(|queue| &*queue.name),
        right.queues.iter().map(|queue| &*queue.name),
    );
    let (groups, unmatched_groups) = matched(
        left.groups.iter().map(|group| &*group.name),
        right.groups.iter().map(|group| &*group.name),
    );
    let likeness = Likeness::new(&base.sample.case, &other.sample.case, &queues);
    let queue_names: Vec<(String, usize, usize)> = queues
        .iter()
        .map(|&(base, other)| (left.queues[base].name.clone(), base, other))
        .collect();
    Differences {
        replications: pair.replications,
        confidence: pair.confidence.level(),
        service_level: left.service_level,
        center: pair.contacts(None, &likeness),
        agents: pair.agents(None, &likeness, &queue_names),
        queues: queues
            .iter()
            .enumerate()
            .map(|(place, &(base, other))| Matched {
                name: left.queues[base].name.clone(),
                base,
                other,
                day: pair.contacts(Some((place, base, other)), &likeness),
            })
            .collect(),
        groups: groups
            .iter()
            .map(|&(base, other)| Matched {
                name: left.groups[base].name.clone(),
                base,
                other,
                day: pair.agents(Some((base, other)), &likeness, &queue_names),
            })
            .collect(),
        unmatched_queues,
        unmatched_groups,
        all_targets_met: pair.all_targets_met(&likeness),
        unlike: likeness.unlike,
    }
}

/// Places of the names that both lists have, and those that only one has.
fn matched<'n>(
    base: impl Iterator<Item = &'n str>,
    other: impl Iterator<Item = &'n str>,
) -> (Vec<(usize, usize)>, Unmatched) {
    let (base, other): (Vec<&str>, Vec<&str>) = (base.collect(), other.collect());
    let mut pairs = Vec::new();
    let mut unmatched = Unmatched::default();
    for (place, name) in base.iter().enumerate() {
        match other.iter().position(|other| other == name) {
            Some(found) => pairs.push((place, found)),
            None => unmatched.base.push((*name).into()),
        }
    }
    let only_other = other.iter().filter(|name| !base.contains(name));
    unmatched.other = only_other.map(|name| (*name).into()).collect();
    (pairs, unmatched)
}

/// Two outcomes and what their comparisons share.
struct Pair<'a> {
    base: &'a Outcome,
    other: &'a Outcome,
    replications: u32,
    confidence: Confidence,
    independent: Independent,
    reductions: (Option<Reduction>, Option<Reduction>),
}

impl<'a> Pair<'a> {
    fn new(base: &'a Outcome, other: &'a Outcome) -> Self {
        let count = |outcome: &Outcome| outcome.sample.tally.replications();
        let replications = count(base).min(count(other));
        let level = base.sample.case.experiment.confidence;
        let reduction = |outcome: &Outcome| {
            let Sample { case, frame, tally } = &outcome.sample;
            Reduction::new(case, frame, &tally.blocks())
        };
        let reductions = (reduction(base), reduction(other));
        let stratified = [&reductions.0, &reductions.1]
            .into_iter()
            .flatten()
            .map(Reduction::independent)
            .find(|&independent| independent != Independent::Replications);
        Self {
            base,
            other,
            replications,
            confidence: Confidence::new(level, u64::from(replications)),
            independent: stratified.unwrap_or(Independent::Replications),
            // They are made for all replications of a run.
            reductions: if count(base) == count(other) {
                reductions
            } else {
                (None, None)
            },
        }
    }

    /// The variance reductions for a scope in each.
    fn by(&self, scopes: (usize, usize)) -> (By<'_>, By<'_>) {
        (
            self.reductions.0.as_ref().map(|reduction| (reduction, scopes.0)),
            self.reductions.1.as_ref().map(|reduction| (reduction, scopes.1)),
        )
    }

    fn days<'s>(&self, sample: &'s Sample) -> impl Iterator<Item = &'s Day> + Clone + use<'s> {
        sample.tally.days().take(self.replications as usize)
    }

    fn both<T>(&self, of: impl Fn(&'a Outcome, usize) -> T, scope: (usize, usize)) -> (T, T) {
        (of(self.base, scope.0), of(self.other, scope.1))
    }

    /// A matched queue (its place among the matched, in BASE and in OTHER), or the center.
    fn contacts(&self, queue: Option<(usize, usize, usize)>, likeness: &Likeness) -> ContactDifferences {
        let scopes = queue.map_or(
            (self.base.sample.frame.queues, self.other.sample.frame.queues),
            |(_, base, other)| (base, other),
        );
        let counts = self.both(
            |outcome, scope| -> Vec<Counts> {
                let definition = outcome.sample.frame.definition;
                self.days(&outcome.sample)
                    .map(|day| day.counts(scope, definition))
                    .collect()
            },
            scopes,
        );
        let covered = self.both(|outcome, _| outcome.sample.frame.covered_day(), scopes);
        let shares = Measure::QUANTILES.map(|(_, share)| share);
        let waits = self.both(
            |outcome, scope| {
                let queue = queue.map(|_| scope);
                outcome.sample.tally.waits.of_day(queue).by_section(shares)
            },
            scopes,
        );
        let has_target = self.both(|outcome, scope| outcome.sample.frame.has_target(scope), scopes);
        let means = |measure| {
            self.both(
                |outcome, scope| {
                    let panel = outcome
                        .results
                        .queues
                        .get(scope)
                        .unwrap_or(&outcome.results.center);
                    panel.day.mean(measure)
                },
                scopes,
            )
        };
        let by = self.by(scopes);
        let difference = |measure: Measure| -> Option<Difference> {
            if !likeness.compares(measure, queue.map(|(place, ..)| place)) {
                return None;
            }
            if let Some(place) = Measure::QUANTILES.iter().position(|(other, _)| *other == measure) {
                let (base, other) = (waits.0.as_ref()?, waits.1.as_ref()?);
                return Some(if self.whole() {
                    Difference::of_sections(base, other, place, &self.confidence, self.replications)
                } else {
                    Difference::bare(base.0[place], other.0[place])
                });
            }
            match measure {
                Measure::OfferedLoad => {
                    let (base, other) = means(measure);
                    Some(Difference::exact(base?, other?, self.replications))
                }
                Measure::IntervalsMet => {
                    let (base, other) = means(measure);
                    Some(Difference::bare(base?, other?))
                }
                Measure::TargetMet if has_target == (true, true) => {
                    let base = self.days(&self.base.sample).map(|day| day.contacts[scopes.0].met);
                    let other = self
                        .days(&self.other.sample)
                        .map(|day| day.contacts[scopes.1].met);
                    Some(Difference::of_days(base.zip(other), &self.confidence))
                }
                Measure::TargetMet => None,
                _ => Some(Difference::of_linear(
                    &figure::linear(measure, &counts.0, covered.0, by.0)?,
                    &figure::linear(measure, &counts.1, covered.1, by.1)?,
                    self.independent,
                    &self.confidence,
                )),
            }
        };
        ContactDifferences {
            measures: Measure::EVERY.map(difference),
            outcomes: self.outcomes(scopes, likeness),
        }
    }

    /// What happened beyond waiting in a scope of each.
    fn outcomes(
        &self,
        scopes: (usize, usize),
        likeness: &Likeness,
    ) -> [Option<Difference>; OutcomeMeasure::ALL.len()] {
        let counts = self.both(
            |outcome, scope| -> Vec<outcomes::figure::Counts> {
                let days = self.days(&outcome.sample);
                days.filter_map(|day| {
                    let cell = day.outcomes.as_ref()?.contacts[scope];
                    Some(outcomes::figure::counts(&cell, &day.contacts[scope].cell))
                })
                .collect()
            },
            scopes,
        );
        OutcomeMeasure::ALL.map(|measure| {
            if measure.adds_up() && !likeness.span {
                return None;
            }
            let has = self.both(
                |outcome, scope| {
                    let outcomes = outcome.results.outcomes.as_ref()?;
                    let panel = outcomes.queues.get(scope).unwrap_or(&outcomes.center);
                    panel.day.get(measure)
                },
                scopes,
            );
            has.0?;
            has.1?;
            Some(Difference::of_linear(
                &outcomes::figure::linear(measure, &counts.0)?,
                &outcomes::figure::linear(measure, &counts.1)?,
                self.independent,
                &self.confidence,
            ))
        })
    }

    /// A matched group, or all groups together; `queues` are those that both have, with their places.
    fn agents(
        &self,
        group: Option<(usize, usize)>,
        likeness: &Likeness,
        queues: &[(String, usize, usize)],
    ) -> AgentDifferences {
        let teams = group.unwrap_or((self.base.sample.frame.groups, self.other.sample.frame.groups));
        let times = self.both(
            |outcome, team| -> Vec<[u64; 3]> {
                self.days(&outcome.sample).map(|day| day.agents[team]).collect()
            },
            teams,
        );
        let by = self.by((self.base.sample.frame.queues, self.other.sample.frame.queues));
        let difference = |measure: GroupMeasure| -> Option<Difference> {
            if measure != GroupMeasure::Occupancy && !likeness.span {
                return None;
            }
            if let (Some(base), Some(other)) = (
                figure::group_linear(measure, &times.0, by.0),
                figure::group_linear(measure, &times.1, by.1),
            ) {
                let (independent, confidence) = (self.independent, &self.confidence);
                return Some(Difference::of_linear(&base, &other, independent, confidence));
            }
            if measure == GroupMeasure::Occupancy {
                return None;
            }
            let (base, other) = self.both(
                |outcome, team| {
                    let panel = outcome
                        .results
                        .groups
                        .get(team)
                        .unwrap_or(&outcome.results.agents);
                    panel.day.mean(measure)
                },
                teams,
            );
            Some(Difference::exact(base?, other?, self.replications))
        };
        let handled = queues.iter().map(|(name, base, other)| {
            let counts = |outcome: &'a Outcome, (team, queue): (usize, usize)| {
                let place = team * outcome.sample.frame.queues + queue;
                let days = self.days(&outcome.sample);
                let counts: Vec<u64> = days.map(|day| u64::from(day.handled[place])).collect();
                figure::linear_count(&counts)
            };
            let found = likeness.span.then(|| {
                Difference::of_linear(
                    &counts(self.base, (teams.0, *base)),
                    &counts(self.other, (teams.1, *other)),
                    self.independent,
                    &self.confidence,
                )
            });
            (name.clone(), found)
        });
        AgentDifferences {
            measures: GroupMeasure::ALL.map(difference),
            handled: handled.collect(),
        }
    }

    fn all_targets_met(&self, likeness: &Likeness) -> Option<Difference> {
        self.base.results.all_targets_met?;
        self.other.results.all_targets_met?;
        likeness.compares_all_targets().then(|| {
            let met = |sample| self.days(sample).map(|day| day.all_met);
            let pairs = met(&self.base.sample).zip(met(&self.other.sample));
            Difference::of_days(pairs, &self.confidence)
        })
    }

    /// Whether both have all replications that are compared, and no more.
    fn whole(&self) -> bool {
        self.base.sample.tally.replications() == self.other.sample.tally.replications()
    }
}
