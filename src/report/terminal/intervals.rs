//! The table of the day, line by line: load, staff, every queue's figures, how busy each group is.
//!
//! It shows as much as the width allows: first group names are shortened, then groups are added up, then a
//! column of each queue goes, and at last only the center and the queues in most trouble are left.

use super::limits::{self, Misses};
use super::spans::{Span, Spans};
use super::style::Tone;
use super::table::{self, Align, Block, Cell, Column};
use super::{SHORT_WAIT_S, View, words};
use crate::estimate::{GroupMeasure, GroupMeasures, Measure, Measures, Panel, agents_over, contacts_over};
use crate::insight::asked_in_intervals;
use crate::model::{ActualSeries, Group, Queue, Target};
use crate::report::number;

/// The table and what it had to leave out.
pub struct Shown {
    /// Its lines.
    pub lines: Vec<String>,
    /// Queues that have no columns of their own.
    pub queues_left_out: usize,
    /// Whether groups were added up.
    pub groups_together: bool,
    /// The widest half-width of a service level in it, in points of percent.
    pub widest: Option<f64>,
    /// Whether any figure is marked.
    pub marked: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Groups {
    Named,
    Short,
    Together,
}

/// What a layout shows.
#[derive(Clone)]
struct Layout {
    groups: Groups,
    queues: Vec<usize>,
    center: bool,
    /// Of a queue: all columns, one less, or one alone.
    columns: Columns,
}

#[derive(Clone, Copy, PartialEq)]
enum Columns {
    All,
    Fewer,
    One,
}

/// Longest title of a queue.
const TITLE: usize = 24;
/// Longest heading of a queue that has one column.
const HEADING: usize = 8;
/// More queues than this are not given one column each.
const MOST_COLUMNS: usize = 10;
/// Longest shortened name of a group.
const SHORT_NAME: usize = 5;
/// More groups than this are always added up.
const MOST_GROUPS: usize = 8;
/// From how many intervals a line tells how many of them miss the target.
const COUNT_MISSES_FROM: usize = 4;

/// The table, as much of it as fits. `worst` names the queues, those in most trouble first.
pub fn show(view: &View<'_>, spans: &Spans, worst: &[usize]) -> Shown {
    let days = Days::of(view, spans);
    let all: Vec<usize> = (0..view.center.queues.len()).collect();
    let target = view.center.target.as_ref();
    let together = all.len() > 1 && target.is_some_and(|target| target.per_interval);
    let of = |groups, columns| Layout {
        groups,
        queues: all.clone(),
        center: columns == Columns::One || together,
        columns,
    };
    let mut layouts = Vec::new();
    if view.center.groups.len() <= MOST_GROUPS {
        layouts.push(of(Groups::Named, Columns::All));
        layouts.push(of(Groups::Short, Columns::All));
    }
    layouts.push(of(Groups::Together, Columns::All));
    layouts.push(of(Groups::Together, Columns::Fewer));
    if (2..=MOST_COLUMNS).contains(&all.len()) {
        layouts.push(of(Groups::Together, Columns::One));
    }
    for count in (0..all.len()).rev() {
        let mut queues = worst[..count].to_vec();
        queues.sort_unstable();
        layouts.push(Layout {
            groups: Groups::Together,
            queues,
            center: true,
            columns: Columns::All,
        });
    }
    let room = view.screen.width.saturating_sub(super::INDENT);
    let mut last = None;
    for layout in layouts {
        let blocks = days.blocks(&layout);
        let fits = table::width(&blocks) <= room;
        last = Some((layout, blocks));
        if fits {
            break;
        }
    }
    let (layout, blocks) = last.expect("there is always a layout with groups added up");
    Shown {
        lines: table::lines(&blocks, view.screen.style),
        queues_left_out: all.len() - layout.queues.len(),
        groups_together: layout.groups == Groups::Together && view.center.groups.len() > 1,
        widest: days.widest(&layout),
        marked: days.marked(&layout),
    }
}

/// All figures of all lines.
struct Days<'a> {
    view: &'a View<'a>,
    spans: &'a [Span],
    /// Whether a line is a day or more.
    by_day: bool,
    center: Vec<Measures>,
    queues: Vec<Vec<Measures>>,
    agents: Vec<GroupMeasures>,
    groups: Vec<Vec<GroupMeasures>>,
    /// Per queue, the center last, and line: what any of its intervals misses, and how many do.
    misses: Vec<Vec<(Misses, usize)>>,
}

