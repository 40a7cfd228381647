//! `headcount sensitivity`: on what a figure depends most.

use std::path::{Path, PathBuf};

use clap::Args;

use super::effort::Effort;
use super::failure::Failure;
use super::load::{self, Which, queue_of};
use super::output;
use super::pictures;
use super::progress::Progress;
use crate::insight::sensitivity::{Figure, PASSES, Question, sensitivity};
use crate::model::Mode;
use crate::report::terminal::sensitivity_screen;
use crate::report::{self, plot};
use crate::scenario::single::{Quantity, Words};

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
pub struct Sensitivity {
    #[command(flatten)]
    which: Which,
    /// How much less and more of each factor
    #[arg(long, value_name = "SHARE", default_value = "10%")]
    by: String,
    /// The figure, by its name in JSON: service_level, abandonment_rate, asa_s, wait_p90_s, occupancy, …
    #[arg(long, value_name = "MEASURE", default_value = "service_level")]
    measure: String,
    /// The figure of this queue [default: of the center]
    #[arg(long, value_name = "NAME")]
    queue: Option<String>,
    #[command(flatten)]
    effort: Effort,
    /// Print every figure as JSON
    #[arg(long)]
    json: bool,
    /// Write the tornado as SVG and PNG into a directory
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
}

impl Sensitivity {
    /// Simulates with less and more of every factor and says what matters.
    pub fn answer(&self) -> Result<(), Failure> {
        let (figure, share) = (self.figure()?, self.share()?);
        let (origin, scenario) = self.which.read(&self.effort.asked.edits()?)?;
        load::warn(&scenario);
        let center = scenario.center;
        let experiment = self.effort.of(&center, scenario.experiment)?;
        if experiment.mode != Mode::Days {
            return Err(Failure::Input(
                "a steady state has no days that could be paired: take mode = \"days\" and a warm-up".into(),
            ));
        }
        let queue = self
            .queue
            .as_deref()
            .map(|name| queue_of(&center, name))
            .transpose()?;
        if queue.is_some() && matches!(figure, Figure::Agents(_)) {
            return Err(Failure::Input(format!(
                "`{}` is of groups, not of a queue: leave out --queue",
                figure.key()
            )));
        }
        let question = Question { share, figure, queue };
        let pool = self.effort.pool()?;
        let progress = Progress::over(u64::from(experiment.replications) * u64::from(PASSES));
        let found =
            pool.install(|| sensitivity(&center, &experiment, question, &|done| progress.advance(done)));
        progress.finish();
        if found.base.is_none() {
            return Err(Failure::Input(format!(
                "there is no `{}` here: nobody was answered, or nothing is asked of the queue",
                figure.key()
            )));
        }
        if let Some(directory) = &self.plots {
            let svg = plot::tornado(&center, &experiment, &found);
            pictures::into(directory, [("sensitivity".to_owned(), svg)])?;
        }
        if self.json {
            let bytes = report::sensitivity::json(&center, &experiment, &found)?;
            return Ok(output::answer(&bytes)?);
        }
        let path = origin.path();
        let screen = output::screen(origin.source(&path));
        let text = sensitivity_screen(&center, &experiment, &found, &screen);
        Ok(output::answer(text.as_bytes())?)
    }

    fn figure(&self) -> Result<Figure, Failure> {
        Figure::named(&self.measure).ok_or_else(|| {
            let known: Vec<&str> = Figure::all().map(Figure::key).collect();
            Failure::Input(format!(
                "there is no measure `{}`; there are {}",
                self.measure,
                known.join(", ")
            ))
        })
    }

    fn share(&self) -> Result<f64, Failure> {
        let no_files = |path: &Path| std::fs::read_to_string(path);
        let mut words = Words::new(&no_files);
        let share = words.number("--by", &self.by, Quantity::ShareBelowOne);
        words.finish()?;
        share
            .filter(|&share| share > 0.0)
            .ok_or_else(|| Failure::Input("--by 0 changes nothing: say how much, such as 10%".into()))
    }
}
