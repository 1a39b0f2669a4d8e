//! The clerk's part: for each point, why it is asked.

use eframe::egui::Ui;

use super::ApprovalDialog;
use crate::ui::cx::Cx;
use crate::ui::screens::common::{Point, ReasonsForm};
use crate::ui::theme::{Icon, SPACE_S};
use crate::ui::widgets::{self, Form, Sign};

/// What the form says.
pub(super) const FORM: ReasonsForm = ReasonsForm {
    why: "Por qué se pide",
    hint: "Supervisión lo lee y queda en la bitácora",
    verb: "Llamar a supervisión",
    icon: Some(Icon::Shield),
};

impl ApprovalDialog {
    pub(super) fn reason_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        // Above the fields: below them it would be out of sight in a low window.
        if let Some(fault) = &self.fault {
            widgets::notice(ui, Sign::Refused, fault, None);
            ui.add_space(SPACE_S);
        }
        let is_busy = self.is_busy();
        let mut points: Vec<&mut Point> = self.points.iter_mut().map(|point| &mut point.why).collect();
        let came = Form::show(ui, &mut self.flow, "approval-reason", |form| FORM.ui(form, &mut points, is_busy));
        if came.changed {
            self.fault = None;
        }
        if came.handed_in {
            self.request(cx);
        }
    }
}
