//! Exponential and normal variates by the ziggurat method (Marsaglia and Tsang 2000; layers of 53-bit
//! integers as in Doornik 2005).
//!
//! The area under the density is cut into 256 layers of the same area. A point of a layer lies nearly
//! always inside the density, which costs one multiplication and one comparison; else the density is
//! evaluated. The tables are computed by the compiler, so they are the same on every machine.

use super::stream::Stream;

const LAYERS: usize = 256;
/// 2⁵³.
const SCALE: f64 = 9_007_199_254_740_992.0;

struct Layers {
    /// Density at the right edges of the layers.
    density: [f64; LAYERS + 1],
    /// Right edge of a layer / 2⁵³; the base layer's is its width with the tail laid flat.
    width: [f64; LAYERS],
    /// Integers below this lie inside the density for certain.
    inside: [u64; LAYERS],
}

/// Where the tail of the exponential density begins.
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
/// Where the tail of the normal density begins.
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

static EXPONENTIAL: Layers = exponential_layers();
static NORMAL: Layers = normal_layers();

/// Exponential with mean 1.
#[inline]
pub(super) fn exponential(stream: &mut Stream) -> f64 {
    let bits = stream.bits();
    let (layer, value) = ((bits & 255) as usize, bits >> 11);
    let x = value as f64 * EXPONENTIAL.width[layer];
    if value < EXPONENTIAL.inside[layer] {
        x
    } else {
        exponential_slowly(stream, layer, x)
    }
}

#[cold]
fn exponential_slowly(stream: &mut Stream, mut layer: usize, mut x: f64) -> f64 {
    // Beyond the tail's start the exponential begins anew.
    let mut begun = 0.0;
    loop {
        if layer == 0 {
            begun += EXPONENTIAL_TAIL;
        } else {
            let (low, high) = (EXPONENTIAL.density[layer], EXPONENTIAL.density[layer + 1]);
            if low + (high - low) * stream.uniform() < libm::exp(-x) {
                return begun + x;
            }
        }
        let bits = stream.bits();
        layer = (bits & 255) as usize;
        let value = bits >> 11;
        x = value as f64 * EXPONENTIAL.width[layer];
        if value < EXPONENTIAL.inside[layer] {
            return begun + x;
        }
    }
}

/// Standard normal.
#[inline]
pub(super) fn normal(stream: &mut Stream) -> f64 {
    let bits = stream.bits();
    let (layer, value) = ((bits & 255) as usize, bits >> 11);
    // Bit 8 is neither in the layer nor in the value.
    let sign = if bits & 256 == 0 { 1.0 } else { -1.0 };
    let x = value as f64 * NORMAL.width[layer];
    if value < NORMAL.inside[layer] {
        sign * x
    } else {
        sign * normal_slowly(stream, layer, x)
    }
}

/// The absolute value of a normal variate, where the first point lay in a layer's edge.
#[cold]
fn normal_slowly(stream: &mut Stream, mut layer: usize, mut x: f64) -> f64 {
    loop {
        if layer == 0 {
            // Marsaglia's tail: two exponentials until one covers the square of the other.
            loop {
                let over = stream.exponential() / NORMAL_TAIL;
                if 2.0 * stream.exponential() > over * over {
                    return NORMAL_TAIL + over;
                }
            }
        }
        let (low, high) = (NORMAL.density[layer], NORMAL.density[layer + 1]);
        if low + (high - low) * stream.uniform() < libm::exp(-0.5 * x * x) {
            return x;
        }
        let bits = stream.bits();
        layer = (bits & 255) as usize;
        let value = bits >> 11;
        x = value as f64 * NORMAL.width[layer];
        if value < NORMAL.inside[layer] {
            return x;
        }
    }
}

const fn exponential_layers() -> Layers {
    // Area of every layer, and of the base with its tail: (r + 1) exp(−r).
    let area = (EXPONENTIAL_TAIL + 1.0) * exp(-EXPONENTIAL_TAIL);
    let mut x = [0.0; LAYERS + 1];
    x[0] = area / exp(-EXPONENTIAL_TAIL);
    x[1] = EXPONENTIAL_TAIL;
    let mut layer = 2;
    while layer < LAYERS {
        x[layer] = -ln(exp(-x[layer - 1]) + area / x[layer - 1]);
        layer += 1;
    }
    let mut density = [1.0; LAYERS + 1];
    layer = 0;
    while layer < LAYERS {
        density[layer] = exp(-x[layer]);
        layer += 1;
    }
    finished(x, density)
}

