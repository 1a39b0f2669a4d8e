//! Tables of text: encodings, delimiters, headers, quotes, limits, and what is said of each thing that is wrong.

use std::io::Read;

use proptest::prelude::*;
use ventanilla::intake::table::{BadRow, Column, Encoding, Limits, Need, Table, TableError};

const COLUMNS: &[Column] = &[
    Column { name: "numero", spellings: &["cédula"], need: Need::Required },
    Column { name: "razon_social", spellings: &[], need: Need::Required },
    Column { name: "correo", spellings: &["correo electrónico"], need: Need::Optional },
];

fn open(bytes: &[u8]) -> Result<Table<&[u8]>, TableError> {
    Table::open(bytes, COLUMNS, Limits::for_rows(1000))
}

/// The rows as text, a bad one as its message.
fn rows(table: &mut Table<impl Read>) -> Result<Vec<String>, TableError> {
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        rows.push(match row {
            Ok(row) => format!("{}: {} | {} | {}", row.line(), row.text(0), row.text(1), row.text(2)),
            Err(bad) => bad.to_string(),
        });
    }
    Ok(rows)
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(rows(&mut open(bytes.as_ref()).unwrap()).unwrap(), expected);
}

#[track_caller]
fn check_refused(bytes: impl AsRef<[u8]>, expected: &str) {
    let refused = open(bytes.as_ref()).and_then(|mut table| rows(&mut table));
    assert_eq!(refused.unwrap_err().to_string(), expected);
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect()
}

#[test]
fn reads_utf8_with_and_without_mark() {
    let text = "numero,razon_social,correo\n1,Peña,a@b.ec\n";
    check(text, &["2: 1 | Peña | a@b.ec"]);
    check([b"\xEF\xBB\xBF", text.as_bytes()].concat(), &["2: 1 | Peña | a@b.ec"]);
}

#[test]
fn reads_latin1_and_semicolons() {
    let bytes = latin1("Número;Razón Social;Correo electrónico\r\n1;Peña e Hijos, Cía.;\r\n");
    let mut table = open(&bytes).unwrap();
    assert_eq!(rows(&mut table).unwrap(), ["2: 1 | Peña e Hijos, Cía. | "]);
    assert_eq!((table.encoding(), table.delimiter()), (Encoding::Latin1, ';'));
    assert_eq!(table.bytes_read(), u64::try_from(bytes.len()).unwrap());
}

#[test]
fn settles_latin1_at_the_first_letter_that_shows_it_however_late() {
    let mut bytes = b"numero,razon_social\n".to_vec();
    bytes.extend(b"1,Andes\n".repeat(200));
    bytes.extend(latin1("2,Ñandú\n"));
    let mut table = open(&bytes).unwrap();
    assert_eq!(rows(&mut table).unwrap()[200], "202: 2 | Ñandú | ");
    assert_eq!(table.encoding(), Encoding::Latin1);
}

#[test]
fn reads_the_signs_that_windows_adds_to_latin1() {
    check(b"numero,razon_social\n1,\x93Sol\x94 \x80\n", &["2: 1 | “Sol” € | "]);
}

#[test]
fn never_garbles_two_encodings_in_one_file() {
    let mixed = "línea 3: mezcla dos codificaciones de texto; vuelva a exportar el archivo entero como «CSV UTF-8»";
    let mut bytes = "numero,razon_social\n1,Peña\n".as_bytes().to_vec();
    bytes.extend(latin1("2,Peña\n"));
    bytes.extend("3,Peña\n".as_bytes());
    check(&bytes, &["2: 1 | Peña | ", mixed, "4: 3 | Peña | "]);

    let mut bytes = latin1("numero,razon_social\n1,Peña\n");
    bytes.extend("2,Peña\n".as_bytes());
    check(&bytes, &["2: 1 | Peña | ", mixed]);
}

#[test]
fn finds_columns_in_any_order_by_any_of_their_titles() {
    check("CORREO\tobservaciones\tRazón  Social\tCédula\nc\tx\tr\tn\n", &["2: n | r | c"]);
    let table = open(b"numero,razon_social,observaciones,\n1,a,b,\n").unwrap();
    assert_eq!(table.ignored_columns(), ["observaciones", ""]);
}

#[test]
fn skips_blank_lines_and_keeps_counting() {
    check("\n\nnumero,razon_social\n\n1,a\n,\n  \n2,b", &["5: 1 | a | ", "8: 2 | b | "]);
}

