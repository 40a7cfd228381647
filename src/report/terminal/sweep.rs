//! The screen of a sweep: the answer in words, two factors crossed, a row a point, what it means, what next.

use super::style::Tone;
use super::table::{Align, Block, Cell, Column};
use super::{INDENT, SHORT_WAIT_S, Screen, Source, WIDEST_TEXT, foot, limits, words};
use crate::estimate::{Estimate, GroupMeasure, Measure};
use crate::insight::sweep::{Standing, Story, Sweep, Variant, cheapest};
use crate::model::{Queue, QueueId};
use crate::report::number;

/// The screen, ending in a line break; `findings` are the answer in words.
pub fn sweep_screen(sweep: &Sweep<'_>, findings: &[String], screen: &Screen<'_>) -> String {
    let width = screen.width.min(WIDEST_TEXT);
    let paragraph = |text: &str| words::wrapped(text, width, INDENT);
    let indented = |line: &String| format!("{}{line}", " ".repeat(INDENT));
    let mut lines = vec![title(sweep, screen)];
    let mut section = |part: Vec<String>| {
        if !part.is_empty() {
            lines.push(String::new());
            lines.extend(part);
        }
    };
    let said = findings.iter().flat_map(|finding| paragraph(finding));
    section(said.map(|line| screen.style.paint(Tone::Strong, &line)).collect());
    let room = screen.width.saturating_sub(INDENT);
    section(crossed(sweep, screen, room).iter().map(indented).collect());
    let shown = points(sweep, screen, room);
    section(shown.lines.iter().map(indented).collect());
    let notes = definitions(sweep, &shown);
    let notes = notes.iter().flat_map(|note| paragraph(note));
    section(notes.map(|line| screen.style.paint(Tone::Faint, &line)).collect());
    lines.extend(next(sweep, screen).iter().map(indented));
    lines.join("\n") + "\n"
}

/// `Retail bank, a Monday · 48 points of 2 factors · 200 simulated Mondays each · seed 2026`.
fn title(sweep: &Sweep<'_>, screen: &Screen<'_>) -> String {
    let day = words::horizon(&sweep.center.name, &sweep.center.calendar);
    let replications = sweep.variants.iter().map(|variant| variant.point.replications);
    let (least, most) = (
        replications.clone().min().unwrap_or(0),
        replications.max().unwrap_or(0),
    );
    let grouped = |count: u32| number::grouped(f64::from(count), 0);
    let each = if least == most {
        grouped(most)
    } else {
        format!("{} to {}", grouped(least), grouped(most))
    };
    let plural = |count: usize, one: &str| {
        format!(
            "{} {one}{}",
            number::grouped(count as f64, 0),
            if count == 1 { "" } else { "s" }
        )
    };
    let mut rest = vec![
        format!(
            "{} of {}",
            plural(sweep.variants.len(), "point"),
            plural(sweep.factors.len(), "factor")
        ),
        format!("{each} simulated {} each", day.of(most as usize)),
        format!("seed {}", sweep.seed),
    ];
    let name = &sweep.center.name;
    let taken = |rest: &[String]| rest.iter().map(|part| words_width(part) + 3).sum::<usize>();
    while rest.len() > 1 && words_width(name) + taken(&rest) > screen.width {
        rest.pop();
    }
    format!(
        "{} · {}",
        screen.style.paint(Tone::Strong, name),
        screen.style.paint(Tone::Faint, &rest.join(" · "))
    )
}

fn words_width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// The story's figure by the levels of two factors; nothing where there are not two, or no room.
fn crossed(sweep: &Sweep<'_>, screen: &Screen<'_>, room: usize) -> Vec<String> {
    if sweep.factors.len() != 2 || !sweep.is_grid() || sweep.variants.len() < 4 {
        return Vec::new();
    }
    let story = Story::of(sweep);
    let (down, across) = (sweep.levels(0), sweep.levels(1));
    let widest = half_width(
        sweep
            .variants
            .iter()
            .filter_map(|variant| story.estimate(variant)),
    );
    let names = down
        .iter()
        .map(|level| Cell::new(level.text.clone()).toned(Tone::Strong));
    let mut names: Vec<Cell> = names.collect();
    if sweep.is_numeric(0) {
        names = down
            .iter()
            .map(|level| {
                let padded = super::table::pad(&level.text, longest(&down), Align::Right);
                Cell::new(padded).toned(Tone::Strong)
            })
            .collect();
    }
    let mut columns = vec![Column::new(
        words::cut(&sweep.factors[0].short_title(), 24),
        Align::Left,
        names,
    )];
    for level in &across {
        let cells = down.iter().map(|row| {
            let variant = &sweep.variants[sweep.variant_at(row, level)?];
            let figure = story.estimate(variant)?;
            let missed = story.limit.is_some_and(|limit| {
                if story.wants_more() {
                    figure.mean < limit
                } else {
                    figure.mean > limit
                }
            });
            Some(Cell::of_parts(story_figure(&story, figure, widest)).marked(missed))
        });
        let cells = cells
            .map(|cell| cell.unwrap_or_else(|| Cell::new(number::NOTHING)))
            .collect();
        columns.push(Column::new(level.text.clone(), Align::Right, cells));
    }
    let table = [Block::untitled(columns)];
    if super::table::width(&table) > room {
        return Vec::new();
    }
    let caption = format!(
        "{}: {} by {} (down) and {} (across)",
        story.whose(sweep),
        measure_name(story.measure),
        sweep.factors[0].title(),
        sweep.factors[1].title()
    );
    let mut lines: Vec<String> = words::wrapped(&caption, room, 0)
        .iter()
        .map(|line| screen.style.paint(Tone::Strong, line))
        .collect();
    lines.extend(super::table::lines(&table, screen.style));
    lines
}

