//! Service level, waits, occupancy and those who hang up (or wait) against the number of agents, for the
//! calculator's queue.

use super::axis::{Axis, draw_axes};
use super::canvas::{Canvas, page};
use super::frame::Area;
use super::page::frame_page;
use super::palette::{BLACK, BLUE, FAINT, GREEN, Ink, Type, VERMILION};
use super::panel::{GUTTER, Mark, Reading, curve, headings, key};
use super::{PlotError, Size, Svg};
use crate::insight::calculator::{Answer, Figures, sentence};
use crate::report::number;

/// The size of the page, in pixels.
const SIZE: Size = Size {
    width: 1200,
    height: 675,
};
/// At most so many numbers of agents are shown.
const MOST_POINTS: u32 = 61;
/// Waits explode to the left: so many times the answer's own is the highest shown.
const TIMES_THE_ANSWER: f64 = 8.0;

/// One measure against agents.
struct Panel {
    name: &'static str,
    aside: String,
    /// A figure for each number of agents shown, and of the answer.
    values: Vec<Option<f64>>,
    here: Option<f64>,
    limit: Option<f64>,
    axis: Axis,
    ink: Ink,
}

impl Panel {
    /// A share of one, from 0 to 100 %.
    fn share(name: &'static str, ink: Ink, shown: &Shown<'_>, of: impl Fn(&Figures) -> f64) -> Panel {
        let (values, here) = shown.read(|figures| Some(of(figures)));
        Panel {
            name,
            aside: String::new(),
            values,
            here,
            limit: None,
            axis: Axis::shares(0.0, ""),
            ink,
        }
    }

    /// An amount, from 0 to what shows the answer well.
    fn amount(
        name: &'static str,
        aside: &str,
        limit: Option<f64>,
        shown: &Shown<'_>,
        of: impl Fn(&Figures) -> Option<f64>,
    ) -> Panel {
        let (mut values, here) = shown.read(|figures| of(figures).filter(|value| value.is_finite()));
        let highest = values.iter().flatten().copied().fold(0.0, f64::max);
        let high = here
            .map_or(highest, |here| highest.min(TIMES_THE_ANSWER * here.max(1.0)))
            .max(limit.unwrap_or(0.0) * 1.2);
        for value in &mut values {
            *value = value.filter(|value| *value <= high);
        }
        Panel {
            name,
            aside: aside.into(),
            values,
            here,
            limit,
            axis: Axis::counts(high, ""),
            ink: BLUE,
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, shown: &Shown<'_>) {
        let agents = |figures: &Figures| f64::from(figures.agents);
        let ends = (
            shown.figures.first().map_or(0.0, agents),
            shown.figures.last().map_or(1.0, agents),
        );
        let frame = draw_axes(canvas, area, 0.0, &self.axis, |width| {
            Axis::between(ends, width, "agents")
        });
        if let Some(limit) = self.limit {
            canvas.line(&[frame.at(ends.0, limit), frame.at(ends.1, limit)], 1.6, BLACK);
        }
        let readings: Vec<Option<Reading>> = shown
            .figures
            .iter()
            .zip(&self.values)
            .map(|(figures, value)| {
                value.map(|value| Reading {
                    x: agents(figures),
                    value,
                    band: None,
                })
            })
            .collect();
        curve(canvas, &frame, &readings, self.ink, 2.2);
        if let (Some(figures), Some(value)) = (&shown.answer.figures, self.here) {
            let x = agents(figures);
            canvas.line(&[frame.at(x, self.axis.range.0), frame.at(x, value)], 1.0, FAINT);
            canvas.dot(frame.at(x, value), 4.5, VERMILION);
        }
    }
}

/// The numbers of agents shown, with their figures.
struct Shown<'a> {
    answer: &'a Answer,
    figures: Vec<Figures>,
}

