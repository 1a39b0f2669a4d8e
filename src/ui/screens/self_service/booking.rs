//! Booking a turn: who, an address and its code, a day and an hour, the confirmation.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use eframe::egui::Ui;

use super::ask::Ask;
use super::code::CodePage;
use super::end::EndPage;
use super::number::{NUMBER, parsed};
use super::page::{Next, Page};
use crate::desk::Pending;
use crate::domain::email::Email;
use crate::domain::id::{SelfServiceId, TurnId};
use crate::domain::procedure::{PROCEDURES, booked, name};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::FIXED_LINE;
use crate::domain::sentence;
use crate::domain::telephone::Telephone;
use crate::ops::turn::{BeginBooking, BookAlone};
use crate::ops::view::{self, TurnRow};
use crate::ui::cx::Cx;
use crate::ui::screens::turns::slots::{SlotFields, day_of_week};
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys, Sign};
use crate::ui::words::unprintable_in_words;

const TITLE: &str = "Reservar un turno";
const NAME: &str = "Apellidos y nombres";
const EMAIL: &str = "Correo electrónico";
const MOBILE: &str = "Celular";

/// What needs none of the turns that are offered.
static WITHOUT_A_TURN: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = PROCEDURES.iter().filter(|it| !it.is_booked()).map(|it| it.name).collect();
    format!("En línea o en esta pantalla, sin turno: {}.", names.join("; "))
});

/// Asks who books, and how they are reached.
#[derive(Default)]
pub(super) struct BookingPage {
    number: String,
    /// What a reader read: the field takes it once it was put back.
    read: Option<String>,
    name: String,
    email: String,
    mobile: String,
    /// What they come for, where that is known already.
    procedure: Option<ProcedureId>,
    faults: [Option<String>; 4],
    flow: Flow,
    is_old: bool,
    ask: Ask<SelfServiceId>,
}

impl BookingPage {
    /// What was typed, or what is wrong with each field.
    fn begin(&mut self) -> Option<BeginBooking> {
        let person = parsed(&self.number);
        let name = match self.name.trim() {
            "" => Err("Escriba sus apellidos y nombres.".to_owned()),
            name => unprintable_in_words(name).map_or_else(|| Ok(name.to_owned()), Err),
        };
        let email = Email::parse(self.email.trim()).map_err(|fault| sentence(&fault.to_string()));
        let mobile = match Telephone::parse(&self.mobile) {
            Ok(mobile) if mobile.may_be_mobile() => Ok(mobile),
            Ok(_) => Err(sentence(FIXED_LINE)),
            Err(fault) => Err(sentence(&fault.to_string())),
        };
        self.faults = [
            person.as_ref().err().cloned(),
            name.as_ref().err().cloned(),
            email.as_ref().err().cloned(),
            mobile.as_ref().err().cloned(),
        ];
        Some(BeginBooking { person: person.ok()?, name: name.ok()?, email: email.ok()?, mobile: mobile.ok()? })
    }

    /// For whoever gave their number already, and is led here for a procedure.
    pub(super) fn for_whom(number: String, procedure: ProcedureId) -> Self {
        Self { number, procedure: Some(procedure), ..Self::default() }
    }
}

impl Page for BookingPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if !std::mem::replace(&mut self.is_old, true) {
            self.flow.focus_first();
        }
        if let Some(id) = self.ask.poll() {
            // It is their own word: what the registers hold would be told to nobody.
            let about = format!(
                "Le enviamos un código de 8 cifras a {}. Si lo escribió mal, salga y empiece otra vez.",
                self.email.trim()
            );
            let procedure = self.procedure;
            let slot = move |id| -> Box<dyn Page> { Box::new(SlotPage { procedure, ..SlotPage::of(id) }) };
            return Next::to(CodePage::new((id, "Verifique su correo", about), None, slot));
        }
        if self.flow.take_edited() {
            self.faults = Default::default();
            self.ask.be_silent();
        }
        widgets::panel_title(ui, TITLE, "Le enviamos un código a su correo, para saber que es suyo.");
        ui.add_space(SPACE_M);
        self.ask.said_ui(ui);
        let (is_busy, faults) = (self.ask.is_busy(), self.faults.clone());
        let [number, name, email, mobile] = faults.each_ref().map(Option::as_deref);
        let unprintable = unprintable_in_words(&self.name);
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "turned: booking", |form| {
            form.row(|form| {
                form.number(Field::new(NUMBER).width(330.0).error(number), &mut self.number);
                form.text(Field::new(NAME).width(390.0).error(name.or(unprintable.as_deref())), &mut self.name);
            });
            form.row(|form| {
                form.text(Field::new(EMAIL).width(480.0).error(email), &mut self.email);
                form.number(Field::new(MOBILE).width(220.0).error(mobile), &mut self.mobile);
            });
            form.ui().add_space(SPACE_M);
            is_sent = form.action(Button::primary("Seguir").icon(Icon::Next).large().busy(is_busy)).clicked();
        });
        if let Some(read) = self.read.take() {
            self.number = read;
            self.flow.focus_open();
            ui.ctx().request_repaint();
        }
        if is_sent
            && !is_busy
            && let Some(begin) = self.begin()
        {
            self.ask.start(|| cx.desk.perform(begin));
        }
        Next::Stay
    }

    fn is_busy(&self) -> bool {
        self.ask.is_busy()
    }

    fn keys(&self) -> Option<Keys> {
        Some(Keys::Email)
    }

    fn take_reading(&mut self, _: &Cx<'_>, text: &str) {
        self.read = Some(text.to_owned());
    }
}

