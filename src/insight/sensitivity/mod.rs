//! On what a figure depends most: every factor a share less and a share more, one at a time.
//!
//! In: a center, how to simulate it, a share and a figure. Out: a [`Sensitivity`]: for each factor the
//! differences that less and more of it make, on the same callers, the largest first. Whole agents cannot
//! follow a share exactly; what they really changed in hours is told with them.

mod factor;
mod words;

use crate::estimate::{
    Case, Detail, Difference, Differences, Manner, NoArchive, differences, run_cases, run_one,
};
use crate::model::{AgentTime, Center, Experiment, GroupMeasure, Measure, QueueId, Ticks, Unit};

pub use factor::Factor;

/// A figure of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Of a queue or the center.
    Contacts(Measure),
    /// Of all groups together.
    Agents(GroupMeasure),
}

impl Figure {
    /// The figure of that name in JSON.
    pub fn named(key: &str) -> Option<Figure> {
        Self::all().find(|figure| figure.key() == key)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Figure> {
        let contacts = Measure::ALL.into_iter().map(Self::Contacts);
        contacts.chain(GroupMeasure::ALL.into_iter().map(Self::Agents))
    }

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Contacts(measure) => measure.key(),
            Self::Agents(measure) => measure.key(),
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Self::Contacts(measure) => measure.unit(),
            Self::Agents(measure) => measure.unit(),
        }
    }

    fn of(self, found: &Differences, queue: Option<QueueId>) -> Option<Difference> {
        match self {
            Self::Agents(measure) => found.agents.get(measure).copied(),
            Self::Contacts(measure) => match queue {
                None => found.center.get(measure).copied(),
                Some(queue) => {
                    let matched = found.queues.iter().find(|matched| matched.base == queue)?;
                    matched.day.get(measure).copied()
                }
            },
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// How much less and more of each factor, between 0 and 1.
    pub share: f64,
    /// The figure.
    pub figure: Figure,
    /// Of this queue; of the center where none is named.
    pub queue: Option<QueueId>,
}

/// What less, or more, of a factor does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// The change of the factor, such as −0.1.
    pub change: f64,
    /// What it does to the figure: the center with the change beside the center as it is.
    pub difference: Difference,
    /// Agent hours on queue a replication, more than in the center as it is.
    pub hours: f64,
}

/// A factor with both its sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// The factor.
    pub factor: Factor,
    /// Less of it.
    pub less: Side,
    /// More of it.
    pub more: Side,
}

