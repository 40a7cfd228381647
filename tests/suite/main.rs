//! The integration tests, one binary, a file per behaviour.

mod broken_scenarios;
mod command_line;
