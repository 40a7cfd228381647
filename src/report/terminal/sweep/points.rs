//! The table of a sweep's points: as many queues and figures as the width has room for.

use super::half_width;
use crate::estimate::{Estimate, GroupMeasure, Measure};
use crate::insight::sweep::{Story, Sweep, Variant, cheapest};
use crate::model::{Queue, QueueId};
use crate::report::number;
use crate::report::terminal::style::Tone;
use crate::report::terminal::table::{self, Align, Block, Cell, Column};
use crate::report::terminal::{SHORT_WAIT_S, Screen, limits, words};

/// The table of points as it was drawn.
#[derive(Default)]
pub struct Points {
    pub lines: Vec<String>,
    pub marked: bool,
    /// Queues that have a target or stand alone and for which there was no room.
    pub left_out: usize,
    pub waits: bool,
    pub busy: bool,
    pub on_target: bool,
    /// Whether the heads of the queues had no room for their targets.
    pub targets_untold: bool,
    /// Where the table had no room for ±, the widest half-width of a service level.
    pub widest: Option<f64>,
}

/// How much of the table there is room for.
#[derive(Clone, Copy)]
struct Fit {
    queues: usize,
    /// The longest that a level or the name of a factor may be.
    level: usize,
    certainty: bool,
    abandoned: bool,
    /// Each queue's mean wait, and that of all.
    asa: bool,
    wait: bool,
    p90: bool,
    busy: bool,
    intervals: bool,
}

/// From all of it to what nobody can do without, for a number of queues and fewer.
fn fits(queues: usize) -> impl Iterator<Item = Fit> {
    let all = Fit {
        queues,
        level: 26,
        certainty: true,
        abandoned: true,
        asa: true,
        wait: true,
        p90: true,
        busy: true,
        intervals: true,
    };
    let shorter = Fit { level: 18, ..all };
    let no_asa = Fit {
        asa: false,
        ..shorter
    };
    let no_intervals = Fit {
        intervals: false,
        ..no_asa
    };
    let short = Fit {
        level: 12,
        ..no_intervals
    };
    let no_p90 = Fit { p90: false, ..short };
    let no_certainty = Fit {
        certainty: false,
        ..no_p90
    };
    let no_busy = Fit {
        busy: false,
        ..no_certainty
    };
    let least = Fit {
        abandoned: false,
        wait: false,
        level: 8,
        ..no_busy
    };
    let tiers = move |queues: usize| {
        [
            all,
            shorter,
            no_asa,
            no_intervals,
            short,
            no_p90,
            no_certainty,
            no_busy,
            least,
        ]
        .map(move |fit| Fit { queues, ..fit })
    };
    (0..=queues).rev().flat_map(tiers)
}

/// The queues told of: those with a target, worst first; all where none has one.
fn queues(sweep: &Sweep<'_>) -> Vec<QueueId> {
    let story = Story::of(sweep);
    let asked = |queue: &QueueId| {
        sweep
            .variants
            .iter()
            .any(|variant| variant.targets.get(*queue).is_some_and(Option::is_some))
    };
    let all = 0..sweep.center.queues.len();
    let mut told: Vec<QueueId> = all.clone().filter(asked).collect();
    if told.is_empty() {
        told = all.collect();
    }
    // The one of which the words tell must not be left out.
    told.sort_by_key(|queue| Some(*queue) != story.queue);
    told
}

/// Draws the table in a number of columns.
pub fn points(sweep: &Sweep<'_>, screen: &Screen<'_>, room: usize) -> Points {
    const MOST: usize = 6;
    let all = queues(sweep);
    let drawn = |fit: Fit| {
        let mut shown = all[..fit.queues.min(all.len())].to_vec();
        shown.sort_unstable();
        (blocks(sweep, &shown, fit), fit, shown)
    };
    let tables: Vec<_> = fits(all.len().min(MOST)).map(drawn).collect();
    let fitting = tables.iter().find(|table| table::width(&table.0) <= room);
    let Some((blocks, fit, shown)) = fitting.or(tables.last()) else {
        return Points::default();
    };
    let marked = sweep.variants.iter().any(|variant| {
        let cells = variant.targets.iter().zip(&variant.point.queues);
        cells
            .filter_map(|(target, day)| Some(limits::misses(target.as_ref()?, day)))
            .any(limits::Misses::any)
    });
    Points {
        lines: table::lines(blocks, screen.style),
        marked,
        left_out: all.len() - shown.len(),
        waits: fit.wait,
        busy: fit.busy,
        on_target: fit.intervals && intervals_are_judged(sweep),
        targets_untold: fit.level <= 12,
        widest: if fit.certainty {
            None
        } else {
            widest_level(sweep, shown)
        },
    }
}