#[test]
fn reads_quotes_with_delimiters_and_line_ends_in_them() {
    check(
        "numero,razon_social\n1,\"El \"\"Sol\"\", S.A.\"\n2,\"dos\nlíneas\"\n3,c\n",
        &["2: 1 | El \"Sol\", S.A. | ", "3: 2 | dos\nlíneas | ", "5: 3 | c | "],
    );
}

const UNCLOSED: &str = "tiene comillas sin cerrar; ciérrelas, o duplíquelas si son parte del texto";

#[test]
fn an_unclosed_quote_costs_its_own_row_only() {
    let unclosed = format!("línea 3, columna «razon_social»: {UNCLOSED}");
    check("numero,razon_social\n1,a\n2,\"b\n3,c\n4,d\n", &["2: 1 | a | ", &unclosed, "4: 3 | c | ", "5: 4 | d | "]);
}

#[test]
fn an_unclosed_quote_does_not_swallow_a_long_file() {
    let mut text = "numero,razon_social\n1,\"a\n".to_owned();
    text.push_str(&"2,b\n".repeat(500));
    let found = rows(&mut open(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(found.len(), 501);
    assert_eq!(found[500], "502: 2 | b | ");
}

#[test]
fn a_quote_closed_by_a_later_rows_quote_is_still_named_where_it_was_opened() {
    let unclosed = format!("línea 2, columna «razon_social»: {UNCLOSED}");
    check("numero,razon_social\n1,\"a\n2,\"b\"\n3,c\n", &[&unclosed, "3: 2 | b | ", "4: 3 | c | "]);
}

#[test]
fn text_after_a_closing_quote_is_named() {
    check(
        "numero,razon_social\n1,\"El \"Sol\"\"\n2,b\n",
        &[
            "línea 2, columna «razon_social»: hay texto después de las comillas de cierre; duplique las comillas que son parte del texto",
            "3: 2 | b | ",
        ],
    );
}

#[test]
fn rows_with_too_few_or_too_many_fields_are_named() {
    check(
        "numero,razon_social\n1\n2,b,c\n3,c\n",
        &[
            "línea 2: tiene un número de columnas (1) distinto del de la cabecera (2); revise separadores y comillas",
            "línea 3: tiene un número de columnas (3) distinto del de la cabecera (2); revise separadores y comillas",
            "4: 3 | c | ",
        ],
    );
}

#[test]
fn nul_lone_cr_and_control_characters_are_named() {
    check(
        b"numero,razon_social\n1,a\x00b\n2,a\rb\n3,a\x1Bb\n4,d\r\n",
        &[
            "línea 2: contiene caracteres nulos (NUL); el archivo está dañado o no es un CSV: vuelva a exportarlo",
            "línea 3: contiene un retorno de carro (CR) suelto; quite el salto de línea que hay dentro de la celda",
            "línea 4: contiene caracteres de control; borre la celda y escríbala de nuevo",
            "5: 4 | d | ",
        ],
    );
}

#[test]
fn long_lines_and_long_fields_are_named_and_passed_over() {
    let text =
        format!("numero,razon_social\n1,{}\n2,{}\n3,{}\n4,d\n", "x".repeat(200_000), "ñ".repeat(501), "ñ".repeat(500));
    let found = rows(&mut open(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(
        found[..2],
        [
            "línea 2: la línea es demasiado larga (más de 16384 bytes); revise que no falte un salto de línea",
            "línea 3, columna «razon_social»: el texto es demasiado largo (más de 500 caracteres); acórtelo",
        ]
    );
    assert_eq!(found.len(), 4);
    assert_eq!(found[3], "5: 4 | d | ");
}

#[test]
fn a_line_may_be_exactly_as_long_as_the_limit() {
    let limits = Limits { line_bytes: 20, ..Limits::for_rows(10) };
    let text = format!("numero,razon_social\n1,{}\n1,{}\n1,{}", "x".repeat(18), "x".repeat(19), "y".repeat(18));
    let mut table = Table::open(text.as_bytes(), COLUMNS, limits).unwrap();
    let found = rows(&mut table).unwrap();
    assert!(
        found[0].starts_with("2: 1 | xxx") && found[1].starts_with("línea 3: la línea") && found[2].starts_with("4: ")
    );
}

#[test]
fn too_many_rows_end_the_reading_with_an_error() {
    let mut table =
        Table::open("numero,razon_social\n1,a\n2,b\n3,c\n".as_bytes(), COLUMNS, Limits::for_rows(2)).unwrap();
    assert!(table.next_row().unwrap().is_some());
    assert!(table.next_row().unwrap().is_some());
    let error = table.next_row().map(|row| row.is_some()).unwrap_err();
    assert_eq!(error.to_string(), "el archivo tiene más de 2 filas; divídalo en varios archivos");
}

#[test]
fn files_that_cannot_be_read_at_all_say_what_to_do() {
    check_refused("", "el archivo está vacío; vuelva a exportarlo");
    check_refused("\u{FEFF}\n\n", "el archivo está vacío; vuelva a exportarlo");
    check_refused(
        "numero,razon_social\n\n",
        "el archivo solo tiene la cabecera, sin ninguna fila; vuelva a exportarlo con sus datos",
    );
    check_refused(
        "numero,correo\n1,a\n",
        "faltan columnas en la cabecera: razon_social; las columnas documentadas son: numero, razon_social, correo",
    );
    check_refused(
        "numero,razon_social,Cédula\n1,a,2\n",
        "la columna «Cédula» está repetida en la cabecera; deje una sola y quite la otra",
    );
    check_refused(
        "numero,\"razon_social\n1,a\n",
        "la cabecera tiene comillas mal cerradas; corrija la primera línea del archivo",
    );
    check_refused(
        "numero,razon\u{1}_social\n1,a\n",
        "la cabecera (línea 1) no se puede leer: contiene caracteres de control; borre la celda y escríbala de nuevo",
    );
    check_refused(
        "numero,razon_social\r1,a\r2,b\r",
        "las líneas terminan en CR, como en equipos antiguos; guarde el archivo de nuevo como «CSV UTF-8 (delimitado por comas)»",
    );
    check_refused(
        format!("numero,razon_social{}\n1,a\n", ",x".repeat(63)),
        "la cabecera tiene 65 columnas y se admiten 64; quite las que sobran",
    );
}

#[test]
fn utf16_and_workbooks_are_recognised() {
    let utf16 = "el archivo está en UTF-16 (texto Unicode) o no es texto; guárdelo de nuevo como «CSV UTF-8 (delimitado por comas)»";
    let text = "numero,razon_social\n1,a\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check_refused([b"\xFF\xFE".as_slice(), &little].concat(), utf16);
    check_refused([b"\xFE\xFF".as_slice(), &big].concat(), utf16);
    check_refused(&little, utf16);
    check_refused(&big, utf16);
    let workbook = "el archivo es un libro de hojas de cálculo, no un CSV; ábralo y guárdelo como «CSV UTF-8 (delimitado por comas)»";
    check_refused(b"PK\x03\x04\x14\x00\x06\x00", workbook);
    check_refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", workbook);
}

/// A stick that is pulled out after some bytes.
struct PulledOut<'b>(&'b [u8]);

impl Read for PulledOut<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("sin dispositivo")),
            read => Ok(read),
        }
    }
}

