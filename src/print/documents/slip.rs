//! The slip: the one paper that carries a key.
//!
//! Folded in thirds along its marks the key lies inside: above it whose it is, below it what to do with it.

use super::block::{Align, Block, Cell, FIXED, Scale};
use super::compose::{
    ANCHOR, NARROW_MM, ROW_GAP_MM, TURNS, anchor, facts_and_occasion, fitted, heading, middle_third_height,
    number_label, outer_third_height, scale_of, small_print, thirds,
};
use super::content::{Employer, Issuance};
use super::error::Error;
use super::face::Face;
use super::page::{Document, Ink, Style, hundredth};
use super::sheet::{Paper, Sheet};
use crate::domain::number::EmployerNumber;
use crate::domain::secret::EmployerKey;

/// The slip of an issuance, one page.
///
/// # Errors
/// [`Error::TooLong`] where the names do not fit the sheet's upper third in any readable size.
pub fn slip(issuance: &Issuance, key: &EmployerKey, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let scale = scale_of(paper);
    let width_mm = paper.text_width_mm();
    let blocks = [
        fitted(scale, outer_third_height(paper), |scale| whose(issuance, scale, width_mm))?,
        fitted(scale, middle_third_height(paper), |scale| the_key(key, scale, paper))?,
        fitted(scale, outer_third_height(paper), |scale| what_to_do(issuance, scale, width_mm))?,
    ];
    Ok(Document { title: "Clave de empleador", pages: vec![thirds(sheet, blocks)] })
}

fn whose(issuance: &Issuance, scale: Scale, width_mm: f32) -> Block {
    let serial = issuance.serial.to_string();
    let reference = Cell { label: "Serie", value: &serial, field: "la serie", share: 1.0 };
    let mut block = heading(scale, width_mm, "Clave de empleador", "", Some(reference));
    facts_and_occasion(&mut block, scale, &issuance.occasion, |facts| {
        employer_rows(facts, scale, &issuance.employer);
        facts.gap(ROW_GAP_MM);
        recipient_rows(facts, scale, issuance, "Se entrega a");
    });
    block
}

/// Name, number and branch.
pub(super) fn employer_rows(block: &mut Block, scale: Scale, employer: &Employer) {
    let name = Cell { label: "Empleador", value: &employer.name, field: "el nombre del empleador", share: 1.0 };
    let label = match employer.number {
        EmployerNumber::Ruc(_) => "RUC",
        EmployerNumber::Domestic(_) => "Número de servicio doméstico",
    };
    let number = employer.number.to_string();
    let number = Cell { label, value: &number, field: "el número del empleador", share: 1.0 };
    let branch = employer.branch.to_string();
    let branch = Cell { label: "Sucursal", value: &branch, field: "la sucursal", share: 1.0 };
    block.row(scale, &[name]);
    block.gap(ROW_GAP_MM);
    block.row(scale, &[number, branch]);
}

/// Who receives, with number and role.
pub(super) fn recipient_rows(block: &mut Block, scale: Scale, issuance: &Issuance, label: &str) {
    let recipient = &issuance.recipient;
    let number = recipient.number.to_string();
    let name = Cell { label, value: &recipient.name, field: "el nombre de quien recibe", share: 1.0 };
    let number_cell =
        Cell {
            label: number_label(&recipient.number), value: &number, field: "el número de quien recibe", share: 1.0
        };
    let role = Cell {
        label: "En calidad de",
        value: &issuance.recipient_role,
        field: "la calidad de quien recibe",
        share: 1.0,
    };
    block.row(scale, &[name]);
    block.gap(ROW_GAP_MM);
    block.row(scale, &[number_cell, role]);
}

