//! The slips that a crash left unsettled: they stand before anything new, and are settled in two key presses.

use eframe::egui::{ScrollArea, Ui};

use super::approval::{Answered, ApprovalDialog, Wanted};
use super::common::{ReasonField, Reprint};
use crate::desk::{Live, Pending, Ticket};
use crate::domain::approval::Matter;
use crate::domain::id::{IssuanceId, VisitId};
use crate::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use crate::ops::Changed;
use crate::ops::issuance::{DeliverSlip, VoidSlip};
use crate::ops::view::{self, OpenSlip};
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};
use crate::ui::words;

/// What stands before the next visit after a crash.
#[derive(Default)]
pub struct UnfinishedSlips {
    open: Live<Vec<OpenSlip>>,
    looking: Option<(IssuanceId, Ticket<IssuanceState>)>,
    looked_up: Option<IssuanceId>,
    settling: Pending<()>,
    settled: Option<(IssuanceId, How)>,
    answer: Option<How>,
    reason: ReasonField,
    reprint: Reprint,
    flow: Flow,
    approval: Option<ApprovalDialog>,
    fault: Option<String>,
    /// The visit on the screen settles its own slips.
    left_to: Option<VisitId>,
}

/// Where the paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Delivered,
    Gone,
}

/// The harmless one first: a key that is void by mistake is printed anew, one that nobody has is not found again.
const ANSWERS: [(How, &str); 2] =
    [(How::Gone, "Anularla: no salió, se dañó o no se entregó"), (How::Delivered, "La persona la recibió y firmó")];

const DETAIL: &str = "Detalle";

impl UnfinishedSlips {
    /// The slips of this visit are settled on its own page.
    pub fn leave_to(&mut self, visit: Option<VisitId>) {
        self.left_to = visit;
    }

    /// Shows what is to be settled, if anything; answers whether there is.
    pub fn stands_before(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> bool {
        // A window that is no more leaves its slips to a supervisor.
        let window = cx.desk.session().map(|session| session.actor().window).filter(|_| !cx.is_supervisor());
        self.open.refresh(cx.desk, &[Changed::Issuances], |desk| {
            desk.read(move |_, reader| view::open_slips(reader, window))
        });
        self.poll(cx);
        if let Some(fault) = self.open.fault() {
            let sentence = fault.to_string();
            widgets::notice(ui, Sign::Refused, &sentence, None);
            if Button::secondary("Volver a leer").show(ui).clicked() {
                self.open.stale();
            }
            return true;
        }
        let mine = |slip: &&OpenSlip| Some(slip.slip.visit) != self.left_to;
        let Some(first) = self.open.get().and_then(|open| open.iter().find(mine)).cloned() else { return false };
        let waiting = self.open.get().map_or(0, |open| open.iter().filter(mine).count());
        self.look_up(cx, &first);
        self.approval_ui(ui, cx);
        ScrollArea::vertical().show(ui, |ui| {
            widgets::card(ui, |ui| self.slip_ui(ui, cx, &first, waiting));
        });
        true
    }

    /// The printer is asked once what became of the job.
    fn look_up(&mut self, cx: &Cx<'_>, slip: &OpenSlip) {
        let id = slip.slip.id;
        if self.looked_up == Some(id) {
            return;
        }
        self.looked_up = Some(id);
        self.answer = None;
        self.reason = ReasonField::default();
        self.reprint = Reprint::default();
        self.flow.reset();
        self.flow.focus_first();
        self.fault = None;
        self.looking = Some((id, cx.desk.look_up(id)));
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        if self.reprint.poll(cx) {
            self.open.stale();
        }
        if let Some(answer) = self.looking.as_ref().and_then(|(_, ticket)| ticket.poll()) {
            self.looking = None;
            if let Err(fault) = answer {
                self.fault = Some(fault.to_string());
            }
            self.open.stale();
        }
        match self.settling.poll() {
            None => {}
            Some(Ok(())) => {
                if let Some((id, how)) = self.settled.take() {
                    cx.desk.purge(id);
                    cx.tell(match how {
                        How::Delivered => "La clave quedó como entregada.",
                        How::Gone => "La clave quedó anulada; si el papel aparece, destrúyalo.",
                    });
                }
                self.looked_up = None;
                self.open.stale();
            }
            Some(Err(fault)) => {
                let wants_approval = fault.refusal().and_then(Matter::from_code);
                if let (Some(matter), Some((id, _))) = (wants_approval, self.settled) {
                    let wanted =
                        Wanted { matter, subject: id.into(), covers: String::new(), sentence: fault.to_string() };
                    self.approval = Some(ApprovalDialog::new(wanted, String::new()));
                } else {
                    self.fault = Some(fault.to_string());
                }
            }
        }
    }

    fn approval_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let Some(dialog) = &mut self.approval else { return };
        match dialog.ui(ui.ctx(), cx) {
            Answered::Open => {}
            Answered::Granted => {
                self.approval = None;
                if let Some((id, how)) = self.settled {
                    self.settle(cx, id, how);
                }
            }
            Answered::Refused => {
                self.fault = dialog.refused_in_words();
                self.approval = None;
            }
            Answered::GivenUp => self.approval = None,
        }
    }

