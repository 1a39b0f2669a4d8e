//! The tokens of the look: colours by what they mean, from `assets/theme.toml`, and the measures of the window. No other
//! place of the window names a raw colour.

use std::sync::LazyLock;

use eframe::egui::Color32;
use serde::{Deserialize, Deserializer};

use super::Mode;

/// The step between what belongs together.
pub const SPACE_XS: f32 = 4.0;
/// The step between controls of one row.
pub const SPACE_S: f32 = 8.0;
/// The step between fields.
pub const SPACE_M: f32 = 12.0;
/// The inner edge of a card.
pub const SPACE_L: f32 = 16.0;
/// The step between sections.
pub const SPACE_XL: f32 = 24.0;
/// The step between the parts of a page.
pub const SPACE_XXL: f32 = 32.0;
/// The rounding of controls and cards.
pub const RADIUS: u8 = 6;
/// The height of buttons, fields and chips.
pub const CONTROL_HEIGHT: f32 = 36.0;
/// The height of the one large button of a page.
pub const LARGE_HEIGHT: f32 = 48.0;
/// The height of a row of a table.
pub const ROW_HEIGHT: f32 = 34.0;
/// The width that a field takes unless told otherwise, where there is room.
pub const FIELD_WIDTH: f32 = 420.0;
/// The side of an icon beside text.
pub const ICON_SIZE: f32 = 20.0;

/// What lies over the window while a dialog is open.
pub const SCRIM: Color32 = Color32::from_black_alpha(110);

/// Colours by what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// Behind everything.
    #[serde(deserialize_with = "colour")]
    pub background: Color32,
    /// Cards, fields, panels.
    #[serde(deserialize_with = "colour")]
    pub surface: Color32,
    /// What lies above the page: dialogs, lists that drop down, tooltips.
    #[serde(deserialize_with = "colour")]
    pub surface_raised: Color32,
    /// What lies below it: the rail, the head of a table, what cannot be used.
    #[serde(deserialize_with = "colour")]
    pub surface_sunken: Color32,
    /// Lines between things.
    #[serde(deserialize_with = "colour")]
    pub border: Color32,
    /// The edge of a control.
    #[serde(deserialize_with = "colour")]
    pub border_strong: Color32,
    /// Text.
    #[serde(deserialize_with = "colour")]
    pub text: Color32,
    /// Text that explains.
    #[serde(deserialize_with = "colour")]
    pub text_muted: Color32,
    /// Text upon the accent.
    #[serde(deserialize_with = "colour")]
    pub text_on_accent: Color32,
    /// The one accent.
    #[serde(deserialize_with = "colour")]
    pub accent: Color32,
    /// The accent under the pointer.
    #[serde(deserialize_with = "colour")]
    pub accent_hover: Color32,
    /// The ground of what is chosen.
    #[serde(deserialize_with = "colour")]
    pub accent_soft: Color32,
    /// It is well.
    #[serde(deserialize_with = "colour")]
    pub positive: Color32,
    /// The ground of what is well.
    #[serde(deserialize_with = "colour")]
    pub positive_soft: Color32,
    /// Somebody has to look.
    #[serde(deserialize_with = "colour")]
    pub warning: Color32,
    /// The ground of a warning.
    #[serde(deserialize_with = "colour")]
    pub warning_soft: Color32,
    /// It is refused, or it destroys.
    #[serde(deserialize_with = "colour")]
    pub danger: Color32,
    /// The ground of what is refused.
    #[serde(deserialize_with = "colour")]
    pub danger_soft: Color32,
    /// It is to be known, or to be done.
    #[serde(deserialize_with = "colour")]
    pub info: Color32,
    /// The ground of what is to be known.
    #[serde(deserialize_with = "colour")]
    pub info_soft: Color32,
    /// The ring around what has the keyboard.
    #[serde(deserialize_with = "colour")]
    pub focus: Color32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tokens {
    light: Palette,
    dark: Palette,
}

static TOKENS: LazyLock<Tokens> = LazyLock::new(read);

#[expect(clippy::expect_used, reason = "the file is compiled in, and every test of the window reads it")]
fn read() -> Tokens {
    toml::from_str(include_str!("../../../assets/theme.toml")).expect("assets/theme.toml is well formed")
}

impl Palette {
    /// The colours of a mode.
    pub fn of(mode: Mode) -> &'static Self {
        match mode {
            Mode::Light => &TOKENS.light,
            Mode::Dark => &TOKENS.dark,
        }
    }

    /// Ground and edge of an option among others. The accent says that it is chosen, and nothing else: a pointer that rests
    /// on it answers nothing.
    #[must_use]
    pub fn option(&self, chosen: bool, pointed_at: bool) -> (Color32, Color32) {
        match (chosen, pointed_at) {
            (true, _) => (self.accent_soft, self.accent),
            (false, true) => (self.surface_sunken, self.border_strong),
            (false, false) => (self.surface, self.border_strong),
        }
    }
}

fn colour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(deserializer)?;
    Color32::from_hex(&text).map_err(|_| serde::de::Error::custom(format!("{text} is no colour")))
}
