//! Which assumption makes formula and simulation part, in words.

use super::super::beyond::beyond_formulas;
use super::super::wording::{by_text, contacts, count, interval_noun, list, title};
use super::{Assumption, Explanation, Figure, Model, QueueExplanation, Step};
use crate::model::{Center, Distribution, QueueId};

/// Effects below this (half a point of service level) are not spoken of.
const WORTH_SAYING: f64 = 0.005;
/// Unless they are at least this in some interval.
const WORTH_SAYING_ONCE: f64 = 0.03;
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
            Self::Rules => "rules no formula knows",
        }
    }
}

/// All that is to be said of some queues, queue by queue, and of the pools they are in.
pub(super) fn sentences(center: &Center, explanation: &Explanation, of: &[QueueId]) -> Vec<String> {
    let mut said = Vec::new();
    let mut reasoned: Vec<Assumption> = Vec::new();
    for queue in of.iter().map(|&queue| &explanation.queues[queue]) {
        said.extend(first(center, queue));
        let mut steps: Vec<&Step> = queue
            .steps
            .iter()
            .filter(|step| matters(step) || most(step) >= WORTH_SAYING_ONCE)
            .collect();
        let weight = |step: &Step| step.effect.abs().max(most(step) / 4.0);
        steps.sort_by(|left, right| weight(right).total_cmp(&weight(left)));
        for step in steps {
            let again = reasoned.contains(&step.assumption);
            reasoned.push(step.assumption);
            said.push(why(center, queue, step, again));
        }
        said.extend(agreement(center, queue));
        said.extend(control(queue));
    }
    for pool in pools(explanation, of) {
        said.extend(bounds(center, explanation, &pool));
    }
    said
}

/// Whether a step does anything over the day.
fn matters(step: &Step) -> bool {
    step.effect.abs() >= WORTH_SAYING && step.effect.abs() > step.half_width
}

