//! Opening hours of each day, as typed.

use super::Spot;
use crate::scenario::leaf::clock;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::{Fields, Reading};

/// From when to when, in seconds after midnight, the center is open on a day; nothing where it is closed. What
/// ends no later than it starts ends on the next day.
pub(in crate::scenario) type Hours = Option<(u32, u32)>;

/// One entry a day, or one for all.
pub(super) fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Spot<Vec<Spot<Hours>>>> {
    let node = fields.get(reading, "hours")?;
    reading.refuse_changes(node);
    let days = match &node.value {
        Value::List(days) => days.as_slice(),
        _ => std::slice::from_ref(node),
    };
    if days.is_empty() {
        let complaint = Complaint::new("this list is empty", "opening hours of each day", EXAMPLE);
        reading.error(&node.place, complaint);
        return None;
    }
    let read: Vec<_> = days.iter().map(|day| of_day(reading, day)).collect();
    Some((read.into_iter().collect::<Option<_>>()?, node.place.clone()))
}

const EXAMPLE: &str = "write hours = [\"08:00-20:00\", \"closed\"], one a day";

fn of_day(reading: &mut Reading<'_>, node: &Node) -> Option<Spot<Hours>> {
    let text = reading.text(node, "opening hours")?;
    let typed = text.trim();
    if typed.eq_ignore_ascii_case("closed") {
        return Some((None, node.place.clone()));
    }
    let times = typed.split_once(['-', '–']);
    let times = times.and_then(|(from, to)| Some((clock(from.trim())?, clock(to.trim())?)));
    if let Some((from, to)) = times.filter(|(from, _)| *from < 86_400) {
        return Some((Some((from, to)), node.place.clone()));
    }
    let complaint = Complaint::new(
        format!("`{text}` is not opening hours"),
        "from a time to a time, or closed",
        EXAMPLE,
    );
    reading.error(&node.place, complaint);
    None
}
