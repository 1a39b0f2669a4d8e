//! What the window shows of whoever does something by themselves at a turned screen: where they stand and what they find
//! difficult, as they go or once the screen is back. Never a secret.

use chrono::NaiveDate;
use eframe::egui::{Context, RichText, Ui};

use super::common::Fault;
use crate::desk::Live;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::procedure;
use crate::domain::self_service::{FlowOutcome, Step};
use crate::ops::self_service::{Accompanied, LetterStanding, accompanied};
use crate::ops::{Changed, Names};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_S, palette};
use crate::ui::widgets::{self, Button, Column, Dialog, Field, Flow, Form, Notice, Sign, Table};
use crate::ui::words::{counted, hour_of};

/// Whatever changes where somebody stands.
const LISTS: &[Changed] = &[Changed::SelfService, Changed::Mail];

/// A day's list.
pub struct AccompanyDialog {
    flow: Flow,
    day: Option<NaiveDate>,
    /// The day that was asked for last.
    asked: Option<NaiveDate>,
    listed: Live<(NaiveDate, Vec<Accompanied>, Names)>,
    selected: Option<usize>,
}

const DAY: &str = "Día";
const WIDTH: f32 = 1_040.0;
const LIST_HEIGHT: f32 = 320.0;
const COLUMNS: [Column<'static>; 5] = [
    Column::exact("Hora", 64.0),
    Column::exact("Número", 128.0),
    Column::exact("Trámite", 236.0),
    Column::exact("Cómo está", 138.0),
    Column::rest("Paso y dificultades"),
];

impl AccompanyDialog {
    /// Of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        let mut flow = Flow::default();
        flow.focus(DAY);
        Self { flow, day: Some(day), asked: None, listed: Live::default(), selected: None }
    }

    /// One frame; answers whether it stays open.
    pub fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> bool {
        if let Some(day) = self.day {
            if self.asked.replace(day) != Some(day) {
                self.listed.stale();
            }
            self.listed.refresh(cx.desk, LISTS, |desk| {
                desk.read_as(move |_, reader, session| {
                    Ok((day, accompanied(reader, session.actor(), day)?, Names::read(reader)?))
                })
            });
        }
        let shown = Dialog::new("Autoservicio").width(WIDTH).show(ctx, |ui| {
            Form::show(ui, &mut self.flow, "accompanied-day", |form| {
                form.date(Field::new(DAY).width(150.0), &mut self.day);
            });
            ui.add_space(SPACE_S);
            if let Some(fault) = self.listed.fault() {
                Fault::new(fault.to_string()).ui(ui);
            }
            match self.listed.get().filter(|(of, ..)| Some(*of) == self.day) {
                None => drop(ui.label(if self.day.is_some() { "Leyendo…" } else { "Escriba el día." })),
                Some((_, listed, _)) if listed.is_empty() => {
                    let next = "Pase la pantalla a la persona con Ctrl 9; aquí se ve en qué paso está.";
                    widgets::empty(ui, Icon::Person, "Nadie usó el autoservicio este día", next);
                }
                Some((_, listed, names)) => table_ui(ui, cx, listed, names, &mut self.selected),
            }
            widgets::last_row(ui, []);
        });
        !shown.gives_up
    }
}

fn table_ui(ui: &mut Ui, cx: &Cx<'_>, listed: &[Accompanied], names: &Names, selected: &mut Option<usize>) {
    let (zone, now) = (cx.zone(), cx.now());
    let muted = palette(ui).text_muted;
    let done = listed.iter().filter(|it| it.outcome == Some(FlowOutcome::Done)).count();
    let begun = counted(listed.len(), "vez", "veces");
    let done = counted(done, "se completó", "se completaron");
    ui.label(RichText::new(format!("Se usó {begun}; {done}.")).color(muted));
    ui.add_space(SPACE_S);
    let name = |at: usize| {
        let Some(it) = listed.get(at) else { return String::new() };
        format!("{} {}, {}", hour_of(it.begun_at, zone), it.person, state_of(it).1)
    };
    let table = Table::new("accompanied").name("Autoservicio del día").row_name(&name).max_height(LIST_HEIGHT);
    table.columns(&COLUMNS).rows(ui, listed.len(), selected, |at, column, ui| {
        let Some(it) = listed.get(at) else { return };
        match column {
            0 => drop(ui.label(hour_of(it.begun_at, zone))),
            1 => drop(ui.monospace(it.person.as_str())),
            2 => {
                let name = procedure::name_of(&it.procedure);
                widgets::told_whole(ui, name, name);
            }
            3 => {
                let (sign, state) = state_of(it);
                widgets::badge(ui, sign, state);
            }
            _ => {
                let words = where_words(it, zone, now);
                widgets::told_whole(ui, &words, &words);
            }
        }
    });
    if let Some(it) = selected.and_then(|at| listed.get(at)) {
        ui.add_space(SPACE_S);
        widgets::key_value(ui, "Paso", &where_words(it, zone, now));
        if let Some((number, branch)) = &it.employer {
            widgets::key_value(ui, "Empleador", &format!("{number} · sucursal {branch}"));
        }
        let screen = format!("ventanilla {}, a cargo de {}", names.window(it.window), names.user(it.turned_by));
        widgets::key_value(ui, "Pantalla", &screen);
    }
}

