//! The settings of this window, for whoever works at it, and of the centre, for a supervisor. What somebody may not change
//! is not shown to them.

mod centre;
mod folder;
mod look;
mod password;
mod windows;

use eframe::egui::{self, Align, Layout, ScrollArea, Ui};

use self::centre::CentreSettings;
use self::folder::ScanFolder;
use self::password::ChangePassword;
use self::windows::Windows;
use super::common::PrinterSetup;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_L, SPACE_M};
use crate::ui::widgets::{self, Button, Dialog, Flow};

/// The settings.
#[derive(Default)]
pub struct SettingsScreen {
    look: Flow,
    printer: PrinterSetup,
    scans: ScanFolder,
    centre: CentreSettings,
    windows: Windows,
    changing: Option<ChangePassword>,
}

/// Below this width the two columns stand below each other.
const TWO_COLUMNS: f32 = 960.0;

impl SettingsScreen {
    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let is_supervisor = cx.is_supervisor();
        let about = match is_supervisor {
            true => "Esta ventanilla y todo el centro. Los cambios del centro quedan firmados en la bitácora.",
            false => "Esta ventanilla. Lo que vale para todo el centro lo cambia un supervisor.",
        };
        widgets::panel_title(ui, "Configuración", about);
        ui.add_space(SPACE_M);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            // Room for the ring of the focus at the edges.
            egui::Frame::new().inner_margin(4).show(ui, |ui| {
                if is_supervisor && ui.available_width() >= TWO_COLUMNS {
                    ui.columns_const(|[left, right]| {
                        let column = Layout::top_down(Align::Min);
                        left.with_layout(column, |ui| self.station_ui(ui, cx));
                        right.with_layout(column, |ui| self.centre_ui(ui, cx));
                    });
                } else {
                    ui.set_max_width(ui.available_width().min(TWO_COLUMNS * 0.75));
                    self.station_ui(ui, cx);
                    if is_supervisor {
                        self.centre_ui(ui, cx);
                    }
                }
            });
        });
        if let Some(changing) = &mut self.changing
            && !changing.ui(ui.ctx(), cx)
        {
            self.changing = None;
            Dialog::give_focus_back(ui.ctx());
        }
    }

    fn station_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let is_supervisor = cx.is_supervisor();
        widgets::card(ui, |ui| {
            widgets::section(ui, "Impresora de esta ventanilla", |ui| self.printer.ui(ui, cx, is_supervisor));
        });
        ui.add_space(SPACE_L);
        widgets::card(ui, |ui| widgets::section(ui, "Escáner", |ui| self.scans.ui(ui, cx)));
        ui.add_space(SPACE_L);
        widgets::card(ui, |ui| widgets::section(ui, "Apariencia", |ui| look::ui(ui, cx, &mut self.look)));
        ui.add_space(SPACE_L);
        widgets::card(ui, |ui| {
            widgets::section(ui, "Mi contraseña", |ui| {
                if Button::secondary("Cambiar mi contraseña").icon(Icon::Key).show(ui).clicked() {
                    self.changing = Some(ChangePassword::default());
                }
            });
        });
        ui.add_space(SPACE_L);
    }

    fn centre_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        widgets::card(ui, |ui| widgets::section(ui, "El centro", |ui| self.centre.ui(ui, cx)));
        ui.add_space(SPACE_L);
        widgets::card(ui, |ui| widgets::section(ui, "Ventanillas", |ui| self.windows.ui(ui, cx)));
        ui.add_space(SPACE_L);
    }
}
