//! The screen of a comparison: what differs in words, then figure by figure.

use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Screen, WIDEST_TEXT, headed, words};
use crate::estimate::{
    ContactDifferences, Difference, Differences, GroupMeasure, Headline, Matched, Measure, OutcomeMeasure,
    Unit,
};
use crate::insight::{Beside, most_changed};
use crate::model::{Center, Experiment};
use crate::report::number;

/// Queues that are listed: those that change most.
const MOST_QUEUES: usize = 8;
/// Columns that are never left out: what it is, in BASE, in OTHER, and the difference.
const FACTS: usize = 5;
/// Groups that are listed.
const MOST_GROUPS: usize = 12;

/// The screen of a comparison, ending in a line break. `family` is the number of comparisons corrected
/// together.
pub fn compare_screen(
    base: &Center,
    experiment: &Experiment,
    others: &[Beside],
    family: usize,
    screen: &Screen<'_>,
) -> String {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let day = words::horizon(&base.name, &base.calendar);
    let replications = others.first().map_or(0, |other| other.differences.replications);
    let mut lines = vec![headed(
        &base.name,
        vec![
            format!(
                "compared on the same {} simulated {}",
                number::grouped(f64::from(replications), 0),
                day.of(replications as usize)
            ),
            format!("seed {}", experiment.seed),
        ],
        screen,
    )];
    for other in others {
        lines.push(String::new());
        if others.len() > 1 {
            lines.push(style.paint(Tone::Strong, &words::title(&other.name)));
        }
        for sentence in &other.sentences {
            let wrapped = words::wrapped(sentence, width, INDENT);
            lines.extend(wrapped.iter().map(|line| style.paint(Tone::Strong, line)));
        }
        for note in &other.notes {
            lines.extend(words::wrapped(note, width, INDENT));
        }
        lines.push(String::new());
        let (block, left_out) = figures(&other.differences, &day);
        let rows = table::lines(&[narrowed(block, screen.width, FACTS)], style);
        lines.extend(rows.iter().map(|line| " ".repeat(INDENT) + line));
        if left_out {
            lines.extend(words::wrapped(
                "The queues and groups that change most; all of them, and every measure, with --json.",
                width,
                INDENT,
            ));
        }
    }
    lines.push(String::new());
    for note in notes(base, experiment, others, family, &day) {
        let wrapped = words::wrapped(&note, width, INDENT);
        lines.extend(wrapped.iter().map(|line| style.paint(Tone::Faint, line)));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// A block without its last columns where the screen is too narrow for them; the first `kept` stay.
pub(super) fn narrowed(mut block: Block, width: usize, kept: usize) -> Block {
    while block.columns.len() > kept && INDENT + table::width(std::slice::from_ref(&block)) > width {
        block.columns.pop();
    }
    block
}

/// One line of the table.
struct Row<'a> {
    subject: String,
    figure: String,
    unit: Unit,
    difference: &'a Difference,
}

/// What of a queue is told beyond waiting, where it happens, in short.
fn beyond_waiting() -> impl Iterator<Item = (OutcomeMeasure, &'static str)> {
    use OutcomeMeasure as M;
    let short = |measure| {
        Some(match measure {
            M::BlockedLine => "busy tones, no line",
            M::BlockedPlace => "busy tones, no place",
            M::Contained => "served by the IVR",
            M::IvrHungUp => "hung up in the IVR",
            M::Messages => "messages left",
            M::Callbacks => "callbacks accepted",
            M::CallbacksMissed => "called back in vain",
            M::CallbackWait => "wait for the callback",
            M::Overflowed => "moved to another queue",
            M::Transferred => "transferred",
            M::TransferredIn => "came by transfer",
            M::WholeWait => "wait over all legs",
            M::Retries => "further attempts",
            M::Repeats => "came back unresolved",
            M::FirstContactResolution => "resolved at first, %",
            M::ClientsServed => "clients served, %",
            M::ClientsResolved => "clients resolved, %",
            M::AttemptsPerClient => "attempts per client",
            M::AnnouncedErrorAbs => "announced wait off by",
            M::BotFailures => "back from the bot",
            M::ReplyWait => "wait for a reply",
            M::RepliesInTime => "replies in time, %",
            M::LeftSilently => "left without a word",
            M::Interruptions => "put aside",
            M::ConclusionTime => "time until done",
            M::Unfinished => "unfinished",
            M::NeverAnswered => "never answered, %",
            M::Backlog => "backlog at closing",
            M::RightParty => "right party reached",
            M::WrongParty => "somebody else reached",
            M::NeverReached => "never reached",
            M::ReachRate => "dials answered, %",
            // What follows from the others, or from the volumes.
            M::ChoseElsewhere
            | M::ChosenIn
            | M::CallbacksReached
            | M::TransferredWarm
            | M::FirstTime
            | M::Unresolved
            | M::Clients
            | M::Replies
            | M::BacklogUnder4h
            | M::Backlog4hTo8h
            | M::Backlog8hTo24h
            | M::Backlog24hTo48h
            | M::BacklogFrom48h
            | M::Dials
            | M::AnnouncedWait
            | M::AnnouncedError => return None,
        })
    };
    let all = OutcomeMeasure::ALL.into_iter();
    all.filter_map(move |measure| Some((measure, short(measure)?)))
}

/// The table, and whether queues or groups are left out.
fn figures<'a>(found: &'a Differences, day: &words::Noun) -> (Block, bool) {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut add = |subject: &str, figure: &str, unit, difference: Option<&'a Difference>| {
        if let Some(difference) = difference {
            let repeated = rows.iter().rev().find(|row| !row.subject.is_empty());
            let repeated = repeated.is_some_and(|row| row.subject == subject);
            rows.push(Row {
                subject: if repeated { String::new() } else { subject.into() },
                figure: figure.into(),
                unit,
                difference,
            });
        }
    };
    let on_target = format!("on target, % of {}", day.many);
    let order = most_changed(found);
    for queue in order.iter().take(MOST_QUEUES).map(|&place| &found.queues[place]) {
        let name = words::title(&queue.name);
        for headline in Headline::ALL {
            let Headline::Queue(measure) = headline else {
                continue;
            };
            let figure = match measure {
                Measure::ServiceLevel => "in time, %",
                Measure::AbandonmentRate => "abandoned, %",
                Measure::Asa => "ASA",
                _ => &on_target,
            };
            add(&name, figure, measure.unit(), queue.day.get(measure));
        }
        for (measure, figure) in beyond_waiting() {
            let difference = queue.day.outcome(measure);
            let happens = |found: &&Difference| found.base != 0.0 || found.other != 0.0;
            add(&name, figure, measure.unit(), difference.filter(happens));
        }
    }
    for group in found.groups.iter().take(MOST_GROUPS) {
        let busy = group.day.get(GroupMeasure::Occupancy);
        add(&words::title(&group.name), "busy, %", Unit::Share, busy);
    }
    let all = "All together";
    if found.queues.len() != 1 || !found.unmatched_queues.is_empty() {
        let level = found.center.get(Measure::ServiceLevel);
        add(all, "in time, %", Unit::Share, level);
        let met = found.all_targets_met.as_ref();
        add(
            all,
            &format!("all on target, % of {}", day.many),
            Unit::Share,
            met,
        );
    }
    add(
        all,
        &format!("paid hours a {}", day.one),
        Unit::Hours,
        found.agents.get(GroupMeasure::PaidHours),
    );
    let cost = found.agents.get(GroupMeasure::Cost);
    let cost = cost.filter(|cost| cost.base > 0.0 && cost.other > 0.0);
    add(all, &format!("cost a {}", day.one), Unit::Money, cost);
    let left_out = found.queues.len() > MOST_QUEUES || found.groups.len() > MOST_GROUPS;
    (table_of(&rows, found), left_out)
}

