//! One answer: the sentence, the table around it, every figure.

use super::{ErlangScreen, amount, column, count, erlangs, fitted, level_heading, percent, wait};
use crate::insight::calculator::{Answer, Figures, Formula, QUANTILES, Sought, sentence};
use crate::model::{Distribution, ServiceLevelDefinition};
use crate::report::erlang::law;
use crate::report::number::{self, limit_percent};
use crate::report::terminal::style::Tone;
use crate::report::terminal::table::{self, Align, Block, Cell, Column};
use crate::report::terminal::words::wrapped;
use crate::report::terminal::{INDENT, WIDEST_TEXT};

fn title(answer: &Answer) -> String {
    let given = &answer.given;
    let mut parts = Vec::new();
    if let Some(calls) = answer.calls.filter(|_| given.calls.is_some()) {
        parts.push(format!(
            "{} calls in {}",
            count(calls),
            number::duration(given.per_s)
        ));
    }
    if let Some(handle_s) = answer.handle_s.filter(|_| given.handle.is_some()) {
        parts.push(format!("{} each", number::duration(handle_s)));
    }
    if answer.sought == Sought::Agents || answer.sought == Sought::Service {
        parts.push(format!("{} erlangs", erlangs(answer.load())));
    }
    if let Some(agents) = given.agents {
        let noun = if agents == 1 { "agent" } else { "agents" };
        parts.push(format!("{} {noun}", count(f64::from(agents))));
    }
    if !matches!(answer.formula, Formula::B | Formula::C) {
        parts.push(match &given.patience {
            None | Some(Distribution::Forever) => "nobody hangs up".into(),
            Some(patience) => format!("patience {}", law(patience)),
        });
    }
    if let Some(lines) = given.lines.filter(|_| answer.formula == Formula::Lines) {
        parts.push(format!("{lines} lines"));
    }
    if let Some(again) = given.again.filter(|_| answer.formula == Formula::Retry) {
        parts.push(format!(
            "{} % of those who hang up call again",
            limit_percent(again)
        ));
    }
    parts.join(" · ")
}

pub(super) fn single(answer: &Answer, screen: &ErlangScreen) -> Vec<String> {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let indented = |line: String| " ".repeat(INDENT) + &line;
    let mut lines = wrapped(&title(answer), width, 0);
    if let Some(first) = lines.first_mut() {
        *first = format!("{} · {first}", style.paint(Tone::Strong, answer.formula.name()));
    }
    lines.push(String::new());
    let said = wrapped(&sentence(answer), width, INDENT);
    lines.extend(said.iter().map(|line| style.paint(Tone::Strong, line)));
    for note in &answer.notes {
        lines.extend(wrapped(note, width, INDENT));
    }
    let rows = answer.around();
    if !rows.is_empty() {
        lines.push(String::new());
        lines.extend(
            table::lines(&[around(answer, &rows, screen.width)], style)
                .into_iter()
                .map(indented),
        );
    }
    if let Some(figures) = &answer.figures {
        lines.push(String::new());
        let blocks = [waits(answer, figures), staff(answer, figures)];
        if table::width(&blocks) + INDENT <= screen.width {
            lines.extend(table::lines(&blocks, style).into_iter().map(indented));
        } else {
            for (index, block) in blocks.into_iter().enumerate() {
                if index > 0 {
                    lines.push(String::new());
                }
                lines.extend(table::lines(&[block], style).into_iter().map(indented));
            }
        }
        lines.push(String::new());
        lines.extend(
            table::lines(&[definitions(answer, figures)], style)
                .into_iter()
                .map(indented),
        );
    }
    lines.push(String::new());
    let foot = format!(
        "{}: {}; contacts arrive at random, handle times are exponential, the queue is in equilibrium.{}",
        answer.formula.name(),
        answer.formula.supposes(),
        if answer.formula == Formula::Lines || answer.formula == Formula::B {
            " Blocked calls are not among the offered."
        } else {
            ""
        }
    );
    lines.extend(
        wrapped(&foot, width, INDENT)
            .iter()
            .map(|line| style.paint(Tone::Faint, line)),
    );
    lines
}

