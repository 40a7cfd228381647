//! A page with one picture: its title, what was simulated, the panels, and the definitions at the foot.

use super::canvas::{Anchor, Canvas, page};
use super::figures::{run_word, whole};
use super::frame::Area;
use super::lettering::{fitted, titled, wrapped, write_lines};
use super::palette::{BLACK, FOOT, GREY, Type};
use super::{Inputs, Picture, PlotError, Size, Svg};
use crate::report::steady;

/// White around everything, in pixels.
const MARGIN: f64 = 36.0;

/// As many panels as stay legible in an area.
fn panels(area: Area) -> usize {
    /// The most that one looks through.
    const MOST: usize = 6;
    let fit = |length: f64, least: f64| ((length / least) as usize).max(1);
    (fit(area.width(), 300.0) * fit(area.height(), 170.0)).min(MOST)
}

/// Draws one picture.
pub(super) fn single(picture: Picture, inputs: &Inputs<'_>, size: Size) -> Result<Svg, PlotError> {
    let title = picture.headline(inputs);
    page(size, &title, |canvas| {
        let area = frame_page(
            canvas,
            size,
            &title,
            Type::bold(25.0, BLACK),
            &subject(inputs),
            &picture.definition(inputs),
        );
        picture.draw(canvas, area, inputs, panels(area));
    })
}

/// The scenario and what was simulated: `Retail bank, a Monday · 08:00–20:00 · 1,000 simulated days`.
pub(super) fn subject(inputs: &Inputs<'_>) -> String {
    if let Some(run) = &inputs.results.steady {
        return format!(
            "{} · {} · seed {}",
            inputs.results.name,
            steady::parts(inputs.results, run).join(" · "),
            inputs.results.seed
        );
    }
    let calendar = &inputs.center.calendar;
    let (opens, closes) = calendar.hours();
    let days = calendar.days();
    let hours = if days > 1 {
        format!("{days} days from {opens}")
    } else {
        format!("{opens}–{closes}")
    };
    let simulated = match inputs.results.replications {
        1 => format!("one simulated {}", run_word(calendar, false)),
        number => format!(
            "{} simulated {}",
            whole(f64::from(number)),
            run_word(calendar, true)
        ),
    };
    format!(
        "{} · {hours} · {simulated} · seed {}",
        inputs.results.name, inputs.results.seed
    )
}

/// Writes title, subtitle and foot; tells what is left between them.
pub(super) fn frame_page(
    canvas: &mut Canvas<'_>,
    size: Size,
    title: &str,
    style: Type,
    subtitle: &str,
    foot: &str,
) -> Area {
    let page = Area {
        left: MARGIN,
        top: MARGIN,
        right: f64::from(size.width) - MARGIN,
        bottom: f64::from(size.height) - MARGIN * 0.6,
    };
    let (style, lines) = titled(title, style, page.width());
    let baseline = write_lines(canvas, (page.left, page.top + style.size * 0.75), style, &lines);
    let small = Type::plain(15.0, GREY);
    let lines = wrapped(subtitle, small, page.width(), 3);
    let top = write_lines(
        canvas,
        (page.left, baseline - style.leading() + small.size + 14.0),
        small,
        &lines,
    );
    let foot = fitted(foot, FOOT, page.width());
    canvas.text((page.left, page.bottom), Anchor::Start, FOOT, &foot);
    Area {
        bottom: page.bottom - 24.0,
        ..page.below(top)
    }
}
