//! Which assumption makes formula and simulation part, in words.

use super::super::wording::{count, interval_noun, list, title};
use super::{Assumption, Explanation, Figure, Model, QueueExplanation, Step};
use crate::model::{Center, Distribution};

/// Effects below this (half a point of service level) are not spoken of.
const WORTH_SAYING: f64 = 0.005;
/// Within so many standard errors figures agree.
const CHANCE: f64 = 2.0;
const LEVEL: usize = Figure::ServiceLevel as usize;

impl Model {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ErlangC => "Erlang C",
            Self::ErlangA => "Erlang A",
            Self::GeneralPatience => "M/M/n+G",
        }
    }
}

impl Assumption {
    /// A few words for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Abandonment => "callers hang up",
            Self::PatienceShape => "patience as it is",
            Self::CarryOver => "start-up and carry-over",
            Self::Balking => "some leave at once",
            Self::HandleSpread => "handle times as they are",
            Self::Skills => "skills and routing",
            Self::DayFactor => "days differ in volume",
        }
    }
}

/// All that is to be said, queue by queue.
pub(super) fn sentences(center: &Center, explanation: &Explanation) -> Vec<String> {
    let mut said = Vec::new();
    for queue in &explanation.queues {
        said.extend(first(center, queue));
        let mut steps: Vec<&Step> = queue
            .steps
            .iter()
            .filter(|step| step.effect.abs() >= WORTH_SAYING && step.effect.abs() > step.half_width)
            .collect();
        steps.sort_by(|left, right| right.effect.abs().total_cmp(&left.effect.abs()));
        said.extend(steps.iter().map(|step| why(center, queue, step)));
        said.extend(agreement(center, queue));
        said.extend(control(queue));
    }
    for pool in pools(explanation) {
        said.extend(bounds(center, explanation, &pool));
    }
    said
}

fn points(effect: f64) -> String {
    let sign = if effect < 0.0 { "−" } else { "+" };
    let unit = if format!("{:.1}", 100.0 * effect.abs()) == "1.0" {
        "point"
    } else {
        "points"
    };
    format!("{sign}{:.1} {unit}", 100.0 * effect.abs())
}

