//! What a scenario means: the only home of defaults.
//!
//! In: [`Typed`]. Out: a [`Center`] and an [`Experiment`], with every default that was filled in as an
//! [`Assumption`], or problems: what doesn't fit the calendar, names nothing, serves nobody or is absurd.

mod caller;
mod changing;
mod channel;
mod circles;
mod demand;
mod dialer;
mod entry;
mod experiment;
mod group;
mod hands;
mod hours;
mod onward;
mod plan;
mod presence;
mod queue;
mod replay;
mod rules;
mod shifts;
mod target;

pub use experiment::MOST_REPLICATIONS;

use super::file::{Busyness, Typed, TypedCenter, TypedRouting};
use super::leaf::{Unit, show_duration};
use super::problem::Complaint;
use super::reading::Reading;
use super::series::{Filling, Frame, Series};
use super::sheet::Sheet;
use super::source::Place;
use crate::model::{
    AgentChoice, AtClose, Calendar, Center, CenterRules, Channel, ContactChoice, Distribution, Experiment,
    MAX_AGENTS, MAX_HORIZON_S, MAX_INTERVALS, Mix, PerInterval, Routing, ServiceLevelDefinition, Ticks,
};
use serde::Serialize;

/// A default that was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// The setting, by its path: `queues.loans.handle`.
    pub setting: String,
    /// The value assumed, as it would be typed.
    pub value: String,
    /// What that means, in words.
    pub meaning: String,
}

/// The defaults filled in so far.
#[derive(Debug, Default)]
pub(super) struct Assumed(pub Vec<Assumption>);

impl Assumed {
    fn add(&mut self, setting: impl Into<String>, value: impl Into<String>, meaning: impl Into<String>) {
        self.0.push(Assumption {
            setting: setting.into(),
            value: value.into(),
            meaning: meaning.into(),
        });
    }
}

/// Length of a day, in seconds.
const DAY_S: f64 = 86_400.0;

/// What the whole scenario says to each of its queues and groups.
struct Setting<'s> {
    frame: &'s Frame,
    /// The same intervals, none of them closed: over these come contacts that come round the clock.
    all_day: Frame,
    queue_names: Vec<String>,
    /// The channel of each queue.
    channels: Vec<Channel>,
    group_names: Vec<String>,
    service_level: ServiceLevelDefinition,
    short: Option<f64>,
    /// The T of queues that say none.
    within: Option<f64>,
    /// The shrinkage of groups that say none.
    shrinkage: Option<PerInterval<f64>>,
    /// Opening hours are known.
    open: bool,
    /// Streams of several queues; nothing where a problem stands in the way.
    mixes: Vec<Option<Mix>>,
    /// The stream from which a queue's contacts come, if it has none of its own.
    streams: Vec<Option<demand::Stream>>,
    by_priority: bool,
    contact: ContactChoice,
    skills: &'s [group::Skills],
    /// Whether each queue's contacts hold lines.
    has_lines: Vec<bool>,
    /// Equilibrium is asked for, where no interval differs from another.
    steady: bool,
}

impl Setting<'_> {
    /// Whether a group has the skill of a queue, as far as is known.
    fn serves(&self, group: usize, queue: usize) -> bool {
        let skills = self.skills.get(group).and_then(Option::as_ref);
        skills.is_some_and(|ranks| ranks.iter().flatten().any(|skill| *skill == queue))
    }
}

/// A share for people: "12.5%".
fn percent(share: f64) -> String {
    format!("{}%", (share * 1e4).round() / 1e2)
}

