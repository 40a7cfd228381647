//! Problems of a scenario: what is wrong, where, by which rule, and what to do about it.
//!
//! In: what the readers of this module complain of. Out: [`Problems`], all of them at once in the order
//! of the file, rendered with the line in question and a caret under the text.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::source::{Place, Source, line_and_column, one_line};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario means nothing until this is mended.
    Error,
    /// Legal, but hardly meant.
    Warning,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// Whether the scenario can be used all the same.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub what: String,
    /// Where; absent where no text is to blame (a file that cannot be read).
    pub place: Option<Location>,
    /// The rule it breaks, shown under the text.
    pub rule: Option<String>,
    /// What to write instead.
    pub remedy: Option<String>,
}

/// A place in a file, as people and editors count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file as it was named, or `--set`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Bytes of the file.
    pub span: Range<usize>,
    #[serde(skip)]
    source: usize,
}

/// All problems of a scenario, in the order of its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problems {
    list: Vec<Problem>,
    sources: Vec<Source>,
}

impl Problems {
    pub(super) fn new(mut list: Vec<Problem>, sources: Vec<Source>) -> Self {
        let key = |problem: &Problem| {
            problem
                .place
                .as_ref()
                .map_or((0, 0), |place| (place.source, place.span.start))
        };
        list.sort_by_key(key);
        list.dedup();
        Problems { list, sources }
    }

    /// A single problem without a place: a file that cannot be read.
    pub(super) fn of_file(what: String, remedy: Option<String>) -> Self {
        let problem = Problem {
            severity: Severity::Error,
            what,
            place: None,
            rule: None,
            remedy,
        };
        Problems::new(vec![problem], Vec::new())
    }

    /// The problems one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many of them are errors.
    pub fn errors(&self) -> usize {
        self.list
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .count()
    }

    /// Every problem with its line and a caret, and a last line that counts them.
    pub fn render(&self, colour: bool) -> String {
        let mut out = String::new();
        for problem in &self.list {
            out += &self.render_one(problem, colour);
            out += "\n\n";
        }
        out + &self.summary()
    }

    /// "3 errors and 1 warning".
    pub fn summary(&self) -> String {
        let counted = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            _ => format!("{count} {word}s"),
        };
        let errors = self.errors();
        let warnings = self.len() - errors;
        match (errors, warnings) {
            (0, _) => counted(warnings, "warning"),
            (_, 0) => counted(errors, "error"),
            _ => format!(
                "{} and {}",
                counted(errors, "error"),
                counted(warnings, "warning")
            ),
        }
    }

    fn render_one(&self, problem: &Problem, colour: bool) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        // Control characters in what was typed must not reach the terminal.
        let clean = |text: &str| annotate_snippets::normalize_untrusted_str(text);
        let title = level.primary_title(clean(&problem.what));
        let mut group = annotate_snippets::Group::with_title(title);
        let mut rule = problem.rule.as_deref();
        if let Some((place, source)) = problem
            .place
            .as_ref()
            .and_then(|place| Some((place, self.sources.get(place.source)?)))
        {
            let mut annotation = AnnotationKind::Primary.span(one_line(&source.text, &place.span));
            if let Some(rule) = rule.take() {
                annotation = annotation.label(clean(rule));
            }
            group = group.element(
                Snippet::source(source.text.as_str())
                    .path(source.name.as_str())
                    .annotation(annotation),
            );
        }
        if let Some(rule) = rule {
            group = group.element(Level::NOTE.message(clean(rule)));
        }
        if let Some(remedy) = &problem.remedy {
            group = group.element(Level::HELP.message(clean(remedy)));
        }
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[group])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What a reader of a single value has to say against it; the place is known to its caller.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Complaint {
    pub what: String,
    pub rule: String,
    pub remedy: String,
}

impl Complaint {
    pub fn new(what: impl Into<String>, rule: impl Into<String>, remedy: impl Into<String>) -> Self {
        Complaint {
            what: what.into(),
            rule: rule.into(),
            remedy: remedy.into(),
        }
    }
}

/// The texts read so far and the problems found in them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub sources: Vec<Source>,
    list: Vec<Problem>,
}

impl Found {
    /// Takes a text in; its index is the `source` of places in it.
    pub fn add_source(&mut self, source: Source) -> usize {
        self.sources.push(source);
        self.sources.len() - 1
    }

    pub fn text(&self, source: usize) -> &str {
        &self.sources[source].text
    }

    pub fn error(&mut self, place: &Place, complaint: Complaint) {
        self.push(Severity::Error, place, complaint);
    }

    pub fn warn(&mut self, place: &Place, complaint: Complaint) {
        self.push(Severity::Warning, place, complaint);
    }

    fn push(&mut self, severity: Severity, place: &Place, complaint: Complaint) {
        let place = self.sources.get(place.source).map(|source| {
            let span = one_line(&source.text, &place.span);
            let (line, column) = line_and_column(&source.text, span.start);
            Location {
                file: source.name.clone(),
                line,
                column,
                span,
                source: place.source,
            }
        });
        let given = |text: String| (!text.is_empty()).then_some(text);
        self.list.push(Problem {
            severity,
            what: complaint.what,
            place,
            rule: given(complaint.rule),
            remedy: given(complaint.remedy),
        });
    }

    /// "bank.toml, line 12", for a problem that must mention a second place.
    pub fn mention(&self, place: &Place) -> String {
        let source = &self.sources[place.source];
        let (line, _) = line_and_column(&source.text, place.span.start);
        format!("{}, line {line}", source.name)
    }

    /// Problems so far.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn failed(&self) -> bool {
        self.list
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// Drops problems, keeping those that `keep` wants.
    pub fn retain(&mut self, keep: impl FnMut(&Problem) -> bool) {
        self.list.retain(keep);
    }

    pub fn into_problems(self) -> Problems {
        Problems::new(self.list, self.sources)
    }
}

/// The name most like a mistyped one, if any is near enough to have been meant.
pub(super) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (typed.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&typed.to_lowercase(), &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// "`a`, `b` or `c`".
pub(super) fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// "did you mean `loans`?", or else a list of what there is.
pub fn did_you_mean<'a>(typed: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(typed, names.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if names.clone().into_iter().next().is_none() => String::new(),
        None => format!("it may be {}", one_of(names)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["loans", "service"];
        assert_eq!(nearest("loan", names), Some("loans"));
        assert_eq!(nearest("Laons", names), Some("loans"));
        assert_eq!(nearest("billing", names), None);
    }

    #[test]
    fn problems_come_in_the_order_of_the_text() {
        let mut found = Found::default();
        let source = found.add_source(Source::new("a.toml", "x = 1\ny = 2\n"));
        found.warn(&Place::new(source, 6..7), Complaint::new("second", "", ""));
        found.error(
            &Place::new(source, 0..1),
            Complaint::new("first", "the rule", "the remedy"),
        );
        let problems = found.into_problems();
        let whats: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
        assert_eq!(whats, ["first", "second"]);
        assert_eq!(problems.summary(), "1 error and 1 warning");
        let shown = problems.render(false);
        assert!(shown.contains("--> a.toml:1:1"), "{shown}");
        assert!(shown.contains("^ the rule"), "{shown}");
        assert!(shown.contains("= help: the remedy"), "{shown}");
    }
}
