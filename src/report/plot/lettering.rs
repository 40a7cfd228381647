//! Text that fits: wrapped, cut with an ellipsis, and labels that keep out of each other's way.

use super::canvas::{Anchor, Canvas, Point, width_of};
use super::palette::Type;
use crate::report::number::unbroken;

/// The text, or as much of its beginning as fits a width in pixels, with an ellipsis.
pub(super) fn fitted(text: &str, style: Type, width: f64) -> String {
    if width_of(text, style) <= width {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |length: usize| {
        let start: String = letters[..length].iter().collect();
        format!("{}…", start.trim_end())
    };
    // The longest beginning that fits, by bisection: widths rise with length.
    let (mut fits, mut fails) = (0, letters.len());
    while fits + 1 < fails {
        let middle = usize::midpoint(fits, fails);
        if width_of(&cut(middle), style) <= width {
            fits = middle;
        } else {
            fails = middle;
        }
    }
    if fits == 0 { String::new() } else { cut(fits) }
}

/// Lines no wider than `width`, at most `most` of them; what is left over is cut with an ellipsis.
pub(super) fn wrapped(text: &str, style: Type, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in unbroken(paragraph) {
            let longer = if line.is_empty() {
                word.clone()
            } else {
                format!("{line} {word}")
            };
            if !line.is_empty() && width_of(&longer, style) > width {
                lines.push(std::mem::replace(&mut line, word));
            } else {
                line = longer;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most).join(" ");
        if let Some(last) = lines.last_mut() {
            last.push(' ');
            last.push_str(&rest);
        }
    }
    lines.iter().map(|line| fitted(line, style, width)).collect()
}

/// A title in at most two lines of even length, in the size given or, where that spares a line, a little
/// smaller.
pub(super) fn titled(text: &str, style: Type, width: f64) -> (Type, Vec<String>) {
    /// How much smaller a title may become.
    const LEAST: f64 = 0.84;
    let text = text.lines().collect::<Vec<_>>().join(" ");
    let needed = width_of(&text, style);
    if needed <= width {
        return (style, vec![text]);
    }
    if needed * LEAST <= width {
        let size = (style.size * width / needed * 2.0).floor() / 2.0;
        return (
            Type { size, ..style },
            wrapped(&text, Type { size, ..style }, width, 1),
        );
    }
    let even = (10..=20)
        .map(|twentieths| width * f64::from(twentieths) / 20.0)
        .map(|width| wrapped(&text, style, width, usize::MAX))
        .find(|lines| lines.len() <= 2)
        .filter(|lines| lines.iter().all(|line| !line.ends_with('…')));
    (style, even.unwrap_or_else(|| wrapped(&text, style, width, 2)))
}

/// Writes lines one below the other, the first with its baseline at `at`; tells the baseline of a line
/// that would follow.
pub(super) fn write_lines(canvas: &mut Canvas<'_>, at: Point, style: Type, lines: &[String]) -> f64 {
    let mut baseline = at.1;
    for line in lines {
        canvas.text((at.0, baseline), Anchor::Start, style, line);
        baseline += style.leading();
    }
    baseline
}

/// Moves positions as little as needed so that neighbours are at least `gap` apart and all lie within
/// `low..=high`, where there is room. They keep their order.
pub(super) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut places: Vec<f64> = order
        .iter()
        .map(|&index| wanted[index].min(high).max(low))
        .collect();
    for k in 1..places.len() {
        places[k] = places[k].max(places[k - 1] + gap);
    }
    let mut limit = high;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - gap;
    }
    let mut moved = vec![0.0; wanted.len()];
    for (&index, place) in order.iter().zip(places) {
        moved[index] = place;
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::super::palette::{HEADING, LABEL};
    use super::*;

    #[test]
    fn labels_move_apart_but_keep_their_order_and_their_room() {
        let moved = spread(&[50.0, 52.0, 49.0, 99.0], 14.0, 0.0, 100.0);
        assert!(moved[2] < moved[0] && moved[0] < moved[1] && moved[1] < moved[3]);
        for pair in [(2, 0), (0, 1), (1, 3)] {
            assert!(moved[pair.1] - moved[pair.0] >= 14.0 - 1e-9);
        }
        assert!(moved.iter().all(|&place| (0.0..=100.0).contains(&place)));
        assert_eq!(spread(&[10.0, 90.0], 14.0, 0.0, 100.0), [10.0, 90.0]);
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis_and_fits() {
        super::super::canvas::fonts().expect("the fonts are sound");
        let name = "Priority service for private customers of the north-east region";
        let cut = fitted(name, HEADING, 200.0);
        assert!(cut.ends_with('…') && width_of(&cut, HEADING) <= 200.0);
        assert!(name.starts_with(cut.trim_end_matches('…')));
        assert_eq!(fitted("Loans", HEADING, 200.0), "Loans");
        assert_eq!(fitted("Loans", HEADING, 1.0), "");
        let lines = wrapped(name, LABEL, 150.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width_of(line, LABEL) <= 150.0));
        assert!(lines[1].ends_with('…'));
    }
}
