//! Colours and type sizes: one place, so that a colour means the same thing in every picture.
//!
//! The hues are those of Okabe and Ito, "Color Universal Design" (2008), which people with any of the
//! common colour deficiencies can tell apart; light tints carry bands and areas, never meaning alone.

/// A colour as red, green and blue, and how opaque it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8, pub(super) f64);

impl Ink {
    /// The same hue, less opaque.
    pub(super) const fn at(self, opacity: f64) -> Ink {
        Ink(self.0, self.1, self.2, opacity)
    }
}

/// Paper.
pub(super) const WHITE: Ink = Ink(255, 255, 255, 1.0);
/// Titles and the figures that matter most.
pub(super) const BLACK: Ink = Ink(28, 31, 36, 1.0);
/// Labels of axes and explanations.
pub(super) const GREY: Ink = Ink(92, 98, 106, 1.0);
/// Lines that stand behind others.
pub(super) const FAINT: Ink = Ink(170, 176, 184, 1.0);
/// The grid.
pub(super) const GRID: Ink = Ink(229, 232, 236, 1.0);

/// Estimates of contacts.
pub(super) const BLUE: Ink = Ink(0, 114, 178, 1.0);
/// What misses a target, and contacts lost.
pub(super) const VERMILION: Ink = Ink(213, 94, 0, 1.0);
/// Estimates of agents.
pub(super) const GREEN: Ink = Ink(0, 122, 90, 1.0);

/// Areas of groups, in the order of the scenario: light enough that a dark line stands out on each.
pub(super) const AREAS: [Ink; 6] = [
    Ink(86, 180, 233, 0.75),
    Ink(0, 158, 115, 0.6),
    Ink(240, 228, 66, 0.8),
    Ink(204, 121, 167, 0.7),
    Ink(230, 159, 0, 0.75),
    Ink(170, 176, 184, 0.7),
];

/// Lines that are told apart by hue, dark enough to be read as text too.
pub(super) const HUES: [Ink; 6] = [
    BLUE,
    Ink(153, 68, 126, 1.0),
    GREEN,
    Ink(160, 104, 0, 1.0),
    BLACK,
    Ink(64, 140, 190, 1.0),
];

/// Lines of one kind from a low level to a high one, of at most six.
pub(super) const RAMP: [Ink; 6] = [
    Ink(116, 176, 216, 1.0),
    Ink(82, 150, 200, 1.0),
    Ink(48, 124, 180, 1.0),
    Ink(20, 98, 156, 1.0),
    Ink(6, 72, 124, 1.0),
    Ink(2, 46, 88, 1.0),
];

/// How a piece of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    /// Size of the em, in pixels.
    pub(super) size: f64,
    /// Whether it is bold.
    pub(super) bold: bool,
    /// Its colour.
    pub(super) ink: Ink,
}

impl Type {
    /// Plain text.
    pub(super) const fn plain(size: f64, ink: Ink) -> Type {
        Type {
            size,
            bold: false,
            ink,
        }
    }

    /// Bold text.
    pub(super) const fn bold(size: f64, ink: Ink) -> Type {
        Type {
            size,
            bold: true,
            ink,
        }
    }

    /// The distance from one line of text to the next.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.32).round()
    }
}

/// Labels of axes.
pub(super) const TICK: Type = Type::plain(12.5, GREY);
/// Units above an axis, keys, and direct labels.
pub(super) const LABEL: Type = Type::plain(13.0, GREY);
/// The heading of one panel.
pub(super) const HEADING: Type = Type::bold(15.0, BLACK);
/// What stands beside a heading.
pub(super) const ASIDE: Type = Type::plain(13.5, GREY);
/// Definitions at the foot.
pub(super) const FOOT: Type = Type::plain(12.0, GREY);
