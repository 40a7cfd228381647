//! A sweep's points as JSON, schema `headcount.sweep/1`, and as CSV, written one after another as they come,
//! so that any number of them needs no memory.
//!
//! In: the center as it is, the factors, then [`Variant`]s. Out: one JSON document, a point a line, its
//! queues, groups and center in the form of `headcount.run/1` without intervals; or a row a point, in which
//! a figure that does not exist is empty. Every figure in full precision, shares as shares of one.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::json::{AgentFigures, ContactFigures, Figure, Map, definition_text, entries, whole_definition};
use crate::estimate::{
    Estimate, GroupMeasure, GroupMeasures, Measure, Measures, OutcomeMeasure, OutcomeMeasures,
    possible_outcomes,
};
use crate::insight::sweep::{Factor, FactorKind, FactorUnit, Variant};
use crate::model::Center;

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.sweep/1";

/// What the points have in common.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The scenario as it is, before any change.
    pub center: &'a Center,
    /// The master seed.
    pub seed: u64,
    /// Level of the confidence intervals.
    pub confidence: f64,
    /// What is varied.
    pub factors: &'a [Factor],
}

/// Writes the JSON document.
#[derive(Debug)]
pub struct Json<'a, W> {
    to: W,
    head: Head<'a>,
    any: bool,
}

impl<'a, W: io::Write> Json<'a, W> {
    /// Begins the document.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(mut to: W, head: Head<'a>) -> io::Result<Self> {
        let factors = head
            .factors
            .iter()
            .map(|factor| Map([("path", factor.name.as_str()), ("values", kind(factor.kind))]));
        let factors: Vec<String> = factors
            .map(|factor| serde_json::to_string(&factor))
            .collect::<Result<_, _>>()?;
        write!(
            to,
            "{{\n  \"schema\": \"{SCHEMA}\",\n  \"scenario\": {},\n  \"seed\": {},\n  \"confidence\": {},\n  \"factors\": [",
            serde_json::to_string(&Map([("name", &head.center.name)]))?,
            head.seed,
            serde_json::to_string(&head.confidence)?,
        )?;
        for (index, factor) in factors.iter().enumerate() {
            write!(to, "{}\n    {factor}", if index > 0 { "," } else { "" })?;
        }
        write!(to, "\n  ],\n  \"points\": [")?;
        Ok(Self { to, head, any: false })
    }

    /// Writes the next point.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn point(&mut self, variant: &Variant) -> io::Result<()> {
        write!(self.to, "{}\n    ", if self.any { "," } else { "" })?;
        self.any = true;
        let head = self.head;
        Ok(serde_json::to_writer(&mut self.to, &Point { head, variant })?)
    }

    /// Ends the document with a line break, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(mut self) -> io::Result<W> {
        self.to
            .write_all(if self.any { b"\n  ]\n}\n" } else { b"]\n}\n" })?;
        Ok(self.to)
    }
}

/// What a factor's values are, in a word.
fn kind(kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Scales => "factors",
        FactorKind::Shifts(FactorUnit::Seconds) => "steps in seconds",
        FactorKind::Shifts(FactorUnit::Share) => "steps of shares",
        FactorKind::Shifts(_) => "steps",
        FactorKind::Replaces(FactorUnit::Seconds) => "seconds",
        FactorKind::Replaces(FactorUnit::Share) => "shares",
        FactorKind::Replaces(FactorUnit::PerHour) => "contacts an hour",
        FactorKind::Replaces(FactorUnit::Number) => "numbers",
        FactorKind::Words => "words",
    }
}

struct Point<'a> {
    head: Head<'a>,
    variant: &'a Variant,
}

/// The level of a factor: as it was typed, and its number.
struct Level<'a>(&'a crate::insight::sweep::Level);

impl Serialize for Level<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("text", &self.0.text)?;
        map.serialize_entry("value", &self.0.value)?;
        map.end()
    }
}

