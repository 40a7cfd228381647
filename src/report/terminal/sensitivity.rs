//! The screen of a sensitivity: in words, and as a tornado of bars about the figure as it is.

use super::compare::{apart, narrowed, plain};
use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Screen, WIDEST_TEXT, headed, words};
use crate::insight::sensitivity::{Figure, Sensitivity, Side, Swing};
use crate::model::{Center, Experiment, Measure};
use crate::report::number;

/// Columns that are never left out: the factor, and what less and more of it do.
const FACTS: usize = 3;
/// Letters of the longest bar, on either side.
const LONGEST: f64 = 16.0;
/// What bars are made of: of more and of less of a factor.
const MORE: char = '█';
const LESS: char = '░';

/// The screen of a sensitivity, ending in a line break.
pub fn sensitivity_screen(
    center: &Center,
    experiment: &Experiment,
    found: &Sensitivity,
    screen: &Screen<'_>,
) -> String {
    let style = screen.style;
    let width = screen.width.min(WIDEST_TEXT);
    let day = words::horizon(&center.name, &center.calendar);
    let mut lines = vec![headed(
        &center.name,
        vec![
            format!(
                "± {} % of each, on the same {} simulated {}",
                number::limit_percent(found.question.share),
                number::grouped(f64::from(found.replications), 0),
                day.of(found.replications as usize)
            ),
            format!("seed {}", experiment.seed),
        ],
        screen,
    )];
    lines.push(String::new());
    for (place, sentence) in found.sentences(center).iter().enumerate() {
        let tone = if place == 0 { Tone::Strong } else { Tone::Normal };
        let wrapped = words::wrapped(sentence, width, INDENT);
        lines.extend(wrapped.iter().map(|line| style.paint(tone, line)));
    }
    lines.push(String::new());
    let rows = table::lines(&[narrowed(block(center, found), screen.width, FACTS)], style);
    lines.extend(rows.iter().map(|line| " ".repeat(INDENT) + line));
    lines.push(String::new());
    for note in notes(center, found) {
        let wrapped = words::wrapped(&note, width, INDENT);
        lines.extend(wrapped.iter().map(|line| style.paint(Tone::Faint, line)));
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// What the figure is, with its value as it stands.
fn heading(center: &Center, found: &Sensitivity) -> String {
    let figure = match found.question.figure {
        Figure::Contacts(Measure::ServiceLevel) => "in time, %".into(),
        other => other.key().to_owned(),
    };
    let whose = found.question.queue.map_or_else(String::new, |queue| {
        words::title(&center.queues[queue].name) + ", "
    });
    let now = found
        .base
        .zip(found.swings.first())
        .map_or_else(String::new, |(base, swing)| {
            let text = plain(found.question.figure.unit(), base, &swing.more.difference);
            format!("; now {text}")
        });
    format!("{whose}{figure}{now}")
}

fn block(center: &Center, found: &Sensitivity) -> Block {
    let unit = found.question.figure.unit();
    let share = number::limit_percent(found.question.share);
    let longest = found.swings.first().map_or(0.0, Swing::size);
    let left = |swing: &Swing| bar(swing, longest, -1.0).chars().count();
    let to_the_left = found.swings.iter().map(left).max().unwrap_or(0);
    let column = |heading: String, align, cell: &dyn Fn(&Swing) -> Cell| {
        Column::new(heading, align, found.swings.iter().map(cell).collect())
    };
    let figure = |side: &Side| {
        let tone = if side.difference.is_distinguishable() {
            Tone::Normal
        } else {
            Tone::Faint
        };
        apart(unit, &side.difference).toned(tone)
    };
    Block {
        title: heading(center, found),
        columns: vec![
            column(String::new(), Align::Left, &|swing| {
                Cell::new(words::title(swing.factor.name()))
            }),
            column(format!("{share} % less"), Align::Right, &|swing| {
                figure(&swing.less)
            }),
            column(format!("{share} % more"), Align::Right, &|swing| {
                figure(&swing.more)
            }),
            column(String::new(), Align::Left, &|swing| {
                bars(swing, longest, to_the_left)
            }),
        ],
    }
}

/// Both bars of a swing, with zero after so many letters.
fn bars(swing: &Swing, longest: f64, to_the_left: usize) -> Cell {
    let left: String = bar(swing, longest, -1.0).chars().rev().collect();
    let right = bar(swing, longest, 1.0);
    Cell::new(format!("{left:>to_the_left$}│{right}"))
}

/// The bar of a swing to one side, from zero outwards; where both changes go to that side, the shorter is
/// drawn within the longer.
fn bar(swing: &Swing, longest: f64, side: f64) -> String {
    let length = |of: &Side| {
        let size = side * of.difference.difference();
        if size > 0.0 && longest > 0.0 {
            (size / longest * LONGEST).round() as usize
        } else {
            0
        }
    };
    let (less, more) = (length(&swing.less), length(&swing.more));
    let (inner, outer, near, far) = if less <= more {
        (less, more, LESS, MORE)
    } else {
        (more, less, MORE, LESS)
    };
    std::iter::repeat_n(near, inner)
        .chain(std::iter::repeat_n(far, outer - inner))
        .collect()
}

fn notes(center: &Center, found: &Sensitivity) -> Vec<String> {
    let share = number::limit_percent(found.question.share);
    let mut text = String::new();
    if found.question.figure == Figure::Contacts(Measure::ServiceLevel) {
        text += &format!("In time = {}. ", center.service_level.formula());
    }
    text += &format!(
        "Bars: {LESS} {share} % less, {MORE} {share} % more. ± ({} %) is of the difference, from the same \
         {}. Each factor is changed alone, in all queues or groups; absence is the shrinkage, with paid \
         hours as they are.",
        number::limit_percent(found.confidence),
        words::callers(center)
    );
    vec![text]
}
