//! The key on its way to paper, and who has the paper. The key itself is never here.

use eframe::egui::{RichText, Ui};

use super::super::approval::{Answered, ApprovalDialog, Wanted};
use crate::desk::{Desk, Error, Pending, PrintJob, Ticket};
use crate::domain::approval::Matter;
use crate::domain::id::{IssuanceId, TurnId, VisitId};
use crate::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::domain::visit::Person;
use crate::ops::issuance::{DeliverSlip, Issued, VoidSlip};
use crate::ops::view::Issuance;
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};

/// What a slip asks of the clerk.
#[derive(Default)]
pub(super) struct SlipPanel {
    printing: Option<PrintJob<Issued>>,
    /// Printed, and not on the page's list yet.
    awaited: Option<IssuanceId>,
    /// Void, and still open on the page's list.
    over: Option<IssuanceId>,
    /// What the printer said when it did not say "completed".
    doubt: Option<String>,
    in_hand: Option<IssuanceId>,
    acknowledging: Option<PrintJob<()>>,
    acknowledgement: Option<Result<(), String>>,
    settling: Pending<()>,
    settled: Settled,
    voiding: Option<Voiding>,
    approval: Option<(ApprovalDialog, After)>,
    fault: Option<Fault>,
    is_new: bool,
    /// The clerk came back from voiding without doing it: the keyboard goes to where that was asked, not to the yes.
    is_back: bool,
    /// The printer is asked what became of a slip that an error left on its way.
    looking: Option<(IssuanceId, Ticket<IssuanceState>)>,
    looked_up: Option<IssuanceId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Settled {
    #[default]
    Nothing,
    Delivered(IssuanceId, Acknowledgement),
    Void(IssuanceId),
}

/// What is done once a supervisor agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Print,
    Deliver(IssuanceId, Acknowledgement),
    Void(IssuanceId),
}

/// What a supervisor can allow here; a clock set back or a journal in doubt is accepted at the login.
const ALLOWED_HERE: [Matter; 4] =
    [Matter::SecondVoid, Matter::DeliveredUnsigned, Matter::SecondKeyToday, Matter::OwnWalkIn];

struct Fault {
    sentence: String,
    /// What a supervisor can allow.
    allowed: Option<(Matter, After)>,
}

#[derive(Default)]
struct Voiding {
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

/// What the slip is about, for an approval.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) visit: VisitId,
    pub(super) turn: TurnId,
    pub(super) case: &'a Case,
}

impl SlipPanel {
    /// Starts printing, once.
    pub(super) fn print(&mut self, desk: &Desk, visit: VisitId) {
        if self.printing.is_none() {
            self.fault = None;
            self.doubt = None;
            self.is_new = true;
            self.printing = Some(desk.issue(visit));
        }
    }

    /// Does it stand before the visit's papers? While something is printed, or a slip waits to be settled.
    pub(super) fn stands_before(&self, open: Option<&Issuance>) -> bool {
        let is_at_work = self.printing.is_some() || self.awaited.is_some() || self.settling.is_busy();
        is_at_work || self.still(open).is_some() || self.fault.is_some()
    }

