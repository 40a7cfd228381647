//! What a group does beyond staff by interval: shifts, absence, experience, fatigue, reserve.

use super::hands::Hands;
use super::{Assumed, Setting, plan, shifts};
use crate::model::{
    Access, AgentChoice, Away, Class, Disconnect, Fatigue, Group, GroupRules, PerInterval, PlanLimits, Queue,
    Routing, Shift, When,
};
use crate::scenario::distribution::LawSeries;
use crate::scenario::file::{Fixed, Spot, Typed, TypedClass, TypedGroup, find_name, show_share};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::{Frame, Series};
use crate::scenario::source::Place;

/// Beyond this shrinkage, breaks or absence are probably counted in it as well.
const COUNTED_TWICE: f64 = 0.25;

/// Whether staff is said by shifts or at any time, and not by interval.
pub(super) fn is_scheduled(typed: &TypedGroup) -> bool {
    typed.present.has("shifts") || typed.present.has("staff_at")
}

/// The rules of a group but for reserves, which are the queues'.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    hands: Option<Hands>,
    routing: &Routing,
    frame: &Frame,
    assumed: &mut Assumed,
) -> Option<GroupRules> {
    let presence = &typed.presence;
    let name = &typed.name.0;
    let sound = check_said_once(reading, typed);
    let shifts = shifts_of(reading, typed, frame, assumed);
    let staff_at = match &presence.staff_at {
        Some((moments, _)) => shifts::staff_at(reading, moments, frame),
        None => (!typed.present.has("staff_at")).then(Vec::new),
    };
    let law = |reading: &mut Reading<'_>, key: &str, law: &Option<LawSeries>, assumed: &mut Assumed| {
        let law = law.as_ref()?;
        if law.is_bare() {
            assumed.add(
                format!("groups.{name}.{key}"),
                "lognormal, cv 1",
                "a bare duration is the mean of a lognormal distribution with cv 1",
            );
        }
        law.resolve_one(reading, frame)
    };
    let away = match &presence.away {
        Some(away) => law(reading, "away.for", &away.length, assumed)
            .zip(away.every)
            .map(|(length, every_s)| Some(Away { every_s, length })),
        None => (!typed.present.has("away")).then_some(None),
    };
    let disconnect = match &presence.disconnect {
        Some(disconnect) => law(reading, "disconnect.for", &disconnect.length, assumed)
            .zip(disconnect.share)
            .map(|(length, share)| Some(Disconnect { share, length })),
        None => (!typed.present.has("disconnect")).then_some(None),
    };
    let classes = classes(reading, typed, assumed);
    let fatigue = match &presence.fatigue {
        Some(([above, slope], _)) => above
            .zip(*slope)
            .map(|(above, slope)| Some(Fatigue { above, slope })),
        None => (!typed.present.has("fatigue")).then_some(None),
    };
    if let Some((weight, place)) = &presence.weight
        && *weight != 1.0
        && routing.agent != AgentChoice::MostIdleGroup
    {
        let complaint = Complaint::new(
            "this weight is read by nobody",
            "weights of groups count only where the group with most idle agents is chosen",
            "write agent = \"most-idle-group\" under [routing]",
        );
        reading.error(place, complaint);
    }
    let hands = hands?;
    let rules = GroupRules {
        shifts: shifts?,
        staff_at: staff_at?,
        absence: presence.absence.as_ref().map_or(0.0, |(share, _)| *share),
        away: away?,
        disconnect: disconnect?,
        classes: classes?,
        fatigue: fatigue?,
        weight: presence.weight.as_ref().map(|(weight, _)| *weight),
        concurrency: hands.concurrency,
        interruption: hands.interruption,
        threads: hands.threads,
    };
    sound.then_some(rules)
}

