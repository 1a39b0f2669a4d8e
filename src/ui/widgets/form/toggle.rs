//! Yes or no: a box with its label beside it.

use eframe::egui::{CornerRadius, Key, Rect, Role, Sense, Stroke, StrokeKind, TextStyle, WidgetInfo, vec2};

use super::super::paint::{focus_ring, hold_focus, ignore_held_keys, lines, take_key};
use super::Form;
use super::field::Field;
use crate::ui::theme::{CONTROL_HEIGHT, Icon, SPACE_S, palette};

impl Form<'_> {
    /// A box that is ticked or not: Space or a click turns it, Enter goes on. Says whether it was turned.
    pub fn toggle(&mut self, field: Field<'_>, value: &mut bool) -> bool {
        let key = self.walk.id_of(field.label);
        let ui = &mut *self.ui;
        let p = palette(ui);
        let goes_on = ui.memory(|memory| memory.has_focus(key)) && take_key(ui, Key::Enter);
        hold_focus(ui, key, false);
        ignore_held_keys(ui, key);
        let side = 20.0;
        let room = (ui.available_width() - side - 2.0 * SPACE_S).max(60.0);
        let text = lines(ui, field.label, TextStyle::Body, p.text, room);
        let size = vec2(side + 2.0 * SPACE_S + text.size().x, text.size().y.max(CONTROL_HEIGHT));
        let (_, rect) = ui.allocate_space(size);
        let response = ui.interact(rect, key, Sense::click());
        if self.walk.arrives(ui, key, key) {
            response.scroll_to_me(None);
        }
        let turned = response.clicked();
        self.walk.flow.edited |= turned;
        if turned {
            *value = !*value;
        }
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *value, field.label));
        let square = Rect::from_center_size(rect.left_center() + vec2(side / 2.0, 0.0), vec2(side, side));
        let (ground, edge) = p.option(*value, response.hovered());
        let fill = if *value { p.accent } else { ground };
        let painter = ui.painter();
        painter.rect(square, CornerRadius::same(4), fill, Stroke::new(1.5, edge), StrokeKind::Inside);
        if *value {
            Icon::Check.paint(painter, square.center(), 18.0, p.text_on_accent);
        }
        let at = rect.left_center() + vec2(side + SPACE_S, -text.size().y / 2.0);
        painter.galley(at, text, p.text);
        if response.has_focus() {
            focus_ring(ui, rect);
        }
        field.said_ui(ui, key, None);
        self.walk.register(ui, key, key, field.is_answered(true), goes_on);
        turned
    }
}
