//! The `headcount` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    headcount::cli::main()
}
