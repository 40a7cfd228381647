//! Columns of aligned figures in titled blocks.
//!
//! In: cells of text. Out: lines, each column as wide as its widest cell. A cell may consist of parts
//! (`88.0`, ` % ± `, `0.3`), each of which is aligned down the column on its own, and may carry a mark,
//! which stands before the figure and has its room kept, so that marked and unmarked figures stay aligned.

use unicode_width::UnicodeWidthStr;

use super::style::{Style, Tone};
use crate::report::number;

/// What stands before a figure that misses a target.
const MARK: &str = "! ";

/// One figure or word.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    parts: Vec<String>,
    marked: bool,
    tone: Tone,
}

impl Cell {
    /// One piece of text.
    pub fn new(text: impl Into<String>) -> Self {
        Self::of_parts([text.into()])
    }

    /// What stands where a figure does not exist.
    pub fn nothing() -> Self {
        Self::new(number::NOTHING)
    }

    /// Text whose parts are aligned one by one.
    pub fn of_parts<T: Into<String>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self {
            parts: parts.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// With the mark of a missed target, if it is missed.
    pub fn marked(mut self, missed: bool) -> Self {
        self.marked = missed;
        self
    }

    /// In a tone.
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// On which side cells are flush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Cells under one heading.
#[derive(Debug, Clone)]
pub struct Column {
    heading: String,
    align: Align,
    cells: Vec<Cell>,
    /// Width of each part, widest cell.
    parts: Vec<usize>,
    width: usize,
}

impl Column {
    /// A column; measures its cells once.
    pub fn new(heading: impl Into<String>, align: Align, cells: Vec<Cell>) -> Self {
        let heading = heading.into();
        let mut parts: Vec<usize> = Vec::new();
        for cell in &cells {
            parts.resize(parts.len().max(cell.parts.len()), 0);
            for (width, part) in parts.iter_mut().zip(&cell.parts) {
                *width = (*width).max(part.width());
            }
        }
        let mark = if cells.iter().any(|cell| cell.marked) {
            MARK.width()
        } else {
            0
        };
        let width = heading.width().max(mark + parts.iter().sum::<usize>());
        Self {
            heading,
            align,
            cells,
            parts,
            width,
        }
    }

    fn heading(&self) -> String {
        pad(&self.heading, self.width, self.align)
    }

    fn line(&self, row: usize, style: Style) -> String {
        let Some(cell) = self.cells.get(row) else {
            return " ".repeat(self.width);
        };
        let parts = self.parts.iter().enumerate().map(|(index, &width)| {
            let part = cell.parts.get(index).map_or("", String::as_str);
            pad(part, width, self.align)
        });
        let mut text: String = parts.collect();
        if cell.marked {
            text = format!("{MARK}{}", text.trim_start());
        }
        let tone = if cell.marked { Tone::Alarm } else { cell.tone };
        let padded = pad(&text, self.width, self.align);
        let inner = padded.trim_matches(' ');
        if inner.is_empty() {
            return padded;
        }
        padded.replacen(inner, &style.paint(tone, inner), 1)
    }
}

/// Columns that belong together, under a title.
#[derive(Debug, Clone)]
pub struct Block {
    /// The title; empty for none.
    pub title: String,
    /// The columns, from the left.
    pub columns: Vec<Column>,
}

/// Spaces between columns and between blocks.
const COLUMN_GAP: usize = 2;
const BLOCK_GAP: usize = 3;

impl Block {
    /// Columns without a title.
    pub fn untitled(columns: Vec<Column>) -> Self {
        Self {
            title: String::new(),
            columns,
        }
    }

    fn width(&self) -> usize {
        self.columns_width().max(self.title.width())
    }

    /// What the columns lack to the width of the title.
    fn fill(&self) -> String {
        " ".repeat(self.width() - self.columns_width())
    }

    fn columns_width(&self) -> usize {
        let cells: usize = self.columns.iter().map(|column| column.width).sum();
        cells + COLUMN_GAP * self.columns.len().saturating_sub(1)
    }
}

/// Width of a table, its blocks side by side.
pub fn width(blocks: &[Block]) -> usize {
    let inner: usize = blocks.iter().map(Block::width).sum();
    inner + BLOCK_GAP * blocks.len().saturating_sub(1)
}

/// The lines of a table: titles (if any block has one), headings, then the rows; no trailing spaces.
pub fn lines(blocks: &[Block], style: Style) -> Vec<String> {
    let rows = blocks
        .iter()
        .flat_map(|block| &block.columns)
        .map(|column| column.cells.len())
        .max()
        .unwrap_or(0);
    let mut lines = Vec::with_capacity(rows + 2);
    if blocks.iter().any(|block| !block.title.is_empty()) {
        lines.push(across(blocks, |block| {
            let fill = block.width() - block.title.width();
            style.paint(Tone::Strong, &block.title) + &" ".repeat(fill)
        }));
    }
    lines.push(across(blocks, |block| {
        let headings: Vec<String> = block.columns.iter().map(Column::heading).collect();
        style.paint(Tone::Faint, &headings.join(&" ".repeat(COLUMN_GAP))) + &block.fill()
    }));
    for row in 0..rows {
        lines.push(across(blocks, |block| {
            let cells: Vec<String> = block
                .columns
                .iter()
                .map(|column| column.line(row, style))
                .collect();
            cells.join(&" ".repeat(COLUMN_GAP)) + &block.fill()
        }));
    }
    lines
}

/// One line through all blocks.
fn across(blocks: &[Block], part: impl Fn(&Block) -> String) -> String {
    let mut line = blocks
        .iter()
        .map(part)
        .collect::<Vec<_>>()
        .join(&" ".repeat(BLOCK_GAP));
    line.truncate(line.trim_end().len());
    line
}

/// Filled with spaces to a width on the screen.
pub fn pad(text: &str, width: usize, align: Align) -> String {
    let fill = " ".repeat(width.saturating_sub(text.width()));
    match align {
        Align::Left => format!("{text}{fill}"),
        Align::Right => format!("{fill}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_line_up_under_marks_parts_and_wide_letters() {
        let names = Column::new("", Align::Left, ["東京", "Bahía", "x"].map(Cell::new).to_vec());
        let figures = Column::new(
            "SL",
            Align::Right,
            vec![
                Cell::of_parts(["100", " % ± ", "1"]),
                Cell::of_parts(["8", " % ± ", "10"]).marked(true),
                Cell::new("–"),
            ],
        );
        let blocks = [
            Block {
                title: "One".into(),
                columns: vec![names],
            },
            Block {
                title: String::new(),
                columns: vec![figures],
            },
        ];
        assert_eq!(
            lines(&blocks, Style::Plain),
            [
                "One",
                "                  SL",
                "東京      100 % ±  1",
                "Bahía     ! 8 % ± 10",
                "x           –",
            ]
        );
    }

    #[test]
    fn colour_takes_no_room() {
        let column = |style| {
            let cells = vec![Cell::new("66").marked(true), Cell::new("93")];
            lines(
                &[Block {
                    title: String::new(),
                    columns: vec![Column::new("SL", Align::Right, cells)],
                }],
                style,
            )
        };
        let coloured = column(Style::Colour).join("\n");
        assert!(coloured.contains("\x1b[1;31m! 66\x1b[0m"), "{coloured}");
        let bare = coloured
            .replace("\x1b[1;31m", "")
            .replace("\x1b[2m", "")
            .replace("\x1b[0m", "");
        assert_eq!(bare, column(Style::Plain).join("\n"));
    }
}
