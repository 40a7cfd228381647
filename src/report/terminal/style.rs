//! Emphasis on a terminal, or none where colour is not asked for.

/// Whether emphasis is written as ANSI sequences or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With colour and weight.
    Colour,
}

/// How a piece of text should stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As it is.
    #[default]
    Normal,
    /// Headings and what was found.
    Strong,
    /// What misses a target.
    Alarm,
    /// What helps to read the rest.
    Faint,
}

impl Style {
    /// The text in its tone; the sequences take no room on the screen.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        let code = match (self, tone) {
            (Style::Plain, _) | (_, Tone::Normal) => return text.into(),
            (_, _) if text.trim().is_empty() => return text.into(),
            (_, Tone::Strong) => "1",
            (_, Tone::Alarm) => "1;31",
            (_, Tone::Faint) => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}
