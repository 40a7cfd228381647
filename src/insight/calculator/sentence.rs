//! The calculator's answer in words.

use super::given::{Formula, Sought};
use super::{Answer, Figures, MOST_AGENTS};
use crate::insight::wording;
use crate::model::ServiceLevelDefinition;

/// A share with a digit after the point, or as many as tell it from all and from nothing.
fn share(value: f64) -> String {
    if value < 1.0 && value > 0.999_995 {
        return "over 99.999 %".into();
    }
    let rest = value.min(1.0 - value);
    let digits = if rest > 0.0 && rest < 5e-4 { 3 } else { 1 };
    format!("{:.digits$} %", 100.0 * value)
}

/// A share beside a limit, with as many digits as tell it from that.
fn share_beside(value: f64, limit: Option<f64>) -> String {
    let Some(limit) = limit.filter(|&limit| limit != value) else {
        return share(value);
    };
    let text = |share: f64, digits: usize| format!("{:.digits$}", 100.0 * share);
    match (1..=9).find(|&digits| text(value, digits) != text(limit, digits)) {
        None | Some(1) => share(value),
        Some(digits) => format!("{} %", text(value, digits)),
    }
}

/// A limit with the digits it was given.
fn limit(value: f64) -> String {
    format!("{} %", (value * 1e6).round() / 1e4)
}

fn time(seconds: f64) -> String {
    if seconds > 0.0 && seconds < 9.95 {
        format!("{} s", (seconds * 10.0).round() / 10.0)
    } else {
        wording::seconds(seconds)
    }
}

fn period(seconds: f64) -> String {
    match seconds {
        3600.0 => "an hour".into(),
        1800.0 => "a half-hour".into(),
        900.0 => "a quarter-hour".into(),
        60.0 => "a minute".into(),
        1.0 => "a second".into(),
        86_400.0 => "a day".into(),
        _ => format!("in {}", wording::seconds(seconds)),
    }
}

fn count(number: f64, noun: &str) -> String {
    match number {
        1.0 => format!("1 {noun}"),
        0.0 => format!("no {noun}s"),
        _ if number.fract() == 0.0 || number >= 1000.0 => format!("{} {noun}s", wording::thousands(number)),
        _ => format!("{number:.1} {noun}s"),
    }
}

/// What a definition counts, where it is not the usual one.
fn of_whom(definition: ServiceLevelDefinition) -> &'static str {
    match definition {
        ServiceLevelDefinition::OfOffered => "",
        ServiceLevelDefinition::OfAnswered => " (of the answered)",
        ServiceLevelDefinition::ShortAbandonsMet => " (short abandons counted as met)",
        ServiceLevelDefinition::ShortAbandonsExcluded => " (short abandons left out)",
    }
}

impl Answer {
    /// "within 20 s", and of whom.
    fn within(&self) -> String {
        let of_whom = of_whom(self.given.goals.definition);
        match self.given.within_s {
            0.0 => format!("without a wait{of_whom}"),
            seconds => format!("within {}{of_whom}", time(seconds)),
        }
    }

    /// "88.8 %".
    fn level(&self, figures: &Figures) -> String {
        let asked = self.given.goals.target.service.map(|service| service.answered);
        share_beside(figures.service_level(self.given.goals.definition), asked)
    }

    /// The goals as a list: "80 % answered within 20 s", "at most 5 % hang up".
    fn goals(&self) -> Vec<String> {
        let goals = &self.given.goals;
        let target = &goals.target;
        let mut list = Vec::new();
        if let Some(service) = target.service {
            list.push(format!("{} answered {}", limit(service.answered), self.within()));
        }
        let most = [
            (target.abandoned, "hanging up"),
            (target.p_wait, "waiting"),
            (goals.blocked, "turned away"),
        ];
        for (most, doing) in most {
            list.extend(most.map(|most| match most {
                0.0 => format!("nobody {doing}"),
                most => format!("at most {} {doing}", limit(most)),
            }));
        }
        list.extend(
            target
                .asa_s
                .map(|most| format!("an ASA of at most {}", time(most))),
        );
        list.extend(
            target
                .queue_mean
                .map(|most| format!("at most {most} waiting on average")),
        );
        list.extend(
            goals
                .occupancy
                .map(|most| format!("agents busy at most {}", limit(most))),
        );
        list
    }

    /// What the figures are of each goal: "answer 82.1 % and lose 3.1 %".
    fn reached(&self, figures: &Figures) -> String {
        let goals = &self.given.goals;
        let target = &goals.target;
        let mut list = Vec::new();
        if target.service.is_some() {
            list.push(format!("answer {}", self.level(figures)));
        }
        let mut say = |asked: bool, text: String| {
            if asked {
                list.push(text);
            }
        };
        say(
            goals.blocked.is_some(),
            format!("turn {} away", share_beside(figures.blocked, goals.blocked)),
        );
        say(
            target.abandoned.is_some(),
            format!("lose {}", share_beside(figures.abandoned, target.abandoned)),
        );
        say(
            target.p_wait.is_some(),
            format!("let {} wait", share_beside(figures.p_wait, target.p_wait)),
        );
        say(
            target.asa_s.is_some(),
            format!(
                "reach an ASA of {}",
                figures.asa_s.map_or("nobody's".into(), time)
            ),
        );
        say(
            target.queue_mean.is_some(),
            format!("leave {} waiting on average", wording::number(figures.queue_mean)),
        );
        say(
            goals.occupancy.is_some(),
            format!(
                "are busy {} of the time",
                share_beside(figures.occupancy, goals.occupancy)
            ),
        );
        wording::list(&list)
    }

    fn schedule(&self, agents: u32) -> String {
        if self.given.shrinkage == 0.0 {
            return String::new();
        }
        format!(
            " With {} shrinkage, schedule {}.",
            limit(self.given.shrinkage),
            wording::thousands(self.scheduled(agents))
        )
    }
}

