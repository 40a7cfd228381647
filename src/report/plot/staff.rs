//! Staff of all groups, one above the other, against the offered load.

use super::Inputs;
use super::axis::{Axis, draw_axes};
use super::canvas::{Anchor, Canvas, Point, width_of};
use super::figures::{contacts, erlangs, interval_word, start_of, title_of, whole};
use super::frame::{Area, Frame};
use super::lettering::{fitted, spread};
use super::palette::{AREAS, BLACK, GREY, Ink, Type, VERMILION, WHITE};
use super::panel::{Mark, key, nothing};
use crate::insight::{agents_needed, beside_load};
use crate::model::Center;

/// One layer of the staff: a group, or several small ones together.
struct Layer {
    name: String,
    staff: Vec<f64>,
    ink: Ink,
}

/// Offered load of all queues, by interval; of what agents hold several of, as many as they may hold at once.
fn load(center: &Center) -> Vec<f64> {
    (0..center.calendar.intervals)
        .map(|interval| {
            // What comes while the center is closed waits, and is no load on anybody then.
            if !center.is_open(interval) {
                return 0.0;
            }
            (0..center.queues.len())
                .map(|queue| agents_needed(center, queue, interval))
                .sum()
        })
        .collect()
}

/// Agents on queue by group, then interval.
fn on_queue(center: &Center) -> Vec<Vec<f64>> {
    let groups = center.groups.iter();
    groups
        .map(|group| group.mean_on_queue(&center.calendar))
        .collect()
}

/// Agents of some groups together, by interval.
fn sum(on_queue: &[Vec<f64>], center: &Center, counts: impl Fn(usize) -> bool) -> Vec<f64> {
    let of = |interval: usize| -> f64 {
        let groups = on_queue.iter().enumerate().filter(|(group, _)| counts(*group));
        groups.filter_map(|(_, staff)| staff.get(interval)).sum()
    };
    (0..center.calendar.intervals).map(of).collect()
}

/// Staff of all groups, by interval.
fn staff(center: &Center) -> Vec<f64> {
    sum(&on_queue(center), center, |_| true)
}

/// The largest groups, each a layer in the order of the scenario, and the others together on top.
fn layers(center: &Center) -> Vec<Layer> {
    let hours = |group: usize| {
        center.groups[group]
            .staff
            .iter()
            .map(|&n| u64::from(n))
            .sum::<u64>()
    };
    let mut by_size: Vec<usize> = (0..center.groups.len()).collect();
    by_size.sort_by_key(|&group| (std::cmp::Reverse(hours(group)), group));
    let own = if by_size.len() > AREAS.len() {
        AREAS.len() - 1
    } else {
        by_size.len()
    };
    let (mut alone, together) = (by_size[..own].to_vec(), &by_size[own..]);
    alone.sort_unstable();
    let on_queue = on_queue(center);
    let of = |groups: &[usize]| sum(&on_queue, center, |group| groups.contains(&group));
    let mut layers: Vec<Layer> = alone
        .iter()
        .zip(AREAS)
        .map(|(&group, ink)| Layer {
            name: title_of(&center.groups[group].name),
            staff: of(&[group]),
            ink,
        })
        .collect();
    if !together.is_empty() {
        layers.push(Layer {
            name: format!("{} other groups", together.len()),
            staff: of(together),
            ink: AREAS[AREAS.len() - 1],
        });
    }
    layers
}

/// Means of so many neighbours: steps that are no denser than pixels.
fn thinned(values: &[f64], per_step: usize) -> Vec<f64> {
    values
        .chunks(per_step)
        .map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64)
        .collect()
}

/// What the picture says.
pub(super) fn headline(inputs: &Inputs<'_>) -> String {
    let center = inputs.center;
    let (load, staff) = (load(center), staff(center));
    if staff.iter().all(|&agents| agents == 0.0) {
        return "Nobody on queue".into();
    }
    if load.iter().all(|&erlangs| erlangs == 0.0) {
        return format!("No {} for the staff to answer", contacts(center));
    }
    let tightest = (0..load.len())
        .filter(|&interval| load[interval] > 0.0)
        .max_by(|&a, &b| {
            (load[a] * staff[b])
                .total_cmp(&(load[b] * staff[a]))
                .then(b.cmp(&a))
        })
        .unwrap_or(0);
    let at = start_of(&center.calendar, tightest);
    let figures = format!(
        "{}\u{a0}agents for {}\u{a0}erlangs",
        if staff[tightest].fract() == 0.0 {
            whole(staff[tightest])
        } else {
            erlangs(staff[tightest])
        },
        erlangs(load[tightest])
    );
    let short = load
        .iter()
        .zip(&staff)
        .filter(|(load, staff)| load > staff)
        .count();
    // What some rules add or take away is in no load.
    let by_volume = !beside_load(center).is_empty();
    if short == 0 {
        let whole = if by_volume {
            "Staff covers the load of the volumes"
        } else {
            "Staff covers the load throughout"
        };
        format!("{whole}; tightest at {at}: {figures}")
    } else {
        let word = interval_word(&center.calendar, true);
        let most = if short > 1 { "most " } else { "" };
        format!(
            "{} exceeds staff in {short} of {} {word}, {most}at {at}: {figures}",
            if by_volume { "By volume, load" } else { "Load" },
            center.open_intervals()
        )
    }
}

