//! The panel beside the list: who is next, and what was handed in of what can be done with the turn selected.

use eframe::egui::{self, Ui};

use super::super::common::{OthersVisitDialog, ReasonField, Reprint};
use super::super::scans::ScanPanel;
use super::veil::Veil;
use super::wanting::{AtWindow, Before, Settled, Wanted};
use crate::desk::{Desk, Error, Live, PrintJob, Ticket};
use crate::domain::id::{TurnId, VisitId};
use crate::ops::Names;
use crate::ops::turn::{CallAgain, CallTurn, CancelTurn, MarkArrived, MarkNoShow, TakeBackCall};
use crate::ops::view::{TurnRow, TurnVisit};
use crate::ops::visit::{BeginVisit, GoOnWith, LinkVisit, ParkVisit, ReopenVisit, ResumeVisit};
use crate::ui::cx::{Command, Cx};
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};
use crate::ui::words;

/// What was handed in.
enum Doing {
    Calling(Ticket<TurnId>),
    CallingAgain(Ticket<u16>, String),
    Beginning(Ticket<VisitId>),
    GoingOn(VisitId, Ticket<()>),
    Marking(Ticket<()>, String),
}

/// What a reason is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    OutOfOrder,
    TakenBack,
    Cancelling,
}

impl Asking {
    fn button(self) -> &'static str {
        match self {
            Self::OutOfOrder => "Llamar fuera de orden",
            Self::TakenBack => "Volver a la espera",
            Self::Cancelling => "Cancelar el turno",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::OutOfOrder => "Por qué se llama antes este turno",
            Self::TakenBack => "Por qué no acudió al llamado",
            Self::Cancelling => "Por qué se cancela",
        }
    }
}

/// A turn that is being printed.
pub(super) struct TicketJob {
    /// Its code.
    pub(super) code: String,
    /// How it goes.
    pub(super) job: PrintJob<()>,
}

/// The panel.
#[derive(Default)]
pub(super) struct TurnPanel {
    doing: Option<Doing>,
    fault: Option<String>,
    of: Option<TurnId>,
    /// The visits under the turn selected, and who attends them.
    pub(super) visits: Live<(Vec<TurnVisit>, Names)>,
    pub(super) asking: Option<Asking>,
    reason: ReasonField,
    flow: Flow,
    wants_focus: bool,
    /// Its button took the keyboard in this frame.
    took_focus: bool,
    /// The turn just called: its button takes the keyboard once the list says that it is called.
    called: Option<TurnId>,
    /// What is begun once nothing is under way and the lists are read.
    then: Option<Wanted>,
    /// What is begun once the open visit is set aside.
    after_park: Option<Wanted>,
    before: Option<Before>,
    pub(super) others: Option<OthersVisitDialog>,
    /// How many calls the centre wants before somebody counts as not having come.
    pub(super) calls_wanted: u16,
    pub(super) reprint: Reprint,
    /// A turn on its way to the printer, whoever is selected meanwhile.
    pub(super) ticket: Option<TicketJob>,
    /// The acknowledgement that came back signed, of which visit.
    pub(super) signed: Option<(VisitId, ScanPanel)>,
    /// What hides who waits, as the list shows it.
    pub(super) veil: Veil,
}

impl TurnPanel {
    pub(super) fn complain(&mut self, sentence: String) {
        self.fault = Some(sentence);
    }

    /// Is an answer awaited?
    pub(super) fn is_busy(&self) -> bool {
        self.doing.is_some()
    }

    pub(super) fn forget(&mut self) {
        self.fault = None;
        // What was asked because of the visit that was left is no question any more: the Enter that began it may have been
        // pressed once more before its page came.
        self.before = None;
        self.visits.stale();
    }

    /// The keyboard goes to the panel's first button.
    pub(super) fn take_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Something that has to do with another person is to begin: at once, or once what is under way is answered.
    pub(super) fn want(&mut self, wanted: Wanted) {
        if self.before.is_none() && !matches!(self.doing, Some(Doing::Calling(_) | Doing::Beginning(_))) {
            self.fault = None;
            self.then = Some(wanted);
        }
    }

    /// The open visit was set aside, or has ended.
    pub(super) fn go_on_after_park(&mut self) {
        if let Some(wanted) = self.after_park.take() {
            self.then = Some(wanted);
        }
    }

    /// The open visit could not be set aside.
    pub(super) fn give_up(&mut self) {
        self.after_park = None;
    }

    /// Begins what waits, or asks first; called once the lists tell how the window stands.
    pub(super) fn begin(&mut self, desk: &Desk, at: &AtWindow) {
        if self.doing.is_some() {
            return;
        }
        let Some(wanted) = self.then.take() else { return };
        self.before = Before::of(at, &wanted);
        if self.before.is_none() {
            self.carry_out(desk, wanted);
        }
    }

