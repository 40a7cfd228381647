//! Answers of the calculator as JSON, schema `headcount.erlang/1`, and as CSV.
//!
//! In: answers, perhaps with a comparison. Out: one document in full precision, a time that never ends or does
//! not exist being null; or a row an answer. Names end in their unit: `_s` seconds, `_erlangs` erlangs;
//! shares are of one.

use std::io;

use serde::Serialize;

use super::number;
use crate::estimate::Estimate;
use crate::insight::calculator::{Answer, Compared, Figures, sentence};
use crate::model::{Distribution, ServiceLevelDefinition};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.erlang/1";

/// A law in words: `2 min`, `lognormal, mean 190 s`.
pub fn law(law: &Distribution) -> String {
    let mean = || {
        let mean = (law.mean() * 1e3).round() / 1e3;
        number::duration(mean)
    };
    match law {
        Distribution::Exponential { .. } => format!("{} (exponential)", mean()),
        Distribution::Forever => "forever".into(),
        other if !other.mean().is_finite() => format!("{}, some for ever", name(other)),
        other => format!("{}, mean {}", name(other), mean()),
    }
}

fn name(law: &Distribution) -> &'static str {
    match law {
        Distribution::Exponential { .. } => "exponential",
        Distribution::Lognormal { .. } => "lognormal",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Weibull { .. } => "weibull",
        Distribution::Hyperexponential { .. } => "hyperexponential",
        Distribution::Deterministic { .. } => "deterministic",
        Distribution::Uniform { .. } => "uniform",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Empirical { .. } => "empirical",
        Distribution::Survival { .. } => "survival",
        Distribution::Forever => "forever",
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    units: Units,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Units {
    names_ending_in_s: &'static str,
    names_ending_in_erlangs: &'static str,
    names_ending_in_per_s: &'static str,
    shares_and_service_levels: &'static str,
    calls: &'static str,
}

const UNITS: Units = Units {
    names_ending_in_s: "seconds",
    names_ending_in_erlangs: "erlangs",
    names_ending_in_per_s: "calls per second",
    shares_and_service_levels: "of one",
    calls: "calls per period of per_s seconds",
};

#[derive(Serialize)]
struct Row<'a> {
    input: Input<'a>,
    formula: &'static str,
    formula_name: &'static str,
    asked: &'static str,
    answer: String,
    notes: &'a [String],
    calls: Option<f64>,
    handle_mean_s: Option<f64>,
    agents: Option<u32>,
    scheduled_agents: Option<f64>,
    agents_for_99_9_percent: Option<u32>,
    figures: Option<Measures>,
    around: Vec<Measures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison<'a>>,
}

#[derive(Serialize)]
struct Input<'a> {
    label: Option<&'a str>,
    calls: Option<f64>,
    per_s: f64,
    handle: Option<Law>,
    agents: Option<u32>,
    patience: Option<Law>,
    lines: Option<u32>,
    retry: Option<f64>,
    target: Option<f64>,
    within_s: f64,
    short_s: f64,
    service_level_definition: &'static str,
    abandoned_at_most: Option<f64>,
    p_wait_at_most: Option<f64>,
    asa_at_most_s: Option<f64>,
    queue_mean_at_most: Option<f64>,
    blocked_at_most: Option<f64>,
    occupancy_at_most: Option<f64>,
    shrinkage: f64,
    formula: Option<&'static str>,
}

#[derive(Serialize)]
struct Law {
    law: &'static str,
    mean_s: Option<f64>,
}

impl Law {
    fn of(law: &Distribution) -> Law {
        Law {
            law: name(law),
            mean_s: finite(Some(law.mean())),
        }
    }
}

