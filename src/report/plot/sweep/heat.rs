//! Two factors as a map: a cell a combination, coloured by how far its figure is from the target, with the
//! border of what meets it.

use super::super::canvas::{Anchor, Canvas, width_of};
use super::super::figures::{count, duration, percent};
use super::super::frame::Area;
use super::super::lettering::fitted;
use super::super::palette::{BLACK, BLUE, GRID, Ink, LABEL, TICK, Type, VERMILION, WHITE};
use super::super::panel::{Mark, key};
use crate::estimate::Unit;
use crate::insight::sweep::{Level, Story, Sweep};

/// A figure as it is written in a cell.
pub(super) fn figure(story: &Story, value: f64) -> String {
    match story.measure.unit() {
        Unit::Share => percent(value),
        Unit::Seconds => duration(value),
        _ => count(value),
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, sweep: &Sweep<'_>) {
    let story = Story::of(sweep);
    // Numbers rise upwards, words are read downwards.
    let mut rows = sweep.levels(0);
    if sweep.is_numeric(0) {
        rows.reverse();
    }
    let columns = sweep.levels(1);
    let value = |row: usize, column: usize| {
        let variant = sweep.variant_at(rows.get(row)?, columns.get(column)?)?;
        Some(story.estimate(&sweep.variants[variant])?.mean)
    };
    let values: Vec<f64> = (0..rows.len())
        .flat_map(|row| (0..columns.len()).filter_map(move |column| value(row, column)))
        .collect();
    let colours = Colours::of(&story, &values);
    let area = key(canvas, area, &entries(&story, &colours));
    let grid = frame(canvas, area, sweep, &rows, &columns);
    let (width, height) = (
        grid.width() / columns.len() as f64,
        grid.height() / rows.len() as f64,
    );
    let corner =
        |row: usize, column: usize| (grid.left + width * column as f64, grid.top + height * row as f64);
    for row in 0..rows.len() {
        for column in 0..columns.len() {
            let Some(found) = value(row, column) else { continue };
            let ink = colours.ink(found);
            let (left, top) = corner(row, column);
            canvas.rectangle((left, top), corner(row + 1, column + 1), ink);
            let words = figure(&story, found);
            let style = Type::plain(if height > 30.0 { 14.0 } else { 12.0 }, on(ink));
            if width_of(&words, style) + 6.0 <= width && style.size + 4.0 <= height {
                let middle = (left + width / 2.0, top + height / 2.0 + style.size * 0.36);
                canvas.text(middle, Anchor::Middle, style, &words);
            }
        }
    }
    let met = |row: usize, column: usize| value(row, column).map(|value| colours.meets(value));
    for row in 0..rows.len() {
        for column in 0..columns.len() {
            let here = met(row, column);
            if column + 1 < columns.len()
                && here.is_some()
                && met(row, column + 1).is_some_and(|met| Some(met) != here)
            {
                canvas.line(
                    &[corner(row, column + 1), corner(row + 1, column + 1)],
                    3.0,
                    BLACK,
                );
            }
            if row + 1 < rows.len()
                && here.is_some()
                && met(row + 1, column).is_some_and(|met| Some(met) != here)
            {
                canvas.line(
                    &[corner(row + 1, column), corner(row + 1, column + 1)],
                    3.0,
                    BLACK,
                );
            }
        }
    }
}

/// Writes the levels and the factors' names; tells where the cells go.
fn frame(canvas: &mut Canvas<'_>, area: Area, sweep: &Sweep<'_>, rows: &[Level], columns: &[Level]) -> Area {
    let names: Vec<String> = rows
        .iter()
        .map(|level| fitted(&level.text, TICK, area.width() * 0.3))
        .collect();
    let left = area.left + names.iter().map(|name| width_of(name, TICK)).fold(0.0, f64::max) + 10.0;
    let grid = Area {
        left,
        top: area.top + 24.0,
        right: area.right,
        bottom: area.bottom - 42.0,
    };
    let title = |factor: usize| {
        let factor = &sweep.factors[factor];
        match factor.axis_unit() {
            "" => factor.title(),
            unit => format!("{} · {unit}", factor.title()),
        }
    };
    let heading = fitted(&title(0), LABEL, area.width());
    canvas.text((area.left, area.top + 11.0), Anchor::Start, LABEL, &heading);
    let foot = fitted(&title(1), LABEL, area.width());
    canvas.text((grid.right, area.bottom - 3.0), Anchor::End, LABEL, &foot);
    let (width, height) = (
        grid.width() / columns.len() as f64,
        grid.height() / rows.len() as f64,
    );
    let every = (15.0 / height.max(0.1)).ceil().max(1.0) as usize;
    for (row, name) in names.iter().enumerate().step_by(every) {
        let y = grid.top + height * (row as f64 + 0.5) + 4.5;
        canvas.text((grid.left - 7.0, y), Anchor::End, TICK, name);
    }
    let widest = columns
        .iter()
        .map(|level| width_of(&level.text, TICK))
        .fold(0.0, f64::max);
    let every = ((widest + 10.0) / width.max(0.1))
        .ceil()
        .clamp(1.0, columns.len().max(1) as f64) as usize;
    for (column, level) in columns.iter().enumerate().step_by(every) {
        let x = grid.left + width * (column as f64 + 0.5);
        let name = fitted(&level.text, TICK, width * every as f64 - 8.0);
        canvas.text((x, grid.bottom + 19.0), Anchor::Middle, TICK, &name);
    }
    canvas.rectangle((grid.left, grid.top), (grid.right, grid.bottom), GRID);
    grid
}

/// How figures become colours: with a target two hues, paler the nearer; without one a single hue.
struct Colours {
    limit: Option<f64>,
    more: bool,
    low: f64,
    high: f64,
}

impl Colours {
    fn of(story: &Story, values: &[f64]) -> Colours {
        Colours {
            limit: story.limit,
            more: story.wants_more(),
            low: values.iter().copied().fold(f64::INFINITY, f64::min),
            high: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    fn meets(&self, value: f64) -> bool {
        self.limit
            .is_none_or(|limit| if self.more { value >= limit } else { value <= limit })
    }

    fn ink(&self, value: f64) -> Ink {
        /// The palest cell still shows its hue.
        const PALEST: f64 = 0.14;
        let (hue, far, reach) = match self.limit {
            None => (BLUE, value - self.low, self.high - self.low),
            Some(limit) => {
                let hue = if self.meets(value) { BLUE } else { VERMILION };
                let reach = if value >= limit {
                    self.high - limit
                } else {
                    limit - self.low
                };
                (hue, (value - limit).abs(), reach)
            }
        };
        let share = if reach > 0.0 {
            (far / reach).clamp(0.0, 1.0)
        } else {
            0.0
        };
        mixed(hue, PALEST + (0.85 - PALEST) * share)
    }
}

/// A hue on white paper.
fn mixed(ink: Ink, share: f64) -> Ink {
    let mix = |on: u8, paper: u8| (f64::from(on) * share + f64::from(paper) * (1.0 - share)).round() as u8;
    Ink(mix(ink.0, WHITE.0), mix(ink.1, WHITE.1), mix(ink.2, WHITE.2), 1.0)
}

/// The colour of text on a cell: whichever of black and white stands out more, by relative luminance (WCAG 2.1).
fn on(ink: Ink) -> Ink {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            libm::pow((share + 0.055) / 1.055, 2.4)
        }
    };
    let luminance = 0.2126 * linear(ink.0) + 0.7152 * linear(ink.1) + 0.0722 * linear(ink.2);
    if luminance > 0.2 { BLACK } else { WHITE }
}

fn entries(story: &Story, colours: &Colours) -> Vec<(Mark, String)> {
    let written = |value: f64| figure(story, value);
    let (worst, best) = if colours.more {
        (colours.low, colours.high)
    } else {
        (colours.high, colours.low)
    };
    let Some(limit) = story.limit else {
        return vec![
            (Mark::Band(colours.ink(colours.low)), written(colours.low)),
            (Mark::Band(colours.ink(colours.high)), written(colours.high)),
        ];
    };
    let mut entries = Vec::new();
    if !colours.meets(worst) {
        entries.push((
            Mark::Band(colours.ink(worst)),
            format!("misses the target, at worst {}", written(worst)),
        ));
    }
    if colours.meets(best) {
        entries.push((
            Mark::Band(colours.ink(best)),
            format!("meets it, at best {}", written(best)),
        ));
    }
    if !colours.meets(worst) && colours.meets(best) {
        entries.push((
            Mark::Line(BLACK, 3.0),
            format!("border of the target, {}", written(limit)),
        ));
    }
    entries.push((Mark::Words, "the paler, the nearer to it".into()));
    entries
}
