//! Where a contact goes: rank among those who wait, delays and conditions of its route, overflow, transfers.

use super::caller::ROUNDING;
use super::percent;
use super::rules::Of;
use crate::model::{Access, ContactChoice, Overflow, PerInterval, Standing, Transfer, When};
use crate::scenario::file::{Spot, TypedTransfer};
use crate::scenario::leaf::Unit;
use crate::scenario::series::Filling;

/// The rank of a queue's contacts among those who wait.
pub(super) fn standing(of: &mut Of<'_, '_>) -> Standing {
    let typed = &of.typed.onward;
    let contact = of.setting.contact;
    let value = |spot: &Option<Spot<f64>>, default| spot.as_ref().map_or(default, |(value, _)| *value);
    let standing = Standing {
        credit_s: value(&typed.credit, 0.0),
        gain_per_minute: value(&typed.priority_gain, 0.0),
        weight: value(&typed.weight, 1.0),
    };
    let by_wait = matches!(
        contact,
        ContactChoice::LongestWait | ContactChoice::Priority | ContactChoice::WeightedWait
    );
    let segments = of.typed.caller.segments.iter();
    for (credit, place) in segments
        .filter_map(|segment| segment.credit.as_ref())
        .chain(&typed.credit)
    {
        if *credit > 0.0 && !by_wait {
            of.error(
                place,
                "this credit is read by nobody",
                "a credit counts only where routing goes by waits",
                "write contact = \"longest-wait\", \"priority\" or \"weighted-wait\" under [routing]",
            );
        }
    }
    let by_priority = contact == ContactChoice::Priority;
    let segments = of.typed.caller.segments.iter();
    let priorities = segments.filter_map(|segment| segment.priority.as_ref());
    let transfers = typed
        .transfers
        .iter()
        .filter_map(|transfer| transfer.priority.as_ref());
    for (priority, place) in priorities.chain(transfers) {
        if *priority != 0.0 && !by_priority {
            of.error(
                place,
                "this priority is read by nobody",
                "priorities count only where routing goes by them",
                "write contact = \"priority\" under [routing]",
            );
        }
    }
    if let Some((_, place)) = typed.priority_gain.as_ref().filter(|(gain, _)| *gain != 0.0)
        && !by_priority
    {
        of.error(
            place,
            "this gain of priority is read by nobody",
            "priorities count only where routing goes by them",
            "write contact = \"priority\" under [routing]",
        );
    }
    let by_weight = contact == ContactChoice::WeightedWait;
    match &typed.weight {
        Some((weight, place)) if *weight != 1.0 && !by_weight => of.error(
            place,
            "this weight is read by nobody",
            "weights count only where routing goes by weighted waits",
            "write contact = \"weighted-wait\" under [routing]",
        ),
        None if by_weight && !of.typed.present.has("weight") => {
            of.assume("weight", "1", "a wait counts as it is");
        }
        _ => {}
    }
    standing
}

/// When which group of the route may take a contact.
pub(super) fn access(of: &mut Of<'_, '_>) -> Vec<Access> {
    let Some((ranks, route_place)) = &of.typed.route else {
        return Vec::new();
    };
    let mut access = Vec::new();
    for step in &of.typed.access {
        let after_s = step.after.as_ref().map_or(0.0, |(after, _)| *after);
        if let Some((after, place)) = &step.after {
            of.check_reached(place, *after, "for this step");
        }
        let when: Vec<When> = step.when.iter().map(|(when, _)| *when).collect();
        for (condition, place) in &step.when {
            if let When::BusyOver(share) = condition
                && *share >= 1.0
            {
                of.warn(
                    place,
                    "this condition never holds",
                    "no more than all agents are busy",
                    "write a share below 100 %",
                );
            }
        }
        if after_s == 0.0 && when.is_empty() {
            continue;
        }
        for (name, _) in ranks.get(step.rank).into_iter().flatten() {
            let group = of.setting.group_names.iter().position(|known| known == name);
            access.extend(group.map(|group| Access {
                group,
                after_s,
                when: when.clone(),
            }));
        }
    }
    let waits = |rank: usize| {
        let mut steps = of.typed.access.iter();
        steps.any(|step| step.rank == rank && step.after.as_ref().is_some_and(|(after, _)| *after > 0.0))
    };
    if (0..ranks.len()).all(waits) {
        of.warn(
            route_place,
            "every contact waits, however many agents are free",
            "each step of this route has a delay",
            "leave out the delay of the first step",
        );
    }
    access
}

