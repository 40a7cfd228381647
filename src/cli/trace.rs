//! `headcount trace`: one simulated day, a line an event.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::load::{self, Which, group_of, queue_of};
use super::output;
use crate::estimate;
use crate::insight::{Extract, Wanted};
use crate::model::{Center, Ticks};
use crate::observe::{self, Member};
use crate::report::terminal::trace_listing;
use crate::report::{files, trace};
use crate::scenario;

/// Arguments of `trace`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Trace {
    #[command(flatten)]
    which: Which,
    /// Which of the simulated days: the replication of that number, the same that `run` simulates
    #[arg(long, visible_alias = "replication", value_name = "K", default_value_t = 1,
          value_parser = clap::value_parser!(u32).range(1..))]
    day: u32,
    /// The master seed, instead of the scenario's
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Contacts of this queue only
    #[arg(long, value_name = "NAME")]
    queue: Option<String>,
    /// This contact only, with all that follows from it (further attempts, transfers): service#12
    #[arg(long, value_name = "QUEUE#N")]
    contact: Option<String>,
    /// What this agent does: 'loan_desk 2'
    #[arg(long, value_name = "GROUP N", conflicts_with = "group")]
    agent: Option<String>,
    /// What the agents of this group do
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// From this time on: 09:00, or '2 09:00' on the second day
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Before this time
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// The starts of intervals as well
    #[arg(long)]
    intervals: bool,
    /// Print the events as JSON
    #[arg(long)]
    json: bool,
    /// Write a row an event as CSV (- for standard output)
    #[arg(long, value_name = "FILE.csv", conflicts_with = "json")]
    csv: Option<PathBuf>,
}

const EXAMPLES: &str = "\
A contact is named by its queue and its number there: service#12; at its second attempt service#12 try 2; \
handed over, service#12 → loans. An agent is named by the group and the number in it: loan_desk 2. \
The last line says what became of the contacts shown; without a filter they are all that arrived.

Examples:
  headcount trace bank --from 09:00 --to 09:05
  headcount trace bank --day 3 --queue loans --csv loans.csv
  headcount trace bank --contact service#12
  headcount trace bank --agent 'loan_desk 2' --to 10:00";

impl Trace {
    /// Simulates the day and tells of it.
    pub fn answer(&self) -> Result<(), Failure> {
        let (origin, scenario) = self.which.read(&[])?;
        load::warn(&scenario);
        let (center, mut experiment) = (scenario.center, scenario.experiment);
        experiment.seed = self.seed.unwrap_or(experiment.seed);
        let mut wanted = self.wanted(&center)?;
        let traced = estimate::trace(&center, &experiment, self.day - 1);
        wanted.contact = self.contact(&center, &traced)?;
        let extract = Extract::of(&traced, &wanted);
        let seed = experiment.seed;
        if self.json {
            return Ok(output::answer(&trace::json(&center, &extract, seed, self.day)?)?);
        }
        if let Some(path) = &self.csv {
            let bytes = trace::csv(&center, &extract)?;
            if path.as_os_str() == "-" {
                return Ok(output::answer(&bytes)?);
            }
            files::write_whole(path, &bytes)?;
            output::say(&format!("Written: {}", path.display()));
        }
        let path = origin.path();
        let screen = output::screen(origin.source(&path));
        let listed = self.csv.is_none();
        let text = trace_listing(&center, &extract, seed, self.day, listed, &screen);
        Ok(output::answer(text.as_bytes())?)
    }

    /// What is asked for, but for the contact, who is known only once the day is simulated.
    fn wanted(&self, center: &Center) -> Result<Wanted, Failure> {
        let time = |option: &str, text: &Option<String>| -> Result<Option<Ticks>, Failure> {
            let read = |text: &String| {
                scenario::moment(&center.calendar, text).ok_or_else(|| {
                    Failure::Input(format!(
                        "{option}: `{text}` is no time: 09:00, or '2 09:00' on day 2"
                    ))
                })
            };
            text.as_ref().map(read).transpose()
        };
        let (from, to) = (time("--from", &self.from)?, time("--to", &self.to)?);
        if to.is_some_and(|to| from.unwrap_or(Ticks::ZERO) >= to) {
            let opens = center.calendar.hours().0;
            return Err(Failure::Input(format!(
                "--to: nothing lies between {} and {}",
                self.from.as_deref().unwrap_or(&opens),
                self.to.as_deref().unwrap_or_default()
            )));
        }
        Ok(Wanted {
            queue: self
                .queue
                .as_deref()
                .map(|name| queue_of(center, name))
                .transpose()?,
            contact: None,
            agent: self
                .agent
                .as_deref()
                .map(|name| member(center, name))
                .transpose()?,
            group: self
                .group
                .as_deref()
                .map(|name| group_of(center, name))
                .transpose()?,
            from,
            to,
            intervals: self.intervals,
        })
    }

    /// The contact of the name that was typed.
    fn contact(&self, center: &Center, traced: &observe::Trace) -> Result<Option<usize>, Failure> {
        let Some(name) = &self.contact else {
            return Ok(None);
        };
        let parts = name
            .split_once('#')
            .and_then(|(queue, number)| Some((queue, number.trim().parse::<u32>().ok()?.checked_sub(1)?)));
        let Some((queue, number)) = parts else {
            return Err(Failure::Input(format!(
                "--contact: `{name}` is no contact: write its queue and its number from 1, service#12"
            )));
        };
        let queue = queue_of(center, queue)?;
        let found = traced.find(queue, number);
        found.map(Some).ok_or_else(|| {
            let first = |contact: &&observe::Traced| contact.queue == queue && contact.follows.is_none();
            Failure::Input(format!(
                "there is no contact `{name}` on day {}: {} has {}",
                self.day,
                center.queues[queue].name,
                traced.contacts.iter().filter(first).count()
            ))
        })
    }
}

/// The agent of a name that was typed.
fn member(center: &Center, name: &str) -> Result<Member, Failure> {
    let parts = name
        .rsplit_once([' ', '#'])
        .and_then(|(group, number)| Some((group.trim(), number.parse().ok().filter(|&number| number > 0)?)));
    let Some((group, number)) = parts else {
        return Err(Failure::Input(format!(
            "--agent: `{name}` is no agent: write the group and the number from 1, as in 'loan_desk 2'"
        )));
    };
    let group = group_of(center, group)?;
    Ok(Member { group, number })
}
