//! Names in order of choice: skills and routes.

use super::Spot;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::Reading;

/// Names in order of choice, an inner list being one rank.
pub(in crate::scenario) type Ranks = Vec<Vec<Spot<String>>>;

pub(super) fn ranks(reading: &mut Reading<'_>, node: &Node, of: &str) -> Option<Ranks> {
    reading.refuse_changes(node);
    let Value::List(items) = &node.value else {
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
        return None;
    };
    let mut sound = true;
    let mut ranks: Ranks = Vec::new();
    for item in items {
        let names = match &item.value {
            Value::List(names) => names.as_slice(),
            _ => std::slice::from_ref(item),
        };
        let mut rank = Vec::new();
        for name in names {
            match reading.text(name, &format!("the name of {of}")) {
                Some(text) => rank.push((text, name.place.clone())),
                None => sound = false,
            }
        }
        if !rank.is_empty() {
            ranks.push(rank);
        }
    }
    if ranks.is_empty() && sound {
        let complaint = Complaint::new("this list is empty", format!("it names at least {of}"), "");
        reading.error(&node.place, complaint);
        sound = false;
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
    sound.then_some(ranks)
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
        for (name, place) in rank {
            match names.iter().position(|known| known == name) {
                Some(index) => indices.push(index),
                None => {
                    let complaint = Complaint::new(
                        format!("there is no {what} `{name}`"),
                        format!("this names no {what} of the scenario"),
                        did_you_mean(name, names.iter().map(String::as_str)),
                    );
                    reading.error(place, complaint);
                    sound = false;
                }
            }
        }
        found.push(indices);
    }
    sound.then_some(found)
}
