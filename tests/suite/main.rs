//! The integration tests, one binary, a file per behaviour.

mod architecture;
mod beyond_plain;
mod broken_scenarios;
mod bundled_scenarios;
mod channels;
mod command_line;
mod compare;
mod erlang;
mod explain;
mod lessons;
mod planner;
mod readme;
mod reference;
mod resume;
mod risk;
mod same_bytes;
mod staff;
mod trace;
mod voice;
