//! The risk of single days on a screen: in words, each limit with the share of days that keep it, how bad
//! bad days are, and the days' service levels as bars; where a replication has several days, a line a day.

use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Screen, WIDEST_TEXT, words};
use crate::estimate::{Bound, DAY_MEASURES, Estimate, Measure, Risk, SingleDays};
use crate::insight::{DayNames, center_limit_name, limit_name, risk_sentences, riskiest_first, short_by};
use crate::model::{Center, QueueId};
use crate::report::number;

/// Queues that are listed.
const MOST_QUEUES: usize = 4;
/// Bars of a distribution.
const MOST_BARS: usize = 14;
/// Letters of the longest bar.
const LONGEST: f64 = 24.0;
/// What bars are made of: of days on target and of others.
const MET: char = '█';
const MISSED: char = '░';
/// Days that are worse than the figure of a column, as a share and in words.
const WORSE: [(f64, &str); 7] = [
    (0.0, "worst"),
    (0.05, "1 in 20"),
    (0.1, "1 in 10"),
    (0.25, "1 in 4"),
    (0.5, "median"),
    (0.75, "3 in 4"),
    (0.9, "9 in 10"),
];

/// Those of a narrow screen.
const IN_NARROW: [f64; 3] = [0.0, 0.1, 0.5];

struct View<'a> {
    center: &'a Center,
    risk: &'a Risk,
    names: DayNames,
    /// The queues that are listed, in the order of the scenario.
    listed: Vec<QueueId>,
}

/// What follows the screen of a run, ending in a line break.
pub fn risk_screen(center: &Center, risk: &Risk, screen: &Screen<'_>) -> String {
    let mut listed = riskiest_first(center, risk);
    listed.truncate(MOST_QUEUES);
    listed.sort_unstable();
    let view = View {
        center,
        risk,
        names: DayNames::of(&center.name, &center.calendar),
        listed,
    };
    let style = screen.style;
    let text_width = screen.width.min(WIDEST_TEXT);
    let title = format!("Risk: how single {} differ", view.names.many);
    let mut lines = vec![style.paint(Tone::Strong, &title), String::new()];
    for sentence in risk_sentences(center, risk) {
        lines.extend(words::wrapped(&sentence, text_width, INDENT));
    }
    if risk.center.all.days < 2 {
        return lines.join("\n") + "\n";
    }
    let mut tables = vec![
        fitting(|narrow| limits(&view, narrow), screen.width)
            .into_iter()
            .collect(),
        fitting(|narrow| Some(figures(&view, narrow)), screen.width)
            .into_iter()
            .collect(),
    ];
    if view.risk.days.len() > 1 {
        tables.extend(side_by_side(by_day(&view), screen.width));
    }
    tables.extend(side_by_side(bars(&view), screen.width));
    for blocks in tables.iter().filter(|blocks: &&Vec<Block>| !blocks.is_empty()) {
        lines.push(String::new());
        let rows = table::lines(blocks, style);
        lines.extend(rows.iter().map(|line| " ".repeat(INDENT) + line));
    }
    lines.push(String::new());
    let wrapped = words::wrapped(&notes(&view), text_width, INDENT);
    lines.extend(wrapped.iter().map(|line| style.paint(Tone::Faint, line)));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

impl View<'_> {
    fn name(&self, queue: QueueId) -> String {
        words::title(&self.center.queues[queue].name)
    }

    fn all(&self, queue: QueueId) -> &SingleDays {
        &self.risk.queues[queue].all
    }
}

/// A table, or its narrow form where the width asks for it.
fn fitting(table: impl Fn(bool) -> Option<Block>, width: usize) -> Option<Block> {
    let wide = table(false)?;
    if INDENT + table::width(std::slice::from_ref(&wide)) <= width {
        Some(wide)
    } else {
        table(true)
    }
}

/// Blocks in as many rows of blocks as the width asks for.
fn side_by_side(blocks: Vec<Block>, width: usize) -> Vec<Vec<Block>> {
    let mut rows: Vec<Vec<Block>> = Vec::new();
    for block in blocks {
        match rows.last_mut() {
            Some(row) if INDENT + table::width(&[row.clone(), vec![block.clone()]].concat()) <= width => {
                row.push(block);
            }
            _ => rows.push(vec![block]),
        }
    }
    rows
}

/// A share with the ends of its interval: `89 % (87–91)`.
fn share(estimate: &Estimate) -> Cell {
    let decimals = |value: f64| usize::from(value > 0.0 && value < 1.0 && !(0.01..=0.99).contains(&value));
    let percent = |value: f64| number::percent(value, decimals(value));
    let ends = estimate.interval.map_or_else(String::new, |(low, high)| {
        format!("  ({}–{})", number::percent(low, 0), number::percent(high, 0))
    });
    Cell::of_parts([format!("{} %", percent(estimate.mean)), ends])
}

