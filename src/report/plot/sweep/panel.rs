//! One panel: the curves or dots of a chart against a factor.

use super::super::axis::{Axis, draw_axes};
use super::super::canvas::{Anchor, Canvas, width_of};
use super::super::figures::{count, percent, shortest, whole};
use super::super::frame::{Area, Frame};
use super::super::lettering::{fitted, spread};
use super::super::palette::{BLACK, FAINT, Ink, LABEL, TICK, Type, VERMILION};
use super::super::panel::{BAND, Mark, Reading, curve, note, nothing};
use super::lines::{Line, costs, lines};
use super::{Chart, Shape, levels};
use crate::insight::sweep::{FactorKind, FactorUnit, Knee, Story, Sweep, knee};

/// A chart against a factor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    pub(super) chart: Chart,
    pub(super) against: usize,
    pub(super) shape: Shape,
    pub(super) lines: Vec<Line>,
    remark: Option<String>,
    pub(super) knee: Option<Knee>,
}

/// Points beyond which they are not marked one by one on a curve.
const MARKED: usize = 30;

impl Panel {
    pub(super) fn of(sweep: &Sweep<'_>, chart: Chart, against: usize) -> Panel {
        let (lines, remark) = lines(sweep, chart, against);
        let story = Story::of(sweep);
        let knee = lines
            .iter()
            .any(|line| line.story)
            .then(|| knee(sweep, &story))
            .flatten();
        Panel {
            chart,
            against,
            shape: Shape::of(sweep, against),
            lines,
            remark,
            knee,
        }
    }

    /// Whether there is anything to draw that says something.
    pub(super) fn has_something(&self) -> bool {
        let any = |test: &dyn Fn(f64) -> bool| {
            self.lines
                .iter()
                .any(|line| line.points.iter().any(|(_, figure)| test(figure.mean)))
        };
        match self.chart {
            Chart::Abandonment | Chart::Cost => any(&|value| value > 0.0),
            _ => any(&|_| true),
        }
    }

    /// Its name and what is to be said beside it.
    pub(super) fn heading(&self, sweep: &Sweep<'_>) -> (String, String) {
        let story = Story::of(sweep).whose(sweep);
        let named = self.lines.iter().any(|line| !line.label.is_empty());
        let by_queue = matches!(self.shape, Shape::Curves | Shape::Rows) && named;
        let aside = match self.chart {
            Chart::Wait if self.shape == Shape::Curves => story,
            Chart::Occupancy | Chart::Cost => String::new(),
            _ if by_queue => String::new(),
            _ => story,
        };
        (name(self.chart, sweep).to_owned(), aside)
    }

    /// Whether a figure misses what is asked of it.
    pub(super) fn misses(&self, line: &Line, value: f64) -> bool {
        line.limit.is_some_and(|limit| match self.chart {
            Chart::ServiceLevel | Chart::Days => value < limit,
            _ => value > limit,
        })
    }

    /// The least and the most that is drawn.
    fn ends(&self) -> (f64, f64) {
        let values = self.lines.iter().flat_map(|line| {
            let figures = line.points.iter().flat_map(|(_, figure)| {
                let (low, high) = figure.interval.unwrap_or((figure.mean, figure.mean));
                [low, high]
            });
            figures.chain(line.limit)
        });
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    }

