//! A log-linear histogram of times with integer counts: two histograms add up exactly, in any order.
//!
//! Cells: one for exactly zero; equal cells of 2⁻⁷ s (7.8 ms) up to 1 s; from there 128 cells to each
//! doubling, so that no cell is wider than 1 % of what it holds.

use crate::model::Ticks;

/// Ticks in the narrowest cell, as a power of two: 2¹¹ ticks = 2⁻⁷ s.
const FINE_BITS: u32 = 11;
/// Cells to a doubling, as a power of two.
const SUB_BITS: u32 = 7;

/// Cells that a search for a quantile passes over at once.
const STRETCH: usize = 64;

/// Counts of times by cell. Only as long as the longest time recorded asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    counts: Vec<u64>,
}

/// The cell in which a time lies: 0 for zero, then ascending.
#[inline]
pub fn cell_of(time: Ticks) -> u32 {
    if time.0 == 0 {
        return 0;
    }
    let units = time.0 >> FINE_BITS;
    if units < 1 << SUB_BITS {
        return units as u32 + 1;
    }
    let octave = units.ilog2() - SUB_BITS;
    let within = (units >> octave) as u32 - (1 << SUB_BITS);
    ((octave + 1) << SUB_BITS) + within + 1
}

/// The times that a cell holds, from the first included to the second excluded, in seconds.
pub fn cell_bounds(cell: u32) -> (f64, f64) {
    if cell == 0 {
        return (0.0, 0.0);
    }
    let lower = |index: u32| -> f64 {
        let (octave, within) = (index >> SUB_BITS, index & ((1 << SUB_BITS) - 1));
        let units = if octave == 0 {
            u64::from(within)
        } else {
            (u64::from(within) + (1 << SUB_BITS)) << (octave - 1)
        };
        Ticks(units << FINE_BITS).seconds()
    };
    (lower(cell - 1), lower(cell))
}

impl Histogram {
    /// Counts one time.
    pub fn record(&mut self, time: Ticks) {
        self.add(cell_of(time), 1);
    }

    /// Counts `times` times of a cell.
    pub fn add(&mut self, cell: u32, times: u64) {
        let cell = cell as usize;
        if cell >= self.counts.len() {
            self.counts.resize(cell + 1, 0);
        }
        self.counts[cell] += times;
    }

    /// Adds all that another histogram counted.
    pub fn merge(&mut self, other: &Histogram) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
    }

    /// Counts by cell, from cell 0.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// How many times were counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Forgets all that was counted, and keeps the memory.
    pub fn clear(&mut self) {
        self.counts.clear();
    }

    /// The time, in seconds, that a share of those counted did not pass; linear within a cell. Nothing
    /// if nothing was counted.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.quantiles([share]).map(|[value]| value)
    }

    /// Several quantiles at once; `shares` ascend.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        if N == 0 {
            return Some([0.0; N]);
        }
        let ranks = shares.map(|share| share * total as f64);
        // The first cell that takes the count to the rank; an empty one never does.
        let reached = ranks.map(|rank| (rank.ceil() as u64).clamp(1, total));
        let mut values = [0.0; N];
        let mut next = 0;
        let mut below = 0;
        let mut first_cell = 0;
        for stretch in self.counts.chunks(STRETCH) {
            let end = below + stretch.iter().sum::<u64>();
            if end >= reached[next] {
                for (cell, &count) in stretch.iter().enumerate() {
                    while below + count >= reached[next] {
                        values[next] = within_cell(first_cell + cell as u32, below, count, ranks[next]);
                        next += 1;
                        if next == N {
                            return Some(values);
                        }
                    }
                    below += count;
                }
            }
            below = end;
            first_cell += STRETCH as u32;
        }
        Some(values)
    }

    /// How many of those counted lie in cells wholly at or below `seconds`, with the cell that holds it
    /// counted in proportion.
    pub fn at_most(&self, seconds: f64) -> f64 {
        let mut sum = 0.0;
        for (cell, &count) in self.counts.iter().enumerate() {
            let (low, high) = cell_bounds(cell as u32);
            if high <= seconds {
                sum += count as f64;
            } else {
                if low < seconds {
                    sum += count as f64 * (seconds - low) / (high - low);
                }
                break;
            }
        }
        sum
    }
}

