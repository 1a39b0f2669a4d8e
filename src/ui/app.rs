//! The whole window: one stage at a time, what the keyboard does everywhere, and what the views asked for.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, CentralPanel, Context, Frame, Ui};

use super::counter::Counter;
use super::cx::{Command, Cx};
use super::keyboard::{Keyboard, Place};
use super::screens::calls::CallsScreen;
use super::screens::first_start::FirstStart;
use super::screens::help;
use super::screens::leaving::WayOut;
use super::screens::login::LoginScreen;
use super::theme::{self, Mode};
use super::typed_ahead::TypedAhead;
use super::wedge::{Before, Wedge};
use super::widgets::{self, Toasts};
use crate::desk::{Desk, Station, Waker};
use crate::domain::system::ForLog as _;
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
    /// What it is opened for.
    pub purpose: Purpose,
}

/// What a window is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// The counter.
    #[default]
    Counter,
    /// After the login the screen is turned to whoever came.
    SelfService,
    /// The calls for the waiting room, with a chime or without.
    Calls {
        /// Without.
        silent: bool,
    },
}

impl Purpose {
    /// Does it have the whole screen?
    #[must_use]
    pub fn has_whole_screen(self) -> bool {
        self != Self::Counter
    }
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
    /// A login turns the screen: it is for self-service.
    turns_after_login: bool,
}

/// After so many seconds without a key somebody who logged in and has not come to the counter is logged out.
const IDLE_BEFORE_THE_COUNTER_SECS: f64 = 300.0;

enum Stage {
    FirstStart(Box<FirstStart>),
    Login(Box<LoginScreen>),
    Counter(Box<Counter>),
    Calls(Box<CallsScreen>),
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
        let stage = match (opening.purpose, desk.house_stands()) {
            (Purpose::Calls { silent }, _) => Stage::Calls(Box::new(CallsScreen::new(silent))),
            (_, Ok(false)) => Stage::FirstStart(Box::new(FirstStart::of(&desk.station()))),
            (_, Ok(true)) => Stage::Login(Box::new(LoginScreen::new(opening.hints.clone(), None))),
            (_, Err(fault)) => Stage::Login(Box::new(LoginScreen::new(Vec::new(), Some(&fault)))),
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
            turns_after_login: opening.purpose == Purpose::SelfService,
            size: opening.window_size.unwrap_or([1366.0, 768.0]),
        })
    }

    /// The desk, until the window is closed.
    #[must_use]
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// What comes before every frame's input: a reader is told apart from a hand.
    pub fn look_at_input(&mut self, ctx: &Context, input: &mut egui::RawInput) {
        // First: what comes after Enter may be for another field, and that one may ask for a password.
        let waits = self.typed_ahead.look(input);
        let before = match widgets::focused_text(ctx) {
            _ if widgets::asks_for_a_secret(ctx) => Before::Secret,
            Some(text) => Before::Text(text),
            None => Before::Nothing,
        };
        self.wedge.look(input, before);
        let is_typing = self.wedge.is_typing(input.time.unwrap_or_default());
        widgets::note_burst(ctx, is_typing);
        if waits || is_typing {
            ctx.request_repaint();
        }
        if let Some(secs) = self.wedge.waits_secs() {
            ctx.request_repaint_after(Duration::from_secs_f64(secs));
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
        widgets::note_presses(&ctx);
        let read = self.wedge.take();
        if read.is_some() {
            widgets::note_reading(&ctx);
        }
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
                    // What whoever was here before had scrolled to is no place to begin at.
                    ui.data_mut(|data| data.remove_by_type::<egui::scroll_area::State>());
                    self.stage = Stage::Counter(Box::new(Counter::of(me)));
                    if self.turns_after_login {
                        commands.push(Command::TurnScreen(None));
                    }
                    ui.ctx().request_repaint();
                }
            }
            Stage::Calls(screen) => {
                self.keyboard.enter(&ctx, Place::Calls);
                self.keyboard.offer(&ctx);
                screen.ui(ui, &mut Cx { desk, me: None, toasts: &mut self.toasts, commands: &mut commands });
            }
            Stage::Counter(counter) => {
                let me = counter.me().clone();
                let mut cx = Cx { desk, me: Some(&me), toasts: &mut self.toasts, commands: &mut commands };
                counter.ui(ui, &mut cx, read, &mut self.helping, &mut self.keyboard);
            }
        });
        if self.helping {
            let at_arrivals = desk.is_at_arrivals();
            self.helping = help::ui(&ctx, |action| !at_arrivals || action.is_at_arrivals());
        }
        let has_bar = matches!(&self.stage, Stage::Counter(counter) if !counter.is_locked());
        self.toasts.show(&ctx, has_bar);
        self.keyboard.settle(&ctx);
        for command in commands {
            if matches!(command, Command::TurnScreen(_)) {
                self.toasts = Toasts::default();
            }
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
            && counter.asks_way_back()
        {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            return;
        }
        if let Stage::Counter(counter) = &mut self.stage
            && counter.visit_left_open().is_some()
        {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            if !widgets::dialog_is_open(ctx) {
                counter.ask_before(WayOut::Close);
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
            (Command::BeginAnew, stage) => *stage = Stage::FirstStart(Box::new(FirstStart::of(&desk.station()))),
            (Command::ShowCalls, stage) => {
                *stage = Stage::Calls(Box::new(CallsScreen::new(false)));
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(true));
            }
            (Command::LogOut, Stage::Counter(counter)) if counter.visit_left_open().is_some() => {
                counter.ask_before(WayOut::LogOut);
            }
            (Command::Leave(WayOut::Close), _) => {
                self.may_close = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            (Command::LogOut | Command::Leave(WayOut::LogOut), stage @ (Stage::Counter(_) | Stage::Login(_))) => {
                if let Stage::Counter(counter) = stage {
                    counter.flush(desk);
                    counter.end_turned(ctx);
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
        if let Stage::Counter(counter) = &mut self.stage {
            counter.flush(&desk);
        }
        let size = self.size;
        drop(desk.change_station(|_| {}, move |settings| settings.window_size = Some(size)));
        if let Err(error) = desk.close() {
            tracing::warn!(error = error.for_log(), "the house was not closed; the next opening mends it");
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