/// Draws the layers, the load, and where it exceeds them.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, inputs: &Inputs<'_>) {
    let center = inputs.center;
    let per_step = (center.calendar.intervals as f64 / area.width().max(1.0))
        .ceil()
        .max(1.0) as usize;
    let (load, total) = (
        thinned(&load(center), per_step),
        thinned(&staff(center), per_step),
    );
    let mut layers = layers(center);
    for layer in &mut layers {
        layer.staff = thinned(&layer.staff, per_step);
    }
    let peak = load.iter().chain(&total).copied().fold(0.0, f64::max);
    if peak == 0.0 {
        let why = format!("nothing to show: no staff and no {}", contacts(center));
        nothing(canvas, area, &why);
        return;
    }
    let short: Vec<bool> = load
        .iter()
        .zip(&total)
        .map(|(load, staff)| load > staff)
        .collect();
    let mut entries = vec![
        (Mark::Line(BLACK, 2.4), "offered load, erlangs".to_owned()),
        (Mark::Words, "areas: agents on queue, by group".to_owned()),
    ];
    if short.contains(&true) {
        entries.push((Mark::Band(VERMILION.at(0.85)), "load above staff".into()));
    }
    let area = key(canvas, area, &entries);
    let widest = layers
        .iter()
        .map(|layer| width_of(&layer.name, NAME))
        .fold(width_of(LOAD, LOAD_NAME), f64::max);
    let room = (widest + SWATCH + 16.0).min(area.width() * 0.28);
    let up = Axis::counts(peak * 1.04, "");
    let frame = draw_axes(canvas, area, room, &up, |width| {
        Axis::time(&center.calendar, width)
    });
    let edges = |step: usize| {
        let start = |step: usize| center.calendar.start(step * per_step).seconds();
        (start(step), start(step + 1))
    };
    let steps = |values: &[f64]| -> Vec<Point> {
        let mut points = Vec::with_capacity(values.len() * 2);
        for (interval, value) in values.iter().enumerate() {
            let (start, end) = edges(interval);
            points.push(frame.at(start, *value));
            points.push(frame.at(end, *value));
        }
        points
    };
    let mut below = vec![0.0; total.len()];
    let mut labels = Vec::new();
    for layer in &layers {
        let above: Vec<f64> = below
            .iter()
            .zip(&layer.staff)
            .map(|(low, staff)| low + staff)
            .collect();
        if layer.staff.iter().any(|&agents| agents > 0.0) {
            let mut outline = steps(&above);
            outline.extend(steps(&below).iter().rev());
            canvas.polygon(&outline, layer.ink);
            let (low, high) = (below.last().copied(), above.last().copied());
            labels.push((f64::midpoint(low.unwrap_or(0.0), high.unwrap_or(0.0)), layer));
        }
        below = above;
    }
    for interval in (0..load.len()).filter(|&interval| short[interval]) {
        let (start, end) = edges(interval);
        canvas.rectangle(
            frame.at(start, load[interval]),
            frame.at(end, total[interval]),
            VERMILION.at(0.85),
        );
    }
    let line = steps(&load);
    // Where steps are dense, a thick line would hide them.
    let width = if load.len() > 100 { 1.6 } else { 2.4 };
    canvas.line(&line, width + 2.0, WHITE.at(0.7));
    canvas.line(&line, width, BLACK);
    name_layers(
        canvas,
        &frame,
        area.right,
        &labels,
        load.last().copied().unwrap_or(0.0),
    );
}

const NAME: Type = Type::plain(13.0, GREY);
const LOAD_NAME: Type = Type::bold(13.0, BLACK);
const LOAD: &str = "offered load";
const SWATCH: f64 = 12.0;

/// Writes the name of each layer, and of the load, to the right of where it ends.
fn name_layers(canvas: &mut Canvas<'_>, frame: &Frame, right: f64, labels: &[(f64, &Layer)], load: f64) {
    let mut wanted: Vec<f64> = labels.iter().map(|(middle, _)| frame.up(*middle) + 4.5).collect();
    wanted.push(frame.up(load) + 4.5);
    let places = spread(&wanted, 17.0, frame.area.top + 6.0, frame.area.bottom);
    let left = frame.area.right + 10.0;
    for ((_, layer), y) in labels.iter().zip(&places) {
        canvas.rectangle((left, y - 10.0), (left + SWATCH - 2.0, *y), layer.ink);
        let room = right - left - SWATCH - 3.0;
        canvas.text(
            (left + SWATCH + 3.0, *y),
            Anchor::Start,
            NAME,
            &fitted(&layer.name, NAME, room),
        );
    }
    if let Some(y) = places.last() {
        canvas.line(&[(left, y - 5.0), (left + SWATCH - 2.0, y - 5.0)], 2.4, BLACK);
        let room = right - left - SWATCH - 3.0;
        canvas.text(
            (left + SWATCH + 3.0, *y),
            Anchor::Start,
            LOAD_NAME,
            &fitted(LOAD, LOAD_NAME, room),
        );
    }
}
