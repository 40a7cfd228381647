//! The screen of a run in equilibrium: how it was made, what it found, and every queue's figures with how
//! well each is known. No times of day and no days.

use unicode_width::UnicodeWidthStr;

use super::limits::{self, Misses};
use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{INDENT, Source, View, beyond, channels, foot, words};
use crate::estimate::{Estimate, GroupMeasure, Measure, Measures, SteadyRun, Unit};
use crate::model::Target;
use crate::report::{number, steady};

/// The figures of a queue, in the order of the lines, and what each is called; the first after its contacts.
const FIGURES: [(Measure, &str); 11] = [
    (Measure::Offered, "an hour"),
    (Measure::OfferedLoad, "offered load, erlangs"),
    (Measure::ServiceLevel, "service level (SL)"),
    (Measure::PWait, "have to wait"),
    (Measure::AbandonmentRate, "abandon"),
    (Measure::Lost, "lost, balked among them"),
    (Measure::Asa, "ASA"),
    (Measure::WaitP90, "nine in ten wait at most"),
    (Measure::WaitP99, "99 in 100 wait at most"),
    (Measure::WaitAll, "mean wait of all"),
    (Measure::QueueMean, "waiting on average"),
];

/// Longest title of a queue.
const TITLE: usize = 24;
/// Decimals of a figure, at most.
const MOST_DECIMALS: usize = 3;

/// The screen, line by line. `listed` names the queues to be shown.
pub fn lines(
    view: &View<'_>,
    run: &SteadyRun,
    findings: &[String],
    listed: &[usize],
    width: usize,
) -> Vec<String> {
    let style = view.screen.style;
    let paragraph = |text: &str| words::wrapped(text, width, INDENT);
    let indented = |line: &String| " ".repeat(INDENT) + line;
    let mut lines = head(view, run, width);
    lines.push(String::new());
    let findings: Vec<String> = findings.iter().flat_map(|finding| paragraph(finding)).collect();
    if !findings.is_empty() {
        lines.extend(findings.iter().map(|line| style.paint(Tone::Strong, line)));
        lines.push(String::new());
    }
    let (tables, marked) = tables(view, listed);
    for table in tables {
        lines.extend(table::lines(&table, style).iter().map(indented));
        lines.push(String::new());
    }
    let others = others(view, listed);
    if !others.is_empty() {
        lines.extend(others.iter().map(indented));
        lines.push(String::new());
    }
    for line in channels::lines(view)
        .into_iter()
        .chain(beyond::lines(view, listed))
    {
        lines.push(if line.is_empty() { line } else { indented(&line) });
    }
    lines.extend(paragraph(&agents(view)));
    lines.push(String::new());
    for note in notes(view, run, listed.len(), marked) {
        lines.extend(paragraph(&note).iter().map(|line| style.paint(Tone::Faint, line)));
    }
    lines.extend(next(view).iter().map(indented));
    lines
}

/// The scenario's name and how the run was made.
fn head(view: &View<'_>, run: &SteadyRun, width: usize) -> Vec<String> {
    let style = view.screen.style;
    let mut parts = steady::parts(view.results, run);
    parts.push(format!("seed {}", view.results.seed));
    if let Source::BuiltIn(name) = view.screen.source {
        parts.push(format!("edit: headcount new {name}"));
    }
    let mut told: Vec<String> = Vec::new();
    for part in parts {
        match told.last_mut() {
            Some(line) if line.width() + 3 + part.width() <= width => *line += &format!(" · {part}"),
            _ => told.push(part),
        }
    }
    let mut lines = vec![style.paint(Tone::Strong, &view.results.name)];
    lines.extend(told.iter().map(|line| style.paint(Tone::Faint, line)));
    lines
}

