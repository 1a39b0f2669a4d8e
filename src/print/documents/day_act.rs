//! The "Acta de cierre" of a day: its figures, and the journal's head, whole, in groups that a person can compare.
//!
//! Every table of attentions adds up to the same number, which stands above them.

use super::block::{Align, Block, Cell, Entry, FIXED, Scale};
use super::by_themselves::by_themselves;
use super::compose::{
    NARROW_MM, ROW_GAP_MM, SECTION_MM, body_height, filled, heading, numbered_foot, scale_of, section,
};
use super::content::DayAct;
use super::error::Error;
use super::flow::{Flow, few_pages};
use super::page::{Document, Page, Style, hundredth};
use super::sheet::Sheet;
use crate::domain::calendar::{day_in_figures, day_in_words};
use crate::domain::day::{Figures, span_in_figures};
use crate::domain::id::WindowId;
use crate::domain::journal::Head;
use crate::domain::procedure;
use crate::domain::user::Gender;
use crate::domain::visit::VisitOutcome;

const TITLE: &str = "Acta de cierre";
/// The name of whatever was counted, in messages.
const COUNTED: &str = "una línea del acta";
/// The name of the journal's head, in messages.
const HEAD: &str = "el final de la bitácora";

/// The act of a closed day.
///
/// # Errors
/// [`Error::TooLong`] where one section alone does not fit a page.
pub fn day_act(act: &DayAct, sheet: Sheet) -> Result<Document, Error> {
    let pages = few_pages(scale_of(sheet.paper), |scale| set(act, sheet, scale))?;
    Ok(Document { title: TITLE, pages })
}

fn set(act: &DayAct, sheet: Sheet, scale: Scale) -> Result<Vec<Page>, Error> {
    let width_mm = sheet.paper.text_width_mm();
    let room_mm = body_height(sheet.paper, foot(act, scale, width_mm, 1, 1).height_mm());
    let mut flow = Flow::new(TITLE, scale, room_mm, opening(act, scale, width_mm));
    let figures = &act.figures;
    flow.put(by_procedure(figures, scale, width_mm))?;
    for tables in [
        [Table::counts("Por quien atendió", by_clerk(act)), Table::counts("Por ventanilla", by_window(act))],
        [Table::counts("Claves", slips(figures)), times(figures)],
        [
            Table::counts("Turnos, retiros y quejas", turns(figures)),
            Table::counts("Advertencias justificadas", overrides(figures)),
        ],
    ] {
        put_tables(&mut flow, tables, scale, width_mm)?;
    }
    if let Some(by_themselves) = by_themselves(&figures.self_service, scale, width_mm) {
        flow.put(by_themselves)?;
    }
    flow.put(notes(act, scale, width_mm))?;
    flow.put(head(act.head, scale, width_mm))?;
    flow.put(signature(act, scale, width_mm))?;
    let bodies = flow.done();
    let of = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    Ok(numbered.map(|(body, number)| filled(sheet, body, foot(act, scale, width_mm, number, of))).collect())
}

fn opening(act: &DayAct, scale: Scale, width_mm: f32) -> Block {
    let day = day_in_figures(act.day);
    let reference = Cell { label: "Día", value: &day, field: "el día", share: 1.0 };
    let mut block = heading(scale, width_mm, TITLE, &act.occasion.centre, Some(reference));
    let at = act.occasion.at.in_figures(act.occasion.zone);
    let window = act.occasion.window.to_string();
    let supervisor =
        Cell { label: "Cerró el día", value: &act.closed_by, field: "el nombre de quien cerró el día", share: 1.5 };
    let at = Cell { label: "Fecha y hora del cierre", value: &at, field: "la fecha", share: 1.2 };
    let window = Cell { label: "Ventanilla", value: &window, field: "la ventanilla", share: 0.7 };
    if width_mm < NARROW_MM {
        for cell in [supervisor, at, window] {
            block.row(scale, &[cell]);
            block.gap(ROW_GAP_MM);
        }
    } else {
        block.row(scale, &[supervisor, at, window]);
    }
    block
}

/// A name and a value on each line.
struct Table {
    title: &'static str,
    lines: Vec<(String, String)>,
    /// How much of the width the names take, relative to the values.
    name_share: f32,
}

impl Table {
    fn counts(title: &'static str, lines: Vec<(String, u64)>) -> Self {
        let lines = lines.into_iter().map(|(name, count)| (name, count.to_string())).collect();
        Self { title, lines, name_share: 5.5 }
    }

    /// Its lines, the heading with the first one; a dash where there are none.
    fn blocks(&self, scale: Scale, width_mm: f32) -> Vec<Block> {
        let mut block = section(scale, width_mm, self.title);
        if self.lines.is_empty() {
            block.text(scale.body(), FIXED, "—");
        }
        let mut blocks = Vec::new();
        for (name, value) in &self.lines {
            let name = Entry { text: name, field: COUNTED, share: self.name_share, align: Align::Left };
            let value = Entry { text: value, field: COUNTED, share: 1.0, align: Align::Right };
            block.columns(scale.body(), &[name, value]);
            blocks.push(std::mem::replace(&mut block, Block::new(width_mm)));
        }
        if blocks.is_empty() {
            blocks.push(block);
        }
        blocks
    }

