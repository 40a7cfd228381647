//! `headcount completions`: what a shell needs to complete commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::Failure;
use super::{Arguments, output};

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn answer(&self) -> Result<(), Failure> {
        let mut command = Arguments::command();
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut command, "headcount", &mut bytes);
        Ok(output::answer(&bytes)?)
    }
}
