//! Above the visit: who came, with which turn, for which employer; and the ways out.

use eframe::egui::{Context, Id, RichText, Ui};

use super::VisitScreen;
use super::sheet::Sheet;
use super::without_key::{Chosen, WithoutKeyDialog};
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

/// The width of the ways out before it is known, in points.
const WAYS_WIDTH: f32 = 680.0;

impl VisitScreen {
    pub(super) fn head_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand) {
        let turn = &at_hand.turn.turn;
        let procedure = ProcedureId::parse(&at_hand.visit.procedure).map_or("", procedure::name);
        let employer = self.sheet.as_ref().and_then(|sheet| sheet.case.record()).map(|record| record.name.clone());
        // For whom it is has a line of its own: it is what must not be confused.
        let what = employer.as_deref().unwrap_or(procedure);
        let who = format!("{} · Turno {} · {}", turn.holder, turn.code, words::hour(&at_hand.turn));
        let about = [turn.holder_name.as_str(), &who, procedure, employer.as_deref().unwrap_or_default()].join("\n");
        let large = |text: &str| RichText::new(text).text_style(theme::large_style());
        let truncated = |ui: &mut Ui, text: RichText| widgets::told_whole(ui, text, about.trim_end());
        let is_wide = ui.available_width() >= WIDE;
        // Which there are, and how they are written, says how wide they are.
        let is_busy = self.ending.pending.is_busy() || self.slip.is_printing();
        let has_slip = self.slip.stands_before(super::open_slip(at_hand));
        let shown = (Self::has_ended(at_hand), has_slip, self.sheet.is_some(), is_busy);
        let measured = Id::unique(("the width of the ways out of a visit", shown));
        let ways_width = ui.data(|data| data.get_temp::<f32>(measured)).unwrap_or(WAYS_WIDTH);
        if is_wide {
            ui.horizontal_top(|ui| {
                // Who came has what the ways out leave.
                let room = ui.available_width() - ways_width - ui.spacing().item_spacing.x - 1.0;
                ui.vertical(|ui| {
                    ui.set_width(room);
                    truncated(ui, large(&turn.holder_name));
                    truncated(ui, RichText::new(&who));
                    truncated(ui, RichText::new(what).text_style(theme::strong_style()));
                });
                let width = ui.horizontal(|ui| self.ways_out_ui(ui, cx, at_hand)).response.rect.width();
                if (width - ways_width).abs() > 0.5 {
                    ui.data_mut(|data| data.insert_temp(measured, width));
                    ui.request_repaint();
                }
            });
            ui.add_space(8.0);
        } else {
            // Beside each other they would leave the page no height: two lines for who came, one for the ways out.
            truncated(ui, large(&format!("{} · {}", turn.holder_name, turn.code)));
            truncated(ui, RichText::new(format!("{} · {what}", turn.holder)));
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
        // Its name would take the place of who came.
        if Button::quiet("Ver la ficha").icon(Icon::Info).icon_only(true).show(ui).clicked() {
            cx.ask(Command::ShowCard(self.procedure()));
        }
        let is_busy = self.ending.pending.is_busy() || self.slip.is_printing();
        let park = Button::secondary("Poner en pausa").icon(Icon::Pause).shortcut(cap(Action::Park)).busy(is_busy);
        if park.show(ui).clicked() {
            self.park();
        }
        if self.sheet.is_some() {
            if Button::quiet("Pedir revisión…").busy(is_busy).show(ui).clicked() {
                self.without_key = Some(WithoutKeyDialog::for_a_look());
            }
            if Button::quiet("Terminar sin clave…").busy(is_busy).show(ui).clicked() {
                self.ask_the_end();
            }
        }
        if Button::quiet("Se retiró…").busy(is_busy).show(ui).clicked() {
            self.asks_whether_left = true;
        }
    }
}

/// How many points nobody looked at, if any.
fn unseen_in_words(sheet: &Sheet) -> Option<String> {
    match sheet.assessment.of_which_is_said(Said::Unseen).count() {
        0 => None,
        1 => Some("Queda un punto sin revisar: la constancia lo nombra.".to_owned()),
        several => Some(format!("Quedan {several} puntos sin revisar: la constancia los nombra.")),
    }
}