    /// The open slip, unless it ended since the list was read.
    fn still<'s>(&self, open: Option<&'s Issuance>) -> Option<&'s Issuance> {
        open.filter(|slip| self.over != Some(slip.id))
    }

    /// Is a printer at work?
    pub(super) fn is_printing(&self) -> bool {
        self.printing.is_some()
    }

    /// Takes answers in.
    pub(super) fn poll(&mut self, cx: &mut Cx<'_>) {
        if let Some(answer) = self.printing.as_ref().and_then(PrintJob::poll) {
            self.printing = None;
            self.is_new = true;
            match answer {
                Ok(issued) if issued.state == IssuanceState::Void => self.did_not_leave(issued),
                Ok(issued) => {
                    self.awaited = Some(issued.issuance);
                    self.doubt = issued.words.filter(|_| issued.state != IssuanceState::Printed);
                }
                Err(error) => self.complain(&error, Some(After::Print)),
            }
        }
        if let Some(answer) = self.acknowledging.as_ref().and_then(PrintJob::poll) {
            self.acknowledging = None;
            self.acknowledgement = Some(answer.map_err(|error| error.to_string()));
            self.is_new = true;
        }
        match self.settling.poll() {
            None => {}
            Some(Ok(())) => match std::mem::take(&mut self.settled) {
                Settled::Delivered(id, _) => {
                    cx.desk.purge(id);
                    cx.tell("Clave entregada. La atención terminó.");
                    cx.ask(Command::LeaveVisit);
                }
                Settled::Void(id) => {
                    cx.desk.purge(id);
                    cx.tell("Clave anulada: destruya el papel si salió.");
                    *self = Self { over: Some(id), ..Self::default() };
                }
                Settled::Nothing => {}
            },
            Some(Err(error)) => {
                let after = match self.settled {
                    Settled::Delivered(id, acknowledgement) => After::Deliver(id, acknowledgement),
                    Settled::Void(id) => After::Void(id),
                    Settled::Nothing => After::Print,
                };
                self.complain(&error, Some(after));
            }
        }
    }

    /// The printer did not take the job: the key never left, and its serial is void already.
    fn did_not_leave(&mut self, issued: Issued) {
        self.over = Some(issued.issuance);
        let why = issued.words.unwrap_or_default();
        let sentence = format!(
            "La clave no salió del equipo: {} La serie {} quedó anulada, sin papel que destruir. Revise la impresora e intente de nuevo.",
            sentence_of(&why),
            issued.serial
        );
        self.fault = Some(Fault { sentence, allowed: None });
    }

    fn complain(&mut self, error: &Error, after: Option<After>) {
        // The answer to it takes the keyboard.
        self.is_new = true;
        let matter = error.refusal().and_then(Matter::from_code).filter(|matter| ALLOWED_HERE.contains(matter));
        self.fault = Some(Fault { sentence: error.to_string(), allowed: matter.zip(after) });
    }

    /// One frame, in the place of the step.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: Option<&Issuance>, about: About<'_>) {
        self.approval_ui(ui, cx);
        if let Some(job) = &self.printing {
            printing_ui(ui, job);
            return;
        }
        let open = self.still(open);
        if let Some(awaited) = self.awaited {
            if open.is_none_or(|slip| slip.id != awaited) {
                widgets::panel_title(ui, PRINTING, "");
                widgets::progress(ui, None, "Anotando cómo salió…");
                return;
            }
            self.awaited = None;
        }
        if self.fault.is_some() {
            self.fault_ui(ui, cx, open, about);
            if open.is_none() {
                return;
            }
        }
        let Some(slip) = open else { return };
        if self.look_up_ui(ui, cx, slip) {
            return;
        }
        if self.voiding.is_some() {
            self.void_ui(ui, cx, slip);
        } else if self.in_hand == Some(slip.id) {
            self.sign_ui(ui, cx, slip, about);
        } else {
            self.in_hand_ui(ui, cx, slip, about);
        }
    }

    /// A slip that an error left on its way is asked for at the printer once, as after a crash; answers whether it still is.
    fn look_up_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, slip: &Issuance) -> bool {
        if let Some((_, ticket)) = &self.looking {
            match ticket.poll() {
                None => {
                    widgets::progress(ui, None, "Preguntando a la impresora qué pasó con el papel…");
                    return true;
                }
                Some(answer) => {
                    self.looking = None;
                    self.is_new = true;
                    if let Err(error) = answer {
                        self.complain(&error, None);
                    }
                }
            }
        }
        let is_on_its_way = matches!(slip.state, IssuanceState::Reserved | IssuanceState::Sent);
        if is_on_its_way && self.looked_up != Some(slip.id) {
            self.looked_up = Some(slip.id);
            self.looking = Some((slip.id, cx.desk.look_up(slip.id)));
            return true;
        }
        false
    }

    fn fault_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, open: Option<&Issuance>, about: About<'_>) {
        let Some(Fault { sentence, allowed }) = &self.fault else { return };
        let (sentence, allowed) = (sentence.clone(), *allowed);
        widgets::notice(ui, Sign::Refused, &sentence, None);
        ui.add_space(10.0);
        let mut gives_up = false;
        ui.horizontal(|ui| {
            if let Some((matter, after)) = allowed {
                let button = Button::primary("Pedir aprobación").icon(Icon::Shield).show(ui);
                if std::mem::take(&mut self.is_new) {
                    button.request_focus();
                }
                if button.clicked() {
                    self.approval =
                        Some((ApprovalDialog::new(wanted(matter, after, about, &sentence), String::new()), after));
                }
            } else if open.is_none() {
                let button = Button::primary("Intentar de nuevo").icon(Icon::Refresh).show(ui);
                if std::mem::take(&mut self.is_new) {
                    button.request_focus();
                }
                if button.clicked() {
                    self.print(cx.desk, about.visit);
                }
            }
            gives_up = Button::secondary("Volver a la atención").show(ui).clicked();
        });
        if gives_up {
            self.fault = None;
        }
    }

    fn approval_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let Some((dialog, after)) = &mut self.approval else { return };
        let after = *after;
        match dialog.ui(ui.ctx(), cx) {
            Answered::Open => {}
            Answered::Granted => {
                self.approval = None;
                self.fault = None;
                match after {
                    After::Print => cx.ask(Command::PrintKey),
                    After::Deliver(id, acknowledgement) => self.deliver(cx, id, acknowledgement),
                    After::Void(id) => self.void(cx, id),
                }
            }
            Answered::Refused | Answered::GivenUp => {
                self.approval = None;
                self.is_new = true;
            }
        }
    }

    fn in_hand_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, slip: &Issuance, about: About<'_>) {
        let serial = slip.serial.to_string();
        widgets::panel_title(ui, "¿Tiene el papel en la mano?", &format!("Serie {serial}"));
        whose_ui(ui, slip, about.case);
        if slip.state == IssuanceState::Unconfirmed {
            let sentence = match &self.doubt {
                Some(doubt) => format!("La impresora no confirmó la impresión: {}", sentence_of(doubt)),
                None => "La impresora no confirmó la impresión.".to_owned(),
            };
            let next = if slip.may_still_print {
                "Mire si el papel salió. Todavía puede salir: si la anula y aparece después, destrúyalo."
            } else {
                "Mire si el papel salió. Si no está o salió mal, anúlela y emita otra."
            };
            widgets::notice(ui, Sign::Warning, &sentence, Some(next));
        }
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let yes = Button::primary("Sí, lo tengo").icon(Icon::Check).large().show(ui);
            if std::mem::take(&mut self.is_new) {
                yes.request_focus();
            }
            if yes.clicked() {
                self.in_hand = Some(slip.id);
                self.is_new = true;
                self.acknowledgement = None;
                self.acknowledging = Some(cx.desk.print_acknowledgement(slip.id));
            }
            let no = Button::danger("No salió, o salió mal…").show(ui);
            if std::mem::take(&mut self.is_back) {
                no.request_focus();
            }
            if no.clicked() {
                self.begin_voiding();
            }
        });
    }

    fn sign_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, slip: &Issuance, about: About<'_>) {
        let serial = slip.serial.to_string();
        widgets::panel_title(ui, "La persona firma el acuse de recibo", &format!("Serie {serial}"));
        whose_ui(ui, slip, about.case);
        ui.add_space(12.0);
        let is_busy = self.settling.is_busy();
        // Nobody signs a paper that has not come out; where it did not, the clerk says so by another way than one more Enter.
        let has_paper = self.acknowledging.is_none() && self.acknowledgement.is_some();
        let came_out = matches!(self.acknowledgement, Some(Ok(())));
        ui.horizontal(|ui| {
            let signed = Button::primary("Firmó y recibió la clave")
                .icon(Icon::Check)
                .large()
                .busy(is_busy)
                .enabled(has_paper)
                .why("El acuse todavía se imprime.")
                .show(ui);
            if has_paper && std::mem::take(&mut self.is_new) && came_out {
                signed.request_focus();
            }
            if signed.clicked() {
                self.deliver(cx, slip.id, Acknowledgement::Signed);
            }
            if Button::secondary("La recibió y no firma…").busy(is_busy).show(ui).clicked() {
                self.deliver(cx, slip.id, Acknowledgement::Unsigned);
            }
            let void = Button::quiet("Anular…").busy(is_busy).show(ui);
            if std::mem::take(&mut self.is_back) {
                void.request_focus();
            }
            if void.clicked() {
                self.begin_voiding();
            }
        });
        // Below the buttons, which stay where they are while it changes.
        ui.add_space(12.0);
        match (&self.acknowledging, &self.acknowledgement) {
            (Some(job), _) => {
                widgets::progress(ui, None, &format!("Imprimiendo el acuse… {}", job.words()));
            }
            (None, Some(Err(fault))) => {
                widgets::notice(ui, Sign::Warning, &format!("El acuse no se imprimió. {fault}"), None);
                if Button::secondary("Imprimir el acuse de nuevo").icon(Icon::Printer).show(ui).clicked() {
                    self.acknowledging = Some(cx.desk.print_acknowledgement(slip.id));
                }
            }
            _ => {
                ui.label("El acuse salió por la impresora. Guárdelo firmado.");
            }
        }
    }

    fn deliver(&mut self, cx: &Cx<'_>, issuance: IssuanceId, acknowledgement: Acknowledgement) {
        self.fault = None;
        self.settled = Settled::Delivered(issuance, acknowledgement);
        self.settling.start(|| cx.desk.perform(DeliverSlip { issuance, acknowledgement }));
    }

    fn begin_voiding(&mut self) {
        self.voiding = Some(Voiding::default());
        self.is_new = true;
    }

    fn void_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, slip: &Issuance) {
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
        let goes_back = Button::quiet("Volver").show(ui).clicked();
        if is_given {
            self.void(cx, slip.id);
        }
        if goes_back {
            self.voiding = None;
            self.fault = None;
            self.is_back = true;
        }
    }

    fn void(&mut self, cx: &Cx<'_>, issuance: IssuanceId) {
        let Some(voiding) = &self.voiding else { return };
        let Some(cause) = voiding.cause else {
            self.fault = Some(Fault { sentence: "Elija qué pasó con el papel.".into(), allowed: None });
            return;
        };
        let reason = voiding.reason.clone();
        self.fault = None;
        self.settled = Settled::Void(issuance);
        self.settling.start(|| cx.desk.perform(VoidSlip { issuance, cause, reason }));
    }
}

