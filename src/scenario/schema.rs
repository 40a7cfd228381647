//! The JSON Schema of a scenario file, by which editors complete and check it.
//!
//! In: the table of keys from which the walker reads, so that the two cannot part. Out: a JSON Schema
//! (draft 2020-12).

use serde_json::{Map, Value, json};

use super::keys::{self, Key, Kind, Section, WAIT_PERCENTS};
use super::leaf::Unit;
use super::precision;

/// The schema of a scenario file.
pub fn schema() -> Value {
    let mut schema = section(&keys::SCENARIO);
    let root = schema.as_object_mut().expect("a section is an object");
    root.insert(
        "$schema".into(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert("title".into(), json!("A headcount scenario"));
    root.insert("required".into(), json!(["center", "queues", "groups"]));
    root.insert("$defs".into(), definitions());
    schema
}

fn section(section: &Section) -> Value {
    let properties: Map<String, Value> = section
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false });
    if section.owner == keys::TARGET.owner {
        let (low, high) = (WAIT_PERCENTS.start(), WAIT_PERCENTS.end());
        let about = format!("Longest wait of this percent of answered contacts, {low} to {high}.");
        schema["patternProperties"] =
            json!({ "^wait_p[5-9][0-9]$": { "$ref": "#/$defs/duration", "description": about } });
    }
    schema["properties"] = Value::Object(properties);
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = match &key.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Clock => json!({ "type": "string", "pattern": CLOCK }),
        Kind::One(unit) => one(*unit),
        Kind::OneOr(unit, word) => json!({ "anyOf": [one(*unit), { "const": word }] }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Precision => precision(),
        Kind::Varying(Unit::Duration | Unit::PositiveDuration) => json!({ "$ref": "#/$defs/durations" }),
        Kind::Varying(Unit::Share | Unit::ShareBelowOne) => json!({ "$ref": "#/$defs/shares" }),
        Kind::Varying(unit) => varying(&one(*unit)),
        Kind::Volume => volume(),
        Kind::VaryingEach(unit) => {
            let each = varying(&one(*unit));
            json!({ "type": "object", "minProperties": 1, "additionalProperties": each })
        }
        Kind::List(unit) => json!({ "anyOf": [
            one(*unit),
            { "type": "array", "items": one(*unit) },
            { "type": "string" },
        ] }),
        Kind::Moments(unit) => json!({
            "type": "object",
            "minProperties": 1,
            "additionalProperties": false,
            "patternProperties": { MOMENT: one(*unit) },
        }),
        Kind::Pauses => {
            let pause = json!({
                "type": "array",
                "prefixItems": [{ "type": "string", "pattern": CLOCK }, one(Unit::PositiveDuration)],
                "minItems": 2,
                "maxItems": 2,
            });
            json!({ "anyOf": [pause, { "type": "array", "items": pause }] })
        }
        Kind::VaryingOrTrue(unit) => json!({ "anyOf": [{ "type": "boolean" }, varying(&one(*unit))] }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Choices(words) => {
            json!({ "anyOf": [{ "enum": words }, { "type": "array", "items": { "enum": words } }] })
        }
        Kind::Sets(words) => json!({ "type": "array", "minItems": 1, "items": {
            "type": "array",
            "minItems": 2,
            "items": { "enum": words },
        } }),
        Kind::Law(laws) => {
            let patience = std::ptr::eq(*laws, keys::PATIENCE);
            json!({ "$ref": if patience { "#/$defs/patience" } else { "#/$defs/times" } })
        }
        Kind::OneLaw(family) => {
            let patience = std::ptr::eq(family.laws(), keys::PATIENCE);
            json!({ "$ref": if patience { "#/$defs/patience_law" } else { "#/$defs/times_law" } })
        }
        Kind::Names => json!({ "type": "array", "minItems": 1, "items": { "type": "string" } }),
        Kind::Busyness => law(keys::BUSYNESS),
        Kind::Route => json!({ "type": "array", "minItems": 1, "items": { "anyOf": [
            { "type": "string" },
            { "type": "array", "minItems": 1, "items": { "type": "string" } },
            section(&keys::STEP),
        ] } }),
        Kind::Ranks => json!({ "type": "array", "minItems": 1, "items": { "anyOf": [
            { "type": "string" },
            { "type": "array", "minItems": 1, "items": { "type": "string" } },
        ] } }),
        Kind::Factors => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        Kind::Each(unit) => by_name(&one(*unit)),
        Kind::OneOrEach(unit) => json!({ "anyOf": [one(*unit), by_name(&one(*unit))] }),
        Kind::VaryingOrEach(unit) => {
            json!({ "anyOf": [varying(&one(*unit)), by_name(&varying(&one(*unit)))] })
        }
        Kind::Pairs(bound, value) => json!({ "type": "array", "items": {
            "type": "array",
            "prefixItems": [one(*bound), one(*value)],
            "minItems": 2,
            "maxItems": 2,
        } }),
        Kind::Table(inner) => section(inner),
        Kind::OneOrTable(unit, inner) => json!({ "anyOf": [one(*unit), section(inner)] }),
        Kind::ListOrTable(unit, inner) => json!({ "anyOf": [
            { "type": "array", "minItems": 1, "items": one(*unit) },
            { "type": "string" },
            section(inner),
        ] }),
        Kind::ChoiceOrTable(words, inner) => json!({ "anyOf": [{ "enum": words }, section(inner)] }),
        Kind::Tables(inner, _) => json!({ "type": "array", "items": section(inner) }),
        Kind::Numbered(inner) => json!({ "type": "array", "minItems": 1, "items": section(inner) }),
        Kind::Named(inner) => {
            json!({ "type": "object", "minProperties": 1, "additionalProperties": section(inner) })
        }
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".into(), json!(key.about));
    }
    schema
}

/// A value under each of some names.
fn by_name(value: &Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

/// A share, or a table of figures; those of one queue stand under its name.
fn precision() -> Value {
    let figures: Map<String, Value> = precision::measures()
        .map(|measure| {
            (
                precision::short_name(measure).to_owned(),
                one(precision::unit(measure)),
            )
        })
        .collect();
    let of_queue = json!({ "type": "object", "properties": figures, "additionalProperties": false });
    json!({ "anyOf": [{ "$ref": "#/$defs/share" }, {
        "type": "object",
        "minProperties": 1,
        "properties": figures,
        "additionalProperties": { "anyOf": [of_queue, { "type": ["number", "string"] }] },
    }] })
}

const MOMENT: &str = "^([0-9]+ )?[0-9]{1,2}:[0-9]{2}";
const CLOCK: &str = "^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AaPp][Mm])?$";
const DURATION: &str = "^(([0-9.,]+(d|h|m|s|ms))+|[0-9]+:[0-5]?[0-9]:[0-5]?[0-9.]+)$";

fn one(unit: Unit) -> Value {
    match unit {
        Unit::Duration | Unit::PositiveDuration => json!({ "$ref": "#/$defs/duration" }),
        Unit::Share | Unit::ShareBelowOne => json!({ "$ref": "#/$defs/share" }),
        Unit::Count => json!({ "type": "number", "minimum": 0 }),
        Unit::Whole(low, high) => json!({ "type": "integer", "minimum": low as i64, "maximum": high as u64 }),
        Unit::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
        Unit::Rate => json!({ "type": "string", "pattern": "^[0-9.,]+ ?/ ?(d|h|m|s)$" }),
    }
}

/// One value, one an interval, times, or coarser steps.
fn varying(value: &Value) -> Value {
    let list = json!({ "type": "array", "items": value });
    let text = json!({ "type": "string", "pattern": "\\s", "description": "One value an interval, with white space between." });
    let steps = json!({
        "type": "object",
        "required": ["every", "values"],
        "additionalProperties": false,
        "properties": { "every": { "$ref": "#/$defs/duration" }, "values": { "anyOf": [list, { "type": "string" }] } },
    });
    let times = json!({
        "type": "object",
        "minProperties": 1,
        "additionalProperties": false,
        "patternProperties": { MOMENT: value },
    });
    json!({ "anyOf": [value, list, text, times, steps] })
}

/// A volume in any form, or how many come each day and the shape of a day.
fn volume() -> Value {
    let count = one(Unit::Count);
    let list = json!({ "anyOf": [{ "type": "array", "items": count }, { "type": "string" }, count] });
    let days = json!({
        "type": "object",
        "required": ["per_day", "shape"],
        "additionalProperties": false,
        "properties": { "per_day": list, "shape": list },
    });
    json!({ "anyOf": [varying(&count), days] })
}

/// One of some laws, named by its only key.
fn law(laws: &[&Section]) -> Value {
    let forms: Vec<Value> = laws
        .iter()
        .map(|law| {
            let inside = match law.owner {
                "deterministic" => json!({ "$ref": "#/$defs/durations" }),
                "survival" => json!({ "type": "array", "minItems": 1, "items": {
                    "type": "array",
                    "prefixItems": [one(Unit::Duration), one(Unit::Share)],
                    "minItems": 2,
                    "maxItems": 2,
                } }),
                "empirical" => json!({ "anyOf": [
                    { "type": "array", "minItems": 1, "items": one(Unit::Duration) },
                    { "type": "string" },
                    section(law),
                ] }),
                _ => section(law),
            };
            json!({
                "type": "object",
                "required": [law.owner],
                "additionalProperties": false,
                "properties": { law.owner: inside },
            })
        })
        .collect();
    json!({ "anyOf": forms })
}

fn definitions() -> Value {
    let bare = one(Unit::Duration);
    let forever = json!({ "const": "forever" });
    let times = json!({ "anyOf": [bare, law(keys::TIMES)] });
    let patience = json!({ "anyOf": [bare, forever, law(keys::PATIENCE)] });
    json!({
        "duration": {
            "type": "string",
            "pattern": DURATION,
            "description": "Numbers with units d, h, m, s, ms: \"4m10s\".",
        },
        "share": {
            "description": "0.8 or \"80%\".",
            "anyOf": [
                { "type": "number", "minimum": 0, "maximum": 1 },
                { "type": "string", "pattern": "^[0-9.,]+ ?%?$" },
            ],
        },
        "durations": varying(&one(Unit::Duration)),
        "shares": varying(&one(Unit::Share)),
        "times_law": times,
        "patience_law": patience,
        "times": varying(&json!({ "$ref": "#/$defs/times_law" })),
        "patience": varying(&json!({ "$ref": "#/$defs/patience_law" })),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::reading::Reading;
    use crate::scenario::{Source, file, node};

    /// Every key of a schema, with the words that describe its table.
    fn keys_of(owner: &'static Section, out: &mut BTreeSet<(&'static str, String)>) {
        let schema = section(owner);
        let names = schema["properties"].as_object().unwrap().keys().cloned();
        out.extend(names.map(|name| (owner.owner, name)));
        for key in owner.keys {
            match &key.kind {
                Kind::Table(inner)
                | Kind::Named(inner)
                | Kind::Numbered(inner)
                | Kind::OneOrTable(_, inner)
                | Kind::ListOrTable(_, inner)
                | Kind::ChoiceOrTable(_, inner)
                | Kind::Tables(inner, _) => keys_of(inner, out),
                Kind::Route => keys_of(&keys::STEP, out),
                Kind::OneLaw(family) => family.laws().iter().for_each(|law| keys_of(law, out)),
                Kind::Law(laws) => laws.iter().for_each(|law| keys_of(law, out)),
                Kind::Busyness => keys::BUSYNESS.iter().for_each(|law| keys_of(law, out)),
                _ => {}
            }
        }
    }

    /// The walker, led through a file that opens every table, asks for exactly the schema's keys.
    #[test]
    fn the_schema_has_the_keys_of_the_walker() {
        let laws = [
            "exponential = {}",
            "lognormal = {}",
            "gamma = {}",
            "erlang = {}",
            "weibull = {}",
            "hyperexponential = {}",
            "uniform = {}",
            "triangular = {}",
            "empirical = {}",
            "observed = {}",
        ];
        let mut text = String::from(
            "[routing]\n[experiment]\n[lines.all]\n[queues.rules]\nsegments = { vip = {} }\nmessage = {}\n\
             retry = { abandoned = {} }\nrepeat = {}\nivr = {}\nbot = {}\nconversation = {}\nthread = {}\ndialer = {}\nannounce = {}\ncallback = {}\n\
             route = [{ when = { service_below = {} } }]\noverflow = {}\ntransfers = [{}]\n",
        );
        for (index, law) in laws.iter().enumerate() {
            text += &format!(
                "[queues.q{index}]\npatience = {{ {law} }}\ntarget = {{}}\nactual = {{}}\n[groups.g{index}]\ntarget = {{}}\nplan = {{}}\n"
            );
        }
        text += "shifts = [{}]\naway = {}\ndisconnect = {}\nclasses = [{}]\nlearning = {}\nfatigue = {}\n\
            concurrency = {}\nspeed = {}\ninterrupts = {}\n\
            [mixes.m]\n[factors.f]\ninterval = {}\n\
            [queues.r]\nbacklog = {}\narrivals = { mixed = {} }\n";
        let mut asked = BTreeSet::new();
        for busyness in [
            "gamma = { cv = 0.1 }",
            "lognormal = { cv = 0.1 }",
            "uniform = { low = 0.9, high = 1.1 }",
        ] {
            let text = format!("[center]\nbusyness = {{ {busyness} }}\ntarget = {{}}\n{text}");
            let files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
            let mut reading = Reading::new(&files, "".into());
            let source = reading.found.add_source(Source::new("all.toml", text));
            let root = node::parse(&mut reading.found, source);
            file::read(&mut reading, &root);
            asked.extend(reading.asked);
        }
        let mut described = BTreeSet::new();
        keys_of(&keys::SCENARIO, &mut described);
        assert_eq!(asked, described);
    }

    #[test]
    fn every_setting_is_described() {
        fn check(section: &Section) {
            for key in section.keys {
                assert!(key.about.ends_with('.'), "{}: {}", section.owner, key.name);
                match &key.kind {
                    Kind::Table(inner)
                    | Kind::Named(inner)
                    | Kind::Numbered(inner)
                    | Kind::OneOrTable(_, inner)
                    | Kind::ListOrTable(_, inner)
                    | Kind::ChoiceOrTable(_, inner)
                    | Kind::Tables(inner, _) => check(inner),
                    Kind::Route => check(&keys::STEP),
                    _ => {}
                }
            }
        }
        check(&keys::SCENARIO);
    }
}
