//! Sweeps of the bank that are really simulated, each once for all tests.

use std::sync::OnceLock;

use super::{Factor, FactorKind, FactorUnit, Level, Sweep, Variant};
use crate::estimate::{self, Point};
use crate::model::Center;
use crate::scenario::{self, Bundled, Edit};

/// A sweep that owns its center.
pub(crate) struct Made {
    /// What it is called.
    pub(crate) name: &'static str,
    center: Center,
    seed: u64,
    factors: Vec<Factor>,
    variants: Vec<Variant>,
}

impl Made {
    pub(crate) fn sweep(&self) -> Sweep<'_> {
        Sweep {
            center: &self.center,
            seed: self.seed,
            confidence: 0.95,
            factors: self.factors.clone(),
            variants: self.variants.clone(),
        }
    }
}

type Value = (String, Option<f64>);

fn made(name: &'static str, factors: &[(&str, FactorKind)], rows: &[Vec<Value>], replications: u32) -> Made {
    let bank = Bundled::named("bank")
        .expect("it comes with the program")
        .source();
    let nothing = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
    let read = |edits: &[Edit]| {
        scenario::read(&bank, edits, None, &nothing).unwrap_or_else(|problems| panic!("{problems:?}"))
    };
    let base = read(&[]);
    let variants = rows
        .iter()
        .map(|row| {
            let edits: Vec<Edit> = factors
                .iter()
                .zip(row)
                .map(|((path, _), (text, _))| Edit::parse(&format!("{path}={text}")).expect("a change"))
                .collect();
            let changed = read(&edits);
            let mut experiment = changed.experiment;
            experiment.replications = replications;
            experiment.precision.clear();
            let levels: Vec<Level> = row
                .iter()
                .map(|(text, value)| Level {
                    text: text.clone(),
                    value: *value,
                })
                .collect();
            let texts: Vec<&str> = levels.iter().map(|level| level.text.as_str()).collect();
            Variant {
                label: texts.join(", "),
                targets: changed
                    .center
                    .queues
                    .iter()
                    .map(|queue| queue.target.clone())
                    .collect(),
                point: Point::from(estimate::run(&changed.center, &experiment, &|_| ())),
                levels,
            }
        })
        .collect();
    Made {
        name,
        center: base.center,
        seed: base.experiment.seed,
        factors: factors
            .iter()
            .map(|(path, kind)| Factor {
                name: (*path).into(),
                kind: *kind,
            })
            .collect(),
        variants,
    }
}

const STAFF: (&str, FactorKind) = ("groups.generalists.staff", FactorKind::Shifts(FactorUnit::Number));
const VOLUME: (&str, FactorKind) = ("queues.*.volume", FactorKind::Scales);

fn shift(by: i32) -> Value {
    let text = if by < 0 { format!("{by}") } else { format!("+{by}") };
    (text, Some(f64::from(by)))
}

fn times(hundredths: i32) -> Value {
    let value = f64::from(hundredths) / 100.0;
    (format!("x{value}"), Some(value))
}

fn word(text: &str) -> Value {
    (text.into(), None)
}

fn column(values: impl IntoIterator<Item = Value>) -> Vec<Vec<Value>> {
    values.into_iter().map(|value| vec![value]).collect()
}

fn cross(first: &[Value], second: &[Value]) -> Vec<Vec<Value>> {
    let pairs = first
        .iter()
        .flat_map(|a| second.iter().map(move |b| vec![a.clone(), b.clone()]));
    pairs.collect()
}

/// Thirteen numbers of agents.
pub(crate) fn staff() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| made("staff", &[STAFF], &column((-6..=6).map(shift)), 48))
}

/// Eight numbers of agents by six volumes.
pub(crate) fn grid() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let staff: Vec<Value> = (-3..=4).map(shift).collect();
        let volume: Vec<Value> = (80..=130).step_by(10).map(times).collect();
        made("grid", &[STAFF, VOLUME], &cross(&staff, &volume), 16)
    })
}

/// Four routes of a queue.
pub(crate) fn words() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let routes = [
            r#"["generalists"]"#,
            r#"["generalists", "loan_desk"]"#,
            r#"[["generalists", "loan_desk"]]"#,
            r#"["loan_desk", "generalists"]"#,
        ];
        made(
            "words",
            &[("queues.service.route", FactorKind::Words)],
            &column(routes.map(word)),
            32,
        )
    })
}

/// Forty points scattered over three factors.
pub(crate) fn random() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let rows: Vec<Vec<Value>> = (0..40)
            .map(|index| {
                vec![
                    shift(index * 7 % 11 - 4),
                    times(80 + index * 13 % 41),
                    (
                        format!("{}s", 120 + index * 29 % 40 * 10),
                        Some(f64::from(120 + index * 29 % 40 * 10)),
                    ),
                ]
            })
            .collect();
        let patience = (
            "queues.service.patience.exponential.mean",
            FactorKind::Replaces(FactorUnit::Seconds),
        );
        made("random", &[STAFF, VOLUME, patience], &rows, 16)
    })
}

/// All of them, with three points, sixty, two factors of which one is no number, one replication, and long
/// names.
pub(crate) fn all() -> &'static [&'static Made] {
    static MADE: OnceLock<Vec<&'static Made>> = OnceLock::new();
    static OTHERS: OnceLock<Vec<Made>> = OnceLock::new();
    MADE.get_or_init(|| {
        let others = OTHERS.get_or_init(|| {
            let ways = ["longest-idle", "random"].map(word);
            let staff: Vec<Value> = (-2..=4).map(shift).collect();
            let mut long = made(
                "long-names",
                &[STAFF, VOLUME],
                &cross(&staff, &[times(90), times(110)]),
                8,
            );
            for (queue, name) in long.center.queues.iter_mut().zip([
                "priority_service_for_private_customers_of_the_north_east_region",
                "mortgages_and_consumer_loans_including_applications_by_letter",
            ]) {
                queue.name = name.into();
            }
            long.center.groups[0].name = "generalists_of_the_second_site_who_work_from_home".into();
            long.factors[0].name =
                "groups.generalists_of_the_second_site_who_work_from_home.staff@12:00..14:00".into();
            vec![
                made("three", &[STAFF], &column([-2, 0, 2].map(shift)), 64),
                made("sixty", &[VOLUME], &column((70..130).map(times)), 8),
                made("volume", &[VOLUME], &column((80..=130).step_by(5).map(times)), 64),
                made(
                    "staff-by-words",
                    &[STAFF, ("routing.agent", FactorKind::Words)],
                    &cross(&staff, &ways),
                    16,
                ),
                made("one-day", &[STAFF], &column((-2..=2).map(shift)), 1),
                long,
            ]
        });
        [staff(), grid(), words(), random()]
            .into_iter()
            .chain(others)
            .collect()
    })
}
