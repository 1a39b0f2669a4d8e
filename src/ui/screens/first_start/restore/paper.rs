//! What the paper says: what was printed after the backup is in no other place.

use eframe::egui::Ui;

use super::Answer;
use crate::domain::journal::HeadOnPaper;
use crate::domain::ledger::Serial;
use crate::ops::restore::OnPaper;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Notice, Sign};

/// What was typed.
#[derive(Default)]
pub(super) struct PaperStep {
    flow: Flow,
    has_none: bool,
    serials: String,
    mark: String,
    /// Somebody wanted to go on: what lacks is said.
    was_sent: bool,
    is_old: bool,
}

const NONE: &str = "No tengo ningún papel";
const SERIALS: &str = "Última serie impresa de cada ventanilla";
const MARK: &str = "Última marca de la bitácora";

impl PaperStep {
    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// What the paper says, once it can be read. A slip that is torn may show but one of the two.
    pub(super) fn typed(&self) -> Option<OnPaper> {
        if self.has_none {
            return Some(OnPaper::default());
        }
        let paper = OnPaper { last_serials: read_serials(&self.serials).ok()?, head: read_mark(&self.mark).ok()? };
        (paper != OnPaper::default()).then_some(paper)
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_open();
        }
        widgets::panel_title(
            ui,
            "¿Qué dice el papel más reciente?",
            "Lo que se hizo después del respaldo está solo en el papel: claves, acuses de recibo, actas de cierre.",
        );
        ui.add_space(SPACE_M);
        let mut answer = Answer::Stay;
        Form::show(ui, &mut self.flow, "paper", |form| {
            form.toggle(Field::new(NONE).answered(true), &mut self.has_none);
            form.ui().add_space(SPACE_S);
            if self.has_none {
                let next = "Las claves que se entregaron después del respaldo quedan sin anotar, y no se sabrá cuántas fueron. Las series nuevas llevan otra época; solo pueden repetirse si después de este respaldo ya se había restaurado otro.";
                Notice::new(Sign::Warning, "Sin papel no se sabe qué falta.").next(next).show(form.ui());
                form.ui().add_space(SPACE_M);
            } else {
                fields_ui(form, &mut self.serials, &mut self.mark, self.was_sent);
            }
            form.row(|form| {
                if form.action(Button::primary("Restaurar").icon(Icon::History).large()).clicked() {
                    answer = Answer::GoOn;
                }
                if Button::secondary(widgets::BACK).icon(Icon::Back).large().show(form.ui()).clicked() {
                    answer = Answer::Back;
                }
            });
        });
        if answer == Answer::GoOn && !self.is_whole() { Answer::Stay } else { answer }
    }

    /// Can it be read? What cannot says so, and takes the keyboard.
    fn is_whole(&mut self) -> bool {
        self.was_sent = true;
        let is_whole = self.typed().is_some();
        if !is_whole {
            let is_mark = read_serials(&self.serials).is_ok() && read_mark(&self.mark).is_err();
            self.flow.focus(if is_mark { MARK } else { SERIALS });
        }
        is_whole
    }
}

/// Serials and mark; `says_what_lacks` once somebody wanted to go on.
fn fields_ui(form: &mut Form<'_>, serials: &mut String, mark: &mut String, says_what_lacks: bool) {
    let is_blank = serials.trim().is_empty() && mark.trim().is_empty();
    let lacks = is_blank.then(|| "Escriba la última serie, o marque que no tiene ningún papel.".to_owned());
    let wrong = read_serials(serials).err().or(lacks).filter(|_| says_what_lacks);
    let note = "Está en la clave y en su acuse de recibo. Varias ventanillas, separadas por comas.";
    let field = Field::new(SERIALS).hint("1701-01-1-000042").note(note).error(wrong.as_deref()).width(560.0);
    form.text(field, serials);
    let wrong = read_mark(mark).err().filter(|_| says_what_lacks);
    let note = "El número y las ocho letras o cifras que acompañan a la serie, en el papel más nuevo de todos.";
    form.text(Field::new(MARK).hint("1284-9F3A77B0").note(note).error(wrong).width(320.0), mark);
}

fn read_serials(typed: &str) -> Result<Vec<Serial>, String> {
    let serials = typed.split(',').map(str::trim).filter(|text| !text.is_empty());
    serials.map(|text| Serial::parse(text).map_err(|fault| format!("«{text}» no es una serie: {fault}."))).collect()
}

fn read_mark(typed: &str) -> Result<Option<HeadOnPaper>, &'static str> {
    match typed.trim() {
        "" => Ok(None),
        typed => HeadOnPaper::parse(typed).map(Some),
    }
}
