//! What is due of one kind: asked for, shown, erased on confirmation, each with how far it is and a way to stop.

use eframe::egui::{Ui, vec2};

use super::super::super::common::{Fault, question_ui};
use crate::desk::{Desk, Error, RunJob};
use crate::ops;
use crate::ops::house::run::Progress;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Column, Sign, Table};

/// Something that has a term.
pub(super) trait Kind {
    /// What was found due.
    type Due;
    /// What was erased.
    type Done;

    /// The button that looks for it.
    const REVIEW: &'static str;
    /// Nothing is due.
    const NOTHING: &'static str;
    /// The button that asks whether to erase it.
    const ERASE: &'static str;
    /// What goes and what stays, before it is erased.
    const WHAT_GOES: &'static str;
    /// The list's columns.
    const COLUMNS: &'static [Column<'static>];

    /// Looks for it.
    fn review(desk: &Desk) -> RunJob<Self::Due>;
    /// Erases it.
    fn erase(desk: &Desk, due: &Self::Due) -> RunJob<Self::Done>;
    /// Is there any?
    fn is_any(due: &Self::Due) -> bool;
    /// What is due, in a sentence, and what is said besides.
    fn words(due: &Self::Due) -> (String, Option<String>);
    /// The question.
    fn question(due: &Self::Due) -> String;
    /// How many are listed.
    fn listed(due: &Self::Due) -> usize;
    /// What stands in a row and a column of the list.
    fn cell(due: &Self::Due, row: usize, column: usize) -> String;
    /// What was erased, in a sentence, and what is said besides.
    fn done(done: &Self::Done) -> (String, Option<String>);
}

/// What becomes of the backups.
const BACKUPS: &str = "Los respaldos hechos antes lo conservan todo hasta que otros nuevos los reemplazan.";

/// Where it is.
enum Stage<K: Kind> {
    Idle,
    Reviewing(RunJob<K::Due>),
    Shown(K::Due),
    Erasing(RunJob<K::Done>),
    Erased(K::Done),
    /// The erasure was stopped.
    Stopped,
}

/// The review of one kind.
pub(super) struct Review<K: Kind> {
    stage: Stage<K>,
    selected: Option<usize>,
    asks: bool,
    fault: Option<Fault>,
}

impl<K: Kind> Default for Review<K> {
    fn default() -> Self {
        Self { stage: Stage::Idle, selected: None, asks: false, fault: None }
    }
}

/// What a button asked for.
enum Asked {
    Review,
    Erase,
    Stop,
}

/// How high the list may become.
const LIST_HEIGHT: f32 = 240.0;

impl<K: Kind> Review<K> {
    /// Forgets what was found; an erasure under way goes on.
    pub(super) fn forget(&mut self) {
        if !matches!(self.stage, Stage::Erasing(_)) {
            *self = Self::default();
        }
    }