impl Shown<'_> {
    /// From where most are served late to where hardly anybody waits: service changes over about two square
    /// roots of the load on either side.
    fn of(answer: &Answer) -> Shown<'_> {
        let load = answer.load();
        let middle = answer.agents.or(answer.nearly).unwrap_or(load.ceil() as u32);
        let reach = (2.0 * load.max(1.0).sqrt()).ceil().max(6.0) as u32;
        let (from, to) = (middle.saturating_sub(reach), middle.saturating_add(reach));
        let step = (to - from).div_ceil(MOST_POINTS - 1).max(1);
        let mut shown: Vec<u32> = (from..=to).step_by(step as usize).chain([middle]).collect();
        shown.sort_unstable();
        shown.dedup();
        Shown {
            answer,
            figures: shown.iter().map(|&agents| answer.with_agents(agents)).collect(),
        }
    }

    fn read(&self, of: impl Fn(&Figures) -> Option<f64>) -> (Vec<Option<f64>>, Option<f64>) {
        let here = self.answer.figures.as_ref().and_then(&of);
        (self.figures.iter().map(of).collect(), here)
    }

    fn any(&self, of: impl Fn(&Figures) -> f64) -> bool {
        self.figures.iter().any(|figures| of(figures) > 0.0)
    }

    fn panels(&self) -> [Panel; 4] {
        let given = &self.answer.given;
        let asked = |limit: Option<f64>| limit.filter(|_| self.answer.has_goals());
        let (goals, target) = (&given.goals, &given.goals.target);
        let percent = |limit: Option<f64>| asked(limit).map(|share| 100.0 * share);
        let level = Panel::share("Service level", BLUE, self, |figures| {
            figures.service_level(goals.definition)
        });
        let service = Panel {
            aside: format!("within {}", number::duration(given.within_s)),
            limit: asked(target.service.map(|service| service.answered)),
            ..level
        };
        let wait = Panel::amount(
            "Mean wait of the answered",
            "seconds",
            asked(target.asa_s),
            self,
            |figures| figures.asa_s,
        );
        let occupancy = Panel {
            limit: asked(goals.occupancy),
            ..Panel::share("Occupancy", GREEN, self, |figures| figures.occupancy)
        };
        let last = if self.any(|figures| figures.abandoned) {
            Panel::amount(
                "Abandoned",
                "% of offered",
                percent(target.abandoned),
                self,
                |figures| Some(100.0 * figures.abandoned),
            )
        } else if self.any(|figures| figures.blocked) {
            Panel::amount("Blocked", "% of calls", percent(goals.blocked), self, |figures| {
                Some(100.0 * figures.blocked)
            })
        } else {
            Panel::amount(
                "Number waiting",
                "mean",
                asked(target.queue_mean),
                self,
                |figures| Some(figures.queue_mean),
            )
        };
        [service, wait, occupancy, last]
    }
}

/// Draws the answer's surroundings.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn against_agents(answer: &Answer) -> Result<Svg, PlotError> {
    let shown = Shown::of(answer);
    let panels = shown.panels();
    let title = sentence(answer);
    let endless = if shown.figures.iter().all(|figures| figures.stable) {
        ""
    } else {
        " · no curve of waits where the queue grows without end"
    };
    let foot = format!(
        "{}: {}. Service level = {}, T = {}. Occupancy = handling / (handling + available).",
        answer.formula.name(),
        answer.formula.supposes(),
        answer.given.goals.definition.formula(),
        number::duration(answer.given.within_s)
    );
    let subtitle = format!(
        "{} · {} erlangs{endless}",
        answer.formula.name(),
        number::grouped(answer.load(), 1)
    );
    page(SIZE, &title, |canvas| {
        let area = frame_page(canvas, SIZE, &title, Type::bold(21.0, BLACK), &subtitle, &foot);
        let mut entries = Vec::new();
        if panels.iter().any(|panel| panel.limit.is_some()) {
            entries.push((Mark::Line(BLACK, 1.6), "what is asked".to_owned()));
        }
        entries.extend(answer.agents.map(|agents| {
            let words = format!("{} agents", number::grouped(f64::from(agents), 0));
            (Mark::Dot(VERMILION), words)
        }));
        let area = key(canvas, area, &entries);
        let words = panels
            .each_ref()
            .map(|panel| (panel.name.to_owned(), panel.aside.clone()));
        let parts = headings(canvas, &area.divided(panels.len(), GUTTER), &words);
        for (panel, part) in panels.iter().zip(parts) {
            panel.draw(canvas, part, &shown);
        }
    })
}