fn share(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// What the formulas say and what the simulation says.
fn first(center: &Center, queue: &QueueExplanation) -> Option<String> {
    let name = title(&center.queues[queue.queue].name);
    let Some(day) = &queue.day else {
        return Some(format!(
            "{name}: no calls are expected, so there is nothing to explain."
        ));
    };
    let found = day.simulated[LEVEL]?;
    let formulas: Vec<String> = queue
        .models
        .iter()
        .zip(&day.pooled)
        .filter_map(|(&model, exact)| Some(format!("{} {}", model.name(), share(exact[LEVEL]?))))
        .collect();
    let error = found
        .half_width
        .map_or_else(String::new, |half| format!(" ± {:.1}", 100.0 * half));
    let pooled = if queue.pool.len() > 1 {
        ", as if every agent took every call of the pool"
    } else {
        ""
    };
    Some(format!(
        "{name}: {:.1} %{error} in time as simulated; {} say{}, interval by interval{pooled}.",
        100.0 * found.mean,
        list(&formulas),
        if formulas.len() == 1 { "s" } else { "" },
    ))
}

/// What one assumption does, and why.
fn why(center: &Center, queue: &QueueExplanation, step: &Step) -> String {
    let facts = &center.queues[queue.queue];
    let effect = points(step.effect);
    let most = step
        .most
        .filter(|(_, most)| center.calendar.intervals > 1 && most.abs() > 1.5 * step.effect.abs())
        .map_or_else(String::new, |(interval, most)| {
            let (day, time) = center.calendar.label(interval);
            let day = if center.calendar.days() > 1 {
                format!(" on day {day}")
            } else {
                String::new()
            };
            format!(" (most at {time}{day}: {})", points(most))
        });
    match step.assumption {
        Assumption::Abandonment => format!(
            "Callers hang up: {effect}{most}. Those who leave shorten the wait of those who stay; Erlang C \
             makes everybody wait for ever."
        ),
        Assumption::PatienceShape => format!(
            "The shape of patience: {effect}{most}. What counts is how many hang up in the first moments, \
             and Erlang A knows only the mean."
        ),
        Assumption::CarryOver => format!(
            "Start-up and carry-over: {effect}{most}. The day starts empty and every interval inherits the \
             queue of the one before; a formula takes each as if it lasted for ever."
        ),
        Assumption::Balking => format!(
            "Some leave at once when they are told to wait: {effect}{most}. They make room, and are not \
             counted among the offered."
        ),
        Assumption::HandleSpread => {
            let handle = facts.handle.at(0);
            let cv = handle.variance_s2().sqrt() / handle.mean_s();
            let law = if matches!(handle.talk, Distribution::Exponential { .. })
                && handle.wrap_up.is_none()
                && queue.pool.len() > 1
            {
                "they have other means in other queues".to_owned()
            } else {
                format!("their cv is {cv:.2}, where the formula has 1")
            };
            format!("Handle times: {effect}{most}. {}.", capital(&law))
        }
        Assumption::Skills => format!(
            "Skills and routing: {effect}{most}. Not every agent may take every call at the same speed in \
             order of arrival."
        ),
        Assumption::DayFactor => {
            let cv = center.busyness.as_ref().map_or(0.0, Distribution::cv);
            format!(
                "Days differ in volume (by {:.0} %): {effect}{most}. A busy day loses more than a quiet day \
                 gains.",
                100.0 * cv
            )
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// In how many intervals the simulation is what the nearest formula says, but for chance.
fn agreement(center: &Center, queue: &QueueExplanation) -> Option<String> {
    let model = queue.models.len() - 1;
    let z: Vec<(usize, f64)> = queue
        .intervals
        .iter()
        .enumerate()
        .filter_map(|(interval, row)| {
            let row = row.as_ref()?;
            Some((interval, row.simulated[LEVEL]?.z(row.pooled[model][LEVEL]?)?))
        })
        .collect();
    let &(farthest, most) = z
        .iter()
        .max_by(|(_, left), (_, right)| left.abs().total_cmp(&right.abs()))?;
    let within = z.iter().filter(|(_, z)| z.abs() <= CHANCE).count();
    let name = queue.models[model].name();
    if z.len() == 1 {
        return Some(format!("Simulation less {name}: z = {most:.1}."));
    }
    let (_, time) = center.calendar.label(farthest);
    Some(format!(
        "Within {CHANCE:.0} standard errors of {name} in {within} of {}; farthest at {time} (z = {most:.1}).",
        count(z.len(), interval_noun(&center.calendar)),
    ))
}

/// What is left when all of it is taken away.
fn control(queue: &QueueExplanation) -> Option<String> {
    let check = queue.check?;
    let z = check.simulated.z(check.exact)?;
    let verdict = if z.abs() <= 3.0 {
        "nothing is left but chance"
    } else {
        "something else is at work"
    };
    Some(format!(
        "Control: with none of these, each interval in its steady state, {:.1} % ± {:.1} simulated, {} by {} \
         (z = {z:.1}): {verdict}.",
        100.0 * check.simulated.mean,
        100.0 * check.simulated.half_width?,
        share(check.exact),
        (*queue.models.last()?).name(),
    ))
}

/// The pools with several queues.
fn pools(explanation: &Explanation) -> Vec<Vec<usize>> {
    let mut pools: Vec<Vec<usize>> = explanation
        .queues
        .iter()
        .filter(|queue| queue.pool.len() > 1)
        .map(|queue| queue.pool.clone())
        .collect();
    pools.dedup();
    pools.sort();
    pools.dedup();
    pools
}

/// A pool between its two ideals, all its queues together.
fn bounds(center: &Center, explanation: &Explanation, pool: &[usize]) -> Option<String> {
    let (mut volume, mut sums) = (0.0, [0.0; 3]);
    for day in pool
        .iter()
        .filter_map(|&queue| explanation.queues[queue].day.as_ref())
    {
        volume += day.volume;
        let levels = [
            day.split[LEVEL]?,
            day.simulated[LEVEL]?.mean,
            day.pooled.last()?[LEVEL]?,
        ];
        for (sum, level) in sums.iter_mut().zip(levels) {
            *sum += day.volume * level;
        }
    }
    if volume <= 0.0 {
        return None;
    }
    let [split, found, pooled] = sums.map(|sum| sum / volume);
    let names: Vec<String> = pool
        .iter()
        .map(|&queue| title(&center.queues[queue].name))
        .collect();
    let names = if names.len() > 4 {
        count(names.len(), "queue")
    } else {
        list(&names)
    };
    let place = if found > pooled.max(split) {
        "the simulation lies above both"
    } else if found < split.min(pooled) {
        "the simulation lies below both"
    } else {
        "the simulation lies between"
    };
    Some(format!(
        "{names} together: {} in time if nobody helped another queue, {} if everybody took everything; {place}, \
         at {}.",
        share(split),
        share(pooled),
        share(found)
    ))
}
