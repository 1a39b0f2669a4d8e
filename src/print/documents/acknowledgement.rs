//! The acknowledgement: what the recipient signs and the centre keeps. It carries the serial, never the key.

use super::block::{Block, Cell, FIXED, Scale};
use super::compose::{
    ANCHOR, KEY_NAME, NARROW_MM, ROW_GAP_MM, anchor, body_height, facts_and_occasion, filled, fitted, heading,
    number_label, printed_again, scale_of, small_print,
};
use super::content::{HandOver, Issuance};
use super::error::Error;
use super::page::Document;
use super::sheet::Sheet;
use super::slip::{employer_rows, recipient_rows};

/// The acknowledgement of an issuance, one page.
///
/// # Errors
/// [`Error::TooLong`] where the names do not fit the sheet in any readable size.
pub fn acknowledgement(issuance: &Issuance, by: &HandOver, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let scale = scale_of(paper);
    let width_mm = paper.text_width_mm();
    let foot = small_print(scale, width_mm, ANCHOR, &anchor(issuance.journal_mark));
    let body = fitted(scale, body_height(paper, foot.height_mm()), |scale| body(issuance, by, scale, width_mm))?;
    Ok(Document { title: "Acuse de recibo", pages: vec![filled(sheet, body, foot)] })
}

fn body(issuance: &Issuance, by: &HandOver, scale: Scale, width_mm: f32) -> Block {
    let serial = issuance.serial.to_string();
    let reference = Cell { label: "Serie de la clave", value: &serial, field: "la serie", share: 1.0 };
    let subtitle = match by.printed_again {
        None => KEY_NAME.to_owned(),
        Some(at) => format!("{KEY_NAME}\n{}", printed_again(at, &issuance.occasion)),
    };
    let mut block = heading(scale, width_mm, "Acuse de recibo", &subtitle, Some(reference));
    facts_and_occasion(&mut block, scale, &issuance.occasion, |facts| {
        employer_rows(facts, scale, &issuance.employer);
        facts.gap(ROW_GAP_MM);
        applicant_rows(facts, scale, issuance);
        facts.gap(ROW_GAP_MM);
        recipient_rows(facts, scale, issuance, "Recibe");
        facts.gap(ROW_GAP_MM);
        clerk_row(facts, scale, by);
    });
    block.gap(3.0);
    block.rule(0.5);
    block.gap(3.0);
    block.text(scale.body(), FIXED, "Recibí impresa la clave de empleador de la serie indicada, para el empleador indicado. El trámite no tuvo costo.");
    block.gap(1.6);
    block.text(
        scale.body(),
        FIXED,
        "Conozco que la clave sirve para actuar a nombre del empleador en el portal del IESS y que su uso es \
         responsabilidad del empleador, según el Acuerdo de responsabilidad y uso de la información que consta en la solicitud.",
    );
    block.gap(SIGNING_MM);
    signature(&mut block, scale, issuance);
    block
}

/// Free above the line, to sign.
const SIGNING_MM: f32 = 19.0;

fn applicant_rows(block: &mut Block, scale: Scale, issuance: &Issuance) {
    let applicant = &issuance.applicant;
    let number = applicant.number.to_string();
    let name = Cell { label: "Solicitante", value: &applicant.name, field: "el nombre de quien solicita", share: 1.0 };
    let number = Cell {
        label: number_label(&applicant.number),
        value: &number,
        field: "el número de quien solicita",
        share: 1.0,
    };
    block.row(scale, &[name]);
    block.gap(ROW_GAP_MM);
    block.row(scale, &[number]);
}

fn clerk_row(block: &mut Block, scale: Scale, by: &HandOver) {
    let clerk = format!("{}, ventanilla {}", by.clerk, by.window);
    block.row(scale, &[Cell { label: "Entrega", value: &clerk, field: "el nombre de quien entrega", share: 1.0 }]);
}

fn signature(block: &mut Block, scale: Scale, issuance: &Issuance) {
    let narrow = block.width_mm() < NARROW_MM;
    let signing_mm = if narrow { block.width_mm() } else { block.width_mm() * 0.6 };
    let recipient = &issuance.recipient;
    let mut signing = Block::new(signing_mm);
    signing.rule(0.8);
    signing.gap(1.0);
    signing.text(scale.label(), FIXED, "Firma de quien recibe");
    signing.text(scale.bold(), "el nombre de quien recibe", &recipient.name);
    let number = format!("{} {}", number_label(&recipient.number), recipient.number);
    signing.text(scale.body(), "el número de quien recibe", &number);

    let mut dating = Block::new(if narrow { block.width_mm() } else { block.width_mm() * 0.3 });
    if narrow {
        dating.gap(12.0);
    }
    dating.rule(0.8);
    dating.gap(1.0);
    dating.text(scale.label(), FIXED, "Fecha y hora de recepción");
    if narrow {
        block.append(signing, 0.0);
        block.append(dating, 0.0);
    } else {
        block.beside(signing, dating);
    }
}
