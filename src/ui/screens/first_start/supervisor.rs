//! The third step: the first supervisor, with a password of their own.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::super::common::OwnPassword;
use super::Answer;
use crate::domain::user::Gender;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was typed.
#[derive(Default)]
pub(super) struct SupervisorStep {
    flow: Flow,
    login: String,
    full_name: String,
    gender: Option<Gender>,
    own: OwnPassword,
    refused_login: Option<String>,
    is_old: bool,
}

const LOGIN: &str = "Usuario";
const NAME: &str = "Nombre completo";
const FUNCTION: &str = "Función";
const FUNCTIONS: [(Gender, &str); 2] = [(Gender::Feminine, "Supervisora"), (Gender::Masculine, "Supervisor")];

impl SupervisorStep {
    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// User and full name.
    pub(super) fn typed(&self) -> [String; 2] {
        [&self.login, &self.full_name].map(|text| text.trim().to_owned())
    }

    /// In which gender the function is said.
    pub(super) fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// The password, if it may be tried.
    pub(super) fn password(&mut self) -> Option<Zeroizing<String>> {
        self.own.chosen(&mut self.flow)
    }

    /// The login is none.
    pub(super) fn refuse_login(&mut self, why: String) {
        self.refused_login = Some(why);
        self.flow.focus(LOGIN);
    }

    /// The vault did not want the password.
    pub(super) fn refuse_password(&mut self, why: String) {
        self.own.refuse(why, &mut self.flow);
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        widgets::panel_title(
            ui,
            "¿Quién supervisa este centro?",
            "Esa persona agrega después los demás usuarios y responde por las aprobaciones. Su contraseña abre el \
             almacén: no hay otra.",
        );
        ui.add_space(12.0);
        let mut answer = Answer::Stay;
        Form::show(ui, &mut self.flow, "supervisor", |form| {
            let note = "De 3 a 32 letras sin tilde, números, punto o guion. Con él ingresa cada día.";
            let field = Field::new(LOGIN).note(note).error(self.refused_login.as_deref()).width(320.0);
            if form.text(field, &mut self.login).changed {
                self.refused_login = None;
            }
            form.text(Field::new(NAME).note("Como debe salir en los papeles.").width(460.0), &mut self.full_name);
            form.choice(Field::new(FUNCTION), &FUNCTIONS, &mut self.gender);
            let mut is_sent = self.own.fields(form);
            form.ui().add_space(8.0);
            form.row(|form| {
                is_sent |= form.action(Button::primary("Crear el almacén").icon(Icon::Store).large()).clicked();
                if Button::secondary(widgets::BACK).icon(Icon::Back).large().show(form.ui()).clicked() {
                    answer = Answer::Back;
                }
            });
            if is_sent {
                answer = Answer::GoOn;
            }
        });
        if answer == Answer::GoOn && !self.is_whole() {
            return Answer::Stay;
        }
        answer
    }

    fn is_whole(&mut self) -> bool {
        let lacking = [(LOGIN, &self.login), (NAME, &self.full_name)];
        let lacking = lacking.into_iter().find(|(_, text)| text.trim().is_empty()).map(|(label, _)| label);
        let lacking = lacking.or(self.gender.is_none().then_some(FUNCTION));
        if let Some(label) = lacking {
            self.flow.focus(label);
        }
        lacking.is_none()
    }
}
