//! How a precision that was asked for stands, in words.

use super::wording::{digits, measure_name, seconds, thousands, title};
use crate::estimate::{Reached, Results};
use crate::model::{Center, Measure, Unit};

/// A sentence for every figure that is not known as well as was asked; nothing where all are.
pub fn precision_sentences(center: &Center, results: &Results) -> Vec<String> {
    results
        .precision
        .iter()
        .filter(|reached| !reached.reached)
        .map(|reached| missed(center, results, reached))
        .collect()
}

fn missed(center: &Center, results: &Results, reached: &Reached) -> String {
    let asked = reached.asked;
    let whose = asked.queue.map_or_else(
        || "all queues".to_owned(),
        |queue| title(&center.queues[queue].name),
    );
    let what = format!("the {} of {whose}", measure_name(asked.measure));
    let Some(half_width) = reached.half_width else {
        return format!("No precision can be told of {what}: there is no such figure.");
    };
    let made = thousands(f64::from(results.replications));
    let needed = reached.replications.map_or_else(String::new, |needed| {
        format!(
            ": about {} would do (--replications is the most)",
            thousands(rounded_up(needed))
        )
    });
    format!(
        "After {made} replications {what} is known to ± {}, not to ± {} as was asked{needed}.",
        width(asked.measure, half_width),
        width(asked.measure, asked.half_width),
    )
}

/// To two digits, upwards: more would pretend to know.
fn rounded_up(number: u64) -> f64 {
    let number = number as f64;
    if number < 100.0 {
        return number;
    }
    let step = 10_f64.powi(number.log10().floor() as i32 - 1);
    (number / step).ceil() * step
}

fn width(measure: Measure, half_width: f64) -> String {
    match measure.unit() {
        Unit::Share => format!("{} points", digits(100.0 * half_width, 2)),
        Unit::Seconds => seconds(half_width),
        _ => digits(half_width, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::cases;
    use crate::model::Precision;

    #[test]
    fn what_was_not_reached_is_said_with_what_it_would_take() {
        let center = cases::bank();
        let mut results = cases::results(&center, |_, _| (0.85, 0.02));
        results.replications = 10_000;
        let mut reached = Reached {
            asked: Precision {
                measure: Measure::ServiceLevel,
                queue: Some(0),
                half_width: 0.0005,
            },
            half_width: Some(0.0012),
            reached: false,
            replications: Some(57_600),
        };
        results.precision = vec![reached];
        let said = precision_sentences(&center, &results);
        assert_eq!(said.len(), 1);
        assert!(
            said[0].contains("known to ± 0.12 points, not to ± 0.05 points")
                && said[0].contains("about 58,000 would do"),
            "{}",
            said[0]
        );
        reached.reached = true;
        results.precision = vec![reached];
        assert!(precision_sentences(&center, &results).is_empty());
    }
}