/// Tables of as many queues side by side as there is room for, and whether any figure is marked.
fn tables(view: &View<'_>, listed: &[usize]) -> (Vec<Vec<Block>>, bool) {
    let queues: Vec<(String, &Measures, Option<&Target>)> = listed
        .iter()
        .map(|&queue| {
            let facts = &view.center.queues[queue];
            let title = words::cut(&words::title(&facts.name), TITLE);
            (title, &view.results.queues[queue].day, facts.target.as_ref())
        })
        .collect();
    let told: Vec<(Measure, &str)> = FIGURES
        .into_iter()
        .filter(|&(measure, _)| queues.iter().any(|(_, day, _)| is_told(measure, day)))
        .collect();
    let mut columns: Vec<Column> = queues
        .iter()
        .map(|(title, day, target)| column(title.clone(), &told, day, *target))
        .collect();
    let all = (&view.results.center.day, view.center.target.as_ref());
    if view.center.queues.len() > 1 || all.1.is_some() {
        columns.push(column("All queues".into(), &told, all.0, all.1));
    }
    let marked = queues
        .iter()
        .map(|&(_, day, target)| (day, target))
        .chain([all])
        .any(|(day, target)| target.is_some_and(|target| limits::misses(target, day).any()));
    let names = || {
        let cells = told.iter().map(|&(measure, name)| match measure {
            Measure::Offered => Cell::new(format!("{} {name}", words::contacts(view.center))),
            _ => Cell::new(name),
        });
        Column::new("", Align::Left, cells.collect())
    };
    let room = view.screen.width.saturating_sub(INDENT);
    let mut tables: Vec<Vec<Column>> = Vec::new();
    for column in columns {
        let wider = tables.last().map(|table| {
            let mut wider = table.clone();
            wider.push(column.clone());
            wider
        });
        match wider.filter(|wider| table::width(&[Block::untitled(wider.clone())]) <= room) {
            Some(wider) => *tables.last_mut().expect("there is a table to widen") = wider,
            None => tables.push(vec![names(), column]),
        }
    }
    let tables = tables
        .into_iter()
        .map(|table| vec![Block::untitled(table)])
        .collect();
    (tables, marked)
}

/// Whether a figure has something to say of a queue.
fn is_told(measure: Measure, day: &Measures) -> bool {
    let figure = |measure| day.mean(measure).unwrap_or(0.0);
    match measure {
        Measure::AbandonmentRate => figure(measure) > 0.0,
        Measure::Lost => figure(Measure::Balked) + figure(Measure::Blocked) > 0.0,
        Measure::WaitAll => figure(Measure::Abandoned) > 0.0,
        _ => true,
    }
}

/// A column of a queue: `80.23 % ± 0.10 (≥80 % in 20 s)`, every part aligned.
fn column(title: String, told: &[(Measure, &str)], day: &Measures, target: Option<&Target>) -> Column {
    let misses = target.map_or_else(Misses::default, |target| limits::misses(target, day));
    let rows: Vec<([String; 6], bool)> = told
        .iter()
        .map(|&(measure, _)| {
            let Some(estimate) = day.get(measure) else {
                return ([number::NOTHING, "", "", "", "", ""].map(String::from), false);
            };
            let (limit, missed) = limit(measure, target, misses);
            let [figure, unit, half] = figure(measure, estimate);
            let [whole, fraction] = number::at_the_point(&figure);
            let [known, of_known] = number::at_the_point(&half);
            ([whole, fraction, unit, known, of_known, limit], missed)
        })
        .collect();
    let [right, left] = [Align::Right, Align::Left];
    let aligns = [right, left, left, right, left, left];
    let width = |part: usize| {
        rows.iter()
            .map(|(parts, _)| parts[part].width())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    let cell = |(parts, missed): &([String; 6], bool)| {
        let padded = parts.iter().zip(widths).zip(aligns);
        let text: String = padded
            .map(|((part, width), align)| table::pad(part, width, align))
            .collect();
        Cell::new(text).marked(*missed)
    };
    Column::new(title, Align::Left, rows.iter().map(cell).collect())
}

/// The figure, its unit, and how well it is known, each with the decimals that this justifies.
fn figure(measure: Measure, estimate: Estimate) -> [String; 3] {
    let (scale, unit) = match measure.unit() {
        Unit::Share => (100.0, " %"),
        Unit::Seconds => (1.0, " s"),
        _ => (1.0, ""),
    };
    let half = estimate.half_width().map(|half| scale * half);
    let decimals = match half {
        Some(half) if half > 0.0 => number::decimals(Some(half), MOST_DECIMALS),
        _ => 1,
    };
    let known = match half {
        Some(half) if half > 0.0 => format!(" ± {}", number::grouped(half, decimals)),
        _ => String::new(),
    };
    [
        number::grouped(scale * estimate.mean, decimals),
        unit.into(),
        known,
    ]
}

/// The limit that a target sets on a figure, and whether it is missed.
fn limit(measure: Measure, target: Option<&Target>, misses: Misses) -> (String, bool) {
    let none = (String::new(), false);
    let Some(target) = target else { return none };
    match measure {
        Measure::ServiceLevel => target.service.as_ref().map_or(none, |service| {
            (format!(" (≥{})", limits::service_target(service)), misses.service)
        }),
        Measure::AbandonmentRate => target.abandoned.map_or(none, |most| {
            (format!(" (≤{})", number::limit_percent(most)), misses.abandoned)
        }),
        Measure::Asa => target.asa_s.map_or(none, |most| {
            (format!(" (≤{})", number::duration(most)), misses.asa)
        }),
        _ => none,
    }
}

/// The limits that no figure of the table carries.
fn others(view: &View<'_>, listed: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    let queues = listed.iter().map(|&queue| {
        let facts = &view.center.queues[queue];
        (
            words::title(&facts.name),
            &facts.target,
            &view.results.queues[queue].day,
        )
    });
    let all = (
        "All queues".to_owned(),
        &view.center.target,
        &view.results.center.day,
    );
    for (name, target, day) in queues.chain([all]) {
        let Some(target) = target else { continue };
        for (sentence, missed) in limits::others(target, day) {
            let (mark, tone) = if missed {
                ("! ", Tone::Alarm)
            } else {
                ("", Tone::Normal)
            };
            let line = format!("{name}: {mark}{sentence}");
            lines.push(view.screen.style.paint(tone, &line));
        }
    }
    lines
}

