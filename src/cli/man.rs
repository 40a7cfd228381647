//! `headcount man`: manual pages.

use clap::{Args, CommandFactory};

use super::failure::Failure;
use super::{Arguments, output};

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// The command to describe, instead of the whole program
    command: Option<String>,
}

impl Man {
    /// Prints the page in roff: `headcount man run | man -l -`.
    pub fn answer(&self) -> Result<(), Failure> {
        let mut program = Arguments::command();
        program.build();
        let described = match &self.command {
            None => program,
            Some(name) => {
                let found = program.find_subcommand(name).cloned();
                found.ok_or_else(|| Failure::Input(format!("there is no command `{name}`")))?
            }
        };
        let mut bytes = Vec::new();
        clap_mangen::Man::new(described).render(&mut bytes)?;
        Ok(output::answer(&bytes)?)
    }
}
