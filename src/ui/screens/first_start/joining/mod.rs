//! A machine that works with a centre's server: which server, what stands there, what this machine is for, and the way to the
//! login. Where no centre stands there, one may be founded.
//!
//! What was typed stays until it succeeds; the owner's password goes with this screen.

mod absent;
mod end;
mod machine;
mod server;

use eframe::egui::Ui;

use self::machine::MachineStep;
use self::server::ServerStep;
use super::super::common::Fault;
use super::{Answer, page_ui, steps_ui};
use crate::desk::{AsOwner, Error, Joined, Pending, RunJob, WantedJoin};
use crate::ops::{self, Address, RoleThere, ThereOnServer};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Flow, Notice, Sign};

/// The way from an address to a machine of a centre.
#[derive(Default)]
pub(super) struct Joining {
    at: At,
    server: ServerStep,
    machine: MachineStep,
    looking: Pending<ThereOnServer>,
    /// What was looked at, and what was found there.
    asked: Option<AsOwner>,
    found: Option<ThereOnServer>,
    job: Option<RunJob<Joined>>,
    done: Option<Joined>,
    /// Address and number are written down on this machine.
    keeping: Pending<()>,
    /// Of the pages that ask nothing.
    flow: Flow,
    /// What is waited for is shown anew, and takes the keyboard: no key pressed in a hurry ends it.
    begins_to_wait: bool,
    fault: Option<Fault>,
    was_stopped: bool,
    /// This machine is told already that it works with a server: there is nothing else to begin with.
    is_the_only_way: bool,
}

