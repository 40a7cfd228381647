//! Where a panel's data lie on the page: rectangles, and frames that turn data into points.

use super::canvas::Point;

/// A part of the page, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn width(self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    pub(super) fn height(self) -> f64 {
        (self.bottom - self.top).max(0.0)
    }

    /// What is left below a height.
    pub(super) fn below(self, top: f64) -> Area {
        Area {
            top: top.min(self.bottom),
            ..self
        }
    }

    /// `number` equal parts, `gap` pixels apart, row by row, in the number of columns that leaves them
    /// nearest to twice as wide as high.
    pub(super) fn divided(self, number: usize, gap: f64) -> Vec<Area> {
        /// The shape that a curve over the day reads best in.
        const WIDTH_PER_HEIGHT: f64 = 2.0;
        let number = number.max(1);
        let part = |columns: usize| {
            let rows = number.div_ceil(columns);
            let share =
                |length: f64, parts: usize| ((length - gap * (parts as f64 - 1.0)) / parts as f64).max(1.0);
            (share(self.width(), columns), share(self.height(), rows))
        };
        let misfit = |&columns: &usize| {
            let (width, height) = part(columns);
            let empty = number.div_ceil(columns) * columns - number;
            libm::log(width / height / WIDTH_PER_HEIGHT).abs() + empty as f64 * 0.15
        };
        let columns = (1..=number)
            .min_by(|a, b| misfit(a).total_cmp(&misfit(b)))
            .unwrap_or(1);
        let (width, height) = part(columns);
        (0..number)
            .map(|index| {
                let left = self.left + (width + gap) * (index % columns) as f64;
                let top = self.top + (height + gap) * (index / columns) as f64;
                Area {
                    left,
                    top,
                    right: left + width,
                    bottom: top + height,
                }
            })
            .collect()
    }
}

/// An area and the data that its edges stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) area: Area,
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    /// A frame for data in two ranges; an empty range is widened.
    pub(super) fn new(area: Area, x: (f64, f64), y: (f64, f64)) -> Frame {
        let sound = |(low, high): (f64, f64)| {
            if low.is_finite() && high.is_finite() && high > low {
                (low, high)
            } else {
                (0.0, 1.0)
            }
        };
        Frame {
            area,
            x: sound(x),
            y: sound(y),
        }
    }

    /// The point of a pair of data; what lies outside is drawn on the edge.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        (self.across(x), self.up(y))
    }

    /// How far right a datum lies.
    pub(super) fn across(&self, x: f64) -> f64 {
        self.area.left + self.area.width() * share((x - self.x.0) / (self.x.1 - self.x.0))
    }

    /// How high a datum lies, as a distance from the top of the page.
    pub(super) fn up(&self, y: f64) -> f64 {
        self.area.bottom - self.area.height() * share((y - self.y.0) / (self.y.1 - self.y.0))
    }
}

fn share(value: f64) -> f64 {
    if value.is_finite() {
        value.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Area = Area {
        left: 0.0,
        top: 0.0,
        right: 1200.0,
        bottom: 600.0,
    };

    #[test]
    fn parts_tile_their_area_without_overlap() {
        for number in 1..=9 {
            let parts = PAGE.divided(number, 20.0);
            assert_eq!(parts.len(), number);
            for (index, part) in parts.iter().enumerate() {
                assert!(part.left >= 0.0 && part.right <= 1200.1 && part.bottom <= 600.1);
                for other in &parts[index + 1..] {
                    assert!(
                        part.right + 19.0 < other.left
                            || part.bottom + 19.0 < other.top
                            || other.right + 19.0 < part.left
                    );
                }
            }
        }
    }

    #[test]
    fn data_outside_or_undefined_stay_on_the_page() {
        let frame = Frame::new(PAGE, (0.0, 10.0), (0.0, 0.0));
        assert_eq!(frame.at(5.0, 0.5), (600.0, 300.0));
        assert_eq!(frame.at(99.0, f64::NAN), (1200.0, 600.0));
        assert_eq!(frame.at(f64::NEG_INFINITY, 2.0), (0.0, 0.0));
    }
}
