//! Whether what others ask for sounds at this machine, where a supervisor works.

use eframe::egui::Ui;

use super::super::common::Fault;
use crate::desk::{Chime, Pending};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Sign};

/// The setting.
pub(super) struct SoundSettings {
    flow: Flow,
    chime: Chime,
    can_sound: bool,
    keeping: Pending<()>,
    fault: Option<Fault>,
}

impl Default for SoundSettings {
    fn default() -> Self {
        let chime = Chime::of_request();
        let can_sound = chime.can_sound();
        Self { flow: Flow::default(), chime, can_sound, keeping: Pending::default(), fault: None }
    }
}

impl SoundSettings {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        match self.keeping.poll() {
            Some(Ok(())) => cx.tell("Sonido guardado en este equipo."),
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        if !self.can_sound {
            let next =
                "Pida que instalen en este equipo el paquete «alsa-utils». Lo que elija aquí vale desde entonces.";
            widgets::notice(ui, Sign::Warning, "Este equipo no tiene con qué tocar un sonido.", Some(next));
            ui.add_space(SPACE_S);
        }
        let now = cx.desk.station().approval_chime;
        let mut sounds = now;
        let field = Field::new("Sonar cuando en otra ventanilla piden una aprobación")
            .note("Mientras alguien de supervisión está en sesión aquí. Quién pide y qué, se dice en la pantalla.")
            .answered(true);
        Form::show(ui, &mut self.flow, "sound", |form| form.toggle(field, &mut sounds));
        if sounds != now && !self.keeping.is_busy() {
            self.fault = None;
            self.keeping.start(|| {
                cx.desk.change_station(
                    move |station| station.approval_chime = sounds,
                    move |settings| settings.approval_chime = Some(sounds),
                )
            });
        }
        ui.add_space(SPACE_S);
        let button = Button::secondary("Probar el sonido").icon(Icon::Resume).enabled(self.can_sound);
        if button.why("Este equipo no tiene con qué tocarlo.").show(ui).clicked() {
            self.chime.ring();
        }
        if let Some(fault) = &self.fault {
            ui.add_space(SPACE_S);
            fault.ui(ui);
        }
    }
}
