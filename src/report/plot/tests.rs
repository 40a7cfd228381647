//! Every picture of every made-up center: drawn, legible, whole, and the same each time.

use std::sync::OnceLock;

use resvg::usvg::{Group, Node, Rect};

use super::fixture;
use super::*;
use crate::estimate::{Measure, Measures};
use crate::insight::sensitivity::{Figure, Question, sensitivity};

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
    for (name, svg) in compared() {
        write(name, &svg);
    }
}

const TITLE: &str =
    "Lunch breaks Service: 65–78 % in time from 12:00 to 13:30, above 83 % the rest of the day.";
const NOTES: &str = "Loans is short nearly all day: it misses a target in 21 of 24 half-hours.";

/// Every picture and board of every made-up center, by name.
fn everything() -> &'static [(String, Svg)] {
    static PAGES: OnceLock<Vec<(String, Svg)>> = OnceLock::new();
    PAGES.get_or_init(drawn)
}

fn drawn() -> Vec<(String, Svg)> {
    let mut pages = Vec::new();
    for (name, fixture) in fixture::all() {
        let inputs = fixture.inputs();
        for picture in Picture::ALL {
            let svg = draw(picture, &inputs, picture.size()).unwrap();
            pages.push((format!("{name}, {}", picture.name()), svg));
        }
        pages.push((format!("{name}, board"), board(&inputs, TITLE, NOTES).unwrap()));
        let unrecorded = Inputs {
            queue_paths: None,
            ..inputs
        };
        pages.push((
            format!("{name}, board without queue"),
            board(&unrecorded, TITLE, "").unwrap(),
        ));
        pages.push((
            format!("{name}, queue without queue"),
            draw(Picture::Queue, &unrecorded, Picture::Queue.size()).unwrap(),
        ));
    }
    let shop = crate::report::fixture::channels::shop();
    let results = crate::report::fixture::channels::shop_results(&shop);
    let inputs = Inputs {
        center: &shop,
        results: &results,
        queue_paths: None,
    };
    for &picture in Picture::of(&results) {
        let svg = draw(picture, &inputs, picture.size()).unwrap();
        pages.push((format!("shop, {}", picture.name()), svg));
    }
    pages.push(("shop, board".into(), board(&inputs, TITLE, NOTES).unwrap()));
    pages.extend(compared());
    pages
}

/// What differs, of one and of several scenarios, of days that say nothing, and of nothing in common.
fn compared() -> Vec<(String, Svg)> {
    use crate::report::fixture::{bank, beside, experiment, staffed};
    let base = bank();
    let mut strange = bank();
    for queue in &mut strange.queues {
        queue.name = format!("another_kind_of_{}", queue.name);
    }
    strange.groups.iter_mut().for_each(|group| group.name += "_too");
    let lost = (
        "Without two generalists",
        Some("groups.generalists.staff=-2"),
        staffed(-2),
    );
    let several = [
        ("A bilingual desk in the south", None, staffed(-1)),
        ("As it is", None, staffed(0)),
        ("Another one", None, staffed(1)),
    ];
    let mut pages = Vec::new();
    for (name, others, days) in [
        ("differences", vec![lost.clone()], 40),
        ("differences of several", several.to_vec(), 40),
        ("differences of one day", vec![lost], 1),
        ("nothing in common", vec![("Strange", None, strange)], 4),
    ] {
        let found = beside(&base, &others, days);
        let svg = differences(&base, &experiment(days), &found).unwrap();
        pages.push((name.to_owned(), svg));
    }
    for (name, key) in [("tornado", "service_level"), ("tornado of nothing", "arrived")] {
        let question = Question {
            share: 0.1,
            figure: Figure::named(key).unwrap(),
            queue: None,
        };
        let experiment = experiment(20);
        let found = sensitivity(&base, &experiment, question, &|_| {});
        pages.push((name.to_owned(), tornado(&base, &experiment, &found).unwrap()));
    }
    pages
}

