//! Fuzz targets of what comes in from files: no bytes, however wrong, end in a panic, lose their place or go on for
//! ever. They run as tests on a few thousand inputs, and guided by coverage with cargo-bolero.
#![allow(clippy::unwrap_used, reason = "a fuzz target that cannot go on has found something")]

use ventanilla::intake::agenda::{Agenda, AgendaTurn};
use ventanilla::intake::employers::{EmployerRow, Employers, People, PersonRow};
use ventanilla::intake::images;
use ventanilla::intake::insured::{InsuredPeople, InsuredRow};
use ventanilla::intake::table::{Record, Records};
use ventanilla::intake::work_history::{WorkHistories, WorkRow};

/// Bytes that look more like a table than chance would have it: a header, then pieces picked by the input.
fn table(header: &str, input: &[u8]) -> Vec<u8> {
    const PIECES: [&[u8]; 24] = [
        b",",
        b"\n",
        b"\"",
        b"\r\n",
        b";",
        b"\r",
        b"\"\"",
        b"1714307103",
        b"1790011674001",
        b"privada",
        b"0001",
        b"2026-11-20",
        b"10:05",
        b"Clave patronal",
        "Peña".as_bytes(),
        b"Pe\xF1a",
        b"Pe\xA4a",
        b"Pe\x96a",
        b"\x1A",
        b"\0",
        b"=\"0601234560\"",
        b"sep=;",
        "\u{200B}".as_bytes(),
        "Pe\u{FFFD}a".as_bytes(),
    ];
    let mut bytes = header.as_bytes().to_vec();
    bytes.push(b'\n');
    for byte in input {
        match PIECES.get(usize::from(*byte)) {
            Some(piece) => bytes.extend_from_slice(piece),
            None => bytes.push(*byte),
        }
    }
    bytes
}

/// Every row has a line of the file, in order; the reading ends; all bytes are accounted for.
fn read_through<T: Record>(bytes: &[u8], line_of: fn(&T) -> u64) {
    // CR alone ends the lines of a file that begins without any LF.
    let lines_by = |end: u8| bytes.split(|byte| *byte == end).count();
    let lines = lines_by(b'\n').max(lines_by(b'\r'));
    let Ok(mut records) = Records::<_, T>::open(bytes) else { return };
    let mut last_line = 1;
    let mut ended_well = true;
    for row in records.by_ref() {
        let line = match row {
            Ok(Ok(record)) => line_of(&record),
            Ok(Err(bad)) => {
                assert!(!bad.reason.is_empty() && bad.column != Some(""));
                bad.line
            }
            Err(_) => {
                ended_well = false;
                break;
            }
        };
        assert!(line > last_line && line <= lines as u64, "line {line} after {last_line} of {lines}");
        last_line = line;
    }
    if ended_well {
        assert_eq!(records.table().bytes_read(), bytes.len() as u64);
    }
}

fn read_as_everything(bytes: &[u8]) {
    read_through::<AgendaTurn>(bytes, |turn| turn.line);
    read_through::<EmployerRow>(bytes, |row| row.line);
    read_through::<PersonRow>(bytes, |row| row.line);
    read_through::<InsuredRow>(bytes, |row| row.line);
}

#[test]
fn tables_of_any_bytes() {
    bolero::check!().for_each(read_as_everything);
}

#[test]
fn tables_of_utf16() {
    bolero::check!().for_each(|input: &[u8]| {
        for mark in [b"\xFF\xFE", b"\xFE\xFF"] {
            read_as_everything(&[mark, input].concat());
        }
        let text = String::from_utf8_lossy(&table("numero;nombre", input)).into_owned();
        let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes);
        read_as_everything(&units.collect::<Vec<u8>>());
    });
}

#[test]
fn agendas() {
    bolero::check!().for_each(|input: &[u8]| {
        let header = "codigo_turno,fecha,hora,centro,tramite,numero,nombre";
        let bytes = table(header, input);
        assert!(Agenda::open(bytes.as_slice()).is_ok());
        read_through::<AgendaTurn>(&bytes, |turn| turn.line);
    });
}

#[test]
fn registers_of_employers() {
    bolero::check!().for_each(|input: &[u8]| {
        let bytes = table("numero,tipo,razon_social,sucursal,representante_numero,representante_nombre", input);
        assert!(Employers::open(bytes.as_slice()).is_ok());
        read_through::<EmployerRow>(&bytes, |row| row.line);
    });
}

#[test]
fn files_of_people() {
    bolero::check!().for_each(|input: &[u8]| {
        let bytes = table("numero;nombre", input);
        assert!(People::open(bytes.as_slice()).is_ok());
        read_through::<PersonRow>(&bytes, |row| row.line);
    });
}

#[test]
fn registers_of_the_insured() {
    bolero::check!().for_each(|input: &[u8]| {
        let bytes = table("numero;nombre;tipo;estado_clave;correo;celular;fecha_actualizacion;fecha_nacimiento", input);
        assert!(InsuredPeople::open(bytes.as_slice()).is_ok());
        read_through::<InsuredRow>(&bytes, |row| row.line);
    });
}

#[test]
fn work_histories() {
    bolero::check!().for_each(|input: &[u8]| {
        let bytes = table("numero;empleador;desde;hasta", input);
        assert!(WorkHistories::open(bytes.as_slice()).is_ok());
        read_through::<WorkRow>(&bytes, |row| row.line);
    });
}

#[test]
fn scans_of_any_bytes_under_each_magic() {
    const MAGICS: [&[u8]; 5] =
        [b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", b"\xFF\xD8\xFF\xE1", b"%PDF-1.5\n", b"\xEF\xBB\xBF%PDF-1.5\n", b""];
    // What makes a PDF be looked through for its objects.
    const TAIL: &[u8] = b" obj<</Pages 1 0 R>>endobj trailer<</Root 1 0 R>>startxref\n7\n%%EOF";
    bolero::check!().for_each(|input: &[u8]| {
        for magic in MAGICS {
            let _ = images::read(&[magic, input].concat());
            let _ = images::read(&[magic, b"1 0 obj", input, b"1 0", TAIL].concat());
        }
    });
}
