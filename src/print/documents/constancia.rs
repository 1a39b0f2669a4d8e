//! The "constancia de atención" for who leaves without a key: what stands in the way, what to bring, what nobody looked
//! at, and what is in order. Every point is named, so that nobody takes for good what is not.
//!
//! In plain words, for the person; it flows to as many pages as the points ask for.

use super::block::{Block, Cell, FIXED, Scale};
use super::compose::{
    ANCHOR, NARROW_MM, ROW_GAP_MM, anchor, body_height, filled, heading, occasion_rows, printed_again, scale_of,
    small_print, ticked,
};
use super::content::{Attendance, Attendee, Point, PointKind};
use super::error::Error;
use super::flow::{Flow, few_pages};
use super::page::{Document, Page};
use super::sheet::Sheet;
use crate::domain::rule::after_colon;

const TITLE: &str = "Constancia de atención";

/// The constancia of a visit.
///
/// # Errors
/// [`Error::TooLong`] where one point alone does not fit a page.
pub fn constancia(attendance: &Attendance, sheet: Sheet) -> Result<Document, Error> {
    let scale = scale_of(sheet.paper);
    let pages = few_pages(scale, |scale| set(attendance, sheet, scale))?;
    Ok(Document { title: TITLE, pages })
}

fn set(attendance: &Attendance, sheet: Sheet, scale: Scale) -> Result<Vec<Page>, Error> {
    let width_mm = sheet.paper.text_width_mm();
    let room_mm = body_height(sheet.paper, foot(attendance, scale, width_mm, 1, 1).height_mm());
    let mut bodies = Flow::new(TITLE, scale, room_mm, opening(attendance, scale, width_mm));
    for kind in [PointKind::Missing, PointKind::Refused, PointKind::Warning] {
        let points = attendance.points.iter().filter(|point| point.kind == kind);
        let mut blocks = points.map(|one| point(one, scale, width_mm));
        // The heading of a group stays with its first point.
        if let Some(first) = blocks.next() {
            let mut begun = group_heading(kind, scale, width_mm);
            begun.append(first, 0.0);
            bodies.put(begun)?;
        }
        blocks.try_for_each(|block| bodies.put(block))?;
    }
    for kind in [PointKind::Unseen, PointKind::InOrder] {
        let points = attendance.points.iter().filter(|point| point.kind == kind);
        let named: Vec<&str> = points.map(|point| point.sentence.as_str()).collect();
        if !named.is_empty() {
            let mut block = group_heading(kind, scale, width_mm);
            block.gap(0.8);
            block.text(scale.body(), "los puntos de la constancia", &named.join(" · "));
            bodies.put(block)?;
        }
    }
    if !lacks_something(attendance) {
        bodies.put(nothing_lacking(scale, width_mm))?;
    }
    if let Some(remark) = &attendance.remark {
        bodies.put(remarked(remark, scale, width_mm))?;
    }
    bodies.put(coming_back(attendance, scale, width_mm))?;
    let bodies = bodies.done();
    let of = bodies.len();
    let numbered = bodies.into_iter().zip(1..);
    Ok(numbered.map(|(body, number)| filled(sheet, body, foot(attendance, scale, width_mm, number, of))).collect())
}

fn opening(attendance: &Attendance, scale: Scale, width_mm: f32) -> Block {
    let turn = attendance.turn.as_deref();
    let reference = turn.map(|value| Cell { label: "Turno", value, field: "el turno", share: 1.0 });
    let subtitle = match attendance.printed_again {
        None => "El trámite no se completó hoy".to_owned(),
        Some(at) => format!("El trámite no se completó\n{}", printed_again(at, &attendance.occasion)),
    };
    let mut block = heading(scale, width_mm, TITLE, &subtitle, reference);
    let procedure =
        Cell { label: "Trámite", value: &attendance.procedure, field: "el nombre del trámite", share: 1.0 };
    block.row(scale, &[procedure]);
    for person in &attendance.people {
        block.gap(ROW_GAP_MM);
        person_row(&mut block, scale, person);
    }
    if let Some(employer) = &attendance.employer {
        block.gap(ROW_GAP_MM);
        block.row(scale, &[Cell { label: "Empleador", value: employer, field: "el nombre del empleador", share: 1.0 }]);
    }
    block.gap(ROW_GAP_MM);
    occasion_rows(&mut block, scale, &attendance.occasion);
    block.gap(2.0);
    block.rule(0.5);
    block
}

