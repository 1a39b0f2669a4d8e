//! A slip that is voided: what happened to the paper, and what is seen of it.

use eframe::egui::Ui;

use super::{Setback, Settled, SlipPanel};
use crate::domain::id::IssuanceId;
use crate::domain::ledger::VoidCause;
use crate::ops::issuance::VoidSlip;
use crate::ops::view::Issuance;
use crate::ui::cx::Cx;
use crate::ui::screens::common::ReasonField;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

#[derive(Default)]
pub(super) struct Voiding {
    cause: Option<VoidCause>,
    reason: ReasonField,
    flow: Flow,
}

const CAUSE: &str = "Qué pasó";
const DETAIL: &str = "Detalle";

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
        let mut goes_back = self.escapes(ui) && !is_busy;
        let Some(voiding) = &mut self.voiding else { return };
        widgets::panel_title(ui, "Anular la clave", &slip.serial.to_string());
        ui.label("La clave deja de valer; después se imprime otra, con otra serie. Si el papel salió, destrúyalo.");
        ui.add_space(8.0);
        let mut is_given = false;
        if std::mem::take(&mut self.is_new) {
            voiding.flow.focus_first();
        }
        Form::show(ui, &mut voiding.flow, "void", |form| {
            form.choice(Field::new(CAUSE).autofocus(), &CAUSES, &mut voiding.cause);
            let hint = "Qué se ve en el papel o en la impresora; queda en la bitácora";
            voiding.reason.ui(form, Field::new(DETAIL).hint(hint).width(480.0));
            form.row(|form| {
                is_given = form.action(Button::danger("Anular la clave").busy(is_busy)).clicked();
                goes_back |= widgets::way_back(form.ui(), is_busy).clicked();
            });
        });
        // What was lacking is not lacking any more, or is another thing now.
        let was_edited = voiding.flow.take_edited();
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
        let Some(voiding) = &mut self.voiding else { return };
        let Some(cause) = voiding.cause else {
            self.fault = Some(Setback::saying("Elija qué pasó con el papel."));
            voiding.flow.focus(CAUSE);
            return;
        };
        if voiding.reason.read().is_none() {
            voiding.flow.focus(DETAIL);
            return;
        }
        let reason = voiding.reason.text().to_owned();
        self.fault = None;
        self.settled = Settled::Void(issuance);
        self.settling.start(|| cx.desk.perform(VoidSlip { issuance, cause, reason }));
    }
}
