//! The counter: everything behind the login. Which part is shown, what the constant keys do, and what its views ask of each
//! other.

use std::time::Duration;

use eframe::egui::{CentralPanel, Context, Frame, Margin, Ui};

use super::backups;
use super::cx::{Command, Cx, Section};
use super::keyboard::{Keyboard, Place};
use super::requests::Requests;
use super::screens::accompanying::AfterTurned;
use super::screens::catalogue::CatalogueDialog;
use super::screens::day::DayScreen;
use super::screens::leaving::{Leaving, Left, WayOut};
use super::screens::lock::LockScreen;
use super::screens::log::LogScreen;
use super::screens::registers::Registers;
use super::screens::reports::ReportsScreen;
use super::screens::self_service::TurnedScreen;
use super::screens::settings::SettingsScreen;
use super::screens::slips::UnfinishedSlips;
use super::screens::turns::TurnsScreen;
use super::screens::users::UsersScreen;
use super::screens::visit::{ReadDocument, VisitScreen};
use super::server;
use super::shell;
use super::shortcuts::{self, Action};
use super::wedge::Reading;
use super::widgets::{self, Button, Notice, Sign};
use crate::desk::{Desk, LoggedIn};
use crate::domain::id::VisitId;

/// Everything behind the login.
pub(super) struct Counter {
    me: LoggedIn,
    at: Section,
    turns: TurnsScreen,
    visit: Option<VisitScreen>,
    registers: Registers,
    log: LogScreen,
    day: DayScreen,
    reports: ReportsScreen,
    users: UsersScreen,
    settings: SettingsScreen,
    slips: UnfinishedSlips,
    requests: Requests,
    catalogue: Option<Box<CatalogueDialog>>,
    leaving: Option<Leaving>,
    /// The visit was asked to be set aside, for what comes after it.
    is_parked_for: bool,
    lock: Option<LockScreen>,
    /// The screen is turned to whoever came.
    turned: Option<Box<TurnedScreen>>,
    /// What came of it, once the window is back.
    after_turned: Option<(Section, AfterTurned)>,
    last_input_at: f64,
    /// Minutes without a key or a click until the screen locks.
    idle_minutes: u16,
    /// What a reader read and no turn answers to, where neither turns nor visit are shown to say it.
    unread: Option<(Section, String)>,
}

impl Counter {
    /// The counter of whoever came in.
    pub(super) fn of(me: LoggedIn) -> Self {
        Self {
            me,
            at: Section::Turns,
            turns: TurnsScreen::default(),
            visit: None,
            registers: Registers::default(),
            log: LogScreen::default(),
            day: DayScreen::default(),
            reports: ReportsScreen::default(),
            users: UsersScreen::default(),
            settings: SettingsScreen::default(),
            slips: UnfinishedSlips::default(),
            requests: Requests::default(),
            catalogue: None,
            leaving: None,
            is_parked_for: false,
            lock: None,
            turned: None,
            after_turned: None,
            last_input_at: 0.0,
            idle_minutes: crate::ops::settings::Settings::default().idle_lock_minutes,
            unread: None,
        }
    }

    /// Who is at it.
    pub(super) fn me(&self) -> &LoggedIn {
        &self.me
    }

    /// Is the screen locked, or turned to whoever came?
    pub(super) fn is_locked(&self) -> bool {
        self.lock.is_some() || self.turned.is_some()
    }

    /// Whoever tries to close a turned screen is asked for the password. Answers whether it is turned.
    pub(super) fn asks_way_back(&mut self) -> bool {
        match &mut self.turned {
            Some(turned) => {
                turned.ask_way_back(&self.me);
                true
            }
            None => false,
        }
    }

    /// Asks what becomes of the open visit before this way out of it.
    pub(super) fn ask_before(&mut self, way: WayOut) {
        self.leaving = self.visit_left_open().map(|visit| Leaving::new(way, visit));
    }

