//! What every field has: its label above it, its help and its error below it.

use eframe::egui::{self, Id, Response, RichText, TextStyle, Ui};

use super::super::sign::Sign;
use super::Form;
use crate::ui::theme::{FIELD_WIDTH, SPACE_S, SPACE_XS, palette, strong_style};

/// What is said about a narrow field may be wider than the field.
const LEAST_SAID_WIDTH: f32 = 240.0;

/// A field of a form: what it is called, and what is said about it.
#[derive(Debug, Clone, Copy)]
#[must_use = "a field is given to a form"]
pub struct Field<'a> {
    pub(super) label: &'a str,
    pub(super) hint: &'a str,
    note: Option<&'a str>,
    error: Option<&'a str>,
    optional: bool,
    width: Option<f32>,
    answered: Option<bool>,
    autofocus: bool,
    /// It narrows a list beside it.
    pub(super) narrows: bool,
}

impl<'a> Field<'a> {
    /// A field of this label, without a colon. Labels tell the fields of a form apart.
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            hint: "",
            note: None,
            error: None,
            optional: false,
            width: None,
            answered: None,
            autofocus: false,
            narrows: false,
        }
    }

    /// An example, shown while the field is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// A line of help below it.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }

    /// What is wrong with it, as a sentence. A field with an error is not answered.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// It may stay empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// May it stay empty?
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    /// Its width, in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Whether it is answered, where that is not the same as not being empty.
    pub fn answered(mut self, answered: bool) -> Self {
        self.answered = Some(answered);
        self
    }

    /// It narrows a list and is never done with: Enter opens its choices, and the keyboard stays on it.
    pub fn narrowing(mut self) -> Self {
        self.narrows = true;
        self
    }

    /// It takes the keyboard when it appears.
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    pub(super) fn is_answered(&self, filled: bool) -> bool {
        self.error.is_none() && self.answered.unwrap_or(filled || self.optional)
    }

    /// What is wrong with the field, or else its line of help; told to a screen reader at `stop`.
    pub(super) fn said_ui(&self, ui: &mut Ui, stop: Id, error: Option<&str>) {
        let p = palette(ui);
        ui.scope(|ui| {
            let room = self.width.map_or(f32::INFINITY, |width| width.max(LEAST_SAID_WIDTH));
            ui.set_max_width(room.min(ui.available_width()));
            if let Some(error) = error.or(self.error) {
                error_ui(ui, error);
                ui.accesskit_node_builder(stop, |node| {
                    node.set_invalid(egui::accesskit::Invalid::True);
                    node.set_description(error);
                });
            } else if let Some(note) = self.note {
                ui.label(RichText::new(note).text_style(TextStyle::Small).color(p.text_muted));
                ui.accesskit_node_builder(stop, |node| node.set_description(note));
            }
        });
    }

    pub(super) fn width_in(&self, ui: &Ui) -> f32 {
        self.width_or(ui, FIELD_WIDTH)
    }

    pub(super) fn width_or(&self, ui: &Ui, otherwise: f32) -> f32 {
        self.width.unwrap_or(otherwise).min(ui.available_width()).max(60.0)
    }
}

/// What came of a text field.
#[derive(Debug)]
pub struct Edited {
    /// The text is another one now.
    pub changed: bool,
    /// It was changed, and the keyboard has left it, or Enter was pressed.
    pub left: bool,
    /// Enter was pressed.
    pub submitted: bool,
    /// The field itself.
    pub response: Response,
}

impl Form<'_> {
    /// The label, the control that `body` shows, and what is said about it. `body` gets the label's id; the error that it
    /// finds itself stands in for the one of the field. Its control has the id `stop`.
    pub(super) fn field<R>(
        &mut self,
        field: &Field<'_>,
        body: impl FnOnce(&mut Ui, &mut super::Walk, Id) -> Shown<R>,
    ) -> R {
        let key = self.walk.id_of(field.label);
        if field.autofocus {
            self.walk.autofocus(key);
        }
        let walk = &mut *self.walk;
        let shown = self.ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = SPACE_XS;
            ui.spacing_mut().interact_size.y = 0.0;
            let label = label_ui(ui, field);
            let shown = body(ui, walk, label);
            field.said_ui(ui, shown.stop, shown.error);
            if !field.optional {
                ui.accesskit_node_builder(shown.stop, |node| node.set_required());
            }
            ui.add_space(SPACE_S);
            let answered = shown.error.is_none() && field.is_answered(shown.filled);
            walk.register(ui, key, shown.stop, answered, shown.goes_on);
            shown.inner
        });
        shown.inner
    }
}

/// What a control says of itself, once it is shown.
pub(super) struct Shown<R> {
    /// What takes the keyboard.
    pub(super) stop: Id,
    pub(super) filled: bool,
    /// Enter, or a digit, leads to the next field.
    pub(super) goes_on: bool,
    pub(super) error: Option<&'static str>,
    pub(super) inner: R,
}

fn label_ui(ui: &mut Ui, field: &Field<'_>) -> Id {
    let p = palette(ui);
    if !field.optional {
        return ui.label(RichText::new(field.label).text_style(strong_style()).color(p.text)).id;
    }
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new(field.label).text_style(strong_style()).color(p.text));
        ui.label(RichText::new("(opcional)").text_style(TextStyle::Small).color(p.text_muted));
        label.id
    })
    .inner
}

fn error_ui(ui: &mut Ui, error: &str) {
    let p = palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 18.0), egui::Sense::hover());
        Sign::Refused.paint(ui.painter(), rect.center(), 16.0, p.danger);
        let sentence = RichText::new(error).text_style(TextStyle::Small).color(p.danger);
        ui.add(egui::Label::new(sentence).wrap());
    });
}