#[test]
fn a_failing_device_is_an_error_and_not_the_end() {
    let mut table = Table::open(PulledOut(b"numero,razon_social\n1,a\n2,"), COLUMNS, Limits::for_rows(9)).unwrap();
    assert!(matches!(table.next_row(), Ok(Some(Ok(_)))));
    let error = table.next_row().map(|row| row.is_some()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no se pudo leer el archivo: el sistema lo rechazó; compruebe que sigue en su sitio e inténtelo de nuevo"
    );
}

#[test]
fn progress_follows_the_rows_and_not_the_file() {
    let text = format!("numero,razon_social\n{}", "1,a\n".repeat(900));
    let mut table = open(text.as_bytes()).unwrap();
    assert_eq!(table.bytes_read(), 20);
    assert!(table.next_row().unwrap().is_some());
    assert_eq!(table.bytes_read(), 24);
}

proptest! {
    /// Whatever the csv crate writes is read back as it was written.
    #[test]
    fn reads_what_the_csv_crate_writes(
        cells in prop::collection::vec(prop::array::uniform2("[a-zñ\", ;']{0,8}"), 1..8),
        delimiter in prop::sample::select(b",;\t".as_slice()),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["numero", "razon_social"]).unwrap();
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let expected: Vec<[String; 2]> = cells
            .iter()
            .map(|row| row.each_ref().map(|cell| cell.trim().to_owned()))
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let mut table = open(&bytes).unwrap();
        let mut found = Vec::new();
        loop {
            match table.next_row() {
                Ok(Some(row)) => {
                    let row = row.map_err(|bad: BadRow| TestCaseError::fail(bad.to_string()))?;
                    found.push([row.text(0).to_owned(), row.text(1).to_owned()]);
                }
                Ok(None) | Err(TableError::OnlyHeader) => break,
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
        prop_assert_eq!(found, expected);
    }
}
