//! Lessons: short guided experiments that come with the software.
//!
//! In: nothing. Out: each lesson's text and the files that its commands name. A text is made of paragraphs
//! (one line each) between empty lines; a line that starts with `# ` is a title, one with `## ` a heading,
//! and one with four spaces a command to be typed as it is.

/// A guided experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lesson {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// Questions, commands that answer them, and what to notice.
    pub text: &'static str,
    /// The files that its commands name, each with its content.
    pub files: &'static [(&'static str, &'static str)],
}

/// The files of a lesson, by name.
macro_rules! files {
    ($($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../scenarios/lessons/", $name)))),+]
    };
}

/// The text of a lesson.
macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../scenarios/lessons/", $name, ".md"))
    };
}

/// All of them, in the order in which they are best read.
pub const LESSONS: &[Lesson] = &[
    Lesson {
        name: "two-sellers",
        about: "two sellers, three or four? Erlang's formula, and the same by simulation",
        text: text!("two-sellers"),
        files: files!("two_sellers.toml"),
    },
    Lesson {
        name: "explosion",
        about: "what a queue does that nobody leaves, when a little more work comes",
        text: text!("explosion"),
        files: files!("explosion.toml"),
    },
    Lesson {
        name: "chance",
        about: "one day, ten days, a thousand: what is luck and what is known",
        text: text!("chance"),
        files: files!("chance.toml"),
    },
    Lesson {
        name: "same-callers",
        about: "how to compare two plans: on the same callers",
        text: text!("same-callers"),
        files: files!("same_callers.toml"),
    },
    Lesson {
        name: "pooling",
        about: "two small teams or one large one",
        text: text!("pooling"),
        files: files!("pooling.toml"),
    },
    Lesson {
        name: "square-root",
        about: "how many agents to spare, from four erlangs to a thousand",
        text: text!("square-root"),
        files: files!("square_root.toml"),
    },
    Lesson {
        name: "patience",
        about: "the mean is not enough: when callers hang up, not only how many",
        text: text!("patience"),
        files: files!("patience.toml"),
    },
    Lesson {
        name: "handle-time",
        about: "calls that are all alike, calls that are not",
        text: text!("handle-time"),
        files: files!("handle_time.toml"),
    },
    Lesson {
        name: "moving-load",
        about: "why Erlang for every half-hour fails when calls are long and the load moves",
        text: text!("moving-load"),
        files: files!("moving_load.toml", "half_an_hour_later.csv"),
    },
    Lesson {
        name: "two-skills",
        about: "two skills for each agent are almost as good as all",
        text: text!("two-skills"),
        files: files!("one_skill.toml", "two_skills.toml", "all_skills.toml"),
    },
];

impl Lesson {
    /// The one of that name.
    pub fn named(name: &str) -> Option<&'static Lesson> {
        LESSONS.iter().find(|lesson| lesson.name == name)
    }

    /// The first line of its text.
    pub fn title(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches("# ")
    }

    /// Its lines, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line> {
        self.text.lines().map(Line::of)
    }

    /// The commands to be typed, in order.
    pub fn commands(&self) -> impl Iterator<Item = &'static str> {
        self.lines().filter_map(|line| match line {
            Line::Command(command) => Some(command),
            _ => None,
        })
    }
}

/// A line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The title.
    Title(&'static str),
    /// A heading.
    Heading(&'static str),
    /// A command.
    Command(&'static str),
    /// A paragraph, or nothing.
    Paragraph(&'static str),
}

impl Line {
    fn of(line: &'static str) -> Self {
        if let Some(title) = line.strip_prefix("# ") {
            Self::Title(title)
        } else if let Some(heading) = line.strip_prefix("## ") {
            Self::Heading(heading)
        } else if let Some(command) = line.strip_prefix("    ") {
            Self::Command(command)
        } else {
            Self::Paragraph(line)
        }
    }
}
