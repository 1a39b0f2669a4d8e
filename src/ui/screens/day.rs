//! The day's close, for a supervisor: what is in the way and how to mend it, what asks for a look, the figures so far, the
//! close, its act.

mod answering;
mod in_the_way;

use eframe::egui::{Context, ScrollArea, Ui};

use chrono::NaiveDate;

use self::in_the_way::{Asked, InTheWay};
use super::common::{Fault, facts_ui, question_ui};
use crate::desk::{Live, Pending, PrintJob};
use crate::domain::calendar::{day_in_figures, day_in_words};
use crate::domain::day::{ByThemselves, all_self_services, span_in_figures};
use crate::domain::id::UserId;
use crate::domain::visit::VisitOutcome;
use crate::ops::Changed;
use crate::ops::day::{self, CloseDay, Closed, DayView};
use crate::ops::reading::Supervising;
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Sign};
use crate::ui::words;

/// Everything that a day's figures and hindrances hear of.
const LISTS: &[Changed] =
    &[Changed::Visits, Changed::Turns, Changed::Issuances, Changed::Approvals, Changed::Complaints, Changed::Mail];

/// The close of a day.
#[derive(Default)]
pub struct DayScreen {
    /// The day that was asked for; none shows the one to be closed next.
    wanted: Option<NaiveDate>,
    seen: Live<Seen>,
    asking: bool,
    closing: Pending<Closed>,
    act: Option<PrintJob<()>>,
    in_the_way: InTheWay,
    fault: Option<Fault>,
}

/// A day as it stands, and the one to be closed next.
struct Seen {
    due: NaiveDate,
    view: DayView,
}

