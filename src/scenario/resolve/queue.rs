//! Queues: demand, handle times, patience, routes, targets, and what really happened.

use super::group::{Skills, missing};
use super::{Assumed, Setting, channel, demand, rules, target};
use crate::model::{
    Actual, ActualSeries, Channel, Distribution, Group, GroupId, Handle, PerInterval, Queue, QueueId,
    QueueRules, Ticks,
};
use crate::scenario::distribution::LawSeries;
use crate::scenario::file::{Typed, TypedQueue, find_names};
use crate::scenario::leaf::{Unit, show_duration};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::{Filling, Series};

/// An average handle time of a call below this is hardly meant, in seconds.
const SHORT_AHT_S: f64 = 20.0;
/// The same of what is written.
const SHORT_TEXT_S: f64 = 5.0;

/// Handle time given as a whole and in parts.
fn contradicts_itself(typed: &TypedQueue) -> bool {
    typed.present.has("handle") && (typed.present.has("talk") || typed.present.has("wrap_up"))
}

/// What a queue needs is there, and is said once. This needs no calendar.
///
/// `streamed`: its contacts come from elsewhere than a volume of its own.
pub(super) fn check_typed(reading: &mut Reading<'_>, typed: &TypedQueue, streamed: bool) {
    let (_, place) = &typed.name;
    let present = &typed.present;
    let listed = typed.medium.dialer.as_ref();
    let listed = listed.is_some_and(|dialer| dialer.present.has("list"));
    if !streamed && !listed && !present.has("volume") && !present.has("rate") {
        let remedy = "add volume = \"31 46 61 …\", one number an interval, or rate = \"100/h\"";
        missing(reading, place, "volume", remedy);
    }
    demand::check_said_once(reading, typed.volume.as_ref(), typed.rate.as_ref());
    if contradicts_itself(typed) {
        let complaint = Complaint::new(
            "`handle` stands beside `talk` or `wrap_up`",
            "handle time is talk and wrap-up together",
            "keep `handle`, or `talk` with `wrap_up`",
        );
        let place = typed.handle.as_ref().map_or(place, LawSeries::place);
        reading.error(place, complaint);
    } else if !present.has("handle") && !present.has("talk") {
        let remedy = if present.has("wrap_up") {
            "add talk = \"5m\" beside wrap_up"
        } else {
            "add handle = \"6m\", or talk with wrap_up"
        };
        missing(reading, place, "handle", remedy);
    }
}

/// Every queue is among the skills of some group.
pub(super) fn check_served(reading: &mut Reading<'_>, typed: &Typed, skills: &[Skills]) {
    // Where some skills are not known, nobody can say.
    if skills.is_empty() || skills.iter().any(Option::is_none) {
        return;
    }
    for (queue, typed) in typed.queues.iter().enumerate() {
        let (name, place) = &typed.name;
        if !skills
            .iter()
            .flatten()
            .flatten()
            .flatten()
            .any(|skill| *skill == queue)
        {
            let complaint = Complaint::new(
                format!("nobody can serve `{name}`"),
                "no group has this queue among its skills",
                format!("add \"{name}\" to the skills of a group"),
            );
            reading.error(place, complaint);
        }
    }
}

/// Every queue has, at some hour, an agent who can serve it, or may be given one by a plan.
pub(super) fn check_staffed(reading: &mut Reading<'_>, typed: &Typed, groups: &[Group]) {
    for (queue, queue_typed) in typed.queues.iter().enumerate() {
        let (name, place) = &queue_typed.name;
        let skilled: Vec<usize> = (0..groups.len())
            .filter(|&group| groups[group].has_skill(queue))
            .collect();
        if skilled.is_empty() || skilled.iter().any(|&group| groups[group].peak_staff() > 0) {
            continue;
        }
        let planned: Vec<usize> = skilled
            .into_iter()
            .filter(|&group| typed.groups[group].plan.is_some())
            .collect();
        let may_grow = |&group: &usize| {
            let most = groups[group].plan.max.values();
            most.iter().any(|most| most.is_none_or(|most| most > 0))
        };
        if planned.is_empty() {
            let complaint = Complaint::new(
                format!("nobody ever serves `{name}`"),
                "the groups with this skill have no staff at any hour",
                "give them staff",
            );
            reading.error(place, complaint);
        } else if planned.iter().any(may_grow) {
            let complaint = Complaint::new(
                format!("nobody serves `{name}` yet"),
                "the groups with this skill have no staff at any hour",
                "`headcount staff` finds how many are needed",
            );
            reading.warn(place, complaint);
        } else {
            let complaint = Complaint::new(
                format!("nobody may ever serve `{name}`"),
                "the groups with this skill have no staff, and their plans allow none",
                "raise the `max` of a plan",
            );
            reading.error(place, complaint);
        }
    }
}

