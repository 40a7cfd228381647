//! The screen of the calculator: the answer in a sentence, the table around it, every figure; for several
//! rows, a line each.
//!
//! In: answers, perhaps with a comparison. Out: text to print.

use super::style::{Style, Tone};
use super::table::{self, Align, Block, Cell, Column};
use super::words::wrapped;
use super::{INDENT, WIDEST_TEXT};
use crate::insight::calculator::{Answer, Compared, Figures, Formula, QUANTILES, Sought, sentence};
use crate::model::{Distribution, ServiceLevelDefinition};
use crate::report::erlang::law;
use crate::report::number::{self, NOTHING, grouped, limit_percent};

/// Where a screen is shown.
#[derive(Debug, Clone, Copy)]
pub struct ErlangScreen {
    /// Columns.
    pub width: usize,
    /// Whether to use colour.
    pub style: Style,
}

/// A share in percent with a decimal, or as many as tell it from 0 and from 100.
fn percent(share: f64) -> String {
    let rest = share.min(1.0 - share);
    if share > 0.0 && share < 5e-5 {
        return "<0.01".into();
    }
    let digits = if rest > 0.0 && rest < 5e-4 { 2 } else { 1 };
    if digits == 2 && share > 0.99995 && share < 1.0 {
        return ">99.99".into();
    }
    number::percent(share, digits)
}

fn wait(seconds: Option<f64>) -> String {
    match seconds {
        None => NOTHING.into(),
        Some(f64::INFINITY) => "∞".into(),
        Some(0.0) => "0 s".into(),
        Some(seconds) if seconds < 0.05 => "<0.1 s".into(),
        Some(seconds) if seconds < 100.0 => number::wait(seconds, 1),
        Some(seconds) => number::wait(seconds, 0),
    }
}

fn amount(value: f64) -> String {
    let digits = match value.abs() {
        0.0 => 0,
        tiny if tiny < 0.1 => 3,
        small if small < 10.0 => 2,
        medium if medium < 1000.0 => 1,
        _ => 0,
    };
    grouped(value, digits)
}

fn count(value: f64) -> String {
    let digits = match value {
        whole if whole.fract() == 0.0 => 0,
        small if small < 1.0 => 4,
        _ => usize::from(value < 1000.0),
    };
    grouped(value, digits)
}

fn column(heading: &str, cells: Vec<Cell>) -> Column {
    Column::new(heading, Align::Right, cells)
}

/// What the service level is called in a heading.
fn level_heading(answer: &Answer) -> String {
    match answer.given.within_s {
        0.0 => "no wait %".into(),
        seconds => format!("≤{} %", number::duration(seconds)),
    }
}

