//! Charts of a day or a month: the attentions by hour, how the visits ended, how long people waited and were attended, and
//! with what lacking they came. On the screen and on paper.

use eframe::egui::{RichText, Ui};

use super::super::common::{Fault, facts_ui};
use super::{LISTS, Scrolling, take_printed};
use crate::desk::{Live, PrintJob};
use crate::domain::day::{Chart, Month, Period, Spans, Times, span_in_figures};
use crate::domain::procedure::reason_in_words;
use crate::ops::reading::Supervising;
use crate::ops::report::{self, Charts};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S, palette};
use crate::ui::widgets::{self, BarsChart, Button, ChartPart, Tab};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Day,
    Month,
}

const KINDS: [Tab<'_, Kind>; 2] = [(Kind::Day, "Un día", Icon::Calendar), (Kind::Month, "Un mes", Icon::Calendar)];

/// From this width on, in points, two charts stand beside each other.
const WIDE: f32 = 820.0;

/// The charts.
#[derive(Default)]
pub(super) struct ChartsView {
    /// The period that was asked for; none shows today.
    wanted: Option<Period>,
    charts: Live<Charts>,
    printing: Option<PrintJob<()>>,
    fault: Option<Fault>,
}

impl ChartsView {
    /// Takes answers in.
    pub(super) fn poll(&mut self, cx: &mut Cx<'_>) {
        take_printed(&mut self.printing, cx, "Gráficos impresos.", &mut self.fault);
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, scrolling: Scrolling) {
        let today = Period::Day(cx.now().day(cx.zone()));
        let period = self.wanted.unwrap_or(today);
        self.charts.refresh(cx.desk, LISTS, |desk| {
            desk.read_as(move |_, reader, by| report::chart(reader, Supervising::of(by.actor())?, period))
        });
        widgets::panel_title(ui, &period.to_string(), "");
        ui.add_space(SPACE_S);
        self.periods_ui(ui, cx, period, today);
        ui.add_space(SPACE_S);
        if let Some(fault) = self.charts.fault() {
            Fault::new(fault.to_string()).ui(ui);
        }
        if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
        if let Some(job) = &self.printing {
            widgets::progress(ui, None, &format!("Imprimiendo los gráficos… {}", job.words()));
            ui.add_space(SPACE_S);
        }
        match self.charts.get().map(|charts| &charts.chart).filter(|chart| chart.period == period) {
            None => {
                ui.label("Contando las atenciones…");
            }
            Some(chart) if chart.visits() == 0 => {
                let next = "Elija otro día u otro mes, o vuelva cuando termine la primera atención.";
                widgets::empty(ui, Icon::Report, "No terminó ninguna atención", next);
            }
            Some(chart) => {
                scrolling.around(ui, |ui| chart_ui(ui, chart));
            }
        }
    }

    fn periods_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, period: Period, today: Period) {
        let after = period.after().filter(|after| after.first() <= today.first());
        let (kind, before_words, after_words, why) = match period {
            Period::Day(_) => (Kind::Day, "Día anterior", "Día siguiente", "Es el día de hoy."),
            Period::Month(_) => (Kind::Month, "Mes anterior", "Mes siguiente", "Es el mes de hoy."),
        };
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            match widgets::tabs(ui, &KINDS, kind) {
                Some(Kind::Month) => wanted = Some(Period::Month(Month::of(period.first()))),
                // Of this month today, of an earlier one its last day.
                Some(Kind::Day) => wanted = Some(Period::Day(period.last().min(today.first()))),
                None => {}
            }
            ui.add_space(SPACE_M);
            if Button::secondary(before_words).icon(Icon::Back).show(ui).clicked() {
                wanted = period.before();
            }
            let forward = Button::secondary(after_words).icon(Icon::Next).enabled(after.is_some());
            if forward.why(why).show(ui).clicked() {
                wanted = after;
            }
            let print = Button::primary("Imprimir los gráficos").icon(Icon::Printer).busy(self.printing.is_some());
            if print.show(ui).clicked() {
                self.fault = None;
                self.printing = Some(cx.desk.print_charts(period));
            }
        });
        if let Some(period) = wanted {
            self.fault = None;
            self.wanted = Some(period);
            self.charts.stale();
        }
    }
}

fn chart_ui(ui: &mut Ui, chart: &Chart) {
    if ui.available_width() >= WIDE {
        ui.columns_const(|[left, right]| {
            hours_ui(left, chart);
            outcomes_ui(right, chart);
        });
    } else {
        hours_ui(ui, chart);
        ui.add_space(SPACE_M);
        outcomes_ui(ui, chart);
    }
    ui.add_space(SPACE_M);
    reasons_ui(ui, chart);
    ui.add_space(SPACE_M);
    let (waiting, service) = match chart.period {
        Period::Day(_) => ("Espera por hora", "Duración por hora"),
        Period::Month(_) => ("Espera por día", "Duración por día"),
    };
    let about = "Desde la llegada de la persona hasta que empezó su atención. En minutos.";
    times_ui(ui, waiting, about, &chart.times, |times| &times.waiting);
    ui.add_space(SPACE_M);
    let about = "Desde que empezó hasta que terminó, con sus pausas. En minutos.";
    times_ui(ui, service, about, &chart.times, |times| &times.service);
}

