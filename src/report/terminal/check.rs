//! The screen of a check: what a scenario means, load against staff, what is odd, what was assumed.

use unicode_width::UnicodeWidthStr;

use super::spans::{self, Span};
use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Screen, Source, WIDEST_TEXT, words};
use crate::insight::{LoadSummary, Remark, Severity, beside_load};
use crate::model::{Center, Experiment, Group, Mode, Ticks};
use crate::report::number;

/// Longest short name of a queue or group.
const SHORT_NAME: usize = 12;

/// The screen of a check, ending in a line break. Each assumption is a setting, its value and what that
/// means.
pub fn check_screen(
    center: &Center,
    experiment: &Experiment,
    remarks: &[Remark],
    assumed: &[[&str; 3]],
    screen: &Screen<'_>,
) -> String {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let mut lines = vec![title(center, experiment, screen), String::new()];

    let spans = spans::choose(&center.calendar, None).of_opening(center);
    let load = LoadSummary::of(center);
    let room = screen.width.saturating_sub(INDENT);
    let mut blocks = blocks(center, &load, &spans.lines, true);
    if table::width(&blocks) > room {
        blocks = self::blocks(center, &load, &spans.lines, false);
    }
    lines.extend(
        table::lines(&blocks, style)
            .iter()
            .map(|line| " ".repeat(INDENT) + line),
    );
    let volume: f64 = center.queues.iter().flat_map(|queue| &queue.volume).sum();
    let hours = center.calendar.interval.seconds() / 3600.0;
    let on_queue = |group: &Group| -> Vec<f64> {
        if group.is_scheduled() {
            let times = group.agent_time(&center.calendar, Ticks::ZERO);
            return times.iter().map(|time| time.on_queue_h()).collect();
        }
        let staff = group.staff.iter();
        staff.map(|&agents| f64::from(agents) * hours).collect()
    };
    let staff: f64 = center.groups.iter().flat_map(on_queue).sum();
    let unseen = beside_load(center);
    let unseen = match unseen.as_slice() {
        [] => String::new(),
        rules => format!(" What these add or take away is not in it: {}.", rules.join(", ")),
    };
    let absent = match center.groups.iter().any(|group| group.rules.absence > 0.0) {
        true => " Those absent are not taken off the agents on queue.",
        false => "",
    };
    lines.extend(words::wrapped(
        &format!(
            "{} contacts, {} h on queue. Load = contacts × handle time, in erlangs: the agents it would keep \
             busy all the time.{unseen}{absent}",
            number::grouped(volume, 0),
            number::grouped(staff, 1)
        ),
        width,
        INDENT,
    ));

    if !remarks.is_empty() {
        lines.push(String::new());
        for remark in remarks {
            let (mark, tone) = match remark.severity {
                Severity::Warning => ("!", Tone::Alarm),
                Severity::Note => ("·", Tone::Normal),
            };
            let wrapped = words::wrapped(&remark.to_string(), width, INDENT + 2);
            for (index, line) in wrapped.iter().enumerate() {
                let margin = " ".repeat(INDENT);
                let text = line.trim_start();
                let start = if index == 0 { mark } else { " " };
                lines.push(format!(
                    "{margin}{}",
                    style.paint(tone, &format!("{start} {text}"))
                ));
            }
        }
    }
    if !assumed.is_empty() {
        lines.push(String::new());
        let heading = style.paint(Tone::Strong, "Assumed, because the file does not say:");
        lines.push(format!("{}{heading}", " ".repeat(INDENT)));
        let settings = assumed
            .iter()
            .map(|[setting, value, _]| Cell::new(format!("{setting} = {value}")));
        let meanings = assumed
            .iter()
            .map(|[_, _, meaning]| Cell::new(*meaning).toned(Tone::Faint));
        let columns = vec![
            Column::new("", Align::Left, settings.collect()),
            Column::new("", Align::Left, meanings.collect()),
        ];
        let blocks = [Block::untitled(columns)];
        if table::width(&blocks) <= room {
            let table = table::lines(&blocks, style);
            lines.extend(table.iter().skip(1).map(|line| " ".repeat(INDENT) + line));
        } else {
            for [setting, value, meaning] in assumed {
                lines.extend(words::wrapped(
                    &format!("{setting} = {value}: {meaning}"),
                    width,
                    INDENT,
                ));
            }
        }
    }
    lines.push(String::new());
    let next = match screen.source {
        Source::BuiltIn(name) => format!("headcount run {name}"),
        Source::File(path) => format!("headcount run {}", super::foot::shell_word(path)),
        Source::Input => "headcount run -".into(),
    };
    lines.push(format!(
        "{}{} {next}",
        " ".repeat(INDENT),
        style.paint(Tone::Faint, "Next:")
    ));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn title(center: &Center, experiment: &Experiment, screen: &Screen<'_>) -> String {
    let calendar = &center.calendar;
    let (opens, closes) = calendar.hours();
    let hours = match calendar.days() {
        0 | 1 => format!("{opens}–{closes}"),
        days => format!("{days} days from {opens}"),
    };
    let count = |number: usize, one: &str| {
        let ending = if number == 1 { "" } else { "s" };
        format!("{} {one}{ending}", number::grouped(number as f64, 0))
    };
    let mut rest = vec![
        hours,
        match experiment.mode {
            Mode::Days => format!(
                "{} {}{}",
                number::grouped(calendar.intervals as f64, 0),
                words::interval(calendar.interval.seconds()).of(calendar.intervals),
                match center.open_intervals() {
                    all if all == calendar.intervals => String::new(),
                    open => format!(", {} of them open", number::grouped(open as f64, 0)),
                }
            ),
            Mode::Steady(_) => "steady state".into(),
        },
        count(center.queues.len(), "queue"),
        count(center.groups.len(), "group"),
        count(experiment.replications as usize, "replication"),
        format!("seed {}", experiment.seed),
    ];
    while rest.len() > 1
        && "Good: ".width() + center.name.width() + rest.iter().map(|part| part.width() + 3).sum::<usize>()
            > screen.width
    {
        rest.pop();
    }
    format!(
        "{} {} · {}",
        screen.style.paint(Tone::Strong, "Good:"),
        screen.style.paint(Tone::Strong, &center.name),
        screen.style.paint(Tone::Faint, &rest.join(" · "))
    )
}

fn blocks(center: &Center, load: &LoadSummary, spans: &[Span], each: bool) -> Vec<Block> {
    let mean = |span: &Span, figure: &dyn Fn(usize) -> f64| {
        let open = || {
            span.intervals
                .clone()
                .filter(|&interval| center.is_open(interval))
        };
        open().map(figure).sum::<f64>() / open().count().max(1) as f64
    };
    let column = |name: &str, decimals: usize, figure: &dyn Fn(usize) -> f64| {
        let cells = spans
            .iter()
            .map(|span| Cell::new(number::grouped(mean(span, figure), decimals)));
        Column::new(name, Align::Right, cells.collect())
    };
    let mut on_queue = load.intervals.iter().flat_map(|interval| &interval.groups);
    let parts = on_queue.any(|agents| agents.fract() != 0.0);
    let staff_decimals = usize::from(parts || spans.iter().any(|span| span.intervals.len() > 1));
    let at = |interval: usize| &load.intervals[interval];
    let short = |names: Vec<String>| words::short_names(&names, SHORT_NAME);
    let queues = short(center.queues.iter().map(|queue| queue.name.clone()).collect());
    let groups = short(center.groups.iter().map(|group| group.name.clone()).collect());

    let labels = spans.iter().map(|span| Cell::new(&*span.label));
    let per_agent = spans.iter().map(|span| {
        let (load, staff) = (mean(span, &|i| at(i).load()), mean(span, &|i| at(i).staff()));
        let over = load > staff;
        let text = if staff > 0.0 {
            number::percent(load / staff, 0)
        } else {
            number::NOTHING.into()
        };
        Cell::new(text).toned(if over { Tone::Alarm } else { Tone::Normal })
    });
    let mut load_columns = Vec::new();
    let mut staff_columns = Vec::new();
    if each && center.queues.len() > 1 {
        for (queue, name) in queues.iter().enumerate() {
            load_columns.push(column(name, 1, &|interval| at(interval).queues[queue]));
        }
    }
    if each && center.groups.len() > 1 {
        for (group, name) in groups.iter().enumerate() {
            staff_columns.push(column(name, staff_decimals, &|interval| {
                at(interval).groups[group]
            }));
        }
    }
    load_columns.push(column("all", 1, &|interval| at(interval).load()));
    staff_columns.push(column("all", staff_decimals, &|interval| at(interval).staff()));
    vec![
        Block::untitled(vec![Column::new("", Align::Left, labels.collect())]),
        Block {
            title: "load, erl".into(),
            columns: load_columns,
        },
        Block {
            title: "on queue".into(),
            columns: staff_columns,
        },
        Block {
            title: "load/staff".into(),
            columns: vec![Column::new("%", Align::Right, per_agent.collect())],
        },
    ]
}
