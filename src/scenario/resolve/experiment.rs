//! `[experiment]`: what was typed → how a center is to be simulated.

use super::Assumed;
use crate::model::{
    Calendar, Experiment, Group, MAX_HORIZON_S, Mode, PerInterval, Precision, Queue, Steady, SteadyMethod,
    Ticks,
};
use crate::scenario::distribution::LawSeries;
use crate::scenario::file::{Fixed, Typed, TypedExperiment, WarmUp};
use crate::scenario::leaf::show_duration;
use crate::scenario::precision::no_such_queue;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::Series;
use crate::scenario::source::Place;

const REPLICATIONS: u32 = 1_000;
/// Replications where a precision is asked for and no maximum given.
pub const MOST_REPLICATIONS: u32 = 10_000;
const SEED: u64 = 1;
const CONFIDENCE: f64 = 0.95;

pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &TypedExperiment,
    queue_names: &[String],
    calendar: &Calendar,
    assumed: &mut Assumed,
) -> Option<Experiment> {
    let method = method(reading, typed, assumed);
    let precision = precision(reading, typed, queue_names);
    let horizon_s = calendar.horizon().seconds();
    let replications = replications(reading, typed, method, horizon_s, assumed);
    let seed = typed.seed.as_ref().map_or_else(
        || {
            let meaning = "the same seed gives the same result";
            assumed.add("experiment.seed", SEED.to_string(), meaning);
            SEED
        },
        |(seed, _)| *seed,
    );
    let confidence = typed.confidence.as_ref().map_or_else(
        || {
            let meaning = "level of the confidence intervals";
            assumed.add("experiment.confidence", CONFIDENCE.to_string(), meaning);
            CONFIDENCE
        },
        |(confidence, _)| *confidence,
    );
    let run_s = match method {
        Some(SteadyMethod::BatchMeans) => horizon_s * f64::from(replications?),
        _ => horizon_s,
    };
    let warm_up = warm_up(reading, typed, method, run_s, assumed)?;
    let variance_reduction = typed.variance_reduction.unwrap_or_else(|| {
        let meaning = "what is known of the demand drawn makes intervals narrower";
        assumed.add("experiment.variance_reduction", "true", meaning);
        true
    });
    Some(Experiment {
        mode: method.map_or(Mode::Days, |method| {
            Mode::Steady(Steady {
                method,
                finds_warm_up: warm_up == WarmUp::Auto,
            })
        }),
        replications: replications?,
        precision: precision?,
        seed,
        confidence,
        warm_up: match warm_up {
            WarmUp::Auto => Ticks::ZERO,
            WarmUp::Given(seconds) => Ticks::from_seconds(seconds),
        },
        variance_reduction,
    })
}

/// How equilibrium is estimated; nothing where days are simulated.
fn method(reading: &mut Reading<'_>, typed: &TypedExperiment, assumed: &mut Assumed) -> Option<SteadyMethod> {
    if !typed.is_steady() {
        if typed.mode.is_none() && typed.present.has("mode") {
            // Said already; what follows from it is not known.
            return None;
        }
        if typed.mode.is_none() {
            let meaning = "each replication runs from opening to closing";
            assumed.add("experiment.mode", "days", meaning);
        }
        if let Some((_, place)) = &typed.method {
            let complaint = Complaint::new(
                "there is no equilibrium to estimate here",
                "`method` says how it is estimated in steady mode",
                "add mode = \"steady\", or remove it",
            );
            reading.error(place, complaint);
        }
        if let Some((WarmUp::Auto, place)) = &typed.warm_up {
            let complaint = Complaint::new(
                "a day has no warm-up to be found",
                "\"auto\" finds where equilibrium begins, in steady mode",
                "add mode = \"steady\", or write a time such as warm_up = \"1h\"",
            );
            reading.error(place, complaint);
        }
        return None;
    }
    Some(match &typed.method {
        Some((0, _)) => SteadyMethod::BatchMeans,
        Some(_) => SteadyMethod::Replications,
        None => {
            let meaning = "one run as long as all replications together, cut into batches";
            assumed.add("experiment.method", "batch-means", meaning);
            SteadyMethod::BatchMeans
        }
    })
}

