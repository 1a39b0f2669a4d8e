//! The first start: the centre, the window, the first supervisor, the printer; four short steps, and the login after them.
//! Or, instead of them, a backup is put back, or this machine joins a centre on a server; where none stands there yet, one is
//! founded by the same steps.
//!
//! The house is founded between the third and the fourth, because a page needs one. From then on there is no way back; the
//! first supervisor is at the window for the printer and the paper alone, and is logged out at the end.

mod centre;
mod centres;
mod joining;
mod printer;
mod restore;
mod supervisor;
mod window;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use self::centre::CentreStep;
use self::joining::Joining;
pub(in crate::ui::screens) use self::printer::PAPERS;
use self::printer::PrinterStep;
use self::restore::{Leaves, Restoring};
use self::supervisor::SupervisorStep;
use self::window::WindowStep;
use super::common::Fault;
use crate::desk::{AsOwner, Founded, NewHouse, Pending, Station};
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::{self, Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Sign, Step};

/// The assistant of a machine without a store.
#[derive(Default)]
pub struct FirstStart {
    at: At,
    centre: CentreStep,
    window: WindowStep,
    supervisor: SupervisorStep,
    printer: PrinterStep,
    founding: Pending<Founded>,
    /// The number of the window is written down on this machine while the printer is looked for.
    keeping: Pending<()>,
    /// The number of the window that is being founded.
    founds_window: u16,
    /// Instead of all this, a backup is put back.
    restoring: Option<Box<Restoring>>,
    /// Or a centre on a server is looked for.
    joining: Option<Box<Joining>>,
    /// The server on which the centre is founded; without: in a file of this machine.
    founds_on: Option<AsOwner>,
    fault: Option<Fault>,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum At {
    #[default]
    Centre,
    Window,
    Supervisor,
    Printer,
}

impl At {
    const ALL: [(Self, &str); 4] = [
        (Self::Centre, "Centro"),
        (Self::Window, "Ventanilla"),
        (Self::Supervisor, "Supervisión"),
        (Self::Printer, "Impresora y escáner"),
    ];
}

/// What a step answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Stay,
    Back,
    GoOn,
}

/// How wide the steps are, so that a line can be read.
const WIDTH: f32 = 720.0;

impl FirstStart {
    /// Of this machine: where it is told that its centre stands on a server, that is where it begins.
    #[must_use]
    pub fn of(station: &Station) -> Self {
        let joining = station.place.server.as_ref().map(|address| Box::new(Joining::at(address)));
        Self { joining, ..Self::default() }
    }