    /// The axis of its figures over a length in pixels, with room for a label between ticks.
    pub(super) fn axis(&self, length: f64, room: f64, unit: &str) -> Axis {
        let (low, high) = self.ends();
        // What never changes lies in the middle of an axis a tenth of its size.
        let margin = if high > low {
            (high - low) * 0.06
        } else {
            (high.abs() * 0.05).max(1e-9)
        };
        match self.chart {
            Chart::ServiceLevel | Chart::Occupancy | Chart::Days => {
                let low = ((low * 10.0).floor() / 10.0).clamp(0.0, 0.9);
                let high = if high > 0.85 {
                    1.0
                } else {
                    ((high * 10.0).ceil() / 10.0).max(low + 0.1)
                };
                Axis::span((low, high), (length, room), unit, percent)
            }
            Chart::Abandonment => Axis::span((0.0, high + margin), (length, room), unit, percent),
            Chart::Wait | Chart::LongWait => {
                let (unit_s, name) = wait_unit(high);
                let high = (high + margin) / unit_s;
                let mut axis = Axis::span((0.0, high), (length, room), &join(unit, name), shortest);
                axis.rescale(unit_s);
                axis
            }
            // Cost has no natural floor worth half the panel; the ticks say where it starts.
            Chart::Cost | Chart::Map => {
                let low = if high - low < 0.5 * high {
                    low - margin
                } else {
                    0.0
                };
                Axis::span((low.max(0.0), high + margin), (length, room), unit, count)
            }
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Area, sweep: &Sweep<'_>) {
        if !self.has_something() {
            nothing(canvas, area, "nothing to show");
            return;
        }
        if self.shape == Shape::Rows {
            levels::draw(canvas, area, self, sweep);
            return;
        }
        let labels: Vec<String> = self
            .lines
            .iter()
            .map(|line| fitted(&line.label, LABEL, area.width() * 0.34))
            .collect();
        let widest = labels
            .iter()
            .map(|label| width_of(label, LABEL))
            .fold(0.0, f64::max);
        let right = if widest > 0.0 { widest + 14.0 } else { 0.0 };
        let up = self.axis(area.height() - 60.0, 34.0, "");
        let frame = draw_axes(canvas, area, right, &up, |width| {
            along(sweep, self.against, width)
        });
        self.limits(canvas, &frame);
        if let Some(at) = self.knee.as_ref().and_then(|knee| knee.level.value) {
            let x = frame.across(at);
            canvas.line(&[(x, frame.area.top), (x, frame.area.bottom)], 1.2, FAINT);
        }
        for line in &self.lines {
            self.line(canvas, &frame, line);
        }
        if let Some(knee) = &self.knee
            && let Some(at) = knee.level.value
        {
            let words = format!("knee at {}", knee.level.text);
            let style = Type::bold(LABEL.size, BLACK);
            note(
                canvas,
                &frame,
                (frame.across(at), frame.area.bottom - 10.0),
                style,
                &words,
            );
        }
        let ends: Vec<f64> = self
            .lines
            .iter()
            .map(|line| {
                line.points
                    .last()
                    .map_or(frame.area.bottom, |(_, figure)| frame.up(figure.mean))
            })
            .collect();
        let places = spread(&ends, 15.0, frame.area.top + 4.0, frame.area.bottom - 2.0);
        for ((line, label), place) in self.lines.iter().zip(&labels).zip(places) {
            let style = Type::plain(LABEL.size, line.ink);
            canvas.text((frame.area.right + 8.0, place + 4.5), Anchor::Start, style, label);
        }
    }

    /// What is asked, once where it is the same of all.
    fn limits(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let mut drawn: Vec<f64> = Vec::new();
        for line in &self.lines {
            let Some(limit) = line.limit.filter(|limit| !drawn.contains(limit)) else {
                continue;
            };
            drawn.push(limit);
            let y = frame.up(limit);
            let (width, ink) = self.limit_mark(line);
            canvas.line(&[(frame.area.left, y), (frame.area.right, y)], width, ink);
        }
    }

    /// How the limit of a line is drawn: in its colour where others have other limits.
    pub(super) fn limit_mark(&self, line: &Line) -> (f64, Ink) {
        let alone = self
            .lines
            .iter()
            .all(|other| other.limit == line.limit || other.limit.is_none());
        if alone {
            (1.6, BLACK)
        } else {
            (1.2, line.ink.at(0.75))
        }
    }

    fn line(&self, canvas: &mut Canvas<'_>, frame: &Frame, line: &Line) {
        let readings: Vec<Option<Reading>> = line
            .points
            .iter()
            .map(|(x, figure)| {
                Some(Reading {
                    x: *x,
                    value: figure.mean,
                    band: figure.interval,
                })
            })
            .collect();
        let ink = |value: f64| {
            if self.misses(line, value) {
                VERMILION
            } else {
                line.ink
            }
        };
        if self.shape == Shape::Dots {
            for reading in readings.iter().flatten() {
                if let Some((low, high)) = reading.band {
                    canvas.line(
                        &[frame.at(reading.x, low), frame.at(reading.x, high)],
                        1.2,
                        ink(reading.value).at(0.5),
                    );
                }
                canvas.dot(
                    frame.at(reading.x, reading.value),
                    3.6,
                    ink(reading.value).at(0.8),
                );
            }
            return;
        }
        curve(canvas, frame, &readings, line.ink, 2.2);
        if readings.len() <= MARKED {
            for reading in readings.iter().flatten() {
                canvas.dot(frame.at(reading.x, reading.value), 3.4, ink(reading.value));
            }
        }
    }
}

fn join(unit: &str, name: &str) -> String {
    if unit.is_empty() {
        name.to_owned()
    } else {
        format!("{unit}, {name}")
    }
}

/// The unit in which waits up to some length are read.
fn wait_unit(high: f64) -> (f64, &'static str) {
    match high {
        _ if high <= 300.0 => (1.0, "seconds"),
        _ if high <= 3.0 * 3600.0 => (60.0, "minutes"),
        _ => (3600.0, "hours"),
    }
}

/// What a chart is called.
pub(super) fn name(chart: Chart, sweep: &Sweep<'_>) -> &'static str {
    match chart {
        Chart::ServiceLevel => "Service level",
        Chart::Wait => "Wait of the answered",
        Chart::LongWait => "Wait that one in ten exceeds",
        Chart::Abandonment => "Abandoned",
        Chart::Occupancy => "Occupancy",
        Chart::Cost if costs(sweep) => "Cost",
        Chart::Cost => "Paid hours",
        Chart::Days => "Days on target",
        Chart::Map => "Map",
    }
}

/// The axis of a factor.
fn along(sweep: &Sweep<'_>, factor: usize, width: f64) -> Axis {
    let levels = sweep.levels(factor);
    let values = || levels.iter().filter_map(|level| level.value);
    let (low, high) = (
        values().fold(f64::INFINITY, f64::min),
        values().fold(f64::NEG_INFINITY, f64::max),
    );
    let factor = &sweep.factors[factor];
    let mut unit = factor.axis_unit().to_owned();
    let (scale, name): (f64, Option<&str>) = match factor.kind {
        FactorKind::Replaces(FactorUnit::Seconds) if high > 600.0 => (60.0, Some("minutes")),
        _ => (1.0, None),
    };
    if let Some(name) = name {
        unit = name.into();
    }
    let title = Some(format!("{} · {unit}", factor.title()))
        .filter(|long| !unit.is_empty() && width_of(long, LABEL) <= width)
        .unwrap_or_else(|| factor.title());
    let label = |value: f64| match factor.kind {
        FactorKind::Scales => format!("x{}", signed(value)),
        FactorKind::Shifts(_) if value > 0.0 => format!("+{}", signed(value)),
        FactorKind::Replaces(FactorUnit::Share) => percent(value),
        _ => signed(value),
    };
    let room = width_of(&label(high / scale), TICK).max(width_of(&label(low / scale), TICK)) + 22.0;
    let room = match factor.kind {
        // Staff has no halves.
        FactorKind::Shifts(FactorUnit::Number) | FactorKind::Replaces(FactorUnit::Number)
            if factor.is_agents() =>
        {
            room.max(width / ((high - low).max(1.0)))
        }
        _ => room,
    };
    let range = (low / scale, high / scale);
    let mut axis = Axis::span(range, (width, room), &fitted(&title, LABEL, width), label);
    axis.rescale(scale);
    axis
}

/// A figure of an axis that may be negative.
fn signed(value: f64) -> String {
    if value < 0.0 {
        format!("−{}", shortest(-value))
    } else if value.abs() < 1e-12 {
        whole(0.0)
    } else {
        shortest(value)
    }
}

/// What a page's marks mean.
pub(super) fn entries(sweep: &Sweep<'_>, panels: &[Panel]) -> Vec<(Mark, String)> {
    let mut entries = Vec::new();
    let Some(first) = panels.first() else {
        return entries;
    };
    let any = |test: &dyn Fn(&Panel) -> bool| panels.iter().any(test);
    let certain = format!("{} certain of the average", percent(sweep.confidence));
    let ink = first.lines.first().map_or(BLACK, |line| line.ink);
    let banded = any(&|panel| {
        let figures = || panel.lines.iter().flat_map(|line| &line.points);
        figures().any(|(_, figure)| figure.interval.is_some())
    });
    match first.shape {
        Shape::CurvesBy(by) => {
            let by = sweep.factors[by].title();
            let words = if any(&|panel| panel.lines.len() > 1) {
                format!("a line for each {by}")
            } else {
                format!("average; the {by} changes nothing")
            };
            entries.push((Mark::Line(ink, 2.2), words));
        }
        Shape::Dots => entries.push((
            Mark::Dot(ink),
            "a point of the sweep; other factors differ too".into(),
        )),
        Shape::Curves | Shape::Rows => entries.push((Mark::Dot(ink), "average".into())),
    }
    if banded {
        let mark = match first.shape {
            Shape::Dots | Shape::Rows => Mark::Line(ink.at(0.5), 1.6),
            _ => Mark::Band(ink.at(BAND)),
        };
        entries.push((mark, certain));
    } else {
        entries.push((
            Mark::Words,
            "no band: one day alone says nothing of certainty".into(),
        ));
    }
    let limit = panels.iter().flat_map(|panel| {
        let lines = panel.lines.iter().filter(|line| line.limit.is_some());
        lines.map(|line| panel.limit_mark(line))
    });
    let limits: Vec<(f64, Ink)> = limit.collect();
    if let Some((width, ink)) = limits.first() {
        let own = limits.iter().any(|(width, _)| *width < 1.5);
        let words = if own {
            "target, in the colour of its line"
        } else {
            "target"
        };
        entries.push((Mark::Line(*ink, *width), words.into()));
    }
    let missed = any(&|panel| {
        let missing = |line: &Line| {
            line.points
                .iter()
                .any(|(_, figure)| panel.misses(line, figure.mean))
        };
        let dots = |line: &Line| panel.shape != Shape::Curves || line.points.len() <= MARKED;
        panel.lines.iter().any(|line| dots(line) && missing(line))
    });
    if missed {
        entries.push((Mark::Dot(VERMILION), "misses it".into()));
    }
    let mut remarks: Vec<&String> = panels.iter().filter_map(|panel| panel.remark.as_ref()).collect();
    remarks.dedup();
    entries.extend(remarks.first().map(|remark| (Mark::Words, (*remark).clone())));
    entries
}
