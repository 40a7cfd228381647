//! `headcount staff`: how many agents, of which group, in which interval.

mod watching;
mod writing;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use rayon::ThreadPool;

use super::effort::Effort;
use super::failure::Failure;
use super::load::{self, Origin, Which};
use super::output;
use super::pictures;
use crate::insight::DayNames;
use crate::model::{Center, PerInterval};
use crate::planner::{self, Answer, Basis, Budgeted, Kept, Question, Spend, Staff as Agents, Wishes};
use crate::report::plot;
use crate::report::staff as report;
use crate::report::terminal::{budget_screen, kept_screen, staff_screen};
use crate::scenario::Source;
use crate::scenario::single::{Quantity, Words};
use watching::Watching;

/// Arguments of `staff`.
#[derive(Debug, Args)]
#[command(after_help = "\
The targets of the scenario say what a plan must reach: target = { answered = \"80%\", within = \"20s\" } under \
[queues.NAME]. Under [groups.NAME.plan], min, max and fixed say between which numbers staff may be chosen, and \
block = \"2h\" keeps it the same for so long. The plan is checked on days that the search never saw.

  headcount staff bank --out plan.csv
  headcount staff bank --each day --on-days 90% --plots out
  headcount staff bank --budget 225h
  headcount staff bank --keep-staff

Exit code 3: no plan meets the targets within the limits; the answer says which target, when, and what would \
help. The same seed gives the same plan on any number of threads, unless --time-limit or Ctrl-C ended the search.")]
pub struct Staff {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    effort: Effort,
    /// Write the plan: a scenario with its comments kept (.toml), or a sheet for run --with (.csv); may be given
    /// more than once
    #[arg(long, value_name = "FILE", conflicts_with = "keep_staff")]
    out: Vec<PathBuf>,
    /// The least cost; otherwise the smoothest plan within 2 % of it
    #[arg(long, conflicts_with_all = ["keep_staff", "budget"])]
    minimal: bool,
    /// Ask every target of each interval, or of the day as a whole, whatever the scenario says
    #[arg(long, value_name = "WHAT")]
    each: Option<Each>,
    /// The share of days on which targets must be met, such as 90%
    #[arg(long, value_name = "SHARE")]
    on_days: Option<String>,
    /// The best service for so much: money, or paid hours as 225h
    #[arg(long, value_name = "AMOUNT", conflicts_with = "keep_staff")]
    budget: Option<String>,
    /// Keep the staff: which targets does it meet, and how much more volume could it carry?
    #[arg(long)]
    keep_staff: bool,
    /// End the search after so long with the best plan so far
    #[arg(long, value_name = "TIME")]
    time_limit: Option<String>,
    /// Leave an integer program after so many nodes
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..))]
    node_limit: u32,
    /// Leave out what other service levels would cost, which takes a search for each
    #[arg(long)]
    no_curve: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
    /// Write plan.csv, service.csv and staffings.csv into a directory
    #[arg(long, value_name = "DIR", conflicts_with = "keep_staff")]
    csv: Option<PathBuf>,
    /// Write every picture as SVG and PNG into a directory
    #[arg(long, value_name = "DIR", conflicts_with = "keep_staff")]
    plots: Option<PathBuf>,
}

/// Of what a target is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Each {
    /// Every interval by itself.
    Interval,
    /// The whole day.
    Day,
}

/// The scenario as it was typed, and what it means with the changes that were asked for.
struct Typed {
    origin: Origin,
    source: Source,
    center: Center,
}

impl Staff {
    /// Searches for a plan and reports.
    pub fn answer(&self) -> Result<(), Failure> {
        let (limit, basis, budget) = self.read()?;
        for path in &self.out {
            ending(path)?;
        }
        let (origin, source, plan) = self.which.texts()?;
        let edits = [load::edits(self.which.changes())?, self.effort.asked.edits()?].concat();
        let scenario = load::scenario(&source, &edits, plan.as_ref())?;
        load::warn(&scenario);
        let experiment = self.effort.of(&scenario.center, scenario.experiment)?;
        let mut center = scenario.center.clone();
        if let Some(Spend::Hours(_)) = budget {
            // Where hours are what is short, an hour is what an hour costs.
            for group in &mut center.groups {
                group.cost_per_hour = PerInterval::Same(0.0);
            }
        }
        let question = Question::new(center, experiment, basis);
        sensible(&question, &origin, budget)?;
        if !self.keep_staff {
            follow(&question)?;
        }
        let typed = Typed {
            origin,
            source,
            center: scenario.center,
        };
        let pool = self.effort.pool()?;
        let watching = Watching::begin(&question, limit);
        if self.keep_staff {
            let found = pool.install(|| planner::keep_staff(&question, &watching));
            watching.finish();
            return self.show_kept(&question, &typed, &found);
        }
        if let Some(spend) = budget {
            let found = pool.install(|| planner::with_budget(&question, spend, &watching));
            watching.finish();
            let found = found.ok_or_else(|| {
                Failure::Infeasible("no staff within the limits of the groups costs so little".into())
            })?;
            return self.show_budget(&question, &typed, &found, &pool);
        }
        let wishes = Wishes {
            minimal: self.minimal,
            curve: !self.no_curve,
            beside: true,
            node_limit: self.node_limit as usize,
        };
        let found = pool.install(|| planner::plan(&question, &wishes, &watching));
        watching.finish();
        self.show(&question, &typed, &found, &pool)
    }

