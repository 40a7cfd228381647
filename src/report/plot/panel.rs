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

/// A name in bold and what is to be said beside it, at the top of an area; tells what is left. The words
/// go to a second line where the first is too short.
pub(super) fn heading(canvas: &mut Canvas<'_>, area: Area, name: &str, aside: &str) -> Area {
    let baseline = area.top + 14.0;
    let name = fitted(name, HEADING, area.width());
    canvas.text((area.left, baseline), Anchor::Start, HEADING, &name);
    let beside = area.left + width_of(&name, HEADING) + 12.0;
    if aside.is_empty() {
        area.below(baseline + 12.0)
    } else if beside + width_of(aside, ASIDE) <= area.right {
        canvas.text((beside, baseline), Anchor::Start, ASIDE, aside);
        area.below(baseline + 12.0)
    } else {
        let aside = fitted(aside, ASIDE, area.width());
        canvas.text((area.left, baseline + 18.0), Anchor::Start, ASIDE, &aside);
        area.below(baseline + 30.0)
    }
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
        match run.as_slice() {
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
