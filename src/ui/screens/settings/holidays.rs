//! The centre's holidays, year by year: from today on one can be added, renamed or taken off, with its reason.

use chrono::{Datelike as _, NaiveDate};
use eframe::egui::{Context, RichText, Ui};

use super::super::common::{Fault, ReasonField};
use super::super::registers::reason::{Question, ReasonDialog, Said};
use crate::desk::{Live, Pending};
use crate::domain::calendar::{Holiday, day_in_figures, day_in_words, weekday_name};
use crate::ops::Changed;
use crate::ops::holiday::{self, ChangeHoliday};
use crate::ui::cx::Cx;
use crate::ui::theme::{self, Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Column, Dialog, Field, Flow, Form, Table};

/// What is shown, and what was typed.
#[derive(Default)]
pub(super) struct Holidays {
    kept: Live<Vec<Holiday>>,
    /// The year that is shown; none is this one.
    year: Option<i32>,
    selected: Option<usize>,
    /// The next one was chosen when the list was first shown: the year's past ones stand above it.
    is_old: bool,
    open: Option<Open>,
}

/// The dialog that is open.
enum Open {
    Writing(Box<Writing>),
    Removing(Holiday, Box<ReasonDialog>),
}

const COLUMNS: [Column<'static>; 3] =
    [Column::exact("Fecha", 130.0), Column::exact("Día", 130.0), Column::rest("Feriado")];

impl Holidays {
    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.kept.refresh(cx.desk, &[Changed::Settings], |desk| {
            desk.read(|house, reader| holiday::holidays(reader, house.centre().id))
        });
        if let Some(fault) = self.kept.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        let today = cx.now().day(cx.zone());
        let year = self.year.unwrap_or(today.year());
        self.years_ui(ui, year);
        let Some(all) = self.kept.get() else {
            ui.label("Leyendo los feriados…");
            return;
        };
        let of_year: Vec<Holiday> = all.iter().filter(|holiday| holiday.day.year() == year).cloned().collect();
        if !std::mem::replace(&mut self.is_old, true) {
            self.selected = of_year.iter().position(|holiday| holiday.day >= today);
        }
        let chosen = self.selected.and_then(|row| of_year.get(row)).cloned();
        self.actions_ui(ui, chosen, today);
        ui.add_space(SPACE_S);
        if of_year.is_empty() {
            let what = "Agregue los del decreto de ese año, y los de la ciudad.";
            widgets::empty(ui, Icon::Clock, &format!("Ningún feriado en {year}"), what);
        } else {
            self.list_ui(ui, &of_year, today);
        }
        let ctx = ui.ctx().clone();
        self.dialog_ui(&ctx, cx);
    }

    fn years_ui(&mut self, ui: &mut Ui, year: i32) {
        let mut wanted = year;
        ui.horizontal(|ui| {
            if Button::secondary("Año anterior").icon(Icon::Back).show(ui).clicked() {
                wanted = year.saturating_sub(1);
            }
            ui.label(RichText::new(year.to_string()).text_style(theme::strong_style()));
            if Button::secondary("Año siguiente").icon(Icon::Next).show(ui).clicked() {
                wanted = year.saturating_add(1);
            }
        });
        ui.add_space(SPACE_S);
        if wanted != year {
            (self.year, self.selected) = (Some(wanted), None);
        }
    }

    fn actions_ui(&mut self, ui: &mut Ui, chosen: Option<Holiday>, today: NaiveDate) {
        let is_past = chosen.as_ref().is_some_and(|holiday| holiday.day < today);
        let may = chosen.is_some() && !is_past;
        let why = match is_past {
            true => "Ya pasó: las atenciones de ese día se juzgaron con él.",
            false => "Elija primero un feriado de la lista.",
        };
        ui.horizontal_wrapped(|ui| {
            if Button::primary("Agregar feriado…").icon(Icon::Add).show(ui).clicked() {
                self.open = Some(Open::Writing(Box::new(Writing::another())));
            }
            let rename = Button::secondary("Cambiar nombre…").icon(Icon::Edit).enabled(may).why(why).show(ui).clicked();
            let remove = Button::danger("Quitar…").icon(Icon::Delete).enabled(may).why(why).show(ui).clicked();
            match chosen {
                Some(holiday) if rename => self.open = Some(Open::Writing(Box::new(Writing::of(&holiday)))),
                Some(holiday) if remove => {
                    let question = Question {
                        title: "¿Quitar el feriado?",
                        sentence: format!(
                            "El {} ({}) será un día de atención como los demás. Queda firmado en la bitácora.",
                            day_in_words(holiday.day),
                            holiday.name
                        ),
                        verb: "Sí, quitar el feriado",
                        optional: false,
                    };
                    self.open = Some(Open::Removing(holiday, Box::new(ReasonDialog::ask(question))));
                }
                _ => {}
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, of_year: &[Holiday], today: NaiveDate) {
        let muted = theme::palette(ui).text_muted;
        let name = |row: usize| of_year.get(row).map(|holiday| holiday.name.clone()).unwrap_or_default();
        let table = Table::new("holidays").name("Feriados del centro").columns(&COLUMNS).row_name(&name);
        // A year has few of them, and the page scrolls.
        table.whole().rows(ui, of_year.len(), &mut self.selected, |row, column, ui| {
            let Some(holiday) = of_year.get(row) else { return };
            let text = match column {
                0 => day_in_figures(holiday.day),
                1 => weekday_name(holiday.day.weekday()).to_owned(),
                _ => holiday.name.clone(),
            };
            let text = RichText::new(text);
            ui.label(if holiday.day < today { text.color(muted) } else { text });
        });
    }

    fn dialog_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        let stays = match &mut self.open {
            None => return,
            Some(Open::Writing(writing)) => match writing.ui(ctx, cx) {
                None => true,
                Some(shown) => {
                    if let Some(day) = shown {
                        self.year = Some(day.year());
                    }
                    false
                }
            },
            Some(Open::Removing(holiday, dialog)) => match dialog.ui(ctx) {
                Said::Nothing | Said::Do(None) => true,
                Said::Do(Some(reason)) => {
                    let change = ChangeHoliday { day: holiday.day, name: None, reason };
                    dialog.sending.start(|| cx.desk.perform(change));
                    true
                }
                Said::Done => {
                    cx.tell(format!("El {} ya no es feriado.", day_in_figures(holiday.day)));
                    self.selected = None;
                    false
                }
                Said::GivenUp => false,
            },
        };
        if !stays {
            self.open = None;
        }
    }
}

/// A holiday as it is being written: another one, or another name.
struct Writing {
    flow: Flow,
    /// The day of the one that gets another name.
    renames: Option<NaiveDate>,
    day: Option<NaiveDate>,
    name: String,
    reason: ReasonField,
    saving: Pending<()>,
    fault: Option<Fault>,
}

const DAY: &str = "Día del feriado";
const NAME: &str = "Nombre del feriado";
const REASON: &str = "Motivo";

impl Writing {
    fn another() -> Self {
        let mut flow = Flow::default();
        flow.focus(DAY);
        Self {
            flow,
            renames: None,
            day: None,
            name: String::new(),
            reason: ReasonField::default(),
            saving: Pending::default(),
            fault: None,
        }
    }

    fn of(holiday: &Holiday) -> Self {
        let mut writing = Self::another();
        writing.flow.focus(NAME);
        writing.renames = Some(holiday.day);
        writing.day = writing.renames;
        writing.name.clone_from(&holiday.name);
        writing
    }

    /// One frame; once it closes, the day that was saved, if one was.
    fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> Option<Option<NaiveDate>> {
        if self.flow.take_edited() {
            self.fault = None;
        }
        match self.saving.poll() {
            Some(Ok(())) => {
                cx.tell("El feriado quedó guardado.");
                return Some(self.day);
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
            None => {}
        }
        let is_busy = self.saving.is_busy();
        let title = if self.renames.is_some() { "Cambiar el nombre del feriado" } else { "Agregar un feriado" };
        let shown = Dialog::new(title).width(520.0).show(ctx, |ui| {
            if let Some(fault) = &self.fault {
                fault.ui(ui);
            }
            if let Some(day) = self.renames {
                widgets::key_value(ui, DAY, &day_in_words(day));
                ui.add_space(SPACE_M);
            }
            Form::show(ui, &mut self.flow, "holiday", |form| {
                if self.renames.is_none() {
                    form.date(Field::new(DAY), &mut self.day);
                }
                form.text(Field::new(NAME).width(460.0), &mut self.name);
                let note = "El decreto o la ordenanza; queda en la bitácora.";
                self.reason.ui(form, Field::new(REASON).note(note).width(460.0));
                form.last_row(Button::primary("Guardar feriado").icon(Icon::Save).busy(is_busy))
            })
        });
        if shown.gives_up && !is_busy {
            return Some(None);
        }
        if shown.inner && !is_busy {
            self.save(cx);
        }
        None
    }

    fn save(&mut self, cx: &Cx<'_>) {
        let Some(day) = self.day else { return self.flow.focus(DAY) };
        if self.name.trim().is_empty() {
            return self.flow.focus(NAME);
        }
        self.fault = None;
        match self.reason.read() {
            None => self.flow.focus(REASON),
            Some(reason) => {
                let change = ChangeHoliday { day, name: Some(self.name.clone()), reason };
                self.saving.start(|| cx.desk.perform(change));
            }
        }
    }
}