/// The key on one line, a bracket below each of its groups: nothing stands between the characters that somebody could
/// take for a part of the key.
fn the_key(key: &EmployerKey, scale: Scale, paper: Paper) -> Block {
    let size_pt = match paper {
        Paper::A4 => 48.0,
        Paper::A5 => 36.0,
        Paper::Roll80 => 23.0,
    };
    let style = Style { face: Face::Key, size_pt, ink: Ink::Black };
    let inset_mm = if paper == Paper::Roll80 { 1.0 } else { 4.0 };
    let width_mm = paper.text_width_mm() - 2.0 * inset_mm;
    let mut inside = Block::new(width_mm);
    inside.gap(3.0);
    let centre = Align::Centre;
    inside.aligned(scale.strong(), FIXED, "Su clave de acceso al portal IESS", centre);
    inside.gap(1.0);
    let begins_mm = inside.secret_line(style, "la clave", key.reveal());
    brackets(&mut inside, begins_mm, style);
    inside.gap(3.0);
    for line in [
        &format!("Son {} caracteres seguidos, sin espacios: las rayas solo ayudan a leer.", EmployerKey::LENGTH),
        "Distinga las mayúsculas de las minúsculas.",
    ] {
        inside.aligned(scale.body(), FIXED, line, centre);
    }
    inside.gap(2.0);
    spelled(&mut inside, scale, &key.spelled());
    inside.gap(3.0);

    let mut block = Block::new(paper.text_width_mm());
    let height_mm = hundredth(inside.height_mm());
    block.outline((0.0, 0.0), (paper.text_width_mm(), height_mm), 1.2);
    block.append(inside, inset_mm);
    block.gap(2.0);
    block.aligned(scale.label(), FIXED, "Doble la hoja por las marcas, con la clave hacia dentro.", centre);
    block
}

/// The names of the characters, a line for each group.
fn spelled(block: &mut Block, scale: Scale, spelled: &str) {
    let mut rest = spelled;
    for characters in EmployerKey::GROUPS {
        let mut commas = rest.match_indices(',').map(|(at, comma)| at.saturating_add(comma.len()));
        let end = commas.nth(characters.saturating_sub(1)).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        block.secret_list(scale.bold(), "la clave deletreada", line);
        rest = after.trim_start();
    }
}

fn brackets(block: &mut Block, begins_mm: f32, style: Style) {
    let one_mm = style.face.width_mm("2", style.size_pt);
    let inset_mm = one_mm * 0.14;
    let y_mm = hundredth(block.height_mm() - one_mm * 0.12);
    let tick_mm = hundredth(one_mm * 0.16);
    let mut left_mm = begins_mm;
    for characters in EmployerKey::GROUPS {
        let right_mm = left_mm + one_mm * (characters as f32);
        let (from, to) = (hundredth(left_mm + inset_mm), hundredth(right_mm - inset_mm));
        block.line((from, y_mm), (to, y_mm), 0.9);
        block.line((from, y_mm), (from, y_mm - tick_mm), 0.9);
        block.line((to, y_mm), (to, y_mm - tick_mm), 0.9);
        left_mm = right_mm;
    }
}

fn what_to_do(issuance: &Issuance, scale: Scale, width_mm: f32) -> Block {
    let narrow = width_mm < NARROW_MM;
    let column_mm = if narrow { width_mm } else { (width_mm - 8.0) / 2.0 };
    let second_step = match issuance.employer.number {
        EmployerNumber::Ruc(_) => "Escriba el RUC, la sucursal y esta clave.",
        EmployerNumber::Domestic(_) => {
            "En el campo RUC escriba su número de servicio doméstico; luego, la sucursal y esta clave."
        }
    };
    let mut first = Block::new(column_mm);
    first.text(scale.strong(), FIXED, "La primera vez");
    first.gap(0.8);
    first.item(scale.body(), "1.", FIXED, "Entre a www.iess.gob.ec, «Trámites virtuales», «Empleadores».");
    first.item(scale.body(), "2.", FIXED, second_step);
    first.item(
        scale.body(),
        "3.",
        FIXED,
        "Guárdela y no la comparta: quien la tiene puede actuar a nombre del empleador.",
    );

    let mut lost = Block::new(column_mm);
    lost.text(scale.strong(), FIXED, "Si la pierde o la olvida");
    lost.gap(0.8);
    lost.text(
        scale.body(),
        FIXED,
        "Con el correo registrado en el IESS, pida otra en línea: la misma página, «Recuperar clave».",
    );
    lost.gap(0.8);
    lost.text(
        scale.body(),
        FIXED,
        &format!(
            "Sin ese correo, o con el RUC cerrado o suspendido, saque un turno: {TURNS}. La nueva reemplaza a esta."
        ),
    );

    let mut block = Block::new(width_mm);
    if narrow {
        block.append(first, 0.0);
        block.gap(3.0);
        block.append(lost, 0.0);
    } else {
        block.beside(first, lost);
    }
    block.gap(2.5);
    block.append(small_print(scale, width_mm, ANCHOR, &anchor(issuance.journal_mark)), 0.0);
    block
}
