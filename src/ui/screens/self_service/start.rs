//! The first page: what somebody can do here.

use eframe::egui::Ui;

use super::booking::BookingPage;
use super::link::LinkPage;
use super::page::{Next, Page};
use super::procedure::page_of;
use crate::domain::procedure::PROCEDURES;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Keys, tile};

/// The first page.
#[derive(Default)]
pub(super) struct StartPage {
    /// A link that was read before anything was chosen.
    read: Option<LinkPage>,
    is_old: bool,
}

impl Page for StartPage {
    fn ui(&mut self, ui: &mut Ui, _: &mut Cx<'_>) -> Next {
        if let Some(page) = self.read.take() {
            return Next::to(page);
        }
        widgets::panel_title(
            ui,
            "¿Qué necesita hacer?",
            "Toque una opción. Lo que escriba se borra al salir. Todo es gratuito.",
        );
        ui.add_space(SPACE_M);
        let mut next = Next::Stay;
        for procedure in PROCEDURES {
            let Some(offer) = procedure.self_service else { continue };
            let shown = tile(ui, Icon::Key, offer.title, offer.about);
            if !std::mem::replace(&mut self.is_old, true) {
                shown.request_focus();
            }
            if shown.clicked()
                && let Some(page) = page_of(procedure.id)
            {
                next = Next::To(page);
            }
        }
        let about = "Con un código que le llega al correo. La confirmación se imprime aquí.";
        if tile(ui, Icon::Calendar, "Reservar un turno", about).clicked() {
            next = Next::to(BookingPage::default());
        }
        let about = "El que le llegó por correo: muéstrelo al lector, o escríbalo aquí.";
        if tile(ui, Icon::Scan, "Tengo un enlace o un código QR", about).clicked() {
            next = Next::to(LinkPage::of_nobody_yet());
        }
        next
    }

    fn keys(&self) -> Option<Keys> {
        None
    }

    fn is_start(&self) -> bool {
        true
    }

    fn take_reading(&mut self, cx: &Cx<'_>, text: &str) {
        let mut page = LinkPage::of_nobody_yet();
        page.take_reading(cx, text);
        self.read = Some(page);
    }
}
