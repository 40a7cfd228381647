//! Titles, subtitles and feet of the pictures of a sweep.

use super::super::figures::{callers, count, duration, percent, run_word, whole};
use super::lines::costs;
use super::panel::{Panel, name};
use super::{Chart, Shape, SweepPicture, heat};
use crate::insight::sweep::{Story, Sweep, findings};

/// What a chart says: the answer where the story is told by its figure, else from where to where it goes.
pub(super) fn of_chart(sweep: &Sweep<'_>, panel: &Panel) -> String {
    let story = panel.lines.iter().any(|line| line.story);
    if story && panel.shape == Shape::Curves {
        let said = findings(sweep);
        let sentence = said
            .iter()
            .find(|finding| panel.knee.is_some() && finding.sentence.contains("; above, "))
            .or_else(|| {
                said.iter()
                    .find(|finding| panel.knee.is_some() && finding.sentence.contains("; below, "))
            })
            .or(said.first());
        if let Some(finding) = sentence {
            return finding.sentence.trim_end_matches('.').to_owned();
        }
    }
    let Some(line) = panel.lines.iter().find(|line| line.story).or(panel.lines.first()) else {
        return "Nothing to show".into();
    };
    let what = subject_of(sweep, panel, &line.label);
    let figures = panel
        .lines
        .iter()
        .flat_map(|line| line.points.iter().map(|(_, figure)| figure.mean));
    let written = |value: f64| figure(panel.chart, sweep, value);
    match (panel.shape, line.points.first(), line.points.last()) {
        (Shape::Curves, Some((_, first)), Some((_, last))) if line.points.len() > 1 => {
            let ends = sweep.levels(panel.against);
            let factor = &sweep.factors[panel.against];
            let at = |level: Option<&crate::insight::sweep::Level>| {
                level.map_or_else(String::new, |level| {
                    format!(" at {}", factor.level_in_words(level))
                })
            };
            let (from, to) = (written(first.mean), written(last.mean));
            if from == to {
                format!("{what} stays at {from} from end to end")
            } else {
                let verb = if last.mean > first.mean { "rises" } else { "falls" };
                format!(
                    "{what} {verb} from {from}{} to {to}{}",
                    at(ends.first()),
                    at(ends.last())
                )
            }
        }
        _ => {
            let low = figures.clone().fold(f64::INFINITY, f64::min);
            let high = figures.fold(f64::NEG_INFINITY, f64::max);
            let (low, high) = (written(low), written(high));
            if low == high {
                format!("{what}: {low} everywhere")
            } else {
                format!("{what}: from {low} to {high}")
            }
        }
    }
}

/// What the figure of a title is called.
fn subject_of(sweep: &Sweep<'_>, panel: &Panel, label: &str) -> String {
    let whose = Story::of(sweep).whose(sweep);
    let by_queue = matches!(panel.shape, Shape::Curves | Shape::Rows) && !label.is_empty();
    match panel.chart {
        Chart::Wait if panel.shape == Shape::Curves => format!("Mean wait of {whose}"),
        Chart::Wait => {
            if by_queue && panel.shape == Shape::Rows {
                "Mean wait".into()
            } else {
                format!("Mean wait of {whose}")
            }
        }
        Chart::LongWait if panel.shape == Shape::Rows => "Wait that one in ten exceeds".into(),
        Chart::LongWait => format!("Wait that one in ten of {whose} exceeds"),
        Chart::Occupancy if by_queue && panel.shape == Shape::Curves => format!("Occupancy of {label}"),
        Chart::Occupancy | Chart::Cost => name(panel.chart, sweep).to_owned(),
        chart if by_queue && panel.shape == Shape::Curves => format!("{} of {label}", name(chart, sweep)),
        chart if panel.shape == Shape::Rows => name(chart, sweep).to_owned(),
        chart => format!("{} of {whose}", name(chart, sweep)),
    }
    .replace("Abandoned of", "Share abandoning of")
}

fn figure(chart: Chart, sweep: &Sweep<'_>, value: f64) -> String {
    match chart {
        Chart::Wait | Chart::LongWait => duration(value),
        Chart::Cost if costs(sweep) => whole(value),
        Chart::Cost => count(value),
        _ => percent(value),
    }
}

/// What the map says.
pub(super) fn of_map(sweep: &Sweep<'_>) -> String {
    let story = Story::of(sweep);
    let whose = story.whose(sweep);
    let values: Vec<f64> = sweep
        .variants
        .iter()
        .filter_map(|variant| Some(story.estimate(variant)?.mean))
        .collect();
    let all = values.len();
    match story.limit {
        Some(limit) => {
            let meets = |value: &&f64| {
                if story.wants_more() {
                    **value >= limit
                } else {
                    **value <= limit
                }
            };
            let met = values.iter().filter(meets).count();
            let asked = heat::figure(&story, limit);
            let which = match met {
                0 => "at none".to_owned(),
                met if met == all => "at all".to_owned(),
                met => format!("at {met}"),
            };
            format!("{whose} reaches its {asked} {which} of {all} combinations")
        }
        None => {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            format!(
                "{whose}: from {} to {}",
                heat::figure(&story, low),
                heat::figure(&story, high)
            )
        }
    }
}

/// What is drawn.
pub(super) fn drawn(sweep: &Sweep<'_>, picture: SweepPicture) -> String {
    let title = |factor: usize| sweep.factors[factor].title();
    if picture.chart == Chart::Map {
        let measured = match Story::of(sweep).measure {
            crate::estimate::Measure::ServiceLevel => "Service level",
            crate::estimate::Measure::AbandonmentRate => "Abandonment",
            crate::estimate::Measure::TargetMet => "Days on target",
            crate::estimate::Measure::PWait => "Share who wait",
            crate::estimate::Measure::QueueMean => "Mean number waiting",
            _ => "Wait",
        };
        return format!("{measured} by {} (upwards) and {} (across)", title(0), title(1));
    }
    let what = name(picture.chart, sweep);
    match Shape::of(sweep, picture.against) {
        Shape::CurvesBy(by) => format!("{what} against {}, by {}", title(picture.against), title(by)),
        Shape::Rows => {
            let all: Vec<String> = sweep.factors.iter().map(|factor| factor.title()).collect();
            format!("{what} by {}", all.join(" and "))
        }
        Shape::Curves | Shape::Dots => format!("{what} against {}", title(picture.against)),
    }
}

/// The scenario and what was simulated.
pub(super) fn subject(sweep: &Sweep<'_>) -> String {
    let calendar = &sweep.center.calendar;
    let replications = sweep.variants.iter().map(|variant| variant.point.replications);
    let (least, most) = (
        replications.clone().min().unwrap_or(0),
        replications.max().unwrap_or(0),
    );
    let each = match (least, most) {
        (1, 1) => format!("one simulated {} each", run_word(calendar, false)),
        (least, most) if least == most => {
            format!(
                "{} simulated {} each",
                whole(f64::from(most)),
                run_word(calendar, true)
            )
        }
        (least, most) => format!(
            "{} to {} simulated {} each",
            whole(f64::from(least)),
            whole(f64::from(most)),
            run_word(calendar, true)
        ),
    };
    let points = if sweep.variants.len() == 1 {
        "point"
    } else {
        "points"
    };
    format!(
        "{} · {} {points} · {each} · seed {}",
        sweep.center.name,
        whole(sweep.variants.len() as f64),
        sweep.seed
    )
}

/// What the words mean.
pub(super) fn foot(sweep: &Sweep<'_>) -> String {
    format!(
        "Service level = {}. Every point has the same {}.",
        sweep.center.service_level.formula(),
        callers(sweep.center)
    )
}
