//! A link that was sent is shown to the reader, or typed.

use eframe::egui::Ui;

use super::ask::Ask;
use super::choose::ChoosePage;
use super::code::letter_ui;
use super::page::{Next, Page};
use super::procedure;
use crate::desk::Live;
use crate::domain::challenge::Form as SecretForm;
use crate::domain::id::SelfServiceId;
use crate::ops::Changed;
use crate::ops::self_service::{AskAgain, FlowAtHand, LinkAnswer, OpenLink, flow_at_hand};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys, Sign};

/// Asks for a link.
pub(super) struct LinkPage {
    /// Whoever waits for one here; none who comes with one.
    id: Option<SelfServiceId>,
    at_hand: Live<FlowAtHand>,
    link: String,
    fault: Option<String>,
    flow: Flow,
    opening: Ask<LinkAnswer>,
    again: Ask<()>,
}

const LINK: &str = "Letras y números del correo";

impl LinkPage {
    /// For whoever asked for it here.
    pub(super) fn of(id: SelfServiceId) -> Self {
        Self { id: Some(id), ..Self::of_nobody_yet() }
    }

    /// For whoever comes with one.
    pub(super) fn of_nobody_yet() -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            id: None,
            at_hand: Live::default(),
            link: String::new(),
            fault: None,
            flow,
            opening: Ask::default(),
            again: Ask::default(),
        }
    }

    fn open(&mut self, cx: &Cx<'_>, text: &str) {
        match OpenLink::of(text) {
            Some(open) => self.opening.start(|| cx.desk.perform(open)),
            None => self.fault = Some("Son 26 letras y números: revise que estén todos.".into()),
        }
    }

    fn take_answers(&mut self) -> Option<Next> {
        if self.again.poll().is_some() {
            self.at_hand.stale();
            self.opening.be_silent();
        }
        let words = match self.opening.poll()? {
            LinkAnswer::Choose(id) => return Some(Next::to(ChoosePage::of(id))),
            LinkAnswer::Unlocked(_) => return Some(Next::To(procedure::unlocked())),
            LinkAnswer::Late => "Ese enlace ya venció. Pida otro, o empiece de nuevo.",
            LinkAnswer::Gone => "Ese enlace ya se usó o fue reemplazado por otro. Use el del último correo.",
        };
        self.opening.say(Sign::Warning, words);
        self.link.clear();
        self.flow.focus(LINK);
        None
    }
}

impl Page for LinkPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if let Some(next) = self.take_answers() {
            return next;
        }
        if self.flow.take_edited() {
            self.fault = None;
        }
        if let Some(id) = self.id {
            self.at_hand
                .refresh(cx.desk, &[Changed::Mail], |desk| desk.read(move |_, reader| flow_at_hand(reader, id)));
        }
        let about =
            "Abra el correo en su teléfono y muestre el código QR al lector, o escriba las letras y números que trae.";
        widgets::panel_title(ui, "El enlace de su correo", about);
        ui.add_space(SPACE_M);
        if self.id.is_some() {
            letter_ui(ui, cx, self.at_hand.get());
        }
        self.opening.said_ui(ui);
        self.again.said_ui(ui);
        let is_busy = self.opening.is_busy() || self.again.is_busy();
        let (mut is_sent, mut wants_again, fault) = (false, false, self.fault.clone());
        let is_theirs = self.id.is_some();
        Form::show(ui, &mut self.flow, "turned: link", |form| {
            let field = Field::new(LINK).hint("ABCDE 12345 …").error(fault.as_deref());
            is_sent |= form.number(field, &mut self.link).submitted;
            form.ui().add_space(SPACE_M);
            is_sent |= form.action(Button::primary("Abrir").icon(Icon::Next).large().busy(is_busy)).clicked();
            if is_theirs {
                let ui = form.ui();
                ui.add_space(SPACE_M);
                wants_again =
                    Button::secondary("Enviar otro enlace").icon(Icon::Refresh).enabled(!is_busy).show(ui).clicked();
            }
        });
        if wants_again && let Some(flow) = self.id {
            self.again.start(|| cx.desk.perform(AskAgain { flow, form: SecretForm::Link }));
        } else if is_sent && !is_busy {
            let link = self.link.clone();
            self.open(cx, &link);
        }
        Next::Stay
    }

    fn keys(&self) -> Option<Keys> {
        Some(Keys::Code)
    }

    // The link is good for as long as its letter says, also for whoever goes and comes back with it.

    fn waits_for_a_letter(&self) -> bool {
        true
    }

    fn take_reading(&mut self, cx: &Cx<'_>, text: &str) {
        if !self.opening.is_busy() {
            self.open(cx, text);
        }
    }
}
