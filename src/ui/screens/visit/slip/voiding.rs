//! A slip that is voided: what happened to the paper, and what is seen of it.

use eframe::egui::Ui;

use super::{Fault, Settled, SlipPanel};
use crate::domain::id::IssuanceId;
use crate::domain::ledger::VoidCause;
use crate::ops::issuance::VoidSlip;
use crate::ops::view::Issuance;
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

#[derive(Default)]
pub(super) struct Voiding {
    cause: Option<VoidCause>,
    reason: String,
    flow: Flow,
}

const CAUSES: [(VoidCause, &str); 7] = [
    (VoidCause::Jam, "Papel atascado"),
    (VoidCause::Misprint, "Mal impresa"),
    (VoidCause::PrinterFault, "Falla de la impresora"),
    (VoidCause::NotPrinted, "No salió"),
    (VoidCause::Lost, "Extraviada"),
    (VoidCause::RefusedByPerson, "La persona se retiró o no la recibió"),
    (VoidCause::Other, "Otra causa"),
];

impl SlipPanel {
    pub(super) fn begin_voiding(&mut self) {
        self.voiding = Some(Voiding::default());
        self.is_new = true;
    }

    pub(super) fn void_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, slip: &Issuance) {
        let is_busy = self.settling.is_busy();
        let Some(voiding) = &mut self.voiding else { return };
        widgets::panel_title(ui, "Anular la clave", &slip.serial.to_string());
        ui.label("La clave deja de valer; después se imprime otra, con otra serie. Si el papel salió, destrúyalo.");
        ui.add_space(8.0);
        let mut is_given = false;
        if std::mem::take(&mut self.is_new) {
            voiding.flow.focus_first();
        }
        Form::show(ui, &mut voiding.flow, "void", |form| {
            form.choice(Field::new("Qué pasó").autofocus(), &CAUSES, &mut voiding.cause);
            form.text(
                Field::new("Detalle")
                    .hint("Qué se ve en el papel o en la impresora; queda en la bitácora")
                    .width(480.0),
                &mut voiding.reason,
            );
            is_given = form.action(Button::danger("Anular la clave").busy(is_busy)).clicked();
        });
        // What was lacking is not lacking any more, or is another thing now.
        let was_edited = voiding.flow.take_edited();
        let goes_back = Button::quiet("Volver").show(ui).clicked();
        if was_edited {
            self.fault = None;
        }
        if is_given {
            self.void(cx, slip.id);
        }
        if goes_back {
            self.voiding = None;
            self.fault = None;
            self.is_new = true;
        }
    }

    pub(super) fn void(&mut self, cx: &Cx<'_>, issuance: IssuanceId) {
        let Some(voiding) = &self.voiding else { return };
        let Some(cause) = voiding.cause else {
            self.fault = Some(Fault::saying("Elija qué pasó con el papel."));
            return;
        };
        let reason = voiding.reason.clone();
        self.fault = None;
        self.settled = Settled::Void(issuance);
        self.settling.start(|| cx.desk.perform(VoidSlip { issuance, cause, reason }));
    }
}