/// Resolves a scenario as far as it makes sense; `None` where a problem stands in the way.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &Typed,
    sheets: &[Option<Sheet>],
    source_name: &str,
) -> Option<(Center, Experiment, Assumed)> {
    let mut assumed = Assumed::default();
    let calendar = calendar(reading, &typed.center, &mut assumed);
    let service_level = match &typed.center.service_level {
        Some((index, _)) => ServiceLevelDefinition::ALL[*index],
        None => {
            let default = ServiceLevelDefinition::OfOffered;
            if !typed.center.present.has("service_level") {
                assumed.add("center.service_level", default.name(), default.formula());
            }
            default
        }
    };
    check_short(reading, typed, service_level);
    let mut open = true;
    let frame = calendar.map(|calendar| {
        let rows = sheets
            .iter()
            .map(|sheet| match sheet {
                Some(sheet) => sheet.rows(reading, &calendar),
                None => vec![None; calendar.intervals],
            })
            .collect();
        let closed = hours::closed(reading, &typed.center, &calendar);
        open &= closed.is_some();
        Frame {
            calendar,
            rows,
            closed: closed.unwrap_or_default(),
        }
    });
    let names = |spots: Vec<&(String, Place)>| spots.into_iter().map(|(name, _)| name.clone()).collect();
    let queue_names: Vec<String> = names(typed.queues.iter().map(|queue| &queue.name).collect());
    let group_names: Vec<String> = names(typed.groups.iter().map(|group| &group.name).collect());
    let channels = channel::channels(typed);
    let routing = routing(&typed.routing, &mut assumed);

    let skills = group::skills(reading, &typed.groups, &queue_names);
    let streams = demand::streams(reading, typed, &queue_names);
    for (queue, stream) in typed.queues.iter().zip(&streams) {
        queue::check_typed(reading, queue, stream.is_some());
    }
    queue::check_served(reading, typed, &skills);
    let center_name = typed.center.name.as_ref().map(|(name, _)| name.clone());
    let name = center_name.unwrap_or_else(|| {
        let stem = std::path::Path::new(source_name).file_stem();
        let name = stem.map_or(source_name.to_owned(), |stem| stem.to_string_lossy().into_owned());
        assumed.add("center.name", name.clone(), "the name of the file");
        name
    });
    let steady = typed.experiment.is_steady();
    let at_close = match typed.center.at_close {
        Some((0, _)) => AtClose::Serve,
        Some((1, _)) => AtClose::Clear,
        Some(_) => AtClose::Carry,
        None if steady => AtClose::Serve,
        None => {
            assumed.add(
                "center.at_close",
                "serve",
                "the last staff stays until nobody waits",
            );
            AtClose::Serve
        }
    };
    let busyness = match &typed.center.busyness {
        Some(busyness) => resolve_busyness(reading, busyness),
        None => {
            assumed.add("center.busyness", "none", "every day expects the same volumes");
            None
        }
    };
    let frame = frame?;
    demand::check_carry(reading, &typed.center, &frame);
    let experiment = experiment::resolve(
        reading,
        &typed.experiment,
        &queue_names,
        &frame.calendar,
        &mut assumed,
    );
    let lines = entry::lines(reading, typed, &queue_names, &channels, &mut assumed);
    let all_day = Frame {
        calendar: frame.calendar.clone(),
        rows: frame.rows.clone(),
        closed: Vec::new(),
    };
    let mixes = demand::mixes(
        reading,
        typed,
        &queue_names,
        &channels,
        (&frame, &all_day),
        &mut assumed,
    );
    let setting = Setting {
        frame: &frame,
        group_names,
        service_level,
        short: typed.center.short.as_ref().map(|(short, _)| *short),
        within: typed.center.target.as_ref().and_then(|target| {
            let (within, _) = target.within.as_ref()?;
            Some(*within)
        }),
        shrinkage: center_shrinkage(reading, typed, &frame),
        open,
        mixes,
        streams,
        by_priority: routing.contact == ContactChoice::Priority,
        contact: routing.contact,
        skills: &skills,
        has_lines: entry::has_lines(typed, &queue_names, &channels),
        all_day,
        channels,
        queue_names,
        steady,
    };
    let groups: Vec<_> = typed
        .groups
        .iter()
        .enumerate()
        .map(|(index, typed)| {
            let skills = skills.get(index)?.clone();
            group::resolve(reading, typed, skills, &setting, &routing, &mut assumed)
        })
        .collect();
    let queues: Vec<_> = typed
        .queues
        .iter()
        .enumerate()
        .map(|(index, typed)| queue::resolve(reading, typed, index, &skills, &setting, &mut assumed))
        .collect();
    let target = target::of_center(reading, typed, &queues, &setting, &mut assumed);
    check_priorities(reading, typed, &setting);
    check_weights(reading, typed, &setting);
    circles::check(reading, typed, &queues);
    let factors = demand::factors(reading, typed, &setting, &mut assumed);
    if steady {
        changing::refuse(reading, typed);
        experiment::check_equilibrium(reading, typed, &queues, &groups);
    }
    let groups: Vec<_> = groups.into_iter().collect::<Option<_>>()?;
    queue::check_staffed(reading, typed, &groups);
    let mut queues: Vec<_> = queues.into_iter().collect::<Option<_>>()?;
    presence::reserve(reading, typed, &mut queues, &groups, &setting);
    if !setting.open {
        return None;
    }
    let center = Center {
        name,
        calendar: frame.calendar.clone(),
        at_close,
        service_level,
        busyness,
        queues,
        groups,
        routing,
        target,
        rules: CenterRules {
            lines: lines?,
            factors: factors?,
            mixes: setting.mixes.into_iter().collect::<Option<_>>()?,
            closed: frame.closed,
        },
    };
    if center.agents() > MAX_AGENTS {
        let complaint = Complaint::new(
            format!("the groups have {} agents together", center.agents()),
            format!("a center has at most {MAX_AGENTS}"),
            "",
        );
        let place = typed.groups.first().map(|group| group.name.1.clone())?;
        reading.error(&place, complaint);
    }
    Some((center, experiment?, assumed))
}

