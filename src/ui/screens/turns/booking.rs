//! A turn booked for later: for what, for whom, when, and where the person is written to; then its confirmation on paper.

use eframe::egui::Context;

use super::holder::{Holder, Unusable};
use super::slots::{SlotFields, day_of_week};
use crate::desk::{Pending, PrintJob};
use crate::domain::email::Email;
use crate::domain::id::TurnId;
use crate::domain::procedure;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::sentence;
use crate::domain::telephone::Telephone;
use crate::ops::turn::BookTurn;
use crate::ops::view::{self, TurnRow};
use crate::ui::cx::{Cx, ToBook};
use crate::ui::screens::common::Fault;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Dialog, Field, Flow, Form, Sign};
use crate::ui::words;

/// The dialog.
#[derive(Default)]
pub(super) struct BookingDialog {
    flow: Flow,
    procedure: Option<ProcedureId>,
    holder: Holder,
    email: String,
    mobile: String,
    slot: SlotFields,
    booking: Pending<TurnId>,
    fault: Option<String>,
    is_old: bool,
    /// It began with somebody who is known.
    is_known: bool,
    /// The turn that was booked, once it was read.
    booked: Option<Booked>,
    reading: Pending<TurnRow>,
}

/// A turn that was booked here, and its paper.
struct Booked {
    row: TurnRow,
    flow: Flow,
    printing: Option<PrintJob<()>>,
    fault: Option<Fault>,
}

const PROCEDURE: &str = "Trámite";
const EMAIL: &str = "Correo electrónico";
const MOBILE: &str = "Celular";

impl BookingDialog {
    /// For somebody who is known.
    pub(super) fn of(known: ToBook) -> Self {
        let holder = Holder::of(known.number, known.name);
        // Whoever came for something that is online alone may need another one.
        let procedure = procedure::find(known.procedure).filter(|it| it.is_booked()).map(|it| it.id);
        Self { procedure, holder, is_known: true, ..Self::default() }
    }

    /// One frame; answers whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if let Some(booked) = &mut self.booked {
            return booked.ui(ctx, cx);
        }
        if self.flow.take_edited() {
            self.fault = None;
        }
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        self.holder.poll(cx);
        self.slot.poll(cx, None);
        match self.booking.poll() {
            Some(Ok(turn)) => self.reading.start(|| cx.desk.read(move |_, reader| view::turn(reader, turn))),
            Some(Err(fault)) => self.fault = Some(fault.to_string()),
            None => {}
        }
        match self.reading.poll() {
            Some(Ok(row)) => {
                cx.tell(format!("Turno {} reservado.", row.turn.code));
                self.booked = Some(Booked::of(row));
                return true;
            }
            // It is booked all the same: it stands among those that are.
            Some(Err(_)) => return false,
            None => {}
        }
        let shown = Dialog::new("Reservar un turno").width(620.0).show(ctx, |ui| {
            let offered: Vec<(ProcedureId, &str)> =
                procedure::booked().map(|procedure| (procedure.id, procedure.name)).collect();
            let is_busy = self.booking.is_busy() || self.reading.is_busy();
            let is_given = Form::show(ui, &mut self.flow, "booking", |form| {
                form.choice(Field::new(PROCEDURE), &offered, &mut self.procedure);
                self.holder.fields(form, "Número de la persona");
                self.slot.fields(form);
                if self.is_known && !self.slot.is_read() {
                    // The day is the first question that is open.
                    form.waits();
                }
                form.row(|form| {
                    let wrong = email_of(&self.email).err().map(|(_, fault)| fault);
                    let field = Field::new(EMAIL).optional().width(360.0).note("Se envía ahí la confirmación.");
                    form.text(field.error(wrong.as_deref()), &mut self.email);
                    let wrong = mobile_of(&self.mobile).err().map(|(_, fault)| fault);
                    form.text(Field::new(MOBILE).optional().width(170.0).error(wrong.as_deref()), &mut self.mobile);
                });
                form.last_row(Button::primary("Reservar el turno").icon(Icon::Calendar).busy(is_busy))
            });
            if let Some(fault) = &self.fault {
                ui.add_space(8.0);
                widgets::notice(ui, Sign::Refused, fault, None);
            }
            if is_given && let Err((label, fault)) = self.book(cx) {
                self.fault = Some(fault);
                self.flow.focus(label);
            }
        });
        !shown.gives_up
    }

    fn book(&mut self, cx: &Cx<'_>) -> Result<(), Unusable> {
        let procedure = self.procedure.ok_or_else(|| (PROCEDURE, "Elija el trámite.".to_owned()))?;
        let (holder, holder_name) = self.holder.parsed()?;
        let (day, hour) = self.slot.chosen()?;
        let (email, mobile) = (email_of(&self.email)?, mobile_of(&self.mobile)?);
        self.fault = None;
        let book = BookTurn { procedure, holder, holder_name, day, hour, email, mobile };
        self.booking.start(|| cx.desk.perform(book));
        Ok(())
    }
}

/// The address, where something is typed.
fn email_of(typed: &str) -> Result<Option<Email>, Unusable> {
    match typed.trim() {
        "" => Ok(None),
        typed => Email::parse(typed).map(Some).map_err(|fault| (EMAIL, sentence(&fault.to_string()))),
    }
}

/// The mobile, where something is typed.
fn mobile_of(typed: &str) -> Result<Option<Telephone>, Unusable> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let mobile = Telephone::parse(typed).map_err(|fault| (MOBILE, sentence(&fault.to_string())))?;
    match mobile.may_be_mobile() {
        true => Ok(Some(mobile)),
        false => Err((MOBILE, "Un celular tiene 10 cifras y empieza con 09.".to_owned())),
    }
}

impl Booked {
    fn of(row: TurnRow) -> Self {
        let mut flow = Flow::default();
        flow.focus_open();
        Self { row, flow, printing: None, fault: None }
    }

    /// One frame; answers whether it stays open.
    fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        match self.printing.as_ref().and_then(PrintJob::poll) {
            Some(Ok(())) => {
                cx.tell("Confirmación del turno impresa.");
                return false;
            }
            Some(Err(fault)) => {
                self.printing = None;
                self.fault = Some(fault.into());
            }
            None => {}
        }
        let turn = &self.row.turn;
        let shown = Dialog::new("Turno reservado").width(480.0).show(ctx, |ui| {
            widgets::key_value(ui, "Turno", turn.code.as_str());
            widgets::key_value(ui, "A nombre de", &turn.holder_name);
            widgets::key_value(ui, PROCEDURE, procedure::name(turn.procedure));
            widgets::key_value(ui, "Cuándo", &format!("{}, {}", day_of_week(turn.day), words::hour(&self.row)));
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            if let Some(job) = &self.printing {
                widgets::progress(ui, None, &format!("Imprimiendo… {}", job.words()));
            }
            Form::show(ui, &mut self.flow, "booked", |form| {
                form.last_row(
                    Button::primary("Imprimir la confirmación").icon(Icon::Printer).busy(self.printing.is_some()),
                )
            })
        });
        if shown.inner {
            self.fault = None;
            self.printing = Some(cx.desk.print_turn_confirmation(self.row.id));
        }
        !shown.gives_up
    }
}
