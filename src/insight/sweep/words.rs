//! Figures of a sweep's story in words.

use super::{Knee, Level, Story, Sweep, Variant};
use crate::estimate::Unit;
use crate::insight::shortfall::{describe, plain};
use crate::insight::wording::{digits, measure_name};

/// "Service's service level", "the mean wait of Service".
pub(super) fn figure(story: &Story, sweep: &Sweep<'_>) -> String {
    let whose = story.whose(sweep);
    let own = if story.queue.is_none() && sweep.center.queues.len() != 1 {
        "the center's".to_owned()
    } else if whose.ends_with('s') {
        format!("{whose}'")
    } else {
        format!("{whose}'s")
    };
    format!("{own} {}", measure_name(story.measure))
}

/// "88 % in time".
pub(super) fn said(story: &Story, variant: &Variant) -> Option<String> {
    let value = story.estimate(variant)?.mean;
    Some(describe(story.measure, &plain(story.measure, value)))
}

/// The knee in a sentence: "Below 21 agents each agent less costs 4 points of Service's service level; above
/// that, each one more gains half a point."
pub(super) fn knee(sweep: &Sweep<'_>, story: &Story, knee: &Knee) -> String {
    let factor = &sweep.factors[0];
    let step = factor.step(spacing(&sweep.levels(0)));
    let place = factor.level_in_words(&knee.level);
    let figure = figure(story, sweep);
    let steep_below = knee.below.value.abs() > knee.above.value.abs();
    let (down, up) = (-knee.below.value * step.size, knee.above.value * step.size);
    let told = |slope: crate::stats::Slope| slope.value.abs() > slope.half_width;
    let verb = |change: f64, of: &str| {
        let better = (change > 0.0) == story.wants_more();
        match (story.measure.unit(), better) {
            (Unit::Share, _) if story.wants_more() => {
                let verb = if better { "gains" } else { "costs" };
                format!("{verb} {}{of}", points(change.abs()))
            }
            _ if better => format!(
                "takes {} off{}",
                amount(story, change.abs()),
                of.replacen(" of", "", 1)
            ),
            _ => format!(
                "adds {}{}",
                amount(story, change.abs()),
                of.replacen(" of", " to", 1)
            ),
        }
    };
    let of = format!(" of {figure}");
    if steep_below {
        let after = if told(knee.above) {
            format!("{} {}", step.more, verb(up, ""))
        } else {
            format!("{} changes nothing that can be told from chance", step.more)
        };
        format!("Below {place} {} {}; above, {after}.", step.less, verb(down, &of))
    } else {
        let after = if told(knee.below) {
            format!("{} {}", step.less_after, verb(down, ""))
        } else {
            format!("{} changes nothing that can be told from chance", step.less_after)
        };
        format!(
            "Above {place} {} {}; below, {after}.",
            step.more_first,
            verb(up, &of)
        )
    }
}

/// The typical distance of neighbouring levels.
fn spacing(levels: &[Level]) -> f64 {
    let mut steps: Vec<f64> = levels
        .windows(2)
        .map(|pair| pair[1].number() - pair[0].number())
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(1.0)
}

/// A difference of shares in points: "4.0 points", "half a point".
fn points(share: f64) -> String {
    let points = 100.0 * share;
    match points {
        _ if (0.45..0.55).contains(&points) => "half a point".into(),
        _ if (0.95..1.05).contains(&points) => "one point".into(),
        _ if points >= 10.0 => format!("{points:.0} points"),
        _ if points >= 0.95 => format!("{points:.1} points"),
        _ => format!("{} points", digits(points, 1)),
    }
}

fn amount(story: &Story, value: f64) -> String {
    match story.measure.unit() {
        Unit::Share => points(value),
        Unit::Seconds => format!("{} s", digits(value, 2)),
        _ => digits(value, 2),
    }
}
