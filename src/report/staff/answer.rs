//! Each kind of answer as a value of JSON.

use serde_json::{Map, Value, json};

use super::super::json::{ContactFigures, Figures, definition_text, entries};
use crate::estimate::{Bound, GroupMeasure, Limited, Measures};
use crate::insight::staff as say;
use crate::insight::staff::{Missed, Said, Totals};
use crate::model::{Center, Ticks};
use crate::planner::{
    Around, Assessed, Budgeted, CurvePoint, Decided, Ended, Figure, Goal, Infeasible, Kept, Loosened,
    LowerBound, Miss, Planned, Price, Proof, Question, Remedy, Rule, Staff, When, Whom,
};

/// All that is said of a plan.
pub fn plan(question: &Question, planned: &Planned) -> Value {
    let said = say::plan(question, planned);
    let formulas: Map<String, Value> = planned
        .formulas
        .iter()
        .map(|formula| (rule(formula.rule).into(), assessed(question, &formula.assessed)))
        .collect();
    json!({
        "sentences": sentences(&said),
        "cost": planned.cost.0,
        "least_cost": planned.least.0,
        "decided": match planned.decided {
            Decided::ByTheory => "by-theory",
            Decided::BySimulation => "by-simulation",
        },
        "ended": match planned.ended {
            Ended::Complete => "complete",
            Ended::Early => "early",
        },
        "staff": staff(question, planned),
        "plan": assessed(question, &planned.plan),
        "now": assessed(question, &planned.now),
        "formulas": formulas,
        "volume_10_percent_up": planned.busier.as_ref().map(|busier| summed(question, busier)),
        "bound": planned.bound.as_ref().map(|of| bound(of, planned)),
        "binds": binds(question, planned),
        "prices": planned.prices.iter().map(|price| json!({
            "target": say::loosened(question, &price.loosened),
            "loosened": loosened(question, &price.loosened),
            "saves": price.saves.0,
        })).collect::<Vec<_>>(),
        "around": planned.around.as_ref().map(|of| around(question, of)),
        "curve": planned.curve.iter().map(point).collect::<Vec<_>>(),
        "effort": {
            "plans": planned.effort.plans,
            "days": planned.effort.days,
            "planner_days": planned.effort.planner_days,
            "fresh_days": planned.effort.fresh_days,
            "repairs": planned.effort.repairs,
        },
    })
}

/// Why there is no plan.
pub fn infeasible(question: &Question, found: &Infeasible) -> Value {
    json!({
        "sentences": sentences(&say::infeasible(question, found)),
        "unattainable": found.goals.iter().map(|of| miss(question, of)).collect::<Vec<_>>(),
        "most_allowed": assessed(question, &found.most),
        "remedies": found.remedies.iter().map(|of| remedy(question, of)).collect::<Vec<_>>(),
    })
}

/// What a staff can do.
pub fn kept(question: &Question, found: &Kept) -> Value {
    json!({
        "sentences": sentences(&say::kept(question, found)),
        "now": assessed(question, &found.now),
        "limits": judged(question, &found.goals),
        "volume_factor": found.volume,
        "breaks_first": found.first.as_ref().map(|of| goal(question, of)),
    })
}

/// The best service for so much.
pub fn budgeted(question: &Question, found: &Budgeted) -> Value {
    json!({
        "sentences": sentences(&say::budgeted(question, found)),
        "budget": found.budget.0,
        "plan": assessed(question, &found.plan),
        "now": assessed(question, &found.now),
        "limits": judged(question, &found.goals),
    })
}

fn sentences(said: &Said) -> Vec<&String> {
    said.answer.iter().chain(&said.notes).collect()
}

fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::ErlangC => "erlang_c",
        Rule::ErlangA => "erlang_a",
        Rule::SquareRoot => "square_root",
    }
}

