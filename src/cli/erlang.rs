//! `headcount erlang`: one queue by formula, any quantity from the others.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::failure::Failure;
use super::output;
use crate::insight::calculator::{Answer, Compared, Formula, Given, MOST_AGENTS, answer, compare};
use crate::model::{Distribution, ServiceLevelDefinition, ServiceTarget, Target, Ticks};
use crate::report::terminal::{ErlangScreen, erlang_screen};
use crate::report::{erlang, files, plot};
use crate::scenario::single::{Column, Entry, Quantity, Words, step_s};
use crate::theory::Goals;

/// Pixels of a PNG for each of the page's.
const SCALE: f32 = 2.0;
/// The T of a service level where none is said, in seconds.
const USUAL_WITHIN_S: f64 = 20.0;
/// The period of calls where none is said, in seconds.
const USUAL_PER_S: f64 = 1800.0;

/// Arguments of `erlang`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Erlang {
    /// The formula: b (nobody waits), c (nobody hangs up), a (exponential patience), g (any patience), lines
    /// (limited), retry (who hangs up may call again), or compare: the formulas beside a quick simulation
    /// [default: a with patience, else c; g, lines or retry where the input needs it]
    #[arg(long, value_parser = models())]
    model: Option<String>,
    /// Calls in each period of --per; several for several rows: 80,100,120
    #[arg(long, value_name = "N")]
    calls: Option<String>,
    /// The period of --calls [default: 30m, or the step of the times of --intervals]
    #[arg(long, value_name = "TIME")]
    per: Option<String>,
    /// Average handle time, wrap-up inside: 180s; for compare also a law, 'lognormal = { mean = "3m", cv = 1.2 }'
    #[arg(long, visible_alias = "handle", value_name = "TIME")]
    aht: Option<String>,
    /// Agents on queue; several for several rows
    #[arg(long, value_name = "N")]
    agents: Option<String>,
    /// The share of calls to be answered in time
    #[arg(long, value_name = "SHARE")]
    target: Option<String>,
    /// The T of the service level: answered within it is in time; 0s means without a wait [default: 20s]
    #[arg(long, value_name = "TIME")]
    within: Option<String>,
    /// How long callers would wait, as in a scenario: 2m (mean of an exponential), forever,
    /// 'survival = [["1m", 0.9], ["3m", 0.4]]'
    #[arg(long, value_name = "LAW")]
    patience: Option<String>,
    /// Lines: calls in hand and waiting at once; more are turned away
    #[arg(long, value_name = "N")]
    lines: Option<String>,
    /// The share of those who hang up that calls again, each time
    #[arg(long, value_name = "SHARE")]
    retry: Option<String>,
    /// At most this share hangs up
    #[arg(long, value_name = "SHARE")]
    abandoned: Option<String>,
    /// The answered wait at most this on average
    #[arg(long, value_name = "TIME")]
    asa: Option<String>,
    /// At most this share has to wait
    #[arg(long, value_name = "SHARE")]
    p_wait: Option<String>,
    /// At most this many wait on average
    #[arg(long, value_name = "N")]
    queue: Option<String>,
    /// At most this share is turned away (b and lines)
    #[arg(long, value_name = "SHARE")]
    blocked: Option<String>,
    /// Agents are busy at most this share of their time
    #[arg(long, value_name = "SHARE")]
    occupancy: Option<String>,
    /// Which service level --target means
    #[arg(long, value_name = "DEFINITION", value_parser = definitions(), default_value = "of-offered")]
    service_level: String,
    /// The limit of short abandons [default: T]
    #[arg(long, value_name = "TIME")]
    short: Option<String>,
    /// The share of paid time in which agents are unavailable
    #[arg(long, value_name = "SHARE")]
    shrinkage: Option<String>,
    /// Rows from a CSV file (- for standard input) with any of the columns time, calls, aht, agents, patience,
    /// lines, target, within, shrinkage; a heading ending in _s means seconds
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["calls", "agents"])]
    intervals: Option<PathBuf>,
    /// The seed of compare's simulation
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Print every figure as JSON
    #[arg(long)]
    json: bool,
    /// Write a row an answer as CSV (- for standard output)
    #[arg(long, value_name = "FILE.csv")]
    csv: Option<PathBuf>,
    /// Draw service level, wait and occupancy against agents, as PNG or (by its ending) SVG
    #[arg(long, value_name = "FILE.png")]
    plot: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Give two of --calls, --aht and --agents to find the third, or all three for the service they make. \
