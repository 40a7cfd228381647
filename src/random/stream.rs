//! Streams of random numbers and the derivation of their seeds.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use super::ziggurat;

/// What a stream is drawn for. One stream for each purpose keeps the n-th sample of one purpose the same
/// when another purpose draws more or fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Gaps between arrivals, at unit rate.
    Arrival,
    /// Patience.
    Patience,
    /// Talk (or all of the handle time).
    Talk,
    /// Wrap-up.
    WrapUp,
    /// Whether a contact balks.
    Balk,
    /// The day's busyness.
    Busyness,
    /// Random choices of routing.
    Routing,
    /// The values of a random design.
    Design,
    /// The order in which strata are drawn from.
    Strata,
    /// Seeds of the days on which plans are tried.
    Planner,
    /// The dice of single contacts.
    Contact,
    /// Random factors of days and intervals.
    Factor,
    /// The queue of each contact of a mixed stream.
    Mix,
    /// Who is there before opening.
    Backlog,
    /// Absences of agents.
    Absence,
}

/// An entity and a purpose, hashed: what tells one stream of a replication from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamKey(u64);

impl StreamKey {
    /// The key of an entity (a queue's name; the empty name is the center) and a purpose.
    pub fn new(entity: &str, purpose: Purpose) -> Self {
        // FNV-1a over the name, then mixed with the purpose.
        let name = entity.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(mix(name ^ mix(purpose as u64 + 1)))
    }

    pub(super) fn value(self) -> u64 {
        self.0
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the result depends on every bit
/// of the argument.
pub(super) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A stream of random numbers: xoshiro256++ (Blackman and Vigna 2021).
#[derive(Debug, Clone)]
pub struct Stream(Xoshiro256PlusPlus);

/// 2⁻⁵³: the spacing of uniform numbers.
const UNIFORM_STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

impl Stream {
    /// The stream of a key in a replication.
    pub fn new(seed: u64, replication: u32, key: StreamKey) -> Self {
        // Two chains of 64 bits each fill the 256 bits of state, so that streams of different keys differ
        // in 128 bits.
        let chain = |salt: u64| mix(mix(mix(seed ^ salt) ^ u64::from(replication)) ^ key.0);
        let (one, two) = (chain(0x6865_6164), chain(0x636f_756e_7400));
        let mut state = [0; 32];
        for (bytes, word) in state
            .chunks_exact_mut(8)
            .zip([one, two, mix(one ^ 1), mix(two ^ 1)])
        {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Self(Xoshiro256PlusPlus::from_seed(state))
    }

    /// A stream that starts from 64 bits.
    pub(super) fn of_bits(bits: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(bits))
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform on [0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * UNIFORM_STEP
    }

    /// Uniform on (0, 1]: safe to take the logarithm of.
    #[inline]
    pub fn uniform_positive(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 * UNIFORM_STEP
    }

    /// A whole number below `bound`, each with the same probability (to 2⁻⁶⁴ × bound).
    ///
    /// # Panics
    /// In debug builds, if `bound` is 0.
    #[inline]
    pub fn below(&mut self, bound: u64) -> u64 {
        debug_assert!(bound > 0);
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// Exponential with mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        ziggurat::exponential(self)
    }

    /// Standard normal.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        ziggurat::normal(self)
    }

    /// The generator itself, for samplers of rand_distr whose arithmetic is the same on every machine.
    pub(super) fn generator(&mut self) -> &mut Xoshiro256PlusPlus {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_difference_of_the_key_gives_another_stream() {
        let first = |seed, replication, entity: &str, purpose| {
            Stream::new(seed, replication, StreamKey::new(entity, purpose)).bits()
        };
        let mut seen = std::collections::HashSet::new();
        for seed in 0..20 {
            for replication in 0..20 {
                for entity in ["service", "loans", "", "a", "b"] {
                    for purpose in [Purpose::Arrival, Purpose::Patience, Purpose::Talk] {
                        assert!(seen.insert(first(seed, replication, entity, purpose)));
                    }
                }
            }
        }
    }

    /// Neighbouring seeds, replications and purposes are uncorrelated: over 20,000 pairs the correlation
    /// of first uniforms stays within 3.5 standard errors (1/√n) of zero.
    #[test]
    fn neighbouring_streams_are_uncorrelated() {
        let n = 20_000;
        let first = |seed, replication, purpose| {
            Stream::new(seed, replication, StreamKey::new("service", purpose)).uniform() - 0.5
        };
        type Draw<'a> = &'a dyn Fn(u32) -> f64;
        let base = |i| first(7, i, Purpose::Arrival);
        let neighbours: [Draw; 3] = [
            &|i| first(8, i, Purpose::Arrival),
            &|i| first(7, i + 1, Purpose::Arrival),
            &|i| first(7, i, Purpose::Patience),
        ];
        for other in neighbours {
            let correlation = (0..n).map(|i| base(i) * other(i)).sum::<f64>() / f64::from(n) * 12.0;
            assert!(correlation.abs() < 3.5 / f64::from(n).sqrt(), "{correlation}");
        }
    }
}
