//! The key is unlocked: said once it is so, with what the person needs next.

use eframe::egui::{Key, Modifiers, Ui};

use crate::desk::{Desk, Pending};
use crate::domain::id::VisitId;
use crate::domain::procedure::affiliate_key_unlock::case::{AffiliateKeyUnlock, Case};
use crate::ops::procedure::affiliate_key_unlock::{UnlockKey, Unlocked};
use crate::ops::view::VisitAtHand;
use crate::ops::visit::{GoOnWith, goes_on_with};
use crate::ui::cx::{Command, Cx};
use crate::ui::screens::visit::checklist::Service;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Sign};

/// The unlocking, from the button to what comes next.
#[derive(Default)]
pub(in crate::ui::screens::visit) struct Unlocking {
    under_way: Pending<Unlocked>,
    done: Option<Unlocked>,
    going_on: Pending<VisitId>,
    fault: Option<String>,
    is_old: bool,
}

impl Service<AffiliateKeyUnlock> for Unlocking {
    fn start(&mut self, desk: &Desk, visit: VisitId) {
        if !self.under_way.is_busy() && self.done.is_none() {
            self.fault = None;
            self.under_way.start(|| desk.perform(UnlockKey { visit }));
        }
    }

    fn is_at_work(&self) -> bool {
        self.under_way.is_busy() || self.going_on.is_busy()
    }

    fn holds(&self, _: &VisitAtHand) -> bool {
        self.is_at_work()
    }

    fn has_way_back(&self) -> bool {
        self.done.is_some()
    }

    fn stands_before(&self, _: &VisitAtHand) -> bool {
        self.under_way.is_busy() || self.fault.is_some() || self.done.is_some()
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        match self.under_way.poll() {
            None => {}
            Some(Ok(unlocked)) => {
                self.done = Some(unlocked);
                self.is_old = false;
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
        }
        match self.going_on.poll() {
            None => {}
            Some(Ok(visit)) => cx.ask(Command::OpenVisit(visit)),
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
        }
    }

    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand, case: &Case) {
        if self.under_way.is_busy() {
            widgets::panel_title(ui, "Desbloqueando la clave", "");
            widgets::waiting(ui, "Desbloqueando la clave", "Anotando el desbloqueo…");
            return;
        }
        if let Some(fault) = &self.fault {
            widgets::notice(ui, Sign::Refused, fault, None);
            ui.add_space(10.0);
        }
        let Some(done) = self.done else {
            let escapes = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
            let back = Button::secondary("Volver a la atención").show(ui);
            if !std::mem::replace(&mut self.is_old, true) {
                back.request_focus();
            }
            if back.clicked() || escapes {
                *self = Self::default();
            }
            return;
        };
        let who = case.copy.papers.applicant.as_ref().map(|person| person.label()).unwrap_or_default();
        let about = match done.brings_up_to_date {
            true => "Los datos quedaron actualizados: la próxima vez la persona puede desbloquear su clave en línea.",
            false => "La atención terminó.",
        };
        widgets::panel_title(ui, "Clave desbloqueada", about);
        ui.add_space(8.0);
        widgets::notice(
            ui,
            Sign::Met,
            &format!("La clave de {who} quedó desbloqueada."),
            Some("Para usar el portal, la persona genera ahora una clave nueva."),
        );
        ui.add_space(12.0);
        let is_busy = self.going_on.is_busy();
        ui.horizontal_wrapped(|ui| {
            let next = goes_on_with(&at_hand.visit.procedure).map(|next| format!("Seguir con «{}»", next.name));
            if let Some(words) = &next {
                let button = Button::primary(words).icon(Icon::Next).large().busy(is_busy).show(ui);
                if button.clicked() {
                    let visit = at_hand.visit.id;
                    self.fault = None;
                    self.going_on.start(|| cx.desk.perform(GoOnWith { visit }));
                }
            }
            // Nothing more begins by an Enter too many: the way back has the keyboard.
            let back = Button::secondary("Volver a Turnos").icon(Icon::Back).large().busy(is_busy).show(ui);
            if !std::mem::replace(&mut self.is_old, true) {
                back.request_focus();
            }
            if back.clicked() {
                cx.ask(Command::LeaveVisit);
            }
        });
    }
}
