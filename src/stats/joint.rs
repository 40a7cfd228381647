//! Exact joint moments of counters over replications.
//!
//! In: one vector of K whole numbers (contacts, ticks) a replication. Out: means, variances and the
//! covariances of chosen pairs. Sums and sums of products are kept as integers, so that parts merge to the
//! same bits in any order, and centred before they become floating-point numbers, so that nothing cancels.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Sums, sums of squares, and sums of products of P chosen pairs, of K counters over n replications.
///
/// All sums are taken modulo 2¹²⁸. Centring subtracts whole multiples in the same arithmetic, so the result
/// is exact as long as the centred sum itself stays below 2¹²⁷, whatever the raw sums pass on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointMoments<const K: usize, const P: usize> {
    count: u64,
    sums: [u128; K],
    squares: [u128; K],
    products: [u128; P],
}

impl<const K: usize, const P: usize> Default for JointMoments<K, P> {
    fn default() -> Self {
        Self {
            count: 0,
            sums: [0; K],
            squares: [0; K],
            products: [0; P],
        }
    }
}

/// As a count and three sequences; serde itself knows no arrays of a generic length.
impl<const K: usize, const P: usize> Serialize for JointMoments<K, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.count, &self.sums[..], &self.squares[..], &self.products[..]).serialize(serializer)
    }
}

impl<'de, const K: usize, const P: usize> Deserialize<'de> for JointMoments<K, P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Stored = (u64, Vec<u128>, Vec<u128>, Vec<u128>);
        let (count, sums, squares, products) = Stored::deserialize(deserializer)?;
        let wrong = |list: Vec<u128>| D::Error::invalid_length(list.len(), &"as many sums as counters");
        Ok(Self {
            count,
            sums: sums.try_into().map_err(wrong)?,
            squares: squares.try_into().map_err(wrong)?,
            products: products.try_into().map_err(wrong)?,
        })
    }
}

impl<const K: usize, const P: usize> JointMoments<K, P> {
    /// Adds one replication. `pairs` names the counters whose products are kept; it must be the same at
    /// every call.
    #[inline]
    pub fn push(&mut self, values: &[u64; K], pairs: &[(usize, usize); P]) {
        self.count += 1;
        for (k, &value) in values.iter().enumerate() {
            let value = u128::from(value);
            self.sums[k] = self.sums[k].wrapping_add(value);
            self.squares[k] = self.squares[k].wrapping_add(value * value);
        }
        for (product, &(first, second)) in self.products.iter_mut().zip(pairs) {
            *product = product.wrapping_add(u128::from(values[first]) * u128::from(values[second]));
        }
    }

    /// Adds all replications of another part.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for (mine, theirs) in self.sums.iter_mut().zip(&other.sums) {
            *mine = mine.wrapping_add(*theirs);
        }
        for (mine, theirs) in self.squares.iter_mut().zip(&other.squares) {
            *mine = mine.wrapping_add(*theirs);
        }
        for (mine, theirs) in self.products.iter_mut().zip(&other.products) {
            *mine = mine.wrapping_add(*theirs);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Number of replications.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Sum of a counter over all replications.
    pub fn sum(&self, counter: usize) -> u128 {
        self.sums[counter]
    }

    /// Mean of a counter over replications; zero without any.
    pub fn mean(&self, counter: usize) -> f64 {
        self.sums[counter] as f64 / self.count.max(1) as f64
    }

    /// Sample variance of a counter; nothing with fewer than two replications.
    pub fn variance(&self, counter: usize) -> Option<f64> {
        self.centred(counter, counter, self.squares[counter])
    }

    /// Sample covariance of the pair at index `pair` of the pairs given to [`Self::push`]; nothing with
    /// fewer than two replications.
    pub fn covariance(&self, pair: usize, pairs: &[(usize, usize); P]) -> Option<f64> {
        let (first, second) = pairs[pair];
        self.centred(first, second, self.products[pair])
    }

    /// Σ (x − x̄)(y − ȳ) / (n − 1) from Σ x y: with c = ⌊x̄⌋ and d = ⌊ȳ⌋, Σ (x − c)(y − d) is exact and small,
    /// and what is left of the means is less than one each.
    fn centred(&self, first: usize, second: usize, product: u128) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let n = u128::from(self.count);
        let (x, y) = (self.sums[first], self.sums[second]);
        let (c, d) = (x / n, y / n);
        let about_floor = product
            .wrapping_sub(c.wrapping_mul(y))
            .wrapping_sub(d.wrapping_mul(x))
            .wrapping_add(n.wrapping_mul(c).wrapping_mul(d)) as i128;
        let rest = (x - n * c) * (y - n * d);
        Some((about_floor as f64 - rest as f64 / n as f64) / (n - 1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(usize, usize); 2] = [(0, 1), (1, 2)];

    fn of(rows: &[[u64; 3]]) -> JointMoments<3, 2> {
        let mut moments = JointMoments::default();
        for row in rows {
            moments.push(row, &PAIRS);
        }
        moments
    }

    #[test]
    fn moments_by_hand() {
        let moments = of(&[[1, 10, 5], [2, 30, 5], [6, 20, 5]]);
        assert_eq!(moments.mean(0), 3.0);
        assert_eq!(moments.variance(0), Some(7.0));
        assert_eq!(moments.variance(1), Some(100.0));
        assert_eq!(moments.covariance(0, &PAIRS), Some(5.0));
        assert_eq!(moments.variance(2), Some(0.0));
        assert_eq!(moments.covariance(1, &PAIRS), Some(0.0));
    }

    #[test]
    fn one_replication_has_no_variance() {
        assert_eq!(of(&[[1, 2, 3]]).variance(0), None);
        assert_eq!(of(&[]).mean(0), 0.0);
    }

    #[test]
    fn a_large_mean_costs_no_digit_of_the_variance() {
        // In floating point the squares would drown the variance; their sum even passes 2¹²⁸ here.
        let base = u64::MAX - 10;
        let moments = of(&[[base, 0, base], [base + 4, 3, base], [base + 8, 6, base]]);
        assert_eq!(moments.variance(0), Some(16.0));
        assert_eq!(moments.covariance(0, &PAIRS), Some(12.0));
        assert_eq!(moments.variance(2), Some(0.0));
    }

    #[test]
    fn parts_merge_to_the_whole_in_any_order() {
        let rows: Vec<[u64; 3]> = (0..50).map(|i| [i * i % 17, i * 7919 % 1009, i]).collect();
        let whole = of(&rows);
        let (mut left, right) = (of(&rows[..13]), of(&rows[13..]));
        let mut swapped = right.clone();
        swapped.merge(&left);
        left.merge(&right);
        assert_eq!(left, whole);
        assert_eq!(swapped, whole);
    }
}
