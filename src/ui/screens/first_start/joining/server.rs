//! Which server: its address, and who owns the centre's tables there.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::Answer;
use crate::desk::AsOwner;
use crate::ops::Address;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form};

/// What was typed. The password is kept until this machine has joined, and nowhere else.
#[derive(Default)]
pub(super) struct ServerStep {
    flow: Flow,
    address: String,
    owner: String,
    password: Zeroizing<String>,
    refused_address: Option<String>,
    is_old: bool,
}

const ADDRESS: &str = "Dirección del servidor";
const OWNER: &str = "Rol dueño de las tablas";
const PASSWORD: &str = "Contraseña de ese rol";

/// What an address looks like.
const EXAMPLE: &str = "postgres://ventanilla_2@servidor:5432/iess?centre=quito_sur";

impl ServerStep {
    /// With an address that this machine was given already.
    pub(super) fn at(address: &Address) -> Self {
        Self { address: address.to_string(), ..Self::default() }
    }

    /// Was something typed since this was asked last?
    pub(super) fn take_edited(&mut self) -> bool {
        self.flow.take_edited()
    }

    /// The step is shown again.
    pub(super) fn arrive(&mut self) {
        self.is_old = false;
    }

    /// Something is wrong with the address.
    pub(super) fn refuse_address(&mut self, why: String) {
        self.refused_address = Some(why);
        self.flow.focus(ADDRESS);
        self.is_old = true;
    }

    /// What was found is said above: it is the address that may be mended.
    pub(super) fn look_again(&mut self) {
        self.flow.focus(ADDRESS);
        self.is_old = true;
    }

    /// The role was not let in under this password: it is typed again.
    pub(super) fn refuse_password(&mut self) {
        self.password = Zeroizing::default();
        self.flow.focus(PASSWORD);
        self.is_old = true;
    }

    /// What was typed, if nothing is lacking; what lacks or is wrong takes the keyboard.
    pub(super) fn typed(&mut self) -> Option<AsOwner> {
        let address = match self.address.trim().parse::<Address>() {
            Ok(address) => address,
            Err(fault) => {
                self.refuse_address(fault.to_string());
                return None;
            }
        };
        let role = self.owner.trim().to_owned();
        if role.is_empty() || self.password.is_empty() {
            self.flow.focus(if role.is_empty() { OWNER } else { PASSWORD });
            return None;
        }
        if address.role() == role {
            self.refuse_address(format!(
                "El rol de la dirección, «{role}», es el dueño de las tablas. Ponga en ella otro, solo para este equipo: al \
                 unirlo se crea."
            ));
            return None;
        }
        Some(AsOwner { address, role, password: self.password.clone() })
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Answer {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_open();
        }
        widgets::panel_title(
            ui,
            "¿En qué servidor está el centro?",
            "Los datos los da quien administra el servidor. Primero se mira qué hay allí; nada cambia todavía.",
        );
        ui.add_space(SPACE_M);
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "server", |form| {
            let note = "Empieza con el rol que tendrá este equipo, uno distinto en cada uno. Sin contraseña. Si el servidor usa un \
                        certificado propio: «&root=/ruta/raiz.pem» al final.";
            let field =
                Field::new(ADDRESS).hint(EXAMPLE).note(note).error(self.refused_address.as_deref()).width(640.0);
            if form.text(field, &mut self.address).changed {
                self.refused_address = None;
            }
            let note = "El rol de la institución que crea los de los equipos.";
            form.text(Field::new(OWNER).note(note).width(320.0), &mut self.owner);
            let note = "Se usa ahora, y no se guarda en ninguna parte.";
            let typed = form.password(Field::new(PASSWORD).note(note).width(320.0), &mut self.password);
            is_sent = typed.submitted && !self.password.is_empty();
            form.ui().add_space(SPACE_S);
            is_sent |= form.action(Button::primary("Buscar el centro").icon(Icon::Search).large()).clicked();
        });
        if is_sent { Answer::GoOn } else { Answer::Stay }
    }
}
