//! Who answers for it: a supervisor of that store, by password or with the recovery code, and at which window this is.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::super::super::common::OwnPassword;
use super::Answer;
use crate::desk::{Error, RestoreBy};
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What opens a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Password,
    RecoveryCode,
}

const BY: [(By, &str); 2] = [(By::Password, "Su contraseña"), (By::RecoveryCode, "El código de la caja fuerte")];

/// What was typed.
pub(super) struct WhoStep {
    flow: Flow,
    login: String,
    by: Option<By>,
    password: Zeroizing<String>,
    code: Zeroizing<String>,
    own: OwnPassword,
    window: String,
    is_old: bool,
}

impl Default for WhoStep {
    fn default() -> Self {
        Self {
            flow: Flow::default(),
            login: String::new(),
            by: Some(By::Password),
            password: Zeroizing::default(),
            code: Zeroizing::default(),
            own: OwnPassword::default(),
            window: "1".to_owned(),
            is_old: false,
        }
    }
}

const LOGIN: &str = "Usuario de supervisión";
const PASSWORD: &str = "Contraseña";
const CODE: &str = "Código de recuperación";
const WINDOW: &str = "Número de esta ventanilla";

impl WhoStep {
    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// It was refused: what was wrong is typed again.
    pub(super) fn refuse(&mut self, fault: &Error) {
        if fault.is_wrong_login() {
            self.password = Zeroizing::default();
        }
        if let (Some("password"), Some(By::RecoveryCode)) = (fault.refusal(), self.by) {
            self.own.refuse(fault.to_string(), &mut self.flow);
        }
    }

    /// The supervisor's user.
    pub(super) fn login(&self) -> String {
        self.login.trim().to_owned()
    }

    /// The number over this window; 1 while there is none.
    pub(super) fn window(&self) -> u16 {
        read_window(&self.window).unwrap_or(1)
    }

    /// What opens the backup, once it is typed.
    pub(super) fn opener(&mut self) -> Option<RestoreBy> {
        match self.by? {
            By::Password => (!self.password.is_empty()).then(|| RestoreBy::Password(self.password.clone())),
            By::RecoveryCode if self.code.is_empty() => None,
            By::RecoveryCode => {
                let new = self.own.chosen(&mut self.flow)?;
                Some(RestoreBy::RecoveryCode { code: self.code.clone(), new })
            }
        }
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        widgets::panel_title(
            ui,
            "¿Quién lo restaura?",
            "Una persona de supervisión de ese centro. La restauración queda firmada en la bitácora con su nombre.",
        );
        ui.add_space(SPACE_M);
        let mut answer = Answer::Stay;
        Form::show(ui, &mut self.flow, "who restores", |form| {
            form.text(Field::new(LOGIN).width(320.0), &mut self.login);
            form.choice(Field::new("Con qué lo abre"), &BY, &mut self.by);
            if self.by == Some(By::RecoveryCode) {
                let note = "30 letras y números; los guiones y los espacios no importan. Sirve una sola vez.";
                form.number(Field::new(CODE).note(note).width(460.0), &mut self.code);
                self.own.fields(form);
            } else {
                let note = "La que tenía cuando se hizo el respaldo.";
                form.password(Field::new(PASSWORD).note(note).width(460.0), &mut self.password);
            }
            let wrong = read_window(&self.window).is_none() && !self.window.is_empty();
            let field = Field::new(WINDOW).error(wrong.then_some("El número va de 1 a 999.")).width(160.0);
            form.number(field, &mut self.window);
            form.ui().add_space(SPACE_S);
            form.row(|form| {
                if form.action(Button::primary("Seguir").icon(Icon::Next).large()).clicked() {
                    answer = Answer::GoOn;
                }
                if Button::secondary(widgets::BACK).icon(Icon::Back).large().show(form.ui()).clicked() {
                    answer = Answer::Back;
                }
            });
        });
        if answer == Answer::GoOn && !self.is_whole() { Answer::Stay } else { answer }
    }

    /// Is nothing lacking? What lacks takes the keyboard.
    fn is_whole(&mut self) -> bool {
        let lacks = match self.by {
            _ if self.login.trim().is_empty() => Some(LOGIN),
            Some(By::RecoveryCode) if self.code.trim().is_empty() => Some(CODE),
            Some(By::RecoveryCode) => None,
            _ => self.password.is_empty().then_some(PASSWORD),
        };
        let lacks = lacks.or(read_window(&self.window).is_none().then_some(WINDOW));
        if let Some(label) = lacks {
            self.flow.focus(label);
            return false;
        }
        // A new password that does not serve says so itself.
        self.opener().is_some()
    }
}

fn read_window(typed: &str) -> Option<u16> {
    typed.trim().parse().ok().filter(|number| (1..=999).contains(number))
}
