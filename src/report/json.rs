//! Results as JSON, schema `headcount.run/1`: every measure in full precision, nothing that depends on time,
//! threads or machine.
//!
//! In: a center and its results. Out: one JSON document. A measure is `{"mean", "low", "high"}`, over the
//! day also `"p10"` and `"p90"`; one that does not exist is null as a whole.

mod channels;
mod how;

use std::io;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{number, risk};
use crate::estimate::{
    Estimate, GroupMeasure, GroupMeasures, Measure, Measures, OutcomeResults, Panel, Results, Risk,
    SegmentResults,
};
use crate::model::{Actual, ActualSeries, Calendar, Center, OutcomeMeasure, ServiceLevelDefinition, Ticks};
use how::{Gained, Precise, SteadyState};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.run/1";

/// Writes the document and a line break.
///
/// # Errors
/// Those of the writer.
pub fn write(center: &Center, results: &Results, to: impl io::Write) -> io::Result<()> {
    write_with_risk(center, results, None, to)
}

/// The same, with how single days differ as `risk`, where that was asked for.
///
/// # Errors
/// Those of the writer.
pub fn write_with_risk(
    center: &Center,
    results: &Results,
    risk: Option<&Risk>,
    mut to: impl io::Write,
) -> io::Result<()> {
    let document = Document {
        center,
        results,
        risk: risk.map(|risk| risk::json(center, risk)),
    };
    serde_json::to_writer_pretty(&mut to, &document)?;
    to.write_all(b"\n")
}

struct Document<'a> {
    center: &'a Center,
    results: &'a Results,
    risk: Option<serde_json::Value>,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (center, results) = (self.center, self.results);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("scenario", &Map([("name", &results.name)]))?;
        map.serialize_entry("seed", &results.seed)?;
        map.serialize_entry("replications", &results.replications)?;
        map.serialize_entry("confidence", &results.confidence)?;
        if let Some(run) = &results.steady {
            map.serialize_entry("mode", "steady")?;
            map.serialize_entry("steady", &SteadyState(run))?;
        }
        if !results.precision.is_empty() {
            let reached = results.precision.iter();
            map.serialize_entry(
                "precision",
                &reached.map(|of| Precise { of, center }).collect::<Vec<_>>(),
            )?;
        }
        if let Some(gains) = &results.gains {
            map.serialize_entry("variance_reduction", &Map([("gain", Gained { center, gains })]))?;
        }
        panels(&mut map, center, results)?;
        if let Some(risk) = &self.risk {
            map.serialize_entry("risk", risk)?;
        }
        map.end()
    }
}

/// The figures of the center, of each queue and of each group, as entries of an object.
fn panels<M: SerializeMap>(map: &mut M, center: &Center, results: &Results) -> Result<(), M::Error> {
    let definition = results.service_level;
    let contacts = Contacts {
        panel: &results.center,
        definition: whole_definition(center, definition),
    };
    let agents = Agents {
        panel: &results.agents,
        center,
    };
    map.serialize_entry(
        "center",
        &PanelOf {
            calendar: &center.calendar,
            halves: (Some(contacts), Some(agents)),
            beyond: results.outcomes.as_ref().map(|outcomes| Beyond {
                center,
                outcomes,
                scope: Some(center.queues.len()),
                team: Some(center.groups.len()),
            }),
            segments: None,
            actual: None,
        },
    )?;
    let queues = center.queues.iter().zip(&results.queues).enumerate();
    let queues = queues.map(|(place, (queue, panel))| {
        let text = || definition_text(definition, Some(queue.within), Some(queue.short));
        let contacts = Contacts {
            panel,
            definition: text(),
        };
        let segments = results
            .outcomes
            .as_ref()
            .map(|outcomes| &*outcomes.segments[place])
            .filter(|segments| !segments.is_empty());
        let panel = PanelOf {
            calendar: &center.calendar,
            halves: (Some(contacts), None),
            beyond: results.outcomes.as_ref().map(|outcomes| Beyond {
                center,
                outcomes,
                scope: Some(place),
                team: None,
            }),
            segments: segments.map(|segments| Segments {
                segments,
                definition: text(),
            }),
            actual: queue.actual.as_ref(),
        };
        (&*queue.name, panel)
    });
    map.serialize_entry("queues", &Map(queues.collect::<Vec<_>>()))?;
    let groups = center.groups.iter().zip(&results.groups).enumerate();
    let groups = groups.map(|(place, (group, panel))| {
        let panel = PanelOf {
            calendar: &center.calendar,
            halves: (None, Some(Agents { panel, center })),
            beyond: results.outcomes.as_ref().map(|outcomes| Beyond {
                center,
                outcomes,
                scope: None,
                team: Some(place),
            }),
            segments: None,
            actual: None,
        };
        (&*group.name, panel)
    });
    map.serialize_entry("groups", &Map(groups.collect::<Vec<_>>()))?;
    if let Some(outcomes) = &results.outcomes
        && outcomes.has_channels()
    {
        map.serialize_entry("channels", &channels::Channels { center, outcomes })?;
    }
    Ok(())
}