const fn normal_layers() -> Layers {
    /// Area of every layer: r exp(−r²/2) + ∫ᵣ exp(−t²/2) dt.
    const AREA: f64 = 0.004_928_673_233_974_655;
    let mut x = [0.0; LAYERS + 1];
    x[0] = AREA / exp(-0.5 * NORMAL_TAIL * NORMAL_TAIL);
    x[1] = NORMAL_TAIL;
    let mut layer = 2;
    while layer < LAYERS {
        x[layer] = sqrt(-2.0 * ln(exp(-0.5 * x[layer - 1] * x[layer - 1]) + AREA / x[layer - 1]));
        layer += 1;
    }
    let mut density = [1.0; LAYERS + 1];
    layer = 0;
    while layer < LAYERS {
        density[layer] = exp(-0.5 * x[layer] * x[layer]);
        layer += 1;
    }
    finished(x, density)
}

const fn finished(x: [f64; LAYERS + 1], density: [f64; LAYERS + 1]) -> Layers {
    let (mut width, mut inside) = ([0.0; LAYERS], [0; LAYERS]);
    let mut layer = 0;
    while layer < LAYERS {
        width[layer] = x[layer] / SCALE;
        inside[layer] = (x[layer + 1] / x[layer] * SCALE) as u64;
        layer += 1;
    }
    Layers {
        density,
        width,
        inside,
    }
}

/// exp(x) for |x| < 40 by halving, series and squaring.
const fn exp(x: f64) -> f64 {
    let small = x / 1024.0;
    let (mut sum, mut term, mut n) = (0.0, small, 1.0);
    // The series of exp(x) − 1 keeps the digits that squaring would lose.
    while n < 20.0 {
        sum += term;
        n += 1.0;
        term *= small / n;
    }
    let mut doubled = 0;
    while doubled < 10 {
        sum = sum * (2.0 + sum);
        doubled += 1;
    }
    1.0 + sum
}

/// ln(x) for 0 < x < 2 by Newton's method.
const fn ln(x: f64) -> f64 {
    let (mut y, mut step) = (x - 1.0, 0);
    while step < 60 {
        let power = exp(y);
        y += 2.0 * (x - power) / (x + power);
        step += 1;
    }
    y
}

/// √x by Newton's method.
const fn sqrt(x: f64) -> f64 {
    let (mut y, mut step) = (1.0, 0);
    while step < 60 {
        y = 0.5 * (y + x / y);
        step += 1;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, StreamKey};

    #[test]
    fn layers_have_equal_areas_and_close_at_the_top() {
        for (layers, density) in [
            (&EXPONENTIAL, (|x| libm::exp(-x)) as fn(f64) -> f64),
            (&NORMAL, |x| libm::exp(-0.5 * x * x)),
        ] {
            let edge = |layer: usize| layers.width.get(layer).map_or(0.0, |width| width * SCALE);
            let area = edge(0) * layers.density[1];
            for layer in 1..LAYERS {
                approx::assert_relative_eq!(
                    layers.density[layer],
                    density(edge(layer)),
                    max_relative = 1e-14
                );
                let height = density(edge(layer + 1)) - density(edge(layer));
                approx::assert_relative_eq!(edge(layer) * height, area, max_relative = 1e-9);
            }
        }
    }

    /// Moments of 4,000,000 variates within 4 standard errors.
    #[test]
    fn moments_are_right() {
        let n = 4_000_000;
        let mut stream = Stream::new(1, 0, StreamKey::new("moments", Purpose::Talk));
        let moments = |draw: &mut dyn FnMut() -> f64| {
            let mut sums = [0.0; 4];
            for _ in 0..n {
                let x = draw();
                sums.iter_mut()
                    .enumerate()
                    .for_each(|(k, sum)| *sum += x.powi(k as i32 + 1));
            }
            sums.map(|sum| sum / f64::from(n))
        };
        let root = f64::from(n).sqrt();
        let exponential = moments(&mut || stream.exponential());
        // E Xᵏ = k!, Var Xᵏ = (2k)! − k!².
        for (k, (&found, (mean, variance))) in exponential
            .iter()
            .zip([(1.0, 1.0f64), (2.0, 20.0), (6.0, 684.0), (24.0, 39744.0)])
            .enumerate()
        {
            assert!(
                (found - mean).abs() < 4.0 * variance.sqrt() / root,
                "moment {k}: {found}"
            );
        }
        let normal = moments(&mut || stream.normal());
        for (k, (&found, (mean, variance))) in normal
            .iter()
            .zip([(0.0, 1.0f64), (1.0, 2.0), (0.0, 15.0), (3.0, 96.0)])
            .enumerate()
        {
            assert!(
                (found - mean).abs() < 4.0 * variance.sqrt() / root,
                "moment {k}: {found}"
            );
        }
    }
}