const PRINTING: &str = "Imprimiendo la clave";

/// What the printer says comes with the job: what it said before the job is no news.
fn printing_ui(ui: &mut Ui, job: &PrintJob<Issued>) {
    let words = job.words();
    widgets::panel_title(ui, PRINTING, "");
    widgets::progress(ui, None, if words.is_empty() { "Preparando la clave…" } else { &words });
    ui.add_space(8.0);
    let asked = job.is_cancelled();
    let words = if asked { "Deteniendo…" } else { "Dejar de esperar a la impresora" };
    if Button::secondary(words).enabled(!asked).show(ui).clicked() {
        job.cancel();
    }
}

/// For whom the paper is: what the clerk compares it with before handing it over.
fn whose_ui(ui: &mut Ui, slip: &Issuance, case: &Case) {
    let at_window = case.papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
    let recipient = at_window.or(case.papers.applicant.as_ref()).map(Person::label).unwrap_or_default();
    ui.label(RichText::new(format!("Se entrega a {recipient}")).text_style(theme::large_style()));
    widgets::key_value(ui, "Empleador y sucursal", &format!("{} · {}", slip.employer, slip.branch));
}

/// Words that end in a full stop, and in one only.
fn sentence_of(words: &str) -> String {
    format!("{}.", words.trim_end().trim_end_matches('.'))
}

fn wanted(matter: Matter, after: After, about: About<'_>, sentence: &str) -> Wanted {
    let (subject, covers) = match (matter, after) {
        (Matter::OwnWalkIn, _) => (about.turn.into(), String::new()),
        (Matter::SecondKeyToday, _) => (about.visit.into(), crate::ops::issuance::second_key_covers(about.case)),
        (_, After::Deliver(id, _) | After::Void(id)) => (id.into(), String::new()),
        (_, After::Print) => (about.visit.into(), String::new()),
    };
    Wanted { matter, subject, covers, sentence: sentence.to_owned() }
}