/// How it stands, in a word or two.
fn state_of(it: &Accompanied) -> (Sign, &'static str) {
    match it.outcome {
        None => (Sign::Waiting, "En curso"),
        Some(FlowOutcome::Done) => (Sign::Done, "Completo"),
        Some(FlowOutcome::ToCounter) => (Sign::Info, "A ventanilla"),
        Some(FlowOutcome::Refused) => (Sign::Refused, "Rechazado"),
        Some(FlowOutcome::Left) => (Sign::Warning, "Sin terminar"),
    }
}

fn step_words(step: Step) -> &'static str {
    match step {
        Step::Questions => "Preguntas",
        Step::Data => "Sus datos",
        Step::Code => "Código del correo",
        Step::Link => "Enlace del correo",
        Step::Choose => "Elegir la clave",
        Step::Slot => "Elegir día y hora",
    }
}

/// Where nothing is to be said.
const NOWHERE: &str = "—";

/// On which step they are or were, and what was difficult there.
fn where_words(it: &Accompanied, zone: Zone, now: Moment) -> String {
    // What ended in a word of the registers, or at once, ended on no step.
    let step = match (it.outcome, it.step) {
        (None | Some(FlowOutcome::Left), step) | (Some(FlowOutcome::Refused), step @ Step::Questions) => {
            Some(step_words(step).to_owned())
        }
        _ => None,
    };
    let wrong = (it.wrong > 0).then(|| match it.step {
        Step::Questions => counted(it.wrong, "respuesta equivocada", "respuestas equivocadas"),
        _ => counted(it.wrong, "código equivocado", "códigos equivocados"),
    });
    let letter = it.letter.map(|letter| match letter.standing {
        LetterStanding::Untold => "espera el correo".to_owned(),
        LetterStanding::Waits => "el correo está por salir".to_owned(),
        LetterStanding::Delayed(..) => "el correo aún no pudo salir".to_owned(),
        LetterStanding::Sent(until) if until > now => {
            format!("el correo salió; vale hasta las {}", hour_of(until, zone))
        }
        LetterStanding::Sent(_) => "lo que trajo el correo ya venció".to_owned(),
        LetterStanding::Spent => "lo que trajo el correo ya no sirve".to_owned(),
        LetterStanding::Failed(_) => "el correo no se pudo enviar".to_owned(),
    });
    let said: Vec<String> = [step, wrong, letter].into_iter().flatten().collect();
    if said.is_empty() { NOWHERE.to_owned() } else { said.join(" · ") }
}

/// What whoever takes the window back is told of the person who was at the screen a moment ago, until it is closed or another
/// part of the counter is shown.
#[derive(Default)]
pub struct AfterTurned {
    newest: Live<Option<Accompanied>>,
}

/// Whoever began longer ago, in milliseconds, is not who stands here.
const OF_NOW_MS: i64 = 30 * 60_000;

impl AfterTurned {
    /// One frame; answers whether it stays.
    pub fn ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let window = cx.desk.station().window;
        self.newest.refresh(cx.desk, LISTS, |desk| {
            desk.read_as(move |house, reader, session| {
                let now = house.clock().now();
                let day = crate::ops::day::accounting_day(reader, house.centre(), now)?;
                let newest = accompanied(reader, session.actor(), day)?.into_iter().find(|it| {
                    house.window_number(it.window) == window && it.begun_at.0 >= now.0.saturating_sub(OF_NOW_MS)
                });
                Ok(newest)
            })
        });
        let Some(Some(it)) = self.newest.get() else { return self.newest.fault().is_none() };
        let (sign, state) = state_of(it);
        let name = procedure::name_of(&it.procedure);
        let words = format!("Autoservicio de {}. {name}: {}.", it.person, state.to_lowercase());
        let stood = where_words(it, cx.zone(), cx.now());
        let next = format!("Paso: {stood}.");
        let notice = Notice::new(sign, &words).action(Button::quiet("Cerrar el aviso"));
        let notice = if stood == NOWHERE { notice } else { notice.next(next.as_str()) };
        !notice.show(ui).is_some_and(|it| it.clicked())
    }
}