/// The widest half-width of the service level of all queues and of some.
fn widest_level(sweep: &Sweep<'_>, shown: &[QueueId]) -> Option<f64> {
    let levels = sweep.variants.iter().flat_map(|variant| {
        let queues = shown.iter().filter_map(|&queue| variant.point.queues.get(queue));
        let days = queues.chain([&variant.point.center]);
        days.filter_map(|day| day.get(Measure::ServiceLevel))
    });
    half_width(levels)
}

fn intervals_are_judged(sweep: &Sweep<'_>) -> bool {
    sweep.center.calendar.intervals > 1
        && sweep
            .variants
            .iter()
            .any(|variant| variant.in_every_interval(sweep.center).is_some())
}

fn column(heading: impl Into<String>, sweep: &Sweep<'_>, cell: impl Fn(&Variant) -> Option<Cell>) -> Column {
    let cells = sweep
        .variants
        .iter()
        .map(|variant| cell(variant).unwrap_or_else(Cell::nothing));
    Column::new(heading, Align::Right, cells.collect())
}

fn blocks(sweep: &Sweep<'_>, shown: &[QueueId], fit: Fit) -> Vec<Block> {
    let mut blocks = vec![Block::untitled(levels(sweep, fit.level))];
    let together = sweep.center.queues.len() != shown.len() || shown.len() > 1;
    for &queue in shown {
        blocks.push(of_queue(sweep, queue, fit, !together));
    }
    if together {
        blocks.push(Block {
            title: "All queues".into(),
            columns: of_all(sweep, fit, shown.is_empty()),
        });
    }
    let mut last = Vec::new();
    if fit.intervals && intervals_are_judged(sweep) {
        last.push(intervals_met(sweep));
    }
    if fit.busy {
        last.push(column("busy %", sweep, |variant| {
            let busy = variant.point.agents.mean(GroupMeasure::Occupancy)?;
            Some(Cell::new(number::percent(busy, 0)))
        }));
    }
    last.push(price(sweep));
    blocks.push(Block::untitled(last));
    if let Some(best) = cheapest(sweep).filter(|_| sweep.variants.len() > 1) {
        let cells = (0..sweep.variants.len()).map(|index| {
            let mark = if index == best { "←" } else { "" };
            Cell::new(mark).toned(Tone::Strong)
        });
        blocks.push(Block::untitled(vec![Column::new(
            "",
            Align::Left,
            cells.collect(),
        )]));
    }
    blocks
}

fn levels(sweep: &Sweep<'_>, widest: usize) -> Vec<Column> {
    let factors = sweep.factors.iter().enumerate();
    let columns = factors.map(|(index, factor)| {
        let align = if sweep.is_numeric(index) {
            Align::Right
        } else {
            Align::Left
        };
        let cells = sweep.variants.iter().map(|variant| {
            let text = variant.levels.get(index).map_or("", |level| level.text.as_str());
            Cell::new(words::cut(text, widest)).toned(Tone::Strong)
        });
        Column::new(words::cut(&factor.short_title(), widest), align, cells.collect())
    });
    let mut columns: Vec<Column> = columns.collect();
    if named(sweep) {
        let labels = sweep
            .variants
            .iter()
            .map(|variant| Cell::new(words::cut(&variant.label, widest)).toned(Tone::Strong));
        columns.insert(0, Column::new("", Align::Left, labels.collect()));
    }
    columns
}

/// Whether points have names of their own.
fn named(sweep: &Sweep<'_>) -> bool {
    sweep.variants.iter().any(|variant| {
        let levels: Vec<&str> = variant.levels.iter().map(|level| level.text.as_str()).collect();
        variant.label != levels.join(", ")
    })
}

fn of_queue(sweep: &Sweep<'_>, queue: QueueId, fit: Fit, alone: bool) -> Block {
    let facts: &Queue = &sweep.center.queues[queue];
    let day = |variant: &Variant, measure| variant.point.queues.get(queue)?.get(measure);
    let misses = |variant: &Variant| {
        let target = variant.targets.get(queue).and_then(Option::as_ref);
        let day = variant.point.queues.get(queue);
        target
            .zip(day)
            .map_or_else(limits::Misses::default, |(target, day)| {
                limits::misses(target, day)
            })
    };
    let mut columns = vec![share(
        "SL %",
        sweep,
        Measure::ServiceLevel,
        fit.certainty,
        &day,
        &|variant| misses(variant).service,
    )];
    if fit.abandoned {
        columns.push(share(
            "aband %",
            sweep,
            Measure::AbandonmentRate,
            false,
            &day,
            &|variant| misses(variant).abandoned,
        ));
    }
    if (fit.asa || alone) && fit.wait {
        columns.push(wait("ASA", sweep, Measure::Asa, &day, &|variant| {
            misses(variant).asa
        }));
    }
    if fit.p90 && alone {
        columns.push(wait("p90 wait", sweep, Measure::WaitP90, &day, &|variant| {
            misses(variant).other
        }));
    }
    let target = common_target(sweep, queue);
    let asked = target
        .and_then(|target| target.service)
        .map_or_else(String::new, |service| {
            format!(", {}", limits::service_target(&service))
        });
    let title = words::title(&facts.name);
    let asked = if fit.level > 12 { asked } else { String::new() };
    let title = format!("{}{asked}", words::cut(&title, fit.level.max(10)));
    Block { title, columns }
}

