//! The screen of the calculator: the answer in a sentence, the table around it, every figure; for several
//! rows, a line each.
//!
//! In: answers, perhaps with a comparison. Out: text to print.

mod beside;
mod one;
mod rows;

use super::INDENT;
use super::style::Style;
use super::table::{self, Align, Block, Cell, Column};
use crate::insight::calculator::{Answer, Compared};
use crate::report::number::{self, NOTHING, grouped};

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
    let digits = if (5e-5..5e-4).contains(&rest) { 2 } else { 1 };
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

/// A number to about three digits.
fn amount(value: f64) -> String {
    let digits = match value.abs() {
        0.0 => 0,
        tiny if tiny < 0.0005 => return "<0.001".into(),
        tiny if tiny < 0.01 => 3,
        small if small < 10.0 => 2,
        medium if medium < 1000.0 => 1,
        _ => 0,
    };
    grouped(value, digits)
}

/// A load, never told as nothing where there is some.
fn erlangs(load: f64) -> String {
    if load > 0.0 && load < 0.01 {
        significant(load)
    } else {
        amount(load)
    }
}

/// A count: whole, or with a digit after the point.
fn count(value: f64) -> String {
    match value {
        whole if whole.fract() == 0.0 => grouped(value, 0),
        small if small < 1.0 => significant(value),
        _ => grouped(value, usize::from(value < 1000.0)),
    }
}

/// A number below one to two digits that tell something.
fn significant(value: f64) -> String {
    let decimals = (1.0 - libm::floor(libm::log10(value.abs()))).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn column(heading: &str, cells: Vec<Cell>) -> Column {
    Column::new(heading, Align::Right, cells)
}

/// The columns that fit a width: of those that are too many, the highest rank goes first; rank 0 stays.
fn fitted(mut columns: Vec<(u8, Column)>, width: usize) -> Block {
    loop {
        let block = Block::untitled(columns.iter().map(|(_, column)| column.clone()).collect());
        let least_wanted = columns.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
        if least_wanted == 0 || table::width(std::slice::from_ref(&block)) + INDENT <= width {
            return block;
        }
        columns.retain(|(rank, _)| *rank != least_wanted);
    }
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
        [answer] => one::single(answer, screen),
        _ => rows::many(answers, screen),
    };
    for compared in compared.iter().flatten() {
        lines.push(String::new());
        lines.extend(beside::comparison(&answers[0], compared, screen));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}
