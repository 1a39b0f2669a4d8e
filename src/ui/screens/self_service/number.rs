//! The number that most things begin with.

use eframe::egui::Ui;

use super::ask::Ask;
use super::page::{Next, Page};
use crate::desk::Ticket;
use crate::domain::id::SelfServiceId;
use crate::domain::number::PersonNumber;
use crate::domain::procedure::SelfService;
use crate::domain::sentence;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys};

/// Begins something with a number.
pub(super) type Begins = fn(&Cx<'_>, PersonNumber) -> Ticket<SelfServiceId>;

/// Asks for a number.
pub(super) struct NumberPage {
    offer: SelfService,
    /// What is said before anything is asked.
    before: String,
    begins: Begins,
    goes_on: fn(SelfServiceId) -> Box<dyn Page>,
    number: String,
    /// What a reader read: the field takes it once it was put back.
    read: Option<String>,
    fault: Option<String>,
    flow: Flow,
    ask: Ask<SelfServiceId>,
}

/// What the field is called.
pub(super) const NUMBER: &str = "Número de cédula o código de extranjero";

impl NumberPage {
    pub(super) fn new(
        offer: SelfService,
        before: String,
        begins: Begins,
        goes_on: fn(SelfServiceId) -> Box<dyn Page>,
    ) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            offer,
            before,
            begins,
            goes_on,
            number: String::new(),
            read: None,
            fault: None,
            flow,
            ask: Ask::default(),
        }
    }
}

/// Reads a number, or says what is wrong with it.
pub(super) fn parsed(number: &str) -> Result<PersonNumber, String> {
    PersonNumber::parse(number).map_err(|fault| sentence(&fault.to_string()))
}

impl Page for NumberPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if let Some(flow) = self.ask.poll() {
            return Next::To((self.goes_on)(flow));
        }
        if self.flow.take_edited() {
            self.fault = None;
            self.ask.be_silent();
        }
        widgets::panel_title(ui, self.offer.title, &self.before);
        ui.add_space(SPACE_M);
        self.ask.said_ui(ui);
        let mut is_sent = false;
        let (is_busy, fault) = (self.ask.is_busy(), self.fault.clone());
        Form::show(ui, &mut self.flow, "turned: number", |form| {
            let field = Field::new(NUMBER).width(320.0).error(fault.as_deref());
            is_sent |= form.number(field, &mut self.number).submitted;
            form.ui().add_space(SPACE_M);
            is_sent |= form.action(Button::primary("Seguir").icon(Icon::Next).large().busy(is_busy)).clicked();
        });
        if let Some(read) = self.read.take() {
            self.number = read;
            self.fault = None;
            self.flow.focus_open();
            ui.ctx().request_repaint();
        }
        if is_sent && !is_busy {
            match parsed(&self.number) {
                Ok(number) => self.ask.start(|| (self.begins)(cx, number)),
                Err(fault) => self.fault = Some(fault),
            }
        }
        Next::Stay
    }

    fn is_busy(&self) -> bool {
        self.ask.is_busy()
    }

    fn keys(&self) -> Option<Keys> {
        Some(Keys::Number)
    }

    fn take_reading(&mut self, _: &Cx<'_>, text: &str) {
        self.read = Some(text.to_owned());
    }
}