    fn whole(&self, scale: Scale, width_mm: f32) -> Block {
        let mut whole = Block::new(width_mm);
        self.blocks(scale, width_mm).into_iter().for_each(|block| whole.append(block, 0.0));
        whole
    }
}

/// Longer tables stand alone, and flow over the pages line by line.
const LINES_SIDE_BY_SIDE: usize = 14;

/// Two tables side by side, or one below the other where the paper is narrow or a table long.
fn put_tables(flow: &mut Flow, [left, right]: [Table; 2], scale: Scale, width_mm: f32) -> Result<(), Error> {
    let longest = left.lines.len().max(right.lines.len());
    if width_mm < NARROW_MM || longest > LINES_SIDE_BY_SIDE {
        let blocks = left.blocks(scale, width_mm).into_iter().chain(right.blocks(scale, width_mm));
        return blocks.into_iter().try_for_each(|block| flow.put(block));
    }
    let half_mm = width_mm * 0.47;
    let mut both = Block::new(width_mm);
    both.beside(left.whole(scale, half_mm), right.whole(scale, half_mm));
    flow.put(both)
}

fn by_procedure(figures: &Figures, scale: Scale, width_mm: f32) -> Block {
    let mut block = section(scale, width_mm, &format!("Atenciones: {}", figures.attentions()));
    let narrow = width_mm < NARROW_MM;
    let mut line = |style: Style, [name, served, not_served, all]: [&str; 4]| {
        let number = |text, share| Entry { text, field: COUNTED, share, align: Align::Right };
        let name = Entry {
            text: name,
            field: "el nombre del trámite",
            share: if narrow { 2.6 } else { 3.4 },
            align: Align::Left,
        };
        block.columns(style, &[name, number(served, 1.0), number(not_served, 1.0), number(all, 0.8)]);
    };
    let (served, not_served) = if narrow { ("Sí", "No") } else { ("Atendidas", "No atendidas") };
    line(scale.label(), ["Trámite", served, not_served, "Total"]);
    let counts = figures.attentions_by(|line| (line.procedure.clone(), line.outcome));
    let of = |procedure: &str, outcome| counts.get(&(procedure.to_owned(), outcome)).copied().unwrap_or_default();
    for (procedure, all) in figures.attentions_by(|line| line.procedure.clone()) {
        let [served, not_served] =
            [VisitOutcome::Served, VisitOutcome::NotServed].map(|one| of(&procedure, one).to_string());
        line(scale.body(), [procedure::name_of(&procedure), &served, &not_served, &all.to_string()]);
    }
    let outcomes = figures.attentions_by(|line| line.outcome);
    let [served, not_served] = [VisitOutcome::Served, VisitOutcome::NotServed]
        .map(|outcome| outcomes.get(&outcome).copied().unwrap_or_default().to_string());
    line(scale.bold(), ["Total", &served, &not_served, &figures.attentions().to_string()]);
    block
}

fn by_clerk(act: &DayAct) -> Vec<(String, u64)> {
    let counts = act.figures.attentions_by(|line| line.clerk).into_iter();
    counts.map(|(clerk, count)| (act.clerks.get(&clerk).cloned().unwrap_or_default(), count)).collect()
}

fn by_window(act: &DayAct) -> Vec<(String, u64)> {
    let number = |window: &WindowId| act.windows.get(window).copied().unwrap_or_default();
    let counts = act.figures.attentions_by(|line| number(&line.window)).into_iter();
    counts.map(|(window, count)| (format!("Ventanilla {window}"), count)).collect()
}

fn slips(figures: &Figures) -> Vec<(String, u64)> {
    let slips = &figures.slips;
    let mut lines = vec![("Series emitidas".to_owned(), slips.issued()), ("Entregadas".to_owned(), slips.delivered)];
    lines.extend((slips.unsigned > 0).then(|| ("— sin firma en el acuse de recibo".to_owned(), slips.unsigned)));
    lines.push(("Anuladas".to_owned(), slips.voided()));
    lines.extend(slips.void.iter().map(|(cause, count)| (format!("— {}", cause.spanish()), *count)));
    lines.extend((slips.unknown > 0).then(|| ("Desconocidas, tras una restauración".to_owned(), slips.unknown)));
    lines
}

fn turns(figures: &Figures) -> Vec<(String, u64)> {
    vec![
        ("Turnos de grupos prioritarios".to_owned(), figures.priority_turns),
        ("Se retiraron".to_owned(), figures.abandoned()),
        ("Quejas".to_owned(), figures.complained()),
    ]
}