/// The answer, in a sentence or a few.
pub fn sentence(answer: &Answer) -> String {
    let said = said(answer);
    let mut letters = said.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn said(answer: &Answer) -> String {
    match (answer.sought, &answer.figures) {
        (Sought::Agents, None) => unreachable_goals(answer),
        (Sought::Agents, Some(_)) if answer.load() == 0.0 => "No calls, so no agents are needed.".into(),
        (Sought::Agents, Some(figures)) => {
            let (agents, goals) = (
                count(f64::from(figures.agents), "agent"),
                wording::list(&answer.goals()),
            );
            let (are, they) = if figures.agents == 1 {
                ("is", "it would")
            } else {
                ("are", "they")
            };
            let mut text = format!(
                "{agents} {are} enough for {goals}: {they} {}.{}",
                answer.reached(figures),
                answer.schedule(figures.agents)
            );
            if let Some(below) = figures.agents.checked_sub(1).filter(|&below| below > 0) {
                let fewer = answer.with_agents(below);
                if fewer.stable {
                    text += &format!(
                        " {} would {}.",
                        wording::thousands(f64::from(below)),
                        answer.reached(&fewer)
                    );
                } else {
                    text += &format!(" {} would never keep up.", wording::thousands(f64::from(below)));
                }
            }
            text
        }
        (Sought::Service, Some(figures)) => service(answer, figures),
        (Sought::Calls, _) => {
            let agents = count(f64::from(answer.given.agents.unwrap_or(0)), "agent");
            let goals = wording::list(&answer.goals());
            match answer.calls {
                Some(0.0) => format!(
                    "{agents} cannot carry a single call with {goals}{}.",
                    chance(answer)
                ),
                Some(calls) => format!(
                    "{agents} can carry {} calls {} with {goals}.",
                    figure(calls),
                    period(answer.given.per_s)
                ),
                None => format!("{agents} can carry any number of calls with {goals}."),
            }
        }
        (Sought::HandleTime, _) => {
            let agents = count(f64::from(answer.given.agents.unwrap_or(0)), "agent");
            let goals = wording::list(&answer.goals());
            match answer.handle_s {
                Some(0.0) => format!(
                    "No handle time is short enough for {agents} with {goals}{}.",
                    chance(answer)
                ),
                Some(handle_s) => format!(
                    "With {agents} a call may take {:.1} s on average, with {goals}.",
                    (handle_s * 10.0).floor() / 10.0
                ),
                None => format!("With {agents} a call may take any time, with {goals}."),
            }
        }
        (Sought::Service, None) => String::new(),
    }
}

/// Why nothing reaches a goal that leaves nothing to chance.
fn chance(answer: &Answer) -> &'static str {
    if answer.leaves_nothing_to_chance() {
        ": chance always leaves a rest"
    } else {
        ""
    }
}

/// Calls rounded down, so that they can be carried.
fn figure(calls: f64) -> String {
    if calls >= 1000.0 {
        wording::thousands(calls.floor())
    } else if calls >= 10.0 {
        format!("{:.1}", (calls * 10.0).floor() / 10.0)
    } else {
        format!("{:.3}", (calls * 1000.0).floor() / 1000.0)
    }
}

fn service(answer: &Answer, figures: &Figures) -> String {
    let agents = count(f64::from(figures.agents), "agent");
    if answer.load() == 0.0 {
        return "No calls, so nobody waits.".into();
    }
    if !figures.stable {
        return format!(
            "{agents} cannot keep up with {} erlangs: nobody hangs up, so the queue grows without end.",
            wording::digits(figures.load, 4)
        );
    }
    if figures.agents == 0 {
        return "Without agents nobody is answered.".into();
    }
    if figures.blocked >= 1.0 {
        return "Without lines everybody is turned away.".into();
    }
    let mut text = if figures.p_wait == 0.0 && figures.blocked > 0.0 {
        format!("{agents} turn {} of calls away.", share(figures.blocked))
    } else {
        let asa = figures.asa_s.map_or(String::new(), |asa| {
            format!("; the answered wait {} on average", time(asa))
        });
        format!(
            "{agents} {} {} {}{asa}.",
            if figures.agents == 1 { "answers" } else { "answer" },
            answer.level(figures),
            answer.within()
        )
    };
    if figures.abandoned > 0.0 {
        text += &format!(" {} hang up.", share(figures.abandoned));
    }
    if figures.p_wait > 0.0 && figures.blocked > 0.0 {
        text += &format!(" {} are turned away.", share(figures.blocked));
    }
    if answer.given.goals_given {
        let goals = wording::list(&answer.goals());
        text += &if figures.meets_goals {
            format!(" That reaches {goals}.")
        } else {
            format!(" That misses {goals}.")
        };
    }
    text + &answer.schedule(figures.agents)
}

fn unreachable_goals(answer: &Answer) -> String {
    let goals = wording::list(&answer.goals());
    if answer.leaves_nothing_to_chance() {
        let nearly = answer.nearly.map_or(String::new(), |agents| {
            format!(" 99.9 % takes {}.", count(f64::from(agents), "agent"))
        });
        return format!("No number of agents promises {goals}: chance always leaves a rest.{nearly}");
    }
    if let Some(lines) = answer.given.lines.filter(|_| answer.formula == Formula::Lines) {
        let all = answer.with_agents(lines);
        return format!(
            "No number of agents reaches {goals}: {} are too few. With an agent for each, they {}.",
            count(f64::from(lines), "line"),
            answer.reached(&all)
        );
    }
    format!(
        "No number of agents up to {} reaches {goals}.",
        wording::thousands(f64::from(MOST_AGENTS))
    )
}