/// The table with a few agents less and more.
fn around(answer: &Answer, rows: &[Figures], width: usize) -> Block {
    let here = answer.agents;
    let tone = |figures: &Figures| {
        if Some(figures.agents) == here {
            Tone::Strong
        } else {
            Tone::Normal
        }
    };
    let of = |heading: &str, text: &dyn Fn(&Figures) -> String| {
        let cells = rows
            .iter()
            .map(|figures| Cell::new(text(figures)).toned(tone(figures)));
        column(heading, cells.collect())
    };
    let definition = answer.given.goals.definition;
    let marks = rows
        .iter()
        .map(|figures| Cell::new(if Some(figures.agents) == here { "→" } else { "" }));
    let mut columns = vec![
        (0, Column::new("", Align::Left, marks.collect())),
        (0, of("agents", &|figures| count(f64::from(figures.agents)))),
    ];
    let levels = rows.iter().map(|figures| {
        Cell::new(percent(figures.service_level(definition)))
            .toned(tone(figures))
            .marked(!figures.meets_goals && answer.has_goals())
    });
    columns.push((0, column(&level_heading(answer), levels.collect())));
    columns.push((1, of("P(wait) %", &|figures| percent(figures.p_wait))));
    columns.push((0, of("ASA", &|figures| wait(figures.asa_s))));
    columns.push((2, of("p80", &|figures| wait(figures.wait_quantiles_s[1]))));
    if rows.iter().any(|figures| figures.abandoned > 0.0) {
        columns.push((0, of("abandoned %", &|figures| percent(figures.abandoned))));
    }
    if rows.iter().any(|figures| figures.blocked > 0.0) {
        columns.push((0, of("blocked %", &|figures| percent(figures.blocked))));
    }
    columns.push((0, of("busy %", &|figures| percent(figures.occupancy))));
    columns.push((3, of("waiting", &|figures| amount(figures.queue_mean))));
    if answer.given.shrinkage > 0.0 {
        let scheduled = of("scheduled", &|figures| count(answer.scheduled(figures.agents)));
        columns.push((0, scheduled));
    }
    fitted(columns, width)
}

/// A block of names and figures.
fn pairs(title: &str, rows: Vec<(String, String)>) -> Block {
    let (names, values): (Vec<Cell>, Vec<Cell>) = rows
        .into_iter()
        .map(|(name, value)| (Cell::new(name), Cell::new(value)))
        .unzip();
    Block {
        title: String::new(),
        columns: vec![Column::new(title, Align::Left, names), column("", values)],
    }
}

fn waits(answer: &Answer, figures: &Figures) -> Block {
    let share = answer.given.share();
    let mut rows = vec![
        ("P(wait)".to_owned(), format!("{} %", percent(figures.p_wait))),
        ("ASA: mean wait of the answered".into(), wait(figures.asa_s)),
        ("mean wait of all".into(), wait(figures.wait_all_s)),
        ("mean wait of those who wait".into(), wait(figures.wait_delayed_s)),
    ];
    if figures.abandoned > 0.0 {
        rows.push((
            "mean wait of those who hang up".into(),
            wait(figures.wait_abandoned_s),
        ));
    }
    for (share, time) in QUANTILES.iter().zip(figures.wait_quantiles_s) {
        rows.push((format!("p{:.0} of the answered", 100.0 * share), wait(time)));
    }
    rows.push((
        format!("{} % of offered are answered within", limit_percent(share)),
        figures
            .share_within_s
            .map_or("never".into(), |time| wait(Some(time))),
    ));
    pairs("Waits", rows)
}

fn staff(answer: &Answer, figures: &Figures) -> Block {
    let mut rows = vec![
        ("load, erlangs".to_owned(), erlangs(figures.load)),
        ("agents on queue".into(), count(f64::from(figures.agents))),
    ];
    if answer.given.shrinkage > 0.0 {
        rows.push((
            format!("scheduled, {} % shrinkage", limit_percent(answer.given.shrinkage)),
            count(answer.scheduled(figures.agents)),
        ));
    }
    rows.push(("occupancy".into(), format!("{} %", percent(figures.occupancy))));
    rows.push(("mean number waiting".into(), amount(figures.queue_mean)));
    rows.push(("abandoned".into(), format!("{} %", percent(figures.abandoned))));
    rows.push(("blocked".into(), format!("{} %", percent(figures.blocked))));
    if answer.formula == Formula::Retry {
        let attempts = figures.rate_per_s * answer.given.per_s;
        rows.push((
            format!(
                "calls in {}, repeated ones too",
                number::duration(answer.given.per_s)
            ),
            count((attempts * 10.0).round() / 10.0),
        ));
        rows.push((
            "callers answered in the end".into(),
            format!("{} %", percent(figures.answered_in_the_end)),
        ));
    }
    pairs("Agents and queue", rows)
}

fn definitions(answer: &Answer, figures: &Figures) -> Block {
    let asked = answer.given.goals.definition;
    let rows = ServiceLevelDefinition::ALL.into_iter().map(|definition| {
        let mark = if definition == asked { " ←" } else { "" };
        (
            definition.formula().to_owned(),
            format!("{} %{mark}", percent(figures.service_level(definition))),
        )
    });
    let seconds = |time: f64| number::duration(time);
    let title = format!(
        "Service level, T = {}, short = {}",
        seconds(answer.given.within_s),
        seconds(answer.given.goals.short_s)
    );
    let (names, values): (Vec<Cell>, Vec<Cell>) = rows
        .map(|(name, value)| (Cell::new(name), Cell::new(value)))
        .unzip();
    Block::untitled(vec![
        Column::new(title, Align::Left, names),
        Column::new("", Align::Left, values),
    ])
}