/// Moving on to another queue while waiting.
pub(super) fn overflow(of: &mut Of<'_, '_>) -> Option<Option<Overflow>> {
    let Some(typed) = &of.typed.onward.overflow else {
        return Some(None);
    };
    if !typed.present.has("to") {
        of.missing(
            &typed.place,
            "to",
            "add to = \"general\", the queue in which it waits on",
        );
    }
    let when_unstaffed = typed.when_unstaffed.unwrap_or(false);
    if !typed.present.has("after") && !typed.present.has("when_unstaffed")
        || !typed.present.has("after") && typed.when_unstaffed == Some(false)
    {
        of.error(
            &typed.place,
            "nothing says when contacts move on",
            "they move on after a wait, or when nobody is on duty",
            "add after = \"2m\", or when_unstaffed = true",
        );
        return None;
    }
    if !typed.present.has("when_unstaffed") {
        of.assume(
            "overflow.when_unstaffed",
            "false",
            "where nobody is on duty they move on no sooner",
        );
    }
    if let Some((after, place)) = &typed.after {
        of.check_reached(place, *after, "to move on");
    }
    let to = of.other(typed.to.as_ref()?, Some("overflow leads to another queue"))?;
    if typed.after.is_none() && typed.present.has("after") {
        return None;
    }
    Some(Some(Overflow {
        to,
        after_s: typed.after.as_ref().map(|(after, _)| *after),
        when_unstaffed,
    }))
}

/// Moving on to another queue after talking.
pub(super) fn transfers(of: &mut Of<'_, '_>) -> Option<Vec<Transfer>> {
    let typed = &of.typed.onward.transfers;
    let transfers: Vec<_> = typed.iter().map(|typed| transfer(of, typed)).collect();
    let transfers = transfers.into_iter().collect::<Option<Vec<_>>>()?;
    let groups = 0..of.setting.group_names.len();
    let sum = |group: usize, interval: usize| -> f64 {
        transfers
            .iter()
            .map(|transfer| *transfer.share[group].at(interval))
            .sum()
    };
    let most = groups
        .flat_map(|group| (0..of.setting.frame.calendar.intervals).map(move |interval| (group, interval)))
        .map(|(group, interval)| sum(group, interval))
        .fold(0.0, f64::max);
    if most > 1.0 + ROUNDING {
        let place = typed.last().map(|transfer| {
            let share = transfer.share.as_ref().map(|(_, place)| place);
            share.unwrap_or(&transfer.place)
        })?;
        of.error(
            place,
            format!("{} of the contacts are transferred", percent(most)),
            "shares of a whole sum to 1 at most",
            "lower a share",
        );
        return None;
    }
    Some(transfers)
}

fn transfer(of: &mut Of<'_, '_>, typed: &TypedTransfer) -> Option<Transfer> {
    if !typed.present.has("to") {
        of.missing(
            &typed.place,
            "to",
            "add to = \"loans\", the queue to which it goes",
        );
    }
    if !typed.present.has("share") {
        of.missing(&typed.place, "share", "add share = \"10%\"");
    }
    let name = typed.to.as_ref().map_or("?", |(name, _)| name.as_str());
    let key = |key: &str| format!("transfers.{name}.{key}");
    let named = typed.to.is_some();
    let default = |of: &mut Of<'_, '_>, setting: &str, value: &str, meaning: &str| {
        if named && !typed.present.has(setting) {
            of.assume(&key(setting), value, meaning);
        }
    };
    default(of, "after", "100%", "when all of the talk is over");
    default(
        of,
        "warm",
        "none",
        "cold: the first agent does not wait for the second",
    );
    if of.setting.by_priority {
        default(of, "priority", "0", "the second queue's own priority");
    }
    let to = typed.to.as_ref().and_then(|name| of.other(name, None));
    if let (Some(law), Some(to)) = (&typed.warm, to)
        && of.setting.channels[to].is_text()
        && !of.channel().is_text()
    {
        of.error(
            law.place(),
            "a warm transfer to a queue of text",
            "agents talk to each other beside a call only",
            "remove `warm`: the next agent reads what was noted",
        );
    }
    let warm = typed.warm.as_ref().map(|law| of.law(&key("warm"), law));
    let (share, _) = typed.share.as_ref()?;
    let nothing = (PerInterval::Same(0.0), "it transfers nobody there");
    let share = of.by_group(&key("share"), share, nothing, |of, series| {
        series.resolve(of.reading, of.setting.frame, Unit::Share, Filling::level())
    })?;
    let after = match &typed.after {
        Some((after, _)) => *after,
        None if typed.present.has("after") => return None,
        None => 1.0,
    };
    let warm = match warm {
        Some(law) => Some(law?),
        None => None,
    };
    Some(Transfer {
        to: to?,
        share,
        after,
        warm,
        priority: typed
            .priority
            .as_ref()
            .map_or(0, |(priority, _)| *priority as i32),
    })
}
