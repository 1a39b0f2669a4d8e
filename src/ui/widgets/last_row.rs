//! The last row of a dialog, the same in all of them: what the dialog does, and after it the way back, which has one name.
//! Escape is the same way. Where a dialog asks for something, its first field has the keyboard; where it only asks whether,
//! the way back has it: Enter alone does nothing.

use eframe::egui::{Response, Ui};

use super::button::Button;
use super::dialog;
use super::form::Form;
use crate::ui::theme::{SPACE_L, SPACE_S};

/// What the way back is called, wherever something can still be given up.
pub const BACK: &str = "Volver";

/// The way back, beside whatever it leads back from.
pub fn way_back(ui: &mut Ui, is_busy: bool) -> Response {
    Button::secondary(BACK).enabled(!is_busy).show(ui)
}

/// The last row of a dialog without fields. Answers which verb was clicked; the dialog itself says whether it was given up.
pub fn last_row<const N: usize>(ui: &mut Ui, verbs: [Button<'_>; N]) -> Option<usize> {
    row_ui(ui, |ui| {
        let is_busy = verbs.iter().any(Button::is_busy);
        let mut clicked = None;
        for (at, verb) in verbs.into_iter().enumerate() {
            if verb.show(ui).clicked() {
                clicked = Some(at);
            }
        }
        dialog_way_back(ui, is_busy, false);
        clicked
    })
}

impl Form<'_> {
    /// The last row of a dialog: the verb that its fields lead to, and the way back. Answers whether the verb was clicked.
    pub fn last_row(&mut self, verb: Button<'_>) -> bool {
        self.last_row_of([verb]) == Some(0)
    }

    /// The same with several verbs; the fields lead to the first one.
    pub fn last_row_of<const N: usize>(&mut self, verbs: [Button<'_>; N]) -> Option<usize> {
        self.inside(|ui, walk| {
            row_ui(ui, |ui| {
                let is_busy = verbs.iter().any(Button::is_busy);
                let mut clicked = None;
                for (at, verb) in verbs.into_iter().enumerate() {
                    let shown = if at == 0 { walk.form(ui).action(verb) } else { verb.show(ui) };
                    if shown.gained_focus() {
                        // A long form ends below what is in sight.
                        shown.scroll_to_me(None);
                    }
                    if shown.clicked() {
                        clicked = Some(at);
                    }
                }
                dialog_way_back(ui, is_busy, true);
                clicked
            })
        })
    }
}

fn row_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(SPACE_S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_L;
        add(ui)
    })
    .inner
}

fn dialog_way_back(ui: &mut Ui, is_busy: bool, is_of_a_form: bool) {
    let back = way_back(ui, is_busy);
    if !is_busy {
        dialog::note_way_back(ui, &back, is_of_a_form);
    }
}