/// How it is left.
#[derive(Debug, Clone)]
pub(super) enum Leaves {
    /// This machine joined nothing.
    Back,
    /// A centre is founded there.
    ToFound(Box<AsOwner>),
    /// This machine has joined: to the login.
    Done,
    /// It has joined as a call screen.
    ToCalls,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum At {
    #[default]
    Server,
    Machine,
    Join,
}

const STEPS: [(At, &str); 3] = [(At::Server, "Servidor"), (At::Machine, "Este equipo"), (At::Join, "Unirlo")];

impl Joining {
    /// Of a machine that is told already where its centre stands, and has nothing of it yet.
    pub(super) fn at(address: &Address) -> Self {
        Self { server: ServerStep::at(address), is_the_only_way: true, ..Self::default() }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<Leaves> {
        self.poll(cx);
        let may_go_back = self.at != At::Join && !self.looking.is_busy();
        let at = match &self.done {
            Some(_) => STEPS.len(),
            None => STEPS.iter().position(|(step, _)| *step == self.at).unwrap_or(0),
        };
        let mut leaves = None;
        let may_leave = may_go_back && !self.is_the_only_way;
        let wanted = steps_ui(ui, "Con un servidor", &STEPS.map(|(_, title)| title), at, may_go_back, |ui| {
            if may_leave && Button::quiet("Volver al primer inicio").icon(Icon::Back).show(ui).clicked() {
                leaves = Some(Leaves::Back);
            }
        });
        if let Some((step, _)) = wanted.and_then(|at| STEPS.get(at)) {
            self.go_to(*step);
        }
        page_ui(ui, |ui| {
            if let Some(way) = self.step_ui(ui, cx) {
                leaves = Some(way);
            }
        });
        leaves
    }

    fn poll(&mut self, cx: &Cx<'_>) {
        match self.looking.poll() {
            Some(Ok(found)) => self.saw(found),
            Some(Err(fault)) => {
                match fault.is_not_let_in() {
                    true => self.server.refuse_password(),
                    false => self.server.look_again(),
                }
                self.fault = Some(fault.into());
            }
            None => {}
        }
        match self.job.as_ref().and_then(RunJob::poll) {
            Some(Ok(done)) => self.joined(cx, done),
            Some(Err(fault)) => self.refused(&fault),
            None => {}
        }
        if let Some(Err(fault)) = self.keeping.poll() {
            self.fault = Some(fault.into());
        }
    }

    /// A role that nobody here may have is refused at once.
    fn saw(&mut self, found: ThereOnServer) {
        if let (RoleThere::OfAnotherCentre(_) | RoleThere::Other, Some(asked)) = (&found.role, &self.asked) {
            self.server.refuse_address(format!(
                "El rol «{}» ya existe en el servidor, y no es de un equipo de este centro. Ponga otro: al unir el equipo se crea.",
                asked.address.role()
            ));
            return;
        }
        self.found = Some(found);
        self.go_to(At::Machine);
    }

    fn joined(&mut self, cx: &Cx<'_>, done: Joined) {
        self.job = None;
        if let Some(AsOwner { address, .. }) = self.asked.take() {
            let window = done.window;
            self.keeping.start(|| {
                cx.desk.change_station(
                    |_| {},
                    move |settings| {
                        settings.store = Some(address.to_string().into());
                        settings.window = Some(window);
                    },
                )
            });
        }
        self.server = ServerStep::default();
        self.done = Some(done);
    }

    fn refused(&mut self, fault: &Error) {
        self.job = None;
        self.go_to(At::Machine);
        // Somebody was there first: now it is known, and asked about.
        if let Some(found) = self.found.as_mut().filter(|_| fault.is_role_taken()) {
            found.role = RoleThere::OfThisCentre;
        }
        match fault {
            Error::Ops(ops::Error::Cancelled) => self.was_stopped = true,
            fault => self.fault = Some(fault.into()),
        }
    }

    fn go_to(&mut self, at: At) {
        self.at = at;
        self.fault = None;
        self.was_stopped = false;
        self.server.arrive();
        self.machine.arrive();
        self.flow.focus_open();
    }

    /// The step at hand; answers how all of it is left.
    fn step_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<Leaves> {
        if self.server.take_edited() || self.machine.take_edited() {
            self.fault = None;
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if self.was_stopped {
            let next = "Lo escrito sigue aquí. Para empezar de nuevo, presione «Unir este equipo».";
            Notice::new(Sign::Info, "Se detuvo. Este equipo no se unió a nada.").next(next).show(ui);
            ui.add_space(SPACE_S);
        }
        if self.looking.is_busy() {
            self.looking_ui(ui);
            return None;
        }
        match self.at {
            At::Server => {
                if self.server.ui(ui) == Answer::GoOn {
                    self.look(cx);
                }
                None
            }
            At::Machine => self.there_ui(ui, cx),
            At::Join => self.join_ui(ui),
        }
    }

    fn look(&mut self, cx: &Cx<'_>) {
        let Some(asked) = self.server.typed() else { return };
        self.fault = None;
        self.found = None;
        self.asked = Some(asked.clone());
        self.begins_to_wait = true;
        self.looking.start(|| cx.desk.look_on_server(asked));
    }

    fn looking_ui(&mut self, ui: &mut Ui) {
        self.waiting_ui(ui, "Buscando el centro", "Se pregunta al servidor; si no contesta, se deja en unos segundos");
        if Button::secondary("Dejar de buscar").show(ui).clicked() {
            self.looking.forget();
            self.server.arrive();
        }
    }

    fn waiting_ui(&mut self, ui: &mut Ui, title: &str, words: &str) {
        widgets::panel_title(ui, title, "");
        ui.add_space(SPACE_M);
        let waiting = widgets::waiting(ui, title, words);
        if std::mem::take(&mut self.begins_to_wait) {
            waiting.request_focus();
        }
        ui.add_space(SPACE_S);
    }

    /// What was found there.
    fn there_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> Option<Leaves> {
        let Some((asked, found)) = self.asked.as_ref().zip(self.found.as_ref()) else {
            self.go_to(At::Server);
            return None;
        };
        let Some(centre) = &found.centre else {
            return match absent::ui(ui, &mut self.flow, &asked.address) {
                Answer::GoOn => Some(Leaves::ToFound(Box::new(asked.clone()))),
                Answer::Back => {
                    self.go_to(At::Server);
                    None
                }
                Answer::Stay => None,
            };
        };
        match self.machine.ui(ui, centre, (asked.address.role(), &found.role)) {
            Answer::Stay => {}
            Answer::Back => self.go_to(At::Server),
            Answer::GoOn => {
                let (duty, window, replaces) = self.machine.typed()?;
                let replaces = replaces && found.role == RoleThere::OfThisCentre;
                let wanted = WantedJoin { server: asked.clone(), duty, window, replaces };
                self.go_to(At::Join);
                self.begins_to_wait = true;
                self.job = Some(cx.desk.join(wanted));
            }
        }
        None
    }

    fn join_ui(&mut self, ui: &mut Ui) -> Option<Leaves> {
        if let Some(done) = &self.done {
            return end::ui(ui, &mut self.flow, done);
        }
        let words = "Se mide este equipo para proteger las contraseñas, y se crea su rol en el servidor";
        self.waiting_ui(ui, "Uniendo este equipo", words);
        let job = self.job.as_ref()?;
        let is_stopping = job.is_cancelled();
        let label = if is_stopping { "Deteniendo" } else { "Detener" };
        if Button::secondary(label).busy(is_stopping).show(ui).clicked() {
            job.cancel();
        }
        None
    }
}
