//! The screens of the planner: the answer in words, what it costs beside what there is and what formulas say,
//! the plan interval by interval, what a little more or less would do, and what the words mean.
//!
//! In: a question and its answer. Out: text to print. What the width has no room for is folded: queues and
//! groups are added up in the table of intervals and listed by themselves below it.

mod around;
mod folded;
mod foot;
mod goals;
mod intervals;
mod sheet;
mod totals;

#[cfg(test)]
mod tests;

use super::style::Tone;
use super::table::{self, Block, Column};
use super::{INDENT, Screen, View, WIDEST_TEXT, headed, words};
use crate::insight::staff as say;
use crate::insight::staff::Said;
use crate::planner::{Answer, Budgeted, Infeasible, Kept, Planned, Question, Rule};
use sheet::{Sheet, simulated};

/// The screen of `headcount staff`, ending in a line break. `written` names the files that hold the plan.
pub fn staff_screen(question: &Question, answer: &Answer, written: &[String], screen: &Screen<'_>) -> String {
    match answer {
        Answer::Plan(planned) => plan_screen(question, planned, written, screen),
        Answer::Infeasible(found) => infeasible_screen(question, found, screen),
    }
}

fn plan_screen(question: &Question, planned: &Planned, written: &[String], screen: &Screen<'_>) -> String {
    let erlang = planned
        .formulas
        .iter()
        .find(|formula| formula.rule == Rule::ErlangC);
    let sheet = Sheet {
        question,
        now: &planned.now,
        plan: &planned.plan,
        spare: Some(&planned.spare),
        erlang: erlang.map(|formula| &formula.assessed),
        binding: Some(planned),
        scheduled: Sheet::scheduled(question),
        screen,
    };
    let mut page = Page::new(question, &sheet.view(), screen);
    page.say(&say::plan(question, planned));
    page.table(&totals::of_plan(question, planned, screen));
    let shown = intervals::show(&sheet);
    page.lines(&shown.lines);
    page.faint(&shown.notes);
    for table in folded::show(&sheet, &shown) {
        page.table(&table);
    }
    page.table(&around::show(question, planned, screen));
    page.table(&around::curve_below(question, planned, screen));
    page.gap();
    page.notes(&say::plan(question, planned).notes);
    page.faint(&foot::definitions(&sheet, &shown));
    page.next(&foot::next(&sheet, written));
    page.text()
}

/// The screen where no plan is possible.
fn infeasible_screen(question: &Question, found: &Infeasible, screen: &Screen<'_>) -> String {
    let sheet = Sheet::of(question, &found.most, &found.most, screen);
    let said = say::infeasible(question, found);
    let mut page = Page::new(question, &sheet.view(), screen);
    page.say(&said);
    page.table(&goals::unattainable(question, found, screen));
    page.gap();
    page.notes(&said.notes);
    page.faint(&[foot::most_allowed(&sheet)]);
    page.next(&foot::next_infeasible(&sheet.view(), question, found));
    page.text()
}

/// The screen of `--keep-staff`: which targets the staff meets and how much more it could carry.
pub fn kept_screen(question: &Question, found: &Kept, screen: &Screen<'_>) -> String {
    let sheet = Sheet::of(question, &found.now, &found.now, screen);
    let mut page = Page::new(question, &sheet.view(), screen);
    page.say(&say::kept(question, found));
    page.table(&goals::judged(question, &found.goals, screen));
    page.gap();
    page.faint(&[foot::judged(&sheet)]);
    page.next(&foot::next_kept(&sheet.view(), found));
    page.text()
}

/// The screen of `--budget`: the best service for so much.
pub fn budget_screen(
    question: &Question,
    found: &Budgeted,
    written: &[String],
    screen: &Screen<'_>,
) -> String {
    let sheet = Sheet::of(question, &found.now, &found.plan, screen);
    let mut page = Page::new(question, &sheet.view(), screen);
    page.say(&say::budgeted(question, found));
    page.table(&totals::of_two(question, &found.now, &found.plan, screen));
    page.table(&goals::judged(question, &found.goals, screen));
    let shown = intervals::show(&sheet);
    page.lines(&shown.lines);
    page.faint(&shown.notes);
    for table in folded::show(&sheet, &shown) {
        page.table(&table);
    }
    page.gap();
    page.faint(&foot::definitions(&sheet, &shown));
    page.next(&foot::next(&sheet, written));
    page.text()
}

/// A screen in the making.
struct Page<'a> {
    screen: &'a Screen<'a>,
    lines: Vec<String>,
}

impl<'a> Page<'a> {
    fn new(question: &Question, view: &View<'_>, screen: &'a Screen<'a>) -> Self {
        let calendar = &question.center.calendar;
        let (opens, closes) = calendar.hours();
        let hours = match calendar.days() {
            _ if question.is_steady() => "steady state".into(),
            0 | 1 => format!("{opens}–{closes}"),
            days => format!("{days} days from {opens}"),
        };
        let title = headed(
            &question.center.name,
            vec![
                hours,
                simulated(view.results, &view.day),
                format!("seed {}", view.results.seed),
            ],
            screen,
        );
        let mut page = Self {
            screen,
            lines: vec![title],
        };
        if !question.goals.is_empty() {
            page.faint(&[format!("Targets: {}.", say::asked(question))]);
        }
        page
    }

    fn width(&self) -> usize {
        self.screen.width.min(WIDEST_TEXT)
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// The answer.
    fn say(&mut self, said: &Said) {
        self.gap();
        for sentence in &said.answer {
            let wrapped = words::wrapped(sentence, self.width(), INDENT);
            let style = self.screen.style;
            self.lines
                .extend(wrapped.iter().map(|line| style.paint(Tone::Strong, line)));
        }
    }

    fn lines(&mut self, lines: &[String]) {
        self.gap();
        self.lines
            .extend(lines.iter().map(|line| " ".repeat(INDENT) + line));
    }

    fn table(&mut self, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.lines(&table::lines(blocks, self.screen.style));
        }
    }

    fn notes(&mut self, notes: &[String]) {
        for note in notes {
            self.lines.extend(words::wrapped(note, self.width(), INDENT));
        }
    }

    fn faint(&mut self, notes: &[String]) {
        for note in notes {
            let wrapped = words::wrapped(note, self.width(), INDENT);
            let style = self.screen.style;
            self.lines
                .extend(wrapped.iter().map(|line| style.paint(Tone::Faint, line)));
        }
    }

    fn next(&mut self, lines: &[String]) {
        self.lines
            .extend(lines.iter().map(|line| " ".repeat(INDENT) + line));
    }

    fn text(mut self) -> String {
        self.lines.push(String::new());
        self.lines.join("\n")
    }
}

/// One table, its last columns left out where the screen is too narrow; the first `kept` stay.
fn fitted(mut columns: Vec<Column>, title: &str, kept: usize, screen: &Screen<'_>) -> Block {
    let block = |columns: &[Column]| Block {
        title: title.into(),
        columns: columns.to_vec(),
    };
    while columns.len() > kept && INDENT + table::width(&[block(&columns)]) > screen.width {
        columns.pop();
    }
    block(&columns)
}
