//! Forms: fields in order, and a keyboard that goes where somebody sends it. Enter in a field leads to the next one that is
//! not answered yet, and from the last to the button of the form, which it does not press; it answers nothing by itself. Tab
//! goes through all of them, Esc is the screen's. What comes by itself takes the keyboard from nobody who types.

mod answers;
mod choice;
mod field;
mod flow;
mod lookup;
mod pace;
mod select;
mod text;
mod toggle;
mod typed;

use eframe::egui::{Id, Response, Ui};

pub use answers::Answer;
pub use field::{Edited, Field};
pub use flow::{Flow, Walk};
pub use lookup::Lookup;
pub use pace::{asks_for_a_secret, burst_is_noted, focused_text, note_burst, note_reading};
pub(super) use pace::{note_words, words_are_typed};
pub use text::writing_goes_on;

use super::button::Button;

/// The fields of one form, while they are shown.
pub struct Form<'a> {
    ui: &'a mut Ui,
    walk: &'a mut Walk,
}

impl Form<'_> {
    /// Shows a form; `flow` is kept by the screen, `id` tells its forms apart. At the end the keyboard goes where it was
    /// sent.
    pub fn show<R>(ui: &mut Ui, flow: &mut Flow, id: &str, add: impl FnOnce(&mut Form<'_>) -> R) -> R {
        let mut walk = Walk::begin(ui, std::mem::take(flow), Id::unique(("form", id)));
        let inner = add(&mut Form { ui, walk: &mut walk });
        *flow = walk.settle(ui);
        inner
    }

    /// What the form is shown in, for whatever stands between its fields.
    pub fn ui(&mut self) -> &mut Ui {
        self.ui
    }

    /// For fields inside another container: `form.inside(|ui, walk| card(ui, |ui| walk.form(ui).text(…)))`.
    pub fn inside<R>(&mut self, add: impl FnOnce(&mut Ui, &mut Walk) -> R) -> R {
        add(self.ui, self.walk)
    }

    /// Fields beside each other; each needs a width.
    pub fn row<R>(&mut self, add: impl FnOnce(&mut Form<'_>) -> R) -> R {
        let walk = &mut *self.walk;
        let shown = self.ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = crate::ui::theme::SPACE_L;
            add(&mut Form { ui, walk })
        });
        shown.inner
    }

    /// The button that the form leads to.
    pub fn action(&mut self, button: Button<'_>) -> Response {
        let id = self.walk.id_of(button.label());
        let usable = button.can_be_clicked();
        let response = button.id(id).show(self.ui);
        self.walk.reaches(&response, usable);
        response
    }

    /// What it asks about is not known yet: where the keyboard was sent, it goes once the form does not wait any more.
    pub fn waits(&mut self) {
        self.walk.waits = true;
    }

    /// The field of this label takes the keyboard.
    pub fn focus(&mut self, label: &str) {
        self.walk.flow.focus(label);
    }

    /// Leads the form to a button outside of it, which must be usable.
    pub fn action_target(&mut self, id: Id) {
        self.walk.target = Some(id);
    }
}

impl Walk {
    /// The form again, in another place of the window.
    pub fn form<'a>(&'a mut self, ui: &'a mut Ui) -> Form<'a> {
        Form { ui, walk: self }
    }
}