/// One queue as the model has it.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    queue: QueueId,
    skills: &[Skills],
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<Queue> {
    let (name, _) = &typed.name;
    let path = |key: &str| format!("queues.{name}.{key}");
    if !typed.present.has("channel") {
        assumed.add(path("channel"), "voice", channel::contacts(Channel::Voice));
    }
    let arrivals = demand::of_queue(reading, typed, queue, setting, assumed);
    let handle = handle(reading, typed, setting, assumed);
    let patience = patience(reading, typed, setting.channels[queue], setting, assumed);
    let balk = match &typed.balk {
        Some(series) => series.resolve(reading, setting.frame, Unit::Share, Filling::level().or(0.0)),
        None => Some(PerInterval::Same(0.0)),
    };
    if !typed.balk.as_ref().is_some_and(Series::is_typed) {
        let by_rule = typed.caller.balk_by_length.is_some() || typed.caller.balk_by_announced.is_some();
        let meaning = if by_rule {
            "nobody else leaves at once for having to wait"
        } else {
            "nobody leaves at once for having to wait"
        };
        assumed.add(path("balk"), "0", meaning);
    }
    let priority = typed.priority.as_ref().map_or(0, |(value, _)| *value as i32);
    if setting.by_priority && typed.priority.is_none() && !typed.present.has("priority") {
        assumed.add(path("priority"), "0", "highest first");
    }
    let route = route(reading, typed, queue, skills, setting, assumed);
    let (target, within) = target::of_queue(reading, typed, setting.channels[queue], setting, assumed);
    let within = Ticks::from_seconds(within);
    let short = typed.short.as_ref().map(|(short, _)| *short).or(setting.short);
    if short.is_none() && setting.service_level.name().starts_with("short") {
        let value = show_duration(within.seconds());
        assumed.add(path("short"), value, "an abandonment within T is a short one");
    }
    let rules = rules::resolve(
        reading,
        typed,
        queue,
        (patience.as_ref(), within),
        setting,
        assumed,
    );
    let actual = actual(reading, typed, setting);
    let (volume, arriving) = arrivals?;
    Some(Queue {
        name: name.clone(),
        channel: setting.channels[queue],
        volume,
        handle: handle?,
        patience: patience?,
        balk: balk?,
        priority,
        route: route?,
        within,
        short: short.map_or(within, Ticks::from_seconds),
        target,
        actual: actual?,
        rules: QueueRules {
            arrivals: arriving.arrivals,
            shape: arriving.shape,
            backlog: arriving.backlog,
            ..rules?
        },
    })
}

