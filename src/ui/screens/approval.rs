//! A supervisor's word, asked for with a reason and given at the same window with another user and password. Whoever works
//! here stays at work.

use eframe::egui::{Context, Ui};
use zeroize::Zeroizing;

use crate::desk::{Pending, Ticket};
use crate::domain::approval::Matter;
use crate::domain::id::ApprovalId;
use crate::ops::Subject;
use crate::ops::approval::{RequestApproval, WithdrawApproval};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The matter.
    pub matter: Matter,
    /// About what.
    pub subject: Subject,
    /// The exact words that the approval covers.
    pub covers: String,
    /// What the supervisor reads.
    pub sentence: String,
}

/// How the dialog ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is still open.
    Open,
    /// A supervisor said yes.
    Granted,
    /// A supervisor said no.
    Refused,
    /// Nobody answered, and the clerk went back.
    GivenUp,
}

/// The dialog: the clerk's reason, then the supervisor's answer.
pub struct ApprovalDialog {
    wanted: Wanted,
    stage: Stage,
    reason: String,
    login: String,
    password: Zeroizing<String>,
    note: String,
    flow: Flow,
    fault: Option<String>,
    is_old: bool,
}

enum Stage {
    Reason(Pending<ApprovalId>),
    Answer { id: ApprovalId, answering: Option<(bool, Ticket<Matter>)> },
}

impl ApprovalDialog {
    /// Asks for a supervisor's word. `reason` is the clerk's, where it was given already.
    #[must_use]
    pub fn new(wanted: Wanted, reason: String) -> Self {
        Self {
            wanted,
            stage: Stage::Reason(Pending::default()),
            reason,
            login: String::new(),
            password: Zeroizing::default(),
            note: String::new(),
            flow: Flow::default(),
            fault: None,
            is_old: false,
        }
    }

    /// The clerk's reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.reason.trim()
    }

    /// One frame.
    pub fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> Answered {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        if let Some(ended) = self.poll(cx) {
            return ended;
        }
        let shown = Dialog::new("Aprobación de un supervisor").width(560.0).show(ctx, |ui| {
            widgets::key_value(ui, "Se pide", self.wanted.matter.spanish());
            widgets::notice(ui, Sign::Warning, &self.wanted.sentence, None);
            ui.add_space(8.0);
            // Above the fields: below them it would be out of sight in a low window.
            if let Some(fault) = &self.fault {
                widgets::notice(ui, Sign::Refused, fault, None);
                ui.add_space(8.0);
            }
            match self.stage {
                Stage::Reason(_) => self.reason_ui(ui, cx),
                Stage::Answer { .. } => self.answer_ui(ui, cx),
            }
        });
        if (shown.closed_by_escape || shown.inner) && !self.is_busy() {
            self.withdraw(cx);
            return Answered::GivenUp;
        }
        Answered::Open
    }

    /// Is an answer awaited? Then nobody leaves: it would come to nobody.
    fn is_busy(&self) -> bool {
        match &self.stage {
            Stage::Reason(asking) => asking.is_busy(),
            Stage::Answer { answering, .. } => answering.is_some(),
        }
    }

    fn poll(&mut self, cx: &mut Cx<'_>) -> Option<Answered> {
        match &mut self.stage {
            Stage::Reason(asking) => match asking.poll()? {
                Ok(id) => {
                    self.fault = None;
                    self.stage = Stage::Answer { id, answering: None };
                    self.flow.reset();
                    self.flow.focus_first();
                    None
                }
                Err(fault) => {
                    self.fault = Some(fault.to_string());
                    None
                }
            },
            Stage::Answer { answering, .. } => {
                let (granted, ticket) = answering.as_ref()?;
                let (granted, answer) = (*granted, ticket.poll()?);
                *answering = None;
                match answer {
                    Ok(_) if granted => {
                        cx.tell("El supervisor aprobó.");
                        Some(Answered::Granted)
                    }
                    Ok(_) => Some(Answered::Refused),
                    Err(fault) => {
                        self.fault = Some(fault.to_string());
                        self.password = Zeroizing::default();
                        self.flow.focus(PASSWORD);
                        None
                    }
                }
            }
        }
    }

    fn reason_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let Stage::Reason(asking) = &mut self.stage else { return false };
        let is_busy = asking.is_busy();
        let mut is_asked = false;
        Form::show(ui, &mut self.flow, "approval-reason", |form| {
            form.text(
                Field::new("Por qué se pide").hint("El supervisor lo lee y queda en la bitácora").width(500.0),
                &mut self.reason,
            );
            is_asked = form.action(Button::primary("Llamar al supervisor").icon(Icon::Shield).busy(is_busy)).clicked();
        });
        if is_asked {
            let Wanted { matter, subject, covers, .. } = self.wanted.clone();
            let reason = self.reason.clone();
            asking.start(|| cx.desk.perform(RequestApproval { matter, subject, covers, reason }));
        }
        Button::quiet("Volver").show(ui).clicked()
    }

    fn answer_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let Stage::Answer { id, answering } = &mut self.stage else { return false };
        let (id, is_busy) = (*id, answering.is_some());
        widgets::key_value(ui, "Razón", self.reason.trim());
        ui.label("El supervisor ingresa aquí su usuario y su contraseña. La atención sigue abierta.");
        ui.add_space(6.0);
        let (mut yes, mut no) = (false, false);
        Form::show(ui, &mut self.flow, "approval-answer", |form| {
            form.text(Field::new("Usuario del supervisor").width(280.0), &mut self.login);
            form.password(Field::new(PASSWORD).width(280.0), &mut self.password);
            form.text(Field::new("Nota del supervisor").optional().width(500.0), &mut self.note);
            form.row(|form| {
                yes = form.action(Button::primary("Aprobar").icon(Icon::Check).busy(is_busy)).clicked();
                no = Button::danger("Rechazar").busy(is_busy).show(form.ui()).clicked();
            });
        });
        if (yes || no) && answering.is_none() {
            self.fault = None;
            let password = std::mem::take(&mut self.password);
            let ticket = cx.desk.answer(self.login.clone(), password, id, yes, self.note.clone());
            *answering = Some((yes, ticket));
        }
        Button::quiet("Volver").show(ui).clicked()
    }

    /// Nobody is to find the request later: it was for now.
    fn withdraw(&self, cx: &Cx<'_>) {
        if let Stage::Answer { id, .. } = self.stage {
            drop(cx.desk.perform(WithdrawApproval { approval: id }));
        }
    }
}

const PASSWORD: &str = "Contraseña del supervisor";
