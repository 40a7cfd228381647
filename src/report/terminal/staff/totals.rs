//! What there is, the plan, and what formulas would have staffed: a line each.

use super::super::style::Tone;
use super::super::table::{Align, Block, Cell, Column};
use super::super::{INDENT, Screen, table, words};
use super::sheet::costs;
use crate::estimate::Estimate;
use crate::insight::staff::{Missed, Totals};
use crate::planner::{Assessed, Planned, Question, Rule};
use crate::report::number;

struct Line {
    name: String,
    totals: Totals,
    strong: bool,
}

/// The table of a plan.
pub fn of_plan(question: &Question, planned: &Planned, screen: &Screen<'_>) -> Vec<Block> {
    let mut lines = two(question, &planned.now, &planned.plan);
    let each = if question.center.queues.len() > 1 {
        ", each queue"
    } else {
        ""
    };
    for formula in &planned.formulas {
        let name = match formula.rule {
            Rule::ErlangC => "Erlang C",
            Rule::ErlangA => "Erlang A",
            Rule::SquareRoot => "square root",
        };
        lines.push(Line {
            name: format!("{name}{each}"),
            totals: Totals::of(question, &formula.assessed),
            strong: false,
        });
    }
    shown(question, &lines, screen)
}

/// The table of two staffings.
pub fn of_two(question: &Question, now: &Assessed, plan: &Assessed, screen: &Screen<'_>) -> Vec<Block> {
    shown(question, &two(question, now, plan), screen)
}

fn two(question: &Question, now: &Assessed, plan: &Assessed) -> Vec<Line> {
    vec![
        Line {
            name: "now".into(),
            totals: Totals::of(question, now),
            strong: false,
        },
        Line {
            name: "this plan".into(),
            totals: Totals::of(question, plan),
            strong: true,
        },
    ]
}

/// How much of the table there is room for.
#[derive(Clone, Copy)]
struct Fit {
    long_headings: bool,
    /// Limits of the whole horizon.
    horizon: bool,
    /// What callers get over the horizon.
    callers: bool,
    days_met: bool,
    fte: bool,
}

/// From all of it to what nobody can do without.
const FITS: [Fit; 6] = {
    let all = Fit {
        long_headings: true,
        horizon: true,
        callers: true,
        days_met: true,
        fte: true,
    };
    let fewer = Fit {
        callers: false,
        ..all
    };
    let fewest = Fit {
        horizon: false,
        ..fewer
    };
    let brief = Fit {
        long_headings: false,
        ..fewest
    };
    let bare = Fit {
        days_met: false,
        fte: false,
        ..brief
    };
    [
        all,
        Fit {
            horizon: false,
            ..all
        },
        fewer,
        fewest,
        brief,
        bare,
    ]
};

fn shown(question: &Question, lines: &[Line], screen: &Screen<'_>) -> Vec<Block> {
    let fitting = FITS
        .iter()
        .map(|&fit| vec![block(question, lines, fit)])
        .find(|blocks| INDENT + table::width(blocks) <= screen.width);
    fitting.unwrap_or_else(|| vec![block(question, lines, FITS[FITS.len() - 1])])
}

fn block(question: &Question, lines: &[Line], fit: Fit) -> Block {
    let toned = |cell: Cell, line: &Line| {
        if line.strong {
            cell.toned(Tone::Strong)
        } else {
            cell
        }
    };
    let column = |heading: &str, align: Align, cell: &dyn Fn(&Line) -> Cell| {
        let cells = lines.iter().map(|line| toned(cell(line), line));
        Column::new(heading, align, cells.collect())
    };
    let hours = |heading: &str, of: fn(&Totals) -> f64| {
        column(heading, Align::Right, &|line| {
            Cell::new(number::grouped(of(&line.totals), 1))
        })
    };
    let mut columns = vec![
        column("", Align::Left, &|line| Cell::new(&*line.name)),
        hours("on queue, h", |totals| totals.on_queue_h),
        hours("paid h", |totals| totals.paid_h),
    ];
    if fit.fte {
        columns.push(hours("FTE", |totals| totals.fte));
    }
    if question.in_money {
        let prices: Vec<_> = lines.iter().map(|line| Some(line.totals.cost)).collect();
        let cells = costs(question, &prices)
            .into_iter()
            .zip(lines)
            .map(|(text, line)| toned(Cell::new(text), line));
        columns.push(Column::new("cost", Align::Right, cells.collect()));
    }
    let calendar = &question.center.calendar;
    let day = words::horizon(&question.center.name, calendar);
    let any = lines.first().map_or(Missed::default(), |line| line.totals.missed);
    if any.of_intervals > 0 {
        let noun = words::interval(calendar.interval.seconds()).many;
        let heading = if fit.long_headings {
            format!("{noun} missed")
        } else {
            "missed".into()
        };
        columns.push(column(&heading, Align::Right, &|line| {
            let missed = line.totals.missed;
            Cell::of_parts([
                missed.intervals.to_string(),
                format!(" of {}", missed.of_intervals),
            ])
        }));
    }
    if any.of_day > 0 && (fit.horizon || any.of_intervals == 0) {
        let heading = format!("{} limits missed", day.one);
        columns.push(column(&heading, Align::Right, &|line| {
            let missed = line.totals.missed;
            Cell::of_parts([missed.day.to_string(), format!(" of {}", missed.of_day)])
        }));
    }
    let share = |estimate: Option<Estimate>, decimals: usize| {
        estimate.map_or_else(Cell::nothing, |share| {
            Cell::of_parts([number::percent(share.mean, decimals), " %".into()])
        })
    };
    if fit.callers {
        columns.push(column("in time", Align::Right, &|line| {
            share(line.totals.service_level, 1)
        }));
        columns.push(column("abandoned", Align::Right, &|line| {
            share(line.totals.abandonment, 1)
        }));
    }
    if fit.days_met && lines.iter().any(|line| line.totals.days_met.is_some()) {
        let heading = if fit.long_headings {
            format!("{} all met", day.many)
        } else {
            "all met".into()
        };
        columns.push(column(&heading, Align::Right, &|line| {
            share(line.totals.days_met, 0)
        }));
    }
    Block::untitled(columns)
}