/// Every figure of a run, as `center`, `queues` and `groups` of one object.
pub(super) struct Figures<'a> {
    pub(super) center: &'a Center,
    pub(super) results: &'a Results,
}

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        panels(&mut map, self.center, self.results)?;
        map.end()
    }
}

/// The service level's formula with what its terms are for a queue.
pub(super) fn definition_text(
    definition: ServiceLevelDefinition,
    within: Option<Ticks>,
    short: Option<Ticks>,
) -> String {
    let seconds = |limit: Ticks| number::duration(limit.seconds());
    let mut text = definition.formula().to_owned();
    text += &within.map_or_else(
        || ", T of each queue".into(),
        |within| format!(", T = {}", seconds(within)),
    );
    if matches!(
        definition,
        ServiceLevelDefinition::ShortAbandonsMet | ServiceLevelDefinition::ShortAbandonsExcluded
    ) {
        text += &short.map_or_else(
            || ", short = within the limit of each queue".into(),
            |short| format!(", short = within {}", seconds(short)),
        );
    }
    text
}

/// The text for all queues together: each contact is judged by its own queue's limits.
pub(super) fn whole_definition(center: &Center, definition: ServiceLevelDefinition) -> String {
    let one = |limit: fn(&crate::model::Queue) -> Ticks| {
        let first = limit(center.queues.first()?);
        center
            .queues
            .iter()
            .all(|queue| limit(queue) == first)
            .then_some(first)
    };
    definition_text(definition, one(|queue| queue.within), one(|queue| queue.short))
}

/// Entries of an object in their order.
pub(super) struct Map<T>(pub(super) T);

impl<K, V, T> Serialize for Map<T>
where
    for<'a> &'a T: IntoIterator<Item = &'a (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.into_iter().map(|(key, value)| (key, value)))
    }
}

/// The day and the intervals of a queue (contacts), a group (agents) or the center (both).
struct PanelOf<'a> {
    calendar: &'a Calendar,
    halves: (Option<Contacts<'a>>, Option<Agents<'a>>),
    beyond: Option<Beyond<'a>>,
    segments: Option<Segments<'a>>,
    actual: Option<&'a Actual>,
}

/// What happened beyond waiting in a scope, a team or both.
struct Beyond<'a> {
    center: &'a Center,
    outcomes: &'a OutcomeResults,
    scope: Option<usize>,
    team: Option<usize>,
}

