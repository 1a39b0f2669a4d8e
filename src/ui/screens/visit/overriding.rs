//! A warning answered for: the clerk's reason, and a supervisor's word where the rule asks for one.

use eframe::egui::Context;

use super::super::approval::{Answered, ApprovalDialog, Wanted};
use crate::desk::Pending;
use crate::domain::approval::Matter;
use crate::domain::id::VisitId;
use crate::domain::rule::{Finding, OverrideBy, Verdict};
use crate::ops::visit::GiveOverride;
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// The dialog.
pub(super) struct OverrideDialog {
    visit: VisitId,
    finding: Finding,
    reason: String,
    flow: Flow,
    giving: Pending<()>,
    fault: Option<String>,
    approval: Option<ApprovalDialog>,
    is_old: bool,
}

impl OverrideDialog {
    pub(super) fn new(visit: VisitId, finding: Finding) -> Self {
        let approval = (finding.verdict == Verdict::Warning(OverrideBy::Supervisor)).then(|| {
            let wanted = Wanted {
                matter: Matter::Override,
                subject: visit.into(),
                covers: giving(visit, &finding, "").covers(),
                sentence: finding.sentence.clone(),
            };
            ApprovalDialog::new(wanted, String::new())
        });
        Self {
            visit,
            finding,
            reason: String::new(),
            flow: Flow::default(),
            giving: Pending::default(),
            fault: None,
            approval,
            is_old: false,
        }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        match self.giving.poll() {
            Some(Ok(())) => {
                cx.tell("Advertencia justificada.");
                return false;
            }
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        if let Some(approval) = &mut self.approval {
            match approval.ui(ctx, cx) {
                Answered::Open => return true,
                Answered::Refused | Answered::GivenUp => return false,
                Answered::Granted => {
                    self.reason = approval.reason().to_owned();
                    self.approval = None;
                    self.give(cx);
                }
            }
        }
        self.reason_ui(ctx, cx)
    }

    fn give(&mut self, cx: &Cx<'_>) {
        let given = giving(self.visit, &self.finding, &self.reason);
        self.fault = None;
        self.giving.start(|| cx.desk.perform(given));
    }

    fn reason_ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> bool {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        let is_busy = self.giving.is_busy();
        let (mut is_given, mut goes_back) = (false, false);
        let shown = Dialog::new("Justificar la advertencia").width(560.0).show(ctx, |ui| {
            widgets::notice(ui, Sign::Warning, &self.finding.sentence, None);
            ui.add_space(8.0);
            Form::show(ui, &mut self.flow, "override", |form| {
                let field = Field::new("Por qué se sigue a pesar de esto").hint("Queda en la bitácora, con su nombre");
                form.text(field.width(500.0), &mut self.reason);
                is_given = form.action(Button::primary("Guardar la justificación").busy(is_busy)).clicked();
            });
            if let Some(fault) = &self.fault {
                widgets::notice(ui, Sign::Refused, fault, None);
            }
            goes_back = Button::quiet("Volver").show(ui).clicked();
        });
        if is_given {
            self.give(cx);
        }
        !(shown.closed_by_escape || goes_back)
    }
}

fn giving(visit: VisitId, finding: &Finding, reason: &str) -> GiveOverride {
    GiveOverride {
        visit,
        rule: finding.rule.as_str().to_owned(),
        sentence: finding.sentence.clone(),
        reason: reason.to_owned(),
    }
}
