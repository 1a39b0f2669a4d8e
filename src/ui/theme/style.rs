//! The style of what egui draws itself: text, scroll bars, tooltips, selections. The window's own widgets paint
//! themselves; this is so that nothing beside them looks foreign.

use eframe::egui::style::{ScrollAnimation, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use eframe::egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2,
};

use super::{CONTROL_HEIGHT, Mode, Palette, RADIUS, SPACE_S, large_style, strong_family, strong_style, title_style};

/// The style of a mode.
pub(super) fn of(mode: Mode) -> Style {
    let theme = match mode {
        Mode::Light => Theme::Light,
        Mode::Dark => Theme::Dark,
    };
    let mut style = theme.default_style();
    style.text_styles = text_styles();
    style.visuals = visuals(style.visuals, Palette::of(mode));
    style.animation_time = 0.0;
    style.scroll_animation = ScrollAnimation::none();
    style.interaction.tooltip_delay = 0.3;
    style.interaction.selectable_labels = false;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(SPACE_S, SPACE_S);
    spacing.button_padding = vec2(12.0, 6.0);
    spacing.interact_size = vec2(CONTROL_HEIGHT, CONTROL_HEIGHT);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(6);
    spacing.icon_width = 20.0;
    spacing.icon_width_inner = 12.0;
    spacing.icon_spacing = SPACE_S;
    spacing.tooltip_width = 360.0;
    spacing.extra_text_line_spacing = 2.0;
    spacing.scroll = ScrollStyle { bar_width: 10.0, bar_inner_margin: 4.0, ..ScrollStyle::solid() };
    style
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    let plain = |size| FontId::new(size, FontFamily::Proportional);
    let strong = |size| FontId::new(size, strong_family());
    [
        (TextStyle::Small, plain(13.0)),
        (TextStyle::Body, plain(15.0)),
        (TextStyle::Button, strong(15.0)),
        (TextStyle::Monospace, FontId::new(15.0, FontFamily::Monospace)),
        (TextStyle::Heading, strong(20.0)),
        (strong_style(), strong(15.0)),
        (large_style(), strong(18.0)),
        (title_style(), strong(26.0)),
    ]
    .into()
}

fn visuals(base: Visuals, p: &Palette) -> Visuals {
    let radius = CornerRadius::same(RADIUS);
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: p.surface_sunken.lerp_to_gamma(Color32::BLACK, 0.5).gamma_multiply(0.25),
    };
    Visuals {
        override_text_color: None,
        weak_text_color: Some(p.text_muted),
        widgets: widgets(p),
        selection: Selection { bg_fill: p.accent.gamma_multiply(0.3), stroke: Stroke::new(1.0, p.accent) },
        hyperlink_color: p.accent,
        faint_bg_color: p.surface_sunken,
        extreme_bg_color: p.surface,
        text_edit_bg_color: Some(p.surface),
        code_bg_color: p.surface_sunken,
        warn_fg_color: p.warning,
        error_fg_color: p.danger,
        window_corner_radius: CornerRadius::same(10),
        window_shadow: shadow,
        window_fill: p.surface_raised,
        window_stroke: Stroke::new(1.0, p.border),
        menu_corner_radius: radius,
        panel_fill: p.background,
        popup_shadow: shadow,
        // A cursor that blinks draws the window twice a second, all day.
        text_cursor: TextCursorStyle { stroke: Stroke::new(2.0, p.accent), blink: false, ..base.text_cursor },
        striped: false,
        disabled_alpha: 0.7,
        ..base
    }
}

fn widgets(p: &Palette) -> Widgets {
    let state = |fill, edge, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(p.surface, p.border, p.text),
        inactive: state(p.border, p.border_strong, p.text),
        hovered: state(p.accent_soft, p.accent, p.text),
        active: state(p.accent_soft, p.accent, p.text),
        open: state(p.accent_soft, p.accent, p.text),
    }
}