impl Beyond<'_> {
    /// The figures of the day (`interval` absent) or of an interval that the scenario can produce.
    fn entries<M: SerializeMap>(&self, map: &mut M, interval: Option<usize>) -> Result<(), M::Error> {
        let day = interval.is_none();
        if let Some(scope) = self.scope {
            let (panel, possible) = self.outcomes.scope(scope);
            let cell = interval.map_or(&panel.day, |interval| &panel.intervals[interval]);
            for &measure in possible {
                map.serialize_entry(measure.key(), &Figure::of(cell.get(measure), day))?;
            }
        }
        if let Some(team) = self.team {
            let (panel, possible) = self.outcomes.team(team);
            let cell = interval.map_or(&panel.day, |interval| &panel.intervals[interval]);
            for &measure in possible {
                map.serialize_entry(measure.key(), &Figure::of(cell.get(measure), day))?;
            }
            if let Some(work) = self.outcomes.work.get(team).filter(|_| day) {
                channels::work(map, self.center, work)?;
            }
        }
        Ok(())
    }
}

/// The segments of a queue over the day, by name.
struct Segments<'a> {
    segments: &'a [SegmentResults],
    definition: String,
}

impl Serialize for Segments<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.segments.iter().map(|segment| {
            let of = SegmentDay {
                segment,
                definition: &self.definition,
            };
            (&*segment.name, of)
        }))
    }
}

struct SegmentDay<'a> {
    segment: &'a SegmentResults,
    definition: &'a str,
}

impl Serialize for SegmentDay<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("share", &Figure::of(self.segment.share, true))?;
        let contacts = ContactFigures {
            measures: &self.segment.measures,
            definition: self.definition,
        };
        entries(&mut map, Some(contacts), None, true)?;
        for measure in OutcomeMeasure::ALL {
            if let Some(estimate) = self.segment.outcomes.get(measure) {
                map.serialize_entry(measure.key(), &Figure::of(Some(estimate), true))?;
            }
        }
        map.end()
    }
}

impl PanelOf<'_> {
    /// None in equilibrium.
    fn intervals(&self) -> usize {
        let contacts = self
            .halves
            .0
            .as_ref()
            .map(|contacts| contacts.panel.intervals.len());
        let agents = self.halves.1.as_ref().map(|agents| agents.panel.intervals.len());
        contacts.or(agents).unwrap_or(0)
    }
}

struct Contacts<'a> {
    panel: &'a Panel<Measures>,
    definition: String,
}

struct Agents<'a> {
    panel: &'a Panel<GroupMeasures>,
    center: &'a Center,
}

impl Serialize for PanelOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "day",
            &Cell {
                of: self,
                interval: None,
            },
        )?;
        map.serialize_entry("intervals", &Intervals(self))?;
        if let Some(segments) = &self.segments {
            map.serialize_entry("segments", segments)?;
        }
        if let Some(actual) = self.actual {
            map.serialize_entry("actual", &Recorded(actual))?;
        }
        map.end()
    }
}

struct Intervals<'a>(&'a PanelOf<'a>);

impl Serialize for Intervals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = serializer.serialize_seq(Some(self.0.intervals()))?;
        for interval in 0..self.0.intervals() {
            cells.serialize_element(&Cell {
                of: self.0,
                interval: Some(interval),
            })?;
        }
        cells.end()
    }
}

/// All measures of the day (`interval` absent) or of an interval.
struct Cell<'a> {
    of: &'a PanelOf<'a>,
    interval: Option<usize>,
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(interval) = self.interval {
            let (number, start) = self.of.calendar.label(interval);
            map.serialize_entry("day", &number)?;
            map.serialize_entry("start", &start)?;
        }
        let contacts = self.of.halves.0.as_ref().map(|contacts| ContactFigures {
            measures: match self.interval {
                None => &contacts.panel.day,
                Some(interval) => &contacts.panel.intervals[interval],
            },
            definition: &contacts.definition,
        });
        let agents = self.of.halves.1.as_ref().map(|agents| AgentFigures {
            measures: match self.interval {
                None => &agents.panel.day,
                Some(interval) => &agents.panel.intervals[interval],
            },
            center: agents.center,
        });
        entries(&mut map, contacts, agents, self.interval.is_none())?;
        if let Some(beyond) = &self.of.beyond {
            beyond.entries(&mut map, self.interval)?;
        }
        map.end()
    }
}

/// What is told of contacts in one cell.
pub(super) struct ContactFigures<'a> {
    pub(super) measures: &'a Measures,
    pub(super) definition: &'a str,
}

