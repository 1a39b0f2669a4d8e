//! An artisan qualification of the register: what it says, whether it serves, its scans, where it served.

mod form;

use eframe::egui::Ui;

use self::form::QualificationForm;
use super::dialog::Outcome;
use super::parts;
use super::person::number_words;
use super::power::served_ui;
use super::standing::{Change, Changing, Nouns, actions_ui, recorded_words, standing_ui};
use super::words::{self, ISSUERS, Names, word_for};
use crate::desk::Live;
use crate::domain::calendar::day_in_figures;
use crate::domain::id::ArtisanQualificationId;
use crate::ops::Changed;
use crate::ops::artisan_qualification::{
    QualificationRecorded, RevokeQualification, SetQualificationAside, WithdrawQualificationRevocation,
};
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::view::{self, QualificationCard};
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::screens::scans::ScanPanel;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Sign};

/// The papers that a scan of a qualification may be.
const PAPERS: [ScannedPaper; 2] = [ScannedPaper::ArtisanQualification, ScannedPaper::Other];

/// The page of a qualification.
#[derive(Default)]
pub(super) struct QualificationPage {
    shown: Option<(ArtisanQualificationId, ScanPanel)>,
    card: Live<QualificationCard>,
    form: Option<Box<QualificationForm>>,
    changing: Option<Changing>,
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
        self.changing_ui(ui, cx);
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
        let (revoked, set_aside) = (one.revoked.as_ref(), one.set_aside.as_ref());
        standing_ui(ui, cx, names, NOUNS, (revoked, set_aside, one.expires_on));
        if !self.told.is_empty() {
            widgets::notice(ui, Sign::Warning, self.told, Some("Compárelas antes de usar una."));
        }
        ui.add_space(SPACE_M);
        facts_ui(ui, &facts(card));
        let recorded = (names.of(one.recorded_by), words::day_and_hour(one.recorded_at_ms, zone));
        parts::small_ui(ui, &recorded_words(recorded.0, &recorded.1, card.recorded_in.as_ref()));
        ui.add_space(SPACE_M);
        if let Some(dialog) = actions_ui(ui, cx, NOUNS, (revoked, set_aside)) {
            self.changing = Some(dialog);
        }
        ui.add_space(SPACE_M);
        if panel.ui(ui, cx, &card.scans, Some(ScannedPaper::ArtisanQualification), &PAPERS) {
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
                cx.tell("Calificación registrada.");
                self.open(recorded.id);
                self.told = same_number_words(&recorded);
            }
        }
        self.form = None;
    }

    fn changing_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let (Some(dialog), Some((id, _))) = (&mut self.changing, &self.shown) else { return };
        let qualification = *id;
        let (done, stays) = dialog.ui(&ui.ctx().clone(), cx, &move |desk, change, day, reason| match (change, day) {
            (Change::Revoke, Some(on)) => desk.perform(RevokeQualification { qualification, on, reason }),
            (Change::Revoke | Change::SetAside, _) => desk.perform(SetQualificationAside { qualification, reason }),
            (Change::Withdraw, _) => desk.perform(WithdrawQualificationRevocation { qualification, reason }),
        });
        if done == Some(Change::SetAside)
            && let Some(card) = self.card.get()
        {
            // Whoever copied it wrongly has the paper at hand: the same form, to be mended.
            self.form = Some(Box::new(QualificationForm::copied_anew(&card.qualification)));
        }
        if !stays {
            self.changing = None;
        }
    }
}

const NOUNS: Nouns =
    Nouns { the: "La calificación", this: "Esta calificación", revoke: "Revocar calificación", revoked: "revocada" };

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
        ("A nombre de", format!("{}\n{}", one.holder.1, number_words(&one.holder.0))),
        ("Emitida por", word_for(&one.issuer, &ISSUERS).to_owned()),
        ("Emitida el", day_in_figures(one.issued_on)),
        ("Vence el", one.expires_on.map_or_else(|| "No vence".to_owned(), day_in_figures)),
    ]
}