fn overrides(figures: &Figures) -> Vec<(String, u64)> {
    let mut lines: Vec<(String, u64)> = figures
        .overrides
        .iter()
        .map(|(rule, count)| (procedure::rule_title(rule).unwrap_or(rule).to_owned(), *count))
        .collect();
    if lines.len() > 1 {
        lines.push(("Total".to_owned(), figures.overridden()));
    }
    lines
}

fn times(figures: &Figures) -> Table {
    let mut lines = Vec::new();
    for (name, spans) in [("Espera", &figures.waiting), ("Duración", &figures.service)] {
        lines.push((format!("{name}, mediana"), span_in_figures(spans.median_secs())));
        lines.push((format!("{name}, 9 de 10 hasta"), span_in_figures(spans.ninetieth_secs())));
    }
    Table { title: "Tiempos", lines, name_share: 2.0 }
}

fn notes(act: &DayAct, scale: Scale, width_mm: f32) -> Block {
    let figures = &act.figures;
    let mut block = Block::new(width_mm);
    block.gap(SECTION_MM);
    let parked = match figures.parked_at_close {
        1 => "Una atención en pausa terminó con el cierre, como no atendida.".to_owned(),
        n => format!("{n} atenciones en pausa terminaron con el cierre, como no atendidas."),
    };
    let after = match figures.after_earlier_close {
        1 => "Una atención cuenta en este día porque empezó después de un cierre anterior.".to_owned(),
        n => format!("{n} atenciones cuentan en este día porque empezaron después de un cierre anterior."),
    };
    let own = match figures.own_answers {
        1 => "Un pedido de aprobación lo respondió quien lo hizo, por no haber nadie más en supervisión.".to_owned(),
        n => format!("{n} pedidos de aprobación los respondió quien los hizo, por no haber nadie más en supervisión."),
    };
    let confirmed = match figures.own_confirmations {
        1 => "Un dato de los registros lo confirmó quien había dado su cuenta, hacía menos de 30 días, a quien lo registró."
            .to_owned(),
        n => format!(
            "{n} datos de los registros los confirmó quien había dado su cuenta, hacía menos de 30 días, a quien los \
             registró."
        ),
    };
    let counted = [
        (figures.parked_at_close, parked),
        (figures.after_earlier_close, after),
        (figures.own_answers, own),
        (figures.own_confirmations, confirmed),
    ];
    for (_, sentence) in counted.iter().filter(|(count, _)| *count > 0) {
        block.item(scale.body(), "•", COUNTED, sentence);
    }
    let next = "Lo que se haga después de este cierre cuenta en el día siguiente.";
    block.item(scale.body(), "•", FIXED, next);
    block
}

/// The entry's number and its whole hash, in groups of four characters.
fn head(head: Head, scale: Scale, width_mm: f32) -> Block {
    let groups_a_line = if width_mm < NARROW_MM { 4 } else { 8 };
    let inset_mm = 3.0;
    let mut inside = Block::new(width_mm - 2.0 * inset_mm);
    inside.gap(2.0);
    inside.text(scale.bold(), HEAD, &format!("Final de la bitácora, entrada {}", head.number));
    inside.gap(1.2);
    let hash = head.hash.to_string().to_uppercase();
    let characters: Vec<char> = hash.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    for line in groups.chunks(groups_a_line) {
        let entry = |text| Entry { text, field: HEAD, share: 1.0, align: Align::Left };
        inside.columns(scale.strong(), &line.iter().map(|group| entry(group.as_str())).collect::<Vec<_>>());
        inside.gap(0.6);
    }
    inside.gap(0.6);
    let begun = groups.get(..2).unwrap_or_default().join(" ");
    let how = format!("Se comprueba con: ventanilla verify --user USUARIO --head \"{}-{begun} …\"", head.number);
    inside.text(scale.label(), HEAD, &how);
    inside.gap(2.0);
    let mut block = Block::new(width_mm);
    block.gap(SECTION_MM);
    block.outline((0.0, SECTION_MM), (width_mm, hundredth(inside.height_mm())), 0.8);
    block.append(inside, inset_mm);
    block
}

fn signature(act: &DayAct, scale: Scale, width_mm: f32) -> Block {
    let mut block = Block::new(width_mm);
    block.gap(20.0);
    let mut signing = Block::new(if width_mm < NARROW_MM { width_mm } else { width_mm * 0.5 });
    signing.rule(0.8);
    signing.gap(1.0);
    let whose = match act.gender {
        Some(Gender::Feminine) => "Firma de la supervisora",
        Some(Gender::Masculine) => "Firma del supervisor",
        None => "Firma de quien cerró el día",
    };
    signing.text(scale.label(), FIXED, whose);
    signing.text(scale.bold(), "el nombre de quien cerró el día", &act.closed_by);
    block.append(signing, 0.0);
    block
}

fn foot(act: &DayAct, scale: Scale, width_mm: f32, number: usize, of: usize) -> Block {
    let day = format!("{TITLE} del {}", day_in_words(act.day));
    numbered_foot(scale, width_mm, ("el día", &day), number, of)
}