impl DayScreen {
    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub fn poll(&mut self, cx: &mut Cx<'_>) {
        match self.closing.poll() {
            None => {}
            Some(Ok(_)) => {
                if let Some(day) = self.seen.get().map(|seen| seen.view.day) {
                    cx.tell(format!("El día {} está cerrado.", day_in_figures(day)));
                    self.show(day);
                    self.act = Some(cx.desk.print_day_act(day));
                }
            }
            Some(Err(fault)) => self.fault = Some(fault.into()),
        }
        if let Some(answer) = self.act.as_ref().and_then(PrintJob::poll) {
            self.act = None;
            match answer {
                Ok(()) => cx.tell("Acta de cierre impresa: fírmela y archívela."),
                Err(fault) => self.fault = Some(fault.into()),
            }
        }
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let wanted = self.wanted;
        self.seen.refresh(cx.desk, LISTS, |desk| {
            desk.read_as(move |house, reader, by| {
                let due = day::due(reader, house.centre(), house.clock().now())?;
                let by = Supervising::of(by.actor())?;
                Ok(Seen { due, view: day::look(reader, by, house.centre(), wanted.unwrap_or(due))? })
            })
        });
        let shown = self.seen.get().map(|seen| (seen.view.day, seen.due));
        let subtitle = shown.map(|(day, _)| day_in_words(day)).unwrap_or_default();
        widgets::panel_title(ui, "Cierre del día", &subtitle);
        ui.add_space(SPACE_S);
        if let Some((day, due)) = shown {
            self.days_ui(ui, cx, day, due);
        }
        ui.add_space(SPACE_S);
        if let Some(fault) = self.seen.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let (mut asked, mut prints) = (None, false);
            let (me, looks) = (cx.me.map(|me| me.user), self.in_the_way.looks(cx));
            match self.seen.get() {
                None => {
                    ui.label("Leyendo el día…");
                }
                Some(seen) => {
                    let is_busy = self.closing.is_busy() || self.act.is_some();
                    let is_today = seen.view.day == cx.now().day(cx.zone());
                    widgets::card(ui, |ui| match &seen.view.close {
                        None => asked = open_ui(ui, seen, looks, me, is_today, is_busy),
                        Some(close) => {
                            let at = words::day_and_hour(close.closed_at_ms, cx.zone());
                            prints = closed_ui(ui, &at, close.journal_number, is_busy);
                        }
                    });
                    if let Some(job) = &self.act {
                        ui.add_space(SPACE_S);
                        widgets::progress(ui, None, &format!("Imprimiendo el acta… {}", job.words()));
                    }
                    ui.add_space(SPACE_M);
                    self.in_the_way.looks_ui(ui, cx);
                    in_the_way::unsent_ui(ui, cx, &seen.view.unsent);
                    widgets::card(ui, |ui| figures_ui(ui, &seen.view));
                }
            }
            match asked {
                None => {}
                Some(Asked::Close) => {
                    self.fault = None;
                    self.asking = true;
                }
                Some(Asked::Day(day)) => self.show(day),
                Some(asked) => self.in_the_way.ask(cx, asked),
            }
            if let (true, Some((day, _))) = (prints, shown) {
                self.fault = None;
                self.act = Some(cx.desk.print_day_act(day));
            }
        });
        let ctx = ui.ctx().clone();
        self.in_the_way.dialogs_ui(&ctx, cx);
        if let (true, Some((day, _))) = (self.asking, shown) {
            self.question_ui(&ctx, cx, day);
        }
    }

    fn show(&mut self, day: NaiveDate) {
        self.wanted = Some(day);
        self.seen.stale();
    }

    /// The way to other days.
    fn days_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, day: NaiveDate, due: NaiveDate) {
        let today = cx.now().day(cx.zone());
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            if Button::secondary("Día anterior").icon(Icon::Back).show(ui).clicked() {
                wanted = day.pred_opt();
            }
            let next = day.succ_opt().filter(|next| *next <= today);
            let forward = Button::secondary("Día siguiente").icon(Icon::Next).enabled(next.is_some());
            if forward.why("Es el día de hoy: mañana todavía no llega.").show(ui).clicked() {
                wanted = next;
            }
            if due != day {
                let words = format!("Ir al día que toca cerrar, {}", day_in_figures(due));
                if Button::quiet(&words).icon(Icon::Clock).show(ui).clicked() {
                    wanted = Some(due);
                }
            }
        });
        if let Some(day) = wanted {
            self.fault = None;
            self.show(day);
        }
    }

    fn question_ui(&mut self, ctx: &Context, cx: &Cx<'_>, day: NaiveDate) {
        let title = format!("¿Cerrar el día {}?", day_in_figures(day));
        let sentence = "Sus atenciones y claves ya no cambian. Lo que se haga hoy después del cierre cuenta en el día siguiente. Se imprime el acta, que usted firma.";
        let verb = Button::primary("Sí, cerrar el día").icon(Icon::Lock);
        let Some(yes) = question_ui(ctx, &title, 520.0, sentence, verb) else { return };
        self.asking = false;
        if yes {
            self.closing.start(|| cx.desk.perform(CloseDay { day }));
        }
    }
}

