//! Scenarios that come with headcount: to run at once, and to start one's own from.

use super::Source;

/// A scenario that comes with headcount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundled {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All of them; the first is the one taken where none is named.
pub const BUNDLED: &[Bundled] = &[
    Bundled {
        name: "bank",
        about: "a retail bank's Monday: two queues, two groups, a lunch break",
        text: include_str!("../../scenarios/bank.toml"),
    },
    Bundled {
        name: "emergency",
        about: "an emergency line around the clock: 90 % in 15 s",
        text: include_str!("../../scenarios/emergency.toml"),
    },
    Bundled {
        name: "telecom",
        about: "billing, technical and sales desks with overlapping skills, the day after the bills",
        text: include_str!("../../scenarios/telecom.toml"),
    },
    Bundled {
        name: "classroom",
        about: "one queue, alike agents, exponential times: where Erlang's formulas are exact",
        text: include_str!("../../scenarios/classroom.toml"),
    },
    Bundled {
        name: "utility_storm",
        about: "a power company in a storm: lines run out, callers dial again, an IVR, shifts",
        text: include_str!("../../scenarios/utility_storm.toml"),
    },
    Bundled {
        name: "open_enrolment",
        about: "a health insurer's busiest week: callbacks, calls that come back, warm transfers, shifts",
        text: include_str!("../../scenarios/open_enrolment.toml"),
    },
    Bundled {
        name: "peak_week",
        about: "an online shop in the week of Black Friday: phone, chat, messages, e-mail, a bot",
        text: include_str!("../../scenarios/peak_week.toml"),
    },
    Bundled {
        name: "israeli_bank",
        about: "a real center: a bank in Israel, 1999, beside what was observed",
        text: include_str!("../../scenarios/israeli_bank.toml"),
    },
    Bundled {
        name: "american_bank",
        about: "a real center: a large bank in the United States, 2003: 17 queues, up to 493 agents",
        text: include_str!("../../scenarios/american_bank.toml"),
    },
];

impl Bundled {
    /// The one of that name.
    pub fn named(name: &str) -> Option<&'static Bundled> {
        BUNDLED.iter().find(|bundled| bundled.name == name)
    }

    /// Its text, to be read as a scenario.
    pub fn source(&self) -> Source {
        Source::new(format!("{}.toml", self.name), self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn every_one_is_valid_and_known_by_one_name() {
        let nothing = |path: &std::path::Path| -> std::io::Result<String> {
            Err(std::io::Error::new(
                std::io::ErrorKind::NotFound,
                path.display().to_string(),
            ))
        };
        for bundled in BUNDLED {
            let read = scenario::read(&bundled.source(), &[], None, &nothing);
            assert!(
                read.is_ok(),
                "{}: {}",
                bundled.name,
                read.err().map_or(String::new(), |p| p.render(false))
            );
            assert_eq!(Bundled::named(bundled.name), Some(bundled));
        }
        assert_eq!(Bundled::named("nobody"), None);
    }
}
