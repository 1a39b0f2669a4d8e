//! A notarial power of the register: what it says, whether it serves, its scans, where it served.

mod form;

use eframe::egui::Ui;

use self::form::PowerForm;
pub(super) use self::form::{LACKING_CHOICE, LACKING_DATE, TERMS, Term};
use super::dialog::Outcome;
use super::finder::out_of_force;
use super::parts;
use super::person::number_words;
use super::reason::{Question, ReasonDialog, Said};
use super::words::{self, Names, SCOPES, word_for};
use crate::desk::Live;
use crate::domain::calendar::{Zone, day_in_figures};
use crate::domain::id::NotarialPowerId;
use crate::domain::procedure::employer_key::case::LegalValidation;
use crate::ops::Changed;
use crate::ops::notarial_power::{PowerRecorded, RevokePower};
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::view::{self, PowerCard, Revocation};
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::screens::scans::ScanPanel;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Sign};

/// The papers that a scan of a power may be.
const PAPERS: [ScannedPaper; 2] = [ScannedPaper::NotarialPower, ScannedPaper::Other];

/// The page of a power.
#[derive(Default)]
pub(super) struct PowerPage {
    shown: Option<(NotarialPowerId, ScanPanel)>,
    card: Live<PowerCard>,
    form: Option<Box<PowerForm>>,
    revoking: Option<ReasonDialog>,
    /// What is said of the power that was just recorded.
    told: String,
    shows_all_history: bool,
}

impl PowerPage {
    /// Shows this power.
    pub(super) fn open(&mut self, id: NotarialPowerId) {
        if self.shown.as_ref().is_none_or(|(shown, _)| *shown != id) {
            let panel = ScanPanel::new(ScanSubject::NotarialPower(id));
            *self = Self { shown: Some((id, panel)), ..Self::default() };
        }
    }

    /// Asks for a power that is not in the register.
    pub(super) fn record(&mut self) {
        self.form = Some(Box::new(PowerForm::record()));
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, names: &Names) {
        if let Some((id, _)) = &self.shown {
            let id = *id;
            let read = move |desk: &crate::desk::Desk| desk.read(move |_, reader| view::power_card(reader, id));
            self.card.refresh(cx.desk, &[Changed::NotarialPowers], read);
        }
        self.page_ui(ui, cx, names);
        self.form_ui(ui, cx);
        self.revoking_ui(ui, cx);
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, names: &Names) {
        if let Some(fault) = self.card.fault() {
            parts::fault_ui(ui, fault);
        }
        let (Some(card), Some((_, panel))) = (self.card.get(), &mut self.shown) else {
            if self.shown.is_none() {
                let words = "Busque a la izquierda y elija uno con Entrar, o registre uno nuevo.";
                widgets::empty(ui, Icon::Document, "Ningún poder abierto", words);
            }
            return;
        };
        let zone = cx.zone();
        let title = if card.power.code.is_empty() { "Poder del exterior" } else { &card.power.code };
        widgets::panel_title(ui, title, "Poder notarial");
        standing_ui(ui, card, cx, names);
        if !self.told.is_empty() {
            let next = "Compárelos antes de usar uno: el código pudo leerse mal, o ser de otra escritura.";
            widgets::notice(ui, Sign::Warning, &self.told, Some(next));
        }
        ui.add_space(SPACE_M);
        facts_ui(ui, &facts(card));
        let recorded = (names.of(card.power.recorded_by), words::day_and_hour(card.power.recorded_at_ms, zone));
        parts::small_ui(ui, &format!("Registrado por {}, {}", recorded.0, recorded.1));
        ui.add_space(SPACE_M);
        if card.power.revoked.is_none() && Button::danger("Revocar poder…").show(ui).clicked() {
            self.revoking = Some(ReasonDialog::ask(Question {
                title: "Revocar el poder",
                sentence: "El poder no servirá en ninguna atención. No se puede deshacer.".into(),
                verb: "Revocar poder",
                optional: false,
            }));
        }
        ui.add_space(SPACE_M);
        if panel.ui(ui, cx, &card.scans, ScannedPaper::NotarialPower, &PAPERS) {
            self.card.stale();
        }
        let Some(card) = self.card.get() else { return };
        ui.add_space(SPACE_M);
        served_ui(ui, &card.visits);
        parts::history_ui(ui, &card.history, zone, &mut self.shows_all_history);
    }

