//! Makes changes to what was typed.
//!
//! In: the tree of the scenario (sheets already in it) and [`Edit`]s. Out: the tree, changed: values that
//! are replaced are new nodes, placed in the text of the change; what is scaled or shifted keeps its node
//! and remembers the change.

use super::distribution::Family;
use super::edit::{Change, ChangeKind, Edit, Meaning, Places, Segment, Target};
use super::file::is_series;
use super::keys::{self, Kind, Section, wait_percent};
use super::leaf::number;
use super::node::{Entry, Node, Table, Value, parse_value};
use super::problem::{Complaint, did_you_mean};
use super::reading::Reading;
use super::source::Place;

/// Settings that say the same thing in different ways: who sets one takes back the others.
const RIVALS: &[(&str, &[&str])] = &[
    ("volume", &["rate"]),
    ("rate", &["volume"]),
    ("handle", &["talk", "wrap_up"]),
    ("talk", &["handle"]),
    ("wrap_up", &["handle"]),
    ("closes", &["length"]),
    ("length", &["closes"]),
    ("fixed", &["min", "max"]),
    ("min", &["fixed"]),
    ("max", &["fixed"]),
    ("places", &["places_per_agent"]),
    ("places_per_agent", &["places"]),
];

/// Removes what a newly set key of a table contradicts.
pub(super) fn take_back_rivals(table: &mut Table, key: &str) {
    for (name, rivals) in RIVALS {
        if *name == key {
            rivals.iter().for_each(|rival| table.remove(rival));
        }
    }
}

/// Makes one change.
pub(super) fn apply(reading: &mut Reading<'_>, root: &mut Node, edit: &Edit) {
    let places = edit.places(&mut reading.found);
    let place = &places.value;
    let value = &edit.text()[edit.value.clone()];
    let meaning = match Meaning::of(value) {
        Ok(meaning) => meaning,
        Err(complaint) => return reading.error(place, complaint),
    };
    let replacement = if meaning == Meaning::Replace {
        match replacement(value, place) {
            Ok(node) => Some(node),
            Err((place, complaint)) => return reading.error(&place, complaint),
        }
    } else {
        None
    };
    for target in &edit.targets {
        let work = Work {
            places: &places,
            target,
            meaning: &meaning,
            replacement: replacement.as_ref(),
        };
        work.enter(reading, root, Inside::Section(&keys::SCENARIO), &target.segments);
    }
}

/// A value as typed behind the `=`: TOML where it looks like it, else a word or pasted text.
fn replacement(value: &str, place: &Place) -> Result<Node, (Place, Complaint)> {
    if value.starts_with(['{', '[', '"', '\'']) {
        return parse_value(value, place.source, place.span.start);
    }
    let value = match number(value) {
        Ok(_) => Value::Number(value.to_owned()),
        Err(_) => Value::Text {
            text: value.to_owned(),
            verbatim: Some(place.span.start),
        },
    };
    Ok(Node::new(value, place.clone()))
}

/// One target of one change.
struct Work<'e> {
    places: &'e Places,
    target: &'e Target,
    meaning: &'e Meaning,
    replacement: Option<&'e Node>,
}

