//! Forms in which several rules are typed: pairs, values by name, one law.

use super::{Present, Spot};
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys::Section;
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Table, Value};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::series::{Moment, Series};
use crate::scenario::source::Place;

/// Bounds, ascending, and what holds from each on.
pub(in crate::scenario) type Pairs = Vec<(f64, f64)>;

/// One value for all names, or one for each of some.
#[derive(Debug)]
pub(in crate::scenario) enum ByName<T> {
    All(T),
    Each(Vec<(Spot<String>, T)>),
}

/// The fields of a table within a queue, with its place and the keys that were typed.
pub(super) fn inner<'n>(
    reading: &mut Reading<'_>,
    fields: &Fields<'n>,
    key: &str,
    section: &'static Section,
) -> Option<(Fields<'n>, Place, Present)> {
    let node = fields.get(reading, key)?;
    let inner = reading.fields(node, section)?;
    let present = Present::of(inner.table, section);
    Some((inner, node.place.clone(), present))
}

/// A law that does not vary.
pub(super) fn law(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    family: Family,
) -> Option<LawSeries> {
    let node = fields.get(reading, key)?;
    Some(LawSeries::read(reading, node, family))
}

/// Pairs such as `[[5, "10%"], [10, "30%"]]`.
pub(super) fn pairs(
    reading: &mut Reading<'_>,
    fields: &Fields<'_>,
    key: &str,
    bound: Unit,
    example: &str,
) -> Option<Spot<Pairs>> {
    let node = fields.get(reading, key)?;
    reading.refuse_changes(node);
    if matches!(node.value, Value::Absent) {
        return None;
    }
    let rule = "each pair is a bound and the share from there on";
    let Value::List(items) = &node.value else {
        let complaint = Complaint::new(
            format!("{} where a list of pairs should be", node.kind()),
            rule,
            format!("write {key} = {example}"),
        );
        reading.error(&node.place, complaint);
        return None;
    };
    let mut pairs: Pairs = Vec::new();
    let mut sound = true;
    for item in items {
        let Value::List(pair) = &item.value else {
            sound = false;
            no_pair(reading, item, rule, key, example);
            continue;
        };
        let [from, share] = pair.as_slice() else {
            sound = false;
            no_pair(reading, item, rule, key, example);
            continue;
        };
        let (from_read, share) = (reading.one(from, bound), reading.one(share, Unit::Share));
        let (Some(value), Some(share)) = (from_read, share) else {
            sound = false;
            continue;
        };
        if pairs.last().is_some_and(|(before, _)| value <= *before) {
            let complaint = Complaint::new(
                "this bound is not above the one before",
                "bounds ascend from pair to pair",
                "put the pairs in order",
            );
            reading.error(&from.place, complaint);
            sound = false;
        }
        pairs.push((value, share));
    }
    sound.then(|| (pairs, node.place.clone()))
}

fn no_pair(reading: &mut Reading<'_>, item: &Node, rule: &str, key: &str, example: &str) {
    let complaint = Complaint::new(
        format!("{} where a pair should be", item.kind()),
        rule,
        format!("write {key} = {example}"),
    );
    reading.error(&item.place, complaint);
}

/// A value for each of some names.
pub(super) fn each(reading: &mut Reading<'_>, node: &Node, unit: Unit) -> Option<Vec<(Spot<String>, f64)>> {
    let table = reading.table(node, "a table of names")?;
    let mut sound = true;
    let mut values = Vec::new();
    for entry in &table.entries {
        match reading.one(&entry.node, unit) {
            Some(value) => values.push(((entry.key.clone(), entry.key_place.clone()), value)),
            None => sound = false,
        }
    }
    sound.then_some(values)
}

/// One value, or one for each of some names.
pub(super) fn one_or_each(reading: &mut Reading<'_>, node: &Node, unit: Unit) -> Option<ByName<f64>> {
    if node.table().is_some() {
        return each(reading, node, unit).map(ByName::Each);
    }
    reading.one(node, unit).map(ByName::All)
}

/// One value that may vary over the day, or one for each of some names.
pub(super) fn varying_or_each(reading: &mut Reading<'_>, node: &Node, mut unit: Unit) -> ByName<Series<f64>> {
    match node.table() {
        Some(table) if !is_series(table) => {
            reading.refuse_changes(node);
            let mut values = Vec::new();
            for entry in &table.entries {
                let series = Series::read(reading, &entry.node, &mut unit);
                values.push(((entry.key.clone(), entry.key_place.clone()), series));
            }
            ByName::Each(values)
        }
        _ => ByName::All(Series::read(reading, node, &mut unit)),
    }
}

/// Whether a table says times or steps, and not names.
pub(in crate::scenario) fn is_series(table: &Table) -> bool {
    table.get("every").is_some()
        || table.get("values").is_some()
        || table.keys().any(|key| Moment::parse(key).is_some())
}