/// What is told of agents in one cell.
pub(super) struct AgentFigures<'a> {
    pub(super) measures: &'a GroupMeasures,
    pub(super) center: &'a Center,
}

/// The figures of one cell as entries of an object; those of a whole day with how days differ.
pub(super) fn entries<M: SerializeMap>(
    map: &mut M,
    contacts: Option<ContactFigures<'_>>,
    agents: Option<AgentFigures<'_>>,
    day: bool,
) -> Result<(), M::Error> {
    if let Some(contacts) = contacts {
        for measure in Measure::ALL {
            map.serialize_entry(measure.key(), &Figure::of(contacts.measures.get(measure), day))?;
        }
        map.serialize_entry("service_level_definition", contacts.definition)?;
    }
    if let Some(agents) = agents {
        for measure in GroupMeasure::ALL {
            map.serialize_entry(measure.key(), &Figure::of(agents.measures.get(measure), day))?;
        }
        let handled = agents.center.queues.iter().enumerate().map(|(queue, facts)| {
            let handled = agents.measures.handled.get(queue).copied().flatten();
            (&*facts.name, Figure::of(handled, day))
        });
        map.serialize_entry("handled", &Map(handled.collect::<Vec<_>>()))?;
    }
    Ok(())
}

/// One measure, or null.
pub(super) struct Figure {
    estimate: Option<Estimate>,
    day: bool,
}

impl Figure {
    pub(super) fn of(estimate: Option<Estimate>, day: bool) -> Self {
        Self {
            estimate: estimate.filter(|estimate| estimate.mean.is_finite()),
            day,
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(estimate) = self.estimate else {
            return serializer.serialize_none();
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("mean", &estimate.mean)?;
        map.serialize_entry("low", &estimate.interval.map(|(low, _)| low))?;
        map.serialize_entry("high", &estimate.interval.map(|(_, high)| high))?;
        if self.day {
            map.serialize_entry("p10", &estimate.days.map(|(low, _)| low))?;
            map.serialize_entry("p90", &estimate.days.map(|(_, high)| high))?;
        }
        map.end()
    }
}

/// What the scenario says was observed, under the names of the measures: one figure, or one an interval.
struct Recorded<'a>(&'a Actual);

impl Serialize for Recorded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (measure, series) in [
            (Measure::ServiceLevel, &self.0.service_level),
            (Measure::Asa, &self.0.asa_s),
            (Measure::AbandonmentRate, &self.0.abandoned),
        ] {
            match series {
                None => {}
                Some(ActualSeries::Day(figure)) => map.serialize_entry(measure.key(), figure)?,
                Some(ActualSeries::Intervals(figures)) => map.serialize_entry(measure.key(), figures)?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use serde_json::Value;

    fn document(center: &Center, results: &Results) -> (String, Value) {
        let mut bytes = Vec::new();
        write(center, results, &mut bytes).expect("memory takes everything");
        let text = String::from_utf8(bytes).expect("JSON is UTF-8");
        let value = serde_json::from_str(&text).expect("what was written is JSON");
        (text, value)
    }

    fn keys(value: &Value) -> Vec<&str> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect()
    }

    #[test]
    fn the_shape_is_the_one_promised() {
        let center = fixture::bank();
        let (text, value) = document(&center, &fixture::results(&center));
        assert!(
            text.starts_with("{\n  \"schema\": \"headcount.run/1\",\n  \"scenario\": {"),
            "{text:.80}"
        );
        assert!(text.ends_with("}\n"));
        let order = [
            "schema",
            "scenario",
            "seed",
            "replications",
            "confidence",
            "center",
            "queues",
            "groups",
        ];
        let places: Vec<_> = order.map(|key| text.find(&format!("\n  \"{key}\":"))).into();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{places:?}"
        );

        assert_eq!(value["scenario"]["name"], "Retail bank, a Monday");
        assert_eq!(value["seed"], 2026);
        let contacts: Vec<&str> = Measure::ALL.iter().map(|measure| measure.key()).collect();
        let agents: Vec<&str> = GroupMeasure::ALL.iter().map(|measure| measure.key()).collect();
        for (panel, wanted) in [
            (
                &value["queues"]["service"],
                &[contacts.clone(), vec!["service_level_definition"]].concat(),
            ),
            (
                &value["groups"]["loan_desk"],
                &[agents.clone(), vec!["handled"]].concat(),
            ),
            (
                &value["center"],
                &[
                    contacts,
                    vec!["service_level_definition"],
                    agents,
                    vec!["handled"],
                ]
                .concat(),
            ),
        ] {
            for key in wanted {
                assert!(keys(&panel["day"]).contains(key), "day lacks {key}");
                assert!(
                    keys(&panel["intervals"][23]).contains(key),
                    "intervals lack {key}"
                );
            }
            assert_eq!(keys(&panel["day"]).len(), wanted.len());
            assert_eq!(keys(&panel["intervals"][0]).len(), wanted.len() + 2);
            assert_eq!(panel["intervals"].as_array().map(Vec::len), Some(24));
        }
        let interval = &value["queues"]["loans"]["intervals"][9];
        assert_eq!(interval["day"], 1);
        assert_eq!(interval["start"], "12:30");
        assert_eq!(keys(&interval["service_level"]), ["high", "low", "mean"]);
        let day = &value["queues"]["loans"]["day"];
        assert_eq!(keys(&day["service_level"]), ["high", "low", "mean", "p10", "p90"]);
        assert_eq!(
            day["service_level_definition"],
            "answered within T / offered, T = 30 s"
        );
        assert_eq!(
            value["center"]["day"]["service_level_definition"],
            "answered within T / offered, T of each queue"
        );
        assert_eq!(
            value["groups"]["generalists"]["day"]["handled"]["loans"],
            Value::Null
        );
        assert!(value["groups"]["generalists"]["day"]["handled"]["service"]["mean"].is_f64());
    }

