//! The first step: which centre this is.

use eframe::egui::Ui;

use super::Answer;
use super::centres::{self, KnownCentre};
use crate::domain::calendar::Zone;
use crate::domain::ledger::CentreCode;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was chosen or typed.
#[derive(Default)]
pub(super) struct CentreStep {
    flow: Flow,
    search: String,
    hits: Vec<KnownCentre>,
    code: String,
    name: String,
    province: String,
    canton: String,
    zone: Option<Zone>,
    is_old: bool,
    was_sent: bool,
}

const ZONES: [(Zone, &str); 2] = [(Zone::Mainland, "Ecuador continental"), (Zone::Galapagos, "Galápagos")];

const SEARCH: &str = "Buscar el centro";
const CODE: &str = "Código";
const NAME: &str = "Nombre del centro";

impl CentreStep {
    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// Code, name, province and canton.
    pub(super) fn typed(&self) -> [String; 4] {
        [&self.code, &self.name, &self.province, &self.canton].map(|text| text.trim().to_owned())
    }

    /// The zone; the mainland's until it is chosen.
    pub(super) fn zone(&self) -> Zone {
        self.zone.unwrap_or(Zone::Mainland)
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Answer {
        if !self.is_old {
            self.is_old = true;
            match self.code.is_empty() {
                true => self.flow.focus(SEARCH),
                false => self.flow.focus_first(),
            }
        }
        widgets::panel_title(
            ui,
            "¿Qué centro es?",
            "Búsquelo y corrija lo que haga falta, o escríbalo todo. Así sale en cada papel que se imprime.",
        );
        ui.add_space(12.0);
        let mut goes_on = false;
        Form::show(ui, &mut self.flow, "centre", |form| {
            let search = Field::new(SEARCH).hint("Ciudad, cantón o provincia").optional().width(560.0);
            let looked = form.lookup(search, &mut self.search, &self.hits, |hit| {
                (hit.name.to_owned(), format!("{} · {}", hit.canton, hit.province))
            });
            if looked.changed {
                self.hits = centres::find(&self.search);
            }
            if let Some(hit) = looked.picked.and_then(|at| self.hits.get(at)).copied() {
                self.code = hit.code.to_owned();
                self.name = hit.name.to_owned();
                self.province = hit.province.to_owned();
                self.canton = hit.canton.to_owned();
                self.zone = Some(hit.zone);
                self.search = hit.name.to_owned();
            }
            let wrong_code = (!self.code.is_empty() || self.was_sent) && CentreCode::parse(&self.code).is_err();
            let code_error = wrong_code.then_some("El código lleva de 1 a 8 letras o números, sin espacios.");
            let code = Field::new(CODE).note("Parte de la serie de cada clave: no se cambia después.").width(200.0);
            form.number(code.error(code_error), &mut self.code);
            form.text(Field::new(NAME).width(560.0), &mut self.name);
            form.row(|form| {
                form.text(Field::new("Provincia").width(272.0), &mut self.province);
                form.text(Field::new("Cantón").width(272.0), &mut self.canton);
            });
            form.choice(Field::new("Hora local"), &ZONES, &mut self.zone);
            form.ui().add_space(8.0);
            goes_on = form.action(Button::primary("Seguir").icon(Icon::Next).large()).clicked();
        });
        if goes_on && self.is_whole() { Answer::GoOn } else { Answer::Stay }
    }

    /// Is nothing lacking? What lacks takes the keyboard.
    fn is_whole(&mut self) -> bool {
        self.was_sent = true;
        if CentreCode::parse(&self.code).is_err() {
            self.flow.focus(CODE);
            return false;
        }
        let texts = [(NAME, &self.name), ("Provincia", &self.province), ("Cantón", &self.canton)];
        if let Some((label, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
            self.flow.focus(label);
            return false;
        }
        if self.zone.is_none() {
            self.flow.focus("Hora local");
        }
        self.zone.is_some()
    }
}
