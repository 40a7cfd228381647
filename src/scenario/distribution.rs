//! Distributions as they are typed, and what they mean interval by interval.
//!
//! In: nodes such as `{ lognormal = { mean = "3m10s", cv = 1.1 } }`, `"6m"`, `"forever"`. Out: a
//! [`LawSeries`], which resolves to a [`Distribution`] an interval. A parameter may vary over the day like
//! any other value. A bare duration is the mean of a lognormal with cv 1, of patience the mean of an
//! exponential; of a time until somebody tries again that of an exponential; of a time agreed on, that very
//! time. A change that scales a law scales every time; one that shifts it moves the mean and keeps
//! the cv.

mod data;

use super::edit::Amount;
use super::keys::{self, Section};
use super::leaf::{Unit, Word};
use super::node::{Node, Table};
use super::problem::{Complaint, did_you_mean};
use super::reading::Reading;
use super::series::{self, Filling, Frame, How, Leaf, Series};
use super::source::Place;
use crate::model::{Distribution, PerInterval};

/// What a law describes: it decides what a bare duration means and which laws there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Handle, talk and wrap-up times.
    Times,
    /// How long a contact would wait.
    Patience,
    /// Times until somebody tries again.
    Delay,
    /// The time that was agreed on.
    Window,
}

impl Family {
    pub fn laws(self) -> &'static [&'static Section] {
        match self {
            Family::Times | Family::Delay | Family::Window => keys::TIMES,
            Family::Patience => keys::PATIENCE,
        }
    }

    /// The law of which a bare duration is the mean.
    pub fn bare_law(self) -> &'static str {
        match self {
            Family::Times => "lognormal",
            Family::Patience | Family::Delay => "exponential",
            Family::Window => "deterministic",
        }
    }

    fn bare(self, mean: f64) -> Distribution {
        match self {
            _ if mean == 0.0 => Distribution::Deterministic { value: 0.0 },
            Family::Times => Distribution::lognormal_by_mean_cv(mean, 1.0),
            Family::Patience | Family::Delay => Distribution::Exponential { mean },
            Family::Window => Distribution::Deterministic { value: mean },
        }
    }

    fn example(self) -> &'static str {
        match self {
            Family::Times => "\"6m\" or { lognormal = { mean = \"6m\", cv = 1.1 } }",
            Family::Delay => "\"20m\" or { exponential = { mean = \"20m\" } }",
            Family::Window => "\"2h\" or { uniform = { low = \"1h\", high = \"3h\" } }",
            Family::Patience => "\"6m\", \"forever\" or { exponential = { mean = \"6m\" } }",
        }
    }
}

/// Laws over the day: which of them holds when.
#[derive(Debug, Clone)]
pub(super) struct LawSeries {
    laws: Vec<Law>,
    series: Series<usize>,
    family: Family,
}

/// One law.
#[derive(Debug, Clone)]
struct Law {
    kind: LawKind,
    place: Place,
}

#[derive(Debug, Clone)]
enum LawKind {
    Bare(f64),
    Parameters {
        law: &'static Section,
        given: Vec<(&'static str, Series<f64>)>,
    },
    Deterministic(Series<f64>),
    Fixed(Distribution),
}

struct LawLeaf {
    family: Family,
    laws: Vec<Law>,
}

impl LawSeries {
    pub fn read(reading: &mut Reading<'_>, node: &Node, family: Family) -> LawSeries {
        let mut leaf = LawLeaf {
            family,
            laws: Vec::new(),
        };
        let series = Series::read(reading, node, &mut leaf);
        LawSeries {
            laws: leaf.laws,
            series,
            family,
        }
    }

    pub fn place(&self) -> &Place {
        &self.series.place
    }

    /// Where it was made to vary over the day.
    pub fn varied_at(&self) -> &Place {
        self.series.varied_at()
    }

    /// Whether a law was typed, and not only a change to it.
    pub fn is_typed(&self) -> bool {
        self.series.is_typed()
    }

    /// Whether some of it is typed as a bare duration.
    pub fn is_bare(&self) -> bool {
        self.laws
            .iter()
            .any(|law| matches!(law.kind, LawKind::Bare(mean) if mean > 0.0))
    }

    /// The only law of a setting that does not vary over the day, changes made.
    pub fn resolve_one(&self, reading: &mut Reading<'_>, frame: &Frame) -> Option<Distribution> {
        match self.resolve(reading, frame)? {
            PerInterval::Same(law) => Some(law),
            PerInterval::Each(_) => {
                let complaint = Complaint::new(
                    "this does not vary over the day",
                    "one distribution holds for the whole horizon",
                    format!("write {}", self.family.example()),
                );
                reading.error(self.varied_at(), complaint);
                None
            }
        }
    }

