//! Pictures as files.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::output;
use crate::report::files;
use crate::report::plot::{PlotError, Svg};

/// Pixels of a PNG for each of the page's.
const SCALE: f32 = 2.0;

/// Writes pictures into a directory, each as SVG and PNG under its name, and says so.
pub fn into(
    directory: &Path,
    pictures: impl IntoIterator<Item = (String, Result<Svg, PlotError>)>,
) -> Result<(), Failure> {
    files::make_directory(directory)?;
    let mut paths = Vec::new();
    for (name, svg) in pictures {
        let svg = svg.map_err(drawn)?;
        let png = svg.to_png(SCALE).map_err(drawn)?;
        for (ending, bytes) in [("svg", svg.as_str().as_bytes()), ("png", &png)] {
            let path = directory.join(format!("{name}.{ending}"));
            files::write_whole(&path, bytes)?;
            paths.push(path);
        }
    }
    written(&paths);
    Ok(())
}

/// Writes one picture, as PNG or (by its ending) SVG, and says so.
pub fn at(path: &Path, svg: Result<Svg, PlotError>) -> Result<(), Failure> {
    let svg = svg.map_err(drawn)?;
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("svg"))
    {
        files::write_whole(path, svg.as_str().as_bytes())?;
    } else {
        files::write_whole(path, &svg.to_png(SCALE).map_err(drawn)?)?;
    }
    written(&[path.to_owned()]);
    Ok(())
}

/// Says which files were written.
pub fn written(paths: &[PathBuf]) {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    output::say(&format!("Written: {}", names.join(", ")));
}

fn drawn(error: PlotError) -> Failure {
    Failure::Could(error.to_string())
}