/// The plan group by group: each interval with the agents of now, those planned, spare and rostered.
fn staff(question: &Question, planned: &Planned) -> Value {
    let center = &question.center;
    let interval_h = center.calendar.interval.seconds() / 3600.0;
    let groups: Map<String, Value> = center
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let times = group
                .is_scheduled()
                .then(|| group.agent_time(&center.calendar, Ticks::ZERO));
            let intervals: Vec<Value> = (0..center.calendar.intervals)
                .map(|interval| {
                    let (day, start) = center.calendar.label(interval);
                    let agents = planned.staff[index][interval];
                    // Of a shift, those in its breaks too.
                    let on_duty = match &times {
                        Some(times) => times[interval].on_duty_h() / interval_h,
                        None => f64::from(agents),
                    };
                    let scheduled = on_duty / (1.0 - group.shrinkage.at(interval));
                    let binding = planned
                        .binding
                        .get(index)
                        .and_then(|row| row.get(interval)?.as_ref());
                    json!({
                        "day": day,
                        "start": start,
                        "now": planned.now.staff[index][interval],
                        "on_queue": agents,
                        "spare": planned.spare.get(index).and_then(|row| row.get(interval)),
                        "scheduled": scheduled,
                        "paid_hours": scheduled * interval_h,
                        "cost": scheduled * interval_h * group.cost_per_hour.at(interval),
                        "binds": binding.map(|binding| goal(question, &binding.goal)),
                    })
                })
                .collect();
            (group.name.clone(), Value::Array(intervals))
        })
        .collect();
    Value::Object(groups)
}

/// Agents on queue by group.
fn agents(center: &Center, staff: &Staff) -> Value {
    let groups = center.groups.iter().zip(staff);
    let groups: Map<String, Value> = groups
        .map(|(group, row)| (group.name.clone(), json!(row)))
        .collect();
    Value::Object(groups)
}

/// A staffing with what comes of it, every figure.
fn assessed(question: &Question, of: &Assessed) -> Value {
    let mut value = summed(question, of);
    let figures = Figures {
        center: &question.center,
        results: &of.results,
    };
    if let Some(map) = value.as_object_mut() {
        map.insert("staff".into(), agents(&question.center, &of.staff));
        map.insert(
            "figures".into(),
            serde_json::to_value(figures).unwrap_or(Value::Null),
        );
    }
    value
}

/// A staffing in sums.
fn summed(question: &Question, of: &Assessed) -> Value {
    let totals = Totals::of(question, of);
    let missed = Missed::of(&question.goals, of);
    let mean = |figure: Option<crate::estimate::Estimate>| {
        figure.map(|figure| {
            json!({
                "mean": figure.mean,
                "low": figure.interval.map(|(low, _)| low),
                "high": figure.interval.map(|(_, high)| high),
            })
        })
    };
    json!({
        "replications": of.results.replications,
        "on_queue_hours": totals.on_queue_h,
        "paid_hours": totals.paid_h,
        "fte": totals.fte,
        "cost": of.cost.0,
        "service_level": mean(totals.service_level),
        "abandonment_rate": mean(totals.abandonment),
        "all_targets_met": mean(totals.days_met),
        "intervals_missed": missed.intervals,
        "intervals_with_target": missed.of_intervals,
        "day_limits_missed": missed.day,
        "day_limits": missed.of_day,
        "missed": of.missed.iter().map(|of| miss(question, of)).collect::<Vec<_>>(),
    })
}

fn miss(question: &Question, of: &Miss) -> Value {
    let mut value = goal(question, &of.goal);
    if let Some(map) = value.as_object_mut() {
        map.insert(
            "found".into(),
            json!(of.figure.filter(|figure| figure.is_finite())),
        );
    }
    value
}

fn judged(question: &Question, goals: &[(Goal, Option<f64>, bool)]) -> Vec<Value> {
    goals
        .iter()
        .map(|(of, figure, met)| {
            let mut value = goal(question, of);
            if let Some(map) = value.as_object_mut() {
                map.insert("found".into(), json!(figure.filter(|figure| figure.is_finite())));
                map.insert("met".into(), json!(met));
            }
            value
        })
        .collect()
}

/// A goal: of whom, which figure, where it should lie, and when.
fn goal(question: &Question, goal: &Goal) -> Value {
    let center = &question.center;
    let (at_least, at_most) = match goal.bound {
        Bound::AtLeast(value) => (Some(value), None),
        Bound::AtMost(value) => (None, Some(value)),
    };
    let intervals = match &goal.when {
        When::Day => None,
        When::Intervals(several) => Some(
            several
                .iter()
                .map(|&interval| {
                    let (day, start) = center.calendar.label(interval);
                    json!({ "day": day, "start": start })
                })
                .collect::<Vec<_>>(),
        ),
    };
    json!({
        "name": say::goal_name(center, goal),
        "of": whom(center, goal.of),
        "figure": figure(goal.figure),
        "at_least": at_least,
        "at_most": at_most,
        "intervals": intervals,
        "on_days": goal.on_days,
    })
}

fn whom(center: &Center, of: Whom) -> Value {
    match of {
        Whom::Queue(queue) => json!({ "queue": center.queues[queue].name }),
        Whom::Center => json!("center"),
        Whom::Group(group) => json!({ "group": center.groups[group].name }),
    }
}

