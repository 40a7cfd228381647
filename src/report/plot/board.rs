//! The board: four panels on one page under the answer's sentence.

use super::backlog;
use super::canvas::page;
use super::frame::Area;
use super::lettering::{titled, write_lines};
use super::page::{frame_page, subject};
use super::palette::{BLACK, GRID, Type};
use super::{Inputs, Picture, PlotError, Size, Svg};

/// The size of a board, in pixels.
const SIZE: Size = Size {
    width: 1600,
    height: 1000,
};

/// Queues or groups in one of its panels.
const MOST: usize = 2;

/// Four panels on one page: service level, staff against load, waits, and the queue over the day (what waits
/// over night where work may; the groups' occupancy where the queue was not recorded). `title` is the answer in words; `notes` are what
/// else is to be said, one or two sentences under it.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn board(inputs: &Inputs<'_>, title: &str, notes: &str) -> Result<Svg, PlotError> {
    let fourth = if backlog::is_told(inputs.results) {
        Picture::Backlog
    } else if inputs.queue_paths.is_some() {
        Picture::Queue
    } else {
        Picture::Occupancy
    };
    let pictures = [Picture::ServiceLevel, Picture::Staff, Picture::Waits, fourth];
    page(SIZE, title, |canvas| {
        let foot = format!(
            "{} · {}",
            subject(inputs),
            Picture::ServiceLevel.definition(inputs).trim_end_matches('.')
        );
        let area = frame_page(canvas, SIZE, title, Type::bold(27.0, BLACK), notes, &foot);
        for (picture, part) in pictures.into_iter().zip(quarters(area)) {
            canvas.line(&[(part.left, part.top), (part.right, part.top)], 1.5, GRID);
            let headline = picture.headline(inputs);
            let (style, lines) = titled(&headline, Type::bold(16.0, BLACK), part.width());
            let next = write_lines(canvas, (part.left, part.top + 24.0), style, &lines);
            picture.draw(canvas, part.below(next - 4.0), inputs, MOST);
        }
    })
}

fn quarters(area: Area) -> [Area; 4] {
    const ACROSS: f64 = 48.0;
    const DOWN: f64 = 22.0;
    let (width, height) = ((area.width() - ACROSS) / 2.0, (area.height() - DOWN) / 2.0);
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)].map(|(column, row)| {
        let (left, top) = (
            area.left + column * (width + ACROSS),
            area.top + row * (height + DOWN),
        );
        Area {
            left,
            top,
            right: left + width,
            bottom: top + height,
        }
    })
}
