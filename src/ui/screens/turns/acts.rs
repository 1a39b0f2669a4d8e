//! The turn selected: what is known of it, and what can be done with it as it stands.

use eframe::egui::{Label, RichText, Role, Ui};

use super::super::common::{Act, OthersVisitDialog, constancia_words, mail_ui, short_facts_ui};
use super::super::scans::ScanPanel;
use super::panel::{Asking, TicketJob, TurnPanel};
use super::wanting::{Calls, Wanted};
use crate::domain::calendar::Moment;
use crate::domain::id::TurnId;
use crate::domain::procedure;
use crate::domain::turn::{Origin, TurnState};
use crate::ops::procedure::{has_papers, links};
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::turn::{
    ARRIVAL_TAKEN_BACK_WITHIN_MS, CallTurn, MarkArrived, MarkNoShow, NO_SHOW_TAKEN_BACK_WITHIN_MS, TakeBackArrival,
    TakeBackNoShow,
};
use crate::ops::view::{self, Called, Scan, TurnRow, TurnVisit, Visit, VisitOutcome, VisitState};
use crate::ops::visit::goes_on_with;
use crate::ops::{Changed, Names};
use crate::ui::cx::{Command, Cx, ToBook};
use crate::ui::theme::{self, Icon};
use crate::ui::widgets::{self, Button, Sign};
use crate::ui::words;

pub(super) const PRINT_TICKET: &str = "Imprimir el turno";

/// Lower than this, in points, a window has no room for all that is known of a turn above its buttons.
const LOW_WINDOW: f32 = 600.0;

