//! The cells of a CSV file, each with its place.
//!
//! In: text as a spreadsheet saves it: with or without a byte-order mark, `;` `,` or tab between cells, a
//! decimal comma or point, thousands marks. Out: rows of cells, numbers written the plain way. A number
//! whose comma may mean either is left as it is, for whoever reads it to refuse.

use std::ops::Range;

use super::node::Cell;
use super::source::Place;

/// The cells of a CSV file.
#[derive(Debug)]
pub(super) struct Csv {
    pub headings: Vec<Cell>,
    /// Rows that hold anything.
    pub rows: Vec<Vec<Cell>>,
}

impl Csv {
    pub fn parse(text: &str, source: usize) -> Csv {
        let delimiter = delimiter(text);
        let mut rows = cells(text, source, delimiter);
        rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
        let headings = if rows.is_empty() {
            Vec::new()
        } else {
            rows.remove(0)
        };
        let commas = decimals_have_commas(&rows, delimiter);
        for cell in rows.iter_mut().flatten() {
            if let Some(text) = plain_number(&cell.text, commas) {
                cell.text = text;
            }
        }
        Csv { headings, rows }
    }
}

/// Whichever of tab, semicolon and comma is most frequent in the first line.
pub(super) fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(b',')
}

fn cells(text: &str, source: usize, delimiter: u8) -> Vec<Vec<Cell>> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let bytes = text.as_bytes();
    let mut out = vec![0_u8; bytes.len() + 1];
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let (mut position, mut start, mut written) = (0, 0, 0);
    loop {
        let (result, read, wrote) = reader.read_field(&bytes[position..], &mut out[written..]);
        position += read;
        written += wrote;
        match result {
            csv_core::ReadFieldResult::InputEmpty => {}
            // The buffer holds any field whole.
            csv_core::ReadFieldResult::OutputFull | csv_core::ReadFieldResult::End => break,
            csv_core::ReadFieldResult::Field { record_end } => {
                let span = cell_span(text, start..position, delimiter);
                row.push(Cell {
                    text: String::from_utf8_lossy(&out[..written]).trim().to_owned(),
                    place: Place::new(source, span),
                });
                written = 0;
                start = position;
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
        }
    }
    rows
}

/// Where the text of a cell stands in what the reader consumed for it: the marks around it, the ends of
/// empty lines before it and a byte-order mark left out.
fn cell_span(text: &str, consumed: Range<usize>, delimiter: u8) -> Range<usize> {
    let typed = &text[consumed.clone()];
    let before = |c: char| matches!(c, '\u{feff}' | '\r' | '\n');
    let mut head = typed.len() - typed.trim_start_matches(before).len();
    if head == typed.len() {
        head = 0;
    }
    let marks = |c: char| matches!(c, '\r' | '\n') || c == char::from(delimiter);
    let cell = typed[head..].trim_end_matches(marks);
    let start = consumed.start + head + (cell.len() - cell.trim_start().len());
    start..start + cell.trim().len()
}

/// Digits in groups of three behind the first.
fn has_thousands(whole: &str, mark: char) -> bool {
    let mut groups = whole.trim_start_matches('-').split(mark);
    let first = groups.next().unwrap_or("");
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && digits(first)
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && digits(group))
}

fn is_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '%') || c.is_whitespace())
}

/// Whether this file's numbers have decimal commas; `None` where no number tells.
fn decimals_have_commas(rows: &[Vec<Cell>], delimiter: u8) -> Option<bool> {
    let mut points = false;
    for cell in rows.iter().flatten().filter(|cell| is_number(&cell.text)) {
        let number: String = cell
            .text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '%')
            .collect();
        match (number.rfind(','), number.rfind('.')) {
            (Some(comma), Some(point)) => return Some(comma > point),
            (Some(_), None) if !has_thousands(&number, ',') => return Some(true),
            (None, Some(_)) if !has_thousands(&number, '.') => points = true,
            _ => {}
        }
    }
    // Where commas part the cells, decimals have points unless something says otherwise.
    (points || delimiter == b',').then_some(false)
}

/// A number without thousands marks and with a decimal point; `None` for what is no such number.
fn plain_number(text: &str, commas: Option<bool>) -> Option<String> {
    if !is_number(text) {
        return None;
    }
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim(), "%"),
        None => (text, ""),
    };
    let joined: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let spaced = joined.len() != number.len();
    if spaced && !has_thousands(number.split([',', '.']).next().unwrap_or(""), ' ') {
        let narrow: String = number
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        if !has_thousands(narrow.split([',', '.']).next().unwrap_or(""), ' ') {
            return None;
        }
    }
    let plain = match commas {
        Some(true) => joined.replace('.', "").replace(',', "."),
        Some(false) => {
            let whole = joined.split('.').next().unwrap_or("");
            if has_thousands(whole, ',') {
                joined.replace(',', "")
            } else {
                joined
            }
        }
        None => joined,
    };
    Some(plain + percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(csv: &Csv) -> Vec<Vec<&str>> {
        csv.rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn cells_know_their_place() {
        let text = "\u{feff}time,a\r\n08:00,\"1,5\"\r\n\r\n08:30, 2 \r\n";
        let csv = Csv::parse(text, 0);
        assert_eq!(csv.headings[0].text, "time");
        assert_eq!(&text[csv.headings[0].place.span.clone()], "time");
        assert_eq!(texts(&csv), [["08:00", "1.5"], ["08:30", "2"]]);
        assert_eq!(&text[csv.rows[0][1].place.span.clone()], "\"1,5\"");
        assert_eq!(&text[csv.rows[1][0].place.span.clone()], "08:30");
    }

    #[test]
    fn semicolons_and_decimal_commas() {
        let csv = Csv::parse("time;a;b\n08:00;1.250;94,01 %\n08:30;31;5,5\n", 0);
        assert_eq!(texts(&csv), [["08:00", "1250", "94.01%"], ["08:30", "31", "5.5"]]);
    }

    #[test]
    fn tabs_and_thousands() {
        let csv = Csv::parse("time\ta\tb\n08:00\t1,250\t0.5\n08:30\t1\u{a0}250\t0.25\n", 0);
        assert_eq!(texts(&csv), [["08:00", "1250", "0.5"], ["08:30", "1250", "0.25"]]);
    }

    #[test]
    fn a_number_that_can_be_read_in_two_ways_is_left_alone() {
        let csv = Csv::parse("time;a\n08:00;1,250\n", 0);
        assert_eq!(texts(&csv), [["08:00", "1,250"]]);
    }
}