/// `Agents: 12 on duty, 78.9 % ± 0.1 busy. 17.1 h paid for every hour, which cost 411.`
fn agents(view: &View<'_>) -> String {
    let busy = |estimate: Option<Estimate>| {
        let Some(busy) = estimate else {
            return "nobody there".to_owned();
        };
        let half = busy.half_width().map(|half| 100.0 * half);
        let decimals = number::decimals(half, 2);
        let known = half.filter(|&half| half > 0.0).map_or_else(String::new, |half| {
            format!(" ± {}", number::grouped(half, decimals))
        });
        format!("{} %{known} busy", number::percent(busy.mean, decimals))
    };
    let groups = view.center.groups.iter().zip(&view.results.groups);
    let mut each: Vec<String> = groups
        .map(|(group, panel)| {
            format!(
                "{}: {} on duty, {}",
                words::title(&group.name),
                number::grouped(f64::from(group.staff.first().copied().unwrap_or(0)), 0),
                busy(panel.day.get(GroupMeasure::Occupancy))
            )
        })
        .collect();
    let all = &view.results.agents.day;
    let hour = |measure| all.mean(measure).unwrap_or(0.0);
    if each.len() > 6 {
        each = vec![format!(
            "{} groups: {} on duty, {}",
            each.len(),
            number::grouped(hour(GroupMeasure::StaffedHours), 0),
            busy(all.get(GroupMeasure::Occupancy))
        )];
    }
    let mut text = each.join("; ");
    let (staffed, paid) = (hour(GroupMeasure::StaffedHours), hour(GroupMeasure::PaidHours));
    if paid - staffed > 0.005 {
        text += &format!(". {} h paid for every hour", number::grouped(paid, 1));
    }
    if hour(GroupMeasure::Cost) > 0.0 {
        let and = if paid - staffed > 0.005 {
            ", which cost"
        } else {
            ". An hour costs"
        };
        text += &format!("{and} {}", number::grouped(hour(GroupMeasure::Cost), 0));
    }
    text + "."
}