    #[test]
    fn figures_keep_every_digit() {
        let center = fixture::bank();
        let mut results = fixture::results(&center);
        let exact = 0.1 + 0.2;
        results.queues[0].day.set(
            Measure::Asa,
            Some(Estimate {
                mean: exact,
                interval: Some((1.0 / 3.0, f64::MIN_POSITIVE)),
                days: None,
            }),
        );
        let (_, value) = document(&center, &results);
        let asa = &value["queues"]["service"]["day"]["asa_s"];
        assert_eq!(asa["mean"].as_f64(), Some(exact));
        assert_eq!(asa["low"].as_f64(), Some(1.0 / 3.0));
        assert_eq!(asa["high"].as_f64(), Some(f64::MIN_POSITIVE));
        assert_eq!(asa["p10"], Value::Null);
    }

    #[test]
    fn what_does_not_exist_is_null_as_a_whole_and_one_replication_has_no_ends() {
        let center = fixture::bank();
        let mut results = fixture::results(&center);
        let bare = |mean| {
            Some(Estimate {
                mean,
                interval: None,
                days: None,
            })
        };
        results.queues[0].day.set(Measure::Asa, None);
        results.queues[0].day.set(Measure::WaitAll, bare(f64::INFINITY));
        results.queues[0].day.set(Measure::Offered, bare(7.0));
        let (_, value) = document(&center, &results);
        let day = &value["queues"]["service"]["day"];
        assert_eq!(day["asa_s"], Value::Null);
        assert_eq!(day["wait_all_s"], Value::Null);
        assert_eq!(day["offered"]["mean"], 7.0);
        assert_eq!(day["offered"]["low"], Value::Null);
        assert_eq!(keys(&day["offered"]), ["high", "low", "mean", "p10", "p90"]);
    }

