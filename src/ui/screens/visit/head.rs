//! Above the visit: who came, with which turn, for which employer; and the ways out.

use eframe::egui::{Align, Context, Label, Layout, RichText, Ui};

use super::VisitScreen;
use super::sheet::Sheet;
use super::step::record;
use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Said;
use crate::ops::view::{VisitAtHand, VisitOutcome, VisitState};
use crate::ops::visit::Ending;
use crate::ui::cx::{Command, Cx};
use crate::ui::screens::common::question_ui;
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button};
use crate::ui::words;

/// Narrower than this, in points, who came and the ways out stand below each other.
const WIDE: f32 = 800.0;

impl VisitScreen {
    pub(super) fn head_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand) {
        let turn = &at_hand.turn.turn;
        let procedure = ProcedureId::parse(&at_hand.visit.procedure).map_or("", procedure::name);
        let mut about = format!("{} · Turno {} · {} · {procedure}", turn.holder, turn.code, words::hour(&at_hand.turn));
        if let Some(record) = self.sheet.as_ref().and_then(|sheet| record(&sheet.case)) {
            about.push_str(" · ");
            about.push_str(&record.name);
        }
        let large = |text: &str| RichText::new(text).text_style(theme::large_style());
        let truncated = |ui: &mut Ui, text: RichText| ui.add(Label::new(text).truncate()).on_hover_text(&about);
        if ui.available_width() >= WIDE {
            ui.horizontal(|ui| {
                // The ways out have the room they need, who came the rest.
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    self.ways_out_ui(ui, cx, at_hand);
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        truncated(ui, large(&turn.holder_name));
                        truncated(ui, RichText::new(&about));
                    });
                });
            });
            ui.add_space(10.0);
        } else {
            // Beside each other they would leave the page no height: a line for who came, one for the ways out.
            truncated(ui, large(&format!("{} · {} · {}", turn.holder_name, turn.holder, turn.code)));
            ui.horizontal(|ui| self.ways_out_ui(ui, cx, at_hand));
            ui.add_space(4.0);
        }
    }

    /// What is left to do of a visit that ended.
    pub(super) fn ended_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, at_hand: &VisitAtHand) {
        let without = at_hand.visit.state == VisitState::Ended(VisitOutcome::NotServed);
        widgets::card(ui, |ui| {
            let about = if without {
                "Terminó sin clave. Si la persona vuelve hoy, ábrala de nuevo desde Turnos."
            } else {
                "Vuelva a Turnos y llame al siguiente."
            };
            widgets::panel_title(ui, "La atención terminó", about);
            ui.add_space(10.0);
            self.fault_ui(ui);
            let is_busy = self.constancia.is_some();
            let again = Button::primary("Imprimir la constancia").icon(Icon::Printer).large().busy(is_busy);
            if without && again.show(ui).clicked() {
                self.fault = None;
                self.constancia = Some(cx.desk.print_constancia(self.id()));
            }
        });
    }

    /// A visit is not ended by a slip of the hand.
    pub(super) fn confirm_ui(&mut self, ctx: &Context) {
        let Some(ending) = self.confirming.clone() else { return };
        let (title, sentence, verb) = match ending {
            Ending::Abandoned => (
                "¿La persona se retiró?",
                "La atención termina sin clave y sin constancia, y no se puede reabrir.",
                "Sí, se retiró",
            ),
            _ => (
                "¿Terminar sin clave?",
                "Se imprime la constancia con todos los puntos. Si la persona vuelve hoy, se reabre desde Turnos.",
                "Sí, imprimir la constancia",
            ),
        };
        let mut sentence = sentence.to_owned();
        if ending == Ending::NotServed
            && let Some(unseen) = self.sheet.as_ref().and_then(unseen_in_words)
        {
            sentence = format!("{unseen} {sentence}");
        }
        let Some(yes) = question_ui(ctx, title, 460.0, &sentence, Button::danger(verb)) else { return };
        self.confirming = None;
        if yes {
            let with_constancia = ending == Ending::NotServed;
            self.end(ending, with_constancia);
        }
    }

    fn ways_out_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand) {
        if Self::has_ended(at_hand) {
            if Button::secondary("Volver a Turnos").icon(Icon::Back).show(ui).clicked() {
                cx.ask(Command::LeaveVisit);
            }
            return;
        }
        if self.slip.stands_before(super::open_slip(at_hand)) {
            // A visit whose slip is not settled is not left.
            return;
        }
        let is_busy = self.ending.pending.is_busy() || self.slip.is_printing();
        if Button::quiet("Se retiró…").busy(is_busy).show(ui).clicked() {
            self.confirming = Some(Ending::Abandoned);
        }
        let may_leave_without = self.sheet.as_ref().is_some_and(|sheet| !sheet.assessment.may_issue());
        if may_leave_without && Button::quiet("Terminar sin clave…").busy(is_busy).show(ui).clicked() {
            self.confirming = Some(Ending::NotServed);
        }
        let park = Button::secondary("En pausa").icon(Icon::Pause).shortcut(cap(Action::Park)).busy(is_busy);
        if park.show(ui).clicked() {
            self.park();
        }
    }
}

/// How many points nobody looked at, if any.
fn unseen_in_words(sheet: &Sheet) -> Option<String> {
    let unseen = sheet.assessment.findings().iter().filter(|finding| finding.said() == Some(Said::Unseen)).count();
    match unseen {
        0 => None,
        1 => Some("Queda un punto sin revisar: la constancia lo nombra.".to_owned()),
        several => Some(format!("Quedan {several} puntos sin revisar: la constancia los nombra.")),
    }
}