fn table_of(rows: &[Row<'_>], found: &Differences) -> Block {
    let column = |heading: &str, align, cell: &dyn Fn(&Row<'_>) -> Cell| {
        Column::new(heading, align, rows.iter().map(cell).collect())
    };
    let tone = |row: &Row<'_>| {
        let stands = row.difference.stands(found.confidence);
        if stands { Tone::Normal } else { Tone::Faint }
    };
    let mut columns = vec![
        column("", Align::Left, &|row| Cell::new(&*row.subject)),
        column("", Align::Left, &|row| Cell::new(&*row.figure).toned(Tone::Faint)),
        column("BASE", Align::Right, &|row| {
            Cell::new(plain(row.unit, row.difference.base, row.difference))
        }),
        column("OTHER", Align::Right, &|row| {
            Cell::new(plain(row.unit, row.difference.other, row.difference))
        }),
        column("difference", Align::Right, &|row| {
            apart(row.unit, row.difference).toned(tone(row))
        }),
    ];
    if found.replications > 1 {
        columns.push(column("p (Holm)", Align::Right, &|row| {
            Cell::new(row.difference.p_holm.map_or_else(String::new, probability)).toned(tone(row))
        }));
        columns.push(column("to tell", Align::Right, &|row| {
            let needed = row.difference.days_needed;
            Cell::new(needed.map_or_else(String::new, |days| number::grouped(days as f64, 0)))
                .toned(tone(row))
        }));
    }
    Block::untitled(columns)
}

