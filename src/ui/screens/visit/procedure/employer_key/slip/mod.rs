//! The key on its way to paper, and who has the paper. The key itself is never here.
//!
//! What somebody has to look at is asked, with nothing chosen: is the paper there, did the recipient sign. The second is
//! asked once its paper came out, in another place, and each answer can be taken back until the visit ends.

mod hand_over;
mod voiding;

use eframe::egui::{Key, Modifiers, Ui};

use self::hand_over::HandOver;
use self::voiding::Voiding;
use crate::desk::{Desk, Error, Pending, PrintJob, Ticket};
use crate::domain::approval::Matter;
use crate::domain::id::{IssuanceId, TurnId, VisitId};
use crate::domain::ledger::{Acknowledgement, IssuanceState};
use crate::domain::procedure::employer_key::case::{Case, EmployerKey};
use crate::domain::sentence;
use crate::ops::issuance::{DeliverSlip, Issued};
use crate::ops::view::{Issuance, VisitAtHand};
use crate::ui::cx::{Command, Cx};
use crate::ui::screens::approval::{Answered, ApprovalDialog, Wanted};
use crate::ui::screens::visit::checklist::Service;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Sign};

/// What a slip asks of the clerk.
#[derive(Default)]
pub(in crate::ui::screens::visit) struct SlipPanel {
    printing: Option<PrintJob<Issued>>,
    /// Printed, and not on the page's list yet.
    awaited: Option<IssuanceId>,
    /// Void, and still open on the page's list.
    over: Option<IssuanceId>,
    /// What the printer said when it did not say "completed".
    doubt: Option<String>,
    hand_over: HandOver,
    settling: Pending<()>,
    settled: Settled,
    voiding: Option<Voiding>,
    approval: Option<(ApprovalDialog, After)>,
    fault: Option<Setback>,
    is_new: bool,
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

struct Setback {
    sentence: String,
    /// What a supervisor can allow.
    allowed: Option<(Matter, After)>,
    /// What a supervisor answered to it.
    answer: Option<String>,
}

impl Setback {
    fn saying(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), allowed: None, answer: None }
    }
}

/// What the slip is about, for an approval.
#[derive(Clone, Copy)]
struct About<'a> {
    visit: VisitId,
    turn: TurnId,
    case: &'a Case,
}

impl Service<EmployerKey> for SlipPanel {
    /// Starts printing, once.
    fn start(&mut self, desk: &Desk, visit: VisitId) {
        if self.printing.is_none() {
            self.fault = None;
            self.doubt = None;
            self.is_new = true;
            self.printing = Some(desk.issue(visit));
        }
    }

    fn holds(&self, at_hand: &VisitAtHand) -> bool {
        self.stands_before(at_hand)
    }

    fn has_way_back(&self) -> bool {
        false
    }

    /// While something is printed, or a slip waits to be settled.
    fn stands_before(&self, at_hand: &VisitAtHand) -> bool {
        let is_at_work = self.printing.is_some() || self.awaited.is_some() || self.settling.is_busy();
        is_at_work || self.still(at_hand.open_slip()).is_some() || self.fault.is_some()
    }

    fn is_at_work(&self) -> bool {
        self.printing.is_some()
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
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
        self.is_new |= self.hand_over.poll();
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

    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, at_hand: &VisitAtHand, case: &Case) {
        let about = About { visit: at_hand.visit.id, turn: at_hand.turn.id, case };
        self.approval_ui(ui, cx);
        if let Some(job) = &self.printing {
            printing_ui(ui, job);
            return;
        }
        let open = self.still(at_hand.open_slip());
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
        } else if self.hand_over.has_paper(slip.id) {
            self.sign_ui(ui, cx, slip, about);
        } else {
            self.in_hand_ui(ui, cx, slip, about);
        }
    }
}

