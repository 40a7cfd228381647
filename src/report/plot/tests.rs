//! Every picture of every made-up center: drawn, legible, whole, and the same each time.

use super::fixture;
use super::*;

/// Writes all pictures where `HEADCOUNT_PICTURES` says, to be looked at.
#[test]
fn pictures_can_be_looked_at() {
    let Some(directory) = std::env::var_os("HEADCOUNT_PICTURES") else {
        return;
    };
    let directory = std::path::PathBuf::from(directory);
    let write = |name: String, svg: &Svg| {
        std::fs::write(directory.join(format!("{name}.svg")), svg.as_str()).unwrap();
        std::fs::write(directory.join(format!("{name}.png")), svg.to_png(1.0).unwrap()).unwrap();
    };
    for (name, fixture) in fixture::all() {
        let inputs = fixture.inputs();
        for picture in Picture::ALL {
            let svg = draw(picture, &inputs, picture.size()).unwrap();
            write(format!("{name}-{}", picture.name()), &svg);
        }
        write(format!("{name}-board"), &board(&inputs, TITLE, NOTES).unwrap());
    }
}

const TITLE: &str =
    "Lunch breaks Service: 65–78 % in time from 12:00 to 13:30, above 83 % the rest of the day.";
const NOTES: &str = "Loans is short nearly all day: it misses a target in 21 of 24 half-hours.";