/// Staff is said by interval, by shifts or at any time.
fn check_said_once(reading: &mut Reading<'_>, typed: &TypedGroup) -> bool {
    let presence = &typed.presence;
    if let (Some(_), Some((_, place))) = (&presence.shifts, &presence.staff_at) {
        let complaint = Complaint::new(
            "`shifts` and `staff_at` both say who is there",
            "a thing is said once",
            "remove one of the two",
        );
        reading.error(place, complaint);
        return false;
    }
    let Some(series) = typed.staff.as_ref().filter(|_| is_scheduled(typed)) else {
        return true;
    };
    let by = if typed.present.has("shifts") {
        "shifts"
    } else {
        "staff_at"
    };
    let name = &typed.name.0;
    let example = match by {
        "shifts" => format!("change the shifts: groups.{name}.shifts.1.agents=+1"),
        _ => format!("change a time of it: groups.{name}.staff_at.08:00=5"),
    };
    let (complaint, place) = if series.is_typed() {
        let complaint = Complaint::new(
            format!("`staff` and `{by}` both say who is there"),
            "a thing is said once",
            format!("remove one of the two, or {example}"),
        );
        (complaint, &series.place)
    } else {
        let complaint = Complaint::new(
            format!("the staff of `{name}` follows from its `{by}`"),
            "so it cannot be changed by interval",
            example,
        );
        let change = series.changes.first();
        (complaint, change.map_or(&series.place, |change| &change.place))
    };
    reading.error(place, complaint);
    false
}

fn shifts_of(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    frame: &Frame,
    assumed: &mut Assumed,
) -> Option<Vec<Shift>> {
    let Some((list, _)) = &typed.presence.shifts else {
        return (!typed.present.has("shifts")).then(Vec::new);
    };
    if list.iter().any(|shift| !shift.pauses.is_empty()) {
        assumed.add(
            format!("groups.{}.shifts", typed.name.0),
            "paid breaks",
            "breaks, lunch and meetings are paid; shrinkage is only what comes on top",
        );
    }
    let shifts: Vec<_> = list
        .iter()
        .map(|shift| shifts::shift(reading, shift, frame))
        .collect();
    shifts.into_iter().collect()
}

/// Staff that follows from shifts or times, and what may be planned of it: nothing.
pub(super) fn staff_and_plan(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    rules: Option<&GroupRules>,
    frame: &Frame,
) -> (Option<Vec<u32>>, Option<PlanLimits>) {
    let calendar = &frame.calendar;
    let staff = rules.map(|rules| match rules.shifts.is_empty() {
        true => shifts::most_at(&rules.staff_at, calendar),
        false => shifts::most_on_queue(&rules.shifts, calendar),
    });
    let plan = typed.plan.as_ref();
    let kept = plan.is_none_or(|plan| {
        let others = plan.min.is_none() && plan.max.is_none() && plan.block.is_none();
        others && matches!(plan.fixed, Some(Fixed::AsItIs(_)) | None)
    });
    if let (false, Some(plan)) = (kept, plan) {
        let at = |series: &Option<Series<f64>>| series.as_ref().map(|series| series.place.clone());
        let fixed = plan.fixed.as_ref().map(|fixed| fixed.place().clone());
        let block = plan.block.as_ref().map(|(_, place)| place.clone());
        let place = at(&plan.min).or(at(&plan.max)).or(fixed).or(block);
        let complaint = Complaint::new(
            format!("the staff of `{}` cannot be planned by interval", typed.name.0),
            "it follows from its shifts or times",
            "write plan = { fixed = true }, or give staff by interval",
        );
        reading.error(place.as_ref().unwrap_or(&typed.name.1), complaint);
        return (staff, None);
    }
    let limits = plan::resolve(reading, plan, staff.as_deref(), true, frame);
    (staff, limits)
}

/// Agents by experience, as typed or by what they have learned.
fn classes(reading: &mut Reading<'_>, typed: &TypedGroup, assumed: &mut Assumed) -> Option<Vec<Class>> {
    let presence = &typed.presence;
    let mut refuse = |place: &Place, what: &str, rule: &str, remedy: &str| {
        reading.error(place, Complaint::new(what, rule, remedy));
    };
    let example = "write learning = { start = 1.5, days = 60 } with days_on_job = [5, 20, 400]";
    let both = "`classes` and `learning` both say how fast agents are";
    match (&presence.classes, &presence.learning, &presence.days_on_job) {
        (Some(_), Some((_, place)), _) => {
            refuse(place, both, "a thing is said once", "remove one of the two")
        }
        (_, None, Some((_, place))) if !typed.present.has("learning") => {
            refuse(
                place,
                "`learning` is missing",
                "days on the job count by what is learned",
                example,
            );
        }
        (_, Some((_, place)), None) if !typed.present.has("days_on_job") => {
            refuse(
                place,
                "`days_on_job` is missing",
                "how fast an agent is depends on it",
                example,
            );
        }
        (Some((list, place)), ..) => return by_class(reading, typed, list, place, assumed),
        (_, Some(([start, days], _)), Some((on_job, place))) => {
            if on_job.is_empty() {
                refuse(
                    place,
                    "this list is empty",
                    "the days on the job of each agent",
                    example,
                );
                return None;
            }
            let (start, days) = start.zip(*days)?;
            let share = 1.0 / on_job.len() as f64;
            let factor = |on_job: f64| 1.0 + (start - 1.0) * libm::exp(-on_job * 3.0 / days);
            let classes = on_job.iter().map(|(on_job, _)| Class {
                share,
                handle_factor: factor(*on_job),
            });
            return Some(classes.collect());
        }
        (None, None, None) => {
            let broken = ["classes", "learning", "days_on_job"];
            return (!broken.iter().any(|key| typed.present.has(key))).then(Vec::new);
        }
        _ => {}
    }
    None
}

