//! Groups: skills, staff, cost.

use super::{Assumed, Setting, demand, hands, plan, presence};
use crate::model::{Group, PerInterval, PlanLimits, QueueId, Routing};
use crate::scenario::file::{TypedGroup, find_names};
use crate::scenario::keys::STAFF;
use crate::scenario::leaf::Unit;
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::Reading;
use crate::scenario::series::{Filling, Frame, Series, change_numbers};
use crate::scenario::source::Place;

/// The skills of one group; `None` where they are not known for a problem.
pub(super) type Skills = Option<Vec<Vec<QueueId>>>;

/// The skills of every group, names found.
pub(super) fn skills(reading: &mut Reading<'_>, groups: &[TypedGroup], queues: &[String]) -> Vec<Skills> {
    let mut skills = Vec::new();
    for group in groups {
        if !group.present.has("skills") {
            missing(
                reading,
                &group.name.1,
                "skills",
                "add skills = [\"sales\"], the queues this group serves",
            );
        }
        let said = ["staff", "shifts", "staff_at", "plan"];
        if !said.iter().any(|key| group.present.has(key)) {
            missing(
                reading,
                &group.name.1,
                "staff",
                "add staff = 12, or one number an interval",
            );
        }
        let ranks = group.skills.as_ref();
        skills.push(ranks.and_then(|(ranks, _)| find_names(reading, ranks, queues, "queue")));
    }
    skills
}

pub(super) fn missing(reading: &mut Reading<'_>, place: &Place, what: &str, remedy: &str) {
    let complaint = Complaint::new(format!("`{what}` is missing"), "this needs it", remedy);
    reading.error(place, complaint);
}

/// One group as the model has it.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    skills: Skills,
    setting: &Setting<'_>,
    routing: &Routing,
    assumed: &mut Assumed,
) -> Option<Group> {
    let (name, _) = &typed.name;
    let frame = setting.frame;
    let hands = hands::resolve(reading, typed, skills.as_deref(), setting, assumed);
    let rules = presence::resolve(reading, typed, hands, routing, frame, assumed);
    let (staff, plan) = if presence::is_scheduled(typed) {
        presence::staff_and_plan(reading, typed, rules.as_ref(), frame)
    } else {
        staff_and_plan(reading, typed, frame, assumed)
    };
    let handle_factor = factors(reading, typed, skills.as_deref(), setting);
    let zero = Filling::level().or(0.0);
    let mut or_zero =
        |reading: &mut Reading<'_>, key: &str, series: &Option<Series<f64>>, unit, meaning: &str| {
            let typed_at_all = series.as_ref().is_some_and(Series::is_typed);
            if !typed_at_all {
                assumed.add(format!("groups.{name}.{key}"), "0", meaning);
            }
            match series {
                Some(series) => series.resolve(reading, frame, unit, zero),
                None => Some(PerInterval::Same(0.0)),
            }
        };
    let own_shrinkage = typed.shrinkage.as_ref();
    let shrinkage = match &setting.shrinkage {
        Some(usual) if !own_shrinkage.is_some_and(Series::is_typed) => {
            let changes = own_shrinkage.map_or(&[][..], |series| &series.changes);
            change_numbers(reading, frame, usual.clone(), changes, Unit::ShareBelowOne)
        }
        _ => or_zero(
            reading,
            "shrinkage",
            &typed.shrinkage,
            Unit::ShareBelowOne,
            "all paid time is on queue",
        ),
    };
    let cost_per_hour = or_zero(
        reading,
        "cost_per_hour",
        &typed.cost_per_hour,
        Unit::Count,
        "costs are not counted",
    );
    presence::check_shrinkage(reading, typed, shrinkage.as_ref(), assumed);
    let occupancy_max = typed.occupancy_max.as_ref().map(|(value, _)| *value);
    if let Some((value, place)) = &typed.occupancy_max
        && *value == 0.0
    {
        let complaint = Complaint::new(
            "an occupancy of 0 cannot be kept",
            "whoever handles a contact is occupied",
            "write a share such as \"85%\"",
        );
        reading.error(place, complaint);
    }
    Some(Group {
        name: name.clone(),
        skills: skills?,
        staff: staff?,
        handle_factor: handle_factor?,
        shrinkage: shrinkage?,
        cost_per_hour: cost_per_hour?,
        occupancy_max,
        plan: plan?,
        rules: rules?,
    })
}

/// Agents by interval, and within what they may be planned. Where only a plan is typed, the staff is the
/// fewest that it allows.
fn staff_and_plan(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    frame: &Frame,
    assumed: &mut Assumed,
) -> (Option<Vec<u32>>, Option<PlanLimits>) {
    let by_interval = |values: &PerInterval<f64>| -> Vec<u32> {
        let intervals = 0..frame.calendar.intervals;
        intervals.map(|interval| *values.at(interval) as u32).collect()
    };
    let series = typed.staff.as_ref();
    if typed.plan.is_none() || series.is_some_and(Series::is_typed) {
        let staff = series.and_then(|series| series.resolve(reading, frame, STAFF, Filling::level()));
        let mut staff = staff.as_ref().map(by_interval);
        if let (Some(staff), Some(series)) = (&mut staff, series) {
            demand::none_when_closed(reading, frame, staff, series);
        }
        let limits = plan::resolve(reading, typed.plan.as_ref(), staff.as_deref(), true, frame);
        return (staff, limits);
    }
    let limits = plan::resolve(reading, typed.plan.as_ref(), None, false, frame);
    let staff = limits.as_ref().and_then(|limits| {
        let fewest = match &limits.min {
            PerInterval::Same(min) => PerInterval::Same(f64::from(*min)),
            PerInterval::Each(min) => PerInterval::Each(min.iter().map(|min| f64::from(*min)).collect()),
        };
        let (value, meaning) = match &fewest {
            PerInterval::Same(0.0) => ("0".to_owned(), "nobody yet: the plan starts from nothing"),
            PerInterval::Same(min) => (min.to_string(), "the fewest that its plan allows"),
            PerInterval::Each(_) => ("plan.min".to_owned(), "the fewest that its plan allows"),
        };
        assumed.add(format!("groups.{}.staff", typed.name.0), value, meaning);
        let changes = series.map_or(&[][..], |series| &series.changes);
        change_numbers(reading, frame, fewest, changes, STAFF)
    });
    let mut staff = staff.as_ref().map(by_interval);
    for closed in &frame.closed {
        staff.iter_mut().for_each(|staff| staff[closed.clone()].fill(0));
    }
    (staff, limits)
}

fn factors(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    skills: Option<&[Vec<QueueId>]>,
    setting: &Setting<'_>,
) -> Option<Vec<f64>> {
    let mut factors = vec![1.0; setting.queue_names.len()];
    let mut sound = true;
    for ((queue, place), factor) in &typed.handle_factor {
        let Some(index) = setting.queue_names.iter().position(|name| name == queue) else {
            let complaint = Complaint::new(
                format!("there is no queue `{queue}`"),
                "a factor is given for a queue",
                did_you_mean(queue, setting.queue_names.iter().map(String::as_str)),
            );
            reading.error(place, complaint);
            sound = false;
            continue;
        };
        if skills.is_some_and(|skills| !skills.iter().flatten().any(|skill| *skill == index)) {
            let complaint = Complaint::new(
                format!("`{}` cannot serve `{queue}`", typed.name.0),
                "a factor is for a queue among the group's skills",
                format!("add \"{queue}\" to its skills, or remove the factor"),
            );
            reading.error(place, complaint);
            sound = false;
        }
        factors[index] = *factor;
    }
    sound.then_some(factors)
}
