//! What the table of intervals had no room for: a line a group, a line a queue.

use super::super::style::Tone;
use super::super::table::{Align, Block, Cell, Column};
use super::super::{MOST_QUEUES, words};
use super::fitted;
use super::intervals::Shown;
use super::sheet::{Sheet, signed};
use crate::estimate::{GroupMeasure, Measure, Measures};
use crate::insight::staff::{limit_short, limit_value};
use crate::model::{GroupId, QueueId};
use crate::planner::{Assessed, When, Whom};
use crate::report::number;

/// Groups that are listed: those that change most.
const MOST_GROUPS: usize = 14;

/// The tables that are needed.
pub fn show(sheet: &Sheet<'_>, shown: &Shown) -> Vec<Vec<Block>> {
    let mut tables = Vec::new();
    if shown.groups_folded {
        tables.push(vec![groups(sheet)]);
    }
    if shown.queues_folded {
        tables.push(vec![queues(sheet)]);
    }
    tables
}

fn groups(sheet: &Sheet<'_>) -> Block {
    let center = &sheet.question.center;
    let interval_h = center.calendar.interval.seconds() / 3600.0;
    let hours = |of: &dyn Fn(GroupId, usize) -> f64, group: GroupId| -> f64 {
        (0..center.calendar.intervals)
            .map(|interval| of(group, interval))
            .sum::<f64>()
            * interval_h
    };
    let now = |group: GroupId, interval: usize| sheet.on_queue(&sheet.now.staff, group, interval);
    let plan = |group: GroupId, interval: usize| sheet.on_queue(&sheet.plan.staff, group, interval);
    let moved = |group: GroupId| {
        hours(
            &|group, interval| (plan(group, interval) - now(group, interval)).abs(),
            group,
        )
    };
    let mut order: Vec<GroupId> = (0..center.groups.len()).collect();
    order.sort_by(|&a, &b| moved(b).total_cmp(&moved(a)).then(a.cmp(&b)));
    let rest = order.split_off(order.len().min(MOST_GROUPS));
    let mut lines: Vec<Vec<GroupId>> = order.into_iter().map(|group| vec![group]).collect();
    lines.sort();
    if !rest.is_empty() {
        lines.push(rest);
    }
    let over = |of: &dyn Fn(GroupId, usize) -> f64| -> Vec<f64> {
        lines
            .iter()
            .map(|groups| groups.iter().map(|&group| hours(of, group)).sum())
            .collect()
    };
    let column = |heading: &str, values: Vec<f64>| {
        let cells = values
            .into_iter()
            .map(|value| Cell::new(number::grouped(value, 1)));
        Column::new(heading, Align::Right, cells.collect())
    };
    let (before, after) = (over(&now), over(&plan));
    let changes = before
        .iter()
        .zip(&after)
        .map(|(before, after)| Cell::new(signed(after - before, 1)));
    let names = lines.iter().map(|groups| match groups[..] {
        [one] => Cell::new(words::cut(&words::title(&center.groups[one].name), 24)),
        _ => Cell::new(format!("{} other groups", groups.len())).toned(Tone::Faint),
    });
    let busy = lines.iter().map(|groups| match groups[..] {
        [one] => {
            let share = sheet.plan.results.groups[one].day.mean(GroupMeasure::Occupancy);
            share.map_or_else(nothing, |share| Cell::new(number::percent(share, 0)))
        }
        _ => Cell::default(),
    });
    let mut columns = vec![
        Column::new("", Align::Left, names.collect()),
        column("now, h", before.clone()),
        column("plan, h", after.clone()),
        Column::new("", Align::Right, changes.collect()),
    ];
    if sheet.any_shrinkage() {
        columns.push(column(
            "rostered, h",
            over(&|group, interval| sheet.rostered(group, interval)),
        ));
    }
    if sheet.any_spare() {
        let spare = over(&|group, interval| f64::from(sheet.spare(group, interval)));
        columns.push(column("spare, h", spare));
    }
    columns.push(Column::new("busy, %", Align::Right, busy.collect()));
    fitted(columns, "", 4, sheet.screen)
}

