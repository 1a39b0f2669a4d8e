//! Buttons: a verb, perhaps an icon, perhaps the key that does the same.

use eframe::egui::{
    Color32, CornerRadius, Id, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, Widget,
    WidgetInfo, vec2,
};

use super::paint::{
    describe, focus_ring, hold_focus, ignore_held_keys, key_cap_size, line, lines, named_id, put_key_cap,
};
use crate::ui::theme::{CONTROL_HEIGHT, ICON_SIZE, Icon, LARGE_HEIGHT, Palette, RADIUS, SPACE_S, large_style, palette};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Quiet,
    Danger,
}

/// A button. Its accessible name is its label; a button that is busy or cannot be used never reports a click.
#[must_use = "a button is shown with `show`"]
#[derive(Clone)]
pub struct Button<'a> {
    kind: Kind,
    label: &'a str,
    icon: Option<Icon>,
    shortcut: Option<&'a str>,
    enabled: bool,
    busy: bool,
    large: bool,
    full_width: bool,
    icon_only: bool,
    why: Option<&'a str>,
    id: Option<Id>,
}

impl<'a> Button<'a> {
    fn new(kind: Kind, label: &'a str) -> Self {
        Self {
            kind,
            label,
            icon: None,
            shortcut: None,
            enabled: true,
            busy: false,
            large: false,
            full_width: false,
            icon_only: false,
            why: None,
            id: None,
        }
    }

    /// The one thing that the page is for.
    pub fn primary(label: &'a str) -> Self {
        Self::new(Kind::Primary, label)
    }

    /// Something else that can be done.
    pub fn secondary(label: &'a str) -> Self {
        Self::new(Kind::Secondary, label)
    }

    /// Something small, beside what it is about.
    pub fn quiet(label: &'a str) -> Self {
        Self::new(Kind::Quiet, label)
    }

    /// Something that cannot be taken back.
    pub fn danger(label: &'a str) -> Self {
        Self::new(Kind::Danger, label)
    }

    /// An icon before the label.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that does the same, shown at the right. The screen listens for it.
    pub fn shortcut(mut self, key: &'a str) -> Self {
        self.shortcut = Some(key);
        self
    }

    /// Whether it can be used.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Whether what it started is still under way: "…" after the label, and no click.
    pub fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// The large button of a page.
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// As wide as there is room.
    pub fn full_width(mut self) -> Self {
        self.full_width = true;
        self
    }

    /// Its icon alone, where there is no room for the label, which is shown under the pointer.
    pub fn icon_only(mut self, only: bool) -> Self {
        self.icon_only = only && self.icon.is_some();
        self
    }

    /// Why it cannot be used: shown under the pointer, and told to a screen reader.
    pub fn why(mut self, sentence: &'a str) -> Self {
        self.why = Some(sentence);
        self
    }

