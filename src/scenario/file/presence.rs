//! When the agents of a group are there and how fast they are, as typed.

use super::forms::{each, law};
use super::lists::{Moments, Pause, moments, needs, numbered, pauses, values};
use super::{Spot, time_of_day};
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys::{self, DAY_NUMBER, STAFF};
use crate::scenario::leaf::Unit;
use crate::scenario::node::Node;
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::source::Place;

/// What a group does beyond staff by interval; nothing where a setting is not typed or has a problem.
#[derive(Debug)]
pub(in crate::scenario) struct TypedPresence {
    pub shifts: Option<Spot<Vec<TypedShift>>>,
    pub staff_at: Option<Spot<Moments>>,
    pub absence: Option<Spot<f64>>,
    pub away: Option<TypedAway>,
    pub disconnect: Option<TypedDisconnect>,
    pub classes: Option<Spot<Vec<Spot<TypedClass>>>>,
    pub learning: Option<Spot<[Option<f64>; 2]>>,
    pub days_on_job: Option<Spot<Vec<Spot<f64>>>>,
    pub fatigue: Option<Spot<[Option<f64>; 2]>>,
    pub weight: Option<Spot<f64>>,
    pub reserve: Vec<(Spot<String>, f64)>,
}

/// One shift.
#[derive(Debug)]
pub(in crate::scenario) struct TypedShift {
    pub place: Place,
    pub start: u32,
    pub end: u32,
    pub agents: u32,
    /// Breaks, lunch and meetings, with what each is.
    pub pauses: Vec<(&'static str, Pause)>,
    pub days: Option<Vec<Spot<f64>>>,
}

/// `away`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedAway {
    pub every: Option<f64>,
    pub length: Option<LawSeries>,
}

/// `disconnect`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedDisconnect {
    pub share: Option<f64>,
    pub length: Option<LawSeries>,
}

/// One of `classes`.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) struct TypedClass {
    pub share: f64,
    pub handle_factor: f64,
}

const SHIFT: &str = "{ start = \"08:00\", end = \"16:30\", agents = 4 }";
const CLASS: &str = "{ share = \"30%\", handle_factor = 1.4 }";

impl TypedPresence {
    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Self {
        TypedPresence {
            shifts: numbered(reading, fields, "shifts", SHIFT, TypedShift::read),
            staff_at: moments(reading, fields, "staff_at", STAFF),
            absence: fields.one(reading, "absence", Unit::ShareBelowOne),
            away: fields
                .get(reading, "away")
                .and_then(|node| TypedAway::read(reading, node)),
            disconnect: fields
                .get(reading, "disconnect")
                .and_then(|node| TypedDisconnect::read(reading, node)),
            classes: numbered(reading, fields, "classes", CLASS, TypedClass::read),
            learning: two(
                reading,
                fields,
                "learning",
                &keys::LEARNING,
                "{ start = 1.5, days = 60 }",
            ),
            days_on_job: values(reading, fields, "days_on_job", Unit::Count),
            fatigue: two(
                reading,
                fields,
                "fatigue",
                &keys::FATIGUE,
                "{ above = \"85%\", slope = 0.5 }",
            ),
            weight: fields.one(reading, "weight", keys::GROUP.unit("weight")),
            reserve: fields
                .get(reading, "reserve")
                .and_then(|node| each(reading, node, STAFF))
                .unwrap_or_default(),
        }
    }
}

/// The two numbers of a table.
fn two(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    section: &'static keys::Section,
    example: &str,
) -> Option<Spot<[Option<f64>; 2]>> {
    let node = fields.get(reading, key)?;
    let fields = reading.fields(node, section)?;
    let names: Vec<&str> = section.names().collect();
    needs(
        reading,
        &fields,
        &node.place,
        &names,
        &format!("{key} = {example}"),
    );
    let mut number = |name: &str| Some(fields.one(reading, name, section.unit(name))?.0);
    Some(([number(names[0]), number(names[1])], node.place.clone()))
}

impl TypedShift {
    fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedShift> {
        let fields = reading.fields(node, &keys::SHIFT)?;
        needs(reading, &fields, &node.place, &["start", "end", "agents"], SHIFT);
        let start = time_of_day(reading, &fields, "start");
        let end = time_of_day(reading, &fields, "end");
        let agents = fields.one(reading, "agents", STAFF);
        let mut all = Vec::new();
        for (key, what) in [("breaks", "break"), ("lunch", "lunch"), ("meetings", "meeting")] {
            let pauses = pauses(reading, &fields, key).unwrap_or_default();
            all.extend(pauses.into_iter().map(|pause| (what, pause)));
        }
        Some(TypedShift {
            place: node.place.clone(),
            days: values(reading, &fields, "days", DAY_NUMBER).map(|(days, _)| days),
            start: start?.0,
            end: end?.0,
            agents: agents?.0 as u32,
            pauses: all,
        })
    }
}

impl TypedAway {
    fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedAway> {
        let fields = reading.fields(node, &keys::AWAY)?;
        let example = "away = { every = \"3h\", for = \"8m\" }";
        needs(reading, &fields, &node.place, &["every", "for"], example);
        Some(TypedAway {
            every: fields
                .one(reading, "every", Unit::PositiveDuration)
                .map(|(every, _)| every),
            length: law(reading, &fields, "for", Family::Times),
        })
    }
}

impl TypedDisconnect {
    fn read(reading: &mut Reading<'_>, node: &Node) -> Option<TypedDisconnect> {
        let fields = reading.fields(node, &keys::DISCONNECT)?;
        let example = "disconnect = { share = \"2%\", for = \"5m\" }";
        needs(reading, &fields, &node.place, &["share", "for"], example);
        Some(TypedDisconnect {
            share: fields.one(reading, "share", Unit::Share).map(|(share, _)| share),
            length: law(reading, &fields, "for", Family::Times),
        })
    }
}

impl TypedClass {
    fn read(reading: &mut Reading<'_>, node: &Node) -> Option<Spot<TypedClass>> {
        let fields = reading.fields(node, &keys::CLASS)?;
        needs(reading, &fields, &node.place, &["share", "handle_factor"], CLASS);
        let share = fields.one(reading, "share", Unit::Share);
        let factor = fields.one(reading, "handle_factor", keys::CLASS.unit("handle_factor"));
        let class = TypedClass {
            share: share?.0,
            handle_factor: factor?.0,
        };
        Some((class, node.place.clone()))
    }
}