Times have units (20s, 3m, 4m10s), shares are 80% or 0.8. Without a goal 80% within 20 s is asked \
(by Erlang B: 1% blocked).

Examples:
  headcount erlang --calls 100 --per 30m --aht 180s --target 80% --within 20s --patience 2m --shrinkage 30%
  headcount erlang --calls 100 --aht 180s --agents 14
  headcount erlang --agents 14 --aht 180s --target 80%
  headcount erlang --agents 14 --calls 100 --target 80%
  headcount erlang --calls 80,100,120 --aht 180s
  headcount erlang --intervals day.csv --aht 4m --patience 3m --csv plan.csv
  headcount erlang --model compare --calls 100 --aht 180s --agents 12 --patience 2m

At the edges: no calls need no agents; no agents answer nobody; a load not below the staff has no \
equilibrium where nobody hangs up (waits are endless, null in JSON beside \"stable\": false); \
--within 0s counts those who do not wait at all; no number of agents promises 100 % (exit code 3, \
and what 99.9 % takes); loads over a million erlangs are refused.";

const COMPARE: &str = "compare";

fn models() -> PossibleValuesParser {
    let formulas = Formula::ALL.map(Formula::key);
    PossibleValuesParser::new(formulas.into_iter().chain([COMPARE]))
}

fn definitions() -> PossibleValuesParser {
    PossibleValuesParser::new(ServiceLevelDefinition::ALL.map(ServiceLevelDefinition::name))
}

/// The columns of `--intervals`, in the order of `Erlang::row`.
const COLUMNS: [Column; 9] = [
    Column {
        names: &["time", "start", "interval"],
        quantity: None,
    },
    Column {
        names: &["calls", "volume", "offered"],
        quantity: Some(Quantity::Count),
    },
    Column {
        names: &["aht", "aht_s", "handle", "handle_s"],
        quantity: Some(Quantity::PositiveDuration),
    },
    Column {
        names: &["agents", "staff"],
        quantity: Some(Quantity::Whole(MOST_AGENTS as f64)),
    },
    Column {
        names: &["patience", "patience_s"],
        quantity: Some(Quantity::Duration),
    },
    Column {
        names: &["lines"],
        quantity: Some(Quantity::Whole(MOST_AGENTS as f64)),
    },
    Column {
        names: &["target"],
        quantity: Some(Quantity::Share),
    },
    Column {
        names: &["within", "within_s"],
        quantity: Some(Quantity::Duration),
    },
    Column {
        names: &["shrinkage"],
        quantity: Some(Quantity::ShareBelowOne),
    },
];

impl Erlang {
    /// Calculates and reports.
    pub fn answer(&self) -> Result<(), Failure> {
        let rows = self.rows()?;
        let mut answers: Vec<Answer> = Vec::with_capacity(rows.len());
        for (index, given) in rows.iter().enumerate() {
            let place = match &given.label {
                Some(label) => format!("{label}: "),
                None if rows.len() > 1 => format!("row {}: ", index + 1),
                None => String::new(),
            };
            let answered = answer(given);
            answers.push(answered.map_err(|refusal| Failure::Input(format!("{place}{refusal}")))?);
        }
        let compared = self.compared(&answers)?;
        if let Some(path) = &self.plot {
            self.draw(path, &answers)?;
        }
        self.print(&answers, &compared)?;
        let unreached = answers.iter().filter(|answer| !answer.is_feasible()).count();
        if unreached > 0 {
            let rows = if answers.len() > 1 {
                format!(" ({unreached} of {} rows)", answers.len())
            } else {
                String::new()
            };
            return Err(Failure::Infeasible(format!("What is asked cannot be had{rows}.")));
        }
        Ok(())
    }

    fn compared(&self, answers: &[Answer]) -> Result<Vec<Option<Compared>>, Failure> {
        if self.model.as_deref() != Some(COMPARE) {
            return Ok(Vec::new());
        }
        let [one] = answers else {
            return Err(Failure::Input(
                "compare takes one row; leave out the others".into(),
            ));
        };
        let compared = compare(one, self.seed);
        if compared.is_none() {
            output::say("Not simulated: that takes calls, and from 1 to 131,072 agents.");
        }
        Ok(vec![compared])
    }

    fn print(&self, answers: &[Answer], compared: &[Option<Compared>]) -> Result<(), Failure> {
        if let Some(path) = &self.csv {
            let bytes = erlang::csv(answers)?;
            if path.as_os_str() == "-" {
                return Ok(output::answer(&bytes)?);
            }
            files::write_whole(path, &bytes)?;
            output::say(&format!("Written: {}", path.display()));
        }
        if self.json {
            return Ok(output::answer(&erlang::json(answers, compared)?)?);
        }
        let (width, _) = output::size();
        let screen = ErlangScreen {
            width,
            style: output::style(),
        };
        Ok(output::answer(
            erlang_screen(answers, compared, &screen).as_bytes(),
        )?)
    }

    fn draw(&self, path: &Path, answers: &[Answer]) -> Result<(), Failure> {
        let [one] = answers else {
            return Err(Failure::Input(
                "a picture shows one row; leave out the others".into(),
            ));
        };
        let failed = |error: plot::PlotError| Failure::Could(error.to_string());
        let svg = plot::against_agents(one).map_err(failed)?;
        let is_svg = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
        if is_svg {
            files::write_whole(path, svg.as_str().as_bytes())?;
        } else {
            files::write_whole(path, &svg.to_png(SCALE).map_err(failed)?)?;
        }
        output::say(&format!("Written: {}", path.display()));
        Ok(())
    }

    /// What every row is given.
    fn rows(&self) -> Result<Vec<Given>, Failure> {
        let read = |path: &Path| std::fs::read_to_string(path);
        let mut words = Words::new(&read);
        let base = self.base(&mut words);
        let whole = Quantity::Whole(f64::from(MOST_AGENTS));
        let calls = self
            .calls
            .as_deref()
            .map(|text| words.numbers("--calls", text, Quantity::Count));
        let agents = self
            .agents
            .as_deref()
            .map(|text| words.numbers("--agents", text, whole));
        let table = match &self.intervals {
            None => None,
            Some(path) => Some(words.table(&path.display().to_string(), &text_of(path)?, &COLUMNS)),
        };
        words.finish()?;
        // Nothing is wrong, so all that was typed was read.
        if let Some(table) = table {
            let mut rows: Vec<Given> = table.iter().map(|row| self.row(&base, row)).collect();
            if self.per.is_none() {
                let labels: Vec<&str> = rows.iter().filter_map(|row| row.label.as_deref()).collect();
                let step = step_s(&labels).filter(|_| labels.len() == rows.len());
                rows.iter_mut()
                    .for_each(|row| row.per_s = step.unwrap_or(USUAL_PER_S));
            }
            return Ok(rows);
        }
        let (calls, agents) = (
            calls.flatten().unwrap_or_default(),
            agents.flatten().unwrap_or_default(),
        );
        let rows = calls.len().max(agents.len()).max(1);
        if ![&calls, &agents]
            .iter()
            .all(|list| list.len() <= 1 || list.len() == rows)
        {
            return Err(Failure::Input(format!(
                "--calls has {} values and --agents {}; give as many of each, or one",
                calls.len(),
                agents.len()
            )));
        }
        let pick = |list: &[f64], row: usize| list.get(if list.len() == 1 { 0 } else { row }).copied();
        Ok((0..rows)
            .map(|row| Given {
                calls: pick(&calls, row),
                agents: pick(&agents, row).map(|agents| agents as u32),
                ..base.clone()
            })
            .collect())
    }

    /// What all rows share.
    fn base(&self, words: &mut Words<'_>) -> Given {
        let mut number = |name: &str, text: &Option<String>, quantity: Quantity| {
            text.as_deref()
                .and_then(|text| words.number(name, text, quantity))
        };
        let share = Quantity::Share;
        let per_s = number("--per", &self.per, Quantity::PositiveDuration).unwrap_or(USUAL_PER_S);
        let within_s = number("--within", &self.within, Quantity::Duration).unwrap_or(USUAL_WITHIN_S);
        let short_s = number("--short", &self.short, Quantity::Duration).unwrap_or(within_s);
        let answered = number("--target", &self.target, share);
        let target = Target {
            service: answered.map(|answered| ServiceTarget {
                answered,
                within: Ticks::from_seconds(within_s),
            }),
            abandoned: number("--abandoned", &self.abandoned, share),
            asa_s: number("--asa", &self.asa, Quantity::Duration),
            p_wait: number("--p-wait", &self.p_wait, share),
            queue_mean: number("--queue", &self.queue, Quantity::Count),
            ..Target::default()
        };
        let goals = Goals {
            blocked: number("--blocked", &self.blocked, share),
            occupancy: number("--occupancy", &self.occupancy, share),
            definition: ServiceLevelDefinition::ALL
                .into_iter()
                .find(|definition| definition.name() == self.service_level)
                .unwrap_or(ServiceLevelDefinition::OfOffered),
            short_s,
            target,
        };
        let lines = number("--lines", &self.lines, Quantity::Whole(f64::from(MOST_AGENTS)));
        let again = number("--retry", &self.retry, Quantity::ShareBelowOne);
        let shrinkage = number("--shrinkage", &self.shrinkage, Quantity::ShareBelowOne).unwrap_or(0.0);
        let formula = self.model.as_deref();
        Given {
            label: None,
            calls: None,
            per_s,
            handle: self.aht.as_deref().and_then(|text| words.handle("--aht", text)),
            agents: None,
            patience: self
                .patience
                .as_deref()
                .and_then(|text| words.patience("--patience", text)),
            lines: lines.map(|lines| lines as u32),
            again,
            goals_given: goals.target != Target::default() || goals.blocked.or(goals.occupancy).is_some(),
            goals,
            within_s,
            shrinkage,
            formula: Formula::ALL.into_iter().find(|one| Some(one.key()) == formula),
        }
    }

    /// The base with what a row of the table says.
    fn row(&self, base: &Given, entries: &[Entry]) -> Given {
        let number = |column: usize| match entries.get(column) {
            Some(Entry::Number(number)) => Some(*number),
            _ => None,
        };
        let mut given = base.clone();
        if let Some(Entry::Text(label)) = entries.first() {
            given.label = Some(label.clone());
        }
        given.calls = number(1);
        if let Some(mean) = number(2) {
            given.handle = Some(Distribution::Exponential { mean });
        }
        given.agents = number(3).map(|agents| agents as u32);
        if let Some(mean) = number(4) {
            given.patience = Some(Distribution::Exponential { mean });
        }
        given.lines = number(5).map(|lines| lines as u32).or(given.lines);
        if let Some(within_s) = number(7) {
            given.within_s = within_s;
            if self.short.is_none() {
                given.goals.short_s = within_s;
            }
        }
        let answered = number(6).or(given.goals.target.service.map(|service| service.answered));
        given.goals.target.service = answered.map(|answered| ServiceTarget {
            answered,
            within: Ticks::from_seconds(given.within_s),
        });
        given.goals_given |= answered.is_some();
        given.shrinkage = number(8).unwrap_or(given.shrinkage);
        given
    }
}

/// The text of a file, or of standard input.
fn text_of(path: &Path) -> Result<String, Failure> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        return read
            .map(|_| text)
            .map_err(|error| Failure::Could(format!("standard input: {error}")));
    }
    std::fs::read_to_string(path).map_err(|error| Failure::Could(format!("{}: {error}", path.display())))
}