    fn carry_out(&mut self, desk: &Desk, wanted: Wanted) {
        self.start(|| match wanted {
            Wanted::Call(call) => Doing::Calling(desk.perform(call)),
            Wanted::Begin(turn) => Doing::Beginning(desk.perform(BeginVisit { turn })),
            Wanted::Resume(visit) => Doing::GoingOn(visit, desk.perform(ResumeVisit { visit })),
            Wanted::Reopen(visit) => Doing::GoingOn(visit, desk.perform(ReopenVisit { visit })),
            Wanted::Link(visit) => Doing::Beginning(desk.perform(LinkVisit { visit })),
            Wanted::GoOn(visit) => Doing::Beginning(desk.perform(GoOnWith { visit })),
        });
    }

    pub(super) fn arrive(&mut self, desk: &Desk, arrival: MarkArrived, told: String) {
        self.mark(desk.perform(arrival), told);
    }

    /// Something is marked, and told once it is.
    pub(super) fn mark(&mut self, ticket: Ticket<()>, told: String) {
        self.start(|| Doing::Marking(ticket, told));
    }

    pub(super) fn call_again(&mut self, desk: &Desk, turn: TurnId, name: &str) {
        let told = format!("Se llamó de nuevo a {name}.");
        self.start(|| Doing::CallingAgain(desk.perform(CallAgain { turn }), told));
    }

    /// One thing at a time: a second click finds the first one under way.
    fn start(&mut self, hand_in: impl FnOnce() -> Doing) {
        if self.doing.is_none() {
            self.fault = None;
            self.doing = Some(hand_in());
        }
    }

    /// Takes answers in; answers a turn to select.
    pub(super) fn poll(&mut self, cx: &mut Cx<'_>) -> Option<TurnId> {
        let printed = self.ticket.as_ref().and_then(|ticket| ticket.job.poll());
        if let (Some(end), Some(TicketJob { code, .. })) = (&printed, self.ticket.take_if(|_| printed.is_some())) {
            match end {
                Ok(()) => cx.tell(format!("Salió el turno {code}.")),
                Err(fault) => self.fault = Some(format!("El turno {code} no se imprimió. {fault}")),
            }
        }
        let answer = match self.doing.as_ref()? {
            Doing::Calling(ticket) => ticket.poll().map(|answer| answer.map(Came::Called)),
            Doing::CallingAgain(ticket, told) => {
                ticket.poll().map(|answer| answer.map(|times| Came::Marked(format!("{told} Llamados: {times}."))))
            }
            Doing::Beginning(ticket) => ticket.poll().map(|answer| answer.map(Came::Open)),
            Doing::GoingOn(visit, ticket) => ticket.poll().map(|answer| answer.map(|()| Came::Open(*visit))),
            Doing::Marking(ticket, told) => ticket.poll().map(|answer| answer.map(|()| Came::Marked(told.clone()))),
        }?;
        self.doing = None;
        self.settle(cx, answer)
    }

    fn settle(&mut self, cx: &mut Cx<'_>, answer: Result<Came, Error>) -> Option<TurnId> {
        match answer {
            Ok(Came::Called(turn)) => {
                self.called = Some(turn);
                Some(turn)
            }
            Ok(Came::Open(visit)) => {
                cx.ask(Command::OpenVisit(visit));
                None
            }
            Ok(Came::Marked(told)) => {
                self.asking = None;
                self.reason = ReasonField::default();
                if !told.is_empty() {
                    cx.tell(told);
                }
                None
            }
            Err(fault) => {
                self.fault = Some(fault.to_string());
                self.then = None;
                None
            }
        }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, next: Option<&TurnRow>, selected: Option<&TurnRow>) {
        self.dialogs_ui(ui, cx);
        if !cx.is_at_arrivals() {
            self.next_ui(ui, next);
            ui.add_space(14.0);
        }
        if let Some(fault) = &self.fault {
            let fault = fault.clone();
            widgets::notice(ui, Sign::Refused, &fault, None);
            ui.add_space(8.0);
        }
        let id = selected.map(|row| row.id);
        if self.of != id {
            self.of = id;
            self.visits.clear();
            self.reprint = Reprint::default();
            self.signed = None;
            self.asking = None;
            self.reason = ReasonField::default();
        }
        match selected {
            Some(row) => {
                // In a low window not all of it has room; each turn is read from its top.
                egui::ScrollArea::vertical().id_salt(("turn", row.id)).auto_shrink([false, true]).show(ui, |ui| {
                    widgets::card(ui, |ui| self.turn_ui(ui, cx, row, next.map(|next| next.id)));
                });
            }
            None => {
                let what_to_do = match cx.is_at_arrivals() {
                    true => "Lea el código con el lector, o escriba el código o el número de la persona en Buscar.",
                    false => "Lea el código con el lector, búsquelo, o llame el turno siguiente.",
                };
                widgets::empty(ui, Icon::Person, "Elija un turno", what_to_do);
            }
        }
    }

