//! The channels of a center side by side, what agents' hours went to, and what waits over night.
//!
//! Shown where there is any channel beside the telephone. Long waits are told in hours and minutes.

mod backlog;
mod hours;

use super::beyond::share;
use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, View, WIDEST_TEXT, words};
use crate::estimate::{ChannelResults, GroupMeasure, Measure, OutcomeMeasure, OutcomeResults};
use crate::model::Channel;
use crate::report::number;

/// The sections, each ending in an empty line; nothing where all come by telephone.
pub fn lines(view: &View<'_>) -> Vec<String> {
    let outcomes = view.results.outcomes.as_ref();
    let Some(outcomes) = outcomes.filter(|outcomes| outcomes.has_channels()) else {
        return Vec::new();
    };
    let mut text = Vec::new();
    for section in [
        side_by_side(view, outcomes),
        hours::lines(view, outcomes),
        backlog::lines(view, outcomes),
    ] {
        if !section.is_empty() {
            text.extend(section);
            text.push(String::new());
        }
    }
    text
}

/// What a channel is called at the start of a line.
fn title(channel: Channel) -> &'static str {
    match channel {
        Channel::Voice => "Voice",
        Channel::Chat => "Chat",
        Channel::Messaging => "Messaging",
        Channel::Email => "E-mail",
        Channel::Social => "Social",
        Channel::Outbound => "Outbound",
    }
}

/// The columns of the table of channels.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    Contacts,
    Answered,
    InTime { halves: bool },
    Wait,
    Replies,
    Left,
    AtEnd,
    Hours,
    Share,
    Cost,
}

/// From all of them to what nobody can do without.
fn layouts() -> Vec<Vec<Told>> {
    let mut told = vec![
        Told::Contacts,
        Told::Answered,
        Told::InTime { halves: true },
        Told::Wait,
        Told::Replies,
        Told::Left,
        Told::AtEnd,
        Told::Hours,
        Told::Share,
        Told::Cost,
    ];
    let mut all = vec![told.clone()];
    told[2] = Told::InTime { halves: false };
    all.push(told.clone());
    for less in [
        Told::Share,
        Told::Answered,
        Told::AtEnd,
        Told::Left,
        Told::Replies,
    ] {
        told.retain(|column| *column != less);
        all.push(told.clone());
    }
    all
}

fn side_by_side(view: &View<'_>, outcomes: &OutcomeResults) -> Vec<String> {
    let room = view.screen.width.saturating_sub(INDENT);
    let mut fitting = Vec::new();
    for told in layouts() {
        let mut columns = vec![names(view, outcomes)];
        let shown = told.into_iter().filter(|column| match column {
            Told::Replies => can(outcomes, OutcomeMeasure::ReplyWait),
            Told::Cost => cost(view) > 0.0,
            _ => true,
        });
        columns.extend(shown.map(|told| column(view, outcomes, told)));
        fitting = vec![Block::untitled(columns)];
        if table::width(&fitting) <= room {
            break;
        }
    }
    let mut text = table::lines(&fitting, view.screen.style);
    let sentences = dialed(view, outcomes)
        .into_iter()
        .chain([meaning(view, outcomes)]);
    text.extend(sentences.flat_map(|sentence| note(view, &sentence)));
    text
}

/// A sentence that helps to read a table.
fn note(view: &View<'_>, sentence: &str) -> Vec<String> {
    let width = view.screen.width.min(WIDEST_TEXT).saturating_sub(INDENT);
    let lines = words::wrapped(sentence, width, 0);
    lines
        .iter()
        .map(|line| view.screen.style.paint(Tone::Faint, line))
        .collect()
}

fn cost(view: &View<'_>) -> f64 {
    view.results.agents.day.mean(GroupMeasure::Cost).unwrap_or(0.0)
}

/// Whether any channel has a measure.
fn can(outcomes: &OutcomeResults, measure: OutcomeMeasure) -> bool {
    let mut channels = outcomes.channels.iter();
    channels.any(|channel| channel.possible.contains(&measure))
}

fn names(view: &View<'_>, outcomes: &OutcomeResults) -> Column {
    let names = outcomes.channels.iter().map(|channel| title(channel.channel));
    let cells = names
        .chain(["All"])
        .map(|name| Cell::new(name).toned(Tone::Strong));
    let span = if view.results.steady.is_some() {
        "an hour".into()
    } else {
        format!("average {}", view.day.one)
    };
    Column::new(span, Align::Left, cells.collect())
}

fn column(view: &View<'_>, outcomes: &OutcomeResults, told: Told) -> Column {
    let heading = match told {
        Told::Contacts => "contacts",
        Told::Answered => "answered",
        Told::InTime { .. } => "in time",
        Told::Wait => "wait",
        Told::Replies => "reply",
        Told::Left => "left",
        Told::AtEnd => "at end",
        Told::Hours => "hours",
        Told::Share => "of work",
        Told::Cost => "cost",
    };
    let each = outcomes.channels.iter().map(|channel| of_channel(channel, told));
    let cells = each.chain([of_all(view, told)]);
    Column::new(heading, Align::Right, cells.collect())
}