    fn slip_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: &OpenSlip, waiting: usize) {
        let serial = open.slip.serial.to_string();
        let subtitle = match waiting {
            1 => "Quedó pendiente en esta ventanilla. Resuélvala antes de seguir.".to_owned(),
            more => format!("Quedaron {more} pendientes en esta ventanilla. Resuélvalas antes de seguir."),
        };
        widgets::panel_title(ui, &format!("Clave sin entregar, serie {serial}"), &subtitle);
        widgets::key_value(ui, "Empleador", &format!("{} ({})", open.employer_name, open.slip.employer));
        widgets::key_value(ui, "Para", open.slip.recipient.as_str());
        widgets::key_value(ui, "Desde", &words::day_and_hour(open.at.0, cx.zone()));
        widgets::key_value(ui, "Estado", open.slip.state.spanish());
        ui.add_space(8.0);
        if self.looking.is_some() {
            widgets::progress(ui, None, "Preguntando a la impresora qué pasó con el papel…");
            return;
        }
        let what = match open.slip.state {
            IssuanceState::Reserved => "Nada llegó a salir del equipo: lo normal es anularla y emitir otra.",
            IssuanceState::Printed => "La impresora dice que la imprimió. Busque el papel.",
            _ if open.slip.may_still_print => {
                "No se sabe si salió, y todavía puede salir de la impresora. Si aparece, destrúyalo."
            }
            _ => "No se sabe si salió. Mire en la impresora.",
        };
        widgets::notice(ui, Sign::Warning, what, None);
        ui.add_space(8.0);
        // Above the fields: below them it would be out of sight in a low window.
        if let Some(fault) = &self.fault {
            widgets::notice(ui, Sign::Refused, fault, None);
            ui.add_space(SPACE_S);
        }
        let is_busy = self.settling.is_busy();
        let mut is_given = false;
        Form::show(ui, &mut self.flow, "unfinished", |form| {
            form.choice(Field::new("Dónde está el papel"), &ANSWERS, &mut self.answer);
            if self.answer == Some(How::Gone) {
                let hint = "Qué pasó con el papel; queda en la bitácora";
                self.reason.ui(form, Field::new(DETAIL).hint(hint).width(480.0));
            }
            if self.answer == Some(How::Delivered) {
                let ui = form.ui();
                if !open.has_acknowledgement {
                    let next = "Si la persona está aquí, imprímalo y haga que lo firme.";
                    widgets::notice(ui, Sign::Warning, "Su acuse de recibo nunca se imprimió.", Some(next));
                    ui.add_space(SPACE_S);
                }
                self.reprint.ui(ui);
                let words = if open.has_acknowledgement {
                    "Imprimir de nuevo el acuse de recibo"
                } else {
                    "Imprimir el acuse de recibo"
                };
                self.reprint.button_ui(ui, words, || cx.desk.print_acknowledgement(open.slip.id));
                ui.add_space(SPACE_S);
            }
            let words = if self.answer == Some(How::Delivered) { "Registrar la entrega" } else { "Anular la clave" };
            let button = Button::primary(words)
                .icon(Icon::Check)
                .large()
                .busy(is_busy)
                .enabled(self.answer.is_some())
                .why("Diga antes dónde está el papel.");
            is_given = form.action(button).clicked();
        });
        ui.add_space(8.0);
        if Button::quiet("Seguir con esta atención").icon(Icon::Next).show(ui).clicked() {
            cx.ask(Command::GoToVisit(open.slip.visit));
        }
        if self.flow.take_edited() {
            self.fault = None;
        }
        if is_given && let Some(how) = self.answer {
            // Why a key is void is written by whoever saw the paper, and by nobody else.
            if how == How::Gone && self.reason.read().is_none() {
                self.flow.focus(DETAIL);
            } else {
                self.settle(cx, open.slip.id, how);
            }
        }
    }

    fn settle(&mut self, cx: &Cx<'_>, issuance: IssuanceId, how: How) {
        self.fault = None;
        self.settled = Some((issuance, how));
        let reason = self.reason.text().to_owned();
        self.settling.start(|| match how {
            How::Delivered => cx.desk.perform(DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed }),
            How::Gone => cx.desk.perform(VoidSlip { issuance, cause: VoidCause::Other, reason }),
        });
    }
}