    fn form_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let Some(form) = &mut self.form else { return };
        match form.ui(&ui.ctx().clone(), cx) {
            Outcome::Stays => return,
            Outcome::GivenUp => {}
            Outcome::Done(recorded) => {
                cx.tell("Poder registrado");
                self.open(recorded.id);
                self.told = same_code_words(&recorded);
            }
        }
        self.form = None;
    }

    fn revoking_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let (Some(dialog), Some((power, _))) = (&mut self.revoking, &self.shown) else { return };
        let power = *power;
        match dialog.ui(&ui.ctx().clone()) {
            Said::Do(Some(reason)) => {
                dialog.sending.start(|| cx.desk.perform(RevokePower { power, reason }));
                return;
            }
            Said::Done => cx.tell("Revocatoria anotada"),
            Said::GivenUp => {}
            Said::Nothing | Said::Do(None) => return,
        }
        self.revoking = None;
    }
}

/// What is to be said of other powers with the same code.
fn same_code_words(recorded: &PowerRecorded) -> String {
    match (recorded.same_code.len(), recorded.same_code_is_revoked) {
        (0, _) => String::new(),
        (1, false) => "Ya había otro poder con este código.".into(),
        (1, true) => "Ya había otro poder con este código, y está revocado.".into(),
        (count, false) => format!("Ya había {count} poderes con este código."),
        (count, true) => format!("Ya había {count} poderes con este código, y al menos uno está revocado."),
    }
}

fn standing_ui(ui: &mut Ui, card: &PowerCard, cx: &Cx<'_>, names: &Names) {
    let power = &card.power;
    match &power.revoked {
        Some(revocation) => revocation_ui(ui, "Este poder está revocado.", revocation, names, cx.zone()),
        None => in_force_ui(ui, power.valid_until, cx),
    }
}

/// A tag that says whether a paper is in force today.
pub(super) fn in_force_ui(ui: &mut Ui, last_day: Option<chrono::NaiveDate>, cx: &Cx<'_>) {
    match out_of_force(false, last_day, cx.now().day(cx.zone())) {
        Some(_) => widgets::badge(ui, Sign::Warning, "Vencido"),
        None => widgets::badge(ui, Sign::Met, "Vigente"),
    };
}

/// Who revoked a paper, when and why.
pub(super) fn revocation_ui(ui: &mut Ui, sentence: &str, revocation: &Revocation, names: &Names, zone: Zone) {
    let (by, at) = (names.of(revocation.by), words::day_and_hour(revocation.at_ms, zone));
    let more = format!("Lo anotó {by}, {at}. Motivo: {}", revocation.reason);
    widgets::notice(ui, Sign::Refused, sentence, Some(&more));
}

/// The visits in which a paper served.
pub(super) fn served_ui(ui: &mut Ui, visits: &[view::Visit]) {
    widgets::section(ui, "Atenciones en que sirvió", |ui| {
        if visits.is_empty() {
            parts::small_ui(ui, "Todavía no ha servido en ninguna.");
        }
        for visit in visits.iter().rev() {
            ui.label(words::visit_line(visit));
        }
    });
}

fn facts(card: &PowerCard) -> [(&'static str, String); 6] {
    let power = &card.power;
    let validation = match &power.legal_validation {
        LegalValidation::NotValidated => "No validado".to_owned(),
        LegalValidation::Validated { reference, on, by } => {
            let on = on.map(day_in_figures).unwrap_or_default();
            let known: Vec<&str> = [reference.as_str(), &on, by].into_iter().filter(|part| !part.is_empty()).collect();
            if known.is_empty() { "Validado".to_owned() } else { format!("Validado: {}", known.join(", ")) }
        }
    };
    [
        ("Otorga", format!("{}\n{}", power.grantor.1, number_words(&power.grantor.0))),
        ("Apoderado", format!("{}\n{}", power.holder.1, number_words(&power.holder.0))),
        ("Otorgado el", day_in_figures(power.granted_on)),
        ("Vigente hasta", power.valid_until.map_or_else(|| "Indefinido".to_owned(), day_in_figures)),
        ("Para", word_for(&power.scope, &SCOPES).to_owned()),
        ("Validación legal", validation),
    ]
}
