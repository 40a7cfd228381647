//! Forms in which several rules are typed: pairs, values by name, one law.

use super::Spot;
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::{Fields, Reading};

/// Bounds, ascending, and what holds from each on.
pub(in crate::scenario) type Pairs = Vec<(f64, f64)>;

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