/// Asks for what, when; and whether it is right so.
struct SlotPage {
    id: SelfServiceId,
    procedure: Option<ProcedureId>,
    slot: SlotFields,
    /// What is to be confirmed.
    chosen: Option<(ProcedureId, NaiveDate, NaiveTime)>,
    flow: Flow,
    booking: Ask<TurnId>,
    /// Once it is booked: the turn, read again for its code.
    booked: Option<TurnId>,
    reading: Pending<TurnRow>,
}

impl SlotPage {
    fn of(id: SelfServiceId) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            id,
            procedure: None,
            slot: SlotFields::default(),
            chosen: None,
            flow,
            booking: Ask::default(),
            booked: None,
            reading: Pending::default(),
        }
    }

    fn choose_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let place = cx.house().map(|house| {
            let centre = house.centre();
            format!("Provincia: {} · Centro: {}", centre.province, centre.name)
        });
        widgets::panel_title(ui, "Elija el trámite, el día y la hora", &place.unwrap_or_default());
        ui.add_space(SPACE_M);
        self.booking.said_ui(ui);
        let offered: Vec<(ProcedureId, &str)> = booked().map(|it| (it.id, it.name)).collect();
        let mut goes_on = false;
        Form::show(ui, &mut self.flow, "turned: slot", |form| {
            form.choice(Field::new("Trámite").note(&WITHOUT_A_TURN), &offered, &mut self.procedure);
            self.slot.fields(form);
            // Before, what is pressed would give way to the fields under the finger.
            if self.slot.is_read() {
                form.ui().add_space(SPACE_M);
                goes_on = form.action(Button::primary("Seguir").icon(Icon::Next).large()).clicked();
            }
        });
        if goes_on {
            match (self.procedure, self.slot.chosen()) {
                (None, _) => self.booking.say(Sign::Warning, "Elija el trámite."),
                (Some(_), Err((_, words))) => self.booking.say(Sign::Warning, words),
                (Some(procedure), Ok((day, hour))) => {
                    self.booking.be_silent();
                    self.chosen = Some((procedure, day, hour));
                    self.flow.focus_open();
                }
            }
        }
    }

    fn confirm_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, chosen: (ProcedureId, NaiveDate, NaiveTime)) {
        let (procedure, day, hour) = chosen;
        widgets::panel_title(ui, "¿Está bien su turno?", "Revíselo antes de confirmar.");
        ui.add_space(SPACE_M);
        self.booking.said_ui(ui);
        widgets::key_value(ui, "Trámite", name(procedure));
        widgets::key_value(ui, "Día", &day_of_week(day));
        widgets::key_value(ui, "Hora", &hour.format("%H:%M").to_string());
        if let Some(house) = cx.house() {
            widgets::key_value(ui, "Centro", &house.centre().name);
        }
        ui.add_space(SPACE_M);
        let is_busy = self.booking.is_busy() || self.reading.is_busy();
        let (mut is_right, mut is_wrong) = (false, false);
        Form::show(ui, &mut self.flow, "turned: confirm", |form| {
            form.inside(|ui, walk| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = SPACE_M;
                    let confirm = Button::primary("Confirmar el turno").icon(Icon::Check).large().busy(is_busy);
                    is_right = walk.form(ui).action(confirm).clicked();
                    let other = Button::secondary("Elegir otro").icon(Icon::Back).large().enabled(!is_busy);
                    is_wrong = other.show(ui).clicked();
                });
            });
        });
        if is_right {
            let book = BookAlone { flow: self.id, procedure, day, hour };
            self.booking.start(|| cx.desk.perform(book));
        } else if is_wrong {
            // What was said was said of the one before.
            self.booking.be_silent();
            self.chosen = None;
            self.flow.focus_first();
        }
    }
}

impl Page for SlotPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if let Some(turn) = self.booking.poll() {
            self.booked = Some(turn);
            self.reading.start(|| cx.desk.read(move |_, reader| view::turn(reader, turn)));
        }
        if let (Some(row), Some(turn), Some((procedure, day, hour))) = (self.reading.poll(), self.booked, self.chosen) {
            let centre = cx.house().map(|house| house.centre().name.clone()).unwrap_or_default();
            // It is booked, whether its code can be read again or not.
            let code = row.map(|row| format!("Turno {}, ", row.turn.code)).unwrap_or_default();
            let lines = [
                format!("{}: {} a las {}.", name(procedure), day_of_week(day), hour.format("%H:%M")),
                format!("{code}{centre}."),
                "Le enviamos la confirmación a su correo: tráigala, en papel o en el teléfono, con su cédula."
                    .to_owned(),
            ];
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            return Next::to(EndPage::new(Sign::Met, "Turno reservado", &lines).with_turn(turn));
        }
        self.slot.poll(cx, None);
        match self.chosen {
            Some(chosen) => self.confirm_ui(ui, cx, chosen),
            None => {
                if self.flow.take_edited() {
                    self.booking.be_silent();
                }
                self.choose_ui(ui, cx);
            }
        }
        Next::Stay
    }

    fn keys(&self) -> Option<Keys> {
        None
    }

    fn flow(&self) -> Option<SelfServiceId> {
        Some(self.id)
    }
}
