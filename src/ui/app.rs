//! The whole window: one stage at a time, what the keyboard does everywhere, and what the views asked for.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, CentralPanel, Context, Frame, Margin, Ui};

use super::backups;
use super::cx::{Command, Cx, Section};
use super::keyboard::{Keyboard, Place};
use super::screens::day::DayScreen;
use super::screens::first_start::FirstStart;
use super::screens::help;
use super::screens::leaving::{Leaving, Left, WayOut};
use super::screens::lock::LockScreen;
use super::screens::log::LogScreen;
use super::screens::login::LoginScreen;
use super::screens::registers::Registers;
use super::screens::reports::ReportsScreen;
use super::screens::settings::SettingsScreen;
use super::screens::slips::UnfinishedSlips;
use super::screens::turns::TurnsScreen;
use super::screens::users::UsersScreen;
use super::screens::visit::VisitScreen;
use super::shell;
use super::shortcuts::{self, Action};
use super::theme::{self, Mode};
use super::typed_ahead::TypedAhead;
use super::wedge::Wedge;
use super::widgets::{self, Toasts};
use crate::desk::{Desk, LoggedIn, Station, Waker};
use crate::domain::id::VisitId;
use crate::ops::House;

/// Somebody whose login is no secret: of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginHint {
    /// The user.
    pub login: String,
    /// The password.
    pub password: String,
    /// The name and the function.
    pub about: String,
}

/// What the window opens with.
pub struct Opening {
    /// This window of this machine.
    pub station: Station,
    /// A house that is open already, with nobody at the window.
    pub house: Option<House>,
    /// Logins that are no secret.
    pub hints: Vec<LoginHint>,
    /// The theme to begin with.
    pub mode: Mode,
    /// How large everything is drawn.
    pub scale: f32,
    /// Width and height of the window, in points.
    pub window_size: Option<[f32; 2]>,
}

/// The window.
pub struct App {
    desk: Option<Desk>,
    stage: Stage,
    toasts: Toasts,
    wedge: Wedge,
    typed_ahead: TypedAhead,
    hints: Vec<LoginHint>,
    helping: bool,
    keyboard: Keyboard,
    size: [f32; 2],
    /// When somebody was last at the keyboard of the login, in seconds.
    last_input_at: f64,
    /// Whoever closes the window has said what becomes of the open visit.
    may_close: bool,
}

/// After so many seconds without a key somebody who logged in and has not come to the counter is logged out.
const IDLE_BEFORE_THE_COUNTER_SECS: f64 = 300.0;

enum Stage {
    FirstStart(Box<FirstStart>),
    Login(Box<LoginScreen>),
    Counter(Box<Counter>),
}

/// Everything behind the login.
struct Counter {
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
    leaving: Option<Leaving>,
    /// The visit was asked to be set aside, for what comes after it.
    is_parked_for: bool,
    lock: Option<LockScreen>,
    last_input_at: f64,
    /// Minutes without a key or a click until the screen locks.
    idle_minutes: u16,
}

impl App {
    /// The window with its desk.
    ///
    /// # Errors
    /// The system's, when a thread cannot be started.
    pub fn new(ctx: &Context, opening: Opening) -> std::io::Result<Self> {
        theme::install(ctx, opening.mode);
        // A click on what takes no keyboard leaves it where it is.
        ctx.options_mut(|options| options.input_options.surrender_focus_on = egui::SurrenderFocusOn::Never);
        ctx.set_zoom_factor(opening.scale.clamp(0.5, 3.0));
        let wakes = ctx.clone();
        let waker: Waker = Arc::new(move || wakes.request_repaint());
        let desk = Desk::start(opening.station, waker)?;
        if let Some(house) = opening.house {
            desk.adopt(house);
        }
        let stage = match desk.house_stands() {
            Ok(false) => Stage::FirstStart(Box::default()),
            Ok(true) => Stage::Login(Box::new(LoginScreen::new(opening.hints.clone(), None))),
            Err(fault) => Stage::Login(Box::new(LoginScreen::new(Vec::new(), Some(&fault)))),
        };
        Ok(Self {
            desk: Some(desk),
            stage,
            toasts: Toasts::default(),
            wedge: Wedge::default(),
            typed_ahead: TypedAhead::default(),
            hints: opening.hints,
            helping: false,
            keyboard: Keyboard::default(),
            last_input_at: 0.0,
            may_close: false,
            size: opening.window_size.unwrap_or([1366.0, 768.0]),
        })
    }

