//! The screen of a sweep: the answer in words, two factors crossed, a row a point, what it means, what next.

mod points;

use points::{Points, common_target, points};

use super::style::Tone;
use super::table::{Align, Block, Cell, Column};
use super::{INDENT, SHORT_WAIT_S, Screen, Source, WIDEST_TEXT, foot, limits, words};
use crate::estimate::{Estimate, Measure};
use crate::insight::sweep::{Standing, Story, Sweep, cheapest};
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
        let cells = cells.map(|cell| cell.unwrap_or_else(Cell::nothing)).collect();
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
        let known = match shown.widest {
            None => format!("± is how well the simulated {} pin the average", day.many),
            Some(half) => {
                let points = number::percent(half, number::decimals(Some(100.0 * half), 2));
                format!("Service levels are known to ± {points} points at most")
            }
        };
        text.push(format!("{known}, with {level} % confidence."));
    } else {
        text.push(format!("One {} alone says nothing about the next.", day.one));
    }
    text.push(format!(
        "All points have the same {}, {} by {}, so differences are known better than the figures.",
        words::callers(sweep.center),
        day.one,
        day.one
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