/// A queue's target where it is the same everywhere.
pub fn common_target<'a>(sweep: &'a Sweep<'_>, queue: QueueId) -> Option<&'a crate::model::Target> {
    let mut targets = sweep
        .variants
        .iter()
        .map(|variant| variant.targets.get(queue).and_then(Option::as_ref));
    let first = targets.next().flatten();
    first.filter(|_| targets.all(|target| target == first))
}

fn of_all(sweep: &Sweep<'_>, fit: Fit, level: bool) -> Vec<Column> {
    let day = |variant: &Variant, measure| variant.point.center.get(measure);
    let never = |_: &Variant| false;
    let certainty = fit.certainty && level;
    let mut columns = vec![share(
        "SL %",
        sweep,
        Measure::ServiceLevel,
        certainty,
        &day,
        &never,
    )];
    if fit.wait {
        columns.push(wait("ASA", sweep, Measure::Asa, &day, &never));
    }
    if fit.p90 {
        columns.push(wait("p90 wait", sweep, Measure::WaitP90, &day, &never));
    }
    columns
}

type Figure<'f> = &'f dyn Fn(&Variant, Measure) -> Option<Estimate>;
type Missed<'f> = &'f dyn Fn(&Variant) -> bool;

fn share(
    heading: &str,
    sweep: &Sweep<'_>,
    measure: Measure,
    certainty: bool,
    day: Figure<'_>,
    missed: Missed<'_>,
) -> Column {
    let widest = half_width(sweep.variants.iter().filter_map(|variant| day(variant, measure)));
    let certain = |variant: &Variant| day(variant, measure)?.half_width().filter(|_| certainty);
    let vanishes = |half: f64| half > 0.0 && half < 0.005;
    let decimals = number::decimals(widest.map(|half| 100.0 * half), 2);
    let decimals =
        if measure == Measure::AbandonmentRate || sweep.variants.iter().filter_map(certain).any(vanishes) {
            decimals.clamp(1, 2)
        } else {
            decimals
        };
    column(heading, sweep, |variant| {
        let figure = day(variant, measure)?;
        let mut parts = vec![number::percent(figure.mean, decimals)];
        if let Some(half) = certain(variant) {
            parts.push(" ± ".into());
            parts.push(number::percent(half, decimals));
        }
        Some(Cell::of_parts(parts).marked(missed(variant)))
    })
}

fn wait(heading: &str, sweep: &Sweep<'_>, measure: Measure, day: Figure<'_>, missed: Missed<'_>) -> Column {
    let figures = || sweep.variants.iter().filter_map(|variant| day(variant, measure));
    let longest = figures().fold(0.0, |longest: f64, wait| longest.max(wait.mean));
    let decimals = usize::from(longest < SHORT_WAIT_S);
    column(heading, sweep, |variant| {
        let figure = day(variant, measure)?;
        Some(Cell::new(number::wait(figure.mean, decimals)).marked(missed(variant)))
    })
}

fn intervals_met(sweep: &Sweep<'_>) -> Column {
    let calendar = &sweep.center.calendar;
    let heading = format!("{} met", words::interval(calendar.interval.seconds()).many);
    column(heading, sweep, |variant| {
        let met = variant.point.center.mean(Measure::IntervalsMet)?;
        Some(Cell::of_parts([
            number::grouped(met, 0),
            format!(" of {}", sweep.center.open_intervals()),
        ]))
    })
}

fn price(sweep: &Sweep<'_>) -> Column {
    let costs = sweep.variants.iter().any(|variant| {
        let cost = variant.point.agents.mean(GroupMeasure::Cost);
        cost.is_some_and(|cost| cost > 0.0)
    });
    if costs {
        return column("cost", sweep, |variant| {
            Some(Cell::new(number::grouped(
                variant.point.agents.mean(GroupMeasure::Cost)?,
                0,
            )))
        });
    }
    column("paid h", sweep, |variant| {
        Some(Cell::new(number::grouped(
            variant.point.agents.mean(GroupMeasure::PaidHours)?,
            1,
        )))
    })
}
