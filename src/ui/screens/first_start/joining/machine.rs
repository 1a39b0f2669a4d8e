//! What this machine is for in the centre, and its number there.

use eframe::egui::Ui;

use super::Answer;
use crate::domain::duty::Duty;
use crate::ops::{CentreThere, RoleThere};
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was chosen and typed.
#[derive(Default)]
pub(super) struct MachineStep {
    flow: Flow,
    duty: Option<Duty>,
    number: String,
    replaces: bool,
    lacks_word: bool,
    is_old: bool,
}

const DUTIES: [(Duty, &str); 3] =
    [(Duty::Window, "Ventanilla"), (Duty::Arrivals, "Recepción"), (Duty::Calls, "Pantalla de llamados")];
const DUTY: &str = "Este equipo es";
const NUMBER: &str = "Número";
const REPLACES: &str = "Este equipo reemplaza al que tenía ese rol";

/// The number of a machine that has none.
const NONE: u16 = 1;

impl MachineStep {
    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// What it is for, which number it has, and whether it is there in another's place; once nothing is lacking.
    pub(super) fn typed(&self) -> Option<(Duty, u16, bool)> {
        let number = match self.duty? {
            Duty::Calls => NONE,
            Duty::Window | Duty::Arrivals => self.number.trim().parse().ok()?,
        };
        Some((self.duty?, number, self.replaces))
    }

    /// One frame, for a role that is this already.
    pub(super) fn ui(&mut self, ui: &mut Ui, centre: &CentreThere, (named, role): (&str, &RoleThere)) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_open();
        }
        let about = format!("Allí trabaja el centro «{}». {}", centre.name, windows_of(centre));
        widgets::panel_title(ui, "¿Para qué es este equipo?", &about);
        ui.add_space(SPACE_M);
        let wrong = self.wrong_number(centre);
        let mut answer = Answer::Stay;
        Form::show(ui, &mut self.flow, "machine", |form| {
            let said = self.duty.map(said_of);
            let field = Field::new(DUTY);
            form.choice(said.map_or(field, |said| field.note(said)), &DUTIES, &mut self.duty);
            if self.duty.is_some_and(|duty| duty != Duty::Calls) {
                form.number(Field::new(NUMBER).error(wrong.as_deref()).width(160.0), &mut self.number);
            }
            if *role == RoleThere::OfThisCentre {
                let note = format!(
                    "El rol «{named}» de la dirección ya es de un equipo de este centro. Si lo reemplaza, aquel no ingresa más; si \
                     no, ponga otro rol en la dirección."
                );
                let error = (self.lacks_word && !self.replaces).then_some(note.as_str());
                form.toggle(Field::new(REPLACES).note(&note).error(error).answered(true), &mut self.replaces);
            }
            form.ui().add_space(SPACE_S);
            form.row(|form| {
                if form.action(Button::primary("Unir este equipo").icon(Icon::Link).large()).clicked() {
                    answer = Answer::GoOn;
                }
                if Button::secondary(widgets::BACK).icon(Icon::Back).large().show(form.ui()).clicked() {
                    answer = Answer::Back;
                }
            });
        });
        if answer == Answer::GoOn && !self.is_whole(centre, role) { Answer::Stay } else { answer }
    }

    /// Why the number is none of this centre's.
    fn wrong_number(&self, centre: &CentreThere) -> Option<String> {
        let typed = self.number.trim();
        if typed.is_empty() || self.typed_number(centre).is_some() {
            return None;
        }
        Some(format!(
            "El centro no tiene el número {typed}. Supervisión lo agrega en Configuración, en una ventanilla."
        ))
    }

    fn typed_number(&self, centre: &CentreThere) -> Option<u16> {
        self.number.trim().parse().ok().filter(|number| centre.windows.contains(number))
    }

    /// Is nothing lacking? What lacks takes the keyboard.
    fn is_whole(&mut self, centre: &CentreThere, role: &RoleThere) -> bool {
        self.lacks_word = *role == RoleThere::OfThisCentre && !self.replaces;
        let lacks_number = self.duty != Some(Duty::Calls) && self.typed_number(centre).is_none();
        let lacks = [(self.duty.is_none(), DUTY), (lacks_number, NUMBER), (self.lacks_word, REPLACES)];
        match lacks.into_iter().find(|(lacks, _)| *lacks) {
            Some((_, label)) => {
                self.flow.focus(label);
                false
            }
            None => true,
        }
    }
}

/// The windows that a centre has, in words.
fn windows_of(centre: &CentreThere) -> String {
    let numbers: Vec<String> = centre.windows.iter().map(ToString::to_string).collect();
    match numbers.as_slice() {
        [one] => format!("Tiene el número {one}."),
        many => format!("Tiene los números {}.", many.join(", ")),
    }
}

/// What a machine does that is for this.
fn said_of(duty: Duty) -> &'static str {
    match duty {
        Duty::Window => "Atiende: llama turnos, lleva las atenciones y entrega claves.",
        Duty::Arrivals => "Registra quién llegó y da turnos. Lleva un número propio, que no es el de otra ventanilla.",
        Duty::Calls => "Muestra en la sala qué turno se llama y a qué ventanilla. No necesita número.",
    }
}
