//! Standard output and error, and what is known of the terminal behind them.

use std::env;
use std::io::{self, IsTerminal, Write};

use crate::report::terminal::{Screen, Source, Style};

/// Width where there is no terminal to ask.
const WIDTH: usize = 100;
/// No screen is laid out narrower.
const NARROWEST: usize = 60;

/// Writes an answer. A reader that has seen enough (a closed pipe) is content, not an error.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn answer(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(io::Error::new(error.kind(), format!("standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Says something that is no part of the answer. There is nobody to tell if that fails.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether colour is wanted where it can be seen.
fn colour(terminal: bool) -> bool {
    let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    terminal && !unwanted && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Whether messages may use colour.
pub fn colour_on_stderr() -> bool {
    colour(io::stderr().is_terminal())
}

/// How the answer may be emphasised.
pub fn style() -> Style {
    if colour(io::stdout().is_terminal()) {
        Style::Colour
    } else {
        Style::Plain
    }
}

/// Columns of the screen and, if it is one, its rows. Without a terminal `COLUMNS` may say how wide.
pub fn size() -> (usize, Option<usize>) {
    let stdout = io::stdout();
    let terminal = stdout
        .is_terminal()
        .then(|| terminal_size::terminal_size_of(&stdout))
        .flatten();
    let (width, height) = match terminal {
        Some((width, height)) => (usize::from(width.0), Some(usize::from(height.0))),
        None => {
            let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
            (columns.filter(|&columns| columns > 0).unwrap_or(WIDTH), None)
        }
    };
    (width.max(NARROWEST), height)
}

/// Where a report is shown that comes from some source.
pub fn screen(source: Source<'_>) -> Screen<'_> {
    let (width, height) = size();
    Screen {
        width,
        height,
        style: style(),
        source,
    }
}