/// Decimals for a figure in its own unit (shares in percent), by the width of its difference's interval.
fn decimals(unit: Unit, difference: &Difference) -> usize {
    let scale = if unit == Unit::Share { 100.0 } else { 1.0 };
    let half = difference.half_width().filter(|&half| half > 0.0);
    match unit {
        Unit::Share | Unit::Seconds => number::decimals(half.map(|half| scale * half), 2).max(1),
        Unit::Hours => 1,
        Unit::Count => number::decimals(half, 2),
        _ => 0,
    }
}

/// A figure of one scenario.
pub(super) fn plain(unit: Unit, value: f64, difference: &Difference) -> String {
    let decimals = decimals(unit, difference);
    match unit {
        Unit::Share => number::percent(value, decimals),
        Unit::Seconds => number::wait(value, decimals),
        _ => number::grouped(value, decimals),
    }
}

/// A difference with its sign, and how well it is known.
pub(super) fn apart(unit: Unit, difference: &Difference) -> Cell {
    let decimals = decimals(unit, difference);
    let size = |value: f64| match unit {
        Unit::Share => number::percent(value.abs(), decimals),
        Unit::Seconds => number::wait(value.abs(), decimals),
        _ => number::grouped(value.abs(), decimals),
    };
    let value = difference.difference();
    let text = size(value);
    let zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    let sign = match value {
        _ if zero => "",
        value if value < 0.0 => "−",
        _ => "+",
    };
    let (between, half) = match difference.half_width() {
        Some(half) if half > 0.0 => (" ± ".to_owned(), size(half).trim_end_matches(" s").to_owned()),
        _ => (String::new(), String::new()),
    };
    Cell::of_parts([format!("{sign}{text}"), between, half])
}

fn probability(p: f64) -> String {
    if p < 0.001 {
        "<0.001".into()
    } else {
        format!("{p:.3}")
    }
}

fn notes(
    base: &Center,
    experiment: &Experiment,
    others: &[Beside],
    family: usize,
    day: &words::Noun,
) -> Vec<String> {
    let level = number::limit_percent(experiment.confidence);
    let mut text = format!(
        "In time = {}. Both have the same {}, {} by {}, so that ± ({level} %) is of the difference \
         itself.",
        base.service_level.formula(),
        words::callers(base),
        day.one,
        day.one
    );
    let gains: Vec<String> = others
        .first()
        .into_iter()
        .flat_map(|other| {
            let found = &other.differences;
            most_changed(found)
                .into_iter()
                .map(move |place| &found.queues[place])
        })
        .filter_map(|queue| {
            let gain = queue.day.get(Measure::ServiceLevel)?.gain()?;
            Some(format!(
                "{} for {}",
                number::grouped(gain, 0),
                words::title(&queue.name)
            ))
        })
        .take(3)
        .collect();
    if !gains.is_empty() {
        text += &format!(
            " Beside plain runs on days of their own, the variance of the difference in time is so many times \
             smaller: {}.",
            gains.join(", ")
        );
    }
    let queues = others.iter().flat_map(|other| &other.differences.queues);
    let counted = |queue: &Matched<ContactDifferences>| {
        beyond_waiting().any(|(measure, _)| queue.day.outcome(measure).is_some())
    };
    if queues.into_iter().any(counted) {
        text += &format!(
            " Numbers of {} are of a {}; clients, with all their attempts, are served or resolved in the end.",
            words::contacts(base),
            day.one
        );
    }
    let mut notes = vec![text];
    if family > 0 {
        notes.push(format!(
            "p (Holm): how often chance alone would show so much, corrected for {family} comparisons: in time, \
             abandoned, ASA and on target of every queue, busy of every group. To tell: how many {} it takes \
             for a difference of this size to show.",
            day.many
        ));
    }
    notes
}