impl<'a> Days<'a> {
    fn of(view: &'a View<'a>, spans: &'a Spans) -> Self {
        let results = view.results;
        let contacts = |intervals: &[Measures]| -> Vec<Measures> {
            let over = |span: &Span| match &intervals[span.intervals.clone()] {
                [one] => one.clone(),
                several => contacts_over(several, results.service_level),
            };
            spans.lines.iter().map(over).collect()
        };
        let agents = |intervals: &[GroupMeasures]| -> Vec<GroupMeasures> {
            let over = |span: &Span| match &intervals[span.intervals.clone()] {
                [one] => one.clone(),
                several => agents_over(several),
            };
            spans.lines.iter().map(over).collect()
        };
        let together = asked_in_intervals(view.center);
        let misses = |(target, panel): (&Option<Target>, &Panel<Measures>)| -> Vec<(Misses, usize)> {
            let target = target.as_ref().filter(|target| target.per_interval);
            let over = |span: &Span| {
                let intervals = &panel.intervals[span.intervals.clone()];
                let each = intervals
                    .iter()
                    .map(|cell| target.map_or_else(Misses::default, |target| limits::misses(target, cell)));
                each.fold((Misses::default(), 0), |(all, count), one| {
                    (all.or(one), count + usize::from(one.any()))
                })
            };
            spans.lines.iter().map(over).collect()
        };
        Self {
            view,
            spans: &spans.lines,
            by_day: spans.days,
            center: contacts(&results.center.intervals),
            queues: results
                .queues
                .iter()
                .map(|queue| contacts(&queue.intervals))
                .collect(),
            agents: agents(&results.agents.intervals),
            groups: results
                .groups
                .iter()
                .map(|group| agents(&group.intervals))
                .collect(),
            misses: view
                .center
                .queues
                .iter()
                .map(|queue| &queue.target)
                .zip(&results.queues)
                .chain([(&together, &results.center)])
                .map(misses)
                .collect(),
        }
    }

    fn blocks(&self, layout: &Layout) -> Vec<Block> {
        let labels = self.spans.iter().map(|span| Cell::new(&*span.label));
        let mut blocks = vec![
            Block::untitled(vec![Column::new("", Align::Left, labels.collect())]),
            Block {
                title: "load".into(),
                columns: vec![column("erl", &self.center, |cell| {
                    let load = cell.mean(Measure::OfferedLoad)?;
                    Some(Cell::new(number::grouped(load, 1)))
                })],
            },
            self.staff(layout.groups),
        ];
        if layout.center {
            blocks.push(Block {
                title: "All queues, %".into(),
                columns: self.contacts(&self.center, None, true),
            });
        }
        if layout.columns == Columns::One {
            blocks.push(self.levels(&layout.queues));
        } else {
            for &queue in &layout.queues {
                let name = words::title(&self.view.center.queues[queue].name);
                let whole = layout.columns == Columns::All;
                blocks.push(Block {
                    title: format!("{}, %", words::cut(&name, TITLE)),
                    columns: self.contacts(&self.queues[queue], Some(queue), whole),
                });
            }
        }
        blocks.push(self.busy(layout.groups));
        blocks
    }

    fn names(&self, groups: Groups) -> Vec<String> {
        let names: Vec<String> = self
            .view
            .center
            .groups
            .iter()
            .map(|group| group.name.clone())
            .collect();
        match groups {
            Groups::Named => names.iter().map(|name| words::plain(name)).collect(),
            Groups::Short => words::short_names(&names, SHORT_NAME),
            Groups::Together => vec!["all".into()],
        }
    }

    fn staff(&self, groups: Groups) -> Block {
        let center = self.view.center;
        // Where the center closes in between, or staff changes at any time, a mean says little of a day.
        let in_hours =
            self.by_day && (!center.rules.closed.is_empty() || center.groups.iter().any(Group::is_scheduled));
        let groups_facts = center.groups.iter();
        let on_queue: Vec<Vec<f64>> = groups_facts
            .map(|group| group.mean_on_queue(&center.calendar))
            .collect();
        let mean = |group: usize, span: &Span| {
            let open = || {
                span.intervals
                    .clone()
                    .filter(|&interval| center.is_open(interval))
            };
            if in_hours {
                let hours = |interval: usize| {
                    self.view.results.groups[group].intervals[interval].mean(GroupMeasure::StaffedHours)
                };
                return open().filter_map(hours).sum();
            }
            let staff = &on_queue[group];
            open().map(|interval| staff[interval]).sum::<f64>() / open().count().max(1) as f64
        };
        let cell = |agents: f64| {
            Cell::new(number::grouped(
                agents,
                usize::from((agents - agents.round()).abs() > 0.05),
            ))
        };
        let names = self.names(groups).into_iter();
        let columns = if groups == Groups::Together {
            let all = |span: &Span| cell((0..center.groups.len()).map(|group| mean(group, span)).sum());
            let cells = self.spans.iter().map(all).collect();
            names
                .map(|name| Column::new(name, Align::Right, Vec::clone(&cells)))
                .collect()
        } else {
            names
                .enumerate()
                .map(|(group, name)| {
                    let cells = self.spans.iter().map(|span| cell(mean(group, span)));
                    Column::new(name, Align::Right, cells.collect())
                })
                .collect()
        };
        Block {
            title: if in_hours { "on queue, h" } else { "on queue" }.into(),
            columns,
        }
    }