fn hours_ui(ui: &mut Ui, chart: &Chart) {
    let parts: Vec<ChartPart> =
        chart.by_hour.iter().map(|(slot, count)| ChartPart::count(slot.short(), *count)).collect();
    let said = joined(chart.by_hour.iter().map(|(slot, count)| format!("{}: {count}", slot.in_words())));
    card_ui(ui, "Atenciones por hora", "Por la hora en que empezaron.", |ui| {
        BarsChart::new("Atenciones por hora", &said, &parts).show(ui);
    });
}

fn outcomes_ui(ui: &mut Ui, chart: &Chart) {
    let all = chart.visits().max(1);
    let percent = |count: u64| count.saturating_mul(100).saturating_add(all / 2) / all;
    let counted = |count: u64| format!("{count} ({} %)", percent(count));
    let parts: Vec<ChartPart> = chart
        .outcomes
        .iter()
        .map(|(outcome, count)| {
            let mut part = ChartPart::count(outcome.in_plural(), *count);
            part.bars.iter_mut().for_each(|(_, figure)| *figure = counted(*count));
            part
        })
        .collect();
    let said =
        joined(chart.outcomes.iter().map(|(outcome, count)| format!("{}: {}", outcome.in_plural(), counted(*count))));
    card_ui(ui, "Cómo terminaron", "Todas las atenciones, también las de quien se retiró.", |ui| {
        BarsChart::new("Cómo terminaron", &said, &parts).lying().show(ui);
        ui.add_space(SPACE_S);
        facts_ui(
            ui,
            &[
                ("Espera, mediana", span_in_figures(chart.waiting.median_secs())),
                ("Espera, 9 de cada 10 hasta", span_in_figures(chart.waiting.ninetieth_secs())),
                ("Duración, mediana", span_in_figures(chart.service.median_secs())),
                ("Duración, 9 de cada 10 hasta", span_in_figures(chart.service.ninetieth_secs())),
            ],
        );
    });
}

fn reasons_ui(ui: &mut Ui, chart: &Chart) {
    let about = "Lo que faltó o no sirvió en las atenciones sin resultado. Una atención puede tener varios motivos.";
    let none = match chart.unseen.is_empty() {
        true => "Nadie se fue sin atención.",
        false => "No consta que a nadie le faltara algo.",
    };
    counted_ui(ui, ("Con qué falta viene la gente", about, none), &chart.reasons);
    if !chart.unseen.is_empty() {
        ui.add_space(SPACE_M);
        let about = "Puntos que nadie revisó en las atenciones sin resultado. No le faltaron a la persona: no se cuentan arriba.";
        counted_ui(ui, ("Lo que no se revisó", about, ""), &chart.unseen);
    }
}

/// Reasons with how often each was given, under a title; `none` where there are none.
fn counted_ui(ui: &mut Ui, (title, about, none): (&str, &str, &str), reasons: &[(String, u64)]) {
    card_ui(ui, title, about, |ui| {
        if reasons.is_empty() {
            ui.label(none);
            return;
        }
        let words: Vec<(&str, u64)> = reasons.iter().map(|(reason, count)| (reason_in_words(reason), *count)).collect();
        let parts: Vec<ChartPart> = words.iter().map(|(words, count)| ChartPart::count(*words, *count)).collect();
        let said = joined(words.iter().map(|(words, count)| format!("{words}: {count}")));
        BarsChart::new(title, &said, &parts).lying().show(ui);
    });
}

fn times_ui(ui: &mut Ui, title: &str, about: &str, times: &[Times], of: fn(&Times) -> &Spans) {
    let measured =
        || times.iter().filter_map(|part| Some((part.slot, of(part).median_secs()?, of(part).ninetieth_secs()?)));
    let bar = |secs: u32| (f64::from(secs) / 60.0, in_minutes(secs));
    let parts: Vec<ChartPart> = measured()
        .map(|(slot, median, ninetieth)| ChartPart { name: slot.short(), bars: vec![bar(median), bar(ninetieth)] })
        .collect();
    let said = joined(measured().map(|(slot, median, ninetieth)| {
        let [median, ninetieth] = [median, ninetieth].map(|secs| span_in_figures(Some(secs)));
        format!("{}: mediana {median}, 9 de cada 10 hasta {ninetieth}", slot.in_words())
    }));
    card_ui(ui, title, about, |ui| {
        if parts.is_empty() {
            ui.label("No se midió ninguna.");
            return;
        }
        widgets::chart_legend(ui, "Mediana", "9 de cada 10 hasta");
        BarsChart::new(title, &said, &parts).show(ui);
    });
}

fn card_ui(ui: &mut Ui, title: &str, about: &str, add: impl FnOnce(&mut Ui)) {
    widgets::card(ui, |ui| {
        widgets::section(ui, title, |ui| {
            ui.label(RichText::new(about).color(palette(ui).text_muted));
            add(ui);
        });
    });
}

/// Whole minutes, rounded; less than one says so.
fn in_minutes(secs: u32) -> String {
    match secs {
        0..30 => "<1".to_owned(),
        _ => secs.saturating_add(30).div_euclid(60).to_string(),
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::in_minutes;

    #[test]
    fn a_length_is_written_in_whole_minutes() {
        assert_eq!([0, 29, 30, 89, 90, 3_600].map(in_minutes), ["<1", "<1", "1", "1", "2", "60"]);
    }
}