/// The texts of a page with their boxes in pixels.
fn texts(svg: &Svg) -> Vec<(String, Rect)> {
    fn walk(group: &Group, found: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => walk(group, found),
                Node::Text(text) => {
                    let words = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    found.push((words, text.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let tree = raster::tree(svg.as_str()).expect("well-formed");
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

/// No text leaves the page.
pub(super) fn assert_whole(name: &str, svg: &Svg) {
    let found = texts(svg);
    assert!(found.len() >= 4, "{name} says too little");
    let (width, height) = (svg.size().width as f32, svg.size().height as f32);
    for (words, place) in found {
        assert!(
            place.left() >= 0.0 && place.top() >= 0.0 && place.right() <= width && place.bottom() <= height,
            "{name}: “{words}” at {place:?} leaves the page"
        );
    }
}

/// No text lies on another.
pub(super) fn assert_apart(name: &str, svg: &Svg) {
    let found = texts(svg);
    for (index, (words, a)) in found.iter().enumerate() {
        for (others, b) in &found[index + 1..] {
            let across = a.right().min(b.right()) - a.left().max(b.left());
            let down = a.bottom().min(b.bottom()) - a.top().max(b.top());
            assert!(
                across <= 0.5 || down <= 0.5,
                "{name}: “{words}” at {a:?} and “{others}” at {b:?} overlap"
            );
        }
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
    for ((name, svg), (_, again)) in everything().iter().zip(drawn()) {
        assert!(
            !svg.as_str().contains("NaN") && !svg.as_str().contains("inf,"),
            "{name}"
        );
        assert_eq!(svg, &again, "{name}");
    }
}

/// The points of each polyline in a colour.
fn polylines(svg: &Svg, color: &str) -> Vec<usize> {
    svg.as_str()
        .lines()
        .filter(|line| line.starts_with("<polyline") && line.contains(&format!("stroke=\"{color}\"")))
        .filter_map(|line| line.split("points=\"").nth(1))
        .map(|points| points.split('"').next().unwrap_or("").split_whitespace().count())
        .filter(|&points| points > 2)
        .collect()
}

#[test]
fn each_interval_each_queue_and_each_single_day_is_drawn() {
    let bank = fixture::bank();
    let inputs = bank.inputs();
    let picture = |picture: Picture| draw(picture, &inputs, picture.size()).unwrap();
    assert_eq!(polylines(&picture(Picture::ServiceLevel), "#0072B2"), [24, 24]);
    assert_eq!(polylines(&picture(Picture::Occupancy), "#007A5A"), [24, 24]);
    assert_eq!(polylines(&picture(Picture::Staff), "#1C1F24"), [48]);
    let queue = picture(Picture::Queue);
    assert_eq!(polylines(&queue, "#AAB0B8"), [720; 5]);
    assert_eq!(polylines(&queue, "#0072B2"), [720]);
    let missed = bank.results.queues.iter().zip([0.8, 0.9]).map(|(panel, target)| {
        let level = |measures: &Measures| measures.mean(Measure::ServiceLevel);
        panel
            .intervals
            .iter()
            .filter_map(level)
            .filter(|level| *level < target)
            .count()
    });
    let dots = picture(Picture::ServiceLevel)
        .as_str()
        .matches("fill=\"#D55E00\" stroke=\"none\" stroke-width")
        .count();
    assert_eq!(dots, missed.sum::<usize>() + 1, "one of them in the key");
}

#[test]
fn a_band_says_what_it_means() {
    let bank = fixture::bank();
    let says = |picture: Picture, words: &str| {
        let svg = draw(picture, &bank.inputs(), picture.size()).unwrap();
        texts(&svg)
            .iter()
            .any(|(text, _)| text.replace('\u{a0}', " ").contains(words))
    };
    assert!(says(Picture::ServiceLevel, "95 % certain of the average"));
    assert!(says(Picture::Occupancy, "95 % certain of the average"));
    assert!(says(Picture::Queue, "8 days in 10"));
    let one = fixture::one_interval();
    let svg = draw(Picture::ServiceLevel, &one.inputs(), Picture::ServiceLevel.size()).unwrap();
    assert!(texts(&svg).iter().any(|(text, _)| text.contains("no band")));
}

#[test]
fn bars_hold_everybody_once() {
    let bank = fixture::bank();
    let waits = &bank.results.waits[0];
    let bars = waits::bars(waits, 20.0, 500.0).expect("calls");
    assert_eq!(20.0 % bars.width_s, 0.0, "a bar ends at T");
    let shown: f64 = bars.answered.iter().chain(&bars.abandoned).sum();
    assert!((bars.at_once + shown + bars.beyond - 1.0).abs() < 1e-9);
    assert!((bars.answered_all + bars.abandoned_all - 1.0).abs() < 1e-12);
    assert!(bars.beyond <= 0.01);
    let in_time: f64 = bars.at_once
        + bars.answered[..(20.0 / bars.width_s) as usize]
            .iter()
            .sum::<f64>();
    let total = (waits.answered.total() + waits.abandoned.total()) as f64;
    assert!((in_time - waits.answered.at_most(20.0) / total).abs() < 1e-12);
}

#[test]
fn widths_are_those_of_the_finished_picture() {
    canvas::fonts().unwrap();
    let style = palette::HEADING;
    let words = "Wagonload of Ümläuts, 1,403 – 80 %";
    let size = Size {
        width: 600,
        height: 60,
    };
    let svg = canvas::page(size, "", |canvas| {
        canvas.text((10.0, 30.0), canvas::Anchor::Start, style, words)
    })
    .unwrap();
    let drawn = f64::from(texts(&svg)[0].1.width());
    let measured = canvas::width_of(words, style);
    assert!((measured / drawn - 1.0).abs() < 0.02, "{measured} is not {drawn}");
}

#[test]
fn pixels_come_in_the_scale_asked_for() {
    let bank = fixture::bank();
    let svg = draw(
        Picture::Staff,
        &bank.inputs(),
        Size {
            width: 400,
            height: 300,
        },
    )
    .unwrap();
    let png = svg.to_png(2.0).unwrap();
    assert_eq!(&png[1..4], b"PNG");
    let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((side(16), side(20)), (800, 600));
    for nonsense in [0.0, -1.0, f32::NAN, 1e9] {
        assert!(matches!(svg.to_png(nonsense), Err(PlotError::Raster(_))));
    }
    let none = Size {
        width: 0,
        height: 300,
    };
    assert_eq!(
        draw(Picture::Staff, &bank.inputs(), none),
        Err(PlotError::Size(none))
    );
}

#[test]
fn a_year_is_thinned_to_what_a_page_can_show() {
    let year = fixture::year();
    for picture in Picture::ALL {
        let svg = draw(picture, &year.inputs(), picture.size()).unwrap();
        let length = svg.as_str().len();
        assert!(length < 400_000, "{} takes {length} bytes", picture.name());
    }
}

#[test]
fn a_page_may_be_small() {
    for (name, fixture) in fixture::all() {
        for (width, height) in [(1, 1), (40, 900), (300, 20), (160, 120), (640, 400)] {
            let size = Size { width, height };
            for picture in Picture::ALL {
                let svg = draw(picture, &fixture.inputs(), size).unwrap();
                assert!(
                    raster::tree(svg.as_str()).is_ok(),
                    "{name}, {} at {size}",
                    picture.name()
                );
            }
        }
    }
}

#[test]
fn titles_say_what_is_wrong_and_where() {
    let plain = |picture: Picture, fixture: &fixture::Fixture| {
        picture.headline(&fixture.inputs()).replace('\u{a0}', " ")
    };
    let bank = fixture::bank();
    assert_eq!(
        plain(Picture::ServiceLevel, &bank),
        "Loans misses its service level in 3 of 24 half-hours, Service in 2"
    );
    assert_eq!(
        plain(Picture::Occupancy, &bank),
        "Loan desk is busier than 75 % in 2 of 24 half-hours, most at 12:30: 79 %"
    );
    assert_eq!(
        plain(Picture::Staff, &bank),
        "Staff covers the load throughout; tightest at 12:30: 12 agents for 10.7 erlangs"
    );
    let mut short = fixture::bank();
    for group in &mut short.center.groups {
        group.staff[9] = 5;
    }
    assert_eq!(
        plain(Picture::Staff, &short),
        "Load exceeds staff in 1 of 24 half-hours, at 12:30: 10 agents for 10.7 erlangs"
    );
    let mut free = fixture::bank();
    for queue in &mut free.center.queues {
        queue.target = None;
    }
    assert_eq!(plain(Picture::ServiceLevel, &free), "Loans: 95 % within 30 s");
    assert_eq!(plain(Picture::Queue, &fixture::empty()), "Nobody waits");
    assert_eq!(plain(Picture::Waits, &fixture::empty()), "No calls, so no waits");
}

#[test]
fn work_that_waits_over_night_is_drawn_by_age() {
    let shop = crate::report::fixture::channels::shop();
    let results = crate::report::fixture::channels::shop_results(&shop);
    let inputs = Inputs {
        center: &shop,
        results: &results,
        queue_paths: None,
    };
    assert!(Picture::of(&results).contains(&Picture::Backlog));
    // 28 and 56 at the first closing; 1 a day old at the second.
    assert_eq!(
        Picture::Backlog.headline(&inputs),
        "Most is left in Mail at the end of Monday: 42"
    );
    assert!(
        !Picture::of(&crate::report::fixture::results(&crate::report::fixture::bank()))
            .contains(&Picture::Backlog)
    );
}
