//! Limits as a table: which are kept, which cannot be.

use super::super::style::Tone;
use super::super::table::{Align, Block, Cell, Column};
use super::super::{Screen, words};
use super::fitted;
use crate::insight::staff::{figure_name, figure_text, limit_in_words, when_name, whose};
use crate::planner::{Goal, Infeasible, Question, When, Whom};

/// Goals that are listed one by one.
const MOST: usize = 24;

/// One line of limits: all goals that differ in their time only.
struct Limit<'a> {
    goal: &'a Goal,
    figures: Vec<(&'a Goal, Option<f64>, bool)>,
}

/// Every limit with how often it is kept and where it is worst.
pub fn judged(question: &Question, goals: &[(Goal, Option<f64>, bool)], screen: &Screen<'_>) -> Vec<Block> {
    let mut limits: Vec<Limit<'_>> = Vec::new();
    for (goal, figure, met) in goals {
        let same = |limit: &&mut Limit<'_>| {
            limit.goal.of == goal.of
                && limit.goal.figure == goal.figure
                && (limit.goal.when == When::Day) == (goal.when == When::Day)
        };
        let entry = (goal, *figure, *met);
        match limits.iter_mut().find(same) {
            Some(limit) => limit.figures.push(entry),
            None => limits.push(Limit {
                goal,
                figures: vec![entry],
            }),
        }
    }
    if limits.is_empty() {
        return Vec::new();
    }
    // What is missed most comes first where not all have room.
    let mut order: Vec<usize> = (0..limits.len()).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(limits[place].missed()));
    order.truncate(MOST);
    order.sort_unstable();
    let listed: Vec<&Limit<'_>> = order.iter().map(|&place| &limits[place]).collect();
    let noun = words::interval(question.center.calendar.interval.seconds());
    let center = &question.center;
    let cells = |cell: &dyn Fn(&Limit<'_>) -> Cell| listed.iter().map(|limit| cell(limit)).collect();
    let columns = vec![
        Column::new(
            "",
            Align::Left,
            cells(&|limit| Cell::new(name(question, limit.goal.of))),
        ),
        Column::new(
            "target",
            Align::Left,
            cells(&|limit| Cell::new(limit_in_words(center, limit.goal))),
        ),
        Column::new(
            "met",
            Align::Left,
            cells(&|limit| {
                let missed = limit.missed();
                let text = match (&limit.goal.when, missed) {
                    (When::Day, 0) => "over the day".to_owned(),
                    (When::Day, _) => "not over the day".into(),
                    (_, 0) => format!("in every {}", noun.one),
                    (_, missed) => {
                        let all = limit.figures.len();
                        format!("in {} of {all} {}", all - missed, noun.of(all))
                    }
                };
                Cell::new(text).marked(missed > 0)
            }),
        ),
        Column::new("worst", Align::Left, cells(&|limit| worst(question, limit))),
    ];
    vec![fitted(columns, "", 3, screen)]
}

impl Limit<'_> {
    fn missed(&self) -> usize {
        self.figures.iter().filter(|(.., met)| !met).count()
    }
}

fn name(question: &Question, of: Whom) -> String {
    match of {
        Whom::Queue(queue) => words::title(&question.center.queues[queue].name),
        Whom::Center => "All queues".into(),
        Whom::Group(group) => words::title(&question.center.groups[group].name),
    }
}

/// The figure furthest on the wrong side, and when.
fn worst(question: &Question, limit: &Limit<'_>) -> Cell {
    use crate::estimate::Bound;
    let up = limit.goal.on_days.is_some() || matches!(limit.goal.bound, Bound::AtLeast(_));
    let badness = |figure: Option<f64>| match figure {
        None => f64::NEG_INFINITY,
        Some(figure) if up => -figure,
        Some(figure) => figure,
    };
    let found = limit
        .figures
        .iter()
        .max_by(|a, b| badness(a.1).total_cmp(&badness(b.1)));
    let Some((goal, Some(figure), _)) = found else {
        return Cell::default();
    };
    let text = figure_text(goal, Some(*figure));
    if goal.when == When::Day {
        return Cell::new(text);
    }
    Cell::new(format!(
        "{text} {}",
        when_name(&question.center.calendar, &goal.when)
    ))
}

/// What cannot be had with all that is allowed.
pub fn unattainable(question: &Question, found: &Infeasible, screen: &Screen<'_>) -> Vec<Block> {
    let listed = &found.goals[..found.goals.len().min(MOST)];
    if listed.is_empty() {
        return Vec::new();
    }
    let center = &question.center;
    let names = listed.iter().map(|miss| {
        Cell::new(format!(
            "{} {}",
            whose(center, miss.goal.of),
            figure_name(miss.goal.figure)
        ))
    });
    let when = listed
        .iter()
        .map(|miss| Cell::new(when_name(&center.calendar, &miss.goal.when)));
    let asked = listed
        .iter()
        .map(|miss| Cell::new(limit_in_words(center, &miss.goal)));
    let best = listed
        .iter()
        .map(|miss| Cell::new(figure_text(&miss.goal, miss.figure)).toned(Tone::Alarm));
    let columns = vec![
        Column::new("cannot be met", Align::Left, names.collect()),
        Column::new("", Align::Left, when.collect()),
        Column::new("best attainable", Align::Right, best.collect()),
        Column::new("asked", Align::Left, asked.collect()),
    ];
    vec![fitted(columns, "", 3, screen)]
}