    fn busy(&self, groups: Groups) -> Block {
        let cell = |figures: &GroupMeasures, limit: Option<f64>| {
            figures
                .mean(GroupMeasure::Occupancy)
                .map_or_else(nothing, |occupancy| {
                    Cell::new(number::percent(occupancy, 0))
                        .marked(limit.is_some_and(|limit| occupancy > limit))
                })
        };
        let names = self.names(groups).into_iter();
        let columns = if groups == Groups::Together {
            let cells: Vec<Cell> = self.agents.iter().map(|line| cell(line, None)).collect();
            names
                .map(|name| Column::new(name, Align::Right, cells.clone()))
                .collect()
        } else {
            names
                .zip(&self.view.center.groups)
                .zip(&self.groups)
                .map(|((name, group), figures)| {
                    let cells = figures.iter().map(|line| cell(line, group.occupancy_max));
                    Column::new(name, Align::Right, cells.collect())
                })
                .collect()
        };
        Block {
            title: "busy, %".into(),
            columns,
        }
    }

    /// The columns of a queue, or of the center. Without `whole`, the rate of abandonment goes, or the
    /// ASA where the target limits abandonment.
    fn contacts(&self, lines: &[Measures], queue: Option<usize>, whole: bool) -> Vec<Column> {
        let facts = queue.map(|queue| &self.view.center.queues[queue]);
        let scope = queue.unwrap_or(self.view.center.queues.len());
        let misses = |line: usize| self.misses[scope][line].0;
        let target = facts
            .map_or(&self.view.center.target, |facts| &facts.target)
            .as_ref();
        let abandon = lines
            .iter()
            .any(|line| line.mean(Measure::AbandonmentRate).is_some_and(|rate| rate > 0.0));
        let wanted = target
            .and_then(|target| target.service)
            .map(|service| service.answered);
        let allowed = target.and_then(|target| target.abandoned);
        let limited = allowed.is_some();
        let (show_asa, show_abandoned) = (whole || !limited, abandon && (whole || limited));

        let few = lines
            .iter()
            .all(|line| line.mean(Measure::Offered).is_none_or(|offered| offered < 3.0));
        let mut columns = vec![
            column(words::contacts(self.view.center), lines, |line| {
                let offered = line.mean(Measure::Offered)?;
                Some(Cell::new(number::grouped(offered, usize::from(few))))
            }),
            shares("SL", lines, Measure::ServiceLevel, wanted, |line| {
                misses(line).service
            }),
        ];
        columns.extend(self.actual(facts, |actual| actual.service_level.as_ref(), shown_percent));
        if show_asa {
            let short = lines
                .iter()
                .all(|line| line.mean(Measure::Asa).is_none_or(|asa| asa < SHORT_WAIT_S));
            let long = facts.is_some_and(|queue| queue.channel.comes_when_closed());
            let cells = lines.iter().enumerate().map(|(index, line)| {
                line.mean(Measure::Asa).map_or_else(nothing, |asa| {
                    let wait = if long {
                        number::long_wait(asa)
                    } else {
                        number::wait(asa, usize::from(short))
                    };
                    Cell::new(wait).marked(misses(index).asa)
                })
            });
            columns.push(Column::new("ASA", Align::Right, cells.collect()));
            columns.extend(self.actual(facts, |actual| actual.asa_s.as_ref(), |asa| number::wait(asa, 0)));
        }
        if show_abandoned {
            columns.push(shares(
                "aband",
                lines,
                Measure::AbandonmentRate,
                allowed,
                |line| misses(line).abandoned,
            ));
            columns.extend(self.actual(
                facts,
                |actual| actual.abandoned.as_ref(),
                |rate| number::percent(rate, 1),
            ));
        }
        let counted = target.is_some_and(|target| target.per_interval)
            && self
                .spans
                .iter()
                .any(|span| span.intervals.len() >= COUNT_MISSES_FROM);
        if counted {
            let cells = self.misses[scope].iter().map(|(_, count)| match count {
                0 => Cell::new("0"),
                count => Cell::new(count.to_string()).toned(Tone::Alarm),
            });
            columns.push(Column::new("missed", Align::Right, cells.collect()));
        } else if self.misses_elsewhere(scope, show_asa, show_abandoned) {
            let cells = self.misses[scope]
                .iter()
                .map(|(miss, _)| Cell::default().marked(miss.any()));
            columns.push(Column::new("", Align::Right, cells.collect()));
        }
        columns
    }

