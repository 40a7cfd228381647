//! Least squares for a few columns, and the broken line.
//!
//! In: columns of values and what is to be explained. Out: coefficients, each with how it weighs the data,
//! so that the uncertainty of the data carries over to it.

use super::Confidence;

/// A fit by least squares.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// One for each column.
    pub coefficients: Vec<f64>,
    /// For each coefficient the weight of every datum in it.
    pub weights: Vec<Vec<f64>>,
    /// Sum of squares that is left over.
    pub residual: f64,
}

/// Fits `y` by a sum of multiples of `columns` (put in one of ones for a constant); nothing where the columns
/// do not determine it.
pub fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Option<Fit> {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let normal: Vec<Vec<f64>> = columns
        .iter()
        .map(|a| columns.iter().map(|b| product(a, b)).collect())
        .collect();
    let inverse = inverse(normal)?;
    let weights: Vec<Vec<f64>> = inverse
        .iter()
        .map(|row| {
            (0..y.len())
                .map(|datum| {
                    row.iter()
                        .zip(columns)
                        .map(|(factor, column)| factor * column[datum])
                        .sum()
                })
                .collect()
        })
        .collect();
    let coefficients: Vec<f64> = weights.iter().map(|weights| product(weights, y)).collect();
    let residual = (0..y.len())
        .map(|datum| {
            let fitted: f64 = coefficients
                .iter()
                .zip(columns)
                .map(|(coefficient, column)| coefficient * column[datum])
                .sum();
            (y[datum] - fitted) * (y[datum] - fitted)
        })
        .sum();
    Some(Fit {
        coefficients,
        weights,
        residual,
    })
}

/// The inverse of a symmetric matrix by Gauss and Jordan with the largest pivot of each column; nothing if it
/// is singular in all but rounding.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    /// A pivot this much smaller than the column was is rounding.
    const ROUNDING: f64 = 1e-11;
    let size = matrix.len();
    let scale: Vec<f64> = (0..size).map(|index| matrix[index][index].abs()).collect();
    let mut result: Vec<Vec<f64>> = (0..size)
        .map(|row| (0..size).map(|column| f64::from(row == column)).collect())
        .collect();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()))
            .filter(|&row| matrix[row][column].abs() > ROUNDING * scale[column])?;
        matrix.swap(column, pivot);
        result.swap(column, pivot);
        let by = matrix[column][column];
        for value in matrix[column].iter_mut().chain(&mut result[column]) {
            *value /= by;
        }
        for row in (0..size).filter(|&row| row != column) {
            let times = matrix[row][column];
            for index in 0..size {
                let (from_matrix, from_result) = (matrix[column][index], result[column][index]);
                matrix[row][index] -= times * from_matrix;
                result[row][index] -= times * from_result;
            }
        }
    }
    Some(result)
}

/// The ranks of values from 1, equal ones sharing the mean of theirs.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let least = values.iter().filter(|&&value| value < values[equal[0]]).count();
        for &index in equal {
            ranks[index] = least as f64 + (equal.len() as f64 + 1.0) / 2.0;
        }
    }
    ranks
}

/// A slope and half the width of its interval of confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// The slope.
    pub value: f64,
    /// Half-width.
    pub half_width: f64,
}

/// Two straight lines that meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bend {
    /// Where they meet.
    pub at: f64,
    /// The slope below.
    pub left: Slope,
    /// The slope above.
    pub right: Slope,
    /// The slope above less the slope below.
    pub difference: Slope,
}

/// The continuous line of two straight pieces nearest to the data in the sense of least squares, by Hudson,
/// "Fitting segmented curves whose join points have to be estimated", *J. Am. Statist. Assoc.* 61 (1966),
/// 1097–1129: they meet at a datum, or between two data where the lines through either side do. Needs six
/// data in ascending order of x and leaves at least two strictly on each side.
///
/// `half_widths` are those of the data's intervals of confidence. A slope's is the wider of two: what
/// follows from theirs as if the data were independent (too wide for data from common random numbers, whose
/// differences are known better), and Student's from how the data lie about the line, which is wide where
/// they follow no bent line. For the choice of the place among many both are at a level corrected by
/// Bonferroni.
pub fn bend(x: &[f64], y: &[f64], half_widths: &[f64], level: f64) -> Option<Bend> {
    const LEAST: usize = 6;
    let data = x.len();
    if data < LEAST || y.len() != data || half_widths.len() != data {
        return None;
    }
    let places = joins(x, y);
    let tried = places.len().max(1) as f64;
    let (at, fit) = places
        .into_iter()
        .filter_map(|at| Some((at, least_squares(&pieces(x, at), y)?)))
        .min_by(|(_, a), (_, b)| a.residual.total_cmp(&b.residual))?;
    let freedom = data as u64 - 4;
    let (asked, corrected) = (
        Confidence::new(level, 2),
        Confidence::new(1.0 - (1.0 - level) / tried, 2),
    );
    /// As good as infinitely many degrees of freedom.
    const NORMAL: u64 = 1_000_000_000;
    let wider = corrected.student(NORMAL) / asked.student(NORMAL);
    let scatter = corrected.student(freedom) * (fit.residual / freedom as f64).sqrt();
    let slope = |value: f64, weights: &[f64]| {
        let of = |half: &dyn Fn(usize) -> f64| {
            let squares = weights.iter().enumerate().map(|(datum, weight)| {
                let part = weight * half(datum);
                part * part
            });
            squares.sum::<f64>().sqrt()
        };
        let known = wider * of(&|datum| half_widths[datum]);
        Slope {
            value,
            half_width: known.max(of(&|_| scatter)),
        }
    };
    let (left, right) = (fit.coefficients[1], fit.coefficients[2]);
    let apart: Vec<f64> = fit.weights[2]
        .iter()
        .zip(&fit.weights[1])
        .map(|(b, a)| b - a)
        .collect();
    Some(Bend {
        at,
        left: slope(left, &fit.weights[1]),
        right: slope(right, &fit.weights[2]),
        difference: slope(right - left, &apart),
    })
}

