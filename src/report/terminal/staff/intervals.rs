//! The plan interval by interval: agents now and planned, rostered, what callers get, Erlang's staff, what binds.
//!
//! It shows as much as the width allows: a queue keeps its limited figures only, then Erlang's groups and the
//! rostered are added up, then a queue keeps one figure, then groups are added up; at last only the center and
//! the queue nearest to its limit are left.

use std::ops::Range;

use super::super::spans::{self, Span};
use super::super::style::Tone;
use super::super::table::{self, Align, Block, Cell, Column};
use super::super::{INDENT, SHORT_WAIT_S, words};
use super::sheet::{Sheet, signed};
use crate::estimate::{Measure, Measures, Panel, contacts_over};
use crate::insight::staff::{Binds, binds};
use crate::model::{GroupId, QueueId};
use crate::planner::Staff;
use crate::report::number;

/// The table and what was folded in it.
pub struct Shown {
    /// Its lines.
    pub lines: Vec<String>,
    /// What stands directly below it.
    pub notes: Vec<String>,
    /// Whether groups were added up.
    pub groups_folded: bool,
    /// Whether queues were left out.
    pub queues_folded: bool,
    /// What a line is.
    pub noun: words::Noun,
    /// Whether lines are hours of agents over several intervals, not agents.
    pub in_hours: bool,
}

/// More groups than this are added up.
const MOST_GROUPS: usize = 6;
/// More queues than this have no columns.
const MOST_QUEUES: usize = 8;
/// Longest name of a group over its three columns and over one, and of a queue over one.
const NAME: usize = 14;
const SHORT_NAME: usize = 5;
const HEADING: usize = 8;
/// Letters of a line; more limits are a +.
const MOST_LETTERS: usize = 4;
/// Letters that stand for limits.
const LETTERS: &[char] = &['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

#[derive(Clone, Copy, PartialEq)]
enum Groups {
    /// Each by itself.
    Apart,
    /// All in one.
    Together,
}

#[derive(Clone, Copy, PartialEq)]
enum Amount {
    Each,
    Sum,
    None,
}

#[derive(Clone, Copy, PartialEq)]
enum Queues {
    /// Service level, mean wait and abandonment.
    All,
    /// Service level and what else is limited.
    Limited,
    /// Service level.
    One,
    /// The center's figures and the queue nearest to its limit.
    Folded,
}

#[derive(Clone, Copy)]
struct Layout {
    groups: Groups,
    rostered: Amount,
    queues: Queues,
    erlang: Amount,
}

const fn layout(groups: Groups, rostered: Amount, queues: Queues, erlang: Amount) -> Layout {
    Layout {
        groups,
        rostered,
        queues,
        erlang,
    }
}

/// From all of it to what nobody can do without.
const LAYOUTS: [Layout; 18] = [
    layout(Groups::Apart, Amount::Each, Queues::All, Amount::Each),
    layout(Groups::Apart, Amount::Each, Queues::Limited, Amount::Each),
    layout(Groups::Apart, Amount::Each, Queues::Limited, Amount::Sum),
    layout(Groups::Apart, Amount::Each, Queues::Limited, Amount::None),
    layout(Groups::Apart, Amount::Sum, Queues::Limited, Amount::Sum),
    layout(Groups::Apart, Amount::None, Queues::Limited, Amount::Sum),
    layout(Groups::Apart, Amount::Sum, Queues::One, Amount::Sum),
    layout(Groups::Apart, Amount::None, Queues::One, Amount::Sum),
    layout(Groups::Apart, Amount::None, Queues::One, Amount::None),
    layout(Groups::Apart, Amount::Sum, Queues::Folded, Amount::Sum),
    layout(Groups::Apart, Amount::None, Queues::Folded, Amount::None),
    layout(Groups::Together, Amount::Sum, Queues::All, Amount::Sum),
    layout(Groups::Together, Amount::Sum, Queues::Limited, Amount::Sum),
    layout(Groups::Together, Amount::Sum, Queues::One, Amount::Sum),
    layout(Groups::Together, Amount::None, Queues::One, Amount::Sum),
    layout(Groups::Together, Amount::Sum, Queues::Folded, Amount::Sum),
    layout(Groups::Together, Amount::None, Queues::Folded, Amount::Sum),
    layout(Groups::Together, Amount::None, Queues::Folded, Amount::None),
];

/// The table, as much of it as fits.
pub fn show(sheet: &Sheet<'_>) -> Shown {
    let center = &sheet.question.center;
    let mut spans = spans::choose(&center.calendar, None).of_opening(center);
    if !sheet.has_intervals() {
        spans.lines = vec![Span {
            label: "at any time".into(),
            intervals: 0..center.calendar.intervals,
        }];
        spans.together = false;
    }
    let in_hours = spans.together;
    let rows = Rows::of(sheet, &spans.lines, in_hours);
    let allowed = LAYOUTS.iter().filter(|layout| {
        (layout.groups == Groups::Together || center.groups.len() <= MOST_GROUPS)
            && (layout.queues == Queues::Folded || center.queues.len() <= MOST_QUEUES)
    });
    let room = sheet.screen.width.saturating_sub(INDENT);
    let mut last = None;
    for layout in allowed {
        let blocks = rows.blocks(*layout);
        let fits = table::width(&blocks) <= room;
        last = Some((*layout, blocks));
        if fits {
            break;
        }
    }
    let (layout, blocks) = last.expect("the last layouts suit every center");
    Shown {
        lines: table::lines(&blocks, sheet.screen.style),
        notes: rows.legend(),
        groups_folded: layout.groups == Groups::Together && center.groups.len() > 1,
        queues_folded: layout.queues == Queues::Folded && center.queues.len() > 1,
        noun: spans.noun,
        in_hours,
    }
}

/// All figures of all lines.
struct Rows<'a> {
    sheet: &'a Sheet<'a>,
    spans: &'a [Span],
    in_hours: bool,
    center: Vec<Measures>,
    queues: Vec<Vec<Measures>>,
    binds: Vec<Binds>,
}

