//! Pictures of a sweep: each figure against each factor, with the targets and the knee; two factors as a map.
//!
//! One factor that is a number: a curve with its band for each queue or group. Two, every combination: a
//! curve for each of at most six levels of the other factor, and a map. More, or combinations that were
//! drawn by lot: a dot for every point, since a curve would hide what else differs. Words: dots with bars.

mod heat;
mod levels;
mod lines;
mod panel;
mod words;

use super::canvas::{page, width_of};
use super::frame::Area;
use super::page::frame_page;
use super::palette::{BLACK, GRID, Type};
use super::panel::{headings, key};
use super::{PlotError, Size, Svg};
use crate::insight::sweep::Sweep;

/// A picture of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweepPicture {
    chart: Chart,
    /// The factor along which it is drawn.
    against: usize,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chart {
    ServiceLevel,
    Wait,
    LongWait,
    Abandonment,
    Occupancy,
    Cost,
    Days,
    Map,
}

/// The size of a picture by itself, in pixels.
const SIZE: Size = Size {
    width: 1200,
    height: 675,
};
/// The size of a board, in pixels.
const BOARD: Size = Size {
    width: 1600,
    height: 1000,
};

/// How a sweep is drawn along a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A curve a queue or group.
    Curves,
    /// A curve for each level of another factor.
    CurvesBy(usize),
    /// A dot a point.
    Dots,
    /// A row a level.
    Rows,
}

impl Shape {
    fn of(sweep: &Sweep<'_>, against: usize) -> Shape {
        match sweep.factors.len() {
            _ if !sweep.is_numeric(against) => Shape::Rows,
            1 => Shape::Curves,
            2 if sweep.is_grid() => Shape::CurvesBy(1 - against),
            _ => Shape::Dots,
        }
    }
}

/// The factors along which there is something to draw: those that are numbers, or the first.
fn axes(sweep: &Sweep<'_>) -> Vec<usize> {
    let numeric: Vec<usize> = (0..sweep.factors.len())
        .filter(|&factor| sweep.is_numeric(factor) && sweep.levels(factor).len() > 1)
        .collect();
    if numeric.is_empty() { vec![0] } else { numeric }
}

/// The charts that one board holds.
fn charts(sweep: &Sweep<'_>, against: usize) -> Vec<Chart> {
    let several = !matches!(Shape::of(sweep, against), Shape::Curves);
    let mut charts = vec![Chart::ServiceLevel, Chart::Wait];
    if several {
        charts.push(Chart::LongWait);
    }
    charts.extend([Chart::Abandonment, Chart::Occupancy, Chart::Cost]);
    if !several {
        charts.push(Chart::Days);
    }
    charts.retain(|chart| panel::Panel::of(sweep, *chart, against).has_something());
    charts
}

/// Every picture that a sweep has.
pub fn sweep_pictures(sweep: &Sweep<'_>) -> Vec<SweepPicture> {
    if sweep.factors.is_empty() || sweep.variants.is_empty() {
        return Vec::new();
    }
    let mut pictures: Vec<SweepPicture> = axes(sweep)
        .into_iter()
        .flat_map(|against| {
            let charts = charts(sweep, against).into_iter();
            charts.map(move |chart| SweepPicture { chart, against })
        })
        .collect();
    if sweep.factors.len() == 2 && sweep.is_grid() && (0..2).all(|factor| sweep.levels(factor).len() > 1) {
        pictures.push(SweepPicture {
            chart: Chart::Map,
            against: 0,
        });
    }
    pictures
}

impl SweepPicture {
    /// The name of its file, without an extension; with the factor's where there are several.
    pub fn name(self, sweep: &Sweep<'_>) -> String {
        let chart = match self.chart {
            Chart::ServiceLevel => "service-level",
            Chart::Wait => "wait",
            Chart::LongWait => "long-wait",
            Chart::Abandonment => "abandonment",
            Chart::Occupancy => "occupancy",
            Chart::Cost => "cost",
            Chart::Days => "days-on-target",
            Chart::Map => return "map".into(),
        };
        if axes(sweep).len() < 2 {
            return chart.into();
        }
        // Numbers tell factors apart whatever their names are.
        format!("{chart}-by-factor-{}", self.against + 1)
    }

