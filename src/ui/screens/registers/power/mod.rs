//! A notarial power of the register: what it says, whether it serves, its scans, where it served.

mod form;

use eframe::egui::Ui;

use self::form::PowerForm;
pub(super) use self::form::{LACKING_CHOICE, LACKING_DATE, TERMS, Term};
use super::dialog::Outcome;
use super::parts;
use super::person::number_words;
use super::standing::{Change, Changing, Nouns, actions_ui, recorded_words, standing_ui};
use super::words::{self, Names, SCOPES, word_for};
use crate::desk::Live;
use crate::domain::calendar::day_in_figures;
use crate::domain::id::NotarialPowerId;
use crate::domain::register::LegalValidation;
use crate::ops::Changed;
use crate::ops::notarial_power::{PowerRecorded, RevokePower, SetPowerAside, WithdrawPowerRevocation};
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::view::{self, PowerCard};
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::screens::scans::ScanPanel;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Sign};

/// The papers that a scan of a power may be.
const PAPERS: [ScannedPaper; 2] = [ScannedPaper::NotarialPower, ScannedPaper::Other];

/// The page of a power.
#[derive(Default)]
pub(super) struct PowerPage {
    shown: Option<(NotarialPowerId, ScanPanel)>,
    card: Live<PowerCard>,
    form: Option<Box<PowerForm>>,
    changing: Option<Changing>,
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
        self.changing_ui(ui, cx);
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
        let power = &card.power;
        let (revoked, set_aside) = (power.revoked.as_ref(), power.set_aside.as_ref());
        standing_ui(ui, cx, names, NOUNS, (revoked, set_aside, power.valid_until));
        if !self.told.is_empty() {
            let next = "Compárelos antes de usar uno: el código pudo leerse mal, o ser de otra escritura.";
            widgets::notice(ui, Sign::Warning, &self.told, Some(next));
        }
        ui.add_space(SPACE_M);
        facts_ui(ui, &facts(card));
        let recorded = (names.of(card.power.recorded_by), words::day_and_hour(card.power.recorded_at_ms, zone));
        parts::small_ui(ui, &recorded_words(recorded.0, &recorded.1, card.recorded_in.as_ref()));
        ui.add_space(SPACE_M);
        if let Some(dialog) = actions_ui(ui, cx, NOUNS, (revoked, set_aside)) {
            self.changing = Some(dialog);
        }
        ui.add_space(SPACE_M);
        if panel.ui(ui, cx, &card.scans, Some(ScannedPaper::NotarialPower), &PAPERS) {
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
                cx.tell("Poder registrado.");
                self.open(recorded.id);
                self.told = same_code_words(&recorded);
            }
        }
        self.form = None;
    }

    fn changing_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let (Some(dialog), Some((power, _))) = (&mut self.changing, &self.shown) else { return };
        let power = *power;
        let (done, stays) = dialog.ui(&ui.ctx().clone(), cx, &move |desk, change, day, reason| match (change, day) {
            (Change::Revoke, Some(on)) => desk.perform(RevokePower { power, on, reason }),
            (Change::Revoke | Change::SetAside, _) => desk.perform(SetPowerAside { power, reason }),
            (Change::Withdraw, _) => desk.perform(WithdrawPowerRevocation { power, reason }),
        });
        if done == Some(Change::SetAside)
            && let Some(card) = self.card.get()
        {
            // Whoever copied it wrongly has the paper at hand: the same form, to be mended.
            self.form = Some(Box::new(PowerForm::copied_anew(&card.power)));
        }
        if !stays {
            self.changing = None;
        }
    }
}

const NOUNS: Nouns = Nouns { the: "El poder", this: "Este poder", revoke: "Revocar poder", revoked: "revocado" };

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
    [
        ("Poderdante", format!("{}\n{}", power.grantor.1, number_words(&power.grantor.0))),
        ("Apoderado", format!("{}\n{}", power.holder.1, number_words(&power.holder.0))),
        ("Otorgado el", day_in_figures(power.granted_on)),
        ("Vigente hasta", power.valid_until.map_or_else(|| "No vence".to_owned(), day_in_figures)),
        ("Para", word_for(&power.scope, &SCOPES).to_owned()),
        ("Validación legal", validation_words(&power.legal_validation)),
    ]
}

fn validation_words(validation: &LegalValidation) -> String {
    if validation.is_blank() {
        return "Validado; no se anotó lo que muestra el sello".into();
    }
    let words = validation.in_words();
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