fn figure(figure: Figure) -> String {
    match figure {
        Figure::Contacts(Limited::Measure(measure)) => measure.key().into(),
        Figure::Contacts(Limited::WaitQuantile(share)) => format!("wait_p{}_s", (100.0 * share).round()),
        Figure::Occupancy => GroupMeasure::Occupancy.key().into(),
    }
}

fn bound(bound: &LowerBound, planned: &Planned) -> Value {
    let (Price(least), Price(floor)) = (planned.least, bound.cost);
    json!({
        "cost": floor,
        "confidence": bound.confidence,
        "from": match bound.from {
            Proof::Theory => "theory",
            Proof::Enumeration(_) => "enumeration",
            Proof::Pooling => "pooling",
            Proof::Work => "work",
        },
        "plans_tried": match bound.from {
            Proof::Enumeration(plans) => Some(plans),
            Proof::Theory | Proof::Pooling | Proof::Work => None,
        },
        "gap": (floor > 0.0).then(|| least / floor - 1.0),
    })
}

fn binds(question: &Question, planned: &Planned) -> Vec<Value> {
    say::binds(planned)
        .iter()
        .map(|binds| {
            json!({
                "name": binds.name(question),
                "of": whom(&question.center, binds.of),
                "figure": figure(binds.figure),
                "intervals": binds.intervals.len(),
            })
        })
        .collect()
}

fn loosened(question: &Question, loosened: &Loosened) -> Value {
    match *loosened {
        Loosened::Limit {
            of,
            figure: limited,
            from,
            to,
        } => json!({
            "of": whom(&question.center, of),
            "figure": figure(limited),
            "from": from,
            "to": to,
        }),
        Loosened::DayNotInterval { of } => json!({
            "of": whom(&question.center, of),
            "per": "day",
        }),
    }
}

fn around(question: &Question, around: &Around) -> Value {
    let center = &question.center;
    let (day, start) = center.calendar.label(around.interval);
    let queue = &center.queues[around.queue];
    let definition = definition_text(center.service_level, Some(queue.within), Some(queue.short));
    let steps: Vec<Value> = around
        .steps
        .iter()
        .map(|(change, assessed)| {
            let (queue, group) = (
                &assessed.results.queues[around.queue],
                &assessed.results.groups[around.group],
            );
            // In equilibrium there is only the whole.
            let of_interval = (queue.intervals.get(around.interval))
                .zip(group.intervals.get(around.interval))
                .filter(|_| !around.all_day);
            let (contacts, agents) = of_interval.unwrap_or((&queue.day, &group.day));
            let missed = Missed::of(&question.goals, assessed);
            json!({
                "change": change,
                "agents": assessed.staff[around.group][around.interval],
                "cost": assessed.cost.0,
                "occupancy": agents.mean(GroupMeasure::Occupancy),
                "intervals_missed": missed.intervals,
                "day_limits_missed": missed.day,
                "contacts": serde_json::to_value(Contacts {
                    measures: contacts,
                    definition: &definition,
                    day: around.all_day,
                }).unwrap_or(Value::Null),
            })
        })
        .collect();
    json!({
        "group": center.groups[around.group].name,
        "queue": queue.name,
        "day": day,
        "start": start,
        "all_day": around.all_day,
        "steps": steps,
    })
}

/// The measures of contacts of one cell, as one object.
struct Contacts<'a> {
    measures: &'a Measures,
    definition: &'a str,
    day: bool,
}

impl serde::Serialize for Contacts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        let contacts = ContactFigures {
            measures: self.measures,
            definition: self.definition,
        };
        entries(&mut map, Some(contacts), None, self.day)?;
        map.end()
    }
}

fn point(point: &CurvePoint) -> Value {
    json!({
        "answered": point.answered,
        "cost": point.cost.map(|cost| cost.0),
        "on_queue_hours": point.hours,
    })
}

fn remedy(question: &Question, of: &Remedy) -> Value {
    let center = &question.center;
    match of {
        Remedy::Allow {
            group,
            interval,
            agents,
        } => {
            let (day, start) = center.calendar.label(*interval);
            json!({
                "sentence": say::remedy(question, of),
                "allow": {
                    "group": center.groups[*group].name,
                    "day": day,
                    "start": start,
                    "agents": agents,
                },
            })
        }
        Remedy::Loosen {
            goal: of_goal,
            attainable,
        } => json!({
            "sentence": say::remedy(question, of),
            "loosen": goal(question, of_goal),
            "attainable": attainable,
        }),
    }
}
