//! Which limits keep agents in a plan, and which never do.

use super::super::wording::{count, interval_noun, list};
use super::goal::{figure_name, whose};
use crate::estimate::Limited;
use crate::model::Measure;
use crate::planner::{Figure, Goal, Planned, Question, When, Whom};

/// One limit, and in how many intervals an agent more could not go because of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Binds {
    /// Of what.
    pub of: Whom,
    /// Which figure.
    pub figure: Figure,
    /// Whether it is the limit on the whole horizon.
    pub day: bool,
    /// The intervals in which it keeps an agent, of any group, ascending.
    pub intervals: Vec<usize>,
}

impl Binds {
    fn is(&self, goal: &Goal) -> bool {
        self.of == goal.of && self.figure == goal.figure && self.day == (goal.when == When::Day)
    }

    /// "Loans' abandonment", "Loans' abandonment of the day".
    pub fn name(&self, question: &Question) -> String {
        let name = format!(
            "{} {}",
            whose(&question.center, self.of),
            figure_name(self.figure)
        );
        let both = question.goals.iter().any(|goal| {
            goal.of == self.of && goal.figure == self.figure && (goal.when == When::Day) != self.day
        });
        match (both, self.day) {
            (true, true) => format!("{name} of the whole day"),
            _ => name,
        }
    }

    /// As narrow as a column needs it: "Loans aband", "Service SL".
    pub fn short(&self, names: &[String]) -> String {
        let name = match self.of {
            Whom::Queue(queue) => names.get(queue).map_or("", String::as_str),
            Whom::Center => "all",
            Whom::Group(_) => "group",
        };
        let figure = match self.figure {
            Figure::Contacts(Limited::Measure(Measure::ServiceLevel)) => "SL",
            Figure::Contacts(Limited::Measure(Measure::AbandonmentRate)) => "aband",
            Figure::Contacts(Limited::Measure(Measure::Asa)) => "ASA",
            Figure::Contacts(Limited::Measure(Measure::PWait)) => "waiting",
            Figure::Contacts(Limited::Measure(Measure::ReplyWait)) => "replies",
            Figure::Contacts(Limited::Measure(_)) => "queue",
            Figure::Contacts(Limited::WaitQuantile(_)) => "wait",
            Figure::Occupancy => "busy",
        };
        format!("{name} {figure}").trim().to_owned()
    }
}

/// The limits that bind, the most frequent first.
pub fn binds(planned: &Planned) -> Vec<Binds> {
    let mut found: Vec<Binds> = Vec::new();
    for cells in &planned.binding {
        for (interval, binding) in cells.iter().enumerate() {
            let Some(goal) = binding.as_ref().map(|binding| &binding.goal) else {
                continue;
            };
            match found.iter_mut().find(|binds| binds.is(goal)) {
                Some(binds) => binds.intervals.push(interval),
                None => found.push(Binds {
                    of: goal.of,
                    figure: goal.figure,
                    day: goal.when == When::Day,
                    intervals: vec![interval],
                }),
            }
        }
    }
    for binds in &mut found {
        binds.intervals.sort_unstable();
        binds.intervals.dedup();
    }
    found.sort_by_key(|binds| std::cmp::Reverse(binds.intervals.len()));
    found
}

/// More limits than this are not told one by one.
const TOLD: usize = 3;

/// "Loans' abandonment sets this plan in 20 of 24 half-hours; Service's service level never binds."
pub(super) fn sentence(question: &Question, planned: &Planned) -> Option<String> {
    let found = binds(planned);
    let first = found.first()?;
    let intervals = question.center.calendar.intervals;
    let noun = interval_noun(&question.center.calendar);
    let times = |binds: &Binds| {
        if intervals == 1 {
            String::new()
        } else if binds.intervals.len() == intervals {
            format!(" in every {noun}")
        } else {
            format!(" in {} of {}", binds.intervals.len(), count(intervals, noun))
        }
    };
    let text = if found.len() == 1 {
        format!("{} sets this plan", first.name(question))
    } else {
        let told: Vec<String> = found
            .iter()
            .take(TOLD)
            .enumerate()
            .map(|(place, binds)| {
                let times = if place == 0 {
                    times(binds)
                } else {
                    match binds.intervals.len() {
                        all if all == intervals => " in all".into(),
                        some => format!(" in {some}"),
                    }
                };
                let verb = if place == 0 { " sets this plan" } else { "" };
                format!("{}{verb}{times}", binds.name(question))
            })
            .collect();
        let more = found.len().saturating_sub(TOLD);
        let more = if more > 0 {
            format!(", and {more} other limits elsewhere")
        } else {
            String::new()
        };
        told.join(", ") + &more
    };
    Some(match idle(question, &found) {
        Some(idle) => format!("{text}; {idle}."),
        None => format!("{text}."),
    })
}

/// Who has targets of which none binds anywhere.
fn idle(question: &Question, found: &[Binds]) -> Option<String> {
    let mut whom: Vec<Whom> = Vec::new();
    for goal in &question.goals {
        if !whom.contains(&goal.of) && found.iter().all(|binds| binds.of != goal.of) {
            whom.push(goal.of);
        }
    }
    let names: Vec<String> = whom.iter().map(|&of| whose(&question.center, of)).collect();
    match names.len() {
        0 => None,
        1 => Some(format!("{} own target never binds", names[0])),
        2..=TOLD => Some(format!("{} own targets never bind", list(&names))),
        several => Some(format!("the targets of {several} others never bind")),
    }
}