fn handle(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<PerInterval<Handle>> {
    let (name, _) = &typed.name;
    let frame = setting.frame;
    let bare = |key: &str, law: &Option<LawSeries>, assumed: &mut Assumed| {
        if law.as_ref().is_some_and(LawSeries::is_bare) {
            let meaning = "a bare duration is the mean of a lognormal distribution with cv 1";
            assumed.add(format!("queues.{name}.{key}"), "lognormal, cv 1", meaning);
        }
    };
    if contradicts_itself(typed) {
        return None;
    }
    let main = typed.handle.as_ref().or(typed.talk.as_ref())?;
    let place = main.place();
    bare("handle", &typed.handle, assumed);
    bare("talk", &typed.talk, assumed);
    bare("wrap_up", &typed.wrap_up, assumed);
    let talk = main.resolve(reading, frame);
    let wrap_up = match &typed.wrap_up {
        Some(law) => Some(law.resolve(reading, frame)?),
        None => None,
    };
    let talk = talk?;
    let at = |interval: usize| Handle {
        talk: talk.at(interval).clone(),
        wrap_up: wrap_up
            .as_ref()
            .map(|law| law.at(interval).clone())
            .filter(|law| law.mean() > 0.0),
    };
    let same = matches!(talk, PerInterval::Same(_)) && !matches!(wrap_up, Some(PerInterval::Each(_)));
    let handle = if same {
        PerInterval::Same(at(0))
    } else {
        PerInterval::Each((0..frame.calendar.intervals).map(at).collect())
    };
    let means = handle.values().iter().map(Handle::mean_s);
    let least = means.fold(f64::INFINITY, f64::min);
    if least <= 0.0 || !least.is_finite() {
        let complaint = Complaint::new("this handle time is zero", "a contact takes some time", "");
        reading.error(place, complaint);
        return None;
    }
    let (short, rule) = match channel::of_queue(typed).is_text() {
        true => (SHORT_TEXT_S, "under 5 s is rare for an answer in writing"),
        false => (SHORT_AHT_S, "under 20 s is rare for a call"),
    };
    if least < short {
        let complaint = Complaint::new(
            format!(
                "an average handle time of {}",
                show_duration((least * 10.0).round() / 10.0)
            ),
            rule,
            "check the unit: \"5m\" is five minutes, \"5s\" five seconds",
        );
        reading.warn(place, complaint);
    }
    Some(handle)
}

fn patience(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    channel: Channel,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<PerInterval<Distribution>> {
    let path = format!("queues.{}.patience", typed.name.0);
    match &typed.patience {
        Some(law) if law.is_typed() => {
            if law.is_bare() {
                assumed.add(
                    path,
                    "exponential",
                    "a bare duration is the mean of an exponential distribution",
                );
            }
            law.resolve(reading, setting.frame)
        }
        // A change to patience that nobody loses changes nothing; `resolve` says so.
        Some(law) => law.resolve(reading, setting.frame),
        None if channel == Channel::Outbound => {
            let meaning = "who answers and finds nobody there hangs up at once";
            assumed.add(path, "0s", meaning);
            Some(PerInterval::Same(Distribution::Deterministic { value: 0.0 }))
        }
        None => {
            let meaning = if channel.comes_when_closed() {
                "they wait until they are answered"
            } else if typed.caller.hang_ups.is_some() {
                "nobody hangs up but at announcements"
            } else {
                "nobody hangs up, however long the wait"
            };
            assumed.add(path, "forever", meaning);
            Some(PerInterval::Same(Distribution::Forever))
        }
    }
}

fn route(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    queue: QueueId,
    skills: &[Skills],
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<Vec<Vec<GroupId>>> {
    let (name, _) = &typed.name;
    let has_skill = |group: GroupId| {
        skills
            .get(group)?
            .as_ref()
            .map(|ranks| ranks.iter().position(|rank| rank.contains(&queue)))
    };
    let Some((ranks, place)) = &typed.route else {
        if typed.present.has("route") {
            return None;
        }
        let mut by_rank: Vec<(usize, GroupId)> = Vec::new();
        for group in 0..skills.len() {
            by_rank.extend(has_skill(group)?.map(|rank| (rank, group)));
        }
        by_rank.sort();
        let route: Vec<Vec<GroupId>> = by_rank
            .chunk_by(|one, other| one.0 == other.0)
            .map(|rank| rank.iter().map(|(_, group)| *group).collect())
            .collect();
        let names = |rank: &Vec<GroupId>| {
            let names: Vec<&str> = rank
                .iter()
                .map(|group| setting.group_names[*group].as_str())
                .collect();
            names.join(" or ")
        };
        let shown: Vec<String> = route.iter().map(names).collect();
        assumed.add(
            format!("queues.{name}.route"),
            shown.join(", then "),
            "the groups with this skill, by the rank it has in each",
        );
        return Some(route);
    };
    let route = find_names(reading, ranks, &setting.group_names, "group")?;
    for (group, (group_name, place)) in route.iter().flatten().zip(ranks.iter().flatten()) {
        if has_skill(*group) == Some(None) {
            let complaint = Complaint::new(
                format!("`{group_name}` cannot serve `{name}`"),
                "a route leads to groups that have the skill",
                format!("add \"{name}\" to its skills, or take it off the route"),
            );
            reading.error(place, complaint);
        }
    }
    let left_out: Vec<&str> = (0..skills.len())
        .filter(|group| {
            matches!(has_skill(*group), Some(Some(_))) && !route.iter().flatten().any(|id| id == group)
        })
        .map(|group| setting.group_names[group].as_str())
        .collect();
    if !left_out.is_empty() {
        let complaint = Complaint::new(
            format!(
                "`{}` has the skill `{name}` but is not on its route",
                left_out.join("`, `")
            ),
            "a new contact waits though they are free; they take it only when they finish another",
            "add them to the route, or remove the skill",
        );
        reading.warn(place, complaint);
    }
    Some(route)
}

/// `None` where a problem stands in the way.
fn actual(reading: &mut Reading<'_>, typed: &TypedQueue, setting: &Setting<'_>) -> Option<Option<Actual>> {
    let units = [Unit::Share, Unit::Duration, Unit::Share];
    let filling = Filling {
        blank: Some(f64::NAN),
        ..Filling::level()
    };
    let mut figures = Vec::new();
    for (series, unit) in typed.actual.iter().zip(units) {
        figures.push(match series {
            None => None,
            Some(series) => match series.resolve(reading, setting.frame, unit, filling)? {
                PerInterval::Same(value) => Some(ActualSeries::Day(value)),
                PerInterval::Each(values) => {
                    let values = values.into_iter().map(|value| (!value.is_nan()).then_some(value));
                    Some(ActualSeries::Intervals(values.collect()))
                }
            },
        });
    }
    let mut figures = figures.into_iter();
    let actual = Actual {
        service_level: figures.next().flatten(),
        asa_s: figures.next().flatten(),
        abandoned: figures.next().flatten(),
    };
    Some((actual != Actual::default()).then_some(actual))
}
