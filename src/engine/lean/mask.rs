//! Sets of queues or groups as bits: one word where 64 members suffice, several where they do not.

/// A set of small whole numbers. Users walk it word by word, so that they may change sets meanwhile.
pub(in crate::engine) trait Mask: Clone {
    /// The empty set with room for `members`.
    fn with_room(members: usize) -> Self;
    /// Number of words.
    fn words(&self) -> usize;
    /// One word: members `64 index .. 64 index + 64`.
    fn word(&self, index: usize) -> u64;
    /// Adds a member.
    fn insert(&mut self, member: usize);
    /// Takes a member out.
    fn remove(&mut self, member: usize);
    /// Takes all out.
    fn clear(&mut self);
}

/// At most 64 members.
impl Mask for u64 {
    fn with_room(members: usize) -> Self {
        debug_assert!(members <= 64);
        0
    }

    #[inline(always)]
    fn words(&self) -> usize {
        1
    }

    #[inline(always)]
    fn word(&self, _index: usize) -> u64 {
        *self
    }

    #[inline(always)]
    fn insert(&mut self, member: usize) {
        *self |= 1 << member;
    }

    #[inline(always)]
    fn remove(&mut self, member: usize) {
        *self &= !(1 << member);
    }

    fn clear(&mut self) {
        *self = 0;
    }
}

/// Any number of members.
impl Mask for Box<[u64]> {
    fn with_room(members: usize) -> Self {
        vec![0; members.div_ceil(64)].into_boxed_slice()
    }

    fn words(&self) -> usize {
        self.len()
    }

    fn word(&self, index: usize) -> u64 {
        self[index]
    }

    fn insert(&mut self, member: usize) {
        self[member / 64] |= 1 << (member % 64);
    }

    fn remove(&mut self, member: usize) {
        self[member / 64] &= !(1 << (member % 64));
    }

    fn clear(&mut self) {
        self.fill(0);
    }
}

/// The members of a word, ascending.
pub(in crate::engine) struct Members(pub(in crate::engine) u64);

impl Iterator for Members {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let member = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members<M: Mask>(mask: &M) -> Vec<usize> {
        (0..mask.words())
            .flat_map(|w| Members(mask.word(w)).map(move |m| 64 * w + m))
            .collect()
    }

    fn fill<M: Mask>(room: usize, inserted: &[usize], removed: &[usize]) -> Vec<usize> {
        let mut mask = M::with_room(room);
        inserted.iter().for_each(|&member| mask.insert(member));
        removed.iter().for_each(|&member| mask.remove(member));
        members(&mask)
    }

    #[test]
    fn one_word_and_many_hold_the_same() {
        let (inserted, removed) = ([0, 5, 31, 63], [5, 62]);
        assert_eq!(fill::<u64>(64, &inserted, &removed), [0, 31, 63]);
        assert_eq!(fill::<Box<[u64]>>(64, &inserted, &removed), [0, 31, 63]);
        assert_eq!(fill::<Box<[u64]>>(200, &[64, 130, 199, 1], &[130]), [1, 64, 199]);
    }
}
