//! A Latin hypercube: few scenarios that cover the range of every factor evenly.
//!
//! Each factor's range is cut into as many strata of equal width as there are scenarios; each stratum gets
//! one value, at random within it, and the strata of each factor are dealt to the scenarios in a random
//! order of their own (McKay, Beckman and Conover 1979). A factor's draws depend on its name and the seed
//! alone, so that another factor beside it changes nothing about them.

use super::{Design, MAX_POINTS, Points, Row, factor, path, refuse_repeated, refuse_too_many};
use crate::random::{Purpose, Stream, StreamKey};
use crate::scenario::edit::{Edit, Origin, Refused, parse};
use crate::scenario::problem::{Complaint, Found, Problems};
use crate::scenario::range::{ValueRange, wrong};
use crate::scenario::source::{Place, Source};

/// The option behind which ranges are typed.
const WITHIN: &str = "--within";

/// At least so many values that can be written lie in each stratum of a range without steps.
const VALUES_IN_STRATUM: i128 = 20;

impl Design {
    /// A Latin hypercube of `n` scenarios. Each text of `within` is `PATH=LOW..HIGH` or, for values that lie
    /// on steps, `PATH=LOW..HIGH:STEP`; between whole numbers without a unit only whole numbers are drawn.
    /// The text of a level is exactly the value used. The same arguments give the same design on every
    /// machine.
    ///
    /// # Errors
    /// Every text that is no range, counts the wrong way, says the same twice or is too narrow for so many
    /// different values; no text at all; no scenario, or more than [`MAX_POINTS`].
    pub fn random(n: u32, within: &[String], seed: u64) -> Result<Design, Problems> {
        let example = "for example --random 200 --within queues.sales.volume=x0.8..x1.3";
        if within.is_empty() {
            return Err(Problems::of_file(
                "there is no range to draw from".into(),
                Some(format!("say which, {example}")),
            ));
        }
        if n == 0 {
            return Err(Problems::of_file(
                "a sweep of no scenarios".into(),
                Some(format!("draw some, {example}")),
            ));
        }
        let mut found = Found::default();
        let mut ranges = Vec::new();
        for text in within {
            let source = found.add_source(Source::new(WITHIN, text));
            match range(text) {
                Ok((pattern, range)) => ranges.push((pattern, range, source)),
                Err((span, complaint)) => found.error(&Place::new(source, span), complaint),
            }
        }
        refuse_repeated(
            &mut found,
            ranges.iter().map(|(edit, _, source)| (edit, *source, 0)),
        );
        if n as usize > MAX_POINTS {
            let place = Place::new(0, 0..within[0].len());
            refuse_too_many(&mut found, &place, &n.to_string());
            return Err(found.into_problems());
        }
        let mut factors = Vec::new();
        let mut rows: Vec<Row> = (0..n)
            .map(|_| Row {
                name: None,
                levels: Vec::new(),
            })
            .collect();
        for (pattern, range, source) in ranges {
            let mut stream = Stream::new(seed, 0, StreamKey::new(path(&pattern), Purpose::Design));
            let value = pattern.value.clone();
            let drawn = match draw(&range, i128::from(n), &mut stream) {
                Some(drawn) => drawn,
                None => {
                    let complaint = wrong(
                        &pattern.text()[value.clone()],
                        "take a wider range or fewer scenarios",
                    );
                    found.error(&Place::new(source, value), complaint);
                    continue;
                }
            };
            let typed = drawn.into_iter().map(|text| (text, Origin::Option(WITHIN)));
            let (factor, mut indices) = factor(pattern, typed);
            shuffle(&mut indices, &mut stream);
            factors.push(factor);
            for (row, index) in rows.iter_mut().zip(indices) {
                row.levels.push(Some(index));
            }
        }
        if found.failed() {
            return Err(found.into_problems());
        }
        Ok(Design {
            factors,
            points: Points::Rows(rows),
        })
    }
}

fn range(text: &str) -> Result<(Edit, ValueRange), Refused> {
    let pattern = parse(text)?;
    let span = pattern.value.clone();
    let item = &text[span.clone()];
    match ValueRange::parse(item) {
        Some(Ok(range)) if range.low < range.high => Ok((pattern, range)),
        Some(Ok(_)) => Err((
            span,
            wrong(item, "LOW is below HIGH, or there is nothing to draw"),
        )),
        Some(Err(complaint)) => Err((span, complaint)),
        None => {
            let complaint = Complaint::new(
                "there is no range here to draw from",
                "values are drawn from PATH=LOW..HIGH or PATH=LOW..HIGH:STEP",
                "for values of your own take --vary",
            );
            Err((span, complaint))
        }
    }
}

/// One value from each of `n` strata, in their order; nothing where they cannot be written apart.
fn draw(range: &ValueRange, n: i128, stream: &mut Stream) -> Option<Vec<String>> {
    // Ticks of the last decimal written: whole numbers, so that strata have exact edges.
    let ticks = |value: f64, decimals: usize| {
        let ticks = (value * 10_f64.powi(decimals as i32)).round();
        // Beyond 2^53 not every whole number is a float.
        (ticks.abs() < 9.0e15).then_some(ticks as i128)
    };
    let mut decimals = range.decimals();
    if let Some(step) = range.step {
        let (low, high, step) = (
            ticks(range.low, decimals)?,
            ticks(range.high, decimals)?,
            ticks(step, decimals)?,
        );
        let steps = (high - low) / step.max(1) + 1;
        return Some(
            (0..n)
                .map(|stratum| {
                    // The step at a random place of the stratum, the range being as many steps of equal width.
                    let place = (stratum << 32) + i128::from(stream.below(1 << 32));
                    let index = place * steps / (n << 32);
                    range.write(value(low + index * step, decimals), decimals)
                })
                .collect(),
        );
    }
    let (low, width) = loop {
        let (low, high) = (ticks(range.low, decimals)?, ticks(range.high, decimals)?);
        if high - low >= VALUES_IN_STRATUM * n {
            break (low, high - low);
        }
        decimals += 1;
        if decimals > range.most_decimals() {
            return None;
        }
    };
    // The first tick at or above the lower edge of a stratum; the last stratum has the upper end too.
    let edge = |stratum: i128| (stratum * width + n - 1) / n + i128::from(stratum == n);
    Some(
        (0..n)
            .map(|stratum| {
                let first = edge(stratum);
                let ticks = u64::try_from(edge(stratum + 1) - first).expect("a stratum has many ticks");
                let tick = low + first + i128::from(stream.below(ticks));
                range.write(value(tick, decimals), decimals)
            })
            .collect(),
    )
}

/// The value of some ticks.
fn value(ticks: i128, decimals: usize) -> f64 {
    ticks as f64 / 10_f64.powi(decimals as i32)
}

/// Every order with the same probability (Fisher and Yates; Durstenfeld 1964).
fn shuffle(indices: &mut [usize], stream: &mut Stream) {
    for last in (1..indices.len()).rev() {
        indices.swap(last, stream.below(last as u64 + 1) as usize);
    }
}