    #[test]
    fn what_happened_beyond_waiting_stands_among_the_measures() {
        let center = fixture::beyond::eventful();
        let (_, value) = document(&center, &fixture::beyond::eventful_results(&center));
        let plain = document(&center, &fixture::results(&center)).1;
        for (what, name) in [
            ("queues", "service"),
            ("queues", "loans"),
            ("groups", "loan_desk"),
        ] {
            let added = |cell: &str| -> Vec<String> {
                let (with, without) = (value[what][name].pointer(cell), plain[what][name].pointer(cell));
                let known = keys(without.expect("a cell"));
                let with = keys(with.expect("a cell")).into_iter();
                with.filter(|key| !known.contains(key))
                    .map(str::to_owned)
                    .collect()
            };
            assert_eq!(added("/day"), added("/intervals/3"), "{name}");
            insta::assert_snapshot!(format!("beyond_{name}"), added("/day").join("\n"));
        }
        let service = &value["queues"]["service"];
        assert_eq!(keys(&service["segments"]), ["others", "vip"]);
        assert_eq!(service["segments"]["vip"]["share"]["mean"], 0.1);
        assert_eq!(service["segments"]["vip"]["service_level"]["mean"], 0.97);
        assert!(!keys(&value["queues"]["loans"]).contains(&"segments"));
        assert!(value["center"]["day"]["break_hours"]["mean"].is_f64());
        assert!(value["center"]["day"]["callback_wait_s"]["mean"].is_f64());
    }

    #[test]
    fn actual_figures_stand_beside_the_queue_that_has_them() {
        let mut center = fixture::bank();
        center.queues[0].actual = Some(Actual {
            service_level: Some(ActualSeries::Day(0.78)),
            asa_s: None,
            abandoned: Some(ActualSeries::Intervals(vec![Some(0.01), None])),
        });
        let (_, value) = document(&center, &fixture::results(&center));
        let actual = &value["queues"]["service"]["actual"];
        assert_eq!(actual["service_level"], 0.78);
        assert_eq!(actual["abandonment_rate"][1], Value::Null);
        assert_eq!(keys(actual).len(), 2);
        assert!(!keys(&value["queues"]["loans"]).contains(&"actual"));
    }

    #[test]
    fn short_abandons_say_what_short_is() {
        use ServiceLevelDefinition::ShortAbandonsExcluded;
        let seconds = |seconds| Some(Ticks::from_seconds(seconds));
        assert_eq!(
            definition_text(ShortAbandonsExcluded, seconds(20.0), seconds(5.0)),
            "answered within T / (offered − short abandons), T = 20 s, short = within 5 s"
        );
        assert_eq!(
            definition_text(ShortAbandonsExcluded, None, None),
            "answered within T / (offered − short abandons), T of each queue, short = within the limit of each queue"
        );
    }

    #[test]
    fn channels_and_what_hours_went_to() {
        let center = fixture::channels::shop();
        let results = fixture::channels::shop_results(&center);
        let (_, value) = document(&center, &results);
        let channels = &value["channels"];
        assert_eq!(
            keys(channels),
            ["chat", "email", "messaging", "outbound", "voice"]
        );
        assert_eq!(channels["email"]["queues"][0], "mail");
        assert_eq!(channels["email"]["backlog"]["mean"].as_f64(), Some(26.5));
        assert_eq!(channels["voice"].get("backlog"), None);
        assert_eq!(channels["voice"].get("wait_p90_s"), None);
        let hours = &value["groups"]["writers"]["day"]["hours_by_queue"];
        let of = |name: &str| hours[name]["mean"].as_f64().expect("a number");
        let handling = &value["groups"]["writers"]["day"]["handling_hours"]["mean"];
        let sum = of("chat") + of("messages") + of("mail");
        assert!((sum - handling.as_f64().expect("a number")).abs() < 1e-6);
        let held = value["groups"]["writers"]["day"]["hours_at_concurrency"].as_array();
        assert_eq!(held.map(Vec::len), Some(4));
        assert_eq!(value["groups"]["phones"]["day"].get("concurrency"), None);
        assert!(value["queues"]["chat"]["day"]["reply_wait_s"]["mean"].is_f64());
        assert_eq!(value["queues"]["service"]["day"].get("reply_wait_s"), None);
    }
}