    /// A turned screen is given back with the session's end.
    pub(super) fn end_turned(&mut self, ctx: &Context) {
        if let Some(turned) = &mut self.turned {
            turned.end(ctx);
        }
    }

    /// What was typed last goes to the store.
    pub(super) fn flush(&mut self, desk: &Desk) {
        if let Some(visit) = &mut self.visit {
            visit.flush(desk);
        }
    }

    /// One frame.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        read: Option<Reading>,
        helping: &mut bool,
        keyboard: &mut Keyboard,
    ) {
        if let Some(lock) = &mut self.lock {
            keyboard.enter(ui.ctx(), Place::Lock);
            keyboard.offer(ui.ctx());
            if let Some(me) = lock.ui(ui, cx) {
                self.me = me;
                self.lock = None;
                keyboard.forget(Place::Lock);
                self.last_input_at = ui.input(|input| input.time);
                ui.ctx().request_repaint();
            }
            return;
        }
        if let Some(turned) = &mut self.turned {
            *helping = false;
            // Each page sends the keyboard where it begins: what stands first leads away from it.
            keyboard.enter(ui.ctx(), Place::Turned);
            if let Some(me) = turned.ui(ui, cx, &self.me, read) {
                self.me = me;
                self.turned = None;
                self.after_turned = Some((self.at, AfterTurned::default()));
                keyboard.forget(Place::Turned);
                self.last_input_at = ui.input(|input| input.time);
                ui.ctx().request_repaint();
            }
            return;
        }
        self.watch_idle(ui, cx);
        if !*helping
            && !widgets::dialog_is_open(ui.ctx())
            && let Some(action) = shortcuts::pressed(ui.ctx(), self.at)
            && (!cx.is_at_arrivals() || action.is_at_arrivals())
        {
            self.act(ui.ctx(), cx, action, helping);
        }
        if let Some(read) = read {
            self.take_reading(cx, read);
        }
        if self.is_parked_for && self.visit.as_ref().is_none_or(|visit| !visit.is_parking()) {
            // It could not be set aside: its page says why.
            self.is_parked_for = false;
            self.leaving = None;
            self.turns.visit_stayed();
            self.at = Section::Visit;
        }
        // Answers are taken in whatever is shown: an arrival counts and a paper comes out all the same.
        let wrong_code = self.turns.poll(cx, self.visit.as_ref().map(VisitScreen::id));
        self.log.poll(cx);
        self.day.poll(cx);
        self.reports.poll(cx);
        self.requests.watch(cx);
        if let Some(visit) = &mut self.visit {
            visit.poll(cx);
        }
        match (self.at, &mut self.visit, wrong_code) {
            (Section::Visit, Some(visit), Some(sentence)) => visit.complain(sentence),
            (Section::Turns, ..) | (_, _, None) => {}
            (at, _, Some(sentence)) => self.unread = Some((at, sentence)),
        }
        let place = match (self.at, &self.visit) {
            (Section::Visit, Some(visit)) => Place::Visit(visit.id()),
            (at, _) => Place::Section(at),
        };
        if keyboard.enter(ui.ctx(), place) {
            self.take_focus();
        }
        let on_the_rail = shell::rail_ui(ui, cx, self.at, self.visit.is_some());
        keyboard.is_on_the_rail(on_the_rail);
        shell::bar_ui(ui, cx);
        server::notice_ui(ui, cx);
        backups::notice_ui(ui, cx, self.at == Section::Settings && self.settings.shows_backups(cx));
        let frame = Frame::new().inner_margin(Margin::symmetric(16, 12));
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            match (self.at, &mut self.visit) {
                (Section::Turns, _) if keyboard.seeks(ui.ctx()) => self.turns.take_keyboard(),
                // The search is not there before the list is: nothing else takes its place meanwhile.
                (Section::Turns, _) if !self.turns.is_read() && keyboard.waits(ui.ctx()) => self.turns.take_keyboard(),
                (Section::Visit, Some(visit)) if visit.shows_papers() && keyboard.waits(ui.ctx()) => {
                    visit.take_keyboard()
                }
                _ => keyboard.offer(ui.ctx()),
            }
            self.slips.leave_to(self.visit.as_ref().map(VisitScreen::id));
            // What a crash left is settled before anything new is printed.
            if !cx.is_at_arrivals() && self.slips.stands_before(ui, cx) {
                return;
            }
            if self.at == Section::Turns && self.visit.as_ref().is_some_and(VisitScreen::has_open_slip) {
                slip_first_ui(ui, cx);
                return;
            }
            self.unread_ui(ui);
            self.after_turned_ui(ui, cx);
            match (self.at, &mut self.visit) {
                (Section::Visit, Some(visit)) => visit.ui(ui, cx),
                (Section::Registers, _) => self.registers.ui(ui, cx),
                (Section::Log, _) => self.log.ui(ui, cx),
                (Section::Day, _) => self.day.ui(ui, cx),
                (Section::Reports, _) => self.reports.ui(ui, cx),
                (Section::Users, _) => self.users.ui(ui, cx),
                (Section::Settings, _) => self.settings.ui(ui, cx),
                _ => self.turns.ui(ui, cx, self.visit.as_ref().map(VisitScreen::id)),
            }
        });
        if let Some(catalogue) = &mut self.catalogue
            && !catalogue.ui(ui.ctx(), cx)
        {
            self.catalogue = None;
        }
        self.leaving_ui(ui.ctx(), cx);
        if let Some(minutes) = self.turns.idle_minutes() {
            self.idle_minutes = minutes;
        }
    }

    /// What a reader read in vain, where nothing else says it, until another part is shown or it is closed.
    fn unread_ui(&mut self, ui: &mut Ui) {
        let Some((at, sentence)) = &self.unread else { return };
        let close = Button::quiet("Cerrar el aviso");
        let is_read = *at != self.at
            || Notice::new(Sign::Refused, sentence).action(close).show(ui).is_some_and(|it| it.clicked());
        if is_read {
            self.unread = None;
        }
    }

    /// How whoever was at the turned screen stands, until another part is shown or it is closed.
    fn after_turned_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let is_over = match &mut self.after_turned {
            Some((at, after)) => *at != self.at || !after.ui(ui, cx),
            None => return,
        };
        if is_over {
            self.after_turned = None;
        }
    }

    /// A code is a turn's. A document is of the visit at hand, or else of somebody who comes for their turn.
    fn take_reading(&mut self, cx: &Cx<'_>, read: Reading) {
        self.unread = None;
        let zone = match read {
            Reading::Code(code) => return self.turns.scanned(&code),
            Reading::Zone(zone) => zone,
        };
        let at_papers = self.visit.as_mut().filter(|visit| self.at == Section::Visit && visit.shows_papers());
        match (ReadDocument::of(&zone, cx.now().day(cx.zone())), at_papers) {
            (Ok(read), Some(visit)) => visit.take_read(read),
            (Err(sentence), Some(visit)) => visit.complain(sentence),
            (Ok(read), None) => match read.number() {
                Some(number) => self.turns.scanned(number),
                None => self
                    .turns
                    .complain("El documento leído no dice el número de cédula: busque a la persona por su nombre."),
            },
            (Err(sentence), None) => self.turns.complain(&sentence),
        }
    }

    /// The visit that whoever works here has open; none while the screen is locked.
    pub(super) fn visit_left_open(&self) -> Option<VisitId> {
        self.turns.open_visit().filter(|_| !self.is_locked())
    }

    fn leaving_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        let (page, slip) = match &self.visit {
            Some(visit) => (Some(visit.id()), visit.has_open_slip()),
            None => (None, false),
        };
        let Some(leaving) = &mut self.leaving else { return };
        match leaving.ui(ctx, cx, page, slip) {
            Left::NotYet => {}
            Left::ParkFirst => cx.ask(Command::ParkVisit),
            Left::Show(visit) => {
                self.leaving = None;
                cx.ask(Command::GoToVisit(visit));
            }
            Left::Stays => self.leaving = None,
            Left::Goes(way) => {
                self.leaving = None;
                cx.ask(Command::Leave(way));
            }
        }
    }

    /// Locks after the idle minutes; until then, wakes for it and for the minute on the clock.
    fn watch_idle(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let (now, is_active) =
            ui.input(|input| (input.time, input.pointer.is_moving() || !input.events.is_empty() && input.focused));
        if is_active || self.last_input_at == 0.0 {
            self.last_input_at = now;
        }
        let idle_secs = f64::from(self.idle_minutes) * 60.0;
        if idle_secs > 0.0 && now - self.last_input_at >= idle_secs {
            cx.ask(Command::Lock);
        }
        let to_the_minute = 60 - cx.now().0.div_euclid(1000).rem_euclid(60);
        let until_locked = if idle_secs > 0.0 { (idle_secs - (now - self.last_input_at)).max(0.1) } else { 60.0 };
        let wake = f64::from(i32::try_from(to_the_minute).unwrap_or(60)).min(until_locked);
        ui.ctx().request_repaint_after(Duration::from_secs_f64(wake));
    }

    fn act(&mut self, ctx: &Context, cx: &mut Cx<'_>, action: Action, helping: &mut bool) {
        match action {
            Action::Help => *helping = true,
            Action::Next => cx.ask(Command::CallNext),
            Action::Search => {
                if !matches!(self.at, Section::Registers | Section::Log) {
                    self.at = Section::Turns;
                }
                self.take_focus();
            }
            Action::WalkIn => {
                self.at = Section::Turns;
                self.turns.give_walk_in();
            }
            Action::Book => {
                self.at = Section::Turns;
                self.turns.book(None);
            }
            Action::Parked => {
                self.at = Section::Turns;
                self.turns.show_parked();
            }
            Action::Park => {
                if let (Section::Visit, Some(visit)) = (self.at, &mut self.visit) {
                    visit.park();
                }
            }
            Action::GoOn | Action::Print | Action::PreviousStep | Action::NextStep => {
                if let (Section::Visit, Some(visit)) = (self.at, &mut self.visit) {
                    visit.act(ctx, action);
                }
            }
            Action::ShowTurns => cx.ask(Command::Show(Section::Turns)),
            Action::ShowVisit => cx.ask(Command::Show(Section::Visit)),
            Action::ShowRegisters => cx.ask(Command::Show(Section::Registers)),
            Action::ShowLog => cx.ask(Command::Show(Section::Log)),
            Action::ShowDay => cx.ask(Command::Show(Section::Day)),
            Action::ShowReports => cx.ask(Command::Show(Section::Reports)),
            Action::ShowUsers => cx.ask(Command::Show(Section::Users)),
            Action::ShowSettings => cx.ask(Command::Show(Section::Settings)),
            Action::Card => {
                let at_hand = self.visit.as_ref().filter(|_| self.at == Section::Visit);
                cx.ask(Command::ShowCard(at_hand.and_then(VisitScreen::procedure)));
            }
            Action::TurnScreen => {
                let at_hand = self.visit.as_ref().filter(|_| self.at == Section::Visit);
                cx.ask(Command::TurnScreen(at_hand.and_then(VisitScreen::procedure)));
            }
            Action::Lock => cx.ask(Command::Lock),
            Action::Theme => cx.ask(Command::ChangeTheme),
        }
    }

    /// The keyboard goes to where work begins on the part that is shown, where that is not its first control.
    fn take_focus(&mut self) {
        match self.at {
            Section::Turns => self.turns.focus_search(),
            Section::Registers => self.registers.focus_search(),
            Section::Log => self.log.focus_search(),
            Section::Users => self.users.focus_list(),
            Section::Visit | Section::Day | Section::Reports | Section::Settings => {}
        }
    }

    /// Does what a view asked for.
    pub(super) fn carry_out(&mut self, ctx: &Context, desk: &Desk, command: Command) {
        match command {
            Command::Show(section) => {
                let is_there = !desk.is_at_arrivals() || section.is_at_arrivals();
                let may =
                    is_there && section.is_for(self.me.role) && (section != Section::Visit || self.visit.is_some());
                if may {
                    self.at = section;
                }
            }
            Command::OpenVisit(id) => self.open_visit(desk, id, true),
            Command::GoToVisit(id) => self.open_visit(desk, id, false),
            Command::ParkVisit => {
                if let Some(visit) = &mut self.visit {
                    visit.park();
                    self.is_parked_for = true;
                } else {
                    // Its page is gone meanwhile: what waited for it must not begin with another visit's end.
                    self.leaving = None;
                    self.turns.visit_stayed();
                }
            }
            Command::LeaveVisit => {
                self.visit = None;
                self.at = Section::Turns;
                self.is_parked_for = false;
                self.turns.reload();
                self.turns.visit_left();
                if self.leaving.as_mut().is_some_and(|leaving| !leaving.visit_left(ctx)) {
                    // It was left before the question was answered: there is nothing to ask about any more.
                    self.leaving = None;
                }
            }
            Command::ShowCard(procedure) => self.catalogue = Some(Box::new(CatalogueDialog::of(procedure))),
            Command::ShowInLog(visit) => {
                self.at = Section::Log;
                self.log.show(visit);
            }
            Command::CallNext if self.visit.as_ref().is_some_and(VisitScreen::has_open_slip) => {
                self.at = Section::Turns;
            }
            Command::CallNext => {
                self.at = Section::Turns;
                self.turns.call_next();
            }
            Command::Serve => {
                if let Some(visit) = &mut self.visit {
                    visit.serve();
                }
            }
            Command::SelectTurn(turn) => {
                self.at = Section::Turns;
                self.turns.select(turn);
                if desk.is_at_arrivals() {
                    // Whoever has no paper of theirs is given one next.
                    self.turns.take_keyboard_to_panel();
                }
            }
            // What people do by themselves there is no arrival desk's.
            Command::TurnScreen(_) if desk.is_at_arrivals() => {}
            Command::TurnScreen(procedure) => {
                if let Some(visit) = &mut self.visit {
                    visit.flush(desk);
                }
                if desk.turn_screen() {
                    // What is being asked or told is the window's own.
                    (self.catalogue, self.leaving) = (None, None);
                    self.turned = Some(Box::new(TurnedScreen::new(procedure)));
                }
            }
            Command::BookTurn(known) => {
                self.at = Section::Turns;
                self.turns.book(Some(known));
            }
            Command::ShowBooked(turn) => {
                self.at = Section::Turns;
                self.turns.show_booked(turn);
            }
            Command::Lock => {
                if let Some(visit) = &mut self.visit {
                    visit.flush(desk);
                }
                desk.log_out();
                self.lock = Some(LockScreen::of(&self.me));
            }
            _ => {}
        }
    }

    /// Shows a visit. One that was taken up or opened again begins from the store; what was typed in another one is saved.
    fn open_visit(&mut self, desk: &Desk, id: VisitId, anew: bool) {
        if anew || self.visit.as_ref().is_none_or(|visit| visit.id() != id) {
            if let Some(before) = &mut self.visit {
                before.flush(desk);
            }
            self.visit = Some(VisitScreen::open(id));
        }
        self.at = Section::Visit;
    }
}

/// Nobody else is called while a key is on the desk.
fn slip_first_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let go = widgets::Notice::new(widgets::Sign::Warning, "Hay una clave sin entregar en esta ventanilla.")
        .next("Entréguela o anúlela antes de llamar a otra persona.")
        .action(widgets::Button::primary("Ir a la clave pendiente"));
    if go.show(ui).is_some_and(|button| button.clicked()) {
        cx.ask(Command::Show(Section::Visit));
    }
}