/// What stands before the close, with how many requests for a look wait; answers what was asked for.
fn open_ui(ui: &mut Ui, seen: &Seen, looks: usize, me: Option<UserId>, is_today: bool, is_busy: bool) -> Option<Asked> {
    let view = &seen.view;
    let hindered = view.hindrances.len();
    let mut asked = None;
    match hindered {
        0 if looks > 0 => {
            let words = match looks {
                1 => "Se puede cerrar, pero un pedido de revisión sigue sin respuesta.".to_owned(),
                looks => format!("Se puede cerrar, pero {looks} pedidos de revisión siguen sin respuesta."),
            };
            widgets::notice(
                ui,
                Sign::Warning,
                &words,
                Some("Está más abajo: mire la atención y responda antes de cerrar."),
            );
        }
        0 => widgets::notice(ui, Sign::Met, "Nada impide el cierre.", None),
        1 => widgets::notice(ui, Sign::Missing, "Falta un punto antes de cerrar:", None),
        _ => widgets::notice(ui, Sign::Missing, &format!("Faltan {hindered} puntos antes de cerrar:"), None),
    }
    for hindrance in &view.hindrances {
        asked = asked.or(in_the_way::hindrance_ui(ui, hindrance, me));
    }
    if view.parked > 0 {
        let words = match view.parked {
            1 => "Hay una atención en pausa: termina con el cierre, como no atendida.".to_owned(),
            parked => format!("Hay {parked} atenciones en pausa: terminan con el cierre, como no atendidas."),
        };
        widgets::notice(ui, Sign::Warning, &words, is_today.then_some("Si alguna va a seguir hoy, cierre después."));
    }
    if view.waiting > 0 {
        let words = match view.waiting {
            1 => "1 persona espera su turno.".to_owned(),
            waiting => format!("{waiting} personas esperan su turno."),
        };
        widgets::notice(
            ui,
            Sign::Warning,
            &words,
            is_today.then_some("Si todavía se va a atender hoy, cierre después."),
        );
    }
    ui.add_space(SPACE_S);
    let words = format!("Cerrar el día {}…", day_in_figures(view.day));
    let button = Button::primary(&words).large().icon(Icon::Lock).busy(is_busy).enabled(hindered == 0);
    let closes = button.why("Resuelva primero lo que está en la lista.").show(ui).clicked();
    if closes { Some(Asked::Close) } else { asked }
}

/// What is said of a closed day; answers whether its act is asked for.
fn closed_ui(ui: &mut Ui, at: &str, journal_number: i64, is_busy: bool) -> bool {
    let next = format!("Entrada {journal_number} de la bitácora. El acta se puede imprimir de nuevo: es la misma.");
    widgets::notice(ui, Sign::Done, &format!("Cerrado el {at}."), Some(&next));
    ui.add_space(SPACE_S);
    Button::secondary("Imprimir el acta").icon(Icon::Printer).busy(is_busy).show(ui).clicked()
}

fn figures_ui(ui: &mut Ui, view: &DayView) {
    let figures = &view.figures;
    // Before the close nothing ended by it yet: what is in pause now will.
    let parked = match view.close {
        Some(_) => ("En pausa al cierre", figures.parked_at_close.to_string()),
        None => ("En pausa: terminan con el cierre", view.parked.to_string()),
    };
    let by_outcome = figures.attentions_by(|line| line.outcome);
    let ended = |outcome| by_outcome.get(&outcome).copied().unwrap_or(0).to_string();
    let slips = &figures.slips;
    widgets::section(ui, "Cifras", |ui| {
        facts_ui(
            ui,
            &[
                ("Atenciones", figures.attentions().to_string()),
                (VisitOutcome::Served.in_plural(), ended(VisitOutcome::Served)),
                (VisitOutcome::NotServed.in_plural(), ended(VisitOutcome::NotServed)),
                (VisitOutcome::Abandoned.in_plural(), figures.abandoned().to_string()),
                ("Claves emitidas", slips.issued().to_string()),
                ("Entregadas", slips.delivered.to_string()),
                ("Anuladas", slips.voided().to_string()),
                ("Entregadas sin firma", slips.unsigned.to_string()),
                ("Turnos prioritarios", figures.priority_turns.to_string()),
                ("Advertencias justificadas", figures.overridden().to_string()),
                ("Quejas", figures.complained().to_string()),
                parked,
                ("Espera, mediana", span_in_figures(figures.waiting.median_secs())),
                ("Espera, 9 de cada 10 hasta", span_in_figures(figures.waiting.ninetieth_secs())),
                ("Duración, mediana", span_in_figures(figures.service.median_secs())),
                ("Duración, 9 de cada 10 hasta", span_in_figures(figures.service.ninetieth_secs())),
            ],
        );
    });
    let by_themselves = all_self_services(&figures.self_service);
    if by_themselves != ByThemselves::default() {
        widgets::section(ui, "Autoservicio, aparte de las atenciones", |ui| {
            let facts = ByThemselves::HEADS.into_iter().zip(by_themselves.figures().map(|it| it.to_string()));
            facts_ui(ui, &facts.collect::<Vec<_>>());
        });
    }
}
