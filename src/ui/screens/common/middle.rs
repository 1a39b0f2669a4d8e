//! A card in the middle of the window, with nothing around it: for whoever is not at the counter yet.

use eframe::egui::{self, Align, Layout, RichText, ScrollArea, Ui, vec2};

use crate::domain::duty::Duty;
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_L, SPACE_S, SPACE_XS};
use crate::ui::widgets;

/// The least that is left free beside and above the card.
const MARGIN: f32 = 16.0;

/// A card of this width in the middle of the window; what does not fit scrolls.
pub(in crate::ui::screens) fn card_in_the_middle<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let height = egui::Id::unique("the height of the card in the middle");
    let room = ui.available_size();
    // As high as it was in the frame before: what is below it must be known to put it in the middle.
    let was = ui.data(|data| data.get_temp::<f32>(height)).unwrap_or(room.y * 0.6);
    let shown = ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        // A little above the middle looks like the middle.
        ui.add_space(((room.y - was) * 0.42).max(MARGIN));
        let width = width.min(room.x - 2.0 * MARGIN);
        let shown = ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                let top = ui.cursor().top();
                let inner = widgets::card(ui, add);
                (ui.cursor().top() - top, inner)
            })
            .inner
        });
        ui.add_space(MARGIN);
        shown.inner
    });
    let (is, inner) = shown.inner;
    if (is - was).abs() > 1.0 {
        ui.data_mut(|data| data.insert_temp(height, is));
        ui.request_repaint();
    }
    inner
}

/// The name of the product, and of the centre where it is known.
pub(in crate::ui::screens) fn product_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_S;
        ui.label(Icon::Key.text(30.0).color(palette.accent));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = SPACE_XS;
            let name = ui.label(RichText::new("Ventanilla").text_style(theme::title_style()));
            ui.accesskit_node_builder(name.id, |node| node.set_role(egui::Role::Heading));
            let window = cx.desk.station().window;
            let whose = match cx.house() {
                Some(house) if house.duty() == Duty::Arrivals => format!("{} · Recepción", house.centre().name),
                Some(house) => format!("{} · Ventanilla {window}", house.centre().name),
                None => format!("Ventanilla {window} · El almacén se abre con el primer ingreso"),
            };
            ui.label(RichText::new(whose).color(palette.text_muted));
        });
    });
    ui.add_space(SPACE_L);
}
