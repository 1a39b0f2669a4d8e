//! How the window looks: colours and measures by what they mean, fonts, icons, and the style of what egui draws itself.
//! Two modes, light and dark; every pair of colours that stands one upon the other is legible in both.

mod fonts;
mod icon;
mod style;
mod tokens;

use eframe::egui::{self, Context, FontFamily, TextStyle, Theme};

pub use icon::Icon;
pub use tokens::{
    CONTROL_HEIGHT, FIELD_WIDTH, ICON_SIZE, LARGE_HEIGHT, Palette, RADIUS, ROW_HEIGHT, SCRIM, SPACE_L, SPACE_M,
    SPACE_S, SPACE_XL, SPACE_XS, SPACE_XXL,
};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Dark text on a light ground.
    #[default]
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Mode {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

impl Mode {
    /// Its word in the settings' file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads [`Mode::name`] back; anything else is light.
    #[must_use]
    pub fn of_name(name: Option<&str>) -> Self {
        if name == Some("dark") { Self::Dark } else { Self::Light }
    }
}

/// Gives the window its look. Fonts and styles are made at the first call; a later one only changes the mode.
pub fn install(ctx: &Context, mode: Mode) {
    let done = egui::Id::unique("ventanilla: the look is installed");
    if !ctx.data(|data| data.get_temp::<bool>(done).unwrap_or(false)) {
        ctx.set_fonts(fonts::definitions());
        ctx.set_style_of(Theme::Light, style::of(Mode::Light));
        ctx.set_style_of(Theme::Dark, style::of(Mode::Dark));
        ctx.data_mut(|data| data.insert_temp(done, true));
    }
    ctx.set_theme(match mode {
        Mode::Light => Theme::Light,
        Mode::Dark => Theme::Dark,
    });
}

/// The mode that is shown.
pub fn mode(ctx: &Context) -> Mode {
    match ctx.theme() {
        Theme::Light => Mode::Light,
        Theme::Dark => Mode::Dark,
    }
}

/// The colours of the mode that is shown. A `Ui` serves as well as a context.
pub fn palette(ctx: &Context) -> &'static Palette {
    Palette::of(mode(ctx))
}

/// The family of text that stands out.
pub fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// The title of a page or a dialog.
pub fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// Text that is read from afar: the person's name, the number of a turn.
pub fn large_style() -> TextStyle {
    TextStyle::Name("large".into())
}

/// Text of the body's size that stands out: labels, chosen things.
pub fn strong_style() -> TextStyle {
    TextStyle::Name("strong".into())
}