    /// What the picture says, as one sentence.
    pub fn headline(self, sweep: &Sweep<'_>) -> String {
        match self.chart {
            Chart::Map => words::of_map(sweep),
            _ => words::of_chart(sweep, &panel::Panel::of(sweep, self.chart, self.against)),
        }
    }
}

/// Draws a picture by itself.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn draw_sweep(picture: SweepPicture, sweep: &Sweep<'_>) -> Result<Svg, PlotError> {
    let title = picture.headline(sweep);
    let subtitle = format!("{} · {}", words::drawn(sweep, picture), words::subject(sweep));
    let foot = words::foot(sweep);
    page(SIZE, &title, |canvas| {
        let area = frame_page(canvas, SIZE, &title, Type::bold(25.0, BLACK), &subtitle, &foot);
        if picture.chart == Chart::Map {
            heat::draw(canvas, area, sweep);
            return;
        }
        let panel = panel::Panel::of(sweep, picture.chart, picture.against);
        let area = key(canvas, area, &panel::entries(sweep, std::slice::from_ref(&panel)));
        panel.draw(canvas, area, sweep);
    })
}

/// All figures against a factor on one page, under the answer's sentence: for several factors the first
/// that is a number. `notes` are what else is to be said, one or two sentences.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn sweep_board(sweep: &Sweep<'_>, title: &str, notes: &str) -> Result<Svg, PlotError> {
    let against = axes(sweep).first().copied().unwrap_or(0);
    let panels: Vec<panel::Panel> = if sweep.factors.is_empty() {
        Vec::new()
    } else {
        let charts = charts(sweep, against).into_iter();
        charts
            .map(|chart| panel::Panel::of(sweep, chart, against))
            .collect()
    };
    page(BOARD, title, |canvas| {
        let foot = format!("{} · {}", words::subject(sweep), words::foot(sweep));
        // A long answer is set smaller rather than cut.
        let long = width_of(title, Type::bold(27.0, BLACK)) > 1.8 * f64::from(BOARD.width);
        let size = if long { 20.0 } else { 27.0 };
        let area = frame_page(canvas, BOARD, title, Type::bold(size, BLACK), notes, &foot);
        let area = key(canvas, area, &panel::entries(sweep, &panels));
        let parts = parts(area, panels.len());
        for part in &parts {
            canvas.line(
                &[(part.left, part.top - 6.0), (part.right, part.top - 6.0)],
                1.5,
                GRID,
            );
        }
        let names: Vec<(String, String)> = panels.iter().map(|panel| panel.heading(sweep)).collect();
        for (panel, part) in panels.iter().zip(headings(canvas, &parts, &names)) {
            panel.draw(canvas, part, sweep);
        }
    })
}

/// Parts of a page, three in a row where there are more than two.
fn parts(area: Area, number: usize) -> Vec<Area> {
    const ACROSS: f64 = 40.0;
    const DOWN: f64 = 30.0;
    let columns = match number {
        0..=2 => number.max(1),
        4 => 2,
        _ => 3,
    };
    let rows = number.div_ceil(columns).max(1);
    let share = |length: f64, parts: usize, gap: f64| (length - gap * (parts as f64 - 1.0)) / parts as f64;
    let (width, height) = (
        share(area.width(), columns, ACROSS),
        share(area.height() - 6.0, rows, DOWN),
    );
    (0..number)
        .map(|index| {
            let left = area.left + (width + ACROSS) * (index % columns) as f64;
            let top = area.top + 6.0 + (height + DOWN) * (index / columns) as f64;
            Area {
                left,
                top,
                right: left + width,
                bottom: top + height,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
