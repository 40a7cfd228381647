//! Lessons on a terminal: the list, and the text of one.

use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Style, words};
use crate::lesson::{Lesson, Line};

/// Text is easiest to read at about this width.
const READABLE: usize = 88;
/// Spaces before a command.
const COMMAND_INDENT: usize = 4;

/// All lessons, each with what it shows.
pub fn lesson_list(lessons: &[Lesson], style: Style) -> String {
    let column = |cells: Vec<Cell>| Column::new("", Align::Left, cells);
    let names = lessons
        .iter()
        .map(|lesson| Cell::new(lesson.name).toned(Tone::Strong));
    let abouts = lessons.iter().map(|lesson| Cell::new(lesson.about));
    let block = Block::untitled(vec![column(names.collect()), column(abouts.collect())]);
    let mut text = String::from("Lessons: short experiments to type along, in the order of a course.\n\n");
    // The first line holds the headings, and there are none.
    for line in table::lines(&[block], style).iter().skip(1) {
        text += &format!("{}{line}\n", " ".repeat(INDENT));
    }
    text += "\nRead one:   headcount lesson NAME\nType along: headcount lesson NAME --out DIR, then cd DIR\n";
    text
}

/// The text of a lesson, wrapped to a width. `here` is whether its files are already where its commands
/// will look for them.
pub fn lesson_text(lesson: &Lesson, width: usize, style: Style, here: bool) -> String {
    let width = width.min(READABLE);
    let mut lines: Vec<String> = Vec::new();
    for line in lesson.lines() {
        match line {
            Line::Title(title) => lines.push(style.paint(Tone::Strong, title)),
            Line::Heading(heading) => lines.push(style.paint(Tone::Strong, heading)),
            Line::Command(command) => {
                lines.push(format!("{}{command}", " ".repeat(COMMAND_INDENT)));
            }
            Line::Paragraph("") => lines.push(String::new()),
            Line::Paragraph(text) => lines.extend(words::wrapped(text, width, INDENT)),
        }
    }
    if !here {
        let names: Vec<&str> = lesson.files.iter().map(|(name, _)| *name).collect();
        let name = lesson.name;
        let hint = format!(
            "Type along: headcount lesson {name} --out {name} && cd {name} (writes {}).",
            names.join(", ")
        );
        lines.push(String::new());
        lines.extend(
            words::wrapped(&hint, width, 0)
                .iter()
                .map(|line| style.paint(Tone::Faint, line)),
        );
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}