/// The largest effect in a single interval.
fn most(step: &Step) -> f64 {
    step.extremes.most().map_or(0.0, |(_, effect)| effect.abs())
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

/// A figure to a tenth with the sign that text has.
fn signed(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    if value < 0.0 && text != "0.0" {
        format!("−{text}")
    } else {
        text
    }
}

fn share(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// What the formulas say and what the simulation says.
fn first(center: &Center, queue: &QueueExplanation) -> Option<String> {
    let name = title(&center.queues[queue.queue].name);
    let Some(day) = &queue.day else {
        return Some(format!(
            "{name}: no {} are expected, so there is nothing to explain.",
            contacts(center)
        ));
    };
    let found = day.simulated[LEVEL]?;
    let formulas: Vec<String> = queue
        .models
        .iter()
        .zip(&day.pooled)
        .filter_map(|(&model, exact)| Some((model, exact[LEVEL]?)))
        .enumerate()
        .map(|(place, (model, level))| {
            let says = if place == 0 { " says" } else { "" };
            format!("{}{says} {}", model.name(), share(level))
        })
        .collect();
    let error = found
        .half_width
        .map_or_else(String::new, |half| format!(" ± {:.1}", 100.0 * half));
    let pooled = match (queue.pool.len() > 1, by_text(center)) {
        (false, _) => "",
        (true, false) => " and as if every agent took every call of the pool",
        (true, true) => " and as if every agent took every contact of the pool",
    };
    Some(format!(
        "{name}: {:.1} %{error} in time as simulated. Interval by interval{pooled}, {}.",
        100.0 * found.mean,
        list(&formulas),
    ))
}

/// What one assumption does, and why; the reason is given once.
fn why(center: &Center, queue: &QueueExplanation, step: &Step, again: bool) -> String {
    let facts = &center.queues[queue.queue];
    let at = |(interval, effect): (usize, f64)| {
        let (day, time) = center.calendar.label(interval);
        let day = if center.calendar.days() > 1 {
            format!(" on day {day}")
        } else {
            String::new()
        };
        format!("{} at {time}{day}", points(effect))
    };
    let effect = if matters(step) {
        let most = step
            .extremes
            .most()
            .filter(|(_, most)| center.calendar.intervals > 1 && most.abs() > 1.5 * step.effect.abs())
            .map_or_else(String::new, |most| format!(" ({})", at(most)));
        format!("{}{most}", points(step.effect))
    } else {
        let extremes: Vec<String> = step
            .extremes
            .gain
            .into_iter()
            .chain(step.extremes.loss)
            .filter(|(_, effect)| effect.abs() >= WORTH_SAYING_ONCE)
            .map(at)
            .collect();
        format!("little over the day, but {}", list(&extremes))
    };
    let (what, reason) = match step.assumption {
        Assumption::Abandonment => (
            "Callers hang up".to_owned(),
            "Those who leave shorten the wait of those who stay; Erlang C makes everybody wait for ever",
        ),
        Assumption::PatienceShape => (
            "The shape of patience".to_owned(),
            "What counts is how many hang up in the first moments, and Erlang A knows only the mean",
        ),
        Assumption::CarryOver => (
            "Start-up and carry-over".to_owned(),
            "The day starts empty and every interval inherits the queue of the one before; a formula takes \
             each as if it lasted for ever",
        ),
        Assumption::Balking => (
            "Some leave at once when they are told to wait".to_owned(),
            "They make room, and are not counted among the offered",
        ),
        Assumption::HandleSpread => {
            let handle = facts.handle.at(0);
            let cv = handle.variance_s2().sqrt() / handle.mean_s();
            (
                format!("Handle times (cv {cv:.2})"),
                "The formula has exponential ones, with cv 1 and the same mean in all queues",
            )
        }
        Assumption::Skills => (
            "Skills and routing".to_owned(),
            if by_text(center) {
                "Not every agent takes every contact at the same speed in order of arrival"
            } else {
                "Not every agent takes every call at the same speed in order of arrival"
            },
        ),
        Assumption::DayFactor => {
            let cv = center.busyness.as_ref().map_or(0.0, Distribution::cv);
            (
                format!("Days differ in volume (by {:.0} %)", 100.0 * cv),
                "What a quiet day gains does not make up for what a busy day loses",
            )
        }
        Assumption::Rules => {
            let rules: Vec<String> = beyond_formulas(center).into_iter().map(str::to_owned).collect();
            (
                format!("Rules no formula knows ({})", list(&rules)),
                "The formulas take the volumes as they are, and everybody waits for an agent",
            )
        }
    };
    if again {
        format!("{what}: {effect}.")
    } else {
        format!("{what}: {effect}. {reason}.")
    }
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
        return Some(format!("Simulation less {name}: z = {}.", signed(most)));
    }
    let (_, time) = center.calendar.label(farthest);
    Some(format!(
        "Within {CHANCE:.0} standard errors of {name} in {within} of {}; farthest at {time} (z = {}).",
        count(z.len(), interval_noun(&center.calendar)),
        signed(most),
    ))
}

/// What is left when all of it is taken away.
fn control(queue: &QueueExplanation) -> Option<String> {
    let check = queue.check?;
    let z = check.simulated.z(check.exact)?;
    let verdict = if z.abs() <= 3.0 {
        "nothing is left but chance"
    } else {
        "more is left than chance explains; try more days"
    };
    Some(format!(
        "Control: with none of these, each interval in its steady state, {:.1} % ± {:.1} simulated, {} by {} \
         (z = {}): {verdict}.",
        100.0 * check.simulated.mean,
        100.0 * check.simulated.half_width?,
        share(check.exact),
        queue.models.last()?.name(),
        signed(z),
    ))
}

/// The pools with several queues.
fn pools(explanation: &Explanation, of: &[QueueId]) -> Vec<Vec<QueueId>> {
    let mut pools: Vec<Vec<QueueId>> = of
        .iter()
        .map(|&queue| &explanation.queues[queue])
        .filter(|queue| queue.pool.len() > 1)
        .map(|queue| queue.pool.clone())
        .collect();
    pools.sort();
    pools.dedup();
    pools
}

/// A pool between its two ideals, all its queues together.
fn bounds(center: &Center, explanation: &Explanation, pool: &[QueueId]) -> Option<String> {
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
