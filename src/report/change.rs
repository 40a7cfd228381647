//! Changes as people say them: "Without five generalists from 10:00 to 12:00".
//!
//! In: changes in the scenario's language. Out: words that a sentence can begin with. What has no short words
//! of its own is quoted as it was typed.

use crate::scenario::Edit;

/// The words of some changes, beginning with a capital.
pub fn in_words(changes: &[Edit]) -> String {
    let each: Vec<String> = changes.iter().map(|change| one(change.text())).collect();
    let all = match &each[..] {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let mut letters = all.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn one(text: &str) -> String {
    staff(text)
        .or_else(|| scaled(text))
        .unwrap_or_else(|| format!("with `{}`", text.trim()))
}

/// From one time to another.
type Hours<'t> = Option<(&'t str, &'t str)>;

/// The path, the hours it is limited to, and the value.
fn parts(text: &str) -> Option<(Vec<&str>, Hours<'_>, &str)> {
    let (path, value) = text.split_once('=')?;
    let (path, hours) = match path.split_once('@') {
        Some((path, hours)) => (path, Some(hours.split_once("..")?)),
        None => (path, None),
    };
    if path.contains([',', '"', '\'']) {
        return None;
    }
    Some((path.split('.').map(str::trim).collect(), hours, value.trim()))
}

fn span(hours: Hours<'_>) -> String {
    hours.map_or_else(String::new, |(from, to)| {
        format!(" from {} to {}", from.trim(), to.trim())
    })
}

/// Some agents more or fewer.
fn staff(text: &str) -> Option<String> {
    let (path, hours, value) = parts(text)?;
    let ["groups", group, "staff"] = path[..] else {
        return None;
    };
    let (more, number) = match value.split_at_checked(1)? {
        ("+", number) => (true, number),
        ("-", number) => (false, number),
        _ => return None,
    };
    let number: u32 = number.trim().parse().ok()?;
    let whose = match (group, number) {
        ("*", 1) => "agent in every group".to_owned(),
        ("*", _) => "agents in every group".to_owned(),
        (group, 1) => format!("agent of {}", group.replace('_', " ")),
        (group, _) if group.ends_with('s') => group.replace('_', " "),
        (group, _) => format!("agents of {}", group.replace('_', " ")),
    };
    let number = in_letters(number);
    let span = span(hours);
    Some(if more {
        format!("with {number} more {whose}{span}")
    } else {
        format!("without {number} {whose}{span}")
    })
}

/// So much more or less volume or staff.
fn scaled(text: &str) -> Option<String> {
    let (path, hours, value) = parts(text)?;
    let whose = match path[..] {
        ["queues", "*", "volume"] => "calls".to_owned(),
        ["queues", queue, "volume"] => format!("calls to {}", queue.replace('_', " ")),
        ["groups", "*", "staff"] => "agents in every group".to_owned(),
        ["groups", group, "staff"] => format!("agents of {}", group.replace('_', " ")),
        _ => return None,
    };
    let factor: f64 = value.strip_prefix('x')?.parse().ok()?;
    let percent = format!("{:.1}", 100.0 * (factor - 1.0).abs());
    let percent = percent.trim_end_matches(".0");
    let side = if factor < 1.0 { "fewer" } else { "more" };
    Some(format!("with {percent} % {side} {whose}{}", span(hours)))
}

fn in_letters(number: u32) -> String {
    const WORDS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    (number as usize)
        .checked_sub(1)
        .and_then(|place| WORDS.get(place))
        .map_or_else(|| number.to_string(), |&word| word.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_begin_a_sentence() {
        for (changes, words) in [
            (
                &["groups.generalists.staff@10:00..12:00=-5"][..],
                "Without five generalists from 10:00 to 12:00",
            ),
            (&["groups.loan_desk.staff=+1"], "With one more agent of loan desk"),
            (&["groups.*.staff=-2"], "Without two agents in every group"),
            (
                &["queues.*.volume=x1.15", "groups.loan_desk.staff=+12"],
                "With 15 % more calls and with 12 more agents of loan desk",
            ),
            (
                &["queues.loans.volume=x0.875"],
                "With 12.5 % fewer calls to loans",
            ),
            (
                &["queues.service.patience=forever"],
                "With `queues.service.patience=forever`",
            ),
            (
                &["groups.generalists.staff=7"],
                "With `groups.generalists.staff=7`",
            ),
        ] {
            let changes: Vec<Edit> = changes
                .iter()
                .map(|change| Edit::parse(change).expect("a change"))
                .collect();
            assert_eq!(in_words(&changes), words);
        }
    }
}