#[derive(Serialize)]
struct Measures {
    agents: u32,
    scheduled_agents: f64,
    stable: bool,
    meets_goals: bool,
    calls_per_s: f64,
    load_erlangs: f64,
    service_level: f64,
    service_levels: ServiceLevels,
    p_wait: f64,
    asa_s: Option<f64>,
    wait_all_s: Option<f64>,
    wait_delayed_s: Option<f64>,
    wait_abandoned_s: Option<f64>,
    wait_p50_s: Option<f64>,
    wait_p80_s: Option<f64>,
    wait_p90_s: Option<f64>,
    wait_p95_s: Option<f64>,
    share_within: f64,
    share_within_s: Option<f64>,
    abandonment_rate: f64,
    blocked: f64,
    answered_in_the_end: f64,
    queue_mean: Option<f64>,
    occupancy: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ServiceLevels {
    of_offered: f64,
    of_answered: f64,
    short_abandons_met: f64,
    short_abandons_excluded: f64,
}

#[derive(Serialize)]
struct Comparison<'a> {
    answer: &'a str,
    formulas: Vec<Formula>,
    simulation: Simulation,
}

#[derive(Serialize)]
struct Formula {
    formula: &'static str,
    figures: Measures,
}

#[derive(Serialize)]
struct Simulation {
    calls: f64,
    replications: u32,
    seed: u64,
    confidence: f64,
    service_level: Option<Figure>,
    p_wait: Option<Figure>,
    asa_s: Option<Figure>,
    wait_p80_s: Option<Figure>,
    abandonment_rate: Option<Figure>,
    queue_mean: Option<Figure>,
    occupancy: Option<Figure>,
}

#[derive(Serialize)]
struct Figure {
    mean: f64,
    low: Option<f64>,
    high: Option<f64>,
}

impl Figure {
    fn of(estimate: Option<Estimate>) -> Option<Figure> {
        let estimate = estimate?;
        Some(Figure {
            mean: estimate.mean,
            low: estimate.interval.map(|(low, _)| low),
            high: estimate.interval.map(|(_, high)| high),
        })
    }
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

fn measures(answer: &Answer, figures: &Figures) -> Measures {
    let [
        of_offered,
        of_answered,
        short_abandons_met,
        short_abandons_excluded,
    ] = figures.service_levels;
    let [p50, p80, p90, p95] = figures.wait_quantiles_s.map(finite);
    Measures {
        agents: figures.agents,
        scheduled_agents: answer.scheduled(figures.agents),
        stable: figures.stable,
        meets_goals: figures.meets_goals,
        calls_per_s: figures.rate_per_s,
        load_erlangs: figures.load,
        service_level: figures.service_level(answer.given.goals.definition),
        service_levels: ServiceLevels {
            of_offered,
            of_answered,
            short_abandons_met,
            short_abandons_excluded,
        },
        p_wait: figures.p_wait,
        asa_s: finite(figures.asa_s),
        wait_all_s: finite(figures.wait_all_s),
        wait_delayed_s: finite(figures.wait_delayed_s),
        wait_abandoned_s: finite(figures.wait_abandoned_s),
        wait_p50_s: p50,
        wait_p80_s: p80,
        wait_p90_s: p90,
        wait_p95_s: p95,
        share_within: answer.given.share(),
        share_within_s: finite(figures.share_within_s),
        abandonment_rate: figures.abandoned,
        blocked: figures.blocked,
        answered_in_the_end: figures.answered_in_the_end,
        queue_mean: finite(Some(figures.queue_mean)),
        occupancy: figures.occupancy,
    }
}

fn input(answer: &Answer) -> Input<'_> {
    let given = &answer.given;
    let target = &given.goals.target;
    Input {
        label: given.label.as_deref(),
        calls: given.calls,
        per_s: given.per_s,
        handle: given.handle.as_ref().map(Law::of),
        agents: given.agents,
        patience: given.patience.as_ref().map(Law::of),
        lines: given.lines,
        retry: given.again,
        target: target.service.map(|service| service.answered),
        within_s: given.within_s,
        short_s: given.goals.short_s,
        service_level_definition: given.goals.definition.name(),
        abandoned_at_most: target.abandoned,
        p_wait_at_most: target.p_wait,
        asa_at_most_s: target.asa_s,
        queue_mean_at_most: target.queue_mean,
        blocked_at_most: given.goals.blocked,
        occupancy_at_most: given.goals.occupancy,
        shrinkage: given.shrinkage,
        formula: given.formula.map(|formula| formula.key()),
    }
}