    /// One frame; `years` is the term, if there is one.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, years: Option<u16>) {
        self.poll();
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let asked = self.stage_ui(ui, years.is_some());
        match (asked, &self.stage) {
            (Some(Asked::Review), _) => {
                (self.fault, self.selected) = (None, None);
                self.stage = Stage::Reviewing(K::review(cx.desk));
            }
            (Some(Asked::Erase), _) => self.asks = true,
            (Some(Asked::Stop), Stage::Reviewing(job)) => job.cancel(),
            (Some(Asked::Stop), Stage::Erasing(job)) => job.cancel(),
            _ => {}
        }
        if self.asks {
            self.question(ui, cx);
        }
    }

    fn poll(&mut self) {
        let was_erasing = matches!(self.stage, Stage::Erasing(_));
        let next = match &self.stage {
            Stage::Reviewing(job) => job.poll().map(|answer| answer.map(Stage::Shown)),
            Stage::Erasing(job) => job.poll().map(|answer| answer.map(Stage::Erased)),
            _ => None,
        };
        self.stage = match next {
            None => return,
            Some(Ok(stage)) => stage,
            Some(Err(Error::Ops(ops::Error::Cancelled))) if was_erasing => Stage::Stopped,
            Some(Err(Error::Ops(ops::Error::Cancelled))) => Stage::Idle,
            Some(Err(fault)) => {
                self.fault = Some(fault.into());
                Stage::Idle
            }
        };
    }

    fn stage_ui(&mut self, ui: &mut Ui, has_term: bool) -> Option<Asked> {
        let review = |ui: &mut Ui| {
            let button = Button::secondary(K::REVIEW).icon(Icon::Search).enabled(has_term);
            let why = "Sin plazo no vence nada. Escriba uno arriba y guárdelo.";
            button.why(why).show(ui).clicked().then_some(Asked::Review)
        };
        match &self.stage {
            Stage::Idle => review(ui),
            Stage::Reviewing(job) => under_way_ui(ui, "Buscando lo que cumplió el plazo", job.progress()),
            Stage::Erasing(job) => under_way_ui(ui, "Borrando; el resto del programa sigue trabajando", job.progress()),
            Stage::Shown(due) if K::is_any(due) => {
                let (sentence, besides) = K::words(due);
                widgets::notice(ui, Sign::Warning, &sentence, besides.as_deref());
                ui.add_space(SPACE_S);
                list_ui::<K>(ui, due, &mut self.selected);
                ui.add_space(SPACE_S);
                ui.horizontal_wrapped(|ui| {
                    let erases = Button::danger(K::ERASE).icon(Icon::Delete).show(ui).clicked();
                    erases.then_some(Asked::Erase).or(review(ui))
                })
                .inner
            }
            Stage::Shown(due) => {
                let (_, besides) = K::words(due);
                widgets::notice(ui, Sign::Met, K::NOTHING, besides.as_deref());
                ui.add_space(SPACE_S);
                review(ui)
            }
            Stage::Erased(done) => {
                let (sentence, besides) = K::done(done);
                let next = besides.map_or(BACKUPS.to_owned(), |besides| format!("{besides} {BACKUPS}"));
                widgets::notice(ui, Sign::Done, &sentence, Some(&next));
                ui.add_space(SPACE_S);
                review(ui)
            }
            Stage::Stopped => {
                let next = "Lo ya borrado no se recupera. Revise de nuevo para ver y borrar el resto.";
                widgets::notice(ui, Sign::Warning, "El borrado se detuvo antes de terminar.", Some(next));
                ui.add_space(SPACE_S);
                review(ui)
            }
        }
    }

    fn question(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Stage::Shown(due) = &self.stage else {
            self.asks = false;
            return;
        };
        let verb = Button::danger("Sí, borrar").icon(Icon::Delete);
        let sentence = format!("{} {BACKUPS} No se puede deshacer.", K::WHAT_GOES);
        let Some(yes) = question_ui(ui.ctx(), &K::question(due), 560.0, &sentence, verb) else { return };
        self.asks = false;
        if yes {
            self.fault = None;
            self.stage = Stage::Erasing(K::erase(cx.desk, due));
        }
    }
}

fn list_ui<K: Kind>(ui: &mut Ui, due: &K::Due, selected: &mut Option<usize>) {
    let name = |row: usize| K::cell(due, row, 0);
    let table = Table::new(K::REVIEW).name(K::REVIEW).columns(K::COLUMNS).row_name(&name).max_height(LIST_HEIGHT);
    // In a page that scrolls there is no room left to be measured: the list is given some.
    ui.allocate_ui(vec2(ui.available_width(), LIST_HEIGHT), |ui| {
        table.rows(ui, K::listed(due), selected, |row, column, ui| {
            ui.label(K::cell(due, row, column));
        });
    });
}

fn under_way_ui(ui: &mut Ui, words: &str, at: Progress) -> Option<Asked> {
    #[allow(clippy::cast_precision_loss, reason = "a share of a bar")]
    let part = at.total.filter(|total| *total > 0).map(|total| at.done as f32 / total as f32);
    widgets::progress(ui, part, words);
    ui.add_space(SPACE_S);
    Button::secondary("Detener").show(ui).clicked().then_some(Asked::Stop)
}