/// What groups without a shrinkage of their own have.
fn center_shrinkage(reading: &mut Reading<'_>, typed: &Typed, frame: &Frame) -> Option<PerInterval<f64>> {
    let series = typed.center.shrinkage.as_ref()?;
    let own = |shrinkage: &Option<Series<f64>>| shrinkage.as_ref().is_some_and(Series::is_typed);
    if !typed.groups.is_empty() && typed.groups.iter().all(|group| own(&group.shrinkage)) {
        let complaint = Complaint::new(
            "this shrinkage has no effect",
            "every group has one of its own",
            "remove it here or there",
        );
        reading.warn(&series.place, complaint);
    }
    series.resolve(reading, frame, Unit::ShareBelowOne, Filling::level())
}

fn calendar(reading: &mut Reading<'_>, typed: &TypedCenter, assumed: &mut Assumed) -> Option<Calendar> {
    let missing = |reading: &mut Reading<'_>, what: &str, remedy: &str| {
        let complaint = Complaint::new(
            format!("`{what}` is missing"),
            "the center needs opening hours and an interval",
            remedy,
        );
        reading.error(&typed.place, complaint);
    };
    if !typed.present.has("interval") {
        missing(reading, "interval", "add interval = \"30m\"");
    }
    if let (Some((_, place)), true) = (&typed.length, typed.present.has("closes")) {
        let complaint = Complaint::new(
            "`closes` and `length` both say when it ends",
            "a thing is said once",
            "remove one of the two",
        );
        // Either will do to check the rest by.
        reading.error(place, complaint);
    }
    if let (Some((_, place)), true) = (&typed.hours, typed.present.has("closes")) {
        let complaint = Complaint::new(
            "`hours` and `closes` both say when it closes",
            "a thing is said once",
            "remove `closes`; a horizon of several days has a length such as \"7d\"",
        );
        reading.error(place, complaint);
    }
    let (opens, opens_place) = match &typed.opens {
        Some((opens, place)) => (*opens, place),
        None if typed.present.has("opens") => return None,
        None if typed.present.has("length") || typed.present.has("hours") => {
            assumed.add("center.opens", "00:00", "the horizon starts at midnight");
            (0, &typed.place)
        }
        None => {
            missing(reading, "opens", "add opens = \"08:00\"");
            return None;
        }
    };
    if opens >= 86_400 {
        let complaint = Complaint::new(
            "the center opens at 24:00",
            "it opens before midnight",
            "write opens = \"00:00\"",
        );
        reading.error(opens_place, complaint);
        return None;
    }
    let (length, place) = match (&typed.length, &typed.closes) {
        (Some((length, place)), _) => (*length, place),
        (None, Some((closes, place))) => {
            if *closes <= opens {
                let length = show_duration(f64::from(*closes) + DAY_S - f64::from(opens));
                let complaint = Complaint::new(
                    "the center closes before it opens",
                    "`closes` is later than `opens`, on the same day",
                    format!("for a night, write length = \"{length}\" instead of closes"),
                );
                reading.error(place, complaint);
                return None;
            }
            (f64::from(closes - opens), place)
        }
        (None, None) if typed.hours.is_some() && !typed.present.has("length") => {
            let (hours, place) = typed.hours.as_ref()?;
            let length = hours.len() as f64 * DAY_S - f64::from(opens);
            assumed.add(
                "center.length",
                show_duration(length),
                "the days whose opening hours are given",
            );
            (length, place)
        }
        (None, None) => {
            if !typed.present.has("closes") && !typed.present.has("length") {
                missing(reading, "closes", "add closes = \"20:00\", or length = \"7d\"");
            }
            return None;
        }
    };
    let (interval, interval_place) = typed.interval.as_ref()?;
    if length > MAX_HORIZON_S {
        let complaint = Complaint::new(
            "the horizon is longer than ten years",
            "that is the longest there is",
            "",
        );
        reading.error(place, complaint);
        return None;
    }
    if *interval < 1.0 {
        let complaint = Complaint::new(
            "an interval this short",
            "an interval lasts at least a second",
            "write interval = \"30m\"",
        );
        reading.error(interval_place, complaint);
        return None;
    }
    let intervals = (length / interval).round();
    if *interval > length || (intervals * interval - length).abs() > 1e-6 {
        let complaint = Complaint::new(
            format!(
                "the opening hours are no multiple of {}",
                show_duration(*interval)
            ),
            format!("the center is open for {}", show_duration(length)),
            "choose an interval that divides them, such as \"15m\", \"30m\" or \"1h\"",
        );
        reading.error(interval_place, complaint);
        return None;
    }
    if intervals > MAX_INTERVALS as f64 {
        let complaint = Complaint::new(
            format!("this makes {intervals} intervals"),
            format!("a horizon has at most {MAX_INTERVALS}"),
            "choose a longer interval",
        );
        reading.error(interval_place, complaint);
        return None;
    }
    Some(Calendar {
        opens_s: opens,
        interval: Ticks::from_seconds(*interval),
        intervals: intervals as usize,
    })
}

