//! One's own password, changed.

use eframe::egui::Context;
use zeroize::Zeroizing;

use super::super::common::{Fault, OwnPassword};
use crate::desk::Pending;
use crate::ui::cx::Cx;
use crate::ui::widgets::{Button, Dialog, Field, Flow, Form};

/// What was typed.
#[derive(Default)]
pub(super) struct ChangePassword {
    flow: Flow,
    old: Zeroizing<String>,
    own: OwnPassword,
    changing: Pending<()>,
    fault: Option<Fault>,
    is_old: bool,
}

const OLD: &str = "Contraseña actual";

impl ChangePassword {
    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        match self.changing.poll() {
            Some(Ok(())) => {
                self.own.forget();
                cx.tell("Su contraseña quedó cambiada.");
                return false;
            }
            Some(Err(fault)) if fault.refusal() == Some("password") => {
                self.own.refuse(fault.to_string(), &mut self.flow);
            }
            Some(Err(fault)) => {
                if fault.is_wrong_login() {
                    self.old = Zeroizing::default();
                    self.flow.focus(OLD);
                    self.fault = Some(Fault::new("La contraseña actual no es esa. Escríbala de nuevo."));
                } else {
                    self.fault = Some(fault.into());
                }
            }
            None => {}
        }
        let is_busy = self.changing.is_busy();
        let shown = Dialog::new("Cambiar mi contraseña").width(500.0).show(ctx, |ui| {
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            Form::show(ui, &mut self.flow, "change password", |form| {
                form.password(Field::new(OLD), &mut self.old);
                let is_sent = self.own.fields(form);
                form.last_row(Button::primary("Cambiar la contraseña").busy(is_busy)) || is_sent
            })
        });
        if shown.inner && !is_busy {
            self.send(cx);
        }
        !shown.gives_up || is_busy
    }

    fn send(&mut self, cx: &Cx<'_>) {
        if self.old.is_empty() {
            return self.flow.focus(OLD);
        }
        if let Some(new) = self.own.chosen(&mut self.flow) {
            self.fault = None;
            let old = self.old.clone();
            self.changing.start(|| cx.desk.change_password(old, new));
        }
    }
}
