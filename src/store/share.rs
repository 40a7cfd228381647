//! A job's shares: which machine simulates which blocks.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use thiserror::Error;

use super::key::Key;

/// One of several equal shares of a job. Blocks are dealt out like cards, each scenario's from the next share
/// on, so that every share has its part of every long scenario and shares of many short ones are even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    number: NonZeroU32,
    of: NonZeroU32,
}

/// What was typed names no share.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{typed}` is no share: write I/N, with I from 1 to N, such as 2/8 for the second of eight")]
pub struct NoShare {
    typed: String,
}

impl Share {
    /// The one share of a job that is not divided.
    pub const WHOLE: Share = Share {
        number: NonZeroU32::MIN,
        of: NonZeroU32::MIN,
    };

    /// The share of that number, from 1, of so many; none if there is no such share.
    pub fn new(number: u32, of: u32) -> Option<Share> {
        let share = Share {
            number: NonZeroU32::new(number)?,
            of: NonZeroU32::new(of)?,
        };
        (number <= of).then_some(share)
    }

    /// Its number, from 1.
    pub fn number(self) -> u32 {
        self.number.get()
    }

    /// How many shares there are.
    pub fn of(self) -> u32 {
        self.of.get()
    }

    /// Whether this share holds that block.
    pub fn holds(self, key: Key) -> bool {
        self.holder(key) == self
    }

    /// The share, of as many as this is one of, that holds that block.
    pub fn holder(self, key: Key) -> Share {
        let place = (u64::from(key.case) + u64::from(key.block)) % u64::from(self.of());
        // A remainder is less than its divisor, which is a u32.
        let number = NonZeroU32::MIN.saturating_add(place as u32);
        Share { number, ..self }
    }
}

impl FromStr for Share {
    type Err = NoShare;

    fn from_str(typed: &str) -> Result<Self, NoShare> {
        typed
            .split_once('/')
            .and_then(|(number, of)| Share::new(number.trim().parse().ok()?, of.trim().parse().ok()?))
            .ok_or_else(|| NoShare {
                typed: typed.to_owned(),
            })
    }
}

impl fmt::Display for Share {
    /// "2 of 8".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_share_or_is_refused_with_the_remedy() {
        assert_eq!("2/8".parse(), Ok(Share::new(2, 8).expect("the second of eight")));
        assert_eq!("1/1".parse(), Ok(Share::WHOLE));
        for typed in ["0/3", "4/3", "1/0", "2", "", "/", "a/b", "-1/3", "1/2/3"] {
            let refused = typed.parse::<Share>().expect_err(typed).to_string();
            assert!(
                refused.starts_with(&format!("`{typed}` is no share: write I/N")),
                "{refused}"
            );
        }
    }

    #[test]
    fn every_block_has_one_share_and_the_shares_are_even() {
        for (cases, blocks, of) in [(1, 32, 7), (500, 1, 7), (13, 7, 3), (2, 1, 5)] {
            let mut held = vec![0u32; of as usize];
            for key in (0..cases).flat_map(|case| (0..blocks).map(move |block| Key { case, block })) {
                let holders: Vec<u32> = (1..=of)
                    .filter(|&number| Share::new(number, of).is_some_and(|share| share.holds(key)))
                    .collect();
                assert_eq!(holders.len(), 1);
                held[holders[0] as usize - 1] += 1;
            }
            let (least, most) = (held.iter().min(), held.iter().max());
            assert!(most <= least.map(|least| least + 1).as_ref(), "{held:?}");
        }
        let last = Key {
            case: u32::MAX,
            block: u32::MAX,
        };
        assert!((1..=7).any(|number| Share::new(number, 7).is_some_and(|share| share.holds(last))));
    }
}
