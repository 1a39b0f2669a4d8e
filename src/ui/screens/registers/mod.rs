//! The registers: employers, people, the insured, powers, artisan qualifications. A search at the left, what was opened at the right.

mod dialog;
mod employer;
mod fields;
mod finder;
pub mod import;
mod insured;
mod opened;
mod parts;
mod person;
mod power;
pub(super) mod purpose;
mod qualification;
pub(super) mod reason;
pub(super) mod sending;
mod standing;
mod words;

use eframe::egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use self::employer::EmployerPage;
use self::finder::{Finder, Noun, RecordId};
use self::import::ImportDialog;
use self::insured::InsuredPage;
pub(super) use self::parts::small_ui;
use self::person::PersonPage;
use self::power::PowerPage;
use self::qualification::QualificationPage;
use self::words::Names;
use super::common::turned;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_L, SPACE_S};
use crate::ui::widgets::{self, Button};

/// The width of the search with its list.
const LIST_WIDTH: f32 = 440.0;

/// Narrower than this, in points, what can be done stands below the tabs; and where importing is one of it.
const WIDE: f32 = 1_060.0;
const WIDE_TO_IMPORT: f32 = 1_210.0;

/// The part of a narrow page that the list has.
const LIST_PART: f32 = 0.46;

/// The registers.
pub struct Registers {
    at: Noun,
    finders: [Finder; 5],
    employer: EmployerPage,
    person: PersonPage,
    insured: InsuredPage,
    power: PowerPage,
    qualification: QualificationPage,
    names: Names,
    import: Option<ImportDialog>,
}

impl Default for Registers {
    fn default() -> Self {
        Self {
            at: Noun::Employers,
            finders: Noun::ALL.map(Finder::of),
            employer: EmployerPage::default(),
            person: PersonPage::default(),
            insured: InsuredPage::default(),
            power: PowerPage::default(),
            qualification: QualificationPage::default(),
            names: Names::default(),
            import: None,
        }
    }
}

impl Registers {
    /// The keyboard goes to the search.
    pub fn focus_search(&mut self) {
        if let Some(finder) = self.finder() {
            finder.focus();
        }
    }

    fn finder(&mut self) -> Option<&mut Finder> {
        let at = self.at;
        self.finders.iter_mut().find(|finder| finder.noun() == at)
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.names.refresh(cx);
        if let Some(noun) = turned(ui, &Noun::ALL, self.at) {
            self.show(noun);
        }
        self.head_ui(ui, cx);
        let mut opens = None;
        // The ring of the focus stands outside of what has it.
        let frame = Frame::new().inner_margin(Margin { left: 4, right: 16, ..Margin::ZERO });
        let list = (ui.available_width() * LIST_PART).min(LIST_WIDTH);
        Panel::left("registers' list").exact_size(list).resizable(false).frame(frame).show(ui, |ui| {
            opens = self.finder().and_then(|finder| finder.ui(ui, cx));
        });
        let asked = self.page_ui(ui, cx);
        if let Some(record) = asked.or(opens) {
            self.open(record);
        }
        let ctx = ui.ctx().clone();
        if let Some(import) = &mut self.import
            && !import.ui(&ctx, cx)
        {
            self.import = None;
        }
    }

    fn show(&mut self, noun: Noun) {
        self.at = noun;
        self.focus_search();
    }

    fn open(&mut self, record: RecordId) {
        self.at = record.noun();
        match record {
            RecordId::Employer(id) => self.employer.open(id),
            RecordId::Person(id) => self.person.open(id),
            RecordId::Insured(id) => self.insured.open(id),
            RecordId::Power(id) => self.power.open(id),
            RecordId::Qualification(id) => self.qualification.open(id),
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let is_wide = ui.available_width() >= if cx.is_supervisor() { WIDE_TO_IMPORT } else { WIDE };
        ui.horizontal_wrapped(|ui| {
            if let Some(noun) = widgets::tabs(ui, &Noun::tabs(), self.at) {
                self.show(noun);
            }
            if is_wide {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.actions_ui(ui, cx));
            }
        });
        if !is_wide {
            ui.horizontal_wrapped(|ui| self.actions_ui(ui, cx));
        }
        widgets::divider(ui);
    }

    /// From right to left where they stand beside the tabs.
    fn actions_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let label = match self.at {
            Noun::Employers => "Registrar empleador…",
            Noun::People => "Registrar persona…",
            Noun::Insured => "Registrar asegurado…",
            Noun::Powers => "Registrar poder…",
            Noun::Qualifications => "Registrar calificación…",
        };
        if Button::secondary(label).icon(Icon::Add).show(ui).clicked() {
            match self.at {
                Noun::Employers => self.employer.record(),
                Noun::People => self.person.record(),
                Noun::Insured => self.insured.record(),
                Noun::Powers => self.power.record(),
                Noun::Qualifications => self.qualification.record(),
            }
        }
        // Whoever may bring a register in may name anybody a company's representative, or insured: a supervisor's.
        if !cx.is_supervisor() {
            return;
        }
        let import = match self.at {
            Noun::Employers => ImportDialog::employers,
            Noun::People => ImportDialog::people,
            Noun::Insured => ImportDialog::insured,
            Noun::Powers | Noun::Qualifications => return,
        };
        if Button::secondary("Importar…").icon(Icon::Upload).show(ui).clicked() {
            self.import = Some(import());
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<RecordId> {
        let mut asked = None;
        let frame = Frame::new().inner_margin(Margin { left: 20, ..Margin::ZERO });
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt(self.at.name()).auto_shrink([false, false]).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - SPACE_L);
                ui.add_space(SPACE_S);
                match self.at {
                    Noun::Employers => self.employer.ui(ui, cx, &self.names),
                    Noun::People => asked = self.person.ui(ui, cx, &self.names),
                    Noun::Insured => self.insured.ui(ui, cx, &self.names),
                    Noun::Powers => self.power.ui(ui, cx, &self.names),
                    Noun::Qualifications => self.qualification.ui(ui, cx, &self.names),
                }
            });
        });
        asked
    }
}
