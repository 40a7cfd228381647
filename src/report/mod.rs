//! Results → what people read: pictures.

pub mod plot;
