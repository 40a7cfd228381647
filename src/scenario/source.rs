//! The texts that a scenario is read from, and places in them.
//!
//! In: the scenario, its sheets, its lists of values, the changes asked for. Out: a [`Place`] for
//! whatever was typed, so that every problem can point at it.

use std::ops::Range;

/// A text and what people call it: mostly a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as it was given, or `--set`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// A text under a name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Source {
            name: name.into(),
            text: text.into(),
        }
    }
}

/// A stretch of one of the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Index among the texts read so far.
    pub source: usize,
    /// Bytes of that text.
    pub span: Range<usize>,
}

impl Place {
    pub fn new(source: usize, span: Range<usize>) -> Self {
        Place { source, span }
    }
}

/// Line and column, both counted from 1, of a byte of a text; columns count characters.
pub(super) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The span made fit for showing: on character boundaries, on one line, at least one character where
/// there is one.
pub(super) fn one_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let floor = |mut byte: usize| {
        byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let start = floor(span.start);
    let line_end = text[start..]
        .find('\n')
        .map_or(text.len(), |newline| start + newline);
    let line_end = start + text[start..line_end].trim_end_matches('\r').len();
    let mut end = floor(span.end).clamp(start, line_end);
    if end == start {
        end += text[start..line_end].chars().next().map_or(0, char::len_utf8);
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\nbé = 1\n";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, text.find('=').unwrap()), (2, 4));
        assert_eq!(line_and_column(text, 1000), (3, 1));
    }

    #[test]
    fn shown_spans_stay_on_their_line() {
        let text = "one\r\ntwo";
        assert_eq!(one_line(text, &(1..8)), 1..3);
        assert_eq!(one_line(text, &(5..5)), 5..6);
        assert_eq!(one_line(text, &(100..200)), 8..8);
    }
}
