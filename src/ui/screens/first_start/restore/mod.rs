//! A backup put back on a machine without a store: which one, who answers for it, what the paper says, and the way to the
//! login.
//!
//! What was typed stays until it succeeds: whatever is refused leads back to the step that can mend it.

mod end;
mod paper;
mod which;
mod who;

use eframe::egui::Ui;

use self::paper::PaperStep;
use self::which::WhichStep;
use self::who::WhoStep;
use super::super::common::Fault;
use super::{Answer, page_ui, steps_ui};
use crate::desk::{Error, Pending, RestoreLacks, RestoredHere, RunJob, WantedRestore};
use crate::ops;
use crate::ops::restore::{OnPaper, Phase};
use crate::ui::backups::fraction;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Notice, Sign};

/// The way from a backup to a store.
#[derive(Default)]
pub(super) struct Restoring {
    at: At,
    which: WhichStep,
    who: WhoStep,
    paper: PaperStep,
    job: Option<RunJob<RestoredHere>>,
    done: Option<RestoredHere>,
    /// What the paper said to what is restored.
    on_paper: OnPaper,
    /// The number of the window is written down on this machine.
    keeping: Pending<()>,
    fault: Option<Fault>,
    was_stopped: bool,
}

/// How it is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    /// Nothing was restored.
    Back,
    /// The store stands.
    Done,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum At {
    #[default]
    Which,
    Who,
    Paper,
    Restore,
}

const STEPS: [(At, &str); 4] = [
    (At::Which, "Respaldo"),
    (At::Who, "Quién restaura"),
    (At::Paper, "El papel"),
    (At::Restore, "Comprobación y fin"),
];

impl Restoring {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<Leaves> {
        self.poll(cx);
        let may_go_back = self.at != At::Restore;
        let at = match &self.done {
            Some(_) => STEPS.len(),
            None => STEPS.iter().position(|(step, _)| *step == self.at).unwrap_or(0),
        };
        let mut leaves = None;
        let wanted = steps_ui(ui, "Restauración", &STEPS.map(|(_, title)| title), at, may_go_back, |ui| {
            if may_go_back && Button::quiet("Volver al primer inicio").icon(Icon::Back).show(ui).clicked() {
                leaves = Some(Leaves::Back);
            }
        });
        if let Some((step, _)) = wanted.and_then(|at| STEPS.get(at)) {
            self.go_to(*step);
        }
        page_ui(ui, |ui| {
            if self.step_ui(ui, cx) {
                leaves = Some(Leaves::Done);
            }
        });
        leaves
    }

    fn poll(&mut self, cx: &Cx<'_>) {
        match self.job.as_ref().and_then(RunJob::poll) {
            None => {}
            Some(Ok(done)) => {
                self.job = None;
                self.done = Some(done);
                let number = self.who.window();
                self.keeping.start(|| {
                    cx.desk.change_station(
                        move |station| station.window = number,
                        move |settings| settings.window = Some(number),
                    )
                });
            }
            Some(Err(fault)) => {
                self.job = None;
                self.refused(&fault);
            }
        }
        if let Some(Err(fault)) = self.keeping.poll() {
            self.fault = Some(fault.into());
        }
    }

    /// Back to the step that can mend it.
    fn refused(&mut self, fault: &Error) {
        if matches!(fault, Error::Ops(ops::Error::Cancelled)) {
            self.go_to(At::Paper);
            self.was_stopped = true;
            return;
        }
        self.go_to(match fault.restore_lacks() {
            RestoreLacks::Backup => At::Which,
            RestoreLacks::Who => At::Who,
            RestoreLacks::Paper | RestoreLacks::Else => At::Paper,
        });
        self.fault = Some(fault.into());
        if self.at == At::Who {
            self.who.refuse(fault);
        }
    }

    fn go_to(&mut self, at: At) {
        self.at = at;
        self.fault = None;
        self.was_stopped = false;
        self.which.arrive();
        self.who.arrive();
        self.paper.arrive();
    }

    /// The step at hand; answers whether all is done.
    fn step_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> bool {
        if self.who.take_edited() || self.paper.take_edited() {
            self.fault = None;
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if self.was_stopped {
            let next = "Lo escrito sigue aquí. Para empezar de nuevo, presione «Restaurar».";
            Notice::new(Sign::Info, "La restauración se detuvo. No se puso nada en su lugar.").next(next).show(ui);
            ui.add_space(8.0);
        }
        let answer = match self.at {
            At::Which => self.which.ui(ui, cx),
            At::Who => self.who.ui(ui),
            At::Paper => self.paper.ui(ui),
            At::Restore => return self.restore_ui(ui),
        };
        match (self.at, answer) {
            (_, Answer::Stay) | (At::Restore, _) => {}
            (At::Which, Answer::GoOn) => self.go_to(At::Who),
            (At::Who, Answer::GoOn) => self.go_to(At::Paper),
            (At::Paper, Answer::GoOn) => self.begin(cx),
            (At::Which | At::Who, Answer::Back) => self.go_to(At::Which),
            (At::Paper, Answer::Back) => self.go_to(At::Who),
        }
        false
    }

    fn begin(&mut self, cx: &Cx<'_>) {
        let Some(backup) = self.which.chosen() else { return self.go_to(At::Which) };
        let Some(by) = self.who.opener() else { return self.go_to(At::Who) };
        let Some(paper) = self.paper.typed() else { return };
        let (login, window) = (self.who.login(), self.who.window());
        self.go_to(At::Restore);
        self.on_paper.clone_from(&paper);
        self.job = Some(cx.desk.restore(WantedRestore { backup, window, login, by, paper }));
    }

    fn restore_ui(&mut self, ui: &mut Ui) -> bool {
        if let Some(done) = &self.done {
            return end::ui(ui, done, &self.on_paper);
        }
        widgets::panel_title(
            ui,
            "Restaurando el respaldo",
            "El almacén se pone en su lugar solo si todo está entero. El respaldo no se toca.",
        );
        ui.add_space(12.0);
        let Some(job) = &self.job else { return false };
        let at = job.progress();
        let words = match Phase::of(at) {
            Phase::Copy => "Copiando el respaldo",
            Phase::Check => "Leyendo el almacén entero para comprobarlo",
            Phase::Scans => "Copiando los documentos digitalizados",
        };
        widgets::progress(ui, fraction(at), words);
        ui.add_space(8.0);
        let is_stopping = job.is_cancelled();
        let label = if is_stopping { "Deteniendo" } else { "Detener" };
        if Button::secondary(label).busy(is_stopping).show(ui).clicked() {
            job.cancel();
        }
        false
    }
}