    /// One frame; asks for [`crate::ui::cx::Command::Founded`] at its end.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if let Some(restoring) = &mut self.restoring {
            match restoring.ui(ui, cx) {
                Some(Leaves::Back) => self.restoring = None,
                Some(Leaves::Done) => cx.ask(Command::Founded),
                None => {}
            }
            return;
        }
        if let Some(joining) = self.joining.as_mut().filter(|_| self.founds_on.is_none()) {
            match joining.ui(ui, cx) {
                Some(joining::Leaves::Back) => self.joining = None,
                Some(joining::Leaves::ToFound(server)) => {
                    self.founds_on = Some(*server);
                    self.go_to(At::Centre);
                }
                Some(joining::Leaves::Done) => cx.ask(Command::Founded),
                Some(joining::Leaves::ToCalls) => cx.ask(Command::ShowCalls),
                None => {}
            }
            return;
        }
        self.poll(cx);
        self.steps_ui(ui);
        page_ui(ui, |ui| self.step_ui(ui, cx));
    }

    fn poll(&mut self, cx: &Cx<'_>) {
        match self.founding.poll() {
            Some(Ok(Founded)) => {
                let number = self.founds_window;
                // Nothing is asked of the server as its owner any more: the password goes.
                self.joining = None;
                let address = self.founds_on.take().map(|server| server.address.to_string());
                self.keeping.start(|| {
                    cx.desk.change_station(
                        move |station| station.window = number,
                        move |settings| {
                            settings.window = Some(number);
                            settings.store = address.map(Into::into).or(settings.store.take());
                        },
                    )
                });
                self.go_to(At::Printer);
                self.printer.begin(cx);
            }
            Some(Err(fault)) => {
                let words = fault.to_string();
                match fault.refusal() {
                    Some("centre") => self.go_to(At::Centre),
                    Some("login") => self.supervisor.refuse_login(words.clone()),
                    Some("password") => self.supervisor.refuse_password(words.clone()),
                    _ => {}
                }
                if !matches!(fault.refusal(), Some("login" | "password")) {
                    self.fault = Some(fault.into());
                }
            }
            None => {}
        }
        if let Some(Err(fault)) = self.keeping.poll() {
            self.fault = Some(fault.into());
        }
    }

    /// The list of the steps, at the left; below it the other ways to begin.
    fn steps_ui(&mut self, ui: &mut Ui) {
        let may_go_back = self.at != At::Printer && !self.founding.is_busy();
        let titles = At::ALL.map(|(_, title)| title);
        let at = At::ALL.iter().position(|(step, _)| *step == self.at).unwrap_or(0);
        let mut other = None;
        let on_server = self.founds_on.as_ref().map(|server| server.address.host());
        let title = if on_server.is_some() { "Centro nuevo" } else { "Primer inicio" };
        let wanted = steps_ui(ui, title, &titles, at, may_go_back, |ui| {
            if let Some(host) = &on_server {
                ui.label(format!("Se crea en el servidor «{host}»."));
                ui.add_space(SPACE_S);
            }
            if may_go_back {
                other = other_ways_ui(ui, on_server.is_some());
            }
        });
        if let Some((step, _)) = wanted.and_then(|at| At::ALL.get(at)) {
            self.go_to(*step);
        }
        match other {
            Some(Other::Restore) => self.restoring = Some(Box::default()),
            Some(Other::Join) => self.joining = Some(Box::default()),
            // What was typed there is there still.
            Some(Other::BackToServer) => self.founds_on = None,
            None => {}
        }
    }

    fn step_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        if self.centre.take_edited() || self.window.take_edited() || self.supervisor.take_edited() {
            self.fault = None;
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if self.founding.is_busy() {
            let title =
                if self.founds_on.is_some() { "Creando el centro en el servidor" } else { "Creando el almacén" };
            widgets::panel_title(ui, title, "");
            ui.add_space(12.0);
            widgets::progress(
                ui,
                None,
                "Se mide este equipo para proteger bien las contraseñas; tarda uno o dos segundos",
            );
            return;
        }
        let answer = match self.at {
            At::Centre => self.centre.ui(ui),
            At::Window => self.window.ui(ui),
            At::Supervisor => self.supervisor.ui(ui),
            At::Printer => self.printer.ui(ui, cx),
        };
        match (self.at, answer) {
            (_, Answer::Stay) => {}
            (At::Centre, Answer::GoOn) => self.go_to(At::Window),
            (At::Window, Answer::GoOn) => self.go_to(At::Supervisor),
            (At::Supervisor, Answer::GoOn) => self.found(cx),
            (At::Printer, _) => {
                cx.desk.log_out();
                cx.ask(Command::Founded);
            }
            (At::Centre | At::Window, Answer::Back) => self.go_to(At::Centre),
            (At::Supervisor, Answer::Back) => self.go_to(At::Window),
        }
    }

    fn go_to(&mut self, at: At) {
        self.at = at;
        self.fault = None;
        self.centre.arrive();
        self.window.arrive();
        self.supervisor.arrive();
    }

    fn found(&mut self, cx: &Cx<'_>) {
        let Some(window) = self.window.number() else { return self.go_to(At::Window) };
        let Some(password) = self.supervisor.password() else { return };
        self.fault = None;
        self.founds_window = window;
        let new = NewHouse {
            centre: self.centre.typed(),
            zone: self.centre.zone(),
            window,
            supervisor: self.supervisor.typed(),
            gender: self.supervisor.gender(),
            password,
            server: self.founds_on.clone(),
        };
        self.founding.start(|| cx.desk.found(new));
    }
}

/// Another way to begin than by founding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    Restore,
    Join,
    BackToServer,
}

/// The other ways, below the steps. Whoever founds on a server came by one of them.
fn other_ways_ui(ui: &mut Ui, founds_on_server: bool) -> Option<Other> {
    if founds_on_server {
        let back = Button::quiet("Volver al servidor").icon(Icon::Back).show(ui);
        return back.clicked().then_some(Other::BackToServer);
    }
    let mut chosen = None;
    for (asked, label, icon, way) in [
        ("¿El centro trabaja con un servidor?", "Unir este equipo…", Icon::Link, Other::Join),
        ("¿Ya había un almacén, y el equipo se perdió?", "Restaurar un respaldo…", Icon::History, Other::Restore),
    ] {
        widgets::divider(ui);
        ui.label(asked);
        ui.add_space(SPACE_S);
        if Button::secondary(label).icon(icon).show(ui).clicked() {
            chosen = Some(way);
        }
        ui.add_space(SPACE_S);
    }
    chosen
}

/// A list of steps, at the left, and something below it. Answers the one to go back to.
fn steps_ui(
    ui: &mut Ui,
    title: &str,
    steps: &[&str],
    at: usize,
    may_go_back: bool,
    below: impl FnOnce(&mut Ui),
) -> Option<usize> {
    let palette = theme::palette(ui);
    let frame = Frame::new().fill(palette.surface_sunken).inner_margin(Margin::symmetric(16, 28));
    let mut wanted = None;
    Panel::left("first start").exact_size(280.0).resizable(false).frame(frame).show(ui, |ui| {
        widgets::panel_title(ui, title, "Se hace una sola vez en este equipo.");
        ui.add_space(16.0);
        for (place, title) in steps.iter().enumerate() {
            let is_done = place < at;
            let stands = if is_done { Step::Sign(Sign::Done) } else { Step::Number(place.saturating_add(1)) };
            let state = match (is_done, place == at) {
                (true, _) => "Listo",
                (false, true) => "Ahora",
                (false, false) => "",
            };
            let shown = widgets::step(ui, stands, title, state, place == at);
            if shown.clicked() && may_go_back && is_done {
                wanted = Some(place);
            }
        }
        ui.add_space(16.0);
        below(ui);
    });
    wanted
}

/// The step at hand, beside the list.
fn page_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let frame = Frame::new().inner_margin(Margin::symmetric(40, 28));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(WIDTH);
            add(ui);
        });
    });
}
