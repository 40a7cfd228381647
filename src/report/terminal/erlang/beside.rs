//! The formulas beside the simulation.

use super::{ErlangScreen, column, count, level_heading, percent};
use crate::estimate::Estimate;
use crate::insight::calculator::{Answer, Compared, Figures};
use crate::report::erlang::law;
use crate::report::number::{self, NOTHING, grouped};
use crate::report::terminal::style::Tone;
use crate::report::terminal::table::{self, Align, Block, Cell, Column};
use crate::report::terminal::words::wrapped;
use crate::report::terminal::{INDENT, WIDEST_TEXT};

pub(super) fn comparison(answer: &Answer, compared: &Compared, screen: &ErlangScreen) -> Vec<String> {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let simulated = &compared.simulated;
    let definition = answer.given.goals.definition;
    let mut names: Vec<Cell> = compared
        .formulas
        .iter()
        .map(|(formula, _)| Cell::new(formula.name()))
        .collect();
    names.push(Cell::new("simulation").toned(Tone::Strong));
    let shares = |heading: &str, of: &dyn Fn(&Figures) -> f64, estimate: Option<Estimate>| {
        let mut cells: Vec<Cell> = compared
            .formulas
            .iter()
            .map(|(_, figures)| Cell::of_parts([percent(of(figures)), String::new()]))
            .collect();
        cells.push(match estimate {
            Some(estimate) => {
                let half = estimate.half_width();
                let digits = number::decimals(half.map(|half| 100.0 * half), 2).max(1);
                let width = half.map_or(String::new(), |half| {
                    format!(" ± {}", number::percent(half, digits))
                });
                Cell::of_parts([number::percent(estimate.mean, digits), width]).toned(Tone::Strong)
            }
            None => Cell::new(NOTHING),
        });
        column(heading, cells)
    };
    let amounts = |heading: &str, of: &dyn Fn(&Figures) -> Option<f64>, estimate: Option<Estimate>| {
        let text = |value: f64, digits: usize| grouped(value, digits);
        let mut cells: Vec<Cell> = compared
            .formulas
            .iter()
            .map(|(_, figures)| {
                let value = of(figures);
                Cell::of_parts([
                    value.map_or(NOTHING.into(), |value| text(value, 2)),
                    String::new(),
                ])
            })
            .collect();
        cells.push(match estimate {
            Some(estimate) => {
                let half = estimate.half_width();
                let digits = number::decimals(half, 3).max(1);
                let width = half.map_or(String::new(), |half| format!(" ± {}", text(half, digits)));
                Cell::of_parts([text(estimate.mean, digits), width]).toned(Tone::Strong)
            }
            None => Cell::new(NOTHING),
        });
        column(heading, cells)
    };
    let columns = vec![
        Column::new(
            format!("{} agents", count(f64::from(answer.agents.unwrap_or(0)))),
            Align::Left,
            names,
        ),
        shares(
            &level_heading(answer),
            &|figures| figures.service_level(definition),
            simulated.service_level,
        ),
        shares("P(wait) %", &|figures| figures.p_wait, simulated.p_wait),
        amounts("ASA s", &|figures| figures.asa_s, simulated.asa_s),
        amounts(
            "p80 s",
            &|figures| figures.wait_quantiles_s[1],
            simulated.wait_p80_s,
        ),
        shares("abandoned %", &|figures| figures.abandoned, simulated.abandoned),
        shares("busy %", &|figures| figures.occupancy, simulated.occupancy),
        amounts(
            "waiting",
            &|figures| Some(figures.queue_mean),
            simulated.queue_mean,
        ),
    ];
    let mut lines = wrapped(&compared.sentence, width, INDENT);
    lines.push(String::new());
    let indented = |line: String| " ".repeat(INDENT) + &line;
    lines.extend(
        table::lines(&[Block::untitled(columns)], style)
            .into_iter()
            .map(indented),
    );
    let handle = answer
        .given
        .handle
        .as_ref()
        .map_or_else(|| number::duration(answer.handle_s.unwrap_or(0.0)), law);
    let foot = format!(
        "± is how well {} simulated calls (seed {}) pin the figure, at {:.0} %. Handle time {handle}.",
        grouped(simulated.calls, 0),
        simulated.seed,
        100.0 * simulated.confidence
    );
    lines.push(String::new());
    lines.extend(
        wrapped(&foot, width, INDENT)
            .iter()
            .map(|line| style.paint(Tone::Faint, line)),
    );
    lines
}
