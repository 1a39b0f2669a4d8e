//! The fonts of the window, compiled in: Atkinson Hyperlegible for text, numbers and codes, Material Symbols for icons.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

use super::{icon, strong_family};

macro_rules! face {
    ($file:literal) => {
        FontData::from_static(include_bytes!(concat!("../../../assets/", $file)))
    };
}

/// The faces and which family looks where; a letter that a family lacks is looked for in the plain one, an icon in all.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces = [
        ("plain", face!("fonts/AtkinsonHyperlegibleNext-Regular-Window.ttf")),
        ("strong", face!("fonts/AtkinsonHyperlegibleNext-SemiBold-Window.ttf")),
        ("mono", face!("fonts/AtkinsonHyperlegibleMono-Regular-Window.ttf")),
        ("icons", face!("icons/MaterialSymbolsRounded.ttf")),
    ];
    for (name, data) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let families = [
        (FontFamily::Proportional, &["plain", "icons"][..]),
        (FontFamily::Monospace, &["mono", "plain", "icons"]),
        (strong_family(), &["strong", "plain", "icons"]),
        (icon::family(), &["icons", "plain"]),
    ];
    for (family, faces) in families {
        fonts.families.insert(family, faces.iter().map(|&face| face.to_owned()).collect());
    }
    fonts
}