fn longest(levels: &[crate::insight::sweep::Level]) -> usize {
    levels
        .iter()
        .map(|level| words_width(&level.text))
        .max()
        .unwrap_or(0)
}

fn story_figure(story: &Story, figure: Estimate, widest: Option<f64>) -> [String; 2] {
    use crate::estimate::Unit;
    match story.measure.unit() {
        Unit::Share => [
            number::percent(figure.mean, number::decimals(widest.map(|half| 100.0 * half), 1)),
            " %".into(),
        ],
        Unit::Seconds => [
            number::wait(figure.mean, usize::from(figure.mean < SHORT_WAIT_S)),
            String::new(),
        ],
        _ => [
            number::grouped(figure.mean, number::decimals(widest, 2)),
            String::new(),
        ],
    }
}

fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::ServiceLevel => "service level",
        Measure::AbandonmentRate => "abandoned",
        Measure::Asa => "ASA",
        Measure::PWait => "share who wait",
        Measure::QueueMean => "mean number waiting",
        Measure::TargetMet => "share of days on target",
        Measure::WaitP50 => "median wait",
        Measure::WaitP80 => "p80 wait",
        Measure::WaitP90 => "p90 wait",
        Measure::WaitP95 => "p95 wait",
        Measure::WaitP99 => "p99 wait",
        other => other.key(),
    }
}

/// The widest half-width among figures.
fn half_width(figures: impl Iterator<Item = Estimate>) -> Option<f64> {
    figures.filter_map(|figure| figure.half_width()).reduce(f64::max)
}