    /// An id of its own, where it must be known before the button is shown.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Its label.
    pub fn label(&self) -> &'a str {
        self.label
    }

    /// Whether what it started is still under way.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Whether a click would be reported.
    pub fn can_be_clicked(&self) -> bool {
        self.enabled && !self.busy
    }

    /// How wide it is with room enough and no key beside its label, in points.
    pub fn natural_width(&self, ui: &Ui) -> f32 {
        let padding = if self.kind == Kind::Quiet { 10.0 } else { 16.0 };
        let icon = self.icon.map_or(0.0, |_| ICON_SIZE + SPACE_S);
        2.0 * padding + icon + line(ui, self.label, TextStyle::Button, Color32::PLACEHOLDER).size().x
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let p = palette(ui);
        let usable = self.can_be_clicked();
        let live = usable && ui.is_enabled();
        // What it started goes on: the keyboard waits on it, and Enter does nothing.
        let waits = self.enabled && self.busy && ui.is_enabled();
        let id = self.id.unwrap_or_else(|| named_id(ui, "button", self.label));
        let (height, style) =
            if self.large { (LARGE_HEIGHT, large_style()) } else { (CONTROL_HEIGHT, TextStyle::Button) };
        let padding = if self.kind == Kind::Quiet { 10.0 } else { 16.0 };
        let beside_icon = if self.icon_only { 0.0 } else { SPACE_S };
        let icon_width = self.icon.map_or(0.0, |_| ICON_SIZE + beside_icon);
        let key_width = self.shortcut.map_or(0.0, |key| key_cap_size(ui, key).x + SPACE_S);
        let aside = 2.0 * padding + icon_width + key_width;
        let room = (ui.available_width() - aside).max(40.0);
        let shown = match (self.icon_only, self.busy) {
            (true, _) => String::new(),
            (false, true) => format!("{}…", self.label),
            (false, false) => self.label.to_owned(),
        };
        let text = lines(ui, &shown, style, Color32::PLACEHOLDER, room);
        let natural = aside + text.size().x;
        let width = if self.full_width { ui.available_width().max(natural) } else { natural };
        let (_, rect) = ui.allocate_space(vec2(width, height.max(text.size().y + 2.0 * SPACE_S)));

        if live || waits {
            hold_focus(ui, id, false);
            ignore_held_keys(ui, id);
        }
        let sense = match (live, waits) {
            (true, _) => Sense::click(),
            (false, true) => Sense::focusable_noninteractive(),
            (false, false) => Sense::hover(),
        };
        let response = ui.interact(rect, id, sense);
        if response.clicked() {
            // By the pointer as by a key, this is where work is.
            response.request_focus();
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, live, self.label));
        if self.busy {
            ui.accesskit_node_builder(id, |node| node.set_busy());
        }
        if ui.is_rect_visible(rect) {
            let look = Look::of(self.kind, p, &response, usable);
            let painter = ui.painter();
            let edge = Stroke::new(1.0, look.edge);
            painter.rect(rect, CornerRadius::same(RADIUS), look.fill, edge, StrokeKind::Inside);
            let content = icon_width + text.size().x;
            // The key stands at the right edge of a wide button, and beside the label of any other.
            let beside = if self.full_width { 0.0 } else { key_width };
            let last = rect.right() - padding - key_width - content;
            let mut x = (rect.center().x - (content + beside) / 2.0).min(last).max(rect.left() + padding);
            if let Some(icon) = self.icon {
                let centre = Pos2::new(x + ICON_SIZE / 2.0, rect.center().y);
                icon.paint(painter, centre, ICON_SIZE, look.text);
                x += icon_width;
            }
            let at = Rect::from_min_size(Pos2::new(x, rect.center().y - text.size().y / 2.0), text.size());
            painter.galley(at.min, text, look.text);
            if let Some(key) = self.shortcut {
                let centre = Pos2::new(rect.right() - padding - (key_width - SPACE_S) / 2.0, rect.center().y);
                put_key_cap(ui, centre, key, look.text, look.text.gamma_multiply(0.45), Color32::TRANSPARENT);
            }
        }
        // Out of sight too: the ring brings it there.
        if response.has_focus() {
            focus_ring(ui, rect);
        }
        let response = match (self.icon_only, self.why) {
            // Why it cannot be used is told with its name, and not beside it.
            (true, None) => response.on_hover_text(self.label),
            (true, Some(_)) if live => response.on_hover_text(self.label),
            _ => response,
        };
        match self.why {
            Some(why) if !live => {
                describe(ui, id, why);
                response.on_hover_text(why).on_disabled_hover_text(why)
            }
            _ => response,
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        self.show(ui)
    }
}

struct Look {
    fill: Color32,
    edge: Color32,
    text: Color32,
}

impl Look {
    fn of(kind: Kind, p: &Palette, response: &Response, usable: bool) -> Self {
        let none = Color32::TRANSPARENT;
        if !usable {
            let (fill, edge) = if kind == Kind::Quiet { (none, none) } else { (p.surface_sunken, p.border) };
            return Self { fill, edge, text: p.text_muted };
        }
        let over = response.hovered() || response.is_pointer_button_down_on();
        match (kind, over) {
            (Kind::Primary, false) => Self { fill: p.accent, edge: p.accent, text: p.text_on_accent },
            (Kind::Primary, true) => Self { fill: p.accent_hover, edge: p.accent_hover, text: p.text_on_accent },
            (Kind::Secondary, false) => Self { fill: p.surface, edge: p.border_strong, text: p.text },
            (Kind::Secondary, true) => Self { fill: p.surface_sunken, edge: p.border_strong, text: p.text },
            (Kind::Quiet, false) => Self { fill: none, edge: none, text: p.accent },
            (Kind::Quiet, true) => Self { fill: p.accent_soft, edge: none, text: p.accent },
            (Kind::Danger, false) => Self { fill: p.surface, edge: p.danger, text: p.danger },
            (Kind::Danger, true) => Self { fill: p.danger_soft, edge: p.danger, text: p.danger },
        }
    }
}