fn precision(
    reading: &mut Reading<'_>,
    typed: &TypedExperiment,
    queue_names: &[String],
) -> Option<Vec<Precision>> {
    let mut list = Vec::new();
    for precision in &typed.precision {
        let queue = match &precision.queue {
            None => None,
            Some((name, place)) => match queue_names.iter().position(|known| known == name) {
                Some(queue) => Some(queue),
                None => {
                    let complaint = no_such_queue(name, queue_names.iter().map(String::as_str));
                    reading.error(place, complaint);
                    return None;
                }
            },
        };
        list.push(Precision {
            measure: precision.measure,
            queue,
            half_width: precision.half_width,
        });
    }
    Some(list)
}

fn replications(
    reading: &mut Reading<'_>,
    typed: &TypedExperiment,
    method: Option<SteadyMethod>,
    horizon_s: f64,
    assumed: &mut Assumed,
) -> Option<u32> {
    let long_run = method == Some(SteadyMethod::BatchMeans);
    let most = match long_run {
        true => (MAX_HORIZON_S / horizon_s + 1e-9).floor() as u32,
        false => u32::MAX,
    };
    if let Some((replications, place)) = &typed.replications {
        let replications = *replications as u32;
        if replications > most {
            let complaint = Complaint::new(
                "the long run would last more than ten years",
                format!(
                    "it is {replications} times the horizon of {}",
                    show_duration(horizon_s)
                ),
                format!("write replications = {most}, or give the center a shorter horizon"),
            );
            reading.error(place, complaint);
            return None;
        }
        return Some(replications);
    }
    let (replications, meaning) = match (typed.precision.is_empty(), long_run) {
        (true, false) => (REPLICATIONS, "independent replications of the horizon"),
        (true, true) => (REPLICATIONS, "the long run lasts so many times the horizon"),
        (false, _) => (
            MOST_REPLICATIONS,
            "at most so many, if the precision is not reached before",
        ),
    };
    let replications = replications.min(most);
    assumed.add("experiment.replications", replications.to_string(), meaning);
    Some(replications)
}

/// The warm-up, which leaves something of a run that lasts `run_s` seconds.
fn warm_up(
    reading: &mut Reading<'_>,
    typed: &TypedExperiment,
    method: Option<SteadyMethod>,
    run_s: f64,
    assumed: &mut Assumed,
) -> Option<WarmUp> {
    match &typed.warm_up {
        Some((WarmUp::Given(warm_up), place)) if *warm_up >= run_s => {
            let long_run = method == Some(SteadyMethod::BatchMeans);
            let what = if long_run { "run" } else { "horizon" };
            let complaint = Complaint::new(
                "nothing is left after this warm-up",
                format!("the {what} lasts {}", show_duration(run_s)),
                format!("make it shorter than the {what}"),
            );
            reading.error(place, complaint);
            None
        }
        Some((warm_up, _)) => Some(*warm_up),
        None if method.is_some() => {
            let meaning = "found from the run itself, by MSER-5";
            assumed.add("experiment.warm_up", "auto", meaning);
            Some(WarmUp::Auto)
        }
        None => {
            assumed.add("experiment.warm_up", "0s", "the day counts from its first call");
            Some(WarmUp::Given(0.0))
        }
    }
}