/// The table of points as it was drawn.
#[derive(Default)]
struct Points {
    lines: Vec<String>,
    marked: bool,
    /// Queues that have a target or stand alone and for which there was no room.
    left_out: usize,
    waits: bool,
    busy: bool,
    on_target: bool,
    /// Whether the heads of the queues had no room for their targets.
    targets_untold: bool,
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

fn points(sweep: &Sweep<'_>, screen: &Screen<'_>, room: usize) -> Points {
    const MOST: usize = 6;
    let all = queues(sweep);
    let drawn = |fit: Fit| {
        let mut shown = all[..fit.queues.min(all.len())].to_vec();
        shown.sort_unstable();
        (blocks(sweep, &shown, fit), fit, shown)
    };
    let tables: Vec<_> = fits(all.len().min(MOST)).map(drawn).collect();
    let fitting = tables.iter().find(|table| super::table::width(&table.0) <= room);
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
        lines: super::table::lines(blocks, screen.style),
        marked,
        left_out: all.len() - shown.len(),
        waits: fit.wait,
        busy: fit.busy,
        on_target: fit.intervals && intervals_are_judged(sweep),
        targets_untold: fit.level <= 12,
    }
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
        .map(|variant| cell(variant).unwrap_or_else(|| Cell::new(number::NOTHING)));
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
fn common_target<'a>(sweep: &'a Sweep<'_>, queue: QueueId) -> Option<&'a crate::model::Target> {
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
            format!(" of {}", calendar.intervals),
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

/// What the words and marks mean.
fn definitions(sweep: &Sweep<'_>, shown: &Points) -> Vec<String> {
    let day = words::horizon(&sweep.center.name, &sweep.center.calendar);
    let mut text = vec![format!("Figures are of the whole {}.", day.one)];
    text.push(format!("SL = {}.", sweep.center.service_level.formula()));
    let several = sweep
        .variants
        .iter()
        .any(|variant| variant.point.replications > 1);
    if several {
        let level = number::limit_percent(sweep.confidence);
        text.push(format!(
            "± is how well the simulated {} pin the average, with {level} % confidence.",
            day.many
        ));
    } else {
        text.push(format!("One {} alone says nothing about the next.", day.one));
    }
    text.push(format!(
        "All points have the same callers, {} by {}, so they differ by less than ± suggests.",
        day.one, day.one
    ));
    if shown.waits {
        text.push("ASA = mean wait of those answered.".into());
    }
    if shown.busy {
        text.push("Busy = handling / (handling + available).".into());
    }
    if shown.on_target {
        let each = words::interval(sweep.center.calendar.interval.seconds());
        text.push(format!(
            "{} met: those in which every queue is on target.",
            words::title(&each.many)
        ));
    }
    if shown.marked {
        text.push("! misses a target.".into());
    }
    if let Some(best) = cheapest(sweep) {
        let barely = sweep.variants[best].over_the_day(sweep.center) == Some(Standing::Barely);
        let barely = if barely { ", though barely" } else { "" };
        text.push(format!("← the cheapest on target{barely}."));
    }
    let mut notes = vec![text.join(" ")];
    if shown.targets_untold {
        let asked = (0..sweep.center.queues.len()).filter_map(|queue| {
            let service = common_target(sweep, queue)?.service?;
            let name = words::title(&sweep.center.queues[queue].name);
            Some(format!("{name} {}", limits::service_target(&service)))
        });
        let asked: Vec<String> = asked.collect();
        if !asked.is_empty() {
            notes.push(format!("Targets: {}.", asked.join("; ")));
        }
    }
    let paths = sweep
        .factors
        .iter()
        .map(|factor| format!("{} = {}", factor.short_title(), factor.name));
    notes.push(format!("Factors: {}.", paths.collect::<Vec<_>>().join("; ")));
    if shown.left_out > 0 {
        let queues = if shown.left_out == 1 {
            "queue is"
        } else {
            "queues are"
        };
        notes.push(format!(
            "{} {queues} left out here; --csv FILE and --json have all, a wider terminal more.",
            shown.left_out
        ));
    }
    notes
}

/// What to do next.
fn next(sweep: &Sweep<'_>, screen: &Screen<'_>) -> Vec<String> {
    let scenario = match screen.source {
        Source::BuiltIn(name) => name.to_owned(),
        Source::File(path) => foot::shell_word(path),
        Source::Input => "-".into(),
    };
    let story = Story::of(sweep);
    let nearest = || {
        let known = sweep.variants.iter().enumerate();
        let known = known.filter_map(|(index, variant)| Some((index, story.estimate(variant)?.mean)));
        let sign = if story.wants_more() { 1.0 } else { -1.0 };
        known.reduce(|best, other| {
            if sign * other.1 > sign * best.1 {
                other
            } else {
                best
            }
        })
    };
    let best = cheapest(sweep).or_else(|| nearest().map(|(index, _)| index));
    let style = screen.style;
    let mut lines = Vec::new();
    if let Some(best) = best {
        let sets = sweep
            .factors
            .iter()
            .zip(&sweep.variants[best].levels)
            .map(|(factor, level)| {
                format!(
                    " --set {}",
                    foot::shell_word(&format!("{}={}", factor.name, level.text))
                )
            });
        lines.push(format!(
            "{} headcount run {scenario}{}",
            style.paint(Tone::Faint, "In full:"),
            sets.collect::<String>()
        ));
    }
    lines.push(format!(
        "{} --plots DIR for pictures · --csv FILE · --json",
        style.paint(Tone::Faint, "More:   ")
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::sweep::{Made, all, findings, grid, staff, words};
    use crate::report::terminal::Style;

    fn screen(width: usize) -> Screen<'static> {
        Screen {
            width,
            height: None,
            style: Style::Plain,
            source: Source::BuiltIn("bank"),
        }
    }

    fn shown(made: &Made, width: usize) -> String {
        let sweep = made.sweep();
        let findings: Vec<String> = findings(&sweep).iter().map(ToString::to_string).collect();
        sweep_screen(&sweep, &findings, &screen(width))
    }

    #[test]
    fn one_factor() {
        insta::assert_snapshot!(shown(staff(), 110));
    }

    #[test]
    fn two_factors() {
        insta::assert_snapshot!(shown(grid(), 130));
    }

    #[test]
    fn a_factor_of_words_on_a_narrow_screen() {
        insta::assert_snapshot!(shown(words(), 80));
    }

    #[test]
    fn every_point_is_there_and_no_line_is_wider_than_the_screen() {
        for made in all() {
            let sweep = made.sweep();
            for width in [80, 100, 140] {
                let text = shown(made, width);
                for line in text.lines().filter(|line| !line.contains("--set")) {
                    assert!(words_width(line) <= width, "{} at {width}: {line}", made.name);
                }
                let rows = text
                    .lines()
                    .filter(|line| {
                        line.contains(" s  ") || line.contains(" ± ") || line.split_whitespace().count() > 3
                    })
                    .count();
                assert!(rows >= sweep.variants.len(), "{} at {width}:\n{text}", made.name);
            }
        }
    }

    /// Prints every screen where `HEADCOUNT_PICTURES` asks for things to look at.
    #[test]
    fn screens_can_be_looked_at() {
        if std::env::var_os("HEADCOUNT_PICTURES").is_none() {
            return;
        }
        for made in all() {
            println!("{}\n{}\n{}", made.name, shown(made, 110), shown(made, 80));
        }
    }
}
