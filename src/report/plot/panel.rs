//! What every panel shares: its heading, the key of marks, curves with a band, and words where there is
//! nothing to draw.

use super::canvas::{Anchor, Canvas, Point, width_of};
use super::frame::{Area, Frame};
use super::lettering::fitted;
use super::palette::{ASIDE, GREY, HEADING, Ink, LABEL, Type, WHITE};

/// A mark that a key explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    /// A line of some width.
    Line(Ink, f64),
    /// An area.
    Band(Ink),
    /// A dot.
    Dot(Ink),
    /// A ring.
    Ring(Ink),
    /// No mark: a remark.
    Words,
}

/// Explains marks in a row (or more, where one is too short) from the top of an area; tells what is left.
pub(super) fn key(canvas: &mut Canvas<'_>, area: Area, entries: &[(Mark, String)]) -> Area {
    const SWATCH: f64 = 22.0;
    const GAP: f64 = 22.0;
    const ROW: f64 = 20.0;
    let (mut x, mut baseline) = (area.left, area.top + 12.0);
    for (mark, words) in entries {
        let indent = if *mark == Mark::Words { 0.0 } else { SWATCH + 6.0 };
        let words = fitted(words, LABEL, area.width() - indent);
        let width = indent + width_of(&words, LABEL);
        if x > area.left && x + width > area.right {
            x = area.left;
            baseline += ROW;
        }
        let middle = baseline - 4.5;
        match *mark {
            Mark::Line(ink, width) => canvas.line(&[(x, middle), (x + SWATCH, middle)], width, ink),
            Mark::Band(ink) => canvas.rectangle((x, middle - 5.5), (x + SWATCH, middle + 5.5), ink),
            Mark::Dot(ink) => canvas.dot((x + SWATCH - 8.0, middle), 4.0, ink),
            Mark::Ring(ink) => canvas.ring((x + SWATCH - 8.0, middle), 3.6, 1.5, ink),
            Mark::Words => {}
        }
        canvas.text((x + indent, baseline), Anchor::Start, LABEL, &words);
        x += width + GAP;
    }
    area.below(baseline + 14.0)
}

/// Heads the parts of a page: a name in bold and what is to be said beside it; tells what is left of each
/// part. Where one of them is too narrow for both, the words of all go to a second line.
pub(super) fn headings(canvas: &mut Canvas<'_>, parts: &[Area], words: &[(String, String)]) -> Vec<Area> {
    let fits = |(part, (name, aside)): (&Area, &(String, String))| {
        aside.is_empty() || width_of(name, HEADING) + GAP + width_of(aside, ASIDE) <= part.width()
    };
    const GAP: f64 = 12.0;
    let beside = parts.iter().zip(words).all(fits);
    let mut left_over = Vec::with_capacity(parts.len());
    for (part, (name, aside)) in parts.iter().zip(words) {
        let baseline = part.top + 14.0;
        let name = fitted(name, HEADING, part.width());
        canvas.text((part.left, baseline), Anchor::Start, HEADING, &name);
        let aside = fitted(aside, ASIDE, part.width());
        let at = if beside {
            (part.left + width_of(&name, HEADING) + GAP, baseline)
        } else {
            (part.left, baseline + 18.0)
        };
        canvas.text(at, Anchor::Start, ASIDE, &aside);
        left_over.push(part.below(at.1 + 12.0));
    }
    left_over
}

/// Says in the middle of an area why nothing is drawn there.
pub(super) fn nothing(canvas: &mut Canvas<'_>, area: Area, why: &str) {
    let style = Type::plain(14.0, GREY);
    let middle = (
        f64::midpoint(area.left, area.right),
        f64::midpoint(area.top, area.bottom),
    );
    canvas.text(middle, Anchor::Middle, style, &fitted(why, style, area.width()));
}

/// Writes a note at a point, on a veil of white that keeps it legible, moved into the frame sideways.
pub(super) fn note(canvas: &mut Canvas<'_>, frame: &Frame, at: Point, style: Type, words: &str) {
    let half = width_of(words, style) / 2.0;
    let (least, most) = (frame.area.left + half + 2.0, frame.area.right - half - 2.0);
    if least > most {
        return;
    }
    let x = at.0.clamp(least, most);
    canvas.rectangle(
        (x - half - 2.0, at.1 - style.size + 1.0),
        (x + half + 2.0, at.1 + 4.0),
        WHITE.at(0.8),
    );
    canvas.text((x, at.1), Anchor::Middle, style, words);
}

/// A figure at a moment, with the ends of its band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    pub(super) x: f64,
    pub(super) value: f64,
    pub(super) band: Option<(f64, f64)>,
}

/// Draws readings as a curve over its band, broken where a reading is missing; a reading without
/// neighbours becomes a dot with a whisker.
pub(super) fn curve(
    canvas: &mut Canvas<'_>,
    frame: &Frame,
    readings: &[Option<Reading>],
    ink: Ink,
    width: f64,
) {
    let runs = readings
        .split(Option::is_none)
        .map(|run| run.iter().flatten().copied().collect::<Vec<Reading>>());
    for run in runs {
        match condensed(run, frame.area.width()).as_slice() {
            [] => {}
            [alone] => {
                if let Some((low, high)) = alone.band {
                    canvas.line(
                        &[frame.at(alone.x, low), frame.at(alone.x, high)],
                        8.0,
                        ink.at(BAND),
                    );
                }
                canvas.dot(frame.at(alone.x, alone.value), 3.5, ink);
            }
            run => {
                band(canvas, frame, run, ink.at(BAND));
                let line: Vec<Point> = run
                    .iter()
                    .map(|reading| frame.at(reading.x, reading.value))
                    .collect();
                canvas.line(&line, width, ink);
            }
        }
    }
}

/// Readings no denser than two a pixel: of those that share a pixel, the least and the greatest, each with
/// the widest band among them.
fn condensed(run: Vec<Reading>, pixels: f64) -> Vec<Reading> {
    let per_pixel = (run.len() as f64 / pixels.max(1.0)).ceil() as usize;
    if per_pixel <= 2 {
        return run;
    }
    let extremes = |chunk: &[Reading]| {
        let least = chunk
            .iter()
            .copied()
            .reduce(|a, b| if b.value < a.value { b } else { a })?;
        let greatest = chunk
            .iter()
            .copied()
            .reduce(|a, b| if b.value > a.value { b } else { a })?;
        let band = chunk
            .iter()
            .filter_map(|reading| reading.band)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (first, last) = if least.x <= greatest.x {
            (least, greatest)
        } else {
            (greatest, least)
        };
        Some([Reading { band, ..first }, Reading { band, ..last }])
    };
    run.chunks(per_pixel).filter_map(extremes).flatten().collect()
}

/// White between panels, in pixels.
pub(super) const GUTTER: f64 = 26.0;

/// How opaque a band is.
pub(super) const BAND: f64 = 0.24;

fn band(canvas: &mut Canvas<'_>, frame: &Frame, run: &[Reading], ink: Ink) {
    let ends = |reading: &Reading| reading.band.unwrap_or((reading.value, reading.value));
    let upper = run.iter().map(|reading| frame.at(reading.x, ends(reading).1));
    let lower = run
        .iter()
        .rev()
        .map(|reading| frame.at(reading.x, ends(reading).0));
    if run.iter().any(|reading| reading.band.is_some()) {
        canvas.polygon(&upper.chain(lower).collect::<Vec<Point>>(), ink);
    }
}
