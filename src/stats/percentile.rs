//! Percentiles of a plain sample.

/// The value that a share of the sample does not pass, linear between the two nearest order statistics
/// (definition 7 of Hyndman & Fan, *The American Statistician* 50 (1996), 361–365). Reorders the sample;
/// nothing if it is empty.
pub fn percentile(sample: &mut [f64], share: f64) -> Option<f64> {
    let last = sample.len().checked_sub(1)?;
    let position = share.clamp(0.0, 1.0) * last as f64;
    let index = (position.floor() as usize).min(last);
    let (_, low, above) = sample.select_nth_unstable_by(index, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    let between = position - index as f64;
    Some(if between > 0.0 {
        low + (high - low) * between
    } else {
        low
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_order_statistics() {
        let mut sample = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(percentile(&mut sample, 0.0), Some(1.0));
        assert_eq!(percentile(&mut sample, 0.5), Some(3.0));
        assert!((percentile(&mut sample, 0.1).expect("sample") - 1.4).abs() < 1e-12);
        assert!((percentile(&mut sample, 0.9).expect("sample") - 4.6).abs() < 1e-12);
        assert_eq!(percentile(&mut sample, 1.0), Some(5.0));
        assert_eq!(percentile(&mut [7.0], 0.1), Some(7.0));
        assert_eq!(percentile(&mut [], 0.1), None);
    }
}
