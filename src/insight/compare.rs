//! What differs between two scenarios, in words, most important first.
//!
//! In: BASE, OTHER beside it as [`Differences`], and how OTHER is called. Out: sentences. A difference is
//! stated as a fact only where it stands after the correction for many comparisons; of the others it is said
//! how many days would tell.

use super::sensitivity::Figure;
use super::wording::{horizon_noun, list, number, percent, seconds, thousands, title};
use crate::estimate::{
    ContactDifferences, Difference, Differences, GroupMeasure, Matched, Measure, OutcomeMeasure, Unlike,
    Unmatched,
};
use crate::model::{Center, Unit};

/// More queues or groups than this are not told of one by one.
const MOST: usize = 3;
/// Changes of occupancy below this are not spoken of.
const BUSIER: f64 = 0.01;
/// Changes of the share that hangs up below this are not spoken of.
const HANGING_UP: f64 = 0.001;

/// How OTHER is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Called<'a> {
    /// By the change that makes it of BASE: "With two more generalists".
    Change(&'a str),
    /// By its name: "Bilingual desk".
    Name(&'a str),
}

/// One OTHER, as every format tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Its scenario's name, or its change in words.
    pub name: String,
    /// The changes that make it of BASE, as they were typed; none where it is a scenario of its own.
    pub changes: Vec<String>,
    /// What differs.
    pub differences: Differences,
    /// The same in words, most important first.
    pub sentences: Vec<String>,
    /// What was not compared, and why.
    pub notes: Vec<String>,
}

impl Beside {
    /// Puts what differs into words.
    pub fn new(base: &Center, name: String, changes: Vec<String>, differences: Differences) -> Self {
        let called = if changes.is_empty() {
            Called::Name(&name)
        } else {
            Called::Change(&name)
        };
        Self {
            sentences: difference_sentences(base, &differences, called),
            notes: unlike_sentences(&differences),
            name,
            changes,
            differences,
        }
    }
}

/// The places of the matched queues, those whose service changes most first.
pub fn most_changed(found: &Differences) -> Vec<usize> {
    let mut places: Vec<usize> = (0..found.queues.len()).collect();
    let weight = |place: usize| {
        let level = found.queues[place].day.get(Measure::ServiceLevel);
        level.map_or((false, -1.0), |level| {
            (level.stands(found.confidence), level.difference().abs())
        })
    };
    places.sort_by(|&left, &right| {
        let (left, right) = (weight(left), weight(right));
        right.0.cmp(&left.0).then(right.1.total_cmp(&left.1))
    });
    places
}

/// What differs: service first, then those who hang up, cost, agents, and what cannot be told from chance.
fn difference_sentences(base: &Center, found: &Differences, called: Called<'_>) -> Vec<String> {
    let order = most_changed(found);
    let queues: Vec<&Matched<ContactDifferences>> = order.iter().map(|&place| &found.queues[place]).collect();
    let teller = Teller {
        base,
        found,
        called,
        queues,
    };
    let mut said: Vec<String> = Vec::new();
    said.extend(teller.service());
    said.extend(teller.together());
    said.extend(teller.hanging_up());
    said.extend(teller.beyond());
    said.extend(teller.cost());
    said.extend(teller.occupancy());
    said.extend(teller.chance());
    said
}

struct Teller<'a> {
    base: &'a Center,
    found: &'a Differences,
    called: Called<'a>,
    /// Most changed first.
    queues: Vec<&'a Matched<ContactDifferences>>,
}

impl<'a> Teller<'a> {
    /// The figures of the queues, and those that have one.
    fn of(&self, measure: Measure) -> impl Iterator<Item = (&'a str, &'a Difference)> {
        self.queues
            .iter()
            .filter_map(move |queue| Some((&*queue.name, queue.day.get(measure)?)))
    }