fn routing(typed: &TypedRouting, assumed: &mut Assumed) -> Routing {
    let agent = match &typed.agent {
        Some((index, _)) => [
            AgentChoice::LongestIdle,
            AgentChoice::LeastOccupied,
            AgentChoice::Random,
            AgentChoice::MostIdleGroup,
        ][*index],
        None => {
            assumed.add(
                "routing.agent",
                "longest-idle",
                "a contact takes the agent idle longest",
            );
            AgentChoice::LongestIdle
        }
    };
    let contact = match &typed.contact {
        Some((index, _)) => [
            ContactChoice::LongestWait,
            ContactChoice::Priority,
            ContactChoice::LongestQueue,
            ContactChoice::Random,
            ContactChoice::WeightedWait,
            ContactChoice::EarliestDue,
        ][*index],
        None => {
            assumed.add(
                "routing.contact",
                "longest-wait",
                "an agent takes the contact that waited longest",
            );
            ContactChoice::LongestWait
        }
    };
    Routing { agent, contact }
}

fn resolve_busyness(reading: &mut Reading<'_>, typed: &Busyness) -> Option<Distribution> {
    let value = |name: &str| {
        typed
            .parameters
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(0.0, |(_, value)| *value)
    };
    match typed.law {
        "gamma" => Some(Distribution::gamma_by_mean_cv(1.0, value("cv"))),
        "lognormal" => Some(Distribution::lognormal_by_mean_cv(1.0, value("cv"))),
        _ => {
            let (low, high) = (value("low"), value("high"));
            if low < high && (low + high - 2.0).abs() < 1e-9 {
                return Some(Distribution::Uniform { low, high });
            }
            let complaint = Complaint::new(
                "the mean of this factor is not 1",
                "busyness is a factor with mean 1: low + high = 2",
                "write { low = 0.8, high = 1.2 }",
            );
            reading.error(&typed.place, complaint);
            None
        }
    }
}