    /// The desk, until the window is closed.
    #[must_use]
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// What comes before every frame's input: the barcode reader is told apart from a hand.
    pub fn look_at_input(&mut self, ctx: &Context, input: &mut egui::RawInput) {
        let before = widgets::focused_text(ctx);
        self.wedge.look(input, before);
        let now = input.time.unwrap_or_default();
        widgets::note_burst(ctx, self.wedge.is_typing(now));
        if self.typed_ahead.look(input) {
            ctx.request_repaint();
        }
    }

    /// One frame.
    pub fn frame(&mut self, ui: &mut Ui) {
        let Some(desk) = self.desk.take() else { return };
        self.draw(ui, &desk);
        self.desk = Some(desk);
    }

    fn draw(&mut self, ui: &mut Ui, desk: &Desk) {
        let ctx = ui.ctx().clone();
        let fill = theme::palette(ui).background;
        let mut commands = Vec::new();
        let scanned = self.wedge.take();
        self.stop_the_close(&ctx);
        CentralPanel::no_frame().frame(Frame::new().fill(fill)).show(ui, |ui| match &mut self.stage {
            Stage::FirstStart(screen) => {
                self.keyboard.enter(&ctx, Place::FirstStart);
                self.keyboard.offer(&ctx);
                screen.ui(ui, &mut Cx { desk, me: None, toasts: &mut self.toasts, commands: &mut commands });
            }
            Stage::Login(screen) => {
                self.keyboard.enter(&ctx, Place::Login);
                self.keyboard.offer(&ctx);
                // Somebody who logged in and left before the counter leaves nothing open.
                if desk.session().is_some() {
                    let (now, is_active) = ui.input(|input| (input.time, !input.events.is_empty()));
                    if is_active || self.last_input_at == 0.0 {
                        self.last_input_at = now;
                    }
                    if now - self.last_input_at >= IDLE_BEFORE_THE_COUNTER_SECS {
                        commands.push(Command::LogOut);
                    }
                    ui.ctx().request_repaint_after(Duration::from_secs_f64(IDLE_BEFORE_THE_COUNTER_SECS));
                } else {
                    self.last_input_at = 0.0;
                }
                let mut cx = Cx { desk, me: None, toasts: &mut self.toasts, commands: &mut commands };
                if let Some(me) = screen.ui(ui, &mut cx) {
                    desk.tidy();
                    self.stage = Stage::Counter(Box::new(Counter::of(me)));
                    ui.ctx().request_repaint();
                }
            }
            Stage::Counter(counter) => {
                let me = counter.me.clone();
                let mut cx = Cx { desk, me: Some(&me), toasts: &mut self.toasts, commands: &mut commands };
                counter.ui(ui, &mut cx, scanned, &mut self.helping, &mut self.keyboard);
            }
        });
        if self.helping {
            self.helping = help::ui(&ctx);
        }
        let beside_the_rail = match &self.stage {
            Stage::Counter(counter) if counter.lock.is_none() => shell::rail_width(ctx.content_rect().width()),
            _ => 0.0,
        };
        self.toasts.show(&ctx, beside_the_rail);
        self.keyboard.settle(&ctx);
        for command in commands {
            self.carry_out(&ctx, desk, command);
        }
        if let Some(rect) = ctx.input(|input| input.viewport().inner_rect) {
            self.size = [rect.width(), rect.height()];
        }
    }

    /// A window that is closed over an open visit asks first.
    fn stop_the_close(&mut self, ctx: &Context) {
        if self.may_close || !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        if let Stage::Counter(counter) = &mut self.stage
            && let Some(visit) = counter.visit_left_open()
        {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            if !widgets::dialog_is_open(ctx) {
                counter.leaving = Some(Leaving::new(WayOut::Close, visit));
            }
        }
    }