/// Each limit and the whole target of each queue; in the narrow form not by how much it is missed.
fn limits(view: &View<'_>, narrow: bool) -> Option<Block> {
    let mut rows: Vec<[Cell; 4]> = Vec::new();
    for &queue in &view.listed {
        let all = view.all(queue);
        let Some(met) = &all.met else { continue };
        let asked = view.center.queues[queue]
            .target
            .as_ref()
            .and_then(|target| target.on_days);
        let mut name = Cell::new(view.name(queue));
        for kept in &all.limits {
            let only = all.limits.len() == 1;
            rows.push([
                std::mem::take(&mut name),
                Cell::new(limit_name(&view.center.queues[queue], &kept.limit)),
                share(&kept.share).marked(only && asked.is_some_and(|asked| kept.share.mean < asked)),
                Cell::new(
                    kept.shortfall
                        .map_or_else(|| number::NOTHING.into(), |short| short_by(&kept.limit, short)),
                ),
            ]);
        }
        if all.limits.len() > 1 {
            rows.push([
                Cell::default(),
                Cell::new("all of these"),
                share(met).marked(asked.is_some_and(|asked| met.mean < asked)),
                Cell::default(),
            ]);
        }
    }
    let mut name = Cell::new("All queues");
    for kept in &view.risk.center.all.limits {
        rows.push([
            std::mem::take(&mut name),
            Cell::new(center_limit_name(view.center, &kept.limit)),
            share(&kept.share),
            Cell::new(
                kept.shortfall
                    .map_or_else(|| number::NOTHING.into(), |short| short_by(&kept.limit, short)),
            ),
        ]);
    }
    if let Some(met) = &view.risk.center.all.met
        && view
            .center
            .queues
            .iter()
            .filter(|queue| queue.target.is_some())
            .count()
            + usize::from(view.center.target.is_some())
            > 1
    {
        rows.push([name, Cell::new("every target"), share(met), Cell::default()]);
    }
    let mut heads = vec![
        (String::new(), Align::Left),
        ("over the day".into(), Align::Left),
        (format!("{} that keep it", view.names.many), Align::Right),
        ("others miss it by".into(), Align::Right),
    ];
    if narrow {
        heads.truncate(3);
    }
    (!rows.is_empty()).then(|| Block::untitled(columns(heads, rows.into_iter().map(Vec::from).collect())))
}

/// Columns from rows.
fn columns(heads: Vec<(String, Align)>, rows: Vec<Vec<Cell>>) -> Vec<Column> {
    let heads = heads.into_iter().enumerate();
    heads
        .map(|(place, (heading, align))| {
            let cells = rows.iter().map(|row| row.get(place).cloned().unwrap_or_default());
            Column::new(heading, align, cells.collect())
        })
        .collect()
}

/// How bad bad days are, a line a figure; in the narrow form in fewer columns.
fn figures(view: &View<'_>, narrow: bool) -> Block {
    let shown = || {
        WORSE
            .into_iter()
            .filter(|(worse, _)| !narrow || IN_NARROW.contains(worse))
    };
    let mut rows = Vec::new();
    for &queue in &view.listed {
        let all = view.all(queue);
        let mut name = Cell::new(view.name(queue));
        for (measure, figures) in DAY_MEASURES.into_iter().zip(&all.figures) {
            let what = match measure {
                Measure::ServiceLevel => "in time, %",
                Measure::AbandonmentRate => "abandoned, %",
                Measure::Asa => "mean wait",
                _ => "9 in 10 wait up to",
            };
            let bound = all.bound(measure);
            let cells = shown().map(|(worse, _)| {
                let share = if measure == Measure::ServiceLevel {
                    worse
                } else {
                    1.0 - worse
                };
                cell(measure, figures.quantile(share), bound)
            });
            let first = [std::mem::take(&mut name), Cell::new(what)];
            rows.push(first.into_iter().chain(cells).collect());
        }
    }
    let heads = [(String::new(), Align::Left), ("worse on".into(), Align::Left)];
    let worse = shown().map(|(_, name)| (name.to_owned(), Align::Right));
    Block::untitled(columns(heads.into_iter().chain(worse).collect(), rows))
}

/// A figure with its mark, told apart from the limit that it misses.
fn cell(measure: Measure, value: Option<f64>, bound: Option<Bound>) -> Cell {
    let Some(value) = value else {
        return Cell::nothing();
    };
    let decimals = usize::from(measure == Measure::AbandonmentRate);
    let missed = bound.filter(|bound| !bound.holds(Some(value)));
    match (measure, missed) {
        (
            Measure::ServiceLevel | Measure::AbandonmentRate,
            Some(Bound::AtLeast(limit) | Bound::AtMost(limit)),
        ) => Cell::of_parts([number::percent_beside(value, limit, decimals).concat()]).marked(true),
        (Measure::ServiceLevel | Measure::AbandonmentRate, None) => {
            Cell::new(number::percent(value, decimals))
        }
        _ => {
            let decimals = usize::from(value > 0.0 && value < 2.0);
            Cell::new(number::wait(value, decimals)).marked(missed.is_some())
        }
    }
}

