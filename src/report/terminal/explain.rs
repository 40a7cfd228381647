//! The screen of an explanation: in words, the way from formula to simulation, and interval by interval.

use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Screen, WIDEST_TEXT, words};
use crate::insight::explain::{Explanation, Figure, QueueExplanation, Row};
use crate::model::Center;
use crate::report::number;

/// Intervals that are listed; of more, those where formula and simulation lie farthest apart.
const MOST_INTERVALS: usize = 48;
/// Queues that are shown: those where formula and simulation lie farthest apart.
const MOST_QUEUES: usize = 3;
/// Beyond so many standard errors chance is no explanation.
const BEYOND_CHANCE: f64 = 3.0;
const LEVEL: usize = Figure::ServiceLevel as usize;

/// The screen of an explanation, ending in a line break. `only` asks for one queue.
pub fn explain_screen(
    center: &Center,
    explanation: &Explanation,
    only: Option<usize>,
    screen: &Screen<'_>,
) -> String {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let indented = |line: &String| " ".repeat(INDENT) + line;
    let mut lines = vec![format!(
        "{} · {}",
        style.paint(Tone::Strong, &center.name),
        style.paint(
            Tone::Faint,
            &format!(
                "theory beside {} simulated {} · seed {}",
                number::grouped(f64::from(explanation.replications), 0),
                words::horizon(&center.name, &center.calendar).of(explanation.replications as usize),
                explanation.seed
            )
        )
    )];
    lines.push(String::new());
    let shown = only.map_or_else(|| explanation.farthest(MOST_QUEUES), |only| vec![only]);
    for sentence in explanation.sentences(center, &shown) {
        lines.extend(words::wrapped(&sentence, width, INDENT));
    }
    let listed: Vec<&QueueExplanation> = shown
        .iter()
        .map(|&queue| &explanation.queues[queue])
        .filter(|queue| queue.day.is_some())
        .collect();
    for queue in &listed {
        let name = words::title(&center.queues[queue.queue].name);
        if let Some(way) = way(queue, &name) {
            lines.push(String::new());
            // Its columns need no headings.
            let rows = table::lines(&[way], style).into_iter().enumerate();
            lines.extend(rows.filter(|(row, _)| *row != 1).map(|(_, line)| indented(&line)));
        }
        let (table, left_out) = intervals(center, queue, &name);
        lines.push(String::new());
        lines.extend(table::lines(&table, style).iter().map(indented));
        if left_out > 0 {
            lines.push(format!(
                "{}The {MOST_INTERVALS} where they lie farthest apart; {left_out} more with --json.",
                " ".repeat(INDENT)
            ));
        }
    }
    lines.push(String::new());
    for note in notes(center, explanation, &listed) {
        let wrapped = words::wrapped(&note, width, INDENT);
        lines.extend(wrapped.iter().map(|line| style.paint(Tone::Faint, line)));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// A share in points with its sign, to a tenth.
fn points(effect: f64) -> String {
    let text = number::grouped(100.0 * effect.abs(), 1);
    if effect < 0.0 && text != "0.0" {
        format!("−{text}")
    } else {
        format!("+{text}")
    }
}

/// From Erlang C to the simulation, step by step.
fn way(queue: &QueueExplanation, name: &str) -> Option<Block> {
    let day = queue.day.as_ref()?;
    let from = day.pooled.first()?[LEVEL]?;
    let to = day.simulated[LEVEL]?;
    let mut names = vec![Cell::new(queue.models.first()?.name())];
    let mut effects = vec![Cell::new(number::percent(from, 1))];
    let mut errors = vec![Cell::default()];
    let error = |half: f64| {
        if half > 0.0 && half.is_finite() {
            Cell::new(format!("± {:.1}", 100.0 * half))
        } else {
            Cell::default()
        }
    };
    for step in &queue.steps {
        names.push(Cell::new(step.assumption.name()));
        effects.push(Cell::new(points(step.effect)));
        errors.push(error(step.half_width));
    }
    names.push(Cell::new("simulated").toned(Tone::Strong));
    effects.push(Cell::new(number::percent(to.mean, 1)).toned(Tone::Strong));
    errors.push(error(to.half_width.unwrap_or(0.0)));
    Some(Block {
        title: format!("{name}: from the formula to the simulation, % in time"),
        columns: vec![
            Column::new("", Align::Left, names),
            Column::new("", Align::Right, effects),
            Column::new("", Align::Right, errors),
        ],
    })
}

/// The table of intervals, and how many of them are left out.
fn intervals(center: &Center, queue: &QueueExplanation, name: &str) -> (Vec<Block>, usize) {
    let nearest = queue.models.len() - 1;
    let z = |row: &Row| row.simulated[LEVEL]?.z(row.pooled[nearest][LEVEL]?);
    let mut rows: Vec<(usize, &Row)> = queue
        .intervals
        .iter()
        .enumerate()
        .filter_map(|(interval, row)| Some((interval, row.as_ref()?)))
        .collect();
    let left_out = rows.len().saturating_sub(MOST_INTERVALS);
    if left_out > 0 {
        let far = |row: &Row| z(row).map_or(0.0, f64::abs);
        rows.sort_by(|(_, left), (_, right)| far(right).total_cmp(&far(left)));
        rows.truncate(MOST_INTERVALS);
        rows.sort_by_key(|(interval, _)| *interval);
    }
    let days = center.calendar.days() > 1;
    let column = |heading: &str, of: &dyn Fn(usize, &Row) -> Cell| {
        let cells = rows.iter().map(|(interval, row)| of(*interval, row)).collect();
        Column::new(heading, Align::Right, cells)
    };
    let label = |interval: usize, _: &Row| {
        let (day, time) = center.calendar.label(interval);
        Cell::new(if days { format!("{day} {time}") } else { time }).toned(Tone::Faint)
    };
    let percent = |share: Option<f64>| {
        Cell::of_parts(share.map_or_else(
            || [number::NOTHING.to_owned(), String::new()],
            |share| number::at_the_point(&number::percent(share, 1)),
        ))
    };
    let mut facts = vec![
        column("", &label),
        column(words::contacts(center), &|_, row| {
            Cell::new(number::grouped(row.volume, 0))
        }),
        column("load", &|_, row| Cell::new(number::grouped(row.pool_load, 1))),
        column("agents", &|_, row| {
            Cell::new(number::grouped(row.agents, 0)).marked(!row.stable)
        }),
    ];
    if queue.pool.len() > 1 {
        facts[2] = column("load, all", &|_, row| {
            Cell::new(number::grouped(row.pool_load, 1))
        });
    }
    let mut level = vec![column("simulated", &|_, row| {
        let Some(found) = row.simulated[LEVEL] else {
            return Cell::nothing();
        };
        let half = found
            .half_width
            .map_or_else(String::new, |half| format!("{:.1}", 100.0 * half));
        let between = if half.is_empty() { "" } else { " ± " };
        Cell::of_parts([number::percent(found.mean, 1), between.to_owned(), half])
    })];
    for (place, model) in queue.models.iter().enumerate() {
        level.push(column(model.name(), &|_, row| percent(row.pooled[place][LEVEL])));
    }
    if queue.pool.len() > 1 {
        level.push(column("split", &|_, row| percent(row.split[LEVEL])));
    }
    level.push(column("z", &|_, row| {
        let z = z(row);
        let tone = if z.is_some_and(|z| z.abs() > BEYOND_CHANCE) {
            Tone::Strong
        } else {
            Tone::Normal
        };
        let text = z.map_or_else(|| number::NOTHING.to_owned(), |z| number::grouped(z, 1));
        Cell::new(text).toned(tone)
    }));
    let mut blocks = vec![
        Block::untitled(facts),
        Block {
            title: format!("{name}, % in time"),
            columns: level,
        },
    ];
    let other = |figure: Figure, write: &dyn Fn(f64) -> String| {
        let cell = |value: Option<f64>| Cell::new(value.map_or_else(|| number::NOTHING.to_owned(), write));
        let place = figure as usize;
        vec![
            column("sim", &|_, row| {
                cell(row.simulated[place].map(|found| found.mean))
            }),
            column("theory", &|_, row| cell(row.pooled[nearest][place])),
        ]
    };
    if queue.models.len() > 1 {
        blocks.push(Block {
            title: "abandoned, %".to_owned(),
            columns: other(Figure::Abandoned, &|share| number::percent(share, 1)),
        });
    }
    blocks.push(Block {
        title: "mean wait".to_owned(),
        columns: other(Figure::WaitAll, &|seconds| {
            if seconds.is_finite() {
                number::wait(seconds, usize::from(seconds < 9.95))
            } else {
                "∞".to_owned()
            }
        }),
    });
    (blocks, left_out)
}

fn notes(center: &Center, explanation: &Explanation, listed: &[&QueueExplanation]) -> Vec<String> {
    let pooled = listed.iter().any(|queue| queue.pool.len() > 1);
    let nearest: Vec<&str> = listed
        .iter()
        .filter_map(|queue| Some(queue.models.last()?.name()))
        .collect();
    let same = nearest.windows(2).all(|pair| pair[0] == pair[1]);
    let nearest = match nearest.first() {
        Some(name) if same => (*name).to_owned(),
        _ => "the last formula of each table".to_owned(),
    };
    let level = 100.0 * explanation.confidence;
    let mut text = format!(
        "% in time = {}. Each step was simulated with one assumption more on the same {} (± with {} % \
         confidence); in another order they would share the difference out a little differently. z = \
         (simulated − {nearest}) / standard error: chance alone keeps it between −2 and 2 nineteen times in \
         twenty. Mean wait of all offered; theory there is {nearest}.",
        explanation.service_level.formula(),
        words::callers(center),
        number::grouped(level, usize::from(level.fract() != 0.0)),
    );
    if listed
        .iter()
        .flat_map(|queue| queue.intervals.iter().flatten())
        .any(|row| !row.stable)
    {
        text += " ! more work than agents: without hanging up there is no equilibrium.";
    }
    if pooled {
        text += " The formulas take all agents of the pool as one group for all its queues (pooled); split \
                 deals the agents out, and nobody helps another queue.";
    }
    if center.groups.iter().any(|group| group.is_scheduled()) {
        text += " Agents of shifts: the most on queue at once in the interval; the formulas know no breaks.";
    }
    let mut notes = vec![text];
    let more = explanation
        .queues
        .iter()
        .filter(|queue| queue.day.is_some())
        .count();
    if more > listed.len() && listed.len() == MOST_QUEUES {
        notes.push(format!(
            "The {MOST_QUEUES} queues where formula and simulation lie farthest apart; {} more with --queue NAME ({}) or \
             --json.",
            more - listed.len(),
            center
                .queues
                .iter()
                .map(|queue| &*queue.name)
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    notes
}
