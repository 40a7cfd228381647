//! Every picture of every simulated sweep: drawn, legible, whole, and the same each time.

use std::sync::OnceLock;

use super::super::tests::{assert_apart, assert_whole};
use super::*;
use crate::insight::sweep::{all, findings, grid, random, staff, words};

fn board_of(sweep: &Sweep<'_>) -> Svg {
    let said = findings(sweep);
    let sentence = |index: usize| said.get(index).map_or("", |finding| finding.sentence.as_str());
    sweep_board(sweep, sentence(0), sentence(1)).unwrap()
}

fn drawn() -> Vec<(String, Svg)> {
    let mut pages = Vec::new();
    for made in all() {
        let sweep = made.sweep();
        for picture in sweep_pictures(&sweep) {
            let svg = draw_sweep(picture, &sweep).unwrap();
            pages.push((format!("sweep-{}-{}", made.name, picture.name(&sweep)), svg));
        }
        pages.push((format!("sweep-{}-board", made.name), board_of(&sweep)));
    }
    pages
}

fn everything() -> &'static [(String, Svg)] {
    static PAGES: OnceLock<Vec<(String, Svg)>> = OnceLock::new();
    PAGES.get_or_init(drawn)
}

/// Writes all pictures where `HEADCOUNT_PICTURES` says, to be looked at.
#[test]
fn pictures_can_be_looked_at() {
    let Some(directory) = std::env::var_os("HEADCOUNT_PICTURES") else {
        return;
    };
    let directory = std::path::PathBuf::from(directory);
    for (name, svg) in everything() {
        std::fs::write(directory.join(format!("{name}.png")), svg.to_png(1.0).unwrap()).unwrap();
    }
}

#[test]
fn every_text_is_whole_and_on_the_page() {
    for (name, svg) in everything() {
        assert_whole(name, svg);
    }
}

#[test]
fn no_text_lies_on_another() {
    for (name, svg) in everything() {
        assert_apart(name, svg);
    }
}

#[test]
fn nothing_undefined_is_drawn_and_a_repeat_gives_the_same_bytes() {
    for (name, svg) in everything() {
        assert!(
            !svg.as_str().contains("NaN") && !svg.as_str().contains("inf,"),
            "{name}"
        );
    }
    for made in all() {
        let name = format!("sweep-{}-board", made.name);
        let first = everything()
            .iter()
            .find(|(drawn, _)| *drawn == name)
            .map(|(_, svg)| svg);
        assert_eq!(first, Some(&board_of(&made.sweep())), "{name}");
    }
}

#[test]
fn every_shape_has_its_pictures() {
    let names = |sweep: &Sweep<'_>| -> Vec<String> {
        sweep_pictures(sweep)
            .into_iter()
            .map(|picture| picture.name(sweep))
            .collect()
    };
    assert_eq!(
        names(&staff().sweep()),
        [
            "service-level",
            "wait",
            "abandonment",
            "occupancy",
            "cost",
            "days-on-target"
        ]
    );
    assert!(names(&grid().sweep()).contains(&"map".to_owned()));
    assert!(names(&grid().sweep()).contains(&"wait-by-factor-2".to_owned()));
    assert_eq!(names(&words().sweep()).len(), 6);
    assert!(names(&random().sweep()).contains(&"cost-by-factor-3".to_owned()));
    let nothing = Sweep {
        factors: Vec::new(),
        ..staff().sweep()
    };
    assert_eq!(names(&nothing), Vec::<String>::new());
    assert!(sweep_board(&nothing, "", "").is_ok());
}