/// Each calendar day of the horizon: a block of days, and one for each queue.
fn by_day(view: &View<'_>) -> Vec<Block> {
    let names = view
        .risk
        .days
        .iter()
        .map(|&number| Cell::new(words::title(&view.names.name(number))));
    let names = Column::new("", Align::Left, names.collect());
    let blocks = view.listed.iter().map(|&queue| {
        let each = &view.risk.queues[queue].each;
        let mut found = Vec::new();
        if each.iter().any(|days| days.met.is_some()) {
            let shares = each
                .iter()
                .map(|days| days.met.as_ref().map_or_else(Cell::default, share));
            found.push(Column::new("on target", Align::Right, shares.collect()));
        }
        let bound = view.all(queue).bound(Measure::ServiceLevel);
        let level = |of: f64| {
            let levels = each.iter().map(move |days| days.figures[0].quantile(of));
            let cells = levels.map(|level| cell(Measure::ServiceLevel, level, bound));
            cells.collect()
        };
        found.push(Column::new("1 in 10", Align::Right, level(0.1)));
        found.push(Column::new("median, %", Align::Right, level(0.5)));
        (view.name(queue), found)
    });
    let mut days = Some(names);
    blocks
        .map(|(title, found)| Block {
            title,
            columns: days.take().into_iter().chain(found).collect(),
        })
        .collect()
}

/// The service levels of days as bars, a block a queue.
fn bars(view: &View<'_>) -> Vec<Block> {
    let blocks = view.listed.iter().filter_map(|&queue| {
        let levels = &view.all(queue).figures[0];
        let bound = view.all(queue).bound(Measure::ServiceLevel);
        let bins = levels.bins(bound, MOST_BARS)?;
        let days = levels.sorted().len() as f64;
        let most = bins.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
        let decimals = usize::from(bins.width() < 0.0099);
        let rows = bins.counts.iter().enumerate().rev().map(|(bar, &count)| {
            let (low, high) = bins.edges(bar as i64);
            let met = bound.is_none_or(|bound| bound.holds(Some(low)));
            let letters = (count as f64 / most * LONGEST).ceil() as usize;
            let drawn: String = [if met { MET } else { MISSED }]
                .repeat(letters)
                .into_iter()
                .collect();
            let percent = |value| number::percent(value, decimals);
            let part = count as f64 / days;
            let label = if high > 1.0 {
                percent(low)
            } else {
                format!("{}–{}", percent(low), percent(high))
            };
            vec![
                Cell::new(label),
                Cell::new(drawn),
                Cell::new(match count {
                    0 => String::new(),
                    _ if part < 0.0095 => "<1 %".into(),
                    _ => format!("{} %", number::percent(part, 0)),
                }),
            ]
        });
        let heads = vec![
            ("in time, %".to_owned(), Align::Right),
            (String::new(), Align::Left),
            (view.names.many.clone(), Align::Right),
        ];
        Some(Block {
            title: view.name(queue),
            columns: columns(heads, rows.collect()),
        })
    });
    blocks.collect()
}

fn notes(view: &View<'_>) -> String {
    let one = &view.names.one;
    let mut text = format!(
        "In time = {}. Under “1 in 10” stands what one {one} in ten is worse than",
        view.center.service_level.formula()
    );
    let has_target = view.risk.center.all.met.is_some();
    if has_target {
        text += &format!(
            ". Marked !: misses the target. In brackets: how well the share is known ({} % confidence)",
            number::limit_percent(view.risk.confidence)
        );
    }
    text += ".";
    let bounded = view.listed.iter().any(|&queue| {
        matches!(
            view.all(queue).bound(Measure::ServiceLevel),
            Some(Bound::AtLeast(_))
        )
    });
    if bounded {
        text += &format!(" Bars: {MET} on target, {MISSED} below.");
    }
    if view.risk.days.len() > 1 {
        if view.center.busyness.is_some() {
            text += " The days of one replication share its busyness.";
        }
        if view.center.calendar.opens_s > 0 {
            text += " Days end at midnight, so the first and the last are shorter.";
        }
    }
    let left_out = view.center.queues.len() - view.listed.len();
    if left_out > 0 {
        text += &format!(
            " Not shown: {left_out} more {}, which --json and --csv DIR hold.",
            if left_out == 1 { "queue" } else { "queues" }
        );
    }
    text
}
