//! The panel beside the list: who is next, and what can be done with the turn selected.

use eframe::egui::{self, Ui};

use super::super::common::Reprint;
use crate::desk::{Desk, Error, Live, Ticket};
use crate::domain::id::{TurnId, VisitId};
use crate::domain::procedure;
use crate::domain::turn::{Reason, TurnState};
use crate::ops::Changed;
use crate::ops::turn::{CallTurn, CancelTurn, MarkArrived, MarkNoShow};
use crate::ops::view::{self, TurnRow, Visit, VisitOutcome, VisitState};
use crate::ops::visit::{BeginVisit, LinkVisit, ReopenVisit, ResumeVisit};
use crate::ui::cx::{Command, Cx};
use crate::ui::shortcuts::{Action, cap};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};
use crate::ui::words;

/// What was handed in.
enum Doing {
    Calling(Ticket<TurnId>),
    Beginning(Ticket<VisitId>),
    GoingOn(VisitId, Ticket<()>),
    Marking(Ticket<()>, String),
}

/// What a reason is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
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
            Self::OutOfOrder => "Por qué se le llama antes que a los demás",
            Self::TakenBack => "Por qué no acudió al llamado",
            Self::Cancelling => "Por qué se cancela",
        }
    }
}

/// The panel.
#[derive(Default)]
pub(super) struct TurnPanel {
    doing: Option<Doing>,
    fault: Option<String>,
    of: Option<TurnId>,
    visits: Live<Vec<Visit>>,
    asking: Option<Asking>,
    reason: String,
    flow: Flow,
    wants_focus: bool,
    /// The turn just called: its button takes the keyboard once the list says that it is called.
    called: Option<TurnId>,
    /// A call that waits for an answer.
    call_then: Option<CallTurn>,
    reprint: Reprint,
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
        self.visits.stale();
    }

    /// The keyboard goes to the panel's first button.
    pub(super) fn take_focus(&mut self) {
        self.wants_focus = true;
    }

    pub(super) fn call(&mut self, desk: &Desk, call: CallTurn) {
        match self.doing {
            // The answer to what was marked before is on its way: the next person is called right after it.
            Some(Doing::Marking(..)) => self.call_then = Some(call),
            _ => self.start(|| Doing::Calling(desk.perform(call))),
        }
    }

    pub(super) fn arrive(&mut self, desk: &Desk, arrival: MarkArrived, told: String) {
        self.start(|| Doing::Marking(desk.perform(arrival), told));
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
        let answer = match self.doing.as_ref()? {
            Doing::Calling(ticket) => ticket.poll().map(|answer| answer.map(Answered::Called)),
            Doing::Beginning(ticket) => ticket.poll().map(|answer| answer.map(Answered::Open)),
            Doing::GoingOn(visit, ticket) => ticket.poll().map(|answer| answer.map(|()| Answered::Open(*visit))),
            Doing::Marking(ticket, told) => ticket.poll().map(|answer| answer.map(|()| Answered::Marked(told.clone()))),
        }?;
        self.doing = None;
        let selected = self.settle(cx, answer);
        if let Some(call) = self.call_then.take().filter(|_| self.fault.is_none()) {
            self.call(cx.desk, call);
        }
        selected
    }

    fn settle(&mut self, cx: &mut Cx<'_>, answer: Result<Answered, Error>) -> Option<TurnId> {
        match answer {
            Ok(Answered::Called(turn)) => {
                self.called = Some(turn);
                Some(turn)
            }
            Ok(Answered::Open(visit)) => {
                cx.ask(Command::OpenVisit(visit));
                None
            }
            Ok(Answered::Marked(told)) => {
                self.asking = None;
                self.reason.clear();
                if !told.is_empty() {
                    cx.tell(told);
                }
                None
            }
            Err(fault) => {
                self.fault = Some(fault.to_string());
                None
            }
        }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, next: Option<&TurnRow>, selected: Option<&TurnRow>) {
        self.next_ui(ui, cx, next);
        ui.add_space(14.0);
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
            self.asking = None;
            self.reason.clear();
        }
        match selected {
            Some(row) => {
                widgets::card(ui, |ui| self.turn_ui(ui, cx, row, next.map(|next| next.id)));
            }
            None => {
                widgets::empty(
                    ui,
                    Icon::Person,
                    "Elija un turno",
                    "Lea el código con el lector, búsquelo, o llame al siguiente.",
                );
            }
        }
    }

    fn next_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, next: Option<&TurnRow>) {
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
            self.call(cx.desk, CallTurn { wanted: None, reason: None });
        }
        ui.add_space(4.0);
        match next {
            Some(row) => {
                ui.label(format!("{} · {}", row.turn.holder_name, words::hour(row)));
            }
            None => {
                ui.label("Nadie espera.");
            }
        }
    }

    fn turn_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow, next: Option<TurnId>) {
        let turn = &row.turn;
        widgets::panel_title(ui, &turn.holder_name, turn.holder.as_str());
        widgets::badge(ui, words::sign_of(turn.state), turn.state.spanish());
        ui.add_space(6.0);
        widgets::key_value(ui, "Turno", turn.code.as_str());
        widgets::key_value(ui, "Hora", &words::hour(row));
        widgets::key_value(ui, "Trámite", procedure::name(turn.procedure));
        if let Some(priority) = turn.priority {
            widgets::key_value(ui, "Prioridad", priority.group.spanish());
        }
        if let Some(arrived) = turn.arrived {
            widgets::key_value(ui, "Llegó", &words::hour_of(arrived, cx.zone()));
        }
        if row.vanished {
            widgets::notice(
                ui,
                Sign::Warning,
                "La última agenda ya no nombra este turno.",
                Some("Pida la confirmación a la persona."),
            );
        }
        ui.add_space(10.0);
        self.actions_ui(ui, cx, row, next);
    }

    fn actions_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow, next: Option<TurnId>) {
        let id = row.id;
        if let Some(asking) = self.asking {
            self.reason_ui(ui, cx, row, asking);
            return;
        }
        let mine = cx.desk.session().map(|session| session.actor().window);
        match row.turn.state {
            TurnState::Scheduled => {
                if self.main_button(ui, "Registrar llegada", Icon::Check) {
                    let told = format!("Llegó {}", row.turn.holder_name);
                    self.arrive(cx.desk, MarkArrived { turn: id, reason: None }, told);
                }
                if Button::quiet("Cancelar el turno…").show(ui).clicked() {
                    self.ask_reason(Asking::Cancelling);
                }
            }
            TurnState::Arrived => {
                if self.main_button(ui, if next == Some(id) { "Llamar" } else { "Llamar fuera de orden…" }, Icon::Call)
                {
                    match next == Some(id) {
                        true => self.call(cx.desk, CallTurn { wanted: Some(id), reason: None }),
                        false => self.ask_reason(Asking::OutOfOrder),
                    }
                }
                if Button::quiet("Cancelar el turno…").show(ui).clicked() {
                    self.ask_reason(Asking::Cancelling);
                }
            }
            TurnState::Called if row.called.map(|call| call.window) == mine => {
                if self.called == Some(id) {
                    self.called = None;
                    self.wants_focus = true;
                }
                if self.main_button(ui, "Empezar la atención", Icon::Next) {
                    self.start(|| Doing::Beginning(cx.desk.perform(BeginVisit { turn: id })));
                }
                if Button::secondary("No se presentó").show(ui).clicked() {
                    let told = format!("{} no se presentó", row.turn.holder_name);
                    self.start(|| Doing::Marking(cx.desk.perform(MarkNoShow { turn: id }), told));
                }
            }
            TurnState::Called => {
                ui.label("Lo llamaron a otra ventanilla.");
            }
            TurnState::NoShow => {
                if self.main_button(ui, "La persona regresó…", Icon::Refresh) {
                    self.ask_reason(Asking::TakenBack);
                }
            }
            TurnState::Cancelled => {
                ui.label("El turno está cancelado: la persona necesita otro.");
            }
            TurnState::InService
            | TurnState::Parked
            | TurnState::Served
            | TurnState::NotServed
            | TurnState::Abandoned => self.visits_ui(ui, cx, row),
        }
    }

    /// What goes on with visits that there are already.
    fn visits_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow) {
        let id = row.id;
        self.visits.refresh(cx.desk, &[Changed::Visits, Changed::Turns], |desk| {
            desk.read(move |_, reader| view::visits_of_turn(reader, id))
        });
        let visits = self.visits.get().cloned().unwrap_or_default();
        let me = cx.me.map(|me| me.user);
        self.reprint.poll(cx);
        self.reprint.ui(ui);
        let mut has_main = false;
        for visit in &visits {
            match visit.state {
                VisitState::Open if Some(visit.clerk) == me => {
                    if self.main_button(ui, "Ir a la atención", Icon::Next) {
                        cx.ask(Command::GoToVisit(visit.id));
                    }
                }
                VisitState::Open => {
                    ui.label("Se le atiende en otra ventanilla.");
                }
                VisitState::Parked => {
                    if self.main_button(ui, "Retomar la atención", Icon::Resume) {
                        let visit = visit.id;
                        self.start(|| Doing::GoingOn(visit, cx.desk.perform(ResumeVisit { visit })));
                    }
                }
                VisitState::Ended(VisitOutcome::NotServed) => {
                    if self.main_button(ui, "Reabrir la atención", Icon::Resume) {
                        let visit = visit.id;
                        self.start(|| Doing::GoingOn(visit, cx.desk.perform(ReopenVisit { visit })));
                    }
                    if crate::ops::visit::has_rules(&visit.procedure) {
                        let words = "Imprimir la constancia de nuevo";
                        self.reprint.button_ui(ui, words, || cx.desk.print_constancia(visit.id));
                    }
                }
                VisitState::Ended(_) => continue,
            }
            has_main = true;
        }
        let served = visits.iter().find(|visit| visit.state == VisitState::Ended(VisitOutcome::Served));
        if let Some(visit) = served
            && crate::ops::visit::has_rules(&visit.procedure)
        {
            let words = "Atender por otro empleador";
            let is_clicked = match has_main {
                true => Button::secondary(words).show(ui).clicked(),
                false => self.main_button(ui, words, Icon::Add),
            };
            if is_clicked {
                let visit = visit.id;
                self.start(|| Doing::Beginning(cx.desk.perform(LinkVisit { visit })));
            }
        }
    }

    /// The button that says what comes next; it takes the keyboard after a call or an Enter in the list.
    fn main_button(&mut self, ui: &mut Ui, words: &str, icon: Icon) -> bool {
        let is_busy = self.doing.is_some();
        let response = Button::primary(words).icon(icon).full_width().busy(is_busy).show(ui);
        if self.wants_focus && !is_busy {
            response.request_focus();
            self.wants_focus = false;
        }
        response.clicked()
    }

    fn ask_reason(&mut self, asking: Asking) {
        self.asking = Some(asking);
        self.reason.clear();
        self.flow.reset();
        self.flow.focus_first();
    }

    fn reason_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow, asking: Asking) {
        let is_busy = self.doing.is_some();
        let mut is_given = false;
        Form::show(ui, &mut self.flow, "turn-reason", |form| {
            form.text(Field::new(asking.label()), &mut self.reason);
            is_given = form.action(Button::primary(asking.button()).full_width().busy(is_busy)).clicked();
        });
        let is_given_up =
            Button::quiet("Volver").show(ui).clicked() || ui.input(|input| input.key_pressed(egui::Key::Escape));
        if is_given_up {
            self.asking = None;
            self.wants_focus = true;
        }
        if !is_given {
            return;
        }
        let reason = match Reason::parse(&self.reason) {
            Ok(reason) => reason,
            Err(fault) => {
                self.fault = Some(format!("Falta el motivo: {fault}."));
                self.flow.focus_first();
                return;
            }
        };
        let turn = row.id;
        match asking {
            Asking::OutOfOrder => {
                self.asking = None;
                self.call(cx.desk, CallTurn { wanted: Some(turn), reason: Some(reason) });
            }
            Asking::TakenBack => {
                let told = format!("{} espera de nuevo", row.turn.holder_name);
                self.arrive(cx.desk, MarkArrived { turn, reason: Some(reason) }, told);
            }
            Asking::Cancelling => {
                let told = format!("Turno {} cancelado", row.turn.code);
                self.start(|| Doing::Marking(cx.desk.perform(CancelTurn { turn, reason }), told));
            }
        }
    }
}

/// What came of something.
enum Answered {
    Called(TurnId),
    Open(VisitId),
    Marked(String),
}
