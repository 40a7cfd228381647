//! The listing of a trace: a line an event, and what became of the contacts.

use unicode_width::UnicodeWidthStr;

use super::style::Tone;
use super::{Screen, headed, words};
use crate::insight::Extract;
use crate::model::{Center, Ticks};
use crate::report::number;
use crate::report::trace::{sentence, subject, summary, when};

/// Names are not padded beyond this.
const WIDEST_NAME: usize = 30;

/// The listing of a simulated day (from 1), ending in a line break; without `events`, its first and last line.
pub fn trace_listing(
    center: &Center,
    extract: &Extract<'_>,
    seed: u64,
    day: u32,
    events: bool,
    screen: &Screen<'_>,
) -> String {
    let horizon = words::horizon(&center.name, &center.calendar);
    let mut rest = vec![format!("simulated {} {day}", horizon.one), format!("seed {seed}")];
    if center.busyness.is_some() {
        rest.push(format!(
            "{} times as busy as usual",
            number::grouped(extract.trace.busyness, 2)
        ));
    }
    let mut text = headed(&center.name, rest, screen);
    text.push_str("\n\n");
    if events {
        lines(center, extract, screen, &mut text);
    }
    text += &screen.style.paint(Tone::Strong, &summary(extract));
    text.push('\n');
    text
}

fn lines(center: &Center, extract: &Extract<'_>, screen: &Screen<'_>, text: &mut String) {
    let trace = extract.trace;
    let names: Vec<String> = extract
        .entries
        .iter()
        .map(|entry| subject(center, trace, entry))
        .collect();
    let widths = names.iter().map(|name| name.width());
    let room = widths.filter(|&width| width <= WIDEST_NAME).max().unwrap_or(0);
    let mut before: Option<Ticks> = None;
    for (entry, name) in extract.entries.iter().zip(&names) {
        let time = when(&center.calendar, entry.at);
        // What happens at the moment of the line above belongs together.
        let tone = if before == Some(entry.at) {
            Tone::Faint
        } else {
            Tone::Normal
        };
        before = Some(entry.at);
        *text += &screen.style.paint(tone, &time);
        *text += "  ";
        *text += name;
        text.extend(std::iter::repeat_n(' ', room.saturating_sub(name.width()) + 2));
        *text += &sentence(center, trace, entry);
        text.push('\n');
    }
    if !names.is_empty() {
        text.push('\n');
    }
}
