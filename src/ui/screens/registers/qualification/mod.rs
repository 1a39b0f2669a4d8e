//! An artisan qualification of the register: what it says, whether it serves, its scans, where it served.

mod form;

use eframe::egui::Ui;

use self::form::QualificationForm;
use super::dialog::Outcome;
use super::parts;
use super::person::number_words;
use super::power::{in_force_ui, revocation_ui, served_ui};
use super::reason::{Question, ReasonDialog, Said};
use super::words::{self, ISSUERS, Names, word_for};
use crate::desk::Live;
use crate::domain::calendar::day_in_figures;
use crate::domain::id::ArtisanQualificationId;
use crate::ops::Changed;
use crate::ops::artisan_qualification::{QualificationRecorded, RevokeQualification};
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::view::{self, QualificationCard};
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::screens::scans::ScanPanel;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Sign};

/// The papers that a scan of a qualification may be.
const PAPERS: [ScannedPaper; 2] = [ScannedPaper::ArtisanQualification, ScannedPaper::Other];

/// The page of a qualification.
#[derive(Default)]
pub(super) struct QualificationPage {
    shown: Option<(ArtisanQualificationId, ScanPanel)>,
    card: Live<QualificationCard>,
    form: Option<Box<QualificationForm>>,
    revoking: Option<ReasonDialog>,
    /// What is said of the qualification that was just recorded.
    told: &'static str,
    shows_all_history: bool,
}

impl QualificationPage {
    /// Shows this qualification.
    pub(super) fn open(&mut self, id: ArtisanQualificationId) {
        if self.shown.as_ref().is_none_or(|(shown, _)| *shown != id) {
            let panel = ScanPanel::new(ScanSubject::ArtisanQualification(id));
            *self = Self { shown: Some((id, panel)), ..Self::default() };
        }
    }

    /// Asks for a qualification that is not in the register.
    pub(super) fn record(&mut self) {
        self.form = Some(Box::new(QualificationForm::record()));
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, names: &Names) {
        if let Some((id, _)) = &self.shown {
            let id = *id;
            let read = move |desk: &crate::desk::Desk| desk.read(move |_, reader| view::qualification_card(reader, id));
            self.card.refresh(cx.desk, &[Changed::ArtisanQualifications], read);
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
                let words = "Busque a la izquierda y elija una con Entrar, o registre una nueva.";
                widgets::empty(ui, Icon::Verified, "Ninguna calificación abierta", words);
            }
            return;
        };
        let (one, zone) = (&card.qualification, cx.zone());
        widgets::panel_title(ui, &one.number, "Calificación artesanal o acuerdo ministerial");
        match &one.revoked {
            Some(revocation) => revocation_ui(ui, "Esta calificación está revocada.", revocation, names, zone),
            None => in_force_ui(ui, one.expires_on, cx),
        }
        if !self.told.is_empty() {
            widgets::notice(ui, Sign::Warning, self.told, Some("Compárelas antes de usar una."));
        }
        ui.add_space(SPACE_M);
        facts_ui(ui, &facts(card));
        let recorded = (names.of(one.recorded_by), words::day_and_hour(one.recorded_at_ms, zone));
        parts::small_ui(ui, &format!("Registrada por {}, {}", recorded.0, recorded.1));
        ui.add_space(SPACE_M);
        if one.revoked.is_none() && Button::danger("Revocar calificación…").show(ui).clicked() {
            self.revoking = Some(ReasonDialog::ask(Question {
                title: "Revocar la calificación",
                sentence: "La calificación no servirá en ninguna atención. No se puede deshacer.".into(),
                verb: "Revocar calificación",
                optional: false,
            }));
        }
        ui.add_space(SPACE_M);
        if panel.ui(ui, cx, &card.scans, ScannedPaper::ArtisanQualification, &PAPERS) {
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
                cx.tell("Calificación registrada");
                self.open(recorded.id);
                self.told = same_number_words(&recorded);
            }
        }
        self.form = None;
    }

    fn revoking_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let (Some(dialog), Some((id, _))) = (&mut self.revoking, &self.shown) else { return };
        let qualification = *id;
        match dialog.ui(&ui.ctx().clone()) {
            Said::Do(Some(reason)) => {
                dialog.sending.start(|| cx.desk.perform(RevokeQualification { qualification, reason }));
                return;
            }
            Said::Done => cx.tell("Revocatoria anotada"),
            Said::GivenUp => {}
            Said::Nothing | Said::Do(None) => return,
        }
        self.revoking = None;
    }
}

/// What is to be said of others of the same issuer with the same number.
fn same_number_words(recorded: &QualificationRecorded) -> &'static str {
    match (recorded.same_number.is_empty(), recorded.same_number_is_revoked) {
        (true, _) => "",
        (false, false) => "Ya había otra calificación con este número.",
        (false, true) => "Ya había otra calificación con este número, y está revocada.",
    }
}

fn facts(card: &QualificationCard) -> [(&'static str, String); 4] {
    let one = &card.qualification;
    [
        ("Artesano", format!("{}\n{}", one.holder.1, number_words(&one.holder.0))),
        ("Emitida por", word_for(&one.issuer, &ISSUERS).to_owned()),
        ("Emitida el", day_in_figures(one.issued_on)),
        ("Vence el", one.expires_on.map_or_else(|| "Indefinida".to_owned(), day_in_figures)),
    ]
}