/// The screen, ending in a line break.
pub fn erlang_screen(answers: &[Answer], compared: &[Option<Compared>], screen: &ErlangScreen) -> String {
    let mut lines = match answers {
        [answer] => single(answer, screen),
        _ => many(answers, screen),
    };
    for compared in compared.iter().flatten() {
        lines.push(String::new());
        lines.extend(comparison(&answers[0], compared, screen));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

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
        parts.push(format!("{} erlangs", amount(answer.load())));
    }
    if let Some(agents) = given.agents {
        parts.push(format!("{} agents", count(f64::from(agents))));
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

fn single(answer: &Answer, screen: &ErlangScreen) -> Vec<String> {
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
    if !answer.around.is_empty() {
        lines.push(String::new());
        lines.extend(table::lines(&[around(answer)], style).into_iter().map(indented));
    }
    if let Some(figures) = &answer.figures {
        lines.push(String::new());
        let blocks = [waits(answer, figures), staff(answer, figures)];
        lines.extend(table::lines(&blocks, style).into_iter().map(indented));
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
fn around(answer: &Answer) -> Block {
    let rows = &answer.around;
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
        Column::new("", Align::Left, marks.collect()),
        of("agents", &|figures| count(f64::from(figures.agents))),
    ];
    let levels = rows.iter().map(|figures| {
        Cell::new(percent(figures.service_level(definition)))
            .toned(tone(figures))
            .marked(!figures.meets_goals && answer.has_goals())
    });
    columns.push(column(&level_heading(answer), levels.collect()));
    columns.push(of("P(wait) %", &|figures| percent(figures.p_wait)));
    columns.push(of("ASA", &|figures| wait(figures.asa_s)));
    columns.push(of("p80", &|figures| wait(figures.wait_quantiles_s[1])));
    if rows.iter().any(|figures| figures.abandoned > 0.0) {
        columns.push(of("abandoned %", &|figures| percent(figures.abandoned)));
    }
    if rows.iter().any(|figures| figures.blocked > 0.0) {
        columns.push(of("blocked %", &|figures| percent(figures.blocked)));
    }
    columns.push(of("busy %", &|figures| percent(figures.occupancy)));
    columns.push(of("waiting", &|figures| amount(figures.queue_mean)));
    if answer.given.shrinkage > 0.0 {
        columns.push(of("scheduled", &|figures| {
            count(answer.scheduled(figures.agents))
        }));
    }
    Block::untitled(columns)
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
        ("load, erlangs".to_owned(), amount(figures.load)),
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

fn many(answers: &[Answer], screen: &ErlangScreen) -> Vec<String> {
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
        columns.push(Column::new("time", Align::Left, labels.collect()));
    }
    columns.push(plain("calls", Sought::Calls, &|answer| {
        answer.calls.map_or("any".into(), count)
    }));
    columns.push(plain("AHT", Sought::HandleTime, &|answer| wait(answer.handle_s)));
    columns.push(plain("erlangs", Sought::Service, &|answer| amount(answer.load())));
    columns.push(plain("agents", Sought::Agents, &|answer| {
        answer
            .agents
            .map_or("none".into(), |agents| count(f64::from(agents)))
    }));
    if answers.iter().any(|answer| answer.given.shrinkage > 0.0) {
        columns.push(figure("scheduled", &|answer, figures| {
            count(answer.scheduled(figures.agents))
        }));
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
    columns.push(column(&heading, levels.collect()));
    columns.push(figure("P(wait) %", &|_, figures| percent(figures.p_wait)));
    columns.push(figure("ASA", &|_, figures| wait(figures.asa_s)));
    let any = |has: &dyn Fn(&Figures) -> bool| {
        answers
            .iter()
            .filter_map(|answer| answer.figures.as_ref())
            .any(has)
    };
    if any(&|figures| figures.abandoned > 0.0) {
        columns.push(figure("abandoned %", &|_, figures| percent(figures.abandoned)));
    }
    if any(&|figures| figures.blocked > 0.0) {
        columns.push(figure("blocked %", &|_, figures| percent(figures.blocked)));
    }
    columns.push(figure("busy %", &|_, figures| percent(figures.occupancy)));
    columns.push(figure("waiting", &|_, figures| amount(figures.queue_mean)));

    let formula = if same(&|answer| answer.formula == first.formula) {
        first.formula.name().to_owned()
    } else {
        "Each row by the formula that fits it".into()
    };
    let mut lines = vec![format!(
        "{} · calls per {} · service level = {}",
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
        table::lines(&[Block::untitled(columns)], style)
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

fn comparison(answer: &Answer, compared: &Compared, screen: &ErlangScreen) -> Vec<String> {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let simulated = &compared.simulated;
    let definition = answer.given.goals.definition;
    let mut names: Vec<Cell> = compared
        .formulas
        .iter()
        .map(|(formula, _)| Cell::new(formula.name()))
        .collect();
    names.push(Cell::new("simulation").toned(Tone::Strong));
    let shares =
        |heading: &str, of: &dyn Fn(&Figures) -> f64, estimate: Option<crate::estimate::Estimate>| {
            let mut cells: Vec<Cell> = compared
                .formulas
                .iter()
                .map(|(_, figures)| Cell::of_parts([percent(of(figures)), String::new()]))
                .collect();
            cells.push(match estimate {
                Some(estimate) => {
                    let half = estimate.half_width();
                    let digits = number::decimals(half.map(|half| 100.0 * half), 2).max(1);
                    let width = half.map_or(String::new(), |half| {
                        format!(" ± {}", number::percent(half, digits))
                    });
                    Cell::of_parts([number::percent(estimate.mean, digits), width]).toned(Tone::Strong)
                }
                None => Cell::new(NOTHING),
            });
            column(heading, cells)
        };
    let amounts =
        |heading: &str, of: &dyn Fn(&Figures) -> Option<f64>, estimate: Option<crate::estimate::Estimate>| {
            let text = |value: f64, digits: usize| grouped(value, digits);
            let mut cells: Vec<Cell> = compared
                .formulas
                .iter()
                .map(|(_, figures)| {
                    let value = of(figures);
                    Cell::of_parts([
                        value.map_or(NOTHING.into(), |value| text(value, 2)),
                        String::new(),
                    ])
                })
                .collect();
            cells.push(match estimate {
                Some(estimate) => {
                    let half = estimate.half_width();
                    let digits = number::decimals(half, 3).max(1);
                    let width = half.map_or(String::new(), |half| format!(" ± {}", text(half, digits)));
                    Cell::of_parts([text(estimate.mean, digits), width]).toned(Tone::Strong)
                }
                None => Cell::new(NOTHING),
            });
            column(heading, cells)
        };
    let columns = vec![
        Column::new(
            format!("{} agents", count(f64::from(answer.agents.unwrap_or(0)))),
            Align::Left,
            names,
        ),
        shares(
            &level_heading(answer),
            &|figures| figures.service_level(definition),
            simulated.service_level,
        ),
        shares("P(wait) %", &|figures| figures.p_wait, simulated.p_wait),
        amounts("ASA s", &|figures| figures.asa_s, simulated.asa_s),
        amounts(
            "p80 s",
            &|figures| figures.wait_quantiles_s[1],
            simulated.wait_p80_s,
        ),
        shares("abandoned %", &|figures| figures.abandoned, simulated.abandoned),
        shares("busy %", &|figures| figures.occupancy, simulated.occupancy),
        amounts(
            "waiting",
            &|figures| Some(figures.queue_mean),
            simulated.queue_mean,
        ),
    ];
    let mut lines = wrapped(&compared.sentence, width, INDENT);
    lines.push(String::new());
    let indented = |line: String| " ".repeat(INDENT) + &line;
    lines.extend(
        table::lines(&[Block::untitled(columns)], style)
            .into_iter()
            .map(indented),
    );
    let handle = answer
        .given
        .handle
        .as_ref()
        .map_or_else(|| number::duration(answer.handle_s.unwrap_or(0.0)), law);
    let foot = format!(
        "± is how well {} simulated calls (seed {}) pin the figure, at {:.0} %. Handle time {handle}.",
        grouped(simulated.calls, 0),
        simulated.seed,
        100.0 * simulated.confidence
    );
    lines.push(String::new());
    lines.extend(
        wrapped(&foot, width, INDENT)
            .iter()
            .map(|line| style.paint(Tone::Faint, line)),
    );
    lines
}
