//! `headcount lesson`: guided experiments.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValue;

use super::failure::Failure;
use super::output;
use crate::lesson::{LESSONS, Lesson as Text};
use crate::report::files;
use crate::report::terminal::{Style, lesson_list, lesson_text};

/// The file that holds a lesson's text beside its scenarios.
const TEXT: &str = "LESSON.txt";
/// Columns of that file.
const WIDTH: usize = 88;

/// Arguments of `lesson`.
#[derive(Debug, Args)]
pub struct Lesson {
    /// Which lesson [default: list them all]
    #[arg(value_name = "NAME", value_parser = names())]
    name: Option<String>,
    /// Write its text and the files that its commands name into a directory
    #[arg(long, value_name = "DIR", requires = "name")]
    out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long, requires = "out")]
    force: bool,
}

fn names() -> Vec<PossibleValue> {
    LESSONS
        .iter()
        .map(|lesson| PossibleValue::new(lesson.name).help(lesson.about))
        .collect()
}

impl Lesson {
    /// Lists, prints or writes.
    pub fn answer(&self) -> Result<(), Failure> {
        let style = output::style();
        let Some(name) = &self.name else {
            return Ok(output::answer(lesson_list(LESSONS, style).as_bytes())?);
        };
        let lesson =
            Text::named(name).ok_or_else(|| Failure::Input(format!("there is no lesson `{name}`")))?;
        if let Some(directory) = &self.out {
            return self.write(lesson, directory);
        }
        let (width, _) = output::size();
        let here = lesson.files.iter().all(|(name, _)| Path::new(name).exists());
        Ok(output::answer(
            lesson_text(lesson, width, style, here).as_bytes(),
        )?)
    }

    fn write(&self, lesson: &Text, directory: &Path) -> Result<(), Failure> {
        let text = lesson_text(lesson, WIDTH, Style::Plain, true);
        let all: Vec<(PathBuf, &str)> = lesson
            .files
            .iter()
            .map(|(name, content)| (directory.join(name), *content))
            .chain([(directory.join(TEXT), text.as_str())])
            .collect();
        if !self.force
            && let Some((path, _)) = all.iter().find(|(path, _)| path.exists())
        {
            return Err(Failure::Could(format!(
                "{} exists already: choose another directory, or --force to replace it",
                path.display()
            )));
        }
        files::make_directory(directory)?;
        for (path, content) in &all {
            files::write_whole(path, content.as_bytes())?;
        }
        let names: Vec<String> = all.iter().map(|(path, _)| path.display().to_string()).collect();
        output::say(&format!(
            "Written: {}. Next: cd {}, and type along with {TEXT}",
            names.join(", "),
            directory.display()
        ));
        Ok(())
    }
}