fn by_class(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    list: &[Spot<TypedClass>],
    place: &Place,
    assumed: &mut Assumed,
) -> Option<Vec<Class>> {
    let sum: f64 = list.iter().map(|(class, _)| class.share).sum();
    if sum > 1.0 + 1e-9 {
        let complaint = Complaint::new(
            format!("these shares sum to {}", show_share(sum)),
            "they are shares of the group's agents: 100 % at most",
            "",
        );
        reading.error(place, complaint);
        return None;
    }
    let mut classes: Vec<Class> = list
        .iter()
        .map(|(class, _)| Class {
            share: class.share,
            handle_factor: class.handle_factor,
        })
        .collect();
    let rest = 1.0 - sum;
    if rest > 1e-9 {
        assumed.add(
            format!("groups.{}.classes", typed.name.0),
            show_share(rest),
            "the other agents are ordinary: handle_factor 1",
        );
        classes.push(Class {
            share: rest,
            handle_factor: 1.0,
        });
    }
    Some(classes)
}

/// Says what shrinkage is where breaks or absence are modelled, and warns where they seem counted twice.
pub(super) fn check_shrinkage(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    shrinkage: Option<&PerInterval<f64>>,
    assumed: &mut Assumed,
) {
    let presence = &typed.presence;
    let most = shrinkage.map_or(0.0, |shrinkage| {
        shrinkage.values().iter().copied().fold(0.0, f64::max)
    });
    if most <= 0.0 {
        return;
    }
    let mut shifts = presence.shifts.iter().flat_map(|(shifts, _)| shifts);
    let breaks = shifts.any(|shift| !shift.pauses.is_empty());
    let absence = presence.absence.as_ref().is_some_and(|(share, _)| *share > 0.0);
    let modelled = match (breaks, absence) {
        (true, true) => "breaks and absence",
        (true, false) => "breaks",
        (false, true) => "absence",
        (false, false) => return,
    };
    let path = format!("groups.{}.shrinkage", typed.name.0);
    if most <= COUNTED_TWICE {
        let meaning = format!("shrinkage is what comes on top of {modelled}");
        return assumed.add(path, "the rest", meaning);
    }
    let place = typed
        .shrinkage
        .as_ref()
        .map_or(&typed.name.1, |series| &series.place);
    let complaint = Complaint::new(
        format!(
            "{modelled} may be counted twice: shrinkage is {}",
            show_share(most)
        ),
        format!("where {modelled} are modelled, shrinkage is only what comes on top"),
        "leave in `shrinkage` what no other setting says: training, vacations, coaching",
    );
    reading.warn(place, complaint);
}

/// Makes reserves rules of the queues: a group takes their contacts only while more of its agents are idle.
pub(super) fn reserve(
    reading: &mut Reading<'_>,
    typed: &Typed,
    queues: &mut [Queue],
    groups: &[Group],
    setting: &Setting<'_>,
) {
    for (group, typed) in typed.groups.iter().enumerate() {
        for (name, idle) in &typed.presence.reserve {
            let Some(queue) = find_name(reading, name, &setting.queue_names, "queue") else {
                continue;
            };
            if !groups.get(group).is_some_and(|group| group.has_skill(queue)) {
                let complaint = Complaint::new(
                    format!("`{}` cannot serve `{}`", typed.name.0, name.0),
                    "a reserve is held against a queue among the group's skills",
                    format!("add \"{}\" to its skills, or remove the reserve", name.0),
                );
                reading.error(&name.1, complaint);
                continue;
            }
            let when = When::IdleOver(*idle as u32);
            let access = &mut queues[queue].rules.access;
            match access.iter_mut().find(|access| access.group == group) {
                Some(access) => access.when.push(when),
                None => access.push(Access {
                    group,
                    after_s: 0.0,
                    when: vec![when],
                }),
            }
        }
    }
}
