//! What a little more or less would do: the power of one agent at the tightest interval, and what other
//! service levels would cost.

use super::super::style::Tone;
use super::super::table::{self, Align, Block, Cell, Column};
use super::super::{INDENT, Screen, words};
use super::fitted;
use super::sheet::{cost_heading, costs, signed};
use crate::estimate::{GroupMeasure, Measure, Measures};
use crate::insight::staff::{Missed, when_name};
use crate::planner::{Around, Assessed, Planned, Price, Question, When};
use crate::report::number;

/// Both tables, side by side where there is room; what is not known is left out.
pub fn show(question: &Question, planned: &Planned, screen: &Screen<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    if let Some(around) = &planned.around {
        blocks.push(one_by_one(question, around, screen));
    }
    if !planned.curve.is_empty() {
        let curve = curve(question, planned);
        let mut both = blocks.clone();
        both.push(curve.clone());
        if blocks.is_empty() || INDENT + table::width(&both) <= screen.width {
            blocks = both;
        }
    }
    blocks
}

/// The table of the curve by itself, where it has no room beside the other.
pub fn curve_below(question: &Question, planned: &Planned, screen: &Screen<'_>) -> Vec<Block> {
    if planned.curve.is_empty() || planned.around.is_none() || show(question, planned, screen).len() > 1 {
        return Vec::new();
    }
    vec![curve(question, planned)]
}

fn one_by_one(question: &Question, around: &Around, screen: &Screen<'_>) -> Block {
    let center = &question.center;
    let group = &center.groups[around.group];
    let queue = &center.queues[around.queue];
    let when = if around.all_day {
        When::Day
    } else {
        When::Intervals(vec![around.interval])
    };
    let figures = |assessed: &Assessed| -> (Measures, Option<f64>) {
        let (contacts, agents) = (
            &assessed.results.queues[around.queue],
            &assessed.results.groups[around.group],
        );
        let cell = |all_day: bool| {
            let interval = (!all_day).then_some(around.interval);
            let contacts = interval.and_then(|interval| contacts.intervals.get(interval));
            let agents = interval.and_then(|interval| agents.intervals.get(interval));
            (contacts, agents)
        };
        // In equilibrium there is only the whole.
        let (contacts, agents) = match cell(around.all_day) {
            (Some(contacts), Some(agents)) => (contacts, agents),
            _ => (&contacts.day, &agents.day),
        };
        (contacts.clone(), agents.mean(GroupMeasure::Occupancy))
    };
    let rows: Vec<(i32, &Assessed, Measures, Option<f64>)> = around
        .steps
        .iter()
        .map(|(change, assessed)| {
            let (contacts, busy) = figures(assessed);
            (*change, assessed, contacts, busy)
        })
        .collect();
    type Row<'a> = (i32, &'a Assessed, Measures, Option<f64>);
    let column = |heading: &str, align: Align, cell: &dyn Fn(&Row<'_>) -> Cell| {
        let cells = rows.iter().map(|row| {
            let cell = cell(row);
            if row.0 == 0 {
                cell.toned(Tone::Strong)
            } else {
                cell
            }
        });
        Column::new(heading, align, cells.collect())
    };
    let share = |measure: Measure, decimals: usize| {
        move |row: &Row<'_>| {
            row.2.mean(measure).map_or_else(Cell::nothing, |share| {
                Cell::of_parts(number::at_the_point(&number::percent(share, decimals)))
            })
        }
    };
    let wait = |measure: Measure| {
        move |row: &Row<'_>| {
            row.2
                .mean(measure)
                .map_or_else(Cell::nothing, |wait| Cell::new(number::wait(wait, 0)))
        }
    };
    let prices: Vec<Option<Price>> = rows.iter().map(|row| Some(row.1.cost)).collect();
    let texts = costs(question, &prices);
    let cost = rows.iter().zip(texts).map(|(row, text)| {
        let cell = Cell::new(text);
        if row.0 == 0 {
            cell.toned(Tone::Strong)
        } else {
            cell
        }
    });
    let columns = vec![
        column("", Align::Right, &|row| match row.0 {
            0 => Cell::new("plan"),
            change => Cell::new(signed(f64::from(change), 0)),
        }),
        column("agents", Align::Right, &|row| {
            Cell::new(row.1.staff[around.group][around.interval].to_string())
        }),
        column("SL, %", Align::Right, &share(Measure::ServiceLevel, 1)),
        column("ASA", Align::Right, &wait(Measure::Asa)),
        column("p90 wait", Align::Right, &wait(Measure::WaitP90)),
        column("aband, %", Align::Right, &share(Measure::AbandonmentRate, 1)),
        column("busy, %", Align::Right, &|row| {
            row.3
                .map_or_else(Cell::nothing, |share| Cell::new(number::percent(share, 0)))
        }),
        column("missed", Align::Right, &|row| {
            let missed = Missed::of(&question.goals, row.1);
            Cell::new((missed.intervals + missed.day).to_string())
        }),
        Column::new(cost_heading(question), Align::Right, cost.collect()),
    ];
    let title = format!(
        "{}, an agent more or fewer {}: what {} gets",
        words::title(&group.name),
        when_name(&center.calendar, &when),
        words::title(&queue.name)
    );
    fitted(columns, &words::cut(&title, 70), 4, screen)
}

fn curve(question: &Question, planned: &Planned) -> Block {
    let points = &planned.curve;
    let Price(cost) = planned.cost;
    let prices: Vec<Option<Price>> = points.iter().map(|point| point.cost).collect();
    let texts = costs(question, &prices);
    let heading = Column::new(
        "in time",
        Align::Right,
        points
            .iter()
            .map(|point| Cell::of_parts([number::limit_percent(point.answered), " %".into()]))
            .collect(),
    );
    let hours = points.iter().map(|point| {
        point
            .hours
            .map_or_else(Cell::nothing, |hours| Cell::new(number::grouped(hours, 1)))
    });
    let cells = texts.into_iter().map(Cell::new);
    let change = points.iter().map(|point| match point.cost {
        None => Cell::new("no plan"),
        Some(Price(other)) => Cell::new(format!("{} %", signed_percent(other / cost - 1.0))),
    });
    Block {
        title: "What other service levels cost".into(),
        columns: vec![
            heading,
            Column::new("on queue, h", Align::Right, hours.collect()),
            Column::new(cost_heading(question), Align::Right, cells.collect()),
            Column::new("to this plan", Align::Right, change.collect()),
        ],
    }
}

fn signed_percent(share: f64) -> String {
    let text = signed(100.0 * share, 1);
    if text.is_empty() { "±0.0".into() } else { text }
}
