//! Adaptive integration of several functions at once.
//!
//! In: points that cut the range where the integrands bend, and the integrands. Out: one integral for
//! each. The 7-point Gauss rule inside the 15-point Kronrod rule, halving panels until both agree;
//! nodes and weights from Piessens, de Doncker-Kapenga, Überhuber, Kahaner, *QUADPACK* (1983), qk15.

/// Positive nodes of the Kronrod rule, outermost first; every second one is a Gauss node. The last is 0.
const NODES: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];
/// Kronrod weights of [`NODES`].
const KRONROD: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_55,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];
/// Gauss weights of every second of [`NODES`].
const GAUSS: [f64; 4] = [
    0.129_484_966_168_869_7,
    0.279_705_391_489_276_64,
    0.381_830_050_505_118_9,
    0.417_959_183_673_469_4,
];

/// Panels beyond this are not halved any more: rounding, not curvature, then sets the error.
const MAX_PANELS: usize = 4000;

/// One panel with what both rules say of it.
struct Panel<const N: usize> {
    from: f64,
    to: f64,
    kronrod: [f64; N],
    error: [f64; N],
}

/// Integrates the `N` non-negative functions `f` over the panels that ascending `points` cut, until the
/// two rules differ by at most `tolerance` of each integral.
pub(super) fn integrate<const N: usize>(
    points: &[f64],
    tolerance: f64,
    f: impl Fn(f64) -> [f64; N],
) -> [f64; N] {
    let mut panels: Vec<Panel<N>> = points
        .windows(2)
        .map(|ends| apply(ends[0], ends[1], &f))
        .collect();
    let mut estimate = [0.0; N];
    for panel in &panels {
        for (sum, value) in estimate.iter_mut().zip(panel.kronrod) {
            *sum += value;
        }
    }
    let mut total = [0.0; N];
    let mut made = panels.len();
    while let Some(panel) = panels.pop() {
        let middle = panel.from + (panel.to - panel.from) / 2.0;
        let good = panel
            .error
            .iter()
            .zip(estimate)
            .all(|(error, sum)| error.is_nan() || *error <= tolerance * sum);
        if good || made >= MAX_PANELS || middle <= panel.from || middle >= panel.to {
            for (sum, value) in total.iter_mut().zip(panel.kronrod) {
                *sum += value;
            }
        } else {
            made += 2;
            panels.push(apply(panel.from, middle, &f));
            panels.push(apply(middle, panel.to, &f));
        }
    }
    total
}

/// Both rules on one panel.
fn apply<const N: usize>(from: f64, to: f64, f: &impl Fn(f64) -> [f64; N]) -> Panel<N> {
    let (half, middle) = ((to - from) / 2.0, from + (to - from) / 2.0);
    let (mut kronrod, mut gauss) = ([0.0; N], [0.0; N]);
    for (index, &node) in NODES.iter().enumerate() {
        let mut values = f(middle + half * node);
        if node > 0.0 {
            for (value, mirrored) in values.iter_mut().zip(f(middle - half * node)) {
                *value += mirrored;
            }
        }
        for part in 0..N {
            kronrod[part] += half * KRONROD[index] * values[part];
            if index % 2 == 1 {
                gauss[part] += half * GAUSS[index / 2] * values[part];
            }
        }
    }
    let error = std::array::from_fn(|part| (kronrod[part] - gauss[part]).abs());
    Panel {
        from,
        to,
        kronrod,
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Kronrod rule is exact for polynomials of degree 22, the Gauss rule for degree 13.
    #[test]
    fn both_rules_have_their_degree() {
        for degree in 0..=22 {
            let panel = apply(0.0, 1.0, &|x: f64| [x.powi(degree)]);
            let exact = 1.0 / f64::from(degree + 1);
            assert!((panel.kronrod[0] - exact).abs() < 2e-16, "degree {degree}");
            if degree <= 13 {
                assert!(panel.error[0] < 4e-16, "degree {degree}");
            }
        }
    }

    #[test]
    fn bends_and_singular_slopes_are_found() {
        let [kink, root] = integrate(&[0.0, 1.0], 1e-13, |x| [(x - 0.3f64).abs(), x.sqrt()]);
        approx::assert_relative_eq!(kink, 0.29, max_relative = 1e-12);
        approx::assert_relative_eq!(root, 2.0 / 3.0, max_relative = 1e-12);
    }
}