fn person_row(block: &mut Block, scale: Scale, person: &Attendee) {
    let name = Cell { label: &person.role, value: &person.name, field: "el nombre de la persona atendida", share: 1.0 };
    let number = Cell {
        label: "Número de identidad",
        value: &person.number,
        field: "el número de la persona atendida",
        share: 1.0,
    };
    if person.number.trim().is_empty() {
        block.row(scale, &[name]);
    } else if block.width_mm() < NARROW_MM {
        block.row(scale, &[name]);
        block.gap(ROW_GAP_MM);
        block.row(scale, &[number]);
    } else {
        block.row(scale, &[name, number]);
    }
}

fn group_heading(kind: PointKind, scale: Scale, width_mm: f32) -> Block {
    let (title, meaning) = match kind {
        PointKind::Missing => ("Lo que falta", "Tráigalo o corríjalo, y vuelva."),
        PointKind::Refused => {
            ("Lo que no se puede recibir", "Estos papeles no sirven para el trámite: hacen falta otros.")
        }
        PointKind::Warning => ("Lo que queda por resolver", "Estos puntos no quedaron resueltos hoy."),
        PointKind::Unseen => ("Lo que no se revisó", "Nadie revisó hoy estos puntos: también pueden hacer falta."),
        PointKind::InOrder => ("Lo que se revisó y está en orden", ""),
    };
    let mut block = Block::new(width_mm);
    block.gap(3.2);
    block.text(scale.strong(), FIXED, title);
    if !meaning.is_empty() {
        block.text(scale.label(), FIXED, meaning);
    }
    block
}

/// A box to tick, the sentence, and below it what to bring.
fn point(point: &Point, scale: Scale, width_mm: f32) -> Block {
    ticked(scale, width_mm, |text| {
        text.text(scale.body(), "un punto de la constancia", &point.sentence);
        if let Some(bring) = &point.bring {
            text.text(scale.bold(), "lo que hay que traer", &format!("Traiga: {}", after_colon(bring)));
        }
    })
}

/// Is there a point that the person can do something about, or that nobody looked at?
fn lacks_something(attendance: &Attendance) -> bool {
    attendance.points.iter().any(|point| point.kind != PointKind::InOrder)
}

/// For whoever leaves although every point is in order: nothing is to be brought, and it does not say that anything is.
fn nothing_lacking(scale: Scale, width_mm: f32) -> Block {
    let mut block = Block::new(width_mm);
    block.gap(3.2);
    block.text(scale.strong(), FIXED, "No hay nada que traer");
    block.gap(0.8);
    let why = "Lo que se revisó está en orden. El trámite no se terminó hoy, y el motivo consta en el centro.";
    block.text(scale.body(), FIXED, why);
    block
}

/// What whoever attended adds in their own words.
fn remarked(remark: &str, scale: Scale, width_mm: f32) -> Block {
    let mut block = Block::new(width_mm);
    block.gap(3.2);
    block.text(scale.strong(), FIXED, "Observación");
    block.gap(0.8);
    block.text(scale.body(), "la observación de la constancia", remark);
    block
}

fn coming_back(attendance: &Attendance, scale: Scale, width_mm: f32) -> Block {
    let today = match &attendance.turn {
        Some(turn) if !lacks_something(attendance) => format!(
            "Si vuelve hoy mismo, hasta las 17:00, seguimos con el mismo turno ({turn}): no saque otro. Avise al llegar y \
             muestre esta hoja."
        ),
        Some(turn) => format!(
            "Si vuelve hoy mismo, hasta las 17:00, con lo que falta, seguimos con el mismo turno ({turn}): no saque otro. \
             Avise al llegar y muestre esta hoja."
        ),
        None => "Si vuelve hoy mismo, hasta las 17:00, avise al llegar y muestre esta hoja.".to_owned(),
    };
    let mut block = Block::new(width_mm);
    block.gap(3.6);
    block.text(scale.strong(), FIXED, "Para volver");
    block.gap(0.8);
    block.item(scale.body(), "•", "el turno", &today);
    block.item(scale.body(), "•", "cómo volver", &format!("Si vuelve otro día, {}.", attendance.another_day));
    block
}

fn foot(attendance: &Attendance, scale: Scale, width_mm: f32, number: usize, of: usize) -> Block {
    let page = format!("Página {number} de {of}");
    let reference = match attendance.journal_mark {
        Some(mark) => format!("{} · {page}", anchor(mark)),
        None => page,
    };
    small_print(scale, width_mm, ANCHOR, &reference)
}
