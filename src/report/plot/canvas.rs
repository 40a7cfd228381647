//! Paper to draw on: pixels in, SVG out, through plotters.
//!
//! plotters places things on whole units, so a unit is a tenth of a pixel here and the finished page says
//! so in its `viewBox`. What goes wrong is kept and told once, by [`Canvas::finish`].

use std::sync::OnceLock;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, register_font};

use super::palette::{Ink, Type, WHITE};
use super::{PlotError, Size, Svg};

/// Units of plotters in a pixel.
const UNITS: f64 = 10.0;

/// The font of all text, and what a viewer without it shows instead: Verdana has nearly the same widths.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, Geneva, sans-serif";
/// DejaVu Sans.
pub(super) const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");
/// DejaVu Sans Bold.
pub(super) const BOLD: &[u8] = include_bytes!("fonts/DejaVuSans-Bold.ttf");

/// plotters writes a font of size s as an em of s / 1.24, and measures it as if ascent and descent
/// together were s; in DejaVu Sans they are 1.164 em.
const STATED_PER_EM: f64 = 1.24;
const MEASURED_PER_EM: f64 = 2384.0 / 2048.0;

/// Where a text stands relative to its point; the point is always on the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The text begins at the point.
    Start,
    /// The point is in the middle of the text.
    Middle,
    /// The text ends at the point.
    End,
}

/// A point on the page, in pixels from its upper left corner.
pub(super) type Point = (f64, f64);

/// A page being drawn.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    failure: Option<PlotError>,
}

/// Draws a page of some size: `drawing` gets a white canvas; `title` is told to screen readers.
pub(super) fn page(size: Size, title: &str, drawing: impl FnOnce(&mut Canvas<'_>)) -> Result<Svg, PlotError> {
    if size.width == 0 || size.height == 0 || size.width > MAX_SIDE || size.height > MAX_SIDE {
        return Err(PlotError::Size(size));
    }
    fonts()?;
    let units = |pixels: u32| (f64::from(pixels) * UNITS) as u32;
    let mut body = String::new();
    {
        let backend = SVGBackend::with_string(&mut body, (units(size.width), units(size.height)));
        let mut canvas = Canvas {
            area: backend.into_drawing_area(),
            failure: None,
        };
        canvas.rectangle((0.0, 0.0), (f64::from(size.width), f64::from(size.height)), WHITE);
        drawing(&mut canvas);
        canvas.finish()?;
    }
    let (_, elements) = body
        .split_once('\n')
        .ok_or_else(|| PlotError::Drawing("the page has no root element".into()))?;
    let head = format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" "#,
            r#"viewBox="0 0 {wide} {high}" role="img" stroke-linejoin="round">"#,
            "\n<title>{title}</title>\n"
        ),
        width = size.width,
        height = size.height,
        wide = units(size.width),
        high = units(size.height),
        title = escaped(title),
    );
    Ok(Svg::new(head + elements, size))
}

/// The longest side of a page, in pixels.
const MAX_SIDE: u32 = 20_000;

/// Text that stands between two tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Makes the fonts known to plotters, once.
pub(super) fn fonts() -> Result<(), PlotError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let registered = REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    if *registered { Ok(()) } else { Err(PlotError::Font) }
}

/// The font of a type, in units.
fn font(style: Type) -> FontDesc<'static> {
    let weight = if style.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    FontDesc::new(
        FontFamily::Name(FAMILY),
        style.size * STATED_PER_EM * UNITS,
        weight,
    )
}

/// How wide a text is, in pixels.
pub(super) fn width_of(text: &str, style: Type) -> f64 {
    let measured = font(style)
        .layout_box(text)
        .map_or(0, |((left, _), (right, _))| right - left);
    f64::from(measured) / UNITS * MEASURED_PER_EM / STATED_PER_EM
}

impl Canvas<'_> {
    /// Writes a text with its baseline at a point.
    pub(super) fn text(&mut self, at: Point, anchor: Anchor, style: Type, text: &str) {
        if text.is_empty() {
            return;
        }
        /// Where plotters' SVG puts the baseline of a text anchored at its top, in em below the point.
        const TOP_TO_BASELINE: f64 = 0.76;
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style_of_plotters = font(style)
            .color(&color(style.ink))
            .pos(Pos::new(h_pos, VPos::Top));
        let at = units((at.0, at.1 - TOP_TO_BASELINE * style.size));
        self.draw(&Text::new(text.to_owned(), at, style_of_plotters));
    }

    /// A line through points.
    pub(super) fn line(&mut self, points: &[Point], width: f64, ink: Ink) {
        if points.len() > 1 {
            let points: Vec<_> = points.iter().map(|&point| units(point)).collect();
            self.draw(&PathElement::new(points, stroke(width, ink)));
        }
    }

    /// A filled polygon.
    pub(super) fn polygon(&mut self, corners: &[Point], ink: Ink) {
        if corners.len() > 2 {
            let corners: Vec<_> = corners.iter().map(|&corner| units(corner)).collect();
            self.draw(&Polygon::new(corners, color(ink)));
        }
    }

    /// A filled rectangle between two opposite corners.
    pub(super) fn rectangle(&mut self, upper_left: Point, lower_right: Point, ink: Ink) {
        self.draw(&Rectangle::new(
            [units(upper_left), units(lower_right)],
            color(ink).filled(),
        ));
    }

    /// A dot.
    pub(super) fn dot(&mut self, center: Point, radius: f64, ink: Ink) {
        self.draw(&Circle::new(
            units(center),
            (radius * UNITS).round(),
            color(ink).filled(),
        ));
    }

    /// A ring with white inside.
    pub(super) fn ring(&mut self, center: Point, radius: f64, width: f64, ink: Ink) {
        self.dot(center, radius, WHITE);
        self.draw(&Circle::new(
            units(center),
            (radius * UNITS).round(),
            stroke(width, ink),
        ));
    }

    fn draw<E>(&mut self, element: &E)
    where
        for<'b> &'b E: PointCollection<'b, (i32, i32)>,
        for<'a> E: Drawable<SVGBackend<'a>>,
    {
        if let Err(error) = self.area.draw(element) {
            self.failure.get_or_insert(PlotError::Drawing(error.to_string()));
        }
    }

    fn finish(mut self) -> Result<(), PlotError> {
        if let Err(error) = self.area.present() {
            self.failure.get_or_insert(PlotError::Drawing(error.to_string()));
        }
        self.failure.map_or(Ok(()), Err)
    }
}

fn units((x, y): Point) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

fn color(ink: Ink) -> RGBAColor {
    RGBAColor(ink.0, ink.1, ink.2, ink.3)
}

fn stroke(width: f64, ink: Ink) -> ShapeStyle {
    ShapeStyle::from(color(ink)).stroke_width((width * UNITS).round() as u32)
}