    /// Service levels alone, one column a queue; a mark stands for any miss.
    fn levels(&self, queues: &[usize]) -> Block {
        let names: Vec<String> = self
            .view
            .center
            .queues
            .iter()
            .map(|queue| queue.name.clone())
            .collect();
        let names = words::short_names(&names, HEADING);
        let wanted = |queue: usize| {
            let target = self.view.center.queues[queue].target.as_ref()?;
            target.service.map(|service| service.answered)
        };
        let column = |&queue: &usize| {
            shares(
                &names[queue],
                &self.queues[queue],
                Measure::ServiceLevel,
                wanted(queue),
                |line: usize| self.misses[queue][line].0.any(),
            )
        };
        Block {
            title: "SL, %".into(),
            columns: queues.iter().map(column).collect(),
        }
    }

    /// Whether something is missed that none of the columns shows.
    fn misses_elsewhere(&self, scope: usize, asa: bool, abandoned: bool) -> bool {
        self.misses[scope]
            .iter()
            .any(|(miss, _)| miss.other || miss.days || (miss.asa && !asa) || (miss.abandoned && !abandoned))
    }

    fn actual(
        &self,
        facts: Option<&Queue>,
        series: impl Fn(&crate::model::Actual) -> Option<&ActualSeries>,
        text: impl Fn(f64) -> String,
    ) -> Option<Column> {
        let facts = facts?;
        let series = series(facts.actual.as_ref()?)?;
        if matches!(series, ActualSeries::Day(_)) {
            return None;
        }
        let cells = self.spans.iter().map(|span| {
            series
                .within(span.intervals.clone(), &facts.volume)
                .map_or_else(nothing, |figure| Cell::new(text(figure)))
                .toned(Tone::Faint)
        });
        Some(Column::new("actual", Align::Right, cells.collect()))
    }

    fn shown<'b>(&'b self, layout: &'b Layout) -> impl Iterator<Item = &'b Measures> {
        let center = self.center.iter().filter(|_| layout.center);
        center.chain(layout.queues.iter().flat_map(|&queue| &self.queues[queue]))
    }

    fn widest(&self, layout: &Layout) -> Option<f64> {
        self.shown(layout)
            .filter_map(|line| line.get(Measure::ServiceLevel)?.half_width())
            .map(|half| 100.0 * half)
            .reduce(f64::max)
    }

    fn marked(&self, layout: &Layout) -> bool {
        let center = layout.center.then_some(self.view.center.queues.len());
        let mut scopes = layout.queues.iter().copied().chain(center);
        scopes.any(|scope| self.misses[scope].iter().any(|(miss, _)| miss.any()))
    }
}

fn nothing() -> Cell {
    Cell::nothing().toned(Tone::Faint)
}

fn shown_percent(share: f64) -> String {
    number::percent(share, 0)
}

fn column(heading: &str, lines: &[Measures], cell: impl Fn(&Measures) -> Option<Cell>) -> Column {
    let cells = lines.iter().map(|line| cell(line).unwrap_or_else(nothing));
    Column::new(heading, Align::Right, cells.collect())
}

/// A column of percents with the decimals that its figures typically justify, one at most.
fn shares(
    heading: &str,
    lines: &[Measures],
    measure: Measure,
    limit: Option<f64>,
    missed: impl Fn(usize) -> bool,
) -> Column {
    let mut halves: Vec<f64> = lines
        .iter()
        .filter_map(|line| line.get(measure)?.half_width())
        .collect();
    halves.sort_by(f64::total_cmp);
    let typical = halves.get(halves.len() / 2).copied();
    let decimals = match (measure, typical) {
        (Measure::AbandonmentRate, None) => 1,
        _ => number::decimals(typical.map(|half| 100.0 * half), 1),
    };
    let cells = lines.iter().enumerate().map(|(index, line)| {
        let Some(share) = line.mean(measure) else {
            return nothing();
        };
        let missed = missed(index);
        match limit.filter(|_| missed) {
            Some(limit) => Cell::of_parts(number::percent_beside(share, limit, decimals)),
            None => Cell::of_parts(number::at_the_point(&number::percent(share, decimals))),
        }
        .marked(missed)
    });
    Column::new(heading, Align::Right, cells.collect())
}