impl TurnPanel {
    pub(super) fn turn_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow, next: Option<TurnId>) {
        let turn = &row.turn;
        // In a low window what is done comes before what is known: the name and the button are seen together.
        let is_low = ui.ctx().content_rect().height() < LOW_WINDOW;
        match is_low {
            true => {
                let name = RichText::new(self.veil.name(row)).text_style(theme::large_style());
                let name = ui.add(Label::new(name).wrap());
                ui.accesskit_node_builder(name.id, |node| node.set_role(Role::Heading));
                ui.horizontal_wrapped(|ui| {
                    ui.label(self.veil.number(row));
                    widgets::badge(ui, words::sign_of(turn.state), turn.state.spanish());
                });
                ui.add_space(4.0);
                self.actions_ui(ui, cx, row, next);
                ui.add_space(10.0);
                self.facts_ui(ui, cx, row);
            }
            false => {
                widgets::panel_title(ui, &self.veil.name(row), &self.veil.number(row));
                widgets::badge(ui, words::sign_of(turn.state), turn.state.spanish());
                ui.add_space(6.0);
                self.facts_ui(ui, cx, row);
                ui.add_space(10.0);
                self.actions_ui(ui, cx, row, next);
            }
        }
    }

    fn facts_ui(&self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        let turn = &row.turn;
        widgets::key_value(ui, "Trámite", procedure::name(turn.procedure));
        if let Some(priority) = turn.priority {
            widgets::key_value(ui, "Prioridad", priority.group.spanish());
        }
        let mut facts = vec![("Turno", turn.code.to_string()), ("Hora", words::hour(row))];
        facts.extend(turn.arrived.map(|arrived| ("Llegó", words::hour_of(arrived, cx.zone()))));
        if let (TurnState::Called, Some(call)) = (turn.state, row.called) {
            facts.push(("Llamados", self.calls(call).in_words()));
        }
        short_facts_ui(ui, &facts);
        if row.vanished {
            widgets::notice(
                ui,
                Sign::Warning,
                "La última agenda ya no nombra este turno.",
                Some("Pida la confirmación a la persona."),
            );
        }
    }

    fn calls(&self, call: Called) -> Calls {
        Calls { made: call.times, wanted: self.calls_wanted }
    }

    fn actions_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow, next: Option<TurnId>) {
        let id = row.id;
        if let Some(asking) = self.asking {
            self.reason_ui(ui, cx, row, asking);
            return;
        }
        if cx.is_at_arrivals() {
            self.reception_ui(ui, cx, row);
            return;
        }
        match row.turn.state {
            TurnState::Scheduled => {
                if self.main_button(ui, "Registrar llegada", Icon::Check) {
                    let told = format!("Llegó {}.", row.turn.holder_name);
                    self.arrive(cx.desk, MarkArrived { turn: id, reason: None }, told);
                }
                if row.is_booked_here() && Button::quiet("Mover o imprimir…").icon(Icon::Calendar).show(ui).clicked()
                {
                    cx.ask(Command::ShowBooked(id));
                }
                self.cancel_ui(ui);
            }
            TurnState::Arrived => self.waiting_ui(ui, cx, row, next == Some(id)),
            TurnState::Called => self.called_ui(ui, cx, row),
            TurnState::NoShow => self.missed_ui(ui, cx, row),
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

    fn cancel_ui(&mut self, ui: &mut Ui) {
        if Button::quiet("Cancelar el turno…").show(ui).clicked() {
            self.ask_reason(Asking::Cancelling);
        }
    }

    fn waiting_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow, is_next: bool) {
        if self.main_button(ui, if is_next { "Llamar" } else { "Llamar fuera de orden…" }, Icon::Call) {
            match is_next {
                true => self.want(Wanted::Call(CallTurn { wanted: Some(row.id), reason: None })),
                false => self.ask_reason(Asking::OutOfOrder),
            }
        }
        self.ticket_ui(ui, cx, row);
        self.undo_arrival_ui(ui, cx, row);
        self.cancel_ui(ui);
    }

    /// What was marked by a slip of the hand a moment ago is taken back.
    pub(super) fn undo_arrival_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        let came_ago = row.turn.arrived.map_or(0, |at| cx.now().0.saturating_sub(at.0));
        let is_recent = came_ago <= ARRIVAL_TAKEN_BACK_WITHIN_MS;
        let may_have_come = row.turn.origin != Origin::WalkIn && row.called.is_none() && is_recent;
        if may_have_come && Button::quiet("Deshacer la llegada").show(ui).clicked() {
            let told = format!("{} ya no consta como presente.", row.turn.holder_name);
            self.mark(cx.desk.perform(TakeBackArrival { turn: row.id }), told);
        }
    }

    /// The button that prints the turn for whoever waits without a paper of theirs.
    fn ticket_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        if !self.is_printing_ui(ui) && Button::secondary(PRINT_TICKET).icon(Icon::Printer).show(ui).clicked() {
            self.print_ticket(cx, row);
        }
    }

    /// How the turn comes that is being printed; answers whether one is.
    pub(super) fn is_printing_ui(&self, ui: &mut Ui) -> bool {
        let Some(TicketJob { code, job }) = &self.ticket else { return false };
        widgets::progress(ui, None, &format!("Imprimiendo el turno {code}… {}", job.words()));
        true
    }

    pub(super) fn print_ticket(&mut self, cx: &Cx<'_>, row: &TurnRow) {
        self.ticket = Some(TicketJob { code: row.turn.code.to_string(), job: cx.desk.print_ticket(row.id) });
    }

    fn called_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        let (id, name) = (row.id, &row.turn.holder_name);
        let Some(call) = row.called else { return };
        let is_here = cx.desk.session().is_some_and(|session| session.actor().window == call.window);
        if !is_here {
            let window = cx.desk.house().map_or(0, |house| house.window_number(call.window));
            ui.label(format!("El llamado es a la ventanilla {window}."));
            if !cx.is_supervisor() {
                return;
            }
        }
        if is_here {
            self.take_focus_if_called(id);
            if self.main_button(ui, "Empezar la atención", Icon::Next) {
                self.want(Wanted::Begin(id));
            }
        }
        let too_few = self.calls(call).too_few();
        ui.horizontal_wrapped(|ui| {
            if is_here && Button::secondary("Llamar de nuevo").show(ui).clicked() {
                self.call_again(cx.desk, id, name);
            }
            let missed = Button::secondary("No se presentó").enabled(too_few.is_none());
            if missed.why(too_few.as_deref().unwrap_or_default()).show(ui).clicked() {
                let told = format!("{name} no se presentó.");
                self.mark(cx.desk.perform(MarkNoShow { turn: id }), told);
            }
        });
        if let Some(too_few) = &too_few {
            ui.label(too_few);
        }
        if Button::quiet("Vuelve a la espera, en su lugar").show(ui).clicked() {
            self.back_in_line(cx.desk, id, name);
        }
    }

    fn missed_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &TurnRow) {
        if self.main_button(ui, "La persona regresó…", Icon::Refresh) {
            self.ask_reason(Asking::TakenBack);
        }
        let marked_ago = row.ended_at.map_or(i64::MAX, |at| cx.now().0.saturating_sub(at.0));
        let window = cx.desk.session().map(|session| session.actor().window);
        let is_here = row.called.is_some_and(|call| Some(call.window) == window);
        if is_here && marked_ago <= NO_SHOW_TAKEN_BACK_WITHIN_MS {
            let undone = Button::secondary("Deshacer «No se presentó»").show(ui);
            if undone.clicked() {
                let told = format!("El llamado a {} sigue en pie.", row.turn.holder_name);
                self.mark(cx.desk.perform(TakeBackNoShow { turn: row.id }), told);
            }
        }
    }

    /// What goes on with visits that there are already.
    fn visits_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, row: &TurnRow) {
        let id = row.id;
        let lists = [Changed::Visits, Changed::Turns, Changed::Users, Changed::Mail];
        self.visits.refresh(cx.desk, &lists, |desk| {
            desk.read(move |_, reader| Ok((view::attended_of_turn(reader, id)?, Names::read(reader)?)))
        });
        let Some((visits, names)) = self.visits.get().cloned() else { return };
        let me = cx.me.map(|me| me.user);
        if self.reprint.poll(cx) {
            self.visits.stale();
        }
        self.reprint.ui(ui);
        let mut has_main = false;
        for attended in &visits {
            let visit = &attended.visit;
            match visit.state {
                VisitState::Open if Some(visit.clerk) == me => {
                    if self.main_button(ui, "Ir a la atención", Icon::Next) {
                        cx.ask(Command::GoToVisit(visit.id));
                    }
                }
                VisitState::Open => self.others_visit_ui(ui, cx, visit, row, &names),
                VisitState::Parked => {
                    if self.main_button(ui, "Retomar la atención", Icon::Resume) {
                        self.want(Wanted::Resume(visit.id));
                    }
                }
                VisitState::Ended(VisitOutcome::NotServed) => {
                    if self.main_button(ui, "Reabrir la atención", Icon::Resume) {
                        self.want(Wanted::Reopen(visit.id));
                    }
                    if has_papers(visit) {
                        let words = constancia_words(attended.has_constancia);
                        self.reprint.button_ui(ui, words, || cx.desk.print_constancia(visit.id));
                    }
                    if Button::secondary("Reservar otro turno…").icon(Icon::Calendar).show(ui).clicked() {
                        cx.ask(Command::BookTurn(to_book(visit, row)));
                    }
                }
                VisitState::Ended(_) => continue,
            }
            has_main = true;
        }
        let is_served = |it: &&TurnVisit| it.visit.state == VisitState::Ended(VisitOutcome::Served);
        for attended in visits.iter().filter(is_served) {
            if let Some(standing) = &attended.notice {
                mail_ui(ui, standing, cx.now(), cx.zone());
                ui.add_space(6.0);
            }
            self.signed_ui(ui, cx, attended);
        }
        // Another employer of the same person is for whoever attended the first.
        let is_mine = |it: &&TurnVisit| Some(it.visit.clerk) == me;
        if let Some(TurnVisit { visit, .. }) = visits.iter().filter(is_mine).find(is_served)
            && let Some(words) = links(&visit.procedure)
        {
            let is_clicked = match has_main {
                true => Button::secondary(words).show(ui).clicked(),
                false => self.main_button(ui, words, Icon::Add),
            };
            if is_clicked {
                self.want(Wanted::Link(visit.id));
            }
        }
        // What whoever was served needs next, once.
        let is_continued = |it: &Visit| visits.iter().any(|other| other.visit.linked_to == Some(it.id));
        if let Some(TurnVisit { visit, .. }) = visits.iter().filter(is_mine).find(is_served)
            && let Some(next) = goes_on_with(&visit.procedure)
            && !is_continued(visit)
            && self.main_button(ui, &format!("Seguir con «{}»", next.name), Icon::Next)
        {
            self.want(Wanted::GoOn(visit.id));
        }
    }

    /// The acknowledgement of a key that was delivered, when it comes back signed while the person's turn is in sight.
    fn signed_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, attended: &TurnVisit) {
        let (Some(slip), visit) = (&attended.delivered, attended.visit.id) else { return };
        let paper = ScannedPaper::Acknowledgement;
        let signed: Vec<Scan> = attended.scans.iter().filter(|scan| scan.paper == paper.code()).cloned().collect();
        let stands = if signed.is_empty() { "Todavía no se adjunta" } else { "Adjunto" };
        widgets::key_value(ui, &format!("Acuse de recibo firmado, {}", slip.serial), stands);
        if self.signed.as_ref().is_none_or(|(of, _)| *of != visit) {
            if Button::secondary("Adjuntar el acuse firmado…").icon(Icon::Scan).show(ui).clicked() {
                let mut panel = ScanPanel::new(ScanSubject::HandedOver(visit));
                panel.focus();
                self.signed = Some((visit, panel));
            }
            return;
        }
        if let Some((_, panel)) = &mut self.signed {
            panel.came_at(cx, Moment(slip.reserved_at_ms));
            if panel.ui(ui, cx, &signed, Some(paper), &[paper]) {
                self.visits.stale();
            }
        }
    }

    /// A visit that somebody else has open: where, and the way out of it for a supervisor.
    fn others_visit_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, visit: &Visit, row: &TurnRow, names: &Names) {
        let clerk = names.user(visit.clerk);
        let mine = cx.desk.session().map(|session| session.actor().window);
        ui.label(match Some(visit.window) == mine {
            true => format!("La atención quedó abierta en esta ventanilla: la lleva {clerk}."),
            false => format!("La atención está abierta en la ventanilla {}: {clerk}.", names.window(visit.window)),
        });
        if !cx.is_supervisor() {
            ui.label("Supervisión la pone en pausa o la termina desde aquí.");
            return;
        }
        for act in Act::ALL {
            if Button::secondary(act.button()).show(ui).clicked() {
                let of = format!("la atención de {} ({clerk})", row.turn.holder_name);
                self.others = Some(OthersVisitDialog::new(visit.id, act, &of));
            }
        }
    }
}

/// Who comes back for what: the applicant of the visit, where it names one.
fn to_book(visit: &Visit, row: &TurnRow) -> ToBook {
    let turn = &row.turn;
    let number = match visit.keys.applicant_number.trim() {
        "" => turn.holder.as_str(),
        applicant => applicant,
    };
    let name = if number == turn.holder.as_str() { turn.holder_name.clone() } else { String::new() };
    ToBook { procedure: turn.procedure, number: number.to_owned(), name }
}
