//! Why a command has no answer.

use std::process::ExitCode;
use std::{fmt, io};

use super::output;
use crate::scenario::Problems;

/// What stood in the way.
#[derive(Debug)]
pub enum Failure {
    /// Something outside the input: a file, a thread.
    Could(String),
    /// The scenario or a change makes no sense.
    Problems(Problems),
    /// An argument makes no sense.
    Input(String),
    /// What was asked has no solution; the answer, which says so, is already given.
    Infeasible(String),
}

impl Failure {
    /// The exit code that tells them apart.
    pub fn code(&self) -> ExitCode {
        match self {
            Failure::Could(_) => ExitCode::from(1),
            Failure::Problems(_) | Failure::Input(_) => ExitCode::from(2),
            Failure::Infeasible(_) => ExitCode::from(3),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Could(message) | Failure::Input(message) => write!(f, "error: {message}"),
            Failure::Infeasible(message) => f.write_str(message),
            Failure::Problems(problems) => f.write_str(&problems.render(output::colour_on_stderr())),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Could(error.to_string())
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Problems(problems)
    }
}
