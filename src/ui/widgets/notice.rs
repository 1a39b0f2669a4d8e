//! What the window has to say: a sentence, what to do next, and the details for whoever asks for them.

use eframe::egui::{
    self, Align2, CornerRadius, Frame, Label, Margin, Pos2, Response, RichText, Sense, Stroke, TextStyle, Ui, vec2,
};

use super::button::Button;
use super::paint::{lines, named_id};
use super::sign::Sign;
use crate::ui::theme::{
    CONTROL_HEIGHT, ICON_SIZE, Icon, RADIUS, SPACE_L, SPACE_M, SPACE_S, SPACE_XS, palette, strong_style,
};

/// A box as wide as the page, tinted by its sign.
#[must_use = "a notice is shown with `show`"]
pub struct Notice<'a> {
    sign: Sign,
    sentence: &'a str,
    next: Option<&'a str>,
    details: Option<&'a str>,
    action: Option<Button<'a>>,
    is_low: bool,
}

impl<'a> Notice<'a> {
    /// What happened, in one plain sentence.
    pub fn new(sign: Sign, sentence: &'a str) -> Self {
        Self { sign, sentence, next: None, details: None, action: None, is_low: false }
    }

    /// What to do next.
    pub fn next(mut self, next: impl Into<Option<&'a str>>) -> Self {
        self.next = next.into();
        self
    }

    /// What only a technician wants to read, hidden until asked for.
    pub fn details(mut self, details: impl Into<Option<&'a str>>) -> Self {
        self.details = details.into();
        self
    }

    /// A button for what to do next.
    pub fn action(mut self, button: Button<'a>) -> Self {
        self.action = Some(button);
        self
    }

    /// As low as its words: its button stands beside them, for where a list below has few rows to lose.
    pub fn low(mut self) -> Self {
        self.is_low = true;
        self
    }

    /// Shows it; the response is that of the action, if it has one.
    pub fn show(self, ui: &mut Ui) -> Option<Response> {
        let p = palette(ui);
        let colour = self.sign.colour(p);
        let frame = Frame::new()
            .fill(self.sign.ground(p))
            .corner_radius(CornerRadius::same(RADIUS))
            .stroke(Stroke::new(1.0, colour.gamma_multiply(0.35)))
            .inner_margin(match self.is_low {
                true => Margin { left: SPACE_M as i8, right: SPACE_XS as i8, top: 3, bottom: 3 },
                false => Margin::symmetric(SPACE_L as i8, SPACE_M as i8),
            });
        if self.is_low {
            return frame.show(ui, |ui| self.low_ui(ui)).inner;
        }
        frame
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().interact_size.y = 0.0;
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = SPACE_M;
                    let (rect, _) = ui.allocate_exact_size(vec2(ICON_SIZE, ICON_SIZE + 2.0), Sense::hover());
                    self.sign.paint(ui.painter(), rect.center(), ICON_SIZE, colour);
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = SPACE_XS;
                        self.words(ui)
                    })
                    .inner
                })
                .inner
            })
            .inner
    }

    fn low_ui(self, ui: &mut Ui) -> Option<Response> {
        let p = palette(ui);
        let colour = self.sign.colour(p);
        ui.set_width(ui.available_width());
        let action_width = self.action.as_ref().map_or(0.0, |button| button.natural_width(ui) + SPACE_M);
        let room = (ui.available_width() - ICON_SIZE - SPACE_M - action_width).max(80.0);
        let sentence = lines(ui, self.sentence, strong_style(), p.text, room);
        let next = self.next.map(|next| lines(ui, next, TextStyle::Body, p.text, room));
        let height = sentence.size().y + next.as_ref().map_or(0.0, |next| next.size().y);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_M;
            let (rect, _) = ui.allocate_exact_size(vec2(ICON_SIZE, CONTROL_HEIGHT), Sense::hover());
            self.sign.paint(ui.painter(), rect.center(), ICON_SIZE, colour);
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = 0.0;
                ui.add_space(((CONTROL_HEIGHT - height) / 2.0).max(0.0));
                let said = ui.label(sentence);
                ui.accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
                if let Some(next) = next {
                    ui.label(next);
                }
            });
            self.action.map(|button| button.show(ui))
        })
        .inner
    }

    fn words(self, ui: &mut Ui) -> Option<Response> {
        let p = palette(ui);
        let said = ui.label(RichText::new(self.sentence).text_style(strong_style()).color(p.text));
        ui.accesskit_node_builder(said.id, |node| {
            node.set_live(if self.sign == Sign::Refused {
                egui::accesskit::Live::Assertive
            } else {
                egui::accesskit::Live::Polite
            });
        });
        if let Some(next) = self.next {
            ui.label(RichText::new(next).color(p.text));
        }
        if let Some(details) = self.details {
            details_ui(ui, details);
        }
        self.action.map(|button| {
            ui.add_space(SPACE_XS);
            button.show(ui)
        })
    }
}

fn details_ui(ui: &mut Ui, details: &str) {
    let id = named_id(ui, "details", details);
    let open = ui.data(|data| data.get_temp::<bool>(id).unwrap_or(false));
    let (label, icon) = if open { ("Ocultar detalles", Icon::ExpandLess) } else { ("Ver detalles", Icon::ExpandMore) };
    let toggle = ui.horizontal(|ui| {
        // A quiet button has no edge: its icon stands in line with the text above.
        ui.add_space(-10.0);
        Button::quiet(label).icon(icon).id(id.with("button")).show(ui)
    });
    if toggle.inner.clicked() {
        ui.data_mut(|data| data.insert_temp(id, !open));
    }
    if open {
        let muted = palette(ui).text_muted;
        ui.add(Label::new(RichText::new(details).monospace().size(13.0).color(muted)).selectable(true).wrap());
    }
}

/// A sentence and what to do next, without more.
pub fn notice(ui: &mut Ui, sign: Sign, sentence: &str, next: Option<&str>) {
    Notice::new(sign, sentence).next(next).show(ui);
}

/// What stands where a list would, while there is nothing to list: what it is, and what to do.
pub fn empty(ui: &mut Ui, icon: Icon, title: &str, what_to_do: &str) {
    let p = palette(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(SPACE_XS + ui.available_height().min(96.0) / 3.0);
        let (rect, _) = ui.allocate_exact_size(vec2(64.0, 64.0), Sense::hover());
        ui.painter().circle_filled(rect.center(), 32.0, p.surface_sunken);
        let centre: Pos2 = Align2::CENTER_CENTER.pos_in_rect(&rect);
        icon.paint(ui.painter(), centre, 32.0, p.text_muted);
        ui.add_space(SPACE_S);
        ui.label(RichText::new(title).heading());
        ui.label(RichText::new(what_to_do).color(p.text_muted));
        ui.add_space(SPACE_L);
    });
}
