//! After a login with a password that somebody else gave: an own one, before anything else.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::super::common::{Fault, OwnPassword};
use crate::desk::{LoggedIn, Pending};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Flow, Form};

/// What was typed so far.
pub(super) struct TemporaryPassword {
    old: Zeroizing<String>,
    own: OwnPassword,
    flow: Flow,
    changing: Pending<()>,
    fault: Option<Fault>,
    is_old: bool,
}

impl TemporaryPassword {
    /// To be chosen instead of this one.
    pub(super) fn instead_of(old: Zeroizing<String>) -> Self {
        Self {
            old,
            own: OwnPassword::default(),
            flow: Flow::default(),
            changing: Pending::default(),
            fault: None,
            is_old: false,
        }
    }

    /// One frame; answers whether it was changed, or whoever it is goes away.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, me: &LoggedIn) -> Option<bool> {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        match self.changing.poll() {
            Some(Ok(())) => {
                cx.tell("Su contraseña quedó cambiada.");
                return Some(true);
            }
            Some(Err(fault)) if fault.refusal() == Some("password") => {
                self.own.refuse(fault.to_string(), &mut self.flow);
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        let subtitle =
            format!("{}, la contraseña que le entregaron es temporal: sirve solo para llegar aquí.", me.full_name);
        widgets::panel_title(ui, "Elija su contraseña", &subtitle);
        ui.add_space(12.0);
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        let is_busy = self.changing.is_busy();
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "temporary password", |form| {
            is_sent = self.own.fields(form);
            let label = if is_busy { "Guardando" } else { "Guardar e ingresar" };
            is_sent |= form.action(Button::primary(label).large().full_width().busy(is_busy)).clicked();
        });
        ui.add_space(4.0);
        let leaves = Button::quiet("Salir").icon(Icon::Logout).enabled(!is_busy).show(ui).clicked();
        if is_sent
            && !is_busy
            && let Some(new) = self.own.chosen(&mut self.flow)
        {
            self.fault = None;
            let old = self.old.clone();
            self.changing.start(|| cx.desk.change_password(old, new));
        }
        leaves.then_some(false)
    }
}