/// The columns of a line bent at a place: its height there, its slopes below and above.
fn pieces(x: &[f64], at: f64) -> Vec<Vec<f64>> {
    vec![
        vec![1.0; x.len()],
        x.iter().map(|x| (x - at).min(0.0)).collect(),
        x.iter().map(|x| (x - at).max(0.0)).collect(),
    ]
}

/// Where two lines may meet: at inner data, and between neighbours where the lines through either side do.
fn joins(x: &[f64], y: &[f64]) -> Vec<f64> {
    let straight = |side: std::ops::Range<usize>| {
        let columns = [vec![1.0; side.len()], x[side.clone()].to_vec()];
        let fit = least_squares(&columns, &y[side])?;
        Some((fit.coefficients[0], fit.coefficients[1]))
    };
    let mut places = x[2..x.len() - 2].to_vec();
    for first_above in 2..=x.len() - 2 {
        if let (Some((height, slope)), Some((other, steeper))) =
            (straight(0..first_above), straight(first_above..x.len()))
        {
            let at = (other - height) / (slope - steeper);
            if at > x[first_above - 1] && at < x[first_above] {
                places.push(at);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_again() {
        let (a, b) = ([1.0, 2.0, 3.0, 5.0], [0.0, 1.0, -1.0, 4.0]);
        let y: Vec<f64> = a.iter().zip(b).map(|(a, b)| 2.0 - 3.0 * a + 0.5 * b).collect();
        let fit = least_squares(&[vec![1.0; 4], a.to_vec(), b.to_vec()], &y).expect("determined");
        for (found, expected) in fit.coefficients.iter().zip([2.0, -3.0, 0.5]) {
            assert!((found - expected).abs() < 1e-10, "{found}");
        }
        assert!(fit.residual < 1e-18);
        let twice = [vec![1.0; 4], a.to_vec(), a.iter().map(|a| 2.0 * a).collect()];
        assert_eq!(least_squares(&twice, &y), None);
    }

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn the_place_where_a_line_bends_is_found_between_data() {
        let x: Vec<f64> = (16..=28).map(f64::from).collect();
        let y: Vec<f64> = x
            .iter()
            .map(|x| 0.8 + 0.04 * (x - 21.4_f64).min(0.0) + 0.005 * (x - 21.4_f64).max(0.0))
            .collect();
        let bend = bend(&x, &y, &[0.001; 13], 0.95).expect("enough data");
        assert!((bend.at - 21.4).abs() < 1e-9, "{}", bend.at);
        assert!((bend.left.value - 0.04).abs() < 1e-10);
        assert!((bend.right.value - 0.005).abs() < 1e-10);
        assert!(bend.difference.value.abs() > bend.difference.half_width);
    }

    /// Without a bend the difference of the slopes is told from zero no more often than asked.
    #[test]
    fn a_straight_line_with_noise_seldom_bends() {
        use crate::random::{Purpose, Stream, StreamKey};
        let x: Vec<f64> = (0..13).map(f64::from).collect();
        let trials = 1000;
        let mut bent = 0;
        for trial in 0..trials {
            let mut stream = Stream::new(7, trial, StreamKey::new("noise", Purpose::Arrival));
            let y: Vec<f64> = x.iter().map(|x| 0.3 * x + stream.normal()).collect();
            let bend = bend(&x, &y, &[1.96; 13], 0.95).expect("enough data");
            bent += u32::from(bend.difference.value.abs() > bend.difference.half_width);
        }
        // Five in a hundred, and three standard errors of a count of 50 in 1,000.
        assert!(bent <= 50 + 21, "{bent} of {trials}");
    }

    #[test]
    fn too_few_data_do_not_bend() {
        assert_eq!(bend(&[1.0; 5], &[1.0; 5], &[0.1; 5], 0.95), None);
        assert_eq!(bend(&[1.0; 6], &[1.0; 6], &[0.1; 6], 0.95), None);
    }
}
