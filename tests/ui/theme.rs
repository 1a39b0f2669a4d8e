//! The look of the window: whether everything that is written can be read.

use eframe::egui::{Color32, Context, FontFamily, FontId, RawInput};
use ventanilla::ui::theme::{self, Icon, Mode, Palette};
use ventanilla::ui::widgets::Sign;

/// WCAG 2: the relative luminance of a colour.
fn luminance(colour: Color32) -> f64 {
    let linear = |channel: u8| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The pairs of a palette that stand one upon the other, with what they need.
fn pairs(p: &Palette) -> Vec<(&'static str, Color32, Color32, f64)> {
    let grounds = [
        ("background", p.background),
        ("surface", p.surface),
        ("surface_raised", p.surface_raised),
        ("surface_sunken", p.surface_sunken),
        ("accent_soft", p.accent_soft),
    ];
    let mut pairs = vec![
        ("text_on_accent / accent", p.text_on_accent, p.accent, 4.5),
        ("text_on_accent / accent_hover", p.text_on_accent, p.accent_hover, 4.5),
        ("text / border (the rail under the pointer)", p.text, p.border, 4.5),
    ];
    for (_, ground) in grounds {
        pairs.push(("text", p.text, ground, 4.5));
        pairs.push(("text_muted", p.text_muted, ground, 4.5));
        pairs.push(("accent", p.accent, ground, 4.5));
        pairs.push(("focus", p.focus, ground, 3.0));
        pairs.push(("border_strong", p.border_strong, ground, 3.0));
    }
    for sign in Sign::ALL {
        pairs.push((sign.word(), sign.colour(p), sign.ground(p), 4.5));
        pairs.push((sign.word(), sign.colour(p), p.surface, 4.5));
        pairs.push((sign.word(), sign.colour(p), p.background, 4.5));
        pairs.push((sign.word(), sign.colour(p), p.accent_soft, 4.5));
        pairs.push(("text on its ground", p.text, sign.ground(p), 4.5));
        pairs.push(("accent on its ground", p.accent, sign.ground(p), 4.5));
    }
    pairs
}

#[test]
fn everything_can_be_read_in_both_modes() {
    for mode in [Mode::Light, Mode::Dark] {
        let faint: Vec<String> = pairs(Palette::of(mode))
            .into_iter()
            .filter(|(_, a, b, least)| contrast(*a, *b) < *least)
            .map(|(name, a, b, least)| {
                format!("{mode:?} {name}: {a:?} on {b:?} is {:.2}, {least} needed", contrast(a, b))
            })
            .collect();
        assert!(faint.is_empty(), "\n{}", faint.join("\n"));
    }
}

#[test]
fn what_the_pointer_rests_on_does_not_look_chosen() {
    for mode in [Mode::Light, Mode::Dark] {
        let p = Palette::of(mode);
        let ((chosen, chosen_edge), (pointed, pointed_edge)) = (p.option(true, true), p.option(false, true));
        assert_eq!((chosen, chosen_edge), p.option(true, false), "{mode:?}: the pointer takes no answer back");
        let apart = [
            ("the two edges", contrast(chosen_edge, pointed_edge), 1.7),
            ("the edge of the chosen one upon the other", contrast(chosen_edge, pointed), 4.5),
        ];
        for (what, measured, least) in apart {
            assert!(measured >= least, "{mode:?}, {what}: {measured:.2}, {least} needed");
        }
        // The chosen one has the accent's colour, the other has none.
        let blue = |colour: Color32| i32::from(colour.b()) - i32::from(colour.r());
        assert!(blue(chosen) >= 2 * blue(pointed), "{mode:?}: {chosen:?} and {pointed:?}");
        assert_ne!(pointed, p.option(false, false).0, "{mode:?}: what can be chosen answers the pointer");
    }
}

#[test]
fn contrast_is_measured_as_wcag_does() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.001);
    assert!((contrast(Color32::from_gray(0x77), Color32::WHITE) - 4.48).abs() < 0.01);
}

fn installed(mode: Mode) -> Context {
    let ctx = Context::default();
    theme::install(&ctx, mode);
    ctx.run_ui(RawInput::default(), |_| {}).drop_without_applying_deltas();
    ctx
}

#[test]
fn the_fonts_have_every_letter_of_spanish_and_every_icon() {
    let ctx = installed(Mode::Light);
    let spanish = "áéíóúüñÁÉÍÓÚÜÑ¿?¡!«»“”‘’–—…·•ºª°€%&/()=+-*#@1234567890 \u{a0}\u{2009}";
    let families = [FontFamily::Proportional, FontFamily::Monospace, theme::strong_family()];
    for family in families {
        let font = FontId::new(15.0, family);
        for letter in spanish.chars() {
            assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font, letter)), "{font:?} lacks {letter:?}");
        }
        for icon in Icon::ALL {
            assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font, icon.glyph())), "{icon:?} is not in the icons' font");
        }
        assert!(!ctx.fonts_mut(|fonts| fonts.has_glyph(&font, '漢')), "the question can be answered with no");
    }
    let mut glyphs: Vec<char> = Icon::ALL.iter().map(|icon| icon.glyph()).collect();
    glyphs.sort_unstable();
    glyphs.dedup();
    assert_eq!(glyphs.len(), Icon::ALL.len(), "two icons look the same");
}

#[test]
fn the_mode_changes_the_colours() {
    let ctx = installed(Mode::Light);
    assert_eq!((theme::mode(&ctx), theme::palette(&ctx)), (Mode::Light, Palette::of(Mode::Light)));
    theme::install(&ctx, Mode::Light.other());
    assert_eq!((theme::mode(&ctx), theme::palette(&ctx)), (Mode::Dark, Palette::of(Mode::Dark)));
    assert_eq!(ctx.global_style().visuals.panel_fill, Palette::of(Mode::Dark).background);
}
