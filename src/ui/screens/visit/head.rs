//! Above the visit: who came, with which turn, for which employer; and the ways out.

use eframe::egui::{Align, Context, Label, Layout, RichText, Ui, vec2};

use super::VisitScreen;
use super::sheet::Sheet;
use super::step::record;
use super::without_key::{Said as Chosen, WithoutKeyDialog};
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

/// The height of both lines of who came, in points.
const HEAD_HEIGHT: f32 = 48.0;

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
            let room = vec2(ui.available_width(), HEAD_HEIGHT);
            ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
                self.ways_out_ui(ui, cx, at_hand);
                // Who came has what the ways out leave; all of it is told to who points at it.
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    truncated(ui, large(&turn.holder_name));
                    truncated(ui, RichText::new(&about));
                });
            });
            ui.add_space(10.0);
        } else {
            // Beside each other they would leave the page no height: a line for who came, one for the ways out.
            truncated(ui, large(&format!("{} · {} · {}", turn.holder_name, turn.holder, turn.code)));
            ui.horizontal_wrapped(|ui| self.ways_out_ui(ui, cx, at_hand));
            ui.add_space(4.0);
        }
    }

    /// What is left to do of a visit that ended.
    pub(super) fn ended_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, at_hand: &VisitAtHand) {
        let without = at_hand.visit.state == VisitState::Ended(VisitOutcome::NotServed);
        widgets::card(ui, |ui| {
            let about = if without {
                "Terminó sin clave. Si la persona vuelve hoy, reabra la atención desde Turnos."
            } else {
                "Vuelva a Turnos y llame el turno siguiente."
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
        if !self.asks_whether_left {
            return;
        }
        let sentence = "La atención termina sin clave y sin constancia, y no se puede reabrir.";
        let yes = Button::danger("Sí, se retiró");
        let Some(yes) = question_ui(ctx, "¿La persona se retiró?", 460.0, sentence, yes) else { return };
        self.asks_whether_left = false;
        if yes {
            self.end(Ending::Abandoned, false);
        }
    }

    /// The one question before the visit ends without a key, whatever key or button asked for it.
    pub(super) fn ask_the_end(&mut self) {
        // Whoever doubts is never forced to print: where nothing is in the way, they say why.
        self.without_key = self
            .sheet
            .as_ref()
            .map(|sheet| WithoutKeyDialog::before_the_end(!sheet.assessment.may_issue(), unseen_in_words(sheet)));
    }

    /// What is said before the visit ends without a key, or a supervisor is asked to look.
    pub(super) fn without_key_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        let visit = self.id();
        let Some(dialog) = &mut self.without_key else { return };
        match dialog.ui(ctx, cx, visit) {
            Chosen::Nothing => {}
            Chosen::End(ending, with_constancia) => {
                self.without_key = None;
                self.end(ending, with_constancia);
            }
            Chosen::Over => self.without_key = None,
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
            self.asks_whether_left = true;
        }
        if self.sheet.is_some() {
            if Button::quiet("Terminar sin clave…").busy(is_busy).show(ui).clicked() {
                self.ask_the_end();
            }
            if Button::quiet("Pedir revisión…").busy(is_busy).show(ui).clicked() {
                self.without_key = Some(WithoutKeyDialog::for_a_look());
            }
        }
        let park = Button::secondary("Poner en pausa").icon(Icon::Pause).shortcut(cap(Action::Park)).busy(is_busy);
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