impl SlipPanel {
    /// The open slip, unless it ended since the list was read.
    fn still<'s>(&self, open: Option<&'s Issuance>) -> Option<&'s Issuance> {
        open.filter(|slip| self.over != Some(slip.id))
    }

    /// The printer did not take the job: the key never left, and its serial is void already.
    fn did_not_leave(&mut self, issued: Issued) {
        self.over = Some(issued.issuance);
        let why = issued.words.unwrap_or_default();
        let sentence = format!(
            "La clave no salió del equipo. {} La serie {} quedó anulada, sin papel que destruir. Revise la impresora e \
             intente de nuevo.",
            sentence(&why),
            issued.serial
        );
        self.fault = Some(Setback::saying(sentence));
    }

    fn complain(&mut self, error: &Error, after: Option<After>) {
        // The answer to it takes the keyboard.
        self.is_new = true;
        let matter = error.refusal().and_then(Matter::from_code).filter(|matter| ALLOWED_HERE.contains(matter));
        self.fault = Some(Setback { allowed: matter.zip(after), ..Setback::saying(error.to_string()) });
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
        let Some(Setback { sentence, allowed, answer }) = &self.fault else { return };
        widgets::notice(ui, Sign::Refused, sentence, answer.as_deref());
        let (sentence, allowed) = (sentence.clone(), *allowed);
        ui.add_space(10.0);
        // The form below has a way back of its own, and one is enough.
        let is_voiding = self.voiding.is_some() && open.is_some();
        let (mut gives_up, mut tries_again) = (!is_voiding && self.escapes(ui), false);
        ui.horizontal(|ui| {
            if let Some((matter, after)) = allowed {
                let button = Button::primary("Pedir aprobación…").icon(Icon::Shield).show(ui);
                if std::mem::take(&mut self.is_new) {
                    button.request_focus();
                }
                if button.clicked() {
                    self.approval =
                        Some((ApprovalDialog::new(wanted(matter, after, about, &sentence), String::new()), after));
                }
            } else if open.is_none() {
                tries_again = Button::primary("Intentar de nuevo").icon(Icon::Refresh).show(ui).clicked();
            }
            if is_voiding {
                return;
            }
            let back = match open {
                None => Button::secondary("Volver a la atención").show(ui),
                Some(_) => Button::secondary("Cerrar el aviso").show(ui),
            };
            // Another key is made by whoever means it: the way back has the keyboard.
            if open.is_none() && std::mem::take(&mut self.is_new) {
                back.request_focus();
            }
            gives_up |= back.clicked();
        });
        if tries_again {
            self.start(cx.desk, about.visit);
        }
        if gives_up {
            self.fault = None;
            self.is_new = true;
        }
    }

    /// Was Esc pressed, which goes back?
    fn escapes(&self, ui: &Ui) -> bool {
        let is_free = self.approval.is_none() && !widgets::dialog_is_open(ui.ctx());
        is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
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
                    After::Print => cx.ask(Command::Serve),
                    After::Deliver(id, acknowledgement) => self.deliver(cx, id, acknowledgement),
                    After::Void(id) => self.void(cx, id),
                }
            }
            Answered::Refused => {
                let told = dialog.refused_in_words();
                if let Some(fault) = &mut self.fault {
                    fault.answer = told;
                }
                self.approval = None;
                self.is_new = true;
            }
            Answered::GivenUp => {
                self.approval = None;
                self.is_new = true;
            }
        }
    }

    fn deliver(&mut self, cx: &Cx<'_>, issuance: IssuanceId, acknowledgement: Acknowledgement) {
        self.fault = None;
        self.settled = Settled::Delivered(issuance, acknowledgement);
        self.settling.start(|| cx.desk.perform(DeliverSlip { issuance, acknowledgement }));
    }
}

const PRINTING: &str = "Imprimiendo la clave";

/// What the printer says comes with the job: what it said before the job is no news.
fn printing_ui(ui: &mut Ui, job: &PrintJob<Issued>) {
    let words = job.words();
    widgets::panel_title(ui, PRINTING, "");
    // It has the keyboard, not the button below: an impatient Enter does not take the paper back.
    widgets::waiting(ui, PRINTING, if words.is_empty() { "Preparando la clave…" } else { &words });
    ui.add_space(8.0);
    let asked = job.is_cancelled();
    let words = if asked { "Deteniendo…" } else { "Dejar de esperar a la impresora" };
    if Button::secondary(words).enabled(!asked).show(ui).clicked() {
        job.cancel();
    }
}

fn wanted(matter: Matter, after: After, about: About<'_>, sentence: &str) -> Wanted {
    let subject = match (matter, after) {
        (Matter::OwnWalkIn, _) => about.turn.into(),
        (_, After::Deliver(id, _) | After::Void(id)) => id.into(),
        (_, After::Print) => about.visit.into(),
    };
    Wanted { matter, subject, covers: String::new(), sentence: sentence.to_owned() }
}