/// A day's figures of a queue, a group or the center.
struct Day<'a> {
    contacts: Option<(&'a Measures, String)>,
    agents: Option<&'a GroupMeasures>,
    beyond: Option<&'a OutcomeMeasures>,
    center: &'a Center,
}

impl Serialize for Day<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Inner<'b, 'a>(&'b Day<'a>);
        impl Serialize for Inner<'_, '_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                let contacts = self
                    .0
                    .contacts
                    .as_ref()
                    .map(|(measures, definition)| ContactFigures { measures, definition });
                let center = self.0.center;
                let agents = self.0.agents.map(|measures| AgentFigures { measures, center });
                entries(&mut map, contacts, agents, true)?;
                for measure in OutcomeMeasure::ALL {
                    let estimate = self.0.beyond.and_then(|beyond| beyond.get(measure));
                    if estimate.is_some() {
                        map.serialize_entry(measure.key(), &Figure::of(estimate, true))?;
                    }
                }
                map.end()
            }
        }
        serializer.collect_map([("day", Inner(self))])
    }
}

impl Serialize for Point<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Head { center, factors, .. } = self.head;
        let (point, definition) = (&self.variant.point, center.service_level);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("label", &self.variant.label)?;
        let levels = factors.iter().zip(&self.variant.levels);
        let levels: Vec<_> = levels
            .map(|(factor, level)| (&*factor.name, Level(level)))
            .collect();
        map.serialize_entry("levels", &Map(levels))?;
        map.serialize_entry("replications", &point.replications)?;
        map.serialize_entry("all_targets_met", &Figure::of(point.all_targets_met, false))?;
        // A variant may have another T than the scenario as it is.
        let within = |queue: usize| {
            let target = self.variant.targets.get(queue).and_then(Option::as_ref);
            let service = target.and_then(|target| target.service);
            service.map_or(center.queues[queue].within, |service| service.within)
        };
        let same = (0..center.queues.len()).all(|queue| within(queue) == center.queues[queue].within);
        let of_all = if same {
            whole_definition(center, definition)
        } else {
            definition_text(definition, None, None)
        };
        let whole = Day {
            contacts: Some((&point.center, of_all)),
            agents: Some(&point.agents),
            beyond: point.outcomes.last(),
            center,
        };
        map.serialize_entry("center", &whole)?;
        let queues = center.queues.iter().zip(&point.queues).enumerate();
        let queues = queues.map(|(index, (queue, measures))| {
            let definition = definition_text(definition, Some(within(index)), Some(queue.short));
            let contacts = Some((measures, definition));
            (
                &*queue.name,
                Day {
                    contacts,
                    agents: None,
                    beyond: point.outcomes.get(index),
                    center,
                },
            )
        });
        map.serialize_entry("queues", &Map(queues.collect::<Vec<_>>()))?;
        let groups = center.groups.iter().zip(&point.groups).map(|(group, measures)| {
            let agents = Some(measures);
            (
                &*group.name,
                Day {
                    contacts: None,
                    agents,
                    beyond: None,
                    center,
                },
            )
        });
        map.serialize_entry("groups", &Map(groups.collect::<Vec<_>>()))?;
        map.end()
    }
}

/// What is told of every queue and the center.
const CONTACTS: [Measure; 14] = [
    Measure::Offered,
    Measure::Answered,
    Measure::ServiceLevel,
    Measure::AbandonmentRate,
    Measure::Asa,
    Measure::WaitP50,
    Measure::WaitP90,
    Measure::WaitP95,
    Measure::PWait,
    Measure::QueueMean,
    Measure::OfferedLoad,
    Measure::Lost,
    Measure::TargetMet,
    Measure::IntervalsMet,
];

/// What is told of every group and all agents.
const AGENTS: [GroupMeasure; 4] = [
    GroupMeasure::Occupancy,
    GroupMeasure::StaffedHours,
    GroupMeasure::PaidHours,
    GroupMeasure::Cost,
];

