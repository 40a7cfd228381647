//! What has no equilibrium: rules under which one hour is not like another.

use crate::scenario::file::{Typed, TypedArrivals, TypedStream};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::source::Place;

/// Refuses, in steady mode, whatever changes with time.
pub(super) fn refuse(reading: &mut Reading<'_>, typed: &Typed) {
    let mut refuse = |place: &Place, what: &str, rule: &str| {
        let remedy = "remove it, or leave out mode = \"steady\"";
        reading.error(place, Complaint::new(what, rule, remedy));
    };
    if let Some((_, place)) = &typed.center.hours {
        refuse(
            place,
            "opening hours have no equilibrium",
            "in steady mode the center never closes",
        );
    }
    for factor in &typed.factors {
        if let Some(day) = &factor.day {
            refuse(
                &day.place,
                "a random factor of the day has no equilibrium",
                "in steady mode demand never changes",
            );
        }
        if let Some(interval) = &factor.interval {
            refuse(
                &interval.place,
                "random factors of the intervals have no equilibrium",
                "in steady mode demand never changes",
            );
        }
    }
    let queues = typed.queues.iter().map(|queue| &queue.stream);
    for stream in queues.chain(typed.mixes.iter().map(|mix| &mix.stream)) {
        if let Some((what, place)) = changing_arrivals(stream) {
            refuse(place, what, "in steady mode demand never changes");
        }
    }
    for queue in &typed.queues {
        if let Some(backlog) = &queue.backlog {
            refuse(
                &backlog.place,
                "a backlog at opening has no equilibrium",
                "in steady mode the center never opens",
            );
        }
    }
    for queue in &typed.queues {
        if let Some((_, place)) = queue
            .medium
            .dialer
            .as_ref()
            .and_then(|dialer| dialer.list.as_ref())
        {
            refuse(
                place,
                "a list of numbers has no equilibrium",
                "in steady mode the center never opens; numbers come by `volume` or `rate`",
            );
        }
    }
    for group in &typed.groups {
        let presence = &group.presence;
        let rule = "in steady mode nothing changes with time";
        if let Some((_, place)) = &presence.shifts {
            refuse(place, "shifts have no equilibrium", rule);
        }
        if let Some((_, place)) = &presence.staff_at {
            refuse(place, "staff that changes has no equilibrium", rule);
        }
        if let Some((_, place)) = &presence.absence {
            refuse(place, "absence drawn for each day has no equilibrium", rule);
        }
    }
}

fn changing_arrivals(stream: &TypedStream) -> Option<(&'static str, &Place)> {
    let (arrivals, place) = stream.arrivals.as_ref()?;
    match arrivals {
        TypedArrivals::Replay(_) => Some(("a record has no equilibrium", place)),
        TypedArrivals::Fixed => Some(("fixed counts of intervals have no equilibrium", place)),
        TypedArrivals::Mixed(_) => Some(("random factors of the intervals have no equilibrium", place)),
        _ => None,
    }
}