    /// What was typed as text.
    fn read(&self) -> Result<(Option<Duration>, Basis, Option<Spend>), Failure> {
        let no_files = |path: &Path| std::fs::read_to_string(path);
        let mut words = Words::new(&no_files);
        let limit = self
            .time_limit
            .as_ref()
            .and_then(|text| words.number("--time-limit", text, Quantity::PositiveDuration));
        let on_days = self
            .on_days
            .as_ref()
            .and_then(|text| words.number("--on-days", text, Quantity::ShareBelowOne));
        words.finish()?;
        let budget = self.budget.as_deref().map(budget).transpose()?;
        let basis = Basis {
            each_interval: self.each.map(|each| each == Each::Interval),
            on_days: on_days.filter(|&share| share > 0.0),
        };
        if basis.on_days.is_some() && self.each == Some(Each::Interval) {
            return Err(Failure::Input(
                "--on-days asks how often a whole day is on target: leave out --each interval".into(),
            ));
        }
        Ok((limit.map(Duration::from_secs_f64), basis, budget))
    }

    fn show(
        &self,
        question: &Question,
        typed: &Typed,
        found: &Answer,
        pool: &ThreadPool,
    ) -> Result<(), Failure> {
        let mut written = Vec::new();
        if let Answer::Plan(planned) = found {
            written = self.write(typed, &planned.staff)?;
            if let Some(directory) = &self.csv {
                pictures::written(&report::write_plan(question, planned, directory)?);
            }
            if let Some(directory) = &self.plots {
                let drawn = pool.install(|| plot::staff_pictures(question, planned));
                pictures::into(directory, drawn)?;
            }
        }
        if self.json {
            output::answer(&report::json(question, found)?)?;
        } else {
            let path = typed.origin.path();
            let screen = output::screen(typed.origin.source(&path));
            output::answer(staff_screen(question, found, &written, &screen).as_bytes())?;
        }
        match found {
            Answer::Plan(_) => Ok(()),
            Answer::Infeasible(_) => Err(Failure::Infeasible(
                "no plan meets the targets within the limits".into(),
            )),
        }
    }

    fn show_kept(&self, question: &Question, typed: &Typed, found: &Kept) -> Result<(), Failure> {
        if self.json {
            return Ok(output::answer(&report::kept_json(question, found)?)?);
        }
        let path = typed.origin.path();
        let screen = output::screen(typed.origin.source(&path));
        Ok(output::answer(kept_screen(question, found, &screen).as_bytes())?)
    }

    fn show_budget(
        &self,
        question: &Question,
        typed: &Typed,
        found: &Budgeted,
        pool: &ThreadPool,
    ) -> Result<(), Failure> {
        let written = self.write(typed, &found.plan.staff)?;
        if let Some(directory) = &self.csv {
            pictures::written(&report::write_budget(question, found, directory)?);
        }
        if let Some(directory) = &self.plots {
            let drawn = pool.install(|| plot::budget_pictures(question, found));
            pictures::into(directory, drawn)?;
        }
        if self.json {
            return Ok(output::answer(&report::budget_json(question, found)?)?);
        }
        let path = typed.origin.path();
        let screen = output::screen(typed.origin.source(&path));
        Ok(output::answer(
            budget_screen(question, found, &written, &screen).as_bytes(),
        )?)
    }

    /// Writes the plan where it was asked for; the names of the files.
    fn write(&self, typed: &Typed, staff: &Agents) -> Result<Vec<String>, Failure> {
        let each = self.out.iter().map(|path| writing::write(path, typed, staff));
        each.collect()
    }
}

/// Money, or paid hours with the letter h.
fn budget(text: &str) -> Result<Spend, Failure> {
    let number = |text: &str| {
        let plain: String = text
            .chars()
            .filter(|&letter| letter != ',' && letter != '_')
            .collect();
        plain
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|&value| value.is_finite() && value > 0.0)
    };
    let found = match text.trim().strip_suffix('h') {
        Some(hours) => number(hours).map(Spend::Hours),
        None => number(text).map(Spend::Money),
    };
    found.ok_or_else(|| {
        Failure::Input(format!(
            "--budget {text}: write money as a number above 0, such as 6000, or paid hours as 225h"
        ))
    })
}

