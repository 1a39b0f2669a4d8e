//! The recovery sheet of the vault: the code for the safe, and what it is good for.

use super::block::{Align, Block, Cell, FIXED, Scale};
use super::compose::{ROW_GAP_MM, body_height, filled, fitted, heading, occasion_rows, scale_of};
use super::content::Recovery;
use super::error::Error;
use super::face::Face;
use super::page::{Document, Ink, Style, hundredth};
use super::sheet::{Paper, Sheet};

/// The sheet for a code that is written in groups of letters and digits with hyphens or spaces between them.
///
/// # Errors
/// [`Error::TooLong`] where names or code do not fit the sheet.
pub fn recovery_sheet(recovery: &Recovery, code: &str, sheet: Sheet) -> Result<Document, Error> {
    let paper = sheet.paper;
    let scale = scale_of(paper);
    let foot = Block::new(paper.text_width_mm());
    let body = fitted(scale, body_height(paper, 0.0), |scale| body(recovery, code, scale, paper))?;
    Ok(Document { title: "Código de recuperación", pages: vec![filled(sheet, body, foot)] })
}

fn body(recovery: &Recovery, code: &str, scale: Scale, paper: Paper) -> Block {
    let width_mm = paper.text_width_mm();
    let mut block = heading(scale, width_mm, "Código de recuperación", "Para la caja fuerte del centro", None);
    let supervisor = Cell {
        label: "Hecho en la cuenta de",
        value: &recovery.supervisor,
        field: "el nombre de la cuenta",
        share: 1.0,
    };
    block.row(scale, &[supervisor]);
    block.gap(ROW_GAP_MM);
    occasion_rows(&mut block, scale, &recovery.occasion);
    block.gap(5.0);
    block.append(the_code(code, scale, paper), 0.0);
    block.gap(5.0);
    block.text(scale.strong(), FIXED, "Para qué sirve");
    block.gap(0.8);
    block.text(
        scale.body(),
        FIXED,
        "Si nadie de supervisión puede ingresar, este código permite poner una contraseña nueva a un usuario de \
         supervisión. Nada más, y una sola vez: al usarlo, el programa imprime otra hoja y esta deja de servir.",
    );
    block.gap(3.0);
    block.text(scale.strong(), FIXED, "Cómo se guarda");
    block.gap(0.8);
    for (mark, text) in [
        ("1.", "En sobre cerrado y firmado, en la caja fuerte. Nunca junto al equipo."),
        ("2.", "Sin copias ni fotografías: quien lo tenga puede ingresar con un usuario de supervisión."),
        (
            "3.",
            "Si la hoja se pierde o alguien la vio, ingrese con un usuario de supervisión, haga un código nuevo y \
                destruya esta.",
        ),
    ] {
        block.item(scale.body(), mark, FIXED, text);
    }
    block
}

/// The groups in as few lines as hold them, the lines equally full.
fn the_code(code: &str, scale: Scale, paper: Paper) -> Block {
    let size_pt = match paper {
        Paper::A4 => 26.0,
        Paper::A5 => 22.0,
        Paper::Roll80 => 17.0,
    };
    let style = Style { face: Face::Key, size_pt, ink: Ink::Black };
    let inset_mm = 3.0;
    let mut inside = Block::new(paper.text_width_mm() - 2.0 * inset_mm);
    inside.gap(3.0);
    for line in lines(code, style, inside.width_mm()) {
        inside.secret_line(style, "el código de recuperación", line);
        inside.gap(1.0);
    }
    inside.gap(1.0);
    inside.aligned(scale.label(), FIXED, "Los guiones no hacen falta al escribirlo.", Align::Centre);
    inside.gap(2.5);
    let mut block = Block::new(paper.text_width_mm());
    block.outline((0.0, 0.0), (paper.text_width_mm(), hundredth(inside.height_mm())), 1.2);
    block.append(inside, inset_mm);
    block
}

/// Breaks behind a group, nowhere else, with the hyphen that follows it.
fn lines(code: &str, style: Style, width_mm: f32) -> Vec<&str> {
    let mut rest = code.trim();
    let groups: Vec<&str> = rest.split_inclusive(['-', ' ']).collect();
    let widest_mm = groups.iter().map(|group| style.face.width_mm(group, style.size_pt)).fold(0.1, f32::max);
    let at_most = ((width_mm / widest_mm) as usize).max(1);
    let needed = groups.len().div_ceil(at_most).max(1);
    let a_line = groups.len().div_ceil(needed).max(1);
    let lengths = groups.chunks(a_line).map(|line| line.iter().map(|group| group.len()).sum());
    lengths
        .map(|length| {
            let (line, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            rest = after;
            line.trim_end()
        })
        .collect()
}
