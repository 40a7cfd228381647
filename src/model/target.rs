//! What a queue should reach, and how its service level is defined.

use serde::Serialize;

use super::Ticks;

/// What a queue should reach: every limit that is given must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// A share answered within T.
    pub service: Option<ServiceTarget>,
    /// At most this share of offered contacts abandons.
    pub abandoned: Option<f64>,
    /// Mean wait of answered contacts at most this, in seconds.
    pub asa_s: Option<f64>,
    /// Quantiles of the wait of answered contacts.
    pub waits: Vec<WaitLimit>,
    /// At most this share has to wait.
    pub p_wait: Option<f64>,
    /// At most this many wait on average.
    pub queue_mean: Option<f64>,
    /// Mean wait for a reply at most this, in seconds: between replies of a chat, from the customer's message to
    /// taking it up in a thread.
    pub reply_s: Option<f64>,
    /// Whether each interval must meet the target.
    pub per_interval: bool,
    /// Whether the day as a whole must meet the target.
    pub per_day: bool,
    /// The share of days on which the target must be met, where risk is asked for.
    pub on_days: Option<f64>,
}

/// A service-level target: "80 % within 20 s".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceTarget {
    /// Share to be answered, by the scenario's definition.
    pub answered: f64,
    /// Within this time; zero means without a wait.
    pub within: Ticks,
}

/// A limit on a quantile of the wait: "90 % of answered contacts waited at most 60 s".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitLimit {
    /// The share of answered contacts, such as 0.9; whole percents.
    pub share: f64,
    /// The longest wait allowed, in seconds.
    pub at_most_s: f64,
}

/// Which share is called the service level. T is the queue's threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceLevelDefinition {
    /// Answered within T / offered.
    OfOffered,
    /// Answered within T / answered.
    OfAnswered,
    /// (Answered within T + short abandons) / offered.
    ShortAbandonsMet,
    /// Answered within T / (offered − short abandons).
    ShortAbandonsExcluded,
}

impl ServiceLevelDefinition {
    /// All four, the default of the field first.
    pub const ALL: [ServiceLevelDefinition; 4] = [
        Self::OfOffered,
        Self::OfAnswered,
        Self::ShortAbandonsMet,
        Self::ShortAbandonsExcluded,
    ];

    /// The formula in words, as reports print it beside every figure.
    pub fn formula(self) -> &'static str {
        match self {
            Self::OfOffered => "answered within T / offered",
            Self::OfAnswered => "answered within T / answered",
            Self::ShortAbandonsMet => "(answered within T + short abandons) / offered",
            Self::ShortAbandonsExcluded => "answered within T / (offered − short abandons)",
        }
    }

    /// The name in scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::OfOffered => "of-offered",
            Self::OfAnswered => "of-answered",
            Self::ShortAbandonsMet => "short-abandons-met",
            Self::ShortAbandonsExcluded => "short-abandons-excluded",
        }
    }

    /// Numerator and denominator of the service level from whatever counts stand for: contacts of one
    /// cell, means or probabilities.
    pub fn ratio<N>(self, counts: ServiceCounts<N>) -> (N, N)
    where
        N: Copy + std::ops::Add<Output = N> + std::ops::Sub<Output = N>,
    {
        let ServiceCounts {
            offered,
            answered,
            answered_within,
            abandoned_short,
        } = counts;
        match self {
            Self::OfOffered => (answered_within, offered),
            Self::OfAnswered => (answered_within, answered),
            Self::ShortAbandonsMet => (answered_within + abandoned_short, offered),
            Self::ShortAbandonsExcluded => (answered_within, offered - abandoned_short),
        }
    }
}

/// The counts from which any service level follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceCounts<N> {
    /// Answered, abandoned, or still waiting at the end.
    pub offered: N,
    /// Answered at all.
    pub answered: N,
    /// Answered within T.
    pub answered_within: N,
    /// Abandoned within the short limit.
    pub abandoned_short: N,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_definitions_part_as_they_should() {
        let counts = ServiceCounts {
            offered: 1060.0,
            answered: 1000.0,
            answered_within: 860.0,
            abandoned_short: 20.0,
        };
        let percent: Vec<String> = ServiceLevelDefinition::ALL
            .iter()
            .map(|definition| {
                let (met, of) = definition.ratio(counts);
                format!("{:.1}", 100.0 * met / of)
            })
            .collect();
        assert_eq!(percent, ["81.1", "86.0", "83.0", "82.7"]);
    }
}
