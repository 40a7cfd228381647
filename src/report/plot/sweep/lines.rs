//! What one panel shows: which figures, of whom, at which points.

use super::super::palette::{BLUE, GREEN, HUES, Ink, RAMP};
use super::{Chart, Shape};
use crate::estimate::{Estimate, GroupMeasure, Measure};
use crate::insight::sweep::{Level, Story, Sweep, Variant};
use crate::insight::title;

/// Curves that one panel holds; more cannot be told apart.
const MOST: usize = 6;

/// One curve, or one kind of dot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it is called; empty where it is the only one.
    pub(super) label: String,
    pub(super) ink: Ink,
    /// Where along the factor (its number, or the number of the row), and the figure there.
    pub(super) points: Vec<(f64, Estimate)>,
    /// What is asked of it.
    pub(super) limit: Option<f64>,
    /// Whether it is the figure by which the story is told.
    pub(super) story: bool,
}

/// The lines of a chart, and whether some were left out.
pub(super) fn lines(sweep: &Sweep<'_>, chart: Chart, against: usize) -> (Vec<Line>, Option<String>) {
    let shape = Shape::of(sweep, against);
    let story = Story::of(sweep);
    match shape {
        Shape::Curves | Shape::Rows => apart(sweep, chart, against, &story),
        Shape::CurvesBy(by) => (by_level(sweep, chart, (against, by), &story), remark(sweep, by)),
        Shape::Dots => {
            let figure = one(sweep, chart, &story);
            let line = collected(sweep, against, &figure, |_| true);
            (
                vec![line]
                    .into_iter()
                    .filter(|line| !line.points.is_empty())
                    .collect(),
                None,
            )
        }
    }
}

/// Looks a figure of a variant up.
type Reader<'f> = Box<dyn Fn(&Variant) -> Option<Estimate> + 'f>;

/// A figure of every variant, with what is asked of it.
struct Figure<'f> {
    label: String,
    ink: Ink,
    limit: Option<f64>,
    story: bool,
    of: Reader<'f>,
}

fn told<'f>(sweep: &Sweep<'_>, story: Story, told: &Story, label: String, ink: Ink) -> Figure<'f> {
    let about = Story::about(sweep, story.queue, story.measure);
    Figure {
        label,
        ink,
        limit: about.limit,
        story: about.queue == told.queue && about.measure == told.measure,
        of: Box::new(move |variant| about.estimate(variant)),
    }
}

fn measure_of(chart: Chart) -> Measure {
    match chart {
        Chart::Abandonment => Measure::AbandonmentRate,
        Chart::Wait => Measure::Asa,
        Chart::LongWait => Measure::WaitP90,
        Chart::Days => Measure::TargetMet,
        _ => Measure::ServiceLevel,
    }
}

/// The one figure of a chart where curves tell levels apart: the story's queue, all agents.
fn one<'f>(sweep: &Sweep<'_>, chart: Chart, story: &Story) -> Figure<'f> {
    match chart {
        Chart::Occupancy => agents(GroupMeasure::Occupancy, GREEN),
        Chart::Cost => cost(sweep),
        _ => {
            let measured = Story::about(sweep, story.queue, measure_of(chart));
            told(sweep, measured, story, String::new(), BLUE)
        }
    }
}

fn agents<'f>(measure: GroupMeasure, ink: Ink) -> Figure<'f> {
    Figure {
        label: String::new(),
        ink,
        limit: None,
        story: false,
        of: Box::new(move |variant| variant.point.agents.get(measure)),
    }
}

/// The cost, or the paid hours where nothing costs anything.
fn cost<'f>(sweep: &Sweep<'_>) -> Figure<'f> {
    agents(
        if costs(sweep) {
            GroupMeasure::Cost
        } else {
            GroupMeasure::PaidHours
        },
        GREEN,
    )
}

/// Whether anything costs anything.
pub(super) fn costs(sweep: &Sweep<'_>) -> bool {
    sweep.variants.iter().any(|variant| {
        let cost = variant.point.agents.mean(GroupMeasure::Cost);
        cost.is_some_and(|cost| cost > 0.0)
    })
}

/// The queues to tell of: those with a target, the story's first where there are too many; all together where
/// none has one.
fn queues(sweep: &Sweep<'_>, story: &Story) -> (Vec<Option<usize>>, Option<String>) {
    let asked = |queue: &usize| {
        let target = |variant: &Variant| variant.targets.get(*queue).is_some_and(Option::is_some);
        sweep.variants.iter().any(target)
    };
    let mut all: Vec<usize> = (0..sweep.center.queues.len()).filter(asked).collect();
    if all.is_empty() {
        return (vec![None], None);
    }
    let number = all.len();
    all.sort_by_key(|queue| Some(*queue) != story.queue);
    all.truncate(MOST);
    all.sort_unstable();
    let remark = (number > MOST).then(|| format!("shown: {MOST} of {number} queues with a target"));
    (all.into_iter().map(Some).collect(), remark)
}