/// The JSON document and a line break.
///
/// # Errors
/// None that depends on the answers.
pub fn json(answers: &[Answer], compared: &[Option<Compared>]) -> io::Result<Vec<u8>> {
    let rows = answers.iter().enumerate().map(|(index, answer)| Row {
        input: input(answer),
        formula: answer.formula.key(),
        formula_name: answer.formula.name(),
        asked: answer.sought.key(),
        answer: sentence(answer),
        notes: &answer.notes,
        calls: answer.calls,
        handle_mean_s: answer.handle_s,
        agents: answer.agents,
        scheduled_agents: answer.agents.map(|agents| answer.scheduled(agents)),
        agents_for_99_9_percent: answer.nearly,
        figures: answer.figures.as_ref().map(|figures| measures(answer, figures)),
        around: answer
            .around()
            .iter()
            .map(|figures| measures(answer, figures))
            .collect(),
        comparison: compared
            .get(index)
            .and_then(Option::as_ref)
            .map(|compared| Comparison {
                answer: &compared.sentence,
                formulas: compared
                    .formulas
                    .iter()
                    .map(|(formula, figures)| Formula {
                        formula: formula.key(),
                        figures: measures(answer, figures),
                    })
                    .collect(),
                simulation: Simulation {
                    calls: compared.simulated.calls,
                    replications: compared.simulated.replications,
                    seed: compared.simulated.seed,
                    confidence: compared.simulated.confidence,
                    service_level: Figure::of(compared.simulated.service_level),
                    p_wait: Figure::of(compared.simulated.p_wait),
                    asa_s: Figure::of(compared.simulated.asa_s),
                    wait_p80_s: Figure::of(compared.simulated.wait_p80_s),
                    abandonment_rate: Figure::of(compared.simulated.abandoned),
                    queue_mean: Figure::of(compared.simulated.queue_mean),
                    occupancy: Figure::of(compared.simulated.occupancy),
                },
            }),
    });
    let document = Document {
        schema: SCHEMA,
        units: UNITS,
        rows: rows.collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A row an answer; headings end in their unit, and `time`, `calls`, `aht_s` and `agents` can be read again
/// as input. What does not exist or never ends is empty.
///
/// # Errors
/// None that depends on the answers.
pub fn csv(answers: &[Answer]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let levels = ServiceLevelDefinition::ALL
        .map(|definition| format!("service_level_{}", definition.name().replace('-', "_")));
    let mut headings: Vec<String> = [
        "time",
        "formula",
        "calls",
        "aht_s",
        "load_erlangs",
        "agents",
        "scheduled_agents",
        "stable",
        "meets_goals",
    ]
    .map(String::from)
    .into();
    headings.extend(levels);
    headings.extend(
        [
            "p_wait",
            "asa_s",
            "wait_all_s",
            "wait_delayed_s",
            "wait_p50_s",
            "wait_p80_s",
            "wait_p90_s",
            "wait_p95_s",
            "abandonment_rate",
            "blocked",
            "queue_mean",
            "occupancy",
        ]
        .map(String::from),
    );
    writer.write_record(&headings)?;
    let text = |value: Option<f64>| finite(value).map_or(String::new(), |value| value.to_string());
    for answer in answers {
        let mut row = vec![
            answer.given.label.clone().unwrap_or_default(),
            answer.formula.key().into(),
            text(answer.calls),
            text(answer.handle_s),
            answer.load().to_string(),
            text(answer.agents.map(f64::from)),
            text(answer.agents.map(|agents| answer.scheduled(agents))),
        ];
        if let Some(figures) = &answer.figures {
            row.extend([figures.stable.to_string(), figures.meets_goals.to_string()]);
            row.extend(figures.service_levels.map(|level| level.to_string()));
            row.push(figures.p_wait.to_string());
            row.extend([figures.asa_s, figures.wait_all_s, figures.wait_delayed_s].map(text));
            row.extend(figures.wait_quantiles_s.map(text));
            row.extend([figures.abandoned, figures.blocked].map(|share| share.to_string()));
            row.extend([text(Some(figures.queue_mean)), figures.occupancy.to_string()]);
        }
        row.resize(headings.len(), String::new());
        writer.write_record(&row)?;
    }
    writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}
