//! SVG → PNG, by resvg with the vendored font alone: the same bytes on every machine.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::PlotError;
use super::canvas::{BOLD, REGULAR};

/// How SVG is read: with our fonts and no others.
fn options() -> Options<'static> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fontdb = FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        Arc::new(fonts)
    });
    Options {
        font_family: "DejaVu Sans".into(),
        fontdb: Arc::clone(fontdb),
        ..Options::default()
    }
}

/// What a page of SVG holds, its text laid out.
pub(super) fn tree(svg: &str) -> Result<Tree, PlotError> {
    Tree::from_str(svg, &options()).map_err(|error| PlotError::Raster(error.to_string()))
}

/// A page of SVG as PNG with `scale` pixels for each of its own.
pub(super) fn png(svg: &str, scale: f32) -> Result<Vec<u8>, PlotError> {
    let tree = tree(svg)?;
    let side = |length: f32| (length * scale).ceil() as u32;
    let mut pixels = Pixmap::new(side(tree.size().width()), side(tree.size().height()))
        .ok_or_else(|| PlotError::Raster(format!("{scale} times its size is no size for a bitmap")))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels
        .encode_png()
        .map_err(|error| PlotError::Raster(error.to_string()))
}