    fn carry_out(&mut self, ctx: &Context, desk: &Desk, command: Command) {
        match (command, &mut self.stage) {
            (Command::ShowShortcuts, _) => self.helping = true,
            (Command::ChangeTheme, _) => {
                let mode = theme::mode(ctx).other();
                theme::install(ctx, mode);
                let name = mode.name().to_owned();
                drop(desk.change_station(|_| {}, move |settings| settings.theme = Some(name)));
            }
            (Command::Founded, stage) => {
                *stage = Stage::Login(Box::new(LoginScreen::new(self.hints.clone(), None)));
            }
            (Command::BeginAnew, stage) => *stage = Stage::FirstStart(Box::default()),
            (Command::LogOut, Stage::Counter(counter)) if counter.visit_left_open().is_some() => {
                counter.leaving = counter.visit_left_open().map(|visit| Leaving::new(WayOut::LogOut, visit));
            }
            (Command::Leave(WayOut::Close), _) => {
                self.may_close = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            (Command::LogOut | Command::Leave(WayOut::LogOut), stage @ (Stage::Counter(_) | Stage::Login(_))) => {
                if let Stage::Counter(counter) = stage
                    && let Some(visit) = &mut counter.visit
                {
                    visit.flush(desk);
                }
                desk.log_out();
                self.keyboard.forget_all();
                *stage = Stage::Login(Box::new(LoginScreen::new(self.hints.clone(), None)));
            }
            (command, Stage::Counter(counter)) => counter.carry_out(ctx, desk, command),
            _ => {}
        }
        ctx.request_repaint();
    }

    /// Ends the work: what was handed in is finished, the house is closed.
    pub fn close(&mut self) {
        let Some(desk) = self.desk.take() else { return };
        if let Stage::Counter(counter) = &mut self.stage
            && let Some(visit) = &mut counter.visit
        {
            visit.flush(&desk);
        }
        let size = self.size;
        drop(desk.change_station(|_| {}, move |settings| settings.window_size = Some(size)));
        if let Err(error) = desk.close() {
            tracing::warn!(%error, "the house was not closed; the next opening mends it");
        }
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, ctx: &Context, input: &mut egui::RawInput) {
        self.look_at_input(ctx, input);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}

impl Counter {
    fn of(me: LoggedIn) -> Self {
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
            leaving: None,
            is_parked_for: false,
            lock: None,
            last_input_at: 0.0,
            idle_minutes: crate::ops::settings::Settings::default().idle_lock_minutes,
        }
    }

    fn ui(
        &mut self,
        ui: &mut Ui,
        cx: &mut Cx<'_>,
        scanned: Option<String>,
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
        self.watch_idle(ui, cx);
        if !*helping
            && !widgets::dialog_is_open(ui.ctx())
            && let Some(action) = shortcuts::pressed(ui.ctx(), self.at)
        {
            self.act(ui.ctx(), cx, action, helping);
        }
        if let Some(code) = scanned {
            self.turns.scanned(&code);
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
        if let Some(visit) = &mut self.visit {
            visit.poll(cx);
            if let (Section::Visit, Some(sentence)) = (self.at, wrong_code) {
                visit.complain(sentence);
            }
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
        backups::notice_ui(ui, cx, self.at == Section::Settings && self.settings.shows_backups(cx));
        let frame = Frame::new().inner_margin(Margin::symmetric(16, 12));
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            keyboard.offer(ui.ctx());
            self.slips.leave_to(self.visit.as_ref().map(VisitScreen::id));
            // What a crash left is settled before anything new is printed.
            if self.slips.stands_before(ui, cx) {
                return;
            }
            if self.at == Section::Turns && self.visit.as_ref().is_some_and(VisitScreen::has_open_slip) {
                slip_first_ui(ui, cx);
                return;
            }
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
        self.leaving_ui(ui.ctx(), cx);
        if let Some(minutes) = self.turns.idle_minutes() {
            self.idle_minutes = minutes;
        }
    }

    /// The visit that whoever works here has open; none while the screen is locked.
    fn visit_left_open(&self) -> Option<VisitId> {
        self.turns.open_visit().filter(|_| self.lock.is_none())
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

    fn carry_out(&mut self, ctx: &Context, desk: &Desk, command: Command) {
        match command {
            Command::Show(section) => {
                let may = section.is_for(self.me.role) && (section != Section::Visit || self.visit.is_some());
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
                }
            }
            Command::LeaveVisit => {
                self.visit = None;
                self.at = Section::Turns;
                self.is_parked_for = false;
                self.turns.reload();
                self.turns.visit_left();
                if let Some(leaving) = &mut self.leaving {
                    leaving.visit_left(ctx);
                }
            }
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
            Command::PrintKey => {
                if let Some(visit) = &mut self.visit {
                    visit.print_key();
                }
            }
            Command::SelectTurn(turn) => {
                self.at = Section::Turns;
                self.turns.select(turn);
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