fn percent(share: f64) -> Cell {
    Cell::new(format!("{} %", number::percent(share, 0)))
}

fn wait(mean: Option<f64>) -> Cell {
    mean.map_or_else(Cell::nothing, |wait| Cell::new(number::long_wait(wait)))
}

fn count(mean: Option<f64>) -> Cell {
    mean.map_or_else(Cell::nothing, |count| {
        let few = count > 0.0 && count < 10.0;
        Cell::new(number::grouped(count, usize::from(few)))
    })
}

fn amount(hours: f64) -> Cell {
    Cell::new(number::grouped(hours, usize::from(hours < 1000.0)))
}

fn of_channel(channel: &ChannelResults, told: Told) -> Cell {
    let measures = &channel.measures;
    match told {
        Told::Contacts => count(measures.mean(Measure::Offered)),
        Told::Answered => share(channel.answered, 1, false),
        Told::InTime { halves } => share(measures.get(Measure::ServiceLevel), 1, halves),
        Told::Wait => wait(measures.mean(Measure::Asa)),
        Told::Replies if !channel.possible.contains(&OutcomeMeasure::ReplyWait) => Cell::default(),
        Told::Replies => wait(channel.outcomes.mean(OutcomeMeasure::ReplyWait)),
        Told::Left => share(channel.left, 1, false),
        Told::AtEnd => count(measures.mean(Measure::WaitingAtEnd)),
        Told::Hours => amount(channel.hours.mean),
        Told::Share => channel
            .share
            .map_or_else(Cell::nothing, |share| percent(share.mean)),
        Told::Cost => Cell::new(number::grouped(channel.cost.mean, 0)),
    }
}

/// The line of all channels: what adds up over them.
fn of_all(view: &View<'_>, told: Told) -> Cell {
    let measures = &view.results.center.day;
    match told {
        Told::Contacts => count(measures.mean(Measure::Offered)),
        Told::InTime { halves } => share(measures.get(Measure::ServiceLevel), 1, halves),
        Told::AtEnd => count(measures.mean(Measure::WaitingAtEnd)),
        Told::Hours => view
            .results
            .agents
            .day
            .mean(GroupMeasure::HandlingHours)
            .map_or_else(Cell::nothing, amount),
        Told::Cost => Cell::new(number::grouped(cost(view), 0)),
        Told::Answered | Told::Wait | Told::Replies | Told::Left | Told::Share => Cell::default(),
    }
}

/// What the columns mean, of those that are there.
fn meaning(view: &View<'_>, outcomes: &OutcomeResults) -> String {
    let mut text = vec!["In time: within the T of each queue, by its clock. Wait: mean to the first answer."];
    if can(outcomes, OutcomeMeasure::ReplyWait) {
        text.push("Reply: mean wait for each further one.");
    }
    text.push(if can(outcomes, OutcomeMeasure::LeftSilently) {
        "Left: gave up waiting, or went silently in mid-chat."
    } else {
        "Left: gave up waiting."
    });
    text.push("At end: never answered.");
    text.push("Hours: of agents' handling; of several contacts at once each has an equal share.");
    if cost(view) > 0.0 {
        text.push(
            "Cost: each group's paid hours, dealt out by its hours of handling, idle time in proportion.",
        );
    }
    text.join(" ")
}

/// What became of the numbers called.
fn dialed(view: &View<'_>, outcomes: &OutcomeResults) -> Option<String> {
    let of = |channel: &&ChannelResults| channel.channel == Channel::Outbound;
    let channel = outcomes.channels.iter().find(of)?;
    let found = |measure| channel.outcomes.mean(measure);
    let percent = |share: Option<f64>| {
        share.map_or_else(
            || number::NOTHING.into(),
            |share| format!("{} %", number::percent(share, 1)),
        )
    };
    let limit = channel.queues.iter().find_map(|&queue| {
        let target = view.center.queues[queue].target.as_ref()?;
        target.abandoned
    });
    let limit = limit.map_or_else(String::new, |limit| {
        format!(" (limit {} %)", number::limit_percent(limit))
    });
    let grouped = |measure| number::grouped(found(measure).unwrap_or(0.0), 0);
    Some(format!(
        "Outbound: {} numbers dialed, {} answered ({} right party, {} somebody else), {} never reached; \
         abandoned on answer {}{limit}.",
        grouped(OutcomeMeasure::Dials),
        percent(found(OutcomeMeasure::ReachRate)),
        grouped(OutcomeMeasure::RightParty),
        grouped(OutcomeMeasure::WrongParty),
        grouped(OutcomeMeasure::NeverReached),
        percent(channel.measures.mean(Measure::AbandonmentRate)),
    ))
}
