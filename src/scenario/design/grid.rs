//! Every combination of the factors' values.

use super::{Design, MAX_POINTS, Points, factor, level::Level, refuse_repeated, refuse_too_many};
use crate::scenario::edit::{Edit, Origin, Refused, variations};
use crate::scenario::problem::{Complaint, Found, Problems};
use crate::scenario::source::{Place, Source};

/// The option behind which factors are typed.
const VARY: &str = "--vary";

impl Design {
    /// All combinations of the values of some factors, the last factor fastest. Each text is a change that
    /// asks for many values, as [`Edit::variations`] understands it.
    ///
    /// # Errors
    /// Every text that cannot be counted out, mixes changes with values to replace, or says the same twice;
    /// no text at all; more than [`MAX_POINTS`] combinations.
    pub fn grid(vary: &[String]) -> Result<Design, Problems> {
        let Some(last) = vary.last() else {
            return Err(Problems::of_file(
                "nothing varies".into(),
                Some("say what, for example --vary groups.generalists.staff=6..12".into()),
            ));
        };
        let mut found = Found::default();
        let mut factors = Vec::new();
        let mut patterns = Vec::new();
        for text in vary {
            let source = found.add_source(Source::new(VARY, text));
            match values(text) {
                Ok((pattern, values)) => {
                    let typed = values.into_iter().map(|text| (text, Origin::Option(VARY)));
                    factors.push(factor(pattern.clone(), typed).0);
                    patterns.push((pattern, source));
                }
                Err((span, complaint)) => found.error(&Place::new(source, span), complaint),
            }
        }
        refuse_repeated(
            &mut found,
            patterns.iter().map(|(edit, source)| (edit, *source, 0)),
        );
        let points = factors
            .iter()
            .map(|factor| factor.levels.len() as f64)
            .product::<f64>();
        if points > MAX_POINTS as f64 {
            let place = Place::new(vary.len() - 1, 0..last.len());
            refuse_too_many(&mut found, &place, &format!("{points}"));
        }
        if found.failed() {
            return Err(found.into_problems());
        }
        Ok(Design {
            factors,
            points: Points::Grid,
        })
    }
}

/// The values of one factor: different from each other, and all of them changes or none.
fn values(text: &str) -> Result<(Edit, Vec<String>), Refused> {
    let (pattern, listed) = variations(text)?;
    let mut values: Vec<String> = Vec::new();
    let mut relative = None;
    for (span, value) in listed {
        if values.contains(&value) {
            let complaint = Complaint::new(
                format!("`{value}` is there twice"),
                "each value makes a scenario of its own",
                "leave one of the two out",
            );
            return Err((span, complaint));
        }
        let is_relative = Level::read(&value, Origin::Option(VARY)).is_relative();
        if *relative.get_or_insert(is_relative) != is_relative {
            let complaint = Complaint::new(
                "some of these values replace and some change what is there",
                format!(
                    "`{value}` {}",
                    if is_relative { "changes it" } else { "replaces it" }
                ),
                "no change is written +0 or x1",
            );
            return Err((span, complaint));
        }
        values.push(value);
    }
    Ok((pattern, values))
}
