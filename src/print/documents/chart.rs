//! The charts of a day or a month on paper: bars with their figures, in black and grey, for any of the formats.

use super::block::{Align, Bar, Block, Cell, Entry, FIXED, Scale};
use super::compose::{NARROW_MM, body_height, filled, heading, numbered_foot, scale_of, section};
use super::content::Charts;
use super::error::Error;
use super::flow::{Flow, few_pages};
use super::page::{Document, Page};
use super::sheet::Sheet;
use crate::domain::day::{Period, Slot, Spans, Times, minutes_and_seconds};
use crate::domain::procedure::reason_in_words;

const TITLE: &str = "Gráficos de atención";
/// The name of whatever was counted, in messages.
const COUNTED: &str = "una línea de los gráficos";
/// Between two lines with bars.
const LINE_GAP_MM: f32 = 0.7;

/// The charts of a period.
///
/// # Errors
/// [`Error::TooLong`] where one line alone does not fit a page.
pub fn chart_pages(charts: &Charts, sheet: Sheet) -> Result<Document, Error> {
    let pages = few_pages(scale_of(sheet.paper), |scale| set(charts, sheet, scale))?;
    Ok(Document { title: TITLE, pages })
}

fn set(charts: &Charts, sheet: Sheet, scale: Scale) -> Result<Vec<Page>, Error> {
    let (chart, width_mm) = (&charts.chart, sheet.paper.text_width_mm());
    let what = format!("{TITLE}, {}", chart.period);
    let foot = |number, of| numbered_foot(scale, width_mm, ("el período", &what), number, of);
    let room_mm = body_height(sheet.paper, foot(1, 1).height_mm());
    let period = chart.period.to_string();
    let label = match chart.period {
        Period::Day(_) => "Día",
        Period::Month(_) => "Mes",
    };
    let reference = Cell { label, value: &period, field: "el período", share: 1.0 };
    let mut flow = Flow::new(TITLE, scale, room_mm, heading(scale, width_mm, TITLE, &charts.centre, Some(reference)));
    let page = Charting { scale, width_mm };

    let hours = chart.by_hour.iter().map(|(slot, count)| (slot.short(), *count));
    let attentions = format!("Atenciones por hora: {}", chart.attentions());
    page.put(&mut flow, &attentions, "Por la hora en que empezaron.", page.counts(0.6, hours))?;
    let outcomes = chart.outcomes.iter().map(|(outcome, count)| (outcome.in_plural().to_owned(), *count));
    let visits = format!("Cómo terminaron: {}", chart.visits());
    page.put(&mut flow, &visits, "Todas las atenciones, también las de quien se retiró.", page.counts(1.4, outcomes))?;
    let reasons = chart.reasons.iter().map(|(reason, count)| (reason_in_words(reason).to_owned(), *count));
    let about = "Lo que faltó o no sirvió cuando no se pudo atender; una atención puede tener varios motivos.";
    page.put(&mut flow, "Con qué falta viene la gente", about, page.counts(2.4, reasons))?;
    if !chart.unseen.is_empty() {
        let unseen = chart.unseen.iter().map(|(rule, count)| (reason_in_words(rule).to_owned(), *count));
        let about = "Puntos que nadie revisó en las no atendidas: no le faltaron a la persona.";
        page.put(&mut flow, "Lo que no se revisó", about, page.counts(2.4, unseen))?;
    }
    let titles = [("Espera, desde la llegada", true), ("Duración, con sus pausas", false)];
    let about = "Minutos y segundos. Lleno: la mediana. Contorno: lo que 9 de cada 10 no pasan.";
    let [waiting, service] = titles.map(|(_, is_waiting)| of_each(&chart.times, is_waiting));
    if width_mm < NARROW_MM {
        for ((title, _), measured) in titles.into_iter().zip([waiting, service]) {
            page.put(&mut flow, title, about, page.lengths(&measured))?;
        }
    } else {
        let half = Charting { width_mm: width_mm * 0.47, ..page };
        let [left, right] = [waiting, service].map(|measured| half.lengths(&measured));
        let [left_title, right_title] = titles.map(|(title, _)| half.begun(title, about));
        let mut begun = Block::new(width_mm);
        begun.beside(left_title, right_title);
        let pairs = left.into_iter().zip(right).map(|(left, right)| {
            let mut both = Block::new(width_mm);
            both.beside(left, right);
            both
        });
        page.follow(&mut flow, begun, pairs)?;
    }
    let bodies = flow.done();
    let of = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    Ok(numbered.map(|(body, number)| filled(sheet, body, foot(number, of))).collect())
}

