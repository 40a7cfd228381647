//! `headcount schema`: the JSON Schema of scenario files.

use std::io;

use super::failure::Failure;
use super::output;
use crate::scenario;

/// Prints the schema.
pub fn answer() -> Result<(), Failure> {
    let mut bytes = serde_json::to_vec_pretty(&scenario::schema()).map_err(io::Error::from)?;
    bytes.push(b'\n');
    Ok(output::answer(&bytes)?)
}