/// What a file's ending asks for.
fn ending(path: &Path) -> Result<&'static str, Failure> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok("csv"),
        Some("toml") => Ok("toml"),
        _ => Err(Failure::Input(format!(
            "--out {}: a plan is written as a sheet (.csv) or as a scenario (.toml)",
            path.display()
        ))),
    }
}

/// Refuses what has no answer: nothing asked, nobody to be chosen, bounds that contradict each other.
fn sensible(question: &Question, origin: &Origin, budget: Option<Spend>) -> Result<(), Failure> {
    let center = &question.center;
    if question.goals.is_empty() {
        let queue = center.queues.first().map_or("NAME", |queue| &*queue.name);
        let place = match origin {
            Origin::File(path) => format!("{}: ", path.display()),
            Origin::BuiltIn(bundled) => format!("{}: ", bundled.name),
            Origin::Input => String::new(),
        };
        return Err(Failure::Input(format!(
            "{place}no target, so no staff is too small\n  rule: a plan is the cheapest staff that meets the targets, \
             and there is none\n  remedy: say what a queue should reach, under [queues.{queue}]:\n      \
             target = {{ answered = \"80%\", within = \"20s\" }}"
        )));
    }
    contradictions(question)?;
    if matches!(budget, Some(Spend::Money(_))) && !question.in_money {
        return Err(Failure::Input(
            "--budget is money, and no group has a cost_per_hour: give paid hours, such as --budget 225h"
                .into(),
        ));
    }
    Ok(())
}

/// Groups whose staff follows from shifts or times cannot be decided by interval; the others are planned around
/// them.
fn follow(question: &Question) -> Result<(), Failure> {
    let groups = question.center.groups.iter();
    let undecided = groups.filter(|group| group.is_scheduled() && group.plan.max.values().contains(&None));
    let found: Vec<String> = undecided
        .map(|group| {
            let by = if group.rules.shifts.is_empty() {
                "staff_at"
            } else {
                "shifts"
            };
            format!(
                "groups.{0}: its staff follows from its `{by}` and cannot be decided by interval\n  rule: a plan is \
                 a number of agents for each interval or block\n  remedy: keep it, and plan the others around it, with \
                 [groups.{0}.plan] fixed = true; or give it staff by interval",
                group.name
            )
        })
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::Input(found.join("\n")))
}

/// Every block whose least staff is above its most.
fn contradictions(question: &Question) -> Result<(), Failure> {
    let center = &question.center;
    let found: Vec<String> = question
        .cells
        .iter()
        .filter_map(|cell| {
            let most = cell.max.filter(|&most| most < cell.min)?;
            let (group, when) = (&center.groups[cell.group], block_name(center, &cell.intervals));
            let block = if cell.intervals.len() > 1 {
                ", and the block keeps them the same"
            } else {
                ""
            };
            Some(format!(
                "groups.{}.plan: {when} at least {} and at most {most} agents{block}: raise max or lower min",
                group.name, cell.min
            ))
        })
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::Input(found.join("\n")))
}

/// "at 10:00", "from 10:00 to 12:00".
fn block_name(center: &Center, intervals: &std::ops::Range<usize>) -> String {
    let calendar = &center.calendar;
    let names = DayNames::of(&center.name, calendar);
    let label = |interval: usize| {
        let (day, time) = calendar.label(interval);
        if calendar.days() > 1 {
            format!("{} {time}", names.name(day))
        } else {
            time
        }
    };
    if intervals.len() == 1 {
        format!("at {}", label(intervals.start))
    } else {
        format!("from {} to {}", label(intervals.start), label(intervals.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_money_or_paid_hours() {
        assert_eq!(budget("6000").unwrap(), Spend::Money(6000.0));
        assert_eq!(budget("6,000.50").unwrap(), Spend::Money(6000.5));
        assert_eq!(budget("225h").unwrap(), Spend::Hours(225.0));
        assert_eq!(budget("225 h").unwrap(), Spend::Hours(225.0));
        for nonsense in ["", "h", "-5", "0", "many", "inf", "5d"] {
            let failure = budget(nonsense).unwrap_err().to_string();
            assert!(failure.contains("225h"), "{nonsense}: {failure}");
        }
    }

    #[test]
    fn a_plan_is_written_as_a_sheet_or_a_scenario() {
        assert_eq!(ending(Path::new("plan.CSV")).unwrap(), "csv");
        assert_eq!(ending(Path::new("a/b.toml")).unwrap(), "toml");
        assert!(ending(Path::new("plan.xlsx")).is_err());
        assert!(ending(Path::new("plan")).is_err());
    }
}
