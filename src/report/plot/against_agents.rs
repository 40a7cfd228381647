//! Service level, wait and occupancy of the calculator's queue against the number of agents.

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

/// Draws the answer's surroundings: from where most are served late to where nobody waits.
///
/// # Errors
/// [`PlotError`] if drawing fails.
pub fn against_agents(answer: &Answer) -> Result<Svg, PlotError> {
    let middle = answer.agents.unwrap_or_else(|| answer.load().ceil() as u32);
    // Service changes over about two square roots of the load on either side.
    let reach = (2.0 * answer.load().max(1.0).sqrt()).ceil().max(6.0) as u32;
    let (from, to) = (middle.saturating_sub(reach), middle.saturating_add(reach));
    let step = (to - from).div_ceil(MOST_POINTS - 1).max(1);
    let mut shown: Vec<u32> = (from..=to).step_by(step as usize).chain([middle]).collect();
    shown.sort_unstable();
    shown.dedup();
    let figures: Vec<Figures> = shown.iter().map(|&agents| answer.with_agents(agents)).collect();
    let title = sentence(answer);
    let definition = answer.given.goals.definition;
    page(SIZE, &title, |canvas| {
        let foot = format!(
            "{}: {}. Service level = {}, T = {}. Occupancy = handling / (handling + available).",
            answer.formula.name(),
            answer.formula.supposes(),
            definition.formula(),
            number::duration(answer.given.within_s)
        );
        let subtitle = format!(
            "{} · {} erlangs",
            answer.formula.name(),
            number::grouped(answer.load(), 1)
        );
        let area = frame_page(canvas, SIZE, &title, Type::bold(22.0, BLACK), &subtitle, &foot);
        let mut entries = vec![(Mark::Line(BLACK, 1.6), "what is asked".to_owned())];
        entries.extend(answer.agents.map(|agents| {
            (
                Mark::Dot(VERMILION),
                format!("{} agents", number::grouped(f64::from(agents), 0)),
            )
        }));
        let area = key(canvas, area, &entries);
        let parts = area.divided(3, GUTTER);
        let names = ["Service level", "Mean wait of the answered", "Occupancy"];
        let asides = [
            format!("within {}", number::duration(answer.given.within_s)),
            "seconds; no line where the queue grows without end".into(),
            String::new(),
        ];
        let words: Vec<(String, String)> = names.map(String::from).into_iter().zip(asides).collect();
        let parts = headings(canvas, &parts, &words);
        let target = &answer.given.goals.target;
        let share = |value: f64| Some(value);
        let panels: [(&dyn Fn(&Figures) -> Option<f64>, Option<f64>, Ink); 3] = [
            (
                &|figures| share(figures.service_level(definition)),
                target.service.map(|service| service.answered),
                BLUE,
            ),
            (
                &|figures| figures.asa_s.filter(|asa| asa.is_finite()),
                target.asa_s,
                BLUE,
            ),
            (
                &|figures| share(figures.occupancy),
                answer.given.goals.occupancy,
                GREEN,
            ),
        ];
        for (index, ((of, limit, ink), part)) in panels.into_iter().zip(parts).enumerate() {
            let axis = if index == 1 {
                // The answer's own wait must be told apart, though waits explode to the left.
                let here = answer.figures.as_ref().and_then(of);
                let highest = figures.iter().filter_map(of).fold(0.0, f64::max);
                let high = here.map_or(highest, |here| highest.min(8.0 * here.max(1.0)));
                Axis::counts(high.max(limit.unwrap_or(0.0) * 1.2), "")
            } else {
                Axis::shares(0.0, "")
            };
            panel(canvas, part, answer, &figures, of, limit, ink, &axis);
        }
    })
}

/// Draws one panel.
#[allow(clippy::too_many_arguments)]
fn panel(
    canvas: &mut Canvas<'_>,
    area: Area,
    answer: &Answer,
    figures: &[Figures],
    of: &dyn Fn(&Figures) -> Option<f64>,
    limit: Option<f64>,
    ink: Ink,
    up: &Axis,
) {
    let ends = (
        figures.first().map_or(0.0, |figures| f64::from(figures.agents)),
        figures.last().map_or(1.0, |figures| f64::from(figures.agents)),
    );
    let frame = draw_axes(canvas, area, 0.0, up, |width| {
        Axis::between(ends, width, "agents")
    });
    if let Some(limit) = limit {
        canvas.line(&[frame.at(ends.0, limit), frame.at(ends.1, limit)], 1.6, BLACK);
    }
    let highest = up.range.1;
    let readings: Vec<Option<Reading>> = figures
        .iter()
        .map(|figures| {
            of(figures)
                .filter(|value| *value <= highest)
                .map(|value| Reading {
                    x: f64::from(figures.agents),
                    value,
                    band: None,
                })
        })
        .collect();
    curve(canvas, &frame, &readings, ink, 2.2);
    if let Some(here) = &answer.figures
        && let Some(value) = of(here)
    {
        let x = f64::from(here.agents);
        canvas.line(&[frame.at(x, up.range.0), frame.at(x, value)], 1.0, FAINT);
        canvas.dot(frame.at(x, value), 4.5, VERMILION);
    }
}