/// A line for each queue or group.
fn apart(sweep: &Sweep<'_>, chart: Chart, against: usize, story: &Story) -> (Vec<Line>, Option<String>) {
    let mut remark = None;
    let figures: Vec<Figure<'_>> = match chart {
        Chart::Occupancy => {
            let groups = &sweep.center.groups;
            if groups.len() > MOST {
                vec![agents(GroupMeasure::Occupancy, GREEN)]
            } else {
                let each = groups.iter().enumerate().map(|(index, group)| Figure {
                    label: title(&group.name),
                    ink: HUES[(index + 2) % HUES.len()],
                    limit: group.occupancy_max,
                    story: false,
                    of: Box::new(move |variant: &Variant| {
                        variant.point.groups.get(index)?.get(GroupMeasure::Occupancy)
                    }),
                });
                each.collect()
            }
        }
        Chart::Cost => vec![cost(sweep)],
        Chart::Wait if Shape::of(sweep, against) == Shape::Curves => {
            let each = [
                (Measure::Asa, "mean", HUES[0]),
                (Measure::WaitP90, "p90", HUES[4]),
            ];
            let each = each.map(|(measure, name, ink)| {
                told(
                    sweep,
                    Story::about(sweep, story.queue, measure),
                    story,
                    name.into(),
                    ink,
                )
            });
            each.into()
        }
        _ => {
            let (queues, left_out) = queues(sweep, story);
            remark = left_out;
            let each = queues.iter().enumerate().map(|(index, queue)| {
                let about = Story::about(sweep, *queue, measure_of(chart));
                let label = about.whose(sweep);
                told(sweep, about, story, label, HUES[index % HUES.len()])
            });
            each.collect()
        }
    };
    let mut lines: Vec<Line> = figures
        .iter()
        .map(|figure| collected(sweep, against, figure, |_| true))
        .filter(|line| !line.points.is_empty())
        .collect();
    if let [only] = lines.as_mut_slice() {
        only.label.clear();
    }
    (lines, remark)
}

/// At most six levels of a factor, its first and last among them.
fn shown(levels: &[Level]) -> Vec<Level> {
    let number = levels.len();
    let most = number.min(MOST);
    (0..most)
        .map(|index| {
            let at = if most > 1 {
                index * (number - 1) / (most - 1)
            } else {
                0
            };
            levels[at].clone()
        })
        .collect()
}

fn remark(sweep: &Sweep<'_>, by: usize) -> Option<String> {
    let number = sweep.levels(by).len();
    (number > MOST).then(|| {
        format!(
            "shown: {MOST} of {number} levels of {}",
            sweep.factors[by].short_title()
        )
    })
}

/// A line for each level of another factor.
fn by_level(sweep: &Sweep<'_>, chart: Chart, (against, by): (usize, usize), story: &Story) -> Vec<Line> {
    let figure = one(sweep, chart, story);
    let levels = shown(&sweep.levels(by));
    let last = levels.len().saturating_sub(1).max(1);
    let lines = levels.iter().enumerate().map(|(index, level)| {
        let ink = if sweep.is_numeric(by) {
            RAMP[index * (RAMP.len() - 1) / last]
        } else {
            HUES[index % HUES.len()]
        };
        let line = collected(sweep, against, &figure, |variant| {
            variant.levels.get(by) == Some(level)
        });
        Line {
            label: level.text.clone(),
            ink,
            ..line
        }
    });
    let mut lines: Vec<Line> = lines.filter(|line| !line.points.is_empty()).collect();
    let same = |a: &Line, b: &Line| {
        let pairs = a.points.iter().zip(&b.points);
        a.points.len() == b.points.len() && pairs.clone().all(|(a, b)| a.0 == b.0 && a.1.mean == b.1.mean)
    };
    // Where the other factor changes nothing (hours and their cost), one line says it.
    if lines.len() > 1 && lines.windows(2).all(|pair| same(&pair[0], &pair[1])) {
        lines.truncate(1);
        lines[0].label.clear();
        lines[0].ink = figure.ink;
    }
    lines
}

/// The points of a figure along a factor, from left to right.
fn collected(
    sweep: &Sweep<'_>,
    against: usize,
    figure: &Figure<'_>,
    kept: impl Fn(&Variant) -> bool,
) -> Line {
    let rows = !sweep.is_numeric(against);
    let place = |index: usize, variant: &Variant| {
        if rows {
            Some(index as f64)
        } else {
            variant.levels.get(against)?.value
        }
    };
    let mut points: Vec<(f64, Estimate)> = sweep
        .variants
        .iter()
        .enumerate()
        .filter(|(_, variant)| kept(variant))
        .filter_map(|(index, variant)| {
            let estimate = (figure.of)(variant).filter(|estimate| estimate.mean.is_finite())?;
            Some((place(index, variant)?, estimate))
        })
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Line {
        label: figure.label.clone(),
        ink: figure.ink,
        points,
        limit: figure.limit,
        story: figure.story,
    }
}
