//! Pictures of a run: SVG by plotters, PNG from it by resvg. The only place that knows either.
//!
//! In: a center, its results and, for the queue, its paths over the day ([`Inputs`]). Out: [`Svg`], the
//! same bytes for the same input on any machine. A picture's title says what the picture shows; a band's
//! key says whether it is how well an average is known or how days differ. Nothing is estimated here.
//!
//! ```no_run
//! # fn inputs() -> headcount::report::plot::Inputs<'static> { unimplemented!() }
//! use headcount::report::plot::{self, Picture};
//! let inputs = inputs();
//! for picture in Picture::ALL {
//!     let svg = plot::draw(picture, &inputs, picture.size())?;
//!     std::fs::write(format!("{}.png", picture.name()), svg.to_png(2.0)?).expect("a place to write");
//! }
//! # Ok::<(), plot::PlotError>(())
//! ```

mod against_agents;
mod axis;
mod backlog;
mod board;
mod by_interval;
mod canvas;
mod choice;
mod differences;
mod figures;
mod frame;
mod lettering;
mod occupancy;
mod page;
mod palette;
mod panel;
mod plan;
mod queue_length;
mod raster;
mod risk;
mod service_level;
mod staff;
mod sweep;
mod tornado;
mod waits;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use std::fmt;

use thiserror::Error;

use crate::estimate::{QueuePaths, Results};
use crate::insight::{beside_load, contacts};
use crate::model::Center;

pub use against_agents::against_agents;
pub use board::board;
pub use differences::differences;
pub use plan::{budget_pictures, staff_pictures};
pub use risk::risk;
pub use sweep::{SweepPicture, draw_sweep, sweep_board, sweep_pictures};
pub use tornado::tornado;

/// What pictures are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The center.
    pub center: &'a Center,
    /// What its run found.
    pub results: &'a Results,
    /// The number waiting over the day, all queues together; without it the picture of the queue says
    /// that it was not recorded.
    pub queue_paths: Option<&'a QueuePaths>,
}

/// One kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Picture {
    /// How long contacts waited, answered and abandoned, per queue.
    Waits,
    /// Service level by interval with its band and target, per queue.
    ServiceLevel,
    /// Staff of all groups against the offered load, by interval.
    Staff,
    /// The number waiting over the day: average, how days differ, and single days.
    Queue,
    /// Occupancy by interval with its band, per group.
    Occupancy,
    /// What waits whenever the center closes, by age, per queue whose work may wait.
    Backlog,
}

impl Picture {
    /// Those of every center.
    pub const ALL: [Picture; 5] = [
        Self::ServiceLevel,
        Self::Waits,
        Self::Queue,
        Self::Staff,
        Self::Occupancy,
    ];

    /// Those that have something to show: in equilibrium there are no intervals, and only the waits are drawn.
    pub fn of(results: &Results) -> &'static [Picture] {
        if results.steady.is_some() {
            &[Self::Waits]
        } else if backlog::is_told(results) {
            &[
                Self::ServiceLevel,
                Self::Waits,
                Self::Queue,
                Self::Backlog,
                Self::Staff,
                Self::Occupancy,
            ]
        } else {
            &Self::ALL
        }
    }

    /// The name of its file, without an extension.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::ServiceLevel => "service-level",
            Self::Staff => "staff",
            Self::Queue => "queue",
            Self::Occupancy => "occupancy",
            Self::Backlog => "backlog",
        }
    }

    /// A size that suits a slide.
    pub fn size(self) -> Size {
        Size {
            width: 1200,
            height: 675,
        }
    }

    /// What the picture says, as one sentence.
    pub fn headline(self, inputs: &Inputs<'_>) -> String {
        match self {
            Self::Waits => waits::headline(inputs),
            Self::ServiceLevel => service_level::headline(inputs),
            Self::Staff => staff::headline(inputs),
            Self::Queue => queue_length::headline(inputs),
            Self::Occupancy => occupancy::headline(inputs),
            Self::Backlog => backlog::headline(inputs),
        }
    }

    /// Draws its panels, at most `most` queues or groups, into an area.
    fn draw(self, canvas: &mut canvas::Canvas<'_>, area: frame::Area, inputs: &Inputs<'_>, most: usize) {
        match self {
            Self::Waits => waits::draw(canvas, area, inputs, most),
            Self::ServiceLevel => service_level::draw(canvas, area, inputs, most),
            Self::Staff => staff::draw(canvas, area, inputs),
            Self::Queue => queue_length::draw(canvas, area, inputs),
            Self::Occupancy => occupancy::draw(canvas, area, inputs, most),
            Self::Backlog => backlog::draw(canvas, area, inputs, most),
        }
    }

    /// What its words mean, for the foot of the page.
    fn definition(self, inputs: &Inputs<'_>) -> String {
        match self {
            Self::Waits => format!(
                "Shares are of all {} offered, over all of the simulation.",
                contacts(inputs.center)
            ),
            Self::ServiceLevel => format!("Service level = {}.", inputs.results.service_level.formula()),
            Self::Staff => {
                let unseen = match beside_load(inputs.center).as_slice() {
                    [] => String::new(),
                    rules => format!(" Not in it: {}.", rules.join(", ")),
                };
                format!(
                    "Offered load = expected {} × average handle time: the agents that would be busy all the \
                     time if nobody left.{unseen}",
                    contacts(inputs.center)
                )
            }
            Self::Queue => "The number waiting, all queues together.".into(),
            Self::Occupancy => "Occupancy = handling / (handling + available).".into(),
            Self::Backlog => {
                "What waits when the center closes, average, by age on the queue's clock.".into()
            }
        }
    }
}

/// The size of a page, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}", self.width, self.height)
    }
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg {
    text: String,
    size: Size,
}

impl Svg {
    fn new(text: String, size: Size) -> Svg {
        Svg { text, size }
    }

    /// The SVG document.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its size, in pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The picture as PNG with `scale` pixels for each of its own: 2 looks sharp on a slide.
    ///
    /// # Errors
    /// [`PlotError::Raster`] if the scale leaves no pixels or more than memory can hold.
    pub fn to_png(&self, scale: f32) -> Result<Vec<u8>, PlotError> {
        raster::png(&self.text, scale)
    }
}

/// Why a picture could not be drawn. None of these depends on the results.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlotError {
    /// The fonts that come with the program are unreadable.
    #[error("the fonts of pictures are unreadable")]
    Font,
    /// No page can have this size.
    #[error("a picture of {0} pixels cannot be drawn")]
    Size(Size),
    /// Drawing failed.
    #[error("a picture could not be drawn: {0}")]
    Drawing(String),
    /// Making pixels failed.
    #[error("a picture could not be turned into PNG: {0}")]
    Raster(String),
}

/// Draws a picture of some size; [`Picture::size`] is made for slides.
///
/// # Errors
/// [`PlotError`] if the size is no size for a page, or drawing fails.
pub fn draw(picture: Picture, inputs: &Inputs<'_>, size: Size) -> Result<Svg, PlotError> {
    page::single(picture, inputs, size)
}