impl<'a> Rows<'a> {
    fn of(sheet: &'a Sheet<'a>, spans: &'a [Span], in_hours: bool) -> Self {
        let results = &sheet.plan.results;
        let contacts = |panel: &Panel<Measures>| -> Vec<Measures> {
            if !sheet.has_intervals() {
                return vec![panel.day.clone()];
            }
            let over = |span: &Span| match &panel.intervals[span.intervals.clone()] {
                [one] => one.clone(),
                several => contacts_over(several, results.service_level),
            };
            spans.iter().map(over).collect()
        };
        Self {
            sheet,
            spans,
            in_hours,
            center: contacts(&results.center),
            queues: results.queues.iter().map(contacts).collect(),
            binds: sheet.binding.map_or_else(Vec::new, binds),
        }
    }

    fn blocks(&self, layout: Layout) -> Vec<Block> {
        let labels = self.spans.iter().map(|span| Cell::new(&*span.label));
        let mut blocks = vec![Block::untitled(vec![Column::new(
            "",
            Align::Left,
            labels.collect(),
        )])];
        blocks.extend(self.groups(layout.groups));
        blocks.extend(self.spare());
        blocks.extend(self.rostered(layout));
        blocks.extend(self.callers(layout.queues));
        blocks.extend(self.erlang(layout));
        if !self.binds.is_empty() {
            blocks.push(Block::untitled(vec![self.binding()]));
        }
        blocks
    }

    /// Names of the columns of groups, none longer than `longest`.
    fn names(&self, groups: Groups, longest: usize) -> Vec<String> {
        if groups == Groups::Together {
            return vec!["all groups".into()];
        }
        let facts = self.sheet.question.center.groups.iter();
        let names: Vec<String> = facts.map(|group| group.name.clone()).collect();
        words::short_names(&names, longest)
    }