/// A part of the period, its median and ninetieth percentile in seconds, where something was measured in it.
type Measured = (Slot, Option<(u32, u32)>);

fn of_each(times: &[Times], is_waiting: bool) -> Vec<Measured> {
    let of = |part: &Times| {
        let spans: &Spans = if is_waiting { &part.waiting } else { &part.service };
        (part.slot, spans.median_secs().zip(spans.ninetieth_secs()))
    };
    times.iter().map(of).collect()
}

/// The type and the width that lines are set in.
#[derive(Clone, Copy)]
struct Charting {
    scale: Scale,
    width_mm: f32,
}

impl Charting {
    /// A section line by line; a dash where there is none.
    fn put(self, flow: &mut Flow, title: &str, about: &str, lines: Vec<Block>) -> Result<(), Error> {
        self.follow(flow, self.begun(title, about), lines.into_iter())
    }

    fn begun(self, title: &str, about: &str) -> Block {
        let mut begun = section(self.scale, self.width_mm, title);
        begun.text(self.scale.label(), FIXED, about);
        begun.gap(LINE_GAP_MM);
        begun
    }

    /// What a section begins with stays with its first line.
    fn follow(self, flow: &mut Flow, mut begun: Block, mut lines: impl Iterator<Item = Block>) -> Result<(), Error> {
        match lines.next() {
            Some(first) => begun.append(first, 0.0),
            None => begun.text(self.scale.body(), FIXED, "—"),
        }
        flow.put(begun)?;
        lines.try_for_each(|line| flow.put(line))
    }

    /// Counts, each with its name, against the largest of them. Names take `name_share` of the width, where a bar takes 3.
    fn counts(self, name_share: f32, lines: impl Iterator<Item = (String, u64)>) -> Vec<Block> {
        let lines: Vec<(String, u64)> = lines.collect();
        let most = lines.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
        let line = |(name, count): &(String, u64)| {
            let bar = Bar { filled: length(*count, most), outlined: None, share: 3.0 };
            self.line(name, name_share, bar, &count.to_string(), 0.5)
        };
        lines.iter().map(line).collect()
    }

    /// The median and the ninetieth percentile of each part, against the longest of all.
    fn lengths(self, measured: &[Measured]) -> Vec<Block> {
        let longest = measured.iter().filter_map(|(_, lengths)| lengths.map(|(_, ninetieth)| ninetieth)).max();
        let most = u64::from(longest.unwrap_or_default().max(1));
        let line = |(slot, lengths): &Measured| {
            let share = 1.9;
            let (bar, figures) = match lengths {
                None => (Bar { filled: 0.0, outlined: None, share }, "—".to_owned()),
                Some((median, ninetieth)) => {
                    let outlined = Some(length((*ninetieth).into(), most));
                    let figures = format!("{} · {}", minutes_and_seconds(*median), minutes_and_seconds(*ninetieth));
                    (Bar { filled: length((*median).into(), most), outlined, share }, figures)
                }
            };
            self.line(&slot.short(), 0.5, bar, &figures, 2.2)
        };
        measured.iter().map(line).collect()
    }

    fn line(self, name: &str, name_share: f32, bar: Bar, figure: &str, figure_share: f32) -> Block {
        let mut block = Block::new(self.width_mm);
        let name = Entry { text: name, field: COUNTED, share: name_share, align: Align::Left };
        let figure = Entry { text: figure, field: COUNTED, share: figure_share, align: Align::Right };
        block.bar(self.scale.body(), name, bar, figure);
        block.gap(LINE_GAP_MM);
        block
    }
}

/// A length of a bar, of the longest one.
#[expect(clippy::cast_precision_loss, reason = "a hundredth of a millimetre is enough")]
fn length(count: u64, most: u64) -> f32 {
    count as f32 / most as f32
}