fn queues(sheet: &Sheet<'_>) -> Block {
    let center = &sheet.question.center;
    let slack = |queue: QueueId| {
        let asked = center.queues[queue]
            .target
            .as_ref()
            .and_then(|target| target.service);
        let level = sheet.plan.results.queues[queue].day.mean(Measure::ServiceLevel);
        match (asked, level) {
            (Some(asked), Some(level)) => level - asked.answered,
            _ => f64::INFINITY,
        }
    };
    let mut listed: Vec<QueueId> = (0..center.queues.len()).collect();
    listed.sort_by(|&a, &b| slack(a).total_cmp(&slack(b)).then(a.cmp(&b)));
    listed.truncate(MOST_QUEUES);
    listed.sort_unstable();
    let column = |heading: &str, cell: &dyn Fn(QueueId) -> Cell| {
        Column::new(
            heading,
            Align::Right,
            listed.iter().map(|&queue| cell(queue)).collect(),
        )
    };
    let share = |assessed: &Assessed, queue: QueueId, measure: Measure, decimals: usize| {
        let figure = assessed.results.queues[queue].day.mean(measure);
        figure.map_or_else(nothing, |share| Cell::new(number::percent(share, decimals)))
    };
    let names = listed
        .iter()
        .map(|&queue| Cell::new(words::cut(&words::title(&center.queues[queue].name), 24)));
    let targets = listed.iter().map(|&queue| Cell::new(target(sheet, queue)));
    let columns = vec![
        Column::new("", Align::Left, names.collect()),
        column(words::contacts(center), &|queue| {
            let offered = sheet.plan.results.queues[queue].day.mean(Measure::Offered);
            offered.map_or_else(nothing, |calls| Cell::new(number::grouped(calls, 0)))
        }),
        Column::new("target", Align::Left, targets.collect()),
        column("SL now", &|queue| {
            share(sheet.now, queue, Measure::ServiceLevel, 1)
        }),
        column("plan", &|queue| {
            share(sheet.plan, queue, Measure::ServiceLevel, 1)
        }),
        column("aband", &|queue| {
            share(sheet.plan, queue, Measure::AbandonmentRate, 1)
        }),
        column("missed now", &|queue| missed(sheet.now, queue)),
        column("plan", &|queue| missed(sheet.plan, queue)),
        column("worst", &|queue| worst(sheet, queue)),
    ];
    fitted(columns, "", 5, sheet.screen)
}

/// "80 % in 20 s, abandoned ≤ 3 %".
fn target(sheet: &Sheet<'_>, queue: QueueId) -> String {
    let question = sheet.question;
    let mut limits: Vec<String> = Vec::new();
    for goal in question.goals.iter().filter(|goal| goal.of == Whom::Queue(queue)) {
        let limit = limit_short(&question.center, goal.of, goal.figure, limit_value(goal));
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    limits.join(", ")
}

/// Intervals in which a queue misses any of its limits.
fn missed(assessed: &Assessed, queue: QueueId) -> Cell {
    let mut intervals: Vec<usize> = assessed
        .missed
        .iter()
        .filter(|miss| miss.goal.of == Whom::Queue(queue))
        .flat_map(|miss| match &miss.goal.when {
            When::Intervals(several) => several.clone(),
            When::Day => Vec::new(),
        })
        .collect();
    intervals.sort_unstable();
    intervals.dedup();
    match intervals.len() {
        0 => Cell::new("0"),
        some => Cell::new(some.to_string()).toned(Tone::Alarm),
    }
}

/// The interval with the lowest service level: "12:00 81".
fn worst(sheet: &Sheet<'_>, queue: QueueId) -> Cell {
    let calendar = &sheet.question.center.calendar;
    let level = |cell: &Measures| cell.mean(Measure::ServiceLevel);
    let cells = sheet.plan.results.queues[queue].intervals.iter().enumerate();
    let worst = cells
        .filter_map(|(interval, cell)| Some((interval, level(cell)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    worst.map_or_else(nothing, |(interval, level)| {
        let (day, start) = calendar.label(interval);
        let start = if calendar.days() > 1 {
            format!("{day} {start}")
        } else {
            start
        };
        Cell::of_parts([start, format!(" {}", number::percent(level, 0))])
    })
}

fn nothing() -> Cell {
    Cell::nothing().toned(Tone::Faint)
}
