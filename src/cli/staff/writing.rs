//! A plan written as a scenario or as a sheet.

use std::path::Path;

use super::super::failure::Failure;
use super::super::output;
use super::{Typed, ending};
use crate::planner::Staff;
use crate::report::files;
use crate::scenario::{ReadBack, scenario_with_staff, sheet_with_staff};

/// Writes the plan into a file, whole or not at all, and says what it does not hold; the name of the file.
pub fn write(path: &Path, typed: &Typed, staff: &Staff) -> Result<String, Failure> {
    let read = |path: &Path| std::fs::read_to_string(path);
    let (source, center) = (&typed.source, &typed.center);
    let rewritten = match ending(path)? {
        "toml" => scenario_with_staff(source, staff, center, &read),
        _ => sheet_with_staff(source, staff, center, &read),
    };
    let name = path.display().to_string();
    let rewritten = rewritten.map_err(|error| Failure::Could(format!("{name}: {error}")))?;
    files::write_whole(path, rewritten.text.as_bytes())?;
    match rewritten.read_back {
        ReadBack::Same => {}
        ReadBack::Other => output::say(&format!(
            "note: {name} holds the staff and no other change: give --set and --with again when you run it"
        )),
        ReadBack::Refused(problems) => output::say(&format!(
            "warning: {name} is no sound scenario without the changes of --set and --with:\n{}",
            problems.render(output::colour_on_stderr())
        )),
    }
    Ok(name)
}
