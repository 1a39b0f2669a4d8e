//! Warnings answered for: the clerk's reason for each, and a supervisor's word where the rule asks for one. What stands open
//! of the same kind is answered together, each warning with its own sentence and its own reason.

use eframe::egui::Context;

use crate::desk::Pending;
use crate::domain::approval::Matter;
use crate::domain::id::VisitId;
use crate::domain::rule::{Assessment, Finding, OverrideBy, Verdict};
use crate::ops::visit::GiveOverride;
use crate::ui::cx::Cx;
use crate::ui::screens::approval::{Answered, ApprovalDialog, Wanted};
use crate::ui::screens::common::{self, Lacking, ReasonField, ReasonsForm};
use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{self, Dialog, Flow, Form, Sign};

/// The dialog.
pub(super) struct OverrideDialog {
    visit: VisitId,
    points: Vec<Point>,
    flow: Flow,
    fault: Option<String>,
    approval: Option<ApprovalDialog>,
    /// What the supervisor said no to.
    refused: Option<String>,
    is_old: bool,
}

/// One warning.
struct Point {
    finding: Finding,
    /// Its sentence and the reason; of several, one may be left for later.
    why: common::Point,
    giving: Pending<()>,
}

const FORM: ReasonsForm = ReasonsForm {
    why: "Por qué se sigue a pesar de esto",
    hint: "Queda en la bitácora, con su nombre",
    verb: "Guardar la justificación",
    icon: None,
};

impl OverrideDialog {
    /// Answers for a warning of the visit, and for those that stand open beside it and may be answered by the same person.
    pub(super) fn of(visit: VisitId, assessment: &Assessment, asked: &Finding) -> Self {
        let same = assessment.blocking().filter(|it| it.verdict == asked.verdict && it.rule != asked.rule);
        let points = std::iter::once(asked).chain(same).map(|finding| Point {
            finding: finding.clone(),
            why: common::Point::new(&finding.sentence),
            giving: Pending::default(),
        });
        let points: Vec<Point> = points.collect();
        let approval = (asked.verdict == Verdict::Warning(OverrideBy::Supervisor)).then(|| {
            let wanted = points.iter().map(|point| Wanted {
                matter: Matter::Override,
                subject: visit.into(),
                covers: giving(visit, &point.finding, "").covers(),
                sentence: point.finding.sentence.clone(),
            });
            ApprovalDialog::several(wanted.collect())
        });
        Self { visit, points, flow: Flow::default(), fault: None, approval, refused: None, is_old: false }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if self.poll(cx) {
            return false;
        }
        if let Some(approval) = &mut self.approval {
            match approval.ui(ctx, cx) {
                Answered::Open => return true,
                Answered::GivenUp => return false,
                Answered::Refused => {
                    self.refused = approval.refused_in_words();
                    return false;
                }
                Answered::Granted => {
                    self.refused = approval.refused_in_words();
                    let granted: Vec<(usize, String)> =
                        approval.granted().map(|(at, reason)| (at, reason.to_owned())).collect();
                    for (at, point) in self.points.iter_mut().enumerate() {
                        let reason = granted.iter().find(|(place, _)| *place == at).map(|(_, reason)| reason.clone());
                        point.why.is_taken = reason.is_some();
                        point.why.reason = ReasonField::of(reason.unwrap_or_default());
                    }
                    self.approval = None;
                    self.give(cx);
                }
            }
        }
        self.reason_ui(ctx, cx)
    }

    /// What a supervisor said no to, with the reason: told on the page once the dialog is gone.
    pub(super) fn take_refused(&mut self) -> Option<String> {
        self.refused.take()
    }

    /// Takes answers in; answers whether everything that was taken is done.
    fn poll(&mut self, cx: &mut Cx<'_>) -> bool {
        let mut has_news = false;
        for point in &mut self.points {
            match point.giving.poll() {
                Some(Ok(())) => (point.why.is_done, has_news) = (true, true),
                Some(Err(fault)) => self.fault = Some(fault.to_string()),
                None => {}
            }
        }
        let is_over = has_news && self.points.iter().all(|point| point.why.is_done || !point.why.is_taken);
        if is_over {
            match self.points.iter().filter(|point| point.why.is_done).count() {
                1 => cx.tell("Advertencia justificada."),
                several => cx.tell(format!("{several} advertencias justificadas.")),
            }
        }
        is_over
    }

    /// Hands in what is taken and not done, or says at a field what is lacking.
    fn give(&mut self, cx: &Cx<'_>) {
        self.fault = None;
        match FORM.lacking(&mut self.points.iter_mut().map(|point| &mut point.why).collect::<Vec<_>>()) {
            None => {}
            Some(Lacking::Point) => {
                self.fault = Some("Elija al menos una advertencia.".into());
                return;
            }
            Some(Lacking::Reason(label)) => return self.flow.focus(&label),
        }
        for point in self.points.iter_mut().filter(|point| point.why.is_taken && !point.why.is_done) {
            let given = giving(self.visit, &point.finding, point.why.reason.text());
            point.giving.start(|| cx.desk.perform(given));
        }
    }

    fn reason_ui(&mut self, ctx: &Context, cx: &Cx<'_>) -> bool {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        let is_busy = self.points.iter().any(|point| point.giving.is_busy());
        let title = if self.points.len() > 1 { "Justificar las advertencias" } else { "Justificar la advertencia" };
        let shown = Dialog::new(title).width(560.0).show(ctx, |ui| {
            if let Some(fault) = &self.fault {
                widgets::notice(ui, Sign::Refused, fault, None);
                ui.add_space(SPACE_S);
            }
            let mut points: Vec<&mut common::Point> = self.points.iter_mut().map(|point| &mut point.why).collect();
            Form::show(ui, &mut self.flow, "override", |form| FORM.ui(form, &mut points, is_busy))
        });
        let came = shown.inner;
        if came.changed {
            self.fault = None;
        }
        if came.handed_in {
            self.give(cx);
        }
        !shown.gives_up
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