    fn standing(&self, measure: Measure) -> Vec<(&'a str, &'a Difference)> {
        let stands = |(_, difference): &(&str, &Difference)| difference.stands(self.found.confidence);
        self.of(measure).filter(stands).take(MOST).collect()
    }

    /// OTHER as the subject of a sentence of its own.
    fn subject(&self) -> String {
        match self.called {
            Called::Change(_) => "It".into(),
            Called::Name(name) => title(name),
        }
    }

    fn noun(&self) -> &'static str {
        horizon_noun(&self.base.calendar)
    }

    fn days(&self) -> String {
        let noun = self.noun();
        match self.found.replications {
            1 => format!("one {noun}"),
            many => format!("{} {noun}s", thousands(f64::from(many))),
        }
    }

    /// The manager's sentence.
    fn service(&self) -> Option<String> {
        let standing = self.standing(Measure::ServiceLevel);
        let Some(((first, difference), rest)) = standing.split_first() else {
            return self.no_service();
        };
        let side = |difference: &Difference| {
            if difference.difference() < 0.0 {
                "fewer"
            } else {
                "more"
            }
        };
        let text = match self.called {
            Called::Change(change) => {
                let mut parts = vec![format!(
                    "{} answers {} {} in time ({})",
                    title(first),
                    points(difference),
                    side(difference),
                    plus_minus(difference)
                )];
                parts.extend(rest.iter().map(|(name, other)| {
                    let side = if side(other) == side(difference) {
                        String::new()
                    } else {
                        format!(" {}", side(other))
                    };
                    format!("{} {}{side} ({})", title(name), size(other), plus_minus(other))
                }));
                format!("{change}, {}", list(&parts))
            }
            Called::Name(name) => {
                let parts: Vec<String> = standing
                    .iter()
                    .map(|(queue, difference)| {
                        let within = self
                            .base
                            .queue(queue)
                            .map_or(0.0, |queue| self.base.queues[queue].within.seconds());
                        format!(
                            "{} {} of {} within {} ({})",
                            points(difference),
                            side(difference),
                            queue.replace('_', " "),
                            seconds(within),
                            ends(difference)
                        )
                    })
                    .collect();
                format!("{} answers {}", title(name), list(&parts))
            }
        };
        let left_out = self
            .of(Measure::ServiceLevel)
            .filter(|(_, difference)| difference.stands(self.found.confidence));
        let left_out = left_out.count() - standing.len();
        let more = if left_out > 0 {
            let queues = if left_out == 1 { "queue" } else { "queues" };
            format!("; {left_out} more {queues} changed less")
        } else {
            String::new()
        };
        let met = self
            .on_target()
            .map_or_else(String::new, |met| format!("; {met}"));
        Some(format!("{text}{more}{met}."))
    }

    /// Where no service level can be told from what it was.
    fn no_service(&self) -> Option<String> {
        self.of(Measure::ServiceLevel).next()?;
        let same = [Measure::WaitAll, Measure::AbandonmentRate]
            .into_iter()
            .all(|measure| {
                self.of(measure)
                    .all(|(_, difference)| difference.interval == Some((0.0, 0.0)))
            });
        let what = if same {
            "every call is answered as it was".to_owned()
        } else if self.found.replications < 2 {
            "what one replication shows may be chance".into()
        } else {
            format!(
                "no service level differs by more than chance explains in {}",
                self.days()
            )
        };
        Some(match self.called {
            Called::Change(change) => format!("{change}, {what}."),
            Called::Name(name) => format!("{}: {what}.", title(name)),
        })
    }

    /// How often targets are met: the day's noun is said once.
    fn on_target(&self) -> Option<String> {
        let parts: Vec<String> = self
            .standing(Measure::TargetMet)
            .into_iter()
            .enumerate()
            .map(|(place, (name, met))| {
                let (is, of) = if place == 0 {
                    ("is on target ", format!(" of {}s", self.noun()))
                } else {
                    ("", String::new())
                };
                format!(
                    "{} {is}on {}{of} instead of {}",
                    title(name),
                    percent(met.other),
                    percent(met.base).trim_end_matches(" %")
                )
            })
            .collect();
        (!parts.is_empty()).then(|| list(&parts))
    }

    /// All queues together, where they are not the same queues in both.
    fn together(&self) -> Option<String> {
        if self.found.unmatched_queues.is_empty() {
            return None;
        }
        let level = self.found.center.get(Measure::ServiceLevel)?;
        let begin = match self.called {
            Called::Change(change) => format!("{change}, all"),
            Called::Name(name) => format!("{}: all", title(name)),
        };
        Some(if level.stands(self.found.confidence) {
            let side = if level.difference() < 0.0 { "fewer" } else { "more" };
            format!(
                "{begin} queues together answer {} {side} in time ({}).",
                points(level),
                plus_minus(level)
            )
        } else {
            format!("{begin} queues together do not differ in time by more than chance explains.")
        })
    }

    fn hanging_up(&self) -> Option<String> {
        let parts: Vec<String> = self
            .standing(Measure::AbandonmentRate)
            .into_iter()
            .filter(|(_, abandoned)| abandoned.difference().abs() >= HANGING_UP)
            .map(|(name, abandoned)| {
                format!(
                    "{} of {} instead of {}",
                    percent(abandoned.other),
                    title(name),
                    percent(abandoned.base).trim_end_matches(" %")
                )
            })
            .collect();
        (!parts.is_empty()).then(|| format!("Hang up: {}.", list(&parts)))
    }

    /// Whom a busy tone or repeated failure keeps from ever being served.
    fn beyond(&self) -> Option<String> {
        let standing = |measure: OutcomeMeasure| {
            let differs = |found: &&Difference| found.stands(self.found.confidence);
            let all = self.queues.iter();
            all.filter_map(move |queue| Some((&*queue.name, queue.day.outcome(measure).filter(differs)?)))
                .take(MOST)
        };
        let clients = standing(OutcomeMeasure::ClientsServed)
            .filter(|(_, served)| served.difference().abs() >= HANGING_UP)
            .map(|(name, served)| {
                format!(
                    "{} of the clients of {} instead of {}",
                    percent(served.other),
                    title(name),
                    percent(served.base).trim_end_matches(" %")
                )
            });
        let clients: Vec<String> = clients.collect();
        let tones = [OutcomeMeasure::BlockedLine, OutcomeMeasure::BlockedPlace].map(|measure| {
            let tones = standing(measure).map(|(name, tones)| {
                format!(
                    "{} of {} instead of {}",
                    number(tones.other),
                    title(name),
                    number(tones.base)
                )
            });
            tones.collect::<Vec<_>>()
        });
        let tones = tones.concat();
        let mut said = Vec::new();
        if !tones.is_empty() {
            said.push(format!("Busy tones a {}: {}.", self.noun(), list(&tones)));
        }
        if !clients.is_empty() {
            said.push(format!("Served in the end: {}.", list(&clients)));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn cost(&self) -> Option<String> {
        let differs = |measure| {
            let found = self.found.agents.get(measure)?;
            // No price is not a price of nothing.
            let priced = measure != GroupMeasure::Cost || (found.base > 0.0 && found.other > 0.0);
            (priced && found.difference().abs() >= 0.05).then(|| found.difference())
        };
        let side = |difference: f64| if difference < 0.0 { "fewer" } else { "more" };
        let hours = differs(GroupMeasure::PaidHours)
            .map(|hours| format!("{} {} paid hours", number(hours.abs()), side(hours)));
        let noun = self.noun();
        Some(match (differs(GroupMeasure::Cost), hours) {
            (Some(cost), hours) => {
                let less = if cost < 0.0 { "less" } else { "more" };
                let hours = hours.map_or_else(String::new, |hours| format!(" ({hours})"));
                format!(
                    "{} costs {} {less} a {noun}{hours}.",
                    self.subject(),
                    number(cost.abs())
                )
            }
            (None, Some(hours)) => format!("{} takes {hours} a {noun}.", self.subject()),
            (None, None) => return None,
        })
    }

    fn occupancy(&self) -> Option<String> {
        let mut busier: Vec<(&str, &Difference)> = self
            .found
            .groups
            .iter()
            .filter_map(|group| Some((&*group.name, group.day.get(GroupMeasure::Occupancy)?)))
            .filter(|(_, busy)| busy.stands(self.found.confidence) && busy.difference().abs() >= BUSIER)
            .collect();
        busier.sort_by(|(_, left), (_, right)| right.difference().abs().total_cmp(&left.difference().abs()));
        let parts: Vec<String> = busier
            .iter()
            .take(MOST)
            .map(|(name, busy)| {
                format!(
                    "{} {} instead of {}",
                    title(name),
                    percent(busy.other),
                    percent(busy.base).trim_end_matches(" %")
                )
            })
            .collect();
        (!parts.is_empty()).then(|| format!("Busy: {}.", list(&parts)))
    }

    /// Service levels that differ, but not by more than chance explains.
    fn chance(&self) -> Option<String> {
        let parts: Vec<String> = self
            .of(Measure::ServiceLevel)
            .filter(|(_, difference)| {
                !difference.stands(self.found.confidence)
                    && difference.interval.is_some_and(|interval| interval != (0.0, 0.0))
            })
            .take(MOST)
            .map(|(name, difference)| {
                let sign = if difference.difference() < 0.0 { "−" } else { "+" };
                let takes = difference
                    .days_needed
                    .filter(|_| !difference.is_distinguishable())
                    .map_or_else(String::new, |days| {
                        format!("; about {} {}s would tell", about(days), self.noun())
                    });
                format!(
                    "{} {sign}{} ({}{takes})",
                    title(name),
                    points(difference),
                    plus_minus(difference)
                )
            })
            .collect();
        (!parts.is_empty()).then(|| format!("Not to be told from chance: {} in time.", list(&parts)))
    }
}

/// A figure as a sentence begins with it.
pub(super) fn figure_name(figure: Figure) -> String {
    match figure {
        Figure::Contacts(Measure::ServiceLevel) => "The service level".into(),
        Figure::Contacts(Measure::AbandonmentRate) => "The share that hangs up".into(),
        Figure::Contacts(Measure::Asa) => "The mean wait (ASA)".into(),
        Figure::Contacts(Measure::TargetMet) => "How often the target is met".into(),
        Figure::Agents(GroupMeasure::Occupancy) => "Occupancy".into(),
        Figure::Agents(GroupMeasure::Cost) => "The cost".into(),
        other => format!("`{}`", other.key()),
    }
}

/// A difference in its unit, signed, with its interval: "−8.1 points (± 0.2)".
pub(super) fn how_much(unit: Unit, difference: &Difference) -> String {
    let value = difference.difference();
    let sign = match value {
        0.0 => "±",
        value if value < 0.0 => "−",
        _ => "+",
    };
    if unit == Unit::Share {
        return format!("{sign}{} ({})", points(difference), plus_minus(difference));
    }
    let unit = if unit == Unit::Seconds { " s" } else { "" };
    let half = difference
        .half_width()
        .filter(|&half| half > 0.0)
        .map_or_else(String::new, |half| format!(" (± {})", number(half)));
    format!("{sign}{}{unit}{half}", number(value.abs()))
}

/// Decimals of points that half a width justifies: one, or two where it is below a tenth.
fn decimals(difference: &Difference) -> usize {
    match difference.half_width() {
        Some(half) if half > 0.0 && half < 0.000_95 => 2,
        _ => 1,
    }
}

/// A difference of shares in points, without its sign.
fn size(difference: &Difference) -> String {
    format!(
        "{:.*}",
        decimals(difference),
        100.0 * difference.difference().abs()
    )
}

fn points(difference: &Difference) -> String {
    let size = size(difference);
    let unit = if size == "1.0" || size == "1.00" {
        "point"
    } else {
        "points"
    };
    format!("{size} {unit}")
}

fn plus_minus(difference: &Difference) -> String {
    difference.half_width().map_or_else(
        || "± unknown".into(),
        |half| format!("± {:.*}", decimals(difference), 100.0 * half),
    )
}

/// The interval of a difference of shares, as the difference is told: without its sign.
fn ends(difference: &Difference) -> String {
    let Some((low, high)) = difference.interval else {
        return "± unknown".into();
    };
    let (low, high) = if difference.difference() < 0.0 {
        (-high, -low)
    } else {
        (low, high)
    };
    let digits = decimals(difference);
    format!("{:.digits$} to {:.digits$}", 100.0 * low, 100.0 * high)
}

/// A large number rounded up to two digits.
fn about(days: u64) -> String {
    let mut scale = 1;
    while days / scale >= 100 {
        scale *= 10;
    }
    thousands((days.div_ceil(scale) * scale) as f64)
}

/// What was not compared, and why.
fn unlike_sentences(found: &Differences) -> Vec<String> {
    let mut said = Vec::new();
    for unlike in &found.unlike {
        said.push(match unlike {
            Unlike::Definition { base, other } => format!(
                "Service levels are not compared: BASE's is {}, OTHER's {}.",
                base.formula(),
                other.formula()
            ),
            Unlike::Within {
                queue,
                base_s,
                other_s,
            } if base_s == other_s => format!(
                "The service levels of {} are not compared: a short abandonment is not the same in both.",
                title(queue)
            ),
            Unlike::Within {
                queue,
                base_s,
                other_s,
            } => format!(
                "The service levels of {} are not compared: within {} in BASE, within {} in OTHER.",
                title(queue),
                seconds(*base_s),
                seconds(*other_s)
            ),
            Unlike::Target { queue } => format!(
                "How often {} is on target is not compared: the targets differ.",
                title(queue)
            ),
            Unlike::CenterTarget => {
                "How often all queues together are on target is not compared: the center's targets differ."
                    .into()
            }
            Unlike::Interval => {
                "Numbers of intervals on target are not compared: intervals have another length.".into()
            }
            Unlike::Horizon => "Numbers of contacts, hours and costs are not compared: one replication does \
                                not cover the same time in both. Ratios and waits are."
                .into(),
        });
    }
    let mut only = |unmatched: &Unmatched, noun: &str| {
        for (whose, names) in [("BASE", &unmatched.base), ("OTHER", &unmatched.other)] {
            if !names.is_empty() {
                let names: Vec<String> = names.iter().map(|name| title(name)).collect();
                let nouns = if names.len() == 1 {
                    noun.to_owned()
                } else {
                    format!("{noun}s")
                };
                said.push(format!("Only {whose} has the {nouns} {}.", list(&names)));
            }
        }
    };
    only(&found.unmatched_queues, "queue");
    only(&found.unmatched_groups, "group");
    said
}

#[cfg(test)]
mod tests {
    use super::super::cases;
    use super::*;
    use crate::estimate::{Case, Detail, Manner, NoArchive, correct, differences, run_one};
    use crate::model::PerInterval;

    fn of(base: f64, other: f64, half: f64) -> Difference {
        Difference {
            base,
            other,
            interval: Some((other - base - half, other - base + half)),
            unpaired_half_width: None,
            p: None,
            p_holm: None,
            days_needed: None,
        }
    }

    fn beside(base: &Center, other: &Center, name: &str, changes: Vec<String>) -> Beside {
        let outcome = |center: &Center| {
            let case = Case {
                center: center.clone(),
                experiment: cases::experiment(),
            };
            let manner = Manner {
                in_order: false,
                detail: Detail::Day,
                archive: &NoArchive,
                progress: &|_| {},
            };
            run_one(case, &manner).expect("nothing is kept, so nothing fails")
        };
        let mut found = [differences(&outcome(base), &outcome(other))];
        correct(&mut found);
        let [found] = found;
        Beside::new(base, name.into(), changes, found)
    }

    #[test]
    fn a_change_is_told_in_one_sentence_and_what_it_leaves_alone_is_not() {
        let base = cases::bank();
        let mut other = base.clone();
        other.groups[0].staff.iter_mut().for_each(|staff| *staff -= 2);
        let told = beside(&base, &other, "Without two generalists", vec!["…".into()]);
        let first = &told.sentences[0];
        assert!(
            first.starts_with("Without two generalists, Service answers ")
                && first.contains(" points fewer in time (± ")
                && first.contains("; Service is on target on ")
                && first.contains(" % of days instead of ")
                && !first.contains("Loans"),
            "{first}"
        );
        let of = |begin: &str| told.sentences.iter().find(|said| said.starts_with(begin));
        assert!(of("Hang up: ").is_some_and(|said| said.contains(" of Service instead of ")));
        assert!(of("It costs ").is_some_and(|said| said.contains(" less a day (")));
        assert!(of("Busy: Generalists ").is_some());
        assert!(of("Not to be told").is_none(), "{:?}", told.sentences);
    }

    #[test]
    fn a_scenario_by_its_name_has_the_queue_and_its_limit() {
        let base = cases::bank();
        let mut other = base.clone();
        other.groups[1].staff.iter_mut().for_each(|staff| *staff += 1);
        other.queues[0].balk = PerInterval::Same(1e-9);
        other.queues.push(crate::model::Queue {
            name: "mail".into(),
            volume: vec![0.0; base.calendar.intervals],
            ..base.queues[0].clone()
        });
        let told = beside(&base, &other, "bilingual desk", Vec::new());
        let first = &told.sentences[0];
        assert!(
            first.starts_with("Bilingual desk answers ")
                && first.contains(" points more of loans within 20 s ("),
            "{first}"
        );
        assert!(
            told.sentences
                .iter()
                .any(|said| said.starts_with("Bilingual desk costs "))
        );
        assert_eq!(told.notes, ["Only OTHER has the queue Mail."]);
    }

    #[test]
    fn chance_is_called_so_with_the_days_it_takes() {
        let base = cases::bank();
        let mut other = base.clone();
        other.queues[0].balk = PerInterval::Same(5e-5);
        let told = beside(&base, &other, "With a little balking", vec!["…".into()]);
        assert!(
            told.sentences[0]
                .starts_with("With a little balking, no service level differs by more than chance"),
            "{:?}",
            told.sentences
        );
        let chance = told
            .sentences
            .iter()
            .find(|said| said.starts_with("Not to be told from chance: "));
        assert!(
            chance.is_some_and(|said| said.contains("Service +") || said.contains("Service −")),
            "{:?}",
            told.sentences
        );
        let same = beside(&base, &base, "With nothing", vec!["…".into()]);
        assert_eq!(
            same.sentences,
            ["With nothing, every call is answered as it was."]
        );
    }

    #[test]
    fn figures_have_the_digits_that_their_intervals_justify() {
        let clear = of(0.88, 0.786, 0.002);
        assert_eq!(points(&clear), "9.4 points");
        assert_eq!(plus_minus(&clear), "± 0.2");
        assert_eq!(ends(&clear), "9.2 to 9.6");
        assert_eq!(points(&of(0.5, 0.51, 0.003)), "1.0 point");
        assert_eq!(plus_minus(&of(0.5, 0.501, 0.0004)), "± 0.04");
        assert_eq!(about(7), "7");
        assert_eq!(about(16_402), "17,000");
    }
}