/// `short` says something only where the definition of the service level knows short abandons.
fn check_short(reading: &mut Reading<'_>, typed: &Typed, service_level: ServiceLevelDefinition) {
    use ServiceLevelDefinition::{OfAnswered, OfOffered};
    if !matches!(service_level, OfOffered | OfAnswered) {
        return;
    }
    let spots = std::iter::once(&typed.center.short).chain(typed.queues.iter().map(|queue| &queue.short));
    for (_, place) in spots.flatten() {
        let complaint = Complaint::new(
            "`short` has no effect here",
            format!(
                "service_level = \"{}\" does not ask for short abandons",
                service_level.name()
            ),
            "choose \"short-abandons-met\" or \"short-abandons-excluded\", or remove it",
        );
        reading.warn(place, complaint);
    }
}

/// Priorities and the rule that reads them belong together.
fn check_priorities(reading: &mut Reading<'_>, typed: &Typed, setting: &Setting<'_>) {
    let priorities = typed.queues.iter().filter_map(|queue| queue.priority.as_ref());
    if !setting.by_priority {
        for (_, place) in priorities.filter(|(priority, _)| *priority != 0.0) {
            let complaint = Complaint::new(
                "this priority is read by nobody",
                "priorities count only where routing goes by them",
                "write contact = \"priority\" under [routing]",
            );
            reading.error(place, complaint);
        }
        return;
    }
    let values: Vec<f64> = typed
        .queues
        .iter()
        .map(|queue| queue.priority.as_ref().map_or(0.0, |(value, _)| *value))
        .collect();
    let other_ways = typed.queues.iter().any(|queue| {
        let segments = &queue.caller.segments;
        queue.onward.priority_gain.is_some()
            || segments.iter().any(|segment| segment.priority.is_some())
            || queue
                .onward
                .transfers
                .iter()
                .any(|transfer| transfer.priority.is_some())
    });
    if let (Some((_, place)), true) = (
        &typed.routing.contact,
        !other_ways && values.windows(2).all(|pair| pair[0] == pair[1]),
    ) {
        let complaint = Complaint::new(
            "routing by priority has no effect here",
            "every queue has the same priority",
            "give a queue a priority, such as priority = 1",
        );
        reading.warn(place, complaint);
    }
}

/// Routing by weighted waits asks for weights that differ.
fn check_weights(reading: &mut Reading<'_>, typed: &Typed, setting: &Setting<'_>) {
    let weights: Vec<f64> = typed
        .queues
        .iter()
        .map(|queue| queue.onward.weight.as_ref().map_or(1.0, |(weight, _)| *weight))
        .collect();
    if let (ContactChoice::WeightedWait, Some((_, place)), true) = (
        setting.contact,
        &typed.routing.contact,
        weights.windows(2).all(|pair| pair[0] == pair[1]),
    ) {
        let complaint = Complaint::new(
            "routing by weighted waits is routing by longest wait here",
            "every queue has the same weight",
            "give a queue a weight, such as weight = 2",
        );
        reading.warn(place, complaint);
    }
}
