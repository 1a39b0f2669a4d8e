//! The ground that things stand upon: cards, titles, sections, pairs of a name and a value.

use eframe::egui::{self, CornerRadius, Frame, Label, Margin, Response, RichText, Stroke, TextStyle, Ui};

use super::paint::describe;
use crate::ui::theme::{RADIUS, SPACE_L, SPACE_M, SPACE_S, SPACE_XS, palette, strong_style, title_style};

/// A card: a surface with an edge, as wide as there is room.
pub fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let p = palette(ui);
    let frame = Frame::new()
        .fill(p.surface)
        .stroke(Stroke::new(1.0, p.border))
        .corner_radius(CornerRadius::same(RADIUS.saturating_add(2)))
        .inner_margin(Margin::same(SPACE_L as i8));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui)
    });
    shown.inner
}

/// The title of a page, with a line below it that says what it is about (it may be empty).
pub fn panel_title(ui: &mut Ui, text: &str, subtitle: &str) -> Response {
    let muted = palette(ui).text_muted;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE_XS;
        let title = ui.label(RichText::new(text).text_style(title_style()));
        ui.accesskit_node_builder(title.id, |node| node.set_role(egui::Role::Heading));
        ui.accesskit_node_builder(title.id, |node| node.set_label(text));
        if !subtitle.is_empty() {
            ui.label(RichText::new(subtitle).color(muted));
            describe(ui, title.id, subtitle);
        }
        title
    })
    .inner
}

/// A part of a page, under its title.
pub fn section<R>(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let heading = ui.label(RichText::new(title).text_style(TextStyle::Heading));
    ui.accesskit_node_builder(heading.id, |node| {
        node.set_role(egui::Role::Heading);
        node.set_label(title);
    });
    ui.add_space(SPACE_XS);
    let inner = add(ui);
    ui.add_space(SPACE_M);
    inner
}

/// A text that may be cut where there is no room; whoever points at it is told `whole`, once.
pub fn told_whole(ui: &mut Ui, text: impl Into<egui::WidgetText>, whole: &str) -> Response {
    // The label itself would tell what is cut a second time.
    let label = ui.add(Label::new(text).truncate().show_tooltip_when_elided(false));
    // What was being told as a dialog came would stay above it.
    match ui.memory(|memory| memory.allows_interaction(label.layer_id)) {
        true => label.on_hover_text(whole),
        false => label,
    }
}

/// A fact: its name, small, above its value, which can be selected and copied.
pub fn key_value(ui: &mut Ui, name: &str, value: &str) -> Response {
    let p = palette(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let label = ui.label(RichText::new(name).text_style(TextStyle::Small).color(p.text_muted));
        let value = if value.is_empty() { "—" } else { value };
        let value = Label::new(RichText::new(value).text_style(strong_style()).color(p.text)).selectable(true);
        ui.add(value).labelled_by(label.id)
    })
    .inner
}

/// A line between two things.
pub fn divider(ui: &mut Ui) {
    let p = palette(ui);
    ui.add_space(SPACE_S);
    let (_, rect) = ui.allocate_space(egui::vec2(ui.available_width(), 1.0));
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, p.border));
    ui.add_space(SPACE_S);
}
