//! The contacts that wait in one queue, in order of arrival.

/// A waiting contact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    /// When it arrived, in ticks.
    pub(super) arrived: u64,
    /// When it gives up, in ticks.
    pub(super) deadline: u64,
    /// Handle time at normal speed, in ticks; negative once the contact has gone from amid the queue.
    pub(super) work: f64,
    /// Interval in which it arrived.
    pub(super) interval: u32,
    /// Its number among the contacts of its queue.
    pub(super) number: u32,
}

impl Waiting {
    /// Whether the contact has left its place amid the queue.
    #[inline(always)]
    pub(super) fn is_gone(&self) -> bool {
        self.work < 0.0
    }
}

const GONE: f64 = -1.0;

/// A ring of waiting contacts. A place keeps its number from [`Ring::push`] until the ring is compacted.
#[derive(Debug, Clone)]
pub(super) struct Ring {
    places: Vec<Waiting>,
    /// Number of the first place; the next free one is `tail`. They wrap around.
    head: u32,
    tail: u32,
    /// Nobody's patience ends before, in ticks.
    earliest: u64,
    /// Whether somebody may have left from amid since the ring was compacted.
    gaps: bool,
}

impl Ring {
    /// An empty ring.
    pub(super) fn new() -> Self {
        let nobody = Waiting {
            arrived: 0,
            deadline: 0,
            work: GONE,
            interval: 0,
            number: 0,
        };
        Self {
            places: vec![nobody; 64],
            head: 0,
            tail: 0,
            earliest: u64::MAX,
            gaps: false,
        }
    }

    /// Whether places may be in use by contacts who do not wait at `now`. Without this look, a queue that grows
    /// and grows would be compacted at every arrival.
    #[inline(always)]
    pub(super) fn may_shrink(&self, now: u64) -> bool {
        self.gaps || self.earliest <= now
    }

    /// Places in use: those who wait, those who gave up unnoticed, and those who left from amid.
    #[inline(always)]
    pub(super) fn len(&self) -> u32 {
        self.tail.wrapping_sub(self.head)
    }

    /// Whether no place is in use.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.tail == self.head
    }

    #[inline(always)]
    fn index(&self, place: u32) -> usize {
        place as usize & (self.places.len() - 1)
    }

    /// The first contact. There must be one.
    #[inline(always)]
    pub(super) fn first(&self) -> &Waiting {
        &self.places[self.index(self.head)]
    }

    /// The contact at a place in use.
    #[inline(always)]
    pub(super) fn at(&self, place: u32) -> &Waiting {
        &self.places[self.index(place)]
    }

    /// Numbers of the places in use.
    pub(super) fn in_use(&self) -> impl Iterator<Item = u32> + use<> {
        let head = self.head;
        (0..self.len()).map(move |offset| head.wrapping_add(offset))
    }

    /// Whether a place number is in use.
    pub(super) fn holds(&self, place: u32) -> bool {
        place.wrapping_sub(self.head) < self.len()
    }

    /// Forgets the first contact.
    #[inline(always)]
    pub(super) fn pop(&mut self) {
        self.head = self.head.wrapping_add(1);
    }

    /// Marks a contact as gone from amid the queue.
    pub(super) fn mark_gone(&mut self, place: u32) {
        let index = self.index(place);
        self.places[index].work = GONE;
        self.gaps = true;
    }

    /// Adds a contact at the end and gives the number of its place.
    #[inline(always)]
    pub(super) fn push(&mut self, contact: Waiting) -> u32 {
        if self.len() as usize == self.places.len() {
            self.grow();
        }
        let place = self.tail;
        let index = self.index(place);
        self.earliest = self.earliest.min(contact.deadline);
        self.places[index] = contact;
        self.tail = place.wrapping_add(1);
        place
    }

    #[cold]
    fn grow(&mut self) {
        let mut places = vec![self.places[0]; 2 * self.places.len()];
        let mask = places.len() - 1;
        for place in self.in_use() {
            places[place as usize & mask] = *self.at(place);
        }
        self.places = places;
    }

    /// Keeps only the contacts for which `keep` says so, in their order; none who have gone may be kept.
    pub(super) fn compact(&mut self, mut keep: impl FnMut(&Waiting) -> bool) {
        let mut kept = self.head;
        let mut earliest = u64::MAX;
        for place in self.in_use() {
            let contact = *self.at(place);
            if keep(&contact) {
                earliest = earliest.min(contact.deadline);
                let index = self.index(kept);
                self.places[index] = contact;
                kept = kept.wrapping_add(1);
            }
        }
        self.tail = kept;
        self.earliest = earliest;
        self.gaps = false;
    }

    /// Forgets everybody.
    pub(super) fn clear(&mut self) {
        self.head = 0;
        self.tail = 0;
        self.earliest = u64::MAX;
        self.gaps = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(number: u32) -> Waiting {
        Waiting {
            arrived: 0,
            deadline: 0,
            work: 1.0,
            interval: 0,
            number,
        }
    }

    fn numbers(ring: &Ring) -> Vec<u32> {
        ring.in_use().map(|place| ring.at(place).number).collect()
    }

    #[test]
    fn order_survives_growing_wrapping_and_compacting() {
        let mut ring = Ring::new();
        (0..50).for_each(|number| {
            ring.push(contact(number));
        });
        (0..40).for_each(|_| ring.pop());
        (50..300).for_each(|number| {
            ring.push(contact(number));
        });
        assert_eq!(numbers(&ring), (40..300).collect::<Vec<_>>());
        ring.compact(|contact| contact.number % 3 == 0);
        assert_eq!(
            numbers(&ring),
            (40..300).filter(|n| n % 3 == 0).collect::<Vec<_>>()
        );
        assert_eq!(ring.first().number, 42);
    }

    #[test]
    fn a_ring_shrinks_only_once_somebody_may_have_gone() {
        let mut ring = Ring::new();
        for deadline in [70, 50, 60] {
            ring.push(Waiting {
                deadline,
                ..contact(deadline as u32)
            });
        }
        assert!(!ring.may_shrink(49));
        assert!(ring.may_shrink(50));
        ring.compact(|contact| contact.deadline > 50);
        assert!(!ring.may_shrink(59));
        assert!(ring.may_shrink(60));
        ring.mark_gone(ring.in_use().next().expect("one waits"));
        assert!(ring.may_shrink(0));
        ring.clear();
        assert!(!ring.may_shrink(u64::MAX - 1));
    }
}