    /// Which groups a column stands for.
    fn members(&self, groups: Groups) -> Vec<Range<GroupId>> {
        let count = self.sheet.question.center.groups.len();
        if groups == Groups::Together {
            std::iter::once(0..count).collect()
        } else {
            (0..count).map(|group| group..group + 1).collect()
        }
    }

    /// Agents over a line: their number, or their hours where a line is several intervals.
    fn sum(&self, span: &Span, groups: Range<GroupId>, of: impl Fn(GroupId, usize) -> f64) -> f64 {
        let hours = if self.in_hours {
            self.sheet.question.center.calendar.interval.seconds() / 3600.0
        } else {
            1.0 / span.intervals.len().max(1) as f64
        };
        groups
            .map(|group| {
                span.intervals
                    .clone()
                    .map(|interval| of(group, interval))
                    .sum::<f64>()
            })
            .sum::<f64>()
            * hours
    }

    fn number(&self, value: f64) -> String {
        number::grouped(value, usize::from((value - value.round()).abs() > 0.04))
    }

    fn groups(&self, groups: Groups) -> Vec<Block> {
        let agents = |staff: &'a Staff| {
            move |group: GroupId, interval: usize| self.sheet.on_queue(staff, group, interval)
        };
        let (now, plan) = (agents(&self.sheet.now.staff), agents(&self.sheet.plan.staff));
        let blocks = self.names(groups, NAME).into_iter().zip(self.members(groups));
        blocks
            .map(|(name, members)| {
                let over = |of: &dyn Fn(GroupId, usize) -> f64| -> Vec<f64> {
                    self.spans
                        .iter()
                        .map(|span| self.sum(span, members.clone(), of))
                        .collect()
                };
                let (before, after) = (over(&now), over(&plan));
                let decimals = usize::from(
                    before
                        .iter()
                        .zip(&after)
                        .any(|(before, after)| ((after - before) - (after - before).round()).abs() > 0.04),
                );
                let changes = before
                    .iter()
                    .zip(&after)
                    .map(|(before, after)| Cell::new(signed(after - before, decimals)));
                let cells = |values: &[f64], tone| {
                    let cells = values
                        .iter()
                        .map(|&value| Cell::new(self.number(value)).toned(tone));
                    cells.collect::<Vec<_>>()
                };
                let columns = vec![
                    Column::new("now", Align::Right, cells(&before, Tone::Normal)),
                    Column::new("plan", Align::Right, cells(&after, Tone::Strong)),
                    Column::new("", Align::Right, changes.collect()),
                ];
                let unit = if self.in_hours { ", h" } else { "" };
                Block {
                    title: format!("{name}{unit}"),
                    columns,
                }
            })
            .collect()
    }

    /// Agents kept for a smooth curve, by group where there are several.
    fn spare(&self) -> Option<Block> {
        let groups = self.sheet.question.center.groups.len();
        let several = (2..=MOST_GROUPS).contains(&groups);
        let mut names = self.names(Groups::Apart, SHORT_NAME);
        if names.iter().any(|name| !name.contains(char::is_alphabetic)) {
            names = self.names(Groups::Apart, NAME);
        }
        let of = |span: &Span| -> String {
            let spare = |members: Range<GroupId>| {
                self.sum(span, members, |group, interval| {
                    f64::from(self.sheet.spare(group, interval))
                })
            };
            if !several {
                let all = spare(0..groups);
                return if all > 0.0 {
                    self.number(all)
                } else {
                    String::new()
                };
            }
            let named = (0..groups).filter_map(|group| {
                let agents = spare(group..group + 1);
                (agents > 0.0).then(|| format!("{} {}", self.number(agents), names[group]))
            });
            named.collect::<Vec<_>>().join(", ")
        };
        let cells: Vec<Cell> = self
            .spans
            .iter()
            .map(|span| Cell::new(of(span)).toned(Tone::Faint))
            .collect();
        self.sheet
            .any_spare()
            .then(|| Block::untitled(vec![Column::new("spare", Align::Left, cells)]))
    }

    fn rostered(&self, layout: Layout) -> Option<Block> {
        if layout.rostered == Amount::None || !self.sheet.any_shrinkage() {
            return None;
        }
        let groups = if layout.rostered == Amount::Each {
            layout.groups
        } else {
            Groups::Together
        };
        Some(self.side_by_side("rostered", groups, 1, |group, interval| {
            self.sheet.rostered(group, interval)
        }))
    }

    fn erlang(&self, layout: Layout) -> Option<Block> {
        let erlang = self.sheet.erlang.filter(|_| layout.erlang != Amount::None)?;
        let groups = if layout.erlang == Amount::Each {
            layout.groups
        } else {
            Groups::Together
        };
        Some(self.side_by_side("Erlang C", groups, 0, |group, interval| {
            f64::from(erlang.staff[group][interval])
        }))
    }

    /// One figure of each group, or of all.
    fn side_by_side(
        &self,
        title: &str,
        groups: Groups,
        decimals: usize,
        of: impl Fn(GroupId, usize) -> f64,
    ) -> Block {
        let names = match groups {
            _ if self.sheet.question.center.groups.len() == 1 => vec![String::new()],
            Groups::Together => vec!["all".into()],
            groups => self.names(groups, SHORT_NAME),
        };
        let columns = names
            .into_iter()
            .zip(self.members(groups))
            .map(|(name, members)| {
                let cells = self.spans.iter().map(|span| {
                    let value = self.sum(span, members.clone(), &of);
                    let text = if decimals > 0 {
                        number::grouped(value, decimals)
                    } else {
                        self.number(value)
                    };
                    Cell::new(text)
                });
                Column::new(name, Align::Right, cells.collect())
            });
        Block {
            title: title.into(),
            columns: columns.collect(),
        }
    }

    fn callers(&self, queues: Queues) -> Vec<Block> {
        let center = &self.sheet.question.center;
        let all = 0..center.queues.len();
        match queues {
            Queues::All | Queues::Limited => all
                .map(|queue| Block {
                    title: format!("{}, %", words::title(&center.queues[queue].name)),
                    columns: self.queue(queue, queues == Queues::All),
                })
                .collect(),
            Queues::One => {
                let names: Vec<String> = center.queues.iter().map(|queue| queue.name.clone()).collect();
                let names = words::short_names(&names, HEADING);
                let columns = all.map(|queue| self.level(queue, &names[queue]));
                vec![Block {
                    title: "SL, %".into(),
                    columns: columns.collect(),
                }]
            }
            Queues::Folded => vec![self.folded()],
        }
    }

    fn queue(&self, queue: QueueId, all: bool) -> Vec<Column> {
        let lines = &self.queues[queue];
        let mut columns = vec![self.level(queue, "SL")];
        let limited = |measure| self.sheet.limited(queue, measure);
        let longest = lines
            .iter()
            .filter_map(|line| line.mean(Measure::Asa))
            .fold(0.0, f64::max);
        if all || limited(Measure::Asa) {
            let decimals = usize::from(longest < SHORT_WAIT_S);
            columns.push(self.column("ASA", queue, Measure::Asa, |wait| {
                [number::wait(wait, decimals), String::new()]
            }));
        }
        let leaves = lines
            .iter()
            .any(|line| line.mean(Measure::AbandonmentRate).is_some_and(|rate| rate > 0.0));
        if limited(Measure::AbandonmentRate) || (all && leaves) {
            columns.push(self.column("aband", queue, Measure::AbandonmentRate, |rate| {
                number::at_the_point(&number::percent(rate, 1))
            }));
        }
        columns
    }

    fn level(&self, queue: QueueId, heading: &str) -> Column {
        self.column(heading, queue, Measure::ServiceLevel, |level| {
            number::at_the_point(&number::percent(level, 0))
        })
    }

    fn column(
        &self,
        heading: &str,
        queue: QueueId,
        measure: Measure,
        text: impl Fn(f64) -> [String; 2],
    ) -> Column {
        let cells = self.queues[queue].iter().zip(self.spans).map(|(line, span)| {
            let missed = self.sheet.misses(queue, measure, span.intervals.clone());
            line.mean(measure).map_or_else(
                || Cell::nothing().toned(Tone::Faint),
                |figure| Cell::of_parts(text(figure)).marked(missed),
            )
        });
        Column::new(heading, Align::Right, cells.collect())
    }

    /// All queues together, and the queue that is nearest to its service level, or furthest below it.
    fn folded(&self) -> Block {
        let center = &self.sheet.question.center;
        let share = |measure: Measure, decimals: usize| {
            let cells = self.center.iter().map(|line| {
                line.mean(measure).map_or_else(
                    || Cell::nothing().toned(Tone::Faint),
                    |figure| Cell::new(number::percent(figure, decimals)),
                )
            });
            cells.collect::<Vec<_>>()
        };
        let mut columns = vec![
            Column::new("SL", Align::Right, share(Measure::ServiceLevel, 0)),
            Column::new("aband", Align::Right, share(Measure::AbandonmentRate, 1)),
        ];
        if center.queues.len() > 1 {
            let tightest = (0..self.spans.len()).map(|line| {
                let nearest = (0..center.queues.len())
                    .filter_map(|queue| {
                        let asked = center.queues[queue].target.as_ref()?.service?.answered;
                        let level = self.queues[queue][line].mean(Measure::ServiceLevel)?;
                        Some((queue, level, level - asked))
                    })
                    .min_by(|a, b| a.2.total_cmp(&b.2));
                nearest.map_or_else(Cell::default, |(queue, level, _)| {
                    let span = self.spans[line].intervals.clone();
                    let missed = self.sheet.misses(queue, Measure::ServiceLevel, span);
                    let name = words::cut(&words::plain(&center.queues[queue].name), 2 * HEADING);
                    Cell::new(format!("{name} {}", number::percent(level, 0))).marked(missed)
                })
            });
            let tightest: Vec<Cell> = tightest.collect();
            columns.push(Column::new("nearest its limit", Align::Left, tightest));
        }
        Block {
            title: if center.queues.len() > 1 {
                "all queues, %".into()
            } else {
                format!("{}, %", words::callers(center))
            },
            columns,
        }
    }

    fn binding(&self) -> Column {
        let cells = self.spans.iter().map(|span| {
            let here = self.binds.iter().enumerate().filter(|(_, binds)| {
                binds
                    .intervals
                    .iter()
                    .any(|interval| span.intervals.contains(interval))
            });
            let places: Vec<usize> = here.map(|(place, _)| place).collect();
            let told = places.iter().filter_map(|&place| LETTERS.get(place));
            let mut letters: String = told.take(MOST_LETTERS).collect();
            if letters.len() < places.len() {
                letters.push('+');
            }
            Cell::new(letters)
        });
        Column::new("binds", Align::Left, cells.collect())
    }

    /// What the letters stand for.
    fn legend(&self) -> Vec<String> {
        if self.binds.is_empty() {
            return Vec::new();
        }
        let told: Vec<String> = self
            .binds
            .iter()
            .zip(LETTERS)
            .map(|(binds, letter)| format!("{letter} {}", binds.name(self.sheet.question)))
            .collect();
        let more = self.binds.len().saturating_sub(LETTERS.len());
        let more = if more > 0 {
            format!(", + others (of {} in all: --json)", self.binds.len())
        } else if self.binds.len() > MOST_LETTERS {
            ", + others".into()
        } else {
            String::new()
        };
        let noun = if self.sheet.has_intervals() {
            format!(" of the {}", self.sheet.interval().one)
        } else {
            String::new()
        };
        vec![format!(
            "Binds = breaks first when an agent is taken out{noun}: {}{more}.",
            told.join(", ")
        )]
    }
}