impl Swing {
    /// The larger of the two effects, without its sign.
    pub fn size(&self) -> f64 {
        let size = |side: &Side| side.difference.difference().abs();
        size(&self.less).max(size(&self.more))
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// What was asked.
    pub question: Question,
    /// Replications of every center.
    pub replications: u32,
    /// Level of the intervals.
    pub confidence: f64,
    /// The figure of the center as it is; absent where it does not exist.
    pub base: Option<f64>,
    /// Factors by the size of their effect, largest first.
    pub swings: Vec<Swing>,
    /// Factors left out, each with the reason.
    pub left_out: Vec<(Factor, String)>,
}

/// How many centers `sensitivity` will simulate at most, for a progress bar.
pub const PASSES: u32 = 1 + 2 * Factor::ALL.len() as u32;

/// Simulates a center and its variants on the same callers in the caller's rayon pool. A precision asked for
/// decides how many replications the center as it is needs; the others get as many. `progress` is called with
/// the number of replications just finished, from any thread.
pub fn sensitivity(
    center: &Center,
    experiment: &Experiment,
    question: Question,
    progress: &(dyn Fn(u32) + Sync),
) -> Sensitivity {
    const NOTHING_FAILS: &str = "nothing is kept, so nothing fails";
    let manner = Manner {
        in_order: false,
        detail: Detail::Day,
        archive: &NoArchive,
        progress,
    };
    let base = Case {
        center: center.clone(),
        experiment: experiment.clone(),
    };
    let base = run_one(base, &manner).expect(NOTHING_FAILS);
    let experiment = base.sample.experiment_made();
    let mut left_out = Vec::new();
    let mut factors = Vec::new();
    let mut cases = Vec::new();
    for factor in Factor::ALL {
        let less = factor.changed(center, -question.share);
        let more = factor.changed(center, question.share);
        match (less, more) {
            (Ok(less), Ok(more)) => {
                factors.push(factor);
                cases.extend([less, more].map(|center| Case {
                    center,
                    experiment: experiment.clone(),
                }));
            }
            (Err(why), _) | (_, Err(why)) => left_out.push((factor, why)),
        }
    }
    let mut found = Vec::with_capacity(cases.len());
    run_cases(
        cases.as_slice(),
        &manner,
        |_, outcome| question.figure.of(&differences(&base, &outcome), question.queue),
        |_, difference| {
            found.push(difference);
            Ok(())
        },
    )
    .expect(NOTHING_FAILS);
    let hours = |case: &Case| hours(&case.center) - hours(center);
    let sides: Vec<Option<Side>> = found
        .into_iter()
        .zip(&cases)
        .zip([-question.share, question.share].into_iter().cycle())
        .map(|((difference, case), change)| {
            difference.map(|difference| Side {
                change,
                difference,
                hours: hours(case),
            })
        })
        .collect();
    let mut swings: Vec<Swing> = factors
        .into_iter()
        .zip(sides.chunks(2))
        .filter_map(|(factor, sides)| match *sides {
            [Some(less), Some(more)] => Some(Swing { factor, less, more }),
            _ => None,
        })
        .collect();
    swings.sort_by(|left, right| right.size().total_cmp(&left.size()));
    let results = &base.results;
    let day = question
        .queue
        .map_or(&results.center.day, |queue| &results.queues[queue].day);
    Sensitivity {
        question,
        replications: experiment.replications,
        confidence: experiment.confidence,
        base: match question.figure {
            Figure::Contacts(measure) => day.mean(measure),
            Figure::Agents(measure) => results.agents.day.mean(measure),
        },
        swings,
        left_out,
    }
}

/// Agent hours on queue a replication.
fn hours(center: &Center) -> f64 {
    let (scheduled, plain): (Vec<_>, Vec<_>) = center.groups.iter().partition(|group| group.is_scheduled());
    let agents: u64 = plain
        .iter()
        .flat_map(|group| &group.staff)
        .map(|&agents| u64::from(agents))
        .sum();
    let times = scheduled
        .iter()
        .flat_map(|group| group.agent_time(&center.calendar, Ticks::ZERO));
    agents as f64 * center.calendar.interval.seconds() / 3600.0
        + times.map(AgentTime::on_queue_h).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::super::cases;
    use super::*;
    use crate::model::{Distribution, PerInterval};

    fn asked(center: &Center, figure: Figure, queue: Option<QueueId>) -> Sensitivity {
        let question = Question {
            share: 0.1,
            figure,
            queue,
        };
        let experiment = Experiment {
            replications: 60,
            ..cases::experiment()
        };
        sensitivity(center, &experiment, question, &|_| {})
    }

    #[test]
    fn what_everybody_knows_comes_out() {
        let center = cases::bank();
        let found = asked(&center, Figure::Contacts(Measure::ServiceLevel), Some(0));
        assert_eq!(found.left_out, []);
        assert_eq!(found.swings.len(), 5);
        let of = |factor| {
            let swing = found.swings.iter().find(|swing| swing.factor == factor);
            let swing = swing.expect("nothing is left out");
            (
                swing.less.difference.difference(),
                swing.more.difference.difference(),
            )
        };
        for (factor, more_is_better) in [
            (Factor::Volume, false),
            (Factor::HandleTime, false),
            (Factor::Staff, true),
            (Factor::Absence, false),
        ] {
            let (less, more) = of(factor);
            assert_eq!(
                (less < 0.0, more > 0.0),
                (more_is_better, more_is_better),
                "{factor:?}"
            );
            assert!(less * more < 0.0, "{factor:?}: {less} {more}");
        }
        let sizes: Vec<f64> = found.swings.iter().map(Swing::size).collect();
        assert!(sizes.is_sorted_by(|left, right| left >= right), "{sizes:?}");
    }

    #[test]
    fn volume_itself_is_changed_by_the_share() {
        let center = cases::bank();
        let found = asked(&center, Figure::Contacts(Measure::OfferedLoad), None);
        let base = found.base.expect("a load");
        for swing in &found.swings {
            let relative = |side: &Side| side.difference.difference() / base;
            let expected = match swing.factor {
                Factor::Volume | Factor::HandleTime => 0.1,
                _ => 0.0,
            };
            assert!(
                (relative(&swing.less) + expected).abs() < 1e-9,
                "{:?}",
                swing.factor
            );
            assert!(
                (relative(&swing.more) - expected).abs() < 1e-9,
                "{:?}",
                swing.factor
            );
        }
    }

    #[test]
    fn absence_leaves_paid_hours_and_moves_those_on_queue() {
        let center = cases::bank();
        let paid = asked(&center, Figure::Agents(GroupMeasure::PaidHours), None);
        let absence = |found: &Sensitivity| {
            let swing = found.swings.iter().find(|swing| swing.factor == Factor::Absence);
            *swing.expect("there is shrinkage")
        };
        // Half an interval of an agent in each group, and no more, is lost to whole agents.
        let interval_h = center.calendar.interval.seconds() / 3600.0;
        let most = 0.5 * interval_h * center.groups.len() as f64 / (1.0 - 0.33);
        assert!(absence(&paid).size() <= most, "{:?}", absence(&paid));
        assert!(absence(&paid).more.hours < 0.0 && absence(&paid).less.hours > 0.0);
    }

    #[test]
    fn what_a_center_has_not_is_left_out_and_said() {
        let mut center = cases::bank();
        for queue in &mut center.queues {
            queue.patience = PerInterval::Same(Distribution::Forever);
        }
        for group in &mut center.groups {
            group.shrinkage = PerInterval::Same(0.0);
        }
        let found = asked(&center, Figure::Contacts(Measure::Asa), None);
        let left_out: Vec<Factor> = found.left_out.iter().map(|(factor, _)| *factor).collect();
        assert_eq!(left_out, [Factor::Patience, Factor::Absence]);
        assert_eq!(found.swings.len(), 3);
        assert!(
            found
                .sentences(&center)
                .iter()
                .any(|said| said.contains("nobody hangs up"))
        );
    }
}