/// Complains of whatever keeps a center from an equilibrium: what varies over the day or from day to day.
pub(super) fn check_equilibrium(
    reading: &mut Reading<'_>,
    typed: &Typed,
    queues: &[Option<Queue>],
    groups: &[Option<Group>],
) {
    if let Some(busyness) = &typed.center.busyness {
        let complaint = Complaint::new(
            "a random factor of the day has no equilibrium",
            "in steady mode demand never changes",
            "remove it, or leave out mode = \"steady\"",
        );
        reading.error(&busyness.place, complaint);
    }
    if let Some((_, place)) = &typed.center.at_close {
        without_effect(
            reading,
            place,
            "`at_close`",
            "in equilibrium the center never closes",
        );
    }
    let targets = typed.queues.iter().filter_map(|queue| queue.target.as_ref());
    for target in targets.chain(&typed.center.target) {
        if let Some((per, place)) = &target.per
            && per.contains(&0)
        {
            let rule = "in equilibrium a target is held against the whole run";
            without_effect(reading, place, "\"interval\"", rule);
        }
        if let Some((_, place)) = &target.on_days {
            without_effect(
                reading,
                place,
                "`on_days`",
                "in equilibrium no day differs from another",
            );
        }
    }
    for (typed, queue) in typed.queues.iter().zip(queues) {
        let Some(queue) = queue else { continue };
        let number = |series: &Option<Series<f64>>| Some(series.as_ref()?.varied_at().clone());
        let law = |laws: &Option<LawSeries>| Some(laws.as_ref()?.varied_at().clone());
        let talks = || queue.handle.values().iter().map(|handle| &handle.talk);
        let wrap_ups = || queue.handle.values().iter().map(|handle| &handle.wrap_up);
        for (varies, place, what) in [
            (
                vary(&queue.volume),
                number(&typed.volume).or(number(&typed.rate)),
                "the volume",
            ),
            (
                talks().any(|talk| Some(talk) != talks().next()),
                law(&typed.handle).or(law(&typed.talk)),
                "the handle time",
            ),
            (
                wrap_ups().any(|wrap_up| Some(wrap_up) != wrap_ups().next()),
                law(&typed.wrap_up),
                "the wrap-up",
            ),
            (differ(&queue.patience), law(&typed.patience), "the patience"),
            (differ(&queue.balk), number(&typed.balk), "balking"),
            (
                queue.rules.ivr.as_ref().is_some_and(|ivr| differ(&ivr.contained)),
                typed.entry.stage().and_then(|stage| number(&stage.contained)),
                "the share contained",
            ),
            (
                queue
                    .rules
                    .dialer
                    .as_ref()
                    .is_some_and(|dialer| differ(&dialer.reach)),
                typed
                    .medium
                    .dialer
                    .as_ref()
                    .and_then(|dialer| number(&dialer.reach)),
                "the share reached",
            ),
        ] {
            refuse_varying(reading, varies, place, what);
        }
        for (transfer, typed) in queue.rules.transfers.iter().zip(&typed.onward.transfers) {
            let place = typed.share.as_ref().map(|(_, place)| place.clone());
            refuse_varying(
                reading,
                transfer.share.iter().any(differ),
                place,
                "the share transferred",
            );
        }
    }
    for (group_typed, group) in typed.groups.iter().zip(groups) {
        let Some(group) = group else { continue };
        let staff: Vec<f64> = group.staff.iter().map(|agents| f64::from(*agents)).collect();
        let shrinkage = group_typed.shrinkage.as_ref().or(typed.center.shrinkage.as_ref());
        let plan = group_typed.plan.as_ref();
        let fixed = plan.and_then(|plan| match plan.fixed.as_ref()? {
            Fixed::At(series) => Some(series),
            Fixed::AsItIs(_) => None,
        });
        let min = plan.and_then(|plan| plan.min.as_ref()).or(fixed);
        let max = plan.and_then(|plan| plan.max.as_ref());
        for (varies, series, what) in [
            (vary(&staff), group_typed.staff.as_ref(), "the staff"),
            (differ(&group.shrinkage), shrinkage, "shrinkage"),
            (
                differ(&group.cost_per_hour),
                group_typed.cost_per_hour.as_ref(),
                "the cost",
            ),
            (differ(&group.plan.min), min, "the fewest agents"),
            (differ(&group.plan.max), max, "the most agents"),
        ] {
            let place = series.map(|series| series.varied_at().clone());
            refuse_varying(reading, varies, place, what);
        }
        if let Some((_, place)) = plan.and_then(|plan| plan.block.as_ref()) {
            without_effect(reading, place, "`block`", "in equilibrium staff never changes");
        }
    }
}

/// Whether numbers differ by more than the last digits, which counts spread over steps may.
fn vary(values: &[f64]) -> bool {
    let first = values.first().copied().unwrap_or(0.0);
    values
        .iter()
        .any(|value| (value - first).abs() > 1e-12 * first.abs())
}

fn differ<T: PartialEq>(values: &PerInterval<T>) -> bool {
    values.values().windows(2).any(|pair| pair[0] != pair[1])
}

fn refuse_varying(reading: &mut Reading<'_>, varies: bool, place: Option<Place>, what: &str) {
    if let (true, Some(place)) = (varies, place) {
        let complaint = Complaint::new(
            format!("{what} varies over the day"),
            "in steady mode nothing changes with time",
            "give it one value for all hours, or leave out mode = \"steady\"",
        );
        reading.error(&place, complaint);
    }
}

fn without_effect(reading: &mut Reading<'_>, place: &Place, what: &str, rule: &str) {
    let complaint = Complaint::new(
        format!("{what} has no effect in steady mode"),
        rule,
        "remove it, or leave out mode = \"steady\"",
    );
    reading.warn(place, complaint);
}