/// What the figures mean.
fn notes(view: &View<'_>, run: &SteadyRun, listed: usize, marked: bool) -> Vec<String> {
    let mut text = vec![format!("SL = {}.", foot::service_level(view))];
    let level = number::limit_percent(view.results.confidence);
    let from = match (run.batches, view.results.replications) {
        (Some(batches), _) => Some(format!("how {} batches of the run differ", batches.number)),
        (None, 1) => None,
        (None, _) => Some("how the runs differ".into()),
    };
    text.push(from.map_or_else(
        || "One run alone does not say how well its figures are known.".into(),
        |from| format!("± is how well a figure is known, with {level} % confidence, by {from}."),
    ));
    text.push(
        "ASA = mean wait of those answered; so are the other waits, unless they say \"of all\".".into(),
    );
    text.push("Busy = handling / (handling + available).".into());
    if marked {
        text.push("! misses a target.".into());
    }
    let mut notes = vec![text.join(" ")];
    let left_out = view.center.queues.len() - listed;
    if left_out > 0 {
        notes.push(format!(
            "{left_out} queues in less trouble are not listed: --csv DIR or --json."
        ));
    }
    notes
}

/// What to do next.
fn next(view: &View<'_>) -> Vec<String> {
    let command = |verb: &str| foot::command(view, verb);
    let style = view.screen.style;
    let change = view.center.groups.first().map_or_else(
        || "queues.*.volume=x1.1".into(),
        |group| format!("groups.{}.staff=+1", group.name),
    );
    vec![
        format!(
            "{} {} --set '{change}'",
            style.paint(Tone::Faint, "What if:"),
            command("run")
        ),
        format!("{} {}", style.paint(Tone::Faint, "Theory: "), command("explain")),
    ]
}

#[cfg(test)]
mod tests {
    use crate::estimate::run;
    use crate::insight;
    use crate::model::{Experiment, Mode, Steady, SteadyMethod, Ticks};
    use crate::report::terminal::{Screen, Source, Style, run_screen};
    use crate::scenario::{BUNDLED, Edit, read};

    /// The screen of a bundled scenario in equilibrium; what varies stays as it is at opening.
    fn screen(name: &str, method: SteadyMethod, edits: &[&str], width: usize) -> String {
        let bundled = BUNDLED
            .iter()
            .find(|bundled| bundled.name == name)
            .expect("it comes along");
        let edits: Vec<_> = edits
            .iter()
            .map(|edit| Edit::parse(edit).expect("an edit"))
            .collect();
        let scenario = read(&bundled.source(), &edits, None, &|_| {
            Err(std::io::ErrorKind::NotFound.into())
        })
        .expect("a valid scenario");
        let experiment = Experiment {
            mode: Mode::Steady(Steady {
                method,
                finds_warm_up: true,
            }),
            replications: 100,
            warm_up: Ticks::ZERO,
            ..scenario.experiment
        };
        let results = run(&scenario.center, &experiment, &|_| ());
        let findings = insight::findings(&scenario.center, &results);
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let screen = Screen {
            width,
            height: None,
            style: Style::Plain,
            source: Source::BuiltIn(name),
        };
        run_screen(&scenario.center, &results, &findings, &screen)
    }

    #[test]
    fn one_long_run() {
        insta::assert_snapshot!(screen("classroom", SteadyMethod::BatchMeans, &[], 100));
    }

    #[test]
    fn many_runs_of_several_queues() {
        insta::assert_snapshot!(screen("bank", SteadyMethod::Replications, &[], 100));
    }

    #[test]
    fn a_narrow_screen_of_a_queue_that_only_grows() {
        let edits = ["queues.service.patience=forever", "groups.agents.staff=9"];
        let text = screen("classroom", SteadyMethod::BatchMeans, &edits, 72);
        insta::assert_snapshot!(text);
        let mut but_commands = text.lines().filter(|line| !line.contains("--set"));
        assert!(but_commands.all(|line| line.chars().count() <= 72), "{text}");
    }

    #[test]
    fn nothing_is_said_of_days() {
        for method in [SteadyMethod::BatchMeans, SteadyMethod::Replications] {
            for name in ["classroom", "bank"] {
                let text = screen(name, method, &[], 100);
                for word in [" day", "half-hour", "interval", "Monday "] {
                    assert!(!text.contains(word), "{word}: {text}");
                }
            }
        }
    }
}
