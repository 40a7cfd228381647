//! A winner tree: the least of many keys, where one key changes at a time.
//!
//! One leaf for every agent (or stream of arrivals); an inner node holds the lesser key of its two
//! children, so that the root is the next event. A change costs log₂ n comparisons without a branch, any
//! leaf can be changed or cleared, and since a key ends in the number of its leaf, ties have one order.

/// Bits of a key that hold the number of the leaf.
pub(super) const ID_BITS: u32 = 17;
/// The number of the leaf in a key.
pub(super) const ID_MASK: u64 = (1 << ID_BITS) - 1;
/// The key of a leaf for which nothing is scheduled.
pub(super) const NEVER: u64 = u64::MAX;

/// The key of a moment, in ticks, and a leaf.
#[inline(always)]
pub(super) fn key(ticks: u64, leaf: usize) -> u64 {
    ticks << ID_BITS | leaf as u64
}

/// The moment of a key, in ticks.
#[inline(always)]
pub(super) fn ticks(key: u64) -> u64 {
    key >> ID_BITS
}

/// The leaf of a key.
#[inline(always)]
pub(super) fn leaf(key: u64) -> usize {
    (key & ID_MASK) as usize
}

/// The least of a fixed number of keys.
#[derive(Debug, Clone)]
pub(super) struct WinnerTree {
    /// The root at 1; leaf k at `first_leaf + k`. There are `2 * first_leaf` nodes, a power of two.
    nodes: Box<[u64]>,
    first_leaf: usize,
}

impl WinnerTree {
    /// A tree of `leaves` keys, all [`NEVER`].
    pub(super) fn new(leaves: usize) -> Self {
        let first_leaf = leaves.max(1).next_power_of_two();
        Self {
            nodes: vec![NEVER; 2 * first_leaf].into_boxed_slice(),
            first_leaf,
        }
    }

    /// The least key.
    #[inline(always)]
    #[allow(unsafe_code)]
    pub(super) fn top(&self) -> u64 {
        // SAFETY: `first_leaf` is a power of two, so there are at least two nodes.
        unsafe { *self.nodes.get_unchecked(1) }
    }

    /// Changes the key of a leaf.
    ///
    /// # Panics
    /// If there is no such leaf.
    #[inline(always)]
    #[allow(unsafe_code)]
    pub(super) fn set(&mut self, leaf: usize, key: u64) {
        assert!(leaf < self.first_leaf);
        let mut index = self.first_leaf + leaf;
        let mut winner = key;
        // SAFETY: `index` starts below `2 * first_leaf`, the number of nodes, and only shrinks; its sibling
        // `index ^ 1` lies below that too, because the number of nodes is even. The bounds checks that this
        // saves are a sixth of the engine's instructions.
        unsafe {
            *self.nodes.get_unchecked_mut(index) = winner;
            while index > 1 {
                winner = winner.min(*self.nodes.get_unchecked(index ^ 1));
                index >>= 1;
                *self.nodes.get_unchecked_mut(index) = winner;
            }
        }
    }

    /// Makes every key [`NEVER`].
    pub(super) fn clear(&mut self) {
        self.nodes.fill(NEVER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream, StreamKey};

    /// Against the minimum of a plain list, over random changes and clearings, for every small size.
    #[test]
    fn the_top_is_the_least_key() {
        let mut stream = Stream::new(1, 0, StreamKey::new("tree", Purpose::Talk));
        for leaves in 1..40 {
            let (mut tree, mut list) = (WinnerTree::new(leaves), vec![NEVER; leaves]);
            for _ in 0..500 {
                let at = stream.below(leaves as u64) as usize;
                let new = if stream.uniform() < 0.2 {
                    NEVER
                } else {
                    key(stream.below(50), at)
                };
                tree.set(at, new);
                list[at] = new;
                assert_eq!(tree.top(), *list.iter().min().expect("not empty"));
            }
            tree.clear();
            assert_eq!(tree.top(), NEVER);
        }
    }
}
