//! Service level by interval, before and after, with the target.

use super::super::axis::{Axis, draw_axes};
use super::super::canvas::Canvas;
use super::super::choice::asked;
use super::super::figures::{contacts, duration, interval_word, percent, title_of};
use super::super::frame::Area;
use super::super::palette::{BLACK, BLUE, FAINT, GREY, VERMILION};
use super::super::panel::{BAND, GUTTER, Mark, Reading, curve, headings, key, nothing};
use super::super::{PlotError, Svg};
use super::{MOST_PANELS, sheet};
use crate::estimate::{Measure, Measures};
use crate::insight::staff::Missed;
use crate::model::QueueId;
use crate::planner::{Assessed, Question};

/// Draws a panel a queue; of many, those that are worst off now.
pub fn draw(question: &Question, now: &Assessed, plan: &Assessed) -> Result<Svg, PlotError> {
    let foot = format!("Service level = {}.", question.center.service_level.formula());
    sheet(
        question,
        plan,
        &title(question, now, plan),
        &foot,
        |canvas, area| {
            let (queues, remark) = chosen(question, now);
            if queues.is_empty() {
                nothing(canvas, area, "nothing to show: no queues");
                return;
            }
            let mut entries = vec![
                (Mark::Line(GREY, 1.8), "now".to_owned()),
                (Mark::Line(BLUE, 2.2), "with the plan".to_owned()),
            ];
            if plan.results.replications > 1 {
                let words = format!("{} certain of the average", percent(plan.results.confidence));
                entries.push((Mark::Band(BLUE.at(BAND)), words));
            }
            entries.push((Mark::Line(BLACK, 1.6), "target".into()));
            entries.push((Mark::Dot(VERMILION), "misses it".into()));
            entries.extend(remark.map(|remark| (Mark::Words, remark)));
            let area = key(canvas, area, &entries);
            let parts = area.divided(queues.len(), GUTTER);
            let words: Vec<(String, String)> = queues
                .iter()
                .map(|&queue| heading(question, queue, now, plan))
                .collect();
            for (&queue, part) in queues.iter().zip(headings(canvas, &parts, &words)) {
                panel(canvas, part, question, queue, (now, plan));
            }
        },
    )
}

/// "A target is missed in 20 of 24 half-hours now, in none with the plan".
fn title(question: &Question, now: &Assessed, plan: &Assessed) -> String {
    let (before, after) = (
        Missed::of(&question.goals, now),
        Missed::of(&question.goals, plan),
    );
    if before.of_intervals == 0 {
        let level = |of: &Assessed| {
            let level = of.results.center.day.mean(Measure::ServiceLevel);
            level.map_or_else(|| "nobody".to_owned(), percent)
        };
        return format!(
            "Now {} are answered in time, with the plan {}",
            level(now),
            level(plan)
        );
    }
    let word = interval_word(&question.center.calendar, true);
    let none = |count: usize| {
        if count == 0 {
            "none".to_owned()
        } else {
            count.to_string()
        }
    };
    format!(
        "A target is missed in {} of {} {word} now, in {} with the plan",
        none(before.intervals),
        before.of_intervals,
        none(after.intervals)
    )
}

/// The queues with a target that are worst off now, in the order of the scenario.
fn chosen(question: &Question, now: &Assessed) -> (Vec<QueueId>, Option<String>) {
    let center = &question.center;
    let slack = |queue: QueueId| {
        let level = now.results.queues[queue].day.mean(Measure::ServiceLevel);
        let target = asked(&center.queues[queue]).map_or(0.0, |target| target.answered);
        level.map_or(f64::INFINITY, |level| level - target)
    };
    let targets = center.queues.iter().any(|queue| asked(queue).is_some());
    let mut queues: Vec<QueueId> = (0..center.queues.len())
        .filter(|&queue| !targets || asked(&center.queues[queue]).is_some())
        .collect();
    let all = queues.len();
    if all <= MOST_PANELS {
        return (queues, None);
    }
    queues.sort_by(|&a, &b| slack(a).total_cmp(&slack(b)).then(a.cmp(&b)));
    queues.truncate(MOST_PANELS);
    queues.sort_unstable();
    let remark = format!("shown: {MOST_PANELS} of {all} queues, furthest from target now");
    (queues, Some(remark))
}

fn heading(question: &Question, queue: QueueId, now: &Assessed, plan: &Assessed) -> (String, String) {
    let facts = &question.center.queues[queue];
    let level = |of: &Assessed| of.results.queues[queue].day.mean(Measure::ServiceLevel);
    let within = facts.within.seconds();
    let when = if within > 0.0 {
        format!("within {}", duration(within))
    } else {
        "at once".into()
    };
    let change = match (level(now), level(plan)) {
        (Some(now), Some(plan)) => format!("{} → {} {when}", percent(now), percent(plan)),
        _ => when,
    };
    (title_of(&facts.name), change)
}

fn panel(
    canvas: &mut Canvas<'_>,
    area: Area,
    question: &Question,
    queue: QueueId,
    (now, plan): (&Assessed, &Assessed),
) {
    let calendar = &question.center.calendar;
    let half = calendar.interval.seconds() / 2.0;
    let readings = |of: &Assessed, band: bool| -> Vec<Option<Reading>> {
        let cells = of.results.queues[queue].intervals.iter().enumerate();
        let reading = |(interval, cell): (usize, &Measures)| {
            let level = cell.get(Measure::ServiceLevel)?;
            Some(Reading {
                x: calendar.start(interval).seconds() + half,
                value: level.mean,
                band: level.interval.filter(|_| band),
            })
        };
        cells.map(reading).collect()
    };
    let (before, after) = (readings(now, false), readings(plan, true));
    let target = asked(&question.center.queues[queue]);
    let lowest = before
        .iter()
        .chain(&after)
        .flatten()
        .map(|reading| {
            reading
                .band
                .map_or(reading.value, |band| band.0.min(reading.value))
        })
        .chain(target.map(|target| target.answered - 0.05))
        .fold(0.95, f64::min);
    if before.iter().chain(&after).all(Option::is_none) {
        nothing(canvas, area, &format!("no {}", contacts(&question.center)));
        return;
    }
    let low = ((lowest * 10.0).floor() / 10.0).max(0.0);
    let up = Axis::shares(low, "");
    let frame = draw_axes(canvas, area, 0.0, &up, |width| Axis::time(calendar, width));
    if let Some(target) = target {
        let ends = [
            (frame.area.left, frame.up(target.answered)),
            (frame.area.right, frame.up(target.answered)),
        ];
        canvas.line(&ends, 1.6, BLACK);
    }
    let ink = if before.len() > 100 { FAINT } else { GREY };
    curve(canvas, &frame, &before, ink, 1.8);
    curve(canvas, &frame, &after, BLUE, 2.2);
    let per_interval = question
        .goals
        .iter()
        .any(|goal| goal.of == crate::planner::Whom::Queue(queue) && goal.when != crate::planner::When::Day);
    let Some(target) = target.filter(|_| per_interval) else {
        return;
    };
    // Where dots would touch each other, the line alone has to tell.
    let room = frame.area.width() / before.len().max(1) as f64;
    let radius = (room / 2.5).clamp(1.2, 3.5);
    for reading in before.iter().chain(&after).flatten() {
        if reading.value < target.answered {
            canvas.dot(frame.at(reading.x, reading.value), radius, VERMILION);
        }
    }
}