    /// The law of every interval, changes made.
    pub fn resolve(&self, reading: &mut Reading<'_>, frame: &Frame) -> Option<PerInterval<Distribution>> {
        let which = self.series.expand(reading, frame, Filling::level())?;
        let laws: Vec<Option<PerInterval<Distribution>>> = self
            .laws
            .iter()
            .map(|law| law.resolve(reading, frame, self.family))
            .collect();
        let laws: Vec<PerInterval<Distribution>> = laws.into_iter().collect::<Option<_>>()?;
        let values = match which {
            PerInterval::Same(index) => laws[index].clone(),
            PerInterval::Each(indices) => PerInterval::Each(
                indices
                    .iter()
                    .enumerate()
                    .map(|(interval, index)| laws[*index].at(interval).clone())
                    .collect(),
            ),
        };
        series::change(
            reading,
            frame,
            values,
            &self.series.changes,
            |reading, change, interval, law| match &change.how {
                How::Replace(index) => Some(laws[(*index)?].at(interval).clone()),
                How::By(Amount::Scale(factor)) if *factor > 0.0 => Some(law.scaled(*factor)),
                How::By(Amount::Shift(_)) if law.mean().is_infinite() => Some(law.clone()),
                How::By(Amount::Shift(step)) if law.mean() + step > 0.0 => {
                    Some(law.scaled((law.mean() + step) / law.mean()))
                }
                How::By(_) => {
                    let complaint =
                        Complaint::new("this change leaves no time at all", "a mean is above zero", "");
                    reading.error(&change.place, complaint);
                    None
                }
            },
        )
    }
}

impl Leaf<usize> for LawLeaf {
    fn word(&mut self, reading: &mut Reading<'_>, word: Word<'_>, place: &Place) -> Option<usize> {
        let kind = if word.text.trim() == "forever" && self.family == Family::Patience {
            LawKind::Fixed(Distribution::Forever)
        } else {
            match Unit::Duration.read(word) {
                Ok(mean) => LawKind::Bare(mean),
                Err(complaint) => {
                    reading.error(place, complaint);
                    return None;
                }
            }
        };
        Some(self.keep(kind, place))
    }

    fn table(&mut self, reading: &mut Reading<'_>, node: &Node, table: &Table) -> Option<usize> {
        let kind = read_law(reading, node, table, self.family)?;
        Some(self.keep(kind, &node.place))
    }

    fn unit(&self) -> Option<Unit> {
        None
    }

    fn example(&self) -> &'static str {
        self.family.example()
    }
}

impl LawLeaf {
    fn keep(&mut self, kind: LawKind, place: &Place) -> usize {
        self.laws.push(Law {
            kind,
            place: place.clone(),
        });
        self.laws.len() - 1
    }
}

/// The one law that a table names.
pub(super) fn the_law<'n>(
    reading: &mut Reading<'_>,
    node: &'n Node,
    table: &'n Table,
    laws: &'static [&'static Section],
    example: &str,
) -> Option<(&'static Section, &'n Node)> {
    let mut named = None;
    let mut sound = true;
    for entry in &table.entries {
        let law = laws.iter().find(|law| law.owner == entry.key);
        let complaint = match (law, &named) {
            (Some(law), None) => {
                named = Some((*law, &entry.node));
                continue;
            }
            (Some(_), Some((first, _))) => Complaint::new(
                format!("`{}` and `{}` are two distributions", first.owner, entry.key),
                "there can be only one",
                "remove one of them",
            ),
            (None, _) if matches!(entry.key.as_str(), "mean" | "cv" | "median" | "p90" | "shape") => {
                Complaint::new(
                    format!("`{}` stands outside its distribution", entry.key),
                    "parameters stand inside the law's own braces",
                    format!("write {example}"),
                )
            }
            (None, _) => Complaint::new(
                format!("`{}` is no distribution for this", entry.key),
                "a distribution is named by its law",
                did_you_mean(&entry.key, laws.iter().map(|law| law.owner)),
            ),
        };
        reading.error(&entry.key_place, complaint);
        sound = false;
    }
    if named.is_none() && sound {
        let complaint = Complaint::new(
            "no distribution is named here",
            "a distribution is named by its law",
            format!("write {example}"),
        );
        reading.error(&node.place, complaint);
    }
    named.filter(|_| sound)
}

fn read_law(reading: &mut Reading<'_>, node: &Node, table: &Table, family: Family) -> Option<LawKind> {
    let (law, inner) = the_law(reading, node, table, family.laws(), family.example())?;
    match law.owner {
        "deterministic" => Some(LawKind::Deterministic(Series::read(
            reading,
            inner,
            &mut Unit::Duration,
        ))),
        "empirical" => data::empirical(reading, inner).map(LawKind::Fixed),
        "survival" => data::survival(reading, inner).map(LawKind::Fixed),
        "observed" => data::observed(reading, inner).map(LawKind::Fixed),
        _ => parameters(reading, inner, law),
    }
}

