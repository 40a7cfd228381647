//! A contact's own dice: numbers that depend on nothing but who it is and what is asked.

use super::stream::{Stream, StreamKey, mix};

/// The dice of one contact (or agent): the same question always has the same answer, whatever else was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dice(u64);

/// What dice are asked. A question that may be asked several times carries a number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// To which segment a contact belongs.
    Segment,
    /// Whether it balks at the length of the queue or at the announced wait.
    Balk,
    /// How its stay in the IVR ends, and after how much of it.
    Ivr,
    /// How long it stays there.
    IvrLength,
    /// Which queue it chooses.
    Choice,
    /// Whether it hangs up at an announcement.
    HangUp,
    /// Whether it leaves a message.
    Message,
    /// Whether it accepts to be called back.
    Callback,
    /// When the callback is due.
    CallbackWindow,
    /// Whether an attempt reaches it.
    Reached,
    /// Whether it tries again, and when.
    Retry,
    /// Whether its matter is resolved.
    Resolved,
    /// Whether it comes back, and when.
    Returns,
    /// Whether it is handed over, and to whom.
    Transfer,
    /// How long three talk together.
    Conference,
    /// Whether the agent pauses after it, and how long.
    Pause,
    /// Talk, wrap-up, patience, balking of a contact that is not a queue's first.
    Talk,
    /// See [`Question::Talk`].
    WrapUp,
    /// See [`Question::Talk`].
    Patience,
    /// See [`Question::Talk`].
    Balks,
    /// Whether an agent is absent that day.
    Absent,
    /// Whether and where a customer leaves in mid-conversation.
    Leaves,
    /// How long they wait for a reply.
    ReplyPatience,
    /// Whether they write again.
    Writes,
    /// After how long they do.
    WritesAfter,
    /// Whether an attempt to call is answered, and by whom.
    Answers,
    /// How long it rings.
    Rings,
    /// How long an agent reads before dialing.
    Preview,
    /// How long a talk with somebody else lasts.
    WrongParty,
    /// Whether the bot failed, and when the customer is back.
    BotFails,
}

/// 2⁻⁵³.
const UNIFORM_STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

impl Dice {
    /// The dice of the entity's member of that number in a replication.
    pub fn new(seed: u64, replication: u32, entity: StreamKey, number: u64) -> Self {
        Self(mix(mix(mix(seed ^ 0x6469_6365) ^ u64::from(replication))
            ^ entity.value()
            ^ mix(number)))
    }

    /// The dice of what follows from this contact.
    pub fn next(self, step: u32) -> Self {
        Self(mix(self.0 ^ mix(u64::from(step) + 0x6e65_7874)))
    }

    fn key(self, question: Question, number: u32) -> u64 {
        mix(self.0 ^ mix((question as u64 + 1) << 32 | u64::from(number)))
    }

    /// Uniform on [0, 1).
    pub fn uniform(self, question: Question, number: u32) -> f64 {
        (self.key(question, number) >> 11) as f64 * UNIFORM_STEP
    }

    /// A stream to draw from a law.
    pub fn stream(self, question: Question, number: u32) -> Stream {
        Stream::of_bits(self.key(question, number))
    }
}

/// The one of some shares on which a uniform number falls; nothing if they sum to less.
pub fn by_share(uniform: f64, shares: impl IntoIterator<Item = f64>) -> Option<usize> {
    let mut left = uniform;
    shares.into_iter().position(|share| {
        left -= share;
        left < 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Purpose;

    /// Answers of neighbouring contacts, questions and replications are uniform and uncorrelated: over
    /// 20,000 of them the mean stays within 3.5 standard errors of a half, and so does the correlation of zero.
    #[test]
    fn answers_are_uniform_and_uncorrelated() {
        let key = StreamKey::new("service", Purpose::Contact);
        let n = 20_000_u32;
        let base = |i: u32| Dice::new(7, 0, key, u64::from(i)).uniform(Question::Balk, 0) - 0.5;
        type Draw<'a> = &'a dyn Fn(u32) -> f64;
        let others: [Draw; 4] = [
            &|i| Dice::new(7, 0, key, u64::from(i) + 1).uniform(Question::Balk, 0) - 0.5,
            &|i| Dice::new(7, 1, key, u64::from(i)).uniform(Question::Balk, 0) - 0.5,
            &|i| Dice::new(7, 0, key, u64::from(i)).uniform(Question::Ivr, 0) - 0.5,
            &|i| {
                Dice::new(7, 0, key, u64::from(i))
                    .next(1)
                    .uniform(Question::Balk, 0)
                    - 0.5
            },
        ];
        let mean = (0..n).map(base).sum::<f64>() / f64::from(n);
        assert!(mean.abs() < 3.5 / (12.0 * f64::from(n)).sqrt(), "{mean}");
        for other in others {
            let correlation = (0..n).map(|i| base(i) * other(i)).sum::<f64>() / f64::from(n) * 12.0;
            assert!(correlation.abs() < 3.5 / f64::from(n).sqrt(), "{correlation}");
        }
    }
}