/// Writes the table.
#[derive(Debug)]
pub struct Csv<W: io::Write> {
    to: ::csv::Writer<W>,
    /// What the scenario as it is can produce beyond waiting, by queue and for the center last.
    beyond: Vec<Vec<OutcomeMeasure>>,
}

impl<W: io::Write> Csv<W> {
    /// Begins with the headings: the factors' paths, `replications`, then `center.…`, each queue's and each
    /// group's figures, each with `.low` and `.high`, the ends of its interval of confidence.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(to: W, head: Head<'_>) -> io::Result<Self> {
        let mut headings: Vec<String> = vec!["label".into()];
        headings.extend(head.factors.iter().map(|factor| factor.name.clone()));
        headings.push("replications".into());
        // Whoever is called "center" goes by the path in the scenario.
        let named = |kind: &str, name: &str| match name {
            "center" => format!("{kind}.{name}"),
            name => name.to_owned(),
        };
        let mut figure = |name: &str, key: &str| {
            headings.extend(["", ".low", ".high"].map(|ending| format!("{name}.{key}{ending}")));
        };
        figure("center", "all_targets_met");
        CONTACTS
            .iter()
            .for_each(|measure| figure("center", measure.key()));
        AGENTS.iter().for_each(|measure| figure("center", measure.key()));
        let scopes = 0..=head.center.queues.len();
        let beyond: Vec<_> = scopes
            .map(|scope| possible_outcomes(head.center, scope))
            .collect();
        let of_center = beyond.iter().skip(head.center.queues.len()).flatten();
        of_center.for_each(|measure| figure("center", measure.key()));
        for (queue, beyond) in head.center.queues.iter().zip(&beyond) {
            let name = named("queues", &queue.name);
            CONTACTS.iter().for_each(|measure| figure(&name, measure.key()));
            beyond.iter().for_each(|measure| figure(&name, measure.key()));
        }
        for group in &head.center.groups {
            let name = named("groups", &group.name);
            AGENTS.iter().for_each(|measure| figure(&name, measure.key()));
        }
        let mut to = ::csv::Writer::from_writer(to);
        to.write_record(&headings).map_err(io::Error::other)?;
        Ok(Self { to, beyond })
    }

    /// Writes the next point.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn point(&mut self, variant: &Variant) -> io::Result<()> {
        let point = &variant.point;
        let mut record: Vec<String> = vec![variant.label.clone()];
        record.extend(variant.levels.iter().map(|level| level.text.clone()));
        record.push(point.replications.to_string());
        let mut figure = |estimate: Option<Estimate>| {
            let estimate = estimate.filter(|estimate| estimate.mean.is_finite());
            let ends = estimate.and_then(|estimate| estimate.interval);
            let values = [
                estimate.map(|estimate| estimate.mean),
                ends.map(|ends| ends.0),
                ends.map(|ends| ends.1),
            ];
            let text = |value: Option<f64>| {
                value
                    .filter(|value| value.is_finite())
                    .map_or_else(String::new, |value| format!("{value}"))
            };
            record.extend(values.map(text));
        };
        figure(point.all_targets_met);
        CONTACTS
            .iter()
            .for_each(|measure| figure(point.center.get(*measure)));
        AGENTS
            .iter()
            .for_each(|measure| figure(point.agents.get(*measure)));
        let queues = point.queues.len();
        let beyond = |scope: usize| {
            let found = point.outcomes.get(scope);
            let possible = self.beyond.get(scope).into_iter().flatten();
            possible.map(move |measure| found.and_then(|found| found.get(*measure)))
        };
        beyond(queues).for_each(&mut figure);
        for (scope, queue) in point.queues.iter().enumerate() {
            CONTACTS.iter().for_each(|measure| figure(queue.get(*measure)));
            beyond(scope).for_each(&mut figure);
        }
        for group in &point.groups {
            AGENTS.iter().for_each(|measure| figure(group.get(*measure)));
        }
        self.to.write_record(&record).map_err(io::Error::other)
    }

    /// Writes out what is left, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(self) -> io::Result<W> {
        self.to
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::sweep::grid;

    #[test]
    fn the_document_has_every_point_and_figure_in_the_form_of_a_run() {
        let made = grid();
        let sweep = made.sweep();
        let head = Head {
            center: sweep.center,
            seed: sweep.seed,
            confidence: sweep.confidence,
            factors: &sweep.factors,
        };
        let mut json = Json::begin(Vec::new(), head).expect("memory takes everything");
        for variant in &sweep.variants {
            json.point(variant).expect("memory takes everything");
        }
        let bytes = json.end().expect("memory takes everything");
        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(value["schema"], SCHEMA);
        assert_eq!(value["factors"][1]["path"], "queues.*.volume");
        assert_eq!(value["factors"][1]["values"], "factors");
        let points = value["points"].as_array().expect("points");
        assert_eq!(points.len(), 48);
        let (point, variant) = (&points[47], &sweep.variants[47]);
        assert_eq!(point["levels"]["groups.generalists.staff"]["text"], "+4");
        assert_eq!(point["levels"]["queues.*.volume"]["value"], 1.3);
        let level = variant.point.queues[1].get(Measure::ServiceLevel).expect("calls");
        // A reader may round the last digit; what is written does not.
        let text = String::from_utf8_lossy(&bytes);
        let days = level.days.expect("many days");
        assert!(text.contains(&format!("\"service_level\":{{\"mean\":{},", level.mean)));
        assert!(text.contains(&format!("\"p10\":{},\"p90\":{}}}", days.0, days.1)));
        assert!(point["queues"]["loans"]["day"]["service_level"]["p90"].is_f64());
        for measure in Measure::ALL {
            assert!(point["center"]["day"].get(measure.key()).is_some(), "{measure:?}");
        }
        assert!(point["groups"]["loan_desk"]["day"]["handled"]["service"]["mean"].is_f64());
        assert!(point["all_targets_met"]["low"].is_f64());

        let none = Json::begin(Vec::new(), head)
            .and_then(Json::end)
            .expect("memory takes everything");
        let value: serde_json::Value = serde_json::from_slice(&none).expect("JSON");
        assert_eq!(value["points"].as_array().map(Vec::len), Some(0));
    }

    #[test]
    fn the_table_has_a_row_a_point_and_no_column_twice() {
        let made = grid();
        let sweep = made.sweep();
        let mut center = sweep.center.clone();
        center.queues[0].name = "center".into();
        let head = Head {
            center: &center,
            seed: sweep.seed,
            confidence: sweep.confidence,
            factors: &sweep.factors,
        };
        let mut csv = Csv::begin(Vec::new(), head).expect("memory takes everything");
        for variant in &sweep.variants {
            csv.point(variant).expect("memory takes everything");
        }
        let bytes = csv.end().expect("memory takes everything");
        let mut reader = ::csv::Reader::from_reader(&bytes[..]);
        let headings: Vec<String> = reader
            .headers()
            .expect("headings")
            .iter()
            .map(str::to_owned)
            .collect();
        let mut once = headings.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), headings.len());
        assert_eq!(
            headings[..5],
            [
                "label",
                "groups.generalists.staff",
                "queues.*.volume",
                "replications",
                "center.all_targets_met"
            ]
        );
        let rows: Vec<::csv::StringRecord> = reader
            .records()
            .collect::<Result<_, _>>()
            .expect("rows of equal length");
        assert_eq!(rows.len(), 48);
        let column = headings
            .iter()
            .position(|heading| heading == "loans.asa_s.high")
            .expect("a column");
        let asa = sweep.variants[5].point.queues[1]
            .get(Measure::Asa)
            .expect("calls");
        assert_eq!(rows[5][column].parse(), Ok(asa.interval.expect("many days").1));
    }
}
