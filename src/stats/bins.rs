//! A sample in bars.
//!
//! Bars have a round width (1, 2 or 5 times a power of ten), their edges are whole multiples of it, and
//! the width is the least round one that is no narrower than Freedman and Diaconis ask for, 2 IQR / ∛n
//! (*Zeitschrift für Wahrscheinlichkeitstheorie* 57 (1981), 453–476), and that takes no more bars than
//! there is room for. Where a limit is to be seen, the first of that width and the next two that has an edge
//! there is taken, so that no bar holds values on both sides of it.

use super::percentile;

/// Bars of equal width that hold a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Bins {
    /// The width of a bar is `width.0 / width.1`.
    width: (u64, u64),
    /// Multiple of the width at which the first bar begins.
    first: i64,
    /// How many lie in each bar.
    pub counts: Vec<u64>,
}

/// Which edge belongs to a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The lower one: what is wanted is at least a limit.
    Below,
    /// The upper one: what is wanted is at most a limit.
    Above,
}

/// No bar is narrower than this part of the greatest value.
const FINEST: f64 = 0.005;
/// Widths looked at for an edge on the limit.
const LOOKED_AT: usize = 3;

impl Bins {
    /// The bars of a finite, ascending sample; nothing if it is empty. `limit` is a value that should be an
    /// edge, `most` (at least 4) the most bars.
    pub fn of(sorted: &[f64], limit: Option<f64>, closed: Closed, most: usize) -> Option<Bins> {
        let (&low, &high) = (sorted.first()?, sorted.last()?);
        let mut sample = sorted.to_vec();
        let quarter = percentile(&mut sample, 0.75)? - percentile(&mut sample, 0.25)?;
        let asked = 2.0 * quarter / libm::cbrt(sorted.len() as f64);
        let least = asked
            .max((high - low) / (most.max(4) as f64 - 2.0))
            .max(high.abs() * FINEST);
        let mut widths = round_widths().skip_while(|&width| value(1, width) < least * (1.0 - 1e-12));
        let candidates: Vec<(u64, u64)> = widths.by_ref().take(LOOKED_AT).collect();
        let on_edge = |&width: &(u64, u64)| {
            limit.is_some_and(|limit| {
                let multiple = limit / value(1, width);
                (multiple - multiple.round()).abs() < 1e-9
            })
        };
        let width = candidates
            .iter()
            .copied()
            .find(on_edge)
            .or(candidates.first().copied())?;
        let place = |value: f64| place(value, width, closed);
        let first = place(low);
        let mut counts = vec![0; (place(high) - first + 1).max(1) as usize];
        for &value in sorted {
            counts[(place(value) - first) as usize] += 1;
        }
        Some(Bins { width, first, counts })
    }

    /// The width of a bar.
    pub fn width(&self) -> f64 {
        value(1, self.width)
    }

    /// The lower and the upper edge of a bar; those before the first and after the last have edges, too.
    pub fn edges(&self, bar: i64) -> (f64, f64) {
        let low = self.first + bar;
        (value(low, self.width), value(low + 1, self.width))
    }

    /// The bar in which a value lies; negative or beyond the last where none of the sample does.
    pub fn place_of(&self, value: f64, closed: Closed) -> i64 {
        place(value, self.width, closed) - self.first
    }
}

/// A multiple of a width, rounded once: the edge 18 × 0.05 is the number that 0.9 is read as.
fn value(multiple: i64, width: (u64, u64)) -> f64 {
    (multiple * width.0 as i64) as f64 / width.1 as f64
}

/// The bar in which a value lies, counted from zero.
fn place(of: f64, width: (u64, u64), closed: Closed) -> i64 {
    let mut bar = (of / value(1, width)).floor() as i64;
    // The quotient may be rounded over an edge.
    while value(bar, width) > of {
        bar -= 1;
    }
    while value(bar + 1, width) <= of {
        bar += 1;
    }
    if closed == Closed::Above && bar > 0 && value(bar, width) == of {
        bar -= 1;
    }
    bar
}

/// Round widths, ascending from 10⁻⁶.
fn round_widths() -> impl Iterator<Item = (u64, u64)> {
    let below = (0..6).rev().flat_map(|power| {
        let whole = 10_u64.pow(power + 1);
        [(1, whole), (1, whole / 2), (1, whole / 5)]
    });
    let above = (0..10).flat_map(|power| [1, 2, 5].map(|factor| (factor * 10_u64.pow(power), 1)));
    below.chain(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_ascend_in_round_steps() {
        let widths: Vec<f64> = round_widths().map(|width| value(1, width)).collect();
        assert!(widths.windows(2).all(|pair| pair[0] < pair[1]));
        for round in [
            1e-6, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0,
        ] {
            assert!(widths.contains(&round), "{round}");
        }
    }

    #[test]
    fn by_the_rule_of_freedman_and_diaconis_no_bar_crosses_the_limit() {
        // 1,000 values from 0 to 0.999: IQR 0.4995, so 2 × 0.4995 / 10 = 0.0999, rounded up to 0.1.
        let sorted: Vec<f64> = (0..1000).map(|k| f64::from(k) / 1000.0).collect();
        let bins = Bins::of(&sorted, None, Closed::Below, 40).expect("a sample");
        assert_eq!((bins.width(), bins.counts.clone()), (0.1, vec![100; 10]));
        // 0.25 is no multiple of 0.1 or 0.2, nor of 0.5: the first width stays.
        assert_eq!(Bins::of(&sorted, Some(0.25), Closed::Below, 40), Some(bins));
        // 60 is an edge at 0.2, and the value itself lies on the good side.
        let sorted: Vec<f64> = (0..27).map(|k| 0.47 + f64::from(k) * 0.02).collect();
        let bins = Bins::of(&sorted, Some(0.6), Closed::Below, 40).expect("a sample");
        let held: u64 = bins.counts.iter().sum();
        assert_eq!(held, 27);
        assert!(
            (0..bins.counts.len() as i64).any(|bar| bins.edges(bar).0 == 0.6),
            "{bins:?}"
        );
    }

    #[test]
    fn an_edge_belongs_to_the_bar_that_the_limit_asks_for() {
        let sample = [0.7, 0.8, 0.8, 0.9, 0.9, 0.9, 1.0];
        // IQR 0.1, so 2 × 0.1 / ∛7 = 0.105, rounded up to 0.2.
        for (closed, expected, held) in [(Closed::Below, (0.8, 1.0), 5), (Closed::Above, (0.6, 0.8), 3)] {
            let bins = Bins::of(&sample, Some(0.8), closed, 40).expect("a sample");
            let bar = bins.place_of(0.8, closed);
            assert_eq!(bins.edges(bar), expected);
            assert_eq!(bins.counts[bar as usize], held);
        }
    }

    #[test]
    fn one_value_takes_one_bar() {
        for value in [0.0, 1.0, 0.8, 7.3, 1e9] {
            for closed in [Closed::Below, Closed::Above] {
                let bins = Bins::of(&[value, value], Some(value), closed, 40).expect("a sample");
                assert_eq!(bins.counts, [2], "{value}");
            }
        }
        assert_eq!(Bins::of(&[], None, Closed::Below, 40), None);
    }
}