/// Where in a cell that holds `count`, with `below` before it, a rank lies, in seconds.
fn within_cell(cell: u32, below: u64, count: u64, rank: f64) -> f64 {
    let (low, high) = cell_bounds(cell);
    low + (high - low) * ((rank - below as f64) / count as f64).clamp(0.0, 1.0)
}

/// The same quantile as that of a [`Histogram`], of a few times: `zeros` of them in cell 0, and the cells of
/// the others, ascending.
pub fn quantile_of_cells(
    zeros: u64,
    cells: impl ExactSizeIterator<Item = u32> + Clone,
    share: f64,
) -> Option<f64> {
    let total = zeros + cells.len() as u64;
    if total == 0 {
        return None;
    }
    let rank = share * total as f64;
    if zeros as f64 >= rank {
        return Some(0.0);
    }
    // The first whose place reaches the rank, and the run of its equals.
    let place = ((rank.ceil() as u64).max(zeros + 1) - zeros - 1).min(total - zeros - 1);
    let cell = cells.clone().nth(place as usize)?;
    let before = cells.clone().take_while(|&other| other < cell).count() as u64;
    let count = cells.filter(|&other| other == cell).count() as u64;
    Some(within_cell(cell, zeros + before, count, rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_tile_time_without_gaps_and_are_narrow() {
        let mut expected = 0.0;
        for cell in 1..6000 {
            let (low, high) = cell_bounds(cell);
            assert_eq!(low, expected, "cell {cell} starts where the one before ends");
            if low >= 1.0 {
                assert!((high - low) / low <= 0.01, "cell {cell} is wider than 1 %");
            }
            let inside = Ticks(((low + high) / 2.0 * crate::model::TICKS_PER_SECOND) as u64);
            assert_eq!(cell_of(inside), cell);
            expected = high;
        }
        assert_eq!(cell_of(Ticks(0)), 0);
        assert_eq!(cell_of(Ticks(1)), 1);
    }

    #[test]
    fn quantiles_are_within_a_cell_of_the_sorted_sample() {
        let mut histogram = Histogram::default();
        let mut sample: Vec<f64> = (0..10_000).map(|i| f64::from(i * i % 9973) / 31.0).collect();
        for &value in &sample {
            histogram.record(Ticks::from_seconds(value));
        }
        sample.sort_by(f64::total_cmp);
        for share in [0.1, 0.5, 0.8, 0.9, 0.99] {
            let exact = sample[(share * 10_000.0) as usize];
            let found = histogram.quantile(share).expect("not empty");
            assert!(
                (found - exact).abs() <= 0.01 * exact + 0.04,
                "{share}: {found} is not {exact}"
            );
        }
    }

    #[test]
    fn merging_adds_counts_in_any_order() {
        let (mut a, mut b) = (Histogram::default(), Histogram::default());
        a.record(Ticks::from_seconds(3.0));
        b.record(Ticks::from_seconds(300.0));
        b.record(Ticks::ZERO);
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.merge(&b);
        ba.merge(&a);
        assert_eq!(ab, ba);
        assert_eq!(ab.total(), 3);
    }

    #[test]
    fn several_quantiles_at_once_are_those_taken_singly() {
        let mut histogram = Histogram::default();
        for i in 0..1000_u64 {
            histogram.record(Ticks(i * i * 40));
        }
        let shares = [0.0, 0.0005, 0.3, 0.5, 0.9, 0.999, 1.0];
        let together = histogram.quantiles(shares).expect("not empty");
        for (share, value) in shares.into_iter().zip(together) {
            assert_eq!(histogram.quantile(share), Some(value));
        }
        histogram.clear();
        assert_eq!(histogram, Histogram::default());
    }

    #[test]
    fn quantiles_of_a_list_of_cells_are_those_of_the_histogram() {
        for (zeros, times) in [(0_u64, 40_u64), (3, 11), (20, 5), (4, 0), (0, 1), (0, 0)] {
            let mut cells: Vec<u32> = (0..times)
                .map(|i| cell_of(Ticks(i * 7919 % 23 * 3000 + 1)))
                .collect();
            cells.sort_unstable();
            let mut histogram = Histogram::default();
            histogram.add(0, zeros);
            cells.iter().for_each(|&cell| histogram.add(cell, 1));
            for share in [0.0, 0.01, 0.2, 0.5, 0.8, 0.85, 0.99, 1.0] {
                assert_eq!(
                    quantile_of_cells(zeros, cells.iter().copied(), share),
                    histogram.quantile(share),
                    "{zeros} {times} {share}"
                );
            }
        }
    }
}