fn parameters(reading: &mut Reading<'_>, node: &Node, law: &'static Section) -> Option<LawKind> {
    let fields = reading.fields(node, law)?;
    let mut given = Vec::new();
    for key in law.keys {
        let keys::Kind::Varying(mut unit) = key.kind else {
            continue;
        };
        if let Some(node) = fields.get(reading, key.name) {
            given.push((key.name, Series::read(reading, node, &mut unit)));
        }
    }
    let has = |name: &str| given.iter().any(|(known, _)| *known == name);
    let wanted: Vec<&str> = match law.owner {
        "lognormal" if has("median") || has("p90") => vec!["median", "p90"],
        "lognormal" => vec!["mean", "cv"],
        _ => law.names().collect(),
    };
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !has(name)).collect();
    let surplus: Vec<&str> = given
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !wanted.contains(name))
        .collect();
    let unknown = fields.table.keys().any(|key| law.key(key).is_none());
    if !missing.is_empty() && !unknown {
        let complaint = Complaint::new(
            format!("`{}` is missing", missing.join("` and `")),
            format!("{} needs {}", law.owner, wanted.join(" and ")),
            "",
        );
        reading.error(&node.place, complaint);
    }
    if !surplus.is_empty() {
        let complaint = Complaint::new(
            format!("`{}` says it twice", surplus.join("` and `")),
            "lognormal takes mean and cv, or median and p90",
            "remove one of the pairs",
        );
        reading.error(&node.place, complaint);
    }
    (missing.is_empty() && surplus.is_empty()).then_some(LawKind::Parameters { law, given })
}

impl Law {
    fn resolve(
        &self,
        reading: &mut Reading<'_>,
        frame: &Frame,
        family: Family,
    ) -> Option<PerInterval<Distribution>> {
        match &self.kind {
            LawKind::Bare(mean) => Some(PerInterval::Same(family.bare(*mean))),
            LawKind::Fixed(law) => Some(PerInterval::Same(law.clone())),
            LawKind::Deterministic(value) => {
                let values = value.resolve(reading, frame, Unit::Duration, Filling::level())?;
                Some(map(values, |value| Distribution::Deterministic { value }))
            }
            LawKind::Parameters { law, given } => {
                let mut resolved = Vec::new();
                for (name, series) in given {
                    let Some(keys::Kind::Varying(unit)) = law.key(name).map(|key| &key.kind) else {
                        continue;
                    };
                    resolved.push((*name, series.resolve(reading, frame, *unit, Filling::level())));
                }
                let resolved: Vec<(&str, PerInterval<f64>)> = resolved
                    .into_iter()
                    .map(|(name, values)| Some((name, values?)))
                    .collect::<Option<_>>()?;
                let build = |interval: usize| {
                    let value = |wanted: &str| {
                        resolved
                            .iter()
                            .find(|(name, _)| *name == wanted)
                            .map(|(_, values)| *values.at(interval))
                    };
                    build(law.owner, value)
                };
                let varies = resolved
                    .iter()
                    .any(|(_, values)| matches!(values, PerInterval::Each(_)));
                let built = if varies {
                    (0..frame.calendar.intervals)
                        .map(build)
                        .collect::<Result<Vec<_>, _>>()
                        .map(PerInterval::Each)
                } else {
                    build(0).map(PerInterval::Same)
                };
                built
                    .map_err(|complaint| reading.error(&self.place, complaint))
                    .ok()
            }
        }
    }
}

/// A distribution from parameters that are each sound; together they may not be.
fn build(law: &str, value: impl Fn(&str) -> Option<f64>) -> Result<Distribution, Complaint> {
    let missing = || Complaint::new("a parameter is missing", "", "");
    let get = |name: &str| value(name).ok_or_else(missing);
    Ok(match law {
        "exponential" => Distribution::Exponential { mean: get("mean")? },
        "lognormal" => match (value("median"), value("p90")) {
            (Some(median), Some(p90)) if p90 < median => {
                return Err(Complaint::new(
                    "the 90th percentile is below the median",
                    "`p90` is at least `median`",
                    "",
                ));
            }
            (Some(median), Some(p90)) => Distribution::lognormal_by_median_p90(median, p90),
            _ => Distribution::lognormal_by_mean_cv(get("mean")?, get("cv")?),
        },
        "gamma" => Distribution::gamma_by_mean_cv(get("mean")?, get("cv")?),
        "erlang" => Distribution::erlang_by_mean_shape(get("mean")?, get("shape")? as u32),
        "weibull" => Distribution::weibull_by_mean_shape(get("mean")?, get("shape")?),
        "hyperexponential" => Distribution::hyperexponential_by_mean_cv(get("mean")?, get("cv")?),
        "uniform" => {
            let (low, high) = (get("low")?, get("high")?);
            if low >= high {
                return Err(Complaint::new(
                    "`low` is not below `high`",
                    "a uniform distribution runs from low to high",
                    "for a fixed time write deterministic = \"60s\"",
                ));
            }
            Distribution::Uniform { low, high }
        }
        _ => {
            let (low, mode, high) = (get("low")?, get("mode")?, get("high")?);
            if !(low <= mode && mode <= high && low < high) {
                return Err(Complaint::new(
                    "`low`, `mode` and `high` are out of order",
                    "low ≤ mode ≤ high, and low < high",
                    "",
                ));
            }
            Distribution::Triangular { low, mode, high }
        }
    })
}

fn map<T, U>(values: PerInterval<T>, f: impl Fn(T) -> U) -> PerInterval<U> {
    match values {
        PerInterval::Same(value) => PerInterval::Same(f(value)),
        PerInterval::Each(values) => PerInterval::Each(values.into_iter().map(f).collect()),
    }
}
