//! A password that somebody chooses for themselves, typed twice.

use zeroize::Zeroizing;

use crate::ui::widgets::{Field, Flow, Form};

/// Characters that a new password has at least; the vault judges the rest.
const LEAST_CHARS: usize = 12;

const RULE: &str = "12 caracteres o más. Sirve una frase que solo usted recuerde; los espacios cuentan.";

/// What was typed so far.
#[derive(Default)]
pub(in crate::ui::screens) struct OwnPassword {
    first: Zeroizing<String>,
    second: Zeroizing<String>,
    /// Why the first one is refused.
    refused: Option<String>,
    /// Was it asked for while the two were not the same?
    differ: bool,
}

/// The labels of the two fields.
pub(in crate::ui::screens) const FIRST: &str = "Contraseña nueva";
const SECOND: &str = "Repita la contraseña";

impl OwnPassword {
    /// The two fields; answers whether Enter was pressed in the second one with both filled in.
    pub(in crate::ui::screens) fn fields(&mut self, form: &mut Form<'_>) -> bool {
        let typed = self.first.chars().count();
        let lacks = LEAST_CHARS.saturating_sub(typed);
        let count = format!("Faltan {lacks} caracteres para los 12. Sirve una frase que solo usted recuerde.");
        let note = if typed > 0 && lacks > 0 { &count } else { RULE };
        let field = Field::new(FIRST).note(note).error(self.refused.as_deref()).answered(typed > 0 && lacks == 0);
        if form.password(field, &mut self.first).changed {
            self.refused = None;
        }
        let differ = self.differ.then_some("Las dos contraseñas no son iguales. Escriba la segunda de nuevo.");
        let edited = form.password(Field::new(SECOND).error(differ), &mut self.second);
        if edited.changed {
            self.differ = false;
        }
        edited.submitted && !self.second.is_empty() && lacks == 0
    }

    /// The password, if it may be handed in; otherwise the field says why not and takes the keyboard.
    pub(in crate::ui::screens) fn chosen(&mut self, flow: &mut Flow) -> Option<Zeroizing<String>> {
        if self.first.chars().count() < LEAST_CHARS {
            self.refuse("La contraseña debe tener al menos 12 caracteres. Pruebe con una frase.", flow);
            return None;
        }
        if *self.first != *self.second {
            self.differ = true;
            flow.focus(SECOND);
            return None;
        }
        Some(self.first.clone())
    }

    /// The vault did not want it.
    pub(in crate::ui::screens) fn refuse(&mut self, why: impl Into<String>, flow: &mut Flow) {
        self.refused = Some(why.into());
        flow.focus(FIRST);
    }

    /// Forgets what was typed.
    pub(in crate::ui::screens) fn forget(&mut self) {
        *self = Self::default();
    }
}
