//! The person's data, to be confirmed or corrected: the link goes to the e-mail that stands here.

use eframe::egui::Ui;

use super::super::super::ask::Ask;
use super::super::super::link::LinkPage;
use super::super::super::page::{Next, Page};
use crate::desk::Live;
use crate::domain::id::SelfServiceId;
use crate::domain::register::Contact;
use crate::ops::procedure::affiliate_key::ConfirmData;
use crate::ops::self_service::{FlowAtHand, flow_at_hand};
use crate::ui::cx::Cx;
use crate::ui::screens::common::contact_fields_ui;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Flow, Form, Keys, Sign};

/// Shows how the person is reached.
pub(super) struct DataPage {
    id: SelfServiceId,
    at_hand: Live<FlowAtHand>,
    contact: Option<Contact>,
    flow: Flow,
    confirming: Ask<()>,
}

impl DataPage {
    pub(super) fn of(id: SelfServiceId) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self { id, at_hand: Live::default(), contact: None, flow, confirming: Ask::default() }
    }
}

impl Page for DataPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if self.confirming.poll().is_some() {
            return Next::to(LinkPage::of(self.id));
        }
        let id = self.id;
        let is_new = self.at_hand.refresh(cx.desk, &[], |desk| desk.read(move |_, reader| flow_at_hand(reader, id)));
        if is_new && self.contact.is_none() {
            self.contact = self.at_hand.get().and_then(|at_hand| at_hand.contact.clone());
        }
        let Some(contact) = &mut self.contact else {
            widgets::progress(ui, None, "Un momento");
            return Next::Stay;
        };
        if self.flow.take_edited() {
            self.confirming.be_silent();
        }
        let about = "Corrija lo que haga falta. El enlace para generar su clave llega a este correo.";
        widgets::panel_title(ui, "¿Están bien sus datos?", about);
        if let Some((name, number)) = self.at_hand.get().and_then(|at_hand| at_hand.named.as_ref()) {
            widgets::key_value(ui, number, name);
        }
        ui.add_space(SPACE_M);
        self.confirming.said_ui(ui);
        let is_busy = self.confirming.is_busy();
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "turned: data", |form| {
            contact_fields_ui(form, contact, true);
            form.ui().add_space(SPACE_M);
            let send = Button::primary("Seguir con estos datos").icon(Icon::Check).large().busy(is_busy);
            is_sent = form.action(send).clicked();
        });
        if is_sent && !is_busy {
            let contact = contact.clone();
            match contact.email.trim().is_empty() {
                true => self.confirming.say(Sign::Warning, "Escriba su correo: allí llega el enlace."),
                false => self.confirming.start(|| cx.desk.perform(ConfirmData { flow: id, contact })),
            }
        }
        Next::Stay
    }

    fn keys(&self) -> Option<Keys> {
        Some(Keys::Email)
    }

    fn flow(&self) -> Option<SelfServiceId> {
        Some(self.id)
    }
}