    fn dialogs_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        if let Some(dialog) = &mut self.others
            && !dialog.ui(ui.ctx(), cx)
        {
            self.others = None;
        }
        let settled = self.before.as_mut().and_then(|before| before.ui(ui.ctx()));
        if let (Some(settled), Some(Before { wanted, .. })) =
            (settled.clone(), self.before.take_if(|_| settled.is_some()))
        {
            self.answered(cx, settled, wanted);
        }
    }

    fn answered(&mut self, cx: &mut Cx<'_>, settled: Settled, wanted: Wanted) {
        let desk = cx.desk;
        match settled {
            Settled::Back => {}
            Settled::Park(open) if open.is_at_hand => {
                self.after_park = Some(wanted);
                cx.ask(Command::ParkVisit);
            }
            Settled::Park(open) => {
                self.mark(desk.perform(ParkVisit { visit: open.visit }), "Atención en pausa".to_owned());
                self.then = Some(wanted);
            }
            Settled::Show(visit) => cx.ask(Command::GoToVisit(visit)),
            Settled::CallAgain(called) => self.call_again(desk, called.turn, &called.name),
            Settled::NoShow(called) => {
                let told = format!("{} no se presentó.", called.name);
                self.mark(desk.perform(MarkNoShow { turn: called.turn }), told);
                self.then = Some(wanted);
            }
            Settled::BackInLine(called) => {
                self.back_in_line(desk, called.turn, &called.name);
                // Whoever is next would be the same person again; somebody chosen is called all the same.
                self.then = matches!(wanted, Wanted::Call(CallTurn { wanted: Some(_), .. })).then_some(wanted);
            }
            Settled::GoOn => self.carry_out(desk, wanted),
        }
    }

    pub(super) fn back_in_line(&mut self, desk: &Desk, turn: TurnId, name: &str) {
        self.mark(desk.perform(TakeBackCall { turn }), format!("{name} espera de nuevo, en su lugar."));
    }

    fn next_ui(&mut self, ui: &mut Ui, next: Option<&TurnRow>) {
        let is_calling = matches!(self.doing, Some(Doing::Calling(_)));
        let button = Button::primary("Siguiente")
            .icon(Icon::Call)
            .shortcut(cap(Action::Next))
            .large()
            .full_width()
            .busy(is_calling)
            .enabled(next.is_some())
            .why("Nadie espera: registre primero la llegada de la persona.");
        if button.show(ui).clicked() {
            self.want(Wanted::Call(CallTurn { wanted: None, reason: None }));
        }
        ui.add_space(4.0);
        match next {
            Some(row) => {
                ui.label(format!("{} · {}", self.veil.name(row), words::hour(row)));
            }
            None => {
                ui.label("Nadie espera.");
            }
        }
    }

    /// Did its button take the keyboard in this frame?
    pub(super) fn take_took_focus(&mut self) -> bool {
        std::mem::take(&mut self.took_focus)
    }

    /// The turn that was just called takes the keyboard to its button.
    pub(super) fn take_focus_if_called(&mut self, turn: TurnId) {
        if self.called == Some(turn) {
            self.called = None;
            self.wants_focus = true;
        }
    }

    /// The button that says what comes next; it takes the keyboard after a call or an Enter in the list.
    pub(super) fn main_button(&mut self, ui: &mut Ui, words: &str, icon: Icon) -> bool {
        let is_busy = self.doing.is_some();
        let response = Button::primary(words).icon(icon).full_width().busy(is_busy).show(ui);
        if self.wants_focus && !is_busy {
            response.request_focus();
            (self.wants_focus, self.took_focus) = (false, true);
        }
        response.clicked()
    }

    pub(super) fn ask_reason(&mut self, asking: Asking) {
        self.asking = Some(asking);
        self.reason = ReasonField::default();
        self.flow.reset();
        self.flow.focus_first();
    }

    pub(super) fn reason_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow, asking: Asking) {
        let is_busy = self.doing.is_some();
        let mut is_given = false;
        Form::show(ui, &mut self.flow, "turn-reason", |form| {
            self.reason.ui(form, Field::new(asking.label()));
            is_given = form.action(Button::primary(asking.button()).full_width().busy(is_busy)).clicked();
        });
        let goes_back = widgets::way_back(ui, is_busy).clicked();
        let is_given_up = goes_back || ui.input(|input| input.key_pressed(egui::Key::Escape));
        if is_given_up {
            self.asking = None;
            self.wants_focus = true;
        }
        if !is_given {
            return;
        }
        let Some(reason) = self.reason.read() else {
            self.flow.focus_first();
            return;
        };
        let turn = row.id;
        match asking {
            Asking::OutOfOrder => {
                self.asking = None;
                self.want(Wanted::Call(CallTurn { wanted: Some(turn), reason: Some(reason) }));
            }
            Asking::TakenBack => {
                let told = format!("{} espera de nuevo.", row.turn.holder_name);
                self.arrive(cx.desk, MarkArrived { turn, reason: Some(reason) }, told);
            }
            Asking::Cancelling => {
                let told = format!("Turno {} cancelado.", row.turn.code);
                self.mark(cx.desk.perform(CancelTurn { turn, reason }), told);
            }
        }
    }
}

/// What came of something.
enum Came {
    Called(TurnId),
    Open(VisitId),
    Marked(String),
}
