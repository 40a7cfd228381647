//! Lists of names: skills and routes in order of choice, and plain lists.

use super::Spot;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::Reading;

/// Names in order of choice, an inner list being one rank.
pub(in crate::scenario) type Ranks = Vec<Vec<Spot<String>>>;

pub(super) fn ranks(reading: &mut Reading<'_>, node: &Node, of: &str) -> Option<Ranks> {
    let items = the_list(reading, node)?;
    let mut sound = true;
    let mut ranks: Ranks = Vec::new();
    for item in items {
        match rank(reading, item, of) {
            Some(rank) if rank.is_empty() => {}
            Some(rank) => ranks.push(rank),
            None => sound = false,
        }
    }
    (sound && checked(reading, node, &ranks, of)).then_some(ranks)
}

/// A list of names without order.
pub(super) fn names(reading: &mut Reading<'_>, node: &Node, of: &str) -> Option<Vec<Spot<String>>> {
    let items = the_list(reading, node)?;
    let names: Vec<Option<Spot<String>>> = items.iter().map(|item| name(reading, item, of)).collect();
    let ranks = vec![names.into_iter().collect::<Option<Vec<_>>>()?];
    let sound = checked(reading, node, &ranks, of);
    ranks.into_iter().next().filter(|_| sound)
}

/// The items of a list of names.
pub(super) fn the_list<'n>(reading: &mut Reading<'_>, node: &'n Node) -> Option<&'n [Node]> {
    reading.refuse_changes(node);
    if let Value::List(items) = &node.value {
        return Some(items);
    }
    let remedy = match &node.value {
        Value::Text { text, .. } => format!("write [\"{text}\"]"),
        _ => "write [\"a\", [\"b\", \"c\"]]".into(),
    };
    let complaint = Complaint::new(
        format!("{} where a list of names should be", node.kind()),
        "a list in order of choice; an inner list is one rank",
        remedy,
    );
    reading.error(&node.place, complaint);
    None
}

/// The names of one rank: a name, or a list of them.
pub(super) fn rank(reading: &mut Reading<'_>, item: &Node, of: &str) -> Option<Vec<Spot<String>>> {
    let names = match &item.value {
        Value::List(names) => names.as_slice(),
        _ => std::slice::from_ref(item),
    };
    let names: Vec<_> = names.iter().map(|node| name(reading, node, of)).collect();
    names.into_iter().collect()
}

fn name(reading: &mut Reading<'_>, node: &Node, of: &str) -> Option<Spot<String>> {
    let text = reading.text(node, &format!("the name of {of}"))?;
    Some((text, node.place.clone()))
}

/// Whether there are names, and each only once; a repeated name is a problem and no more.
pub(super) fn checked(reading: &mut Reading<'_>, node: &Node, ranks: &Ranks, of: &str) -> bool {
    if ranks.iter().all(Vec::is_empty) {
        let complaint = Complaint::new("this list is empty", format!("it names at least {of}"), "");
        reading.error(&node.place, complaint);
        return false;
    }
    let mut seen: Vec<&str> = Vec::new();
    for (name, place) in ranks.iter().flatten() {
        if seen.contains(&name.as_str()) {
            let complaint = Complaint::new(
                format!("`{name}` stands here twice"),
                "a name has one place in the order",
                "remove one of the two",
            );
            reading.error(place, complaint);
        }
        seen.push(name);
    }
    true
}

/// Finds a name among those there are; it is a problem if it isn't there.
pub(in crate::scenario) fn find_name(
    reading: &mut Reading<'_>,
    (name, place): &Spot<String>,
    names: &[String],
    what: &str,
) -> Option<usize> {
    let found = names.iter().position(|known| known == name);
    if found.is_none() {
        let complaint = Complaint::new(
            format!("there is no {what} `{name}`"),
            format!("this names no {what} of the scenario"),
            did_you_mean(name, names.iter().map(String::as_str)),
        );
        reading.error(place, complaint);
    }
    found
}

/// Finds names among those there are; the others are problems.
pub(in crate::scenario) fn find_names(
    reading: &mut Reading<'_>,
    ranks: &Ranks,
    names: &[String],
    what: &str,
) -> Option<Vec<Vec<usize>>> {
    let mut sound = true;
    let mut found = Vec::new();
    for rank in ranks {
        let mut indices = Vec::new();
        for name in rank {
            match find_name(reading, name, names, what) {
                Some(index) => indices.push(index),
                None => sound = false,
            }
        }
        found.push(indices);
    }
    sound.then_some(found)
}