/// What a path has come to.
#[derive(Clone, Copy)]
enum Inside {
    Section(&'static Section),
    /// Tables under names of the user's.
    Named(&'static Section),
    /// A list of tables, each under its number.
    Numbered(&'static Section),
    /// A law, with that of which a bare duration is the mean.
    Law(&'static [&'static Section], &'static str),
    Factors,
    /// Values under names, where there may be one value for all of them.
    Each,
    /// One value for all settings of a table, or the table.
    OneOrTable(&'static Section),
    /// A list of tables, each known by the text of a setting.
    Tables(&'static Section, &'static str),
    /// A route, whose steps are known by their groups.
    Route,
    /// Figures, each by its own name or under a queue's.
    Precision,
    Leaf,
}

impl Inside {
    fn of(kind: &'static Kind) -> Inside {
        match kind {
            Kind::Table(section) => Inside::Section(section),
            Kind::ChoiceOrTable(_, section) | Kind::ListOrTable(_, section) => Inside::Section(section),
            Kind::Named(section) => Inside::Named(section),
            Kind::Numbered(section) => Inside::Numbered(section),
            Kind::Law(laws) if std::ptr::eq(*laws, keys::PATIENCE) => Inside::law(Family::Patience),
            Kind::Law(_) => Inside::law(Family::Times),
            Kind::OneLaw(family) => Inside::law(*family),
            // A bare number is no busyness; nothing stands for a law.
            Kind::Busyness => Inside::Law(keys::BUSYNESS, ""),
            Kind::Factors | Kind::Each(_) | Kind::VaryingEach(_) | Kind::Moments(_) => Inside::Factors,
            Kind::OneOrEach(_) | Kind::VaryingOrEach(_) => Inside::Each,
            Kind::OneOrTable(_, section) => Inside::OneOrTable(section),
            Kind::Tables(section, name) => Inside::Tables(section, name),
            Kind::Route => Inside::Route,
            Kind::Precision => Inside::Precision,
            _ => Inside::Leaf,
        }
    }

    fn law(family: Family) -> Inside {
        Inside::Law(family.laws(), family.bare_law())
    }
}

impl Work<'_> {
    fn place(&self, segment: &Segment) -> Place {
        self.places.path(&segment.span)
    }

    fn replaces(&self) -> bool {
        self.replacement.is_some()
    }

    /// Whether what stood there is of no account any more.
    fn sets_all(&self) -> bool {
        self.replaces() && self.target.range.is_none()
    }

    fn enter(&self, reading: &mut Reading<'_>, node: &mut Node, inside: Inside, path: &[Segment]) {
        let Some((segment, rest)) = path.split_first() else {
            let several = match inside {
                Inside::OneOrTable(_) => node.table().is_some(),
                Inside::Each => node.table().is_some_and(|table| !is_series(table)),
                _ => false,
            };
            if let (Value::Table(table), true) = (&mut node.value, several && !self.sets_all()) {
                for entry in &mut table.entries {
                    self.arrive(reading, &mut entry.node, Inside::Leaf);
                }
                return;
            }
            return self.arrive(reading, node, inside);
        };
        match inside {
            Inside::Section(section) => self.enter_section(reading, node, section, segment, rest),
            Inside::Named(section) => self.enter_named(reading, node, section, segment, rest),
            Inside::Numbered(section) => self.enter_numbered(reading, node, section, segment, rest),
            Inside::Law(laws, bare) => self.enter_law(reading, node, (laws, bare), segment, rest),
            Inside::OneOrTable(section) => {
                unfold_one(node, section, &self.place(segment));
                self.enter_section(reading, node, section, segment, rest);
            }
            Inside::Tables(section, name) => {
                self.enter_tables(reading, node, (section, name), segment, rest);
            }
            Inside::Route => self.enter_route(reading, node, segment, rest),
            Inside::Each if !stands_by_name(node) => {
                let complaint = Complaint::new(
                    "one value stands here for all groups",
                    "a path goes on to a name where values stand by name",
                    format!("write PATH={{ {} = … }} to give one to each", segment.name),
                );
                reading.error(&self.place(segment), complaint);
            }
            Inside::Factors | Inside::Each | Inside::Precision => {
                let below = match inside {
                    Inside::Precision => Inside::Precision,
                    _ => Inside::Leaf,
                };
                let place = self.place(segment);
                let table = node.make_table();
                let names = self.chosen(table, segment);
                for name in names {
                    self.enter(reading, table.entry(&name, &place), below, rest);
                }
            }
            Inside::Leaf => {
                let complaint = Complaint::new(
                    format!("there is no `{}` to change here", segment.name),
                    "the path goes beyond a setting",
                    "to change some hours only write PATH@FROM..TO=VALUE",
                );
                reading.error(&self.place(segment), complaint);
            }
        }
    }

    /// The names that a segment of a path stands for.
    fn chosen(&self, table: &Table, segment: &Segment) -> Vec<String> {
        if segment.any {
            table.keys().map(str::to_owned).collect()
        } else {
            vec![segment.name.clone()]
        }
    }

    fn enter_section(
        &self,
        reading: &mut Reading<'_>,
        node: &mut Node,
        section: &'static Section,
        segment: &Segment,
        rest: &[Segment],
    ) {
        let place = self.place(segment);
        let table = node.make_table();
        for name in self.chosen(table, segment) {
            let Some(key) = section.key(&name) else {
                if section.owner == keys::TARGET.owner && wait_percent(&name).is_some() {
                    self.enter(reading, table.entry(&name, &place), Inside::Leaf, rest);
                } else {
                    reading.unknown(&name, &place, section);
                }
                continue;
            };
            let given = table.get(&name).is_some();
            if name == "handle"
                && !given
                && !self.replaces()
                && rest.is_empty()
                && table.get("talk").is_some()
            {
                // Handle time is talk and wrap-up: both are scaled.
                for part in ["talk", "wrap_up"] {
                    if let Some(node) = table.get_mut(part) {
                        self.enter(reading, node, Inside::of(&key.kind), rest);
                    }
                }
                continue;
            }
            if self.replaces() && (rest.is_empty() || !given) && self.target.range.is_none() {
                take_back_rivals(table, &name);
                // Of the ways in which contacts may arrive there is one.
                if section.owner == keys::ARRIVALS.owner {
                    table.entries.retain(|entry| entry.key == name);
                }
            }
            self.enter(reading, table.entry(&name, &place), Inside::of(&key.kind), rest);
        }
    }

    fn enter_named(
        &self,
        reading: &mut Reading<'_>,
        node: &mut Node,
        section: &'static Section,
        segment: &Segment,
        rest: &[Segment],
    ) {
        let table = node.make_table();
        for name in self.chosen(table, segment) {
            let known: Vec<String> = table.keys().map(str::to_owned).collect();
            match table.get_mut(&name) {
                Some(node) => self.enter(reading, node, Inside::Section(section), rest),
                None => {
                    let what = section.owner.trim_start_matches("a ");
                    let complaint = Complaint::new(
                        format!("the scenario has no {what} `{name}`"),
                        format!("a change names a {what} that is there"),
                        did_you_mean(&name, known.iter().map(String::as_str)),
                    );
                    reading.error(&self.place(segment), complaint);
                }
            }
        }
    }

    fn enter_numbered(
        &self,
        reading: &mut Reading<'_>,
        node: &mut Node,
        section: &'static Section,
        segment: &Segment,
        rest: &[Segment],
    ) {
        let items = tables_of(node);
        let count = items.len();
        let number = segment.name.parse::<usize>().ok();
        let mut found = false;
        for (index, item) in items.iter_mut().enumerate() {
            if segment.any || number == Some(index + 1) {
                self.enter(reading, item, Inside::Section(section), rest);
                found = true;
            }
        }
        if !found {
            let what = section.owner.trim_start_matches("a ");
            let complaint = Complaint::new(
                format!("there is no {what} `{}` here", segment.name),
                match count {
                    0 => "the scenario has none".to_owned(),
                    1 => "there is one: number 1".to_owned(),
                    _ => format!("they are numbered from 1 to {count}"),
                },
                "a change names one by its number, or * for all",
            );
            reading.error(&self.place(segment), complaint);
        }
    }

    fn enter_law(
        &self,
        reading: &mut Reading<'_>,
        node: &mut Node,
        (laws, bare): (&'static [&'static Section], &'static str),
        segment: &Segment,
        rest: &[Segment],
    ) {
        let place = self.place(segment);
        unfold_bare(node, bare, &segment.name, &place);
        if segment.any {
            if let Value::Table(table) = &mut node.value {
                for entry in &mut table.entries {
                    if let Some(law) = laws.iter().find(|law| law.owner == entry.key) {
                        self.enter(reading, &mut entry.node, Inside::Section(law), rest);
                    }
                }
            }
            return;
        }
        let Some(law) = laws.iter().find(|law| law.owner == segment.name) else {
            let complaint = Complaint::new(
                format!("`{}` is no distribution for this", segment.name),
                "a distribution is named by its law",
                did_you_mean(&segment.name, laws.iter().map(|law| law.owner)),
            );
            return reading.error(&place, complaint);
        };
        let there = node.table().is_some_and(|table| table.get(law.owner).is_some());
        if !there && !self.replaces() {
            let complaint = Complaint::new(
                format!("the scenario gives no `{}` distribution here", law.owner),
                "a step or a factor needs a value to start from",
                "scale the whole of it instead: handle=x1.1, patience=x0.5",
            );
            return reading.error(&place, complaint);
        }
        let table = node.make_table();
        if self.replaces() {
            table.entries.retain(|entry| entry.key == law.owner);
        }
        // A law that is no table of numbers (deterministic, empirical, survival) is a value.
        let inside = if law.keys.is_empty() {
            Inside::Leaf
        } else {
            Inside::Section(law)
        };
        let inner = table.entry(law.owner, &place);
        let lognormal = std::ptr::eq(*law, &keys::LOGNORMAL);
        self.enter(reading, inner, inside, rest);
        if lognormal && self.replaces() {
            part_lognormal(inner, rest);
        }
    }

    /// Enters the tables of a list by the text of one of their settings.
    fn enter_tables(
        &self,
        reading: &mut Reading<'_>,
        node: &mut Node,
        (section, name): (&'static Section, &'static str),
        segment: &Segment,
        rest: &[Segment],
    ) {
        let items = tables_of(node);
        let mut names: Vec<String> = Vec::new();
        let mut entered = false;
        for item in items {
            let Some(Value::Text { text, .. }) = item
                .table()
                .and_then(|table| table.get(name))
                .map(|node| &node.value)
            else {
                continue;
            };
            let text = text.clone();
            if segment.any || text == segment.name {
                entered = true;
                self.enter(reading, item, Inside::Section(section), rest);
            }
            names.push(text);
        }
        if !entered && !segment.any {
            let complaint = Complaint::new(
                format!("there is no `{}` here", segment.name),
                format!("{} is known by its `{name}`", section.owner),
                did_you_mean(&segment.name, names.iter().map(String::as_str)),
            );
            reading.error(&self.place(segment), complaint);
        }
    }

    /// Enters the step of a route in which a group stands, which becomes a table if it was none.
    fn enter_route(&self, reading: &mut Reading<'_>, node: &mut Node, segment: &Segment, rest: &[Segment]) {
        let place = self.place(segment);
        let names = |node: &Node| -> Vec<String> {
            let items = match &node.value {
                Value::List(items) => items.as_slice(),
                _ => std::slice::from_ref(node),
            };
            let texts = items.iter().filter_map(|item| match &item.value {
                Value::Text { text, .. } => Some(text.clone()),
                _ => None,
            });
            texts.collect()
        };
        let items = match &mut node.value {
            Value::List(items) => items.as_mut_slice(),
            _ => &mut [],
        };
        let mut known: Vec<String> = Vec::new();
        let mut entered = false;
        for item in items {
            let groups = match item.table() {
                Some(table) => table.get("groups").map(names).unwrap_or_default(),
                None => names(item),
            };
            if segment.any || groups.contains(&segment.name) {
                entered = true;
                if item.table().is_none() {
                    let groups = std::mem::replace(item, Node::new(Value::Absent, place.clone()));
                    let groups = match groups.value {
                        Value::List(_) => groups,
                        _ => Node::new(Value::List(vec![groups]), place.clone()),
                    };
                    *item.make_table().entry("groups", &place) = groups;
                }
                self.enter(reading, item, Inside::Section(&keys::STEP), rest);
            }
            known.extend(groups);
        }
        if !entered {
            let complaint = if known.is_empty() {
                Complaint::new(
                    "the scenario gives no route here",
                    "a step of a route is changed by the name of its group",
                    "write PATH=[…] with the whole route",
                )
            } else {
                Complaint::new(
                    format!("there is no step with `{}` on this route", segment.name),
                    "a step of a route is known by its groups",
                    did_you_mean(&segment.name, known.iter().map(String::as_str)),
                )
            };
            reading.error(&place, complaint);
        }
    }

    fn arrive(&self, reading: &mut Reading<'_>, node: &mut Node, inside: Inside) {
        let place = self.places.path(&self.target.span);
        match (inside, self.replacement) {
            (Inside::Named(_), _) | (Inside::Numbered(_), None) => {
                let complaint = Complaint::new(
                    "this names all of them and no setting",
                    "a path leads to a setting",
                    "for example queues.*.volume=x1.1",
                );
                reading.error(&place, complaint);
            }
            (Inside::Section(section), None) => {
                let complaint = Complaint::new(
                    format!("{} has settings, and this names none of them", section.owner),
                    "a path leads to a setting",
                    format!("it has {}", section.names().collect::<Vec<_>>().join(", ")),
                );
                reading.error(&place, complaint);
            }
            (_, Some(replacement)) if self.target.range.is_none() => *node = replacement.clone(),
            (_, replacement) => {
                let kind = match (replacement, self.meaning) {
                    (Some(node), _) => ChangeKind::Replace(Box::new(node.clone())),
                    (None, Meaning::Scale(factor)) => ChangeKind::Scale(*factor),
                    (None, Meaning::Shift { down, step }) => ChangeKind::Shift {
                        down: *down,
                        step: step.clone(),
                    },
                    (None, Meaning::Replace) => return,
                };
                node.changes.push(Change {
                    kind,
                    range: self.target.range,
                    place: self.places.whole(&self.target.span),
                });
            }
        }
    }
}

/// The tables of a list; one that stands by itself is a list of one.
fn tables_of(node: &mut Node) -> &mut [Node] {
    if node.table().is_some() {
        return std::slice::from_mut(node);
    }
    match &mut node.value {
        Value::List(items) => items.as_mut_slice(),
        _ => &mut [],
    }
}

/// Whether values stand here by name, or nothing stands here yet.
fn stands_by_name(node: &Node) -> bool {
    match &node.value {
        Value::Absent => true,
        Value::Table(table) => !is_series(table),
        _ => false,
    }
}

/// One value for all settings of a table becomes each of them, when a change names one.
fn unfold_one(node: &mut Node, section: &'static Section, place: &Place) {
    if matches!(node.value, Value::Absent | Value::Table(_)) {
        return;
    }
    let one = std::mem::replace(node, Node::new(Value::Absent, place.clone()));
    let table = node.make_table();
    for name in section.names() {
        *table.entry(name, place) = one.clone();
    }
}

/// A bare duration is a law with its mean: when a change names that law, the duration becomes its mean.
fn unfold_bare(node: &mut Node, meant: &'static str, law: &str, place: &Place) {
    let bare = match &node.value {
        Value::Text { text, .. } => text.trim() != "forever",
        Value::Number(_) | Value::Column(_) => true,
        Value::List(items) => !items.iter().any(|item| item.table().is_some()),
        Value::Absent | Value::Switch(_) | Value::Other(_) | Value::Table(_) => false,
    };
    if !bare || meant.is_empty() || law != meant && law != "*" {
        return;
    }
    let mean = std::mem::replace(node, Node::new(Value::Absent, place.clone()));
    let entry = |key: &str, node: Node| Entry {
        key: key.to_owned(),
        key_place: place.clone(),
        node,
    };
    if meant == keys::DETERMINISTIC.owner {
        node.make_table().entries.push(entry(meant, mean));
        return;
    }
    let mut parameters = Table {
        entries: vec![entry("mean", mean)],
    };
    if meant == "lognormal" {
        let cv = Node::new(Value::Number("1".into()), place.clone());
        parameters.entries.push(entry("cv", cv));
    }
    let inner = Node::new(Value::Table(parameters), place.clone());
    node.make_table().entries.push(entry(meant, inner));
}

/// A lognormal is given by mean and cv or by median and p90: who sets one of a pair takes back the other.
fn part_lognormal(law: &mut Node, rest: &[Segment]) {
    let (Value::Table(table), Some(set)) = (&mut law.value, rest.first()) else {
        return;
    };
    let rivals: &[&str] = match set.name.as_str() {
        "mean" | "cv" => &["median", "p90"],
        "median" | "p90" => &["mean", "cv"],
        _ => &[],
    };
    rivals.iter().for_each(|rival| table.remove(rival));
}
