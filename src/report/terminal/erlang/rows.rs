//! Several answers, a line each, and what they sum to.

use super::{ErlangScreen, amount, column, count, erlangs, fitted, level_heading, percent, wait};
use crate::insight::calculator::{Answer, Figures, Sought};
use crate::report::number::{self, NOTHING, grouped};
use crate::report::terminal::style::Tone;
use crate::report::terminal::table::{self, Align, Cell, Column};
use crate::report::terminal::words::wrapped;
use crate::report::terminal::{INDENT, WIDEST_TEXT};

pub(super) fn many(answers: &[Answer], screen: &ErlangScreen) -> Vec<String> {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let first = &answers[0];
    let same = |same: &dyn Fn(&Answer) -> bool| answers.iter().all(same);
    let figure = |heading: &str, text: &dyn Fn(&Answer, &Figures) -> String| {
        let cells = answers.iter().map(|answer| {
            let figures = answer.figures.as_ref();
            Cell::new(figures.map_or(NOTHING.into(), |figures| text(answer, figures)))
        });
        column(heading, cells.collect())
    };
    let tone = |sought: Sought| {
        if first.sought == sought {
            Tone::Strong
        } else {
            Tone::Normal
        }
    };
    let plain = |heading: &str, sought: Sought, text: &dyn Fn(&Answer) -> String| {
        let cells = answers
            .iter()
            .map(|answer| Cell::new(text(answer)).toned(tone(sought)));
        column(heading, cells.collect())
    };
    let mut columns = Vec::new();
    if answers.iter().any(|answer| answer.given.label.is_some()) {
        let labels = answers
            .iter()
            .map(|answer| Cell::new(answer.given.label.clone().unwrap_or_default()));
        columns.push((0, Column::new("time", Align::Left, labels.collect())));
    }
    let calls = plain("calls", Sought::Calls, &|answer| {
        answer.calls.map_or("any".into(), count)
    });
    columns.push((0, calls));
    let handle = plain("AHT", Sought::HandleTime, &|answer| wait(answer.handle_s));
    let alike = same(&|answer| answer.handle_s == first.handle_s);
    columns.push((if alike { 4 } else { 0 }, handle));
    let load = plain("erlangs", Sought::Service, &|answer| erlangs(answer.load()));
    columns.push((1, load));
    let agents = plain("agents", Sought::Agents, &|answer| {
        let agents = answer.agents.map(|agents| count(f64::from(agents)));
        agents.unwrap_or_else(|| "none".into())
    });
    columns.push((0, agents));
    if answers.iter().any(|answer| answer.given.shrinkage > 0.0) {
        let scheduled = figure("scheduled", &|answer, figures| {
            count(answer.scheduled(figures.agents))
        });
        columns.push((0, scheduled));
    }
    let levels = answers.iter().map(|answer| match &answer.figures {
        Some(figures) => Cell::new(percent(figures.service_level(answer.given.goals.definition)))
            .marked(!figures.meets_goals && answer.has_goals()),
        None => Cell::new(NOTHING),
    });
    let heading = if same(&|answer| answer.given.within_s == first.given.within_s) {
        level_heading(first)
    } else {
        "in time %".into()
    };
    columns.push((0, column(&heading, levels.collect())));
    columns.push((2, figure("P(wait) %", &|_, figures| percent(figures.p_wait))));
    columns.push((0, figure("ASA", &|_, figures| wait(figures.asa_s))));
    let any = |has: &dyn Fn(&Figures) -> bool| {
        answers
            .iter()
            .filter_map(|answer| answer.figures.as_ref())
            .any(has)
    };
    if any(&|figures| figures.abandoned > 0.0) {
        columns.push((0, figure("abandoned %", &|_, figures| percent(figures.abandoned))));
    }
    if any(&|figures| figures.blocked > 0.0) {
        columns.push((0, figure("blocked %", &|_, figures| percent(figures.blocked))));
    }
    columns.push((0, figure("busy %", &|_, figures| percent(figures.occupancy))));
    columns.push((3, figure("waiting", &|_, figures| amount(figures.queue_mean))));

    let formula = if same(&|answer| answer.formula == first.formula) {
        first.formula.name().to_owned()
    } else {
        "Each row by the formula that fits it".into()
    };
    let handle = first
        .handle_s
        .filter(|_| alike)
        .map_or(String::new(), |handle_s| {
            format!(" · {} each", number::duration(handle_s))
        });
    let mut lines = vec![format!(
        "{} · calls per {}{handle} · service level = {}",
        style.paint(Tone::Strong, &formula),
        number::duration(first.given.per_s),
        first.given.goals.definition.formula()
    )];
    let mut notes: Vec<&String> = answers.iter().flat_map(|answer| &answer.notes).collect();
    notes.dedup();
    for note in notes {
        lines.extend(wrapped(note, width, INDENT));
    }
    lines.push(String::new());
    let indented = |line: String| " ".repeat(INDENT) + &line;
    lines.extend(
        table::lines(&[fitted(columns, screen.width)], style)
            .into_iter()
            .map(indented),
    );
    if answers
        .iter()
        .all(|answer| answer.given.label.is_some() && answer.agents.is_some())
    {
        let hours = first.given.per_s / 3600.0;
        let on_queue: f64 = answers
            .iter()
            .filter_map(|answer| answer.agents)
            .map(f64::from)
            .sum();
        let paid: f64 = answers
            .iter()
            .filter_map(|answer| {
                answer
                    .agents
                    .map(|agents| f64::from(agents) / (1.0 - answer.given.shrinkage))
            })
            .sum();
        let calls: f64 = answers.iter().filter_map(|answer| answer.calls).sum();
        lines.push(String::new());
        lines.push(indented(format!(
            "{} calls · {} h on queue = {} paid h",
            count((calls * 10.0).round() / 10.0),
            grouped(on_queue * hours, 1),
            grouped(paid * hours, 1)
        )));
    }
    lines
}
