//! An insured person of the register: how their key stands, how they are reached, when their key was unlocked here.

mod form;

use eframe::egui::{Context, Ui};

use self::form::InsuredForm;
use super::dialog::Outcome;
use super::employer::{confirm_button, is_by};
use super::opened::{Card, Opened};
use super::parts::{self, line_ui};
use super::person::number_words;
use super::sending::Sending;
use super::words::Names;
use crate::desk::{Desk, Ticket};
use crate::domain::calendar::{Zone, day_in_figures};
use crate::domain::id::InsuredId;
use crate::domain::register::{AffiliateKeyState, UnlockedIn};
use crate::ops::Changed;
use crate::ops::insured::ConfirmInsured;
use crate::ops::reading::Purpose;
use crate::ops::view::{self, InsuredCard, UnlockLine};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Sign};

impl Card for InsuredCard {
    type Id = InsuredId;
    const LISTS: &'static [Changed] = &[Changed::Insured];
    const WHAT: &'static str = "la ficha de una persona asegurada";
    const CHOOSE: &'static str = "Busque a la izquierda y elija a una persona con Entrar, o registre a otra.";

    fn id(&self) -> InsuredId {
        self.insured.id
    }

    fn open(desk: &Desk, id: InsuredId, purpose: Purpose) -> Ticket<Self> {
        desk.open_insured(id, purpose)
    }

    fn again(desk: &Desk, id: InsuredId) -> Ticket<Self> {
        desk.read(move |_, reader| view::insured_card_again(reader, id))
    }
}

/// The page of an insured person.
#[derive(Default)]
pub(super) struct InsuredPage {
    opened: Opened<InsuredCard>,
    form: Option<InsuredForm>,
    confirming: Sending<()>,
    shows_all_history: bool,
}

/// Something that a click asked for.
enum Asked {
    Correct,
    Confirm,
}

impl InsuredPage {
    /// Asks what for, and then shows this person.
    pub(super) fn open(&mut self, id: InsuredId) {
        self.opened.ask(id);
    }

    /// Asks for who is not in the register.
    pub(super) fn record(&mut self) {
        self.form = Some(InsuredForm::record());
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, names: &Names) {
        if self.opened.refresh(cx) {
            (self.confirming, self.shows_all_history) = (Sending::default(), false);
        }
        if self.confirming.poll().is_some() {
            cx.tell("Datos confirmados.");
        }
        let asked = self.page_ui(ui, cx, names);
        let ctx = ui.ctx().clone();
        self.opened.question_ui(&ctx, cx);
        self.form_ui(&ctx, cx);
        match asked {
            None => {}
            Some(Asked::Correct) => self.form = self.opened.card().map(|card| InsuredForm::correct(&card.insured)),
            Some(Asked::Confirm) => {
                if let Some(insured) = self.opened.id() {
                    self.confirming.start(|| cx.desk.perform(ConfirmInsured { insured }));
                }
            }
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, names: &Names) -> Option<Asked> {
        self.opened.empty_ui(ui);
        let card = self.opened.card()?;
        let (zone, me, insured) = (cx.zone(), cx.me.map(|me| me.user), &card.insured);
        let mut asked = None;
        widgets::panel_title(ui, &insured.name, &number_words(&insured.number));
        parts::source_ui(ui, &insured.provenance, names, zone);
        self.opened.purpose_ui(ui);
        ui.add_space(SPACE_M);
        self.confirming.fault_ui(ui);
        ui.horizontal(|ui| {
            if Button::secondary("Corregir datos…").icon(Icon::Edit).show(ui).clicked() {
                asked = Some(Asked::Correct);
            }
            let provenance = &insured.provenance;
            if !provenance.is_trusted()
                && confirm_button(ui, "Confirmar datos", is_by(provenance, me), self.confirming.is_busy())
            {
                asked = Some(Asked::Confirm);
            }
        });
        ui.add_space(SPACE_M);
        facts_ui(ui, insured);
        unlockings_ui(ui, &card.unlockings, zone);
        parts::history_ui(ui, &card.history, zone, &mut self.shows_all_history);
        asked
    }

    fn form_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        let Some(form) = &mut self.form else { return };
        match form.ui(ctx, cx) {
            Outcome::Stays => return,
            Outcome::GivenUp => {}
            Outcome::Done(recorded) => {
                cx.tell("Datos guardados.");
                if let Some(id) = recorded {
                    self.opened.open_written(cx, id);
                }
            }
        }
        self.form = None;
    }
}

fn facts_ui(ui: &mut Ui, insured: &view::Insured) {
    ui.horizontal(|ui| {
        widgets::key_value(ui, "Tipo de asegurado", insured.kind.spanish());
        ui.add_space(SPACE_M);
        ui.vertical(|ui| {
            parts::small_ui(ui, "Clave de afiliado");
            let sign = match insured.key {
                AffiliateKeyState::Active => Sign::Met,
                AffiliateKeyState::Blocked => Sign::Refused,
                AffiliateKeyState::Never => Sign::NotApplicable,
            };
            widgets::badge(ui, sign, insured.key.spanish());
        });
        ui.add_space(SPACE_M);
        // Which day it is, nobody is told: the person is asked for it.
        widgets::key_value(ui, "Nacimiento", if insured.birth.is_some() { "registrado" } else { "sin registrar" });
    });
    ui.add_space(SPACE_S);
    let contact = &insured.contact;
    let known = |text: &str| if text.is_empty() { "no consta".to_owned() } else { text.to_owned() };
    widgets::key_value(ui, "Correo electrónico", &known(&contact.email));
    ui.add_space(SPACE_S);
    ui.horizontal(|ui| {
        widgets::key_value(ui, "Celular", &known(&contact.mobile));
        ui.add_space(SPACE_M);
        widgets::key_value(ui, "Teléfono fijo", &known(&contact.telephone));
        ui.add_space(SPACE_M);
        let when = insured.up_to_date_on.map_or_else(|| "no consta".to_owned(), day_in_figures);
        widgets::key_value(ui, "Última actualización", &when);
    });
    ui.add_space(SPACE_M);
}

fn unlockings_ui(ui: &mut Ui, unlockings: &[UnlockLine], zone: Zone) {
    widgets::section(ui, "Desbloqueos en este centro", |ui| {
        if unlockings.is_empty() {
            parts::small_ui(ui, "Aquí no se ha desbloqueado su clave.");
        }
        for one in unlockings {
            let more = match one.occasion {
                UnlockedIn::Visit { reason, brings_up_to_date, .. } => {
                    let updated = if brings_up_to_date { " · actualizó sus datos" } else { "" };
                    format!("{} · {}{updated}", one.by, reason.spanish())
                }
                UnlockedIn::SelfService(_) => format!("En autoservicio, en la ventanilla de {}", one.by),
            };
            line_ui(ui, (&one.at.in_figures(zone), &more), 0.0, None, |_| ());
        }
    });
}
